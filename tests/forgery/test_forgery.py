"""Every forgery is refused for what it is; honest histories are let through without a word."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from judging import Outcome, is_as_it_must_be, line
from rows import Forgery, Honest
from stage import NOW, Judged, Stage, judged
from tables import FORGERIES, HONEST

from rdclient.diagnostic import CODES, Producer

Play = Callable[[Forgery | Honest], Stage]


def named(row: Forgery | Honest) -> str:
    return row.name


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RDCLIENT_LANG", "en")


@pytest.mark.parametrize("row", FORGERIES, ids=named)
def test_a_forgery_is_refused_for_what_it_is(row: Forgery, played: Play) -> None:
    said = judged(played(row))
    assert set(said.codes) == set(row.codes), said.out or said.err
    assert said.code == int(row.fails)


@pytest.mark.parametrize("row", FORGERIES, ids=named)
def test_without_the_rule_that_is_meant_nothing_else_hides_the_gap(
    row: Forgery, played: Play
) -> None:
    said = judged(played(row), "--ignore", " ".join(row.codes))
    # A file that cannot be read counts although nobody asked about its errors.
    is_unread = any(CODES[code].producer is Producer.STORE for code in row.codes)
    assert (said.code, said.codes) == (int(is_unread), ())


@pytest.mark.parametrize("row", HONEST, ids=named)
def test_an_honest_history_is_let_through_without_a_word(row: Honest, played: Play) -> None:
    said = judged(played(row), as_of=row.as_of)
    assert (said.code, said.codes) == (0, ()), said.out or said.err


def test_there_are_enough_of_both() -> None:
    assert len(FORGERIES) >= 60
    assert len(HONEST) >= 50
    assert len({row.name for row in (*FORGERIES, *HONEST)}) == len(FORGERIES) + len(HONEST)


def test_every_code_of_the_gate_and_of_control_is_raised_by_a_forgery() -> None:
    raised = {code for row in FORGERIES for code in row.codes[:1]}
    meant = {
        "RD210", "RD220", "RD221", "RD223", "RD224", "RD225", "RD226", "RD227", "RD228", "RD229",
        "RD230", "RD231", "RD232", "RD233", "RD234", "RD235", "RD236", "RD237", "RD238", "RD239",
        "RD245",
    }  # fmt: skip
    assert meant - raised == set()
    assert raised <= set(CODES)


# ── the harness itself ───────────────────────────────────────────────────────

_ROW = Forgery("a digit", ("RD233",), ())


@pytest.mark.parametrize(
    ("code", "codes"),
    [(0, ()), (0, ("RD233",)), (1, ("RD234",)), (1, ("RD233", "RD234")), (3, ())],
)
def test_a_forgery_that_passes_or_is_refused_for_something_else_is_missed(
    code: int, codes: tuple[str, ...]
) -> None:
    assert not is_as_it_must_be(_ROW, Judged(code, codes, "", ""))


def test_a_hint_is_a_false_alarm_too() -> None:
    assert not is_as_it_must_be(Honest("a note", ()), Judged(0, ("RD016",), "", ""))
    assert is_as_it_must_be(Honest("a note", ()), Judged(0, (), "", ""))


def test_a_line_says_what_was_found_instead() -> None:
    said = Judged(1, ("RD234",), "", "")
    assert line(_ROW, Outcome(said)) == (
        "MISSED    RD233                          a digit\n          → exit 1 · RD234"
    )
    assert line(_ROW, Outcome(None, "no such file")).endswith("→ no such file")


def test_the_totals_are_the_last_line_of_the_harness(root: Path, scene: Stage) -> None:
    assert scene.root.is_dir()
    done = subprocess.run(
        [sys.executable, str(root / "tests" / "forgery" / "run.py"), "tolerance is raised"],
        env={**os.environ, "PYTHONPATH": str(root / "src")},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    told = "the tolerance is raised in the request that exceeds it"
    assert done.stdout.splitlines() == [
        f"{'detected':10}{'RD238 RD225 RD235':31}{told}",
        "1 forgeries, 1 detected; 0 honest histories, 0 false alarms",
    ]


def test_a_story_is_judged_at_the_moment_it_names() -> None:
    assert Honest("a note", ()).as_of == NOW
