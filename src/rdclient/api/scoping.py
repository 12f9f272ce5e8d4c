"""Where a new record belongs: the client and the project that were named, or the only ones."""

from dataclasses import dataclass

from rdclient.diagnostic import IncompleteError, UsageError, unread
from rdclient.model.base import Origin, Record
from rdclient.model.client import Client
from rdclient.model.portfolio import Portfolio
from rdclient.model.project import Project
from rdclient.reports.search import find_client, find_scope
from rdclient.store.placing import needs
from rdclient.store.workspace import Read


@dataclass(frozen=True, slots=True)
class Scope:
    """A client and a project of it; each None where records of the kind belong to none.

    Attributes:
        client: slug.
        project: slug of the project in whose folder the record is to lie.
        about: slug of the project that a record of the client is about.
    """

    client: str | None = None
    project: str | None = None
    about: str | None = None

    @property
    def near(self) -> Record:
        """Something that lies there, from where references are looked up."""
        return Record.model_construct().placed(Origin("", (), self.client, self.project))


def scope_for(
    loaded: Read, kind: str, *, project: str | None, client: str | None, name: str | None = None
) -> Scope:
    """The scope of a new record.

    Args:
        loaded: the records.
        kind: of the new one.
        project: as typed.
        client: as typed.
        name: its id as typed.

    Raises:
        UsageError: when none or several fit.
        IncompleteError: when none fits and files could not be read.
    """
    try:
        return _scope(loaded.portfolio, kind, project, client, needs(kind, name))
    except UsageError as error:
        lost = unread(loaded.findings)
        if not lost:
            raise
        raise IncompleteError("not-found-unread", ", ".join(lost), len(lost)) from error


def _scope(
    portfolio: Portfolio,
    kind: str,
    project: str | None,
    client: str | None,
    needed: tuple[bool, bool],
) -> Scope:
    has_client, has_project = needed
    if kind == "client" or (not has_client and kind != "waiver"):
        return Scope()
    if has_project and kind != "project":
        found = _project(portfolio, project, client)
        return Scope(found.origin.client, found.id)
    if kind == "project":
        return Scope(_client(portfolio, client).id)
    about, owner = find_scope(portfolio, project, client)
    if about is not None:
        return Scope(about.origin.client, None, about.id)
    if owner is None and kind == "waiver":
        return Scope()
    return Scope((owner or _client(portfolio, None)).id)


def _client(portfolio: Portfolio, name: str | None) -> Client:
    """The client named; the only one when none was.

    Raises:
        UsageError: when there is none, or several.
    """
    clients = portfolio.all(Client)
    if not clients:
        raise UsageError("new-no-client")
    if name is not None:
        return find_client(portfolio, name)
    if len(clients) > 1:
        raise UsageError("new-which-client", ", ".join(sorted(one.id for one in clients)))
    return clients[0]


def _project(portfolio: Portfolio, name: str | None, client: str | None) -> Project:
    """The project named; the only one, of the client when that was named.

    Raises:
        UsageError: when there is none, or several.
    """
    if not portfolio.all(Project):
        raise UsageError("new-no-project")
    found, owner = find_scope(portfolio, name, client)
    if found is not None:
        return found
    own = [p for p in portfolio.all(Project) if owner is None or p.origin.client == owner.id]
    if not own:
        raise UsageError("new-no-project")
    if len(own) > 1:
        raise UsageError("new-which-project", ", ".join(sorted(p.id for p in own)))
    return own[0]
