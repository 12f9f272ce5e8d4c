"""What ``baseline create``, ``baseline list`` and ``baseline show`` print."""

from collections.abc import Iterator

from rdclient.control.fingerprint import short
from rdclient.lens import Lang
from rdclient.model.base import in_lang
from rdclient.model.baseline import Baseline
from rdclient.render import when
from rdclient.render.columns import cut, one_line, table
from rdclient.render.signing_table import detail as signatures
from rdclient.render.signing_words import not_written, spelled
from rdclient.render.terms import word
from rdclient.reports.specification import BaselineBoard, BaselineView, EntryView

_HEADS = (
    ("编号", "id"), ("名称", "title"), ("项目", "project"), ("编制日期", "made"),
    ("需求数", "requirements"), ("内容指纹", "fingerprint"), ("状态", "state"),
    ("确认日期", "agreed"),
)  # fmt: skip
_ENTRY_HEADS = (
    ("需求", "requirement"), ("名称", "title"), ("内容指纹", "fingerprint"), ("目前", "now"),
)  # fmt: skip
_TITLE = 36
"""Columns of a title at most."""
_NOW = {
    "same": ("一致", "the same"),
    "covered": ("已按后续基线或变更更新", "renewed by"),
    "changed": ("已改动，无对应变更", "changed without a request"),
    "gone": ("已删除", "gone"),
}


def created(
    baseline: Baseline,
    fingerprint: str,
    *,
    left_out: tuple[str, ...],
    incomplete: tuple[str, ...],
    called: str,
    is_written: bool,
    lang: Lang,
) -> Iterator[str]:
    """What was made, what is not in it or not complete, and what to run next.

    The words of a ``BaselineMade``; ``is_written`` is False when it was only shown.
    """
    is_zh, count, digits = lang is Lang.ZH, len(baseline.entries), short(fingerprint)
    told = (
        f"{baseline.id}：{count}条需求，内容指纹 {digits}"
        if is_zh
        else f"{baseline.id}: {count} requirement{'' if count == 1 else 's'}, fingerprint {digits}"
    )
    yield told if is_written else told + not_written(lang)
    yield from _wanting(left_out, incomplete, is_zh=is_zh)
    if is_written:
        run = f"rdclient signoff request {called}"
        yield (
            f"接下来：请双方签字确认 {run}" if is_zh else f"next: ask both sides to sign it: {run}"
        )


def _wanting(
    left_out: tuple[str, ...], incomplete: tuple[str, ...], *, is_zh: bool
) -> Iterator[str]:
    if left_out:
        yield (
            f"未列入（尚未评审，或不在 --only 之内）：{'、'.join(left_out)}"
            if is_zh
            else f"not in it (not reviewed yet, or not named by --only): {', '.join(left_out)}"
        )
    if incomplete:
        names = ("、" if is_zh else ", ").join(incomplete)
        yield f"规格不完整：{names}" if is_zh else f"not complete: {names}"


def as_text(board: BaselineBoard, *, lang: Lang) -> str:
    """The baselines, one line each, and a line that says what to run next."""
    side = 0 if lang is Lang.ZH else 1
    is_mixed = len({one.project for one in board.baselines}) > 1
    rows = [_row(one, lang, is_mixed=is_mixed) for one in board.baselines]
    lines = [*table([[words[side] for words in _HEADS], *rows])] if rows else []
    return "\n".join([*lines, *_closing(board, lang)]) + "\n"


def _row(one: BaselineView, lang: Lang, *, is_mixed: bool) -> list[str]:
    title = in_lang(one.title, lang=lang) if one.title else ""
    return [
        one.id,
        cut(one_line(title), _TITLE),
        (one.project or "") if is_mixed else "",
        one.created_on.isoformat(),
        str(len(one.entries)),
        short(one.subject.fingerprint),
        word("BaselineState", one.state, lang=lang),
        one.signed_at.day.isoformat() if one.signed_at else "",
    ]


def _closing(board: BaselineBoard, lang: Lang) -> Iterator[str]:
    at = when.moment(board.as_of.isoformat(timespec="minutes"), lang=lang)
    count = len(board.baselines)
    if lang is Lang.ZH:
        yield f"共{count}份需求基线 · 数据截至{at}" if count else f"没有需求基线 · 数据截至{at}"
        yield (
            f"查看明细：rdclient baseline show {board.baselines[-1].subject.name}"
            if count
            else "创建：rdclient baseline create"
        )
        return
    plural = "" if count == 1 else "s"
    yield f"{count} baseline{plural} · as of {at}" if count else f"no baselines · as of {at}"
    yield (
        f"entries and signatures: rdclient baseline show {board.baselines[-1].subject.name}"
        if count
        else "make one: rdclient baseline create"
    )


# ── one baseline ─────────────────────────────────────────────────────────────


def detail(view: BaselineView, *, lang: Lang, has_history: bool) -> str:
    """A baseline: what it holds, whether each is still so, who signed it."""
    is_zh = lang is Lang.ZH
    made = when.moment(view.created_on.isoformat(), lang=lang)
    title = in_lang(view.title, lang=lang) if view.title else ""
    name = " ".join(part for part in (view.id, one_line(title)) if part)
    count = len(view.entries)
    state = word("BaselineState", view.state, lang=lang)
    if view.signed_at is not None:
        at = spelled(view.signed_at, lang=lang)
        state = f"{state}（{at}）" if is_zh else f"{state}, {at}"
    first = (
        f"{name} · {made}编制 · {count}条需求 · {state}"
        if is_zh
        else f"{name} · made {made} · {count} requirements · {state}"
    )
    side = 0 if is_zh else 1
    rows = [_entry(one, lang) for one in view.entries]
    entries = table([[words[side] for words in _ENTRY_HEADS], *rows]) if rows else ()
    signed = signatures(view.subject, lang=lang, has_history=has_history)
    lines = [first, *entries, *_told(view, lang), *signed]
    return "\n".join(lines) + "\n"


def _entry(one: EntryView, lang: Lang) -> list[str]:
    side = 0 if lang is Lang.ZH else 1
    now = _NOW[one.now][side]
    if one.by:
        names = ("、" if side == 0 else ", ").join(one.by)
        now = f"{now}（{names}）" if side == 0 else f"{now} ({names})"
    if not one.does_prove:
        now = "内容与指纹不符" if side == 0 else "its content lacks its fingerprint"
    return [one.requirement, cut(one_line(one.title), _TITLE), short(one.fingerprint), now]


def _told(view: BaselineView, lang: Lang) -> Iterator[str]:
    """How many are no more so, and what to run."""
    other = [one for one in view.entries if one.now != "same"]
    if not other:
        return
    run = f"rdclient baseline diff {view.subject.name}"
    if lang is Lang.ZH:
        yield f"其中{len(other)}条现已与基线不同，逐项比较：{run}"
    else:
        yield f"{len(other)} of them differ now; field by field: {run}"
