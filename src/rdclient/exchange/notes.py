"""Notes of a meeting as people type them into a chat: what was understood, and every other line."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from rdclient.exchange.note_item import Context, Due, Item, item, mentions, pieces
from rdclient.exchange.note_lines import (
    Guest,
    Sitting,
    Topic,
    agenda_in,
    guests_in,
    sitting_in,
)
from rdclient.exchange.note_words import LISTS, Sort, alone, breaks, is_decision, marked
from rdclient.exchange.spoken_time import Sense, half_width, spoken_in


@dataclass(frozen=True, slots=True)
class Following:
    """When the next meeting is; what else was said of it, word for word."""

    due: Due
    rest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notes:
    """What notes say.

    Attributes:
        title: what the meeting is called.
        sitting: when it was.
        place: where.
        chair: as named.
        recorder: as named.
        guests: who came and who did not.
        observers: as named.
        agenda: its points.
        decisions: in their order.
        actions: in their order.
        confirmations: what somebody is asked to confirm.
        risks: in their order.
        following: the next meeting.
        points: what was said, by topic.
        rest: the lines that could not be placed, word for word.
    """

    title: str | None = None
    sitting: Sitting | None = None
    place: str | None = None
    chair: str | None = None
    recorder: str | None = None
    guests: tuple[Guest, ...] = ()
    observers: tuple[str, ...] = ()
    agenda: tuple[Topic, ...] = ()
    decisions: tuple[Item, ...] = ()
    actions: tuple[Item, ...] = ()
    confirmations: tuple[Item, ...] = ()
    risks: tuple[Item, ...] = ()
    following: Following | None = None
    points: tuple[tuple[str, tuple[str, ...]], ...] = ()
    rest: tuple[str, ...] = ()


class UnreadableNotesError(ValueError):
    """The bytes are no text."""


def text_of(content: bytes) -> str:
    """The text of notes, whichever encoding a phone, an editor or a console gave them.

    Raises:
        UnreadableNotesError: when they are no text.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in content[:64]:
        encodings = ("utf-16-le", "utf-16-be")
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            text = content.decode(encoding)
            if "\0" not in text:
                return text
    raise UnreadableNotesError


def understand(
    text: str, today: date, names: Sequence[str] = (), calls: Sequence[str] = ()
) -> Notes:
    """What notes say of a meeting; every word of them stands somewhere in the answer.

    Args:
        text: the notes.
        today: the day they are read on; days without a date are counted from the meeting's.
        names: of people, and their ids.
        calls: first names that mean one of them.
    """
    first = _Reader(Context(today, names, calls), today)
    first.read(text)
    sitting = first.sitting or sitting_in(first.told.get(Sort.TITLE, ""), today, is_alone=False)
    if sitting is None or sitting.day == today:
        return replace(first.notes(), sitting=sitting)
    again = _Reader(Context(sitting.day, names, calls), today)
    again.read(text)
    return replace(again.notes(), sitting=sitting)


# ── lines ────────────────────────────────────────────────────────────────────

_BULLET = re.compile(
    r"(?:\s*(?:[-*•·●○◦▪■□–►▶>]+(?=\s|[^\s\d\-*])|\d{1,2}[.)](?!\d)|\d{1,2},(?=\D)|\(\d{1,2}\)|[①-⑳]"
    r"|[一二三四五六七八九十]{1,3}[,.)](?=\D)|\([一二三四五六七八九十]{1,3}\)|[☐✔✅📌👉]))+\s*"
)
_BOX = re.compile(r"\[ ?\]\s*")
_HEADING = re.compile(
    r"#{1,6}\s*(?P<hashed>.+)|\[(?P<boxed>[^\[\]]{1,20})\]:?|(?P<colon>[^:]{1,20}):"
)
_MEETING = re.compile(
    r".*(?:会|会议|纪要|会议记录)(?:[( ].{0,24})?"
    r"|.*\b(?:meeting|minutes|sync|review|stand-?up)\b.*",
    re.IGNORECASE,
)
_ITEMS = frozenset({Sort.DECISION, Sort.ACTION, Sort.CONFIRMATION, Sort.RISK})
_LONGEST_TITLE = 60


@dataclass(slots=True)
class _Reader:
    """One pass over the lines; gathers what they say."""

    context: Context
    today: date
    sitting: Sitting | None = None
    told: dict[Sort, str] = field(default_factory=dict)
    guests: list[Guest] = field(default_factory=list)
    observers: list[str] = field(default_factory=list)
    agenda: list[Topic] = field(default_factory=list)
    items: dict[Sort, list[Item]] = field(default_factory=dict)
    following: Following | None = None
    points: dict[str, list[str]] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)
    section: tuple[Sort, str] | None = None
    is_open: bool = False
    heading: str | None = None

    def notes(self) -> Notes:
        """What was gathered."""
        if self.heading:
            self.rest.append(self.heading)
            self.heading = None
        return Notes(
            title=self.told.get(Sort.TITLE),
            sitting=self.sitting,
            place=self.told.get(Sort.PLACE),
            chair=self.told.get(Sort.CHAIR),
            recorder=self.told.get(Sort.RECORDER),
            guests=tuple(self.guests),
            observers=tuple(self.observers),
            agenda=tuple(self.agenda),
            decisions=tuple(self.items.get(Sort.DECISION, ())),
            actions=tuple(self.items.get(Sort.ACTION, ())),
            confirmations=tuple(self.items.get(Sort.CONFIRMATION, ())),
            risks=tuple(self.items.get(Sort.RISK, ())),
            following=self.following,
            points=tuple((topic, tuple(lines)) for topic, lines in self.points.items()),
            rest=tuple(self.rest),
        )

    def read(self, text: str) -> None:
        """Take every line in."""
        is_first, was_blank = True, False
        for raw in text.splitlines():
            line = re.sub(r"\*\*|__", "", raw).strip(" \t\u3000")
            if not line.strip("-=_*# \t\u3000"):
                was_blank = True
                continue
            if is_first and _is_title(line):
                self.told[Sort.TITLE] = line.lstrip("# \u3000")
            else:
                self._line(line, was_blank=was_blank)
            is_first, was_blank = False, False

    def _line(self, line: str, *, was_blank: bool) -> None:
        start, is_bullet = _unbulleted(line)
        bare, plain = line[start:], half_width(line)[start:]
        if heading := alone(plain.lstrip("# ").strip("[] ") if _is_heading(plain) else "\n"):
            self._close()
            self.section, self.is_open = heading, True
            return
        cuts = [0, *breaks(plain), len(bare)]
        for begin, end in pairwise(cuts):
            self._segment(
                bare[begin:end].strip(" ;；\u3000"), is_bullet=is_bullet, was_blank=was_blank
            )

    def _segment(self, text: str, *, is_bullet: bool, was_blank: bool) -> None:
        plain = half_width(text)
        if not text:
            return
        if found := marked(plain):
            sort, word, offset = found
            rest = text[offset:].strip(" \u3000")
            self._close()
            self.section, self.is_open = (sort, word), not rest
            if rest:
                self._told(sort, word, rest, text)
        elif box := _BOX.match(plain):
            self._told(Sort.ACTION, "", text[box.end() :], text)
        elif self._goes_on(is_bullet=is_bullet, was_blank=was_blank):
            self._below(text)
        elif (heading := _HEADING.fullmatch(plain)) and not is_bullet:
            self._begin(heading, text)
        elif is_decision(plain):
            self._told(Sort.DECISION, "", text, text)
        elif _is_action(text, self.context):
            self._told(Sort.ACTION, "", text, text)
        else:
            self._close()
            self.section = None
            self.rest.append(text)

    def _below(self, text: str) -> None:
        """A line below a word; among what was said a decision or a task may stand."""
        section = self.section or (Sort.POINT, "")
        is_talk = section[0] is Sort.POINT
        if is_talk and is_decision(half_width(text)):
            section = (Sort.DECISION, "")
        elif is_talk and _is_action(text, self.context):
            section = (Sort.ACTION, "")
        self._told(*section, text, text)

    def _goes_on(self, *, is_bullet: bool, was_blank: bool) -> bool:
        """Whether a line belongs below the word that was met last."""
        if self.section is None or self.section[0] not in LISTS:
            return False
        return is_bullet or (self.is_open and not was_blank)

    def _begin(self, heading: re.Match[str], text: str) -> None:
        """A heading of the writer's own: what stands below it is what was said on that topic."""
        self._close()
        span = next(name for name in ("hashed", "boxed", "colon") if heading[name])
        topic = text[heading.start(span) : heading.end(span)].strip()
        self.section, self.is_open, self.heading = (Sort.POINT, topic), True, text

    def _close(self) -> None:
        """A heading with nothing below it is a line like any other."""
        if self.heading:
            self.rest.append(self.heading)
        self.heading = None

    def _told(self, sort: Sort, word: str, text: str, line: str) -> None:
        """Take in what a line says; what cannot be placed stays as it is."""
        if (sort, word) == self.section:
            self.heading = None
        self._close()
        if sort in _ITEMS:
            has_owners = sort in (Sort.ACTION, Sort.CONFIRMATION)
            for piece in pieces(text, context=self.context, has_owners=has_owners):
                read = item(piece, self.context, is_task=has_owners)
                self.items.setdefault(sort, []).append(read)
            return
        match sort:
            case Sort.PRESENT | Sort.ABSENT:
                self.guests += guests_in(text, came=sort is Sort.PRESENT, names=self.context.names)
            case Sort.OBSERVERS:
                self.observers += [g.name for g in guests_in(text, came=True, names=())]
            case Sort.AGENDA:
                self.agenda += agenda_in(text, self.context)
            case Sort.POINT:
                self.points.setdefault(word, []).append(text)
            case Sort.WHEN:
                self._when(text, line)
            case Sort.NEXT:
                self._next(text, line)
            case _:
                self._framed(sort, text, line)

    def _framed(self, sort: Sort, text: str, line: str) -> None:
        """What there is one of: title, place, chair, recorder."""
        if sort in self.told:
            self.rest.append(line)
        else:
            self.told[sort] = text

    def _when(self, text: str, line: str) -> None:
        sitting = sitting_in(text, self.today) or sitting_in(f"今天 {text}", self.today)
        if sitting is None or self.sitting is not None:
            self.rest.append(line)
        else:
            self.sitting = sitting

    def _next(self, text: str, line: str) -> None:
        said = next(spoken_in(text, self.context.day, sense=Sense.AHEAD), None)
        if said is None or self.following:
            self.rest.append(line)
            return
        around = (text[: said.start], text[said.end :])
        rest = (
            part.strip(" ,，;；。.\u3000") for half in around for part in re.split("[,，;；]", half)
        )
        self.following = Following(Due(said.day, said.clock), tuple(filter(None, rest)))


def _is_title(line: str) -> bool:
    plain = half_width(line).lstrip("# ")
    is_marked = marked(plain) or alone(plain) or ":" in plain or "@" in plain
    return not is_marked and len(plain) <= _LONGEST_TITLE and _MEETING.fullmatch(plain) is not None


def _is_action(text: str, context: Context) -> bool:
    """Whether a line without any word names somebody with ``@`` and a date."""
    named = any(mentions(text, context.names))
    return named and item(text, context).due is not None


def _unbulleted(line: str) -> tuple[int, bool]:
    """The offset after the bullet or the number of a line, and whether it has one."""
    match = _BULLET.match(half_width(line))
    if match is None or match.end() == len(line):
        return 0, False
    return match.end(), True


def _is_heading(plain: str) -> bool:
    bare = plain.strip()
    return bare.startswith(("#", "[")) or bare.endswith(":") or ":" not in bare
