"""One value changed, one key added: the rest of the file keeps every byte."""

from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rdclient.store.edits import EditRefusedError, apply, set_value
from rdclient.store.position import Pointer, Positions
from rdclient.store.span import with_field, with_new_key, with_value
from rdclient.store.spelling import Value
from rdclient.store.yamlfile import parse

A = ("a",)

Case = tuple[str, Pointer, Value, tuple[str, ...]]

VALUES: tuple[Case, ...] = (
    # Plain scalars and what stands around them.
    ("a: ⟦1⟧\n", A, 2, ("2",)),
    ("a: ⟦1⟧", A, 2, ("2",)),
    ("a: ⟦1⟧  # 次数\nb: x\n", A, 2, ("2",)),
    ("a: ⟦1⟧\t# 次数\nb: x\n", A, 2, ("2",)),
    ("a: ⟦1⟧ \t \nb: x\n", A, 2, ("2",)),
    ("a:\t⟦1⟧\nb: x\n", A, 2, ("2",)),
    ("a:      ⟦draft⟧\nbbb:    x\n", A, "done", ("done",)),
    ("# 头\n\n\na: ⟦一\n  二\n\n  三⟧\n\n# 尾\n", A, "四", ("四",)),
    ("a:\n  # 先说明\n  ⟦一⟧\n# 尾\n", A, "二", ("二",)),
    ("\ufeffa: ⟦一⟧\r\nb: 二\r\n", A, "三", ("三",)),
    ("a: ⟦一⟧\r\nb: '二'\r\n\r\n# 末行\r\n", A, "三", ("三",)),
    ("b: 一\r\na: ⟦一⟧\nc: 一\r\n", A, "三", ("三",)),
    ("'客户 名': \"A\"\na: ⟦🏦🏦 甲⟧ # 🏦\n", A, "🚀", ("🚀",)),
    ("b: 🏦🏦🏦\n🏦: ⟦x⟧ # 🚀\n", ("🏦",), "y", ("y",)),
    ("---\na: ⟦1⟧\n...\n", A, 2, ("2",)),
    ("b: {x: 1, y: [1,2 , 3]}\na: ⟦true⟧\nc:   [ ]\n", A, False, ("false",)),
    ("a: ⟦x⟧\nb: 甲\u3000乙\n", A, None, ("null",)),
    ("a: ⟦2026-11-20⟧ # 到期\n", A, "2026-12-01", ("2026-12-01",)),
    ("a: ⟦2026-11-20 18:00⟧\n", A, "2026-11-21 09:30", ("2026-11-21 09:30",)),
    # What would not read back as the same text is quoted.
    ("a: ⟦x⟧ # c\n", A, "5", ('"5"',)),
    ("a: ⟦x⟧\n", A, "true", ('"true"',)),
    ("a: ⟦x⟧\n", A, "", ('""',)),
    ("a: ⟦x⟧\n", A, "1.10", ('"1.10"',)),
    ("a: ⟦x⟧\n", A, "范围: 全部", ('"范围: 全部"',)),
    ("a: ⟦x⟧\n", A, "范围：全部，含“退款”", ("范围：全部，含“退款”",)),
    ("a: ⟦x⟧\n", A, "见 #12", ('"见 #12"',)),
    ("a: ⟦x⟧\n", A, " 前后 ", ('" 前后 "',)),
    ("a: ⟦x⟧\n", A, "- 一", ('"- 一"',)),
    ("a: ⟦x⟧\n", A, '"甲" 与 \\乙', ('"\\"甲\\" 与 \\\\乙"',)),
    ("a: ⟦x⟧\n", A, "一\r\n二", ('"一\\r\\n二"',)),
    ("a: ⟦x⟧\n", A, "it's", ("it's",)),
    # Quotes stay where they can.
    ("a: ⟦'x'⟧ # '\n", A, "it's", ("'it''s'",)),
    ('a: ⟦"x"⟧ # "\n', A, 'say "hi"', ('"say \\"hi\\""',)),
    ("a: ⟦'2026-11-20'⟧\n", A, "2026-11-21", ("'2026-11-21'",)),
    ("a: ⟦'1'⟧\n", A, 1, ("1",)),
    ("a: ⟦'一\n\n  二'⟧ # c\nb: 1\n", A, "三", ("'三'",)),
    ('a: ⟦"一\\\n   二\\n"⟧\nb: 1\n', A, "三", ('"三"',)),
    # Blocks.
    ("a: ⟦|\n   一\n     二⟧\n\n# 尾\nb: 1\n", A, "三\n 四\n", ("|\n   三\n    四",)),
    ("a: ⟦|\r\n  一⟧\r\n\r\nb: 1\r\n", A, "三\n\n四\n", ("|\r\n  三\r\n\r\n  四",)),
    ("a: ⟦>-\n  一\n  二⟧\nb: 1\n", A, "三", ("三",)),
    ("a: ⟦>\n  一\n  二⟧\nb: 1\n", A, "三\n", (">\n  三",)),
    ("a: ⟦>\n  一\n  二⟧\nb: 1\n", A, "三\n四", ("|-\n  三\n  四",)),
    ("a: ⟦|- # 说明\n  # 一\n  二⟧\n# 尾\n", A, "三\n四\n", ("| # 说明\n  三\n  四",)),
    ("a: ⟦|- # 说明\n  # 一\n  二⟧\n# 尾\n", A, "三", ("三 # 说明",)),
    ("a: ⟦|2\n    一\n  二⟧\nb: 1\n", A, "三\n四\n", ("|\n  三\n  四",)),
    ("a: ⟦|\n  一⟧\nb: 1\n", A, "  三\n四\n", ("|2\n    三\n  四",)),
    ("a: ⟦|\n  一⟧\nb: 1\n", A, "\t三\n四\n", ("|2\n  \t三\n  四",)),
    ("a: ⟦|+\n  一⟧\n\n\nb: 1\n", A, "三", ("三",)),
    ("a: ⟦|\n  一⟧\n\nb: 1\n", A, "三\n\n", ('"三\\n\\n"',)),
    ("a: ⟦|⟧\nb: 1\n", A, "三\n四\n", ("|\n  三\n  四",)),
    ("a: ⟦|\n  一⟧", A, "三\n四", ("|-\n  三\n  四",)),
    ("a: ⟦|  \n    \u3000一⟧\nb: 1\n", A, "\u3000三\n四\n", ("|\n    \u3000三\n    四",)),
    # A line that becomes a block: the comment stays behind the header.
    ("a: ⟦一⟧ # 说明⟦⟧\nb: 1\n", A, "三\n四\n", ("|", "\n  三\n  四")),
    ("a: ⟦'一'⟧\t\t⟦⟧\r\nb: 1\r\n", A, "三\n四", ("|-", "\r\n  三\r\n  四")),
    ("a: ⟦一⟧", A, "三\n四", ("|-\n  三\n  四",)),
    ("a: ⟦一⟧", A, "三\n四\n", ("|\n  三\n  四\n",)),
    ("- - a: ⟦一⟧\n    b: 1\n  - x\n", (0, 0, "a"), "三\n四\n", ("|\n      三\n      四",)),
    ("b:\n- ⟦一⟧\n- 二\n", ("b", 0), "三\n四\n", ("|\n  三\n  四",)),
    # Empty values.
    ("a:⟦⟧\nb: 1\n", A, "x", (" x",)),
    ("a:⟦⟧  # 待定\nb: 1\n", A, "x", (" x",)),
    ("a:⟦⟧  # 待定⟦⟧\nb: 1\n", A, "x\ny\n", (" |", "\n  x\n  y")),
    ("a:⟦⟧", A, "x", (" x",)),
    ("a: ⟦~⟧\nb: 1\n", A, "x", ("x",)),
    ("b:\n  -⟦⟧\n  - 二\n", ("b", 0), "x", (" x",)),
    ("{a: ⟦⟧, b: 1}\n", A, "x", ("x",)),
    ("{a⟦⟧, b: 1}\n", A, "x", (": x",)),
    ('{"a":⟦⟧, b: 1}\n', A, "x", (" x",)),
    # Brackets and braces.
    ("{ a: ⟦1⟧ ,b: 'x' } # c\n", A, 2, ("2",)),
    ('{"a":⟦"x"⟧,"b":[1, 2]}\n', A, "y", ('"y"',)),
    ("b: [甲, ⟦乙⟧, 丙] # c\n", ("b", 1), "丁", ("丁",)),
    ("b: [甲, ⟦乙⟧, 丙]\n", ("b", 1), "丁, 戊", ('"丁, 戊"',)),
    ("b: [甲, ⟦乙⟧, 丙]\n", ("b", 1), "丁\n戊\n", ('"丁\\n戊\\n"',)),
    ("b: [\n  甲,  # 一\n  ⟦乙⟧,  # 二\n]\n", ("b", 1), "a]b", ('"a]b"',)),
    ("b: [{to: [甲, ⟦乙⟧]}, {}]\n", ("b", 0, "to", 1), "{丁}", ('"{丁}"',)),
    # Lists and neighbours.
    ("b:\n- x: 1\n  y: ⟦一⟧ # c\n-   x: 2\n    y: 一\n", ("b", 0, "y"), "二", ("二",)),
    ("b:\n  - - 1\n    - ⟦2⟧\n\n  - - 3\n", ("b", 0, 1), 5, ("5",)),
    ("a: 一\nb:\n  a: ⟦一⟧\nc: {a: 一}\n", ("b", "a"), "二", ("二",)),
    ("? a\n: ⟦1⟧\nb: 1\n", A, 2, ("2",)),
    ('"a\'b": ⟦1⟧\n', ("a'b",), 2, ("2",)),
    ("⟦一⟧ # c\n", (), "二", ("二",)),
)
"""A text with what changes in ⟦⟧, the pointer, the value, and what then stands in each ⟦⟧."""

KEYS: tuple[Case, ...] = (
    ("x: 1⟦⟧\n", A, "二", ("\na: 二",)),
    ("x: 1⟦⟧", A, "二", ("\na: 二",)),
    ("x: 1  # 说明⟦⟧\n\n# 尾\n", A, "二", ("\na: 二",)),
    ("\ufeffx: 1⟦⟧\r\n# 尾\r\n", A, "1", ('\r\na: "1"',)),
    ("x: 1⟦⟧\n# 尾\n", A, "一\n二\n", ("\na: |\n  一\n  二",)),
    ("x: 1⟦⟧", A, "一\n二\n", ("\na: |\n  一\n  二\n",)),
    ("x: |\n  一\n\n  # 二⟦⟧\n\n# 尾\n", A, 1, ("\na: 1",)),
    ("x: |+\n  一\n\n⟦⟧\n# 尾\n", A, 1, ("\na: 1",)),
    ("x:\n  - y: {z: 1}  # c⟦⟧\n\nw: 1\n", ("x", 0, "a"), True, ("\n    a: true",)),
    ("x:\n- - y: '一\n\n      二'⟦⟧\n", ("x", 0, 0, "a"), 1, ("\n    a: 1",)),
    ("x:  # 待定⟦⟧\n", A, 1, ("\na: 1",)),
    ("x:\n  y: 1\n  # 说的是y⟦⟧\n\n  # 尾\n", A, 1, ("\na: 1",)),
    ("x:\n- 1⟦⟧\n# 不缩进\n", A, 1, ("\na: 1",)),
    ("x:\n    y: 1\n    z: [\n  1,\n ]⟦⟧\nw: 1\n", ("x", "a"), 1, ("\n    a: 1",)),
    ("x: {⟦⟧}  # c\n", ("x", "a"), "二, 三", ('a: "二, 三"',)),
    ("x: { y: 1⟦⟧ }  # c\n", ("x", "a"), 1, (", a: 1",)),
    ("x: {y: 1,⟦⟧ }\n", ("x", "a"), 1, (" a: 1",)),
    ("x: {y⟦⟧}\n", ("x", "a"), 1, (", a: 1",)),
    ("x: {y: [1, {z: 2}]⟦⟧}\n", ("x", "a"), "一\n二", (', a: "一\\n二"',)),
    ("x: {\n  y: 1⟦⟧  # c⟦⟧\n}\n", ("x", "a"), 1, (",", "\n  a: 1")),
    ("x: {\r\n  y: 1,  # c⟦⟧\r\n}\r\n", ("x", "a"), 1, ("\r\n  a: 1,",)),
    ("x: [{y: 1⟦⟧}, 2]\n", ("x", 0, "a"), 1, (", a: 1",)),
    ("x: 1⟦⟧\n", ("范围: 甲",), 1, ('\n"范围: 甲": 1',)),
)
"""The same, with the place of a key that is not there yet."""


def _parts(marked: str, news: tuple[str, ...]) -> tuple[str, str]:
    """The text before, and the text after."""
    before, after = "", ""
    head, *pieces = marked.split("⟦")
    assert len(pieces) == len(news)
    before = after = head
    for piece, new in zip(pieces, news, strict=True):
        old, kept = piece.split("⟧")
        before += old + kept
        after += new + kept
    return before, after


@pytest.mark.parametrize(("marked", "pointer", "value", "news"), VALUES)
def test_only_the_value_changes(
    marked: str, pointer: Pointer, value: Value, news: tuple[str, ...]
) -> None:
    before, after = _parts(marked, news)
    assert with_value("x.yaml", before, pointer, value).encode() == after.encode()
    assert with_field("x.yaml", before, pointer, value) == after
    assert with_value("x.yaml", after, pointer, value) == after


@pytest.mark.parametrize(("marked", "place", "value", "news"), KEYS)
def test_a_key_is_added_after_the_last_one(
    marked: str, place: Pointer, value: Value, news: tuple[str, ...]
) -> None:
    before, after = _parts(marked, news)
    *pointer, key = place
    assert with_new_key("x.yaml", before, tuple(pointer), str(key), value) == after
    assert with_field("x.yaml", before, place, value) == after


def test_a_value_that_stands_there_already_leaves_its_spelling() -> None:
    for text in ("a: 'x'\n", 'a: "\\x78"\n', "a: >-\n  x\n"):
        assert with_value("x.yaml", text, A, "x") == text
    assert with_value("x.yaml", "a: 0x10\n", A, 16) == "a: 0x10\n"
    assert with_value("x.yaml", "a: 1\n", A, value=True) == "a: true\n"
    assert with_value("x.yaml", "a: 1.0\n", A, 1) == "a: 1\n"


@pytest.mark.parametrize(
    ("text", "pointer", "value"),
    [
        ("a: {b: 1}\n", A, "x"),
        ("a: []\n", A, "x"),
        ("a:\n  - 1\n", ("a", 1), "x"),
        ("a: 1\n", ("a", "b"), "x"),
        ("a:\n", ("a", "b"), "x"),
        ("", A, "x"),
        ("# 只有注释\n", A, "x"),
        ("a: 1\n", A, "零\u200b宽"),
        ("a: 1\n", A, "\ud800"),
        ("a: 1\n", A, "\x00"),
        ("a: 1\n", ("\u202e",), "x"),
        ("a: 1\n", A, 10**50),
        ("x: |\n  一", A, "x"),
        ("[a: 1]\n", (0, "b"), "x"),
    ],
)
def test_what_cannot_be_changed_alone_is_refused(text: str, pointer: Pointer, value: Value) -> None:
    with pytest.raises(EditRefusedError) as refused:
        with_field("x.yaml", text, pointer, value)
    assert refused.value.args == ("edit-by-hand", "x.yaml", ".".join(map(str, pointer)))


def test_a_key_that_is_there_is_not_added_and_one_that_is_not_is_not_changed() -> None:
    with pytest.raises(EditRefusedError, match="edit-by-hand"):
        with_new_key("x.yaml", "a: 1\n", (), "a", 2)
    with pytest.raises(EditRefusedError, match="edit-by-hand"):
        with_value("x.yaml", "a: 1\n", ("b",), 2)


@pytest.mark.parametrize(
    "text",
    ["a: &x 1\nb: *x\n", "a: !!str 1\n", "a: 1\na: 2\n", "a: [1\n", "%YAML 1.1\n---\na: 1\n",
     "a: 1\n---\na: 2\n", "a: {b: 1, <<: {c: 2}}\n", "<<<<<<< ours\na: 1\n", "a: 1\nb: \u202ex\n"],
)  # fmt: skip
def test_a_text_with_anchors_or_faults_is_not_touched(text: str) -> None:
    for change in (with_value, with_field):
        with pytest.raises(EditRefusedError) as refused:
            change("x.yaml", text, A, "x")
        assert refused.value.args == ("edit-unreadable", "x.yaml")
    with pytest.raises(EditRefusedError, match="edit-unreadable"):
        with_new_key("x.yaml", text, (), "z", "x")


def test_a_field_of_a_file_is_set(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes("\ufeffid: X\r\nowner: '张敏'  # 甲方\r\n".encode())
    edit = set_value(tmp_path, "a.yaml", ("owner",), "王雪梅")
    assert file.read_bytes() == edit.before
    apply(tmp_path, edit)
    assert file.read_bytes() == "\ufeffid: X\r\nowner: '王雪梅'  # 甲方\r\n".encode()
    apply(tmp_path, set_value(tmp_path, "a.yaml", ("due",), "2026-12-01"))
    assert file.read_bytes().endswith("# 甲方\r\ndue: 2026-12-01\r\n".encode())
    with pytest.raises(EditRefusedError) as refused:
        set_value(tmp_path, "none.yaml", ("due",), "2026-12-01")
    assert refused.value.args == ("edit-unreadable", "none.yaml")


# ── any data, any style, any text ────────────────────────────────────────────

LETTERS = "ab1 \n\n　中文。：，“”:#'\"-?&*!|>%@`[]{},\\~.<=\t🏦\r"
TEXTS = st.text(st.sampled_from(LETTERS), max_size=12) | st.text(
    st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=12
)
WORDS = st.text(st.sampled_from("abc中文 _-"), min_size=1, max_size=5)
LEAVES = TEXTS.filter(lambda text: "\r" not in text)


def _nested(leaves: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.recursive(
        st.dictionaries(WORDS, leaves, min_size=1, max_size=4),
        lambda inner: st.lists(inner | leaves, max_size=3) | st.dictionaries(
            WORDS, inner | leaves, min_size=1, max_size=3
        ),
        max_leaves=12,
    )  # fmt: skip


def _pointers(data: object, at: Pointer = ()) -> list[Pointer]:
    """The places of scalars."""
    if isinstance(data, dict):
        return [one for key, value in data.items() for one in _pointers(value, (*at, key))]
    if isinstance(data, list):
        return [one for n, value in enumerate(data) for one in _pointers(value, (*at, n))]
    return [at]


def _set(data: object, pointer: Pointer, value: object) -> object:
    holder = data
    for step in pointer[:-1]:
        holder = holder[step]  # type: ignore[index]
    holder[pointer[-1]] = value  # type: ignore[index]
    return data


@st.composite
def dumped(draw: st.DrawFn) -> str:
    """Some data, as a person or a program may have written it."""
    style = draw(st.sampled_from([None, None, "'", '"', "|", ">"]))
    plain: st.SearchStrategy[object] = LEAVES
    if style is None:
        plain = LEAVES | st.integers(-999, 999) | st.booleans() | st.none()
    text = yaml.dump(
        draw(_nested(plain)),
        Dumper=yaml.SafeDumper,
        default_style=style,
        default_flow_style=draw(st.sampled_from([False, True, None])),
        indent=draw(st.sampled_from([2, 4, 7])),
        width=draw(st.sampled_from([8, 30, 100])),
        allow_unicode=True,
        sort_keys=False,
        explicit_start=draw(st.booleans()),
    )
    text = "# 说明: 甲\n\n" + text + draw(st.sampled_from(["", "# 尾\n", "\n\n"]))
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    if draw(st.booleans()):
        text = text.rstrip("\r\n")
    return draw(st.sampled_from(["", "\ufeff"])) + text


def _offset(text: str, line: int, column: int) -> int:
    return sum(len(row) + 1 for row in text.split("\n")[:line]) + column


@settings(max_examples=400, deadline=None)
@given(text=dumped(), value=TEXTS | st.integers() | st.booleans() | st.none(), data=st.data())
def test_any_value_of_any_data_can_become_any_other(
    text: str, value: Value, data: st.DataObject
) -> None:
    old = parse("", text)
    assume(not old.findings)
    pointer = data.draw(st.sampled_from(_pointers(old.data) or [()]))
    assume(pointer)
    after = with_value("", text, pointer, value)
    new = parse("", after)
    assert not new.findings
    wanted = _set(parse("", text).data, pointer, value)
    assert repr(new.data) == repr(wanted)
    bare = text.removeprefix("\ufeff")
    node = Positions("", bare).node(pointer)
    assert node
    span = node.span
    start = _offset(bare, span.line, span.column)
    assert after.removeprefix("\ufeff").startswith(bare[:start])
    assert after.endswith(bare[_offset(bare, span.end_line, span.end_column) :])
    assert after.startswith("\ufeff") == text.startswith("\ufeff")
    assert ("\r\n" in after) == ("\r\n" in text)
    assert "\r\n" not in text or "\n" not in after.replace("\r\n", "")


@settings(max_examples=200, deadline=None)
@given(text=dumped(), key=WORDS, value=TEXTS | st.integers())
def test_a_key_can_be_added_to_any_mapping(text: str, key: str, value: Value) -> None:
    old = parse("", text)
    assume(not old.findings)
    assume(isinstance(old.data, dict) and key not in old.data)
    assert isinstance(old.data, dict)
    try:
        after = with_new_key("", text, (), key, value)
    except EditRefusedError:
        assert not text.endswith("\n")  # a block at the very end would gain a line break
        return
    assert repr(parse("", after).data) == repr({**old.data, key: value})
    rest = iter(after)
    assert all(mark in rest for mark in text)  # nothing went, nothing moved
