"""Texts put at the end of a list of texts; every other byte of the file stays as it is."""

from collections.abc import Iterator, Sequence

from rdclient.store.position import Items, Pairs, Pointer
from rdclient.store.sheet import Piece, Sheet, first_sound, read, refused
from rdclient.store.span import after_member, in_braces
from rdclient.store.spelling import STEP, in_flow, in_line


def with_texts(path: str, text: str, pointer: Pointer, key: str, more: Sequence[str]) -> str:
    """The text with more entries in a list of texts, which may be empty or not there yet.

    Args:
        path: of the file, for the reasons.
        text: of the file; a byte order mark stays.
        pointer: to the mapping that has the list, or is to have it.
        key: of the list.
        more: texts to add; without any the text stays as it is.

    Raises:
        EditRefusedError: when the text cannot be read, something else stands at the key, or the
            result does not read as the old data with just these texts more.
    """
    if not more:
        return text
    mark, sheet, data = read(path, text)
    place = (*pointer, key)
    wanted = _extended(data, pointer, key, more)
    if wanted is None:
        raise refused(path, place)
    return mark + first_sound(path, sheet, _options(sheet, pointer, key, more), wanted, place)


def _extended(data: object, pointer: Pointer, key: str, more: Sequence[str]) -> object:
    """A copy of the data with the texts in it; None when there is no place for them."""
    if pointer:
        step, rest = pointer[0], pointer[1:]
        if isinstance(data, list) and isinstance(step, int):
            inner = _extended(data[step], rest, key, more)
            return None if inner is None else [*data[:step], inner, *data[step + 1 :]]
        if isinstance(data, dict):
            inner = _extended(data.get(step), rest, key, more)
            return None if inner is None else {**data, step: inner}
        return None
    if not isinstance(data, dict) or not isinstance(data.get(key, []), list):
        return None
    return {**data, key: [*data.get(key, []), *more]}


def _options(
    sheet: Sheet, pointer: Pointer, key: str, more: Sequence[str]
) -> Iterator[tuple[Piece, ...]]:
    """The ways to write the texts; the likeliest first."""
    node, holder = sheet.node((*pointer, key)), sheet.node(pointer)
    if isinstance(node, Items) and node.items:
        last = node.items[-1]
        if sheet.is_flow(node):
            new = in_flow(list(more), is_quoted=False)[1:-1]
            yield from after_member(sheet, sheet.start(last), sheet.ends(last)[0], new)
        else:
            yield from _rows(sheet, node, node.span.column, "", more)
    elif isinstance(node, Items):
        start = sheet.start(node) + 1
        yield (Piece(start, start, in_flow(list(more), is_quoted=False)[1:-1]),)
    elif isinstance(holder, Pairs):
        if sheet.is_flow(holder) or sheet.around(pointer)[0]:
            pair = in_flow({key: list(more)}, is_quoted=False)[1:-1]
            yield from in_braces(sheet, holder, pair)
        else:
            column = holder.span.column
            yield from _rows(sheet, holder, column + STEP, f"{' ' * column}{key}:", more)


def _rows(
    sheet: Sheet, node: Items | Pairs, column: int, head: str, more: Sequence[str]
) -> Iterator[tuple[Piece, ...]]:
    """Rows with a dash each below a node, after a row with the key if it is new."""
    dashes = [f"{' ' * column}- {next(in_line(one, '', is_flow=False))}" for one in more]
    for close in sheet.rows_after(node, max(column - STEP, 0) if head else column):
        newline = sheet.newline(close)
        rows = "".join(newline + row for row in ([head] if head else []) + dashes)
        yield (Piece(close, close, rows),)
