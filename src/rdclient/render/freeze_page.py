"""What ``freeze status`` prints: each iteration, its freeze, and what may still be done."""

import json
from collections.abc import Iterator
from types import MappingProxyType

from rdclient.lens import Lang
from rdclient.model.base import in_lang
from rdclient.render import when
from rdclient.render.columns import cut, one_line, table
from rdclient.render.terms import word
from rdclient.reports.freezes import FreezeRow, Freezes, FreezeState

SCHEMA_VERSION = 1
_HEADS = (
    ("项目", "project"),
    ("迭代", "iteration"),
    ("起止日期", "dates"),
    ("冻结期", "freeze"),
    ("状态", "state"),
)
_MAY = MappingProxyType(
    {
        FreezeState.OPEN: (
            "未到冻结期：{names}。可以排入新需求，须在冻结期开始之前完成。",
            "open: {names}. Requirements may be planned into them until the freeze begins",
        ),
        FreezeState.FROZEN: (
            (
                "冻结中：{names}。不再排入新需求；可以微调（改措辞、补样例，工作量增加不超过"
                "{most}人天）和修复缺陷；紧急变更须经双方同意。确需例外的，由双方批准豁免"
                "（rdclient waive RD230）。"
            ),
            (
                "frozen: {names}. Nothing new goes in; wording and samples may be tuned (at most "
                "{most} person-days more) and defects mended; an emergency needs the word of both "
                "sides. Any other exception is a waiver that both approve (rdclient waive RD230)"
            ),
        ),
        FreezeState.STARTED: (
            "已开始：{names}。新增和修改按变更流程办理。",
            "started: {names}. Additions and changes go through a change request",
        ),
    }
)


def as_text(view: Freezes, *, lang: Lang) -> str:
    """A table of the iterations, then what may be done with those of each state."""
    side = 0 if lang is Lang.ZH else 1
    at = when.moment(view.as_of.isoformat(timespec="minutes"), lang=lang)
    if not view.rows:
        told = ("没有未结束的迭代", "no iteration that has not ended")[side]
        return f"{told} · {_as_of(at, lang)}\n"
    body = [[one_line(cell) for cell in _cells(row, lang)] for row in view.rows]
    lines = [*table([[words[side] for words in _HEADS], *body]), ""]
    for state, words in _MAY.items():
        names = [row.iteration for row in view.rows if row.state is state]
        if names:
            joined = ("、" if lang is Lang.ZH else ", ").join(dict.fromkeys(names))
            lines.append(words[side].format(names=joined, most=f"{view.fine_tuning_pd:g}"))
    lines.append(f"{_rule(view, lang)} · {_as_of(at, lang)}")
    return "\n".join(lines) + "\n"


def _as_of(at: str, lang: Lang) -> str:
    return f"数据截至{at}" if lang is Lang.ZH else f"as of {at}"


def _rule(view: Freezes, lang: Lang) -> str:
    if lang is Lang.ZH:
        return f"迭代开始前{view.days}个自然日冻结" if view.days else "未约定冻结期"
    days = f"{view.days} calendar day{'' if view.days == 1 else 's'}"
    return f"the {days} before an iteration starts" if view.days else "no freeze was agreed"


def _cells(row: FreezeRow, lang: Lang) -> Iterator[str]:
    yield cut(in_lang(row.project.title, lang=lang), 32)
    yield row.iteration
    yield _days(row.start.isoformat(), row.end.isoformat(), lang)
    yield _days(row.first.isoformat(), row.last.isoformat(), lang) if row.first and row.last else ""
    yield word("FreezeState", row.state.value, lang=lang)


def _days(first: str, last: str, lang: Lang) -> str:
    return first if first == last else when.span(first, last, lang=lang)


def as_json(view: Freezes, unread: tuple[str, ...]) -> str:
    """The same as data."""
    rows = [
        {
            "project": row.project.id,
            "iteration": row.iteration,
            "start": row.start.isoformat(),
            "end": row.end.isoformat(),
            "freeze": (
                {"first": row.first.isoformat(), "last": row.last.isoformat()}
                if row.first and row.last
                else None
            ),
            "state": row.state.value,
            "may_add": row.state is FreezeState.OPEN,
        }
        for row in view.rows
    ]
    document = {
        "schema_version": SCHEMA_VERSION,
        "as_of": view.as_of.isoformat(timespec="minutes"),
        "freeze_days": view.days,
        "fine_tuning_pd": view.fine_tuning_pd,
        "iterations": rows,
        "unread": [*unread],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
