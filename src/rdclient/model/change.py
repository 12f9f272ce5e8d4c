"""Change requests: what is to change, its impact and its steps.

Whether a request is approved, and whether it is small or large, is said by ``control``.
"""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from rdclient.model.base import (
    Amount,
    Fact,
    FactDay,
    FactTime,
    Id,
    IterationRef,
    Many,
    MeetingRef,
    MilestoneRef,
    One,
    Part,
    PersonRef,
    PlanDay,
    Quantity,
    Record,
    RequirementRef,
    RiskRef,
    Text,
)
from rdclient.model.client import Tax
from rdclient.model.requirement import Acceptance, Delivery, Interface


class Channel(StrEnum):
    """How the wish reached us."""

    VERBAL = "verbal"
    PHONE = "phone"
    EMAIL = "email"
    MEETING = "meeting"
    CHAT = "chat"


class Urgency(StrEnum):
    """How soon it is needed."""

    NORMAL = "normal"
    URGENT = "urgent"
    EMERGENCY = "emergency"


class ChangeCategory(StrEnum):
    """Why it is wanted."""

    MARKET = "market"
    BUSINESS = "business"
    OMISSION = "omission"
    DEFECT = "defect"
    REGULATION = "regulation"
    TECHNICAL = "technical"


class Operation(StrEnum):
    """What happens to a requirement."""

    ADD = "add"
    MODIFY = "modify"
    DELETE = "delete"


class ChangeStep(StrEnum):
    """Steps of a change request; approval is derived, never written."""

    SUBMITTED = "submitted"
    PM_REVIEW = "pm_review"
    ASSESSED = "assessed"
    CCB_REVIEW = "ccb_review"
    CLIENT_CONFIRMED = "client_confirmed"
    SCHEDULED = "scheduled"
    IMPLEMENTED = "implemented"
    VERIFIED = "verified"
    CLOSED = "closed"
    REJECTED = "rejected"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"


class ChangeDecision(StrEnum):
    """An opinion on a change."""

    APPROVE = "approve"
    APPROVE_WITH_CONDITIONS = "approve_with_conditions"
    REJECT = "reject"
    REVOKE = "revoke"


class ChangeSize(StrEnum):
    """Derived: which path a change takes."""

    SMALL = "small"
    LARGE = "large"


class ChangeEvent(Fact):
    """One dated step; ``comment`` stands in the form, ``note`` is internal."""

    at: FactTime
    type: One[ChangeStep]
    by: PersonRef | None = None
    result: One[ChangeDecision | None] = None
    comment: Text | None = None
    meeting: MeetingRef | None = None


class ItemText(Part):
    """The new text of a requirement: what a counterpart signs of one, each field optional.

    A field that stands here takes the place of the one before; one that stands without a value is
    taken away. Of ``delivery`` and ``acceptance`` only the entries that stand here are replaced.
    """

    title: Text | None = None
    background: Text | None = None
    goal: Text | None = None
    functions: Many[Text] | None = None
    rules: Many[Text] | None = None
    inputs_outputs: Text | None = None
    exceptions: Many[Text] | None = None
    delivery: Delivery | None = None
    acceptance: Acceptance | None = None
    interfaces: Many[Interface] | None = None
    data: Many[Text] | None = None


class ChangeItem(Part):
    """One changed requirement, with the new text of its fields."""

    op: One[Operation]
    requirement: RequirementRef
    set: ItemText | None = None


class MilestoneMove(Part):
    """A milestone that moves with the change."""

    milestone: MilestoneRef
    due: PlanDay


class Impact(Part):
    """What the change does, as the client reads it.

    ``schedule_wd`` in working days; ``fee_delta`` is contract price, never our cost.
    """

    schedule_wd: Annotated[int, Field(ge=-10_000, le=10_000)] | None = None
    milestones: Many[MilestoneMove] = ()
    fee_delta: Amount | None = None
    tax: One[Tax | None] = None
    quality: Text | None = None
    risks: Many[RiskRef] = ()
    if_not_done: Text | None = None
    contract_clauses: Many[Text] = ()


class ChangeEffort(Part):
    """Person-days. Internal."""

    development: Quantity | None = None
    test: Quantity | None = None
    design: Quantity | None = None


class InternalImpact(Part):
    """Our effort and cost. Never in a client edition."""

    effort: ChangeEffort | None = None
    cost: Amount | None = None


class Option(Part):
    """A way to do it."""

    text: Text
    fee: Amount | None = None
    days: Quantity | None = None
    recommended: bool = False


class SizeOverride(Part):
    """A size set by hand; needs a reason and both sides."""

    size: One[ChangeSize]
    by: PersonRef
    reason: Text


class Notice(Part):
    """A person told about the change."""

    person: PersonRef
    on: FactDay


class Change(Record):
    """A change request; its steps are claims until sign-offs back them."""

    life: ClassVar[str | None] = "events"

    id: Id
    title: Text
    raised_by: PersonRef | None = None
    raised_on: FactDay | None = None
    channel: One[Channel | None] = None
    urgency: One[Urgency] = Urgency.NORMAL
    category: One[ChangeCategory | None] = None
    reason: Text | None = None
    items: Many[ChangeItem] = ()
    impact: Impact | None = None
    internal: InternalImpact | None = None
    options: Many[Option] = ()
    editorial: bool = False
    size_override: SizeOverride | None = None
    meeting: MeetingRef | None = None
    conditions: Text | None = None
    target_iteration: IterationRef | None = None
    notified: Many[Notice] = ()
    events: Many[ChangeEvent] = ()

    def first(self, step: ChangeStep) -> ChangeEvent | None:
        """The first event of that type."""
        return next((event for event in self.events if event.type is step), None)

    def step_now(self) -> ChangeStep | None:
        """The step claimed last."""
        return self.events[-1].type if self.events else None

    def is_ended(self) -> bool:
        """Whether it left the path for now: rejected, deferred or withdrawn."""
        return self.step_now() in ENDED

    def claims(self, step: ChangeStep) -> bool:
        """Whether the step is claimed by an event."""
        return self.first(step) is not None

    def is_undecided(self) -> bool:
        """Whether it was submitted and neither confirmed nor ended."""
        waiting = {
            ChangeStep.SUBMITTED,
            ChangeStep.PM_REVIEW,
            ChangeStep.ASSESSED,
            ChangeStep.CCB_REVIEW,
        }
        return self.step_now() in waiting


ENDED = frozenset({ChangeStep.REJECTED, ChangeStep.DEFERRED, ChangeStep.WITHDRAWN})
"""Side exits; requests that took one are kept and listed."""
