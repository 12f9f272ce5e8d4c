"""What pydantic models are made of, worked out once per class: references, dates, texts in them."""

import types
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, TypeAlias, Union, get_args, get_origin

from pydantic import BaseModel

from rdclient.model.base import Bilingual, Dated, Part, Prose, Ref, Words

Way: TypeAlias = tuple[str | int, ...]
"""Keys and indexes down to a value."""


@dataclass(frozen=True, slots=True)
class Slot:
    """What a walker needs to know of one field.

    Attributes:
        name: attribute name.
        key: name in YAML.
        ref: kinds it refers to, when it is a reference (or a list of references).
        dated: whether it is a date (or a list of dates), and of which sort.
        prose: whether it holds words for people (or a list of them).
        part: the class of part it holds (or a list of them).
        many: whether it is a list.
        required: whether it has no default.
    """

    name: str
    key: str
    ref: Ref | None
    dated: Dated | None
    prose: bool
    part: type[Part] | None
    many: bool
    required: bool


@cache
def slots(model: type[BaseModel]) -> tuple[Slot, ...]:
    """The fields of a model that hold references, dates, texts or parts, in order."""
    found = []
    for name, info in model.model_fields.items():
        facts = tuple(made_of(info.annotation, tuple(info.metadata)))
        slot = Slot(
            name=name,
            key=info.alias or name,
            ref=next((fact for fact in facts if isinstance(fact, Ref)), None),
            dated=next((fact for fact in facts if isinstance(fact, Dated)), None),
            prose=any(isinstance(fact, Prose) for fact in facts),
            part=next((f for f in facts if isinstance(f, type) and issubclass(f, Part)), None),
            many=tuple in facts,
            required=info.is_required(),
        )
        if slot.ref or slot.dated or slot.prose or slot.part:
            found.append(slot)
    return tuple(found)


def made_of(annotation: object, metadata: tuple[object, ...]) -> Iterator[object]:
    """Everything an annotation is made of: its marks, ``tuple`` or ``dict``, the plain types."""
    yield from metadata
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        yield from made_of(inner, tuple(more))
    elif origin in (Union, types.UnionType):
        for option in get_args(annotation):
            yield from made_of(option, ())
    elif origin is tuple:
        yield tuple
        yield from made_of(get_args(annotation)[0], ())
    else:
        yield origin or annotation


@cache
def holds_refs(model: type[BaseModel]) -> tuple[Slot, ...]:
    """The slots on the way to a reference."""
    return tuple(s for s in slots(model) if s.ref or (s.part and holds_refs(s.part)))


@cache
def holds_dates(model: type[BaseModel]) -> tuple[Slot, ...]:
    """The slots on the way to a dated fact."""
    return tuple(
        s for s in slots(model) if s.dated is Dated.FACT or (s.part and holds_dates(s.part))
    )


@cache
def holds_prose(model: type[BaseModel]) -> tuple[Slot, ...]:
    """The slots on the way to a text."""
    return tuple(s for s in slots(model) if s.prose or (s.part and holds_prose(s.part)))


def texts(part: Part, way: Way = ()) -> Iterator[tuple[Way, Words]]:
    """Every text in a part with the keys and indexes down to it, in the order of the fields."""
    for slot in holds_prose(type(part)):
        value = getattr(part, slot.name)
        if value is None or value == ():
            continue
        if not slot.prose:
            for step, inner in parts(value):
                yield from texts(inner, (*way, slot.key, *step))
        elif isinstance(value, str | Bilingual):
            yield (*way, slot.key), value
        else:
            for index, text in enumerate(value):
                yield (*way, slot.key, index), text


def parts(value: object) -> Iterator[tuple[tuple[int, ...], Part]]:
    """The part or parts a field holds, each with its index when it stands in a list."""
    if isinstance(value, Part):
        yield (), value
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            if isinstance(item, Part):
                yield (index,), item
