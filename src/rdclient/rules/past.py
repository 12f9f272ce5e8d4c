"""What had happened by ``as_of``: the records, dated parts and meetings a rule may look at."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import TypeVar

from rdclient.control.base import Matter
from rdclient.model import replay
from rdclient.model.base import Fact, Moment, Record
from rdclient.model.meeting import Meeting
from rdclient.model.project import Project
from rdclient.model.replay import lies_after
from rdclient.model.requirement import Requirement, RequirementEvent
from rdclient.rules.base import Case

_R = TypeVar("_R", bound=Record)
_F = TypeVar("_F", bound=Fact)


def now(case: Case) -> datetime:
    """``as_of`` in the workspace's zone."""
    return case.as_of.astimezone(case.portfolio.zone)


def matter(case: Case) -> Matter:
    """The records as change control judges them: replayed to ``as_of``, without history."""
    if not case.matters:
        moment = now(case)
        case.matters.append(Matter(replay.at(case.portfolio, moment), moment))
    return case.matters[0]


def known(case: Case, cls: type[_R]) -> Iterator[_R]:
    """The records of a class that existed by ``as_of``, in the order of their paths."""
    if cls not in case.existing:
        moment = now(case)
        case.existing[cls] = tuple(r for r in case.portfolio.all(cls) if _exists(r, moment))
    return iter(case.existing[cls])  # type: ignore[arg-type]  # of that class


def known_in(case: Case, cls: type[_R], project: Project) -> Iterator[_R]:
    """The records of a class kept under a project that existed by ``as_of``."""
    moment = now(case)
    records = case.portfolio.of_project(cls, project)
    return (record for record in records if _exists(record, moment))


def _exists(record: Record, moment: datetime) -> bool:
    if record.recorded_on is not None and lies_after(record.recorded_on, moment):
        return False
    since = getattr(record, record.life) if record.life else None
    if isinstance(since, tuple) and since:
        return any(not lies_after(_date_of(fact), moment) for fact in since)
    return not isinstance(since, Moment | date) or not lies_after(since, moment)


def _date_of(fact: Fact) -> Moment | date | None:
    """When an entry of a life began: the entries are dated by ``at`` or ``on``."""
    return getattr(fact, "at", None) or getattr(fact, "on", None)


def happened(facts: tuple[_F, ...], field: str, moment: datetime) -> Iterator[tuple[int, _F]]:
    """The facts whose date, and whose entry, do not lie after a moment; with their index.

    Args:
        facts: parts of one record.
        field: name of the date that places them in time.
        moment: aware, in the workspace's zone.
    """
    instant = moment.astimezone(UTC)  # two times of one zone are compared far sooner
    for index, fact in enumerate(facts):
        at = getattr(fact, field)
        if at.instant > instant if type(at) is Moment else lies_after(at, moment):
            continue
        if fact.recorded_on is None or not lies_after(fact.recorded_on, moment):
            yield index, fact


def steps(case: Case, requirement: Requirement) -> tuple[tuple[int, RequirementEvent], ...]:
    """What had happened to a requirement by ``as_of``, with the index of each event."""
    found = case.steps.get(id(requirement))
    if found is None:
        found = tuple(happened(requirement.events, "at", now(case)))
        case.steps[id(requirement)] = found
    return found


def requirement_on(case: Case, requirement: Requirement, day: date) -> Requirement:
    """The requirement with the steps dated up to a day, as far as they are known by ``as_of``."""
    past = happened(requirement.events, "at", now(case))
    events = tuple(event for _, event in past if event.at.day <= day)
    return requirement.model_copy(update={"events": events})


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
