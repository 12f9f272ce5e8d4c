"""What had happened by ``as_of``: the records, dated parts and meetings a rule may look at."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TypeVar

from rdclient.model.base import Fact, Moment, Record
from rdclient.model.meeting import Meeting
from rdclient.model.replay import lies_after
from rdclient.rules.base import Case

_R = TypeVar("_R", bound=Record)
_F = TypeVar("_F", bound=Fact)


def now(case: Case) -> datetime:
    """``as_of`` in the workspace's zone."""
    return case.as_of.astimezone(case.portfolio.zone)


def known(case: Case, cls: type[_R]) -> Iterator[_R]:
    """The records of a class that existed by ``as_of``, in the order of their paths."""
    moment = now(case)
    for record in case.portfolio.all(cls):
        if record.recorded_on is not None and lies_after(record.recorded_on, moment):
            continue
        since = getattr(record, cls.life) if cls.life else None
        if not isinstance(since, Moment | date) or not lies_after(since, moment):
            yield record


def happened(facts: tuple[_F, ...], field: str, moment: datetime) -> Iterator[tuple[int, _F]]:
    """The facts whose date, and whose entry, do not lie after a moment; with their index.

    Args:
        facts: parts of one record.
        field: name of the date that places them in time.
        moment: aware, in the workspace's zone.
    """
    for index, fact in enumerate(facts):
        if lies_after(getattr(fact, field), moment):
            continue
        if fact.recorded_on is None or not lies_after(fact.recorded_on, moment):
            yield index, fact


def held_on(case: Case, meeting: Meeting) -> date | None:
    """The day the meeting took place; None when it was cancelled or has not happened yet."""
    moment = now(case)
    begun = meeting.started_at or meeting.ended_at
    if begun is None or lies_after(begun, moment):
        return None
    if meeting.cancelled_on and not lies_after(meeting.cancelled_on, moment):
        return None
    return begun.day


def label(when: Moment | date) -> str:
    """A date or a time as people write it in a record."""
    if isinstance(when, date):
        return when.isoformat()
    if not when.timed:
        return when.day.isoformat()
    return when.local.replace(tzinfo=None).isoformat(" ", "seconds").removesuffix(":00")
