"""Time start-up: whole processes, medians, beside a bare Python and a bare Typer."""

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

SOURCE = Path(__file__).resolve().parent.parent / "src"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        label: what is run, as printed.
        command: its words.
        must: milliseconds it may take at most; None for what others are compared with.
    """

    label: str
    command: tuple[str, ...]
    must: float | None = None


def main() -> int:
    """Print the table; 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="runs of each line (default 15)")
    runs = max(1, parser.parse_args().runs)
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "empty"
        command = (*rdclient(), "init", str(workspace))
        subprocess.run(command, check=True, capture_output=True, env=environment())
        rows = table(workspace)
        times = measured(rows, runs)
    missed = report(rows, times, runs)
    return 1 if missed else 0


def rdclient() -> tuple[str, ...]:
    """The installed command beside this Python, else the module in ``src/``."""
    found = shutil.which("rdclient", path=str(Path(sys.executable).parent))
    return (found,) if found else (sys.executable, "-m", "rdclient")


def environment() -> dict[str, str]:
    """The environment of each run: this one, with ``src/`` where nothing is installed."""
    return {**os.environ, "PYTHONPATH": str(SOURCE)}


def table(workspace: Path) -> tuple[Row, ...]:
    """The lines, with the targets of the start-up budget."""
    python, program = sys.executable, rdclient()
    return (
        Row("python -c pass", (python, "-c", "pass")),
        Row('python -c "import typer"', (python, "-c", "import typer")),
        Row("rdclient --version", (*program, "--version"), 50),
        Row("rdclient --help", (*program, "--help"), 50),
        Row("rdclient check --help", (*program, "check", "--help"), 400),
        Row("rdclient check, empty workspace", (*program, "-C", str(workspace), "check"), 500),
    )


def measured(rows: tuple[Row, ...], runs: int) -> dict[str, list[float]]:
    """Milliseconds of each run by label; the lines take turns, so that all drift alike."""
    variables = environment()
    times: dict[str, list[float]] = {row.label: [] for row in rows}
    for turn in range(runs + 1):
        for row in rows:
            start = time.perf_counter()
            subprocess.run(row.command, check=True, capture_output=True, env=variables)
            if turn > 0:  # the first turn warms the page cache and the compiled files
                times[row.label].append((time.perf_counter() - start) * 1000)
    return times


def report(rows: tuple[Row, ...], times: dict[str, list[float]], runs: int) -> int:
    """Print the table and say how many targets were missed."""
    bare = statistics.median(times[rows[0].label])
    print(f"start-up, whole process, median of {runs} runs, Python {sys.version.split()[0]}\n")
    print(f"{'command':34}{'ms':>8}{'fastest':>9}{'x bare':>8}{'must':>8}  holds")
    missed = 0
    for row in rows:
        median, best = statistics.median(times[row.label]), min(times[row.label])
        must, holds = "", ""
        if row.must is not None:
            must, holds = f"{row.must:.0f}", "yes" if median <= row.must else "NO"
            missed += median > row.must
        print(f"{row.label:34}{median:8.1f}{best:9.1f}{median / bare:8.1f}{must:>8}  {holds}")
    return missed


if __name__ == "__main__":
    sys.exit(main())
