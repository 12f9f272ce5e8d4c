"""``import doorstop`` and ``import reqif``: requirements with their links out of other tools."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rdclient.api.doorstop_folder import doorstop_folder, line_of
from rdclient.api.foreign_draft import Drafter, target_type, unmapped
from rdclient.api.import_cell import Cells, Wrong
from rdclient.api.import_difference import Judge
from rdclient.api.import_draft import Draft
from rdclient.api.import_known import Known
from rdclient.api.import_ledger import Ledger, ledger, noted
from rdclient.api.import_new import Filing
from rdclient.api.import_reference import References
from rdclient.api.import_revision import Terms
from rdclient.api.import_run import Run, Tally
from rdclient.api.scoping import scope_for
from rdclient.api.writing import Clock, read_with_speech
from rdclient.diagnostic import UsageError
from rdclient.exchange import reqif_file
from rdclient.exchange.foreign_formats import FOREIGN_FORMATS, ForeignFormat
from rdclient.exchange.foreign_item import (
    FieldTable,
    ForeignSet,
    Item,
    Place,
    Remark,
    Skipped,
    folded,
)
from rdclient.exchange.foreign_links import Linked, linked
from rdclient.exchange.kinds import EXCHANGE_KINDS
from rdclient.exchange.table import Fault
from rdclient.model.base import Moment, parse_moment
from rdclient.model.portfolio import id_of
from rdclient.model.requirement import Requirement
from rdclient.rules.requirement import DROPPED
from rdclient.store.edits import Edit
from rdclient.store.typed import moment_text, value_of

if TYPE_CHECKING:
    from rdclient.store.typed import Speech

Progress = Callable[[int, int], None]
_TOLD_APART = ""
"""Key of a fault that stands for remarks told already."""
_UNREAD = frozenset({"file-unreadable", "item-form", "reqif-object"})
"""Keys of faults by which there is no item."""
_TOLD = 6
"""Names that one note tells."""


@dataclass(frozen=True, slots=True)
class ForeignOrder:
    """An import of requirements as it was asked for.

    Attributes:
        form: name of the format.
        path: of the folder or the file.
        client: as typed.
        project: as typed.
        source: name of the tool; None for the format's.
        through: up to when it is complete, as typed.
        fields: attributes and the fields they fill, each ``NAME=FIELD``.
        only: values that an item must have, each ``NAME=VALUE``.
        defaults: values of new requirements, each ``FIELD=VALUE``.
        overwrites: whether values that may be older than the record are written.
    """

    form: str
    path: Path
    client: str | None = None
    project: str | None = None
    source: str | None = None
    through: str | None = None
    fields: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    defaults: tuple[str, ...] = ()
    overwrites: bool = False


@dataclass(frozen=True, slots=True)
class ForeignImported:
    """What an import of requirements would write, and what is wrong.

    Attributes:
        edits: of the items that are sound.
        faults: of the others, in the order of the files.
        notes: that refuse nothing.
        tally: counts.
        unread: items that could not be read.
        through: noted as the moment up to which it is complete.
    """

    edits: tuple[Edit, ...]
    faults: tuple[Remark, ...]
    notes: tuple[Remark, ...]
    tally: Tally
    unread: int
    through: str | None


def import_requirements(
    root: Path,
    order: ForeignOrder,
    *,
    clock: Clock,
    cache: Path | None = None,
    progress: Progress | None = None,
) -> ForeignImported:
    """What the requirements of another tool change in the records; nothing is written yet.

    Args:
        root: of the workspace.
        order: what was asked for.
        clock: the time of the import.
        cache: folder with the key of the user's cache, as in ``check``.
        progress: told of what was read.

    Raises:
        UsageError: when what was asked for does not fit.
        RdclientError: when the file or a file of records cannot be read.
    """
    form = FOREIGN_FORMATS[order.form]
    table = form.fields.with_rows(tuple(_pairs(order.fields, "field-form")))
    for _, name in table.rows:
        if name and name not in ("id", "external_id"):
            target_type(name)
    if order.form == "doorstop":
        found = doorstop_folder(order.path, progress)
    else:
        found = reqif_file.requirements(order.path, table)
    found = _only(found, tuple(_pairs(order.only, "only-form")))
    desk = _desk(root, order, form, table, clock=clock, cache=cache)
    return _Import(order, desk, found).done()


def _pairs(typed: tuple[str, ...], key: str) -> Iterator[tuple[str, str]]:
    """Names and values as they were typed.

    Raises:
        UsageError: when the mark between them is missing.
    """
    for text in typed:
        name, mark, value = text.rpartition("=") if key == "field-form" else text.partition("=")
        if not mark or not name.strip():
            raise UsageError(key, text)
        yield name.strip(), value.strip()


def _only(found: ForeignSet, wanted: tuple[tuple[str, str], ...]) -> ForeignSet:
    """The set without the items that lack a value they must have.

    Raises:
        UsageError: when no item has such an attribute.
    """
    for name, _ in wanted:
        names = {attribute for item in found.items for attribute in item.values}
        if folded(name) not in map(folded, names):
            raise UsageError("only-unknown", name, ", ".join(sorted(names)) or "—")

    def fits(item: Item) -> bool:
        values = {folded(name): folded(value) for name, value in item.values.items()}
        by_name: dict[str, set[str]] = {}
        for name, value in wanted:
            by_name.setdefault(folded(name), set()).add(folded(value))
        return all(values.get(name) in options for name, options in by_name.items())

    left = tuple(Skipped(i.key, "unwanted", i) for i in found.items if not fits(i))
    return replace(found, items=tuple(filter(fits, found.items)), skipped=(*found.skipped, *left))


# ── what is known before ─────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Desk:
    drafter: Drafter
    book: Ledger
    now: Moment
    speech: "Speech"


def _desk(
    root: Path,
    order: ForeignOrder,
    form: ForeignFormat,
    table: FieldTable,
    *,
    clock: Clock,
    cache: Path | None,
) -> _Desk:
    kind = EXCHANGE_KINDS["requirements"]
    loaded, speech = read_with_speech(root, clock, cache)
    scope = scope_for(loaded, kind.kind, project=order.project, client=order.client)
    known = Known(root, loaded, kind, scope, speech.now.date())
    cells = Cells(loaded.portfolio, scope.client, speech, shift=0)
    defaults = {"type": "functional", **dict(_pairs(order.defaults, "with-form"))}
    source = (order.source or "").strip() or form.name
    drafter = Drafter(form, table, known, cells, source, _defaults(cells, defaults))
    now = parse_moment(moment_text(speech.now), loaded.portfolio.zone)
    return _Desk(drafter, ledger(known, scope.project), now, speech)


def _defaults(cells: Cells, typed: Mapping[str, str]) -> dict[tuple[str, ...], object]:
    """Values of every new requirement.

    Raises:
        UsageError: when a field does not exist, or cannot have the value.
    """
    found: dict[tuple[str, ...], object] = {}
    for name, text in typed.items():
        value = cells.reader(target_type(name), None)(text)
        if value is None or isinstance(value, Wrong) or name in ("id", "external_id", "title"):
            raise UsageError("default-value", name, text)
        found[tuple(name.split("."))] = value
    return found


def _of_parents(item: Item, refused: AbstractSet[str]) -> Iterator[Remark]:
    """A requirement is not brought in before what it is derived from."""
    for link in item.links:
        if link.key in refused:
            yield Remark(link.place, "link-refused", (link.told,), item.name)


# ── the import ───────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Import:
    order: ForeignOrder
    desk: _Desk
    found: ForeignSet
    items: tuple[Item, ...] = ()
    faults: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)

    @property
    def drafter(self) -> Drafter:
        return self.desk.drafter

    def done(self) -> ForeignImported:
        """Edits, faults and notes."""
        drafter = self.drafter
        items = tuple(map(drafter.rekeyed, self.found.items))
        brought = drafter.brought()
        links = linked(items, self.found.skipped, brought)
        self.items = links.items
        drafts, wrong = self._drafts(links)
        names = self._names(drafts, wrong, brought)
        run = self._run(names)
        refused: set[str] = set()
        spoilt = {(fault.place.path, fault.about) for fault in self.found.faults}
        for index in links.order:
            draft, item = drafts[index], self.items[index]
            remarks = [*wrong[index], *_of_parents(item, refused)]
            self.faults += remarks
            is_spoilt = bool(remarks) or (item.place.path, item.name) in spoilt
            if not is_spoilt:
                drafter.linked(draft, item, names)
                if drafter.record(item) is None:
                    draft.values["id",] = names[item.key]
            run.take(draft, (Fault(draft.line, None, _TOLD_APART),) if is_spoilt else ())
            if draft.line in run.spoilt and item.key not in brought:
                refused.add(item.key)
        run.settle()
        return self._ended(run, links)

    def _drafts(self, links: Linked) -> tuple[list[Draft], list[tuple[Remark, ...]]]:
        """A draft of every item, and what is wrong with it."""
        drafts, wrong = [], []
        for index, item in enumerate(links.items):
            draft, faults = self.drafter.draft(index + 1, item)
            drafts.append(draft)
            wrong.append((*links.faults.get(index, ()), *faults))
        return drafts, wrong

    def _names(
        self, drafts: list[Draft], wrong: list[tuple[Remark, ...]], brought: Mapping[str, str]
    ) -> dict[str, str]:
        """The id of each item here, by its key; new ones in the order of the items."""
        names = dict(brought)
        given = []
        for draft, item in zip(drafts, self.items, strict=True):
            record = self.drafter.record(item)
            if record is not None:
                names[item.key] = id_of(record)
            elif not wrong[draft.line - 1]:
                names[item.key] = self.drafter.new_id(item)
                given.append(names[item.key])
        self.drafter.known.taken.difference_update(name.casefold() for name in given)
        return names

    def _run(self, names: Mapping[str, str]) -> Run:
        desk, known = self.desk, self.drafter.known
        references = References(known, {name.casefold(): name for name in names.values()})
        judge = Judge(known, self.drafter.cells, desk.book, desk.now)
        return Run(judge, self.drafter.source, Filing(known), references)

    # ── the end ──────────────────────────────────────────────────────────────

    def _ended(self, run: Run, links: Linked) -> ForeignImported:
        desk, known = self.desk, self.drafter.known
        through = self._through(run)
        terms = Terms(
            known.loaded.portfolio.zone, known.kind.source, self.drafter.source.casefold(),
            desk.book, through, self.order.overwrites,
        )  # fmt: skip
        run.finish(terms)
        self.faults += (self._remark(fault) for fault in run.faults if fault.key != _TOLD_APART)
        faults = self._placed((*self.found.faults, *self.faults))
        told = None
        if through is not None and not faults:
            note = noted(known, desk.book, through)
            if note is not None:
                run.filing.change(note[0], (note[1],))
                told = f"{through.local:%Y-%m-%d %H:%M}" if through.timed else f"{through.day}"
        notes = (*self.found.notes, *links.notes, *self._notes(run))
        return ForeignImported(
            run.filing.edits(), faults, self._placed(notes), run.tally,
            len({(f.place.path, f.about) for f in self.found.faults if f.key in _UNREAD}), told,
        )  # fmt: skip

    def _through(self, run: Run) -> Moment | None:
        """Up to when the file is complete: as typed, as it says, or its latest change.

        Raises:
            UsageError: when what was typed is no time, or one of the future.
        """
        if not self.order.through:
            stated = self.drafter.moment(self.found.through)
            is_past = stated is not None and stated.instant <= self.desk.now.instant
            return stated if is_past else run.latest
        text = value_of((Moment,), self.order.through, self.desk.speech)
        try:
            moment = parse_moment(text, self.drafter.known.loaded.portfolio.zone)
        except ValueError:
            raise UsageError("not-a-time", self.order.through) from None
        if moment.instant > self.desk.now.instant:
            raise UsageError("through-is-future", self.order.through)
        return moment

    def _remark(self, fault: Fault) -> Remark:
        """A fault of a draft as one of the item it was made of."""
        item = self.items[fault.line - 1]
        place = item.place if fault.column is None else self.drafter.places[fault.column]
        if fault.key == "row-twice":
            other = self.items[int(str(fault.details[1])) - 1].place
            return Remark(place, "item-twice", (item.name, f"{other.path}:{other.line}"), item.name)
        return Remark(place, fault.key, fault.details, item.name)

    def _placed(self, remarks: tuple[Remark, ...]) -> tuple[Remark, ...]:
        """Remarks with their lines, in the order of the files; each once."""
        found = dict.fromkeys(
            replace(remark, place=Place(remark.place.path, self._line(remark.place)))
            for remark in remarks
        )
        return tuple(sorted(found, key=lambda one: (one.place.path, one.place.line, one.key)))

    def _line(self, place: Place) -> int:
        return line_of(self.order.path, place) if self.order.form == "doorstop" else place.line

    # ── notes ────────────────────────────────────────────────────────────────

    def _notes(self, run: Run) -> Iterator[Remark]:
        top = Place("")
        for reason, count in sorted(Counter(s.reason for s in self.found.skipped).items()):
            yield Remark(top, f"skipped-{reason}", (count,))
        yield from self._standing()
        for name, count in unmapped(self.items, self.drafter.table, self.drafter.form):
            yield Remark(top, "attribute-unmapped", (name, count))
        if run.tally.new:
            typed = {name for name, _ in _pairs(self.order.defaults, "with-form")}
            filled = {name for _, name in self.drafter.table.rows}
            if "type" not in typed | filled:
                yield Remark(top, "default-type", (run.tally.new,))
            if "priority" not in typed | filled:
                yield Remark(top, "no-priority", (run.tally.new,))

    def _standing(self) -> Iterator[Remark]:
        """Requirements here that are inactive there, or gone from there."""
        records = {id_of(record): record for record in self.drafter.known.records}
        brought = self.drafter.brought()
        for one in self.found.skipped:
            record = records.get(brought.get(one.key, ""))
            is_standing = isinstance(record, Requirement) and record.step_now() not in DROPPED
            if is_standing and one.reason == "inactive":
                name = brought[one.key]
                yield Remark(one.item.place, "inactive-standing", (name,), one.item.name)
        there = {item.key for item in self.items} | {one.key for one in self.found.skipped}
        gone = sorted(name for key, name in brought.items() if key not in there)
        if gone and self.drafter.form.is_whole and not self.found.faults:
            yield Remark(Place(""), "gone", (tuple(gone[:_TOLD]), len(gone)))
