"""Earned value of a project's tasks: planned and earned effort, and hours actually spent."""

from dataclasses import dataclass
from datetime import date

from rdclient.model.plan import Task, TaskPlan
from rdclient.model.portfolio import Portfolio
from rdclient.model.project import Project
from rdclient.worktime import WorkCalendar


@dataclass(frozen=True, slots=True)
class EarnedValue:
    """Planned value, earned value, actual cost in person-days; variances as ratios.

    ``schedule_variance`` is EV/PV − 1 and ``cost_variance`` EV/AC − 1 (PMBOK's SPI and CPI less
    one); None where nothing was planned, or no hours were recorded.
    """

    planned: float
    earned: float
    actual: float | None
    schedule_variance: float | None
    cost_variance: float | None


def earned_value(portfolio: Portfolio, project: Project, today: date) -> EarnedValue | None:
    """The figures of all planned tasks; None when no hours were ever recorded."""
    tasks = [task for task in portfolio.of_project(Task, project) if task.plans]
    spent = sum(hours.spent for task in tasks for hours in task.hours)
    if not any(task.hours for task in tasks):
        return None
    per_day = portfolio.policy(today).hours_per_day
    planned = sum(
        _effort(t.plans[-1]) * _share(t.plans[-1], today, portfolio.calendar) for t in tasks
    )
    earned = sum(_effort(task.plans[-1]) * _done(task) for task in tasks)
    actual = spent / per_day
    return EarnedValue(
        planned=planned,
        earned=earned,
        actual=actual,
        schedule_variance=earned / planned - 1 if planned else None,
        cost_variance=earned / actual - 1 if actual else None,
    )


def _effort(plan: TaskPlan) -> float:
    return plan.effort_pd or 0.0


def _share(plan: TaskPlan, today: date, calendar: WorkCalendar) -> float:
    """The part of a task that should be done by the end of a day, by working days."""
    if today >= plan.finish:
        return 1.0
    total = calendar.workdays_between(plan.start, plan.finish) + 1
    gone = calendar.workdays_between(plan.start, today) + 1 if today >= plan.start else 0
    return min(1.0, gone / total)


def _done(task: Task) -> float:
    if task.finished_on is not None:
        return 1.0
    if not task.hours or task.hours[-1].remaining is None:
        return 0.0
    spent = sum(hours.spent for hours in task.hours)
    total = spent + task.hours[-1].remaining
    return spent / total if total else 0.0
