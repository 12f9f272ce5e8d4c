"""What a gate rule looks at: the records before and after a request, and who is trusted to sign."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Generic, TypeVar

from rdclient.control.base import Matter
from rdclient.diagnostic import Finding, Location
from rdclient.model import replay
from rdclient.model.base import Record
from rdclient.model.portfolio import Portfolio, id_of, kind_of
from rdclient.rules.base import where

_R = TypeVar("_R", bound=Record)
_R_co = TypeVar("_R_co", bound=Record, covariant=True)
_Key = tuple[str, str | None, str | None, str]


@dataclass(frozen=True, slots=True)
class Pair(Generic[_R_co]):
    """A record before and after: None when it was not there, or is not there any more."""

    before: _R_co | None
    after: _R_co | None

    @property
    def any(self) -> _R_co:
        """The record as it is, else as it was."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - a pair has one of the two
        return found


@dataclass(frozen=True, slots=True)
class Unread:
    """What could not be read: nobody can tell what was done to it.

    Attributes:
        paths: of files.
        ids: of records.
    """

    paths: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()

    def hides(self, record: Record) -> bool:
        """Whether a record may be there although it was not found."""
        return record.origin.path in self.paths or id_of(record) in self.ids


@dataclass(frozen=True)
class GateCase:
    """What a gate rule looks at.

    Attributes:
        base: the records where the request branched off, everything recorded.
        head: the records under test.
        judged: those under test, with people, contacts, teams, policy and waivers of the base.
        as_of: aware, in the workspace's zone.
        changed: paths of the files that are not the same.
        landed: when each sign-off of the base came to lie on the mainline, by path.
        authors: who wrote a change request, by path of its record.
        files: what lies below ``signoffs/`` and is no statement, by path: what stands for its
            bytes before and after, None when it is not there.
        unread: what of the records under test could not be read.
        unread_base: what of those before could not be read.
    """

    base: Portfolio
    head: Portfolio
    judged: Portfolio
    as_of: datetime
    changed: frozenset[str]
    landed: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    authors: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    files: Mapping[str, tuple[str | None, str | None]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    unread: Unread = field(default_factory=Unread)
    unread_base: frozenset[str] = frozenset()

    @cached_property
    def old(self) -> Matter:
        """The records of the base as change control judges them."""
        past = replay.at(self.base, self.as_of)
        return Matter(past, self.as_of, self.landed, has_history=True)

    @cached_property
    def new(self) -> Matter:
        """The records under test as change control judges them, with the trust of the base."""
        return self.matter(self.judged)

    def matter(self, portfolio: Portfolio) -> Matter:
        """Records under test as change control judges them, with the history of this request."""
        now = replay.at(portfolio, self.as_of)
        return Matter(
            now, self.as_of, self.landed, has_history=True, authors=self.authors, base=self.base
        )

    @cached_property
    def _pairs(self) -> Mapping[type[Record], tuple[Pair[Record], ...]]:
        before, after = (self._touched(records) for records in (self.base, self.head))
        pairs: dict[type[Record], list[Pair[Record]]] = {}
        for key in dict.fromkeys((*before, *after)):
            pair = Pair(before.get(key), after.get(key))
            pairs.setdefault(type(pair.any), []).append(pair)
        return {cls: tuple(found) for cls, found in pairs.items()}

    def _touched(self, portfolio: Portfolio) -> dict[_Key, Record]:
        """Records of files that are not the same, by kind, scope and id."""
        found: dict[_Key, Record] = {}
        for record in portfolio.records:
            if record.origin.path in self.changed and (name := id_of(record)):
                at = record.origin
                found.setdefault((kind_of(record), at.client, at.project, name), record)
        return found

    def pairs(self, cls: type[_R]) -> tuple[Pair[_R], ...]:
        """The records of a class in files that are not the same, before and after.

        They are matched by kind, scope and id: moving one between a folder and a list file is
        nothing.
        """
        return self._pairs.get(cls, ())  # type: ignore[return-value]

    @property
    def every_pair(self) -> Iterator[Pair[Record]]:
        """The same, of every class."""
        for found in self._pairs.values():
            yield from found


@dataclass(frozen=True, slots=True)
class GateRule:
    """One row of ``GATE_RULES``: a code and a function from a case to its findings."""

    code: str
    check: Callable[[GateCase], Iterator[Finding]]


def place(pair: Pair[_R], *pointer: str | int) -> Location:
    """The place of a record, or of something in it; of one that is gone, where its file was."""
    if pair.after is not None:
        return where(pair.after, *pointer)
    return Location(pair.any.origin.path, line=1, column=1)
