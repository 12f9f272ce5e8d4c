"""What the stated time of an act is worth, beside the time at which it landed in the records."""

from datetime import date, timedelta
from enum import StrEnum

from rdclient.control.base import Matter
from rdclient.control.signoff import Flaw, Weighed
from rdclient.model.portfolio import BUSINESS
from rdclient.model.signoff import EvidenceLevel, SignOff


class TimeVerdict(StrEnum):
    """What the stated time of an act is worth."""

    EVIDENCED = "evidenced"
    DECLARED_ONLY = "declared_only"
    LATE = "late"
    CONTRADICTED = "contradicted"
    FUTURE = "future"
    UNKNOWN = "unknown"


def time_verdict(matter: Matter, weighed: Weighed) -> TimeVerdict:
    """The verdict on the time of an act.

    An order that is impossible comes first, then a time that lies ahead; without history nothing
    can be said. What landed more than ``control.late_wd`` working days later was recorded late,
    whatever came with it; somebody's word alone is never more than that.
    """
    if set(weighed.flaws) & {Flaw.LANDED_BEFORE, Flaw.BEFORE_SUBMISSION}:
        return TimeVerdict.CONTRADICTED
    if Flaw.IN_THE_FUTURE in weighed.flaws:
        return TimeVerdict.FUTURE
    if weighed.late_days is None:
        return TimeVerdict.UNKNOWN
    if is_late(matter, weighed.act, weighed.late_days):
        return TimeVerdict.LATE
    if weighed.level.reaches(EvidenceLevel.E1):
        return TimeVerdict.EVIDENCED
    return TimeVerdict.DECLARED_ONLY


def is_late(matter: Matter, act: SignOff, days: int) -> bool:
    """Whether an act landed after the grace that policy gives, counted in working days.

    Args:
        matter: the records.
        act: what landed.
        days: calendar days from what it states to its landing.
    """
    first = act.declared_at.instant.astimezone(matter.portfolio.zone).date()
    return _workdays(matter, act, first, first + timedelta(days=days)) > (
        matter.policy.control.late_wd
    )


def _workdays(matter: Matter, act: SignOff, first: date, last: date) -> int:
    """Working days after the first up to the last day; calendar days of years nobody knows."""
    calendar = matter.portfolio.hours(BUSINESS, act.origin.client) or matter.portfolio.calendar
    if calendar.knows(first) and calendar.knows(last):
        a_day = timedelta(days=1)
        return calendar.workdays_between(first + a_day, last + a_day)
    return (last - first).days
