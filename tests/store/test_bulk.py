"""Many changes to one text at once: they read as meant, and every other byte stays."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdclient.store.bulk import BulkChange, Insert, Put, with_changes
from rdclient.store.rows import list_text, record_text
from rdclient.store.sheet import EditRefusedError
from rdclient.store.yamlfile import parse

TEXT = """\
# 台账
- id: A-1
  title: 登录失败   # 与证书有关
  events:
    - {at: 2026-11-16 09:00, type: opened}
    # 口头
    - {at: 2026-11-16 12:00, type: closed}
- {id: A-2, events: []}

- id: A-3
  title: |
    两行
    文字
  tags: [x, y]
  events:
  - at: 2026-11-16
    type: opened
"""
STEP = {"at": "2026-11-16 10:00", "type": "responded", "by": "luo.jing"}


def test_many_changes_of_one_text_keep_the_rest() -> None:
    after = with_changes(
        "x.yaml",
        TEXT,
        [
            Put((0, "title"), "登录超时"),
            Put((0, "owner"), "kim"),
            Insert((0, "events"), 1, STEP),
            Insert((0, "events"), 2, {**STEP, "type": "visited"}),
            Insert((1, "events"), 0, STEP),
            Put((1, "owner"), "kim"),
            Put((2, "tags"), ["x", "z"]),
            Insert((2, "events"), 1, STEP),
            Insert((2, "events"), 0, STEP),
            Insert((), 3, {"id": "A-4", "title": "四: 五", "events": [STEP]}),
            Put((2, "value"), {"metric": "m", "target": "t"}),
        ],
    )
    assert (
        after
        == """\
# 台账
- id: A-1
  title: 登录超时   # 与证书有关
  events:
    - {at: 2026-11-16 09:00, type: opened}
    - {at: 2026-11-16 10:00, type: responded, by: luo.jing}
    # 口头
    - {at: 2026-11-16 12:00, type: closed}
    - {at: 2026-11-16 10:00, type: visited, by: luo.jing}
  owner: kim
- {id: A-2, events: [{at: 2026-11-16 10:00, type: responded, by: luo.jing}], owner: kim}

- id: A-3
  title: |
    两行
    文字
  tags: [x, z]
  events:
  - at: 2026-11-16 10:00
    type: responded
    by: luo.jing
  - at: 2026-11-16
    type: opened
  - at: 2026-11-16 10:00
    type: responded
    by: luo.jing
  value: {metric: m, target: t}
- id: A-4
  title: "四: 五"
  events:
    - {at: 2026-11-16 10:00, type: responded, by: luo.jing}
"""
    )


def test_a_list_with_a_comment_in_it_is_left_to_a_person() -> None:
    text = "tags:\n  - x # why\n  - y\ntitle: a\n"
    with pytest.raises(EditRefusedError):
        with_changes("x.yaml", text, [Put(("tags",), ["z"]), Put(("title",), "b")])
    plain = "tags:\n  - x\n  - y\ntitle: a\n"
    after = with_changes("x.yaml", plain, [Put(("tags",), ["z", "w: 1"]), Put(("title",), "b")])
    assert after == 'tags:\n  - z\n  - "w: 1"\ntitle: b\n'


def test_line_ends_and_a_missing_last_one_stay() -> None:
    text = "\ufeffa: 1\r\nevents:\r\n  - {at: 2026-11-16, type: x}"
    after = with_changes("x.yaml", text, [Insert(("events",), 1, STEP), Put(("a",), 2)])
    assert after == text.replace("a: 1", "a: 2") + (
        "\r\n  - {at: 2026-11-16 10:00, type: responded, by: luo.jing}"
    )


VALUES = st.one_of(
    st.text(st.sampled_from("ab #:-{}[],'\"\n中1.%&*!|>?@`~ "), max_size=8),
    st.integers(-5, 5), st.booleans(), st.floats(0, 5).map(lambda x: round(x, 2)),
    st.lists(st.sampled_from(["a", "b: c", "1", "中，"]), min_size=1, max_size=3),
)  # fmt: skip
INNER = st.dictionaries(st.just("k"), VALUES)
RECORDS = st.dictionaries(
    st.sampled_from(["id", "title", "n"]),
    st.one_of(VALUES, INNER, st.lists(INNER, min_size=1, max_size=2)),
    min_size=1,
)
CHANGES = st.lists(
    st.one_of(
        st.builds(
            Put, st.tuples(st.integers(0, 2), st.sampled_from(["title", "n1", "n2"])), VALUES
        ),
        st.builds(
            Insert, st.tuples(st.integers(0, 2), st.just("events")), st.just(0), st.just(STEP)
        ),
        st.builds(Insert, st.just(()), st.integers(0, 3), st.fixed_dictionaries({"id": VALUES})),
    ),
    max_size=6,
    unique_by=lambda change: (change.pointer, getattr(change, "index", None)),
)


@settings(max_examples=150)
@given(CHANGES)
def test_any_set_of_changes_reads_as_meant_or_is_refused(changes: list[BulkChange]) -> None:
    wanted = copy.deepcopy(parse("x.yaml", TEXT).data)
    assert isinstance(wanted, list)
    for change in changes:
        if isinstance(change, Put):
            wanted[change.pointer[0]][change.pointer[1]] = change.value  # type: ignore[index]
    for change in changes:
        if isinstance(change, Insert) and change.pointer:
            wanted[change.pointer[0]]["events"].insert(0, change.item)  # type: ignore[index]
    tops = [change for change in changes if isinstance(change, Insert) and not change.pointer]
    for change in sorted(tops, key=lambda change: -change.index):
        wanted.insert(change.index, change.item)
    try:
        after = with_changes("x.yaml", TEXT, changes)
    except EditRefusedError:
        return
    assert parse("x.yaml", after).data == wanted
    assert "# 台账" in after
    assert "# 口头" in after


@settings(max_examples=150)
@given(st.lists(RECORDS, min_size=1, max_size=3))
def test_whole_records_read_as_they_were_given(items: list[dict[str, object]]) -> None:
    assert parse("x.yaml", list_text(items)).data == items
    assert parse("x.yaml", record_text(items[0])).data == items[0]
