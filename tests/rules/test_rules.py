"""Every rule on its fixtures: ``good`` gives no finding, ``bad`` just the lines expected.

A fixture holds the files that are laid over ``base``, a small workspace without a finding.
``expected.txt`` holds the beginning of each line that ``check`` prints of the code.
"""

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from rdclient import api
from rdclient.diagnostic import CODES, Finding

HERE = Path(__file__).resolve().parent
AS_OF = datetime.fromisoformat("2026-11-20T18:00+08:00")
FIXTURES = sorted(folder.name for folder in HERE.glob("RD*"))


def found(code: str, which: str, tmp_path: Path) -> list[Finding]:
    """The findings on a fixture laid over the base."""
    root = tmp_path / "workspace"
    shutil.copytree(HERE / "base", root)
    shutil.copytree(HERE / code / which, root, dirs_exist_ok=True)
    (root / "expected.txt").unlink(missing_ok=True)
    return list(api.check(root, as_of=AS_OF).findings)


def line(finding: Finding) -> str:
    at = finding.location
    return f"{at.path}:{at.line}:{at.column}: {finding.code}"


def test_the_base_has_no_finding() -> None:
    assert api.check(HERE / "base", as_of=AS_OF).findings == ()


@pytest.mark.parametrize("code", FIXTURES)
def test_good_gives_no_finding(code: str, tmp_path: Path) -> None:
    assert [line(f) for f in found(code, "good", tmp_path)] == []


@pytest.mark.parametrize("code", FIXTURES)
def test_bad_gives_exactly_the_lines_expected(code: str, tmp_path: Path) -> None:
    stated = [line(f) for f in found(code, "bad", tmp_path)]  # of this code and of no other
    expected = (HERE / code / "bad" / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert stated == expected
    assert stated


def test_every_code_has_fixtures() -> None:
    assert set(FIXTURES) == set(CODES)
