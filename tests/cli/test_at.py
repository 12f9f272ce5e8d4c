"""``--at REV``: every verb that asks reads the records of a commit, and touches nothing."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.store.repositories import commit, git, put, repository
from typer.main import get_command

from rdclient.cli.app import app
from rdclient.store.tree import CACHE

Run = Callable[..., Any]
Clocks = Callable[..., Path]
NOON = ("--as-of", "2026-11-20T10:00+08:00")
ZH = ("--lang", "zh")
MINUTES = "clients/linhai/projects/portal/meetings/MTG-0118.yaml"
PROJECT = "clients/linhai/projects/portal/project.yaml"


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def folder(clocks: Clocks) -> Path:
    """A workspace whose tag v1 has a client, a project and promises; on disk nothing is left."""
    folder = repository(clocks())
    commit(folder, "one")
    git(folder, "tag", "v1")
    git(folder, "branch", "release/2026")
    shutil.rmtree(folder / "clients")
    return folder


ASKING = (
    (("list", "tickets", *NOON), "批量代付失败"),
    (("show", "TCK-0031", *NOON), "批量代付失败"),
    (("sla", *NOON, "--exit-zero"), "TCK-0031"),
    (("sla", "explain", "TCK-0031", *NOON), "TCK-0031"),
    (("agenda", *NOON), "整理对账规则"),
    (("status", *NOON), "网上对账系统"),
    (("weekly-report", *NOON), "网上对账系统"),
    (("minutes", "MTG-0118", *NOON), "整理对账规则"),
    (("export", "tickets"), "批量代付失败"),
    (("change", "status"), "CR-007"),
    (("change", "classify", "CR-007"), "CR-007"),
    (("change", "log"), "CR-007"),
    (("change-form", "CR-007"), "单批上限调整"),
    (("signoff", "status", "CR-007"), "CR-007"),
    (("baseline", "list"), "基线"),
    (("freeze", "status"), "2026年"),
    (("log", "CR-007"), "CR-007"),
    (("config", "show", "--format", "json"), "Test workspace"),
    (("calendar", "year", "2026", "--client", "linhai"), "2026"),
)


OTHERS = {"diff", "import", "notify"}
"""Verbs of a moment that write or send, and speak of the records as they are; and the one that
names revisions itself."""


def commands(command: object, name: str = "") -> Iterator[tuple[str, set[str]]]:
    """Every verb by its name, with the names of its options."""
    yield name, {param.name for param in command.params}  # type: ignore[attr-defined]
    for inner in getattr(command, "commands", {}).values():
        yield from commands(inner, f"{name} {inner.name}".strip())


def test_every_verb_that_asks_of_a_moment_can_be_asked_of_a_commit() -> None:
    asked = dict(commands(get_command(app)))
    assert {name for name, has in asked.items() if "as_of" in has and "at" not in has} == OTHERS


@pytest.mark.parametrize(("words", "told"), ASKING, ids=[" ".join(row[0][:2]) for row in ASKING])
def test_each_verb_that_asks_answers_from_the_commit(
    rdclient: Run,
    contents: Callable[[Path], dict[str, str]],
    folder: Path,
    words: tuple[str, ...],
    told: str,
) -> None:
    before = contents(folder)
    ran = rdclient("-C", folder, *words, *ZH, "--at", "v1")
    assert ran.code == 0, ran.err
    assert told in ran.out
    assert contents(folder) == before


def test_check_finds_what_the_commit_holds_and_keeps_no_cache(rdclient: Run, folder: Path) -> None:
    put(folder, {"clients/linhai/client.yaml": "nmae: 临海银行\n"})
    commit(folder, "spoilt")
    put(folder, {"clients/linhai/client.yaml": "name: 临海银行\n"})
    ran = rdclient("-C", folder, "check", "--at", "HEAD", "--format", "json", *NOON)
    found = [(one["code"], one["path"]) for one in json.loads(ran.out)["findings"]]
    assert ran.code == 1
    assert ("RD005", "clients/linhai/client.yaml") in found
    assert not (folder / CACHE).exists()
    now = rdclient("-C", folder, "check", "--format", "json", *NOON)
    assert "RD005" not in {one["code"] for one in json.loads(now.out)["findings"]}


def test_check_of_a_commit_says_what_check_said_of_the_files_then(
    rdclient: Run, workspace: Path
) -> None:
    when = ("--as-of", "2026-11-20T18:00+08:00", "--format", "json")
    (workspace / "clients/linhai/projects/portal/risks.yaml").write_text("- {id: RISK-001}\n")
    then = rdclient("-C", workspace, "check", *when, "--no-cache")
    commit(repository(workspace), "one")
    shutil.rmtree(workspace / "clients")
    assert rdclient("-C", workspace, "check", *when, "--at", "HEAD").out == then.out


def test_check_of_a_path_that_only_the_commit_holds(rdclient: Run, folder: Path) -> None:
    where = "clients/linhai/projects/portal/meetings"
    ran = rdclient("-C", folder, "check", where, "--at", "v1", "--format", "json", *NOON)
    paths = {one["path"] for one in json.loads(ran.out)["findings"]}
    assert ran.code in {0, 1}
    assert all(path.startswith(where) for path in paths)
    ran = rdclient("-C", folder, "check", "../elsewhere", "--at", "v1")
    assert (ran.code, ran.out) == (2, "")


def test_the_moment_stays_now_unless_it_is_named(rdclient: Run, folder: Path) -> None:
    ran = rdclient("-C", folder, "list", "tickets", "--at", "v1", *ZH)
    assert ran.code == 0
    named = rdclient("-C", folder, "list", "tickets", "--at", "v1", *ZH, "--as-of", "now")
    assert ran.out == named.out


def test_a_report_uses_the_templates_of_the_commit(rdclient: Run, folder: Path) -> None:
    git(folder, "checkout", "--", ".")
    put(folder, {"templates/zh/minutes.md.j2": "# 第一版\n"})
    commit(folder, "two")
    put(folder, {"templates/zh/minutes.md.j2": "# 第二版\n"})
    ran = rdclient("-C", folder, "minutes", "MTG-0118", "--at", "HEAD", *NOON, *ZH)
    assert "第一版" in ran.out, ran.err
    ran = rdclient("-C", folder, "minutes", "MTG-0118", "--at", "v1", *NOON, *ZH)
    assert "整理对账规则" in ran.out


# ── what does not go ─────────────────────────────────────────────────────────


def test_a_revision_that_is_not_there_ends_the_run_with_what_may_be_meant(
    rdclient: Run, folder: Path
) -> None:
    ran = rdclient("-C", folder, "status", "--at", "relase/2026")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == (
        "error: the repository has no branch, tag or commit 'relase/2026'; "
        "did you mean release/2026?\n"
    )
    ran = rdclient("-C", folder, "status", "--at", "0123456", lang="zh")
    assert ran.err == (
        "错误：仓库中没有“0123456”这个分支、标签或提交。只在远端的，"
        "请先运行 git fetch --all --tags\n"
    )


def test_without_a_repository_nothing_is_read(rdclient: Run, clocks: Clocks) -> None:
    ran = rdclient("-C", clocks(), "list", "tickets", "--at", "HEAD")
    assert (ran.code, ran.out) == (3, "")
    assert "git init" in ran.err


def test_a_shallow_clone_says_how_to_get_the_rest(
    rdclient: Run, folder: Path, tmp_path: Path
) -> None:
    git(folder, "commit", "-q", "--allow-empty", "-m", "two")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{folder}", "shallow")
    here = rdclient("-C", tmp_path / "shallow", "list", "tickets", "--at", "HEAD", *NOON)
    assert here.code == 0
    ran = rdclient("-C", tmp_path / "shallow", "list", "tickets", "--at", "HEAD~1")
    assert (ran.code, ran.out) == (3, "")
    assert "fetch-depth: 0" in ran.err
    assert ran.err.count("\n") == 1


def test_what_was_issued_is_recorded_of_the_records_as_they_are_only(
    rdclient: Run, folder: Path
) -> None:
    ran = rdclient("-C", folder, "weekly-report", "--at", "v1", "--issue")
    assert (ran.code, ran.out) == (2, "")
    assert "--issue" in ran.err


def test_a_base_asks_for_a_head_in_its_place(rdclient: Run, folder: Path) -> None:
    ran = rdclient("-C", folder, "check", "--at", "v1", "--base", "v1")
    assert (ran.code, ran.out) == (2, "")
    assert "--head" in ran.err


@pytest.mark.skipif(os.name != "posix", reason="the program is a shell script")
def test_no_program_that_the_repository_names_runs(
    rdclient: Run, folder: Path, tmp_path: Path
) -> None:
    program = tmp_path / "program.sh"
    program.write_text(f'#!/bin/sh\necho ran >> "{tmp_path}/told"\ncat\n', "utf-8")
    program.chmod(0o755)
    for name in ("core.fsmonitor", "core.pager", "filter.x.smudge", "diff.x.textconv",
                 "core.sshCommand", "diff.external"):  # fmt: skip
        git(folder, "config", name, str(program))
    put(folder, {".git/info/attributes": "*.yaml filter=x diff=x\n"})
    index = (folder / ".git/index").read_bytes()
    ran = rdclient("-C", folder, "status", "--at", "v1", *NOON)
    assert ran.code == 0
    assert not (tmp_path / "told").exists()
    assert (folder / ".git/index").read_bytes() == index
