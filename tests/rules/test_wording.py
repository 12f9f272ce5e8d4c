"""Which words of a text are called vague, and how many duties a sentence states."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from rdclient import api
from rdclient.diagnostic import Finding
from rdclient.lens import Lang
from rdclient.model.requirement import Requirement
from rdclient.render import manual_page
from rdclient.store.workspace import read

AS_OF = datetime.fromisoformat("2026-11-20T18:00+08:00")
Make = Callable[[Mapping[str, str]], Path]
PROJECT = "clients/linhai/projects/portal"


def found(make: Make, requirement: str, policy: str = "") -> list[Finding]:
    """The findings of both rules on one requirement."""
    files = {
        "clients/linhai/client.yaml": "name: 临海银行\n",
        f"{PROJECT}/project.yaml": "name: 网上对账系统\ntype: custom_dev\n",
        f"{PROJECT}/requirements/REQ-001.yaml": f"type: functional\n{requirement}\n",
    }
    if policy:
        files["policy.yaml"] = policy
    checked = api.check(make(files), as_of=AS_OF)
    assert [f for f in checked.findings if f.code < "RD100"] == []
    return [f for f in checked.findings if f.code in ("RD208", "RD209")]


def vague(make: Make, text: str, policy: str = "") -> tuple[str, ...]:
    """The words that are called vague in one text."""
    requirement = f"title: 对账\nfunctions:\n  - >-\n    {text}"
    words: list[str] = []
    for finding in found(make, requirement, policy):
        if finding.code == "RD208":
            named = finding.fact("words")
            assert isinstance(named, tuple)
            words += named
    return tuple(words)


def duties(make: Make, text: str, policy: str = "") -> int:
    """The duties counted in one text; 1 when nothing is stated."""
    requirement = f"title: 对账\nfunctions:\n  - |\n    {text}"
    counts = [f.fact("count") for f in found(make, requirement, policy) if f.code == "RD209"]
    return int(str(counts[0])) if counts else 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("系统应尽快返回结果", ("尽快",)),
        ("系统应尽可能提供提示，必要时短信通知", ("尽可能", "必要时")),
        ("系统应支持主流浏览器", ("主流",)),
        ("系统应通知相关人员", ("相关人员",)),
        ("系统应支持导出明细、汇总等", ("等",)),
        ("系统应支持短信等方式", ("等",)),
        ("系统应支持导出明细、汇总等等", ("等等",)),
        ("整理时间大约10分钟", ("大约",)),
        ("整理时间为10分钟左右", ("左右",)),
        ("系统应快速响应，支持大量用户", ("快速", "大量")),
        ("系统应优化查询，稳定运行", ("优化", "稳定")),
        ("系统应在尽\n    快完成前提示", ("尽快",)),
        ("The system shall respond quickly.", ("quickly",)),
        ("Formats such as CSV, XLSX, etc. shall be read.", ("such as", "etc")),
        (
            "The system shall be User-Friendly and/or easy to use.",
            ("User-Friendly", "and/or", "easy"),
        ),
        ("Reports are sent as\n    soon as possible.", ("as soon as possible",)),
        ("The limit is TBD.", ("TBD",)),
        ("系统应支持fast模式", ("fast",)),
    ],
)
def test_vague_words_are_named_as_written(
    make_workspace: Make, text: str, words: tuple[str, ...]
) -> None:
    assert vague(make_workspace, text) == words


@pytest.mark.parametrize(
    "text",
    [
        "系统应在金额大于等于50万元时等待复核，等级为一级",
        "系统应支持明细、汇总、回单等3类文件",
        "系统应支持明细、汇总等两类文件",
        "等客户确认后，系统应入账",
        "系统应按快速傅里叶变换计算相关系数",
        "系统应支持相关方查询与订单相关的附件",
        "系统应按等额本息计算还款计划，区分同等级客户",
        "系统应支持左右滑动切换账户",
        "系统应支持定期存款转账和实时贷记业务",
        "系统应检查金额的合理性，提供快捷键",
        "差错自动冲正的范围见待定事项",
        "系统应快速返回结果，不大于2秒",
        "系统应快速（≤2秒）返回结果",
        "系统应稳定运行，连续72小时无中断",
        "系统应定期备份，每日一次",
        "系统应实时同步，延迟不超过五秒",
        "系统应及时响应，不超过500ms内返回",
        "The system shall answer quickly, within 200 ms.",
        "The system shall respond promptly (at most two seconds).",
        "The fast Fourier transform shall use the fast-path of the library.",
        "Names are read from /etc/hosts and from etc/hosts.",
        "A breakfast menu with an awesome header is shown.",
        "A stable sort keeps equal entries in order.",
        "The retcode is stored in ETCD.",
        "A limit set as required by ISO 27001 applies.",
    ],
)
def test_definite_wording_is_left_alone(make_workspace: Make, text: str) -> None:
    assert vague(make_workspace, text) == ()


def test_a_figure_in_another_sentence_does_not_help(make_workspace: Make) -> None:
    assert vague(make_workspace, "系统应快速返回结果。每批不超过5,000笔。") == ("快速",)
    assert vague(make_workspace, "Each file has 500 rows. It shall be read fast.") == ("fast",)


@pytest.mark.parametrize("text", ["系统应按REQ-012快速返回结果", "系统应按第3章快速返回结果"])
def test_a_number_without_unit_is_no_figure(make_workspace: Make, text: str) -> None:
    assert vague(make_workspace, text) == ("快速",)


@pytest.mark.parametrize(
    "text", ["及时办理，" * 20_000, "及时" + "1," * 50_000, "及时<" + " x" * 50_000]
)
def test_a_long_text_is_looked_through_once(make_workspace: Make, text: str) -> None:
    assert vague(make_workspace, text) == ("及时",)


def test_a_figure_never_mends_what_stays_open(make_workspace: Make) -> None:
    assert vague(make_workspace, "系统应尽快返回结果，不大于2秒") == ("尽快",)


def test_a_word_is_named_once_and_each_text_has_its_own_finding(make_workspace: Make) -> None:
    requirement = "title: 对账\nrules:\n  - 尽快处理，尽快通知\n  - 尽快归档"
    findings = found(make_workspace, requirement)
    assert [f.fact("words") for f in findings] == [("尽快",), ("尽快",)]
    assert [f.location.line for f in findings] == [4, 5]


def test_a_text_in_two_languages_is_pointed_at_in_each(make_workspace: Make) -> None:
    requirement = "title: 对账\ngoal:\n  zh: 尽快完成\n  en: Done as soon as possible"
    findings = found(make_workspace, requirement)
    assert [(f.location.line, f.fact("words")) for f in findings] == [
        (4, ("尽快",)),
        (5, ("as soon as possible",)),
    ]


def test_words_of_degree_in_a_title_are_part_of_the_name(make_workspace: Make) -> None:
    assert found(make_workspace, "title: 快速代付通道") == []
    assert [f.fact("words") for f in found(make_workspace, "title: 对账等功能")] == [("等",)]


def test_the_target_of_a_performance_metric_makes_its_name_definite(make_workspace: Make) -> None:
    head = "title: 对账\ndelivery:\n  performance:\n    - {metric: 快速查询响应时间, target: "
    assert found(make_workspace, f"{head}不大于2秒}}") == []
    assert [f.fact("words") for f in found(make_workspace, f"{head}足够}}")] == [
        ("快速",),
        ("足够",),
    ]


@pytest.mark.parametrize(
    "field",
    [
        "stated_need: 尽快",
        "real_need: 尽快",
        "background: 尽快",
        "note: 尽快",
        "priority_reason: 尽快",
    ],
)
def test_what_people_said_is_left_alone(make_workspace: Make, field: str) -> None:
    assert found(make_workspace, f"title: 对账\n{field}") == []


# ── duties ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("系统应校验名单，并应通知复核人", 2),
        ("系统应校验名单并应通知复核人", 2),
        ("系统应校验名单；系统应通知复核人", 2),
        ("系统必须校验名单，且须记录结果，还应通知复核人", 3),
        ("系统应记录客户的操作，并应保留修改前的值", 2),
        ("系统应在日切后比对流水，并应列出差错", 2),
        ("批次规则：系统应校验名单，并应通知复核人", 2),
        ("The thread shall be unblocked and an error shall be returned.", 2),
        ("The system shall log the call and must tell the user.", 2),
        ("The system shall log\n    the call, and shall\n    tell the user.", 2),
    ],
)
def test_joined_duties_are_counted(make_workspace: Make, text: str, count: int) -> None:
    assert duties(make_workspace, text) == count


@pytest.mark.parametrize(
    "text",
    [
        "系统应校验并返回全部错误项",
        "系统应校验名单。系统应通知复核人。",
        "系统应响应相应用户的应用请求，对应供应商的应急预案",
        "系统应列出客户须补充的材料",
        "客户应提交的材料应在3日内提供",
        "客户须补充材料的，系统应在3日内通知",
        "如客户须补充材料，系统应提示",
        "系统应允许转入应解汇款和应付账款，无须复核",
        "系统应满足下列要求：登录须验证短信，导出须留痕",
        "系统应对输入进行校验",
        "The system shall check the list and return the matches.",
        "The system shall check the list. The system shall tell the user.",
        "If the password must be changed, the system shall ask for it.",
        "The system shall name the users who must renew and the files that must be sent.",
        "The system shall do the following: names shall be checked, sums shall be added.",
        "Mushallah and mustard are no duties, and the list shall be kept.",
    ],
)
def test_one_duty_is_not_counted_twice(make_workspace: Make, text: str) -> None:
    assert duties(make_workspace, text) == 1


def test_items_of_a_list_are_sentences_of_their_own(make_workspace: Make) -> None:
    assert duties(make_workspace, "1) 系统应校验名单\n    2) 系统应通知复核人") == 1
    assert duties(make_workspace, "- names shall be checked\n    - sums shall be added") == 1


def test_a_line_break_within_a_sentence_does_not_end_it(make_workspace: Make) -> None:
    assert duties(make_workspace, "系统应校验名单，\n    并应通知复核人") == 2


# ── lists ────────────────────────────────────────────────────────────────────


def test_a_workspace_replaces_a_list(make_workspace: Make) -> None:
    policy = "wording:\n  vague: {zh: [差不多]}\n"
    assert vague(make_workspace, "系统应尽快返回，差不多即可", policy) == ("差不多",)
    assert vague(make_workspace, "It is done as soon as possible", policy) == (
        "as soon as possible",
    )


def test_an_emptied_list_finds_nothing(make_workspace: Make) -> None:
    policy = "wording:\n  vague: {zh: [], en: []}\n  degree: {zh: [], en: []}\n"
    assert vague(make_workspace, "系统应尽快 quickly 返回 etc", policy) == ()


def test_a_workspace_adds_its_own_words_and_phrases(make_workspace: Make) -> None:
    policy = (
        "wording:\n"
        "  also_vague: {zh: [差不多], en: [world-class]}\n"
        "  also_harmless: {zh: [灵活用工, 友好], en: [rapid prototype, must-have list]}\n"
    )
    text = "差不多的灵活用工友好页面，尽快上线，World-class rapid prototype"
    assert vague(make_workspace, text, policy) == ("差不多", "尽快", "World-class")
    assert vague(make_workspace, "系统应支持灵活配置", policy) == ("灵活",)


def test_a_workspace_says_which_words_state_a_duty(make_workspace: Make) -> None:
    policy = "wording:\n  duty: {en: [will]}\n"
    assert duties(make_workspace, "It will log and will tell.", policy) == 2
    assert duties(make_workspace, "It shall log and shall tell.", policy) == 1
    own = "wording:\n  also_harmless: {zh: [应城支行]}\n"
    assert duties(make_workspace, "系统应展示应城支行，并通知应城支行", own) == 1


def test_blank_entries_of_a_list_are_ignored(make_workspace: Make) -> None:
    policy = 'wording:\n  also_vague: {zh: ["", " "], en: [""]}\n'
    assert vague(make_workspace, "系统应返回结果", policy) == ()


def test_none_of_the_32_chinese_requirements_of_the_example_is_named(northbank: Path) -> None:
    assert len(read(northbank).portfolio.all(Requirement)) == 32
    stated = {finding.code for finding in api.check(northbank, as_of=AS_OF).findings}
    assert not stated & {"RD208", "RD209"}
    assert "32条中文需求：0条被提示" in manual_page.source("RD208", lang=Lang.ZH)
