"""Editorial changes: wording only, whatever the requirement says meanwhile."""

import pytest
from fixtures import PROJECT, Desk, request

from rdclient.control.change import Basis, Standing, standing
from rdclient.control.classify import classify
from rdclient.model.change import Change

REQ = f"{PROJECT}/requirements/REQ-001.yaml"
GOAL = "对账单5个工作日内回签率达到90%。"
FUNCTION = "系统应支持对公客户在线查看并回签余额对账单。"


def editorial(item: str, *, number: str = "CR-001", more: str = "") -> str:
    """A request called editorial that the project manager agreed to on 13 October."""
    text = request(number, "勘误", more="  editorial: true\n" + more)
    first = next(line for line in text.splitlines() if "op: modify" in line)
    return text.replace(first, f"    - {item}")


def setting(text: str) -> str:
    return f"{{op: modify, requirement: REQ-001, set: {{{text}}}}}"


def longer(number: str) -> str:
    """A request that is not only wording: nine days in the place of five."""
    text, goal = request(number, "延长"), GOAL.replace("5", "9")
    old, new = "REQ-002, set: {goal: 延长}", f"REQ-001, set: {{goal: {goal}}}"
    return text.replace(f"requirement: {old}", f"requirement: {new}")


def faults(desk: Desk, name: str = "CR-001") -> tuple[str, ...]:
    matter = desk.matter()
    change = next(c for c in matter.portfolio.all(Change) if c.id == name)
    return classify(matter, change).not_editorial


def stands(desk: Desk, name: str = "CR-001") -> Standing:
    matter = desk.matter()
    return standing(matter, next(c for c in matter.portfolio.all(Change) if c.id == name))


def signed(desk: Desk) -> None:
    desk.baseline("V1", "REQ-001", created_on="2026-10-12")
    desk.both("V1", kind="baseline")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"goal: {GOAL.replace('内回签率', '内的回签率')}", ()),
        (f"functions: [{FUNCTION.replace('对公客户', '对公的客户')}]", ()),
        ("title: 余额对账单的在线回签", ()),
        (f"goal: {GOAL.replace('5', '6')}", ("figures",)),
        (f"goal: {GOAL.replace('5', '５')}", ("figures",)),
        (f"goal: {GOAL.replace('90%', '90')}", ("figures",)),
        ("goal: 对账单90个工作日内回签率达到5%。", ("figures",)),
        (f"goal: {GOAL.replace('5个', '五个')}", ("figures",)),
        ("title: 三类余额对账单在线回签", ("figures",)),
        ("title: Two statements online", ("figures",)),
        (f"functions: [{FUNCTION.replace('应支持', '应禁止')}]", ("sense",)),
        (f"functions: [{FUNCTION.replace('并回签', '或回签')}]", ("sense",)),
        ("title: Balance statements shall not be sent", ("sense",)),
        ("goal: null", ("operation",)),
        ("functions: []", ("operation",)),
        (f"functions: [{FUNCTION}, {FUNCTION}]", ("operation",)),
        ("rules: [须双人复核]", ("operation",)),
        ("acceptance: {method: analysis}", ("operation",)),
        ("acceptance: {method: test}", ()),
        ("acceptance: {signatory: ye.qiu}", ("operation",)),
        ("acceptance: {cases: [TC-0001, TC-0003]}", ("operation",)),
        ("delivery: {ui_samples: [{url: 'https://example.com/x'}]}", ("operation",)),
        (
            "delivery: {performance: [{metric: 打开时间, target: 不大于2秒, condition: 100并发}]}",
            (),
        ),
        (
            "delivery: {performance: [{metric: 打开时间, target: 大于2秒, condition: 100并发}]}",
            ("sense",),
        ),
        (
            "delivery: {performance: [{metric: 打开时间, target: 3秒内, condition: 100并发}]}",
            ("figures",),
        ),
        (
            "delivery: {performance: [{metric: 打开时间, target: 100秒, condition: 2个用户}]}",
            ("figures",),
        ),
    ],
)
def test_wording_changes_no_figure_and_nothing_comes_or_goes(
    desk: Desk, text: str, found: tuple[str, ...]
) -> None:
    signed(desk)
    desk.changes(editorial(setting(text)))
    assert faults(desk) == found
    assert stands(desk).basis is (None if found else Basis.EDITORIAL)


@pytest.mark.parametrize(
    ("item", "found"),
    [
        ("{op: delete, requirement: REQ-001}", ("operation",)),
        ("{op: add, requirement: REQ-009, set: {title: 新增}}", ("operation",)),
    ],
)
def test_it_modifies_only(desk: Desk, item: str, found: tuple[str, ...]) -> None:
    signed(desk)
    desk.changes(editorial(item))
    assert faults(desk)[:1] == found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("fee_delta: 0", "fee_delta: 1"),
        ("schedule_wd: 0", "schedule_wd: 1"),
        ("schedule_wd: 0", "contract_clauses: [第三条]"),
        ("schedule_wd: 0", "milestones: [{milestone: M1, due: 2026-12-05}]"),
    ],
)
def test_it_costs_and_moves_nothing(desk: Desk, old: str, new: str) -> None:
    signed(desk)
    desk.changes(editorial(setting("title: 余额对账单的在线回签")).replace(old, new))
    assert faults(desk) == ("impact",)


def test_a_figure_is_compared_with_what_was_signed_not_with_what_stands_there(desk: Desk) -> None:
    signed(desk)
    new = GOAL.replace("5", "9")
    desk.changes(editorial(setting(f"goal: {new}")))
    desk.change_text(REQ, GOAL, new)
    assert faults(desk) == ("figures",)
    assert stands(desk).is_approved is False


def test_it_stays_approved_once_its_text_is_there(desk: Desk) -> None:
    signed(desk)
    new = GOAL.replace("内回签率", "内的回签率")
    done = "    - {at: 2026-10-19, type: implemented}\n"
    desk.changes(editorial(setting(f"goal: {new}")) + done)
    desk.change_text(REQ, GOAL, new)
    assert stands(desk).basis is Basis.EDITORIAL


def test_a_signed_request_before_it_is_part_of_what_was_signed(desk: Desk) -> None:
    signed(desk)
    before = longer("CR-002")
    wording = editorial(setting(f"goal: {GOAL.replace('5', '9').replace('内回', '内的回')}"))
    agreed = wording.replace("at: 2026-10-13, type: pm_review", "at: 2026-10-20, type: pm_review")
    desk.changes(before, agreed)
    assert faults(desk) == ("figures",)
    desk.both("CR-002")
    assert faults(desk) == ()


@pytest.mark.parametrize("somebody", ["by: fang.lei, ", "by: ye.qiu, ", ""])
def test_only_the_project_manager_of_that_day_agrees_to_wording(desk: Desk, somebody: str) -> None:
    signed(desk)
    wording = editorial(setting(f"goal: {GOAL.replace('内回', '内的回')}"))
    desk.changes(wording.replace("type: pm_review, by: qin.yue, ", f"type: pm_review, {somebody}"))
    assert (faults(desk), stands(desk).basis) == ((), None)
    desk.changes(wording)
    assert stands(desk).basis is Basis.EDITORIAL


def test_what_was_signed_afterwards_changes_nothing(desk: Desk) -> None:
    signed(desk)
    wording = editorial(setting(f"goal: {GOAL.replace('内回', '内的回')}"))
    done = "    - {at: 2026-10-14, type: implemented}\n"
    later = longer("CR-002") + "    - {at: 2026-11-05, type: implemented}\n"
    desk.changes(wording + done, later)
    desk.both("CR-002", on="2026-11-02")
    desk.change_text(REQ, GOAL, GOAL.replace("5", "9"))
    desk.baseline("V2", "REQ-001", created_on="2026-11-09")
    desk.both("V2", kind="baseline", on="2026-11-10")
    assert faults(desk) == ()


def test_of_several_baselines_the_last_before_it_is_what_it_is_held_against(desk: Desk) -> None:
    desk.change_text(REQ, GOAL, GOAL.replace("5", "4"))
    desk.baseline("V0", "REQ-001", created_on="2026-10-05")
    desk.both("V0", kind="baseline", on="2026-10-06")
    desk.change_text(REQ, GOAL.replace("5", "4"), GOAL)
    signed(desk)
    desk.changes(editorial(setting(f"goal: {GOAL.replace('内回', '内的回')}")))
    assert faults(desk) == ()


def test_a_baseline_signed_later_without_it_is_what_it_is_held_against(desk: Desk) -> None:
    desk.baseline("V1", "REQ-001", created_on="2026-10-20")
    new = GOAL.replace("5", "9")
    desk.changes(editorial(setting(f"goal: {new}")))
    desk.change_text(REQ, GOAL, new)
    assert faults(desk) == ()  # nobody signed anything yet
    desk.both("V1", kind="baseline", on="2026-10-21")
    assert faults(desk) == ("figures",)


def test_two_that_were_agreed_to_at_the_same_time_do_not_ask_each_other_for_ever(
    desk: Desk,
) -> None:
    signed(desk)
    first = editorial(setting(f"goal: {GOAL.replace('内回', '内的回')}"))
    second = editorial(setting("title: 余额对账单的在线回签"), number="CR-002")
    desk.changes(first, second)
    assert (faults(desk, "CR-001"), faults(desk, "CR-002")) == ((), ())


def test_without_the_project_manager_it_is_not_approved(desk: Desk) -> None:
    signed(desk)
    desk.changes(editorial(setting("title: 余额对账单的在线回签")).replace(", result: approve", ""))
    assert faults(desk) == ()
    assert stands(desk).is_approved is False
