"""The project: its team over time, its phases, and what it is meant to reach."""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from rdclient.lens import Lang
from rdclient.model.base import (
    ContractRef,
    Fact,
    FactDay,
    FactTime,
    Many,
    One,
    Part,
    PersonRef,
    PlanDay,
    Record,
    RequirementRef,
    RiskRef,
    Slug,
    Text,
)
from rdclient.model.client import Role


class ProjectType(StrEnum):
    """Kind of engagement."""

    CUSTOM_DEV = "custom_dev"
    JOINT_RND = "joint_rnd"
    TECH_SUPPORT = "tech_support"


class Phase(StrEnum):
    """Phases of the client life cycle, in order."""

    PRESALES = "presales"
    KICKOFF = "kickoff"
    PLANNING = "planning"
    DEVELOPMENT = "development"
    TEST = "test"
    ACCEPTANCE = "acceptance"
    OPERATE = "operate"
    CLOSED = "closed"


class Rag(StrEnum):
    """Traffic light; grey where the records do not say."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"


class Dimension(StrEnum):
    """What a project's traffic light is shown for."""

    SCHEDULE = "schedule"
    COST = "cost"
    SCOPE = "scope"
    QUALITY = "quality"
    RISK = "risk"
    SERVICE = "service"


class PhaseEntry(Fact):
    """The day a phase began."""

    phase: One[Phase]
    entered_on: FactDay


class Term(Fact):
    """A person holding a role from a day, to a day (the last one) or until further notice."""

    role: One[Role]
    person: PersonRef
    start: Annotated[FactDay, Field(alias="from")]
    end: Annotated[FactDay | None, Field(alias="to")] = None

    def covers(self, day: date) -> bool:
        """Whether the role is held on a day; the first and the last one count."""
        return self.start <= day and (self.end is None or day <= self.end)


class Seat(Fact):
    """A seat on the change control board."""

    person: PersonRef
    start: Annotated[FactDay, Field(alias="from")]
    end: Annotated[FactDay | None, Field(alias="to")] = None


class Goal(Part):
    """A measurable goal of the project or a review."""

    metric: Text
    baseline: Text | None = None
    target: Text
    by: PlanDay | None = None


class Persona(Part):
    """A user role and what it does with the system."""

    role: Text
    scenarios: Many[Text] = ()
    priorities: Many[Text] = ()


class Assumption(Part):
    """Something taken for granted, and what follows if it is false."""

    text: Text
    if_false: Text | None = None
    risk: RiskRef | None = None


class GlossaryEntry(Part):
    """A term and its meaning."""

    term: Text
    meaning: Text


class Assessment(Fact):
    """A traffic light set by hand, against the rule: it needs a reason, an author and an end.

    Internal unless it says ``audience: client``.
    """

    on: FactDay
    dimension: One[Dimension]
    rag: One[Rag]
    reason: Text
    by: PersonRef
    until: PlanDay


class Project(Record):
    """A project of one client."""

    id: Slug
    name: Text
    code: Annotated[str, Field(pattern=r"^[0-9A-Z]{1,12}$")] | None = None
    type: One[ProjectType]
    purpose: Text | None = None
    background: Text | None = None
    binding_language: One[Lang | None] = None
    phases: Many[PhaseEntry] = ()
    team: Many[Term] = ()
    counterparts: Many[Term] = ()
    board: Many[Seat] = ()
    contract: ContractRef | None = None
    change_rules: Text | None = None
    in_scope: Many[Text] = ()
    out_of_scope: Many[Text] = ()
    goals: Many[Goal] = ()
    personas: Many[Persona] = ()
    constraints: Many[Text] = ()
    assumptions: Many[Assumption] = ()
    glossary: Many[GlossaryEntry] = ()
    touchpoint_until: PlanDay | None = None
    assessments: Many[Assessment] = ()
    accepted_on: FactDay | None = None

    def holder(self, role: Role, on: date) -> str | None:
        """The person who holds a role of the team on a day; of several the one entered last."""
        terms = [term for term in self.team if term.role is role and term.covers(on)]
        return terms[-1].person if terms else None


class Feedback(Record):
    """Something the client said, and the answer."""

    life: ClassVar[str | None] = "at"

    at: FactTime
    by: PersonRef
    text: Text
    answer: Text | None = None
    answered_on: FactDay | None = None
    requirement: RequirementRef | None = None
