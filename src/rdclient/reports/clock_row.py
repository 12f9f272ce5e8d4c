"""What a table shows of one judged promise: who owes what by when, and how it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from rdclient.model.base import Words
from rdclient.model.client import Side
from rdclient.model.governance import Waiver
from rdclient.model.portfolio import Portfolio, id_of, kind_of
from rdclient.obligations.base import Lack, Obligation, Standing, State, Target
from rdclient.obligations.ledger import Judged
from rdclient.reports.base import PersonView, person_view
from rdclient.worktime import Unit


@dataclass(frozen=True, slots=True)
class WaiverView:
    """Why a promise is set aside, by whom, and until which day (included)."""

    reason: Words | None
    approvers: tuple[PersonView, ...]
    until: date | None


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One judged promise.

    Attributes:
        code: of its clock.
        item: id of what it is about.
        title: what that is called.
        client: slug.
        project: slug; None for what concerns the client as a whole.
        side: who owes it.
        owner: the person who owes it.
        kind: of the record.
        record: id of the record in which it stands; empty when that has none.
        path: of its file.
        group: what it is counted under, such as a ticket's kind.
        level: priority or level in force.
        period: name of the period of a cadence.
        starts: since when it is owed, in the workspace's zone as all times here.
        budget: the length in force as policy writes it (``2h``, ``5wd``); None without one.
        calendar: id of the one it is counted by; None for a date.
        due: the last second in time, when a date was promised instead of a length.
        allowed: the budget in seconds.
        used: counted seconds so far, or until it was done.
        remaining: of the budget, in seconds; negative when it is overdrawn.
        deadline: when the budget is used up; None while it is paused or cannot be told.
        is_whole_day: whether the deadline is the end of a day rather than a time of day.
        state: how it stands.
        is_open: whether it is still to be done.
        ended: when it was done, or ended otherwise.
        done_by: id of the record that shows it, when that is another one.
        found: conversations on record in the period.
        needed: conversations owed in it.
        lack: why it is not measured, or set aside.
        facts: details of the lack.
        reopened: how often it was taken up again.
        is_provisional: whether it rests on days that the calendar only guesses.
        is_agreed: whether the other side knows of it.
        policy: the version that applies, in four digits.
        waiver: what sets it aside.
    """

    code: str
    item: str
    title: Words
    client: str | None
    project: str | None
    side: Side
    owner: PersonView | None
    kind: str
    record: str
    path: str
    group: str | None
    level: str | None
    period: str | None
    starts: datetime | None
    budget: str | None
    calendar: str | None
    due: datetime | None
    allowed: int | None
    used: int | None
    remaining: int | None
    deadline: datetime | None
    is_whole_day: bool
    state: State
    is_open: bool
    ended: datetime | None
    done_by: str | None
    found: int
    needed: int
    lack: Lack | None
    facts: Mapping[str, str | int]
    reopened: int
    is_provisional: bool
    is_agreed: bool
    policy: str
    waiver: WaiverView | None

    @property
    def name(self) -> str:
        """What tables call it: see ``row_name``."""
        return row_name(self.item, self.period)

    @property
    def names(self) -> tuple[str, ...]:
        """What it is known by among all promises, whatever its state: see ``notify``.

        Items of two records may have the same id, and a record several promises of one clock. The
        kind of a ticket, which may be corrected, makes it no other promise.
        """
        holder = self.record if self.record != self.item else ""
        group = self.group if self.kind != "ticket" else ""
        steps = (self.client, self.project, holder, self.item, group)
        return tuple(step for step in steps if step)


def row_name(item: str, period: str | None) -> str:
    """The id of what a promise is about, with the period of a conversation that recurs.

    >>> row_name("settlement", "2026-W46"), row_name("2026-Q3", "2026-Q3")
    ('settlement 2026-W46', '2026-Q3')
    """
    return f"{item} {period}" if period and period not in item else item


def clock_rows(
    items: Iterable[Judged], portfolio: Portfolio, *, as_of: datetime
) -> tuple[ClockRow, ...]:
    """The rows of judged promises; ``portfolio`` is replayed to ``as_of``."""
    versions: dict[int, str] = {}
    found = []
    for item in items:
        policy = item.obligation.policy
        if id(policy) not in versions:
            versions[id(policy)] = policy.version()
        found.append(_row(item, portfolio, as_of, versions[id(policy)]))
    return tuple(found)


def _row(judged: Judged, portfolio: Portfolio, as_of: datetime, version: str) -> ClockRow:
    what, how, zone = judged.obligation, judged.standing, portfolio.zone
    target = measured_by(what, how, as_of=as_of)
    return ClockRow(
        code=what.code,
        item=what.item,
        title=what.title,
        client=what.client,
        project=what.project,
        side=what.side,
        owner=person_view(portfolio, what.owner, what.record),
        kind=kind_of(what.record),
        record=id_of(what.record),
        path=what.record.origin.path,
        group=what.group,
        level=what.level,
        period=what.period,
        starts=_local(what.starts, zone),
        budget=str(target.allowed) if target and target.allowed else None,
        calendar=_calendar(what, target),
        due=_local(what.due, zone),
        allowed=how.allowed,
        used=how.elapsed,
        remaining=how.remaining,
        deadline=_local(how.deadline or what.due, zone),
        is_whole_day=what.is_due_day or _is_in_calendar_days(target),
        state=how.state,
        is_open=how.is_open,
        ended=_local(ended_at(what, as_of=as_of), zone),
        done_by=what.done_by,
        found=what.found,
        needed=what.needed,
        lack=how.lack,
        facts=how.facts,
        reopened=what.reopened,
        is_provisional=how.is_provisional,
        is_agreed=what.is_agreed,
        policy=version,
        waiver=_waiver(judged.waiver, portfolio),
    )


def ended_at(obligation: Obligation, *, as_of: datetime) -> datetime | None:
    """When it was done, or ended otherwise, by a moment; None while it is open."""
    ends = (at for at in (obligation.discharged, obligation.gone) if at and at <= as_of)
    return min(ends, default=None)


def decided_at(judged: Judged, *, as_of: datetime) -> datetime | None:
    """When it was settled how it ends: when it was done in time, else when its time ran out.

    None as long as both are to come.
    """
    what, how = judged.obligation, judged.standing
    ended = ended_at(what, as_of=as_of)
    if how.state is State.MET:
        return ended
    if how.state in (State.BREACHED, State.LATE, State.NO_RECORD):
        return how.deadline or what.due or ended or as_of
    if how.state is State.WAIVED:
        return min(ended or how.deadline or what.due or what.starts or as_of, as_of)
    return ended


def measured_by(obligation: Obligation, standing: Standing, *, as_of: datetime) -> Target | None:
    """The target that the standing is measured by, else the one in force; None for a date."""
    if standing.target is not None or obligation.due is not None:
        return standing.target
    at = ended_at(obligation, as_of=as_of) or as_of
    begun = [one for one in obligation.targets if one.since < at] or obligation.targets[:1]
    return begun[-1] if begun else None


def _calendar(obligation: Obligation, target: Target | None) -> str | None:
    """Id of the calendar that a target is counted by; None for what is due by a date."""
    calendar = (target and target.calendar) or obligation.calendar
    return calendar.id if calendar and obligation.due is None else None


def _is_in_calendar_days(target: Target | None) -> bool:
    """Whether a budget ends with the end of a day."""
    return bool(target and target.allowed and target.allowed.unit is Unit.CALENDAR_DAYS)


def _local(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    return at.astimezone(zone) if at else None


def _waiver(waiver: Waiver | None, portfolio: Portfolio) -> WaiverView | None:
    if waiver is None:
        return None
    people = (person_view(portfolio, name, waiver) for name in waiver.approvers)
    return WaiverView(waiver.reason, tuple(one for one in people if one), waiver.until)
