"""Policy of the clocks: what is promised within which time, by which calendar, and to whom."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, PlainValidator
from pydantic_core import PydanticCustomError

from rdclient.model.base import Count, Many, One, Part
from rdclient.model.client import Role
from rdclient.model.meeting import MeetingKind
from rdclient.model.service import IncidentLevel, IncidentStep, PriorityToken, TicketStep
from rdclient.worktime import Duration


def _duration(value: object) -> Duration:
    if isinstance(value, Duration):
        return value
    if isinstance(value, str):
        try:
            return Duration.parse(value)
        except ValueError:
            pass
    raise PydanticCustomError("duration", "not a duration")


Length = Annotated[Duration, PlainValidator(_duration)]
"""``15m``, ``2h`` (open time of the calendar), ``5wd`` (working days), ``3cd`` (calendar days)."""
CalendarName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,40}$")]
"""``24x7``, ``business`` (the client's calendar, else the workspace's) or the id of a calendar."""


class AppliesTo(StrEnum):
    """What a version of the policy changes: what begins under it, or what is still open too."""

    NEW = "new"
    OPEN = "open"


class OnPriorityChange(StrEnum):
    """Whether a new priority measures from the original start, or from the change."""

    KEEP = "keep"
    RESTART = "restart"


class Every(StrEnum):
    """How often something is due."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


class Escalation(Part):
    """Who is told when so many percent of a budget are used up."""

    percent: Annotated[int, Field(ge=1, le=1000)]
    to: One[Role]


class TicketClock(Part):
    """A target per ticket priority; null is not measured.

    ``calendars`` names another calendar for some of the priorities.
    """

    calendar: CalendarName
    targets: dict[PriorityToken, Length | None]
    calendars: dict[PriorityToken, CalendarName] = Field(default_factory=dict)
    stops_at: One[TicketStep] = TicketStep.CLOSED


class IncidentClock(Part):
    """A target per incident level; null is not measured.

    ``calendars`` names another calendar for some of the levels.
    """

    calendar: CalendarName
    targets: dict[One[IncidentLevel], Length | None]
    calendars: dict[One[IncidentLevel], CalendarName] = Field(default_factory=dict)
    stops_at: One[IncidentStep] = IncidentStep.RESTORED


class WithinClock(Part):
    """Something due within a time; null is not measured."""

    calendar: CalendarName
    within: Length | None


class PostmortemClock(WithinClock):
    """Incidents of these levels are looked back on."""

    levels: Many[One[IncidentLevel]]


class PeriodClock(Part):
    """Something due in every period; null is not measured.

    ``within`` is how long after the end of the period it may still come.
    """

    calendar: CalendarName
    every: One[Every | None]
    within: Length | None = None


class MeetingClock(Part):
    """A conversation due so many ``times`` in every period; null is not measured.

    Attributes:
        kinds: of meetings that count; any when empty.
        vendor: roles of which each must be there.
        client: roles of which one must be there; anybody of the client when empty.
    """

    calendar: CalendarName
    every: One[Every | None]
    times: Count = 1
    kinds: Many[One[MeetingKind]] = ()
    vendor: Many[One[Role]] = ()
    client: Many[One[Role]] = ()


class RollingClock(Part):
    """A conversation due within a time of the one before; roles as in ``MeetingClock``."""

    every: Length | None
    kinds: Many[One[MeetingKind]] = ()
    vendor: Many[One[Role]] = ()
    client: Many[One[Role]] = ()


class BeforeClock(Part):
    """A meeting due so long before a date."""

    before: Length | None
    kinds: Many[One[MeetingKind]] = ()


class ClockPolicy(Part):
    """Every promise with a time: one row each, named after what is promised.

    Attributes:
        at_risk_percent: share of a budget from which it is at risk.
        on_priority_change: how a ticket's new priority is measured.
        escalation: who is told at which share of a budget.
    """

    at_risk_percent: Annotated[int, Field(ge=1, le=99)]
    on_priority_change: One[OnPriorityChange]
    escalation: Many[Escalation]
    ticket_response: TicketClock
    ticket_closure: TicketClock
    incident_response: IncidentClock
    incident_restore: IncidentClock
    postmortem: PostmortemClock
    change_assessment: WithinClock
    emergency_sign_off: WithinClock
    minutes: WithinClock
    internal_sync: WithinClock
    weekly_meeting: MeetingClock
    kickoff_touchpoint: MeetingClock
    development_touchpoint: MeetingClock
    test_touchpoint: RollingClock
    pre_acceptance: BeforeClock
    return_visit: MeetingClock
    executive_dialogue: MeetingClock
    technical_documents: PeriodClock
    technical_brief: PeriodClock
    iteration_demo: WithinClock
    risk_review: WithinClock
    health_report: PeriodClock
    survey: PeriodClock
    five_whys: WithinClock
    improvement_verification: WithinClock
    complaint: WithinClock
    drill: PeriodClock
    inspection: PeriodClock
    release_minor: PeriodClock
    release_major: PeriodClock
    business_review: MeetingClock
