"""The faults that ``control_mutants.py`` puts in still find their place in the source."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from control_mutants import MUTANTS
from mutant import Mutant
from mutants import ROOT, SOURCE, occurrences


@pytest.mark.parametrize("mutant", MUTANTS, ids=[row.name for row in MUTANTS])
def test_a_fault_changes_one_place_of_code_that_still_compiles(mutant: Mutant) -> None:
    assert occurrences(mutant) == 1
    assert all((ROOT / each).exists() for each in mutant.tests)
    text = (SOURCE / mutant.file).read_text(encoding="utf-8")
    compile(text.replace(mutant.old, mutant.new), mutant.file, "exec")


def test_each_fault_has_a_name_of_its_own() -> None:
    assert len({row.name for row in MUTANTS}) == len(MUTANTS)
    assert len(MUTANTS) > 100
