"""A list of records of one kind, as wanted, or of whatever some words mean."""

from dataclasses import dataclass
from datetime import datetime

from rdclient.model import replay
from rdclient.model.base import Moment, Words
from rdclient.model.client import Client, Contact, Contract, Person
from rdclient.model.portfolio import Portfolio
from rdclient.model.project import Project
from rdclient.model.service import SourceSubject
from rdclient.reports.base import Named
from rdclient.reports.entry import Entry, entries, people_in, place_in_order
from rdclient.reports.known import known
from rdclient.reports.row import Row, row_of
from rdclient.reports.search import KIND_GROUPS, Somebody, find_people, find_scope, fold
from rdclient.reports.state import Look

_SUBJECTS = {
    "ticket": SourceSubject.TICKET,
    "incident": SourceSubject.INCIDENT,
    "quality": SourceSubject.QUALITY,
}


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the data of a project reach: ``until`` a moment, or ``not_collected``."""

    project: Named
    subject: SourceSubject
    state: str
    through: Moment | None


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows of a list, and what they were chosen by.

    Attributes:
        kind: of the rows; None when they are of several kinds.
        as_of: the moment they are seen at.
        project: the only project, when one was asked for.
        client: the only client, when one was asked for.
        person: the only person named, when one was asked for.
        is_open_only: whether finished ones were left out.
        words: what was searched for, when it is the answer of a search.
        rows: by client, project and id.
        on_record: number of records of the kind in the project or client, whatever their state.
        reaches: where the data do not reach to ``as_of``.
        is_complete: whether declared sources reach to ``as_of`` for all of them: then none is none.
    """

    kind: str | None
    as_of: datetime
    project: Named | None
    client: Named | None
    person: Words | None
    is_open_only: bool
    words: str | None
    rows: tuple[Row, ...]
    on_record: int
    reaches: tuple[Reach, ...]
    is_complete: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What ``list`` is asked for.

    Attributes:
        kind: name of a kind, ``people``, ``action`` or ``confirmation``.
        project: slug, ``client/slug``, code or name; None for all.
        client: slug, code or name; None for all.
        person: id, name or part of one; None for everybody.
        is_open_only: leave out what is finished.
    """

    kind: str
    project: str | None = None
    client: str | None = None
    person: str | None = None
    is_open_only: bool = False

    def view(self, portfolio: Portfolio, *, as_of: datetime) -> Listing:
        """The list as of a moment (aware, in the workspace's zone).

        Raises:
            UsageError: when project, client or person are not known.
        """
        look = Look(replay.at(portfolio, as_of), as_of)
        project, client = find_scope(look.portfolio, self.project, self.client)
        people = None if self.person is None else find_people(look.portfolio, self.person)
        kinds = KIND_GROUPS.get(self.kind, (self.kind,))
        there = [
            entry
            for entry in entries(look.portfolio)
            if entry.kind in kinds and _is_within(entry, project, client, look.portfolio)
        ]
        chosen = [
            entry
            for entry in there
            if people is None or names_person(entry, people, self.person or "", look.portfolio)
        ]
        gaps = reaches(self.kind, project, client, look)
        rows = tuple(row for row in rows_in_order(chosen, look) if not self._is_left_out(row))
        return Listing(
            kind=self.kind,
            as_of=as_of,
            project=Named(project.id, project.name) if project else None,
            client=Named(client.id, client.name) if client else None,
            person=(people[0].name if people else self.person),
            is_open_only=self.is_open_only,
            words=None,
            rows=rows,
            on_record=len(there),
            reaches=gaps or (),
            is_complete=gaps == (),
        )

    def _is_left_out(self, row: Row) -> bool:
        return self.is_open_only and row.state is not None and not row.state.is_open


def rows_in_order(found: list[Entry], look: Look) -> tuple[Row, ...]:
    """The rows of some entries, by client, project and id."""
    pairs = [(entry, row_of(entry, look)) for entry in found]
    pairs.sort(key=lambda pair: place_in_order(pair[0], pair[1].on))
    return tuple(row for _, row in pairs)


def _is_within(
    entry: Entry, project: Project | None, client: Client | None, portfolio: Portfolio
) -> bool:
    """Whether an entry belongs to the project and the client, or they name it."""
    if client and not project and isinstance(entry.part, Person):
        return any(
            _names(each, entry.part, portfolio)
            for each in portfolio.all(Project)
            if each.origin.client == client.id
        )
    if client and entry.client != client.id and not isinstance(entry.part, Person):
        return False
    if project is None:
        return True
    if isinstance(entry.part, Person | Contact | Contract):
        return _names(project, entry.part, portfolio)
    if isinstance(entry.part, Client):
        return entry.part.id == project.origin.client
    return (entry.client, entry.project) == (project.origin.client, project.id)


def _names(project: Project, record: Person | Contact | Contract, portfolio: Portfolio) -> bool:
    return any(other is record for other in portfolio.linked_from(project))


def names_person(
    entry: Entry, people: tuple[Somebody, ...], typed: str, portfolio: Portfolio
) -> bool:
    """Whether an entry names one of the people, or is one of them.

    A reference that means nobody, or several, counts when it is what was typed.
    """
    if any(entry.part is person for person in people):
        return True
    for name in people_in(entry):
        person = portfolio.person(name, entry.record)
        if person is None and fold(name) == fold(typed):
            return True
        if any(person is other for other in people):
            return True
    return False


# ── how far the data reach ───────────────────────────────────────────────────


def reaches(
    kind: str, project: Project | None, client: Client | None, look: Look
) -> tuple[Reach, ...] | None:
    """The projects in scope whose data of this kind do not reach to the moment.

    None when the kind has no sources, or there is no project.
    """
    projects = [
        each
        for each in look.portfolio.all(Project)
        if (project is None or each is project)
        and (client is None or each.origin.client == client.id)
    ]
    subject = _SUBJECTS.get(kind)
    if subject is None or not projects:
        return None
    found = ((each, known(look.portfolio, each, subject, as_of=look.as_of)) for each in projects)
    return tuple(
        Reach(Named(each.id, each.name), subject, reach.state, reach.through)
        for each, reach in found
        if reach.state != "complete"
    )
