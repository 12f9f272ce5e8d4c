"""How a promise stands: each state, each bound to the second, and what must hold for any clock."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import accumulate
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rdclient.model.client import Side
from rdclient.model.service import Ticket
from rdclient.obligations.base import Break, Lack, Obligation, Standing, State, Target
from rdclient.obligations.judge import judge
from rdclient.store import calendarfile, policyfile
from rdclient.worktime import Duration, WorkCalendar, natural

ZONE = ZoneInfo("Asia/Shanghai")
ALWAYS = natural(ZONE)
CN = calendarfile.shipped(ZONE).usable["cn"]
"""Monday to Friday, 09:00-12:00 and 13:00-18:00; what was off and made up for in 2024 to 2026."""
NEVER = WorkCalendar("never", ZONE, {})
HOUR = timedelta(hours=1)


def at(label: str) -> datetime:
    return datetime.fromisoformat(f"2026-{label}").replace(tzinfo=ZONE)


def budget(text: str | None) -> Duration | None:
    return Duration.parse(text) if text else None


def owed(since: str | None = None, allowed: str | None = None, **fields: object) -> Obligation:
    """An obligation round the clock; ``allowed`` is its only target."""
    begun = at(since) if since else None
    whole: dict[str, object] = {
        "code": "RD502",
        "record": Ticket(id="TCK-1", title="A ticket"),
        "item": "TCK-1",
        "title": "A ticket",
        "side": Side.VENDOR,
        "starts": begun,
        "policy": policyfile.shipped(),
        "calendar": ALWAYS,
        "targets": (Target(begun, budget(allowed)),) if begun and allowed else (),
    }
    return Obligation(**(whole | fields))  # type: ignore[arg-type]


def targets(*rows: tuple[str, str | None]) -> tuple[Target, ...]:
    return tuple(Target(at(since), budget(allowed)) for since, allowed in rows)


def wait(start: str, end: str | None = None) -> Break:
    return Break(at(start), at(end) if end else None, "waiting_client")


def stands(obligation: Obligation, as_of: str) -> str:
    """``state``, ``open`` while it is to be done, ``used/allowed``, and the deadline."""
    return spoken(judge(obligation, as_of=at(as_of)))


def spoken(standing: Standing) -> str:
    words = [standing.state.value]
    if standing.is_open:
        words.append("open")
    if standing.elapsed is not None and standing.allowed is not None:
        words.append(f"{clock(standing.elapsed)}/{clock(standing.allowed)}")
    if standing.deadline is not None:
        words.append(f"by {standing.deadline.astimezone(ZONE):%m-%d %H:%M:%S}")
    if standing.lack is not None:
        words.append(standing.lack.value)
    return " ".join(words)


def clock(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


# ── the bounds, to the second ────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("11-20 09:00:00", "running open 0:00:00/2:00:00 by 11-20 11:00:00"),
        ("11-20 10:29:59", "running open 1:29:59/2:00:00 by 11-20 11:00:00"),
        ("11-20 10:30:00", "at_risk open 1:30:00/2:00:00 by 11-20 11:00:00"),
        ("11-20 11:00:00", "at_risk open 2:00:00/2:00:00 by 11-20 11:00:00"),
        ("11-20 11:00:01", "breached open 2:00:01/2:00:00 by 11-20 11:00:00"),
    ],
)
def test_what_is_open_runs_is_at_risk_from_three_quarters_and_is_broken_after_the_last_second(
    as_of: str, expected: str
) -> None:
    assert stands(owed("11-20 09:00", "2h"), as_of) == expected


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ("11-20 09:00:00", "met 0:00:00/2:00:00 by 11-20 11:00:00"),
        ("11-20 11:00:00", "met 2:00:00/2:00:00 by 11-20 11:00:00"),
        ("11-20 11:00:01", "breached 2:00:01/2:00:00 by 11-20 11:00:00"),
    ],
)
def test_what_was_done_in_the_last_second_is_met_and_one_second_later_it_is_not(
    done: str, expected: str
) -> None:
    item = owed("11-20 09:00", "2h", discharged=at(done))
    assert stands(item, "12-31 23:00") == expected


def test_what_is_done_later_is_still_open() -> None:
    item = owed("11-20 09:00", "2h", discharged=at("11-20 10:00"))
    assert stands(item, "11-20 09:59:59") == "running open 0:59:59/2:00:00 by 11-20 11:00:00"
    assert stands(item, "11-20 10:00:00") == "met 1:00:00/2:00:00 by 11-20 11:00:00"


def test_what_was_done_before_it_began_took_no_time() -> None:
    item = owed("11-20 23:59:59", "2h", discharged=at("11-20 10:00"))
    assert stands(item, "11-22 10:00") == "met 0:00:00/2:00:00 by 11-21 01:59:59"


def test_the_share_from_which_it_is_at_risk_is_the_policys() -> None:
    shipped = policyfile.shipped()
    clocks = shipped.clocks.model_copy(update={"at_risk_percent": 50})
    item = owed("11-20 09:00", "2h", policy=shipped.model_copy(update={"clocks": clocks}))
    assert judge(item, as_of=at("11-20 09:59:59")).state is State.RUNNING
    assert judge(item, as_of=at("11-20 10:00:00")).state is State.AT_RISK


def test_what_is_left_is_negative_once_it_is_overdrawn() -> None:
    item = owed("11-20 09:00", "2h")
    assert judge(item, as_of=at("11-20 10:30")).remaining == 1800
    assert judge(item, as_of=at("11-20 11:30")).remaining == -1800
    assert judge(owed(), as_of=at("11-20 10:30")).remaining is None


# ── open hours ───────────────────────────────────────────────────────────────


def test_hours_of_business_time_go_on_after_lunch_and_after_the_weekend() -> None:
    item = owed("11-20 10:00", "10h", calendar=CN)  # a Friday
    assert stands(item, "11-20 12:30") == "running open 2:00:00/10:00:00 by 11-23 12:00:00"
    assert stands(item, "11-22 12:00") == "running open 7:00:00/10:00:00 by 11-23 12:00:00"


def test_what_begins_outside_open_hours_counts_from_the_next_opening() -> None:
    item = owed("11-20 20:00", "1h", calendar=CN)
    assert stands(item, "11-23 09:30") == "running open 0:30:00/1:00:00 by 11-23 10:00:00"


def test_a_budget_used_up_at_closing_time_ends_there_and_is_not_overdrawn_until_work_begins() -> (
    None
):
    item = owed("11-20 16:00", "2h", calendar=CN)
    assert stands(item, "11-20 18:00") == "at_risk open 2:00:00/2:00:00 by 11-20 18:00:00"
    assert stands(item, "11-23 09:00") == "at_risk open 2:00:00/2:00:00 by 11-20 18:00:00"
    assert stands(item, "11-23 09:00:01") == "breached open 2:00:01/2:00:00 by 11-20 18:00:00"


# ── working days and calendar days ───────────────────────────────────────────


@pytest.mark.parametrize(
    ("starts", "allowed", "deadline"),
    [
        ("11-20 10:00", "1wd", "11-23 18:00:00"),
        ("11-20 00:00", "1wd", "11-23 18:00:00"),
        ("11-20 23:59:59", "1wd", "11-23 18:00:00"),
        ("11-21 10:00", "1wd", "11-23 18:00:00"),
        ("02-13 10:00", "2wd", "02-24 18:00:00"),  # Saturday the 14th is worked, then ten days off
        ("02-13 10:00", "1wd", "02-14 18:00:00"),
        ("09-30 17:00", "2wd", "10-09 18:00:00"),
        ("11-20 10:00", "0wd", "11-20 18:00:00"),
    ],
)
def test_working_days_end_at_the_closing_time_of_the_last_one(
    starts: str, allowed: str, deadline: str
) -> None:
    standing = judge(owed(starts, allowed, calendar=CN), as_of=at(starts))
    assert standing.deadline == at(deadline)


@pytest.mark.parametrize(
    ("starts", "allowed", "deadline"),
    [
        ("11-20 10:00", "3cd", "11-23 23:59:59"),
        ("11-20 23:59:59", "1cd", "11-21 23:59:59"),
        ("02-14 10:00", "2cd", "02-16 23:59:59"),
        ("11-20 10:00", "0cd", "11-20 23:59:59"),
    ],
)
def test_calendar_days_end_with_the_last_second_of_the_last_one_on_any_calendar(
    starts: str, allowed: str, deadline: str
) -> None:
    item = owed(starts, allowed, calendar=CN)
    assert judge(item, as_of=at(starts)).deadline == at(deadline)
    assert judge(item, as_of=at(deadline)).state is State.AT_RISK
    assert judge(item, as_of=at(deadline) + timedelta(seconds=1)).state is State.BREACHED


def test_the_last_minute_of_a_calendar_day_counts() -> None:
    item = owed("11-20 00:00", "1cd")
    assert stands(item, "11-21 23:59") == "at_risk open 47:59:00/47:59:59 by 11-21 23:59:59"


def test_working_days_are_judged_to_the_second_too() -> None:
    item = owed("11-20 10:00", "1wd", calendar=CN)
    assert stands(item, "11-23 18:00") == "at_risk open 15:00:00/15:00:00 by 11-23 18:00:00"
    assert stands(item, "11-24 09:00") == "at_risk open 15:00:00/15:00:00 by 11-23 18:00:00"
    assert stands(item, "11-24 09:01") == "breached open 15:01:00/15:00:00 by 11-23 18:00:00"


def test_a_day_of_the_calendars_zone_is_meant_not_of_the_readers() -> None:
    starts = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)  # Saturday 01:30 in Shanghai
    item = owed("11-21 01:30", "1wd", calendar=CN, starts=starts)
    assert judge(item, as_of=starts).deadline == at("11-23 18:00")


# ── pauses ───────────────────────────────────────────────────────────────────


def test_while_it_waits_there_is_no_deadline_and_what_is_left_stands_still() -> None:
    item = owed("11-20 09:00", "2h", breaks=(wait("11-20 09:30"),))
    assert stands(item, "11-20 09:30") == "paused open 0:30:00/2:00:00"
    assert stands(item, "12-20 09:30") == "paused open 0:30:00/2:00:00"
    assert judge(item, as_of=at("12-20 09:30")).remaining == 5400


def test_a_wait_that_ended_moves_the_deadline_by_its_length() -> None:
    item = owed("11-20 09:00", "2h", breaks=(wait("11-20 09:30", "11-20 17:30"),))
    assert stands(item, "11-20 17:29:59") == "paused open 0:30:00/2:00:00"
    assert stands(item, "11-20 17:30") == "running open 0:30:00/2:00:00 by 11-20 19:00:00"
    assert stands(item, "11-20 19:00:01") == "breached open 2:00:01/2:00:00 by 11-20 19:00:00"


def test_waits_that_overlap_are_taken_off_once() -> None:
    breaks = (wait("11-20 09:30", "11-20 10:30"), wait("11-20 10:00", "11-20 11:00"))
    item = owed("11-20 09:00", "2h", breaks=breaks)
    assert stands(item, "11-20 11:30") == "running open 1:00:00/2:00:00 by 11-20 12:30:00"
    again = item._replace(breaks=tuple(reversed(breaks)))
    assert stands(again, "11-20 11:30") == "running open 1:00:00/2:00:00 by 11-20 12:30:00"


def test_a_wait_outside_open_hours_changes_nothing() -> None:
    item = owed("11-20 17:00", "2h", calendar=CN)
    waited = item._replace(breaks=(wait("11-20 18:00", "11-23 09:00"),))
    for moment in ("11-20 17:30", "11-23 09:30", "11-23 10:00", "11-23 10:01"):
        assert stands(waited, moment) == stands(item, moment)
    assert stands(waited, "11-22 12:00") == "paused open 1:00:00/2:00:00"


def test_a_wait_is_taken_off_in_open_hours_not_in_hours_of_the_clock() -> None:
    item = owed("11-20 16:00", "4h", calendar=CN, breaks=(wait("11-20 17:00", "11-23 10:00"),))
    assert stands(item, "11-23 10:00") == "running open 1:00:00/4:00:00 by 11-23 14:00:00"


def test_a_wait_that_went_on_when_it_was_done_is_taken_off_as_far_as_that() -> None:
    item = owed(
        "11-20 09:00",
        "2h",
        breaks=(wait("11-20 10:00"),),
        discharged=at("11-21 09:00"),
    )
    assert stands(item, "11-22 09:00") == "met 1:00:00/2:00:00 by 11-21 10:00:00"


def test_a_wait_that_was_to_end_after_it_was_done_moves_the_deadline_only_so_far() -> None:
    item = owed(
        "11-20 09:00",
        "2h",
        breaks=(wait("11-20 10:00", "11-20 12:00"),),
        discharged=at("11-20 11:00"),
    )
    assert stands(item, "11-22 09:00") == "met 1:00:00/2:00:00 by 11-20 12:00:00"


def test_what_was_overdrawn_before_the_wait_is_broken_and_not_paused() -> None:
    item = owed("11-20 09:00", "2h", breaks=(wait("11-20 11:30"),))
    assert stands(item, "11-20 15:00") == "breached open 2:30:00/2:00:00 by 11-20 11:00:00"


def test_a_wait_of_later_does_not_exist_yet() -> None:
    item = owed("11-20 09:00", "2h", breaks=(wait("11-20 10:00", "11-20 12:00"),))
    assert stands(item, "11-20 09:45") == "running open 0:45:00/2:00:00 by 11-20 11:00:00"


def test_waits_before_the_start_and_after_the_end_take_nothing_off() -> None:
    breaks = (wait("11-20 08:00", "11-20 09:30"), wait("11-20 12:00", "11-20 15:00"))
    item = owed("11-20 09:00", "2h", breaks=breaks, discharged=at("11-20 11:00"))
    assert stands(item, "11-22 09:00") == "met 1:30:00/2:00:00 by 11-20 11:30:00"


def test_time_until_it_was_reopened_is_not_counted() -> None:
    rest = Break(at("11-17 16:00"), at("11-19 10:00"), "resolved")
    item = owed("11-16 20:00", "24h", breaks=(rest,))
    assert stands(item, "11-19 10:00") == "at_risk open 20:00:00/24:00:00 by 11-19 14:00:00"


# ── targets that change ──────────────────────────────────────────────────────


def test_a_new_target_counts_from_the_original_start_and_keeps_the_waits() -> None:
    item = owed(
        "11-20 09:00",
        targets=targets(("11-20 09:00", "24h"), ("11-20 12:00", "4h")),
        breaks=(wait("11-20 10:00", "11-20 11:00"),),
    )
    assert stands(item, "11-20 11:30") == "running open 1:30:00/24:00:00 by 11-21 10:00:00"
    assert stands(item, "11-20 12:30") == "running open 2:30:00/4:00:00 by 11-20 14:00:00"
    assert stands(item, "11-20 14:00:01") == "breached open 4:00:01/4:00:00 by 11-20 14:00:00"


def test_a_target_that_is_overdrawn_when_it_is_set_is_broken_at_once() -> None:
    item = owed("11-20 09:00", targets=targets(("11-20 09:00", "24h"), ("11-20 17:00", "2h")))
    assert stands(item, "11-20 17:00:00") == "running open 8:00:00/24:00:00 by 11-21 09:00:00"
    assert stands(item, "11-20 17:00:01") == "breached open 8:00:01/2:00:00 by 11-20 11:00:00"


def test_a_breach_stays_when_a_longer_target_is_set_later() -> None:
    item = owed("11-20 09:00", targets=targets(("11-20 09:00", "2h"), ("11-20 11:00:01", "24h")))
    assert stands(item, "11-20 12:00") == "breached open 3:00:00/2:00:00 by 11-20 11:00:00"
    done = item._replace(discharged=at("11-20 12:00"))
    assert stands(done, "11-22 12:00") == "breached 3:00:00/2:00:00 by 11-20 11:00:00"


def test_a_longer_target_set_in_the_last_second_is_in_time() -> None:
    item = owed("11-20 09:00", targets=targets(("11-20 09:00", "2h"), ("11-20 11:00:00", "24h")))
    assert stands(item, "11-20 12:00") == "running open 3:00:00/24:00:00 by 11-21 09:00:00"


def test_a_breach_of_the_first_of_three_targets_stays() -> None:
    item = owed(
        "11-20 09:00",
        targets=targets(("11-20 09:00", "1h"), ("11-20 11:00", "8h"), ("11-20 12:00", "24h")),
    )
    assert stands(item, "11-20 13:00") == "breached open 4:00:00/1:00:00 by 11-20 10:00:00"


def test_the_deadline_stays_the_one_first_missed_when_the_longer_target_is_missed_too() -> None:
    item = owed("11-20 09:00", targets=targets(("11-20 09:00", "2h"), ("11-20 12:00", "24h")))
    assert stands(item, "11-21 09:00:01") == "breached open 24:00:01/2:00:00 by 11-20 11:00:00"


def test_a_wait_under_the_earlier_target_keeps_it_from_being_broken() -> None:
    item = owed(
        "11-20 09:00",
        targets=targets(("11-20 09:00", "2h"), ("11-20 15:00", "24h")),
        breaks=(wait("11-20 10:00", "11-20 15:00"),),
    )
    assert stands(item, "11-20 16:00") == "running open 2:00:00/24:00:00 by 11-21 14:00:00"


def test_nothing_is_measured_until_there_is_a_target_and_then_from_the_start() -> None:
    item = owed("11-20 09:00", targets=targets(("11-20 09:00", None), ("11-20 10:00", "2h")))
    assert stands(item, "11-20 09:30") == "not_measured open no_target"
    assert stands(item, "11-20 10:30") == "at_risk open 1:30:00/2:00:00 by 11-20 11:00:00"


def test_a_breach_of_a_target_that_came_later_stays_too() -> None:
    item = owed(
        "11-20 09:00",
        targets=targets(("11-20 09:00", None), ("11-20 10:00", "2h"), ("11-20 12:00", "24h")),
    )
    assert stands(item, "11-20 13:00") == "breached open 4:00:00/2:00:00 by 11-20 11:00:00"


def test_a_target_taken_back_in_time_leaves_nothing_to_measure() -> None:
    item = owed("11-20 09:00", targets=targets(("11-20 09:00", "2h"), ("11-20 10:00", None)))
    assert stands(item, "11-20 15:00") == "not_measured open no_target"


def test_a_target_taken_back_after_the_breach_leaves_the_breach() -> None:
    item = owed("11-20 09:00", targets=targets(("11-20 09:00", "2h"), ("11-20 12:00", None)))
    assert stands(item, "11-20 15:00") == "breached open 6:00:00/2:00:00 by 11-20 11:00:00"


def test_a_target_set_in_the_moment_it_was_done_comes_too_late() -> None:
    item = owed(
        "11-20 09:00",
        targets=targets(("11-20 09:00", "24h"), ("11-20 15:00", "2h")),
        discharged=at("11-20 15:00"),
    )
    assert stands(item, "11-22 09:00") == "met 6:00:00/24:00:00 by 11-21 09:00:00"


# ── what is not measured ─────────────────────────────────────────────────────


def test_without_a_target_it_is_not_measured_and_not_met() -> None:
    item = owed("11-20 09:00", targets=targets(("11-20 09:00", None)))
    assert stands(item, "11-25 09:00") == "not_measured open no_target"
    done = item._replace(discharged=at("11-20 10:00"))
    assert stands(done, "11-25 09:00") == "not_measured no_target"


def test_without_its_calendar_it_is_not_measured() -> None:
    item = owed("11-20 09:00", "2h", calendar=None)
    assert stands(item, "11-25 09:00") == "not_measured open no_calendar"


def test_what_was_dropped_in_time_is_not_measured() -> None:
    item = owed("11-20 09:00", "2h", gone=at("11-20 11:00"))
    assert stands(item, "11-20 10:59") == "at_risk open 1:59:00/2:00:00 by 11-20 11:00:00"
    assert stands(item, "11-25 09:00") == "not_measured cancelled"


def test_what_was_dropped_after_the_breach_stays_broken_and_is_done_with() -> None:
    item = owed("11-20 09:00", "2h", gone=at("11-20 11:00:01"))
    assert stands(item, "11-25 09:00") == "breached 2:00:01/2:00:00 by 11-20 11:00:00"


def test_what_was_done_before_it_was_dropped_is_met() -> None:
    item = owed("11-20 09:00", "2h", discharged=at("11-20 10:00"), gone=at("11-20 10:30"))
    assert stands(item, "11-25 09:00") == "met 1:00:00/2:00:00 by 11-20 11:00:00"
    same = item._replace(gone=at("11-20 10:00"))
    assert stands(same, "11-25 09:00") == "met 1:00:00/2:00:00 by 11-20 11:00:00"
    before = item._replace(gone=at("11-20 09:30"))
    assert stands(before, "11-25 09:00") == "not_measured cancelled"


@pytest.mark.parametrize("lack", [Lack.OUT_OF_ORDER, Lack.LARGE, Lack.NO_DUE])
def test_a_lack_is_stated_whatever_else_holds(lack: Lack) -> None:
    item = owed("11-20 09:00", "2h", lack=lack)
    assert stands(item, "11-25 09:00") == f"not_measured open {lack.value}"
    done = item._replace(discharged=at("11-20 10:00"))
    assert stands(done, "11-25 09:00") == f"not_measured {lack.value}"


def test_a_period_without_a_working_day_is_waived_and_nothing_is_to_be_done() -> None:
    item = owed("02-16 00:00", due=at("02-20 23:59:59"), lack=Lack.NO_WORKDAY, is_cadence=True)
    assert stands(item, "02-25 09:00") == "waived by 02-20 23:59:59 no_workday"


def test_a_calendar_that_never_opens_measures_nothing_and_ends() -> None:
    for allowed in ("2h", "1wd"):
        item = owed("11-20 09:00", allowed, calendar=NEVER)
        standing = judge(item, as_of=at("11-25 09:00"))
        assert (standing.state, standing.lack) == (State.NOT_MEASURED, Lack.NEVER_OPEN)
        assert dict(standing.facts) == {"calendar": "never"}


# ── years the calendar does not cover ────────────────────────────────────────


@pytest.mark.parametrize("allowed", ["10h", "1wd"])
def test_a_clock_that_runs_into_a_year_not_covered_is_not_measured_and_says_which(
    allowed: str,
) -> None:
    item = owed("12-31 14:00", allowed, calendar=CN)
    standing = judge(item, as_of=at("12-31 15:00"))
    assert spoken(standing) == "not_measured open not_covered"
    assert dict(standing.facts) == {"calendar": "cn", "year": 2027}


def test_a_clock_that_ends_before_that_year_is_measured() -> None:
    item = owed("12-31 14:00", "4h", calendar=CN)
    assert stands(item, "12-31 15:00") == "running open 1:00:00/4:00:00 by 12-31 18:00:00"


@pytest.mark.parametrize("allowed", ["10h", "2wd", "20wd"])
def test_what_was_done_before_the_year_not_covered_is_met(allowed: str) -> None:
    item = owed("12-31 14:00", allowed, calendar=CN, discharged=at("12-31 16:00"))
    standing = judge(item, as_of=datetime(2027, 1, 10, tzinfo=ZONE))
    assert (standing.state, standing.is_open, standing.elapsed) == (State.MET, False, 7200)
    assert standing.deadline is None


def test_what_was_dropped_before_the_year_not_covered_is_not_measured_for_that_reason() -> None:
    item = owed("12-31 14:00", "2wd", calendar=CN, gone=at("12-31 16:00"))
    assert stands(item, "12-31 17:00") == "not_measured cancelled"


def test_what_was_done_in_the_year_not_covered_is_not_measured() -> None:
    done = datetime(2027, 1, 4, 10, tzinfo=ZONE)
    for allowed in ("10h", "2wd"):
        item = owed("12-31 14:00", allowed, calendar=CN, discharged=done)
        standing = judge(item, as_of=datetime(2027, 1, 10, tzinfo=ZONE))
        assert (standing.state, standing.lack) == (State.NOT_MEASURED, Lack.NOT_COVERED)


def test_a_breach_before_the_year_not_covered_is_a_breach() -> None:
    item = owed(
        "12-31 09:00",
        calendar=CN,
        targets=targets(("12-31 09:00", "20wd"), ("12-31 14:00", "2h")),
        discharged=at("12-31 16:00"),
    )
    assert stands(item, "12-31 17:00") == "breached 6:00:00/2:00:00 by 12-31 11:00:00"


def test_a_breach_stays_one_in_the_year_not_covered_but_nobody_can_tell_by_how_much() -> None:
    new_year = datetime(2027, 1, 10, tzinfo=ZONE)
    item = owed("12-30 14:00", "10h", calendar=CN)
    standing = judge(item, as_of=new_year)
    assert spoken(standing) == "breached open by 12-31 16:00:00"
    assert (standing.allowed, standing.elapsed, standing.remaining) == (36000, None, None)
    done = item._replace(discharged=datetime(2027, 1, 4, 10, tzinfo=ZONE))
    assert spoken(judge(done, as_of=new_year)) == "breached by 12-31 16:00:00"
    exactly = judge(owed("12-30 14:00", "12h", calendar=CN), as_of=new_year)
    assert spoken(exactly) == "not_measured open not_covered"


def test_a_cadence_missed_before_the_year_not_covered_stays_without_record_or_late() -> None:
    new_year = datetime(2027, 1, 10, tzinfo=ZONE)
    item = owed("12-29 14:00", "1wd", calendar=CN, is_cadence=True)
    assert spoken(judge(item, as_of=new_year)) == "no_record by 12-30 18:00:00"
    late = item._replace(discharged=datetime(2027, 1, 4, 10, tzinfo=ZONE))
    assert spoken(judge(late, as_of=new_year)) == "late by 12-30 18:00:00"


def test_what_began_in_a_year_not_covered_is_not_measured() -> None:
    starts = datetime(2027, 1, 4, 10, tzinfo=ZONE)
    for allowed in ("10h", "2wd"):
        item = owed("12-31 14:00", allowed, calendar=CN, starts=starts)
        standing = judge(item, as_of=datetime(2027, 1, 20, tzinfo=ZONE))
        assert spoken(standing) == "not_measured open not_covered"


def test_round_the_clock_needs_no_year_and_calendar_days_neither() -> None:
    for allowed, deadline in (("48h", "2027-01-02 14:00:00"), ("2cd", "2027-01-02 23:59:59")):
        item = owed("12-31 14:00", allowed, calendar=ALWAYS if allowed == "48h" else CN)
        standing = judge(item, as_of=datetime(2027, 1, 1, tzinfo=ZONE))
        assert standing.state is State.RUNNING
        assert f"{standing.deadline.astimezone(ZONE):%Y-%m-%d %H:%M:%S}" == deadline


def test_where_the_week_is_taken_beyond_the_years_covered_the_figure_is_provisional() -> None:
    guessing = replace(CN, is_weekly_beyond=True)
    item = owed("12-31 14:00", "10h", calendar=guessing)
    standing = judge(item, as_of=at("12-31 15:00"))
    assert (standing.state, standing.is_provisional) == (State.RUNNING, True)
    assert standing.deadline == datetime(2027, 1, 1, 16, tzinfo=ZONE)
    inside = owed("12-30 14:00", "4h", calendar=guessing)
    assert not judge(inside, as_of=at("12-30 15:00")).is_provisional
    assert not judge(owed("12-31 14:00", "48h"), as_of=at("12-31 15:00")).is_provisional


# ── a promised date ──────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("11-16 00:00:00", "running open 0:00:00/47:59:59 by 11-17 23:59:59"),
        ("11-17 11:59:59", "running open 35:59:59/47:59:59 by 11-17 23:59:59"),
        ("11-17 12:00:00", "at_risk open 36:00:00/47:59:59 by 11-17 23:59:59"),
        ("11-17 23:59:59", "at_risk open 47:59:59/47:59:59 by 11-17 23:59:59"),
        ("11-18 00:00:00", "breached open 48:00:00/47:59:59 by 11-17 23:59:59"),
    ],
)
def test_what_is_due_on_a_day_is_in_time_until_its_last_second(as_of: str, expected: str) -> None:
    item = owed("11-16 00:00", due=at("11-17 23:59:59"), is_due_day=True)
    assert stands(item, as_of) == expected


def test_against_a_date_it_is_done_in_time_late_or_dropped() -> None:
    item = owed("11-16 00:00", due=at("11-17 18:00"))
    in_time = item._replace(discharged=at("11-17 18:00"))
    late = item._replace(discharged=at("11-17 18:00:01"))
    dropped = item._replace(gone=at("11-17 18:00"))
    dropped_late = item._replace(gone=at("11-17 18:00:01"))
    assert stands(in_time, "11-20 09:00") == "met 42:00:00/42:00:00 by 11-17 18:00:00"
    assert stands(late, "11-20 09:00") == "breached 42:00:01/42:00:00 by 11-17 18:00:00"
    assert stands(dropped, "11-20 09:00") == "not_measured by 11-17 18:00:00 cancelled"
    assert stands(dropped_late, "11-20 09:00") == "breached 42:00:01/42:00:00 by 11-17 18:00:00"


def test_a_date_counts_although_nothing_says_since_when() -> None:
    item = owed(due=at("11-17 18:00"))
    assert stands(item, "11-17 18:00:00") == "running open by 11-17 18:00:00"
    assert stands(item, "11-17 18:00:01") == "breached open by 11-17 18:00:00"


# ── cadences ─────────────────────────────────────────────────────────────────


def test_a_period_that_passed_without_evidence_has_no_record_and_is_not_called_broken() -> None:
    week = owed("11-16 00:00", due=at("11-22 23:59:59"), is_cadence=True)
    assert judge(week, as_of=at("11-22 23:59:59")).state is State.AT_RISK
    passed = judge(week, as_of=at("11-23 00:00"))
    assert (passed.state, passed.is_open) == (State.NO_RECORD, False)


def test_evidence_in_its_period_meets_it_and_later_evidence_is_late() -> None:
    week = owed("11-16 00:00", due=at("11-22 23:59:59"), is_cadence=True)
    met = week._replace(discharged=at("11-22 23:59:59"))
    late = week._replace(discharged=at("11-23 00:00"))
    assert judge(met, as_of=at("11-30 09:00")).state is State.MET
    assert judge(late, as_of=at("11-30 09:00")).state is State.LATE
    assert judge(late, as_of=at("11-22 09:00")).state is State.AT_RISK


def test_missing_evidence_within_a_length_of_time_has_no_record_either() -> None:
    item = owed("11-20 10:00", "1wd", calendar=CN, is_cadence=True)
    assert judge(item, as_of=at("11-23 18:00")).state is State.AT_RISK
    assert stands(item, "11-24 09:00:01") == "no_record 15:00:01/15:00:00 by 11-23 18:00:00"
    late = item._replace(discharged=at("11-24 09:00:01"))
    assert stands(late, "11-30 09:00") == "late 15:00:01/15:00:00 by 11-23 18:00:00"


# ── what must hold for any clock ─────────────────────────────────────────────

_FIRST = datetime(2026, 11, 16, tzinfo=UTC)
_MINUTES = st.integers(0, 14 * 1440)
_BUDGETS = st.sampled_from(["15m", "2h", "24h", "40h", "1wd", "3wd", "2cd", None])


def _when(minutes: int) -> datetime:
    return _FIRST + timedelta(minutes=minutes)


_MOMENTS = _MINUTES.map(_when)


@st.composite
def breaks(draw: st.DrawFn) -> Break:
    start = draw(_MINUTES)
    lasts = draw(st.none() | st.integers(0, 4000))
    return Break(_when(start), None if lasts is None else _when(start + lasts), "waiting_client")


@st.composite
def obligations(draw: st.DrawFn) -> Obligation:
    """One with waits, changes of its target and an end, in any order, over two weeks."""
    starts = draw(_MINUTES)
    steps = draw(st.lists(st.integers(1, 3000), max_size=3))
    changes = [Target(_when(m), budget(draw(_BUDGETS))) for m in accumulate([starts, *steps])]
    return owed(
        starts=_when(starts),
        calendar=draw(st.sampled_from([ALWAYS, CN])),
        targets=tuple(changes),
        breaks=tuple(draw(st.lists(breaks(), max_size=3))),
        discharged=draw(st.none() | _MOMENTS),
        gone=draw(st.none() | _MOMENTS),
        is_cadence=draw(st.booleans()),
    )


def _as_known(item: Obligation, as_of: datetime) -> Obligation:
    """The same without what happened after a moment."""
    known = tuple(
        one._replace(end=one.end if one.end and one.end <= as_of else None)
        for one in item.breaks
        if one.start <= as_of
    )
    first, *later = item.targets
    return item._replace(
        targets=(first, *(one for one in later if one.since <= as_of)),
        breaks=known,
        discharged=item.discharged if item.discharged and item.discharged <= as_of else None,
        gone=item.gone if item.gone and item.gone <= as_of else None,
    )


@given(obligations(), _MOMENTS)
def test_what_happens_later_changes_nothing(item: Obligation, as_of: datetime) -> None:
    assert judge(item, as_of=as_of) == judge(_as_known(item, as_of), as_of=as_of)


@given(obligations(), _MOMENTS, breaks())
def test_one_more_wait_never_makes_it_worse(item: Obligation, as_of: datetime, more: Break) -> None:
    before = judge(item, as_of=as_of)
    after = judge(item._replace(breaks=(*item.breaks, more)), as_of=as_of)
    missed = {State.BREACHED, State.NO_RECORD, State.LATE}
    assert after.state not in missed or before.state in missed
    if before.elapsed is not None and after.elapsed is not None:
        assert after.elapsed <= before.elapsed
    if before.deadline and after.deadline and before.allowed == after.allowed:
        assert after.deadline >= before.deadline


@given(obligations(), _MOMENTS, st.integers(-12 * 60, 14 * 60))
def test_the_offset_in_which_instants_are_written_does_not_matter(
    item: Obligation, as_of: datetime, offset: int
) -> None:
    zone = timezone(timedelta(minutes=offset))

    def moved(moment: datetime | None) -> datetime | None:
        return moment.astimezone(zone) if moment else None

    same = item._replace(
        starts=moved(item.starts),
        targets=tuple(one._replace(since=moved(one.since)) for one in item.targets),
        breaks=tuple(b._replace(start=moved(b.start), end=moved(b.end)) for b in item.breaks),
        discharged=moved(item.discharged),
        gone=moved(item.gone),
    )
    assert judge(same, as_of=as_of.astimezone(zone)) == judge(item, as_of=as_of)


@given(obligations(), _MOMENTS, st.integers(1, 5000))
def test_what_was_missed_stays_missed_and_what_was_met_stays_met(
    item: Obligation, as_of: datetime, later: int
) -> None:
    before = judge(item, as_of=as_of)
    after = judge(item, as_of=as_of + timedelta(minutes=later))
    if before.state in {State.BREACHED, State.NO_RECORD, State.LATE}:
        assert after.state in {State.BREACHED, State.NO_RECORD, State.LATE}
    if before.state is State.MET:
        assert after == before


@given(obligations(), _MOMENTS)
def test_it_is_in_time_exactly_when_no_more_than_the_budget_was_used(
    item: Obligation, as_of: datetime
) -> None:
    single = item._replace(targets=item.targets[:1], gone=None)
    standing = judge(single, as_of=as_of)
    if standing.remaining is not None:
        in_time = {State.RUNNING, State.AT_RISK, State.PAUSED, State.MET}
        assert (standing.state in in_time) == (standing.remaining >= 0)
        assert standing.deadline is None or standing.deadline >= single.starts


def test_a_target_may_be_measured_on_a_calendar_of_its_own() -> None:
    begun = at("11-20 17:00")
    own = Target(begun, budget("2h"), calendar=CN)
    item = owed("11-20 17:00", targets=(own,))
    assert stands(item, "11-23 09:30") == "at_risk open 1:30:00/2:00:00 by 11-23 10:00:00"
