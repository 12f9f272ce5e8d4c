"""What a calendar says: of a year, of the time between two moments, of a deadline."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from rdclient.obligations.judge import budget
from rdclient.worktime import DayKind, Duration, WorkCalendar, days, deadline, elapsed

Run = tuple[date, date]
"""The first and the last of days in a row."""
_ONE = timedelta(days=1)
_MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Days:
    """The dates of a span that are not what their weekday says, and how many are worked.

    Attributes:
        workdays: how many are worked.
        off: the days off that are listed.
        holidays: those with the free days around them, as runs of days not worked.
        extra: days worked that would be free.
        free: days that are free every week, outside of holidays.
        unlisted: years whose days off are not known, so that the figures are provisional.
    """

    workdays: int
    off: tuple[date, ...]
    holidays: tuple[Run, ...]
    extra: tuple[date, ...]
    free: tuple[date, ...]
    unlisted: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """A year of a calendar; ``months`` from January on."""

    calendar: str
    zone: str
    year: int
    months: tuple[Days, ...]
    whole: Days


@dataclass(frozen=True, slots=True)
class Between:
    """From a moment to another, both in the calendar's zone; ``seconds`` of open hours."""

    calendar: str
    zone: str
    start: datetime
    end: datetime
    seconds: int
    days: Days


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a budget that begins at a moment is used up, and the days passed on the way."""

    calendar: str
    zone: str
    start: datetime
    allowed: Duration
    end: datetime
    days: Days


def year_of(calendar: WorkCalendar, year: int) -> CalendarYear:
    """A year, month by month.

    Raises:
        YearNotCoveredError: when the days off of that year are not known.
    """
    firsts = [*(date(year, month, 1) for month in _MONTHS), date(year + 1, 1, 1)]
    months = tuple(days_of(calendar, first, after - _ONE) for first, after in pairwise(firsts))
    whole = days_of(calendar, firsts[0], firsts[-1] - _ONE)
    return CalendarYear(calendar.id, calendar.zone.key, year, months, whole)


def between(calendar: WorkCalendar, start: datetime, end: datetime) -> Between:
    """What lies in ``[start, end)``; both aware.

    Raises:
        YearNotCoveredError: when the days off of a year between are not known.
    """
    first, last = (at.astimezone(calendar.zone) for at in (start, end))
    final = (end - timedelta(seconds=1)).astimezone(calendar.zone).date()
    counted = days_of(calendar, first.date(), max(final, first.date()))
    seconds = elapsed(calendar, start, end)
    return Between(calendar.id, calendar.zone.key, first, last, seconds, counted)


def due(calendar: WorkCalendar, start: datetime, allowed: Duration) -> Deadline:
    """When what begins at ``start`` (aware) is due.

    Working days end at the closing time of the last one, calendar days with its last second.

    Raises:
        YearNotCoveredError: when the days off of a year on the way are not known.
        NeverOpenError: when the calendar does not reach that far.
        OverflowError: when time does not.
    """
    measured, seconds = budget(calendar, start, allowed)
    begins, ends = (
        at.astimezone(calendar.zone) for at in (start, deadline(measured, start, seconds))
    )
    is_counted = not measured.is_natural
    passed = days_of(calendar, begins.date(), ends.date(), is_counted=is_counted)
    return Deadline(calendar.id, calendar.zone.key, begins, allowed, ends, passed)


def days_of(calendar: WorkCalendar, first: date, last: date, *, is_counted: bool = True) -> Days:
    """What the dates from ``first`` to ``last`` are.

    Args:
        calendar: which says so.
        first: of the dates.
        last: of them.
        is_counted: False where it does not matter whether the days off are known.

    Raises:
        YearNotCoveredError: when it matters and the days off of a year are not known.
    """
    years = range(first.year, last.year + 1)
    if is_counted:
        for year in years:
            calendar.admit(year)
    kinds = {day: calendar.kind_of(day) for day in (*days(first, last), last)}
    holidays = tuple(_holidays(kinds))
    inside = {day for low, high in holidays for day in (*days(low, high), high)}
    of_kind = {
        kind: tuple(day for day, found in kinds.items() if found is kind) for kind in DayKind
    }
    return Days(
        workdays=len(of_kind[DayKind.WORKED]) + len(of_kind[DayKind.EXTRA]),
        off=of_kind[DayKind.OFF],
        holidays=holidays,
        extra=tuple(d for d in of_kind[DayKind.EXTRA] if not calendar.weekly.get(d.isoweekday())),
        free=tuple(day for day in of_kind[DayKind.FREE] if day not in inside),
        unlisted=tuple(y for y in years if calendar.covers and y not in calendar.covers),
    )


def _holidays(kinds: dict[date, DayKind]) -> Iterable[Run]:
    """Runs of days not worked that hold a day off."""
    run: list[date] = []
    for day in (*kinds, None):
        if day is not None and kinds[day] in (DayKind.OFF, DayKind.FREE):
            run.append(day)
            continue
        if any(kinds[one] is DayKind.OFF for one in run):
            yield run[0], run[-1]
        run = []
