"""Promises of what is due in every period, as one obligation for each."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rdclient.model.base import Record, Words
from rdclient.model.client import Client, Role, Side
from rdclient.model.clock_policy import Every, MeetingClock, PeriodClock
from rdclient.model.policy import Policy
from rdclient.model.project import Project
from rdclient.obligations.base import Ask, Lack, Obligation, Target, due_by, ends
from rdclient.obligations.course import holder_among
from rdclient.obligations.period import (
    Bucket,
    Evidence,
    Filled,
    Span,
    buckets,
    calendar_start,
    fill,
)
from rdclient.obligations.subject import holder
from rdclient.worktime import WorkCalendar, days

_ONE_DAY = timedelta(days=1)
_NEVER_ALL_OFF = 28
"""Days from which a period is taken to hold a working day, although its year is not known."""

Terms = PeriodClock | MeetingClock
Pick = Callable[[Policy], Terms]
"""The terms that a version of the policy states."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What is owed in every period, and who owes it.

    Attributes:
        code: of the clock.
        record: what it is about.
        item: its id as tables show it.
        title: what it is called.
        owner: the person who owes it on a day.
        span: the days on which it is owed.
        anchor: where the periods begin; None for those of the calendar.
        pick: the terms that a version of the policy states; they hold for the periods that begin
            while it is in force.
        side: who owes it.
        project: slug; None for what concerns the client as a whole.
        pointer: the way to the fact in the record that it is about.
        group: what it is counted under.
        is_agreed: whether the other side knows of it.
        is_afterwards: whether it is owed after the end of each period that the span touches,
            instead of in each whole one.
    """

    code: str
    record: Record
    item: str
    title: Words
    owner: Callable[[date], str | None]
    span: Span
    anchor: date | None
    pick: Pick
    side: Side = Side.VENDOR
    project: str | None = None
    pointer: tuple[str | int, ...] = ()
    group: str | None = None
    is_agreed: bool = False
    is_afterwards: bool = False


def for_project(
    ask: Ask, code: str, project: Project, role: Role, *, span: Span, pick: Pick
) -> Promise:
    """What a project owes by the calendar; whoever holds the role sees to it."""

    def owner(day: date) -> str | None:
        return holder(ask.portfolio, project, role, day)

    return Promise(
        code=code,
        record=project,
        item=project.id,
        title=project.name,
        owner=owner,
        span=span,
        anchor=None,
        pick=pick,
        project=project.id,
    )


def for_client(
    ask: Ask,
    code: str,
    client: Client,
    role: Role,
    *,
    projects: tuple[Project, ...],
    span: Span,
    pick: Pick,
) -> Promise:
    """What is owed to a client as a whole by the calendar.

    Whoever holds the role sees to it: in the last of the projects that has somebody on the day.
    """

    def owner(day: date) -> str | None:
        return holder_among(ask.portfolio, projects, role, day)

    return Promise(
        code=code,
        record=client,
        item=client.id,
        title=client.name,
        owner=owner,
        span=span,
        anchor=None,
        pick=pick,
    )


def periodic(ask: Ask, promise: Promise, evidence: Iterable[Evidence]) -> Iterator[Obligation]:
    """One obligation for each whole period of the span, up to the one that holds ``as_of``.

    A period that the span cuts off owes nothing; evidence dated in the one after the span is
    still late evidence for the last.
    """
    today = today_of(ask)
    if promise.span.first > today:
        return
    known = tuple(evidence)
    last = promise.span.last
    until = today if last is None or last >= today else last + _ONE_DAY
    for every in _rhythms(ask, promise):
        anchor = promise.anchor or calendar_start(every, promise.span.first)
        rows = [_Row.of(ask, promise, every, one) for one in buckets(every, anchor, until)]
        owing = [(row.bucket, row.times if row.waived is None else 0) for row in rows]
        for row, filled in zip(rows, fill(owing, known, ask.portfolio.zone), strict=True):
            if row.times > 0:
                yield _obligation(ask, promise, row, filled)


def today_of(ask: Ask) -> date:
    """The local date of the moment asked for."""
    return ask.as_of.astimezone(ask.portfolio.zone).date()


def months_served(ask: Ask) -> int:
    """For how many months after its acceptance a project is looked after."""
    return ask.portfolio.policy(today_of(ask)).iron_triangle.months_after_acceptance


def _rhythms(ask: Ask, promise: Promise) -> tuple[Every, ...]:
    """How often it is due by any version of the policy; nothing when none says."""
    found = dict.fromkeys(promise.pick(policy).every for policy in ask.portfolio.policies)
    return tuple(every for every in found if every is not None)


@dataclass(frozen=True, slots=True)
class _Row:
    """A period with the terms that hold for it; ``times`` is 0 when it owes nothing."""

    bucket: Bucket
    policy: Policy
    terms: Terms
    times: int
    calendar: WorkCalendar | None
    lack: Lack | None

    @classmethod
    def of(cls, ask: Ask, promise: Promise, every: Every, bucket: Bucket) -> "_Row":
        policy = ask.portfolio.policy(bucket.first)
        terms = promise.pick(policy)
        times = terms.times if isinstance(terms, MeetingClock) else 1
        if promise.is_afterwards:
            is_owed = promise.span.meets(bucket) and bucket.last < today_of(ask)
        else:
            is_owed = promise.span.holds(bucket)
        times = times if is_owed and terms.every is every else 0
        calendar = ask.portfolio.hours(terms.calendar, promise.record.origin.client)
        lack = _lack(calendar, bucket)
        return cls(bucket, policy, terms, times, calendar, lack)

    @property
    def waived(self) -> Lack | None:
        """Why nothing is owed although the period is."""
        return self.lack if self.lack is Lack.NO_WORKDAY else None


def _lack(calendar: WorkCalendar | None, bucket: Bucket) -> Lack | None:
    """Why a period without evidence cannot be held against anybody."""
    if calendar is None:
        return Lack.NO_CALENDAR
    is_unknown = False
    for day in days(bucket.first, bucket.last + _ONE_DAY):
        if calendar.knows(day) or calendar.is_weekly_beyond:
            if calendar.is_workday(day):
                return None
        else:
            is_unknown = True
    if not is_unknown:
        return Lack.NO_WORKDAY
    length = (bucket.last - bucket.first).days + 1
    return None if length >= _NEVER_ALL_OFF else Lack.NOT_COVERED


def _obligation(ask: Ask, promise: Promise, row: _Row, filled: Filled) -> Obligation:
    """What is owed in a period: by its last second, or within a time after that."""
    portfolio, done = ask.portfolio, filled.done
    end = due_by(row.bucket.last, portfolio)
    within = row.terms.within if isinstance(row.terms, PeriodClock) else None
    is_budget = promise.is_afterwards or within is not None
    return Obligation(
        code=promise.code,
        record=promise.record,
        item=promise.item,
        title=promise.title,
        side=promise.side,
        starts=end if is_budget else ends(row.bucket.first, portfolio),
        policy=row.policy,
        calendar=row.calendar,
        pointer=promise.pointer,
        owner=promise.owner(min(row.bucket.last, today_of(ask))),
        project=promise.project,
        group=promise.group,
        targets=(Target(end, within),) if is_budget else (),
        due=None if is_budget else end,
        is_due_day=not is_budget,
        discharged=done.at if done else None,
        done_by=(done.done_by or None) if done else None,
        is_cadence=True,
        period=row.bucket.name,
        found=len(filled.found),
        needed=row.times,
        lack=None if done else row.lack,
        is_agreed=promise.is_agreed,
    )
