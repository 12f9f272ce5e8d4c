"""Clocks of service: tickets answered and closed, incidents taken, restored and looked back on."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rdclient.model.client import Side
from rdclient.obligations.base import Lack, Obligation
from rdclient.rules.base import Case
from rdclient.rules.chronology import event_out_of_order
from rdclient.store import workspace

Files = Mapping[str, str]
Owed = Callable[[Files, str, str], tuple[Obligation, ...]]
Stands = Callable[[Files, str, str], dict[str, str]]

LATER = "2026-12-31 12:00"
BOTH_MEASURED = """\
clocks:
  ticket_response: {targets: {urgent: 2h, normal: 8h}}
  ticket_closure: {targets: {urgent: 4h, normal: 24h}}
"""


def ticket(*events: str, priority: str = "normal", more: str = "") -> Files:
    """One ticket of the project; each event as ``11-20 09:00 opened by luo.jing``."""
    head = f"- id: TCK-1\n  title: 对账文件缺一行\n  project: portal\n  priority: {priority}\n"
    return {"clients/linhai/tickets.yaml": f"{head}{more}  events:\n{_events(events)}"}


def _events(events: tuple[str, ...]) -> str:
    return "".join(f"    - {{{_event(event)}}}\n" for event in events)


def _event(words: str) -> str:
    """``11-20 09:00 opened by luo.jing`` as the inside of a mapping; without a time, a day."""
    day, *rest = words.split()
    clock = f" {rest.pop(0)}" if ":" in rest[0] else ""
    step, *pairs = rest
    named = "".join(f", {pairs[n]}: {pairs[n + 1]}" for n in range(0, len(pairs), 2))
    return f"at: 2026-{day}{clock}, type: {step}{named}"


# ── responses ────────────────────────────────────────────────────────────────


def test_an_urgent_ticket_is_answered_within_two_hours_nights_and_weekends_included(
    stands: Stands,
) -> None:
    files = ticket("11-21 22:00 opened", priority="urgent")  # a Saturday
    at = {
        "2026-11-21 23:00": "running open 1:00:00/2:00:00 by 11-22 00:00:00",
        "2026-11-21 23:30": "at_risk open 1:30:00/2:00:00 by 11-22 00:00:00",
        "2026-11-22 00:00": "at_risk open 2:00:00/2:00:00 by 11-22 00:00:00",
        "2026-11-22 00:01": "breached open 2:01:00/2:00:00 by 11-22 00:00:00",
    }
    assert {moment: stands(files, "RD501", moment)["TCK-1"] for moment in at} == at


def test_the_first_answer_of_ours_stops_the_clock(stands: Stands) -> None:
    files = ticket(
        "11-20 09:00 opened by ye.qiu",
        "11-20 10:00 responded by luo.jing",
        "11-20 15:00 responded by luo.jing",
        priority="urgent",
    )
    assert stands(files, "RD501", LATER) == {"TCK-1": "met 1:00:00/2:00:00 by 11-20 11:00:00"}


def test_an_answer_of_the_client_is_none_and_one_of_nobody_named_is(stands: Stands) -> None:
    of_client = ticket("11-20 09:00 opened", "11-20 10:00 responded by ye.qiu", priority="urgent")
    assert stands(of_client, "RD501", "2026-11-20 12:00") == {
        "TCK-1": "breached open 3:00:00/2:00:00 by 11-20 11:00:00"
    }
    of_nobody = ticket("11-20 09:00 opened", "11-20 10:00 responded", priority="urgent")
    assert stands(of_nobody, "RD501", LATER) == {"TCK-1": "met 1:00:00/2:00:00 by 11-20 11:00:00"}


def test_an_overdue_ticket_that_was_never_answered_stays_a_breach(stands: Stands) -> None:
    files = ticket("11-20 09:00 opened", priority="urgent")
    assert stands(files, "RD501", "2026-11-27 09:00") == {
        "TCK-1": "breached open 168:00:00/2:00:00 by 11-20 11:00:00"
    }


def test_waiting_for_the_client_does_not_stop_the_clock_of_the_answer(stands: Stands) -> None:
    files = ticket("11-20 09:00 opened", "11-20 09:10 waiting_client", priority="urgent")
    assert stands(files, "RD501", "2026-11-20 12:00") == {
        "TCK-1": "breached open 3:00:00/2:00:00 by 11-20 11:00:00"
    }


def test_a_priority_without_a_target_is_not_measured_and_still_listed(stands: Stands) -> None:
    files = ticket("11-20 09:00 opened")
    assert stands(files, "RD501", LATER) == {"TCK-1": "not_measured open no_target"}
    unknown = ticket("11-20 09:00 opened", priority="someday")
    assert stands(unknown, "RD501", LATER) == {"TCK-1": "not_measured open no_target"}


@pytest.mark.parametrize("step", ["cancelled", "closed"])
def test_a_ticket_ended_without_an_answer_is_not_measured_unless_it_was_late(
    stands: Stands, step: str
) -> None:
    in_time = ticket("11-20 09:00 opened", f"11-20 11:00 {step}", priority="urgent")
    assert stands(in_time, "RD501", LATER) == {"TCK-1": "not_measured cancelled"}
    late = ticket("11-20 09:00 opened", f"11-20 11:01 {step}", priority="urgent")
    assert stands(late, "RD501", LATER) == {"TCK-1": "breached 2:01:00/2:00:00 by 11-20 11:00:00"}


def test_reopening_does_not_start_the_clock_of_the_answer_again(stands: Stands) -> None:
    files = ticket(
        "11-20 09:00 opened",
        "11-20 09:30 responded",
        "11-20 12:00 closed",
        "11-24 09:00 reopened",
        priority="urgent",
    )
    assert stands(files, "RD501", LATER) == {"TCK-1": "met 0:30:00/2:00:00 by 11-20 11:00:00"}
    unanswered = ticket(
        "11-20 09:00 opened", "11-20 09:40 closed", "11-24 09:00 reopened", priority="urgent"
    )
    assert stands(unanswered, "RD501", LATER) == {"TCK-1": "not_measured cancelled"}


# ── closure ──────────────────────────────────────────────────────────────────


def test_a_ticket_is_closed_within_twenty_four_hours_and_solving_it_is_not_enough(
    stands: Stands,
) -> None:
    files = ticket("11-20 09:00 opened", "11-20 12:00 resolved")
    assert stands(files, "RD502", "2026-11-21 09:01") == {
        "TCK-1": "breached open 24:01:00/24:00:00 by 11-21 09:00:00"
    }
    closed = ticket("11-20 09:00 opened", "11-20 12:00 resolved", "11-21 09:00 closed")
    assert stands(closed, "RD502", LATER) == {"TCK-1": "met 24:00:00/24:00:00 by 11-21 09:00:00"}


def test_the_example_of_the_manual(stands: Stands) -> None:
    files = ticket(
        "11-16 09:00 opened",
        "11-16 15:00 waiting_client by he.tao",
        "11-17 10:00 resumed by he.tao",
        "11-17 16:00 resolved",
        "11-17 16:40 visited",
        "11-17 17:00 closed",
    )
    at = {
        "2026-11-16 20:00": "paused open 6:00:00/24:00:00",
        "2026-11-17 10:00": "running open 6:00:00/24:00:00 by 11-18 04:00:00",
        "2026-11-17 17:00": "met 13:00:00/24:00:00 by 11-18 04:00:00",
    }
    assert {moment: stands(files, "RD502", moment)["TCK-1"] for moment in at} == at


def test_where_policy_says_so_solving_it_is_enough_and_closing_counts_as_solving(
    stands: Stands,
) -> None:
    policy = {"policy.yaml": "clocks:\n  ticket_closure: {stops_at: resolved}\n"}
    solved = ticket("11-20 09:00 opened", "11-20 12:00 resolved", "11-25 09:00 closed")
    assert stands({**policy, **solved}, "RD502", LATER) == {
        "TCK-1": "met 3:00:00/24:00:00 by 11-21 09:00:00"
    }
    closed = ticket("11-20 09:00 opened", "11-20 12:00 closed")
    assert stands({**policy, **closed}, "RD502", LATER) == {
        "TCK-1": "met 3:00:00/24:00:00 by 11-21 09:00:00"
    }


def test_a_cancelled_ticket_is_not_measured_unless_it_was_late(stands: Stands) -> None:
    in_time = ticket("11-20 09:00 opened", "11-20 12:00 cancelled")
    assert stands(in_time, "RD502", LATER) == {"TCK-1": "not_measured cancelled"}
    late = ticket("11-20 09:00 opened", "11-21 09:01 cancelled")
    assert stands(late, "RD502", LATER) == {"TCK-1": "breached 24:01:00/24:00:00 by 11-21 09:00:00"}


def test_the_wait_is_not_lost_when_the_solution_ends_it(stands: Stands) -> None:
    files = ticket(
        "11-20 09:00 opened",
        "11-20 10:00 waiting_client",
        "11-21 10:00 resolved",
        "11-21 12:00 closed",
    )
    assert stands(files, "RD502", LATER) == {"TCK-1": "met 3:00:00/24:00:00 by 11-22 09:00:00"}


def test_the_wait_is_not_lost_when_closing_ends_it(stands: Stands) -> None:
    files = ticket("11-20 09:00 opened", "11-20 10:00 waiting_client", "11-24 10:00 closed")
    assert stands(files, "RD502", LATER) == {"TCK-1": "met 1:00:00/24:00:00 by 11-25 09:00:00"}


def test_a_wait_that_goes_on_is_one_wait(owed: Owed) -> None:
    files = ticket(
        "11-20 09:00 opened",
        "11-20 10:00 waiting_client",
        "11-20 11:00 waiting_client",
        "11-20 14:00 resumed",
        "11-20 16:00 waiting_client",
    )
    (item,) = owed(files, "RD502", LATER)
    assert [(f"{b.start:%H:%M}", b.end and f"{b.end:%H:%M}", b.cause) for b in item.breaks] == [
        ("02:00", "06:00", "waiting_client"),
        ("08:00", None, "waiting_client"),
    ]  # UTC


def test_a_wait_is_taken_off_in_open_hours_when_the_clock_runs_in_open_hours(
    stands: Stands,
) -> None:
    policy = {"policy.yaml": "clocks:\n  ticket_closure: {calendar: business}\n"}
    files = ticket(
        "11-20 16:00 opened",
        "11-20 17:00 waiting_client",
        "11-23 10:00 resumed",
    )
    assert stands({**policy, **files}, "RD502", "2026-11-23 11:00") == {
        "TCK-1": "running open 2:00:00/24:00:00 by 11-25 18:00:00"
    }


# ── reopened ─────────────────────────────────────────────────────────────────


def test_the_time_from_the_solution_until_it_was_reopened_is_not_counted(
    stands: Stands, owed: Owed
) -> None:
    files = ticket(
        "11-20 09:00 opened",
        "11-20 12:00 resolved",
        "11-23 09:00 reopened",
        "11-23 11:00 resolved",
        "11-23 12:00 closed",
    )
    assert stands(files, "RD502", "2026-11-23 10:00") == {
        "TCK-1": "running open 4:00:00/24:00:00 by 11-24 06:00:00"
    }
    assert stands(files, "RD502", LATER) == {"TCK-1": "met 6:00:00/24:00:00 by 11-24 06:00:00"}
    assert owed(files, "RD502", LATER)[0].reopened == 1


def test_a_closed_ticket_that_is_reopened_goes_on_where_it_was_closed(
    stands: Stands, owed: Owed
) -> None:
    files = ticket(
        "11-20 09:00 opened",
        "11-20 12:00 resolved",
        "11-20 15:00 closed",
        "11-23 09:00 reopened",
        "11-23 10:00 closed",
        "11-24 10:00 reopened",
    )
    assert stands(files, "RD502", "2026-11-22 12:00") == {
        "TCK-1": "met 6:00:00/24:00:00 by 11-21 09:00:00"
    }
    assert stands(files, "RD502", "2026-11-24 11:00") == {
        "TCK-1": "running open 8:00:00/24:00:00 by 11-25 03:00:00"
    }
    (item,) = owed(files, "RD502", "2026-11-24 11:00")
    assert (item.reopened, [one.cause for one in item.breaks]) == (2, ["closed", "closed"])


def test_a_ticket_closed_too_late_is_not_healed_by_reopening_it(stands: Stands) -> None:
    files = ticket(
        "11-20 09:00 opened",
        "11-20 12:00 resolved",
        "11-21 10:00 closed",
        "11-21 11:00 reopened",
        "11-21 11:30 closed",
    )
    assert stands(files, "RD502", LATER) == {
        "TCK-1": "breached 25:30:00/24:00:00 by 11-21 09:00:00"
    }


def test_a_cancelled_ticket_that_is_reopened_runs_again(stands: Stands) -> None:
    files = ticket("11-20 09:00 opened", "11-20 12:00 cancelled", "11-23 12:00 reopened")
    assert stands(files, "RD502", "2026-11-23 13:00") == {
        "TCK-1": "running open 4:00:00/24:00:00 by 11-24 09:00:00"
    }


def test_where_solving_stops_the_clock_a_reopened_ticket_goes_on_from_the_solution(
    stands: Stands,
) -> None:
    policy = {"policy.yaml": "clocks:\n  ticket_closure: {stops_at: resolved}\n"}
    files = ticket(
        "11-20 09:00 opened",
        "11-20 12:00 resolved",
        "11-20 18:00 closed",
        "11-23 09:00 reopened",
        "11-23 11:00 resolved",
    )
    assert stands({**policy, **files}, "RD502", LATER) == {
        "TCK-1": "met 5:00:00/24:00:00 by 11-24 06:00:00"
    }


# ── priority ─────────────────────────────────────────────────────────────────


def test_the_priority_of_the_record_is_the_one_it_was_opened_with(
    stands: Stands, owed: Owed
) -> None:
    files = ticket("11-20 09:00 opened", "11-20 09:30 priority_changed to urgent")
    assert stands(files, "RD501", "2026-11-20 09:15") == {"TCK-1": "not_measured open no_target"}
    assert stands(files, "RD501", "2026-11-20 10:00") == {
        "TCK-1": "running open 1:00:00/2:00:00 by 11-20 11:00:00"
    }
    assert owed(files, "RD501", "2026-11-20 09:15")[0].level == "normal"
    assert owed(files, "RD501", "2026-11-20 10:00")[0].level == "urgent"


def test_a_new_priority_measures_from_the_opening_and_keeps_the_wait(stands: Stands) -> None:
    files = ticket(
        "11-20 09:00 opened",
        "11-20 10:00 waiting_client",
        "11-20 13:00 resumed",
        "11-20 14:00 priority_changed to urgent",
    )
    assert stands({**files, "policy.yaml": BOTH_MEASURED}, "RD502", "2026-11-20 15:00") == {
        "TCK-1": "at_risk open 3:00:00/4:00:00 by 11-20 16:00:00"
    }


def test_a_breach_stays_when_the_ticket_is_made_less_urgent(stands: Stands) -> None:
    files = ticket(
        "11-20 09:00 opened",
        "11-20 13:01 priority_changed to normal",
        "11-20 15:00 closed",
        priority="urgent",
    )
    assert stands({**files, "policy.yaml": BOTH_MEASURED}, "RD502", LATER) == {
        "TCK-1": "breached 6:00:00/4:00:00 by 11-20 13:00:00"
    }


def test_a_priority_changed_after_the_answer_leaves_the_answer_alone(
    stands: Stands, owed: Owed
) -> None:
    files = ticket(
        "11-20 09:00 opened", "11-20 13:00 responded", "11-20 13:00 priority_changed to urgent"
    )
    measured = {**files, "policy.yaml": BOTH_MEASURED}
    assert stands(measured, "RD501", LATER) == {"TCK-1": "met 4:00:00/8:00:00 by 11-20 17:00:00"}
    assert owed(measured, "RD501", LATER)[0].level == "normal"


def test_where_policy_says_so_a_new_priority_measures_anew(stands: Stands) -> None:
    policy = {"policy.yaml": f"{BOTH_MEASURED}  on_priority_change: restart\n"}
    files = ticket(
        "11-20 09:00 opened",
        "11-20 15:00 priority_changed to urgent",
        "11-20 18:00 closed",
        "11-20 19:00 priority_changed to normal",
    )
    assert stands({**policy, **files}, "RD502", "2026-11-20 16:00") == {
        "TCK-1": "running open 1:00:00/4:00:00 by 11-20 19:00:00"
    }
    assert stands({**policy, **files}, "RD502", LATER) == {
        "TCK-1": "met 3:00:00/4:00:00 by 11-20 19:00:00"
    }


def test_a_priority_changed_on_a_day_holds_from_the_event_it_follows(stands: Stands) -> None:
    files = ticket(
        "11-20 09:00 opened",
        "11-20 10:00 responded",
        "11-20 priority_changed to urgent",
        "11-20 12:30 closed",
    )
    measured = {**files, "policy.yaml": BOTH_MEASURED}
    assert stands(measured, "RD501", LATER) == {"TCK-1": "met 1:00:00/8:00:00 by 11-20 17:00:00"}
    assert stands(measured, "RD502", LATER) == {"TCK-1": "met 3:30:00/4:00:00 by 11-20 13:00:00"}


# ── versions of the policy ───────────────────────────────────────────────────


def test_the_policy_of_the_day_of_opening_applies(stands: Stands) -> None:
    policy = {
        "policy.yaml": """\
- effective_on: 2026-11-20
  clocks: {ticket_closure: {targets: {normal: 48h}}}
- effective_on: 2026-11-21
  clocks: {ticket_closure: {targets: {normal: 1h}}}
"""
    }
    before = {**policy, **ticket("11-19 23:59 opened")}
    on_the_day = {**policy, **ticket("11-20 00:00 opened")}
    assert stands(before, "RD502", "2026-11-20 01:59") == {
        "TCK-1": "running open 2:00:00/24:00:00 by 11-20 23:59:00"
    }
    assert stands(on_the_day, "RD502", "2026-11-21 09:00") == {
        "TCK-1": "running open 33:00:00/48:00:00 by 11-22 00:00:00"
    }


AMENDED = """\
- effective_on: 2026-11-01
  clocks: {ticket_closure: {targets: {normal: 48h}}}
- effective_on: 2026-11-21
  applies_to: open
  clocks: {ticket_closure: {targets: {normal: 30h}}}
"""


def test_an_amendment_for_what_is_open_applies_from_its_day_on(stands: Stands, owed: Owed) -> None:
    files = {"policy.yaml": AMENDED, **ticket("11-20 09:00 opened")}
    assert stands(files, "RD502", "2026-11-20 23:59") == {
        "TCK-1": "running open 14:59:00/48:00:00 by 11-22 09:00:00"
    }
    assert stands(files, "RD502", "2026-11-21 00:01") == {
        "TCK-1": "running open 15:01:00/30:00:00 by 11-21 15:00:00"
    }
    (before,) = owed(files, "RD502", "2026-11-20 23:59")
    (after,) = owed(files, "RD502", "2026-11-21 00:00")
    assert str(before.policy.effective_on) == "2026-11-01"
    assert str(after.policy.effective_on) == "2026-11-21"


def test_an_amendment_does_not_reach_what_was_closed_before_it(stands: Stands, owed: Owed) -> None:
    files = {"policy.yaml": AMENDED, **ticket("11-18 16:00 opened", "11-20 15:00 closed")}
    assert stands(files, "RD502", LATER) == {"TCK-1": "met 47:00:00/48:00:00 by 11-20 16:00:00"}
    (item,) = owed(files, "RD502", LATER)
    assert (len(item.targets), str(item.policy.effective_on)) == (1, "2026-11-01")


HOURS_AMENDED = """\
- effective_on: 2026-11-01
  clocks: {incident_restore: {calendar: 24x7, targets: {P1: 2h}}}
- effective_on: 2026-11-21
  applies_to: open
  clocks: {incident_restore: {calendar: business, targets: {P1: 8h}}}
"""


def test_an_amendment_of_the_hours_does_not_heal_what_was_missed_by_the_clock(
    stands: Stands,
) -> None:
    files = {"policy.yaml": HOURS_AMENDED, **incident("11-20 18:00 detected")}
    missed = {"INC-1": "breached open 6:00:00/2:00:00 by 11-20 20:00:00"}
    assert stands(files, "RD513", "2026-11-21 00:00") == missed
    assert stands(files, "RD513", "2026-11-23 10:00") == {
        "INC-1": "breached open 64:00:00/2:00:00 by 11-20 20:00:00"
    }


def test_an_amendment_keeps_the_priority_that_the_ticket_had_then(stands: Stands) -> None:
    policy = {
        "policy.yaml": """\
- effective_on: 2026-11-01
  clocks: {ticket_closure: {targets: {urgent: 8h, normal: 48h}}}
- effective_on: 2026-11-21
  applies_to: open
  clocks: {ticket_closure: {targets: {urgent: 20h, normal: 72h}}}
"""
    }
    files = ticket("11-20 20:00 opened", "11-20 22:00 priority_changed to urgent")
    assert stands({**policy, **files}, "RD502", "2026-11-21 02:00") == {
        "TCK-1": "running open 6:00:00/20:00:00 by 11-21 16:00:00"
    }


# ── whole days ───────────────────────────────────────────────────────────────


def test_a_ticket_opened_on_a_day_counts_from_its_last_second(stands: Stands) -> None:
    files = ticket("11-20 opened", "11-20 15:00 responded", "11-21 20:00 closed")
    assert stands(files, "RD502", LATER) == {"TCK-1": "met 20:00:01/24:00:00 by 11-21 23:59:59"}
    assert stands({**files, "policy.yaml": BOTH_MEASURED}, "RD501", LATER) == {
        "TCK-1": "met 0:00:00/8:00:00 by 11-21 07:59:59"
    }


def test_a_ticket_closed_on_a_day_counts_to_its_first_second(stands: Stands) -> None:
    files = ticket("11-20 09:00 opened", "11-21 closed")
    assert stands(files, "RD502", LATER) == {"TCK-1": "met 15:00:00/24:00:00 by 11-21 09:00:00"}


def test_waiting_on_a_day_counts_for_the_whole_of_it(stands: Stands) -> None:
    files = ticket(
        "11-20 09:00 opened", "11-21 waiting_client", "11-22 resumed", "11-23 06:00 closed"
    )
    assert stands(files, "RD502", LATER) == {"TCK-1": "met 21:00:01/24:00:00 by 11-23 08:59:59"}


# ── out of order ─────────────────────────────────────────────────────────────


OUT_OF_ORDER = (
    (("11-20 09:00 opened", "11-20 10:00 resumed"), 1),
    (
        (
            "11-20 09:00 opened",
            "11-20 10:00 waiting_client",
            "11-20 11:00 resumed",
            "11-20 12:00 resumed",
        ),
        3,
    ),
    (("11-20 09:00 opened", "11-20 10:00 reopened"), 1),
    (
        (
            "11-20 09:00 opened",
            "11-20 10:00 resolved",
            "11-20 11:00 reopened",
            "11-20 12:00 reopened",
        ),
        3,
    ),
    (("11-20 09:00 opened", "11-20 08:00 responded"), 1),
    (("11-20 09:00 opened", "11-20 12:00 responded", "11-20 11:59 closed"), 2),
    (("11-20 09:00 assigned", "11-20 10:00 opened"), 0),
)
TWICE = (("11-20 09:00 opened", "11-20 10:00 opened"), 1)


@pytest.mark.parametrize(("events", "index"), [*OUT_OF_ORDER, TWICE])
def test_events_out_of_order_are_not_measured_and_the_wrong_one_is_pointed_at(
    owed: Owed, stands: Stands, events: tuple[str, ...], index: int
) -> None:
    files = ticket(*events, priority="urgent")
    for code in ("RD501", "RD502"):
        (item,) = owed(files, code, LATER)
        assert (item.lack, item.pointer) == (Lack.OUT_OF_ORDER, ("events", index))
        assert stands(files, code, LATER)["TCK-1"].endswith("out_of_order")


@pytest.mark.parametrize(("events", "index"), OUT_OF_ORDER)
def test_what_is_not_measured_for_its_order_is_stated_by_the_check_in_that_place(
    make_workspace: Callable[[Files], Path], events: tuple[str, ...], index: int
) -> None:
    portfolio = workspace.read(make_workspace(ticket(*events))).portfolio
    case = Case(portfolio, datetime(2026, 12, 31, tzinfo=UTC))
    assert [one.location.pointer[:3] for one in event_out_of_order(case)] == [(0, "events", index)]


def test_events_on_whole_days_are_in_order_as_long_as_they_can_be(owed: Owed) -> None:
    files = ticket("11-20 15:00 opened", "11-20 responded", "11-20 16:00 resolved", "11-20 closed")
    (item,) = owed(files, "RD502", LATER)
    assert (item.lack, item.pointer) == (None, ("events", 0))


def test_the_clocks_beside_one_out_of_order_go_on(stands: Stands) -> None:
    files = {
        "clients/linhai/tickets.yaml": """\
- id: TCK-1
  title: 顺序不对
  events:
    - {at: 2026-11-20 09:00, type: opened}
    - {at: 2026-11-20 10:00, type: resumed}
- id: TCK-2
  title: 顺序正常
  events:
    - {at: 2026-11-20 09:00, type: opened}
"""
    }
    assert stands(files, "RD502", "2026-11-20 12:00") == {
        "TCK-1": "not_measured open out_of_order",
        "TCK-2": "running open 3:00:00/24:00:00 by 11-21 09:00:00",
    }


def test_a_ticket_that_was_never_opened_is_not_measured_and_says_why(stands: Stands) -> None:
    files = ticket("11-20 09:00 assigned by luo.jing")
    assert stands(files, "RD501", LATER) == {"TCK-1": "not_measured open out_of_order"}
    assert stands(files, "RD502", LATER) == {"TCK-1": "not_measured open out_of_order"}


def test_a_ticket_of_later_is_not_known_yet(stands: Stands) -> None:
    files = ticket("11-20 09:00 opened", "11-20 12:00 closed")
    assert stands(files, "RD502", "2026-11-20 08:59") == {}
    assert stands(files, "RD502", "2026-11-20 11:59") == {
        "TCK-1": "running open 2:59:00/24:00:00 by 11-21 09:00:00"
    }


# ── whose it is, and by which calendar ───────────────────────────────────────


def test_it_is_owed_by_whom_it_was_assigned_to_last(owed: Owed) -> None:
    files = ticket(
        "11-20 09:00 opened",
        "11-20 09:10 assigned by luo.jing",
        "11-20 09:20 assigned by fang.lei",
        "11-20 09:30 assigned",
        more="  kind: defect\n",
    )
    (item,) = owed(files, "RD502", LATER)
    assert (item.owner, item.side, item.project, item.client, item.group) == (
        "fang.lei", Side.VENDOR, "portal", "linhai", "defect",
    )  # fmt: skip


def test_without_an_assignment_it_is_owed_by_the_technical_contact_of_the_day(owed: Owed) -> None:
    closed = ticket("11-13 09:00 opened", "11-13 12:00 closed")
    assert owed(closed, "RD502", LATER)[0].owner == "luo.jing"
    is_open = ticket("11-13 09:00 opened")
    assert owed(is_open, "RD502", "2026-11-20 09:00")[0].owner == "he.tao"


def test_a_ticket_of_the_client_as_a_whole_has_no_project(owed: Owed) -> None:
    files = {
        "clients/linhai/tickets.yaml": """\
- id: TCK-1
  title: 账号权限
  events: [{at: 2026-11-20 09:00, type: opened}]
"""
    }
    (item,) = owed(files, "RD502", LATER)
    assert (item.project, item.owner, item.level, item.group) == (None, None, "normal", None)


def test_business_hours_are_the_clients_own_where_it_has_a_calendar(stands: Stands) -> None:
    policy = {"policy.yaml": "clocks:\n  ticket_closure: {calendar: business}\n"}
    files = {**policy, **ticket("11-20 17:00 opened")}
    assert stands(files, "RD502", "2026-11-20 18:00") == {
        "TCK-1": "running open 1:00:00/24:00:00 by 11-25 17:00:00"
    }
    own = {"clients/linhai/client.yaml": "name: 临海银行\ncalendar: 24x7\n"}
    assert stands({**files, **own}, "RD502", "2026-11-20 18:00") == {
        "TCK-1": "running open 1:00:00/24:00:00 by 11-21 17:00:00"
    }


# ── incidents ────────────────────────────────────────────────────────────────


def incident(*events: str, level: str = "P1", more: str = "") -> Files:
    head = f"title: 登录不可用\nproject: portal\nlevel: {level}\n{more}events:\n"
    return {"clients/linhai/incidents/INC-1.yaml": head + _events(events)}


def test_a_severe_incident_is_taken_on_within_a_quarter_of_an_hour(
    stands: Stands, owed: Owed
) -> None:
    files = incident("11-14 08:52 detected", "11-14 09:03 acknowledged by he.tao")
    assert stands(files, "RD512", "2026-11-14 09:00") == {
        "INC-1": "running open 0:08:00/0:15:00 by 11-14 09:07:00"
    }
    assert stands(files, "RD512", LATER) == {"INC-1": "met 0:11:00/0:15:00 by 11-14 09:07:00"}
    (item,) = owed(files, "RD512", LATER)
    assert (item.owner, item.level, item.project, item.pointer) == (
        "luo.jing", "P1", "portal", ("events", 0),
    )  # fmt: skip


def test_an_incident_that_nobody_took_on_is_a_breach_until_it_is_closed(stands: Stands) -> None:
    files = incident("11-14 08:52 detected", "11-14 10:00 restored", "11-14 12:52 closed")
    assert stands(files, "RD512", "2026-11-14 11:52") == {
        "INC-1": "breached open 3:00:00/0:15:00 by 11-14 09:07:00"
    }
    assert stands(files, "RD512", LATER) == {"INC-1": "breached 4:00:00/0:15:00 by 11-14 09:07:00"}


def test_the_client_works_again_within_two_hours_of_a_severe_incident(stands: Stands) -> None:
    in_time = incident("11-14 08:52 detected", "11-14 10:52 restored", "11-16 09:00 closed")
    assert stands(in_time, "RD513", LATER) == {"INC-1": "met 2:00:00/2:00:00 by 11-14 10:52:00"}
    late = incident("11-14 08:52 detected", "11-14 11:07 restored")
    assert stands(late, "RD513", LATER) == {"INC-1": "breached 2:15:00/2:00:00 by 11-14 10:52:00"}


def test_an_incident_that_was_closed_was_restored_by_then(stands: Stands) -> None:
    files = incident("11-14 08:52 detected", "11-14 10:00 closed")
    assert stands(files, "RD513", LATER) == {"INC-1": "met 1:08:00/2:00:00 by 11-14 10:52:00"}


def test_where_policy_says_so_an_incident_has_to_be_closed(stands: Stands) -> None:
    policy = {"policy.yaml": "clocks:\n  incident_restore: {stops_at: closed}\n"}
    files = incident("11-14 08:52 detected", "11-14 10:00 restored")
    assert stands({**policy, **files}, "RD513", "2026-11-14 10:53") == {
        "INC-1": "breached open 2:01:00/2:00:00 by 11-14 10:52:00"
    }


def test_levels_without_a_target_are_not_measured_and_still_listed(stands: Stands) -> None:
    files = incident("11-14 08:52 detected", level="P2")
    assert stands(files, "RD512", LATER) == {"INC-1": "not_measured open no_target"}
    assert stands(files, "RD513", LATER) == {"INC-1": "not_measured open no_target"}


def test_an_incident_out_of_order_is_not_measured(owed: Owed) -> None:
    files = incident("11-14 08:52 detected", "11-14 08:50 acknowledged")
    for code in ("RD512", "RD513"):
        (item,) = owed(files, code, LATER)
        assert (item.lack, item.pointer) == (Lack.OUT_OF_ORDER, ("events", 1))


def test_a_severe_incident_is_looked_back_on_within_five_working_days(stands: Stands) -> None:
    files = incident("11-14 08:52 detected", "11-14 11:07 restored")  # a Saturday
    assert stands(files, "RD514", "2026-11-14 11:06") == {}
    assert stands(files, "RD514", "2026-11-20 18:00") == {
        "INC-1": "at_risk open 40:00:00/40:00:00 by 11-20 18:00:00"
    }
    assert stands(files, "RD514", "2026-11-23 10:00") == {
        "INC-1": "breached open 41:00:00/40:00:00 by 11-20 18:00:00"
    }
    reviewed = incident(
        "11-14 08:52 detected",
        "11-14 11:07 restored",
        more="postmortem: {on: 2026-11-18, text: 证书到期无告警}\n",
    )
    assert stands(reviewed, "RD514", LATER) == {"INC-1": "met 16:00:00/40:00:00 by 11-20 18:00:00"}


def test_an_incident_closed_without_a_record_of_its_end_is_looked_back_on_from_then(
    owed: Owed,
) -> None:
    files = incident("11-14 08:52 detected", "11-16 09:00 closed")
    (item,) = owed(files, "RD514", LATER)
    assert (item.pointer, item.starts and item.starts.isoformat()) == (
        ("events", 1), "2026-11-16T01:00:00+00:00",
    )  # fmt: skip


def test_levels_that_policy_does_not_name_are_not_looked_back_on(stands: Stands) -> None:
    files = incident("11-14 08:52 detected", "11-14 11:07 restored", level="P2")
    assert stands(files, "RD514", LATER) == {}
    policy = {"policy.yaml": "clocks:\n  postmortem: {levels: [P1, P2]}\n"}
    assert list(stands({**policy, **files}, "RD514", LATER)) == ["INC-1"]


# ── calendars of priorities ──────────────────────────────────────────────────

PLANNED_BY_HOURS = """\
ticket_priorities:
  planned: {zh: 排期, en: Planned}
clocks:
  ticket_closure:
    targets: {planned: 10h, normal: 24h}
    calendars: {planned: business}
"""


def test_a_priority_may_be_measured_in_working_hours_while_the_others_run_round_the_clock(
    stands: Stands,
) -> None:
    # Friday 9 October 16:00, then the make-up Saturday; 9:00-12:00 and 13:00-18:00 each day
    files = {
        "policy.yaml": PLANNED_BY_HOURS,
        **ticket("10-09 16:00 opened", priority="planned"),
    }
    assert stands(files, "RD502", "2026-10-10 17:00") == {
        "TCK-1": "at_risk open 9:00:00/10:00:00 by 10-10 18:00:00"
    }
    normal = {"policy.yaml": PLANNED_BY_HOURS, **ticket("10-09 16:00 opened")}
    assert stands(normal, "RD502", "2026-10-10 10:00") == {
        "TCK-1": "at_risk open 18:00:00/24:00:00 by 10-10 16:00:00"
    }


def test_a_new_priority_brings_its_calendar_and_counts_from_the_opening(stands: Stands) -> None:
    files = {
        "policy.yaml": PLANNED_BY_HOURS,
        **ticket("10-09 16:00 opened", "10-10 10:00 priority_changed to planned"),
    }
    assert stands(files, "RD502", "2026-10-10 17:00") == {
        "TCK-1": "at_risk open 9:00:00/10:00:00 by 10-10 18:00:00"
    }
