"""RD221: nothing is planned for a change request before it is approved."""

from harbor import CHANGE, PROJECT, Repository, approve, gated, submit, told

from rdclient.lens import Lang

ADDING = CHANGE.replace("op: modify", "op: add").replace("REQ-001", "REQ-009")
NEW = f"{PROJECT}/requirements/REQ-009.yaml"
TEXT = """\
title: Ice report
type: functional
functions: [The system shall show the ice]
events:
  - {at: 2026-11-16, type: collected, by: mara.lind}
"""


def planned_codes(repository: Repository) -> list[str]:
    return repository.check("RD221")


def test_a_plan_that_names_an_unapproved_request_is_refused(repository: Repository) -> None:
    submit(repository)
    repository.edit(
        f"{PROJECT}/milestones.yaml",
        "due: 2026-12-04}\n",
        "due: 2026-12-04}\n    - {on: 2026-11-19, due: 2026-12-11, change: CR-001}\n",
    )
    found = [item for item in gated(repository.root) if item.code == "RD221"]
    assert [told(item) for item in found] == [
        (
            "milestones.yaml:6 RD221 the new plan of M1 rests on CR-001, which is not approved "
            "(Assessed)"
        )
    ]
    assert told(found[0], lang=Lang.ZH) == (
        "milestones.yaml:6 RD221 里程碑M1的新计划依据CR-001，但CR-001尚未批准（已完成技术评估）"
    )


def test_a_plan_that_names_an_approved_request_is_fine(repository: Repository) -> None:
    approve(repository)
    repository.edit(
        f"{PROJECT}/milestones.yaml",
        "due: 2026-12-04}\n",
        "due: 2026-12-04}\n    - {on: 2026-11-19, due: 2026-12-11, change: CR-001}\n",
    )
    assert planned_codes(repository) == []


def test_a_new_requirement_is_not_planned_before_its_request_is_approved(
    repository: Repository,
) -> None:
    submit(repository, text=ADDING)
    repository.put(NEW, TEXT + "  - {at: 2026-11-19, type: planned, iteration: IT-03}\n")
    found = [item for item in gated(repository.root) if item.code == "RD221"]
    assert [told(item) for item in found] == [
        (
            "requirements/REQ-009.yaml:6 RD221 REQ-009 is planned for CR-001, which is not "
            "approved (Assessed)"
        )
    ]
    assert told(found[0], lang=Lang.ZH) == (
        "requirements/REQ-009.yaml:6 RD221 REQ-009已排期，但所依据的CR-001尚未批准（已完成技术评"
        "估）"
    )


def test_a_task_is_not_planned_before_the_request_behind_it_is_approved(
    repository: Repository,
) -> None:
    submit(repository, text=ADDING)
    repository.put(NEW, TEXT)
    repository.put(
        f"{PROJECT}/tasks.yaml",
        "- {id: T-1, title: Ice, requirements: [REQ-009], owner: tom.reid,\n"
        "   plans: [{on: 2026-11-19, start: 2026-12-14, finish: 2026-12-18}]}\n",
    )
    assert planned_codes(repository) == [
        (
            "tasks.yaml:2 RD221 the plan of task T-1 serves a requirement that CR-001 adds, and "
            "CR-001 is not approved (Assessed)"
        )
    ]


def test_a_request_that_names_the_project_before_the_requirement_is_known_all_the_same(
    repository: Repository,
) -> None:
    submit(repository, text=ADDING.replace("REQ-009", "harbor/berths/REQ-009"))
    repository.put(NEW, TEXT + "  - {at: 2026-11-19, type: planned, iteration: IT-03}\n")
    assert len(planned_codes(repository)) == 1


def test_a_requirement_is_not_planned_into_the_iteration_an_open_request_aims_at(
    repository: Repository,
) -> None:
    submit(repository, text=CHANGE + "target_iteration: IT-03\n")
    repository.edit(
        f"{PROJECT}/requirements/REQ-001.yaml",
        "type: confirmed, by: ines.rocha}\n",
        "type: confirmed, by: ines.rocha}\n  - {at: 2026-11-19, type: planned, iteration: IT-03}\n",
    )
    assert len(planned_codes(repository)) == 1


def test_a_requirement_may_be_planned_again_for_its_own_sake(repository: Repository) -> None:
    submit(repository, text=CHANGE + "target_iteration: IT-02\n")
    repository.edit(
        f"{PROJECT}/requirements/REQ-001.yaml",
        "type: confirmed, by: ines.rocha}\n",
        "type: confirmed, by: ines.rocha}\n  - {at: 2026-11-19, type: planned, iteration: IT-03}\n",
    )
    assert planned_codes(repository) == []


def test_what_stood_in_the_plan_before_is_not_this_requests_fault(repository: Repository) -> None:
    submit(repository, text=ADDING)
    repository.git("checkout", "-q", "main")
    repository.put(NEW, TEXT + "  - {at: 2026-11-19, type: planned, iteration: IT-03}\n")
    repository.commit()
    repository.branch("other")
    repository.edit(NEW, "title: Ice report", "title: Ice and snow report")
    assert planned_codes(repository) == []
