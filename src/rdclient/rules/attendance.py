"""Attendance: which sides people belong to, and who held a role on a day."""

from collections.abc import Iterable
from datetime import date

from rdclient.model.base import Record
from rdclient.model.client import Role, Side
from rdclient.model.portfolio import Portfolio
from rdclient.model.project import Project
from rdclient.obligations.presence import identity
from rdclient.rules.base import Case
from rdclient.rules.past import happened, now


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
