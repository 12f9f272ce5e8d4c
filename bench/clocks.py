"""Time the clocks of 25,000 tickets: working hours, pauses, reopened ones, changed priorities."""

import argparse
import gc
import random
import statistics
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from rdclient.model import replay
from rdclient.obligations.ledger import judged
from rdclient.store.workspace import read

MOST = 1.0
"""Seconds that judging may take beyond loading."""
ZONE = ZoneInfo("Asia/Shanghai")
AS_OF = datetime(2026, 11, 20, 18, 0, tzinfo=ZONE)
FIRST = datetime(2025, 1, 2, 9, 0, tzinfo=ZONE)

_ROOT = """\
name: Clocks
vendor: {name: Service desk}
lang: en
timezone: Asia/Shanghai
schema_version: 1
"""
_POLICY = """\
clocks:
  ticket_response: {calendar: business, targets: {urgent: 2h, normal: 8h}}
  ticket_closure: {calendar: business, targets: {urgent: 16h, normal: 40h}}
"""
_CLIENT = "name: A client\nshort_name: Client\ncode: CLI\n"


def main() -> int:
    """Print the figures; 1 when judging takes longer than it may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=25_000)
    parser.add_argument("--runs", type=int, default=5)
    chosen = parser.parse_args()
    gc.disable()  # as the program does
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write(root, chosen.tickets)
        begun = time.perf_counter()
        portfolio = replay.at(read(root).portfolio, AS_OF)
        loading = time.perf_counter() - begun
        taken, count = [], 0
        for _ in range(max(1, chosen.runs)):
            begun = time.perf_counter()
            count = len(judged(portfolio, as_of=AS_OF))
            taken.append(time.perf_counter() - begun)
    worst = statistics.median(taken)
    holds = worst <= MOST * chosen.tickets / 25_000
    print(f"{chosen.tickets:,} tickets, {count:,} clocks: loading {loading:.1f} s, judging "
          f"{taken[0]:.2f} s at first, median {worst:.2f} s (must {MOST:.1f})  "
          f"{'yes' if holds else 'NO'}")  # fmt: skip
    return 0 if holds else 1


def write(root: Path, count: int) -> None:
    """A workspace of one client with so many tickets, the same bytes every time."""
    chance = random.Random(6)  # noqa: S311 - the same tickets every time
    (root / "clients/client/tickets").mkdir(parents=True)
    (root / "rdclient.yaml").write_text(_ROOT, encoding="utf-8")
    (root / "policy.yaml").write_text(_POLICY, encoding="utf-8")
    (root / "clients/client/client.yaml").write_text(_CLIENT, encoding="utf-8")
    per_file = 2_500
    for first in range(0, count, per_file):
        numbers = range(first, min(first + per_file, count))
        text = "".join(ticket(number, chance) for number in numbers)
        name = f"T{first // per_file:03d}.yaml"
        (root / "clients/client/tickets" / name).write_text(text, encoding="utf-8")


def ticket(number: int, chance: random.Random) -> str:
    """One ticket: every second one waits, every fifth is reopened, every ninth changes priority."""
    at = FIRST + timedelta(minutes=chance.randrange(0, 680 * 24 * 60))
    steps = ["opened", "responded"]
    if number % 2:
        steps += ["waiting_client", "resumed"]
    if number % 9 == 0:
        steps.append("priority_changed, to: normal")
    steps.append("resolved")
    if number % 5 == 0:
        steps += ["reopened", "resolved"]
    if number % 7:
        steps.append("closed")
    priority = "urgent" if number % 3 == 0 else "normal"
    head = f"- id: TCK-{number:05d}\n  title: Ticket {number}\n"
    lines = [f"{head}  priority: {priority}\n  events:\n"]
    for step in steps:
        lines.append(f"    - {{at: {at:%Y-%m-%d %H:%M}, type: {step}}}\n")
        at += timedelta(minutes=chance.randrange(5, 2_000))
    return "".join(lines)


if __name__ == "__main__":
    sys.exit(main())
