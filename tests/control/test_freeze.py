"""The days before an iteration starts."""

from datetime import date

import pytest
from fixtures import PROJECT, Desk

from rdclient.control.freeze import freezes

ITERATIONS = """\
- {id: IT-01, start: 2026-11-23, end: 2026-12-06, goal: 回签上线}
- {id: IT-02, start: 2027-01-04, end: 2027-01-17, goal: 导出上线}
"""


@pytest.fixture(autouse=True)
def _iterations(desk: Desk) -> None:
    desk.write(f"{PROJECT}/iterations.yaml", ITERATIONS)


def test_a_freeze_is_the_days_of_policy_before_the_start(desk: Desk) -> None:
    found = [(f.iteration.id, f.first, f.last) for f in freezes(desk.matter())]
    assert found == [
        ("IT-01", date(2026, 11, 20), date(2026, 11, 22)),
        ("IT-02", date(2027, 1, 1), date(2027, 1, 3)),
    ]


@pytest.mark.parametrize(("day", "holds"), [(19, False), (20, True), (22, True), (23, False)])
def test_both_its_ends_belong_to_it(desk: Desk, day: int, holds: bool) -> None:  # noqa: FBT001
    first = next(iter(freezes(desk.matter())))
    assert first.holds(date(2026, 11, day)) is holds


def test_without_days_in_policy_there_is_none(desk: Desk) -> None:
    desk.write("policy.yaml", "change: {freeze_days: 0}\n")
    assert list(freezes(desk.matter())) == []


def test_its_length_is_that_of_policy(desk: Desk) -> None:
    desk.write("policy.yaml", "change: {freeze_days: 1}\n")
    first = next(iter(freezes(desk.matter())))
    assert (first.first, first.last) == (date(2026, 11, 22), date(2026, 11, 22))
