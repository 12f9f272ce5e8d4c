"""Calendars of open hours: what is worked on which date, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from zoneinfo import ZoneInfo

from rdclient.worktime.instant import days, resolved
from rdclient.worktime.line import HORIZON, Line, NeverOpenError, Span, YearNotCoveredError

DAY = 86_400
Hours = tuple[tuple[int, int], ...]
"""Open hours of a date: starts and ends in seconds of the local day, ``24:00`` being 86400."""
ALL_DAY: Hours = ((0, DAY),)
WEEKDAYS = frozenset(range(1, 6))
_WEEK = frozenset(range(1, 8))


class DayKind(StrEnum):
    """Why a date is worked or not."""

    WORKED = "worked"
    FREE = "free"
    OFF = "off"
    EXTRA = "extra"


@dataclass(frozen=True, eq=False)
class WorkCalendar:
    """Open hours of one place.

    Attributes:
        id: name of the calendar.
        zone: in which its hours are read.
        weekly: hours of each weekday worked, by its ISO number.
        days_off: dates not worked whatever else is said of them.
        extra_workdays: dates with hours of their own instead of the weekday's (调休).
        breaks: cut out of every date.
        covers: the years whose days off are known; empty when there are none to know.
        is_weekly_beyond: whether the weekly hours are taken for years that are not covered.
    """

    id: str
    zone: ZoneInfo
    weekly: Mapping[int, Hours]
    days_off: frozenset[date] = frozenset()
    extra_workdays: Mapping[date, Hours] = field(default_factory=lambda: MappingProxyType({}))
    breaks: Hours = ()
    covers: frozenset[int] = frozenset()
    is_weekly_beyond: bool = False

    # ── dates ────────────────────────────────────────────────────────────────

    def kind_of(self, day: date) -> DayKind:
        """Why the date is worked or not: days off come first, then extra days, then the week."""
        if day in self.days_off:
            return DayKind.OFF
        hours = self.extra_workdays.get(day)
        if hours is not None:
            return DayKind.EXTRA if hours else DayKind.FREE
        return DayKind.WORKED if self.weekly.get(day.isoweekday()) else DayKind.FREE

    def is_workday(self, day: date) -> bool:
        """Whether the date has open hours."""
        return self.kind_of(day) in {DayKind.WORKED, DayKind.EXTRA}

    def knows(self, day: date) -> bool:
        """Whether the days off of the day's year are known, so that counting does not guess."""
        if not self.covers:
            return not self.is_weekly_beyond
        return day.year in self.covers

    def workdays_between(self, start: date, end: date) -> int:
        """Number of working days in ``[start, end)``; 0 when ``end`` is not later."""
        return sum(self.is_workday(day) for day in days(start, end))

    def add_workdays(self, start: date, count: int) -> date:
        """The ``count``-th working day after ``start`` (before it, if negative); itself for 0.

        Raises:
            NeverOpenError: when the calendar has not so many working days.
        """
        day, left, idle = start, abs(count), 0
        step = timedelta(days=1 if count > 0 else -1)
        while left > 0:
            day += step
            is_worked = self.is_workday(day)
            left -= is_worked
            idle = 0 if is_worked else idle + 1
            if idle > HORIZON * 366:
                raise NeverOpenError(self.id)
        return day

    def day_of(self, at: datetime) -> date:
        """The date an instant falls on in the calendar's zone."""
        return at.astimezone(self.zone).date()

    # ── hours ────────────────────────────────────────────────────────────────

    @cached_property
    def is_natural(self) -> bool:
        """Whether it is open round the clock on every day."""
        is_whole = all(self.weekly.get(day) == ALL_DAY for day in _WEEK)
        return is_whole and not (self.days_off or self.extra_workdays or self.breaks)

    @cached_property
    def line(self) -> Line:
        """Its open intervals with running totals, as far as they were asked for."""
        return Line(self.zone, lambda day: (self.spans(day), self.breaks_of(day)), self.admit)

    def admit(self, year: int) -> None:
        """Nothing when the days off of a year are known, or are not asked for.

        Raises:
            YearNotCoveredError: otherwise.
        """
        if self.is_natural or self.is_weekly_beyond or not self.covers:
            return
        if year not in self.covers:
            raise YearNotCoveredError(self.id, year)

    def spans(self, day: date) -> tuple[Span, ...]:
        """The hours that a date owns, as UTC seconds, before breaks."""
        if day in self.days_off:
            return ()
        hours = self.extra_workdays.get(day)
        if hours is None:
            hours = self.weekly.get(day.isoweekday(), ())
        return tuple(self._span(day, start, end) for start, end in hours)

    def breaks_of(self, day: date) -> tuple[Span, ...]:
        """What is cut out of a date, as UTC seconds."""
        return tuple(self._span(day, start, end) for start, end in self.breaks)

    def _span(self, day: date, start: int, end: int) -> Span:
        midnight = datetime.combine(day, time())
        begins = midnight + timedelta(seconds=start)
        ends = midnight + timedelta(seconds=end if end > start else end + DAY)
        return resolved(begins, self.zone), resolved(ends, self.zone, is_end=True)


NATURAL = "24x7"
"""Name of the calendar that is always open."""


def natural(zone: ZoneInfo) -> WorkCalendar:
    """The calendar that is open round the clock, with its dates read in a zone."""
    return WorkCalendar(NATURAL, zone, dict.fromkeys(_WEEK, ALL_DAY))
