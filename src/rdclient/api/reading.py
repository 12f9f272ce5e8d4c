"""Where every verb that asks gets its records: from the disk, or from a commit (``--at``)."""

from pathlib import Path
from typing import TYPE_CHECKING

from rdclient.store import tree
from rdclient.store.cache import opened
from rdclient.store.source import Source

if TYPE_CHECKING:  # a check of what did not change reads no records
    from rdclient.store.workspace import Read


def records(root: Path, *, cache: Path | None, at: str | None) -> "Read":
    """The records of a workspace.

    Args:
        root: of the workspace.
        cache: folder with the key of the user's cache; None to work without one. A commit is
            always read without.
        at: a revision; None for the files as they are on disk.

    Raises:
        GitError: when there is no such commit, no workspace in it, or an object is missing.
    """
    from rdclient.store.workspace import read_source

    return read_source(files(root, cache=cache, at=at))


def files(root: Path, *, cache: Path | None, at: str | None) -> Source:
    """The files of a workspace; the arguments are those of ``records``.

    Raises:
        GitError: as there.
    """
    if at is None:
        return Source(root, tree.walk(root), opened(root, cache))
    from rdclient.store.snapshot import whole_snapshot  # Git takes its time to load

    return whole_snapshot(root, at)
