"""Entries of an agenda as a calendar program shows them: title, text, reminder."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from rdclient.lens import Lang
from rdclient.model.base import Moment, in_lang
from rdclient.model.client import Side
from rdclient.render.agenda_table import planned_word
from rdclient.render.clock_state import state_words
from rdclient.render.clock_table import budget_words, item_words
from rdclient.render.clock_words import clock_name
from rdclient.render.columns import one_line
from rdclient.render.terms import word
from rdclient.reports.agenda import Agenda, AgendaEntry, Planned
from rdclient.reports.clock_row import ClockRow

_HOUR = timedelta(hours=1)
_MORNING = timedelta(hours=-9)
"""Of a whole day a program reminds at nine in the morning: so long after its start."""


@dataclass(frozen=True, slots=True)
class EventWords:
    """One entry for a calendar.

    Attributes:
        key: the same in every export of the same promise.
        start: aware, in the workspace's zone.
        is_whole_day: whether it stands for the day.
        title: what the calendar shows.
        text: what is told of it.
        alarm_before: how long before its start to remind; negative for after it.
        stamp: since when it is owed; None for its start.
    """

    key: str
    start: datetime
    is_whole_day: bool
    title: str
    text: str
    alarm_before: timedelta
    stamp: datetime | None


def calendar_name(view: Agenda, *, lang: Lang) -> str:
    """What the calendar is called."""
    whose = view.person or (view.scope.title if view.scope else None)
    name = "时限与计划" if lang is Lang.ZH else "Deadlines and plans"
    if whose is None:
        return name
    told = one_line(in_lang(whose, lang=lang))
    return f"{told}：{name}" if lang is Lang.ZH else f"{name}: {told}"


def event(entry: AgendaEntry, *, as_of: datetime, lang: Lang) -> EventWords | None:
    """An entry for a calendar; None for one without a time."""
    if entry.planned is not None:
        return _planned(entry.planned, as_of, lang)
    if entry.clock is None or entry.clock.deadline is None:
        return None
    row = entry.clock
    name = clock_name(row.code, lang=lang)
    title = in_lang(row.title, lang=lang)
    colon = "：" if lang is Lang.ZH else ": "
    steps = (row.code, *row.names, row.period)
    return EventWords(
        key="-".join(_safe(step) for step in steps if step),
        start=entry.clock.deadline,
        is_whole_day=row.is_whole_day,
        title=f"{name}{colon}{item_words(row)} {title}",
        text="\n".join(_text(row, as_of, lang)),
        alarm_before=_MORNING if row.is_whole_day else _HOUR,
        stamp=row.starts,
    )


def _safe(step: str) -> str:
    return "".join(mark if mark.isalnum() or mark in "-._" else "-" for mark in step)


def _text(row: ClockRow, as_of: datetime, lang: Lang) -> list[str]:
    """What is told of a promise: how it stands, the time agreed, who owes it, for whom."""
    is_zh = lang is Lang.ZH
    owner = in_lang(row.owner.name, lang=lang) if row.owner else ""
    if row.side is Side.CLIENT:
        side = word("Side", row.side.value, lang=lang)
        owner = f"{owner}（{side}）" if is_zh else f"{owner} ({side.lower()})".strip()
    pairs = (
        ("状态", "State", state_words(row, as_of=as_of, lang=lang)),
        ("约定", "Agreed", budget_words(row, lang=lang)),
        ("责任人", "Owner", owner),
        ("客户", "Client", row.client or ""),
        ("项目", "Project", row.project or ""),
        ("规则", "Rule", row.code),
    )
    return [f"{zh}：{told}" if is_zh else f"{en}: {told}" for zh, en, told in pairs if told]


def _planned(planned: Planned, as_of: datetime, lang: Lang) -> EventWords:
    at = planned.at
    timed = isinstance(at, Moment) and at.timed
    start = at.local if isinstance(at, Moment) else datetime.combine(at, time(), as_of.tzinfo)
    kind = planned_word(planned.kind, lang=lang)
    colon = "：" if lang is Lang.ZH else ": "
    steps = (planned.kind, planned.client, planned.project, planned.item)
    return EventWords(
        key="-".join(_safe(step) for step in steps if step),
        start=start,
        is_whole_day=not timed,
        title=f"{kind}{colon}{planned.item} {in_lang(planned.title, lang=lang)}",
        text="",
        alarm_before=_HOUR if timed else _MORNING,
        stamp=None,
    )
