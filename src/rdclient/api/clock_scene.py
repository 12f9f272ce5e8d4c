"""What every verb that asks the clocks needs: the records of a moment, their promises judged."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rdclient.api.moment import in_zone
from rdclient.api.reading import records
from rdclient.diagnostic import IncompleteError, Severity, UsageError, unread
from rdclient.lens import Lang
from rdclient.model import replay
from rdclient.model.portfolio import Portfolio
from rdclient.obligations.ledger import Judged, judged
from rdclient.render import clock_data
from rdclient.render.clock_marks import Marks, fitting
from rdclient.store.policyfile import is_left_out
from rdclient.store.workspace import Read


@dataclass(frozen=True, slots=True)
class Look:
    """How an answer is to be shown.

    Attributes:
        as_of: a time without zone is read in the workspace's.
        lang: None for the workspace's.
        form: a name in ``CLOCK_FORMATS`` or ``AGENDA_FORMATS``.
        columns: of the terminal.
        has_place: whether it can show every character of a text.
        cache: folder with the key of the user's cache, as in ``check``.
        at: revision whose records are read; None for those on disk.
    """

    as_of: datetime
    lang: Lang | None
    form: str
    columns: int
    has_place: Callable[[str], bool]
    cache: Path | None = None
    at: str | None = None


@dataclass(frozen=True, slots=True)
class ClocksShown:
    """An answer.

    Attributes:
        content: text, or the bytes of a calendar file.
        unread: files that could not be read; the answer is incomplete when there are some.
        severity: how bad the worst of it is; None when nothing is wrong.
        lang: of the words.
    """

    content: str | bytes
    unread: tuple[str, ...]
    severity: Severity | None
    lang: Lang


@dataclass(frozen=True, slots=True)
class Scene:
    """The records as of the moment, every promise in them judged, and how to show an answer."""

    portfolio: Portfolio
    items: tuple[Judged, ...]
    as_of: datetime
    lang: Lang
    marks: Marks
    look: Look
    unread: tuple[str, ...]

    def json(self, name: str, view: object) -> str:
        """A view as JSON."""
        return clock_data.as_json(name, view, self.unread, lang=self.lang)

    def shown(self, content: str | bytes, severity: Severity | None = None) -> ClocksShown:
        """An answer."""
        return ClocksShown(content, self.unread, severity, self.lang)


def refuse_unknown_policy(loaded: Read) -> None:
    """Refuse to judge by the shipped numbers where the workspace has its own that were not read.

    Raises:
        IncompleteError: when the policy, or a version of it, could not be read.
    """
    if is_left_out(loaded.findings):
        raise IncompleteError("policy-unread")


def answered(
    root: Path,
    look: Look,
    tell: Callable[[Scene], ClocksShown],
    codes: frozenset[str] | None = None,
) -> ClocksShown:
    """What is told of a workspace; what is not found is put down to files that were not read.

    Raises:
        UsageError: when what is named is not there.
        IncompleteError: when it is not there and files could not be read, or the policy could not.
    """
    loaded = records(root, cache=look.cache, at=look.at)
    refuse_unknown_policy(loaded)
    lost = unread(loaded.findings)
    as_of = in_zone(look.as_of, loaded.portfolio)
    portfolio = replay.at(loaded.portfolio, as_of)
    lang = look.lang or portfolio.workspace.lang
    items = judged(portfolio, as_of=as_of, codes=codes)
    try:
        return tell(Scene(portfolio, items, as_of, lang, fitting(look.has_place), look, lost))
    except UsageError as error:
        if not lost:
            raise
        raise IncompleteError("not-found-unread", ", ".join(lost), len(lost)) from error
