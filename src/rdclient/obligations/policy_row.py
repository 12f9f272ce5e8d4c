"""Which rows of the policy set a clock, and what budgets and calendars they name."""

from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from types import MappingProxyType

from rdclient.model.clock_policy import (
    IncidentClock,
    PeriodClock,
    RollingClock,
    TicketClock,
    WithinClock,
)
from rdclient.model.policy import Policy, TrianglePolicy
from rdclient.model.portfolio import BUSINESS
from rdclient.worktime import Duration, Unit

POLICY_ROWS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "RD105": ("iron_triangle",),
        "RD222": ("clocks.change_assessment",),
        "RD244": ("clocks.iteration_demo",),
        "RD246": ("clocks.emergency_sign_off",),
        "RD301": ("clocks.health_report",),
        "RD310": ("clocks.survey",),
        "RD312": ("clocks.five_whys",),
        "RD316": ("clocks.improvement_verification",),
        "RD317": ("clocks.complaint",),
        "RD402": ("clocks.weekly_meeting",),
        "RD410": ("clocks.kickoff_touchpoint",),
        "RD411": ("clocks.development_touchpoint",),
        "RD412": ("clocks.test_touchpoint",),
        "RD413": ("clocks.pre_acceptance",),
        "RD414": ("clocks.return_visit",),
        "RD415": ("clocks.executive_dialogue",),
        "RD416": ("clocks.technical_documents",),
        "RD417": ("clocks.technical_brief",),
        "RD420": ("clocks.minutes",),
        "RD424": ("clocks.internal_sync",),
        "RD432": ("clocks.risk_review",),
        "RD501": ("clocks.ticket_response",),
        "RD502": ("clocks.ticket_closure",),
        "RD512": ("clocks.incident_response",),
        "RD513": ("clocks.incident_restore",),
        "RD514": ("clocks.postmortem",),
        "RD521": ("clocks.drill",),
        "RD530": ("clocks.inspection",),
        "RD532": ("clocks.release_minor", "clocks.release_major"),
        "RD540": ("clocks.business_review",),
    }
)
"""By code, the ways to those rows; other clocks go by a date of their own, or by a contract."""


def rows(code: str, policy: Policy) -> tuple[object, ...]:
    """What a version of the policy says in the rows that set a clock."""
    return tuple(attrgetter(way)(policy) for way in POLICY_ROWS.get(code, ()))


@dataclass(frozen=True, slots=True)
class Budgets:
    """The budgets of a row that are counted on a calendar, and the names of its calendars."""

    calendars: tuple[str, ...]
    lengths: tuple[Duration, ...]


def budgets(row: object) -> Budgets:
    """The budgets of a row of the policy; none for what is due by a date.

    Calendar days need no calendar: they are counted round the clock.
    """
    names: tuple[str, ...] = ()
    lengths: tuple[Duration | None, ...] = ()
    match row:
        case TicketClock() | IncidentClock():
            names = (row.calendar, *row.calendars.values())
            lengths = tuple(row.targets.values())
        case WithinClock() | PeriodClock():
            names, lengths = (row.calendar,), (row.within,)
        case RollingClock():
            names, lengths = (BUSINESS,), (row.every,)
        case TrianglePolicy():
            names, lengths = (BUSINESS,), (row.longest_gap,)
    counted = (one for one in lengths if one is not None and one.unit is not Unit.CALENDAR_DAYS)
    return Budgets(names, tuple(dict.fromkeys(counted)))
