"""What tests share: small workspaces, the program as people run it, shipped and real records."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"

_KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "HOME", "XDG_CACHE_HOME", "COVERAGE_PROCESS_START")
_FRAME = """\
name: Test workspace
vendor: {name: Vendor}
lang: en
timezone: Asia/Shanghai
schema_version: 1
"""

settings.register_profile("everyday", deadline=None, print_blob=True)
settings.register_profile("ci", deadline=None, print_blob=True, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "everyday")


@dataclass(frozen=True, slots=True)
class Ran:
    """How a run of the program ended: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session", autouse=True)
def _user_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Where the program keeps what belongs to the user: not this user's own folder."""
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("user"))
    yield
    del os.environ["XDG_CACHE_HOME"]
    if before is not None:
        os.environ["XDG_CACHE_HOME"] = before


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def northbank() -> Path:
    """The shipped example in Chinese; to be read, never written."""
    return ROOT / "examples" / "northbank"


@pytest.fixture(scope="session")
def kestrel() -> Path:
    """The shipped example in English; to be read, never written."""
    return ROOT / "examples" / "kestrel"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of the real records; the test is skipped where they are not."""
    folder = DATA / "real"
    if not (folder / "ticket_events.csv").is_file():
        pytest.skip("the real records are not beside the repository (../shared/data/real)")
    return folder


@pytest.fixture
def make_workspace(tmp_path: Path) -> Callable[[Mapping[str, str]], Path]:
    """A function that writes files (relative path to text) as a workspace and gives its folder.

    ``rdclient.yaml`` is added when it is not among them.
    """

    def write(files: Mapping[str, str]) -> Path:
        folder = tmp_path / "workspace"
        for name, text in {"rdclient.yaml": _FRAME, **files}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        return folder

    return write


@pytest.fixture(scope="session")
def run_rdclient() -> Callable[..., Ran]:
    """A function that runs the program in a process of its own and in a bare environment.

    ``run_rdclient("-C", folder, "check", env={"LANG": "C"})``; ``encoding`` is what its output is
    read as.
    """

    def run(
        *words: str | Path,
        cwd: Path = ROOT,
        env: Mapping[str, str] | None = None,
        encoding: str = "utf-8",
    ) -> Ran:
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        done = subprocess.run(
            [sys.executable, "-m", "rdclient", *map(str, words)],
            cwd=cwd,
            env={**kept, "PYTHONPATH": str(ROOT / "src"), **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        out, err = (text.decode(encoding) for text in (done.stdout, done.stderr))
        return Ran(done.returncode, out.replace("\r\n", "\n"), err.replace("\r\n", "\n"))

    return run
