"""Every hostile place becomes a finding with its file; what is harmless becomes none."""

import runpy
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "torture"))

import places_named
import program

HERE = Path(__file__).resolve().parent
PLACES = runpy.run_path(str(HERE / "places.py"))["places"]()
REQUIREMENTS = "clients/linhai/projects/portal/requirements"


class Place(Protocol):
    """What the table holds."""

    name: str
    code: str
    arrange: Callable[[Path], None]


def test_each_place_has_its_own_name() -> None:
    assert len({place.name for place in PLACES}) == len(PLACES)


@pytest.mark.parametrize("place", PLACES, ids=[place.name for place in PLACES])
def test_a_hostile_place_is_a_finding_with_its_file(place: Place, tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    shutil.copytree(HERE.parent / "rules" / "base", root)
    (tmp_path / "outside.yaml").write_text("id: REQ-009\ntitle: x\n", encoding="utf-8")
    try:
        place.arrange(root / REQUIREMENTS)
    except (OSError, UnicodeError) as error:
        pytest.skip(f"not on this file system: {error}")
    ran = program.run(("-C", str(root), "check", "--as-of", "2026-11-20", "--format", "json"))
    assert ran.trace == ""
    found = places_named.named("json", ran.out)
    if not place.code:
        assert found == ()
    else:
        assert place.code in {at.code for at in found}
    assert all(at.path.startswith("clients/linhai") and at.line == 1 for at in found)
