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
from rdclient.model.base import Action, Bilingual, Fact, Moment, Ref
from rdclient.model.portfolio import KINDS
from rdclient.model.walk import made_of, slots
from rdclient.render.calendar_titles import CALENDAR_NOTES
from rdclient.render.manual_page import title
from rdclient.render.terms import word
from rdclient.rules import RULES
from rdclient.worktime import Duration

PARTS: Mapping[str, type[BaseModel]] = MappingProxyType({"action": Action})
"""Parts that stand in records of several kinds and have a page of their own."""
KIND_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "workspace": ("工作区", "Workspace"),
        "person": ("我方人员", "Person of ours"),
        "waiver": ("豁免", "Waiver"),
        "client": ("客户", "Client"),
        "contact": ("客户联系人", "Contact"),
        "contract": ("合同", "Contract"),
        "ticket": ("工单", "Ticket"),
        "incident": ("故障", "Incident"),
        "source": ("数据来源", "Source of data"),
        "survey": ("满意度调查", "Survey"),
        "improvement": ("改进计划", "Improvement plan"),
        "complaint": ("投诉", "Complaint"),
        "plan": ("应急预案", "Emergency plan"),
        "drill": ("应急演练记录", "Emergency drill"),
        "inspection": ("巡检", "Inspection"),
        "release": ("版本发布", "Release"),
        "interaction": ("沟通记录", "Interaction"),
        "followup": ("跟进事项", "Follow-up"),
        "brief": ("技术简报", "Technical brief"),
        "project": ("项目", "Project"),
        "requirement": ("需求", "Requirement"),
        "change": ("变更申请", "Change request"),
        "baseline": ("需求基线", "Requirements baseline"),
        "signoff": ("签字确认记录", "Sign-off"),
        "meeting": ("会议", "Meeting"),
        "milestone": ("里程碑", "Milestone"),
        "iteration": ("迭代", "Iteration"),
        "task": ("任务", "Task"),
        "risk": ("风险", "Risk"),
        "issue": ("问题", "Issue"),
        "deliverable": ("交付物", "Deliverable"),
        "raci": ("责任分配矩阵（RACI）", "Row of the RACI matrix"),
        "feedback": ("客户反馈", "Feedback"),
        "quality": ("质量数据", "Quality figures"),
        "report": ("报告记录", "Report record"),
        "action": ("待办事项", "Action item"),
    }
)
"""What each kind of record is called."""

_TYPES: Mapping[object, tuple[str, str]] = MappingProxyType(
    {
        Bilingual: ("文本", "text"),
        Moment: ("日期或时间", "date or time"),
        date: ("日期", "date"),
        Duration: (
            "时限：15m、2h（工作时间）、5wd（工作日）或 3cd（自然日）",
            "length: 15m, 2h (open time), 5wd (working days) or 3cd (calendar days)",
        ),
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
_SYSTEM = ("来源系统的名称", "name of the system it came from")
_OF_OTHER_SYSTEMS = {
    (model, field): words
    for model in ("Ticket", "Task", "Issue", "Requirement", "Contact", "SurveyResponse")
    for field, words in (
        ("external_id", ("来源系统中的编号", "id in the system it came from")),
        ("external_source" if model == "Requirement" else "source", _SYSTEM),
    )
}
_NOTES: Mapping[tuple[str, str], tuple[str, str]] = MappingProxyType(
    {
        ("RaciRow", "side"): (
            "只关一方时写 vendor 或 client；双方共同参与的不写",
            "vendor or client when it is the matter of one side only",
        ),
        ("RaciRow", "parties"): (
            "人员编号、姓名或角色: R | A | C | I | A/R",
            "id, name or role of a party: R | A | C | I | A/R",
        ),
        **_OF_OTHER_SYSTEMS,
        **CALENDAR_NOTES,
        ("Waiver", "code"): ("规则编码，如 RD422", "code of a rule, e.g. RD422"),
        ("Waiver", "scope"): (
            "文件或文件夹；或客户、项目、编号，如 settlement/REQ-012",
            "file or folder; or client, project, id, e.g. settlement/REQ-012",
        ),
        ("Waiver", "reason"): ("文本；必填（RD018）", "text; needed (RD018)"),
        ("Waiver", "approvers"): (
            "人员编号或姓名；必填（RD018）",
            "people by id or name; needed (RD018)",
        ),
        ("Waiver", "until"): (
            "日期，含当日；必填（RD018）",
            "date, that day included; needed (RD018)",
        ),
        ("Deliverable", "sent_on"): ("日期；尚未提交的不写", "date; left out until it was sent"),
        ("InspectionItem", "recommended"): (
            '建议值，如 "<=70%"、"1-5"、"已启用"',
            'limit, e.g. "<=70%", "1-5", "enabled"',
        ),
        ("InspectionItem", "actual"): (
            "实测值，单位与建议值一致；结论由两者得出",
            "what was found, in the limit's unit; the result follows from the two",
        ),
        ("InspectionItem", "result"): (
            "pass（通过） | warn（警告） | fail（不通过）；仅用于无法比较的项目",
            "pass | warn | fail; only where no limit decides",
        ),
        ("Deliverable", "plain_summary"): (
            "文本；开发日志、测试报告提交后必填（RD131）",
            "text; needed of a dev_log or test_report once sent (RD131)",
        ),
        ("Drill", "rto_min"): (
            "从开始演练到业务恢复的分钟数",
            "minutes from the start until the service was back",
        ),
        ("Release", "version"): ('文本，加引号，如 "2.10"', 'text in quotes, e.g. "2.10"'),
        ("TechnicalBrief", "issue"): ("如 2026年第3期", "as printed, e.g. 2026/3"),
        ("TechnicalBrief", "sent_on"): (
            "日期；尚未发送的不写",
            "date; left out until it was sent",
        ),
        ("EmergencyPlan", "reviewed_on"): ("最近一次评审的日期", "date of the last review"),
        ("Quality", "executed"): ("截至当日的累计数", "cumulative up to that day"),
        ("Quality", "passed"): ("截至当日的累计数", "cumulative up to that day"),
        ("Criteria", "target"): ("目标分，按调查的1—5分", "score to reach, on the survey's scale"),
        ("Prototype", "shown_on"): (
            "首次演示的日期；之后的演示写入会议纪要",
            "date of the first showing; later ones go into minutes",
        ),
    }
)
"""What the type of a field does not tell."""
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
        kind: a name in ``KINDS`` or ``PARTS``.
        places: paths where such records stand.
        lang: of the words.
    """
    is_zh = lang is Lang.ZH
    name = KIND_WORDS[kind][0 if is_zh else 1]
    head = f"{kind} · {name}\n\n"
    head += (
        ("位置：" if is_zh else "stands in: ")
        + ("、" if is_zh else ", ").join(places or _holders(PARTS[kind]))
        + "\n"
    )
    legend = (
        "* 必填　[] 列表。文本可写成 {zh: …, en: …}。\n记录和带日期的条目还可写 "
        "recorded_on（补录日期）、note（仅内部）、audience（internal | client）。"
        if is_zh
        else "* required, [] a list. A text may be {zh: …, en: …}.\nThe record and its "
        "dated entries may also hold recorded_on, note (internal), audience (internal | client)."
    )
    fields = "\n".join(_lines(KINDS.get(kind) or PARTS[kind], lang, 0))
    return f"{head}{legend}\n\n{fields}\n{_rules(kind, lang)}"


def _holders(part: type[BaseModel]) -> tuple[str, ...]:
    """The kinds whose records hold such parts, and in which field."""
    return tuple(
        f"{kind}.{'.'.join(way)}" for kind, model in KINDS.items() for way in _ways(model, part)
    )


def _ways(model: type[BaseModel], part: type[BaseModel]) -> Iterator[tuple[str, ...]]:
    for slot in slots(model):
        if slot.part is part:
            yield (slot.key,)
        elif slot.part is not None:
            yield from ((slot.key, *way) for way in _ways(slot.part, part))


def _rules(kind: str, lang: Lang) -> str:
    """The rules that speak of such records, each with the title of its page."""
    codes = [rule.code for rule in RULES if kind in rule.about]
    if not codes:
        return ""
    head = "相关规则（rdclient explain 编码）：" if lang is Lang.ZH else "rules (explain CODE):"
    return "\n".join(["", head, *(f"  {code}  {title(code, lang=lang)}" for code in codes)]) + "\n"


def _lines(model: type[BaseModel], lang: Lang, depth: int) -> Iterator[str]:
    for name, info in model.model_fields.items():
        if name in Fact.model_fields:
            continue
        shape = _shape(info, lang)
        key = (info.alias or name) + ("[]" if shape.many else "")
        key += "*" if info.is_required() else ""
        yield f"{_INDENT * depth}{key:{_WIDTH}}{told(model, name, lang=lang)}".rstrip()
        if shape.part is not None:
            yield from _lines(shape.part, lang, depth + 1)


def told(model: type[BaseModel], name: str, *, lang: Lang) -> str:
    """What a field takes, in words; empty when it holds parts."""
    note = _ID if name == "id" else _NOTES.get((model.__name__, name))
    return note[lang is Lang.EN] if note else _shape(model.model_fields[name], lang).told


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
