"""What ``change classify`` and ``change status`` print: size, reasons, state, what is missing."""

from collections.abc import Iterator, Mapping

from rdclient.control.change import Basis
from rdclient.control.classify import SizeReason
from rdclient.lens import Lang
from rdclient.model.base import in_lang
from rdclient.model.change import ENDED, Urgency
from rdclient.render import when
from rdclient.render.columns import cut, one_line, table
from rdclient.render.signing_words import party, side_words, spelled, wanted_words
from rdclient.render.terms import word
from rdclient.reports.change_control import ChangeBoard, ChangeView, LoadView, ReasonView
from rdclient.reports.signing import SideView

_HEADS = (
    ("编号", "id"), ("名称", "title"), ("项目", "project"), ("级别", "size"), ("状态", "state"),
    ("批准依据", "approved"), ("尚缺", "missing"),
)  # fmt: skip
_TITLE = 32
"""Columns of a title at most."""
_ENDED = frozenset(step.value for step in ENDED)


# ── many requests ────────────────────────────────────────────────────────────


def as_text(board: ChangeBoard, *, lang: Lang) -> str:
    """The requests, one line each; what is urgent and what is next below."""
    side = 0 if lang is Lang.ZH else 1
    is_mixed = len({(one.client, one.project) for one in board.changes}) > 1
    rows = [_row(one, lang, is_mixed=is_mixed) for one in board.changes]
    lines = [*table([[words[side] for words in _HEADS], *rows])] if rows else []
    return "\n".join([*lines, *_closing(board, lang)]) + "\n"


def _row(one: ChangeView, lang: Lang, *, is_mixed: bool) -> list[str]:
    return [
        one.id,
        cut(one_line(in_lang(one.title, lang=lang)), _TITLE),
        (one.project or "") if is_mixed else "",
        size_words(one, lang=lang),
        word("ChangeState", one.state.value, lang=lang),
        basis_words(one, lang=lang),
        needs_words(one, lang=lang),
    ]


def size_words(one: ChangeView, *, lang: Lang) -> str:
    """The size, or what it is instead; before the assessment nobody knows."""
    if one.size.is_editorial:
        return "文字勘误" if lang is Lang.ZH else "Editorial"
    if one.size.size is None:
        return "待评估" if lang is Lang.ZH else "to be assessed"
    return word("ChangeSize", one.size.size.value, lang=lang)


def basis_words(one: ChangeView, *, lang: Lang) -> str:
    """Since when it counts as approved, and why."""
    if one.basis is None:
        return ""
    told = word("Basis", one.basis.value, lang=lang)
    day = one.approved_at.day.isoformat() if one.approved_at else ""
    return f"{day} {told}".strip()


def needs_words(one: ChangeView, *, lang: Lang) -> str:
    """What is missing; of an ended request nothing."""
    told = [word("ChangeNeed", need.value, lang=lang) for need in one.needs]
    return ("、" if lang is Lang.ZH else ", ").join(told)


def _closing(board: ChangeBoard, lang: Lang) -> Iterator[str]:
    is_zh = lang is Lang.ZH
    at = when.moment(board.as_of.isoformat(timespec="minutes"), lang=lang)
    count, ended = len(board.changes), sum(one.state.value in _ENDED for one in board.changes)
    if not count:
        yield f"没有变更申请 · 数据截至{at}" if is_zh else f"no change requests · as of {at}"
        return
    for one in board.changes:
        if one.urgency is Urgency.EMERGENCY and not one.is_signed and one.needs:
            yield _emergency(one, is_zh=is_zh)
    if is_zh:
        rest = f"，否决、推迟或撤回{ended}项" if ended else ""
        yield f"共{count}项变更申请，已批准{board.approved}项{rest} · 数据截至{at}"
    else:
        rest = f" · {ended} rejected, deferred or withdrawn" if ended else ""
        plural = "" if count == 1 else "s"
        yield f"{count} change request{plural} · {board.approved} approved{rest} · as of {at}"
    if waiting := next((one for one in board.changes if one.needs), None):
        name = waiting.name
        yield (
            f"判定依据和确认要求：rdclient change classify {name}"
            if is_zh
            else f"why that size, and who signs: rdclient change classify {name}"
        )


def _emergency(one: ChangeView, *, is_zh: bool) -> str:
    if one.basis is Basis.EMERGENCY:
        return (
            f"紧急变更 {one.id} 已经双方同意先行实施，书面手续尚未补齐"
            if is_zh
            else f"emergency {one.id} began on both sides' word; the full sign-off is still missing"
        )
    return (
        f"紧急变更 {one.id} 尚未取得双方同意，不能先行实施"
        if is_zh
        else f"emergency {one.id} has not both sides' word yet and may not begin"
    )


# ── one request ──────────────────────────────────────────────────────────────


def classified(view: ChangeView, *, lang: Lang) -> str:
    """The size of one request, why, what adds up, and who may sign it."""
    return "\n".join(_classified(view, lang)) + "\n"


def _classified(view: ChangeView, lang: Lang) -> Iterator[str]:
    is_zh = lang is Lang.ZH
    title = one_line(in_lang(view.title, lang=lang))
    yield f"{view.id} {title} · {size_words(view, lang=lang)}"
    yield from _reasons(view, lang)
    if view.size.load:
        yield _load(view.size.load, lang)
    wanted = word("DecisionClass", view.size.decision.value, lang=lang)
    if view.size.size is None and not view.size.is_editorial:
        yield (
            "  尚未完成技术评估，或未填写影响分析（impact），级别未定，先按重大变更的要求确认"
            if is_zh
            else "  not assessed yet, or no impact on record: until then it is taken for major"
        )
    yield f"按“{wanted}”的要求确认：" if is_zh else f"signed as: {wanted.lower()}"
    for side in view.sides:
        yield f"  {_side(side, lang)}"
    if view.basis is not None:
        at = spelled(view.approved_at, lang=lang) if view.approved_at else ""
        told = word("Basis", view.basis.value, lang=lang)
        yield f"已批准（{at}）：{told}" if is_zh else f"approved {at}: {told}"
    if view.needs:
        told = needs_words(view, lang=lang)
        yield f"尚缺：{told}" if is_zh else f"missing: {told}"
    run = f"rdclient signoff status {view.name}"
    yield f"查看已有确认：{run}" if is_zh else f"who signed what: {run}"


def _reasons(view: ChangeView, lang: Lang) -> Iterator[str]:
    is_zh, size = lang is Lang.ZH, view.size
    if size.override is not None:
        why = one_line(in_lang(size.override, lang=lang))
        yield f"  级别由人工判定：{why}" if is_zh else f"  set by hand: {why}"
        if size.derived is not None:
            derived = word("ChangeSize", size.derived.value, lang=lang)
            yield f"  按规则应为：{derived}" if is_zh else f"  by the rules: {derived}"
    for reason in size.reasons:
        yield f"  · {reason_words(reason, view, lang=lang)}"
    if size.derived is not None and not size.reasons:
        yield (
            "  不涉及费用、关键里程碑和合同条款，工期变动在容差以内"
            if is_zh
            else "  no price, key milestone or clause; the schedule stays within the tolerance"
        )
    for fault in size.not_editorial:
        told = word("NotEditorial", fault, lang=lang)
        yield f"  不能按文字勘误办理：{told}" if is_zh else f"  not editorial: {told}"


def reason_words(reason: ReasonView, view: ChangeView, *, lang: Lang) -> str:
    """One reason with its figures."""
    told, facts = word("SizeReason", reason.code.value, lang=lang), dict(reason.facts)
    shown = _shown(reason.code, facts, view, lang)
    return f"{told}：{shown}" if lang is Lang.ZH else f"{told}: {shown}"


def _shown(code: SizeReason, facts: Mapping[str, object], view: ChangeView, lang: Lang) -> str:
    is_zh = lang is Lang.ZH
    match code:
        case SizeReason.FEE:
            tax = view.tax.value if view.tax else None
            return when.money(str(facts["amount"]), view.currency, tax, lang=lang)
        case SizeReason.SCHEDULE:
            days, most = facts["days"], facts["tolerance"]
            return (
                f"{days}个工作日（容差{most}个工作日）"
                if is_zh
                else f"{days} working days (tolerance {most})"
            )
        case SizeReason.CUMULATIVE:
            share, most = _percent(facts["percent"]), _percent(facts["most"])
            name = facts["iteration"]
            return (
                f"迭代 {name} 累计占计划工作量的{share}（上限{most}）"
                if is_zh
                else f"{share} of the effort of {name} (at most {most})"
            )
    values = facts.get("milestones") or facts.get("clauses") or ()
    parts = values if isinstance(values, tuple) else (values,)
    texts = [in_lang(part, lang=lang) for part in parts]
    return ("、" if is_zh else ", ").join(one_line(text) for text in texts)


def _percent(value: object) -> str:
    return when.percent(str(value))


def _load(load: LoadView, lang: Lang) -> str:
    is_zh = lang is Lang.ZH
    names = ("、" if is_zh else ", ").join(load.changes)
    if load.percent is None:
        return (
            f"迭代 {load.iteration} 未记录计划工作量，一般变更的累计占比未采集"
            if is_zh
            else f"iteration {load.iteration}: no planned effort on record, so no share is known"
        )
    share, most = _percent(load.percent), _percent(load.most)
    if is_zh:
        told = f"迭代 {load.iteration} 的一般变更累计占计划工作量的{share}（上限{most}）"
        return f"{told}：{names}" if names else told
    told = f"minor changes of {load.iteration} take {share} of its effort (at most {most})"
    return f"{told}: {names}" if names else told


def _side(side: SideView, lang: Lang) -> str:
    name, is_zh = party(side.side, lang), lang is Lang.ZH
    parts = [wanted_words(side, lang=lang)]
    if side.level is not None:
        names = [one_line(in_lang(one.person.name, lang=lang)) for one in side.may_sign]
        who = ("、" if is_zh else ", ").join(names) or ("目前没有人" if is_zh else "nobody today")
        parts += [f"可确认：{who}" if is_zh else f"may sign: {who}", side_words(side, lang=lang)]
    return f"{name}：{'；'.join(parts)}" if is_zh else f"{name}: {'; '.join(parts)}"
