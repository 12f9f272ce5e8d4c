"""What the tests of the gate share: a repository in which a specification is signed."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "control"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from harbor import Repository, built, copied


@pytest.fixture(scope="session")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The signed repository; to be copied, never changed."""
    return built(tmp_path_factory.mktemp("signed") / "workspace")


@pytest.fixture
def repository(signed: Repository, tmp_path: Path) -> Repository:
    """A copy of it, in a new branch ``request``."""
    return copied(signed, tmp_path / "workspace")
