"""Change form, internal annex: our effort and cost, what the price rests on, our notes."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from rdclient.control.change import ChangeState
from rdclient.model.base import Moment, Words
from rdclient.model.change import Change, ChangeEffort
from rdclient.model.portfolio import Portfolio
from rdclient.reports.base import Brief
from rdclient.reports.change_impact import PriceView, price

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class NoteView:
    """An internal remark, of the request itself or of a step."""

    text: Words
    step: ChangeState | None
    at: Moment | None


@dataclass(frozen=True, slots=True)
class Internal:
    """What only we read.

    Attributes:
        development: person-days, as ``test`` and ``design``; None when not recorded.
        total: of those recorded; None when none is.
        cost: what it costs us.
        margin: the fee less the cost, where both are known.
        rate: the fee for each person-day.
    """

    development: float | None
    test: float | None
    design: float | None
    total: float | None
    cost: PriceView | None
    margin: PriceView | None
    rate: PriceView | None
    notes: tuple[NoteView, ...]


def internal(brief: Brief, seen: Portfolio, change: Change) -> Internal:
    """The annex of a request."""
    inner = change.internal
    effort = (inner.effort if inner else None) or ChangeEffort()
    parts = (effort.development, effort.test, effort.design)
    known = [part for part in parts if part is not None]
    total = sum(known) if known else None
    cost = inner.cost if inner else None
    fee = change.impact.fee_delta if change.impact else None
    tax = change.impact.tax if change.impact else None
    return Internal(
        development=effort.development,
        test=effort.test,
        design=effort.design,
        total=total,
        cost=None if cost is None else price(brief, seen, cost, None),
        margin=None if fee is None or cost is None else price(brief, seen, fee - cost, None),
        rate=price(brief, seen, _each(fee, total), tax) if fee and total else None,
        notes=tuple(_notes(change)),
    )


def _each(fee: Decimal, days: float) -> Decimal:
    return (fee / Decimal(str(days))).quantize(_CENT, ROUND_HALF_UP)


def _notes(change: Change) -> Iterator[NoteView]:
    if change.note:
        yield NoteView(change.note, None, None)
    for event in change.events:
        if event.note:
            yield NoteView(event.note, ChangeState(event.type.value), event.at)
