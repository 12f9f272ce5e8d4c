"""The real tickets as one table: brought in by one call, counted, and taken out again unchanged."""

import csv
import runpy
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from rdclient.store.workspace import read

BUILDER = runpy.run_path(str(Path(__file__).with_name("build_workspace.py")))
MAPPING = """\
source: service desk
tickets:
  fields:
    external_id: [Number]
    title: [Category]
    priority:
      headers: [Priority]
      words: {critical: [1 - Critical], high: [2 - High], moderate: [3 - Moderate], low: [4 - Low]}
    events: [History]
"""


@pytest.fixture(scope="session")
def desk(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """The table, what an independent reading of the source says of it, and a workspace for it."""
    folder = tmp_path_factory.mktemp("desk")
    by_ticket: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (real_data / "ticket_events.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            by_ticket[row["ticket"]].append(row)
    steps: Counter[str] = Counter()
    with (folder / "tickets.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("Number", "Category", "Priority", "History"))
        for name, rows in by_ticket.items():
            first = rows[0]
            events = [dict(part.split(": ", 1) for part in event.split(", "))
                      for event in BUILDER["_events"](rows, steps)]  # fmt: skip
            title = f"{first['category']}, {first['subcategory']}"
            writer.writerow((name, title, first["priority"], "\n".join(map(line, events))))
    root = folder / "workspace"
    files = {name: text for name, text in BUILDER["_ROOT_FILES"].items() if "project" not in name}
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    (folder / "desk.yaml").write_text(MAPPING, encoding="utf-8")
    total = sum(count for name, count in steps.items() if name.startswith("events: "))
    return {"folder": folder, "root": root, "tickets": len(by_ticket), "steps": total,
            "kinds": steps}  # fmt: skip


def line(event: Mapping[str, str]) -> str:
    rest = "".join(f"; {key}={event[key]}" for key in event if key not in ("at", "type"))
    return f"{event['at']} {event['type']}{rest}"


def test_the_real_tickets_come_in_by_one_call_and_go_out_and_in_unchanged(
    desk: Mapping[str, Any], run_rdclient: Callable[..., Any]
) -> None:
    folder, root = desk["folder"], desk["root"]
    bring = ("-C", root, "import", "tickets", folder / "tickets.csv", "--mapping",
             folder / "desk.yaml", "--as-of", "2017-03-01")  # fmt: skip
    ran = run_rdclient(*bring)
    assert ran.code == 0, ran.err
    assert ran.err.startswith("3931 rows · 3931 new · complete through 2017-02-")
    assert ran.out.split() == [
        "clients/rtos-users/sources.yaml",
        "clients/rtos-users/tickets/2016-02.yaml",
        "clients/rtos-users/tickets/2016-03.yaml",
    ]
    before = {path: path.read_bytes() for path in root.rglob("clients/**/*.yaml")}

    tickets = [r for r in read(root).portfolio.records if type(r).__name__ == "Ticket"]
    events = Counter(f"events: {event.type}" for t in tickets for event in t.events)  # type: ignore[attr-defined]
    assert (desk["tickets"], len(tickets)) == (3931, 3931)
    assert events == {k: n for k, n in desk["kinds"].items() if k.startswith("events: ")}
    assert sum(events.values()) == desk["steps"]

    assert "3931 unchanged" in run_rdclient(*bring).err
    for form in ("csv", "xlsx"):
        table = folder / f"out.{form}"
        wrote = run_rdclient("-C", root, "export", "tickets", "-o", table)
        assert wrote.err == f"wrote {table} · 3931 rows\n"
        again = run_rdclient("-C", root, "import", "tickets", table)
        assert (again.code, again.out) == (0, ""), again.err
        assert again.err == "3931 rows · 3931 unchanged\n"
        if form == "csv":
            with table.open(encoding="utf-8-sig", newline="") as stream:
                rows = list(csv.reader(stream))
            assert len(rows) == 1 + 3931
            assert {len(row) for row in rows} == {6}
            assert sum(row[3].count("\n") + 1 for row in rows[1:]) == desk["steps"]
    assert {path: path.read_bytes() for path in root.rglob("clients/**/*.yaml")} == before


def test_one_changed_ticket_among_thousands_changes_one_line(
    desk: Mapping[str, Any], run_rdclient: Callable[..., Any], tmp_path: Path
) -> None:
    folder, root = desk["folder"], tmp_path / "workspace"
    kept_out = shutil.ignore_patterns(".rdclient*", "tickets", "sources*")
    shutil.copytree(desk["root"], root, ignore=kept_out)
    words = ("-C", root, "import", "tickets", "--mapping", folder / "desk.yaml", "--as-of")
    assert run_rdclient(*words, "2017-03-01", folder / "tickets.csv").code == 0
    with (folder / "tickets.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    old, rows[1234][1] = rows[1234][1], "Other"
    later = tmp_path / "later.csv"
    with later.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    dry = ("--dry-run", "--through", "2017-02-28 18:00")
    ran = run_rdclient(*words, "2017-03-02", later, *dry)
    assert (ran.code, "1 changed · 1 field" in ran.err) == (0, True), ran.err
    changed = [row for row in ran.out.splitlines() if row.startswith(("-  title", "+  title"))]
    assert changed == [f"-  title: {old}", "+  title: Other"]
    stale = run_rdclient(*words, "2017-03-02", later)  # no later than what was imported before
    assert (stale.code, f"may be older than '{old}'" in stale.err) == (1, True), stale.err
