"""``check --base`` as a whole: what is compared, what is kept, and when it refuses to answer."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

import pytest
from harbor import CHANGE, FILES, NOW, PROJECT, Repository, approve, gated, submit
from jsonschema import Draft202012Validator

from rdclient import api
from rdclient.api import Checked

SPEC = f"{PROJECT}/requirements/REQ-001.yaml"


class Ran(Protocol):
    """How a run of the program ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


def asked(run: Run, repository: Repository, *words: str, **env: str) -> Ran:
    command = ("-C", repository.root, "check", "--as-of", NOW, "--lang", "en", *words)
    return run(*command, env={"GIT_CONFIG_GLOBAL": os.devnull, **env})


# ── what is compared ─────────────────────────────────────────────────────────


def test_the_last_line_names_both_commits(repository: Repository, run_rdclient: Run) -> None:
    base, head = repository.git("rev-parse", "main"), repository.git("rev-parse", "HEAD")
    ran = asked(run_rdclient, repository, "--base", "main", "--select", "RD233")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith(f"; compared {base[:12]} with the files on disk (on {head[:12]})\n")
    ran = asked(run_rdclient, repository, "--base", "main", "--head", "HEAD", "--select", "RD233")
    assert ran.out.endswith(f"; compared {base[:12]} with {head[:12]}\n")
    ran = asked(run_rdclient, repository, "--base", "main", "--select", "RD233", "--lang", "zh")
    assert ran.out.endswith(f"；比对范围：提交 {base[:12]} 至当前文件（基于提交 {head[:12]}）\n")


def test_json_names_both_commits_in_full(
    repository: Repository, run_rdclient: Run, root: Path
) -> None:
    base, head = repository.git("rev-parse", "main"), repository.git("rev-parse", "HEAD")
    ran = asked(run_rdclient, repository, "--base", "main", "--format", "json")
    told = json.loads(ran.out)
    assert (told["base"], told["head"], told["worktree"]) == (base, head, True)
    promised = json.loads((root / "tests/render/check.schema.json").read_text(encoding="utf-8"))
    assert [*Draft202012Validator(promised).iter_errors(told)] == []
    told = json.loads(asked(run_rdclient, repository, "--format", "json").out)
    assert "base" not in told


def test_a_finding_fails_the_check_and_is_shown_at_its_line(
    repository: Repository, run_rdclient: Run
) -> None:
    repository.edit(SPEC, "at most 50 berths", "at most 80 berths")
    ran = asked(run_rdclient, repository, "--base", "main", "--select", "RD233")
    assert ran.code == 1
    assert ran.out.startswith(f"{SPEC}:5:5: error[RD233] the signed text of REQ-001 “Berth list”")
    assert "5 |   - The system shall show at most 80 berths\n" in ran.out
    ran = asked(run_rdclient, repository, "--base", "main", "--select", "RD233",
                "--format", "github")  # fmt: skip
    assert ran.out.startswith(f"::error file={SPEC},line=5,")


def test_a_file_that_is_gone_can_be_asked_about(repository: Repository, run_rdclient: Run) -> None:
    repository.remove(SPEC)
    ran = asked(run_rdclient, repository, "--base", "main", "--select", "RD233", SPEC)
    assert (ran.code, ran.out.count("RD233")) == (1, 2)  # the finding, and how to read about it


def test_compared_is_where_the_request_branched_off(repository: Repository) -> None:
    repository.git("checkout", "-q", "main")
    repository.put(f"{PROJECT}/requirements/REQ-003.yaml", "title: Fog\ntype: functional\n")
    repository.commit("main went on")
    repository.git("checkout", "-q", "request")
    assert repository.check() == []


def test_a_workspace_may_be_a_folder_of_its_repository(signed: Repository, tmp_path: Path) -> None:
    outer = Repository(tmp_path / "firm")
    shutil.copytree(signed.root, outer.root / "records", ignore=lambda *_: {".git"})
    outer.git("init", "-q", "-b", "main")
    outer.commit()
    outer.branch()
    outer.edit(f"records/{SPEC}", "at most 50 berths", "at most 80 berths")
    found = gated(outer.root / "records")
    assert [item.location.path for item in found if item.code == "RD233"] == [SPEC]


def test_files_that_were_never_added_are_looked_at(repository: Repository) -> None:
    repository.put(
        f"{PROJECT}/requirements/REQ-003.yaml",
        "title: Fog\ntype: functional\nevents: [{at: 2026-11-19, type: planned, iteration: "
        "IT-02}]\n",
    )
    assert [line.split()[1] for line in repository.check("RD230")] == ["RD230"]


def test_the_author_of_a_request_is_not_its_only_signer(repository: Repository) -> None:
    repository.put(f"{PROJECT}/changes/CR-001.yaml", CHANGE)
    repository.commit("Mara writes it")
    repository.sign("CR-001", "2026-11-20")
    assert [line.split()[1] for line in repository.check("RD235")] == ["RD235"]


def test_going_on_with_a_request_does_not_make_one_its_author(repository: Repository) -> None:
    approve(repository)
    step = "  - {at: 2026-11-19 09:00, type: client_confirmed, by: ines.rocha}\n"
    repository.put(f"{PROJECT}/changes/CR-001.yaml", CHANGE + step)
    repository.commit("Mara goes on")
    assert repository.check("RD235", "RD239") == []


def test_a_client_that_is_gone_is_looked_at(repository: Repository) -> None:
    shutil.rmtree(repository.root / "clients")
    repository.commit("gone")
    found = {item.code for item in gated(repository.root)}
    assert {"RD233", "RD237"} <= found


def test_a_base_without_a_workspace_says_only_that_there_was_no_policy(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "workspace")
    repository.put("README.md", "Records\n")
    repository.git("init", "-q", "-b", "main")
    repository.commit()
    repository.branch()
    for path, text in FILES.items():
        repository.put(path, text)
    assert [line.split()[1] for line in repository.check()] == ["RD238"]


# ── what is kept ─────────────────────────────────────────────────────────────


def again(repository: Repository, cache: Path, now: str = NOW) -> Checked:
    as_of = datetime.fromisoformat(now)
    return api.gate(repository.root, base="main", head=None, as_of=as_of, cache=cache).checked


def test_a_second_run_parses_nothing_and_says_the_same(
    repository: Repository, tmp_path: Path
) -> None:
    submit(repository)
    repository.edit(SPEC, "at most 50 berths", "at most 80 berths")
    first, second = again(repository, tmp_path), again(repository, tmp_path)
    assert (first.parsed > 0, second.parsed) == (True, 0)
    assert second.findings == first.findings
    assert again(repository, tmp_path, "2026-11-20T18:30+08:00").parsed == 0


def test_only_files_that_differ_are_parsed_as_they_were(
    repository: Repository, tmp_path: Path
) -> None:
    as_of = datetime.fromisoformat(NOW)
    api.check(repository.root, as_of=as_of, cache=tmp_path)
    repository.edit(SPEC, "at most 50 berths", "at most 80 berths")
    assert again(repository, tmp_path).parsed == 2  # as it is and as it was


def test_a_plain_check_in_between_leaves_what_is_kept(
    repository: Repository, tmp_path: Path
) -> None:
    repository.edit(SPEC, "at most 50 berths", "at most 80 berths")
    again(repository, tmp_path)
    plain = api.check(repository.root, as_of=datetime.fromisoformat(NOW), cache=tmp_path)
    assert "RD233" not in {item.code for item in plain.findings}
    assert again(repository, tmp_path).parsed == 0


def test_what_is_kept_is_not_used_for_another_base(repository: Repository, tmp_path: Path) -> None:
    repository.edit(SPEC, "at most 50 berths", "at most 80 berths")
    repository.commit()
    again(repository, tmp_path)
    repository.git("branch", "-q", "-f", "main", "HEAD")
    assert "RD233" not in {item.code for item in again(repository, tmp_path).findings}


def test_what_is_kept_is_not_used_when_a_file_changed(
    repository: Repository, tmp_path: Path
) -> None:
    repository.edit(SPEC, "at most 50 berths", "at most 80 berths")
    assert "RD233" in {item.code for item in again(repository, tmp_path).findings}
    repository.edit(SPEC, "at most 80 berths", "at most 50 berths")
    assert "RD233" not in {item.code for item in again(repository, tmp_path).findings}


def test_what_is_kept_does_not_outlive_the_day(repository: Repository, tmp_path: Path) -> None:
    path = f"{PROJECT}/requirements/REQ-002.yaml"
    last = "type: analysed, by: tom.reid}\n"
    entry = "  - {at: 2026-11-18, type: planned, iteration: IT-02}\n"
    repository.edit(path, last, last + entry)
    days = [f"2026-11-{day}T12:00+08:00" for day in (19, 20, 23)]
    found = [{f.code for f in again(repository, tmp_path, day).findings} for day in days]
    assert ["RD230" in codes for codes in found] == [False, True, False]


# ── when it refuses to answer ────────────────────────────────────────────────


def test_history_that_was_cut_off_is_no_answer(
    repository: Repository, tmp_path: Path, run_rdclient: Run
) -> None:
    words = ("clone", "-q", "--depth", "1", "--branch", "request")
    repository.git(*words, repository.root.as_uri(), str(tmp_path / "clone"))
    ran = asked(run_rdclient, Repository(tmp_path / "clone"), "--base", "origin/main")
    assert (ran.code, ran.out) == (3, "")
    assert "fetch-depth: 0" in ran.err
    assert ran.err.count("\n") == 1


def test_a_base_that_is_not_there_is_no_answer(repository: Repository, run_rdclient: Run) -> None:
    ran = asked(run_rdclient, repository, "--base", "origin/main")
    assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1)
    assert "origin/main" in ran.err


def test_histories_that_never_met_are_no_answer(repository: Repository, run_rdclient: Run) -> None:
    repository.git("checkout", "-q", "--orphan", "strange")
    repository.commit("strange")
    ran = asked(run_rdclient, repository, "--base", "main")
    assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1)


def test_objects_left_with_the_remote_are_no_answer(
    repository: Repository, tmp_path: Path, run_rdclient: Run
) -> None:
    repository.edit(SPEC, "at most 50 berths", "at most 80 berths")
    repository.commit()
    repository.git("config", "uploadpack.allowFilter", "true")
    words = ("clone", "-q", "--filter=blob:none", "--branch", "request")
    repository.git(*words, repository.root.as_uri(), str(tmp_path / "clone"))
    ran = asked(run_rdclient, Repository(tmp_path / "clone"), "--base", "origin/main")
    assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1)


def test_a_damaged_object_is_no_answer(repository: Repository, run_rdclient: Run) -> None:
    blob = repository.git("rev-parse", f"main:{SPEC}")
    repository.edit(SPEC, "at most 50 berths", "at most 80 berths")
    file = repository.root / ".git" / "objects" / blob[:2] / blob[2:]
    file.chmod(0o644)
    file.write_bytes(b"damaged")
    ran = asked(run_rdclient, repository, "--base", "main")
    assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1)


def without_ssh_keygen(folder: Path) -> str:
    """A search path on which Git is and ``ssh-keygen`` is not."""
    git = shutil.which("git")
    assert git is not None
    (folder / "bin").mkdir()
    (folder / "bin" / "git").symlink_to(git)
    return str(folder / "bin")


@pytest.mark.skipif(os.name == "nt", reason="programs are found otherwise there")
def test_without_ssh_keygen_there_is_no_answer_where_keys_are_asked_for(
    repository: Repository, tmp_path: Path, run_rdclient: Run
) -> None:
    path = without_ssh_keygen(tmp_path)
    ran = asked(run_rdclient, repository, "--base", "main", "--select", "RD233", PATH=path)
    assert ran.code == 0
    repository.edit(
        "policy.yaml",
        "specification: {vendor: {level: E1}}",
        "specification: {vendor: {level: E2}}",
    )
    repository.commit("keys are asked for")
    repository.git("branch", "-q", "-f", "main", "HEAD")
    ran = asked(run_rdclient, repository, "--base", "main", "--select", "RD233", PATH=path)
    assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1)
    assert "ssh-keygen" in ran.err


def test_outside_of_a_repository_there_is_no_answer(
    make_workspace: Callable[..., Path], run_rdclient: Run
) -> None:
    folder = make_workspace({})
    ran = run_rdclient("-C", folder, "check", "--base", "main", "--lang", "en")
    assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1)


def test_a_head_needs_a_base(repository: Repository, run_rdclient: Run) -> None:
    ran = asked(run_rdclient, repository, "--head", "HEAD")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "error: --head goes with --base: name with it what to compare with\n"


def test_nothing_in_the_repository_is_touched(repository: Repository) -> None:
    repository.edit(SPEC, "at most 50 berths", "at most 80 berths")
    before = {p: p.stat().st_mtime_ns for p in repository.root.rglob("*") if p.is_file()}
    gated(repository.root)
    gated(repository.root, head="HEAD")
    after = {p: p.stat().st_mtime_ns for p in repository.root.rglob("*") if p.is_file()}
    assert after == before
    assert subprocess.run(["git", "fsck"], cwd=repository.root, check=False).returncode == 0
