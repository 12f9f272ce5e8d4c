"""Working days: which dates are worked, from weekly hours, days off and make-up weekend days."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_WEEK = 7
_YEAR = 12


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Working days of one place.

    Attributes:
        id: name of the calendar.
        workweek: ISO numbers of the weekdays worked.
        days_off: dates not worked although their weekday is.
        extra_workdays: dates worked although their weekday is not (调休).
        covers: the years whose days off are known; empty when there are none to know.
    """

    id: str
    workweek: frozenset[int]
    days_off: frozenset[date]
    extra_workdays: frozenset[date]
    covers: frozenset[int]

    def is_workday(self, day: date) -> bool:
        """Whether the day is worked; days off come before make-up days, those before the week."""
        if day in self.days_off:
            return False
        return day in self.extra_workdays or day.isoweekday() in self.workweek

    def knows(self, day: date) -> bool:
        """Whether the days off of the day's year are known, so that counting does not guess."""
        return not self.covers or day.year in self.covers

    def workdays_between(self, start: date, end: date) -> int:
        """Number of working days in ``[start, end)``; 0 when ``end`` is not later."""
        return sum(self.is_workday(day) for day in days(start, end))

    def add_workdays(self, start: date, count: int) -> date:
        """The ``count``-th working day after ``start``; ``start`` itself for 0.

        Raises:
            ValueError: when the calendar has no working day.
        """
        if not self.workweek:
            raise ValueError(self.id)
        day, left = start, count
        while left > 0:
            day += timedelta(days=1)
            left -= self.is_workday(day)
        return day


def days(start: date, end: date) -> Iterator[date]:
    """The dates in ``[start, end)``."""
    for offset in range((end - start).days):
        yield start + timedelta(days=offset)


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last day that month has.

    The end of the calendar (31 December 9999) when it does not reach that far.
    """
    year, month = divmod(day.year * _YEAR + day.month - 1 + months, _YEAR)
    if year > date.max.year:
        return date.max
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


WEEKDAYS = frozenset(range(1, 6))
ALL_DAYS = frozenset(range(1, _WEEK + 1))
