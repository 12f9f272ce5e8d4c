"""Why each clock of a record shows what it shows: interval by interval, and by which rule."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from rdclient.model.client import Role
from rdclient.model.portfolio import Portfolio
from rdclient.model.project import Project
from rdclient.obligations.base import Obligation
from rdclient.obligations.escalation import levels
from rdclient.obligations.ledger import Judged
from rdclient.obligations.policy_row import POLICY_ROWS
from rdclient.obligations.trace import Counted, Day, NotCounted, Trace, trace
from rdclient.reports.base import PersonView, person_view
from rdclient.reports.clock_row import ClockRow, clock_rows


@dataclass(frozen=True, slots=True)
class TargetView:
    """A budget that applied from a moment on, and the priority that set it."""

    since: datetime
    allowed: str | None
    cause: str | None


@dataclass(frozen=True, slots=True)
class LevelView:
    """A level of escalation that was reached: at which share, whom to tell, since when."""

    percent: int
    role: Role
    person: PersonView | None
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Story:
    """One clock of a record, and how its standing comes about.

    Attributes:
        row: what tables show of it.
        policy_row: the way to it in the policy; None where the record has its own date.
        in_force: since when that version applies; None for always.
        calendar: id; None when it was measured against a date.
        start: when counting began.
        stop: when it was done, else the moment asked for.
        counted: the open intervals that count.
        breaks: what was subtracted.
        days: days off that fell on a working weekday, and days worked instead.
        targets: the budgets that applied, in order.
        levels: who is to be told.
    """

    row: ClockRow
    policy_row: str | None
    in_force: date | None
    calendar: str | None
    start: datetime | None
    stop: datetime
    counted: tuple[Counted, ...]
    breaks: tuple[NotCounted, ...]
    days: tuple[Day, ...]
    targets: tuple[TargetView, ...]
    levels: tuple[LevelView, ...]


@dataclass(frozen=True, slots=True)
class Stories:
    """The clocks of a record as of a moment."""

    as_of: datetime
    stories: tuple[Story, ...]


def stories(items: Iterable[Judged], portfolio: Portfolio, *, as_of: datetime) -> Stories:
    """How the standing of each promise comes about; ``portfolio`` is replayed to ``as_of``."""
    judged = tuple(items)
    rows = clock_rows(judged, portfolio, as_of=as_of)
    pairs = zip(judged, rows, strict=True)
    return Stories(as_of, tuple(_story(item, row, portfolio, as_of) for item, row in pairs))


def _story(item: Judged, row: ClockRow, portfolio: Portfolio, as_of: datetime) -> Story:
    what, zone = item.obligation, portfolio.zone
    found = trace(what, item.standing, as_of=as_of)
    return Story(
        row=row,
        policy_row=_policy_row(what),
        in_force=what.policy.effective_on,
        calendar=found.calendar.id if found.calendar else None,
        start=found.start.astimezone(zone) if found.start else None,
        stop=found.stop.astimezone(zone),
        counted=tuple(
            replace(one, start=one.start.astimezone(zone), end=one.end.astimezone(zone))
            for one in found.counted
        ),
        breaks=_breaks(found, zone),
        days=found.days,
        targets=tuple(
            TargetView(
                one.since.astimezone(zone), str(one.allowed) if one.allowed else None, one.cause
            )
            for one in found.targets
        ),
        levels=level_views(item, portfolio, as_of=as_of),
    )


def _breaks(found: Trace, zone: ZoneInfo) -> tuple[NotCounted, ...]:
    return tuple(
        replace(
            one,
            start=one.start.astimezone(zone),
            end=one.end.astimezone(zone) if one.end else None,
        )
        for one in found.breaks
    )


def _policy_row(what: Obligation) -> str | None:
    """The row that sets it; of several the one of its group, as for minor and major releases."""
    rows = POLICY_ROWS.get(what.code, ())
    own = [row for row in rows if row.endswith(what.group or "-")] if len(rows) > 1 else rows
    return own[0] if own else None


# ── who is to be told ────────────────────────────────────────────────────────


def level_views(item: Judged, portfolio: Portfolio, *, as_of: datetime) -> tuple[LevelView, ...]:
    """The levels of escalation a promise has reached, lowest first, and who holds each role."""
    what = item.obligation
    reached = levels(what, item.standing, as_of=as_of)
    if not reached:
        return ()
    projects = [
        each
        for each in portfolio.all(Project)
        if each.origin.client == what.client and what.project in (None, each.id)
    ]
    return tuple(
        LevelView(
            one.percent,
            one.to,
            _holder(one.to, projects, portfolio, as_of),
            one.since.astimezone(portfolio.zone) if one.since else None,
        )
        for one in reached
    )


def _holder(
    role: Role, projects: list[Project], portfolio: Portfolio, as_of: datetime
) -> PersonView | None:
    """Who holds a role on the day, in the first of the projects in which somebody does."""
    held = ((project, project.holder(role, as_of.date())) for project in projects)
    found = next(((project, name) for project, name in held if name), None)
    return person_view(portfolio, found[1], found[0]) if found else None
