"""Change requests as rules look at them: as recorded, beside what they come to by ``as_of``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from rdclient.control.base import Matter
from rdclient.control.change import Basis, Standing, standing
from rdclient.control.signoff import Verdict
from rdclient.diagnostic import Fact, Location
from rdclient.model.change import Change, ChangeEvent, ChangeSize, ChangeStep, Urgency
from rdclient.model.client import Side
from rdclient.rules.base import Case, where
from rdclient.rules.past import happened, known, label, matter, now

DOING = frozenset(
    {ChangeStep.SCHEDULED, ChangeStep.IMPLEMENTED, ChangeStep.VERIFIED, ChangeStep.CLOSED}
)
"""Steps that nobody may take before the request is approved."""
LAST = frozenset({ChangeStep.CLOSED})
"""The step before which an emergency makes up for what it left for later."""
KINDS_OF_BACKING = frozenset({"signoff", "person", "contact", "project", "change"})
"""Kinds of records by which a request is approved, or is not."""
SIDE_WORDS: Mapping[Side, str] = MappingProxyType(
    {Side.CLIENT: "client_side", Side.VENDOR: "vendor_side"}
)
"""The sides as facts name them."""

_KEPT = ("requests", 0)

Claim = tuple[int, ChangeEvent]
"""A step with its index in the record."""


@dataclass(frozen=True, slots=True)
class Request:
    """A change request by ``as_of``.

    Attributes:
        record: as recorded, facts of the future included; places lead into it.
        standing: where it stood.
        events: its steps by then.
        since: first day on which claims need sign-offs; None for always.
    """

    record: Change
    standing: Standing
    events: tuple[Claim, ...]
    since: date | None

    @property
    def id(self) -> str:
        """Its id."""
        return self.record.id

    @property
    def change(self) -> Change:
        """The record as it stood."""
        return self.standing.change

    @property
    def is_emergency(self) -> bool:
        """Whether it may be implemented first, on both sides' word."""
        return self.record.urgency is Urgency.EMERGENCY

    @property
    def is_large(self) -> bool:
        """Whether it takes the path of a large change.

        A size set by hand makes it small only once both sides signed that.
        """
        size = self.standing.classification
        if size.derived is ChangeSize.LARGE and size.size is ChangeSize.SMALL:
            return not self.standing.is_signed
        return size.size is ChangeSize.LARGE

    def claim(self, steps: frozenset[ChangeStep]) -> Claim | None:
        """The first event that claims one of some steps, of those that are asked for."""
        found = (pair for pair in self.events if pair[1].type in steps and self.is_asked(pair[1]))
        return next(found, None)

    def is_asked(self, event: ChangeEvent) -> bool:
        """Whether a step was taken since sign-offs are asked for."""
        return self.since is None or event.at.day >= self.since

    def at(self, index: int) -> Location:
        """The place of the step that an event claims."""
        return where(self.record, "events", index, "type")

    def told(self, claim: Claim) -> dict[str, Fact]:
        """Which request claims which step, and when, as facts of a finding."""
        return {"id": self.id, "step": claim[1].type, "on": label(claim[1].at)}


def unmet(found: Verdict) -> tuple[str, ...]:
    """The sides that have not given what they have to, as facts name them."""
    return tuple(SIDE_WORDS[side.side] for side in found.sides if not side.is_met)


def every_request(case: Case) -> tuple[Request, ...]:
    """The requests on record by ``as_of``, in the order of their paths."""
    records = tuple(known(case, Change))
    if not records:
        return ()
    found = matter(case)
    kept = found.memo.get(_KEPT)
    if not isinstance(kept, tuple):
        kept = tuple(_each(case, found, records))
        found.memo[_KEPT] = kept
    return kept


def _each(case: Case, found: Matter, records: tuple[Change, ...]) -> Iterator[Request]:
    replayed = {(c.origin.path, c.origin.pointer): c for c in found.portfolio.all(Change)}
    since = found.policy.control.since
    for record in records:
        seen = replayed.get((record.origin.path, record.origin.pointer))
        if seen is not None:
            events = tuple(happened(record.events, "at", now(case)))
            yield Request(record, standing(found, seen), events, since)


def requests(case: Case) -> Iterator[Request]:
    """The requests that are on their way or done.

    Left out are those that were rejected, deferred or withdrawn, and those that the client
    confirmed before the parties agreed on this method.
    """
    for request in every_request(case):
        is_older = request.standing.basis is Basis.BEFORE_METHOD
        if request.events and not is_older and not request.change.is_ended():
            yield request
