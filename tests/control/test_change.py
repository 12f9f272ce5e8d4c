"""Where a request stands: what its signatures back, and what it only claims."""

import pytest
from fixtures import GAO, PROJECT, QIN, Desk, large, request

from rdclient.control.change import Basis, ChangeState, Standing, is_done, standing
from rdclient.model.change import Change
from rdclient.model.policy import DecisionClass

CHANGES = f"{PROJECT}/changes.yaml"
EMERGENCY = "  urgency: emergency\n"
SINCE = "control:\n  since: 2026-10-20\n"


def stands(desk: Desk, name: str = "CR-001", **more: object) -> Standing:
    matter = desk.matter(**more)
    return standing(matter, next(c for c in matter.portfolio.all(Change) if c.id == name))


def day(found: Standing) -> str | None:
    return str(found.approved_at.day) if found.approved_at else None


def test_a_claim_alone_approves_nothing(desk: Desk) -> None:
    desk.changes(request("CR-001", "导出", claimed=True))
    found = stands(desk)
    assert (found.is_approved, found.is_signed, day(found)) == (False, False, None)
    assert found.state is ChangeState.CLIENT_CONFIRMED


def test_both_signatures_approve_it_without_any_claim(desk: Desk) -> None:
    desk.changes(request("CR-001", "导出"))
    desk.sign("CR-001", GAO)
    desk.sign("CR-001", QIN, on="2026-10-19")
    found = stands(desk)
    assert (found.basis, day(found)) == (Basis.SIGNED, "2026-10-19")
    assert found.state is ChangeState.APPROVED


def test_an_edit_takes_the_approval_away(desk: Desk) -> None:
    desk.changes(request("CR-001", "导出"))
    desk.both("CR-001")
    desk.change_text(CHANGES, "if_not_done: 仍按原约定执行", "if_not_done: 按原约定执行")
    assert stands(desk).is_approved is False


@pytest.mark.parametrize("step", ["rejected", "deferred", "withdrawn"])
def test_what_was_turned_down_is_not_approved_whoever_signed(desk: Desk, step: str) -> None:
    desk.changes(request("CR-001", "导出") + f"    - {{at: 2026-10-26, type: {step}}}\n")
    desk.both("CR-001")
    found = stands(desk)
    assert (found.is_approved, found.state.value) == (False, step)


def test_what_was_deferred_may_go_on(desk: Desk) -> None:
    on = "    - {at: 2026-10-26, type: deferred}\n    - {at: 2026-11-02, type: scheduled}\n"
    desk.changes(request("CR-001", "导出") + on)
    desk.both("CR-001")
    assert stands(desk).basis is Basis.SIGNED


def test_a_request_without_a_step_is_a_draft(desk: Desk) -> None:
    desk.changes(request("CR-001", "导出").partition("  events:")[0])
    desk.both("CR-001")
    found = stands(desk)
    assert (found.is_approved, found.state) == (False, ChangeState.DRAFT)


def test_a_large_one_takes_other_people_than_a_small_one(desk: Desk) -> None:
    desk.change_text("clients/linhai/contacts.yaml", "consult", "approve")
    desk.changes(request("CR-001", "导出"), large(request("CR-002", "重做")))
    for name in ("CR-001", "CR-002"):
        desk.sign(name, GAO, by="ye.qiu")
        desk.sign(name, QIN)
    assert (stands(desk).is_approved, stands(desk, "CR-002").is_approved) == (True, False)
    assert stands(desk, "CR-002").decision is DecisionClass.LARGE_CHANGE


# ── an emergency ─────────────────────────────────────────────────────────────


def test_an_emergency_may_begin_on_both_sides_words(desk: Desk) -> None:
    desk.changes(request("CR-001", "修复", more=EMERGENCY))
    desk.sign("CR-001", GAO, scan=None)
    assert stands(desk).is_approved is False
    desk.sign("CR-001", QIN, scan=None, on="2026-10-16")
    found = stands(desk)
    assert (found.basis, day(found), found.is_signed) == (Basis.EMERGENCY, "2026-10-16", False)


def test_the_full_sign_off_of_an_emergency_does_not_move_its_approval(desk: Desk) -> None:
    desk.changes(request("CR-001", "修复", more=EMERGENCY))
    desk.both("CR-001", scan=None)
    desk.both("CR-001", on="2026-10-20")
    found = stands(desk)
    assert (found.basis, day(found), found.is_signed) == (Basis.SIGNED, "2026-10-15", True)


def test_a_word_is_not_enough_where_it_is_no_emergency(desk: Desk) -> None:
    desk.changes(request("CR-001", "修复", more="  urgency: urgent\n"))
    desk.both("CR-001", scan=None)
    assert stands(desk).is_approved is False


# ── before the method ────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("since", "basis"),
    [("2026-10-17", Basis.BEFORE_METHOD), ("2026-10-16", None), (None, None)],
)
def test_what_was_confirmed_before_sign_offs_were_agreed_on_is_taken_as_recorded(
    desk: Desk, since: str | None, basis: Basis | None
) -> None:
    desk.write("policy.yaml", f"control:\n  since: {since or ''}\n")
    desk.changes(request("CR-001", "导出", claimed=True))
    found = stands(desk)
    assert (found.basis, day(found)) == (basis, "2026-10-16" if basis else None)


def test_for_a_comparison_the_claim_must_have_stood_there_in_these_words(desk: Desk) -> None:
    desk.write("policy.yaml", SINCE)
    desk.changes(request("CR-001", "导出", claimed=True))
    before = desk.matter().portfolio
    assert stands(desk, base=before).basis is Basis.BEFORE_METHOD
    desk.changes(request("CR-001", "导出为表格", claimed=True))
    assert stands(desk, base=before).basis is None
    assert stands(desk).basis is Basis.BEFORE_METHOD
    desk.changes(request("CR-001", "导出", claimed=True), request("CR-002", "补", claimed=True))
    assert stands(desk, "CR-001", base=before).basis is Basis.BEFORE_METHOD
    assert stands(desk, "CR-002", base=before).basis is None


# ── steps ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("steps", "done"),
    [
        ("", False),
        ("    - {at: 2026-10-19, type: scheduled}\n", False),
        ("    - {at: 2026-10-19, type: implemented}\n", True),
        ("    - {at: 2026-10-19, type: verified}\n", True),
        ("    - {at: 2026-10-19, type: closed}\n", True),
        (
            "    - {at: 2026-10-19, type: implemented}\n    - {at: 2026-10-20, type: withdrawn}\n",
            False,
        ),
    ],
)
def test_done_is_what_claims_that_its_text_is_there(
    desk: Desk,
    steps: str,
    done: bool,  # noqa: FBT001
) -> None:
    desk.changes(request("CR-001", "导出") + steps)
    (change,) = desk.matter().portfolio.all(Change)
    assert is_done(change) is done


@pytest.mark.parametrize(("by", "done"), [("2026-10-18", False), ("2026-10-19", True)])
def test_done_by_a_day_is_what_claimed_it_on_that_day_or_before(
    desk: Desk,
    by: str,
    done: bool,  # noqa: FBT001
) -> None:
    from datetime import date

    desk.changes(request("CR-001", "导出") + "    - {at: 2026-10-19 23:00, type: implemented}\n")
    (change,) = desk.matter().portfolio.all(Change)
    assert is_done(change, by=date.fromisoformat(by)) is done


@pytest.mark.parametrize("step", ["scheduled", "implemented", "verified", "closed"])
def test_a_later_step_is_the_state(desk: Desk, step: str) -> None:
    desk.changes(request("CR-001", "导出") + f"    - {{at: 2026-10-19, type: {step}}}\n")
    desk.both("CR-001")
    assert stands(desk).state.value == step
