"""``rdclient new``: any record, with the next id, in its place; nothing is ever overwritten."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from rdclient.api.opening import OPENINGS
from rdclient.model.portfolio import KINDS
from rdclient.store.yamlfile import parse

Run = Callable[..., Any]
HOME = "clients/linhai/projects/portal"

SAID = {
    "person": ["--title", "Li Na"],
    "waiver": ["--set", "code=RD422", "--set", "scope=portal/MTG-001", "--title", "线上召开"],
    "client": ["--title", "North Bank"],
    "contact": ["--title", "王晓", "--id", "wang.xiao"],
    "contract": ["--title", "二期合同"],
    "ticket": ["--title", "登录失败", "--set", "priority=紧急", "--set", "raised_by=叶秋"],
    "incident": ["--title", "对账中断", "--set", "level=P2"],
    "source": ["--set", "source=工单", "--set", "kind=手工"],
    "survey": [],
    "improvement": ["--title", "响应慢"],
    "complaint": ["--title", "周末无人应答"],
    "plan": ["--set", "scenario=数据丢失", "--set", "steps=切换备库，通知客户"],
    "drill": ["--set", "scenario=数据丢失", "--set", "participants=罗静、叶秋"],
    "inspection": ["--set", "by=罗静"],
    "release": ["--title", "2.10", "--set", "kind=小版本"],
    "interaction": ["--set", "kind=电话", "--title", "确认周五到场", "--set", "with=叶秋"],
    "followup": ["--title", "寄送培训资料", "--set", "owner=罗静", "--set", "due=下周三"],
    "brief": ["--title", "数据库升级", "--set", "期号=2026年第3期"],
    "project": ["--title", "二期", "--id", "phase-2", "--set", "type=定制开发"],
    "requirement": ["--title", "自动恢复", "--set", "type=质量", "--set", "提出人=高文博"],
    "change": ["--title", "上限调整", "--set", "raised_by=高文博"],
    "milestone": ["--title", "联调完成", "--set", "due=2026-12-11"],
    "iteration": ["--set", "start=下周一", "--set", "end=2027-12-11"],
    "task": ["--title", "压测", "--set", "start=2026-11-23", "--set", "finish=2026-11-27",
             "--set", "effort_pd=2.5", "--set", "requirements=REQ-001、REQ-002"],
    "risk": ["--title", "人员变动", "--set", "owner=秦岳"],
    "issue": ["--title", "环境未到位", "--set", "severity=严重"],
    "deliverable": ["--title", "测试报告", "--set", "kind=test_report"],
    "raci": ["--title", "需求评审"],
    "feedback": ["--title", "界面偏慢", "--set", "by=叶秋"],
    "quality": ["--set", "level=系统测试", "--set", "executed=20"],
    "report": ["--title", "本周完成联调", "--id", "weekly-2026-W48"],
    "meeting": [],
}  # fmt: skip


def read_errors(rdclient: Run, workspace: Path) -> str:
    """What the loader has against the records, references and times among it."""
    ran = rdclient("-C", workspace, "check", "--select", "RD00,RD010,RD011,RD012,RD013,RD014,RD019")
    return "" if ran.code == 0 else ran.out


@pytest.mark.parametrize("kind", OPENINGS)
def test_each_kind_is_made_and_read_back(rdclient: Run, workspace: Path, kind: str) -> None:
    words = ("-C", workspace, "new", kind, *SAID[kind])
    dry = rdclient(*words, "--dry-run")
    ran = rdclient(*words)
    assert (ran.code, dry.code) == (0, 0), ran.err + dry.err
    path = workspace / ran.out.strip().splitlines()[0]
    assert path.is_file()
    assert read_errors(rdclient, workspace) == ""
    added = {
        line[1:] for line in dry.out.splitlines() if line.startswith("+") and line[:3] != "+++"
    }
    assert added <= set(path.read_text(encoding="utf-8").splitlines())
    assert "rdclient check" in ran.err


def test_every_kind_people_write_is_among_them() -> None:
    assert set(KINDS) - set(OPENINGS) == {"workspace", "baseline", "signoff"}
    assert set(SAID) == set(OPENINGS)


@pytest.mark.parametrize("kind", ["requirement", "risk", "ticket", "task", "milestone", "change"])
def test_each_further_one_gets_the_next_id(rdclient: Run, workspace: Path, kind: str) -> None:
    for _ in range(3):
        assert rdclient("-C", workspace, "new", kind, *SAID[kind]).code == 0
    assert read_errors(rdclient, workspace) == ""
    listed = json.loads(rdclient("-C", workspace, "list", kind, "--format", "json").out)
    ids = [entry["id"] for entry in listed["rows"]]
    numbers = sorted(int(re.search(r"\d+$", name)[0]) for name in ids)
    assert numbers == list(range(numbers[0], numbers[0] + len(ids)))
    assert len({re.sub(r"\d+$", "", name) for name in ids}) == 1


# ── what stands in it ────────────────────────────────────────────────────────


def test_what_is_left_is_a_comment_and_check_names_it(rdclient: Run, workspace: Path) -> None:
    words = ("--title", "断电后自动恢复", "--set", "type=质量", "--set", "优先级=高")
    ran = rdclient("-C", workspace, "new", "需求", *words, "--set", "acceptance.signatory=高文博")
    assert (ran.code, ran.out) == (0, f"{HOME}/requirements/REQ-003.yaml\n")
    text = (workspace / ran.out.strip()).read_text(encoding="utf-8")
    assert text.startswith("# 需求：")
    data = parse("", text).data
    assert data["priority"] == "high"
    assert data["acceptance"] == {"signatory": "gao.wenbo"}
    assert data["events"][0]["type"] == "collected"
    for key in ("priority_reason", "stated_need", "real_need", "goal"):
        assert re.search(rf"^# {key}: .*[\u4e00-\u9fff]", text, re.MULTILINE), key
        assert key not in data
    checked = rdclient("-C", workspace, "check", ran.out.strip(), "--lang", "en")
    assert "RD206" in checked.out  # the priority without its reason
    keys = re.findall(r"^(?:# )?([a-z_]+):", text, re.MULTILINE)
    order = [name for name in KINDS["requirement"].model_fields if name in keys]
    assert keys == order


def test_a_hint_becomes_a_field_when_its_mark_is_taken_away(rdclient: Run, workspace: Path) -> None:
    rdclient("-C", workspace, "new", "risk", *SAID["risk"], "--project", "portal")
    rdclient("-C", workspace, "new", "requirement", *SAID["requirement"])
    for path, key, value in (
        (f"{HOME}/risks.yaml", "cause", "甲方换人"),
        (f"{HOME}/requirements/REQ-003.yaml", "goal", "恢复供电后10分钟内恢复"),
    ):
        file = workspace / path
        text = file.read_text(encoding="utf-8")
        filled = re.sub(rf"^( *)# {key}: *", rf"\g<1>{key}: {value} ", text, flags=re.MULTILINE)
        assert filled != text
        file.write_text(filled, encoding="utf-8")
    assert read_errors(rdclient, workspace) == ""
    assert "甲方换人" in rdclient("-C", workspace, "show", "RISK-002").out


def test_hints_speak_the_language_of_the_workspace_or_the_one_asked_for(
    rdclient: Run, workspace: Path
) -> None:
    words = ("-C", workspace, "new", "requirement", "--title", "A", "--set", "type=data")
    zh, en = (rdclient(*words, *more, "--dry-run").out for more in ((), ("--lang", "en")))
    assert "# 需求：" in zh
    assert not re.search("[\u4e00-\u9fff]", en)
    assert "# Requirement: " in en


def test_a_list_keeps_every_byte_that_stood_there(rdclient: Run, workspace: Path) -> None:
    file = workspace / HOME / "risks.yaml"
    before = file.read_bytes()
    ran = rdclient("-C", workspace, "new", "risk", "--title", "人员变动")
    assert (ran.code, ran.out) == (0, f"{HOME}/risks.yaml\n")
    after = file.read_bytes()
    assert after.startswith(before)
    assert "  # owner: " in after.decode()


def test_records_go_where_their_neighbours_stand(rdclient: Run, workspace: Path) -> None:
    month = workspace / "clients/linhai/tickets"
    month.mkdir()
    (workspace / "clients/linhai/tickets.yaml").rename(month / "2026-10.yaml")
    ran = rdclient("-C", workspace, "new", "ticket", "--title", "登录失败")
    assert re.fullmatch(r"clients/linhai/tickets/20\d\d-\d\d\.yaml\n", ran.out)
    assert ran.out != "clients/linhai/tickets/2026-10.yaml\n"
    assert (
        rdclient("-C", workspace, "new", "issue", "--title", "A").out
        == f"{HOME}/issues/ISS-001.yaml\n"
    )
    assert rdclient("-C", workspace, "new", "contact", *SAID["contact"]).out.endswith(
        "contacts.yaml\n"
    )
    assert read_errors(rdclient, workspace) == ""


def test_the_record_of_a_report_on_the_client_goes_under_the_client(
    rdclient: Run, workspace: Path
) -> None:
    words = ("-C", workspace, "new", "report", "--title", "三季度平稳")
    made = [
        rdclient(*words, "--id", "health-2026-Q3"),
        rdclient(*words, "--set", "编号=review-2026-Q3", "--project", "portal"),
        rdclient(*words, "--id", "weekly-2026-W48", "--client", "linhai"),
    ]
    assert [ran.out for ran in made] == [
        "clients/linhai/reports/health-2026-Q3.yaml\n",
        "clients/linhai/reports/review-2026-Q3.yaml\n",
        f"{HOME}/reports/weekly-2026-W48.yaml\n",
    ]
    assert read_errors(rdclient, workspace) == ""


def test_it_happened_when_somebody_says_it_did(rdclient: Run, workspace: Path) -> None:
    ran = rdclient(
        "-C",
        workspace,
        "new",
        "ticket",
        "--title",
        "登录失败",
        "--at",
        "2026/11/20 14:05",
        "--dry-run",
    )
    assert "at: 2026-11-20 14:05" in ran.out
    ran = rdclient(
        "-C",
        workspace,
        "new",
        "requirement",
        *SAID["requirement"],
        "--at",
        "2026年11月20日",
        "--dry-run",
    )
    assert "at: 2026-11-20\n" in ran.out


def test_today_is_the_day_of_the_workspace(rdclient: Run, workspace: Path) -> None:
    frame = workspace / "rdclient.yaml"
    text = frame.read_text(encoding="utf-8")
    found = []
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):  # 25 hours apart
        frame.write_text(text.replace("Asia/Shanghai", zone), encoding="utf-8")
        out = rdclient("-C", workspace, "new", "risk", "--title", "A", "--dry-run").out
        found += re.findall(r"^\+.*{at: (\d{4}-\d\d-\d\d)", out, re.MULTILINE)
    assert len(set(found)) == 2


# ── from nothing ─────────────────────────────────────────────────────────────


def test_a_workspace_is_filled_from_nothing(rdclient: Run, tmp_path: Path) -> None:
    place = tmp_path / "records"
    rdclient("init", place, lang="zh")
    run = ("-C", place, "new")
    refused = rdclient(*run, "requirement", "--title", "A", "--set", "type=data")
    assert (refused.code, refused.out) == (2, "")
    assert "rdclient new project" in refused.err
    refused = rdclient(*run, "project", "--title", "A", "--set", "type=custom_dev")
    assert refused.code == 2
    assert "rdclient new client" in refused.err
    steps = (
        ("person", "--id", "zhang.min", "--title", "张敏"),
        ("client", "--id", "northbank", "--title", "北辰银行"),
        ("contact", "--id", "wang.xuemei", "--title", "王雪梅"),
        ("project", "--id", "settlement", "--title", "支付结算", "--set", "type=定制开发"),
        ("requirement", "--title", "批量代付", "--set", "type=功能", "--set", "source=王雪梅"),
        ("meeting", "--title", "启动会", "--attendees", "张敏、王雪梅"),
    )
    for words in steps:
        ran = rdclient(*run, *words)
        assert ran.code == 0, ran.err
    assert read_errors(rdclient, place) == ""
    assert (place / "clients/northbank/projects/settlement/meetings/MTG-001.yaml").is_file()


# ── what is refused ──────────────────────────────────────────────────────────

REFUSED = {
    ("risk",): "--title",
    ("requirement",): "--title … --set type=",
    ("deliverable", "--title", "A"): "--set kind=",
    ("contact", "--title", "王晓"): "--id",
    ("requirement", "--title", "A", "--set", "type=data", "--id", "REQ-001"): "REQ-001.yaml",
    ("requirement", "--title", "A", "--set", "type=nonsense"): "nothing was written",
    ("requirement", "--title", "A", "--set", "typ=data"): "did you mean type",
    ("requirement", "--title", "A", "--set", "type"): "FIELD=VALUE",
    ("requirement", "--title", "A", "--set", "type=data", "--set", "title=B"): "twice",
    ("requirement", "--title", "A", "--set", "type=data", "--id", "Nr. 5"): "nothing was written",
    ("requirement", "--title", "A", "--set", "type=data", "--set", "status=done"): "rdclient event",
    ("requirement", "--title", "A", "--set", "type=data", "--project", "nowhere"): "nowhere",
    ("requirement", "--title", "A", "--set", "type=data", "--from", "x"): "rdclient new meeting",
    ("requirement", "--title", "A\u200b", "--set", "type=data"): "U+200B",
    ("risk", "--title", "A", "--set", "owner=王总"): "王总",
    ("person", "--title", "Qin Yue"): "qin.yue",  # given already
    ("contact", "--title", "X", "--id", "qin.yue"): "qin.yue",  # to one of ours
    ("client", "--title", "LinHai"): "linhai",
    ("client", "--title", "A", "--id", "con"): "Windows",
    ("project", "--title", "A", "--id", "../x", "--set", "type=custom_dev"): "nothing was written",
    ("survey", "--title", "A"): "--title",
    ("report", "--title", "A", "--id", "weekly-2026-W47"): "weekly-2026-W47.yaml",
    ("workspace",): "rdclient init",
    ("待办",): "meeting",
    ("reqirement",): "requirement",
    ("iteration", "--set", "start=2026-12-01", "--set", "end=尽快"): "nothing was written",
}


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_what_does_not_fit_is_refused_with_the_way_out(
    rdclient: Run, workspace: Path, contents: Callable[..., Any], words: tuple[str, ...]
) -> None:
    before = contents(workspace)
    ran = rdclient("-C", workspace, "new", *words)
    assert (ran.code, ran.out) == (2, ""), ran.err
    assert REFUSED[words] in ran.err, ran.err
    assert contents(workspace) == before
    zh = rdclient("-C", workspace, "new", *words, lang="zh")
    assert re.search("[\u4e00-\u9fff]", zh.err)


def test_with_two_projects_one_has_to_be_named(rdclient: Run, workspace: Path) -> None:
    rdclient("-C", workspace, "new", "project", *SAID["project"])
    ran = rdclient("-C", workspace, "new", "risk", "--title", "A")
    assert ran.code == 2
    assert "--project: phase-2, portal" in ran.err
    assert rdclient("-C", workspace, "new", "risk", "--title", "A", "--project", "二期").code == 0
    assert rdclient("-C", workspace, "new", "ticket", "--title", "A", "--project", "二期").code == 0
    assert "project: phase-2" in (workspace / "clients/linhai/tickets.yaml").read_text("utf-8")


def test_ids_in_files_that_cannot_be_read_are_not_given_again(
    rdclient: Run, workspace: Path
) -> None:
    (workspace / HOME / "requirements" / "REQ-003.yaml").write_text("title: [\n", encoding="utf-8")
    ran = rdclient("-C", workspace, "new", "requirement", *SAID["requirement"])
    assert ran.out == f"{HOME}/requirements/REQ-004.yaml\n"
    refused = rdclient(
        "-C", workspace, "new", "requirement", *SAID["requirement"], "--id", "REQ-003"
    )
    assert refused.code == 2
    risks = workspace / HOME / "risks.yaml"
    risks.write_text(risks.read_text("utf-8") + "- id: RISK-007\n  event: [\n", encoding="utf-8")
    refused = rdclient("-C", workspace, "new", "risk", "--title", "A")
    assert refused.code == 3  # nothing is added to a file that nobody can read


def test_ids_may_be_random(rdclient: Run, workspace: Path) -> None:
    (workspace / "policy.yaml").write_text("ids: random\n", encoding="utf-8")
    found = {rdclient("-C", workspace, "new", "change", *SAID["change"]).out for _ in range(4)}
    assert len(found) == 4
    for path in found:
        assert re.fullmatch(rf"{HOME}/changes/CR-20\d\d-[2-9A-HJKMNP-TV-Z]{{5}}\.yaml\n", path)
    assert read_errors(rdclient, workspace) == ""
    (workspace / "policy.yaml").write_text("ids: zufall\n", encoding="utf-8")
    assert "RD006" in rdclient("-C", workspace, "check").out


# ── several at once, and a disk that says no ─────────────────────────────────


@pytest.mark.parametrize("kind", ["requirement", "risk"])
def test_people_who_add_at_the_same_time_get_different_ids(
    run_rdclient: Run, workspace: Path, kind: str
) -> None:
    words = ("-C", workspace, "new", kind, *SAID[kind])
    with ThreadPoolExecutor(6) as pool:
        ran = list(pool.map(lambda _: run_rdclient(*words), range(6)))
    assert [one.code for one in ran] == [0] * 6, [one.err for one in ran]
    names = {one.err.split()[0].split("/")[-1] for one in ran}
    first = {"requirement": 3, "risk": 2}[kind]
    assert names == {
        f"{'REQ' if kind == 'requirement' else 'RISK'}-{n:03}" for n in range(first, first + 6)
    }


def test_a_folder_that_cannot_be_written_is_named(
    powerless: tuple[str, ...], workspace: Path, contents: Callable[..., Any], root: Path
) -> None:
    before = contents(workspace)
    folder = workspace / HOME / "requirements"
    for place in (folder, workspace):
        place.chmod(0o555)
    try:
        done = subprocess.run(
            [*powerless, sys.executable, "-m", "rdclient", "-C", workspace, "new", "requirement",
             *SAID["requirement"]],
            env={**os.environ, "PYTHONPATH": str(root / "src"), "RDCLIENT_LANG": "en"},
            capture_output=True, check=False, text=True,
        )  # fmt: skip
    finally:
        for place in (folder, workspace):
            place.chmod(0o755)
    assert (done.returncode, done.stdout) == (3, "")
    assert "internal error" not in done.stderr
    assert contents(workspace) == before


# ── a person at a terminal ───────────────────────────────────────────────────


def at_terminal(root: Path, words: tuple[str, ...], typed: str, **env: str) -> tuple[int, str]:
    """The exit code and everything shown when the program runs on a terminal of its own."""
    pty = pytest.importorskip("pty")
    mine, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "rdclient", *words],
        stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(root / "src"), "LC_ALL": "en_US.UTF-8",
             "TERM": "dumb", "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"], **env},
    )  # fmt: skip
    os.close(theirs)
    os.write(mine, typed.encode())
    shown = b""
    try:
        while chunk := os.read(mine, 4096):
            shown += chunk
    except OSError:  # the other end is closed
        pass
    os.close(mine)
    return process.wait(timeout=60), shown.decode(errors="replace").replace("\r\n", "\n")


@pytest.fixture
def editor(tmp_path: Path) -> str:
    """An editor that adds a line, and one that makes a mistake."""
    script = tmp_path / "edit.py"
    script.write_text(
        "import sys\nopen(sys.argv[-1], 'a', encoding='utf-8').write(sys.argv[1] + '\\n')\n",
        encoding="utf-8",
    )
    return f"{sys.executable} {script}"


def test_at_a_terminal_what_is_missing_is_asked_for(root: Path, workspace: Path) -> None:
    words = ("-C", str(workspace), "new", "requirement")
    code, shown = at_terminal(root, words, "Restart by itself\nquality\n")
    assert code == 0, shown
    assert "functional | quality" in shown or "functional（" in shown
    text = (workspace / HOME / "requirements" / "REQ-003.yaml").read_text("utf-8")
    assert "title: Restart by itself\ntype: quality\n" in text
    code, shown = at_terminal(root, words, "\n")
    assert code == 2
    assert "--title" in shown


def test_the_editor_opens_and_the_file_is_checked_when_it_closes(
    root: Path, workspace: Path, editor: str
) -> None:
    words = ("-C", str(workspace), "new", "requirement", *SAID["requirement"])
    code, shown = at_terminal(root, words, "", VISUAL=f"{editor} 'goal: 快速恢复'", EDITOR="false")
    assert code == 0
    assert "goal: 快速恢复" in (workspace / HOME / "requirements/REQ-003.yaml").read_text("utf-8")
    assert "RD208" in shown
    code, shown = at_terminal(root, (*words, "--no-edit"), "", VISUAL=f"{editor} x")
    assert code == 0
    assert "\nx\n" not in (workspace / HOME / "requirements/REQ-004.yaml").read_text("utf-8")
    code, shown = at_terminal(root, words, "", EDITOR="/no/such/editor")
    assert code == 0
    assert "/no/such/editor" in shown
    assert (workspace / HOME / "requirements/REQ-005.yaml").is_file()


def test_without_a_terminal_no_editor_opens(
    run_rdclient: Run, workspace: Path, editor: str
) -> None:
    words = ("-C", workspace, "new", "requirement", *SAID["requirement"])
    ran = run_rdclient(*words, env={"EDITOR": f"{editor} x"})
    assert ran.code == 0
    assert "\nx\n" not in (workspace / ran.out.strip()).read_text("utf-8")
