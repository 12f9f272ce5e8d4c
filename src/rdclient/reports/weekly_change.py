"""Weekly report, change requests: what came, what was decided, what still lacks signatures."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from rdclient.control.change import Basis, ChangeState, Standing, state
from rdclient.control.classify import fee_of
from rdclient.lens import Audience
from rdclient.model.base import Moment, Words
from rdclient.model.change import ENDED, Change, ChangeSize, ChangeStep, Urgency
from rdclient.model.client import Side, Tax
from rdclient.model.signoff import EvidenceLevel
from rdclient.reports.base import contract_of
from rdclient.reports.promise import is_overdue, shown_deadline
from rdclient.reports.rag import is_undecided
from rdclient.reports.scene import Scene


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change request as the log shows it.

    Attributes:
        state: derived: a request that is not approved is at most what comes before that.
        basis: why it counts as approved; None when it does not.
        is_spoken: whether a sign-off that it counts by is a mere word, which policy may allow.
        is_unsigned: whether it claims a step that needs an approval it has not got.
        on: the day it is listed by.
        signed_on: the day the full sign-off was there; of an emergency it comes after the approval.
    """

    id: str
    title: Words
    size: ChangeSize | None
    urgency: Urgency
    state: ChangeState
    basis: Basis | None
    is_spoken: bool
    is_unsigned: bool
    on: date
    signed_on: date | None
    schedule_wd: int | None
    fee_delta: Decimal | None
    tax: Tax | None


class ClientWord(StrEnum):
    """What there is of the client's word on a request that claims to have it."""

    SPOKEN = "spoken"  # nothing is attached to it
    FAULTY = "faulty"  # something is, but it does not count
    SIGNED = "signed"  # theirs is there, ours is not


@dataclass(frozen=True, slots=True)
class UnsignedView:
    """A request that waits for signatures although it went ahead, or says it has them.

    Attributes:
        word: what there is of the client's.
        is_ours_open: whether our own side has still to sign.
        deadline: by which an emergency has to be signed; None where none was agreed.
        is_overdue: whether that is over.
    """

    id: str
    title: Words
    word: ClientWord
    is_ours_open: bool
    deadline: date | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class ChangesView:
    """What happened to changes in the period, and what all approved ones add up to.

    Each change is told once: ``submitted`` holds those of the period whatever became of them,
    ``approved``, ``ended`` and ``undecided`` only those submitted before. ``emergencies`` are all
    that were agreed to by word and wait for the full sign-off, ``unsigned`` all that claim more
    than is signed (internal edition only).
    """

    submitted: tuple[ChangeView, ...]
    approved: tuple[ChangeView, ...]
    ended: tuple[ChangeView, ...]
    undecided: tuple[ChangeView, ...]
    emergencies: tuple[UnsignedView, ...]
    unsigned: tuple[UnsignedView, ...]
    approved_count: int
    approved_schedule_wd: int
    approved_fee: Decimal
    currency: str | None


def changes(scene: Scene) -> ChangesView:
    """The change log of the period and the sum of what was approved."""
    logged = scene.now.of_project(Change, scene.project)
    approved = [change for change in logged if _approved_at(scene, change)]
    contract = contract_of(scene.now, scene.project)
    older = tuple(c for c in logged if not _is_new(scene, c))
    return ChangesView(
        submitted=_of_period(scene, ((c, _submitted_at(c)) for c in logged)),
        approved=_of_period(scene, ((c, _approved_at(scene, c)) for c in older)),
        ended=_of_period(scene, ((c, c.events[-1].at) for c in older if c.step_now() in ENDED)),
        undecided=tuple(
            _change_view(scene, c, c.events[0].at.day)
            for c in older
            if is_undecided(c, scene.standing(c))
        ),
        emergencies=tuple(_emergencies(scene, logged)),
        unsigned=tuple(_unsigned(scene, logged)),
        approved_count=len(approved),
        approved_schedule_wd=sum((c.impact.schedule_wd or 0) for c in approved if c.impact),
        approved_fee=sum((fee_of(change) for change in approved), Decimal(0)),
        currency=contract.currency if contract else None,
    )


def _submitted_at(change: Change) -> Moment | None:
    event = change.first(ChangeStep.SUBMITTED)
    return event.at if event else None


def _approved_at(scene: Scene, change: Change) -> Moment | None:
    """Since when it counts as approved: by its signatures, not by what it claims."""
    return scene.standing(change).approved_at


def _is_new(scene: Scene, change: Change) -> bool:
    submitted = _submitted_at(change)
    return submitted is not None and scene.period.holds(submitted.instant)


def _of_period(
    scene: Scene, times: Iterable[tuple[Change, Moment | None]]
) -> tuple[ChangeView, ...]:
    """The changes whose time lies in the period, by its date."""
    found = [
        _change_view(scene, change, at.day)
        for change, at in times
        if at and scene.period.holds(at.instant)
    ]
    return tuple(sorted(found, key=lambda view: (view.on, view.id)))


def _change_view(scene: Scene, change: Change, on: date) -> ChangeView:
    impact = change.impact if change.first(ChangeStep.ASSESSED) else None
    stands = scene.standing(change)
    return ChangeView(
        id=change.id,
        title=change.title,
        size=stands.classification.size,
        urgency=change.urgency,
        state=state(change, stands.basis),
        basis=stands.basis,
        is_spoken=_is_spoken(stands),
        is_unsigned=_claims_too_much(change, stands),
        on=on,
        signed_on=stands.verdict.met_at.day if stands.verdict.met_at else None,
        schedule_wd=impact.schedule_wd if impact else None,
        fee_delta=impact.fee_delta if impact else None,
        tax=impact.tax if impact else None,
    )


def _is_spoken(stands: Standing) -> bool:
    acts = [one for side in stands.verdict.sides for one in side.approvals]
    return any(one.level is EvidenceLevel.E0 for one in acts)


# ── what still lacks signatures ──────────────────────────────────────────────

_CLAIMING = (
    ChangeStep.CLIENT_CONFIRMED, ChangeStep.SCHEDULED, ChangeStep.IMPLEMENTED,
    ChangeStep.VERIFIED, ChangeStep.CLOSED,
)  # fmt: skip
"""Steps that say, or take for granted, that the client confirmed."""


def _claims_too_much(change: Change, stands: Standing) -> bool:
    is_claimed = any(change.claims(step) for step in _CLAIMING)
    return is_claimed and is_undecided(change, stands)


def _emergencies(scene: Scene, logged: tuple[Change, ...]) -> Iterator[UnsignedView]:
    """Both sides agreed to go ahead; the paper is still to come. The client has a part in it."""
    for change in logged:
        if scene.standing(change).basis is Basis.EMERGENCY:
            yield _unsigned_view(scene, change)


def _unsigned(scene: Scene, logged: tuple[Change, ...]) -> Iterator[UnsignedView]:
    if scene.brief.audience is Audience.INTERNAL:
        for change in logged:
            if _claims_too_much(change, scene.standing(change)):
                yield _unsigned_view(scene, change)


def _unsigned_view(scene: Scene, change: Change) -> UnsignedView:
    verdict = scene.standing(change).verdict
    clock = scene.clock_of("RD246", change)
    return UnsignedView(
        id=change.id,
        title=change.title,
        word=_word(scene.standing(change)),
        is_ours_open=not verdict.vendor.is_met,
        deadline=shown_deadline(clock, scene.now) if clock else None,
        is_overdue=clock is not None and is_overdue(clock),
    )


def _word(stands: Standing) -> ClientWord:
    if stands.verdict.client.is_met:
        return ClientWord.SIGNED
    theirs = [one for one in stands.verdict.acts if one.act.side is Side.CLIENT]
    has_paper = any(one.level.reaches(EvidenceLevel.E1) for one in theirs)
    return ClientWord.FAULTY if has_paper else ClientWord.SPOKEN
