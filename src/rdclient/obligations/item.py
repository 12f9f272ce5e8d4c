"""Clocks of items that carry a date of their own: actions, follow-ups, confirmations."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from rdclient.lens import Audience
from rdclient.model.base import Action, ActionStep, Moment, Record
from rdclient.model.care import FollowUp
from rdclient.model.client import Client, Side
from rdclient.model.meeting import ConfirmationItem, Meeting
from rdclient.model.operation import Drill
from rdclient.model.portfolio import Portfolio, kind_of
from rdclient.model.satisfaction import Improvement
from rdclient.model.service import Incident
from rdclient.obligations.base import Ask, Lack, Obligation, begins, due_by, ends
from rdclient.obligations.presence import held_at
from rdclient.obligations.promise import today_of
from rdclient.obligations.subject import project_slug
from rdclient.worktime import NATURAL


class Placed(NamedTuple):
    """An action item, where it stands, and since when it was agreed.

    Attributes:
        record: the record that holds it, or that it is.
        way: the keys and indexes down to it.
        action: the item.
        since: its own day, else that of the record; None when neither is known.
    """

    record: Record
    way: tuple[str | int, ...]
    action: Action
    since: Moment | date | None


# ── actions ──────────────────────────────────────────────────────────────────


def actions_due(ask: Ask) -> Iterator[Obligation]:
    """An action item is done by the date it carries (RD426)."""
    for placed in actions(ask.portfolio):
        yield _of_action(ask, "RD426", placed)


def follow_ups_due(ask: Ask) -> Iterator[Obligation]:
    """A follow-up is done by the date it carries (RD601)."""
    for one in ask.portfolio.all(FollowUp):
        yield _of_action(ask, "RD601", Placed(one, (), one, one.created_on))


def actions(portfolio: Portfolio) -> Iterator[Placed]:
    """Every action item that stands in another record."""
    for meeting in portfolio.all(Meeting):
        yield from _listed(meeting, ("actions",), meeting.actions, held_at(meeting))
    for client in portfolio.all(Client):
        if plan := client.account_plan:
            yield from _listed(client, ("account_plan", "actions"), plan.actions, None)
    for improvement in portfolio.all(Improvement):
        since = improvement.created_on
        yield from _listed(improvement, ("actions",), improvement.actions, since)
    for incident in portfolio.all(Incident):
        if found := incident.postmortem:
            yield from _listed(incident, ("postmortem", "actions"), found.actions, found.on)
    for drill in portfolio.all(Drill):
        yield from _listed(drill, ("actions",), drill.actions, drill.on)


def _listed(
    record: Record, way: tuple[str, ...], items: tuple[Action, ...], since: Moment | date | None
) -> Iterator[Placed]:
    for index, action in enumerate(items):
        yield Placed(record, (*way, index), action, action.created_on or since)


def _of_action(ask: Ask, code: str, placed: Placed) -> Obligation:
    """What the owner owes; an action that was cancelled is not measured, however late it was."""
    record, way, action, start = placed
    portfolio, due, end = ask.portfolio, action.due_now(), action.ended()
    is_cancelled = end is not None and end.type is ActionStep.CANCELLED
    stop = ends(end.at, portfolio) if end else None
    lack = Lack.CANCELLED if is_cancelled else Lack.NO_DUE if due is None else None
    return Obligation(
        code=code,
        record=record,
        item=action.id,
        title=action.text,
        side=portfolio.side(action.owner, record) or Side.VENDOR,
        starts=begins(start, portfolio) if start else None,
        policy=portfolio.policy(_day(start, ask)),
        calendar=portfolio.hours(NATURAL, record.origin.client),
        pointer=way,
        owner=action.owner,
        project=project_slug(record),
        due=due_by(due, portfolio) if due else None,
        is_due_day=due is not None and not due.timed,
        discharged=None if is_cancelled else stop,
        lack=lack,
        gone=stop if is_cancelled else None,
        is_agreed=_is_shared(ask, record, action),
    )


def _day(start: Moment | date | None, ask: Ask) -> date:
    if start is None:
        return today_of(ask)
    return start.day if isinstance(start, Moment) else start


def _is_shared(ask: Ask, record: Record, action: Action) -> bool:
    """Whether the client reads the record that an action stands in, and the action there."""
    policy = ask.portfolio.policy(today_of(ask))
    if Audience.INTERNAL in (action.audience, record.audience):
        return False
    if record.audience is not None:
        return True
    if isinstance(record, Meeting):
        return record.kind not in policy.audience.internal_meetings
    if isinstance(record, Client):  # its plan is ours, whatever else the client may read
        return False
    return policy.default_audience(kind_of(record)) is Audience.CLIENT


# ── confirmations ────────────────────────────────────────────────────────────


def confirmations_due(ask: Ask) -> Iterator[Obligation]:
    """What the client is asked to confirm is confirmed by the date agreed (RD427)."""
    portfolio = ask.portfolio
    for meeting, index, item in confirmations(portfolio):
        start = asked_since(meeting, item)
        yield Obligation(
            code="RD427",
            record=meeting,
            item=item.id,
            title=item.text,
            side=Side.CLIENT,
            starts=begins(start, portfolio) if start else None,
            policy=portfolio.policy(_day(start, ask)),
            calendar=portfolio.hours(NATURAL, meeting.origin.client),
            pointer=("confirmations", index),
            owner=item.by,
            project=project_slug(meeting),
            due=due_by(item.due, portfolio) if item.due else None,
            is_due_day=item.due is not None and not item.due.timed,
            discharged=ends(item.confirmed_on, portfolio) if item.confirmed_on else None,
            lack=Lack.NO_DUE if item.due is None else None,
        )


def confirmations(portfolio: Portfolio) -> Iterator[tuple[Meeting, int, ConfirmationItem]]:
    """What meetings ask the client to confirm; also where nobody is named to do it."""
    for meeting in portfolio.all(Meeting):
        for index, item in enumerate(meeting.confirmations):
            if portfolio.side(item.by, meeting) is not Side.VENDOR:
                yield meeting, index, item


def asked_since(meeting: Meeting, item: ConfirmationItem) -> Moment | date | None:
    """Since when a confirmation is waited for: the first time it was asked, else the meeting."""
    return min(item.asked) if item.asked else held_at(meeting)
