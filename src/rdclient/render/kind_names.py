"""What kinds are called: the words people type for them, and how they are counted in a sentence."""

import difflib
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from rdclient.lens import Lang
from rdclient.model.portfolio import KINDS
from rdclient.render.kind_page import KIND_WORDS

_OWN = {
    "people": ("人员", "person"),
    "action": ("待办事项", "action item"),
    "confirmation": ("待确认事项", "item to be confirmed"),
}
LISTED = (*KINDS, *_OWN)
"""Every kind ``list`` knows."""

_ENGLISH = {
    "person": ("person", "people"),
    "people": ("person", "people"),
    "confirmation": ("item to be confirmed", "items to be confirmed"),
    "source": ("source of data", "sources of data"),
    "quality": ("set of quality figures", "sets of quality figures"),
    "raci": ("row of the RACI matrix", "rows of the RACI matrix"),
    "feedback": ("piece of feedback", "pieces of feedback"),
}
_MEASURES = {
    "meeting": "次", "person": "人", "people": "人", "contact": "人", "client": "家",
    "project": "个", "contract": "份", "milestone": "个", "iteration": "个", "ticket": "件",
    "incident": "起", "complaint": "件", "task": "项", "action": "项", "confirmation": "项",
    "change": "项", "risk": "项", "issue": "项", "deliverable": "项", "survey": "次",
    "report": "份", "plan": "份", "inspection": "次", "improvement": "份", "workspace": "个",
    "drill": "份", "release": "次", "followup": "项", "brief": "期",
    "baseline": "份", "signoff": "份",
}  # fmt: skip
_TYPED = {
    # plurals and short forms
    "person": "people", "persons": "people", "todo": "action",
    "action-item": "action", "req": "requirement", "cr": "change", "change-request": "change",
    "emergency-plan": "plan", "qualities": "quality", "emergency-drill": "drill",
    "follow-up": "followup", "follow-ups": "followup", "technical-brief": "brief",
    "sign-off": "signoff", "sign-offs": "signoff", "signature": "signoff", "signatures": "signoff",
    # as people say in Chinese
    "人": "people", "人员": "people", "我方人员": "person", "联系人": "contact",
    "待办": "action", "待办事项": "action", "待确认": "confirmation", "确认事项": "confirmation",
    "变更": "change", "变更单": "change", "变更申请单": "change", "纪要": "meeting",
    "会议纪要": "meeting", "例会": "meeting", "满意度": "survey", "调查": "survey",
    "改进": "improvement", "预案": "plan", "沟通": "interaction", "反馈": "feedback",
    "质量": "quality", "周报": "report", "报告": "report", "责任矩阵": "raci",
    "责任分配矩阵": "raci", "交付": "deliverable", "演练": "drill", "应急演练": "drill",
    "跟进": "followup", "版本": "release", "发布": "release", "简报": "brief",
    "基线": "baseline", "签字": "signoff", "签字确认": "signoff", "确认记录": "signoff",
}  # fmt: skip


def kind_named(text: str) -> str | None:
    """The kind that a word means: its name, its plural, or what it is called in Chinese.

    >>> kind_named("Risks"), kind_named("工单"), kind_named("people")
    ('risk', 'ticket', 'people')
    """
    return _KNOWN.get(_folded(text))


def near_kinds(text: str) -> tuple[str, ...]:
    """The kinds whose names are like a word; all of them when none is."""
    near = difflib.get_close_matches(_folded(text), _KNOWN, 3, 0.6)
    return tuple(dict.fromkeys(_KNOWN[name] for name in near)) or LISTED


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split()).replace("_", "-")


def _known() -> dict[str, str]:
    names: dict[str, str] = {}
    for kind in LISTED:
        for name in (kind, f"{kind}s", (_OWN.get(kind) or KIND_WORDS[kind])[0]):
            names[_folded(name)] = kind
    return {**names, **_TYPED}


_KNOWN: Mapping[str, str] = MappingProxyType(_known())


# ── in a sentence ────────────────────────────────────────────────────────────


def name_of(kind: str, *, lang: Lang) -> str:
    """The word for a kind, as a heading has it."""
    zh, en = _OWN.get(kind) or KIND_WORDS[kind]
    return zh if lang is Lang.ZH else en[0].upper() + en[1:]


def counted(kind: str | None, count: int, *, lang: Lang) -> str:
    """A number of records: 3件, 3 tickets; of several kinds 3条, 3 records."""
    if lang is Lang.ZH:
        return f"{count}{_MEASURES.get(kind or '', '条')}"
    return f"{count} {english(kind, count)}"


def english(kind: str | None, count: int) -> str:
    """The English noun for so many of a kind."""
    if kind is None:
        return "record" if count == 1 else "records"
    if kind in _ENGLISH:
        return _ENGLISH[kind][count != 1]
    words = (_OWN.get(kind) or KIND_WORDS[kind])[1]
    singular = words if words.startswith("RACI") else words[0].lower() + words[1:]
    return singular if count == 1 else f"{singular}s"
