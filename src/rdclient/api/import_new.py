"""Records that an import adds: their data, the files they go into, and the text of those."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from rdclient.api.import_difference import Judge
from rdclient.api.import_draft import Draft
from rdclient.api.import_field import ordered
from rdclient.api.import_known import Known
from rdclient.api.import_revision import put_at
from rdclient.diagnostic import RdclientError
from rdclient.model.portfolio import KINDS
from rdclient.store import tree
from rdclient.store.bulk import BulkChange, Insert, with_changes
from rdclient.store.edits import Edit, EditRefusedError
from rdclient.store.layout import SUFFIX, Home, home
from rdclient.store.placing import Place, place_for
from rdclient.store.position import NODE_LIMIT
from rdclient.store.rows import list_text, record_text
from rdclient.store.yamlfile import LIST_LIMIT, parse

_FULL = 3 / 4
"""Of what a list file may hold, the part that an import fills."""
_MONTH = re.compile(r"(.*/20\d\d-\d\d)\.yaml\Z", re.ASCII)
_LISTS = {
    "ticket": "clients/{client}/tickets/{month}.yaml",
    "task": "clients/{client}/projects/{project}/tasks.yaml",
    "issue": "clients/{client}/projects/{project}/issues.yaml",
    "contact": "clients/{client}/contacts.yaml",
}
"""Where records go of which the workspace has none yet; the others get a file each."""


def new_item(judge: Judge, draft: Draft, name: str | None) -> dict[str, object]:
    """The data of the record or entry that a row makes.

    Args:
        judge: what is asked about times.
        draft: the row.
        name: id of the record; None for an entry.
    """
    item: dict[str, object] = {} if name is None else {"id": name}
    for way, value in draft.own().items():
        put_at(item, way, value)
    if name is not None:
        item["id"] = name
    for list_name, entries in draft.logs(is_holder=False):
        told = [judge.late(entry) for entry in entries]
        told = judge.in_time(told) if draft.is_timed and list_name == "events" else told
        put_at(item, tuple(list_name.split(".")), told)
    day = f"{(draft.updated or judge.now).local:%Y-%m-%d}"
    for list_name, entries in draft.made.items():
        item[list_name] = [{"on": day, **entry} for entry in entries]
    return item


@dataclass(frozen=True, slots=True)
class New:
    """A record that is added.

    Attributes:
        line: of the row it comes from.
        name: its id.
        item: its data, in order.
        day: of the month it belongs to.
    """

    line: int
    name: str
    item: dict[str, object]
    day: date


@dataclass(slots=True)
class Filing:
    """Puts new records into files, and changes into those that are there.

    Attributes:
        known: the records.
        files: of the workspace.
        lists: those of them that hold lists.
        changes: of files that are there, by path.
        added: new records, by the path of their file.
        alone: paths of files that hold one record.
    """

    known: Known
    files: tuple[str, ...] = ()
    lists: frozenset[str] = frozenset()
    changes: dict[str, list[BulkChange]] = field(default_factory=dict)
    added: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    alone: set[str] = field(default_factory=set)
    _places: dict[str, Place] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Look at the files of the workspace."""
        self.files = tree.walk(self.known.root).files
        origins = (record.origin for record in self.known.loaded.portfolio.records)
        self.lists = frozenset(origin.path for origin in origins if origin.pointer)

    def change(self, path: str, changes: Iterable[BulkChange]) -> None:
        """Note changes of a file; a file that is not there is made."""
        self.changes.setdefault(path, []).extend(changes)

    def add(self, new: New) -> None:
        """Note a new record."""
        place = self._place(new)
        self.added.setdefault(place.path, []).append(new.item)
        if not place.is_list:
            self.alone.add(place.path)

    def _place(self, new: New) -> Place:
        kind, scope = self.known.kind.kind, self.known.scope
        month = f"{new.day:%Y-%m}"
        if month not in self._places:
            wanted = Home(kind, scope.client, scope.project, stem=new.name)
            is_first = not any((at := home(path)) and at.kind == kind for path in self.files)
            if is_first and kind in _LISTS:
                path = _LISTS[kind].format(client=scope.client, project=scope.project, month=month)
                self._places[month] = Place(path, is_list=True)
            else:
                self._places[month] = place_for(self.files, self.lists, wanted, on=new.day)
        place = self._places[month]
        if place.is_list:
            return place
        folder = place.path.rpartition("/")[0]
        return Place(f"{folder}/{new.name}{SUFFIX}", is_list=False)

    # ── edits ────────────────────────────────────────────────────────────────

    def edits(self) -> tuple[Edit, ...]:
        """Everything that was noted, as edits in the order of their paths.

        Raises:
            EditRefusedError: when a file cannot be changed safely.
            RdclientError: when a list would grow beyond what is read.
        """
        made = []
        model = KINDS[self.known.kind.kind]
        for path, items in self.added.items():
            told = [ordered(model, item) for item in items]
            if path in self.alone:
                made.append(_file_of_one(path, told[0]))
                continue
            for part, some, texts in self._spread(path, told):
                if self._is_there(part):
                    data = self.known.file(part).data
                    count = len(data) if isinstance(data, list) else 0
                    self.change(part, (Insert((), count, item) for item in some))
                else:
                    made.append(_new_file(part, "".join(texts), some))
        made += [self._changed(path, changes) for path, changes in self.changes.items() if changes]
        return tuple(sorted(made, key=lambda edit: edit.path))

    def _changed(self, path: str, changes: list[BulkChange]) -> Edit:
        if not self._is_there(path):
            items = [dict(change.item) for change in changes if isinstance(change, Insert)]
            return _new_file(path, list_text(items), items)
        now = self.known.file(path)
        return Edit(path, now.content, with_changes(path, now.text, changes).encode())

    def _is_there(self, path: str) -> bool:
        return path in self.files

    def _spread(
        self, path: str, items: list[dict[str, object]]
    ) -> Iterator[tuple[str, list[dict[str, object]], list[str]]]:
        """Records for a list file with their texts; those it has no room for, for the next."""
        some: list[dict[str, object]] = []
        texts: list[str] = []
        nodes, size, number = *self._held(path), 1
        part = path
        for item in items:
            text = list_text([item])
            more_nodes, more_size = _nodes(item), len(text.encode())
            while nodes + more_nodes > NODE_LIMIT * _FULL or size + more_size > LIST_LIMIT * _FULL:
                if some:
                    yield part, some, texts
                number += 1
                part, some, texts = _next_part(path, number), [], []
                nodes, size = self._held(part)
            some.append(item)
            texts.append(text)
            nodes, size = nodes + more_nodes, size + more_size
        yield part, some, texts

    def _held(self, path: str) -> tuple[int, int]:
        if not self._is_there(path):
            return 0, 0
        now = self.known.file(path)
        return _nodes(now.data), len(now.content)


def _next_part(path: str, number: int) -> str:
    match = _MONTH.match(path)
    if match is None:
        raise RdclientError("list-full", path)
    return f"{match[1]}-{number}{SUFFIX}"


def _nodes(data: object) -> int:
    """Nodes that data take in a file."""
    if isinstance(data, dict):
        return 1 + sum(1 + _nodes(value) for value in data.values())
    if isinstance(data, list):
        return 1 + sum(_nodes(value) for value in data)
    return 1


def _file_of_one(path: str, item: dict[str, object]) -> Edit:
    """A file with one record, whose id is the file's name."""
    own = {key: value for key, value in item.items() if key != "id"}
    return _new_file(path, record_text(own), own)


def _new_file(path: str, text: str, meant: object) -> Edit:
    """A new file; it is read back first.

    Raises:
        EditRefusedError: when it would not read as what it is to say.
    """
    read = parse(path, text)
    if read.findings or read.data != meant:
        raise EditRefusedError("edit-by-hand", path, "")
    return Edit(path, None, text.encode())
