"""From plain data to a record, or to findings: what pydantic says, in the words of the codes."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from types import MappingProxyType
from typing import TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from rdclient.diagnostic import Fact, Finding, Location, finding
from rdclient.store import wanted
from rdclient.store.chinese import half_width, plain, token_for
from rdclient.store.complaint import (
    Complaint,
    enum_of,
    fields_of,
    key_of,
    meant,
    nearest,
    target,
)
from rdclient.store.position import Pairs, Pointer, Positions, Scalar, code_point, lines_of, shown

R = TypeVar("R", bound=BaseModel)
_Translation: TypeAlias = Callable[[Complaint], Iterator[Finding]]
_MOST = 50
"""Findings per record; more say nothing new."""


def validate(
    model: type[R],
    data: object,
    *,
    path: str,
    text: str | Callable[[], str],
    pointer: Pointer,
    zone: ZoneInfo,
) -> R | tuple[Finding, ...]:
    """The record that the data hold, or every reason why they hold none.

    Args:
        model: class of the record.
        data: plain data, as the reader gives them.
        path: of the file, for the findings.
        text: of the whole file, or what gives it; lines and columns are taken from it.
        pointer: way down to the record in the file.
        zone: in which a time without offset is read.
    """
    try:
        return model.model_validate(data, context={"zone": zone})
    except ValidationError as error:
        errors = error.errors(include_url=False)
    positions = Positions(path, text if isinstance(text, str) else text())
    found: dict[Finding, None] = {}
    for detail in _telling(model, errors)[:_MOST]:
        case = _case(model, detail, positions, pointer, zone)
        found.update(dict.fromkeys(_TRANSLATED.get(detail["type"], _other)(case)))
    return tuple(found)


def _case(
    model: type[BaseModel],
    detail: ErrorDetails,
    positions: Positions,
    pointer: Pointer,
    zone: ZoneInfo,
) -> Complaint:
    inner = detail["loc"]
    is_key = bool(inner) and inner[-1] == "[key]"
    inner = inner[:-1] if is_key else inner
    parent = target(model, inner[:-1])
    return Complaint(
        kind=detail["type"],
        value=detail["input"],
        facts=detail.get("ctx", {}),
        inner=inner,
        pointer=(*pointer, *inner),
        is_key=is_key,
        target=key_of(parent) if is_key else target(model, inner),
        parent=parent,
        positions=positions,
        zone=zone,
    )


# ── keys ─────────────────────────────────────────────────────────────────────


def _telling(model: type[BaseModel], errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Without the missing fields that only a mistyped key takes away."""
    mistyped: set[tuple[int | str, ...]] = set()
    outdented: set[str] = set()
    for error in errors[:_MOST]:
        *way, key = error["loc"] or ("",)
        if error["type"] != "extra_forbidden":
            continue
        known = fields_of(target(model, tuple(way)))
        if field := meant(str(key), known):
            mistyped.add((*way, field))
        if str(key)[:1].isspace():
            outdented.add(half_width(str(key)))
    return [
        error
        for error in errors
        if error["type"] != "missing"
        or (error["loc"] not in mistyped and error["loc"][-1] not in outdented)
    ]


_STATES = frozenset({"status", "state", "stage", "状态", "阶段", "进度"})
"""What people call the field that does not exist: a state is derived from the events."""


def _missing(case: Complaint) -> Iterator[Finding]:
    at = case.positions.locate(case.pointer[:-1])
    yield finding("RD007", at, field=str(case.pointer[-1]))


def _unknown(case: Complaint) -> Iterator[Finding]:
    field = str(case.pointer[-1])
    known = fields_of(case.parent)
    at = case.positions.locate(case.pointer, on_key=True)
    exact = half_width(field)
    if mark := _COLON.search(field):
        yield _inside_text(case, at, field, mark)
    elif field[:1].isspace():
        place = replace(at, length=1)
        variant = "indent" if field[0] == "\u3000" else "indent-other"
        named = field[0] if variant == "indent" else code_point(field[0])
        yield finding("RD009", place, variant=variant, character=named, write=" ", line=at.line)
    elif exact != field and exact in known:
        typed = {"character": shown(field), "write": exact, "token": exact}
        yield finding("RD009", at, variant="text", **typed)
    elif field.casefold() in _STATES and "events" in known:
        yield finding("RD005", at, variant="state", field=shown(field))
    elif not field.isascii() and (word := meant(field, known)):
        typed = {"character": shown(field), "write": word, "token": word}
        yield finding("RD009", at, variant="field", **typed)
    elif near := nearest(field, known):
        yield finding("RD005", at, variant="near", field=shown(field), suggestion=near, known=known)
    else:
        yield finding("RD005", at, field=shown(field), known=known)


_COLON = re.compile(r"：|:(?=[^\s/\\])")


def _inside_text(case: Complaint, at: Location, field: str, mark: re.Match[str]) -> Finding:
    """A key that swallowed its value: ``{owner：zhang}``, ``{owner:zhang}``."""
    place = case.positions.at(at.line - 1, at.column + mark.start() - 1, pointer=case.pointer)
    where: dict[str, Fact] = {"line": place.line, "column": place.column}
    if mark.group() == "：":
        return finding("RD009", place, variant="colon", character="：", write=":", **where)
    mend = f"{field[: mark.start()]}: {field[mark.end() :]}"
    return finding("RD003", place, variant="colon-blank", suggestion=shown(mend), **where)


def _unknown_language(case: Complaint) -> Iterator[Finding]:
    key = str(case.facts.get("key", ""))
    yield from _unknown(replace(case, pointer=(*case.pointer, key), parent=None))


def _bad_key(case: Complaint) -> Iterator[Finding]:
    at = case.positions.locate(case.pointer, on_key=True)
    yield finding("RD006", at, variant="key", expected="key", value=shown(str(case.pointer[-1])))


# ── shapes ───────────────────────────────────────────────────────────────────

_OF_LISTS = frozenset({"dash", "dash-blank", "number"})
_NOT_IN_TEXT = frozenset(
    {"colon", "colon-key", "colon-blank", "indent", "indent-other", "blank", "blank-other"}
    | {"comma", "bracket", "dash", "dash-blank"}
)
"""Kinds of habits, except those that prose has too."""


def _typed_wide(case: Complaint, *, kinds: frozenset[str] = _NOT_IN_TEXT) -> tuple[Finding, ...]:
    """Habits inside a text that should have been a mapping or a list."""
    from rdclient.store.habit import habits
    from rdclient.store.syntax import habit_finding

    node = case.positions.node(case.pointer)
    is_item = isinstance(node, Pairs) and kinds == _OF_LISTS
    if node is None or not (is_item or (isinstance(node, Scalar) and not node.style)):
        return ()
    first, last = node.span.line, node.span.end_line
    lines = lines_of(case.positions.text)[first : last + 1]
    found = (
        habit_finding(case.positions, replace(habit, line=habit.line + first))
        for habit in habits("\n".join(lines), fields_of(case.target))
        if habit.kind in kinds and (habit.line > 0 or habit.column >= node.span.column)
    )
    return tuple(islice(found, _MOST))


def _mapping_wanted(case: Complaint) -> Iterator[Finding]:
    if isinstance(case.value, str) and (typed := _typed_wide(case)):
        yield from typed
    elif case.value is None and case.inner:
        yield case.wrong("mapping", "empty")
    else:
        fields = fields_of(case.target)
        yield case.wrong("mapping", known=fields[:8])


def _dict_wanted(case: Complaint) -> Iterator[Finding]:
    yield from _typed_wide(case) or (case.wrong("mapping", "dict"),)


def _list_wanted(case: Complaint) -> Iterator[Finding]:
    if case.value is None:
        yield case.wrong("list", "empty-list")
    elif typed := _typed_wide(case, kinds=_OF_LISTS) or _bracketed(case):
        yield from typed
    elif isinstance(case.value, str | int | float):
        enum = enum_of(target(case.target, (0,)))
        family = enum.__name__ if enum else ""
        items = [item.strip(" -•·") for item in re.split("[,，、;；]", plain(case.written))]
        told = ", ".join(token_for(family, item) or item for item in items if item)
        yield case.wrong("list", "list-near", suggestion=f"[{told}]")
    else:
        yield case.wrong("list")


def _bracketed(case: Complaint) -> tuple[Finding, ...]:
    """The marks of a list in full-width brackets."""
    is_wide = isinstance(case.value, str) and case.value[:1] in "［【｛"
    return _typed_wide(case) if is_wide else ()


def _other(case: Complaint) -> Iterator[Finding]:
    at = case.at
    yield finding("RD006", at, expected=case.kind, value=case.written)


_TRANSLATED: Mapping[str, _Translation] = MappingProxyType(
    {
        "missing": _missing,
        "extra_forbidden": _unknown,
        "text_language": _unknown_language,
        "invalid_key": _bad_key,
        "model_type": _mapping_wanted,
        "model_attributes_type": _mapping_wanted,
        "dict_type": _dict_wanted,
        "tuple_type": _list_wanted,
        "list_type": _list_wanted,
        "string_type": wanted.text_wanted,
        "text_type": wanted.text_wanted,
        "text_empty": wanted.text_empty,
        "string_pattern_mismatch": wanted.form_wanted,
        "enum": wanted.token_wanted,
        "int_type": wanted.number_wanted,
        "float_type": wanted.number_wanted,
        "amount": wanted.number_wanted,
        "bool_type": wanted.truth_wanted,
        "duration": wanted.duration_wanted,
        "greater_than_equal": wanted.bound,
        "greater_than": wanted.bound,
        "less_than_equal": wanted.bound,
        "less_than": wanted.bound,
        "finite_number": wanted.infinite,
        "day": wanted.day_wanted,
        "moment": wanted.moment_wanted,
        "moment_gap": wanted.clock_changed,
        "moment_overlap": wanted.clock_changed,
    }
)
