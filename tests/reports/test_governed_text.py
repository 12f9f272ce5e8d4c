"""The signed text of a requirement: fields in their order, and what differs between two."""

from rdclient.reports.governed_text import ChangedView, FieldView, changed, fields


def _name(who: str) -> str:
    return {"wang.xuemei": "王雪梅"}.get(who, who)


def test_fields_stand_in_the_order_of_the_specification_and_lists_by_entry() -> None:
    text = {
        "acceptance": {"signatory": "wang.xuemei", "method": "test"},
        "functions": ["甲", "乙"],
        "title": "名称",
        "delivery": {"security": ["加密"]},
    }
    assert fields(text, _name, besides=("title",)) == (
        FieldView("functions", ("甲", "乙")),
        FieldView("delivery.security", ("加密",)),
        FieldView("acceptance.method", ("test",)),
        FieldView("acceptance.signatory", ("王雪梅",)),
    )


def test_a_field_that_the_table_does_not_know_comes_last_and_is_not_lost() -> None:
    assert fields({"later": "x", "goal": "y"}, _name) == (
        FieldView("goal", ("y",)),
        FieldView("later", ("x",)),
    )


def test_an_entry_that_is_a_mapping_differs_as_a_whole_and_once() -> None:
    old = {"metric": "时间", "target": "10分钟", "condition": "5000笔"}
    new = {"metric": "时间", "target": "40分钟", "condition": "20000笔"}
    before, after = ({"delivery": {"performance": [one]}} for one in (old, new))
    assert changed(before, after, _name) == (ChangedView("delivery.performance", old, new),)


def test_a_part_that_comes_or_goes_is_told_field_by_field() -> None:
    part = {"acceptance": {"method": "test", "cases": ["TC-1", "TC-2"]}}
    assert changed({}, part, _name) == (
        ChangedView("acceptance.method", None, "test"),
        ChangedView("acceptance.cases", None, "TC-1"),
        ChangedView("acceptance.cases", None, "TC-2"),
    )
    assert changed(part, {}, _name)[0] == ChangedView("acceptance.method", "test", None)


def test_what_stays_is_not_told_and_another_order_is() -> None:
    assert changed({"rules": ["甲", "乙"]}, {"rules": ["甲", "乙", "丙"]}, _name) == (
        ChangedView("rules", None, "丙"),
    )
    assert changed({"rules": ["甲", "乙"]}, {"rules": ["乙", "甲"]}, _name) == (
        ChangedView("rules", "甲", "乙"),
        ChangedView("rules", "乙", "甲"),
    )
    assert changed({"goal": "甲"}, {"goal": "甲"}, _name) == ()
