"""What may stand in a record of a kind: its fields, types and allowed tokens, from the model."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from types import MappingProxyType

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from rdclient.lens import Lang
from rdclient.model.base import Bilingual, Fact, Moment, Ref
from rdclient.model.portfolio import KINDS
from rdclient.model.walk import made_of
from rdclient.render.terms import word

KIND_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "workspace": ("工作区", "Workspace"),
        "person": ("我方人员", "Person of ours"),
        "client": ("客户", "Client"),
        "contact": ("客户联系人", "Contact"),
        "contract": ("合同", "Contract"),
        "ticket": ("工单", "Ticket"),
        "incident": ("故障", "Incident"),
        "source": ("数据来源", "Source of data"),
        "survey": ("满意度调查", "Survey"),
        "complaint": ("投诉", "Complaint"),
        "interaction": ("沟通记录", "Interaction"),
        "project": ("项目", "Project"),
        "requirement": ("需求", "Requirement"),
        "change": ("变更申请", "Change request"),
        "meeting": ("会议", "Meeting"),
        "milestone": ("里程碑", "Milestone"),
        "iteration": ("迭代", "Iteration"),
        "task": ("任务", "Task"),
        "risk": ("风险", "Risk"),
        "issue": ("问题", "Issue"),
        "feedback": ("客户反馈", "Feedback"),
        "quality": ("质量数据", "Quality figures"),
        "report": ("报告记录", "Report record"),
    }
)
"""What each kind of record is called."""

_TYPES: Mapping[object, tuple[str, str]] = MappingProxyType(
    {
        Bilingual: ("文本", "text"),
        Moment: ("日期或时间", "date or time"),
        date: ("日期", "date"),
        Decimal: ("金额（整数，或带引号的小数）", "amount (integer, or quoted decimal)"),
        bool: ("true 或 false", "true or false"),
        int: ("整数", "integer"),
        float: ("数", "number"),
        dict: ("键值对", "mapping"),
        str: ("文本", "text"),
    }
)
_ID = (
    "编号；一个文件只有一条记录时即文件名，可不写",
    "id; of a record with a file of its own it is the file's name and may be left out",
)
_PERSON = ("人员编号或姓名", "id or name of a person")
_INDENT = "  "
_WIDTH = 22


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a field takes."""

    many: bool
    part: type[BaseModel] | None
    told: str


def page(kind: str, places: tuple[str, ...], *, lang: Lang) -> str:
    """The fields of a kind of record, in the order of the model.

    Args:
        kind: a name in ``KINDS``.
        places: paths where such records stand.
        lang: of the words.
    """
    is_zh = lang is Lang.ZH
    name = KIND_WORDS[kind][0 if is_zh else 1]
    head = f"{kind} · {name}\n\n"
    head += ("位置：" if is_zh else "stands in: ") + ("、" if is_zh else ", ").join(places) + "\n"
    legend = (
        "* 必填　[] 列表。文本可写成 {zh: …, en: …}。\n凡带日期的条目还可写 "
        "recorded_on（补录日期）、note（仅内部）、audience（internal | client）。"
        if is_zh
        else "* required, [] a list. A text may be {zh: …, en: …}.\nEvery dated entry may also "
        "hold recorded_on, note (internal), audience (internal | client)."
    )
    return f"{head}{legend}\n\n" + "\n".join(_lines(KINDS[kind], lang, 0)) + "\n"


def _lines(model: type[BaseModel], lang: Lang, depth: int) -> Iterator[str]:
    for name, info in model.model_fields.items():
        if name in Fact.model_fields:
            continue
        shape = _shape(info, lang)
        told = _ID[lang is Lang.EN] if name == "id" else shape.told
        key = (info.alias or name) + ("[]" if shape.many else "")
        key += "*" if info.is_required() else ""
        yield f"{_INDENT * depth}{key:{_WIDTH}}{told}".rstrip()
        if shape.part is not None:
            yield from _lines(shape.part, lang, depth + 1)


def _shape(info: FieldInfo, lang: Lang) -> _Shape:
    found = list(made_of(info.annotation, tuple(info.metadata)))
    part = next((x for x in found if isinstance(x, type) and issubclass(x, BaseModel)), None)
    return _Shape(tuple in found, part, "" if part else _told(found, lang))


def _told(found: list[object], lang: Lang) -> str:
    side = 0 if lang is Lang.ZH else 1
    for item in found:
        if isinstance(item, Ref):
            if item.kinds == ("person",):
                return _PERSON[side]
            names = "／".join(KIND_WORDS[kind][0] for kind in item.kinds)
            return f"{names}编号" if side == 0 else f"{' or '.join(item.kinds)} id"
        if isinstance(item, type) and issubclass(item, Enum):
            return _tokens(item, lang)
    return next((words[side] for kind, words in _TYPES.items() if kind in found), "")


def _tokens(enum: type[Enum], lang: Lang) -> str:
    tokens = [str(member.value) for member in enum]
    if lang is Lang.EN:
        return " | ".join(tokens)
    return " | ".join(f"{token}（{word(enum.__name__, token, lang=lang)}）" for token in tokens)
