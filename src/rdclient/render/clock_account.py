"""How a clock came to what it shows, in sentences that can be read out to a client."""

from collections.abc import Callable, Iterator
from datetime import datetime

from rdclient.lens import Lang
from rdclient.model.base import in_lang
from rdclient.obligations.base import Lack, State
from rdclient.obligations.trace import NotCounted
from rdclient.render import clock_time
from rdclient.render.clock_marks import Marks
from rdclient.render.clock_state import (
    WITHOUT_USE,
    amount,
    is_ahead,
    lack_words,
    rest,
    state_name,
    state_words,
    used_seconds,
)
from rdclient.render.clock_table import item_words
from rdclient.render.clock_words import clock_name
from rdclient.render.columns import one_line, table
from rdclient.render.findings import printable
from rdclient.render.terms import TERMS, word
from rdclient.reports.clock_row import ClockRow
from rdclient.reports.clock_story import Stories, Story, TargetView
from rdclient.worktime import NATURAL, DayKind

_INDENT = "    "
_Line = tuple[str, str]
_LABELS = {
    "state": ("状态", "State"),
    "agreed": ("约定", "Agreed"),
    "targets": ("时限变化", "Agreed before"),
    "calendar": ("日历", "Calendar"),
    "owner": ("责任人", "Owed by"),
    "start": ("起算", "Starts"),
    "stop": ("止算", "Stops"),
    "deadline": ("截止时间", "Deadline"),
    "counted": ("计时区间", "Counted"),
    "breaks": ("不计时", "Not counted"),
    "days": ("节假日", "Days off"),
    "reopened": ("重新打开", "Reopened"),
    "waiver": ("豁免", "Waiver"),
    "levels": ("应告知", "To be told"),
    "result": ("结论", "Result"),
}


def as_text(view: Stories, *, lang: Lang, marks: Marks) -> str:
    """Each clock as a block of labelled lines, the result last."""
    return "\n".join(_block(story, view.as_of, lang, marks) for story in view.stories)


def _block(story: Story, as_of: datetime, lang: Lang, marks: Marks) -> str:
    row = story.row
    name = clock_name(row.code, lang=lang)
    title = f"{item_words(row)} {in_lang(row.title, lang=lang)} · "
    title += f"{name}（{row.code}）" if lang is Lang.ZH else f"{name} ({row.code})"
    lines = [one_line(title)]
    colon = "：" if lang is Lang.ZH else ": "
    for key, told in _lines(story, as_of, lang, marks):
        label = _LABELS[key][0 if lang is Lang.ZH else 1]
        first, *rest = told.split("\n")
        lines.append(f"  {label}{colon}{one_line(first)}".rstrip())
        lines += [f"{_INDENT}{printable(line)}" for line in rest]
    return "\n".join(lines) + "\n"


def _lines(story: Story, as_of: datetime, lang: Lang, marks: Marks) -> Iterator[_Line]:
    row = story.row
    yield "state", state_words(row, as_of=as_of, lang=lang, marks=marks)
    yield "agreed", _agreed(story, lang)
    if story.calendar:
        yield "calendar", _calendar(story, lang)
    if row.owner:
        yield "owner", _owner(row, lang)
    if len(story.targets) > 1:
        yield "targets", "\n" + "\n".join(_target(one, lang) for one in story.targets)
    if story.start:
        yield "start", _started(story.start, lang)
    is_measured = row.state is not State.NOT_MEASURED
    if is_measured:
        yield "stop", _stopped(story, as_of, lang)
    if story.counted and is_measured:
        yield "counted", "\n" + "\n".join(_counted(story, as_of, lang))
    if story.breaks:
        yield "breaks", "\n" + "\n".join(_break(one, row, lang) for one in story.breaks)
    if story.days:
        yield "days", _days(story, lang)
    yield from _rest(story, lang)
    yield "result", _result(story, as_of, lang)


def _rest(story: Story, lang: Lang) -> Iterator[_Line]:
    row = story.row
    if row.reopened:
        yield "reopened", f"{row.reopened}次" if lang is Lang.ZH else f"{row.reopened} times"
    if row.waiver:
        yield "waiver", _waiver(row, lang)
    if story.levels:
        yield "levels", "\n" + "\n".join(_levels(story, lang))
    if row.state is State.PAUSED:
        told = (
            "暂停期间不计时，恢复后重新推算",
            "none while it is paused; it follows when it goes on",
        )
        yield "deadline", told[0 if lang is Lang.ZH else 1]
    elif row.deadline and row.state is not State.NOT_MEASURED:
        yield "deadline", _until(row.deadline, lang, is_whole_day=row.is_whole_day)


# ── by which rule ────────────────────────────────────────────────────────────


def _agreed(story: Story, lang: Lang) -> str:
    """The length or the date agreed, and the row of the policy with its version."""
    row = story.row
    if row.due is not None:
        day = _until(row.due, lang, is_whole_day=row.is_whole_day)
        told = f"{day}前完成" if lang is Lang.ZH else f"by {day}"
    elif row.budget:
        told = clock_time.budget(row.budget, lang=lang)
    else:
        told = "未约定时限" if lang is Lang.ZH else "no time agreed"
    return f"{told}{_source(story, lang)}"


def _source(story: Story, lang: Lang) -> str:
    """Where it is agreed: a row of the policy, its version and since when."""
    if story.policy_row is None:
        return "（以该事项的完成时间为准）" if lang is Lang.ZH else " (its own date)"
    name, version = story.policy_row, story.row.policy
    if story.in_force is None:
        since = "一直有效" if lang is Lang.ZH else "always in force"
    elif lang is Lang.ZH:
        since = f"自{clock_time.day_told(story.in_force, lang=lang)}起生效"
    else:
        since = f"in force from {clock_time.day_told(story.in_force, lang=lang)}"
    if lang is Lang.ZH:
        return f"（规则 {name}，版本 {version}，{since}）"
    return f" (policy {name}, version {version}, {since})"


def _calendar(story: Story, lang: Lang) -> str:
    if story.calendar == NATURAL:
        return "24x7，不分昼夜和节假日" if lang is Lang.ZH else "24x7, every hour of every day"
    told = "只计工作时间" if lang is Lang.ZH else "open hours only"
    return f"{story.calendar}，{told}" if lang is Lang.ZH else f"{story.calendar}, {told}"


def _owner(row: ClockRow, lang: Lang) -> str:
    owner = in_lang(row.owner.name, lang=lang) if row.owner else ""
    side = word("Side", row.side.value, lang=lang)
    return f"{owner}，{side}" if lang is Lang.ZH else f"{owner}, {side.lower()}"


def _target(one: TargetView, lang: Lang) -> str:
    since = clock_time.told(one.since, lang=lang)
    allowed = clock_time.budget(one.allowed, lang=lang) if one.allowed else None
    if lang is Lang.ZH:
        cause = f"（{_cause(one.cause, lang)}）" if one.cause else ""
        return f"{since}起：{allowed or '未约定时限'}{cause}"
    cause = f" ({_cause(one.cause, lang)})" if one.cause else ""
    return f"from {since}: {allowed or 'no time agreed'}{cause}"


def _cause(token: str, lang: Lang) -> str:
    """The word for a priority, an event or a level; the token where there is none."""
    families = ("TicketStep", "IncidentStep", "IncidentLevel", "ChangeStep")
    found = (word(family, token, lang=lang) for family in families if (family, token) in TERMS)
    return next(found, token)


def _waiver(row: ClockRow, lang: Lang) -> str:
    waiver = row.waiver
    if waiver is None:
        return ""
    comma = "、" if lang is Lang.ZH else ", "
    people = comma.join(in_lang(one.name, lang=lang) for one in waiver.approvers)
    reason = in_lang(waiver.reason, lang=lang) if waiver.reason else ""
    until = clock_time.day_told(waiver.until, lang=lang) if waiver.until else ""
    if lang is Lang.ZH:
        return f"{people}批准，有效期至{until}；理由：{reason}"
    return f"approved by {people} until {until}: {reason}"


# ── what was counted ─────────────────────────────────────────────────────────


def _until(at: datetime, lang: Lang, *, is_whole_day: bool) -> str:
    """A deadline: a time, or a day that belongs to it."""
    if not is_whole_day:
        return clock_time.told(at, lang=lang)
    day = clock_time.day_told(at.date(), lang=lang)
    return f"{day}24:00" if lang is Lang.ZH else f"the end of {day}"


def _started(at: datetime, lang: Lang) -> str:
    told = clock_time.told(at, lang=lang)
    if not clock_time.is_last_second(at):
        return told
    return (
        f"{told}（记录中只有日期，从当日最后一秒起算）"
        if lang is Lang.ZH
        else f"{told} (only the day is on record, so counting begins with its last second)"
    )


def _stopped(story: Story, as_of: datetime, lang: Lang) -> str:
    at = clock_time.told(story.stop, lang=lang)
    if story.row.ended:
        return at
    if is_ahead(story.row, as_of=as_of):
        return "尚未开始计时" if lang is Lang.ZH else "not begun yet"
    if story.row.state is State.NO_RECORD:
        return f"未见记录，查至{at}" if lang is Lang.ZH else f"no record as of {at}"
    return f"尚未完成，计至{at}" if lang is Lang.ZH else f"not done yet, counted until {at}"


def _counted(story: Story, as_of: datetime, lang: Lang) -> Iterator[str]:
    heads = ("起", "止", "时长", "累计") if lang is Lang.ZH else ("from", "to", "length", "total")
    said = _length_of(story.row, lang)
    body = [
        (_short(one.start, as_of, lang), _short(one.end, as_of, lang), said(one.seconds),
         said(one.total))
        for one in story.counted
    ]  # fmt: skip
    yield from table([heads, *body])


def _length_of(row: ClockRow, lang: Lang) -> Callable[[int], str]:
    return lambda seconds: amount(row, seconds, lang=lang)


def _short(at: datetime, as_of: datetime, lang: Lang) -> str:
    return clock_time.short(at, as_of.year, lang=lang)


def _break(one: NotCounted, row: ClockRow, lang: Lang) -> str:
    """A break: from when to when, why, how long, and how much of it was open time."""
    cause = _cause(one.cause, lang)
    start = clock_time.told(one.start, lang=lang)
    lasted = clock_time.length(one.lasted, lang=lang, has_days=True)
    opened = amount(row, one.open, lang=lang)
    if lang is Lang.ZH:
        end = clock_time.told(one.end, lang=lang) if one.end else "至今"
        more = f"，其中工作时间{opened}" if one.open != one.lasted else ""
        return f"{start}—{end}：{cause}，历时{lasted}{more}"
    end = clock_time.told(one.end, lang=lang) if one.end else "now"
    more = f", {opened} of it open time" if one.open != one.lasted else ""
    return f"{start} – {end}: {cause.lower()}, {lasted}{more}"


def _days(story: Story, lang: Lang) -> str:
    """Days off and days worked instead, one a line."""
    told = []
    for one in story.days:
        kind = word("DayKind", one.kind.value, lang=lang)
        day = clock_time.day_told(one.day, lang=lang)
        is_counted = one.kind is DayKind.EXTRA
        if lang is Lang.ZH:
            told.append(f"{day}{kind}，{'计时' if is_counted else '不计时'}")
        else:
            told.append(f"{day}: {kind.lower()}, {'counted' if is_counted else 'not counted'}")
    return "\n" + "\n".join(told)


def _levels(story: Story, lang: Lang) -> Iterator[str]:
    for one in story.levels:
        role = word("Role", one.role.value, lang=lang)
        person = in_lang(one.person.name, lang=lang) if one.person else ""
        since = clock_time.told(one.since, lang=lang) if one.since else ""
        if lang is Lang.ZH:
            told = f"{role}{person or '（无人担任）'}：时限已用{one.percent}%"
            yield told + (f"（{since}）" if since else "")
        else:
            told = f"{role.lower()} {person or '(nobody holds the role)'}: {one.percent}% used"
            yield told + (f" ({since})" if since else "")


# ── what follows ─────────────────────────────────────────────────────────────


def _result(story: Story, as_of: datetime, lang: Lang) -> str:
    row = story.row
    if row.state in (State.NOT_MEASURED, State.WAIVED):
        told = "" if row.lack is Lack.WAIVER else lack_words(row, lang=lang)
        name = word("State", row.state.value, lang=lang)
        if lang is Lang.ZH:
            return f"{name}：{told}。" if told else f"{name}。"
        return f"{name.lower()}: {told}" if told else name.lower()
    return _result_zh(story, as_of) if lang is Lang.ZH else _result_en(story, as_of)


def _result_zh(story: Story, as_of: datetime) -> str:
    row, lang = story.row, Lang.ZH
    parts = []
    if row.used is not None and _is_counted(row, as_of):
        verb = "用时" if row.ended else "已用"
        parts.append(f"{verb}{amount(row, used_seconds(row), lang=lang)}")
    if row.allowed is not None and row.due is None:
        parts.append(f"约定{_allowed(row, lang)}")
    if left := _left(row, as_of):
        parts.append(f"剩余{amount(row, left, lang=lang)}")
    parts.append(_outcome(row, as_of, lang))
    return "，".join(parts) + "。"


def _result_en(story: Story, as_of: datetime) -> str:
    row, lang = story.row, Lang.EN
    parts = []
    if row.used is not None and _is_counted(row, as_of):
        parts.append(f"used {amount(row, used_seconds(row), lang=lang)}")
    if row.allowed is not None and row.due is None:
        parts.append(f"of {_allowed(row, lang)}" if parts else _allowed(row, lang))
    told = " ".join(parts)
    if left := _left(row, as_of):
        told += f", {amount(row, left, lang=lang)} left"
    state = _outcome(row, as_of, lang)
    return f"{told}: {state}" if told else state


def _is_counted(row: ClockRow, as_of: datetime) -> bool:
    return row.state not in WITHOUT_USE and not is_ahead(row, as_of=as_of)


def _left(row: ClockRow, as_of: datetime) -> int | None:
    """Seconds left of what is being counted; None where that says nothing."""
    is_told = row.is_open and row.remaining is not None and row.state is not State.BREACHED
    return rest(row, as_of=as_of) if is_told and _is_counted(row, as_of) else None


def _outcome(row: ClockRow, as_of: datetime, lang: Lang) -> str:
    """How it stands; without what is left of it, where that was told."""
    if row.state in (State.AT_RISK, State.PAUSED) and _left(row, as_of):
        return state_name(row, as_of=as_of, lang=lang)
    return state_words(row, as_of=as_of, lang=lang)


def _allowed(row: ClockRow, lang: Lang) -> str:
    """The budget; for days with the hours that the calendar makes of them."""
    seconds = amount(row, row.allowed or 0, lang=lang)
    if row.budget is None:
        return seconds
    told = clock_time.budget(row.budget, lang=lang)
    if told == seconds or not row.budget.endswith("d"):
        return told
    return f"{told}（合{seconds}）" if lang is Lang.ZH else f"{told} ({seconds})"
