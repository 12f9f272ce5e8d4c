"""All clocks of a workspace, judged, with the waivers that set some of them aside."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import NamedTuple

from rdclient.model.governance import Waiver
from rdclient.model.portfolio import Portfolio
from rdclient.model.scope import normal, scopes
from rdclient.obligations import cadence, care, change, incident, meeting, plan, ticket
from rdclient.obligations.base import Ask, Clock, Lack, Obligation, Standing, State
from rdclient.obligations.judge import judge

CLOCKS: tuple[Clock, ...] = (
    *ticket.CLOCKS,
    *incident.CLOCKS,
    *change.CLOCKS,
    *meeting.CLOCKS,
    *cadence.CLOCKS,
    *care.CLOCKS,
    *plan.CLOCKS,
)
"""Every clock, family by family."""

CLOCK_OF: Mapping[str, Clock] = MappingProxyType({clock.code: clock for clock in CLOCKS})


class Judged(NamedTuple):
    """An obligation and how it stands; ``waiver`` is the one that sets it aside."""

    obligation: Obligation
    standing: Standing
    waiver: Waiver | None = None


def judged(
    portfolio: Portfolio, *, as_of: datetime, codes: frozenset[str] | None = None
) -> tuple[Judged, ...]:
    """Every obligation of a portfolio that is replayed to ``as_of``, in the order of the clocks.

    ``codes`` takes some of the clocks only.
    """
    ask = Ask(portfolio, as_of)
    waivers = _waivers(portfolio)
    chosen = (clock for clock in CLOCKS if codes is None or clock.code in codes)
    found = (Judged(item, judge(item, as_of=as_of)) for one in chosen for item in one.generate(ask))
    if not waivers:
        return tuple(found)
    return tuple(_with_waiver(item, waivers, as_of, portfolio) for item in found)


def _waivers(portfolio: Portfolio) -> Mapping[str, tuple[Waiver, ...]]:
    """By code, the waivers of clocks that are in order, run out or not."""
    found: dict[str, list[Waiver]] = {}
    for waiver in portfolio.all(Waiver):
        is_whole = waiver.reason is not None and waiver.until is not None and waiver.approvers
        if is_whole and all(portfolio.person(name, waiver) for name in waiver.approvers):
            found.setdefault(waiver.code, []).append(waiver)
    return {code: tuple(waivers) for code, waivers in found.items()}


def _with_waiver(
    item: Judged,
    waivers: Mapping[str, tuple[Waiver, ...]],
    as_of: datetime,
    portfolio: Portfolio,
) -> Judged:
    """The same, waived when a waiver covers it on the day it is due, or today before that."""
    obligation, standing = item.obligation, item.standing
    offered = waivers.get(obligation.code, ())
    if not offered or standing.state in {State.MET, State.NOT_MEASURED}:
        return item
    day = min(standing.deadline or as_of, as_of).astimezone(portfolio.zone).date()
    covered = scopes(obligation.record)
    waiver = next((w for w in offered if _covers(w, obligation, covered, day)), None)
    if waiver is None:
        return item
    waived = standing._replace(state=State.WAIVED, lack=Lack.WAIVER)
    return Judged(obligation, waived, waiver)


def _covers(waiver: Waiver, obligation: Obligation, covered: frozenset[str], day: date) -> bool:
    """Whether a waiver counts on a day, for the client, and for the record or a folder of it."""
    if waiver.until is None or waiver.until < day:
        return False
    is_here = waiver.origin.client in (None, obligation.client)
    return is_here and normal(waiver.scope) in covered
