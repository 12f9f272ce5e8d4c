"""``signoff``: paper and keys recorded, packets sent out and verified when they come back."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
SIGNED = "clients/linhai/projects/portal/signoffs/V1"
FIRST = "01505276f025"
"""Digits of the fingerprint of the baseline that these tests sign."""


def _key(folder: Path, name: str) -> Path:
    path = folder / name
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(path)]
    subprocess.run(words, check=True)
    return path


def _listed(file: Path, name: str, key: Path, valid_from: str = "2026-11-01") -> None:
    """Put the public half of a key into the entry of a person."""
    public = key.with_suffix(".pub").read_text(encoding="utf-8").strip()
    entry = f'{name}, keys: [{{key: "{public}", valid_from: {valid_from}}}]'
    text = file.read_text(encoding="utf-8")
    assert name in text
    file.write_text(text.replace(name, entry), encoding="utf-8")


def _git(root: Path, *words: str) -> None:
    told = ("-c", "user.name=Test", "-c", "user.email=test@example.com")
    subprocess.run(["git", "-C", str(root), *told, *words], check=True, capture_output=True)


@pytest.fixture
def based(rdclient: Run, workspace: Path) -> Path:
    """The workspace with a baseline V1 that nobody has signed."""
    words = ("baseline", "create", "--title", "网上对账系统需求规格")
    assert rdclient("-C", workspace, *words).code == 0
    return workspace


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A scan of a signed page."""
    file = tmp_path / "签字页 扫描.PDF"
    file.write_bytes(b"%PDF-1.4 a sample of a signed page")
    return file


def _paper(rdclient: Run, root: Path, scan: Path, *more: str) -> Any:  # noqa: ANN401 - as the fixture gives it
    words = ("--side", "client", "--by", "高文博", "--on", "2026-11-20", "--evidence", str(scan))
    return rdclient("-C", root, "signoff", "add", "V1", *words, *more, lang="zh")


# ── add ──────────────────────────────────────────────────────────────────────


def test_a_scan_with_a_seal_is_copied_and_counts(rdclient: Run, based: Path, scan: Path) -> None:
    ran = _paper(rdclient, based, scan, "--seal", "公章")
    statement = f"{SIGNED}/{FIRST}.client.gao.wenbo.1.json"
    copy = f"{SIGNED}/evidence/94c830f24915-签字页-扫描.pdf"
    assert (ran.code, ran.out.splitlines()) == (0, [statement, copy]), ran.err
    assert ran.err.splitlines()[:2] == [
        f"V1：高文博（运营部） · 签字确认人 · 同意 · 2026年11月20日 · 附书面凭证，公章 · {FIRST}",
        "V1 待乙方确认",
    ]
    text = (based / statement).read_text(encoding="utf-8")
    assert text.endswith("}\n")
    assert text.count("\n") == 1
    held = json.loads(text)
    assert (held["role"], held["declared_at"], held["previous"]) == (
        "signatory", "2026-11-20", None,
    )  # fmt: skip
    assert (based / copy).read_bytes() == scan.read_bytes()


def test_a_key_signs_and_the_act_follows_the_one_before(
    rdclient: Run, based: Path, scan: Path, tmp_path: Path
) -> None:
    key = _key(tmp_path, "qin")
    _listed(based / "people.yaml", "name: 秦岳", key)
    _paper(rdclient, based, scan)
    ran = rdclient("-C", based, "signoff", "add", "V1", "--by", "秦岳", "--key", key, lang="zh")
    assert ran.code == 0, ran.err
    assert ran.err.splitlines()[-1] == "V1 双方已确认"
    _, second = sorted((based / SIGNED).glob("*.json"))
    assert second.with_suffix(".sig").is_file()
    assert json.loads(second.read_text(encoding="utf-8"))["previous"] is not None
    assert rdclient("-C", based, "check").code == 0


def test_a_dry_run_says_the_same_and_writes_nothing(rdclient: Run, based: Path, scan: Path) -> None:
    ran = _paper(rdclient, based, scan, "--dry-run")
    assert ran.code == 0
    assert f"+++ b/{SIGNED}/{FIRST}.client.gao.wenbo.1.json" in ran.out
    assert "未写入" in ran.err
    assert not (based / SIGNED).exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--by", "叶秋"), "叶秋无权确认 V1。目前可确认的人员：高文博。"),
        (("--by", "王五"), "没有找到人员“王五”"),
        (("--by", "高文博", "--side", "乙方"), "不能代表乙方（我方）确认"),
        (("--by", "高文博", "--on", "2099-01-01"), "2099-01-01 还没有到"),
        (("--by", "高文博", "--on", "某天"), "不是日期或时间"),
        (("--by", "高文博", "--seal", "公章"), "请同时用 --evidence 给出扫描件"),
        (("--by", "高文博", "--decision", "好"), "“好”无法识别。可用：同意、有条件同意、不同意"),
        (("--by", "高文博", "--conditions", "性能达标"), "有条件同意只适用于变更申请"),
        (("--by", "高文博", "--deemed"), "只适用于约定的会议纪要"),
        (("--by", "高文博", "--evidence", "没有.pdf"), "没有找到文件“没有.pdf”"),
    ],
)
def test_what_could_never_count_is_refused_with_the_reason(
    rdclient: Run, based: Path, words: tuple[str, ...], told: str
) -> None:
    ran = rdclient("-C", based, "signoff", "add", "V1", *words, lang="zh")
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert not (based / SIGNED).exists()


def test_the_same_is_recorded_once(rdclient: Run, based: Path, scan: Path) -> None:
    _paper(rdclient, based, scan)
    ran = _paper(rdclient, based, scan)
    assert ran.code == 2
    assert f"高文博已确认过 V1 的现有内容，见 {SIGNED}/{FIRST}.client.gao.wenbo.1.json" in ran.err


def test_a_word_is_recorded_but_does_not_count_and_paper_may_follow(
    rdclient: Run, based: Path, scan: Path
) -> None:
    words = ("signoff", "add", "V1", "--by", "高文博", "--on", "2026-11-19")
    ran = rdclient("-C", based, *words, lang="zh")
    assert ran.code == 0
    assert "口头或自述（未附凭证）" in ran.err
    assert "不计入：凭证未达到约定的级别" in ran.err
    assert "V1 待甲方、乙方确认" in ran.err
    assert "V1 待乙方确认" in _paper(rdclient, based, scan).err


def test_a_key_that_is_not_on_record_is_told_with_the_line_to_add(
    rdclient: Run, based: Path, tmp_path: Path
) -> None:
    key = _key(tmp_path, "qin")
    ran = rdclient("-C", based, "signoff", "add", "V1", "--by", "秦岳", "--key", key, lang="zh")
    assert ran.code == 2
    assert "请先在 people.yaml 或联系人中登记（keys，连同 valid_from），单独提交并合并" in ran.err
    assert "公钥：ssh-ed25519 AAAA" in ran.err


def test_a_key_that_is_not_there_is_told_in_the_reader_s_language(
    rdclient: Run, based: Path
) -> None:
    words = ("signoff", "add", "V1", "--by", "秦岳", "--key", "nowhere")
    ran = rdclient("-C", based, *words, lang="zh")
    assert (ran.code, ran.err) == (2, "错误：没有找到文件“nowhere”。\n")


def test_an_objection_outranks_what_was_agreed(rdclient: Run, based: Path, scan: Path) -> None:
    _paper(rdclient, based, scan)
    words = ("signoff", "add", "V1", "--by", "gao.wenbo", "--decision", "撤销")
    ran = rdclient("-C", based, *words, "--on", "2026-11-21", lang="zh")
    assert ran.code == 0, ran.err
    assert "V1 有不同意见，不生效" in ran.err


def test_a_workspace_without_an_identity_is_told_the_line_to_add(
    rdclient: Run, based: Path
) -> None:
    file = based / "rdclient.yaml"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if not line.startswith("uuid")))
    words = ("signoff", "add", "V1", "--by", "gao.wenbo")
    ran = rdclient("-C", based, *words, lang="zh")
    assert ran.code == 2
    line = ran.err.rpartition("uuid: ")[2].strip()
    file.write_text(file.read_text(encoding="utf-8") + f"uuid: {line}\n", encoding="utf-8")
    assert rdclient("-C", based, *words).code == 0


def test_a_draft_is_submitted_before_anybody_signs_it(
    rdclient: Run, workspace: Path, project: Path
) -> None:
    (project / "changes.yaml").write_text("- {id: CR-001, title: 草稿}\n", encoding="utf-8")
    ran = rdclient("-C", workspace, "signoff", "add", "CR-001", "--by", "gao.wenbo", lang="zh")
    assert ran.code == 2
    assert "rdclient event CR-001 submitted" in ran.err


# ── request, import ──────────────────────────────────────────────────────────


@pytest.fixture
def packet(rdclient: Run, based: Path, tmp_path: Path) -> Path:
    """What the client's signatory gets; her key is on record."""
    _listed(based / "clients/linhai/contacts.yaml", "name: 高文博", _key(tmp_path, "gao"))
    folder = tmp_path / "packet"
    ran = rdclient("-C", based, "signoff", "request", "V1", "-o", folder, lang="zh")
    assert ran.code == 0, ran.err
    return folder


def _sign(packet: Path, key: Path, namespace: str = "rdclient-signoff@v1") -> Path:
    file = packet / "statement.gao.wenbo.json"
    words = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(key), "-n", namespace, str(file)]
    subprocess.run(words, check=True, capture_output=True)
    return file


def test_a_packet_holds_the_document_a_statement_and_how_to_sign(packet: Path) -> None:
    assert sorted(file.name for file in packet.iterdir()) == [
        "HOWTO.html", "HOWTO.md", "V1.html", "V1.md", "statement.gao.wenbo.json",
    ]  # fmt: skip
    told = (packet / "HOWTO.md").read_text(encoding="utf-8")
    assert "内容指纹前12位：**01505276f025**" in told
    assert (
        "ssh-keygen -Y sign -f ~/.ssh/id_ed25519 -n rdclient-signoff@v1 statement.gao.wenbo.json\n"
    ) in told
    assert "余额对账单在线回签" in (packet / "V1.md").read_text(encoding="utf-8")


def test_a_packet_is_never_mixed_with_another(rdclient: Run, based: Path, packet: Path) -> None:
    ran = rdclient("-C", based, "signoff", "request", "V1", "-o", packet, lang="zh")
    assert ran.code == 2
    assert "已有内容。请用 -o 另选一个" in ran.err


def test_a_packet_is_for_somebody_who_may_sign(rdclient: Run, based: Path) -> None:
    ran = rdclient("-C", based, "signoff", "request", "V1", "--for", "叶秋", lang="zh")
    assert ran.code == 2
    assert "无权确认 V1" in ran.err


def test_what_came_back_signed_is_recorded(
    rdclient: Run, based: Path, packet: Path, tmp_path: Path
) -> None:
    _sign(packet, tmp_path / "gao")
    ran = rdclient("-C", based, "signoff", "import", packet, lang="zh")
    assert ran.code == 0, ran.err
    assert ran.out.splitlines() == [
        f"{SIGNED}/{FIRST}.client.gao.wenbo.1.json",
        f"{SIGNED}/{FIRST}.client.gao.wenbo.1.sig",
    ]
    assert "数字签名已验证" in ran.err


@pytest.mark.parametrize("name", ["not there", "not there.zip", "letter.docx"])
def test_what_lies_beside_the_file_that_was_named_is_not_taken_for_it(
    rdclient: Run, based: Path, packet: Path, tmp_path: Path, name: str
) -> None:
    _sign(packet, tmp_path / "gao")
    packet.joinpath("letter.docx").write_bytes(b"PK")
    ran = rdclient("-C", based, "signoff", "import", packet / name, lang="zh")
    assert ran.code == 2
    assert ran.err == (
        f"错误：“{packet / name}”中没有签字声明（signoff request 生成的 statement.*.json）。"
        "只有扫描件的，请用 rdclient signoff add 编号 --by 姓名 --evidence 扫描件 登记。\n"
    )


def test_other_data_in_the_folder_are_passed_over(
    rdclient: Run, based: Path, packet: Path, tmp_path: Path
) -> None:
    _sign(packet, tmp_path / "gao")
    packet.joinpath("package.json").write_text("{}", encoding="utf-8")
    assert rdclient("-C", based, "signoff", "import", packet).code == 0


def test_a_statement_that_a_mail_program_broke_into_lines_is_still_the_same(
    rdclient: Run, based: Path, packet: Path, tmp_path: Path
) -> None:
    file = _sign(packet, tmp_path / "gao")
    data = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(data, indent=2).replace("\n", "\r\n"), encoding="utf-8")
    assert rdclient("-C", based, "signoff", "import", file).code == 0


def test_a_statement_saved_in_another_layout_before_it_was_signed_is_refused(
    rdclient: Run, based: Path, packet: Path, tmp_path: Path
) -> None:
    file = packet / "statement.gao.wenbo.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(data, indent=2), encoding="utf-8")
    ran = rdclient("-C", based, "signoff", "import", _sign(packet, tmp_path / "gao"), lang="zh")
    assert ran.code == 2
    assert "签名前排版已变" in ran.err


def test_a_signature_made_for_something_else_is_refused(
    rdclient: Run, based: Path, packet: Path, tmp_path: Path
) -> None:
    _sign(packet, tmp_path / "gao", namespace="git")
    ran = rdclient("-C", based, "signoff", "import", packet, lang="zh")
    assert (ran.code, ran.out) == (2, "")
    assert "签名与“statement.gao.wenbo.json”不符" in ran.err


def test_a_signature_on_words_that_changed_since_is_refused(
    rdclient: Run, based: Path, packet: Path, tmp_path: Path
) -> None:
    _sign(packet, tmp_path / "gao")
    file = based / "clients/linhai/projects/portal/baselines/V1.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("网上对账系统需求规格", "需求规格"))
    ran = rdclient("-C", based, "signoff", "import", packet, lang="zh")
    assert ran.code == 2
    assert "V1 的内容在送签后已改动：所签内容指纹为 01505276f025，现为 " in ran.err


def test_a_statement_of_another_workspace_is_refused(
    rdclient: Run, based: Path, packet: Path, tmp_path: Path
) -> None:
    _sign(packet, tmp_path / "gao")
    file = based / "rdclient.yaml"
    text = file.read_text(encoding="utf-8").replace("5b1f7c2e", "6b1f7c2e")
    file.write_text(text, encoding="utf-8")
    ran = rdclient("-C", based, "signoff", "import", packet, lang="zh")
    assert ran.code == 2
    assert "属于另一个工作区" in ran.err


def test_a_scan_that_came_back_is_evidence_for_the_statement(
    rdclient: Run, based: Path, packet: Path, scan: Path
) -> None:
    nothing = rdclient("-C", based, "signoff", "import", packet, lang="zh")
    assert "没有签名（.sig），也没有扫描件" in nothing.err
    scan.rename(packet / "back.pdf")
    undated = rdclient("-C", based, "signoff", "import", packet, lang="zh")
    assert "请用 --on 写明“back.pdf”上签署的日期" in undated.err
    words = ("signoff", "import", packet, "--on", "2026-11-20", "--seal", "合同专用章")
    ran = rdclient("-C", based, *words, lang="zh")
    assert ran.code == 0, ran.err
    assert "2026年11月20日 · 附书面凭证，合同专用章" in ran.err


# ── status, verify ───────────────────────────────────────────────────────────


def test_the_status_of_one_says_what_is_there_what_is_missing_and_what_to_run(
    rdclient: Run, based: Path, scan: Path
) -> None:
    _paper(rdclient, based, scan)
    out = rdclient("-C", based, "signoff", "status", "v1", lang="zh").out
    run = "rdclient signoff add V1 --side vendor --by shen.yutong --key ~/.ssh/id_ed25519"
    assert out.splitlines() == [
        "需求基线 V1 网上对账系统需求规格 · 按“需求基线确认”的要求 · 内容指纹 01505276f025",
        "  甲方：须1人确认，凭证不低于“附书面凭证”；已确认（附书面凭证）",
        "    高文博（运营部） · 签字确认人 · 同意 · 2026年11月20日 · 附书面凭证 · 01505276f025",
        "  乙方：须1人确认，凭证不低于“数字签名已验证”；尚缺1人",
        "结论：待乙方确认",
        "提示：没有完整的 Git 历史，各份确认的入库时间无法核实",
        f"接下来（乙方，可由沈雨桐、秦岳确认）：{run}",
    ]


def test_the_status_of_all_is_a_table_and_data_for_programs(
    rdclient: Run, based: Path, scan: Path
) -> None:
    _paper(rdclient, based, scan)
    ran = rdclient("-C", based, "signoff", "status", "portal", lang="zh")
    out = ran.out
    assert ran.code == 0, ran.err
    assert "V1    网上对账系统需求规格  需求基线确认  01505276f025" in out
    ran = rdclient("-C", based, "signoff", "status", "--format", "json")
    assert ran.code == 0, ran.err
    told = json.loads(ran.out)
    (subject,) = told["subjects"]
    assert subject["fingerprint"].startswith("sha256-v1:01505276f025")
    assert [side["is_met"] for side in subject["sides"]] == [True, False]
    assert [act["level"] for act in subject["acts"]] == ["E1"]


def test_what_was_recorded_long_after_is_called_so(rdclient: Run, based: Path, scan: Path) -> None:
    words = ("--by", "高文博", "--on", "2026-10-09", "--evidence", str(scan))
    rdclient("-C", based, "signoff", "add", "V1", *words)
    _git(based, "init", "-q")
    _git(based, "add", "-A")
    _git(based, "commit", "-qm", "signed")
    ran = rdclient("-C", based, "signoff", "status", "V1", lang="zh")
    assert " · 补录（晚" in ran.out, ran.err


def test_every_act_is_verified_and_a_scan_that_is_another_one_is_found(
    rdclient: Run, based: Path, scan: Path
) -> None:
    _paper(rdclient, based, scan)
    sound = rdclient("-C", based, "signoff", "verify", lang="zh")
    assert (sound.code, sound.out.splitlines()[-1].split("·")[0]) == (0, "共1份确认，全部成立 ")
    (copy,) = (based / SIGNED / "evidence").iterdir()
    copy.write_bytes(b"another page")
    ran = rdclient("-C", based, "signoff", "verify", "V1", lang="zh")
    assert ran.code == 1
    assert ran.out.startswith("不成立 V1 高文博")
    assert "凭证文件与登记时不一致" in ran.out
    assert rdclient("-C", based, "signoff", "verify", "--exit-zero").code == 0


def test_a_key_cannot_be_verified_without_history(
    rdclient: Run, based: Path, tmp_path: Path
) -> None:
    key = _key(tmp_path, "qin")
    _listed(based / "people.yaml", "name: 秦岳", key)
    rdclient("-C", based, "signoff", "add", "V1", "--by", "秦岳", "--key", key)
    ran = rdclient("-C", based, "signoff", "verify", lang="zh")
    assert ran.code == 3
    assert "公钥当时是否有效无法核实" in ran.err
    _git(based, "init", "-q")
    _git(based, "add", "-A")
    _git(based, "commit", "-qm", "signed")
    assert rdclient("-C", based, "signoff", "verify").code == 0


def test_a_signature_over_other_words_is_found(rdclient: Run, based: Path, tmp_path: Path) -> None:
    key = _key(tmp_path, "qin")
    _listed(based / "people.yaml", "name: 秦岳", key)
    rdclient("-C", based, "signoff", "add", "V1", "--by", "秦岳", "--key", key)
    (statement,) = (based / SIGNED).glob("*.json")
    text = statement.read_text(encoding="utf-8")
    statement.write_text(text.replace('"role":"project_manager"', '"role":null'))
    ran = rdclient("-C", based, "signoff", "verify", lang="zh")
    assert ran.code == 1
    assert "数字签名验证不通过" in ran.out
