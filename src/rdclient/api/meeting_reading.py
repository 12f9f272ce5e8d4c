"""What a new meeting is, as it was typed or as its notes say: its kind, its time, the next one."""

import re
from datetime import date
from zoneinfo import ZoneInfo

from rdclient.diagnostic import UsageError
from rdclient.exchange.notes import Notes
from rdclient.model.base import Moment, parse_moment
from rdclient.model.meeting import MeetingKind, Mode
from rdclient.rules.past import label
from rdclient.store.chinese import CHINESE_WORDS, half_width
from rdclient.store.typed import Speech, folded, token_of, value_of


def moment_typed(typed: str, speech: Speech, zone: ZoneInfo) -> Moment:
    """The time that was typed for the beginning of a meeting.

    Raises:
        UsageError: when it is none.
    """
    written = value_of((Moment,), typed, speech)
    try:
        return parse_moment(written, zone)
    except ValueError:
        raise UsageError("not-a-time", typed) from None


def times_of(notes: Notes, at: Moment | None, today: date) -> tuple[date, str, str | None]:
    """The day, the start and the end of a meeting; what was typed wins over the notes."""
    said = notes.sitting
    if at is not None:
        end = said.end if said and said.day == at.day else None
        return at.day, label(at), f"{at.day} {end:%H:%M}" if end else None
    if said is None:
        return today, f"{today}", None
    start = f"{said.day} {said.start:%H:%M}" if said.start else f"{said.day}"
    return said.day, start, f"{said.day} {said.end:%H:%M}" if said.end else None


def is_same(one: Moment, other: Moment) -> bool:
    """Whether two meetings began at one time; a whole day is any time of it."""
    if one.timed and other.timed:
        return one.instant == other.instant
    return one.day == other.day


def kind_said(typed: str | None, title: str, speech: Speech) -> MeetingKind | None:
    """The kind of meeting that was typed, or that the title tells.

    Raises:
        UsageError: when what was typed is none.
    """
    known = [kind.value for kind in MeetingKind]
    if typed is not None:
        token = token_of(MeetingKind, typed, speech)
        if token not in known:
            raise UsageError("meeting-kind", typed, ", ".join(known))
        return MeetingKind(token)
    title = folded(title)
    words = {**CHINESE_WORDS["MeetingKind"], **speech.tokens("MeetingKind"), **_SHORT}
    hits = [word for word in words if folded(word) in title]
    return MeetingKind(words[max(hits, key=len)]) if title and hits else None


_SHORT = {
    "kickoff": "kickoff", "kick-off": "kickoff", "weekly": "weekly", "standup": "standup",
    "stand-up": "standup", "demo": "demo", "retro": "retro", "debrief": "internal_sync",
    "change board": "ccb", "ccb": "ccb",
}  # fmt: skip
"""How kinds of meetings are called for short."""


_ONLINE = re.compile(
    r"(?:电话|视频|语音|网络|在线)会议(?!室)|线上|远程|腾讯会议|飞书(?:会议)?|钉钉(?:会议)?"
    r"|\b(?:teams|zoom|webex|(?:phone |video |conference )?call(?! cent)|online(?! bank)|remote)\b",
    re.IGNORECASE | re.ASCII,
)
_ONSITE = re.compile(r"会议室|现场|线下|\b(?:room|on-?site|in person)\b", re.IGNORECASE | re.ASCII)


def mode_at(place: str) -> Mode | None:
    """How people come together at a place, as far as its words tell; a room alone does not.

    >>> mode_at("电话会议"), mode_at("三楼会议室"), mode_at("三楼会议室＋腾讯会议")
    (<Mode.ONLINE: 'online'>, None, <Mode.HYBRID: 'hybrid'>)
    """
    if not _ONLINE.search(place):
        return None
    return Mode.HYBRID if _ONSITE.search(place) else Mode.ONLINE


def next_of(notes: Notes) -> dict[str, object]:
    """When the next meeting is; what else was said is its place, then its topic."""
    if notes.following is None:
        return {}
    entry: dict[str, object] = {"at": notes.following.due.text}
    topics: list[str] = []
    for part in notes.following.rest:
        label_, mark, words = half_width(part).partition(":")
        is_topic = mark and label_.strip().casefold() in ("议题", "主题", "topic", "agenda")
        if is_topic and words.strip():
            topics.append(words.strip())
        elif "place" not in entry:
            entry["place"] = part
        else:
            topics.append(part)
    if topics:
        entry["topic"] = "；".join(topics)
    return entry
