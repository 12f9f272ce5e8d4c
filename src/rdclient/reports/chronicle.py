"""What ``log`` tells of one record: steps, requests, signatures, meetings and commits by time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from difflib import get_close_matches
from enum import StrEnum

from rdclient.control.base import Matter
from rdclient.control.baseline import items_on
from rdclient.control.change import subject_verdict
from rdclient.control.fingerprint import SHORT, short
from rdclient.control.signoff import Weighed
from rdclient.diagnostic import UsageError
from rdclient.model.base import Fact, Moment, Record, Words
from rdclient.model.baseline import Baseline
from rdclient.model.change import Change
from rdclient.model.meeting import Meeting
from rdclient.model.portfolio import Portfolio, id_of
from rdclient.model.requirement import Requirement
from rdclient.reports.base import PersonView, person_view
from rdclient.reports.comparison import SubjectRow, subject_row


class EntryKind(StrEnum):
    """Where an entry comes from."""

    EVENT = "event"
    SIGN_OFF = "sign_off"
    BASELINE = "baseline"
    MEETING = "meeting"
    COMMIT = "commit"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened.

    Attributes:
        at: a day or a time.
        subject: the record it happened to; of a commit None.
        step: family and token of the step: ``("ChangeStep", "assessed")``; empty for others.
        who: a person of the records; of a commit the author by name.
        text: a comment, the title of a meeting, the first line of a commit.
        detail: first digits of a fingerprint or a commit.
        counts: of a sign-off, whether it does.
    """

    at: Moment
    kind: EntryKind
    subject: SubjectRow | None
    step: tuple[str, str]
    who: PersonView | None
    text: Words | None
    detail: str = ""
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Chronicle:
    """The history of one record, the earliest entry first."""

    subject: SubjectRow
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Committed:
    """A commit as the history of a record tells it."""

    id: str
    author: str
    at: datetime
    subject: str


def record_of(portfolio: Portfolio, name: str) -> Record:
    """The record that a name means: an id, or ``project/ID``, of something that has a history.

    Raises:
        UsageError: when there is none, or several.
    """
    *way, own = name.strip().split("/")
    kinds: tuple[type[Record], ...] = (Requirement, Change, Baseline, Meeting)
    hits = [
        record
        for kind in kinds
        for record in portfolio.all(kind)
        if id_of(record).casefold() == own.casefold()
        and all(step in (record.origin.client, record.origin.project) for step in way)
    ]
    if not hits:
        near = get_close_matches(
            own.upper(), {id_of(r) for k in kinds for r in portfolio.all(k)}, 1
        )
        raise UsageError("log-unknown-near" if near else "log-unknown", name, *near)
    if len(hits) > 1:
        known = ", ".join(f"{record.origin.project}/{id_of(record)}" for record in hits)
        raise UsageError("log-several", name, known)
    return hits[0]


def chronicle(matter: Matter, record: Record, commits: Iterable[Committed]) -> Chronicle:
    """What happened to a record, and to what was decided and signed about it.

    Args:
        matter: the records, replayed.
        record: of ``matter``.
        commits: those that touched it.
    """
    entries = [*_of_records(matter, record), *(_commit(matter, one) for one in commits)]
    entries.sort(key=lambda entry: (entry.at.instant, entry.at.timed, entry.kind.value))
    return Chronicle(subject_row(record), tuple(entries))


def _of_records(matter: Matter, record: Record) -> Iterator[Entry]:
    about = [record, *_requests(matter, record), *_baselines(matter, record)]
    for one in about:
        yield from _steps(matter, one)
        if isinstance(one, Baseline):
            yield _made(matter, one)
        if isinstance(one, Baseline | Change | Meeting):
            for weighed in subject_verdict(matter, one).acts:
                yield _act(matter, one, weighed)
    for meeting in _meetings(matter, about):
        yield _held(matter, meeting)


def _requests(matter: Matter, record: Record) -> Iterator[Change]:
    """Requests that change a requirement; of a request none but itself."""
    project = matter.project(record)
    if isinstance(record, Requirement) and project:
        for change in matter.portfolio.of_project(Change, project):
            if items_on(change, record.id):
                yield change


def _baselines(matter: Matter, record: Record) -> Iterator[Baseline]:
    project = matter.project(record)
    if isinstance(record, Requirement) and project:
        for baseline in matter.portfolio.of_project(Baseline, project):
            if baseline.entry(record.id):
                yield baseline


def _meetings(matter: Matter, about: list[Record]) -> tuple[Meeting, ...]:
    found: dict[str, Meeting] = {}
    for one in about:
        linked = (*matter.portfolio.linked_to(one), *matter.portfolio.linked_from(one))
        found |= {item.origin.path: item for item in linked if isinstance(item, Meeting)}
    return tuple(meeting for meeting in found.values() if meeting not in about)


def _steps(matter: Matter, record: Record) -> Iterator[Entry]:
    events: tuple[Fact, ...] = getattr(record, "events", ())
    for event in events:
        step: StrEnum = event.type  # type: ignore[attr-defined]  # every event carries its step
        text = getattr(event, "comment", None) or getattr(event, "reason", None)
        yield Entry(
            at=event.at,  # type: ignore[attr-defined]
            kind=EntryKind.EVENT,
            subject=subject_row(record),
            step=(type(step).__name__, step.value),
            who=person_view(matter.portfolio, getattr(event, "by", None), record),
            text=text,
        )


def _made(matter: Matter, baseline: Baseline) -> Entry:
    return Entry(
        at=_day(matter, datetime.combine(baseline.created_on, time(), matter.portfolio.zone)),
        kind=EntryKind.BASELINE,
        subject=subject_row(baseline),
        step=("", ""),
        who=person_view(matter.portfolio, baseline.by, baseline),
        text=baseline.title,
        detail=short(matter.fingerprint(baseline)),
    )


def _day(matter: Matter, midnight: datetime) -> Moment:
    local = midnight.astimezone(matter.portfolio.zone)
    return Moment(local.astimezone(UTC), timed=False, local=local)


def _act(matter: Matter, record: Record, weighed: Weighed) -> Entry:
    act = weighed.act
    return Entry(
        at=act.declared_at,
        kind=EntryKind.SIGN_OFF,
        subject=subject_row(record),
        step=("ChangeDecision", act.decision.value),
        who=person_view(matter.portfolio, act.signer, act),
        text=act.conditions,
        detail=short(act.fingerprint),
        counts=weighed.counts,
    )


def _held(matter: Matter, meeting: Meeting) -> Entry:
    began = meeting.started_at or meeting.planned_at or meeting.ended_at
    return Entry(
        at=began or _day(matter, matter.as_of),
        kind=EntryKind.MEETING,
        subject=subject_row(meeting),
        step=("MeetingKind", meeting.kind.value),
        who=person_view(matter.portfolio, meeting.chair, meeting),
        text=meeting.title,
    )


def _commit(matter: Matter, commit: Committed) -> Entry:
    local = commit.at.astimezone(matter.portfolio.zone)
    return Entry(
        at=Moment(commit.at.astimezone(UTC), timed=True, local=local),
        kind=EntryKind.COMMIT,
        subject=None,
        step=("", ""),
        who=PersonView(commit.author, None, None),
        text=commit.subject,
        detail=commit.id[:SHORT],
    )
