"""Input habits in the structure of a file: full-width marks, odd blanks, bullets and numbers."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdclient.store.field_words import field_for, is_field_word

WIDE = "\u3000\u00a0\u1680\u2000-\u200a\u202f\u205f"
"""Blanks that only look like one, as in a character class."""


@dataclass(frozen=True, slots=True)
class Habit:
    """Something typed where YAML wants something else; line and column count from 0.

    Attributes:
        kind: the variant of its finding.
        line: where it stands.
        column: where it starts on the line.
        character: what was typed; one character or a number with its mark.
        write: what to type.
        key: the Chinese name of a field before the colon.
    """

    kind: str
    line: int
    column: int
    character: str
    write: str
    key: str = ""

    @property
    def is_structure(self) -> bool:
        """Whether prose is ruled out at that place."""
        return self.kind in _STRUCTURE


_STRUCTURE = frozenset(
    {"colon", "colon-key", "indent", "indent-other", "blank", "blank-other", "dash"}
)
_LONGEST = 2000
ITEMS = frozenset({"dash", "dash-blank", "number"})
"""Kinds that start an item of a list."""
_BLANKS = f"[ \t{WIDE}]"
_NAME = r'(?:"[^"]*"|[A-Za-z_][A-Za-z0-9_.-]*|[\u4e00-\u9fff]{1,10})'
_ITEMS = rf"{_BLANKS}*(?:[-－—•·●]{_BLANKS}+)*"
_BLOCK = re.compile(r"(?:^|[:\-][ \t]+)[|>][-+0-9]*[ \t]*(?:#.*)?$")
_INDENT = re.compile(f"{_BLANKS}*")
_DASH = re.compile(rf"{_BLANKS}*([－—–*＊]{_BLANKS}|[•·●○◆◇■□▪‣⁃➢])")
_LINE_KEY = re.compile(rf"{_ITEMS}({_NAME}){_BLANKS}*(：)")
_FLOW_KEY = re.compile(rf"[\[{{,，｛［]{_BLANKS}*({_NAME}){_BLANKS}*(：)")
_BLANK_AFTER = re.compile(rf"{_ITEMS}{_NAME}[:：] *([{WIDE}])|[ \t]*- *([{WIDE}])")
_NO_BLANK = re.compile(r"[ \t]*(?:- +)*[A-Za-z_][A-Za-z0-9_]*(:)(?=[^\s:/\\])")
_DASH_NO_BLANK = re.compile(r"[ \t]*(-)(?=[^\s\-0-9.])")
_NUMBER = re.compile(
    rf"{_BLANKS}*(\d{{1,2}}[、．)）]|\d{{1,2}}\.(?!\d)|[（(]\d{{1,2}}[)）]|[①-⑳]"
    rf"|[一二三四五六七八九十]{{1,3}}、|[（(][一二三四五六七八九十]{{1,3}}[)）]){_BLANKS}*(?=\S)"
)
_QUOTED = re.compile(r"(?:[:：][ \t]*|-[ \t]+|[\[{,][ \t]*)([“‘＂＇])[^“”‘’＂＇]*([”’＂＇]?)")
_HALF_QUOTED = re.compile(r"""[:：\-][ \t]*["'][^"']*([”’＂＇])[ \t]*$""")
_AFTER_END = re.compile(r"[\]}］】｝][ \t]*([，。；、;])[ \t]*$")
_FLOW = re.compile(r"[:：\-][ \t]*([\[{［【｛].*)$")
_FLOW_MARKS = {
    "，": ",",
    "、": ",",
    "［": "[",
    "］": "]",
    "【": "[",
    "】": "]",
    "｛": "{",
    "｝": "}",
}
_FLOW_MARK = re.compile("[" + "".join(_FLOW_MARKS) + "]")


def habits(text: str, known: tuple[str, ...] = ()) -> Iterator[Habit]:
    """What stands where YAML expects structure or a quote; in the order of the text.

    Args:
        text: whole lines.
        known: fields at their place, to tell which one a Chinese name means.
    """
    for number, line in _structural_lines(text):
        on_line = dict.fromkeys(_in_line(number, line, known))
        yield from sorted(on_line, key=lambda habit: habit.column)


def _structural_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines outside block scalars and comments."""
    block: int | None = None
    for number, line in enumerate(re.split("\r\n|\r|\n", text)):
        indent = _INDENT.match(line)
        depth = indent.end() if indent else 0
        bare = line[depth:]
        if not bare or len(line) > _LONGEST or (block is not None and depth > block):
            continue
        block = depth if _BLOCK.search(line) else None
        if not bare.startswith("#"):
            yield number, line


def _in_line(number: int, line: str, known: tuple[str, ...]) -> Iterator[Habit]:
    yield from _blanks(number, line)
    yield from _items(number, line)
    yield from _colons(number, line, known)
    yield from _quotes(number, line)
    if line.isascii():
        return
    end = _AFTER_END.search(line)
    if end:
        yield Habit("extra", number, end.start(1), end.group(1), "")
    if flow := _FLOW.search(line):
        for match in _FLOW_MARK.finditer(line, flow.start(1), end.start(1) if end else len(line)):
            mark = match.group()
            kind = "comma" if mark in "，、" else "bracket"
            yield Habit(kind, number, match.start(), mark, _FLOW_MARKS[mark])


def _blanks(number: int, line: str) -> Iterator[Habit]:
    places: list[tuple[str, int]] = []
    indent = _INDENT.match(line)
    if indent and (wide := re.search(f"[{WIDE}]", indent.group())):
        places.append(("indent", wide.start()))
    if after := _BLANK_AFTER.match(line):
        places.append(("blank", after.start(after.lastindex or 0)))
    for kind, column in places:
        mark = line[column]
        yield Habit(kind if mark == "\u3000" else f"{kind}-other", number, column, mark, " ")


def _items(number: int, line: str) -> Iterator[Habit]:
    if dash := _DASH.match(line):
        yield Habit("dash", number, dash.start(1), dash.group(1)[0], "-")
    elif count := _NUMBER.match(line):
        yield Habit("number", number, count.start(1), count.group(1), "-")
    elif bare := _DASH_NO_BLANK.match(line):
        yield Habit("dash-blank", number, bare.start(1), "-", "-")


def _colons(number: int, line: str, known: tuple[str, ...]) -> Iterator[Habit]:
    first = _LINE_KEY.match(line)
    for match in [match for match in (first, *_FLOW_KEY.finditer(line)) if match]:
        name = match.group(1)
        field = None if name.isascii() else field_for(name, known) or field_for(name)
        if field:
            yield Habit("colon-key", number, match.start(2), "：", f"{field}:", name)
        elif name.isascii() or is_field_word(name):
            yield Habit("colon", number, match.start(2), "：", ":")
    if bare := _NO_BLANK.match(line):
        yield Habit("colon-blank", number, bare.start(1), ":", ":")


def _quotes(number: int, line: str) -> Iterator[Habit]:
    places = [
        match.start(group)
        for match in _QUOTED.finditer(line)
        for group in (1, 2)
        if match.group(group)
    ]
    if half := _HALF_QUOTED.search(line):
        places.append(half.start(1))
    for column in places:
        write = "'" if line[column] in "‘’＇" else '"'
        yield Habit("quote", number, column, line[column], write)


def mended(text: str, chosen: Iterable[Habit]) -> str:
    """The text with those places replaced by what should be typed."""
    lines = re.split("\r\n|\r|\n", text)
    for habit in sorted(chosen, key=lambda habit: (habit.line, habit.column), reverse=True):
        line = lines[habit.line]
        before, after = line[: habit.column], line[habit.column + len(habit.character) :]
        if habit.kind.startswith("indent"):
            bare = after.lstrip(" \t\u3000\u00a0")
            blanks = re.sub("\u3000", "  ", after[: len(after) - len(bare)])
            blank = "  " if habit.character == "\u3000" else " "
            lines[habit.line] = before + blank + re.sub(f"[{WIDE}]", " ", blanks) + bare
        elif habit.kind == "colon-key":
            name = before[: len(before.rstrip()) - len(habit.key)]
            lines[habit.line] = f"{name}{habit.write} {after}"
        elif habit.write in (":", "-") and after[:1].strip():
            lines[habit.line] = f"{before}{habit.write} {after}"
        else:
            lines[habit.line] = before + habit.write + after
    return "\n".join(lines)
