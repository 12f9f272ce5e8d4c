"""Consistency rules: pure functions from the portfolio to findings, one module per chapter."""

from rdclient.rules import (
    calendar,
    chronology,
    lifecycle,
    meeting,
    people,
    phase,
    plan,
    raci,
    reference,
    report,
    requirement,
    risk,
    satisfaction,
    service,
    trace,
    translation,
    waiver,
    wording,
)
from rdclient.rules.base import Rule

RULES: tuple[Rule, ...] = (
    *reference.RULES,
    *chronology.RULES,
    *waiver.RULES,
    *people.RULES,
    *raci.RULES,
    *requirement.RULES,
    *lifecycle.RULES,
    *wording.RULES,
    *translation.RULES,
    *trace.RULES,
    *plan.RULES,
    *phase.RULES,
    *meeting.RULES,
    *report.RULES,
    *risk.RULES,
    *satisfaction.RULES,
    *service.RULES,
    *calendar.RULES,
)
"""Every rule, family by family."""
