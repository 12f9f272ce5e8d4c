"""The cache: what was parsed and found last time, kept in a folder that is safe to delete.

It never changes an answer: every entry carries the hash of the bytes it was made from, and every
file of it is sealed (``vault``).
"""

import hashlib
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias, cast

from rdclient.store.tree import CACHE, NO_STAMP, Stamp
from rdclient.store.vault import Vault, user_key

Json: TypeAlias = object
"""Dicts with text keys, lists, texts, numbers, truth values and None."""

_INDEX = "index.json"
GATE = "/gate"
"""The shard of what ``check --base`` said; no client can be called so."""
_RACY = 2_000_000_000
"""Nanoseconds: a file changed so shortly before it was read may change again unseen."""


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
        self._vault = Vault(root / CACHE, key)
        self._started = time.monotonic_ns()
        text = self._vault.text(_INDEX)
        index = json.loads(text) if text else {}
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
        text = self._vault.text(_name_of(part))
        raw = json.loads(text) if text else {}
        return Shard(
            {path: (entry[0], entry[1]) for path, entry in raw.items()}, text, is_kept=bool(text)
        )

    def keep(self, part: str, shard: Shard) -> None:
        """Write a shard unless it stands there already; a cache that cannot be written is none."""
        if not shard.is_kept:
            self._vault.write(_name_of(part), shard.written())
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
        before = self._vault.now() - (time.monotonic_ns() - self._started) - _RACY
        for path, row in seen.items():
            files[path] = row if max(row[1], row[2]) < before else [*NO_STAMP, row[4]]
        self._vault.write(_INDEX, _json({"files": files, "answers": dict(answers)}))
        self._vault.sweep({_INDEX, *map(_name_of, (GATE, *parts))})


def opened(root: Path, user_folder: Path | None) -> Cache | None:
    """The cache of a workspace; None when none is wanted or the user's key cannot be kept.

    Args:
        root: of the workspace.
        user_folder: where the user's key is kept; it seals what this user wrote.
    """
    if user_folder is None or (root / CACHE).is_symlink():
        return None
    key = user_key(user_folder)
    return Cache(root, key) if key else None


def _name_of(part: str) -> str:
    return (
        f"{hashlib.blake2b(part.encode('utf-8', 'surrogatepass'), digest_size=8).hexdigest()}.json"
    )


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _dict(value: Json, name: str) -> dict[str, object]:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}
