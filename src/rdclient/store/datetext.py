"""Dates and times as people write them, and what they were probably meant to be."""

import calendar
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rdclient.store.chinese import RELATIVE_DAYS, is_pending, plain
from rdclient.store.numeral import NUMERALS, numeral


@dataclass(frozen=True, slots=True)
class TimeGuess:
    """What a date or time was probably meant to be.

    Attributes:
        text: as it should be written; without its year when ``year`` is 0.
        year: 0 when none was written.
        is_short: whether the year was written with two digits.
        exists: whether there is such a day and time.
        has_clock: whether a time of day was written.
    """

    text: str
    year: int
    is_short: bool
    exists: bool
    has_clock: bool


@dataclass(frozen=True, slots=True)
class Advice:
    """What to say about a date: a variant of RD002, and the text to write instead."""

    variant: str | None
    text: str = ""


_SEPARATOR = r"\s*[年/.\-_,、]\s*"
_YEAR_FIRST = re.compile(
    rf"(\d{{4}}|\d{{2}}(?=\s*年|[/.\-]\d{{1,2}}[/.\-]\d))年?{_SEPARATOR}(\d{{1,2}})"
    r"\s*[月/.\-_,、]\s*(\d{1,2})(?!\d)\s*[日号]?"
)
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
_NO_YEAR = re.compile(r"(\d{1,2})\s*[月/.\-]\s*(\d{1,2})\s*[日号]?(?![\d:点时])")
_MONTH = re.compile(r"(?:(\d{4})\s*[年/.\-]\s*)?(\d{1,2})\s*月?\s*(底|末|初|中旬|上旬|下旬|)\Z")
_CLOCK = re.compile(
    r"[T\s,\-_]*(上午|下午|晚上|傍晚|中午|凌晨|早上|早|晚|am|pm)?\s*"
    r"(\d{1,2})\s*[:点时]\s*(?:(\d{1,2})|(半))?分?"
    r"(?::(\d{2}))?(?:\.\d+)?秒?\s*(am|pm)?\s*(Z|[+-]\d{2}:?\d{2})?\Z",
    re.ASCII | re.IGNORECASE,
)
_AFTERNOON = {"下午", "晚上", "傍晚", "晚", "pm"}
_NOON = 12
_WEEKDAY = re.compile(
    r"\s*[(（]?(?:周|星期|礼拜)[一二三四五六日天][)）]?\s*|\s*\((?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\)",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(.+?)\s*(?:~|至|到|--+)\s*(.+)")
_NUMERAL = re.compile(f"[{NUMERALS}]+(?=[年月日号点时分])")
_SERIAL = re.compile(r"(\d{5})(?:\.(\d{1,10}))?\Z", re.ASCII)
_SERIALS = range(36526, 73051)
"""Spreadsheet numbers of the days from 2000 to 2099."""
_EPOCH = date(1899, 12, 30)
_CENTURY = 100
_MONTHS = range(1, 13)


def advice(
    value: object, typed: str, *, with_clock: bool, is_end: bool, year: int | None
) -> Advice:
    """What to say about a value that is no date.

    Args:
        value: as YAML read it.
        typed: as the file has it.
        with_clock: whether a time of day may stand there.
        is_end: whether the later end of a range is meant.
        year: the one year of the other dates in the file.
    """
    if isinstance(value, dict | list):
        return Advice("shape")
    if not typed.strip(" ~"):
        return Advice("empty")
    if is_pending(typed):
        return Advice("pending")
    text = _in_digits(plain(typed))
    if not isinstance(value, str) and (day := _of_a_spreadsheet(text, with_clock=with_clock)):
        return Advice("serial", day)
    return (
        _of_a_range(text, with_clock=with_clock, is_end=is_end, year=year)
        or _of_a_month(text, year)
        or _of_a_day(text, typed, with_clock=with_clock, year=year)
        or _without_a_day(text, typed)
    )


def _in_digits(text: str) -> str:
    """The text with numerals in digits and without the day of the week."""
    digits = _NUMERAL.sub(lambda match: numeral(match.group()) or match.group(), text)
    return _WEEKDAY.sub(" ", digits).strip() or digits


# ── a whole date ─────────────────────────────────────────────────────────────


def guess_time(text: str, *, with_clock: bool) -> TimeGuess | None:
    """A date, or a date with a time, out of a text made plain.

    >>> guess_time("2026年11月20日 14:00", with_clock=True).text
    '2026-11-20 14:00'
    """
    if match := _YEAR_FIRST.match(text) or _EIGHT.match(text):
        year, month, day = (int(number) for number in match.groups())
    elif match := _NO_YEAR.match(text):
        year, month, day = 0, *(int(number) for number in match.groups())
    else:
        return None
    is_short = 0 < year < _CENTURY
    year += 2000 if is_short else 0
    rest = text[match.end() :].strip()
    clock = _clock(rest) if rest else ""
    if clock is None:
        return None
    exists = _exists(year or 2000, month, day, clock)
    head = f"{year:04}-{month:02}-{day:02}" if year else f"{month:02}-{day:02}"
    whole = f"{head} {clock}" if clock and with_clock else head
    return TimeGuess(whole, year, is_short, exists, bool(clock))


def _clock(rest: str) -> str | None:
    match = _CLOCK.match(rest)
    if not match:
        return None
    before, hour, minute, thirty, second, behind, offset = match.groups()
    half = (before or behind or "").lower()
    number = int(hour) + (_NOON if half in _AFTERNOON and int(hour) < _NOON else 0)
    text = f"{number:02}:{30 if thirty else int(minute or 0):02}"
    if second:
        text += f":{second}"
    if offset and offset[0] == "-" and offset[1:] > text and rest[0] not in "Tt":  # a range
        return None
    if offset and offset not in "Zz":
        offset = offset if ":" in offset else f"{offset[:3]}:{offset[3:]}"
    return text + (offset or "").upper()


def _exists(year: int, month: int, day: int, clock: str) -> bool:
    with suppress(ValueError):
        date(year, month, day)
        time.fromisoformat(clock or "00:00")
        return True
    return False


def _of_a_day(text: str, typed: str, *, with_clock: bool, year: int | None) -> Advice | None:
    guess = guess_time(text, with_clock=with_clock)
    if guess is None:
        return None
    if not guess.exists:
        return _at_midnight(guess, with_clock=with_clock)
    if not guess.year:
        return Advice("year-near", f"{year}-{guess.text}") if year else Advice("year", guess.text)
    if guess.is_short and guess.year != year:
        return Advice("short-year", guess.text)
    if guess.text == typed.replace("T", " "):
        return None
    return Advice("day" if guess.has_clock and not with_clock else "suggestion", guess.text)


def _at_midnight(guess: TimeGuess, *, with_clock: bool) -> Advice:
    """24:00 is the next day's 00:00."""
    day, _, clock = guess.text.partition(" ")
    if with_clock and guess.year and clock in ("24:00", "24:00:00"):
        with suppress(ValueError, OverflowError):
            return Advice("midnight", f"{date.fromisoformat(day) + timedelta(days=1)} 00:00")
    return Advice("nonexistent")


# ── less, or more, than a date ───────────────────────────────────────────────


def _of_a_spreadsheet(text: str, *, with_clock: bool) -> str | None:
    match = _SERIAL.match(text)
    if not match or int(match.group(1)) not in _SERIALS:
        return None
    day = _EPOCH + timedelta(days=int(match.group(1)))
    if not match.group(2) or not with_clock:
        return str(day)
    minutes = round(float(f"0.{match.group(2)}") * 24 * 60)
    return f"{datetime.combine(day, time()) + timedelta(minutes=minutes):%Y-%m-%d %H:%M}"


def _of_a_range(text: str, *, with_clock: bool, is_end: bool, year: int | None) -> Advice | None:
    for left, right in _halves(text):
        first = guess_time(left, with_clock=with_clock)
        if first is None or not first.exists:
            continue
        last = _completed(first, right, with_clock=with_clock)
        chosen = last if is_end and last else first.text
        if not first.year and len(chosen.partition(" ")[0]) < len("2026-11-20"):
            if not year:
                return Advice("year", chosen)
            chosen = f"{year}-{chosen}"
        return Advice("range", chosen)
    return None


def _halves(text: str) -> list[tuple[str, str]]:
    """Where a range may be parted: at a word or wave, or at a hyphen after a whole date."""
    if match := _RANGE.fullmatch(text):
        return [(match.group(1), match.group(2))]
    halves = []
    for at in (match.start() for match in re.finditer("-", text)):
        left, right = text[:at].strip(), text[at + 1 :].strip()
        first = guess_time(left, with_clock=True)
        whole = guess_time(text, with_clock=True)
        is_clock = re.match(r"\d{1,2}[:点时]", right)
        is_more = re.match(r"\d{1,4}(?:\D|$)", right) and not (whole and whole.exists)
        if first and is_more and (first.has_clock or not is_clock):
            halves.append((left, right))
    return halves


def _completed(first: TimeGuess, right: str, *, with_clock: bool) -> str | None:
    """The later end, with what it leaves out taken from the earlier one."""
    own = guess_time(right, with_clock=with_clock)
    if own and own.exists:
        missing = f"{first.year:04}-" if first.year and not own.year else ""
        return missing + own.text
    day = first.text.partition(" ")[0]
    if (clock := _clock(right)) and _exists(2000, 1, 1, clock):
        return f"{day} {clock}" if with_clock else day
    if match := re.fullmatch(r"(\d{1,2})[日号]?", right):
        return f"{day[:-2]}{int(match.group(1)):02}"
    return None


def _of_a_month(text: str, year: int | None) -> Advice | None:
    match = _MONTH.match(text)
    if not match or not (match.group(3) or "月" in text or match.group(1)):
        return None
    number, month = int(match.group(1) or year or 0), int(match.group(2))
    if month not in _MONTHS:
        return Advice("nonexistent")
    if match.group(3) in ("底", "末") and number:
        day = calendar.monthrange(number, month)[1]
        return Advice("suggestion", f"{number:04}-{month:02}-{day:02}")
    head = f"{number:04}-" if number else ""
    return Advice("month", f"{head}{month:02}")


def _without_a_day(text: str, typed: str) -> Advice:
    if any(word in typed.casefold() for word in RELATIVE_DAYS):
        return Advice("relative")
    clock = _clock(text)
    if clock and _exists(2000, 1, 1, clock):
        return Advice("no-date", clock)
    return Advice(None)
