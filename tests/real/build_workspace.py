"""Turn two public data sets into a workspace: ``build_workspace.py DATA OUT``.

``DATA/requirements.csv`` holds requirements of an operating system, ``DATA/ticket_events.csv`` the
state changes of service tickets. The two have nothing to do with each other; here they share one
client, so that a workspace of real size and real disorder exists. Times carry no zone in the
source and are read as UTC. Nothing is invented: what the source does not say is left out, and
every row of it ends in exactly one line of the counts that are printed.

Requirements, one file each:

- ``statement`` becomes the one entry of ``functions``: it says what the system shall do;
  ``background`` would say why. ``user_story`` becomes ``stated_need``: it is what a user asks for.
- ``Functional`` is ``functional``, ``Non-Functional`` is ``quality``.
- ``component`` and ``status`` have no field and go into ``note``. ``Draft`` is no dated event, so a
  requirement has no events.

Tickets, one list file for each month of opening:

- The title is category and subcategory of the first row, as known when the ticket was opened;
  ``?`` becomes "unknown". Later changes of category are counted, not kept.
- The priority is the first row's, without its number. A row with another priority than the row
  before gives ``priority_changed`` ahead of the event of the row itself. A row that changes
  nothing else gives ``priority_changed`` alone.
- The data know of no project: tickets belong to the client as a whole.
- ``assignment_group`` and the two counters describe the vendor's inside and are not kept, nor is
  ``contact_type``.

States, by the row before (the order of the rows is the source's and stays):

- ``Opened`` is ``opened``, ``Resolved`` is ``resolved``, ``Closed`` is ``closed``.
- ``Active`` after ``Opened`` is ``assigned``: somebody works on it. It is not ``responded``: that
  the person who asked got an answer is not said.
- ``Active`` after ``Awaiting …`` is ``resumed``; after ``Resolved`` or ``Closed``, ``reopened``.
- ``Awaiting …`` is ``waiting_client``; there is one kind of waiting. Who or what is awaited goes
  into the event's ``note`` unless it is the user. A change of what is awaited is a further
  ``waiting_client``; the wait goes on.
- ``Resolved`` after ``Awaiting …`` stays as it is: the solution ends the wait, and no ``resumed``
  is made up.
- ``Awaiting …`` after ``Resolved`` is ``reopened`` and then ``waiting_client``, both at that time:
  the source's own counter of reopenings goes up there.
- ``Closed`` without ``Resolved`` stays: there is no record of a solution.
- A ticket resolved twice or closed twice keeps both; between them stands its ``reopened``.
- A row dated before the row it follows keeps its place and its time; ``check`` says so.

``sources.yaml`` says that ticket data are imported and complete: on every Friday at 18:00, since
the source writes its rows as things happen, and at the last row.
"""

import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

Row = dict[str, str]
Counts = Counter[str]

CLIENT = "clients/rtos-users"
PROJECT = f"{CLIENT}/projects/rtos"

_TYPES = {"Functional": "functional", "Non-Functional": "quality"}
_AWAITING = "Awaiting "
_FRIDAY = 5

_ROOT_FILES = {
    "rdclient.yaml": """\
name: Real records
vendor: {name: Service desk}
lang: en
timezone: UTC
schema_version: 1
""",
    "policy.yaml": """\
ticket_priorities:
  critical: {zh: 特急, en: Critical}
  high: {zh: 高, en: High}
  moderate: {zh: 中, en: Moderate}
  low: {zh: 低, en: Low}
""",
    f"{CLIENT}/client.yaml": """\
name: Users of a real-time operating system
short_name: RTOS users
code: RTU
address_form: organisation
lang: en
""",
    f"{PROJECT}/project.yaml": """\
name: Real-time operating system
code: RTOS
type: custom_dev
""",
}


def build(data: Path, out: Path) -> Mapping[str, int]:
    """Write the workspace below ``out`` and say what became of each row.

    Args:
        data: folder with the two CSV files.
        out: folder to write into; made when missing.

    Returns:
        Counts by what is counted, by name.

    Raises:
        ValueError: when rows of the source are not accounted for.
    """
    counts: Counts = Counter()
    files = dict(_ROOT_FILES)
    files.update(_requirement_files(_rows(data / "requirements.csv"), counts))
    events = _rows(data / "ticket_events.csv")
    files.update(_ticket_files(events, counts))
    files[f"{CLIENT}/sources.yaml"] = _sources(events)
    for name, text in files.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    counts["files written"] = len(files)
    return dict(sorted(counts.items()))


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _quoted(text: str) -> str:
    """The text as a double-quoted scalar; JSON strings are valid YAML."""
    return json.dumps(text, ensure_ascii=False)


# ── requirements ─────────────────────────────────────────────────────────────


def _requirement_files(rows: list[Row], counts: Counts) -> Iterator[tuple[str, str]]:
    counts["requirement rows"] = len(rows)
    for row in sorted(rows, key=lambda row: row["uid"]):
        counts["requirements written"] += 1
        counts["parents written"] += len(row["parents"].split())
        counts["requirement states that are no event (Draft)"] += row["status"] == "Draft"
        yield f"{PROJECT}/requirements/{row['uid']}.yaml", _requirement(row)


def _requirement(row: Row) -> str:
    note = f"Component: {row['component']}. State in the source: {row['status']}."
    lines = [
        f"title: {_quoted(row['title'])}",
        f"type: {_TYPES[row['type']]}",
        *([f"stated_need: {_quoted(row['user_story'])}"] if row["user_story"] else []),
        "functions:",
        f"  - {_quoted(row['statement'])}",
    ]
    if row["parents"]:
        lines.append(f"parents: [{', '.join(row['parents'].split())}]")
    lines.append(f"note: {_quoted(note)}")
    return "\n".join(lines) + "\n"


# ── tickets ──────────────────────────────────────────────────────────────────


def _ticket_files(rows: list[Row], counts: Counts) -> Iterator[tuple[str, str]]:
    by_ticket: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_ticket[row["ticket"]].append(row)
    counts["ticket rows"] = len(rows)
    months: dict[str, list[str]] = defaultdict(list)
    for name in sorted(by_ticket):
        history = by_ticket[name]
        months[history[0]["at"][:7]].append(_ticket(name, history, counts))
        counts["tickets written"] += 1
    _check_sum(rows, counts)
    for month, tickets in sorted(months.items()):
        yield f"{CLIENT}/tickets/{month}.yaml", "".join(tickets)


def _ticket(name: str, history: list[Row], counts: Counts) -> str:
    first = history[0]
    kinds = {(row["category"], row["subcategory"]) for row in history}
    counts["tickets whose later change of category is dropped"] += len(kinds) > 1
    counts["tickets without a category (?)"] += first["category"] == "?"
    counts["tickets without a subcategory (?)"] += first["subcategory"] == "?"
    category = _known("Category", first["category"])
    title = f"{category}, {_known('subcategory', first['subcategory'])}"
    events = "".join(f"    - {{{event}}}\n" for event in _events(history, counts))
    head = f"- id: {name}\n  title: {_quoted(title)}\n  priority: {_priority(first)}\n"
    return f"{head}  events:\n{events}"


def _known(word: str, value: str) -> str:
    return f"{word} unknown" if value == "?" else f"{word} {value.rpartition(' ')[2]}"


def _priority(row: Row) -> str:
    """The word behind the number: ``3 - Moderate`` is ``moderate``."""
    return row["priority"].rpartition(" ")[2].lower()


def _events(history: list[Row], counts: Counts) -> Iterator[str]:
    """The events of one ticket, as the inside of flow mappings."""
    steps: Counts = Counter()
    before: Row | None = None
    for row in history:
        at = row["at"].replace("T", " ")
        if before is not None and row["at"] < before["at"]:
            counts["rows dated before the row they follow, kept"] += 1
        if before is not None and row["priority"] != before["priority"]:
            counts["events: priority_changed"] += 1
            yield f"at: {at}, type: priority_changed, to: {_priority(row)}"
        row_steps = _steps(row, before, counts)
        for step in row_steps:
            counts[f"events: {step}"] += 1
            steps[step] += 1
            yield f"at: {at}, type: {step}{_note(row) if step == 'waiting_client' else ''}"
        before = row
    counts["tickets resolved more than once"] += steps["resolved"] > 1
    counts["tickets closed more than once"] += steps["closed"] > 1
    counts["tickets closed without resolved"] += steps["closed"] > 0 and steps["resolved"] == 0


def _note(row: Row) -> str:
    return "" if row["state"].endswith("User Info") else f", note: {row['state']}"


def _steps(row: Row, before: Row | None, counts: Counts) -> tuple[str, ...]:
    """The events of one row beside a change of priority; counts which rule was used."""
    state = row["state"]
    previous = before["state"] if before else ""
    if state == previous:
        kept = before is not None and row["priority"] != before["priority"]
        outcome = "as priority_changed alone" if kept else "dropped: nothing changes"
        counts[f"rows {outcome}"] += 1
        return ()
    waited = previous.startswith(_AWAITING)
    if state.startswith(_AWAITING):
        if previous in ("Resolved", "Closed"):
            counts["rows as reopened and waiting_client"] += 1
            return ("reopened", "waiting_client")
        counts["rows as waiting_client" + (", wait goes on" if waited else "")] += 1
        return ("waiting_client",)
    if state == "Active":
        ended = previous in ("Resolved", "Closed")
        step = "resumed" if waited else "reopened" if ended else "assigned"
        after = ", after closing" if previous == "Closed" else ""
        counts[f"rows as {step}{after}"] += 1
        return (step,)
    step = {"Opened": "opened", "Resolved": "resolved", "Closed": "closed"}[state]
    ends_wait = ", ends a wait" if waited else ""
    counts[f"rows as {step}{ends_wait}"] += 1
    return (step,)


def _check_sum(rows: list[Row], counts: Counts) -> None:
    used = sum(
        count for name, count in counts.items() if name.startswith(("rows as ", "rows dropped"))
    )
    if used != len(rows):
        raise ValueError(f"{len(rows)} rows of tickets, but {used} accounted for")


def _sources(rows: list[Row]) -> str:
    """Complete on every Friday at 18:00 from the first row on, and at the last row."""
    times = sorted(row["at"] for row in rows)
    day, last = date.fromisoformat(times[0][:10]), times[-1]
    lines = ["- source: ticket", "  kind: imported", "  records:"]
    while day.isoformat() < last[:10]:
        if day.isoweekday() == _FRIDAY:
            lines.append(f"    - {{on: {day}, through: {day} 18:00}}")
        day += timedelta(days=1)
    lines.append(f"    - {{on: {last[:10]}, through: {last.replace('T', ' ')}}}")
    return "\n".join(lines) + "\n"


# ── command line ─────────────────────────────────────────────────────────────


def main(arguments: list[str]) -> int:
    """Build, and print the counts; 2 when it was not called as it should be."""
    if len(arguments) != 2:
        print("usage: build_workspace.py DATA OUT", file=sys.stderr)
        return 2
    data, out = (Path(argument) for argument in arguments)
    if out.exists() and any(out.iterdir()):
        print(f"{out} is not empty; name a folder that is empty or new", file=sys.stderr)
        return 2
    for name, count in build(data, out).items():
        print(f"{count:>7}  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
