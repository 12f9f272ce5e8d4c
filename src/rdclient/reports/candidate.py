"""Who may sign something for a side today."""

from collections.abc import Iterator
from dataclasses import dataclass

from rdclient.control.authority import is_there, may_sign, roles_on
from rdclient.control.base import Matter
from rdclient.model.base import Record
from rdclient.model.client import Contact, Person, Role, Side
from rdclient.model.policy import SidePolicy
from rdclient.reports.base import PersonView

_LAST_RANK = 100
"""Of contacts without one."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may sign for a side today."""

    id: str
    person: PersonView
    roles: tuple[Role, ...]
    has_key: bool


def candidates(
    matter: Matter, near: Record, side: Side, wanted: SidePolicy
) -> tuple[Candidate, ...]:
    """Everybody who may sign for a side today, of the client the most senior first.

    Args:
        matter: the records, replayed.
        near: what is signed, or the project.
        side: whose people are looked for.
        wanted: what policy asks of the side.
    """
    return tuple(
        Candidate(
            person.id,
            PersonView(person.name, person.unit, person.side),
            tuple(_roles(matter, person, near)),
            any(key.revoked_on is None or matter.today < key.revoked_on for key in person.keys),
        )
        for person in _people(matter, near, side)
        if is_there(person, matter.today) and may_sign(matter, person, wanted, near, matter.today)
    )


def _people(matter: Matter, near: Record, side: Side) -> list[Person | Contact]:
    if side is Side.VENDOR:
        return _in_team(matter, near)
    contacts = matter.portfolio.of_client(Contact, near.origin.client or "")
    return [*sorted(contacts, key=_rank)]


def _rank(contact: Contact) -> tuple[int, str]:
    return (contact.rank or _LAST_RANK, contact.id)


def _in_team(matter: Matter, near: Record) -> list[Person | Contact]:
    """People of ours who have a role in the project today."""
    project = matter.project(near)
    terms = project.team if project else ()
    names = dict.fromkeys(term.person for term in terms if term.covers(matter.today))
    found = [matter.portfolio.person(name, near) for name in names]
    return list(dict.fromkeys(one for one in found if one is not None))


def _roles(matter: Matter, person: Person | Contact, near: Record) -> Iterator[Role]:
    held = roles_on(matter, person, near, matter.today)
    yield from (role for role in Role if role in held)
