"""Chinese words people type for tokens, truth and what is not known yet; text made plain."""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

# ── plain text ───────────────────────────────────────────────────────────────

_DASHES = re.compile("[\u2010-\u2015\u2212]+")
_PAIRS = (
    "“”",
    "‘’",
    "「」",
    "『』",
    "【】",
    "〔〕",
    "《》",
    "（）",
    "()",
    '""',
    "''",
    "［］",
    "[]",
)
_LAYERS = 3
_ENDS = "，。；、,;"


def half_width(text: str) -> str:
    """The text with full-width letters, digits, signs and blanks made plain, ends trimmed.

    >>> half_width("ＲＥＱ－０１２")
    'REQ-012'
    """
    return unicodedata.normalize("NFKC", text).strip()


def unwrapped(text: str) -> str:
    """The text without quotes or brackets around it and without a mark at its end.

    >>> unwrapped("“functional”，")
    'functional'
    """
    bare = text.strip().rstrip(_ENDS)
    for _ in range(_LAYERS):
        if len(bare) > 1 and bare[0] + bare[-1] in _PAIRS:
            bare = bare[1:-1].strip()
    return bare


def plain(text: str) -> str:
    """The text unwrapped and half-width, each kind of dash a hyphen.

    >>> plain("‘２０２６—１１—２０’")
    '2026-11-20'
    """
    return _DASHES.sub("-", half_width(unwrapped(text)))


# ── words for tokens ─────────────────────────────────────────────────────────


def token_for(name: str, word: str) -> str | None:
    """The token of the enum class ``name`` that a Chinese word stands for.

    >>> token_for("Priority", "高")
    'high'
    """
    return _looked_up(CHINESE_WORDS.get(name, {}), word)


def near_token(name: str, word: str) -> str | None:
    """The token whose meaning comes nearest to a word that stands for none of them.

    >>> near_token("Priority", "紧急")
    'high'
    """
    return _looked_up(NEAR_WORDS.get(name, {}), word)


_ACTIVITIES = frozenset({"测试", "开发"})
"""Words that may mean that it is being done, or that it is over."""


def _looked_up(words: Mapping[str, str], word: str) -> str | None:
    bare = plain(word)
    done = bare if bare in _ACTIVITIES else f"已{bare}"
    for option in (bare, done, bare.removeprefix("已"), bare.split("(", 1)[0].strip()):
        if option in words:
            return words[option]
    return None


def is_pending(word: str) -> bool:
    """Whether a word only says that there is nothing to say yet.

    >>> is_pending("待定"), is_pending("张敏")
    (True, False)
    """
    return half_width(word).casefold().strip("()。.") in _PENDING


_PENDING = frozenset(
    (
        *("", "无", "暂无", "没有", "空", "待定", "未定", "待确认", "待确定", "待补", "待补充"),
        *("待通知", "待商定", "待议", "另定", "不详", "未知", "略", "同上", "不适用", "尚未确定"),
        *("n/a", "na", "n.a", "none", "nil", "tbd", "tba", "tbc", "unknown", "pending"),
        *("-", "--", "---", "/", "\\", "?", "??", "…"),
    )
)

TRUTH: Mapping[str, bool] = MappingProxyType(
    {"是": True, "有": True, "对": True, "真": True, "否": False, "无": False, "假": False}
    | {"不是": False, "没有": False, "yes": True, "y": True, "on": True, "true": True}
    | {"no": False, "n": False, "off": False, "false": False, "1": True, "0": False}
    | dict.fromkeys("√✓✔☑", True)
    | dict.fromkeys("×✗✘☒", False)
    | dict.fromkeys(("出席", "实到", "到会", "参加", "已到", "到", "需要", "已签"), True)
    | dict.fromkeys(("缺席", "未到", "请假", "未出席", "未参加", "不需要", "不", "未签"), False)
)
"""Words and marks people write for true and false."""

RELATIVE_DAYS = (
    *("今天", "今日", "当天", "当日", "昨天", "昨日", "前天", "明天", "明日", "后天", "大后天"),
    *("本周", "这周", "下周", "上周", "下下周", "周末", "本月", "下月", "上月", "下个月", "月初"),
    *("月中", "月底", "月末", "季末", "季度末", "年初", "年底", "年末", "年前", "年后", "节前"),
    *("节后", "春节", "国庆", "尽快", "近期", "随时", "马上", "刚才", "最近", "过几天"),
    *("周一", "周二", "周三", "周四", "周五", "周六", "周日", "星期", "礼拜", "小时后", "天后"),
    *("today", "tomorrow", "yesterday", "asap", "next week", "end of month", "eom"),
)
"""Words for a day that only hold on the day they are written."""


def _table(rows: str) -> Mapping[str, Mapping[str, str]]:
    """Lines ``Name: token word word, token word …`` as a table of words per enum."""
    table: dict[str, Mapping[str, str]] = {}
    for row in rows.strip().splitlines():
        name, _, entries = row.partition(":")
        pairs = (entry.split() for entry in entries.split(","))
        table[name.strip()] = MappingProxyType(
            {word: token for token, *words in pairs for word in words}
        )
    return MappingProxyType(table)


CHINESE_WORDS: Mapping[str, Mapping[str, str]] = _table(
    """
ActionStep: done 已完成 完成 已办结, moved 已调整完成时间 改期 延期 已改期, cancelled 已取消
AddressForm: bank 贵行, company 贵司, bureau 贵局, organisation 贵单位
ApprovalStep: prepared 编制, reviewed 审核 已审核, approved 批准 已批准
Audience: internal 内部 内部版, client 客户 客户版 甲方
Authority: sign 签字, approve 审批, consult 咨询, inform 知情
ChangeCategory: market 市场变化, business 业务调整, omission 需求遗漏 遗漏, \
defect 缺陷修复 缺陷, regulation 监管要求 监管, technical 技术原因
ChangeDecision: approve 同意, approve_with_conditions 有条件同意, reject 不同意 否决, \
revoke 撤销 撤回
ChangeSize: small 一般变更 小范围变更, large 重大变更 大范围变更
ChangeStep: submitted 已提交, pm_review 项目经理初审 初审, \
assessed 已完成技术评估 已评估 技术评估, ccb_review CCB评审, client_confirmed 客户已确认 客户确认, \
scheduled 已排期, implemented 已实施, verified 已验证, closed 已关闭, rejected 已否决 已拒绝, \
deferred 已推迟 暂缓, withdrawn 已撤回
Channel: verbal 口头, phone 电话, email 邮件, meeting 会议, chat 群消息 微信 飞书 钉钉
AppliesTo: new 新发生 新增, open 未完成 未结
Beyond: weekly 按周 按每周
CauseCategory: process 流程繁琐, authority 权限不足, criteria 缺优先级标准
ComplaintStep: received 已受理, answered 已答复, escalated 已升级, closed 已关闭
DecisionClass: specification 需求基线确认 需求基线 需求规格, large_change 重大变更, \
small_change 一般变更, emergency 紧急变更 紧急变更先行实施, minutes 会议纪要 会议纪要确认
DeliverableKind: dev_log 开发日志, test_report 测试报告, manual 操作手册 用户手册, source 源代码, \
plan 计划
DependencyKind: FS 完成-开始, SS 开始-开始, FF 完成-完成, SF 开始-完成
Dimension: schedule 进度, cost 费用 成本, scope 范围, quality 质量, risk 风险, service 服务
Disposition: approved 已批准 同意 通过, deferred 已推迟 暂缓, rejected 已否决 不同意, \
withdrawn 已撤回
EvidenceKind: scan 扫描件 签字盖章扫描件 扫描, email 邮件 电子邮件, \
e_seal 电子签章 电子签章文件 电子印章, sending 发送凭证 发送记录, other 其他 其他凭证
EvidenceLevel: E0 口头 自述, E1 书面凭证 附书面凭证, E2 数字签名 数字签名已验证
Every: week 每周 周, month 每月 月, quarter 每季度 季度, half_year 每半年 半年, year 每年 年
Evidence: kickoff_meeting 项目启动会 启动会, raci 责任分配矩阵, milestone_plan 里程碑计划, \
requirement_confirmed 已确认的需求, requirement_developed 开发完成的需求, \
requirement_tested 测试通过的需求, system_test 系统测试结果 系统测试, acceptance 验收记录 验收, \
dev_log 开发日志, test_report 测试报告, manual 操作手册 用户手册
Formality: formal 正式 正式会议, informal 非正式 非正式沟通
IncidentCategory: data_loss 数据丢失, cyber_attack 网络攻击, hardware 硬件故障 硬件, \
software 软件故障 软件
IncidentLevel: P1 一级 一级故障, P2 二级 二级故障, P3 三级 三级故障, P4 四级 四级故障
IncidentStep: detected 已发现, acknowledged 已响应, escalated 已升级 已上报, \
restored 业务已恢复 已恢复, closed 已关闭
Indicator: response_speed 需求响应速度 响应速度, solution_quality 技术方案质量 方案质量, \
communication 沟通效率, problem_solving 问题解决能力
Influence: decision_maker 决策人, influencer 影响人, user 使用人
InspectionCategory: server 服务器, os 操作系统, db 数据库, middleware 中间件, app 应用, \
network 网络, security 安全, backup 备份
InspectionResult: pass 通过 正常, warn 警告 告警, fail 不通过 异常
InteractionKind: call 电话, message 消息 微信, email 邮件, visit 拜访, talk 面谈
IssueStep: raised 已提出, resolved 已解决, closed 已关闭, reopened 重新打开
Lang: zh 中文 汉语, en 英文 英语
MeetingKind: kickoff 项目启动会 启动会, weekly 项目周例会 周例会 例会, weekly_review 周评审会, \
req_review 需求评审会 需求评审, req_confirm 需求确认会 需求确认, demo 演示会 演示, \
test_sync 测试结果同步会, pre_acceptance 预验收会 预验收, acceptance 验收会 验收, \
return_visit 客户回访 回访, ccb 变更评审会 CCB会议 变更评审会(CCB), \
business_review 业务回顾会 业务回顾, \
exec_dialogue 高层会谈, internal_sync 内部同步会, retro 月度复盘会 复盘会, \
satisfaction_review 满意度复盘会 满意度复盘会(5Why), standup 每日站会 站会
MilestoneKind: completion 完工, release 上线, demo 演示, other 其他
Mode: onsite 现场, online 线上, hybrid 现场+线上 混合
OnPriorityChange: keep 延续, restart 重新起算
Operation: add 新增, modify 修改, delete 删除
Phase: presales 售前, kickoff 启动, planning 规划, development 开发, test 测试, \
acceptance 验收, operate 运维 运维(交付后), closed 已结项 结项
Priority: high 高, medium 中, low 低
PriorityToken: urgent 紧急, normal 一般 普通
ProjectType: custom_dev 定制化开发 定制开发, joint_rnd 联合研发, tech_support 技术支持
Rag: green 绿 绿灯 正常 正常(绿灯) 健康, yellow 黄 黄灯 关注 关注(黄灯), \
red 红 红灯 预警 预警(红灯) 风险, grey 灰 数据不足 数据不足(灰)
RaciCell: R 执行, A 负责, A/R 负责并执行 执行并负责, C 咨询, I 知情
ReleaseKind: minor 小版本, major 大版本
RequirementStep: collected 已收集, analysed 已分析, reviewed 已评审 评审通过, confirmed 已确认, \
planned 已排期, started 开发中, delayed 推迟 延期, developed 开发完成 已开发, \
tested 测试通过 已测试, accepted 已验收 验收通过, released 已上线, deferred 暂缓, declined 不采纳, \
withdrawn 已撤回, reopened 重新打开
RequirementType: functional 功能需求 功能, quality 质量需求 质量, interface 外部接口需求 接口, \
data 数据需求 数据, constraint 设计约束 约束, compliance 合规需求 合规
RiskStep: identified 已识别, occurred 已发生, closed 已关闭
Role: client_lead 客户主管, project_manager 项目经理, technical_contact 技术对接人, \
technical_lead 技术负责人, product_manager 产品经理, developer 开发工程师 开发, \
tester 测试工程师 测试, client_liaison 客户联络官, solution_expert 解决方案专家, \
pmo 项目管理办公室 项目管理办公室(PMO), quality_assurance 质量保证 质量保证(QA), \
client_executive 客户高层, client_owner 业务负责人, client_counterpart 客户对接人, \
client_technical 客户技术代表, signatory 签字确认人 签字人
Severity: critical 致命, major 严重, minor 一般, trivial 轻微, error 错误, warning 警告, info 提示
Side: vendor 乙方 我方, client 甲方 客户
SlipCause: resource 资源不足, technical 技术难题, requirement_change 需求变更, \
third_party 第三方原因 第三方, client_duty 甲方配合延迟, estimate 估算偏差
IdScheme: sequential 顺序 顺序编号 连续, random 随机 随机编号
Seal: official 公章, contract 合同专用章 合同章
SubjectKind: baseline 需求基线 基线, change 变更申请 变更, meeting 会议纪要 会议 纪要
SourceKind: manual 手工登记 手工, imported 导入
SourceSubject: ticket 工单, incident 故障, quality 质量, hours 工时, task 任务, \
issue 问题 缺陷, requirement 需求
Strategy: avoid 规避, mitigate 减轻, transfer 转移, accept 接受, escalate 上报
Tax: included 含税, excluded 不含税
TestLevel: unit 单元测试, integration 集成测试, system 系统测试, uat 用户验收测试
TicketKind: question 咨询, defect 缺陷, request 服务请求, complaint 投诉
TicketStep: opened 已受理, assigned 已分派, responded 已响应, waiting_client 待客户反馈, \
resumed 恢复处理, priority_changed 已调整优先级, resolved 已解决, reopened 重新打开, \
visited 已回访, closed 已关闭, cancelled 已取消
Tier: A 重点客户 重点, B 一般客户 一般, C 普通客户 普通
Urgency: normal 一般 普通, urgent 紧急, emergency 紧急变更 特急
ValueKind: process 流程优化, efficiency 效率提升, cost 成本降低, revenue 收入增长
ValueState: expected 预计, measured 实测
Verification: test 测试, analysis 分析, inspection 审查, demonstration 演示
Weekday: monday 周一 星期一, tuesday 周二 星期二, wednesday 周三 星期三, \
thursday 周四 星期四, friday 周五 星期五, saturday 周六 星期六, sunday 周日 星期日 星期天
"""
)
"""Chinese words people type for tokens, by enum class; after TERMS, plus what is common."""

NEAR_WORDS: Mapping[str, Mapping[str, str]] = _table(
    """
ActionStep: done 关闭 结束, moved 顺延, cancelled 作废
ComplaintStep: answered 已回复 已处理, closed 已解决 已完成
IncidentStep: restored 已解决 已处理, closed 已完成 已结束
IssueStep: raised 新建 未解决, resolved 已完成 已处理 完成, closed 结束
MilestoneKind: completion 完成 结束, release 发布 投产, demo 汇报
Priority: high 紧急 特急 急 重要 最高 严重, medium 一般 普通 正常 中等, low 不急 较低 最低
PriorityToken: urgent 急 特急 高 非常紧急, normal 正常 中 低 不急
RequirementStep: collected 新建 新增 已登记, confirmed 已签字, started 进行中 在开发, \
developed 已做完, tested 已通过, released 已发布 已投产, declined 已拒绝 拒绝 不做, \
withdrawn 已取消 取消, deferred 搁置 暂停 挂起
RiskStep: identified 新建 监控中, closed 已解除 已消除
Severity: critical 紧急 特急 最高, major 高 重要, minor 中 普通, trivial 低
Tier: A 战略客户 重要客户 大客户
TicketStep: opened 新建 已登记, responded 处理中 进行中, resolved 已完成 已处理 完成
"""
)
"""Chinese words that mean something else, but come near one token."""
