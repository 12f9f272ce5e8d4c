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
from rdclient.model.meeting import MeetingKind
from rdclient.model.requirement import RequirementStep
from rdclient.model.service import PriorityToken


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


class ChangePolicy(Part):
    """Change rules: assessment, freeze, tolerance, and the rules printed where set."""

    assess_hours: Count
    freeze_days: Count
    schedule_tolerance_wd: Count
    change_rule: Text | None = None
    fee_rule: Text | None = None


class MinutesPolicy(Part):
    """Minutes of formal meetings go out within these hours."""

    within_hours: Count


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
    """The numbers in force from ``effective_on`` on (always, when it is absent)."""

    effective_on: PlanDay | None = None
    weekly: WeeklyPolicy
    documents: DocumentPolicy
    rag: RagPolicy
    iron_triangle: TrianglePolicy
    change: ChangePolicy
    minutes: MinutesPolicy
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
