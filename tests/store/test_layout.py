"""Which path holds which record."""

import pytest

from rdclient.store.layout import Home, home, is_other, meant

PROJECT = "clients/northbank/projects/settlement"
PLACES = {
    "rdclient.yaml": Home("workspace", single=True),
    "people.yaml": Home("person"),
    "clients/northbank/client.yaml": Home("client", "northbank", stem="northbank", single=True),
    "clients/northbank/contacts.yaml": Home("contact", "northbank"),
    "clients/northbank/tickets/2026-11.yaml": Home("ticket", "northbank", stem="2026-11"),
    "clients/northbank/surveys/2026-Q3.yaml": Home("survey", "northbank", stem="2026-Q3"),
    "clients/northbank/drills/DRL-001.yaml": Home("drill", "northbank", stem="DRL-001"),
    "clients/northbank/followups.yaml": Home("followup", "northbank"),
    "clients/northbank/followups/FU-001.yaml": Home("followup", "northbank", stem="FU-001"),
    "clients/northbank/releases.yaml": Home("release", "northbank"),
    "clients/northbank/briefs/BRF-001.yaml": Home("brief", "northbank", stem="BRF-001"),
    "clients/northbank/reports/health-2026-Q3.yaml": Home(
        "report", "northbank", stem="health-2026-Q3"
    ),
    f"{PROJECT}/project.yaml": Home(
        "project", "northbank", "settlement", stem="settlement", single=True
    ),
    f"{PROJECT}/risks.yaml": Home("risk", "northbank", "settlement"),
    f"{PROJECT}/risks/RISK-001.yaml": Home("risk", "northbank", "settlement", stem="RISK-001"),
    f"{PROJECT}/reports/weekly-2026-W47.yaml": Home(
        "report", "northbank", "settlement", stem="weekly-2026-W47"
    ),
}


@pytest.mark.parametrize("path", PLACES)
def test_the_path_gives_a_record_its_kind_client_and_project(path: str) -> None:
    assert home(path) == PLACES[path]


@pytest.mark.parametrize(
    "path",
    [
        "clients.yaml",
        "clients/northbank.yaml",
        "clients/northbank/people.yaml",
        "clients/northbank/requirements/REQ-001.yaml",
        "clients/northbank/tickets/2026/11.yaml",
        f"{PROJECT}/tickets/2026-11.yaml",
        f"{PROJECT}/requirement/REQ-001.yaml",
        f"{PROJECT}/requirements/REQ-001.yml",
        f"{PROJECT}/requirements/REQ-001",
        "requirements/REQ-001.yaml",
        "below/rdclient.yaml",
        "below/people.yaml",
    ],
)
def test_any_other_path_holds_no_record(path: str) -> None:
    assert home(path) is None
    assert not is_other(path)


@pytest.mark.parametrize(
    "path",
    ["policy.yaml", "templates/zh/x.yaml", "calendars/cn.yaml", "docs/mkdocs.yml",
     "evidence/a/b.yaml", ".github/workflows/check.yml", ".pre-commit-config.yaml"],
)  # fmt: skip
def test_some_files_are_known_to_be_no_records(path: str) -> None:
    assert is_other(path)
    assert home(path) is None


def test_a_misplaced_file_is_told_the_folders_of_its_level() -> None:
    assert meant("client/northbank/client.yaml") == ("client", ("clients",))
    assert meant("clients/northbank/ticket/2026-11.yaml") == ("ticket", ("tickets",))
    assert meant("clients/northbank/project/x/project.yaml") == ("project", ("projects",))
    assert meant(f"{PROJECT}/requirement/REQ-001.yaml") == ("requirement", ("requirements",))
    assert meant(f"{PROJECT}/会议/MTG-001.yaml") == ("会议", ("meetings",))
    assert meant("clients/northbank/演练/DRL-001.yaml") == ("演练", ("drills",))
    assert meant("clients/northbank/跟进事项.yaml") == ("跟进事项", ("followups",))
    assert "tickets" in meant("clients/northbank/xyz/a.yaml")[1]
