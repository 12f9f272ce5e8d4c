"""Where the projects stand, one line each: phase, overall light, what is over and what is next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from rdclient.control.base import matter_of
from rdclient.lens import Audience
from rdclient.model.client import Side
from rdclient.model.portfolio import Portfolio
from rdclient.model.project import Phase, Project, Rag
from rdclient.obligations.base import State
from rdclient.obligations.ledger import Judged
from rdclient.reports.base import Named
from rdclient.reports.clock_question import is_of
from rdclient.reports.clock_row import ClockRow, clock_rows
from rdclient.reports.entry import natural
from rdclient.reports.rag import View, lights, worst
from rdclient.reports.search import find_scope
from rdclient.reports.subject import find_project

_WEEK = timedelta(days=7)
"""How far back the light of service looks at clocks that were missed."""


@dataclass(frozen=True, slots=True)
class ProjectStatus:
    """One project at a glance.

    Attributes:
        client: whose it is.
        project: id and name.
        phase: today's; None before the first one.
        overall: the light of the internal edition.
        breached: open promises whose length of time is used up.
        at_risk: promises that will soon be over.
        overdue_ours: open items of ours past their date.
        overdue_client: what the client owes past its time.
        next: the promise whose time is up next.
    """

    client: Named
    project: Named
    phase: Phase | None
    overall: Rag
    breached: int
    at_risk: int
    overdue_ours: int
    overdue_client: int
    next: ClockRow | None


@dataclass(frozen=True, slots=True)
class ProjectStatuses:
    """The projects asked for, by client and id; the moment is in the workspace's zone."""

    as_of: datetime
    projects: tuple[ProjectStatus, ...]


def wanted_projects(portfolio: Portfolio, name: str | None, *, is_all: bool) -> tuple[Project, ...]:
    """The one project that is meant, or all of them; of a client when that was named.

    Raises:
        UsageError: when none or several fit.
    """
    if not is_all:
        return (find_project(portfolio, name),)
    _, client = find_scope(portfolio, None, name)
    found = (p for p in portfolio.all(Project) if client is None or p.origin.client == client.id)
    return tuple(sorted(found, key=lambda p: (natural(p.origin.client or ""), natural(p.id))))


def statuses(
    items: Iterable[Judged], projects: Iterable[Project], portfolio: Portfolio, *, as_of: datetime
) -> ProjectStatuses:
    """How projects stand.

    Args:
        items: every promise, judged as of ``as_of``.
        projects: of the portfolio.
        portfolio: the records, replayed to ``as_of``.
        as_of: aware, in the workspace's zone.
    """
    judged = tuple(items)
    return ProjectStatuses(
        as_of, tuple(_status(project, judged, portfolio, as_of) for project in projects)
    )


def _status(
    project: Project, judged: tuple[Judged, ...], portfolio: Portfolio, as_of: datetime
) -> ProjectStatus:
    own = [item for item in judged if item.standing.is_open and is_of(item, project)]
    over = [item for item in own if item.standing.state is State.BREACHED]
    ours = [item for item in over if item.obligation.side is Side.VENDOR]
    dated = [item for item in ours if item.obligation.due is not None]
    client = portfolio.client(project.origin.client)
    matter, since = matter_of(portfolio, as_of), as_of - _WEEK
    view = View(portfolio, project, matter, Audience.INTERNAL, since)
    return ProjectStatus(
        client=Named(client.id, client.name) if client else Named(project.origin.client or "", ""),
        project=Named(project.id, project.name),
        phase=project.phases[-1].phase if project.phases else None,
        overall=worst(light.rag for light in lights(view)),
        breached=len(ours) - len(dated),
        at_risk=sum(item.standing.state is State.AT_RISK for item in own),
        overdue_ours=len(dated),
        overdue_client=len(over) - len(ours),
        next=_next(own, portfolio, as_of),
    )


def _next(own: list[Judged], portfolio: Portfolio, as_of: datetime) -> ClockRow | None:
    coming = [
        item
        for item in own
        if item.standing.state in (State.RUNNING, State.AT_RISK) and item.standing.deadline
    ]
    first = min(coming, key=lambda item: item.standing.deadline or as_of, default=None)
    return clock_rows((first,), portfolio, as_of=as_of)[0] if first else None
