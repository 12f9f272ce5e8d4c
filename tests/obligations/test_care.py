"""Care for a client: health reports, surveys and what follows, drills, releases, reviews."""

from collections.abc import Callable

import pytest

from rdclient.obligations.base import Obligation

Files = dict[str, str]
Owed = Callable[[Files, str, str], tuple[Obligation, ...]]
Periods = Callable[[Files, str, str], list[str]]
Stands = Callable[[Files, str, str], dict[str, str]]

CLIENT = "clients/linhai"


def project(*phases: str, name: str = "portal", more: str = "") -> Files:
    """A project with phases, each ``name day``."""
    entries = "".join(
        f"  - {{phase: {phase}, entered_on: {entered}}}\n"
        for phase, entered in (one.split() for one in phases)
    )
    text = f"""\
name: 网上对账系统
type: custom_dev
phases:
{entries}team:
  - {{role: client_lead, person: shen.yutong, from: 2025-01-01}}
  - {{role: technical_contact, person: luo.jing, from: 2025-01-01}}
  - {{role: technical_lead, person: fang.lei, from: 2025-01-01}}
{more}"""
    return {f"{CLIENT}/projects/{name}/project.yaml": text}


# ── health reports ───────────────────────────────────────────────────────────

SERVED = project("kickoff 2026-05-18")


def report(quarter: str, text: str) -> Files:
    return {f"{CLIENT}/reports/health-{quarter}.yaml": text}


def test_a_health_report_is_due_ten_working_days_after_every_quarter_served(
    stands: Stands, periods: Periods
) -> None:
    assert periods(SERVED, "RD301", "2026-09-30 23:59") == ["2026-Q2 no_record 0/1"]
    (one,) = stands(project("kickoff 2026-09-30"), "RD301", "2026-10-20 18:00").values()
    assert one == "at_risk open 80:00:00/80:00:00 by 10-20 18:00:00"
    (one,) = stands(project("kickoff 2026-09-30"), "RD301", "2026-10-21 09:00:01").values()
    assert one == "no_record 80:00:01/80:00:00 by 10-20 18:00:00"


def test_an_issued_report_counts_from_then_and_an_approved_one_when_none_was_issued(
    periods: Periods,
) -> None:
    approved = "approvals: [{step: approved, by: shen.yutong, on: 2026-07-10}]\n"
    prepared = "approvals: [{step: prepared, by: shen.yutong, on: 2026-07-10}]\n"
    issued = """\
issued:
  - {at: 2026-08-20 10:00, as_of: 2026-08-20, edition: internal, lang: zh, data_version: x}
"""
    at = "2026-09-01 09:00"
    assert periods(SERVED | report("2026-Q2", approved), "RD301", at) == [
        "2026-Q2 met 1/1 health-2026-Q2"
    ]
    assert periods(SERVED | report("2026-Q2", approved + issued), "RD301", at) == [
        "2026-Q2 late 1/1 health-2026-Q2"
    ]
    assert periods(SERVED | report("2026-Q2", prepared), "RD301", at) == ["2026-Q2 no_record 0/1"]


def test_a_report_on_another_quarter_is_no_late_report_on_this_one(periods: Periods) -> None:
    text = "approvals: [{step: approved, by: shen.yutong, on: 2026-10-09}]\n"
    assert periods(SERVED | report("2026-Q3", text), "RD301", "2026-10-12 09:00") == [
        "2026-Q2 no_record 0/1",
        "2026-Q3 met 1/1 health-2026-Q3",
    ]


def test_a_closed_project_is_not_served_any_more(periods: Periods) -> None:
    files = project("kickoff 2026-02-02", "closed 2026-05-18")
    found = periods(files, "RD301", "2026-11-20 09:00")
    assert found == ["2026-Q1 no_record 0/1", "2026-Q2 no_record 0/1"]


def test_a_client_is_served_until_twelve_months_after_the_last_acceptance(
    periods: Periods,
) -> None:
    files = project("kickoff 2024-02-01", more="accepted_on: 2024-12-31\n")
    found = periods(files, "RD301", "2026-11-20 09:00")
    assert [one.split()[0] for one in found][-1] == "2025-Q4"
    open_one = project("kickoff 2026-07-01", name="mobile")
    found = periods(files | open_one, "RD301", "2026-11-20 09:00")
    assert [one.split()[0] for one in found][-1] == "2026-Q3"


# ── surveys ──────────────────────────────────────────────────────────────────


def survey(quarter: str, text: str) -> Files:
    return {f"{CLIENT}/surveys/{quarter}.yaml": f"quarter: {quarter}\n{text}"}


SENT = "sent: [{to: gao.wenbo, on: DAY}]\n"


def test_a_survey_counts_for_the_quarter_it_names(periods: Periods) -> None:
    files = project("kickoff 2026-04-01")
    files |= survey("2026-Q2", SENT.replace("DAY", "2026-06-30"))
    files |= survey("2026-Q3", SENT.replace("DAY", "2026-10-01"))
    assert periods(files, "RD310", "2026-11-20 09:00") == [
        "2026-Q2 met 1/1 2026-Q2",
        "2026-Q3 late 1/1 2026-Q3",
        "2026-Q4 running 0/1",
    ]


def test_a_quarter_served_in_part_owes_no_survey(periods: Periods) -> None:
    assert periods(project("kickoff 2026-10-02"), "RD310", "2026-11-20 09:00") == []


def test_answers_show_that_a_survey_went_out(periods: Periods) -> None:
    answers = "responses: [{by: gao.wenbo, on: 2026-09-01, scores: {communication: 5}}]\n"
    files = project("kickoff 2026-07-01") | survey("2026-Q3", answers)
    assert periods(files, "RD310", "2026-09-02 09:00") == ["2026-Q3 met 1/1 2026-Q3"]


# ── low scores ───────────────────────────────────────────────────────────────

LOW = """\
closed_on: 2026-10-09
responses:
  - {by: gao.wenbo, on: 2026-09-28, scores: {response_speed: 4, communication: 4}}
  - {by: ye.qiu, on: 2026-10-08, scores: {response_speed: 3.9, communication: 4}}
"""
SURVEYED = project("kickoff 2026-07-01") | survey("2026-Q3", LOW)


def plan(text: str) -> Files:
    return {f"{CLIENT}/improvements/IMP-001.yaml": text}


WHY = "survey: 2026-Q3\ncreated_on: 2026-10-22\nwhys: [{question: 为什么}]\n"


def test_a_mean_just_below_four_asks_why_within_ten_working_days(
    stands: Stands, owed: Owed
) -> None:
    assert stands(SURVEYED, "RD312", "2026-10-22 18:00") == {
        "2026-Q3": "at_risk open 80:00:00/80:00:00 by 10-22 18:00:00"
    }
    assert stands(SURVEYED, "RD312", "2026-10-23 09:00:01") == {
        "2026-Q3": "breached open 80:00:01/80:00:00 by 10-22 18:00:00"
    }
    assert [one.group for one in owed(SURVEYED, "RD312", "2026-10-22 18:00")] == ["response_speed"]


def test_a_plan_with_a_why_meets_it_whether_it_names_the_indicator_or_not(stands: Stands) -> None:
    met = {"2026-Q3": "met 72:00:00/80:00:00 by 10-22 18:00:00"}
    at = "2026-11-20 09:00"
    assert stands(SURVEYED | plan(WHY), "RD312", at) == met
    assert stands(SURVEYED | plan(WHY + "indicator: response_speed\n"), "RD312", at) == met


@pytest.mark.parametrize(
    "text",
    [
        WHY + "indicator: communication\n",
        WHY.replace("2026-Q3", "2026-Q2"),
        "survey: 2026-Q3\ncreated_on: 2026-10-15\n",
    ],
    ids=["another indicator", "another survey", "no why"],
)
def test_another_plan_or_one_without_a_why_does_not(text: str, stands: Stands) -> None:
    files = SURVEYED | survey("2026-Q2", "closed_on: 2026-07-01\n") | plan(text)
    (found,) = stands(files, "RD312", "2026-11-20 09:00").values()
    assert found.startswith("breached open")


def test_a_survey_left_open_counts_from_its_last_answer_once_the_quarter_is_over(
    owed: Owed,
) -> None:
    files = SURVEYED | survey("2026-Q3", LOW.removeprefix("closed_on: 2026-10-09\n"))
    assert owed(files, "RD312", "2026-09-30 12:00") == ()
    (one,) = owed(files, "RD312", "2026-10-09 12:00")
    assert one.starts is not None
    assert f"{one.starts:%m-%d %H:%M}" == "10-08 15:59"


def test_a_survey_left_open_counts_from_the_end_of_its_quarter_when_all_answered_before(
    stands: Stands,
) -> None:
    early = LOW.removeprefix("closed_on: 2026-10-09\n").replace("2026-10-08", "2026-08-03")
    files = project("kickoff 2026-07-01") | survey("2026-Q3", early.replace("09-28", "08-02"))
    assert stands(files, "RD312", "2026-10-09 09:00") == {
        "2026-Q3": "running open 8:00:00/80:00:00 by 10-20 18:00:00"
    }


def test_surveys_agreed_every_half_year_count_for_the_half_year_they_went_out_in(
    periods: Periods,
) -> None:
    files = project("kickoff 2026-01-01") | survey("2026-Q2", SENT.replace("DAY", "2026-06-20"))
    files |= {"policy.yaml": "clocks: {survey: {calendar: business, every: half_year}}\n"}
    assert periods(files, "RD310", "2026-07-02 09:00") == [
        "2026-H1 met 1/1 2026-Q2",
        "2026-H2 running 0/1",
    ]


IMPROVED = """\
survey: 2026-Q2
indicator: response_speed
created_on: 2026-07-20
criteria: {indicator: response_speed, target: 4, quarter: 2026-Q3}
"""


def test_an_improvement_shows_in_the_survey_of_the_quarter_agreed(stands: Stands) -> None:
    files = SURVEYED | survey("2026-Q2", "closed_on: 2026-07-01\n") | plan(IMPROVED)
    assert stands(files, "RD316", "2026-11-20 09:00") == {
        "IMP-001": "met 8:00:00/80:00:00 by 10-20 18:00:00"
    }


def test_without_an_answer_for_its_indicator_the_survey_shows_nothing(stands: Stands) -> None:
    files = SURVEYED | survey("2026-Q2", "closed_on: 2026-07-01\n")
    other = plan(IMPROVED.replace("response_speed", "problem_solving"))
    assert stands(files | other, "RD316", "2026-10-20 18:00") == {
        "IMP-001": "at_risk open 80:00:00/80:00:00 by 10-20 18:00:00"
    }
    (found,) = stands(files | other, "RD316", "2026-10-21 10:00").values()
    assert found.startswith("breached open")


def test_without_a_quarter_agreed_it_is_the_one_after_the_survey(owed: Owed) -> None:
    files = SURVEYED | survey("2026-Q4", "closed_on: 2026-12-20\n")
    (one,) = owed(files | plan("survey: 2026-Q4\ncreated_on: 2026-12-22\n"), "RD316", "2026-12-30")
    assert one.period == "2027-Q1"


def test_a_plan_that_names_no_survey_has_no_date(stands: Stands) -> None:
    files = SURVEYED | plan("created_on: 2026-10-20\n")
    assert stands(files, "RD316", "2026-11-20 09:00") == {"IMP-001": "not_measured open no_due"}


# ── complaints ───────────────────────────────────────────────────────────────

COMPLAINT = """\
title: 两次上线通知晚到
events:
  - {at: 2026-11-16 10:00, type: received}
  - {at: 2026-11-17 15:30, type: answered}
"""
COMPLAINED = SERVED | {f"{CLIENT}/complaints/CMP-1.yaml": COMPLAINT}
WITHIN = {"policy.yaml": "clocks: {complaint: {within: 5wd}}\n"}


def test_a_complaint_is_not_measured_until_a_time_is_agreed(stands: Stands) -> None:
    at = "2026-11-18 12:00"
    assert stands(COMPLAINED, "RD317", at) == {"CMP-1": "not_measured open no_target"}
    assert stands(COMPLAINED | WITHIN, "RD317", at) == {
        "CMP-1": "running open 18:00:00/47:00:00 by 11-23 18:00:00"
    }


def test_a_complaint_runs_until_it_is_closed_not_until_it_is_answered(stands: Stands) -> None:
    closed = COMPLAINT + "  - {at: 2026-11-24 09:00:01, type: closed}\n"
    files = COMPLAINED | {f"{CLIENT}/complaints/CMP-1.yaml": closed} | WITHIN
    assert stands(files, "RD317", "2026-11-24 09:00")["CMP-1"].startswith("at_risk open")
    assert stands(files, "RD317", "2026-11-25 09:00") == {
        "CMP-1": "breached 47:00:01/47:00:00 by 11-23 18:00:00"
    }


# ── operation ────────────────────────────────────────────────────────────────

OPERATED = project("kickoff 2026-01-05", "operate 2026-07-01")


def test_a_drill_is_due_in_every_quarter_of_operation(periods: Periods) -> None:
    drill = {f"{CLIENT}/drills/DRL-1.yaml": "on: 2026-12-18\nscenario: hardware\n"}
    assert periods(OPERATED | drill, "RD521", "2026-12-20 09:00") == [
        "2026-Q3 no_record 0/1",
        "2026-Q4 met 1/1 DRL-1",
    ]


@pytest.mark.parametrize("code", ["RD521", "RD530", "RD532", "RD540"])
def test_a_client_without_a_system_in_operation_owes_none_of_it(
    code: str, periods: Periods
) -> None:
    assert periods(project("kickoff 2026-01-05"), code, "2026-11-20 09:00") == []


def test_an_inspection_is_due_in_every_whole_month(periods: Periods) -> None:
    files = project("operate 2026-07-15") | {
        f"{CLIENT}/inspections/INS-08.yaml": "on: 2026-09-01\n",
        f"{CLIENT}/inspections/INS-09.yaml": "on: 2026-09-20\n",
    }
    assert periods(files, "RD530", "2026-10-10 09:00") == [
        "2026-08 late 1/1 INS-09",
        "2026-09 met 1/1 INS-08",
        "2026-10 running 0/1",
    ]


def test_operation_is_looked_after_until_twelve_months_after_acceptance(
    periods: Periods,
) -> None:
    files = project("operate 2025-07-01", more="accepted_on: 2025-07-15\n")
    found = [one.split()[0] for one in periods(files, "RD530", "2026-11-20 09:00")]
    assert (found[0], found[-1]) == ("2025-07", "2026-06")


def test_what_is_still_being_built_does_not_extend_operation_nor_answer_for_it(
    owed: Owed,
) -> None:
    built = project("kickoff 2026-09-01", name="mobile").values()
    text = next(iter(built)).replace("luo.jing", "he.tao")
    files = OPERATED | {f"{CLIENT}/projects/mobile/project.yaml": text}
    assert {one.owner for one in owed(files, "RD530", "2026-11-20 09:00")} == {"luo.jing"}


def test_minor_and_major_versions_have_clocks_of_their_own(owed: Owed, periods: Periods) -> None:
    files = OPERATED | {
        f"{CLIENT}/releases.yaml": """\
- {on: 2026-07-22, kind: minor, version: "2.6.1"}
- {on: 2026-08-19, kind: major, version: "3.0"}
"""
    }
    assert periods(files, "RD532", "2026-09-10 09:00") == [
        "2026-07 met 1/1 2.6.1",
        "2026-08 no_record 0/1",
        "2026-09 running 0/1",
        "2026-Q3 met 1/1 3.0",
    ]
    groups = [one.group for one in owed(files, "RD532", "2026-09-10 09:00")]
    assert groups == ["minor", "minor", "minor", "major"]


def test_a_business_review_of_any_project_meets_the_quarter(periods: Periods) -> None:
    files = OPERATED | project("kickoff 2026-09-01", name="mobile")
    files |= {
        f"{CLIENT}/projects/mobile/meetings/MTG-1.yaml": """\
title: 业务回顾会
kind: business_review
started_at: 2026-10-15 14:00
attendees: [{person: gao.wenbo, present: true}]
"""
    }
    assert periods(files, "RD540", "2026-11-20 09:00") == [
        "2026-Q3 no_record 0/1",
        "2026-Q4 met 1/1 MTG-1",
    ]


# ── follow-ups ───────────────────────────────────────────────────────────────

FOLLOW_UP = """\
- id: FU-007
  text: 约面谈二期合作意向
  owner: shen.yutong
  due: 2026-11-20
  created_on: 2026-11-09
"""


def test_a_follow_up_is_due_by_the_end_of_its_day(stands: Stands) -> None:
    files = SERVED | {f"{CLIENT}/followups.yaml": FOLLOW_UP}
    assert stands(files, "RD601", "2026-11-20 23:59:59") == {
        "FU-007": "at_risk open 264:00:00/264:00:00 by 11-20 23:59:59"
    }
    assert stands(files, "RD601", "2026-11-21 00:00") == {
        "FU-007": "breached open 264:00:01/264:00:00 by 11-20 23:59:59"
    }


def test_a_follow_up_is_ours_alone_and_ends_when_done_moved_or_cancelled(
    stands: Stands, owed: Owed
) -> None:
    def with_event(event: str) -> Files:
        return SERVED | {f"{CLIENT}/followups.yaml": f"{FOLLOW_UP}  events: [{event}]\n"}

    at = "2026-11-25 09:00"
    late = with_event("{at: 2026-11-23 10:30, type: done}")
    assert stands(late, "RD601", at) == {"FU-007": "breached 322:30:01/264:00:00 by 11-20 23:59:59"}
    moved = with_event("{at: 2026-11-19, type: moved, due: 2026-11-27}")
    assert stands(moved, "RD601", at)["FU-007"].startswith("at_risk open")
    cancelled = with_event("{at: 2026-11-23, type: cancelled}")
    assert stands(cancelled, "RD601", at) == {"FU-007": "not_measured cancelled"}
    assert [one.is_agreed for one in owed(late, "RD601", at)] == [False]
