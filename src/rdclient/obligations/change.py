"""Clocks of change requests: assessed in time, and signed soon after an emergency."""

from collections.abc import Iterator
from datetime import datetime

from rdclient.control.base import matter_of
from rdclient.control.change import Basis, standing
from rdclient.control.classify import classify
from rdclient.model.base import Moment
from rdclient.model.change import ENDED, Change, ChangeEvent, ChangeSize, ChangeStep, Urgency
from rdclient.model.client import Role, Side
from rdclient.obligations.base import Ask, Clock, Lack, Obligation, ends
from rdclient.obligations.subject import (
    Terms,
    holder,
    misplaced,
    project_of,
    project_slug,
    terms,
)

_DOING = frozenset({ChangeStep.SCHEDULED, ChangeStep.IMPLEMENTED})


def change_assessments(ask: Ask) -> Iterator[Obligation]:
    """A change request is assessed soon after it was submitted, unless it is large (RD222).

    Its size is known only by the assessment, so that the clock starts for every one.
    """
    for change in ask.portfolio.all(Change):
        submitted, ended = _round(change)
        if submitted is None:
            continue
        assessed = change.first(ChangeStep.ASSESSED)
        done = ends(assessed.at, ask.portfolio) if assessed else None
        gone = ends(ended.at, ask.portfolio) if ended else None
        stopped = done or gone
        agreed = terms(
            ask,
            change,
            submitted.at,
            lambda row: (row.change_assessment.calendar, row.change_assessment.within),
            stopped,
        )
        yield _obligation(
            ask,
            "RD222",
            change,
            submitted,
            agreed,
            role=Role.TECHNICAL_LEAD,
            done=done,
            gone=gone,
            lack=Lack.LARGE if assessed and _is_large(ask, change) else None,
        )


def _round(change: Change) -> tuple[ChangeEvent | None, ChangeEvent | None]:
    """When the request that was assessed was submitted, and the step that ended it before that.

    A request that was ended without an assessment and then submitted again starts anew.
    """
    submitted = ended = None
    for event in change.events:
        if event.type is ChangeStep.ASSESSED and submitted is not None:
            break
        if event.type is ChangeStep.SUBMITTED and (submitted is None or ended is not None):
            submitted, ended = event, None
        elif event.type in ENDED and submitted is not None and ended is None:
            ended = event
    return submitted, ended


def _is_large(ask: Ask, change: Change) -> bool:
    matter = matter_of(ask.portfolio, ask.as_of)
    return classify(matter, matter.own(change)).size is ChangeSize.LARGE


def emergency_sign_offs(ask: Ask) -> Iterator[Obligation]:
    """What an emergency made us do first is signed by both sides soon after (RD246).

    It ends with the full sign-off, not with a claim. Nothing is left to sign when both sides had
    signed before, when the client confirmed before sign-offs were agreed on, or when the request
    was ended before anything was done.
    """
    for change in ask.portfolio.all(Change):
        if change.urgency is not Urgency.EMERGENCY:
            continue
        acted = _acted_first(change)
        if acted is None:
            continue
        signed = _signed_at(ask, change)
        if signed is not None and signed.instant <= acted.at.instant:
            continue
        done = ends(signed, ask.portfolio) if signed else None
        dropped = _dropped(change)
        gone = ends(dropped.at, ask.portfolio) if dropped else None
        agreed = terms(
            ask,
            change,
            acted.at,
            lambda row: (row.emergency_sign_off.calendar, row.emergency_sign_off.within),
            done or gone,
        )
        yield _obligation(
            ask, "RD246", change, acted, agreed, role=Role.PROJECT_MANAGER, done=done, gone=gone
        )


def _acted_first(change: Change) -> ChangeEvent | None:
    """The step by which we went ahead."""
    return next((event for event in change.events if event.type in _DOING), None)


def _signed_at(ask: Ask, change: Change) -> Moment | None:
    """When the full sign-off was there; None while something is missing."""
    matter = matter_of(ask.portfolio, ask.as_of)
    stands = standing(matter, matter.own(change))
    if stands.basis is Basis.BEFORE_METHOD:
        return stands.approved_at
    return stands.verdict.met_at


def _dropped(change: Change) -> ChangeEvent | None:
    """The step that ended a request that was scheduled only, so that nothing is to be confirmed.

    A request that was ended and then scheduled again goes on.
    """
    if change.first(ChangeStep.IMPLEMENTED):
        return None
    ended = None
    for event in change.events:
        if event.type in _DOING:
            ended = None
        elif event.type in ENDED and ended is None:
            ended = event
    return ended


def _obligation(
    ask: Ask,
    code: str,
    change: Change,
    began: ChangeEvent,
    agreed: Terms,
    *,
    role: Role,
    done: datetime | None,
    gone: datetime | None,
    lack: Lack | None = None,
) -> Obligation:
    wrong = misplaced(change.events)
    on = (done or gone or ask.as_of).astimezone(ask.portfolio.zone).date()
    return Obligation(
        code=code,
        record=change,
        item=change.id,
        title=change.title,
        side=Side.VENDOR,
        starts=agreed.starts,
        policy=agreed.policy,
        calendar=agreed.calendar,
        pointer=("events", change.events.index(began) if wrong is None else wrong),
        owner=holder(ask.portfolio, project_of(ask.portfolio, change), role, on),
        project=project_slug(change),
        targets=agreed.targets,
        discharged=done,
        lack=lack if wrong is None else Lack.OUT_OF_ORDER,
        gone=gone,
    )


CLOCKS = (
    Clock("RD222", change_assessments, about=("change",)),
    Clock("RD246", emergency_sign_offs, about=("change",)),
)
