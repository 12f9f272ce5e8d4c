"""One item of somebody's notes: its words, whom it names, and when it is due."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time

from rdclient.exchange.spoken_time import Said, Sense, half_width, spoken_in

_TITLES = "总|经理|主任|工|老师|处长|处|行长|局长|局|科长|科|部长|院长|主管|姐|哥|博士"


@dataclass(frozen=True, slots=True)
class Due:
    """A day, or a time."""

    day: date
    clock: time | None

    @property
    def text(self) -> str:
        """As records hold it."""
        return f"{self.day}" if self.clock is None else f"{self.day} {self.clock:%H:%M}"


@dataclass(frozen=True, slots=True)
class Item:
    """A decision, an action, something to be confirmed, or a risk.

    Attributes:
        text: its words, without the people and the date that stood around them.
        people: as they were named, the first one first.
        due: when it is due.
    """

    text: str
    people: tuple[str, ...] = ()
    due: Due | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What is known before the notes are read.

    Attributes:
        day: of the meeting.
        names: of people, and their ids; with them names are seen without ``@`` too.
        calls: first names, which count where only a name can stand.
    """

    day: date
    names: Sequence[str] = ()
    calls: Sequence[str] = ()


# ── people ───────────────────────────────────────────────────────────────────

_ASCII_NAME = re.compile(
    r"[A-Za-z][\w.'-]*(?: (?!By\b|Due\b|Mon|Tue|Wed|Thu|Fri|Sat|Sun)[A-Z][\w'-]+){0,2}", re.ASCII
)
_TITLED = re.compile(rf"[\u4e00-\u9fff]{{1,3}}?(?:{_TITLES})")
_CHINESE_NAME = re.compile(r"[\u4e00-\u9fff·]{2,4}(?![\u4e00-\u9fff])")


def name_at(text: str, start: int, names: Sequence[str]) -> int | None:
    """The offset after the name that begins at an offset; None when none surely does."""
    known = [name for name in names if _is_there(text, start, name)]
    if known:
        return start + max(map(len, known))
    match = _TITLED.match(text, start) or _CHINESE_NAME.match(text, start)
    match = match or _ASCII_NAME.match(text, start)
    return match.end() if match else None


def _is_there(text: str, start: int, name: str) -> bool:
    """Whether a known name stands there, and is no part of a longer word."""
    end = start + len(name)
    if text[start:end].casefold() != name.casefold():
        return False
    return not (name[-1].isascii() and re.match(r"[A-Za-z0-9]", text[end : end + 1]))


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    name: str


def mentions(text: str, names: Sequence[str]) -> Iterator[_Mention]:
    """Every ``@name`` of a text."""
    for match in re.finditer("[@＠]", text):
        end = name_at(text, match.end(), names)
        if end is not None:
            yield _Mention(match.start(), end, text[match.end() : end].rstrip(".-"))


# ── one item ─────────────────────────────────────────────────────────────────

_ROLE = r"(?:责任人|负责人|经办人|确认人|owner|assignee|assigned to|responsible|who)\s*[:：]?\s*"
_OWNER = re.compile(rf"[\s,，;；(（\-–—]*{_ROLE}\Z", re.IGNORECASE)
_EDGE = " \t\u3000,，;；、。|/·-–—~"
_PAIRS = {")": "(", "）": "（", "]": "[", "】": "【"}


def item(text: str, context: Context, *, is_task: bool = True) -> Item:
    """The item that some words are; nothing of them is lost.

    People and dates at the end, in brackets there, or at the beginning are taken out of the text
    where they stand apart from it. A date within counts when the words around it say that
    something is due; a person within when an ``@`` stands before the name.

    Args:
        text: of the item.
        context: what is known.
        is_task: whether any date at either end is the one it is due by, as of an action.
    """
    rest, people, due = _from_the_end(text.strip(), context, is_task=is_task)
    rest, first = _from_the_start(rest, context)
    people = [*first, *people]
    if due is None:
        due = _date_in(rest, context, is_task=is_task)
    inside = [mention.name for mention in mentions(rest, context.names)]
    if inside:
        rest = re.sub("[@＠](?=\\S)", "", rest)
        people = [*inside, *people]
    if not people and (doer := _doer(rest, context)):
        people = [doer]
    return Item(rest.strip() or text.strip(), tuple(dict.fromkeys(people)), due)


def _doer(text: str, context: Context) -> str | None:
    """Who is to do it, in ``Owen to send the log`` and ``由张敏提供``."""
    for name in sorted((*context.names, *context.calls), key=len, reverse=True):
        if _is_there(text, 0, name) and re.match(r"\s+(?:to|will)\s", text[len(name) :]):
            return text[: len(name)]
        if not name.isascii() and f"由{name}" in text:
            return name
    return None


def _from_the_end(
    text: str, context: Context, *, is_task: bool
) -> tuple[str, list[str], Due | None]:
    """The text without people and a date at its end."""
    people: list[str] = []
    due: Due | None = None
    rest = text
    while True:
        bare = rest.rstrip(_EDGE)
        inner = _bracketed(bare, context)
        if inner is not None and not (inner.due and due):
            rest = bare[: _opening(bare)]
            people, due = [*inner.people, *people], inner.due or due
            continue
        said = _time_at_end(bare, context, is_task=is_task) if due is None else None
        if said is not None:
            rest, due = bare[: said.start], Due(said.day, said.clock)
            continue
        who = _person_at_end(bare, context)
        if who is None or not bare[: who.start].strip(_EDGE):
            return bare.rstrip(_EDGE), people, due
        rest, people = _OWNER.sub("", bare[: who.start]), [who.name, *people]


_GOES_ON = re.compile(
    r"(?:[到至为于定在是从自改迟前由后的比过]|\b(?:than|to|from|after|since|of|about|around|between))\Z",
    re.IGNORECASE,
)
"""Words that a date after them belongs to: it is part of what is said."""


_LASTS = re.compile(r"(?:until|till)\b", re.IGNORECASE)
"""Words before a date up to which something lasts; of a task it is the one it is due by."""


def _time_at_end(text: str, context: Context, *, is_task: bool) -> Said | None:
    """The date at the end, when it stands apart from the words or says that something is due."""
    found = spoken_in(text, context.day, sense=Sense.AHEAD)
    said = next((one for one in found if one.end == len(text)), None)
    if said is None or said.until is not None:
        return None
    before = text[: said.start].rstrip(_EDGE)
    if not before or _GOES_ON.search(before):
        return None
    if not is_task and _LASTS.match(text, said.start):
        return None
    gap = text[len(before) : said.start]
    is_apart = bool(gap.strip(" \t\u3000")) or (gap != "" and not before[-1].isascii())
    return said if said.is_limit or is_apart or _names_somebody(before, context) else None


def _names_somebody(text: str, context: Context) -> bool:
    """Whether a text ends with a person."""
    inner = _bracketed(text, context)
    return _person_at_end(text, context) is not None or (inner is not None and bool(inner.people))


def _person_at_end(text: str, context: Context) -> _Mention | None:
    """A mention at the end; a known name there that stands apart from the words before it."""
    for mention in mentions(text, context.names):
        if mention.end == len(text):
            return mention
    for name in sorted(context.names, key=len, reverse=True):
        start = len(text) - len(name)
        is_apart = start > 0 and (
            text[start - 1] in f"{_EDGE}:：(（" or _OWNER.search(text[:start])
        )
        if is_apart and text[start:].casefold() == name.casefold():
            return _Mention(start, len(text), text[start:])
    return None


def _opening(text: str) -> int:
    """The offset of the bracket that the last character closes; -1 when none does."""
    return text.rfind(_PAIRS[text[-1]]) if text and text[-1] in _PAIRS else -1


def _bracketed(text: str, context: Context) -> Item | None:
    """People and date in brackets at the end, when nothing else stands in them."""
    start = _opening(text)
    if start <= 0:
        return None
    inner = text[start + 1 : -1].strip()
    people: list[str] = []
    due = None
    for piece in re.split(r"[,，;；、/]|\s+(?=@)", inner):
        bare = re.sub(rf"\A{_ROLE}", "", piece.strip(), flags=re.IGNORECASE)
        said = next(spoken_in(bare, context.day, sense=Sense.AHEAD), None)
        end = name_at(bare, 1, context.names) if bare[:1] in "@＠" and bare else None
        if said and said.end - said.start == len(bare) and due is None:
            due = Due(said.day, said.clock)
        elif end == len(bare) or bare.casefold() in map(
            str.casefold, (*context.names, *context.calls)
        ):
            people.append(bare.lstrip("@＠"))
        else:
            return None
    return Item("", tuple(people), due)


_LED = re.compile(r"\s*[:：]\s*\S|\s+[-–—]+\s+\S")


def _from_the_start(text: str, context: Context) -> tuple[str, list[str]]:
    """The text without the person it begins with: ``@张敏 …`` or ``张敏：…``."""
    people: list[str] = []
    while text[:1] in ("@", "＠"):
        end = name_at(text, 1, context.names)
        if end is None or not text[end:].strip(f"{_EDGE}:："):
            break
        people.append(text[1:end])
        text = text[end:].lstrip(f"{_EDGE}:：")
    if not people:
        for name in sorted((*context.names, *context.calls), key=len, reverse=True):
            if _is_there(text, 0, name) and _LED.match(text[len(name) :]):
                return text[len(name) :].lstrip(" :：\u3000-–—"), [text[: len(name)]]
    return text, people


def _date_in(text: str, context: Context, *, is_task: bool) -> Due | None:
    """The date that the words around it make the one it is due by; of a task one at either end."""
    found = list(spoken_in(text, context.day, sense=Sense.AHEAD))
    limits = (one for one in found if one.is_limit)
    said = next((one for one in limits if is_task or not _LASTS.match(text, one.start)), None)
    ends = [one for one in found if one.start == 0 or one.end == len(text.rstrip(_EDGE))]
    if said is None and is_task and len(found) == len(ends) == 1:
        goes_on = _GOES_ON.search(text[: ends[0].start].rstrip())
        said = None if goes_on or ends[0].until else ends[0]
    return Due(said.day, said.clock) if said else None


# ── several on one line ──────────────────────────────────────────────────────

_COUNT = re.compile(r"(?:(?<=[\s;,.:])|\A)(?:\(?(\d{1,2})[.),](?!\d)|([①-⑳]))\s*")


def pieces(text: str, *, context: Context, has_owners: bool) -> tuple[str, ...]:
    """The items of a line: numbered ones, or ones with a semicolon between and an owner each.

    Args:
        text: after its word.
        context: what is known.
        has_owners: whether each item should name somebody or a date.
    """
    plain = half_width(text)
    marks = list(_COUNT.finditer(plain))
    numbers = [int(m[1]) if m[1] else ord(m[2]) - ord("①") + 1 for m in marks]
    if len(marks) > 1 and numbers == list(range(1, len(marks) + 1)) and marks[0].start() == 0:
        ends = [*(mark.start() for mark in marks[1:]), len(text)]
        parts = (text[mark.end() : end] for mark, end in zip(marks, ends, strict=True))
        return tuple(part.strip(" ;；,，\u3000") for part in parts if part.strip(" ;；,，"))
    halves = tuple(part.strip() for part in re.split("[;；]", text) if part.strip())
    if has_owners and len(halves) > 1:
        read = [item(half, context) for half in halves]
        if all(one.people and one.text for one in read):
            return halves
    return (text.strip(),)
