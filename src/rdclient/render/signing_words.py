"""Sign-offs in words: what a side has to give, what an act is worth, what to run next."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from rdclient.control.change import Basis
from rdclient.control.fingerprint import short
from rdclient.control.flaw import Flaw
from rdclient.control.time_verdict import TimeVerdict
from rdclient.lens import Lang
from rdclient.model.base import Moment, in_lang
from rdclient.model.change import ChangeDecision
from rdclient.model.client import Side
from rdclient.model.signoff import EvidenceLevel
from rdclient.render import when
from rdclient.render.columns import one_line
from rdclient.render.terms import word
from rdclient.reports.candidate import Candidate
from rdclient.reports.signing import ActView, SideView, SubjectView

_PARTIES = {Side.CLIENT: ("甲方", "client"), Side.VENDOR: ("乙方", "vendor")}


def party(side: Side, lang: Lang) -> str:
    """甲方 and 乙方, as signed papers say."""
    return _PARTIES[side][0 if lang is Lang.ZH else 1]


def spelled(at: Moment, *, lang: Lang) -> str:
    """A day, or a time, with its year."""
    text = at.local.isoformat(timespec="minutes") if at.timed else at.day.isoformat()
    return when.moment(text, lang=lang)


def wanted_words(side: SideView, *, lang: Lang) -> str:
    """How many persons of a side have to sign, and with which evidence at least."""
    if side.level is None:
        return "无须确认" if lang is Lang.ZH else "need not sign"
    level = word("EvidenceLevel", side.level.value, lang=lang)
    if lang is Lang.ZH:
        seal = "，须盖章" if side.seal else ""
        return f"须{side.people}人确认，凭证不低于“{level}”{seal}"
    seal = ", with a company seal" if side.seal else ""
    people = f"{side.people} person{'' if side.people == 1 else 's'}"
    return f"{people}, at least “{level.lower()}”{seal}"


def side_words(side: SideView, *, lang: Lang) -> str:
    """How far a side is, with the least evidence of what it gave."""
    if side.objected:
        return "不同意" if lang is Lang.ZH else "objects"
    if side.level is None:
        return "无须确认" if lang is Lang.ZH else "not needed"
    if side.is_met and side.reached is not None:
        level = word("EvidenceLevel", side.reached.value, lang=lang)
        return f"已确认（{_bare(level)}）" if lang is Lang.ZH else f"agreed ({level.lower()})"
    if lang is Lang.ZH:
        return f"尚缺{side.missing}人"
    return f"{side.missing} missing"


def _bare(level: str) -> str:
    """A level inside brackets: without brackets of its own."""
    return level.replace("（", "，").replace("）", "")


def result_words(subject: SubjectView, *, lang: Lang) -> str:
    """What the signatures come to."""
    is_zh = lang is Lang.ZH
    if subject.ended is not None:
        return word("ChangeState", subject.ended.value, lang=lang)
    if any(side.objected for side in subject.sides):
        return "有不同意见，不生效" if is_zh else "objected to"
    if subject.is_met:
        return "双方已确认" if is_zh else "agreed by both"
    if subject.basis is not None:
        return word("Basis", subject.basis.value, lang=lang)
    missing = [party(side.side, lang) for side in subject.sides if not side.is_met]
    return f"待{'、'.join(missing)}确认" if is_zh else f"awaits {' and '.join(missing)}"


def act_words(act: ActView, *, lang: Lang) -> str:
    """One act on one line: who, what, when, how evidenced, on which words, what it is worth."""
    is_zh = lang is Lang.ZH
    name = in_lang(act.person.name, lang=lang) if act.person else act.signer
    unit = in_lang(act.person.unit, lang=lang) if act.person and act.person.unit else ""
    who = f"{name}（{unit}）" if unit and is_zh else f"{name} ({unit})" if unit else name
    seals = dict.fromkeys(one.seal for one in act.evidence if one.seal)
    seal = ("、" if is_zh else ", ").join(word("Seal", one.value, lang=lang) for one in seals)
    level = word("EvidenceLevel", act.level.value, lang=lang)
    level = f"{level}，{seal}" if seal and is_zh else f"{level}, {seal.lower()}" if seal else level
    parts = [
        one_line(who),
        word("Role", act.role.value, lang=lang) if act.role else "",
        decision_words(act, lang=lang),
        spelled(act.declared_at, lang=lang),
        level,
        short(act.fingerprint),
        time_words(act, lang=lang),
    ]
    told = " · ".join(part for part in parts if part)
    if act.is_counted:
        return told
    why = ("；" if is_zh else "; ").join(flaw_words(flaw, lang=lang) for flaw in act.flaws)
    return f"{told} · 不计入：{why}" if is_zh else f"{told} · does not count: {why}"


def decision_words(act: ActView, *, lang: Lang) -> str:
    """What was decided; silence is never called consent."""
    if act.deemed:
        return "逾期未提异议（默认确认）" if lang is Lang.ZH else "Deemed accepted"
    told = word("ChangeDecision", act.decision.value, lang=lang)
    if act.decision is ChangeDecision.APPROVE_WITH_CONDITIONS and act.conditions:
        conditions = one_line(act.conditions)
        return f"{told}（{conditions}）" if lang is Lang.ZH else f"{told} ({conditions})"
    return told


def time_words(act: ActView, *, lang: Lang) -> str:
    """What the stated time is worth; nothing where there is nothing to add."""
    if act.time in (TimeVerdict.EVIDENCED, TimeVerdict.DECLARED_ONLY, TimeVerdict.UNKNOWN):
        return ""
    told = word("TimeVerdict", act.time.value, lang=lang)
    if act.time is TimeVerdict.LATE:
        days = act.late_days
        return f"{told}（晚{days}天）" if lang is Lang.ZH else f"{told.lower()} by {days} days"
    return told if lang is Lang.ZH else told.lower()


def flaw_words(flaw: Flaw, *, lang: Lang) -> str:
    """Why an act does not count."""
    return word("Flaw", flaw.value, lang=lang)


_PROOF: Mapping[EvidenceLevel | None, str] = MappingProxyType(
    {EvidenceLevel.E1: " --evidence FILE", EvidenceLevel.E2: " --key ~/.ssh/id_ed25519"}
)
"""What ``signoff add`` is given for a level."""


def next_steps(subject: SubjectView, *, lang: Lang) -> Iterator[str]:
    """The commands that bring what is missing."""
    is_zh = lang is Lang.ZH
    is_settled = subject.is_met or subject.basis in (Basis.EDITORIAL, Basis.BEFORE_METHOD)
    if is_settled or subject.ended is not None:
        return
    if any(side.objected for side in subject.sides):
        yield (
            "接下来：与提出意见的一方商定修改，修改后重新提请确认"
            if is_zh
            else "next: settle the objection, change the text, then ask both sides again"
        )
        return
    for side in subject.sides:
        if side.missing:
            names = [in_lang(one.person.name, lang=lang) for one in side.may_sign]
            who = one_line(("、" if is_zh else ", ").join(names))
            yield from _steps(subject, side, who, is_zh=is_zh)


def _steps(subject: SubjectView, side: SideView, who: str, *, is_zh: bool) -> Iterator[str]:
    told = party(side.side, Lang.ZH if is_zh else Lang.EN)
    if not who:
        yield (
            f"{told}目前没有人有权确认：请在项目成员或联系人中登记角色、文件权限"
            if is_zh
            else f"nobody of the {told} may sign today: record a role or an authority of somebody"
        )
        return
    name = side.may_sign[0].id
    if side.side is Side.CLIENT:
        run = f"rdclient signoff request {subject.name}"
    else:
        run = f"rdclient signoff add {subject.name} --side vendor --by {name}"
        run += _PROOF.get(side.level, "") + (_sealed(side) if side.seal else "")
    yield f"接下来（{told}，可由{who}确认）：{run}" if is_zh else f"next ({told}; {who} may): {run}"


def _sealed(side: SideView) -> str:
    """What shows a company's seal: it stands on evidence, also where a key has signed."""
    evidence = "" if side.level is EvidenceLevel.E1 else _PROOF[EvidenceLevel.E1]
    return f"{evidence} --seal official"


def outcome(act: ActView, subject: SubjectView, *, lang: Lang) -> Iterator[str]:
    """What an act that was recorded counts for, what is still missing, what to run."""
    is_zh = lang is Lang.ZH
    told, result = act_words(act, lang=lang), result_words(subject, lang=lang)
    yield f"{subject.id}：{told}" if is_zh else f"{subject.id}: {told}"
    if not act.is_counted:
        yield (
            "已登记，但目前不计入；补充凭证后请再登记一份"
            if is_zh
            else "recorded, but it does not count yet; record another one with what is missing"
        )
    yield f"{subject.id} {result}" if is_zh else f"{subject.id}: {result}"
    yield from next_steps(subject, lang=lang)


def not_written(lang: Lang) -> str:
    """What follows a line about something that was only shown."""
    return "（--dry-run，未写入）" if lang is Lang.ZH else " (dry run, nothing was written)"


def sent(
    subject: SubjectView, people: tuple[Candidate, ...], *, is_written: bool, lang: Lang
) -> str:
    """What a packet holds, to whom it goes, and what to run when it comes back.

    Args:
        subject: what is to be signed.
        people: who is asked.
        is_written: False when the packet was only shown.
        lang: of the words.
    """
    is_zh, digits = lang is Lang.ZH, short(subject.fingerprint)
    names = (one_line(in_lang(one.person.name, lang=lang)) for one in people)
    who = ("、" if is_zh else ", ").join(names)
    if not is_written:
        return f"{subject.id} · {digits} · {who}{not_written(lang)}"
    run = "rdclient signoff import"
    return (
        f"{subject.id} 的送签文件（内容指纹 {digits}），确认人：{who}。"
        f"请将整个文件夹发给确认人，收到后登记：{run} 文件夹"
        if is_zh
        else f"packet of {subject.id} (fingerprint {digits}) for {who}; send the whole "
        f"folder, and record what comes back: {run} DIR"
    )
