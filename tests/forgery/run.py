"""Forge signed records and tell honest histories; ends with 1 unless the gate tells them apart."""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "control"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from judging import ROWS, is_as_it_must_be, line, outcomes
from rows import Forgery


def main(words: list[str] | None = None) -> int:
    """Print a line a row, and the totals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", nargs="?", default="", help="only rows whose name holds this")
    parser.add_argument("--jobs", type=int, default=2, help="how many at once")
    typed = parser.parse_args(words)
    os.environ["RDCLIENT_LANG"] = "en"
    rows = tuple(row for row in ROWS if typed.name in row.name)
    if not rows:
        parser.error(f"no row's name holds {typed.name!r}")
    folder = Path(tempfile.mkdtemp(prefix="rdclient-forgery-"))
    good = {True: 0, False: 0}
    for row, outcome in zip(rows, outcomes(folder, rows, typed.jobs), strict=True):
        sys.stdout.write(f"{line(row, outcome)}\n")
        sys.stdout.flush()
        is_good = outcome.said is not None and is_as_it_must_be(row, outcome.said)
        good[isinstance(row, Forgery)] += is_good
    forged = sum(isinstance(row, Forgery) for row in rows)
    honest = len(rows) - forged
    sys.stdout.write(
        f"{forged} forgeries, {good[True]} detected; "
        f"{honest} honest histories, {honest - good[False]} false alarms\n"
    )
    if sum(good.values()) < len(rows):
        sys.stderr.write(f"the repositories stand in {folder}\n")
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
