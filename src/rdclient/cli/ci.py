"""``rdclient ci``: what to put into a CI server so that it checks every change of the records."""

from enum import StrEnum
from pathlib import Path

from rdclient.cli import console, options
from rdclient.diagnostic import UsageError

_SNIPPETS = Path(__file__).resolve().parent.parent / "data" / "ci"
_FOLDER = "@FOLDER@"


class Server(StrEnum):
    """Where the snippet goes; ``script`` is plain shell and works everywhere."""

    SCRIPT = "script"
    GITHUB = "github"
    GITLAB = "gitlab"
    PRE_COMMIT = "pre-commit"

    @property
    def file(self) -> str:
        """Name of the snippet's file."""
        return f"{self.value}.sh" if self is Server.SCRIPT else f"{self.value}.yaml"


def ci(folder: str | None, server: Server) -> int:
    """Print the snippet, with the workspace's folder as seen from the repository's root."""
    text = (_SNIPPETS / server.file).read_text(encoding="utf-8")
    console.show(text.replace(_FOLDER, _workspace_folder(options.folder(folder))))
    return console.CLEAN


def _workspace_folder(here: Path) -> str:
    """The workspace relative to the repository it lies in; ``.`` when there is neither."""
    from rdclient import api

    try:
        root = api.find_root(here)
    except UsageError:
        return "."
    top = next((up for up in (root, *root.parents) if (up / ".git").exists()), root)
    return root.relative_to(top).as_posix()
