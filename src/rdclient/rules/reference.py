"""References: every name in a record leads to exactly one record or person."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field

from rdclient.control.change import is_done
from rdclient.diagnostic import Fact, Finding, finding
from rdclient.model.base import Record
from rdclient.model.change import Change, Operation
from rdclient.model.client import Contact
from rdclient.model.link import Link
from rdclient.model.portfolio import Portfolio
from rdclient.rules.base import Case, Rule, where
from rdclient.rules.spelling import Reading, read

_PERSON = "person"
_COMPARISONS = 50_000
"""Names compared in one run at most, so that a file full of wrong names stays quick."""


def unknown_reference(case: Case) -> Iterator[Finding]:
    """A reference names nobody and nothing that is recorded (RD012)."""
    spelling = _Spelling(case.portfolio)
    for link, hits in _resolved(case.portfolio):
        if hits or _is_to_come_or_gone(link):
            continue
        at = where(link.record, *link.pointer)
        nearest, kind = spelling.nearest(link), link.kinds[0]
        if kind == _PERSON and (home := _client_of(case.portfolio, link.name)):
            yield finding("RD012", at, variant="other-client", name=link.name, kind=kind, home=home)
            continue
        if reading := spelling.reading(link):
            is_listed = reading.variant == "several" and isinstance(link.pointer[-1], int)
            variant = "several-listed" if is_listed else reading.variant
            facts: dict[str, Fact] = {"name": link.name, "kind": kind, "nearest": reading.names}
            yield finding("RD012", at, variant=variant, **facts, items=", ".join(reading.names))
        elif nearest:
            yield finding("RD012", at, variant="near", name=link.name, kind=kind, nearest=nearest)
        elif kind == _PERSON:
            yield finding("RD012", at, variant="nobody", name=link.name, kind=kind, nearest=())
        else:
            yield finding("RD012", at, name=link.name, kind=kind, nearest=())


def _client_of(portfolio: Portfolio, name: str) -> str | None:
    """The client whose contact of that id or name cannot be named from here."""
    for contact in portfolio.all(Contact):
        words = contact.name
        names = (words,) if isinstance(words, str) else (words.zh, words.en)
        if name in (contact.id, *names):
            return contact.origin.client
    return None


def ambiguous_person(case: Case) -> Iterator[Finding]:
    """A name fits two people or more (RD013)."""
    for link, hits in _resolved(case.portfolio):
        if hits > 1:
            found = case.portfolio.people_named(link.name, link.record)
            people = tuple(person.id for person in found)
            yield finding("RD013", where(link.record, *link.pointer), name=link.name, people=people)


def _resolved(portfolio: Portfolio) -> Iterator[tuple[Link, int]]:
    """Every link with the number of records or people it may mean; each name looked up once."""
    cache: dict[tuple[str | None, str | None, tuple[str, ...], str], int] = {}
    for link in portfolio.links:
        origin = link.record.origin
        key = (origin.client, origin.project, link.kinds, link.name)
        hits = cache.get(key)
        if hits is None:
            hits = cache[key] = _hits(portfolio, link)
        yield link, hits


def _hits(portfolio: Portfolio, link: Link) -> int:
    if _PERSON in link.kinds:
        return len(portfolio.people_named(link.name, link.record))
    found = (portfolio.find(kind, link.name, link.record) for kind in link.kinds)
    return int(any(record is not None for record in found))


def _is_to_come_or_gone(link: Link) -> bool:
    """Whether a change request names a requirement that it adds, or that it has taken away."""
    if not isinstance(link.record, Change) or link.pointer[0] != "items":
        return False
    index = link.pointer[1]
    if not isinstance(index, int):
        return False
    operation = link.record.items[index].op
    is_gone = operation is Operation.DELETE and is_done(link.record)
    return operation is Operation.ADD or is_gone


@dataclass(slots=True)
class _Spelling:
    """Finds the names nearest to a wrong one, within a budget of comparisons."""

    portfolio: Portfolio
    left: int = _COMPARISONS
    found: dict[tuple[object, ...], tuple[str, ...]] = field(default_factory=dict)
    names: dict[tuple[object, ...], tuple[str, ...]] = field(default_factory=dict)

    def nearest(self, link: Link) -> tuple[str, ...]:
        """At most three known names that look alike."""
        origin = link.record.origin
        scope = (origin.client, origin.project, link.kinds)
        key = (*scope, link.name)
        if key not in self.found:
            if scope not in self.names:
                self.names[scope] = self._known(link.kinds, link.record)
            self.found[key] = self._alike(link.name, self.names[scope])
        return self.found[key]

    def reading(self, link: Link) -> Reading | None:
        """What the name was meant to be, where that is certain; a title leads to its id too."""
        origin = link.record.origin
        scope = (origin.client, origin.project, link.kinds)
        self.nearest(link)
        known = self.names[scope]
        if len(known) > self.left:
            return None
        self.left -= len(known)
        if found := read(link.name, known):
            return found
        titles = self._titles(link, known)
        found = read(link.name, titles)
        is_title = found is not None and found.variant == "write"
        return Reading("write", (titles[found.names[0]],)) if found and is_title else None

    def _titles(self, link: Link, known: tuple[str, ...]) -> dict[str, str]:
        """Ids by title; people have their names among the ids already."""
        titles: dict[str, str] = {}
        for kind in link.kinds:
            for name in known if kind != _PERSON else ():
                record = self.portfolio.find(kind, name, link.record)
                title = getattr(record, "title", None) or getattr(record, "name", None)
                titles.setdefault(str(title or name), name)
        return titles

    def _known(self, kinds: tuple[str, ...], near: Record) -> tuple[str, ...]:
        names = (
            self.portfolio.people_ids(near) if kind == _PERSON else self.portfolio.ids(kind, near)
            for kind in kinds
        )
        return tuple(dict.fromkeys(name for group in names for name in group))

    def _alike(self, name: str, known: tuple[str, ...]) -> tuple[str, ...]:
        if len(known) > self.left:
            return ()
        self.left -= len(known)
        return tuple(difflib.get_close_matches(name, known, n=3, cutoff=0.6))


RULES = (Rule("RD012", unknown_reference), Rule("RD013", ambiguous_person))
