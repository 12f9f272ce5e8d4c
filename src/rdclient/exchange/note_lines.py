"""Lines of notes that name people, a time or topics: who came, when it was, the agenda."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time

from rdclient.exchange.note_item import Context, item, name_at, pieces
from rdclient.exchange.spoken_time import Said, Sense, half_width, spoken_in


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is said to have come, or not; with what stood in brackets."""

    name: str
    came: bool
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A point of the agenda; ``minutes`` is its length."""

    text: str
    person: str | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """When a meeting was; times that were not said are None."""

    day: date
    start: time | None
    end: time | None


_SIDE = re.compile(
    r"(?:甲方|乙方|客户方?|我方|贵行|贵司|client|vendor|ours|theirs)\s*[:：]\s*", re.IGNORECASE
)
_AWAY = re.compile(
    "请假|缺席|未到|未参加|病假|休假|出差|没来|absent|leave|apolog|sick|away", re.IGNORECASE
)
_GUEST = re.compile(r"(?P<name>[^()（）]+?)\s*(?:[(（](?P<remark>[^()（）]*)[)）])?\s*\Z")


def guests_in(text: str, *, came: bool, names: Sequence[str]) -> Iterator[Guest]:
    """The people of a line; who is on leave did not come although the line is of those who did."""
    bare = _SIDE.sub("、", text).replace("@", "、").replace("＠", "、").rstrip("。.")
    for piece in re.split(r"(?:[、,，;；/&]|以及|\s+and\s+)(?![^(（]*[)）])", bare):
        for word in _single_names(piece.strip(), names):
            match = _GUEST.match(word)
            if match is None:
                yield Guest(word, came)
                continue
            remark = (match["remark"] or "").strip()
            yield Guest(match["name"].strip(), came and not _AWAY.search(remark), remark)


def _single_names(piece: str, names: Sequence[str]) -> tuple[str, ...]:
    """Names that only blanks stand between; an English name keeps its blanks."""
    words = piece.split()
    if not words:
        return ()
    is_one = len(words) == 1 or name_at(piece, 0, names) == len(piece) or "(" in half_width(piece)
    if is_one or all(word.isascii() for word in words):
        return (piece,)
    return tuple(words)


def sitting_in(text: str, today: date, *, is_alone: bool = True) -> Sitting | None:
    """When it was.

    Args:
        text: what names the time.
        today: the day it is read on.
        is_alone: whether nothing else may be said beside it.
    """
    found: Said | None = next(spoken_in(text, today, sense=Sense.BEHIND), None)
    if found is None:
        return None
    if is_alone and (text[: found.start].strip() or text[found.end :].strip(" 。.")):
        return None
    return Sitting(found.day, found.clock, found.until)


_MINUTES = re.compile(
    r"\s*[(（]?\s*(\d{1,3})\s*(?:分钟|min(?:utes?|s)?\.?)\s*[)）]?\s*\Z", re.IGNORECASE
)


def agenda_in(text: str, context: Context) -> Iterator[Topic]:
    """The topics of a line, each with who speaks and its length where they are told."""
    for piece in pieces(text, context=context, has_owners=False):
        for topic in re.split("[;；]", piece):
            bare = topic.strip(" \u3000")
            if not bare:
                continue
            length = _MINUTES.search(bare)
            minutes = (int(length[1]) or None) if length else None
            bare = bare[: length.start()] if length and minutes else bare
            read = item(bare, context)
            is_plain = read.due is None and len(read.people) == 1 and read.text
            who = read.people[0] if is_plain else None
            yield Topic(read.text if is_plain else bare, who, minutes) if bare else Topic(topic)
