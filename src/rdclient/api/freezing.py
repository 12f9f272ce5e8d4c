"""``freeze status``: which iterations take no more requirements, and what may still be done."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rdclient.api.clock_scene import refuse_unknown_policy
from rdclient.api.moment import in_zone
from rdclient.api.reading import records
from rdclient.diagnostic import IncompleteError, UsageError, unread
from rdclient.lens import Lang
from rdclient.model import replay
from rdclient.render import freeze_page
from rdclient.reports.freezes import freezes_of
from rdclient.reports.project_status import wanted_projects


@dataclass(frozen=True, slots=True)
class FreezeLook:
    """How the answer is to be shown.

    Attributes:
        as_of: a time without zone is read in the workspace's.
        lang: None for the workspace's.
        form: ``text`` or ``json``.
        cache: folder with the key of the user's cache, as in ``check``.
        at: revision whose records are read; None for those on disk.
    """

    as_of: datetime
    lang: Lang | None
    form: str
    cache: Path | None = None
    at: str | None = None


@dataclass(frozen=True, slots=True)
class FreezesShown:
    """The answer, and the files that could not be read for it."""

    content: str
    unread: tuple[str, ...]


def freeze_status(root: Path, project: str | None, look: FreezeLook) -> FreezesShown:
    """The iterations of a project that have not ended, or of all projects.

    Raises:
        UsageError: when there is no such project, or several are called so.
        IncompleteError: when it is not there and files could not be read, or the policy could not.
    """
    loaded = records(root, cache=look.cache, at=look.at)
    refuse_unknown_policy(loaded)
    lost = unread(loaded.findings)
    as_of = in_zone(look.as_of, loaded.portfolio)
    portfolio = replay.at(loaded.portfolio, as_of)
    try:
        projects = wanted_projects(portfolio, project, is_all=project is None)
    except UsageError as error:
        if not lost:
            raise
        raise IncompleteError("not-found-unread", ", ".join(lost), len(lost)) from error
    view = freezes_of(portfolio, projects, as_of=as_of)
    if look.form == "json":
        return FreezesShown(freeze_page.as_json(view, lost), lost)
    lang = look.lang or portfolio.workspace.lang
    return FreezesShown(freeze_page.as_text(view, lang=lang), lost)
