"""Calendar files (RFC 5545) of deadlines and meetings: the same events give the same bytes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rdclient.diagnostic import RdclientError
from rdclient.worktime import months_later, resolve

if TYPE_CHECKING:
    from icalendar import Alarm, Calendar, Event

PRODUCT = "-//rdclient//rdclient//EN"
_HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""What a program that shows a text would obey; a line feed is escaped instead."""
_RULE = re.compile(
    r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(?:;INTERVAL=([1-9]\d{0,2}))?;COUNT=([1-9]\d{0,2})\Z",
    re.ASCII,
)
_DAYS = {"DAILY": 1, "WEEKLY": 7}
_MONTHS = {"MONTHLY": 1, "YEARLY": 12}


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One entry of a calendar.

    Attributes:
        uid: the same in every export, so that a program replaces the entry it has.
        start: aware; of whole days the date in its own zone counts.
        end: aware; of whole days the last one, included. None for a moment, or for one day.
        is_whole_day: whether it takes whole days rather than a time of day.
        title: what the calendar shows.
        text: what is told of it.
        alarm_before: how long before its start the program reminds; negative for after it, such
            as nine hours into a whole day. None for no reminder.
        repeat: ``FREQ=DAILY|WEEKLY|MONTHLY|YEARLY;[INTERVAL=n;]COUNT=n`` by the clock of the zone
            of ``start``; a month without that day has it on its last one. None for once.
        stamp: since when it is a fact; None for its start.
    """

    uid: str
    start: datetime
    end: datetime | None
    is_whole_day: bool
    title: str
    text: str
    alarm_before: timedelta | None
    repeat: str | None
    stamp: datetime | None = None


def calendar_file(events: Iterable[CalendarEvent], *, name: str) -> bytes:
    """A calendar of events in the order given; two with one uid are told apart by a number.

    Args:
        events: what is in it.
        name: of the calendar, as programs show it.

    Raises:
        RdclientError: when the library for calendars is not installed.
        ValueError: when an event has no offset, or repeats by a rule of another form.
    """
    _library()
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", _on_one_line(name))
    calendar.add("x-wr-calname", _on_one_line(name))
    _fill(calendar, events)
    return bytes(calendar.to_ical())


def _library() -> None:
    """Make sure that the library is there.

    Raises:
        RdclientError: when it is not.
    """
    try:
        import icalendar  # noqa: F401 - only asked for
    except ImportError:
        raise RdclientError("needs-calendar") from None


def _fill(calendar: "Calendar", events: Iterable[CalendarEvent]) -> None:
    seen: dict[str, int] = {}
    for event in events:
        count = seen[event.uid] = seen.get(event.uid, 0) + 1
        own = event if count == 1 else replace(event, uid=_extended(event.uid, str(count)))
        for one in _single(own):
            calendar.add_component(_entry(one))


def _plain(text: str) -> str:
    """A text without what a program would obey; its lines parted by line feeds."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _HIDDEN.sub("", lines)


def _on_one_line(text: str) -> str:
    return " ".join(_plain(text).split())


# ── one entry ────────────────────────────────────────────────────────────────


def _entry(event: CalendarEvent) -> "Event":
    from icalendar import Event, vRecur

    entry = Event()
    entry.add("uid", _on_one_line(event.uid))
    entry.add("dtstamp", _utc(event.stamp or event.start))
    entry.add("dtstart", event.start.date() if event.is_whole_day else _utc(event.start))
    if event.end is not None:
        entry.add("dtend", _day_after(event.end) if event.is_whole_day else _utc(event.end))
    if event.repeat is not None:
        entry.add("rrule", vRecur.from_ical(event.repeat))
    entry.add("summary", _on_one_line(event.title))
    if event.text:
        entry.add("description", _plain(event.text))
    if event.is_whole_day or event.end is None:
        entry.add("transp", "TRANSPARENT")  # a deadline leaves the day free
    if event.alarm_before is not None:
        entry.add_component(_alarm(event.title, event.alarm_before))
    return entry


def _alarm(title: str, before: timedelta) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _on_one_line(title))
    alarm.add("trigger", -before)
    return alarm


def _utc(at: datetime) -> datetime:
    """An instant in UTC to the second.

    Raises:
        ValueError: when it has no offset.
    """
    if at.tzinfo is None:
        raise ValueError(f"{at} has no offset")
    return at.astimezone(UTC).replace(microsecond=0)


def _day_after(at: datetime) -> date:
    return at.date() + timedelta(days=1)


def _extended(uid: str, mark: str) -> str:
    """A uid told apart by a mark before its ``@``."""
    local, at, place = uid.partition("@")
    return f"{local}-{mark}{at}{place}"


# ── repetition ───────────────────────────────────────────────────────────────


def _single(event: CalendarEvent) -> Iterator[CalendarEvent]:
    """The event itself where its rule says what is meant, else one event for each time.

    By RFC 5545 a monthly rule leaves out the months that lack the day, and in UTC it does not
    follow a clock that is set back or forward.
    """
    if event.repeat is None:
        yield event
        return
    starts = _starts(event)
    if _says_what_is_meant(event, starts):
        yield event
        return
    length = None if event.end is None else _utc(event.end) - _utc(event.start)
    for start in starts:
        yield replace(
            event,
            uid=_extended(event.uid, f"{start:%Y%m%d}"),
            start=start,
            end=_end(event, start, length),
            repeat=None,
            stamp=event.stamp or event.start,
        )


def _end(event: CalendarEvent, start: datetime, length: timedelta | None) -> datetime | None:
    """The end of one time: as long after its start; of whole days, as many dates."""
    if event.end is None or length is None:
        return None
    if event.is_whole_day:
        return start + (event.end.date() - event.start.date())
    return _utc(start) + length


def _rule(text: str) -> tuple[str, int, int]:
    """Frequency, interval and count of a rule.

    Raises:
        ValueError: when it has another form.
    """
    match = _RULE.match(text)
    if match is None:
        raise ValueError(f"a rule that is not known: {text}")
    return match[1], int(match[2] or 1), int(match[3])


def _dates(first: date, repeat: str) -> list[date]:
    """The dates of a rule, each counted from the first one."""
    frequency, interval, count = _rule(repeat)
    if frequency in _DAYS:
        step = timedelta(days=_DAYS[frequency] * interval)
        return [first + step * turn for turn in range(count)]
    months = _MONTHS[frequency] * interval
    return [months_later(first, months * turn) for turn in range(count)]


def _starts(event: CalendarEvent) -> list[datetime]:
    """When an event starts, each time, by the clock of its own zone."""
    zone = event.start.tzinfo
    found = []
    for day in _dates(event.start.date(), event.repeat or ""):
        label = datetime.combine(day, event.start.time())
        if isinstance(zone, ZoneInfo) and not event.is_whole_day:
            found.append(resolve(label, zone).astimezone(zone))
        else:
            found.append(label.replace(tzinfo=zone))
    return found


def _says_what_is_meant(event: CalendarEvent, starts: list[datetime]) -> bool:
    """Whether a program that follows the rule from its first start finds these starts."""
    if event.is_whole_day:
        first, meant = event.start.date(), [start.date() for start in starts]
    else:
        clock = _utc(event.start).time()
        if any(_utc(start).time() != clock for start in starts):
            return False
        first, meant = _utc(event.start).date(), [_utc(start).date() for start in starts]
    is_by_month = _rule(event.repeat or "")[0] in _MONTHS
    keeps_its_day = all(day.day == first.day for day in meant)
    return meant == _dates(first, event.repeat or "") and (keeps_its_day or not is_by_month)
