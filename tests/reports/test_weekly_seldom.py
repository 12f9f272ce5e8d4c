"""The weekly report where records are seldom so: late, half filled, ended, moved, reissued."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from rdclient import api
from rdclient.lens import Audience

Make = Callable[[Mapping[str, str]], Path]

PROJECT = "clients/acme/projects/core"
FRAME = {
    "people.yaml": "- {id: ada, name: Ada}\n",
    "clients/acme/client.yaml": "name: Acme\n",
    "clients/acme/contacts.yaml": "- {id: wang, name: Wang}\n",
}
HEAD = "name: Core\ntype: custom_dev\n"
EARLIER = "title: Review\nkind: weekly\nstarted_at: 2026-11-10 10:00\n"
FRIDAY = "2026-11-20T18:00+08:00"


@pytest.fixture
def weekly(make_workspace: Make) -> Callable[..., dict[str, Any]]:
    """A function that writes files (``//`` is the project) and gives the weekly report."""

    def view(
        files: Mapping[str, str],
        as_of: str = FRIDAY,
        audience: Audience = Audience.INTERNAL,
        week: tuple[int, int] | None = None,
    ) -> dict[str, Any]:
        placed = {
            name.replace("//", f"{PROJECT}/"): text
            for name, text in {"//project.yaml": HEAD, **files}.items()
        }
        moment = datetime.fromisoformat(as_of)
        request = api.Request(as_of=moment, audience=audience, format="json", week=week)
        produced = api.report(make_workspace({**FRAME, **placed}), "weekly-report", "core", request)
        found: dict[str, Any] = json.loads(produced.text)
        return found

    return view


Weekly = Callable[..., dict[str, Any]]


def light(found: Mapping[str, Any], dimension: str) -> str:
    colours = {item["dimension"]: item["rag"] for item in found["lights"]}
    colour: str = colours[dimension]
    return colour


def issued(as_of: str, at: str, edition: str = "internal") -> str:
    return (
        f"issued: [{{at: {at}, as_of: {as_of}, edition: {edition}, lang: en, "
        "data_version: abc1234}]\n"
    )


# ── the period ───────────────────────────────────────────────────────────────


def test_a_past_week_closes_by_the_policy_of_that_week(weekly: Weekly) -> None:
    policy = """\
- weekly: {cutoff: {weekday: friday, time: "18:00"}}
- effective_on: 2027-01-04
  weekly: {cutoff: {weekday: thursday, time: "17:00"}}
"""
    at_the_time = weekly({"policy.yaml": policy}, as_of=FRIDAY)
    later = weekly({"policy.yaml": policy}, as_of="2027-02-01T09:00+08:00", week=(2026, 47))
    assert later["as_of"] == at_the_time["as_of"] == FRIDAY
    after = weekly({"policy.yaml": policy}, as_of="2027-01-08T18:00+08:00")
    assert after["as_of"] == "2027-01-07T17:00+08:00"


def test_the_first_week_of_a_new_cutoff_begins_where_the_old_one_ended(weekly: Weekly) -> None:
    files = {
        "policy.yaml": """\
- weekly: {cutoff: {weekday: friday, time: "18:00"}}
- effective_on: 2026-11-16
  weekly: {cutoff: {weekday: thursday, time: "17:00"}}
""",
        "//requirements/REQ-1.yaml": (
            "title: x\ntype: functional\nevents:\n"
            "  - {at: 2026-11-01, type: collected}\n  - {at: 2026-11-13 12:00, type: tested}\n"
        ),
    }
    assert weekly(files, as_of="2026-11-19T17:00+08:00")["done"] == []


def test_a_report_issued_again_on_the_same_day_does_not_begin_after_it_ends(
    weekly: Weekly,
) -> None:
    record = {"//reports/weekly-2026-W47.yaml": issued("2026-11-20 16:00", "2026-11-20 16:05")}
    found = weekly(record)
    assert (found["first_day"], found["last_day"]) == ("2026-11-20", "2026-11-20")


# ── lights ───────────────────────────────────────────────────────────────────


def test_figures_without_passed_cases_say_nothing_of_the_pass_rate(weekly: Weekly) -> None:
    found = weekly({"//quality.yaml": "- {on: 2026-11-19, executed: 100}\n"})
    assert light(found, "quality") == "grey"


def test_open_defects_count_where_no_cases_were_run(weekly: Weekly) -> None:
    figures = (
        "- {on: 2026-11-19, defects: [{severity: critical, open: 3}]}\n"
        "- {on: 2026-11-19, level: unit, executed: 5, passed: 5}\n"
    )
    assert light(weekly({"//quality.yaml": figures}), "quality") == "red"


def test_more_cases_than_planned_leave_none_to_be_run(weekly: Weekly) -> None:
    text = (
        "title: x\ntype: functional\n"
        "tests: [{on: 2026-11-18, planned: 10, executed: 12, passed: 12}]\nevents:\n"
        "  - {at: 2026-11-01, type: collected}\n  - {at: 2026-11-18, type: tested}\n"
    )
    assert weekly({"//requirements/REQ-1.yaml": text})["done"][0]["pending"] is None


def test_milestones_without_an_agreed_date_say_nothing_of_the_schedule(weekly: Weekly) -> None:
    found = weekly({"//milestones.yaml": "- {id: M1, name: Launch}\n"})
    assert light(found, "schedule") == "grey"


@pytest.mark.parametrize(("names", "colour"), [("[core/CR-1]", "green"), ("[]", "yellow")])
def test_a_fee_in_an_amendment_is_settled(weekly: Weekly, names: str, colour: str) -> None:
    files = {
        "//project.yaml": HEAD + "contract: C-1\n",
        "policy.yaml": "control: {since: 2026-12-01}\n",
        "clients/acme/contracts/C-1.yaml": (
            f"amendments: [{{no: A1, signed_on: 2026-11-12, changes: {names}}}]\n"
        ),
        "//changes/CR-1.yaml": (
            "title: x\nimpact: {fee_delta: 5000}\nevents:\n"
            "  - {at: 2026-11-02, type: submitted}\n  - {at: 2026-11-03, type: assessed}\n"
            "  - {at: 2026-11-10, type: client_confirmed}\n"
        ),
    }
    assert light(weekly(files, audience=Audience.CLIENT), "cost") == colour


# ── milestones and changes ───────────────────────────────────────────────────


def test_an_overdue_milestone_is_compared_with_what_the_last_report_printed(
    weekly: Weekly,
) -> None:
    files = {
        "//milestones.yaml": "- {id: M1, name: x, plans: [{on: 2026-09-01, due: 2026-11-10}]}\n"
    }
    last = weekly(files, as_of="2026-11-13T18:00+08:00")["milestones"][0]
    now = weekly(files)["milestones"][0]
    assert now["forecast"] == "2026-11-20"
    assert now["forecast_before"] == last["forecast"] == "2026-11-13"


def test_a_date_that_was_never_agreed_is_not_in_a_milestones_history(weekly: Weekly) -> None:
    files = {
        "//milestones.yaml": (
            "- id: M1\n  name: x\n  plans:\n    - {on: 2026-09-01, due: 2026-12-01}\n"
            "    - {on: 2026-11-10, due: 2026-12-20, change: CR-1}\n"
        ),
        "//changes/CR-1.yaml": (
            "title: x\naudience: internal\nevents: [{at: 2026-11-09, type: submitted}]\n"
        ),
    }
    found = weekly(files, audience=Audience.CLIENT)["milestones"][0]
    assert found["history"] == ["2026-12-01"]


def test_a_change_that_was_deferred_before_it_was_rejected_is_told_in_both_weeks(
    weekly: Weekly,
) -> None:
    files = {
        "//changes/CR-1.yaml": (
            "title: x\nevents:\n  - {at: 2026-10-01, type: submitted}\n"
            "  - {at: 2026-11-10, type: deferred}\n  - {at: 2026-11-18, type: rejected}\n"
        )
    }
    last = weekly(files, as_of="2026-11-13T18:00+08:00")["changes"]["ended"]
    now = weekly(files)["changes"]["ended"]
    assert [(c["state"], c["on"]) for c in last] == [("deferred", "2026-11-10")]
    assert [(c["state"], c["on"]) for c in now] == [("rejected", "2026-11-18")]


# ── meetings and action items ────────────────────────────────────────────────


def test_a_cancelled_action_was_not_done(weekly: Weekly) -> None:
    actions = (
        "actions:\n  - {id: ACT-1, text: a, events: [{at: 2026-11-18, type: done}]}\n"
        "  - {id: ACT-2, text: b, events: [{at: 2026-11-18, type: cancelled}]}\n"
    )
    found = weekly({"//meetings/MTG-1.yaml": EARLIER + actions})["communication"]
    assert (found["actions_done"], found["actions_open"]) == (1, 0)


def test_an_action_handed_out_later_does_not_exist_yet(weekly: Weekly) -> None:
    actions = "actions: [{id: ACT-1, text: a, due: 2026-11-12, created_on: 2026-11-25}]\n"
    found = weekly({"//meetings/MTG-1.yaml": EARLIER + actions})["communication"]
    assert found["actions_open"] == 0


# ── corrections ──────────────────────────────────────────────────────────────

LATE = {
    "//reports/weekly-2026-W46.yaml": issued("2026-11-13 18:00", "2026-11-13 18:05"),
    "//meetings/MTG-1.yaml": EARLIER + "recorded_on: 2026-11-16\n",
    "//requirements/REQ-1.yaml": (
        "title: y\ntype: functional\nrecorded_on: 2026-11-17\n"
        "events: [{at: 2026-11-12, type: collected}]\n"
    ),
}


def test_a_record_entered_late_corrects_the_last_report(weekly: Weekly) -> None:
    found = weekly(LATE)["corrections"]["facts"]
    assert [(fact["id"], fact["first"], fact["recorded_on"]) for fact in found] == [
        ("MTG-1", "2026-11-10", "2026-11-16"),
        ("REQ-1", "2026-11-12", "2026-11-17"),
    ]
