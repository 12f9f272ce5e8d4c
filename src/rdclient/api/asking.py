"""What the verbs ``list``, ``show`` and ``explain`` ask."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rdclient.api.moment import in_zone
from rdclient.api.reading import records
from rdclient.diagnostic import IncompleteError, UsageError, unread
from rdclient.lens import Lang
from rdclient.model.portfolio import KINDS

if TYPE_CHECKING:
    from rdclient.reports.card import Sought
    from rdclient.reports.listing import Wanted


@dataclass(frozen=True, slots=True)
class Shown:
    """What ``list`` or ``show`` prints, and the files that could not be read."""

    text: str
    unread: tuple[str, ...]


def answer(
    root: Path,
    question: "Wanted | Sought",
    *,
    as_of: datetime,
    lang: Lang | None,
    form: str,
    cache: Path | None = None,
    at: str | None = None,
) -> Shown:
    """The answer to ``list`` or ``show``; ``form`` is a row of ``ANSWER_FORMATS``.

    ``cache`` is the folder with the key of the user's cache, ``at`` a revision, as in ``check``.

    Raises:
        UsageError: when nothing fits, or several things do.
        IncompleteError: when nothing fits and files could not be read.
    """
    from rdclient.render.answer import ANSWER_FORMATS

    loaded = records(root, cache=cache, at=at)
    portfolio, lost = loaded.portfolio, unread(loaded.findings)
    try:
        view = question.view(portfolio, as_of=in_zone(as_of, portfolio))
    except UsageError as error:
        if not lost:
            raise
        raise IncompleteError("not-found-unread", ", ".join(lost), len(lost)) from error
    return Shown(ANSWER_FORMATS[form](view, lost, lang=lang or portfolio.workspace.lang), lost)


# ── explain ──────────────────────────────────────────────────────────────────


def kinds() -> tuple[str, ...]:
    """What ``kind_page`` tells of: the kinds of records, and the parts that several hold."""
    from rdclient.render.kind_page import PARTS

    return (*KINDS, *PARTS)


def kind_page(kind: str, *, lang: Lang) -> str:
    """The fields of a kind of record and where such records stand."""
    from rdclient.render import kind_page as shown
    from rdclient.store import layout

    return shown.page(kind, layout.places(kind), lang=lang)
