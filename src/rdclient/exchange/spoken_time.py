"""Days and times as people say them, in Chinese and English: ``下周五 14:00``, ``by Fri``."""

import calendar
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from types import MappingProxyType


class Sense(Enum):
    """Which day a word means that fits several: ``周五``, ``11-25``."""

    THIS_WEEK = "of this week, or of this year"
    AHEAD = "the next one"
    BEHIND = "the last one"


@dataclass(frozen=True, slots=True)
class Said:
    """A day that stands in a text, perhaps with a time.

    Attributes:
        start: offset of its first character, words such as ``by`` included.
        end: offset after its last one, ``前`` included.
        day: which is meant.
        clock: time of day; None when none was said.
        until: the later end when a span was said (``14:00-15:30``).
        is_limit: whether words around it say that something is due then.
    """

    start: int
    end: int
    day: date
    clock: time | None
    until: time | None
    is_limit: bool

    @property
    def moment(self) -> datetime:
        """Its beginning, without a zone."""
        return datetime.combine(self.day, self.clock or time())


def spoken(text: str, today: date, *, sense: Sense) -> tuple[date, time | None] | None:
    """The day, and the time if there is one, that a whole text names; None when it names none.

    >>> spoken("下周五 14:00", date(2026, 11, 18), sense=Sense.AHEAD)
    (datetime.date(2026, 11, 27), datetime.time(14, 0))
    """
    plain = half_width(text).strip()
    match = _IN_TEXT.fullmatch(plain)
    found = _said(match, today, sense) if match else None
    if found is None or found.until or (match and match["from_clock"] and found.clock is None):
        return None
    return found.day, found.clock


def spoken_in(text: str, today: date, *, sense: Sense) -> Iterator[Said]:
    """Every day that a text names, in its order."""
    plain = half_width(text)
    at = 0
    while match := _IN_TEXT.search(plain, at):
        found = _said(match, today, sense)
        if found is not None:
            yield found
        at = max(found.end if found else match.start() + 1, match.start() + 1)


def half_width(text: str) -> str:
    """The text with full-width letters, digits and signs made plain, as long as it was."""
    return text.translate(_PLAIN)


_PLAIN = str.maketrans(
    {
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "～": "~",
        "〜": "~",
        "。": ".",
        "、": ",",
        "【": "[",
        "】": "]",
        "\u3000": " ",
        "\u00a0": " ",
        "\t": " ",
    }
)

# ── the words ────────────────────────────────────────────────────────────────

_NEAR: Mapping[str, int] = MappingProxyType(
    {
        "大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "当天": 0, "今": 0,
        "明天": 1, "明日": 1, "明": 1, "后天": 2, "大后天": 3, "yesterday": -1, "today": 0,
        "tonight": 0, "tomorrow": 1, "day after tomorrow": 2, "the day after tomorrow": 2,
        "day before yesterday": -2, "the day before yesterday": -2,
    }
)  # fmt: skip
_WEEKDAYS: Mapping[str, int] = MappingProxyType(
    {
        **{name: number for number, name in enumerate("一二三四五六日")},
        **{name: number for number, name in enumerate("123456")},
        "天": 6, "7": 6,
        **{
            name[:size]: number
            for number, name in enumerate(
                ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
            )
            for size in (3, 4, 5, len(name))
        },
    }
)  # fmt: skip
_WEEKS: Mapping[str, int] = MappingProxyType(
    {"上上": -2, "上上个": -2, "上": -1, "上个": -1, "本": 0, "这": 0, "这个": 0, "下": 1,
     "下个": 1, "下下": 2, "下下个": 2, "last": -1, "this": 0, "next": 1}
)  # fmt: skip
_MONTHS: Mapping[str, int] = MappingProxyType(
    {
        name[:size].lower(): number
        for number, name in enumerate(calendar.month_name)
        if number
        for size in (3, 4, len(name))
    }
)
_HOURS: Mapping[str, int] = MappingProxyType(
    {"两": 2, **{name: number for number, name in enumerate("零一二三四五六七八九十")},
     "十一": 11, "十二": 12}
)  # fmt: skip
_AFTERNOON = frozenset({"下午", "晚上", "傍晚", "晚", "pm", "p.m", "p.m."})
_MIDNIGHT = frozenset({"凌晨", "am", "a.m", "a.m."})
_NOON = 12
_SMALL_HOURS = range(1, 7)
"""Hours that nobody means by a bare ``3点``: such a time is not read."""


def _any(words: Mapping[str, int]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_HALF = "上午|下午|晚上|傍晚|中午|凌晨|早上|清晨|早|晚"
_CLOCK = rf"""
    (?:(?P<half>{_HALF})[ ]*)?
    (?:
      (?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?:[ ]*(?P<after>[ap]\.?m\.?)(?![a-z]))?(?![\d:])
    | (?P<zh_hour>\d{{1,2}}|{_any(_HOURS)})[点时]
      (?:(?P<zh_minute>\d{{1,2}})分?|(?P<fraction>半|一刻|三刻)|整)?(?![\d前后内])
    | (?P<en_hour>\d{{1,2}})[ ]*(?P<en_half>[ap]\.?m\.?)(?![a-z])
    )
"""
_MONTH = _any(_MONTHS)
_APART = r"(?<![a-z0-9./_-])(?<!\d:)"
_LIMITED = r"[日号前]|之前|以前"
_OF_MONTH = rf"(?:st|nd|rd|th)?[ ]+(?:{_MONTH})|[ ]+(?:{_MONTH})\.?[ ]+\d"
_WEEKDAY_FIRST = r"(?:(?<![a-z])(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?[ ]+)?"
_NAMED_DAY = rf"""
    (?P<near>{_any(_NEAR)})(?<![今明])(?![a-z])
  | (?P<near_half>今|明)(?=早|晚)
  | (?P<week>{_any(_WEEKS)})?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天]|[1-7](?![\d日月]))
  | (?<![a-z])(?:(?P<en_week>last|this|next)[ ]+)?
    (?P<en_weekday>(?:mon|tues?|weds?|thu|thurs?|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?)
    (?![a-z])(?!,?[ ]+\d{{1,2}}(?:{_OF_MONTH})|,?[ ]+(?:{_MONTH})\.?[ ]+\d)
  | (?P<month_word>本|这个?|下个?)?(?P<month_end>月[底末])
  | (?P<year_end>年[底末])
  | (?:the[ ]+)?(?P<en_month_end>end[ ]+of[ ]+(?:the|this|next)?[ ]*month|eom)(?![a-z])
"""
_NUMBERED_DAY = rf"""
    {_APART}(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?![a-z0-9/])
  | {_APART}(?P<zh_year>\d{{4}})年(?P<zh_month>\d{{1,2}})月(?P<zh_day>\d{{1,2}})[日号]?
  | {_APART}(?P<short_month>\d{{1,2}})月(?P<short_day>\d{{1,2}})(?:[日号]|(?![\d月年]))
  | {_APART}(?P<bare_month>\d{{1,2}})
    (?:-|(?<=[ @]\d)/|(?<=[ @]\d\d)/|(?<=^\d)/|(?<=^\d\d)/)
    (?P<bare_day>\d{{2}}|(?<=\d\d[-/])\d|\d(?={_LIMITED}))
    (?={_LIMITED}|[ ,.;)\]!]|$)(?!\.\d)
  | {_APART}(?P<dot_month>\d{{1,2}})\.(?P<dot_day>\d{{2}})(?={_LIMITED}|[ ]*$)
  | {_APART}(?<!月)(?P<only_day>\d{{1,2}})[日号](?=[前,.;)\] ]|之前|以前|$)
  | {_WEEKDAY_FIRST}(?P<en_day>\d{{1,2}})(?:st|nd|rd|th)?[ ]+(?P<en_month>{_MONTH})
    \.?(?![a-z])(?:,?[ ]+(?P<en_year>\d{{4}}))?
  | {_WEEKDAY_FIRST}(?<![a-z])(?P<us_month>{_MONTH})\.?[ ]+(?P<us_day>\d{{1,2}})
    (?:st|nd|rd|th)?(?:,?[ ]+(?P<us_year>\d{{4}}))?(?![\d:])
"""
_DATE = f"{_NAMED_DAY}|{_NUMBERED_DAY}"
_ON_WEEKDAY = "(?:周|星期|礼拜)[一二三四五六日天]"
_BESIDE = rf"(?:[ ]*[日号])?(?:[ ]*\({_ON_WEEKDAY}\)|[ ]*{_ON_WEEKDAY})?"
_LIMIT = r"""
    (?:(?<![a-z])(?:by|before|until|till|due(?:[ ]+(?:on|by|date))?|no[ ]+later[ ]+than)[: ]+
     |(?:最晚|最迟|不晚于|截止到?|截至|限期|期限|时限|完成时间|计划完成|交付时间)[: ]*)
"""
_CLOCK_AFTER = re.sub(r"\?P<(\w+)>", r"?P<to_\1>", _CLOCK)
_SOURCE = rf"""
    (?P<before>{_LIMIT})?(?:(?<![a-z])(?:on|at)[ ]+|于|在)?
    (?:{_DATE}){_BESIDE}
    (?P<from_clock>(?:,?[ ]*(?:at[ ]+)?|T){_CLOCK}
      (?:[ ]*(?:-|~|至|到|to)[ ]*{_CLOCK_AFTER})?
    )?
    (?P<behind>[ ]*(?:下班)?(?:之前|以前|前|止))?
"""
_FLAGS = re.VERBOSE | re.IGNORECASE | re.ASCII
_IN_TEXT = re.compile(_SOURCE, _FLAGS)

# ── what they mean ───────────────────────────────────────────────────────────


def _said(match: re.Match[str], today: date, sense: Sense) -> Said | None:
    """What a place of a text names; None for a day that does not exist."""
    with suppress(ValueError, OverflowError):
        day = _day(match, today, sense)
        if day is None:
            return None
        is_limit = bool(match["before"] or match["behind"])
        clock = _clock(match, "") if match["from_clock"] else None
        if match["from_clock"] and clock is None:
            return Said(match.start(), match.start("from_clock"), day, None, None, is_limit)
        until = _clock(match, "to_") if match["to_hour"] or match["to_zh_hour"] else None
        until = until or (_clock(match, "to_") if match["to_en_hour"] else None)
        return Said(match.start(), match.end(), day, clock, until, is_limit)
    return None


def _day(match: re.Match[str], today: date, sense: Sense) -> date | None:
    if near := match["near"] or match["near_half"]:
        return today + timedelta(days=_NEAR[near.lower()])
    if weekday := match["weekday"] or match["en_weekday"]:
        return _weekday(weekday, match["week"] or match["en_week"], today, sense)
    if match["month_end"] or match["en_month_end"]:
        word = (match["month_word"] or match["en_month_end"] or "").lower()
        return _end_of_month(today, is_next="下" in word or "next" in word)
    if match["year_end"]:
        return date(today.year, 12, 31)
    if match["only_day"]:
        return _numbered(int(match["only_day"]), today, sense)
    return _dated(match, today, sense)


def _weekday(name: str, week: str | None, today: date, sense: Sense) -> date:
    number = _WEEKDAYS[name.lower()]
    monday = today - timedelta(days=today.weekday())
    if week is not None:
        return monday + timedelta(days=number + 7 * _WEEKS[week.lower()])
    if sense is Sense.AHEAD:
        return today + timedelta(days=(number - today.weekday()) % 7 or 7)
    if sense is Sense.BEHIND:
        return today - timedelta(days=(today.weekday() - number) % 7)
    return monday + timedelta(days=number)


def _end_of_month(today: date, *, is_next: bool) -> date:
    year, month = today.year, today.month
    if is_next:
        year, month = (year, month + 1) if month < _NOON else (year + 1, 1)
    return date(year, month, calendar.monthrange(year, month)[1])


def _numbered(number: int, today: date, sense: Sense) -> date:
    """The day of a month that is not named."""
    months = [(today.year + (today.month - 1 + step) // 12, (today.month - 1 + step) % 12 + 1)
              for step in ((0, 1, 2) if sense is Sense.AHEAD else (0, -1, -2))]  # fmt: skip
    for year, month in months:
        if number > calendar.monthrange(year, month)[1]:
            continue
        day = date(year, month, number)
        is_wanted = day >= today if sense is Sense.AHEAD else day <= today
        if is_wanted or sense is Sense.THIS_WEEK:
            return day
    raise ValueError(number)


_BACK = timedelta(days=60)
"""How far a date without its year may lie on the other side before another year is meant."""


def _dated(match: re.Match[str], today: date, sense: Sense) -> date | None:
    """A date by its numbers; without its year, the nearest on the side that is looked to."""
    groups = match.groupdict()
    for year, month, day in _FORMS:
        if groups[day]:
            word = groups[month].lower()
            numbers = (_MONTHS.get(word) or int(word), int(groups[day]))
            if year and groups[year]:
                return date(int(groups[year]), *numbers)
            return _nearest(*numbers, today, sense)
    return None


_FORMS = (
    ("year", "month", "day"),
    ("zh_year", "zh_month", "zh_day"),
    ("", "short_month", "short_day"),
    ("", "bare_month", "bare_day"),
    ("", "dot_month", "dot_day"),
    ("en_year", "en_month", "en_day"),
    ("us_year", "us_month", "us_day"),
)


def _nearest(month: int, number: int, today: date, sense: Sense) -> date:
    if sense is Sense.THIS_WEEK:
        return date(today.year, month, number)
    first = today - _BACK if sense is Sense.AHEAD else today + _BACK - timedelta(days=365)
    for year in range(first.year, first.year + 9):
        with suppress(ValueError):  # 29 February
            if (day := date(year, month, number)) >= first:
                return day
    raise ValueError(number)


def _clock(match: re.Match[str], side: str) -> time | None:
    """A time of day; None for an hour that leaves a doubt."""
    half = (match[f"{side}half"] or match[f"{side}after"] or match[f"{side}en_half"] or "").lower()
    word = match[f"{side}hour"] or match[f"{side}zh_hour"] or match[f"{side}en_hour"]
    hour = _HOURS[word] if word in _HOURS else int(word)
    fraction = {"半": 30, "一刻": 15, "三刻": 45}.get(match[f"{side}fraction"] or "", 0)
    minute = int(match[f"{side}minute"] or match[f"{side}zh_minute"] or fraction)
    if match[f"{side}zh_hour"] and not half and not side and hour in _SMALL_HOURS:
        return None
    is_late = (half in _AFTERNOON and hour < _NOON) or (half == "中午" and hour in _SMALL_HOURS)
    if is_late:
        hour += _NOON
    elif half in _MIDNIGHT and hour == _NOON:
        hour = 0
    with suppress(ValueError):
        return time(hour, minute)
    return None
