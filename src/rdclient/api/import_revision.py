"""A record with what rows change in it: read as it will be, compared, refused where stale."""

import copy
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from rdclient.api.import_cell import put
from rdclient.api.import_draft import Draft
from rdclient.api.import_field import held
from rdclient.api.import_ledger import Ledger
from rdclient.diagnostic import Finding
from rdclient.exchange.table import Fault
from rdclient.model.base import Moment, Record
from rdclient.model.portfolio import id_of
from rdclient.model.walk import Way
from rdclient.store.bulk import BulkChange, Insert, Put
from rdclient.store.rows import record_text
from rdclient.store.validate import validate


@dataclass(frozen=True, slots=True)
class Wish:
    """A value that a row gives a field.

    Attributes:
        way: keys and indexes from the record down.
        value: it is to have.
        row: that says so.
        column: it stands in.
    """

    way: Way
    value: object
    row: Draft
    column: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """An entry that a row adds to a list of the record.

    Attributes:
        way: to the list.
        index: it comes before.
        item: the entry.
        row: that says so.
        column: it stands in.
    """

    way: Way
    index: int
    item: dict[str, object]
    row: Draft
    column: int | None


@dataclass(slots=True)
class Revision:
    """A record with what rows change in it.

    Attributes:
        record: as it is.
        data: of it, as its file has them.
        wishes: values.
        steps: entries.
    """

    record: Record
    data: dict[str, object]
    wishes: list[Wish] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a revision.

    Attributes:
        changes: of the file, without those that change nothing.
        cells: number of values among them.
        steps: number of entries among them.
        faults: why it is not made; ``changes`` are empty then.
    """

    changes: tuple[BulkChange, ...] = ()
    cells: int = 0
    steps: int = 0
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which terms a record is changed.

    Attributes:
        zone: in which a time without offset is read.
        field: that names the system a record came from.
        source: the system the table comes from, folded; empty for none.
        book: how far earlier data reached.
        through: how far this table reaches.
        overwrites: whether cells are written that may be older than the record.
    """

    zone: ZoneInfo
    field: str
    source: str
    book: Ledger
    through: Moment | None
    overwrites: bool


def outcome(revision: Revision, terms: Terms) -> Outcome:
    """What becomes of a revision: the record is read as it will be, and compared."""
    record = revision.record
    data = copy.deepcopy(revision.data)
    faults = [fault for wish in revision.wishes if (fault := _blocked(wish, data))]
    if faults:
        return Outcome(faults=tuple(faults))
    for wish in revision.wishes:
        put_at(data, wish.way, wish.value)
    for step in sorted(revision.steps, key=lambda step: -step.index):
        items = value_at(data, step.way)
        if not isinstance(items, list):
            put_at(data, step.way, items := [])
        items.insert(step.index, step.item)
    whole = data if record.origin.pointer else {**data, "id": id_of(record)}
    new = validated(type(record), whole, terms.zone)
    if isinstance(new, tuple):
        rows = (_row_of(found, revision, data) for found in new)
        return Outcome(faults=tuple(map(refused, rows, new)))
    wishes = [w for w in revision.wishes if held(record, w.way) != held(new, w.way)]
    stale = [w for w in wishes if _is_stale(revision.record, w, terms)]
    if stale:
        return Outcome(faults=tuple(_stale(wish, revision, terms.through) for wish in stale))
    return _written(revision, wishes)


def _is_stale(record: Record, wish: Wish, terms: Terms) -> bool:
    """Whether the row did not change since the data that the record was made from."""
    own = held(record, wish.way[:-1]) if len(wish.way) > 1 else record
    own = own if hasattr(own, terms.field) else record
    came = str(getattr(own, terms.field, None) or "").casefold()
    is_ours = bool(terms.source) and came == terms.source
    since = wish.row.updated or terms.through
    return is_ours and not terms.overwrites and terms.book.covers(since)


def _written(revision: Revision, wishes: list[Wish]) -> Outcome:
    base = revision.record.origin.pointer
    puts = [Put((*base, *way), value) for way, value in _joined(revision.data, wishes)]
    inserts = [Insert((*base, *s.way), s.index, s.item) for s in revision.steps]
    return Outcome((*puts, *inserts), len(wishes), len(inserts))


def validated(
    model: type[Record], data: dict[str, object], zone: ZoneInfo
) -> Record | tuple[Finding, ...]:
    """The record that data make, or every reason why they make none."""
    return validate(model, data, path="", text=lambda: record_text(data), pointer=(), zone=zone)


def refused(row: Draft, found: Finding) -> Fault:
    """What the model says against a record, by the cell that it comes from."""
    way = tuple(step for step in found.location.pointer if isinstance(step, str))
    if found.code == "RD007":  # it stands at what lacks the field
        way = (*way, str(dict(found.facts)["field"]))
    parts = [way[a:b] for a in range(len(way)) for b in range(len(way), a, -1)]
    column = next((row.columns[part] for part in parts if part in row.columns), None)
    if found.code == "RD007":
        return Fault(row.line, column, "cell-empty", (".".join(way),))
    return Fault(row.line, column, "cell-refused", (found,))


def _row_of(found: Finding, revision: Revision, data: object) -> Draft:
    """The row that brought what the model refuses."""
    at = found.location.pointer
    for wish in revision.wishes:
        if at[: len(wish.way)] == wish.way:
            return wish.row
    for step in revision.steps:
        if at[: len(step.way)] == step.way and value_at(data, at[: len(step.way) + 1]) is step.item:
            return step.row
    return (revision.wishes or revision.steps)[0].row


def _blocked(wish: Wish, data: object) -> Fault | None:
    """Why a value cannot be put there: a text in two languages is not replaced by one."""
    old, above = value_at(data, wish.way), value_at(data, wish.way[:-1])
    is_bilingual = isinstance(old, dict) and isinstance(wish.value, str)
    if is_bilingual or (len(wish.way) > 1 and isinstance(above, str)):
        key = "cell-bilingual" if is_bilingual else "cell-one-language"
        return Fault(wish.row.line, wish.column, key, (str(wish.value),))
    return None


def _stale(wish: Wish, revision: Revision, through: Moment | None) -> Fault:
    since = wish.row.updated or through
    told = f"{since.local:%Y-%m-%d %H:%M}" if since else ""
    old = value_at(revision.data, wish.way)
    return Fault(wish.row.line, wish.column, "cell-stale", (str(wish.value), str(old or ""), told))


def _joined(data: object, wishes: list[Wish]) -> list[tuple[Way, object]]:
    """Values; those under a mapping that is not there yet as that mapping."""
    found: dict[Way, object] = {}
    for wish in wishes:
        depth = next(
            (n for n in range(1, len(wish.way)) if value_at(data, wish.way[:n]) is None),
            len(wish.way),
        )
        top, rest = wish.way[:depth], wish.way[depth:]
        if rest:
            inner = found.setdefault(top, {})
            if isinstance(inner, dict):
                put(inner, rest, wish.value)
        else:
            found[top] = wish.value
    return list(found.items())


def value_at(data: object, way: Way) -> object:
    """The data at keys and indexes; None when there are none."""
    for step in way:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def put_at(data: object, way: Way, value: object) -> None:
    """Give data a value at keys and indexes, with the mappings on the way."""
    for depth, step in enumerate(way[:-1]):
        if isinstance(data, list) and isinstance(step, int):
            data = data[step]
        elif isinstance(data, dict):
            is_list = isinstance(way[depth + 1], int)
            data = data.setdefault(step, [] if is_list else {})
    last = way[-1]
    if isinstance(data, list | dict):
        data[last] = value  # type: ignore[index]  # a key of it
