"""What a rule is: a code and a function from a case to findings."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from rdclient.diagnostic import Finding, Location
from rdclient.model.base import Record
from rdclient.model.portfolio import Portfolio


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule looks at.

    Attributes:
        portfolio: everything recorded, facts dated later than ``as_of`` included.
        as_of: aware; only to know what lies in the future.
    """

    portfolio: Portfolio
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a ``RULES`` table."""

    code: str
    check: Callable[[Case], Iterator[Finding]]


def where(record: Record, *pointer: str | int) -> Location:
    """The place of a record, or of something in it; line and column are found later."""
    return Location(record.origin.path, (*record.origin.pointer, *pointer))
