"""Weekly report, figures: quality, tickets, incidents, and corrections of the last report."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from rdclient.model.base import Bilingual, Moment, Part, Record, Severity, Words
from rdclient.model.plan import Quality, TestLevel
from rdclient.model.portfolio import Portfolio, id_of, kind_of
from rdclient.model.replay import lies_after
from rdclient.model.service import (
    Incident,
    IncidentLevel,
    IncidentStep,
    SourceSubject,
    Ticket,
    TicketStep,
)
from rdclient.model.walk import holds_dates, parts
from rdclient.reports.base import Period, about
from rdclient.reports.known import Known, known
from rdclient.reports.promise import ACKNOWLEDGED, RESTORED
from rdclient.reports.rag import latest_quality
from rdclient.reports.scene import Scene
from rdclient.reports.weekly_times import (
    Against,
    LateTicket,
    TimeRow,
    against,
    late_tickets,
    timed_tickets,
    times,
)


@dataclass(frozen=True, slots=True)
class DefectRow:
    """Defects of one severity: new and closed in the period of the figures, open at its end."""

    severity: Severity
    opened: int
    closed: int
    open: int


@dataclass(frozen=True, slots=True)
class QualityView:
    """Test figures of one level; ``rate`` in percent, ``density`` in defects per 1,000 lines."""

    on: date
    level: TestLevel | None
    planned: int | None
    executed: int | None
    passed: int | None
    rate: float | None
    rate_before: float | None
    defects: tuple[DefectRow, ...]
    density: float | None


@dataclass(frozen=True, slots=True)
class PriorityCount:
    """Tickets opened with a priority; the words come from policy."""

    priority: str
    words: Words
    count: int


@dataclass(frozen=True, slots=True)
class WaitingTicket:
    """A ticket that waits for the client; ``is_timed``: the clock of its closure stands still."""

    id: str
    title: Words
    since: Moment
    is_timed: bool


@dataclass(frozen=True, slots=True)
class TicketsView:
    """Distinct tickets by their first event of each type in the period, and those still open.

    ``times`` counts what was to be done in time, ``late`` names what still is to be.
    """

    opened: int
    by_priority: tuple[PriorityCount, ...]
    responded: int
    resolved: int
    closed: int
    cancelled: int
    open: int
    waiting: tuple[WaitingTicket, ...]
    waiting_more: int
    times: tuple[TimeRow, ...]
    late: tuple[LateTicket, ...]
    late_more: int


@dataclass(frozen=True, slots=True)
class IncidentView:
    """An incident of the period."""

    id: str
    title: Words
    level: IncidentLevel
    detected_at: Moment
    acknowledged_minutes: int | None
    restored_minutes: int | None
    response: Against | None
    restore: Against | None
    scope: Words | None
    cause: Words | None


@dataclass(frozen=True, slots=True)
class ServiceView:
    """Tickets of the project, of the client as a whole, and incidents."""

    tickets: TicketsView
    client_wide: TicketsView
    tickets_known: Known
    incidents: tuple[IncidentView, ...]
    incidents_known: Known


@dataclass(frozen=True, slots=True)
class TicketCorrection:
    """A ticket count of the last report that is different by now."""

    figure: str
    was: int
    now: int


@dataclass(frozen=True, slots=True)
class LateFact:
    """Facts of one record, from a day to a day, that were recorded after the last report."""

    kind: str
    id: str
    title: Words
    first: date
    last: date
    recorded_on: date


@dataclass(frozen=True, slots=True)
class Corrections:
    """What the last report did not know: changed counts, then the facts themselves."""

    week: int
    year: int
    tickets: tuple[TicketCorrection, ...]
    facts: tuple[LateFact, ...]


# ── §8 quality ───────────────────────────────────────────────────────────────


def quality(scene: Scene) -> tuple[QualityView, ...]:
    """The newest valid figures of each test level."""
    before = {record.level: record for record in latest_quality(scene.view_before)}
    return tuple(_quality_view(r, before.get(r.level)) for r in latest_quality(scene.view))


def _rate(record: Quality | None) -> float | None:
    if record is None or not record.executed or record.passed is None:
        return None
    return round(record.passed / record.executed * 100, 1)


def _quality_view(record: Quality, before: Quality | None) -> QualityView:
    rows = tuple(DefectRow(d.severity, d.opened, d.closed, d.open) for d in record.defects)
    found = sum(row.opened for row in rows)
    return QualityView(
        on=record.on,
        level=record.level,
        planned=record.planned,
        executed=record.executed,
        passed=record.passed,
        rate=_rate(record),
        rate_before=None if before is None or before.on == record.on else _rate(before),
        defects=rows,
        density=round(found / record.kloc, 2) if record.kloc and rows else None,
    )


# ── §10 service ──────────────────────────────────────────────────────────────

_SHOWN = 10
_ENDED = (TicketStep.CLOSED, TicketStep.CANCELLED)
_END_A_WAIT = frozenset({*_ENDED, TicketStep.RESUMED, TicketStep.RESOLVED})


def service(scene: Scene) -> ServiceView:
    """Tickets and incidents of the period."""
    reach = partial(known, scene.now, scene.project, as_of=scene.brief.as_of)
    return ServiceView(
        tickets=_tickets(scene, scene.project.id),
        client_wide=_tickets(scene, None),
        tickets_known=reach(SourceSubject.TICKET),
        incidents=tuple(_incidents(scene)),
        incidents_known=reach(SourceSubject.INCIDENT),
    )


def tickets_of(portfolio: Portfolio, scene: Scene, *, project: str | None) -> tuple[Ticket, ...]:
    """The client's tickets of one project, or of none."""
    client = scene.project.origin.client or ""
    return tuple(t for t in portfolio.of_client(Ticket, client) if about(t.project) == project)


def count_in(tickets: tuple[Ticket, ...], step: TicketStep, period: Period) -> int:
    """Distinct tickets whose first event of that type lies in the period."""
    firsts = (ticket.first(step) for ticket in tickets)
    return sum(event is not None and period.holds(event.at.instant) for event in firsts)


def _tickets(scene: Scene, project: str | None) -> TicketsView:
    period, tickets = scene.period, tickets_of(scene.now, scene, project=project)
    new = [t for t in tickets if (e := t.first(TicketStep.OPENED)) and period.holds(e.at.instant)]
    open_now = [t for t in tickets if t.step_now() not in (None, *_ENDED)]
    waiting = [t for t in open_now if t.step_now() is TicketStep.WAITING_CLIENT]
    late = late_tickets(scene, project=project)
    return TicketsView(
        opened=len(new),
        by_priority=_by_priority(scene, new),
        responded=count_in(tickets, TicketStep.RESPONDED, period),
        resolved=count_in(tickets, TicketStep.RESOLVED, period),
        closed=count_in(tickets, TicketStep.CLOSED, period),
        cancelled=count_in(tickets, TicketStep.CANCELLED, period),
        open=len(open_now),
        waiting=tuple(_waiting(scene, waiting[:_SHOWN])),
        waiting_more=max(0, len(waiting) - _SHOWN),
        times=times(scene, project=project),
        late=late[:_SHOWN],
        late_more=max(0, len(late) - _SHOWN),
    )


def _waiting(scene: Scene, tickets: list[Ticket]) -> Iterator[WaitingTicket]:
    timed = timed_tickets(scene)
    for ticket in tickets:
        if since := _waits_since(ticket):
            yield WaitingTicket(ticket.id, ticket.title, since, ticket.id in timed)


def _waits_since(ticket: Ticket) -> Moment | None:
    """Since when a ticket waits for the client; asking once more does not begin anew."""
    since = None
    for event in ticket.events:
        if event.type in _END_A_WAIT:
            since = None
        elif event.type is TicketStep.WAITING_CLIENT:
            since = since or event.at
    return since


def _by_priority(scene: Scene, tickets: list[Ticket]) -> tuple[PriorityCount, ...]:
    words = scene.policy.ticket_priorities
    tally = Counter(ticket.priority for ticket in tickets)
    order = [*words, *sorted(set(tally) - set(words))]
    return tuple(
        PriorityCount(p, Bilingual(words[p].zh, words[p].en) if p in words else p, tally[p])
        for p in order
        if tally[p]
    )


def _incidents(scene: Scene) -> Iterator[IncidentView]:
    for incident in scene.now.of_client(Incident, scene.project.origin.client or ""):
        if about(incident.project) not in (None, scene.project.id):
            continue
        detected = incident.first(IncidentStep.DETECTED)
        if detected is None or not scene.period.holds(detected.at.instant):
            continue
        yield IncidentView(
            id=incident.id,
            title=incident.title,
            level=incident.level,
            detected_at=detected.at,
            acknowledged_minutes=_minutes(incident, IncidentStep.ACKNOWLEDGED),
            restored_minutes=_minutes(incident, IncidentStep.RESTORED),
            response=against(scene, incident, ACKNOWLEDGED),
            restore=against(scene, incident, RESTORED),
            scope=incident.scope,
            cause=incident.cause,
        )


def _minutes(incident: Incident, step: IncidentStep) -> int | None:
    start, end = incident.first(IncidentStep.DETECTED), incident.first(step)
    if start is None or end is None:
        return None
    return int((end.at.instant - start.at.instant).total_seconds() // 60)


# ── corrections ──────────────────────────────────────────────────────────────

_FIGURES = (TicketStep.OPENED, TicketStep.RESOLVED, TicketStep.CLOSED)
_SHOWN_KINDS = frozenset({"requirement", "change", "ticket", "incident", "milestone", "meeting"})


def corrections(scene: Scene) -> Corrections | None:
    """What became known about the last period after its report was issued; None without one."""
    if not scene.period.issued_before:
        return None
    last = scene.period.start
    year, week, _ = last.isocalendar()
    facts = tuple(_late_facts(scene))
    tickets = tuple(_ticket_corrections(scene))
    return Corrections(week, year, tickets, facts) if facts or tickets else None


def _ticket_corrections(scene: Scene) -> Iterator[TicketCorrection]:
    start, end = scene.period.before_start, scene.period.start
    period = Period(start, end, end, 0, 0, issued_before=False, before_start=start)
    then = tickets_of(scene.before, scene, project=scene.project.id)
    today = tickets_of(scene.now, scene, project=scene.project.id)
    for step in _FIGURES:
        was, now = count_in(then, step, period), count_in(today, step, period)
        if was != now:
            yield TicketCorrection(step.value, was, now)


def _late_facts(scene: Scene) -> Iterator[LateFact]:
    client = scene.project.origin.client
    for record in scene.now.records:
        if record.origin.client != client or kind_of(record) not in _SHOWN_KINDS:
            continue
        owner = record.origin.project or about(getattr(record, "project", None))
        if owner == scene.project.id:
            yield from _late_of(scene, record)


def _late_of(scene: Scene, record: Record) -> Iterator[LateFact]:
    """One row for each day on which facts of the record were entered late."""
    found: dict[date, list[date]] = {}
    for part in _parts_of(record):
        if late := _late(scene, part, record.recorded_on):
            happened, recorded = late
            found.setdefault(recorded, []).append(happened)
    title: Words = getattr(record, "title", None) or getattr(record, "name", None) or ""
    for recorded, happened_on in sorted(found.items()):
        first, last = min(happened_on), max(happened_on)
        yield LateFact(kind_of(record), id_of(record), title, first, last, recorded)


def _parts_of(part: Part) -> Iterator[Part]:
    """The part and all dated parts in it, all the way down."""
    yield part
    for slot in holds_dates(type(part)):
        if slot.part:
            for _, inner in parts(getattr(part, slot.name)):
                yield from _parts_of(inner)


_WHEN = ("at", "on", "started_at")


def _late(scene: Scene, part: Part, entered: date | None) -> tuple[date, date] | None:
    """When a fact happened and when it was recorded, if the last report could not know of it.

    ``entered`` is the day on which the record that holds it was entered.
    """
    days = [day for day in (getattr(part, "recorded_on", None), entered) if day]
    recorded = max(days, default=None)
    if recorded is None or not lies_after(recorded, scene.period.start):
        return None
    when = next((at for name in _WHEN if (at := getattr(part, name, None))), None)
    if when is None or lies_after(when, scene.period.start):
        return None
    return (when.day if isinstance(when, Moment) else when), recorded
