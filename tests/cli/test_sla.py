"""``rdclient sla``: which promises it lists and how, why each stands so, when it fails."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rdclient.render.findings import width

Run = Callable[..., Any]
Clocks = Callable[..., Path]
AT = ("--as-of", "2026-11-20T10:00+08:00")
ZH = ("--lang", "zh")


def told(run: Run, folder: Path, *words: str, lang: str = "en") -> list[str]:
    """The lines of a table whose columns are parted by two blanks or more."""
    ran = run("-C", folder, "sla", *words, *AT, "--lang", lang, "--exit-zero")
    assert (ran.code, ran.err) == (0, "")
    return [" | ".join(part.strip() for part in line.split("  ") if part.strip())
            for line in ran.out.splitlines()]  # fmt: skip


def rows(run: Run, folder: Path, *words: str) -> list[dict[str, Any]]:
    ran = run("-C", folder, "sla", *words, "--format", "json", "--exit-zero")
    assert (ran.code, ran.err) == (0, "")
    return list(json.loads(ran.out)["rows"])


# ── the table ────────────────────────────────────────────────────────────────


def test_what_is_over_comes_first_and_each_clock_says_how_it_stands(
    rdclient: Run, clocks: Clocks
) -> None:
    assert told(rdclient, clocks()) == [
        "item | title | clock | owner | budget | used | deadline | state",
        "ACT-01 | 整理对账规则 | Action item | 罗静 | 10 days | 18 Nov | ✗ overdue (2 days over)",
        (
            "TCK-0032 | 日终对账少一笔 | Closure | 罗静 | 24 h | 49 h | 19 Nov 09:00 | "
            "✗ breached (25 h over)"
        ),
        (
            "CR-007 | 单批上限调整 | Assessment | 方磊 | 24 h | 37 h 48 min | 19 Nov 20:12 | "
            "✗ breached (13 h 48 min over)"
        ),
        (
            "TCK-0031 | 批量代付失败 | Response | 罗静 | 2 h | 1 h 40 min | 20 Nov 10:20 | "
            "● at risk (20 min left)"
        ),
        "TCK-0033 | 登录超时 | Closure | 罗静 | 24 h | 1 h 20 min | ‖ paused (22 h 40 min left)",
        (
            "ACT-02 | 答复差错口径 | Action item | 高文博 (client) | 10 h | 23 Nov 18:00 | "
            "○ not due yet"
        ),
        "6 clocks · 3 breached · 1 at risk · 1 running · 1 paused · as of 20 November 2026 10:00",
        "5 more: met, not measured or ended before; add --all to list them",
        "why, to the minute: rdclient sla explain ACT-01",
    ]


def test_it_is_told_in_chinese_as_a_project_manager_would(rdclient: Run, clocks: Clocks) -> None:
    assert told(rdclient, clocks(), lang="zh") == [
        "编号 | 名称 | 时限 | 责任人 | 约定 | 已用 | 截止时间 | 状态",
        "ACT-01 | 整理对账规则 | 待办事项 | 罗静 | 10天 | 11-18 | ✗ 已逾期2天",
        "TCK-0032 | 日终对账少一笔 | 关闭 | 罗静 | 24小时 | 49小时 | 11-19 09:00 | ✗ 已超时25小时",
        (
            "CR-007 | 单批上限调整 | 变更评估 | 方磊 | 24小时 | 37小时48分 | 11-19 20:12 | "
            "✗ 已超时13小时48分"
        ),
        (
            "TCK-0031 | 批量代付失败 | 响应 | 罗静 | 2小时 | 1小时40分 | 11-20 10:20 | "
            "● 即将超时（剩余20分钟）"
        ),
        "TCK-0033 | 登录超时 | 关闭 | 罗静 | 24小时 | 1小时20分 | ‖ 计时暂停（剩余22小时40分）",
        "ACT-02 | 答复差错口径 | 待办事项 | 高文博（客户） | 10小时 | 11-23 18:00 | ○ 未到期",
        "共6项，其中超时3项、即将超时1项、计时中1项、计时暂停1项 · 数据截至2026年11月20日10:00",
        "另有5项已按时完成、不计时或早已结束，加 --all 一并列出",
        "查看计时过程：rdclient sla explain ACT-01",
    ]


def test_a_late_sign_off_is_overdue_in_chinese_as_its_page_says(
    rdclient: Run, clocks: Clocks
) -> None:
    change = """\
id: CR-008
title: 监管报送字段调整
urgency: emergency
events:
  - {at: 2026-11-17 20:10, type: submitted, by: gao.wenbo}
  - {at: 2026-11-17 23:30, type: implemented, by: fang.lei}
"""
    folder = clocks({"clients/linhai/projects/portal/changes/CR-008.yaml": change})
    asked = ("--kind", "RD246", "CR-008")
    soon = rdclient("-C", folder, "sla", *asked, *ZH, "--as-of", "2026-11-19 17:00")
    assert "● 临近到期（剩余1小时）" in soon.out
    over = rdclient("-C", folder, "sla", *asked, *ZH, "--as-of", "2026-11-20 10:00")
    assert "✗ 已逾期1小时" in over.out


def test_all_lists_what_is_met_and_what_is_not_measured_with_the_reason(
    rdclient: Run, clocks: Clocks
) -> None:
    lines = told(rdclient, clocks(), "--all", "TCK-0034")
    assert lines[1:3] == [
        "TCK-0034 | 打印错位 | Closure | 罗静 | 24 h | 8 h | 19 Nov 09:00 | ✓ met",
        "TCK-0034 | 打印错位 | Response | 罗静 | – not measured (no time agreed)",
    ]


def test_a_ticket_whose_events_are_out_of_order_says_so_and_the_others_go_on(
    rdclient: Run, clocks: Clocks
) -> None:
    tickets = """\
- id: TCK-0041
  title: 对账不平
  project: portal
  events:
    - {at: 2026-11-19 09:00, type: opened, by: ye.qiu}
    - {at: 2026-11-19 11:00, type: resumed, by: luo.jing}
"""
    folder = clocks({"clients/linhai/tickets.yaml": tickets})
    lines = told(rdclient, folder, "--all", "--kind", "ticket-closure")
    assert lines[1].endswith("– not measured (events out of order, RD015)")
    lines = told(rdclient, folder, "--all", "--kind", "关闭", lang="zh")
    assert lines[1].endswith("– 不计时（过程记录的先后次序有误，RD015）")
    assert told(rdclient, folder, "--kind", "RD222")[1].startswith("CR-007")


def test_what_ended_badly_is_listed_for_thirty_days_or_since_a_day(
    rdclient: Run, clocks: Clocks
) -> None:
    tickets = """\
- id: TCK-0051
  title: 十月的工单
  project: portal
  events: [{at: 2026-10-19 09:00, type: opened}, {at: 2026-10-21 09:00, type: closed}]
- id: TCK-0052
  title: 更早的工单
  project: portal
  events: [{at: 2026-10-18 09:00, type: opened}, {at: 2026-10-22 09:00, type: closed}]
"""
    folder = clocks({"clients/linhai/tickets.yaml": tickets})
    late = ("--kind", "RD502", "--as-of", "2026-11-19T10:00+08:00")
    assert [row["item"] for row in rows(rdclient, folder, *late)] == ["TCK-0051"]
    found = rows(rdclient, folder, *late, "--since", "2026-10-01")
    assert [row["item"] for row in found] == ["TCK-0051", "TCK-0052"]


@pytest.mark.parametrize(
    ("words", "items"),
    [
        (("--kind", "RD222"), ["CR-007"]),
        (("--kind", "变更评估"), ["CR-007"]),
        (("--kind", "change_assessment"), ["CR-007"]),
        (("--kind", "change"), ["CR-007"]),
        (("--kind", "RD5"), ["TCK-0032", "TCK-0031", "TCK-0033"]),
        (("--kind", "工单"), ["TCK-0032", "TCK-0031", "TCK-0033"]),
        (("--person", "方磊"), ["CR-007"]),
        (("--side", "client"), ["ACT-02"]),
        (("--state", "at_risk"), ["TCK-0031"]),
        (("--state", "超时", "--state", "计时暂停"), ["ACT-01", "TCK-0032", "CR-007", "TCK-0033"]),
        (("--client", "临海银行", "--kind", "RD501"), ["TCK-0031"]),
        (("--project", "portal", "--kind", "RD501"), ["TCK-0031"]),
        (("portal", "--kind", "RD501"), ["TCK-0031"]),
        (("linhai", "--kind", "RD501"), ["TCK-0031"]),
        (("CR-007",), ["CR-007"]),
        (("portal/CR-007",), ["CR-007"]),
        (("portal/TCK-0031",), ["TCK-0031"]),
        (("linhai/portal/TCK-0031",), ["TCK-0031"]),
        (("linhai/TCK-0031",), ["TCK-0031"]),
        (("方磊",), ["CR-007"]),
        (("fang.lei",), ["CR-007"]),
        (("linhai/gao.wenbo",), ["ACT-02"]),
        (("高文",), ["ACT-02"]),
        (("ACT-02",), ["ACT-02"]),
        (("MTG-0118",), ["ACT-01", "ACT-02"]),
    ],
)
def test_it_lists_what_was_asked_for(
    rdclient: Run, clocks: Clocks, words: tuple[str, ...], items: list[str]
) -> None:
    assert [row["item"] for row in rows(rdclient, clocks(), *words, *AT)] == items


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--kind", "answering"), "no clock 'answering'; use a code, a name"),
        (("--state", "late-ish"), "no state 'late-ish'; use one of: at_risk, breached"),
        (("--client", "nobody"), "no client 'nobody'; there are: linhai"),
        (("TCK-9999",), "nothing matches 'TCK-9999'"),
        (("portal", "linhai"), "'linhai' is one word too many"),
        (("--clock", "RD501"), "--clock goes with explain"),
        (("方磊", "--person", "罗静"), "'方磊' is a person, and --person names '罗静'"),
        (("explain", "方磊"), "'方磊' is a person; explain tells of one record. Run: rdclient sla"),
        (("explain",), "name the record, e.g. rdclient sla explain TCK-0031"),
        (("explain", "M1"), "'M1' has no clocks"),
        (("explain", "CR-007", "--format", "csv"), "goes with --format text or json, not with csv"),
        (("explain", "CR-007", "--clock", "RD501"), "'CR-007' has no such clock; it has: RD222"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(
    rdclient: Run, clocks: Clocks, words: tuple[str, ...], said: str
) -> None:
    ran = rdclient("-C", clocks(), "sla", *words, *AT)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_without_any_open_clock_it_says_that_there_is_none(rdclient: Run, clocks: Clocks) -> None:
    lines = told(rdclient, clocks(), "--kind", "incident")
    assert lines == ["no open clocks · as of 20 November 2026 10:00"]
    lines = told(rdclient, clocks(), "--kind", "故障", lang="zh")
    assert lines == ["没有未完成的计时事项 · 数据截至2026年11月20日10:00"]


# ── how it ends ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), 1),
        (("--exit-zero",), 0),
        (("TCK-0031",), 0),
        (("TCK-0031", "--fail-on", "warning"), 1),
        (("TCK-0033", "--fail-on", "info"), 0),
        (("CR-007", "--fail-on", "error"), 1),
        (("--state", "paused"), 1),  # what is listed does not matter
        (("TCK-0034", "--all", "--fail-on", "info"), 0),
        (("--by", "client"), 0),  # figures about the past
    ],
)
def test_a_breach_is_an_error_and_what_is_at_risk_a_warning(
    rdclient: Run, clocks: Clocks, words: tuple[str, ...], code: int
) -> None:
    assert rdclient("-C", clocks(), "sla", *words, *AT).code == code


_ENDED_LATE = """\
- id: TCK-0051
  title: 已关闭的工单
  project: portal
  events: [{at: 2026-11-16 09:00, type: opened}, {at: 2026-11-18 09:00, type: closed}]
"""


def test_a_breach_that_has_ended_is_listed_and_fails_nothing(rdclient: Run, clocks: Clocks) -> None:
    folder = clocks({"clients/linhai/tickets.yaml": _ENDED_LATE})
    for words in (("TCK-0051",), ("TCK-0051", "--all"), ("TCK-0051", "--state", "breached")):
        ran = rdclient("-C", folder, "sla", *words, *AT, "--fail-on", "info")
        assert "✗ breached (24 h over, ended)" in ran.out
        assert ran.code == 0


def test_a_conversation_without_record_is_listed_and_fails_nothing(
    rdclient: Run, northbank: Path
) -> None:
    asked = ("sla", "settlement 2026-W46", *ZH, "--as-of", "2026-11-20T18:00")
    ran = rdclient("-C", northbank, *asked, "--fail-on", "info")
    assert (ran.code, "? 未见记录（已见1次，约定2次）" in ran.out) == (0, True)


def test_files_that_cannot_be_read_are_named_and_it_exits_3(rdclient: Run, clocks: Clocks) -> None:
    folder = clocks({"clients/linhai/incidents/INC-1.yaml": "title: [\n"})
    for words in ((), ("explain", "CR-007"), ("--by", "client"), ("--exit-zero",)):
        ran = rdclient("-C", folder, "sla", *words, *AT)
        assert ran.code == 3
        assert "CR-007" in ran.out or words == ("--by", "client")
        assert "incomplete: 1 file(s) could not be read" in ran.err
        assert "clients/linhai/incidents/INC-1.yaml" in ran.err
    ran = rdclient("-C", folder, "sla", "INC-1", *AT)
    assert (ran.code, ran.out) == (3, "")


def test_the_cache_changes_nothing(rdclient: Run, clocks: Clocks) -> None:
    folder = clocks()
    first = rdclient("-C", folder, "sla", *AT)
    assert rdclient("-C", folder, "sla", *AT).out == first.out
    assert rdclient("-C", folder, "sla", *AT, "--no-cache").out == first.out
    west = rdclient("-C", folder, "sla", "--as-of", "2026-11-20T02:00Z")
    assert west.out == first.out


# ── for machines ─────────────────────────────────────────────────────────────


def test_json_is_exact_to_the_second(rdclient: Run, clocks: Clocks) -> None:
    ran = rdclient("-C", clocks(), "sla", "TCK-0031", *AT, "--format", "json")
    told_ = json.loads(ran.out)
    assert (told_["schema_version"], told_["type"], told_["unread"]) == (1, "clocks", [])
    assert told_["counts"] == {"at_risk": 1}
    (row,) = told_["rows"]
    wanted = {
        "code": "RD501",
        "item": "TCK-0031",
        "client": "linhai",
        "project": "portal",
        "side": "vendor",
        "kind": "ticket",
        "level": "urgent",
        "starts": "2026-11-20T08:20:00+08:00",
        "budget": "2h",
        "calendar": "24x7",
        "allowed": 7200,
        "used": 6000,
        "remaining": 1200,
        "deadline": "2026-11-20T10:20:00+08:00",
        "is_whole_day": False,
        "state": "at_risk",
        "is_open": True,
        "lack": None,
    }
    assert {name: row[name] for name in wanted} == wanted


def test_csv_holds_no_cell_that_a_spreadsheet_would_run(rdclient: Run, clocks: Clocks) -> None:
    change = "title: '=HYPERLINK(1)'\nevents: [{at: 2026-11-18 20:12, type: submitted}]\n"
    folder = clocks({"clients/linhai/projects/portal/changes/CR-007.yaml": change})
    ran = rdclient("-C", folder, "sla", "CR-007", *AT, "--format", "csv", "--exit-zero")
    heads, row = csv.reader(ran.out.splitlines())
    cells = dict(zip(heads, row, strict=True))
    assert cells["title"] == "'=HYPERLINK(1)"
    assert cells["deadline"] == "2026-11-19 20:12:00+08:00"
    assert (cells["seconds left"], cells["seconds over"]) == ("0", "49680")
    assert (cells["state"], cells["state in words"]) == ("breached", "breached (13 h 48 min over)")


def test_a_title_cannot_break_the_table(rdclient: Run, clocks: Clocks) -> None:
    change = f"title: {'很长' * 200}\nevents: [{{at: 2026-11-18 20:12, type: submitted}}]\n"
    folder = clocks({"clients/linhai/projects/portal/changes/CR-007.yaml": change})
    ran = rdclient("-C", folder, "sla", *AT)
    assert max(map(width, ran.out.splitlines())) <= 160
    assert f"{'很长' * 9}很…" in ran.out


@pytest.mark.parametrize(("encoding", "mark"), [("gbk", "×"), ("ascii", "x"), ("utf-8", "✗")])
def test_a_console_gets_marks_that_it_has(
    run_rdclient: Run, clocks: Clocks, encoding: str, mark: str
) -> None:
    env = {"PYTHONIOENCODING": encoding, "RDCLIENT_LANG": "zh" if encoding == "gbk" else "en"}
    ran = run_rdclient("-C", clocks(), "sla", *AT, env=env, encoding=encoding)
    assert ran.code == 1
    assert f" {mark} " in ran.out
    if encoding == "gbk":
        assert ran.err == ""
        assert "?" not in ran.out
        assert "● 即将超时（剩余20分钟）" in ran.out
        assert "‖ 计时暂停" in ran.out


def test_columns_align_under_double_width_text(rdclient: Run, clocks: Clocks) -> None:
    ran = rdclient("-C", clocks(), "sla", *AT, *ZH)
    table = ran.out.splitlines()[:7]
    places = {width(line[: line.index(mark)]) for line in table for mark in "✗●‖○" if mark in line}
    assert places == {width(table[0][: table[0].index("状态")])}


# ── at the very second, before the start, what a table calls it ──────────────


def test_when_exactly_nothing_is_left_it_says_so(rdclient: Run, clocks: Clocks) -> None:
    folder = clocks()
    at = ("--as-of", "2026-11-20T10:20+08:00")
    ran = rdclient("-C", folder, "sla", "TCK-0031", *at, *ZH)
    assert "● 时限已用完\n" in ran.out
    assert "● no time left\n" in rdclient("-C", folder, "sla", "TCK-0031", *at).out
    ran = rdclient("-C", folder, "sla", "explain", "TCK-0031", "--clock", "RD501", *at, *ZH)
    assert ran.out.endswith("  结论：已用2小时，约定2小时，时限已用完。\n")
    ran = rdclient("-C", folder, "notify", "--dry-run", *at, *ZH)
    assert "警告 TCK-0031 响应：时限已用完，责任人：罗静" in ran.out


def test_a_budget_that_begins_later_has_not_begun(rdclient: Run, northbank: Path) -> None:
    asked = ("IT-05", "--as-of", "2026-11-20T18:00")
    ran = rdclient("-C", northbank, "sla", *asked, *ZH)
    assert ran.out.splitlines()[1].split() == [
        "IT-05", "批量代付、双人复核、日终对账完成联调", "迭代演示", "张敏", "1个工作日",
        "11-30", "18:00", "○", "未开始",
    ]  # fmt: skip
    ran = rdclient("-C", northbank, "sla", "explain", *asked, "--lang", "en")
    assert "  Stops: not begun yet\n" in ran.out
    assert ran.out.endswith("  Result: 1 working day (8 h): not begun\n")


def test_the_table_says_of_a_business_calendar_what_explain_says(
    rdclient: Run, clocks: Clocks
) -> None:
    change = "title: 只有日期\nevents: [{at: 2026-11-18, type: submitted}]\n"
    policy = "clocks: {change_assessment: {calendar: cn}}\n"
    folder = clocks(
        {"clients/linhai/projects/portal/changes/CR-007.yaml": change, "policy.yaml": policy}
    )
    at = ("CR-007", "--as-of", "2026-11-19T18:00+08:00")
    row = rdclient("-C", folder, "sla", *at, *ZH).out.splitlines()[1]
    assert "  8小时  " in row
    ran = rdclient("-C", folder, "sla", "explain", *at, *ZH)
    assert "  结论：已用8小时，约定24小时，剩余16小时，计时中。" in ran.out


def test_the_age_of_what_is_due_on_a_date_is_told_alike(rdclient: Run, clocks: Clocks) -> None:
    folder = clocks()
    assert "  10小时  " in rdclient("-C", folder, "sla", "ACT-02", *AT, *ZH).out
    ran = rdclient("-C", folder, "sla", "explain", "ACT-02", *AT, *ZH)
    assert "  约定：2026年11月23日18:00前完成（以该事项的完成时间为准）\n" in ran.out
    assert "  结论：已用10小时，剩余3天8小时，未到期。" in ran.out


def test_what_the_first_column_prints_names_that_row(rdclient: Run, northbank: Path) -> None:
    at = ("--as-of", "2026-11-20T18:00")
    row = ("--all", "--format", "json", "--exit-zero", *at)
    for typed in ("settlement 2026-W46", "northbank/settlement 2026-W46"):
        found = json.loads(rdclient("-C", northbank, "sla", typed, *row).out)["rows"]
        assert {(one["item"], one["period"]) for one in found} == {("settlement", "2026-W46")}
        assert {one["code"] for one in found} == {"RD402", "RD411"}
    ran = rdclient("-C", northbank, "sla", "explain", "settlement", "2026-W46", *at)
    assert [line for line in ran.out.splitlines() if line.startswith("settlement")] == [
        "settlement 2026-W46 支付结算模块 · 周例会（RD402）",
        "settlement 2026-W46 支付结算模块 · 开发期沟通（RD411）",
    ]
    ran = rdclient("-C", northbank, "agenda", "settlement 2026-W47", *at, *ZH)
    assert "settlement 2026-W47：至11月27日有1项到期或计划" in ran.out


def test_every_period_can_be_asked_for_by_its_name(rdclient: Run, northbank: Path) -> None:
    at = ("--as-of", "2026-11-20T18:00")
    rows_ = json.loads(rdclient("-C", northbank, "sla", *at, "--format", "json").out)["rows"]
    names = {f"{one['item']} {one['period']}" for one in rows_ if one["period"]}
    assert {"northbank 2026-Q4", "mobile-portal 2026-08-17..2026-11-16"} < names
    for name in names:
        ran = rdclient("-C", northbank, "sla", "explain", name, *at)
        assert (ran.code, ran.out.startswith(name)) == (0, True)


# ── why ──────────────────────────────────────────────────────────────────────

_PAUSED = """\
- id: TCK-0061
  title: 对账文件延迟
  project: portal
  priority: urgent
  events:
    - {at: 2026-02-13 17:30, type: opened, by: ye.qiu}
    - {at: 2026-02-13 17:45, type: assigned, by: luo.jing}
    - {at: 2026-02-14 09:30, type: waiting_client, by: luo.jing}
    - {at: 2026-02-14 13:10, type: resumed, by: ye.qiu}
    - {at: 2026-02-24 09:25, type: closed, by: luo.jing}
"""
_BUSINESS = "clocks: {ticket_closure: {calendar: cn, targets: {urgent: 10h}}}\n"


def test_explain_counts_to_the_minute_over_a_pause_a_day_worked_instead_and_a_holiday(
    rdclient: Run, clocks: Clocks
) -> None:
    folder = clocks({"clients/linhai/tickets.yaml": _PAUSED, "policy.yaml": _BUSINESS})
    words = ("explain", "TCK-0061", "--clock", "RD502", "--as-of", "2026-02-25")
    ran = rdclient("-C", folder, "sla", *words, "--lang", "zh")
    assert (ran.code, ran.err) == (0, "")
    version = json.loads(rdclient("-C", folder, "sla", *words, "--format", "json").out)["stories"][
        0
    ]["row"]["policy"]
    assert ran.out.splitlines() == [
        "TCK-0061 对账文件延迟 · 关闭（RD502）",
        "  状态：✓ 按时完成",
        f"  约定：10小时（规则 clocks.ticket_closure，版本 {version}，一直有效）",
        "  日历：cn，只计工作时间",
        "  责任人：罗静，乙方（我方）",
        "  起算：2026年2月13日17:30",
        "  止算：2026年2月24日09:25",
        "  计时区间：",
        "    起           止           时长       累计",
        "    02-13 17:30  02-13 18:00  30分钟     30分钟",
        "    02-14 09:00  02-14 09:30  30分钟     1小时",
        "    02-14 13:10  02-14 18:00  4小时50分  5小时50分",
        "    02-24 09:00  02-24 09:25  25分钟     6小时15分",
        "  不计时：",
        (
            "    2026年2月14日09:30—2026年2月14日13:10：待客户反馈，历时3小时40分，"
            "其中工作时间2小时40分"
        ),
        "  节假日：",
        "    2026年2月14日（星期六）调休上班，计时",
        *(
            f"    2026年2月{day}日（星期{name}）放假，不计时"
            for day, name in zip((16, 17, 18, 19, 20, 23), "一二三四五一", strict=True)
        ),
        "  截止时间：2026年2月24日14:10",
        "  结论：用时6小时15分，约定10小时，按时完成。",
    ]


def test_explain_tells_the_other_language_the_same(rdclient: Run, clocks: Clocks) -> None:
    ran = rdclient("-C", clocks(), "sla", "explain", "TCK-0033", "--clock", "closure", *AT)
    lines = ran.out.splitlines()
    assert lines[0] == "TCK-0033 登录超时 · Closure (RD502)"
    assert "  State: ‖ paused (22 h 40 min left)" in lines
    assert "  Stops: not done yet, counted until 20 November 2026 10:00" in lines
    assert "    19 Nov 15:00  19 Nov 16:20  1 h 20 min  1 h 20 min" in lines
    assert "    19 November 2026 16:20 – now: waiting for client, 17 h 40 min" in lines
    assert "  Deadline: none while it is paused; it follows when it goes on" in lines
    assert lines[-1] == "  Result: used 1 h 20 min of 24 h, 22 h 40 min left: paused"


def test_explain_rounds_no_second_away(rdclient: Run, clocks: Clocks) -> None:
    tickets = """\
- id: TCK-0071
  title: 秒级
  project: portal
  priority: urgent
  events:
    - {at: 2026-11-20 08:20:15, type: opened}
    - {at: 2026-11-20 08:50:20, type: responded, by: luo.jing}
"""
    folder = clocks({"clients/linhai/tickets.yaml": tickets})
    ran = rdclient("-C", folder, "sla", "explain", "TCK-0071", "--clock", "RD501", *AT, *ZH)
    assert "    11-20 08:20:15  11-20 08:50:20  30分5秒  30分5秒" in ran.out
    assert "  截止时间：2026年11月20日10:20:15" in ran.out
    assert "  结论：用时30分5秒，约定2小时，按时完成。" in ran.out


def test_explain_says_when_only_the_day_is_on_record(rdclient: Run, clocks: Clocks) -> None:
    change = "title: 只有日期\nevents: [{at: 2026-11-18, type: submitted}]\n"
    folder = clocks({"clients/linhai/projects/portal/changes/CR-007.yaml": change})
    ran = rdclient("-C", folder, "sla", "explain", "CR-007", *AT, *ZH)
    assert "  起算：2026年11月18日23:59:59（记录中只有日期，从当日最后一秒起算）" in ran.out
    assert "  结论：已用34小时1秒，约定24小时，已超时10小时1秒。" in ran.out


def test_explain_tells_each_target_that_applied_and_who_is_to_be_told(
    rdclient: Run, clocks: Clocks
) -> None:
    tickets = """\
- id: TCK-0081
  title: 升级的工单
  project: portal
  priority: normal
  events:
    - {at: 2026-11-20 06:00, type: opened}
    - {at: 2026-11-20 07:00, type: priority_changed, to: urgent}
"""
    folder = clocks({"clients/linhai/tickets.yaml": tickets})
    words = ("explain", "TCK-0081", "--clock", "RD501")
    ran = rdclient("-C", folder, "sla", *words, *AT)
    assert "    from 20 November 2026 06:00: no time agreed" in ran.out
    assert "    from 20 November 2026 07:00: 2 h" in ran.out
    assert "    technical contact 罗静: 75% used (20 November 2026 07:30)" in ran.out
    assert "    project manager 秦岳: 100% used (20 November 2026 08:00)" in ran.out
    assert "  Result: used 4 h of 2 h: breached (2 h over)" in ran.out
    story = json.loads(rdclient("-C", folder, "sla", *words, *AT, "--format", "json").out)
    assert (story["schema_version"], story["type"]) == (1, "clock-story")
    (one,) = story["stories"]
    assert [target["allowed"] for target in one["targets"]] == [None, "2h"]
    assert [level["percent"] for level in one["levels"]] == [75, 100, 150]
    assert one["counted"][-1]["total"] == 14400


def test_a_version_of_the_policy_says_since_when_it_holds(rdclient: Run, clocks: Clocks) -> None:
    policy = """\
- effective_on: 2026-11-01
  clocks: {change_assessment: {within: 48h}}
- effective_on: 2026-12-01
  clocks: {change_assessment: {within: 1h}}
"""
    folder = clocks({"policy.yaml": policy})
    late = ("--as-of", "2026-12-02", "--lang", "zh")
    ran = rdclient("-C", folder, "sla", "explain", "CR-007", *late)
    assert "约定：48小时（规则 clocks.change_assessment，版本 " in ran.out
    assert "，自2026年11月1日（星期日）起生效）" in ran.out


def test_a_waived_clock_says_until_when_and_who_approved_it(rdclient: Run, clocks: Clocks) -> None:
    waiver = """\
- code: RD222
  scope: CR-007
  reason: 客户同意顺延评估
  approvers: [shen.yutong]
  until: 2026-12-31
"""
    folder = clocks({"clients/linhai/waivers.yaml": waiver})
    lines = told(rdclient, folder, "CR-007", lang="zh")
    assert lines[1].endswith("– 已豁免（有效期至12-31）")
    assert rdclient("-C", folder, "sla", "CR-007", *AT).code == 0
    ran = rdclient("-C", folder, "sla", "explain", "CR-007", *AT, *ZH)
    assert "  豁免：沈雨桐批准，有效期至2026年12月31日（星期四）；理由：客户同意顺延评估" in ran.out
    assert ran.out.endswith("  结论：已豁免。\n")


def test_a_calendar_that_cannot_be_used_is_the_reason(rdclient: Run, clocks: Clocks) -> None:
    files = {"calendars/bank.yaml": "base: mars\n",
             "policy.yaml": "clocks: {change_assessment: {calendar: bank}}\n"}  # fmt: skip
    folder = clocks(files)
    told_zh = rdclient("-C", folder, "sla", "CR-007", "--all", *AT, *ZH).out
    assert "– 不计时（找不到工作日历，或日历有错误（RD006、RD551））" in told_zh
    told_en = rdclient("-C", folder, "sla", "CR-007", "--all", *AT).out
    assert "– not measured (no such calendar, or it has errors (RD006, RD551))" in told_en


def test_the_states_are_named_in_the_language_of_the_session(rdclient: Run, clocks: Clocks) -> None:
    ran = rdclient("-C", clocks(), "sla", "--state", "foo", lang="zh")
    assert ran.err.startswith("错误：没有“foo”这种状态。可用：即将超时、超时、补做、")
    ran = rdclient("-C", clocks(), "sla", "--state", "foo")
    assert ran.err.startswith("error: no state 'foo'; use one of: at_risk, breached, late, ")


# ── promises kept ────────────────────────────────────────────────────────────


def test_rates_count_what_is_overdue_and_have_no_data_where_nothing_is_decided(
    rdclient: Run, clocks: Clocks
) -> None:
    lines = told(rdclient, clocks(), "--by", "priority", "--kind", "RD5", lang="zh")
    assert lines == [
        "时限 | 优先级 | 达标率 | 达标 | 未达标 | 其中未完成 | 计时中 | 暂停 | 不计时",
        "响应 | 一般 | 无数据 | 0 | 0 | 3",
        "响应 | 紧急 | 无数据 | 0 | 0 | 1",
        "关闭 | 一般 | 50% | 1 | 1 | 1 | 1",
        "关闭 | 紧急 | 无数据 | 0 | 0 | 1",
        "2026年10月21日—11月20日",
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_group_is_a_bare_token(rdclient: Run, northbank: Path, lang: str) -> None:
    at = ("--as-of", "2026-11-20T18:00", "--lang", lang)
    kinds = rdclient("-C", northbank, "sla", "--by", "kind", *at).out
    wanted = {
        "zh": ("需求响应速度", "小版本", "大版本", "服务请求", "改进计划"),
        "en": ("Responsiveness", "Minor", "Major", "Service request", "Improvement plan"),
    }[lang]
    assert all(words in kinds for words in wanted)
    priorities = rdclient("-C", northbank, "sla", "--by", "priority", *at).out
    assert ("三级（P3）故障" if lang == "zh" else "P3 incident") in priorities
    tokens = ("  minor", "  major", "  request", "_")
    assert not any(token in kinds + priorities for token in tokens)


def test_rates_over_weeks_are_drawn_as_bars(rdclient: Run, clocks: Clocks) -> None:
    words = ("--per", "week", "--since", "2026-11-09", "--kind", "RD502")
    lines = told(rdclient, clocks(), *words)
    assert lines[1].endswith("| ·▄")
    assert lines[-1] == "9–20 November 2026 · trend from 2026-W46 to 2026-W47, one bar a week"
    ran = rdclient("-C", clocks(), "sla", *words, *AT, "--format", "json", "--exit-zero")
    view = json.loads(ran.out)
    assert (view["type"], view["periods"]) == ("compliance", ["2026-W46", "2026-W47"])
    assert view["lines"][0]["permille"] == 500
    assert view["lines"][0]["trend"] == [None, 500]


def test_bars_have_plain_signs_on_a_plain_console(run_rdclient: Run, clocks: Clocks) -> None:
    words = ("sla", "--per", "week", "--since", "2026-11-16", "--kind", "RD502", *AT)
    env = {"PYTHONIOENCODING": "ascii", "RDCLIENT_LANG": "en"}
    ran = run_rdclient("-C", clocks(), *words, env=env, encoding="ascii")
    assert ran.out.splitlines()[1].endswith("-")


# ── replay ───────────────────────────────────────────────────────────────────


def test_what_is_recorded_later_changes_no_answer_about_the_past(
    rdclient: Run, clocks: Clocks
) -> None:
    later = """\
    - {at: 2026-11-21 08:30, type: responded, by: luo.jing}
    - {at: 2026-11-21 09:00, type: priority_changed, to: normal}
    - {at: 2026-11-21 10:00, type: waiting_client, by: luo.jing}
    - {at: 2026-11-21 12:00, type: resumed, by: luo.jing}
    - {at: 2026-11-21 15:00, type: closed, by: luo.jing}
"""
    ticket = """\
- id: TCK-0091
  title: 回放
  project: portal
  priority: urgent
  events:
    - {at: 2026-11-19 08:20, type: opened, by: ye.qiu}
    - {at: 2026-11-19 20:00, type: waiting_client, by: luo.jing}
    - {at: 2026-11-20 07:00, type: resumed, by: luo.jing}
"""
    moments = [f"2026-11-{19 + (8 + n) // 24}T{(8 + n) % 24:02}:15+08:00" for n in range(30)]
    folder = clocks({"clients/linhai/tickets.yaml": ticket})
    short = [_replayed(rdclient, folder, moment) for moment in moments]
    (folder / "clients/linhai/tickets.yaml").write_text(ticket + later, encoding="utf-8")
    assert [_replayed(rdclient, folder, moment) for moment in moments] == short
    assert len(set(short)) == 30


def _replayed(run: Run, folder: Path, moment: str) -> str:
    words = ("sla", "--all", "--as-of", moment, "--format", "json", "--exit-zero")
    ran = run("-C", folder, *words)
    assert (ran.code, ran.err) == (0, "")
    return str(ran.out)


def test_asking_writes_nothing_but_the_cache(
    rdclient: Run, clocks: Clocks, contents: Callable[[Path], dict[str, str]]
) -> None:
    folder = clocks()
    before = contents(folder)
    for words in ((), ("--all",), ("explain", "CR-007"), ("--by", "client", "--per", "month")):
        rdclient("-C", folder, "sla", *words, *AT)
    assert contents(folder) == before


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_shipped_examples_are_told_whole(
    rdclient: Run, northbank: Path, kestrel: Path, lang: str
) -> None:
    for folder in (northbank, kestrel):
        for words in (("--all",), ("--by", "person"), ("--per", "month", "--by", "client")):
            ran = rdclient("-C", folder, "sla", *words, "--as-of", "2026-11-20T18:00",
                           "--lang", lang, "--exit-zero")  # fmt: skip
            assert (ran.code, ran.err) == (0, "")
            assert "None" not in ran.out
            assert len(ran.out.splitlines()) > 10
