"""A table of another program: rows with the lines they stand in, and what is wrong with a cell."""

from collections.abc import Iterator
from dataclasses import dataclass

from rdclient.diagnostic import RdclientError


class TableError(RdclientError):
    """The file cannot be read as a table."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell, a row or a column; its words live in ``render``.

    Attributes:
        line: of the file, from 1; 0 for the file as a whole.
        column: from 0; None for the row as a whole.
        key: of the wording.
        details: that the wording names.
    """

    line: int
    column: int | None
    key: str
    details: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a cell is no value: the key of a wording, and its details."""

    key: str
    details: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        line: of the file where it begins, from 1; in a sheet its number.
        cells: texts; empty where nothing stands.
        faults: cells that hold no value, such as a formula that was never computed.
    """

    line: int
    cells: tuple[str, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not self.faults and not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """A file that is being read.

    Attributes:
        rows: in order; to be run through once.
        total: how many rows or lines there are, as far as the file tells.
        encoding: it was decoded from, where that is not UTF-8.
        sheet: that is read; empty when the file has none.
        others: names of the sheets that are not read.
        shift: days to add to a day's serial number (workbooks that count from 1904).
    """

    rows: Iterator[Row]
    total: int
    encoding: str = ""
    sheet: str = ""
    others: tuple[str, ...] = ()
    shift: int = 0


def letters(column: int) -> str:
    """What spreadsheets call a column.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


# ── cells that a spreadsheet would run ───────────────────────────────────────

_RUN = "=+-@\t\r＝＋－＠"
_GUARD = "'"


def guarded(text: str) -> str:
    """A text as a cell that no spreadsheet takes for a formula.

    >>> guarded("=1+1"), guarded("plain")
    ("'=1+1", 'plain')
    """
    return _GUARD + text if text[:1] and text[0] in _RUN + _GUARD else text


def unguarded(text: str) -> str:
    """The text of a cell that ``guarded`` wrote; any other as it is."""
    is_guarded = text[:1] == _GUARD and text[1:2] and text[1] in _RUN + _GUARD
    return text[1:] if is_guarded else text
