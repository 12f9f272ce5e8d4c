"""Links: every reference a record holds, with its place, found by the types of its fields."""

from collections.abc import Iterator
from dataclasses import dataclass

from rdclient.model.base import Part, Record
from rdclient.model.walk import holds_refs, parts


@dataclass(frozen=True, slots=True)
class Link:
    """One reference.

    Attributes:
        record: the record that refers.
        pointer: keys and indexes from the record down to the text.
        kinds: what it may name; ``person`` for people.
        name: the text as written.
    """

    record: Record
    pointer: tuple[str | int, ...]
    kinds: tuple[str, ...]
    name: str


def links_of(record: Record) -> Iterator[Link]:
    """The references of a record, depth first, in the order of the fields."""
    for pointer, kinds, name in _refs(record, ()):
        yield Link(record, pointer, kinds, name)


def _refs(
    part: Part, way: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], tuple[str, ...], str]]:
    for slot in holds_refs(type(part)):
        value = getattr(part, slot.name)
        if value is None or value == ():
            continue
        if slot.ref and isinstance(value, str):
            yield (*way, slot.key), slot.ref.kinds, value
        elif slot.ref:
            for index, name in enumerate(value):
                yield (*way, slot.key, index), slot.ref.kinds, name
        else:
            for step, inner in parts(value):
                yield from _refs(inner, (*way, slot.key, *step))
