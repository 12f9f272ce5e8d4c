"""The cache: what was parsed and found last time, kept in a folder that is safe to delete.

It never changes an answer: every entry carries the hash of the bytes it was made from, and every
file of the cache is sealed with a key of the user and the build of this program. What does not
fit (damaged, of another version, written by somebody else, brought along by a pull request) is
not there.
"""

import hashlib
import json
import os
import secrets
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias, cast
from zoneinfo import TZPATH

from rdclient.store.tree import CACHE, NO_STAMP, Stamp

Json: TypeAlias = object
"""Dicts with text keys, lists, texts, numbers, truth values and None."""

_FORM = "1"
"""Of what the files hold; changes with every change of their layout."""
_INDEX = "index.json"
_IGNORED = "*\n"
_RACY = 2_000_000_000
"""Nanoseconds: a file changed so shortly before it was read may change again unseen."""
_KEY_SIZE = 32
_BUILT_ON = ("yaml", "pydantic", "pydantic_core", "tzdata")


_Row: TypeAlias = list[Any]
"""The stamp of a file and the hash of its bytes."""
_NO_ROW: _Row = [*NO_STAMP, ""]


def content_hash(content: bytes) -> str:
    """What stands for the bytes of a file."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


@dataclass(slots=True)
class Shard:
    """What the files of one part of the workspace held: by path, hash of the bytes and outcome.

    Attributes:
        text: the entries as JSON; empty until that is asked for.
        is_kept: whether they stand in the cache as they are.
    """

    entries: dict[str, tuple[str, Json]] = field(default_factory=dict)
    text: str = ""
    is_kept: bool = False

    def outcome(self, path: str, hashed: str) -> Json:
        """What those bytes at that path came to; None when that is not known."""
        known, outcome = self.entries.get(path, ("", None))
        return outcome if known == hashed else None

    def put(self, path: str, hashed: str, outcome: Json) -> None:
        """Keep what came out of a file."""
        self.entries[path] = (hashed, outcome)
        self.text, self.is_kept = "", False

    def drop(self, path: str) -> None:
        """Let go of a file that is gone."""
        del self.entries[path]
        self.text, self.is_kept = "", False

    def written(self) -> str:
        """The entries as JSON."""
        self.text = self.text or _json({p: list(entry) for p, entry in self.entries.items()})
        return self.text


class Cache:
    """The cache of one workspace, for one run."""

    def __init__(self, root: Path, key: bytes) -> None:
        self._folder = root / CACHE
        self._key = key
        self._started = time.monotonic_ns()
        index = self._read(_INDEX)
        self._files = cast("dict[str, _Row]", _dict(index, "files"))
        self._answers = _dict(index, "answers")
        self._seen: dict[str, tuple[Stamp, str]] = {}

    # ── files ────────────────────────────────────────────────────────────────

    def trusted(self, path: str, stamp: Stamp) -> str | None:
        """The hash of a file that was not touched since it was read; None when that is unsure."""
        *known, hashed = self._files.get(path, _NO_ROW)
        return hashed if hashed and stamp != NO_STAMP and known == [*stamp] else None

    def note(self, path: str, stamp: Stamp, hashed: str) -> None:
        """Keep what a file was when it was read in this run."""
        self._seen[path] = (stamp, hashed)

    @property
    def noted(self) -> dict[str, tuple[Stamp, str]]:
        """Every file that was read in this run: its stamp and its hash."""
        return self._seen

    def shard(self, part: str) -> Shard:
        """What the files of a part of the workspace held."""
        text = self._text(_name_of(part))
        raw = json.loads(text) if text else {}
        return Shard(
            {path: (entry[0], entry[1]) for path, entry in raw.items()}, text, is_kept=bool(text)
        )

    def keep(self, part: str, shard: Shard) -> None:
        """Write a shard unless it stands there already; a cache that cannot be written is none."""
        if not shard.is_kept:
            self._write(_name_of(part), shard.written())
            shard.is_kept = True

    # ── answers ──────────────────────────────────────────────────────────────

    def answer(self, part: str) -> Json:
        """What was found about a part last time; None when nothing is kept."""
        return self._answers.get(part)

    def save(
        self,
        paths: Mapping[str, Stamp],
        parts: Iterable[str],
        answers: Mapping[str, Json] | None = None,
    ) -> None:
        """Write the index when it differs from what stands there.

        Args:
            paths: every file of the workspace with its stamp; others are forgotten.
            parts: whose shards are needed.
            answers: by part, all that are to be kept; None to keep those there are.
        """
        answers = self._answers if answers is None else answers
        files = {path: row for path, row in self._files.items() if path in paths}
        seen: dict[str, _Row] = {
            path: [*stamp, hashed] for path, (stamp, hashed) in self._seen.items() if path in paths
        }
        if answers == self._answers and {**files, **seen} == self._files:
            return
        before = self._system_time() - (time.monotonic_ns() - self._started) - _RACY
        for path, row in seen.items():
            files[path] = row if max(row[1], row[2]) < before else [*NO_STAMP, row[4]]
        self._write(_INDEX, _json({"files": files, "answers": dict(answers)}))
        self._sweep({_INDEX, ".gitignore", *map(_name_of, parts)})

    # ── the folder ───────────────────────────────────────────────────────────

    def _system_time(self) -> int:
        """Now, by the clock that stamps files; nanoseconds."""
        probe = self._folder / f".{secrets.token_hex(4)}.tmp"
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            probe.touch(exist_ok=False)
            now = probe.stat().st_mtime_ns
            probe.unlink()
            return now
        return 0

    def _read(self, name: str) -> Json:
        text = self._text(name)
        return json.loads(text) if text else {}

    def _text(self, name: str) -> str:
        """What a file of the cache holds; empty when it is not to be relied on."""
        try:
            sealed = (self._folder / name).read_bytes()
        except OSError:
            return ""
        seal, _, body = sealed.partition(b"\n")
        if not secrets.compare_digest(seal, self._seal(name, body)):
            return ""
        return body.decode("utf-8", "surrogatepass")

    def _seal(self, name: str, body: bytes) -> bytes:
        sealed = hashlib.blake2b(f"{name}\n{build()}\n".encode(), key=self._key, digest_size=32)
        sealed.update(body)
        return sealed.hexdigest().encode()

    def _write(self, name: str, text: str) -> None:
        body = text.encode("utf-8", "surrogatepass")
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            ignore = self._folder / ".gitignore"
            if not ignore.exists():
                _replace(ignore, _IGNORED.encode())
            _replace(self._folder / name, self._seal(name, body) + b"\n" + body)

    def _sweep(self, kept: set[str]) -> None:
        """Take away what no part needs, and what was left half-written."""
        with suppress(OSError):
            for file in self._folder.iterdir():
                if file.name not in kept:
                    with suppress(OSError):
                        file.unlink()


def opened(root: Path, user_folder: Path | None) -> Cache | None:
    """The cache of a workspace; None when none is wanted or the user's key cannot be kept.

    Args:
        root: of the workspace.
        user_folder: where the user's key is kept; it seals what this user wrote.
    """
    if user_folder is None or (root / CACHE).is_symlink():
        return None
    key = _user_key(user_folder)
    return Cache(root, key) if key else None


def _user_key(folder: Path) -> bytes | None:
    file = folder / "key"
    with suppress(OSError):
        if not file.exists():
            folder.mkdir(parents=True, exist_ok=True)
            temporary = folder / f".{secrets.token_hex(4)}.tmp"
            handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with open(handle, "wb") as stream:  # noqa: PTH123 - a descriptor
                stream.write(secrets.token_bytes(_KEY_SIZE))
            with suppress(FileExistsError):
                os.link(temporary, file)
            temporary.unlink()
        key = file.read_bytes()
        return key if len(key) == _KEY_SIZE else None
    return None


def _replace(file: Path, content: bytes) -> None:
    temporary = file.with_name(f".{file.name}.{secrets.token_hex(4)}.tmp")
    try:
        temporary.write_bytes(content)
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)


def _name_of(part: str) -> str:
    return (
        f"{hashlib.blake2b(part.encode('utf-8', 'surrogatepass'), digest_size=8).hexdigest()}.json"
    )


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _dict(value: Json, name: str) -> dict[str, object]:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


# ── what an answer depends on besides the records ────────────────────────────


@cache
def build() -> str:
    """What stands for this program as it is installed, and for what it builds on.

    Its own files by name, size and time, so that a changed line makes an old cache unreadable.
    """
    package = Path(__file__).resolve().parent.parent
    told: list[object] = [_FORM, sys.version_info[:3], sys.byteorder]
    told += sorted(_files_of(package, str(package)))
    for name in _BUILT_ON:
        found = find_spec(name)
        told.append((name, *(_told(found.origin) if found and found.origin else ())))
    told += [(folder, *_told(folder)) for folder in TZPATH]
    return hashlib.blake2b(repr(told).encode(), digest_size=16).hexdigest()


def _files_of(folder: Path, top: str) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir() and entry.name != "__pycache__":
                found += _files_of(Path(entry.path), top)
            elif entry.is_file() and not entry.name.startswith("."):
                told = entry.stat()
                found.append((entry.path.removeprefix(top), told.st_size, told.st_mtime_ns))
    return found


def _told(path: str) -> tuple[int, int]:
    try:
        told = os.stat(path)  # noqa: PTH116 - as quick as can be
    except OSError:
        return (0, 0)
    return told.st_size, told.st_mtime_ns
