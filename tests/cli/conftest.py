"""The command line inside this process, and a small sound workspace to try it on."""

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from rdclient.cli import app, console
from rdclient.store.tree import CACHE


@dataclass(frozen=True, slots=True)
class Ran:
    """How a run of the program ended: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


@pytest.fixture
def rdclient(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Ran]:
    """A function that runs a command line; ``lang`` is the language of the environment."""

    def run(*words: str | Path, lang: str = "en") -> Ran:
        monkeypatch.delenv("RDCLIENT_LANG", raising=False)
        monkeypatch.setenv("LC_ALL", f"{lang}.UTF-8")
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            console.run(lambda: app.run([str(word) for word in words]))
        out, err = capsys.readouterr()
        assert isinstance(end.value.code, int)
        return Ran(end.value.code, out, err)

    return run


@pytest.fixture
def workspace(root: Path, tmp_path: Path) -> Path:
    """A copy of the sound workspace that the rules are tested on: one client, one project."""
    folder = tmp_path / "workspace"
    shutil.copytree(root / "tests" / "rules" / "base", folder)
    return folder


@pytest.fixture
def project(workspace: Path) -> Path:
    """The project's folder in it."""
    return workspace / "clients" / "linhai" / "projects" / "portal"


@pytest.fixture
def contents() -> Callable[[Path], dict[str, str]]:
    """A function that tells what a folder holds: path to hash of the bytes; without the cache."""

    def look(folder: Path) -> dict[str, str]:
        return {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and CACHE not in path.parts
        }

    return look


@pytest.fixture
def powerless() -> tuple[str, ...]:
    """What to put before a command so that file permissions hold for it, even as root."""
    if os.name != "posix":
        pytest.skip("needs POSIX permissions")
    if os.getuid() != 0:
        return ()
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("root may read and write everything, and setpriv is not there")
    return (setpriv, "--bounding-set=-all", "--inh-caps=-all")
