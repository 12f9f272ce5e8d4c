"""The records of one periodic report, now and when the report before was made."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from rdclient.control.base import Matter, matter_of
from rdclient.control.change import Standing, standing
from rdclient.model.base import Record
from rdclient.model.change import Change
from rdclient.model.policy import Policy
from rdclient.model.portfolio import Portfolio
from rdclient.model.project import Project
from rdclient.obligations.ledger import Judged
from rdclient.reports.base import Brief, Period
from rdclient.reports.promise import promises
from rdclient.reports.rag import View


@dataclass(frozen=True)
class Scene:
    """What the sections of a periodic report are built from.

    Attributes:
        brief: what was asked for.
        period: what it covers.
        now: the records as of the brief, cut to its audience.
        before: the same as of the beginning of the period.
    """

    brief: Brief
    period: Period
    now: Portfolio
    before: Portfolio

    @property
    def policy(self) -> Policy:
        """The policy in force."""
        return self.brief.policy

    @property
    def matter(self) -> Matter:
        """What change control judges now."""
        return self.brief.matter

    @property
    def matter_before(self) -> Matter:
        """The same at the beginning of the period."""
        return matter_of(self.before, self.period.start)

    def standing(self, change: Change) -> Standing:
        """Where a change request of ``now`` stands, judged by the whole records."""
        return standing(self.matter, self.matter.own(change))

    @cached_property
    def project(self) -> Project:
        """The project as its readers see it now."""
        return _same(self.now, self.brief.project)

    @cached_property
    def project_before(self) -> Project:
        """The project at the beginning of the period."""
        return _same(self.before, self.brief.project)

    @cached_property
    def view(self) -> View:
        """What the lights are computed from, now."""
        brief, since = self.brief, self.period.start
        return View(self.now, self.project, brief.matter, brief.audience, since)

    @cached_property
    def view_before(self) -> View:
        """What the lights were computed from at the beginning of the period."""
        audience, since = self.brief.audience, self.period.before_start
        return View(self.before, self.project_before, self.matter_before, audience, since)

    @cached_property
    def clocks(self) -> tuple[Judged, ...]:
        """The promises of the project and of its client as a whole, as they stand now."""
        return promises(self.now, self.project, as_of=self.brief.as_of)

    @cached_property
    def _clock_of(self) -> Mapping[tuple[str, int], Judged]:
        return {(one.obligation.code, id(one.obligation.record)): one for one in self.clocks}

    def clock_of(self, code: str, record: Record) -> Judged | None:
        """The promise that a clock measures of a record of ``now``; the last one of several."""
        return self._clock_of.get((code, id(record)))


def scene_of(brief: Brief, period: Period) -> Scene:
    """The scene for a brief."""
    return Scene(brief, period, brief.seen(), brief.seen(period.start))


def _same(portfolio: Portfolio, project: Project) -> Project:
    found = portfolio.find("project", project.id, project)
    return found if isinstance(found, Project) else project
