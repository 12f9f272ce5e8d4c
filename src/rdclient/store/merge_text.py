"""A merged value as text: ours, with the rows of theirs put in; comments and spelling stay."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rdclient.store.merge_data import ABSENT, Joined, Member, Source, same
from rdclient.store.position import Items, Node, Pairs, Scalar, compose, lines_of
from rdclient.store.sheet import Sheet
from rdclient.store.spelling import BLOCKS, STEP, in_flow, in_rows

_NOTE = re.compile(r"([ \t]*)#")
_KEPT_END = re.compile(r"[|>]\d?\+")


class NoPlaceError(Exception):
    """The merged value has no place in the text as it is written."""


class Version:
    """One of the three texts, with its lines and nodes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = lines_of(text)
        self.root = compose(text).root
        self.sheet = Sheet(text)

    def rows(self, node: Node | None) -> "Mapping[str | int, Row]":
        """The rows of a block collection by key or index; none when it has no rows of its own."""
        if node is None or isinstance(node, Scalar) or self.sheet.is_flow(node):
            return {}
        rows: dict[str | int, Row] = {}
        column, end = node.span.column, node.span.line
        for name, key, value in _children(node):
            start = self._start(key or value, column, end, is_item=key is None)
            is_apart = start is not None and not self.lines[start][:column].strip()
            if start is None or not (is_apart or (not rows and start == node.span.line)):
                return {}
            lead = end if rows else start
            end = self._end(value, start, column)
            rows[name] = Row(self, value, column, lead, start, end)
        return rows

    def _start(self, node: Node, column: int, first: int, *, is_item: bool) -> int | None:
        """The line on which a member begins: its key's, or the one of its dash."""
        if not is_item:
            return node.span.line if node.span.column == column else None
        for line in range(min(node.span.line, len(self.lines) - 1), first - 1, -1):
            if re.match(r"-(?:[ \t]|\Z)", self.lines[line][column:]):
                return line
        return None

    def _end(self, node: Node, start: int, column: int) -> int:
        """The line after a member: its last one with data, and comments that speak of it."""
        end = max(self._after(node), start + 1)
        while end < len(self.lines) and (note := _NOTE.match(self.lines[end])):
            if len(note[1]) <= column:
                break
            end += 1
        return end

    def _after(self, node: Node) -> int:
        last = node
        while not isinstance(last, Scalar) and not self.sheet.is_flow(last):
            last = last.items[-1] if isinstance(last, Items) else last.pairs[-1][1]
        span = last.span
        if not isinstance(last, Scalar) or last.style not in BLOCKS:
            return span.end_line + 1
        end = span.end_line + (span.end_column > 0)
        if not _KEPT_END.match(self.lines[span.line], span.column):
            while end > span.line + 1 and not self.lines[end - 1].strip():
                end -= 1
        return end

    def inline(self, node: Node) -> str | None:
        """A value as it stands on one line; None when it takes several, or is empty."""
        if node.span.line != node.span.end_line or node.span[:2] == node.span[2:]:
            return None
        is_block = isinstance(node, Scalar) and node.style in BLOCKS
        is_rows = not isinstance(node, Scalar) and not self.sheet.is_flow(node)
        return None if is_block or is_rows else self.slice(node)

    def slice(self, node: Node) -> str:
        """The text of a scalar or a collection in brackets."""
        return self.text[self.sheet.start(node) : self.sheet.ends(node)[0]]


def _children(node: Node | None) -> Iterator[tuple[str | int, Node | None, Node]]:
    """Name, key and value of each member of a collection; an item of a list has no key."""
    if isinstance(node, Pairs):
        for key, value in node.pairs:
            yield (key.text if isinstance(key, Scalar) else "", key, value)
    elif isinstance(node, Items):
        for number, item in enumerate(node.items):
            yield number, None, item


@dataclass(frozen=True, slots=True)
class Row:
    """A member of a block collection, with its lines.

    Attributes:
        version: the text it stands in.
        node: its value.
        column: where its key or dash stands.
        lead: the first line of what stands between it and the member before.
        start: its first line; another collection may begin on the same one.
        end: the line after its last one.
    """

    version: Version
    node: Node
    column: int
    lead: int
    start: int
    end: int

    @property
    def before(self) -> tuple[str, ...]:
        """Blank lines and comments before it."""
        return self.version.lines[self.lead : self.start]

    @property
    def own(self) -> tuple[str, ...]:
        """Its own lines; what stands before it on the first one is blanked."""
        first, *rest = self.version.lines[self.start : self.end]
        return (" " * self.column + first[self.column :], *rest)


@dataclass(frozen=True, slots=True)
class _Side:
    """A member in one version: its row, if it has lines of its own, and its value."""

    row: Row | None
    node: Node | None


_NOWHERE = _Side(None, None)


def three_way(
    base: tuple[str, ...] | None, ours: tuple[str, ...], theirs: tuple[str, ...] | None
) -> tuple[str, ...]:
    """Lines that hold no data: ours, unless only theirs were changed."""
    return theirs if theirs is not None and base is not None and ours == base else ours


class Assembly:
    """The text of one merge: the versions it is made of."""

    def __init__(self, base: str, ours: str, theirs: str) -> None:
        self.base, self.ours, self.theirs = Version(base), Version(ours), Version(theirs)

    def lines(self, value: Joined) -> tuple[str, ...]:
        """The lines of the merged text.

        Raises:
            NoPlaceError: when the merged value cannot be written into ours.
        """
        versions = (self.base, self.ours, self.theirs)
        base, ours, theirs = versions
        rows = [one.rows(one.root) for one in versions]
        is_emptied = value.source is Source.BOTH and value.data == []
        if not rows[1] or not (value.members or is_emptied):
            return self._whole(value)
        opening: list[tuple[str, ...]] = []
        closing: list[tuple[str, ...]] = []
        for one, known in zip(versions, rows, strict=True):
            first = min((row.start for row in known.values()), default=len(one.lines))
            last = max((row.end for row in known.values()), default=len(one.lines))
            opening.append(one.lines[:first] if known else _stripped(one.lines))
            closing.append(one.lines[last:] if known else ("",))
        inner = () if is_emptied else self._rows(value, base.root, ours.root, theirs.root)
        return (*three_way(*opening), *inner, *three_way(*closing))

    def _whole(self, value: Joined) -> tuple[str, ...]:
        """A text that is no block collection: one of the two, or a value in brackets."""
        if value.source is not Source.BOTH:
            return (self.ours if value.source is Source.OURS else self.theirs).lines
        root = self.ours.root
        if root is None or isinstance(root, Scalar):
            raise NoPlaceError
        start, end = self.ours.sheet.start(root), self.ours.sheet.ends(root)[0]
        new = self._respelled(value, root, self.theirs.root)
        return lines_of(self.ours.text[:start] + new + self.ours.text[end:])

    # ── block collections ────────────────────────────────────────────────────

    def _rows(
        self, value: Joined, base: Node | None, ours: Node | None, theirs: Node | None
    ) -> tuple[str, ...]:
        """The lines of a block collection of ours, member by member."""
        nodes = (base, ours, theirs)
        versions = (self.base, self.ours, self.theirs)
        rows = [one.rows(node) for one, node in zip(versions, nodes, strict=True)]
        named = [{name: child for name, _, child in _children(node)} for node in nodes]
        column = next(iter(rows[1].values())).column
        lines: list[str] = []
        for member in value.members:
            steps = (member.base, member.ours, member.theirs)
            sides = (
                _NOWHERE if step is None else _Side(known.get(step), children.get(step))
                for step, known, children in zip(steps, rows, named, strict=True)
            )
            lines += self._member(member, *sides, column=column)
        return tuple(lines)

    def _member(
        self, member: Member, base: _Side, ours: _Side, theirs: _Side, *, column: int
    ) -> tuple[str, ...]:
        """The lines of one member, with what stands before it."""
        name = member.theirs if isinstance(member.theirs, str) else None
        old, own, new = base.row, ours.row, theirs.row
        if own is None:
            if new is None:
                return _spelled(name, member.value.data, column)
            return _shifted((*new.before, *new.own), column - new.column)
        before = three_way(old.before if old else None, own.before, new.before if new else None)
        if new is None or new.own == own.own or (old and old.own == new.own):
            is_ours = member.value.source is Source.OURS or new is not None
            return (*before, *(own.own if is_ours else self._changed(member, base, ours, theirs)))
        if old and old.own == own.own:
            return _shifted((*before, *new.own), column - new.column, first=len(before))
        return (*before, *self._changed(member, base, ours, theirs))

    def _changed(self, member: Member, base: _Side, ours: _Side, theirs: _Side) -> tuple[str, ...]:
        """The lines of a member of ours that both sides wrote in another way."""
        value, row = member.value, ours.row
        if row is None:
            raise NoPlaceError
        if value.members and self.ours.rows(row.node):
            return self._nested(value, base, row, theirs)
        if value.source is Source.OURS:
            return row.own
        name = member.ours if isinstance(member.ours, str) else None
        if value.source is Source.BOTH and value.members:
            if theirs.node is None or isinstance(row.node, Scalar):
                raise NoPlaceError
            return _spliced(row, self._respelled(value, row.node, theirs.node))
        if value.source is Source.THEIRS:
            new = self.theirs.inline(theirs.node) if theirs.node else None
            if new is not None and self.ours.inline(row.node) is not None:
                return _spliced(row, new)
            if theirs.row is not None:
                return _shifted(theirs.row.own, row.column - theirs.row.column)
        return _spelled(
            name, value.data, row.column
        )  # also of what each side emptied for the other

    def _nested(self, value: Joined, base: _Side, row: Row, theirs: _Side) -> tuple[str, ...]:
        """The lines of a member that is a block collection itself."""
        inner = self.ours.rows(row.node)
        first = next(iter(inner.values()))
        last = max(one.end for one in inner.values())
        head = row.own[: first.start - row.start]
        lines = self._rows(value, base.node, row.node, theirs.node)
        if not head:  # it begins on the line of the dash
            while lines and not lines[0].strip():
                lines = lines[1:]
            if not lines or lines[0][: first.column].strip():
                raise NoPlaceError
            mark = row.own[0][: first.column]
            lines = (mark + lines[0][first.column :], *lines[1:])
        return (*head, *lines, *row.version.lines[last : row.end])

    # ── values in brackets ───────────────────────────────────────────────────

    def _respelled(self, value: Joined, ours: Node, theirs: Node | None) -> str:
        """A collection in brackets with what was merged; its members keep their spelling."""
        text = self.ours.slice(ours)
        if "\n" in text and "#" in text:
            raise NoPlaceError
        mine = {name: (key, child) for name, key, child in _children(ours)}
        other = {name: child for name, _, child in _children(theirs)}
        parts = []
        for member in value.members:
            key, node = (
                mine.get(member.ours, (None, None)) if member.ours is not None else (None,) * 2
            )
            child = other.get(member.theirs) if member.theirs is not None else None
            written = self._in_brackets(member.value, node, child)
            if isinstance(ours, Pairs):
                name = member.theirs if member.ours is None else member.ours
                label = self.ours.slice(key) if key else in_flow(str(name), is_quoted=False)
                written = f"{label}: {written}"
            parts.append(written)
        if not value.members:
            raise NoPlaceError
        inner = ", ".join(parts)
        return f"{{{inner}}}" if isinstance(ours, Pairs) else f"[{inner}]"

    def _in_brackets(self, value: Joined, ours: Node | None, theirs: Node | None) -> str:
        if value.source is Source.BOTH and ours is not None and value.members:
            return self._respelled(value, ours, theirs)
        is_ours = value.source is Source.OURS and ours is not None
        version, node = (self.ours, ours) if is_ours else (self.theirs, theirs)
        written = version.inline(node) if node else None
        return written if written is not None else _in_flow(value.data)


# ── lines ────────────────────────────────────────────────────────────────────


def _stripped(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Lines without the empty end of a text that holds no data."""
    return lines[:-1] if lines and not lines[-1] else lines


def _shifted(lines: tuple[str, ...], by: int, *, first: int = 0) -> tuple[str, ...]:
    """Lines moved to the right, or to the left; those before ``first`` stay."""
    if not by:
        return lines
    moved = list(lines[:first])
    for line in lines[first:]:
        if by < 0 and line[:-by].strip(" "):
            raise NoPlaceError
        moved.append(line and (" " * by + line if by > 0 else line[-by:]))
    return tuple(moved)


def _spliced(row: Row, new: str) -> tuple[str, ...]:
    """A row with another value in the place of its own."""
    span = row.node.span
    lines = list(row.own)
    first, last = span.line - row.start, span.end_line - row.start
    merged = lines[first][: span.column] + new + lines[last][span.end_column :]
    return (*lines[:first], merged, *lines[last + 1 :])


def _spelled(name: str | None, data: object, column: int) -> tuple[str, ...]:
    """A member that has no lines of its own in theirs, as rows of a block collection."""
    if data is ABSENT:
        raise NoPlaceError
    try:
        if name is not None:
            written = in_rows(
                {name: data}, indent=column, newline="\n", has_blocks=True, is_quoted=False
            )
        elif isinstance(data, dict) and data:
            rows = in_rows(
                data, indent=column + STEP, newline="\n", has_blocks=True, is_quoted=False
            )
            written = f"- {rows}"
        else:
            written = f"- {in_flow(data, is_quoted=False)}"
    except TypeError:
        raise NoPlaceError from None
    first, *rest = written.split("\n")
    return (" " * column + first, *rest)


def _in_flow(data: object) -> str:
    try:
        return in_flow(data, is_quoted=False)
    except TypeError:
        raise NoPlaceError from None


def is_sound(merged: object, value: Joined) -> bool:
    """Whether a text that was parsed again holds the merged data; no entries are an empty list."""
    return same(merged, value.data) or (merged is None and value.data == [])
