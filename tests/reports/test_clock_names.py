"""Promises told apart: by what they are known in notices, calendar files and figures."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from rdclient.lens import Lang
from rdclient.model import replay
from rdclient.model.portfolio import Portfolio
from rdclient.obligations.ledger import Judged, judged
from rdclient.render.agenda_event import event
from rdclient.reports.agenda import agenda
from rdclient.reports.clock_question import ClockQuestion
from rdclient.reports.clock_row import clock_rows
from rdclient.reports.compliance import Grouping, compliance
from rdclient.reports.notice import notice
from rdclient.reports.promise import limit_of
from rdclient.store import workspace

Make = Callable[[Mapping[str, str]], Path]
Seen = tuple[Portfolio, tuple[Judged, ...], datetime]
Ask = Callable[..., Seen]


@pytest.fixture
def seen(make_workspace: Make) -> Ask:
    """The records and promises of some files as of a moment in Shanghai."""

    def ask(files: Mapping[str, str], as_of: str, *codes: str) -> Seen:
        read = workspace.read(make_workspace(files))
        assert read.findings == ()
        at = datetime.fromisoformat(as_of).replace(tzinfo=read.portfolio.zone)
        portfolio = replay.at(read.portfolio, at)
        return portfolio, judged(portfolio, as_of=at, codes=frozenset(codes)), at

    return ask


def keys(found: Seen) -> list[str]:
    portfolio, items, at = found
    view = notice(items, ClockQuestion(), portfolio, as_of=at, escalations=False)
    return [item.key for item in view.items]


def plan(done: str = "") -> str:
    action = f"{{id: AP-1, text: 改流程, created_on: 2026-11-02, due: 2026-11-13{done}}}"
    return f"statement: 提速\nactions: [{action}]\n"


CLIENT = {"clients/linhai/client.yaml": "name: 临海银行\n"}
PLANS = "clients/linhai/improvements"


def test_actions_of_the_same_id_in_two_records_are_told_apart(seen: Ask) -> None:
    files = CLIENT | {f"{PLANS}/IMP-001.yaml": plan(), f"{PLANS}/IMP-002.yaml": plan()}
    both = keys(seen(files, "2026-11-20 10:00", "RD426"))
    assert both == [
        "RD426|linhai/IMP-001/AP-1||breached",
        "RD426|linhai/IMP-002/AP-1||breached",
    ]
    done = plan(", events: [{at: 2026-11-19, type: done}]")
    left = CLIENT | {f"{PLANS}/IMP-001.yaml": done, f"{PLANS}/IMP-002.yaml": plan()}
    assert keys(seen(left, "2026-11-20 10:00", "RD426")) == ["RD426|linhai/IMP-002/AP-1||breached"]


VACANT = CLIENT | {
    "people.yaml": "- {id: qin.yue, name: 秦岳}\n",
    "clients/linhai/projects/portal/project.yaml": """\
name: 网上对账系统
type: custom_dev
phases: [{phase: kickoff, entered_on: 2026-08-31}]
team: [{role: project_manager, person: qin.yue, from: 2026-08-31}]
""",
}


def test_roles_that_stand_empty_have_an_entry_each_in_a_calendar(seen: Ask) -> None:
    portfolio, items, at = seen(VACANT, "2026-11-20 10:00", "RD105")
    view = agenda(items, ClockQuestion(), portfolio, as_of=at, days=7, escalations=False)
    events = [event(entry, as_of=at, lang=Lang.EN) for entry in view.entries]
    assert [one.key for one in events if one] == [
        "RD105-linhai-portal-portal-client_lead",
        "RD105-linhai-portal-portal-technical_contact",
    ]


def of_client(slug: str) -> dict[str, str]:
    """A client with a project ``portal``, and a contact ``wang.wei`` who owes a confirmation."""
    home = f"clients/{slug}"
    return {
        f"{home}/client.yaml": f"name: {slug}\n",
        f"{home}/contacts.yaml": "- {id: wang.wei, name: 王伟}\n",
        f"{home}/projects/portal/project.yaml": "name: 门户\ntype: custom_dev\n",
        f"{home}/projects/portal/meetings/MTG-1.yaml": """\
title: x
kind: demo
started_at: 2026-11-02
confirmations: [{id: C-1, text: 确认, by: wang.wei, due: 2026-11-13}]
""",
    }


@pytest.mark.parametrize(
    ("by", "tokens"),
    [
        (Grouping.PROJECT, ["kestrel/portal", "linhai/portal"]),
        (Grouping.PERSON, ["kestrel/wang.wei", "linhai/wang.wei"]),
    ],
)
def test_figures_tell_two_clients_apart_that_use_the_same_ids(
    seen: Ask, by: Grouping, tokens: list[str]
) -> None:
    files = of_client("linhai") | of_client("kestrel")
    portfolio, items, at = seen(files, "2026-11-20 10:00", "RD427")
    view = compliance(items, portfolio, as_of=at, by=by, per=None, since=None)
    assert [line.group.token for line in view.lines if line.group] == tokens
    assert [line.tally.missed for line in view.lines] == [1, 1]


def test_a_promise_shows_the_hours_it_is_measured_by_not_those_of_a_version_to_come(
    seen: Ask,
) -> None:
    policy = """\
- effective_on: 2026-11-01
  clocks: {ticket_closure: {calendar: 24x7, targets: {normal: 48h}}}
- effective_on: 2026-12-01
  applies_to: open
  clocks: {ticket_closure: {calendar: business, targets: {normal: 16h}}}
"""
    ticket = "- {id: T-1, title: x, events: [{at: 2026-11-19 09:00, type: opened}]}\n"
    files = CLIENT | {"policy.yaml": policy, "clients/linhai/tickets.yaml": ticket}
    portfolio, items, at = seen(files, "2026-11-20 10:00", "RD502")
    (row,) = clock_rows(items, portfolio, as_of=at)
    assert (row.budget, row.calendar) == ("48h", "24x7")
    limit = limit_of(items[0], as_of=at)
    assert limit is not None
    assert (limit.length, limit.is_business) == ("48h", False)
