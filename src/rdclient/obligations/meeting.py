"""Clocks of meetings: minutes sent in time, and the team told what was agreed with the client."""

from collections.abc import Iterator
from datetime import datetime

from rdclient.model.client import Role, Side
from rdclient.model.meeting import Formality, Meeting, MeetingKind
from rdclient.model.portfolio import Portfolio
from rdclient.obligations.base import Ask, Clock, Obligation, State, begins, ends
from rdclient.obligations.judge import judge
from rdclient.obligations.presence import held_at, of_meeting
from rdclient.obligations.subject import holder, terms
from rdclient.worktime import last_second

_WITH_THE_CLIENT = frozenset(
    {
        MeetingKind.WEEKLY,
        MeetingKind.WEEKLY_REVIEW,
        MeetingKind.REQ_REVIEW,
        MeetingKind.REQ_CONFIRM,
        MeetingKind.DEMO,
        MeetingKind.CCB,
        MeetingKind.PRE_ACCEPTANCE,
        MeetingKind.ACCEPTANCE,
        MeetingKind.BUSINESS_REVIEW,
        MeetingKind.EXEC_DIALOGUE,
    }
)
"""Kinds of meetings at which something is agreed that the team has to hear of."""


# ── minutes ──────────────────────────────────────────────────────────────────


def minutes(ask: Ask) -> Iterator[Obligation]:
    """The minutes of a formal meeting go out soon after its end (RD420)."""
    for meeting in _formal(ask):
        done = ends(meeting.sent_at, ask.portfolio) if meeting.sent_at else None
        over = _over(meeting, ask.portfolio)
        if over is None or (done is None and _may_go_on(meeting, over, ask)):
            continue
        agreed = terms(
            ask, meeting, over, lambda row: (row.minutes.calendar, row.minutes.within), done
        )
        yield Obligation(
            code="RD420",
            record=meeting,
            item=meeting.id,
            title=meeting.title,
            side=Side.VENDOR,
            starts=agreed.starts,
            policy=agreed.policy,
            calendar=agreed.calendar,
            pointer=_end_of(meeting),
            owner=meeting.recorder or meeting.chair,
            project=meeting.origin.project,
            targets=agreed.targets,
            discharged=done,
        )


# ── internal debriefs ────────────────────────────────────────────────────────


def internal_syncs(ask: Ask) -> Iterator[Obligation]:
    """The team hears soon after a meeting with the client what was agreed there (RD424).

    What counts is a debrief that says which meeting it follows, else one of the same project that
    comes after it in time. It may have been held and not written down: never a breach.
    """
    for meeting in _formal(ask):
        over = _over(meeting, ask.portfolio)
        if over is None or _may_go_on(meeting, over, ask):
            continue
        if meeting.kind in _WITH_THE_CLIENT and _has_both_sides(meeting, ask.portfolio):
            yield _debriefed(ask, meeting, over)


def _debriefed(ask: Ask, meeting: Meeting, over: datetime) -> Obligation:
    """What is owed after a meeting, with the debrief that stands for it."""
    syncs = _syncs(meeting, ask.portfolio)
    for sync in syncs:
        if sync.follows and ask.portfolio.find("meeting", sync.follows, sync) is meeting:
            return _internal_sync(ask, meeting, over, sync)
    end = meeting.ended_at or meeting.started_at
    for sync in syncs:
        began = held_at(sync)
        if began and end and not began.is_before(end):
            found = _internal_sync(ask, meeting, over, sync)
            if judge(found, as_of=ask.as_of).state is State.MET:
                return found
    return _internal_sync(ask, meeting, over, None)


def _syncs(meeting: Meeting, portfolio: Portfolio) -> tuple[Meeting, ...]:
    """The debriefs held in the project of a meeting, by time."""
    project = portfolio.project_of(meeting)
    if project is None:
        return ()
    found = (
        (began.instant, sync.id, sync)
        for sync in portfolio.of_project(Meeting, project)
        if sync.kind is MeetingKind.INTERNAL_SYNC and (began := held_at(sync))
    )
    return tuple(sync for _, _, sync in sorted(found, key=lambda row: row[:2]))


def _internal_sync(ask: Ask, meeting: Meeting, over: datetime, sync: Meeting | None) -> Obligation:
    portfolio = ask.portfolio
    began = held_at(sync) if sync else None
    done = ends(began, portfolio) if began else None
    agreed = terms(
        ask, meeting, over, lambda row: (row.internal_sync.calendar, row.internal_sync.within), done
    )
    day = over.astimezone(portfolio.zone).date()
    return Obligation(
        code="RD424",
        record=meeting,
        item=meeting.id,
        title=meeting.title,
        side=Side.VENDOR,
        starts=agreed.starts,
        policy=agreed.policy,
        calendar=agreed.calendar,
        pointer=_end_of(meeting),
        owner=holder(portfolio, portfolio.project_of(meeting), Role.PROJECT_MANAGER, day),
        project=meeting.origin.project,
        targets=agreed.targets,
        discharged=done,
        done_by=sync.id if sync else None,
        is_cadence=True,
        found=1 if sync else 0,
        is_agreed=False,
    )


# ── what was held, and with whom ─────────────────────────────────────────────


def _formal(ask: Ask) -> Iterator[Meeting]:
    """The formal meetings that were held, those of internal kinds left out."""
    portfolio = ask.portfolio
    for meeting in portfolio.all(Meeting):
        began = held_at(meeting)
        if began is None or meeting.formality is not Formality.FORMAL:
            continue
        if meeting.kind not in portfolio.policy(began.day).audience.internal_meetings:
            yield meeting


def _over(meeting: Meeting, portfolio: Portfolio) -> datetime | None:
    """When a meeting that was held was over: without a record of its end, with the day."""
    if meeting.ended_at is not None:
        return begins(meeting.ended_at, portfolio)
    return last_second(meeting.started_at.day, portfolio.zone) if meeting.started_at else None


def _may_go_on(meeting: Meeting, over: datetime, ask: Ask) -> bool:
    """Whether nothing says yet that a meeting is over."""
    return meeting.ended_at is None and ask.as_of < over


def _end_of(meeting: Meeting) -> tuple[str, ...]:
    return ("ended_at",) if meeting.ended_at else ("started_at",)


def _has_both_sides(meeting: Meeting, portfolio: Portfolio) -> bool:
    """Whether people of both sides are known to have come."""
    people = of_meeting(portfolio, meeting).people
    return {portfolio.side(name, meeting) for name in people} >= set(Side)


CLOCKS = (
    Clock("RD420", minutes, about=("meeting",)),
    Clock("RD424", internal_syncs, about=("meeting",)),
)
