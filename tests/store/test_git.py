"""The Git runner: a clean environment, no program of the repository, errors with their fix."""

import os
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from rdclient.diagnostic import RdclientError
from rdclient.lens import Lang
from rdclient.render.messages import error_message
from rdclient.store import git
from rdclient.store import git_question as question
from rdclient.store.git import GitError
from rdclient.store.git_status import status

POSIX = pytest.mark.skipif(os.name != "posix", reason="the program is a shell script")


def run(folder: Path, *words: str) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(
        ["git", *words], cwd=folder, check=True, capture_output=True, encoding="utf-8",
        env={**clean, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
    )  # fmt: skip
    return done.stdout.strip()


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one commit, in a folder whose name needs quoting."""
    folder = tmp_path / "记录 'a'"
    run(tmp_path, "init", "-q", "-b", "main", str(folder))
    run(folder, "config", "user.name", "zhang")
    run(folder, "config", "user.email", "z@example.com")
    (folder / "a.yaml").write_text("a: 1\n", "utf-8")
    run(folder, "add", "--all")
    run(folder, "commit", "-qm", "one")
    return folder


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Another repository, into which the environment wants to lead Git."""
    folder = tmp_path / "other"
    run(tmp_path, "init", "-q", "-b", "elsewhere", str(folder))
    return folder


def said(error: RdclientError) -> Iterator[str]:
    for lang in Lang:
        yield error_message(error, lang=lang)


# ── environment ──────────────────────────────────────────────────────────────


def test_variables_that_lead_elsewhere_are_not_seen_by_git_and_stay_for_others(
    repository: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = {
        "GIT_DIR": str(other / ".git"),
        "GIT_WORK_TREE": str(other),
        "GIT_INDEX_FILE": str(other / "index"),
        "GIT_OBJECT_DIRECTORY": str(other / "objects"),
        "GIT_NAMESPACE": "x",
        "GIT_CONFIG_PARAMETERS": "'alias.x=y'",
        "GIT_TRACE": str(other / "trace"),
        "GIT_PYTHON_GIT_EXECUTABLE": str(other / "git"),
    }
    for name, value in hostile.items():
        monkeypatch.setenv(name, value)
    found = git.opened(repository)
    assert question.branch(found) == "refs/heads/main"
    assert status(found, filters=False).changes == ()
    assert {name: os.environ[name] for name in hostile} == hostile
    assert not (other / "trace").exists()


def test_who_commits_may_be_said_by_the_environment(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(repository, "config", "--unset", "user.name")
    run(repository, "config", "--unset", "user.email")
    found = git.opened(repository)
    assert question.identity(found) is None
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "zhang")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "z@example.com")
    assert question.identity(found) == "zhang <z@example.com>"


def test_a_name_that_git_would_guess_from_the_computer_is_none(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(repository, "config", "--unset", "user.email")
    monkeypatch.setenv("EMAIL", "")
    assert question.identity(git.opened(repository)) is None


# ── programs that a repository names ─────────────────────────────────────────


@POSIX
def test_asking_runs_no_filter_monitor_or_hook_and_leaves_the_index_alone(
    repository: Path, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    program = tmp_path / "program.sh"
    program.write_text(f'#!/bin/sh\necho ran >> "{told}"\ncat\n', "utf-8")
    program.chmod(0o755)
    for name in ("core.fsmonitor", "filter.x.clean", "filter.x.process", "core.pager"):
        run(repository, "config", name, str(program))
    run(repository, "config", "filter.x.required", "true")
    hooks = repository / ".git/hooks"
    (hooks / "post-index-change").write_bytes(program.read_bytes())
    (hooks / "post-index-change").chmod(0o755)
    (repository / ".gitattributes").write_text("*.yaml filter=x\n", "utf-8")
    (repository / "a.yaml").write_text("a: 2\n", "utf-8")
    index = (repository / ".git/index").read_bytes()
    found = status(git.opened(repository), filters=False)
    assert [(one.path, one.what) for one in found.changes] == [
        (".gitattributes", "added"), ("a.yaml", "changed"),
    ]  # fmt: skip
    assert not told.exists()
    assert (repository / ".git/index").read_bytes() == index
    with pytest.raises(GitError):
        status(git.opened(repository), filters=True)
    assert told.exists()  # … else this test would prove nothing


def test_a_replaced_object_is_not_believed(repository: Path) -> None:
    (repository / "b.txt").write_text("forged\n", "utf-8")
    forged = run(repository, "hash-object", "-w", "b.txt")
    true = run(repository, "rev-parse", "HEAD:a.yaml")
    run(repository, "replace", true, forged)
    assert run(repository, "cat-file", "-p", true) == "forged"
    assert question.blobs(git.opened(repository), [true]) == {true: b"a: 1\n"}


# ── what is asked ────────────────────────────────────────────────────────────


def test_contents_come_in_one_call_whatever_they_hold(repository: Path) -> None:
    contents = [b"", b"\n", b"\0\xff\n\n", "两\r\n行".encode(), b"x" * 100_000]
    found = git.opened(repository)
    ids = [question.stored(found, content) for content in contents]
    assert list(question.blobs(found, [*ids, ids[0]]).values()) == contents
    with pytest.raises(GitError) as error:
        question.blobs(found, ["1" * 40])
    assert error.value.args == ("git-lost", "1" * 40)


def test_a_name_that_looks_like_an_option_is_no_revision(repository: Path) -> None:
    found = git.opened(repository)
    assert question.revision(found, "--all") is None
    assert question.revision(found, "nowhere") is None
    assert question.revision(found, "HEAD") == run(repository, "rev-parse", "HEAD")


def test_what_changed_is_told_below_the_workspace_only(repository: Path) -> None:
    inner = repository / "客户"
    inner.mkdir()
    (inner / "old.yaml").write_text("a\n", "utf-8")
    (inner / "gone.yaml").write_text("a\n", "utf-8")
    run(repository, "add", "--all")
    run(repository, "commit", "-qm", "two")
    (inner / "old.yaml").write_text("b\n", "utf-8")
    (inner / "gone.yaml").unlink()
    (inner / "新.yaml").write_text("c\n", "utf-8")
    (inner / "staged.yaml").write_text("c\n", "utf-8")
    (inner / "came.yaml").write_text("c\n", "utf-8")
    run(inner, "add", "staged.yaml", "came.yaml")
    (inner / "came.yaml").unlink()
    (repository / "a.yaml").write_text("a: 2\n", "utf-8")
    found = status(git.opened(inner), filters=True)
    assert {(one.path, one.what) for one in found.changes} == {
        ("old.yaml", "changed"),
        ("gone.yaml", "deleted"),
        ("新.yaml", "added"),
        ("staged.yaml", "added"),
    }


def test_a_submodule_in_the_folder_is_left_out(repository: Path, other: Path) -> None:
    run(
        other,
        "-c",
        "user.name=x",
        "-c",
        "user.email=x@x",
        "commit",
        "-q",
        "--allow-empty",
        "-m",
        "x",
    )
    run(repository, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(other), "sub")
    found = status(git.opened(repository), filters=True)
    assert found.left_out == ("sub",)
    assert [one.path for one in found.changes] == [".gitmodules"]
    inside = git.opened(repository / "sub")
    assert Path(question.surrounding(inside)).resolve() == repository.resolve()


# ── what stands in the way ───────────────────────────────────────────────────


def test_no_repository_and_one_without_files_are_told_apart(tmp_path: Path) -> None:
    plain, bare = tmp_path / "plain", tmp_path / "bare"
    plain.mkdir()
    run(tmp_path, "init", "-q", "--bare", str(bare))
    for folder, key in ((plain, "git-no-repository"), (bare, "git-bare")):
        with pytest.raises(GitError) as error:
            git.opened(folder)
        assert error.value.args[0] == key
        assert error.value.exit_code == 3
        assert all(told and not told.startswith("git-") for told in said(error.value))


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away"
)
def test_a_repository_of_another_user_is_refused_with_the_command_that_trusts_it(
    repository: Path,
) -> None:
    for path in (repository, repository / ".git"):
        os.chown(path, 12345, 12345)
    with pytest.raises(GitError) as error:
        git.opened(repository)
    zh, en = said(error.value)
    assert f"git config --global --add safe.directory {shlex.quote(str(repository))}" in zh
    assert "belongs to another user" in en


@pytest.mark.parametrize(
    ("err", "key"),
    [
        ("fatal: unable to access 'https://x/': Could not resolve host: x", "git-unreachable"),
        ("ssh: connect to host x port 22: Connection refused", "git-unreachable"),
        ("fatal: '/x' does not appear to be a git repository", "git-unreachable"),
        ("remote: HTTP Basic: Access denied\nfatal: Authentication failed for 'x'", "git-login"),
        ("fatal: could not read Username for 'https://x': terminal prompts disabled", "git-login"),
        ("git@x: Permission denied (publickey).\nfatal: Could not read from remote repository.",
         "git-login"),
        ("Host key verification failed.\nfatal: Could not read from remote repository.",
         "git-login"),
        ("fatal: Unable to create '/r/.git/index.lock': File exists.", "git-locked"),
        ("error: unable to write file: No space left on device", "git-full"),
        ("fatal: something nobody foresaw", "git-failed"),
    ],
)  # fmt: skip
def test_what_git_says_becomes_an_error_with_its_fix(err: str, key: str) -> None:
    error = git.failure(("push",), git.Answer(128, b"", err))
    assert error.args[0] == key
    zh, en = said(error)
    assert zh != en
    assert "{" not in zh + en


def test_the_files_that_would_be_overwritten_are_named() -> None:
    err = (
        "error: Your local changes to the following files would be overwritten by merge:\n"
        "\ta b.txt\n\tclients/客户.yaml\nPlease commit your changes.\nAborting\n"
    )
    error = git.failure(("merge",), git.Answer(1, b"", err))
    assert error.args == ("git-in-the-way", "a b.txt, clients/客户.yaml")


def test_an_address_is_told_without_what_logs_in() -> None:
    answer = git.Answer(1, b"", "fatal: unable to access 'https://me:secret@host/r.git/': x\n")
    assert "secret" not in answer.said
    assert "https://host/r.git/" in answer.said


def test_what_acts_is_told_as_it_would_be_typed(repository: Path) -> None:
    told: list[str] = []
    found = git.opened(repository, told.append)
    found.act("commit", "--allow-empty", "-m", "会议 'a'")
    assert told == ["""$ git commit --allow-empty -m '会议 '"'"'a'"'"''"""]
    assert run(repository, "log", "-1", "--format=%s") == "会议 'a'"
