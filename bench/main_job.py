"""Time the main job on real records: a cold check, its first rules alone, and a weekly report."""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.cost import CHECKED, ROOT, Line, program, remove, take_turns, verdict, with_source

DATA = ROOT.parent / "shared" / "data" / "real"
BUILDER = ROOT / "tests" / "real" / "build_workspace.py"

FIRST_RULES_ONLY = """
import sys
from rdclient.api import examining
first = (
    "RD012 RD013 RD015 RD016 RD101 RD111 RD202 RD204 RD211 RD212 RD213 RD214 RD240 RD241 RD421 "
    "RD430 RD431 RD440"
).split()
examining.RULES = tuple(rule for rule in examining.RULES if rule.code in first)
from rdclient.cli.main import main
main()
"""
"""A check with the rules that the main job came with; what all the others cost is the rest."""
MOST = 1.25
"""What a check with every rule may take, as a multiple of one with the first rules."""


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


def jobs(workspace: Path) -> tuple[Line, ...]:
    """The lines, with the seconds that are the targets of the main job."""
    here = (*program(), "-C", str(workspace))
    first = (sys.executable, "-c", FIRST_RULES_ONLY, "-C", str(workspace))
    check = ("check", "--lang", "en")
    weekly = ("weekly-report", "rtos", "--week", "2016-W10")
    variables, cache = with_source(), workspace / ".rdclient-cache"

    def cold(_: int) -> None:
        remove(cache)

    return (
        Line("python -c pass", (sys.executable, "-c", "pass"), environment=variables),
        Line("check, first rules", (*first, *check), None, (0, 1), CHECKED, cold, variables),
        Line("check, cold", (*here, *check), 2.5, (0, 1), CHECKED, cold, variables),
        Line("weekly-report", (*here, *weekly), 3.0, before=cold, environment=variables),
    )


def report(lines: tuple[Line, ...], runs: int) -> int:
    """Run and print each line; how many targets were missed."""
    print(f"main job, whole process, median of {runs} runs, Python {sys.version.split()[0]}\n")
    heads = ("wall s", "CPU s", "peak MiB", "x bare", "must s")
    print(f"{'command':18}{''.join(f'{head:>10}' for head in heads)}  holds")
    measured, missed = take_turns(lines, runs), 0
    bare = measured[lines[0].label].wall
    for line in lines:
        cost = measured[line.label]
        must, holds = "", ""
        if line.must is not None:
            must, holds = f"{line.must:.1f}", verdict(holds=cost.wall <= line.must)
            missed += cost.wall > line.must
        figures = f"{cost.wall:10.2f}{cost.cpu:10.2f}{cost.peak:10.0f}{cost.wall / bare:10.1f}"
        print(f"{line.label:18}{figures}{must:>10}  {holds}")
    share = measured["check, cold"].wall / measured["check, first rules"].wall
    holds = verdict(holds=share <= MOST)
    print(f"\nevery rule against the first rules: {share:.2f} x (must {MOST})  {holds}")
    return missed + (share > MOST)


if __name__ == "__main__":
    sys.exit(main())
