"""People: roles on both sides are held, key accounts have a plan, reviews bring both together."""

from collections.abc import Iterator
from datetime import date, timedelta

from rdclient.diagnostic import Finding, finding
from rdclient.lens import Lang
from rdclient.model.client import IRON_TRIANGLE, AccountPlan, Client, Person, Role, Side, Tier
from rdclient.model.meeting import Meeting, MeetingKind
from rdclient.model.project import Phase, Project
from rdclient.obligations.presence import present
from rdclient.rules.action import counts
from rdclient.rules.attendance import holders, sides_of
from rdclient.rules.base import Case, Rule, where
from rdclient.rules.past import happened, held_on, known, label, now
from rdclient.worktime import months_later

_FACING_THE_CLIENT = frozenset({*IRON_TRIANGLE, Role.CLIENT_LIAISON})
_COUNTERPARTS = (
    ("business", frozenset({Role.CLIENT_OWNER, Role.CLIENT_COUNTERPART})),
    ("technical", frozenset({Role.CLIENT_TECHNICAL})),
    ("signatory", frozenset({Role.SIGNATORY})),
)
"""What the client's side is asked for, and the roles that stand for it."""
_ONE_DAY = timedelta(days=1)


def iron_triangle_incomplete(case: Case) -> Iterator[Finding]:
    """A role of the iron triangle was never held, or stood empty for too long (RD101)."""
    for project in known(case, Project):
        span = _span(case, project)
        if span is None:
            continue
        for role in IRON_TRIANGLE:
            yield from _role(case, project, role, *span)


def _span(case: Case, project: Project) -> tuple[date, date] | None:
    """First and last day on which the triangle is owed; None before the kick-off."""
    first, last = kicked_off_on(case, project), now(case).date()
    if first is None:
        return None
    if project.accepted_on and project.accepted_on <= last:
        months = case.portfolio.policy(last).iron_triangle.months_after_acceptance
        last = min(last, months_later(project.accepted_on, months))
    return first, last


def kicked_off_on(case: Case, project: Project) -> date | None:
    """The day the project's first phase after presales began; None before ``as_of`` reaches it."""
    entered = (
        entry.entered_on
        for _, entry in happened(project.phases, "entered_on", now(case))
        if entry.phase is not Phase.PRESALES
    )
    return min(entered, default=None)


def _is_closed(case: Case, project: Project) -> bool:
    entered = happened(project.phases, "entered_on", now(case))
    return any(entry.phase is Phase.CLOSED for _, entry in entered)


def _role(case: Case, project: Project, role: Role, first: date, last: date) -> Iterator[Finding]:
    terms = sorted(
        (
            (term.start, term.end or date.max, index)
            for index, term in happened(project.team, "start", now(case))
            if term.role is role and term.start <= last and (term.end or date.max) >= first
        ),
    )
    if not terms:
        told = {"role": role.value, "token": role.value}
        yield finding("RD101", where(project, "team"), variant="never", **told)
        return
    limit = case.portfolio.policy(last).iron_triangle.gap_working_days
    free = first
    for start, end, index in terms:
        gap = case.portfolio.calendar.workdays_between(free, start)
        if gap > limit:
            yield finding(
                "RD101",
                where(project, "team", index, "from"),
                variant="gap",
                role=role.value,
                since=label(free),
                until=label(start - _ONE_DAY),
                workdays=gap,
                limit=limit,
            )
        if end >= last:
            return
        free = max(free, end + _ONE_DAY)


def key_client_without_account_plan(case: Case) -> Iterator[Finding]:
    """A key account that has been met has no plan, or one without goals or actions (RD102)."""
    begun = {p.origin.client for p in known(case, Project) if kicked_off_on(case, p)}
    today = now(case).date()
    for client in known(case, Client):
        met = client.first_contact_on is not None and client.first_contact_on <= today
        if client.tier is not Tier.A or not (met or client.origin.client in begun):
            continue
        plan = client.account_plan
        if plan is None:
            yield finding("RD102", where(client, "tier"), variant="none")
        elif missing := _missing(case, plan):
            at = where(client, "account_plan")
            yield finding("RD102", at, variant="incomplete", missing=missing)


def _missing(case: Case, plan: AccountPlan) -> tuple[str, ...]:
    """What the plan lacks; an action of later or one that was cancelled is none."""
    goals = () if plan.goals else ("goals",)
    has_action = any(counts(action, now(case)) for action in plan.actions)
    return goals if has_action else (*goals, "actions")


def client_side_role_missing(case: Case) -> Iterator[Finding]:
    """A running project never had somebody of the client for a role it needs (RD103)."""
    for project in known(case, Project):
        if kicked_off_on(case, project) is None or _is_closed(case, project):
            continue
        held = {term.role for _, term in happened(project.counterparts, "start", now(case))}
        for variant, roles in _COUNTERPARTS:
            if held.isdisjoint(roles):
                yield finding("RD103", where(project, "counterparts"), variant=variant)


def language_not_covered(case: Case) -> Iterator[Finding]:
    """Nobody who speaks with the client is recorded with the client's language (RD104)."""
    for project in known(case, Project):
        client = case.portfolio.client(project.origin.client)
        if client is None or client.lang is None or _is_closed(case, project):
            continue
        spoken = _spoken(case, project)
        if spoken and client.lang not in spoken:
            at = where(project, "team")
            yield finding("RD104", at, lang=client.lang, spoken=tuple(sorted(spoken)))


def _spoken(case: Case, project: Project) -> frozenset[Lang]:
    """The languages of everybody who ever faced the client; empty when none is recorded."""
    people = (
        case.portfolio.person(term.person, project)
        for _, term in happened(project.team, "start", now(case))
        if term.role in _FACING_THE_CLIENT
    )
    found = (person.languages for person in people if isinstance(person, Person))
    return frozenset(lang for languages in found for lang in languages)


def review_without_both_sides(case: Case) -> Iterator[Finding]:
    """A requirements review lacked the client or the technical lead (RD111)."""
    for meeting in known(case, Meeting):
        day = held_on(case, meeting)
        if meeting.kind is not MeetingKind.REQ_REVIEW or day is None:
            continue
        people = present(case.portfolio, meeting)
        if Side.CLIENT not in sides_of(case.portfolio, people, meeting):
            yield _absent(meeting, "client")
        project = case.portfolio.project_of(meeting)
        if not project or not people & holders(case, project, Role.TECHNICAL_LEAD, on=day):
            yield _absent(meeting, "technical_lead")


def _absent(meeting: Meeting, variant: str) -> Finding:
    return finding("RD111", where(meeting, "attendees"), variant=variant, id=meeting.id)


RULES = (
    Rule("RD101", iron_triangle_incomplete, about=("project",)),
    Rule("RD102", key_client_without_account_plan, about=("client",)),
    Rule("RD103", client_side_role_missing, about=("project",)),
    Rule(
        "RD104",
        language_not_covered,
        about=("project", "client", "person"),
        needs=frozenset({"person"}),
    ),
    Rule("RD111", review_without_both_sides, about=("meeting",), needs=frozenset({"person"})),
)
