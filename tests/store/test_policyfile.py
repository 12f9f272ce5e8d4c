"""Policy: the shipped one, and a workspace's over it."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from rdclient.diagnostic import Finding
from rdclient.model.policy import Policy
from rdclient.store import policyfile
from rdclient.store.yamlfile import RECORD_LIMIT, load, parse

ZONE = ZoneInfo("Asia/Shanghai")


def _layered(text: str) -> tuple[tuple[Policy, ...], tuple[Finding, ...]]:
    return policyfile.layered(parse("policy.yaml", text), ZONE)


def _codes(text: str) -> list[tuple[str, int]]:
    return [(finding.code, finding.location.line) for finding in _layered(text)[1]]


def test_the_shipped_policy_is_sound_and_holds_from_the_beginning() -> None:
    assert policyfile.shipped().effective_on is None
    assert policyfile.shipped().weekly.brief_characters == 150


def test_one_line_changes_one_number_and_leaves_the_others() -> None:
    (policy,), findings = _layered("rag: {risk: {red_score: 20}}\n")
    shipped = policyfile.shipped()
    assert findings == ()
    assert policy.rag.risk.red_score == 20
    assert policy.rag.risk.yellow_score == shipped.rag.risk.yellow_score
    assert policy.weekly == shipped.weekly
    assert policy.version() != shipped.version()


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "{}\n"])
def test_an_empty_file_changes_nothing(text: str) -> None:
    policies, findings = _layered(text)
    assert (len(policies), findings) == (1, ())
    assert policies[0].version() == policyfile.shipped().version()


def test_versions_hold_from_their_day_and_the_shipped_one_before() -> None:
    policies, findings = _layered(
        "- {effective_on: 2026-10-01, hours_per_day: 7}\n"
        "- {effective_on: 2026-11-01, hours_per_day: 6}\n"
    )
    assert findings == ()
    assert [(p.effective_on, p.hours_per_day) for p in policies] == [
        (None, 8), (date(2026, 10, 1), 7), (date(2026, 11, 1), 6),
    ]  # fmt: skip


def test_a_version_that_is_not_later_is_left_out_and_stated() -> None:
    text = "- {effective_on: 2026-11-01}\n- {effective_on: 2026-10-01}\n- {hours_per_day: 6}\n"
    policies, _ = _layered(text)
    assert _codes(text) == [("RD006", 2), ("RD006", 3)]
    assert [policy.effective_on for policy in policies] == [None, date(2026, 11, 1)]


FAULTS = {
    "weekly: {cutoff: {weekday: fridy}}\n": ("RD006", 1),
    "\nweekly: {top_risk: 3}\n": ("RD005", 2),
    "hours_per_day: -1\n": ("RD006", 1),
    "weekly: 5\n": ("RD006", 1),
    "weekly:\n": ("RD006", 1),
    "5\n": ("RD006", 1),
    "- 5\n": ("RD006", 1),
    'documents: {weekly_number: "{client}-{id}"}\n': ("RD006", 1),
    'documents: {minutes_number: "{week}"}\n': ("RD006", 1),
    'documents: {weekly_number: "{client"}\n': ("RD006", 1),
    'documents: {weekly_number: "{}"}\n': ("RD006", 1),
    'documents: {weekly_number: "{0}"}\n': ("RD006", 1),
    'documents: {weekly_number: "{week!r}"}\n': ("RD006", 1),
    'documents: {weekly_number: "{week:{year}}"}\n': ("RD006", 1),
    'documents: {weekly_number: "{client.real}"}\n': ("RD006", 1),
    'documents: {weekly_number: "{week:99999}"}\n': ("RD006", 1),
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault_is_stated_at_its_line(text: str) -> None:
    assert FAULTS[text] in _codes(text)


@pytest.mark.parametrize(
    "pattern", ["{client}-{project}-{year}-{week:03d}", "ZB{{x}}", "周报-{week}", "{week:2}"]
)
def test_a_document_number_may_be_made_of_what_the_document_knows(pattern: str) -> None:
    policies, findings = _layered(f"documents: {{weekly_number: '{pattern}'}}\n")
    assert findings == ()
    assert policies[0].documents.weekly_number == pattern


def test_the_shipped_files_pass_the_guards_they_are_read_behind() -> None:
    data = Path(policyfile.__file__).resolve().parents[1] / "data"
    # What goes into a CI server is nothing that this program reads: GitLab wants two documents.
    for path in (path for path in data.rglob("*.yaml") if path.parent.name != "ci"):
        loaded = load(data, path.relative_to(data).as_posix(), limit=RECORD_LIMIT)
        assert loaded.findings == ()


def test_a_severity_for_a_code_that_does_not_exist_is_a_finding() -> None:
    _, findings = _layered("severity:\n  RD430: info\n  RD340: info\n")
    assert [(f.code, f.location.line, f.fact("value")) for f in findings] == [("RD006", 3, "RD340")]


def test_what_guards_signed_text_cannot_be_made_lighter() -> None:
    _, findings = _layered("severity:\n  RD233: info\n  RD234: error\n  RD235: warning\n")
    assert [(f.location.line, f.fact("variant"), f.fact("value")) for f in findings] == [
        (2, "signed-code", "RD233"),
        (4, "signed-code", "RD235"),
    ]


@pytest.mark.parametrize(
    "text",
    ["weekly: {done_event: delayed}\n", 'documents: {weekly_number: "{client}-{number}"}\n'],
)
def test_a_version_that_no_report_can_use_is_left_out_and_stated(text: str) -> None:
    policies, findings = _layered(text)
    assert [(finding.code, finding.location.line) for finding in findings] == [("RD006", 1)]
    assert policies == (policyfile.shipped(),)


# ── calendars of the clocks ──────────────────────────────────────────────────


def _of_calendars(text: str) -> list[tuple[int, int, object, object]]:
    found = policyfile.layered(parse("policy.yaml", text), ZONE, ("24x7", "cn", "bank"))[1]
    facts = [(item, dict(item.facts)) for item in found]
    return [
        (item.location.line, item.location.column, told["value"], told.get("suggestion"))
        for item, told in facts
    ]


def test_a_clock_may_be_counted_by_any_calendar_there_is() -> None:
    text = (
        "clocks:\n  postmortem: {calendar: bank}\n  complaint: {calendar: business, within: 5wd}\n"
        "  minutes: {calendar: 24x7}\n"
        "  incident_restore: {calendars: {P1: 24x7, P2: bank, P3: business}}\n"
    )
    assert _of_calendars(text) == []


def test_a_clock_whose_calendar_there_is_not_is_stated_at_its_line_and_the_version_stays() -> None:
    text = (
        "- clocks:\n    postmortem: {calendar: bnak}\n    survey: {calendar: linhai}\n"
        "- effective_on: 2026-12-01\n  clocks:\n    ticket_closure:\n"
        "      calendars: {urgent: 24x7, normal: busines}\n    weekly_meeting: {calendar: office}\n"
    )
    assert _of_calendars(text) == [
        (2, 28, "bnak", "bank"),
        (3, 24, "linhai", None),
        (7, 41, "busines", "business"),
        (8, 32, "office", None),
    ]
    policies, _ = policyfile.layered(parse("policy.yaml", text), ZONE, ("24x7", "cn", "bank"))
    assert [policy.clocks.postmortem.calendar for policy in policies] == ["bnak", "business"]


def test_what_shows_only_between_files_is_not_asked_of_a_text_alone() -> None:
    assert _codes("clocks: {postmortem: {calendar: office}}\n") == []
