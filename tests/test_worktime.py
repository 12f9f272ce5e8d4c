"""Working days of the shipped calendar, against two independent packages and by properties."""

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rdclient.store.policyfile import calendar
from rdclient.worktime import WEEKDAYS, WorkCalendar, days, months_later

CN = calendar("cn")
COVERED = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(("year", "count"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_the_published_number_of_working_days(year: int, count: int) -> None:
    assert CN.workdays_between(date(year, 1, 1), date(year + 1, 1, 1)) == count


def test_every_day_agrees_with_two_other_calendars() -> None:
    other = holidays.country_holidays("CN", years=sorted(CN.covers))
    for day in days(date(2024, 1, 1), date(2027, 1, 1)):
        assert CN.is_workday(day) == chinese_calendar.is_workday(day), day
        assert CN.is_workday(day) == other.is_working_day(day), day


def test_a_make_up_saturday_counts_and_the_holiday_it_pays_for_does_not() -> None:
    assert CN.is_workday(date(2026, 2, 14))
    assert not CN.is_workday(date(2026, 2, 16))
    assert CN.covers == {2024, 2025, 2026}


def test_a_day_off_comes_before_a_make_up_day() -> None:
    day = date(2026, 1, 3)
    both = WorkCalendar("t", WEEKDAYS, frozenset({day}), frozenset({day}), frozenset({2026}))
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
    empty = WorkCalendar("t", frozenset(), frozenset(), frozenset(), frozenset())
    with pytest.raises(ValueError, match="t"):
        empty.add_workdays(date(2026, 1, 1), 1)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 5, 28), 12, date(2027, 5, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 5, 28), 0, date(2026, 5, 28)),
        (date(9999, 6, 30), 6, date(9999, 12, 30)),
        (date(9999, 6, 30), 7, date.max),
    ],
)
def test_months_later_stays_in_the_month_it_names(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later
