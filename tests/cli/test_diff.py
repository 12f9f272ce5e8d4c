"""``diff`` and ``log``: two states of the records, and the history of one record."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.store.repositories import commit, git, repository

Run = Callable[..., Any]
FRIDAY = ("--as-of", "2026-11-20T18:00+08:00")
PROJECT = "clients/northbank/projects/settlement"


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def saved(northbank: Path, tmp_path: Path) -> Path:
    """The Chinese example in a repository of its own, tagged ``start``."""
    folder = repository(tmp_path / "saved")
    shutil.copytree(
        northbank, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".rdclient-cache")
    )
    commit(folder, "start", at="2026-11-19T10:00:00+08:00")
    git(folder, "tag", "start")
    return folder


def replace(root: Path, path: str, old: str, new: str) -> None:
    file = root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


# ── two baselines ────────────────────────────────────────────────────────────


def test_two_baselines_fit_on_a_screen_and_name_change_request_and_signatures(
    rdclient: Run, northbank: Path
) -> None:
    ran = rdclient("-C", northbank, "diff", "v1..v2", "--format", "md", "--lang", "zh", *FRIDAY)

    assert ran.code == 0
    assert len(ran.out.splitlines()) <= 40
    assert "需求修改2项。已签字的内容均按已批准的变更申请修改，无需重新签字。" in ran.out
    assert "- 修改 **代付模板管理（REQ-010）**，依据CR-001（已关闭）" in ran.out
    assert "验收·测试用例第1条：“TC-0201至TC-0212” → “TC-0201至TC-0214”" in ran.out
    assert "- V2，甲方，陈立群，同意，2026年11月2日，附书面凭证" in ran.out


def test_baselines_need_no_repository(rdclient: Run, northbank: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bare"
    shutil.copytree(northbank, folder, ignore=shutil.ignore_patterns(".rdclient-cache"))
    ran = rdclient(
        "-C", folder, "diff", "V1..V2", "--project", "settlement", "--lang", "en", *FRIDAY
    )

    assert ran.code == 0
    assert ran.out.startswith("支付结算模块: V1 [")
    assert "changed 代付模板管理 (REQ-010); by request CR-001 (Closed)" in ran.out
    assert "移动门户" not in ran.out


def test_no_project_has_both_baselines(rdclient: Run, saved: Path) -> None:
    (saved / PROJECT / "baselines/V2.yaml").unlink()
    ran = rdclient("-C", saved, "diff", "V1..V2", "--project", "settlement")
    assert (ran.code, ran.out) == (3, "")  # V2 is then looked for among the revisions
    assert "'V2'" in ran.err


# ── revisions ────────────────────────────────────────────────────────────────


def test_nothing_differs(rdclient: Run, saved: Path) -> None:
    ran = rdclient("-C", saved, "diff", "start..WORKTREE", "--lang", "en", *FRIDAY)
    assert ran.code == 0
    assert ran.out.endswith("Nothing that is controlled differs.\n")


def test_signed_text_that_changed_without_a_request_is_said_first(
    rdclient: Run, saved: Path
) -> None:
    replace(
        saved,
        f"{PROJECT}/requirements/REQ-010.yaml",
        "模板必填列为户名、账号、金额",
        "模板必填列为户名、账号",
    )
    ran = rdclient("-C", saved, "diff", "start", "--lang", "zh", *FRIDAY)

    assert "已签字的内容发生变化，但没有已批准的变更申请：REQ-010。" in ran.out
    assert "- 修改 代付模板管理（REQ-010），已随V2签字确认，无对应的变更申请" in ran.out
    assert "业务规则第1条：“模板必填列为户名、账号、金额” → “模板必填列为户名、账号”" in ran.out
    assert "待签字：\n- 写明改动的变更申请（待提出）：甲方（原文见V2，陈立群签字）" in ran.out


def test_a_request_that_asks_for_something_else_is_no_cover(rdclient: Run, saved: Path) -> None:
    replace(saved, f"{PROJECT}/requirements/REQ-012.yaml", "单批不超过5,000笔", "单批不超过6,000笔")
    ran = rdclient("-C", saved, "diff", "start", "--lang", "en", *FRIDAY)
    assert "REQ-012); not what CR-007 asks for (Assessed)" in ran.out
    assert "Signed text changed without an approved request: REQ-012." in ran.out


def test_free_fields_and_spelling_are_no_difference(rdclient: Run, saved: Path) -> None:
    path = saved / PROJECT / "requirements/REQ-010.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_bytes(("# 备注\n" + text + "note: 内部备注\n").replace("\n", "\r\n").encode())
    ran = rdclient("-C", saved, "diff", "start", "--lang", "en", *FRIDAY)
    assert ran.out.endswith("Nothing that is controlled differs.\n")


def test_milestones_requests_and_baselines_are_told(rdclient: Run, saved: Path) -> None:
    replace(
        saved,
        f"{PROJECT}/changes/CR-007.yaml",
        "events:\n",
        "events:\n  - at: 2026-11-18 10:00\n    type: submitted\n    by: zhang.min\n",
    )
    (saved / PROJECT / "changes/CR-008.yaml").write_text(
        "title: 导出格式\nevents:\n  - {at: 2026-11-20 09:00, type: submitted, by: zhang.min}\n",
        encoding="utf-8",
    )
    told = json.loads(rdclient("-C", saved, "diff", "start", "--format", "json", *FRIDAY).out)
    rows = {row["id"]: (row["old"], row["new"]) for row in told["projects"][0]["changes"]}
    assert rows == {"CR-008": (None, "submitted")}
    assert (told["schema_version"], told["type"], told["new"]) == (1, "diff", "WORKTREE")


@pytest.mark.parametrize("span", ["..", "..main", "start..", "a...b"])
def test_a_span_that_is_none_is_a_usage_error(rdclient: Run, saved: Path, span: str) -> None:
    ran = rdclient("-C", saved, "diff", span)
    assert (ran.code, ran.out) == (2, "")
    assert "write A..B" in ran.err


def test_an_unknown_revision_is_incomplete_evidence(rdclient: Run, saved: Path) -> None:
    ran = rdclient("-C", saved, "diff", "strat..WORKTREE")
    assert (ran.code, ran.out) == (3, "")
    assert "'strat'" in ran.err


def test_a_file_that_cannot_be_read_is_named_and_exit_is_3(rdclient: Run, saved: Path) -> None:
    (saved / PROJECT / "requirements/REQ-011.yaml").write_text("title: [", encoding="utf-8")
    ran = rdclient("-C", saved, "diff", "start", *FRIDAY)
    assert ran.code == 3
    assert "REQ-011.yaml" in ran.err


# ── log ──────────────────────────────────────────────────────────────────────


def test_the_history_joins_steps_requests_signatures_meetings_and_commits(
    rdclient: Run, saved: Path
) -> None:
    ran = rdclient("-C", saved, "log", "REQ-010", "--format", "json", *FRIDAY)
    told = json.loads(ran.out)
    kinds = {entry["kind"] for entry in told["entries"]}
    assert kinds == {"event", "sign_off", "baseline", "meeting", "commit"}
    times = [str(entry["at"])[:10] for entry in told["entries"]]
    assert times == sorted(times)
    signed = [
        e for e in told["entries"] if e["kind"] == "sign_off" and e["subject"]["id"] == "CR-001"
    ]
    assert {entry["who"]["name"] for entry in signed} == {"王雪梅", "张敏"}
    assert told["entries"][-1]["text"] == "start"


def test_without_a_repository_the_records_tell_what_they_know(
    rdclient: Run, northbank: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "bare"
    shutil.copytree(northbank, folder, ignore=shutil.ignore_patterns(".rdclient-cache"))
    ran = rdclient("-C", folder, "log", "CR-003", "--lang", "zh", *FRIDAY)
    assert ran.code == 0
    assert "已完成技术评估" in ran.out
    assert "提交记录" not in ran.out


def test_an_unknown_record_is_named_with_the_nearest_one(rdclient: Run, northbank: Path) -> None:
    ran = rdclient("-C", northbank, "log", "CR-0O3", "--lang", "en")
    assert ran.code == 2
    assert "did you mean CR-003?" in ran.err


def test_an_id_of_two_projects_asks_which(rdclient: Run, northbank: Path) -> None:
    ran = rdclient("-C", northbank, "log", "REQ-001", "--lang", "en")
    assert ran.code == 2
    assert "settlement/REQ-001" in ran.err
    assert rdclient("-C", northbank, "log", "settlement/REQ-001", *FRIDAY).code == 0
