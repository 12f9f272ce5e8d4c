"""Days and hours of calendar files: what a text says, and what it was probably meant to say."""

import re
from datetime import date

from rdclient.store.chinese import plain

Day = tuple[date, date]
"""The first and the last one of a span."""
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)\Z", re.ASCII)
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.\.(\d{4}-\d{2}-\d{2}))?\Z", re.ASCII)
_HOUR, _MINUTE, _DAY = 3600, 60, 86_400
_LONGEST = 366
"""Days in a row; more are a slip of the pen."""


def hours_in(text: str) -> tuple[int, int] | None:
    """Start and end in seconds of the day that ``09:00-12:00`` names; None for anything else."""
    match = _HOURS.match(text)
    if match is None:
        return None
    start = int(match[1]) * _HOUR + int(match[2]) * _MINUTE
    return start, int(match[3]) * _HOUR + int(match[4]) * _MINUTE if match[3] else _DAY


def days_in(text: str) -> Day | None:
    """The days that ``2026-10-01`` or ``2026-10-01..2026-10-07`` names; None for anything else."""
    match = _DAYS.match(text)
    if match is None:
        return None
    try:
        first, last = date.fromisoformat(match[1]), date.fromisoformat(match[2] or match[1])
    except ValueError:
        return None
    return (first, last) if 0 <= (last - first).days < _LONGEST else None


# ── what people type instead ─────────────────────────────────────────────────

_TO = re.compile(r"\s*(?:-+|\.\.|~|至|到)\s*")
_CLOCK = re.compile(
    r"(上午|早上|早|中午|下午|晚上|晚)?\s*(\d{1,2})\s*(?:[:点时]?\s*(\d{2})|[:点时]\s*(半)?)?\s*分?\Z"
)
_LATER = frozenset({"下午", "晚上", "晚"})
_NOON = 12


def hours_meant(text: str) -> str | None:
    """The hours that were meant, as they should be written.

    >>> hours_meant("下午1点半至6点")
    '13:30-18:00'
    """
    halves = _TO.split(plain(text))
    match = [_CLOCK.match(half) for half in halves]
    if len(match) != 2 or not (match[0] and match[1]):  # noqa: PLR2004 - from and to
        return None
    half = match[1][1] or (match[0][1] if match[0][1] in _LATER else None)
    told = f"{_clock(match[0], match[0][1])}-{_clock(match[1], half)}"
    return told if hours_in(told) else None


def _clock(match: re.Match[str], half: str | None) -> str:
    hour = int(match[2]) + (_NOON if half in _LATER and int(match[2]) < _NOON else 0)
    return f"{hour:02}:{30 if match[4] else int(match[3] or 0):02}"


def days_meant(text: str, *, year: int | None) -> str | None:
    """The days that were meant, as they should be written.

    Args:
        text: as typed.
        year: that is left out, where it is known.

    >>> days_meant("10月1日至7日", year=2026)
    '2026-10-01..2026-10-07'
    """
    from rdclient.store.datetext import advice

    spoken = plain(text).replace("..", "至")
    first, last = (
        advice(spoken, spoken, with_clock=False, is_end=is_end, year=year).text
        or (spoken if days_in(spoken) else "")
        for is_end in (False, True)
    )
    told = first if first == last else f"{first}..{last}"
    return told if days_in(told) else None
