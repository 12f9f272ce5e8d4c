"""``import``: a table of another program brought into the records; edits first, then written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rdclient.api.import_cell import Cells
from rdclient.api.import_difference import Judge
from rdclient.api.import_draft import DraftReader, draft_reader
from rdclient.api.import_known import Known
from rdclient.api.import_ledger import Ledger, ledger, noted
from rdclient.api.import_mapping import Chosen, choose, mapping_named, shipped_names, shipped_text
from rdclient.api.import_new import Filing
from rdclient.api.import_reference import References
from rdclient.api.import_revision import Terms
from rdclient.api.import_run import Run, Tally
from rdclient.api.own_columns import HOLDER
from rdclient.api.scoping import Scope, scope_for
from rdclient.api.writing import Clock, read_with_speech
from rdclient.diagnostic import UsageError
from rdclient.exchange.formats import open_table
from rdclient.exchange.kinds import EXCHANGE_KINDS, ExchangeKind, exchange_kind
from rdclient.exchange.table import Fault, Table
from rdclient.model.base import Moment, parse_moment
from rdclient.store.edits import Edit
from rdclient.store.typed import Speech, moment_text, value_of

if TYPE_CHECKING:
    from rdclient.store.workspace import Read

__all__ = ["ImportOrder", "Imported", "import_table", "shipped_names", "shipped_text"]

Progress = Callable[[int, int], None]
_STEP = 500
"""Rows between two words about the progress."""


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """An import as it was asked for.

    Attributes:
        kind: of the table, as typed.
        file: the table.
        client: as typed.
        project: as typed.
        mapping: name, or path of a file.
        source: name of the system; None for the mapping's.
        through: up to when the table is complete, as typed.
        sheet: of a workbook.
        constants: further values of every row, each ``FIELD=VALUE``.
        folders: in which the file of a mapping is looked for.
        is_strict: whether columns that are not known are refused.
        overwrites: whether cells that may be older than the record are written.
    """

    kind: str
    file: Path
    client: str | None = None
    project: str | None = None
    mapping: str | None = None
    source: str | None = None
    through: str | None = None
    sheet: str | None = None
    constants: tuple[str, ...] = ()
    folders: tuple[Path, ...] = ()
    is_strict: bool = False
    overwrites: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import would write, and what is wrong with the table.

    Attributes:
        edits: of the rows that are sound.
        faults: of the others, in the order of the file.
        notes: that change nothing.
        tally: counts.
        heads: of the columns.
        mapping: name of the one that was used.
        encoding: of a text that was not UTF-8.
        others: sheets that were not read.
        sheet: that was read.
        unknown: columns that were left out.
        through: noted as the moment up to which the data are complete.
    """

    edits: tuple[Edit, ...]
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]
    tally: Tally
    heads: tuple[str, ...]
    mapping: str
    encoding: str
    sheet: str
    others: tuple[str, ...]
    unknown: tuple[int, ...]
    through: str | None


def import_table(
    root: Path,
    order: ImportOrder,
    *,
    clock: Clock,
    cache: Path | None = None,
    progress: Progress | None = None,
) -> Imported:
    """What a table changes in the records; nothing is written yet.

    Args:
        root: of the workspace.
        order: what was asked for.
        clock: the time of the import.
        cache: folder with the key of the user's cache, as in ``check``.
        progress: told of the rows that were read.

    Raises:
        UsageError: when what was asked for does not fit.
        RdclientError: when the table, the mapping or a file of records cannot be read.
    """
    kind = exchange_kind(order.kind)
    if kind is None:
        raise UsageError("unknown-table-kind", order.kind, ", ".join(EXCHANGE_KINDS))
    given = mapping_named(order.mapping, order.folders) if order.mapping else None
    with open_table(order.file, order.sheet) as table:
        chosen = choose(kind, table, order.file.name, given)
        loaded, speech = read_with_speech(root, clock, cache)
        scope = scope_for(loaded, kind.kind, project=order.project, client=order.client)
        desk = _desk(root, loaded, speech, kind, scope)
        run, reader = _begun(desk, order, table, chosen)
        _read(run, reader, chosen, table, progress)
        return _ended(desk, order, run, chosen, table)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What is known before the first row."""

    root: Path
    loaded: "Read"
    speech: Speech
    scope: Scope
    known: Known
    book: Ledger
    now: Moment


def _desk(root: Path, loaded: "Read", speech: Speech, kind: ExchangeKind, scope: Scope) -> _Desk:
    today: date = speech.now.date()
    known = Known(root, loaded, kind, scope, today)
    book = ledger(known, scope.project or scope.about)
    now = parse_moment(moment_text(speech.now), loaded.portfolio.zone)
    return _Desk(root, loaded, speech, scope, known, book, now)


def _begun(
    desk: _Desk, order: ImportOrder, table: Table, chosen: Chosen
) -> tuple[Run, DraftReader]:
    """What matches the rows, and what reads them."""
    known = desk.known
    source = order.source if order.source is not None else chosen.mapping.source
    fields = {target.way: target.heading for target in chosen.plan.targets}
    has_external = chosen.head.column(fields.get(("external_id",))) is not None
    has_source = chosen.head.column(fields.get((known.kind.source,))) is not None
    if has_external and not has_source and not source:
        raise UsageError("source-needed", chosen.mapping.name)
    cells = Cells(desk.loaded.portfolio, desk.scope.client, desk.speech, shift=table.shift)
    judge = Judge(known, cells, desk.book, desk.now)
    run = Run(judge, source, Filing(known), References(known, {}))
    reader = draft_reader(
        known.kind,
        chosen.plan,
        chosen.head,
        cells,
        name=chosen.mapping.name,
        constants=_constants(known.kind, desk.scope, order),
    )
    return run, reader


def _constants(kind: ExchangeKind, scope: Scope, order: ImportOrder) -> Mapping[str, str]:
    """Values of every row: the project that was named, and what was typed.

    Raises:
        UsageError: when something that was typed has no value.
    """
    found = {}
    if scope.about:
        found[f"{HOLDER}.project" if kind.list else "project"] = scope.about
    for typed in order.constants:
        name, mark, value = typed.partition("=")
        if not mark or not value.strip():
            raise UsageError("with-form", typed)
        found[name.strip()] = value.strip()
    return found


def _read(
    run: Run, reader: DraftReader, chosen: Chosen, table: Table, progress: Progress | None
) -> None:
    for count, (draft, faults) in enumerate(reader.drafts(chosen.rows), 1):
        run.take(draft, faults)
        if progress is not None and not count % _STEP:
            progress(draft.line, max(table.total, draft.line))
    run.settle()


def _ended(desk: _Desk, order: ImportOrder, run: Run, chosen: Chosen, table: Table) -> Imported:
    through = _through(desk, order, run)
    terms = Terms(
        desk.loaded.portfolio.zone, run.known.kind.source, run.source.casefold(), desk.book,
        through, order.overwrites,
    )  # fmt: skip
    run.finish(terms)
    columns = _columns(order, chosen)
    faults = (*columns, *sorted(run.faults, key=lambda f: (f.line, f.column or -1, f.key)))
    told = None
    is_wanted = bool(order.through) or bool(run.source)
    if run.known.kind.subject and is_wanted and through is not None and not faults:
        note = noted(run.known, desk.book, through)
        if note is not None:
            run.filing.change(note[0], (note[1],))
            told = f"{through.local:%Y-%m-%d %H:%M}" if through.timed else f"{through.day}"
    return Imported(
        run.filing.edits(), faults, tuple(run.notes), run.tally, chosen.head.heads,
        chosen.mapping.name, table.encoding, table.sheet, table.others, chosen.head.unknown, told,
    )  # fmt: skip


def _through(desk: _Desk, order: ImportOrder, run: Run) -> Moment | None:
    """Up to when the table is complete: as typed, else the latest time it speaks of.

    Raises:
        UsageError: when what was typed is no time, or one of the future.
    """
    if not order.through:
        return run.latest
    text = value_of((Moment,), order.through, desk.speech)
    try:
        moment = parse_moment(text, desk.loaded.portfolio.zone)
    except ValueError:
        raise UsageError("not-a-time", order.through) from None
    if moment.instant > desk.now.instant:
        raise UsageError("through-is-future", order.through)
    return moment


def _columns(order: ImportOrder, chosen: Chosen) -> tuple[Fault, ...]:
    """What is wrong with the head: a column twice, and columns nobody knows if that counts."""
    head = chosen.head
    twice = [Fault(chosen.line, c, "column-twice", (head.heads[c],)) for c in head.twice]
    unknown = head.unknown if order.is_strict else ()
    odd = [Fault(chosen.line, c, "column-unknown", (head.heads[c],)) for c in unknown]
    return tuple(sorted((*twice, *odd), key=lambda fault: fault.column or 0))
