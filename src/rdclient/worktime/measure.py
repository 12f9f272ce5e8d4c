"""Arithmetic on open hours: how much has elapsed, when a budget is used up, when it must begin.

Everything is computed in whole UTC seconds; instants go in with any offset and come out in UTC.
Every function raises ``YearNotCoveredError`` when it needs a day of a year that the calendar does
not cover, and ``NeverOpenError`` when the calendar does not open again.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from rdclient.worktime.calendar import DAY, WorkCalendar
from rdclient.worktime.instant import instant_of, resolved, seconds_of
from rdclient.worktime.line import HORIZON, Line, NeverOpenError, Span, union, without

Pause = tuple[datetime, datetime]
"""An interval that is not counted, ``[start, end)``."""
_FURTHEST = HORIZON * 366 * DAY


def elapsed(
    calendar: WorkCalendar, start: datetime, end: datetime, pauses: Sequence[Pause] = ()
) -> int:
    """Open seconds in ``[start, end)`` without the union of the pauses; 0 when it is empty."""
    first, last = seconds_of(start), seconds_of(end)
    if not pauses:
        return _open(calendar, first, last)
    counted, now = 0, first
    for low, high in _inside(pauses, first):  # what is paused needs no calendar
        counted += _open(calendar, now, min(low, last))
        now = high
    return counted + _open(calendar, now, last)


def deadline(
    calendar: WorkCalendar, start: datetime, allowed: int, pauses: Sequence[Pause] = ()
) -> datetime:
    """The earliest instant at which so many open seconds have elapsed.

    A budget used up at closing time ends at closing time; no budget ends at the start.
    """
    now, left = seconds_of(start), max(allowed, 0)
    if not pauses:
        return instant_of(_reached(calendar, now, left))
    for low, high in _inside(pauses, now):
        at = _reached(calendar, now, left, until=low)
        counted = _open(calendar, now, at)
        if counted >= left:
            return instant_of(at)
        now, left = high, left - counted
    return instant_of(_reached(calendar, now, left))


def spent(
    calendar: WorkCalendar,
    start: datetime,
    end: datetime,
    allowed: int,
    pauses: Sequence[Pause] = (),
) -> tuple[int, datetime] | None:
    """What ``elapsed`` and ``deadline`` say, found together; None where each has to be asked.

    The pauses lie before ``end``. That is so for what was judged then; and judging many is why
    this stands beside the two.
    """
    first, last = seconds_of(start), seconds_of(end)
    line = calendar.line
    is_held = line.settled <= first and line.low <= first <= last < line.high
    if calendar.is_natural or not is_held or allowed <= 0:
        return None
    counted, now, at = 0, first, None
    for low, high in _inside(pauses, first) if pauses else ():
        before = line.total(now)
        more = line.total(low) - before
        if at is None and counted + more >= allowed:
            at = _at_total(line, before + allowed - counted, now)
        counted, now = counted + more, high
    if now > last:
        return None
    before = line.total(now)
    if at is None:
        at = _at_total(line, before + allowed - counted, now)
    if at is None or at - first > _FURTHEST:
        return None
    return counted + line.total(last) - before, instant_of(at)


def _at_total(line: Line, wanted: int, now: int) -> int | None:
    """When the line's total is that much, ``now`` or later; None when it does not reach so far."""
    index = bisect_left(line.through, wanted)
    if index == len(line.through):
        return None
    return max(now, line.starts[index] + wanted - line.before[index])


def latest_start(calendar: WorkCalendar, end: datetime, allowed: int) -> datetime:
    """The latest instant from which so many open seconds fit before ``end``."""
    last = seconds_of(end)
    if allowed <= 0 or calendar.is_natural:
        return instant_of(last - max(allowed, 0))

    def begun(line: Line) -> int | None:
        wanted = line.total(last) - allowed
        if wanted < line.total(line.settled):
            return None
        index = bisect_right(line.through, wanted)
        return line.starts[index] + wanted - line.before[index]

    return instant_of(_found(calendar, last - 1, begun, years=-1))


def is_open(calendar: WorkCalendar, at: datetime) -> bool:
    """Whether an instant lies in open hours."""
    second = seconds_of(at)
    if calendar.is_natural:
        return True
    line = _line(calendar, second, second)
    index = bisect_right(line.starts, second) - 1
    return index >= 0 and second < line.ends[index]


def next_open(calendar: WorkCalendar, at: datetime) -> datetime:
    """The instant itself when it is open, else the next opening."""
    return instant_of(_next_open(calendar, seconds_of(at)))


def add_days(calendar: WorkCalendar, start: datetime, count: int) -> datetime:
    """The ``count``-th working date after (or before) the start's date at the same time of day.

    When that time is closed it is rolled on in the same direction to open time; 0 rolls forward.
    """
    local = start.astimezone(calendar.zone)
    day = calendar.add_workdays(local.date(), count)
    if count:
        _admit(calendar, local.date() + timedelta(days=1 if count > 0 else -1), day)
    at = resolved(datetime.combine(day, local.time()), calendar.zone)
    if count >= 0:
        return instant_of(_next_open(calendar, at))
    if calendar.is_natural:
        return instant_of(at)

    def last_open(line: Line) -> int | None:
        index = bisect_right(line.starts, at) - 1
        is_settled = index >= 0 and line.ends[index] > line.settled
        return min(at, line.ends[index]) if is_settled else None

    return instant_of(_found(calendar, at, last_open, years=-1))


def closing(calendar: WorkCalendar, day: date) -> datetime:
    """When the hours that a date owns end; the end of the date when it has none."""
    calendar.admit(day.year)
    midnight = resolved(datetime.combine(day + timedelta(days=1), time()), calendar.zone)
    around = (day + timedelta(days=offset) for offset in (-1, 0, 1))
    shifts, breaks = calendar.spans(day), (cut for one in around for cut in calendar.breaks_of(one))
    left = [high for _, high in without(union(shifts), union(breaks))]
    return instant_of(left[-1] if left else midnight)


def open_spans(calendar: WorkCalendar, start: datetime, end: datetime) -> tuple[Pause, ...]:
    """The open intervals inside ``[start, end)``."""
    first, last = seconds_of(start), seconds_of(end)
    if last <= first:
        return ()
    if calendar.is_natural:
        return ((instant_of(first), instant_of(last)),)
    line = _line(calendar, first, last)
    index = bisect_right(line.ends, first)
    found = []
    while index < len(line.starts) and line.starts[index] < last:
        low, high = max(line.starts[index], first), min(line.ends[index], last)
        found.append((instant_of(low), instant_of(high)))
        index += 1
    return tuple(found)


def _open(calendar: WorkCalendar, first: int, last: int) -> int:
    """Open seconds in ``[first, last)``; 0 when it is empty."""
    if last <= first:
        return 0
    if calendar.is_natural:
        return last - first
    line = _line(calendar, first, last)
    return line.total(last) - line.total(first)


def _reached(calendar: WorkCalendar, first: int, allowed: int, *, until: int | None = None) -> int:
    """When so many seconds have elapsed; ``until`` when that comes first, and no day after it."""
    if allowed <= 0 or calendar.is_natural or until == first:
        at = first + max(allowed, 0)
        return at if until is None else min(at, until)

    def reached(line: Line) -> int | None:
        at = _at_total(line, line.total(first) + allowed, first)
        if at is not None:
            return at if until is None else min(at, until)
        return until if until is not None and line.high >= until else None

    return _found(calendar, first, reached, years=1)


def _next_open(calendar: WorkCalendar, at: int) -> int:
    if calendar.is_natural:
        return at

    def opening(line: Line) -> int | None:
        index = bisect_right(line.ends, at)
        return max(at, line.starts[index]) if index < len(line.starts) else None

    return _found(calendar, at, opening, years=1)


def _found(
    calendar: WorkCalendar, asked: int, find: Callable[[Line], int | None], *, years: int
) -> int:
    """What is found on the line, which grows from the instant asked for until it is.

    How much the line held before makes no difference: what is too far away is not found.

    Raises:
        NeverOpenError: when it is more than ``HORIZON`` years away.
    """
    line = _line(calendar, asked, asked)
    while (at := find(line)) is None:
        if (line.high - asked if years > 0 else asked - line.low) > _FURTHEST:
            raise NeverOpenError(calendar.id)
        line.grow(years)
    if abs(at - asked) > _FURTHEST:
        raise NeverOpenError(calendar.id)
    return at


def _admit(calendar: WorkCalendar, *days: date) -> None:
    """Nothing when every year from one of the dates to the other is covered."""
    years = sorted(day.year for day in days)
    for year in range(years[0], years[-1] + 1):
        calendar.admit(year)


def _line(calendar: WorkCalendar, first: int, last: int) -> Line:
    """The line of the calendar, holding ``[first, last)``."""
    line = calendar.line
    line.cover(first, last)
    return line


def _inside(pauses: Sequence[Pause], first: int) -> list[Span]:
    """The pauses as spans of seconds from ``first`` on, joined."""
    spans = [(max(seconds_of(start), first), seconds_of(end)) for start, end in pauses]
    return union(spans)
