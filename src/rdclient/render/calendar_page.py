"""What ``calendar`` answers: a year, the time between two moments, a deadline; text or JSON."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import TypeAlias, TypeVar

from rdclient.lens import Lang
from rdclient.model.base import Words, in_lang
from rdclient.render import when
from rdclient.render.columns import one_line, table
from rdclient.render.plain import plain
from rdclient.render.terms import word
from rdclient.reports.working_days import Between, CalendarYear, Days, Deadline, Run
from rdclient.worktime import Duration, Unit

_T = TypeVar("_T")
View: TypeAlias = CalendarYear | Between | Deadline
SCHEMA_VERSION = 1
_HOUR, _MINUTE = 3600, 60
_MOST = 8
"""Days that are named; of more the number is told."""


def as_text(view: View, *, source: Words | None, lang: Lang) -> str:
    """Lines for people; ``source`` says whose arrangement the year follows."""
    head = _say(
        lang, f"日历 {view.calendar}，时区 {view.zone}", f"calendar {view.calendar}, {view.zone}"
    )
    if isinstance(view, CalendarYear):
        body = _year(view, source, lang)
    else:
        body = _between(view, lang) if isinstance(view, Between) else _deadline(view, lang)
    return "".join(f"{one_line(head) if n == 0 else line}\n" for n, line in enumerate(("", *body)))


def as_json(view: View, *, source: Words | None, lang: Lang) -> str:
    """A stable document: ``schema_version``, ``type``, the calendar, and the answer."""
    document: dict[str, object] = {
        "schema_version": SCHEMA_VERSION,
        "calendar": view.calendar,
        "timezone": view.zone,
    }
    if isinstance(view, CalendarYear):
        document |= {"type": "calendar-year", "year": view.year}
        document["source"] = None if source is None else in_lang(source, lang=lang)
        document |= _days(view.whole)
        document["months"] = [_days(month) for month in view.months]
    elif isinstance(view, Between):
        document |= {"type": "calendar-between", "start": view.start, "end": view.end}
        document |= {"open_seconds": view.seconds, **_days(view.days)}
    else:
        document |= {"type": "calendar-deadline", "start": view.start}
        document |= {"allowed": str(view.allowed), "deadline": view.end}
        passed = _days(view.days)
        del passed["workdays"]
        document |= {**passed, "free_days": view.days.free}
    return json.dumps(plain(document, lang=lang), ensure_ascii=False, indent=2) + "\n"


CALENDAR_FORMATS: Mapping[str, Callable[..., str]] = MappingProxyType(
    {"text": as_text, "json": as_json}
)
"""Output formats of ``calendar``."""


def _days(days: Days) -> dict[str, object]:
    return {
        "workdays": days.workdays,
        "days_off": days.off,
        "extra_workdays": days.extra,
        "provisional_years": days.unlisted,
    }


# ── a year ───────────────────────────────────────────────────────────────────


def _year(view: CalendarYear, source: Words | None, lang: Lang) -> Iterator[str]:
    heads = _say(lang, ("月份", "工作日", "放假", "调休上班"), ("month", "working", "off", "extra"))
    rows = [heads]
    for number, month in enumerate(view.months, 1):
        name = when.month(f"{view.year:04}-{number:02}-01", lang=lang)
        cells = _runs(month.holidays, lang), _dates(month.extra, lang)
        rows.append((name, str(month.workdays), *cells))
    yield from table(rows)
    total = view.whole.workdays
    yield _say(lang, f"{view.year}年共{total}个工作日", f"{view.year}: {total} working days")
    if source is not None:
        told = one_line(in_lang(source, lang=lang))
        yield _say(lang, f"依据：{told}", f"source: {told}")
    yield from _provisional(view.whole, lang)


# ── a span, a deadline ───────────────────────────────────────────────────────


def _between(view: Between, lang: Lang) -> Iterator[str]:
    yield from _from_to(view.start, view.end, lang)
    count, open_time = view.days.workdays, _length(view.seconds, lang)
    yield _say(lang, f"工作日：{count}个", f"working days: {count}")
    yield _say(lang, f"工作时间：{open_time}", f"open time: {open_time}")
    if view.days.holidays:
        told = _runs(view.days.holidays, lang)
        heads = ("期间节假日（含相连周末）：", "off: ")
        yield _say(lang, *heads) + told
    yield from _extra(view.days, lang)
    yield from _provisional(view.days, lang)


def _from_to(start: datetime, end: datetime, lang: Lang) -> Iterator[str]:
    """Whole days as days, the last one included; else both moments."""
    if start.time() == end.time() == time():
        final = (end - timedelta(days=1)).date()
        told = when.span(start.date().isoformat(), final.isoformat(), lang=lang)
        yield _say(lang, f"起止：{told}（首尾均计）", f"days: {told}, both included")
        return
    first, last = _moment(start, lang), _moment(end, lang)
    yield _say(lang, f"起：{first}", f"from: {first}")
    yield _say(lang, f"止：{last}", f"to: {last}")


def _deadline(view: Deadline, lang: Lang) -> Iterator[str]:
    is_whole = view.allowed.unit is Unit.CALENDAR_DAYS
    start, end = _moment(view.start, lang), _end(view.end, lang, is_whole_day=is_whole)
    yield _say(lang, f"起算：{start}", f"starts: {start}")
    allowed = _duration(view.allowed, lang)
    yield _say(lang, f"时限：{allowed}", f"allowed: {allowed}")
    yield _say(lang, f"截止：{end}", f"due: {end}")
    if is_whole:
        return
    if view.days.holidays:
        told = _runs(view.days.holidays, lang)
        yield _say(lang, f"跳过的节假日：{told}", f"skipped, off: {told}")
    if view.days.free:
        told = _dates(view.days.free, lang)
        yield _say(lang, f"跳过的休息日：{told}", f"skipped, not worked: {told}")
    yield from _extra(view.days, lang)
    yield from _provisional(view.days, lang)


def _extra(days: Days, lang: Lang) -> Iterator[str]:
    if days.extra:
        told = _dates(days.extra, lang)
        yield _say(lang, f"计入的调休上班日：{told}", f"worked as an extra day: {told}")


def _provisional(days: Days, lang: Lang) -> Iterator[str]:
    if days.unlisted:
        zh, en = "、".join(map(str, days.unlisted)), ", ".join(map(str, days.unlisted))
        yield _say(
            lang,
            f"暂定：没有{zh}年的放假安排，按每周的工作时间推算",
            f"provisional: the days off of {en} are not known; every week counts as usual",
        )


# ── words ────────────────────────────────────────────────────────────────────


def _say(lang: Lang, zh: _T, en: _T) -> _T:
    return zh if lang is Lang.ZH else en


def _end(at: datetime, lang: Lang, *, is_whole_day: bool) -> str:
    """A moment by which something ends: midnight, and a whole day, is the end of that day."""
    if at.time() != time() and not is_whole_day:
        return _moment(at, lang)
    told = when.day_full((at - timedelta(seconds=1)).date().isoformat(), lang=lang)
    return f"{told}{'' if lang is Lang.ZH else ' '}24:00"


def _moment(at: datetime, lang: Lang) -> str:
    gap = "" if lang is Lang.ZH else " "
    seconds = f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"
    return f"{when.day_full(at.date().isoformat(), lang=lang)}{gap}{seconds}"


def _runs(runs: tuple[Run, ...], lang: Lang) -> str:
    gap = _say(lang, "、", ", ")
    years = {day.year for run in runs for day in run}
    told = [
        when.span(low.isoformat(), high.isoformat(), lang=lang, year=len(years) > 1)
        for low, high in runs
    ]
    return gap.join(told)


def _dates(days: tuple[date, ...], lang: Lang) -> str:
    if len(days) > _MOST:
        return _say(lang, f"共{len(days)}天", f"{len(days)} days")
    told = [when.day_weekday(day.isoformat(), lang=lang) for day in days]
    return _say(lang, "、", ", ").join(told)


def _length(seconds: int, lang: Lang) -> str:
    hours, minutes = seconds // _HOUR, seconds % _HOUR // _MINUTE
    if lang is Lang.ZH:
        return f"{hours}小时{minutes}分钟" if minutes else f"{hours}小时"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def _duration(allowed: Duration, lang: Lang) -> str:
    unit = word("Unit", allowed.unit.value, lang=lang)
    if lang is Lang.ZH:
        return f"{allowed.amount}{unit}"
    told = unit.lower().removesuffix("s") if allowed.amount == 1 else unit.lower()
    return f"{allowed.amount} {told}"
