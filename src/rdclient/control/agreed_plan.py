"""Plans of a milestone that both sides agreed to: without a change, or with one approved."""

from rdclient.control.base import Matter
from rdclient.control.change import standing
from rdclient.model.change import Change
from rdclient.model.plan import Milestone, MilestonePlan


def approved_plan(matter: Matter, milestone: Milestone) -> MilestonePlan | None:
    """The latest plan that was agreed."""
    agreed = agreed_plans(matter, milestone)
    return agreed[-1] if agreed else None


def agreed_plans(matter: Matter, milestone: Milestone) -> tuple[MilestonePlan, ...]:
    """The plans without a change request, or with one that is approved."""
    return tuple(plan for plan in milestone.plans if _is_agreed(matter, plan, milestone))


def _is_agreed(matter: Matter, plan: MilestonePlan, milestone: Milestone) -> bool:
    if plan.change is None:
        return True
    change = matter.portfolio.find("change", plan.change, milestone)
    return isinstance(change, Change) and standing(matter, change).is_approved
