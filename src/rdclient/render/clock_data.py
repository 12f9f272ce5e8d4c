"""Clocks as data: JSON documents and the cells of csv tables, exact to the second."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime

from rdclient.lens import Lang
from rdclient.model.base import Moment, in_lang
from rdclient.render.agenda_table import planned_state, planned_word
from rdclient.render.clock_state import state_words
from rdclient.render.clock_table import group_words, rate_words
from rdclient.render.clock_words import clock_name
from rdclient.render.plain import plain
from rdclient.render.terms import word
from rdclient.reports.agenda import Agenda, AgendaEntry
from rdclient.reports.clock_question import ClockBoard
from rdclient.reports.clock_row import ClockRow
from rdclient.reports.compliance import Compliance
from rdclient.reports.project_status import ProjectStatuses

SCHEMA_VERSION = 1
Rows = tuple[tuple[str, ...], ...]


def as_json(type_: str, view: object, unread: tuple[str, ...], *, lang: Lang) -> str:
    """A stable document: ``schema_version``, ``type``, the fields of the view, ``unread``.

    Args:
        type_: what it is: ``clocks``, ``compliance``, ``clock-story``, ``agenda`` or ``status``.
        view: a frozen view.
        unread: files that could not be read; the answer is incomplete when there are some.
        lang: of titles and names.
    """
    held = exact(view, lang=lang)
    document = {
        "schema_version": SCHEMA_VERSION,
        "type": type_,
        **(held if isinstance(held, dict) else {}),
        "unread": list(unread),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def exact(view: object, *, lang: Lang) -> object:
    """The view as plain data, with the seconds of every time."""
    if isinstance(view, datetime):
        return view.isoformat(timespec="seconds")
    if isinstance(view, tuple | list):
        return [exact(item, lang=lang) for item in view]
    if isinstance(view, Mapping):
        return {str(key): exact(item, lang=lang) for key, item in view.items()}
    if is_dataclass(view) and not isinstance(view, Moment | type):
        return {item.name: exact(getattr(view, item.name), lang=lang) for item in fields(view)}
    return plain(view, lang=lang)


# ── cells ────────────────────────────────────────────────────────────────────

_CLOCK_HEADS = (
    ("编码", "code"), ("时限", "clock"), ("编号", "item"), ("名称", "title"), ("期间", "period"),
    ("客户", "client"), ("项目", "project"), ("责任方", "side"), ("责任人", "owner"),
    ("级别", "level"), ("约定", "budget"), ("起算时间", "starts"), ("截止时间", "deadline"),
    ("时限（秒）", "allowed seconds"), ("已用（秒）", "used seconds"),
    ("剩余（秒）", "seconds left"), ("超出（秒）", "seconds over"), ("状态", "state"),
    ("说明", "state in words"),
)  # fmt: skip


def _heads(pairs: Iterable[tuple[str, str]], lang: Lang) -> tuple[str, ...]:
    side = 0 if lang is Lang.ZH else 1
    return tuple(pair[side] for pair in pairs)


def board_rows(board: ClockBoard, *, lang: Lang) -> Rows:
    """The promises as cells, heads first."""
    body = (clock_cells(row, as_of=board.as_of, lang=lang) for row in board.rows)
    return (_heads(_CLOCK_HEADS, lang), *body)


def clock_cells(row: ClockRow, *, as_of: datetime, lang: Lang) -> tuple[str, ...]:
    """A promise as cells: times with their offset, lengths in seconds."""
    return (
        row.code,
        clock_name(row.code, lang=lang),
        row.item,
        in_lang(row.title, lang=lang),
        row.period or "",
        row.client or "",
        row.project or "",
        word("Side", row.side.value, lang=lang),
        in_lang(row.owner.name, lang=lang) if row.owner else "",
        row.level or "",
        row.budget or "",
        _time(row.starts),
        _time(row.deadline),
        *("" if number is None else str(number) for number in _numbers(row)),
        row.state.value,
        state_words(row, as_of=as_of, lang=lang),
    )


def _numbers(row: ClockRow) -> tuple[int | None, ...]:
    """Seconds allowed, used, left and over; none negative, for a cell may not begin with a sign."""
    left = row.remaining
    if left is None:
        return row.allowed, row.used, None, None
    return row.allowed, row.used, max(left, 0), max(-left, 0)


def _time(at: datetime | None) -> str:
    return at.isoformat(sep=" ", timespec="seconds") if at else ""


_KEPT_HEADS = (
    ("编码", "code"), ("时限", "clock"), ("分组", "group"), ("达标率", "rate"), ("达标", "met"),
    ("未达标", "missed"), ("其中未完成", "still open"), ("其中补做", "made up late"),
    ("计时中", "running"), ("暂停", "paused"), ("不计时", "not measured"),
    ("未见记录", "no record"), ("已豁免", "waived"),
)  # fmt: skip


def kept_rows(view: Compliance, *, lang: Lang) -> Rows:
    """Promises kept as cells, heads first; the rates of the periods in columns of their own."""
    body = []
    for line in view.lines:
        tally = line.tally
        counts = (
            tally.met, tally.missed, tally.open, tally.late, tally.running, tally.paused,
            tally.not_measured, tally.no_record, tally.waived,
        )  # fmt: skip
        body.append(
            (
                line.code,
                clock_name(line.code, lang=lang),
                group_words(line, view.by, lang=lang),
                rate_words(line.permille, lang=lang),
                *map(str, counts),
                *(rate_words(permille, lang=lang) for permille in line.trend),
            )
        )
    return ((*_heads(_KEPT_HEADS, lang), *view.periods), *body)


_AGENDA_HEADS = (("日期", "day"), *_CLOCK_HEADS)


def agenda_rows(view: Agenda, *, lang: Lang) -> Rows:
    """What is coming as cells, heads first; the day is empty for what is overdue."""
    body = (_agenda_cells(entry, view.as_of, lang) for entry in view.entries)
    return (_heads(_AGENDA_HEADS, lang), *body)


def _agenda_cells(entry: AgendaEntry, as_of: datetime, lang: Lang) -> tuple[str, ...]:
    day = entry.day.isoformat() if entry.day else ""
    if entry.clock is not None:
        return (day, *clock_cells(entry.clock, as_of=as_of, lang=lang))
    planned = entry.planned
    if planned is None:
        return (day, *("" for _ in _CLOCK_HEADS))
    at = str(plain(planned.at, lang=lang)).replace("T", " ")
    cells = dict.fromkeys((words[1] for words in _CLOCK_HEADS), "")
    cells |= {
        "clock": planned_word(planned.kind, lang=lang),
        "item": planned.item,
        "title": in_lang(planned.title, lang=lang),
        "client": planned.client or "",
        "project": planned.project or "",
        "owner": in_lang(planned.owner.name, lang=lang) if planned.owner else "",
        "deadline": at,
        "state": "planned",
        "state in words": planned_state(lang=lang),
    }
    return (day, *cells.values())


_STATUS_HEADS = (
    ("客户", "client"), ("项目", "project"), ("阶段", "phase"), ("总体状态", "overall"),
    ("超时", "breached"), ("即将超时", "at risk"), ("我方逾期", "overdue on our side"),
    ("客户逾期", "overdue on the client's side"), ("下一时限", "next deadline"),
    ("编号", "item"), ("时限", "clock"),
)  # fmt: skip


def status_rows(view: ProjectStatuses, *, lang: Lang) -> Rows:
    """Projects as cells, heads first."""
    body = (
        (
            in_lang(one.client.title, lang=lang) or one.client.id,
            in_lang(one.project.title, lang=lang),
            word("Phase", one.phase.value, lang=lang) if one.phase else "",
            word("Rag", one.overall.value, lang=lang),
            *(str(n) for n in (one.breached, one.at_risk, one.overdue_ours, one.overdue_client)),
            _time(one.next.deadline) if one.next else "",
            one.next.item if one.next else "",
            clock_name(one.next.code, lang=lang) if one.next else "",
        )
        for one in view.projects
    )
    return (_heads(_STATUS_HEADS, lang), *body)
