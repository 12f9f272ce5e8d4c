"""The text that is signed of a requirement, field by field, and what a change makes of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from rdclient.control.canon import Content, Plain
from rdclient.control.governed import GOVERNED
from rdclient.control.patch import differences
from rdclient.model.base import Part, Record, Words
from rdclient.model.portfolio import Portfolio
from rdclient.model.requirement import Acceptance, Delivery, Requirement
from rdclient.reports.base import person_view

Told: TypeAlias = "Plain | Words"
"""A value as it is printed: as it is signed, but that people are named."""
_PERSON = "acceptance.signatory"
_PARTS: Mapping[str, type[Part]] = MappingProxyType(
    {"delivery": Delivery, "acceptance": Acceptance}
)
ORDER = tuple(
    f"{name}.{inner}" if inner else name
    for name in GOVERNED[Requirement]
    for inner in (GOVERNED[_PARTS[name]] if name in _PARTS else ("",))
)
"""The fields in the order in which documents print them; those of a part after its name."""


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field with what stands in it; a list has an entry for each of its own.

    Attributes:
        name: as in ``ORDER``.
        entries: texts, or mappings with the fields of a part; people by their names.
    """

    name: str
    entries: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class ChangedView:
    """One entry of a field before and after; None where it was not, or is no longer, there."""

    name: str
    before: Told
    after: Told


Naming: TypeAlias = Callable[[str], Words]
"""What a person is called whom a text names by id."""


def naming(seen: Portfolio, near: Record) -> Naming:
    """The names of people as documents about a record print them."""

    def name(who: str) -> Words:
        person = person_view(seen, who, near)
        return person.name if person else who

    return name


def fields(text: Content, name: Naming, *, besides: tuple[str, ...] = ()) -> tuple[FieldView, ...]:
    """The fields of a text that hold something, in their order.

    Args:
        text: governed content of a requirement.
        name: of people.
        besides: names of fields to leave out.
    """
    found = dict(_flat(text))
    order = (*ORDER, *(field for field in found if field not in ORDER))
    return tuple(
        FieldView(field, tuple(_told(field, entry, name) for entry in found[field]))
        for field in order
        if field in found and field not in besides
    )


def _told(field: str, entry: Told, name: Naming) -> Told:
    return name(entry) if field == _PERSON and isinstance(entry, str) else entry


def _flat(text: Content) -> Iterator[tuple[str, tuple[Plain, ...]]]:
    for name, value in text.items():
        if name in _PARTS and isinstance(value, dict):
            yield from ((f"{name}.{inner}", _entries(item)) for inner, item in value.items())
        else:
            yield name, _entries(value)


def _entries(value: Plain) -> tuple[Plain, ...]:
    return tuple(value) if isinstance(value, list) else (value,)


def changed(before: Content, after: Content, name: Naming) -> tuple[ChangedView, ...]:
    """What differs between two texts, entry by entry, in the order of the fields.

    An entry that is a mapping (an indicator with target and condition) is given whole: a number
    says nothing without the others.
    """
    found: list[ChangedView] = []
    for item in differences(before, after):
        way, at = _entry(item.way)
        whole: tuple[str | int, ...] = (*way, at) if at is not None else way
        is_inside = len(item.way) > len(whole)
        old = _at(before, whole) if is_inside else item.old
        new = _at(after, whole) if is_inside else item.new
        found += _views(".".join(way), old, new)
    once = [view for index, view in enumerate(found) if view not in found[:index]]
    once.sort(key=lambda view: _place(view.name))
    return tuple(
        ChangedView(v.name, _told(v.name, v.before, name), _told(v.name, v.after, name))
        for v in once
    )


def _entry(way: tuple[str | int, ...]) -> tuple[tuple[str, ...], int | None]:
    """The field that a way leads into, and the position of the entry in it."""
    names: list[str] = []
    for step in way:
        if isinstance(step, int):
            return tuple(names), step
        names.append(step)
    depth = 2 if names[0] in _PARTS else 1
    return tuple(names[:depth]), None


def _views(name: str, old: Plain, new: Plain) -> Iterator[ChangedView]:
    """One entry; or each one of a list, and each field of a part, that came or went as a whole."""
    if name in _PARTS:
        for inner in dict.fromkeys((*_keys(old), *_keys(new))):
            yield from _views(f"{name}.{inner}", _of(old, inner), _of(new, inner))
    elif isinstance(old, list) != isinstance(new, list):
        yield from (ChangedView(name, entry, None) for entry in _listed(old))
        yield from (ChangedView(name, None, entry) for entry in _listed(new))
    else:
        yield ChangedView(name, old, new)


def _keys(part: Plain) -> tuple[str, ...]:
    return tuple(part) if isinstance(part, dict) else ()


def _of(part: Plain, name: str) -> Plain:
    return part.get(name) if isinstance(part, dict) else None


def _listed(value: Plain) -> list[Plain]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _at(text: Plain, way: tuple[str | int, ...]) -> Plain:
    for step in way:
        if isinstance(text, dict) and isinstance(step, str):
            text = text.get(step)
        elif isinstance(text, list) and isinstance(step, int) and step < len(text):
            text = text[step]
        else:
            return None
    return text


def _place(name: str) -> int:
    return ORDER.index(name) if name in ORDER else len(ORDER)
