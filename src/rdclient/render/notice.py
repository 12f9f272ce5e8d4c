"""The notice for a group chat or by mail: a heading, a line for each item, where to look."""

import re
import shlex
from collections.abc import Iterator
from datetime import datetime

from rdclient.lens import Lang
from rdclient.model.base import in_lang
from rdclient.model.client import Side
from rdclient.obligations.base import State
from rdclient.render import clock_time, when
from rdclient.render.clock_state import NO_TIME_LEFT, amount, is_lapsing, is_used_up, rest
from rdclient.render.clock_table import item_words
from rdclient.render.clock_words import clock_name
from rdclient.render.columns import one_line
from rdclient.render.terms import word
from rdclient.reports.clock_row import ClockRow
from rdclient.reports.clock_story import LevelView
from rdclient.reports.notice import Notice, NoticeItem

MOST = 20
"""Items that stand in one message; the others are counted."""
_PLAIN = re.compile(r"[\w./@-]+\Z")


def heading(view: Notice, *, lang: Lang) -> str:
    """What it is about, and as of when: 【北辰银行·时限提醒】2026年11月20日10:00."""
    scope = view.scope.title if view.scope else view.workspace
    names = [in_lang(name, lang=lang) for name in (scope, view.person) if name]
    at = clock_time.told(view.as_of, lang=lang)
    if lang is Lang.ZH:
        return one_line(f"【{'·'.join([*names, '时限提醒'])}】{at}")
    return one_line(f"[{' · '.join([*names, 'time limits'])}] {at}")


def body(view: Notice, unread: int, *, lang: Lang) -> str:
    """A line for each item, at most twenty; how many more there are, and how to see them all.

    Args:
        view: what is to be told.
        unread: number of files that could not be read.
        lang: of the words.
    """
    return "\n".join(_lines(view, unread, lang))


def _lines(view: Notice, unread: int, lang: Lang) -> Iterator[str]:
    is_zh = lang is Lang.ZH
    for item in view.items[:MOST]:
        yield one_line(_line(item, view.as_of, lang))
    if (more := len(view.items) - MOST) > 0:
        yield f"另有{more}项" if is_zh else f"and {more} more"
    if unread:
        yield (
            f"内容不全：有{unread}个记录文件未能读入"
            if is_zh
            else f"incomplete: {unread} file{'' if unread == 1 else 's'} of records not read"
        )
    command = one_line(f"rdclient agenda{''.join(_options(view))} --days 1")
    yield f"查看全部：{command}" if is_zh else f"all of them: {command}"


def _options(view: Notice) -> Iterator[str]:
    """What was asked for, as ``agenda`` takes it: a project is its scope."""
    for name, text in view.asked:
        yield f" {_typed(text)}" if name == "project" else f" --{name} {_typed(text)}"


def _typed(text: str) -> str:
    """A word as it is typed on a command line, in quotes only where it needs them."""
    return text if _PLAIN.match(text) else shlex.quote(text)


def _line(item: NoticeItem, as_of: datetime, lang: Lang) -> str:
    return _zh(item, as_of) if lang is Lang.ZH else _en(item, as_of)


def _is_warning(row: ClockRow) -> bool:
    """Whether it is our own duty that is late or nearly so; the client is only reminded."""
    return row.side is Side.VENDOR and row.state is not State.RUNNING


# ── Chinese ──────────────────────────────────────────────────────────────────


def _zh(item: NoticeItem, as_of: datetime) -> str:
    row = item.clock
    sign = "警告" if _is_warning(row) else "提示"
    what = f"{item_words(row)} {clock_name(row.code, lang=Lang.ZH)}"
    where = f"（{in_lang(item.client, lang=Lang.ZH)}）" if item.client else ""
    parts = [_standing_zh(row, as_of)]
    if row.owner:
        title = "责任人" if row.side is Side.VENDOR else "客户方"
        parts.append(f"{title}：{in_lang(row.owner.name, lang=Lang.ZH)}")
    if item.level:
        parts.append(_level_zh(item.level))
    return f"{sign} {what}{where}：{'，'.join(parts)}"


def _standing_zh(row: ClockRow, as_of: datetime) -> str:
    is_dated = is_lapsing(row)
    if row.state is State.BREACHED:
        verb = "逾期" if is_dated else "超时"
        already = "已" if row.side is Side.VENDOR else ""
        return f"{already}{verb}{_over(row, as_of, Lang.ZH)}"
    if row.state is State.RUNNING and row.deadline:
        at = row.deadline.isoformat(timespec="minutes")
        if row.is_whole_day:
            return f"{when.day(at, lang=Lang.ZH)}到期"
        return f"{when.moment_day(at, lang=Lang.ZH)}{'到期' if is_dated else '前完成'}"
    if is_used_up(row, as_of=as_of):
        return NO_TIME_LEFT[0]
    left = _left(row, as_of, Lang.ZH)
    if not left:
        return "今日到期" if row.is_whole_day else "临近到期" if is_dated else "即将超时"
    return f"距{'到期' if is_dated else '超时'}还有{left}"


def _level_zh(level: LevelView) -> str:
    role = word("Role", level.role.value, lang=Lang.ZH)
    person = in_lang(level.person.name, lang=Lang.ZH) if level.person else "（无人担任）"
    return f"已用{level.percent}%，应告知{role}{person}"


# ── English ──────────────────────────────────────────────────────────────────


def _en(item: NoticeItem, as_of: datetime) -> str:
    row = item.clock
    sign = "warning" if _is_warning(row) else "note"
    what = f"{item_words(row)} {clock_name(row.code, lang=Lang.EN)}"
    where = f" ({in_lang(item.client, lang=Lang.EN)})" if item.client else ""
    parts = [_standing_en(row, as_of)]
    if row.owner:
        title = "owner" if row.side is Side.VENDOR else "with the client"
        parts.append(f"{title}: {in_lang(row.owner.name, lang=Lang.EN)}")
    if item.level:
        parts.append(_level_en(item.level))
    return f"{sign}: {what}{where}: {', '.join(parts)}"


def _standing_en(row: ClockRow, as_of: datetime) -> str:
    is_dated = row.due is not None or row.side is Side.CLIENT
    if row.state is State.BREACHED:
        over = _over(row, as_of, Lang.EN)
        return f"{over} {'overdue' if is_dated else 'over'}" if over else "overdue"
    if row.state is State.RUNNING and row.deadline:
        at = row.deadline.isoformat(timespec="minutes")
        if row.is_whole_day:
            return f"due on {when.day(at, lang=Lang.EN)}"
        return f"due by {when.moment_day(at, lang=Lang.EN)}"
    if is_used_up(row, as_of=as_of):
        return NO_TIME_LEFT[1]
    left = _left(row, as_of, Lang.EN)
    return f"{left} left" if left else "due today" if row.is_whole_day else "due soon"


def _level_en(level: LevelView) -> str:
    role = word("Role", level.role.value, lang=Lang.EN).lower()
    person = in_lang(level.person.name, lang=Lang.EN) if level.person else "(nobody holds the role)"
    return f"{level.percent}% used: tell the {role} {person}"


# ── how much ─────────────────────────────────────────────────────────────────


def _left(row: ClockRow, as_of: datetime, lang: Lang) -> str:
    """What is left; empty for the day itself, or where it cannot be told."""
    if row.is_whole_day and row.deadline:
        days = (row.deadline.date() - as_of.date()).days
        return clock_time.day_count(days, lang=lang) if days > 0 else ""
    left = rest(row, as_of=as_of)
    return amount(row, left, lang=lang) if left else ""


def _over(row: ClockRow, as_of: datetime, lang: Lang) -> str:
    """By how much it is over; empty where a target that applied earlier was missed."""
    if row.is_whole_day and row.deadline:
        return clock_time.day_count(max((as_of.date() - row.deadline.date()).days, 1), lang=lang)
    if row.due is not None:
        return amount(row, max(int((as_of - row.due).total_seconds()), 0), lang=lang)
    if row.remaining is None or row.remaining >= 0:
        return ""
    return amount(row, -row.remaining, lang=lang)
