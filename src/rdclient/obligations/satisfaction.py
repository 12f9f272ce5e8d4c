"""Clocks of satisfaction: surveys, what follows from low scores, complaints."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rdclient.model.base import Moment, Record, Words
from rdclient.model.client import Client, Role, Side
from rdclient.model.clock_policy import Every, WithinClock
from rdclient.model.policy import Policy
from rdclient.model.portfolio import Portfolio
from rdclient.model.satisfaction import Improvement, Indicator, Survey
from rdclient.model.service import Complaint, ComplaintStep
from rdclient.obligations import course
from rdclient.obligations.base import Ask, Lack, Obligation, begins, ends
from rdclient.obligations.period import Evidence
from rdclient.obligations.promise import for_client, months_served, periodic, today_of
from rdclient.obligations.subject import holder, project_of, project_slug, targets, within
from rdclient.worktime import months_later

_ONE_DAY = timedelta(days=1)


# ── surveys ──────────────────────────────────────────────────────────────────


def surveys(ask: Ask) -> Iterator[Obligation]:
    """In every quarter in which a client is served it is asked how satisfied it is (RD310)."""
    portfolio = ask.portfolio
    for client in portfolio.all(Client):
        projects = course.projects_of(portfolio, client)
        span = course.joined(course.served(one, months_served(ask)) for one in projects)
        if span is not None:
            promise = for_client(
                ask,
                "RD310",
                client,
                Role.CLIENT_LEAD,
                projects=projects,
                span=span,
                pick=lambda policy: policy.clocks.survey,
            )
            yield from periodic(ask, promise, _asked(portfolio, client))


def _asked(portfolio: Portfolio, client: Client) -> Iterator[Evidence]:
    """The surveys of a client, since they went out or were answered.

    Each is for its quarter; where surveys are agreed in another rhythm, for the day it went out.
    """
    for survey in portfolio.of_client(Survey, client.id):
        days = [one.on for one in survey.sent] or [one.on for one in survey.responses]
        if days:
            every = portfolio.policy(_last_day(survey.quarter)).clocks.survey.every
            period = survey.quarter if every is Every.QUARTER else None
            yield Evidence(ends(min(days), portfolio), survey.id, period)


def _last_day(quarter: str) -> date:
    """The last day of a quarter written ``2026-Q3``."""
    year, number = quarter.split("-Q")
    return months_later(date(max(int(year), 1), 1, 1), 3 * int(number)) - _ONE_DAY


def _after(quarter: str) -> str:
    """The quarter that follows one."""
    day = _last_day(quarter) + _ONE_DAY
    return f"{day.year}-Q{(day.month + 2) // 3}"


# ── low scores ───────────────────────────────────────────────────────────────


def five_whys(ask: Ask) -> Iterator[Obligation]:
    """A low score leads to an improvement plan with at least one why (RD312).

    One obligation for each indicator whose unrounded mean is low.
    """
    for survey in ask.portfolio.all(Survey):
        since = _answered(ask, survey)
        if since is None:
            continue
        low = ask.portfolio.policy(since).rag.client.yellow_below
        for indicator in Indicator:
            mean = survey.mean(indicator)
            if mean is not None and mean < low:
                yield _five_whys(ask, survey, indicator, since)


def _answered(ask: Ask, survey: Survey) -> date | None:
    """Since when the result is known: closed; else the last answer, once the quarter is over.

    None while more answers may come, and without any.
    """
    if survey.closed_on is not None:
        return survey.closed_on
    last = _last_day(survey.quarter)
    if last >= today_of(ask) or not survey.responses:
        return None
    return max(last, *(one.on for one in survey.responses))


def _five_whys(ask: Ask, survey: Survey, indicator: Indicator, since: date) -> Obligation:
    portfolio = ask.portfolio
    plans = [
        plan
        for plan in portfolio.all(Improvement)
        if plan.survey
        and plan.whys
        and plan.indicator in {None, indicator}
        and portfolio.find("survey", plan.survey, plan) is survey
    ]
    first = min(plans, key=lambda plan: (plan.created_on or since, plan.id), default=None)
    row = _Row("RD312", survey, survey.id, survey.quarter, lambda policy: policy.clocks.five_whys)
    owed = _owed(ask, row, since, (first.created_on or since) if first else None)
    return owed._replace(group=indicator.value, done_by=first.id if first else None)


def verifications(ask: Ask) -> Iterator[Obligation]:
    """The effect of an improvement plan shows in the survey of the quarter agreed (RD316)."""
    for plan in ask.portfolio.all(Improvement):
        title = plan.statement or plan.id
        row = _Row(
            "RD316", plan, plan.id, title, lambda policy: policy.clocks.improvement_verification
        )
        quarter = _verified_in(ask.portfolio, plan)
        if quarter is None:
            since = plan.created_on or today_of(ask)
            yield _owed(ask, row, since, None)._replace(lack=Lack.NO_DUE, is_agreed=False)
            continue
        survey = _verifying(ask.portfolio, plan, quarter)
        owed = _owed(ask, row, _last_day(quarter), survey.closed_on if survey else None)
        yield owed._replace(
            pointer=("criteria", "quarter"),
            period=quarter,
            done_by=survey.id if survey else None,
        )


def _verified_in(portfolio: Portfolio, plan: Improvement) -> str | None:
    """The quarter whose survey shows the effect: the one agreed, else the next one."""
    if plan.criteria and plan.criteria.quarter:
        return plan.criteria.quarter
    survey = portfolio.find("survey", plan.survey, plan) if plan.survey else None
    return _after(survey.quarter) if isinstance(survey, Survey) else None


def _verifying(portfolio: Portfolio, plan: Improvement, quarter: str) -> Survey | None:
    """The first survey of a quarter that was closed with an answer for the plan's indicator."""
    indicator = (plan.criteria and plan.criteria.indicator) or plan.indicator
    asked = tuple(Indicator) if indicator is None else (indicator,)
    closed = [
        (survey.closed_on, survey.id, survey)
        for survey in portfolio.of_client(Survey, plan.origin.client or "")
        if survey.closed_on
        and survey.quarter == quarter
        and any(survey.mean(one) is not None for one in asked)
    ]
    return min(closed, key=lambda one: one[:2])[2] if closed else None


# ── complaints ───────────────────────────────────────────────────────────────


def complaints(ask: Ask) -> Iterator[Obligation]:
    """A complaint is closed within the time agreed (RD317)."""
    for complaint in ask.portfolio.all(Complaint):
        steps = {event.type: event.at for event in reversed(complaint.events)}
        received = steps.get(ComplaintStep.RECEIVED)
        if received is not None:
            title = complaint.title
            row = _Row(
                "RD317", complaint, complaint.id, title, lambda policy: policy.clocks.complaint
            )
            owed = _owed(ask, row, received, steps.get(ComplaintStep.CLOSED))
            level = complaint.severity and complaint.severity.value
            yield owed._replace(level=level, is_agreed=True)


# ── what they share ──────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Row:
    """What is measured: code, record, its id and title, and where the policy says how long."""

    code: str
    record: Record
    item: str
    title: Words
    pick: Callable[[Policy], WithinClock]


def _owed(ask: Ask, row: _Row, since: Moment | date, done: Moment | date | None) -> Obligation:
    """Something that whoever leads the client's account owes within a time."""
    portfolio, record = ask.portfolio, row.record
    start, stop = begins(since, portfolio), ends(done, portfolio) if done else None
    policy = portfolio.policy(start.astimezone(portfolio.zone).date())
    return Obligation(
        code=row.code,
        record=record,
        item=row.item,
        title=row.title,
        side=Side.VENDOR,
        starts=start,
        policy=policy,
        calendar=portfolio.hours(row.pick(policy).calendar, record.origin.client),
        owner=_lead(ask, record, stop),
        project=project_slug(record),
        targets=targets(portfolio, record, start, lambda one: within(row.pick(one)), stop),
        discharged=stop,
        is_agreed=False,
    )


def _lead(ask: Ask, record: Record, stop: datetime | None) -> str | None:
    """The client lead of the record's project, else of the client, when it was done or today."""
    portfolio = ask.portfolio
    day = (stop or ask.as_of).astimezone(portfolio.zone).date()
    project, client = project_of(portfolio, record), portfolio.client(record.origin.client)
    if project is not None:
        return holder(portfolio, project, Role.CLIENT_LEAD, day)
    if client is None:
        return None
    projects = course.projects_of(portfolio, client)
    return course.holder_among(portfolio, projects, Role.CLIENT_LEAD, day)
