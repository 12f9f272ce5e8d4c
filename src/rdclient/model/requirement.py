"""Requirements: stated and real need, assessment, delivery standard, acceptance, life cycle."""

from enum import StrEnum
from typing import ClassVar

from rdclient.model.base import (
    Amount,
    Count,
    Fact,
    FactDay,
    FactTime,
    Id,
    IterationRef,
    Many,
    MeetingRef,
    One,
    Part,
    PersonRef,
    PlanDay,
    Priority,
    Quantity,
    Record,
    RequirementRef,
    Text,
)


class RequirementType(StrEnum):
    """Kind of requirement (ISO/IEC/IEEE 29148)."""

    FUNCTIONAL = "functional"
    QUALITY = "quality"
    INTERFACE = "interface"
    DATA = "data"
    CONSTRAINT = "constraint"
    COMPLIANCE = "compliance"


class RequirementStep(StrEnum):
    """Steps of a requirement's life."""

    COLLECTED = "collected"
    ANALYSED = "analysed"
    REVIEWED = "reviewed"
    CONFIRMED = "confirmed"
    PLANNED = "planned"
    STARTED = "started"
    DELAYED = "delayed"
    DEVELOPED = "developed"
    TESTED = "tested"
    ACCEPTED = "accepted"
    RELEASED = "released"
    DEFERRED = "deferred"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"


class SlipCause(StrEnum):
    """Why something is later than planned."""

    RESOURCE = "resource"
    TECHNICAL = "technical"
    REQUIREMENT_CHANGE = "requirement_change"
    THIRD_PARTY = "third_party"
    CLIENT_DUTY = "client_duty"
    ESTIMATE = "estimate"


class Verification(StrEnum):
    """How a requirement is verified."""

    TEST = "test"
    ANALYSIS = "analysis"
    INSPECTION = "inspection"
    DEMONSTRATION = "demonstration"


class ValueKind(StrEnum):
    """What a requirement improves for the client."""

    PROCESS = "process"
    EFFICIENCY = "efficiency"
    COST = "cost"
    REVENUE = "revenue"


class RequirementEvent(Fact):
    """One dated step. The fields below ``by`` belong to the steps named."""

    at: FactTime
    type: One[RequirementStep]
    by: PersonRef | None = None
    iteration: IterationRef | None = None  # planned
    due: PlanDay | None = None  # planned
    meeting: MeetingRef | None = None  # reviewed, confirmed
    reason: Text | None = None  # delayed, deferred, declined, withdrawn, reopened
    cause: One[SlipCause | None] = None  # delayed
    impact: Text | None = None  # delayed
    attempt: Text | None = None  # delayed
    needs_client: Text | None = None  # delayed
    eta: PlanDay | None = None  # delayed


class Scenario(Part):
    """Who uses it, which figures they watch, in which situation."""

    users: Text | None = None
    indicators: Text | None = None
    context: Text | None = None


class Prototype(Part):
    """What was shown before anything was built."""

    url: str | None = None
    file: str | None = None
    shown_on: FactDay | None = None
    feedback: Text | None = None


class Elicitation(Part):
    """How the need was found out."""

    scenario: Scenario | None = None
    precedents: Many[Text] = ()
    prototype: Prototype | None = None


class Feasibility(Part):
    """First dimension of the assessment."""

    level: One[Priority]
    new_tech: bool | None = None
    fits_architecture: bool | None = None
    by: PersonRef | None = None
    on: FactDay | None = None


class Effort(Part):
    """Third dimension: person-days, cycle in days, purchases. Internal."""

    development: Quantity | None = None
    test: Quantity | None = None
    design: Quantity | None = None
    cycle_days: Quantity | None = None
    cost: Amount | None = None


class Analysis(Part):
    """Feasibility, effort and alternatives. Internal."""

    feasibility: Feasibility | None = None
    effort: Effort | None = None
    alternatives: Many[Text] = ()


class Confirmation(Part):
    """The client's word for an expected value."""

    by: PersonRef
    on: FactDay


class Measurement(Fact):
    """A value measured after release."""

    value: Text
    on: FactDay
    source: Text


class Value(Part):
    """Second dimension: what the client gains."""

    kind: One[ValueKind | None] = None
    metric: Text | None = None
    baseline: Text | None = None
    target: Text | None = None
    confirmed: Confirmation | None = None
    measured: Many[Measurement] = ()


class Performance(Part):
    """A performance target and the condition it is measured under."""

    metric: Text
    target: Text
    condition: Text | None = None


class UiSample(Part):
    """A picture of the expected screen: a file beside the record or an address."""

    file: str | None = None
    url: str | None = None


class Compatibility(Part):
    """What it must run with."""

    kind: Text
    versions: Text


class Delivery(Part):
    """Delivery standard."""

    performance: Many[Performance] = ()
    ui_samples: Many[UiSample] = ()
    compatibility: Many[Compatibility] = ()
    security: Many[Text] = ()
    reliability: Many[Text] = ()


class Acceptance(Part):
    """How it is accepted, and who signs."""

    method: One[Verification | None] = None
    cases: Many[str] = ()
    procedure: Text | None = None
    criteria: Text | None = None
    signatory: PersonRef | None = None


class Interface(Part):
    """An interface to another system."""

    kind: Text
    counterpart: Text | None = None
    protocol: Text | None = None
    owner: PersonRef | None = None


class TestRun(Fact):
    """Cases run for this requirement up to that day."""

    __test__: ClassVar[bool] = False

    on: FactDay
    planned: Count | None = None
    executed: Count
    passed: Count
    pending_reason: Text | None = None


class OpenQuestion(Part):
    """Something still to be settled."""

    text: Text
    owner: PersonRef | None = None
    due: PlanDay | None = None
    answered_on: FactDay | None = None


class Requirement(Record):
    """A requirement; its state is the last of its events that moves it."""

    life: ClassVar[str | None] = "events"

    id: Id
    title: Text
    type: One[RequirementType]
    priority: One[Priority | None] = None
    priority_reason: Text | None = None
    source: PersonRef | None = None
    stated_need: Text | None = None
    real_need: Text | None = None
    background: Text | None = None
    goal: Text | None = None
    functions: Many[Text] = ()
    rules: Many[Text] = ()
    inputs_outputs: Text | None = None
    exceptions: Many[Text] = ()
    elicitation: Elicitation | None = None
    analysis: Analysis | None = None
    value: Value | None = None
    delivery: Delivery | None = None
    acceptance: Acceptance | None = None
    parents: Many[RequirementRef] = ()
    interfaces: Many[Interface] = ()
    data: Many[Text] = ()
    tests: Many[TestRun] = ()
    open_questions: Many[OpenQuestion] = ()
    external_source: str | None = None
    external_id: str | None = None
    events: Many[RequirementEvent] = ()

    def first(self, step: RequirementStep) -> RequirementEvent | None:
        """The first event of that type."""
        return next((event for event in self.events if event.type is step), None)

    def last(self, step: RequirementStep) -> RequirementEvent | None:
        """The last event of that type."""
        return next((event for event in reversed(self.events) if event.type is step), None)

    def step_now(self) -> RequirementStep | None:
        """The step it stands at: the last event but ``delayed``, which does not move it."""
        moving = [e.type for e in self.events if e.type is not RequirementStep.DELAYED]
        return moving[-1] if moving else None

    def is_active(self) -> bool:
        """Whether it stands on the main line, or came back to it."""
        step = self.step_now()
        return step in MAIN_LINE or step is RequirementStep.REOPENED

    def has_reached(self, step: RequirementStep) -> bool:
        """Whether it stands at the step or a later one of the main line.

        A reopened requirement is back in development, unless it never got so far.
        """
        reached = -1
        for event in self.events:
            if event.type is RequirementStep.REOPENED:
                reached = min(reached, MAIN_LINE.index(RequirementStep.STARTED))
            elif event.type in MAIN_LINE:
                reached = max(reached, MAIN_LINE.index(event.type))
        return reached >= MAIN_LINE.index(step)


MAIN_LINE = (
    RequirementStep.COLLECTED,
    RequirementStep.ANALYSED,
    RequirementStep.REVIEWED,
    RequirementStep.CONFIRMED,
    RequirementStep.PLANNED,
    RequirementStep.STARTED,
    RequirementStep.DEVELOPED,
    RequirementStep.TESTED,
    RequirementStep.ACCEPTED,
    RequirementStep.RELEASED,
)
"""The steps in their order; the others leave it or come back to it."""
