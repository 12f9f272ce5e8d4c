"""``rdclient agenda``: what is overdue, what the next days bring, for whom, and as a calendar."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Clocks = Callable[..., Path]
AT = ("--as-of", "2026-11-20T10:00+08:00")
ZH = ("--lang", "zh")


def told(run: Run, folder: Path, *words: str) -> list[str]:
    """The lines, with columns parted by two blanks or more."""
    ran = run("-C", folder, "agenda", *words, *AT)
    assert (ran.code, ran.err) == (0, "")
    return [
        " | ".join(part.strip() for part in line.split("  ") if part.strip())
        for line in ran.out.splitlines()
    ]


def items(run: Run, folder: Path, *words: str) -> list[str]:
    ran = run("-C", folder, "agenda", *words, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    entries = json.loads(ran.out)["entries"]
    return [(entry["clock"] or entry["planned"])["item"] for entry in entries]


def test_overdue_comes_first_then_day_by_day_with_what_was_planned(
    rdclient: Run, clocks: Clocks
) -> None:
    assert told(rdclient, clocks(), *ZH) == [
        "已超时、逾期",
        "11-18 | ACT-01 | 待办事项 | 罗静 | 整理对账规则 | ✗ 已逾期2天",
        "11-19 09:00 | TCK-0032 | 关闭 | 罗静 | 日终对账少一笔 | ✗ 已超时25小时",
        "11-19 20:12 | CR-007 | 变更评估 | 方磊 | 单批上限调整 | ✗ 已超时13小时48分",
        "",
        "今天 11月20日（星期五）",
        "10:20 | TCK-0031 | 响应 | 罗静 | 批量代付失败 | ● 即将超时（剩余20分钟）",
        "",
        "11月23日（星期一）",
        "14:00 | MTG-0119 | 会议 | 秦岳 | 第47周例会 | · 计划中",
        "18:00 | ACT-02 | 待办事项 | 高文博（客户） | 答复差错口径 | ○ 未到期",
        "",
        "11月24日（星期二）",
        "M1 | 里程碑 | 方案定稿 | · 计划中",
        "",
        "超时、逾期3项，至11月27日有4项到期或计划 · 数据截至2026年11月20日10:00",
    ]


def test_it_is_told_in_english_too(rdclient: Run, clocks: Clocks) -> None:
    lines = told(rdclient, clocks())
    assert lines[0] == "Overdue"
    assert lines[5] == "Today, Friday 20 Nov"
    assert lines[10] == (
        "18:00 | ACT-02 | Action item | 高文博 (client) | 答复差错口径 | ○ not due yet"
    )
    assert lines[-1] == ("3 overdue · 4 due or planned until 27 Nov · as of 20 November 2026 10:00")


@pytest.mark.parametrize(
    ("days", "last"), [("0", ["TCK-0031"]), ("2", ["TCK-0031"]), ("3", ["MTG-0119", "ACT-02"])]
)
def test_the_last_day_counts_to_its_end(
    rdclient: Run, clocks: Clocks, days: str, last: list[str]
) -> None:
    assert items(rdclient, clocks(), *AT, "--days", days)[-len(last) :] == last


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("--person", "方磊"), ["CR-007"]),
        (("--person", "秦岳"), ["MTG-0119"]),
        (("--side", "client"), ["ACT-02"]),
        (("--client", "linhai", "--side", "vendor", "--days", "0"),
         ["ACT-01", "TCK-0032", "CR-007", "TCK-0031"]),
        (("方磊",), ["CR-007"]),
        (("秦岳",), ["MTG-0119"]),
        (("CR-007",), ["CR-007"]),
        (("portal/TCK-0031",), ["TCK-0031"]),
        (("MTG-0119",), ["MTG-0119"]),
    ],
)  # fmt: skip
def test_it_lists_what_was_asked_for(
    rdclient: Run, clocks: Clocks, words: tuple[str, ...], found: list[str]
) -> None:
    assert items(rdclient, clocks(), *AT, *words) == found


def test_a_meeting_that_was_held_or_called_off_is_not_ahead(rdclient: Run, clocks: Clocks) -> None:
    meeting = "title: 取消的例会\nkind: weekly\nplanned_at: 2026-11-23 14:00\n"
    place = "clients/linhai/projects/portal/meetings/MTG-0119.yaml"
    folder = clocks({place: f"{meeting}cancelled_on: 2026-11-19\n"})
    assert "MTG-0119" not in items(rdclient, folder, *AT)
    later = ("--as-of", "2026-11-18T10:00+08:00")
    assert "MTG-0119" in items(rdclient, folder, *later)


def test_a_milestone_that_was_reached_is_not_ahead(rdclient: Run, clocks: Clocks) -> None:
    plan = "- {id: M1, name: 方案定稿, plans: [{on: 2026-09-01, due: 2026-11-24}], "
    place = "clients/linhai/projects/portal/milestones.yaml"
    folder = clocks({place: f"{plan}reached_on: 2026-11-19}}\n"})
    assert "M1" not in items(rdclient, folder, *AT)


def test_escalations_say_who_is_to_be_told_at_which_share(rdclient: Run, clocks: Clocks) -> None:
    lines = told(rdclient, clocks(), "CR-007", "--escalations", *ZH)
    assert lines[:5] == [
        "已超时、逾期",
        "11-19 20:12 | CR-007 | 变更评估 | 方磊 | 单批上限调整 | ✗ 已超时13小时48分",
        "已用75%，应告知技术对接人罗静（11-19 14:12起）",
        "已用100%，应告知项目经理秦岳（11-19 20:12起）",
        "已用150%，应告知客户主管沈雨桐（11-20 08:12起）",
    ]
    project = """\
name: 网上对账系统
type: custom_dev
team: [{role: technical_lead, person: fang.lei, from: 2026-08-31}]
"""
    folder = clocks({"clients/linhai/projects/portal/project.yaml": project})
    lines = told(rdclient, folder, "CR-007", "--escalations")
    assert lines[2] == (
        "at 75%: tell the technical contact (nobody holds the role), since 19 Nov 14:12"
    )


# ── mine ─────────────────────────────────────────────────────────────────────


def _git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


def test_mine_is_what_the_person_owes_whose_address_git_has(rdclient: Run, clocks: Clocks) -> None:
    people = """\
- {id: luo.jing, name: 罗静, git_emails: [luo@example.com]}
- {id: fang.lei, name: 方磊, email: Fang@Example.com}
- {id: qin.yue, name: 秦岳}
- {id: shen.yutong, name: 沈雨桐}
"""
    folder = clocks({"people.yaml": people})
    _git(folder, "init", "-q")
    _git(folder, "config", "user.email", "luo@example.com")
    assert items(rdclient, folder, *AT, "--mine") == ["ACT-01", "TCK-0032", "TCK-0031"]
    _git(folder, "config", "user.email", "fang@example.com")
    assert items(rdclient, folder, *AT, "--mine") == ["CR-007"]
    _git(folder, "config", "user.email", "nobody@example.com")
    ran = rdclient("-C", folder, "agenda", *AT, "--mine")
    assert (ran.code, ran.out) == (2, "")
    assert "nobody in people.yaml has the address nobody@example.com" in ran.err


def test_mine_and_a_person_do_not_go_together(rdclient: Run, clocks: Clocks) -> None:
    ran = rdclient("-C", clocks(), "agenda", "--mine", "--person", "罗静")
    assert (ran.code, ran.err) == (2, "error: use --mine or --person, not both\n")


@pytest.mark.parametrize("days", ["-1", "367"])
def test_so_many_days_and_no_more(rdclient: Run, clocks: Clocks, days: str) -> None:
    ran = rdclient("-C", clocks(), "agenda", "--days", days, *AT)
    assert (ran.code, ran.err) == (2, "error: --days takes a number from 0 to 366\n")


# ── formats ──────────────────────────────────────────────────────────────────


def test_json_tells_promises_and_plans_apart(rdclient: Run, clocks: Clocks) -> None:
    ran = rdclient("-C", clocks(), "agenda", *AT, "--format", "json")
    view = json.loads(ran.out)
    assert (view["schema_version"], view["type"]) == (1, "agenda")
    assert (view["until"], view["unread"]) == ("2026-11-27", [])
    first, meeting = view["entries"][0], view["entries"][4]
    assert (first["day"], first["clock"]["item"], first["planned"]) == (None, "ACT-01", None)
    assert meeting["clock"] is None
    assert meeting["planned"]["at"] == "2026-11-23T14:00+08:00"
    assert meeting["planned"]["kind"] == "meeting"


def test_csv_holds_no_cell_that_a_spreadsheet_would_run(rdclient: Run, clocks: Clocks) -> None:
    meeting = "title: '@SUM(1)'\nkind: weekly\nplanned_at: 2026-11-23 14:00\n"
    folder = clocks({"clients/linhai/projects/portal/meetings/MTG-0119.yaml": meeting})
    ran = rdclient("-C", folder, "agenda", "MTG-0119", *AT, "--format", "csv")
    heads, row = csv.reader(ran.out.splitlines())
    cells = dict(zip(heads, row, strict=True))
    assert cells["title"] == "'@SUM(1)"
    assert (cells["day"], cells["deadline"]) == ("2026-11-23", "2026-11-23 14:00+08:00")
    assert cells["state"] == "planned"


def test_a_calendar_file_holds_each_deadline_once_and_the_same_bytes_every_time(
    rdclient: Run, clocks: Clocks, tmp_path: Path
) -> None:
    icalendar = pytest.importorskip("icalendar")
    folder, path = clocks(), tmp_path / "agenda.ics"
    words = ("-C", folder, "agenda", *AT, *ZH, "--format", "ics", "-o", path)
    ran = rdclient(*words)
    assert (ran.code, ran.out) == (0, "")
    content = path.read_bytes()
    events = list(icalendar.Calendar.from_ical(content).walk("VEVENT"))
    assert [str(event["summary"]) for event in events] == [
        "待办事项：ACT-01 整理对账规则",
        "关闭：TCK-0032 日终对账少一笔",
        "变更评估：CR-007 单批上限调整",
        "响应：TCK-0031 批量代付失败",
        "会议：MTG-0119 第47周例会",
        "待办事项：ACT-02 答复差错口径",
        "里程碑：M1 方案定稿",
    ]
    response = events[3]
    assert response["dtstart"].dt.isoformat() == "2026-11-20T02:20:00+00:00"
    assert str(response["uid"]) == "RD501-linhai-portal-TCK-0031@rdclient"
    assert "状态：即将超时（剩余20分钟）\n约定：2小时\n责任人：罗静" in str(response["description"])
    assert events[0]["dtstart"].dt.isoformat() == "2026-11-18"
    rdclient(*words)
    assert path.read_bytes() == content
    assert b"\r\n" in content


def test_a_calendar_goes_to_standard_output_as_it_is(run_rdclient: Run, clocks: Clocks) -> None:
    pytest.importorskip("icalendar")
    env = {"PYTHONIOENCODING": "gbk"}
    ran = run_rdclient("-C", clocks(), "agenda", *AT, *ZH, "--format", "ics", env=env)
    assert ran.code == 0
    assert ran.out.startswith("BEGIN:VCALENDAR")
    assert "批量代付失败" in ran.out


def test_without_the_library_it_says_what_to_install(
    rdclient: Run, clocks: Clocks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    ran = rdclient("-C", clocks(), "agenda", *AT, "--format", "ics")
    assert (ran.code, ran.out) == (3, "")
    assert 'pip install "rdclient[calendar]"' in ran.err


def test_it_writes_no_file_among_the_records(rdclient: Run, clocks: Clocks) -> None:
    folder = clocks()
    target = folder / "clients" / "agenda.csv"
    ran = rdclient("-C", folder, "agenda", *AT, "--format", "csv", "-o", target)
    assert ran.code == 2
    assert not target.exists()


def test_files_that_cannot_be_read_are_named_and_it_exits_3(rdclient: Run, clocks: Clocks) -> None:
    folder = clocks({"clients/linhai/incidents/INC-1.yaml": "title: [\n"})
    ran = rdclient("-C", folder, "agenda", *AT)
    assert ran.code == 3
    assert "CR-007" in ran.out
    assert "clients/linhai/incidents/INC-1.yaml" in ran.err


def test_nothing_due_says_until_when(rdclient: Run, clocks: Clocks) -> None:
    folder = clocks()
    early = ("--as-of", "2026-11-01T10:00+08:00")
    ran = rdclient("-C", folder, "agenda", *early, *ZH)
    assert ran.out == "至11月8日没有到期的事项 · 数据截至2026年11月1日10:00\n"
