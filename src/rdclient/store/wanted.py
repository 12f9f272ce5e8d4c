"""What a value should have been: findings about texts, tokens, numbers, dates and times."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from math import isfinite
from types import MappingProxyType

from rdclient.diagnostic import Fact, Finding, finding
from rdclient.store.chinese import TRUTH, TimeGuess, guess_time, half_width, token_for
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
    text = case.value if isinstance(case.value, str) else ""
    plain = half_width(text)
    token = token_for("PriorityToken", text) if expected == "token" else None
    if token:
        yield case.chinese("word", token)
    elif plain != text.strip() and re.search(pattern, plain):
        yield case.chinese("text", plain)
    elif near := next((near for near in _variants(plain) if re.search(pattern, near)), None):
        yield case.wrong(expected, "form-near", example=example, suggestion=near)
    else:
        yield case.wrong(expected, "form", example=example)


def _variants(text: str) -> Iterator[str]:
    joined = re.sub(r"[\s_/]+", "-", text)
    for changed in (text, joined, re.sub(r"(\d{4})(?=Q)", r"\1-", joined.upper())):
        yield from (changed, changed.upper(), changed.lower())


def token_wanted(case: Complaint) -> Iterator[Finding]:
    """One of the tokens of an enum."""
    enum = enum_of(case.target)
    known = tuple(str(member.value) for member in enum) if enum else ()
    text = case.value if isinstance(case.value, str) else case.written
    token = token_for(enum.__name__, text) if enum else None
    if token in known:
        yield case.chinese("word", str(token))
    elif half_width(text) != text and half_width(text) in known:
        yield case.chinese("text", half_width(text))
    elif not text and not isinstance(case.value, str | list | dict):
        yield case.wrong("token", "empty")
    else:
        family = enum.__name__ if enum else ""
        near = nearest(text, known)
        facts = {"suggestion": near} if near else {}
        variant = "enum-near" if near else "enum"
        yield case.wrong("token", variant, **facts, known=known, family=family)


# ── numbers ──────────────────────────────────────────────────────────────────

_INTEGER = re.compile(r"-?\d{1,15}\Z", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,15}(?:\.\d{1,4})?\Z", re.ASCII)
_NUMBERS = {"int_type": ("integer", _INTEGER), "float_type": ("number", _DECIMAL)}


def number_wanted(case: Complaint) -> Iterator[Finding]:
    """An integer, a number or an amount."""
    expected, form = _NUMBERS.get(case.kind, ("amount", _DECIMAL))
    text = case.value if isinstance(case.value, str) else ""
    plain = re.sub(r"[,\s_¥￥]|元\Z", "", half_width(text))
    number = f'"{plain}"' if expected == "amount" and "." in plain else plain
    if case.value is None:
        yield case.wrong(expected, "empty")
    elif isinstance(case.value, float) and not isfinite(case.value):
        yield case.wrong("finite")
    elif expected == "amount" and isinstance(case.value, float):
        yield case.wrong(expected, "quote", suggestion=f'"{case.written}"')
    elif not text or not form.match(plain):
        yield case.wrong(expected)
    elif half_width(text) == plain and plain != text:
        yield case.chinese("digit", number)
    elif expected == "amount":
        yield case.wrong(expected, "amount-near", suggestion=number)
    else:
        yield case.wrong(expected, "unquote", suggestion=plain)


def truth_wanted(case: Complaint) -> Iterator[Finding]:
    """True or false."""
    text = half_width(case.value).casefold() if isinstance(case.value, str) else ""
    if text not in TRUTH:
        yield case.wrong("boolean", "empty" if case.value is None else None)
    elif text.isascii():
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


# ── dates and times ──────────────────────────────────────────────────────────


def day_wanted(case: Complaint) -> Iterator[Finding]:
    """A date."""
    yield _time_finding(case, with_clock=False)


def moment_wanted(case: Complaint) -> Iterator[Finding]:
    """A date, or a date with a time."""
    yield _time_finding(case, with_clock=True)


def _time_finding(case: Complaint, *, with_clock: bool) -> Finding:
    value = case.written
    guess = guess_time(value, with_clock=with_clock)
    variant = _time_variant(case.value, value, guess)
    if variant == "suggestion" and guess and half_width(value) == guess.text:
        return case.chinese("digit", guess.text)
    facts: dict[str, Fact] = {"value": value, "expected": "time" if with_clock else "day"}
    if variant:
        facts = {"variant": variant, **facts}
    if guess and variant == "year":
        facts["rest"] = guess.text
    elif guess and variant == "suggestion":
        facts["suggestion"] = guess.text
        if not with_clock and re.search(r"\d:\d", value):
            facts["variant"] = "day"
    return finding("RD002", case.at, **facts)


def _time_variant(value: object, written: str, guess: TimeGuess | None) -> str | None:
    if isinstance(value, dict | list):
        return "shape"
    if value is None:
        return "empty"
    if guess is None or (guess.exists and guess.text == written.replace("T", " ")):
        return None
    if not guess.exists:
        return "nonexistent"
    return "suggestion" if guess.has_year else "year"


def clock_changed(case: Complaint) -> Iterator[Finding]:
    """A time that the change of the clock skipped, or repeated."""
    variant = case.kind.removeprefix("moment_")
    facts: dict[str, Fact] = {"value": case.written, "zone": case.zone.key}
    label = datetime.fromisoformat(str(case.value)).replace(tzinfo=case.zone)
    for name, fold in (("early", 0), ("late", 1)):
        offset = label.replace(fold=fold).isoformat()[-6:]
        facts[name] = f"{shown(str(case.value))}{offset}"
    yield finding("RD002", case.at, variant=variant, **facts)
