"""What is found together: used time and deadline, as the two questions answer one by one."""

import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdclient.worktime import Pause, deadline, elapsed, next_open, spent

sys.path.insert(0, str(Path(__file__).resolve().parent))

from hours import HOUR, SPLIT, at, calendar

OFFICE = calendar(extra={"2026-11-21": SPLIT})
START = at("11-20 16:00")  # a Friday
MOMENTS = st.integers(0, 10 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("allowed", "pauses", "used", "ends"),
    [
        (2, (), 10, "11-20 18:00"),
        (3, (), 10, "11-21 10:00"),
        (3, (("11-20 17:00", "11-21 14:30"),), 5, "11-21 16:30"),
        (1, (("11-20 17:00", "11-21 14:30"),), 5, "11-20 17:00"),
        (2, (("11-20 16:30", "11-20 17:00"), ("11-20 17:30", "11-20 18:00")), 9, "11-21 10:00"),
    ],
)
def test_used_time_and_deadline_over_a_weekend_with_a_saturday_worked(
    allowed: int, pauses: tuple[tuple[str, str], ...], used: float, ends: str
) -> None:
    next_open(OFFICE, START)  # what the calendar was asked before is held
    told = tuple((at(start), at(end)) for start, end in pauses)
    end = at("11-23 09:30")  # 2 h on Friday, 7.5 h on Saturday, half an hour on Monday
    both = spent(OFFICE, START, end, allowed * HOUR, told)
    assert both == (used * HOUR, at(ends))


def test_what_is_not_held_yet_has_to_be_asked_one_by_one() -> None:
    assert spent(calendar(), START, at("11-23 09:30"), HOUR) is None


@given(MOMENTS, st.integers(1, 60 * HOUR), st.lists(st.tuples(MOMENTS, MOMENTS), max_size=3))
@settings(max_examples=150)
def test_it_is_what_both_questions_answer(
    end: datetime, allowed: int, waits: list[tuple[datetime, datetime]]
) -> None:
    pauses: tuple[Pause, ...] = tuple((min(a, b), min(max(a, b), end)) for a, b in waits if a < end)
    pauses = tuple(one for one in pauses if one[0] < one[1])
    next_open(OFFICE, START)
    both = spent(OFFICE, START, end, allowed, pauses)
    expected = elapsed(OFFICE, START, end, pauses), deadline(OFFICE, START, allowed, pauses)
    assert both in (expected, None)
    assert both == expected or end < START or expected[1].year > 2026
