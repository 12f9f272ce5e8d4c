"""What a commit is about: the records that changed in files, by kind and id."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from rdclient.store.content import Refusal, read_bytes
from rdclient.store.git import Repository
from rdclient.store.git_question import blobs
from rdclient.store.git_status import FileChange
from rdclient.store.layout import POLICY_FILE, WITHOUT_ID, Home, home
from rdclient.store.merge import data_of
from rdclient.store.yamlfile import LIST_LIMIT


@dataclass(frozen=True, slots=True)
class Touched:
    """A record that was added, changed or deleted.

    Attributes:
        kind: of the record; ``minutes`` for a meeting that took place, ``policy``, or ``file``
            for what is no record.
        name: its id; empty for a kind without ids.
        is_deleted: whether it is gone.
    """

    kind: str
    name: str
    is_deleted: bool


def touched(repository: Repository, changes: tuple[FileChange, ...]) -> tuple[Touched, ...]:
    """The records that changed, in the order of their files."""
    lists = [change.before for change in changes if change.before and home(change.path)]
    before = blobs(repository, lists) if lists else {}
    found: list[Touched] = []
    for change in changes:
        place = home(change.path)
        is_deleted = change.what == "deleted"
        if place is None:
            kind = "policy" if change.path == POLICY_FILE else "file"
            found.append(Touched(kind, "", is_deleted))
            continue
        content = read_bytes(repository.root, change.path, limit=LIST_LIMIT)
        old = data_of(before.get(change.before, b""))
        new = data_of(b"" if isinstance(content, Refusal) else content)
        found += _records(place, old, new, is_deleted=is_deleted)
    return tuple(found)


def _records(place: Home, old: object, new: object, *, is_deleted: bool) -> Iterator[Touched]:
    kind = place.kind
    if not (isinstance(old, list) or isinstance(new, list)):
        is_held = kind == "meeting" and isinstance(new, dict) and "started_at" in new
        name = place.stem or "" if kind not in WITHOUT_ID else ""
        yield Touched("minutes" if is_held else kind, name, is_deleted)
        return
    sides = [_named(side if isinstance(side, list) else []) for side in (old, new)]
    names = dict.fromkeys((*sides[1], *sides[0]))
    changed = [name for name in names if sides[0].get(name) != sides[1].get(name)]
    gone = [name for name in changed if name not in sides[1]]
    if kind in WITHOUT_ID:  # what is new in place of something else is that, changed
        here = len(changed) - len(gone)
        left = max(0, len(gone) - here)
        yield from (Touched(kind, "", is_deleted=False) for _ in range(here))
        yield from (Touched(kind, "", is_deleted=True) for _ in range(left))
    else:
        yield from (Touched(kind, name, name in gone) for name in changed)
    if not changed:  # only comments, or the order
        yield Touched("file", "", is_deleted)


def _named(items: list[object]) -> dict[str, str]:
    """The items as texts, by id; by what they say when they have none."""
    texts = [json.dumps(item, ensure_ascii=False, sort_keys=True) for item in items]
    return {
        str(item["id"]) if isinstance(item, dict) and "id" in item else text: text
        for item, text in zip(items, texts, strict=True)
    }
