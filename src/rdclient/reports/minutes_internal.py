"""Minutes, the internal annex: concerns, what was handed out afterwards, what stays inside."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from rdclient.lens import Audience
from rdclient.model.base import Fact, Moment, Words
from rdclient.model.meeting import Meeting, MeetingKind, Note
from rdclient.model.portfolio import Portfolio
from rdclient.obligations.base import State
from rdclient.reports import minutes_items as items
from rdclient.reports import minutes_track as track
from rdclient.reports.base import Brief, PersonView, is_for_client, person_view
from rdclient.reports.minutes_people import is_blame
from rdclient.reports.promise import MINUTES, Limit, is_measured, limit_of, promises

_PARTS = (
    "notes", "value_items", "decisions", "disagreements", "actions", "confirmations",
    "expectations",
)  # fmt: skip
"""The fields of a meeting whose parts may be internal one by one."""


@dataclass(frozen=True, slots=True)
class Sending:
    """How soon the minutes went out.

    Attributes:
        hours: from the end of the meeting until they were sent, or until now.
        is_sent: whether they were.
        limit: the time agreed for minutes of such a meeting; None where there is none.
        is_on_time: None while the limit is not over, or where there is none.
    """

    hours: float
    is_sent: bool
    limit: Limit | None
    is_on_time: bool | None


@dataclass(frozen=True, slots=True)
class RemarkView:
    """Our note on the meeting (``kind`` is ``meeting``) or on something in its minutes."""

    kind: str
    id: str | None
    subject: Words | None
    text: Words


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """An absence with the reason that the client edition leaves out."""

    person: PersonView
    reason: Words


@dataclass(frozen=True, slots=True)
class FollowUp:
    """An internal meeting that followed this one; its actions stand as they do now."""

    id: str
    title: Words
    kind: MeetingKind
    at: Moment | None
    is_held: bool
    outcome: items.Outcome


@dataclass(frozen=True, slots=True)
class Internal:
    """What only the internal edition holds."""

    concerns: tuple[Words, ...]
    follow_ups: tuple[FollowUp, ...]
    carry_over: tuple[track.CarryItem, ...]
    remarks: tuple[RemarkView, ...]
    withheld: items.Outcome
    absences: tuple[AbsenceView, ...]
    sending: Sending | None


def internal(brief: Brief, shared: items.Sitting) -> Internal:
    """The annex to minutes whose shared part was built from ``shared``."""
    inner = brief.seen(audience=Audience.INTERNAL)
    found = inner.find("meeting", shared.meeting.id, shared.meeting)
    meeting = found if isinstance(found, Meeting) else shared.meeting
    sitting = replace(shared, seen=inner, audience=Audience.INTERNAL, meeting=meeting)
    return Internal(
        concerns=meeting.concerns,
        follow_ups=tuple(_follow_ups(brief, sitting)),
        carry_over=_carry_over(brief, sitting, shared),
        remarks=tuple(_remarks(meeting)),
        withheld=_withheld(sitting, shared),
        absences=tuple(_absences(sitting)),
        sending=_sending(brief, inner, meeting),
    )


# ── afterwards ───────────────────────────────────────────────────────────────


def _follow_ups(brief: Brief, sitting: items.Sitting) -> Iterator[FollowUp]:
    """Internal meetings that say which meeting they follow, in their order."""
    seen = sitting.seen
    following = [
        other
        for other in seen.of_project(Meeting, brief.project)
        if other.follows
        and seen.find("meeting", other.follows, other) is sitting.meeting
        and not is_for_client(other, brief.policy)
        and not other.cancelled_on
    ]
    for meeting in sorted(following, key=_order):
        now = brief.as_of
        yield FollowUp(
            id=meeting.id,
            title=meeting.title,
            kind=meeting.kind,
            at=track.began(meeting) or meeting.planned_at,
            is_held=track.began(meeting) is not None,
            outcome=items.outcome(replace(sitting, meeting=meeting, closed=now, issued=now)),
        )


def _order(meeting: Meeting) -> tuple[bool, str, str]:
    moment = track.began(meeting) or meeting.planned_at
    return moment is None, moment.instant.isoformat() if moment else "", meeting.id


def _carry_over(
    brief: Brief, sitting: items.Sitting, shared: items.Sitting
) -> tuple[track.CarryItem, ...]:
    """Items of earlier meetings that the shared part cannot show."""
    public = {
        (meeting.id, kind, item.id)
        for meeting in shared.seen.of_project(Meeting, brief.project)
        for kind, group in (("action", meeting.actions), ("confirmation", meeting.confirmations))
        for item in group
    }
    earlier = track.before(sitting.seen, brief.project, sitting.meeting)
    shown = track.shown_until(earlier, sitting.meeting)
    found = track.carry_over(sitting.seen, earlier, sitting.closed, shown)
    return tuple(item for item in found if (item.source.id, item.kind, item.id) not in public)


# ── what stays inside ────────────────────────────────────────────────────────


def _remarks(meeting: Meeting) -> Iterator[RemarkView]:
    """Every note we made, in the order of the minutes."""
    if meeting.note:
        yield RemarkView("meeting", None, None, meeting.note)
    groups: tuple[tuple[str, Iterable[Fact], str], ...] = (
        ("note", meeting.notes, "topic"),
        ("benefit", meeting.value_items, "text"),
        ("decision", meeting.decisions, "text"),
        ("disagreement", meeting.disagreements, "topic"),
        ("action", meeting.actions, "text"),
        ("confirmation", meeting.confirmations, "text"),
        ("told", meeting.expectations, "text"),
    )
    for kind, parts, subject in groups:
        for part in parts:
            if part.note:
                yield RemarkView(kind, getattr(part, "id", None), getattr(part, subject), part.note)


def _withheld(sitting: items.Sitting, shared: items.Sitting) -> items.Outcome:
    """The parts of the minutes that the shared part leaves out.

    Where the meeting itself is internal, the shared part holds everything.
    """
    meeting = sitting.meeting
    told = {risk.id for risk in items.outcome(shared).risks}
    kept = {
        name: () if shared.audience is Audience.INTERNAL else _inside(getattr(meeting, name))
        for name in _PARTS
    }
    found = items.outcome(replace(sitting, meeting=meeting.model_copy(update=kept)))
    return replace(found, risks=tuple(risk for risk in found.risks if risk.id not in told))


def _inside(parts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """What was not released: notes unless they say so, other parts when they say so."""
    return tuple(
        part
        for part in parts
        if part.audience is Audience.INTERNAL
        or (isinstance(part, Note) and part.audience is not Audience.CLIENT)
    )


def _absences(sitting: items.Sitting) -> Iterator[AbsenceView]:
    meeting = sitting.meeting
    for attendee in meeting.attendees:
        person = person_view(sitting.seen, attendee.person, meeting)
        if not attendee.present and person and attendee.reason and is_blame(attendee.reason):
            yield AbsenceView(person, attendee.reason)


def _sending(brief: Brief, inner: Portfolio, meeting: Meeting) -> Sending | None:
    """How soon the minutes went out; None when the end or the time of sending is not known."""
    end, sent = meeting.ended_at, meeting.sent_at
    if end is None or not end.timed or (sent and not sent.timed):
        return None
    until = sent.instant if sent else brief.as_of
    hours = round((until - end.instant).total_seconds() / 3600, 1)
    owed = promises(inner, brief.project, as_of=brief.as_of, codes=frozenset({MINUTES}))
    found = next((one for one in owed if one.obligation.record is meeting), None)
    if found is None or not is_measured(found):
        return Sending(hours, sent is not None, None, None)
    state = found.standing.state
    is_on_time = state is State.MET if state in (State.MET, State.BREACHED) else None
    return Sending(hours, sent is not None, limit_of(found, as_of=brief.as_of), is_on_time)
