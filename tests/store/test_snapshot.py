"""A workspace read at a commit: what the disk would give, without touching it."""

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tests.store.repositories import commit, git, put, repository

from rdclient.model.client import Client
from rdclient.model.portfolio import id_of
from rdclient.model.requirement import Requirement
from rdclient.store import snapshot as at
from rdclient.store.git import GitError
from rdclient.store.workspace import Read, read

Make = Callable[[Mapping[str, str]], Path]
PROJECT = "clients/northbank/projects/settlement"
FILES = {
    "clients/northbank/client.yaml": "name: 北辰银行\naddress_form: bank\n",
    f"{PROJECT}/project.yaml": "name: 支付结算\ntype: custom_dev\n",
    f"{PROJECT}/requirements/REQ-001.yaml": "title: 批量代付\ntype: functional\n",
}
POSIX = pytest.mark.skipif(os.name != "posix", reason="links and names of other systems")


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def root(make_workspace: Make) -> Path:
    """A workspace with one requirement, committed."""
    folder = repository(make_workspace(FILES))
    commit(folder, "one")
    return folder


def told(found: Read) -> list[tuple[str, str, object]]:
    return [(f.code, f.location.path, dict(f.facts).get("variant")) for f in found.findings]


def titles(found: Read) -> list[object]:
    return [record.title for record in found.portfolio.all(Requirement)]


# ── what is read ─────────────────────────────────────────────────────────────


def test_the_records_of_a_commit_stay_what_they_were_when_the_disk_goes_on(root: Path) -> None:
    put(root, {f"{PROJECT}/requirements/REQ-001.yaml": "title: 批量代发\ntype: functional\n"})
    commit(root, "two")
    shutil.rmtree(root / "clients")
    before, after = at.read_at(root, "HEAD~1"), at.read_at(root, "main")
    assert (titles(before), titles(after)) == (["批量代付"], ["批量代发"])
    assert before.findings == after.findings == ()
    assert not (root / "clients").exists()
    assert git(root, "status", "--porcelain").splitlines()[0].startswith("D")


def test_the_shipped_examples_read_the_same_from_a_commit_as_from_the_disk(
    northbank: Path, kestrel: Path, tmp_path: Path
) -> None:
    for example in (northbank, kestrel):
        shutil.copytree(example, root := tmp_path / example.name)
        commit(repository(root), "all")
        from_disk, from_git = read(root), at.read_at(root, "HEAD")
        assert from_git.portfolio.records == from_disk.portfolio.records
        assert from_git.findings == from_disk.findings
        assert from_git.files == from_disk.files
        assert dict(from_git.templates) == dict(from_disk.templates)


def test_templates_and_policy_are_those_of_the_commit(root: Path) -> None:
    put(root, {"templates/zh/weekly-report.md.j2": "first", "policy.yaml": "freeze_days: 5\n"})
    commit(root, "two")
    put(root, {"templates/zh/weekly-report.md.j2": "second", "policy.yaml": "freeze_days: 6\n"})
    assert at.read_at(root, "HEAD").templates == {"zh/weekly-report.md.j2": "first"}
    assert at.read_at(root, "HEAD").texts["policy.yaml"] == "freeze_days: 5\n"
    assert at.read_at(root, "HEAD~1").templates == {}


def test_a_workspace_in_a_folder_of_its_repository_is_read_by_its_own_paths(
    make_workspace: Make, tmp_path: Path
) -> None:
    top = repository(tmp_path / "top")
    shutil.copytree(make_workspace(FILES), top / "docs/records [1]")
    put(top, {"clients/other/client.yaml": "name: not ours\n"})
    commit(top, "one")
    found = at.read_at(top / "docs/records [1]", "HEAD")
    assert [id_of(client) for client in found.portfolio.all(Client)] == ["northbank"]
    assert found.findings == ()


def test_a_linked_working_tree_reads_every_commit_of_its_repository(
    root: Path, tmp_path: Path
) -> None:
    git(root, "worktree", "add", "-q", "-b", "other", str(tmp_path / "linked"))
    assert titles(at.read_at(tmp_path / "linked", "main")) == ["批量代付"]


@POSIX
def test_all_records_are_fetched_by_one_process(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root, {f"{PROJECT}/requirements/REQ-{n:03d}.yaml": f"title: R{n}\ntype: functional\n"
               for n in range(2, 40)})  # fmt: skip
    commit(root, "many")
    counting = tmp_path / "bin/git"
    script = f'#!/bin/sh\necho "$@" >> "{tmp_path}/told"\nexec "{shutil.which("git")}" "$@"\n'
    put(tmp_path, {"bin/git": script})
    counting.chmod(0o755)
    monkeypatch.setenv("PATH", f"{counting.parent}{os.pathsep}{os.environ['PATH']}")
    assert len(titles(at.read_at(root, "HEAD"))) == 39
    told = (tmp_path / "told").read_text(encoding="utf-8").splitlines()
    assert [sum(verb in line.split() for line in told) for verb in ("cat-file", "ls-tree")] == [
        1, 1,
    ]  # fmt: skip


# ── what is stated instead ───────────────────────────────────────────────────


@POSIX
def test_a_link_is_stated_and_not_followed_as_on_disk(root: Path) -> None:
    put(root, {"docs/notes.md": "text\n"})
    (root / f"{PROJECT}/risks.yaml").symlink_to(root / "rdclient.yaml")
    (root / "clients/eastbank").symlink_to("northbank")
    (root / "README.md").symlink_to("docs/notes.md")
    commit(root, "links")
    assert told(at.read_at(root, "HEAD")) == told(read(root)) == [
        ("RD001", "clients/eastbank", "symlink"),
        ("RD001", f"{PROJECT}/risks.yaml", "symlink"),
    ]  # fmt: skip


def test_a_submodule_among_clients_is_stated_because_its_records_are_not_in_the_commit(
    root: Path, tmp_path: Path
) -> None:
    put(repository(tmp_path / "other"), {"client.yaml": "name: Y\n"})
    commit(tmp_path / "other", "one")
    for place in ("clients/eastbank", "tools"):
        git(root, "submodule", "--quiet", "add", f"file://{tmp_path}/other", place)
    commit(root, "submodules")
    assert told(at.read_at(root, "HEAD")) == [("RD001", "clients/eastbank", "submodule")]


@POSIX
def test_encoding_size_and_names_are_judged_as_on_disk(root: Path) -> None:
    put(root, {
        f"{PROJECT}/requirements/REQ-002.yaml": "title: 批量代付\n".encode("gbk"),
        f"{PROJECT}/requirements/REQ-003.yaml": b"title: X\n#" + b"x" * (1024 * 1024),
        f"{PROJECT}/requirements/REQ\n004.yaml": "title: X\ntype: functional\n",
        f"{PROJECT}/risks/a.yaml": "- {id: RISK-001, event: a}\n",
        f"{PROJECT}/risks/A.yaml": "- {id: RISK-002, event: b}\n",
        f"{PROJECT}/requirement/REQ-005.yaml": "title: X\n",
        ".venv/clients/x/client.yaml": "name: passed over\n",
        "clients/lost/contacts.yaml": "[]\n",
        "clients/con/client.yaml": "name: reserved\n",
    })  # fmt: skip
    commit(root, "hostile")
    found = told(at.read_at(root, "HEAD"))
    assert found == told(read(root))
    assert {(code, variant) for code, _, variant in found} >= {
        ("RD001", "encoding"), ("RD001", "size"), ("RD001", "missing"), ("RD001", "reserved"),
        ("RD010", None), ("RD019", "near"),
    }  # fmt: skip


# ── what nothing comes of ────────────────────────────────────────────────────


def test_a_commit_before_the_workspace_is_refused(make_workspace: Make) -> None:
    root = repository(make_workspace(FILES))
    git(root, "commit", "-q", "--allow-empty", "-m", "empty")
    with pytest.raises(GitError) as error:
        at.read_at(root, "HEAD")
    assert error.value.args == ("git-no-workspace", "HEAD")
    assert at.snapshot(root, "HEAD").tree.files == ()


def test_a_folder_outside_of_any_repository_is_refused(make_workspace: Make) -> None:
    with pytest.raises(GitError) as error:
        at.read_at(make_workspace(FILES), "HEAD")
    assert error.value.args[0] == "git-no-repository"


def test_the_environment_leads_to_no_other_repository(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = repository(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(other / ".git/objects"))
    assert titles(at.read_at(root, "HEAD")) == ["批量代付"]


def test_replace_refs_put_no_other_text_into_a_record(root: Path) -> None:
    path = f"{PROJECT}/requirements/REQ-001.yaml"
    real = git(root, "rev-parse", f"HEAD:{path}")
    put(root, {"forged.txt": "title: 伪造\ntype: functional\n"})
    git(root, "replace", real, git(root, "hash-object", "-w", "forged.txt"))
    assert titles(at.read_at(root, "HEAD")) == ["批量代付"]


@pytest.mark.parametrize("is_there", [True, False])
def test_an_object_that_is_damaged_or_missing_ends_the_run_and_is_named(
    root: Path, *, is_there: bool
) -> None:
    one = git(root, "rev-parse", f"HEAD:{PROJECT}/requirements/REQ-001.yaml")
    file = root / ".git/objects" / one[:2] / one[2:]
    file.unlink()
    if is_there:
        file.write_bytes(b"damaged")
    with pytest.raises(GitError) as error:
        at.read_at(root, "HEAD")
    assert error.value.args == ("git-lost", one)


def test_a_partial_clone_fetches_nothing_and_says_what_to_do(root: Path, tmp_path: Path) -> None:
    git(root, "config", "uploadpack.allowFilter", "true")
    put(root, {f"{PROJECT}/requirements/REQ-001.yaml": "title: 批量代发\ntype: functional\n"})
    commit(root, "two")
    git(tmp_path, "clone", "-q", "--filter=blob:none", f"file://{root}", "partial")
    partial = tmp_path / "partial"
    assert titles(at.read_at(partial, "HEAD")) == ["批量代发"]
    with pytest.raises(GitError) as error:
        at.read_at(partial, "HEAD~1")
    assert error.value.args[0] == "git-partial"
    git(partial, "fetch", "-q", "--refetch", "--no-filter")  # what the message says
    assert titles(at.read_at(partial, "HEAD~1")) == ["批量代付"]
