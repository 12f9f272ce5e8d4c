"""Words of the tokens in the facts of findings; members of enums have theirs in ``terms``."""

from collections.abc import Mapping
from types import MappingProxyType

from rdclient.render.clock_words import CLOCK_NAMES

DIFFERENCE_FACTS = frozenset({"differences", "rest"})
"""Names of the facts that hold lines such as ``functions.0: old → new`` (``difference_words``)."""
WORDED_FACTS = frozenset({"block", "clock", "kind", "missing", "other", "role", "step"})
"""Names of the facts whose values are tokens; others are printed as they are."""

_TOKENS = {
    # what a reference names
    "person": ("人员", "person"),
    "requirement": ("需求", "requirement"),
    "task": ("任务", "task"),
    "milestone": ("里程碑", "milestone"),
    "iteration": ("迭代", "iteration"),
    "risk": ("风险", "risk"),
    "issue": ("问题", "issue"),
    "change": ("变更申请", "change request"),
    "meeting": ("会议", "meeting"),
    "contract": ("合同", "contract"),
    "baseline": ("需求基线", "baseline"),
    "minutes": ("会议纪要", "the minutes"),
    "project": ("项目", "project"),
    # roles of the iron triangle
    "client_lead": ("客户主管", "client lead"),
    "project_manager": ("项目经理", "project manager"),
    "technical_contact": ("技术对接人", "technical contact"),
    "technical_lead": ("技术负责人", "technical lead"),
    # blocks of a requirement
    "feasibility": ("技术可行性", "technical feasibility"),
    "value": ("业务价值", "business value"),
    "effort": ("资源投入", "effort"),
    "background": ("背景", "background"),
    "goal": ("目标", "goal"),
    "functions": ("功能点", "functions"),
    "performance": ("性能指标", "performance targets"),
    "ui_samples": ("界面样例", "screen samples"),
    "compatibility": ("兼容性要求", "compatibility requirements"),
    "any_standard": (
        "可验证的标准（性能、兼容性、安全、可靠性至少一项）",
        "a verifiable standard (performance, compatibility, security or reliability)",
    ),
    "method": ("验收方法", "verification method"),
    "cases_or_procedure": ("测试用例或验收流程", "test cases or procedure"),
    "signatory": ("签字确认人", "authorized signatory"),
    "metric": ("指标", "metric"),
    "title": ("名称", "title"),
    "rules": ("业务规则", "business rules"),
    "inputs_outputs": ("输入输出", "inputs and outputs"),
    "exceptions": ("异常处理", "exceptions"),
    "delivery": ("交付标准", "delivery standard"),
    "security": ("安全要求", "security requirements"),
    "reliability": ("可靠性要求", "reliability requirements"),
    "acceptance": ("验收方式", "acceptance"),
    "cases": ("测试用例", "test cases"),
    "procedure": ("验收流程", "acceptance procedure"),
    "criteria": ("合格判据", "pass criteria"),
    "interfaces": ("外部接口", "interfaces"),
    "data": ("数据需求", "data"),
    # change requests
    "client_side": ("甲方", "the client"),
    "vendor_side": ("乙方", "the vendor"),
    "schedule_wd": ("工期（schedule_wd）", "schedule_wd"),
    "fee_delta": ("费用（fee_delta）", "fee_delta"),
    "quality": ("质量（quality）", "quality"),
    "if_not_done": ("不变更的后果（if_not_done）", "if_not_done"),
    "add_or_delete": ("新增或删除需求", "a requirement added or deleted"),
    "schedule_or_fee": ("工期、费用或里程碑", "schedule, fee or milestones"),
    "figures": ("数字", "figures"),
    "sense": ("表示禁止、允许或限定的字词", "words that forbid, allow or limit"),
    # account plans
    "goals": ("目标", "goals"),
    "actions": ("待办事项", "actions"),
    # decisions, actions, risks, delays
    "dates": ("起止日期", "start and finish dates"),
    "owner": ("责任人", "owner"),
    "due": ("完成时间", "due date"),
    "response_owner": ("应对责任人", "an owner of the response"),
    "response": ("应对措施", "response"),
    "reason": ("原因", "reason"),
    "cause": ("原因类别", "cause"),
    "impact": ("影响", "impact"),
    "attempt": ("已采取的措施", "what is being tried"),
    "eta": ("新的完成时间", "new date"),
    # attendance, kick-off, improvement plans
    "client_representative": ("客户代表", "client representative"),
    "organisation": ("组织分工", "organisation and duties"),
    "mechanisms": ("工作机制", "working rules"),
    "motivation": ("项目意义", "why the project matters"),
    "indicator": ("指标", "indicator"),
    "target": ("目标值", "target"),
    "quarter": ("验证季度", "quarter"),
    # incidents, emergency plans
    "core_business": ("是否核心业务（core_business）", "core_business"),
    "outage_min": ("中断分钟数（outage_min）", "outage_min"),
    "steps": ("处置步骤", "steps"),
    # lists that only grow
    "events": ("过程记录", "events"),
    "plans": ("计划", "plans"),
    "forecasts": ("预测", "forecasts"),
    "amendments": ("补充协议", "amendments"),
    # steps
    "opened": ("已受理", "Opened"),
    "assigned": ("已分派", "Assigned"),
    "responded": ("已响应", "Responded"),
    "waiting_client": ("待客户反馈", "Waiting for client"),
    "resumed": ("恢复处理", "Resumed"),
    "priority_changed": ("已调整优先级", "Priority changed"),
    "resolved": ("已解决", "Resolved"),
    "reopened": ("重新打开", "Reopened"),
    "visited": ("已回访", "Followed up"),
    "closed": ("已关闭", "Closed"),
    "cancelled": ("已取消", "Cancelled"),
    "detected": ("已发现", "Detected"),
    "acknowledged": ("已响应", "Acknowledged"),
    "escalated": ("已升级", "Escalated"),
    "restored": ("业务已恢复", "Service restored"),
    "received": ("已受理", "Received"),
    "answered": ("已答复", "Answered"),
    "raised": ("已提出", "Raised"),
    "identified": ("已识别", "Identified"),
    "occurred": ("已发生", "Occurred"),
    **CLOCK_NAMES,
}

FACT_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(_TOKENS)
"""Tokens in facts, in Chinese and in English; what is not listed is printed as it is."""
