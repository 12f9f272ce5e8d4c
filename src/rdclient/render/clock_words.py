"""What clocks are called for short, as they stand in the column "clock" of the ``sla`` table."""

from collections.abc import Mapping
from types import MappingProxyType

from rdclient.lens import Lang

CLOCK_NAMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "RD105": ("角色空缺", "Vacancy"),
        "RD222": ("变更评估", "Assessment"),
        "RD244": ("迭代演示", "Iteration demo"),
        "RD246": ("紧急变更确认", "Emergency sign-off"),
        "RD301": ("健康度报告", "Health report"),
        "RD310": ("满意度调查", "Survey"),
        "RD312": ("5Why分析", "Five whys"),
        "RD316": ("改进验证", "Improvement check"),
        "RD317": ("投诉处理", "Complaint"),
        "RD402": ("周例会", "Weekly meeting"),
        "RD410": ("启动期正式会议", "Initiation meeting"),
        "RD411": ("开发期沟通", "Development contact"),
        "RD412": ("测试结果同步", "Test status"),
        "RD413": ("预验收会", "Pre-acceptance"),
        "RD414": ("月度回访", "Monthly visit"),
        "RD415": ("高层会谈", "Executive meeting"),
        "RD416": ("技术文档", "Technical documents"),
        "RD417": ("技术简报", "Technical brief"),
        "RD420": ("纪要发出", "Minutes"),
        "RD424": ("内部同步", "Internal debrief"),
        "RD426": ("待办事项", "Action item"),
        "RD427": ("客户确认", "Confirmation"),
        "RD428": ("客户配合", "Client duty"),
        "RD432": ("风险复评", "Risk review"),
        "RD501": ("响应", "Response"),
        "RD502": ("关闭", "Closure"),
        "RD512": ("故障响应", "Incident response"),
        "RD513": ("业务恢复", "Service restored"),
        "RD514": ("故障复盘", "Post-incident review"),
        "RD521": ("应急演练", "Emergency drill"),
        "RD530": ("月度巡检", "Inspection"),
        "RD532": ("版本发布", "Release"),
        "RD540": ("业务回顾", "Business review"),
        "RD601": ("跟进事项", "Follow-up"),
    }
)
"""Code of a clock → its name, Chinese (at most 8 characters) and English (at most 22)."""

LAPSING = frozenset({"RD105", "RD246", "RD312", "RD316"})
"""Clocks with a length of time that Chinese speaks of as of a date: 临近到期, 逾期, not 超时."""


def clock_name(code: str, *, lang: Lang) -> str:
    """The short name of a clock.

    >>> clock_name("RD420", lang=Lang.ZH), clock_name("RD420", lang=Lang.EN)
    ('纪要发出', 'Minutes')

    Raises:
        KeyError: when no clock has that code.
    """
    zh, en = CLOCK_NAMES[code]
    return zh if lang is Lang.ZH else en
