"""Freezes: in the days before an iteration starts nothing is added to it (CHG-06)."""

from collections.abc import Iterator

from rdclient.control.baseline import items_on
from rdclient.control.change import standing
from rdclient.control.freeze import Freeze, freeze_of
from rdclient.diagnostic import Finding, finding
from rdclient.model.change import Change, ChangeCategory, Urgency
from rdclient.model.plan import Iteration
from rdclient.model.requirement import Effort, Requirement, RequirementEvent, RequirementStep
from rdclient.rules.gate_case import GateCase, GateRule, Pair, place
from rdclient.rules.gate_entry import compared
from rdclient.rules.past import label

_LISTS = ("functions", "rules", "exceptions")
"""What makes a requirement larger when it gets another entry."""


def requirement_added_in_freeze(case: GateCase) -> Iterator[Finding]:
    """A requirement was planned into an iteration in its freeze, or enlarged there (RD230)."""
    for pair in case.pairs(Requirement):
        if pair.after is None or _passes(case, pair.after):
            continue
        planned = tuple(_planned(case, pair))
        yield from planned
        if not planned and pair.before is not None:
            yield from _enlarged(case, pair.before, pair.after)


def _planned(case: GateCase, pair: Pair[Requirement]) -> Iterator[Finding]:
    was = pair.before.last(RequirementStep.PLANNED) if pair.before else None
    for entry in compared(case, pair).added:
        event = entry.fact
        if not isinstance(event, RequirementEvent) or event.type is not RequirementStep.PLANNED:
            continue
        if event.iteration is None or (was and was.iteration == event.iteration):
            continue
        if frozen := _freeze(case, pair.any, event.iteration):
            at = place(pair, *entry.way)
            yield finding("RD230", at, id=pair.any.id, **_facts(case, frozen))


def _enlarged(case: GateCase, before: Requirement, after: Requirement) -> Iterator[Finding]:
    event = after.last(RequirementStep.PLANNED)
    frozen = _freeze(case, after, event.iteration) if event and event.iteration else None
    if frozen is None:
        return
    pair = Pair(before, after)
    facts = {"id": after.id, **_facts(case, frozen)}
    for name in _LISTS:
        old, new = len(getattr(before, name)), len(getattr(after, name))
        if new > old:
            at = place(pair, name)
            yield finding("RD230", at, variant="enlarged", **facts, kind=name, old=old, new=new)
            return
    most = case.new.policy.control.fine_tuning_pd
    old_effort, new_effort = _effort(before), _effort(after)
    if old_effort is not None and (new_effort or 0.0) - old_effort > most:
        at = place(pair, "analysis", "effort")
        days = {"old": f"{old_effort:g}", "new": f"{new_effort:g}", "most": f"{most:g}"}
        yield finding("RD230", at, variant="effort", **facts, **days)


def _effort(requirement: Requirement) -> float | None:
    """Person-days in all; None before they were estimated."""
    effort: Effort | None = requirement.analysis.effort if requirement.analysis else None
    if effort is None:
        return None
    return sum(part or 0.0 for part in (effort.development, effort.test, effort.design))


def _freeze(case: GateCase, near: Requirement, name: str) -> Freeze | None:
    """The freeze of an iteration that ``as_of`` lies in, by its dates before or now.

    Whoever moves the iteration does not leave its freeze by that.
    """
    days = case.new.policy.change.freeze_days
    for portfolio in (case.base, case.head):
        found = portfolio.find("iteration", name, near)
        if isinstance(found, Iteration) and days:
            frozen = freeze_of(found, days)
            if frozen.holds(case.new.today):
                return frozen
    return None


def _facts(case: GateCase, frozen: Freeze) -> dict[str, str]:
    return {
        "iteration": frozen.iteration.id,
        "first": label(frozen.first),
        "last": label(frozen.last),
        "as_of": case.as_of.replace(tzinfo=None).isoformat(" ", "minutes"),
    }


def _passes(case: GateCase, requirement: Requirement) -> bool:
    """Whether an approved request mends a defect in it, or is an emergency."""
    return any(
        items_on(change, requirement.id)
        and (change.category is ChangeCategory.DEFECT or change.urgency is Urgency.EMERGENCY)
        and standing(case.new, change).is_approved
        for change in case.new.portfolio.beside(Change, requirement)
    )


RULES = (GateRule("RD230", requirement_added_in_freeze),)
