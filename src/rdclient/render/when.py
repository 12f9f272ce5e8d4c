"""When and how much: the words for dates, times, money and numbers in both languages."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from rdclient.lens import Lang
from rdclient.render.terms import word

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_CURRENCIES = {"USD": "美元", "EUR": "欧元", "HKD": "港元", "JPY": "日元", "GBP": "英镑"}
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("仟", "佰", "拾", "")
_CENTS = Decimal("0.01")
_MYRIAD = 10**4
_LIMIT = Decimal(10) ** 16
_DATE_LENGTH = len("2026-11-20")


# ── days ─────────────────────────────────────────────────────────────────────


def day_full(text: str, *, lang: Lang) -> str:
    """A day with its weekday: 2026年11月20日（星期五）, Friday 20 November 2026."""
    weekday = word("Weekday", _WEEKDAYS[_day(text).weekday()], lang=lang)
    if lang is Lang.ZH:
        return f"{day_year(text, lang=lang)}（{weekday}）"
    return f"{weekday} {day_year(text, lang=lang)}"


def day_year(text: str, *, lang: Lang) -> str:
    """A day with its year: 2026年11月20日, 20 November 2026."""
    day_ = _day(text)
    if lang is Lang.ZH:
        return f"{day_.year}年{day_.month}月{day_.day}日"
    return f"{day_.day} {_MONTHS[day_.month - 1]} {day_.year}"


def day(text: str, *, lang: Lang) -> str:
    """A day of the year already named: 11月20日, 20 Nov."""
    day_ = _day(text)
    if lang is Lang.ZH:
        return f"{day_.month}月{day_.day}日"
    return f"{day_.day} {_MONTHS[day_.month - 1][:3]}"


def day_weekday(text: str, *, lang: Lang) -> str:
    """A day of the year already named, with its weekday: 11月24日（星期二）, Tuesday 24 Nov."""
    weekday = word("Weekday", _WEEKDAYS[_day(text).weekday()], lang=lang)
    short = day(text, lang=lang)
    return f"{short}（{weekday}）" if lang is Lang.ZH else f"{weekday} {short}"


def day_short(text: str, *, lang: Lang) -> str:
    """A day in a table: 11-20, 20 Nov."""
    return text[5:_DATE_LENGTH] if lang is Lang.ZH else day(text, lang=lang)


def month(text: str, *, lang: Lang) -> str:
    """A month with its year: 2026年11月, November 2026."""
    day_ = _day(text)
    if lang is Lang.ZH:
        return f"{day_.year}年{day_.month}月"
    return f"{_MONTHS[day_.month - 1]} {day_.year}"


def span(start: str, end: str, *, lang: Lang, year: bool = True) -> str:
    """From a day to a day, both included: 2026年11月16日—20日, 16–20 November 2026.

    Args:
        start: the first day.
        end: the last day; may be the first.
        lang: of the words.
        year: whether to name the year when it is the same.
    """
    first, last = _day(start), _day(end)
    named = day_year if year or first.year != last.year else day
    if first == last:
        return named(start, lang=lang)
    same_month = (first.year, first.month) == (last.year, last.month)
    if lang is Lang.ZH:
        closing = f"{last.day}日" if same_month else day(end, lang=lang)
        if first.year != last.year:
            closing = day_year(end, lang=lang)
        return f"{named(start, lang=lang)}—{closing}"
    if same_month:
        return f"{first.day}–{named(end, lang=lang)}"
    opening = named(start, lang=lang)
    if first.year == last.year:
        opening = opening.removesuffix(f" {first.year}")
    return f"{opening} – {named(end, lang=lang)}"


# ── times ────────────────────────────────────────────────────────────────────


def moment(text: str, *, lang: Lang) -> str:
    """A time with its year, or just the day: 2026年11月20日18:00, 20 November 2026 18:00."""
    return _with_clock(day_year(text, lang=lang), text, gap=lang is Lang.EN)


def moment_day(text: str, *, lang: Lang) -> str:
    """A time of the year already named, or just the day: 11月24日18:00, 24 Nov 18:00."""
    return _with_clock(day(text, lang=lang), text, gap=lang is Lang.EN)


def moment_short(text: str, *, lang: Lang) -> str:
    """A time in a table, or just the day: 11-24 18:00, 24 Nov 18:00."""
    return _with_clock(day_short(text, lang=lang), text, gap=True)


def clock(text: str) -> str:
    """The time of day: 18:00; empty for a whole day."""
    return text[11:16]


# ── numbers ──────────────────────────────────────────────────────────────────


def num(value: float | str, digits: int = 2) -> str:
    """A number in groups of three, with at most ``digits`` decimals: 5,000 or 2.5."""
    return _trimmed(_rounded(value, digits))


def percent(value: float | str, digits: int = 1) -> str:
    """A percentage that is already one: 98.4 becomes 98.4%."""
    return f"{_trimmed(_rounded(value, digits))}%"


def money(
    amount: float | str,
    currency: str = "CNY",
    tax: str | None = None,
    *,
    lang: Lang,
    capital: bool = False,
) -> str:
    """An amount with at least two decimals, none of its digits rounded away.

    人民币86,000.00元（大写：捌万陆仟元整，含税）, CNY 86,000.00 (tax included).

    Args:
        amount: as plain data holds it.
        currency: three letters.
        tax: ``included``, ``excluded`` or None when nothing is said.
        lang: of the words.
        capital: in Chinese, whether to add the capital form (of renminbi in whole fen).
    """
    value = Decimal(str(amount))
    digits = f"{value:,.2f}" if value == value.quantize(_CENTS) else f"{value:,f}"
    said = word("Tax", tax, lang=lang) if tax else ""
    if lang is Lang.EN:
        return f"{currency} {digits}" + (f" ({said.lower()})" if said else "")
    if currency == "CNY":
        is_whole = value == value.quantize(_CENTS)
        notes = [f"大写：{upper_money(value)}"] if capital and is_whole else []
        text = f"人民币{digits}元"
    else:
        notes = []
        name = _CURRENCIES.get(currency)
        text = f"{digits}{name}" if name else f"{currency} {digits}"
    notes += [said] if said else []
    return f"{text}（{'，'.join(notes)}）" if notes else text


def upper_money(amount: Decimal | int | str) -> str:
    """The capital form of an amount of renminbi: 捌万陆仟元整.

    By the rules for filling in bills (支付结算办法, annex 1).

    Raises:
        ValueError: for parts of a cent and for 10^16 or more.
    """
    value = Decimal(str(amount))
    size = abs(value)
    if size >= _LIMIT or size != size.quantize(_CENTS):
        raise ValueError(f"no capital form for {amount}")
    whole = int(size)
    tenths, cents = divmod(int((size - whole) * 100), 10)
    sign = "负" if value < 0 else ""
    text = f"{_capital(whole)}元" if whole or not (tenths or cents) else ""
    if not tenths and not cents:
        return f"{sign}{text}整"
    if tenths:
        text += f"{_DIGITS[tenths]}角"
    elif text:
        text += "零"
    return sign + text + (f"{_DIGITS[cents]}分" if cents else "整")


# ── parts ────────────────────────────────────────────────────────────────────


def _day(text: str) -> date:
    return date.fromisoformat(text[:_DATE_LENGTH])


def _with_clock(day_text: str, text: str, *, gap: bool) -> str:
    time = clock(text)
    return f"{day_text}{' ' if gap and time else ''}{time}"


def _rounded(value: float | str, digits: int) -> Decimal:
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _trimmed(value: Decimal) -> str:
    text = f"{value:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _capital(whole: int) -> str:
    if not whole:
        return _DIGITS[0]
    high, low = divmod(whole, _MYRIAD**2)
    text = f"{_below_hundred_million(high)}亿" if high else ""
    if high and low and low < _MYRIAD**2 // 10:
        text += _DIGITS[0]
    return text + _below_hundred_million(low)


def _below_hundred_million(number: int) -> str:
    high, low = divmod(number, _MYRIAD)
    text = f"{_group(high)}万" if high else ""
    if high and low and low < _MYRIAD // 10:
        text += _DIGITS[0]
    return text + _group(low)


def _group(number: int) -> str:
    """Four digits without leading zero, inner zeros written once."""
    text, gap = "", False
    for digit, place in zip(f"{number:04d}", _PLACES, strict=True):
        if digit == "0":
            gap = bool(text)
            continue
        text += (_DIGITS[0] if gap else "") + _DIGITS[int(digit)] + place
        gap = False
    return text
