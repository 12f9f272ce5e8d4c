"""What a change item makes of a text, and what differs between two."""

import pytest

from rdclient.control.patch import Difference, applied, differences
from rdclient.lens import Lang
from rdclient.model.change import ChangeItem

BEFORE = {
    "title": "对账",
    "goal": "5日内",
    "rules": ["甲", "乙"],
    "delivery": {"security": ["加密"], "reliability": ["99.9%"]},
}


def item(op: str = "modify", **text: object) -> ChangeItem:
    return ChangeItem.model_validate({"op": op, "requirement": "REQ-001", "set": text})


def after(one: ChangeItem, before: dict | None = BEFORE) -> dict | None:
    return applied(before, one, Lang.ZH)


def test_a_field_takes_the_place_of_the_one_before() -> None:
    assert after(item(goal="3日内", rules=["丙"])) == {**BEFORE, "goal": "3日内", "rules": ["丙"]}
    assert BEFORE["goal"] == "5日内"


@pytest.mark.parametrize("empty", [{"rules": []}, {"rules": None}])
def test_a_field_without_value_is_taken_away(empty: dict) -> None:
    assert after(item(**empty)) == {k: v for k, v in BEFORE.items() if k != "rules"}


def test_of_the_delivery_standard_only_the_entries_named_are_replaced() -> None:
    found = after(item(delivery={"security": ["国密"], "performance": []}))
    assert found == {**BEFORE, "delivery": {"security": ["国密"], "reliability": ["99.9%"]}}


def test_an_entry_of_it_can_be_taken_away() -> None:
    found = after(item(delivery={"security": []}))
    assert found == {**BEFORE, "delivery": {"reliability": ["99.9%"]}}


def test_what_loses_its_last_entry_is_gone() -> None:
    found = after(item(delivery={"security": [], "reliability": []}))
    assert found == {"title": "对账", "goal": "5日内", "rules": ["甲", "乙"]}


def test_what_was_not_there_is_not_left_as_an_empty_thing() -> None:
    assert after(item(acceptance={"criteria": None}, data=[])) == BEFORE
    new = after(item(acceptance={"criteria": "通过", "cases": []}))
    assert new == {**BEFORE, "acceptance": {"criteria": "通过"}}


def test_an_addition_holds_its_own_text_only() -> None:
    assert after(item("add", title="催办", rules=[]), None) == {"title": "催办"}
    assert after(item("add", title="催办")) == {"title": "催办"}


def test_a_deletion_leaves_nothing() -> None:
    assert after(ChangeItem.model_validate({"op": "delete", "requirement": "REQ-001"})) is None


def test_the_binding_language_is_what_is_written() -> None:
    both = item(goal={"zh": "3日内", "en": "in 3 days"})
    assert applied(BEFORE, both, Lang.EN) == {**BEFORE, "goal": "in 3 days"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (BEFORE, BEFORE, []),
        ({"a": "1"}, {"a": "2"}, [Difference(("a",), "1", "2")]),
        ({"a": "1"}, {}, [Difference(("a",), "1", None)]),
        ({}, {"a": "1"}, [Difference(("a",), None, "1")]),
        ({"a": {"b": "1"}}, {"a": {"b": "2"}}, [Difference(("a", "b"), "1", "2")]),
        (["x", "y"], ["x", "z"], [Difference((1,), "y", "z")]),
        (["x", "y"], ["y"], [Difference((0,), "x", None)]),
        (["y"], ["x", "y"], [Difference((0,), None, "x")]),
        (["x", "y"], ["z"], [Difference((0,), "x", "z"), Difference((1,), "y", None)]),
        (["x"], ["x", "x"], [Difference((), ["x"], ["x", "x"])]),
        (None, {"a": "1"}, [Difference((), None, {"a": "1"})]),
    ],
)
def test_what_differs_is_told_value_by_value(old: object, new: object, told: list) -> None:
    assert list(differences(old, new)) == told  # type: ignore[arg-type]
