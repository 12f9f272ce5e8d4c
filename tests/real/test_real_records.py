"""The real records: what check says of them, and the week's counts against an independent count."""

import csv
import json
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rdclient import api
from rdclient.lens import Audience, Lang

BUILDER = Path(__file__).with_name("build_workspace.py")
LATER = datetime(2017, 3, 1, tzinfo=UTC)
FIGURES = {"opened": "Opened", "resolved": "Resolved", "closed": "Closed"}


@pytest.fixture(scope="session")
def real_workspace(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("real") / "workspace"
    subprocess.run([sys.executable, BUILDER, real_data, out], check=True, capture_output=True)
    return out


def test_check_finds_two_rows_out_of_order_and_ten_loose_sentences(real_workspace: Path) -> None:
    checked = api.check(real_workspace, as_of=LATER)
    found = Counter(finding.code for finding in checked.findings)
    assert found == {"RD015": 2, "RD208": 7, "RD209": 3}
    late = [f.location for f in checked.findings if f.code == "RD015"]
    places = {(at.path.rsplit("/", 1)[-1], at.line) for at in late}
    assert len(places) == 2
    assert checked.files == 295
    assert checked.records == 1 + 1 + 1 + 1 + 288 + 3931  # workspace, client, project, source


@pytest.mark.parametrize("week", ["2016-W10", "2016-W11"])
def test_a_week_states_what_an_independent_count_gives(
    real_workspace: Path, real_data: Path, week: str
) -> None:
    start, end = {
        "2016-W10": ("2016-03-04T18:00", "2016-03-11T18:00"),
        "2016-W11": ("2016-03-11T18:00", "2016-03-18T18:00"),
    }[week]
    expected = counted(real_data / "ticket_events.csv", start, end)

    stated = json.loads(weekly(real_workspace, week, "json"))["service"]["client_wide"]
    assert {figure: stated[figure] for figure in FIGURES} == expected

    text = weekly(real_workspace, week, "md")
    assert f"{expected['opened']} opened (" in text
    assert f"{expected['resolved']} resolved, {expected['closed']} closed;" in text


def test_the_week_of_the_issue_has_these_counts(real_data: Path) -> None:
    counts = counted(real_data / "ticket_events.csv", "2016-03-04T18:00", "2016-03-11T18:00")
    assert counts == {"opened": 2140, "resolved": 1486, "closed": 854}


def counted(file: Path, start: str, end: str) -> dict[str, int]:
    """Distinct tickets whose first row of a state lies in ``(start, end]``; times as text."""
    first: dict[tuple[str, str], str] = {}
    with file.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            first.setdefault((row["ticket"], row["state"]), row["at"])
    return {
        figure: sum(start < at <= end for (_, named), at in first.items() if named == state)
        for figure, state in FIGURES.items()
    }


def weekly(root: Path, week: str, form: str) -> str:
    request = api.Request(
        as_of=LATER,
        audience=Audience.CLIENT,
        lang=Lang.EN,
        format=form,
        week=api.parse_week(week),
    )
    return api.report(root, "weekly-report", None, request).text
