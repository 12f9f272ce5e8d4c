"""The size of a request: what makes it large, what adds up, what is only wording."""

from decimal import Decimal

import pytest
from fixtures import PROJECT, Desk, request

from rdclient.control.change import decision_class
from rdclient.control.classify import Classification, SizeReason, classify, fee_of, iteration_load
from rdclient.model.change import Change, ChangeSize
from rdclient.model.plan import Iteration
from rdclient.model.policy import DecisionClass

IMPACT = "impact: {schedule_wd: 0, fee_delta: 0, quality: 无影响, if_not_done: 仍按原约定执行}"


def sized(desk: Desk, name: str = "CR-001") -> Classification:
    matter = desk.matter()
    change = next(c for c in matter.portfolio.all(Change) if c.id == name)
    return classify(matter, change)


def with_impact(impact: str, *, more: str = "") -> str:
    return request("CR-001", "导出", more=more).replace(IMPACT, f"impact: {{{impact}}}")


# ── by itself ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("impact", "reasons"),
    [
        ("schedule_wd: 2, fee_delta: 0", []),
        ("schedule_wd: -2", []),
        ("schedule_wd: 3", [SizeReason.SCHEDULE]),
        ("schedule_wd: -3", [SizeReason.SCHEDULE]),
        ("fee_delta: 1", [SizeReason.FEE]),
        ("fee_delta: '-0.01'", [SizeReason.FEE]),
        ("fee_delta: '0.00'", []),
        ("milestones: [{milestone: M1, due: 2026-12-07}]", [SizeReason.KEY_MILESTONE]),
        ("milestones: [{milestone: portal/M1, due: 2026-12-07}]", [SizeReason.KEY_MILESTONE]),
        (
            "milestones: [{milestone: linhai/portal/M1, due: 2026-12-07}]",
            [SizeReason.KEY_MILESTONE],
        ),
        ("milestones: [{milestone: M2, due: 2026-12-07}]", []),
        ("contract_clauses: [第三条]", [SizeReason.CONTRACT_CLAUSE]),
        (
            "schedule_wd: 5, fee_delta: 100, contract_clauses: [第三条]",
            [SizeReason.FEE, SizeReason.SCHEDULE, SizeReason.CONTRACT_CLAUSE],
        ),
    ],
)
def test_price_key_milestones_schedule_and_clauses_make_it_large(
    desk: Desk, impact: str, reasons: list[SizeReason]
) -> None:
    plain = "- {id: M2, name: 演示, kind: demo, plans: [{on: 2026-09-25, due: 2026-12-04}]}\n"
    path = f"{PROJECT}/milestones.yaml"
    desk.write(path, (desk.root / path).read_text(encoding="utf-8") + plain)
    desk.changes(with_impact(impact))
    found = sized(desk)
    assert [reason.code for reason in found.reasons] == reasons
    assert found.derived is (ChangeSize.LARGE if reasons else ChangeSize.SMALL)


def test_before_the_assessment_no_size_is_known_and_it_takes_every_signature(desk: Desk) -> None:
    text = request("CR-001", "导出")
    desk.changes(text.replace("    - {at: 2026-10-13, type: assessed, by: fang.lei}\n", ""))
    found = sized(desk)
    assert (found.derived, found.size) == (None, None)
    assert decision_class(found) is DecisionClass.LARGE_CHANGE


def test_an_assessment_without_impact_says_nothing_of_the_size(desk: Desk) -> None:
    desk.changes(request("CR-001", "导出").replace(f"  {IMPACT}\n", ""))
    assert sized(desk).derived is None
    assert decision_class(sized(desk)) is DecisionClass.LARGE_CHANGE


def test_the_policy_of_the_day_of_the_assessment_decides(desk: Desk) -> None:
    desk.write(
        "policy.yaml",
        "- {effective_on: 2026-01-01, change: {schedule_tolerance_wd: 5}}\n"
        "- {effective_on: 2026-11-01, change: {schedule_tolerance_wd: 1}}\n",
    )
    desk.changes(with_impact("schedule_wd: 4"))
    assert sized(desk).derived is ChangeSize.SMALL


@pytest.mark.parametrize(
    ("impact", "set_to", "size", "decision"),
    [
        ("fee_delta: 100", "small", ChangeSize.SMALL, DecisionClass.LARGE_CHANGE),
        ("fee_delta: 0", "large", ChangeSize.LARGE, DecisionClass.LARGE_CHANGE),
        ("fee_delta: 0", "small", ChangeSize.SMALL, DecisionClass.SMALL_CHANGE),
    ],
)
def test_a_size_set_by_hand_takes_the_signatures_of_the_larger_one(
    desk: Desk, impact: str, set_to: str, size: ChangeSize, decision: DecisionClass
) -> None:
    by_hand = f"  size_override: {{size: {set_to}, by: qin.yue, reason: 双方商定}}\n"
    desk.changes(with_impact(impact, more=by_hand))
    found = sized(desk)
    assert found.size is size
    assert decision_class(found) is decision


def test_the_fee_is_what_it_adds_to_the_price(desk: Desk) -> None:
    desk.changes(with_impact("fee_delta: '12800.50'"))
    (change,) = desk.matter().portfolio.all(Change)
    assert fee_of(change) == Decimal("12800.5")
    assert fee_of(change.model_copy(update={"impact": None})) == 0


# ── what adds up ─────────────────────────────────────────────────────────────

ITERATION = "- {id: IT-01, start: 2026-11-23, end: 2026-12-06, goal: 回签上线}\n"


def small(number: str, effort: float, *, assessed: str = "2026-10-13", more: str = "") -> str:
    into = f"  target_iteration: IT-01\n  internal: {{effort: {{development: {effort}}}}}\n"
    text = request(number, f"导出{number}", more=into + more)
    return text.replace("at: 2026-10-13, type: assessed", f"at: {assessed}, type: assessed")


def planned(desk: Desk) -> None:
    """REQ-001 planned into IT-01: 17 person-days in two tasks, recorded on 25 September."""
    desk.write(f"{PROJECT}/iterations.yaml", ITERATION)
    desk.change_text(
        f"{PROJECT}/requirements/REQ-001.yaml",
        "type: planned, due: 2026-11-20}",
        "type: planned, due: 2026-11-20, iteration: IT-01}",
    )


def large_ones(desk: Desk) -> list[str]:
    matter = desk.matter()
    found = matter.portfolio.all(Change)
    return [c.id for c in found if classify(matter, c).derived is ChangeSize.LARGE]


def test_the_one_that_passes_the_threshold_is_large_not_those_before_it(desk: Desk) -> None:
    planned(desk)
    desk.changes(small("CR-001", 0.5), small("CR-002", 0.5), small("CR-003", 0.7))
    assert large_ones(desk) == []  # 1.7 of 17 person-days is 10 %
    desk.changes(small("CR-001", 0.5), small("CR-002", 0.5), small("CR-003", 0.8))
    assert large_ones(desk) == ["CR-003"]
    (reason,) = sized(desk, "CR-003").reasons
    assert reason.code is SizeReason.CUMULATIVE
    assert dict(reason.facts)["most"] == 10


def test_ten_small_changes_add_up(desk: Desk) -> None:
    planned(desk)
    desk.changes(*(small(f"CR-{n:03}", 0.3) for n in range(1, 11)))
    assert large_ones(desk) == ["CR-006", "CR-007", "CR-008", "CR-009", "CR-010"]


def test_a_later_request_does_not_change_the_size_of_an_earlier_one(desk: Desk) -> None:
    planned(desk)
    desk.changes(small("CR-001", 1.5, assessed="2026-10-14"), small("CR-002", 1.5))
    assert large_ones(desk) == ["CR-001"]


def test_however_the_iteration_is_named_it_is_the_same(desk: Desk) -> None:
    planned(desk)
    other = small("CR-002", 1.5).replace("iteration: IT-01", "iteration: portal/IT-01")
    desk.changes(small("CR-001", 1.5), other)
    assert large_ones(desk) == ["CR-002"]


def test_what_was_planned_after_the_assessment_does_not_count(desk: Desk) -> None:
    planned(desk)
    desk.changes(small("CR-001", 1.7))
    tasks = (desk.root / PROJECT / "tasks.yaml").read_text(encoding="utf-8")
    again = "    - {on: 2026-11-02, start: 2026-10-09, finish: 2026-11-12, effort_pd: 1}\n"
    first = "    - {on: 2026-09-25, start: 2026-10-09, finish: 2026-11-12, effort_pd: 12}\n"
    desk.write(f"{PROJECT}/tasks.yaml", tasks.replace(first, first + again))
    assert large_ones(desk) == []
    moved = "  - {at: 2026-11-03, type: planned, due: 2026-12-20}\n"
    path = f"{PROJECT}/requirements/REQ-001.yaml"
    desk.write(path, (desk.root / path).read_text(encoding="utf-8") + moved)
    assert large_ones(desk) == []


@pytest.mark.parametrize(
    ("step", "found"),
    [("2026-10-12 18:00", []), ("2026-10-20", ["CR-002"])],
)
def test_what_was_turned_down_before_the_assessment_is_not_counted(
    desk: Desk, step: str, found: list[str]
) -> None:
    planned(desk)
    ended = small("CR-001", 1.5, assessed="2026-10-12") + f"    - {{at: {step}, type: rejected}}\n"
    desk.changes(ended, small("CR-002", 1.5))
    assert large_ones(desk) == found


def test_a_large_one_is_not_counted_among_the_small(desk: Desk) -> None:
    planned(desk)
    fee = small("CR-001", 9).replace("fee_delta: 0", "fee_delta: 90000")
    desk.changes(fee, small("CR-002", 1.5))
    assert large_ones(desk) == ["CR-001"]


def test_without_effort_on_record_nothing_adds_up(desk: Desk) -> None:
    desk.write(f"{PROJECT}/iterations.yaml", ITERATION)
    desk.changes(small("CR-001", 9))
    assert large_ones(desk) == []
    matter = desk.matter()
    (iteration,) = matter.portfolio.all(Iteration)
    load = iteration_load(matter, iteration, "IT-01")
    assert (load.planned, load.taken, load.percent()) == (None, 9.0, None)


def test_the_load_of_an_iteration_is_told_as_it_stands_now(desk: Desk) -> None:
    planned(desk)
    desk.changes(small("CR-001", 0.5), small("CR-002", 1.2))
    matter = desk.matter()
    (iteration,) = matter.portfolio.all(Iteration)
    load = iteration_load(matter, iteration, "IT-01")
    assert [(change.id, effort) for change, effort in load.changes] == [
        ("CR-001", 0.5), ("CR-002", 1.2),
    ]  # fmt: skip
    assert load.planned == 17
    assert load.percent() == pytest.approx(10)
