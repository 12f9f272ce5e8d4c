"""What a change item makes of a text, and what differs between two."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rdclient.control.canon import Content, Plain, content
from rdclient.lens import Lang
from rdclient.model.change import ChangeItem, Operation


def applied(before: Content | None, item: ChangeItem, binding: Lang) -> Content | None:
    """The governed content of a requirement after a change item.

    A field of the item takes the place of the one before; without a value it is taken away; of a
    mapping (delivery standard, acceptance) only the entries named are replaced.

    Args:
        before: None when there was no such requirement.
        item: of an approved request.
        binding: language of the texts.

    Returns:
        None when the item deletes the requirement.
    """
    if item.op is Operation.DELETE:
        return None
    new = content(item.set, binding) if item.set else {}
    return _merged({} if before is None or item.op is Operation.ADD else before, new)


def _merged(before: Mapping[str, Plain], new: Mapping[str, Plain]) -> Content:
    merged: Content = dict(before)
    for name, value in new.items():
        kept = value
        if isinstance(value, dict):
            old = merged.get(name)
            kept = _merged(old if value and isinstance(old, dict) else {}, value)
        if kept is None or kept in ([], {}):
            merged.pop(name, None)
        else:
            merged[name] = kept
    return merged


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that is not the same.

    Attributes:
        way: keys and positions down to it: ``("functions", 0)``, ``("delivery", "security")``.
        old: None when it was not there.
        new: None when it is gone.
    """

    way: tuple[str | int, ...]
    old: Plain
    new: Plain


def differences(old: Plain, new: Plain, way: tuple[str | int, ...] = ()) -> Iterator[Difference]:
    """What differs, value by value, in the order of the fields; lists entry by entry."""
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys((*old, *new)):
            yield from differences(old.get(name), new.get(name), (*way, name))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from differences(before, after, (*way, index))
    elif isinstance(old, list) and isinstance(new, list):
        yield from _lists(old, new, way)
    else:
        yield Difference(way, old, new)


def _lists(old: list[Plain], new: list[Plain], way: tuple[str | int, ...]) -> Iterator[Difference]:
    """Entries that came or went; those that stand in both are passed over."""
    gone = [(index, item) for index, item in enumerate(old) if item not in new]
    come = [(index, item) for index, item in enumerate(new) if item not in old]
    for (_, before), (index, after) in zip(gone, come, strict=False):
        yield Difference((*way, index), before, after)
    for index, before in gone[len(come) :]:
        yield Difference((*way, index), before, None)
    for index, after in come[len(gone) :]:
        yield Difference((*way, index), None, after)
    if not gone and not come:  # the same entries in another order, or one of them twice
        yield Difference(way, old, new)
