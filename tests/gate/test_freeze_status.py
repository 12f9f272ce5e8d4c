"""``freeze status``: which iterations still take requirements."""

import json
from collections.abc import Callable
from typing import Protocol

from harbor import Repository


class Ran(Protocol):
    """How a run of the program ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


def status(run: Run, repository: Repository, *words: str) -> Ran:
    return run("-C", repository.root, "freeze", "status", *words)


def test_each_iteration_is_open_frozen_or_started(
    repository: Repository, run_rdclient: Run
) -> None:
    ran = status(run_rdclient, repository, "--as-of", "2026-11-20T18:00+08:00", "--lang", "en")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "project     iteration  dates                           freeze               state\n"
        "Berth plan  IT-02      23 November – 11 December 2026  20–22 November 2026  Frozen\n"
        "Berth plan  IT-03      14–31 December 2026             11–13 December 2026  Open\n"
        "\n"
        "open: IT-03. Requirements may be planned into them until the freeze begins\n"
        "frozen: IT-02. Nothing new goes in; wording and samples may be tuned (at most 0.5 "
        "person-days more) and defects mended; an emergency needs the word of both sides. Any "
        "other exception is a waiver that both approve (rdclient waive RD230)\n"
        "the 3 calendar days before an iteration starts · as of 20 November 2026 18:00\n"
    )


def test_in_chinese(repository: Repository, run_rdclient: Run) -> None:
    ran = status(run_rdclient, repository, "--as-of", "2026-11-23T09:00+08:00", "--lang", "zh")
    assert ran.out == (
        "项目        迭代   起止日期                 冻结期               状态\n"
        "Berth plan  IT-02  2026年11月23日—12月11日  2026年11月20日—22日  已开始\n"
        "Berth plan  IT-03  2026年12月14日—31日      2026年12月11日—13日  可排入\n"
        "\n"
        "未到冻结期：IT-03。可以排入新需求，须在冻结期开始之前完成。\n"
        "已开始：IT-02。新增和修改按变更流程办理。\n"
        "迭代开始前3个自然日冻结 · 数据截至2026年11月23日09:00\n"
    )


def test_as_data(repository: Repository, run_rdclient: Run) -> None:
    ran = status(run_rdclient, repository, "berths", "--as-of", "2026-11-20T18:00+08:00",
                 "--format", "json")  # fmt: skip
    told = json.loads(ran.out)
    assert (told["schema_version"], told["freeze_days"], told["unread"]) == (1, 3, [])
    assert told["iterations"][0] == {
        "project": "berths",
        "iteration": "IT-02",
        "start": "2026-11-23",
        "end": "2026-12-11",
        "freeze": {"first": "2026-11-20", "last": "2026-11-22"},
        "state": "frozen",
        "may_add": False,
    }


def test_without_a_freeze_in_the_policy_nothing_is_frozen(
    repository: Repository, run_rdclient: Run
) -> None:
    text = (repository.root / "policy.yaml").read_text(encoding="utf-8")
    repository.put("policy.yaml", text + "change: {freeze_days: 0}\n")
    ran = status(run_rdclient, repository, "--as-of", "2026-11-20T18:00+08:00", "--lang", "en")
    assert "Frozen" not in ran.out
    assert ran.out.endswith("no freeze was agreed · as of 20 November 2026 18:00\n")


def test_of_a_revision(repository: Repository, run_rdclient: Run) -> None:
    repository.edit("clients/harbor/projects/berths/iterations.yaml", "2026-11-23", "2026-11-30")
    ran = status(run_rdclient, repository, "--at", "main", "--as-of", "2026-11-20T18:00+08:00",
                 "--lang", "en")  # fmt: skip
    assert "23 November" in ran.out


def test_what_is_over_is_not_listed(repository: Repository, run_rdclient: Run) -> None:
    ran = status(run_rdclient, repository, "--as-of", "2027-01-04T09:00+08:00", "--lang", "en")
    assert ran.out == "no iteration that has not ended · as of 4 January 2027 09:00\n"


def test_a_project_that_is_not_there_is_said(repository: Repository, run_rdclient: Run) -> None:
    ran = status(run_rdclient, repository, "piers", "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert "piers" in ran.err


def test_a_file_that_cannot_be_read_makes_it_incomplete(
    repository: Repository, run_rdclient: Run
) -> None:
    repository.put("clients/harbor/projects/berths/iterations.yaml", "- {id: [\n")
    ran = status(run_rdclient, repository, "--as-of", "2026-11-20T18:00+08:00")
    assert ran.code == 3
