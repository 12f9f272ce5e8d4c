"""RACI rows where a fixture cannot go: no project beside them, and very many wrong names."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from rdclient import api
from rdclient.diagnostic import Finding

AS_OF = datetime.fromisoformat("2026-11-20T18:00+08:00")
PROJECT = """\
name: Portal
type: custom_dev
phases: [{phase: kickoff, entered_on: 2026-09-01}]
"""
CLIENT = "clients/bank/client.yaml"
PORTAL = "clients/bank/projects/portal/project.yaml"
RACI = "clients/bank/projects/portal/raci.yaml"


def unknown(folder: Path) -> tuple[Finding, ...]:
    checked = api.check(folder, as_of=AS_OF)
    return tuple(finding for finding in checked.findings if finding.code == "RD124")


def test_a_role_is_not_called_vacant_where_the_project_could_not_be_read(
    make_workspace: Callable[[Mapping[str, str]], Path],
) -> None:
    rows = "- {activity: Review, parties: {tester: A/R, nobody: I}}\n"
    lost = make_workspace({CLIENT: "name: Bank\n", RACI: rows})
    assert [finding.fact("name") for finding in unknown(lost)] == ["nobody"]
    whole = make_workspace({CLIENT: "name: Bank\n", PORTAL: PROJECT, RACI: rows})
    assert [finding.fact("name") for finding in unknown(whole)] == ["tester", "nobody"]


def test_a_file_full_of_wrong_names_is_reported_whole_but_compared_in_part(
    make_workspace: Callable[[Mapping[str, str]], Path],
) -> None:
    people = "".join(f"- {{id: person.{n}, name: Person {n}}}\n" for n in range(500))
    parties = "".join(f"    persom.{n}: I\n" for n in range(60))
    rows = f"- activity: Review\n  parties:\n{parties}"
    rows += "- {activity: Minutes, parties: {persom.0: A/R}}\n"
    files = {CLIENT: "name: Bank\n", PORTAL: PROJECT, "people.yaml": people, RACI: rows}
    found = unknown(make_workspace(files))
    assert len(found) == 61
    near = [str(finding.fact("name")) for finding in found if finding.fact("variant") == "near"]
    assert near[0] == "persom.0"
    assert len(found[0].fact("nearest")) == 3
    assert near[-1] == "persom.0", "a name asked for before costs nothing"
    assert len(near) < 30
