"""A record file gets another name: first everything that names it, then the file itself."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rdclient.store.edits import Edit, EditRefusedError
from rdclient.store.span import with_field


@dataclass(frozen=True, slots=True)
class Move:
    """A record file under its new name.

    Attributes:
        old: path, relative to the workspace.
        new: path in the same folder.
        content: what it is to hold under the new name.
    """

    old: str
    new: str
    content: bytes


def stand_in(move: Move, old_id: str) -> Edit:
    """The new file for as long as the old one is there: it says whose place it takes.

    It holds the record with its old id, which ``check`` reports, so that a command that was
    killed can tell where it stopped.

    Raises:
        EditRefusedError: when the id cannot be written into it safely.
    """
    text = with_field(move.new, move.content.decode(), ("id",), old_id)
    return Edit(move.new, None, text.encode())


def place(
    root: Path, write: Callable[..., None], move: Move | None, edits: tuple[Edit, ...]
) -> None:
    """Write edits; then give a file its new name.

    Args:
        root: of the workspace.
        write: what ``edits.writing`` gives.
        move: the file; None when none gets another name.
        edits: with a move, the first is the file that stands in, the last the file as it is to be.

    Raises:
        EditRefusedError: when nothing was written, as ``edits.apply`` tells; ``edit-not-moved``
            when all was written, but the file has its old name still.
    """
    write(*edits)
    if move is None:
        return
    expected = {move.old: move.content, move.new: edits[0].after}
    try:
        for path, content in expected.items():
            if (root / path).read_bytes() != content:
                raise EditRefusedError("edit-stale", path)
        (root / move.old).replace(root / move.new)
    except OSError as error:
        reason = error.strerror or str(error)
        raise EditRefusedError("edit-not-moved", move.old, move.new, reason) from error
