"""What Git remembers of a workspace: differences, landings, authors, what stops a question."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.store.repositories import commit, git, put, repository

from rdclient.store import history
from rdclient.store.git import GitError
from rdclient.store.history import PathChange

ACT = "clients/x/projects/p/signoffs/CR-1/0123456789ab.client.chen.1"


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace that is its repository, with one commit."""
    folder = repository(tmp_path / "ws")
    put(folder, {"rdclient.yaml": "name: X\n", "clients/x/client.yaml": "name: X\n"})
    commit(folder, "one", at="2026-11-01T09:00+08:00")
    return folder


def blob(root: Path, path: str) -> str:
    return git(root, "hash-object", "--no-filters", path)


# ── what changed ─────────────────────────────────────────────────────────────


def test_two_commits_differ_in_files_added_changed_and_gone_and_a_move_is_both(root: Path) -> None:
    put(root, {"clients/x/a.yaml": "a: 1\n", "clients/x/b.yaml": "long enough to be alike\n" * 9})
    base = commit(root, "two")
    moved, first = blob(root, "clients/x/b.yaml"), blob(root, "clients/x/a.yaml")
    (root / "clients/x/b.yaml").rename(root / "clients/x/c.yaml")
    put(root, {"clients/x/a.yaml": "a: 2\n", "需求.yaml": "b: 1\n"})
    head = commit(root, "three")
    assert history.changed(history.repository_of(root), base, head) == (
        PathChange("clients/x/a.yaml", first, blob(root, "clients/x/a.yaml")),
        PathChange("clients/x/b.yaml", moved, None),
        PathChange("clients/x/c.yaml", None, moved),
        PathChange("需求.yaml", None, blob(root, "需求.yaml")),
    )


def test_the_working_tree_differs_by_what_is_on_disk_added_to_git_or_not(root: Path) -> None:
    put(root, {f"clients/x/{name}.yaml": f"{name}: 1\n" for name in "abcd"})
    base = commit(root, "two")
    before = {name: blob(root, f"clients/x/{name}.yaml") for name in "abcd"}
    put(root, {"clients/x/a.yaml": "a: 2\n", "clients/x/new.yaml": "n: 1\n"})
    (root / "clients/x/b.yaml").unlink()
    git(root, "rm", "-q", "--cached", "clients/x/c.yaml")  # still on disk, so still read
    os.utime(root / "clients/x/d.yaml", (1, 1))
    found = history.changed(history.repository_of(root), base, None)
    assert found == (
        PathChange("clients/x/a.yaml", before["a"], blob(root, "clients/x/a.yaml")),
        PathChange("clients/x/b.yaml", before["b"], None),
        PathChange("clients/x/new.yaml", None, blob(root, "clients/x/new.yaml")),
    )


def test_a_file_that_git_ignores_is_seen_because_a_check_reads_it(root: Path) -> None:
    put(root, {".gitignore": "hidden.yaml\n"})
    base = commit(root, "two")
    put(root, {"clients/x/hidden.yaml": "a: 1\n"})
    (found,) = history.changed(history.repository_of(root), base, None)
    assert (found.path, found.before) == ("clients/x/hidden.yaml", None)


def test_a_workspace_in_a_folder_sees_its_own_files_by_its_own_paths(tmp_path: Path) -> None:
    top = repository(tmp_path / "top")
    put(top, {"code.py": "1\n", "records/rdclient.yaml": "name: X\n", "records/a.yaml": "a: 1\n"})
    base = commit(top, "one")
    put(top, {"code.py": "2\n", "records/a.yaml": "a: 2\n", "records/b.yaml": "b: 1\n"})
    put(top, {"records/clients/换\n行.yaml": "c: 1\n"})
    found = history.repository_of(top / "records")
    on_disk = history.changed(found, base, None)
    head = commit(top, "two")
    assert [change.path for change in on_disk] == ["a.yaml", "b.yaml", "clients/换\n行.yaml"]
    assert on_disk == history.changed(found, base, head)


def test_a_linked_working_tree_is_asked_like_the_first(root: Path, tmp_path: Path) -> None:
    base = git(root, "rev-parse", "HEAD")
    git(root, "worktree", "add", "-q", "-b", "other", str(tmp_path / "linked"))
    put(tmp_path / "linked", {"clients/x/client.yaml": "name: Y\n"})
    (found,) = history.changed(history.repository_of(tmp_path / "linked"), base, None)
    assert found.path == "clients/x/client.yaml"


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_a_file_that_became_a_link_or_a_folder_is_gone(root: Path) -> None:
    put(root, {"clients/x/a.yaml": "a: 1\n", "clients/x/b.yaml": "b: 1\n"})
    base = commit(root, "two")
    for name in "ab":
        (root / f"clients/x/{name}.yaml").unlink()
    (root / "clients/x/a.yaml").symlink_to("client.yaml")
    put(root, {"clients/x/b.yaml/inner.yaml": "b: 2\n"})
    found = history.repository_of(root)
    on_disk = history.changed(found, base, None)
    assert [(one.path, one.after is None) for one in on_disk] == [
        ("clients/x/a.yaml", True), ("clients/x/b.yaml", True),
        ("clients/x/b.yaml/inner.yaml", False),
    ]  # fmt: skip
    assert on_disk == history.changed(found, base, commit(root, "three"))


@pytest.mark.skipif(os.name != "posix", reason="the program is a shell script")
def test_no_filter_of_the_clone_runs_to_compare_files(root: Path, tmp_path: Path) -> None:
    base = git(root, "rev-parse", "HEAD")
    program = tmp_path / "program.sh"
    program.write_text(f'#!/bin/sh\necho ran >> "{tmp_path}/told"\ncat\n', "utf-8")
    program.chmod(0o755)
    git(root, "config", "filter.x.clean", str(program))
    git(root, "config", "filter.x.required", "true")
    put(root, {".gitattributes": "*.yaml filter=x\n", "clients/x/client.yaml": "name: Y\n"})
    found = history.changed(history.repository_of(root), base, None)
    assert [change.path for change in found] == [".gitattributes", "clients/x/client.yaml"][1:]
    assert not (tmp_path / "told").exists()


def test_line_endings_that_git_evens_out_are_no_change(root: Path) -> None:
    put(root, {".gitattributes": "*.yaml text eol=lf\n"})
    base = commit(root, "two")
    put(root, {"clients/x/client.yaml": "name: X\r\n"})
    assert history.changed(history.repository_of(root), base, None) == ()


def test_a_file_that_was_never_checked_out_stops_the_question(root: Path) -> None:
    put(root, {"clients/y/client.yaml": "name: Y\n"})
    base = commit(root, "two")
    git(root, "sparse-checkout", "set", "clients/x")
    with pytest.raises(GitError) as error:
        history.changed(history.repository_of(root), base, None)
    assert error.value.args == ("git-sparse", "clients/y/client.yaml")


# ── landings ─────────────────────────────────────────────────────────────────


def test_a_file_lands_with_the_merge_that_brought_it_to_the_mainline(root: Path) -> None:
    git(root, "switch", "-qc", "side")
    put(root, {f"{ACT}.json": "{}\n"})
    commit(root, "signed", at="2026-11-02T09:00+08:00")
    git(root, "switch", "-q", "main")
    put(root, {"clients/x/client.yaml": "name: Z\n"})
    commit(root, "meanwhile", at="2026-11-03T09:00+08:00")
    git(root, "merge", "-q", "--no-ff", "-m", "in", "side", at="2026-11-05T09:00+08:00")
    found = history.repository_of(root)
    landed = history.landings(found, git(root, "rev-parse", "HEAD"), "clients/x/projects/p")
    assert landed == {f"{ACT}.json": datetime(2026, 11, 5, 1, tzinfo=UTC)}
    assert history.landings(found, git(root, "rev-parse", "side"))[f"{ACT}.json"] == datetime(
        2026, 11, 2, 1, tzinfo=UTC
    )


def test_a_file_that_was_changed_or_brought_back_landed_when_it_became_what_it_is(
    root: Path,
) -> None:
    put(root, {f"{ACT}.json": "{}\n", "clients/x/gone.json": "{}\n"})
    commit(root, "signed", at="2026-11-02T09:00+08:00")
    (root / f"{ACT}.json").unlink()
    (root / "clients/x/gone.json").unlink()
    commit(root, "gone", at="2026-11-03T09:00+08:00")
    put(root, {f"{ACT}.json": "{}\n"})
    head = commit(root, "back", at="2026-11-04T09:00+08:00")
    landed = history.landings(history.repository_of(root), head)
    assert landed[f"{ACT}.json"] == datetime(2026, 11, 4, 1, tzinfo=UTC)
    assert "clients/x/gone.json" not in landed


def test_a_statement_has_landed_when_its_signature_has(root: Path) -> None:
    put(root, {f"{ACT}.json": "{}\n"})
    commit(root, "statement", at="2026-11-02T09:00+08:00")
    put(root, {f"{ACT}.sig": "signature\n"})
    head = commit(root, "signature", at="2026-11-09T09:00+08:00")
    landed = history.landings(history.repository_of(root), head)
    assert landed[f"{ACT}.json"] == datetime(2026, 11, 9, 1, tzinfo=UTC)


def test_a_commit_dated_before_the_one_it_follows_dates_nothing_back(root: Path) -> None:
    put(root, {f"{ACT}.json": "{}\n"})
    head = commit(root, "back-dated", at="2026-10-01T09:00+08:00")
    landed = history.landings(history.repository_of(root), head)
    assert landed[f"{ACT}.json"] == datetime(2026, 11, 1, 1, tzinfo=UTC)


def test_a_workspace_in_a_folder_is_told_of_its_own_landings_authors_and_commits(
    tmp_path: Path,
) -> None:
    top = repository(tmp_path / "top")
    put(top, {"code.py": "1\n", "records/a.yaml": "a: 1\n"})
    base = commit(top, "one", at="2026-11-01T09:00+08:00")
    put(top, {"code.py": "2\n", f"records/{ACT}.json": "{}\n", f"{ACT}.json": "not ours\n"})
    head = commit(top, "two", at="2026-11-02T09:00+08:00", by="li")
    put(top, {"code.py": "3\n"})
    last = commit(top, "three", at="2026-11-03T09:00+08:00")
    found = history.repository_of(top / "records")
    landed = {f"{ACT}.json": datetime(2026, 11, 2, 1, tzinfo=UTC)}
    assert history.landings(found, last, "clients") == landed
    assert history.authors(found, base, last, (f"{ACT}.json",)) == {
        f"{ACT}.json": frozenset({"li@example.com"})
    }
    assert [(one.id, one.paths) for one in history.commits(found, last, ("clients", "a.yaml"))] == [
        (head, (f"{ACT}.json",)), (base, ("a.yaml",)),
    ]  # fmt: skip


def test_nothing_landed_where_nothing_lies(root: Path) -> None:
    head = git(root, "rev-parse", "HEAD")
    found = history.repository_of(root)
    assert history.landings(found, head, "clients/x/projects/p/signoffs") == {}


# ── who ──────────────────────────────────────────────────────────────────────


def test_authors_are_those_of_the_commits_under_test_on_every_branch_and_of_merges_that_changed(
    root: Path,
) -> None:
    base = git(root, "rev-parse", "HEAD")
    path = "clients/x/client.yaml"
    git(root, "switch", "-qc", "side")
    put(root, {path: "name: side\n"})
    commit(root, "side", by="li")
    put(root, {"clients/x/other.yaml": "a: 1\n"})
    commit(root, "other", by="wang")
    git(root, "switch", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "--no-commit", "side", by="Zhao")
    put(root, {path: "name: neither\n"})
    head = commit(root, "evil merge", by="Zhao")
    found = history.authors(history.repository_of(root), base, head, (path, "nobody.yaml"))
    assert found == {path: frozenset({"li@example.com", "zhao@example.com"}),
                     "nobody.yaml": frozenset()}  # fmt: skip


def test_a_mailmap_in_the_repository_renames_nobody(root: Path) -> None:
    base = git(root, "rev-parse", "HEAD")
    put(root, {".mailmap": "Other <other@example.com> <li@example.com>\n",
               "clients/x/client.yaml": "name: Z\n"})  # fmt: skip
    head = commit(root, "two", by="li")
    git(root, "config", "log.mailmap", "true")
    found = history.authors(history.repository_of(root), base, head, ("clients/x/client.yaml",))
    assert found["clients/x/client.yaml"] == frozenset({"li@example.com"})


def test_commits_of_a_record_come_newest_first_and_nothing_said_in_one_looks_like_another(
    root: Path,
) -> None:
    put(root, {"clients/x/client.yaml": "name: 二\n"})
    forged = f":100644 100644 {'0' * 40} {'1' * 40} M\n{'2' * 40}\nforged"
    second = commit(root, forged, at="2026-11-02T09:00+08:00", by="li")
    commit(root, "elsewhere", at="2026-11-03T09:00+08:00")
    found = history.commits(history.repository_of(root), "HEAD", ("clients/x",))
    assert [(one.author, one.paths) for one in found] == [
        ("li", ("clients/x/client.yaml",)), ("zhang", ("clients/x/client.yaml",)),
    ]  # fmt: skip
    assert found[0].id == second
    assert found[0].email == "li@example.com"
    assert found[0].subject == f":100644 100644 {'0' * 40} {'1' * 40} M {'2' * 40} forged"
    assert found[0].authored_at == found[0].committed_at == datetime(2026, 11, 2, 1, tzinfo=UTC)


# ── what stops the question ──────────────────────────────────────────────────


def test_a_commit_is_found_by_branch_tag_and_short_id(root: Path) -> None:
    head = git(root, "rev-parse", "HEAD")
    git(root, "tag", "-a", "-m", "annotated", "v1")
    found = history.repository_of(root)
    assert {history.commit(found, name) for name in ("main", "v1", head[:9], "HEAD")} == {head}


@pytest.mark.parametrize("name", ["", "--all", "HEAD:rdclient.yaml", "main..v1", "a\0b", "无"])
def test_what_is_no_commit_is_refused(root: Path, name: str) -> None:
    with pytest.raises(GitError) as error:
        history.commit(history.repository_of(root), name)
    assert error.value.args == ("git-no-base", name)


def test_a_name_that_is_nearly_one_is_refused_with_that_one(root: Path) -> None:
    git(root, "branch", "release/2026")
    found = history.repository_of(root)
    for typed, near in (("mian", "main"), ("2026", "release/2026"), ("Main", "main")):
        with pytest.raises(GitError) as error:
            history.commit(found, typed)
        assert error.value.args == ("git-near-base", typed, (near,))


def test_replace_refs_change_no_answer(root: Path) -> None:
    base = git(root, "rev-parse", "HEAD")
    put(root, {"clients/x/client.yaml": "name: Y\n"})
    head = commit(root, "two")
    git(root, "replace", head, base)
    (found,) = history.changed(history.repository_of(root), base, head)
    assert found.path == "clients/x/client.yaml"


def test_histories_without_a_common_commit_are_refused(root: Path) -> None:
    main = git(root, "rev-parse", "HEAD")
    git(root, "switch", "-q", "--orphan", "other")
    other = commit(root, "alone")
    with pytest.raises(GitError) as error:
        history.merge_base(history.repository_of(root), main, other)
    assert error.value.args == ("git-unrelated", main[:12], other[:12])


def test_the_base_of_two_branches_is_where_they_went_apart(root: Path) -> None:
    fork = git(root, "rev-parse", "HEAD")
    git(root, "switch", "-qc", "side")
    put(root, {"a.yaml": "a: 1\n"})
    side = commit(root, "side")
    git(root, "switch", "-q", "main")
    put(root, {"b.yaml": "b: 1\n"})
    assert history.merge_base(history.repository_of(root), commit(root, "main"), side) == fork


def test_a_shallow_clone_is_refused_and_a_base_it_lacks_too(root: Path, tmp_path: Path) -> None:
    commit(root, "two")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{root}", "shallow")
    found = history.repository_of(tmp_path / "shallow")
    with pytest.raises(GitError) as error:
        history.require_whole(found)
    assert error.value.args == ("git-shallow",)
    with pytest.raises(GitError) as error:
        history.commit(found, "HEAD~1")
    assert error.value.args == ("git-shallow",)


def test_a_partial_clone_is_asked_without_fetching_and_says_what_it_lacks(
    root: Path, tmp_path: Path
) -> None:
    git(root, "config", "uploadpack.allowFilter", "true")
    base = git(root, "rev-parse", "HEAD")
    put(root, {"clients/x/client.yaml": "name: Y\n"})
    head = commit(root, "two")
    git(tmp_path, "clone", "-q", "--filter=tree:0", f"file://{root}", "partial")
    found = history.repository_of(tmp_path / "partial")
    history.require_whole(found)
    with pytest.raises(GitError) as error:
        history.changed(found, base, head)
    assert error.value.args[0] == "git-partial"


def test_an_object_that_is_damaged_is_named(root: Path) -> None:
    base = git(root, "rev-parse", "HEAD")
    put(root, {"clients/x/client.yaml": "name: Y\n"})
    head = commit(root, "two")
    tree = git(root, "rev-parse", f"{head}:clients")
    file = root / ".git/objects" / tree[:2] / tree[2:]
    file.chmod(0o644)
    file.write_bytes(b"damaged")
    with pytest.raises(GitError) as error:
        history.changed(history.repository_of(root), base, head)
    assert error.value.args == ("git-damaged", tree)
