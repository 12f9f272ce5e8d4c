"""A field as people name it (``value.metric``, ``负责人``), made the way down to it in a record."""

import re
from dataclasses import dataclass

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from rdclient.diagnostic import UsageError
from rdclient.model.base import Part, Prose
from rdclient.model.walk import made_of
from rdclient.store.chinese import half_width
from rdclient.store.complaint import fields_of, nearest
from rdclient.store.field_words import field_for
from rdclient.store.position import Pointer
from rdclient.store.typed import Speech, folded


@dataclass(frozen=True, slots=True)
class Field:
    """A field in which one value stands.

    Attributes:
        way: keys and indexes from the part down.
        facts: what its annotation is made of.
    """

    way: Pointer
    facts: tuple[object, ...]


_STATES = frozenset({"status", "state", "stage", "状态", "进度"})
"""What people call the field that does not exist: a state is derived."""
_LANGUAGES = {"zh": "zh", "中文": "zh", "en": "en", "英文": "en", "of": "of"}


def field_at(
    model: type[BaseModel], data: object, typed: str, speech: Speech, *, path: str
) -> Field:
    """The field that a name with points means.

    Args:
        model: class of the part it is looked for in.
        data: of that part, as the file has them.
        typed: names and indexes from 0, with points between them.
        speech: what people call the fields.
        path: of the file, for the reasons.

    Raises:
        UsageError: when there is no such field, or it holds more than one value.
    """
    steps = tuple(step.strip() for step in half_width(typed).split("."))
    way: Pointer = ()
    while True:
        key = key_of(model, steps[0], speech)
        info = _info(model, key)
        facts = tuple(made_of(info.annotation, tuple(info.metadata)))
        value = data.get(key) if isinstance(data, dict) else None
        way, steps = (*way, key), steps[1:]
        if tuple in facts:
            index = _index(way, value, steps, path)
            value = value[index] if isinstance(value, list) else None
            way, steps = (*way, index), steps[1:]
        part = next((f for f in facts if isinstance(f, type) and issubclass(f, Part)), None)
        if part is None:
            return _leaf(way, value, steps, facts, path)
        if not steps:
            fields = ", ".join(f"{_named(way)}.{name}" for name in fields_of(part))
            raise UsageError("field-is-part", _named(way), fields)
        if value is None:
            raise UsageError("field-parent-missing", _named(way), steps[0], path)
        model, data = part, value


def _leaf(
    way: Pointer, value: object, steps: tuple[str, ...], facts: tuple[object, ...], path: str
) -> Field:
    """The field itself, or one language of its text."""
    is_text = any(isinstance(fact, Prose) for fact in facts)
    if dict in facts:
        raise UsageError("field-by-hand", _named(way), path)
    if steps and (not is_text or len(steps) > 1 or steps[0] not in _LANGUAGES):
        raise UsageError("field-has-none", _named(way), ".".join(steps))
    if steps and not isinstance(value, dict):
        raise UsageError("text-is-plain", _named(way), path)
    if not steps and isinstance(value, dict):
        raise UsageError("text-is-bilingual", _named(way))
    return Field((*way, *(_LANGUAGES[step] for step in steps)), facts)


def _named(way: Pointer) -> str:
    return ".".join(map(str, way))


def _info(model: type[BaseModel], key: str) -> FieldInfo:
    fields = model.model_fields.items()
    return next(info for name, info in fields if key == (info.alias or name))


def _index(way: Pointer, value: object, steps: tuple[str, ...], path: str) -> int:
    """The index of an item of a list."""
    items = value if isinstance(value, list) else []
    if way[-1] == "events" and not steps:
        raise UsageError("field-is-events")
    if not steps:
        raise UsageError("field-is-list", _named(way), len(items), path)
    if not re.fullmatch(r"\d{1,6}", steps[0], re.ASCII) or int(steps[0]) >= len(items):
        raise UsageError("field-index", _named(way), steps[0], len(items))
    return int(steps[0])


# ── one name ─────────────────────────────────────────────────────────────────


def key_of(model: type[BaseModel], name: str, speech: Speech) -> str:
    """The key of a field of a class: by its name, by what people call it in either language.

    Raises:
        UsageError: when none or several are meant.
    """
    known = fields_of(model)
    if half_width(name).casefold() in _STATES and "events" in known:
        raise UsageError("field-is-state", name)
    meant = field_names(name, known, speech)
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise UsageError("field-which", name, ", ".join(meant))
    near = nearest(name, known)
    if near:
        raise UsageError("unknown-field-near", name, near, ", ".join(known))
    raise UsageError("unknown-field", name, ", ".join(known))


def field_names(name: str, known: tuple[str, ...], speech: Speech) -> tuple[str, ...]:
    """The fields that a word may mean: itself, what people type, else what cards print."""
    plain = re.sub(r"[\s-]+", "_", half_width(name)).casefold()
    if plain in known:
        return (plain,)
    typed = tuple(key for key in known if field_for(name, (key,)))
    return typed or tuple(key for key in speech.fields.get(folded(name), ()) if key in known)
