"""Weekly report, communication: meetings held and due, their minutes, action items."""

from collections import Counter
from dataclasses import dataclass

from rdclient.model.base import Action, ActionStep, Moment, Words
from rdclient.model.meeting import Formality, Meeting, MeetingKind
from rdclient.obligations.base import State
from rdclient.reports.base import is_past
from rdclient.reports.promise import MINUTES
from rdclient.reports.scene import Scene
from rdclient.reports.weekly_control import actions


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting of the period; ``hours`` from its end until the minutes went out, if known.

    A next meeting that was only announced in minutes has no id.
    """

    id: str
    title: Words
    kind: MeetingKind
    formality: Formality
    at: Moment
    is_sent: bool
    hours: float | None
    is_on_time: bool | None


@dataclass(frozen=True, slots=True)
class CommunicationView:
    """Meetings held and due, minutes, open action items.

    Minutes are in time, or still awaited within it, where a time for them was agreed.
    """

    held: tuple[MeetingView, ...]
    planned: int
    formal: int
    minutes_on_time: int
    minutes_awaited: int
    informal: int
    upcoming: tuple[MeetingView, ...]
    actions_open: int
    actions_overdue: int
    actions_done: int


def communication(scene: Scene) -> CommunicationView:
    """Meetings of the period, how soon their minutes went out, and the action items."""
    meetings = scene.now.of_project(Meeting, scene.project)
    held = [m for m in meetings if m.started_at and scene.period.holds(m.started_at.instant)]
    formal = [m for m in held if m.formality is Formality.FORMAL]
    views = {m.id: _meeting_view(scene, m, m.started_at) for m in held}
    due = [
        m
        for m in meetings
        if m.planned_at and scene.period.holds(m.planned_at.instant) and not m.cancelled_on
    ]
    tally = Counter(_action_state(scene, action) for _, action in actions(scene))
    on_time = [m for m in formal if _is_on_time(scene, m)]
    awaited = [m for m in formal if _is_awaited(scene, m)]
    return CommunicationView(
        held=tuple(view for view in views.values() if view),
        planned=len({m.id for m in (*due, *held)}),
        formal=len(formal),
        minutes_on_time=len(on_time),
        minutes_awaited=len(awaited),
        informal=len(held) - len(formal),
        upcoming=_upcoming(scene, meetings),
        actions_open=tally["open"] + tally["overdue"],
        actions_overdue=tally["overdue"],
        actions_done=tally["done"],
    )


_NOT_SENT = (False, None, None)


def _upcoming(scene: Scene, meetings: tuple[Meeting, ...]) -> tuple[MeetingView, ...]:
    """Meetings planned, or announced in minutes, before the next report is due, by time."""
    found = [
        view
        for m in meetings
        if m.planned_at
        and not m.cancelled_on
        and not m.started_at
        and _is_ahead(scene, m.planned_at)
        and (view := _meeting_view(scene, m, m.planned_at))
    ]
    planned = {view.at for view in found}
    for m in meetings:
        if m.started_at and m.next and _is_ahead(scene, m.next.at) and m.next.at not in planned:
            planned.add(m.next.at)
            title = m.next.topic or m.title
            found.append(MeetingView("", title, m.kind, m.formality, m.next.at, *_NOT_SENT))
    return tuple(sorted(found, key=lambda view: (view.at, view.id)))


def _is_ahead(scene: Scene, at: Moment) -> bool:
    return scene.brief.as_of < at.instant <= scene.period.next_end


def _meeting_view(scene: Scene, meeting: Meeting, at: Moment | None) -> MeetingView | None:
    if at is None:
        return None
    return MeetingView(
        id=meeting.id,
        title=meeting.title,
        kind=meeting.kind,
        formality=meeting.formality,
        at=at,
        is_sent=meeting.sent_at is not None,
        hours=_hours(meeting),
        is_on_time=_is_on_time(scene, meeting),
    )


def _hours(meeting: Meeting) -> float | None:
    """From the end of a meeting until its minutes went out; known of times of day only."""
    end, sent = meeting.ended_at, meeting.sent_at
    if end is None or sent is None or not (end.timed and sent.timed):
        return None
    return round((sent.instant - end.instant).total_seconds() / 3600, 1)


def _minutes(scene: Scene, meeting: Meeting) -> State | None:
    """How the clock of a meeting's minutes stands; None where none are owed."""
    found = scene.clock_of(MINUTES, meeting)
    return found.standing.state if found else None


def _is_on_time(scene: Scene, meeting: Meeting) -> bool | None:
    """Whether the minutes went out in time; None while that is open, and where none are owed."""
    state = _minutes(scene, meeting)
    return state is State.MET if state in (State.MET, State.BREACHED) else None


def _is_awaited(scene: Scene, meeting: Meeting) -> bool:
    return _minutes(scene, meeting) in (State.RUNNING, State.AT_RISK)


def _action_state(scene: Scene, action: Action) -> str:
    """``done`` counts only what was finished in the period; ``ended`` is the rest."""
    end = action.ended()
    if end is not None:
        is_done = end.type is ActionStep.DONE and scene.period.holds(end.at.instant)
        return "done" if is_done else "ended"
    return "overdue" if is_past(action.due_now(), scene.brief.as_of) else "open"
