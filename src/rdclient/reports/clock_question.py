"""Which promises somebody asks for, and in which order they are shown."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType

from rdclient.model.base import Record, Words
from rdclient.model.client import Client, Side
from rdclient.model.portfolio import Portfolio, kind_of
from rdclient.model.project import Project
from rdclient.obligations.base import State
from rdclient.obligations.ledger import Judged
from rdclient.reports.base import Named
from rdclient.reports.clock_row import ClockRow, clock_rows, decided_at
from rdclient.reports.entry import Entry
from rdclient.reports.search import Somebody, find, find_people, find_scope, fold

ENDED_DAYS = 30
"""Days for which a plain list shows what did not end well."""
_OPEN = frozenset({State.RUNNING, State.AT_RISK, State.PAUSED, State.BREACHED})
_ENDED_BADLY = frozenset({State.BREACHED, State.LATE, State.NO_RECORD, State.WAIVED})


@dataclass(frozen=True, slots=True)
class ClockQuestion:
    """What ``sla`` and ``agenda`` are asked for.

    Attributes:
        scope: an id, a project, a client or words of a title; None for everything.
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
    """The judged promises that fit a question, and what it was restricted to."""

    items: tuple[Judged, ...]
    scope: Named | None
    person: Words | None


def board(
    items: Iterable[Judged], question: ClockQuestion, portfolio: Portfolio, *, as_of: datetime
) -> ClockBoard:
    """The promises that a question asks for.

    Args:
        items: every promise, judged.
        question: what is asked.
        portfolio: the records, replayed to ``as_of``.
        as_of: aware, in the workspace's zone.

    Raises:
        UsageError: when what is named is not there.
    """
    picked = chosen(items, question, portfolio)
    since = question.since or first_day(as_of)
    is_chosen = question.is_all or bool(question.states)
    shown = [item for item in picked.items if is_chosen or is_shown(item, since, as_of, portfolio)]
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
        left_out=len(picked.items) - len(rows),
    )


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
    """The promises that fit a question, whatever their state unless it names some.

    Raises:
        UsageError: when client, project, person or record are not known.
    """
    project, client = find_scope(portfolio, question.project, question.client)
    entries = find(portfolio, (question.scope,), None) if question.scope else None
    people = None if question.person is None else find_people(portfolio, question.person)
    found = tuple(
        item
        for item in items
        if (question.codes is None or item.obligation.code in question.codes)
        and (question.record is None or kind_of(item.obligation.record) == question.record)
        and (question.side is None or item.obligation.side is question.side)
        and (not question.states or item.standing.state in question.states)
        and (client is None or item.obligation.client == client.id)
        and (project is None or is_of(item, project))
        and (entries is None or any(_is_about(item, entry) for entry in entries))
        and (people is None or is_owed_by(item, people, question.person or "", portfolio))
    )
    scope: Record | None = project or client
    named = _named_entry(entries) or _named(scope)
    return Chosen(found, named, people[0].name if people else question.person)


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
