"""``rdclient ci``: what to put into a CI server so that it checks every change of the records."""

import re
from enum import StrEnum
from pathlib import Path

from rdclient.cli import console, options
from rdclient.diagnostic import UsageError

_SNIPPETS = Path(__file__).resolve().parent.parent / "data" / "ci"
_FOLDER = "@FOLDER@"
_ODD = re.compile(r"""[\x00-\x1f"'`$\\!:#{}]""")
"""What a shell or YAML gives a meaning to, between double quotes too."""


class Server(StrEnum):
    """Where the snippet goes; ``script`` is plain shell and works everywhere.

    On GitHub a workflow uses an action that lies beside it.
    """

    SCRIPT = "script"
    GITHUB = "github"
    GITHUB_ACTION = "github-action"
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
    """The workspace relative to the repository it lies in; ``.`` when it is its top, or in none.

    Raises:
        UsageError: when there is no workspace, or when a shell or YAML would read the name as
            something else.
    """
    from rdclient import api

    root = api.find_root(here)
    way = root.relative_to(options.repository(root) or root).as_posix()
    if _ODD.search(way):
        raise UsageError("odd-folder", way)
    return way
