"""The guarded YAML reader: from a file to plain data, or to findings; nothing else parses."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

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

from rdclient.diagnostic import Finding, finding
from rdclient.store.content import BOM, Refusal, read_text
from rdclient.store.position import (
    DEPTH_LIMIT,
    NODE_LIMIT,
    Items,
    Node,
    Positions,
    Scalar,
    code_point,
    compose,
    shown,
)
from rdclient.store.scalar import FORBIDDEN, PARSER_FAULTS, events, resolved

__all__ = ["LIST_LIMIT", "RECORD_LIMIT", "Loaded", "Positions", "construct", "load", "parse"]

RECORD_LIMIT = 1024 * 1024
"""Bytes a file with one record may have."""
LIST_LIMIT = 8 * RECORD_LIMIT
"""Bytes a list file may have."""

_MOST = 20
"""Findings of one kind per file; more say nothing new."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came out of one file.

    Attributes:
        path: relative to the workspace, with ``/``.
        text: decoded, without BOM; empty when the file could not be read.
        data: dict, list, str, int, float, bool or None; None when findings make it unusable.
        findings: empty when the file is sound.
    """

    path: str
    text: str
    data: object
    findings: tuple[Finding, ...]


def load(root: Path, path: str, *, limit: int) -> Loaded:
    """The data of a file below ``root``; of at most ``limit`` bytes, regular, UTF-8.

    Never raises for what the file holds or is; the reasons come as findings.
    """
    text = read_text(root, path, limit=limit)
    if isinstance(text, Refusal):
        return Loaded(path, "", None, (text.at(path),))
    return parse(path, text)


# ── from text to data ────────────────────────────────────────────────────────

_CONFLICT = re.compile(r"^(<{7}|={7}|>{7}|\|{7})(?:[ \t]+([^\r\n]*))?\r?$", re.MULTILINE)
_DIRECTIVE = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))*+(%[^\r\n]*)")
_ESCAPE = re.compile(r"\\[0abvfeNLPxuU]")
_ONLY_TEXT = frozenset({str})
_JOINED = re.compile(r"""\[[^\[\]{}"'\n]*?[0-9A-Za-z] ?[，、；] ?[0-9A-Za-z]""")
_SWALLOWED = re.compile(
    r"""^[ \t]*(?:(?:-[ ]+)*[A-Za-z_]\w*:[ \t]+|(?:-[ ]+)+)
    (?:\#[^\s#]|[^"'|>\[{\#\s&*!][^"'\n]*?[ \t]\#\d)""",
    re.VERBOSE | re.MULTILINE,
)
_MOST_EVENTS = 2 * NODE_LIMIT + 8
"""A text with more events has more nodes than allowed."""


def parse(path: str, text: str) -> Loaded:
    """The data of a text, behind every guard that comes after decoding."""
    text = text.removeprefix(BOM)
    if findings := _before_parsing(path, text):
        return Loaded(path, text, None, findings)
    if not _ESCAPE.search(text):
        try:
            return _sound(path, text, construct(events(text)))
        except _TooManyError:
            at = Positions(path, text).at(0, 0)
            too_many = finding("RD003", at, variant="nodes", limit=NODE_LIMIT)
            return Loaded(path, text, None, (too_many,))
        except (_SurpriseError, *PARSER_FAULTS):
            pass
    return _examined(path, text)


class _SurpriseError(Exception):
    """The fast reader met something to look at closely."""


class _TooManyError(_SurpriseError):
    """There are more nodes than allowed; where the last one stands tells nothing."""


class _Plain(dict[str, object]):
    """Plain scalars by their text; the files of a workspace hold the same ones over and over."""

    def __missing__(self, text: str) -> object:
        value = resolved(text)
        if len(text) <= _LONGEST_KEPT and len(self) < _MOST_KEPT:
            self[text] = value
        return value


_LONGEST_KEPT = 40
_MOST_KEPT = 50_000
_PLAIN = _Plain()


def construct(source: Iterable[Event]) -> object:
    """Plain data from parser events: the fast reader, without positions.

    Raises:
        Exception: ``PARSER_FAULTS`` or a surprise; the text is then read again with marks.
    """
    stack: list[list[object]] = []
    items: list[object] = []
    plain = _PLAIN
    nodes = 0
    for event in islice(source, _MOST_EVENTS):
        kind = type(event)
        if kind is ScalarEvent:
            if event.anchor or event.tag:  # type: ignore[attr-defined]
                raise _SurpriseError
            text = event.value  # type: ignore[attr-defined]
            items.append(text if event.style else plain[text])  # type: ignore[attr-defined]
            nodes += 1
        elif kind is MappingEndEvent:
            mapping = _mapping(items)
            items = stack.pop()
            items.append(mapping)
        elif kind is SequenceEndEvent:
            stack[-1].append(items)
            items = stack.pop()
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if len(stack) >= DEPTH_LIMIT or event.anchor or event.tag:  # type: ignore[attr-defined]
                raise _SurpriseError
            nodes += 1
            stack.append(items)
            items = []
        elif kind is AliasEvent or (kind is DocumentStartEvent and items):
            raise _SurpriseError
    if nodes > NODE_LIMIT:
        raise _TooManyError
    return items[0] if items else None


def _mapping(items: list[object]) -> dict[object, object]:
    keys = items[::2]
    if not _ONLY_TEXT.issuperset(map(type, keys)):
        raise _SurpriseError
    mapping = dict(zip(keys, items[1::2], strict=True))
    if len(mapping) != len(keys) or "<<" in mapping:
        raise _SurpriseError
    return mapping


def _plain(node: Node) -> object:
    """The data of a sound tree; as deep as ``DEPTH_LIMIT`` at most."""
    if isinstance(node, Scalar):
        return node.value()
    if isinstance(node, Items):
        return [_plain(item) for item in node.items]
    return {key.text: _plain(value) for key, value in node.pairs if isinstance(key, Scalar)}


# ── what stands in the way before parsing ────────────────────────────────────


def _before_parsing(path: str, text: str) -> tuple[Finding, ...]:
    positions = Positions(path, text)
    if FORBIDDEN.search(text):
        return tuple(_forbidden(positions))
    if "<<<<<<<" in text or ">>>>>>>" in text or "=======" in text:
        found = tuple(islice(_conflicts(positions), _MOST))
        if found:
            return found
    if "%" in text and (directive := _DIRECTIVE.match(text)):
        line = directive.group(1)
        at = positions.at_offset(directive.start(1), len(line))
        return (finding("RD001", at, variant="directive", directive=shown(line)),)
    return ()


def _forbidden(positions: Positions) -> Iterator[Finding]:
    for match in islice(FORBIDDEN.finditer(positions.text), _MOST):
        at = positions.at_offset(match.start())
        mark = match.group()
        yield finding("RD008", at, character=code_point(mark), line=at.line, column=at.column)


def _conflicts(positions: Positions) -> Iterator[Finding]:
    """One finding per conflict with both sides; markers left over one by one."""
    ours: re.Match[str] | None = None
    for match in _CONFLICT.finditer(positions.text):
        mark = match.group(1)[0]
        if mark == "<":
            if ours:
                yield _left_over(positions, ours)
            ours = match
        elif ours and mark == ">":
            at = positions.at_offset(ours.start(), len(ours.group().rstrip()))
            last = positions.at_offset(match.start()).line
            names = {"ours": shown(ours.group(2) or "<<<<<<<")}
            names["theirs"] = shown(match.group(2) or ">>>>>>>")
            yield finding("RD014", at, **names, line=at.line, last=last)
            ours = None
        elif not ours:
            yield _left_over(positions, match)
    if ours:
        yield _left_over(positions, ours)


def _left_over(positions: Positions, match: re.Match[str]) -> Finding:
    at = positions.at_offset(match.start(), len(match.group().rstrip()))
    return finding("RD014", at, variant="partial", marker=match.group(1), line=at.line)


# ── the close look, with positions ───────────────────────────────────────────


def _examined(path: str, text: str) -> Loaded:
    composed = compose(text)
    if composed.faults:
        from rdclient.store.syntax import explained

        found = explained(Positions(path, text), composed.faults)
        return Loaded(path, text, None, found)
    return _sound(path, text, _plain(composed.root) if composed.root else None)


def _sound(path: str, text: str, data: object) -> Loaded:
    """Data without a fault, looked through for what most likely was not meant."""
    if _JOINED.search(text) or (" #" in text and _SWALLOWED.search(text)):
        from rdclient.store.doubt import doubts

        if found := doubts(path, text):
            return Loaded(path, text, None, found)
    return Loaded(path, text, data, ())
