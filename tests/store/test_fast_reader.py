"""The fast reader gives what ruamel's pure safe loader gives, except that times stay text."""

import re

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor

from rdclient.store.scalar import events, resolved
from rdclient.store.yamlfile import construct, parse


class _TextTimes(SafeConstructor):
    """The oracle, with the three types this project reads as text."""


for _name in ("timestamp", "value", "merge"):
    _TextTimes.add_constructor(f"tag:yaml.org,2002:{_name}", lambda _, node: node.value)


def _oracle(text: str) -> object:
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = _TextTimes
    return yaml.load(text)


# ── scalars ──────────────────────────────────────────────────────────────────

PLAIN = (
    *("~", "null", "Null", "NULL", "nULL", "none", "true", "True", "TRUE", "tRUE", "false"),
    *("False", "FALSE", "yes", "no", "on", "off", "Yes", "No", "y", "n", "是", "否"),
    *("0", "-0", "+0", "1", "-1", "+12", "010", "-010", "08", "1_000", "1__0", "_1", "1_"),
    *("0o17", "0o8", "-0o7", "0O17", "0x1F", "0xfg", "-0x1f", "0X1F", "0b101", "0b12", "0_b1"),
    *("1.", "1.10", "-1.5", "+.5", ".5", ".5e3", ".5e+3", "1e5", "1e-5", "1.e5", "1_0.5", "1e"),
    *(".inf", "-.Inf", "+.INF", ".iNF", ".nan", ".NaN", "-.nan", "inf", "nan", "1e999", "-_", "+"),
    *("12:30", "12:30:45", "-12:30", "1:2", "2026-11-20", "2026-11-20T10:00+08:00", "2026-1-2"),
    *("2026-11-20 14:00", "2026-11-20 14:00:00", "20261120", "2026-Q4", "REQ-012", "1.2.3", "="),
    *(
        "<<x",
        "a:b",
        "a#b",
        "10%",
        "中文",
        "批量代付",
        "$1",
        "a b",
        "-x",
        ".",
        "..",
        "-",
        "--1",
        "0o_",
    ),
)


@pytest.mark.parametrize("text", [text for text in PLAIN if text != "-"])
def test_a_plain_scalar_is_what_the_oracle_makes_of_it(text: str) -> None:
    try:
        expected = _oracle(f"k: {text}\n")
    except (ValueError, IndexError):  # the oracle falls over underscores without digits
        expected = {"k": text}
    assert repr(parse("f", f"k: {text}\n").data) == repr(expected)


@given(st.from_regex(re.compile(r"[-+]?[0-9._eExobnaif:]{1,12}", re.ASCII), fullmatch=True))
def test_whatever_looks_like_a_number_is_what_the_oracle_makes_of_it(text: str) -> None:
    assume(not text.endswith(":") and text not in ("-", "---", "..."))
    try:
        expected = _oracle(f"k: {text}\n")
    except (ValueError, IndexError):
        expected = {"k": text}
    assert repr({"k": resolved(text)}) == repr(expected)


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
    st.sampled_from([text for text in PLAIN if text not in ("-", "-_", "_1", "+", "0o_")]),
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
    expected = _oracle(text)
    loaded = parse("f", text)
    assert loaded.findings == ()
    assert repr(loaded.data) == repr(expected)
    assert repr(construct(events(text, pure=True))) == repr(expected)
    looked_at_closely = parse("f", text + "# \\x\n")  # what looks like an escape
    assert looked_at_closely.findings == ()
    assert repr(looked_at_closely.data) == repr(expected)


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
