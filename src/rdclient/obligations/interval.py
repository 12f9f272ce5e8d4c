"""Clocks of conversations that are due within a time: of the one before, or before a date."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rdclient.model.change import Change
from rdclient.model.client import InteractionKind, Role, Side
from rdclient.model.clock_policy import RollingClock
from rdclient.model.meeting import Meeting
from rdclient.model.plan import Milestone, MilestoneKind
from rdclient.model.policy import Policy
from rdclient.model.portfolio import BUSINESS, Portfolio
from rdclient.model.project import Phase, Project
from rdclient.obligations import course
from rdclient.obligations.base import Ask, Obligation, begins, due_by, ends
from rdclient.obligations.conversation import Conversation, Sort, conversations
from rdclient.obligations.judge import limit
from rdclient.obligations.period import Span
from rdclient.obligations.presence import held_at
from rdclient.obligations.promise import today_of
from rdclient.obligations.subject import holder, targets
from rdclient.worktime import NATURAL, Duration, NeverOpenError, Unit, WorkCalendar

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
    calendar = _calendar(portfolio, within, project.origin.client)
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
        targets=targets(portfolio, gap.start, lambda row: _rolling(row).every, stop),
        discharged=stop,
        done_by=(gap.next.id or None) if gap.next else None,
        is_cadence=True,
        period=f"{gap.day}..{last}",
        found=int(gap.next is not None),
        is_agreed=False,
    )


def _calendar(portfolio: Portfolio, within: Duration, client: str | None) -> WorkCalendar | None:
    """Working days are those of the client; anything else is measured round the clock."""
    return portfolio.hours(BUSINESS if within.unit is Unit.WORKDAYS else NATURAL, client)


# ── before a date ────────────────────────────────────────────────────────────


def pre_acceptance_meetings(ask: Ask) -> Iterator[Obligation]:
    """A meeting before acceptance is held some days before completion (RD413)."""
    for project in ask.portfolio.all(Project):
        start = course.entered_on(project, (Phase.ACCEPTANCE,))
        start = start or course.entered_on(project, (Phase.TEST,))
        if start is None:
            continue
        for milestone in ask.portfolio.of_project(Milestone, project):
            if milestone.kind is MilestoneKind.COMPLETION and milestone.reached_on is None:
                yield from _pre_acceptance(ask, project, milestone, start)


def _pre_acceptance(
    ask: Ask, project: Project, milestone: Milestone, start: date
) -> Iterator[Obligation]:
    portfolio, policy = ask.portfolio, ask.portfolio.policy(start)
    before, plan = policy.clocks.pre_acceptance.before, _agreed_due(portfolio, milestone)
    if before is None or plan is None:
        return
    held = _pre_acceptance_held(portfolio, project, policy)
    calendar = portfolio.hours(BUSINESS, project.origin.client)
    yield Obligation(
        code="RD413",
        record=milestone,
        item=milestone.id,
        title=milestone.name,
        side=Side.VENDOR,
        starts=begins(start, portfolio),
        policy=policy,
        calendar=calendar,
        pointer=("plans", plan[0], "due"),
        owner=holder(portfolio, project, Role.PROJECT_MANAGER, today_of(ask)),
        project=project.id,
        due=_last_moment(portfolio, plan[1], before, calendar),
        is_due_day=before.seconds is None,
        discharged=ends(held.at, portfolio) if held else None,
        done_by=held.id if held else None,
        is_cadence=True,
        found=int(held is not None),
        is_agreed=False,
    )


def _agreed_due(portfolio: Portfolio, milestone: Milestone) -> tuple[int, date] | None:
    """Index and date of the last plan that needs no change, or whose change is approved."""
    found = None
    for index, plan in enumerate(milestone.plans):
        change = portfolio.find("change", plan.change, milestone) if plan.change else None
        if plan.change is None or (isinstance(change, Change) and change.is_approved()):
            found = index, plan.due
    return found


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
) -> datetime:
    """The last second so long before the end of a date."""
    if before.seconds is not None:
        return due_by(due, portfolio) - timedelta(seconds=before.seconds)
    if before.unit is Unit.WORKDAYS and calendar is not None:
        try:
            return due_by(calendar.add_workdays(due, -before.amount), portfolio)
        except (NeverOpenError, OverflowError):
            pass
    first = max(due.toordinal() - before.amount, date.min.toordinal())
    return due_by(date.fromordinal(first), portfolio)
