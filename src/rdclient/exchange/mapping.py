"""What the columns of another program's table mean; a mapping is plain data, checked here."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from rdclient.diagnostic import RdclientError
from rdclient.exchange.day_pattern import pattern
from rdclient.exchange.kinds import EXCHANGE_KINDS


class MappingError(RdclientError):
    """A mapping says something that has no meaning."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Heading:
    """A column as it is looked for in a table.

    Attributes:
        names: that its head may have, the Chinese and the English one first.
        words: of its cells, folded, and the tokens or people they stand for.
        dates: patterns of its dates.
        cut: mark from which on a cell is not read.
        is_lenient: whether a person nobody knows leaves the field empty.
    """

    names: tuple[str, ...]
    words: Mapping[str, str]
    dates: tuple[str, ...]
    cut: str
    is_lenient: bool


@dataclass(frozen=True, slots=True)
class Target:
    """A field that a column fills.

    Attributes:
        way: keys down to it.
        heading: of the column.
        on_change: type of the event that states another value; None to write the field itself.
    """

    way: tuple[str, ...]
    heading: Heading
    on_change: str | None = None


@dataclass(frozen=True, slots=True)
class Addition:
    """An entry of a list that columns make up.

    Attributes:
        list: it is added to, ``events`` for an event.
        type: of the event; empty for other entries.
        fields: column of each of its fields, the date first.
    """

    list: str
    type: str
    fields: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """How the tables of one kind are read.

    Attributes:
        targets: fields.
        additions: entries.
        updated: column that tells when a row was last changed.
        ignored: heads of columns that are left out knowingly.
        constants: values that hold for every row, by field.
    """

    targets: tuple[Target, ...]
    additions: tuple[Addition, ...]
    updated: Heading | None
    ignored: tuple[str, ...]
    constants: Mapping[str, str]

    def headings(self) -> Iterator[Heading]:
        """Every column it looks for."""
        yield from (target.heading for target in self.targets)
        for addition in self.additions:
            yield from (target.heading for target in addition.fields)
        if self.updated:
            yield self.updated


@dataclass(frozen=True, slots=True)
class TableMapping:
    """A mapping.

    Attributes:
        name: it is called by.
        source: what records from there are marked with; empty for none.
        plans: by kind of table.
    """

    name: str
    source: str
    plans: Mapping[str, Plan]


# ── heads of a table ─────────────────────────────────────────────────────────

_LOOKED_AT = 30
"""Rows among which the head is looked for; titles may stand above it."""
_ADDED = " *＊:："


def folded(name: str) -> str:
    """The name of a column as it is compared: width, case, blanks and a star do not matter."""
    plain = unicodedata.normalize("NFKC", name).casefold().strip(_ADDED)
    return "".join(plain.removeprefix("\ufeff").split())


@dataclass(frozen=True, slots=True)
class Bound:
    """A table's head, as a plan reads it.

    Attributes:
        places: column of each heading that is there.
        heads: of every column, as written.
        unknown: columns that the plan does not name.
        twice: columns with the head of an earlier one that is read.
        rows: how many rows of the table the head ends after.
    """

    places: Mapping[tuple[str, ...], int]
    heads: tuple[str, ...]
    unknown: tuple[int, ...]
    twice: tuple[int, ...]
    rows: int

    def column(self, heading: Heading | None) -> int | None:
        """Where a column stands; None when it is not there."""
        return self.places.get(heading.names) if heading else None


def bound(plan: Plan, first_rows: tuple[tuple[str, ...], ...]) -> Bound:
    """The head of a table: of the first rows the one that says most, or two of them as one.

    Args:
        plan: what is looked for.
        first_rows: cells of the first rows, blank ones included.
    """
    best = Bound({}, (), (), (), 0)
    for index, row in enumerate(first_rows[:_LOOKED_AT]):
        for heads, rows in _as_heads(row, first_rows[index + 1 :][:1], index):
            found = _bound(plan, heads, rows)
            if len(found.places) > len(best.places):
                best = found
    return best


def _as_heads(
    row: tuple[str, ...], below: tuple[tuple[str, ...], ...], index: int
) -> Iterator[tuple[tuple[str, ...], int]]:
    """A row as heads; and with the row below it, which stands under merged cells."""
    yield row, index + 1
    for lower in below:
        width = max(len(row), len(lower))
        upper, under = (tuple(r) + ("",) * (width - len(r)) for r in (row, lower))
        if any(not cell.strip() for cell in upper):
            joined = (b if b.strip() else a for a, b in zip(upper, under, strict=True))
            yield tuple(joined), index + 2


def _bound(plan: Plan, heads: tuple[str, ...], rows: int) -> Bound:
    columns: dict[str, int] = {}
    twice = []
    for column, head in enumerate(heads):
        if name := folded(head):
            if name in columns:
                twice.append(column)
            columns.setdefault(name, column)
    places: dict[tuple[str, ...], int] = {}
    for heading in plan.headings():
        found = [columns[name] for name in map(folded, heading.names) if name in columns]
        if found:
            places[heading.names] = found[0]
    used = set(places.values()) | {columns.get(folded(name), -1) for name in plan.ignored}
    unknown = (c for c in columns.values() if c not in used)
    known = {folded(heads[column]) for column in places.values()}
    again = (column for column in twice if folded(heads[column]) in known)
    return Bound(places, heads, tuple(unknown), tuple(again), rows)


def missing(plan: Plan, found: Bound, needed: tuple[str, ...], *, has_ids: bool) -> tuple[str, ...]:
    """Heads a table lacks to be one of this plan's: an id, and what its kind needs."""
    by_field = {target.way: target.heading for target in plan.targets}
    lacking = []
    ids = [by_field[way] for way in (("external_id",), ("id",)) if way in by_field]
    if has_ids and ids and not any(found.column(heading) is not None for heading in ids):
        lacking.append("/".join(ids[0].names[:2]))
    for field in needed:
        heading = by_field.get((field,))
        if heading and found.column(heading) is None:
            lacking.append("/".join(heading.names[:2]))
    return tuple(lacking)


# ── from plain data ──────────────────────────────────────────────────────────

_TOP = frozenset({"source", "about", "dates", "cut", *EXCHANGE_KINDS})
_OF_A_KIND = frozenset({"fields", "events", "entries", "updated", "ignored", "constants"})
_OF_A_HEADING = frozenset({"headers", "words", "dates", "cut", "unknown", "on_change"})


@dataclass(frozen=True, slots=True)
class _Ground:
    """What holds for every column of a mapping, and its name for the reasons."""

    name: str
    dates: tuple[str, ...]
    cut: str

    def wrong(self, place: str, key: str = "mapping-wrong") -> MappingError:
        """The error of a place that cannot be read."""
        return MappingError(key, self.name, place)


def from_data(name: str, data: object) -> TableMapping:
    """A mapping out of what its file holds.

    Raises:
        MappingError: for the first thing that has no meaning.
    """
    ground = _Ground(name, (), "")
    top = _mapping(ground, data, "", _TOP)
    ground = replace(
        ground, dates=_dates(ground, top.get("dates", []), "dates"), cut=str(top.get("cut") or "")
    )
    plans = {
        kind: _plan(ground, _mapping(ground, top[kind], kind, _OF_A_KIND), kind)
        for kind in EXCHANGE_KINDS
        if kind in top
    }
    if not plans:
        raise MappingError("mapping-empty", name, ", ".join(EXCHANGE_KINDS))
    return TableMapping(name, str(top.get("source") or ""), MappingProxyType(plans))


def _mapping(
    ground: _Ground, data: object, place: str, known: frozenset[str] | None
) -> Mapping[str, object]:
    if not isinstance(data, dict):
        raise ground.wrong(place or "—")
    for key in data:
        if known is not None and key not in known:
            at = f"{place}.{key}" if place else str(key)
            raise MappingError("mapping-unknown", ground.name, at, ", ".join(sorted(known)))
    return data


def _texts(ground: _Ground, data: object, place: str) -> tuple[str, ...]:
    items = data if isinstance(data, list) else [data]
    if not items or not all(isinstance(item, str | int) and str(item).strip() for item in items):
        raise ground.wrong(place)
    return tuple(str(item) for item in items)


def _dates(ground: _Ground, data: object, place: str) -> tuple[str, ...]:
    if data == []:
        return ()
    found = _texts(ground, data, place)
    for text in found:
        if pattern(text) is None:
            raise MappingError("mapping-date", ground.name, place, text)
    return found


def _plan(ground: _Ground, data: Mapping[str, object], kind: str) -> Plan:
    fields = _mapping(ground, data.get("fields") or {}, f"{kind}.fields", None)
    targets = tuple(
        _target(ground, tuple(str(field).split(".")), told, f"{kind}.fields.{field}")
        for field, told in fields.items()
    )
    additions = [
        _addition(ground, told, f"{kind}.{part}.{index}", part)
        for part in ("events", "entries")
        for index, told in enumerate(_list(ground, data.get(part) or [], f"{kind}.{part}"))
    ]
    updated = data.get("updated")
    ignored = data.get("ignored")
    constants = _mapping(ground, data.get("constants") or {}, f"{kind}.constants", None)
    return Plan(
        targets,
        tuple(additions),
        _heading(ground, updated, f"{kind}.updated") if updated else None,
        _texts(ground, ignored, f"{kind}.ignored") if ignored else (),
        MappingProxyType({str(key): str(value) for key, value in constants.items()}),
    )


def _list(ground: _Ground, data: object, place: str) -> list[object]:
    if not isinstance(data, list):
        raise ground.wrong(place)
    return data


def _addition(ground: _Ground, data: object, place: str, part: str) -> Addition:
    told = dict(_mapping(ground, data, place, None))
    name = "type" if part == "events" else "list"
    label = told.pop(name, None)
    if not isinstance(label, str) or ("at" not in told and part == "events") or not told:
        raise ground.wrong(place)
    fields = tuple(
        _target(ground, (str(key),), value, f"{place}.{key}") for key, value in told.items()
    )
    if part == "events":
        fields = tuple(sorted(fields, key=lambda target: target.way != ("at",)))
        return Addition("events", label, fields)
    return Addition(label, "", fields)


def _target(ground: _Ground, way: tuple[str, ...], data: object, place: str) -> Target:
    on_change = data.get("on_change") if isinstance(data, dict) else None
    return Target(way, _heading(ground, data, place), str(on_change) if on_change else None)


def _heading(ground: _Ground, data: object, place: str) -> Heading:
    if not isinstance(data, dict):
        data = {"headers": data}
    told = _mapping(ground, data, place, _OF_A_HEADING)
    words = _mapping(ground, told.get("words") or {}, f"{place}.words", None)
    unknown = told.get("unknown")
    if unknown not in (None, "skip"):
        raise ground.wrong(f"{place}.unknown")
    return Heading(
        _texts(ground, told.get("headers"), f"{place}.headers"),
        MappingProxyType(
            {
                folded(word): str(token)
                for token, typed in words.items()
                for word in _texts(ground, typed, f"{place}.words.{token}")
            }
        ),
        (*_dates(ground, told.get("dates", []), f"{place}.dates"), *ground.dates),
        str(told.get("cut") or ground.cut),
        is_lenient=unknown == "skip",
    )
