"""What is signed of each requirement, and every text it may have now."""

import pytest
from fixtures import PROJECT, Desk, request

from rdclient.control.baseline import (
    Signed,
    allowed,
    entry_text,
    fits,
    signed_baselines,
    signed_requirements,
    text_in_force,
)
from rdclient.model.baseline import Baseline, BaselineEntry
from rdclient.model.project import Project
from rdclient.model.requirement import Requirement

REQ = f"{PROJECT}/requirements/REQ-003.yaml"
V1 = f"{PROJECT}/baselines/V1.yaml"
TEXT = """\
title: 对账提醒
type: functional
goal: 到期前3天提醒
rules: [节假日不提醒]
events:
  - {at: 2026-09-08, type: collected, by: qin.yue}
"""
DONE = "    - {at: 2026-10-20, type: implemented}\n"
GOAL_5 = "{op: modify, requirement: REQ-003, set: {goal: 到期前5天提醒}}"
GOAL_7 = "{op: modify, requirement: REQ-003, set: {goal: 到期前7天提醒}}"
RULE = "{op: modify, requirement: REQ-003, set: {rules: [每日一次]}}"
DELETE = "{op: delete, requirement: REQ-003}"
ADD = "{op: add, requirement: REQ-009, set: {title: 催办, goal: 逾期催办}}"


def item(number: str, text: str, *, steps: str = "") -> str:
    whole = request(number, number) + steps
    first = next(line for line in whole.splitlines() if "op: modify" in line)
    return whole.replace(first, f"    - {text}")


@pytest.fixture(autouse=True)
def _signed_baseline(desk: Desk) -> None:
    desk.write(REQ, TEXT)
    desk.baseline("V1", "REQ-001", "REQ-003", created_on="2026-10-12")
    desk.both("V1", kind="baseline")


def signed(desk: Desk, name: str = "REQ-003") -> Signed | None:
    matter = desk.matter()
    (project,) = matter.portfolio.all(Project)
    return signed_requirements(matter, project).get(name)


def goals(desk: Desk, name: str = "REQ-003") -> list[tuple[object, tuple[str, ...]]]:
    """Of every text that is allowed the goal, and the requests that make it so."""
    found = signed(desk, name)
    assert found is not None
    return [
        (way.text and way.text.get("goal"), tuple(change.id for change in way.by))
        for way in allowed(desk.matter(), found)
    ]


def is_allowed(desk: Desk, name: str = "REQ-003") -> bool:
    matter, found = desk.matter(), signed(desk, name)
    records = [r for r in matter.portfolio.all(Requirement) if r.id == name]
    text = text_in_force(matter, records[0] if records else None)
    assert found is not None
    return fits(matter, found, text) is not None


# ── what is signed ───────────────────────────────────────────────────────────


def test_what_a_signed_baseline_holds_is_signed_and_nothing_else(desk: Desk) -> None:
    assert signed(desk) is not None
    assert signed(desk, "REQ-001") is not None
    assert signed(desk, "REQ-002") is None
    assert is_allowed(desk)


def test_a_baseline_that_one_side_signed_binds_nobody(desk: Desk) -> None:
    for act in (desk.root / PROJECT / "signoffs/V1").glob("*.vendor.*.json"):
        act.unlink()
    assert signed(desk) is None


def test_the_last_signed_one_counts(desk: Desk) -> None:
    desk.change_text(REQ, "3天", "4天")
    desk.baseline("V2", "REQ-003", created_on="2026-11-02")
    assert is_allowed(desk) is False
    desk.both("V2", kind="baseline", on="2026-11-03")
    assert goals(desk) == [("到期前4天提醒", ())]
    assert is_allowed(desk)
    first = goals(desk, "REQ-001")
    assert first[0][1] == ()


def test_signing_an_old_one_once_more_does_not_bring_it_back(desk: Desk) -> None:
    desk.change_text(REQ, "3天", "4天")
    desk.baseline("V2", "REQ-003", created_on="2026-11-02")
    desk.both("V2", kind="baseline", on="2026-11-03")
    desk.both("V1", kind="baseline", on="2026-11-10")
    matter = desk.matter()
    (project,) = matter.portfolio.all(Project)
    assert [baseline.id for baseline, _ in signed_baselines(matter, project)] == ["V1", "V2"]
    assert goals(desk) == [("到期前4天提醒", ())]


def test_an_entry_whose_content_was_edited_is_not_what_was_signed(desk: Desk) -> None:
    desk.change_text(V1, "到期前3天提醒", "到期前9天提醒")
    assert signed(desk) is None
    assert signed(desk, "REQ-001") is not None


@pytest.mark.parametrize("spelled", ["到期前3天提醒  ", "到期前3天提醒\\n"])
def test_however_the_file_spells_it_it_is_what_was_signed(desk: Desk, spelled: str) -> None:
    desk.change_text(V1, '"到期前3天提醒"', f'"{spelled}"')
    assert goals(desk) == [("到期前3天提醒", ())]
    assert is_allowed(desk)


@pytest.mark.parametrize("value", [1.5, {"a": [0.1]}, {1: "x", "a": "y"}, "\ud800", object()])
def test_what_has_no_canonical_form_proves_nothing(value: object) -> None:
    entry = BaselineEntry(
        requirement="REQ-1", fingerprint=f"sha256-v1:{'0' * 64}", content={"title": value}
    )
    assert entry_text(entry) is None


def test_of_two_entries_of_one_requirement_the_first_is_meant(desk: Desk) -> None:
    matter = desk.matter()
    (baseline,) = matter.portfolio.all(Baseline)
    twice = baseline.model_copy(update={"entries": (*baseline.entries, baseline.entries[0])})
    assert twice.entry("REQ-001") is baseline.entries[0]
    assert matter.fingerprint(twice) != matter.fingerprint(baseline)


# ── what it may say ──────────────────────────────────────────────────────────


def test_an_open_request_allows_the_old_text_and_the_new_one(desk: Desk) -> None:
    desk.changes(item("CR-001", GOAL_5))
    assert goals(desk) == [("到期前3天提醒", ())]
    desk.both("CR-001")
    assert goals(desk) == [("到期前3天提醒", ()), ("到期前5天提醒", ("CR-001",))]
    desk.change_text(REQ, "3天", "5天")
    assert is_allowed(desk)


def test_a_done_request_allows_the_new_text_only(desk: Desk) -> None:
    desk.changes(item("CR-001", GOAL_5, steps=DONE))
    desk.both("CR-001")
    assert goals(desk) == [("到期前5天提醒", ("CR-001",))]
    assert is_allowed(desk) is False


def test_one_character_more_is_not_allowed(desk: Desk) -> None:
    desk.changes(item("CR-001", GOAL_5))
    desk.both("CR-001")
    desk.change_text(REQ, "goal: 到期前3天提醒", "goal: 到期前5天提醒。")
    assert is_allowed(desk) is False


def test_requests_are_laid_over_each_other_in_the_order_of_their_approval(desk: Desk) -> None:
    desk.changes(item("CR-001", GOAL_5, steps=DONE), item("CR-002", GOAL_7, steps=DONE))
    desk.both("CR-002", on="2026-10-16")
    desk.both("CR-001", on="2026-10-19")
    assert goals(desk) == [("到期前5天提醒", ("CR-002", "CR-001"))]


def test_of_several_open_ones_any_may_be_there(desk: Desk) -> None:
    desk.changes(item("CR-001", GOAL_5), item("CR-002", RULE))
    desk.both("CR-001")
    desk.both("CR-002")
    found = signed(desk)
    assert found is not None
    ways = allowed(desk.matter(), found)
    told = [((way.text or {})["goal"], (way.text or {})["rules"]) for way in ways]
    assert told == [
        ("到期前3天提醒", ["节假日不提醒"]),
        ("到期前5天提醒", ["节假日不提醒"]),
        ("到期前3天提醒", ["每日一次"]),
        ("到期前5天提醒", ["每日一次"]),
    ]


def test_what_a_later_baseline_holds_already_is_not_asked_again(desk: Desk) -> None:
    desk.changes(item("CR-001", GOAL_5, steps=DONE))
    desk.both("CR-001")
    desk.change_text(REQ, "3天", "5天")
    desk.baseline("V2", "REQ-003", created_on="2026-11-02")
    desk.both("V2", kind="baseline", on="2026-11-03")
    assert goals(desk) == [("到期前5天提醒", ())]


def test_what_a_later_baseline_lacks_although_it_was_done_is_given_up(desk: Desk) -> None:
    desk.changes(item("CR-001", GOAL_5, steps=DONE))
    desk.both("CR-001")
    desk.baseline("V2", "REQ-003", created_on="2026-11-02")
    desk.both("V2", kind="baseline", on="2026-11-03")
    assert goals(desk) == [("到期前3天提醒", ())]


def test_what_was_still_open_when_a_baseline_was_made_is_laid_over_it(desk: Desk) -> None:
    late = "    - {at: 2026-11-09, type: implemented}\n"
    desk.changes(item("CR-001", GOAL_5, steps=late))
    desk.both("CR-001")
    desk.baseline("V2", "REQ-003", created_on="2026-11-02")
    desk.both("V2", kind="baseline", on="2026-11-03")
    assert goals(desk) == [("到期前5天提醒", ("CR-001",))]


def test_what_is_done_on_the_day_of_a_baseline_but_not_in_it_came_after_it(desk: Desk) -> None:
    desk.baseline("V2", "REQ-003", created_on="2026-10-20")
    desk.both("V2", kind="baseline", on="2026-10-20")
    desk.changes(item("CR-001", GOAL_5, steps=DONE))
    desk.both("CR-001")
    assert goals(desk) == [("到期前5天提醒", ("CR-001",))]


def test_what_is_done_on_the_day_of_a_baseline_and_in_it_is_not_asked_again(desk: Desk) -> None:
    desk.changes(item("CR-001", GOAL_5, steps=DONE), item("CR-002", GOAL_7, steps=DONE))
    desk.both("CR-001", on="2026-10-16")
    desk.both("CR-002", on="2026-10-19")
    desk.change_text(REQ, "3天", "7天")
    desk.baseline("V2", "REQ-003", created_on="2026-10-20")
    desk.both("V2", kind="baseline", on="2026-10-20")
    assert goals(desk) == [("到期前7天提醒", ())]


def test_the_project_in_front_of_an_id_changes_nothing_and_another_one_does(desk: Desk) -> None:
    own = GOAL_5.replace("REQ-003", "linhai/portal/REQ-003")
    other = GOAL_7.replace("REQ-003", "kiosk/REQ-003")
    desk.changes(item("CR-001", own), item("CR-002", other))
    desk.both("CR-001")
    desk.both("CR-002")
    assert goals(desk) == [("到期前3天提醒", ()), ("到期前5天提醒", ("CR-001",))]


def test_with_many_open_requests_they_are_taken_in_their_order(desk: Desk) -> None:
    names = [f"CR-{n:03}" for n in range(1, 12)]
    desk.changes(*(item(name, GOAL_5.replace("5天", f"1{name[-1]}天")) for name in names))
    for name in names:
        desk.both(name)
    found = goals(desk)
    assert len(found) == 12
    assert found[2][1] == ("CR-001", "CR-002")


# ── coming and going ─────────────────────────────────────────────────────────


def test_what_an_approved_request_adds_has_its_whole_text(desk: Desk) -> None:
    desk.changes(item("CR-001", ADD))
    assert signed(desk, "REQ-009") is None
    desk.both("CR-001")
    assert goals(desk, "REQ-009") == [(None, ()), ("逾期催办", ("CR-001",))]
    assert is_allowed(desk, "REQ-009")
    path = f"{PROJECT}/requirements/REQ-009.yaml"
    desk.write(path, "title: 催办\ntype: functional\ngoal: 逾期催办\n")
    assert is_allowed(desk, "REQ-009")
    desk.write(path, "title: 催办\ntype: functional\ngoal: 逾期催办\nrules: [每日一次]\n")
    assert is_allowed(desk, "REQ-009") is False


def test_it_goes_only_by_an_approved_request(desk: Desk) -> None:
    (desk.root / REQ).unlink()
    assert is_allowed(desk) is False
    desk.changes(item("CR-001", DELETE))
    assert is_allowed(desk) is False
    desk.both("CR-001")
    assert is_allowed(desk)


@pytest.mark.parametrize("step", ["withdrawn", "declined"])
def test_giving_it_up_is_the_same(desk: Desk, step: str) -> None:
    desk.write(REQ, TEXT + f"  - {{at: 2026-10-20, type: {step}, reason: 不再需要}}\n")
    assert is_allowed(desk) is False
    desk.changes(item("CR-001", DELETE, steps=DONE))
    desk.both("CR-001")
    assert is_allowed(desk)


def test_once_it_was_to_be_deleted_it_may_not_stay(desk: Desk) -> None:
    desk.changes(item("CR-001", DELETE, steps=DONE))
    desk.both("CR-001")
    assert is_allowed(desk) is False
