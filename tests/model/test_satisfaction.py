"""Surveys and improvement plans: what a plan refers to, and when it exists."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from rdclient import api
from rdclient.model.meeting import Meeting
from rdclient.model.portfolio import Portfolio, kind_of
from rdclient.model.replay import at
from rdclient.model.satisfaction import Improvement, Indicator, Survey
from rdclient.store.workspace import read

Make = Callable[[Mapping[str, str]], Path]
AS_OF = datetime.fromisoformat("2026-11-20T18:00+08:00")
PLAN = "clients/acme/improvements/IMP-001.yaml"
MEETING = "title: Review\nkind: satisfaction_review\nstarted_at: 2026-10-27 09:30\n"

FILES = {
    "clients/acme/client.yaml": "name: Acme\n",
    "clients/acme/contacts.yaml": "- {id: ada, name: Ada}\n- {id: bo, name: Bo}\n",
    "clients/acme/surveys/2026-Q3.yaml": (
        "quarter: 2026-Q3\nproject: core\n"
        "responses:\n"
        "  - {by: ada, on: 2026-10-09, scores: {response_speed: 4, communication: 5}}\n"
        "  - {by: bo, on: 2026-10-12, scores: {response_speed: 3.5}}\n"
    ),
    "clients/beta/client.yaml": "name: Beta\n",
    "clients/beta/surveys/2026-Q3.yaml": "quarter: 2026-Q3\n",
    "clients/beta/surveys/2026-Q4.yaml": "quarter: 2026-Q4\n",
    "clients/acme/projects/core/project.yaml": "name: Core\ntype: custom_dev\n",
    "clients/acme/projects/core/meetings/MTG-001.yaml": MEETING,
    "clients/acme/projects/next/project.yaml": "name: Next\ntype: custom_dev\n",
    "clients/acme/projects/next/meetings/MTG-002.yaml": MEETING,
    PLAN: "created_on: 2026-10-27\nsurvey: 2026-Q3\nmeeting: core/MTG-001\n",
}


@pytest.fixture
def portfolio(make_workspace: Make) -> Portfolio:
    found = read(make_workspace(FILES))
    assert found.findings == ()
    return found.portfolio


def unknown(make_workspace: Make, plan: str) -> list[tuple[int, int]]:
    """Line and column of the references of a plan that lead nowhere."""
    checked = api.check(make_workspace({**FILES, PLAN: plan}), as_of=AS_OF)
    places = [f.location for f in checked.findings if f.code == "RD012"]
    return [(place.line, place.column) for place in places if place.path == PLAN]


def test_a_plan_means_the_survey_of_its_own_client(portfolio: Portfolio) -> None:
    (plan,) = portfolio.all(Improvement)
    survey = portfolio.find("survey", plan.survey or "", plan)
    assert isinstance(survey, Survey)
    assert (survey.origin.client, survey.project) == ("acme", "core")


def test_a_plan_names_the_meeting_by_project_and_id(portfolio: Portfolio) -> None:
    (plan,) = portfolio.all(Improvement)
    meeting = portfolio.find("meeting", plan.meeting or "", plan)
    assert isinstance(meeting, Meeting)
    assert meeting.origin.project == "core"
    assert sorted(kind_of(record) for record in portfolio.linked_from(plan)) == [
        "meeting",
        "survey",
    ]
    assert portfolio.linked_to(meeting) == (plan,)


def test_references_that_lead_somewhere_are_not_stated(make_workspace: Make) -> None:
    assert unknown(make_workspace, FILES[PLAN]) == []
    assert unknown(make_workspace, "meeting: next/MTG-002\n") == []


@pytest.mark.parametrize(
    "line",
    [
        "survey: 2026-Q4",  # another client's
        "survey: 2026-Q5",
        "survey: core/2026-Q3",  # surveys are kept under the client
        "meeting: MTG-001",  # ids of meetings are those of a project
        "meeting: core/MTG-002",  # another project's
        "meeting: settlement/MTG-001",
        "criteria: {quarter: 2026-Q4}\nactions: [{id: A-1, text: Call, owner: cy}]",
    ],
)
def test_references_that_lead_nowhere_are_stated(make_workspace: Make, line: str) -> None:
    assert len(unknown(make_workspace, f"created_on: 2026-10-27\n{line}\n")) == 1


def test_a_plan_does_not_exist_before_it_was_made(portfolio: Portfolio) -> None:
    eve = datetime.fromisoformat("2026-10-26T18:00+08:00")
    assert at(portfolio, eve).all(Improvement) == ()
    assert len(at(portfolio, AS_OF).all(Improvement)) == 1


def test_the_mean_leaves_out_what_was_not_answered(portfolio: Portfolio) -> None:
    survey = next(s for s in portfolio.all(Survey) if s.origin.client == "acme")
    assert survey.mean(Indicator.RESPONSE_SPEED) == 3.75
    assert survey.mean(Indicator.COMMUNICATION) == 5
    assert survey.mean(Indicator.PROBLEM_SOLVING) is None
