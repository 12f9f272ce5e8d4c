"""What the client thinks: surveys, and the improvement plans that low scores lead to."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from rdclient.model.base import (
    Action,
    Fact,
    FactDay,
    Id,
    Many,
    MeetingRef,
    One,
    Part,
    PersonRef,
    ProjectRef,
    Record,
    SurveyRef,
    Text,
)


class Indicator(StrEnum):
    """The four indicators of the satisfaction survey."""

    RESPONSE_SPEED = "response_speed"
    SOLUTION_QUALITY = "solution_quality"
    COMMUNICATION = "communication"
    PROBLEM_SOLVING = "problem_solving"


Score = Annotated[float, Field(ge=0, le=100)]
"""As answered; a rule asks for 1 to 5."""


class Scores(Part):
    """One answer per indicator; an indicator may be left out."""

    response_speed: Score | None = None
    solution_quality: Score | None = None
    communication: Score | None = None
    problem_solving: Score | None = None

    def of(self, indicator: Indicator) -> float | None:
        """The answer for an indicator."""
        value: float | None = getattr(self, indicator.value)
        return value


class SurveySent(Fact):
    """The questionnaire went to that person."""

    to: PersonRef
    on: FactDay


class SurveyResponse(Fact):
    """One person's answer."""

    by: PersonRef
    on: FactDay
    scores: Scores
    comment: Text | None = None
    source: str | None = None
    external_id: str | None = None


Quarter = Annotated[str, Field(pattern=r"^[0-9]{4}-Q[1-4]$")]


class Survey(Record):
    """A quarterly satisfaction survey of the client, or of one of its projects."""

    life: ClassVar[str | None] = "sent"

    id: Id
    quarter: Quarter
    project: ProjectRef | None = None
    sent: Many[SurveySent] = ()
    closed_on: FactDay | None = None
    responses: Many[SurveyResponse] = ()

    def mean(self, indicator: Indicator) -> float | None:
        """Unrounded mean over the responses; None without any."""
        values = [v for r in self.responses if (v := r.scores.of(indicator)) is not None]
        return sum(values) / len(values) if values else None


class CauseCategory(StrEnum):
    """Where the root cause of a low score lies."""

    PROCESS = "process"
    AUTHORITY = "authority"
    CRITERIA = "criteria"


class Why(Part):
    """One step of the five whys."""

    question: Text
    answer: Text | None = None
    evidence: Text | None = None


class RootCause(Part):
    """What the whys lead to."""

    category: One[CauseCategory | None] = None
    text: Text | None = None


class Criteria(Part):
    """How it will be seen whether the plan worked; set beforehand."""

    indicator: One[Indicator | None] = None
    target: Score | None = None
    quarter: Quarter | None = None


class Improvement(Record):
    """An improvement plan after a low score: five whys, actions, criteria.

    ``fewer_whys`` says why fewer than five questions were enough.
    """

    life: ClassVar[str | None] = "created_on"

    id: Id
    created_on: FactDay | None = None
    survey: SurveyRef | None = None
    indicator: One[Indicator | None] = None
    meeting: MeetingRef | None = None
    statement: Text | None = None
    containment: Text | None = None
    whys: Many[Why] = ()
    fewer_whys: Text | None = None
    root_cause: RootCause | None = None
    actions: Many[Action] = ()
    criteria: Criteria | None = None
