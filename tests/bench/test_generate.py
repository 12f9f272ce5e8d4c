"""The generator of made-up workspaces: sound, of the size asked for, and the same each time."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from rdclient import api
from rdclient.diagnostic import Severity

ROOT = Path(__file__).resolve().parents[2]
SIZE = 300


def _generate(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    words = (sys.executable, str(ROOT / "bench" / "generate.py"), "--out", str(folder), *more)
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONHASHSEED": "random"}
    return subprocess.run(words, capture_output=True, text=True, check=False, env=environment)


def _written(folder: Path, *more: str) -> dict[str, bytes]:
    done = _generate(folder, "--entities", str(SIZE), *more)
    assert done.returncode == 0, done.stderr
    files = (path for path in folder.rglob("*.yaml") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_a_workspace_is_sound_and_has_the_size_asked_for(tmp_path: Path) -> None:
    files = _written(tmp_path)
    text = b"".join(files.values()).decode()
    assert "系统应" in text
    assert "The system shall" in text
    checked = api.check(tmp_path, as_of=datetime.fromisoformat("2026-11-20T18:00+08:00"))
    assert [f for f in checked.findings if f.severity is Severity.ERROR] == []
    assert len(checked.findings) <= SIZE // 100
    assert checked.records == SIZE


def test_one_seed_writes_the_same_bytes_and_another_does_not(tmp_path: Path) -> None:
    first = _written(tmp_path / "first", "--seed", "7")
    assert _written(tmp_path / "again", "--seed", "7") == first
    assert _written(tmp_path / "other", "--seed", "8") != first


def test_git_makes_the_same_commit_each_time(tmp_path: Path) -> None:
    commits = []
    for name in ("first", "again"):
        _written(tmp_path / name, "--git")
        show = ("git", "-C", str(tmp_path / name), "log", "--format=%H %an %aI")
        commits.append(subprocess.run(show, capture_output=True, text=True, check=True).stdout)
    assert commits[0] == commits[1]
    assert commits[0].count("\n") == 1
    assert "2026-11-20T18:00:00+08:00" in commits[0]


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept", encoding="utf-8")
    assert _generate(tmp_path, "--entities", str(SIZE)).returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
