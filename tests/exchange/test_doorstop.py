"""Doorstop's items as requirements: order, links, stamps, and whatever else a file may hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rdclient.exchange.doorstop import (
    DoorstopDocument,
    DoorstopFile,
    is_uid,
    requirements,
    uid_key,
)
from rdclient.exchange.foreign_item import ForeignSet, id_from, title_of
from rdclient.exchange.foreign_links import linked


def document(
    prefix: str, items: dict[str, object], *, parent: str | None = None, path: str = ""
) -> DoorstopDocument:
    folder = path or prefix.lower()
    settings = {"prefix": prefix, "digits": 3, "sep": ""}
    settings |= {"parent": parent} if parent else {}
    config = DoorstopFile(f"{folder}/.doorstop.yml", {"settings": settings})
    return DoorstopDocument(
        config, tuple(DoorstopFile(f"{folder}/{uid}.yml", data) for uid, data in items.items())
    )


def item(**told: object) -> dict[str, object]:
    return {"active": True, "level": 1.0, "text": "The system shall work.", **told}


def names(found: ForeignSet) -> list[str]:
    return [one.name for one in found.items]


# ── order ────────────────────────────────────────────────────────────────────


def test_items_come_by_document_from_the_top_then_by_level_then_by_number() -> None:
    found = requirements(
        [
            document("TST", {"TST1": item()}, parent="REQ"),
            document("REQ", {"REQ1": item()}, parent="SYS"),
            document(
                "SYS",
                {
                    "SYS10": item(level="1.10"),
                    "SYS2": item(level=1.2),
                    "SYS4": item(level="1.2.1"),
                    "SYS11": item(level="1.2.1"),
                    "SYS3": item(level="2.0", header="A heading that is a requirement"),
                    "SYS5": item(level="odd"),
                },
            ),
        ]
    )
    assert names(found) == [
        "SYS2", "SYS4", "SYS11", "SYS10", "SYS3", "SYS5", "REQ1", "TST1",
    ]  # fmt: skip
    assert not found.faults


def test_documents_that_stand_below_each_other_are_read_all_the_same() -> None:
    found = requirements(
        [
            document("A", {"A1": item()}, parent="B"),
            document("B", {"B1": item()}, parent="A"),
            document("C", {"C1": item()}, parent="C"),
            document("D", {"D1": item()}, parent="NOWHERE"),
        ]
    )
    assert sorted(names(found)) == ["A1", "B1", "C1", "D1"]
    assert [(note.key, note.details) for note in found.notes] == [("document-parent", ("NOWHERE",))]


# ── links ────────────────────────────────────────────────────────────────────

EMPTY_SYS001 = "VpSmnotoa3aiQc39Do8gRvjGxHN7FWp6yQZ0YEbF0wk="
"""What Doorstop 3.2 wrote into a link to SYS001 while that item had no text."""


@pytest.mark.parametrize(("text", "is_stale"), [("", False), ("\n", False), ("New text.", True)])
def test_a_link_is_told_to_be_stale_when_its_item_changed_since(
    text: str, *, is_stale: bool
) -> None:
    found = requirements(
        [
            document("SYS", {"SYS001": item(text=text, header="A", ref="")}),
            document("REQ", {"REQ1": item(links=[{"SYS001": EMPTY_SYS001}])}, parent="SYS"),
        ]
    )
    assert [note.key for note in found.notes] == (["link-stale"] if is_stale else [])
    assert [link.key for one in found.items for link in one.links] == [uid_key("SYS001")]


@pytest.mark.parametrize(
    ("links", "keys"),
    [
        (["SYS001", "SYS-2:abc"], ["sys 1", "sys 2"]),
        ([{"sys1": None}], ["sys 1"]),
        (None, []),
        ([], []),
    ],
)
def test_links_are_read_as_doorstop_reads_them(links: object, keys: list[str]) -> None:
    found = requirements([document("REQ", {"REQ1": item(links=links)})])
    assert [link.key for one in found.items for link in one.links] == keys
    assert not found.faults


@pytest.mark.parametrize("links", ["SYS001", {"SYS001": None}, [7], [{"A1": 1, "A2": 2}], [[]]])
def test_links_in_another_form_are_a_fault_with_their_place(links: object) -> None:
    [fault] = requirements([document("REQ", {"REQ1": item(links=links)})]).faults
    assert (fault.key, fault.about, fault.place.pointer[0]) == ("links-form", "REQ1", "links")


@pytest.mark.parametrize(
    ("uid", "other", "is_same"),
    [
        ("REQ001", "req1", True),
        ("REQ-001", "REQ001", True),
        ("REQ-LOGIN", "REQ-login", True),
        ("REQ2-1", "REQ21", False),
        ("REQ-0", "REQ000", True),
        ("REQ²", "REQ2", False),
        ("A" + "0" * 6000 + "1", "A1", True),
    ],
)
def test_ids_compare_as_in_doorstop(uid: str, other: str, *, is_same: bool) -> None:
    assert (uid_key(uid) == uid_key(other)) is is_same


def test_what_is_no_requirement_is_skipped_and_links_to_it_are_told() -> None:
    found = requirements(
        [
            document(
                "REQ",
                {
                    "REQ1": item(normative=False, level="1.0"),
                    "REQ2": item(active="no"),
                    "REQ3": item(links=["REQ1", "REQ2"]),
                },
            )
        ]
    )
    assert [(one.item.name, one.reason) for one in found.skipped] == [
        ("REQ1", "heading"),
        ("REQ2", "inactive"),
    ]
    seen = linked(found.items, found.skipped, ())
    assert [note.key for note in seen.notes] == ["link-heading", "link-inactive"]
    assert [one.links for one in seen.items] == [()]
    assert not seen.faults


def test_a_circle_is_told_to_those_on_it_and_to_nobody_else() -> None:
    found = requirements(
        [
            document(
                "R",
                {
                    "R1": item(links=["R2"]),
                    "R2": item(links=["R3"]),
                    "R3": item(links=["R1"]),
                    "R4": item(links=["R1", "R5"]),
                    "R5": item(),
                    "R6": item(links=["R6"]),
                },
            )
        ]
    )
    seen = linked(found.items, (), ())
    told = {found.items[index].name: [r.key for r in ones] for index, ones in seen.faults.items()}
    assert told == {
        "R1": ["link-round"], "R2": ["link-round"], "R3": ["link-round"], "R6": ["link-self"],
    }  # fmt: skip


def test_a_chain_of_many_links_is_no_circle_and_is_ordered_from_its_top() -> None:
    many = 3000
    items = {f"R{n}": item(links=[f"R{n + 1}"] if n < many else []) for n in range(1, many + 1)}
    found = requirements([document("R", dict(items))])
    seen = linked(found.items, (), ())
    assert not seen.faults
    assert [seen.items[index].name for index in seen.order] == [f"R{n}" for n in range(many, 0, -1)]


def test_the_same_id_twice_is_told_at_both_places() -> None:
    found = requirements(
        [
            document("R", {"R001": item()}),
            document("S", {"R1": item()}, path="other"),
        ]
    )
    seen = linked(found.items, (), ())
    assert {
        remark.place.path: remark.details[1] for ones in seen.faults.values() for remark in ones
    } == {"r/R001.yml": "other/R1.yml", "other/R1.yml": "r/R001.yml"}


def test_a_prefix_twice_is_a_fault_and_another_prefix_a_note() -> None:
    items = {"R1": item(), "X1": item(), "ci-2": {"on": "push"}}
    found = requirements([document("R", dict(items)), document("r", {}, path="two")])
    assert [fault.key for fault in found.faults] == ["document-twice"]
    assert [note.key for note in found.notes] == ["item-prefix"]
    assert names(found) == ["R1", "X1"]


# ── anything ─────────────────────────────────────────────────────────────────

_SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8))
_DATA = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=8,
)
_KEYS = ("active", "derived", "header", "level", "links", "normative", "ref", "reviewed", "text")


@given(
    st.dictionaries(st.text(max_size=6), _DATA, max_size=3),
    st.dictionaries(st.sampled_from(_KEYS), _DATA),
    st.text(min_size=1, max_size=12),
)
def test_whatever_a_file_holds_is_an_item_or_a_fault(
    settings: dict[str, object], data: dict[str, object], uid: str
) -> None:
    config = DoorstopFile(".doorstop.yml", {"settings": {"prefix": "R", **settings}})
    files = (DoorstopFile(f"{uid}.yml", data), DoorstopFile("R1.yml", data))
    found = requirements([DoorstopDocument(config, files)], files)
    for one in found.items:
        assert all(isinstance(text, str) and text for text in one.values.values())
        assert title_of(one.values.get("text", "x")).count("\n") == 0


# ── titles and ids ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("It shall log\neach failure. It keeps the log.", "It shall log each failure"),
        ("系统应支持\n批量代付。单批不超过5000笔。", "系统应支持批量代付"),
        ("## Paying\nThe system shall pay.", "Paying"),
        ("- first\n- second", "first"),
        ("The rate, e.g. 3.5 s, holds.", "The rate, e.g. 3.5 s, holds"),
        ("The system shall:\n\n- pay", "The system shall"),
        ("**Log** `all` of it", "Log all of it"),
        ("x" * 200, "x" * 79 + "…"),
        ("字" * 60, "字" * 39 + "…"),
        ("。", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_title_is_the_first_sentence(text: str, title: str) -> None:
    assert title_of(text) == title


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("REQ001", "REQ001"),
        ("req_001", "REQ-001"),
        ("ＲＥＱ－７", "REQ-7"),
        ("12", None),
        ("需求-1", None),
        ("A-B-C-D-E-F", None),
        ("ABCDEFGHIJKLMNOPQ", None),
        ("../../X", "X"),
        ("", None),
    ],
)
def test_an_id_from_elsewhere_is_taken_where_it_can_be_one_of_ours(
    name: str, made: str | None
) -> None:
    assert id_from(name) == made


@pytest.mark.parametrize(("name", "is_one"), [("REQ1", True), ("a-b", True), ("README", False)])
def test_names_of_files_that_are_no_items_are_told_apart(name: str, *, is_one: bool) -> None:
    assert is_uid(name) is is_one
