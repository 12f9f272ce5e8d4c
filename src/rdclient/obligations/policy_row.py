"""Which rows of the policy's ``clocks`` set a clock, and what budgets and calendars they name."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rdclient.model.clock_policy import (
    IncidentClock,
    PeriodClock,
    RollingClock,
    TicketClock,
    WithinClock,
)
from rdclient.model.portfolio import BUSINESS
from rdclient.worktime import Duration, Unit

POLICY_ROWS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "RD105": ("vacancy",),
        "RD222": ("change_assessment",),
        "RD244": ("iteration_demo",),
        "RD246": ("emergency_sign_off",),
        "RD301": ("health_report",),
        "RD310": ("survey",),
        "RD312": ("five_whys",),
        "RD316": ("improvement_verification",),
        "RD317": ("complaint",),
        "RD402": ("weekly_meeting",),
        "RD410": ("kickoff_touchpoint",),
        "RD411": ("development_touchpoint",),
        "RD412": ("test_touchpoint",),
        "RD413": ("pre_acceptance",),
        "RD414": ("return_visit",),
        "RD415": ("executive_dialogue",),
        "RD416": ("technical_documents",),
        "RD417": ("technical_brief",),
        "RD420": ("minutes",),
        "RD424": ("internal_sync",),
        "RD432": ("risk_review",),
        "RD501": ("ticket_response",),
        "RD502": ("ticket_closure",),
        "RD512": ("incident_response",),
        "RD513": ("incident_restore",),
        "RD514": ("postmortem",),
        "RD521": ("drill",),
        "RD530": ("inspection",),
        "RD532": ("release_minor", "release_major"),
        "RD540": ("business_review",),
    }
)
"""Clocks that rows of the policy set; the others go by a date of their own, or by a contract."""


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
    counted = (one for one in lengths if one is not None and one.unit is not Unit.CALENDAR_DAYS)
    return Budgets(names, tuple(dict.fromkeys(counted)))
