"""The card of one record: what it is, how it stands, what happened, what it is linked with."""

from dataclasses import dataclass
from datetime import datetime

from rdclient.diagnostic import UsageError
from rdclient.model import replay
from rdclient.model.base import Record, Words
from rdclient.model.client import Client, Contact, Person, Workspace
from rdclient.model.portfolio import Portfolio
from rdclient.model.project import Project
from rdclient.reports import card_fields, overview
from rdclient.reports.entry import Entry, Title, entry_of, items_in, title_of
from rdclient.reports.field import Event, Field, timeline
from rdclient.reports.listing import Listing, rows_in_order
from rdclient.reports.row import Row, row_of
from rdclient.reports.search import find
from rdclient.reports.state import Look


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a card under a heading of its own: fields, or rows of other records."""

    name: str
    fields: tuple[Field, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """One record.

    Attributes:
        as_of: the moment it is seen at.
        row: the line a list would show.
        scope: names of the project and the client it belongs to.
        fields: what the record says.
        sections: what is told under headings: people, figures, items of a meeting.
        events: what happened, in order.
        refers_to: the records it names.
        referred_by: the records that name it.
        holder: what the record that holds an item is called.
        path: of the file, relative to the workspace.
    """

    as_of: datetime
    row: Row
    scope: tuple[Words, ...]
    fields: tuple[Field, ...]
    sections: tuple[Section, ...]
    events: tuple[Event, ...]
    refers_to: tuple[Row, ...]
    referred_by: tuple[Row, ...]
    holder: Title | None
    path: str


@dataclass(frozen=True, slots=True)
class Sought:
    """What ``show`` is asked for.

    Attributes:
        words: an id, a name, or words of a title; a kind may stand in front.
        kind: what the first word means, when it is the name of a kind.
    """

    words: tuple[str, ...]
    kind: str | None = None

    def view(self, portfolio: Portfolio, *, as_of: datetime) -> Card | Listing:
        """The card of the one record found, else the list of those that fit.

        Raises:
            UsageError: when nothing fits, or an id means several records.
        """
        look = Look(replay.at(portfolio, as_of), as_of)
        hits = self._hits(look.portfolio)
        if len(hits) == 1:
            return card(hits[0], look)
        kinds = {entry.kind for entry in hits}
        return Listing(
            kind=kinds.pop() if len(kinds) == 1 else None,
            as_of=as_of,
            project=None,
            client=None,
            person=None,
            is_open_only=False,
            words=" ".join(self.words),
            rows=rows_in_order(list(hits), look),
            on_record=len(hits),
            reaches=(),
        )

    def _hits(self, portfolio: Portfolio) -> tuple[Entry, ...]:
        """What fits; the first word may name a kind, or be a word of the title like the others."""
        if self.kind is not None:
            try:
                return find(portfolio, self.words[1:], self.kind)
            except UsageError as error:
                if error.args[0] not in ("nothing-found", "nothing-like"):
                    raise
        return find(portfolio, self.words, None)


def card(entry: Entry, look: Look) -> Card:
    """The card of an entry."""
    portfolio, record = look.portfolio, entry.record
    has_links = entry.part is record and not isinstance(record, _FRAMES)
    return Card(
        as_of=look.as_of,
        row=row_of(entry, look),
        scope=_scope(entry, portfolio),
        fields=card_fields.fields(entry, look),
        sections=_sections(entry, look),
        events=_events(entry, look),
        refers_to=_linked(portfolio.linked_from(record), look) if has_links else (),
        referred_by=_linked(portfolio.linked_to(record), look) if has_links else (),
        holder=None if entry.part is record else title_of(record),
        path=record.origin.path,
    )


def _scope(entry: Entry, portfolio: Portfolio) -> tuple[Words, ...]:
    client = portfolio.client(entry.client) if entry.kind != "client" else None
    project = None
    if entry.kind != "project":
        project = portfolio.find("project", entry.project or "", entry.record)
    return tuple(each.name for each in (project, client) if isinstance(each, Project | Client))


def _events(entry: Entry, look: Look) -> tuple[Event, ...]:
    if isinstance(entry.part, Person | Contact | Client | Workspace):
        return ()
    if entry.part is not entry.record:
        return card_fields.item_events(entry, look)
    return timeline(entry.record, look.portfolio)


_FRAMES = (Person, Contact, Workspace, Client, Project)
"""Frames and people: too many records name them, so their cards count and choose instead."""


def _linked(records: tuple[Record, ...], look: Look) -> tuple[Row, ...]:
    found = [entry_of(record) for record in records if not isinstance(record, _FRAMES)]
    return rows_in_order(found, look)


def _sections(entry: Entry, look: Look) -> tuple[Section, ...]:
    match entry.part:
        case Client() | Project():
            told = overview.of_scope(entry.part, look)
            return tuple(Section(name, fields=fields) for name, fields in told if fields)
        case Person() | Contact():
            roles = Section("roles", fields=overview.roles(entry.part, look))
            mine = Section("open", rows=rows_in_order(overview.open_with(entry.part, look), look))
            return tuple(section for section in (roles, mine) if section.fields or section.rows)
        case _:
            if entry.part is not entry.record:
                return ()
            rows = rows_in_order(list(items_in(entry.record)), look)
            return (Section("items", rows=rows),) if rows else ()
