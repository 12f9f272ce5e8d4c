"""``rdclient ci``: snippets that work, wherever the workspace lies in its repository."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

Run = Callable[..., Any]
SERVERS = ("script", "github", "github-action", "gitlab", "pre-commit")


@pytest.fixture
def repository(tmp_path: Path, root: Path) -> Path:
    """A repository whose records lie in a folder of it."""
    shutil.copytree(root / "examples" / "kestrel", tmp_path / "repo" / "records")
    (tmp_path / "repo" / ".git").mkdir()
    return tmp_path / "repo"


@pytest.fixture
def program(tmp_path: Path, root: Path) -> Path:
    """A folder with ``rdclient`` in it, as an installation puts it on the path."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "rdclient"
    script.write_text(
        f'#!/bin/sh\nPYTHONPATH="{root / "src"}" exec "{sys.executable}" -m rdclient "$@"\n',
        encoding="utf-8",
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return folder


def ran(repository: Path, program: Path, commands: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join((str(program), os.environ["PATH"]))
    return subprocess.run(
        ["sh", "-e", "-c", commands],
        cwd=repository,
        env={"PATH": path, "RDCLIENT_LANG": "en", "PYTHONUTF8": "1"},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


def spoil(repository: Path) -> None:
    path = repository / "records" / "clients" / "kestrel" / "client.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "colour: blue\n", encoding="utf-8")


@pytest.mark.parametrize("server", SERVERS)
def test_the_folder_is_told_from_the_top_of_the_repository(
    server: str, repository: Path, run_rdclient: Run
) -> None:
    inside = run_rdclient("-C", str(repository / "records" / "clients"), "ci", server)
    assert inside.code == 0
    assert '"records"' in inside.out
    assert "@FOLDER@" not in inside.out


def test_without_a_workspace_there_is_nothing_to_check(tmp_path: Path, run_rdclient: Run) -> None:
    ran = run_rdclient("-C", str(tmp_path), "ci", "github")
    assert (ran.code, ran.out) == (2, "")


def test_a_workspace_in_no_repository_is_the_folder_itself(
    root: Path, tmp_path: Path, run_rdclient: Run
) -> None:
    shutil.copytree(root / "examples" / "kestrel", tmp_path / "records")
    ran = run_rdclient("-C", str(tmp_path / "records"), "ci", "github")
    assert 'path: "."' in ran.out


@pytest.mark.parametrize("server", SERVERS[1:])
def test_the_snippets_of_servers_are_yaml(server: str, repository: Path, run_rdclient: Run) -> None:
    snippet = run_rdclient("-C", str(repository / "records"), "ci", server).out
    assert all(isinstance(part, dict) for part in yaml.safe_load_all(snippet))


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
@pytest.mark.parametrize("is_spoilt", [False, True])
def test_the_script_ends_as_the_check_does_and_leaves_a_junit_file(
    repository: Path, program: Path, run_rdclient: Run, *, is_spoilt: bool
) -> None:
    if is_spoilt:
        spoil(repository)
    script = run_rdclient("-C", str(repository / "records"), "ci", "script").out
    done = ran(repository, program, script)
    assert done.returncode == int(is_spoilt), done.stderr
    report = (repository / "rdclient-junit.xml").read_text(encoding="utf-8")
    assert ("<failure" in report) is is_spoilt
    assert ("RD005" in done.stdout) is is_spoilt


@pytest.mark.skipif(os.name == "nt", reason="shell commands")
@pytest.mark.parametrize("is_spoilt", [False, True])
def test_the_commands_for_gitlab_leave_both_reports_and_end_as_the_check_does(
    repository: Path, program: Path, run_rdclient: Run, *, is_spoilt: bool
) -> None:
    if is_spoilt:
        spoil(repository)
    snippet = run_rdclient("-C", str(repository / "records"), "ci", "gitlab").out
    job = list(yaml.safe_load_all(snippet))[1]
    commands = [line for line in job["records"]["script"] if "pip install" not in line]
    done = ran(repository, program, "RDCLIENT_FOLDER=records\n" + "\n".join(commands))
    assert done.returncode == int(is_spoilt), done.stderr
    for name in ("gl-code-quality-report.json", "rdclient-junit.xml"):
        assert name in job["records"]["artifacts"]["reports"].values()
        assert (repository / name).stat().st_size > 0


@pytest.mark.skipif(os.name == "nt", reason="shell commands")
def test_the_action_for_github_prints_annotations_with_paths_from_the_top(
    repository: Path, program: Path, run_rdclient: Run
) -> None:
    spoil(repository)
    snippet = run_rdclient("-C", str(repository / "records"), "ci", "github-action").out
    (step,) = yaml.safe_load(snippet)["runs"]["steps"]
    done = ran(repository, program, f"BASE= HEAD= FOLDER=records\n{step['run']}")
    assert done.returncode == 1
    assert "::error file=records/clients/kestrel/client.yaml,line=" in done.stdout


def test_the_workflow_for_github_fetches_the_history_and_uses_the_action_beside_it(
    repository: Path, run_rdclient: Run
) -> None:
    job = yaml.safe_load(run_rdclient("-C", str(repository / "records"), "ci", "github").out)
    first, *_, last = job["jobs"]["check"]["steps"]
    assert first["with"] == {"fetch-depth": 0}
    assert last == {"uses": "./.github/actions/rdclient", "with": {"path": "records"}}


def test_the_hook_for_other_repositories_names_a_command_that_exists(root: Path) -> None:
    (hook,) = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {"id", "name", "entry", "language"} <= set(hook)
    assert 'exec rdclient "$@" check --base "$base" --head "$staged"' in hook["entry"]
    assert hook["pass_filenames"] is False


@pytest.mark.skipif(os.name == "nt", reason="no such names on Windows")
@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize("name", ['a"; echo b; "c', "a$(b)", "a`b`", "a: b", "a # b"])
def test_a_folder_that_a_shell_would_misread_is_refused(
    server: str, name: str, repository: Path, run_rdclient: Run
) -> None:
    (repository / "records").rename(repository / name)
    refused = run_rdclient("-C", str(repository / name), "ci", server)
    assert (refused.code, refused.out) == (2, "")


def test_an_unknown_server_is_a_usage_error(run_rdclient: Run) -> None:
    assert run_rdclient("ci", "travis").code == 2
