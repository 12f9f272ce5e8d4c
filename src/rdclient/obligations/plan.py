"""Clocks of the plan: roles filled, demos, actions, confirmations, client's duties, risks."""

from collections.abc import Iterator
from datetime import date

from rdclient.model.client import IRON_TRIANGLE, Contract, Duty, Role, Side
from rdclient.model.clock_policy import Every, MeetingClock
from rdclient.model.meeting import Meeting, MeetingKind
from rdclient.model.plan import Iteration
from rdclient.model.portfolio import BUSINESS, Portfolio
from rdclient.model.project import Project
from rdclient.model.risk import Risk, RiskStep
from rdclient.obligations import course
from rdclient.obligations.base import Ask, Clock, Obligation, begins, ends
from rdclient.obligations.conversation import Conversation
from rdclient.obligations.item import actions_due, confirmations_due
from rdclient.obligations.judge import limit
from rdclient.obligations.period import Evidence, Span
from rdclient.obligations.presence import has_roles, held_at, of_meeting
from rdclient.obligations.promise import Promise, months_served, periodic, today_of
from rdclient.obligations.subject import holder, project_slug, targets, within

# ── roles ────────────────────────────────────────────────────────────────────


def vacancies(ask: Ask) -> Iterator[Obligation]:
    """A role of the iron triangle that stands empty is filled within some days (RD105)."""
    today = today_of(ask)
    for project in ask.portfolio.all(Project):
        span = course.served(project, months_served(ask))
        if span is None or (span.last is not None and span.last < today):
            continue
        for role in IRON_TRIANGLE:
            terms = [term for term in project.team if term.role is role]
            if not any(term.covers(today) for term in terms):
                last = max((term.end for term in terms if term.end), default=None)
                since = max(last or span.first, span.first)
                yield _vacancy(ask, project, role, since)


def _vacancy(ask: Ask, project: Project, role: Role, since: date) -> Obligation:
    """What is owed from the end of the last holder's last day, or of the day of the kick-off.

    So the working days counted are those on which the role stands empty.
    """
    portfolio, today = ask.portfolio, today_of(ask)
    start = begins(since, portfolio)
    policy = portfolio.policy(since)
    lead = holder(portfolio, project, Role.CLIENT_LEAD, today)
    return Obligation(
        code="RD105",
        record=project,
        item=project.id,
        title=project.name,
        side=Side.VENDOR,
        starts=start,
        policy=policy,
        calendar=portfolio.hours(BUSINESS, project.origin.client),
        pointer=("team",),
        owner=lead or holder(portfolio, project, Role.PROJECT_MANAGER, today),
        project=project.id,
        group=role.value,
        targets=targets(
            portfolio, project, start, lambda one: (BUSINESS, one.iron_triangle.longest_gap), None
        ),
        is_agreed=False,
    )


# ── iterations ───────────────────────────────────────────────────────────────


def iteration_demos(ask: Ask) -> Iterator[Obligation]:
    """What an iteration brought is shown by the time agreed after its end (RD244).

    A demo counts for one iteration: of those it could count for, the one that ends first.
    """
    portfolio, today = ask.portfolio, today_of(ask)
    for project in portfolio.all(Project):
        left = sorted(
            Conversation(at, meeting.id)
            for meeting in portfolio.of_project(Meeting, project)
            if meeting.kind is MeetingKind.DEMO and (at := held_at(meeting))
        )
        iterations = portfolio.of_project(Iteration, project)
        for iteration in sorted(iterations, key=lambda one: (one.end, one.start, one.id)):
            if iteration.start <= today:
                owed, demo = _demo(ask, project, iteration, left)
                left = [one for one in left if one is not demo]
                yield owed


def _demo(
    ask: Ask, project: Project, iteration: Iteration, left: list[Conversation]
) -> tuple[Obligation, Conversation | None]:
    portfolio = ask.portfolio
    start = begins(iteration.end, portfolio)
    policy = portfolio.policy(iteration.end)
    row = policy.clocks.iteration_demo
    calendar = portfolio.hours(row.calendar, project.origin.client)
    last = limit(calendar, start, row.within)
    fitting = (
        one
        for one in left
        if one.at.day >= iteration.start and (last is None or ends(one.at, portfolio) <= last)
    )
    demo = next(fitting, None)
    stop = ends(demo.at, portfolio) if demo else None
    owed = Obligation(
        code="RD244",
        record=iteration,
        item=iteration.id,
        title=iteration.goal or iteration.id,
        side=Side.VENDOR,
        starts=start,
        policy=policy,
        calendar=calendar,
        pointer=("end",),
        owner=holder(portfolio, project, Role.PROJECT_MANAGER, min(iteration.end, today_of(ask))),
        project=project.id,
        targets=targets(
            portfolio, iteration, start, lambda one: within(one.clocks.iteration_demo), stop
        ),
        discharged=stop,
        done_by=demo.id if demo else None,
        is_cadence=True,
        found=int(demo is not None),
        is_agreed=False,
    )
    return owed, demo


# ── risks ────────────────────────────────────────────────────────────────────


def risk_reviews(ask: Ask) -> Iterator[Obligation]:
    """An open risk is assessed anew within some days of the last time (RD432)."""
    portfolio = ask.portfolio
    for risk in portfolio.all(Risk):
        known = [one.at for one in risk.assessments] or [
            event.at for event in risk.events if event.type is RiskStep.IDENTIFIED
        ]
        if not known or not risk.is_open():
            continue
        last = max(known)
        policy = portfolio.policy(last.day)
        row = policy.clocks.risk_review
        yield Obligation(
            code="RD432",
            record=risk,
            item=risk.id,
            title=risk.title or risk.event,
            side=Side.VENDOR,
            starts=begins(last, portfolio),
            policy=policy,
            calendar=portfolio.hours(row.calendar, risk.origin.client),
            pointer=("assessments",),
            owner=risk.owner,
            project=project_slug(risk),
            targets=targets(
                portfolio, risk, last, lambda one: within(one.clocks.risk_review), None
            ),
            is_agreed=False,
        )


# ── the client's duties ──────────────────────────────────────────────────────

_EVERY = {
    **{every.value: every for every in Every},
    "每周": Every.WEEK,
    "每月": Every.MONTH,
    "每季度": Every.QUARTER,
    "每季": Every.QUARTER,
    "每半年": Every.HALF_YEAR,
    "每年": Every.YEAR,
}
"""How often a contract asks for something, in the words that mean a period."""


def client_duties(ask: Ask) -> Iterator[Obligation]:
    """The client takes part as often as the contract says (RD428)."""
    for contract in ask.portfolio.all(Contract):
        if not contract.client_obligations:
            continue
        projects = _projects_under(ask.portfolio, contract)
        span = _until_acceptance(contract, projects)
        if span is None:
            continue
        for index, duty in enumerate(contract.client_obligations):
            if every := _EVERY.get((duty.every or "").strip()):
                yield from _duty(ask, contract, index, every=every, projects=projects, span=span)


def _projects_under(portfolio: Portfolio, contract: Contract) -> tuple[Project, ...]:
    """The projects of a contract that were kicked off."""
    return tuple(
        project
        for project in portfolio.all(Project)
        if project.contract
        and course.kicked_off_on(project)
        and portfolio.find("contract", project.contract, project) is contract
    )


def _until_acceptance(contract: Contract, projects: tuple[Project, ...]) -> Span | None:
    """From the signature or the first kick-off, the later one, to the last acceptance."""
    span = course.joined(course.under_way(project) for project in projects)
    if span is None or contract.signed_on is None or contract.signed_on <= span.first:
        return span
    return Span(contract.signed_on, span.last)


def _duty(
    ask: Ask,
    contract: Contract,
    index: int,
    *,
    every: Every,
    projects: tuple[Project, ...],
    span: Span,
) -> Iterator[Obligation]:
    duty = contract.client_obligations[index]
    terms = MeetingClock(calendar=BUSINESS, every=every)

    def owner(day: date) -> str | None:
        if duty.role is None:
            return None
        held = (holder(ask.portfolio, project, duty.role, day) for project in projects)
        return next((person for person in held if person), None)

    promise = Promise(
        code="RD428",
        record=contract,
        item=duty.id,
        title=duty.what,
        owner=owner,
        span=span,
        anchor=span.first,
        pick=lambda _: terms,
        side=Side.CLIENT,
        project=projects[0].id if len(projects) == 1 else None,
        pointer=("client_obligations", index),
        is_agreed=True,
    )
    yield from periodic(ask, promise, _taken_part(ask.portfolio, projects, duty))


def _taken_part(
    portfolio: Portfolio, projects: tuple[Project, ...], duty: Duty
) -> Iterator[Evidence]:
    """The meetings at which somebody of the client was there, in the role agreed.

    Those among ourselves never count: where nobody was noted, both sides are taken to be there.
    """
    asked = (duty.role,) if duty.role else ()
    for project in projects:
        for meeting in portfolio.of_project(Meeting, project):
            at = held_at(meeting)
            if at is None or meeting.kind in portfolio.policy(at.day).audience.internal_meetings:
                continue
            party = of_meeting(portfolio, meeting)
            if has_roles(portfolio, project, party, at.day, vendor=(), client=asked):
                yield Evidence(ends(at, portfolio), meeting.id)


CLOCKS = (
    Clock("RD105", vacancies, about=("project",)),
    Clock("RD244", iteration_demos, about=("iteration", "meeting")),
    Clock("RD426", actions_due, about=("meeting", "client", "improvement", "incident", "drill")),
    Clock("RD427", confirmations_due, about=("meeting",)),
    Clock("RD428", client_duties, about=("contract", "meeting")),
    Clock("RD432", risk_reviews, about=("risk",)),
)
