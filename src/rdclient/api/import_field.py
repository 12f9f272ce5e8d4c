"""A field of a record as an import sees it: what its type is, and whether it is only added to."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel

from rdclient.model.base import Bilingual, Part, Prose, Ref
from rdclient.model.service import Ticket
from rdclient.model.walk import Way, made_of, slots

_LANGUAGES = frozenset({"zh", "en", "of"})


@dataclass(frozen=True, slots=True)
class FieldType:
    """What a field takes.

    Attributes:
        facts: what its annotation is made of.
        part: the class of part it holds.
        is_list: whether it holds several.
        is_log: whether it is a list of dated facts, to which entries are only added.
    """

    facts: tuple[object, ...]
    part: type[Part] | None
    is_list: bool
    is_log: bool

    @property
    def ref(self) -> Ref | None:
        """What it refers to."""
        return next((fact for fact in self.facts if isinstance(fact, Ref)), None)

    @property
    def is_text(self) -> bool:
        """Whether it holds words for people."""
        return any(isinstance(fact, Prose) for fact in self.facts)

    @property
    def pattern(self) -> str | None:
        """The form a text must have."""
        return _pattern(self.facts)

    @property
    def is_priority(self) -> bool:
        """Whether it holds a priority, which policy defines."""
        return self.pattern is not None and self.pattern == _priority()


def _pattern(facts: tuple[object, ...]) -> str | None:
    for fact in facts:
        for rule in (fact, *getattr(fact, "metadata", ())):
            if isinstance(found := getattr(rule, "pattern", None), str):
                return found
    return None


@cache
def _priority() -> str | None:
    info = Ticket.model_fields["priority"]
    return _pattern(tuple(made_of(info.annotation, tuple(info.metadata))))


@cache
def field_type(model: type[BaseModel], way: tuple[str, ...]) -> FieldType | None:
    """The type of the field that keys lead to; None when there is none."""
    name = attribute(model, way[0])
    if name is None:
        return None
    info = model.model_fields[name]
    facts = tuple(made_of(info.annotation, tuple(info.metadata)))
    part = next((f for f in facts if isinstance(f, type) and issubclass(f, Part)), None)
    is_list = tuple in facts
    found = FieldType(facts, part, is_list, is_list and part is not None and _is_dated(part))
    if way[1:]:
        if part is not None and not is_list:
            return field_type(part, way[1:])
        is_language = found.is_text and not is_list and len(way[1:]) == 1
        return found if is_language and way[1] in _LANGUAGES else None
    return found


def _is_dated(part: type[Part]) -> bool:
    return any(slot.dated == "fact" and slot.required for slot in slots(part))


@cache
def attribute(model: type[BaseModel], key: str) -> str | None:
    """The attribute in which a key of a file stands; None when there is no such key."""
    names = ((name, info.alias or name) for name, info in model.model_fields.items())
    return next((name for name, alias in names if alias == key), None)


@cache
def keys(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys of a class in the order in which a file is to have them.

    What every record may have comes last, its events before that.
    """
    own = [info.alias or name for name, info in model.model_fields.items()]
    last = [key for key in own if key in ("recorded_on", "note", "audience")]
    return (*(key for key in own if key not in last), *last)


def ordered(model: type[BaseModel], item: Mapping[str, object]) -> dict[str, object]:
    """The data of a record or part with its keys in order."""
    return {key: _ordered_value(model, key, item[key]) for key in keys(model) if key in item}


def _ordered_value(model: type[BaseModel], key: str, value: object) -> object:
    found = field_type(model, (key,))
    if found is None or found.part is None:
        return value
    if isinstance(value, dict):
        return ordered(found.part, value)
    if isinstance(value, list):
        return [ordered(found.part, v) if isinstance(v, dict) else v for v in value]
    return value


def held(part: object, way: Way) -> object:
    """What a record holds at keys and indexes; None when nothing."""
    for step in way:
        if isinstance(part, Bilingual):
            part = getattr(part, str(step), None)
        elif isinstance(part, tuple) and isinstance(step, int):
            part = part[step] if step < len(part) else None
        elif isinstance(part, BaseModel):
            name = attribute(type(part), str(step))
            part = getattr(part, name) if name else None
        else:
            return None
    return part
