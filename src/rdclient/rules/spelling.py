"""What a name that leads nowhere was meant to be: typed wide, with a title, two in one, or late."""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

_PENDING = frozenset(
    {
        "无", "暂无", "没有", "待定", "未定", "待确认", "待确定", "待补", "待补充", "待安排",
        "待分配", "不详", "未知", "n/a", "na", "none", "nil", "tbd", "tba", "tbc", "-", "--", "/",
        "?",
    }
)  # fmt: skip
"""Words for nobody yet."""
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_BETWEEN = re.compile(r"\s*(?:[、，,;；/&+]|\s和\s?|和(?=[\u4e00-\u9fff])|及|与)\s*")
_LONGEST = 60
_SHORT = range(2, 5)
"""Characters of a Chinese name, of which one may be mistyped."""


class Reading(NamedTuple):
    """What was meant: a variant of RD012, and the names to write."""

    variant: str
    names: tuple[str, ...]


def read(name: str, known: Iterable[str]) -> Reading | None:
    """What a name was meant to be; None when that is not certain.

    >>> read("＠张敏（项目经理）", ("zhang-min", "张敏"))
    Reading(variant='write', names=('张敏',))
    """
    typed = name[:_LONGEST]
    if unicodedata.normalize("NFKC", typed).strip().casefold() in _PENDING:
        return Reading("pending", ())
    folded: dict[str, set[str]] = {}
    names = tuple(known)
    for item in names:
        folded.setdefault(_folded(item), set()).add(item)
    if hits := folded.get(_folded(typed)):
        return Reading("write", tuple(hits)) if len(hits) == 1 else None
    parts = [part for part in _BETWEEN.split(typed.strip("[]【】()（） ")) if part]
    found = [folded.get(_folded(part), set()) for part in parts]
    if len(parts) > 1 and all(len(hits) == 1 for hits in found):
        return Reading("several", tuple(hit for hits in found for hit in hits))
    alike = tuple(item for item in names if _is_one_off(typed.strip(), item))
    return Reading("near", alike[:3]) if alike else None


def _folded(name: str) -> str:
    """A name without what people add to it: marks, titles in brackets, blanks and hyphens."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", name)).casefold()
    bare = re.sub(r"\([^()]*\)?\s*$|[\"'“”‘’「」【】]", "", plain)
    return re.sub(r"[\s_.-]", "", bare.strip().removeprefix("@"))


def _is_one_off(typed: str, item: str) -> bool:
    """Whether two short Chinese names differ in one character."""
    if len(typed) != len(item) or len(typed) not in _SHORT or not _is_chinese(typed + item):
        return False
    return sum(a != b for a, b in zip(typed, item, strict=True)) == 1


def _is_chinese(text: str) -> bool:
    return all("\u4e00" <= mark <= "\u9fff" for mark in text)
