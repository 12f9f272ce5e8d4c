"""Scratch repositories for tests: nothing of the user's own settings reaches them."""

import os
import subprocess
from pathlib import Path


def git(folder: Path, *words: str, at: str | None = None, by: str = "zhang") -> str:
    """Run Git; ``at`` is when the commit is made, ``by`` who makes it."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    more = {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": by,
        "GIT_AUTHOR_EMAIL": f"{by}@example.com",
        "GIT_COMMITTER_NAME": by,
        "GIT_COMMITTER_EMAIL": f"{by}@example.com",
    }
    if at:
        more |= {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
    done = subprocess.run(
        ["git", "-c", "protocol.file.allow=always", *words],
        cwd=folder, check=True, capture_output=True, env={**clean, **more},
    )  # fmt: skip
    return done.stdout.decode("utf-8", "surrogateescape").strip()


def repository(folder: Path) -> Path:
    """A new repository whose branch is ``main``."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "config", "core.autocrlf", "false")
    return folder


def put(root: Path, files: dict[str, str | bytes]) -> None:
    """Write files below a folder."""
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())


def commit(root: Path, said: str, *, at: str | None = None, by: str = "zhang") -> str:
    """Commit everything; the id of the commit."""
    git(root, "add", "--all")
    git(root, "commit", "-q", "--allow-empty", "-m", said, at=at, by=by)
    return git(root, "rev-parse", "HEAD")
