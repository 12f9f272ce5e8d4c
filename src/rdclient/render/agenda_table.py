"""What ``agenda`` and ``status`` print: days with what falls on them, projects in one line each."""

from collections.abc import Iterator
from datetime import datetime

from rdclient.lens import Lang
from rdclient.model.base import Moment, in_lang
from rdclient.render import clock_time, when
from rdclient.render.clock_marks import Marks
from rdclient.render.clock_state import owner_words, state_words
from rdclient.render.clock_table import item_words
from rdclient.render.clock_words import clock_name
from rdclient.render.columns import GAP, cut, one_line, table
from rdclient.render.findings import width
from rdclient.render.listing import names
from rdclient.render.terms import word
from rdclient.reports.agenda import Agenda, AgendaEntry, Planned
from rdclient.reports.clock_row import ClockRow
from rdclient.reports.clock_story import LevelView
from rdclient.reports.project_status import ProjectStatuses

_INDENT = "  "
_TITLE = 5
"""Column of the titles."""
_LEAST = 12
_HEADS = (
    ("时间", "time"), ("编号", "item"), ("时限", "clock"), ("项目", "project"),
    ("责任人", "owner"), ("名称", "title"), ("状态", "state"),
)  # fmt: skip
_PLANNED = {"meeting": ("会议", "Meeting"), "milestone": ("里程碑", "Milestone")}


def planned_word(kind: str, *, lang: Lang) -> str:
    """What a planned thing is called."""
    return _PLANNED[kind][0 if lang is Lang.ZH else 1]


def planned_state(*, lang: Lang) -> str:
    """How something planned stands."""
    return "计划中" if lang is Lang.ZH else "planned"


def as_text(view: Agenda, *, lang: Lang, marks: Marks, columns: int) -> str:
    """What is overdue, then each day with what falls on it, and a line that counts them."""
    side = 0 if lang is Lang.ZH else 1
    heads = [words[side] for words in _HEADS]
    body = [_cells(entry, view.as_of, lang, marks) for entry in view.entries]
    if body and len({row[3] for row in body}) == 1:
        for row in body:
            row[3] = ""
    free = columns - len(_INDENT) - _taken([heads, *body])
    for row in body:
        row[_TITLE] = cut(row[_TITLE], free) if free >= _LEAST else ""
    printed = list(table([heads, *body]))[1:] if body else []
    lines: list[str] = []
    last: object = ""
    for entry, line in zip(view.entries, printed, strict=True):
        if entry.day != last:
            lines += ["", _heading(entry, view, lang)] if lines else [_heading(entry, view, lang)]
            last = entry.day
        lines.append(f"{_INDENT}{line}")
        lines += [f"{_INDENT * 2}{_told(level, view.as_of, lang)}" for level in entry.levels]
    lines += [""] if lines else []
    return "\n".join([*lines, _closing(view, lang)]) + "\n"


def _taken(rows: list[list[str]]) -> int:
    """The columns that all but the titles take."""
    sizes = [
        max(width(row[n]) for row in rows)
        for n in range(len(rows[0]))
        if n != _TITLE and any(row[n] for row in rows[1:])
    ]
    return sum(sizes) + len(GAP) * len(sizes)


def _heading(entry: AgendaEntry, view: Agenda, lang: Lang) -> str:
    if entry.day is None:
        return "已超时、逾期" if lang is Lang.ZH else "Overdue"
    text = entry.day.isoformat()
    day = when.day_weekday(text, lang=lang)
    if entry.day.year != view.as_of.year:
        day = when.day_full(text, lang=lang)
    if entry.day != view.as_of.date():
        return day
    return f"今天 {day}" if lang is Lang.ZH else f"Today, {day}"


def _cells(entry: AgendaEntry, as_of: datetime, lang: Lang, marks: Marks) -> list[str]:
    if entry.planned is not None:
        return [one_line(text) for text in _planned_cells(entry.planned, lang, marks)]
    row = entry.clock
    if row is None:
        return ["" for _ in _HEADS]
    time = ""
    if row.deadline and entry.day is None:
        time = clock_time.short(row.deadline, as_of.year, lang=lang, is_whole_day=row.is_whole_day)
    elif row.deadline and not row.is_whole_day:
        time = f"{row.deadline:%H:%M:%S}" if row.deadline.second else f"{row.deadline:%H:%M}"
    cells = [
        time,
        item_words(row),
        clock_name(row.code, lang=lang),
        row.project or row.client or "",
        owner_words(row, lang=lang),
        in_lang(row.title, lang=lang),
        state_words(row, as_of=as_of, lang=lang, marks=marks),
    ]
    return [one_line(text) for text in cells]


def _planned_cells(planned: Planned, lang: Lang, marks: Marks) -> list[str]:
    timed = isinstance(planned.at, Moment) and planned.at.timed
    return [
        f"{planned.at.local:%H:%M}" if timed and isinstance(planned.at, Moment) else "",
        planned.item,
        planned_word(planned.kind, lang=lang),
        planned.project or planned.client or "",
        names((planned.owner,), lang=lang) if planned.owner else "",
        in_lang(planned.title, lang=lang),
        f"{marks.gap.strip() or '.'} {planned_state(lang=lang)}",
    ]


def _told(level: LevelView, as_of: datetime, lang: Lang) -> str:
    """Who is to be told, at which share of the time, since when."""
    role = word("Role", level.role.value, lang=lang)
    person = in_lang(level.person.name, lang=lang) if level.person else ""
    since = clock_time.short(level.since, as_of.year, lang=lang) if level.since else ""
    if lang is Lang.ZH:
        whom = f"{role}{person}" if person else f"{role}（无人担任）"
        return f"已用{level.percent}%，应告知{whom}" + (f"（{since}起）" if since else "")
    whom = f"{role.lower()} {person}" if person else f"{role.lower()} (nobody holds the role)"
    return f"at {level.percent}%: tell the {whom}" + (f", since {since}" if since else "")


def _closing(view: Agenda, lang: Lang) -> str:
    at = when.moment(view.as_of.isoformat(timespec="minutes"), lang=lang)
    until = when.day(view.until.isoformat(), lang=lang)
    over = sum(entry.day is None for entry in view.entries)
    ahead = len(view.entries) - over
    who = in_lang(view.person, lang=lang) if view.person else ""
    scope = in_lang(view.scope.title, lang=lang) if view.scope else ""
    before = one_line("，".join(filter(None, (who, scope)))) if who or scope else ""
    if lang is Lang.ZH:
        told = f"{before}：" if before else ""
        parts = [f"超时、逾期{over}项"] if over else []
        parts += [f"至{until}有{ahead}项到期或计划"] if ahead else [f"至{until}没有到期的事项"]
        return f"{told}{'，'.join(parts)} · 数据截至{at}"
    parts = [f"{over} overdue"] if over else []
    parts += [f"{ahead} due or planned until {until}" if ahead else f"nothing due until {until}"]
    parts += [one_line(", ".join(filter(None, (who, scope))))] if who or scope else []
    return " · ".join([*parts, f"as of {at}"])


# ── status ───────────────────────────────────────────────────────────────────

_STATUS_HEADS = (
    ("客户", "client"), ("项目", "project"), ("阶段", "phase"), ("总体", "overall"),
    ("超时", "breached"), ("即将超时", "at risk"), ("我方逾期", "overdue, ours"),
    ("客户逾期", "overdue, client's"), ("下一时限", "next deadline"),
)  # fmt: skip


def status_as_text(view: ProjectStatuses, *, lang: Lang) -> str:
    """Projects in one line each."""
    side = 0 if lang is Lang.ZH else 1
    body = [[one_line(cell) for cell in cells] for cells in _status_cells(view, lang)]
    lines = _aligned([[words[side] for words in _STATUS_HEADS], *body])
    at = when.moment(view.as_of.isoformat(timespec="minutes"), lang=lang)
    count = len(view.projects)
    if lang is Lang.ZH:
        told = f"共{count}个项目 · 数据截至{at}\n逐项查看：rdclient sla、rdclient agenda"
    else:
        told = f"{count} project{'' if count == 1 else 's'} · as of {at}\n"
        told += "one by one: rdclient sla, rdclient agenda"
    return "\n".join([*lines, told]) + "\n"


def _aligned(rows: list[list[str]]) -> Iterator[str]:
    yield from table(rows) if len(rows) > 1 else ()


def _status_cells(view: ProjectStatuses, lang: Lang) -> Iterator[list[str]]:
    for one in view.projects:
        counts = (one.breached, one.at_risk, one.overdue_ours, one.overdue_client)
        yield [
            cut(in_lang(one.client.title, lang=lang) or one.client.id, 24),
            cut(in_lang(one.project.title, lang=lang), 32),
            word("Phase", one.phase.value, lang=lang) if one.phase else "–",
            word("Rag", one.overall.value, lang=lang),
            *map(str, counts),
            _next(one.next, view.as_of, lang),
        ]


def _next(row: ClockRow | None, as_of: datetime, lang: Lang) -> str:
    if row is None or row.deadline is None:
        return ""
    at = clock_time.short(row.deadline, as_of.year, lang=lang, is_whole_day=row.is_whole_day)
    return f"{at} {item_words(row)} {clock_name(row.code, lang=lang)}"
