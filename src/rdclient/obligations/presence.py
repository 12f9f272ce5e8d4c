"""Presence: who took part in a meeting or a contact, and whether the roles asked for were there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rdclient.model.base import Moment, Record
from rdclient.model.client import Contact, Interaction, Role, Side
from rdclient.model.meeting import Meeting
from rdclient.model.portfolio import Portfolio
from rdclient.model.project import Project

_BOTH = frozenset(Side)


@dataclass(frozen=True, slots=True)
class Party:
    """Who took part.

    Attributes:
        people: by id, or by name as written when nobody is known by it.
        unnoted: the sides of which nobody was noted, although somebody was there. They pass for
            every role: who notes no names must not be accused.
    """

    people: frozenset[str]
    unnoted: frozenset[Side] = frozenset()


def held_at(meeting: Meeting) -> Moment | None:
    """When a meeting was held; None when it was cancelled or nothing says that it took place."""
    return None if meeting.cancelled_on else meeting.started_at or meeting.ended_at


def present(portfolio: Portfolio, meeting: Meeting) -> frozenset[str]:
    """The ids of everybody who came: the attendees present, the chair and the recorder.

    Chair and recorder were there although nobody lists them, unless they are stated as absent.
    """
    came, away = set[str](), set[str]()
    for one in meeting.attendees:
        (came if one.present else away).add(identity(portfolio, one.person, meeting))
    leading = (name for name in (meeting.chair, meeting.recorder) if name)
    return frozenset(came | ({identity(portfolio, name, meeting) for name in leading} - away))


def of_meeting(portfolio: Portfolio, meeting: Meeting) -> Party:
    """Everybody present; where no attendees are listed, nobody was noted of either side."""
    if not meeting.attendees:
        return Party(frozenset(), _BOTH)
    return Party(present(portfolio, meeting))


def of_interaction(portfolio: Portfolio, interaction: Interaction) -> Party:
    """Both sides take part in a contact, whether they were noted or not.

    Somebody unknown is taken for ours when it was made ``by`` them, else for the client's.
    """
    people: set[str] = set()
    noted: set[Side] = set()
    for name in (interaction.by, *interaction.people):
        if name:
            likely = Side.VENDOR if name == interaction.by else Side.CLIENT
            noted.add(portfolio.side(name, interaction) or likely)
            people.add(identity(portfolio, name, interaction))
    return Party(frozenset(people), _BOTH - noted)


def identity(portfolio: Portfolio, name: str, near: Record) -> str:
    """The id of a person written by id or by name; the name itself when nobody is known by it."""
    person = portfolio.person(name, near)
    return person.id if person else name


# ── roles ────────────────────────────────────────────────────────────────────


def roles(portfolio: Portfolio, project: Project, person: str, on: date) -> frozenset[Role]:
    """The roles a person holds in a project on a day; of a contact also the role noted there."""
    held = {
        term.role
        for term in (*project.team, *project.counterparts)
        if term.covers(on) and identity(portfolio, term.person, project) == person
    }
    known = portfolio.person(person, project)
    if isinstance(known, Contact) and known.role:
        held.add(known.role)
    return frozenset(held)


def has_roles(
    portfolio: Portfolio,
    project: Project,
    party: Party,
    on: date,
    *,
    vendor: Iterable[Role],
    client: Iterable[Role],
) -> bool:
    """Whether each role of the vendor took part, and one of the client's.

    Args:
        portfolio: replayed to the moment asked for.
        project: whose roles they are.
        party: who took part.
        on: the day.
        vendor: roles of which each must be there.
        client: roles of which one must be there; anybody of the client when there are none.
    """
    held = {person: roles(portfolio, project, person, on) for person in party.people}
    every = frozenset().union(*held.values())
    if Side.VENDOR not in party.unnoted and not every.issuperset(vendor):
        return False
    if Side.CLIENT in party.unnoted:
        return True
    wanted = frozenset(client)
    if wanted:
        return bool(every & wanted)
    return any(portfolio.side(person, project) is Side.CLIENT for person in party.people)
