"""The faults that ``make mutants-clocks`` puts in still find their place in the source."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from mutant import Mutant
from mutants import MUTANTS, ROOT, SOURCE, main, occurrences


@pytest.mark.parametrize("mutant", MUTANTS, ids=[row.name for row in MUTANTS])
def test_a_fault_changes_one_place_of_code_that_still_compiles(mutant: Mutant) -> None:
    assert occurrences(mutant) == 1
    assert all((ROOT / each).exists() for each in mutant.tests)
    text = (SOURCE / mutant.file).read_text(encoding="utf-8")
    compile(text.replace(mutant.old, mutant.new), mutant.file, "exec")
    assert mutant.old != mutant.new
    assert mutant.fault


def test_each_fault_has_a_name_of_its_own_and_there_are_enough() -> None:
    assert len({row.name for row in MUTANTS}) == len(MUTANTS) >= 45


def test_a_fault_whose_place_is_gone_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    lost = Mutant("lost", "worktime/line.py", "no such text", "", "nothing")
    assert main([], (lost,)) == 1
    assert capsys.readouterr().err == "not exactly once in the source: lost\n"
