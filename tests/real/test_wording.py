"""The wording rules on 288 real requirements; every finding named here was read and holds."""

import csv
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rdclient import api
from rdclient.diagnostic import Finding
from rdclient.lens import Lang
from rdclient.render import manual_page

BUILDER = Path(__file__).with_name("build_workspace.py")
LATER = datetime(2017, 3, 1, tzinfo=UTC)
VAGUE = {
    "ZEP-SRS-13-2": ("TBD",),
    "ZEP-SRS-15-1": ("a limited number of",),
    "ZEP-SRS-15-2": ("a limited number of",),
    "ZEP-SRS-25-12": ("appropriate",),
    "ZEP-SRS-3-2": ("if at all possible",),
    "ZEP-SYRS-19": ("etc",),
    "ZEP-SYRS-20": ("minimal",),
}
COMPOUND = {"ZEP-SRS-21-7": 2, "ZEP-SRS-6-11": 2, "ZEP-SRS-6-9": 2}


@pytest.fixture(scope="module")
def findings(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Finding, ...]:
    out = tmp_path_factory.mktemp("wording") / "workspace"
    subprocess.run([sys.executable, BUILDER, real_data, out], check=True, capture_output=True)
    return api.check(out, as_of=LATER).findings


def test_seven_of_288_requirements_are_vague(findings: tuple[Finding, ...]) -> None:
    found = {f.fact("id"): f.fact("words") for f in findings if f.code == "RD208"}
    assert found == VAGUE
    assert sum(f.code == "RD208" for f in findings) == len(VAGUE)


def test_three_of_288_requirements_are_compound(findings: tuple[Finding, ...]) -> None:
    found = {f.fact("id"): f.fact("count") for f in findings if f.code == "RD209"}
    assert found == COMPOUND


def test_a_plain_count_of_shall_finds_the_same_three(real_data: Path) -> None:
    with (real_data / "requirements.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 288
    double = {
        row["uid"]
        for row in rows
        for sentence in re.split(r"[.] |\n\n", row["statement"])
        if len(re.findall(r"\bshall\b", sentence)) > 1
    }
    assert double == set(COMPOUND)


def test_no_ticket_of_the_import_is_asked_for_a_follow_up(findings: tuple[Finding, ...]) -> None:
    assert [f for f in findings if f.code == "RD503"] == []


@pytest.mark.parametrize(("code", "count"), [("RD208", len(VAGUE)), ("RD209", len(COMPOUND))])
def test_the_pages_state_these_counts(code: str, count: int) -> None:
    assert f"288条公开的英文需求实测：{count}条被提示" in manual_page.source(code, lang=Lang.ZH)
    assert f"Measured on 288 published English requirements: {count} of them are named" in (
        manual_page.source(code, lang=Lang.EN)
    )
