"""The plan: roles filled, demos, actions, confirmations, the client's duties, risks, waiting."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from rdclient.model import replay
from rdclient.model.client import Side
from rdclient.obligations.base import Obligation
from rdclient.obligations.waiting import Waiting, WaitingFor, waiting_ledger
from rdclient.store import workspace

ZONE = ZoneInfo("Asia/Shanghai")
Files = dict[str, str]
Owed = Callable[[Files, str, str], tuple[Obligation, ...]]
Periods = Callable[[Files, str, str], list[str]]
Stands = Callable[[Files, str, str], dict[str, str]]

CLIENT = "clients/linhai"
FOLDER = f"{CLIENT}/projects/portal"
HEAD = """\
name: 网上对账系统
type: custom_dev
contract: HT-1
phases: [{phase: kickoff, entered_on: 2026-08-31}]
counterparts: [{role: client_owner, person: gao.wenbo, from: 2026-08-31}]
"""
LEAD = "  - {role: client_lead, person: shen.yutong, from: 2026-08-31}\n"
MANAGER = "  - {role: project_manager, person: qin.yue, from: 2026-08-31}\n"
CONTACT = "  - {role: technical_contact, person: luo.jing, from: 2026-08-31, to: 2026-11-06}\n"


def project(team: str = LEAD + MANAGER + CONTACT, more: str = "") -> Files:
    return {f"{FOLDER}/project.yaml": f"{HEAD}team:\n{team}{more}"}


def meeting(name: str, text: str) -> Files:
    return {f"{FOLDER}/meetings/{name}.yaml": f"title: x\n{text}"}


# ── roles ────────────────────────────────────────────────────────────────────


def test_an_empty_role_is_filled_within_ten_working_days_of_standing_empty(
    stands: Stands,
) -> None:
    assert stands(project(), "RD105", "2026-11-06 18:00") == {}
    assert stands(project(), "RD105", "2026-11-15 12:00") == {
        "portal": "running open 40:00:00/80:00:00 by 11-20 18:00:00"
    }
    assert stands(project(), "RD105", "2026-11-20 18:00") == {
        "portal": "at_risk open 80:00:00/80:00:00 by 11-20 18:00:00"
    }
    assert stands(project(), "RD105", "2026-11-23 09:00:01") == {
        "portal": "breached open 80:00:01/80:00:00 by 11-20 18:00:00"
    }


def test_the_longest_gap_of_the_policy_is_the_time_allowed(stands: Stands) -> None:
    files = {**project(), "policy.yaml": "iron_triangle: {gap_working_days: 5}\n"}
    assert stands(files, "RD105", "2026-11-15 12:00") == {
        "portal": "at_risk open 40:00:00/40:00:00 by 11-13 18:00:00"
    }


def test_somebody_who_begins_ends_the_vacancy(stands: Stands) -> None:
    after = "  - {role: technical_contact, person: he.tao, from: 2026-11-30}\n"
    files = project(LEAD + MANAGER + CONTACT + after)
    assert stands(files, "RD105", "2026-11-29 23:59")["portal"].startswith("breached open")
    assert stands(files, "RD105", "2026-11-30 00:00") == {}


def test_a_role_never_held_counts_from_the_kick_off(owed: Owed) -> None:
    (one,) = owed(project(LEAD + MANAGER), "RD105", "2026-09-10 09:00")
    assert one.starts == datetime(2026, 8, 31, 23, 59, 59, tzinfo=ZONE)
    assert (one.group, one.owner) == ("technical_contact", "shen.yutong")


def test_without_a_client_lead_the_project_manager_owes_it(owed: Owed) -> None:
    found = owed(project(MANAGER + CONTACT), "RD105", "2026-09-10 09:00")
    assert [(one.group, one.owner) for one in found] == [("client_lead", "qin.yue")]


def test_twelve_months_after_acceptance_nobody_is_owed(stands: Stands) -> None:
    files = project(more="accepted_on: 2026-11-10\n")
    assert len(stands(files, "RD105", "2027-11-10 12:00")) == 1
    assert stands(files, "RD105", "2027-11-11 00:00") == {}


# ── iterations ───────────────────────────────────────────────────────────────

ITERATIONS = {
    f"{FOLDER}/iterations.yaml": """\
- {id: IT-04, start: 2026-11-02, end: 2026-11-15, goal: 退汇可用}
- {id: IT-05, start: 2026-11-16, end: 2026-11-29}
"""
}
ITERATED = project(LEAD + MANAGER) | ITERATIONS


def demo(name: str, started: str) -> Files:
    return meeting(name, f"kind: demo\nstarted_at: {started}\n")


def test_an_iteration_is_shown_by_the_end_of_the_working_day_after_it(stands: Stands) -> None:
    assert stands(ITERATED, "RD244", "2026-11-16 09:00")["IT-04"] == (
        "running open 0:00:00/8:00:00 by 11-16 18:00:00"
    )
    assert stands(ITERATED, "RD244", "2026-11-17 09:00:01")["IT-04"] == (
        "no_record 8:00:01/8:00:00 by 11-16 18:00:00"
    )


def test_a_demo_during_the_iteration_counts_and_one_before_or_long_after_does_not(
    stands: Stands,
) -> None:
    at = "2026-11-20 09:00"
    during = ITERATED | demo("MTG-1", "2026-11-13 15:00")
    assert stands(during, "RD244", at)["IT-04"] == "met 0:00:00/8:00:00 by 11-16 18:00:00"
    before = ITERATED | demo("MTG-1", "2026-11-01 15:00")
    assert stands(before, "RD244", at)["IT-04"].startswith("no_record")
    after = ITERATED | demo("MTG-1", "2026-11-16 18:00:01")
    assert stands(after, "RD244", at)["IT-04"].startswith("no_record")


def test_a_demo_counts_for_one_iteration(periods: Periods) -> None:
    one = ITERATED | demo("MTG-1", "2026-11-16 15:00")
    assert periods(one, "RD244", "2026-12-02 09:00") == ["met 1/1 MTG-1", "no_record 0/1"]
    two = one | demo("MTG-2", "2026-11-27 15:00")
    assert periods(two, "RD244", "2026-12-02 09:00") == ["met 1/1 MTG-1", "met 1/1 MTG-2"]


# ── actions ──────────────────────────────────────────────────────────────────


def action(text: str) -> Files:
    rows = f"actions:\n  - {{id: ACT-031, text: 提供脱敏数据, {text}}}\n"
    return project(LEAD + MANAGER) | meeting(
        "MTG-1", f"kind: weekly\nstarted_at: 2026-11-12 14:00\n{rows}"
    )


def test_an_action_runs_from_the_day_it_was_noted_to_its_own_date(stands: Stands) -> None:
    files = action("owner: gao.wenbo, due: 2026-11-20 18:00, created_on: 2026-11-11")
    assert stands(files, "RD426", "2026-11-20 18:00") == {
        "ACT-031": "at_risk open 210:00:01/210:00:01 by 11-20 18:00:00"
    }
    assert stands(files, "RD426", "2026-11-20 18:00:01") == {
        "ACT-031": "breached open 210:00:02/210:00:01 by 11-20 18:00:00"
    }


def test_without_a_day_of_its_own_it_runs_from_the_meeting(owed: Owed) -> None:
    (one,) = owed(action("owner: gao.wenbo, due: 2026-11-20"), "RD426", "2026-11-15 09:00")
    assert one.starts == datetime(2026, 11, 12, 14, 0, tzinfo=ZONE)
    assert (one.side, one.owner, one.is_due_day, one.is_agreed) == (
        Side.CLIENT,
        "gao.wenbo",
        True,
        True,
    )


def test_the_date_it_was_moved_to_last_counts(stands: Stands) -> None:
    moved = "events: [{at: 2026-11-19, type: moved, due: 2026-11-25}]"
    files = action(f"owner: qin.yue, due: 2026-11-20, {moved}")
    assert stands(files, "RD426", "2026-11-18 23:59")["ACT-031"].endswith("by 11-20 23:59:59")
    assert stands(files, "RD426", "2026-11-26 00:00")["ACT-031"].startswith("breached open")
    assert stands(files, "RD426", "2026-11-25 23:59:59")["ACT-031"].startswith("at_risk open")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("owner: qin.yue", "not_measured open no_due"),
        (
            "due: 2026-11-13, events: [{at: 2026-11-20, type: cancelled}]",
            "not_measured cancelled",
        ),
        (
            "due: 2026-11-13, events: [{at: 2026-11-13, type: done}]",
            "met 10:00:00/33:59:59 by 11-13 23:59:59",
        ),
    ],
)
def test_an_action_without_a_date_or_cancelled_is_not_measured(
    fields: str, expected: str, stands: Stands
) -> None:
    assert stands(action(fields), "RD426", "2026-11-25 09:00") == {"ACT-031": expected}


def test_a_date_that_stands_for_never_is_no_error(stands: Stands) -> None:
    (found,) = stands(action("due: 9999-12-31"), "RD426", "2026-11-25 09:00").values()
    assert found.startswith("running open")


def test_actions_stand_in_plans_postmortems_and_drills_too(owed: Owed) -> None:
    row = "actions: [{id: ACT-1, text: x, owner: luo.jing, due: 2026-11-20}]\n"
    files = project(LEAD + MANAGER) | {
        f"{CLIENT}/client.yaml": f"name: 临海银行\naccount_plan: {{{row.strip()}}}\n",
        f"{CLIENT}/improvements/IMP-1.yaml": f"created_on: 2026-11-02\n{row}",
        f"{CLIENT}/drills/DRL-1.yaml": f"on: 2026-11-03\nscenario: hardware\n{row}",
        f"{CLIENT}/incidents/INC-1.yaml": f"""\
title: x
level: P1
events: [{{at: 2026-11-01 09:00, type: detected}}]
postmortem: {{on: 2026-11-04, text: x, {row.strip()}}}
""",
    }
    found = owed(files, "RD426", "2026-11-15 09:00")
    starts = [one.starts and f"{one.starts.astimezone(ZONE):%m-%d}" for one in found]
    assert [(*one.pointer, start) for one, start in zip(found, starts, strict=True)] == [
        ("account_plan", "actions", 0, None),
        ("actions", 0, "11-02"),
        ("postmortem", "actions", 0, "11-04"),
        ("actions", 0, "11-03"),
    ]
    assert [one.is_agreed for one in found] == [False, False, True, False]


def test_what_is_ours_alone_is_not_agreed_with_the_client(owed: Owed) -> None:
    internal = action("due: 2026-11-20, audience: internal")
    assert not owed(internal, "RD426", "2026-11-15 09:00")[0].is_agreed
    files = project(LEAD) | meeting(
        "MTG-1",
        "kind: retro\nstarted_at: 2026-11-12\nactions: [{id: ACT-1, text: x, due: 2026-11-20}]\n",
    )
    assert not owed(files, "RD426", "2026-11-15 09:00")[0].is_agreed


# ── confirmations ────────────────────────────────────────────────────────────


def confirmation(text: str) -> Files:
    rows = f"confirmations:\n  - {{id: CFM-003, text: 书面确认口径, {text}}}\n"
    return project(LEAD + MANAGER) | meeting(
        "MTG-1", f"kind: weekly\nstarted_at: 2026-11-11 14:00\n{rows}"
    )


ASKED = "by: gao.wenbo, due: 2026-11-24 18:00, asked: [2026-11-12, 2026-11-17]"


def test_a_confirmation_runs_from_the_first_time_it_was_asked_for(stands: Stands) -> None:
    assert stands(confirmation(ASKED), "RD427", "2026-11-24 18:00") == {
        "CFM-003": "at_risk open 282:00:01/282:00:01 by 11-24 18:00:00"
    }
    files = confirmation(ASKED + ", confirmed_on: 2026-11-25 10:00")
    assert stands(files, "RD427", "2026-11-25 10:00") == {
        "CFM-003": "breached 298:00:01/282:00:01 by 11-24 18:00:00"
    }


def test_what_we_are_asked_to_confirm_ourselves_is_not_the_clients(owed: Owed) -> None:
    assert owed(confirmation("by: qin.yue, due: 2026-11-24"), "RD427", "2026-11-20 09:00") == ()
    (one,) = owed(confirmation("due: 2026-11-24"), "RD427", "2026-11-20 09:00")
    assert (one.side, one.owner, one.is_agreed) == (Side.CLIENT, None, True)
    assert one.starts == datetime(2026, 11, 11, 14, 0, tzinfo=ZONE)


def test_a_confirmation_without_a_date_is_not_measured(stands: Stands) -> None:
    files = confirmation("by: gao.wenbo")
    assert stands(files, "RD427", "2026-11-20 09:00") == {"CFM-003": "not_measured open no_due"}


# ── the client's duties ──────────────────────────────────────────────────────


def contract(every: str, signed: str = "2026-08-20") -> Files:
    text = f"""\
signed_on: {signed}
client_obligations:
  - {{id: OBL-01, what: 每周派人参加例会, role: client_owner, every: {every}}}
"""
    return {f"{CLIENT}/contracts/HT-1.yaml": text}


def with_client(name: str, started: str, person: str) -> Files:
    people = f"attendees: [{{person: {person}, present: true}}]\n"
    return meeting(name, f"kind: demo\nstarted_at: {started}\n{people}")


def test_a_duty_is_looked_for_in_every_week_from_the_kick_off(periods: Periods) -> None:
    files = project() | contract("每周") | with_client("MTG-1", "2026-09-09", "gao.wenbo")
    assert periods(files, "RD428", "2026-09-15 09:00") == [
        "2026-W36 no_record 0/1",
        "2026-W37 met 1/1 MTG-1",
        "2026-W38 running 0/1",
    ]


def test_a_contract_signed_later_counts_from_then_and_names_the_role(
    periods: Periods, owed: Owed
) -> None:
    files = project() | contract("week", "2026-09-09")
    files |= with_client("MTG-1", "2026-09-10", "ye.qiu")
    assert periods(files, "RD428", "2026-09-11 09:00") == ["2026-09-09..2026-09-15 running 0/1"]
    (one,) = owed(files, "RD428", "2026-09-11 09:00")
    assert (one.side, one.owner, one.is_agreed) == (Side.CLIENT, "gao.wenbo", True)


def test_a_meeting_among_ourselves_is_no_part_of_the_clients_although_nobody_was_noted(
    periods: Periods,
) -> None:
    ours = meeting("MTG-1", "kind: internal_sync\nstarted_at: 2026-09-09\n")
    assert periods(project() | contract("每周") | ours, "RD428", "2026-09-14 09:00") == [
        "2026-W36 no_record 0/1",
        "2026-W37 no_record 0/1",
        "2026-W38 running 0/1",
    ]
    with_them = meeting("MTG-1", "kind: demo\nstarted_at: 2026-09-09\n")
    found = periods(project() | contract("每周") | with_them, "RD428", "2026-09-14 09:00")
    assert found[1] == "2026-W37 met 1/1 MTG-1"


@pytest.mark.parametrize("every", ["每次", "按里程碑", "days", "null"])
def test_words_that_mean_no_period_owe_nothing(every: str, periods: Periods) -> None:
    assert periods(project() | contract(every), "RD428", "2026-11-20 09:00") == []


def test_a_duty_ends_with_acceptance(periods: Periods) -> None:
    files = project(more="accepted_on: 2026-09-14\n") | contract("每周")
    assert periods(files, "RD428", "2026-11-20 09:00") == [
        "2026-W36 no_record 0/1",
        "2026-W37 no_record 0/1",
    ]


# ── risks ────────────────────────────────────────────────────────────────────


def risk(text: str) -> Files:
    events = "events: [{at: 2026-10-16, type: identified}, {at: 2026-11-16, type: closed}]"
    row = f"- {{id: RISK-004, event: x, owner: qin.yue, {text}{events}}}\n"
    return project(LEAD + MANAGER) | {f"{FOLDER}/risks.yaml": row}


def test_an_open_risk_is_assessed_again_within_fourteen_days(stands: Stands) -> None:
    known = "assessments: [{at: 2026-10-29, probability: 3, impact: 3}], "
    assert stands(risk(known), "RD432", "2026-11-12 23:59:59") == {
        "RISK-004": "at_risk open 336:00:00/336:00:00 by 11-12 23:59:59"
    }
    assert stands(risk(known), "RD432", "2026-11-13 00:00") == {
        "RISK-004": "breached open 336:00:01/336:00:00 by 11-12 23:59:59"
    }
    assert stands(risk(known), "RD432", "2026-11-16 09:00") == {}


def test_a_risk_never_assessed_counts_from_the_day_it_was_identified(stands: Stands) -> None:
    (found,) = stands(risk(""), "RD432", "2026-10-20 09:00").values()
    assert found.endswith("by 10-30 23:59:59")


# ── waiting ──────────────────────────────────────────────────────────────────


@pytest.fixture
def ledger(make_workspace: Callable[[Files], Path]) -> Callable[[Files, str], tuple[Waiting, ...]]:
    """A function from files and a moment to what we have waited for by then."""

    def ask(files: Files, as_of: str) -> tuple[Waiting, ...]:
        people = {
            "people.yaml": "- {id: qin.yue, name: 秦岳}\n- {id: shen.yutong, name: 沈雨桐}\n",
            f"{CLIENT}/client.yaml": "name: 临海银行\n",
            f"{CLIENT}/contacts.yaml": "- {id: gao.wenbo, name: 高文博}\n",
        }
        moment = datetime.fromisoformat(as_of).replace(tzinfo=ZONE)
        read = workspace.read(make_workspace(people | files))
        return waiting_ledger(replay.at(read.portfolio, moment), moment)

    return ask


Ledger = Callable[[Files, str], tuple[Waiting, ...]]


def test_waiting_for_a_confirmation_counts_days_and_working_days_and_reminders(
    ledger: Ledger,
) -> None:
    files = confirmation(ASKED + ", confirmed_on: 2026-11-25 10:00")
    (now,) = ledger(files, "2026-11-20 18:00")
    assert (now.cause, now.item, now.owner) == (WaitingFor.CONFIRMATION, "CFM-003", "gao.wenbo")
    assert (now.since, now.until) == (date(2026, 11, 12), None)
    assert (now.days, now.workdays, now.asked) == (8, 6, 2)
    (after,) = ledger(files, "2026-12-10 18:00")
    assert (after.until, after.days, after.workdays) == (date(2026, 11, 25), 13, 9)


def test_an_action_of_the_client_is_waited_for_from_the_day_it_was_due(ledger: Ledger) -> None:
    files = action("owner: gao.wenbo, due: 2026-11-20 18:00")
    assert ledger(files, "2026-11-20 18:00") == ()
    (one,) = ledger(files, "2026-11-24 09:00")
    assert (one.cause, one.since, one.days, one.workdays) == (
        WaitingFor.ACTION,
        date(2026, 11, 20),
        4,
        2,
    )


@pytest.mark.parametrize(
    "fields",
    [
        "owner: qin.yue, due: 2026-11-13",
        "owner: gao.wenbo",
        "owner: gao.wenbo, due: 2026-11-13, events: [{at: 2026-11-13, type: done}]",
    ],
    ids=["ours", "without a date", "done in time"],
)
def test_nothing_else_is_waited_for(fields: str, ledger: Ledger) -> None:
    assert ledger(action(fields), "2026-11-24 09:00") == ()


def test_a_ticket_is_waited_for_each_time_it_waits_for_the_client(ledger: Ledger) -> None:
    files = project(LEAD + MANAGER) | {
        f"{CLIENT}/tickets/TCK-1.yaml": """\
title: 回盘文件缺行
raised_by: gao.wenbo
events:
  - {at: 2026-11-02 09:00, type: opened}
  - {at: 2026-11-03 09:00, type: waiting_client}
  - {at: 2026-11-05 10:00, type: resumed}
  - {at: 2026-11-06 09:00, type: waiting_client}
"""
    }
    found = [
        (one.since.day, one.until and one.until.day, one.days)
        for one in ledger(files, "2026-11-10 09:00")
    ]
    assert found == [(3, 5, 2), (6, None, 4)]
