"""Ids that two records of one scope share."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from rdclient.diagnostic import Finding, Location, finding
from rdclient.model.base import Record
from rdclient.model.meeting import Meeting
from rdclient.model.portfolio import folded, id_of, kind_of
from rdclient.store.yamlfile import Positions

_Named: TypeAlias = tuple[tuple[str | None, ...], str, Location]
"""A scope, a name in it, and where it stands."""


def duplicates(records: tuple[Record, ...], texts: Mapping[str, str]) -> Iterator[Finding]:
    """RD010 for every id that was given before in its scope.

    Args:
        records: in the order in which they were read.
        texts: of the files they came from, by path.
    """
    seen: dict[tuple[str | None, ...], Location] = {}
    for scope, name, at in _names(records):
        key = (*scope, folded(name))
        if key in seen:
            first, here = _located(seen[key], texts), _located(at, texts)
            yield finding("RD010", here, id=name, other=f"{first.path}:{first.line}")
        else:
            seen[key] = at


def _located(at: Location, texts: Mapping[str, str]) -> Location:
    return Positions(at.path, texts[at.path]).locate(at.pointer)


def _names(records: tuple[Record, ...]) -> Iterator[_Named]:
    """Every id with its scope: people share one per client, parts of meetings one per kind."""
    for record in records:
        origin, kind = record.origin, kind_of(record)
        if name := id_of(record):
            group = "person" if kind == "contact" else kind
            yield (group, origin.client, origin.project), name, _at_id(record)
        if isinstance(record, Meeting):
            yield from _parts(record)
    vendor = {folded(id_of(r)): r for r in records if kind_of(r) == "person"}
    contacts = {
        (record.origin.client, folded(id_of(record))): record
        for record in records
        if kind_of(record) == "contact"
    }
    for (client, name), contact in contacts.items():
        if name in vendor:
            yield ("shared", client, None), name, _at_id(vendor[name])
            yield ("shared", client, None), id_of(contact), _at_id(contact)


def _at_id(record: Record) -> Location:
    return Location(record.origin.path, (*record.origin.pointer, "id"))


def _parts(meeting: Meeting) -> Iterator[_Named]:
    origin = meeting.origin
    for field in ("decisions", "actions", "confirmations"):
        for index, part in enumerate(getattr(meeting, field)):
            at = Location(origin.path, (*origin.pointer, field, index, "id"))
            yield (field, origin.client, origin.project), part.id, at
