"""The file that remembers what was told, outside the records: an entry per promise and state."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from rdclient.diagnostic import RdclientError, UsageError
from rdclient.store import edits
from rdclient.store.edits import Edit, EditRefusedError

SCHEMA_VERSION = 1
_LARGEST = 64 * 1024 * 1024
"""Bytes a file may have."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Under which deadline something was told, and when (aware)."""

    deadline: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of a workspace.

    Attributes:
        workspace: what it is known by.
        entries: by key.
    """

    workspace: str
    entries: Mapping[str, Entry] = field(default_factory=lambda: MappingProxyType({}))

    def deadlines(self) -> Mapping[str, str]:
        """Under which deadline each was told."""
        return {key: entry.deadline for key, entry in self.entries.items()}


def read(path: Path, workspace: str) -> Told:
    """What was told of a workspace; nothing when there is no file.

    Raises:
        UsageError: when the path is a folder, or the file tells of another workspace.
        RdclientError: when it cannot be read.
    """
    return _parsed(path, _content(path), workspace)


@contextmanager
def writing(path: Path, workspace: str) -> Iterator[tuple[Told, Callable[[Told], None]]]:
    """What was told, and what to call with what is told now: nobody else writes in between.

    The file is replaced as a whole or stays as it is.

    Raises:
        UsageError: as for ``read``.
        RdclientError: when it cannot be read, or somebody else is writing.
        EditRefusedError: when the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RdclientError("state-failed", str(path), error.strerror or str(error)) from error
    with edits.writing(path.parent) as write:
        before = _content(path)

        def keep(told: Told) -> None:
            try:
                write(Edit(path.name, before, _written(told)))
            except EditRefusedError as error:
                raise RdclientError("state-not-kept", str(path)) from error

        yield _parsed(path, before, workspace), keep


def _content(path: Path) -> bytes | None:
    if path.is_dir():
        raise UsageError("output-folder", str(path))
    try:
        with path.open("rb") as stream:
            return stream.read(_LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RdclientError("state-failed", str(path), error.strerror or str(error)) from error


def _parsed(path: Path, content: bytes | None, workspace: str) -> Told:
    if content is None:
        return Told(workspace)
    try:
        data = json.loads(content)
        owner, version = data["workspace"], data["schema_version"]
        entries = {
            str(key): Entry(_text(row["deadline"]), _moment(row["at"]))
            for key, row in data["told"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise RdclientError("state-damaged", str(path)) from None
    if version != SCHEMA_VERSION or not isinstance(owner, str):
        raise RdclientError("state-damaged", str(path))
    if owner != workspace:
        raise UsageError("state-of-another", str(path))
    return Told(workspace, MappingProxyType(entries))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _moment(value: object) -> datetime:
    found = datetime.fromisoformat(_text(value))
    if found.tzinfo is None:
        raise ValueError
    return found


def _written(told: Told) -> bytes:
    document = {
        "schema_version": SCHEMA_VERSION,
        "workspace": told.workspace,
        "told": {
            key: {"deadline": entry.deadline, "at": entry.at.isoformat(timespec="seconds")}
            for key, entry in sorted(told.entries.items())
        },
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
