"""One entry added to a list, wherever it stands: the rest of the file keeps every byte."""

from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rdclient.store.position import Pointer
from rdclient.store.sheet import EditRefusedError
from rdclient.store.span_list import with_entry
from rdclient.store.yamlfile import parse

E = ("events",)
ITEM: dict[str, object] = {"at": "2026-11-20 18:00", "type": "approved"}
FLOW = "{at: 2026-11-20 18:00, type: approved}"

CASES: tuple[tuple[str, Pointer], ...] = (
    # The list has items: the new one stands below the last, as that one is written.
    ("events:\n  - at: 1⟦\n  - @\n    ^⟧\n", E),
    ("events:\n  - at: 1⟦\n  - @\n    ^⟧", E),
    ("events:\n- at: 1⟦\n- @\n  ^⟧\nb: 1\n", E),
    ("events:\n  -   at: 1\n      by: x⟦\n  -   @\n      ^⟧\n", E),
    ("events:\n  -\n    at: 1⟦\n  - @\n    ^⟧\n", E),
    ("events:\n  - at: 1   # 首次⟦\n  - @\n    ^⟧\n\n# 下一段\nb: 1\n", E),
    ("events:\n  - at: 1\n    # 电话确认过⟦\n  - @\n    ^⟧\n  # 待补\n# 尾\n", E),
    ("events:\n  - at: 1\n    note: |\n      一\n\n      # 二⟦\n  - @\n    ^⟧\n\nb: 1\n", E),
    ("events:\n  - at: 1\n    note: >-\n      一\n      二⟦\n  - @\n    ^⟧\n", E),
    ("events:\n  - at: 1\n    note: |+\n      一\n\n⟦\n  - @\n    ^⟧\nb: 1\n", E),
    ("events:\n  - at: 1\n    note: '一\n\n      二'⟦\n  - @\n    ^⟧\nb: 1\n", E),
    ("events:\n  - at: 1\n    to: [a,\n  b]⟦\n  - @\n    ^⟧\n", E),
    ("events:\n  - at:⟦\n  - @\n    ^⟧\n", E),
    ("events:\n  - 甲⟦\n  - @\n    ^⟧\n", E),
    ("\ufeffevents:\r\n  - at: 1⟦\r\n  - @\r\n    ^⟧\r\n\r\nb: 1\r\n", E),
    ('"events" : # 经过\n  - at: 1⟦\n  - @\n    ^⟧\n', E),
    ("- - at: 1\n  - at: 2⟦\n  - @\n    ^⟧\n- 3\n", (0,)),
    ("- at: 1⟦\n- @\n  ^⟧\n", ()),
    ("- {at: 1}⟦\n- {}⟧\n\n# 尾\n", ()),
    ("---\n- at: 1⟦\n- @\n  ^⟧\n...\n", ()),
    ("a:\n  - b:\n      events:\n        - at: 1⟦\n        - @\n          ^⟧\n  - c: 1\n",
     ("a", 0, "b", "events")),
    # In braces where all the others are.
    ("events:\n  - {at: 1}  # 首次\n  - {at: 2}⟦\n  - {}⟧\n", E),
    ("events:\n  - {at: 1}\n  - at: 2⟦\n  - @\n    ^⟧\n", E),
    ("- id: A\n  events:\n    - {at: 1}⟦\n    - {}⟧\n- id: B\n", (0, "events")),
    # Between brackets.
    ("events: [{at: 1}⟦, {}⟧]  # 经过\n", E),
    ("events: [ {at: 1},⟦ {}⟧ ]\n", E),
    ("events: [\n  {at: 1},  # 首次\n  {at: 2}⟦,⟧  # 再次⟦\n  {}⟧\n]\n", E),
    ("events: [\r\n  {at: 1},  # 首次⟦\r\n  {},⟧\r\n]\r\n", E),
    ("events: [{at: 1},\n         {at: 2}⟦, {}⟧]\n", E),
    ("[甲⟦, {}⟧]\n", ()),
    ("- {id: A, events: [{at: 1}⟦, {}⟧], b: 1}\n", (0, "events")),
    # The list is empty.
    ("events:⟦\n  - @\n    ^⟧\nb: 1\n", E),
    ("events:  # 待补⟦\n  - @\n    ^⟧\nb: 1\n", E),
    ("events:⟦\n  - @\n    ^⟧", E),
    ("events:⟪ ~⟫  # 待补⟦\n  - @\n    ^⟧\nb: 1\n", E),
    ("events:⟪ null⟫⟦\n  - @\n    ^⟧\n", E),
    ("events:⟪ []⟫   # 待补⟦\n  - @\n    ^⟧\n# 尾\n", E),
    ("'events' :⟪\t[ ]⟫⟦\r\n  - @\r\n    ^⟧\r\n", E),
    ("events:⟪ [\n]⟫⟦\n  - @\n    ^⟧\n", E),
    ("events: [⟦{}⟧  # 待补\n]\n", E),
    ("events:\n  # 先说明\n  ⟪[]⟫⟦- @\n    ^⟧\nb: 1\n", E),
    ("- id: A\n  events:⟪ []⟫⟦\n    - @\n      ^⟧\n- id: B\n", (0, "events")),
    ("b:\n- 1\nevents:⟪ []⟫⟦\n- @\n  ^⟧\n", E),
    ("⟪[]⟫⟦- @\n  ^⟧\n", ()),
    ("{events: [⟦{}⟧], b: 1}\n", E),
    ("{events: ⟦[{}]⟧, b: 1}\n", E),
    ("{events: ⟪~⟫⟦[{}]⟧}\n", E),
    ('{"events":[⟦{}⟧]}\n', E),
    ("? events\n:⟪ []⟫⟦\n  - @\n    ^⟧\n", E),
    # There is no list yet.
    ("b: 1  # 一⟦\nevents:\n  - @\n    ^⟧\n\n# 尾\n", E),
    ("b: 1⟦\nevents:\n  - @\n    ^⟧", E),
    ("b: |\n  一\n  # 二⟦\nevents:\n  - @\n    ^⟧\n", E),
    ("b:\n- 1\n  # 说的是一⟦\nevents:\n- @\n  ^⟧\n", E),
    ("b: 1⟦\nevents:\n  - @\n    ^⟧\n...\n", E),
    ("- id: A⟦\n  events:\n    - @\n      ^⟧\n\n- id: B\n", (0, "events")),
    ("- id: A\n- id: B  # 末条⟦\n  events:\n    - @\n      ^⟧\n", (1, "events")),
    ("- {id: A⟦, events: [{}]⟧}\n- {id: B}\n", (0, "events")),
    ("{⟦events: [{}]⟧}\n", E),
    # There is nothing yet.
    ("⟦events:\n  - @\n    ^\n⟧", E),
    ("# 待填写\n\n⟦events:\n  - @\n    ^\n⟧", E),
    ("\ufeff# 待填写\r\n⟦events:\r\n  - @\r\n    ^\r\n⟧", E),
    ("# 待填写⟦\n- @\n  ^\n⟧", ()),
    ("---\n⟦- @\n  ^\n⟧", ()),
)  # fmt: skip
"""A text with what is added in ⟦⟧ and what goes in ⟪⟫; ``@`` and ``^`` are the rows of the item."""


def _parts(marked: str) -> tuple[str, str]:
    """The text before, and the text after."""
    before, after = "", ""
    is_new = is_old = False
    for mark in marked.replace("⟦{}", "⟦" + FLOW).replace("- {}", "- " + FLOW):
        if mark in "⟦⟧⟪⟫":
            is_new, is_old = mark == "⟦", mark == "⟪"
            continue
        before += "" if is_new else mark
        after += "" if is_old else mark
    return before, after


def _wanted(marked: str) -> tuple[str, str]:
    first, second = (f"{key}: {value}" for key, value in ITEM.items())
    for place in (", {}", "[{}", " {}", "\n  {}"):
        marked = marked.replace(place, place[:-2] + FLOW)
    before, after = _parts(marked)
    return before, after.replace("@", first).replace("^", second)


@pytest.mark.parametrize(("marked", "pointer"), CASES)
def test_only_the_entry_is_added(marked: str, pointer: Pointer) -> None:
    before, after = _wanted(marked)
    assert with_entry("x.yaml", before, pointer, ITEM).encode() == after.encode()


def test_a_text_of_several_lines_stands_in_lines_of_its_own() -> None:
    item: dict[str, object] = {"at": "2026-11-20", "note": "一\n\n  二：#3\n", "by": "张敏"}
    rows = "- at: 2026-11-20\n    note: |\n      一\n\n        二：#3\n    by: 张敏"
    for before, after in (
        ("events:\n  - at: 1\n", f"events:\n  - at: 1\n  {rows}\n"),
        ("events:\n  - {at: 1}\n", f"events:\n  - {{at: 1}}\n  {rows}\n"),
        ("events: []\n", f"events:\n  {rows}\n"),
    ):
        assert with_entry("", before, E, item) == after
    last: dict[str, object] = {"note": "一\n二\n"}
    assert with_entry("", "events:\n  - a: 1", E, last) == (
        "events:\n  - a: 1\n  - note: |\n      一\n      二\n"
    )
    assert with_entry("", "events: [{a: 1}]\n", E, last) == (
        'events: [{a: 1}, {note: "一\\n二\\n"}]\n'
    )


def test_values_of_any_shape_are_written_so_that_they_read_back() -> None:
    item: dict[str, object] = {
        "to": ["王雪梅", "A & B: C", "a, b"],
        "note": "1.0",
        "count": 3,
        "is_done": False,
        "none": None,
        "more": {"x": [], "范围: 甲": {"y": "- "}},
    }
    after = with_entry("", "events:\n", E, item)
    assert repr(parse("", after).data) == repr({"events": [item]})
    assert '\n  - to: [王雪梅, "A & B: C", "a, b"]\n    note: "1.0"\n    count: 3\n' in after
    with pytest.raises(TypeError):
        with_entry("", "events:\n", E, {"at": object()})


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ("events: text\n", E),
        ("events: {}\n", E),
        ("events: ''\n", E),
        ("- 1\n", E),
        ("text\n", E),
        ("text\n", ()),
        ("a: 1\n", ()),
        ("a:\n", ("a", "events")),
        ("a: 1\n", ("b", "events")),
        ("a: 1\n", ("a", "events")),
        ("- a: 1\n", (1, "events")),
        ("- a: 1\n", (-1, "events")),
        ("- 1\n", (0,)),
        ("~\n", E),
        ("a: 1\n", ("\u202e",)),
    ],
)
def test_where_no_list_can_stand_the_entry_is_refused(text: str, pointer: Pointer) -> None:
    with pytest.raises(EditRefusedError) as refused:
        with_entry("x.yaml", text, pointer, ITEM)
    assert refused.value.args == ("edit-by-hand", "x.yaml", ".".join(map(str, pointer)))


def test_a_value_that_no_text_can_hold_is_refused() -> None:
    with pytest.raises(EditRefusedError, match="edit-by-hand"):
        with_entry("", "events:\n", E, {"note": "零\u200b宽"})


@pytest.mark.parametrize("text", ["events: &x []\n", "events: [1\n", "events: 1\nevents: 2\n"])
def test_a_text_with_anchors_or_faults_is_not_touched(text: str) -> None:
    with pytest.raises(EditRefusedError, match="edit-unreadable"):
        with_entry("x.yaml", text, E, ITEM)


def test_every_list_of_every_record_of_the_examples_takes_an_entry(root: Path) -> None:
    tried = 0
    for file in sorted((root / "examples").rglob("*.yaml")):
        text = file.read_text(encoding="utf-8")
        for pointer in _lists(parse("", text).data):
            after = with_entry("", text, pointer, ITEM)
            pairs = enumerate(zip(text, after, strict=False))
            start = next((n for n, pair in pairs if pair[0] != pair[1]), len(text))
            assert after.endswith(text[start:])
            tried += 1
        if tried > 60:
            break
    assert tried > 60


# ── any data, any style, any text ────────────────────────────────────────────

LETTERS = "ab1 \n\n　中文。：，“”:#'\"-?&*!|>%@`[]{},\\~.<=\t🏦"
TEXTS = st.text(st.sampled_from(LETTERS), max_size=12) | st.text(
    st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=12
)
WORDS = st.text(st.sampled_from("abc中文 _-"), min_size=1, max_size=5)
LEAVES = TEXTS | st.integers(-9, 999) | st.booleans() | st.none()
ITEMS = st.dictionaries(WORDS, LEAVES | st.lists(TEXTS, max_size=3), max_size=4)
NESTED = st.recursive(
    st.dictionaries(WORDS, LEAVES, min_size=1, max_size=3),
    lambda inner: (
        st.lists(inner | LEAVES, max_size=3) | st.dictionaries(WORDS, inner, min_size=1, max_size=3)
    ),
    max_leaves=10,
)


def _lists(data: object, at: Pointer = ()) -> list[Pointer]:
    """The places where a list is, or could come to be."""
    if isinstance(data, list):
        inner = [one for n, value in enumerate(data) for one in _lists(value, (*at, n))]
        return [at, *inner]
    if isinstance(data, dict):
        inner = [one for key, value in data.items() for one in _lists(value, (*at, key))]
        return inner if "new" in data else [(*at, "new"), *inner]
    return [at] if data is None else []


def _with(data: object, pointer: Pointer, item: object) -> object:
    if not pointer:
        return [*(data or []), item]  # type: ignore[misc]
    step, rest = pointer[0], pointer[1:]
    if isinstance(data, dict):
        return {**data, step: _with(data.get(step), rest, item)}
    assert isinstance(data, list)
    assert isinstance(step, int)
    return [*data[:step], _with(data[step], rest, item), *data[step + 1 :]]


@st.composite
def dumped(draw: st.DrawFn) -> str:
    """Some data, as a person or a program may have written it."""
    body = yaml.safe_dump(
        draw(NESTED),
        default_flow_style=draw(st.sampled_from([False, True, None])),
        indent=draw(st.sampled_from([2, 4])),
        width=draw(st.sampled_from([20, 100])),
        allow_unicode=True,
        sort_keys=False,
    )
    tail = draw(st.sampled_from(["", "# 尾\n", "\n\n", "  # 缩进\n"]))
    text = f"# 说明: 甲\n\n{body}{tail}"
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return text.rstrip("\r\n") if draw(st.booleans()) else text


@settings(max_examples=250, deadline=None)
@given(text=dumped(), item=ITEMS, data=st.data())
def test_any_list_of_any_data_takes_any_entry(
    text: str, item: dict[str, object], data: st.DataObject
) -> None:
    old = parse("", text)
    assume(not old.findings and isinstance(old.data, (dict, list)))
    pointer = data.draw(st.sampled_from(_lists(old.data)))
    after = with_entry("", text, pointer, item)
    assert repr(parse("", after).data) == repr(_with(old.data, pointer, item))
    assert "\r\n" not in text or "\n" not in after.replace("\r\n", "")
    if _at(old.data, pointer):
        rest = iter(after)
        assert all(mark in rest for mark in text)  # nothing went, nothing moved


def _at(data: object, pointer: Pointer) -> object:
    for step in pointer:
        data = data.get(step) if isinstance(data, dict) else data[step]  # type: ignore[index]
    return data
