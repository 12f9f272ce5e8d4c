"""The records of one periodic report, now and when the report before was made."""

from dataclasses import dataclass
from functools import cached_property

from rdclient.model.policy import Policy
from rdclient.model.portfolio import Portfolio
from rdclient.model.project import Project
from rdclient.reports.base import Brief, Period
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
        return View(self.now, self.project, self.policy, self.brief.as_of, self.brief.audience)

    @cached_property
    def view_before(self) -> View:
        """What the lights were computed from at the beginning of the period."""
        policy = self.brief.portfolio.policy(self.period.start.date())
        audience = self.brief.audience
        return View(self.before, self.project_before, policy, self.period.start, audience)


def scene_of(brief: Brief, period: Period) -> Scene:
    """The scene for a brief."""
    return Scene(brief, period, brief.seen(), brief.seen(period.start))


def _same(portfolio: Portfolio, project: Project) -> Project:
    found = portfolio.find("project", project.id, project)
    return found if isinstance(found, Project) else project
