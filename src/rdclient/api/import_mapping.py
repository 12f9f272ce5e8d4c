"""Mappings: those that are shipped and those people write; which one fits a table."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from rdclient.api.own_columns import FOLDER, OWN, own_mapping, read_mapping
from rdclient.diagnostic import UsageError
from rdclient.exchange.kinds import ExchangeKind
from rdclient.exchange.mapping import Bound, Plan, TableMapping, bound, missing
from rdclient.exchange.table import Row, Table, TableError

_PEEKED = 32
_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A table with the mapping that reads it.

    Attributes:
        mapping: chosen.
        plan: of the kind.
        head: of the table.
        line: of the file that the head ends in.
        rows: after the head.
    """

    mapping: TableMapping
    plan: Plan
    head: Bound
    line: int
    rows: Iterator[Row]


def shipped_names() -> tuple[str, ...]:
    """The mappings that come with the program."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def shipped_text(name: str) -> str:
    """The text of a shipped mapping, to start one's own from.

    Raises:
        UsageError: when there is none of that name.
    """
    if name not in shipped_names():
        raise UsageError("mapping-missing", name, ", ".join(shipped_names()))
    return (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")


def mapping_named(name: str, folders: tuple[Path, ...]) -> TableMapping:
    """A mapping by its name, or by the path of its file.

    Args:
        name: as typed.
        folders: in which a path is looked for.

    Raises:
        UsageError: when there is none, or it cannot be read.
        MappingError: when it says something that has no meaning.
    """
    if name in shipped_names():
        return _shipped(name)
    file = next((folder / name for folder in folders if (folder / name).is_file()), None)
    if file is None or file.suffix.lower() not in _SUFFIXES:
        raise UsageError("mapping-missing", name, ", ".join(shipped_names()))
    return read_mapping(file.resolve().parent, file.name, file.name)


def _shipped(name: str) -> TableMapping:
    return own_mapping() if name == OWN else read_mapping(FOLDER, f"{name}.yaml", name)


def choose(kind: ExchangeKind, table: Table, name: str, given: TableMapping | None) -> Chosen:
    """The mapping that fits a table: the one given, else the shipped one that says most of it.

    Args:
        kind: of the table.
        table: from whose first rows the head is told.
        name: of the file, for the reasons.
        given: the mapping asked for; None for a shipped one.

    Raises:
        UsageError: when none fits, or several do.
    """
    first = tuple(islice(table.rows, _PEEKED))
    if not any(not row.is_blank for row in first):
        raise TableError("table-empty", name)
    options = [given] if given else [_shipped(n) for n in shipped_names()]
    plans = [(option, option.plans[kind.name]) for option in options if kind.name in option.plans]
    if not plans:
        raise UsageError("mapping-no-kind", options[0].name, kind.name)
    cells = tuple(row.cells for row in first)
    found = [(option, plan, bound(plan, cells)) for option, plan in plans]
    fitting = [one for one in found if one[2].places and not _missing(kind, one[1], one[2])]
    if not fitting:
        raise _none(kind, name, found)
    most = max(len(head.places) for _, _, head in fitting)
    best = [one for one in fitting if len(one[2].places) == most]
    if len(best) > 1:
        names = ", ".join(option.name for option, _, _ in best)
        raise UsageError("mapping-which", name, names)
    mapping, plan, head = best[0]
    rows = chain(first[head.rows :], table.rows)
    return Chosen(mapping, plan, head, first[head.rows - 1].line, rows)


def _missing(kind: ExchangeKind, plan: Plan, head: Bound) -> tuple[str, ...]:
    return missing(plan, head, kind.needed, has_ids=kind.has_ids)


def _none(
    kind: ExchangeKind, name: str, found: list[tuple[TableMapping, Plan, Bound]]
) -> UsageError:
    """Why no mapping fits, told by the one that comes nearest."""
    mapping, plan, head = max(found, key=lambda one: len(one[2].places))
    lacks = ", ".join(_missing(kind, plan, head))
    heads = ", ".join(text.strip() for text in head.heads if text.strip())
    return UsageError("mapping-none", name, mapping.name, lacks, heads or "—")
