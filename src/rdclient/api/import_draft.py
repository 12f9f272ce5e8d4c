"""Rows of a table read by a plan: what each says about which record, or what is wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel

from rdclient.api.import_cell import Cells, Reader, put
from rdclient.api.import_field import FieldType, field_type, ordered
from rdclient.api.own_columns import HOLDER, model_at
from rdclient.exchange.kinds import ExchangeKind
from rdclient.exchange.mapping import Addition, Bound, Heading, MappingError, Plan, Target
from rdclient.exchange.table import Fault, Row, Wrong
from rdclient.model.base import Moment
from rdclient.model.walk import slots


@dataclass(frozen=True, slots=True)
class Switch:
    """Another value of a field, to be stated by an event.

    Attributes:
        way: keys of the field.
        type: of the event.
        value: the field is to have.
    """

    way: tuple[str, ...]
    type: str
    value: object


@dataclass(frozen=True, slots=True)
class Draft:
    """What a row says.

    Attributes:
        line: of the file.
        values: by the keys of the field; with ``survey`` before those of the record in whose list
            the row stands.
        entries: to be added, by the list; events in the order of their time.
        made: entries that columns make up, of lists that are no events.
        switches: fields whose change is an event.
        updated: when the row was last changed where it came from.
        columns: where each value stands or would stand, by keys or by the list.
        is_timed: whether columns of dates made events: they stand in the order of their time.
    """

    line: int
    values: dict[tuple[str, ...], object]
    entries: dict[str, list[dict[str, object]]]
    made: dict[str, list[dict[str, object]]]
    switches: tuple[Switch, ...]
    updated: Moment | None
    columns: Mapping[tuple[str, ...], int]
    is_timed: bool = False

    def own(self) -> dict[tuple[str, ...], object]:
        """The values of the row itself."""
        return {way: value for way, value in self.values.items() if way[0] != HOLDER}

    def holders(self) -> dict[tuple[str, ...], object]:
        """The values of the record in whose list the row stands."""
        return {way[1:]: value for way, value in self.values.items() if way[0] == HOLDER}

    def logs(self, *, is_holder: bool) -> Iterator[tuple[str, list[dict[str, object]]]]:
        """Entries by the list they are added to."""
        start = f"{HOLDER}."
        for name, items in self.entries.items():
            if name.startswith(start) is is_holder:
                yield name.removeprefix(start), items

    def text(self, *way: str) -> str | None:
        """A value that is a text."""
        value = self.values.get(way)
        return value if isinstance(value, str) else None


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that is read: where it stands, what it fills, and what reads it."""

    place: int
    way: tuple[str, ...]
    type: FieldType
    read: Reader
    on_change: str | None = None


@dataclass(frozen=True, slots=True)
class _Maker:
    """The columns that make up an entry."""

    addition: Addition
    model: type[BaseModel]
    columns: tuple[_Column, ...]
    required: frozenset[str]


@dataclass(slots=True)
class DraftReader:
    """Reads the rows of one table.

    Attributes:
        kind: of the table.
        cells: what reads single cells.
        columns: fields.
        makers: entries.
        updated: the column that tells when a row was changed.
        constants: values of every row.
    """

    kind: ExchangeKind
    cells: Cells
    columns: tuple[_Column, ...] = ()
    makers: tuple[_Maker, ...] = ()
    updated: _Column | None = None
    constants: Mapping[tuple[str, ...], object] = field(default_factory=dict)

    def drafts(self, rows: Iterator[Row]) -> Iterator[tuple[Draft, tuple[Fault, ...]]]:
        """Each row that is not blank, as it was read, and what is wrong with it."""
        for row in rows:
            if not row.is_blank:
                yield self._draft(row)

    def _draft(self, row: Row) -> tuple[Draft, tuple[Fault, ...]]:
        faults: list[Fault] = []
        values: dict[tuple[str, ...], object] = dict(self.constants)
        entries: dict[str, list[dict[str, object]]] = {}
        made: dict[str, list[dict[str, object]]] = {}
        switches = []
        columns: dict[tuple[str, ...], int] = {}
        for column in self.columns:
            columns.setdefault(column.way, column.place)
            value = self._cell(row, column, faults)
            if value is None:
                continue
            if column.on_change:
                switches.append(Switch(column.way, column.on_change, value))
            elif column.type.is_log and isinstance(value, list):
                entries.setdefault(".".join(column.way), []).extend(value)
                continue
            values[column.way] = value
        is_timed = False
        for maker in self.makers:
            is_event = bool(maker.addition.type)
            is_made = self._add(row, maker, entries if is_event else made, faults)
            is_timed = is_timed or (is_made and is_event)
            if maker.columns:
                columns.setdefault((maker.addition.list,), maker.columns[0].place)
        updated = self._cell(row, self.updated, faults) if self.updated else None
        moment = self.cells.moment(updated) if isinstance(updated, str) else None
        draft = Draft(
            row.line, values, entries, made, tuple(switches), moment, columns, is_timed=is_timed
        )
        return draft, (*self._spoilt(row), *faults)

    def _spoilt(self, row: Row) -> Iterator[Fault]:
        """Cells without a value, as far as they are read."""
        used = {column.place for column in self.columns}
        used |= {column.place for maker in self.makers for column in maker.columns}
        yield from (fault for fault in row.faults if fault.column in used)

    def _cell(self, row: Row, column: _Column, faults: list[Fault]) -> object:
        text = row.cells[column.place] if column.place < len(row.cells) else ""
        found = column.read(text) if text else None
        if isinstance(found, Wrong):
            faults.append(Fault(row.line, column.place, found.key, found.details))
            return None
        return found

    def _add(
        self,
        row: Row,
        maker: _Maker,
        entries: dict[str, list[dict[str, object]]],
        faults: list[Fault],
    ) -> bool:
        """Make an entry where its columns say enough; whether they do."""
        item: dict[str, object] = {}
        if maker.addition.type:
            item["type"] = maker.addition.type
        for column in maker.columns:
            value = self._cell(row, column, faults)
            if value is not None:
                put(item, column.way, value)
            elif column.way == ("at",):
                return False
        is_enough = maker.required <= item.keys() and bool(maker.columns)
        if is_enough:
            entries.setdefault(maker.addition.list, []).append(ordered(maker.model, item))
        return is_enough


# ── from a plan ──────────────────────────────────────────────────────────────


def draft_reader(
    kind: ExchangeKind,
    plan: Plan,
    found: Bound,
    cells: Cells,
    *,
    name: str,
    constants: Mapping[str, str],
) -> DraftReader:
    """What reads the rows of a table whose head was found.

    Args:
        kind: of the table.
        plan: of the mapping.
        found: the head.
        cells: what reads single cells.
        name: of the mapping, for the reasons.
        constants: values for every row, by field; they come before the plan's own.

    Raises:
        MappingError: when the plan names a field or a step that does not exist.
    """
    model, _ = model_at(kind, ("",))
    columns = [
        _column(kind, cells, found, target, name)
        for target in plan.targets
        if found.column(target.heading) is not None
    ]
    makers = tuple(_maker(model, cells, found, addition, name) for addition in plan.additions)
    fixed = {}
    for field_name, text in {**plan.constants, **constants}.items():
        way = tuple(field_name.split("."))
        value = cells.reader(_type(kind, way, name), None)(text)
        if isinstance(value, Wrong):
            raise MappingError("mapping-value", name, field_name, text)
        fixed[way] = value
    updated = _updated(plan, found, cells)
    return DraftReader(kind, cells, tuple(columns), makers, updated, fixed)


def _updated(plan: Plan, found: Bound, cells: Cells) -> _Column | None:
    """The column that tells when a row was changed."""
    place = found.column(plan.updated)
    if plan.updated is None or place is None:
        return None
    kept = FieldType((Moment,), None, is_list=False, is_log=False)
    return _Column(place, ("updated",), kept, cells.reader(kept, plan.updated))


def _type(kind: ExchangeKind, way: tuple[str, ...], name: str) -> FieldType:
    model, inner = model_at(kind, way)
    found = field_type(model, inner)
    if found is None:
        raise MappingError("mapping-field", name, ".".join(way), kind.name)
    return found


def _column(kind: ExchangeKind, cells: Cells, found: Bound, target: Target, name: str) -> _Column:
    known = _type(kind, target.way, name)
    place = found.column(target.heading) or 0
    return _Column(place, target.way, known, cells.reader(known, target.heading), target.on_change)


def _maker(
    model: type[BaseModel], cells: Cells, found: Bound, addition: Addition, name: str
) -> _Maker:
    """The columns of an entry; none when its date is not in the table."""
    inner = field_type(model, (addition.list,))
    if inner is None or inner.part is None or not inner.is_list:
        raise MappingError("mapping-field", name, addition.list, model.__name__)
    if addition.type:
        step = field_type(inner.part, ("type",))
        if step is None or cells.reader(step, None)(addition.type) != addition.type:
            raise MappingError("mapping-step", name, addition.type)
    columns = []
    for target in addition.fields:
        known = field_type(inner.part, target.way)
        if known is None:
            raise MappingError("mapping-field", name, ".".join(target.way), addition.list)
        place = found.column(target.heading)
        if place is not None:
            columns.append(_Column(place, target.way, known, cells.reader(known, target.heading)))
        elif target.way == ("at",):
            return _Maker(addition, inner.part, (), frozenset())
    required = frozenset(
        info.alias or key for key, info in inner.part.model_fields.items() if info.is_required()
    )
    dates = {slot.key for slot in slots(inner.part) if slot.dated == "fact" and slot.key == "on"}
    return _Maker(addition, inner.part, tuple(columns), required - dates)


def heading_of(plan: Plan, way: tuple[str, ...]) -> Heading | None:
    """The column that fills a field."""
    return next((target.heading for target in plan.targets if target.way == way), None)
