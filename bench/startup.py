"""Time start-up: whole processes, medians, beside a bare Python and a bare Typer."""

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.cost import Line, Measured, program, run, take_turns, verdict, with_source


def main() -> int:
    """Print the table; 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="runs of each line (default 15)")
    runs = max(1, parser.parse_args().runs)
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "empty"
        run(_line("rdclient init", *program(), "init", str(workspace)))
        lines = table(workspace)
        measured = take_turns(lines, runs)
    missed = report(lines, measured, runs)
    return 1 if missed else 0


def table(workspace: Path) -> tuple[Line, ...]:
    """The lines, with the milliseconds of the start-up budget."""
    python, rdclient = sys.executable, program()
    return (
        _line("python -c pass", python, "-c", "pass"),
        _line('python -c "import typer"', python, "-c", "import typer"),
        _line("rdclient --version", *rdclient, "--version", must=50),
        _line("rdclient --help", *rdclient, "--help", must=50),
        _line("rdclient check --help", *rdclient, "check", "--help", must=400),
        _line(
            "rdclient check, empty workspace", *rdclient, "-C", str(workspace), "check", must=500
        ),
    )


def _line(label: str, *command: str, must: float | None = None) -> Line:
    return Line(label, command, must, environment=with_source())


def report(lines: tuple[Line, ...], measured: dict[str, Measured], runs: int) -> int:
    """Print the table and say how many targets were missed."""
    bare = measured[lines[0].label].wall
    print(f"start-up, whole process, median of {runs} runs, Python {sys.version.split()[0]}\n")
    print(f"{'command':34}{'ms':>8}{'fastest':>9}{'x bare':>8}{'must':>8}  holds")
    missed = 0
    for line in lines:
        median, best = measured[line.label].wall * 1000, measured[line.label].fastest * 1000
        must, holds = "", ""
        if line.must is not None:
            must, holds = f"{line.must:.0f}", verdict(holds=median <= line.must)
            missed += median > line.must
        ratio = median / bare / 1000
        print(f"{line.label:34}{median:8.1f}{best:9.1f}{ratio:8.1f}{must:>8}  {holds}")
    return missed


if __name__ == "__main__":
    sys.exit(main())
