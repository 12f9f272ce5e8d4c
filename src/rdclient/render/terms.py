"""Terms: the word for every token, in Chinese and English."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rdclient.lens import Lang


@dataclass(frozen=True, slots=True)
class Term:
    """What a token is called in each language."""

    zh: str
    en: str


_PROJECT = (
    ("Lang", "zh", "中文", "Chinese"),
    ("Lang", "en", "英文", "English"),
    ("Audience", "internal", "内部版", "Internal edition"),
    ("Audience", "client", "客户版", "Client edition"),
    ("ProjectType", "custom_dev", "定制化开发", "Custom development"),
    ("ProjectType", "joint_rnd", "联合研发", "Joint R&D"),
    ("ProjectType", "tech_support", "技术支持", "Technical support"),
    ("Phase", "presales", "售前", "Pre-sales"),
    ("Phase", "kickoff", "启动", "Initiation"),
    ("Phase", "planning", "规划", "Planning"),
    ("Phase", "development", "开发", "Development"),
    ("Phase", "test", "测试", "Testing"),
    ("Phase", "acceptance", "验收", "Acceptance"),
    ("Phase", "operate", "运维（交付后）", "Operation and support"),
    ("Phase", "closed", "已结项", "Closed"),
    ("Rag", "green", "正常", "Green"),
    ("Rag", "yellow", "关注", "Amber"),
    ("Rag", "red", "预警", "Red"),
    ("Rag", "grey", "数据不足", "Grey"),
    ("Dimension", "schedule", "进度", "Schedule"),
    ("Dimension", "cost", "费用", "Cost"),
    ("Dimension", "cost.internal", "成本", "Cost"),
    ("Dimension", "scope", "范围", "Scope"),
    ("Dimension", "quality", "质量", "Quality"),
    ("Dimension", "risk", "风险", "Risk"),
    ("Dimension", "service", "服务", "Service"),
)

_PEOPLE = (
    ("Side", "vendor", "乙方（我方）", "Vendor"),
    ("Side", "client", "甲方（客户）", "Client"),
    ("Role", "client_lead", "客户主管", "Client lead"),
    ("Role", "project_manager", "项目经理", "Project manager"),
    ("Role", "technical_contact", "技术对接人", "Technical contact"),
    ("Role", "technical_lead", "技术负责人", "Technical lead"),
    ("Role", "product_manager", "产品经理", "Product manager"),
    ("Role", "developer", "开发工程师", "Developer"),
    ("Role", "tester", "测试工程师", "Test engineer"),
    ("Role", "client_liaison", "客户联络官", "Client liaison officer"),
    ("Role", "solution_expert", "解决方案专家", "Solution consultant"),
    ("Role", "pmo", "项目管理办公室（PMO）", "PMO"),
    ("Role", "quality_assurance", "质量保证（QA）", "Quality assurance"),
    ("Role", "client_executive", "客户高层", "Client executive"),
    ("Role", "client_owner", "业务负责人", "Business owner"),
    ("Role", "client_counterpart", "客户对接人", "Client point of contact"),
    ("Role", "client_technical", "客户技术代表", "Client technical representative"),
    ("Role", "signatory", "签字确认人", "Authorized signatory"),
    ("Authority", "sign", "签字", "Sign"),
    ("Authority", "approve", "审批", "Approve"),
    ("Authority", "consult", "咨询", "Consult"),
    ("Authority", "inform", "知情", "Inform"),
    ("Influence", "decision_maker", "决策人", "Decision maker"),
    ("Influence", "influencer", "影响人", "Influencer"),
    ("Influence", "user", "使用人", "User"),
    ("Tier", "A", "重点客户", "Key account"),
    ("Tier", "B", "一般客户", "Standard account"),
    ("Tier", "C", "普通客户", "Basic account"),
    ("AddressForm", "bank", "贵行", "the client"),
    ("AddressForm", "company", "贵司", "the client"),
    ("AddressForm", "bureau", "贵局", "the client"),
    ("AddressForm", "organisation", "贵单位", "the client"),
    ("Tax", "included", "含税", "Tax included"),
    ("Tax", "excluded", "不含税", "Tax excluded"),
    ("InteractionKind", "call", "电话", "Call"),
    ("InteractionKind", "message", "消息", "Message"),
    ("InteractionKind", "email", "邮件", "E-mail"),
    ("InteractionKind", "visit", "拜访", "Visit"),
    ("InteractionKind", "talk", "面谈", "Talk"),
)

_REQUIREMENT = (
    ("RequirementType", "functional", "功能需求", "Functional"),
    ("RequirementType", "quality", "质量需求", "Quality"),
    ("RequirementType", "interface", "外部接口需求", "Interface"),
    ("RequirementType", "data", "数据需求", "Data"),
    ("RequirementType", "constraint", "设计约束", "Constraint"),
    ("RequirementType", "compliance", "合规需求", "Compliance"),
    ("Priority", "high", "高", "High"),
    ("Priority", "medium", "中", "Medium"),
    ("Priority", "low", "低", "Low"),
    ("Verification", "test", "测试", "Test"),
    ("Verification", "analysis", "分析", "Analysis"),
    ("Verification", "inspection", "审查", "Inspection"),
    ("Verification", "demonstration", "演示", "Demonstration"),
    ("RequirementStep", "collected", "已收集", "Collected"),
    ("RequirementStep", "analysed", "已分析", "Analysed"),
    ("RequirementStep", "reviewed", "已评审", "Reviewed"),
    ("RequirementStep", "confirmed", "已确认", "Confirmed"),
    ("RequirementStep", "planned", "已排期", "Planned"),
    ("RequirementStep", "started", "开发中", "In development"),
    ("RequirementStep", "delayed", "推迟", "Delayed"),
    ("RequirementStep", "developed", "开发完成", "Development complete"),
    ("RequirementStep", "tested", "测试通过", "Tested"),
    ("RequirementStep", "accepted", "已验收", "Accepted"),
    ("RequirementStep", "released", "已上线", "Released"),
    ("RequirementStep", "deferred", "暂缓", "Deferred"),
    ("RequirementStep", "declined", "不采纳", "Declined"),
    ("RequirementStep", "withdrawn", "已撤回", "Withdrawn"),
    ("RequirementStep", "reopened", "重新打开", "Reopened"),
    ("SlipCause", "resource", "资源不足", "Resources"),
    ("SlipCause", "technical", "技术难题", "Technical"),
    ("SlipCause", "requirement_change", "需求变更", "Requirement change"),
    ("SlipCause", "third_party", "第三方原因", "Third party"),
    ("SlipCause", "client_duty", "甲方配合延迟", "Client input late"),
    ("SlipCause", "estimate", "估算偏差", "Estimate"),
    ("ValueKind", "process", "流程优化", "Process"),
    ("ValueKind", "efficiency", "效率提升", "Efficiency"),
    ("ValueKind", "cost", "成本降低", "Cost"),
    ("ValueKind", "revenue", "收入增长", "Revenue"),
    ("ValueState", "expected", "预计", "Expected"),
    ("ValueState", "measured", "实测", "Measured"),
)

_CHANGE = (
    ("Channel", "verbal", "口头", "Verbal"),
    ("Channel", "phone", "电话", "Phone"),
    ("Channel", "email", "邮件", "E-mail"),
    ("Channel", "meeting", "会议", "Meeting"),
    ("Channel", "chat", "群消息", "Chat"),
    ("Urgency", "normal", "一般", "Normal"),
    ("Urgency", "urgent", "紧急", "Urgent"),
    ("Urgency", "emergency", "紧急变更", "Emergency change"),
    ("ChangeCategory", "market", "市场变化", "Market"),
    ("ChangeCategory", "business", "业务调整", "Business change"),
    ("ChangeCategory", "omission", "需求遗漏", "Omission"),
    ("ChangeCategory", "defect", "缺陷修复", "Defect"),
    ("ChangeCategory", "regulation", "监管要求", "Regulation"),
    ("ChangeCategory", "technical", "技术原因", "Technical"),
    ("Operation", "add", "新增", "Add"),
    ("Operation", "modify", "修改", "Modify"),
    ("Operation", "delete", "删除", "Delete"),
    ("ChangeStep", "submitted", "已提交", "Submitted"),
    ("ChangeStep", "pm_review", "项目经理初审", "PM review"),
    ("ChangeStep", "assessed", "已完成技术评估", "Assessed"),
    ("ChangeStep", "ccb_review", "CCB评审", "CCB review"),
    ("ChangeStep", "client_confirmed", "客户已确认", "Confirmed by client"),
    ("ChangeStep", "scheduled", "已排期", "Scheduled"),
    ("ChangeStep", "implemented", "已实施", "Implemented"),
    ("ChangeStep", "verified", "已验证", "Verified"),
    ("ChangeStep", "closed", "已关闭", "Closed"),
    ("ChangeStep", "rejected", "已否决", "Rejected"),
    ("ChangeStep", "deferred", "已推迟", "Deferred"),
    ("ChangeStep", "withdrawn", "已撤回", "Withdrawn"),
    ("ChangeDecision", "approve", "同意", "Approve"),
    ("ChangeDecision", "approve_with_conditions", "有条件同意", "Approve with conditions"),
    ("ChangeDecision", "reject", "不同意", "Reject"),
    ("ChangeDecision", "revoke", "撤销", "Revoke"),
    ("ChangeSize", "small", "一般变更", "Minor change"),
    ("ChangeSize", "large", "重大变更", "Major change"),
    ("Disposition", "approved", "已批准", "Approved"),
    ("Disposition", "deferred", "已推迟", "Deferred"),
    ("Disposition", "rejected", "已否决", "Rejected"),
    ("Disposition", "withdrawn", "已撤回", "Withdrawn"),
)

_MEETING = (
    ("MeetingKind", "kickoff", "项目启动会", "Kick-off meeting"),
    ("MeetingKind", "weekly", "项目周例会", "Weekly project meeting"),
    ("MeetingKind", "weekly_review", "周评审会", "Weekly review"),
    ("MeetingKind", "req_review", "需求评审会", "Requirements review"),
    ("MeetingKind", "req_confirm", "需求确认会", "Requirements sign-off meeting"),
    ("MeetingKind", "demo", "演示会", "Demo"),
    ("MeetingKind", "test_sync", "测试结果同步会", "Test status meeting"),
    ("MeetingKind", "pre_acceptance", "预验收会", "Pre-acceptance meeting"),
    ("MeetingKind", "acceptance", "验收会", "Acceptance meeting"),
    ("MeetingKind", "return_visit", "客户回访", "Follow-up visit"),
    ("MeetingKind", "ccb", "变更评审会（CCB）", "CCB meeting"),
    ("MeetingKind", "business_review", "业务回顾会", "Business review"),
    ("MeetingKind", "exec_dialogue", "高层会谈", "Executive meeting"),
    ("MeetingKind", "internal_sync", "内部同步会", "Internal debrief"),
    ("MeetingKind", "retro", "月度复盘会", "Retrospective"),
    (
        "MeetingKind",
        "satisfaction_review",
        "满意度复盘会（5Why）",
        "Satisfaction review (5 Whys)",
    ),
    ("MeetingKind", "standup", "每日站会", "Daily stand-up"),
    ("Formality", "formal", "正式会议", "Formal"),
    ("Formality", "informal", "非正式沟通", "Informal"),
    ("Mode", "onsite", "现场", "On site"),
    ("Mode", "online", "线上", "Online"),
    ("Mode", "hybrid", "现场＋线上", "Hybrid"),
    ("ActionStep", "done", "已完成", "Done"),
    ("ActionStep", "moved", "已调整完成时间", "Rescheduled"),
    ("ActionStep", "cancelled", "已取消", "Cancelled"),
)

_PLAN = (
    ("MilestoneKind", "completion", "完工", "Completion"),
    ("MilestoneKind", "release", "上线", "Go-live"),
    ("MilestoneKind", "demo", "演示", "Demo"),
    ("MilestoneKind", "other", "其他", "Other"),
    ("DependencyKind", "FS", "完成-开始", "Finish-to-start"),
    ("DependencyKind", "SS", "开始-开始", "Start-to-start"),
    ("DependencyKind", "FF", "完成-完成", "Finish-to-finish"),
    ("DependencyKind", "SF", "开始-完成", "Start-to-finish"),
    ("TestLevel", "unit", "单元测试", "Unit"),
    ("TestLevel", "integration", "集成测试", "Integration"),
    ("TestLevel", "system", "系统测试", "System"),
    ("TestLevel", "uat", "用户验收测试", "UAT"),
    ("ApprovalStep", "prepared", "编制", "Prepared"),
    ("ApprovalStep", "reviewed", "审核", "Reviewed"),
    ("ApprovalStep", "approved", "批准", "Approved"),
    ("Weekday", "monday", "星期一", "Monday"),
    ("Weekday", "tuesday", "星期二", "Tuesday"),
    ("Weekday", "wednesday", "星期三", "Wednesday"),
    ("Weekday", "thursday", "星期四", "Thursday"),
    ("Weekday", "friday", "星期五", "Friday"),
    ("Weekday", "saturday", "星期六", "Saturday"),
    ("Weekday", "sunday", "星期日", "Sunday"),
    ("Dated", "fact", "事实", "Fact"),
    ("Dated", "plan", "计划", "Plan"),
)

_SERVICE = (
    ("TicketKind", "question", "咨询", "Question"),
    ("TicketKind", "defect", "缺陷", "Defect"),
    ("TicketKind", "request", "服务请求", "Service request"),
    ("TicketKind", "complaint", "投诉", "Complaint"),
    ("TicketStep", "opened", "已受理", "Opened"),
    ("TicketStep", "assigned", "已分派", "Assigned"),
    ("TicketStep", "responded", "已响应", "Responded"),
    ("TicketStep", "waiting_client", "待客户反馈", "Waiting for client"),
    ("TicketStep", "resumed", "恢复处理", "Resumed"),
    ("TicketStep", "priority_changed", "已调整优先级", "Priority changed"),
    ("TicketStep", "resolved", "已解决", "Resolved"),
    ("TicketStep", "reopened", "重新打开", "Reopened"),
    ("TicketStep", "visited", "已回访", "Followed up"),
    ("TicketStep", "closed", "已关闭", "Closed"),
    ("TicketStep", "cancelled", "已取消", "Cancelled"),
    ("IncidentLevel", "P1", "一级（P1）故障", "P1 incident"),
    ("IncidentLevel", "P2", "二级（P2）故障", "P2 incident"),
    ("IncidentLevel", "P3", "三级（P3）故障", "P3 incident"),
    ("IncidentLevel", "P4", "四级（P4）故障", "P4 incident"),
    ("IncidentStep", "detected", "已发现", "Detected"),
    ("IncidentStep", "acknowledged", "已响应", "Acknowledged"),
    ("IncidentStep", "escalated", "已升级", "Escalated"),
    ("IncidentStep", "restored", "业务已恢复", "Service restored"),
    ("IncidentStep", "closed", "已关闭", "Closed"),
    ("IncidentCategory", "data_loss", "数据丢失", "Data loss"),
    ("IncidentCategory", "cyber_attack", "网络攻击", "Cyber attack"),
    ("IncidentCategory", "hardware", "硬件故障", "Hardware"),
    ("IncidentCategory", "software", "软件故障", "Software"),
    ("SourceKind", "manual", "手工登记", "Entered by hand"),
    ("SourceKind", "imported", "导入", "Imported"),
    ("SourceSubject", "ticket", "工单", "Tickets"),
    ("SourceSubject", "incident", "故障", "Incidents"),
    ("SourceSubject", "quality", "质量", "Quality"),
    ("SourceSubject", "hours", "工时", "Hours"),
    ("ComplaintStep", "received", "已受理", "Received"),
    ("ComplaintStep", "answered", "已答复", "Answered"),
    ("ComplaintStep", "escalated", "已升级", "Escalated"),
    ("ComplaintStep", "closed", "已关闭", "Closed"),
    ("Indicator", "response_speed", "需求响应速度", "Responsiveness"),
    ("Indicator", "solution_quality", "技术方案质量", "Solution quality"),
    ("Indicator", "communication", "沟通效率", "Communication"),
    ("Indicator", "problem_solving", "问题解决能力", "Problem solving"),
)

_RISK = (
    ("RiskStep", "identified", "已识别", "Identified"),
    ("RiskStep", "occurred", "已发生", "Occurred"),
    ("RiskStep", "closed", "已关闭", "Closed"),
    ("Strategy", "avoid", "规避", "Avoid"),
    ("Strategy", "mitigate", "减轻", "Mitigate"),
    ("Strategy", "transfer", "转移", "Transfer"),
    ("Strategy", "accept", "接受", "Accept"),
    ("Strategy", "escalate", "上报", "Escalate"),
    ("IssueStep", "raised", "已提出", "Raised"),
    ("IssueStep", "resolved", "已解决", "Resolved"),
    ("IssueStep", "closed", "已关闭", "Closed"),
    ("IssueStep", "reopened", "重新打开", "Reopened"),
    ("Severity", "critical", "致命", "Critical"),
    ("Severity", "major", "严重", "Major"),
    ("Severity", "minor", "一般", "Minor"),
    ("Severity", "trivial", "轻微", "Trivial"),
    ("Severity", "error", "错误", "Error"),
    ("Severity", "warning", "警告", "Warning"),
    ("Severity", "info", "提示", "Info"),
)

_DERIVED = (
    ("RagLight", "green", "绿灯", "Green"),
    ("RagLight", "yellow", "黄灯", "Amber"),
    ("RagLight", "red", "红灯", "Red"),
    ("RagLight", "grey", "灰", "Grey"),
    ("Party", "vendor", "乙方", "Vendor"),
    ("Party", "client", "甲方", "Client"),
    ("Trend", "improving", "好转", "Improving"),
    ("Trend", "stable", "持平", "Stable"),
    ("Trend", "declining", "下滑", "Declining"),
    ("DoubleTrack", "watermelon", "外绿内红", "Watermelon"),
    ("DoubleTrack", "goodwill_debt", "人情红利", "Goodwill debt"),
    ("ActionState", "open", "未完成", "Open"),
    ("ActionState", "done", "已完成", "Done"),
    ("ActionState", "overdue", "已逾期", "Overdue"),
    ("ActionState", "cancelled", "已取消", "Cancelled"),
    ("TaskState", "planned", "未开始", "Not started"),
    ("TaskState", "started", "进行中", "In progress"),
    ("TaskState", "finished", "已完成", "Finished"),
    ("RiskState", "open", "已识别", "Open"),
    ("RiskState", "monitoring", "监控中", "Monitoring"),
    ("RiskState", "occurred", "已发生", "Occurred"),
    ("RiskState", "closed", "已关闭", "Closed"),
    ("MilestoneDate", "due", "计划", "Planned"),
    ("MilestoneDate", "forecast", "预计", "Forecast"),
    ("MilestoneDate", "actual", "实际", "Actual"),
    ("MilestoneState", "early", "提前", "Early"),
    ("MilestoneState", "on_time", "按期", "On time"),
    ("MilestoneState", "slipped", "延期", "Late"),
    ("ChangeState", "approved", "已批准", "Approved"),
    ("Presence", "required", "应到", "Required"),
    ("Presence", "present", "实到", "Present"),
    ("Presence", "absent", "缺席", "Absent"),
    ("Presence", "observer", "列席", "Observer"),
    ("Missing", "not_collected", "未采集", "Not recorded"),
    ("Missing", "no_record", "未见记录", "No record"),
)

DERIVED_FAMILIES = frozenset(family for family, *_ in _DERIVED)
"""Families of states that reports derive; no enum of the model stands behind them."""

TERMS: Mapping[tuple[str, str], Term] = MappingProxyType(
    {
        (family, token): Term(zh, en)
        for rows in (
            _PROJECT,
            _PEOPLE,
            _REQUIREMENT,
            _CHANGE,
            _MEETING,
            _PLAN,
            _SERVICE,
            _RISK,
            _DERIVED,
        )
        for family, token, zh, en in rows
    }
)
"""(enum class name, token) → its words. What policy defines carries its own words there."""


def word(family: str, token: str, *, lang: Lang, internal: bool = False) -> str:
    """What a token is called.

    Args:
        family: the enum's class name, or one of ``DERIVED_FAMILIES``.
        token: as it stands in YAML.
        lang: of the word.
        internal: take the internal edition's word where the two editions differ.

    Raises:
        LookupError: when there is no such row.
    """
    term = TERMS.get((family, f"{token}.internal")) if internal else None
    term = term or TERMS.get((family, token))
    if term is None:
        raise LookupError(f"no word for {family} {token!r}")
    return term.zh if lang is Lang.ZH else term.en
