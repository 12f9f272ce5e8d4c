"""Which promises somebody asks for, and in which order they are shown."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType

from rdclient.diagnostic import UsageError
from rdclient.model.base import Record, Words
from rdclient.model.client import Client, Contact, Person, Side
from rdclient.model.portfolio import Portfolio, kind_of
from rdclient.model.project import Project
from rdclient.obligations.base import State
from rdclient.obligations.ledger import Judged
from rdclient.reports.base import Named
from rdclient.reports.clock_row import ClockRow, clock_rows, decided_at, row_name
from rdclient.reports.entry import Entry
from rdclient.reports.search import Somebody, ends_in, find, find_people, find_scope, fold

ENDED_DAYS = 30
"""Days for which a plain list shows what did not end well."""
_OPEN = frozenset({State.RUNNING, State.AT_RISK, State.PAUSED, State.BREACHED})
_ENDED_BADLY = frozenset({State.BREACHED, State.LATE, State.NO_RECORD, State.WAIVED})


@dataclass(frozen=True, slots=True)
class ClockQuestion:
    """What ``sla`` and ``agenda`` are asked for.

    Attributes:
        scope: an id, what a table calls a promise, a project, a client, a person or words of a
            title; None for everything.
        client: slug, code or name; None for all.
        project: slug, ``client/slug``, code or name; None for all.
        codes: of the clocks; None for all of them.
        record: kind of the records they are about; None for all of them.
        person: id, name or part of one; None for everybody.
        side: who owes it; None for both.
        states: only these; all when empty.
        since: first day of what ended; None for the last thirty days.
        is_all: also what is done, what is not measured, and what ended before.
    """

    scope: str | None = None
    client: str | None = None
    project: str | None = None
    codes: frozenset[str] | None = None
    record: str | None = None
    person: str | None = None
    side: Side | None = None
    states: frozenset[State] = field(default_factory=frozenset)
    since: date | None = None
    is_all: bool = False


@dataclass(frozen=True, slots=True)
class ClockBoard:
    """The promises somebody asked for.

    Attributes:
        as_of: the moment they are seen at, in the workspace's zone.
        scope: the client, project or record they were restricted to.
        person: whose they are, when they are one person's.
        since: first day of what ended.
        is_all: whether nothing that fits was left out.
        rows: what is to be looked at first comes first.
        counts: rows by state.
        left_out: promises that fit and are not shown: done, or not measured.
    """

    as_of: datetime
    scope: Named | None
    person: Words | None
    since: date
    is_all: bool
    rows: tuple[ClockRow, ...]
    counts: Mapping[str, int]
    left_out: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """The judged promises that fit a question, and what it was restricted to.

    Attributes:
        items: that fit, whatever their state.
        meant: what the words of the question mean.
        scope: the client, project or record they were restricted to.
        person: whose they are, when they are one person's.
    """

    items: tuple[Judged, ...]
    meant: "Meant"
    scope: Named | None
    person: Words | None


def board(
    picked: Chosen, question: ClockQuestion, portfolio: Portfolio, *, as_of: datetime
) -> ClockBoard:
    """The promises that a question asks for.

    Args:
        picked: those that fit it.
        question: what is asked.
        portfolio: the records, replayed to ``as_of``.
        as_of: aware, in the workspace's zone.
    """
    since = question.since or first_day(as_of)
    fitting = in_states(picked.items, question)
    is_chosen = question.is_all or bool(question.states)
    shown = [item for item in fitting if is_chosen or is_shown(item, since, as_of, portfolio)]
    pairs = zip(shown, clock_rows(shown, portfolio, as_of=as_of), strict=True)
    rows = tuple(row for _, row in sorted(pairs, key=lambda pair: _place(pair[0], pair[1], as_of)))
    return ClockBoard(
        as_of=as_of,
        scope=picked.scope,
        person=picked.person,
        since=since,
        is_all=question.is_all,
        rows=rows,
        counts=_counts(rows),
        left_out=len(fitting) - len(rows),
    )


def in_states(items: Iterable[Judged], question: ClockQuestion) -> tuple[Judged, ...]:
    """The promises in the states that a question names; all when it names none."""
    states = question.states
    return tuple(item for item in items if not states or item.standing.state in states)


def first_day(as_of: datetime) -> date:
    """The first day of what ended that a plain list shows."""
    return as_of.date() - timedelta(days=ENDED_DAYS)


def is_shown(item: Judged, since: date, as_of: datetime, portfolio: Portfolio) -> bool:
    """Whether a plain list shows it: open and measured, or not ended well since that day."""
    state = item.standing.state
    if item.standing.is_open and state in _OPEN:
        return True
    at = decided_at(item, as_of=as_of) if state in _ENDED_BADLY else None
    return at is not None and at.astimezone(portfolio.zone).date() >= since


def _counts(rows: Iterable[ClockRow]) -> Mapping[str, int]:
    found = Counter(row.state for row in rows)
    return MappingProxyType({state.value: found[state] for state in State if found[state]})


# ── in which order ───────────────────────────────────────────────────────────

_URGENCY: Mapping[State, int] = MappingProxyType(
    {
        State.BREACHED: 0,
        State.AT_RISK: 1,
        State.PAUSED: 2,
        State.RUNNING: 3,
        State.NO_RECORD: 4,
        State.LATE: 4,
        State.WAIVED: 4,
        State.MET: 5,
        State.NOT_MEASURED: 6,
    }
)


def _place(item: Judged, row: ClockRow, as_of: datetime) -> tuple[object, ...]:
    """Overdue first (the longest first), then by urgency and deadline, then what ended last."""
    is_ended = row.state is State.BREACHED and not row.is_open
    urgency = 4 if is_ended else _URGENCY[row.state]
    at = decided_at(item, as_of=as_of)
    when = row.deadline.timestamp() if row.deadline else float("inf")
    if row.state is State.PAUSED:
        when = float(row.remaining or 0)
    if urgency >= _URGENCY[State.NO_RECORD]:
        when = -at.timestamp() if at else float("inf")
    where = (row.client or "", row.project or "", fold(row.item), row.code, row.period or "")
    return (urgency, when, *where)


# ── what fits ────────────────────────────────────────────────────────────────


def chosen(items: Iterable[Judged], question: ClockQuestion, portfolio: Portfolio) -> Chosen:
    """The promises that fit a question, whatever their state.

    Raises:
        UsageError: when client, project, person or record are not known.
    """
    every = tuple(items)
    asked = meant(every, question, portfolio)
    project, client, entries, people = asked.project, asked.client, asked.entries, asked.people
    found = tuple(
        item
        for item in every
        if (question.codes is None or item.obligation.code in question.codes)
        and (question.record is None or kind_of(item.obligation.record) == question.record)
        and (question.side is None or item.obligation.side is question.side)
        and (client is None or item.obligation.client == client.id)
        and (project is None or is_of(item, project))
        and (asked.row is None or _is_called(item, asked.row))
        and (entries is None or any(_is_about(item, entry) for entry in entries))
        and (people is None or is_owed_by(item, people, question.person or "", portfolio))
    )
    scope: Record | None = project or client
    row = None if asked.row is None else Named(asked.row, asked.row)
    named = row or _named_entry(entries) or _named(scope)
    return Chosen(found, asked, named, people[0].name if people else question.person)


@dataclass(frozen=True, slots=True)
class Meant:
    """What the words of a question mean.

    Attributes:
        project: the only one; None for all.
        client: the only one; None for all.
        row: what a table calls the only promises, as typed; None for all.
        entries: the only records and items; None for all.
        people: who owes it; None for everybody. Empty for a name that no list of people holds.
    """

    project: Project | None
    client: Client | None
    row: str | None
    entries: tuple[Entry, ...] | None
    people: tuple[Somebody, ...] | None


def meant(items: Iterable[Judged], question: ClockQuestion, portfolio: Portfolio) -> Meant:
    """What the words of a question mean; a scope that is a person says whose.

    Raises:
        UsageError: when client, project, person or record are not known, or two people are named.
    """
    project, client = find_scope(portfolio, question.project, question.client)
    people = None if question.person is None else find_people(portfolio, question.person)
    scope = question.scope
    if not scope:
        return Meant(project, client, None, None, people)
    if any(item.obligation.period and _is_called(item, scope) for item in items):
        return Meant(project, client, scope, None, people)
    entries = find(portfolio, (scope,), None)
    found = tuple(e.part for e in entries if isinstance(e.part, Person | Contact))
    if len(found) < len(entries):
        return Meant(project, client, None, entries, people)
    if question.person is not None:
        raise UsageError("person-twice", scope, question.person)
    return Meant(project, client, None, None, found)


def _is_called(item: Judged, typed: str) -> bool:
    """Whether a table calls a promise so, with its project and client in front or without."""
    what = item.obligation
    name = row_name(what.item, what.period)
    ways = ((what.client or "", what.project or "", name), (what.client or "", name))
    return name != what.item and any(ends_in(way, fold(typed)) for way in ways)


def _named(scope: Record | None) -> Named | None:
    return Named(scope.id, scope.name) if isinstance(scope, Client | Project) else None


def _named_entry(entries: tuple[Entry, ...] | None) -> Named | None:
    """The one record that a word means; None for several, which need no name."""
    if entries is None or len(entries) != 1:
        return None
    (entry,) = entries
    if isinstance(entry.part, Client | Project):
        return _named(entry.part)
    return Named(entry.id, entry.id)


def is_of(item: Judged, project: Project) -> bool:
    """Whether a promise concerns a project."""
    what = item.obligation
    return (what.client, what.project) == (project.origin.client, project.id)


def _is_about(item: Judged, entry: Entry) -> bool:
    """Whether a promise is about a record, an item in it, or something of a client or project."""
    what, part = item.obligation, entry.part
    if isinstance(part, Client):
        return what.client == part.id
    if isinstance(part, Project):
        return is_of(item, part)
    if what.record is not entry.record:
        return False
    if part is entry.record:
        return True
    return what.pointer[: len(entry.pointer)] == entry.pointer


def is_owed_by(
    item: Judged, people: tuple[Somebody, ...], typed: str, portfolio: Portfolio
) -> bool:
    """Whether one of the people owes it; a name nobody is known by counts as it was typed."""
    owner = item.obligation.owner
    if owner is None:
        return False
    person = portfolio.person(owner, item.obligation.record)
    if person is None:
        return fold(owner) == fold(typed)
    return any(person is one for one in people)
