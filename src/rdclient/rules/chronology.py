"""Time: events stand in the order in which they happened, and none lies in the future."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from rdclient.diagnostic import Finding, finding
from rdclient.model.base import Dated, Fact, Moment, Part, Record
from rdclient.model.care import FollowUp
from rdclient.model.change import Change
from rdclient.model.meeting import Meeting
from rdclient.model.plan import Milestone, Task
from rdclient.model.portfolio import KINDS
from rdclient.model.project import Project
from rdclient.model.replay import lies_after
from rdclient.model.requirement import Requirement, RequirementStep
from rdclient.model.risk import Issue, IssueStep, Risk, RiskStep
from rdclient.model.service import (
    Complaint,
    ComplaintStep,
    Incident,
    IncidentStep,
    Source,
    Ticket,
    TicketStep,
)
from rdclient.model.walk import holds_dates
from rdclient.rules.base import Case, Rule, where
from rdclient.rules.past import happened, known, label, now

Way = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class StepOrder:
    """What the steps of a life cycle ask for.

    Attributes:
        first: the step everything begins with, and stands but once; None when any may come first.
        last: the step that ends it.
        after: steps allowed once it has ended.
        again: the step that takes it up again after the end.
        needs: steps that need one of others before them, each time anew.
    """

    first: StrEnum | None = None
    last: StrEnum | None = None
    after: frozenset[StrEnum] = frozenset()
    again: StrEnum | None = None
    needs: Mapping[StrEnum, frozenset[StrEnum]] = field(
        default_factory=lambda: MappingProxyType({})
    )


_DATED_LISTS: Mapping[type[Record], tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        Requirement: (("events", "at"), ("tests", "on")),
        Change: (("events", "at"),),
        Ticket: (("events", "at"),),
        Incident: (("events", "at"),),
        Complaint: (("events", "at"),),
        FollowUp: (("events", "at"),),
        Issue: (("events", "at"),),
        Risk: (("events", "at"), ("assessments", "at")),
        Milestone: (("plans", "on"), ("forecasts", "on")),
        Task: (("plans", "on"), ("forecasts", "on"), ("hours", "on")),
        Project: (("phases", "entered_on"), ("assessments", "on")),
        Source: (("records", "on"),),
    }
)
"""Lists whose last entry counts, and the date that orders them."""

_STEPS: Mapping[type[Record], StepOrder] = MappingProxyType(
    {
        Ticket: StepOrder(
            first=TicketStep.OPENED,
            last=TicketStep.CLOSED,
            after=frozenset({TicketStep.VISITED, TicketStep.REOPENED}),
            again=TicketStep.REOPENED,
            needs=MappingProxyType(
                {
                    TicketStep.RESUMED: frozenset({TicketStep.WAITING_CLIENT}),
                    TicketStep.REOPENED: frozenset(
                        {TicketStep.RESOLVED, TicketStep.CLOSED, TicketStep.CANCELLED}
                    ),
                }
            ),
        ),
        Incident: StepOrder(first=IncidentStep.DETECTED, last=IncidentStep.CLOSED),
        Complaint: StepOrder(first=ComplaintStep.RECEIVED, last=ComplaintStep.CLOSED),
        Risk: StepOrder(last=RiskStep.CLOSED),
        Issue: StepOrder(
            first=IssueStep.RAISED,
            last=IssueStep.CLOSED,
            after=frozenset({IssueStep.REOPENED}),
            again=IssueStep.REOPENED,
            needs=MappingProxyType(
                {IssueStep.REOPENED: frozenset({IssueStep.RESOLVED, IssueStep.CLOSED})}
            ),
        ),
        Requirement: StepOrder(
            again=RequirementStep.REOPENED,
            needs=MappingProxyType(
                {
                    RequirementStep.REOPENED: frozenset(
                        {
                            RequirementStep.DEVELOPED,
                            RequirementStep.TESTED,
                            RequirementStep.ACCEPTED,
                            RequirementStep.RELEASED,
                            RequirementStep.DEFERRED,
                            RequirementStep.DECLINED,
                            RequirementStep.WITHDRAWN,
                        }
                    )
                }
            ),
        ),
    }
)
"""Order of the steps; change requests have a rule of their own."""


def event_out_of_order(case: Case) -> Iterator[Finding]:
    """An event stands before one it needs, or is dated before the one it follows (RD015)."""
    moment = now(case)
    for cls, lists in _DATED_LISTS.items():
        steps = _STEPS.get(cls)
        for record in known(case, cls):
            for name, dated in lists:
                facts = tuple(happened(getattr(record, name), dated, moment))
                yield from _dates(record, (name,), facts, dated)
                if steps and name == "events":
                    yield from _order(record, facts, steps)
    for meeting in known(case, Meeting):
        for index, action in enumerate(meeting.actions):
            facts = tuple(happened(action.events, "at", moment))
            yield from _dates(meeting, ("actions", index, "events"), facts, "at")


def _dates(
    record: Record, way: Way, facts: tuple[tuple[int, Fact], ...], dated: str
) -> Iterator[Finding]:
    latest: Moment | date | None = None
    for index, fact in facts:
        at: Moment | date = getattr(fact, dated)
        if latest is not None and _is_before(at, latest):
            yield finding(
                "RD015",
                where(record, *way, index, dated),
                variant="date",
                at=label(at),
                previous=label(latest),
            )
        elif latest is None or latest < at:  # type: ignore[operator]  # both of one list
            latest = at


def _is_before(at: Moment | date, other: Moment | date) -> bool:
    """Whether ``at`` is surely earlier; a whole day counts as any time of its day."""
    if isinstance(at, Moment) and isinstance(other, Moment):
        return at.is_before(other)
    return at < other  # type: ignore[operator]  # one list holds one sort of dates


def _order(
    record: Record, facts: tuple[tuple[int, Fact], ...], steps: StepOrder
) -> Iterator[Finding]:
    seen: set[StrEnum] = set()
    has_ended = False
    for position, (index, fact) in enumerate(facts):
        step: StrEnum = fact.type  # type: ignore[attr-defined]  # each event carries its step
        needed = steps.needs.get(step)
        variant, other = "", step
        if position == 0 and steps.first and step is not steps.first:
            variant, other = "first", steps.first
        elif has_ended and step not in steps.after:
            variant, other = "ended" if steps.again else "ended_for_good", steps.last or step
        elif step is steps.first and step in seen:
            variant = "twice"
        elif needed and not seen & needed:
            variant = step.value
        if variant:
            at = where(record, "events", index, "type")
            yield finding("RD015", at, variant=variant, step=step.value, other=other.value)
        if needed:
            seen -= needed
        seen.add(step)
        has_ended = (has_ended or step is steps.last) and step is not steps.again


def fact_in_the_future(case: Case) -> Iterator[Finding]:
    """A fact is dated after ``as_of``, so reports do not know it yet (RD016)."""
    moment = now(case)
    as_of = moment.replace(tzinfo=None).isoformat(" ", "minutes")
    for cls in KINDS.values():
        if not holds_dates(cls):
            continue
        for record in case.portfolio.all(cls):
            found: list[tuple[Way, Moment | date]] = []
            _gather(record, (), moment, found)
            for way, when in found:
                yield finding("RD016", where(record, *way), at=label(when), as_of=as_of)


def _gather(part: Part, way: Way, moment: datetime, found: list[tuple[Way, Moment | date]]) -> None:
    for slot in holds_dates(type(part)):
        value = getattr(part, slot.name)
        if value is None or value == ():
            continue
        if slot.dated is Dated.FACT and not slot.many:
            if lies_after(value, moment):
                found.append(((*way, slot.key), value))
        elif isinstance(value, Part):
            _gather(value, (*way, slot.key), moment, found)
        else:
            for index, item in enumerate(value):
                if isinstance(item, Part):
                    _gather(item, (*way, slot.key, index), moment, found)
                elif lies_after(item, moment):
                    found.append(((*way, slot.key, index), item))


RULES = (
    Rule(
        "RD015",
        event_out_of_order,
        about=(
            "ticket",
            "incident",
            "complaint",
            "followup",
            "risk",
            "issue",
            "requirement",
            "change",
            "milestone",
            "task",
        ),
    ),
    Rule("RD016", fact_in_the_future),
)
