"""Requirements: real need, assessment, and the blocks a specification must hold."""

from collections.abc import Callable, Iterator

from rdclient.diagnostic import Finding, Location, finding
from rdclient.model.client import Contract
from rdclient.model.project import Project
from rdclient.model.requirement import (
    MAIN_LINE,
    Analysis,
    Delivery,
    Requirement,
    RequirementEvent,
    RequirementStep,
    RequirementType,
    Value,
)
from rdclient.rules.base import Case, Rule, where
from rdclient.rules.past import known, now, steps

DROPPED = frozenset({RequirementStep.DEFERRED, RequirementStep.DECLINED, RequirementStep.WITHDRAWN})
"""Steps by which a requirement leaves the main line."""
_BUILT = frozenset({RequirementType.FUNCTIONAL, RequirementType.INTERFACE})
Blocks = Callable[[Requirement], Iterator[str]]


def due_event(case: Case, requirement: Requirement, step: RequirementStep) -> int | None:
    """Index of the event by which the step was first reached.

    Returns:
        None when it was not reached by ``as_of``, or when the requirement was deferred,
        declined or withdrawn since: then nothing is asked.
    """
    last = last_event(case, requirement)
    if last is None or last[1].type in DROPPED:
        return None
    wanted = MAIN_LINE[MAIN_LINE.index(step) :]
    return next((index for index, e in steps(case, requirement) if e.type in wanted), None)


def last_event(case: Case, requirement: Requirement) -> tuple[int, RequirementEvent] | None:
    """The event that says where it stands, and its index; ``delayed`` moves nothing."""
    listed = steps(case, requirement)
    moving = (entry for entry in reversed(listed) if entry[1].type is not RequirementStep.DELAYED)
    return next(moving, None)


def is_stated(value: Value) -> bool:
    """Whether anything is said of what the client gains."""
    return bool(value.kind or value.metric or value.target)


def real_need_missing(case: Case) -> Iterator[Finding]:
    """A requirement was analysed without the real need behind the stated one (RD202)."""
    for requirement in known(case, Requirement):
        index = due_event(case, requirement, RequirementStep.ANALYSED)
        if index is not None and requirement.real_need is None:
            at = where(requirement, "events", index)
            yield finding("RD202", at, id=requirement.id)


def assessment_dimension_missing(case: Case) -> Iterator[Finding]:
    """An analysed requirement lacks feasibility, value or effort (RD204)."""
    yield from _lacking(case, "RD204", RequirementStep.ANALYSED, "analysis", _dimensions)


def description_missing(case: Case) -> Iterator[Finding]:
    """A reviewed requirement lacks background, goal or functions (RD211)."""
    yield from _lacking(case, "RD211", RequirementStep.REVIEWED, None, _description)


def delivery_standard_missing(case: Case) -> Iterator[Finding]:
    """A reviewed requirement lacks a part of its delivery standard (RD212)."""
    yield from _lacking(case, "RD212", RequirementStep.REVIEWED, "delivery", _standard)


def acceptance_missing(case: Case) -> Iterator[Finding]:
    """A reviewed requirement lacks cases or signatory of its acceptance (RD213)."""
    yield from _lacking(case, "RD213", RequirementStep.REVIEWED, "acceptance", _acceptance)


def verification_method_missing(case: Case) -> Iterator[Finding]:
    """A reviewed requirement does not say how it is verified (RD217)."""
    yield from _lacking(case, "RD217", RequirementStep.REVIEWED, "acceptance", _method)


def _lacking(
    case: Case, code: str, step: RequirementStep, block: str | None, blocks: Blocks
) -> Iterator[Finding]:
    for requirement in known(case, Requirement):
        index = due_event(case, requirement, step)
        if index is None:
            continue
        missing = tuple(blocks(requirement))
        if missing:
            at = place(requirement, block, index)
            yield finding(code, at, id=requirement.id, missing=missing)


def place(requirement: Requirement, block: str | None, index: int) -> Location:
    """The block something is missing from, else the event that makes it due."""
    if block and getattr(requirement, block) is not None:
        return where(requirement, block)
    return where(requirement, "events", index)


def _dimensions(requirement: Requirement) -> Iterator[str]:
    analysis, value = requirement.analysis or Analysis(), requirement.value
    if analysis.feasibility is None:
        yield "feasibility"
    if value is None or not is_stated(value):
        yield "value"
    effort = analysis.effort
    if effort is None or all(amount is None for _, amount in effort):
        yield "effort"


def _description(requirement: Requirement) -> Iterator[str]:
    if requirement.background is None:
        yield "background"
    if requirement.goal is None:
        yield "goal"
    stated = requirement.functions
    if requirement.type not in _BUILT:
        stated = stated or requirement.rules or requirement.data
    if not stated:
        yield "functions"


def _standard(requirement: Requirement) -> Iterator[str]:
    delivery = requirement.delivery or Delivery()
    match requirement.type:
        case RequirementType.FUNCTIONAL | RequirementType.INTERFACE:
            if not delivery.performance:
                yield "performance"
            if not delivery.ui_samples and not _is_without_screen(requirement):
                yield "ui_samples"
            if not delivery.compatibility:
                yield "compatibility"
        case RequirementType.QUALITY:
            if not delivery.performance:
                yield "performance"
        case _:
            if not any(
                (
                    delivery.performance,
                    delivery.compatibility,
                    delivery.security,
                    delivery.reliability,
                )
            ):
                yield "any_standard"


def _is_without_screen(requirement: Requirement) -> bool:
    """Whether a described interface stands in for a picture of the screen."""
    return requirement.type is RequirementType.INTERFACE and bool(requirement.interfaces)


def _acceptance(requirement: Requirement) -> Iterator[str]:
    acceptance = requirement.acceptance
    if acceptance is None or not (acceptance.cases or acceptance.procedure):
        yield "cases_or_procedure"
    if acceptance is None or acceptance.signatory is None:
        yield "signatory"


def _method(requirement: Requirement) -> Iterator[str]:
    acceptance = requirement.acceptance
    if acceptance is None or acceptance.method is None:
        yield "method"


def change_rules_missing(case: Case) -> Iterator[Finding]:
    """A project with reviewed requirements has no change rule and no fee rule (RD214)."""
    if _by_policy(case):
        return
    for project in known(case, Project):
        if project.change_rules or _by_contract(case, project):
            continue
        requirements = case.portfolio.of_project(Requirement, project)
        if any(
            due_event(case, requirement, RequirementStep.REVIEWED) is not None
            for requirement in requirements
        ):
            at = where(project, "contract") if project.contract else where(project)
            yield finding("RD214", at, id=project.id)


def _by_policy(case: Case) -> bool:
    rules = case.portfolio.policy(now(case).date()).change
    return bool(rules.change_rule or rules.fee_rule)


def _by_contract(case: Case, project: Project) -> bool:
    if project.contract is None:
        return False
    contract = case.portfolio.find("contract", project.contract, project)
    return isinstance(contract, Contract) and bool(contract.change_rule or contract.fee_rule)


RULES = (
    Rule("RD202", real_need_missing, about=("requirement",)),
    Rule("RD204", assessment_dimension_missing, about=("requirement",)),
    Rule("RD211", description_missing, about=("requirement",)),
    Rule("RD212", delivery_standard_missing, about=("requirement",)),
    Rule("RD213", acceptance_missing, about=("requirement",)),
    Rule(
        "RD214", change_rules_missing, about=("project", "contract"), needs=frozenset({"contract"})
    ),
    Rule("RD217", verification_method_missing, about=("requirement",)),
)
