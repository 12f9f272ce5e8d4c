"""What a promise with a time is, how it may stand, and what a clock looks at."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from rdclient.model.base import Moment, Record, Words
from rdclient.model.client import Side
from rdclient.model.policy import Policy
from rdclient.model.portfolio import Portfolio
from rdclient.worktime import Duration, WorkCalendar, last_second


class State(StrEnum):
    """How a promise stands at a moment."""

    RUNNING = "running"
    AT_RISK = "at_risk"
    PAUSED = "paused"
    MET = "met"
    BREACHED = "breached"
    WAIVED = "waived"
    NOT_MEASURED = "not_measured"
    NO_RECORD = "no_record"
    LATE = "late"


class Lack(StrEnum):
    """Why a clock is not measured, or need not be."""

    NO_TARGET = "no_target"
    NO_DUE = "no_due"
    CANCELLED = "cancelled"
    LARGE = "large"
    OUT_OF_ORDER = "out_of_order"
    NO_CALENDAR = "no_calendar"
    NOT_COVERED = "not_covered"
    NEVER_OPEN = "never_open"
    NO_WORKDAY = "no_workday"
    WAIVER = "waiver"


class Target(NamedTuple):
    """A budget that applies from a moment on; None where none was agreed.

    Attributes:
        since: aware; before it an earlier target applied.
        allowed: the budget, counted from the start of the obligation.
        cause: token of what set it: a priority, or None for the policy itself.
        calendar: its own, where it is not measured on the obligation's.
    """

    since: datetime
    allowed: Duration | None
    cause: str | None = None
    calendar: WorkCalendar | None = None


class Break(NamedTuple):
    """Time that does not count, from ``start`` to ``end``, or still going on.

    ``cause``: the token of what began it (``waiting_client``, ``resolved``).
    """

    start: datetime
    end: datetime | None
    cause: str


class Obligation(NamedTuple):
    """Something somebody owes somebody by a time.

    Attributes:
        code: of its clock.
        record: what it is about.
        item: its id as tables show it.
        title: what it is called.
        side: who owes it.
        starts: aware; None when nothing says since when it is owed.
        pointer: the way to the fact in the record that it is about.
        owner: the person who owes it, as written.
        project: slug; None for what concerns the client as a whole.
        group: what it is counted under: a ticket's kind, or None.
        level: priority or level in force.
        targets: budgets by time, the last one begun being in force; none when ``due`` is given.
        due: the last second at which it is in time, when a date was promised instead of a length.
        is_due_day: whether ``due`` is a whole day.
        calendar: of the budget; None when the one that policy names does not exist.
        breaks: what does not count.
        discharged: when it was done.
        done_by: id of the record that shows it, when that is another one.
        is_cadence: whether missing evidence means that there is no record, not that it was broken.
        period: name of the period of a cadence (``2026-W47``, ``2026-11``, ``2026-Q4``, or
            ``2026-11-18..2026-11-24`` when it is none of the calendar).
        found: how much evidence of a cadence there is.
        needed: how much it takes.
        lack: why it is not measured whatever else holds.
        gone: when it ended without being done (cancelled, withdrawn).
        reopened: how often it was taken up again.
        is_agreed: whether the other side knows of it, so that it may be told to the client.
        policy: the version that applies.
    """

    code: str
    record: Record
    item: str
    title: Words
    side: Side
    starts: datetime | None
    policy: Policy
    calendar: WorkCalendar | None
    pointer: tuple[str | int, ...] = ()
    owner: str | None = None
    project: str | None = None
    group: str | None = None
    level: str | None = None
    targets: tuple[Target, ...] = ()
    due: datetime | None = None
    is_due_day: bool = False
    breaks: tuple[Break, ...] = ()
    discharged: datetime | None = None
    done_by: str | None = None
    is_cadence: bool = False
    period: str | None = None
    found: int = 0
    needed: int = 1
    lack: Lack | None = None
    gone: datetime | None = None
    reopened: int = 0
    is_agreed: bool = True

    @property
    def client(self) -> str | None:
        """Slug of the client concerned."""
        return self.record.origin.client


class Standing(NamedTuple):
    """How an obligation stands at a moment.

    Attributes:
        state: see ``State``.
        is_open: whether it is still to be done.
        deadline: in UTC; None while it is paused and where it cannot be told.
        elapsed: counted seconds so far, or until it was done.
        allowed: the budget in seconds; None without one.
        lack: why it is not measured.
        facts: details of the lack.
        is_provisional: whether it rests on days of a year that the calendar only guesses.
        target: the budget it is measured by: the first one that was overdrawn, else the one in
            force; None for what is due by a date.
    """

    state: State
    is_open: bool
    deadline: datetime | None = None
    elapsed: int | None = None
    allowed: int | None = None
    lack: Lack | None = None
    facts: Mapping[str, str | int] = MappingProxyType({})
    is_provisional: bool = False
    target: Target | None = None

    @property
    def remaining(self) -> int | None:
        """Seconds left of the budget, negative when it is overdrawn."""
        if self.allowed is None or self.elapsed is None:
            return None
        return self.allowed - self.elapsed


@dataclass(frozen=True, slots=True)
class Ask:
    """What a clock looks at.

    Attributes:
        portfolio: the records as of ``as_of``: what happened later is not in it.
        as_of: aware.
        lives: by the identity of a ticket what two clocks ask of it.
    """

    portfolio: Portfolio
    as_of: datetime
    lives: dict[int, object] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Clock:
    """One row of ``CLOCKS``.

    Attributes:
        code: what it measures.
        generate: the obligations it finds.
        about: kinds of records it speaks of.
    """

    code: str
    generate: Callable[[Ask], Iterator[Obligation]]
    about: tuple[str, ...]


# ── moments as facts state them ──────────────────────────────────────────────


def begins(at: Moment | date, portfolio: Portfolio) -> datetime:
    """When a clock starts by a fact: of a whole day with its last second.

    Nobody is blamed for the hours before something happened whose time was not written down.
    """
    if isinstance(at, Moment):
        return at.instant if at.timed else last_second(at.day, portfolio.zone)
    return last_second(at, portfolio.zone)


def ends(at: Moment | date, portfolio: Portfolio) -> datetime:
    """When a clock stops by a fact: of a whole day with its first second."""
    if isinstance(at, Moment):
        return at.instant
    day = max(at, _FIRST)
    return datetime(day.year, day.month, day.day, tzinfo=portfolio.zone).astimezone(UTC)


_FIRST = date(1, 1, 2)
"""The first date whose midnight is an instant in every zone."""


def due_by(at: Moment | date, portfolio: Portfolio) -> datetime:
    """The last second at which something due then is in time."""
    return begins(at, portfolio)
