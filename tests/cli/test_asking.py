"""Verbs that ask change nothing but the cache: no record, no Git index, whatever the state."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rdclient.store.tree import CACHE

AS_OF = ("--as-of", "2026-11-20T18:00+08:00")
ASKING = (
    ("check", *AS_OF),
    ("check", "--no-cache", "--format", "sarif", *AS_OF),
    ("list", "requirements", *AS_OF),
    ("show", "settlement/REQ-001", *AS_OF),
    ("explain", "RD212"),
    ("ci", "github"),
    ("weekly-report", "settlement", "--week", "2026-W47", *AS_OF),
    ("minutes", "MTG-0118", *AS_OF),
    ("set", "settlement/REQ-001", "priority", "low", "--dry-run"),
    ("event", "settlement/REQ-001", "delayed", "--dry-run"),
    ("fmt", "--check"),
    ("fmt", "--dry-run"),
)
"""Every verb that only asks, and the writing ones when they are only to show what they would do."""


def git(root: Path, *words: str) -> str:
    """What Git says, asked so that it does not refresh its index."""
    return subprocess.run(
        ["git", "--no-optional-locks", "-C", root, *words],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip


@pytest.fixture
def repository(northbank: Path, tmp_path: Path) -> Path:
    """The example as a repository, with a file changed, one added and one staged."""
    root = tmp_path / "repository"
    shutil.copytree(northbank, root, ignore=shutil.ignore_patterns(CACHE))
    git(root, "init", "-q")
    git(root, "add", "-A")
    who = ("-c", "user.name=T", "-c", "user.email=t@example.com")
    git(root, *who, "commit", "-q", "-m", "all")
    for name, staged in (("people.yaml", False), ("README.md", True)):
        file = root / name
        file.write_text(file.read_text(encoding="utf-8") + "# \n", encoding="utf-8")
        if staged:
            git(root, "add", name)
    (root / "new.txt").write_text("new\n", encoding="utf-8")
    return root


def state(root: Path) -> tuple[object, ...]:
    """Status, index and every file with its time, apart from the cache."""
    files = {
        path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(root.rglob("*"))
        if path.is_file() and not {CACHE, ".git"} & set(path.relative_to(root).parts)
    }
    index = (root / ".git" / "index").read_bytes()
    return git(root, "status", "--porcelain", "--untracked-files=all"), index, files


@pytest.fixture
def lock(repository: Path) -> Iterator[Path]:
    """The workspace locked by another process that lives."""
    code = (
        "import sys, pathlib, time; from rdclient.store.lock import held\n"
        "with held(pathlib.Path(sys.argv[1])): print('held', flush=True); time.sleep(600)"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, repository],
        stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    yield repository / ".rdclient.lock"
    holder.kill()
    holder.communicate()


@pytest.mark.parametrize("words", ASKING, ids=" ".join)
def test_nothing_changes(
    repository: Path, words: tuple[str, ...], run_rdclient: Callable[..., object]
) -> None:
    before = state(repository)
    for _ in range(2):
        ran = run_rdclient("-C", repository, *words)
        assert ran.code in (0, 1), ran
        assert "internal error" not in ran.err
    assert state(repository) == before


def test_nothing_changes_while_another_process_holds_the_lock(
    repository: Path, lock: Path, run_rdclient: Callable[..., object]
) -> None:
    before = state(repository)
    assert lock.name in before[2]
    for words in ASKING:
        ran = run_rdclient("-C", repository, *words)
        assert ran.code in (0, 1), ran
    assert state(repository) == before


def test_a_workspace_that_nobody_may_write_is_answered(
    repository: Path, powerless: tuple[str, ...], root: Path, tmp_path: Path
) -> None:
    for path in (repository, *repository.rglob("*")):
        if ".git" not in path.parts:
            path.chmod(0o555 if path.is_dir() else 0o444)
    before = state(repository)
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(root / "src"),
        "XDG_CACHE_HOME": str(tmp_path / "user"),
    }
    try:
        for words in ASKING:
            command = [*powerless, sys.executable, "-m", "rdclient", "-C", repository, *words]
            ran = subprocess.run(
                command, check=False, capture_output=True, text=True, env=environment
            )
            assert ran.returncode in (0, 1), (words, ran.stderr)
            assert "internal error" not in ran.stderr
        assert state(repository) == before
        assert not (repository / CACHE).exists()
    finally:
        for path in (repository, *repository.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
