"""What changes records: edits are computed first, then applied; and a new workspace."""

from pathlib import Path

from rdclient.lens import Lang
from rdclient.store import edits
from rdclient.store.edits import Edit


def apply(root: Path, edit: Edit) -> None:
    """Write an edit.

    Raises:
        EditRefusedError: when the file changed since it was read, or cannot be written.
    """
    edits.apply(root, edit)


def init(target: Path, *, lang: Lang, sample: bool) -> tuple[str, ...]:
    """Make a workspace that passes ``check`` at once; the files written, relative to it.

    Files about the repository that are there already (``README.md`` …) stay as they are.

    Raises:
        EditRefusedError: when any other file of that name exists; nothing is written then.
    """
    from rdclient.store import skeleton

    files = skeleton.sample(lang) if sample else skeleton.blank(lang)
    kept = {name for name in skeleton.ABOUT_THE_REPOSITORY if (target / name).exists()}
    return edits.create(target, {name: files[name] for name in files if name not in kept})
