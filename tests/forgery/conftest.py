"""What the tests of forgeries share: the signed scene, and rows played once."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "control"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from rows import Forgery, Honest
from scene import built
from stage import Stage, play


@pytest.fixture(scope="session")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """The signed repository; to be copied, never changed."""
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not there")
    return built(tmp_path_factory.mktemp("forgery"))


@pytest.fixture(scope="session")
def played(
    scene: Stage, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Forgery | Honest], Stage]:
    """A function that plays a row; asked again it gives the same repository."""
    folder = tmp_path_factory.mktemp("played")
    kept: dict[str, Stage] = {}

    def give(row: Forgery | Honest) -> Stage:
        if row.name not in kept:
            kept[row.name] = scene.copy(folder / str(len(kept)))
            play(kept[row.name], row.story)
        return kept[row.name]

    return give
