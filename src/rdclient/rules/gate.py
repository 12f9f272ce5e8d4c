"""The gate: what a request does to what was signed, planned and recorded before it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

from rdclient.diagnostic import Finding, Waived, in_order, with_severity
from rdclient.model.portfolio import Portfolio
from rdclient.rules import (
    RULES,
    change_board,
    change_party,
    change_scope,
    change_step,
    change_text,
    gate_freeze,
    gate_plan,
    gate_record,
    gate_text,
    signature,
    signature_claim,
    signature_text,
)
from rdclient.rules.base import Case
from rdclient.rules.gate_case import GateCase, GateRule
from rdclient.rules.gate_trust import Trust, changes, rule_changed_and_used, stated, trusting
from rdclient.rules.waiver import waived

GATE_RULES: tuple[GateRule, ...] = (
    *gate_text.RULES,
    *gate_record.RULES,
    *gate_plan.RULES,
    *gate_freeze.RULES,
)
"""Every rule that compares; RD238 is worked out from their outcomes (``gate_trust``)."""
_FAMILIES = (
    change_scope, change_board, change_text, change_party, change_step,
    signature_text, signature, signature_claim,
)  # fmt: skip
CONTROL_CODES = frozenset(rule.code for family in _FAMILIES for rule in family.RULES)
"""Codes of rules about signatures and requests: the gate asks them with the trust of the base."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the rules say of the records under test: findings that stand and those set aside."""

    findings: tuple[Finding, ...]
    waived: tuple[Waived, ...]


@dataclass(frozen=True)
class Gate:
    """The gate over one part of a workspace.

    Attributes:
        case: ``judged`` is replaced as need be; the rest holds.
        partial: kinds of records under test of which some could not be read.
    """

    case: GateCase
    partial: frozenset[str] = frozenset()

    @cached_property
    def trust(self) -> tuple[Trust, ...]:
        """What is trusted and changed by this request."""
        return changes(self.case.base, self.case.head)

    def judged(self) -> Outcome:
        """Everything about changes and signatures: with the trust of the base, then with the new.

        What stands with the trust of the base stands; what only the new trust brings to light is
        told too; and where the new one would have hidden something, RD238 points at it.
        """
        strict = self._outcome(())
        if not self.trust:
            return strict
        loose = self._outcome(self.trust)
        told = (*strict.findings, *(item.finding for item in strict.waived))
        known = {stated(item)[:-1] for item in told}  # however heavy it is
        more = tuple(item for item in loose.findings if stated(item)[:-1] not in known)
        used = rule_changed_and_used(
            self.trust, strict.findings, lambda kept: self._outcome(kept).findings
        )
        return Outcome(in_order((*strict.findings, *more, *used)), strict.waived)

    def _outcome(self, kept: Collection[Trust]) -> Outcome:
        """What the rules say when some changes of trust hold."""
        portfolio = trusting(self.case.head, self.case.base, kept, self.trust)
        case = replace(self.case, judged=portfolio)
        found = (*self._of_rules(portfolio, case), *(f for r in GATE_RULES for f in r.check(case)))
        severities = portfolio.policy(case.as_of.date()).severity
        heavy = with_severity(_once(found), severities)
        return Outcome(*waived(heavy, Case(portfolio, case.as_of)))

    def _of_rules(self, portfolio: Portfolio, case: GateCase) -> tuple[Finding, ...]:
        """What the plain rules about changes and signatures say, told of the history."""
        told = Case(portfolio, case.as_of, matters=[case.new])
        return tuple(
            finding
            for rule in RULES
            if rule.code in CONTROL_CODES and not rule.needs & self.partial
            for finding in rule.check(told)
        )


def _once(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Without RD234 about a requirement of which RD233 speaks."""
    changed = {(_folder(item), item.fact("id")) for item in findings if item.code == "RD233"}
    return tuple(
        item
        for item in findings
        if item.code != "RD234" or (_folder(item), dict(item.facts).get("id")) not in changed
    )


_PROJECT = 4
"""Steps of a path down to a project: ``clients/<client>/projects/<project>``."""


def _folder(item: Finding) -> tuple[str, ...]:
    """The project whose records it speaks of."""
    return tuple(item.location.path.split("/")[:_PROJECT])
