"""Time elapsed time and deadlines over a year, call by call, beside businesstimedelta."""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.cost import SOURCE, machine
from bench.peer_tools import NotInstalledError, Tool, installed

sys.path.insert(0, str(SOURCE))

from rdclient.worktime import WorkCalendar, deadline, elapsed

PEER = Tool(
    name="businesstimedelta",
    packages=("businesstimedelta==1.0.1",),
    program="python",
    words=lambda _: (),
    caches=lambda _: (),
    has_read=lambda *_: True,
)
ZONE = "Asia/Shanghai"
HOURS = ((9 * 3600, 12 * 3600), (13 * 3600 + 1800, 18 * 3600))
DAYS_OFF = (
    "2025-10-08",  # the other fails without a day off before the start and one after the end
    *("2026-01-01", "2026-01-02", "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19"),
    *("2026-02-20", "2026-02-23", "2026-04-06", "2026-05-01", "2026-05-04", "2026-05-05"),
    *("2026-06-19", "2026-09-25", "2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06"),
    *("2026-10-07", "2027-01-01"),
)
"""Without make-up weekends: the other has no extra workdays."""
START = datetime(2026, 1, 1, tzinfo=UTC)
END = datetime(2026, 12, 31, 4, 0, tzinfo=UTC)
CALLS = 20_000
_SLOW_CALLS = 5
_THERE = """
import json, sys, time
from datetime import date, datetime, time as clock, timezone
import businesstimedelta as btd, pytz
given = json.loads(sys.argv[1])
zone, week = pytz.timezone(given["zone"]), [0, 1, 2, 3, 4]
def of_day(seconds):
    return clock(seconds // 3600, seconds % 3600 // 60)
def rule(span):
    return btd.WorkDayRule(
        start_time=of_day(span[0]), end_time=of_day(span[1]), working_days=week, tz=zone
    )
def off(day):
    return datetime.strptime(day, "%Y-%m-%d").date()
(opens, noon), (after, closes) = given["hours"]
lunch = btd.LunchTimeRule(
    start_time=of_day(noon), end_time=of_day(after), working_days=week, tz=zone
)
holidays = btd.HolidayRule({off(day): "off" for day in given["days_off"]}, tz=zone)
rules = btd.Rules([rule((opens, closes)), lunch, holidays])
start, end = (datetime.fromisoformat(given[name]) for name in ("start", "end"))
budget = btd.BusinessTimeDelta(rules, seconds=given["budget"])
ways = {
    "elapsed": lambda: int(rules.difference(start, end).timedelta.total_seconds()),
    "deadline": lambda: (start + budget).astimezone(timezone.utc).isoformat(),
}
found = {}
for name, way in ways.items():
    answer, taken = way(), []
    for _ in range(given["calls"]):
        began = time.perf_counter()
        way()
        taken.append(time.perf_counter() - began)
    found[name] = [sorted(taken)[len(taken) // 2], answer]
print(json.dumps(found))
"""
"""What runs in the environment of the other: the same questions, its answers and its seconds."""

Found = Mapping[str, tuple[float, int | str]]
"""For each question the seconds of a call and the answer."""


def main() -> int:
    """Print a line for each question; 3 when the other could not be measured or answers apart."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="rounds of our calls (default 5)")
    parser.add_argument("--envs", type=Path, help="folder that keeps the installed peer")
    chosen = parser.parse_args()
    print(f"worktime: one call over a year, after the first\n{machine()}\n")
    ours = here(max(1, chosen.runs))
    try:
        with tempfile.TemporaryDirectory() as folder:
            environments = chosen.envs.resolve() if chosen.envs else Path(folder)
            peers = there(environments, int(ours["elapsed"][1]))
    except NotInstalledError as failure:
        peers = {}
        print(f"not measured: {failure}", file=sys.stderr)
    print(f"{'call':12}{'rdclient us':>13}{PEER.name + ' us':>22}{'ratio':>11}")
    for name, (seconds, answer) in ours.items():
        line = f"{name:12}{seconds * 1e6:13.1f}"
        if name in peers:
            line += f"{peers[name][0] * 1e6:22.0f}{peers[name][0] / seconds:10.0f}x"
        print(line)
        if name in peers and peers[name][1] != answer:
            print(f"answers differ: {answer}, there {peers[name][1]}", file=sys.stderr)
            peers = {}
    return 0 if peers else 3


def here(runs: int) -> Found:
    """Our seconds and answers."""
    calendar = WorkCalendar(
        "bench",
        ZoneInfo(ZONE),
        dict.fromkeys(range(1, 6), HOURS),
        frozenset(map(date.fromisoformat, DAYS_OFF)),
    )
    budget = elapsed(calendar, START, END)
    return {
        "elapsed": (per_call(lambda: elapsed(calendar, START, END), runs), budget),
        "deadline": (
            per_call(lambda: deadline(calendar, START, budget), runs),
            deadline(calendar, START, budget).isoformat(),
        ),
    }


def per_call(ask: Callable[[], object], runs: int) -> float:
    """Seconds of a call: the median of some rounds of many."""
    ask()
    rounds = []
    for _ in range(runs):
        began = time.perf_counter()
        for _ in range(CALLS):
            ask()
        rounds.append((time.perf_counter() - began) / CALLS)
    return statistics.median(rounds)


def there(environments: Path, budget: int) -> Found:
    """The seconds and answers of the other, in an environment of its own.

    Raises:
        NotInstalledError: when it cannot be had.
    """
    given = {
        "zone": ZONE,
        "hours": HOURS,
        "days_off": DAYS_OFF,
        "start": START.isoformat(),
        "end": END.isoformat(),
        "budget": budget,
        "calls": _SLOW_CALLS,
    }
    command = (*installed(PEER, environments), "-W", "ignore", "-c", _THERE, json.dumps(given))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotInstalledError(f"{PEER.name} fails: {done.stderr.strip().splitlines()[-1]}")
    return {name: (row[0], row[1]) for name, row in json.loads(done.stdout).items()}


if __name__ == "__main__":
    sys.exit(main())
