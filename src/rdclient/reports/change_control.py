"""Change requests as their managers ask of them: size and why, state, what is missing, the log."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from rdclient.control.base import Matter
from rdclient.control.board import board_decision, is_amended
from rdclient.control.change import Basis, ChangeState, Standing, is_done, standing
from rdclient.control.classify import Load, SizeReason, fee_of, iteration_load
from rdclient.model.base import Moment, Words
from rdclient.model.change import Change, ChangeSize, ChangeStep, Urgency
from rdclient.model.client import Side, Tax
from rdclient.model.meeting import Disposition
from rdclient.model.policy import DecisionClass
from rdclient.model.project import Project
from rdclient.reports.base import PersonView, contract_of, person_view
from rdclient.reports.entry import natural
from rdclient.reports.signing import SideView, subject_view


class ChangeNeed(StrEnum):
    """What a request lacks on its way."""

    SUBMISSION = "submission"
    PM_REVIEW = "pm_review"
    ASSESSMENT = "assessment"
    BOARD = "board"
    CLIENT = "client"
    VENDOR = "vendor"
    OBJECTION = "objection"
    AMENDMENT = "amendment"
    SCHEDULE = "schedule"
    IMPLEMENTATION = "implementation"
    VERIFICATION = "verification"
    CLOSURE = "closure"


@dataclass(frozen=True, slots=True)
class ReasonView:
    """Why a request is large, with the figures it was found by."""

    code: SizeReason
    facts: tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class LoadView:
    """What the small requests of an iteration take of it.

    Attributes:
        planned: person-days; None when none is recorded.
        taken: person-days of them together.
        percent: share; None when nothing is planned.
        most: percent that policy allows.
        changes: ids in the order they were assessed.
    """

    iteration: str
    planned: float | None
    taken: float
    percent: float | None
    most: float
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SizeView:
    """The size of a request.

    Attributes:
        derived: by the rules; None before there is anything to judge it by.
        size: what counts.
        override: why it was set by hand.
        not_editorial: why a request labelled editorial is none.
        decision: whose signatures it takes.
    """

    derived: ChangeSize | None
    size: ChangeSize | None
    reasons: tuple[ReasonView, ...]
    override: Words | None
    is_editorial: bool
    not_editorial: tuple[str, ...]
    decision: DecisionClass
    load: LoadView | None


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A request, where it stands, and what it lacks.

    Attributes:
        name: what commands call it; the id, with the project before it where that is not enough.
        claimed: the step claimed last; None for a draft.
        board: what the control board decided; None while it did not.
        ended_because: comment of the event that ended it.
        needs: what is missing, the nearest first; empty when it is closed or ended.
    """

    id: str
    name: str
    title: Words
    client: str | None
    project: str | None
    path: str
    raised_by: PersonView | None
    raised_on: date | Moment | None
    urgency: Urgency
    state: ChangeState
    claimed: ChangeStep | None
    size: SizeView
    basis: Basis | None
    approved_at: Moment | None
    is_signed: bool
    board: Disposition | None
    ended_because: Words | None
    fee: Decimal | None
    currency: str
    tax: Tax | None
    days: int | None
    milestones: tuple[tuple[str, date], ...]
    fingerprint: str
    sides: tuple[SideView, SideView]
    needs: tuple[ChangeNeed, ...]


@dataclass(frozen=True, slots=True)
class ChangeBoard:
    """Requests as of a moment.

    Attributes:
        project: whose; None for those of every project.
    """

    as_of: datetime
    project: str | None
    changes: tuple[ChangeView, ...]
    approved: int
    fee: Decimal
    days: int


def change_board(matter: Matter, project: Project | None) -> ChangeBoard:
    """Every request of a project, or all; those that were rejected or deferred too."""
    records = matter.portfolio
    found = records.of_project(Change, project) if project else records.all(Change)
    views = tuple(change_view(matter, change) for change in sorted(found, key=_place))
    approved = [view for view in views if view.basis is not None]
    return ChangeBoard(
        as_of=matter.as_of,
        project=project.id if project else None,
        changes=views,
        approved=len(approved),
        fee=sum((view.fee or Decimal(0) for view in approved), Decimal(0)),
        days=sum(view.days or 0 for view in approved),
    )


def _place(change: Change) -> tuple[object, ...]:
    return (change.origin.client or "", change.origin.project or "", natural(change.id))


def change_view(matter: Matter, change: Change) -> ChangeView:
    """A request with everything that is asked of it."""
    found, signing = standing(matter, change), subject_view(matter, change)
    impact, last = change.impact, change.events[-1] if change.events else None
    project = matter.project(change)
    contract = contract_of(matter.portfolio, project) if project else None
    return ChangeView(
        id=change.id,
        name=signing.name,
        title=change.title,
        client=change.origin.client,
        project=change.origin.project,
        path=change.origin.path,
        raised_by=person_view(matter.portfolio, change.raised_by, change),
        raised_on=change.raised_on or (change.events[0].at if change.events else None),
        urgency=change.urgency,
        state=found.state,
        claimed=change.step_now(),
        size=size_view(matter, change),
        basis=found.basis,
        approved_at=found.approved_at,
        is_signed=found.is_signed,
        board=board_decision(matter, change),
        ended_because=last.comment if last and change.is_ended() else None,
        fee=impact.fee_delta if impact else None,
        currency=(contract.currency if contract else None) or "CNY",
        tax=impact.tax if impact else None,
        days=impact.schedule_wd if impact else None,
        milestones=tuple((m.milestone, m.due) for m in impact.milestones) if impact else (),
        fingerprint=signing.fingerprint,
        sides=signing.sides,
        needs=tuple(_needs(matter, change, found)),
    )


def size_view(matter: Matter, change: Change) -> SizeView:
    """The size of a request with its reasons, and the load of its iteration."""
    found = standing(matter, change)
    size, override = found.classification, change.size_override
    return SizeView(
        derived=size.derived,
        size=size.size,
        reasons=tuple(ReasonView(reason.code, reason.facts) for reason in size.reasons),
        override=override.reason if override else None,
        is_editorial=size.is_editorial,
        not_editorial=size.not_editorial,
        decision=found.decision,
        load=_load(matter, change),
    )


def _load(matter: Matter, change: Change) -> LoadView | None:
    if change.target_iteration is None:
        return None
    load: Load = iteration_load(matter, change, change.target_iteration)
    return LoadView(
        iteration=load.iteration,
        planned=load.planned,
        taken=load.taken,
        percent=load.percent(),
        most=matter.policy.control.cumulative_percent,
        changes=tuple(each.id for each, _ in load.changes),
    )


# ── what is missing ──────────────────────────────────────────────────────────


def _needs(matter: Matter, change: Change, found: Standing) -> Iterator[ChangeNeed]:
    """What is missing, in the order of the path; of an ended or closed request nothing."""
    if change.is_ended() or change.claims(ChangeStep.CLOSED):
        return
    if not change.events:
        yield ChangeNeed.SUBMISSION
        return
    if not change.claims(ChangeStep.PM_REVIEW):
        yield ChangeNeed.PM_REVIEW
    if not found.classification.is_editorial:
        yield from _of_decision(matter, change, found)
    yield from _of_work(change, found)


def _of_decision(matter: Matter, change: Change, found: Standing) -> Iterator[ChangeNeed]:
    if not change.claims(ChangeStep.ASSESSED):
        yield ChangeNeed.ASSESSMENT
        if found.basis is None:
            return
    is_large = found.classification.size is ChangeSize.LARGE
    if found.basis is Basis.BEFORE_METHOD:
        return
    if is_large and board_decision(matter, change) is not Disposition.APPROVED:
        yield ChangeNeed.BOARD
    for side in found.verdict.sides:
        if side.objection:
            yield ChangeNeed.OBJECTION
        elif not side.is_met:
            yield ChangeNeed.CLIENT if side.side is Side.CLIENT else ChangeNeed.VENDOR
    touches = bool(change.impact and change.impact.contract_clauses) or bool(fee_of(change))
    if is_large and touches and not is_amended(matter, change):
        yield ChangeNeed.AMENDMENT


def _of_work(change: Change, found: Standing) -> Iterator[ChangeNeed]:
    if not found.is_approved:
        return
    if not change.claims(ChangeStep.SCHEDULED) and not is_done(change):
        yield ChangeNeed.SCHEDULE
    elif not is_done(change):
        yield ChangeNeed.IMPLEMENTATION
    elif not change.claims(ChangeStep.VERIFIED):
        yield ChangeNeed.VERIFICATION
    else:
        yield ChangeNeed.CLOSURE
