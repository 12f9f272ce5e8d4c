"""RD230: in the days before an iteration starts nothing is added to it."""

import pytest
from harbor import CHANGE, NOW, PROJECT, Repository, approve, gated, told

from rdclient.lens import Lang

SPEC = f"{PROJECT}/requirements/REQ-002.yaml"
LAST = "type: analysed, by: tom.reid}\n"
INTO = LAST + "  - {at: 2026-11-19, type: planned, iteration: %s}\n"


def put_in(repository: Repository, iteration: str) -> None:
    repository.edit(SPEC, LAST, INTO % iteration)


def frozen(repository: Repository, now: str = NOW) -> list[str]:
    return repository.check("RD230", now=now)


def planned_before(repository: Repository, iteration: str) -> None:
    repository.git("checkout", "-q", "main")
    put_in(repository, iteration)
    repository.commit("planned in time")
    repository.git("branch", "-q", "-D", "request")
    repository.branch()


def test_nothing_is_planned_into_an_iteration_in_its_freeze(repository: Repository) -> None:
    put_in(repository, "IT-02")
    found = [item for item in gated(repository.root) if item.code == "RD230"]
    assert [told(item) for item in found] == [
        (
            "requirements/REQ-002.yaml:7 RD230 REQ-002 is planned into IT-02, which is frozen from "
            "2026-11-20 to 2026-11-22 (checked as of 2026-11-20 18:00)"
        )
    ]
    assert told(found[0], lang=Lang.ZH) == (
        "requirements/REQ-002.yaml:7 RD230 REQ-002排入了处于冻结期的迭代IT-02（冻结期2026-11-20至"
        "2026-11-22，检查时间2026-11-20 18:00）"
    )


@pytest.mark.parametrize(
    ("now", "count"),
    [
        ("2026-11-19T23:59+08:00", 0),
        ("2026-11-20T00:00+08:00", 1),
        ("2026-11-22T23:59+08:00", 1),
        ("2026-11-23T00:00+08:00", 0),
    ],
    ids=["the minute before", "its first minute", "its last minute", "it starts"],
)
def test_the_freeze_is_counted_in_local_days(repository: Repository, now: str, count: int) -> None:
    put_in(repository, "IT-02")
    assert len(frozen(repository, now)) == count


def test_the_next_iteration_is_open(repository: Repository) -> None:
    put_in(repository, "IT-03")
    assert frozen(repository) == []


def test_moving_the_iteration_in_the_same_request_does_not_help(repository: Repository) -> None:
    put_in(repository, "IT-02")
    repository.edit(f"{PROJECT}/iterations.yaml", "start: 2026-11-23", "start: 2026-11-30")
    assert len(frozen(repository)) == 1


def test_another_due_date_in_the_same_iteration_is_fine(repository: Repository) -> None:
    planned_before(repository, "IT-02")
    entry = "  - {at: 2026-11-19, type: planned, iteration: IT-02}\n"
    repository.edit(SPEC, entry, entry + entry.replace("IT-02", "IT-02, due: 2026-12-08"))
    assert frozen(repository) == []


def test_wording_may_be_tuned(repository: Repository) -> None:
    planned_before(repository, "IT-02")
    repository.edit(SPEC, "shall show the tide", "shall show the tide in metres")
    assert frozen(repository) == []


def test_a_requirement_does_not_grow_by_another_function(repository: Repository) -> None:
    planned_before(repository, "IT-02")
    repository.edit(SPEC, "show the tide]", "show the tide, The system shall print it]")
    found = [item for item in gated(repository.root) if item.code == "RD230"]
    assert [told(item) for item in found] == [
        (
            "requirements/REQ-002.yaml:3 RD230 REQ-002 grows in the freeze of IT-02: functions, 1 "
            "entries before, 2 now (frozen from 2026-11-20 to 2026-11-22, checked as of 2026-11-20 "
            "18:00)"
        )
    ]
    assert told(found[0], lang=Lang.ZH) == (
        "requirements/REQ-002.yaml:3 RD230 REQ-002在迭代IT-02的冻结期内扩大了：功能点由1条增加到2条"
        "（冻结期2026-11-20至2026-11-22，检查时间2026-11-20 18:00）"
    )


@pytest.mark.parametrize(("days", "count"), [("2.5", 0), ("2.6", 1), ("1", 0)])
def test_effort_may_grow_by_half_a_day(repository: Repository, days: str, count: int) -> None:
    repository.git("checkout", "-q", "main")
    repository.edit(SPEC, "events:", "analysis: {effort: {development: 2}}\nevents:")
    repository.commit()
    repository.branch("estimated")
    repository.git("checkout", "-q", "main")
    put_in(repository, "IT-02")
    repository.commit()
    repository.branch("grown")
    repository.edit(SPEC, "development: 2}", f"development: {days}}}")
    assert len(frozen(repository)) == count


DEFECT = CHANGE.replace("REQ-001", "REQ-002").replace("at most 80 berths", "the tide, mended")


@pytest.mark.parametrize(
    ("line", "count"),
    [("category: defect\n", 0), ("category: market\n", 1)],
    ids=["defect", "wish"],
)
def test_an_approved_request_that_mends_a_defect_passes(
    repository: Repository, line: str, count: int
) -> None:
    approve(repository, text=line + DEFECT)
    put_in(repository, "IT-02")
    assert len(frozen(repository)) == count


WAIVER = """\
- code: RD230
  scope: berths/REQ-002
  reason: the regulator asks for it
  approvers: [%s]
  until: 2026-11-30
"""


@pytest.mark.parametrize(
    ("approvers", "count"), [("mara.lind, ines.rocha", 0), ("mara.lind", 1)], ids=["both", "one"]
)
def test_a_waiver_of_both_sides_that_stood_before_passes(
    repository: Repository, approvers: str, count: int
) -> None:
    repository.git("checkout", "-q", "main")
    repository.put("clients/harbor/waivers.yaml", WAIVER % approvers)
    repository.commit("waived")
    repository.branch("other")
    put_in(repository, "IT-02")
    assert len(frozen(repository)) == count


def test_a_waiver_in_the_same_request_does_not_count(repository: Repository) -> None:
    repository.put("clients/harbor/waivers.yaml", WAIVER % "mara.lind, ines.rocha")
    put_in(repository, "IT-02")
    assert [line.split()[1] for line in repository.check("RD230", "RD238")] == ["RD230", "RD238"]
