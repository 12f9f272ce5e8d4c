"""Lengths of time and deadlines in words; no second is rounded away."""

from datetime import date, datetime, timedelta

from rdclient.lens import Lang
from rdclient.render import when
from rdclient.worktime import Duration, Unit

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_UNITS = {
    Unit.MINUTES: ("分钟", "min", "min"),
    Unit.HOURS: ("小时", "h", "h"),
    Unit.WORKDAYS: ("个工作日", "working day", "working days"),
    Unit.CALENDAR_DAYS: ("个自然日", "calendar day", "calendar days"),
}


def length(seconds: int, *, lang: Lang, has_days: bool = False) -> str:
    """A length of time, exactly.

    >>> length(4800, lang=Lang.ZH), length(4800, lang=Lang.EN), length(2400, lang=Lang.ZH)
    ('1小时20分', '1 h 20 min', '40分钟')

    Args:
        seconds: not negative.
        lang: of the words.
        has_days: whether 24 hours make a day; not so of hours that a calendar leaves open.
    """
    days, rest = divmod(seconds, _DAY) if has_days else (0, seconds)
    hours, rest = divmod(rest, _HOUR)
    minutes, left = divmod(rest, _MINUTE)
    counts = (days, hours, minutes, left)
    told = [n for n, count in enumerate(counts) if count] or [2]
    if lang is Lang.ZH:
        words = ("天", "小时", "分钟" if told in ([2], [0, 2]) else "分", "秒")
        return "".join(f"{counts[n]}{words[n]}" for n in told)
    words = ("day" if days == 1 else "days", "h", "min", "s")
    return " ".join(f"{counts[n]} {words[n]}" for n in told)


def budget(text: str, *, lang: Lang) -> str:
    """A length as policy writes it, in words: 2小时, 5 working days."""
    duration = Duration.parse(text)
    zh, one, many = _UNITS[duration.unit]
    if lang is Lang.ZH:
        return f"{duration.amount}{zh}"
    return f"{duration.amount} {one if duration.amount == 1 else many}"


def is_in_days(text: str | None) -> bool:
    """Whether a budget is told in calendar days, whose hours all count."""
    return text is not None and Duration.parse(text).unit is Unit.CALENDAR_DAYS


def day_count(days: int, *, lang: Lang) -> str:
    """So many calendar days: 3天, 3 days."""
    if lang is Lang.ZH:
        return f"{days}天"
    return f"{days} day{'' if days == 1 else 's'}"


def short(at: datetime, year: int, *, lang: Lang, is_whole_day: bool = False) -> str:
    """A time in a table: 11-20 10:40, 20 Nov 10:40; the year only where it is not the one given.

    A whole day has no time of day, midnight is the end of a day (24:00), and seconds are told
    where there are some.
    """
    if (at.hour, at.minute, at.second) == (0, 0, 0) and not is_whole_day:
        before = at - timedelta(days=1)
        return f"{day_short(before.date(), year, lang=lang)} 24:00"
    text = at.date().isoformat() if is_whole_day else at.isoformat(timespec="minutes")
    seconds = f":{at:%S}" if at.second and not is_whole_day else ""
    if at.year == year:
        return when.moment_short(text, lang=lang) + seconds
    day = text[:10] if lang is Lang.ZH else f"{when.day(text, lang=lang)} {at.year}"
    return f"{day} {when.clock(text)}".rstrip() + seconds


def is_last_second(at: datetime) -> bool:
    """Whether it is the last second of a day, for which a whole day stands where it starts."""
    return (at.hour, at.minute, at.second) == (23, 59, 59)


def told(at: datetime, *, lang: Lang) -> str:
    """A time in a sentence: 2026年11月20日10:40, 20 November 2026 10:40; seconds if there are."""
    text = when.moment(at.isoformat(timespec="minutes"), lang=lang)
    return text + (f":{at:%S}" if at.second else "")


def day_told(day: date, *, lang: Lang) -> str:
    """A date with its weekday: 2026年2月14日（星期六）, Saturday 14 February 2026."""
    return when.day_full(day.isoformat(), lang=lang)


def day_short(day: date, year: int, *, lang: Lang) -> str:
    """A date in a table: 11-20, 20 Nov; the year only where it is not the one given."""
    text = day.isoformat()
    if day.year == year:
        return when.day_short(text, lang=lang)
    return text if lang is Lang.ZH else f"{when.day(text, lang=lang)} {day.year}"
