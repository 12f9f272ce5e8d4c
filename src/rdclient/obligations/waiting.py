"""The ledger of waiting: how long we waited for the client, and what for.

It supports the schedule: what depends on the client's part is extended by the days it was late.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from rdclient.model.base import Moment, Record, Words
from rdclient.model.client import Side
from rdclient.model.portfolio import BUSINESS, Portfolio
from rdclient.model.service import TicketStep
from rdclient.obligations.base import Ask, due_by
from rdclient.obligations.item import actions, asked_since, confirmations
from rdclient.obligations.subject import project_slug
from rdclient.obligations.ticket import ticket_closures


class WaitingFor(StrEnum):
    """What we wait for."""

    CONFIRMATION = "confirmation"
    ACTION = "action"
    TICKET = "ticket"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A time we waited for the client.

    Attributes:
        cause: what for.
        record: the record in which it stands.
        item: its id.
        title: what it is called.
        owner: who was waited for, as written; None when nobody is named.
        project: slug; None for what concerns the client as a whole.
        since: the day it began.
        until: the day it ended; None while it goes on.
        days: calendar days from ``since`` to ``until`` or today; 0 on the same day.
        workdays: working days among them, counted from ``since`` on and without the last day.
        asked: how often reminders were recorded.
    """

    cause: WaitingFor
    record: Record
    item: str
    title: Words
    owner: str | None
    project: str | None
    since: date
    until: date | None
    days: int
    workdays: int
    asked: int


def waiting_ledger(portfolio: Portfolio, as_of: datetime) -> tuple[Waiting, ...]:
    """What we have waited for of the client, in the order in which it began.

    Confirmations count from the day they were first asked for, the client's actions from the day
    they were due (before it nobody waits), tickets while they wait for the client.

    Args:
        portfolio: replayed to ``as_of``.
        as_of: aware.
    """
    today = as_of.astimezone(portfolio.zone).date()
    found = (
        *_confirmations(portfolio, today),
        *_actions(portfolio, as_of, today),
        *_tickets(portfolio, as_of, today),
    )
    return tuple(sorted(found, key=lambda one: one.since))


def _confirmations(portfolio: Portfolio, today: date) -> Iterator[Waiting]:
    for meeting, _, item in confirmations(portfolio):
        start = asked_since(meeting, item)
        if start is None:
            continue
        since = start.day if isinstance(start, Moment) else start
        days, workdays = _counted(portfolio, meeting, since, item.confirmed_on, today)
        yield Waiting(
            cause=WaitingFor.CONFIRMATION,
            record=meeting,
            item=item.id,
            title=item.text,
            owner=item.by,
            project=project_slug(meeting),
            since=since,
            until=item.confirmed_on.day if item.confirmed_on else None,
            days=days,
            workdays=workdays,
            asked=len(item.asked),
        )


def _actions(portfolio: Portfolio, as_of: datetime, today: date) -> Iterator[Waiting]:
    for record, _, action, _ in actions(portfolio):
        due, end = action.due_now(), action.ended()
        if due is None or portfolio.side(action.owner, record) is not Side.CLIENT:
            continue
        last = due_by(due, portfolio)
        if as_of <= last or (end is not None and end.at.instant <= last):
            continue
        stop = end.at if end else None
        days, workdays = _counted(portfolio, record, due.day, stop, today)
        yield Waiting(
            cause=WaitingFor.ACTION,
            record=record,
            item=action.id,
            title=action.text,
            owner=action.owner,
            project=project_slug(record),
            since=due.day,
            until=stop.day if stop else None,
            days=days,
            workdays=workdays,
            asked=0,
        )


def _tickets(portfolio: Portfolio, as_of: datetime, today: date) -> Iterator[Waiting]:
    for clock in ticket_closures(Ask(portfolio, as_of)):
        for one in clock.breaks:
            if one.cause != TicketStep.WAITING_CLIENT.value:
                continue
            since = one.start.astimezone(portfolio.zone).date()
            until = one.end.astimezone(portfolio.zone).date() if one.end else None
            days, workdays = _counted(portfolio, clock.record, since, until, today)
            yield Waiting(
                cause=WaitingFor.TICKET,
                record=clock.record,
                item=clock.item,
                title=clock.title,
                owner=getattr(clock.record, "raised_by", None),
                project=clock.project,
                since=since,
                until=until,
                days=days,
                workdays=workdays,
                asked=0,
            )


def _counted(
    portfolio: Portfolio, record: Record, since: date, until: Moment | date | None, today: date
) -> tuple[int, int]:
    """Calendar days and working days of a time that may still go on."""
    end = until.day if isinstance(until, Moment) else until or today
    calendar = portfolio.hours(BUSINESS, record.origin.client) or portfolio.calendar
    return max(0, (end - since).days), calendar.workdays_between(since, end)
