"""Traceability: requirements lead to tasks, and tasks and changes back to requirements."""

from collections.abc import Iterator

from rdclient.diagnostic import Finding, finding
from rdclient.model.base import Record
from rdclient.model.change import Change, ChangeStep
from rdclient.model.plan import Task
from rdclient.model.requirement import Requirement, RequirementStep
from rdclient.rules.base import Case, Rule, where
from rdclient.rules.past import happened, known, now, requirement_on
from rdclient.rules.requirement import due_event

_ENDED = frozenset({ChangeStep.REJECTED, ChangeStep.WITHDRAWN})
_ASSESSED = frozenset(ChangeStep) - {
    ChangeStep.SUBMITTED, ChangeStep.PM_REVIEW, ChangeStep.DEFERRED, *_ENDED,
}  # fmt: skip


def requirement_without_task(case: Case) -> Iterator[Finding]:
    """A requirement was planned, and neither it nor a part of it is in any task (RD215)."""
    moment = now(case)
    led_on = frozenset(id(requirement) for requirement in _led_on(case))
    for requirement in known(case, Requirement):
        index = due_event(case, requirement, RequirementStep.PLANNED)
        if index is None or id(requirement) in led_on:
            continue
        seen = requirement_on(case, requirement, moment.date())
        if not seen.has_reached(RequirementStep.ACCEPTED):
            yield finding("RD215", where(requirement, "events", index), id=requirement.id)


def _led_on(case: Case) -> Iterator[Record | None]:
    """Requirements that a task names, and those that were split into others still wanted."""
    find = case.portfolio.find
    for task in known(case, Task):
        yield from (find("requirement", name, task) for name in task.requirements)
    today = now(case).date()
    for part in known(case, Requirement):
        if part.parents and requirement_on(case, part, today).is_active():
            yield from (find("requirement", name, part) for name in part.parents)


def task_without_dates_or_owner(case: Case) -> Iterator[Finding]:
    """A task has no plan or nobody who does it (RD216)."""
    moment = now(case)
    for task in known(case, Task):
        is_finished = task.finished_on is not None and task.finished_on <= moment.date()
        is_planned = is_finished or any(happened(task.plans, "on", moment))
        dates = () if is_planned else ("dates",)
        missing = dates if task.owner is not None else (*dates, "owner")
        if missing:
            yield finding("RD216", where(task, "title"), id=task.id, missing=missing)


def trace_gap(case: Case) -> Iterator[Finding]:
    """A task or a change leads to no requirement (RD218)."""
    for task in known(case, Task):
        if not task.requirements and task.milestone is None:
            yield finding("RD218", where(task, "title"), variant="task", id=task.id)
    moment = now(case)
    for change in known(case, Change):
        past = list(happened(change.events, "at", moment))
        if change.items or change.editorial or not past or past[-1][1].type in _ENDED:
            continue
        only_moves = change.impact is not None and bool(change.impact.milestones)
        if only_moves or any(event.type in _ASSESSED for _, event in past):
            continue  # it changes no text, or RD231 says so
        yield finding("RD218", where(change, "events", past[0][0]), variant="change", id=change.id)


RULES = (
    Rule(
        "RD215", requirement_without_task, about=("requirement", "task"), needs=frozenset({"task"})
    ),
    Rule("RD216", task_without_dates_or_owner, about=("task",)),
    Rule("RD218", trace_gap, about=("task", "change")),
)
