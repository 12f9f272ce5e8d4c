"""Links between the items of another tool: which lead nowhere, which go round, who comes first."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rdclient.exchange.foreign_item import Item, Link, Remark, Skipped

_TOLD = 6
"""Names that are told of a circle."""


@dataclass(frozen=True, slots=True)
class Linked:
    """Items whose links were looked at.

    Attributes:
        items: those that came; links to what is no requirement are taken off.
        order: their indexes, each after those it is derived from.
        faults: by the index of the item.
        notes: on links that were taken off.
    """

    items: tuple[Item, ...]
    order: tuple[int, ...]
    faults: Mapping[int, tuple[Remark, ...]]
    notes: tuple[Remark, ...]


def linked(items: Sequence[Item], skipped: Sequence[Skipped], elsewhere: Collection[str]) -> Linked:
    """What the links of items lead to.

    Args:
        items: in order.
        skipped: what is there but is not brought in.
        elsewhere: keys of items that were brought in before, in other files.
    """
    left_out = {one.key: one.reason for one in skipped}
    first: dict[str, int] = {}
    for index, item in enumerate(items):
        first.setdefault(item.key, index)
    faults: dict[int, list[Remark]] = {}
    kept, notes = [], []
    for index, item in enumerate(items):
        if first[item.key] != index:
            one = first[item.key]
            faults.setdefault(index, []).append(_twice(item, items[one]))
            faults.setdefault(one, [_twice(items[one], item)])
        links = []
        for link in _once(item.links):
            if link.key in first or link.key in elsewhere:
                links.append(link)
            elif link.key in left_out:
                reason = left_out[link.key]
                notes.append(Remark(link.place, f"link-{reason}", (link.told,), item.name))
            else:
                lost = Remark(link.place, "link-lost", (link.told,), item.name)
                faults.setdefault(index, []).append(lost)
        kept.append(replace(item, links=tuple(links)))
    groups = tuple(_groups(kept, first))
    for index, remark in _rounds(kept, first, groups):
        faults.setdefault(index, []).append(remark)
    return Linked(
        tuple(kept),
        tuple(index for group in groups for index in group),
        {index: tuple(remarks) for index, remarks in faults.items()},
        tuple(notes),
    )


def _twice(item: Item, other: Item) -> Remark:
    place = f"{other.place.path}:{other.place.line}" if other.place.line else other.place.path
    return Remark(item.place, "item-twice", (item.name, place), item.name)


def _once(links: Sequence[Link]) -> Iterator[Link]:
    seen = set()
    for link in links:
        if link.key not in seen:
            seen.add(link.key)
            yield link


def _rounds(
    items: Sequence[Item], first: Mapping[str, int], groups: Sequence[tuple[int, ...]]
) -> Iterator[tuple[int, Remark]]:
    """A fault for each link that is part of a circle."""
    for group in groups:
        members = frozenset(group)
        names = tuple(items[index].name for index in sorted(group)[:_TOLD])
        for index in group:
            for link in items[index].links:
                if first.get(link.key) in members:
                    is_self = len(group) == 1
                    key = "link-self" if is_self else "link-round"
                    details = () if is_self else (names,)
                    yield index, Remark(link.place, key, details, items[index].name)


def _groups(items: Sequence[Item], first: Mapping[str, int]) -> Iterator[tuple[int, ...]]:
    """Items that are derived from each other, each group after those it is derived from.

    Tarjan's algorithm, with a stack of its own: chains may be longer than Python's.
    """
    numbers: dict[int, int] = {}
    lowest: dict[int, int] = {}
    open_ones: list[int] = []
    is_open: set[int] = set()
    for start in range(len(items)):
        if start in numbers:
            continue
        walk = [(start, _above(items[start], first))]
        numbers[start] = lowest[start] = len(numbers)
        open_ones.append(start)
        is_open.add(start)
        while walk:
            index, above = walk[-1]
            step = next(above, None)
            if step is None:
                walk.pop()
                if walk:
                    lowest[walk[-1][0]] = min(lowest[walk[-1][0]], lowest[index])
                if lowest[index] == numbers[index]:
                    yield _taken(open_ones, is_open, index)
            elif step not in numbers:
                numbers[step] = lowest[step] = len(numbers)
                open_ones.append(step)
                is_open.add(step)
                walk.append((step, _above(items[step], first)))
            elif step in is_open:
                lowest[index] = min(lowest[index], numbers[step])


def _above(item: Item, first: Mapping[str, int]) -> Iterator[int]:
    return (first[link.key] for link in item.links if link.key in first)


def _taken(open_ones: list[int], is_open: set[int], last: int) -> tuple[int, ...]:
    group = []
    while True:
        index = open_ones.pop()
        is_open.discard(index)
        group.append(index)
        if index == last:
            return tuple(group)
