"""Clocks of service: tickets answered and closed, incidents taken, restored and looked back on."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from rdclient.model.base import Moment
from rdclient.model.client import Role, Side
from rdclient.model.clock_policy import ClockPolicy, IncidentClock, OnPriorityChange, TicketClock
from rdclient.model.portfolio import Portfolio
from rdclient.model.service import (
    Incident,
    IncidentEvent,
    IncidentStep,
    Ticket,
    TicketEvent,
    TicketStep,
)
from rdclient.obligations.base import Ask, Break, Clock, Lack, Obligation, Target, begins, ends
from rdclient.obligations.subject import (
    Promise,
    Version,
    holder,
    misplaced,
    policy_at,
    project_of,
    project_slug,
    terms,
    versions,
)

# ── the course of a ticket ───────────────────────────────────────────────────

_ENDING = frozenset({TicketStep.RESOLVED, TicketStep.CLOSED, TicketStep.CANCELLED})
_ENDS_A_WAIT = _ENDING | {TicketStep.RESUMED}
_NEEDS: Mapping[StrEnum, frozenset[StrEnum]] = MappingProxyType(
    {TicketStep.RESUMED: frozenset({TicketStep.WAITING_CLIENT}), TicketStep.REOPENED: _ENDING}
)
_STOPPING: Mapping[TicketStep, frozenset[TicketStep]] = MappingProxyType(
    {TicketStep.RESOLVED: frozenset({TicketStep.RESOLVED, TicketStep.CLOSED})}
)
"""Many tickets are closed without a record of the solution: they were solved by then."""


class _Course(NamedTuple):
    """When a clock of a ticket stopped, by being done or by being gone, and what did not count."""

    done: datetime | None
    gone: datetime | None
    breaks: tuple[Break, ...] = ()

    @property
    def stopped(self) -> datetime | None:
        """The earlier of the two; None while the clock runs."""
        if self.done is None or self.gone is None:
            return self.done or self.gone
        return min(self.done, self.gone)


def _to_answer(ticket: Ticket, portfolio: Portfolio) -> _Course:
    """Until the first answer of somebody who is not the client's; reopening starts nothing anew.

    A ticket that was cancelled or closed without an answer does not wait for one any more.
    """
    done = gone = None
    for event in ticket.events:
        if event.type is TicketStep.RESPONDED and done is None:
            if portfolio.side(event.by, ticket) is not Side.CLIENT:
                done = ends(event.at, portfolio)
        elif event.type in {TicketStep.CLOSED, TicketStep.CANCELLED} and gone is None:
            gone = ends(event.at, portfolio)
    return _Course(done, gone)


def _to_closure(ticket: Ticket, stops_at: TicketStep, portfolio: Portfolio) -> _Course:
    """Until the step that policy names, less the waits and the time before it was reopened.

    What is taken up again goes on where its clock had stopped; where it had not, from the last
    step that seemed to end it. So a breach by the time of the stop is not healed by reopening.
    """
    stops = _STOPPING.get(stops_at, frozenset({stops_at}))
    breaks = list(_waits(ticket, portfolio))
    rested: tuple[datetime, TicketStep] | None = None
    is_over = False
    for event in ticket.events:
        if event.type is TicketStep.REOPENED:
            if rested is not None:
                breaks.append(Break(rested[0], begins(event.at, portfolio), rested[1].value))
            rested, is_over = None, False
        elif not is_over and event.type in _ENDING | stops:
            rested = ends(event.at, portfolio), event.type
            is_over = event.type in stops or event.type is TicketStep.CANCELLED
    at, step = rested if rested is not None and is_over else (None, None)
    if len(breaks) > 1:
        breaks.sort(key=lambda one: one.start)
    is_gone = step is TicketStep.CANCELLED and step not in stops
    return _Course(None if is_gone else at, at if is_gone else None, tuple(breaks))


def _waits(ticket: Ticket, portfolio: Portfolio) -> Iterator[Break]:
    """The times it waited for the client: a solution ends a wait as well as taking it up again."""
    since: datetime | None = None
    cause = TicketStep.WAITING_CLIENT
    for event in ticket.events:
        if event.type is cause and since is None:
            since = ends(event.at, portfolio)
        elif event.type in _ENDS_A_WAIT and since is not None:
            yield Break(since, begins(event.at, portfolio), cause.value)
            since = None
    if since is not None:
        yield Break(since, None, cause.value)


# ── its priority ─────────────────────────────────────────────────────────────


class _Grade(NamedTuple):
    """A priority, since when it holds, and since when a clock runs that starts anew with it."""

    priority: str
    since: datetime
    starts: datetime


def _regrades(ticket: Ticket, opened: Moment, portfolio: Portfolio) -> Iterator[_Grade]:
    """The priorities of a ticket after its first, in order.

    ``priority`` of the record is the one it was opened with: who changes it, and an import that
    finds another one, adds a ``priority_changed`` that says to which. One on a whole day holds
    from the first second of it, but not before the event that it follows.
    """
    latest = opened.instant
    for event in ticket.events:
        latest = max(latest, event.at.instant)
        if event.type is TicketStep.PRIORITY_CHANGED and event.to:
            yield _Grade(event.to, latest, begins(event.at, portfolio))


def _ticket_targets(
    ask: Ask,
    client: str | None,
    grades: tuple[_Grade, ...],
    applying: tuple[Version, ...],
    row: Callable[[ClockPolicy], TicketClock],
) -> tuple[Target, ...]:
    """The budgets of a ticket over time, by its priority and by the version of the policy."""
    points: list[tuple[datetime, str | None]] = [(one.since, one.priority) for one in grades]
    if len(applying) > 1:
        points = sorted(
            [*points, *((one.since, None) for one in applying[1:])], key=lambda point: point[0]
        )
    found = []
    for since, cause in points:
        priority = cause or next(one.priority for one in reversed(grades) if one.since <= since)
        clock = row(policy_at(applying, since).clocks)
        hours = ask.portfolio.hours(clock.calendars.get(priority, clock.calendar), client)
        found.append(Target(since, clock.targets.get(priority), cause, hours))
    return tuple(found)


# ── tickets ──────────────────────────────────────────────────────────────────


class _Life(NamedTuple):
    """What both clocks of a ticket ask: where it was opened, what is out of order, its priorities.

    Attributes:
        opened: the event.
        place: index of the first event out of order, else of the opening.
        is_sound: whether none is out of order.
        grades: its priorities in order.
        assigned: who it was assigned to last.
        reopened: how often it was.
    """

    opened: TicketEvent
    place: int
    is_sound: bool
    grades: tuple[_Grade, ...]
    assigned: str | None
    reopened: int


def _lives(ask: Ask) -> Iterator[tuple[Ticket, _Life]]:
    """The tickets that were opened, each with its life; told once however many clocks ask."""
    for ticket in ask.portfolio.all(Ticket):
        if id(ticket) not in ask.lives:
            ask.lives[id(ticket)] = _life(ticket, ask.portfolio)
        life = ask.lives[id(ticket)]
        if isinstance(life, _Life):
            yield ticket, life


def _life(ticket: Ticket, portfolio: Portfolio) -> _Life | None:
    opened = ticket.first(TicketStep.OPENED)
    if opened is None:
        return None
    wrong = misplaced(ticket.events, TicketStep.OPENED, _NEEDS)
    assigned, reopened, is_regraded = None, 0, False
    for event in ticket.events:
        if event.type is TicketStep.ASSIGNED:
            assigned = event.by or assigned
        elif event.type is TicketStep.REOPENED:
            reopened += 1
        elif event.type is TicketStep.PRIORITY_CHANGED:
            is_regraded = True
    place = ticket.events.index(opened) if wrong is None else wrong
    first = _Grade(ticket.priority, opened.at.instant, begins(opened.at, portfolio))
    grades = (first, *(_regrades(ticket, opened.at, portfolio) if is_regraded else ()))
    return _Life(opened, place, wrong is None, grades, assigned, reopened)


def ticket_responses(ask: Ask) -> Iterator[Obligation]:
    """A ticket is answered within the time agreed for its priority (RD501)."""
    for ticket, life in _lives(ask):
        course = _to_answer(ticket, ask.portfolio)
        yield _of_ticket(ask, "RD501", ticket, life=life, row=_answering, course=course)


def ticket_closures(ask: Ask) -> Iterator[Obligation]:
    """A ticket is closed within the time agreed for its priority (RD502)."""
    portfolio = ask.portfolio
    for ticket, life in _lives(ask):
        stops_at = portfolio.policy(life.opened.at.day).clocks.ticket_closure.stops_at
        course = _to_closure(ticket, stops_at, portfolio)
        yield _of_ticket(ask, "RD502", ticket, life=life, row=_closing, course=course)


def _answering(clocks: ClockPolicy) -> TicketClock:
    return clocks.ticket_response


def _closing(clocks: ClockPolicy) -> TicketClock:
    return clocks.ticket_closure


def _of_ticket(
    ask: Ask,
    code: str,
    ticket: Ticket,
    *,
    life: _Life,
    row: Callable[[ClockPolicy], TicketClock],
    course: _Course,
) -> Obligation:
    portfolio, stopped = ask.portfolio, course.stopped
    applying = versions(portfolio, life.opened.at, stopped)
    policy = policy_at(applying, ask.as_of)
    grades = life.grades
    if stopped is not None and len(grades) > 1:
        grades = (grades[0], *(one for one in grades[1:] if one.since < stopped))
    is_restarted = policy.clocks.on_priority_change is OnPriorityChange.RESTART
    targets = _ticket_targets(ask, ticket.origin.client, grades, applying, row)
    return Obligation(
        code=code,
        record=ticket,
        item=ticket.id,
        title=ticket.title,
        side=Side.VENDOR,
        starts=grades[-1 if is_restarted else 0].starts,
        policy=policy,
        calendar=targets[-1].calendar,
        pointer=("events", life.place),
        owner=life.assigned or _technical_contact(ask, ticket, stopped),
        project=project_slug(ticket),
        group=ticket.kind and ticket.kind.value,
        level=grades[-1].priority,
        targets=targets,
        breaks=course.breaks,
        discharged=course.done,
        lack=None if life.is_sound else Lack.OUT_OF_ORDER,
        gone=course.gone,
        reopened=life.reopened,
    )


def _technical_contact(ask: Ask, record: Ticket | Incident, stopped: datetime | None) -> str | None:
    """The technical contact of its project on the day it was done, else today."""
    project = project_of(ask.portfolio, record)
    if project is None:
        return None
    on = (stopped or ask.as_of).astimezone(ask.portfolio.zone).date()
    return holder(ask.portfolio, project, Role.TECHNICAL_CONTACT, on)


# ── incidents ────────────────────────────────────────────────────────────────


def incident_responses(ask: Ask) -> Iterator[Obligation]:
    """An incident is taken on within the time agreed for its level (RD512).

    One that was closed without anybody taking it on does not wait for that any more.
    """
    for incident in ask.portfolio.all(Incident):
        if detected := incident.first(IncidentStep.DETECTED):
            done = _when(ask, incident, IncidentStep.ACKNOWLEDGED)
            gone = _when(ask, incident, IncidentStep.CLOSED)
            yield _of_incident(
                ask, "RD512", incident, began=detected, row=_response, done=done, gone=gone
            )


def incident_restores(ask: Ask) -> Iterator[Obligation]:
    """The client can work again within the time agreed for an incident's level (RD513)."""
    for incident in ask.portfolio.all(Incident):
        if detected := incident.first(IncidentStep.DETECTED):
            stops_at = ask.portfolio.policy(detected.at.day).clocks.incident_restore.stops_at
            done = _when(ask, incident, stops_at, IncidentStep.CLOSED)
            yield _of_incident(ask, "RD513", incident, began=detected, row=_restore, done=done)


def postmortems(ask: Ask) -> Iterator[Obligation]:
    """An incident of the levels agreed is looked back on once it is over (RD514)."""
    for incident in ask.portfolio.all(Incident):
        over = incident.first(IncidentStep.RESTORED) or incident.first(IncidentStep.CLOSED)
        if over is None:
            continue
        if incident.level in ask.portfolio.policy(over.at.day).clocks.postmortem.levels:
            review = incident.postmortem
            done = ends(review.on, ask.portfolio) if review else None
            yield _of_incident(ask, "RD514", incident, began=over, row=_review, done=done)


def _response(clocks: ClockPolicy, incident: Incident) -> Promise:
    return _by_level(clocks.incident_response, incident)


def _restore(clocks: ClockPolicy, incident: Incident) -> Promise:
    return _by_level(clocks.incident_restore, incident)


def _by_level(clock: IncidentClock, incident: Incident) -> Promise:
    calendar = clock.calendars.get(incident.level, clock.calendar)
    return calendar, clock.targets.get(incident.level)


def _review(clocks: ClockPolicy, _: Incident) -> Promise:
    return clocks.postmortem.calendar, clocks.postmortem.within


def _when(ask: Ask, incident: Incident, *steps: IncidentStep) -> datetime | None:
    """When the first of the steps that was taken was; the steps in order of preference."""
    taken = (event for step in steps if (event := incident.first(step)))
    event = next(taken, None)
    return ends(event.at, ask.portfolio) if event else None


def _of_incident(
    ask: Ask,
    code: str,
    incident: Incident,
    *,
    began: IncidentEvent,
    row: Callable[[ClockPolicy, Incident], Promise],
    done: datetime | None,
    gone: datetime | None = None,
) -> Obligation:
    stopped = _Course(done, gone).stopped
    agreed = terms(ask, incident, began.at, lambda clocks: row(clocks, incident), stopped)
    wrong = misplaced(incident.events, IncidentStep.DETECTED)
    return Obligation(
        code=code,
        record=incident,
        item=incident.id,
        title=incident.title,
        side=Side.VENDOR,
        starts=agreed.starts,
        policy=agreed.policy,
        calendar=agreed.calendar,
        pointer=("events", incident.events.index(began) if wrong is None else wrong),
        owner=_technical_contact(ask, incident, stopped),
        project=project_slug(incident),
        level=incident.level.value,
        targets=agreed.targets,
        discharged=done,
        lack=None if wrong is None else Lack.OUT_OF_ORDER,
        gone=gone,
    )


CLOCKS = (
    Clock("RD501", ticket_responses, about=("ticket",)),
    Clock("RD502", ticket_closures, about=("ticket",)),
    Clock("RD512", incident_responses, about=("incident",)),
    Clock("RD513", incident_restores, about=("incident",)),
    Clock("RD514", postmortems, about=("incident",)),
)
