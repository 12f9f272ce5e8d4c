"""Follow-ups, drills, releases and briefs: what they are, and since when they exist."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from rdclient.lens import Audience
from rdclient.model.base import Action, ActionStep
from rdclient.model.care import FollowUp, TechnicalBrief
from rdclient.model.operation import Drill, Release, ReleaseKind
from rdclient.model.plan import ReportRecord
from rdclient.model.portfolio import Portfolio
from rdclient.model.replay import at
from rdclient.model.service import IncidentCategory
from rdclient.reports.base import is_for_client, visible_to
from rdclient.store.workspace import read

Make = Callable[[Mapping[str, str]], Path]

FILES = {
    "people.yaml": "- {id: mia, name: Mia}\n",
    "clients/acme/client.yaml": "name: Acme\n",
    "clients/acme/contacts.yaml": "- {id: ada, name: Ada}\n",
    "clients/acme/projects/core/project.yaml": "name: Core\ntype: custom_dev\n",
    "clients/acme/drills/DRL-001.yaml": (
        "on: 2026-10-22\nscenario: data_loss\nparticipants: [mia, Ada]\nrto_min: 47.5\n"
        "findings: [The key was in a drawer]\n"
        "actions:\n"
        "  - {id: ACT-1, text: Keep the key in the safe, owner: mia, due: 2026-11-06}\n"
        "  - {id: ACT-2, text: Write it down, created_on: 2026-11-02}\n"
    ),
    "clients/acme/followups.yaml": (
        "- {id: FU-001, text: Send the price list, owner: mia, due: 2026-11-06,\n"
        "   created_on: 2026-11-02,\n"
        "   events: [{at: 2026-11-05, type: moved, due: 2026-11-13},\n"
        "            {at: 2026-11-12 15:00, type: done}]}\n"
        "- {id: FU-002, text: Ask for their plans}\n"
    ),
    "clients/acme/releases.yaml": (
        "- {on: 2026-10-30, kind: minor, version: 2.3.1, project: core}\n"
        "- {on: 2026-11-16, kind: major, version: '3.0', text: A new ledger}\n"
    ),
    "clients/acme/briefs/BRF-001.yaml": (
        "issue: 2026/1\nsent_on: 2026-11-10\ntopics: [{title: Keys, summary: Keep them apart}]\n"
    ),
    "clients/acme/reports/health-2026-Q3.yaml": (
        "issued:\n  - {at: 2026-10-12, as_of: 2026-09-30, edition: internal, lang: en,\n"
        "     data_version: 3f2a9c1}\n"
    ),
}


@pytest.fixture
def portfolio(make_workspace: Make) -> Portfolio:
    found = read(make_workspace(FILES))
    assert found.findings == ()
    return found.portfolio


def on(portfolio: Portfolio, moment: str) -> Portfolio:
    return at(portfolio, datetime.fromisoformat(f"{moment}+08:00"))


def test_a_follow_up_is_due_and_ends_as_an_action_item_does(portfolio: Portfolio) -> None:
    sent, asked = portfolio.all(FollowUp)
    due, end = sent.due_now(), sent.ended()
    assert isinstance(sent, Action)
    assert due
    assert due.day.isoformat() == "2026-11-13"
    assert end
    assert end.type is ActionStep.DONE
    assert (asked.due_now(), asked.ended()) == (None, None)


def test_a_follow_up_is_replayed_with_its_dates(portfolio: Portfolio) -> None:
    assert [one.id for one in on(portfolio, "2026-11-01 18:00").all(FollowUp)] == ["FU-002"]
    (before, _) = on(portfolio, "2026-11-12 14:59").all(FollowUp)
    assert before.ended() is None
    due = before.due_now()
    assert due
    assert due.day.isoformat() == "2026-11-13"
    (first, _) = on(portfolio, "2026-11-04 18:00").all(FollowUp)
    due = first.due_now()
    assert due
    assert due.day.isoformat() == "2026-11-06"


def test_a_drill_exists_from_its_day_and_its_actions_from_theirs(portfolio: Portfolio) -> None:
    assert on(portfolio, "2026-10-21 18:00").all(Drill) == ()
    (drill,) = on(portfolio, "2026-10-23 18:00").all(Drill)
    assert (drill.scenario, drill.rto_min) == (IncidentCategory.DATA_LOSS, 47.5)
    assert [action.id for action in drill.actions] == ["ACT-1"]
    names = (portfolio.person(name, drill) for name in drill.participants)
    assert [person.id for person in names if person] == ["mia", "ada"]


def test_a_release_exists_from_its_day_and_names_its_project(portfolio: Portfolio) -> None:
    (first,) = on(portfolio, "2026-11-15 23:59").all(Release)
    assert (first.kind, first.version) == (ReleaseKind.MINOR, "2.3.1")
    assert portfolio.find("project", first.project or "", first) in portfolio.linked_from(first)
    assert len(on(portfolio, "2026-11-16 00:00").all(Release)) == 2


def test_a_brief_is_there_before_it_was_sent(portfolio: Portfolio) -> None:
    (draft,) = on(portfolio, "2026-11-09 18:00").all(TechnicalBrief)
    assert draft.sent_on is None
    (sent,) = on(portfolio, "2026-11-10 00:00").all(TechnicalBrief)
    assert str(sent.sent_on) == "2026-11-10"


def test_the_record_of_a_health_report_is_the_clients_and_no_projects(portfolio: Portfolio) -> None:
    (report,) = portfolio.of_client(ReportRecord, "acme")
    assert report.id == "health-2026-Q3"
    assert portfolio.project_of(report) is None


def test_the_client_reads_of_releases_and_briefs_not_of_drills_and_follow_ups(
    portfolio: Portfolio,
) -> None:
    policy = portfolio.policies[0]
    kinds = (Drill, Release, FollowUp, TechnicalBrief)
    shown = {kind for kind in kinds for one in portfolio.all(kind) if is_for_client(one, policy)}
    assert shown == {Release, TechnicalBrief}
    seen = visible_to(portfolio, Audience.CLIENT, policy)
    assert (seen.all(Drill), seen.all(FollowUp)) == ((), ())
