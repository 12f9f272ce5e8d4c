"""Attendance: who came to a meeting, and who held a role on a day."""

from collections.abc import Iterable
from datetime import date

from rdclient.model.base import Record
from rdclient.model.client import Role, Side
from rdclient.model.meeting import Meeting
from rdclient.model.portfolio import Portfolio
from rdclient.model.project import Project
from rdclient.rules.base import Case
from rdclient.rules.past import happened, now


def identity(portfolio: Portfolio, name: str, near: Record) -> str:
    """The id of a person written by id or by name; the name itself when nobody is known by it."""
    person = portfolio.person(name, near)
    return person.id if person else name


def came(portfolio: Portfolio, meeting: Meeting) -> frozenset[str]:
    """The ids of everybody who came: the attendees present, the chair and the recorder.

    Chair and recorder were there although nobody lists them, unless they are stated as absent.
    """
    present = {identity(portfolio, a.person, meeting) for a in meeting.attendees if a.present}
    absent = {identity(portfolio, a.person, meeting) for a in meeting.attendees if not a.present}
    leading = (name for name in (meeting.chair, meeting.recorder) if name)
    return frozenset(present | ({identity(portfolio, name, meeting) for name in leading} - absent))


def sides_of(portfolio: Portfolio, people: Iterable[str], near: Record) -> frozenset[Side]:
    """The sides that people belong to, as far as they are known."""
    sides = (portfolio.side(name, near) for name in people)
    return frozenset(side for side in sides if side is not None)


def holders(case: Case, project: Project, role: Role, *, on: date) -> frozenset[str]:
    """The ids of everybody in the project's team who holds a role on a day, as known by then."""
    return frozenset(
        identity(case.portfolio, term.person, project)
        for _, term in happened(project.team, "start", now(case))
        if term.role is role and term.covers(on)
    )
