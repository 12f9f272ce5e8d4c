"""RD232: a milestone moves with a reason or a request, and its old date stays."""

from harbor import CHANGE, PROJECT, Repository, approve, gated, submit, told

from rdclient.lens import Lang

PATH = f"{PROJECT}/milestones.yaml"
FIRST = "    - {on: 2026-09-25, due: 2026-12-04}\n"


def test_a_plan_with_a_later_date_and_no_reason_is_refused(repository: Repository) -> None:
    repository.edit(PATH, FIRST, FIRST + "    - {on: 2026-11-19, due: 2026-12-11}\n")
    found = [item for item in gated(repository.root) if item.code == "RD232"]
    assert [told(item) for item in found] == [
        (
            "milestones.yaml:6 RD232 M1 moves from 2026-12-04 to 2026-12-11 without a reason and "
            "without a change request"
        )
    ]
    assert told(found[0], lang=Lang.ZH) == (
        "milestones.yaml:6 RD232 M1的计划由2026-12-04改为2026-12-11，没有写原因，也没有写依据的变"
        "更申请"
    )


def test_a_reason_is_enough(repository: Repository) -> None:
    later = "    - {on: 2026-11-19, due: 2026-12-11, reason: the crane came late}\n"
    repository.edit(PATH, FIRST, FIRST + later)
    assert repository.check() == []


def test_a_request_is_a_reason_and_whether_it_is_approved_is_asked_once(
    repository: Repository,
) -> None:
    submit(repository)
    later = "    - {on: 2026-11-19, due: 2026-12-11, change: CR-001}\n"
    repository.edit(PATH, FIRST, FIRST + later)
    assert [line.split()[1] for line in repository.check("RD221", "RD232")] == ["RD221"]


def test_the_date_of_a_plan_that_stands_there_is_not_rewritten(repository: Repository) -> None:
    repository.edit(PATH, "due: 2026-12-04", "due: 2026-12-11, reason: the crane came late")
    found = [item for item in gated(repository.root) if item.code in ("RD232", "RD237")]
    assert [told(item) for item in found] == [
        (
            "milestones.yaml:5 RD232 the plan of M1 agreed on 2026-09-25 was rewritten: 2026-12-04 "
            "became 2026-12-11"
        )
    ]
    assert told(found[0], lang=Lang.ZH) == (
        "milestones.yaml:5 RD232 M1在2026-09-25议定的计划被直接改写：原为2026-12-04，现为2026-12-11"
    )


def test_a_new_milestone_a_forecast_and_the_same_date_again_are_fine(
    repository: Repository,
) -> None:
    repository.edit(
        PATH,
        FIRST,
        FIRST
        + "    - {on: 2026-11-19, due: 2026-12-04}\n"
        + "  forecasts: [{on: 2026-11-19, date: 2026-12-18}]\n"
        + "- {id: M2, name: Handover, plans: [{on: 2026-11-19, due: 2027-01-15}]}\n",
    )
    assert repository.check("RD232", "RD237") == []


MOVING = CHANGE.replace(
    "schedule_wd: 0,", "schedule_wd: 1, milestones: [{milestone: M1, due: 2026-12-11}],"
)


def test_an_approved_request_lets_a_milestone_move_to_the_date_it_names(
    repository: Repository,
) -> None:
    assert MOVING != CHANGE
    approve(repository, text=MOVING)
    later = "    - {on: 2026-11-19, due: 2026-12-11, change: CR-001}\n"
    repository.edit(PATH, FIRST, FIRST + later)
    assert repository.check("RD221", "RD232") == []


def test_an_approved_request_is_no_ground_for_another_date(repository: Repository) -> None:
    approve(repository, text=MOVING)
    later = "    - {on: 2026-11-19, due: 2026-12-18, reason: as agreed, change: CR-001}\n"
    repository.edit(PATH, FIRST, FIRST + later)
    assert repository.check("RD221", "RD232") == [
        "milestones.yaml:6 RD232 M1 moves to 2026-12-18 for CR-001, which agreed on 2026-12-11"
    ]


def test_an_approved_request_about_something_else_is_no_ground(repository: Repository) -> None:
    approve(repository)
    later = "    - {on: 2026-11-19, due: 2026-12-11, change: CR-001}\n"
    repository.edit(PATH, FIRST, FIRST + later)
    assert repository.check("RD221", "RD232") == [
        (
            "milestones.yaml:6 RD232 M1 moves from 2026-12-04 to 2026-12-11 for CR-001, which "
            "says nothing of that milestone"
        )
    ]
