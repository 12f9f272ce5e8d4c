"""Freezes: which iterations still take requirements, and which are frozen or have begun."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from rdclient.control.freeze import freeze_of
from rdclient.model.plan import Iteration
from rdclient.model.portfolio import Portfolio
from rdclient.model.project import Project
from rdclient.reports.base import Named


class FreezeState(StrEnum):
    """Where an iteration stands."""

    OPEN = "open"
    FROZEN = "frozen"
    STARTED = "started"


@dataclass(frozen=True, slots=True)
class FreezeRow:
    """One iteration that has not ended.

    Attributes:
        start: its first day.
        end: its last day.
        first: first day of its freeze; None when none was agreed.
        last: last day of its freeze.
    """

    project: Named
    iteration: str
    start: date
    end: date
    first: date | None
    last: date | None
    state: FreezeState


@dataclass(frozen=True, slots=True)
class Freezes:
    """The iterations of some projects, by project and date.

    Attributes:
        as_of: in the workspace's zone.
        days: how long a freeze takes; 0 when none was agreed.
        fine_tuning_pd: person-days that fine-tuning in a freeze may cost.
    """

    as_of: datetime
    days: int
    fine_tuning_pd: float
    rows: tuple[FreezeRow, ...]


def freezes_of(portfolio: Portfolio, projects: Iterable[Project], *, as_of: datetime) -> Freezes:
    """The iterations of projects that have not ended.

    Args:
        portfolio: the records, replayed to ``as_of``.
        projects: of the portfolio.
        as_of: aware, in the workspace's zone; judged is its local day.
    """
    policy = portfolio.policy(as_of.date())
    rows = [row for one in projects for row in _rows(portfolio, one, as_of.date())]
    days, tuning = policy.change.freeze_days, policy.control.fine_tuning_pd
    return Freezes(as_of, days, tuning, tuple(rows))


def _rows(portfolio: Portfolio, project: Project, today: date) -> Iterator[FreezeRow]:
    days = portfolio.policy(today).change.freeze_days
    coming = [one for one in portfolio.of_project(Iteration, project) if one.end >= today]
    for iteration in sorted(coming, key=lambda one: (one.start, one.id)):
        frozen = freeze_of(iteration, days) if days else None
        state = FreezeState.STARTED if iteration.start <= today else FreezeState.OPEN
        if frozen and frozen.holds(today):
            state = FreezeState.FROZEN
        yield FreezeRow(
            project=Named(project.id, project.name),
            iteration=iteration.id,
            start=iteration.start,
            end=iteration.end,
            first=frozen.first if frozen else None,
            last=frozen.last if frozen else None,
            state=state,
        )
