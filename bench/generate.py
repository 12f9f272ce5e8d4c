"""Write a workspace of made-up records: ``generate.py --entities N --out DIR [--seed S] [--git]``.

The same N and seed give the same bytes. Checked as of 2026-11-20 18:00 +08:00, it has no errors.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEAST = 200
"""Fewer records do not make a client with a project."""


def commit(folder: Path) -> None:
    """Put the workspace into a Git repository, as one commit that depends on nothing else."""
    who = {
        "NAME": "Generator",
        "EMAIL": "generator@example.com",
        "DATE": "2026-11-20T18:00:00+0800",
    }
    fixed = {
        f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()
    }
    fixed |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    message = ("commit", "-q", "-m", "Workspace as generated")
    for words in (("init", "-q", "-b", "main"), ("add", "-A"), message):
        subprocess.run(("git", *words), cwd=folder, check=True, env={**os.environ, **fixed})


def main() -> int:
    """Write, and print the counts; 2 when it was not called as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entities", type=int, required=True, help=f"records, at least {LEAST}")
    parser.add_argument("--out", type=Path, required=True, help="folder, new or empty")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--git", action="store_true", help="as one commit of a repository")
    chosen = parser.parse_args()
    is_free = not chosen.out.exists() or (chosen.out.is_dir() and not any(chosen.out.iterdir()))
    if chosen.entities < LEAST or not is_free:
        parser.error(f"--entities must be {LEAST} or more, and --out a folder that is new or empty")
    sys.path.insert(0, str(ROOT))
    from bench.records import build

    corpus = build(chosen.entities, chosen.seed)
    for name, text in corpus.files.items():
        path = chosen.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    if chosen.git:
        commit(chosen.out)
    for kind, count in sorted(corpus.counts.items()):
        print(f"{count:>7}  {kind}")
    print(f"{corpus.counts.total():>7}  records in {len(corpus.files)} files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
