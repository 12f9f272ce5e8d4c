"""``rdclient event``: a dated step is added to the record, as the record would hold it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
HOME = "clients/linhai/projects/portal"
PATH = f"{HOME}/requirements/REQ-002.yaml"


@pytest.fixture
def file(workspace: Path) -> Path:
    """The requirement most of these tests add to."""
    return workspace / PATH


def added(before: str, after: str) -> str:
    """What was put into a text, which else stayed as it was."""
    start = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(before)
    )
    tail = before[start:]
    assert after.endswith(tail)
    return after[start : len(after) - len(tail)]


def test_an_event_is_added_with_all_that_was_said(
    rdclient: Run, workspace: Path, file: Path
) -> None:
    before = file.read_text(encoding="utf-8")
    ran = rdclient(
        "-C", workspace, "event", "REQ-002", "推迟", "--at", "2026/11/20 14:00", "--by", "秦岳",
        "--note", '客户说: "先等等"', "--with", "cause=资源不足", "--with", "eta=2026年12月5日",
    )  # fmt: skip
    assert (ran.code, ran.out) == (0, f"{PATH}\n")
    assert ran.err == (
        f"linhai/portal/REQ-002 events: + 2026-11-20 14:00 delayed · next: rdclient check {PATH}\n"
    )
    new = added(before, file.read_text(encoding="utf-8"))
    words = ["at: 2026-11-20 14:00", "type: delayed", "by: qin.yue", "cause: resource"]
    words += ["eta: 2026-12-05", "note:"]
    places = [new.index(word) for word in words]
    assert places == sorted(places)
    assert (
        rdclient("-C", workspace, "show", "REQ-002", "--as-of", "2026-11-21").out.count("先等等")
        == 1
    )


def test_the_dry_run_shows_the_change_and_writes_nothing(
    rdclient: Run, workspace: Path, file: Path, contents: Callable[..., Any]
) -> None:
    before = contents(workspace)
    words = ("-C", workspace, "event", "REQ-002", "analysed", "--at", "2026-11-18")
    shown = rdclient(*words, "--dry-run")
    assert shown.code == 0
    assert contents(workspace) == before
    text = file.read_text(encoding="utf-8")
    rdclient(*words)
    rows = added(text, file.read_text(encoding="utf-8")).rstrip("\n").split("\n")
    assert [row[1:] for row in shown.out.splitlines()[3:] if row[0] == "+"] == rows
    assert not [row for row in shown.out.splitlines()[3:] if row[0] == "-"]


def test_the_same_event_twice_is_one(
    rdclient: Run, workspace: Path, contents: Callable[..., Any]
) -> None:
    words = ("-C", workspace, "event", "REQ-002", "analysed", "--at", "2026-11-18", "--by", "方磊")
    assert rdclient(*words).out
    before = contents(workspace)
    again = rdclient(*words)
    assert (again.code, again.out) == (0, "")
    assert "nothing was written" in again.err
    assert contents(workspace) == before
    assert rdclient(*words[:-2]).out  # by nobody: another event


def test_without_a_time_it_happened_now_in_the_zone_of_the_workspace(
    rdclient: Run, workspace: Path, file: Path
) -> None:
    frame = workspace / "rdclient.yaml"
    text = frame.read_text(encoding="utf-8")
    written = set()
    for zone in ("Asia/Shanghai", "America/Los_Angeles"):
        frame.write_text(text.replace("Asia/Shanghai", zone), encoding="utf-8")
        before = file.read_text(encoding="utf-8")
        assert rdclient("-C", workspace, "event", "REQ-002", "analysed").code == 0
        new = added(before, file.read_text(encoding="utf-8"))
        written.add(re.search(r"at: (\d{4}-\d\d-\d\d \d\d:\d\d)", new)[1])
    assert len(written) == 2


KINDS = {
    "REQ-002 已分析": (PATH, "analysed"),
    "req-002 Analysed": (PATH, "analysed"),
    "portal/REQ-002 Development complete": (PATH, "developed"),
    "TCK-0001 重新打开": ("clients/linhai/tickets.yaml", "reopened"),
    "RISK-001 已发生": (f"{HOME}/risks.yaml", "occurred"),
    "A-001 取消": (f"{HOME}/meetings/MTG-001.yaml", "cancelled"),
}


@pytest.mark.parametrize("words", KINDS)
def test_each_kind_with_events_takes_them_in_either_language(
    rdclient: Run, workspace: Path, words: str
) -> None:
    path, wanted = KINDS[words]
    name, _, typed = words.partition(" ")
    before = (workspace / path).read_text(encoding="utf-8")
    ran = rdclient("-C", workspace, "event", name, typed, "--at", "2026-11-19 09:30")
    assert (ran.code, ran.out) == (0, f"{path}\n")
    new = added(before, (workspace / path).read_text(encoding="utf-8"))
    assert "2026-11-19 09:30" in new
    assert wanted in new
    checked = rdclient("-C", workspace, "check", "--as-of", "2026-11-20", "--select", "RD005,RD006")
    assert checked.code == 0, checked.out


def test_a_record_without_events_gets_its_first(rdclient: Run, workspace: Path) -> None:
    issues = workspace / HOME / "issues.yaml"
    issues.write_bytes(
        "- id: ISS-1\r\n  title: 甲  # 一\r\n- id: ISS-2\r\n  title: 乙\r\n".encode()
    )
    assert rdclient("-C", workspace, "event", "ISS-1", "已提出", "--at", "2026-11-19").code == 0
    text = issues.read_bytes().decode()
    assert text.replace("\r\n", "").count("\n") == 0
    assert rdclient("-C", workspace, "list", "issues", "--as-of", "2026-11-20").code == 0
    head, tail = text.split("- id: ISS-2")
    assert "raised" in head
    assert head.startswith("- id: ISS-1\r\n  title: 甲  # 一\r\n")
    assert tail == "\r\n  title: 乙\r\n"


def test_an_event_before_the_last_one_is_written_and_the_finding_foretold(
    rdclient: Run, workspace: Path
) -> None:
    ran = rdclient("-C", workspace, "event", "REQ-002", "analysed", "--at", "2026-11-01")
    assert (ran.code, ran.out) == (0, f"{PATH}\n")
    assert "note: check will report RD015: " in ran.err
    checked = rdclient("-C", workspace, "check", PATH, "--as-of", "2026-11-20", "--select", "RD015")
    told = ran.err.split("RD015: ", 1)[1].strip()
    assert checked.code == 1
    assert (
        told
        in rdclient(
            "-C",
            workspace,
            "check",
            PATH,
            "--as-of",
            "2026-11-20",
            "--select",
            "RD015",
            "--lang",
            "en",
        ).out
    )
    fine = rdclient("-C", workspace, "event", "REQ-002", "reviewed", "--at", "2026-11-18")
    assert "RD015" not in fine.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("REQ-002", "analysd"), "did you mean analysed"),
        (("REQ-002", "qqqq"), "One of: collected"),
        (("REQ-002", "状态"), "One of: collected"),
        (("REQ-002", "analysed", "--at", "下周"), "nobody can tell"),
        (("REQ-002", "analysed", "--at", "14:00"), "no date"),
        (("REQ-002", "analysed", "--by", "老王"), "nobody is called"),
        (("REQ-002", "analysed", "--by", ""), "no value for by"),
        (("REQ-002", "analysed", "--with", "due"), "FIELD=VALUE"),
        (("REQ-002", "analysed", "--with", "=x"), "FIELD=VALUE"),
        (("REQ-002", "analysed", "--with", "dew=2026-12-01"), "did you mean due"),
        (("REQ-002", "analysed", "--with", "at=2026-12-01", "--at", "2026-11-20"), "twice"),
        (("REQ-002", "analysed", "--with", "type=planned"), "twice"),
        (("REQ-002", "analysed", "--with", "cause=很忙"), "allowed values"),
        (("REQ-002", "analysed", "--with", "meeting=MTG-999"), "MTG-001"),
        (("A-001", "改期"), "--with due=…"),
        (("TCK-0001", "priority_changed"), "--with to=…"),
        (("M1", "reached"), "rdclient set: reached_on"),
        (("TASK-01", "done"), "finished_on"),
        (("portal", "启动"), "phases"),
        (("RISK-001", "评估"), "assessments"),
        (("D-001", "done"), "has no events"),
        (("HT-2026-01", "signed"), "signed_on"),
        (("REQ-099", "analysed"), "near it: REQ-00"),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_is_written(
    rdclient: Run,
    workspace: Path,
    contents: Callable[..., Any],
    words: tuple[str, ...],
    told: str,
) -> None:
    before = contents(workspace)
    ran = rdclient("-C", workspace, "event", *words)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    chinese = rdclient("-C", workspace, "event", *words, lang="zh")
    assert chinese.code == 2
    assert chinese.err.startswith("错误：")
    assert contents(workspace) == before


def test_an_action_that_was_moved_has_its_new_date(rdclient: Run, workspace: Path) -> None:
    ran = rdclient(
        "-C",
        workspace,
        "event",
        "A-001",
        "改期",
        "--at",
        "2026-10-08",
        "--with",
        "完成时间=2026/12/5",
    )
    assert ran.code == 0, ran.err
    text = (workspace / HOME / "meetings" / "MTG-001.yaml").read_text(encoding="utf-8")
    assert "moved" in text
    assert "2026-12-05" in text


def test_somebody_is_meant_by_a_part_of_the_name_that_only_one_has(
    rdclient: Run, workspace: Path, file: Path
) -> None:
    words = ("-C", workspace, "event", "REQ-002", "analysed", "--at", "2026-11-18", "--by")
    people = workspace / "people.yaml"
    own = people.read_text(encoding="utf-8").rstrip("\n")
    first = "\n- {id: ewan.mccrae, name: Ewan McCrae}\n"
    people.write_text(own + first, encoding="utf-8")
    before = file.read_text(encoding="utf-8")
    part = rdclient(*words, "McCr")
    assert (part.code, part.out) == (2, "")
    assert "did you mean Ewan McCrae?" in part.err
    given = rdclient(*words, "岳", lang="zh")
    assert given.code == 2
    assert "是否为：秦岳" in given.err
    assert file.read_text(encoding="utf-8") == before
    second = "- {id: ewan.bell, name: Ewan Bell}\n"
    people.write_text(own + first + second, encoding="utf-8")
    both = rdclient(*words, "Ewan")
    assert both.code == 2
    assert "ewan.mccrae, ewan.bell" in both.err
    assert file.read_text(encoding="utf-8") == before
    people.write_text(own + first, encoding="utf-8")
    ran = rdclient(*words, "ewan")
    assert ran.code == 0, ran.err
    assert "by: ewan.mccrae" in added(before, file.read_text(encoding="utf-8"))


def test_chinese_answers_name_events_in_chinese(rdclient: Run, workspace: Path) -> None:
    words = ("-C", workspace, "event", "TCK-0001")
    assert "可用：已受理（opened）、" in rdclient(*words, "甲乙丙丁", lang="zh").err
    assert "One of: opened, assigned, " in rdclient(*words, "甲乙丙丁").err
    assert "是否为已响应（responded）？" in rdclient(*words, "respondd", lang="zh").err
    step = (*words, "responded", "--at", "2026-11-20 17:40")
    told = "linhai/TCK-0001 过程记录：+ 2026-11-20 17:40 已响应 · 接下来："
    assert told in rdclient(*step, lang="zh").err
    assert "过程记录已有“2026-11-20 17:40 已响应”，未作改动" in rdclient(*step, lang="zh").err
