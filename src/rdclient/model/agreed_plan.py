"""Plans of a milestone that both sides agreed to: without a change, or with one approved."""

from rdclient.model.change import Change
from rdclient.model.plan import Milestone, MilestonePlan
from rdclient.model.portfolio import Portfolio


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
