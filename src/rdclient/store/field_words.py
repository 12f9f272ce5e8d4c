"""What Chinese project managers call the fields of a record, after DOCUMENTS and TERMS."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from rdclient.store.chinese import half_width

_FIELD_ROWS = """
accepted_on 验收日期 验收时间
acceptance 验收 验收方式 验收标准
actions 待办 待办事项 任务清单 行动计划
activity 活动
agenda 议程 会议议程
amount 金额 合同金额 总金额 总价
analysis 评估 分析
answer 答复 回答 回复
answered_on 答复日期 答复时间
approvals 审批 审批记录
at 时间 日期 发生时间 记录时间
attempt 已采取的措施
attendees 参会人 参会人员 与会人员 出席 出席人员
authority 权限
background 背景 背景说明 业务背景
baseline 现状 基线 当前值
basis 依据
by 操作人 处理人 经办人 登记人 记录人 人员
category 类别 分类
cause 原因 原因类别
cases 用例 测试用例
chair 主持人 主持
change 变更
changes 变更
channel 渠道 提出渠道
closed_on 关闭日期 关闭时间
code 代码 简码 编码
comment 意见 备注
compatibility 兼容性 兼容性要求
concerns 关注点
condition 条件 测试条件
confirmations 待确认事项
confirmed_on 确认日期 确认时间
contingency 应急预案 备选方案
contract 合同 合同号 合同编号
counterparts 客户方 对接人
created_on 创建日期 创建时间 创建日
criteria 判据 合格标准
currency 币种 货币
data 数据
date 日期
decisions 决议 决议事项 决定
defects 缺陷
delivery 交付标准
depends_on 依赖 前置任务 前置
disclosed_on 告知日期
disposition 处理结果 结论
distribution 抄送 分发
due 完成时间 截止日期 截止时间 截止日 到期日 期限 计划完成时间 计划完成 交付日期 时间 日期
due deadline ddl
effect 影响 后果
effort 工作量 资源投入
effort_pd 工作量 人天 计划工时 工时
email 邮箱 邮件 电子邮件
end 结束日期 结束时间 结束
ended_at 结束时间 结束
entered_on 进入日期 开始日期
eta 预计完成时间 新的完成时间 预计完成
event 风险事件 事件 风险描述 描述
events 过程记录 事件 进展 历史 记录 状态变化
exceptions 异常处理 异常
executed 执行 已执行 执行数
feasibility 可行性 技术可行性
fee_rule 费用规则
feedback 反馈
findings 发现的问题 发现问题 演练发现
finish 完成日期 结束日期 计划完成 完成时间 结束时间 结束
finished_on 完成日期 实际完成 完成时间 结束日期
first_contact_on 首次接触 首次联系
follows 上次会议
forecasts 预测 预计
formality 会议形式
from 开始日期 起 入职日期 开始时间
functions 功能 功能点 功能描述 功能要求
goal 目标
goals 目标
highlights 亮点 工作成效
hours 工时
id 编号 序号 ID 标识
impact 影响 影响程度
industry 行业
influence 影响力
issue 问题 期号 期次
iteration 迭代
key 关键 关键节点 是否关键
kind 类型 类别 种类 会议类型
lang 语言
languages 语言
level 级别 等级 故障级别
meeting 会议
method 方法 验收方法 验收方式
metric 指标
milestone 里程碑
milestones 里程碑
mode 方式 会议方式
modules 模块
name 名称 姓名 名字 标题 客户名称 项目名称
next 下次会议
note 备注 内部备注 说明
notes 讨论 讨论要点
observers 列席
on 日期 时间
open_questions 待定事项 遗留问题
outage_min 中断时长
owner 责任人 负责人 担当 承办人 经办人 处理人 主办人 assignee
paid_on 付款日期 到账日期
participants 参演人员 参加人员 参与人员 参与人
passed 通过 通过数
payments 付款 付款计划
performance 性能 性能指标
person 人员 姓名 参会人
phone 电话 手机 联系电话
place 地点 会议地点
planned 计划 计划数
planned_at 计划时间 会议时间 时间 召开时间
plans 计划
present 出席 是否出席 实到
priority 优先级 优先程度 紧急程度
priority_reason 优先级理由 优先级原因 优先理由
probability 概率 可能性
project 项目
purpose 目的
quarter 季度
question 问题
raised_by 提出人 报告人 提单人
raised_on 提出日期 提出时间
rank 职级 排序
reached_on 达成日期 实际完成 实际日期 完成日期
real_need 真实需求 实际需求 真实诉求
reason 原因 理由
recorded_on 登记日期 补录日期
recorder 记录人
requirement 需求
requirements 需求 关联需求
response 应对 应对措施
responses 答卷
result 结果
role 角色 职责
rto_min 恢复用时 恢复时间 恢复时长
rules 规则 业务规则
scenario 场景 演练场景 应急场景
scope 范围
sent_at 发送时间 纪要发送时间
sent_on 发送日期 交付日期
set 修改内容
severity 严重程度 严重性 严重级别
short_name 简称
signatory 签字人 签字确认人
signed_on 签订日期 签署日期 签字日期
source 来源 提出人 需求来源 提出方
spent 已用工时
standard 标准 完成标准 交付标准
start 开始日期 开始时间 计划开始 开始
started_at 开始时间 实际开始时间 开始
started_on 开始日期 实际开始 开始时间
stated_need 原始需求 需求描述 客户需求 客户原话 需求
steps 步骤
strategy 策略 应对策略
suggestion 建议
summary 概述 摘要 总结
support 配合 配合人 协助人
tags 标签
target 目标 目标值
task 任务
tax 税 含税
team 团队 项目组 项目成员 成员
tests 测试 测试记录
text 内容 事项 描述 说明 正文
tier 客户级别 客户等级
title 标题 名称 主题 需求名称 任务名称 会议名称 会议主题 职务 职位 题目
to 截止日期 止 结束日期
topic 议题 主题
topics 主题 要点 内容
trigger 触发信号 触发条件
type 类型 类别 种类 动作 状态 步骤
ui_samples 界面样例 界面
unit 部门 单位 所属部门
urgency 紧急程度
value 价值 业务价值 值
vendor 乙方 供应商
version 版本 版本号
versions 版本
warranty_until 质保期 质保截止
with 参与人 沟通对象
"""


def _fields(rows: str) -> Mapping[str, tuple[str, ...]]:
    """Lines ``field word word`` as a table of fields per word."""
    table: dict[str, tuple[str, ...]] = {}
    for row in rows.strip().splitlines():
        field, *words = row.split()
        for word in words:
            table[word] = (*table.get(word, ()), field)
    return MappingProxyType(table)


FIELD_WORDS: Mapping[str, tuple[str, ...]] = _fields(_FIELD_ROWS)
"""What people call a field, and the fields it may be."""


_LONGEST = 40


def field_for(word: str, known: Iterable[str] | None = None) -> str | None:
    """The field that a Chinese word stands for, among those known at its place.

    Without them, the field that the word stands for everywhere.

    >>> field_for("负责人", ("id", "owner"))
    'owner'
    """
    fields = _meanings(word)
    if known is None:
        return fields[0] if len(fields) == 1 else None
    options = set(known)
    return next((field for field in fields if field in options), None)


def is_field_word(word: str) -> bool:
    """Whether people call some field so."""
    return bool(_meanings(word))


def _meanings(word: str) -> tuple[str, ...]:
    bare = re.sub(r"^(?:\d+[.、)]\s*|[*·•]\s*)|\(.*\)$|\s", "", half_width(word[:_LONGEST]))
    return FIELD_WORDS.get(bare.casefold(), FIELD_WORDS.get(bare, ()))
