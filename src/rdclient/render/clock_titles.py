"""What each field of the policy's clocks is called in schemas, in both languages."""

_CALENDAR = ("计时采用的日历", "Calendar")
_WITHIN = ("时限", "Within")
_EVERY = ("频次", "How often")
_KINDS = ("计入的会议类型", "Kinds of meetings that count")
_VENDOR = ("我方须到场的角色（均须到场）", "Roles of ours, each present")
_CLIENT = ("客户方须到场的角色（其中一个到场即可）", "Roles of the client, one present")

CLOCK_TITLES = {
    "ClockPolicy": {
        "at_risk_percent": ("用到百分之几算即将超时", "At risk from so many percent"),
        "on_priority_change": ("优先级变更后怎样计时", "How a new priority is measured"),
        "escalation": ("时限用到多少时告知谁", "Who is told at which share"),
        "ticket_response": ("工单响应", "Response to tickets"),
        "ticket_closure": ("工单关闭", "Closure of tickets"),
        "incident_response": ("故障响应", "Response to incidents"),
        "incident_restore": ("故障恢复", "Restoring service"),
        "postmortem": ("故障复盘", "Review after an incident"),
        "change_assessment": ("变更评估", "Assessment of changes"),
        "emergency_sign_off": ("紧急变更补签", "Sign-off of emergency changes"),
        "minutes": ("会议纪要发出", "Sending of minutes"),
        "internal_sync": ("会后内部同步", "Debrief among ourselves"),
        "weekly_meeting": ("周例会", "Weekly meeting"),
        "kickoff_touchpoint": ("启动期正式会议", "Meetings during initiation"),
        "development_touchpoint": ("开发期沟通", "Contacts during development"),
        "test_touchpoint": ("测试结果同步", "Contacts during testing"),
        "pre_acceptance": ("预验收会", "Meeting before acceptance"),
        "return_visit": ("验收后的月度回访", "Monthly visits after acceptance"),
        "executive_dialogue": ("高层会谈", "Dialogue of executives"),
        "technical_documents": ("技术文档", "Technical documents"),
        "technical_brief": ("技术简报", "Technical briefs"),
        "iteration_demo": ("迭代演示", "Demo of an iteration"),
        "risk_review": ("风险复评", "Review of risks"),
        "health_report": ("健康度报告", "Health reports"),
        "survey": ("满意度调查", "Surveys"),
        "five_whys": ("低分项的5Why分析", "Five whys of low scores"),
        "improvement_verification": ("改进效果验证", "Verification of improvements"),
        "complaint": ("投诉处理", "Complaints"),
        "drill": ("应急演练", "Emergency drills"),
        "inspection": ("巡检", "Inspections"),
        "release_minor": ("小版本发布", "Minor releases"),
        "release_major": ("大版本发布", "Major releases"),
        "business_review": ("业务回顾会", "Business reviews"),
    },
    "Escalation": {
        "percent": ("时限已用（%）", "Percent used"),
        "to": ("告知", "Told"),
    },
    "TicketClock": {
        "calendar": _CALENDAR,
        "calendars": ("各优先级另用的日历", "Calendar by priority"),
        "targets": ("各优先级的时限", "Length by priority"),
        "stops_at": ("止算的步骤", "Stops at"),
    },
    "IncidentClock": {
        "calendar": _CALENDAR,
        "calendars": ("各级别另用的日历", "Calendar by level"),
        "targets": ("各级别的时限", "Length by level"),
        "stops_at": ("止算的步骤", "Stops at"),
    },
    "WithinClock": {"calendar": _CALENDAR, "within": _WITHIN},
    "PostmortemClock": {
        "calendar": _CALENDAR,
        "within": _WITHIN,
        "levels": ("须复盘的级别", "Levels looked back on"),
    },
    "PeriodClock": {
        "calendar": _CALENDAR,
        "every": _EVERY,
        "within": ("周期结束后多久内完成", "Within after the period"),
    },
    "MeetingClock": {
        "calendar": _CALENDAR,
        "every": _EVERY,
        "times": ("每个周期几次", "How many times"),
        "kinds": _KINDS,
        "vendor": _VENDOR,
        "client": _CLIENT,
    },
    "RollingClock": {
        "every": ("最长间隔", "Longest gap"),
        "kinds": _KINDS,
        "vendor": _VENDOR,
        "client": _CLIENT,
    },
    "BeforeClock": {"before": ("提前多久", "How long before"), "kinds": _KINDS},
}
"""Class → field → Chinese and English."""
