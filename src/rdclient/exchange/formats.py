"""Formats a table may come in: told by what a file begins with, not by what it is called."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from rdclient.diagnostic import UsageError
from rdclient.exchange import csv_file, xlsx_file
from rdclient.exchange.table import Table, TableError


@dataclass(frozen=True, slots=True)
class Format:
    """A format of tables.

    Attributes:
        name: as it is asked for.
        begins: what its files begin with; empty for any text.
        opened: reads a file.
    """

    name: str
    begins: bytes
    opened: Callable[[Path, str | None], AbstractContextManager[Table]]


FORMATS = (
    Format("xlsx", b"PK\x03\x04", xlsx_file.opened),
    Format("csv", b"", csv_file.opened),
)
"""The first whose beginning fits reads a file."""

_REFUSED = (
    (b"\xd0\xcf\x11\xe0", "table-old-or-locked"),
    (b"%PDF", "table-not-a-table"),
    (b"<!doctype html", "table-is-page"),
    (b"<html", "table-is-page"),
    (b"<table", "table-is-page"),
    (b"<?xml", "table-is-page"),
)
_HEAD = 64


@contextmanager
def open_table(path: Path, sheet: str | None) -> Iterator[Table]:
    """A file as a table.

    Args:
        path: of the file.
        sheet: name or number of a workbook's sheet; None for the first.

    Raises:
        UsageError: when there is no such file.
        TableError: when it cannot be read as a table.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except FileNotFoundError:
        raise UsageError("table-missing", str(path)) from None
    except IsADirectoryError:
        raise UsageError("table-folder", str(path)) from None
    except PermissionError:
        if path.is_dir():  # what Windows says of a folder
            raise UsageError("table-folder", str(path)) from None
        raise TableError("table-in-use", path.name) from None
    except OSError as error:
        raise TableError("table-unreadable", path.name, error.strerror or str(error)) from error
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for sign, key in _REFUSED:
        if head.startswith(sign) or start.startswith(sign):
            raise TableError(key, path.name)
    chosen = next(form for form in FORMATS if head.startswith(form.begins))
    with chosen.opened(path, sheet) as table:
        yield table
