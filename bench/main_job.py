"""Time the main job on real records: a cold check, its first rules alone, and a weekly report."""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data" / "real"
BUILDER = ROOT / "tests" / "real" / "build_workspace.py"

FIRST_RULES_ONLY = """
import sys
from rdclient.api import checking
first = (
    "RD012 RD013 RD015 RD016 RD101 RD111 RD202 RD204 RD211 RD212 RD213 RD214 RD240 RD241 RD421 "
    "RD430 RD431 RD440"
).split()
checking.RULES = tuple(rule for rule in checking.RULES if rule.code in first)
from rdclient.cli.main import main
main()
"""
"""A check with the rules that the main job came with; what all the others cost is the rest."""
MOST = 1.25
"""What a check with every rule may take, as a multiple of one with the first rules."""


@dataclass(frozen=True, slots=True)
class Job:
    """One line of the table.

    Attributes:
        label: what is run, as printed.
        command: its words.
        exits: exit codes that count as done.
        must: seconds it may take at most; None for what others are compared with.
    """

    label: str
    command: tuple[str, ...]
    exits: tuple[int, ...] = (0,)
    must: float | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took: seconds by the clock, seconds of CPU, most memory held in MiB."""

    wall: float
    cpu: float
    peak: float


def main() -> int:
    """Print the table; 1 when a target is missed, 3 when the records are not there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="runs of each line (default 5)")
    parser.add_argument("--data", type=Path, default=DATA, help="folder with the two CSV files")
    chosen = parser.parse_args()
    if not (chosen.data / "ticket_events.csv").is_file():
        print(f"no records in {chosen.data}: name their folder with --data", file=sys.stderr)
        return 3
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "real"
        build = (sys.executable, str(BUILDER), str(chosen.data), str(workspace))
        subprocess.run(build, check=True, capture_output=True)
        missed = report(jobs(workspace), max(1, chosen.runs))
    return 1 if missed else 0


def jobs(workspace: Path) -> tuple[Job, ...]:
    """The lines, with the targets of the main job."""
    found = shutil.which("rdclient", path=str(Path(sys.executable).parent))
    program = (found,) if found else (sys.executable, "-m", "rdclient")
    here = (*program, "-C", str(workspace))
    first = (sys.executable, "-c", FIRST_RULES_ONLY, "-C", str(workspace))
    return (
        Job("python -c pass", (sys.executable, "-c", "pass")),
        Job("check, first rules", (*first, "check"), (0, 1)),
        Job("check, cold", (*here, "check"), (0, 1), 2.5),
        Job("weekly-report", (*here, "weekly-report", "rtos", "--week", "2016-W10"), must=3.0),
    )


def run(job: Job) -> Cost:
    """Run one job to its end; needs the ``wait4`` of Linux and macOS.

    Raises:
        RuntimeError: when it ends with another exit code than it should.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            job.command, stdout=subprocess.DEVNULL, stderr=errors, env=environment
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in job.exits:
            errors.seek(0)
            said = errors.read().decode(errors="replace")
            raise RuntimeError(f"{job.label} ended with {process.returncode}: {said}")
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


def report(lines: tuple[Job, ...], runs: int) -> int:
    """Run and print each line; how many targets were missed."""
    print(f"main job, whole process, median of {runs} runs, Python {sys.version.split()[0]}\n")
    heads = ("wall s", "CPU s", "peak MiB", "x bare", "must s")
    print(f"{'command':18}{''.join(f'{head:>10}' for head in heads)}  holds")
    missed, bare = 0, 0.0
    walls: dict[str, float] = {}
    for job in lines:
        costs = [run(job) for _ in range(runs)]
        wall = statistics.median(cost.wall for cost in costs)
        cpu = statistics.median(cost.cpu for cost in costs)
        peak = max(cost.peak for cost in costs)
        bare = bare or wall
        must, holds = "", ""
        if job.must is not None:
            must, holds = f"{job.must:.1f}", "yes" if wall <= job.must else "NO"
            missed += wall > job.must
        walls[job.label] = wall
        figures = f"{wall:10.2f}{cpu:10.2f}{peak:10.0f}{wall / bare:10.1f}"
        print(f"{job.label:18}{figures}{must:>10}  {holds}")
    share = walls["check, cold"] / walls["check, first rules"]
    holds = "yes" if share <= MOST else "NO"
    print(f"\nevery rule against the first rules: {share:.2f} x (must {MOST})  {holds}")
    return missed + (share > MOST)


if __name__ == "__main__":
    sys.exit(main())
