"""The text of a new record: what is known, and for the rest a comment that says what goes there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rdclient.store.content import BOM
from rdclient.store.edits import Edit, EditRefusedError
from rdclient.store.position import Pointer
from rdclient.store.sheet import Sheet
from rdclient.store.spelling import STEP, in_block, in_line
from rdclient.store.yamlfile import parse


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is left to the person.

    Attributes:
        hint: what goes there.
        example: how it is written, where that is more than a value.
    """

    hint: str
    example: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A value, or a gap, with remarks in the lines above it."""

    value: object
    remarks: tuple[str, ...]


Fields = Mapping[str, object]
"""Keys and values in their order; a value may be a ``Gap`` or a ``Told``, at any depth."""

_HINT_COLUMN = 24


def data_of(value: object) -> object:
    """The plain data among fields: without gaps and remarks."""
    if isinstance(value, Told):
        return data_of(value.value)
    if isinstance(value, Mapping):
        return {key: data_of(one) for key, one in value.items() if not _is_gap(one)}
    if isinstance(value, (list, tuple)):
        return [data_of(one) for one in value]
    return value


def _is_gap(value: object) -> bool:
    return isinstance(value.value if isinstance(value, Told) else value, Gap)


def record_text(path: str, fields: Fields, head: Sequence[str] = ()) -> str:
    """The text of a file with one record.

    Args:
        path: of the file, for the reason.
        fields: of the record.
        head: comments at the top, without ``#``.

    Raises:
        EditRefusedError: when the text would not read as these fields.
    """
    wanted = data_of(fields)
    for is_quoted in (False, True):
        lines = [*(f"# {line}" for line in head), *_rows(fields, 0, is_quoted=is_quoted)]
        text = "".join(f"{line.rstrip()}\n" for line in lines)
        read = parse(path, text)
        if not read.findings and repr(read.data or {}) == repr(wanted):
            return text
    raise EditRefusedError("edit-by-hand", path, "")


def _rows(fields: Fields, indent: int, *, is_quoted: bool) -> Iterator[str]:
    pad = " " * indent
    for key, value in fields.items():
        if isinstance(value, Told):
            yield from (f"{pad}# {remark}" for remark in value.remarks)
            value = value.value  # noqa: PLW2901 - what is told
        if isinstance(value, Gap):
            yield pad + gap_line(key, value)
        elif isinstance(value, Mapping) and value:
            yield f"{pad}{key}:"
            yield from _rows(value, indent + STEP, is_quoted=is_quoted)
        elif isinstance(value, (list, tuple)) and value:
            yield f"{pad}{key}:"
            yield from _items(value, indent + STEP, is_quoted=is_quoted)
        else:
            yield f"{pad}{key}: {_scalar(value, indent, is_quoted=is_quoted)}".rstrip()


def gap_line(key: str, gap: Gap) -> str:
    """The line of something that is left out: ``# owner:   # who answers for it``."""
    start = f"# {key}: {gap.example}".rstrip()
    return f"{start:<{_HINT_COLUMN}} # {gap.hint}" if gap.hint else start


def _items(items: Sequence[object], indent: int, *, is_quoted: bool) -> Iterator[str]:
    pad = " " * indent
    for one in items:
        if isinstance(one, Mapping):
            first, *more = _rows(one, indent + STEP, is_quoted=is_quoted)
            yield f"{pad}- {first.lstrip()}"
            yield from more
        else:
            yield f"{pad}- {_scalar(one, indent, is_quoted=is_quoted)}"


def _scalar(value: object, indent: int, *, is_quoted: bool) -> str:
    """A value as it is spelled; a text of several lines as a block."""
    if (
        isinstance(value, str)
        and not is_quoted
        and (block := in_block(value, "", indent=indent + STEP, parent=indent, newline="\n"))
    ):
        return "".join(block)
    if isinstance(value, (list, tuple)):
        return "[]"
    if isinstance(value, Mapping):
        return "{}"
    if value is not None and not isinstance(value, (str, int)):
        return str(value)
    options = tuple(in_line(value, "", is_flow=False))
    return options[-1 if is_quoted else 0]


# ── one more entry of a list ─────────────────────────────────────────────────


def guided(edit: Edit, pointer: Pointer, fields: Fields) -> Edit:
    """An edit that added a mapping to a list, with comments below for what is left to the person.

    Args:
        edit: as ``append_entry`` made it.
        pointer: to the entry that was added.
        fields: of the entry.
    """
    gaps = [gap_line(key, value) for key, value in fields.items() if isinstance(value, Gap)]
    text = edit.after.decode()
    mark = text[: len(text) - len(text.removeprefix(BOM))]
    sheet = Sheet(text.removeprefix(BOM))
    node = sheet.node(pointer)
    if not gaps or node is None:
        return edit
    close = sheet.line_end(sheet.ends(node)[0])
    newline = sheet.newline(close)
    rows = "".join(f"{newline}{' ' * node.span.column}{line}" for line in gaps)
    changed = sheet.text[:close] + rows + sheet.text[close:]
    same, before = parse(edit.path, changed), parse(edit.path, sheet.text)
    if same.findings or repr(same.data) != repr(before.data):
        return edit
    return Edit(edit.path, edit.before, (mark + changed).encode())
