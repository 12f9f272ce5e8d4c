"""What is to be told now: overdue, at risk or due by tomorrow, each once per state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from rdclient.model.base import Words
from rdclient.model.portfolio import Portfolio
from rdclient.obligations.ledger import Judged
from rdclient.reports.agenda import Agenda, agenda
from rdclient.reports.base import Named
from rdclient.reports.clock_question import ClockQuestion
from rdclient.reports.clock_row import ClockRow
from rdclient.reports.clock_story import LevelView

_AHEAD = 1
"""Days after today whose deadlines are told of."""


@dataclass(frozen=True, slots=True)
class NoticeItem:
    """One thing to tell.

    Attributes:
        key: of the promise in its state: clock, record, period, state, level of escalation.
        deadline: of the state; with another one it is news again. Empty where there is none.
        clock: the promise.
        level: the highest level of escalation it has reached; None when they were not asked for.
        client: what the client is called, where the items are of several.
    """

    key: str
    deadline: str
    clock: ClockRow
    level: LevelView | None
    client: Words | None


@dataclass(frozen=True, slots=True)
class Notice:
    """What is to be told.

    Attributes:
        as_of: the moment asked for, in the workspace's zone.
        workspace: what the workspace is called.
        scope: the client or project it is restricted to.
        person: whose it is, when it is one person's.
        asked: what was asked for, option by option, as it was typed.
        items: overdue first (the longest first), then by deadline.
        before: how many more were told before.
    """

    as_of: datetime
    workspace: Words
    scope: Named | None
    person: Words | None
    asked: tuple[tuple[str, str], ...]
    items: tuple[NoticeItem, ...]
    before: int


def notice(
    judged: Iterable[Judged],
    question: ClockQuestion,
    portfolio: Portfolio,
    *,
    as_of: datetime,
    escalations: bool,
) -> Notice:
    """Everything that is overdue, at risk, or due by the end of tomorrow.

    Args:
        judged: every promise, as of ``as_of``.
        question: whose and of what.
        portfolio: the records, replayed to ``as_of``.
        as_of: aware, in the workspace's zone.
        escalations: whether to say who is to be told, and to tell each level anew.

    Raises:
        UsageError: when what is named is not there.
    """
    coming = agenda(judged, question, portfolio, as_of=as_of, days=_AHEAD, escalations=escalations)
    typed = (("client", question.client), ("project", question.project))
    return Notice(
        as_of=as_of,
        workspace=portfolio.workspace.name,
        scope=coming.scope,
        person=coming.person,
        asked=tuple((name, text) for name, text in (*typed, ("person", question.person)) if text),
        items=_with_clients(_items(coming), portfolio),
        before=0,
    )


def news(view: Notice, told: Mapping[str, str]) -> Notice:
    """A notice without what was told before; ``told`` is key → deadline it was told under."""
    items = tuple(item for item in view.items if told.get(item.key) != item.deadline)
    return replace(view, items=items, before=len(view.items) - len(items))


def _items(coming: Agenda) -> tuple[NoticeItem, ...]:
    found: list[NoticeItem] = []
    seen: dict[str, int] = {}
    for entry in coming.entries:
        row = entry.clock
        if row is None:
            continue
        level = entry.levels[-1] if entry.levels else None
        key = _key(row, level)
        count = seen[key] = seen.get(key, 0) + 1
        deadline = row.deadline.isoformat() if row.deadline else ""
        found.append(
            NoticeItem(key if count == 1 else f"{key}|{count}", deadline, row, level, None)
        )
    return tuple(found)


def _key(row: ClockRow, level: LevelView | None) -> str:
    reached = (str(level.percent),) if level else ()
    names = "/".join(row.names)
    return "|".join((row.code, names, row.period or "", row.state.value, *reached))


def _with_clients(items: tuple[NoticeItem, ...], portfolio: Portfolio) -> tuple[NoticeItem, ...]:
    """The items, each with its client when they are of several."""
    if len({item.clock.client for item in items}) <= 1:
        return items
    return tuple(replace(item, client=_client(item.clock.client, portfolio)) for item in items)


def _client(slug: str | None, portfolio: Portfolio) -> Words | None:
    found = portfolio.client(slug)
    return found.name if found else slug
