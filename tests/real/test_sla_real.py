"""Compliance of real tickets by priority, beside a second computation straight from the source."""

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from tests.conftest import Ran
from tests.real.build_workspace import build

pytestmark = pytest.mark.real

AS_OF = datetime(2016, 3, 18, 12, 0, tzinfo=UTC)
LIMITS = {
    "24x7": {"critical": 40, "high": 60, "moderate": 125, "low": 150},
    "office": {"critical": 20, "high": 30, "moderate": 46, "low": 60},
}
"""Hours until a ticket is closed."""
POLICY = """\
ticket_priorities:
  critical: {{zh: 特急, en: Critical}}
  high: {{zh: 高, en: High}}
  moderate: {{zh: 中, en: Moderate}}
  low: {{zh: 低, en: Low}}
clocks:
  ticket_closure:
    calendar: {calendar}
    targets: {targets}
"""
OFFICE = """\
timezone: UTC
workweek: [monday, tuesday, wednesday, thursday, friday]
hours: ["08:00-17:00"]
years: [{year: 2016, source: test, days_off: []}]
"""

Span = tuple[datetime, datetime]
Measure = Callable[[datetime, datetime], timedelta]


def natural(start: datetime, end: datetime) -> timedelta:
    """Time from one moment to the other."""
    return max(timedelta(0), end - start)


def office(start: datetime, end: datetime) -> timedelta:
    """Time from one to the other that lies in Monday to Friday, 08:00 to 17:00, day by day."""
    total, day = timedelta(0), start.replace(hour=0, minute=0)
    while day < end:
        if day.weekday() < 5:
            opens, closes = day + timedelta(hours=8), day + timedelta(hours=17)
            total += max(timedelta(0), min(end, closes) - max(start, opens))
        day += timedelta(days=1)
    return total


def tickets(data: Path) -> Iterator[list[dict[str, str]]]:
    """The rows of each ticket, in the order of the source."""
    rows = defaultdict(list)
    with (data / "ticket_events.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["ticket"]].append(row)
    yield from rows.values()


def moment(row: dict[str, str]) -> datetime:
    return datetime.fromisoformat(row["at"]).replace(tzinfo=UTC)


@dataclass
class History:
    """What the rows of a ticket say: its priorities since when, what was waited, when it closed."""

    start: datetime
    grades: list[tuple[datetime, str]]
    waits: list[Span] = field(default_factory=list)
    waiting: datetime | None = None
    ended: datetime | None = None
    closed: datetime | None = None

    def move(self, at: datetime, state: str) -> None:
        """A row with another state: a wait ends, or what was ended is taken up again."""
        is_waiting = state.startswith("Awaiting")
        if self.waiting is not None and not is_waiting:
            self.waits.append((self.waiting, at))
            self.waiting = None
        if self.ended is not None and state not in ("Resolved", "Closed"):
            self.waits.append((self.ended, at))
            self.ended = self.closed = None
        if is_waiting and self.waiting is None:
            self.waiting = at
        if state == "Closed":
            self.closed = self.ended = at
        elif state == "Resolved" and self.closed is None:
            self.ended = at

    def used(self, end: datetime, measure: Measure) -> timedelta:
        """What counts from the start to a moment."""
        waits = [*self.waits, (self.waiting, end)] if self.waiting else self.waits
        waited = [measure(low, min(high, end)) for low, high in waits if low < end]
        return measure(self.start, end) - sum(waited, timedelta(0))


def history(rows: list[dict[str, str]]) -> History:
    """The history that the rows tell."""
    told = History(moment(rows[0]), [(moment(rows[0]), rows[0]["priority"])])
    for before, row in pairwise(rows):
        if row["priority"] != before["priority"]:
            told.grades.append((moment(row), row["priority"]))
        if row["state"] != before["state"]:
            told.move(moment(row), row["state"])
    return told


def verdict(
    rows: list[dict[str, str]], measure: Measure, hours: dict[str, int]
) -> tuple[str, str] | None:
    """Priority in force and what became of a ticket by ``AS_OF``: met, missed, open, overdue.

    A ticket whose rows go back in time is not judged. It is late when a budget was overdrawn at
    the end, or before another one replaced it.
    """
    known = [row for row in rows if moment(row) <= AS_OF]
    if not known:
        return None
    if any(moment(after) < moment(before) for before, after in pairwise(known)):
        return "", "not measured"
    told = history(known)
    stop = told.closed or AS_OF
    grades = [(since, name) for since, name in told.grades if since < stop or since == told.start]
    names = [name.partition(" - ")[2].lower() for _, name in grades]
    ends = [*(since for since, _ in grades[1:]), stop]
    is_late = any(
        told.used(end, measure) > timedelta(hours=hours[name])
        for name, end in zip(names, ends, strict=True)
    )
    if told.closed is None:
        return names[-1], "overdue" if is_late else "open"
    return names[-1], "missed" if is_late else "met"


@pytest.mark.parametrize(("calendar", "measure"), [("24x7", natural), ("office", office)])
def test_compliance_by_priority_is_what_the_rows_of_the_source_say(
    calendar: str,
    measure: Measure,
    real_data: Path,
    tmp_path: Path,
    run_rdclient: Callable[..., Ran],
) -> None:
    build(real_data, tmp_path)
    hours = LIMITS[calendar]
    targets = "{" + ", ".join(f"{name}: {count}h" for name, count in hours.items()) + "}"
    policy = POLICY.format(calendar=calendar, targets=targets)
    (tmp_path / "policy.yaml").write_text(policy, encoding="utf-8")
    (tmp_path / "calendars").mkdir()
    (tmp_path / "calendars" / "office.yaml").write_text(OFFICE, encoding="utf-8")
    expected: dict[str, Counter[str]] = defaultdict(Counter)
    for rows in tickets(real_data):
        if found := verdict(rows, measure, hours):
            expected[found[0]][found[1]] += 1

    asked = ("sla", "--kind", "RD502", "--by", "priority", "--since", "2016-02-01", "--all")
    when = ("--as-of", AS_OF.isoformat(), "--format", "json", "--exit-zero")
    told = json.loads(run_rdclient("-C", str(tmp_path), *asked, *when).out)
    lines = {line["group"]["token"]: line["tally"] for line in told["lines"]}

    assert set(lines) == {"critical", "high", "moderate", "low"}
    for priority, tally in lines.items():
        counts = expected[priority]
        assert tally["met"] == counts["met"]
        assert tally["missed"] == counts["missed"] + counts["overdue"]
        assert tally["open"] == counts["overdue"]
        assert tally["running"] + tally["paused"] == counts["open"]
    assert sum(counts["met"] for counts in expected.values()) > 400
    assert sum(counts["missed"] for counts in expected.values()) > 100
