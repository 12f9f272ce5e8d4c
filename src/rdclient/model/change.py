"""Change requests: what is to change, its impact, its steps; the size is derived here."""

from enum import StrEnum
from typing import ClassVar

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


class ChangeItem(Part):
    """One changed requirement, with the new text of its fields."""

    op: One[Operation]
    requirement: RequirementRef
    set: dict[str, object] = Field(default_factory=dict)


class MilestoneMove(Part):
    """A milestone that moves with the change."""

    milestone: MilestoneRef
    due: PlanDay


class Impact(Part):
    """What the change does, as the client reads it.

    ``schedule_wd`` in working days; ``fee_delta`` is contract price, never our cost.
    """

    schedule_wd: int | None = None
    milestones: Many[MilestoneMove] = ()
    fee_delta: Amount | None = None
    tax: One[Tax | None] = None
    quality: Text | None = None
    risks: Many[RiskRef] = ()
    if_not_done: Text | None = None


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

    def is_approved(self) -> bool:
        """Whether the client's confirmation is claimed and nothing ended the request."""
        ended = {ChangeStep.REJECTED, ChangeStep.DEFERRED, ChangeStep.WITHDRAWN}
        return self.approval() is not None and self.step_now() not in ended

    def approval(self) -> ChangeEvent | None:
        """The event by which it counts as approved until sign-offs exist."""
        return self.first(ChangeStep.CLIENT_CONFIRMED)

    def is_undecided(self) -> bool:
        """Whether it was submitted and neither approved nor ended."""
        waiting = {
            ChangeStep.SUBMITTED,
            ChangeStep.PM_REVIEW,
            ChangeStep.ASSESSED,
            ChangeStep.CCB_REVIEW,
        }
        return self.step_now() in waiting

    def size(self, key_milestones: frozenset[str], tolerance_wd: int) -> ChangeSize | None:
        """Large or small by the shipped rule; None before the assessment.

        Large when the contract price changes, a key milestone moves or the schedule moves by
        more than ``tolerance_wd`` working days (rule book C5).
        """
        if self.size_override:
            return self.size_override.size
        if not self.impact or not self.first(ChangeStep.ASSESSED):
            return None
        moves_key = any(move.milestone in key_milestones for move in self.impact.milestones)
        late = abs(self.impact.schedule_wd or 0) > tolerance_wd
        large = bool(self.impact.fee_delta) or moves_key or late
        return ChangeSize.LARGE if large else ChangeSize.SMALL
