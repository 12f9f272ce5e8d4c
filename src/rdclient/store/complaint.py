"""One complaint of pydantic: what is known about its place in the file and in the model."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, get_args, get_origin
from zoneinfo import ZoneInfo

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from rdclient.diagnostic import Fact as Detail
from rdclient.diagnostic import Finding, Location, finding
from rdclient.model.base import Fact
from rdclient.store.chinese import half_width
from rdclient.store.position import Pointer, Positions, Scalar, code_point, shown

_CLOSE = 0.6
_LONGEST = 240
_ODD_BLANK = re.compile("[\u3000\u00a0\u1680\u2000-\u200a\u202f\u205f]")


@dataclass(frozen=True, slots=True)
class Complaint:
    """One complaint of pydantic, with what is known about its place."""

    kind: str
    value: object
    facts: Mapping[str, Any]
    inner: tuple[int | str, ...]
    pointer: Pointer
    is_key: bool
    target: object
    parent: object
    positions: Positions
    zone: ZoneInfo

    @property
    def at(self) -> Location:
        """Where the value stands, or the key when it is about the key."""
        return self.positions.locate(self.pointer, on_key=self.is_key)

    @property
    def written(self) -> str:
        """The value as the file has it; without the file, as the data have it."""
        node = self.positions.node(self.pointer)
        if isinstance(node, Scalar):
            return shown(node.text)
        return shown(self.value) if isinstance(self.value, str) else ""

    @property
    def is_required(self) -> bool:
        """Whether the field may not be left out."""
        return self._info is not None and self._info.is_required()

    @property
    def bounds(self) -> tuple[int | None, int | None]:
        """The least and the greatest number the field takes."""
        found = {"ge": None, "le": None}
        for rule in self._info.metadata if self._info else ():
            found |= {name: getattr(rule, name) for name in found if hasattr(rule, name)}
        return found["ge"], found["le"]

    @property
    def _info(self) -> FieldInfo | None:
        step = self.inner[-1] if self.inner else None
        for option in _options(self.parent):
            if isinstance(option, type) and issubclass(option, BaseModel):
                for name, info in option.model_fields.items():
                    if step in (info.alias or name, name):
                        return info
        return None

    @property
    def field(self) -> str:
        """The name of the field, or of the list the value stands in."""
        return next((shown(step) for step in reversed(self.pointer) if isinstance(step, str)), "")

    def _odd_blank(self, blank: re.Match[str]) -> Finding:
        at = self.at
        place = self.positions.at(at.line - 1, at.column - 1 + blank.start(), 1, at.pointer)
        mark = blank.group()
        variant = "blank" if mark == "\u3000" else "blank-other"
        named = mark if mark == "\u3000" else code_point(mark)
        facts: dict[str, Detail] = {"line": place.line, "column": place.column}
        return finding("RD009", place, variant=variant, character=named, write=" ", **facts)

    def wrong(self, expected: str, variant: str | None = None, **facts: Detail) -> Finding:
        """RD006 at the value; the variant is what was expected, unless stated."""
        known = {"expected": expected, "value": self.written, **facts}
        return finding("RD006", self.at, variant=variant or expected, **known)

    @property
    def typed(self) -> str:
        """The value character by character, as far as anything can be made of it."""
        return self.value[:_LONGEST] if isinstance(self.value, str) else self.written

    def chinese(self, variant: str, write: str) -> Finding:
        """RD009 at the value: what was typed, and the token or number to write.

        Where only a blank is odd, at the blank.
        """
        blank = _ODD_BLANK.search(self.typed)
        if blank and _ODD_BLANK.sub(" ", self.typed).strip() == write:
            return self._odd_blank(blank)
        typed = {"character": self.written, "write": write, "token": write}
        return finding("RD009", self.at, variant=variant, **typed)


# ── the schema, by pointer ───────────────────────────────────────────────────


def _options(annotation: object) -> Iterator[Any]:
    """The annotation without ``Annotated`` and unions: every plain type it allows."""
    if get_origin(annotation) is Annotated:
        yield from _options(get_args(annotation)[0])
    elif get_args(annotation) and get_origin(annotation) not in (tuple, dict):
        for option in get_args(annotation):
            yield from _options(option)
    else:
        yield annotation


def target(annotation: object, inner: tuple[int | str, ...]) -> object:
    """What the model wants at a place; None where it has nothing."""
    for step in inner:
        options = [inside for option in _options(annotation) for inside in _inside(option, step)]
        if not options:
            return None
        annotation = options[0]
    return annotation


def _inside(option: object, step: int | str) -> Iterator[object]:
    if isinstance(option, type) and issubclass(option, BaseModel):
        for name, info in option.model_fields.items():
            if step in (info.alias or name, name):
                yield info.annotation
    elif get_origin(option) in (tuple, dict):
        of_key, *of_value = get_args(option)
        yield of_key if get_origin(option) is tuple else of_value[0]


def key_of(annotation: object) -> object:
    """What the model wants as a key of the mapping it wants there."""
    for option in _options(annotation):
        if get_origin(option) is dict:
            return get_args(option)[0]
    return None


def fields_of(annotation: object) -> tuple[str, ...]:
    """The keys of the part the model wants there, those of every dated fact at the end.

    ``zh`` and ``en`` where it wants a text.
    """
    for option in _options(annotation):
        if isinstance(option, type) and issubclass(option, BaseModel):
            fields = sorted(option.model_fields.items(), key=lambda f: f[0] in Fact.model_fields)
            return tuple(info.alias or name for name, info in fields)
    return ("zh", "en")


def enum_of(annotation: object) -> type[Enum] | None:
    """The enum the model wants there."""
    for option in _options(annotation):
        if isinstance(option, type) and issubclass(option, Enum):
            return option
    return None


def meant(word: str, known: tuple[str, ...]) -> str | None:
    """The field that a key means: by its Chinese name, else by its spelling."""
    from rdclient.store.field_words import field_for

    name = re.split("[：:]", word.strip(), maxsplit=1)[0]
    return field_for(name, known) or nearest(name, known)


def nearest(word: str, known: tuple[str, ...]) -> str | None:
    """The known word that was most likely meant."""
    plain = half_width(word).casefold().replace("-", "_").replace(" ", "_")
    if plain.upper() in known:
        return plain.upper()
    return next(iter(difflib.get_close_matches(plain, known, 1, _CLOSE)), None)
