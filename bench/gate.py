"""Time ``check --base`` where 200 of 10,000 records differ, beside a warm plain ``check``."""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.cost import (
    CHECKED,
    MOMENT,
    ROOT,
    FailedRunError,
    Line,
    Measured,
    machine,
    program,
    settle,
    take_turns,
    verdict,
    with_source,
)

RECORDS, QUICK = 10_000, 1_000
CHANGED = 200
"""Records that differ from the base, in a commit of their own."""
MUST = 1.5
"""What the gate may take, as a multiple of a warm plain check of the same records."""
PLAIN, WARM, COLD = "check, warm", "check --base, warm", "check --base, no cache"


def main() -> int:
    """Print the table; 1 when the target is missed, 3 when a check fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="1,000 records")
    parser.add_argument("--runs", type=int, default=9, help="runs of each check (default 9)")
    chosen = parser.parse_args()
    size = QUICK if chosen.quick else RECORDS
    try:
        with tempfile.TemporaryDirectory() as folder:
            workspace = Path(folder) / "workspace"
            changed = _made(workspace, size)
            settle()
            measured = take_turns(_lines(size, workspace), chosen.runs)
    except FailedRunError as failure:
        print(failure, file=sys.stderr)
        return 3
    return _report(size, changed, measured)


def _made(workspace: Path, size: int) -> int:
    """A repository with a branch in which records were changed; how many of them."""
    script = str(ROOT / "bench" / "generate.py")
    words = (sys.executable, script, "--entities", str(size), "--out", str(workspace), "--git")
    subprocess.run(words, check=True, capture_output=True)
    files = sorted(workspace.glob("clients/*/projects/*/requirements/*.yaml"))
    changed = files[:: max(1, len(files) // CHANGED)][:CHANGED]
    for path in changed:
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write("note: looked at again\n")
    who = ("-c", "user.name=Generator", "-c", "user.email=generator@example.com")
    for command in (("checkout", "-q", "-b", "request"), ("commit", "-q", "-a", "-m", "Notes")):
        subprocess.run(("git", *who, *command), cwd=workspace, check=True)
    return len(changed)


def _lines(size: int, workspace: Path) -> list[Line]:
    command = (*program(), "-C", str(workspace), "check", "--lang", "en", "--as-of", MOMENT)
    gate = (*command, "--base", "main")
    says, variables = f"{size}{CHECKED}", with_source()

    def line(label: str, words: tuple[str, ...], *more: str) -> Line:
        found = (*words, *more)
        return Line(label, found, exits=(0, 1), says=says, environment=variables)

    return [line(PLAIN, command), line(WARM, gate), line(COLD, gate, "--no-cache")]


def _report(size: int, changed: int, measured: Mapping[str, Measured]) -> int:
    plain = measured[PLAIN].wall
    print(f"check --base: {size} records, {changed} of them changed; whole process, medians")
    print(f"{machine()}\n")
    print(f"{'':22}{'wall s':>8}{'CPU s':>8}{'peak MiB':>10}{'x plain':>9}{'must':>6}  holds")
    missed = 0
    for label, cost in measured.items():
        ratio = cost.wall / plain
        row = f"{label:22}{cost.wall:8.3f}{cost.cpu:8.3f}{cost.peak:10.0f}{ratio:9.2f}"
        if label == WARM:
            missed += ratio > MUST
            row += f"{MUST:6.1f}  {verdict(holds=ratio <= MUST)}"
        print(row)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
