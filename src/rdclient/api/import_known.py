"""The records an import may be about: found by id or by the id elsewhere, with their data."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from rdclient.api.scoping import Scope
from rdclient.diagnostic import IncompleteError, unread
from rdclient.exchange.kinds import ExchangeKind
from rdclient.model.base import Part, Record
from rdclient.model.client import Contact, Person
from rdclient.model.policy import IdScheme
from rdclient.model.portfolio import KINDS, id_of
from rdclient.reports.entry import natural
from rdclient.store.content import Refusal, decoded, read_bytes
from rdclient.store.edits import EditRefusedError
from rdclient.store.layout import home
from rdclient.store.numbering import next_id, random_id
from rdclient.store.workspace import Read
from rdclient.store.yamlfile import LIST_LIMIT, parse


@dataclass(frozen=True, slots=True)
class File:
    """A file of records as it is now.

    Attributes:
        content: its bytes.
        text: decoded.
        data: parsed.
    """

    content: bytes
    text: str
    data: object


@dataclass(slots=True)
class Known:
    """The records of a kind in a scope, and the ids that are given there.

    Attributes:
        root: of the workspace.
        loaded: what was read from it.
        kind: of the table.
        scope: client and project.
        today: the day of the import.
        records: of the kind.
        by_id: the same by id, without regard to case.
        by_source: the same by the system they came from and their id there.
        taken: every id of the scope, without regard to case.
    """

    root: Path
    loaded: Read
    kind: ExchangeKind
    scope: Scope
    today: date
    records: tuple[Record, ...] = ()
    by_id: dict[str, Record] = field(default_factory=dict)
    by_source: dict[tuple[str, str], Record] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    _files: dict[str, File] = field(default_factory=dict)
    _last: str = ""

    def __post_init__(self) -> None:
        """Build the indexes.

        Raises:
            IncompleteError: when a file that may hold such records could not be read.
        """
        lost = _lost(self.loaded, self.kind, self.scope)
        if lost:
            raise IncompleteError("record-unread", ", ".join(lost))
        portfolio = self.loaded.portfolio
        own = (self.scope.client, self.scope.project)
        self.records = tuple(
            record
            for record in portfolio.all(KINDS[self.kind.kind])
            if (record.origin.client, record.origin.project) == own
        )
        for record in self.records:
            self.by_id.setdefault(id_of(record).casefold(), record)
            key = source_key(record, self.kind.source)
            if key and not self.kind.list:
                self.by_source.setdefault(key, record)
        self.taken.update(self._given(own))

    def _given(self, own: tuple[str | None, str | None]) -> Iterator[str]:
        is_person = self.kind.kind == "contact"
        for record in self.loaded.portfolio.records:
            scope = (record.origin.client, record.origin.project)
            if is_person and not isinstance(record, Person | Contact):
                continue
            if (scope == own or isinstance(record, Person)) and (name := id_of(record)):
                yield name.casefold()
        yield from (name.casefold() for name in self.loaded.unread_ids)

    # ── their data ───────────────────────────────────────────────────────────

    def file(self, path: str) -> File:
        """A file as it is now.

        Raises:
            EditRefusedError: when it cannot be read any more.
        """
        if path not in self._files:
            content = read_bytes(self.root, path, limit=LIST_LIMIT)
            text = content if isinstance(content, Refusal) else decoded(content)
            if isinstance(content, Refusal) or isinstance(text, Refusal):
                raise EditRefusedError("edit-unreadable", path)
            found = parse(path, text)
            if found.findings:
                raise EditRefusedError("edit-unreadable", path)
            self._files[path] = File(content, content.decode(), found.data)
        return self._files[path]

    def data(self, record: Record) -> dict[str, object]:
        """The data of a record as its file has them.

        Raises:
            EditRefusedError: when something else stands there by now.
        """
        data = self.file(record.origin.path).data
        for step in record.origin.pointer:
            data = data[step] if isinstance(data, list) and isinstance(step, int) else None
        stated = data.get("id", id_of(record)) if isinstance(data, dict) else None
        if not isinstance(data, dict) or stated != id_of(record):
            raise EditRefusedError("edit-stale", record.origin.path)
        return data

    # ── new ids ──────────────────────────────────────────────────────────────

    def give(self, name: str) -> str:
        """Note that an id is given."""
        self.taken.add(name.casefold())
        return name

    def next(self) -> str:
        """The next id of the kind; noted."""
        kind, portfolio = self.kind.kind, self.loaded.portfolio
        if self._last:
            self._last = _after(self._last)
            while self._last.casefold() in self.taken:
                self._last = _after(self._last)
            return self.give(self._last)
        given = sorted((id_of(record) for record in self.records), key=natural)
        own = set(given)
        others = [name for r in portfolio.all(KINDS[kind]) if (name := id_of(r)) not in own]
        if portfolio.policy(self.today).ids is IdScheme.RANDOM:
            return self.give(random_id(kind, given or others, self.taken, self.today))
        self._last = next_id(kind, given, others, self.taken, self.today)
        return self.give(self._last)


_TAIL = re.compile(r"(.*?)(\d+)\Z", re.DOTALL)


def _after(name: str) -> str:
    match = _TAIL.match(name)
    return f"{match[1]}{str(int(match[2]) + 1).zfill(len(match[2]))}" if match else f"{name}-1"


def source_key(part: Part, field_name: str) -> tuple[str, str] | None:
    """The system a record came from, folded, and its id there; None when it says neither."""
    source, external = getattr(part, field_name, None), getattr(part, "external_id", None)
    return ((source or "").casefold(), external.casefold()) if external else None


def _lost(loaded: Read, kind: ExchangeKind, scope: Scope) -> tuple[str, ...]:
    """Files with records of the kind, or with people, that could not be read."""
    lost = []
    for path in unread(loaded.findings):
        place = home(path)
        is_person = place is not None and place.kind in ("person", "contact")
        if place is None or place.client not in (None, scope.client):
            continue
        own = (place.client, place.project) == (scope.client, scope.project)
        if is_person or (own and place.kind in (kind.kind, "source")) or place.single:
            lost.append(path)
    return tuple(lost)
