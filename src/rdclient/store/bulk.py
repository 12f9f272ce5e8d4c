"""Many changes to one YAML text with one parse before and one after; other bytes stay."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from rdclient.store.position import Items, Pairs, Pointer, Scalar
from rdclient.store.rows import below, flat, rows
from rdclient.store.sheet import EditRefusedError, Piece, Sheet, applied, read, refused
from rdclient.store.span import after_member, in_braces, key_options, value_options, with_field
from rdclient.store.span_list import entry_options, with_entry
from rdclient.store.spelling import STEP
from rdclient.store.yamlfile import parse


@dataclass(frozen=True, slots=True)
class Put:
    """A value for a field, which may not be there yet."""

    pointer: Pointer
    value: object


@dataclass(frozen=True, slots=True)
class Insert:
    """A mapping put into a list, before the item of that index.

    Attributes:
        pointer: to the list; it may be empty, or not there yet.
        index: counted in the text as it is; the list's length for its end.
        item: to put in.
    """

    pointer: Pointer
    index: int
    item: Mapping[str, object]


BulkChange: TypeAlias = Put | Insert


def with_changes(path: str, text: str, changes: Sequence[BulkChange]) -> str:
    """The text with every change in it.

    All are written at once; where that does not read as meant, half of them at a time.

    Args:
        path: of the file, for the reasons.
        text: of the file; a byte order mark stays.
        changes: pointers and indexes are those of the text as it is.

    Raises:
        EditRefusedError: when the text cannot be read, or a change cannot be made safely.
    """
    return _changed(path, text, sorted(changes, key=_place))


def _place(change: BulkChange) -> tuple[tuple[int, int, str], ...]:
    """Where a change stands, so that what comes later never moves what comes before."""
    steps = change.pointer if isinstance(change, Put) else (*change.pointer, change.index)
    return tuple((0, s, "") if isinstance(s, int) else (1, 0, s) for s in steps)


def _changed(path: str, text: str, changes: Sequence[BulkChange]) -> str:
    if not changes:
        return text
    mark, sheet, data = read(path, text)
    pieces = _pieces(sheet, changes)
    wanted = _meant(path, data, changes)
    if pieces is not None:
        after = applied(sheet.text, pieces)
        new = parse(path, after)
        if not new.findings and _is_same(new.data, wanted):
            return mark + after
    if len(changes) == 1:
        return _alone(path, text, changes[0])
    half = len(changes) // 2
    return _changed(path, _changed(path, text, changes[half:]), changes[:half])


def _is_same(one: object, other: object) -> bool:
    """Whether data are the same to the type; the order of keys does not matter."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _meant(path: str, data: object, changes: Sequence[BulkChange]) -> object:
    """The data with the changes made in them; the last first, so that indexes hold."""
    for change in reversed(changes):
        if isinstance(change, Insert) and not change.pointer and data is None:
            data = []
        *way, last = change.pointer or ("",)
        holder = data
        for step in way:
            holder = holder[step]  # type: ignore[index]  # an error tells that it leads nowhere
        if isinstance(change, Put) and isinstance(holder, dict | list):
            holder[last] = change.value  # type: ignore[index]
            continue
        items = holder if not change.pointer else holder.get(last)  # type: ignore[attr-defined]
        if items is None and isinstance(holder, dict):
            items = holder[last] = []
        if not isinstance(items, list) or not isinstance(change, Insert):
            raise refused(path, change.pointer)
        items.insert(change.index, dict(change.item))
    return data


def _alone(path: str, text: str, change: BulkChange) -> str:
    """One change, in every way there is to write it.

    Raises:
        EditRefusedError: when none is sound.
    """
    if isinstance(change, Put):
        if change.value is None or isinstance(change.value, str | int | bool):
            return with_field(path, text, change.pointer, change.value)
        raise refused(path, change.pointer)
    return with_entry(path, text, change.pointer, change.item)


# ── the likeliest way to write each ──────────────────────────────────────────


def _pieces(sheet: Sheet, changes: Sequence[BulkChange]) -> tuple[Piece, ...] | None:
    """The pieces of all changes in the order of the text; None where two get in each other's way.

    At one place the rows that are indented most come first: they end what stands before it.
    """
    found: list[Piece] = []
    for change in changes:
        pieces = next(
            _put(sheet, change) if isinstance(change, Put) else _insert(sheet, change), None
        )
        if pieces is None:
            return None
        found += pieces
    found.sort(key=lambda piece: (piece.start, -_column(piece.new)))
    ends = [piece.end for piece in found]
    is_apart = all(end <= later.start for end, later in zip(ends, found[1:], strict=False))
    return tuple(found) if is_apart else None


def _column(new: str) -> int:
    line = new.lstrip("\r\n")
    return len(line) - len(line.lstrip(" "))


def _put(sheet: Sheet, change: Put) -> Iterator[tuple[Piece, ...]]:
    node, value = sheet.node(change.pointer), change.value
    holder = sheet.node(change.pointer[:-1])
    is_simple = value is None or isinstance(value, str | int | float)
    if node is None and isinstance(holder, Pairs):
        key = str(change.pointer[-1])
        if is_simple:
            yield from key_options(sheet, change.pointer[:-1], holder, key, value)  # type: ignore[arg-type]
        else:
            yield from _new_key(sheet, change.pointer[:-1], holder, key, value)
    elif isinstance(node, Scalar) and is_simple:
        yield from value_options(sheet, change.pointer, node, value)  # type: ignore[arg-type]
    elif isinstance(node, Items) and isinstance(value, list):
        yield from _instead(sheet, node, value)


def _new_key(
    sheet: Sheet, pointer: Pointer, holder: Pairs, key: str, value: object
) -> Iterator[tuple[Piece, ...]]:
    """A key with a list or a mapping, after the last key of a mapping."""
    if sheet.is_flow(holder) or sheet.around(pointer)[0]:
        if (text := flat(value)) is not None:
            yield from in_braces(sheet, holder, f"{key}: {text}")
        return
    column = holder.span.column
    for close in sheet.rows_after(holder, column):
        newline = sheet.newline(close)
        told = below(value, indent=column + STEP, newline=newline)
        yield (Piece(close, close, f"{newline}{' ' * column}{key}:{told}"),)


def _instead(sheet: Sheet, node: Items, value: list[object]) -> Iterator[tuple[Piece, ...]]:
    """A list in the place of another; a comment in it is somebody's word and stays."""
    start, end = sheet.start(node), sheet.ends(node)[0]
    if "#" in sheet.text[start:end]:
        return
    if sheet.is_flow(node):
        if (text := flat(value)) is not None:
            yield (Piece(start, end, text),)
        return
    if not value:  # nothing is told behind the key
        key = sheet.text[:start].rstrip()
        yield (Piece(len(key), end, " []"),)
        return
    column, newline = node.span.column, sheet.newline(end)
    told = below([*value, {}], indent=column, newline=newline)  # a mapping keeps it in rows
    rest = told.removeprefix(newline + " " * column).removesuffix(f"{newline}{' ' * column}- {{}}")
    yield (Piece(start, end, rest),)


def _insert(sheet: Sheet, change: Insert) -> Iterator[tuple[Piece, ...]]:
    node = sheet.node(change.pointer)
    if not isinstance(node, Items) or not node.items:
        yield from entry_options(sheet, change.pointer, change.item)
    elif sheet.is_flow(node) or sheet.around(change.pointer)[0]:
        yield from _between_brackets(sheet, node, change)
    else:
        yield from _among_rows(sheet, node, change)


def _between_brackets(sheet: Sheet, node: Items, change: Insert) -> Iterator[tuple[Piece, ...]]:
    text = flat(change.item)
    if text is None:
        return
    if change.index == 0:
        start = sheet.start(node.items[0])
        yield (Piece(start, start, f"{text}, "),)
    else:
        before = node.items[change.index - 1]
        yield from after_member(sheet, sheet.start(before), sheet.ends(before)[0], text)


def _among_rows(sheet: Sheet, node: Items, change: Insert) -> Iterator[tuple[Piece, ...]]:
    """An item of its own rows, or in braces where its neighbours are."""
    dash = node.span.column
    is_braced = all(isinstance(one, Pairs) and sheet.is_flow(one) for one in node.items[-3:])
    if change.index == 0:
        start = sheet.start(node)
        newline = sheet.newline(start)
        body = _body(change.item, dash + STEP, newline, is_braced=is_braced)
        yield (Piece(start, start, f"- {body}{newline}{' ' * dash}"),)
        return
    before = node.items[change.index - 1]
    for close in sheet.rows_after(before, dash):
        newline = sheet.newline(close)
        body = _body(change.item, dash + STEP, newline, is_braced=is_braced)
        yield (Piece(close, close, f"{newline}{' ' * dash}- {body}"),)


def _body(item: Mapping[str, object], indent: int, newline: str, *, is_braced: bool) -> str:
    text = flat(item) if is_braced else None
    return text if text is not None else rows(item, indent=indent, newline=newline)


__all__ = ["BulkChange", "EditRefusedError", "Insert", "Put", "with_changes"]
