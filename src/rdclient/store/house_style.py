"""House style: how a record file is laid out; blanks, indentation and line ends, never data."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from yaml.tokens import (
    AliasToken,
    AnchorToken,
    BlockEndToken,
    BlockEntryToken,
    BlockMappingStartToken,
    BlockSequenceStartToken,
    DirectiveToken,
    FlowEntryToken,
    FlowMappingEndToken,
    FlowMappingStartToken,
    FlowSequenceEndToken,
    FlowSequenceStartToken,
    KeyToken,
    ScalarToken,
    StreamStartToken,
    TagToken,
    Token,
    ValueToken,
)

from rdclient.store.content import BOM
from rdclient.store.position import BREAK
from rdclient.store.scalar import PARSER_FAULTS, PureParser
from rdclient.store.spelling import BLOCKS
from rdclient.store.yamlfile import parse

try:
    from yaml._yaml import CParser
except ImportError:  # a platform without the compiled part: the same tokens, only slower
    CParser = None  # type: ignore[assignment, misc]

_STEP = 2
"""Columns per level; also the least blanks before a comment behind something."""
_BLANK = " \t"
_HEADER = re.compile(r"([|>])([-+0-9]*)([ \t]*)(#.*)?")
_TIGHT = re.compile(r"#[^\s#!:]")
"""A comment without a blank after its sign; ``#!``, ``#:`` and rows of signs are meant so."""
_TABBED = re.compile(r"#[ ]*\t[ \t]*")
_OPENING = (FlowMappingStartToken, FlowSequenceStartToken)
_CLOSING = (FlowMappingEndToken, FlowSequenceEndToken)
_UNUSUAL = (AliasToken, AnchorToken, DirectiveToken, TagToken)


def laid_out(path: str, text: str) -> str | None:
    """A text in house style; None when that cannot be done without changing its data.

    Args:
        path: of the file, for the reader.
        text: that reads without a finding.
    """
    plain = BREAK.sub("\n", text.removeprefix(BOM))
    try:
        after = _Sheet(plain).laid_out()
    except (_UnusualError, *PARSER_FAULTS):
        return None
    if after == text:
        return text
    before, again = parse(path, text), parse(path, after)
    is_same = not before.findings and not again.findings and repr(before.data) == repr(again.data)
    return after if is_same else None


class _UnusualError(Exception):
    """Something that records do not hold; the file is left as it is."""


class _TokenSource(Protocol):
    def get_token(self) -> Token | None: ...


def _tokens(text: str) -> Iterator[Token]:
    source: _TokenSource = PureParser(text) if CParser is None else CParser(text)
    return iter(source.get_token, None)


@dataclass(slots=True)
class _Level:
    """A block collection: the column it stands in, and the one it is to stand in.

    Attributes:
        old: column in the text.
        new: column in house style.
        is_sequence: whether its entries begin with a dash.
        is_bare: whether its dashes stand in the column of the key, where no token opens it.
    """

    old: int
    new: int
    is_sequence: bool
    is_bare: bool = False


def _leave_bare(levels: list[_Level]) -> None:
    """Close a list that no token closes."""
    if levels and levels[-1].is_bare:
        levels.pop()


@dataclass(slots=True)
class _Sheet:
    """One text on its way into house style, token by token.

    Attributes:
        text: with line feeds as its only line breaks.
        done: offset after what was written last.
        column: that the next character written will have.
        shifts: per open bracket, how far its lines move.
        before: the levels that were open at the token before.
    """

    text: str
    out: list[str] = field(default_factory=list)
    done: int = 0
    column: int = 0
    levels: list[_Level] = field(default_factory=list)
    before: tuple[_Level, ...] = ()
    shifts: list[int] = field(default_factory=list)
    last: Token | None = None
    is_key: bool = False

    def laid_out(self) -> str:
        for token in _tokens(self.text):
            start, end = token.start_mark, token.end_mark
            if isinstance(token, _UNUSUAL) or start is None or end is None:
                raise _UnusualError
            if not isinstance(token, StreamStartToken) and not self._structure(token):
                if start.index == end.index:  # the end of the text
                    continue
                self._visible(token, start.index, end.index, start.column)
        return self._closed()

    # ── levels ───────────────────────────────────────────────────────────────

    def _structure(self, token: Token) -> bool:
        """Open and close levels; whether the token is nothing but structure."""
        kind = type(token)
        if kind is BlockMappingStartToken or kind is BlockSequenceStartToken:
            column = token.start_mark.column
            self.levels.append(_Level(column, self._inside(), kind is BlockSequenceStartToken))
        elif kind is BlockEndToken:
            _leave_bare(self.levels)
            self.levels.pop()
        elif kind is KeyToken:
            if token.start_mark.index != token.end_mark.index:
                raise _UnusualError
            if not self.shifts:
                _leave_bare(self.levels)
                self.is_key = True
        else:
            if kind is BlockEntryToken and not self.levels[-1].is_sequence:
                column = token.start_mark.column
                self.levels.append(_Level(column, self._inside(), is_sequence=True, is_bare=True))
            return False
        return True

    def _inside(self) -> int:
        """The column for what stands inside the innermost level."""
        return self.levels[-1].new + _STEP if self.levels else 0

    # ── tokens and the gaps between them ─────────────────────────────────────

    def _visible(self, token: Token, start: int, end: int, column: int) -> None:
        gap = self.text[self.done : start]
        if "\n" in gap or self.last is None:
            target = self._column(token, column)
            self._lines(gap, column, target)
            self._write(" " * target)
        else:
            self._write(_between(self.last, token, gap))
        if isinstance(token, _OPENING):
            shift = self.column - column
            self.shifts.append(self.shifts[0] if self.shifts else shift)
        elif isinstance(token, _CLOSING):
            self.shifts.pop()
        if isinstance(token, ScalarToken) and token.style in BLOCKS:
            end = self._block(start, end)
        else:
            self._write(self._scalar(token, self.text[start:end]))
        self.done, self.last, self.before = end, token, tuple(self.levels)
        self.is_key = False

    def _write(self, piece: str) -> None:
        self.out.append(piece)
        line = piece.rfind("\n")
        self.column = self.column + len(piece) if line < 0 else len(piece) - line - 1

    def _column(self, token: Token, column: int) -> int:
        """The column of a token that begins a line."""
        if self.shifts:
            return max(0, column + self.shifts[0])
        if self.is_key or isinstance(token, BlockEntryToken):
            return self.levels[-1].new
        return self._inside()

    def _lines(self, gap: str, column: int | None, target: int) -> None:
        """The rest of a line and what stands below it, up to the beginning of the next token.

        Args:
            gap: what stands between two tokens.
            column: in which the next token stands; None at the end.
            target: in which it is to stand.
        """
        head, *rest = gap.split("\n")
        is_first = self.last is None
        if is_first:
            rest = [head, *rest]
        elif head.strip(_BLANK):
            self._write(_behind(head))
        found: list[str] = []
        more = ""
        for line in rest if column is None else rest[:-1]:
            bare = line.strip(_BLANK)
            if bare:
                comment, more = _comment(bare, more)
                place = self._comment_column(len(line) - len(line.lstrip(_BLANK)), column, target)
                found.append(" " * place + comment)
            elif found[-1] if found else not is_first:
                found.append("")
                more = ""
        while found and not found[-1] and column is None:
            found.pop()
        whole = "".join(f"{line}\n" for line in found)
        self._write(whole if is_first else f"\n{whole}")

    def _comment_column(self, old: int, column: int | None, target: int) -> int:
        """The column of a comment: that of the level it stood in."""
        if self.shifts:
            return max(0, old + self.shifts[0])
        if old == column:
            return target
        levels = [(level.old, level.new) for level in self.before]
        exact = [new for level, new in levels if level == old]
        if exact:
            return exact[-1]
        if column is not None:
            levels.append((column, target))
        return max((pair for pair in levels if pair[0] < old), default=(0, target))[1]

    def _closed(self) -> str:
        """The whole text, with what stands after the last token."""
        gap = self.text[self.done :]
        self._lines(gap, None, 0)
        whole = "".join(self.out)
        return whole if whole.strip() else ""

    # ── scalars ──────────────────────────────────────────────────────────────

    def _scalar(self, token: Token, raw: str) -> str:
        """A token as it is; of a text of several lines, all but the first indented anew."""
        if "\n" not in raw:
            return raw
        style = token.style if isinstance(token, ScalarToken) else None
        first, *rest = raw.split("\n")
        *inner, last = [line.lstrip(_BLANK) for line in rest]
        lines = [_trimmed(line, style) for line in (first, *inner)] + [last]
        blank = [len(line) - len(line.lstrip(_BLANK)) for line in rest]
        pieces = [lines[0]]
        for line, old in zip(lines[1:], blank, strict=True):
            place = max(0, old + self.shifts[0]) if self.shifts else self._inside()
            pieces.append(" " * place + line if line else "")
        return "\n".join(pieces)

    def _line_end(self, start: int) -> int:
        close = self.text.find("\n", start)
        return len(self.text) if close < 0 else close

    def _block(self, start: int, end: int) -> int:
        """Write a text in lines of its own, indented anew; the offset after it."""
        close = self._line_end(start)
        header = _HEADER.fullmatch(self.text[start:close])
        if not header:
            raise _UnusualError
        style, marks, blank, note = header.groups()
        digit = next((int(mark) for mark in marks if mark.isdigit()), 0)
        outer = self.levels[-1].old if self.levels else -1
        if self.text[end - 1] != "\n":
            end = self._line_end(end)
        below = self.text[close + 1 : end]
        old, lines = _content(below, outer, digit, is_kept="+" in marks)
        end = close + sum(len(line) + 1 for line in lines)
        if lines and end >= len(self.text) and "-" not in marks:  # no line break at its end
            end = len(self.text)
            marks = marks.replace("+", "") + "-"
        new = self._inside() + (digit - _STEP if digit else 0) if self.levels else digit or _STEP
        self._write(style + marks + (_behind(blank + note) if note else ""))
        for line in lines:
            rest = line[old:]
            self._write("\n" + (" " * new + rest if rest else ""))
        return end


def _content(rest: str, outer: int, digit: int, *, is_kept: bool) -> tuple[int, list[str]]:
    """How far the lines of a block are indented, and those lines.

    Args:
        rest: the text below the header.
        outer: column of the collection around the block; -1 when there is none.
        digit: that the header states; 0 when it states none.
        is_kept: whether empty lines at the end count.
    """
    lines = rest.split("\n")
    if not lines[-1]:
        lines.pop()
    indent = max(outer, 0) + digit if digit else max(_least(lines), outer + 1, 1)
    found: list[str] = []
    for line in lines:
        if line.strip(" ") and not line.startswith(" " * indent):
            break
        found.append(line)
    while found and not is_kept and not found[-1][indent:] and not found[-1].strip(" "):
        found.pop()
    return indent, found


def _least(lines: list[str]) -> int:
    """The indentation of the first line that is not empty, or of empty ones before it."""
    widest = 0
    for line in lines:
        bare = line.lstrip(" ")
        widest = max(widest, len(line) - len(bare))
        if bare:
            break
    return widest


# ── pieces of a line ─────────────────────────────────────────────────────────


def _between(last: Token, token: Token, gap: str) -> str:
    """What stands between two tokens on one line."""
    if isinstance(last, ValueToken):
        is_empty = isinstance(token, (FlowEntryToken, *_CLOSING))
        return "" if is_empty and not gap else " "
    if isinstance(last, _OPENING) or isinstance(token, (ValueToken, FlowEntryToken, *_CLOSING)):
        return ""
    is_apart = isinstance(last, (BlockEntryToken, FlowEntryToken)) or bool(gap)
    return " " if is_apart else ""


def _behind(rest: str) -> str:
    """A comment behind something, with the blanks before it: two, or more that align it."""
    comment = rest.lstrip(_BLANK)
    blank = rest[: len(rest) - len(comment)]
    blank = blank if len(blank) >= _STEP and "\t" not in blank else " " * _STEP
    return blank + _comment(comment.rstrip(_BLANK), "")[0]


def _comment(text: str, more: str) -> tuple[str, str]:
    """A comment with a blank after its sign, and the blank that the comment below it gets too.

    Lines under one that was moved move with it, so that what is indented stays so.
    """
    text = _TABBED.sub("# ", text)
    if _TIGHT.match(text):
        return f"# {text[1:]}", " "
    if more and text.startswith("# "):
        return f"# {text[1:]}", more
    return text, ""


def _trimmed(line: str, style: str | None) -> str:
    """A line of a text without the blanks at its end, which do not count."""
    bare = line.rstrip(_BLANK)
    return line if style == '"' and bare.endswith("\\") else bare
