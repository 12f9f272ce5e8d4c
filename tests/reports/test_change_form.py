"""The change form: before and after, impact, size, opinions, and what becomes of a request."""

import runpy
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import TypeAlias

import pytest

from rdclient.diagnostic import UsageError
from rdclient.lens import Audience, Lang

Workspaces: TypeAlias = Callable[[Mapping[str, str]], Path]
FORMS = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("forms.py"))))
CHANGE, REQUIREMENT, MEETING = FORMS.CHANGE, FORMS.REQUIREMENT, FORMS.MEETING
OLD, NEW = "系统应支持单批不超过5000笔的代付", "系统应支持单批不超过20000笔的代付"

MODIFIED = f"- op: modify\n            requirement: REQ-1\n            set: {{functions: [{NEW}]}}"


@pytest.fixture
def made(meetings: Callable[..., Path]) -> Workspaces:
    """A function that lays files over the small project and gives its folder."""
    return lambda files: meetings({**FORMS.FRAME, **files})


def changed(old: str, new: str) -> dict[str, str]:
    """The request with one piece of text in the place of another."""
    found: dict[str, str] = FORMS.with_line(CHANGE, old, new)
    return found


def part(root: Path, number: str, **more: object) -> str:
    """A section of the form."""
    text: str = FORMS.section(FORMS.document(root, **more), number)
    return text


# ── before and after ─────────────────────────────────────────────────────────


def test_a_text_that_nobody_signed_is_said_to_be_so(made: Workspaces) -> None:
    text = part(made({}), "二")
    assert FORMS.row(text, "功能") == [OLD, NEW]
    assert "变更前的文字取自现行需求记录，该条需求尚未经双方签字确认。" in text


def test_before_is_what_was_signed_and_not_what_somebody_wrote_since(made: Workspaces) -> None:
    root = made({})
    FORMS.write_baseline(root, "V1", "2026-10-01")
    FORMS.sign(root, on="2026-10-02", kind="baseline", subject="V1")
    FORMS.edit(root, REQUIREMENT, "5000笔的代付", "8000笔的代付")
    text = part(root, "二")
    assert FORMS.row(text, "功能") == [OLD, NEW]
    assert "（需求基线V1）" in text


def test_before_stays_what_was_signed_before_the_approval(made: Workspaces) -> None:
    root = made({})
    FORMS.write_baseline(root, "V1", "2026-10-01")
    FORMS.sign(root, on="2026-10-02", kind="baseline", subject="V1")
    FORMS.sign(root, on="2026-11-20")
    FORMS.edit(root, REQUIREMENT, "5000笔的代付", "20000笔的代付")
    FORMS.write_baseline(root, "V2", "2026-11-25")
    FORMS.sign(root, on="2026-11-26", kind="baseline", subject="V2")
    text = FORMS.document(root)
    assert FORMS.row(FORMS.section(text, "二"), "功能") == [OLD, NEW]
    assert FORMS.row(FORMS.section(text, "十二"), "更新后的需求基线") == ["V2"]


def test_a_text_that_was_changed_before_anybody_kept_it_is_not_made_up(made: Workspaces) -> None:
    root = made(
        changed(
            "result: approve}",
            "result: approve}\n          - {at: 2026-11-20, type: implemented}",
        )
    )
    FORMS.edit(root, REQUIREMENT, "5000笔的代付", "20000笔的代付")
    assert FORMS.row(part(root, "二"), "功能") == ["原文未留存", NEW]


def test_an_indicator_is_given_whole_and_a_field_that_stays_is_not_told(made: Workspaces) -> None:
    text = part(
        made(
            changed(
                f"{{functions: [{NEW}]}}",
                "{delivery: {performance: "
                "[{metric: 整批处理时间, target: 不大于40分钟, condition: 单批20000笔}]}}",
            )
        ),
        "二",
    )
    assert FORMS.row(text, "交付标准：性能") == [
        "整批处理时间：不大于10分钟；测试条件：单批5000笔",
        "整批处理时间：不大于40分钟；测试条件：单批20000笔",
    ]
    assert "功能" not in text


def test_entries_that_come_and_go_are_told_as_such(made: Workspaces) -> None:
    text = part(made(changed(f"[{NEW}]", f"[{OLD}, 系统应续传]")), "二")
    assert FORMS.row(text, "功能") == ["（原无此条）", "系统应续传"]
    text = part(made(changed(f"{{functions: [{NEW}]}}", "{functions: []}")), "二")
    assert FORMS.row(text, "功能") == [OLD, "（删除此条）"]


def test_a_requirement_that_is_added_or_deleted_stands_with_its_whole_text(
    made: Workspaces,
) -> None:
    added = part(
        made(
            changed(
                MODIFIED,
                "- op: add\n            requirement: REQ-2\n"
                "            set: {title: 续传, rules: [甲, 乙]}",
            )
        ),
        "二",
    )
    assert "**1. 新增：续传（REQ-2）**" in added
    assert [FORMS.row(added, f"业务规则（{n}）") for n in (1, 2)] == [["甲"], ["乙"]]
    deleted = part(
        made(
            changed(
                MODIFIED,
                "- op: delete\n            requirement: REQ-1",
            )
        ),
        "二",
    )
    assert "**1. 删除：批量代付（REQ-1）**" in deleted
    assert FORMS.row(deleted, "功能") == [OLD]
    assert FORMS.row(deleted, "签字确认人") == ["王雪梅"]


def test_what_the_client_may_not_see_of_a_requirement_is_not_its_text_before(
    made: Workspaces,
) -> None:
    root = made(
        FORMS.with_line(
            REQUIREMENT, "type: functional", "type: functional\n        audience: internal"
        )
    )
    assert OLD not in FORMS.document(root)
    assert OLD in FORMS.document(root, audience=Audience.INTERNAL)


# ── impact and size ──────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("impact", "told"),
    [
        (
            "fee_delta: '86000.00', tax: included",
            "增加合同费用人民币86,000.00元（大写：捌万陆仟元整，含税），以补充协议为准",
        ),
        (
            "fee_delta: '-1200.50'",
            "减少合同费用人民币1,200.50元（大写：壹仟贰佰元伍角整），以补充协议为准",
        ),
        ("fee_delta: '0.125'", "增加合同费用人民币0.125元，以补充协议为准"),
        ("fee_delta: 0", "不增加合同费用"),
        ("schedule_wd: 0", "未填写费用影响"),
    ],
)
def test_the_price_is_told_with_capitals_and_never_rounded(
    made: Workspaces, impact: str, told: str
) -> None:
    root = made(changed("impact: {schedule_wd: 1, fee_delta: 0}", f"impact: {{{impact}}}"))
    assert FORMS.row(part(root, "四"), "费用") == [told]


def test_a_milestone_moves_from_the_date_that_was_agreed(made: Workspaces) -> None:
    root = made(changed("fee_delta: 0}", "milestones: [{milestone: M4, due: 2026-12-21}]}"))
    text = FORMS.document(root)
    assert FORMS.row(FORMS.section(text, "四"), "进度") == [
        "增加工期1个工作日；里程碑M4“系统测试完成”由12月11日调整为12月21日"
    ]
    assert "**重大变更。** 依据：关键里程碑M4后移。" in FORMS.section(text, "五")


def test_the_plan_that_the_request_made_is_not_the_date_before_it(made: Workspaces) -> None:
    root = made(
        {
            **changed("fee_delta: 0}", "milestones: [{milestone: M4, due: 2026-12-21}]}"),
            f"{FORMS.HOME}/milestones.yaml": """
                - id: M4
                  name: 系统测试完成
                  plans:
                    - {on: 2026-09-17, due: 2026-12-11}
                    - {on: 2026-11-20, due: 2026-12-21, change: CR-1}
            """,
        }
    )
    FORMS.sign(root, on="2026-11-20")
    assert "由12月11日调整为12月21日" in part(root, "四")


def test_a_large_change_says_why_and_what_it_takes(made: Workspaces) -> None:
    root = made(changed("schedule_wd: 1, fee_delta: 0", "schedule_wd: 6, fee_delta: 86000"))
    assert part(root, "五") == (
        "**重大变更。** 依据：①增加合同费用；②工期增加6个工作日，超过2个工作日。"
        "须经CCB专题会议评审、双方授权代表签字并签订补充协议后生效；生效前不安排开发。"
    )


def test_a_small_change_says_what_it_does_not_touch(made: Workspaces) -> None:
    assert part(made({}), "五") == (
        "**一般变更。** 依据：不涉及合同费用、合同条款和关键里程碑，工期变动不超过2个工作日。"
        "经双方签字确认后生效；生效前不安排开发。"
    )


def test_a_size_set_by_hand_says_who_set_it_and_that_it_is_signed(made: Workspaces) -> None:
    files = changed("schedule_wd: 1, fee_delta: 0", "schedule_wd: 6, fee_delta: 0")
    line = "size_override: {size: small, by: zhang.min, reason: 与CR-2合并实施}"
    text = part(made({CHANGE: FORMS.with_end(files[CHANGE], line)}), "五")
    assert text.startswith(
        "**一般变更。** 按规则判定为重大变更，张敏调整为一般变更，理由：与CR-2合并实施；"
        "此项调整须经双方授权代表签字。"
    )


def test_before_the_assessment_there_is_no_size(made: Workspaces) -> None:
    root = made({})
    assert part(root, "五", as_of="2026-11-18 18:00") == "技术评估完成后判定。"


def test_an_editorial_change_needs_no_signature_of_the_client(made: Workspaces) -> None:
    root = made(
        {
            CHANGE: f"""
                title: 改正错别字
                editorial: true
                items:
                  - op: modify
                    requirement: REQ-1
                    set: {{functions: [{OLD}。]}}
                events:
                  - {{at: 2026-11-18, type: submitted, by: zhang.min}}
                  - {{at: 2026-11-18, type: pm_review, by: zhang.min, result: approve}}
            """
        }
    )
    text = FORMS.document(root)
    assert FORMS.section(text, "五").startswith("**文字勘误。** 不改变需求含义")
    assert FORMS.section(text, "十").startswith(
        "本变更为文字勘误，不须甲方签字。乙方项目经理已于11月18日同意。"
    )
    assert "＿" not in text


def test_a_change_of_figures_that_is_called_editorial_says_why_it_is_none(
    made: Workspaces,
) -> None:
    root = made({CHANGE: FORMS.with_end(FORMS.FRAME[CHANGE], "editorial: true")})
    assert part(root, "五").endswith(
        "本变更标注为文字勘误，但涉及工期、费用或里程碑，改动了数字，不按文字勘误办理。"
    )


# ── opinions ─────────────────────────────────────────────────────────────────


def test_a_request_by_phone_says_who_rang_and_who_wrote_it_down(made: Workspaces) -> None:
    told = "本变更由王雪梅于11月17日电话提出，张敏于11月18日补录书面申请。"
    root = made(changed("channel: email", "channel: phone"))
    assert part(root, "一").endswith(told)
    same_day = made(
        {CHANGE: FORMS.FRAME[CHANGE].replace("email", "verbal").replace("11-17", "11-18")}
    )
    assert "王雪梅于11月18日口头提出，张敏当日补录书面申请。" in part(same_day, "一")


def test_what_was_said_in_the_same_words_is_not_said_twice(made: Workspaces) -> None:
    told = "本变更由王雪梅于11月17日电话提出，张敏于11月18日补录书面申请。"
    files = changed("by: zhang.min}", f"by: zhang.min, comment: {told}}}")
    root = made({CHANGE: files[CHANGE].replace("channel: email", "channel: phone")})
    assert FORMS.document(root).count(told) == 1


def test_the_assessment_says_how_long_it_took(made: Workspaces) -> None:
    text = part(made({}), "八")
    assert text.splitlines()[0] == "同意。（周涛，11月19日09:05）"
    assert text.endswith(
        "11月18日10:20提交，11月19日09:05完成技术评估，用时22小时45分，在约定的24小时内完成。"
    )
    late = made(changed("11-19 09:05", "11-19 11:20"))
    assert part(late, "八").endswith("用时25小时，超过约定的24小时。")
    whole_days = made(changed("2026-11-19 09:05", "2026-11-19"))
    assert "用时" not in part(whole_days, "八")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("result: approve, comment: 按方案二实施", "同意。按方案二实施。"),
        ("result: approve, comment: 同意。按方案二实施。", "同意。按方案二实施。"),
        (
            "result: approve_with_conditions, comment: 压测在40分钟以内方可上线",
            "有条件同意：压测在40分钟以内方可上线。",
        ),
        ("result: reject, comment: 业务量小", "不同意，理由：业务量小。"),
        ("comment: 可并入第3次迭代", "可并入第3次迭代。"),
        ("result: approve", "同意。"),
    ],
)
def test_an_opinion_states_its_result_once(made: Workspaces, written: str, told: str) -> None:
    root = made(changed("result: approve", written))
    assert part(root, "八").splitlines()[0] == f"{told}（周涛，11月19日09:05）"


_CCB = """
    title: 变更控制委员会专题会议
    kind: ccb
    planned_at: 2026-11-24 10:00
"""
_HELD = f"""{_CCB}
    started_at: 2026-11-24 10:00
    ended_at: 2026-11-24 11:00
    attendees:
      - {{person: zhang.min, present: true}}
      - {{person: chen.liqun, present: true}}
      - {{person: wang.xuemei, present: false}}
    decisions:
      - {{id: DEC-1, text: 会议同意CR-1, change: CR-1, disposition: approved}}
"""


def test_the_board_speaks_through_the_decision_of_its_meeting(made: Workspaces) -> None:
    root = made({**changed("channel: email", "meeting: MTG-1"), MEETING: _HELD})
    assert part(root, "九").split("\n\n") == [
        "11月24日10:00召开变更控制委员会专题会议（MTG-1）。出席：甲方陈立群；乙方张敏。",
        "**评审意见：同意。** 会议同意CR-1。",
    ]
    before = part(root, "九", as_of="2026-11-20 18:00")
    assert before == "变更控制委员会专题会议（MTG-1）定于11月24日10:00召开。"


def test_a_decision_on_the_request_of_another_project_is_none_on_this_one(made: Workspaces) -> None:
    other = _HELD.replace("change: CR-1,", "change: elsewhere/CR-1,")
    large = changed("fee_delta: 0", "fee_delta: 100")
    assert part(made({**large, MEETING: other}), "九") == "尚未安排CCB专题会议。"


def test_a_meeting_that_nobody_saw_is_not_taken_as_held(made: Workspaces) -> None:
    root = made({**changed("channel: email", "meeting: MTG-1"), MEETING: _CCB})
    assert part(root, "九").endswith("原定于11月24日10:00召开，未见召开记录。")


def test_without_a_meeting_it_depends_on_the_size(made: Workspaces) -> None:
    assert part(made({}), "九") == "本变更不须召开CCB专题会议。"
    large = made(changed("fee_delta: 0", "fee_delta: 100"))
    assert part(large, "九") == "尚未安排CCB专题会议。"


# ── the end ──────────────────────────────────────────────────────────────────


def test_a_request_that_was_rejected_or_deferred_stays_with_its_reason(made: Workspaces) -> None:
    end = "result: approve}\n          - {at: 2026-11-25, type: %s, by: chen.liqun, comment: %s}"
    rejected = made(changed("result: approve}", end % ("rejected", "不同意，理由：业务量小。")))
    text = FORMS.document(rejected)
    assert "**处理结果：已否决（11月25日）。** 不同意，理由：业务量小。" in text
    assert FORMS.section(text, "十") == "本变更已结束办理，不再签字。"
    assert FORMS.section(text, "十二") == "本变更未予实施。"
    deferred = made(changed("result: approve}", end % ("deferred", "暂缓，待年终代发结束后再议。")))
    text = FORMS.document(deferred)
    assert "**处理结果：已推迟（11月25日）。** 暂缓，待年终代发结束后再议。" in text
    assert FORMS.section(text, "十") == "本变更暂缓办理，暂不签字。"


def test_the_amendment_that_names_the_request_stands_in_the_form(made: Workspaces) -> None:
    files = changed("fee_delta: 0", "fee_delta: 86000")
    root = made(files)
    assert part(root, "十一").splitlines() == [
        "补充协议尚未签订。费用以补充协议为准。",
        "",
        "计费约定：按每人天4,777.78元计价。",
    ]
    amended = FORMS.with_end(
        FORMS.FRAME["clients/nb/contracts/HT-1.yaml"],
        "amendments: [{no: B1, signed_on: 2026-11-26, amount: 86000, "
        "clauses: [第六条], changes: [pay/CR-1]}]",
    )
    root = made({**files, "clients/nb/contracts/HT-1.yaml": amended})
    assert part(root, "十一").splitlines()[0] == (
        "补充协议B1（2026年11月26日签订）：第六条。"
        "涉及金额人民币86,000.00元（大写：捌万陆仟元整，含税）。"
    )


# ── editions ─────────────────────────────────────────────────────────────────

_INTERNAL = """internal: {effort: {development: 11, test: 5, design: 2}, cost: 52000}
        note: 底价七万"""


def test_effort_cost_and_notes_are_for_us(made: Workspaces) -> None:
    files = changed("fee_delta: 0", "fee_delta: 86000, tax: included")
    root = made({CHANGE: FORMS.with_end(files[CHANGE], _INTERNAL)})
    inner = FORMS.document(root, audience=Audience.INTERNAL)
    assert FORMS.row(FORMS.section(inner, "十四"), "工作量") == ["18人天（开发11、测试5、设计2）"]
    assert FORMS.row(FORMS.section(inner, "十四"), "报价与内部成本之差") == ["人民币34,000.00元"]
    assert FORMS.section(inner, "十五").splitlines()[:3] == [
        "- 报价人民币86,000.00元（含税），按18人天折合每人天人民币4,777.78元。",
        "- 计费约定：按每人天4,777.78元计价。",
        "- 底价七万。",
    ]
    outer = FORMS.document(root)
    assert not any(word in outer for word in ("底价", "52,000", "人天（", "十四", "内部"))


def test_an_internal_request_has_no_client_edition(made: Workspaces) -> None:
    root = made({CHANGE: FORMS.with_end(FORMS.FRAME[CHANGE], "audience: internal")})
    with pytest.raises(UsageError, match="not-for-client"):
        FORMS.document(root)
    assert "单批上限调整" in FORMS.document(root, audience=Audience.INTERNAL)


def test_a_translation_says_which_text_is_signed(made: Workspaces) -> None:
    root = made({})
    assert "本件为译本" not in FORMS.document(root)
    text = FORMS.document(root, lang=Lang.EN)
    assert "The requirements' texts and the signatures rest on the Chinese text." in text


def test_a_request_is_found_by_its_title_too_and_a_wrong_id_is_refused(made: Workspaces) -> None:
    root = made({})
    assert FORMS.document(root, subject="单批上限调整") == FORMS.document(root)
    with pytest.raises(UsageError, match="nothing-like"):
        FORMS.document(root, subject="CR-2")
