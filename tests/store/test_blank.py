"""A new record as a file: what was given reads back, what was not is a comment beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rdclient.store import blank
from rdclient.store.blank import Gap, Told
from rdclient.store.edits import Edit
from rdclient.store.span_list import with_entry
from rdclient.store.yamlfile import parse

ODD = ["no", "010", "1.10", "- x", "a: b", "a # b", "'", '"', "@张敏", "*x", "", " x ", "null", "~",
       "{a}", "[x", "两行\n第二行", "\n", "end\n", "%", "?", "：", "2026-11-20", "12:30", "|",
       "> x"]  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(ODD), st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]))
)
VALUES = st.recursive(
    st.one_of(TEXTS, st.integers(-999, 999), st.booleans()),
    lambda inner: st.one_of(
        st.lists(TEXTS, min_size=1, max_size=3),
        st.lists(
            st.dictionaries(st.sampled_from("abc"), inner, min_size=1), min_size=1, max_size=3
        ),
        st.dictionaries(st.sampled_from("xyz"), inner, min_size=1, max_size=3),
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["title", "owner", "due", "events"]), VALUES))
def test_any_fields_read_back_as_they_were_given(fields: dict[str, object]) -> None:
    shown = {**fields, "left": Gap("填这里", "{a: …}"), "told": Told("x", ("a remark: [",))}
    text = blank.record_text("a.yaml", shown, ("head",))
    assert parse("a.yaml", text).data == {**fields, "told": "x"}
    assert text.startswith("# head\n")
    assert text.endswith("\n")
    assert "# left: {a: …}" in text


def test_what_is_left_stands_where_it_belongs() -> None:
    text = blank.record_text(
        "a.yaml",
        {
            "title": "A",
            "owner": Gap("责任人"),
            "actions": Told(
                [{"id": "ACT-001", "due": Gap("when"), "owner": "zhang.min"}, {"id": "ACT-002"}],
                ("open: 2",),
            ),
            "next": Told(Gap("the next one", "{at: …}"), ("still open",)),
        },
    )
    assert text == (
        "title: A\n"
        "# owner:                 # 责任人\n"
        "# open: 2\n"
        "actions:\n"
        "  - id: ACT-001\n"
        "    # due:                   # when\n"
        "    owner: zhang.min\n"
        "  - id: ACT-002\n"
        "# still open\n"
        "# next: {at: …}          # the next one\n"
    )


@pytest.mark.parametrize(
    "before",
    ["", "# nobody yet\n", "- id: A\n  x: 1\n", "- {id: A, x: 1}\n", "- id: A\n\n# the end\n",
     "- id: A",
     "-   id: A\n    x: 1\r\n"],
)  # fmt: skip
def test_an_entry_of_a_list_gets_its_hints_below(before: str) -> None:
    item = {"id": "B", "title": "新增"}
    after = with_entry("a.yaml", before, (), item)
    edit = Edit("a.yaml", before.encode(), after.encode())
    entries = parse("a.yaml", after).data
    assert isinstance(entries, list)
    fields = {"title": "新增", "owner": Gap("责任人"), "due": Gap("when")}
    done = blank.guided(edit, (len(entries) - 1,), fields).after.decode()
    assert parse("a.yaml", done).data == entries
    lines = done.splitlines()
    own = next(n for n, line in enumerate(lines) if "新增" in line)
    assert [line.strip().split()[1] for line in lines[own + 1 : own + 3]] == ["owner:", "due:"]
    gone = [line for line in lines if not line.strip().startswith(("# owner:", "# due:"))]
    assert gone == after.splitlines()
