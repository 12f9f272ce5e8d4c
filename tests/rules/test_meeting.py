"""Rules about meetings where no fixture can show it: records beside files that are missing."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from rdclient import api

Make = Callable[[Mapping[str, str]], Path]
AS_OF = datetime.fromisoformat("2026-11-20T18:00+08:00")
REVIEW = "title: Review\nkind: satisfaction_review\nstarted_at: 2026-10-27 09:30\n"
MEETING = "clients/acme/projects/core/meetings/MTG-001.yaml"


def test_nobody_is_missed_where_the_project_cannot_be_read(make_workspace: Make) -> None:
    files = {"clients/acme/client.yaml": "name: Acme\n", MEETING: REVIEW}
    checked = api.check(make_workspace(files), as_of=AS_OF)
    assert {finding.code for finding in checked.findings} == {"RD001"}


def test_all_four_are_missed_where_the_project_can_be_read(make_workspace: Make) -> None:
    files = {
        "clients/acme/client.yaml": "name: Acme\n",
        "clients/acme/projects/core/project.yaml": "name: Core\ntype: custom_dev\n",
        MEETING: REVIEW,
    }
    checked = api.check(make_workspace(files), as_of=AS_OF)
    stated = [dict(finding.facts) for finding in checked.findings if finding.code == "RD313"]
    assert [facts["missing"] for facts in stated] == [
        ("client_lead", "project_manager", "technical_contact", "client_representative")
    ]


def test_any_number_of_sessions_may_continue_a_kick_off(make_workspace: Make) -> None:
    sessions = [
        f"- {{id: K-{n}, title: Session, kind: kickoff, mode: onsite, "
        f"started_at: 2026-08-{1 + n // 1440:02} {n // 60 % 24:02}:{n % 60:02}"
        + (f", follows: K-{n - 1}}}\n" if n else "}\n")
        for n in range(1500)
    ]
    files = {
        "clients/acme/client.yaml": "name: Acme\n",
        "clients/acme/projects/core/project.yaml": "name: Core\ntype: custom_dev\n",
        "clients/acme/projects/core/meetings.yaml": "".join(sessions),
    }
    checked = api.check(make_workspace(files), as_of=AS_OF)
    stated = [dict(finding.facts)["id"] for finding in checked.findings if finding.code == "RD425"]
    assert stated == ["K-0"]
