"""People: the iron triangle is held without a gap, and reviews bring both sides together."""

from collections.abc import Iterator
from datetime import date, timedelta

from rdclient.diagnostic import Finding, finding
from rdclient.model.client import Role, Side
from rdclient.model.meeting import Meeting, MeetingKind
from rdclient.model.portfolio import Portfolio
from rdclient.model.project import Phase, Project, Term
from rdclient.rules.base import Case, Rule, where
from rdclient.rules.past import happened, held_on, known, label, now

IRON_TRIANGLE = (Role.CLIENT_LEAD, Role.PROJECT_MANAGER, Role.TECHNICAL_CONTACT)
_MONTHS = 12
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
    moment = now(case)
    entered = [
        entry.entered_on
        for _, entry in happened(project.phases, "entered_on", moment)
        if entry.phase is not Phase.PRESALES
    ]
    if not entered:
        return None
    last = moment.date()
    if project.accepted_on and project.accepted_on <= last:
        months = case.portfolio.policy(last).iron_triangle.months_after_acceptance
        last = min(last, _months_later(project.accepted_on, months))
    return min(entered), last


def _role(case: Case, project: Project, role: Role, first: date, last: date) -> Iterator[Finding]:
    terms = sorted(
        (
            (term.start, term.end or date.max, index)
            for index, term in happened(project.team, "start", now(case))
            if term.role is role and term.start <= last and (term.end or date.max) >= first
        ),
    )
    if not terms:
        yield finding("RD101", where(project, "team"), variant="never", role=role.value)
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


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or the last day that month has."""
    index = day.year * _MONTHS + day.month - 1 + months
    year, month = divmod(index, _MONTHS)
    if year > date.max.year:
        return date.max
    for number in range(day.day, 0, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date.max


def review_without_both_sides(case: Case) -> Iterator[Finding]:
    """A requirements review lacked the client or the technical lead (RD111)."""
    for meeting in known(case, Meeting):
        day = held_on(case, meeting)
        if meeting.kind is not MeetingKind.REQ_REVIEW or day is None:
            continue
        present = [person.person for person in meeting.attendees if person.present]
        sides = {case.portfolio.side(name, meeting) for name in present}
        if Side.CLIENT not in sides:
            yield _absent(meeting, "client")
        if not _has_technical_lead(case.portfolio, meeting, present, day):
            yield _absent(meeting, "technical_lead")


def _absent(meeting: Meeting, variant: str) -> Finding:
    return finding("RD111", where(meeting, "attendees"), variant=variant, id=meeting.id)


def _has_technical_lead(
    portfolio: Portfolio, meeting: Meeting, present: list[str], day: date
) -> bool:
    project = portfolio.project_of(meeting)
    if project is None:
        return False
    leads = {
        _identity(portfolio, term.person, meeting)
        for term in project.team
        if term.role is Role.TECHNICAL_LEAD and _holds(term, day)
    }
    return any(_identity(portfolio, name, meeting) in leads for name in present)


def _holds(term: Term, day: date) -> bool:
    return term.start <= day and (term.end is None or day <= term.end)


def _identity(portfolio: Portfolio, name: str, meeting: Meeting) -> str:
    """The id of a person written by id or by name."""
    person = portfolio.person(name, meeting)
    return person.id if person else name


RULES = (Rule("RD101", iron_triangle_incomplete), Rule("RD111", review_without_both_sides))
