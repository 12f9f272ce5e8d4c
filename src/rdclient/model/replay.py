"""Replay: the records as they stood at a moment; what happened later does not exist yet."""

from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from rdclient.model.base import Dated, Moment, Part, Record
from rdclient.model.meeting import Meeting
from rdclient.model.portfolio import Portfolio
from rdclient.model.walk import Slot, holds_dates

_P = TypeVar("_P", bound=Part)

_BEFORE_IT_STARTS = frozenset(
    {
        "id", "title", "kind", "formality", "phase", "planned_at", "place", "mode", "chair",
        "recorder", "agenda", "cancelled_on", "follows", "distribution", "audience",
    }
)  # fmt: skip
"""What is known of a meeting that has not begun."""
_BEGINS = frozenset({"recorded_on", "created_on"})
"""Dates before which a part does not exist, although it need not state them."""


def at(portfolio: Portfolio, as_of: datetime) -> Portfolio:
    """The portfolio as of a moment (aware).

    A part with a required fact date is dropped when that date, its ``recorded_on`` or its
    ``created_on`` lies later; an optional fact date that lies later is taken away. A record
    whose life has not begun is dropped. Plans (due dates, forecasts' dates) stay: they were
    made before. What was replayed is kept in ``memo``, as ``recorded``.
    """
    now = as_of.astimezone(portfolio.zone)
    records = tuple(
        seen for record in portfolio.records if (seen := _record(record, now)) is not None
    )
    replayed = replace(portfolio, records=records)
    replayed.memo["recorded"] = portfolio.memo.get("recorded", portfolio)
    return replayed


def lies_after(value: object, now: datetime) -> bool:
    """Whether a fact date is later than a moment given in the workspace's zone."""
    if isinstance(value, Moment):
        return value.instant > now
    return value is not None and value > now.date()  # type: ignore[operator]


def _record(record: Record, now: datetime) -> Record | None:
    if lies_after(record.recorded_on, now):
        return None
    seen = _part(record, now)
    if seen is None:
        return None
    if record.life and getattr(record, record.life) and not getattr(seen, record.life):
        return None
    if isinstance(record, Meeting) and _begins_later(record, now):
        return _planned(record)
    return seen


def _begins_later(meeting: Meeting, now: datetime) -> bool:
    began = meeting.started_at or meeting.ended_at
    return began is not None and lies_after(began, now)


def _planned(meeting: Meeting) -> Meeting:
    fields = {
        name: info.get_default(call_default_factory=True)
        for name, info in Meeting.model_fields.items()
        if name not in _BEFORE_IT_STARTS
    }
    return meeting.model_copy(update=fields)


def _part(part: _P, now: datetime) -> _P | None:
    """The part as of ``now``; None when it is a fact of later."""
    changed: dict[str, object] = {}
    for slot in holds_dates(type(part)):
        value = getattr(part, slot.name)
        if value is None or value == ():
            continue
        if slot.dated is Dated.FACT and not slot.many:
            if lies_after(value, now):
                if slot.required or slot.name in _BEGINS:
                    return None
                changed[slot.name] = None
        else:
            seen = _several(slot, value, now)
            if seen is not value:
                changed[slot.name] = seen
    return part.model_copy(update=changed) if changed else part


def _several(slot: Slot, value: object, now: datetime) -> object:
    if isinstance(value, Part):
        return _part(value, now)
    if not isinstance(value, tuple):
        return value
    if slot.dated is Dated.FACT:
        kept = tuple(item for item in value if not lies_after(item, now))
    else:
        kept = tuple(seen for item in value if (seen := _part(item, now)) is not None)
    same = len(kept) == len(value) and all(a is b for a, b in zip(kept, value, strict=True))
    return value if same else kept
