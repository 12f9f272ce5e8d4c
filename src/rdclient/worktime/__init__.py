"""Business time: calendars of open hours, and arithmetic on them in whole UTC seconds.

The open set of a calendar is the union of its dates' intervals. For each local date a day off wins
over an extra workday, which replaces the hours of the weekday; breaks are cut last. Intervals are
half-open; one that does not end after it starts runs over midnight and belongs to the date it
starts on. ``elapsed`` is the one measure; every other answer follows from it.
"""

from rdclient.worktime.calendar import (
    ALL_DAY,
    DAY,
    NATURAL,
    WEEKDAYS,
    DayKind,
    Hours,
    WorkCalendar,
    natural,
)
from rdclient.worktime.duration import Duration, Unit
from rdclient.worktime.instant import days, last_second, months_later, resolve
from rdclient.worktime.line import NeverOpenError, YearNotCoveredError
from rdclient.worktime.measure import (
    Pause,
    add_days,
    closing,
    deadline,
    elapsed,
    is_open,
    latest_start,
    next_open,
    open_spans,
    spent,
)

__all__ = [
    "ALL_DAY",
    "DAY",
    "NATURAL",
    "WEEKDAYS",
    "DayKind",
    "Duration",
    "Hours",
    "NeverOpenError",
    "Pause",
    "Unit",
    "WorkCalendar",
    "YearNotCoveredError",
    "add_days",
    "closing",
    "days",
    "deadline",
    "elapsed",
    "is_open",
    "last_second",
    "latest_start",
    "months_later",
    "natural",
    "next_open",
    "open_spans",
    "resolve",
    "spent",
]
