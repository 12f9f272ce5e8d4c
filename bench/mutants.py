"""Change each line of the rules in small ways and count the changes that the fixtures notice."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATISTICS = ROOT / "mutants" / "mutmut-cicd-stats.json"
LEAST = 85
"""Percent of the mutants that must be killed."""
_UNNOTICED = ("survived", "no tests", "suspicious")


def main() -> int:
    """Print the share killed and every survivor; 1 when too many live."""
    program = shutil.which("mutmut", path=str(Path(sys.executable).parent))
    if program is None:
        print("mutmut is not installed: run `make mutants`", file=sys.stderr)
        return 3
    shutil.rmtree(ROOT / "mutants", ignore_errors=True)
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    for words in (("run",), ("export-cicd-stats",)):
        done = subprocess.run(
            [program, *words], cwd=ROOT, env=environment, capture_output=True, encoding="utf-8",
            check=False,
        )  # fmt: skip
        if done.returncode:
            print(done.stdout[-4000:], done.stderr[-4000:], sep="\n", file=sys.stderr)
            return 3
    listed = subprocess.run(
        [program, "results"], cwd=ROOT, env=environment, capture_output=True, encoding="utf-8",
        check=True,
    )  # fmt: skip
    counts = json.loads(STATISTICS.read_text(encoding="utf-8"))
    killed = counts["killed"] + counts["timeout"] + counts["segfault"]
    share = 100 * killed / counts["total"]
    for line in listed.stdout.splitlines():
        if line.strip().endswith(_UNNOTICED):
            print(line.strip())
    print(f"killed {killed} of {counts['total']} mutants of the rules: {share:.1f} %")
    return int(share < LEAST)


if __name__ == "__main__":
    sys.exit(main())
