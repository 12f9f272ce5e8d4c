"""Escalation: who is to be told when so many percent of a budget are used up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rdclient.model.client import Role
from rdclient.obligations.base import Obligation, Standing, State
from rdclient.obligations.judge import measured_on, pauses_until
from rdclient.worktime import NeverOpenError, YearNotCoveredError, deadline

_ESCALATED = frozenset({State.AT_RISK, State.BREACHED})


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
    used, allowed = standing.elapsed, standing.allowed
    if used is None or allowed is None:
        return ()
    return tuple(
        Level(step.percent, step.to, _since(obligation, allowed * step.percent // 100, as_of))
        for step in obligation.policy.clocks.escalation
        if used * 100 >= allowed * step.percent
    )


def _since(obligation: Obligation, seconds: int, as_of: datetime) -> datetime | None:
    """When so many seconds had been counted; None where the calendar cannot tell."""
    if obligation.starts is None:
        return None
    if obligation.due is not None:
        return obligation.starts + timedelta(seconds=seconds)
    calendar = measured_on(obligation, as_of)
    if calendar is None:
        return None
    pauses = pauses_until(obligation, as_of)
    try:
        return deadline(calendar, obligation.starts, seconds, pauses)
    except (YearNotCoveredError, NeverOpenError):
        return None
