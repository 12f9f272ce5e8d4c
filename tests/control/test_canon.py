"""The canonical form: what spelling is, and what is another text."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from rdclient.control.canon import amount, as_json, canonical, content, moment, plain, text
from rdclient.lens import Lang
from rdclient.model.base import Bilingual, parse_moment
from rdclient.model.change import Change, Impact, ItemText
from rdclient.model.meeting import Meeting
from rdclient.model.requirement import Delivery, Performance, Requirement

SHANGHAI = ZoneInfo("Asia/Shanghai")


def of(cls, **fields):  # noqa: ANN001, ANN003, ANN201
    """A record as the loader makes it."""
    return cls.model_validate(fields, context={"zone": SHANGHAI})


# ── texts ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "spelled",
    [
        "对账单\n每日生成",
        "对账单\r\n每日生成",
        "对账单\r每日生成",
        "对账单  \n每日生成\n\n",
        "对账单\t\n每日生成 ",
        "对账单\u3000\n每日生成\u3000\u3000",
        "对账单\u00a0\n每日生成\u00a0",
    ],
)
def test_line_ends_and_blanks_at_the_end_are_spelling(spelled: str) -> None:
    assert text(spelled) == "对账单\n每日生成"


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert text("caf\u0065\u0301") == "caf\u00e9" == text("caf\u00e9")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("100", "１００"),
        ("100", "100 0"),
        ("限额100元", "限额 100元"),
        (" 缩进", "缩进"),
        ("一行\n二行", "一行\n\n二行"),
        ("一行\n二行", "一行 二行"),
        ("Ａ", "A"),
        ("А", "A"),  # Cyrillic
        ("不得", "不得\u200b"),
        ("ﬁle", "file"),
    ],
)
def test_what_one_could_read_differently_is_another_text(one: str, other: str) -> None:
    assert text(one) != text(other)


def test_the_language_that_binds_is_signed_and_a_plain_text_counts_as_it() -> None:
    both = Bilingual(zh="限额", en="Limit", of="12345678")
    assert plain(both, Lang.ZH) == plain("限额", Lang.ZH) == plain("限额", Lang.EN) == "限额"
    assert plain(both, Lang.EN) == "Limit"
    assert plain(Bilingual(zh="限额"), Lang.EN) == "限额"


# ── dates, times, amounts ────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "spelled",
    ["2026-10-14 14:00", "2026-10-14T14:00:00", "2026-10-14T06:00Z", "2026-10-14 08:00+02:00"],
)
def test_an_instant_is_the_same_in_every_zone(spelled: str) -> None:
    assert moment(parse_moment(spelled, SHANGHAI)) == "2026-10-14T06:00:00Z"


def test_a_day_is_no_time() -> None:
    assert moment(parse_moment("2026-10-14", SHANGHAI)) == "2026-10-14"
    assert moment(parse_moment("2026-10-14 00:00", SHANGHAI)) == "2026-10-13T16:00:00Z"
    assert moment(parse_moment("0999-10-14 08:05", ZoneInfo("UTC"))) == "0999-10-14T08:05:00Z"
    assert plain(date(2026, 10, 14), Lang.ZH) == "2026-10-14"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("86000", "86000"),
        ("86000.00", "86000"),
        ("86000.50", "86000.5"),
        ("-0.00", "0"),
        ("0.0001", "0.0001"),
        ("100000000000000", "100000000000000"),
        ("-12.340", "-12.34"),
        ("8.6E+4", "86000"),
    ],
)
def test_an_amount_has_no_idle_zeros_and_no_exponent(value: str, told: str) -> None:
    assert amount(Decimal(value)) == told


@pytest.mark.parametrize("value", [1.0, [1.5], {"a": {"b": 0.1}}])
def test_floats_are_refused(value: object) -> None:
    with pytest.raises(TypeError):
        as_json(value)
    with pytest.raises(TypeError):
        plain(value, Lang.ZH)


@pytest.mark.parametrize("value", [datetime(2026, 10, 14, tzinfo=UTC), b"x", {1, 2}, object()])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        plain(value, Lang.ZH)


# ── records ──────────────────────────────────────────────────────────────────


def test_only_governed_fields_that_the_file_holds_are_signed() -> None:
    record = of(Requirement, id="REQ-001", title="导出", type="functional", rules=[], goal=None)
    assert content(record, Lang.ZH) == {"title": "导出"}


def test_a_default_that_is_written_down_is_signed_as_it_stands() -> None:
    assert content(of(Change, id="CR-1", title="导出"), Lang.ZH) == {"title": "导出"}
    urgent = of(Change, id="CR-1", title="导出", urgency="normal", impact={"schedule_wd": 0})
    assert content(urgent, Lang.ZH) == {
        "title": "导出", "urgency": "normal", "impact": {"schedule_wd": 0},
    }  # fmt: skip


def test_what_a_new_text_takes_away_stands_there_without_value() -> None:
    item = of(ItemText, goal=None, rules=[], delivery={"security": [], "reliability": ["9"]})
    assert content(item, Lang.ZH) == {
        "goal": None,
        "rules": [],
        "delivery": {"security": [], "reliability": ["9"]},
    }


def test_in_the_entries_of_a_list_nothing_stands_without_value() -> None:
    item = of(ItemText, delivery={"performance": [{"metric": "时间", "target": "2秒"}]})
    entry = Performance(metric="时间", target="2秒", condition=None)
    again = ItemText(delivery=Delivery(performance=(entry,)))
    told = {"delivery": {"performance": [{"metric": "时间", "target": "2秒"}]}}
    assert content(item, Lang.ZH) == content(again, Lang.ZH) == told


def test_what_no_counterpart_reads_is_not_signed() -> None:
    hidden = {"id": "D-2", "text": "成本另行核算", "audience": "internal"}
    told = {"id": "D-1", "text": "同意", "audience": "client"}
    meeting = of(Meeting, id="MTG-1", title="例会", kind="weekly", decisions=[told, hidden])
    assert content(meeting, Lang.ZH)["decisions"] == [{"id": "D-1", "text": "同意"}]


def test_a_decision_that_is_made_internal_is_missed() -> None:
    told = {"id": "D-1", "text": "同意"}
    head = {"id": "MTG-1", "title": "评审会", "kind": "ccb"}
    public = of(Meeting, **head, decisions=[told])
    hidden = of(Meeting, **head, decisions=[{**told, "audience": "internal"}])
    assert content(public, Lang.ZH) != content(hidden, Lang.ZH)


def test_a_copy_of_a_record_is_the_same_record() -> None:
    change = of(Change, id="CR-1", title="导出", impact={"fee_delta": "5.0"}, events=[])
    assert content(change.model_copy(update={"events": ()}), Lang.ZH) == content(change, Lang.ZH)
    assert content(Impact(fee_delta=Decimal(5)), Lang.ZH) == {"fee_delta": "5"}


# ── bytes ────────────────────────────────────────────────────────────────────


def test_the_bytes_are_sorted_tight_and_unescaped() -> None:
    held = {"title": "回签“Ｘ”\n/é", "goal": None, "rules": [True, 2, "\\"]}
    assert (
        canonical("requirement", "REQ-001", held)
        == (
            'rdclient-canon-v1\n{"canon":1,"content":{"goal":null,"rules":[true,2,"\\\\"],'
            '"title":"回签“Ｘ”\\n/é"},"id":"REQ-001","kind":"requirement"}'
        ).encode()
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"rules": ["ab", "c"]}, {"rules": ["a", "bc"]}),
        ({"rules": ["a", "b"]}, {"rules": ["b", "a"]}),
        ({"rules": ["a"], "data": ["b"]}, {"rules": ["a", "b"]}),
        ({"rules": "a"}, {"rules": ["a"]}),
        ({"title": '","goal":"x'}, {"title": "", "goal": "x"}),
        ({"title": "1"}, {"title": 1}),
    ],
)
def test_no_two_contents_share_their_bytes(one: dict, other: dict) -> None:
    assert canonical("requirement", "REQ-001", one) != canonical("requirement", "REQ-001", other)


def test_kind_and_id_are_part_of_the_bytes() -> None:
    held = {"title": "导出"}
    found = {canonical(kind, name, held) for kind in ("requirement", "change") for name in "AB"}
    assert len(found) == 4
