"""Cadences of a project: the conversations, documents and briefs that each phase owes."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from rdclient.obligations.base import Lack, Obligation
from rdclient.obligations.judge import judge

ZONE = ZoneInfo("Asia/Shanghai")
Files = dict[str, str]
Owed = Callable[[Files, str, str], tuple[Obligation, ...]]
Periods = Callable[[Files, str, str], list[str]]
Stands = Callable[[Files, str, str], dict[str, str]]

# ── conversations ────────────────────────────────────────────────────────────

PROJECT = "clients/linhai/projects/portal/project.yaml"
CONTACTS = "clients/linhai/interactions.yaml"
TEAM = """\
team:
  - {role: client_lead, person: shen.yutong, from: 2025-01-01}
  - {role: project_manager, person: qin.yue, from: 2025-01-01}
  - {role: technical_contact, person: luo.jing, from: 2025-01-01}
counterparts:
  - {role: signatory, person: gao.wenbo, from: 2025-01-01}
  - {role: client_technical, person: ye.qiu, from: 2025-01-01}
"""


def project(*phases: str, more: str = "") -> Files:
    """The project with phases, each ``name day``."""
    entries = "".join(
        f"  - {{phase: {name}, entered_on: {entered}}}\n"
        for name, entered in (one.split() for one in phases)
    )
    return {PROJECT: f"name: 网上对账系统\ntype: custom_dev\nphases:\n{entries}{TEAM}{more}"}


def meeting(name: str, kind: str, started: str, *present: str, more: str = "") -> Files:
    people = "".join(f"  - {{person: {one}, present: true}}\n" for one in present)
    attendees = f"attendees:\n{people}" if present else ""
    text = f"title: x\nkind: {kind}\nstarted_at: {started}\n{attendees}{more}"
    return {f"clients/linhai/projects/portal/meetings/{name}.yaml": text}


def contacts(*rows: str) -> Files:
    """Contacts made, each ``day kind`` and the rest of its fields."""
    lines = (row.split(maxsplit=2) for row in rows)
    text = "".join(
        f"- {{at: {at}, kind: {kind}, text: x{', ' + rest if rest else ''}}}\n"
        for at, kind, rest in ((*line, "")[:3] for line in lines)
    )
    return {CONTACTS: text}


BOTH = ("qin.yue", "gao.wenbo")
UNDER_WAY = project("kickoff 2026-11-04")
"""Kicked off on a Wednesday."""


def test_a_weekly_meeting_of_both_sides_meets_its_week(periods: Periods) -> None:
    files = UNDER_WAY | meeting("MTG-1", "weekly", "2026-11-10 14:00", *BOTH)
    assert periods(files, "RD402", "2026-11-20 18:00") == [
        "2026-W46 met 1/1 MTG-1",
        "2026-W47 running 0/1",
    ]


def test_a_week_that_is_over_without_a_meeting_has_no_record(periods: Periods) -> None:
    assert periods(UNDER_WAY, "RD402", "2026-11-15 23:59:59") == ["2026-W46 at_risk 0/1"]
    assert periods(UNDER_WAY, "RD402", "2026-11-16 00:00") == [
        "2026-W46 no_record 0/1",
        "2026-W47 running 0/1",
    ]


def test_a_period_is_over_and_not_to_be_done_any_more(stands: Stands) -> None:
    assert stands(project("kickoff 2026-11-09", "closed 2026-11-16"), "RD402", "2026-11-18") == {
        "portal": "no_record 216:00:00/167:59:59 by 11-15 23:59:59"
    }


def test_a_second_meeting_of_a_week_is_late_for_the_week_before(periods: Periods) -> None:
    files = UNDER_WAY | meeting("MTG-1", "weekly", "2026-11-16 14:00", *BOTH)
    files |= meeting("MTG-2", "weekly", "2026-11-18 14:00", *BOTH)
    assert periods(files, "RD402", "2026-11-20 18:00") == [
        "2026-W46 late 1/1 MTG-2",
        "2026-W47 met 1/1 MTG-1",
    ]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("nobody of the client", meeting("M-1", "weekly", "2026-11-10", "qin.yue", "luo.jing")),
        ("no project manager", meeting("M-1", "weekly", "2026-11-10", "luo.jing", "gao.wenbo")),
        ("another kind", meeting("M-1", "demo", "2026-11-10", *BOTH)),
        ("cancelled", meeting("M-1", "weekly", "2026-11-10", more="cancelled_on: 2026-11-10\n")),
    ],
)
def test_a_meeting_without_one_side_or_of_another_sort_is_no_weekly_meeting(
    name: str, file: Files, periods: Periods
) -> None:
    found = periods(UNDER_WAY | file, "RD402", "2026-11-17 09:00")
    assert found[0] == "2026-W46 no_record 0/1", name


def test_a_meeting_without_names_is_held_against_nobody(periods: Periods) -> None:
    files = UNDER_WAY | meeting("MTG-1", "weekly", "2026-11-10")
    assert periods(files, "RD402", "2026-11-11 09:00") == ["2026-W46 met 1/1 MTG-1"]


def test_who_takes_the_chair_is_there_unless_noted_as_absent(periods: Periods) -> None:
    there = meeting("MTG-1", "weekly", "2026-11-10", "gao.wenbo", more="chair: qin.yue\n")
    assert periods(UNDER_WAY | there, "RD402", "2026-11-11 09:00") == ["2026-W46 met 1/1 MTG-1"]
    absent = """\
title: x
kind: weekly
started_at: 2026-11-10
chair: qin.yue
attendees:
  - {person: gao.wenbo, present: true}
  - {person: qin.yue, present: false}
"""
    files = UNDER_WAY | {"clients/linhai/projects/portal/meetings/MTG-1.yaml": absent}
    assert periods(files, "RD402", "2026-11-11 09:00") == ["2026-W46 running 0/1"]


def test_the_week_of_the_spring_festival_is_waived_and_the_one_before_is_not(
    periods: Periods,
) -> None:
    found = periods(project("kickoff 2026-02-09"), "RD402", "2026-03-01 12:00")
    assert found == [
        "2026-W07 no_record 0/1",
        "2026-W08 waived 0/1 no_workday",
        "2026-W09 at_risk 0/1",
    ]


def test_the_national_day_week_is_owed_for_its_working_days(periods: Periods) -> None:
    found = periods(project("kickoff 2026-09-28"), "RD402", "2026-10-12 00:00")
    assert found[:2] == ["2026-W40 no_record 0/1", "2026-W41 no_record 0/1"]


def test_a_week_of_seven_days_off_is_waived_only_when_none_is_worked(periods: Periods) -> None:
    off = periods(project("kickoff 2026-10-01"), "RD410", "2026-10-08 00:00")
    assert off[0] == "2026-10-01..2026-10-07 waived 0/1 no_workday"
    worked = periods(project("kickoff 2026-09-30"), "RD410", "2026-10-07 00:00")
    assert worked[0] == "2026-09-30..2026-10-06 no_record 0/1"


def test_a_meeting_in_a_week_of_days_off_is_late_for_the_week_before(periods: Periods) -> None:
    files = project("kickoff 2026-02-09") | meeting("MTG-1", "weekly", "2026-02-18", *BOTH)
    assert periods(files, "RD402", "2026-02-23 09:00")[:2] == [
        "2026-W07 late 1/1 MTG-1",
        "2026-W08 waived 0/1 no_workday",
    ]


def test_a_week_of_a_year_that_the_calendar_does_not_know_is_not_measured(
    periods: Periods,
) -> None:
    found = periods(project("kickoff 2026-12-28"), "RD402", "2027-01-12 09:00")
    assert found == [
        "2026-W53 no_record 0/1",
        "2027-W01 not_measured 0/1 not_covered",
        "2027-W02 not_measured 0/1 not_covered",
    ]


def test_the_weekly_meeting_ends_with_acceptance(periods: Periods) -> None:
    files = project("kickoff 2026-11-02", more="accepted_on: 2026-11-16\n")
    assert periods(files, "RD402", "2026-12-01 09:00") == [
        "2026-W45 no_record 0/1",
        "2026-W46 no_record 0/1",
    ]


# ── kick-off and development ─────────────────────────────────────────────────


def test_a_phase_shorter_than_a_week_owes_nothing(periods: Periods) -> None:
    files = project("kickoff 2026-11-04", "planning 2026-11-10")
    assert periods(files, "RD410", "2026-11-06 09:00") == ["2026-11-04..2026-11-10 running 0/1"]
    assert periods(files, "RD410", "2026-11-10 00:00") == []


def test_the_last_days_of_a_phase_owe_nothing_and_still_help_the_week_before(
    periods: Periods,
) -> None:
    files = project("kickoff 2026-11-02", "planning 2026-11-11")
    assert periods(files, "RD410", "2026-11-20 09:00") == ["2026-W45 no_record 0/1"]
    held = meeting("MTG-1", "kickoff", "2026-11-10", *BOTH)
    assert periods(files | held, "RD410", "2026-11-20 09:00") == ["2026-W45 late 1/1 MTG-1"]


def test_the_kick_off_asks_for_a_formal_meeting_with_an_executive_or_a_signatory(
    periods: Periods,
) -> None:
    files = project("kickoff 2026-11-02")
    technical = meeting("MTG-1", "req_review", "2026-11-03", "qin.yue", "ye.qiu")
    informal = meeting("MTG-2", "kickoff", "2026-11-03", *BOTH, more="formality: informal\n")
    held = meeting("MTG-3", "req_review", "2026-11-05", *BOTH)
    assert periods(files | technical | informal, "RD410", "2026-11-06 09:00") == [
        "2026-W45 running 0/1"
    ]
    assert periods(files | held, "RD410", "2026-11-06 09:00") == ["2026-W45 met 1/1 MTG-3"]


DEVELOPMENT = project("kickoff 2026-10-01", "development 2026-11-02")


def test_development_asks_for_two_contacts_a_week_and_says_how_many_there_are(
    periods: Periods,
) -> None:
    files = DEVELOPMENT | contacts(
        "2026-11-03 call with: [gao.wenbo], by: qin.yue",
        "2026-11-06 email with: [ye.qiu], by: qin.yue",
        "2026-11-10 talk with: [gao.wenbo], by: qin.yue",
        "2026-11-11 call with: [gao.wenbo], by: luo.jing",
    )
    assert periods(files, "RD411", "2026-11-17 09:00") == [
        "2026-W45 met 2/2",
        "2026-W46 no_record 1/2",
        "2026-W47 running 0/2",
    ]


def test_an_informal_meeting_is_a_contact_and_a_formal_or_internal_one_is_none(
    periods: Periods,
) -> None:
    files = DEVELOPMENT | meeting(
        "MTG-1", "demo", "2026-11-03", *BOTH, more="formality: informal\n"
    )
    files |= meeting("MTG-2", "weekly", "2026-11-04", *BOTH)
    files |= meeting("MTG-3", "standup", "2026-11-05", more="formality: informal\n")
    assert periods(files, "RD411", "2026-11-06 09:00") == ["2026-W45 running 1/2"]


def test_a_contact_without_names_counts_for_both_sides(periods: Periods) -> None:
    files = DEVELOPMENT | contacts("2026-11-03 call", "2026-11-04 call by: gao.wenbo")
    assert periods(files, "RD411", "2026-11-05 09:00") == ["2026-W45 met 2/2"]


def test_a_phase_begun_anew_has_weeks_of_its_own(periods: Periods) -> None:
    files = project("development 2026-10-05", "test 2026-10-12", "development 2026-11-04")
    assert [one.split()[0] for one in periods(files, "RD411", "2026-11-12 09:00")] == [
        "2026-W41",
        "2026-11-04..2026-11-10",
        "2026-11-11..2026-11-17",
    ]


def test_a_policy_without_a_rhythm_yields_nothing(periods: Periods) -> None:
    off = {"policy.yaml": "clocks: {development_touchpoint: {every: null}}\n"}
    assert periods(DEVELOPMENT | off, "RD411", "2026-11-20 09:00") == []
    assert periods(DEVELOPMENT, "RD415", "2026-11-20 09:00") == []


def test_a_new_rhythm_holds_for_the_periods_that_begin_under_it(periods: Periods) -> None:
    versions = """\
- effective_on: 2026-10-01
  clocks: {development_touchpoint: {every: week, times: 1}}
- effective_on: 2026-11-16
  clocks: {development_touchpoint: {every: week, times: 3}}
"""
    found = periods(DEVELOPMENT | {"policy.yaml": versions}, "RD411", "2026-11-20 09:00")
    assert found == [
        "2026-W45 no_record 0/1",
        "2026-W46 no_record 0/1",
        "2026-W47 running 0/3",
    ]


# ── test, acceptance and after ───────────────────────────────────────────────

TESTED = project("kickoff 2026-10-01", "test 2026-11-02")
TECHNICAL = ("luo.jing", "ye.qiu")


def test_in_test_each_conversation_is_due_three_days_after_the_one_before(
    periods: Periods,
) -> None:
    files = TESTED | meeting("MTG-1", "test_sync", "2026-11-05 10:00", *TECHNICAL)
    files |= meeting("MTG-2", "test_sync", "2026-11-09 10:00", *TECHNICAL)
    files |= contacts("2026-11-12 call with: [ye.qiu], by: luo.jing")
    assert periods(files, "RD412", "2026-11-13 09:00") == [
        "2026-11-02..2026-11-05 met 1/1 MTG-1",
        "2026-11-05..2026-11-08 late 1/1 MTG-2",
        "2026-11-09..2026-11-12 met 1/1",
        "2026-11-12..2026-11-15 running 0/1",
    ]


def test_the_open_gap_has_no_record_from_the_first_second_after_the_third_day(
    periods: Periods,
) -> None:
    assert periods(TESTED, "RD412", "2026-11-05 23:59:59") == ["2026-11-02..2026-11-05 at_risk 0/1"]
    assert periods(TESTED, "RD412", "2026-11-06 00:00") == ["2026-11-02..2026-11-05 no_record 0/1"]


def test_the_end_of_the_test_phase_ends_what_was_not_due_yet(periods: Periods) -> None:
    ended = project("test 2026-11-02", "acceptance 2026-11-05")
    assert periods(ended, "RD412", "2026-11-20 09:00") == []
    longer = project("test 2026-11-02", "acceptance 2026-11-06")
    assert periods(longer, "RD412", "2026-11-20 09:00") == ["2026-11-02..2026-11-05 no_record 0/1"]


def test_several_conversations_on_a_day_are_one(periods: Periods) -> None:
    files = TESTED | meeting("MTG-1", "test_sync", "2026-11-04 10:00", *TECHNICAL)
    files |= meeting("MTG-2", "test_sync", "2026-11-04 16:00", *TECHNICAL)
    assert periods(files, "RD412", "2026-11-05 09:00") == [
        "2026-11-02..2026-11-05 met 1/1 MTG-1",
        "2026-11-04..2026-11-07 running 0/1",
    ]


MILESTONES = "clients/linhai/projects/portal/milestones.yaml"
COMPLETION = """\
- id: M5
  name: 完工
  kind: completion
  plans: [{on: 2026-10-01, due: 2026-12-25}]
"""
ACCEPTANCE = project("test 2026-11-16", "acceptance 2026-12-14") | {MILESTONES: COMPLETION}


def test_the_meeting_before_acceptance_is_due_three_days_before_completion(
    stands: Stands,
) -> None:
    held = meeting("MTG-1", "pre_acceptance", "2026-12-22 23:00")
    met = "met 191:00:01/192:00:00 by 12-22 23:59:59"
    assert stands(ACCEPTANCE | held, "RD413", "2026-12-23 09:00") == {"M5": met}
    assert stands(ACCEPTANCE, "RD413", "2026-12-23 00:00") == {
        "M5": "no_record 192:00:01/192:00:00 by 12-22 23:59:59"
    }


def test_before_acceptance_begins_the_test_phase_starts_the_clock(owed: Owed) -> None:
    (one,) = owed(ACCEPTANCE, "RD413", "2026-11-20 09:00")
    assert one.starts == datetime(2026, 11, 16, 23, 59, 59, tzinfo=ZONE)


def test_a_completion_that_was_reached_before_a_meeting_has_no_record_of_one(
    stands: Stands,
) -> None:
    on_time = ACCEPTANCE | {MILESTONES: COMPLETION + "  reached_on: 2026-12-25\n"}
    held = meeting("MTG-1", "pre_acceptance", "2026-12-22 10:00")
    assert stands(on_time | held, "RD413", "2027-01-05 09:00") == {
        "M5": "met 178:00:01/192:00:00 by 12-22 23:59:59"
    }
    early = ACCEPTANCE | {MILESTONES: COMPLETION + "  reached_on: 2026-12-18\n"}
    assert stands(early, "RD413", "2026-12-20 09:00") == {
        "M5": "no_record 129:00:01/96:00:00 by 12-18 23:59:59"
    }
    before = meeting("MTG-1", "pre_acceptance", "2026-12-17 10:00")
    assert stands(early | before, "RD413", "2026-12-20 09:00") == {
        "M5": "met 58:00:01/96:00:00 by 12-18 23:59:59"
    }


def test_a_completion_reached_before_the_clock_began_owes_no_meeting(stands: Stands) -> None:
    reached = {MILESTONES: COMPLETION + "  reached_on: 2026-12-11\n"}
    assert stands(ACCEPTANCE | reached, "RD413", "2026-12-20 09:00") == {}


def test_working_days_before_completion_that_the_calendar_cannot_tell_are_not_measured(
    stands: Stands, owed: Owed
) -> None:
    policy = {"policy.yaml": "clocks: {pre_acceptance: {before: 3wd, kinds: [pre_acceptance]}}\n"}
    assert stands(ACCEPTANCE | policy, "RD413", "2026-12-23 00:00") == {
        "M5": "no_record 192:00:01/192:00:00 by 12-22 23:59:59"
    }
    later = policy | {MILESTONES: COMPLETION.replace("2026-12-25", "2027-01-02")}
    assert stands(ACCEPTANCE | later, "RD413", "2026-12-23 00:00") == {
        "M5": "not_measured open not_covered"
    }
    (one,) = owed(ACCEPTANCE | later, "RD413", "2026-12-23 00:00")
    moment = datetime(2026, 12, 23, tzinfo=ZONE)
    assert judge(one, as_of=moment).facts == {"calendar": "cn", "year": 2027}


def test_a_period_of_a_year_not_covered_names_the_year_also_when_days_follow_it(
    owed: Owed,
) -> None:
    policy = "clocks: {technical_documents: {calendar: business, every: week, within: 2wd}}\n"
    files = project("development 2026-12-21") | {"policy.yaml": policy}
    moment = datetime(2027, 1, 12, 9, tzinfo=ZONE)
    found = [judge(one, as_of=moment) for one in owed(files, "RD416", "2027-01-12 09:00")]
    assert [one.facts.get("year") for one in found if one.lack is Lack.NOT_COVERED] == [
        2027,
        2027,
        2027,
    ]


def test_a_completion_that_was_moved_moves_the_clock(stands: Stands) -> None:
    moved = {MILESTONES: COMPLETION.replace("]", ", {on: 2026-12-15, due: 2027-01-08}]")}
    (found,) = stands(ACCEPTANCE | moved, "RD413", "2026-12-23 09:00").values()
    assert found.endswith("by 01-05 23:59:59")


ACCEPTED = project("operate 2026-08-31", more="accepted_on: 2026-08-31\n")


def test_after_acceptance_there_are_twelve_months_with_month_ends_clamped(
    periods: Periods,
) -> None:
    found = [one.split()[0] for one in periods(ACCEPTED, "RD414", "2027-12-31 09:00")]
    assert len(found) == 12
    assert found[0] == "2026-08-31..2026-09-29"
    assert found[5:7] == ["2027-01-31..2027-02-27", "2027-02-28..2027-03-30"]
    assert found[11] == "2027-07-31..2027-08-30"


def test_a_return_visit_takes_the_client_lead_and_the_technical_contact(
    periods: Periods,
) -> None:
    files = ACCEPTED | contacts(
        "2026-09-10 visit with: [gao.wenbo], by: shen.yutong",
        "2026-10-10 visit with: [gao.wenbo, luo.jing], by: shen.yutong",
        "2026-11-03 call with: [gao.wenbo, luo.jing], by: shen.yutong",
    )
    assert periods(files, "RD414", "2026-11-20 09:00") == [
        "2026-08-31..2026-09-29 no_record 0/1",
        "2026-09-30..2026-10-30 met 1/1",
        "2026-10-31..2026-11-29 running 0/1",
    ]


def test_executives_meet_in_quarters_from_the_kick_off_once_a_rhythm_is_agreed(
    periods: Periods,
) -> None:
    files = project("kickoff 2026-07-01")
    files |= {"policy.yaml": "clocks: {executive_dialogue: {every: quarter}}\n"}
    files |= meeting("MTG-1", "exec_dialogue", "2026-11-12", "shen.yutong", "gao.wenbo")
    assert periods(files, "RD415", "2026-11-20 18:00") == [
        "2026-Q3 no_record 0/1",
        "2026-Q4 met 1/1 MTG-1",
    ]


def test_technical_documents_count_when_they_were_sent(periods: Periods) -> None:
    files = project("development 2026-09-01", "acceptance 2026-12-01")
    files |= {
        "policy.yaml": "clocks: {technical_documents: {every: month}}\n",
        "clients/linhai/projects/portal/deliverables.yaml": """\
- {id: DLV-1, name: 开发日志, kind: dev_log, sent_on: 2026-10-30}
- {id: DLV-2, name: 操作手册, kind: manual, sent_on: 2026-11-05}
- {id: DLV-3, name: 测试报告, kind: test_report}
""",
    }
    assert periods(files, "RD416", "2026-12-02 09:00") == [
        "2026-09 no_record 0/1",
        "2026-10 met 1/1 DLV-1",
        "2026-11 no_record 0/1",
    ]


def test_a_brief_is_owed_to_the_client_from_its_first_kick_off(periods: Periods) -> None:
    files = project("kickoff 2026-08-01")
    files |= {
        "policy.yaml": "clocks: {technical_brief: {every: quarter}}\n",
        "clients/linhai/briefs/BRF-1.yaml": "sent_on: 2026-09-10\n",
    }
    assert periods(files, "RD417", "2026-11-20 09:00") == [
        "2026-08-01..2026-10-31 met 1/1 BRF-1",
        "2026-11-01..2027-01-31 running 0/1",
    ]


def test_a_period_may_be_given_working_days_after_its_end(stands: Stands) -> None:
    files = project("kickoff 2026-04-01", "closed 2026-07-01") | {
        "policy.yaml": "clocks: {technical_brief: {every: quarter, within: 5wd}}\n"
    }
    assert stands(files, "RD417", "2026-07-07 18:00") == {
        "linhai": "at_risk open 40:00:00/40:00:00 by 07-07 18:00:00"
    }
    sent = files | {"clients/linhai/briefs/BRF-1.yaml": "sent_on: 2026-07-03\n"}
    assert stands(sent, "RD417", "2026-07-08 09:00") == {
        "linhai": "met 16:00:00/40:00:00 by 07-07 18:00:00"
    }


def test_cadences_that_nobody_agreed_with_the_client_are_ours_alone(owed: Owed) -> None:
    found = owed(DEVELOPMENT, "RD411", "2026-11-20 09:00")
    assert {(one.is_agreed, one.owner, one.project) for one in found} == {
        (False, "qin.yue", "portal")
    }
