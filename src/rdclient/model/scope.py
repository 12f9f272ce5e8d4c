"""What a waiver's scope covers: files and folders, and records by what they may be called."""

from collections.abc import Iterator

from rdclient.model.base import Record
from rdclient.model.client import Client
from rdclient.model.portfolio import folded, id_of
from rdclient.model.project import Project


def normal(scope: str) -> str:
    """A scope as it is compared: with ``/`` between the names, none around them."""
    return folded(scope.strip().replace("\\", "/").removeprefix("./").rstrip("/"))


def folders(path: str) -> Iterator[str]:
    """A file and the folders it lies in."""
    steps = folded(path).split("/")
    yield from ("/".join(steps[:count]) for count in range(1, len(steps) + 1))


def names(record: Record) -> Iterator[str]:
    """What a record may be called: its id with or without project and client before it."""
    origin = record.origin
    own = None if isinstance(record, Client | Project) else id_of(record)
    steps = [folded(name) for name in (origin.client, origin.project, own) if name]
    for first in range(len(steps)):
        yield from ("/".join(steps[first:last]) for last in range(first + 1, len(steps) + 1))


def scopes(record: Record) -> frozenset[str]:
    """Every scope that covers a record."""
    return frozenset((*folders(record.origin.path), *names(record)))
