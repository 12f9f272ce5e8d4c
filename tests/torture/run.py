"""All harnesses in full size: one line each; ends with 1 when a figure is not what it must be."""

import argparse
import importlib
import inspect
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from tally import Tally, line

_MOST_TOLD = 10
_LONGEST = 1000


class Harness(NamedTuple):
    """A module with ``measure``, and its size in a quick run; its full size is its own default.

    ``full`` is for one that has none.
    """

    module: str
    quick: int
    full: int | None = None


HARNESSES = (
    Harness("hostile", 800),
    Harness("crash", 20),
    Harness("writers", 5),
    Harness("spans", 6),
    Harness("fast_reader", 3000),
    Harness("warm", 25, 500),
)


def measured(harness: Harness, folder: Path, *, is_quick: bool, seed: int | None) -> Tally:
    """What a harness counted; ``seed`` is handed to those that have one."""
    measure = importlib.import_module(harness.module).measure
    size = harness.quick if is_quick else harness.full
    chosen = {"size": size, "seed": seed}
    known = inspect.signature(measure).parameters
    given = {name: value for name, value in chosen.items() if value is not None and name in known}
    tally: Tally = measure(folder, **given)
    return tally


def told(tallies: Iterable[Tally]) -> Iterator[str]:
    """The lines about what was not as it must be; none when all is well."""
    for tally in tallies:
        if tally.failures:
            yield f"\n{tally.label}: {len(tally.failures)} not as they must be"
            yield from (f"  {failure[:_LONGEST]}" for failure in tally.failures[:_MOST_TOLD])


def main(words: list[str] | None = None, harnesses: tuple[Harness, ...] = HARNESSES) -> int:
    """Run the harnesses that were named, all without a name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("harness", nargs="*", help=", ".join(row.module for row in harnesses))
    parser.add_argument("--quick", action="store_true", help="a small size, for a first look")
    parser.add_argument("--seed", type=int, help="of everything that is made up")
    typed = parser.parse_args(words)
    chosen = [row for row in harnesses if not typed.harness or row.module in typed.harness]
    started = time.monotonic()
    tallies = []
    folder = Path(tempfile.mkdtemp(prefix="rdclient-torture-"))
    for row in chosen:
        own = folder / row.module
        own.mkdir()
        before = time.monotonic()
        tallies.append(measured(row, own, is_quick=typed.quick, seed=typed.seed))
        took = time.monotonic() - before
        sys.stdout.write(f"{line(tallies[-1])}   ({took:.0f} s)\n")
        sys.stdout.flush()
    sys.stdout.write(f"{time.monotonic() - started:.0f} s\n")
    if faults := list(told(tallies)):
        sys.stderr.write("\n".join([*faults, "", f"the files stand in {folder}"]) + "\n")
        return 1
    _swept(folder)
    return 0


def _swept(folder: Path) -> None:
    """Remove what the harnesses made; sound runs leave nothing worth a look."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        else:
            path.unlink()
    folder.rmdir()


if __name__ == "__main__":
    sys.exit(main())
