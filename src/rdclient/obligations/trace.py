"""Why a clock shows what it shows: what was counted, what was not, and by which rule."""

from dataclasses import dataclass
from datetime import date, datetime

from rdclient.obligations.base import Obligation, Standing, Target
from rdclient.obligations.judge import measured_on, pauses_until
from rdclient.worktime import (
    DayKind,
    NeverOpenError,
    WorkCalendar,
    YearNotCoveredError,
    days,
    elapsed,
    open_spans,
)


@dataclass(frozen=True, slots=True)
class Counted:
    """An interval that was counted, and what had been counted with it, in seconds."""

    start: datetime
    end: datetime
    seconds: int
    total: int


@dataclass(frozen=True, slots=True)
class NotCounted:
    """A break: how long it lasted, and how much of that was open time, in seconds."""

    start: datetime
    end: datetime | None
    cause: str
    lasted: int
    open: int


@dataclass(frozen=True, slots=True)
class Day:
    """A date between start and end on which the week alone would mislead."""

    day: date
    kind: DayKind


@dataclass(frozen=True, slots=True)
class Trace:
    """How a standing comes about.

    Attributes:
        calendar: on which it was measured; None when it was measured against a date.
        start: when counting began.
        stop: when it was done, else the moment asked for.
        counted: the open intervals that count, in order.
        breaks: what was subtracted.
        days: days off that fell on a working weekday, and days worked instead.
        targets: the budgets that applied, in order.
    """

    calendar: WorkCalendar | None
    start: datetime | None
    stop: datetime
    counted: tuple[Counted, ...]
    breaks: tuple[NotCounted, ...]
    days: tuple[Day, ...]
    targets: tuple[Target, ...]


def trace(obligation: Obligation, standing: Standing, *, as_of: datetime) -> Trace:
    """How the standing of an obligation comes about, interval by interval."""
    ends = [at for at in (obligation.discharged, obligation.gone) if at and at <= as_of]
    stop = min(ends, default=as_of)
    start, calendar = obligation.starts, measured_on(obligation, standing)
    if start is None or calendar is None or obligation.due is not None:
        return Trace(None, start, stop, (), (), (), obligation.targets)
    try:
        return Trace(
            calendar,
            start,
            stop,
            _counted(obligation, calendar, start, stop),
            _breaks(obligation, calendar, start, stop),
            _days(calendar, start, max(stop, standing.deadline or stop)),
            obligation.targets,
        )
    except (YearNotCoveredError, NeverOpenError):
        return Trace(calendar, start, stop, (), (), (), obligation.targets)


def _counted(
    obligation: Obligation, calendar: WorkCalendar, start: datetime, stop: datetime
) -> tuple[Counted, ...]:
    """The open intervals less the breaks, each with the running total."""
    found: list[Counted] = []
    total = 0
    for low, high in _between(pauses_until(obligation, stop), start, stop):
        for opened, closed in open_spans(calendar, low, high):
            seconds = int((closed - opened).total_seconds())
            total += seconds
            found.append(Counted(opened, closed, seconds, total))
    return tuple(found)


def _between(
    pauses: tuple[tuple[datetime, datetime], ...], start: datetime, stop: datetime
) -> list[tuple[datetime, datetime]]:
    """What is left of ``[start, stop)`` without the pauses, in order."""
    left, now = [], start
    for low, high in sorted(pauses):
        if now < min(low, stop):
            left.append((now, min(low, stop)))
        now = max(now, high)
    if now < stop:
        left.append((now, stop))
    return left


def _breaks(
    obligation: Obligation, calendar: WorkCalendar, start: datetime, stop: datetime
) -> tuple[NotCounted, ...]:
    found = []
    for one in obligation.breaks:
        if one.start >= stop:
            continue
        low = max(one.start, start)
        high = stop if one.end is None else min(one.end, stop)
        lasted = max(0, int((high - low).total_seconds()))
        seconds = elapsed(calendar, low, high)
        found.append(NotCounted(one.start, one.end, one.cause, lasted, seconds))
    return tuple(found)


def _days(calendar: WorkCalendar, start: datetime, end: datetime) -> tuple[Day, ...]:
    """Days off on weekdays that are worked else, and days worked that are free else."""
    first, last = calendar.day_of(start), calendar.day_of(end)
    found = []
    for day in days(first, date.fromordinal(last.toordinal() + 1)):
        kind = calendar.kind_of(day)
        if kind is DayKind.EXTRA or (kind is DayKind.OFF and calendar.weekly.get(day.isoweekday())):
            found.append(Day(day, kind))
    return tuple(found)
