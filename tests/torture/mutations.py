"""Seeded accidents: a file as people, editors, merges and disks spoil it."""

import random
import re
from collections.abc import Callable
from typing import TypeAlias

Mutation: TypeAlias = Callable[[bytes, bytes, random.Random], bytes]
"""``mutation(content, other, chance)``: ``other`` is a second file, to be spliced in."""

LONGEST = 64 * 1024
"""Bytes a mutated file has at most; files of the greatest size stand in the corpus."""

YAML_MARKS = (
    *(
        ":",
        ": ",
        " :",
        "- ",
        "-",
        "? ",
        "| ",
        "|",
        ">-",
        "|2",
        "|9+",
        "&a ",
        "*a",
        "<<: ",
        "<<: *a",
    ),
    *(
        "[",
        "]",
        "{",
        "}",
        ", ",
        ",",
        "#",
        " #",
        "%YAML 1.1\n---\n",
        "---\n",
        "...\n",
        "!",
        "!!str ",
    ),
    *("!!python/name:os.system", "!!binary ", "@", "`", "'", '"', '"\\', "\\u202e", "\\x00", "\t"),
    *(
        "~",
        "null",
        "true",
        "no",
        ".nan",
        "-.inf",
        "0x1F",
        "0o17",
        "1_000",
        "010",
        "1e999",
        "=",
        "$1",
    ),
    *("9" * 41, "12:30:45", "2026-02-30", "2026-11-20T10:00+08:00", "2026/11/20", "{zh: ", "[[[["),
    *("<<<<<<< HEAD\n", "=======\n", ">>>>>>> b\n", "||||||| base\n", "\n", "\r", "\r\n", "\n\n"),
    *("id: ", "events:", "at: ", "type: ", "by: ", "REQ-001", "zhang-min", "../", "CON", "a" * 200),
)
CHINESE_MARKS = (
    *(
        "：",
        "，",
        "。",
        "；",
        "、",
        "！",
        "？",
        "“",
        "”",
        "‘",
        "’",
        "（",
        "）",
        "【",
        "】",
        "［",
        "］",
    ),
    *(
        "｛",
        "｝",
        "＃",
        "－",
        "—",
        "——",
        "…",
        "～",
        "％",
        "／",
        "＠",
        "＂",
        "＇",
        "　",
        "　　",
        "·",
    ),
    *(
        "２０２６",
        "１",
        "２",
        "11月20日",
        "2026年11月2日",
        "紧急",
        "高",
        "是",
        "否",
        "无",
        "待定",
        "约3天",
    ),
    *(
        "张敏",
        "已完成",
        "需求：",
        "责任人：",
        "「",
        "」",
        "〇",
        "㐀",
        "𠮷",
        "😀",
        "👨‍👩‍👧",
        "é",
        "e\u0301",
    ),
)
ODD_MARKS = (
    *("\x00", "\x07", "\x1b[2J", "\x7f", "\x85", "\u00a0", "\u200b", "\u200f", "\u2028", "\u202e"),
    *("\u2066", "\ufeff", "\ufffd", "\ufffe", "\ud800", "\U0010ffff"),
)
_TOKENS = tuple(
    mark.encode("utf-8", "surrogatepass") for mark in (*YAML_MARKS, *CHINESE_MARKS, *ODD_MARKS)
)
_INDENTS = (b"", b" ", b"  ", b"   ", b"      ", b"\t", "\u3000".encode(), "\u00a0".encode())
_RAW = (b"\xff", b"\xfe\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\x80", b"\xe6\x89", b"\xb0\xb2")


def mutated(content: bytes, other: bytes, chance: random.Random) -> bytes:
    """The content after one to four accidents."""
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
        content = chance.choice(MUTATIONS)(content, other, chance)[:LONGEST]
    return content


# ── bytes ────────────────────────────────────────────────────────────────────


def _flip(content: bytes, other: bytes, chance: random.Random) -> bytes:
    del other
    spoiled = bytearray(content)
    for _ in range(min(chance.choice((1, 1, 2, 8)), len(spoiled))):
        spoiled[chance.randrange(len(spoiled))] ^= 1 << chance.randrange(8)
    return bytes(spoiled)


def _cut(content: bytes, other: bytes, chance: random.Random) -> bytes:
    del other
    start = _spot(content, chance)
    return content[:start] + content[start + chance.choice((1, 2, 3, 7, 40, 400)) :]


def _end_early(content: bytes, other: bytes, chance: random.Random) -> bytes:
    del other
    return content[: _spot(content, chance)]


def _splice(content: bytes, other: bytes, chance: random.Random) -> bytes:
    return content[: _spot(content, chance)] + other[_spot(other, chance) :]


def _raw(content: bytes, other: bytes, chance: random.Random) -> bytes:
    del other
    spot = _spot(content, chance)
    return content[:spot] + chance.choice(_RAW) + content[spot:]


def _repeat(content: bytes, other: bytes, chance: random.Random) -> bytes:
    """A piece many times over: what is quadratic shows."""
    del other
    start = _spot(content, chance)
    piece = content[start : start + chance.choice((1, 2, 5, 30))]
    return content[:start] + piece * chance.choice((2, 30, 500, 5000)) + content[start:]


def _encode(content: bytes, other: bytes, chance: random.Random) -> bytes:
    del other
    text = content.decode("utf-8", "replace")
    codec = chance.choice(("gbk", "gb18030", "utf-16", "utf-16-be", "utf-8-sig", "cp1252", "big5"))
    return text.encode(codec, "replace")


# ── tokens ───────────────────────────────────────────────────────────────────


def _insert(content: bytes, other: bytes, chance: random.Random) -> bytes:
    del other
    spot = _spot(content, chance)
    return content[:spot] + chance.choice(_TOKENS) + content[spot:]


def _in_place_of_a_value(content: bytes, other: bytes, chance: random.Random) -> bytes:
    del other
    return _replace(rb"(?<=: )[^\n]+", content, chance, chance.choice(_TOKENS))


def _in_place_of_a_mark(content: bytes, other: bytes, chance: random.Random) -> bytes:
    del other
    return _replace(rb"[:,\[\]{}'\"#>|-]", content, chance, chance.choice(_TOKENS))


def _value_of_another(content: bytes, other: bytes, chance: random.Random) -> bytes:
    values = re.findall(rb"(?<=: )[^\n]+", other) or [b""]
    return _replace(rb"(?<=: )[^\n]+", content, chance, chance.choice(values))


def _key_of_another(content: bytes, other: bytes, chance: random.Random) -> bytes:
    keys = re.findall(rb"\w+(?=:)", other) or [b"x"]
    return _replace(rb"\w+(?=:)", content, chance, chance.choice(keys))


def _replace(pattern: bytes, content: bytes, chance: random.Random, new: bytes) -> bytes:
    places = list(re.finditer(pattern, content))
    if not places:
        return content + new
    place = chance.choice(places)
    return content[: place.start()] + new + content[place.end() :]


# ── lines ────────────────────────────────────────────────────────────────────


def _twice(content: bytes, other: bytes, chance: random.Random) -> bytes:
    del other
    lines = content.splitlines(keepends=True)
    start = chance.randrange(len(lines) + 1)
    piece = lines[start : start + chance.choice((1, 1, 2, 5))]
    spot = chance.choice((start, chance.randrange(len(lines) + 1)))
    return b"".join([*lines[:spot], *piece, *lines[spot:]])


def _without(content: bytes, other: bytes, chance: random.Random) -> bytes:
    del other
    lines = content.splitlines(keepends=True)
    start = chance.randrange(len(lines) + 1)
    return b"".join([*lines[:start], *lines[start + chance.choice((1, 1, 2, 5)) :]])


def _swap(content: bytes, other: bytes, chance: random.Random) -> bytes:
    del other
    lines = content.splitlines(keepends=True)
    if lines:
        one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[one], lines[two] = lines[two], lines[one]
    return b"".join(lines)


def _indent(content: bytes, other: bytes, chance: random.Random) -> bytes:
    del other
    lines = content.splitlines(keepends=True)
    start = chance.randrange(len(lines) + 1)
    is_more = chance.random() < 0.5
    for number in range(start, min(start + chance.choice((1, 1, 3, 100)), len(lines))):
        bare = lines[number].lstrip(b" ")
        old = lines[number][: len(lines[number]) - len(bare)]
        lines[number] = (old + b" " if is_more else chance.choice(_INDENTS)) + bare
    return b"".join(lines)


def _line_ends(content: bytes, other: bytes, chance: random.Random) -> bytes:
    del other
    return content.replace(b"\n", chance.choice((b"\r\n", b"\r", b"\n\n", b"\n\r")))


def _conflict(content: bytes, other: bytes, chance: random.Random) -> bytes:
    """Two versions of some lines, as a merge leaves them."""
    lines, theirs = content.splitlines(keepends=True), other.splitlines(keepends=True)
    start = chance.randrange(len(lines) + 1)
    sides = (b"<<<<<<< HEAD\n", *lines[start : start + 2], b"=======\n", *theirs[start : start + 2])
    return b"".join([*lines[:start], *sides, b">>>>>>> theirs\n", *lines[start + 2 :]])


def _spot(content: bytes, chance: random.Random) -> int:
    return chance.randrange(len(content) + 1)


MUTATIONS: tuple[Mutation, ...] = (
    *(_flip, _cut, _end_early, _splice, _raw, _repeat, _encode),
    *(_insert, _insert, _insert, _in_place_of_a_value, _in_place_of_a_value),
    *(_in_place_of_a_mark, _value_of_another, _key_of_another),
    *(_twice, _without, _swap, _indent, _indent, _line_ends, _conflict),
)
"""Every kind of accident; likelier ones stand more than once."""
