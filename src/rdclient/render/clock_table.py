"""The tables of ``sla``: promises in columns, rates of promises kept, and a line that sums up."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from rdclient.lens import Lang
from rdclient.model.base import in_lang
from rdclient.model.portfolio import KINDS
from rdclient.obligations.base import State
from rdclient.render import clock_time, when
from rdclient.render.clock_marks import Marks, sparkline
from rdclient.render.clock_state import owner_words, state_words, used_words
from rdclient.render.clock_words import clock_name
from rdclient.render.columns import GAP, cut, one_line, table
from rdclient.render.findings import width
from rdclient.render.kind_names import name_of
from rdclient.render.terms import TERMS, word
from rdclient.reports.clock_question import ClockBoard
from rdclient.reports.clock_row import ClockRow
from rdclient.reports.compliance import Compliance, Grouping, Kept

_HEADS: Mapping[str, tuple[str, str]] = {
    "item": ("编号", "item"),
    "title": ("名称", "title"),
    "clock": ("时限", "clock"),
    "project": ("项目", "project"),
    "owner": ("责任人", "owner"),
    "budget": ("约定", "budget"),
    "used": ("已用", "used"),
    "deadline": ("截止时间", "deadline"),
    "state": ("状态", "state"),
}
_LEAST, _MOST = 12, 40
"""Columns from which a title is worth printing, and that it takes at most."""
_NOT_IN_LINE = frozenset({State.MET, State.NOT_MEASURED})


# ── promises ─────────────────────────────────────────────────────────────────


def as_text(board: ClockBoard, *, lang: Lang, marks: Marks, columns: int) -> str:
    """The promises in columns, and a line that counts them and says what to run next.

    Args:
        board: what to print.
        lang: of the words.
        marks: of the states.
        columns: of the terminal; titles and owners are printed as far as they fit.
    """
    lines = list(rows_as_text(board.rows, as_of=board.as_of, lang=lang, marks=marks, room=columns))
    return "\n".join([*lines, *_closing(board, lang)]) + "\n"


def rows_as_text(
    rows: Sequence[ClockRow], *, as_of: datetime, lang: Lang, marks: Marks, room: int
) -> Iterator[str]:
    """Rows under heads; the project only where the rows differ in it."""
    if not rows:
        return
    side = 0 if lang is Lang.ZH else 1
    is_mixed = len({(row.client, row.project) for row in rows}) > 1
    cells = [row_cells(row, as_of=as_of, lang=lang, marks=marks) for row in rows]
    names = [name for name in _HEADS if is_mixed or name != "project"]
    heads = {name: _HEADS[name][side] for name in names}
    for name in ("owner", "title"):
        names.remove(name)
    free = room - sum(_wide(name, heads, cells) + len(GAP) for name in names)
    if free >= _LEAST:
        for row in cells:
            row["title"] = cut(row["title"], min(free, _MOST))
        names.insert(1, "title")
        free -= _wide("title", heads, cells) + len(GAP)
    if free >= _wide("owner", heads, cells):
        names.insert(names.index("budget"), "owner")
    yield from table(
        [[heads[name] for name in names], *([c[name] for name in names] for c in cells)]
    )


def _wide(name: str, heads: Mapping[str, str], cells: Sequence[Mapping[str, str]]) -> int:
    return max(width(text) for text in (heads[name], *(row[name] for row in cells)))


def row_cells(row: ClockRow, *, as_of: datetime, lang: Lang, marks: Marks | None) -> dict[str, str]:
    """The cells of a row by the names of the columns."""
    deadline = row.deadline
    cells = {
        "item": item_words(row),
        "title": in_lang(row.title, lang=lang),
        "clock": clock_name(row.code, lang=lang),
        "project": row.project or row.client or "",
        "owner": owner_words(row, lang=lang),
        "budget": budget_words(row, lang=lang),
        "used": used_words(row, as_of=as_of, lang=lang),
        "deadline": clock_time.short(deadline, as_of.year, lang=lang, is_whole_day=row.is_whole_day)
        if deadline
        else "",
        "state": state_words(row, as_of=as_of, lang=lang, marks=marks),
    }
    return {name: one_line(text) for name, text in cells.items()}


def item_words(row: ClockRow) -> str:
    """What a promise is about: its id, with the period of a conversation that recurs."""
    return row.name


def budget_words(row: ClockRow, *, lang: Lang) -> str:
    """The length agreed; of a date nothing, for it stands under the deadline."""
    return clock_time.budget(row.budget, lang=lang) if row.budget else ""


# ── the last lines ───────────────────────────────────────────────────────────


def _closing(board: ClockBoard, lang: Lang) -> Iterator[str]:
    """How many there are and of which moment that is; what to run next."""
    at = when.moment(board.as_of.isoformat(timespec="minutes"), lang=lang)
    scope = one_line(in_lang(board.scope.title, lang=lang)) if board.scope else ""
    if lang is Lang.ZH:
        before = f"{scope}：" if scope else ""
        yield f"{before}{_counted_zh(board)} · 数据截至{at}"
    else:
        yield f"{_counted_en(board)}{f' in {scope}' if scope else ''} · as of {at}"
    yield from _next(board, lang)


def _counted_zh(board: ClockBoard) -> str:
    if not board.rows:
        return "没有未完成的计时事项"
    told = [f"{word('State', token, lang=Lang.ZH)}{n}项" for token, n in _told(board)]
    return f"共{len(board.rows)}项" + (f"，其中{'、'.join(told)}" if told else "")


def _counted_en(board: ClockBoard) -> str:
    count = len(board.rows)
    if not count:
        return "no open clocks"
    told = [f"{n} {word('State', token, lang=Lang.EN).lower()}" for token, n in _told(board)]
    return " · ".join([f"{count} clock{'' if count == 1 else 's'}", *told])


def _told(board: ClockBoard) -> Iterator[tuple[str, int]]:
    order = [State.BREACHED, State.AT_RISK, *State]
    for state in dict.fromkeys(order):
        if count := board.counts.get(state.value):
            yield state.value, count


def _next(board: ClockBoard, lang: Lang) -> Iterator[str]:
    if board.left_out and not board.is_all:
        n = board.left_out
        yield (
            f"另有{n}项已按时完成、不计时或早已结束，加 --all 一并列出"
            if lang is Lang.ZH
            else f"{n} more: met, not measured or ended before; add --all to list them"
        )
    if board.rows:
        first = one_line(board.rows[0].name)
        yield (
            f"查看计时过程：rdclient sla explain {first}"
            if lang is Lang.ZH
            else f"why, to the minute: rdclient sla explain {first}"
        )


# ── promises kept ────────────────────────────────────────────────────────────

_KEPT_HEADS = (
    ("时限", "clock"), ("分组", "group"), ("达标率", "rate"), ("达标", "met"),
    ("未达标", "missed"), ("其中未完成", "still open"), ("计时中", "running"), ("暂停", "paused"),
    ("不计时", "not measured"), ("未见记录", "no record"), ("已豁免", "waived"), ("趋势", "trend"),
)  # fmt: skip
_GROUPS: Mapping[Grouping, tuple[str, str]] = {
    Grouping.CLIENT: ("客户", "client"),
    Grouping.PROJECT: ("项目", "project"),
    Grouping.KIND: ("类别", "kind"),
    Grouping.PERSON: ("责任人", "person"),
    Grouping.PRIORITY: ("优先级", "priority"),
}


def kept_as_text(view: Compliance, *, lang: Lang, marks: Marks) -> str:
    """How many were kept, per clock and group, with the rates of the periods as bars."""
    side = 0 if lang is Lang.ZH else 1
    heads = [words[side] for words in _KEPT_HEADS]
    if view.by is not None:
        heads[1] = _GROUPS[view.by][side]
    body = [
        [one_line(cell) for cell in _kept_cells(line, view, lang, marks)] for line in view.lines
    ]
    lines = list(table([heads, *body])) if body else []
    return "\n".join([*lines, _kept_closing(view, lang)]) + "\n"


def _kept_cells(line: Kept, view: Compliance, lang: Lang, marks: Marks) -> list[str]:
    tally = line.tally
    counts = (tally.running, tally.paused, tally.not_measured, tally.no_record, tally.waived)
    return [
        clock_name(line.code, lang=lang),
        group_words(line, view.by, lang=lang),
        rate_words(line.permille, lang=lang),
        str(tally.met),
        str(tally.missed),
        str(tally.open) if tally.open else "",
        *(str(count) if count else "" for count in counts),
        sparkline(line.trend, marks),
    ]


def rate_words(permille: int | None, *, lang: Lang) -> str:
    """So many of a thousand as a percentage; without data in words.

    >>> rate_words(984, lang=Lang.EN), rate_words(1000, lang=Lang.EN)
    ('98.4%', '100%')
    """
    if permille is None:
        return "无数据" if lang is Lang.ZH else "no data"
    whole, tenth = divmod(permille, 10)
    return f"{whole}.{tenth}%" if tenth else f"{whole}%"


_FAMILIES: Mapping[tuple[Grouping, str], str] = {
    **{(Grouping.KIND, code): "TicketKind" for code in ("RD501", "RD502")},
    **{(Grouping.KIND, code): "Indicator" for code in ("RD312", "RD316")},
    (Grouping.KIND, "RD105"): "Role",
    (Grouping.KIND, "RD532"): "ReleaseKind",
    **{(Grouping.PRIORITY, code): "IncidentLevel" for code in ("RD512", "RD513", "RD514")},
    (Grouping.PRIORITY, "RD317"): "Severity",
}
"""What is grouped by and the clock → the terms that the tokens of its groups are."""


def group_words(line: Kept, by: Grouping | None, *, lang: Lang) -> str:
    """What the group of a line is called; its token where it has no other words."""
    group = line.group
    if group is None or by is None:
        return ""
    if group.words is not None:
        return in_lang(group.words, lang=lang)
    family = _FAMILIES.get((by, line.code), "")
    if (family, group.token) in TERMS:
        return word(family, group.token, lang=lang)
    if by is Grouping.KIND and group.token in KINDS:
        return name_of(group.token, lang=lang)
    return group.token or ("未注明" if lang is Lang.ZH else "none")


def _kept_closing(view: Compliance, lang: Lang) -> str:
    span = when.span(view.first.isoformat(), view.last.isoformat(), lang=lang)
    if not view.lines:
        return f"{span}：无数据" if lang is Lang.ZH else f"no data · {span}"
    if view.per is None:
        return span
    first, last = view.periods[0], view.periods[-1]
    if lang is Lang.ZH:
        return f"{span} · 趋势自{first}至{last}，每格一{'周' if view.per == 'week' else '个月'}"
    return f"{span} · trend from {first} to {last}, one bar a {view.per.value}"
