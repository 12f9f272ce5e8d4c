"""One scalar of a YAML text replaced, or one key added; every other byte stays as it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from rdclient.store.position import Node, Pairs, Pointer, Scalar
from rdclient.store.sheet import REST, Piece, Sheet, first_sound, read, refused
from rdclient.store.spelling import BLOCKS, STEP, Value, in_block, in_line

_HEADER = re.compile(r"[|>][-+0-9]*([ \t]+#[^\r\n]*)?")
_LINES = re.compile(r"[ \t]*+(?:\r\n|\r|\n)(?:[ ]*+(?:\r\n|\r|\n))*+([ ]*+)")


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
    mark, sheet, data = read(path, text)
    node = sheet.node(pointer)
    if not isinstance(node, Scalar):
        raise refused(path, pointer)
    wanted = _replaced(data, pointer, value)
    if repr(wanted) == repr(data):
        return text
    options = value_options(sheet, pointer, node, value)
    return mark + first_sound(path, sheet, options, wanted, pointer)


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
    mark, sheet, data = read(path, text)
    node = sheet.node(pointer)
    place = (*pointer, key)
    if not isinstance(node, Pairs) or sheet.node(place) is not None:
        raise refused(path, place)
    wanted = _replaced(data, place, value)
    options = key_options(sheet, pointer, node, key, value)
    return mark + first_sound(path, sheet, options, wanted, place)


def with_field(path: str, text: str, pointer: Pointer, value: Value) -> str:
    """The text with a value at a pointer, whether its last key is there already or not.

    Raises:
        EditRefusedError: as ``with_value`` and ``with_new_key`` do.
    """
    _, sheet, _ = read(path, text)
    if pointer and isinstance(pointer[-1], str) and sheet.node(pointer) is None:
        return with_new_key(path, text, pointer[:-1], pointer[-1], value)
    return with_value(path, text, pointer, value)


def value_options(
    sheet: Sheet, pointer: Pointer, node: Scalar, value: Value
) -> Iterator[tuple[Piece, ...]]:
    """The ways to write a value in the place of a scalar; the likeliest first."""
    for slot in _slots(sheet, pointer, node):
        yield from _written(sheet, slot, value)


def key_options(
    sheet: Sheet, pointer: Pointer, node: Pairs, key: str, value: Value
) -> Iterator[tuple[Piece, ...]]:
    """The ways to add a key to a mapping; the likeliest first."""
    add = _in_flow if sheet.is_flow(node) or sheet.around(pointer)[0] else _in_rows
    return add(sheet, node, key, value)


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


# ── a value in its place ─────────────────────────────────────────────────────


def _slots(sheet: Sheet, pointer: Pointer, node: Scalar) -> Iterator[_Slot]:
    """The places a scalar may be thought to take; the smallest first."""
    is_flow, parent = sheet.around(pointer)
    start = sheet.start(node)
    indent, note, lead = parent + STEP, "", ""
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


def _empty(sheet: Sheet, pointer: Pointer, start: int) -> tuple[int, str]:
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


def _written(sheet: Sheet, slot: _Slot, value: Value) -> Iterator[tuple[Piece, ...]]:
    """The ways to write a value in a place."""
    if isinstance(value, str) and not slot.is_flow:
        yield from _in_lines(sheet, slot, value)
    for new in in_line(value, slot.style, is_flow=slot.is_flow):
        yield (Piece(slot.start, slot.end, slot.lead + new + slot.note),)


def _in_lines(sheet: Sheet, slot: _Slot, text: str) -> Iterator[tuple[Piece, ...]]:
    """The one way to write a text as a block: its header in place, its lines below."""
    newline = sheet.newline(slot.end)
    style, indent, parent = slot.style, slot.indent, slot.parent
    block = in_block(text, style, indent=indent, parent=parent, newline=newline)
    close = sheet.line_end(slot.end)
    if block is None or not REST.match(sheet.text[slot.end : close]):
        return
    header, lines = block
    if close == len(sheet.text) and text.endswith("\n"):
        lines += newline
    head = slot.lead + header + slot.note
    if slot.end == close:
        yield (Piece(slot.start, slot.end, head + lines),)
    else:
        yield (Piece(slot.start, slot.end, head), Piece(close, close, lines))


# ── a new key ────────────────────────────────────────────────────────────────


def _in_rows(sheet: Sheet, node: Pairs, key: str, value: Value) -> Iterator[tuple[Piece, ...]]:
    """The ways to add a row to a block mapping."""
    column = node.span.column
    for close in sheet.rows_after(node, column):
        newline = sheet.newline(close)
        for name in in_line(key, "", is_flow=False):
            start = f"{newline}{' ' * column}{name}: "
            if isinstance(value, str) and (
                block := in_block(value, "", indent=column + STEP, parent=column, newline=newline)
            ):
                is_last = close == len(sheet.text) and value.endswith("\n")
                tail = newline if is_last else ""
                yield (Piece(close, close, start + "".join(block) + tail),)
            for new in in_line(value, "", is_flow=False):
                yield (Piece(close, close, start + new),)


def _in_flow(sheet: Sheet, node: Pairs, key: str, value: Value) -> Iterator[tuple[Piece, ...]]:
    """The ways to add a pair to a flow mapping."""
    names, news = in_line(key, "", is_flow=True), in_line(value, "", is_flow=True)
    for name, new in product(tuple(names), tuple(news)):
        yield from in_braces(sheet, node, f"{name}: {new}")


def in_braces(sheet: Sheet, node: Pairs, pair: str) -> Iterator[tuple[Piece, ...]]:
    """The ways to put a pair last in a flow mapping."""
    if not node.pairs:
        start = sheet.start(node) + 1
        yield (Piece(start, start, pair),)
        return
    last, held = node.pairs[-1]
    end = max(sheet.ends(last)[0], sheet.ends(held)[0])
    if held.span[:2] == held.span[2:]:
        end = len(sheet.text[:end].rstrip(" \t\r\n"))
    yield from after_member(sheet, sheet.start(last), end, pair)


def after_member(sheet: Sheet, start: int, end: int, new: str) -> Iterator[tuple[Piece, ...]]:
    """The ways to put a member of a flow collection after the one between two offsets.

    It gets a row of its own where that one has one, and a comma behind it if that one has.
    """
    comma = re.compile(r"[ \t]*,").match(sheet.text, end)
    end = comma.end() if comma else end
    line = max(sheet.text.rfind("\n", 0, start), sheet.text.rfind("\r", 0, start)) + 1
    blank, close = sheet.text[line:start], sheet.line_end(end)
    if not blank.strip(" ") and REST.match(sheet.text[end:close]) and close < len(sheet.text):
        row = sheet.newline(end) + blank + new
        if comma:
            yield (Piece(close, close, f"{row},"),)
        else:
            yield (Piece(end, end, ","), Piece(close, close, row))
    yield (Piece(end, end, f" {new}" if comma else f", {new}"),)
