"""Milestones over time: what is expected, and how late that is by the plan that was agreed."""

from dataclasses import dataclass
from datetime import date

from rdclient.control.agreed_plan import approved_plan
from rdclient.control.base import Matter
from rdclient.model.plan import Milestone


@dataclass(frozen=True, slots=True)
class Lateness:
    """How an open milestone stands: agreed date, expected date, days between (negative: early)."""

    due: date
    expected: date
    days: int


def lateness(milestone: Milestone, matter: Matter, today: date) -> Lateness | None:
    """How late an unreached milestone is expected; None when reached or without an agreed plan.

    A milestone that is past its date and was not reached is at least as late as today.
    """
    plan = approved_plan(matter, milestone)
    if plan is None or milestone.reached_on is not None:
        return None
    expected = milestone.forecasts[-1].date if milestone.forecasts else plan.due
    expected = max(expected, today) if plan.due < today else expected
    return Lateness(plan.due, expected, (expected - plan.due).days)
