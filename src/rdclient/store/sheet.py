"""A YAML text with its nodes by pointer, offsets into it, and pieces put into it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from rdclient.diagnostic import RdclientError
from rdclient.store.content import BOM
from rdclient.store.position import BREAK, Items, Node, Pointer, Positions, Scalar
from rdclient.store.spelling import BLOCKS
from rdclient.store.yamlfile import parse

REST = re.compile(r"[ \t]*(?:#[^\r\n]*)?\Z")
"""What may follow a value on its line."""
_NOTE = re.compile(r"(?:\r\n|\r|\n)([ \t]*)#[^\r\n]*")


class EditRefusedError(RdclientError):
    """The edit would do more, or less, than it should; nothing was written."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What is to stand between two offsets of a text."""

    start: int
    end: int
    new: str


class Sheet:
    """A text, its nodes by pointer, and offsets into it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._positions = Positions("", text)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return (0, *(match.end() for match in BREAK.finditer(self.text)))

    def node(self, pointer: Pointer) -> Node | None:
        """The node a pointer leads to; None when there is none."""
        return self._positions.node(pointer)

    def start(self, node: Node) -> int:
        """The offset where a node begins."""
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

    def rows_after(self, node: Node, column: int) -> Iterator[int]:
        """The offsets of line ends after which a row may follow a node; the likeliest first.

        A comment on a line of its own, indented by more than ``column`` and joined to the node by
        no empty line, speaks of the node: it stays with it.
        """
        for end in self.ends(node):
            close = near = self.line_end(end)
            while (note := _NOTE.match(self.text, close)) and len(note.group(1)) > column:
                close = note.end()
            yield close
            if close > near:
                yield near

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


def read(path: str, text: str) -> tuple[str, Sheet, object]:
    """The byte order mark, if any, the rest of the text, and its data.

    Raises:
        EditRefusedError: when the text cannot be read.
    """
    bare = text.removeprefix(BOM)
    old = parse(path, bare)
    if old.findings:
        raise EditRefusedError("edit-unreadable", path)
    return text[: len(text) - len(bare)], Sheet(bare), old.data


def refused(path: str, pointer: Pointer) -> EditRefusedError:
    """The error of a place that can only be changed by hand."""
    return EditRefusedError("edit-by-hand", path, ".".join(map(str, pointer)))


def first_sound(
    path: str,
    sheet: Sheet,
    options: Iterable[tuple[Piece, ...]],
    wanted: object,
    pointer: Pointer,
) -> str:
    """The first way that reads as wanted; ``repr`` tells 1, 1.0, true and "1" apart.

    Raises:
        EditRefusedError: when none does.
    """
    for pieces in options:
        after = applied(sheet.text, pieces)
        new = parse(path, after)
        if not new.findings and repr(new.data) == repr(wanted):
            return after
    raise refused(path, pointer)


def applied(text: str, pieces: Iterable[Piece]) -> str:
    """The text with pieces in it, given in their order."""
    parts: list[str] = []
    done = 0
    for piece in pieces:
        parts += (text[done : piece.start], piece.new)
        done = piece.end
    return "".join([*parts, text[done:]])
