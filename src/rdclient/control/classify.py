"""The size of a change request, derived with its reasons (rule book C5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from rdclient.control.base import Matter
from rdclient.model.base import Moment, Record
from rdclient.model.change import ENDED, Change, ChangeSize, ChangeStep
from rdclient.model.plan import Iteration, Milestone, Task
from rdclient.model.policy import Policy
from rdclient.model.requirement import Requirement, RequirementStep


class SizeReason(StrEnum):
    """Why a request is large."""

    FEE = "fee"
    KEY_MILESTONE = "key_milestone"
    SCHEDULE = "schedule"
    CONTRACT_CLAUSE = "contract_clause"
    CUMULATIVE = "cumulative"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, with what it was found by: an amount, ids, working days, percent."""

    code: SizeReason
    facts: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """What small changes of an iteration take of its effort, in person-days.

    Attributes:
        iteration: its id.
        planned: effort of the tasks of requirements planned into it; None when none is recorded.
        changes: small requests for it in the order they were assessed, with their effort.
    """

    iteration: str
    planned: float | None
    changes: tuple[tuple[Change, float], ...]

    @property
    def taken(self) -> float:
        """Their effort together."""
        return sum(effort for _, effort in self.changes)

    def percent(self, upto: Change | None = None) -> float | None:
        """Their share of the planned effort, up to one of them; None when nothing is planned."""
        if not self.planned:
            return None
        total = 0.0
        for change, effort in self.changes:
            total += effort
            if change is upto:
                break
        return round(100 * total / self.planned, 6)  # halves and tenths add up exactly


@dataclass(frozen=True, slots=True)
class Classification:
    """The size of a request.

    Attributes:
        derived: by the rules; None before there is anything to judge it by.
        reasons: why it is large; none when it is small.
        size: what counts: a size set by hand wins where both sides signed it.
        is_editorial: wording only; it needs no signature of the client.
        not_editorial: why a request labelled editorial is none: ``operation`` (something comes
            or goes), ``impact``, ``figures``, ``sense``; empty otherwise.
    """

    derived: ChangeSize | None
    reasons: tuple[Reason, ...]
    size: ChangeSize | None
    is_editorial: bool
    not_editorial: tuple[str, ...] = ()


def classify(matter: Matter, change: Change) -> Classification:
    """The size of a change request.

    Large when the contract price changes, a key milestone moves, the schedule moves by more than
    the tolerance, a clause of the contract is touched, or the small changes of its iteration
    together pass the threshold with it. None before the assessment.
    """
    key = ("classify", id(change))
    found = matter.memo.get(key)
    if not isinstance(found, Classification):
        found = _classified(matter, change)
        matter.memo[key] = found
    return found


def _classified(matter: Matter, change: Change) -> Classification:
    from rdclient.control.editorial import not_editorial  # it asks for the standing of others

    reasons = tuple(_reasons(matter, change))
    if not reasons and change.claims(ChangeStep.ASSESSED):
        reasons = tuple(_cumulative(matter, change))
    is_judged = bool(reasons) or (change.impact is not None and change.claims(ChangeStep.ASSESSED))
    derived = (ChangeSize.LARGE if reasons else ChangeSize.SMALL) if is_judged else None
    has_impact = bool(reasons)
    faults = not_editorial(matter, change, has_impact=has_impact) if change.editorial else ()
    size = change.size_override.size if change.size_override else derived
    return Classification(
        derived, reasons, size, is_editorial=change.editorial and not faults, not_editorial=faults
    )


def _reasons(matter: Matter, change: Change) -> Iterator[Reason]:
    """What makes it large by itself."""
    impact = change.impact
    if impact is None:
        return
    if impact.fee_delta:
        yield Reason(SizeReason.FEE, (("amount", impact.fee_delta), ("tax", impact.tax)))
    moved = tuple(m.milestone for m in impact.milestones if _is_key(matter, change, m.milestone))
    if moved:
        yield Reason(SizeReason.KEY_MILESTONE, (("milestones", moved),))
    days, tolerance = impact.schedule_wd or 0, _policy(matter, change).change.schedule_tolerance_wd
    if abs(days) > tolerance:
        yield Reason(SizeReason.SCHEDULE, (("days", days), ("tolerance", tolerance)))
    if impact.contract_clauses:
        yield Reason(SizeReason.CONTRACT_CLAUSE, (("clauses", impact.contract_clauses),))


def _is_key(matter: Matter, change: Change, name: str) -> bool:
    """Whether a milestone is a key one, of whatever project of the client."""
    found = matter.portfolio.find("milestone", name, change)
    return isinstance(found, Milestone) and found.key


def _policy(matter: Matter, change: Change) -> Policy:
    """The policy by which a request is judged: that of the day on which it was assessed."""
    event = change.first(ChangeStep.ASSESSED)
    return matter.portfolio.policy(event.at.day) if event else matter.policy


def _cumulative(matter: Matter, change: Change) -> Iterator[Reason]:
    """Small by itself, but one too many for its iteration, as it stood at the assessment.

    What comes later (other requests, tasks, a plan made anew) changes nothing about a size that
    was signed.
    """
    event = change.first(ChangeStep.ASSESSED)
    if change.target_iteration is None or event is None:
        return
    load = iteration_load(matter, change, change.target_iteration, by=event.at)
    percent = load.percent(change)
    most = _policy(matter, change).control.cumulative_percent
    if percent is not None and percent > most and _takes(change) > 0:
        facts = (("iteration", load.iteration), ("percent", percent), ("most", most))
        yield Reason(SizeReason.CUMULATIVE, facts)


def iteration_load(
    matter: Matter, near: Record, iteration: str, *, by: Moment | None = None
) -> Load:
    """What the small changes of an iteration come to.

    Args:
        matter: the records.
        near: a record of the project.
        iteration: its id.
        by: as things stood then; now without it.
    """
    meant = _iteration(matter, near, iteration)
    here = [
        record
        for record in matter.portfolio.beside(Change, near)
        if record.target_iteration is not None
        and _iteration(matter, record, record.target_iteration) == meant
        and _is_assessed(record, by)
        and not any(_reasons(matter, record))
    ]
    here.sort(key=_assessed)
    efforts = tuple((change, _takes(change)) for change in here)
    return Load(iteration, _planned(matter, near, meant, by), efforts)


def _iteration(matter: Matter, near: Record, name: str) -> str:
    """The path and id of the iteration a name means; the name when there is none."""
    found = matter.portfolio.find("iteration", name, near)
    return f"{found.origin.path}#{found.id}" if isinstance(found, Iteration) else name


def _is_assessed(change: Change, by: Moment | None) -> bool:
    """Whether it was assessed, and not ended since."""
    steps = [e.type for e in change.events if by is None or not by.is_before(e.at)]
    return ChangeStep.ASSESSED in steps and steps[-1] not in ENDED


def _assessed(change: Change) -> tuple[object, str]:
    event = change.first(ChangeStep.ASSESSED)
    return (event.at.instant if event else None, change.id)


def _takes(change: Change) -> float:
    effort = change.internal.effort if change.internal else None
    if effort is None:
        return 0.0
    return sum(part or 0.0 for part in (effort.development, effort.test, effort.design))


def _planned(matter: Matter, near: Record, meant: str, by: Moment | None) -> float | None:
    """Person-days planned for the requirements of an iteration, as their tasks say."""
    inside = {
        record.id
        for record in matter.portfolio.beside(Requirement, near)
        if _planned_into(matter, record, by) == meant
    }
    efforts = [
        effort
        for task in matter.portfolio.beside(Task, near)
        if inside & set(task.requirements) and (effort := _effort(task, by)) is not None
    ]
    return sum(efforts) if efforts else None


def _planned_into(matter: Matter, requirement: Requirement, by: Moment | None) -> str | None:
    planned = [
        event.iteration
        for event in requirement.events
        if event.type is RequirementStep.PLANNED and (by is None or not by.is_before(event.at))
    ]
    return _iteration(matter, requirement, planned[-1]) if planned and planned[-1] else None


def _effort(task: Task, by: Moment | None) -> float | None:
    plans = [plan for plan in task.plans if by is None or plan.on <= by.day]
    return plans[-1].effort_pd if plans else None


def fee_of(change: Change) -> Decimal:
    """What it adds to the contract price; 0 when it says nothing."""
    return (change.impact.fee_delta if change.impact else None) or Decimal(0)
