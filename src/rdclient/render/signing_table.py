"""What ``signoff status`` and ``signoff verify`` print: subjects, sides, acts, what to run next."""

from collections.abc import Iterator
from datetime import datetime

from rdclient.control.fingerprint import short
from rdclient.lens import Lang
from rdclient.model.base import in_lang
from rdclient.model.client import Side
from rdclient.render import when
from rdclient.render.columns import cut, one_line, table
from rdclient.render.signing_words import (
    act_words,
    next_steps,
    party,
    result_words,
    side_words,
    spelled,
    wanted_words,
)
from rdclient.render.terms import word
from rdclient.reports.signing import ActView, SideView, SigningBoard, SubjectView

_HEADS = (
    ("编号", "id"), ("名称", "title"), ("项目", "project"), ("确认要求", "class"),
    ("内容指纹", "fingerprint"), ("甲方", "client"), ("乙方", "vendor"), ("结论", "result"),
)  # fmt: skip
_TITLE = 28
"""Columns of a title at most."""


def as_text(board: SigningBoard, *, lang: Lang, is_detailed: bool) -> str:
    """The subjects as a table; of one that was named everything.

    Args:
        board: what to print.
        lang: of the words.
        is_detailed: whether each is told in full.
    """
    if is_detailed:
        lines = [
            line
            for one in board.subjects
            for line in detail(one, lang=lang, has_history=board.has_history)
        ]
    else:
        lines = [*_table(board, lang), *_closing(board, lang)]
    return "\n".join(lines) + "\n"


# ── many subjects ────────────────────────────────────────────────────────────


def _table(board: SigningBoard, lang: Lang) -> Iterator[str]:
    if not board.subjects:
        return
    side = 0 if lang is Lang.ZH else 1
    is_mixed = len({(one.client, one.project) for one in board.subjects}) > 1
    rows = [
        [
            one.id,
            cut(one_line(_title(one, lang)), _TITLE),
            (one.project or "") if is_mixed else "",
            word("DecisionClass", one.decision.value, lang=lang),
            short(one.fingerprint),
            *(side_words(each, lang=lang) for each in one.sides),
            result_words(one, lang=lang),
        ]
        for one in board.subjects
    ]
    yield from table([[words[side] for words in _HEADS], *rows])


def _title(subject: SubjectView, lang: Lang) -> str:
    return in_lang(subject.title, lang=lang) if subject.title else ""


def _closing(board: SigningBoard, lang: Lang) -> Iterator[str]:
    at, count = _at(board.as_of, lang), len(board.subjects)
    met = sum(one.is_met for one in board.subjects)
    if not count:
        yield (
            f"没有需要签字确认的基线、变更申请或会议纪要 · 数据截至{at}"
            if lang is Lang.ZH
            else f"no baselines, change requests or signed minutes · as of {at}"
        )
        return
    if lang is Lang.ZH:
        yield f"共{count}项，双方已确认{met}项 · 数据截至{at}"
    else:
        yield f"{count} subjects · {met} agreed by both · as of {at}"
    waiting = next((one for one in board.subjects if _is_waiting(one)), None)
    first = waiting or board.subjects[0]
    yield (
        f"查看经过和所缺的确认：rdclient signoff status {first.name}"
        if lang is Lang.ZH
        else f"who signed what, and what is missing: rdclient signoff status {first.name}"
    )


def _is_waiting(subject: SubjectView) -> bool:
    return not subject.is_met and subject.basis is None and subject.ended is None


def _at(moment: datetime, lang: Lang) -> str:
    return when.moment(moment.isoformat(timespec="minutes"), lang=lang)


# ── one subject ──────────────────────────────────────────────────────────────


def detail(subject: SubjectView, *, lang: Lang, has_history: bool) -> Iterator[str]:
    """Everything about one subject: what it is, each side, each act, what to run next."""
    is_zh = lang is Lang.ZH
    kind = word("SubjectKind", subject.kind.value, lang=lang)
    wanted = word("DecisionClass", subject.decision.value, lang=lang)
    title = one_line(_title(subject, lang))
    digits = short(subject.fingerprint)
    name = f"{kind} {subject.id} {title}".rstrip()
    if is_zh:
        yield f"{name} · 按“{wanted}”的要求 · 内容指纹 {digits}"
    else:
        yield f"{name} · {wanted.lower()} · fingerprint {digits}"
    for side in subject.sides:
        yield _side_line(side, lang)
        yield from _acts(subject, side.side, lang)
    if subject.emergency is not None and not subject.is_met:
        yield _emergency(subject.emergency, lang)
    if subject.is_met:
        at = spelled(subject.met_at, lang=lang) if subject.met_at else ""
        yield f"结论：双方已确认（{at}）" if is_zh else f"agreed by both sides, {at}"
    else:
        result = result_words(subject, lang=lang)
        yield f"结论：{result}" if is_zh else f"result: {result}"
    if not has_history and subject.acts:
        yield (
            "提示：没有完整的 Git 历史，各份确认的入库时间无法核实"
            if is_zh
            else "note: without whole Git history nobody knows when each act landed"
        )
    yield from next_steps(subject, lang=lang)


def _side_line(side: SideView, lang: Lang) -> str:
    name, is_zh = party(side.side, lang), lang is Lang.ZH
    parts = [wanted_words(side, lang=lang)]
    if side.level is not None:
        parts.append(side_words(side, lang=lang))
    return f"  {name}：{'；'.join(parts)}" if is_zh else f"  {name}: {'; '.join(parts)}"


def _acts(subject: SubjectView, side: Side, lang: Lang) -> Iterator[str]:
    for act in subject.acts:
        if act.side is side:
            yield f"    {act_words(act, lang=lang)}"


def _emergency(sides: tuple[SideView, SideView], lang: Lang) -> str:
    missing = [party(side.side, lang) for side in sides if not side.is_met]
    if lang is Lang.ZH:
        told = (
            f"尚缺{'、'.join(missing)}同意" if missing else "双方已同意先行实施，书面手续尚待补齐"
        )
        return f"  紧急变更：{told}"
    told = (
        f"awaits the word of {' and '.join(missing)}"
        if missing
        else "may begin on both sides' word; the full sign-off is still to come"
    )
    return f"  emergency: {told}"


# ── verify ───────────────────────────────────────────────────────────────────


def verified_as_text(board: SigningBoard, *, lang: Lang) -> str:
    """Every act, and whether it holds; what does not, first."""
    is_zh = lang is Lang.ZH
    acts = [(one, act) for one in board.subjects for act in one.acts]
    lines = []
    is_mixed = len({(one.client, one.project) for one in board.subjects}) > 1
    for subject, act in sorted(acts, key=lambda pair: pair[1].does_hold):
        name = f"{subject.project}/{subject.id}" if is_mixed else subject.id
        lines.append(f"{_verdict(act, is_zh=is_zh)} {name} {act_words(act, lang=lang)}")
        lines += [f"    {line}" for line in _proofs(act, lang)]
    for act in board.lost:
        lines.append(
            f"{_verdict(act, is_zh=is_zh)} {one_line(act.path)} {act_words(act, lang=lang)}"
        )
    everything = [*(act for _, act in acts), *board.lost]
    bad = sum(not act.does_hold for act in everything)
    at = _at(board.as_of, lang)
    if is_zh:
        told = f"共{len(everything)}份确认，{f'{bad}份不成立' if bad else '全部成立'}"
        lines.append(f"{told} · 数据截至{at}" if everything else f"没有签字确认记录 · 数据截至{at}")
    else:
        told = f"{len(everything)} acts · {f'{bad} do not hold' if bad else 'all hold'}"
        lines.append(f"{told} · as of {at}" if everything else f"no sign-offs · as of {at}")
    return "\n".join(lines) + "\n"


def _verdict(act: ActView, *, is_zh: bool) -> str:
    if act.does_hold:
        return "成立" if is_zh else "holds"
    return "不成立" if is_zh else "FAILS"


def _proofs(act: ActView, lang: Lang) -> Iterator[str]:
    """The files of an act that fails: which ones, and what is wrong with each."""
    if act.does_hold:
        return
    yield one_line(act.path)
    for one in act.evidence:
        yield f"{one_line(one.file)} · {word('Found', one.found.value, lang=lang)}"
