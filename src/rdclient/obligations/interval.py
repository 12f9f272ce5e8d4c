"""Clocks of conversations that are due within a time: of the one before, or before a date."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rdclient.control.agreed_plan import approved_plan
from rdclient.control.base import matter_of
from rdclient.model.client import InteractionKind, Role, Side
from rdclient.model.clock_policy import RollingClock
from rdclient.model.meeting import Meeting
from rdclient.model.plan import Milestone, MilestoneKind
from rdclient.model.policy import Policy
from rdclient.model.portfolio import BUSINESS, Portfolio
from rdclient.model.project import Phase, Project
from rdclient.obligations import course
from rdclient.obligations.base import Ask, Lack, Obligation, begins, due_by, ends
from rdclient.obligations.conversation import Conversation, Sort, conversations
from rdclient.obligations.judge import limit
from rdclient.obligations.period import Span
from rdclient.obligations.presence import held_at
from rdclient.obligations.promise import today_of
from rdclient.obligations.subject import Promise, holder, targets
from rdclient.worktime import (
    NATURAL,
    Duration,
    NeverOpenError,
    Unit,
    WorkCalendar,
    YearNotCoveredError,
)

# ── within a time of the one before ──────────────────────────────────────────

_ANY = Sort(contacts=frozenset(InteractionKind))


def rolling_touchpoints(ask: Ask) -> Iterator[Obligation]:
    """During test the technical people of both sides talk every few days (RD412).

    One obligation for each gap: from a conversation, or the beginning of the phase, to the next.
    """
    for project in ask.portfolio.all(Project):
        spans = course.spans(project, (Phase.TEST,))
        found = sorted(conversations(ask.portfolio, project, _rolling, _ANY)) if spans else []
        for span in spans:
            for gap in _gaps(ask.portfolio, span, found):
                yield from _gap(ask, project, span, gap)


def _rolling(policy: Policy) -> RollingClock:
    return policy.clocks.test_touchpoint


@dataclass(frozen=True, slots=True)
class _Gap:
    """From the day and the moment of a conversation to the next one; None while it is open."""

    day: date
    start: datetime
    next: Conversation | None


def _gaps(portfolio: Portfolio, span: Span, found: list[Conversation]) -> Iterator[_Gap]:
    """The gaps of a phase; of several conversations on a day the last one ends it."""
    day, start = span.first, begins(span.first, portfolio)
    for one in found:
        if one.at.day < span.first or (span.last is not None and one.at.day > span.last):
            continue
        if one.at.day > day:
            yield _Gap(day, start, one)
        day, start = one.at.day, begins(one.at, portfolio)
    yield _Gap(day, start, None)


def _gap(ask: Ask, project: Project, span: Span, gap: _Gap) -> Iterator[Obligation]:
    """What a gap owes; nothing when the phase ended before the next conversation was due."""
    portfolio, policy = ask.portfolio, ask.portfolio.policy(gap.day)
    within = _rolling(policy).every
    if within is None or gap.day > today_of(ask):
        return
    calendar = portfolio.hours(_calendar(within), project.origin.client)
    due = limit(calendar, gap.start, within)
    if gap.next is None and span.last and due and due > due_by(span.last, portfolio):
        return
    stop = ends(gap.next.at, portfolio) if gap.next else None
    last = due.astimezone(portfolio.zone).date() if due else gap.day
    yield Obligation(
        code="RD412",
        record=project,
        item=project.id,
        title=project.name,
        side=Side.VENDOR,
        starts=gap.start,
        policy=policy,
        calendar=calendar,
        owner=holder(portfolio, project, Role.TECHNICAL_CONTACT, min(last, today_of(ask))),
        project=project.id,
        targets=targets(portfolio, project, gap.start, _promised, stop),
        discharged=stop,
        done_by=(gap.next.id or None) if gap.next else None,
        is_cadence=True,
        period=f"{gap.day}..{last}",
        found=int(gap.next is not None),
        is_agreed=False,
    )


def _promised(policy: Policy) -> Promise:
    within = _rolling(policy).every
    return _calendar(within), within


def _calendar(within: Duration | None) -> str:
    """Working days are those of the client; anything else is measured round the clock."""
    is_worked = within is not None and within.unit is Unit.WORKDAYS
    return BUSINESS if is_worked else NATURAL


# ── before a date ────────────────────────────────────────────────────────────


def pre_acceptance_meetings(ask: Ask) -> Iterator[Obligation]:
    """A meeting before acceptance is held some days before completion (RD413).

    At the latest on the day completion is reached. It is not owed for what was reached before
    the clock began.
    """
    for project in ask.portfolio.all(Project):
        start = course.entered_on(project, (Phase.ACCEPTANCE,))
        start = start or course.entered_on(project, (Phase.TEST,))
        if start is None:
            continue
        for milestone in ask.portfolio.of_project(Milestone, project):
            is_past = milestone.reached_on is not None and milestone.reached_on < start
            if milestone.kind is MilestoneKind.COMPLETION and not is_past:
                yield from _pre_acceptance(ask, project, milestone, start)


def _pre_acceptance(
    ask: Ask, project: Project, milestone: Milestone, start: date
) -> Iterator[Obligation]:
    portfolio, policy = ask.portfolio, ask.portfolio.policy(start)
    before = policy.clocks.pre_acceptance.before
    plan = approved_plan(matter_of(portfolio, ask.as_of), milestone)
    if before is None or plan is None:
        return
    held = _pre_acceptance_held(portfolio, project, policy)
    calendar, reached = portfolio.hours(BUSINESS, project.origin.client), milestone.reached_on
    due, lack = _last_moment(portfolio, plan.due, before, calendar)
    if reached is not None:
        due = min(due, due_by(reached, portfolio))
    on = min(reached or today_of(ask), today_of(ask))
    yield Obligation(
        code="RD413",
        record=milestone,
        item=milestone.id,
        title=milestone.name,
        side=Side.VENDOR,
        starts=begins(start, portfolio),
        policy=policy,
        calendar=calendar,
        pointer=("plans", milestone.plans.index(plan), "due"),
        owner=holder(portfolio, project, Role.PROJECT_MANAGER, on),
        project=project.id,
        due=due,
        is_due_day=before.seconds is None,
        discharged=ends(held.at, portfolio) if held else None,
        done_by=held.id if held else None,
        is_cadence=True,
        found=int(held is not None),
        lack=lack,
        is_agreed=False,
    )


def _pre_acceptance_held(
    portfolio: Portfolio, project: Project, policy: Policy
) -> Conversation | None:
    """The first such meeting since the project is tested."""
    since = course.entered_on(project, (Phase.TEST, Phase.ACCEPTANCE))
    kinds = policy.clocks.pre_acceptance.kinds
    held = (
        Conversation(at, meeting.id)
        for meeting in portfolio.of_project(Meeting, project)
        if (at := held_at(meeting)) and (not kinds or meeting.kind in kinds)
    )
    return min((one for one in held if since and one.at.day >= since), default=None)


def _last_moment(
    portfolio: Portfolio, due: date, before: Duration, calendar: WorkCalendar | None
) -> tuple[datetime, Lack | None]:
    """The last second so long before the end of a date.

    Where the calendar cannot tell, of so many days of any kind, and why it cannot.
    """
    if before.seconds is not None:
        return due_by(due, portfolio) - timedelta(seconds=before.seconds), None
    lack: Lack | None = None
    if before.unit is Unit.WORKDAYS:
        try:
            if calendar is not None:
                first = calendar.add_workdays(due, -before.amount)
                for year in range(first.year, due.year + 1):
                    calendar.admit(year)
                return due_by(first, portfolio), None
            lack = Lack.NO_CALENDAR
        except YearNotCoveredError:
            lack = Lack.NOT_COVERED
        except (NeverOpenError, OverflowError):
            lack = Lack.NEVER_OPEN
    ordinal = max(due.toordinal() - before.amount, date.min.toordinal())
    return due_by(date.fromordinal(ordinal), portfolio), lack
