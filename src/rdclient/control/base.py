"""What control looks at: the records of one moment, and when each sign-off came to lie in them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

from rdclient.control.fingerprint import binding_language, fingerprint
from rdclient.lens import Lang
from rdclient.model.base import Record
from rdclient.model.baseline import Baseline
from rdclient.model.change import Change
from rdclient.model.meeting import Meeting
from rdclient.model.plan import Milestone
from rdclient.model.policy import Policy
from rdclient.model.portfolio import Portfolio, id_of, kind_of
from rdclient.model.project import Project
from rdclient.model.signoff import SignOff

Subject = Baseline | Change | Meeting
"""What can be signed."""
_R = TypeVar("_R", bound=Record)
_Key = tuple[str | None, str | None, str, str]


@dataclass(frozen=True)
class Matter:
    """The records as control judges them.

    For the gate ``portfolio`` holds the records under test, but people, contacts, teams, policy
    and waivers of the base: who may sign is never said by the request that needs the signature.

    Attributes:
        portfolio: replayed to ``as_of`` already, where reports and clocks look; a rule gives
            everything recorded and looks at dates itself.
        as_of: aware.
        landed: when the file of a sign-off came to lie on the mainline, by path; what is not
            there has not landed yet. Without history (plain ``check``, reports) it is empty.
        has_history: whether ``landed`` was asked for at all.
        authors: persons (ids) who wrote what is under test, by path of the record; gate only.
        base: the records that a request starts from; gate only. What was confirmed before
            sign-offs were agreed on stood there already, in these words.
    """

    portfolio: Portfolio
    as_of: datetime
    landed: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    has_history: bool = False
    authors: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    base: Portfolio | None = None

    @property
    def today(self) -> date:
        """The local day of ``as_of``."""
        return self.as_of.astimezone(self.portfolio.zone).date()

    @property
    def policy(self) -> Policy:
        """The policy in force at ``as_of``."""
        return self.portfolio.policy(self.today)

    def binding(self, record: Record) -> Lang:
        """The language whose words are signed."""
        return binding_language(self.portfolio, record)

    def fingerprint(self, record: Record) -> str:
        """The fingerprint of a record, worked out once."""
        key = ("fingerprint", id(record))
        if key not in self.memo:
            self.memo[key] = fingerprint(record, self.binding(record))
        return str(self.memo[key])

    @cached_property
    def memo(self) -> dict[tuple[str, int], object]:
        """What modules of this floor worked out of a record, by their name and its identity."""
        return {}

    @cached_property
    def _acts(self) -> Mapping[_Key, tuple[SignOff, ...]]:
        acts: dict[_Key, list[SignOff]] = defaultdict(list)
        for act in self.portfolio.all(SignOff):
            where = act.origin
            acts[where.client, where.project, act.kind.value, act.subject].append(act)
        return {
            key: tuple(sorted(found, key=lambda act: (act.declared_at.instant, act.origin.path)))
            for key, found in acts.items()
        }

    def acts(self, subject: Subject) -> tuple[SignOff, ...]:
        """Every act on a subject, by the time declared; those on other fingerprints too."""
        where = subject.origin
        return self._acts.get((where.client, where.project, kind_of(subject), id_of(subject)), ())

    def subject(self, act: SignOff) -> Subject | None:
        """What an act is about; None when there is no such record."""
        found = self.portfolio.find(act.kind.value, act.subject, act)
        return found if isinstance(found, Baseline | Change | Meeting) else None

    def key_milestones(self, near: Record) -> frozenset[str]:
        """Ids of the key milestones of the project a record lies in."""
        here = self.portfolio.beside(Milestone, near)
        return frozenset(milestone.id for milestone in here if milestone.key)

    def own(self, record: _R) -> _R:
        """The whole of a record that was cut to an audience; itself when nothing else is there."""
        found = self.portfolio.find(kind_of(record), id_of(record), record)
        return found if isinstance(found, type(record)) else record

    @cached_property
    def recorded(self) -> "Matter":
        """Everything on record, whenever it happened: the words of a requirement have no dates.

        What they are today is allowed by what is signed today, also in a report as of last week.
        """
        whole = self.portfolio.memo.get("recorded")
        if not isinstance(whole, Portfolio):
            return self
        times = (act.declared_at.instant for act in whole.all(SignOff))
        latest = max((self.as_of, *times))
        if self.has_history:  # the gate: what Git knows holds there, too
            return replace(self, portfolio=whole, as_of=latest)
        return matter_of(whole, latest)

    def project(self, record: Record) -> Project | None:
        """The project a record lies in."""
        return self.portfolio.project_of(record)


def matter_of(portfolio: Portfolio, as_of: datetime) -> Matter:
    """The matter of records that were replayed to a moment, made once for them.

    Args:
        portfolio: whole, not cut to an audience: what is approved does not depend on who asks.
        as_of: the moment, aware.
    """
    kept = portfolio.memo.get("matter")
    if not isinstance(kept, Matter) or kept.as_of != as_of:
        kept = Matter(portfolio, as_of)
        portfolio.memo["matter"] = kept
    return kept
