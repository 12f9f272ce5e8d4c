"""How a promise stands, in words: 即将超时（剩余40分钟）, 已逾期3天, breached (7 h over)."""

from collections.abc import Mapping
from datetime import datetime

from rdclient.lens import Lang
from rdclient.model.base import in_lang
from rdclient.model.client import Side
from rdclient.obligations.base import Lack, State
from rdclient.render import clock_time
from rdclient.render.clock_marks import Marks
from rdclient.render.clock_words import LAPSING
from rdclient.render.terms import word
from rdclient.reports.clock_row import ClockRow
from rdclient.worktime import NATURAL

_LONG = 72 * 3600
"""Seconds from which a length counted round the clock is told in days."""


def state_words(row: ClockRow, *, as_of: datetime, lang: Lang, marks: Marks | None = None) -> str:
    """The state of a promise and how much is left, or over; with its mark when marks are given."""
    words = _words(row, as_of, lang)
    if row.is_provisional:
        words += "（暂按每周工作时间推算）" if lang is Lang.ZH else " (provisional)"
    return f"{marks.of[row.state]} {words}" if marks else words


def _words(row: ClockRow, as_of: datetime, lang: Lang) -> str:
    is_zh = lang is Lang.ZH
    if row.state is State.BREACHED:
        return _over_zh(row, as_of) if is_zh else _over_en(row, as_of)
    words = state_name(row, as_of=as_of, lang=lang)
    details = (_more(row, as_of, lang), _seen(row, lang))
    more = ("，" if is_zh else ", ").join(filter(None, details))
    if not more:
        return words
    return f"{words}（{more}）" if is_zh else f"{words} ({more})"


def is_lapsing(row: ClockRow) -> bool:
    """Whether Chinese says 逾期 of it once it is over, as of a date, and not 超时."""
    return row.due is not None or row.side is Side.CLIENT or row.code in LAPSING


def is_used_up(row: ClockRow, *, as_of: datetime) -> bool:
    """Whether exactly nothing is left of a time of day, so that it is not over yet."""
    return row.state is State.AT_RISK and not row.is_whole_day and rest(row, as_of=as_of) == 0


def is_ahead(row: ClockRow, *, as_of: datetime) -> bool:
    """Whether the budget of a promise begins later, so that nothing is counted yet."""
    is_budget = row.state is State.RUNNING and row.due is None
    return is_budget and row.starts is not None and row.starts > as_of


def state_name(row: ClockRow, *, as_of: datetime, lang: Lang) -> str:
    """The state alone; of what is due on a date in words of its own."""
    if is_used_up(row, as_of=as_of):
        return NO_TIME_LEFT[0 if lang is Lang.ZH else 1]
    if is_ahead(row, as_of=as_of):
        return "未开始" if lang is Lang.ZH else "not begun"
    is_soon = row.state is State.AT_RISK and lang is Lang.ZH and is_lapsing(row)
    if is_soon or (row.due is not None and row.state in _OF_DATES):
        return _OF_DATES[row.state][0 if lang is Lang.ZH else 1]
    words = word("State", row.state.value, lang=lang)
    return words if lang is Lang.ZH else words.lower()


NO_TIME_LEFT = ("时限已用完", "no time left")
_OF_DATES = {
    State.RUNNING: ("未到期", "not due yet"),
    State.AT_RISK: ("临近到期", "due soon"),
}


def _more(row: ClockRow, as_of: datetime, lang: Lang) -> str:
    """What stands in brackets after the state: what is left of it, or why it is as it is."""
    is_zh = lang is Lang.ZH
    match row.state:
        case State.AT_RISK | State.PAUSED:
            return _left(row, as_of, lang)
        case State.LATE if row.ended:
            return clock_time.short(row.ended, as_of.year, lang=lang, is_whole_day=True)
        case State.NOT_MEASURED | State.WAIVED if row.waiver and row.waiver.until:
            until = clock_time.day_short(row.waiver.until, as_of.year, lang=lang)
            return f"有效期至{until}" if is_zh else f"until {until}"
        case State.NOT_MEASURED | State.WAIVED if row.lack:
            return lack_words(row, lang=lang)
    return ""


def _seen(row: ClockRow, lang: Lang) -> str:
    """How many conversations are on record where several were agreed."""
    if row.needed <= 1 or row.state not in _COUNTED:
        return ""
    if lang is Lang.ZH:
        return f"已见{row.found}次，约定{row.needed}次"
    return f"{row.found} of {row.needed} on record"


_COUNTED = frozenset({State.RUNNING, State.AT_RISK, State.NO_RECORD})


def lack_words(row: ClockRow, *, lang: Lang) -> str:
    """Why it is not measured, with the code of the finding that says more."""
    is_zh = lang is Lang.ZH
    if row.lack is None:
        return ""
    words = word("Lack", row.lack.value, lang=lang)
    if row.lack is Lack.NOT_COVERED and row.facts:
        name, year = row.facts["calendar"], row.facts["year"]
        words = f"工作日历{name}未收录{year}年" if is_zh else f"calendar {name} ends before {year}"
    codes = _FINDINGS.get(row.lack, ())
    if len(codes) > 1:
        return f"{words}（{'、'.join(codes)}）" if is_zh else f"{words} ({', '.join(codes)})"
    return ("，" if is_zh else ", ").join((words, *codes))


_FINDINGS: Mapping[Lack, tuple[str, ...]] = {
    Lack.OUT_OF_ORDER: ("RD015",),
    Lack.NOT_COVERED: ("RD550",),
    Lack.NO_CALENDAR: ("RD006", "RD551"),
}
"""Why it is not measured → the codes of the findings that may say more."""


WITHOUT_USE = frozenset({State.NOT_MEASURED, State.NO_RECORD, State.WAIVED})
"""States in which it says nothing how much time was used."""


def owner_words(row: ClockRow, *, lang: Lang) -> str:
    """Who owes it; people of the client are marked as such."""
    owner = in_lang(row.owner.name, lang=lang) if row.owner else ""
    if row.side is Side.VENDOR:
        return owner
    if lang is Lang.ZH:
        return f"{owner}（客户）" if owner else "客户"
    return f"{owner} (client)" if owner else "client"


# ── how much ─────────────────────────────────────────────────────────────────


def used_words(row: ClockRow, *, as_of: datetime, lang: Lang) -> str:
    """What was counted so far, as a table shows it; empty where nothing was.

    Against the end of a day dates are counted.
    """
    if row.used is None or row.starts is None or row.state in WITHOUT_USE:
        return ""
    if is_ahead(row, as_of=as_of):
        return ""
    days = ((row.ended or as_of).date() - row.starts.date()).days
    if row.is_whole_day and days > 0:
        return clock_time.day_count(days, lang=lang)
    return amount(row, used_seconds(row), lang=lang)


def used_seconds(row: ClockRow) -> int:
    """What was counted so far, in seconds.

    Against a date, what began with the last second of a day, since only the day is on record, is
    told as from its end; of a budget every second is told, as in the account of its intervals.
    """
    used = row.used or 0
    if row.due is None or row.starts is None or not clock_time.is_last_second(row.starts):
        return used
    return max(used - 1, 0)


def amount(row: ClockRow, seconds: int, *, lang: Lang, is_rest: bool = False) -> str:
    """A length of time of a promise, exactly.

    In days too against a date or calendar days; else in hours, as the budget is written.

    Args:
        row: of the promise.
        seconds: not negative.
        lang: of the words.
        is_rest: whether it is what is left, or over: that is told in days once it is long.
    """
    is_natural = row.due is not None or clock_time.is_in_days(row.budget)
    is_long = is_rest and row.calendar == NATURAL and seconds >= _LONG
    return clock_time.length(seconds, lang=lang, has_days=is_natural or is_long)


def _left(row: ClockRow, as_of: datetime, lang: Lang) -> str:
    is_zh = lang is Lang.ZH
    if row.is_whole_day and row.deadline and row.state is State.AT_RISK:
        days = (row.deadline.date() - as_of.date()).days
        if days <= 0:
            return "今日到期" if is_zh else "today"
        told = clock_time.day_count(days, lang=lang)
    elif not (left := rest(row, as_of=as_of)):
        return "" if left is None or row.state is State.AT_RISK else NO_TIME_LEFT[0 if is_zh else 1]
    else:
        told = amount(row, left, lang=lang, is_rest=True)
    return f"剩余{told}" if is_zh else f"{told} left"


def rest(row: ClockRow, *, as_of: datetime) -> int | None:
    """Seconds that are left; against a date those until then, whenever it began to count."""
    if row.due is not None and row.is_open:
        return max(int((row.due - as_of).total_seconds()), 0)
    return None if row.remaining is None else max(row.remaining, 0)


def _over(row: ClockRow, as_of: datetime, lang: Lang) -> str:
    """By how much it is over; empty where a target that applied earlier was missed."""
    end = row.ended or as_of
    if row.is_whole_day and row.deadline:
        return clock_time.day_count(max((end.date() - row.deadline.date()).days, 1), lang=lang)
    if row.due is not None:
        return amount(row, max(int((end - row.due).total_seconds()), 0), lang=lang)
    if row.remaining is None or row.remaining >= 0:
        return ""
    return amount(row, -row.remaining, lang=lang, is_rest=True)


def _over_zh(row: ClockRow, as_of: datetime) -> str:
    verb = "逾期" if is_lapsing(row) else "超时"
    told = f"{verb}{_over(row, as_of, Lang.ZH)}"
    return f"已{told}" if row.is_open else f"{told}，已结束"


def _over_en(row: ClockRow, as_of: datetime) -> str:
    is_dated = row.due is not None or row.side is Side.CLIENT
    over = _over(row, as_of, Lang.EN)
    details = [f"{over} over"] if over else []
    details += [] if row.is_open else ["ended"]
    told = f" ({', '.join(details)})" if details else ""
    return f"{'overdue' if is_dated else 'breached'}{told}"
