"""Sound YAML that most likely does not say what was meant: swallowed texts, joined names."""

import re
from collections.abc import Iterator
from itertools import chain, islice

from rdclient.diagnostic import Finding, finding
from rdclient.store.position import Node, Pairs, Positions, Scalar, compose, lines_of
from rdclient.store.syntax import quoted

_SWALLOWED = re.compile(
    r"""^[ \t]*(?:(?:-[ ]+)*[A-Za-z_]\w*:[ \t]+|(?:-[ ]+)+)(?:(\#[^\s#][^\n]*)$
    |[^"'|>\[{\#\s&*!][^"'\n]*?[ \t](\#\d[^\n]*)$)""",
    re.VERBOSE | re.MULTILINE,
)
"""A field whose text is cut at a number sign, or is nothing but one."""
_NAME = r"[0-9A-Za-z][0-9A-Za-z._/-]*"
_NAMES = re.compile(rf"{_NAME}(?: ?[，、；] ?{_NAME})+")
_MARKS = re.compile("[，、；]")
_MOST = 20


def doubts(path: str, text: str) -> tuple[Finding, ...]:
    """What a sound text hides: list items joined by a Chinese mark, texts cut at ``#``."""
    positions = Positions(path, text)
    nodes = tuple(_scalars(compose(text).root))
    found = chain(_joined(positions, nodes), _swallowed(positions, nodes))
    return tuple(islice(found, _MOST))


_Seen = tuple[Scalar, bool]
"""A scalar, and whether it stands in a list in brackets."""


def _scalars(root: Node | None) -> Iterator[_Seen]:
    pending: list[tuple[Node, bool]] = [(root, False)] if root else []
    while pending:
        node, is_item = pending.pop()
        if isinstance(node, Scalar):
            yield node, is_item
        elif isinstance(node, Pairs):
            pending += [(part, False) for pair in reversed(node.pairs) for part in reversed(pair)]
        else:
            pending += [(item, True) for item in reversed(node.items)]


def _joined(positions: Positions, nodes: tuple[_Seen, ...]) -> Iterator[Finding]:
    lines = lines_of(positions.text)
    for node, is_item in nodes:
        if not is_item or node.style or not _NAMES.fullmatch(node.text):
            continue
        line, start, end = node.span.line, node.span.column, node.span.end_column
        if node.span.end_line != line or lines[line].find("[", 0, start) < 0:
            continue
        for mark in _MARKS.finditer(lines[line], start, end):
            at = positions.at(line, mark.start())
            typed = {"character": mark.group(), "write": ","}
            place = {"line": at.line, "column": at.column}
            yield finding("RD009", at, variant="comma", **typed, **place)


def _swallowed(positions: Positions, nodes: tuple[_Seen, ...]) -> Iterator[Finding]:
    empty = {node.span[:2] for node, _ in nodes if node.span[:2] == node.span[2:]}
    ends = {node.span[2:]: node for node, _ in nodes if not node.style and node.text}
    lines = lines_of(positions.text)
    for number, line in enumerate(lines):
        match = _SWALLOWED.match(line) if " #" in line or "\t#" in line else None
        if not match:
            continue
        column = match.start(match.lastindex or 0)
        value = line[:column].rstrip()
        before = ends.get((number, len(value)))
        if before or _is_empty_after(empty, number, len(value), column):
            whole = (before.text + line[len(value) :] if before else line[column:]).strip()
            at = positions.at(number, column, len(line) - column)
            yield finding("RD003", at, variant="comment", suggestion=quoted(whole), line=number + 1)


def _is_empty_after(empty: set[tuple[int, int]], number: int, start: int, end: int) -> bool:
    """Whether the field before a comment has no value, not even on the lines below."""
    return any(line == number and start <= column <= end for line, column in empty)
