"""Dates, times, money and numbers read as the two languages write them."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdclient.lens import Lang
from rdclient.render import when

_FRIDAY = "2026-11-20T18:00+08:00"


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("day_full", "2026年11月20日（星期五）", "Friday 20 November 2026"),
        ("day_year", "2026年11月20日", "20 November 2026"),
        ("day_weekday", "11月20日（星期五）", "Friday 20 Nov"),
        ("day", "11月20日", "20 Nov"),
        ("day_short", "11-20", "20 Nov"),
        ("month", "2026年11月", "November 2026"),
        ("moment", "2026年11月20日18:00", "20 November 2026 18:00"),
        ("moment_day", "11月20日18:00", "20 Nov 18:00"),
        ("moment_short", "11-20 18:00", "20 Nov 18:00"),
    ],
)
def test_a_time_in_words(name: str, zh: str, en: str) -> None:
    say = getattr(when, name)
    assert say(_FRIDAY, lang=Lang.ZH) == zh
    assert say(_FRIDAY, lang=Lang.EN) == en


def test_a_whole_day_has_no_clock() -> None:
    assert when.moment("2026-11-20", lang=Lang.ZH) == "2026年11月20日"
    assert when.moment_short("2026-11-20", lang=Lang.EN) == "20 Nov"


@pytest.mark.parametrize(
    ("start", "end", "year", "zh", "en"),
    [
        ("2026-11-16", "2026-11-20", True, "2026年11月16日—20日", "16–20 November 2026"),
        (
            "2026-11-28",
            "2026-12-04",
            True,
            "2026年11月28日—12月4日",
            "28 November – 4 December 2026",
        ),
        (
            "2026-12-28",
            "2027-01-03",
            False,
            "2026年12月28日—2027年1月3日",
            "28 December 2026 – 3 January 2027",
        ),
        (
            "2025-11-20",
            "2026-11-20",
            True,
            "2025年11月20日—2026年11月20日",
            "20 November 2025 – 20 November 2026",
        ),
        ("2026-11-27", "2026-11-29", False, "11月27日—29日", "27–29 Nov"),
        ("2026-11-20", "2026-11-20", True, "2026年11月20日", "20 November 2026"),
    ],
)
def test_a_span_names_what_changes(start: str, end: str, year: bool, zh: str, en: str) -> None:  # noqa: FBT001 - a parameter of the table above
    assert when.span(start, end, lang=Lang.ZH, year=year) == zh
    assert when.span(start, end, lang=Lang.EN, year=year) == en


def test_money_keeps_every_digit() -> None:
    zh, en = Lang.ZH, Lang.EN
    assert when.money("86000", "CNY", "included", lang=zh) == "人民币86,000.00元（含税）"
    assert when.money("86000", "CNY", "included", lang=en) == "CNY 86,000.00 (tax included)"
    assert (
        when.money("86000", "CNY", "included", lang=zh, capital=True)
        == "人民币86,000.00元（大写：捌万陆仟元整，含税）"
    )
    assert when.money("-1200.5", lang=zh) == "人民币-1,200.50元"
    assert when.money("10.125", "USD", lang=zh) == "10.125美元"
    assert when.money("999999999999999.99", lang=en) == "CNY 999,999,999,999,999.99"


def test_numbers_are_grouped_and_bare_of_needless_zeros() -> None:
    assert [when.num(5000), when.num("2.50"), when.num(-0.001), when.num(1234567.891)] == [
        "5,000",
        "2.5",
        "0",
        "1,234,567.89",
    ]
    assert [when.percent(98.4), when.percent(100.0), when.percent(0.05)] == [
        "98.4%",
        "100%",
        "0.1%",
    ]


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("86000", "捌万陆仟元整"),
        ("0", "零元整"),
        ("10", "壹拾元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("1.05", "壹元零伍分"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("100010001", "壹亿零壹万零壹元整"),
        ("1000000000000", "壹万亿元整"),
        ("-3", "负叁元整"),
    ],
)
def test_capital_amounts(amount: str, words: str) -> None:
    assert when.upper_money(amount) == words


@pytest.mark.parametrize("amount", ["0.001", "10000000000000000"])
def test_there_is_no_capital_form_for_parts_of_a_cent_nor_without_end(amount: str) -> None:
    with pytest.raises(ValueError, match="no capital form"):
        when.upper_money(amount)


def _read_capital(text: str) -> Decimal:
    """A reader of its own: each unit multiplies what stands before it."""
    sign = -1 if text.startswith("负") else 1
    whole, _, rest = text.strip("负整").rpartition("元")
    cents = sum(
        size * _read_whole(rest[: rest.index(unit)][-1:])
        for unit, size in (("角", 10), ("分", 1))
        if unit in rest
    )
    return sign * (Decimal(_read_whole(whole)) + Decimal(cents) / 100)


def _read_whole(text: str) -> int:
    for unit, size in (("亿", 10**8), ("万", 10**4), ("仟", 1000), ("佰", 100), ("拾", 10)):
        before, found, after = text.rpartition(unit)
        if found:
            return _read_whole(before) * size + _read_whole(after)
    return "零壹贰叁肆伍陆柒捌玖".index(text.strip("零") or "零")


@settings(deadline=None)
@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_a_capital_amount_reads_back_as_the_number(cents: int) -> None:
    amount = Decimal(cents) / 100
    words = when.upper_money(amount)
    assert _read_capital(words) == amount
    assert "零零" not in words
    assert "零万" not in words
    assert "零元" not in words or not cents
