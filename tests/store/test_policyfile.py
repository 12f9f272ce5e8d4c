"""Policy and calendars: the shipped ones, and a workspace's over them."""

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


# ── calendars ────────────────────────────────────────────────────────────────


def test_a_calendar_is_known_by_its_name() -> None:
    assert policyfile.has_calendar("cn")
    assert policyfile.has_calendar("24x7")
    for name in ("mars", "", "../calendars/cn", "CN"):
        assert not policyfile.has_calendar(name)
        assert policyfile.calendar(name).id == "24x7"


@pytest.mark.parametrize(
    ("day", "is_workday"),
    [
        (date(2026, 10, 1), False),  # National Day
        (date(2026, 10, 10), True),  # a Saturday worked for it
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),
    ],
)
def test_the_chinese_calendar_knows_holidays_and_make_up_days(day: date, is_workday: bool) -> None:  # noqa: FBT001 - a table
    assert policyfile.calendar("cn").is_workday(day) is is_workday


def test_the_shipped_files_pass_the_guards_they_are_read_behind() -> None:
    data = Path(policyfile.__file__).resolve().parents[1] / "data"
    for path in (*data.rglob("*.yaml"),):
        loaded = load(data, path.relative_to(data).as_posix(), limit=RECORD_LIMIT)
        assert loaded.findings == ()


def test_a_severity_for_a_code_that_does_not_exist_is_a_finding() -> None:
    _, findings = _layered("severity:\n  RD430: info\n  RD340: info\n")
    assert [(f.code, f.location.line, f.fact("value")) for f in findings] == [("RD006", 3, "RD340")]


@pytest.mark.parametrize(
    "text",
    ["weekly: {done_event: delayed}\n", 'documents: {weekly_number: "{client}-{number}"}\n'],
)
def test_a_version_that_no_report_can_use_is_left_out_and_stated(text: str) -> None:
    policies, findings = _layered(text)
    assert [(finding.code, finding.location.line) for finding in findings] == [("RD006", 1)]
    assert policies == (policyfile.shipped(),)
