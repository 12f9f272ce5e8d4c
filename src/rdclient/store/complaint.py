"""One complaint of pydantic: what is known about its place in the file and in the model."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, get_args, get_origin
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from rdclient.diagnostic import Fact as Detail
from rdclient.diagnostic import Finding, Location, finding
from rdclient.model.base import Fact
from rdclient.store.chinese import half_width
from rdclient.store.position import Pointer, Positions, Scalar, shown

_CLOSE = 0.6


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

    def wrong(self, expected: str, variant: str | None = None, **facts: Detail) -> Finding:
        """RD006 at the value; the variant is what was expected, unless stated."""
        known = {"expected": expected, "value": self.written, **facts}
        return finding("RD006", self.at, variant=variant or expected, **known)

    def chinese(self, variant: str, write: str) -> Finding:
        """RD009 at the value: what was typed, and the token or number to write."""
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


def nearest(word: str, known: tuple[str, ...]) -> str | None:
    """The known word that was most likely meant."""
    plain = half_width(word).casefold().replace("-", "_").replace(" ", "_")
    if plain.upper() in known:
        return plain.upper()
    return next(iter(difflib.get_close_matches(plain, known, 1, _CLOSE)), None)
