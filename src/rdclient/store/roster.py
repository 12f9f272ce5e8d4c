"""Who and what there is, told fast: ids with titles from plain data, without building records."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from rdclient.store import tree
from rdclient.store.cache import Cache
from rdclient.store.layout import Home, home
from rdclient.store.source import Source, parts_of
from rdclient.store.yamlfile import LIST_LIMIT

PARTS: Mapping[str, str] = {
    "decisions": "decision",
    "actions": "action",
    "confirmations": "confirmation",
}
_TITLES = ("name", "title", "text", "event", "statement", "goal", "quarter", "scenario", "summary")
_SAFE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,80}", re.ASCII)
"""What an id may look like; anything else is left out, since a shell is told of it."""


@dataclass(frozen=True, slots=True)
class Name:
    """Something that has an id.

    Attributes:
        kind: of record, or of an item in a meeting.
        id: its id.
        title: its words by language; under the empty name where it says no language.
        client: slug.
        project: slug.
    """

    kind: str
    id: str
    title: Mapping[str, str]
    client: str | None
    project: str | None


def roster(root: Path, kinds: frozenset[str], *, cache: Cache | None) -> Iterator[Name]:
    """The names in a workspace, in the order of their files; files with errors are passed over.

    Args:
        root: of the workspace.
        kinds: those wanted.
        cache: what is kept of the files; it is kept up to date.
    """
    found = tree.walk(root)
    source = Source(root, found, cache)
    wanted = kinds | ({"meeting"} if kinds & set(PARTS.values()) else frozenset())
    paths = {path: at for path in found.files if (at := home(path)) and at.kind in wanted}
    for path, at in paths.items():
        data = source.load(path, limit=LIST_LIMIT).data
        for record in data if isinstance(data, list) else (data,):
            if isinstance(record, dict):
                yield from (name for name in _names(record, at) if name.kind in kinds)
    if cache is not None and source.parsed:
        parts = parts_of(found.files)
        for part in parts_of(tuple(paths)):
            source.keep(part, parts[part])
        cache.save(found.stamps, parts)


def _names(record: dict[str, object], at: Home) -> Iterator[Name]:
    stated = record.get("id", at.stem)
    yield from _name(at.kind, stated, record, at)
    for field, kind in PARTS.items() if at.kind == "meeting" else ():
        items = record.get(field)
        for item in items if isinstance(items, list) else ():
            if isinstance(item, dict):
                yield from _name(kind, item.get("id"), item, at)


def _name(kind: str, name: object, data: dict[str, object], at: Home) -> Iterator[Name]:
    if isinstance(name, str) and _SAFE.fullmatch(name):
        words = next((data[key] for key in _TITLES if data.get(key)), "")
        yield Name(kind, name, _title(words), at.client, at.project)


def _title(words: object) -> Mapping[str, str]:
    if isinstance(words, dict):
        return {k: v for k, v in cast("dict[str, object]", words).items() if isinstance(v, str)}
    return {"": words} if isinstance(words, str) else {}
