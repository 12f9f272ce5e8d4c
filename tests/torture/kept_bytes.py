"""Whether an edit left every byte alone that is not the value's own; judged without our reader.

Where values stand is asked of PyYAML's pure parser, never of the code that is judged.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml
from fast_reader import blanks_for_tabs

Pointer: TypeAlias = tuple[str | int, ...]
_BREAK = re.compile(r"\r\n|\r|\n")
_HEADER = re.compile(r"[|>][-+0-9]*([ \t]+#[^\r\n]*)?")
_BLOCK = re.compile(r"[ \t]?[|>][-+0-9]*")


@dataclass(frozen=True, slots=True)
class Spot:
    """A node of a text: how it is reached, where it stands, what it is.

    Attributes:
        pointer: keys and indexes from the top.
        start: offset of its first character.
        end: offset after its last one.
        kind: ``plain``, ``quoted``, ``block``, ``empty``, ``list`` or ``mapping``.
    """

    pointer: Pointer
    start: int
    end: int
    kind: str


def spots(text: str) -> tuple[Spot, ...]:
    """Every value of a text; keys are none."""
    node = yaml.compose(blanks_for_tabs(text), Loader=yaml.SafeLoader)
    return tuple(_spots(text, node, ()))


def _spots(text: str, node: Any, pointer: Pointer) -> Iterator[Spot]:  # noqa: ANN401 - untyped
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, yaml.ScalarNode):
        kind = "empty" if start == end else "quoted" if node.style else "plain"
        if node.style in ("|", ">"):
            kind, end = "block", _end_of_block(text, start, end)
        yield Spot(pointer, start, end, kind)
    elif isinstance(node, yaml.SequenceNode):
        yield Spot(pointer, start, end, "list")
        for index, item in enumerate(node.value):
            yield from _spots(text, item, (*pointer, index))
    else:
        yield Spot(pointer, start, end, "mapping")
        for key, value in node.value:
            yield from _spots(text, value, (*pointer, key.value))


def _end_of_block(text: str, start: int, end: int) -> int:
    """Where a block text ends: its empty last lines are its own only when they are kept."""
    header = _HEADER.match(text, start)
    raw = text[start:end]
    if header and "+" in header.group().split("#")[0]:
        return end
    bare = raw.rstrip(" \t\r\n")
    match = _BREAK.search(text, start + len(bare))
    return match.start() if match else end


# ── a value set ──────────────────────────────────────────────────────────────


def is_kept(old: str, new: str, spot: Spot) -> bool:
    """Whether the new text is the old one with only this value written anew."""
    if new.count("\n") - new.count("\r\n") > old.count("\n") - old.count("\r\n") and _is_windows(
        old
    ):
        return False
    header = _HEADER.match(old, spot.start) if spot.kind == "block" else None
    note = header.group(1) if header else None
    if note and note not in new[spot.start : len(new) - len(old) + spot.end]:
        return False
    return any(_is_around(old, new, start, max(start, spot.end)) for start in _starts(old, spot))


def _is_windows(text: str) -> bool:
    return "\r\n" in text and text.count("\n") == text.count("\r\n")


def _starts(old: str, spot: Spot) -> Iterator[int]:
    """Where the value may begin: an absent one anywhere in the blanks behind its key."""
    yield spot.start
    if spot.kind == "empty":
        blanks = len(old[spot.start :]) - len(old[spot.start :].lstrip(" \t"))
        yield from range(spot.start + 1, spot.start + blanks + 1)


def _is_around(old: str, new: str, start: int, end: int) -> bool:
    head, tail = old[:start], old[end:]
    if not new.startswith(head):
        return False
    if new.endswith(tail) and len(new) >= len(head) + len(tail):
        return True
    # A value that becomes a block: its header here, its lines below a comment that stays.
    close = _BREAK.search(old, end)
    note, rest = (tail, "") if close is None else (old[end : close.start()], old[close.start() :])
    if not new.endswith(rest) or (note.strip(" \t") and not note.lstrip(" \t").startswith("#")):
        return False
    between = new[start : len(new) - len(rest)]
    block = _BLOCK.match(between)
    return block is not None and between.startswith(note, block.end())


# ── an entry appended ────────────────────────────────────────────────────────

_NOTHING = re.compile(r"[ \t]*(?:\[[ \t]*\]|\{[ \t]*\}|~|null|)")


def is_extended(old: str, new: str) -> bool:
    """Whether the new text holds every byte of the old one, in order, in at most three pieces.

    What stood for an empty list may be gone.
    """
    if _is_windows(old) and not _is_windows(new):
        return False
    first = _common(old, new)
    last = _common(old[first:][::-1], new[first:][::-1])
    middle, more = old[first : len(old) - last], new[first : len(new) - last]
    if middle in more:
        return True
    bare = _NOTHING.match(middle)
    return bare is not None and middle[bare.end() :].lstrip(" \t") in more


def _common(one: str, two: str) -> int:
    """How many characters two texts begin with in common."""
    shorter = min(len(one), len(two))
    return next((n for n in range(shorter) if one[n] != two[n]), shorter)
