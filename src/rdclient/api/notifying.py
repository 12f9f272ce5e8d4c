"""What ``notify`` does: what is to be told is put into words, sent, and kept as told."""

import hashlib
import logging
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from rdclient.api.clock_scene import refuse_unknown_policy
from rdclient.api.moment import in_zone
from rdclient.diagnostic import IncompleteError, RdclientError, UsageError, unread
from rdclient.lens import Lang
from rdclient.model import replay
from rdclient.model.client import Workspace
from rdclient.obligations.ledger import judged
from rdclient.reports.clock_question import ClockQuestion
from rdclient.reports.notice import Notice, news, notice
from rdclient.store import told_file
from rdclient.store.cache import opened
from rdclient.store.told_file import Entry, Told
from rdclient.store.workspace import read

if TYPE_CHECKING:
    from apprise import Apprise

_KEPT = timedelta(days=400)
"""For how long it is remembered that something was told that is to be told no more."""


@dataclass(frozen=True, slots=True)
class NotifyWish:
    """What to tell, to whom, and what to remember it in.

    Attributes:
        client: slug, code or name; None for all.
        project: slug, ``client/slug``, code or name; None for all.
        person: id, name or part of one; None for everybody.
        has_escalations: say who is to be told, and tell each level anew.
        is_dry_run: neither send nor remember anything.
        address: apprise addresses; None when the environment has none. Never printed.
        state: file to remember in; None for one in ``state_folder``.
        state_folder: where such files are; None when the environment names no place.
    """

    client: str | None
    project: str | None
    person: str | None
    has_escalations: bool
    is_dry_run: bool
    address: str | None
    state: Path | None
    state_folder: Path | None


@dataclass(frozen=True, slots=True)
class Notified:
    """What was told, or would be.

    Attributes:
        title: heading of the message.
        body: its lines; empty when there is nothing to tell.
        document: the same as JSON.
        count: items in it.
        before: items that were told before.
        addresses: to how many it was sent.
        unread: files that could not be read; what they hold is missing.
    """

    title: str
    body: str
    document: str
    count: int
    before: int
    addresses: int
    unread: tuple[str, ...]


def notify(
    root: Path,
    wish: NotifyWish,
    *,
    as_of: datetime,
    lang: Lang | None,
    cache: Path | None = None,
) -> Notified:
    """Send what is overdue, at risk or due by tomorrow, unless it was told before.

    It counts as told only once every address has taken it.

    Args:
        root: of the workspace.
        wish: what to tell.
        as_of: a time without zone is read in the workspace's.
        lang: None for the workspace's.
        cache: folder with the key of the user's cache, as in ``check``.

    Raises:
        UsageError: when a client, project or person is not known, or the state file tells of
            another workspace.
        IncompleteError: when that may be for files that could not be read, or the policy could not.
        RdclientError: when there is no address or no library, nothing could be sent, or the state
            file cannot be used.
    """
    sender = None if wish.is_dry_run else _sender(wish.address)
    asked = _asked(root, wish, as_of, lang, cache)
    if sender is not None:
        return _told_once(sender, asked)
    told = told_file.read(asked.path, asked.owner) if asked.path else Told(asked.owner)
    return _notified(news(asked.view, told.deadlines()), asked, 0)


def _told_once(sender: "Apprise", asked: "_Asked") -> Notified:
    """Send what is new, and remember it once it went out."""
    if asked.path is None:
        raise RdclientError("no-state-folder")
    with told_file.writing(asked.path, asked.owner) as (told, keep):
        fresh = news(asked.view, told.deadlines())
        done = _notified(fresh, asked, len(sender))
        if fresh.items:
            _send(sender, done)
            keep(Told(asked.owner, _remembered(told, fresh, asked.view)))
    return done


@dataclass(frozen=True, slots=True)
class _Asked:
    """What there is to tell, whether told before or not.

    Attributes:
        view: everything.
        lost: files that could not be read.
        lang: to word it in.
        path: of the file in which it is remembered.
        owner: what the workspace is known by there.
    """

    view: Notice
    lost: tuple[str, ...]
    lang: Lang
    path: Path | None
    owner: str


def _asked(
    root: Path, wish: NotifyWish, as_of: datetime, lang: Lang | None, cache: Path | None
) -> _Asked:
    loaded = read(root, cache=opened(root, cache))
    refuse_unknown_policy(loaded)
    lost = unread(loaded.findings)
    moment = in_zone(as_of, loaded.portfolio)
    seen = replay.at(loaded.portfolio, moment)
    question = ClockQuestion(client=wish.client, project=wish.project, person=wish.person)
    promises = judged(seen, as_of=moment)
    try:
        view = notice(promises, question, seen, as_of=moment, escalations=wish.has_escalations)
    except UsageError as error:
        if not lost:
            raise
        raise IncompleteError("not-found-unread", ", ".join(lost), len(lost)) from error
    home = seen.workspace
    return _Asked(view, lost, lang or home.lang, _place(wish, root, home), _identity(home))


def _notified(view: Notice, asked: _Asked, addresses: int) -> Notified:
    from rdclient.render import clock_data
    from rdclient.render import notice as worded

    lost, lang = asked.lost, asked.lang
    return Notified(
        title=worded.heading(view, lang=lang),
        body=worded.body(view, len(lost), lang=lang) if view.items else "",
        document=clock_data.as_json("notice", view, lost, lang=lang),
        count=len(view.items),
        before=view.before,
        addresses=addresses,
        unread=lost,
    )


# ── what was told ────────────────────────────────────────────────────────────


def _identity(workspace: Workspace) -> str:
    """What a workspace is known by wherever it lies: its uuid, else a hash of its name."""
    return workspace.uuid.lower() if workspace.uuid else _hash(str(workspace.name))


def _place(wish: NotifyWish, root: Path, workspace: Workspace) -> Path | None:
    """The file to remember in."""
    if wish.state is not None or wish.state_folder is None:
        return wish.state
    name = workspace.uuid.lower() if workspace.uuid else _hash(root.resolve().as_posix())
    return wish.state_folder / f"{name}.json"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _remembered(told: Told, fresh: Notice, view: Notice) -> Mapping[str, Entry]:
    """What was told until now; what is told no more is forgotten after a while."""
    current, now = {item.key for item in view.items}, view.as_of
    kept = {
        key: entry
        for key, entry in told.entries.items()
        if key in current or entry.at >= now - _KEPT
    }
    return MappingProxyType(kept | {item.key: Entry(item.deadline, now) for item in fresh.items})


# ── sending ──────────────────────────────────────────────────────────────────


def _sender(address: str | None) -> "Apprise":
    """What sends to every address.

    Raises:
        RdclientError: when there is no address, one cannot be understood, or the library is not
            installed.
    """
    if address is None:
        raise RdclientError("no-notify-address")
    try:
        import apprise
    except ImportError:
        raise RdclientError("needs-notify") from None
    with _silence():
        asset = apprise.AppriseAsset(app_id="rdclient", app_desc="rdclient", app_url="")
        sender = apprise.Apprise(asset=asset)
        try:
            is_understood = sender.add(address)
        except Exception:  # noqa: BLE001 - its words may hold the address
            is_understood = False
    if not is_understood or not len(sender):
        raise RdclientError("notify-address")
    return sender


def _send(sender: "Apprise", message: Notified) -> None:
    """Send a message to every address.

    Raises:
        RdclientError: when one of them did not take it.
    """
    from apprise import NotifyFormat, NotifyType

    with _silence():
        try:
            is_sent = bool(
                sender.notify(
                    body=message.body,
                    title=message.title,
                    notify_type=NotifyType.WARNING,
                    body_format=NotifyFormat.TEXT,
                )
            )
        except Exception:  # noqa: BLE001 - its words may hold the address
            is_sent = False
    if not is_sent:
        raise RdclientError("notify-failed", len(sender))


@contextmanager
def _silence() -> Iterator[None]:
    """Nothing is logged meanwhile: what libraries say of a failure names the address."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
