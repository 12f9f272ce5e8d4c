"""JSON Schema of the record files, from the model: what the loader accepts, and what it is called.

Draft 7, which every editor reads. A schema says what one file can show: that a reference leads
somewhere, or that a date exists, is left to ``check``.
"""

import json
import types
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import Annotated, Any, TypeAlias, Union, cast, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from rdclient.diagnostic import CODES, Producer
from rdclient.lens import Lang
from rdclient.model.base import Moment, Part, Prose
from rdclient.model.calendar_file import NONE, CalendarFile, ExtraDay
from rdclient.model.policy import Policy
from rdclient.model.portfolio import KINDS
from rdclient.render.field_titles import field_title
from rdclient.render.kind_page import KIND_WORDS, told
from rdclient.render.manual_page import title
from rdclient.render.terms import word
from rdclient.worktime import Duration

POLICY, CALENDAR = "policy", "calendar"
SCHEMAS: Mapping[str, type[Part]] = MappingProxyType(
    {**KINDS, POLICY: Policy, CALENDAR: CalendarFile}
)
"""What has a schema: every kind of record, the policy, and calendars."""

_Schema: TypeAlias = dict[str, Any]
_Langs: TypeAlias = tuple[Lang, ...]

_DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]"
_TIME = f"{_DAY}([T ]{_CLOCK}(:[0-5][0-9])?(Z|[+-]{_CLOCK})?)?"
_AMOUNT = r"^-?[0-9]{1,15}(\.[0-9]{1,4})?$"
_DIGITS = 10**15 - 1
_DRAFT = "http://json-schema.org/draft-07/schema#"
_SINGLE = frozenset({"workspace", "client", "project", CALENDAR})
"""Kinds of which a file holds exactly one."""
_RECORD: _Schema = {"$ref": "#/definitions/record"}
_LINE: _Schema = {"type": "string", "pattern": r"\S"}
_TEXT: _Schema = {
    "anyOf": [
        _LINE,
        {
            "type": "object",
            "properties": {"zh": _LINE, "en": _LINE, "of": _LINE},
            "anyOf": [{"required": ["zh"]}, {"required": ["en"]}],
            "additionalProperties": False,
        },
    ]
}
"""A text, or one in both languages; never empty."""
_OTHER_WORDS = {
    POLICY: ("规则中的数字", "Numbers of the rules"),
    CALENDAR: ("工作日历", "Work calendar"),
}
_REQUIRED = ("必填", "required")


def schema_text(kind: str, *, is_list: bool, langs: _Langs) -> str:
    """The schema of a sort of file, as JSON; the same bytes every time.

    Args:
        kind: a name in ``SCHEMAS``.
        is_list: of a file that is a list, such as ``risks.yaml``; it refers to the other one,
            ``risk.json``, beside it. The other one is of a file with one record, or several.
        langs: of its words.
    """
    known = _Writer(langs, is_partial=kind == POLICY)
    found = known.list_file(kind) if is_list else known.file(kind)
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def kind_title(kind: str, *, lang: Lang) -> str:
    """What a kind is called, and what policy and calendars are."""
    zh, en = _OTHER_WORDS.get(kind) or KIND_WORDS[kind]
    return zh if lang is Lang.ZH else en


class _Writer:
    """Writes the schemas of parts and values, in some languages."""

    def __init__(self, langs: _Langs, *, is_partial: bool) -> None:
        self._langs = langs
        self._is_partial = is_partial

    # ── files ────────────────────────────────────────────────────────────────

    def file(self, kind: str) -> _Schema:
        """The schema of a file that holds one record, or several where that may be."""
        record = self.part(SCHEMAS[kind])
        required = [key for key in record.pop("required", ()) if key != "id"]
        record |= {"required": required} if required else {}
        whole: _Schema = {"allOf": [_RECORD]}
        if kind not in _SINGLE:
            whole = {"if": {"type": "array"}, "then": self._list(kind, ""), "else": _RECORD}
        shared = {"text": _TEXT, "text-or-null": _or_null(_TEXT)}
        head = self._head(kind)
        record = {"title": head["title"], **record}
        return {**head, **whole, "definitions": {"record": record, **shared}}

    def list_file(self, kind: str) -> _Schema:
        """The schema of a file that is a list of records."""
        return {**self._head(kind), **self._list(kind, f"{kind}.json")}

    def _head(self, kind: str) -> _Schema:
        names = " / ".join(kind_title(kind, lang=lang) for lang in self._langs)
        return {"$schema": _DRAFT, "title": names}

    def _list(self, kind: str, beside: str) -> _Schema:
        """A list of records, each with its id."""
        item: _Schema = {"$ref": f"{beside}{_RECORD['$ref']}"}
        if "id" in SCHEMAS[kind].model_fields:
            item = {"allOf": [item], "required": ["id"]}
        return {"type": "array", "items": item}

    # ── parts ────────────────────────────────────────────────────────────────

    def part(self, model: type[BaseModel]) -> _Schema:
        """A mapping with the fields of a model and no others."""
        fields = {info.alias or name: (name, info) for name, info in model.model_fields.items()}
        required = [key for key, (_, info) in fields.items() if info.is_required()]
        return {
            "type": "object",
            "properties": {
                key: self._field(model, name, key, info) for key, (name, info) in fields.items()
            },
            **({"required": required} if required and not self._is_partial else {}),
            "additionalProperties": False,
        }

    def _field(self, model: type[BaseModel], name: str, key: str, info: FieldInfo) -> _Schema:
        is_needed = info.is_required() and name != "id" and not self._is_partial
        described = []
        for lang in self._langs:
            side = 0 if lang is Lang.ZH else 1
            words = [field_title(model.__name__, key, lang=lang)]
            takes = "" if _enum_in(info.annotation) else told(model, name, lang=lang)
            if takes.casefold().startswith(words[0].casefold()):
                words.clear()
            words += [takes, _REQUIRED[side] if is_needed else ""]
            described.append(" · ".join(filter(None, words)))
        titles = (field_title(model.__name__, key, lang=lang) for lang in self._langs)
        value = self._value(info.annotation, tuple(info.metadata))
        if (model.__name__, key) == ("Policy", "severity"):
            value = self._severities(value)
        if (model.__name__, key) == ("CalendarFile", "extra_workdays"):
            value = {"anyOf": [{"type": "string", "enum": [NONE]}, {**value, "type": "array"}]}
        default = info.default.value if isinstance(info.default, Enum) else info.default
        has_default = isinstance(default, str | int) and not self._is_partial
        return {
            "title": " / ".join(dict.fromkeys(titles)),
            "description": "\n\n".join(dict.fromkeys(described)),
            **value,
            **({"default": default} if has_default else {}),
        }

    def _severities(self, value: _Schema) -> _Schema:
        """The severity of each code that may have another, with what the code says."""
        codes = (row.code for row in CODES.values() if row.producer is not Producer.STORE)
        each = {
            code: {
                "description": "\n\n".join(title(code, lang=lang) for lang in self._langs),
                **value["additionalProperties"],
            }
            for code in codes
        }
        return {"type": "object", "properties": each, "additionalProperties": False}

    # ── values ───────────────────────────────────────────────────────────────

    def _value(self, annotation: object, facts: tuple[object, ...]) -> _Schema:
        """What a value of a type may be; ``facts`` are the marks the type has been given."""
        origin, inner = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            return self._value(inner[0], (*facts, *inner[1:]))
        if any(isinstance(fact, Prose) for fact in facts):
            return {"$ref": "#/definitions/text"}
        if origin in (Union, types.UnionType):
            (option,) = (item for item in inner if item is not types.NoneType)
            return _or_null(self._value(option, facts))
        if origin is tuple:
            return {"type": "array", "items": self._value(inner[0], ())}
        if origin is dict:
            return self._mapping(*inner)
        return self._plain(cast("type", annotation), facts)

    def _mapping(self, key: object, value: object) -> _Schema:
        """A mapping whose keys people choose, or the members of an enum."""
        keys = self._value(key, ())
        held = self._value(value, ()) if value is not object else {}
        if "enum" in keys:
            words = zip(keys["enum"], keys["enumDescriptions"], strict=True)
            each = {name: {"description": text, **held} for name, text in words}
            return {"type": "object", "properties": each, "additionalProperties": False}
        names = {"propertyNames": keys} if "pattern" in keys else {}
        return {"type": "object", **names, "additionalProperties": held}

    def _plain(self, kind: type, facts: tuple[object, ...]) -> _Schema:
        if issubclass(kind, ExtraDay):  # a day, or one with hours of its own
            day = kind.model_fields["day"]
            return {"anyOf": [self._value(day.annotation, tuple(day.metadata)), self.part(kind)]}
        if issubclass(kind, BaseModel):
            return self.part(kind)
        if issubclass(kind, Enum):
            return self._tokens(kind)
        found = next(shape for known, shape in _PLAIN.items() if issubclass(kind, known))
        return {**found, **_bounds(facts)}

    def _tokens(self, enum: type[Enum]) -> _Schema:
        tokens = [str(member.value) for member in enum]
        words = [
            " / ".join(dict.fromkeys(word(enum.__name__, token, lang=lang) for lang in self._langs))
            for token in tokens
        ]
        return {"type": "string", "enum": tokens, "enumDescriptions": words}


_PLAIN: Mapping[type, _Schema] = MappingProxyType(
    {
        Moment: {"type": "string", "pattern": f"^{_TIME}$"},
        date: {"type": "string", "pattern": f"^{_DAY}$"},
        Duration: {"type": "string", "pattern": "^[0-9]{1,5}(m|h|wd|cd)$"},
        Decimal: {
            "anyOf": [
                {"type": "integer", "minimum": -_DIGITS, "maximum": _DIGITS},
                {"type": "string", "pattern": _AMOUNT},
            ]
        },
        bool: {"type": "boolean"},
        int: {"type": "integer"},
        float: {"type": "number"},
        str: {"type": "string"},
    }
)
"""The schema of each plain type; a date is the text that stands in the file."""

_BOUNDS = MappingProxyType(
    {
        "pattern": "pattern",
        "max_length": "maxLength",
        "ge": "minimum",
        "le": "maximum",
        "gt": "exclusiveMinimum",
        "lt": "exclusiveMaximum",
    }
)


def _bounds(facts: tuple[object, ...]) -> _Schema:
    """What the marks of a type demand of its values."""
    rules = [rule for fact in facts for rule in (fact, *getattr(fact, "metadata", ()))]
    found = ((key, getattr(rule, name, None)) for rule in rules for name, key in _BOUNDS.items())
    return {key: demand for key, demand in found if demand is not None}


def _or_null(found: _Schema) -> _Schema:
    """The same, or nothing: a key without a value."""
    if "$ref" in found:
        return {**found, "$ref": f"{found['$ref']}-or-null"}
    if "anyOf" in found:
        return {**found, "anyOf": [*found["anyOf"], {"type": "null"}]}
    more: _Schema = {"type": [found["type"], "null"]}
    if "enum" in found:
        more |= {"enum": [*found["enum"], None]}
    return {**found, **more}


def _enum_in(annotation: object) -> bool:
    """Whether the values are members of an enum."""
    if isinstance(annotation, type):
        return issubclass(annotation, Enum)
    return get_origin(annotation) is not dict and any(map(_enum_in, get_args(annotation)))
