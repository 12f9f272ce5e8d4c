"""Meeting minutes (D3): their view; what both editions share stands outside ``internal``."""

from dataclasses import dataclass
from datetime import date, datetime

from rdclient.diagnostic import UsageError
from rdclient.lens import Audience
from rdclient.model.base import Moment, Words
from rdclient.model.meeting import Formality, Meeting, MeetingKind, Mode
from rdclient.model.portfolio import Portfolio
from rdclient.reports import minutes_items as items
from rdclient.reports import minutes_track as track
from rdclient.reports.base import (
    Brief,
    PersonView,
    Report,
    contract_of,
    is_for_client,
    is_past,
    person_view,
)
from rdclient.reports.document import Control, control
from rdclient.reports.minutes_internal import Internal, internal
from rdclient.reports.minutes_people import Party, parties, people


@dataclass(frozen=True, slots=True)
class Head:
    """What, when, where and who.

    Attributes:
        status: ``held``; ``planned`` while it lies ahead; ``cancelled``; ``no_record`` when its
            time has passed and no record says that it took place.
        duration: in minutes, when both times are recorded.
    """

    id: str
    title: Words
    kind: MeetingKind
    formality: Formality
    status: str
    planned_at: Moment | None
    started_at: Moment | None
    ended_at: Moment | None
    cancelled_on: date | None
    duration: int | None
    place: Words | None
    mode: Mode | None
    chair: PersonView | None
    recorder: PersonView | None
    reviewed_by: PersonView | None
    parties: tuple[Party, ...]
    observers: tuple[PersonView, ...]
    distribution: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """How the minutes went out, and until when they may be corrected.

    ``deemed_clause`` is the agreement by which silence counts as consent; without it, and
    without a date, silence means nothing.
    """

    sent_at: Moment | None
    is_same_day: bool
    feedback_due: Moment | None
    deemed_clause: Words | None


@dataclass(frozen=True, slots=True)
class Minutes:
    """Everything minutes state. ``internal`` is None in a client edition.

    The other fields are the same in both editions, unless the meeting itself is internal.
    ``is_written`` says whether anything of the outcome was recorded. Items of this meeting
    stand as they were issued, those carried over as they stood when the meeting ended. ``as_of``
    is the moment of issue in a client edition of a meeting that was held.
    """

    document: Control
    as_of: datetime
    head: Head
    agenda: tuple[items.AgendaView, ...]
    carry_over: tuple[track.CarryItem, ...]
    is_written: bool
    outcome: items.Outcome
    next: items.NextView | None
    confirmation: Confirmation
    internal: Internal | None


def build(brief: Brief) -> Minutes:
    """The minutes of the meeting that is the brief's subject.

    Raises:
        UsageError: when there is no such meeting, or none for the client.
    """
    sitting = _sitting(brief)
    meeting, seen = sitting.meeting, sitting.seen
    earlier = track.before(seen, brief.project, meeting)
    shown = track.shown_until(earlier, meeting)
    return Minutes(
        document=_control(brief, meeting),
        as_of=_stated_at(brief, sitting),
        head=_head(seen, meeting, brief.as_of),
        agenda=items.agenda(seen, meeting),
        carry_over=track.carry_over(seen, earlier, sitting.closed, shown),
        is_written=_is_written(meeting),
        outcome=items.outcome(sitting),
        next=items.next_view(meeting),
        confirmation=_confirmation(seen, brief, meeting),
        internal=internal(brief, sitting) if brief.audience is Audience.INTERNAL else None,
    )


def _sitting(brief: Brief) -> items.Sitting:
    """The meeting as its minutes show it, and the records they may draw on.

    Minutes of a meeting with the client are written for the client; what is internal in them
    stands in the annex. Only an internal meeting draws on internal records.
    """
    inner = brief.seen(audience=Audience.INTERNAL)
    found = inner.find("meeting", brief.subject or "", brief.project)
    if not isinstance(found, Meeting):
        raise UsageError("unknown-meeting", brief.subject or "", "")
    seen, audience, meeting = inner, Audience.INTERNAL, found
    if is_for_client(found, brief.policy):
        seen, audience = brief.seen(audience=Audience.CLIENT), Audience.CLIENT
        meeting = _released(seen, found)
    elif brief.audience is Audience.CLIENT:
        raise UsageError("not-for-client", found.id)
    closed = track.closed_at(meeting, brief.as_of)
    return items.Sitting(seen, audience, meeting, closed, _issued_at(meeting, closed, brief.as_of))


def _released(seen: Portfolio, meeting: Meeting) -> Meeting:
    found = seen.find("meeting", meeting.id, meeting)
    if not isinstance(found, Meeting):
        raise UsageError("not-for-client", meeting.id)
    return found


def _issued_at(meeting: Meeting, closed: datetime, as_of: datetime) -> datetime:
    """The moment the minutes were issued; the end of the meeting until they are sent."""
    if meeting.sent_at is None:
        return closed
    return max(closed, min(track.end_of(meeting.sent_at), as_of))


def _stated_at(brief: Brief, sitting: items.Sitting) -> datetime:
    """The moment the document speaks of: a client's minutes do not change once they went out."""
    is_held = track.began(sitting.meeting) is not None
    return sitting.issued if is_held and brief.audience is Audience.CLIENT else brief.as_of


def _control(brief: Brief, meeting: Meeting) -> Control:
    """The control block; who reviewed minutes is a fact of the meeting and stands in its head."""
    moment = track.began(meeting) or meeting.planned_at
    year = moment.day.year if moment else brief.as_of.year
    pattern = brief.policy.documents.minutes_number
    return control(brief, pattern, {"year": year, "id": meeting.id}, ())


def _head(seen: Portfolio, meeting: Meeting, as_of: datetime) -> Head:
    return Head(
        id=meeting.id,
        title=meeting.title,
        kind=meeting.kind,
        formality=meeting.formality,
        status=_status(meeting, as_of),
        planned_at=meeting.planned_at,
        started_at=meeting.started_at,
        ended_at=meeting.ended_at,
        cancelled_on=meeting.cancelled_on,
        duration=_duration(meeting),
        place=meeting.place,
        mode=meeting.mode,
        chair=person_view(seen, meeting.chair, meeting),
        recorder=person_view(seen, meeting.recorder, meeting),
        reviewed_by=person_view(seen, meeting.reviewed_by, meeting),
        parties=parties(seen, meeting),
        observers=people(seen, meeting, meeting.observers),
        distribution=meeting.distribution,
    )


def _status(meeting: Meeting, as_of: datetime) -> str:
    if track.began(meeting):
        return "held"
    if meeting.cancelled_on:
        return "cancelled"
    return "no_record" if is_past(meeting.planned_at, as_of) else "planned"


def _duration(meeting: Meeting) -> int | None:
    start, end = meeting.started_at, meeting.ended_at
    if not start or not end or not (start.timed and end.timed):
        return None
    return int((end.instant - start.instant).total_seconds()) // 60


def _is_written(meeting: Meeting) -> bool:
    outcome = (
        meeting.notes,
        meeting.decisions,
        meeting.disagreements,
        meeting.actions,
        meeting.confirmations,
        meeting.value_items,
        meeting.expectations,
    )
    return any(outcome)


def _confirmation(seen: Portfolio, brief: Brief, meeting: Meeting) -> Confirmation:
    contract = contract_of(seen, brief.project)
    held = meeting.ended_at or meeting.started_at
    return Confirmation(
        sent_at=meeting.sent_at,
        is_same_day=bool(held and meeting.sent_at and held.day == meeting.sent_at.day),
        feedback_due=meeting.feedback_due,
        deemed_clause=contract.deemed_clause if contract else None,
    )


REPORT = Report("minutes", "", "meeting", build)
