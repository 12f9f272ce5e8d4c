"""What the parties of the examples signed: it holds, it can be made again, and it tells a story."""

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from rdclient.control.base import Matter, matter_of
from rdclient.control.baseline import fits, signed_baselines, signed_requirements, text_of
from rdclient.control.change import standing
from rdclient.control.patch import differences
from rdclient.model import replay
from rdclient.model.baseline import Baseline
from rdclient.model.change import Change
from rdclient.model.project import Project
from rdclient.model.requirement import Requirement
from rdclient.model.signoff import EvidenceLevel, SignOff
from rdclient.store.workspace import read

NOW = "2026-11-20T18:00+08:00"


def matter(root: Path, as_of: str = NOW) -> Matter:
    """The records of an example as of a moment."""
    portfolio = read(root).portfolio
    moment = datetime.fromisoformat(as_of).astimezone(portfolio.zone)
    return matter_of(replay.at(portfolio, moment), moment)


def change(found: Matter, name: str) -> Change:
    """A change request, ``project/ID``."""
    return next(c for c in found.portfolio.all(Change) if f"{c.origin.project}/{c.id}" == name)


def test_baselines_statements_and_evidence_are_what_the_script_writes(root: Path) -> None:
    words = (sys.executable, str(root / "examples" / "make_evidence.py"), "--check")
    done = subprocess.run(words, capture_output=True, text=True, check=False, encoding="utf-8")
    assert (done.returncode, done.stdout, done.stderr) == (0, "nothing to change\n", "")


@pytest.mark.parametrize("name", ["northbank", "kestrel"])
def test_every_requirement_says_what_was_signed(root: Path, name: str) -> None:
    found = matter(root / "examples" / name)
    for project in found.portfolio.all(Project):
        signed = signed_requirements(found, project)
        for requirement in found.portfolio.of_project(Requirement, project):
            if requirement.id in signed:
                text = text_of(found, requirement)
                assert fits(found, signed[requirement.id], text), requirement.origin.path


def test_what_northbank_decided_on_its_changes(northbank: Path) -> None:
    found = matter(northbank)
    decided = {
        f"{c.origin.project}/{c.id}": (standing(found, c).state, standing(found, c).basis)
        for c in found.portfolio.all(Change)
    }
    assert decided == {
        "mobile-portal/CR-001": ("closed", "signed"),
        "settlement/CR-001": ("closed", "signed"),
        "settlement/CR-002": ("rejected", None),
        "settlement/CR-003": ("scheduled", "signed"),
        "settlement/CR-004": ("withdrawn", None),
        "settlement/CR-005": ("deferred", None),
        "settlement/CR-006": ("rejected", None),
        "settlement/CR-007": ("assessed", None),
    }


def test_the_second_baseline_differs_by_the_two_approved_changes(northbank: Path) -> None:
    found = matter(northbank)
    project = next(p for p in found.portfolio.all(Project) if p.id == "settlement")
    signed = signed_baselines(found, project)
    assert [(b.id, str(at.day)) for b, at in signed] == [("V1", "2026-09-17"), ("V2", "2026-11-02")]
    first, second = (baseline for baseline, _ in signed)
    assert [e.requirement for e in first.entries] == [e.requirement for e in second.entries]
    changed = {
        old.requirement: sorted({str(d.way[0]) for d in differences(old.content, new.content)})  # type: ignore[arg-type]
        for old, new in zip(first.entries, second.entries, strict=True)
        if old != new
    }
    assert changed == {
        "REQ-010": ["acceptance", "rules"],
        "REQ-015": ["acceptance", "delivery", "functions", "inputs_outputs", "interfaces"],
    }


def test_the_emergency_was_agreed_by_word_and_signed_the_next_day(northbank: Path) -> None:
    word = matter(northbank, "2026-10-12T18:00+08:00")
    stands = standing(word, change(word, "mobile-portal/CR-001"))
    assert (stands.basis, stands.is_signed) == ("emergency", False)
    found = matter(northbank)
    stands = standing(found, change(found, "mobile-portal/CR-001"))
    assert str(stands.verdict.met_at.day) == "2026-10-13"  # type: ignore[union-attr]


def test_the_new_requirement_of_the_open_request_is_a_draft_of_the_same_words(
    northbank: Path,
) -> None:
    found = matter(northbank)
    item = change(found, "settlement/CR-007").items[1]
    draft = found.portfolio.find(
        "requirement", item.requirement, change(found, "settlement/CR-007")
    )
    assert isinstance(draft, Requirement)
    assert [event.type for event in draft.events] == ["collected"]
    assert item.set is not None
    assert {name: getattr(draft, name) for name in item.set.model_fields_set} == {
        name: getattr(item.set, name) for name in item.set.model_fields_set
    }


def test_kestrel_signs_with_a_key_on_one_side_and_by_mail_on_the_other(kestrel: Path) -> None:
    found = matter(kestrel)
    stands = standing(found, change(found, "flight-log/CR-001"))
    levels = {one.act.side: one.level for one in stands.verdict.acts}
    assert levels == {"client": EvidenceLevel.E1, "vendor": EvidenceLevel.E2}
    assert stands.basis == "signed"
    assert [b.id for b in found.portfolio.all(Baseline)] == ["V1"]


@pytest.mark.parametrize("name", ["northbank", "kestrel"])
def test_each_file_of_evidence_says_that_it_is_a_sample(root: Path, name: str) -> None:
    folder = root / "examples" / name
    files = {item.file for act in read(folder).portfolio.all(SignOff) for item in act.evidence}
    there = {p.relative_to(folder).as_posix() for p in folder.glob("clients/**/evidence/*")}
    assert there == files
    notice = "SAMPLE".encode("utf-16-be").hex().encode()
    for file in files:
        content = (folder / file).read_bytes()
        assert b"SAMPLE" in content or notice in content
        assert len(content) < 4096
