"""Freezes: the days before an iteration starts in which nothing is added to it (CHG-06)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rdclient.control.base import Matter
from rdclient.model.plan import Iteration


@dataclass(frozen=True, slots=True)
class Freeze:
    """The freeze of one iteration, in local days.

    Attributes:
        first: first day of it.
        last: last day; the iteration starts on the next one.
    """

    iteration: Iteration
    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last


def freezes(matter: Matter) -> Iterator[Freeze]:
    """The freezes of every iteration in the order of the records; none where policy has 0 days."""
    days = matter.policy.change.freeze_days
    if days:
        for iteration in matter.portfolio.all(Iteration):
            yield freeze_of(iteration, days)


def freeze_of(iteration: Iteration, days: int) -> Freeze:
    """The freeze of an iteration that takes so many days, at least one."""
    first = iteration.start - timedelta(days=days)
    return Freeze(iteration, first, iteration.start - timedelta(days=1))
