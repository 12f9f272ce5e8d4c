"""Consistency rules: pure functions from the portfolio to findings, one module per chapter."""

from rdclient.rules import chronology, meeting, people, plan, reference, report, requirement, risk
from rdclient.rules.base import Rule

RULES: tuple[Rule, ...] = (
    *reference.RULES,
    *chronology.RULES,
    *people.RULES,
    *requirement.RULES,
    *plan.RULES,
    *meeting.RULES,
    *report.RULES,
    *risk.RULES,
)
"""Every rule, family by family."""
