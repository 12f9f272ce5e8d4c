"""The fast reader gives what ruamel's pure safe loader gives, except that times stay text."""

import re
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rdclient.store.scalar import events, resolved
from rdclient.store.yamlfile import construct, parse

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "torture"))

import fast_reader
from documents import PLAIN, PLANTS, document

oracle = fast_reader.oracle

# ── scalars ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_scalar_is_what_the_oracle_makes_of_it(text: str) -> None:
    assert repr(parse("f", f"k: {text}\n").data) == repr(oracle(f"k: {text}\n"))


@given(st.from_regex(re.compile(r"[-+]?[0-9._eExobnaif:]{1,12}", re.ASCII), fullmatch=True))
def test_whatever_looks_like_a_number_is_what_the_oracle_makes_of_it(text: str) -> None:
    assume(not text.endswith(":") and text not in ("-", "---", "..."))
    assert repr({"k": resolved(text)}) == repr(oracle(f"k: {text}\n"))


def test_a_number_too_long_to_be_one_is_refused() -> None:
    with pytest.raises(ValueError, match="number"):
        resolved("9" * 41)
    assert resolved("9" * 40) == int("9" * 40)
    assert resolved("x" * 5000) == "x" * 5000


# ── documents ────────────────────────────────────────────────────────────────

_KEY = st.from_regex(re.compile(r"[a-z][a-z_]{0,7}", re.ASCII), fullmatch=True).filter(
    lambda key: key not in ("null", "true", "false")
)
_CHINESE = st.text("批量代付对账差错，。：（）“”", min_size=1, max_size=12)
_PLAIN = st.one_of(
    st.sampled_from(PLAIN),
    _CHINESE,
    st.from_regex(
        re.compile(r"2026-1[0-2]-[0-2][0-9]T[0-2][0-9]:[0-5][0-9]\+08:00"), fullmatch=True
    ),
)
_QUOTED = st.text("ab :#,[]{}'\\\"\n批付：“”!&*%@`", max_size=12)
_LEAF = st.one_of(
    _PLAIN.map(lambda text: ("plain", text)),
    _QUOTED.map(lambda text: ("single", text)),
    _QUOTED.map(lambda text: ("double", text)),
)
_TREE = st.recursive(
    _LEAF,
    lambda inner: st.one_of(
        st.tuples(st.just("items"), st.booleans(), st.lists(inner, max_size=4)),
        st.tuples(st.just("pairs"), st.booleans(), st.dictionaries(_KEY, inner, max_size=4)),
    ),
    max_leaves=12,
)


def _flow(node: tuple) -> str:
    match node:
        case ("plain", text):
            return text
        case ("single", text):
            return "'" + text.replace("'", "''").replace("\n", "\n\n ") + "'"
        case ("double", text):
            return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
        case ("items", _, items):
            return "[" + ", ".join(map(_flow, items)) + "]"
        case (_, _, pairs):
            return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in pairs.items()) + "}"


def _block(node: tuple, depth: int) -> str:
    """The node as the value of a key or an item, from the blank before it to its last line."""
    pad = "\n" + "  " * depth
    match node:
        case ("items", True, [_, *_] as items):
            return "".join(f"{pad}-{_block(item, depth + 1)}" for item in items)
        case ("pairs", True, pairs) if pairs:
            return "".join(f"{pad}{key}:{_block(item, depth + 1)}" for key, item in pairs.items())
        case ("single", text) if "\n" in text:
            return " " + _flow(("double", text))
        case _:
            return " " + _flow(node)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(_KEY, _TREE, min_size=1, max_size=5))
def test_a_document_is_what_the_oracle_makes_of_it(pairs: dict) -> None:
    text = _block(("pairs", True, pairs), 0).lstrip("\n") + "\n"
    expected = oracle(text)
    loaded = parse("f", text)
    assert loaded.findings == ()
    assert repr(loaded.data) == repr(expected)
    assert repr(construct(events(text, pure=True))) == repr(expected)
    looked_at_closely = parse("f", text + "# \\x\n")  # what looks like an escape
    assert looked_at_closely.findings == ()
    assert repr(looked_at_closely.data) == repr(expected)


def test_two_thousand_generated_texts_are_what_the_oracle_makes_of_them(tmp_path: Path) -> None:
    tally = fast_reader.measure(tmp_path, size=2000, processes=1)
    assert tally.failures == ()
    count = {word: number for number, word in tally.counts}
    assert count["equal"] > 1700
    assert count["refused as they must be"] > 80


def test_one_seed_makes_the_same_texts_and_another_does_not() -> None:
    assert document(7, seed=1) == document(7, seed=1) != document(7, seed=2)


@pytest.mark.parametrize("plant", PLANTS)
@pytest.mark.parametrize("around", ["k: {}\n", "- k: {}\n", "a: 1\nb:\n  - k: {}\n"])
def test_what_records_may_not_hold_is_refused_wherever_it_stands(plant: str, around: str) -> None:
    loaded = parse("f", around.replace("{}", PLANTS[plant]))
    assert loaded.findings
    assert loaded.data is None


def test_times_in_flow_style_are_read_as_people_write_them() -> None:
    text = "- {at: 2026-11-20T10:00+08:00, by: 张敏}\n- [09:00, 12:00]\n"
    assert parse("f", text).data == [
        {"at": "2026-11-20T10:00+08:00", "by": "张敏"},
        ["09:00", "12:00"],
    ]


def test_block_texts_keep_their_lines_and_folded_ones_join_them() -> None:
    text = "a: |\n  第一行：完成\n  第二行\nb: >-\n  one\n  two\n"
    assert parse("f", text).data == {"a": "第一行：完成\n第二行\n", "b": "one two"}


def test_line_ends_of_windows_and_an_old_mac_are_read_alike() -> None:
    for line_end in ("\n", "\r\n", "\r"):
        assert parse("f", f"a: 1{line_end}b: [x]{line_end}").data == {"a": 1, "b": ["x"]}


def test_the_reader_without_libyaml_gives_the_same_data() -> None:
    text = "".join(
        f"- id: T-{n}\n  title: 第{n}件\n  events: [{{at: 2026-11-20T10:00+08:00, type: opened}}]\n"
        for n in range(50)
    )
    assert construct(events(text, pure=True)) == construct(events(text)) == parse("f", text).data


def test_equal_words_of_a_file_are_one_object() -> None:
    first, second = parse("f", "- {type: opened}\n- {type: opened}\n").data
    assert next(iter(first)) is next(iter(second))
    assert first["type"] is second["type"]
