"""Where the bytes of a workspace come from: the seam between what is read and what reads it."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rdclient.store.content import Refusal, read_bytes


class Files(Protocol):
    """The files below the root of a workspace, by their paths (relative, with ``/``)."""

    def content(self, path: str, *, limit: int) -> bytes | Refusal:
        """The bytes of a regular file of at most ``limit`` bytes, or why it is not read."""

    def is_there(self, path: str) -> bool:
        """Whether anything stands at a path: a file, a folder, a link."""


@dataclass(frozen=True, slots=True)
class Disk:
    """The files of a folder, as they are when they are asked for."""

    root: Path

    def content(self, path: str, *, limit: int) -> bytes | Refusal:
        """The bytes of a regular file, or why it is not read."""
        return read_bytes(self.root, path, limit=limit)

    def is_there(self, path: str) -> bool:
        """Whether anything stands at a path; a link counts wherever it leads."""
        return os.path.lexists(self.root / path)
