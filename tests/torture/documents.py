"""Seeded YAML texts as people write them: every style, every place for a comment, every habit.

The texts are composed as text, not dumped from data, so that nothing of a dumper's taste is in
them. About one in ten holds something that records may not hold.
"""

import random
import re
from dataclasses import dataclass

PLAIN = (
    *("~", "null", "Null", "NULL", "nULL", "none", "true", "True", "TRUE", "tRUE", "false"),
    *("False", "FALSE", "yes", "no", "on", "off", "Yes", "No", "y", "n", "是", "否"),
    *("0", "-0", "+0", "1", "-1", "+12", "010", "-010", "08", "1_000", "1__0", "_1", "1_"),
    *("0o17", "0o8", "-0o7", "0O17", "0x1F", "0xfg", "-0x1f", "0X1F", "0b101", "0b12", "0_b1"),
    *("1.", "1.10", "-1.5", "+.5", ".5", ".5e3", ".5e+3", "1e5", "1e-5", "1.e5", "1_0.5", "1e"),
    *(".inf", "-.Inf", "+.INF", ".iNF", ".nan", ".NaN", "-.nan", "inf", "nan", "1e999", "-_", "+"),
    *("12:30", "12:30:45", "-12:30", "1:2", "2026-11-20", "2026-11-20T10:00+08:00", "2026-1-2"),
    *("2026-11-20 14:00", "2026-11-20 14:00:00", "20261120", "2026-Q4", "REQ-012", "1.2.3", "="),
    *("<<x", "a:b", "a#b", "10%", "中文", "批量代付", "$1", "a b", "-x", ".", "..", "--1", "0o_"),
    *("2026-11-20T10:00:00Z", "2026-11-20 10:00:00.5 -3", "12:30:45.5", "190:20:30", "1e+05"),
    *("0.0", "00", "-00.1", "1_000.5", "0x_", "0b_", ".e5", "._", "e5", "9" * 40, "-" + "9" * 39),
)
"""Plain scalars that some reader somewhere takes for something else."""
PROSE = (
    *(
        "月末代发不加班",
        "单批不超过5,000笔，处理时限10分钟",
        "结算部：代发工资",
        "（见附件2）",
        "“先做再补手续”",
    ),
    *(
        "详见 http://example.com/a?b=c#d",
        "it's done",
        'the "big" batch',
        "a - b",
        "a, b",
        "👍🏽 上线了",
    ),
    *(
        "𠮷野家",
        "e\u0301t\u00e9",
        "50% of 100 %",
        "C:\\work",
        "R&D *",
        "what? yes!",
        "a: b",
        "a # b",
    ),
    *("第1条：范围；第2条：费用", "Ünïcödé", "—— 完", "[草稿]", "{zh}", "x|y>z", "@张敏", "`code`"),
)
"""Texts as they stand in records; some must be quoted."""
_KEYS = (
    *(
        "id",
        "title",
        "type",
        "at",
        "by",
        "events",
        "stated_need",
        "note",
        "x1",
        "a-b",
        "a b",
        "名称",
    ),
    *(
        "责任人",
        "需求 说明",
        '"quoted"',
        "'single'",
        '"12"',
        "'true'",
        '"~"',
        "a#b",
        "a:b",
        "on",
        "y",
    ),
    *("2026-11-20", "REQ-001", '"a: b"', "'it''s'", '"\\u540d"', "-x", "<x", "12:30"),
)
_NUMBERLIKE = "0123456789" * 2 + "+-._eExXobn:"
_UNQUOTED = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`][^\n]*\Z|[-?:][^\s,\[\]{}][^\n]*\Z")


@dataclass(frozen=True, slots=True)
class Document:
    """A text, and the name of what it holds that must be refused; empty when nothing is."""

    text: str
    planted: str


def document(number: int, seed: int) -> Document:
    """The document of a number; the same for the same seed."""
    chance = random.Random(f"{seed}:{number}")  # noqa: S311 - repeatable, no secret
    writer = _Writer(chance)
    text = writer.root()
    planted = ""
    if chance.random() < 0.1:
        planted = chance.choice(tuple(PLANTS))
        text = _planted(text, PLANTS[planted], is_list=writer.is_list)
    return Document(_dressed(text, chance, is_old=not planted), planted)


def _dressed(text: str, chance: random.Random, *, is_old: bool) -> str:
    """The text with the line ends, the mark and the frame that a file may have.

    The line ends of an old Mac (``is_old``) come only where nothing is to be refused: habits are
    looked for on lines as everybody else ends them.
    """
    roll = chance.random()
    if roll < 0.05:
        text = f"---\n{text}"
    elif roll < 0.08:
        text += "\n...\n"
    if chance.random() < 0.1:
        text = text.rstrip("\n")
    roll = chance.random()
    line_end = "\r\n" if roll < 0.15 else "\r" if roll < 0.17 and is_old else "\n"
    text = text.replace("\n", line_end)
    return "\ufeff" + text if chance.random() < 0.03 else text


# ── what must be refused ─────────────────────────────────────────────────────

PLANTS = {
    "anchor": "&a x",
    "alias": "*a",
    "tag": "!!str x",
    "own tag": "!secret x",
    "tag on a list": "!!seq [a]",
    "anchor on braces": "&a {x: 1}",
    "merge": "{<<: {a: 1}}",
    "list as a key": "{[a]: 1}",
    "number as a key": "{1: x}",
    "nothing as a key": "{~: x}",
    "truth as a key": "{true: x}",
    "twice the same key": "{k: 1, k: 2}",
    "twice, quoted once": "{k: 1, 'k': 2}",
    "number too long": "9" * 41,
    "hexadecimal too long": "0x" + "f" * 60,
    "control": '"a\x07b"',
    "override": "a\u202eb",
    "soft hyphen": "a\u00adb",
    "escaped control": '"\\x1b[2J"',
    "escaped override": '"\\u202e"',
    "escaped surrogate": '"\\ud800"',
    "escaped separator": '"\\L"',
    "too deep": "[" * 30 + "]" * 30,
    "open bracket": "[a",
    "open quote": '"a',
    "reserved at": "@a",
    "reserved backquote": "`a",
    "unknown escape": '"\\d"',
    "second colon": "a: b: c",
    "swallowed number": "see ticket #12",
    "wide comma in a list": "[REQ-002，REQ-003]",
    "closing twice": "[a]]",
    "comma at a colon": "{k:, l: 1}",
}
"""What records may not hold, as the value of a key or an item."""


def _planted(text: str, plant: str, *, is_list: bool) -> str:
    return f"{text}{'- ' if is_list else ''}planted: {plant}\n"


# ── composing ────────────────────────────────────────────────────────────────


class _Writer:
    """Composes one text; every method returns what comes after a key's colon or an item's dash."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.is_list = chance.random() < 0.3
        self.left = chance.choice((3, 6, 12, 25))

    def root(self) -> str:
        head = self._between(0).lstrip("\n") if self._is(0.2) else ""
        body = self._items(0, 0) if self.is_list else self._pairs(0, 0)
        return head + body.lstrip("\n") + "\n"

    def _is(self, share: float) -> bool:
        return self.chance.random() < share

    def _value(self, indent: int, depth: int) -> str:
        """A value below a collection at this column."""
        self.left -= 1
        roll = self.chance.random()
        if depth < 5 and self.left > 0 and roll < 0.35:
            return self._collection(indent, depth)
        if roll < 0.5:
            return self._block_text(indent)
        if roll < 0.6:
            return self._long(indent)
        if roll < 0.65:
            return self._comment()
        blanks = self.chance.choice((" ", " ", " ", "  ", "\t" if self._is(0.05) else " "))
        return blanks + self._scalar(is_flow=False) + self._comment()

    def _collection(self, indent: int, depth: int) -> str:
        roll = self.chance.random()
        if roll < 0.35:
            return " " + self._flow(depth + 1, indent) + self._comment()
        deeper = indent + self.chance.choice((1, 2, 2, 2, 4))
        if roll < 0.7:
            return self._comment() + self._pairs(deeper, depth + 1)
        return self._comment() + self._items(deeper, depth + 1)

    def _pairs(self, column: int, depth: int) -> str:
        keys = self.chance.sample(_KEYS, self.chance.choice((1, 2, 3, 5)))
        rows = []
        for key in keys:
            name = key + (" " if self._is(0.03) else "")
            if depth < 5 and self.left > 0 and self._is(0.1):  # a list may stand below its key
                self.left -= 1
                value = self._comment() + self._items(column, depth + 1)
            else:
                value = self._value(column, depth)
            rows.append(f"{self._between(column)}{' ' * column}{name}:{value}")
        return "".join(rows)

    def _items(self, column: int, depth: int) -> str:
        rows = []
        for _ in range(self.chance.choice((1, 1, 2, 3))):
            start = f"{self._between(column)}{' ' * column}-"
            if depth < 5 and self.left > 0 and self._is(0.35):  # `- - a` and `- key: value`
                gap = self.chance.choice((1, 1, 1, 2, 3))
                inner = column + 1 + gap
                self.left -= 1
                held = (self._pairs if self._is(0.7) else self._items)(inner, depth + 1)
                rows.append(start + " " * gap + _first_row(held))
            else:
                rows.append(start + self._value(column, depth))
        return "".join(rows)

    def _between(self, column: int) -> str:
        """What stands before a row: the line end, and at times comments and empty lines."""
        lines = ["\n"]
        while self._is(0.12):
            blanks = " " * self.chance.choice((0, column, column + 2))
            note = self.chance.choice(PROSE)
            lines.append(self.chance.choice(("\n", f"{blanks}# {note}\n", f"{blanks}#\n", "  \n")))
        return "".join(lines)

    def _comment(self) -> str:
        if self._is(0.85):
            return self.chance.choice(("", "", "", "", " ", "   "))
        return f"{self.chance.choice((' ', '   '))}# {self.chance.choice(PROSE)}"

    # ── one line ─────────────────────────────────────────────────────────────

    def _scalar(self, *, is_flow: bool) -> str:
        roll = self.chance.random()
        if roll < 0.6:
            plain = self._plain()
            if _UNQUOTED.match(plain) and not _misread(plain, is_flow=is_flow):
                return plain
        text = self.chance.choice((*PROSE, *PLAIN)) if roll < 0.95 else ""
        return self._single(text) if self._is(0.5) else self._double(text)

    def _plain(self) -> str:
        roll = self.chance.random()
        if roll < 0.5:
            return self.chance.choice(PLAIN)
        if roll < 0.7:
            return self.chance.choice(PROSE)
        length = self.chance.randint(1, 10)
        return "".join(self.chance.choice(_NUMBERLIKE) for _ in range(length))

    def _single(self, text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    def _double(self, text: str) -> str:
        written = []
        for mark in text:
            if mark in '"\\':
                written.append("\\" + mark)
            elif self._is(0.05):
                written.append(
                    f"\\U{ord(mark):08x}" if ord(mark) > 0xFFFF else f"\\u{ord(mark):04X}"
                )
            else:
                written.append(mark)
        if self._is(0.2):
            written.insert(self.chance.randint(0, len(written)), self.chance.choice(_ESCAPES))
        return '"' + "".join(written) + '"'

    # ── several lines ────────────────────────────────────────────────────────

    def _long(self, indent: int) -> str:
        """A text over several lines: plain, or in quotes."""
        pad = " " * (indent + self.chance.choice((1, 2, 4)))
        words = [self.chance.choice(_WORDS) for _ in range(self.chance.choice((2, 3, 6)))]
        breaks = ("\n" + pad, "\n" + pad, " ", "\n\n" + pad, "\n  \n" + pad)
        text = words[0] + "".join(self.chance.choice(breaks) + word for word in words[1:])
        roll = self.chance.random()
        if roll < 0.4:
            return f" {text}"
        if roll < 0.7:
            return " '" + text.replace("done", "it''s") + self.chance.choice(("'", f"\n{pad}'"))
        joined = text.replace("done", "\\\n" + pad) if self._is(0.3) else text
        return ' "' + joined + self.chance.choice(('"', f'\n{pad}"'))

    def _block_text(self, indent: int) -> str:
        style, keep = self.chance.choice("||>"), self.chance.choice(("", "-", "+"))
        step = self.chance.choice((1, 2, 2, 2, 4))
        first = self.chance.choice(_LINES)
        told = str(step) if self._is(0.2) or first.startswith(" ") else ""
        header = self.chance.choice((told + keep, keep + told))
        count = self.chance.choice((0, 1, 2, 5))
        lines = [first, *(self.chance.choice(_LINES) for _ in range(count))]
        lines += [""] * self.chance.choice((0, 0, 0, 1, 2))
        pad = " " * (indent + step)
        below = "".join("\n" + (pad + line if line else "") for line in lines)
        return f" {style}{header}{self._comment()}{below}"

    # ── between brackets ─────────────────────────────────────────────────────

    def _flow(self, depth: int, indent: int) -> str:
        """A list in brackets or a mapping in braces, on one line or on several."""
        self.left -= 1
        is_pairs = self._is(0.5)
        count = self.chance.choice((0, 1, 2, 3))
        keys = self.chance.sample(_KEYS, count)
        members = []
        for key in keys:
            is_deep = depth < 4 and self.left > 0 and self._is(0.25)
            held = self._flow(depth + 1, indent) if is_deep else self._scalar(is_flow=True)
            empty = is_pairs and self._is(0.05)
            members.append(f"{key}: {'' if empty else held}" if is_pairs else held)
        gap = self._gap(indent)
        inside = f",{gap}".join(members) + ("," if members and self._is(0.1) else "")
        edge = gap if "\n" in gap else self.chance.choice(("", "", " "))
        pair = "{}" if is_pairs else "[]"
        return f"{pair[0]}{edge}{inside}{edge}{pair[1]}"

    def _gap(self, indent: int) -> str:
        """What stands after a comma."""
        if self._is(0.75):
            return " "
        note = f"  # {self.chance.choice(_WORDS)}" if self._is(0.3) else ""
        return f"{note}\n{' ' * (indent + self.chance.choice((1, 2, 4)))}"


_WORDS = (
    "单批上限",
    "调整为",
    "20,000笔",
    "按CR-007办理",
    "done",
    "a",
    "1.10",
    "12:30",
    "见附件",
    "😀",
)
_ESCAPES = ("\\n", "\\t", "\\/", "\\ ", "\\x41", "\\u4e2d", "\\U0001F600", "\\\\", '\\"')
_LINES = (
    *(
        "第一行：完成",
        "第二行",
        "- 不是列表",
        "key: not a key",
        "# not a comment",
        "two words",
        "😀",
    ),
    *(
        "",
        "    deeper",
        "  like this",
        "trailing  ",
        "tab\there",
        "'quoted'",
        "{not: flow}",
        "1.10",
    ),
)
"""Lines of a block text, without their indentation."""


def _first_row(held: str) -> str:
    """The rows of a collection without what stands before the first one."""
    return re.sub(r"\A\n(?:[ ]*(?:#[^\n]*)?\n)*[ ]*", "", held)


def _misread(plain: str, *, is_flow: bool) -> bool:
    """Whether an unquoted text would not be one scalar, by YAML's own rules."""
    if plain in ("-", "?", ":", "---", "...") or plain.endswith(":") or plain != plain.strip():
        return True
    if ": " in plain or " #" in plain:
        return True
    return is_flow and re.search(r"[,\[\]{}]|\A[:?-]", plain) is not None
