"""RD550: from which day on a year that a calendar lacks is stated, and as of when."""

import json
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from rdclient.rules.base import Case
from rdclient.rules.calendar import year_not_covered
from rdclient.store.workspace import read

BASE = Path(__file__).resolve().parent / "base"
POLICY = """\
ticket_priorities: {scheduled: {zh: 排期, en: Scheduled}}
clocks:
  ticket_closure: {targets: {normal: null, scheduled: 40h}, calendars: {scheduled: business}}
  internal_sync: {within: null}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """The base with tickets that are closed within 40 working hours, without a meeting."""
    root = tmp_path / "workspace"
    shutil.copytree(BASE, root, ignore=shutil.ignore_patterns(".rdclient-cache"))
    (root / "policy.yaml").write_text(POLICY, encoding="utf-8")
    return root


def _stated(root: Path, as_of: str) -> list[tuple[str, str, int]]:
    """Id, clock and year of what is stated as of a day, 18:00 in Shanghai."""
    portfolio = read(root).portfolio
    case = Case(portfolio, datetime.fromisoformat(f"{as_of}T18:00+08:00"))
    found = (dict(item.facts) for item in year_not_covered(case))
    return sorted((str(f["id"]), str(f["clock"]), int(str(f["year"]))) for f in found)


def _tickets(root: Path, rows: dict[str, list[dict[str, str]]]) -> None:
    """The only tickets of the client: id → events."""
    tickets: list[dict[str, Any]] = [
        {"id": name, "title": "对账", "priority": "scheduled", "events": events}
        for name, events in rows.items()
    ]
    path = root / "clients" / "linhai" / "tickets.yaml"
    path.write_text(json.dumps(tickets, ensure_ascii=False), encoding="utf-8")


def _opened(at: str) -> dict[str, str]:
    return {"at": f"{at} 09:00", "type": "opened"}


def test_the_first_ticket_that_needs_the_next_year_is_the_first_one_stated(workspace: Path) -> None:
    """40 hours from Friday 25 December end on Thursday 31 December at 18:00."""
    days = [date(2026, 10, 1) + timedelta(days=number) for number in range(92)]
    _tickets(workspace, {f"T{day:%m%d}": [_opened(f"{day}")] for day in days})
    assert _stated(workspace, "2026-12-31") == [
        ("T1226", "RD502", 2027),
        ("T1227", "RD502", 2027),
        ("T1228", "RD502", 2027),
        ("T1229", "RD502", 2027),
        ("T1230", "RD502", 2027),
        ("T1231", "RD502", 2027),
    ]


def test_a_ticket_before_the_first_year_is_stated_and_those_in_it_are_not(workspace: Path) -> None:
    rows = {"A": "2023-12-29", "B": "2023-12-31", "C": "2024-01-01", "D": "2024-01-02"}
    _tickets(workspace, {name: [_opened(day)] for name, day in rows.items()})
    assert _stated(workspace, "2026-11-20") == [("A", "RD502", 2023), ("B", "RD502", 2023)]


def test_nothing_is_stated_before_it_is_on_record(workspace: Path) -> None:
    _tickets(workspace, {"A": [_opened("2026-12-28")]})
    assert _stated(workspace, "2026-12-27") == []
    assert _stated(workspace, "2026-12-28") == [("A", "RD502", 2027)]


def test_what_is_done_before_the_year_ends_needs_no_other(workspace: Path) -> None:
    closed = {"at": "2026-12-30 16:00", "type": "closed"}
    _tickets(workspace, {"A": [_opened("2026-12-28"), closed]})
    assert _stated(workspace, "2026-12-29") == [("A", "RD502", 2027)]
    assert _stated(workspace, "2026-12-30") == []


def test_a_breach_of_the_old_year_stays_measured_and_an_exact_end_does_not(workspace: Path) -> None:
    """Whether a ticket due on 31 December at 18:00 was late on 4 January, only 2027 tells."""
    closed = {"at": "2027-01-04 10:00", "type": "closed"}
    _tickets(
        workspace,
        {"LATE": [_opened("2026-12-24"), closed], "EXACT": [_opened("2026-12-25"), closed]},
    )
    assert _stated(workspace, "2026-12-31") == []
    assert _stated(workspace, "2027-01-04") == [
        ("EXACT", "RD502", 2027),
        ("linhai", "RD301", 2027),
    ]


def test_a_pause_moves_the_end_into_the_next_year_once_it_is_over(workspace: Path) -> None:
    waiting = {"at": "2026-12-02 09:00", "type": "waiting_client"}
    resumed = {"at": "2026-12-30 09:00", "type": "resumed"}
    _tickets(workspace, {"A": [_opened("2026-12-01"), waiting, resumed]})
    assert _stated(workspace, "2026-12-29") == []
    assert _stated(workspace, "2026-12-30") == [("A", "RD502", 2027)]


def test_a_budget_that_no_covered_year_holds_is_looked_for_from_the_first_day(
    workspace: Path,
) -> None:
    (workspace / "policy.yaml").write_text(POLICY.replace("40h", "9999h"), encoding="utf-8")
    _tickets(workspace, {"A": [_opened("2024-01-02")]})
    assert _stated(workspace, "2026-11-20") == [("A", "RD502", 2027)]


def test_days_at_the_ends_of_time_stand_in_nobodys_way(workspace: Path) -> None:
    path = workspace / "clients" / "linhai" / "complaints.yaml"
    path.write_text(
        "- {id: CMP-001, title: 投诉, events: [{at: 0001-01-01, type: received}]}\n"
        "- {id: CMP-002, title: 投诉, events: [{at: 1900-05-07, type: received}]}\n"
        "- {id: CMP-003, title: 投诉, events: [{at: 9999-12-31, type: received}]}\n",
        encoding="utf-8",
    )
    text = "clocks: {complaint: {within: 5wd}}\n"
    (workspace / "policy.yaml").write_text(text, encoding="utf-8")
    assert _stated(workspace, "2026-11-20") == [("CMP-002", "RD317", 1900)]
