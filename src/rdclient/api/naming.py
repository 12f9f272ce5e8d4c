"""The id of a new record: the one asked for, if nobody has it, else the next one."""

import re
from collections.abc import Iterable
from datetime import date
from typing import TypeAlias

from rdclient.api.scoping import Scope
from rdclient.diagnostic import UsageError, unread
from rdclient.model.base import Record
from rdclient.model.client import Contact, Person
from rdclient.model.meeting import Meeting
from rdclient.model.policy import IdScheme
from rdclient.model.portfolio import KINDS, Portfolio, folded, id_of, kind_of
from rdclient.reports.entry import natural
from rdclient.store.layout import home
from rdclient.store.numbering import next_id, random_id
from rdclient.store.placing import names_in
from rdclient.store.workspace import Read

SLUGS = frozenset({"client", "project", "person", "contact"})
"""Kinds whose ids are words, not numbers."""
PARTS = ("decision", "action", "confirmation")
"""Kinds of items that stand in meetings and have ids of their own."""

_WORD = re.compile(r"[a-z0-9]+")


def slug_from(name: str, kind: str) -> str | None:
    """The id that an English name makes; None for a name in other letters."""
    if not name.isascii():
        return None
    words = _WORD.findall(name.casefold())
    mark = "." if kind in ("person", "contact") else "-"
    return mark.join(words)[:40] or None


def fresh_id(
    loaded: Read,
    files: Iterable[str],
    kind: str,
    scope: Scope,
    *,
    on: date,
    also: Iterable[str] = (),
) -> str:
    """The next id of a kind in its scope.

    Args:
        loaded: the records.
        files: of the workspace; ids in those that could not be read count too.
        kind: of a record, or one of ``PARTS``.
        scope: where it belongs.
        on: the day it is given.
        also: ids that are about to be given.
    """
    portfolio = loaded.portfolio
    here = (scope.client, scope.project)
    given = _given(portfolio, kind, here)
    others = dict.fromkeys(_home(record) for record in portfolio.all(_model(kind)))
    elsewhere = [name for one in others if one != here for name in _given(portfolio, kind, one)]
    taken = [*_hidden(loaded, files, kind, here), *also]
    if portfolio.policy(on).ids is IdScheme.RANDOM and kind != "report":
        return random_id(kind, given or elsewhere, taken, on)
    return next_id(kind, given, elsewhere, taken, on)


def refuse_taken(loaded: Read, files: Iterable[str], kind: str, scope: Scope, name: str) -> None:
    """Refuse an id that is given already.

    Raises:
        UsageError: with what has it.
    """
    here = (scope.client, scope.project)
    for record in loaded.portfolio.records:
        is_rival = _are_rivals(kind, here, record) and folded(id_of(record)) == folded(name)
        if is_rival:
            raise UsageError("new-taken", name, record.origin.path)
    if folded(name) in map(folded, _hidden(loaded, files, kind, here)):
        raise UsageError("new-taken-unread", name)


_Home: TypeAlias = tuple[str | None, str | None]


def _home(record: Record) -> _Home:
    return record.origin.client, record.origin.project


def _are_rivals(kind: str, here: _Home, record: Record) -> bool:
    """Whether two records may not share an id; people of both sides may not."""
    if kind == "person":
        return isinstance(record, Person | Contact)
    if kind == "contact":
        return isinstance(record, Person) or (
            isinstance(record, Contact) and record.origin.client == here[0]
        )
    if kind_of(record) != kind:
        return False
    if kind == "project":
        return record.origin.client == here[0]
    return kind == "client" or _home(record) == here


def _model(kind: str) -> type[Record]:
    return Meeting if kind in PARTS else KINDS[kind]


def _given(portfolio: Portfolio, kind: str, here: _Home) -> list[str]:
    """The ids of a kind in a scope, the one given last at the end."""
    own = [record for record in portfolio.all(_model(kind)) if _home(record) == here]
    if kind != "meeting" and kind not in PARTS:
        return sorted((name for record in own if (name := id_of(record))), key=natural)
    meetings = sorted((one for one in own if isinstance(one, Meeting)), key=_age)
    if kind == "meeting":
        return [meeting.id for meeting in meetings]
    parts = (sorted((p.id for p in getattr(m, f"{kind}s")), key=natural) for m in meetings)
    return [name for names in parts for name in names]


def _age(meeting: Meeting) -> tuple[object, ...]:
    moment = meeting.started_at or meeting.ended_at or meeting.planned_at
    return (moment.instant.isoformat() if moment else "", natural(meeting.id))


def _hidden(loaded: Read, files: Iterable[str], kind: str, here: _Home) -> list[str]:
    """Ids of a kind that files name which could not be read."""
    wanted = "meeting" if kind in PARTS else kind
    lost = frozenset(unread(loaded.findings))
    found: list[str] = []
    for path in files:
        at = home(path) if path in lost else None
        if at and at.kind == wanted and (at.client, at.project) == here:
            found += names_in(path, loaded.texts[path])
    return found
