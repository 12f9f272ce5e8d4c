"""Service: tickets, incidents, and where their data come from."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from rdclient.model.base import (
    Action,
    Fact,
    FactDay,
    FactTime,
    Id,
    Many,
    One,
    Part,
    PersonRef,
    PlanTime,
    ProjectRef,
    Quantity,
    Record,
    Severity,
    Text,
)


class TicketKind(StrEnum):
    """What a ticket asks for."""

    QUESTION = "question"
    DEFECT = "defect"
    REQUEST = "request"
    COMPLAINT = "complaint"


class TicketStep(StrEnum):
    """Events of a ticket."""

    OPENED = "opened"
    ASSIGNED = "assigned"
    RESPONDED = "responded"
    WAITING_CLIENT = "waiting_client"
    RESUMED = "resumed"
    PRIORITY_CHANGED = "priority_changed"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    VISITED = "visited"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class IncidentLevel(StrEnum):
    """Level by impact; P1 is core business down for more than 10 minutes."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"


class IncidentStep(StrEnum):
    """Events of an incident."""

    DETECTED = "detected"
    ACKNOWLEDGED = "acknowledged"
    ESCALATED = "escalated"
    RESTORED = "restored"
    CLOSED = "closed"


class IncidentCategory(StrEnum):
    """Emergency scenarios."""

    DATA_LOSS = "data_loss"
    CYBER_ATTACK = "cyber_attack"
    HARDWARE = "hardware"
    SOFTWARE = "software"


class SourceKind(StrEnum):
    """How data come in."""

    MANUAL = "manual"
    IMPORTED = "imported"


class SourceSubject(StrEnum):
    """What a source tells about."""

    TICKET = "ticket"
    INCIDENT = "incident"
    QUALITY = "quality"
    HOURS = "hours"
    TASK = "task"
    ISSUE = "issue"
    REQUIREMENT = "requirement"


class ComplaintStep(StrEnum):
    """Events of a complaint."""

    RECEIVED = "received"
    ANSWERED = "answered"
    ESCALATED = "escalated"
    CLOSED = "closed"


PriorityToken = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,23}$")]
"""An open token; policy's targets define which exist and what they are called."""


class TicketEvent(Fact):
    """One dated step; ``priority_changed`` carries ``to``."""

    at: FactTime
    type: One[TicketStep]
    by: PersonRef | None = None
    to: PriorityToken | None = None


class Ticket(Record):
    """A service ticket of a client, of one project or of none."""

    life: ClassVar[str | None] = "events"

    id: Id
    title: Text
    project: ProjectRef | None = None
    priority: PriorityToken = "normal"
    kind: One[TicketKind | None] = None
    source: str | None = None
    external_id: str | None = None
    raised_by: PersonRef | None = None
    events: Many[TicketEvent] = ()

    def first(self, step: TicketStep) -> TicketEvent | None:
        """The first event of that type."""
        return next((event for event in self.events if event.type is step), None)

    def step_now(self) -> TicketStep | None:
        """The last event that moves it."""
        still = {TicketStep.PRIORITY_CHANGED, TicketStep.ASSIGNED, TicketStep.VISITED}
        moving = [event.type for event in self.events if event.type not in still]
        return moving[-1] if moving else None


class IncidentEvent(Fact):
    """One dated step of an incident."""

    at: FactTime
    type: One[IncidentStep]
    by: PersonRef | None = None


class Postmortem(Part):
    """What was learnt."""

    on: FactDay
    text: Text
    actions: Many[Action] = ()


class Incident(Record):
    """A disturbance of the running system."""

    life: ClassVar[str | None] = "events"

    id: Id
    title: Text
    project: ProjectRef | None = None
    level: One[IncidentLevel]
    core_business: bool | None = None
    outage_min: Quantity | None = None
    category: One[IncidentCategory | None] = None
    scope: Text | None = None
    cause: Text | None = None
    events: Many[IncidentEvent] = ()
    postmortem: Postmortem | None = None

    def first(self, step: IncidentStep) -> IncidentEvent | None:
        """The first event of that type."""
        return next((event for event in self.events if event.type is step), None)


class SourceRecord(Fact):
    """On that day the data were complete through that moment."""

    on: FactDay
    through: PlanTime


class Source(Record):
    """How far the data on a subject reach; tells "none" from "not collected"."""

    source: One[SourceSubject]
    kind: One[SourceKind]
    project: ProjectRef | None = None
    records: Many[SourceRecord] = ()


class ComplaintEvent(Fact):
    """One dated step of a complaint."""

    at: FactTime
    type: One[ComplaintStep]
    by: PersonRef | None = None


class Complaint(Record):
    """A complaint of the client."""

    life: ClassVar[str | None] = "events"

    id: Id
    title: Text
    project: ProjectRef | None = None
    severity: One[Severity | None] = None
    events: Many[ComplaintEvent] = ()

    def step_now(self) -> ComplaintStep | None:
        """The last step."""
        return self.events[-1].type if self.events else None
