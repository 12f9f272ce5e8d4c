"""Calendars: a clock needs a year whose days off its calendar does not know."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import count

from rdclient.diagnostic import Finding, Location, finding
from rdclient.model import replay
from rdclient.model.base import Dated, Moment, Part
from rdclient.model.client import Client
from rdclient.model.clock_policy import PeriodClock
from rdclient.model.plan import Iteration
from rdclient.model.portfolio import KINDS, Portfolio
from rdclient.model.walk import holds_dates, parts
from rdclient.obligations.base import Ask, Clock, Lack, Obligation
from rdclient.obligations.judge import judge
from rdclient.obligations.ledger import CLOCKS
from rdclient.obligations.policy_row import budgets, rows
from rdclient.rules.base import Case, Rule, where
from rdclient.rules.past import now
from rdclient.worktime import Duration, Unit, WorkCalendar, last_second, latest_start, resolve

_ONE_DAY = timedelta(days=1)


def year_not_covered(case: Case) -> Iterator[Finding]:
    """The calendar of a clock does not know the days off of a year that it needs (RD550).

    Stated as of the end of the latest day on record, not of the moment asked for: so it changes
    only when a date that stands in a record is passed. What has not begun by then needs no year.
    """
    asked = tuple(_asked(case.portfolio))
    today = now(case).date()
    known = {kind: _dates(case.portfolio, kind, today) for kind in _kinds(asked)}
    latest = max((day for found in known.values() for day in found), default=None)
    if latest is None:
        return
    known[_LATEST] = frozenset({latest})
    doubtful = [one for one in asked if one.may_need_more(known)]
    if not doubtful:
        return
    seen = replay.at(_only(case.portfolio, _kinds(doubtful) | _LOOKED_UP), case.as_of)
    ask = Ask(seen, last_second(latest, case.portfolio.zone))
    for one in doubtful:
        yield from _not_covered(one.clock, ask)


def _not_covered(clock: Clock, ask: Ask) -> Iterator[Finding]:
    """What a clock states: once for each place and year, however many promises that concerns."""
    stated: set[tuple[Location, str, int]] = set()
    for owed in clock.generate(ask):
        if missing := _missing(owed, ask.as_of):
            place, (calendar, year) = where(owed.record, *owed.pointer), missing
            if (place, calendar, year) not in stated:
                stated.add((place, calendar, year))
                names = {"id": owed.item, "clock": owed.code, "calendar": calendar}
                yield finding("RD550", place, **names, year=year)


def _missing(owed: Obligation, as_of: datetime) -> tuple[str, int] | None:
    """The calendar and the year for want of which a budget is not measured; None if it is."""
    calendar, start = owed.calendar, owed.starts
    if calendar is None or owed.due is not None or start is None or start > as_of:
        return None
    standing = judge(owed, as_of=as_of)
    if standing.lack is not Lack.NOT_COVERED:
        return None
    year = standing.facts.get("year", calendar.day_of(start).year)
    return str(standing.facts.get("calendar", calendar.id)), int(year)


# ── who is asked ─────────────────────────────────────────────────────────────

_LATEST = "latest"
"""Beside the kinds of records: the latest day of all."""
_LOOKED_UP = frozenset({"workspace", "client", "project", "person", "contact", "milestone"})
"""Kinds that clocks ask for more about records of the kinds they are about."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A clock with budgets on calendars that know some years only, and those calendars.

    Attributes:
        clock: the clock.
        kinds: of the records whose dates its deadlines are counted from.
        reaches: how far each of the calendars reaches for its longest budget.
    """

    clock: Clock
    kinds: frozenset[str]
    reaches: tuple["_Reach", ...]

    def may_need_more(self, known: Mapping[str, frozenset[date]]) -> bool:
        """Whether a date on record lies where a budget may lead into a year not covered."""
        days = frozenset().union(known[_LATEST], *(known[kind] for kind in self.kinds))
        return not all(reach.holds(day) for reach in self.reaches for day in days)


def _asked(portfolio: Portfolio) -> Iterator[_Asked]:
    """The clocks whose deadlines may need a year that one of the client's calendars lacks.

    Most workspaces are told by this alone that there is nothing to look for.
    """
    clients = [client.id for client in portfolio.all(Client)]
    reaches: dict[tuple[WorkCalendar, tuple[Duration, ...]], _Reach] = {}
    for clock in CLOCKS:
        found: dict[_Reach, None] = {}
        stated = tuple(_rows(portfolio, clock))
        for row in map(budgets, stated):
            names = row.calendars if row.lengths else ()
            named = {portfolio.hours(name, client) for name in names for client in clients}
            for calendar in named:
                if calendar is not None and _is_partial(calendar):
                    key = (calendar, row.lengths)
                    found[reaches.setdefault(key, _Reach(*key, {}))] = None
        if found:
            has_periods = any(isinstance(row, PeriodClock) for row in stated)
            kinds = {*clock.about, "project"} if has_periods else clock.about
            yield _Asked(clock, frozenset(kinds), tuple(found))


def _rows(portfolio: Portfolio, clock: Clock) -> Iterator[object]:
    """The rows of a clock in any version of the policy."""
    for policy in portfolio.policies:
        yield from rows(clock.code, policy)


def _kinds(asked: Iterable[_Asked]) -> frozenset[str]:
    return frozenset().union(*(one.kinds for one in asked))


def _only(portfolio: Portfolio, kinds: frozenset[str]) -> Portfolio:
    """The portfolio without the records of other kinds, of which there are many."""
    classes = frozenset(KINDS[kind] for kind in kinds)
    return replace(
        portfolio, records=tuple(one for one in portfolio.records if type(one) in classes)
    )


def _is_partial(calendar: WorkCalendar) -> bool:
    """Whether a calendar knows the days off of some years, and does not guess the others."""
    return bool(calendar.covers) and not calendar.is_weekly_beyond and not calendar.is_natural


# ── how far a calendar reaches ───────────────────────────────────────────────


@dataclass(frozen=True, slots=True, eq=False)
class _Reach:
    """The days from which none of some budgets leads into a year that a calendar lacks.

    Attributes:
        calendar: which knows some years only.
        lengths: of the budgets.
        edges: by year, the first day of which that is not sure; filled when it is asked for.
    """

    calendar: WorkCalendar
    lengths: tuple[Duration, ...]
    edges: dict[int, date]

    def holds(self, day: date) -> bool:
        """Whether that is sure, in whichever zone the day is read."""
        if not date.min < day < date.max:
            return False
        around = (day - _ONE_DAY, day + _ONE_DAY)
        return all(near.year in self.calendar.covers and near < self._edge(near) for near in around)

    def _edge(self, day: date) -> date:
        """The first day, counted from the one given, whose budgets may need a year not covered."""
        if day.year not in self.edges:
            year = next(year for year in count(day.year) if year not in self.calendar.covers)
            first = date(year, 1, 1)
            self.edges[day.year] = min(self._last_start(one, first) for one in self.lengths)
        return self.edges[day.year]

    def _last_start(self, length: Duration, first: date) -> date:
        """The latest day from which a budget may lead to the first day of a year not covered."""
        calendar = self.calendar
        try:
            if length.unit is Unit.WORKDAYS:
                return calendar.add_workdays(first, -length.amount)
            end = resolve(datetime.combine(first, time()), calendar.zone)
            return calendar.day_of(latest_start(calendar, end, length.seconds or 0))
        except (ValueError, OverflowError):  # it needs more than the years covered before
            return date.min


# ── dates on record ──────────────────────────────────────────────────────────


def _dates(portfolio: Portfolio, kind: str, today: date) -> frozenset[date]:
    """The dates from which deadlines of a kind count: its facts, and when iterations ended."""
    if kind == "iteration":
        found = {one.end for one in portfolio.all(Iteration)}
    else:
        found = {day for record in portfolio.all(KINDS[kind]) for day in _facts(record)}
    return frozenset(day for day in found if day <= today)


def _facts(part: Part) -> Iterator[date]:
    for slot in holds_dates(type(part)):
        value = getattr(part, slot.name)
        if value is None or value == ():
            continue
        if slot.dated is not Dated.FACT:
            for _, inner in parts(value):
                yield from _facts(inner)
        else:
            for at in value if isinstance(value, tuple) else (value,):
                yield at.day if isinstance(at, Moment) else at


RULES = (
    Rule(
        "RD550",
        year_not_covered,
        about=("ticket", "incident", "change", "meeting", "iteration", "survey", "improvement"),
    ),
)
