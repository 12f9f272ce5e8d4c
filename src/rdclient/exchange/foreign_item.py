"""Requirements as another tool keeps them: items, their links, and what is wrong with them."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from rdclient.diagnostic import RdclientError


class ForeignError(RdclientError):
    """The file or the folder cannot be read as requirements of another tool."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands.

    Attributes:
        path: of the file, as it is to be told.
        line: from 1; 0 when only the pointer is known, or the file as a whole is meant.
        pointer: keys and indexes in a YAML file.
    """

    path: str
    line: int = 0
    pointer: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be told about an item; its words live in ``render``.

    Attributes:
        place: where.
        key: of the wording.
        details: that the wording names.
        about: what people call the item; empty for none.
    """

    place: Place
    key: str
    details: tuple[object, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to the item that this one is derived from.

    Attributes:
        key: of that item.
        told: the key as it stands in the file.
        place: where it stands.
    """

    key: str
    told: str
    place: Place


@dataclass(frozen=True, slots=True)
class Item:
    """A requirement of another tool.

    Attributes:
        key: by which links name it.
        external: its id there, kept in the record.
        name: what people call it there; an id here where it fits.
        place: where it stands.
        values: texts by the name of their attribute; empty ones are left out.
        places: where those stand, as far as that differs from the item's own place.
        links: to the items it is derived from.
        changed: when it was last changed, as it stands there; empty when nobody knows.
    """

    key: str
    external: str
    name: str
    place: Place
    values: Mapping[str, str]
    places: Mapping[str, Place] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    changed: str = ""

    def place_of(self, attribute: str) -> Place:
        """Where an attribute stands."""
        return self.places.get(attribute, self.place)


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that is there but is no requirement to be brought in.

    Attributes:
        key: by which links name it.
        reason: key of the wording.
        item: as it was read.
    """

    key: str
    reason: str
    item: Item


@dataclass(frozen=True, slots=True)
class ForeignSet:
    """What a folder or a file of another tool holds.

    Attributes:
        items: in the order of the documents.
        skipped: what is no requirement.
        faults: parts that could not be read.
        notes: what is worth knowing and refuses nothing.
        through: moment up to which it is complete, as it stands there; empty when nobody knows.
    """

    items: tuple[Item, ...]
    skipped: tuple[Skipped, ...] = ()
    faults: tuple[Remark, ...] = ()
    notes: tuple[Remark, ...] = ()
    through: str = ""


# ── fields ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class FieldTable:
    """Which field each attribute of another tool fills.

    Attributes:
        rows: names of attributes and keys of fields; of several for one field, the first that
            says something counts.
    """

    rows: tuple[tuple[str, str], ...]

    def with_rows(self, rows: tuple[tuple[str, str], ...]) -> "FieldTable":
        """The table with rows of one's own, which come first; an empty field leaves one out."""
        own = {folded(attribute) for attribute, _ in rows}
        kept = tuple(row for row in self.rows if folded(row[0]) not in own)
        return FieldTable((*rows, *kept))

    def named(self, values: Mapping[str, str]) -> dict[str, str]:
        """The attribute that fills each field, by the field."""
        names = {folded(name): name for name in values}
        found: dict[str, str] = {}
        for attribute, target in self.rows:
            name = names.get(folded(attribute))
            if name is not None and target:
                found.setdefault(target, name)
        return found

    def unknown(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """Attributes that fill nothing, and that nobody left out."""
        known = {folded(attribute) for attribute, _ in self.rows}
        return tuple(name for name in values if folded(name) not in known)


def folded(name: str) -> str:
    """The name of an attribute as it is compared: width, case and blanks do not matter."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


# ── titles and ids ───────────────────────────────────────────────────────────

_LONGEST = 80
"""Columns that a title made of a text may have; a Chinese character takes two."""
_ID = re.compile(r"[0-9A-Z]{1,16}(-[0-9A-Z]{1,16}){0,4}\Z")
_END = re.compile(r"[。！？；]|[.!?;](?=\s+[^\sa-z0-9]|\Z)")
_MARKUP = re.compile(r"\A(?:[#>*+-]+|\d+[.)])[ \t]+")
_EMPHASIS = re.compile(r"(\*\*|__|`)(.+?)\1")


def title_of(text: str) -> str:
    """A title for a requirement that has none: the first sentence of its text, shortened.

    >>> title_of("The system shall **log** each failure. It keeps the log for a year.")
    'The system shall log each failure'
    """
    line = _EMPHASIS.sub(r"\2", _first_paragraph(text))
    end = _END.search(line)
    if end and end.start() > 0:
        line = line[: end.start()]
    return _shortened(line.rstrip(" :：,，、")) if any(map(str.isalnum, line)) else ""


def _first_paragraph(text: str) -> str:
    """The first lines of a text as one: what is wrapped there need not be wrapped here."""
    joined = ""
    for line in map(str.strip, text.split("\n")):
        is_other = not line or _MARKUP.match(line) or joined.startswith("#")
        if joined and is_other:
            break
        is_spaced = joined and joined[-1].isascii() and line[:1].isascii()
        joined += f" {line}" if is_spaced else line
    return _MARKUP.sub("", joined).strip()


def _shortened(line: str) -> str:
    width = 0
    for index, mark in enumerate(line):
        width += 2 if unicodedata.east_asian_width(mark) in "WF" else 1
        if width > _LONGEST:
            cut = line[: index - 1]
            at_word = cut.rpartition(" ")[0] if mark.isascii() else ""
            return (at_word or cut).rstrip() + "…"
    return line


def id_from(name: str) -> str | None:
    """An id of ours out of an id from elsewhere; None when it cannot be made one.

    >>> id_from("req_012"), id_from("12"), id_from("SYS.HLR-7")
    ('REQ-012', None, 'SYS-HLR-7')
    """
    plain = unicodedata.normalize("NFKC", name).strip().upper()
    made = re.sub(r"[^0-9A-Z]+", "-", plain).strip("-") if plain.isascii() else ""
    is_fit = _ID.match(made) and any("A" <= mark <= "Z" for mark in made)
    return made if is_fit else None
