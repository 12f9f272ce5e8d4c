"""What a rule is: a code and a function from a case to findings."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from rdclient.control.base import Matter
from rdclient.diagnostic import Finding, Location
from rdclient.model.base import Record
from rdclient.model.portfolio import Portfolio
from rdclient.model.requirement import RequirementEvent


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule looks at.

    Attributes:
        portfolio: everything recorded, facts dated later than ``as_of`` included; of the root,
            of one client, and of what its references lead to.
        as_of: aware; only to know what lies in the future, so it is compared with nothing but
            dates that stand in records and policy. A fact called ``as_of`` tells it to the minute.
        existing: by class what ``past.known`` found; many rules ask for the same.
        steps: by the identity of a requirement what ``past.steps`` found.
        matters: what ``past.matter`` made of the records; one at most.
    """

    portfolio: Portfolio
    as_of: datetime
    existing: dict[type[Record], tuple[Record, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )
    steps: dict[int, tuple[tuple[int, RequirementEvent], ...]] = field(
        default_factory=dict, repr=False, compare=False
    )
    matters: list[Matter] = field(default_factory=list, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a ``RULES`` table.

    Attributes:
        code: what it states.
        check: from a case to its findings.
        about: the kinds of records it speaks of; none when it may be any.
        needs: kinds of records whose absence it states; it is not asked when some of them could
            not be read, for what it misses may stand there.
        absence: whether it states that something stands nowhere in the workspace; a finding about
            a file of the root then holds only when it is stated with the records of each client.
    """

    code: str
    check: Callable[[Case], Iterator[Finding]]
    about: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()
    absence: bool = False


def where(record: Record, *pointer: str | int) -> Location:
    """The place of a record, or of something in it; line and column are found later."""
    return Location(record.origin.path, (*record.origin.pointer, *pointer))
