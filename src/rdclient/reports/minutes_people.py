"""Minutes, people: who came, who did not, in the order in which documents name people."""

from collections.abc import Iterable
from dataclasses import dataclass

from rdclient.model.base import Record, Words
from rdclient.model.client import Contact, Person, Side
from rdclient.model.meeting import Attendee, Meeting
from rdclient.model.portfolio import Portfolio
from rdclient.reports.base import PersonView, person_view

_SIDES = (Side.CLIENT, Side.VENDOR, None)
_UNRANKED = 100
_BLAME = ("无故", "unexcused", "without excuse")
"""Reasons that accuse somebody; minutes leave them out."""


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody who had to come and did not; ``reason`` only where it is known."""

    person: PersonView
    reason: Words | None


@dataclass(frozen=True, slots=True)
class Party:
    """The people of one side.

    Attributes:
        side: None for people who are in neither file.
        required: number of those who had to come.
        came: how many of those came.
        present: everybody who came.
        absent: those who had to come and did not.
    """

    side: Side | None
    required: int
    came: int
    present: tuple[PersonView, ...]
    absent: tuple[Absence, ...]


def parties(seen: Portfolio, meeting: Meeting) -> tuple[Party, ...]:
    """The sides of a meeting, the client first; a side nobody was asked of is left out."""
    found = []
    for side in _SIDES:
        group = [a for a in meeting.attendees if seen.side(a.person, meeting) is side]
        if group:
            found.append(_party(seen, meeting, side, group))
    return tuple(found)


def _party(seen: Portfolio, meeting: Meeting, side: Side | None, group: list[Attendee]) -> Party:
    by_name = {attendee.person: attendee for attendee in group}
    inorder = [by_name[name] for name in in_order(seen, meeting, by_name)]
    required = [attendee for attendee in inorder if attendee.required]
    return Party(
        side=side,
        required=len(required),
        came=sum(attendee.present for attendee in required),
        present=people(seen, meeting, (a.person for a in inorder if a.present)),
        absent=tuple(
            Absence(person, None if is_blame(attendee.reason) else attendee.reason)
            for attendee in required
            if not attendee.present and (person := person_view(seen, attendee.person, meeting))
        ),
    )


def is_blame(reason: Words | None) -> bool:
    """Whether the reason of an absence accuses rather than explains."""
    return reason is not None and any(word in str(reason).lower() for word in _BLAME)


def people(seen: Portfolio, meeting: Meeting, names: Iterable[str]) -> tuple[PersonView, ...]:
    """The people that references mean, in the order in which documents name them."""
    views = (person_view(seen, name, meeting) for name in in_order(seen, meeting, names))
    return tuple(view for view in views if view)


def in_order(seen: Portfolio, near: Record, names: Iterable[str]) -> tuple[str, ...]:
    """References to people: the client's first, by rank, then as their file lists them."""
    return tuple(sorted(names, key=lambda name: _place(seen, near, name)))


def _place(seen: Portfolio, near: Record, name: str) -> tuple[int, int, int]:
    person = seen.person(name, near)
    if person is None:
        return len(_SIDES), _UNRANKED, 0
    rank = person.rank if isinstance(person, Contact) else None
    listed = seen.all(Contact if isinstance(person, Contact) else Person)
    position = next(index for index, other in enumerate(listed) if other is person)
    return _SIDES.index(person.side), rank or _UNRANKED, position
