"""Inspected items: which readings keep which limits, and what cannot be judged."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rdclient.model.operation import (
    InspectionCategory,
    InspectionItem,
    InspectionResult,
    keeps_limit,
)
from rdclient.model.service import IncidentCategory


@pytest.mark.parametrize(
    ("recommended", "actual", "keeps"),
    [
        ("<=70%", "70 %", True),
        ("<=70%", "70.01%", False),
        ("<70%", "70%", False),
        (">70%", "70%", False),
        (">70%", "70.5%", True),
        ("<70%", "69.9%", True),
        ("=0", "0.0", True),
        ("==0", "1", False),
        ("≤70％", "７０%", True),
        ("＜＝７０％", "71%", False),
        ("≦5", "5", True),
        ("≥99.9%", "99.95", True),
        (">= 99.9", "99.89%", False),
        ("⩾2", "1", False),
        ("=<5", "6", False),
        ("=>5", "6", True),
        ("≥1,000", "1,200", True),
        (">=1,000,000", "999,999.99", False),
        ("≥−40dBm", "-39 dBm", True),
        ("不大于2秒", "1.8s", True),
        ("不超过 2 秒", "2.1 秒", False),
        ("不低于99.9%", "99.9%", True),
        ("小于等于5", "5", True),
        ("小于5", "5", False),
        ("大于5", "5", False),
        ("超过5", "6", True),
        ("至少2台", "1台", False),
        ("等于3", "3", True),
        ("At most 70%", "65%", True),
        ("no less than 3", "2", False),
        ("less than 3", "3", False),
        ("70%以内", "71%", False),
        ("70%以下", "70%", True),
        ("3及以上", "3", True),
        ("3 个以上", "2个", False),
    ],
)
def test_a_comparison_holds_or_not(recommended: str, actual: str, *, keeps: bool) -> None:
    assert keeps_limit(recommended, actual) is keeps


@pytest.mark.parametrize(
    ("recommended", "actual", "keeps"),
    [
        ("1-5", "1", True),
        ("1-5", "5", True),
        ("1-5", "0.9", False),
        ("1-5", "5.1", False),
        ("1～5", "3", True),
        ("1–5", "6", False),
        ("1..5", "2", True),
        ("1至5", "7", False),
        ("10%-20%", "15 %", True),
        ("10-20%", "9%", False),
        ("-5～40℃", "41℃", False),
        ("-10--5", "-7", True),
        ("-10--5", "7", False),
        ("5-5", "5", True),
    ],
)
def test_a_range_holds_both_ends(recommended: str, actual: str, *, keeps: bool) -> None:
    assert keeps_limit(recommended, actual) is keeps


@pytest.mark.parametrize(
    ("recommended", "actual", "keeps"),
    [
        ("enabled", "Enabled", True),
        ("enabled", "enabled (all nodes)", True),
        ("enabled", "disabled", False),
        ("enabled", "enabledness unknown", False),
        ("正常", "正常，无告警", True),
        ("正常", "正常率偏低", False),
        ("已开启", "未开启", False),
        ("7×24", "7x24", True),
        ("0", "0", True),
        ("8.0.36", "8.0.36", True),
        ("PermitRootLogin=no", "PermitRootLogin=yes", False),
    ],
)
def test_a_word_is_found_again(recommended: str, actual: str, *, keeps: bool) -> None:
    assert keeps_limit(recommended, actual) is keeps


@pytest.mark.parametrize(
    ("recommended", "actual"),
    [
        ("<=80GB", "75MB"),  # another unit
        ("<=2秒", "1500毫秒"),
        ("10-20%", "15个"),
        ("<=70%", "约65%"),  # no plain figure
        ("<=70%", "65%（峰值71%）"),
        ("<=70%", "正常"),
        ("enabled", "1"),
        ("0", "3"),  # a figure without a sign
        ("16 GB", "32 GB"),
        ("7×24", "5×8"),
        (">=8.0.30", "8.0.36"),  # a version is no figure
        ("8.0.30", "8.0.36"),
        ("5-1", "3"),  # ends the wrong way round
        ("0<x<=5", "3"),
        (">=1 <=5", "3"),
        ("<=1,5", "1"),  # no thousands separator
        ("<=70%", "<60%"),
        ("", ""),
        ("<=70%", " "),
        (" ", "70"),
    ],
)
def test_what_cannot_be_compared_is_not_judged(recommended: str, actual: str) -> None:
    assert keeps_limit(recommended, actual) is None


@pytest.mark.parametrize(
    ("recommended", "actual", "unit", "keeps"),
    [
        ("<=2", "1500", "ms", False),
        ("<=2000", "1500", "ms", True),
        ("<=2 s", "1500", "ms", None),
        ("<=2", "1500ms", "s", None),
        ("<=2秒", "1.5", "s", True),
        ("1-5 s", "3", "ms", None),
        ("<=70%", "65", "％", True),
    ],
)
def test_the_unit_of_an_item_belongs_to_the_figures_without_one(
    recommended: str, actual: str, unit: str, *, keeps: bool | None
) -> None:
    assert keeps_limit(recommended, actual, unit=unit) is keeps


FIGURES = st.decimals(min_value=-(10**9), max_value=10**9, places=3)
BLANKS = st.sampled_from(["", " ", "　", "  "])
WIDE = str.maketrans("0123456789.%<>=-", "０１２３４５６７８９．％＜＞＝－")


@given(value=FIGURES, bound=FIGURES, blank=BLANKS, unit=st.sampled_from(["", "%", "ms", "个"]))
def test_signs_agree_with_arithmetic(value: Decimal, bound: Decimal, blank: str, unit: str) -> None:
    reading = f"{value:f}{blank}{unit}"
    kept = {
        sign: keeps_limit(f"{blank}{sign}{blank}{bound:f}{unit}", reading)
        for sign in ("<=", "≥", "<", "＞", "=", "不超过", "at least")
    }
    assert kept == {
        "<=": value <= bound,
        "≥": value >= bound,
        "<": value < bound,
        "＞": value > bound,
        "=": value == bound,
        "不超过": value <= bound,
        "at least": value >= bound,
    }


@given(
    value=FIGURES,
    ends=st.tuples(FIGURES, FIGURES),
    sign=st.sampled_from(["-", "~", "～", "..", "至"]),
)
def test_a_range_is_two_comparisons(
    value: Decimal, ends: tuple[Decimal, Decimal], sign: str
) -> None:
    low, high = min(ends), max(ends)
    within = keeps_limit(f"{low:f}{sign}{high:f}", f"{value:f}")
    assert within is (low <= value <= high)


@given(value=FIGURES, bound=FIGURES)
def test_full_width_and_separated_figures_mean_the_same(value: Decimal, bound: Decimal) -> None:
    plain = keeps_limit(f"<={bound:f}%", f"{value:f}%")
    assert keeps_limit(f"<={bound:f}%".translate(WIDE), f"{value:f}%".translate(WIDE)) is plain
    assert keeps_limit(f"<={bound:,f}%", f"{value:,f}%") is plain


@given(recommended=st.text(max_size=200), actual=st.text(max_size=200))
def test_any_text_is_answered(recommended: str, actual: str) -> None:
    assert keeps_limit(recommended, actual) in (True, False, None)


def item(**fields: object) -> InspectionItem:
    return InspectionItem.model_validate({"category": "server", "name": "磁盘使用率", **fields})


def test_a_result_by_hand_wins_over_the_limit() -> None:
    fields = {"recommended": "<=70%", "actual": "86%"}
    assert item(**fields).judged() is InspectionResult.FAILED
    assert item(**fields, result="pass").judged() is InspectionResult.PASSED
    assert item(**fields, result="warn").judged() is InspectionResult.WARNED


def test_an_item_without_both_values_is_not_judged() -> None:
    assert item().judged() is None
    assert item(recommended="<=70%").judged() is None
    assert item(actual="86%").judged() is None
    assert item(recommended="<=70%", actual="正常").judged() is None


def test_an_item_is_judged_in_its_unit() -> None:
    assert item(recommended="<=2", actual="1", unit="s").judged() is InspectionResult.PASSED
    assert item(recommended="<=2 s", actual="1500", unit="ms").judged() is None


def test_the_scenarios_of_plans_are_those_of_incidents() -> None:
    assert [scenario.value for scenario in IncidentCategory] == [
        "data_loss",
        "cyber_attack",
        "hardware",
        "software",
    ]
    assert InspectionCategory("db") is InspectionCategory.DATABASE
