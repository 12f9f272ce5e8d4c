"""The plan: milestones with their history, iterations, tasks; quality figures; report records."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from rdclient.lens import Audience, Lang
from rdclient.model.base import (
    ChangeRef,
    Count,
    Fact,
    FactDay,
    FactTime,
    Id,
    Many,
    MilestoneRef,
    One,
    Part,
    PersonRef,
    PlanDay,
    PlanTime,
    Quantity,
    Record,
    ReportId,
    RequirementRef,
    Severity,
    TaskRef,
    Text,
)
from rdclient.model.requirement import SlipCause


class MilestoneKind(StrEnum):
    """What a milestone marks."""

    COMPLETION = "completion"
    RELEASE = "release"
    DEMO = "demo"
    OTHER = "other"


class DependencyKind(StrEnum):
    """How one task waits for another."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"


class TestLevel(StrEnum):
    """Levels of testing."""

    __test__ = False

    UNIT = "unit"
    INTEGRATION = "integration"
    SYSTEM = "system"
    UAT = "uat"


class ApprovalStep(StrEnum):
    """Who did what with a document."""

    PREPARED = "prepared"
    REVIEWED = "reviewed"
    APPROVED = "approved"


class DeliverableKind(StrEnum):
    """What is handed to the client."""

    DEV_LOG = "dev_log"
    TEST_REPORT = "test_report"
    MANUAL = "manual"
    SOURCE = "source"
    PLAN = "plan"


class MilestonePlan(Fact):
    """The date agreed on a day; a later one replaces it."""

    on: FactDay
    due: PlanDay
    reason: Text | None = None
    change: ChangeRef | None = None


class MilestoneForecast(Fact):
    """The date expected on a day."""

    on: FactDay
    date: PlanDay
    reason: Text | None = None
    cause: One[SlipCause | None] = None


class Milestone(Record):
    """A milestone; plans and forecasts are dated, so every slip can be read."""

    life: ClassVar[str | None] = "plans"

    id: Id
    name: Text
    kind: One[MilestoneKind] = MilestoneKind.OTHER
    key: bool = False
    standard: Text | None = None
    plans: Many[MilestonePlan] = ()
    forecasts: Many[MilestoneForecast] = ()
    reached_on: FactDay | None = None


class Iteration(Record):
    """An iteration: both days belong to it."""

    id: Id
    start: PlanDay
    end: PlanDay
    goal: Text | None = None
    modules: Many[Text] = ()


class Dependency(Part):
    """A task that comes first; ``lag_wd`` in working days."""

    task: TaskRef
    kind: One[DependencyKind] = DependencyKind.FS
    lag_wd: Annotated[int, Field(ge=-400, le=400)] = 0


class TaskPlan(Fact):
    """Start, finish and effort (person-days) as agreed on a day."""

    on: FactDay
    start: PlanDay
    finish: PlanDay
    effort_pd: Quantity | None = None


class TaskForecast(Fact):
    """The finish expected on a day."""

    on: FactDay
    finish: PlanDay


class Hours(Fact):
    """Hours spent on a day and hours still needed."""

    on: FactDay
    spent: Quantity
    remaining: Quantity | None = None
    by: PersonRef | None = None


class Task(Record):
    """A piece of work for one owner. Internal."""

    life: ClassVar[str | None] = "created_on"

    id: Id
    title: Text
    requirements: Many[RequirementRef] = ()
    milestone: MilestoneRef | None = None
    owner: PersonRef | None = None
    created_on: FactDay | None = None
    depends_on: Many[Dependency] = ()
    plans: Many[TaskPlan] = ()
    forecasts: Many[TaskForecast] = ()
    started_on: FactDay | None = None
    finished_on: FactDay | None = None
    hours: Many[Hours] = ()
    source: str | None = None
    external_id: str | None = None


class Deliverable(Record):
    """Something the client is to get; ``plain_summary`` says in plain words what is in it."""

    id: Id
    name: Text
    kind: One[DeliverableKind]
    due: PlanDay | None = None
    sent_on: FactDay | None = None
    plain_summary: Text | None = None


class DefectCount(Part):
    """Defects of one severity: opened and closed in the period, open at its end."""

    severity: One[Severity]
    opened: Count = 0
    closed: Count = 0
    open: Count = 0


class Quality(Record):
    """Test figures of a project as they stood on a day."""

    life: ClassVar[str | None] = "on"

    on: FactDay
    level: One[TestLevel | None] = None
    planned: Count | None = None
    executed: Count | None = None
    passed: Count | None = None
    defects: Many[DefectCount] = ()
    kloc: Quantity | None = None


class Approval(Fact):
    """Somebody prepared, reviewed or approved the document."""

    step: One[ApprovalStep]
    by: PersonRef
    on: FactDay


class Issuance(Fact):
    """The document went out: what was in it can be made again from ``as_of``."""

    at: FactTime
    as_of: PlanTime
    edition: One[Audience]
    lang: One[Lang]
    to: Many[Text] = ()
    data_version: str


class ReportRecord(Record):
    """What a person adds to a report, and when it was issued."""

    id: ReportId
    summary: Text | None = None
    highlights: Many[Text] = ()
    internal_note: Text | None = None
    approvals: Many[Approval] = ()
    issued: Many[Issuance] = ()
