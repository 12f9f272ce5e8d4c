"""Change form, impact: schedule and price, what else is touched, how large that makes it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rdclient.control.agreed_plan import agreed_plans
from rdclient.control.canon import Plain
from rdclient.control.change import standing
from rdclient.control.classify import SizeReason
from rdclient.control.patch import applied
from rdclient.lens import Audience
from rdclient.model.base import Words
from rdclient.model.change import Change, ChangeSize, MilestoneMove, Option
from rdclient.model.client import Tax
from rdclient.model.plan import Milestone, Task
from rdclient.model.policy import DecisionClass
from rdclient.model.portfolio import Portfolio
from rdclient.model.requirement import Requirement
from rdclient.model.risk import Risk
from rdclient.reports.base import Brief, Named, PersonView, Reason, contract_of, person_view
from rdclient.reports.change_text import Before


@dataclass(frozen=True, slots=True)
class MoveView:
    """A milestone that moves.

    Attributes:
        name: None where the readers do not see the milestone.
        old: the date agreed before; None when there was none.
    """

    id: str
    name: Words | None
    is_key: bool
    old: date | None
    new: date


@dataclass(frozen=True, slots=True)
class PriceView:
    """An amount in the currency of the contract.

    Attributes:
        amount: without its sign.
        sign: -1, 0 or 1.
    """

    amount: Decimal
    sign: int
    currency: str
    tax: Tax | None


@dataclass(frozen=True, slots=True)
class ImpactView:
    """What the change does.

    Attributes:
        is_stated: whether anybody wrote an impact down.
        fee: added to the contract price; an amount of 0 when it was stated that there is none.
        related: requirements below those that change.
        cases: acceptance cases of those that change.
        tasks: open tasks for them; internal editions only.
    """

    is_stated: bool
    schedule_wd: int | None
    moves: tuple[MoveView, ...]
    fee: PriceView | None
    clauses: tuple[Words, ...]
    quality: Words | None
    risks: tuple[Named, ...]
    related: tuple[Named, ...]
    cases: tuple[str, ...]
    tasks: tuple[Named, ...]
    if_not_done: Words | None


@dataclass(frozen=True, slots=True)
class OptionView:
    """A way to do it."""

    text: Words
    fee: PriceView | None
    days: float | None
    is_recommended: bool


@dataclass(frozen=True, slots=True)
class SizeView:
    """How large it is, and why.

    Attributes:
        size: what counts; None before the assessment.
        derived: by the rules, where somebody set another one.
        reasons: codes of ``SizeReason``.
        override_by: who set the size by hand.
        not_editorial: why a request that is called editorial is none.
        needs_board: whether the control board has to meet.
    """

    size: ChangeSize | None
    derived: ChangeSize | None
    reasons: tuple[Reason, ...]
    override_by: PersonView | None
    override_reason: Words | None
    is_editorial: bool
    not_editorial: tuple[str, ...]
    decision: DecisionClass
    needs_board: bool
    tolerance_wd: int


# ── impact ───────────────────────────────────────────────────────────────────


def price(brief: Brief, seen: Portfolio, amount: Decimal, tax: Tax | None) -> PriceView:
    """An amount in the currency of the contract; renminbi where none is named."""
    contract = contract_of(seen, brief.project)
    sign = (amount > 0) - (amount < 0)
    return PriceView(abs(amount), sign, (contract and contract.currency) or "CNY", tax)


def impact(
    brief: Brief,
    seen: Portfolio,
    change: Change,
    released: Change,
    before: Mapping[str, Before],
) -> ImpactView:
    """What the change does, with what the links say it touches.

    Args:
        brief: of the form.
        seen: the records that may be printed.
        change: as it is on record, whole.
        released: as the readers may see it.
        before: the texts before it, by requirement.
    """
    stated = released.impact
    names = {item.requirement for item in released.items}
    fee = stated.fee_delta if stated else None
    return ImpactView(
        is_stated=stated is not None,
        schedule_wd=stated.schedule_wd if stated else None,
        moves=moves(brief, seen, change),
        fee=None if fee is None or stated is None else price(brief, seen, fee, stated.tax),
        clauses=stated.contract_clauses if stated else (),
        quality=stated.quality if stated else None,
        risks=tuple(_risks(seen, change)),
        related=tuple(_related(brief, seen, names)),
        cases=tuple(dict.fromkeys(_cases(brief, change, before))),
        tasks=tuple(_tasks(brief, seen, names)),
        if_not_done=stated.if_not_done if stated else None,
    )


def moves(brief: Brief, seen: Portfolio, change: Change) -> tuple[MoveView, ...]:
    """The milestones that move, from the date agreed before to the new one."""
    stated = change.impact.milestones if change.impact else ()
    return tuple(_move(brief, seen, change, move) for move in stated)


def _move(brief: Brief, seen: Portfolio, change: Change, move: MilestoneMove) -> MoveView:
    found = seen.find("milestone", move.milestone, change)
    milestone = found if isinstance(found, Milestone) else None
    keys = brief.matter.key_milestones(change)
    return MoveView(
        id=move.milestone,
        name=milestone.name if milestone else None,
        is_key=move.milestone in keys,
        old=_due_before(brief, change, milestone) if milestone else None,
        new=move.due,
    )


def _due_before(brief: Brief, change: Change, milestone: Milestone) -> date | None:
    """The date agreed before a request: by the plans before its own, and before it was ended."""
    due = None
    for plan in agreed_plans(brief.matter, milestone):
        if plan.change and brief.matter.portfolio.find("change", plan.change, milestone) is change:
            break
        if change.is_ended() and plan.on > change.events[-1].at.day:
            break
        due = plan.due
    return due


def _risks(seen: Portfolio, change: Change) -> Iterator[Named]:
    for name in change.impact.risks if change.impact else ():
        found = seen.find("risk", name, change)
        if isinstance(found, Risk):
            yield Named(found.id, found.title or found.event)


def _related(brief: Brief, seen: Portfolio, names: set[str]) -> Iterator[Named]:
    """Requirements that stand below those that change, and do not change themselves."""
    for record in seen.of_project(Requirement, brief.project):
        if record.id not in names and names & set(record.parents):
            yield Named(record.id, record.title)


def _cases(brief: Brief, change: Change, before: Mapping[str, Before]) -> Iterator[str]:
    """Acceptance cases of the new texts; of a requirement that goes those it had."""
    for item in change.items:
        old = before[item.requirement].text
        text = applied(old, item, brief.matter.binding(change)) or old or {}
        acceptance = text.get("acceptance")
        cases = acceptance.get("cases") if isinstance(acceptance, dict) else None
        yield from (case for case in _listed(cases) if isinstance(case, str))


def _listed(value: Plain) -> list[Plain]:
    return value if isinstance(value, list) else []


def _tasks(brief: Brief, seen: Portfolio, names: set[str]) -> Iterator[Named]:
    if brief.audience is not Audience.INTERNAL:
        return
    for task in seen.of_project(Task, brief.project):
        if task.finished_on is None and names & set(task.requirements):
            yield Named(task.id, task.title)


def options(brief: Brief, seen: Portfolio, released: Change) -> tuple[OptionView, ...]:
    """The ways to do it, in their order."""
    tax = released.impact.tax if released.impact else None
    return tuple(_option(brief, seen, option, tax) for option in released.options)


def _option(brief: Brief, seen: Portfolio, option: Option, tax: Tax | None) -> OptionView:
    fee = (
        None if option.fee is None else price(brief, seen, option.fee, tax if option.fee else None)
    )
    return OptionView(option.text, fee, option.days, option.recommended)


# ── size ─────────────────────────────────────────────────────────────────────


def size(brief: Brief, seen: Portfolio, change: Change) -> SizeView:
    """How large a request is, with reasons that its readers may know."""
    found = standing(brief.matter, change)
    told, override = found.classification, change.size_override
    return SizeView(
        size=told.size,
        derived=told.derived,
        reasons=tuple(
            _reason(brief, seen, change, reason.code, dict(reason.facts)) for reason in told.reasons
        ),
        override_by=person_view(seen, override.by, change) if override else None,
        override_reason=override.reason if override else None,
        is_editorial=told.is_editorial,
        not_editorial=told.not_editorial,
        decision=found.decision,
        needs_board=told.size is ChangeSize.LARGE,
        tolerance_wd=brief.policy.change.schedule_tolerance_wd,
    )


def _reason(
    brief: Brief, seen: Portfolio, change: Change, code: SizeReason, facts: dict[str, object]
) -> Reason:
    """A reason without what only we may know: the effort of an iteration is ours."""
    match code:
        case SizeReason.KEY_MILESTONE:
            keys = [move for move in moves(brief, seen, change) if move.is_key]
            later = tuple(move.id for move in keys if move.old and move.old < move.new)
            earlier = tuple(move.id for move in keys if move.old and move.old > move.new)
            others = tuple(m.id for m in keys if m.id not in (*later, *earlier))
            return Reason(code, {"later": later, "earlier": earlier, "others": others})
        case SizeReason.CUMULATIVE:
            hidden = () if brief.audience is Audience.INTERNAL else ("percent",)
            return Reason(code, {name: facts[name] for name in facts if name not in hidden})
        case SizeReason.FEE:
            return Reason(code, {})
        case SizeReason.CONTRACT_CLAUSE:
            return Reason(code, {"clauses": facts["clauses"]})
        case SizeReason.SCHEDULE:
            return Reason(code, facts)
