"""What the asking verbs of change control share: the options typed, and how an answer ends."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from rdclient.cli import console, options
from rdclient.cli.clock_look import look
from rdclient.lens import Lang

if TYPE_CHECKING:
    from rdclient.api import ControlShown, Look


class ControlFormat(StrEnum):
    """Formats of an answer, told here so that ``--help`` stays fast."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed for every such verb."""

    folder: str | None
    form: str
    as_of: str | None
    at: str | None
    lang: Lang | None

    def root(self) -> Path:
        """The workspace that is asked.

        Raises:
            UsageError: when the folder lies in none.
        """
        from rdclient import api

        return api.find_root(options.folder(self.folder))

    def look(self, *, is_cached: bool = True) -> "Look":
        """How the answer is to be shown here."""
        return look(self.as_of, self.lang, self.form, no_cache=not is_cached, at=self.at)


def shown(answer: "ControlShown") -> int:
    """Print an answer; exit 3 when files could not be read."""
    console.show(answer.content)
    return console.CLEAN if console.is_complete(answer.unread) else console.FAILED
