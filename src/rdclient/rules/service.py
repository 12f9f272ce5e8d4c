"""Service: priorities and follow-up of tickets, incident levels, emergency plans, inspections."""

import difflib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from rdclient.diagnostic import Fact, Finding, Location, finding
from rdclient.model.base import Record
from rdclient.model.client import Client, Side
from rdclient.model.operation import EmergencyPlan, Inspection, InspectionResult
from rdclient.model.project import Phase, Project
from rdclient.model.service import (
    Incident,
    IncidentCategory,
    IncidentLevel,
    IncidentStep,
    Source,
    SourceKind,
    SourceSubject,
    Ticket,
    TicketEvent,
    TicketStep,
)
from rdclient.rules.base import Case, Rule, where
from rdclient.rules.past import happened, known, now

# ── priorities of tickets ────────────────────────────────────────────────────


def priority_unknown(case: Case) -> Iterator[Finding]:
    """The policy of the day does not define the priority of a ticket (RD012)."""
    moment = now(case)
    always = frozenset.intersection(
        *(frozenset(policy.ticket_priorities) for policy in case.portfolio.policies)
    )
    for ticket in known(case, Ticket):
        opened = ticket.first(TicketStep.OPENED)
        if ticket.priority not in always:
            day = opened.at.day if opened else moment.date()
            yield from _undefined(case, ticket.priority, day, where(ticket, "priority"))
        if ticket.first(TicketStep.PRIORITY_CHANGED) is None:
            continue
        for index, event in happened(ticket.events, "at", moment):
            if event.type is TicketStep.PRIORITY_CHANGED and event.to not in always:
                at = where(ticket, "events", index, *(("to",) if event.to else ()))
                yield from _undefined(case, event.to, event.at.day, at)


def _undefined(case: Case, priority: str | None, day: date, at: Location) -> Iterator[Finding]:
    """What to say of a priority that the policy of its day does not have; None was left out."""
    defined = tuple(case.portfolio.policy(day).ticket_priorities)
    if priority in defined:
        return
    facts: dict[str, Fact] = {"kind": "priority", "name": priority or "", "known": defined}
    if priority is None:
        yield finding("RD012", at, variant="priority-missing", **facts)
        return
    folded = {token.casefold(): token for token in defined}
    near = difflib.get_close_matches(priority.casefold(), folded, 1)
    if near:
        facts |= {"variant": "priority-near", "suggestion": folded[near[0]]}
    yield finding("RD012", at, **{"variant": "priority", **facts})


# ── follow-up of tickets ─────────────────────────────────────────────────────

_Ledger = tuple[str | None, str | None]
"""Client, and the project or None for what belongs to no project."""
_STILL = frozenset({TicketStep.PRIORITY_CHANGED, TicketStep.ASSIGNED, TicketStep.VISITED})


def return_visit_missing(case: Case) -> Iterator[Finding]:
    """A ticket was closed, and no record says that the client was asked afterwards (RD503)."""
    moment = now(case)
    sources, visiting = _sources(case), _visiting(case, moment)
    for ticket in known(case, Ticket):
        ledger = _ledger(ticket, ticket.project)
        if ledger not in visiting and _is_imported(sources, ledger):
            continue
        past = list(happened(ticket.events, "at", moment))
        closing = _closing(past)
        if closing is None or case.portfolio.side(past[closing][1].by, ticket) is Side.CLIENT:
            continue
        visits = [index for index, event in past if event.type is TicketStep.VISITED]
        reopened = [index for index, event in past if event.type is TicketStep.REOPENED]
        if not visits or (reopened and visits[-1] < reopened[-1]):
            variant = {"variant": "reopened"} if visits else {}
            at = where(ticket, "events", past[closing][0])
            yield finding("RD503", at, **variant, id=ticket.id)


def _closing(past: list[tuple[int, TicketEvent]]) -> int | None:
    """Which of the events closed the ticket; None when it is open, or was cancelled."""
    moving = [place for place, (_, event) in enumerate(past) if event.type not in _STILL]
    is_closed = bool(moving) and past[moving[-1]][1].type is TicketStep.CLOSED
    return moving[-1] if is_closed else None


def _ledger(record: Record, project: str | None) -> _Ledger:
    return record.origin.client, project and project.rsplit("/", 1)[-1]


def _sources(case: Case) -> Mapping[_Ledger, frozenset[SourceKind]]:
    """How the tickets of each ledger come in."""
    kinds: dict[_Ledger, frozenset[SourceKind]] = defaultdict(frozenset)
    for source in known(case, Source):
        if source.source is SourceSubject.TICKET:
            kinds[_ledger(source, source.project)] |= {source.kind}
    return kinds


def _is_imported(sources: Mapping[_Ledger, frozenset[SourceKind]], ledger: _Ledger) -> bool:
    """Whether another system fills it; what says nothing of a project holds for all others."""
    kinds = sources.get(ledger) or sources.get((ledger[0], None), frozenset())
    return SourceKind.IMPORTED in kinds


def _visiting(case: Case, moment: datetime) -> frozenset[_Ledger]:
    """The ledgers in which follow-up is recorded: at least once by that moment."""
    return frozenset(
        _ledger(ticket, ticket.project)
        for ticket in known(case, Ticket)
        if ticket.first(TicketStep.VISITED)
        and any(e.type is TicketStep.VISITED for _, e in happened(ticket.events, "at", moment))
    )


# ── incidents ────────────────────────────────────────────────────────────────

_OVER = frozenset({IncidentStep.RESTORED, IncidentStep.CLOSED})


def incident_level_wrong(case: Case) -> Iterator[Finding]:
    """An incident is P1 and does not meet the definition, or meets it and is not (RD511)."""
    moment = now(case)
    limit = case.portfolio.policy(moment.date()).incidents.p1_outage_minutes
    for incident in known(case, Incident):
        steps = {event.type for _, event in happened(incident.events, "at", moment)}
        variant = _misjudged(incident, limit, is_over=bool(steps & _OVER))
        if variant is None or (incident.events and not steps):
            continue
        figures = ("core_business", "outage_min")
        missing = tuple(field for field in figures if getattr(incident, field) is None)
        facts: dict[str, Fact] = {"id": incident.id, "level": incident.level, "limit": limit}
        facts["minutes"] = f"{incident.outage_min or 0:g}"
        at = where(incident, "level")
        yield finding("RD511", at, variant=variant, **facts, missing=missing)


def _misjudged(incident: Incident, limit: int, *, is_over: bool) -> str | None:
    """What is wrong with the level; an outage that goes on may still grow beyond the limit."""
    core, minutes = incident.core_business, incident.outage_min
    if incident.level is not IncidentLevel.P1:
        is_p1 = core is True and minutes is not None and minutes > limit
        return "understated" if is_p1 else None
    if core is False:
        return "not-core"
    if not is_over:
        return None
    if core is None or minutes is None:
        return "unknown"
    return "short" if minutes <= limit else None


# ── emergency plans ──────────────────────────────────────────────────────────


def emergency_plan_missing(case: Case) -> Iterator[Finding]:
    """A client whose system is in operation lacks an emergency plan for a scenario (RD520)."""
    moment = now(case)
    served = {p.origin.client for p in known(case, Project) if _is_served(p, moment)}
    plans = _plans(case)
    for client in known(case, Client):
        if client.id not in served:
            continue
        missing = []
        for scenario in IncidentCategory:
            drafts = plans.get((client.id, scenario), ())
            if not drafts:
                missing.append(scenario)
            elif all(_lacking(plan) for plan in drafts):
                plan = drafts[0]
                facts: dict[str, Fact] = {"scenario": scenario, "missing": _lacking(plan)}
                yield finding("RD520", where(plan), variant="incomplete", id=plan.id, **facts)
        if missing:
            yield finding("RD520", where(client), id=client.id, scenarios=tuple(missing))


def _is_served(project: Project, moment: datetime) -> bool:
    """Whether the client works with what was delivered, and the project is not wound up."""
    entered = {entry.phase for _, entry in happened(project.phases, "entered_on", moment)}
    if Phase.CLOSED in entered:
        return False
    accepted = project.accepted_on
    return Phase.OPERATE in entered or (accepted is not None and accepted <= moment.date())


def _plans(case: Case) -> Mapping[tuple[str | None, IncidentCategory], list[EmergencyPlan]]:
    plans: dict[tuple[str | None, IncidentCategory], list[EmergencyPlan]] = defaultdict(list)
    for plan in known(case, EmergencyPlan):
        plans[plan.origin.client, plan.scenario].append(plan)
    return plans


def _lacking(plan: EmergencyPlan) -> tuple[str, ...]:
    return (*(() if plan.steps else ("steps",)), *(() if plan.owner else ("owner",)))


# ── inspections ──────────────────────────────────────────────────────────────


def suggestion_missing(case: Case) -> Iterator[Finding]:
    """An inspected item failed, and nothing says what to do about it (RD531)."""
    for inspection in known(case, Inspection):
        for index, item in enumerate(inspection.items):
            if item.suggestion is not None or item.judged() is not InspectionResult.FAILED:
                continue
            facts: dict[str, str] = {"variant": "by-hand"}
            if item.result is None:
                facts = {"actual": item.actual or "", "recommended": item.recommended or ""}
            at = where(inspection, "items", index)
            yield finding("RD531", at, **facts, id=inspection.id, name=str(item.name))


RULES = (
    Rule("RD012", priority_unknown, about=("ticket",)),
    Rule("RD503", return_visit_missing, about=("ticket",), needs=frozenset({"source"})),
    Rule("RD511", incident_level_wrong, about=("incident",)),
    Rule("RD520", emergency_plan_missing, about=("client", "plan"), needs=frozenset({"plan"})),
    Rule("RD531", suggestion_missing, about=("inspection",)),
)
