"""Promises with a time as reports ask for them: of one project, decided when, within what."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from rdclient.control.base import matter_of
from rdclient.model.portfolio import Portfolio
from rdclient.model.project import Project
from rdclient.obligations.base import State
from rdclient.obligations.ledger import Judged, judged
from rdclient.reports.base import judged_by
from rdclient.reports.clock_row import decided_at, ended_at, measured_by

RESPONSE, CLOSURE = "RD501", "RD502"
ACKNOWLEDGED, RESTORED = "RD512", "RD513"
SERVICE = frozenset({RESPONSE, CLOSURE, ACKNOWLEDGED, RESTORED})
"""The clocks of tickets and incidents."""
MINUTES = "RD420"
"""The clock of minutes."""
_UNMEASURED = frozenset({State.NOT_MEASURED, State.WAIVED})


@dataclass(frozen=True, slots=True)
class Limit:
    """A time that was agreed, as policy writes it (``2h``).

    ``is_business``: hours of a calendar that is not open round the clock.
    """

    length: str
    is_business: bool


def promises(
    portfolio: Portfolio,
    project: Project,
    *,
    as_of: datetime,
    codes: frozenset[str] | None = None,
) -> tuple[Judged, ...]:
    """The promises of a project and of its client as a whole, judged.

    Args:
        portfolio: replayed to ``as_of``, and cut to whoever reads of them.
        project: whose they are.
        as_of: aware.
        codes: some of the clocks only.
    """
    client = project.origin.client
    records = tuple(r for r in portfolio.records if r.origin.client in (None, client))
    matter, own = matter_of(portfolio, as_of), replace(portfolio, records=records)
    return tuple(
        one
        for one in judged(judged_by(matter, own), as_of=as_of, codes=codes)
        if one.obligation.client == client and one.obligation.project in (None, project.id)
    )


def is_measured(one: Judged) -> bool:
    """Whether a time was agreed for it and could be measured."""
    return one.standing.state not in _UNMEASURED


def is_overdue(one: Judged) -> bool:
    """Whether its time is over and it is still to be done."""
    return one.standing.state is State.BREACHED and one.standing.is_open


def is_settled(one: Judged, since: datetime, until: datetime) -> bool:
    """Whether it was decided in ``(since, until]`` how it ends.

    What is done in time is decided then; what is not, in the moment after its time ran out.
    """
    at = decided_at(one, as_of=until)
    if at is None:
        return False
    is_missed = one.standing.state in (State.BREACHED, State.NO_RECORD, State.LATE)
    return since <= at < until if is_missed else since < at <= until


def is_of_period(one: Judged, since: datetime, until: datetime) -> bool:
    """Whether it ended or was decided in ``(since, until]``, or is still to be done."""
    ended = ended_at(one.obligation, as_of=until)
    is_ended = ended is not None and since < ended
    return one.standing.is_open or is_ended or is_settled(one, since, until)


def limit_of(one: Judged, *, as_of: datetime) -> Limit | None:
    """The time that was agreed for it; None where a date was, or nothing."""
    target = measured_by(one.obligation, one.standing, as_of=as_of)
    if one.standing.allowed is None or target is None or target.allowed is None:
        return None
    calendar = target.calendar or one.obligation.calendar
    if calendar is None:
        return None
    length = target.allowed
    return Limit(str(length), length.seconds is not None and not calendar.is_natural)


def same_limit(limits: Iterable[Limit | None]) -> Limit | None:
    """The limit that all have; None when they differ."""
    found = set(limits)
    return found.pop() if len(found) == 1 else None


def shown_deadline(one: Judged, portfolio: Portfolio) -> date | None:
    """The deadline in the workspace's zone: a time, or the day when it ends with the day."""
    deadline = one.standing.deadline or one.obligation.due
    if deadline is None:
        return None
    local = deadline.astimezone(portfolio.zone)
    if local.time() == time():
        return local.date() - timedelta(days=1)
    is_day = one.obligation.is_due_day or local.time() >= time(23, 59, 59)
    return local.date() if is_day else local
