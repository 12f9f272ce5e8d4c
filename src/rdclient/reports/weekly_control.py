"""Weekly report, control: risks, what the client is asked for, changes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rdclient.lens import Audience
from rdclient.model.base import Action, Moment, Words
from rdclient.model.change import Change, ChangeEvent, ChangeSize, ChangeStep, Urgency
from rdclient.model.client import Contract, Side, Tax
from rdclient.model.meeting import Meeting
from rdclient.model.plan import Milestone
from rdclient.model.risk import Risk, RiskStep, Strategy
from rdclient.reports.base import PersonView, is_past, person_view
from rdclient.reports.rag import fee_of
from rdclient.reports.scene import Scene


@dataclass(frozen=True, slots=True)
class RiskView:
    """A risk with its score now and at the last report."""

    id: str
    title: Words
    cause: Words | None
    effect: Words | None
    score: int | None
    score_before: int | None
    trend: str | None
    has_occurred: bool
    strategy: Strategy | None
    response: Words | None
    owner: PersonView | None
    due: Moment | None


@dataclass(frozen=True, slots=True)
class RequestView:
    """Something the client is asked to do or confirm.

    ``is_due_next``: whether it is due before the next report is made.
    """

    id: str
    text: Words
    owner: PersonView | None
    due: Moment | None
    is_overdue: bool
    if_overdue: Words | None
    asked: int
    is_confirmation: bool
    is_due_next: bool


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change request as the log shows it."""

    id: str
    title: Words
    size: ChangeSize | None
    urgency: Urgency
    step: ChangeStep
    on: date
    schedule_wd: int | None
    fee_delta: Decimal | None
    tax: Tax | None


@dataclass(frozen=True, slots=True)
class ChangesView:
    """What happened to changes in the period, and what all approved ones add up to.

    Each change is told once: ``submitted`` holds those of the period whatever became of them,
    ``approved``, ``ended`` and ``undecided`` only those submitted before.
    """

    submitted: tuple[ChangeView, ...]
    approved: tuple[ChangeView, ...]
    ended: tuple[ChangeView, ...]
    undecided: tuple[ChangeView, ...]
    approved_count: int
    approved_schedule_wd: int
    approved_fee: Decimal
    currency: str | None


# ── §5 risks ─────────────────────────────────────────────────────────────────


def risks(scene: Scene) -> tuple[RiskView, ...]:
    """The highest open risks, as many as policy says."""
    before = {risk.id: risk for risk in scene.before.of_project(Risk, scene.project)}
    found = [
        _risk_view(scene, risk, before.get(risk.id))
        for risk in scene.now.of_project(Risk, scene.project)
        if risk.is_open()
    ]
    found.sort(key=lambda view: (-(view.score or 0), view.id))
    return tuple(found[: scene.policy.weekly.top_risks])


def _risk_view(scene: Scene, risk: Risk, old: Risk | None) -> RiskView:
    score, score_before = risk.score(), old.score() if old else None
    response = risk.response
    return RiskView(
        id=risk.id,
        title=risk.title or risk.event,
        cause=risk.cause if scene.brief.audience is Audience.INTERNAL else None,
        effect=risk.effect,
        score=score,
        score_before=score_before,
        trend=_trend(score, score_before),
        has_occurred=risk.has_occurred(),
        strategy=response.strategy if response else None,
        response=response.text if response else None,
        owner=person_view(scene.now, (response and response.owner) or risk.owner, risk),
        due=response.due if response else None,
    )


def _trend(score: int | None, before: int | None) -> str | None:
    if score is None or before is None:
        return None
    return "stable" if score == before else "declining" if score > before else "improving"


def closed_risks(scene: Scene) -> tuple[RiskView, ...]:
    """Risks closed in the period."""
    return tuple(
        _risk_view(scene, risk, None)
        for risk in scene.now.of_project(Risk, scene.project)
        if any(
            event.type is RiskStep.CLOSED and scene.period.holds(event.at.instant)
            for event in risk.events
        )
    )


# ── §6 what the client is asked for ──────────────────────────────────────────


def requests(scene: Scene) -> tuple[RequestView, ...]:
    """Open confirmations and action items of the client's side, by due date."""
    found = [*_confirmations(scene), *_client_actions(scene)]
    found.sort(key=lambda view: (view.due is None, view.due, view.id) if view.due else (True,))
    return tuple(found)


def _confirmations(scene: Scene) -> Iterator[RequestView]:
    for meeting in scene.now.of_project(Meeting, scene.project):
        for item in meeting.confirmations:
            if item.confirmed_on or scene.now.side(item.by, meeting) is Side.VENDOR:
                continue
            yield RequestView(
                item.id,
                item.text,
                person_view(scene.now, item.by, meeting),
                item.due,
                is_past(item.due, scene.brief.as_of),
                item.if_overdue,
                len(item.asked),
                is_confirmation=True,
                is_due_next=_is_due_next(scene, item.due),
            )


def _client_actions(scene: Scene) -> Iterator[RequestView]:
    for meeting, action in actions(scene):
        if action.ended() or scene.now.side(action.owner, meeting) is not Side.CLIENT:
            continue
        due = action.due_now()
        yield RequestView(
            action.id,
            action.text,
            person_view(scene.now, action.owner, meeting),
            due,
            is_past(due, scene.brief.as_of),
            action.if_overdue,
            0,
            is_confirmation=False,
            is_due_next=_is_due_next(scene, due),
        )


def _is_due_next(scene: Scene, due: Moment | None) -> bool:
    """Whether something is due from now on until the next report is made."""
    if due is None or is_past(due, scene.brief.as_of):
        return False
    end = scene.period.next_end
    return due.instant <= end if due.timed else due.day <= end.date()


def actions(scene: Scene) -> Iterator[tuple[Meeting, Action]]:
    """Every action item of the project's meetings."""
    for meeting in scene.now.of_project(Meeting, scene.project):
        for action in meeting.actions:
            yield meeting, action


# ── §9 changes ───────────────────────────────────────────────────────────────

_ENDS = (ChangeStep.REJECTED, ChangeStep.DEFERRED, ChangeStep.WITHDRAWN)


def changes(scene: Scene) -> ChangesView:
    """The change log of the period and the sum of what was approved."""
    all_changes = scene.now.of_project(Change, scene.project)
    approved = [change for change in all_changes if change.is_approved()]
    contract = scene.now.find("contract", scene.project.contract or "", scene.project)
    older = tuple(c for c in all_changes if not _is_new(scene, c))
    return ChangesView(
        submitted=_of_period(scene, ((c, c.first(ChangeStep.SUBMITTED)) for c in all_changes)),
        approved=_of_period(scene, ((c, c.approval()) for c in older if c.is_approved())),
        ended=_of_period(scene, ((c, c.events[-1]) for c in older if c.step_now() in _ENDS)),
        undecided=tuple(
            _change_view(scene, c, c.events[0].at.day) for c in older if c.is_undecided()
        ),
        approved_count=len(approved),
        approved_schedule_wd=sum((c.impact.schedule_wd or 0) for c in approved if c.impact),
        approved_fee=sum((fee_of(change) for change in approved), Decimal(0)),
        currency=contract.currency if isinstance(contract, Contract) else None,
    )


def _is_new(scene: Scene, change: Change) -> bool:
    submitted = change.first(ChangeStep.SUBMITTED)
    return submitted is not None and scene.period.holds(submitted.at.instant)


def _of_period(
    scene: Scene, steps: Iterable[tuple[Change, ChangeEvent | None]]
) -> tuple[ChangeView, ...]:
    """The changes whose step lies in the period, by its date."""
    found = [
        _change_view(scene, change, event.at.day)
        for change, event in steps
        if event and scene.period.holds(event.at.instant)
    ]
    return tuple(sorted(found, key=lambda view: (view.on, view.id)))


def size_of(scene: Scene, change: Change) -> ChangeSize | None:
    """The size of a change by policy and the project's key milestones."""
    key = frozenset(m.id for m in scene.now.of_project(Milestone, scene.project) if m.key)
    return change.size(key, scene.policy.change.schedule_tolerance_wd)


def _change_view(scene: Scene, change: Change, on: date) -> ChangeView:
    impact = change.impact if change.first(ChangeStep.ASSESSED) else None
    return ChangeView(
        id=change.id,
        title=change.title,
        size=size_of(scene, change),
        urgency=change.urgency,
        step=change.step_now() or ChangeStep.SUBMITTED,
        on=on,
        schedule_wd=impact.schedule_wd if impact else None,
        fee_delta=impact.fee_delta if impact else None,
        tax=impact.tax if impact else None,
    )
