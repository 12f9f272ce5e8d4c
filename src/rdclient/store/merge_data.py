"""Three versions of plain data made one: records by id, dated entries and plain lists united."""

import json
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from pydantic_core import PydanticCustomError

from rdclient.model.base import Moment, parse_moment

Keep: TypeAlias = Literal["mine", "theirs"]
"""Whose value stands where both sides gave another one."""
Way: TypeAlias = tuple["Step", ...]


_Key = TypeVar("_Key", bound=Hashable)


class Absent(Enum):
    """Stands for what is not there."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Step:
    """A step to a value.

    Attributes:
        label: what people call it: the name of a field, an id, the date of an entry.
        index: its place in our list; None for a field, and for what our list does not have.
    """

    label: str
    index: int | None = None


class Source(Enum):
    """Whose data a merged value holds."""

    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Clash:
    """A place where both sides changed the same thing, each in its own way.

    Attributes:
        kind: ``value``, ``deleted`` (one side took away what the other changed), or ``both-new``
            (two records were given the same id).
        way: to the place.
        ours: the value on our side; ``ABSENT`` when it was taken away.
        theirs: the value on theirs.
    """

    kind: str
    way: Way
    ours: object
    theirs: object


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a merged collection; a key, or an index, for each version that has it."""

    base: str | int | None
    ours: str | int | None
    theirs: str | int | None
    value: "Joined"


@dataclass(frozen=True, slots=True)
class Joined:
    """A merged value.

    Attributes:
        data: what it holds.
        source: whose data that is.
        members: in order, where both versions are mappings or lists; else empty.
    """

    data: object
    source: Source
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out of merging data: the merged value, and where people have to decide."""

    value: Joined
    clashes: tuple[Clash, ...]


def canonical(value: object) -> str:
    """A text that is the same for the same data; 1, 1.0, true and "1" differ."""
    return "absent" if value is ABSENT else json.dumps(value, ensure_ascii=False, sort_keys=True)


def same(one: object, other: object) -> bool:
    """Whether two values are the same data; the order of keys does not matter."""
    return one is other or canonical(one) == canonical(other)


def merged_data(
    base: object, ours: object, theirs: object, *, zone: ZoneInfo, keep: Keep | None = None
) -> Outcome:
    """Merge two versions of data that come from one.

    What one side changed is taken over; what both changed in the same way too. Members of lists
    are matched by ``id``; entries without one by what they say, so that what both sides added is
    kept, each once, in the order of their dates. Where both sides gave one value another one,
    that is a clash, and ours stands in the result.

    Args:
        base: the common ancestor; ``ABSENT`` when there is none.
        ours: our version.
        theirs: the other version.
        zone: in which times without offset are read, to put entries in order.
        keep: settles clashes for one side; two records with one id stay a clash.
    """
    merger = _Merger(zone, keep)
    value = merger.value(base, ours, theirs, ())
    return Outcome(value, tuple(merger.clashes))


class _Merger:
    """One merge; gathers clashes as it goes."""

    def __init__(self, zone: ZoneInfo, keep: Keep | None) -> None:
        self.zone = zone
        self.keep = keep
        self.clashes: list[Clash] = []

    def value(self, base: object, ours: object, theirs: object, way: Way) -> Joined:
        if same(ours, theirs):
            return Joined(ours, Source.OURS)
        inner = self._members(base, ours, theirs, way)
        if same(base, theirs):
            return Joined(ours, Source.OURS, _if_so(inner, ours))
        if same(base, ours):
            return Joined(theirs, Source.THEIRS, _if_so(inner, theirs))
        return inner if inner is not None else self._clash(ours, theirs, way)

    def _members(self, base: object, ours: object, theirs: object, way: Way) -> Joined | None:
        """Two mappings or lists, member by member; None for anything else."""
        if isinstance(ours, dict) and isinstance(theirs, dict):
            return self._mapping(base if isinstance(base, dict) else {}, ours, theirs, way)
        if isinstance(ours, list) and isinstance(theirs, list):
            return self._list(base if isinstance(base, list) else [], ours, theirs, way)
        return None

    def _mapping(
        self,
        base: Mapping[str, object],
        ours: Mapping[str, object],
        theirs: Mapping[str, object],
        way: Way,
    ) -> Joined:
        members = []
        for name in _woven(tuple(ours), tuple(theirs)):
            first, mine, other = (side.get(name, ABSENT) for side in (base, ours, theirs))
            steps = (name if name in side else None for side in (base, ours, theirs))
            members.append(_member(steps, self.value(first, mine, other, (*way, Step(name)))))
        present = tuple(one for one in members if one.value.data is not ABSENT)
        data = {_step(one): one.value.data for one in present}
        return Joined(data, Source.BOTH, present)

    def _list(
        self, base: list[object], ours: list[object], theirs: list[object], way: Way
    ) -> Joined | None:
        keys = _keys(base, ours, theirs)
        if keys is None:
            return None
        places = tuple({key: n for n, key in enumerate(row)} for row in keys)
        sides = (base, ours, theirs)
        members = []
        for key in self._order(keys, sides):
            steps = tuple(place.get(key) for place in places)
            first, mine, other = (
                ABSENT if step is None else side[step]
                for side, step in zip(sides, steps, strict=True)
            )
            step = Step(_label(other if mine is ABSENT else mine, steps), steps[1])
            members.append(_member(steps, self._item(first, mine, other, (*way, step))))
        present = tuple(one for one in members if one.value.data is not ABSENT)
        return Joined([one.value.data for one in present], Source.BOTH, present)

    def _item(self, base: object, ours: object, theirs: object, way: Way) -> Joined:
        """An item of a list; two new ones that differ under one id are two records."""
        if base is not ABSENT or ABSENT in (ours, theirs) or same(ours, theirs):
            return self.value(base, ours, theirs, way)
        alone = _Merger(self.zone, None)
        found = alone.value(base, ours, theirs, way)
        if not alone.clashes:
            return found
        self.clashes.append(Clash("both-new", way, ours, theirs))
        return Joined(ours, Source.OURS)

    def _clash(self, ours: object, theirs: object, way: Way) -> Joined:
        if self.keep is None:
            kind = "deleted" if ABSENT in (ours, theirs) else "value"
            self.clashes.append(Clash(kind, way, ours, theirs))
        is_theirs = self.keep == "theirs"
        return Joined(theirs if is_theirs else ours, Source.THEIRS if is_theirs else Source.OURS)

    def _order(
        self, keys: tuple[tuple[Hashable, ...], ...], sides: Sequence[list[object]]
    ) -> tuple[Hashable, ...]:
        """The keys of both sides; new dated entries among the others by their dates."""
        _, ours, theirs = keys
        dates = {
            key: self._date(value)
            for row, side in zip(keys[1:], sides[1:], strict=True)
            for key, value in zip(row, side, strict=True)
        }
        known = [dates[key] for key in ours]
        if not all(map(_is_entry, ours)) or None in dates.values() or known != sorted(known):  # type: ignore[type-var]
            return _woven(ours, theirs)
        order, known_keys = list(ours), set(ours)
        for key in theirs:
            if key not in known_keys:
                later = (n for n, one in enumerate(order) if dates[one] > dates[key])  # type: ignore[operator]
                order.insert(next(later, len(order)), key)
        return tuple(order)

    def _date(self, value: object) -> Moment | None:
        name = _date_field(value)
        if name is None or not isinstance(value, dict):
            return None
        try:
            return parse_moment(value[name], self.zone)
        except PydanticCustomError:
            return None


def _if_so(inner: Joined | None, data: object) -> tuple[Member, ...]:
    """The members, when put together they are the data, in the same order."""
    return inner.members if inner is not None and repr(inner.data) == repr(data) else ()


def _member(steps: Iterable[str | int | None], value: Joined) -> Member:
    base, ours, theirs = steps
    return Member(base, ours, theirs, value)


def _step(member: Member) -> str | int | None:
    return member.theirs if member.ours is None else member.ours


def _woven(ours: tuple[_Key, ...], theirs: tuple[_Key, ...]) -> tuple[_Key, ...]:
    """The keys of both sides: ours in their order, each new one of theirs after its neighbour.

    >>> _woven(("a", "x", "b"), ("a", "y", "b", "z"))
    ('a', 'x', 'y', 'b', 'z')
    """
    known, shared = set(ours), set(ours) & set(theirs)
    after: dict[_Key | None, list[_Key]] = {}
    anchor: _Key | None = None
    for key in theirs:
        if key in known:
            anchor = key
        else:
            after.setdefault(anchor, []).append(key)
    order: list[_Key] = []
    waiting = after.get(None, [])
    for key in ours:
        if key in shared:
            order += waiting
            waiting = after.get(key, [])
        order.append(key)
    return (*order, *waiting)


# ── which members of lists are the same ──────────────────────────────────────

_DATES = ("at", "on", "from", "entered_on", "told_on", "valid_from", "signed_on", "created_on")
"""Fields that date an entry; the first that is there counts."""
_MARKS = ("id", "type", "role", "person", "phase", "code", "scope")
"""Fields that tell entries of one date apart."""


def _keys(*sides: list[object]) -> tuple[tuple[Hashable, ...], ...] | None:
    """A key for each member of each side, the same for the same thing; None when unsure."""
    if not all(isinstance(one, dict) for side in sides for one in side):
        rows = [[canonical(one) for one in side] for side in sides]
        is_plain = not any(isinstance(one, (dict, list)) for side in sides for one in side)
        return _unique(rows) if is_plain else None
    ids = [[one.get("id") for one in side if isinstance(one, dict)] for side in sides]
    if all(isinstance(one, str) for row in ids for one in row):
        return _unique(ids)
    base, *others = sides
    own = tuple(_Old(n) for n in range(len(base)))
    return (own, *(_matched(base, side) for side in others))


def _unique(rows: Sequence[Sequence[Hashable]]) -> tuple[tuple[Hashable, ...], ...] | None:
    is_sure = all(len(set(row)) == len(row) for row in rows)
    return tuple(map(tuple, rows)) if is_sure else None


@dataclass(frozen=True, slots=True)
class _Old:
    """The key of an entry that the common ancestor has, by its place there."""

    place: int


@dataclass(frozen=True, slots=True)
class _New:
    """The key of an entry that was added: what it says, and the how-manieth of these it is."""

    words: str
    count: int


def _is_entry(key: Hashable) -> bool:
    return isinstance(key, (_Old, _New))


def _matched(base: list[object], side: list[object]) -> tuple[Hashable, ...]:
    """A key for each entry of a side: first those that are unchanged, then those of one mark."""
    keys: list[Hashable] = [None] * len(side)
    free = list(range(len(base)))
    for marked in (canonical, _mark):
        wanted: dict[str, list[int]] = {}
        for place in free:
            wanted.setdefault(marked(base[place]), []).append(place)
        left = [(n, marked(side[n])) for n, key in enumerate(keys) if key is None]
        counted = Counter(mark for _, mark in left)
        for n, mark in left:
            places = wanted.get(mark, [])
            if places and (marked is canonical or len(places) == counted[mark] == 1):
                keys[n] = _Old(places.pop(0))
        free = [place for places in wanted.values() for place in places]
    counts: dict[str, int] = {}
    for n, key in enumerate(keys):
        if key is None:
            words = canonical(side[n])
            counts[words] = counts.get(words, 0) + 1
            keys[n] = _New(words, counts[words])
    return tuple(keys)


def _mark(value: object) -> str:
    """What an entry is known by when something else in it was changed."""
    if not isinstance(value, dict):
        return canonical(value)
    date = _date_field(value)
    first = next(iter(value), None) if date is None else date
    names = dict.fromkeys((first, *(name for name in _MARKS if name in value)))
    return canonical([[name, value[name]] for name in names if name is not None])


def _date_field(value: object) -> str | None:
    if not isinstance(value, dict):
        return None
    return next((name for name in _DATES if isinstance(value.get(name), str)), None)


def _label(value: object, steps: tuple[int | None, ...]) -> str:
    """What people call an item: its id, else its date and type, else its number."""
    if isinstance(value, dict):
        if isinstance(value.get("id"), str):
            return str(value["id"])
        if name := _date_field(value):
            return " ".join(str(value[one]) for one in (name, "type") if one in value)
    return str(next(step for step in (*steps[1:], *steps) if step is not None) + 1)
