"""People as tables name them: by id, by a name, by an address."""

import difflib
from collections import defaultdict
from collections.abc import Mapping

from rdclient.model.client import Contact, Person
from rdclient.model.portfolio import Portfolio
from rdclient.rules import spelling
from rdclient.store.chinese import half_width

_NEAR = 3


class People:
    """The people whom a record of a client may name."""

    def __init__(self, portfolio: Portfolio, client: str | None) -> None:
        contacts = (c for c in portfolio.all(Contact) if c.origin.client == client)
        people: tuple[Person | Contact, ...] = (*portfolio.all(Person), *contacts)
        self._ids = _ids(people)
        names = (word for person in people for word in (*_words(person), person.id))
        self._names = tuple(dict.fromkeys(names))

    def one(self, typed: str) -> str | None:
        """The id of the one person who is meant for certain."""
        found = self._ids.get(_key(typed), frozenset())
        return next(iter(found)) if len(found) == 1 else None

    def several(self, typed: str) -> tuple[str, ...]:
        """The ids of those who have a name in common."""
        return tuple(sorted(self._ids.get(_key(typed), frozenset())))

    def read(self, typed: str) -> tuple[str | None, bool, tuple[str, ...]]:
        """Who is meant by a name that is nobody's as it stands.

        Returns:
            The id, if that is certain; whether the cell only says that it is nobody yet; names
            that are like it.
        """
        reading = spelling.read(typed, self._names)
        if reading and reading.variant == "write" and (known := self.one(reading.names[0])):
            return known, False, ()
        if reading and reading.variant == "pending":
            return None, True, ()
        near = reading.names if reading else ()
        near = near or tuple(difflib.get_close_matches(typed, self._names, _NEAR, 0.6))
        return None, False, tuple(near[:_NEAR])


def _key(text: str) -> str:
    return " ".join(half_width(text).casefold().removeprefix("@").split())


def _words(person: Person | Contact) -> tuple[str, ...]:
    name = person.name
    words = (name,) if isinstance(name, str) else (name.zh, name.en)
    return tuple(word for word in words if word)


def _ids(people: tuple[Person | Contact, ...]) -> Mapping[str, frozenset[str]]:
    """Ids by everything that may stand for a person; an id wins."""
    found: dict[str, set[str]] = defaultdict(set)
    for person in people:
        addresses = (*getattr(person, "git_emails", ()), person.email)
        for word in (*_words(person), *addresses):
            if word:
                found[_key(word)].add(person.id)
    for person in people:
        found[_key(person.id)] = {person.id}
    return {key: frozenset(ids) for key, ids in found.items()}
