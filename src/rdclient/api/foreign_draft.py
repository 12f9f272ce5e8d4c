"""Items of another tool made drafts of requirements: values by field, ids, parents."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from rdclient.api.import_cell import Cells, Reader, Wrong
from rdclient.api.import_draft import Draft
from rdclient.api.import_field import FieldType, field_type
from rdclient.api.import_known import Known
from rdclient.diagnostic import UsageError
from rdclient.exchange.foreign_formats import ForeignFormat
from rdclient.exchange.foreign_item import FieldTable, Item, Place, Remark, id_from, title_of
from rdclient.model.base import Moment
from rdclient.model.policy import IdScheme
from rdclient.model.portfolio import id_of
from rdclient.model.requirement import Requirement
from rdclient.reports.entry import natural
from rdclient.store.layout import Home
from rdclient.store.numbering import next_id, random_id
from rdclient.store.tree import reserved_name

_OWN = frozenset({"parents", "events", "external_source", "tests", "recorded_on"})
"""Fields that no attribute fills: links, steps and marks of the import itself."""
_APART = frozenset({"id", "external_id", "title"})
_FRACTION = re.compile(r"\.\d+")
_OFFSET = re.compile(r"([+-]\d\d)(\d\d)\Z")


@dataclass(frozen=True, slots=True)
class _Target:
    """A field as it is filled."""

    way: tuple[str, ...]
    read: Reader
    is_list: bool


def target_type(name: str) -> FieldType:
    """The type of a field that an attribute may fill.

    Raises:
        UsageError: when there is no such field, or it holds no single value.
    """
    way = tuple(name.split("."))
    found = field_type(Requirement, way)
    if found is None or way[0] in _OWN:
        raise UsageError("field-unknown", name)
    if found.part is not None:
        raise UsageError("field-of-parts", name)
    return found


@dataclass(slots=True)
class Drafter:
    """Makes drafts of items.

    Attributes:
        form: of the file.
        table: which field each attribute fills.
        known: the requirements that are there.
        cells: how names, words and times are read.
        source: the name of the tool, as it is marked on what comes in.
        defaults: values of a new requirement, by field.
        places: where values stand; the columns of drafts are indexes of it.
    """

    form: ForeignFormat
    table: FieldTable
    known: Known
    cells: Cells
    source: str
    defaults: Mapping[tuple[str, ...], object]
    places: list[Place] = field(default_factory=list)
    _targets: dict[str, _Target] = field(default_factory=dict)
    _last: str = ""

    def __post_init__(self) -> None:
        """Look at the fields once.

        Raises:
            UsageError: when an attribute is to fill a field that does not exist.
        """
        for _, name in self.table.rows:
            if name and name not in _APART and name not in self._targets:
                found = target_type(name)
                is_list = found.is_list and found.is_text
                read = self.cells.reader(replace(found, is_list=False) if is_list else found, None)
                self._targets[name] = _Target(tuple(name.split(".")), read, is_list)

    def record(self, item: Item) -> Requirement | None:
        """The requirement that was brought in from an item before."""
        found = self.known.by_source.get((self.source.casefold(), item.external.casefold()))
        return found if isinstance(found, Requirement) else None

    def rekeyed(self, item: Item) -> Item:
        """The item with the id that it is known by here, where an attribute tells that."""
        name = self.table.named(item.values).get("external_id")
        return replace(item, external=item.values[name].strip()) if name else item

    def brought(self) -> dict[str, str]:
        """Ids of what was brought in before, by the keys of the items."""
        source = self.source.casefold()
        return {
            self.form.key_of(record.external_id): id_of(record)
            for record in self.known.records
            if isinstance(record, Requirement)
            and record.external_id
            and (record.external_source or "").casefold() == source
        }

    # ── values ───────────────────────────────────────────────────────────────

    def draft(self, line: int, item: Item) -> tuple[Draft, tuple[Remark, ...]]:
        """What an item says of its requirement, without id and parents; and what is wrong.

        Args:
            line: number of the item.
            item: as it was read.
        """
        record = self.record(item)
        faults: list[Remark] = []
        values: dict[tuple[str, ...], object] = {} if record else dict(self.defaults)
        columns: dict[tuple[str, ...], int] = {}
        named = self.table.named(item.values)
        for name, attribute in named.items():
            target = self._targets.get(name)
            value = target.read(item.values[attribute]) if target else None
            if isinstance(value, Wrong):
                told = Remark(item.place_of(attribute), value.key, value.details, item.name)
                faults.append(told)
            elif target and value is not None:
                way = target.way
                if target.is_list:
                    way, value = _in_list(record, target.way, value)
                values[way] = value
                columns[way] = self._column(item.place_of(attribute))
        title, is_stated = self._title(item, named)
        if not title:
            faults.append(Remark(item.place, "item-empty", (item.name,), item.name))
        elif is_stated or record is None:
            values["title",] = title
            columns["title",] = self._column(item.place_of(named.get("title", "")))
        values["external_id",] = item.external
        updated = self.moment(item.changed)
        return Draft(line, values, {}, {}, (), updated, columns), tuple(faults)

    def _column(self, place: Place) -> int:
        self.places.append(place)
        return len(self.places) - 1

    def _title(self, item: Item, named: Mapping[str, str]) -> tuple[str, bool]:
        """The title, and whether it is stated: one made of the text is for new ones only."""
        if stated := " ".join(item.values.get(named.get("title", ""), "").split()):
            return stated, True
        attribute = self.form.fields.named(item.values).get(self.form.text)
        return title_of(item.values[attribute]) if attribute else "", False

    def moment(self, text: str) -> Moment | None:
        """A moment as tools write it; None when it is none."""
        try:
            bare = _FRACTION.sub("", text.strip())
            return self.cells.moment(_OFFSET.sub(r"\1:\2", bare)) if bare else None
        except ValueError:
            return None

    # ── ids and parents ──────────────────────────────────────────────────────

    def new_id(self, item: Item) -> str:
        """An id for a new requirement: the one it has elsewhere when that fits, else the next."""
        name = id_from(item.name) if item.name != item.key else None
        is_free = name is not None and name.casefold() not in self.known.taken
        if name and is_free and not reserved_name(Home("requirement", stem=name)):
            return self.known.give(name)
        return self.known.give(self._next())

    def _next(self) -> str:
        """The next id after those given here: one that came along belongs to another count."""
        known = self.known
        if self._last:
            name = next_id("requirement", [self._last], (), (), known.today)
            while name.casefold() in known.taken:
                name = next_id("requirement", [name], (), (), known.today)
            self._last = name
            return name
        every = known.loaded.portfolio.all(Requirement)
        own = (known.scope.client, known.scope.project)
        own_ids: list[str] = []
        others: list[str] = []
        for record in every:
            if not record.external_id:
                is_own = (record.origin.client, record.origin.project) == own
                (own_ids if is_own else others).append(id_of(record))
        own_ids.sort(key=natural)
        if known.loaded.portfolio.policy(known.today).ids is IdScheme.RANDOM:
            return random_id("requirement", own_ids or others, known.taken, known.today)
        self._last = next_id("requirement", own_ids, others, known.taken, known.today)
        return self._last

    def parents(self, item: Item, names: Mapping[str, str]) -> list[str] | None:
        """The parents of a requirement; None when nothing is to be said of them.

        Parents that somebody added here, and that did not come from the same tool, stay.
        """
        wanted = list(dict.fromkeys(names[link.key] for link in item.links if link.key in names))
        record = self.record(item)
        if record is None:
            return wanted or None
        theirs = set(names.values())
        kept = [name for name in record.parents if name not in theirs or name in wanted]
        merged = [*kept, *(name for name in wanted if name not in kept)]
        return None if merged == list(record.parents) else merged

    def linked(self, draft: Draft, item: Item, names: Mapping[str, str]) -> None:
        """Give a draft its parents."""
        parents = self.parents(item, names)
        if parents is not None:
            place = item.links[0].place if item.links else item.place
            draft.values["parents",] = parents
            if isinstance(draft.columns, dict):
                draft.columns["parents",] = self._column(place)


def _in_list(
    record: Requirement | None, way: tuple[str, ...], value: object
) -> tuple[tuple[str, ...], object]:
    """A text of a list: the first one, when there are some; what else people wrote stays."""
    holder: object = record
    for step in way:
        holder = getattr(holder, step, None)
    if holder:
        return cast("tuple[str, ...]", (*way, 0)), value  # an index is a step as well
    return way, [value]


def unmapped(
    items: tuple[Item, ...], table: FieldTable, form: ForeignFormat
) -> Iterator[tuple[str, int]]:
    """Attributes that fill nothing, and how many items have them."""
    counts: dict[str, int] = {}
    for item in items:
        for name in table.unknown(item.values):
            if not form.is_quiet(name):
                counts[name] = counts.get(name, 0) + 1
    yield from counts.items()
