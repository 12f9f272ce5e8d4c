"""What a new meeting's file says beside its fields, in the language of the workspace."""

from collections.abc import Mapping
from types import MappingProxyType

from rdclient.lens import Lang

_REMARKS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "as-last": ("按上次会议（{0}）填写，请核对", "as in the last meeting ({0}); please check"),
        "by-role": (
            "按项目角色预填，未到的请改为 present: false",
            "by role in the project; who did not come gets present: false",
        ),
        "carried-actions": (
            "以往会议未完成的待办事项，纪要会自动列出；办完的运行 rdclient event 编号 完成",
            "open from earlier meetings, listed in the minutes; once done: rdclient event ID done",
        ),
        "carried-confirmations": (
            "以往会议尚待确认的事项，纪要会自动列出；已确认的填写 confirmed_on",
            "still to be confirmed, listed in the minutes; once confirmed, write confirmed_on",
        ),
        "more": ("……共{0}项，其余见 rdclient list", "... {0} in all; the rest: rdclient list"),
        "owner-unknown": (
            "责任人原文为“{0}”，人员中没有找到",
            "the owner was noted as “{0}”; nobody on record is called so",
        ),
        "owner-several": (
            "责任人原文为“{0}”，可能是 {1}",
            "the owner was noted as “{0}”, which may be {1}",
        ),
        "risks": ("风险", "Risks"),
        "rest": ("会议记录（待整理）", "Notes as taken, to be sorted"),
        "attendee": ("参会：{0}", "attended: {0}"),
        "absentee": ("缺席：{0}", "absent: {0}"),
        "observer": ("列席：{0}", "observed: {0}"),
        "chair": ("主持：{0}", "chair: {0}"),
        "recorder": ("记录：{0}", "recorder: {0}"),
        "support": ("配合：{0}", "with {0}"),
    }
)


def remark(key: str, *details: object, lang: Lang) -> str:
    """A remark in words."""
    return _REMARKS[key][lang is Lang.EN].format(*details)
