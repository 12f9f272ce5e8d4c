"""The change log: every request with its size, state, decision, price and dates."""

from collections.abc import Iterator, Sequence

from rdclient.control.change import Basis
from rdclient.lens import Lang
from rdclient.model.base import Moment, in_lang
from rdclient.model.change import ENDED
from rdclient.render import when
from rdclient.render.change_table import size_words
from rdclient.render.columns import cut, one_line, table
from rdclient.render.page import escape_markdown
from rdclient.render.terms import word
from rdclient.reports.change_control import ChangeBoard, ChangeView

_HEADS = (
    ("编号", "no."), ("名称", "title"), ("项目", "project"), ("提出人", "raised by"),
    ("提出日期", "raised on"), ("级别", "size"), ("状态", "state"), ("结论", "decision"),
    ("合同费用", "fee"), ("工期（工作日）", "working days"), ("里程碑", "milestones"),
)  # fmt: skip
_TITLE = 32
"""Columns of a title at most."""
_ENDED = frozenset(step.value for step in ENDED)


def as_text(board: ChangeBoard, *, lang: Lang) -> str:
    """The log in columns, and a line with the sums of what was approved."""
    body = [[*row] for row in _body(board, lang)]
    for row in body:
        row[1] = cut(row[1], _TITLE)
    if len({(one.client, one.project) for one in board.changes}) < 2:  # noqa: PLR2004 - one project
        for row in body:
            row[2] = ""
    lines = [*table([_heads(lang), *body])] if body else []
    return "\n".join([*lines, _sums(board, lang)]) + "\n"


def as_markdown(board: ChangeBoard, *, lang: Lang) -> str:
    """The log as a table for a document or a comment."""
    title = "变更台账" if lang is Lang.ZH else "Change log"
    lines = [f"# {title}", ""]
    body = [*_body(board, lang)]
    if body:
        lines += [_line(_heads(lang)), _line(["---"] * len(_HEADS))]
        lines += [_line([escape_markdown(cell) for cell in row]) for row in body]
        lines.append("")
    return "\n".join([*lines, _sums(board, lang)]) + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def rows(board: ChangeBoard, *, lang: Lang) -> tuple[tuple[str, ...], ...]:
    """The log as cells, heads first."""
    return (tuple(_heads(lang)), *(tuple(row) for row in _body(board, lang)))


def _heads(lang: Lang) -> list[str]:
    return [words[0 if lang is Lang.ZH else 1] for words in _HEADS]


def _body(board: ChangeBoard, lang: Lang) -> Iterator[list[str]]:
    for one in board.changes:
        raised = one.raised_on
        day = raised.day if isinstance(raised, Moment) else raised
        yield [
            one.id,
            one_line(in_lang(one.title, lang=lang)),
            one.project or "",
            in_lang(one.raised_by.name, lang=lang) if one.raised_by else "",
            f"{day:%Y-%m-%d}" if day else "",
            size_words(one, lang=lang),
            word("ChangeState", one.state.value, lang=lang),
            one_line(decision_words(one, lang=lang)),
            _fee(one, lang),
            "" if one.days is None else str(one.days),
            "；".join(_moves(one)) if lang is Lang.ZH else "; ".join(_moves(one)),
        ]


def _fee(one: ChangeView, lang: Lang) -> str:
    """The price; 0 where it was said to be none, nothing where nobody said."""
    if one.fee is None:
        return ""
    tax = one.tax.value if one.tax and one.fee else None
    return when.money(str(one.fee), one.currency, tax, lang=lang)


def _moves(one: ChangeView) -> Iterator[str]:
    return (f"{name} → {due.isoformat()}" for name, due in one.milestones)


def decision_words(one: ChangeView, *, lang: Lang) -> str:
    """What was decided of it, and since when; with its reason where it was turned down."""
    is_zh = lang is Lang.ZH
    if one.state.value in _ENDED:
        return in_lang(one.ended_because, lang=lang) if one.ended_because else ""
    if one.basis is not None:
        told = word("Basis", one.basis.value, lang=lang)
        if one.basis is Basis.EMERGENCY:
            told += "，书面手续待补齐" if is_zh else ", full sign-off still missing"
        day = one.approved_at.day.isoformat() if one.approved_at else ""
        return f"{day} {told}".strip()
    if one.board is not None:
        board = word("Disposition", one.board.value, lang=lang)
        return f"CCB：{board}，待双方确认" if is_zh else f"CCB: {board}; awaits both sides"
    return ""


def _sums(board: ChangeBoard, lang: Lang) -> str:
    at = when.moment(board.as_of.isoformat(timespec="minutes"), lang=lang)
    count = len(board.changes)
    if not count:
        return (
            f"没有变更申请 · 数据截至{at}"
            if lang is Lang.ZH
            else f"no change requests · as of {at}"
        )
    currencies = {one.currency for one in board.changes if one.basis is not None and one.fee}
    fee = ""
    if len(currencies) <= 1:
        fee = when.money(str(board.fee), next(iter(currencies), "CNY"), lang=lang)
    if lang is Lang.ZH:
        money = f"，合同费用合计{fee}" if fee else ""
        told = f"共{count}项，已批准{board.approved}项，工期合计{board.days}个工作日{money}"
        return f"{told} · 数据截至{at}"
    money = f" · contract price {fee}" if fee else ""
    told = f"{count} requests · {board.approved} approved · {board.days} working days{money}"
    return f"{told} · as of {at}"
