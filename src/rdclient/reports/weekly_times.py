"""Weekly report, times that were agreed: tickets and incidents in time or not, and what is due."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from rdclient.model.base import Bilingual, Words
from rdclient.model.client import Client, Side
from rdclient.model.project import Project
from rdclient.model.service import Incident, Ticket
from rdclient.obligations.base import Lack, State
from rdclient.obligations.ledger import Judged
from rdclient.reports.base import Named, PersonView, Reason, person_view
from rdclient.reports.promise import (
    CLOSURE,
    RESPONSE,
    SERVICE,
    Limit,
    is_measured,
    is_of_period,
    is_overdue,
    is_settled,
    limit_of,
    same_limit,
    shown_deadline,
)
from rdclient.reports.scene import Scene


@dataclass(frozen=True, slots=True)
class TimeRow:
    """Tickets of one priority that were to be answered, or closed, in time.

    Attributes:
        clock: code of the clock.
        priority: token.
        words: of the priority.
        limit: the time agreed; None when it differs from ticket to ticket.
        met: in time, decided in the period.
        missed: not in time; those still to be done count as soon as their time is over.
        rate: in percent.
    """

    clock: str
    priority: str
    words: Words
    limit: Limit | None
    met: int
    missed: int
    rate: float


@dataclass(frozen=True, slots=True)
class LateTicket:
    """A ticket whose time is over and that is still to be answered, or closed."""

    clock: str
    id: str
    title: Words
    deadline: date | None


@dataclass(frozen=True, slots=True)
class Against:
    """How an incident was handled against the time agreed."""

    limit: Limit | None
    state: State


@dataclass(frozen=True, slots=True)
class NotTimed:
    """How many of a priority or level no time was agreed for."""

    clock: str
    level: str
    words: Words
    count: int


@dataclass(frozen=True, slots=True)
class CadenceView:
    """Something due in every period: how often it is on record and how often it was agreed.

    Attributes:
        code: of its clock.
        about: what it is about; None for what the project or the client owes as a whole.
        period: its name; None for what follows a single event, such as a meeting.
        first: its first day.
        last: its last one.
        found: how often it is on record.
        needed: how often it was agreed.
        state: how it stands.
    """

    code: str
    about: Named | None
    period: str | None
    first: date | None
    last: date | None
    found: int
    needed: int
    state: State


@dataclass(frozen=True, slots=True)
class DueView:
    """Something that is due, or was.

    Attributes:
        code: of its clock.
        id: of what it is about.
        title: what that is called.
        side: who owes it.
        owner: the person who does.
        deadline: a day when it is in time all that day.
        state: how it stands.
        period: name of the period of what recurs; then ``found`` of ``needed`` are on record.
        found: how often it is on record.
        needed: how often it was agreed.
    """

    code: str
    id: str
    title: Words
    side: Side
    owner: PersonView | None
    deadline: date | None
    state: State
    period: str | None
    found: int
    needed: int


# ── tickets and incidents ────────────────────────────────────────────────────


def _of_period(scene: Scene, codes: frozenset[str]) -> Iterator[Judged]:
    for one in scene.clocks:
        since, until = scene.period.start, scene.brief.as_of
        if one.obligation.code in codes and is_of_period(one, since, until):
            yield one


def _tickets(scene: Scene, project: str | None) -> Iterator[Judged]:
    for one in _of_period(scene, frozenset({RESPONSE, CLOSURE})):
        if one.obligation.project == project and isinstance(one.obligation.record, Ticket):
            yield one


def times(scene: Scene, *, project: str | None) -> tuple[TimeRow, ...]:
    """Tickets of a project, or of none, whose fate was decided in the period, by priority."""
    since, until = scene.period.start, scene.brief.as_of
    groups: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for one in _tickets(scene, project):
        if is_measured(one) and is_settled(one, since, until):
            groups[one.obligation.code, one.obligation.level or ""].append(one)
    return tuple(_row(scene, *key, groups[key]) for key in _in_order(scene, groups))


def _in_order(scene: Scene, keys: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Response before closure, each by the order of the priorities in policy."""
    order = list(scene.policy.ticket_priorities)
    return sorted(
        keys, key=lambda key: (key[0], order.index(key[1]) if key[1] in order else len(order), key)
    )


def _row(scene: Scene, clock: str, priority: str, decided: list[Judged]) -> TimeRow:
    met = sum(one.standing.state is State.MET for one in decided)
    return TimeRow(
        clock=clock,
        priority=priority,
        words=_words(scene, priority),
        limit=same_limit(limit_of(one, as_of=scene.brief.as_of) for one in decided),
        met=met,
        missed=len(decided) - met,
        rate=round(met / len(decided) * 100, 1),
    )


def _words(scene: Scene, priority: str) -> Words:
    words = scene.policy.ticket_priorities.get(priority)
    return Bilingual(words.zh, words.en) if words else priority


def late_tickets(scene: Scene, *, project: str | None) -> tuple[LateTicket, ...]:
    """Tickets of a project, or of none, whose time is over and that are still to be done."""
    found = [one for one in _tickets(scene, project) if is_overdue(one)]
    found.sort(key=lambda one: (one.standing.deadline or scene.brief.as_of, one.obligation.item))
    return tuple(
        LateTicket(
            one.obligation.code,
            one.obligation.item,
            one.obligation.title,
            shown_deadline(one, scene.now),
        )
        for one in found
    )


def timed_tickets(scene: Scene) -> frozenset[str]:
    """Ids of the tickets for whose closure a time was agreed."""
    return frozenset(
        one.obligation.item
        for one in scene.clocks
        if one.obligation.code == CLOSURE and is_measured(one)
    )


def against(scene: Scene, incident: Incident, clock: str) -> Against | None:
    """How an incident was handled against the time agreed; None where there is none."""
    one = scene.clock_of(clock, incident)
    if one is None or not is_measured(one):
        return None
    return Against(limit_of(one, as_of=scene.brief.as_of), one.standing.state)


def not_timed(scene: Scene) -> tuple[NotTimed, ...]:
    """Tickets and incidents of the period for which no time was agreed, by priority or level."""
    tally: dict[tuple[str, str], int] = defaultdict(int)
    for one in _of_period(scene, SERVICE):
        if one.standing.lack is Lack.NO_TARGET:
            tally[one.obligation.code, one.obligation.level or ""] += 1
    return tuple(
        NotTimed(code, level, _words(scene, level), tally[code, level])
        for code, level in _in_order(scene, tally)
    )


# ── promises of every kind ───────────────────────────────────────────────────

_TOLD_TO_THE_CLIENT = frozenset({("RD426", Side.CLIENT), ("RD427", Side.CLIENT)})
"""Of the client's duties, those that stand in both editions as what is asked for."""


def cadences(scene: Scene) -> tuple[CadenceView, ...]:
    """What recurs, as far as it was decided in the period whether it is on record."""
    since, until = scene.period.start, scene.brief.as_of
    return tuple(
        _cadence(scene, one)
        for one in scene.clocks
        if one.obligation.is_cadence and is_measured(one) and is_settled(one, since, until)
    )


def _cadence(scene: Scene, one: Judged) -> CadenceView:
    what = one.obligation
    is_whole = isinstance(what.record, Project | Client)
    return CadenceView(
        code=what.code,
        about=None if is_whole else Named(what.item, what.title),
        period=what.period,
        first=what.starts.astimezone(scene.now.zone).date() if what.starts else None,
        last=shown_deadline(one, scene.now),
        found=what.found,
        needed=what.needed,
        state=one.standing.state,
    )


def overdue(scene: Scene) -> tuple[DueView, ...]:
    """Of our own promises, those whose time is over and that are still to be done."""
    ours = (one for one in scene.clocks if one.obligation.side is Side.VENDOR)
    return _dues(scene, (one for one in ours if is_overdue(one)))


def due_next(scene: Scene) -> tuple[DueView, ...]:
    """What is due before the next report; not what the client is asked for anyway."""
    return _dues(
        scene,
        (
            one
            for one in scene.clocks
            if _is_due_next(scene, one)
            and (one.obligation.code, one.obligation.side) not in _TOLD_TO_THE_CLIENT
        ),
    )


def _is_due_next(scene: Scene, one: Judged) -> bool:
    deadline, how = one.standing.deadline, one.standing
    is_going = how.is_open and how.state in (State.RUNNING, State.AT_RISK)
    return is_going and deadline is not None and deadline <= scene.period.next_end


def _dues(scene: Scene, found: Iterable[Judged]) -> tuple[DueView, ...]:
    ordered = sorted(
        found,
        key=lambda one: (
            one.standing.deadline or scene.brief.as_of,
            one.obligation.code,
            one.obligation.item,
        ),
    )
    return tuple(
        DueView(
            code=one.obligation.code,
            id=one.obligation.item,
            title=one.obligation.title,
            side=one.obligation.side,
            owner=person_view(scene.now, one.obligation.owner, one.obligation.record),
            deadline=shown_deadline(one, scene.now),
            state=one.standing.state,
            period=one.obligation.period,
            found=one.obligation.found,
            needed=one.obligation.needed,
        )
        for one in ordered
    )


_FAULTS = frozenset({Lack.OUT_OF_ORDER, Lack.NO_CALENDAR, Lack.NEVER_OPEN})


def unmeasured(scene: Scene) -> Iterator[Reason]:
    """Promises of the period whose time cannot be measured although one was agreed.

    Years that a calendar does not cover are told once each.
    """
    since, until = scene.period.start, scene.brief.as_of
    years = set()
    for one in scene.clocks:
        what, lack = one.obligation, one.standing.lack
        if lack is Lack.NOT_COVERED and one.standing.is_open:
            years.add(one.standing.facts["year"])
        if lack in _FAULTS and is_of_period(one, since, until):
            facts = {"clock": what.code, "id": what.item, "title": what.title, "lack": lack}
            yield Reason("clock_not_measured", facts)
    if not scene.now.calendar.knows(scene.period.next_end.date()):
        years.add(scene.period.next_end.year)
    for year in sorted(years):
        yield Reason("calendar_not_covered", {"year": year})
