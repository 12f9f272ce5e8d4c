"""A field of a new record given the value that was typed for it."""

import re
from typing import cast

from rdclient.api.opening import OPENINGS, entry_begun
from rdclient.api.writing import meant
from rdclient.model.base import Part, Record
from rdclient.model.portfolio import KINDS
from rdclient.model.walk import made_of
from rdclient.store.field_way import Field, field_at, key_of
from rdclient.store.position import Pointer
from rdclient.store.typed import Speech
from rdclient.store.workspace import Read


def assign(
    kind: str,
    data: dict[str, object],
    field: str,
    typed: str,
    *,
    loaded: Read,
    speech: Speech,
    near: Record,
) -> Pointer:
    """Put a value among the fields of a new record; the way to it.

    Args:
        kind: of the record.
        data: its fields so far; the value is put among them.
        field: as people call it; points lead into parts.
        typed: the value.
        loaded: the records it may refer to.
        speech: how it is to be read.
        near: something in the scope of the record.

    Raises:
        UsageError: when there is no such field, or the value cannot be meant.
    """
    model = KINDS[kind]
    steps = field.split(".")
    short = OPENINGS[kind].short.get(steps[0].casefold())
    if short:
        name, index, key = short
        data.setdefault(str(name), [entry_begun(short, speech.now)])
        steps = [str(name), str(index), str(key)]
    if len(steps) == 1 and (many := _list_field(model, steps[0], speech)):
        data[str(many.way[0])] = [meant(loaded, near, many, one, speech) for one in _listed(typed)]
        return many.way
    _open_parents(model, data, steps, speech)
    place = field_at(model, data, ".".join(steps), speech, path=kind)
    _put(data, place.way, meant(loaded, near, place, typed, speech))
    return place.way


def _list_field(model: type[Part], name: str, speech: Speech) -> Field | None:
    """The field of that name when it is a list of values; None for any other."""
    key = key_of(model, name, speech)
    facts = _facts(model, key)
    is_part = any(isinstance(fact, type) and issubclass(fact, Part) for fact in facts)
    return Field((key,), facts) if tuple in facts and not is_part else None


def _listed(typed: str) -> list[str]:
    return [one.strip() for one in re.split("[,，、;；]", typed) if one.strip()] or [typed]


def _facts(model: type[Part], key: str) -> tuple[object, ...]:
    fields = model.model_fields.items()
    info = next(info for name, info in fields if key == (info.alias or name))
    return tuple(made_of(info.annotation, tuple(info.metadata)))


def _open_parents(
    model: type[Part], data: dict[str, object], steps: list[str], speech: Speech
) -> None:
    """Make the parts that a field lies in, as far as there is one of each."""
    for step in steps[:-1]:
        key = key_of(model, step, speech)
        facts = _facts(model, key)
        part = next((f for f in facts if isinstance(f, type) and issubclass(f, Part)), None)
        if part is None or tuple in facts:
            return
        inner = data.setdefault(key, {})
        if not isinstance(inner, dict):
            return
        model, data = part, inner


def _put(data: object, way: Pointer, value: object) -> None:
    for step in way[:-1]:
        data = cast("dict[str | int, object]", data)[step]  # it was found in these data
    cast("dict[str | int, object]", data)[way[-1]] = value
