"""Meetings and their minutes: decisions, actions, confirmations, what was expected and felt."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from rdclient.model.base import (
    Action,
    ChangeRef,
    Fact,
    FactDay,
    FactTime,
    Id,
    Many,
    MeetingRef,
    One,
    Part,
    PersonRef,
    PlanTime,
    Record,
    RequirementRef,
    RiskRef,
    Text,
)
from rdclient.model.project import Phase
from rdclient.model.requirement import ValueKind


class MeetingKind(StrEnum):
    """Kinds of meetings."""

    KICKOFF = "kickoff"
    WEEKLY = "weekly"
    WEEKLY_REVIEW = "weekly_review"
    REQ_REVIEW = "req_review"
    REQ_CONFIRM = "req_confirm"
    DEMO = "demo"
    TEST_SYNC = "test_sync"
    PRE_ACCEPTANCE = "pre_acceptance"
    ACCEPTANCE = "acceptance"
    RETURN_VISIT = "return_visit"
    CCB = "ccb"
    BUSINESS_REVIEW = "business_review"
    EXEC_DIALOGUE = "exec_dialogue"
    INTERNAL_SYNC = "internal_sync"
    RETRO = "retro"
    SATISFACTION_REVIEW = "satisfaction_review"
    STANDUP = "standup"


class Formality(StrEnum):
    """Whether the rules for formal meetings hold."""

    FORMAL = "formal"
    INFORMAL = "informal"


class Mode(StrEnum):
    """How people came together."""

    ONSITE = "onsite"
    ONLINE = "online"
    HYBRID = "hybrid"


class Disposition(StrEnum):
    """What the control board did with a change."""

    APPROVED = "approved"
    DEFERRED = "deferred"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class ValueState(StrEnum):
    """Before go-live a value is expected; afterwards it may be measured."""

    EXPECTED = "expected"
    MEASURED = "measured"


class Attendee(Part):
    """Who was asked, and who came."""

    person: PersonRef
    required: bool = True
    present: bool
    reason: Text | None = None


class AgendaItem(Part):
    """A point of the agenda; ``minutes`` is its length."""

    topic: Text
    owner: PersonRef | None = None
    minutes: Annotated[int, Field(ge=1, le=1440)] | None = None


class Note(Fact):
    """What was said on a topic; internal unless it says ``audience: client``."""

    topic: Text
    points: Many[Text] = ()


class Decision(Fact):
    """A decision, in the words of the minutes."""

    id: Id
    text: Text
    basis: Text | None = None
    alternatives: Many[Text] = ()
    owner: PersonRef | None = None
    due: PlanTime | None = None
    needs_signature: bool = False
    change: ChangeRef | None = None
    disposition: One[Disposition | None] = None


class Position(Part):
    """What one side holds."""

    by: PersonRef | None = None
    text: Text


class Disagreement(Fact):
    """What was not agreed, and who brings it further."""

    topic: Text
    positions: Many[Position] = ()
    next: Text | None = None
    owner: PersonRef | None = None
    due: PlanTime | None = None


class ConfirmationItem(Fact):
    """Something a person is asked to confirm; ``asked`` lists the days of the reminders."""

    id: Id
    text: Text
    by: PersonRef | None = None
    due: PlanTime | None = None
    if_overdue: Text | None = None
    asked: Many[FactDay] = ()
    confirmed_on: FactTime | None = None


class ValueItem(Fact):
    """What the work means for the client."""

    text: Text
    kind: One[ValueKind | None] = None
    state: One[ValueState] = ValueState.EXPECTED
    requirement: RequirementRef | None = None
    source: Text | None = None


class Expectation(Fact):
    """A difficulty or a delay told to the client."""

    text: Text
    told_on: FactDay


class NextMeeting(Part):
    """When and where the next one is."""

    at: PlanTime
    place: Text | None = None
    topic: Text | None = None


class Meeting(Record):
    """A meeting; its minutes are this record.

    Times: ``planned_at`` is the plan, ``started_at`` and ``ended_at`` what happened,
    ``sent_at`` when the minutes went out.
    """

    life: ClassVar[str | None] = None

    id: Id
    title: Text
    kind: One[MeetingKind]
    formality: One[Formality] = Formality.FORMAL
    phase: One[Phase | None] = None
    planned_at: PlanTime | None = None
    started_at: FactTime | None = None
    ended_at: FactTime | None = None
    cancelled_on: FactDay | None = None
    place: Text | None = None
    mode: One[Mode | None] = None
    chair: PersonRef | None = None
    recorder: PersonRef | None = None
    reviewed_by: PersonRef | None = None
    attendees: Many[Attendee] = ()
    observers: Many[PersonRef] = ()
    agenda: Many[AgendaItem] = ()
    notes: Many[Note] = ()
    decisions: Many[Decision] = ()
    disagreements: Many[Disagreement] = ()
    actions: Many[Action] = ()
    confirmations: Many[ConfirmationItem] = ()
    value_items: Many[ValueItem] = ()
    risks: Many[RiskRef] = ()
    concerns: Many[Text] = ()
    expectations: Many[Expectation] = ()
    next: NextMeeting | None = None
    distribution: Many[Text] = ()
    sent_at: FactTime | None = None
    feedback_due: PlanTime | None = None
    follows: MeetingRef | None = None
