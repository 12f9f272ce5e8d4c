"""What is coming: overdue first, then day by day, promises and what was planned."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rdclient.control.agreed_plan import approved_plan
from rdclient.control.base import matter_of
from rdclient.model.base import Moment, Record, Words
from rdclient.model.client import Side
from rdclient.model.meeting import Meeting
from rdclient.model.plan import Milestone
from rdclient.model.portfolio import Portfolio, kind_of
from rdclient.obligations.base import State
from rdclient.obligations.ledger import Judged
from rdclient.reports.base import Named, PersonView, person_view
from rdclient.reports.clock_question import ClockQuestion, Meant, chosen
from rdclient.reports.clock_row import ClockRow, clock_rows
from rdclient.reports.clock_story import LevelView, level_views
from rdclient.reports.entry import Entry

_COMING = frozenset({State.RUNNING, State.AT_RISK})


@dataclass(frozen=True, slots=True)
class Planned:
    """A meeting or a milestone that lies ahead; it has no clock.

    Attributes:
        kind: ``meeting`` or ``milestone``.
        item: its id.
        title: what it is called.
        client: slug.
        project: slug.
        owner: who chairs it.
        at: when it is planned.
    """

    kind: str
    item: str
    title: Words
    client: str | None
    project: str | None
    owner: PersonView | None
    at: Moment | date


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """One line: a promise or something planned, and who is to be told of it.

    Attributes:
        day: on which its time is up, or it takes place; None when it is overdue.
        clock: the promise; None for something planned.
        planned: what is planned; None for a promise.
        levels: of escalation that it has reached.
    """

    day: date | None
    clock: ClockRow | None
    planned: Planned | None
    levels: tuple[LevelView, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is overdue, and what comes until a day.

    Attributes:
        as_of: the moment asked for, in the workspace's zone.
        until: last day, included.
        scope: the client, project or record it is restricted to.
        person: whose it is, when it is one person's.
        has_levels: whether the levels of escalation were asked for.
        entries: overdue first (the longest first), then by time.
    """

    as_of: datetime
    until: date
    scope: Named | None
    person: Words | None
    has_levels: bool
    entries: tuple[AgendaEntry, ...]


def agenda(
    items: Iterable[Judged],
    question: ClockQuestion,
    portfolio: Portfolio,
    *,
    as_of: datetime,
    days: int,
    escalations: bool,
) -> Agenda:
    """What is overdue or at risk, and what comes within so many days after today.

    Args:
        items: every promise, judged as of ``as_of``.
        question: whose and of what.
        portfolio: the records, replayed to ``as_of``.
        as_of: aware, in the workspace's zone.
        days: after today.
        escalations: whether to say who is to be told.

    Raises:
        UsageError: when what is named is not there.
    """
    until = as_of.date() + timedelta(days=days)
    picked = chosen(items, question, portfolio)
    found = [item for item in picked.items if _is_coming(item, until, portfolio)]
    told = [
        AgendaEntry(
            _last_day(row),
            row,
            None,
            level_views(item, portfolio, as_of=as_of) if escalations else (),
        )
        for item, row in zip(found, clock_rows(found, portfolio, as_of=as_of), strict=True)
    ]
    ahead = [
        AgendaEntry(_day(planned.at), None, planned, ())
        for planned in _planned(question, picked.meant, portfolio, as_of, until)
    ]
    entries = tuple(sorted((*told, *ahead), key=_place))
    return Agenda(as_of, until, picked.scope, picked.person, escalations, entries)


def _last_day(row: ClockRow) -> date | None:
    """The day on which time is up; None for what is overdue."""
    if row.state is State.BREACHED or row.deadline is None:
        return None
    return row.deadline.date()


def _is_coming(item: Judged, until: date, portfolio: Portfolio) -> bool:
    """Whether a promise is overdue, at risk, or its time is up by a day."""
    how = item.standing
    if not how.is_open:
        return False
    if how.state in (State.BREACHED, State.AT_RISK):
        return True
    is_near = how.deadline is not None and how.deadline.astimezone(portfolio.zone).date() <= until
    return how.state in _COMING and is_near


def _day(at: Moment | date) -> date:
    return at.day if isinstance(at, Moment) else at


def _place(entry: AgendaEntry) -> tuple[object, ...]:
    row, planned = entry.clock, entry.planned
    if row is not None:
        at = row.deadline.timestamp() if row.deadline else float("inf")
        day = entry.day.toordinal() if entry.day else 0
        is_last = row.is_whole_day and entry.day is not None
        return (day, 1 if is_last else 0, at, row.client or "", row.item, row.code)
    assert planned is not None  # noqa: S101 - an entry holds one or the other
    timed = isinstance(planned.at, Moment) and planned.at.timed
    at = planned.at.instant.timestamp() if isinstance(planned.at, Moment) else 0.0
    day = _day(planned.at).toordinal()
    return (day, 0 if timed else 1, at, planned.client or "", planned.item, "")


# ── what was planned ─────────────────────────────────────────────────────────


def _planned(
    question: ClockQuestion, meant: Meant, portfolio: Portfolio, as_of: datetime, until: date
) -> Iterator[Planned]:
    """Meetings and milestones that lie ahead, as far as the question allows for them."""
    is_of_clocks = question.codes is not None or question.states or meant.row is not None
    if is_of_clocks or question.side is Side.CLIENT:
        return
    project, client, entries, people = meant.project, meant.client, meant.entries, meant.people
    for record, planned in _ahead(portfolio, as_of, until):
        is_here = (client is None or planned.client == client.id) and (
            project is None
            or (planned.client, planned.project) == (project.origin.client, project.id)
        )
        if not is_here or (entries is not None and not any(_holds(e, record) for e in entries)):
            continue
        if people is None or _takes_part(record, people, portfolio):
            yield planned


def _holds(entry: Entry, record: Record) -> bool:
    """Whether a record is the one an entry names, or lies in the client or project it names."""
    if entry.record is record:
        return True
    if entry.kind == "client":
        return record.origin.client == entry.id
    is_project = entry.kind == "project"
    return is_project and (record.origin.client, record.origin.project) == (entry.client, entry.id)


def _takes_part(record: Record, people: tuple[object, ...], portfolio: Portfolio) -> bool:
    if not isinstance(record, Meeting):
        return False
    names = (record.chair, record.recorder, *(one.person for one in record.attendees))
    found = (portfolio.person(name, record) for name in names if name)
    return any(person is one for person in found if person for one in people)


def _ahead(portfolio: Portfolio, as_of: datetime, until: date) -> Iterator[tuple[Record, Planned]]:
    for meeting in portfolio.all(Meeting):
        at = meeting.planned_at
        is_begun = meeting.started_at or meeting.ended_at or meeting.cancelled_on
        if at is None or is_begun or at.day > until:
            continue
        if at.instant >= as_of if at.timed else at.day >= as_of.date():
            yield meeting, _plan(meeting, meeting.title, at, meeting.chair, portfolio)
    for milestone in portfolio.all(Milestone):
        plan = approved_plan(matter_of(portfolio, as_of), milestone)
        if plan and milestone.reached_on is None and as_of.date() <= plan.due <= until:
            yield milestone, _plan(milestone, milestone.name, plan.due, None, portfolio)


def _plan(
    record: Meeting | Milestone,
    title: Words,
    at: Moment | date,
    owner: str | None,
    portfolio: Portfolio,
) -> Planned:
    origin = record.origin
    view = person_view(portfolio, owner, record)
    return Planned(kind_of(record), record.id, title, origin.client, origin.project, view, at)
