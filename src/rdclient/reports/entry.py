"""What can be listed and shown: every record, and the action items and confirmations in records."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from rdclient.model.base import Action, Bilingual, Moment, Part, Record, Words
from rdclient.model.care import TechnicalBrief
from rdclient.model.client import Contact, Person
from rdclient.model.governance import RaciRow, Waiver
from rdclient.model.link import links_of
from rdclient.model.meeting import ConfirmationItem
from rdclient.model.operation import Drill, EmergencyPlan, Release
from rdclient.model.plan import Quality
from rdclient.model.portfolio import Portfolio, folded, id_of, kind_of
from rdclient.model.risk import Risk
from rdclient.model.satisfaction import Survey
from rdclient.model.service import Source
from rdclient.model.signoff import SignOff
from rdclient.model.walk import Way, parts, slots
from rdclient.reports.base import about

Title: TypeAlias = Words | StrEnum
"""What a record is called: its own words, or the token that says what it is about."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record, or an item in one.

    Attributes:
        kind: name of the kind; ``action`` or ``confirmation`` for an item.
        part: the record or the item itself.
        record: the record it is, or stands in.
        pointer: keys and indexes from the record down to the item; empty for a record.
    """

    kind: str
    part: Record | Action | ConfirmationItem
    record: Record
    pointer: Way = ()

    @property
    def id(self) -> str:
        """Its id; empty for kinds that have none."""
        return id_of(self.record) if self.part is self.record else getattr(self.part, "id", "")

    @property
    def client(self) -> str | None:
        """Slug of the client it belongs to."""
        return self.record.origin.client

    @property
    def project(self) -> str | None:
        """Slug of the project it belongs to, by its place or by its word."""
        return self.record.origin.project or about(getattr(self.record, "project", None))

    @property
    def way(self) -> tuple[str, ...]:
        """Client, project and id, as far as they are there: its full name."""
        own = self.id
        if self.kind == "client":
            return (own,)
        scope = (self.record.origin.client, self.record.origin.project)
        if self.kind == "project":
            scope = (self.record.origin.client, None)
        return (*(step for step in scope if step), own)


def entry_of(record: Record) -> Entry:
    """The entry of a record itself."""
    return Entry(kind_of(record), record, record)


def entries(portfolio: Portfolio) -> Iterator[Entry]:
    """Every record, each followed by the items in it."""
    for record in portfolio.records:
        yield entry_of(record)
        yield from items_in(record)


def items_in(record: Record) -> Iterator[Entry]:
    """The action items and confirmations that stand in a record, wherever in it."""
    for pointer, item in _items(record, ()):
        kind = "action" if isinstance(item, Action) else "confirmation"
        yield Entry(kind, item, record, pointer)


def _items(part: Part, way: Way) -> Iterator[tuple[Way, Action | ConfirmationItem]]:
    for slot in slots(type(part)):
        if slot.part is None:
            continue
        for step, inner in parts(getattr(part, slot.name)):
            here = (*way, slot.key, *step)
            if isinstance(inner, Action | ConfirmationItem):
                yield here, inner
            else:
                yield from _items(inner, here)


# ── what it is called ────────────────────────────────────────────────────────


_TITLES: Mapping[type[Part], Callable[..., Title | None]] = MappingProxyType(
    {
        Risk: lambda risk: risk.title or risk.event,
        RaciRow: lambda row: row.activity,
        Waiver: lambda waiver: f"{waiver.code} {waiver.scope}",
        Survey: lambda survey: survey.quarter if survey.quarter != survey.id else None,
        Person: lambda person: person.name,
        Contact: lambda contact: contact.name,
        EmergencyPlan: lambda plan: plan.scenario,
        Drill: lambda drill: drill.title or drill.scenario,
        Release: lambda release: release.version,
        TechnicalBrief: lambda brief: brief.title or brief.issue,
        Source: lambda source: source.source,
        Quality: lambda quality: quality.level,
        SignOff: lambda act: act.subject,
    }
)
"""Kinds that are not called by the first of the usual fields."""
_USUAL = ("title", "name", "statement", "text", "goal", "summary")


def title_of(part: Part) -> Title:
    """What a record or an item is called; empty when it has no words of its own."""
    if type(part) in _TITLES:
        return _TITLES[type(part)](part) or ""
    found = (getattr(part, name, None) for name in _USUAL)
    return next((words for words in found if words), "")


def languages(title: Title) -> tuple[str, ...]:
    """The words of a title in each language it has."""
    if isinstance(title, Bilingual):
        return tuple(text for text in (title.zh, title.en) if text)
    return () if isinstance(title, StrEnum) else (title,)


# ── whom it names ────────────────────────────────────────────────────────────


def people_in(entry: Entry) -> Iterator[str]:
    """The references to people in an entry, as written."""
    if isinstance(entry.part, RaciRow):
        yield from entry.part.parties
    for link in links_of(entry.record):
        if "person" in link.kinds and link.pointer[: len(entry.pointer)] == entry.pointer:
            yield link.name


# ── in which order ───────────────────────────────────────────────────────────

_NUMBER = re.compile(r"(\d+)")


def place_in_order(entry: Entry, on: object) -> tuple[object, ...]:
    """Sorts by client, project and id, numbers by their value: REQ-2 before REQ-10.

    Args:
        entry: what is to be sorted.
        on: its date, for kinds without ids.
    """
    day = on.local.isoformat() if isinstance(on, Moment) else str(on or "")
    pointer = tuple(f"{step:09}" if isinstance(step, int) else step for step in entry.pointer)
    origin = entry.record.origin
    where = (origin.path, tuple(f"{step:09}" for step in origin.pointer), pointer)
    return (entry.client or "", entry.project or "", natural(entry.id), day, where)


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """A key that compares digits as numbers and letters without regard to case."""
    steps = _NUMBER.split(folded(name))
    return tuple((1, int(s), "") if s.isdecimal() else (0, 0, s) for s in steps if s)
