"""What each field of a record is called where people write it: in schemas, in both languages."""

from collections.abc import Mapping
from types import MappingProxyType

from rdclient.lens import Lang
from rdclient.render.calendar_titles import CALENDAR_TITLES
from rdclient.render.card_words import FIELD_WORDS
from rdclient.render.policy_titles import POLICY_FIELDS

_ANYWHERE = {
    # the record itself, and dated entries
    "recorded_on": ("补录日期", "Recorded on"),
    "audience": ("可见范围", "Who may read it"),
    "schema_version": ("格式版本", "Version of the format"),
    "uuid": ("工作区标识", "Identity of the workspace"),
    "from": ("开始日期", "From"),
    "to": ("结束日期", "To"),
    "title": ("名称", "Title"),
    # people
    "git_emails": ("Git 邮箱", "E-mail addresses in Git"),
    "keys": ("签名公钥", "Keys to sign with"),
    "valid_from": ("启用日期", "Valid from"),
    "revoked_on": ("吊销日期", "Revoked on"),
    "rank": ("排序（1 为最高）", "Rank, 1 the most senior"),
    # clients and contracts
    "address_form": ("称谓", "Form of address"),
    "account_plan": ("客户发展与维护计划", "Account plan"),
    "dr": ("容灾", "Disaster recovery"),
    "enabled": ("是否启用", "Enabled"),
    "availability_target": ("可用性目标（%）", "Availability in percent"),
    "actions": ("待办事项", "Action items"),
    "currency": ("币种", "Currency"),
    "tax": ("是否含税", "Tax"),
    "with": ("沟通对象", "With whom"),
    # projects
    "background": ("背景", "Background"),
    "binding_language": ("以哪种语言的文本为准", "Binding language"),
    "team": ("我方团队", "Our team"),
    "counterparts": ("客户方对接人员", "Counterparts"),
    "board": ("变更控制委员会（CCB）成员", "Change control board"),
    "change_rules": ("变更约定", "Rules for changes"),
    "in_scope": ("范围内", "In scope"),
    "out_of_scope": ("范围外", "Out of scope"),
    "personas": ("用户角色", "User roles"),
    "scenarios": ("使用场景", "Scenarios"),
    "priorities": ("关注重点", "What matters to them"),
    "constraints": ("约束", "Constraints"),
    "assumptions": ("假设", "Assumptions"),
    "if_false": ("假设不成立的后果", "If it is false"),
    "glossary": ("术语", "Glossary"),
    "term": ("术语", "Term"),
    "meaning": ("含义", "Meaning"),
    "touchpoint_until": ("固定沟通的截止日期", "Last day of the regular contacts"),
    # requirements
    "rules": ("业务规则", "Business rules"),
    "inputs_outputs": ("输入输出", "Inputs and outputs"),
    "exceptions": ("异常处理", "Exceptions"),
    "elicitation": ("需求调研", "Elicitation"),
    "users": ("使用者", "Who uses it"),
    "indicators": ("关注的指标", "Figures they watch"),
    "context": ("使用情境", "In which situation"),
    "precedents": ("参考案例", "Precedents"),
    "prototype": ("原型", "Prototype"),
    "url": ("网址", "Address"),
    "file": ("文件", "File"),
    "shown_on": ("演示日期", "Shown on"),
    "feedback": ("反馈", "Feedback"),
    "analysis": ("评估", "Assessment"),
    "feasibility": ("技术可行性", "Feasibility"),
    "new_tech": ("是否需要新技术", "Needs new technology"),
    "fits_architecture": ("现有架构是否支持", "Fits the architecture"),
    "cycle_days": ("周期（天）", "Cycle in days"),
    "delivery": ("交付标准", "Delivery standard"),
    "performance": ("性能指标", "Performance"),
    "condition": ("测试条件", "Condition"),
    "ui_samples": ("界面样例", "Samples of the screen"),
    "compatibility": ("兼容性要求", "Compatibility"),
    "versions": ("版本", "Versions"),
    "security": ("安全要求", "Security"),
    "reliability": ("可靠性要求", "Reliability"),
    "acceptance": ("验收", "Acceptance"),
    "cases": ("测试用例", "Test cases"),
    "procedure": ("验收步骤", "Procedure"),
    "parents": ("上级需求", "Parents"),
    "interfaces": ("接口", "Interfaces"),
    "counterpart": ("对接系统", "The other system"),
    "protocol": ("协议", "Protocol"),
    "data": ("数据要求", "Data"),
    "requirements": ("关联需求", "Requirements"),
    "external_source": ("外部来源", "Came from"),
    # changes
    "internal": ("内部测算", "Internal estimate"),
    "editorial": ("仅文字修改", "Wording only"),
    "size_override": ("变更级别（人工判定）", "Size set by hand"),
    "op": ("操作", "Operation"),
    "set": ("修改的字段", "Fields to be set"),
    # meetings
    "reviewed_by": ("审核人", "Reviewed by"),
    "agenda": ("会议议程", "Agenda"),
    "minutes": ("时长（分钟）", "Minutes"),
    "notes": ("讨论要点", "Points discussed"),
    "points": ("要点", "Points"),
    "required": ("是否必须参加", "Has to come"),
    "confirmations": ("待确认事项", "Items to be confirmed"),
    "value_items": ("对客户的价值", "What it means for the client"),
    "state": ("预计或实测", "Expected or measured"),
    "risks": ("风险", "Risks"),
    "distribution": ("抄送", "Copies to"),
    # plans
    "task": ("前置任务", "Task"),
    "depends_on": ("前置任务", "Comes after"),
    "lag_wd": ("间隔（工作日）", "Lag in working days"),
    "hours": ("工时", "Hours"),
    # RACI
    "activity": ("活动", "Activity"),
    "parties": ("参与方", "Parties"),
}  # fmt: skip
"""By the field's name; where it is not here, cards know it."""

_OF_A_PART = {
    ("Person", "title"): ("职务", "Position"),
    ("Contact", "title"): ("职务", "Position"),
    ("Person", "name"): ("姓名", "Name"),
    ("Contact", "name"): ("姓名", "Name"),
    ("Contact", "role"): ("项目角色", "Role"),
    ("Key", "key"): ("公钥", "Public key"),
    ("Waiver", "code"): ("规则编码", "Code of the rule"),
    ("Duty", "role"): ("由哪个角色履行", "Role that does it"),
    ("Amendment", "no"): ("协议编号", "Number"),
    ("Payment", "due"): ("应付日期", "Due"),
    ("TicketEvent", "to"): ("调整后的优先级", "New priority"),
    ("Incident", "cause"): ("原因", "Cause"),
    ("Postmortem", "text"): ("复盘结论", "What was learnt"),
    ("SurveySent", "to"): ("发放对象", "Sent to"),
    ("SurveyResponse", "by"): ("答卷人", "Answered by"),
    ("EmergencyPlan", "reviewed_on"): ("评审日期", "Reviewed on"),
    ("Drill", "on"): ("演练日期", "Held on"),
    ("Drill", "rto_min"): ("恢复用时（分钟）", "Minutes to recover"),
    ("Release", "on"): ("发布日期", "Released on"),
    ("Release", "text"): ("更新内容", "What is new"),
    ("TechnicalBrief", "issue"): ("期号", "Issue"),
    ("TechnicalBrief", "sent_on"): ("发送日期", "Sent on"),
    ("BriefTopic", "title"): ("标题", "Title"),
    ("Inspection", "items"): ("检查项", "Items"),
    ("InspectionItem", "name"): ("检查项名称", "Item"),
    ("InspectionItem", "recommended"): ("建议值", "Recommended"),
    ("InspectionItem", "actual"): ("实测值", "Found"),
    ("InspectionItem", "unit"): ("单位", "Unit"),
    ("InspectionItem", "suggestion"): ("整改建议", "Suggestion"),
    ("Goal", "by"): ("完成时间", "By"),
    ("Persona", "role"): ("用户角色", "Role"),
    ("Assessment", "by"): ("评估人", "Assessed by"),
    ("RiskAssessment", "by"): ("评估人", "Assessed by"),
    ("RiskAssessment", "impact"): ("影响程度", "Impact"),
    ("Feasibility", "level"): ("可行程度", "Level"),
    ("Feasibility", "by"): ("评估人", "Assessed by"),
    ("Measurement", "value"): ("实测值", "Value"),
    ("Confirmation", "by"): ("确认人", "Confirmed by"),
    ("ConfirmationItem", "by"): ("由谁确认", "Confirmed by"),
    ("ConfirmationItem", "asked"): ("提请确认的日期", "Asked on"),
    ("Acceptance", "criteria"): ("合格判据", "Criteria"),
    ("Acceptance", "method"): ("验收方法", "Method"),
    ("Interface", "kind"): ("接口类型", "Kind"),
    ("Requirement", "source"): ("提出人", "Raised by"),
    ("Requirement", "tests"): ("测试执行情况", "Test runs"),
    ("RequirementEvent", "meeting"): ("评审或确认的会议", "Meeting"),
    ("Change", "items"): ("变更内容", "What changes"),
    ("Change", "meeting"): ("评审会议", "Meeting"),
    ("MilestoneMove", "due"): ("调整后的日期", "New date"),
    ("SizeOverride", "by"): ("判定人", "Set by"),
    ("Option", "recommended"): ("是否推荐", "Recommended"),
    ("Notice", "person"): ("通知对象", "Told"),
    ("Attendee", "present"): ("是否出席", "Present"),
    ("Attendee", "reason"): ("缺席原因", "Reason for the absence"),
    ("Decision", "alternatives"): ("备选方案", "Alternatives"),
    ("Disagreement", "next"): ("后续安排", "What follows"),
    ("Position", "by"): ("主张方", "Held by"),
    ("Meeting", "follows"): ("上次会议", "Meeting before"),
    ("Meeting", "started_at"): ("实际开始时间", "Started"),
    ("Meeting", "ended_at"): ("实际结束时间", "Ended"),
    ("Milestone", "plans"): ("计划", "Plans"),
    ("Milestone", "forecasts"): ("预计", "Forecasts"),
    ("MilestonePlan", "due"): ("计划完成日期", "Due"),
    ("MilestoneForecast", "date"): ("预计完成日期", "Expected on"),
    ("Milestone", "reached_on"): ("实际完成日期", "Reached on"),
    ("Task", "plans"): ("计划", "Plans"),
    ("Task", "forecasts"): ("预计", "Forecasts"),
    ("TaskForecast", "finish"): ("预计完成日期", "Finish"),
    ("Iteration", "start"): ("开始日期", "Start"),
    ("Iteration", "end"): ("结束日期", "End"),
    ("TaskPlan", "start"): ("计划开始", "Start"),
    ("TaskPlan", "effort_pd"): ("工作量（人天）", "Effort in person-days"),
    ("Hours", "by"): ("填报人", "By"),
    ("Risk", "milestones"): ("影响的里程碑", "Milestones"),
    ("Risk", "title"): ("风险名称", "Title"),
    ("Feedback", "by"): ("反馈人", "From"),
    ("Feedback", "answered_on"): ("答复日期", "Answered on"),
    ("Quality", "level"): ("测试级别", "Level"),
    ("Approval", "by"): ("审批人", "By"),
    ("Issuance", "to"): ("发送对象", "Sent to"),
    ("Incident", "level"): ("故障级别", "Level"),
    ("Project", "phases"): ("阶段", "Phases"),
    ("Project", "goals"): ("项目目标", "Goals"),
    ("Project", "assessments"): ("状态灯（人工评定）", "Lights set by hand"),
    ("Seat", "person"): ("成员", "Member"),
    ("Improvement", "created_on"): ("制定日期", "Made on"),
    ("Source", "source"): ("数据来源", "Source"),
    ("Source", "records"): ("数据截至登记", "Known until"),
}
"""By the class of the part and the field, where a name means different things."""

_TITLES: Mapping[tuple[str, str], tuple[str, str]] = MappingProxyType(
    {**_OF_A_PART, **POLICY_FIELDS, **CALENDAR_TITLES}
)
_BY_NAME: Mapping[str, tuple[str, str]] = MappingProxyType({**FIELD_WORDS, **_ANYWHERE})


def field_title(part: str, field: str, *, lang: Lang) -> str:
    """What a field is called.

    Args:
        part: name of the class that holds it.
        field: as in YAML.
        lang: of the words.

    Raises:
        LookupError: when it has no words.
    """
    words = _TITLES.get((part, field)) or _BY_NAME[field]
    return words[0 if lang is Lang.ZH else 1]
