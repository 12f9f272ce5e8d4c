"""The names in a workspace, for a shell that completes a word: fast, and without models."""

from collections.abc import Iterator
from pathlib import Path

from rdclient.store.cache import opened
from rdclient.store.roster import PARTS, Name, roster

__all__ = ["PARTS", "Name", "names"]


def names(root: Path, kinds: frozenset[str], *, cache: Path | None = None) -> Iterator[Name]:
    """What has an id, of some kinds; files that cannot be read are passed over.

    Args:
        root: of the workspace.
        kinds: names of kinds of records, or of items in meetings.
        cache: folder with the key of the user's cache, as in ``check``.
    """
    return roster(root, kinds, cache=opened(root, cache))
