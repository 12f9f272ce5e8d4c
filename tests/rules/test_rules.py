"""Every rule on its fixtures: ``good`` gives none of it, ``bad`` just the lines expected.

A fixture holds the files that are laid over ``base``, a small workspace without a finding.
``bad/expected.txt`` holds the places that ``check`` names, ``bad/messages.txt`` what it says there
in both languages; ``python tests/rules/test_rules.py CODE …`` writes the latter anew.
"""

import re
import shutil
import sys
import tempfile
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from rdclient import api
from rdclient.diagnostic import CODES, Finding, Producer, in_order
from rdclient.lens import Lang
from rdclient.render.manual_page import wordings
from rdclient.render.messages import message
from rdclient.rules import RULES
from rdclient.rules.base import Case
from rdclient.store.workspace import Read, located, read

HERE = Path(__file__).resolve().parent
AS_OF = datetime.fromisoformat("2026-11-20T18:00+08:00")
BY_THE_GATE = {"RD235": {"landed_before", "only_author"}}
"""Variants that only a comparison with the base can state."""
FIXTURES = sorted(folder.name for folder in HERE.glob("RD*"))
BY_RULES = tuple(code for code in FIXTURES if CODES[code].producer is Producer.RULES)


def laid(code: str, which: str, folder: Path) -> Path:
    """A fixture laid over the base, in a folder of its own."""
    root = folder / "workspace"
    shutil.copytree(HERE / "base", root)
    shutil.copytree(HERE / code / which, root, dirs_exist_ok=True)
    for name in ("expected.txt", "messages.txt"):
        (root / name).unlink(missing_ok=True)
    return root


@cache
def loaded(code: str, which: str) -> Read:
    with tempfile.TemporaryDirectory() as folder:
        return read(laid(code, which, Path(folder)))


def found(code: str, which: str) -> tuple[Finding, ...]:
    """The findings of the code on a fixture; of a rule, by that rule alone."""
    if code not in BY_RULES:
        with tempfile.TemporaryDirectory() as folder:
            checked = api.check(laid(code, which, Path(folder)), as_of=AS_OF)
        return tuple(finding for finding in checked.findings if finding.code == code)
    workspace = loaded(code, which)
    case = Case(workspace.portfolio, AS_OF)
    stated = tuple(f for rule in RULES if rule.code == code for f in rule.check(case))
    return in_order(located(stated, workspace.texts))


def line(finding: Finding) -> str:
    at = finding.location
    return f"{at.path}:{at.line}:{at.column}: {finding.code}"


def told(finding: Finding) -> str:
    """Message and help as ``check`` prints them, in both languages."""
    lines = [line(finding)]
    for lang in Lang:
        words = message(finding, lang=lang)
        lines.append(f"  {words.severity} · {words.headline}\n  → {words.help}")
    return "\n".join(lines)


def messages(code: str) -> str:
    return "\n\n".join(map(told, found(code, "bad"))) + "\n"


def test_the_base_has_no_finding() -> None:
    assert api.check(HERE / "base", as_of=AS_OF).findings == ()


@pytest.mark.parametrize("code", FIXTURES)
def test_good_gives_no_finding(code: str) -> None:
    assert [line(f) for f in found(code, "good")] == []


@pytest.mark.parametrize("code", FIXTURES)
def test_bad_gives_exactly_the_lines_expected(code: str) -> None:
    expected = (HERE / code / "bad" / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert [line(f) for f in found(code, "bad")] == expected
    assert expected


@pytest.mark.parametrize("code", BY_RULES)
def test_bad_says_what_was_agreed(code: str) -> None:
    kept = (HERE / code / "bad" / "messages.txt").read_text(encoding="utf-8")
    assert messages(code) == kept
    assert not re.search(r"\{\w+\}", kept)  # every fact was filled in


@pytest.mark.parametrize("code", BY_RULES)
def test_bad_shows_every_variant_the_pages_word(code: str) -> None:
    shown = {str(dict(finding.facts).get("variant", "")) for finding in found(code, "bad")}
    shown |= BY_THE_GATE.get(code, set())
    assert shown == set(wordings(code, lang=Lang.EN)) == set(wordings(code, lang=Lang.ZH))


@pytest.mark.parametrize("code", BY_RULES)
def test_check_states_what_the_rule_alone_states(code: str, tmp_path: Path) -> None:
    checked = api.check(laid(code, "bad", tmp_path), as_of=AS_OF)
    stated = (*checked.findings, *(item.finding for item in checked.waived))
    assert {line(f) for f in stated if f.code == code} == {line(f) for f in found(code, "bad")}


@pytest.mark.parametrize("code", BY_RULES)
def test_the_fixtures_can_be_read(code: str) -> None:
    assert loaded(code, "good").findings == ()
    assert loaded(code, "bad").findings == ()


def test_every_code_has_fixtures() -> None:
    elsewhere = (Producer.OBLIGATIONS, Producer.GATE)  # tried in tests/obligations and tests/gate
    checked = {row.code for row in CODES.values() if row.producer not in elsewhere}
    assert set(FIXTURES) == checked


if __name__ == "__main__":
    for chosen in sys.argv[1:] or BY_RULES:
        (HERE / chosen / "bad" / "messages.txt").write_text(messages(chosen), encoding="utf-8")
