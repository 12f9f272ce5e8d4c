"""Minutes, tracking: how action items and confirmations stand when a meeting ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from rdclient.model.base import Action, ActionStep, Moment, Words
from rdclient.model.meeting import ConfirmationItem, Meeting, MeetingKind
from rdclient.model.portfolio import Portfolio
from rdclient.model.project import Project
from rdclient.model.replay import lies_after
from rdclient.reports.base import PersonView, is_past, person_view
from rdclient.reports.minutes_people import people


@dataclass(frozen=True, slots=True)
class Standing:
    """How an item stands at a moment.

    Attributes:
        state: ``open``, ``overdue``, ``done`` or ``cancelled``.
        on: the day it was done or cancelled.
        recorded_on: the day that was recorded, when it was recorded later.
        due: the date it is due by.
        first_due: the date before it was ever moved; None when it never was.
        moves: how often it was moved.
    """

    state: str
    on: date | None
    recorded_on: date | None
    due: Moment | None
    first_due: Moment | None
    moves: int


@dataclass(frozen=True, slots=True)
class ActionView:
    """An action item of a meeting."""

    id: str
    text: Words
    owner: PersonView | None
    support: tuple[PersonView, ...]
    if_overdue: Words | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class ConfirmationView:
    """Something a person is asked to confirm; ``asked`` counts the reminders."""

    id: str
    text: Words
    owner: PersonView | None
    if_overdue: Words | None
    asked: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class SourceView:
    """The meeting an item comes from."""

    id: str
    title: Words
    kind: MeetingKind
    on: date


@dataclass(frozen=True, slots=True)
class CarryItem:
    """An item of an earlier meeting; ``kind`` is ``action`` or ``confirmation``."""

    kind: str
    id: str
    text: Words
    owner: PersonView | None
    support: tuple[PersonView, ...]
    standing: Standing
    source: SourceView


# ── when a meeting was ───────────────────────────────────────────────────────


def began(meeting: Meeting) -> Moment | None:
    """When a meeting was held; None when no record says that it was."""
    return meeting.started_at or meeting.ended_at


def end_of(moment: Moment) -> datetime:
    """The instant itself; of a whole day its last second."""
    if moment.timed:
        return moment.local
    return moment.local + timedelta(days=1, seconds=-1)


def closed_at(meeting: Meeting, as_of: datetime) -> datetime:
    """The moment a meeting's minutes speak of: its end, at the latest ``as_of``."""
    moment = meeting.ended_at or meeting.started_at
    return min(end_of(moment), as_of) if moment else as_of


def before(seen: Portfolio, project: Project, meeting: Meeting) -> tuple[Meeting, ...]:
    """The project's meetings held before this one, in their order."""
    mine = began(meeting)
    held = [
        (start, other.id, other)
        for other in seen.of_project(Meeting, project)
        if (start := began(other)) and other.id != meeting.id
    ]
    held.sort(key=lambda entry: entry[:2])
    return tuple(m for start, name, m in held if mine is None or (start, name) < (mine, meeting.id))


def shown_until(earlier: tuple[Meeting, ...], meeting: Meeting) -> datetime | None:
    """The moment up to which earlier minutes have reported what was done.

    That is the end of the last meeting of the same kind or of the last weekly meeting, whichever
    is later; of the last meeting of any kind when there was neither; None for a project's first
    meeting. Before a meeting is held, only what is open counts.
    """
    if began(meeting) is None:
        return datetime.max.replace(tzinfo=UTC)
    regular = [other for other in earlier if other.kind in (meeting.kind, MeetingKind.WEEKLY)]
    last = (regular or list(earlier))[-1:]
    moment = (last[0].ended_at or last[0].started_at) if last else None
    return end_of(moment) if moment else None


# ── how an item stands ───────────────────────────────────────────────────────


def action_standing(action: Action, now: datetime) -> Standing:
    """How an action item stood at a moment, by what had happened until then."""
    past = action.model_copy(
        update={"events": tuple(e for e in action.events if not lies_after(e.at, now))}
    )
    end, due = past.ended(), past.due_now()
    moves = sum(e.type is ActionStep.MOVED and e.due is not None for e in past.events)
    state = "overdue" if is_past(due, now) else "open"
    if end is not None:
        state = "done" if end.type is ActionStep.DONE else "cancelled"
    return Standing(
        state=state,
        on=end.at.day if end else None,
        recorded_on=_later(end.recorded_on, end.at.day) if end else None,
        due=due,
        first_due=action.due if moves else None,
        moves=moves,
    )


def confirmation_standing(item: ConfirmationItem, now: datetime) -> Standing:
    """How a confirmation stood at a moment."""
    done = item.confirmed_on
    if done is not None and not lies_after(done, now):
        return Standing("done", done.day, None, item.due, None, 0)
    state = "overdue" if is_past(item.due, now) else "open"
    return Standing(state, None, None, item.due, None, 0)


def _later(recorded_on: date | None, on: date) -> date | None:
    return recorded_on if recorded_on and recorded_on > on else None


def action_view(seen: Portfolio, meeting: Meeting, action: Action, now: datetime) -> ActionView:
    """An action item as it stood at a moment."""
    return ActionView(
        action.id,
        action.text,
        person_view(seen, action.owner, meeting),
        people(seen, meeting, action.support),
        action.if_overdue,
        action_standing(action, now),
    )


def confirmation_view(
    seen: Portfolio, meeting: Meeting, item: ConfirmationItem, now: datetime
) -> ConfirmationView:
    """A confirmation as it stood at a moment."""
    return ConfirmationView(
        item.id,
        item.text,
        person_view(seen, item.by, meeting),
        item.if_overdue,
        sum(not lies_after(day, now) for day in item.asked),
        confirmation_standing(item, now),
    )


# ── what is carried over ─────────────────────────────────────────────────────


def carry_over(
    seen: Portfolio, earlier: tuple[Meeting, ...], now: datetime, shown: datetime | None
) -> tuple[CarryItem, ...]:
    """Items of earlier meetings: those open at ``now``, and those ended since ``shown``."""
    return tuple(
        item
        for meeting in earlier
        for item in (*_actions(seen, meeting, now, shown), *_asked(seen, meeting, now, shown))
    )


def _actions(
    seen: Portfolio, meeting: Meeting, now: datetime, shown: datetime | None
) -> Iterator[CarryItem]:
    for action in meeting.actions:
        if lies_after(action.created_on, now) or not _is_news(action, now, shown):
            continue
        view = action_view(seen, meeting, action, now)
        yield CarryItem(
            "action", view.id, view.text, view.owner, view.support, view.standing, _source(meeting)
        )


def _is_news(action: Action, now: datetime, shown: datetime | None) -> bool:
    """Whether the item is open, or earlier minutes cannot have said that it was ended."""
    ends = [
        event
        for event in action.events
        if event.type is not ActionStep.MOVED and not lies_after(event.at, now)
    ]
    if not ends or shown is None:
        return True
    return lies_after(ends[-1].at, shown) or lies_after(ends[-1].recorded_on, shown)


def _asked(
    seen: Portfolio, meeting: Meeting, now: datetime, shown: datetime | None
) -> Iterator[CarryItem]:
    for item in meeting.confirmations:
        standing = confirmation_standing(item, now)
        if standing.state == "done" and shown and not lies_after(item.confirmed_on, shown):
            continue
        owner = person_view(seen, item.by, meeting)
        source = _source(meeting)
        yield CarryItem("confirmation", item.id, item.text, owner, (), standing, source)


def _source(meeting: Meeting) -> SourceView:
    moment = began(meeting)
    if moment is None:
        raise ValueError(meeting.id)
    return SourceView(meeting.id, meeting.title, meeting.kind, moment.day)
