"""Time the check of made-up workspaces of 1,000, 10,000 and 50,000 records, cold and warm."""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
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
    remove,
    settle,
    take_turns,
    verdict,
    with_source,
)

TOUCHED, TOUCHED_OF = 200, 10000
"""Files that are changed before each run, and the records of the workspace they are changed in."""
MOST_GROWTH = 12
"""What a cold check of 10,000 records may take of the CPU, as a multiple of one of 1,000."""
GROWN = (1000, 10000)


@dataclass(frozen=True, slots=True)
class Target:
    """What a workspace of a size may cost: seconds cold and warm, MiB.

    Attributes:
        cold: must and stretch, nothing cached.
        warm: must and stretch, nothing changed since the last check.
        peak: all processes together, in either case.
        runs: how often each check is run when nothing else is asked for.
    """

    cold: tuple[float, float]
    warm: tuple[float, float]
    peak: float
    runs: int


TARGETS: Mapping[int, Target] = {
    1000: Target((1.0, 0.6), (0.6, 0.25), 100, 9),
    10000: Target((2.5, 1.5), (1.0, 0.4), 160, 7),
    50000: Target((10.0, 7.0), (3.0, 1.3), 400, 3),
}


def main() -> int:
    """Print the table; 1 when a target is missed, 3 when a check fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entities", type=int, action="append", choices=sorted(TARGETS))
    parser.add_argument("--quick", action="store_true", help="1,000 records only")
    parser.add_argument("--runs", type=int, help="runs of each check (default 9, 7 and 3)")
    chosen = parser.parse_args()
    sizes = chosen.entities or ([min(TARGETS)] if chosen.quick else sorted(TARGETS))
    print("check by size: whole process, medians; peak of all processes together")
    print(f"* the stretch is reached\n{machine()}\n")
    print(
        f"{'records':>7}  {'check':18}{'wall s':>8}{'must':>7}  {'holds':7}{'stretch':>7}", end=""
    )
    print(f"{'CPU s':>8}{'peak MiB':>10}{'must':>6}  holds")
    missed, cold_cpu = 0, dict[int, float]()
    try:
        for size in sizes:
            measured = _measured(size, chosen.runs)
            missed += _report(size, measured)
            cold_cpu[size] = measured["cold"].cpu
    except FailedRunError as failure:
        print(failure, file=sys.stderr)
        return 3
    if set(GROWN) <= set(cold_cpu):
        growth = cold_cpu[GROWN[1]] / cold_cpu[GROWN[0]]
        missed += growth > MOST_GROWTH
        holds = verdict(holds=growth <= MOST_GROWTH)
        print(f"\nCPU of a cold check, 10,000 against 1,000: {growth:.1f} x", end="")
        print(f" (must {MOST_GROWTH})  {holds}")
    return 1 if missed else 0


def _measured(size: int, runs: int | None) -> Mapping[str, Measured]:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "workspace"
        size_and_place = ("--entities", str(size), "--out", str(workspace), "--git")
        generate = (sys.executable, str(ROOT / "bench" / "generate.py"), *size_and_place)
        subprocess.run(generate, check=True, capture_output=True)
        settle()
        return take_turns(_lines(size, workspace), max(1, runs or TARGETS[size].runs))


def _lines(size: int, workspace: Path) -> list[Line]:
    """A cold check, a warm one, and one after some of the files were changed."""
    cache = workspace / ".rdclient-cache"
    command = (*program(), "-C", str(workspace), "check", "--lang", "en", "--as-of", MOMENT)
    files = sorted(workspace.glob("clients/*/projects/*/requirements/*.yaml"))
    changed = files[:: max(1, len(files) // TOUCHED)][:TOUCHED]

    def touch(turn: int) -> None:
        for path in changed:
            with path.open("a", encoding="utf-8", newline="\n") as file:
                file.write(f"# seen in turn {turn}\n")

    variables, says = with_source(), f"{size}{CHECKED}"
    cold = Line("cold", command, says=says, before=lambda _: remove(cache), environment=variables)
    lines = [cold, Line("warm", command, says=says, environment=variables)]
    if size == TOUCHED_OF:
        label = f"{len(changed)} files changed"
        lines.append(Line(label, command, says=says, before=touch, environment=variables))
    return lines


def _report(size: int, measured: Mapping[str, Measured]) -> int:
    """Print the lines of a size; how many targets were missed."""
    target, missed = TARGETS[size], 0
    for label, cost in measured.items():
        first = f"{size:7}  {label:18}{cost.wall:8.2f}"
        last = f"{cost.cpu:8.2f}{cost.peak:10.0f}"
        if label not in {"cold", "warm"}:
            ratio = cost.wall / measured["warm"].wall
            print(f"{first}{f'{ratio:.1f} x warm':>16}{'':7}{last}")
            continue
        must, stretch = target.cold if label == "cold" else target.warm
        is_fast, is_small = cost.wall <= must, cost.peak <= target.peak
        missed += (not is_fast) + (not is_small)
        holds = verdict(holds=is_fast) + " " * (7 - len("yes" if is_fast else "NO"))
        reached = f"{stretch:6.2f}{'*' if cost.wall <= stretch else ' '}"
        print(f"{first}{must:7.2f}  {holds}{reached}{last}{target.peak:6.0f}", end="")
        print(f"  {verdict(holds=is_small)}")
    return missed


if __name__ == "__main__":
    sys.exit(main())
