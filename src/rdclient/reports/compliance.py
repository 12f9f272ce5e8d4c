"""How many promises were kept: per clock and group, and over weeks or months.

A promise counts in the period in which it was decided: when it was kept, or when its time ran
out. One that is overdue and still open is missed, and never drops out. What was never measured,
and what has no record, is counted beside the rate and not in it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from rdclient.model.base import Bilingual, Words
from rdclient.model.client import Contact
from rdclient.model.portfolio import Portfolio, kind_of
from rdclient.model.project import Project
from rdclient.obligations.base import State
from rdclient.obligations.ledger import Judged
from rdclient.reports.base import person_view
from rdclient.reports.clock_row import decided_at

_THOUSAND = 1000
_PERIODS = 12
"""Weeks or months that are looked at when no day is named."""
_MONTHS = 12
_DAYS = 30


class Grouping(StrEnum):
    """What promises are counted by, besides their clock."""

    CLIENT = "client"
    PROJECT = "project"
    KIND = "kind"
    PERSON = "person"
    PRIORITY = "priority"


class Per(StrEnum):
    """What a rate is told for: ISO weeks, or months of the calendar."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Group:
    """What some promises have in common: a token, and its words where it has some.

    The token of a project is ``client/slug``, that of a contact ``client/id``: several clients
    may have the same.
    """

    token: str
    words: Words | None


@dataclass(frozen=True, slots=True)
class Tally:
    """Promises counted by how they stand.

    Attributes:
        met: kept in time.
        missed: not kept in time, done or not.
        open: of them, still to be done.
        late: of them, conversations that were made up for after their period.
        running: time left.
        paused: not counting at the moment.
        not_measured: no length agreed, cancelled, or not to be told.
        no_record: conversations of which nothing is on record.
        waived: set aside.
    """

    met: int = 0
    missed: int = 0
    open: int = 0
    late: int = 0
    running: int = 0
    paused: int = 0
    not_measured: int = 0
    no_record: int = 0
    waived: int = 0

    @property
    def permille(self) -> int | None:
        """Of a thousand decided, how many were kept; None when none was decided.

        1000 only when all of them were kept, and 0 only when none was.
        """
        decided = self.met + self.missed
        if not decided:
            return None
        rounded = (2 * self.met * _THOUSAND + decided) // (2 * decided)
        if 0 < self.met < decided:
            return min(max(rounded, 1), _THOUSAND - 1)
        return rounded


@dataclass(frozen=True, slots=True)
class Kept:
    """One line: a clock, a group, what was counted in all and per period.

    Attributes:
        code: of the clock.
        group: None when nothing is grouped by.
        permille: kept of a thousand decided; None when none was decided.
        tally: of the whole span.
        trend: permille per period, in the order of ``Compliance.periods``.
    """

    code: str
    group: Group | None
    permille: int | None
    tally: Tally
    trend: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Compliance:
    """The lines of all clocks.

    Attributes:
        first: first day of the span.
        last: its last day, that of ``as_of``.
        per: what a period is; None when the span is not divided.
        by: what is grouped by.
        periods: names of the periods, the earliest first.
        lines: by clock and group.
    """

    first: date
    last: date
    per: Per | None
    by: Grouping | None
    periods: tuple[str, ...]
    lines: tuple[Kept, ...]


def compliance(
    items: Iterable[Judged],
    portfolio: Portfolio,
    *,
    as_of: datetime,
    by: Grouping | None,
    per: Per | None,
    since: date | None,
) -> Compliance:
    """How many of some promises were kept.

    Args:
        items: judged as of ``as_of``.
        portfolio: the records, replayed to ``as_of``.
        as_of: aware, in the workspace's zone.
        by: what to group by; None for the clocks alone.
        per: whether to tell the rates of weeks or months.
        since: first day; None for the last twelve weeks or months, else the last thirty days.
            What is overdue and still open counts whenever its time ran out.
    """
    today = as_of.date()
    first = _first_day(since, per, today)
    names = _periods(first, today, per)
    counts: dict[_Key, _Counts] = defaultdict(_Counts)
    for item in items:
        day = (decided_at(item, as_of=as_of) or as_of).astimezone(portfolio.zone).date()
        is_owed = item.standing.state is State.BREACHED and item.standing.is_open
        if first <= day <= today or is_owed:
            key = (item.obligation.code, _group(item, by, portfolio, as_of))
            name = _name(day, per) if per is not None and day >= first else None
            counts[key].add(item.standing.state, name, is_owed=is_owed)
    lines = [counts[key].line(key, names) for key in counts]
    in_order = sorted(lines, key=lambda line: (line.code, line.group.token if line.group else ""))
    return Compliance(first, today, per, by, names, tuple(in_order))


_Key = tuple[str, Group | None]


@dataclass(slots=True)
class _Counts:
    """The states of one line as they are counted; frozen into ``Kept`` at the end."""

    states: list[State] = field(default_factory=list)
    still: int = 0
    periods: dict[str | None, list[State]] = field(default_factory=lambda: defaultdict(list))

    def add(self, state: State, period: str | None, *, is_owed: bool) -> None:
        """One promise more."""
        self.states.append(state)
        self.still += is_owed
        self.periods[period].append(state)

    def line(self, key: _Key, names: tuple[str, ...]) -> Kept:
        """The line of a clock and group."""
        whole = tally(self.states, still_open=self.still)
        trend = tuple(tally(self.periods.get(name, ())).permille for name in names)
        return Kept(*key, whole.permille, whole, trend)


def tally(states: Iterable[State], *, still_open: int = 0) -> Tally:
    """Promises counted by their states; ``still_open`` of the breached ones are not done."""
    count: dict[State, int] = dict.fromkeys(State, 0)
    for state in states:
        count[state] += 1
    return Tally(
        met=count[State.MET],
        missed=count[State.BREACHED] + count[State.LATE],
        open=still_open,
        late=count[State.LATE],
        running=count[State.RUNNING] + count[State.AT_RISK],
        paused=count[State.PAUSED],
        not_measured=count[State.NOT_MEASURED],
        no_record=count[State.NO_RECORD],
        waived=count[State.WAIVED],
    )


# ── periods ──────────────────────────────────────────────────────────────────


def _first_day(since: date | None, per: Per | None, today: date) -> date:
    """The first day of the span; of a whole week or month when it is divided."""
    if per is None:
        return since or today - timedelta(days=_DAYS)
    if per is Per.WEEK:
        day = since or today - timedelta(weeks=_PERIODS - 1)
        return day - timedelta(days=day.weekday())
    if since is not None:
        return since.replace(day=1)
    year, month = divmod(today.year * _MONTHS + today.month - _PERIODS, _MONTHS)
    return date(year, month + 1, 1)


def _periods(first: date, last: date, per: Per | None) -> tuple[str, ...]:
    if per is None:
        return ()
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(dict.fromkeys(_name(day, per) for day in days))


def _name(day: date, per: Per) -> str:
    if per is Per.MONTH:
        return f"{day:%Y-%m}"
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


# ── groups ───────────────────────────────────────────────────────────────────


def _group(
    item: Judged, by: Grouping | None, portfolio: Portfolio, as_of: datetime
) -> Group | None:
    if by is None:
        return None
    token, words = _BY[by](item, portfolio, as_of)
    return Group(token, words)


_Token = tuple[str, Words | None]


def _client(item: Judged, portfolio: Portfolio, _: datetime) -> _Token:
    slug = item.obligation.client or ""
    found = portfolio.client(slug)
    return slug, found.name if found else None


def _project(item: Judged, portfolio: Portfolio, _: datetime) -> _Token:
    slug = item.obligation.project
    if not slug:
        return "", None
    found = portfolio.find("project", slug, item.obligation.record)
    token = f"{item.obligation.client or ''}/{slug}"
    return token, found.name if isinstance(found, Project) else None


def _kind(item: Judged, _: Portfolio, __: datetime) -> _Token:
    return item.obligation.group or kind_of(item.obligation.record), None


def _person(item: Judged, portfolio: Portfolio, _: datetime) -> _Token:
    what = item.obligation
    person = portfolio.person(what.owner, what.record)
    view = person_view(portfolio, what.owner, what.record)
    token = person.id if person else what.owner or ""
    if isinstance(person, Contact):
        token = f"{person.origin.client}/{token}"
    return token, view.name if view else None


def _priority(item: Judged, portfolio: Portfolio, as_of: datetime) -> _Token:
    level = item.obligation.level or ""
    words = portfolio.policy(as_of.date()).ticket_priorities.get(level)
    return level, Bilingual(words.zh, words.en) if words else None


_BY: Mapping[Grouping, Callable[[Judged, Portfolio, datetime], _Token]] = MappingProxyType(
    {
        Grouping.CLIENT: _client,
        Grouping.PROJECT: _project,
        Grouping.KIND: _kind,
        Grouping.PERSON: _person,
        Grouping.PRIORITY: _priority,
    }
)
