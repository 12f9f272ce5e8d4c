"""``anchor verify``: whether a document says what the records of a revision say."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest
from pathlib import Path

from rdclient.api.reading import records
from rdclient.api.reporting import Request, made
from rdclient.diagnostic import IncompleteError, UsageError, unread
from rdclient.lens import Lang
from rdclient.render.anchor import Anchor
from rdclient.render.anchor import read as read_anchor
from rdclient.reports import REPORTS
from rdclient.store.content import Refusal, decoded, read_bytes

_LIMIT = 32 * 2**20
"""Bytes of a document; far more than any of ours has."""
_ABSENT = frozenset(
    {
        "nothing-found", "nothing-like", "unknown-project", "unknown-meeting", "no-project",
        "not-for-client", "week-not-begun", "span-is-empty",
    }
)  # fmt: skip
"""Ways to say that the records hold nothing the document could have been made of."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What came out.

    Attributes:
        outcome: ``match``; ``altered`` when the data agree but the words are others than those
            made of them; ``differs`` when the data differ; ``absent`` when the revision holds
            no such subject; ``foreign`` when the document bears no anchor of ours.
        anchor: what the document says it was made of; None for a foreign one.
        as_of: the moment it speaks of, in the workspace's zone; None for a foreign one.
        lang: the workspace's; None for a foreign one.
        made: data version of the same view of the records; None when there is none.
        apart: of an altered one the first line that differs: its number in the file from 1, what
            the file says there, and what the records make; None elsewhere.
    """

    outcome: str
    anchor: Anchor | None = None
    as_of: datetime | None = None
    lang: Lang | None = None
    made: str | None = None
    apart: tuple[int, str, str] | None = None

    @property
    def is_match(self) -> bool:
        """Whether the document is the one that these records make."""
        return self.outcome == "match"


def verify_anchor(root: Path, file: Path, *, at: str | None, cache: Path | None = None) -> Verified:
    """Make the document of a file again and compare.

    Args:
        root: of the workspace.
        file: a document, as Markdown or HTML.
        at: the revision whose records it is made of; None for the files on disk.
        cache: folder with the key of the user's cache.

    Raises:
        UsageError: when the file cannot be read as text.
        GitError: when there is no such revision.
        IncompleteError: when the data differ and some records could not be read.
    """
    text = _text(file)
    found = read_anchor(text)
    if found is None or found.report not in REPORTS:
        return Verified("foreign")
    loaded = records(root, cache=cache, at=at)
    as_of = found.as_of.astimezone(loaded.portfolio.zone)
    told = Verified("absent", found, as_of, loaded.portfolio.workspace.lang)
    try:
        page = made(loaded, found.report, found.subject, _request(found))
    except UsageError as error:
        if error.args[0] not in _ABSENT:
            raise
        return told
    told = replace(told, made=page.data_version)
    if page.data_version != found.data_version:
        if lost := unread(loaded.findings):
            raise IncompleteError("anchor-incomplete", ", ".join(lost), len(lost))
        return replace(told, outcome="differs")
    if (apart := _apart(_plain(text), _plain(page.text))) is not None:
        return replace(told, outcome="altered", apart=apart)
    return replace(told, outcome="match")


def _request(found: Anchor) -> Request:
    """The order that made the document, as far as its anchor says."""
    return Request(
        as_of=found.as_of,
        audience=found.edition,
        lang=found.lang,
        format="html" if found.is_page else "md",
        week=found.week if found.span == (None, None) else None,
        span=found.span,
        allow_incomplete=True,
    )


def _text(file: Path) -> str:
    content = read_bytes(file.parent, file.name, limit=_LIMIT)
    text = decoded(content) if isinstance(content, bytes) else content
    if isinstance(text, Refusal):
        raise UsageError("anchor-unreadable", str(file))
    return text


def _apart(theirs: list[str], ours: list[str]) -> tuple[int, str, str] | None:
    """The first line that differs, numbered from 1; None when none does."""
    pairs = zip_longest(theirs, ours, fillvalue="")
    found = ((n, one, other) for n, (one, other) in enumerate(pairs, 1) if one != other)
    return next(found, None)


def _plain(text: str) -> list[str]:
    """The lines without what mail and editors do to them: line ends, blanks at their ends."""
    return [line.rstrip() for line in text.strip().splitlines()]
