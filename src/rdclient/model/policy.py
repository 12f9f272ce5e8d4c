"""Policy: every number of the rule book, shipped in ``data/policy.yaml``, overridable."""

import hashlib
from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from rdclient.diagnostic import Severity
from rdclient.lens import Audience
from rdclient.model.base import Count, Many, One, Part, PlanDay, Quantity, Text
from rdclient.model.client import Authority, Role, Side
from rdclient.model.clock_policy import AppliesTo, ClockPolicy
from rdclient.model.meeting import MeetingKind
from rdclient.model.plan import TestLevel
from rdclient.model.project import Phase
from rdclient.model.requirement import RequirementStep
from rdclient.model.service import PriorityToken
from rdclient.model.signoff import EvidenceLevel
from rdclient.worktime import Duration


class Weekday(StrEnum):
    """Days of the week, Monday first."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def number(self) -> int:
        """ISO number, 1 for Monday."""
        return list(Weekday).index(self) + 1


class IdScheme(StrEnum):
    """How new records get their ids."""

    SEQUENTIAL = "sequential"
    RANDOM = "random"


class Cutoff(Part):
    """When a weekly report closes, in the workspace's zone."""

    weekday: One[Weekday]
    time: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]

    def moment(self, year: int, week: int, zone: ZoneInfo) -> datetime:
        """When the report of an ISO week closes, in a zone.

        Raises:
            ValueError: when the year has no such week.
        """
        day = date.fromisocalendar(year, week, self.weekday.number)
        return datetime.combine(day, time.fromisoformat(self.time), zone)


class WeeklyPolicy(Part):
    """Weekly report: cutoff, what counts as done, lengths."""

    cutoff: Cutoff
    done_event: One[RequirementStep]
    top_risks: Count
    brief_characters: Annotated[int, Field(ge=40, le=2000)]
    reply_workdays: Count


class DocumentPolicy(Part):
    """Numbering and confidentiality line of documents.

    ``number`` may use client, project, report, year, week, sequence and id in braces.
    """

    weekly_number: str
    minutes_number: str
    change_number: str
    baseline_number: str
    annex_number: str
    confidentiality: Text


class ScheduleRag(Part):
    """Days late up to which a milestone that is not key stays green, or yellow."""

    green_days: Count
    yellow_days: Count


class CostRag(Part):
    """Cost variance in percent (negative is over plan) down to which it is green, or yellow."""

    green_percent: float
    yellow_percent: float


class ScopeRag(Part):
    """Days a change may stay undecided."""

    undecided_days: Count


class QualityRag(Part):
    """Pass rate in percent, open critical or major defects, days that figures stay valid."""

    green_pass_rate: Quantity
    yellow_pass_rate: Quantity
    yellow_open_defects: Count
    valid_days: Count


class RiskRag(Part):
    """Scores (1 to 25) from which an open risk is yellow, or red."""

    yellow_score: Count
    red_score: Count


class TrackRag(Part):
    """Survey means under which the client track is yellow, or red."""

    yellow_below: float
    red_below: float


class RagPolicy(Part):
    """Thresholds of the traffic lights."""

    schedule: ScheduleRag
    cost: CostRag
    scope: ScopeRag
    quality: QualityRag
    risk: RiskRag
    client: TrackRag


class TrianglePolicy(Part):
    """Iron triangle: longest gap, and how long after acceptance it is owed."""

    gap_working_days: Count
    months_after_acceptance: Count

    @property
    def longest_gap(self) -> Duration:
        """How long a role may stand empty, as a budget in working days (ROL-01)."""
        return Duration.parse(f"{self.gap_working_days}wd")


class ChangePolicy(Part):
    """Change rules: freeze, tolerance, and the rules printed where set."""

    freeze_days: Count
    schedule_tolerance_wd: Count
    change_rule: Text | None = None
    fee_rule: Text | None = None


class SidePolicy(Part):
    """What one side has to give for a decision.

    Attributes:
        level: least evidence of each act; None when the side need not sign.
        people: how many persons.
        roles: who may sign: a role in the project's team or among its counterparts on that day.
        authority: … or, of contacts, what they may do with documents.
        seal: whether the evidence must bear a company's seal.
        deemed: whether silence may count as consent (minutes only).
    """

    level: One[EvidenceLevel | None] = None
    people: Annotated[int, Field(ge=1, le=9)] = 1
    roles: Many[One[Role]] = ()
    authority: Many[One[Authority]] = ()
    seal: bool = False
    deemed: bool = False


class DecisionPolicy(Part):
    """What both sides have to give for a class of decisions."""

    client: SidePolicy
    vendor: SidePolicy

    def of(self, side: Side) -> SidePolicy:
        """What that side has to give."""
        return self.client if side is Side.CLIENT else self.vendor


class DecisionClass(StrEnum):
    """Classes of decisions that are signed."""

    SPECIFICATION = "specification"
    LARGE_CHANGE = "large_change"
    SMALL_CHANGE = "small_change"
    EMERGENCY = "emergency"
    MINUTES = "minutes"


class ControlPolicy(Part):
    """Change control: from when it holds, what adds up, who signs what.

    Attributes:
        since: first day on which claims need sign-offs; None for always. What was confirmed
            before the parties agreed on this method is taken as recorded.
        late_wd: working days after which a sign-off counts as recorded late.
        cumulative_percent: share of an iteration's planned effort that small changes may take.
        fine_tuning_pd: person-days that fine-tuning in a freeze may cost.
        sign_off: by class of decision.
    """

    since: PlanDay | None = None
    late_wd: Count
    cumulative_percent: Quantity
    fine_tuning_pd: Quantity
    sign_off: dict[One[DecisionClass], DecisionPolicy]


class LengthBand(Part):
    """Shortest and longest length of a meeting, in minutes."""

    least: Count = 0
    most: Count


class MeetingPolicy(Part):
    """Meetings: lengths per kind, kinds held face to face, what a kick-off speaks of.

    ``kickoff`` lists, per subject, the words (in lower case) by which it is recognised.
    """

    minutes: dict[One[MeetingKind], LengthBand]
    face_to_face: Many[One[MeetingKind]]
    kickoff: dict[str, Many[str]]


class WordList(Part):
    """Words of each language that a wording check looks for."""

    zh: Many[str] = ()
    en: Many[str] = ()


class WordingPolicy(Part):
    """Wording of requirements: what counts as vague, what does not, and words of duty.

    Attributes:
        vague: words that say nothing that can be checked.
        degree: words that a figure with its unit in the same sentence makes definite.
        harmless: phrases that hold such a word, or a word of duty, and say something definite.
        duty: words of which each states one duty.
        also_vague: a workspace's own words, beside ``vague``.
        also_harmless: a workspace's own phrases, beside ``harmless``; they win over every list.
    """

    vague: WordList
    degree: WordList
    harmless: WordList
    duty: WordList
    also_vague: WordList
    also_harmless: WordList


class IterationPolicy(Part):
    """Shortest and longest iteration in days, both ends counted."""

    least_days: Count
    most_days: Count


class SatisfactionPolicy(Part):
    """Survey scale and how many whys an improvement plan asks."""

    least_score: Quantity
    most_score: Quantity
    whys: Count


class IncidentPolicy(Part):
    """Outage of core business in minutes above which an incident is P1."""

    p1_outage_minutes: Count


class Evidence(StrEnum):
    """What shows that a phase was prepared for, or finished."""

    KICKOFF_MEETING = "kickoff_meeting"
    RACI = "raci"
    MILESTONE_PLAN = "milestone_plan"
    REQUIREMENT_CONFIRMED = "requirement_confirmed"
    REQUIREMENT_DEVELOPED = "requirement_developed"
    REQUIREMENT_TESTED = "requirement_tested"
    SYSTEM_TEST = "system_test"
    ACCEPTANCE = "acceptance"
    DEV_LOG = "dev_log"
    TEST_REPORT = "test_report"
    MANUAL = "manual"


class PhasePolicy(Part):
    """Phases: what must be there on entering one, and what one leaves behind."""

    entry: dict[One[Phase], Many[One[Evidence]]]
    documents: dict[One[Phase], Many[One[Evidence]]]
    test_levels: Many[One[TestLevel]]


class RiskPolicy(Part):
    """Score from which a risk needs a response."""

    response_score: Count


class PriorityWords(Part):
    """What a ticket priority is called."""

    zh: str
    en: str


class AudiencePolicy(Part):
    """Default audience per record kind; meeting kinds that are internal."""

    client_kinds: Many[str]
    internal_meetings: Many[One[MeetingKind]]


class Policy(Part):
    """The numbers in force from ``effective_on`` on (always, when it is absent).

    ``applies_to`` says whether they hold for what is still open too (an amendment), or only for
    what begins from then on.
    """

    effective_on: PlanDay | None = None
    applies_to: One[AppliesTo] = AppliesTo.NEW
    ids: One[IdScheme] = Field(repr=False)  # what documents state does not depend on it
    weekly: WeeklyPolicy
    documents: DocumentPolicy
    rag: RagPolicy
    iron_triangle: TrianglePolicy
    change: ChangePolicy
    control: ControlPolicy
    clocks: ClockPolicy
    meetings: MeetingPolicy
    wording: WordingPolicy
    iterations: IterationPolicy
    phases: PhasePolicy
    satisfaction: SatisfactionPolicy
    incidents: IncidentPolicy
    risk: RiskPolicy
    hours_per_day: Annotated[float, Field(gt=0, le=24)]
    ticket_priorities: dict[PriorityToken, PriorityWords]
    audience: AudiencePolicy
    severity: dict[str, One[Severity]] = Field(default_factory=dict)

    def version(self) -> str:
        """Four digits that change with any number of it."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:4]

    def default_audience(self, kind: str) -> Audience:
        """Audience of a kind of record that says nothing itself."""
        return Audience.CLIENT if kind in self.audience.client_kinds else Audience.INTERNAL
