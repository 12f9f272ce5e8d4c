"""What every verb of change control needs: the records of a moment, with every act in them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from rdclient.api.clock_scene import Look, refuse_unknown_policy
from rdclient.api.moment import in_zone
from rdclient.api.reading import records
from rdclient.control.base import Matter, Subject
from rdclient.diagnostic import IncompleteError, UsageError, unread
from rdclient.lens import Lang
from rdclient.model import replay
from rdclient.model.base import Record
from rdclient.model.baseline import Baseline
from rdclient.model.change import Change
from rdclient.model.meeting import Meeting
from rdclient.model.portfolio import Portfolio, id_of
from rdclient.model.project import Project
from rdclient.model.signoff import SignOff
from rdclient.render import clock_data
from rdclient.reports.entry import entries
from rdclient.reports.search import find, fold
from rdclient.store import history, tree
from rdclient.store.git import GitError
from rdclient.store.workspace import Read

SIGNED_KINDS = ("baseline", "change", "meeting")


@dataclass(frozen=True, slots=True)
class ControlShown:
    """An answer.

    Attributes:
        content: text or JSON.
        unread: files that could not be read; the answer is incomplete when there are some.
        lang: of the words.
        is_bad: whether something that was to hold does not.
        lacks: why it could not be judged in full; the key of an error. None when it could.
    """

    content: str
    unread: tuple[str, ...]
    lang: Lang
    is_bad: bool = False
    lacks: str | None = None


@dataclass(frozen=True, slots=True)
class ControlScene:
    """The records as control judges them at a moment.

    Attributes:
        loaded: as they were read.
        matter: replayed to the moment; acts that lie ahead are among them, to be named.
    """

    loaded: Read
    matter: Matter
    look: Look
    lang: Lang
    unread: tuple[str, ...]

    @property
    def as_of(self) -> datetime:
        """The moment, in the workspace's zone."""
        return self.matter.as_of

    def json(self, name: str, view: object) -> str:
        """A view as JSON."""
        return clock_data.as_json(name, view, self.unread, lang=self.lang)

    def shown(
        self, content: str, *, is_bad: bool = False, lacks: str | None = None
    ) -> ControlShown:
        """An answer."""
        return ControlShown(content, self.unread, self.lang, is_bad, lacks)


def control_scene(root: Path, look: Look, *, with_history: bool = False) -> ControlScene:
    """The records of a workspace as of a moment.

    Args:
        root: of the workspace.
        look: how an answer is to be shown.
        with_history: whether to ask Git when each act landed.

    Raises:
        IncompleteError: when the policy could not be read.
    """
    loaded = records(root, cache=look.cache, at=look.at)
    refuse_unknown_policy(loaded)
    as_of = in_zone(look.as_of, loaded.portfolio)
    landed = landings(root, look.at or "HEAD") if with_history else None
    matter = matter_with_acts(loaded.portfolio, as_of, landed)
    lang = look.lang or loaded.portfolio.workspace.lang
    return ControlScene(loaded, matter, look, lang, unread(loaded.findings))


def matter_with_acts(
    portfolio: Portfolio, as_of: datetime, landed: Mapping[str, datetime] | None = None
) -> Matter:
    """The matter of a moment; acts dated later stay in it and are told as such.

    Args:
        portfolio: as read.
        as_of: aware, in the workspace's zone.
        landed: when each file came to lie on the mainline; None without history.
    """
    seen = replay.at(portfolio, as_of)
    others = tuple(record for record in seen.records if not isinstance(record, SignOff))
    whole = replace(seen, records=(*others, *portfolio.all(SignOff)))
    if landed is None:
        return Matter(whole, as_of)
    return Matter(whole, as_of, MappingProxyType(dict(landed)), has_history=True)


def landings(root: Path, head: str = "HEAD") -> Mapping[str, datetime] | None:
    """When each file landed; None where Git does not know, e.g. in a clone that was cut off.

    Args:
        root: of the workspace.
        head: revision up to which the mainline is followed.
    """
    if not tree.is_in_repository(root):
        return None
    try:
        repository = history.repository_of(root)
        history.require_whole(repository)
        return history.landings(repository, history.commit(repository, head))
    except GitError:
        return None


def answered(scene: ControlScene, tell: Callable[[ControlScene], ControlShown]) -> ControlShown:
    """What is told; what is not found is put down to files that were not read.

    Raises:
        UsageError: when what is named is not there.
        IncompleteError: when it is not there and files could not be read.
    """
    try:
        return tell(scene)
    except UsageError as error:
        if not scene.unread:
            raise
        lost = scene.unread
        raise IncompleteError("not-found-unread", ", ".join(lost), len(lost)) from error


# ── what is meant ────────────────────────────────────────────────────────────


def subject_named(matter: Matter, typed: str) -> Subject:
    """What can be signed and has an id; project and client may stand before it.

    Raises:
        UsageError: when nothing of the kind fits, or several do.
    """
    found = [one for one in _called(matter, typed) if isinstance(one, Baseline | Change | Meeting)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError("which-record", typed, _names(found))
    meant = find(matter.portfolio, (typed,), None)
    signed = [one.record for one in meant if one.kind in SIGNED_KINDS]
    if len(signed) == 1 and isinstance(signed[0], Baseline | Change | Meeting):
        return signed[0]
    if signed:
        raise UsageError("which-record", typed, _names(signed))
    raise UsageError("not-signed", typed)


def change_named(matter: Matter, typed: str) -> Change:
    """The change request of an id.

    Raises:
        UsageError: when there is none, or several.
    """
    found = subject_named(matter, typed)
    if not isinstance(found, Change):
        raise UsageError("not-a-change", typed)
    return found


def baseline_named(matter: Matter, typed: str, project: Project | None) -> Baseline:
    """The baseline of an id.

    Raises:
        UsageError: when there is none, or several.
    """
    known = [
        one
        for one in matter.portfolio.all(Baseline)
        if project is None or matter.project(one) is project
    ]
    found = [one for one in _called(matter, typed) if one in known and isinstance(one, Baseline)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError("which-record", typed, _names(found))
    if not known:
        raise UsageError("no-baselines")
    raise UsageError("unknown-baseline", typed, _names(known))


def _names(records: Iterable[Record]) -> str:
    """Records as they may be typed: with their projects."""
    return ", ".join(f"{one.origin.project}/{id_of(one)}" for one in records)


def _called(matter: Matter, typed: str) -> list[Record]:
    """The records whose full name ends in what was typed."""
    steps = tuple(fold(typed).split("/"))
    return [
        entry.record
        for entry in entries(matter.portfolio)
        if entry.kind in SIGNED_KINDS and tuple(map(fold, entry.way))[-len(steps) :] == steps
    ]
