"""Chinese input habits: full-width punctuation and digits, dates, and words for tokens."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, time
from types import MappingProxyType

# ── punctuation that YAML takes for text ─────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Habit:
    """A full-width character where YAML wants another; line and column count from 0.

    Attributes:
        kind: ``colon``, ``indent``, ``dash``, ``quote``, ``comma`` or ``bracket``.
        character: what was typed.
        write: what to type.
        is_structure: whether it stands where only structure can stand.
    """

    kind: str
    line: int
    column: int
    character: str
    write: str

    @property
    def is_structure(self) -> bool:
        """Whether prose is ruled out at that place."""
        return self.kind in {"colon", "indent", "dash"}


_ANY = re.compile("[\u3000：－—，、“”‘’＂＇［］【】｛｝]")
_BLOCK = re.compile(r"(?:^|[:\-][ \t]+)[|>][-+0-9]*[ \t]*(?:#.*)?$")
_INDENT = re.compile("[ \t\u3000]*")
_DASH = re.compile("[ \t\u3000]*([－—])[ \t\u3000]")
_KEY = r'(?:"[^"]*"|[A-Za-z_][A-Za-z0-9_.-]*)[ \t\u3000]*(：)'
_LINE_KEY = re.compile(r"[ \t\u3000]*(?:[-－—][ \t\u3000]+)*" + _KEY)
_FLOW_KEY = re.compile(r"[\[{,，｛［][ \t\u3000]*" + _KEY)
_QUOTED = re.compile(r"(?:[:：][ \t]*|-[ \t]+|[\[{,][ \t]*)([“‘＂＇])[^“”‘’＂＇]*([”’＂＇]?)")
_FLOW = re.compile(r"[:：\-][ \t]*([\[{［【｛].*)$")
_FLOW_MARKS = {
    "，": ",",
    "、": ",",
    "［": "[",
    "］": "]",
    "【": "[",
    "】": "]",
    "｛": "{",
    "｝": "}",
}
_FLOW_MARK = re.compile("[" + "".join(_FLOW_MARKS) + "]")


def habits(text: str) -> tuple[Habit, ...]:
    """The full-width characters that stand where YAML expects structure or a quote."""
    if not _ANY.search(text):
        return ()
    found: list[Habit] = []
    for number, line in _structural_lines(text):
        if _ANY.search(line):
            found += sorted(_in_line(number, line), key=lambda habit: habit.column)
    return tuple(found)


def _structural_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines outside block scalars and comments."""
    block: int | None = None
    for number, line in enumerate(re.split("\r\n|\r|\n", text)):
        bare = line.lstrip(" \t\u3000")
        depth = len(line) - len(bare)
        if not bare or (block is not None and depth > block):
            continue
        block = depth if _BLOCK.search(line) else None
        if not bare.startswith("#"):
            yield number, line


def _in_line(number: int, line: str) -> Iterator[Habit]:
    indent = _INDENT.match(line)
    if indent and "\u3000" in indent.group():
        yield Habit("indent", number, indent.group().index("\u3000"), "\u3000", " ")
    if dash := _DASH.match(line):
        yield Habit("dash", number, dash.start(1), dash.group(1), "-")
    colons = [match for match in (_LINE_KEY.match(line), *_FLOW_KEY.finditer(line)) if match]
    for start in sorted({match.start(1) for match in colons}):
        yield Habit("colon", number, start, "：", ":")
    for match in _QUOTED.finditer(line):
        for group in (1, 2):
            if mark := match.group(group):
                write = "'" if mark in "‘’＇" else '"'
                yield Habit("quote", number, match.start(group), mark, write)
    if flow := _FLOW.search(line):
        for match in _FLOW_MARK.finditer(line, flow.start(1)):
            mark = match.group()
            kind = "comma" if mark in "，、" else "bracket"
            yield Habit(kind, number, match.start(), mark, _FLOW_MARKS[mark])


def mended(text: str, chosen: Iterable[Habit]) -> str:
    """The text with those characters replaced by what should be typed."""
    lines = re.split("\r\n|\r|\n", text)
    for habit in sorted(chosen, key=lambda habit: (habit.line, habit.column), reverse=True):
        line = lines[habit.line]
        before, after = line[: habit.column], line[habit.column + 1 :]
        if habit.kind == "indent":
            bare = after.lstrip(" \t\u3000")
            blanks = after[: len(after) - len(bare)].replace("\u3000", "  ")
            lines[habit.line] = f"{before}  {blanks}{bare}"
        elif habit.kind == "colon" and after[:1].strip():
            lines[habit.line] = f"{before}: {after}"
        else:
            lines[habit.line] = before + habit.write + after
    return "\n".join(lines)


def half_width(text: str) -> str:
    """The text with full-width letters, digits, signs and blanks made plain, ends trimmed.

    >>> half_width("ＲＥＱ－０１２")
    'REQ-012'
    """
    return unicodedata.normalize("NFKC", text).strip()


# ── dates and times ──────────────────────────────────────────────────────────

_YEAR_FIRST = re.compile(r"(\d{4})\s*[年/.\-_]\s*(\d{1,2})\s*[月/.\-_]\s*(\d{1,2})\s*[日号]?")
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
_NO_YEAR = re.compile(r"(\d{1,2})\s*(?:月|/|\.|-)\s*(\d{1,2})\s*[日号]?(?!\d)")
_CLOCK = re.compile(
    r"[T\s,]*(上午|下午|晚上|中午|凌晨|早上)?\s*(\d{1,2})\s*[:点时]\s*(?:(\d{1,2})|(半))?分?"
    r"(?::(\d{2}))?(?:\.\d+)?秒?\s*(Z|[+-]\d{2}:?\d{2})?\Z",
    re.ASCII | re.IGNORECASE,
)
_AFTERNOON = {"下午", "晚上"}
_NOON = 12


@dataclass(frozen=True, slots=True)
class TimeGuess:
    """What a date or time was probably meant to be.

    Attributes:
        text: as it should be written; without its year when ``has_year`` is false.
        exists: whether there is such a day and time.
    """

    text: str
    has_year: bool
    exists: bool


def guess_time(value: str, *, with_clock: bool) -> TimeGuess | None:
    """A date, or a date with a time, out of the ways people write them.

    >>> guess_time("2026年11月20日 14:00", with_clock=True).text
    '2026-11-20 14:00'
    """
    plain = half_width(value)
    if match := _YEAR_FIRST.match(plain) or _EIGHT.match(plain):
        year, month, day = (int(number) for number in match.groups())
    elif match := _NO_YEAR.match(plain):
        year, month, day = 0, *(int(number) for number in match.groups())
    else:
        return None
    rest = plain[match.end() :].strip()
    clock = _clock(rest) if rest else ""
    if clock is None:
        return None
    exists = _exists(year or 2000, month, day, clock)
    head = f"{year:04}-{month:02}-{day:02}" if year else f"{month:02}-{day:02}"
    return TimeGuess(f"{head} {clock}" if clock and with_clock else head, bool(year), exists)


def _clock(rest: str) -> str | None:
    match = _CLOCK.match(rest)
    if not match:
        return None
    half, hour, minute, thirty, second, offset = match.groups()
    number = int(hour) + (_NOON if half in _AFTERNOON and int(hour) < _NOON else 0)
    text = f"{number:02}:{30 if thirty else int(minute or 0):02}"
    if second:
        text += f":{second}"
    if offset and offset not in "Zz":
        offset = offset if ":" in offset else f"{offset[:3]}:{offset[3:]}"
    return text + (offset or "").upper()


def _exists(year: int, month: int, day: int, clock: str) -> bool:
    with suppress(ValueError):
        date(year, month, day)
        time.fromisoformat(clock or "00:00")
        return True
    return False


# ── words for tokens ─────────────────────────────────────────────────────────


def token_for(name: str, word: str) -> str | None:
    """The token of the enum class ``name`` that a Chinese word stands for.

    >>> token_for("Priority", "高")
    'high'
    """
    words = CHINESE_WORDS.get(name, {})
    plain = half_width(word)
    for option in (plain, f"已{plain}", plain.removeprefix("已"), plain.split("（", 1)[0]):
        if option in words:
            return words[option]
    return None


TRUTH: Mapping[str, bool] = MappingProxyType(
    {"是": True, "有": True, "对": True, "真": True, "否": False, "无": False, "假": False}
    | {"不是": False, "没有": False, "yes": True, "y": True, "on": True, "true": True}
    | {"no": False, "n": False, "off": False, "false": False}
)
"""Words people write for true and false."""


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
ChangeDecision: approve 同意, approve_with_conditions 有条件同意, reject 不同意, revoke 撤销
ChangeSize: small 一般变更 小范围变更, large 重大变更 大范围变更
ChangeStep: submitted 已提交, pm_review 项目经理初审 初审, \
assessed 已完成技术评估 已评估 技术评估, ccb_review CCB评审, client_confirmed 客户已确认 客户确认, \
scheduled 已排期, implemented 已实施, verified 已验证, closed 已关闭, rejected 已否决 已拒绝, \
deferred 已推迟 暂缓, withdrawn 已撤回
Channel: verbal 口头, phone 电话, email 邮件, meeting 会议, chat 群消息 微信 飞书 钉钉
ComplaintStep: received 已受理, answered 已答复, escalated 已升级, closed 已关闭
DependencyKind: FS 完成-开始, SS 开始-开始, FF 完成-完成, SF 开始-完成
Dimension: schedule 进度, cost 费用 成本, scope 范围, quality 质量, risk 风险, service 服务
Disposition: approved 已批准 同意 通过, deferred 已推迟 暂缓, rejected 已否决 不同意, \
withdrawn 已撤回
Formality: formal 正式 正式会议, informal 非正式 非正式沟通
IncidentCategory: data_loss 数据丢失, cyber_attack 网络攻击, hardware 硬件故障 硬件, \
software 软件故障 软件
IncidentLevel: P1 一级 一级故障, P2 二级 二级故障, P3 三级 三级故障, P4 四级 四级故障
IncidentStep: detected 已发现, acknowledged 已响应, escalated 已升级 已上报, \
restored 业务已恢复 已恢复, closed 已关闭
Indicator: response_speed 需求响应速度 响应速度, solution_quality 技术方案质量 方案质量, \
communication 沟通效率, problem_solving 问题解决能力
Influence: decision_maker 决策人, influencer 影响人, user 使用人
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
Operation: add 新增, modify 修改, delete 删除
Phase: presales 售前, kickoff 启动, planning 规划, development 开发, test 测试, \
acceptance 验收, operate 运维 运维(交付后), closed 已结项 结项
Priority: high 高, medium 中, low 低
PriorityToken: urgent 紧急, normal 一般 普通
ProjectType: custom_dev 定制化开发 定制开发, joint_rnd 联合研发, tech_support 技术支持
Rag: green 绿 绿灯 正常 正常(绿灯) 健康, yellow 黄 黄灯 关注 关注(黄灯), \
red 红 红灯 预警 预警(红灯) 风险, grey 灰 数据不足 数据不足(灰)
RequirementStep: collected 已收集, analysed 已分析, reviewed 已评审, confirmed 已确认, \
planned 已排期, started 开发中, delayed 推迟 延期, developed 开发完成 已开发, \
tested 测试通过 已测试, accepted 已验收, released 已上线, deferred 暂缓, declined 不采纳, \
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
SourceKind: manual 手工登记 手工, imported 导入
SourceSubject: ticket 工单, incident 故障, quality 质量, hours 工时
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
