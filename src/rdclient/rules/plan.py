"""The plan: milestones say what they stand for, iterations what for; tasks keep their order."""

from collections import deque
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from rdclient.diagnostic import Finding, Location, finding
from rdclient.model.plan import (
    Dependency,
    DependencyKind,
    Iteration,
    Milestone,
    Task,
    TaskPlan,
)
from rdclient.model.portfolio import Portfolio
from rdclient.model.replay import lies_after
from rdclient.rules.base import Case, Rule, where
from rdclient.rules.past import happened, known, label, now
from rdclient.worktime import WorkCalendar

_BY_START = frozenset({DependencyKind.FS, DependencyKind.SS})
_FROM_FINISH = frozenset({DependencyKind.FS, DependencyKind.FF})


def key_milestone_without_standard(case: Case) -> Iterator[Finding]:
    """A key milestone does not say what must be delivered (RD112); asked once it is planned."""
    moment = now(case)
    for milestone in known(case, Milestone):
        if not milestone.key or milestone.standard is not None:
            continue
        if any(happened(milestone.plans, "on", moment)):
            yield finding("RD112", where(milestone, "key"), id=milestone.id)


def iteration_length(case: Case) -> Iterator[Finding]:
    """An iteration is shorter or longer than agreed, or ends before it begins (RD242)."""
    for iteration in known(case, Iteration):
        limits = case.portfolio.policy(iteration.start).iterations
        days = (iteration.end - iteration.start).days + 1
        if days >= 1 and limits.least_days <= days <= limits.most_days:
            continue
        yield finding(
            "RD242",
            where(iteration, "end"),
            variant="length" if days >= 1 else "reversed",
            id=iteration.id,
            start=label(iteration.start),
            end=label(iteration.end),
            days=days,
            least=limits.least_days,
            most=limits.most_days,
        )


def iteration_without_goal(case: Case) -> Iterator[Finding]:
    """An iteration does not say what it is to deliver (RD243)."""
    for iteration in known(case, Iteration):
        if iteration.goal is None:
            yield finding("RD243", where(iteration, "start"), id=iteration.id)


def starts_before_dependency_ends(case: Case) -> Iterator[Finding]:
    """A task's plan does not wait for a task it depends on (RD240)."""
    plans = {id(task): found for task in known(case, Task) if (found := _plan(case, task))}
    for task in known(case, Task):
        if id(task) not in plans:
            continue
        index, plan = plans[id(task)]
        for dependency in task.depends_on:
            other = case.portfolio.find("task", dependency.task, task)
            if other is None or other is task or id(other) not in plans:
                continue
            kind = dependency.kind
            at = plan.start if kind in _BY_START else plan.finish
            earliest = _earliest(case.portfolio.calendar, dependency, plans[id(other)][1])
            if earliest is not None and at < earliest:
                yield finding(
                    "RD240",
                    where(task, "plans", index, "start" if kind in _BY_START else "finish"),
                    variant=kind.value,
                    id=task.id,
                    dependency=dependency.task,
                    planned=label(at),
                    earliest=label(earliest),
                    lag=dependency.lag_wd,
                )


def _plan(case: Case, task: Task) -> tuple[int, TaskPlan] | None:
    """The plan agreed last, with its index."""
    past = list(happened(task.plans, "on", now(case)))
    return past[-1] if past else None


def _earliest(calendar: WorkCalendar, dependency: Dependency, plan: TaskPlan) -> date | None:
    """The first day the dependency allows; None when no calendar reaches that far."""
    base = plan.finish if dependency.kind in _FROM_FINISH else plan.start
    try:
        return _shifted(calendar, base, dependency.lag_wd)
    except OverflowError:
        return None


def _shifted(calendar: WorkCalendar, day: date, workdays: int) -> date:
    """The working day so many later, or earlier when negative; natural days without a week."""
    if not calendar.weekly:
        return day + timedelta(days=workdays)
    if workdays >= 0:
        return calendar.add_workdays(day, workdays)
    left = workdays
    while left < 0:
        day -= timedelta(days=1)
        left += calendar.is_workday(day)
    return day


def finish_before_start(case: Case) -> Iterator[Finding]:
    """A task ends before it begins, as planned or as done (RD247)."""
    moment = now(case)
    for task in known(case, Task):
        for index, plan in happened(task.plans, "on", moment):
            if plan.finish < plan.start:
                at = where(task, "plans", index, "finish")
                yield _reversed(task, "planned", at, plan.start, plan.finish)
        start, finish = task.started_on, task.finished_on
        if start and finish and finish < start and not lies_after(start, moment):
            yield _reversed(task, "done", where(task, "finished_on"), start, finish)


def _reversed(task: Task, variant: str, at: Location, start: date, finish: date) -> Finding:
    dates = {"start": label(start), "finish": label(finish)}
    return finding("RD247", at, variant=variant, id=task.id, **dates)


def dependency_cycle(case: Case) -> Iterator[Finding]:
    """Tasks wait for each other in a circle (RD241); each knot of tasks is named once."""
    tasks = tuple(known(case, Task))
    graph = _graph(case.portfolio, tasks)
    for knot in _knots(graph):
        first = min(knot)
        cycle = _shortest_cycle(graph, knot, first)
        task, following = tasks[first], tasks[cycle[1]]
        index = next(
            index
            for index, dependency in enumerate(task.depends_on)
            if case.portfolio.find("task", dependency.task, task) is following
        )
        names = " → ".join(_name(tasks[number], task) for number in cycle)
        yield finding("RD241", where(task, "depends_on", index, "task"), cycle=names)


def _name(task: Task, near: Task) -> str:
    is_far = task.origin.project != near.origin.project
    return f"{task.origin.project}/{task.id}" if is_far else task.id


def _graph(portfolio: Portfolio, tasks: tuple[Task, ...]) -> Mapping[int, tuple[int, ...]]:
    """For each task, by its place in ``tasks``, the places of those it waits for."""
    places = {id(task): place for place, task in enumerate(tasks)}
    return {
        place: tuple(
            places[id(other)]
            for dependency in task.depends_on
            if (other := portfolio.find("task", dependency.task, task)) is not None
            and id(other) in places
        )
        for place, task in enumerate(tasks)
    }


def _knots(graph: Mapping[int, tuple[int, ...]]) -> Iterator[frozenset[int]]:
    """Groups of tasks that all wait for each other (Tarjan 1972, without recursion)."""
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    for root in graph:
        if root in number:
            continue
        work = [(root, iter(graph[root]))]
        number[root] = low[root] = len(number)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, rest = work[-1]
            following = next(rest, None)
            if following is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == number[node]:
                    knot = _popped(stack, on_stack, node)
                    if len(knot) > 1 or node in graph[node]:
                        yield knot
            elif following not in number:
                number[following] = low[following] = len(number)
                stack.append(following)
                on_stack.add(following)
                work.append((following, iter(graph[following])))
            elif following in on_stack:
                low[node] = min(low[node], number[following])


def _popped(stack: list[int], on_stack: set[int], node: int) -> frozenset[int]:
    """The tasks above and including ``node``, taken from the stack."""
    knot = set()
    while node not in knot:
        top = stack.pop()
        on_stack.discard(top)
        knot.add(top)
    return frozenset(knot)


def _shortest_cycle(
    graph: Mapping[int, tuple[int, ...]], knot: frozenset[int], first: int
) -> tuple[int, ...]:
    """The shortest way from ``first`` back to itself inside the knot, both ends included."""
    came_from: dict[int, int] = {}
    queue = deque([first])
    while queue:
        node = queue.popleft()
        for following in graph[node]:
            if following == first:
                way = [first, node]
                while way[-1] != first:
                    way.append(came_from[way[-1]])
                return tuple(reversed(way))
            if following in knot and following not in came_from:
                came_from[following] = node
                queue.append(following)
    return (first, first)


RULES = (
    Rule("RD112", key_milestone_without_standard, about=("milestone",)),
    Rule("RD240", starts_before_dependency_ends, about=("task",)),
    Rule("RD241", dependency_cycle, about=("task",)),
    Rule("RD247", finish_before_start, about=("task",)),
    Rule("RD242", iteration_length, about=("iteration",)),
    Rule("RD243", iteration_without_goal, about=("iteration",)),
)
