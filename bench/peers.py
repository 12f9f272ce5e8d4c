"""Time rdclient's check beside those of TRLC, sphinx-needs, StrictDoc and Doorstop."""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.cost import FailedRunError, Measured, machine, settle, take_turns, verdict
from bench.peer_corpus import projects
from bench.peer_tools import (
    PEERS,
    RDCLIENT,
    Given,
    NotInstalledError,
    Tool,
    complaint,
    installed,
    line,
    place,
    write,
)

SIZES = (1000, 10000)
PER_PROJECT = 250
TRIED_ON = 300
"""Requirements that each tool is tried on before it is timed."""
SLOW = 10.0
"""Seconds; a check that takes longer is run once."""
TARGETS: Mapping[str, float] = MappingProxyType(
    {
        "TRLC": 5,
        "sphinx-needs, cold": 20,
        "StrictDoc, cold": 25,
        "Doorstop": 60,
        "sphinx-needs, warm": 8,
        "StrictDoc, warm": 12,
    }
)
"""How many times as long as rdclient a check is to take at 10,000 requirements: what we aim at."""
TARGET_SIZE = 10000

Found = Mapping[str, tuple[str, ...]]


def main() -> int:
    """Print the tables, also where an aim is missed; 3 when a tool could not be measured."""
    chosen = _arguments()
    tools = [tool for tool in (RDCLIENT, *PEERS) if tool.name in ("rdclient", *chosen.only)]
    if chosen.out:
        for tool in tools:
            write(tool, projects(chosen.entities[0], chosen.per_project), chosen.out)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        found, failures = _ready(tools, chosen.envs or work / "environments", work / "trial")
        print("peers: whole process, the same requirements for every tool")
        print(f"median of {chosen.runs} runs, one where a run takes {SLOW:.0f} s or more")
        print(f"peak: all processes of a check together\n{machine()}")
        usable = [tool for tool in tools if tool.name in found]
        for count in chosen.entities if "rdclient" in found else ():
            given = Given(count, -(-count // chosen.per_project))
            try:
                with tempfile.TemporaryDirectory(dir=work) as below:
                    _write_apart(count, chosen.per_project, Path(below))
                    _table(usable, found, given, Path(below), chosen.runs)
            except FailedRunError as failure:
                failures.append(str(failure))
    for each in failures:
        print(f"not measured: {each}", file=sys.stderr)
    return 3 if failures else 0


def _arguments() -> argparse.Namespace:
    names = [tool.name for tool in PEERS]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--entities", type=int, action="append", help="requirements; may be given several times"
    )
    parser.add_argument("--quick", action="store_true", help="1,000 requirements only")
    parser.add_argument("--runs", type=int, default=5, help="runs of each check (default 5)")
    parser.add_argument(
        "--per-project", type=int, default=PER_PROJECT, help="requirements of each project"
    )
    parser.add_argument("--envs", type=Path, help="folder that keeps the installed peers")
    parser.add_argument(
        "--only", action="append", choices=names, help="this peer; may be given several times"
    )
    parser.add_argument("--out", type=Path, help="write the files of every tool and stop")
    chosen = parser.parse_args()
    chosen.only = chosen.only or names
    chosen.entities = chosen.entities or ([SIZES[0]] if chosen.quick else [*SIZES])
    chosen.envs = chosen.envs and chosen.envs.resolve()
    if min(*chosen.entities, chosen.runs, chosen.per_project, 1) < 1:
        parser.error("--entities, --runs and --per-project must be 1 or more")
    if chosen.out and chosen.out.exists() and any(chosen.out.iterdir()):
        parser.error("--out must be a folder that is new or empty")
    return chosen


def _ready(tools: list[Tool], environments: Path, trial: Path) -> tuple[Found, list[str]]:
    """Install and try every tool; the programs that can be timed, and what went wrong."""
    found: dict[str, tuple[str, ...]] = {}
    failures: list[str] = []
    made = projects(TRIED_ON, TRIED_ON // 3)
    for tool in tools:
        try:
            program = installed(tool, environments)
        except NotInstalledError as failure:
            failures.append(str(failure))
            continue
        wrong = complaint(tool, program, made, trial)
        if wrong:
            failures.append(f"{tool.name}: {wrong}")
        else:
            found[tool.name] = program
    return found, failures


def _write_apart(count: int, per_project: int, folder: Path) -> None:
    """Write the files in another process: the memory of this one must stay small."""
    size = ("--entities", str(count), "--per-project", str(per_project))
    command = (sys.executable, str(Path(__file__)), *size, "--out", str(folder))
    subprocess.run(command, check=True)
    settle()


def _table(tools: list[Tool], found: Found, given: Given, folder: Path, runs: int) -> None:
    """Measure the tools on what lies in a folder, and print a table.

    Raises:
        FailedRunError: when a check fails, or does not tell of all requirements.
    """
    lines = [
        line(tool, found[tool.name], place(tool, folder), is_cold=is_cold)
        for tool in tools
        for is_cold in ((True, False) if tool.has_cache else (True,))
    ]
    measured = take_turns(lines, runs, once_from=SLOW)
    for tool in tools:
        last = [each.label for each in lines if each.label.startswith(tool.name)][-1]
        if not tool.has_read(measured[last].costs[-1], place(tool, folder), given):
            raise FailedRunError(f"{tool.name} does not tell of all requirements")
    print(f"\n{given.requirements} requirements in {given.projects} projects\n")
    print(f"{'check':20}{'wall s':>9}{'CPU s':>9}{'peak MiB':>10}{'runs':>6}", end="")
    print(f"{'x cold':>9}{'x warm':>9}{'aim':>7}  reached")
    targets = TARGETS if given.requirements == TARGET_SIZE else {}
    for each in lines:
        _row(each.label, measured, targets)


def _row(label: str, measured: Mapping[str, Measured], targets: Mapping[str, float]) -> None:
    """Print one line of the table."""
    cost, aim = measured[label], targets.get(label)
    is_peer = not label.startswith(RDCLIENT.name)
    cold = cost.wall / measured["rdclient, cold"].wall if is_peer else None
    warm = cost.wall / measured["rdclient, warm"].wall if is_peer else None
    if label.endswith(", cold"):
        warm = None
    if label.endswith(", warm"):
        cold = None
    ratios = "".join(f"{ratio:8.1f}x" if ratio else f"{'':9}" for ratio in (cold, warm))
    figures = f"{cost.wall:9.2f}{cost.cpu:9.2f}{cost.peak:10.0f}{len(cost.costs):6}"
    if aim is None:
        print(f"{label:20}{figures}{ratios}".rstrip())
        return
    holds = (cold or warm or 0) >= aim
    print(f"{label:20}{figures}{ratios}{aim:6.0f}x  {verdict(holds=holds)}")


if __name__ == "__main__":
    sys.exit(main())
