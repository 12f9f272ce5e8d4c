"""One mapping put at the end of a list of a YAML text; every other byte stays as it is."""

import re
from collections.abc import Iterator, Mapping

from rdclient.store.position import Items, Node, Pairs, Pointer, Scalar
from rdclient.store.sheet import Piece, Sheet, first_sound, read, refused
from rdclient.store.span import after_member, in_braces
from rdclient.store.spelling import STEP, in_flow, in_line, in_rows

_DASH = re.compile(r"[ ]*-[ ]+\Z")
_WAYS = ((True, False), (False, False), (False, True))
"""Whether texts stand in blocks, and whether the others are all quoted; the likeliest first."""


def with_entry(path: str, text: str, pointer: Pointer, item: Mapping[str, object]) -> str:
    """The text with one mapping more at the end of a list.

    It is written as its neighbours are: in braces on one line where all of them are, else a row
    for each key. The list may be empty, null, or not there yet while the mapping that is to hold
    it is; an empty text gets what it needs.

    Args:
        path: of the file, for the reasons.
        text: of the file; a byte order mark stays.
        pointer: to the list; empty when the whole file is one.
        item: to add; its values are texts, numbers, truths, None, or lists and mappings of them.

    Raises:
        EditRefusedError: when the text cannot be read, there is no place for a list at the
            pointer, or the result does not read as the old data with just this item more.
        TypeError: when the item holds a value of another type.
    """
    mark, sheet, data = read(path, text)
    wanted = _extended(data, pointer, item)
    if wanted is None:
        raise refused(path, pointer)
    options = entry_options(sheet, pointer, item)
    return mark + first_sound(path, sheet, options, wanted, pointer)


def _extended(data: object, pointer: Pointer, item: Mapping[str, object]) -> object:
    """A copy of the data with the item in it; None when there is no place for it."""
    if not pointer:
        listed = [] if data is None else data
        return [*listed, dict(item)] if isinstance(listed, list) else None
    step, rest = pointer[0], pointer[1:]
    if isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data):
        inner = _extended(data[step], rest, item)
        return None if inner is None else [*data[:step], inner, *data[step + 1 :]]
    if not isinstance(step, str):
        return None
    if data is None and not rest:
        return {step: [dict(item)]}
    if not isinstance(data, dict) or (rest and step not in data):
        return None
    inner = _extended(data.get(step), rest, item)
    return None if inner is None else {**data, step: inner}


def entry_options(
    sheet: Sheet, pointer: Pointer, item: Mapping[str, object]
) -> Iterator[tuple[Piece, ...]]:
    """The ways to write the item; the likeliest first."""
    node = sheet.node(pointer)
    holder = sheet.node(pointer[:-1]) if pointer else None
    is_flow, parent = sheet.around(pointer)
    if len(pointer) <= 1 and not isinstance(sheet.node(()), (Items, Pairs)):
        yield from _at_the_end(sheet, pointer, item)
    if node is None and isinstance(holder, Pairs):
        yield from _with_key(sheet, holder, str(pointer[-1]), item, is_flow=is_flow)
    elif isinstance(node, Items) and node.items:
        add = _between_brackets if sheet.is_flow(node) else _below
        yield from add(sheet, node, item)
    elif node is not None and not isinstance(node, Pairs):
        if not is_flow and "#" not in sheet.text[sheet.start(node) : sheet.ends(node)[0]]:
            column = parent + _offset(holder) if pointer else 0
            yield from _instead(sheet, node, column, item)
        yield from _in_place(sheet, node, item)


def _bodies(
    item: Mapping[str, object], *, indent: int, newline: str, is_braced: bool
) -> Iterator[str]:
    """The spellings of the item after its dash.

    Args:
        item: to write.
        indent: columns before its keys.
        newline: of the file.
        is_braced: whether its neighbours stand in braces; a text of several lines does not.
    """
    has_lines = any(isinstance(value, str) and "\n" in value for value in item.values())
    for has_blocks, is_quoted in _WAYS:
        if is_braced and not has_lines:
            yield in_flow(item, is_quoted=is_quoted)
        yield in_rows(
            item, indent=indent, newline=newline, has_blocks=has_blocks, is_quoted=is_quoted
        )


def _below(sheet: Sheet, node: Items, item: Mapping[str, object]) -> Iterator[tuple[Piece, ...]]:
    """Below the last item of a block list, as that one is written."""
    dash, last = node.span.column, node.items[-1]
    before = sheet.text[: sheet.start(last)]
    start = max(before.rfind("\n"), before.rfind("\r")) + 1
    is_beside = _DASH.match(before, start) is not None
    gap = last.span.column - dash if is_beside and isinstance(last, Pairs) else STEP
    is_braced = all(isinstance(one, Pairs) and sheet.is_flow(one) for one in node.items)
    for close in sheet.rows_after(node, dash):
        newline = sheet.newline(close)
        lead = f"{newline}{' ' * dash}-{' ' * (gap - 1)}"
        for body in _bodies(item, indent=dash + gap, newline=newline, is_braced=is_braced):
            yield from _placed(sheet, close, lead + body, newline)


def _placed(sheet: Sheet, close: int, new: str, newline: str) -> Iterator[tuple[Piece, ...]]:
    """Rows after a line; at the end of the text a block may need a line break of its own."""
    yield (Piece(close, close, new),)
    if close == len(sheet.text):
        yield (Piece(close, close, new + newline),)


def _between_brackets(
    sheet: Sheet, node: Items, item: Mapping[str, object]
) -> Iterator[tuple[Piece, ...]]:
    """After the last item of a list in brackets."""
    last = node.items[-1]
    for is_quoted in (False, True):
        new = in_flow(item, is_quoted=is_quoted)
        yield from after_member(sheet, sheet.start(last), sheet.ends(last)[0], new)


# ── a list that is empty, or not there yet ───────────────────────────────────


def _offset(holder: Node | None) -> int:
    """Columns by which the lists of a mapping stand to the right of its keys."""
    if isinstance(holder, Pairs):
        for key, value in holder.pairs:
            if isinstance(value, Items) and value.items and value.span.line > key.span.line:
                return max(value.span.column - holder.span.column, 0)
    return STEP


def _instead(
    sheet: Sheet, node: Node, column: int, item: Mapping[str, object]
) -> Iterator[tuple[Piece, ...]]:
    """A block list below the key, in the place of ``[]``, null or nothing."""
    start, end = sheet.start(node), sheet.ends(node)[0]
    cut, close = len(sheet.text[:start].rstrip(" \t")), sheet.line_end(end)
    newline = sheet.newline(close)
    is_alone = cut == 0 or sheet.text[cut - 1] in "\r\n"
    column = node.span.column if is_alone else column
    for body in _bodies(item, indent=column + STEP, newline=newline, is_braced=False):
        if is_alone:
            yield (Piece(start, end, f"- {body}"),)
            continue
        rows = f"{newline}{' ' * column}- {body}"
        yield (Piece(cut, end, ""), Piece(close, close, rows))
        if close == len(sheet.text):
            yield (Piece(cut, end, ""), Piece(close, close, rows + newline))


def _in_place(sheet: Sheet, node: Node, item: Mapping[str, object]) -> Iterator[tuple[Piece, ...]]:
    """A list in brackets, in the place of ``[]``, null or nothing."""
    start, end = sheet.start(node), sheet.ends(node)[0]
    for is_quoted in (False, True):
        new = in_flow(item, is_quoted=is_quoted)
        if isinstance(node, Scalar):
            yield (Piece(start, max(start, end), f"[{new}]"),)
            yield (Piece(start, max(start, end), f" [{new}]"),)
        else:
            yield (Piece(start + 1, start + 1, new),)


def _with_key(
    sheet: Sheet, holder: Pairs, key: str, item: Mapping[str, object], *, is_flow: bool
) -> Iterator[tuple[Piece, ...]]:
    """The key and its list, after the last key of the mapping."""
    if is_flow or sheet.is_flow(holder):
        for is_quoted in (False, True):
            pair = in_flow({key: [item]}, is_quoted=is_quoted)[1:-1]
            yield from in_braces(sheet, holder, pair)
        return
    column = holder.span.column
    name = next(in_line(key, "", is_flow=False))
    indent = column + _offset(holder)
    for close in sheet.rows_after(holder, column):
        newline = sheet.newline(close)
        lead = f"{newline}{' ' * column}{name}:{newline}{' ' * indent}- "
        for body in _bodies(item, indent=indent + STEP, newline=newline, is_braced=False):
            yield from _placed(sheet, close, lead + body, newline)


def _at_the_end(
    sheet: Sheet, pointer: Pointer, item: Mapping[str, object]
) -> Iterator[tuple[Piece, ...]]:
    """The list, with its key if it has one, at the end of a text that holds no data yet."""
    end = len(sheet.text)
    newline = sheet.newline(end)
    gap = newline if sheet.text and sheet.text[-1] not in "\r\n" else ""
    lead, indent = f"{gap}- ", 0
    if pointer:
        name = next(in_line(str(pointer[0]), "", is_flow=False))
        lead, indent = f"{gap}{name}:{newline}{' ' * STEP}- ", STEP
    for body in _bodies(item, indent=indent + STEP, newline=newline, is_braced=False):
        yield (Piece(end, end, lead + body + newline),)
