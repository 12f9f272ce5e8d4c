"""Every document equals its golden copy; ``python tests/golden/make.py`` writes them anew."""

import runpy
from pathlib import Path
from typing import Any

import pytest

MAKE: dict[str, Any] = runpy.run_path(str(Path(__file__).with_name("make.py")))


@pytest.mark.parametrize(("workspace", "report", "subject", "audience", "lang"), MAKE["names"]())
def test_the_document_is_its_golden_copy(
    workspace: str, report: str, subject: str, audience: str, lang: str
) -> None:
    golden = MAKE["path"](workspace, report, subject, audience, lang).read_text(encoding="utf-8")
    assert MAKE["text"](workspace, report, subject, audience, lang) == golden


def test_there_is_no_golden_copy_of_nothing() -> None:
    known = {MAKE["path"](*name).name for name in MAKE["names"]()}
    assert {file.name for file in Path(__file__).parent.glob("*.md")} == known


@pytest.mark.parametrize("workspace", ["northbank", "kestrel"])
def test_what_the_example_says_it_issued_can_be_made_again(workspace: str) -> None:
    issued = MAKE["issued"](workspace)
    assert len(issued) == 2
    assert [stated for _, stated, _ in issued] == [today for _, _, today in issued]
