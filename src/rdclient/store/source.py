"""The files of a workspace as data: each parsed once, and not again while its bytes stay."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast

from rdclient.diagnostic import Finding
from rdclient.store.cache import Cache, Shard, content_hash
from rdclient.store.content import Refusal, decoded
from rdclient.store.files import Disk, Files
from rdclient.store.kept import finding_from_json, finding_to_json
from rdclient.store.layout import POLICY_FILE, home, is_calendar, is_of_signoffs, is_other
from rdclient.store.tree import NO_STAMP, Stamp, Tree
from rdclient.store.yamlfile import LIST_LIMIT, Loaded, parse

ROOT_PART = ""
"""The part of a workspace that belongs to no client."""
_CLIENTS = "clients/"


def part_of(path: str) -> str:
    """The client in whose folder a path lies; ``ROOT_PART`` for the rest."""
    if not path.startswith(_CLIENTS):
        return ROOT_PART
    client, slash, _ = path.removeprefix(_CLIENTS).partition("/")
    return client if slash else ROOT_PART


def parts_of(paths: Mapping[str, Stamp] | tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The paths by part, in their order; the part of the root is there even when it is empty."""
    parts: dict[str, list[str]] = {ROOT_PART: []}
    for path in paths:
        parts.setdefault(part_of(path), []).append(path)
    return {part: tuple(found) for part, found in parts.items()}


def is_read(path: str) -> bool:
    """Whether a file that is no record says something: policy, calendars, proofs of sign-offs."""
    return path == POLICY_FILE or is_calendar(path) or is_of_signoffs(path)


def contact_paths(files: Iterable[str]) -> tuple[str, ...]:
    """Those that hold contacts."""
    homes = ((path, home(path)) for path in files if "/contacts" in path)
    return tuple(path for path, place in homes if place and place.kind == "contact")


EVIDENCE_LIMIT = 64 * 1024 * 1024
"""Bytes of a scan or a mail at most."""


CONTACTS = "/contacts"
"""Stands for the contacts of every client, where an answer depends on them."""


class Source:
    """Files below one root, for one run.

    Attributes:
        files: where their bytes come from: the disk, or a commit (then there is no cache).
        parsed: how many files were parsed, not taken from the cache.
        texts: text of each file, by path; read when it is asked for.
    """

    def __init__(
        self, root: Path, tree: Tree, cache: Cache | None, files: Files | None = None
    ) -> None:
        self.root = root
        self.files = files or Disk(root)
        self.tree = tree
        self.stamps = tree.stamps
        self.cache = cache
        self.parsed = 0
        self.hashes: dict[str, str | None] = {}
        self.texts = Texts(self.files)
        self._shards: dict[str, Shard] = {}
        self._told: set[str] = set()
        self._torn: set[str] = set()

    def load(self, path: str, *, limit: int) -> Loaded:
        """The data of a file, as ``yamlfile.load`` gives them; its text is read when needed."""
        stamp = self.stamps.get(path, NO_STAMP)
        if self.cache is not None:
            hashed = self.cache.trusted(path, stamp)
            kept = _kept(self.shard(part_of(path)), path, hashed) if stamp[0] <= limit else None
            if kept:
                self.hashes[path] = hashed
                return kept
        content = self.files.content(path, limit=limit)
        if isinstance(content, Refusal):
            self.hashes[path] = None
            return _unreadable(path, content.at(path))
        if self.cache is None:
            return self._parse(path, content)
        hashed = content_hash(content)
        self._hold(path, hashed, stamp)
        if kept := _kept(self.shard(part_of(path)), path, hashed):
            return kept
        loaded = self._parse(path, content)
        found = [finding_to_json(item) for item in loaded.findings]
        self.shard(part_of(path)).put(path, hashed, [loaded.data, found])
        return loaded

    def content(self, path: str, *, limit: int) -> bytes | Refusal:
        """The bytes of a file as it is, for what is no data; its hash is noted."""
        content = self.files.content(path, limit=limit)
        if self.cache is not None:
            hashed = None if isinstance(content, Refusal) else content_hash(content)
            self._hold(path, hashed, self.stamps.get(path, NO_STAMP))
        return content

    def shard(self, part: str) -> Shard:
        """What is known of the files of a part."""
        if part not in self._shards:
            self._shards[part] = self.cache.shard(part) if self.cache else Shard()
        return self._shards[part]

    def hash_of(self, path: str) -> str | None:
        """What stands for the bytes of a file; None when it cannot be read, or without a cache.

        A file that was touched since it was seen last is read again, not parsed.
        """
        if self.cache is None:
            return None
        if path not in self.hashes and is_other(path) and not is_read(path):
            self.hashes[path] = ""  # it says nothing
        if path not in self.hashes:
            hashed = self.cache.trusted(path, self.stamps.get(path, NO_STAMP))
            if hashed is None:
                is_evidence = is_of_signoffs(path) and home(path) is None
                self.content(path, limit=EVIDENCE_LIMIT if is_evidence else LIST_LIMIT)
            else:
                self.hashes[path] = hashed
        return self.hashes[path]

    def key(self, paths: Iterable[str]) -> str | None:
        """What stands for the bytes of some files; None when one cannot be read, or changed."""
        rows = [(path, self.hash_of(path)) for path in paths]
        if any(hashed is None or path in self._torn for path, hashed in rows):
            return None
        return content_hash(repr(rows).encode("utf-8", "surrogatepass"))

    def told(self) -> dict[str, list[object]]:
        """Of each file read since this was asked: its hash, and its stamp when it was opened."""
        noted = self.cache.noted if self.cache else {}
        told: dict[str, list[object]] = {}
        for path in [path for path in self.hashes if path not in self._told]:
            stamp, _ = noted.get(path, (None, ""))
            told[path] = [self.hashes[path], stamp]
            self._told.add(path)
        return told

    def adopt(self, files: Mapping[str, list[object]], parsed: int) -> None:
        """Take over what another process told of files, and how many it parsed."""
        self.parsed += parsed
        for path, (hashed, stamp) in files.items():
            size, changed, status, inode = cast("list[int]", stamp) if stamp else NO_STAMP
            known = (size, changed, status, inode) if stamp else None
            self._hold(path, cast("str | None", hashed), known)

    def forget(self, part: str, paths: tuple[str, ...]) -> None:
        """Let go of what a part held; it is not needed any more."""
        self._shards.pop(part, None)
        for path in paths:
            self.texts.drop(path)

    def keep(self, part: str, paths: tuple[str, ...]) -> None:
        """Write what is known of a part, without files that are gone."""
        if self.cache is None:
            return
        shard, wanted = self.shard(part), frozenset(paths)
        for path in [path for path in shard.entries if path not in wanted]:
            shard.drop(path)
        self.cache.keep(part, shard)

    def _hold(self, path: str, hashed: str | None, stamp: Stamp | None) -> None:
        """Note what stands for a file; one that changed during this run is not to be kept."""
        if self.hashes.setdefault(path, hashed) != hashed:
            self._torn.add(path)
        if self.cache is not None and hashed is not None and stamp is not None:
            self.cache.note(path, stamp, hashed)

    def _parse(self, path: str, content: bytes) -> Loaded:
        self.parsed += 1
        text = decoded(content)
        if isinstance(text, Refusal):
            return _unreadable(path, text.at(path))
        self.texts.put(path, text)
        return parse(path, text)


def _kept(shard: Shard, path: str, hashed: str | None) -> Loaded | None:
    outcome = shard.outcome(path, hashed) if hashed is not None else None
    if outcome is None:
        return None
    data, rows = cast("tuple[object, list[object]]", outcome)
    return Loaded(path, "", data, tuple(finding_from_json(row) for row in rows))


def _unreadable(path: str, found: Finding) -> Loaded:
    return Loaded(path, "", None, (found,))


class Texts(Mapping[str, str]):
    """The text of each file of a workspace; empty for one that cannot be read."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._texts: dict[str, str] = {}

    def put(self, path: str, text: str) -> None:
        """Keep a text that was read already."""
        self._texts[path] = text

    def drop(self, path: str) -> None:
        """Let go of a text."""
        self._texts.pop(path, None)

    def __getitem__(self, path: str) -> str:
        """The text of a file, without BOM."""
        if path not in self._texts:
            content = self._files.content(path, limit=LIST_LIMIT)
            text = content if isinstance(content, Refusal) else decoded(content)
            self._texts[path] = text if isinstance(text, str) else ""
        return self._texts[path]

    def __iter__(self) -> Iterator[str]:
        """The paths whose texts were read so far."""
        return iter(self._texts)

    def __len__(self) -> int:
        """How many texts were read so far."""
        return len(self._texts)
