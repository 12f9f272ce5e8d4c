"""Weekly report, control: risks, and what the client is asked for."""

from collections.abc import Iterator
from dataclasses import dataclass

from rdclient.lens import Audience
from rdclient.model.base import Action, Moment, Words
from rdclient.model.client import Side
from rdclient.model.meeting import Meeting
from rdclient.model.risk import Risk, RiskStep, Strategy
from rdclient.reports.base import PersonView, is_past, person_view
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
