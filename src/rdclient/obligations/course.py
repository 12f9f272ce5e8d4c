"""The course of a project: its phases as spans of days, how long it is served, when it operates."""

from collections.abc import Iterable
from datetime import date, timedelta

from rdclient.model.client import Client, Role
from rdclient.model.portfolio import Portfolio
from rdclient.model.project import Phase, Project
from rdclient.obligations.period import Span
from rdclient.obligations.subject import holder
from rdclient.worktime import months_later

_ONE_DAY = timedelta(days=1)
_SECOND = date.min + _ONE_DAY
"""The first date that follows another one."""
_RUNNING = frozenset({Phase.OPERATE, Phase.CLOSED})


def kicked_off_on(project: Project) -> date | None:
    """The day the first phase after presales began."""
    entered = (one.entered_on for one in project.phases if one.phase is not Phase.PRESALES)
    return min(entered, default=None)


def entered_on(project: Project, phases: Iterable[Phase]) -> date | None:
    """The first day on which one of the phases began."""
    wanted = frozenset(phases)
    return min((one.entered_on for one in project.phases if one.phase in wanted), default=None)


def spans(project: Project, phases: Iterable[Phase]) -> tuple[Span, ...]:
    """The stretches of days that a project spends in some phases, in order.

    A stretch ends on the day before another phase begins, or before the project is accepted.
    """
    wanted = frozenset(phases)
    found: list[Span] = []
    start: date | None = None
    for entry in sorted(project.phases, key=lambda one: one.entered_on):
        if entry.phase in wanted:
            start = start or entry.entered_on
        elif start is not None:
            found.append(Span(start).until(_day_before(entry.entered_on)))
            start = None
    if start is not None:
        found.append(Span(start).until(_day_before(project.accepted_on)))
    return tuple(found)


def under_way(project: Project) -> Span | None:
    """From the kick-off to the day before operation, acceptance or the end; None before it."""
    first = kicked_off_on(project)
    if first is None:
        return None
    ends = [day for day in (entered_on(project, _RUNNING), project.accepted_on) if day is not None]
    return Span(first, _day_before(min(ends, default=None)))


def served(project: Project, months: int) -> Span | None:
    """From the kick-off to so many months after acceptance, or to the end of the project."""
    first = kicked_off_on(project)
    return None if first is None else Span(first).until(_end(project, months))


def operated(project: Project, months: int) -> Span | None:
    """From operation or acceptance, the earlier one, for as long as it is served."""
    starts = (entered_on(project, (Phase.OPERATE,)), project.accepted_on)
    first = min((day for day in starts if day is not None), default=None)
    return None if first is None else Span(first).until(_end(project, months))


def joined(found: Iterable[Span | None]) -> Span | None:
    """From the first day of several spans to the last; None without any."""
    known = [span for span in found if span is not None]
    if not known:
        return None
    lasts = [span.last for span in known]
    return Span(min(span.first for span in known)).until(
        None if None in lasts else max(last for last in lasts if last is not None)
    )


def _end(project: Project, months: int) -> date | None:
    """The last day on which a project is looked after; None while nothing ends it."""
    closed = entered_on(project, (Phase.CLOSED,))
    over = months_later(project.accepted_on, months) if project.accepted_on else None
    return min((day for day in (closed, over) if day is not None), default=None)


def _day_before(day: date | None) -> date | None:
    return None if day is None else max(day, _SECOND) - _ONE_DAY


# ── a client's projects ──────────────────────────────────────────────────────


def projects_of(portfolio: Portfolio, client: Client) -> tuple[Project, ...]:
    """The projects of a client that were kicked off, in that order."""
    begun = [
        (first, project.id, project)
        for project in portfolio.all(Project)
        if project.origin.client == client.origin.client and (first := kicked_off_on(project))
    ]
    return tuple(project for _, _, project in sorted(begun, key=lambda one: one[:2]))


def holder_among(
    portfolio: Portfolio, projects: Iterable[Project], role: Role, on: date
) -> str | None:
    """Who holds a role on a day: of several projects in the last that has somebody."""
    found = (holder(portfolio, project, role, on) for project in reversed(tuple(projects)))
    return next((person for person in found if person), None)
