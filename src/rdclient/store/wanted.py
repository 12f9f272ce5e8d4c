"""What a value should have been: findings about texts, tokens, numbers, dates and times."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from math import isfinite
from types import MappingProxyType

from rdclient.diagnostic import Fact, Finding, finding
from rdclient.store.chinese import (
    TRUTH,
    half_width,
    is_pending,
    near_token,
    plain,
    token_for,
    unwrapped,
)
from rdclient.store.complaint import Complaint, enum_of, nearest
from rdclient.store.position import shown

# ── texts ────────────────────────────────────────────────────────────────────


def text_wanted(case: Complaint) -> Iterator[Finding]:
    """A text, where something else stands or YAML changed what was written."""
    written = case.written
    if case.value is None and written in ("", "~"):
        yield case.wrong("text", "empty")
    elif case.value is None or isinstance(case.value, bool | int | float):
        yield case.wrong("text", "quote", suggestion=f'"{written or shown(str(case.value))}"')
    else:
        yield case.wrong("text")


def text_empty(case: Complaint) -> Iterator[Finding]:
    """A text, where there are only blanks."""
    yield case.wrong("text", "empty")


_FORMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "^[0-9A-Z]{1,16}(-[0-9A-Z]{1,16}){0,4}$": ("id", "REQ-012"),
        "^[a-z0-9][a-z0-9.-]{0,40}$": ("slug", "zhang-min"),
        "^[a-z][a-z-]{0,40}-[0-9]{4}(-[0-9A-Z]{1,4}){0,2}$": ("report", "weekly-2026-W47"),
        "^[A-Za-z][A-Za-z0-9_-]{0,23}$": ("token", "urgent"),
        "^[0-9]{4}-Q[1-4]$": ("quarter", "2026-Q4"),
        "^RD[0-9]{3}$": ("rule-code", ""),
        "^[A-Z]{3}$": ("currency", "CNY"),
        "^[0-9A-Z]{1,12}$": ("short-code", "NB"),
        "^[0-9a-fA-F-]{32,36}$": ("uuid", "3f2a9c10-8d41-4c6e-9b1a-5e7d2f60c8a4"),
        "^([01][0-9]|2[0-3]):[0-5][0-9]$": ("clock-time", "18:00"),
    }
)


def form_wanted(case: Complaint) -> Iterator[Finding]:
    """A text of a certain form, such as an id."""
    pattern = str(case.facts.get("pattern", ""))
    expected, example = _FORMS.get(pattern, ("pattern", pattern))
    if expected == "id":
        example = _id_like(case.positions.path)
    text = case.value if isinstance(case.value, str) else ""
    is_name = case.pointer[-1:] == ("id",) and case.positions.node(case.pointer) is None
    token = _MEANT[expected](text) if expected in _MEANT else None
    exact = half_width(text)
    if is_name:
        yield _name_wanted(case, pattern, example, text)
    elif token:
        yield case.chinese("word", token)
    elif exact != text.strip() and re.search(pattern, exact):
        yield case.chinese("text", exact)
    elif unwrapped(text) != text.strip() and re.search(pattern, unwrapped(text)):
        yield case.chinese("wrapped", unwrapped(text))
    elif near := next((near for near in _variants(text) if re.search(pattern, near)), None):
        variant = "titled" if expected == "id" and "(" in half_width(text) else "form-near"
        yield case.wrong(expected, variant, example=example, suggestion=near)
    else:
        variant = "slug" if expected == "slug" and not text.isascii() else "form"
        variant = expected if expected in ("id", "rule-code") else variant
        yield case.wrong(expected, variant, example=example)


def _name_wanted(case: Complaint, pattern: str, example: str, text: str) -> Finding:
    """The name of a file or a folder, which is the id of its record."""
    is_folder = case.positions.path.endswith(_OF_A_FOLDER)
    near = next((near for near in _variants(text) if re.search(pattern, near)), None)
    suffix = "" if is_folder else ".yaml"
    example = "north-bank" if is_folder else example
    facts: dict[str, Fact] = {"example": near or example, "name": shown(text) + suffix}
    facts["suggestion"] = f"{near or example}{suffix}"
    variant = f"{'folder' if is_folder else 'file'}{'-near' if near else ''}"
    return case.wrong("id", variant, **facts | {"value": shown(text)})


def _id_like(path: str) -> str:
    """An id as the records of that folder or list have it."""
    steps = path.removesuffix(".yaml").split("/")
    return next((_IDS[step] for step in reversed(steps) if step in _IDS), "REQ-012")


_IDS = MappingProxyType(
    {"requirements": "REQ-012", "changes": "CR-007", "meetings": "MTG-0119", "tasks": "TASK-07"}
    | {"milestones": "M3", "risks": "RISK-004", "issues": "ISSUE-003", "tickets": "TCK-0031"}
    | {"incidents": "INC-0003", "contracts": "HT-2026-01", "surveys": "SVY-2026-Q4"}
    | {"drills": "DRL-002", "followups": "FU-014", "briefs": "BRF-005"}
)
_OF_A_FOLDER = ("/client.yaml", "/project.yaml")
_CURRENCIES = MappingProxyType(
    {"人民币": "CNY", "元": "CNY", "¥": "CNY", "人民币元": "CNY", "美元": "USD", "欧元": "EUR"}
    | {"港币": "HKD", "港元": "HKD", "日元": "JPY"}
)
_MEANT: Mapping[str, Callable[[str], str | None]] = MappingProxyType(
    {
        "token": lambda text: token_for("PriorityToken", text),
        "currency": lambda text: _CURRENCIES.get(half_width(text)),
    }
)
"""Words instead of a text of a certain form."""


def _variants(text: str) -> Iterator[str]:
    bare = plain(text)
    head = re.split(r"[\s(（,;:、]", bare, maxsplit=1)[0].rstrip("-")
    first = head if re.search(r"[0-9A-Za-z]-\d", head) else bare
    for changed in (bare, re.sub(r"[\s_/]+", "-", bare), _quarter(bare), first):
        yield from (changed, changed.upper(), changed.lower())


def _quarter(text: str) -> str:
    """2026Q4 and 2026年四季度 as 2026-Q4; other texts as they are."""
    match = re.match(
        r"(\d{4})\s*年?-?\s*(?:Q|第)?([1-4一二三四])\s*(?:季度?|Q)?$", text, re.IGNORECASE
    )
    if not match:
        return text
    number = match.group(2)
    return f"{match.group(1)}-Q{'一二三四'.index(number) + 1 if number in '一二三四' else number}"


def token_wanted(case: Complaint) -> Iterator[Finding]:
    """One of the tokens of an enum."""
    enum = enum_of(case.target)
    known = tuple(str(member.value) for member in enum) if enum else ()
    family = enum.__name__ if enum else ""
    text = case.value if isinstance(case.value, str) else case.written
    token = token_for(family, text)
    if token in known:
        yield case.chinese("word", str(token))
    elif half_width(text) != text and half_width(text) in known:
        yield case.chinese("text", half_width(text))
    elif unwrapped(text) != text and plain(text) in known:
        yield case.chinese("wrapped", plain(text))
    elif not text and not isinstance(case.value, str | list | dict):
        yield case.wrong("token", "empty")
    elif near := near_token(family, text):
        facts: dict[str, Fact] = {"character": case.written, "write": near}
        facts |= {"known": known, "family": family}
        yield finding("RD009", case.at, variant="word-near", **facts)
    elif text and is_pending(text) and not case.is_required:
        yield case.wrong("token", "pending", field=case.field)
    else:
        near = nearest(text, known)
        facts = {"suggestion": near} if near else {}
        variant = "enum-near" if near else "enum"
        yield case.wrong("token", variant, **facts, known=known, family=family)


# ── numbers ──────────────────────────────────────────────────────────────────

_INTEGER = re.compile(r"-?\d{1,15}\Z", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,15}(?:\.\d{1,4})?\Z", re.ASCII)
_NUMBERS = {"int_type": ("integer", _INTEGER), "float_type": ("number", _DECIMAL)}
_LONGEST = 60
_SCALE = 10
"""Up to here a range of numbers is a scale that people answer in words."""


def number_wanted(case: Complaint) -> Iterator[Finding]:
    """An integer, a number or an amount."""
    expected, form = _NUMBERS.get(case.kind, ("amount", _DECIMAL))
    text = case.value if isinstance(case.value, str) else ""
    digits = re.sub(r"[,\s_¥￥]|元\Z", "", half_width(text))
    if case.value is None:
        yield case.wrong(expected, "empty")
    elif isinstance(case.value, float) and not isfinite(case.value):
        yield case.wrong("finite")
    elif expected == "amount" and isinstance(case.value, float):
        yield case.wrong(expected, "quote", suggestion=f'"{case.written}"')
    elif not text or not form.match(digits):
        yield _number_read(case, expected, form, text)
    elif half_width(text) == digits and digits != text:
        yield case.chinese("digit", _number(expected, digits))
    elif expected == "amount":
        yield case.wrong(expected, "amount-near", suggestion=_number(expected, digits))
    else:
        yield case.wrong(expected, "unquote", suggestion=digits)


def _number(expected: str, digits: str) -> str:
    return f'"{digits}"' if expected == "amount" and "." in digits else digits


def _number_read(case: Complaint, expected: str, form: re.Pattern[str], text: str) -> Finding:
    """What to say about a text in which a number may stand in other words."""
    from rdclient.store.numeral import number_in

    if text and is_pending(text):
        variant = "pending-number" if case.is_required else "pending"
        return case.wrong(expected, variant, field=case.field)
    reading = number_in(text[:_LONGEST], is_amount=expected == "amount") if text else None
    if reading and form.match(reading.number):
        number = _number(expected, reading.number)
        if reading.is_numeral and not reading.has_more:
            return case.chinese("numeral", number)
        variant = "amount-near" if expected == "amount" else "unit"
        return case.wrong(expected, variant, suggestion=number)
    low, high = case.bounds
    if expected == "integer" and low is not None and high is not None and high - low < _SCALE:
        return case.wrong(expected, "scale", low=low, high=high)
    return case.wrong(expected)


def truth_wanted(case: Complaint) -> Iterator[Finding]:
    """True or false."""
    written = unwrapped(case.written if case.value is not None else "")
    text = half_width(written).casefold()
    if text not in TRUTH:
        yield case.wrong("boolean", "empty" if case.value is None else None)
    elif not any("\u4e00" <= mark <= "\u9fff" for mark in text):
        yield case.wrong("boolean", "boolean-near", suggestion=str(TRUTH[text]).lower())
    else:
        yield case.chinese("word", str(TRUTH[text]).lower())


def bound(case: Complaint) -> Iterator[Finding]:
    """A number outside its bounds."""
    name, limit = next(iter(case.facts.items()), ("ge", ""))
    variant = "minimum" if name in ("ge", "gt") else "maximum"
    yield case.wrong(variant, limit=shown(f"{limit:g}" if isinstance(limit, float) else str(limit)))


def infinite(case: Complaint) -> Iterator[Finding]:
    """A number that is infinite, or none."""
    yield case.wrong("finite")


# ── lengths of time ──────────────────────────────────────────────────────────

_LENGTH = re.compile(
    r"(\d{1,5})(?:(minutes?|mins?|m|分钟?)|(hours?|hrs?|h|(?:个|)小时)|"
    r"(wd|workdays?|(?:working|business)-?days?|(?:个|)工作[日天])|"
    r"(cd|calendar-?days?|(?:个|)自然[日天])|(days?|d|(?:个|)[日天])?)\Z"
)
_UNITS = ("m", "h", "wd", "cd")


def duration_wanted(case: Complaint) -> Iterator[Finding]:
    """A length of time with its unit; days say which days."""
    text = "".join(half_width(case.typed).casefold().split())
    match = _LENGTH.match(text)
    unit = next((name for n, name in enumerate(_UNITS, 2) if match and match[n]), None)
    if match and unit:
        yield case.wrong("duration", "duration-near", suggestion=f"{match[1]}{unit}")
    elif match and match[6]:
        days = match[1]
        yield case.wrong("duration", "duration-days", working=f"{days}wd", natural=f"{days}cd")
    else:
        yield case.wrong("duration")


# ── dates and times ──────────────────────────────────────────────────────────


def day_wanted(case: Complaint) -> Iterator[Finding]:
    """A date."""
    yield _time_finding(case, with_clock=False)


def moment_wanted(case: Complaint) -> Iterator[Finding]:
    """A date, or a date with a time."""
    yield _time_finding(case, with_clock=True)


_ENDS = frozenset({"due", "end", "ended_at", "finish", "finished_on", "to", "until", "through"})
"""Fields in which the later end of a range is meant."""
_DATED = re.compile(r"(?<!\d)(20\d\d)-[01]\d-[0-3]\d(?!\d)")


@lru_cache(maxsize=2)
def _only_year(text: str) -> int | None:
    """The year of every date in a file; None when there are several."""
    years = set(_DATED.findall(text))
    return int(years.pop()) if len(years) == 1 else None


def _time_finding(case: Complaint, *, with_clock: bool) -> Finding:
    from rdclient.store.datetext import advice

    found = advice(
        case.value,
        case.typed,
        with_clock=with_clock,
        is_end=case.field in _ENDS,
        year=_only_year(case.positions.text),
    )
    facts: dict[str, Fact] = {"value": case.written, "expected": "time" if with_clock else "day"}
    variant = found.variant
    if variant == "suggestion" and half_width(case.typed) == found.text:
        is_digit = bool(re.search("[０-９]", str(case.value)))
        return case.chinese("digit" if is_digit else "text", found.text)
    if variant == "suggestion" and unwrapped(case.typed) == found.text:
        return case.chinese("wrapped", found.text)
    if variant == "pending":
        variant = "pending-required" if case.is_required else "pending"
        facts["field"] = case.field
    elif variant:
        facts["rest" if variant == "year" else "suggestion"] = found.text
    chosen: dict[str, Fact] = {"variant": variant} if variant else {}
    return finding("RD002", case.at, **chosen, **facts)


def clock_changed(case: Complaint) -> Iterator[Finding]:
    """A time that the change of the clock skipped, or repeated."""
    variant = case.kind.removeprefix("moment_")
    facts: dict[str, Fact] = {"value": case.written, "zone": case.zone.key}
    label = datetime.fromisoformat(str(case.value)).replace(tzinfo=case.zone)
    for name, fold in (("early", 0), ("late", 1)):
        offset = label.replace(fold=fold).isoformat()[-6:]
        facts[name] = f"{shown(str(case.value))}{offset}"
    yield finding("RD002", case.at, variant=variant, **facts)
