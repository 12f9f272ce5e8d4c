"""Notes as people type them: what is understood of them, and that no word of them is lost."""

import re
from dataclasses import fields, is_dataclass
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdclient.exchange.note_item import Due, Item
from rdclient.exchange.note_lines import Guest, Sitting, Topic
from rdclient.exchange.note_words import alone
from rdclient.exchange.notes import Notes, UnreadableNotesError, text_of, understand

FRIDAY = date(2026, 11, 20)
NAMES = ("zhang.min", "张敏", "李静", "Owen Price", "Laura Finch")


def read(text: str, names: tuple[str, ...] = NAMES) -> Notes:
    return understand(text, FRIDAY, names, ("Owen", "Laura"))


# ── one line ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("line", "text", "people", "due"),
    [
        ("待办：完成联调 @张敏 11-25", "完成联调", ("张敏",), "2026-11-25"),
        ("待办: 完成联调@张敏11月25日前", "完成联调", ("张敏",), "2026-11-25"),
        ("待办：@张敏 完成联调 11/25", "完成联调", ("张敏",), "2026-11-25"),
        ("待办：张敏：完成联调，11-25 18:00", "完成联调", ("张敏",), "2026-11-25 18:00"),
        ("待办：完成联调（张敏，11-25）", "完成联调", ("张敏",), "2026-11-25"),
        ("待办：完成联调 张敏 周三前", "完成联调", ("张敏",), "2026-11-25"),
        ("待办：完成联调，责任人：张敏，完成时间：11月25日", "完成联调", ("张敏",), "2026-11-25"),
        (
            "待办：完成联调 @张敏 @李静 下周五下午2点",
            "完成联调",
            ("张敏", "李静"),
            "2026-11-27 14:00",
        ),
        ("【待办】完成联调 @zhang.min 明天", "完成联调", ("zhang.min",), "2026-11-21"),
        ("**待办：** 完成联调 ＠张敏 １１－２５", "完成联调", ("张敏",), "2026-11-25"),
        ("待办1：完成联调 @王总 月底", "完成联调", ("王总",), "2026-11-30"),
        ("TODO: send the log @Owen Price by Fri", "send the log", ("Owen Price",), "2026-11-27"),
        ("TODO send the log @Li Na by 25 Nov", "send the log", ("Li Na",), "2026-11-25"),
        ("Action: Laura: book the room by Tuesday", "book the room", ("Laura",), "2026-11-24"),
        ("Action 2 - send the log (Owen, 23 Nov)", "send the log", ("Owen",), "2026-11-23"),
        ("- [ ] 完成联调 @张敏 11-25", "完成联调", ("张敏",), "2026-11-25"),
        ("待办：完成联调 @张敏 01-08", "完成联调", ("张敏",), "2027-01-08"),
        ("待办：请 @张敏 与科技部核对口径", "请 张敏 与科技部核对口径", ("张敏",), None),
        ("待办：11月25日前完成联调 @张敏", "11月25日前完成联调", ("张敏",), "2026-11-25"),
        ("待办：把11月17日的安排改到23日再议", "把11月17日的安排改到23日再议", (), None),
        ("待办：11-25 完成联调 @张敏", "11-25 完成联调", ("张敏",), "2026-11-25"),
        ("待办：由张敏提供清单", "由张敏提供清单", ("张敏",), None),
        ("Action: Owen - send the log (23 Nov)", "send the log", ("Owen",), "2026-11-23"),
        (
            "Action: Owen Price to send the log by 23 Nov",
            "Owen Price to send the log",
            ("Owen Price",),
            "2026-11-23",
        ),
        ("Action: book the room 24 Nov", "book the room 24 Nov", (), "2026-11-24"),
        ("待办：把上线时间改到 12月14日 @张敏", "把上线时间改到 12月14日", ("张敏",), None),
        ("完成联调 @张敏 11-25", "完成联调", ("张敏",), "2026-11-25"),
    ],
)
def test_an_action_has_its_words_its_people_and_its_date(
    line: str, text: str, people: tuple[str, ...], due: str | None
) -> None:
    notes = read(line)
    assert (notes.rest, len(notes.actions)) == ((), 1)
    action = notes.actions[0]
    assert (action.text, action.people) == (text, people)
    assert (action.due.text if action.due else None) == due


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("决议：采用方案二", "decisions"),
        ("决定采用方案二", "decisions"),
        ("会议决定，采用方案二", "decisions"),
        ("双方一致同意采用方案二", "decisions"),
        ("Decision: we keep the date", "decisions"),
        ("We agreed to keep the date", "decisions"),
        ("待确认：差错口径", "confirmations"),
        ("To confirm: the date", "confirmations"),
        ("To be confirmed: the date", "confirmations"),
        ("风险：环境推迟", "risks"),
        ("Risk: late again", "risks"),
        ("• 风险：环境推迟", "risks"),
        ("（1）风险：环境推迟", "risks"),
    ],
)
def test_a_word_before_a_line_says_what_it_is(line: str, kind: str) -> None:
    notes = read(line)
    assert notes.rest == ()
    assert len(getattr(notes, kind)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "大家辛苦了", "吃饭AA，每人58元", "决策树模型已训练", "Risky business", "agreement signed",
        "v1.2：修复3处缺陷还有一些说明文字超过二十个字的一整行内容",
        "下次会议：待定", "时间：待定", "@张敏 你好",
        "待办（急）：完成联调", "TODOist was tried", "https://example.com/a:b", "14:00 开始",
    ],
)  # fmt: skip
def test_what_is_none_of_these_stays_as_it_was_typed(line: str) -> None:
    assert read(line).rest == (line,)


@pytest.mark.parametrize(
    ("line", "text", "due"),
    [
        ("决议：上线时间定为12月14日", "上线时间定为12月14日", None),
        ("决议：上线时间为 12月14日", "上线时间为 12月14日", None),
        ("Decision: go-live stays 14 December", "go-live stays 14 December", None),
        (
            "Decision: the date is 14 December @Owen Price by 25 Nov",
            "the date is 14 December",
            "2026-11-25",
        ),
        ("决议：采用方案二 @张敏 11-25", "采用方案二", "2026-11-25"),
        ("Decision: we wait until 24 November", "we wait until 24 November", None),
        ("决议：采用方案二，11月25日前完成切换", "采用方案二，11月25日前完成切换", "2026-11-25"),
    ],
)
def test_a_date_that_was_decided_is_not_taken_out(line: str, text: str, due: str | None) -> None:
    decision = read(line).decisions[0]
    assert (decision.text, decision.due.text if decision.due else None) == (text, due)


@pytest.mark.parametrize(
    ("line", "text", "due"),
    [
        (
            "Risk: The recordings come later than 24 November",
            "The recordings come later than 24 November",
            None,
        ),
        (
            "Risk: they come later than 24 November.",
            "they come later than 24 November.",
            None,
        ),
        (
            "Risk: they come later than\u00a024 November",
            "they come later than\u00a024 November",
            None,
        ),
        ("Risk: they come later than: 24 Nov @Owen", "they come later than: 24 Nov", None),
        ("风险：录音可能晚于 11月24日", "录音可能晚于 11月24日", None),
        ("Risk: the freeze lasts until Friday", "the freeze lasts until Friday", None),
        ("Risk: find a second tester by 24 Nov", "find a second tester", "2026-11-24"),
        ("风险：环境未就绪 @张敏 11-25", "环境未就绪", "2026-11-25"),
    ],
)
def test_a_date_in_the_words_of_a_risk_stays_there(line: str, text: str, due: str | None) -> None:
    (risk,) = read(line).risks
    assert (risk.text, risk.due.text if risk.due else None) == (text, due)


# ── several ──────────────────────────────────────────────────────────────────


def test_a_word_alone_opens_a_list_that_an_empty_line_or_another_word_ends() -> None:
    notes = read(
        "待办：\n1. 写用例 @李静 11-24\n2、出报告 @张敏\n整理清单\n\n散会\n\n"
        "## 决议\n- 采用方案二\n- 费用另议\n风险：环境推迟\n- 人员变动\n"
    )
    assert [one.text for one in notes.actions] == ["写用例", "出报告", "整理清单"]
    assert notes.rest == ("散会",)
    assert [one.text for one in notes.decisions] == ["采用方案二", "费用另议"]
    assert [one.text for one in notes.risks] == ["环境推迟", "人员变动"]


def test_several_items_may_stand_on_one_line() -> None:
    notes = read(
        "待办：1.写用例 @李静 11-24；2.出报告 @张敏 11-25\n"
        "待办：订会议室 @李静；发通知 @张敏 周一\n"
        "决议：采用方案二。待办：改设计 @张敏 11-26\n"
        "决议：先按5,000笔开发；在签字确认前，不改代码\n"
    )
    texts = ["写用例", "出报告", "订会议室", "发通知", "改设计"]
    assert [one.text for one in notes.actions] == texts
    assert [one.text for one in notes.decisions] == [
        "采用方案二", "先按5,000笔开发；在签字确认前，不改代码",
    ]  # fmt: skip
    assert notes.rest == ()


def test_single_figures_with_a_hyphen_are_more_often_a_range_than_a_date() -> None:
    assert read("待办：安排人员 3-5").actions == (Item("安排人员 3-5"),)


def test_what_is_said_under_a_heading_of_ones_own_keeps_its_heading() -> None:
    notes = read("## 日终对账\n- 环境推迟\n- 完成时间不变\n\n联调情况：\n按期完成\n\n## 其他\n")
    assert notes.points == (
        ("日终对账", ("环境推迟", "完成时间不变")),
        ("联调情况", ("按期完成",)),
    )
    assert notes.rest == ("## 其他",)


def test_among_what_was_said_decisions_and_tasks_are_found() -> None:
    notes = read(
        "## 联调\n环境推迟到周一\n会议决定先测其余渠道\n"
        "每日通报状态 @张敏 11-25\n待办如下：\n1. 写用例\n"
    )
    assert notes.points == (("联调", ("环境推迟到周一",)),)
    assert [one.text for one in notes.decisions] == ["会议决定先测其余渠道"]
    assert [one.text for one in notes.actions] == ["每日通报状态", "写用例"]


# ── the frame ────────────────────────────────────────────────────────────────


def test_who_came_and_who_did_not() -> None:
    notes = read(
        "参会：张敏、李娜(迟到)、王总，赵启明（请假） 列席\n"
        "缺席：Owen Price, Laura Finch (on leave)"
    )
    assert notes.guests[:3] == (
        Guest("张敏", came=True),
        Guest("李娜", came=True, remark="迟到"),
        Guest("王总", came=True),
    )
    assert notes.guests[-2:] == (
        Guest("Owen Price", came=False),
        Guest("Laura Finch", came=False, remark="on leave"),
    )
    assert read("Attendees: Owen Price, Laura Finch; @张敏").guests == (
        Guest("Owen Price", came=True), Guest("Laura Finch", came=True), Guest("张敏", came=True),
    )  # fmt: skip
    assert [g.name for g in read("Present: Owen, Laura & Tom and Jo").guests] == [
        "Owen", "Laura", "Tom", "Jo",
    ]  # fmt: skip
    assert [g.name for g in read("参会人员（甲方）：陈立群、王雪梅").guests] == ["陈立群", "王雪梅"]
    assert [g.name for g in read("参会：甲方：陈立群 王雪梅；乙方：张敏").guests] == [
        "陈立群", "王雪梅", "张敏",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "sitting"),
    [
        ("时间：11月19日（周四）14:00-15:30", Sitting(date(2026, 11, 19), time(14), time(15, 30))),
        ("会议时间：昨天下午2点", Sitting(date(2026, 11, 19), time(14), None)),
        ("时间：14:00～16:00", Sitting(FRIDAY, time(14), time(16))),
        ("Date: Thu 19 Nov 10:00-11:05", Sitting(date(2026, 11, 19), time(10), time(11, 5))),
        ("日期：12-30", Sitting(date(2026, 12, 30), None, None)),
        ("日期：2-13", Sitting(date(2026, 2, 13), None, None)),
        ("日期：02-13", Sitting(date(2026, 2, 13), None, None)),
    ],
)
def test_when_it_was(line: str, sitting: Sitting) -> None:
    assert read(line).sitting == sitting


def test_dates_are_counted_from_the_day_of_the_meeting() -> None:
    """Typed in on Friday, held on Monday: ``周三前`` was the Wednesday after that Monday."""
    notes = read("时间：11月16日 14:00\n待办：出报告 @张敏 周三前\n下次会议：下周一 14:00")
    assert notes.sitting == Sitting(date(2026, 11, 16), time(14), None)
    assert notes.actions[0].due == Due(date(2026, 11, 18), None)
    assert notes.following is not None
    assert notes.following.due.text == "2026-11-23 14:00"


def test_the_day_may_stand_in_the_title() -> None:
    notes = read("11月19日周例会\n待办：出报告 @张敏 明天")
    assert notes.sitting == Sitting(date(2026, 11, 19), None, None)
    assert notes.actions[0].due == Due(FRIDAY, None)


def test_topics_place_title_and_the_next_meeting() -> None:
    notes = read(
        "# 支付结算周例会（第47周）\n地点：三楼\n主持：张敏\n记录人: 李静\n"
        "议题：1、进度 @张敏 2、变更（15分钟） 3、风险\n"
        "下次会议：下周五 14:00 三楼会议室，议题：系统测试"
    )
    assert (notes.title, notes.place) == ("支付结算周例会（第47周）", "三楼")
    assert (notes.chair, notes.recorder) == ("张敏", "李静")
    assert notes.agenda == (Topic("进度", "张敏"), Topic("变更", None, 15), Topic("风险"))
    assert notes.following is not None
    assert notes.following.due.text == "2026-11-27 14:00"
    assert notes.following.rest == ("三楼会议室", "议题：系统测试")
    assert notes.rest == ()


# ── bytes ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le"]
)
def test_notes_may_come_in_any_encoding_of_a_phone_or_an_editor(encoding: str) -> None:
    text = "决议：采用方案二\r\n待办：出报告 @张敏 11-25\r\n"
    assert read(text_of(text.encode(encoding))).actions[0].people == ("张敏",)


def test_a_picture_is_no_text() -> None:
    with pytest.raises(UnreadableNotesError):
        text_of(bytes(range(256)) * 4)


# ── no word is lost ──────────────────────────────────────────────────────────

RARE = ("龘靐", "齉灪", "qzxvk", "wjkqz", "麤鱻", "Vzqxj")
"""Words that stand in no rule."""
AROUND = (
    *"@:：；;。、，,()（）-#*[]【】|/·.!？ \t\u3000",
    "决议：", "待办：", "待确认：", "风险：", "参会：",
    "时间：", "议题：", "下次会议：", "缺席：", "列席：", "主持：", "Decision:", "Action:", "TODO ",
    "11-25", "周三前", "by Fri", "下周五 14:00", "1. ", "2、", "（请假）",
    "张敏", "@张敏", "@王总", "15分钟",
    "结论：", "## ", "- ", "[ ] ", "会议决定", "责任人：", "14:00", "甲方：", "**", "会议",
)  # fmt: skip
LETTERS = str.maketrans("0123456789", "bcdfghjkmn")
LINES = st.lists(st.lists(st.sampled_from((*RARE, *AROUND)), max_size=9).map("".join), max_size=7)


def texts(value: object) -> list[str]:
    """Every text in an answer."""
    if isinstance(value, str):
        return [value]
    if is_dataclass(value):
        return [text for field in fields(value) for text in texts(getattr(value, field.name))]
    if isinstance(value, tuple):
        return [text for one in value for text in texts(one)]
    return []


@given(LINES)
@settings(max_examples=400)
def test_every_word_of_every_line_stands_in_the_answer(lines: list[str]) -> None:
    text, words = told_apart("\n".join(lines))
    told = "\n".join(texts(read(text)))
    assert [word for word in words if word not in told] == []


def told_apart(text: str) -> tuple[str, list[str]]:
    """A text in which each rare word has an ending of its own, and those words."""
    words: list[str] = []

    def renamed(match: re.Match[str]) -> str:
        ending = chr(0x9C00 + len(words))
        ending = f"{len(words):03}".translate(LETTERS) if match.group().isascii() else ending
        words.append(match.group() + ending)
        return words[-1]

    return re.sub("|".join(RARE), renamed, text), words


@given(st.text(max_size=300))
@settings(max_examples=200)
def test_any_text_is_read(text: str) -> None:
    told = "".join(texts(read(text)))
    for line in text.splitlines():
        if line.strip() and not alone(line) and not any(char in line for char in "-=_*#"):
            kept = [char for char in line if "\u4e00" <= char <= "\u9fff"]
            assert [char for char in kept if char not in told] == []


def test_an_item_is_never_without_words() -> None:
    for line in ("待办：@张敏", "待办：11-25", "待办：@张敏 11-25", "决议：（张敏）"):
        notes = read(line)
        for one in (*notes.actions, *notes.decisions):
            assert one.text.strip(), line
    assert read("待办：完成联调").actions == (Item("完成联调"),)
