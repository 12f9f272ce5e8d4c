"""Fields of a card: a name and values, read from any part of a record without knowing its kind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from rdclient.model.base import (
    Action,
    Bilingual,
    Dated,
    Moment,
    Part,
    Record,
    Ref,
)
from rdclient.model.client import Tax
from rdclient.model.meeting import ConfirmationItem
from rdclient.model.portfolio import Portfolio, id_of
from rdclient.model.walk import Slot, parts, slots
from rdclient.reports.base import Named, PersonView, person_view
from rdclient.reports.entry import title_of


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with what is known of its currency and tax."""

    amount: Decimal
    currency: str | None
    tax: Tax | None


@dataclass(frozen=True, slots=True)
class Count:
    """How many records of a kind there are, and how many of them are open and overdue.

    ``known`` says how far the data reach: ``complete``, ``until`` the moment ``through``,
    ``not_collected``, or ``no_source`` for kinds that are only ever written down.
    """

    open: int
    overdue: int
    total: int
    known: str
    through: Moment | None


@dataclass(frozen=True, slots=True)
class Line:
    """A part of a record: its leading text, then what else is known of it."""

    text: "Value | None"
    facts: tuple["Field", ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A name and its values; the name is a token of its own or a member of an enum."""

    name: str
    values: tuple["Value", ...]


Plain: TypeAlias = Bilingual | StrEnum | str | bool | int | float | Decimal | date | Moment
Value: TypeAlias = Plain | PersonView | Named | Money | Count | Line

_LEADING = (
    "text", "topic", "what", "metric", "question", "name", "no", "value", "milestone", "severity",
    "at", "on", "due", "category", "indicator", "title",
)  # fmt: skip
"""Fields that say what a part is; the first one it has leads its line."""
_NEVER = frozenset({"audience", "recorded_on", "set"})
"""Fields that no card shows: who may read it, when it was entered, the text of a change."""
_NOT_IN_LINES = frozenset({"alternatives", "basis"})
"""Fields that make a line too long; the minutes have them."""


def field_at(record: Record, path: str, portfolio: Portfolio) -> Field | None:
    """The field at a path with dots (``value.target``); None when nothing is there."""
    part: object = record
    *way, last = path.split(".")
    for step in way:
        part = getattr(part, step, None)
    if not isinstance(part, Part):
        return None
    values = tuple(_values(part, last, record, portfolio))
    return Field(last, values) if values else None


def facts_of(
    part: Part, near: Record, portfolio: Portfolio, *, without: frozenset[str]
) -> tuple[Field, ...]:
    """The fields of a part that hold something, in the order of its model."""
    found = []
    for name, info in type(part).model_fields.items():
        value = getattr(part, name)
        is_default = not info.is_required() and value == info.get_default(call_default_factory=True)
        if name in _NEVER or name in without or is_default:
            continue
        values = tuple(_values(part, name, near, portfolio))
        if values:
            found.append(Field(name, values))
    return tuple(found)


def line_of(part: Part, near: Record, portfolio: Portfolio) -> Line:
    """A part as one line: what it is, then the rest of it."""
    names = type(part).model_fields
    lead = next((n for n in _LEADING if n in names and getattr(part, n) is not None), "")
    leading = tuple(_values(part, lead, near, portfolio)) if lead else ()
    facts = facts_of(part, near, portfolio, without=_NOT_IN_LINES | {lead})
    return Line(leading[0] if leading else None, facts)


def _values(part: Part, name: str, near: Record, portfolio: Portfolio) -> Iterator[Value]:
    value = getattr(part, name)
    slot = _slots(type(part)).get(name)
    for item in value if isinstance(value, tuple) else (value,):
        if item is None or item == "" or isinstance(item, Mapping):
            continue
        if isinstance(item, Action | ConfirmationItem):
            continue
        if isinstance(item, Part):
            yield line_of(item, near, portfolio)
        elif slot and slot.ref and isinstance(item, str):
            yield _referred(item, slot.ref, near, portfolio)
        elif isinstance(item, Decimal):
            yield Money(item, getattr(part, "currency", None), getattr(part, "tax", None))
        else:
            yield item


def _referred(name: str, ref: Ref, near: Record, portfolio: Portfolio) -> Value:
    if ref.kinds == ("person",):
        return person_view(portfolio, name, near) or name
    found = (portfolio.find(kind, name, near) for kind in ref.kinds)
    record = next((record for record in found if record is not None), None)
    if record is None:
        return name
    title = title_of(record)
    return Named(id_of(record), title) if title and not isinstance(title, StrEnum) else name


def _slots(model: type[Part]) -> Mapping[str, Slot]:
    return {slot.name: slot for slot in slots(model)}


# ── what happened when ───────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    Attributes:
        at: when.
        what: the step, or the name of the field that says so.
        by: who did it.
        facts: what else is known of it.
        recorded_on: when it was entered, if later than the day itself.
    """

    at: Moment | date
    what: str
    by: PersonView | None
    facts: tuple[Field, ...]
    recorded_on: date | None


_STEPS = ("type", "step", "phase")
_NO_EVENTS = frozenset({"hours", "actions", "confirmations", "attendees", "team", "counterparts",
                        "board", "keys"})  # fmt: skip
"""Fields whose dates are told elsewhere on the card, or are not worth a line each."""
_NO_DATES = frozenset({"recorded_on", "at", "on", "start", "end"})


def timeline(record: Record, portfolio: Portfolio) -> tuple[Event, ...]:
    """Every dated fact of a record, in order of time; of equal times as they stand in it."""
    found = [*_dates(record), *_dated_parts(record, record, portfolio)]
    return tuple(sorted(found, key=lambda event: _instant(event.at)))


def _dates(record: Record) -> Iterator[Event]:
    """The dates that are fields of the record itself."""
    for slot in slots(type(record)):
        if slot.dated is Dated.FACT and not slot.many and slot.name not in _NO_DATES:
            when = getattr(record, slot.name)
            if when is not None:
                yield Event(when, slot.name, None, (), None)


def _dated_parts(part: Part, record: Record, portfolio: Portfolio) -> Iterator[Event]:
    for slot in slots(type(part)):
        if slot.part is None or slot.name in _NO_EVENTS:
            continue
        for _, inner in parts(getattr(part, slot.name)):
            date_slot = next(
                (s for s in slots(slot.part) if s.dated is Dated.FACT and s.required), None
            )
            if date_slot is None:
                yield from _dated_parts(inner, record, portfolio)
            else:
                yield _event(inner, slot.name, date_slot.name, record, portfolio)


def _event(part: Part, name: str, date_name: str, record: Record, portfolio: Portfolio) -> Event:
    step = next((n for n in _STEPS if n in type(part).model_fields), None)
    when = getattr(part, date_name)
    recorded = getattr(part, "recorded_on", None)
    happened = when.day if isinstance(when, Moment) else when
    told = frozenset({date_name, "by", *((step,) if step else ())})
    return Event(
        at=when,
        what=getattr(part, step) if step else name,
        by=person_view(portfolio, getattr(part, "by", None), record),
        facts=facts_of(part, record, portfolio, without=told),
        recorded_on=recorded if recorded and recorded > happened else None,
    )


def _instant(when: Moment | date) -> tuple[str, str]:
    """Days first, then the times of the day."""
    if isinstance(when, Moment):
        return when.day.isoformat(), when.instant.isoformat() if when.timed else ""
    return when.isoformat(), ""
