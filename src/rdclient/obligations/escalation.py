"""Escalation: who is to be told when so many percent of a budget are used up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rdclient.model.client import Role
from rdclient.obligations.base import Obligation, Standing, State
from rdclient.obligations.judge import measured_on, pauses_until
from rdclient.worktime import NeverOpenError, YearNotCoveredError, deadline

_ESCALATED = frozenset({State.AT_RISK, State.BREACHED})
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Level:
    """A level of escalation that was reached: at which share, whom to tell, since when (UTC)."""

    percent: int
    to: Role
    since: datetime | None


def levels(obligation: Obligation, standing: Standing, *, as_of: datetime) -> tuple[Level, ...]:
    """The levels an open obligation has reached by a moment, lowest first.

    They follow from the records and the moment alone, so that none is lost or told twice.
    """
    if not standing.is_open or standing.state not in _ESCALATED:
        return ()
    return tuple(
        Level(step.percent, step.to, _since(obligation, standing, step.percent, as_of))
        for step in obligation.policy.clocks.escalation
        if _is_reached(standing, step.percent)
    )


def _is_reached(standing: Standing, percent: int) -> bool:
    """Whether so much of the budget is used up: all of it in any case by what is overdue.

    Also where nobody can tell how much was used.
    """
    is_over = standing.state is State.BREACHED
    if percent <= _WHOLE and is_over:
        return True
    used, allowed = standing.elapsed, standing.allowed
    if used is None or allowed is None or (allowed == 0 and percent >= _WHOLE and not is_over):
        return False
    return used * _WHOLE >= allowed * percent


def _since(
    obligation: Obligation, standing: Standing, percent: int, as_of: datetime
) -> datetime | None:
    """When a level was reached; None where that cannot be told."""
    at = None
    if standing.allowed is not None:
        seconds = -(-standing.allowed * percent // _WHOLE)
        at = _counted(obligation, standing, seconds, as_of)
    if percent <= _WHOLE and standing.state is State.BREACHED and standing.deadline is not None:
        at = min(at or standing.deadline, standing.deadline)
    return at if at is not None and at <= as_of else None


def _counted(
    obligation: Obligation, standing: Standing, seconds: int, as_of: datetime
) -> datetime | None:
    """When so many seconds had been counted; None where the calendar cannot tell."""
    if obligation.starts is None:
        return None
    if obligation.due is not None:
        return obligation.starts + timedelta(seconds=seconds)
    calendar = measured_on(obligation, standing)
    if calendar is None:
        return None
    pauses = pauses_until(obligation, as_of)
    try:
        return deadline(calendar, obligation.starts, seconds, pauses)
    except (YearNotCoveredError, NeverOpenError):
        return None
