"""Tables as text: comma, semicolon or tab between cells, in UTF-8, UTF-16 or GB18030."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rdclient.exchange.table import Row, Table, TableError, guarded, unguarded

LIMIT = 256 * 1024 * 1024
"""Bytes a file may have."""
_PIECE = 1024 * 1024
_SAMPLE = 64 * 1024
_WIDEST = 2 * 1024 * 1024
"""Characters one cell may have."""
_SEPARATORS = ",;\t|"
_LOOKED_AT = 40
_WIDE_MARKS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CHINESE = re.compile("[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\u2010-\u2026]")
_SEPARATOR_ROW = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


@contextmanager
def opened(path: Path, sheet: str | None) -> Iterator[Table]:
    """A text file as a table.

    Raises:
        TableError: when it is too large, its encoding is not known, or it has no sheets but one
            was asked for.
    """
    if sheet is not None:
        raise TableError("table-no-sheets", path.name)
    if path.stat().st_size > LIMIT:
        raise TableError("table-too-large", path.name, LIMIT // _PIECE)
    codec, lines = _examined(path)
    with path.open(encoding=codec, newline="") as stream:
        head = stream.read(_SAMPLE)
        skipped = _SEPARATOR_ROW.match(head)
        stream.seek(0)
        if skipped:
            stream.readline()
        mark = skipped.group(1) if skipped else _separator(head)
        rows = _rows(path.name, stream, mark, 1 if skipped else 0)
        told = {"utf-8-sig": "", "gb18030": "GB18030"}.get(codec, "UTF-16")
        yield Table(rows, lines, encoding=told)


def _rows(name: str, stream: Iterable[str], mark: str, before: int) -> Iterator[Row]:
    csv.field_size_limit(_WIDEST)
    reader = csv.reader(stream, delimiter=mark, strict=True)
    line = before + 1
    try:
        for cells in reader:
            yield Row(line, tuple(map(unguarded, cells)))
            line = before + reader.line_num + 1
    except csv.Error:
        raise TableError("table-quotes", name, line) from None


def _separator(head: str) -> str:
    """What most likely stands between cells: what parts the most rows into as many cells."""
    best, most = _SEPARATORS[0], 0
    for mark in _SEPARATORS:
        rows = csv.reader(io.StringIO(head), delimiter=mark)
        widths = Counter(len(row) for row, _ in zip(rows, range(_LOOKED_AT), strict=False))
        widths.pop(1, None)
        score = max((width * count for width, count in widths.items()), default=0)
        if score > most:
            best, most = mark, score
    return best


# ── encoding ─────────────────────────────────────────────────────────────────


def _examined(path: Path) -> tuple[str, int]:
    """The codec that reads a whole file, and its number of lines.

    Raises:
        TableError: when none does.
    """
    with path.open("rb") as stream:
        head = stream.read(_SAMPLE)
    if codec := _wide(head):
        options: tuple[str, ...] = (codec,)
    else:
        options = ("utf-8-sig", "gb18030")
    line = 1
    for codec in options:
        lines, is_sound = _decoded(path, codec)
        if is_sound and (codec != "gb18030" or _is_chinese(head)):
            return codec, lines
        line = lines if codec == options[0] else line
    raise TableError("table-encoding", path.name, line)


def _wide(head: bytes) -> str | None:
    for mark, codec in _WIDE_MARKS:
        if head.startswith(mark):
            return codec
    even, odd = head[::2].count(0), head[1::2].count(0)
    if min(even, odd) or max(even, odd) <= len(head) // 8:
        return None
    return "utf-16-le" if odd else "utf-16-be"


def _decoded(path: Path, codec: str) -> tuple[int, bool]:
    """Lines read until the end, or until a byte that the codec does not know."""
    decoder = codecs.getincrementaldecoder(codec)()
    lines = 1
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            try:
                lines += decoder.decode(piece).count("\n")
            except UnicodeDecodeError as error:
                return lines + piece[: error.start].count(b"\n"), False
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return lines, False
    return lines, True


def _is_chinese(head: bytes) -> bool:
    """Whether what is not ASCII reads as Chinese; any bytes can be decoded as something."""
    text = head.decode("gb18030", "ignore")
    foreign = [mark for mark in text if not mark.isascii()]
    return 2 * sum(1 for mark in foreign if _CHINESE.match(mark)) > len(foreign)


# ── writing ──────────────────────────────────────────────────────────────────


def written(rows: Iterable[Iterable[str]]) -> str:
    """Rows as a text; every cell in quotes, none that a spreadsheet would run."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
    return out.getvalue()
