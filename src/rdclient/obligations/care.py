"""Clocks of the care for a client: reports, surveys, drills, inspections, releases, reviews."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from rdclient.model.base import Moment
from rdclient.model.client import Client, Role
from rdclient.model.operation import Drill, Inspection, Release, ReleaseKind
from rdclient.model.plan import ApprovalStep, ReportRecord
from rdclient.model.portfolio import Portfolio
from rdclient.obligations import course
from rdclient.obligations.base import Ask, Clock, Obligation, ends
from rdclient.obligations.conversation import Sort, conversations
from rdclient.obligations.item import follow_ups_due
from rdclient.obligations.period import Evidence, Span
from rdclient.obligations.promise import Pick, for_client, months_served, periodic
from rdclient.obligations.satisfaction import complaints, five_whys, surveys, verifications

# ── health ───────────────────────────────────────────────────────────────────


def health_reports(ask: Ask) -> Iterator[Obligation]:
    """After every quarter in which a client was served there is a health report (RD301)."""
    portfolio = ask.portfolio
    for client in portfolio.all(Client):
        projects = course.projects_of(portfolio, client)
        span = course.joined(course.served(one, months_served(ask)) for one in projects)
        if span is None:
            continue
        promise = for_client(
            ask,
            "RD301",
            client,
            Role.CLIENT_LEAD,
            projects=projects,
            span=span,
            pick=lambda policy: policy.clocks.health_report,
        )
        evidence = _reports(portfolio, client, "health-")
        yield from periodic(ask, replace(promise, is_afterwards=True), evidence)


def _reports(portfolio: Portfolio, client: Client, prefix: str) -> Iterator[Evidence]:
    """The reports on a client, each for the period that its id names, once they went out."""
    for report in portfolio.of_client(ReportRecord, client.id):
        issued: list[Moment | date] = [one.at for one in report.issued]
        approved = [one.on for one in report.approvals if one.step is ApprovalStep.APPROVED]
        out = issued or approved
        if out and report.id.startswith(prefix):
            at = min(ends(one, portfolio) for one in out)
            yield Evidence(at, report.id, report.id.removeprefix(prefix))


# ── operation ────────────────────────────────────────────────────────────────


def drills(ask: Ask) -> Iterator[Obligation]:
    """For a client in operation an emergency is practised every quarter (RD521)."""

    def evidence(client: Client) -> Iterator[Evidence]:
        for one in ask.portfolio.of_client(Drill, client.id):
            yield Evidence(ends(one.on, ask.portfolio), one.id)

    return _in_operation(
        ask, "RD521", Role.TECHNICAL_CONTACT, lambda policy: policy.clocks.drill, evidence
    )


def inspections(ask: Ask) -> Iterator[Obligation]:
    """For a client in operation the system is inspected every month (RD530)."""

    def evidence(client: Client) -> Iterator[Evidence]:
        for one in ask.portfolio.of_client(Inspection, client.id):
            yield Evidence(ends(one.on, ask.portfolio), one.id)

    return _in_operation(
        ask, "RD530", Role.TECHNICAL_CONTACT, lambda policy: policy.clocks.inspection, evidence
    )


def releases(ask: Ask) -> Iterator[Obligation]:
    """For a client in operation there are minor versions monthly, major ones quarterly (RD532)."""
    rhythms: tuple[tuple[ReleaseKind, Pick], ...] = (
        (ReleaseKind.MINOR, lambda policy: policy.clocks.release_minor),
        (ReleaseKind.MAJOR, lambda policy: policy.clocks.release_major),
    )
    for kind, pick in rhythms:
        evidence = partial(_released, ask.portfolio, kind)
        for owed in _in_operation(ask, "RD532", Role.TECHNICAL_LEAD, pick, evidence):
            yield owed._replace(group=kind.value)


def _released(portfolio: Portfolio, kind: ReleaseKind, client: Client) -> Iterator[Evidence]:
    """The versions of a kind that went live, each known by its number."""
    for one in portfolio.of_client(Release, client.id):
        if one.kind is kind:
            yield Evidence(ends(one.on, portfolio), one.version)


def _in_operation(
    ask: Ask,
    code: str,
    role: Role,
    pick: Pick,
    evidence: Callable[[Client], Iterable[Evidence]],
) -> Iterator[Obligation]:
    """What is owed to a client by the calendar for as long as one of its systems operates.

    The people of the projects in operation see to it; what is still being built extends nothing.
    """
    months = months_served(ask)
    for client in ask.portfolio.all(Client):
        begun = course.projects_of(ask.portfolio, client)
        projects = tuple(one for one in begun if course.operated(one, months))
        span = course.joined(course.operated(one, months) for one in projects)
        if span is not None:
            promise = for_client(ask, code, client, role, projects=projects, span=span, pick=pick)
            yield from periodic(ask, promise, evidence(client))


def business_reviews(ask: Ask) -> Iterator[Obligation]:
    """A client with a system in operation gets a business review every quarter (RD540).

    From its first operation, for as long as any of its projects is served.
    """
    portfolio, months = ask.portfolio, months_served(ask)
    for client in portfolio.all(Client):
        projects = course.projects_of(portfolio, client)
        operated = course.joined(course.operated(one, months) for one in projects)
        served = course.joined(course.served(one, months) for one in projects)
        if operated is None or served is None:
            continue
        evidence = [
            one.evidence(portfolio)
            for project in projects
            for one in conversations(
                portfolio, project, lambda policy: policy.clocks.business_review, Sort()
            )
        ]
        promise = for_client(
            ask,
            "RD540",
            client,
            Role.CLIENT_LEAD,
            projects=projects,
            span=Span(operated.first, served.last),
            pick=lambda policy: policy.clocks.business_review,
        )
        yield from periodic(ask, promise, evidence)


CLOCKS = (
    Clock("RD301", health_reports, about=("client", "report")),
    Clock("RD310", surveys, about=("client", "survey")),
    Clock("RD312", five_whys, about=("survey", "improvement")),
    Clock("RD316", verifications, about=("improvement", "survey")),
    Clock("RD317", complaints, about=("complaint",)),
    Clock("RD521", drills, about=("client", "drill")),
    Clock("RD530", inspections, about=("client", "inspection")),
    Clock("RD532", releases, about=("client", "release")),
    Clock("RD540", business_reviews, about=("client", "meeting")),
    Clock("RD601", follow_ups_due, about=("followup",)),
)
