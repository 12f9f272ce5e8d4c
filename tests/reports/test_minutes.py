"""Minutes: carry-over, head and confirmation, sections of nothing, meetings not held yet."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

import pytest

from rdclient.api import Request, report
from rdclient.lens import Audience, Lang

Meetings: TypeAlias = Callable[..., Path]

_CONTRACT = {
    "clients/nb/contracts/HT-1.yaml": "deemed_clause: 《项目沟通管理计划》第4.2条\n",
    "clients/nb/projects/pay/project.yaml": """
        name: 支付结算模块
        code: ZFJS
        type: custom_dev
        contract: HT-1
    """,
}

_FIRST = """
    title: 第46周例会
    kind: weekly
    started_at: 2026-11-13 14:00
    ended_at: 2026-11-13 16:00
    actions:
      - id: A-1
        text: 提供测试数据
        owner: wang.xuemei
        due: 2026-11-18
        events: [{at: 2026-11-19, type: done}]
      - id: A-2
        text: 编制比选方案
        owner: zhang.min
        due: 2026-11-20
        events: [{at: 2026-11-18, type: moved, due: 2026-11-24}]
      - {id: A-3, text: 提供接口文档, owner: zhou.tao, due: 2026-11-27}
      - {id: A-4, text: 确认场地, owner: zhang.min, due: 2026-11-16}
      - id: A-5
        text: 会前已办结
        owner: zhang.min
        due: 2026-11-13
        events: [{at: 2026-11-13 15:00, type: done}]
      - id: A-6
        text: 会后才办结
        owner: zhang.min
        due: 2026-11-20
        events: [{at: 2026-11-20 17:00, type: done}]
    confirmations:
      - {id: C-1, text: 确认差错口径, by: wang.xuemei, due: 2026-11-17}
      - {id: C-2, text: 确认界面, by: wang.xuemei, due: 2026-11-17, confirmed_on: 2026-11-16}
"""

_SECOND = """
    title: 第47周例会
    kind: weekly
    started_at: 2026-11-20 14:00
    ended_at: 2026-11-20 16:00
"""


def minutes(
    root: Path,
    meeting: str,
    *,
    audience: Audience = Audience.CLIENT,
    lang: Lang = Lang.ZH,
    as_of: str = "2026-11-23 09:00",
    form: str = "md",
) -> str:
    request = Request(datetime.fromisoformat(as_of), audience, lang, form)
    return report(root, "minutes", meeting, request).text


def row(text: str, start: str) -> list[str]:
    """The cells of the table row that holds an id."""
    line = next(li for li in text.splitlines() if li.startswith("|") and start in li)
    return [cell.strip() for cell in line.strip("|").split("|")]


def section(text: str, heading: str) -> str:
    """The text below a heading, up to the next one."""
    return text.partition(f"## {heading}\n")[2].partition("\n## ")[0].strip()


# ── what is carried over ─────────────────────────────────────────────────────


def test_carry_over_states_items_as_they_stood_when_the_meeting_ended(meetings: Meetings) -> None:
    text = minutes(meetings({"M-1": _FIRST, "M-2": _SECOND}), "M-2")
    assert row(text, "A-1") == [
        "1", "提供测试数据（A-1）", "王雪梅（结算部）", "11-18",
        "项目周例会（11-13）", "已完成（11-19）",
    ]  # fmt: skip
    assert row(text, "A-2")[3:] == [
        "11-24", "项目周例会（11-13）", "未完成，改至11-24（原11-20，第1次调整）",
    ]  # fmt: skip
    assert row(text, "A-3")[-1] == "未完成"
    assert row(text, "A-4")[-1] == "已逾期"
    assert row(text, "A-6")[-1] == "未完成"
    assert row(text, "C-1")[-1] == "已逾期，待确认"
    assert row(text, "C-2")[-1] == "已确认（11-16）"


def test_what_ended_before_the_last_meeting_of_the_kind_is_not_shown_again(
    meetings: Meetings,
) -> None:
    third = _SECOND.replace("47", "48").replace("11-20", "11-27")
    root = meetings({"M-1": _FIRST, "M-2": _SECOND, "M-3": third})
    assert "A-5" not in minutes(root, "M-2")
    text = minutes(root, "M-3", as_of="2026-11-30 09:00")
    shown = [name for name in ("A-1", "A-2", "A-3", "A-4", "A-5", "A-6") if name in text]
    assert shown == ["A-2", "A-3", "A-4", "A-6"]
    assert row(text, "A-6")[-1] == "已完成（11-20）"


def test_an_end_recorded_after_the_last_minutes_is_shown_as_a_late_entry(
    meetings: Meetings,
) -> None:
    late = _FIRST.replace(
        "{at: 2026-11-19, type: done}", "{at: 2026-11-19, type: done, recorded_on: 2026-11-23}"
    )
    third = _SECOND.replace("47", "48").replace("11-20", "11-27")
    root = meetings({"M-1": late, "M-2": _SECOND, "M-3": third})
    assert row(minutes(root, "M-2", as_of="2026-11-21 09:00"), "A-1")[-1] == "已逾期"
    text = minutes(root, "M-3", as_of="2026-11-30 09:00")
    assert row(text, "A-1")[-1] == "已完成（11-19，11-23补录）"


def test_minutes_that_were_sent_do_not_change_with_what_happens_later(meetings: Meetings) -> None:
    sent = _FIRST + "    sent_at: 2026-11-13 18:30\n"
    root = meetings({"M-1": sent, "M-2": _SECOND})
    early = minutes(root, "M-1", as_of="2026-11-13 19:00")
    late = minutes(root, "M-1", as_of="2026-12-13 19:00")
    assert row(late, "A-2")[3:] == ["11-20", "本次会议", "未完成"]
    assert [li for li in early.splitlines() if "据" not in li] == [
        li for li in late.splitlines() if "据" not in li
    ]


def test_dates_of_another_year_name_it(meetings: Meetings) -> None:
    first = _FIRST.replace("2026-11-13", "2025-12-30").replace("2026-11-27", "2025-12-31")
    second = _SECOND.replace("2026-11-20", "2026-01-06")
    root = meetings({"M-1": first, "M-2": second})
    cells = row(minutes(root, "M-2"), "A-3")
    assert cells[3:] == ["2025年12月31日", "项目周例会（2025年12月30日）", "已逾期"]


# ── head and confirmation ────────────────────────────────────────────────────

_PEOPLE = (
    _SECOND
    + """
    mode: hybrid
    place: 三楼会议室
    chair: zhang.min
    recorder: zhou.tao
    attendees:
      - {person: zhou.tao, present: true}
      - {person: zhang.min, present: true}
      - {person: wang.xuemei, present: true}
      - {person: zhao.qiming, present: false, reason: 因另有会议请假}
      - {person: chen.liqun, present: true, required: false}
"""
)


def test_the_head_names_the_client_first_and_people_by_rank(meetings: Meetings) -> None:
    text = minutes(meetings({"M-2": _PEOPLE}), "M-2")
    assert text.startswith("# 第47周例会纪要\n\n编号：BC-ZFJS-HY-2026-M-2　　密级：")
    assert row(text, "| 时间")[1] == "2026年11月20日（星期五）14:00—16:00（2小时）"
    assert row(text, "地点及方式")[1] == "三楼会议室（现场＋线上）"
    assert row(text, "审核")[1] == "未审核"
    present = "陈立群（清算中心）、王雪梅（结算部）；应到2人，实到1人"
    assert row(text, "出席（甲方）")[1] == present
    assert row(text, "出席（乙方）")[1] == "张敏（项目部）、周涛（研发中心）；应到2人，实到2人"
    assert row(text, "缺席（甲方）")[1] == "赵启明（科技部），因另有会议请假"
    assert text.index("出席（甲方）") < text.index("出席（乙方）")


@pytest.mark.parametrize("reason", [", reason: 无故缺席", ""])
def test_the_client_edition_blames_nobody_for_an_absence(meetings: Meetings, reason: str) -> None:
    meeting = _PEOPLE.replace(", reason: 因另有会议请假", reason)
    root = meetings({"M-2": meeting})
    assert row(minutes(root, "M-2"), "缺席（甲方）")[1] == "赵启明（科技部）"
    inside = minutes(root, "M-2", audience=Audience.INTERNAL)
    assert ("缺席：赵启明（科技部），无故缺席。" in inside) is bool(reason)


_SENT = _SECOND + "    sent_at: 2026-11-20 18:30\n    feedback_due: 2026-11-24 18:00\n"


def test_silence_counts_as_consent_only_by_a_clause_of_the_contract(meetings: Meetings) -> None:
    plain = minutes(meetings({"M-2": _SENT}, "a"), "M-2")
    agreed = minutes(meetings({"M-2": _SENT, **_CONTRACT}, "b"), "M-2")
    sent = "本纪要于会后当日18:30发出。请与会各方于11月24日18:00前反馈修改意见"
    assert section(plain, "九、纪要确认").splitlines()[0] == f"{sent}。"
    assert section(agreed, "九、纪要确认").splitlines()[0] == (
        f"{sent}；逾期未反馈的，视为对本纪要无异议（依据：《项目沟通管理计划》第4.2条）。"
    )


@pytest.mark.parametrize(
    ("sent", "as_of", "said"),
    [
        ("sent_at: 2026-11-20 18:30", "2026-11-23 09:00", "用时2.5小时，按时。"),
        ("sent_at: 2026-11-22 10:00", "2026-11-23 09:00", "用时42小时，超时（时限24小时）。"),
        ("place: 会议室", "2026-11-20 18:00", "未见纪要发出的记录，时限24小时。"),
        ("place: 会议室", "2026-11-22 16:00", "未见纪要发出的记录，超时（时限24小时）。"),
    ],
)
def test_only_the_internal_edition_says_how_soon_minutes_went_out(
    meetings: Meetings, sent: str, as_of: str, said: str
) -> None:
    root = meetings({"M-2": f"{_SECOND}    {sent}\n"})
    assert said in minutes(root, "M-2", audience=Audience.INTERNAL, as_of=as_of)
    client = minutes(root, "M-2", as_of=as_of)
    assert "小时，" not in client
    assert "未见纪要发出" not in client


# ── nothing, and not yet ─────────────────────────────────────────────────────

_HEADINGS = [
    "## 一、会议议程",
    "## 二、上次会议待办事项落实情况",
    "## 三、讨论要点",
    "## 四、决议事项",
    "## 五、待办事项",
    "## 六、待确认事项",
    "## 七、风险提示",
    "## 八、下次会议安排",
    "## 九、纪要确认",
    "## 十、客户关注点与态度",
    "## 十一、会后内部同步（任务分派）",
    "## 十二、不对外事项",
]


def test_a_section_without_content_is_one_sentence(meetings: Meetings) -> None:
    meeting = f"{_SECOND}    notes: [{{topic: 进展, points: [按计划进行], audience: client}}]\n"
    text = minutes(meetings({"M-2": meeting}), "M-2", audience=Audience.INTERNAL)
    assert [li for li in text.splitlines() if li.startswith("## ")] == _HEADINGS
    assert section(text, "四、决议事项") == "本次会议未形成决议。"
    assert section(text, "五、待办事项") == "本次会议未新增待办事项。"
    assert section(text, "六、待确认事项") == "本次会议未新增待确认事项。"
    assert section(text, "七、风险提示") == "本次会议未提示风险。"
    assert section(text, "八、下次会议安排") == "本次会议未约定下次会议时间。"


def test_minutes_that_were_not_written_are_told_from_a_meeting_without_results(
    meetings: Meetings,
) -> None:
    text = minutes(meetings({"M-2": _SECOND}), "M-2")
    assert section(text, "四、决议事项") == "未见决议的记录。"
    assert [li for li in text.splitlines() if li.startswith("## ")] == _HEADINGS[:9]


def test_before_the_meeting_there_is_a_notice_with_what_is_open(meetings: Meetings) -> None:
    planned = (
        _SECOND + "    planned_at: 2026-11-20 14:00\n    agenda: [{topic: 进展, minutes: 20}]\n"
    )
    root = meetings({"M-1": _FIRST, "M-2": planned})
    text = minutes(root, "M-2", as_of="2026-11-19 18:00")
    assert text.startswith("# 会议通知：第47周例会\n")
    assert "**状态：尚未召开。** 会议计划于2026年11月20日（星期五）14:00召开" in text
    assert "\n1. 进展（20分钟）\n" in text
    assert [name for name in ("A-1", "A-2", "A-4", "C-1", "C-2") if name in text] == [
        "A-2",
        "A-4",
        "C-1",
    ]
    assert "决议" not in text


def test_a_past_plan_without_record_is_not_called_held_nor_missed(meetings: Meetings) -> None:
    head = "title: 演示\nkind: demo\nplanned_at: 2026-11-20 14:00\n"
    root = meetings({"M-8": head, "M-9": head + "cancelled_on: 2026-11-18\n"})
    assert "**状态：未见召开记录。**" in minutes(root, "M-8")
    assert "**状态：已取消（11月18日）。**" in minutes(root, "M-9")


def test_a_value_is_expected_until_its_requirement_is_live(meetings: Meetings) -> None:
    item = "{text: 办理时间由4小时缩短至15分钟, state: measured, requirement: REQ-1, source: 抽样}"
    requirement = (
        "title: 批量代付\ntype: functional\nevents: [{at: 2026-11-02, type: collected}%s]\n"
    )
    files = {"M-2": f"{_SECOND}    value_items: [{item}]\n"}
    place = "clients/nb/projects/pay/requirements/REQ-1.yaml"
    before = meetings({**files, place: requirement % ""}, "a")
    live = meetings({**files, place: requirement % ", {at: 2026-11-10, type: released}"}, "b")
    text = "批量代付（REQ-1）：办理时间由4小时缩短至15分钟"
    assert f"{text}（预计，以上线后实测为准）。" in minutes(before, "M-2")
    assert f"{text}（实测，来源：抽样）。" in minutes(live, "M-2")


# ── in English ─────────────────────────────────────────────────────────────


def test_english_minutes_are_worded_in_english(meetings: Meetings) -> None:
    root = meetings({"M-1": _FIRST, "M-2": _PEOPLE, **_CONTRACT})
    text = minutes(root, "M-2", lang=Lang.EN, audience=Audience.INTERNAL)
    assert row(text, "A-2")[3:] == [
        "24 Nov",
        "Weekly project meeting (13 Nov)",
        "Open, now due 24 Nov (was 20 Nov, rescheduled once)",
    ]
    assert row(text, "| Time")[1] == "Friday 20 November 2026 14:00–16:00 (2 h)"
    present = "陈立群 (清算中心), 王雪梅 (结算部); 1 of 2 required"
    assert row(text, "Present (Client)")[1] == present
    assert section(text, "4. Decisions") == "No record of decisions."


def test_a_decision_names_its_basis_and_what_else_was_weighed(meetings: Meetings) -> None:
    text = minutes(
        meetings(
            {
                "M-1": """
                    title: 评审会
                    kind: ccb
                    started_at: 2026-11-20 14:00
                    decisions:
                      - id: D-1
                        text: 按方案二实施
                        basis: 技术评估
                        alternatives: [维持现状, 分批]
                """
            }
        ),
        "M-1",
    )
    assert section(text, "四、决议事项") == (
        "1. 按方案二实施（D-1）。依据：技术评估。备选方案：维持现状；分批。"
    )
