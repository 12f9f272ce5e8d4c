"""People where a fixture cannot go: a project whose client is not recorded."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from rdclient import api

AS_OF = datetime.fromisoformat("2026-11-20T18:00+08:00")
PROJECT = """\
name: Portal
type: custom_dev
phases: [{phase: kickoff, entered_on: 2026-09-01}]
team: [{role: project_manager, person: kim, from: 2026-09-01}]
"""


def test_a_project_without_its_client_is_asked_for_roles_but_not_for_a_language(
    make_workspace: Callable[[Mapping[str, str]], Path],
) -> None:
    people = "- {id: kim, name: Kim, languages: [en]}\n"
    files = {"people.yaml": people, "clients/bank/projects/portal/project.yaml": PROJECT}
    lost = api.check(make_workspace(files), as_of=AS_OF).findings
    codes = [finding.code for finding in lost]
    assert codes.count("RD103") == 3
    assert "RD104" not in codes
    client = {"clients/bank/client.yaml": "name: Bank\nlang: zh\n"}
    whole = api.check(make_workspace({**files, **client}), as_of=AS_OF).findings
    assert [finding.code for finding in whole].count("RD104") == 1


def test_a_term_entered_later_does_not_count_yet_in_a_review(
    make_workspace: Callable[[Mapping[str, str]], Path],
) -> None:
    lead = "{role: technical_lead, person: kim, from: 2026-09-01, recorded_on: 2026-12-01}"
    review = (
        "title: R\nkind: req_review\nstarted_at: 2026-10-01 09:00\n"
        "attendees: [{person: kim, present: true}]\n"
    )
    files = {
        "people.yaml": "- {id: kim, name: Kim}\n",
        "clients/bank/client.yaml": "name: Bank\n",
        "clients/bank/projects/portal/project.yaml": f"name: P\ntype: custom_dev\nteam: [{lead}]\n",
        "clients/bank/projects/portal/meetings/MTG-001.yaml": review,
    }
    root = make_workspace(files)

    def missed(as_of: datetime) -> list[object]:
        found = api.check(root, as_of=as_of).findings
        return [dict(f.facts)["variant"] for f in found if f.code == "RD111"]

    assert missed(AS_OF) == ["client", "technical_lead"]
    assert missed(AS_OF.replace(month=12)) == ["client"]
