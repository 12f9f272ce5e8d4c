"""Dates as other programs write them, by a pattern such as ``DD/MMM/YY h:mm A``; and serials."""

import re
from datetime import date, datetime, time, timedelta
from functools import cache
from types import MappingProxyType

_MARKS = MappingProxyType(
    {
        "YYYY": r"(?P<year>\d{4})",
        "YY": r"(?P<short>\d{2})",
        "MMM": r"(?P<name>[A-Za-z]{3,9}\.?|[一二三四五六七八九十]{1,2}月)",
        "MM": r"(?P<month>\d{1,2})",
        "M": r"(?P<month>\d{1,2})",
        "DD": r"(?P<day>\d{1,2})",
        "D": r"(?P<day>\d{1,2})",
        "hh": r"(?P<hour>\d{1,2})",
        "h": r"(?P<hour>\d{1,2})",
        "mm": r"(?P<minute>\d{2})",
        "ss": r"(?P<second>\d{2})(?:\.\d+)?",
        "A": r"(?P<half>[AaPp]\.?[Mm]\.?|上午|下午)",
        "Z": r"(?P<zone>Z|[+-]\d{2}:?\d{2})",
    }
)
_MARK = re.compile("|".join(sorted(_MARKS, key=len, reverse=True)))
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CHINESE = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_SERIAL = re.compile(r"(\d{5})(?:\.(\d{1,12}))?\Z", re.ASCII)
_SERIALS = range(36526, 73051)
"""Serial numbers of the days from 2000 to 2099."""
_EPOCH = date(1899, 12, 30)
_CENTURY = 2000
_NOON = 12


@cache
def pattern(text: str) -> re.Pattern[str] | None:
    """What reads dates of a pattern; None when the pattern names no day.

    Marks: ``YYYY YY MMM MM DD hh mm ss A Z`` (``MMM`` a month's name, ``A`` am or pm, ``Z`` an
    offset); everything else stands for itself.
    """
    parts: list[str] = []
    done = 0
    for mark in _MARK.finditer(text):
        parts += (re.escape(text[done : mark.start()]), _MARKS[mark.group()])
        done = mark.end()
    parts.append(re.escape(text[done:]))
    try:
        found = re.compile("".join(parts) + r"\Z", re.ASCII)
    except re.error:  # a mark stands there twice
        return None
    names = found.groupindex
    has_month = "month" in names or "name" in names
    has_year = "year" in names or "short" in names
    return found if has_year and has_month and "day" in names else None


def day_of(form: re.Pattern[str], text: str) -> str | None:
    """The date or time, ``YYYY-MM-DD[ hh:mm[:ss][offset]]``; None when the text is no such date.

    >>> day_of(pattern("DD/MMM/YY h:mm A"), "20/Nov/26 2:05 PM")
    '2026-11-20 14:05'
    """
    match = form.match(text)
    if match is None:
        return None
    got = {key: value for key, value in match.groupdict().items() if value}
    month = int(got["month"]) if "month" in got else _month(got["name"])
    year = int(got["year"]) if "year" in got else _CENTURY + int(got["short"])
    hour = int(got.get("hour", 0))
    if half := got.get("half", "").lower():
        hour = hour % _NOON + (_NOON if half[0] in "p下" else 0)
    minute, second = int(got.get("minute", 0)), int(got.get("second", 0))
    try:
        day = datetime.combine(date(year, month, int(got["day"])), time(hour, minute, second))
    except ValueError:
        return None
    if "hour" not in got:
        return f"{day:%Y-%m-%d}"
    zone = got.get("zone", "")
    zone = f"{zone[:3]}:{zone[3:]}" if zone[1:] and ":" not in zone else zone
    return f"{day:%Y-%m-%d %H:%M}{f':{second:02}' if second else ''}{zone}"


def _month(name: str) -> int:
    """The number of a month's name; 0 when there is none of that name."""
    names = _CHINESE if name.endswith("月") else _ENGLISH
    short = name.removesuffix("月") if name.endswith("月") else name[:3].lower()
    return names.index(short) + 1 if short in names else 0


def day_of_serial(text: str, shift: int) -> str | None:
    """The day or time that a spreadsheet's number stands for; None for other numbers.

    >>> day_of_serial("46346", 0), day_of_serial("46346.5", 0)
    ('2026-11-20', '2026-11-20 12:00')
    """
    match = _SERIAL.match(text)
    if not match or int(match.group(1)) + shift not in _SERIALS:
        return None
    day = _EPOCH + timedelta(days=int(match.group(1)) + shift)
    if not match.group(2):
        return str(day)
    seconds = round(float(f"0.{match.group(2)}") * 24 * 3600)
    moment = datetime.combine(day, time()) + timedelta(seconds=seconds)
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment.second else f"{moment:%Y-%m-%d %H:%M}"
