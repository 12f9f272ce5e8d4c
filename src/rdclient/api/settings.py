"""``config show``: every setting in force, with where it comes from."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rdclient.api.moment import in_zone
from rdclient.api.reading import records
from rdclient.diagnostic import unread
from rdclient.lens import Lang
from rdclient.store import origins
from rdclient.store.layout import CALENDAR_FOLDER, POLICY_FILE, ROOT_FILE, SUFFIX
from rdclient.store.origins import Setting
from rdclient.store.tree import CACHE


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for a workspace at a moment.

    Attributes:
        workspace: what ``rdclient.yaml`` says.
        policy: every number of the rules.
        calendar: its name.
        years: those that the calendar knows; empty when it needs none.
        lang: the workspace's own.
        cache: folder in the workspace for what was read.
        as_of: the moment asked for, in the workspace's zone.
        unread: of the two files and the one of the calendar, those that could not be read; what is
            shipped holds then.
    """

    workspace: tuple[Setting, ...]
    policy: tuple[Setting, ...]
    calendar: str
    years: tuple[int, ...]
    lang: Lang
    cache: str
    as_of: datetime
    unread: tuple[str, ...]


def settings_in_force(
    root: Path, *, as_of: datetime, cache: Path | None = None, at: str | None = None
) -> Settings:
    """The settings in force as of a moment; ``cache`` and ``at`` as in ``check``."""
    loaded = records(root, cache=cache, at=at)
    portfolio = loaded.portfolio
    moment = in_zone(as_of, portfolio)
    lost = unread(loaded.findings)
    own = f"{CALENDAR_FOLDER}/{portfolio.workspace.calendar}{SUFFIX}"
    return Settings(
        workspace=origins.of_workspace(loaded.texts, portfolio.workspace),
        policy=origins.of_policy(loaded.texts, portfolio.policy(moment.date())),
        calendar=portfolio.calendar.id,
        years=tuple(sorted(portfolio.calendar.covers)),
        lang=portfolio.workspace.lang,
        cache=CACHE,
        as_of=moment,
        unread=tuple(path for path in (ROOT_FILE, POLICY_FILE, own) if path in lost),
    )
