"""Tables as workbooks (xlsx, xlsm): values only, read row by row; nothing in them is run."""

import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from rdclient.diagnostic import RdclientError
from rdclient.exchange.table import Fault, Row, Table, TableError

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

UNPACKED = 200 * 1024 * 1024
"""Bytes a workbook may have once it is unpacked."""
_STRINGS = 64 * 1024 * 1024
"""Bytes of it that hold texts; they are kept in memory."""
_PARTS = 10_000
_PIECE = 1024 * 1024
_HEAD = 4096
_COLUMNS = 512
"""Columns that are read; a sheet may claim sixteen thousand."""
LONGEST = 32_767
"""Characters a cell of a workbook can hold."""
_FROM_1904 = 1462
_EXACT = 10**15
"""Above it a number with a point does not hold every integer."""
_SIGNS_OF_A_FORMULA = (b"<f>", b"<f ", b"<f/")
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY", "<!DOCTYPE".encode("utf-16-le"))
_FIXED = (1980, 1, 1, 0, 0, 0)


def _library() -> None:
    """Make sure that the library is there.

    Raises:
        RdclientError: when it is not.
    """
    try:
        import openpyxl  # noqa: F401 - only asked for
    except ImportError:
        raise RdclientError("needs-office") from None


# ── reading ──────────────────────────────────────────────────────────────────


@contextmanager
def opened(path: Path, sheet: str | None) -> Iterator[Table]:
    """A sheet of a workbook as a table; the first visible one when none is named.

    Raises:
        TableError: when it is no workbook, unpacks to too much, or has no such sheet.
        RdclientError: when the library for workbooks is not installed.
    """
    _library()
    has_formulas = _looked_through(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        books = [_book(path, has_values=True)]
        if has_formulas:
            books.append(_book(path, has_values=False))
        try:
            name, others = _chosen(path, books[0], sheet)
            rows = _guarded(path, _rows([_sheet(book, name) for book in books]))
            is_1904 = books[0].epoch.year == 1904  # noqa: PLR2004 - the year it is named for
            total = _sheet(books[0], name).max_row or 0
            shift = _FROM_1904 if is_1904 else 0
            yield Table(rows, total, sheet=name, others=others, shift=shift)
        finally:
            for book in books:
                book.close()


def _looked_through(path: Path) -> bool:
    """Whether any sheet holds a formula; refuses what would unpack to too much.

    Raises:
        TableError: when the file is no sound archive, or one too large.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            strings = sum(p.file_size for p in parts if "sharedstrings" in p.filename.lower())
            unpacked = sum(part.file_size for part in parts)
            if unpacked > UNPACKED or strings > _STRINGS or len(parts) > _PARTS:
                raise TableError("table-bomb", path.name, unpacked // _PIECE, UNPACKED // _PIECE)
            if "xl/workbook.xml" not in archive.namelist():
                raise TableError("table-not-xlsx", path.name)
            found = [_has_formula(path, archive, part) for part in parts]  # each is looked at
            return any(found)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise TableError("table-damaged", path.name) from error
    except RuntimeError:  # a part is encrypted
        raise TableError("table-not-xlsx", path.name) from None


def _has_formula(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part of the archive holds a formula; refuses one that declares entities.

    Raises:
        TableError: for such a part.
    """
    if not part.filename.endswith((".xml", ".rels")):
        return False
    with archive.open(part) as stream:
        head = stream.read(_HEAD)
        if any(sign in head for sign in _DECLARATIONS):
            raise TableError("table-damaged", path.name)
        if not part.filename.startswith("xl/worksheets/"):
            return False
        piece = head
        while piece:
            if any(sign in piece for sign in _SIGNS_OF_A_FORMULA):
                return True
            more = stream.read(_PIECE)
            piece = piece[-4:] + more if more else b""
    return False


def _book(path: Path, *, has_values: bool) -> "Workbook":
    from openpyxl import load_workbook

    try:
        return load_workbook(path, read_only=True, data_only=has_values, keep_links=False)
    except Exception as error:  # whatever a damaged workbook makes the library raise
        raise TableError("table-damaged", path.name) from error


def _chosen(path: Path, book: "Workbook", wanted: str | None) -> tuple[str, tuple[str, ...]]:
    """The sheet to read, by its name or its number from 1, and the names of the others.

    Raises:
        TableError: when there is no such sheet.
    """
    sheets = {one.title: one.sheet_state for one in book.worksheets}
    names = tuple(sheets)
    if wanted is None:
        found = next((name for name in names if sheets[name] == "visible"), None)
    elif wanted.isascii() and wanted.isdigit() and 0 < int(wanted) <= len(names):
        found = wanted if wanted in sheets else names[int(wanted) - 1]
    else:
        found = wanted if wanted in sheets else None
    if found is None:
        raise TableError("table-which-sheet", path.name, wanted or "", ", ".join(names))
    return found, tuple(name for name in names if name != found and sheets[name] == "visible")


def _sheet(book: "Workbook", name: str) -> "Worksheet":
    return next(sheet for sheet in book.worksheets if sheet.title == name)


def _guarded(path: Path, rows: Iterator[Row]) -> Iterator[Row]:
    try:
        yield from rows
    except Exception as error:  # whatever a damaged sheet makes the library raise
        raise TableError("table-damaged", path.name) from error


def _rows(sheets: "list[Worksheet]") -> Iterator[Row]:
    """The rows; a second reading of the same sheet tells which cells are formulas."""
    readings = [sheet.iter_rows(max_col=_COLUMNS) for sheet in sheets]
    for line, cells in enumerate(zip(*readings, strict=True), 1):
        values, typed = cells[0], cells[-1]
        faults = []
        texts = []
        for column, cell in enumerate(values):
            text = _text(cell)
            is_formula = typed is not values and typed[column].data_type == "f"
            if cell.data_type == "e" and text:
                faults.append(Fault(line, column, "cell-error", (text,)))
                text = ""
            elif is_formula and not text:
                faults.append(Fault(line, column, "cell-formula"))
            texts.append(text)
        while texts and not texts[-1]:
            texts.pop()
        yield Row(line, tuple(texts), tuple(faults))


def _text(cell: "Cell") -> str:
    """The value of a cell as people would type it."""
    value = cell.value
    text = "" if value is None else str(value)
    match value:
        case bool():
            text = text.lower()
        case float() if value.is_integer() and abs(value) < _EXACT:
            text = str(int(value))
        case datetime():
            text = _moment(value, has_clock="h" in str(cell.number_format).lower())
        case time():
            text = f"{value:%H:%M}"
    return text


def _moment(value: datetime, *, has_clock: bool) -> str:
    """A moment to the second; workbooks count in fractions of a day."""
    whole = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
    if whole.time() == time() and not has_clock:
        return f"{whole:%Y-%m-%d}"
    return f"{whole:%Y-%m-%d %H:%M:%S}" if whole.second else f"{whole:%Y-%m-%d %H:%M}"


# ── writing ──────────────────────────────────────────────────────────────────

_WIDTHS = MappingProxyType({"least": 8, "most": 48})


def written(title: str, rows: Iterable[Iterable[str]]) -> bytes:
    """A workbook of one sheet: every cell a text, nothing to be run, the same bytes each time.

    Raises:
        RdclientError: when a text is too long for a cell, or the library is not installed.
    """
    _library()
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    table = [[*row] for row in rows]
    for column, name in enumerate(table[0], 1):
        width = min(max(_WIDTHS["least"], 2 * len(name) + 2), _WIDTHS["most"])
        sheet.column_dimensions[get_column_letter(column)].width = width
    for line, row in enumerate(table, 1):
        sheet.append([_cell(sheet, text, line, column) for column, text in enumerate(row)])
    stamp = datetime(*_FIXED[:3])  # noqa: DTZ001 - a fixed mark, so that bytes do not change
    book.properties.created = book.properties.modified = stamp
    out = io.BytesIO()
    book.save(out)
    return _without_clock(out.getvalue())


def _cell(sheet: "Worksheet", text: str, line: int, column: int) -> "Cell | None":
    from openpyxl.cell import WriteOnlyCell

    from rdclient.exchange.table import letters

    if not text:
        return None
    if len(text) > LONGEST:
        raise RdclientError("cell-too-long", f"{letters(column)}{line}", len(text), LONGEST)
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"  # what begins with "=" would be a formula
    cell.number_format = "@"
    return cell


def _without_clock(content: bytes) -> bytes:
    """An archive packed again with the same time on every part."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            data = _stamped(old.read(name)) if name == "docProps/core.xml" else old.read(name)
            new.writestr(zipfile.ZipInfo(name, _FIXED), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _stamped(core: bytes) -> bytes:
    """The properties with a fixed time of change: the library writes its own."""
    import re

    return re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"1980-01-01T00:00:00Z", core)
