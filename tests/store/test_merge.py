"""Record files merged by what they say: nothing added is lost, and what stays keeps its bytes."""

import json
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdclient.store.merge import Clash, Keep, Merged, merged
from rdclient.store.yamlfile import parse

TICKETS = """\
# 本月工单
- id: TCK-0001
  title: 到账提醒延迟   # 客户原话
  priority: urgent
  events:
    - at: 2026-11-03 14:10
      type: opened
    # 电话响应，补录
    - at: 2026-11-03 14:20
      type: responded
      by: fang.lei

# 次日的
- id: TCK-0002
  title: "补丁窗口"
  priority: normal
  events:
    - {at: 2026-11-05 10:00, type: opened}
"""


def text(merge: Merged) -> str:
    assert merge.clashes == ()
    assert merge.content is not None
    return merge.content.decode()


def both(base: str, ours: str, theirs: str, keep: Keep | None = None) -> Merged:
    return merged(base.encode(), ours.encode(), theirs.encode(), keep=keep)


def labels(one: Clash) -> tuple[str, ...]:
    return tuple(step.label for step in one.way)


def clash(base: str, ours: str, theirs: str) -> tuple[str, tuple[str, ...], object, object]:
    found = both(base, ours, theirs)
    assert found.content is None
    (one,) = found.clashes
    return one.kind, labels(one), one.ours, one.theirs


# ── events and items ─────────────────────────────────────────────────────────


def test_events_that_both_sides_added_to_one_ticket_stand_there_in_the_order_of_their_dates() -> (
    None
):
    last = "      by: fang.lei\n"
    ours = TICKETS.replace(
        last, last + "    - at: 2026-11-04 09:00\n      type: resolved  # 已复测\n"
    )
    theirs = TICKETS.replace(
        last,
        last + "    # 等行方日志\n    - {at: 2026-11-03 16:00, type: waiting_client}\n"
        "    - {at: 2026-11-04 11:00, type: visited}\n",
    )
    assert text(both(TICKETS, ours, theirs)) == TICKETS.replace(
        last,
        last + "    # 等行方日志\n    - {at: 2026-11-03 16:00, type: waiting_client}\n"
        "    - at: 2026-11-04 09:00\n      type: resolved  # 已复测\n"
        "    - {at: 2026-11-04 11:00, type: visited}\n",
    )


def test_an_event_of_theirs_that_is_older_than_all_of_ours_comes_first() -> None:
    base = "id: A\nevents:\n  - {at: 2026-11-05, type: opened}\n"
    ours = base + "  - {at: 2026-11-09, type: closed}\n"
    theirs = base.replace("events:\n", "events:\n  - {at: 2026-11-01, type: asked}\n")
    assert text(both(base, ours, theirs)) == ours.replace(
        "events:\n", "events:\n  - {at: 2026-11-01, type: asked}\n"
    )


def test_the_same_event_added_by_both_sides_stands_there_once() -> None:
    event = "    - {at: 2026-11-06 09:00, type: closed}\n"
    ours = TICKETS + event
    theirs = TICKETS.replace("补丁窗口", "11月补丁窗口") + event
    assert text(both(TICKETS, ours, theirs)) == theirs


def test_two_events_of_one_moment_and_type_that_say_different_things_are_both_kept() -> None:
    ours = TICKETS + "    - {at: 2026-11-06 09:00, type: closed, by: fang.lei}\n"
    theirs = TICKETS + "    - {at: 2026-11-06 09:00, type: closed, by: wu.tong}\n"
    assert text(both(TICKETS, ours, theirs)) == ours + theirs.removeprefix(TICKETS)


def test_times_with_an_offset_are_put_where_they_belong_in_the_zone_of_the_workspace() -> None:
    base = "- {at: 2026-11-05 08:00, type: a}\n- {at: 2026-11-05 18:00, type: b}\n"
    ours = base + "- {at: 2026-11-06, type: ours}\n"
    theirs = base + "- {at: '2026-11-05T09:00+08:00', type: theirs}\n"
    zone = ZoneInfo("Asia/Shanghai")
    found = merged(base.encode(), ours.encode(), theirs.encode(), zone=zone)
    assert [one["type"] for one in parse("", text(found)).data] == ["a", "theirs", "b", "ours"]


def test_new_tickets_of_both_sides_stand_where_each_put_them() -> None:
    new = "\n# 新\n- id: {}\n  title: t\n"
    ours = TICKETS + new.format("TCK-0003")
    theirs = TICKETS.replace("\n# 次日的\n", new.format("TCK-0001A") + "\n# 次日的\n") + new.format(
        "TCK-0004"
    )
    assert text(both(TICKETS, ours, theirs)) == theirs.replace(
        new.format("TCK-0004"), new.format("TCK-0003") + new.format("TCK-0004")
    )


def test_fields_that_different_people_changed_are_both_taken_over_and_comments_stay() -> None:
    ours = TICKETS.replace("priority: urgent", "priority: normal  # 改判")
    theirs = TICKETS.replace("到账提醒延迟", "到账提醒延迟20分钟").replace(
        "# 电话响应，补录", "# 电话响应"
    )
    assert text(both(TICKETS, ours, theirs)) == (
        ours.replace("到账提醒延迟", "到账提醒延迟20分钟").replace("# 电话响应，补录", "# 电话响应")
    )


def test_an_event_that_one_side_corrected_and_events_that_the_other_added_come_together() -> None:
    ours = TICKETS.replace("      by: fang.lei\n", "      by: wu.tong\n      note: 更正\n")
    last = "      by: fang.lei\n"
    theirs = TICKETS.replace(last, last + "    - {at: 2026-11-07, type: closed}\n")
    assert text(both(TICKETS, ours, theirs)) == ours.replace(
        "      note: 更正\n", "      note: 更正\n    - {at: 2026-11-07, type: closed}\n"
    )


def test_ids_in_a_plain_list_are_united_and_what_one_side_took_out_stays_out() -> None:
    base = "requirements: [REQ-001, REQ-002, REQ-003]\n"
    ours = "requirements: [REQ-001, REQ-002, REQ-003, REQ-009]\n"
    theirs = "requirements: [REQ-001, REQ-003, REQ-007]   # 见纪要\n"
    assert text(both(base, ours, theirs)) == "requirements: [REQ-001, REQ-003, REQ-009, REQ-007]\n"
    rows = base.replace("[", "\n  - ").replace(", ", "\n  - ").replace("]", "")
    more = rows + "  - REQ-009\n"
    less = rows.replace("  - REQ-002\n", "")
    assert text(both(rows, more, less)) == less + "  - REQ-009\n"


def test_an_empty_list_file_with_its_guidance_takes_the_entries_of_both() -> None:
    base = "# 我方人员，每人一条，例如：\n# - {id: zhang.min}\n"
    ours, theirs = base + "- {id: a, name: 甲}\n", base + "- {id: b, name: 乙}\n"
    assert text(both(base, ours, theirs)) == base + "- {id: a, name: 甲}\n- {id: b, name: 乙}\n"


def test_a_list_that_both_sides_began_holds_what_both_put_in() -> None:
    base = "id: A\ntitle: x\n"
    ours = base + "events:\n  - {at: 2026-11-02, type: b}\n"
    theirs = "id: A\ntitle: y\nevents:\n- at: 2026-11-01\n  type: a\n"
    assert text(both(base, ours, theirs)) == (
        "id: A\ntitle: y\nevents:\n  - at: 2026-11-01\n    type: a\n  - {at: 2026-11-02, type: b}\n"
    )


def test_a_file_that_one_side_laid_out_anew_is_merged_by_what_it_says() -> None:
    base = "- {id: A, title: x, events: [{at: 2026-11-01, type: a}]}\n- {id: B, title: y}\n"
    ours = base.replace("type: a}", "type: a}, {at: 2026-11-03, type: c}")
    theirs = (
        "- id: A\n  title: X\n  events:\n    - at: 2026-11-01\n      type: a\n"
        "    - at: 2026-11-02\n      type: b\n- id: B\n  title: y\n"
    )
    for mine, other in ((ours, theirs), (theirs, ours)):
        data = parse("", text(both(base, mine, other))).data
        assert data[0]["title"] == "X"
        assert [event["type"] for event in data[0]["events"]] == ["a", "b", "c"]


@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_line_ends_and_a_byte_order_mark_of_ours_stay(newline: str) -> None:
    def ends(lines: str) -> bytes:
        return lines.replace("\n", newline).encode()

    base = "- id: A\n  title: x\n- id: B\n  title: y\n"
    mark = "\ufeff".encode()
    ours, theirs = base.replace("x", "我"), base.replace("y", "|\n    两\n    行")
    found = merged(base.encode(), mark + ends(ours), theirs.encode())
    assert found.content == mark + ends(base.replace("x", "我").replace("y", "|\n    两\n    行"))


def test_a_text_in_a_block_that_ends_without_a_line_break_is_not_guessed_at() -> None:
    base = "title: x\nnote: |\n  a\n"
    ours, theirs = base.replace("x", "我"), "title: x\nnote: |\n  b"
    found = both(base, ours, theirs)
    assert found.content is None or parse("", found.content.decode()).data == {
        "title": "我",
        "note": "b",
    }


def test_a_list_of_which_each_side_took_away_what_the_other_left_is_empty() -> None:
    base = "# 开头\n- id: A\n  events:\n    - {at: 2026-11-01}\n    - {at: 2026-11-02}\n- id: B\n"
    ours = base.replace("    - {at: 2026-11-01}\n", "")
    theirs = base.replace("    - {at: 2026-11-02}\n", "")
    assert text(both(base, ours, theirs)) == "# 开头\n- id: A\n  events: []\n- id: B\n"
    two = "# 开头\n- id: A\n- id: B\n"
    found = both(two, two.replace("- id: A\n", ""), two.replace("- id: B\n", ""))
    assert text(found) == "# 开头\n"


# ── what people have to decide ───────────────────────────────────────────────


def test_a_value_that_both_changed_is_named_with_record_field_and_both_values() -> None:
    ours = TICKETS.replace("priority: urgent", "priority: low")
    theirs = TICKETS.replace("priority: urgent", "priority: normal")
    assert clash(TICKETS, ours, theirs) == ("value", ("TCK-0001", "priority"), "low", "normal")
    assert text(both(TICKETS, ours, theirs, keep="mine")) == ours
    assert text(both(TICKETS, ours, theirs, keep="theirs")) == theirs


def test_a_value_in_an_event_is_named_by_the_date_of_the_event() -> None:
    ours = TICKETS.replace("by: fang.lei", "by: wu.tong")
    theirs = TICKETS.replace("by: fang.lei", "by: li.jing")
    way = ("TCK-0001", "events", "2026-11-03 14:20 responded", "by")
    assert clash(TICKETS, ours, theirs) == ("value", way, "wu.tong", "li.jing")


def test_a_record_that_one_side_deleted_and_the_other_changed_is_a_question() -> None:
    ours = TICKETS[: TICKETS.index("\n# 次日的")]
    theirs = TICKETS.replace("priority: normal", "priority: urgent")
    kind, way, *_ = clash(TICKETS, ours, theirs)
    assert (kind, way) == ("deleted", ("TCK-0002",))
    assert parse("", text(both(TICKETS, ours, theirs, keep="mine"))).data == parse("", ours).data
    assert (
        parse("", text(both(TICKETS, ours, theirs, keep="theirs"))).data == parse("", theirs).data
    )


def test_a_record_that_one_side_deleted_and_the_other_left_alone_is_gone() -> None:
    ours = TICKETS[: TICKETS.index("\n# 次日的")]
    theirs = TICKETS.replace("urgent", "normal")
    assert text(both(TICKETS, ours, theirs)) == ours.replace("urgent", "normal")


def test_two_new_records_of_one_id_are_two_records_whatever_is_to_be_kept() -> None:
    ours = TICKETS + "- {id: TCK-0003, title: 甲}\n"
    theirs = TICKETS + "- {id: TCK-0003, title: 乙}\n"
    for keep in (None, "mine", "theirs"):
        found = both(TICKETS, ours, theirs, keep=keep)
        assert [(one.kind, labels(one)) for one in found.clashes] == [("both-new", ("TCK-0003",))]
    new = merged(None, b"title: a\n", b"title: b\n", is_record=True, keep="mine")
    assert [one.kind for one in new.clashes] == ["both-new"]


@pytest.mark.parametrize(
    ("broken", "name"),
    [("title: [\n", "theirs"), ("a: 1\na: 2\n", "theirs"), ("<<<<<<< HEAD\n", "theirs")],
)
def test_a_version_that_cannot_be_read_is_never_merged(broken: str, name: str) -> None:
    found = both("title: x\n", "title: y\n", broken)
    assert (found.content, found.clashes[0].kind) == (None, "unreadable")
    assert labels(found.clashes[0]) == (name,)
    found = merged("id: 中\n".encode("gbk"), b"id: a\n", b"id: b\n")
    assert labels(found.clashes[0]) == ("base",)


def test_what_only_one_side_changed_is_taken_over_byte_by_byte_even_if_it_cannot_be_read() -> None:
    assert merged(b"\xff", b"\xff", b"new").content == b"new"
    assert merged(b"\xff", b"new", b"\xff").content == b"new"


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        ("a: [1, 1]\n", "a: [1, 1, 2]\n", "a: [1, 1, 3]\n"),
        ("a: [[1]]\n", "a: [[1], [2]]\n", "a: [[1], [3]]\n"),
        ("a: x\n", "a: {b: 1}\n", "a: [1]\n"),
        ("a: 1\n", 'a: "1"\n', "a: 1.0\n"),
        ("a: |\n  one\n  two\n", "a: |\n  ONE\n  two\n", "a: |\n  one\n  TWO\n"),
    ],
)
def test_what_has_no_safe_answer_is_asked(base: str, ours: str, theirs: str) -> None:
    assert clash(base, ours, theirs)[:2] == ("value", ("a",))


# ── for any records ──────────────────────────────────────────────────────────

WORDS = st.sampled_from(["x", "批量代付", "no", "12:30", "1.10", "a # b", "两\n行\n", "", "- z"])
DAYS = st.dates().map(lambda day: f"2026-{day.month:02d}-{day.day:02d}")
EVENT = st.fixed_dictionaries(
    {"at": DAYS, "type": st.sampled_from(["opened", "closed", "moved"])},
    optional={"by": st.sampled_from(["li", "wu"]), "note": WORDS},
)
RECORD = st.fixed_dictionaries(
    {"title": WORDS},
    optional={
        "events": st.lists(EVENT, max_size=4),
        "links": st.lists(st.sampled_from("ABCDEF"), unique=True, max_size=4),
        "value": st.dictionaries(st.sampled_from(["metric", "target", "unit"]), WORDS, max_size=3),
        "effort": st.sampled_from([1, 2.5, True, None]),
    },
)
LISTS = st.dictionaries(st.sampled_from([f"T-{n}" for n in range(6)]), RECORD, max_size=5)
RECORDS = LISTS.map(lambda named: [{"id": name, **record} for name, record in named.items()])


def written(records: list[dict[str, object]], style: int) -> str:
    """Records as people write them; the style decides what stands in braces and has comments."""
    lines = ["# 开头"] * (style % 2)
    for number, record in enumerate(records):
        lines += ["", f"# about {record['id']}"] if (style >> 1) % 2 and number else []
        if (style >> 2) % 3 == 2:
            lines.append("- " + flow(record))
            continue
        mark = "- "
        for key, value in record.items():
            if isinstance(value, list) and value and (style >> 2) % 3 == 0:
                lines.append(f"{mark}{key}:")
                for item in value:
                    lines += block(item)
            else:
                lines.append(f"{mark}{key}: {flow(value)}  # {key}")
            mark = "  "
    return "\n".join([*lines, ""])


def block(item: object) -> Iterator[str]:
    mark = "    - "
    if not isinstance(item, dict):
        yield mark + flow(item)
        return
    for key, value in item.items():
        yield f"{mark}{key}: {flow(value)}"
        mark = "      "


def flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


@st.composite
def changed(draw: st.DrawFn, base: list[dict[str, object]]) -> list[dict[str, object]]:
    """A copy in which some things were changed, added and taken away."""
    records = json.loads(json.dumps(base))
    for _ in range(draw(st.integers(1, 4))):
        others = [one for one in draw(RECORDS) if one["id"] not in {r["id"] for r in records}]
        act = draw(st.sampled_from(["add", "field", "event", "link", "drop", "unlink"]))
        one = draw(st.sampled_from(records)) if records else None
        if act == "add" or one is None:
            records[len(records) // 2 : len(records) // 2] = others[:1]
        elif act == "field":
            one[draw(st.sampled_from(["title", "owner", "effort"]))] = draw(WORDS)
        elif act == "event":
            events = one.setdefault("events", [])
            events.append(draw(EVENT))
        elif act == "link":
            links = one.setdefault("links", [])
            more = draw(st.lists(st.sampled_from("GHIJ"), max_size=2, unique=True))
            links += [new for new in more if new not in links]
        elif act == "drop":
            records.remove(one)
        elif one.get("links"):
            one["links"].pop(0)
    for record in records:
        record.get("events", []).sort(key=lambda event: event["at"])
    return records


@st.composite
def versions(draw: st.DrawFn) -> tuple[list[dict[str, object]], ...]:
    base = draw(RECORDS)
    for record in base:
        record.get("events", []).sort(key=lambda event: event["at"])
    return base, draw(changed(base)), draw(changed(base))


def facts(records: object) -> set[str]:
    """Every leaf with the way to it; entries of lists by what they say."""
    found: set[str] = set()

    def walk(value: object, way: tuple[str, ...]) -> None:
        if isinstance(value, dict):
            for key, one in value.items():
                walk(one, (*way, key))
        elif isinstance(value, list):
            for one in value:
                is_named = isinstance(one, dict) and "id" in one
                walk(one, (*way, one["id"])) if is_named else found.add(repr((way, canon(one))))
        else:
            found.add(repr((way, canon(value))))

    walk(records, ())
    return found


def canon(value: object) -> str:
    return json.dumps(value, sort_keys=True)


def loose(records: object) -> list[str]:
    """Data without the order of lists."""
    return sorted(facts(records))


@given(versions(), st.integers(0, 11), st.integers(0, 11))
@settings(max_examples=150)
def test_nothing_that_either_side_added_is_lost(
    three: tuple[list[dict[str, object]], ...], style: int, other: int
) -> None:
    base, ours, theirs = three
    texts = [written(base, style), written(ours, style), written(theirs, other)]
    found = both(*texts)
    again = both(texts[0], texts[2], texts[1])
    assert {(c.kind, labels(c)) for c in found.clashes} == {
        (c.kind, labels(c)) for c in again.clashes
    }
    if found.clashes:
        assert "unsafe" not in {c.kind for c in found.clashes} or style != other
        return
    data = parse("", text(found)).data or []
    known, merged_facts = facts(base), facts(data)
    gone = (known - facts(ours)) | (known - facts(theirs))
    assert merged_facts == (facts(ours) | facts(theirs)) - gone
    assert loose(parse("", text(again)).data or []) == loose(data)
    for record in data:
        dates = [event["at"] for event in record.get("events") or []]
        assert dates == sorted(dates)


@given(versions(), st.integers(0, 11))
@settings(max_examples=60)
def test_a_version_merged_with_itself_or_with_its_ancestor_is_itself(
    three: tuple[list[dict[str, object]], ...], style: int
) -> None:
    base, ours, theirs = (written(one, style) for one in three)
    assert text(both(base, ours, ours)) == ours
    assert text(both(base, base, theirs)) == theirs
    assert text(both(base, ours, base)) == ours
    assert parse("", text(merged(None, ours.encode(), ours.encode()))).data == parse("", ours).data
    assert isinstance(Clash("value", (), 1, 2), Clash)
