"""Who may sign for whom: persons, their roles on a day, their keys."""

from datetime import date

from rdclient.control.base import Matter
from rdclient.model.base import Record
from rdclient.model.client import Authority, Contact, Key, Person, Role
from rdclient.model.policy import SidePolicy


def signer_of(matter: Matter, name: str, near: Record) -> Person | Contact | None:
    """The person a statement names; statements name people by id only."""
    person = matter.portfolio.person(name, near)
    return person if person and person.id == name else None


def is_there(person: Person | Contact, on: date) -> bool:
    """Whether somebody belonged to the firm on a day; both ends count."""
    begun = person.start is None or person.start <= on
    return begun and (person.end is None or on <= person.end)


def roles_on(matter: Matter, person: Person | Contact, near: Record, on: date) -> frozenset[Role]:
    """The roles somebody held in the project of a record on a day.

    A contact holds the role of the contact list too, in every project of the client.
    """
    project = matter.project(near)
    terms = (*project.team, *project.counterparts) if project else ()
    held = {
        term.role
        for term in terms
        if term.covers(on) and matter.portfolio.person(term.person, near) is person
    }
    if isinstance(person, Contact) and person.role:
        held.add(person.role)
    return frozenset(held)


def may_sign(
    matter: Matter, person: Person | Contact, wanted: SidePolicy, near: Record, on: date
) -> bool:
    """Whether somebody may sign for their side on a day.

    Either a role that the policy names, or, of a contact, an authority that it names. Without
    either in the policy everybody of the side may.
    """
    if not wanted.roles and not wanted.authority:
        return True
    if isinstance(person, Contact) and person.authority in wanted.authority:
        return True
    own = {role for role in roles_on(matter, person, near, on) if role.side is person.side}
    return bool(own & set(wanted.roles)) and not _is_denied(person, wanted)


def _is_denied(person: Person | Contact, wanted: SidePolicy) -> bool:
    """Whether the contact list says that somebody is only asked or told."""
    only = (Authority.CONSULT, Authority.INFORM)
    return (
        isinstance(person, Contact)
        and person.authority in only
        and bool(wanted.authority)
        and person.authority not in wanted.authority
    )


def key_of(person: Person | Contact, public: str) -> Key | None:
    """The entry of somebody's key; the comment behind it does not matter."""
    return next((key for key in person.keys if bare(key.key) == bare(public)), None)


def bare(public: str) -> str:
    """Type and digits of a public key, without its comment."""
    return " ".join(public.split()[:2])


def is_valid(key: Key, landed: date) -> bool:
    """Whether a key was good on the day its signature landed; revoked means from that day on."""
    return key.valid_from <= landed and (key.revoked_on is None or landed < key.revoked_on)
