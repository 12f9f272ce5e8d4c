"""``doctor``: what is looked at, what it is told like, and what ``--fix`` writes."""

import json
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def git_in(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", *words], cwd=folder, check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def saved(workspace: Path, tmp_path: Path, rdclient: Run) -> Path:
    """A workspace in a repository with a remote, all of it saved."""
    git_in(tmp_path, "init", "-q", "--bare", "-b", "main", "remote.git")
    git_in(workspace, "init", "-q", "-b", "main")
    git_in(workspace, "config", "user.name", "张敏")
    git_in(workspace, "config", "user.email", "zhang.min@example.com")
    git_in(workspace, "remote", "add", "origin", str(tmp_path / "remote.git"))
    (workspace / ".gitignore").write_text(".rdclient.lock\n.rdclient-cache/\n", "utf-8")
    assert rdclient("-C", workspace, "save").code == 0
    return workspace


def looked(rdclient: Run, folder: Path, *words: str) -> dict[str, str]:
    """State and variant of each thing looked at."""
    done = rdclient("-C", folder, "doctor", "--format", "json", *words)
    whole = json.loads(done.out)
    assert whole["schema_version"] == 1
    states = [row["state"] for row in whole["checks"]]
    assert (whole["problems"], whole["notes"]) == (states.count("problem"), states.count("note"))
    assert done.code == (1 if whole["problems"] else 0)
    return {row["topic"]: f"{row['state']} {row['variant']}" for row in whole["checks"]}


def test_a_sound_place_has_no_problem_and_nothing_unsaved(rdclient: Run, saved: Path) -> None:
    found = looked(rdclient, saved)
    for topic in ("program", "workspace", "timezone", "git", "repository", "identity"):
        assert found[topic].startswith("ok "), topic
    assert found["unsaved"] == "ok none"
    assert found["merge-driver"] == "note unset"
    assert not any(state.startswith("problem") for state in found.values())


def test_both_languages_tell_the_same_lines(rdclient: Run, saved: Path) -> None:
    zh, en = (rdclient("-C", saved, "doctor", lang=lang) for lang in ("zh", "en"))
    assert (zh.code, en.code) == (0, 0)
    assert len(zh.out.splitlines()) == len(en.out.splitlines())
    mine = en.out.replace("张敏", "")
    assert not re.search("[\u4e00-\u9fff]", mine)
    assert "按记录合并" in zh.out
    assert "→ rdclient doctor --fix" in zh.out
    assert "merge driver" in en.out


def test_every_line_has_words_for_every_state_in_both_languages() -> None:
    from rdclient.render.doctor_words import _TOPICS, _WORDS

    for key, (zh, en, fix_zh, fix_en) in _WORDS.items():
        assert key.partition(".")[0] in _TOPICS
        assert zh, key
        assert bool(fix_zh) == bool(fix_en), key
        assert set(re.findall(r"\{\d\}", zh + fix_zh)) == set(re.findall(r"\{\d\}", en + fix_en)), (
            key
        )


def test_work_that_is_not_saved_is_counted(rdclient: Run, saved: Path) -> None:
    people = saved / "people.yaml"
    people.write_text(people.read_text("utf-8") + "# 新\n", "utf-8")
    assert looked(rdclient, saved)["unsaved"] == "note files"
    assert rdclient("-C", saved, "save", "--no-push").code == 0
    assert looked(rdclient, saved)["unsaved"] == "note commits"
    (saved / "x.md").write_text("x", "utf-8")
    assert looked(rdclient, saved)["unsaved"] == "note both"
    out = rdclient("-C", saved, "doctor", lang="zh").out
    assert "1个文件未保存，1次提交未推送" in out


def test_nobody_who_commits_is_a_problem(rdclient: Run, saved: Path) -> None:
    git_in(saved, "config", "--unset", "user.name")
    git_in(saved, "config", "--unset", "user.email")
    assert looked(rdclient, saved)["identity"] == "problem unknown"
    done = rdclient("-C", saved, "doctor")
    assert (done.code, "git config --global user.name NAME" in done.out) == (1, True)


def test_without_git_only_saving_does_not_work(
    rdclient: Run, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = looked(rdclient, saved)
    assert found["git"] == "problem missing"
    assert "repository" not in found
    assert "fonts" not in found


def test_outside_of_a_workspace_the_computer_is_looked_at(rdclient: Run, tmp_path: Path) -> None:
    found = looked(rdclient, tmp_path)
    assert found["workspace"] == "note none"
    assert "timezone" not in found
    assert rdclient("-C", tmp_path, "doctor", "--fix").code == 2


def test_without_a_repository_it_is_a_note(rdclient: Run, workspace: Path) -> None:
    assert looked(rdclient, workspace)["repository"] == "note none"
    assert rdclient("-C", workspace, "doctor", "--fix").code == 3


@pytest.mark.parametrize(
    ("new", "topic", "told"),
    [
        ("calendar: mars", "calendar", "problem unknown"),
        ("calendar: 24x7", "calendar", "ok covered"),
        ("timezone: Mars/Base", "timezone", "problem unknown"),
        ("timezone: [", "workspace", "problem unreadable"),
    ],
)
def test_what_the_workspace_names_is_looked_for(
    rdclient: Run, workspace: Path, new: str, topic: str, told: str
) -> None:
    file = workspace / "rdclient.yaml"
    rows = file.read_text("utf-8").splitlines()
    name = new.partition(":")[0]
    assert any(row.startswith(f"{name}:") for row in rows)
    changed = (new if row.startswith(f"{name}:") else row for row in rows)
    file.write_text("\n".join([*changed, ""]), "utf-8")
    assert looked(rdclient, workspace)[topic] == told


def test_a_calendar_of_the_workspace_is_looked_at(rdclient: Run, workspace: Path) -> None:
    (workspace / "calendars").mkdir()
    file = workspace / "calendars" / "cn.yaml"
    file.write_text("base: mars\n", "utf-8")
    assert looked(rdclient, workspace)["calendar"] == "problem unsound"
    week = 'workweek: [monday]\nhours: ["09:00-12:00"]\n'
    file.write_text(week, "utf-8")
    assert looked(rdclient, workspace)["calendar"] == "problem unsound"
    file.write_text(f"{week}beyond: weekly\n", "utf-8")
    assert looked(rdclient, workspace)["calendar"] == "ok covered"
    file.write_text(f"{week}years: [{{year: 2020}}]\n", "utf-8")
    assert looked(rdclient, workspace)["calendar"] == "problem this"


def test_a_lock_left_behind_is_named_and_stays(rdclient: Run, workspace: Path) -> None:
    (workspace / ".rdclient.lock").write_text("4711 laptop x/1\n", "utf-8")
    done = rdclient("-C", workspace, "doctor", lang="zh")
    assert (done.code, "（进程 4711，laptop）" in done.out) == (0, True)
    assert (workspace / ".rdclient.lock").exists()


@pytest.mark.parametrize("name", ["MERGE_HEAD", "rebase-merge"])
def test_what_was_begun_and_not_ended_is_a_problem(rdclient: Run, saved: Path, name: str) -> None:
    (saved / ".git" / name).write_text("x", "utf-8")
    assert looked(rdclient, saved)["repository"] == "problem busy"


def test_no_branch_is_a_problem(rdclient: Run, saved: Path) -> None:
    git_in(saved, "checkout", "-q", "--detach")
    assert looked(rdclient, saved)["repository"] == "problem detached"


# ── --fix ────────────────────────────────────────────────────────────────────


def test_fix_sets_up_the_driver_says_what_it_wrote_and_is_done_once(
    rdclient: Run, saved: Path
) -> None:
    attributes = saved / ".gitattributes"
    attributes.write_bytes("# 自己的\r\n*.png binary".encode())
    done = rdclient("-C", saved, "doctor", "--fix", lang="zh")
    assert done.code == 0
    assert done.err.count("$ git config --local merge.rdclient.") == 2
    assert ".gitattributes 增加一行：*.yaml merge=rdclient" in done.err
    assert attributes.read_bytes() == (
        "# 自己的\r\n*.png binary\n*.yaml text eol=lf\n*.yaml merge=rdclient\n"
        "clients/**/signoffs/**/*.json text eol=lf\n"
        "clients/**/signoffs/**/*.sig text eol=lf\n"
        "clients/**/signoffs/**/evidence/** -text\n".encode()
    )
    assert looked(rdclient, saved)["merge-driver"] == "ok set"
    again = rdclient("-C", saved, "doctor", "--fix")
    assert "git config" not in again.err
    assert "added" not in again.err


def test_fix_speaks_for_this_workspace_only(rdclient: Run, workspace: Path) -> None:
    top = workspace.parent
    git_in(top, "init", "-q", "-b", "main")
    assert rdclient("-C", workspace, "doctor", "--fix").code in {0, 1}
    assert (workspace / ".gitattributes").exists()
    assert not (top / ".gitattributes").exists()
    told = git_in(top, "check-attr", "merge", "--", "other.yaml", "workspace/people.yaml")
    assert told.splitlines() == [
        "other.yaml: merge: unspecified", "workspace/people.yaml: merge: rdclient",
    ]  # fmt: skip


def test_looking_writes_nothing(
    rdclient: Run, saved: Path, contents: Callable[[Path], dict[str, str]]
) -> None:
    os.utime(saved / "people.yaml")
    before = contents(saved)
    rdclient("-C", saved, "doctor")
    assert contents(saved) == before
