"""Plans move only with a reason or an approved request, and never before that is approved."""

from collections.abc import Iterator

from rdclient.control.baseline import items_on, signed_requirements
from rdclient.control.change import standing
from rdclient.diagnostic import Finding, finding
from rdclient.model.base import Record
from rdclient.model.change import Change, ChangeStep, Operation
from rdclient.model.plan import Milestone, MilestonePlan, Task, TaskPlan
from rdclient.model.requirement import Requirement, RequirementEvent, RequirementStep
from rdclient.rules.gate_case import GateCase, GateRule, Pair, place
from rdclient.rules.gate_entry import Entry, compared
from rdclient.rules.past import label

# ── planned before it was confirmed ──────────────────────────────────────────


def plan_changed_before_confirmation(case: GateCase) -> Iterator[Finding]:
    """A plan was added for a change request that is not approved (RD221)."""
    plans: tuple[Pair[Record], ...] = (*case.pairs(Milestone), *case.pairs(Task))
    for pair in (*plans, *case.pairs(Requirement)):
        for entry in _added(case, pair):
            for change in _served(case, pair.any, entry):
                yield finding(
                    "RD221",
                    place(pair, *entry.way),
                    variant=_sort(entry),
                    id=_name(pair.any),
                    change=change.id,
                    state=_state(case, change),
                )


def _added(case: GateCase, pair: Pair[Record]) -> tuple[Entry, ...]:
    """Entries that this request added."""
    if isinstance(pair.any, Task):
        before = pair.before.plans if isinstance(pair.before, Task) else ()
        after = pair.after.plans if isinstance(pair.after, Task) else ()
        return tuple(
            Entry(("plans", index), ("plans",), plan)
            for index, plan in enumerate(after)
            if plan not in before
        )
    return compared(case, pair).added


def _served(case: GateCase, record: Record, entry: Entry) -> Iterator[Change]:
    """The requests that an entry plans for and that are not approved."""
    match entry.fact:
        case MilestonePlan() as plan if plan.change:
            found = case.new.portfolio.find("change", plan.change, record)
            names = [found] if isinstance(found, Change) else []
        case TaskPlan() if isinstance(record, Task):
            names = [c for name in record.requirements for c in _adding(case, record, name)]
        case RequirementEvent() as event if event.type is RequirementStep.PLANNED:
            names = _of_requirement(case, record, event)
        case _:
            names = []
    for change in {change.id: change for change in names}.values():
        if change.claims(ChangeStep.SUBMITTED) and not standing(case.new, change).is_approved:
            yield change


def _of_requirement(case: GateCase, record: Record, event: RequirementEvent) -> list[Change]:
    """Requests that add a requirement, or that change it in the iteration it is planned into."""
    found = [*_adding(case, record, _name(record))]
    for change in case.new.portfolio.beside(Change, record):
        is_open = bool(items_on(change, _name(record))) and not change.is_ended()
        if is_open and event.iteration and change.target_iteration == event.iteration:
            found.append(change)
    return found


def _adding(case: GateCase, near: Record, name: str) -> Iterator[Change]:
    """Requests that add a requirement which nobody has signed otherwise."""
    project = case.new.project(near)
    if project and name in signed_requirements(case.new, project):
        return
    for change in case.new.portfolio.beside(Change, near):
        if any(item.op is Operation.ADD for item in items_on(change, name)):
            yield change


def _sort(entry: Entry) -> str:
    """Whose plan it is, which selects the words."""
    if isinstance(entry.fact, MilestonePlan):
        return "milestone"
    return "task" if isinstance(entry.fact, TaskPlan) else ""


def _name(record: Record) -> str:
    return str(getattr(record, "id", ""))


def _state(case: GateCase, change: Change) -> str:
    return standing(case.new, change).state


# ── moved without a reason ───────────────────────────────────────────────────


def milestone_moved_without_reason(case: GateCase) -> Iterator[Finding]:
    """The date of a milestone changed without a reason or an approved request (RD232)."""
    for pair in case.pairs(Milestone):
        if pair.before is None or pair.after is None:
            continue
        found = compared(case, pair)
        gone = [entry.fact for entry in found.gone if isinstance(entry.fact, MilestonePlan)]
        for entry in found.added:
            plan = entry.fact
            if not isinstance(plan, MilestonePlan):
                continue
            was = next((old for old in gone if old.on == plan.on and old.due != plan.due), None)
            at = place(pair, *entry.way, "due")
            facts: dict[str, str] = {"id": pair.any.id, "due": label(plan.due)}
            if was is not None:
                old = label(was.due)
                yield finding("RD232", at, variant="rewritten", **facts, old=old, on=label(was.on))
            elif _moves(pair.before, plan):
                facts["old"] = label(pair.before.plans[-1].due)
                told = _groundless(case, pair.after, plan)
                if told is not None:
                    yield finding("RD232", at, **told, **facts)


def _groundless(case: GateCase, milestone: Milestone, plan: MilestonePlan) -> dict[str, str] | None:
    """What is wrong with the grounds of a new date; None when they hold.

    A reason is enough; an approved request that is named must say this very date. That it is
    approved is asked by RD221, that it exists by RD012.
    """
    if plan.change is None:
        return None if plan.reason else {}
    change = case.new.portfolio.find("change", plan.change, milestone)
    if not isinstance(change, Change) or not standing(case.new, change).is_approved:
        return None
    moves = change.impact.milestones if change.impact else ()
    agreed = {move.milestone.rsplit("/", 1)[-1]: move.due for move in moves}.get(milestone.id)
    if agreed is None and plan.reason is None:
        return {"variant": "not-asked", "change": change.id}
    if agreed is not None and agreed != plan.due:
        return {"variant": "other-date", "change": change.id, "agreed": label(agreed)}
    return None


def _moves(before: Milestone, plan: MilestonePlan) -> bool:
    """Whether a plan gives another date than the one agreed before."""
    return bool(before.plans) and before.plans[-1].due != plan.due


RULES = (
    GateRule("RD221", plan_changed_before_confirmation),
    GateRule("RD232", milestone_moved_without_reason),
)
