"""Numbers as people write them: Chinese numerals, 万 and 亿, units, currencies, about."""

import re
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from rdclient.store.chinese import plain

_DIGITS = MappingProxyType(
    {mark: value for value, marks in enumerate(
        ("〇零○", "一壹幺", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    ) for mark in marks}
)  # fmt: skip
_TENS = MappingProxyType({"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000})
_GROUPS = MappingProxyType({"万": 10**4, "萬": 10**4, "亿": 10**8})
_FACTORS = _TENS | _GROUPS | {"百万": 10**6, "千万": 10**7, "万亿": 10**12, "w": 10**4}
NUMERALS = "".join((*_DIGITS, *_TENS, *_GROUPS))
"""Every character a Chinese number is written with."""

_BEFORE = re.compile(
    r"^(?:约|大约|大概|近|共|合计|总计|人民币|rmb|cny|¥|￥|第|\$)\s*", re.IGNORECASE
)
_MONEY = re.compile(r"\s*(?:人民币|元人民币|元|圆|块钱|块|rmb|cny)?\s*(?:整|正)?$", re.IGNORECASE)
_UNITS = (
    *(
        "个工作日",
        "工作日",
        "个自然日",
        "自然日",
        "条用例",
        "个小时",
        "小时",
        "人天",
        "人日",
        "人月",
    ),
    *(
        "分钟",
        "个",
        "名",
        "人",
        "件",
        "条",
        "项",
        "天",
        "日",
        "次",
        "页",
        "份",
        "套",
        "台",
        "点",
        "分",
    ),
    *("级", "周", "篇", "轮", "hours", "hour", "hrs", "hr", "h", "days", "day", "d", "pd", "%"),
)
_UNIT = re.compile(rf"\s*(?:{'|'.join(_UNITS)})?\s*(?:左右|以内|多)?$", re.IGNORECASE)
_WRITTEN = re.compile(
    r"(-?\d{1,15}(?:\.\d{1,4})?)\s*(百万|千万|万亿|[十百千万亿]|[wW])?\Z", re.ASCII
)

_LONGEST = 24
_COLLOQUIAL = re.compile("[百佰千仟万萬亿][一二两三四五六七八九]$")
"""两千五 is 2,500 in speech and 2,005 by the book."""


class Reading(NamedTuple):
    """A number out of what was typed.

    Attributes:
        number: in digits, without separators.
        is_numeral: whether it was written in Chinese numerals.
        has_more: whether a unit, a currency or a word stood beside it.
    """

    number: str
    is_numeral: bool
    has_more: bool


def number_in(text: str, *, is_amount: bool) -> Reading | None:
    """The one number a text means; None when that is not certain.

    >>> number_in("8.6万元", is_amount=True).number
    '86000'
    """
    whole = re.sub(r"(?<=\d)[,，_\s](?=\d{3})", "", plain(text))
    bare = whole
    while (cut := _BEFORE.sub("", bare)) != bare:
        bare = cut
    bare = (_MONEY if is_amount else _UNIT).sub("", bare)
    half = re.fullmatch(r"(\d{1,6})(?:个|天|小时)半|半(?:个|天|小时)", whole)
    if half:
        return Reading(f"{half.group(1) or 0}.5", is_numeral=False, has_more=True)
    if match := _WRITTEN.match(bare):
        digits, factor = match.groups()
        number = _without_zeros(Decimal(digits) * _FACTORS[factor.lower()]) if factor else digits
        return Reading(number, is_numeral=False, has_more=bare != whole or bool(factor))
    value = numeral(bare)
    return None if value is None else Reading(value, is_numeral=True, has_more=bare != whole)


def numeral(text: str) -> str | None:
    """Chinese numerals in digits; None when the text holds anything else.

    >>> numeral("十二万"), numeral("壹拾贰"), numeral("二〇二六")
    ('120000', '12', '2026')
    """
    whole, point, part = text.partition("点")
    if not whole or len(text) > _LONGEST or any(mark not in NUMERALS for mark in whole + part):
        return None
    if _COLLOQUIAL.search(whole):
        return None
    if point:
        if not part or any(mark not in _DIGITS for mark in part):
            return None
        return f"{_counted(whole)}.{''.join(str(_DIGITS[mark]) for mark in part)}"
    if len(whole) > 1 and all(mark in _DIGITS for mark in whole):
        return "".join(str(_DIGITS[mark]) for mark in whole)
    return str(_counted(whole))


def _counted(text: str) -> int:
    """A number in tens, hundreds, 万 and 亿."""
    total = group = digit = 0
    for mark in text:
        if mark in _DIGITS:
            digit = _DIGITS[mark]
        elif mark in _TENS:
            group += (digit or 1) * _TENS[mark]
            digit = 0
        else:
            total = (total + group + digit) * _GROUPS[mark]
            group = digit = 0
    return total + group + digit


def _without_zeros(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
