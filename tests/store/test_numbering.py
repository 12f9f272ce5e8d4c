"""Ids of new records: as those before them, never one that is given."""

import re
from datetime import date

import pytest

from rdclient.store.numbering import next_id, random_id

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        ("requirement", ["REQ-001", "REQ-012"], "REQ-013"),
        ("requirement", ["REQ-9"], "REQ-10"),
        ("requirement", ["REQ-099"], "REQ-100"),
        ("requirement", ["REQ-010"], "REQ-011"),
        ("requirement", ["ZEP-SRS-26-3"], "ZEP-SRS-26-4"),
        ("milestone", ["M9"], "M10"),
        ("ticket", ["INC0000045"], "INC0000046"),
        ("meeting", ["MTG-2501", "MTG-0204"], "MTG-0205"),  # the one given last counts
        ("contract", ["HT-2026-018"], "HT-2026-019"),
        ("contract", ["HT-2025-031"], "HT-2026-001"),  # a new year
        ("survey", ["2026-Q3"], "2026-Q4"),
        ("survey", ["SVY-2026Q3"], "SVY-2026Q4"),
        ("inspection", ["INS-2026-10"], "INS-2026-11"),
        ("requirement", [], "REQ-001"),
        ("inspection", [], "INS-2026-11"),
        ("report", [], "weekly-2026-W47"),
        ("change", ["CR-A"], "CR-001"),
        ("drill", ["DRL-004"], "DRL-005"),
        ("followup", [], "FU-001"),
        ("brief", ["BRF-2025-07"], "BRF-2026-01"),
    ],
)
def test_the_next_id_looks_like_the_last(kind: str, given: list[str], expected: str) -> None:
    assert next_id(kind, given, (), (), DAY) == expected


def test_an_id_that_is_taken_is_passed_over() -> None:
    assert next_id("requirement", ["REQ-012"], (), ["req-013", "REQ-014"], DAY) == "REQ-015"
    assert next_id("requirement", [], (), ["REQ-001"], DAY) == "REQ-002"


def test_without_any_here_ids_elsewhere_show_the_form() -> None:
    assert next_id("risk", [], ["RSK-004"], (), DAY) == "RSK-001"
    assert next_id("contract", [], ["HT-2025-031"], (), DAY) == "HT-2026-001"


def test_random_ids_have_no_marks_that_look_alike_and_do_not_repeat() -> None:
    found: list[str] = []
    for _ in range(300):
        found.append(random_id("change", found or ["CR-007"], (), DAY))
    assert len(set(found)) == len(found)
    for name in found:
        assert re.fullmatch(r"CR-2026-[2-9A-HJKMNP-TV-Z]{5}", name), name
