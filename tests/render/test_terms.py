"""Every token of the model has its word in both languages, and no word is left over."""

import importlib
import pkgutil
from enum import Enum, StrEnum

import pytest

from rdclient import control, diagnostic, lens, model, obligations, worktime
from rdclient.lens import Lang
from rdclient.render.terms import DERIVED_FAMILIES, TERMS, word


def _enums() -> set[tuple[str, str]]:
    modules = [
        importlib.import_module(f"{floor.__name__}.{info.name}")
        for floor in (model, control, obligations, worktime)
        for info in pkgutil.iter_modules(floor.__path__)
    ]
    found: set[type[Enum]] = {diagnostic.Severity}
    for module in (*modules, lens):
        found |= {
            item
            for item in vars(module).values()
            if isinstance(item, type) and issubclass(item, Enum) and item is not StrEnum
        }
    return {(enum.__name__, member.value) for enum in found for member in enum}


def test_each_token_of_each_enum_is_worded_in_both_languages() -> None:
    missing = {key for key in _enums() if not (TERMS.get(key) and all(_words(key)))}
    assert missing == set()


def _words(key: tuple[str, str]) -> tuple[str, str]:
    return TERMS[key].zh, TERMS[key].en


def test_no_row_stands_for_nothing() -> None:
    rows = {key for key in TERMS if key[0] not in DERIVED_FAMILIES}
    assert rows - _enums() == {("Dimension", "cost.internal")}


def test_chinese_words_hold_chinese_and_english_words_do_not() -> None:
    for key, term in TERMS.items():
        assert any("\u4e00" <= sign <= "\u9fff" for sign in term.zh), key
        assert term.en.isascii(), key


def test_the_internal_edition_speaks_of_cost_where_the_client_reads_of_fees() -> None:
    assert word("Dimension", "cost", lang=Lang.ZH) == "费用"
    assert word("Dimension", "cost", lang=Lang.ZH, internal=True) == "成本"
    assert word("Dimension", "scope", lang=Lang.ZH, internal=True) == "范围"


def test_a_traffic_light_has_a_state_and_a_light() -> None:
    assert word("Rag", "yellow", lang=Lang.ZH) == "关注"
    assert word("RagLight", "yellow", lang=Lang.ZH) == "黄灯"
    assert word("Rag", "yellow", lang=Lang.EN) == "Amber"


def test_an_unknown_token_is_named() -> None:
    with pytest.raises(LookupError, match="no word for Rag 'gren'"):
        word("Rag", "gren", lang=Lang.EN)
