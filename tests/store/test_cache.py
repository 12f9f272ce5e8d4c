"""The cache: it never changes an answer, and whatever is wrong with it, it is only not used."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from rdclient import api
from rdclient.api import Checked
from rdclient.store.tree import CACHE

AS_OF = datetime.fromisoformat("2026-10-15T18:00+08:00")
"""Facts of later are findings then."""
LONG_AGO = 1_700_000_000


@pytest.fixture
def workspace(northbank: Path, tmp_path: Path) -> Path:
    """A copy of the example, last changed long ago."""
    folder = tmp_path / "workspace"
    shutil.copytree(northbank, folder, ignore=shutil.ignore_patterns(CACHE))
    return folder


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., Checked]:
    """A function that checks with the cache of one user."""

    def run(root: Path, *, as_of: datetime = AS_OF, user: str = "user") -> Checked:
        return api.check(root, as_of=as_of, cache=tmp_path / user)

    return run


def without(root: Path, *, as_of: datetime = AS_OF) -> Checked:
    """The answer without any cache."""
    return api.check(root, as_of=as_of)


def same(one: Checked, other: Checked) -> bool:
    """Whether two checks say the same, however they came to it."""
    shown = [(c.findings, c.waived, c.records, c.files, c.lang) for c in (one, other)]
    return shown[0] == shown[1]


def test_a_second_check_parses_nothing_and_says_the_same(
    workspace: Path, check: Callable[..., Checked]
) -> None:
    first = check(workspace)
    again = check(workspace)
    assert first.parsed == first.files
    assert again.parsed == 0
    assert same(first, again)
    assert same(first, without(workspace))
    assert first.findings
    assert first.waived


def test_only_what_was_changed_is_parsed(workspace: Path, check: Callable[..., Checked]) -> None:
    check(workspace)
    files = sorted((workspace / "clients").rglob("requirements/*.yaml"))[:3]
    for file in files:
        file.write_text(file.read_text(encoding="utf-8") + "# \n", encoding="utf-8")
    assert check(workspace).parsed == len(files)
    for file in files:
        file.touch()
    assert check(workspace).parsed == 0


def test_a_file_of_the_same_size_and_time_is_seen_to_have_changed(
    workspace: Path, check: Callable[..., Checked]
) -> None:
    file = workspace / "people.yaml"
    text = file.read_text(encoding="utf-8")
    before, told = check(workspace), file.stat()
    file.write_text(text.replace("id: ", "iD: ", 1), encoding="utf-8")
    os.utime(file, ns=(told.st_atime_ns, told.st_mtime_ns))
    after = check(workspace)
    assert len(after.findings) > len(before.findings)
    assert same(after, without(workspace))


def test_a_fresh_copy_brings_no_cache_to_trust_but_the_same_user_may_use_it(
    workspace: Path, check: Callable[..., Checked], tmp_path: Path
) -> None:
    check(workspace)
    moved = workspace.rename(tmp_path / "moved")
    assert check(moved).parsed == 0, "the bytes are the same"
    assert check(moved, user="somebody else").parsed > 0


@pytest.mark.parametrize("damage", ["cut", "flipped", "emptied", "text", "folder", "of another"])
def test_a_damaged_cache_is_not_used(
    workspace: Path, check: Callable[..., Checked], damage: str
) -> None:
    check(workspace)
    (workspace / "people.yaml").write_text("[]\n", encoding="utf-8")
    files = [path for path in (workspace / CACHE).iterdir() if path.suffix == ".json"]
    contents = [path.read_bytes() for path in files]
    for number, path in enumerate(files):
        content = path.read_bytes()
        match damage:
            case "cut":
                path.write_bytes(content[: len(content) // 2])
            case "flipped":
                middle = len(content) // 2
                path.write_bytes(
                    content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
                )
            case "emptied":
                path.write_bytes(b"")
            case "text":
                path.write_text("{}\n{}", encoding="utf-8")
            case "folder":
                path.unlink()
                path.mkdir()
            case "of another":
                path.write_bytes(contents[number - 1])
    assert same(check(workspace), without(workspace))


def test_a_forged_answer_is_not_believed(workspace: Path, check: Callable[..., Checked]) -> None:
    bad = workspace / "people.yaml"
    bad.write_text(bad.read_text(encoding="utf-8") + "- {}\n", encoding="utf-8")
    true = check(workspace)
    index = workspace / CACHE / "index.json"
    seal, _, body = index.read_bytes().partition(b"\n")
    forged = json.loads(body)
    for answer in forged["answers"].values():
        if "answer" in answer:
            answer["answer"]["findings"] = []
    index.write_bytes(seal + b"\n" + json.dumps(forged).encode())
    assert same(check(workspace), true)


def test_a_cache_that_cannot_be_written_is_done_without(
    workspace: Path, check: Callable[..., Checked], tmp_path: Path
) -> None:
    (workspace / CACHE).write_text("a file in its place", encoding="utf-8")
    assert same(check(workspace), without(workspace))
    (tmp_path / "no folder").write_text("", encoding="utf-8")
    assert same(check(workspace, user="no folder"), without(workspace))
    (workspace / CACHE).unlink()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (workspace / CACHE).symlink_to(elsewhere)
    assert same(check(workspace), without(workspace))
    assert list(elsewhere.iterdir()) == []


def test_the_cache_is_ignored_by_git_and_safe_to_delete(
    workspace: Path, check: Callable[..., Checked]
) -> None:
    subprocess.run(["git", "init", "-q", workspace], check=True)
    subprocess.run(["git", "-C", workspace, "add", "-A"], check=True)
    first = check(workspace)
    told = subprocess.run(
        ["git", "-C", workspace, "status", "--porcelain", "--untracked-files=all"],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    assert "rdclient-cache" not in told
    assert all(line.startswith("A ") for line in told.splitlines())
    shutil.rmtree(workspace / CACHE)
    assert same(check(workspace), first)


def test_what_nobody_needs_any_more_is_swept(
    workspace: Path, check: Callable[..., Checked]
) -> None:
    check(workspace)
    kept = {path.name for path in (workspace / CACHE).iterdir()}
    (workspace / CACHE / ".left.0.tmp").write_text("half", encoding="utf-8")
    client = next(path for path in (workspace / "clients").iterdir() if path.is_dir())
    shutil.copytree(client, workspace / "clients" / "another")
    check(workspace)
    assert {path.name for path in (workspace / CACHE).iterdir()} > kept
    shutil.rmtree(workspace / "clients" / "another")
    check(workspace)
    assert {path.name for path in (workspace / CACHE).iterdir()} == kept


def test_a_check_that_changes_nothing_writes_nothing(
    workspace: Path, check: Callable[..., Checked]
) -> None:
    for file in (workspace).rglob("*"):
        os.utime(file, (LONG_AGO, LONG_AGO))
    time.sleep(2.1)  # so long a file that was just changed is looked at again
    check(workspace)
    before = {p: p.stat().st_mtime_ns for p in (workspace / CACHE).iterdir()}
    check(workspace)
    assert {p: p.stat().st_mtime_ns for p in (workspace / CACHE).iterdir()} == before


def test_a_time_stamp_of_tomorrow_makes_no_file_trusted(
    workspace: Path, check: Callable[..., Checked]
) -> None:
    file = workspace / "people.yaml"
    ahead = time.time_ns() + 10**15
    os.utime(file, ns=(ahead, ahead))
    check(workspace)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("id: ", "iD: ", 1), encoding="utf-8")
    os.utime(file, ns=(ahead, ahead))
    assert same(check(workspace), without(workspace))


# ── what an answer depends on besides its own files ──────────────────────────


def test_policy_people_and_the_moment_count(workspace: Path, check: Callable[..., Checked]) -> None:
    check(workspace)
    (workspace / "policy.yaml").write_text("severity: {RD016: error}\n", encoding="utf-8")
    assert same(check(workspace), without(workspace))
    for moment in ("2026-11-20T18:01+08:00", "2026-10-01T00:00+08:00", "2026-11-20T10:00+00:00",
                   "2026-09-01T09:00:00", "2030-01-01T00:00+08:00"):  # fmt: skip
        as_of = datetime.fromisoformat(moment)
        assert same(check(workspace, as_of=as_of), without(workspace, as_of=as_of)), moment


def test_a_name_of_another_client_counts(
    make_workspace: Callable[..., Path], check: Callable[..., Checked]
) -> None:
    mine = "clients/north/client.yaml"
    files = {
        mine: "id: north\nname: North\nmanager: li-na\n",
        "clients/south/client.yaml": "id: south\nname: South\n",
        "clients/south/contacts.yaml": "[]\n",
    }
    root = make_workspace(files)
    assert same(check(root), without(root))
    contacts = root / "clients/south/contacts.yaml"
    contacts.write_text("- {id: li-na, name: Li Na}\n", encoding="utf-8")
    after = check(root)
    assert same(after, without(root))


def test_a_record_of_another_client_counts(
    make_workspace: Callable[..., Path], check: Callable[..., Checked]
) -> None:
    own = "clients/north/projects/portal"
    other = "clients/south/projects/desk"
    requirement = "title: T\ntype: functional\npriority: low\nstated_need: N\n"
    files = {
        "clients/north/client.yaml": "id: north\nname: North\n",
        "clients/south/client.yaml": "id: south\nname: South\n",
        f"{own}/project.yaml": "id: portal\nname: Portal\ntype: custom_dev\n",
        f"{other}/project.yaml": "id: desk\nname: Desk\ntype: custom_dev\n",
        f"{own}/requirements/REQ-001.yaml": f"{requirement}parents: [south/desk/REQ-009]\n",
        f"{other}/requirements/REQ-009.yaml": requirement,
    }
    root = make_workspace(files)
    first = check(root)
    assert "RD012" not in {finding.code for finding in first.findings}
    (root / other / "requirements/REQ-009.yaml").unlink()
    gone = check(root)
    assert "RD012" in {finding.code for finding in gone.findings}
    assert same(gone, without(root))


def test_a_client_that_appears_counts(
    make_workspace: Callable[..., Path], check: Callable[..., Checked]
) -> None:
    requirement = "title: T\ntype: functional\npriority: low\nstated_need: N\n"
    root = make_workspace(
        {
            "clients/north/client.yaml": "id: north\nname: North\n",
            "clients/north/projects/portal/project.yaml": "name: P\ntype: custom_dev\n",
            "clients/north/projects/portal/requirements/REQ-001.yaml": (
                f"{requirement}parents: [south/desk/REQ-009]\n"
            ),
        }
    )
    assert "RD012" in {finding.code for finding in check(root).findings}
    for name, text in {
        "client.yaml": "name: South\n",
        "projects/desk/project.yaml": "name: D\ntype: custom_dev\n",
        "projects/desk/requirements/REQ-009.yaml": requirement,
    }.items():
        file = root / "clients/south" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    after = check(root)
    assert "RD012" not in {finding.code for finding in after.findings}
    assert same(after, without(root))


def test_a_link_or_a_folder_in_the_place_of_a_file_counts(
    workspace: Path, check: Callable[..., Checked], tmp_path: Path
) -> None:
    card = next((workspace / "clients").glob("*/client.yaml"))
    (tmp_path / "elsewhere.yaml").write_text(card.read_text(encoding="utf-8"), encoding="utf-8")
    card.unlink()
    check(workspace)
    card.symlink_to(tmp_path / "elsewhere.yaml")
    assert same(check(workspace), without(workspace))
    card.unlink()
    assert same(check(workspace), without(workspace))
    policy = workspace / "policy.yaml"
    policy.unlink(missing_ok=True)
    check(workspace)
    policy.mkdir()
    assert same(check(workspace), without(workspace))


def test_a_cache_that_is_no_file_is_not_waited_for(
    workspace: Path, check: Callable[..., Checked]
) -> None:
    check(workspace)
    index = workspace / CACHE / "index.json"
    index.unlink()
    os.mkfifo(index)
    assert same(check(workspace), without(workspace))
    index.unlink(missing_ok=True)
    index.symlink_to("/dev/zero")
    assert same(check(workspace), without(workspace))


def test_a_file_that_changes_during_a_check_is_looked_at_again(
    make_workspace: Callable[..., Path], tmp_path: Path
) -> None:
    requirement = "title: T\ntype: functional\npriority: low\nstated_need: N\n"
    project = "name: P\ntype: custom_dev\n"
    root = make_workspace(
        {
            "clients/a/client.yaml": "name: A\n",
            "clients/a/projects/p/project.yaml": project,
            "clients/a/projects/p/requirements/REQ-001.yaml": (
                f"{requirement}parents: [c/p/REQ-009]\n"
            ),
            "clients/c/client.yaml": "name: C\n",
            "clients/c/projects/p/project.yaml": project,
            "clients/c/projects/p/requirements/REQ-009.yaml": requirement,
        }
    )
    target = root / "clients/c/projects/p/requirements/REQ-009.yaml"
    done: list[int] = []

    def between(*_: int) -> None:
        if not done:
            target.write_text("title: [\n", encoding="utf-8")
        done.append(1)

    api.check(root, as_of=AS_OF, cache=tmp_path / "user", progress=between)
    assert done
    assert same(api.check(root, as_of=AS_OF, cache=tmp_path / "user"), without(root))


def test_a_changed_calendar_changes_the_answer_and_an_untouched_one_is_not_read(
    workspace: Path, check: Callable[..., Checked]
) -> None:
    (workspace / "calendars").mkdir()
    file = workspace / "calendars" / "house.yaml"
    file.write_text("base: cn\n", encoding="utf-8")
    first = check(workspace)
    assert check(workspace).parsed == 0
    file.write_text("base: mars\n", encoding="utf-8")
    changed = check(workspace)
    assert changed.parsed == 1
    assert {f.location.path for f in changed.findings} > {f.location.path for f in first.findings}
    assert same(changed, without(workspace))
    assert same(check(workspace), changed)
    file.unlink()
    gone = check(workspace)
    assert same(gone, without(workspace))
    assert (gone.findings, gone.files) == (first.findings, first.files - 1)


def test_a_calendar_that_comes_in_is_seen_by_the_file_that_names_it(
    workspace: Path, check: Callable[..., Checked]
) -> None:
    own = workspace / "rdclient.yaml"
    text = own.read_text(encoding="utf-8").replace("calendar: cn", "calendar: house")
    own.write_text(text, encoding="utf-8")
    assert "RD006" in {finding.code for finding in check(workspace).findings}
    (workspace / "calendars").mkdir()
    (workspace / "calendars" / "house.yaml").write_text("base: cn\n", encoding="utf-8")
    assert "RD006" not in {finding.code for finding in check(workspace).findings}
