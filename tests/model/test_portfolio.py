"""The portfolio: ids by scope, people by name, links both ways, policy over time."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from rdclient.model.base import Moment, parse_moment
from rdclient.model.client import Contact, Person, Side
from rdclient.model.portfolio import Portfolio, id_of
from rdclient.model.replay import at
from rdclient.model.requirement import Requirement
from rdclient.model.service import Ticket
from rdclient.store.workspace import read

Make = Callable[[Mapping[str, str]], Path]
CORE, NEXT = "clients/acme/projects/core", "clients/acme/projects/next"

FILES = {
    "people.yaml": (
        "- {id: zhang.min, name: {zh: 张敏, en: Zhang Min}}\n- {id: zhou.tao, name: 周涛}\n"
    ),
    "clients/acme/client.yaml": "name: Acme\n",
    "clients/acme/contacts.yaml": "- {id: zhou.two, name: 周涛}\n- {id: wang, name: 王雪}\n",
    "clients/beta/client.yaml": "name: Beta\n",
    "clients/acme/tickets.yaml": "- {id: T-1, title: x, project: core, raised_by: 王雪}\n",
    f"{CORE}/project.yaml": "name: Core\ntype: custom_dev\n",
    f"{CORE}/requirements/REQ-1.yaml": "title: a\ntype: functional\nsource: wang\n",
    f"{CORE}/requirements/REQ-2.yaml": (
        "title: b\ntype: functional\nparents: [REQ-1, next/REQ-1, REQ-9]\nsource: 张敏\n"
    ),
    f"{NEXT}/project.yaml": "name: Next\ntype: custom_dev\n",
    f"{NEXT}/requirements/REQ-1.yaml": "title: c\ntype: functional\n",
}


@pytest.fixture
def portfolio(make_workspace: Make) -> Portfolio:
    found = read(make_workspace(FILES))
    assert found.findings == ()
    return found.portfolio


def requirement(portfolio: Portfolio, project: str, name: str) -> Requirement:
    return next(
        r for r in portfolio.all(Requirement) if r.origin.project == project and r.id == name
    )


def test_an_id_means_the_record_of_the_own_project(portfolio: Portfolio) -> None:
    second = requirement(portfolio, "core", "REQ-2")
    assert portfolio.find("requirement", "REQ-1", second) is requirement(portfolio, "core", "REQ-1")
    other = requirement(portfolio, "next", "REQ-1")
    assert portfolio.find("requirement", "next/REQ-1", second) is other
    assert portfolio.find("requirement", "acme/next/REQ-1", second) is other
    assert portfolio.find("requirement", "REQ-9", second) is None


def test_links_are_known_from_both_ends(portfolio: Portfolio) -> None:
    second = requirement(portfolio, "core", "REQ-2")
    assert [id_of(r) for r in portfolio.linked_from(second)] == ["zhang.min", "REQ-1", "REQ-1"]
    first = requirement(portfolio, "core", "REQ-1")
    assert [id_of(r) for r in portfolio.linked_to(first)] == ["REQ-2"]
    wang = portfolio.person("wang", first)
    assert isinstance(wang, Contact)
    assert {id_of(r) for r in portfolio.linked_to(wang)} == {"T-1", "REQ-1"}


def test_every_reference_is_a_link_with_its_place(portfolio: Portfolio) -> None:
    second = requirement(portfolio, "core", "REQ-2")
    links = [(link.pointer, link.name) for link in portfolio.links if link.record is second]
    assert links == [
        (("source",), "张敏"),
        (("parents", 0), "REQ-1"),
        (("parents", 1), "next/REQ-1"),
        (("parents", 2), "REQ-9"),
    ]


def test_a_person_is_an_id_or_a_name_that_only_one_has(portfolio: Portfolio) -> None:
    near = requirement(portfolio, "core", "REQ-1")
    for name in ("zhang.min", "张敏", "Zhang Min"):
        found = portfolio.person(name, near)
        assert isinstance(found, Person)
        assert found.id == "zhang.min"
    assert portfolio.person("周涛", near) is None
    assert {p.id for p in portfolio.people_named("周涛", near)} == {"zhou.tao", "zhou.two"}
    assert portfolio.side("wang", near) is Side.CLIENT


def test_another_clients_people_are_strangers(portfolio: Portfolio) -> None:
    beta = portfolio.client("beta")
    assert beta is not None
    assert portfolio.person("wang", beta) is None
    assert portfolio.person("周涛", beta) is not None  # only ours has that name there


def test_the_policy_of_a_day_is_the_version_in_force(make_workspace: Make) -> None:
    versions = (
        "- {risk: {response_score: 9}}\n- {effective_on: 2026-06-01, risk: {response_score: 12}}\n"
    )
    found = read(make_workspace({"policy.yaml": versions}))
    assert found.findings == ()
    scores = [
        found.portfolio.policy(day).risk.response_score
        for day in (date(2026, 5, 31), date(2026, 6, 1))
    ]
    assert scores == [9, 12]
    as_shipped = found.portfolio.policy(date(2026, 6, 1)).clocks
    assert str(as_shipped.minutes.within) == "24h"


def test_a_policy_version_out_of_order_is_a_finding(make_workspace: Make) -> None:
    versions = "- {effective_on: 2026-06-01}\n- {effective_on: 2026-05-01}\n"
    found = read(make_workspace({"policy.yaml": versions}))
    assert [(f.code, f.location.line) for f in found.findings] == [("RD006", 2)]


def test_whole_days_come_before_the_times_of_their_day() -> None:
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("Asia/Shanghai")
    texts = ["2026-11-20 00:00", "2026-11-20", "2026-11-19 23:59", "2026-11-19T16:00+00:00"]
    moments: list[Moment] = sorted(parse_moment(text, zone) for text in texts)
    assert [m.timed for m in moments] == [True, False, True, True]
    assert moments[2] == moments[3]


def test_tickets_of_a_client_are_found_by_their_scope(portfolio: Portfolio) -> None:
    assert [t.id for t in portfolio.of_client(Ticket, "acme")] == ["T-1"]
    assert portfolio.of_client(Ticket, "beta") == ()


def test_hours_are_found_without_the_list_of_all_calendars(portfolio: Portfolio) -> None:
    bare = replace(portfolio, calendars={})
    for name in ("business", "cn"):
        assert bare.hours(name, "acme") is portfolio.calendar
    natural = bare.hours("24x7", None)
    assert natural is not None
    assert (natural.is_natural, natural.zone) == (True, portfolio.zone)
    assert bare.hours("house", "acme") is None


def test_a_replayed_portfolio_keeps_its_calendars(portfolio: Portfolio) -> None:
    then = at(portfolio, datetime(2026, 1, 1, tzinfo=portfolio.zone))
    assert set(then.calendars) == {"24x7", "cn"}
    assert then.hours("24x7", "acme") is portfolio.hours("24x7", "acme")
