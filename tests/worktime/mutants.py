"""Small faults put into business time one at a time: the tests must notice each.

``python tests/worktime/mutants.py [NAME…]`` copies the source, changes one line of the copy, runs
the tests of that row against it, and ends with 1 when a fault is not noticed; ``make
mutants-clocks`` takes all of them. The tables stand beside it, by module.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from mutant import Mutant
from mutants_calendar import OF_CALENDARS
from mutants_instant import OF_INSTANTS
from mutants_line import OF_LINES
from mutants_measure import OF_MEASURES

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "rdclient"
_NEEDED = ("src", "templates", "examples")
"""What the program reads beside its own folder, too."""
_PYTEST = (
    *("-m", "pytest", "-x", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", "-p", "no:xdist"),
    *("--tb", "line"),
)
_SLICE = {
    "CI": "1",  # the same examples in every run
    "WORKTIME_EXAMPLES": "15",
    "WORKTIME_UNSHRUNK": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
}
_LONGEST = 240
"""Seconds; a fault that makes a loop endless counts as noticed."""
MUTANTS = (*OF_CALENDARS, *OF_INSTANTS, *OF_LINES, *OF_MEASURES)


def occurrences(mutant: Mutant) -> int:
    """How often the text that is replaced stands in the source."""
    return (SOURCE / mutant.file).read_text(encoding="utf-8").count(mutant.old)


def is_noticed(copy: Path, tests: tuple[str, ...]) -> bool:
    """Whether tests fail against a copy of the source."""
    environment = {**os.environ, **_SLICE, "PYTHONPATH": str(copy / "src")}
    try:
        done = subprocess.run(
            [sys.executable, *_PYTEST, *tests],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=_LONGEST,
        )
    except subprocess.TimeoutExpired:
        return True
    if done.returncode > 1:
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
    return done.returncode == 1


def survives(mutant: Mutant, copy: Path) -> bool:
    """Whether no test notices the fault, which is taken out again."""
    file = copy / "src" / "rdclient" / mutant.file
    sound = file.read_text(encoding="utf-8")
    file.write_text(sound.replace(mutant.old, mutant.new), encoding="utf-8", newline="\n")
    try:
        return not is_noticed(copy, mutant.tests)
    finally:
        file.write_text(sound, encoding="utf-8", newline="\n")


def main(words: list[str] | None = None, mutants: tuple[Mutant, ...] = MUTANTS) -> int:
    """Put in the faults that were named, all without a name; 1 when one survives."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", nargs="*", help="of a fault")
    names = parser.parse_args(words).name
    if unknown := set(names) - {row.name for row in mutants}:
        parser.error(f"no such fault: {', '.join(sorted(unknown))}")
    chosen = [row for row in mutants if not names or row.name in names]
    misplaced = [row.name for row in chosen if occurrences(row) != 1]
    if misplaced:
        sys.stderr.write(f"not exactly once in the source: {', '.join(misplaced)}\n")
        return 1
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="rdclient-mutants-") as folder:
        copy = Path(folder)
        for name in _NEEDED:
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, copy / name, ignore=ignored)
        for tests in sorted({row.tests for row in chosen}):
            if is_noticed(copy, tests):
                sys.stderr.write(f"a test fails without a fault: {' '.join(tests)}\n")
                return 1
        survivors = [row for row in chosen if survives(row, copy)]
    for row in survivors:
        sys.stdout.write(f"survived: {row.name} ({row.file}): {row.fault}\n")
    took = time.monotonic() - started
    sys.stdout.write(f"killed {len(chosen) - len(survivors)} of {len(chosen)} ({took:.0f} s)\n")
    return int(bool(survivors))


if __name__ == "__main__":
    sys.exit(main())
