"""From plain data to a record, or to findings: what pydantic says, in the words of the codes."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from rdclient.diagnostic import Finding, Location, finding
from rdclient.store import wanted
from rdclient.store.chinese import habits, half_width
from rdclient.store.complaint import Complaint, fields_of, nearest, target
from rdclient.store.position import Pointer, Positions, Scalar, lines_of, shown
from rdclient.store.yamlfile import habit_finding

R = TypeVar("R", bound=BaseModel)
_Translation: TypeAlias = Callable[[Complaint], Iterator[Finding]]
_MOST = 50
"""Findings per record; more say nothing new."""


def validate(
    model: type[R],
    data: object,
    *,
    path: str,
    text: str,
    pointer: Pointer,
    zone: ZoneInfo,
) -> R | tuple[Finding, ...]:
    """The record that the data hold, or every reason why they hold none.

    Args:
        model: class of the record.
        data: plain data, as the reader gives them.
        path: of the file, for the findings.
        text: of the whole file; lines and columns are taken from it.
        pointer: way down to the record in the file.
        zone: in which a time without offset is read.
    """
    try:
        return model.model_validate(data, context={"zone": zone})
    except ValidationError as error:
        errors = error.errors(include_url=False)
    positions = Positions(path, text)
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
    return Complaint(
        kind=detail["type"],
        value=detail["input"],
        facts=detail.get("ctx", {}),
        inner=inner,
        pointer=(*pointer, *inner),
        is_key=is_key,
        target=target(model, inner),
        parent=target(model, inner[:-1]),
        positions=positions,
        zone=zone,
    )


# ── keys ─────────────────────────────────────────────────────────────────────


def _telling(model: type[BaseModel], errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Without the missing fields that only a mistyped key takes away."""
    mistyped = {
        (*error["loc"][:-1], nearest(str(error["loc"][-1]), known))
        for error in errors[:_MOST]
        if error["type"] == "extra_forbidden"
        and (known := fields_of(target(model, error["loc"][:-1])))
    }
    return [e for e in errors if e["type"] != "missing" or e["loc"] not in mistyped]


_STATES = frozenset({"status", "state", "stage", "状态", "阶段", "进度"})
"""What people call the field that does not exist: a state is derived from the events."""


def _missing(case: Complaint) -> Iterator[Finding]:
    at = case.positions.locate(case.pointer[:-1])
    yield finding("RD007", at, field=str(case.pointer[-1]))


def _unknown(case: Complaint) -> Iterator[Finding]:
    field = str(case.pointer[-1])
    known = fields_of(case.parent)
    at = case.positions.locate(case.pointer, on_key=True)
    plain = half_width(field)
    if "：" in field:
        yield from _inside_text(case, at, field)
    elif field[:1] == "\u3000":
        place = replace(at, length=1)
        yield finding("RD009", place, variant="indent", character="\u3000", write=" ", line=at.line)
    elif plain != field and plain in known:
        typed = {"character": shown(field), "write": plain, "token": plain}
        yield finding("RD009", at, variant="text", **typed)
    elif field.casefold() in _STATES and "events" in known:
        yield finding("RD005", at, variant="state", field=shown(field))
    elif near := nearest(field, known):
        yield finding("RD005", at, variant="near", field=shown(field), suggestion=near, known=known)
    else:
        yield finding("RD005", at, field=shown(field), known=known)


def _inside_text(case: Complaint, at: Location, field: str) -> Iterator[Finding]:
    """A key that swallowed its value: ``{owner：zhang}``."""
    column = at.column + field.index("：")
    place = case.positions.at(at.line - 1, column - 1, pointer=case.pointer)
    yield finding(
        "RD009",
        place,
        variant="colon",
        character="：",
        write=":",
        line=place.line,
        column=place.column,
    )


def _unknown_language(case: Complaint) -> Iterator[Finding]:
    key = str(case.facts.get("key", ""))
    yield from _unknown(replace(case, pointer=(*case.pointer, key), parent=None))


def _bad_key(case: Complaint) -> Iterator[Finding]:
    at = case.positions.locate(case.pointer, on_key=True)
    yield finding("RD006", at, variant="key", expected="key", value=shown(str(case.pointer[-1])))


# ── shapes ───────────────────────────────────────────────────────────────────


def _typed_wide(case: Complaint) -> tuple[Finding, ...]:
    """Full-width structure inside a text that should have been a mapping or a list."""
    node = case.positions.node(case.pointer)
    if not isinstance(node, Scalar) or node.style:
        return ()
    first, last = node.span.line, node.span.end_line
    lines = lines_of(case.positions.text)[first : last + 1]
    return tuple(
        habit_finding(case.positions, replace(habit, line=habit.line + first))
        for habit in habits("\n".join(lines))
        if habit.kind != "quote" and (habit.line > 0 or habit.column >= node.span.column)
    )[:_MOST]


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
    elif isinstance(case.value, str) and (typed := _typed_wide(case)):
        yield from typed
    elif isinstance(case.value, str | int | float):
        items = ", ".join(item.strip() for item in re.split("[,，、;；]", case.written))
        yield case.wrong("list", "list-near", suggestion=f"[{items}]")
    else:
        yield case.wrong("list")


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
