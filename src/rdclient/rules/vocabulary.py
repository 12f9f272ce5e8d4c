"""Word lists of the policy as patterns: which of their words a text holds, and where."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from rdclient.model.policy import WordingPolicy, WordList


class Sort(Enum):
    """What a listed word is."""

    VAGUE = auto()
    DEGREE = auto()
    DUTY = auto()
    HARMLESS = auto()


@dataclass(frozen=True, slots=True)
class Hit:
    """A listed word in a text: as written there, from ``start`` up to ``end``."""

    word: str
    sort: Sort
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Listed words and the patterns that find them.

    Attributes:
        sorts: what each word is, by the word in lower case.
        anchors: of each word outside Chinese its longest part (empty when it is all signs); a
            text without any of them holds none of these words.
        narrow: finds words outside Chinese, ``wide`` the Chinese ones.
    """

    sorts: Mapping[str, Sort]
    anchors: frozenset[str]
    narrow: re.Pattern[str]
    wide: re.Pattern[str]

    def hits(self, text: str) -> tuple[Hit, ...]:
        """The words of a text in their order, without the harmless phrases.

        English words are found as whole words in any case (a hyphen belongs to a word), Chinese
        ones anywhere. Of several that begin at one place the longest counts, and a harmless
        phrase takes the words it holds with it.
        """
        found: list[Hit] = []
        if not self.anchors.isdisjoint(("", *_PART.findall(text.lower()))):
            found += self._hits(self.narrow, text)
        if not text.isascii():
            found += self._hits(self.wide, text)
        return tuple(sorted(found, key=lambda hit: hit.start))

    def _hits(self, pattern: re.Pattern[str], text: str) -> Iterator[Hit]:
        for match in pattern.finditer(text):
            sort = self.sorts[_key(match[0])]
            if sort is not Sort.HARMLESS:
                yield Hit(match[0], sort, match.start(), match.end())


@cache
def vague_words(wording: WordingPolicy) -> Vocabulary:
    """What RD208 looks for."""
    return _vocabulary(
        (Sort.DEGREE, wording.degree),
        (Sort.VAGUE, wording.vague),
        (Sort.HARMLESS, wording.harmless),
        (Sort.VAGUE, wording.also_vague),
        (Sort.HARMLESS, wording.also_harmless),
    )


@cache
def duty_words(wording: WordingPolicy) -> Vocabulary:
    """What RD209 looks for."""
    return _vocabulary(
        (Sort.DUTY, wording.duty),
        (Sort.HARMLESS, wording.harmless),
        (Sort.HARMLESS, wording.also_harmless),
    )


_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_IS_WIDE = re.compile(f"[{_WIDE}]")
_BREAK = re.compile(f"(?<=[{_WIDE}])\\s+(?=[{_WIDE}])")
_PART = re.compile(r"\w+", re.ASCII)
_LIST_END = {"等": "(?<=[\\w”》）)'\"]等)(?![0-9\uff10-\uff19二三四五六七八九十两])"}
"""``等`` closes a list: something stands before it, and no number of items follows."""


def unbroken(text: str) -> str:
    """The text without the blanks that a line break leaves between Chinese characters."""
    return _BREAK.sub("", text)


def _vocabulary(*lists: tuple[Sort, WordList]) -> Vocabulary:
    listed = {
        _key(word): sort for sort, words in lists for word in (*words.zh, *words.en) if word.strip()
    }
    wanted = [word for word, sort in listed.items() if sort is not Sort.HARMLESS]
    sorts = {
        word: sort
        for word, sort in listed.items()
        if sort is not Sort.HARMLESS or any(held in word for held in wanted)
    }
    wide = [word for word in sorts if _IS_WIDE.search(word)]
    narrow = [word for word in sorts if not _IS_WIDE.search(word)]
    return Vocabulary(
        sorts=sorts,
        anchors=frozenset(max(_PART.findall(word), key=len, default="") for word in narrow),
        narrow=re.compile(rf"(?<![\w-])(?:{_either(narrow)})(?![\w-])", re.IGNORECASE | re.ASCII),
        wide=re.compile(_either(wide)),
    )


def _key(word: str) -> str:
    return " ".join(word.split()).casefold()


def _either(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first, grouped by first letter for speed."""
    rests: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words, key=lambda word: (-len(word), word)):
        rest = _LIST_END.get(word) or re.escape(word[1:]).replace(r"\ ", r"\s+")
        rests[word[0]].append(rest)
    groups = [f"{re.escape(letter)}(?:{'|'.join(rest)})" for letter, rest in rests.items()]
    return "|".join(groups) or _NOTHING


_NOTHING = r"(?!)"
