"""Clocks of tickets: answered in time, and closed in time."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from rdclient.model.base import Moment
from rdclient.model.client import Side
from rdclient.model.clock_policy import ClockPolicy, OnPriorityChange, TicketClock
from rdclient.model.portfolio import Portfolio
from rdclient.model.service import Ticket, TicketEvent, TicketStep
from rdclient.obligations.base import Ask, Break, Clock, Lack, Obligation, Target, begins, ends
from rdclient.obligations.subject import (
    Version,
    misplaced,
    policy_at,
    project_slug,
    technical_contact,
    versions,
)

# ── the course of a ticket ───────────────────────────────────────────────────

_ENDING = frozenset({TicketStep.RESOLVED, TicketStep.CLOSED, TicketStep.CANCELLED})
_ENDS_A_WAIT = _ENDING | {TicketStep.RESUMED}
_NEEDS: Mapping[StrEnum, frozenset[StrEnum]] = MappingProxyType(
    {TicketStep.RESUMED: frozenset({TicketStep.WAITING_CLIENT}), TicketStep.REOPENED: _ENDING}
)
_STOPPING: Mapping[TicketStep, frozenset[TicketStep]] = MappingProxyType(
    {
        **{step: frozenset({step}) for step in TicketStep},
        TicketStep.RESOLVED: frozenset({TicketStep.RESOLVED, TicketStep.CLOSED}),
    }
)
"""The steps that stop a clock that policy lets stop at one of them.

Many tickets are closed without a record of the solution: they were solved by then.
"""


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
    for event in ticket.events:
        step = event.type
        if step is TicketStep.RESPONDED:
            if portfolio.side(event.by, ticket) is not Side.CLIENT:
                return _Course(ends(event.at, portfolio), None)
        elif step is TicketStep.CLOSED or step is TicketStep.CANCELLED:
            return _Course(None, ends(event.at, portfolio))
    return _Course(None, None)


def _to_closure(ticket: Ticket, stops_at: TicketStep, portfolio: Portfolio) -> _Course:
    """Until the step that policy names, less the waits and the time before it was reopened.

    A solution ends a wait for the client as well as taking the ticket up again. What is reopened
    goes on where its clock had stopped; where it had not, from the last step that seemed to end
    it. So a breach by the time of the stop is not healed by reopening.
    """
    stops = _STOPPING[stops_at]
    ending = _ENDING | stops
    breaks: list[Break] = []
    waiting: datetime | None = None
    rested: tuple[datetime, TicketStep] | None = None
    is_over = False
    for event in ticket.events:
        step = event.type
        if step is TicketStep.WAITING_CLIENT:
            waiting = waiting or ends(event.at, portfolio)
        elif waiting is not None and step in _ENDS_A_WAIT:
            breaks.append(Break(waiting, begins(event.at, portfolio), _WAITING))
            waiting = None
        if step is TicketStep.REOPENED:
            if rested is not None:
                breaks.append(Break(rested[0], begins(event.at, portfolio), rested[1].value))
            rested, is_over = None, False
        elif not is_over and step in ending:
            rested = ends(event.at, portfolio), step
            is_over = step in stops or step is TicketStep.CANCELLED
    if waiting is not None:
        breaks.append(Break(waiting, None, _WAITING))
    at, step_of_end = rested if rested is not None and is_over else (None, None)
    is_gone = step_of_end is TicketStep.CANCELLED and step_of_end not in stops
    course = tuple(sorted(breaks, key=lambda one: one.start) if len(breaks) > 1 else breaks)
    return _Course(None if is_gone else at, at if is_gone else None, course)


_WAITING = TicketStep.WAITING_CLIENT.value


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
    if len(grades) == 1 and len(applying) == 1:
        return (_target(ask, client, row(applying[0].policy.clocks), grades[0]),)
    points: list[tuple[datetime, str | None]] = [(one.since, one.priority) for one in grades]
    if len(applying) > 1:
        points = sorted(
            [*points, *((one.since, None) for one in applying[1:])], key=lambda point: point[0]
        )
    found = []
    for since, cause in points:
        grade = next(one for one in reversed(grades) if one.since <= since)
        clock = row(policy_at(applying, since).clocks)
        target = _target(ask, client, clock, grade)
        found.append(target._replace(since=since, cause=cause))
    return tuple(found)


def _target(ask: Ask, client: str | None, clock: TicketClock, grade: _Grade) -> Target:
    """The budget of a priority, on the calendar that is named for it, else for all."""
    priority = grade.priority
    hours = ask.portfolio.hours(clock.calendars.get(priority, clock.calendar), client)
    return Target(grade.since, clock.targets.get(priority), priority, hours)


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
        applying: the versions of the policy that apply, where no later one can; else none.
    """

    opened: TicketEvent
    place: int
    is_sound: bool
    grades: tuple[_Grade, ...]
    assigned: str | None
    reopened: int
    applying: tuple[Version, ...]


def _lives(ask: Ask) -> Iterator[tuple[Ticket, _Life]]:
    """The tickets that were opened, each with its life; told once however many clocks ask."""
    for ticket in ask.portfolio.all(Ticket):
        life = ask.lives.get(id(ticket)) or _life(ticket, ask.portfolio)
        if isinstance(life, _Life):
            ask.lives[id(ticket)] = life
            yield ticket, life


def _life(ticket: Ticket, portfolio: Portfolio) -> _Life | None:
    events = ticket.events
    if not events:
        return None
    is_first = events[0].type is TicketStep.OPENED
    opened = events[0] if is_first else ticket.first(TicketStep.OPENED) or events[0]
    wrong = misplaced(events, TicketStep.OPENED, _NEEDS)
    assigned, reopened, is_regraded = None, 0, False
    for event in events:
        step = event.type
        if step is TicketStep.ASSIGNED:
            assigned = event.by or assigned
        elif step is TicketStep.REOPENED:
            reopened += 1
        elif step is TicketStep.PRIORITY_CHANGED:
            is_regraded = True
    place = (0 if is_first else events.index(opened)) if wrong is None else wrong
    first = _Grade(ticket.priority, opened.at.instant, begins(opened.at, portfolio))
    grades = (first, *(_regrades(ticket, opened.at, portfolio) if is_regraded else ()))
    is_alone = len(portfolio.policies) == 1
    applying = versions(portfolio, opened.at, None) if is_alone else ()
    return _Life(opened, place, wrong is None, grades, assigned, reopened, applying)


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
    stopped = course.stopped
    applying = life.applying or versions(ask.portfolio, life.opened.at, stopped)
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
        owner=life.assigned or (ticket.project and technical_contact(ask, ticket, stopped)),
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


CLOCKS = (
    Clock("RD501", ticket_responses, about=("ticket",)),
    Clock("RD502", ticket_closures, about=("ticket",)),
)
