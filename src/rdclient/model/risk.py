"""Risks and issues: assessments over time, responses, what became of them."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from rdclient.model.base import (
    Fact,
    FactDay,
    FactTime,
    Id,
    IssueRef,
    Many,
    MilestoneRef,
    One,
    Part,
    PersonRef,
    PlanTime,
    Record,
    RequirementRef,
    RiskRef,
    Severity,
    Text,
)


class RiskStep(StrEnum):
    """Events of a risk."""

    IDENTIFIED = "identified"
    OCCURRED = "occurred"
    CLOSED = "closed"


class Strategy(StrEnum):
    """Risk response strategies (PMBOK)."""

    AVOID = "avoid"
    MITIGATE = "mitigate"
    TRANSFER = "transfer"
    ACCEPT = "accept"
    ESCALATE = "escalate"


class IssueStep(StrEnum):
    """Events of an issue."""

    RAISED = "raised"
    RESOLVED = "resolved"
    CLOSED = "closed"
    REOPENED = "reopened"


Level = Annotated[int, Field(ge=1, le=5)]


class RiskAssessment(Fact):
    """Probability and impact, 1 to 5 each, as somebody saw them then."""

    at: FactTime
    probability: Level
    impact: Level
    by: PersonRef | None = None

    @property
    def score(self) -> int:
        """Probability times impact, 1 to 25."""
        return self.probability * self.impact


class Response(Part):
    """What is done about a risk."""

    strategy: One[Strategy]
    text: Text | None = None
    owner: PersonRef | None = None
    due: PlanTime | None = None


class RiskEvent(Fact):
    """One dated step of a risk."""

    at: FactTime
    type: One[RiskStep]
    by: PersonRef | None = None


class Risk(Record):
    """A risk as cause, event and effect; one owner."""

    life: ClassVar[str | None] = "events"

    id: Id
    title: Text | None = None
    owner: PersonRef | None = None
    cause: Text | None = None
    event: Text
    effect: Text | None = None
    category: Text | None = None
    requirements: Many[RequirementRef] = ()
    milestones: Many[MilestoneRef] = ()
    assessments: Many[RiskAssessment] = ()
    response: Response | None = None
    contingency: Text | None = None
    trigger: Text | None = None
    residual: Text | None = None
    disclosed_on: FactDay | None = None
    issue: IssueRef | None = None
    events: Many[RiskEvent] = ()

    def score(self) -> int | None:
        """The score assessed last; None when never assessed."""
        return self.assessments[-1].score if self.assessments else None

    def is_open(self) -> bool:
        """Whether it was not closed."""
        return not any(event.type is RiskStep.CLOSED for event in self.events)

    def has_occurred(self) -> bool:
        """Whether it became real."""
        return any(event.type is RiskStep.OCCURRED for event in self.events)


class IssueEvent(Fact):
    """One dated step of an issue."""

    at: FactTime
    type: One[IssueStep]
    by: PersonRef | None = None


class Issue(Record):
    """Something that stands in the way now."""

    life: ClassVar[str | None] = "events"

    id: Id
    title: Text
    owner: PersonRef | None = None
    severity: One[Severity | None] = None
    due: PlanTime | None = None
    risk: RiskRef | None = None
    source: str | None = None
    external_id: str | None = None
    events: Many[IssueEvent] = ()

    def is_open(self) -> bool:
        """Whether the last step leaves it unsolved."""
        return not self.events or self.events[-1].type in {IssueStep.RAISED, IssueStep.REOPENED}
