"""Faults of a text in the words of the codes: what was typed, and what to write instead."""

import re
from collections.abc import Iterator
from itertools import islice

from rdclient.diagnostic import Fact, Finding, finding
from rdclient.model.portfolio import KINDS
from rdclient.store.complaint import fields_of
from rdclient.store.habit import ITEMS, Habit, habits, mended
from rdclient.store.layout import home
from rdclient.store.position import Fault, Positions, code_point, compose, lines_of, shown

_MOST = 20
"""Findings per file; more say nothing new."""
_LARGE = 1024 * 1024
_LONGEST = 2000
_SMALL = 64 * 1024
"""Characters of a text that may be parsed a few times more to find out what breaks it."""

_SYNTAX = (
    ("mapping values are not allowed", "colon"),
    ("could not find expected ':'", "no-colon"),
    ("sequence entries are not allowed", "list"),
    ("',' or ']'", "bracket"),
    ("',' or '}'", "bracket"),
    ("end of stream", "quote"),
    ("document indicator", "quote"),
    ("unknown escape", "escape"),
    ("hexadecimal", "escape"),
    ("hexdecimal", "escape"),
    ("tag", "tag"),
    ("whitespace or line break", "tag"),
    ("URI", "tag"),
    ("unexpected ':'", "colon"),
    ("cannot start any token", "character"),
    ("node content", "character"),
    ("alphabetic or numeric", "character"),
    ("line break", "character"),
    ("indentation indicator", "character"),
    ("mapping keys are not allowed", "character"),
    ("directive", "character"),
    ("non-alphabetical", "character"),
    ("expected key", "indent"),
    ("'-' indicator", "indent"),
    ("<block end>", "indent"),
    ("a tab character", "tab"),
    ("document start", "indent"),
)
_CLOSERS = ('"', "'", "]", "}")
_CODES = {"duplicate": "RD004", "escape": "RD008", "long-number": "RD006", "key": "RD006"}


def explained(positions: Positions, faults: tuple[Fault, ...]) -> tuple[Finding, ...]:
    """The findings for the faults of a text: their causes, where habits are the cause."""
    syntax = next((fault for fault in faults if fault.kind == "syntax"), None)
    if syntax:
        causes = _causes(positions.path, positions.text, syntax)
    else:
        causes = _doubled(positions.text, faults)
    if causes:
        found = [habit_finding(positions, habit) for habit in causes]
    else:
        found = [_fault_finding(positions, fault) for fault in faults[:_MOST]]
    return tuple(dict.fromkeys(found))


# ── habits ───────────────────────────────────────────────────────────────────


def _causes(path: str, text: str, syntax: Fault) -> tuple[Habit, ...]:
    """The habits without which the text parses, or parses further."""
    if len(text) > _LARGE:  # would have to be parsed three times
        return ()
    last = int(str(syntax.facts["line"]))
    every = tuple(habits(text, _fields(path)))
    near = [habit for habit in every if habit.line < last]
    strong = tuple(habit for habit in near if habit.is_structure)
    weak = tuple(h for h in near if not h.is_structure and h.line >= syntax.span.line)
    reached = _reach(text)
    for chosen in _choices(strong, weak, is_small=len(text) <= _SMALL):
        if chosen and (further := _reach(mended(text, chosen))) > reached:
            kinds = {(habit.kind, habit.character) for habit in chosen}
            alike = tuple(habit for habit in every if (habit.kind, habit.character) in kinds)
            is_further = alike != chosen and _reach(mended(text, alike)) > further
            return (alike if is_further else chosen)[:_MOST]
    return ()


def _doubled(text: str, faults: tuple[Fault, ...]) -> tuple[Habit, ...]:
    """Marks of a list that became part of a key, which then stands there twice."""
    keys = [str(fault.facts["key"]) for fault in faults if fault.kind == "duplicate"]
    if not any(_items(key) for key in keys):
        return ()
    return tuple(islice((habit for habit in habits(text) if habit.kind in ITEMS), _MOST))


def _items(key: str) -> bool:
    return any(habit.kind in ITEMS for habit in habits(f"{key}: 1"))


def _fields(path: str) -> tuple[str, ...]:
    """The fields of the records that stand at a path."""
    place = home(path)
    return fields_of(KINDS[place.kind]) if place else ()


def _choices(
    strong: tuple[Habit, ...], weak: tuple[Habit, ...], *, is_small: bool
) -> Iterator[tuple[Habit, ...]]:
    """What to try: structure first, then everything, then one kind at a time."""
    yield strong
    yield _in_text_order((*strong, *weak))
    if is_small:
        for kind in dict.fromkeys(habit.kind for habit in weak):
            yield tuple(habit for habit in weak if habit.kind == kind)


def _in_text_order(chosen: tuple[Habit, ...]) -> tuple[Habit, ...]:
    return tuple(sorted(chosen, key=lambda habit: (habit.line, habit.column)))


def _reach(text: str) -> int:
    """The line up to which a text parses; past its end when all of it does."""
    for fault in compose(text).faults:
        if fault.kind == "syntax":
            return int(str(fault.facts["line"]))
    return len(lines_of(text)) + 2


def habit_finding(positions: Positions, habit: Habit) -> Finding:
    """The finding that names what was typed and what to type."""
    at = positions.at(habit.line, habit.column, len(habit.character))
    facts: dict[str, Fact] = {"line": at.line, "column": at.column}
    if habit.kind.endswith("-blank"):
        line = lines_of(positions.text)[habit.line]
        start = habit.column if habit.write == "-" else _INDENT.match(line).end()  # type: ignore[union-attr]
        mend = f"{line[start : habit.column + 1]} {line[habit.column + 1 :].strip()}"
        return finding("RD003", at, variant=habit.kind, suggestion=shown(mend), **facts)
    named = code_point(habit.character) if habit.kind.endswith("-other") else habit.character
    typed: dict[str, Fact] = {"character": named, "write": habit.write}
    if habit.key:
        typed["key"] = habit.key
    return finding("RD009", at, variant=habit.kind, **typed, **facts)


# ── faults ───────────────────────────────────────────────────────────────────


def _fault_finding(positions: Positions, fault: Fault) -> Finding:
    if fault.kind == "syntax":
        return _syntax_finding(positions, fault)
    at = positions.over(fault.span, fault.pointer)
    code = _CODES.get(fault.kind, "RD003")
    if code == "RD004":
        return finding(code, at, **fault.facts)
    expected: dict[str, Fact] = {"expected": fault.kind} if code == "RD006" else {}
    return finding(code, at, variant=fault.kind, **expected, **fault.facts)


def _syntax_finding(positions: Positions, fault: Fault) -> Finding:
    at = positions.over(fault.span, fault.pointer)
    problem = str(fault.facts["problem"])
    if "character escape code" in problem:
        digits = re.match("[0-9A-Fa-f]*", at.source[at.column - 1 :])
        named = f"U+{digits.group().upper()}" if digits else "?"
        return finding("RD008", at, variant="escape", character=named)
    variant = next((name for words, name in _SYNTAX if words in problem), None)
    last = min(int(str(fault.facts["line"])), len(lines_of(positions.text)))
    facts: dict[str, Fact] = {"problem": shown(problem), "line": last}
    if variant == "character":
        mark = at.source[at.column - 1 : at.column]
        facts["character"] = mark
        variant = {"\t": "tab", "": "bracket"}.get(mark, variant)
    elif variant == "indent" and at.source[: at.column - 1].rstrip().endswith(_CLOSERS):
        variant = "after"
    told, column, advice = _advised(positions, variant or "", at.line - 1, at.column - 1)
    if column != at.column - 1:
        at = positions.at(at.line - 1, column, pointer=fault.pointer)
    return finding("RD003", at, **({"variant": told} if told else {}), **facts | advice)


# ── what to write instead ────────────────────────────────────────────────────

_Told = tuple[str, int, dict[str, Fact]]
"""The variant, the column to point at, and the facts it names."""
_INDENT = re.compile(r"[ \t]*")
_KEY = r'"[^"]*"|[^\s\-#"\'\[\]{},&*!|>%@`:][^:#"\'\[\]{},]*?'
_PAIR = re.compile(rf"([ \t]*(?:- +)*)(?:({_KEY})[ \t]*:[ \t]+)?(.*?)[ \t]*$")
_HEAD = re.compile(rf"([ \t]*(?:- +)*)({_KEY})[ \t]*:(?:[ \t]+(.*?))?[ \t]*$")
_EQUALS = re.compile(r"[ \t]*(?:- +)*([A-Za-z_]\w*)[ \t]*[=＝][ \t]*(.*?)[ \t]*$")
_TABLE = re.compile(r"[ \t]*\|.*\|[ \t]*$")


def _advised(positions: Positions, variant: str, line: int, column: int) -> _Told:
    lines = tuple(line if len(line) <= _LONGEST else "" for line in lines_of(positions.text))
    source = lines[line] if line < len(lines) else ""
    facts: dict[str, Fact]
    if variant in _ALIGNED and line < len(lines):
        return _ALIGNED[variant](lines, line, column)
    if variant == "character" and _TABLE.match(source):
        variant, facts = "table", {}
    elif variant == "character":
        facts = {"suggestion": quoted(_rest(source, column))}
        variant = "at-sign" if re.match("@[^\x00-\x7f]", source[column:]) else variant
    elif variant == "after":
        facts = {"suggestion": quoted(_value(source))}
    elif variant == "quote":
        facts = {"suggestion": f"{shown(_rest(source, column))}{source[column : column + 1]}"}
    elif variant == "escape":
        facts = {"suggestion": quoted(_inside_quotes(source, column))}
    else:
        facts = {}
    return variant, column, facts


def quoted(text: str) -> str:
    """A text in the quotes that leave it as it is."""
    bare = shown(text) or "…"
    return f"'{bare.replace(chr(39), chr(39) * 2)}'" if {'"', "\\"} & set(bare) else f'"{bare}"'


def _value(source: str) -> str:
    match = _PAIR.match(source)
    return match.group(3) if match else source.strip()


def _rest(source: str, column: int) -> str:
    """The text from a column on; inside braces up to the next mark of structure."""
    rest = source[column:].rstrip()
    is_flow = re.search(r"[\[{]", source[:column]) is not None
    return re.split(r"[,\]}]", rest, maxsplit=1)[0].rstrip() if is_flow else rest


def _inside_quotes(source: str, column: int) -> str:
    for match in re.finditer(r'"([^"]*)"', source):
        if match.start() <= column < match.end():
            return match.group(1)
    return source[column:].strip(' "')


def _colon(lines: tuple[str, ...], line: int, column: int) -> _Told:
    """A colon too many: in a text, or after a field that is indented too much."""
    source = lines[line]
    own, above, value = _HEAD.match(source), _above(lines, line), _value(source)
    below = _INDENT.match(lines[line + 1]) if line + 1 < len(lines) else None
    if own and own.group(3) and value.endswith(":") and below and below.end() > own.start(2):
        return "colon-lines", column, {"key": shown(own.group(2))}
    if ": " in value or value.endswith(":"):
        head = source[: len(source.rstrip()) - len(value)].strip()
        return "colon", column, {"suggestion": f"{head} {quoted(value)}".strip()}
    if own and above and own.start(2) > above[1] and column >= own.end(2):
        facts: dict[str, Fact] = {"key": shown(own.group(2)), "other": above[0]}
        return "indent-more", own.start(2), facts | {"start": above[1] + 1}
    return "colon", column, {"suggestion": 'title: "A: B"'}


def _no_colon(lines: tuple[str, ...], line: int, column: int) -> _Told:
    """A line without a colon: an equals sign, or the second line of a text."""
    source, above = lines[line], _above(lines, line)
    if match := _EQUALS.match(source):
        pair = f"{match.group(1)}: {match.group(2)}"
        return "equals", match.start(1), {"suggestion": shown(pair)}
    if above and source.strip() and not source.strip()[0].isascii():
        return "continued", column, {"key": above[0]}
    return "no-colon", column, {}


def _indented(lines: tuple[str, ...], line: int, column: int) -> _Told:
    """A line that fits no level: the nearest one that is open there."""
    own, levels = _HEAD.match(lines[line]), _levels(lines, line, column)
    if not own or not levels:
        return "indent-unsure", column, {}
    name, blanks, place = min(levels, key=lambda level: (abs(level[1] - column), -level[1]))
    facts: dict[str, Fact] = {"key": shown(own.group(2)), "other": name}
    return "indent", column, facts | {"start": blanks + 1, "above": place}


_ALIGNED = {"colon": _colon, "no-colon": _no_colon, "indent": _indented}


def _above(lines: tuple[str, ...], line: int) -> tuple[str, int] | None:
    """The name and the column of the field on the nearest line above that has one."""
    for number in range(line - 1, max(-1, line - 50), -1):
        if match := _HEAD.match(lines[number]):
            return shown(match.group(2)), match.start(2)
    return None


def _levels(lines: tuple[str, ...], line: int, column: int) -> list[tuple[str, int, int]]:
    """The fields above that are open there: name, column and number of the line."""
    levels: list[tuple[str, int, int]] = []
    ceiling: int | None = None
    for number in range(line - 1, max(-1, line - 400), -1):
        match = _HEAD.match(lines[number])
        if match and (ceiling is None or match.start(2) < ceiling):
            ceiling = match.start(2)
            levels.append((shown(match.group(2)), ceiling, number + 1))
        if ceiling == 0 or (ceiling is not None and ceiling <= column - 2):
            break
    return levels
