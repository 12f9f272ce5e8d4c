"""Take one thing away from a sound workspace: what the code table calls an error is reported."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from rdclient.diagnostic import CODES, Finding, Severity
from rdclient.model.base import Record
from rdclient.model.change import Change, ChangeStep
from rdclient.model.meeting import Meeting, MeetingKind
from rdclient.model.plan import Milestone, Task
from rdclient.model.portfolio import KINDS, Portfolio, kind_of
from rdclient.model.requirement import Requirement, RequirementStep, RequirementType
from rdclient.model.risk import Risk
from rdclient.rules import RULES
from rdclient.rules.base import Case
from rdclient.store.workspace import read
from rdclient.store.yamlfile import LIST_LIMIT, load

sys.path.insert(0, str(Path(__file__).resolve().parent))

import portfolios

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
WORKSPACES = ("northbank", "kestrel")
Way = tuple[str | int, ...]
Holds = Callable[[Any, Portfolio], bool]


@dataclass(frozen=True, slots=True)
class Lack:
    """One line of the table: without it, the code is stated.

    Attributes:
        code: stated then.
        kind: of the record.
        way: down to what is taken away; ``*`` stands for any index.
        when: which records the line holds for.
        beside: which mappings it is taken out of.
    """

    code: str
    kind: str
    way: Way
    when: Holds = lambda _record, _portfolio: True
    beside: Callable[[Any], bool] = lambda _mapping: True


def _stands_at(step: RequirementStep) -> Holds:
    return lambda record, _: record.is_active() and record.has_reached(step)


def _function(record: Requirement, portfolio: Portfolio) -> bool:
    reviewed = _stands_at(RequirementStep.REVIEWED)(record, portfolio)
    return reviewed and record.type is RequirementType.FUNCTIONAL


def _held(*kinds: MeetingKind) -> Holds:
    def is_one(meeting: Meeting, _: Portfolio) -> bool:
        is_over = meeting.started_at is not None and not meeting.cancelled_on
        return is_over and (not kinds or meeting.kind in kinds)

    return is_one


def _is_assessed(change: Change, _: Portfolio) -> bool:
    return change.claims(ChangeStep.ASSESSED) and not change.is_ended() and not change.editorial


def _is_approved(decision: Any) -> bool:  # noqa: ANN401 - plain data
    return decision.get("disposition") == "approved"


def _is_heavy(risk: Risk, portfolio: Portfolio) -> bool:
    limit = portfolio.policies[-1].risk.response_score
    return risk.is_open() and (risk.score() or 0) >= limit


def _is_key(milestone: Milestone, _: Portfolio) -> bool:
    return milestone.key and milestone.standard is not None


def _is_to_do(task: Task, _: Portfolio) -> bool:
    return task.finished_on is None


def _is_delay(event: portfolios.Data) -> bool:
    return event["type"] == "delayed"


ANALYSED, REVIEWED = _stands_at(RequirementStep.ANALYSED), _stands_at(RequirementStep.REVIEWED)
LACKS = (
    Lack("RD111", "meeting", ("attendees",), _held(MeetingKind.REQ_REVIEW)),
    Lack("RD112", "milestone", ("standard",), _is_key),
    Lack("RD121", "raci", ("parties",)),
    Lack("RD122", "raci", ("parties",)),
    Lack("RD202", "requirement", ("real_need",), ANALYSED),
    Lack("RD204", "requirement", ("value",), ANALYSED),
    Lack("RD204", "requirement", ("analysis",), ANALYSED),
    Lack("RD204", "requirement", ("analysis", "feasibility"), ANALYSED),
    Lack("RD204", "requirement", ("analysis", "effort"), ANALYSED),
    Lack("RD211", "requirement", ("background",), REVIEWED),
    Lack("RD211", "requirement", ("goal",), REVIEWED),
    Lack("RD211", "requirement", ("functions",), _function),
    Lack("RD212", "requirement", ("delivery",), REVIEWED),
    Lack("RD212", "requirement", ("delivery", "performance"), _function),
    Lack("RD212", "requirement", ("delivery", "ui_samples"), _function),
    Lack("RD212", "requirement", ("delivery", "compatibility"), _function),
    Lack("RD213", "requirement", ("acceptance", "signatory"), REVIEWED),
    Lack("RD216", "task", ("owner",)),
    Lack("RD216", "task", ("plans",), _is_to_do),
    Lack("RD217", "requirement", ("acceptance",), REVIEWED),
    Lack("RD217", "requirement", ("acceptance", "method"), REVIEWED),
    Lack("RD421", "meeting", ("decisions", "*", "owner"), _held()),
    *(
        Lack("RD231", "change", way, _is_assessed)
        for way in (("impact",), ("impact", "fee_delta"), ("impact", "if_not_done"))
    ),
    Lack("RD231", "change", ("items", "*", "set"), _is_assessed),
    Lack("RD225", "meeting", ("decisions", "*", "change"), _held(MeetingKind.CCB), _is_approved),
    Lack("RD421", "meeting", ("actions", "*", "owner"), _held()),
    Lack("RD422", "meeting", ("mode",), _held(MeetingKind.REQ_CONFIRM, MeetingKind.ACCEPTANCE)),
    Lack("RD431", "risk", ("response",), _is_heavy),
    Lack("RD431", "risk", ("response", "owner"), _is_heavy),
    *(
        Lack("RD440", "requirement", ("events", "*", field), beside=_is_delay)
        for field in ("reason", "cause", "impact", "attempt", "eta")
    ),
)
"""What must be there, as far as taking one thing away can show it."""
OTHERWISE = {
    "RD013": "needs a second person of that name",
    "RD240": "needs a wrong date",
    "RD241": "needs a further dependency",
    "RD311": "needs a wrong score",
    "RD511": "needs a wrong level",
}
"""Errors of the rules that nothing taken away can cause, and why."""
BELOW = frozenset({"RD012", "RD015", "RD101", "RD201", "RD250", "RD251", "RD450"})
"""Errors that the tests further down take something away for."""
BY_FIXTURES = frozenset({"RD124", "RD214", "RD313", "RD315", "RD531"})
"""Errors of which the examples hold no sound case; ``tests/rules`` takes the thing away there."""


@dataclass(frozen=True, slots=True)
class Site:
    """Something that can be taken away: a record of a workspace and the way down in its data."""

    workspace: str
    index: int
    way: Way


@cache
def workspace(name: str) -> Portfolio:
    loaded = read(EXAMPLES / name)
    assert loaded.findings == ()
    return loaded.portfolio


@cache
def _file(name: str, path: str) -> Any:  # noqa: ANN401 - whatever a YAML file holds
    return load(EXAMPLES / name, path, limit=LIST_LIMIT).data


def data_of(name: str, record: Record) -> portfolios.Data:
    """The record as its file holds it, with the id that the file's name gives."""
    data = _file(name, record.origin.path)
    for key in record.origin.pointer:
        data = data[key]
    return {**data, "id": record.id} if hasattr(record, "id") else data  # type: ignore[attr-defined]


def evening(portfolio: Portfolio) -> datetime:
    """The end of the day on which both stories stand."""
    return datetime(2026, 11, 20, 23, 59, tzinfo=portfolio.zone)


def stated(name: str, index: int, less: portfolios.Data | None, code: str | None) -> list[Finding]:
    """What the rules (or the one of that code) state when a record is replaced, or gone."""
    portfolio = workspace(name)
    before = portfolio.records[index]
    after: tuple[Record, ...] = ()
    if less is not None:
        model = KINDS[kind_of(before)].model_validate(less, context={"zone": portfolio.zone})
        after = (model.placed(before.origin),)
    records = (*portfolio.records[:index], *after, *portfolio.records[index + 1 :])
    case = Case(replace(portfolio, records=records), evening(portfolio))
    rules = (rule for rule in RULES if code in (None, rule.code))
    return [finding for rule in rules for finding in rule.check(case)]


def _ways(data: portfolios.Plain, way: Way, done: Way = ()) -> Iterator[Way]:
    if not way:
        yield done
    elif way[0] == "*" and isinstance(data, list):
        for index, item in enumerate(data):
            yield from _ways(item, way[1:], (*done, index))
    elif isinstance(data, dict) and way[0] in data:
        yield from _ways(data[way[0]], way[1:], (*done, way[0]))


def sites(lack: Lack) -> Iterator[Site]:
    for name in WORKSPACES:
        portfolio = workspace(name)
        for index, record in enumerate(portfolio.records):
            if kind_of(record) == lack.kind and lack.when(record, portfolio):
                data = data_of(name, record)
                for way in _ways(data, lack.way):
                    if lack.beside(_inner(data, way[:-1])):
                        yield Site(name, index, way)


def _inner(data: portfolios.Plain, way: Way) -> portfolios.Plain:
    for key in way:
        data = data[key]
    return data


@pytest.mark.parametrize("name", WORKSPACES)
def test_the_workspaces_are_sound(name: str) -> None:
    portfolio = workspace(name)
    assert not [
        finding
        for rule in RULES
        for finding in rule.check(Case(portfolio, evening(portfolio)))
        if CODES[finding.code].severity is Severity.ERROR and finding.code != "RD422"
    ]


@pytest.mark.parametrize(
    "lack", LACKS, ids=lambda lack: f"{lack.code}-{lack.kind}-{'.'.join(map(str, lack.way))}"
)
def test_what_is_taken_away_is_missed(lack: Lack) -> None:
    found = list(sites(lack))
    assert found
    unnoticed = []
    for site in found:
        record = workspace(site.workspace).records[site.index]
        less = portfolios.without(data_of(site.workspace, record), site.way)
        if lack.code not in {f.code for f in stated(site.workspace, site.index, less, lack.code)}:
            unnoticed.append((record.origin.path, site.way))
    assert unnoticed == []


def test_the_tables_name_errors_of_rules_that_exist() -> None:
    errors = {rule.code for rule in RULES if CODES[rule.code].severity is Severity.ERROR}
    assert {lack.code for lack in LACKS} | set(OTHERWISE) | BELOW | BY_FIXTURES <= errors
    assert len({lack.code for lack in LACKS} | BELOW) > len(errors) // 2


# ── whole records and entries of lists ───────────────────────────────────────


@pytest.mark.parametrize("name", WORKSPACES)
def test_a_record_that_others_name_is_missed(name: str) -> None:
    portfolio = workspace(name)
    named = [
        index
        for index, record in enumerate(portfolio.records)
        if any(not isinstance(other, Change) for other in portfolio.linked_to(record))
    ]  # a change may name a requirement that it is yet to add
    assert len(named) > 20
    for index in named:
        assert "RD012" in {f.code for f in stated(name, index, None, "RD012")}


def _events(kind: str, step: str, *, followed_by: frozenset[str]) -> Iterator[Site]:
    """The last event of that step in each record, where one that needs it comes later."""
    for name in WORKSPACES:
        for index, record in enumerate(workspace(name).records):
            events = data_of(name, record).get("events", []) if kind_of(record) == kind else []
            steps = [event["type"] for event in events]
            if steps.count(step) == 1 and followed_by & set(steps[steps.index(step) :]):
                yield Site(name, index, ("events", steps.index(step)))


@pytest.mark.parametrize(
    ("code", "kind", "step", "followed_by"),
    [
        ("RD015", "ticket", "opened", {"responded", "resolved"}),
        ("RD015", "incident", "detected", {"acknowledged", "restored"}),
        ("RD201", "requirement", "analysed", {"confirmed"}),
        ("RD201", "requirement", "confirmed", {"started"}),
        ("RD201", "requirement", "started", {"developed"}),
        ("RD201", "requirement", "developed", {"tested"}),
    ],
)
def test_a_step_that_others_need_is_missed(
    code: str, kind: str, step: str, followed_by: set[str]
) -> None:
    found = list(_events(kind, step, followed_by=frozenset(followed_by)))
    assert found
    for site in found:
        record = workspace(site.workspace).records[site.index]
        less = portfolios.without(data_of(site.workspace, record), site.way)
        codes = {f.code for f in stated(site.workspace, site.index, less, code)}
        waived = kind == "requirement" and _asks_less(record)
        assert code in codes or waived, (record.origin.path, site.way)


def _asks_less(record: Record) -> bool:
    """Whether a requirement is of a type that nobody need develop."""
    return record.type not in (  # type: ignore[attr-defined]
        RequirementType.FUNCTIONAL, RequirementType.INTERFACE, RequirementType.DATA,
    )  # fmt: skip


@pytest.mark.parametrize("name", WORKSPACES)
def test_the_only_holder_of_a_role_is_missed(name: str) -> None:
    portfolio = workspace(name)
    for index, record in enumerate(portfolio.records):
        if kind_of(record) != "project":
            continue
        data = data_of(name, record)
        for role in ("client_lead", "project_manager", "technical_contact"):
            less = {**data, "team": [term for term in data["team"] if term["role"] != role]}
            assert "RD101" in {f.code for f in stated(name, index, less, "RD101")}


@pytest.mark.parametrize("name", WORKSPACES)
def test_the_kick_off_meeting_is_missed(name: str) -> None:
    portfolio = workspace(name)
    kickoffs = [
        index
        for index, record in enumerate(portfolio.records)
        if isinstance(record, Meeting) and record.kind is MeetingKind.KICKOFF
    ]
    assert kickoffs
    for index in kickoffs:
        assert "RD251" in {f.code for f in stated(name, index, None, "RD251")}


@pytest.mark.parametrize("name", WORKSPACES)
def test_a_phase_left_out_is_missed(name: str) -> None:
    for index, record in enumerate(workspace(name).records):
        if kind_of(record) != "project":
            continue
        data = data_of(name, record)
        phases = [entry["phase"] for entry in data["phases"]]
        if "development" in phases[:-1]:
            less = portfolios.without(data, ("phases", phases.index("development")))
            assert "RD450" in {f.code for f in stated(name, index, less, "RD450")}


def test_missing_test_figures_are_missed() -> None:
    """``mobile-portal`` went live: without the figures of a level it could not have."""
    portfolio = workspace("northbank")
    levels = [
        index
        for index, record in enumerate(portfolio.records)
        if kind_of(record) == "quality" and record.origin.project == "mobile-portal"
    ]
    assert levels
    for index in levels:
        assert "RD250" in {f.code for f in stated("northbank", index, None, "RD250")}


# ── anything at all ──────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", WORKSPACES)
@settings(max_examples=150)
@given(data=st.data())
def test_anything_taken_away_leaves_a_finding_or_a_sound_workspace(
    name: str, data: st.DataObject
) -> None:
    portfolio = workspace(name)
    index = data.draw(st.integers(0, len(portfolio.records) - 1))
    record = portfolio.records[index]
    whole = data_of(name, record)
    way = data.draw(st.sampled_from([way for way in portfolios.sites(whole) if way != ("id",)]))
    less = portfolios.without(whole, way)
    try:
        stated(name, index, less, None)
    except ValidationError as error:
        told = {(tuple(found["loc"]), found["type"]) for found in error.errors()}
        assert told & {(way, "missing"), (way[:-1], "text_type")}, told
