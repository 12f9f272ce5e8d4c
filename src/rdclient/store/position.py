"""Where things stand in a YAML text: its nodes with marks, their faults, places by pointer."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from yaml.error import Mark, MarkedYAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from rdclient.diagnostic import Fact, Location
from rdclient.store.scalar import FORBIDDEN, PARSER_FAULTS, events, is_long_number, resolved

if TYPE_CHECKING:
    from yaml._yaml import Mark as CMark

DEPTH_LIMIT = 24
NODE_LIMIT = 400_000
BREAK = re.compile("\r\n|\r|\n")
_LONGEST_LINE = 2000
_SHOWN = 60
_MOST_FAULTS = 200
_AT_CONTEXT = (
    *("simple key", "quoted scalar", "flow sequence", "flow mapping"),
    *("an alias", "an anchor", "block scalar", "a tag", "directive"),
)

Pointer: TypeAlias = tuple[str | int, ...]


class _Spot(NamedTuple):
    line: int
    column: int


class Span(NamedTuple):
    """From a place to a place in a text; lines and columns count from 0."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(slots=True)
class Scalar:
    """A scalar: its text after unquoting, and how it was quoted (empty when plain)."""

    span: Span
    text: str
    style: str

    def value(self) -> str | int | float | bool | None:
        """What it stands for."""
        return self.text if self.style else resolved(self.text)


@dataclass(slots=True)
class Items:
    """A sequence."""

    span: Span
    items: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class Pairs:
    """A mapping, in the order written."""

    span: Span
    pairs: list[tuple["Node", "Node"]] = field(default_factory=list)


Node: TypeAlias = Scalar | Items | Pairs


@dataclass(frozen=True, slots=True)
class Fault:
    """Something a text must not hold."""

    kind: str
    span: Span
    pointer: Pointer = ()
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Composed:
    """The nodes of a text, as far as it could be read, and what is wrong with it."""

    root: Node | None
    faults: tuple[Fault, ...]


@dataclass(slots=True)
class _Frame:
    start: _Spot
    is_mapping: bool
    children: list[Node] = field(default_factory=list)

    def step(self) -> str | int:
        """The key or index of the child that comes next."""
        if not self.is_mapping:
            return len(self.children)
        last = self.children[-1] if len(self.children) % 2 else None
        return last.text if isinstance(last, Scalar) else "?"


class _Stop(Exception):  # noqa: N818 - ends one walk, never leaves this module
    """The rest of the text is not worth reading."""


class _Composer:
    """Walks the events of one text; explicit stack, no recursion."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.faults: list[Fault] = []
        self.top = _Frame(_Spot(0, 0), is_mapping=False)
        self.stack = [self.top]
        self.nodes = 0
        self.documents = 0
        self.last: Span = Span(0, 0, 0, 1)

    def composed(self) -> Composed:
        try:
            for event in events(self.text):
                self._take(event)
                if len(self.faults) > _MOST_FAULTS:
                    break
        except _Stop:
            pass
        except PARSER_FAULTS as error:
            self.faults.append(_syntax(error, self.last))
        while len(self.stack) > 1:
            self._close(self.stack[-1].start)
        children = self.top.children
        return Composed(children[0] if children else None, tuple(self.faults))

    def _take(self, event: Event) -> None:
        match event:
            case ScalarEvent():
                self._scalar(event)
            case MappingStartEvent() | SequenceStartEvent():
                self._open(event)
            case MappingEndEvent() | SequenceEndEvent():
                self._close(_spot(event.end_mark))
            case AliasEvent():
                self._add(Scalar(_span(event), "", "*"), event)
            case DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    self._stop("documents", _span(event))

    def _scalar(self, event: ScalarEvent) -> None:
        node = Scalar(_span(event), event.value, event.style or "")
        if node.style == '"' and (hidden := FORBIDDEN.search(node.text)):
            self._fault("escape", node.span, character=code_point(hidden.group()))
        elif not node.style and is_long_number(node.text):
            self._fault("long-number", node.span, value=shown(node.text))
            node.style = "'"  # text from here on: stated once
        self._add(node, event)

    def _add(self, node: Node, event: Event) -> None:
        self.nodes += 1
        self.last = node.span
        if self.nodes > NODE_LIMIT:
            self._stop("nodes", node.span, limit=NODE_LIMIT)
        if isinstance(event, AliasEvent):
            self._fault("alias", node.span, name=shown(event.anchor or ""))
        else:
            self._marks(event)
        self.stack[-1].children.append(node)

    def _marks(self, event: Event) -> None:
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor:
            self._fault("anchor", _span(event), name=shown(anchor))
        if tag:
            self._fault("tag", _span(event), name=shown(tag))

    def _open(self, event: MappingStartEvent | SequenceStartEvent) -> None:
        self.nodes += 1
        self.last = _span(event)
        self._marks(event)
        if self.nodes > NODE_LIMIT:
            self._stop("nodes", self.last, limit=NODE_LIMIT)
        if len(self.stack) > DEPTH_LIMIT:
            self._stop("depth", self.last, limit=DEPTH_LIMIT)
        is_mapping = isinstance(event, MappingStartEvent)
        self.stack.append(_Frame(_spot(event.start_mark), is_mapping=is_mapping))

    def _close(self, end: _Spot) -> None:
        frame = self.stack.pop()
        span = Span(frame.start.line, frame.start.column, end.line, end.column)
        self.last = span
        if not frame.is_mapping:
            self.stack[-1].children.append(Items(span, frame.children))
            return
        pairs = list(zip(frame.children[::2], frame.children[1::2], strict=False))
        self._keys([key for key, _ in pairs])
        self.stack[-1].children.append(Pairs(span, pairs))

    def _keys(self, keys: list[Node]) -> None:
        first: dict[str, int] = {}
        for key in keys:
            if not isinstance(key, Scalar):
                self._fault("complex-key", key.span)
            elif not key.style and key.text == "<<":
                self._fault("merge", key.span)
            elif not isinstance(key.value(), str):
                self._fault("key", key.span, value=shown(key.text))
            elif key.text in first:
                line = key.span.line + 1
                before = first[key.text] + 1
                name = shown(key.text)
                self._fault("duplicate", key.span, key.text, key=name, line=line, first=before)
            else:
                first[key.text] = key.span.line

    def _fault(self, kind: str, span: Span, *tail: str, **facts: Fact) -> None:
        steps = tuple(frame.step() for frame in self.stack[1:])
        self.faults.append(Fault(kind, span, (*steps, *tail), facts))

    def _stop(self, kind: str, span: Span, **facts: Fact) -> None:
        self._fault(kind, span, **facts)
        raise _Stop


def _span(event: Event) -> Span:
    start, end = event.start_mark, event.end_mark
    if start is None or end is None:  # not from a parser
        return Span(0, 0, 0, 0)
    return Span(start.line, start.column, end.line, end.column)


def _spot(mark: "Mark | CMark | None") -> _Spot:
    return _Spot(mark.line, mark.column) if mark else _Spot(0, 0)


def _syntax(error: Exception, last: Span) -> Fault:
    """A parser's complaint, at the place where the cause is more likely to stand."""
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return Fault("syntax", last, facts={"problem": type(error).__name__, "line": last.line + 1})
    mark = error.problem_mark
    context = error.context or ""
    is_opener = any(word in context for word in _AT_CONTEXT) and "escape" not in str(error.problem)
    if error.context_mark is not None and is_opener:
        mark = error.context_mark
    span = Span(mark.line, mark.column, mark.line, mark.column + 1)
    facts: dict[str, Fact] = {
        "problem": error.problem or context,
        "line": error.problem_mark.line + 1,
    }
    return Fault("syntax", span, facts=facts)


@lru_cache(maxsize=2)
def compose(text: str) -> Composed:
    """The nodes of a text and its faults; the text asked for last is kept."""
    return _Composer(text).composed()


@lru_cache(maxsize=2)
def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text, as a YAML parser counts them."""
    return tuple(BREAK.split(text))


def code_point(character: str) -> str:
    """A character by its number, e.g. ``U+202E``; safe to print."""
    return f"U+{ord(character):04X}"


def shown(text: str) -> str:
    """A text short and safe enough to stand in a message."""
    plain = FORBIDDEN.sub("\ufffd", " ".join(text[: 4 * _SHOWN].split()))
    return plain if len(plain) <= _SHOWN else plain[: _SHOWN - 1] + "…"


class Positions:
    """Places in one file, by pointer; nothing is parsed before the first question."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text

    @cached_property
    def _lines(self) -> tuple[str, ...]:
        return lines_of(self.text)

    def locate(self, pointer: Pointer, *, on_key: bool = False) -> Location:
        """The place of a value, or of its key.

        A pointer that does not exist resolves to its deepest existing ancestor. A mapping is
        shown by its ``id``, else by its first key; a value that is empty by its key.
        """
        key, node, depth = self._find(pointer)
        if node is None:
            return self.at(0, 0, pointer=pointer)
        exists = depth == len(pointer)
        if key is not None and exists and (on_key or _is_empty(node)):
            return self.over(key.span, pointer)
        return self.over(_face(node), pointer)

    def node(self, pointer: Pointer) -> Node | None:
        """The node a pointer leads to; None when there is none."""
        _, node, depth = self._find(pointer)
        return node if depth == len(pointer) else None

    def over(self, span: Span, pointer: Pointer = ()) -> Location:
        """The place of a span: its part on its first line is underlined."""
        length = span.end_column - span.column
        if span.end_line > span.line:
            line = self._lines[span.line] if span.line < len(self._lines) else ""
            length = len(line.rstrip()) - span.column
        return self.at(span.line, span.column, length, pointer)

    def at(self, line: int, column: int, length: int = 1, pointer: Pointer = ()) -> Location:
        """The place at a line and column that count from 0; at most the end of the text."""
        if line >= len(self._lines):  # a parser counts one line more when the last one is open
            line = len(self._lines) - 1
            column = len(self._lines[line])
        source = self._lines[line]
        source = FORBIDDEN.sub("\ufffd", source) if len(source) <= _LONGEST_LINE else ""
        return Location(self.path, pointer, line + 1, column + 1, max(length, 1), source)

    def at_offset(self, offset: int, length: int = 1) -> Location:
        """The place of the character at an offset into the text."""
        line = len(BREAK.findall(self.text, 0, offset))
        start = 1 + max(self.text.rfind("\n", 0, offset), self.text.rfind("\r", 0, offset))
        return self.at(line, offset - start, length)

    def _find(self, pointer: Pointer) -> tuple[Node | None, Node | None, int]:
        """Key and node as deep as the pointer leads, and how many steps that were."""
        key: Node | None = None
        node = compose(self.text).root
        for depth, step in enumerate(pointer):
            found = next(_children(node, step), None)
            if found is None:
                return key, node, depth
            key, node = found
        return key, node, len(pointer)


def _children(node: Node | None, step: str | int) -> Iterator[tuple[Node | None, Node]]:
    if isinstance(node, Items) and isinstance(step, int) and 0 <= step < len(node.items):
        yield None, node.items[step]
    elif isinstance(node, Pairs):
        for key, value in node.pairs:
            if isinstance(key, Scalar) and key.text == step:
                yield key, value


def _is_empty(node: Node) -> bool:
    return node.span[:2] == node.span[2:]


def _face(node: Node) -> Span:
    """What stands for a node: a mapping's ``id`` (key and value), else its first key."""
    if not isinstance(node, Pairs) or not node.pairs:
        return node.span
    for key, value in node.pairs:
        if isinstance(key, Scalar) and key.text == "id":
            return Span(*key.span[:2], *value.span[2:])
    return node.pairs[0][0].span
