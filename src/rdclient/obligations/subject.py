"""What clocks of several families ask of a subject: its policy, its project, its people, its order.

The portfolio is replayed to the moment asked for; versions of the policy are plans and stay, so a
target of later may stand in an obligation. ``judge`` leaves it out of account until it begins.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

from rdclient.model.base import Moment, Record
from rdclient.model.client import Role, Side
from rdclient.model.clock_policy import AppliesTo, ClockPolicy, WithinClock
from rdclient.model.policy import Policy
from rdclient.model.portfolio import Portfolio
from rdclient.model.project import Project
from rdclient.obligations.base import Ask, Target, begins, ends
from rdclient.worktime import Duration, WorkCalendar

# ── policy ───────────────────────────────────────────────────────────────────


class Version(NamedTuple):
    """A version of the policy, and since when it applies to what is measured.

    Attributes:
        since: aware; for the first version, when that began.
        policy: the version.
    """

    since: datetime
    policy: Policy


def versions(
    portfolio: Portfolio, began: Moment | datetime, stopped: datetime | None
) -> tuple[Version, ...]:
    """The versions of the policy that apply to something, in the order in which they do.

    The first is the one effective on the day it began. A later one joins it from 00:00 of its day
    when it says ``applies_to: open`` and that is not after ``stopped`` (None: not done yet).
    """
    since = begins(began, portfolio) if isinstance(began, Moment) else began
    if len(portfolio.policies) == 1:
        return (Version(since, portfolio.policies[0]),)
    day = began.day if isinstance(began, Moment) else began.astimezone(portfolio.zone).date()
    found = [Version(since, portfolio.policy(day))]
    for policy in portfolio.policies:
        if policy.applies_to is not AppliesTo.OPEN or policy.effective_on is None:
            continue
        start = ends(policy.effective_on, portfolio)
        if policy.effective_on > day and (stopped is None or start <= stopped):
            found.append(Version(start, policy))
    return tuple(found)


def policy_at(applying: tuple[Version, ...], as_of: datetime) -> Policy:
    """The last of the versions that applies by a moment; the first one before that."""
    if len(applying) == 1:
        return applying[0].policy
    return next(
        (one.policy for one in reversed(applying) if one.since <= as_of), applying[0].policy
    )


Promise = tuple[str, Duration | None]
"""What a row of the policy says: the name of a calendar and a budget, None where it has none."""


def targets(
    portfolio: Portfolio,
    record: Record,
    began: Moment | datetime,
    pick: Callable[[Policy], Promise],
    stopped: datetime | None,
) -> tuple[Target, ...]:
    """The budgets of something that began then, by version of the policy (see ``versions``).

    Each on the calendar of its version: an amendment changes nothing about what was missed before.

    Args:
        portfolio: with all versions of the policy.
        record: whose client's calendar counts.
        began: when it began.
        pick: the calendar and the budget that a version states.
        stopped: when it was done, or ended otherwise; None while it is open.
    """
    found = []
    for one in versions(portfolio, began, stopped):
        calendar, allowed = pick(one.policy)
        hours = portfolio.hours(calendar, record.origin.client)
        found.append(Target(one.since, allowed, calendar=hours))
    return tuple(found)


def within(clock: WithinClock) -> Promise:
    """What a row says about something due within a time."""
    return clock.calendar, clock.within


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms something is owed: since when, by which policy, and how long by what hours."""

    starts: datetime
    policy: Policy
    calendar: WorkCalendar | None
    targets: tuple[Target, ...]


def terms(
    ask: Ask,
    record: Record,
    began: Moment | datetime,
    row: Callable[[ClockPolicy], Promise],
    stopped: datetime | None,
) -> Terms:
    """The terms of what began then: the version of the policy and its calendar as of the moment.

    Args:
        ask: the records, and the moment.
        record: whose client's calendar counts.
        began: when it began.
        row: the calendar and the budget that the clocks of a version state.
        stopped: when it was done, or ended otherwise; None while it is open.
    """
    portfolio = ask.portfolio
    policy = policy_at(versions(portfolio, began, stopped), ask.as_of)
    return Terms(
        begins(began, portfolio) if isinstance(began, Moment) else began,
        policy,
        portfolio.hours(row(policy.clocks)[0], record.origin.client),
        targets(portfolio, record, began, lambda version: row(version.clocks), stopped),
    )


# ── project and people ───────────────────────────────────────────────────────


def project_slug(record: Record) -> str | None:
    """The slug of the project in whose folder a record lies, or that it names."""
    named: str | None = getattr(record, "project", None)
    own = record.origin.project
    return own or (named.rsplit("/", 1)[-1] if named else None)


def project_of(portfolio: Portfolio, record: Record) -> Project | None:
    """The project in whose folder a record lies, or that it names."""
    if record.origin.project:
        return portfolio.project_of(record)
    named: str | None = getattr(record, "project", None)
    found = portfolio.find("project", named, record) if named else None
    return found if isinstance(found, Project) else None


def holder(portfolio: Portfolio, project: Project | None, role: Role, on: date) -> str | None:
    """Who holds a role of either side on a day: the id, or the name as written if nobody has it.

    Of several the one entered last; None without a project.
    """
    if project is None:
        return None
    terms = project.counterparts if role.side is Side.CLIENT else project.team
    held = [term.person for term in terms if term.role is role and term.covers(on)]
    if not held:
        return None
    person = portfolio.person(held[-1], project)
    return person.id if person else held[-1]


def technical_contact(ask: Ask, record: Record, stopped: datetime | None) -> str | None:
    """The technical contact of a record's project on the day it was done, else today."""
    project = project_of(ask.portfolio, record)
    if project is None:
        return None
    on = (stopped or ask.as_of).astimezone(ask.portfolio.zone).date()
    return holder(ask.portfolio, project, Role.TECHNICAL_CONTACT, on)


# ── order ────────────────────────────────────────────────────────────────────


class Step(Protocol):
    """A dated step of a record."""

    @property
    def at(self) -> Moment:
        """When it happened."""

    @property
    def type(self) -> StrEnum:
        """What happened."""


NO_NEEDS: Mapping[StrEnum, frozenset[StrEnum]] = {}


def misplaced(
    events: Iterable[Step],
    first: StrEnum | None = None,
    needs: Mapping[StrEnum, frozenset[StrEnum]] = NO_NEEDS,
) -> int | None:
    """Index of the first event that does not stand where it can have happened; None when all do.

    An event stands wrong when it is surely dated before the one it follows (a whole day is any
    time of its day), before ``first`` or is ``first`` once more, or when it needs one of others
    before it, each time anew.
    """
    latest: Moment | None = None
    seen: set[StrEnum] = set()
    for index, event in enumerate(events):
        at = event.at
        if latest is None or latest.instant <= at.instant:
            latest = at
        elif at.is_before(latest):
            return index
        step = event.type
        if first is not None and (step is first) is not (index == 0):
            return index
        if step in needs:
            needed = needs[step]
            if not seen & needed:
                return index
            seen -= needed
        seen.add(step)
    return None
