"""Words of the findings that rules state, in both languages, and of the tokens in their facts."""

from collections.abc import Mapping
from types import MappingProxyType

from rdclient.render.messages_loading import Wording

_WORDS = {
    "RD012": Wording(
        zh="找不到{kind}“{name}”",
        en="no {kind} “{name}” is recorded",
        help_zh="请核对编号或姓名；引用同一客户其他项目的记录，写作“项目/编号”",
        help_en="check the id or the name; a record of the client's other project is project/ID",
    ),
    "RD012.near": Wording(
        zh="找不到{kind}“{name}”",
        en="no {kind} “{name}” is recorded",
        help_zh="相近的有：{nearest}。请改写名称；确属新增的，请先建立记录",
        help_en="did you mean {nearest}? Correct the name, or record the new one first",
    ),
    "RD013": Wording(
        zh="姓名“{name}”对应多人：{people}",
        en="“{name}” fits more than one person: {people}",
        help_zh="请改写为其中一人的编号（id）",
        help_en="write the id of the person you mean",
    ),
    "RD015.date": Wording(
        zh="时间{at}早于前面的记录（{previous}）",
        en="dated {at}, before the entry it follows ({previous})",
        help_zh="请核对时间；补录的事实按发生先后排列，并用 recorded_on 注明补录日期",
        help_en="check the date; list facts as they happened and mark late entries (recorded_on)",
    ),
    "RD015.first": Wording(
        zh="过程记录从“{step}”开始，缺少“{other}”",
        en="the events begin with “{step}”; “{other}” is missing",
        help_zh="请把“{other}”补为第一条记录",
        help_en="add “{other}” as the first event",
    ),
    "RD015.ended": Wording(
        zh="“{other}”之后又有“{step}”",
        en="“{step}” comes after “{other}”",
        help_zh="请核对类型和时间；确需继续处理的，先记一条“重新打开”（reopened）",
        help_en="check type and time; to go on working, record `reopened` first",
    ),
    "RD015.ended_for_good": Wording(
        zh="“{other}”之后又有“{step}”",
        en="“{step}” comes after “{other}”",
        help_zh="关闭之后不再追加记录，请核对这条记录的类型和时间",
        help_en="nothing follows the closing event; check type and time of this one",
    ),
    "RD015.resumed": Wording(
        zh="“恢复处理”之前没有“待客户反馈”",
        en="“Resumed” without “Waiting for client” before it",
        help_zh="请补记开始等待的时间（waiting_client）；没有等待的，请更正这条记录的类型",
        help_en="add when the wait began (waiting_client), or correct the type of this event",
    ),
    "RD015.reopened": Wording(
        zh="“重新打开”之前没有完成、解决或关闭的记录",
        en="“Reopened” although nothing was finished, resolved or closed before",
        help_zh="请补记完成、解决或关闭的时间，或更正这条记录的类型",
        help_en="add the event that had ended it, or correct the type of this one",
    ),
    "RD016": Wording(
        zh="日期{at}晚于截至时间{as_of}，检查和报告暂不计入",
        en="dated {at}, after {as_of}: checks and reports do not count it yet",
        help_zh="如为笔误，请更正日期；如为计划，请写入计划字段（due、plans、planned_at 等）",
        help_en="correct a slip of the pen; write plans into plan fields (due, plans, planned_at)",
    ),
    "RD101.never": Wording(
        zh="自项目启动起未见{role}的任职记录",
        en="no record of a {role} since the project began",
        help_zh="请在 team 中补一条：role、person、from",
        help_en="add an entry to `team`: role, person, from",
    ),
    "RD101.gap": Wording(
        zh="{role}自{since}至{until}空缺{workdays}个工作日（最多{limit}个工作日）",
        en="{role}: vacant from {since} to {until}, {workdays} working days (limit {limit})",
        help_zh="期间有人代理的，请在 team 中补记代理人及其起止日期",
        help_en="if somebody stood in, add that person's term to `team`",
    ),
    "RD111.client": Wording(
        zh="需求评审会（{id}）未见客户方人员出席的记录",
        en="requirements review {id}: no record of anybody from the client being present",
        help_zh="请补记出席的客户方人员；确未出席的，另行组织评审",
        help_en="record who attended for the client; if nobody did, hold the review again",
    ),
    "RD111.technical_lead": Wording(
        zh="需求评审会（{id}）未见技术负责人出席的记录",
        en="requirements review {id}: no record of the technical lead being present",
        help_zh="请补记出席人员，并核对项目 team 中技术负责人的任职日期",
        help_en="record the attendance, and check the technical lead's term in the project's team",
    ),
    "RD202": Wording(
        zh="缺少真实需求（{id}）",
        en="{id}: the real need is missing",
        help_zh="请在 real_need 写明客户要解决的业务问题",
        help_en="say in `real_need` which business problem the client wants to solve",
    ),
    "RD204": Wording(
        zh="三维评估缺少{missing}（{id}）",
        en="{id}: the assessment lacks {missing}",
        help_zh="请补充 analysis.feasibility、value、analysis.effort 中缺少的部分",
        help_en="fill in what is missing of analysis.feasibility, value and analysis.effort",
    ),
    "RD211": Wording(
        zh="需求描述缺少{missing}（{id}）",
        en="{id}: the description lacks {missing}",
        help_zh="请补充 background、goal、functions 中缺少的部分",
        help_en="fill in what is missing of background, goal and functions",
    ),
    "RD212": Wording(
        zh="交付标准缺少{missing}（{id}）",
        en="{id}: the delivery standard lacks {missing}",
        help_zh="请在 delivery 中补充；性能指标至少写一条：指标、目标值、测试条件",
        help_en="complete `delivery`; a performance target is {{metric, target, condition}}",
    ),
    "RD213": Wording(
        zh="验收方式缺少{missing}（{id}）",
        en="{id}: the acceptance lacks {missing}",
        help_zh="请在 acceptance 中补充 method、cases 或 procedure、signatory",
        help_en="complete `acceptance`: method, cases or procedure, signatory",
    ),
    "RD214": Wording(
        zh="需求已评审，未见变更规则和费用调整标准（{id}）",
        en="{id}: requirements were reviewed, but no change rule and no fee rule is recorded",
        help_zh="请写入合同（change_rule、fee_rule）、项目（change_rules）或policy.yaml",
        help_en="set change_rule or fee_rule in the contract or the policy, or change_rules here",
    ),
    "RD240.FS": Wording(
        zh="{id}计划{planned}开始，按前置任务{dependency}最早为{earliest}（完成-开始）",
        en="{id} starts on {planned}; {dependency} allows {earliest} at the earliest "
        "(finish-to-start)",
        help_zh="请在 plans 中追加调整后的计划，或更正依赖关系",
        help_en="add a corrected plan to `plans`, or correct the dependency",
    ),
    "RD240.SS": Wording(
        zh="{id}计划{planned}开始，按前置任务{dependency}最早为{earliest}（开始-开始）",
        en="{id} starts on {planned}; {dependency} allows {earliest} at the earliest "
        "(start-to-start)",
        help_zh="请在 plans 中追加调整后的计划，或更正依赖关系",
        help_en="add a corrected plan to `plans`, or correct the dependency",
    ),
    "RD240.FF": Wording(
        zh="{id}计划{planned}完成，按前置任务{dependency}最早为{earliest}（完成-完成）",
        en="{id} finishes on {planned}; {dependency} allows {earliest} at the earliest "
        "(finish-to-finish)",
        help_zh="请在 plans 中追加调整后的计划，或更正依赖关系",
        help_en="add a corrected plan to `plans`, or correct the dependency",
    ),
    "RD240.SF": Wording(
        zh="{id}计划{planned}完成，按前置任务{dependency}最早为{earliest}（开始-完成）",
        en="{id} finishes on {planned}; {dependency} allows {earliest} at the earliest "
        "(start-to-finish)",
        help_zh="请在 plans 中追加调整后的计划，或更正依赖关系",
        help_en="add a corrected plan to `plans`, or correct the dependency",
    ),
    "RD241": Wording(
        zh="任务循环依赖：{cycle}",
        en="the tasks wait for each other: {cycle}",
        help_zh="请去掉其中一条依赖（depends_on）",
        help_en="remove one of these dependencies (depends_on)",
    ),
    "RD421.decisions": Wording(
        zh="决议{id}缺少{missing}",
        en="decision {id} lacks {missing}",
        help_zh="请补充责任人（owner）和完成时间（due）；责任人只写一名",
        help_en="add owner and due; one person is responsible",
    ),
    "RD421.actions": Wording(
        zh="待办事项{id}缺少{missing}",
        en="action {id} lacks {missing}",
        help_zh="请补充责任人（owner）和完成时间（due）；其他人写入 support",
        help_en="add owner and due; others go into `support`",
    ),
    "RD430": Wording(
        zh="该周有需求完成（{requirements}），周报未写工作成效",
        en="requirements were finished that week ({requirements}), but their value is not stated",
        help_zh="请填写 highlights，或补充需求的 value、会议的 value_items",
        help_en="write highlights, the requirement's value, or a meeting's value_items",
    ),
    "RD430.measured": Wording(
        zh="{id}在{at}尚未上线，不能写实测值",
        en="{id} was not released by {at}, so nothing can have been measured",
        help_zh="上线前只写预计（metric、target）；上线记录有遗漏的，请补记 released",
        help_en="before release state the target only; if `released` is missing, add it",
    ),
    "RD430.told": Wording(
        zh="会议（{at}）将{id}的成效写为“实测”，当时尚未上线",
        en="the meeting of {at} calls the value of {id} measured, before its release",
        help_zh="请改为 state: expected；上线记录有遗漏的，请补记 released",
        help_en="write `state: expected`; if the event `released` is missing, add it",
    ),
    "RD431": Wording(
        zh="风险{id}评分{score}（{limit}分及以上须应对），缺少{missing}",
        en="risk {id} scores {score} (a response is due from {limit}) and lacks {missing}",
        help_zh="请在 response 中补充应对措施（text）和责任人（owner）",
        help_en="complete `response`: what is done (text) and by whom (owner)",
    ),
    "RD440": Wording(
        zh="推迟记录缺少{missing}（{id}）",
        en="{id}: the delay is recorded without {missing}",
        help_zh="请补齐 reason、cause、impact、attempt、eta，缺一项都不宜发给客户",
        help_en="complete reason, cause, impact, attempt and eta before it goes to the client",
    ),
}

RULES_WORDING: Mapping[str, Wording] = MappingProxyType(_WORDS)
"""By code, or by code and variant."""

WORDED_FACTS = frozenset({"kind", "missing", "other", "role", "step"})
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
    "project": ("项目", "project"),
    # roles of the iron triangle
    "client_lead": ("客户主管", "client lead"),
    "project_manager": ("项目经理", "project manager"),
    "technical_contact": ("技术对接人", "technical contact"),
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
    # decisions, actions, risks, delays
    "owner": ("责任人", "owner"),
    "due": ("完成时间", "due date"),
    "response": ("应对措施", "response"),
    "reason": ("原因", "reason"),
    "cause": ("原因类别", "cause"),
    "impact": ("影响", "impact"),
    "attempt": ("已采取的措施", "what is being tried"),
    "eta": ("新的完成时间", "new date"),
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
}

FACT_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(_TOKENS)
"""Tokens in facts, in Chinese and in English; what is not listed is printed as it is."""
