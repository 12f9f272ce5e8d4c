"""Milestones over time: the plan that was agreed, what is expected, and how late that is."""

from dataclasses import dataclass
from datetime import date

from rdclient.model.change import Change
from rdclient.model.plan import Milestone, MilestonePlan
from rdclient.model.portfolio import Portfolio


@dataclass(frozen=True, slots=True)
class Lateness:
    """How an open milestone stands: agreed date, expected date, days between (negative: early)."""

    due: date
    expected: date
    days: int


def approved_plan(milestone: Milestone, portfolio: Portfolio) -> MilestonePlan | None:
    """The latest plan that was agreed."""
    agreed = agreed_plans(milestone, portfolio)
    return agreed[-1] if agreed else None


def agreed_plans(milestone: Milestone, portfolio: Portfolio) -> tuple[MilestonePlan, ...]:
    """The plans without a change request, or with one that is approved."""
    return tuple(plan for plan in milestone.plans if _is_agreed(plan, milestone, portfolio))


def _is_agreed(plan: MilestonePlan, milestone: Milestone, portfolio: Portfolio) -> bool:
    if plan.change is None:
        return True
    change = portfolio.find("change", plan.change, milestone)
    return isinstance(change, Change) and change.is_approved()


def lateness(milestone: Milestone, portfolio: Portfolio, today: date) -> Lateness | None:
    """How late an unreached milestone is expected; None when reached or without an agreed plan.

    A milestone that is past its date and was not reached is at least as late as today.
    """
    plan = approved_plan(milestone, portfolio)
    if plan is None or milestone.reached_on is not None:
        return None
    expected = milestone.forecasts[-1].date if milestone.forecasts else plan.due
    expected = max(expected, today) if plan.due < today else expected
    return Lateness(plan.due, expected, (expected - plan.due).days)
