"""What each number of the policy is called in schemas, in both languages."""

from collections.abc import Mapping
from types import MappingProxyType

from rdclient.render.clock_titles import CLOCK_TITLES

_ROWS = {
    "Policy": {
        "effective_on": ("生效日期", "In force from"),
        "applies_to": ("适用于", "Holds for"),
        "ids": ("新记录的编号方式", "How new records are numbered"),
        "weekly": ("项目周报", "Weekly report"),
        "documents": ("文档编号与密级", "Numbers and lines of documents"),
        "rag": ("红黄绿灯的界限", "Thresholds of the lights"),
        "iron_triangle": ("铁三角", "Iron triangle"),
        "change": ("变更", "Changes"),
        "control": ("签字确认与变更控制", "Sign-offs and change control"),
        "clocks": ("时限与例行事项", "Promises with a time"),
        "meetings": ("会议", "Meetings"),
        "wording": ("需求用语", "Wording of requirements"),
        "iterations": ("迭代", "Iterations"),
        "phases": ("阶段", "Phases"),
        "satisfaction": ("满意度", "Satisfaction"),
        "incidents": ("故障", "Incidents"),
        "risk": ("风险", "Risks"),
        "hours_per_day": ("每人天的工时", "Hours of a person-day"),
        "ticket_priorities": ("工单优先级", "Priorities of tickets"),
        "audience": ("默认可见范围", "Who may read what by default"),
        "severity": ("规则的级别", "Severity of rules"),
    },
    "WeeklyPolicy": {
        "cutoff": ("截止时间", "When the week closes"),
        "done_event": ("算作完成的步骤", "Step that counts as done"),
        "top_risks": ("列出的风险数", "Risks listed"),
        "brief_characters": ("群消息摘要的字数", "Characters of the group message"),
        "reply_workdays": ("反馈的答复期限（工作日）", "Working days to give feedback"),
    },
    "Cutoff": {"weekday": ("星期", "Day of the week"), "time": ("时刻", "Time")},
    "DocumentPolicy": {
        "weekly_number": ("周报编号", "Number of weekly reports"),
        "minutes_number": ("纪要编号", "Number of minutes"),
        "change_number": ("变更申请单编号", "Number of change forms"),
        "baseline_number": ("需求基线确认书编号", "Number of baseline forms"),
        "annex_number": ("签署办法编号", "Number of the annex on signing"),
        "confidentiality": ("密级说明", "Line of confidentiality"),
    },
    "RagPolicy": {
        "schedule": ("进度", "Schedule"),
        "cost": ("成本", "Cost"),
        "scope": ("范围", "Scope"),
        "quality": ("质量", "Quality"),
        "risk": ("风险", "Risk"),
        "client": ("客户", "Client"),
    },
    "ScheduleRag": {
        "green_days": ("绿灯：最多延期天数", "Green: days late at most"),
        "yellow_days": ("黄灯：最多延期天数", "Yellow: days late at most"),
    },
    "CostRag": {
        "green_percent": ("绿灯：成本偏差（%）不低于", "Green: cost variance in percent, from"),
        "yellow_percent": ("黄灯：成本偏差（%）不低于", "Yellow: cost variance in percent, from"),
    },
    "ScopeRag": {"undecided_days": ("变更未决的最多天数", "Days a change may stay undecided")},
    "QualityRag": {
        "green_pass_rate": ("绿灯：通过率（%）不低于", "Green: pass rate in percent, at least"),
        "yellow_pass_rate": ("黄灯：通过率（%）不低于", "Yellow: pass rate in percent, at least"),
        "yellow_open_defects": ("黄灯：遗留严重缺陷数", "Yellow: open critical or major defects"),
        "valid_days": ("数据有效天数", "Days that figures stay valid"),
    },
    "RiskRag": {
        "yellow_score": ("黄灯：风险分值达到", "Yellow: score from"),
        "red_score": ("红灯：风险分值达到", "Red: score from"),
    },
    "TrackRag": {
        "yellow_below": ("黄灯：满意度低于", "Yellow: survey mean below"),
        "red_below": ("红灯：满意度低于", "Red: survey mean below"),
    },
    "TrianglePolicy": {
        "gap_working_days": ("最长空缺（工作日）", "Longest gap in working days"),
        "months_after_acceptance": ("验收后保留的月数", "Months after acceptance"),
    },
    "ChangePolicy": {
        "freeze_days": ("冻结期（天）", "Days of the freeze"),
        "schedule_tolerance_wd": ("工期容差（工作日）", "Tolerance in working days"),
    },
    "ControlPolicy": {
        "since": ("签字确认办法的施行日期", "First day on which claims need sign-offs"),
        "late_wd": ("超过多少个工作日算补录", "Working days until it counts as recorded late"),
        "cumulative_percent": (
            "同一迭代一般变更的累计上限（占计划工作量%）",
            "Minor changes of an iteration, percent of its planned effort",
        ),
        "fine_tuning_pd": ("冻结期微调的工作量上限（人天）", "Fine-tuning in a freeze, in days"),
        "sign_off": ("各类事项的确认要求", "Who signs what"),
    },
    "DecisionPolicy": {
        "client": ("甲方", "Client"),
        "vendor": ("乙方", "Vendor"),
    },
    "SidePolicy": {
        "level": ("最低凭证级别", "Least evidence"),
        "people": ("确认人数", "How many persons"),
        "roles": ("可确认的角色", "Roles that may sign"),
        "authority": ("可确认的文件权限", "Authority that may sign"),
        "seal": ("是否须盖章", "Needs a company seal"),
        "deemed": ("是否适用默认确认", "Whether silence may count"),
    },
    **CLOCK_TITLES,
    "LengthBand": {
        "least": ("最短（分钟）", "Shortest, in minutes"),
        "most": ("最长（分钟）", "Longest, in minutes"),
    },
    "MeetingPolicy": {
        "minutes": ("会议时长", "Length by kind"),
        "face_to_face": ("须当面召开的会议", "Held face to face"),
        "kickoff": ("启动会须涉及的主题及其用词", "Subjects of a kick-off and their words"),
    },
    "WordList": {"zh": ("中文", "Chinese"), "en": ("英文", "English")},
    "WordingPolicy": {
        "vague": ("含糊用语", "Vague words"),
        "degree": ("同句有数值即可用的用语", "Words that need a figure"),
        "harmless": ("不算含糊的固定说法", "Harmless phrases"),
        "duty": ("表示要求的用语", "Words of duty"),
        "also_vague": ("补充的含糊用语", "Further vague words"),
        "also_harmless": ("补充的固定说法", "Further harmless phrases"),
    },
    "IterationPolicy": {
        "least_days": ("最短（天）", "Shortest, in days"),
        "most_days": ("最长（天）", "Longest, in days"),
    },
    "PhasePolicy": {
        "entry": ("进入各阶段的条件", "What must be there on entering"),
        "documents": ("各阶段应留下的成果", "What a phase leaves behind"),
        "test_levels": ("验收前应完成的测试级别", "Test levels before acceptance"),
    },
    "SatisfactionPolicy": {
        "least_score": ("最低分", "Lowest score"),
        "most_score": ("最高分", "Highest score"),
        "whys": ("追问几个为什么", "How many whys"),
    },
    "IncidentPolicy": {
        "p1_outage_minutes": ("核心业务中断超过多少分钟为P1", "Minutes of outage that make it P1"),
    },
    "RiskPolicy": {"response_score": ("须有应对措施的分值", "Score that needs a response")},
    "PriorityWords": {"zh": ("中文名称", "In Chinese"), "en": ("英文名称", "In English")},
    "AudiencePolicy": {
        "client_kinds": ("默认对客户可见的记录种类", "Kinds a client may read"),
        "internal_meetings": ("内部会议的类型", "Internal kinds of meetings"),
    },
}  # fmt: skip

POLICY_FIELDS: Mapping[tuple[str, str], tuple[str, str]] = MappingProxyType(
    {(part, field): words for part, rows in _ROWS.items() for field, words in rows.items()}
)
"""(class, field) → Chinese and English."""
