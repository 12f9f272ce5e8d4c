"""What people type instead of YAML, ids, tokens and dates, written as it is read; prose stays."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias
from zoneinfo import ZoneInfo

from rdclient.diagnostic import Finding
from rdclient.store.certainty import Rewrite, marks, rewrites
from rdclient.store.complaint import fields_of
from rdclient.store.habit import Habit, mended
from rdclient.store.position import BREAK, Pointer, compose, lines_of
from rdclient.store.verdict import Verdict, model_of, verdict

_PASSES = range(3, 60)
"""Rounds of mending, fewer in large files; each shows what the one before had hidden."""
_MOST_CHARACTERS = 5_000_000
"""How much may be parsed again to find out which of several changes is at fault."""
_TABS = (2, 4, 8)
"""Columns a tab may be meant as."""

_Judge: TypeAlias = Callable[[str], Verdict]


@dataclass(frozen=True, slots=True)
class Reworded:
    """A text with everything mended that could be, and what is left to people.

    Attributes:
        text: the very text that was given when nothing could be mended.
        is_readable: whether it is YAML without a fault.
        findings: of the loader about this text.
    """

    text: str
    is_readable: bool
    findings: tuple[Finding, ...]


def reworded(path: str, text: str, zone: ZoneInfo) -> Reworded:
    """A text with what is certain written as it is read.

    Only marks of the structure, names of fields and values that a finding gives one reading of
    are touched. A text that cannot be read afterwards, or of which more is wrong, is given back
    as it was.

    Args:
        path: of a record file, or of the policy.
        text: without byte order mark.
        zone: in which a time without offset is read.
    """
    judge = partial(verdict, path, zone=zone)
    first = now = judge(text)
    passes = min(max(_MOST_CHARACTERS // (len(text) + 1), _PASSES.start), _PASSES.stop)
    for _ in range(passes):
        better = _values_mended(now, judge) if now.is_readable else _structure_mended(now, judge)
        if better is None:
            break
        now = better
    is_worse = first.is_readable and len(now.findings) > len(first.findings)
    last = first if is_worse or not now.is_readable else now
    return Reworded(last.text, last.is_readable, last.findings)


# ── a text that is no YAML yet ───────────────────────────────────────────────


def _structure_mended(now: Verdict, judge: _Judge) -> Verdict | None:
    """The text one step nearer to being read; None when nothing certain is left to do."""
    chosen = marks(now)
    after = mended(now.text, _needed(now.text, chosen)) if chosen else now.text
    if after == now.text:
        after = _without_equals(now)
    if after == now.text:
        return _without_tabs(now, judge)
    found = judge(after)
    is_nearer = found.is_readable or _reach(after) >= _reach(now.text)
    return found if is_nearer else None


def _needed(text: str, chosen: tuple[Habit, ...]) -> tuple[Habit, ...]:
    """Those marks without which the text is not read as far: a comma in prose is none of them."""
    if len(chosen) * len(text) > _MOST_CHARACTERS:
        return ()
    far = _reach(mended(text, chosen))
    needed = list(chosen)
    for habit in reversed(chosen):
        rest = [other for other in needed if other is not habit]
        if rest and _reach(mended(text, rest)) >= far:
            needed = rest
    return tuple(needed)


def _reach(text: str) -> tuple[int, int]:
    """The line up to which a text parses, past its end when all of it does; less its faults."""
    faults = compose(text).faults
    lines = (int(str(fault.facts["line"])) for fault in faults if fault.kind == "syntax")
    return next(lines, len(lines_of(text)) + 2), -len(faults)


_EQUALS = re.compile(r"([ \t]*(?:- +)*([A-Za-z_]\w*))[ \t]*[=＝][ \t]*")


def _without_equals(now: Verdict) -> str:
    """The text with ``field: value`` where a finding found ``field = value``."""
    model = model_of(now.path)
    known = fields_of(model) if model else ()
    lines = BREAK.split(now.text)
    for item in now.findings:
        number, variant = item.location.line - 1, dict(item.facts).get("variant")
        match = _EQUALS.match(lines[number]) if variant == "equals" else None
        if match and match.group(2) in known:
            lines[number] = f"{match.group(1)}: {lines[number][match.end() :]}"
    after = "\n".join(lines)
    return after if after != "\n".join(BREAK.split(now.text)) else now.text


def _without_tabs(now: Verdict, judge: _Judge) -> Verdict | None:
    """The text indented with blanks, when it says the same however wide a tab is meant."""
    if not any(dict(item.facts).get("variant") == "tab" for item in now.findings):
        return None
    options = (judge(_with_blanks(now.text, width)) for width in _TABS)
    sound = [option for option in options if option.is_readable]
    return sound[0] if len({repr(option.data) for option in sound}) == 1 else None


def _with_blanks(text: str, width: int) -> str:
    return re.sub(
        r"^[ \t]+",
        lambda match: match.group().replace("\t", " " * width),
        BREAK.sub("\n", text),
        flags=re.MULTILINE,
    )


# ── a text that is YAML, but no sound record ─────────────────────────────────

_Change: TypeAlias = Rewrite | Habit


def _values_mended(now: Verdict, judge: _Judge) -> Verdict | None:
    """The text with one round of certain changes; None when there are none."""
    values = sorted(rewrites(now), key=lambda change: change.span)
    for changes in (tuple(values), marks(now)):
        if not changes:
            continue
        after = judge(_changed(now.text, changes))
        if _is_better(now, after, changes):
            return after
        if len(changes) * len(now.text) < _MOST_CHARACTERS and (
            better := _one_by_one(now, judge, changes)
        ):
            return better
    return None


def _one_by_one(now: Verdict, judge: _Judge, changes: Sequence[_Change]) -> Verdict | None:
    """The text with those of the changes that stand the test alone.

    The last one in the text comes first, so that the places of the others stay.
    """
    best = now
    for change in reversed(changes):
        found = judge(_changed(best.text, (change,)))
        if _is_better(best, found, (change,)):
            best = found
    return best if best is not now else None


def _changed(text: str, changes: Sequence[_Change]) -> str:
    """The text with changes of one sort, which come in its order."""
    if habits := [change for change in changes if isinstance(change, Habit)]:
        return mended(text, habits)
    lines = BREAK.split(text)
    for span, new in sorted({(c.span, c.new) for c in changes if isinstance(c, Rewrite)})[::-1]:
        end = lines[span.end_line][span.end_column :]
        lines[span.line : span.end_line + 1] = [lines[span.line][: span.column] + new + end]
    return "\n".join(lines)


def _is_better(now: Verdict, after: Verdict, changes: Sequence[_Change]) -> bool:
    """Whether less is wrong after a change, and nothing in a new way.

    Where a mark or the name of a field was mended, some things are looked at for the first time.
    """
    if not after.is_readable or after.text == now.text:
        return False
    if any(isinstance(change, Habit) for change in changes):
        is_torn = _unknown(after) > _unknown(now)  # what was one text is several fields
        return not is_torn and len(marks(after)) < len(marks(now))
    stated = _places(now)
    changed = [change for change in changes if isinstance(change, Rewrite)]
    renamed = {change.pointer[:-1] for change in changed if change.is_key}
    new = _places(after) - stated
    told = {pointer for _, pointer in stated}
    is_progress = (
        len(after.findings) < len(now.findings)
        or bool(new)
        or all(change.pointer not in told for change in changed)
    )
    return (
        is_progress
        and len(after.findings) <= len(now.findings)
        and all(pointer[:-1] in renamed for _, pointer in new)
    )


def _unknown(found: Verdict) -> int:
    return sum(item.code == "RD005" for item in found.findings)


def _places(found: Verdict) -> Counter[tuple[str, Pointer]]:
    return Counter((item.code, item.location.pointer) for item in found.findings)
