"""Running the system: emergency plans and drills, inspections judged by limits, releases."""

import re
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from rdclient.model.base import (
    Action,
    FactDay,
    Id,
    Many,
    One,
    Part,
    PersonRef,
    ProjectRef,
    Quantity,
    Record,
    Text,
)
from rdclient.model.service import IncidentCategory


class InspectionCategory(StrEnum):
    """What an inspected item belongs to."""

    SERVER = "server"
    OS = "os"
    DATABASE = "db"
    MIDDLEWARE = "middleware"
    APPLICATION = "app"
    NETWORK = "network"
    SECURITY = "security"
    BACKUP = "backup"


class InspectionResult(StrEnum):
    """How an inspected item stands."""

    PASSED = "pass"
    WARNED = "warn"
    FAILED = "fail"


class ReleaseKind(StrEnum):
    """How much a version of the system brings."""

    MINOR = "minor"
    MAJOR = "major"


class EmergencyPlan(Record):
    """What is done in an emergency of one sort (``plans/``); ``reviewed_on`` is the last review."""

    id: Id
    scenario: One[IncidentCategory]
    steps: Many[Text] = ()
    owner: PersonRef | None = None
    reviewed_on: FactDay | None = None


class Drill(Record):
    """An emergency drill (``drills/``): what was practised, with whom, and what came of it.

    ``rto_min`` is how many minutes it took until the service was back.
    """

    life: ClassVar[str | None] = "on"

    id: Id
    title: Text | None = None
    on: FactDay
    scenario: One[IncidentCategory]
    participants: Many[PersonRef] = ()
    rto_min: Quantity | None = None
    findings: Many[Text] = ()
    actions: Many[Action] = ()


class Release(Record):
    """A version of the system that went live (``releases.yaml``)."""

    life: ClassVar[str | None] = "on"

    on: FactDay
    kind: One[ReleaseKind]
    version: str
    project: ProjectRef | None = None
    text: Text | None = None


Reading = Annotated[str, Field(max_length=200)]
"""A figure with or without unit, or a word; quoted in YAML."""


class InspectionItem(Part):
    """One thing looked at.

    Attributes:
        recommended: a limit such as ``<=70%``, ``不低于99.9%``, ``1-5`` or a word such as
            ``enabled``.
        actual: what was found, in the same unit or in the same word.
        unit: unit of the figures above that carry none themselves.
        result: by hand, where no limit decides; it wins over the limit.
    """

    category: One[InspectionCategory]
    name: Text
    purpose: Text | None = None
    recommended: Reading | None = None
    actual: Reading | None = None
    unit: str | None = None
    result: One[InspectionResult | None] = None
    evidence: Text | None = None
    suggestion: Text | None = None

    def judged(self) -> InspectionResult | None:
        """The result by hand, else by the limit; None when neither says anything."""
        if self.result is not None:
            return self.result
        if self.recommended is None or self.actual is None:
            return None
        keeps = keeps_limit(self.recommended, self.actual, unit=self.unit)
        if keeps is None:
            return None
        return InspectionResult.PASSED if keeps else InspectionResult.FAILED


class Inspection(Record):
    """A monthly inspection of the running system."""

    life: ClassVar[str | None] = "on"

    id: Id
    on: FactDay
    by: PersonRef | None = None
    items: Many[InspectionItem] = ()


_PLAIN = str.maketrans(
    {
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
        **dict.fromkeys("−–—", "-"),
        **dict.fromkeys("≤≦⩽", "<="),
        **dict.fromkeys("≥≧⩾", ">="),
        "\u3000": " ",
        "×": "x",
        "〜": "~",
    }
)
"""Full-width signs and signs of one meaning, and the ASCII ones they are read as."""

_SIGNS = {
    "<=": ("<=", "=<", "不大于", "不超过", "不高于", "不多于", "小于等于", "小于或等于", "至多",
           "最多", "at most", "no more than", "not more than", "up to"),
    ">=": (">=", "=>", "不小于", "不低于", "不少于", "大于等于", "大于或等于", "至少", "最少",
           "at least", "no less than", "not less than"),
    "<": ("<", "小于", "低于", "少于", "less than", "below", "under"),
    ">": (">", "大于", "高于", "多于", "超过", "more than", "above", "over"),
    "=": ("==", "=", "等于"),
}  # fmt: skip
_SIGN_OF = {word: sign for sign, words in _SIGNS.items() for word in words}
_ENDINGS = {"以内": "<=", "以下": "<=", "及以下": "<=", "以上": ">=", "及以上": ">="}
"""What a limit may end with; in Chinese law and contracts these words include the figure."""

_UNITS = {
    "毫秒": "ms", "秒": "s", "分钟": "min", "分": "min", "小时": "h", "天": "d",
    "second": "s", "seconds": "s", "minute": "min", "minutes": "min", "hour": "h", "hours": "h",
    "day": "d", "days": "d", "percent": "%",
}  # fmt: skip
"""Units of one meaning."""

_NUMBER = r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)"
_UNIT = r" ?([^\d\s<>=~.,()至到-]*?)"
_WORDS_FIRST = "|".join(re.escape(word) for word in sorted(_SIGN_OF, key=len, reverse=True))
_WORDS_LAST = "|".join(sorted(_ENDINGS, key=len, reverse=True))
_VALUE = re.compile(rf"{_NUMBER}{_UNIT}\Z", re.ASCII)
_LIMIT = re.compile(rf"({_WORDS_FIRST}) ?{_NUMBER}{_UNIT}\Z", re.ASCII | re.IGNORECASE)
_ENDED = re.compile(rf"{_NUMBER}{_UNIT} ?({_WORDS_LAST})\Z", re.ASCII)
_RANGE = re.compile(rf"{_NUMBER}{_UNIT} ?(?:-|~|\.\.|至|到) ?{_NUMBER}{_UNIT}\Z", re.ASCII)
_IS_NO_WORD = re.compile(r"[+-]?\d|.*[<>]", re.ASCII)
_REMARK = re.compile(r"[\s,;:.()，。；：、]")

_Bound = tuple[str, Decimal, str]


def keeps_limit(recommended: str, actual: str, *, unit: str | None = None) -> bool | None:
    """Whether a reading keeps a limit.

    Full-width signs, ``≤`` and ``≥``, thousands separators and blanks before a unit are read.

    Args:
        recommended: a comparison (``<=70%``, ``不大于70%``, ``70%以内``, ``at most 70%``), a range
            with both ends (``1-5``), or a word.
        actual: a figure in the limit's unit, or the word, perhaps with a remark behind it.
        unit: unit of the figures that carry none.

    Returns:
        None when the two cannot be compared: another unit, a word against a figure, a figure
        without a sign that the reading does not equal.
    """
    limit, reading = (" ".join(text.translate(_PLAIN).split()) for text in (recommended, actual))
    if not limit or not reading:
        return None
    if limit.casefold() == reading.casefold():
        return True
    shared = _unit((unit or "").translate(_PLAIN).strip())
    bounds = _bounds(limit, shared)
    if not bounds:
        return _by_word(limit, reading)
    found = _VALUE.match(reading)
    if found is None:
        return None
    own = _unit(found[2]) or shared
    if any(asked and own and asked != own for _, _, asked in bounds):
        return None
    return all(_compared(sign, _decimal(found[1]), bound) for sign, bound, _ in bounds)


def _bounds(limit: str, unit: str) -> tuple[_Bound, ...]:
    """Sign, figure and unit of each end of a limit; nothing when it is none."""
    if match := _LIMIT.match(limit):
        sign, number, own = match.groups()
        return ((_SIGN_OF[sign.lower()], _decimal(number), _unit(own) or unit),)
    if match := _ENDED.match(limit):
        number, own, ending = match.groups()
        return ((_ENDINGS[ending], _decimal(number), _unit(own) or unit),)
    if match := _RANGE.match(limit):
        low, first, high, last = match.groups()
        last = _unit(last) or unit
        ends = (">=", _decimal(low), _unit(first) or last), ("<=", _decimal(high), last)
        return ends if ends[0][1] <= ends[1][1] else ()
    return ()


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))


def _unit(unit: str) -> str:
    return _UNITS.get(unit, unit)


def _by_word(limit: str, reading: str) -> bool | None:
    """Whether the reading is the word, perhaps with a remark; None where a figure stands."""
    if _IS_NO_WORD.match(limit) or _VALUE.match(reading):
        return None
    if not reading.casefold().startswith(limit.casefold()):
        return False
    return bool(_REMARK.match(reading, len(limit)))


def _compared(sign: str, value: Decimal, bound: Decimal) -> bool:
    match sign:
        case "<=":
            return value <= bound
        case ">=":
            return value >= bound
        case "<":
            return value < bound
        case ">":
            return value > bound
        case _:
            return value == bound
