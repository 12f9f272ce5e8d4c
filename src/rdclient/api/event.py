"""The entry that an event becomes in the list of a record, from what was typed."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from rdclient.api.target import Target
from rdclient.diagnostic import UsageError
from rdclient.model.base import Dated, Part
from rdclient.model.walk import Slot, slots
from rdclient.store.chinese import half_width, near_token
from rdclient.store.complaint import enum_of, fields_of, nearest
from rdclient.store.field_way import Field, field_at, field_names, key_of
from rdclient.store.spelling import Value
from rdclient.store.typed import Speech, moment_text, token_of

if TYPE_CHECKING:
    from rdclient.api.writing import Told

_CARRIES = MappingProxyType(
    {("ActionStep", "moved"): "due", ("TicketStep", "priority_changed"): "to"}
)
"""What an event of a type says nothing without: the new date, the new priority."""


def entry_for(
    aim: Target, told: "Told", speech: Speech, meant: Callable[[Field, str], Value]
) -> dict[str, object]:
    """The fields of the entry, in the order of the model.

    Raises:
        UsageError: when the record has no events, or something that was typed does not fit.
    """
    model, enum = events_of(aim)
    typed = {"type": _type(aim, enum, told.type, speech), **_fields(model, told, speech)}
    path = aim.record.origin.path
    item: dict[str, object] = {"at": moment_text(speech.now)}
    for key, value in typed.items():
        item[key] = meant(field_at(model, {}, key, speech, path=path), value)
    missing = [key for key in _needed(model, enum, typed["type"]) if key not in item]
    if missing:
        options = " ".join(f"--with {key}=…" for key in missing)
        raise UsageError("event-lacks", typed["type"], options)
    return {key: item[key] for key in fields_of(model) if key in item}


def events_of(aim: Target) -> tuple[type[Part], type[StrEnum]]:
    """The class of a record's events, and the types they may have.

    Raises:
        UsageError: with what to do instead, when the record has none.
    """
    model = _events_of(aim)
    enum = enum_of(model.model_fields["type"].annotation)
    if enum is None or not issubclass(enum, StrEnum):
        raise UsageError("no-events", "/".join(aim.way), aim.record.origin.path)
    return model, enum


def _needed(model: type[Part], enum: type[StrEnum], step: str) -> list[str]:
    fields = model.model_fields.items()
    needed = [info.alias or name for name, info in fields if info.is_required()]
    carried = _CARRIES.get((enum.__name__, step))
    return [*needed, carried] if carried else needed


def _events_of(aim: Target) -> type[Part]:
    """The class of a record's events.

    Raises:
        UsageError: with what to do instead, when it has none.
    """
    own = slots(type(aim.part))
    for slot in own:
        if slot.key == "events" and slot.part:
            return slot.part
    name, path = "/".join(aim.way), aim.record.origin.path
    days = ", ".join(s.key for s in own if _is_day(s))
    lists = ", ".join(dated_lists(type(aim.part)))
    if days and lists:
        raise UsageError("no-events-but-both", name, path, days, lists)
    if days:
        raise UsageError("no-events-but-days", name, path, days)
    if lists:
        raise UsageError("no-events-but-lists", name, path, lists)
    raise UsageError("no-events", name, path)


def _is_day(slot: Slot) -> bool:
    return slot.dated is Dated.FACT and not slot.many and slot.key != "recorded_on"


def dated_lists(model: type[Part]) -> tuple[str, ...]:
    """The lists of dated entries that a class has beside its events."""
    return tuple(
        slot.key
        for slot in slots(model)
        if slot.many and slot.part and slot.key != "events" and _is_dated(slot.part)
    )


def _is_dated(part: type[Part]) -> bool:
    return any(slot.dated is Dated.FACT and slot.required for slot in slots(part))


def _type(aim: Target, enum: type[StrEnum], typed: str, speech: Speech) -> str:
    """The token of a type of event.

    Raises:
        UsageError: when there is no such type, or a list beside the events is called so.
    """
    token = token_of(enum, typed, speech)
    known = [member.value for member in enum]
    if token in known:
        return token
    called = field_names(typed, dated_lists(type(aim.part)), speech)
    if called:
        raise UsageError("event-is-entry", typed, called[0], aim.record.origin.path)
    tokens, in_chinese = ", ".join(known), _spoken(enum, known)
    near = near_token(enum.__name__, typed) or nearest(typed, tuple(known))
    if near:
        spoken = _spoken(enum, (near,))
        raise UsageError("unknown-event-near", typed, near, tokens, spoken, in_chinese)
    raise UsageError("unknown-event", typed, tokens, in_chinese)


def _spoken(enum: type[StrEnum], tokens: Iterable[str]) -> str:
    """Tokens with their Chinese words before them."""
    words = ((token_word(enum.__name__, token), token) for token in tokens)
    return "、".join(f"{word}（{token}）" if word else token for word, token in words)


def token_word(family: str, token: str) -> str | None:
    """What a token is called in Chinese; None when it has no word."""
    from rdclient.render.terms import TERMS

    term = TERMS.get((family, token))
    return term.zh if term else None


def _fields(model: type[Part], told: "Told", speech: Speech) -> dict[str, str]:
    """The other fields that were typed, by their keys.

    Raises:
        UsageError: when one is unknown, stands twice, or has no value.
    """
    own = (("at", told.at), ("by", told.by), ("note", told.note))
    fields = {key: value for key, value in own if value is not None}
    for pair in told.more:
        name, mark, value = pair.replace("＝", "=", 1).partition("=")
        if not mark or not half_width(name):
            raise UsageError("with-form", pair)
        key = key_of(model, name, speech)
        if key == "type" or key in fields:
            raise UsageError("with-twice", key)
        fields[key] = value
    return fields
