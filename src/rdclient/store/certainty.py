"""What a finding leaves no doubt about: the one text to write, and where; else nothing."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from pydantic import BaseModel

from rdclient.diagnostic import Finding
from rdclient.model.base import Ref
from rdclient.model.link import Link, links_of
from rdclient.model.walk import made_of, slots
from rdclient.store.chinese import CHINESE_WORDS, half_width, plain, unwrapped
from rdclient.store.complaint import enum_of, fields_of, target
from rdclient.store.field_words import FIELD_WORDS, field_for
from rdclient.store.habit import Habit
from rdclient.store.position import Pairs, Pointer, Positions, Scalar, Span, lines_of
from rdclient.store.revision import value_at
from rdclient.store.spelling import in_line
from rdclient.store.verdict import Verdict

_HABITS = frozenset(
    {"colon", "colon-key", "indent", "indent-other", "blank", "blank-other", "dash", "number"}
    | {"quote", "comma", "bracket", "extra"}
)
"""Variants of RD009 about a mark of the structure."""
_BLANKS = frozenset({"colon-blank", "dash-blank"})
_FACT = "suggestion"


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Another text for one scalar.

    Attributes:
        span: of what stands there now.
        new: what is to stand there, as YAML.
        is_key: whether the name of a field changes.
        pointer: to the value.
    """

    span: Span
    new: str
    is_key: bool
    pointer: Pointer


@dataclass(frozen=True, slots=True)
class _Case:
    """A finding about a scalar, with what is known about its place."""

    verdict: Verdict
    facts: Mapping[str, object]
    pointer: Pointer
    node: Scalar
    is_flow: bool

    @property
    def write(self) -> str:
        return str(self.facts.get("write", self.facts.get(_FACT, "")))

    @property
    def variant(self) -> str:
        return str(self.facts.get("variant", ""))

    @property
    def typed(self) -> str:
        """What was typed, with every character as on a narrow keyboard."""
        return half_width(self.node.text)

    @property
    def field(self) -> str:
        """The name of the field, or of the list the value stands in."""
        return next((step for step in reversed(self.pointer) if isinstance(step, str)), "")

    @property
    def beside(self) -> Mapping[object, object]:
        """The fields beside it."""
        data = value_at(self.verdict.data, self.pointer[:-1])
        return data if isinstance(data, dict) else {}


# ── marks of the structure ───────────────────────────────────────────────────


def marks(verdict: Verdict) -> tuple[Habit, ...]:
    """The marks and blanks that the findings say to replace, in the order of the text."""
    lines = lines_of(verdict.text)
    prose = _prose_fields(verdict.model) if verdict.model else frozenset()
    found = (habit for item in verdict.findings if (habit := _mark(item, lines, prose)))
    return tuple(sorted(found, key=lambda habit: (habit.line, habit.column)))


@cache
def _prose_fields(model: type[BaseModel]) -> frozenset[str]:
    """The names of all fields in a record that hold words for people."""
    own = {slot.key for slot in slots(model) if slot.prose}
    parts = (slot.part for slot in slots(model) if slot.part)
    return frozenset(own.union(*(_prose_fields(part) for part in parts)))


def _mark(item: Finding, lines: tuple[str, ...], prose: frozenset[str]) -> Habit | None:
    facts, at = dict(item.facts), item.location
    kind, line, column = str(facts.get("variant", "")), at.line - 1, at.column - 1
    if item.code == "RD003" and kind in _BLANKS:
        mark = lines[line][column]
        return Habit(kind, line, column, mark, mark) if mark in ":-" else None
    if item.code != "RD009" or kind not in _HABITS:
        return None
    write = ":" if kind == "colon-key" else str(facts["write"])  # the name is another matter
    mark = lines[line][column : column + at.length]
    habit = Habit(kind.removesuffix("-key"), line, column, mark, write)
    return habit if kind != "comma" or _parts_items(lines[line], column, prose) else None


_NAME = r"[0-9A-Za-z][0-9A-Za-z._/-]*"
_FIELD_AFTER = re.compile(r"\s*(?:\"[^\"]*\"|([A-Za-z_]\w*|[\u4e00-\u9fff]{1,10}))\s*[:：]")


_LIST = re.compile(r"(\w+)\s*[:：]\s*[\[［【][^\[\]［］【】{}｛｝]*$")


def _parts_items(line: str, column: int, prose: frozenset[str]) -> bool:
    """Whether a comma stands between names, after a bracket, or before a field: not in prose."""
    before, after = line[:column].rstrip(), line[column + 1 :].lstrip()
    if before[-1:] in ("}", "]", '"', "'") or after[:1] in ("{", "["):
        return True
    if match := _FIELD_AFTER.match(after):
        word = match.group(1)
        return word is None or word.isascii() or field_for(word) is not None or word in FIELD_WORDS
    within = _LIST.search(before)
    if within and within.group(1) in prose:
        return False
    is_after_name = re.search(rf"(?:^|[\[［【,，、；\s]){_NAME}$", before) is not None
    return is_after_name and re.match(rf"{_NAME}\s*(?:[\]］】,，、；]|$)", after) is not None


# ── values and names of fields ───────────────────────────────────────────────


def rewrites(verdict: Verdict) -> Iterator[Rewrite]:
    """The scalars that can be written in one way only, with that way."""
    if verdict.model is None:
        return
    positions = Positions(verdict.path, verdict.text)
    for item in verdict.findings:
        if (place := _place(item, positions)) is None:
            continue
        node, is_key, is_flow = place
        facts, pointer = dict(item.facts), item.location.pointer
        case = _Case(verdict, facts, pointer, node, is_flow)
        if is_key:
            name = _name(item.code, case)
            new = next(in_line(name, "", is_flow=is_flow)) if name else None
        else:
            new = _value(item.code, case)
        if new is not None:
            yield Rewrite(node.span, new, is_key, pointer)
    yield from _references(verdict, positions)


def _place(item: Finding, positions: Positions) -> tuple[Scalar, bool, bool] | None:
    """The scalar a finding points at, whether it is a key, whether it stands in brackets."""
    at = item.location
    spot = (at.line - 1, at.column - 1)
    holder = positions.node(at.pointer[:-1]) if at.pointer else None
    is_flow = holder is not None and _is_flow(positions, holder.span)
    if isinstance(holder, Pairs):
        for key, _ in holder.pairs:
            if isinstance(key, Scalar) and key.text == at.pointer[-1] and key.span[:2] == spot:
                return key, True, is_flow
    node = positions.node(at.pointer) if at.pointer else None
    if isinstance(node, Scalar) and node.span[:2] == spot and node.span[:2] != node.span[2:]:
        return node, False, is_flow
    return None


def _is_flow(positions: Positions, span: Span) -> bool:
    return lines_of(positions.text)[span.line][span.column : span.column + 1] in ("[", "{")


def _name(code: str, case: _Case) -> str | None:
    """The field that a name certainly means."""
    typed, write = str(case.pointer[-1]), case.write
    if code == "RD009" and case.variant == "text":
        return write
    if code == "RD005" and case.variant == "near":
        return write if typed.casefold() == write.casefold() else None
    if code == "RD009" and case.variant == "field":
        inner = case.verdict.inner(case.pointer)
        part = target(case.verdict.model, inner[:-1])
        known = fields_of(part)
        others = tuple(field for field in known if field != write)
        is_meant = field_for(typed, known) == write
        is_only = field_for(typed, others) is None or _is_wanted(part, write, case.beside)
        return write if is_meant and is_only else None
    return None


def _is_wanted(part: object, field: str, beside: Mapping[object, object]) -> bool:
    """Whether a field that must be there is not: it decides between two that a word may mean."""
    models = (fact for fact in made_of(part, ()) if isinstance(fact, type))
    fields = (info for model in models for info in getattr(model, "model_fields", {}).items())
    return field not in beside and any(
        (info.alias or name) == field and info.is_required() for name, info in fields
    )


def _references(verdict: Verdict, positions: Positions) -> Iterator[Rewrite]:
    """References typed in full-width characters or Chinese quotes; who people are stays open."""
    for pointer, record in verdict.records if not verdict.text.isascii() else ():
        for link in links_of(record):
            if link.name.isascii() or not (exact := _reference(link)):
                continue
            place = (*pointer, *link.pointer)
            node = positions.node(place)
            if isinstance(node, Scalar):
                yield Rewrite(node.span, exact, is_key=False, pointer=place)


_ID = re.compile(r"[0-9A-Z]{1,16}(?:-[0-9A-Z]{1,16}){1,4}", re.ASCII)
_PERSON = re.compile(r"[a-z][a-z0-9]{0,20}(?:[.-][a-z0-9]{1,20}){1,3}", re.ASCII)


def _reference(link: Link) -> str | None:
    """The id that a reference consists of."""
    bare = unwrapped(link.name)
    if "person" in link.kinds:
        return bare if _PERSON.fullmatch(bare) else None
    exact = half_width(bare)
    return exact if _ID.fullmatch(exact) else None


# ── what stands in a value ───────────────────────────────────────────────────


def _value(code: str, case: _Case) -> str | None:
    """What to write for a value, as YAML; None when a person has to say."""
    rule = _CERTAIN.get((code, case.variant))
    return rule(case) if rule else None


def _as_text(case: _Case) -> str | None:
    """What is to be read as a text, quoted where it would not be."""
    return next(in_line(case.write, "", is_flow=case.is_flow))


def _as_written(case: _Case) -> str | None:
    """A number, or true or false."""
    return case.write


def _word(case: _Case) -> str | None:
    """A token for a word of which nothing is left out."""
    bare = plain(case.node.text)
    if "(" in bare and not any(bare in words for words in CHINESE_WORDS.values()):
        return None
    return case.write


def _form(case: _Case) -> str | None:
    """An id or name in its form, when each letter and digit stays."""
    is_kept = _signs(case.typed) == _signs(case.write) or case.facts.get("expected") == "quarter"
    return _as_text(case) if is_kept else None


def _signs(text: str) -> str:
    return "".join(mark for mark in text.casefold() if mark.isalnum())


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WEEKDAY = re.compile("(?:周|星期|礼拜)([一二三四五六日天])")
_WEEKDAYS = {"天": 6} | {name: number for number, name in enumerate("一二三四五六日")}


def _day(case: _Case) -> str | None:
    """A date: no end of a month, and of the day of the week that stands beside it."""
    day, weekday = _DAY.match(case.write), _WEEKDAY.search(case.typed)
    if re.search("[底末]|[a-z]{3}", case.typed.casefold()) or not day:
        return None
    if weekday and date.fromisoformat(day.group()).weekday() != _WEEKDAYS[weekday.group(1)]:
        return None
    return case.write


def _day_of_a_month(case: _Case) -> str | None:
    """A date whose year the file tells: 11月20日, not 11/12, which may be of December."""
    return _day(case) if "月" in case.typed else None


_MONEY = re.compile(
    r"(?:人民币|rmb|cny|[¥￥])?\s*-?[\d.,_\s〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬]+w?"
    r"\s*(?:元|圆)?(?:整|正)?",
    re.IGNORECASE,
)


def _amount(case: _Case) -> str | None:
    """An amount without anything that would get lost: no other currency, no about."""
    currency = half_width(str(case.beside.get("currency", "CNY")))
    is_named = re.search("[¥￥元圆人rR]|cny", case.typed) is not None
    if not _MONEY.fullmatch(case.typed) or (is_named and currency not in ("CNY", "人民币")):
        return None
    return case.write


_COUNTED = re.compile(r"-?\d+\s*(?:个|名|件|条|项|次|页|份|套|台|篇|轮)")
_PERSON_DAYS = re.compile(r"-?\d+(?:\.\d+)?\s*(?:人天|人日|天|日|pd)", re.IGNORECASE)
_PERCENT = re.compile(r"-?\d+(?:\.\d+)?\s*%")


def _unit(case: _Case) -> str | None:
    """A number beside a unit that the field has anyway."""
    is_days = case.field.endswith("_pd") and _PERSON_DAYS.fullmatch(case.typed)
    is_plain = _COUNTED.fullmatch(case.typed) or _PERCENT.fullmatch(case.typed)
    return case.write if is_days or is_plain else None


def _quoted(case: _Case) -> str | None:
    """What was typed, as a text."""
    is_simple = not case.node.style and not set(case.node.text) & set('"\\')
    return f'"{case.node.text}"' if is_simple else None


_NAMES = re.compile(rf"\[{_NAME}(?:, {_NAME})*\]", re.ASCII)


def _list(case: _Case) -> str | None:
    """A list of ids or tokens; prose is never taken apart, nor are people's names."""
    inner = case.verdict.inner(case.pointer)
    item = target(case.verdict.model, (*inner, 0))
    facts = tuple(made_of(item, ()))
    is_of_ids = any(isinstance(fact, Ref) and "person" not in fact.kinds for fact in facts)
    if not _NAMES.fullmatch(case.write):
        return None
    names = case.write[1:-1].split(", ")
    if is_of_ids:
        is_whole = _signs(case.typed) == _signs(case.write)
        return case.write if is_whole and all(map(_ID.fullmatch, names)) else None
    enum = enum_of(item)
    is_known = enum is not None and {str(member.value) for member in enum}.issuperset(names)
    return case.write if is_known and "(" not in plain(case.node.text) else None


_Rule = Callable[[_Case], str | None]
_CERTAIN: Mapping[tuple[str, str], _Rule] = MappingProxyType(
    {
        ("RD009", "word"): _word,
        ("RD009", "text"): _as_text,
        ("RD009", "wrapped"): _as_text,
        ("RD009", "digit"): _as_written,
        ("RD009", "numeral"): _as_written,
        ("RD006", "form-near"): _form,
        ("RD006", "unquote"): _as_written,
        ("RD006", "boolean-near"): _as_written,
        ("RD006", "amount-near"): _amount,
        ("RD006", "unit"): _unit,
        ("RD006", "quote"): _quoted,
        ("RD006", "list-near"): _list,
        ("RD002", "suggestion"): _day,
        ("RD002", "year-near"): _day_of_a_month,
        ("RD002", "midnight"): _day,
    }
)
"""What may be written without asking, by code and variant; everything else is for people."""
