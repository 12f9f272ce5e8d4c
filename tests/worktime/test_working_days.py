"""Working days of the shipped calendar, by properties."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rdclient.store import calendarfile
from rdclient.worktime import WEEKDAYS, NeverOpenError, WorkCalendar

ZONE = ZoneInfo("Asia/Shanghai")
CN = calendarfile.shipped(ZONE).usable["cn"]
OFFICE = dict.fromkeys(WEEKDAYS, ((9 * 3600, 18 * 3600),))
COVERED = st.dates(date(2024, 1, 1), date(2026, 12, 31))


def test_a_make_up_saturday_counts_and_the_holiday_it_pays_for_does_not() -> None:
    assert CN.is_workday(date(2026, 2, 14))
    assert not CN.is_workday(date(2026, 2, 16))


def test_a_day_off_comes_before_a_make_up_day() -> None:
    day = date(2026, 1, 3)
    both = WorkCalendar("t", ZONE, OFFICE, frozenset({day}), {day: ((0, 3600),)})
    assert not both.is_workday(day)


@given(COVERED, COVERED, COVERED)
def test_counts_add_up_over_a_split(a: date, b: date, c: date) -> None:
    start, middle, end = sorted((a, b, c))
    parts = CN.workdays_between(start, middle) + CN.workdays_between(middle, end)
    assert parts == CN.workdays_between(start, end)


@given(COVERED, st.integers(1, 40))
def test_adding_working_days_lands_on_one_and_counts_back(start: date, count: int) -> None:
    end = CN.add_workdays(start, count)
    assert CN.is_workday(end)
    after = start + timedelta(days=1)
    assert CN.workdays_between(after, end + timedelta(days=1)) == count


def test_a_calendar_without_a_working_day_is_refused() -> None:
    empty = WorkCalendar("t", ZONE, {})
    with pytest.raises(NeverOpenError, match="t"):
        empty.add_workdays(date(2026, 1, 1), 1)
