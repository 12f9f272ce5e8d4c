"""Escalation: which levels an open promise has reached, and since when."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from rdclient.model.client import Side
from rdclient.model.service import Ticket
from rdclient.obligations.base import Obligation, Target
from rdclient.obligations.escalation import levels
from rdclient.obligations.judge import judge
from rdclient.store import policyfile
from rdclient.worktime import Duration, WorkCalendar, natural

ZONE = ZoneInfo("Asia/Shanghai")
YEAR = WorkCalendar(
    "house", ZONE, dict.fromkeys(range(1, 6), ((9 * 3600, 17 * 3600),)), covers=frozenset({2026})
)


def at(label: str) -> datetime:
    return datetime.fromisoformat(label).replace(tzinfo=ZONE)


def owed(since: str | None = None, allowed: str | None = None, **fields: object) -> Obligation:
    begun = at(since) if since else None
    whole: dict[str, object] = {
        "code": "RD502",
        "record": Ticket(id="TCK-1", title="A ticket"),
        "item": "TCK-1",
        "title": "A ticket",
        "side": Side.VENDOR,
        "starts": begun,
        "policy": policyfile.shipped(),
        "calendar": natural(ZONE),
        "targets": (Target(begun, Duration.parse(allowed)),) if begun and allowed else (),
    }
    return Obligation(**(whole | fields))  # type: ignore[arg-type]


def reached(obligation: Obligation, as_of: str) -> dict[int, str]:
    moment = at(as_of)
    found = levels(obligation, judge(obligation, as_of=moment), as_of=moment)
    return {
        one.percent: f"{one.since.astimezone(ZONE):%m-%d %H:%M:%S}" if one.since else ""
        for one in found
    }


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-11-20 10:29:59", {}),
        ("2026-11-20 10:30:00", {75: "11-20 10:30:00"}),
        ("2026-11-20 11:00:00", {75: "11-20 10:30:00", 100: "11-20 11:00:00"}),
        (
            "2026-11-20 12:00:00",
            {75: "11-20 10:30:00", 100: "11-20 11:00:00", 150: "11-20 12:00:00"},
        ),
    ],
)
def test_a_level_is_reached_in_the_second_its_share_is_used_up(
    as_of: str, expected: dict[int, str]
) -> None:
    assert reached(owed("2026-11-20 09:00", "2h"), as_of) == expected


def test_a_level_is_never_dated_before_the_second_it_is_reached_in() -> None:
    day = owed("2026-11-19 23:59:59", due=at("2026-11-21 23:59:58"))
    assert reached(day, "2026-11-21 11:59:58") == {}
    assert reached(day, "2026-11-21 11:59:59") == {75: "11-21 11:59:59"}


def test_what_is_done_or_on_hold_is_told_to_nobody() -> None:
    done = owed("2026-11-20 09:00", "2h", discharged=at("2026-11-20 15:00"))
    assert reached(done, "2026-11-20 18:00") == {}


def test_what_is_overdue_is_told_although_nothing_says_since_when_it_was_owed() -> None:
    action = owed(due=at("2026-11-20 23:59:59"))
    assert reached(action, "2026-11-20 12:00") == {}
    assert reached(action, "2026-11-25 12:00") == {75: "11-20 23:59:59", 100: "11-20 23:59:59"}


def test_a_breach_before_a_year_not_covered_is_told_although_nobody_can_tell_by_how_much() -> None:
    item = owed("2026-12-30 09:00", "2h", calendar=YEAR)
    assert reached(item, "2027-01-08 09:00") == {75: "12-30 10:30:00", 100: "12-30 11:00:00"}


def test_a_breach_stays_told_when_a_longer_time_is_agreed_later() -> None:
    begun = at("2026-11-20 09:00")
    targets = (
        Target(begun, Duration.parse("2h")),
        Target(at("2026-11-20 12:00"), Duration.parse("24h")),
    )
    item = owed("2026-11-20 09:00", targets=targets)
    assert reached(item, "2026-11-20 13:00") == {
        75: "11-20 10:30:00",
        100: "11-20 11:00:00",
        150: "11-20 12:00:00",
    }


def test_what_is_noted_and_due_on_the_same_day_is_not_used_up_on_that_day() -> None:
    action = owed("2026-11-20 23:59:59", due=at("2026-11-20 23:59:59"))
    assert reached(action, "2026-11-20 12:00") == {75: ""}
