"""A value as typed on the command line, made the value a record holds, by its field's type."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import cast

from rdclient.diagnostic import UsageError
from rdclient.model.base import Moment, parse_day, parse_moment
from rdclient.store.chinese import TRUTH, half_width, plain, token_for, unwrapped
from rdclient.store.datetext import advice, guess_time
from rdclient.store.numeral import number_in
from rdclient.store.spelling import Value


@dataclass(frozen=True, slots=True)
class Speech:
    """How people say times, tokens and fields.

    Attributes:
        now: aware, in the workspace's zone.
        moment: reads a day as people say it (``周五``, ``tomorrow``); raises ``UsageError``.
        tokens: of an enum's name, the words for its tokens: word, small and without blanks → token.
        fields: what a field is called where records are shown: the same sort of word → fields.
    """

    now: datetime
    moment: Callable[[str], datetime]
    tokens: Callable[[str], Mapping[str, str]]
    fields: Mapping[str, tuple[str, ...]]


def folded(text: str) -> str:
    """A text as words are compared: full-width forms, case and blanks do not matter."""
    return "".join(half_width(text).casefold().split())


def value_of(facts: tuple[object, ...], typed: str, speech: Speech) -> Value:
    """The value that was meant; the text as it is where that is not certain.

    Args:
        facts: what the field's annotation is made of.
        typed: the words of the command line.
        speech: how they are to be read.
    """
    types = tuple(fact for fact in facts if isinstance(fact, type))
    enum = next((kind for kind in types if issubclass(kind, StrEnum)), None)
    number = next((kind for kind in types if kind in (Decimal, float, int)), None)
    if enum is not None:
        return token_of(enum, typed, speech)
    if Moment in types or date in types:
        return _time(typed, speech, with_clock=Moment in types)
    if bool in types:
        return TRUTH.get(half_width(unwrapped(typed)).casefold(), typed)
    if number is not None:
        return _number(typed, number)
    if _has_form(facts):
        return token_for("PriorityToken", typed) or typed
    return typed.replace("\r\n", "\n")


def _has_form(facts: tuple[object, ...]) -> bool:
    """Whether a text must look a certain way, such as a token of the policy."""
    return any(
        getattr(rule, "pattern", None) for f in facts for rule in (f, *getattr(f, "metadata", ()))
    )


# ── tokens ───────────────────────────────────────────────────────────────────


def token_of(enum: type[StrEnum], typed: str, speech: Speech) -> str:
    """The token of an enum that a word of either language names; the word where none is sure."""
    members = {member.value.casefold(): member.value for member in enum}
    bare = plain(typed).casefold()
    known = (members.get(bare), members.get(re.sub(r"[\s-]+", "_", bare)))
    said = speech.tokens(enum.__name__).get(folded(typed))
    found = (*known, token_for(enum.__name__, typed), said)
    return next((token for token in found if token in members.values()), None) or typed


# ── times ────────────────────────────────────────────────────────────────────

_CLOCK = re.compile(
    r"\s*((?:上午|下午|晚上|傍晚|中午|凌晨|早上|早|晚)?\s*\d{1,2}\s*[:点时].*)\Z", re.ASCII
)
_NOW = frozenset({"now", "现在"})
_LAST_MINUTE = (23, 59)
"""How a day is told that was said without a time."""


def moment_text(moment: datetime) -> str:
    """A moment as records hold it; with its offset where the clock shows that label twice."""
    is_twice = moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()
    offset = moment.isoformat()[-6:] if is_twice else ""
    return f"{moment:%Y-%m-%d %H:%M}{offset}"


def _time(typed: str, speech: Speech, *, with_clock: bool) -> str:
    text = plain(typed)
    if _is_time(text, speech, with_clock=with_clock):
        return text if text[16:] else text.replace("T", " ")
    found = advice(typed, typed, with_clock=with_clock, is_end=False, year=speech.now.year)
    if found.variant == "suggestion":
        return found.text
    if found.variant == "year-near":
        return _nearest(found.text, speech.now.date())
    if found.variant in (None, "relative", "day"):
        return _said(text, speech, with_clock=with_clock) or typed
    return typed


def _is_time(text: str, speech: Speech, *, with_clock: bool) -> bool:
    with suppress(ValueError):
        if with_clock:
            zone = speech.now.tzinfo
            parse_moment(text, zone)  # type: ignore[arg-type]  # the workspace's own
        else:
            parse_day(text)
        return True
    return False


def _nearest(text: str, today: date) -> str:
    """A date whose year was not written, in the year that brings it nearest to today."""
    options: list[tuple[int, str]] = []
    for year in (today.year, today.year - 1, today.year + 1):
        with suppress(ValueError):
            day = date.fromisoformat(f"{year:04}{text[4:10]}")
            options.append((abs((day - today).days), f"{day}{text[10:]}"))
    return min(options, key=lambda option: option[0], default=(0, text))[1]


def _said(text: str, speech: Speech, *, with_clock: bool) -> str | None:
    """A day said in words, with a time after it or without; None when it is no such thing."""
    if text.casefold() in _NOW:
        return moment_text(speech.now) if with_clock else f"{speech.now:%Y-%m-%d}"
    match = _CLOCK.search(text)
    head = text[: match.start()] if match else text
    try:
        day = speech.now if head.casefold() in _NOW else speech.moment(head)
    except UsageError:
        return None
    if match is None:
        has_clock = with_clock and (day.hour, day.minute) != _LAST_MINUTE
        return f"{day:%Y-%m-%d %H:%M}" if has_clock else f"{day:%Y-%m-%d}"
    whole = guess_time(f"{day:%Y-%m-%d} {match.group(1)}", with_clock=True)
    return whole.text if whole and whole.exists else None


# ── numbers ──────────────────────────────────────────────────────────────────

_SURE = re.compile(
    r"(?:人民币|rmb|cny|¥)?\s*-?[\d,.\s_]*[0-9〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬w]+"
    r"\s*(?:元|圆|人民币)?(?:整|正)?\Z",
    re.IGNORECASE,
)
"""Digits and numerals, and what money has beside them; any other word leaves a doubt."""
_BESIDE = re.compile("元|圆|人民币|rmb|cny|¥", re.IGNORECASE)


def _number(typed: str, kind: type[Decimal | float | int]) -> Value:
    """An integer, a decimal or an amount; the text where a unit or a word leaves a doubt."""
    is_amount = kind is Decimal
    text = plain(typed)
    is_sure = _SURE.match(text) and (is_amount or not _BESIDE.search(text))
    reading = number_in(typed, is_amount=is_amount) if is_sure else None
    if reading is None:
        return typed
    if "." not in reading.number:
        return int(reading.number)
    if is_amount:
        return reading.number
    return typed if kind is int else cast("Value", float(reading.number))
