"""What is agreed to be built: nothing started unsigned, and small changes that add up."""

from collections.abc import Iterator

from rdclient.control.baseline import signed_requirements, specification_verdict
from rdclient.control.classify import iteration_load
from rdclient.diagnostic import Fact, Finding, finding
from rdclient.model.baseline import Baseline
from rdclient.model.change import Change
from rdclient.model.plan import Iteration
from rdclient.model.requirement import Requirement, RequirementStep
from rdclient.rules.base import Case, Rule, where
from rdclient.rules.change_request import KINDS_OF_BACKING, unmet
from rdclient.rules.past import known, label, matter
from rdclient.rules.requirement import due_event


def development_before_signature(case: Case) -> Iterator[Finding]:
    """Work on a requirement has begun that both sides have not signed (RD210)."""
    for requirement in known(case, Requirement):
        index = due_event(case, requirement, RequirementStep.STARTED)
        if index is None:
            continue
        found, event = matter(case), requirement.events[index]
        project, since = found.project(requirement), found.policy.control.since
        is_older = since is not None and event.at.day < since
        if project is None or is_older or requirement.id in signed_requirements(found, project):
            continue
        told = {"id": requirement.id, "step": event.type, "on": label(event.at)}
        at = where(requirement, "events", index, "type")
        held = [b for b in found.portfolio.of_project(Baseline, project) if b.entry(requirement.id)]
        if held:
            missing = unmet(specification_verdict(found, held[-1]))
            if missing:  # else its entry does not prove itself, and RD235 says so
                facts: dict[str, Fact] = {"baseline": held[-1].id, "missing": missing}
                yield finding("RD210", at, variant="unsigned", **told, **facts)
        else:
            yield finding("RD210", at, **told)


def small_changes_add_up(case: Case) -> Iterator[Finding]:
    """The small changes of an iteration take more of its effort than agreed (RD245)."""
    if not any(known(case, Change)):
        return
    for iteration in known(case, Iteration):
        found = matter(case)
        load = iteration_load(found, iteration, iteration.id)
        percent, most = load.percent(), found.policy.control.cumulative_percent
        since = found.policy.control.since
        is_older = since is not None and iteration.end < since
        if percent is None or percent <= most or is_older:
            continue
        yield finding(
            "RD245",
            where(iteration, "start"),
            id=iteration.id,
            changes=tuple(change.id for change, effort in load.changes if effort),
            taken=_number(load.taken),
            planned=_number(load.planned or 0),
            percent=_number(percent),
            most=_number(most),
        )


def _number(value: float) -> str:
    """A number with at most two decimals, without idle zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


RULES = (
    Rule(
        "RD210",
        development_before_signature,
        about=("requirement", "baseline"),
        needs=KINDS_OF_BACKING | {"baseline"},
    ),
    Rule(
        "RD245",
        small_changes_add_up,
        about=("iteration", "change"),
        needs=frozenset({"task", "requirement"}),
    ),
)
