"""Views become plain data, and nothing else does."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from rdclient.lens import Lang
from rdclient.model.base import Action, Bilingual, Moment, parse_moment
from rdclient.model.project import Rag
from rdclient.render.plain import data_version, plain

_ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class _Item:
    name: str | Bilingual
    due: Moment
    fee: Decimal


@dataclass(frozen=True, slots=True)
class _View:
    state: Rag
    items: tuple[_Item, ...]
    counts: dict[Rag, int]
    as_of: datetime
    on: date | None = None


def _view() -> _View:
    items = (
        _Item(
            Bilingual("上线", "Go-live"), parse_moment("2026-11-24 18:00", _ZONE), Decimal("1.10")
        ),
        _Item("验收", parse_moment("2026-11-25", _ZONE), Decimal("1E+3")),
    )
    return _View(Rag.RED, items, {Rag.RED: 1}, datetime(2026, 11, 20, 18, tzinfo=_ZONE))


def test_a_view_becomes_dicts_lists_and_texts_in_field_order() -> None:
    data = plain(_view(), lang=Lang.EN)
    assert data == {
        "state": "red",
        "items": [
            {"name": "Go-live", "due": "2026-11-24T18:00+08:00", "fee": "1.10"},
            {"name": "验收", "due": "2026-11-25", "fee": "1000"},
        ],
        "counts": {"red": 1},
        "as_of": "2026-11-20T18:00+08:00",
        "on": None,
    }
    assert isinstance(data, dict)
    assert list(data) == ["state", "items", "counts", "as_of", "on"]
    assert type(data["state"]) is str


_ZONELESS = datetime(2026, 1, 1)  # noqa: DTZ001 - a time without zone is what is tested


@pytest.mark.parametrize(
    "value",
    [object(), Action, Action(id="A-1", text="x"), {1: "x"}, b"x", {"a"}, _ZONELESS],
)
def test_anything_else_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        plain((value,), lang=Lang.ZH)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_numbers_are_finite(value: object) -> None:
    with pytest.raises(ValueError, match="not finite"):
        plain(value, lang=Lang.ZH)


def test_the_data_version_follows_the_data_and_not_the_order_of_keys() -> None:
    first = data_version({"a": 1, "b": ["甲"]})
    assert first == data_version({"b": ["甲"], "a": 1})
    assert first != data_version({"a": 2, "b": ["甲"]})
    assert first == "30729a2"
