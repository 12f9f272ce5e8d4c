"""RACI: each activity has one accountable party, somebody who does it, and both sides."""

import difflib
from collections.abc import Iterator

from rdclient.diagnostic import Finding, finding
from rdclient.model.client import Role, Side
from rdclient.model.governance import RaciRow
from rdclient.model.portfolio import Portfolio
from rdclient.rules.base import Case, Rule, where
from rdclient.rules.past import known
from rdclient.rules.people import kicked_off_on

_ROLES = {role.value: role for role in Role}
_COMPARISONS = 20_000
"""Names compared in one run at most, so that a file full of wrong names stays quick."""


def accountable_not_exactly_one(case: Case) -> Iterator[Finding]:
    """An activity has nobody accountable, or more than one party (RD121)."""
    for row in known(case, RaciRow):
        parties = tuple(name for name, cell in row.parties.items() if cell.is_accountable)
        activity = str(row.activity)
        if not parties:
            yield finding("RD121", where(row, "parties"), variant="none", activity=activity)
        elif len(parties) > 1:
            at = where(row, "parties", parties[1])
            yield finding("RD121", at, variant="several", activity=activity, parties=parties)


def without_responsible(case: Case) -> Iterator[Finding]:
    """An activity has nobody who does it (RD122)."""
    for row in known(case, RaciRow):
        if not any(cell.is_responsible for cell in row.parties.values()):
            yield finding("RD122", where(row, "parties"), activity=str(row.activity))


def one_sided(case: Case) -> Iterator[Finding]:
    """An activity that both sides share names the parties of one side only (RD123)."""
    for row in known(case, RaciRow):
        if row.side is not None:
            continue
        each = [_sides(case.portfolio, row, name) for name in row.parties]
        sides = frozenset[Side]().union(*each)
        if len(sides) == 1 and all(each):
            (side,) = sides
            activity = str(row.activity)
            yield finding("RD123", where(row, "parties"), variant=side.value, activity=activity)


def _sides(portfolio: Portfolio, row: RaciRow, name: str) -> frozenset[Side]:
    """The sides a party may belong to; empty when it means nobody."""
    people = portfolio.people_named(name, row)
    if people or name not in _ROLES:
        return frozenset(person.side for person in people)
    return frozenset({_ROLES[name].side})


def unknown_person(case: Case) -> Iterator[Finding]:
    """A party is no person and no role, fits two people, or is a role nobody had (RD124)."""
    nearest: dict[tuple[str | None, str], tuple[str, ...]] = {}
    for row in known(case, RaciRow):
        for name in row.parties:
            people = case.portfolio.people_named(name, row)
            at = where(row, "parties", name)
            if len(people) > 1:
                ids = tuple(person.id for person in people)
                yield finding("RD124", at, variant="ambiguous", name=name, people=ids)
            elif not people and name not in _ROLES:
                key = (row.origin.client, name)
                if key not in nearest:
                    nearest[key] = _nearest(case.portfolio, row, name, len(nearest))
                variant = "near" if nearest[key] else "unknown"
                yield finding("RD124", at, variant=variant, name=name, nearest=nearest[key])
            elif not people and _is_vacant(case, row, _ROLES[name]):
                yield finding("RD124", at, variant="vacant", name=name, role=_ROLES[name])


def _nearest(portfolio: Portfolio, row: RaciRow, name: str, asked: int) -> tuple[str, ...]:
    """At most three people or roles that look alike; none once too many names were asked for."""
    options = (*portfolio.people_ids(row), *_ROLES)
    if len(options) * (asked + 1) > _COMPARISONS:
        return ()
    return tuple(difflib.get_close_matches(name, options, n=3, cutoff=0.6))


def _is_vacant(case: Case, row: RaciRow, role: Role) -> bool:
    """Whether nobody ever has the role, later holders counted; a project to come owes nothing."""
    project = case.portfolio.project_of(row)
    if project is None or kicked_off_on(case, project) is None:
        return False
    return all(term.role is not role for term in (*project.team, *project.counterparts))


RULES = (
    Rule("RD121", accountable_not_exactly_one, about=("raci",)),
    Rule("RD122", without_responsible, about=("raci",)),
    Rule("RD123", one_sided, about=("raci",), needs=frozenset({"person"})),
    Rule("RD124", unknown_person, about=("raci",), needs=frozenset({"person"})),
)
