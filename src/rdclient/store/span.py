"""One scalar of a YAML text replaced, or one key added; every other byte stays as it is."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from rdclient.diagnostic import RdclientError
from rdclient.store.content import BOM
from rdclient.store.position import BREAK, Items, Node, Pairs, Pointer, Positions, Scalar
from rdclient.store.spelling import BLOCKS, Value, in_block, in_line
from rdclient.store.yamlfile import parse

_STEP = 2
"""Columns a new block is indented by."""
_REST = re.compile(r"[ \t]*(?:#[^\r\n]*)?\Z")
_HEADER = re.compile(r"[|>][-+0-9]*([ \t]+#[^\r\n]*)?")
_LINES = re.compile(r"[ \t]*+(?:\r\n|\r|\n)(?:[ ]*+(?:\r\n|\r|\n))*+([ ]*+)")


class EditRefusedError(RdclientError):
    """The edit would do more, or less, than it should; nothing was written."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is to stand between two offsets of a text."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where a value is to be written.

    Attributes:
        start: offset where it begins.
        end: offset after what stands there now.
        lead: what must come before the value.
        style: of the scalar that stands there now.
        note: a comment between start and end, with the blanks before it; it is kept.
        is_flow: whether it stands between brackets or braces.
        parent: column of the block collection around it.
        indent: columns before the lines of a block.
    """

    start: int
    end: int
    lead: str
    style: str
    note: str
    is_flow: bool
    parent: int
    indent: int


class _Sheet:
    """A text, its nodes by pointer, and offsets into it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._positions = Positions("", text)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return (0, *(match.end() for match in BREAK.finditer(self.text)))

    def node(self, pointer: Pointer) -> Node | None:
        return self._positions.node(pointer)

    def start(self, node: Node) -> int:
        return self._starts[node.span.line] + node.span.column

    def ends(self, node: Node) -> tuple[int, ...]:
        """The offsets after a node: without, and with, the empty lines after a block."""
        last = node
        while not self.is_flow(last) and not isinstance(last, Scalar):
            last = last.items[-1] if isinstance(last, Items) else last.pairs[-1][1]
        start, end = self.start(last), self._starts[last.span.end_line] + last.span.end_column
        if not isinstance(last, Scalar) or last.style not in BLOCKS:
            return (end,)
        raw = self.text[start:end]
        near = self.line_end(start + len(raw.rstrip(" \t\r\n")))
        far = end - len(raw) + len(re.sub(r"(?:\r\n|\r|\n)\Z", "", raw))
        return (near, far) if far > near else (near,)

    def is_flow(self, node: Node) -> bool:
        """Whether a node is a collection in brackets or braces."""
        return not isinstance(node, Scalar) and self.text[self.start(node)] in "[{"

    def line_end(self, offset: int) -> int:
        """The offset of the line break after an offset; of the text's end on its last line."""
        match = BREAK.search(self.text, offset)
        return match.start() if match else len(self.text)

    def newline(self, offset: int) -> str:
        """The line break after an offset, else the first of the text."""
        match = BREAK.search(self.text, offset) or BREAK.search(self.text)
        return match.group() if match else "\n"

    def around(self, pointer: Pointer) -> tuple[bool, int]:
        """Whether a place stands in brackets or braces; the column of the block around it."""
        parent, is_flow = 0, False
        for depth in range(len(pointer)):
            node = self.node(pointer[:depth])
            if node is not None and not is_flow:
                is_flow = self.is_flow(node)
                parent = parent if is_flow else node.span.column
        return is_flow, parent


# ── the verbs ────────────────────────────────────────────────────────────────


def with_value(path: str, text: str, pointer: Pointer, value: Value) -> str:
    """The text with another value at a pointer; nothing else differs.

    A value that is there already leaves the text as it is.

    Args:
        path: of the file, for the reasons.
        text: of the file; a byte order mark stays.
        pointer: to a scalar; it may be empty, as in ``key:``.
        value: to write; a text is written so that it is read as a text.

    Raises:
        EditRefusedError: when the text cannot be read, the pointer leads to no scalar, or the
            result does not read as the old data with just this value changed.
    """
    mark, sheet, data = _read(path, text)
    node = sheet.node(pointer)
    if not isinstance(node, Scalar):
        raise _refused(path, pointer)
    wanted = _replaced(data, pointer, value)
    if repr(wanted) == repr(data):
        return text
    slots = _slots(sheet, pointer, node)
    options = (option for slot in slots for option in _written(sheet, slot, value))
    return mark + _first_sound(path, sheet, options, wanted, pointer)


def with_new_key(path: str, text: str, pointer: Pointer, key: str, value: Value) -> str:
    """The text with one key more in the mapping at a pointer, after its last key.

    Args:
        path: of the file, for the reasons.
        text: of the file; a byte order mark stays.
        pointer: to a mapping in block or flow style; it may be ``{}``.
        key: which the mapping does not have yet.
        value: to write; a text is written so that it is read as a text.

    Raises:
        EditRefusedError: when the text cannot be read, the pointer leads to no mapping, the key
            is there, or the result does not read as the old data with just this key more.
    """
    mark, sheet, data = _read(path, text)
    node = sheet.node(pointer)
    place = (*pointer, key)
    if not isinstance(node, Pairs) or sheet.node(place) is not None:
        raise _refused(path, place)
    wanted = _replaced(data, place, value)
    add = _in_flow if sheet.is_flow(node) or sheet.around(pointer)[0] else _in_rows
    return mark + _first_sound(path, sheet, add(sheet, node, key, value), wanted, place)


def with_field(path: str, text: str, pointer: Pointer, value: Value) -> str:
    """The text with a value at a pointer, whether its last key is there already or not.

    Raises:
        EditRefusedError: as ``with_value`` and ``with_new_key`` do.
    """
    _, sheet, _ = _read(path, text)
    if pointer and isinstance(pointer[-1], str) and sheet.node(pointer) is None:
        return with_new_key(path, text, pointer[:-1], pointer[-1], value)
    return with_value(path, text, pointer, value)


def _read(path: str, text: str) -> tuple[str, _Sheet, object]:
    """The byte order mark, if any, the rest of the text, and its data."""
    bare = text.removeprefix(BOM)
    old = parse(path, bare)
    if old.findings:
        raise EditRefusedError("edit-unreadable", path)
    return text[: len(text) - len(bare)], _Sheet(bare), old.data


def _refused(path: str, pointer: Pointer) -> EditRefusedError:
    return EditRefusedError("edit-by-hand", path, ".".join(map(str, pointer)))


def _replaced(data: object, pointer: Pointer, value: Value) -> object:
    """A copy of the data with one value changed or added."""
    if not pointer:
        return value
    step, *rest = pointer
    if isinstance(data, dict):
        return {**data, step: _replaced(data.get(step), tuple(rest), value)}
    if isinstance(data, list) and isinstance(step, int):
        item = _replaced(data[step], tuple(rest), value)
        return [*data[:step], item, *data[step + 1 :]]
    return value


def _first_sound(
    path: str,
    sheet: _Sheet,
    options: Iterable[tuple[_Piece, ...]],
    wanted: object,
    pointer: Pointer,
) -> str:
    """The first way that reads as wanted; ``repr`` tells 1, 1.0, true and "1" apart."""
    for pieces in options:
        after = _applied(sheet.text, pieces)
        new = parse(path, after)
        if not new.findings and repr(new.data) == repr(wanted):
            return after
    raise _refused(path, pointer)


def _applied(text: str, pieces: tuple[_Piece, ...]) -> str:
    parts: list[str] = []
    done = 0
    for piece in pieces:
        parts += (text[done : piece.start], piece.new)
        done = piece.end
    return "".join([*parts, text[done:]])


# ── a value in its place ─────────────────────────────────────────────────────


def _slots(sheet: _Sheet, pointer: Pointer, node: Scalar) -> Iterator[_Slot]:
    """The places a scalar may be thought to take; the smallest first."""
    is_flow, parent = sheet.around(pointer)
    start = sheet.start(node)
    indent, note, lead = parent + _STEP, "", ""
    if node.style in BLOCKS:
        header = _HEADER.match(sheet.text, start)
        note = (header.group(1) or "") if header else ""
        lines = _LINES.match(sheet.text, header.end()) if header and node.text.strip() else None
        is_told = header is not None and re.search(r"\d", header.group()) is not None
        indent = len(lines.group(1)) if lines and not is_told else indent
    elif node.span[:2] == node.span[2:]:
        start, lead = _empty(sheet, pointer, start)
    for end in sheet.ends(node):
        yield _Slot(start, max(start, end), lead, node.style, note, is_flow, parent, indent)


def _empty(sheet: _Sheet, pointer: Pointer, start: int) -> tuple[int, str]:
    """Where a value goes that is not there yet, and what comes before it."""
    holder = sheet.node(pointer[:-1]) if pointer else None
    if isinstance(holder, Pairs) and sheet.is_flow(holder):
        key = next(key for key, _ in holder.pairs if _words(key) == pointer[-1])
        end = sheet.ends(key)[0]
        if not sheet.text[end:start].strip(" \t\r\n"):
            return end, ": "
    is_apart = start == 0 or sheet.text[start - 1] in " \t\r\n"
    return start, "" if is_apart else " "


def _words(node: Node) -> str | None:
    return node.text if isinstance(node, Scalar) else None


def _written(sheet: _Sheet, slot: _Slot, value: Value) -> Iterator[tuple[_Piece, ...]]:
    """The ways to write a value in a place."""
    if isinstance(value, str) and not slot.is_flow:
        yield from _in_lines(sheet, slot, value)
    for new in in_line(value, slot.style, is_flow=slot.is_flow):
        yield (_Piece(slot.start, slot.end, slot.lead + new + slot.note),)


def _in_lines(sheet: _Sheet, slot: _Slot, text: str) -> Iterator[tuple[_Piece, ...]]:
    """The one way to write a text as a block: its header in place, its lines below."""
    newline = sheet.newline(slot.end)
    style, indent, parent = slot.style, slot.indent, slot.parent
    block = in_block(text, style, indent=indent, parent=parent, newline=newline)
    close = sheet.line_end(slot.end)
    if block is None or not _REST.match(sheet.text[slot.end : close]):
        return
    header, lines = block
    if close == len(sheet.text) and text.endswith("\n"):
        lines += newline
    head = slot.lead + header + slot.note
    if slot.end == close:
        yield (_Piece(slot.start, slot.end, head + lines),)
    else:
        yield (_Piece(slot.start, slot.end, head), _Piece(close, close, lines))


# ── a new key ────────────────────────────────────────────────────────────────


def _in_rows(sheet: _Sheet, node: Pairs, key: str, value: Value) -> Iterator[tuple[_Piece, ...]]:
    """The ways to add a row to a block mapping."""
    column = node.span.column
    for end in sheet.ends(node):
        close = sheet.line_end(end)
        newline = sheet.newline(end)
        for name in in_line(key, "", is_flow=False):
            start = f"{newline}{' ' * column}{name}: "
            if isinstance(value, str) and (
                block := in_block(value, "", indent=column + _STEP, parent=column, newline=newline)
            ):
                is_last = close == len(sheet.text) and value.endswith("\n")
                tail = newline if is_last else ""
                yield (_Piece(close, close, start + "".join(block) + tail),)
            for new in in_line(value, "", is_flow=False):
                yield (_Piece(close, close, start + new),)


def _in_flow(sheet: _Sheet, node: Pairs, key: str, value: Value) -> Iterator[tuple[_Piece, ...]]:
    """The ways to add a pair to a flow mapping: on a row of its own where the last one has one."""
    names, news = in_line(key, "", is_flow=True), in_line(value, "", is_flow=True)
    for name, new in product(tuple(names), tuple(news)):
        pair = f"{name}: {new}"
        if not node.pairs:
            start = sheet.start(node) + 1
            yield (_Piece(start, start, pair),)
            continue
        last, held = node.pairs[-1]
        end = max(sheet.ends(last)[0], sheet.ends(held)[0])
        if held.span[:2] == held.span[2:]:
            end = len(sheet.text[:end].rstrip(" \t\r\n"))
        comma = re.compile(r"[ \t]*,").match(sheet.text, end)
        yield from _after_pair(sheet, sheet.start(last), comma.end() if comma else end, pair)


def _after_pair(sheet: _Sheet, start: int, end: int, pair: str) -> Iterator[tuple[_Piece, ...]]:
    """The ways to put a pair after the one between two offsets, whose comma counts."""
    line = max(sheet.text.rfind("\n", 0, start), sheet.text.rfind("\r", 0, start)) + 1
    blank, close = sheet.text[line:start], sheet.line_end(end)
    has_comma = sheet.text[end - 1] == ","
    if not blank.strip(" ") and _REST.match(sheet.text[end:close]) and close < len(sheet.text):
        row = sheet.newline(end) + blank + pair
        if has_comma:
            yield (_Piece(close, close, f"{row},"),)
        else:
            yield (_Piece(end, end, ","), _Piece(close, close, row))
    yield (_Piece(end, end, f" {pair}" if has_comma else f", {pair}"),)
