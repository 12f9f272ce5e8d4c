"""``fmt``: what it writes, what it names, what it never touches; every habit people have."""

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from rdclient import api

Run = Callable[..., Any]
Look = Callable[[Path], dict[str, str]]
AS_OF = datetime.fromisoformat("2026-11-20T18:00+08:00")
HERE = Path(__file__).resolve().parent
HABITS = HERE.parent / "chinese"
TASKS = "clients/linhai/projects/portal/tasks.yaml"


@pytest.fixture
def sloppy(project: Path) -> Path:
    """A file that is sound, but not in house style."""
    tasks = project / "tasks.yaml"
    text = tasks.read_text(encoding="utf-8").replace(": ", ":   ", 1)
    tasks.write_text("\n" + text.replace("\n", "\r\n"), encoding="utf-8", newline="")
    return tasks


def test_what_is_not_in_house_style_is_rewritten_and_named_once(
    rdclient: Run, workspace: Path, sloppy: Path
) -> None:
    sound = (HERE.parent / "rules" / "base" / TASKS).read_bytes()
    ran = rdclient("-C", workspace, "fmt")
    assert (ran.code, ran.out) == (0, f"{TASKS}\n")
    assert re.fullmatch(r"\d+ files · 1 rewritten\n", ran.err)
    assert sloppy.read_bytes() == sound
    again = rdclient("-C", workspace, "fmt", lang="zh")
    assert (again.code, again.out) == (0, "")
    assert re.fullmatch(r"共\d+个文件，格式均无需整理\n", again.err)


def test_check_lists_what_would_change_and_fails(
    rdclient: Run, workspace: Path, sloppy: Path, contents: Look
) -> None:
    before = contents(workspace)
    ran = rdclient("-C", workspace, "fmt", "--check")
    assert (ran.code, ran.out) == (1, f"{TASKS}\n")
    assert "1 to be rewritten" in ran.err
    assert contents(workspace) == before
    rdclient("-C", workspace, "fmt")
    assert rdclient("-C", workspace, "fmt", "--check").code == 0
    assert sloppy.exists()


def test_a_dry_run_is_a_patch_that_git_applies(
    rdclient: Run, workspace: Path, sloppy: Path, contents: Look
) -> None:
    before = contents(workspace)
    ran = rdclient("-C", workspace, "fmt", "--dry-run")
    assert ran.code == 0
    assert contents(workspace) == before
    for words in (["init", "-q"], ["config", "core.autocrlf", "false"]):
        subprocess.run(["git", *words], cwd=workspace, check=True, capture_output=True)
    subprocess.run(
        ["git", "apply", "-"], cwd=workspace, check=True, input=ran.out.encode(), timeout=60
    )
    assert rdclient("-C", workspace, "fmt", "--check").code == 0
    assert b"\r" not in sloppy.read_bytes()


def test_only_what_is_asked_for_is_looked_at(
    rdclient: Run, workspace: Path, sloppy: Path, contents: Look
) -> None:
    before = contents(workspace)
    ran = rdclient("-C", workspace, "fmt", "clients/linhai/client.yaml", "people.yaml")
    assert (ran.code, ran.out, ran.err) == (0, "", "2 files · nothing to rewrite\n")
    assert contents(workspace) == before
    assert rdclient("-C", workspace / "clients", "fmt", "linhai/projects").out == f"{TASKS}\n"
    assert sloppy.exists()


@pytest.mark.parametrize("path", ["../outside.yaml", "nowhere.yaml", "/etc"])
def test_a_path_outside_the_workspace_is_refused(rdclient: Run, workspace: Path, path: str) -> None:
    (workspace.parent / "outside.yaml").write_text("a:   1\n", encoding="utf-8")
    ran = rdclient("-C", workspace, "fmt", path)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == rdclient("-C", workspace, "check", path).err
    assert (workspace.parent / "outside.yaml").read_text(encoding="utf-8") == "a:   1\n"


def test_the_workspace_and_the_policy_are_formatted_nothing_else_is(
    rdclient: Run, workspace: Path, contents: Look
) -> None:
    others = ("templates/zh/x.yaml", ".hidden/x.yaml", "evidence/x.yaml", "calendars/x.yaml")
    for name in (*others, "clients/linhai/attachment.yaml", "clients/linhai/client.yml"):
        (workspace / name).parent.mkdir(parents=True, exist_ok=True)
        (workspace / name).write_text("a:   1\n", encoding="utf-8")
    before = contents(workspace)
    own = ("policy.yaml", "rdclient.yaml")
    (workspace / "policy.yaml").write_text("risk:\n    response_score:   10\n", encoding="utf-8")
    text = (workspace / "rdclient.yaml").read_text(encoding="utf-8")
    (workspace / "rdclient.yaml").write_text(text + "\n\n", encoding="utf-8")
    assert rdclient("-C", workspace, "fmt").out.split() == list(own)
    after = contents(workspace)
    assert {path for path in after if before.get(path) != after[path]} == {"policy.yaml"}


def test_what_cannot_be_read_is_named_and_stays_byte_for_byte(
    rdclient: Run, workspace: Path, project: Path
) -> None:
    broken = {
        "tasks.yaml": "- id: TASK-01\r\n  title: [甲\r\n".encode(),
        "risks.yaml": "- id: RISK-001\n  title: 风险\n".encode("gbk"),
        "milestones.yaml": b"<<<<<<< a\n- id:   M1\n=======\n- id: M2\n>>>>>>> b\n",
    }
    for name, content in broken.items():
        (project / name).write_bytes(content)
    ran = rdclient("-C", workspace, "fmt")
    assert (ran.code, ran.out) == (0, "")
    for name in broken:
        assert re.search(f"^left as it is: .*{name}:\\d+:\\d+: RD0", ran.err, re.MULTILINE)
    assert ran.err.endswith("3 unreadable · next: rdclient check\n")
    assert {name: (project / name).read_bytes() for name in broken} == broken
    assert rdclient("-C", workspace, "fmt", "--check").code == 1
    assert "未改动：" in rdclient("-C", workspace, "fmt", "--lang", "zh").err


def test_what_is_left_to_people_is_named(rdclient: Run, workspace: Path, project: Path) -> None:
    task = (project / "tasks.yaml").read_text(encoding="utf-8")
    wrong = re.sub(r"created_on: .*", "created_on: 下周五", task, count=1)
    (project / "tasks.yaml").write_text(wrong, encoding="utf-8")
    ran = rdclient("-C", workspace, "fmt", lang="zh")
    assert (ran.code, ran.out) == (0, "")
    assert re.search(f"^需人工处理：{TASKS}:\\d+:\\d+: RD002 ", ran.err, re.MULTILINE)
    assert "1个还有内容需人工处理" in ran.err
    assert rdclient("-C", workspace, "fmt", "--check").code == 0


@pytest.mark.skipif(os.name != "posix", reason="links need POSIX")
def test_a_link_is_named_never_followed(rdclient: Run, workspace: Path, project: Path) -> None:
    outside = workspace.parent / "outside.yaml"
    outside.write_text("- id:    TASK-09\n", encoding="utf-8")
    (project / "tasks.yaml").unlink()
    (project / "tasks.yaml").symlink_to(outside)
    ran = rdclient("-C", workspace, "fmt", TASKS)
    assert (ran.code, ran.out) == (0, "")
    assert f"left as it is: {TASKS}:1:1: RD001" in ran.err
    assert outside.read_text(encoding="utf-8") == "- id:    TASK-09\n"
    assert (project / "tasks.yaml").is_symlink()


@pytest.mark.parametrize("name", ["northbank", "kestrel"])
def test_there_is_nothing_to_do_in_the_examples(rdclient: Run, root: Path, name: str) -> None:
    ran = rdclient("-C", root / "examples" / name, "fmt", "--check")
    assert (ran.code, ran.out) == (0, "")


# ── every habit ──────────────────────────────────────────────────────────────


def _left_to_people() -> dict[str, str]:
    """The habits that stay, each with its reason."""
    rows = (HERE / "left_by_fmt.txt").read_text(encoding="utf-8").splitlines()
    reason = ""
    found: dict[str, str] = {}
    for row in rows:
        if row.startswith("  "):
            found |= dict.fromkeys(row.split(), reason)
        else:
            reason = row
    return found


CASES = sorted(folder.name for folder in HABITS.iterdir() if (folder / "zh.txt").exists())
LEFT = _left_to_people()
_PLAIN = {"encoding-bom-is-fine", "encoding-crlf-is-fine"}
FINE = sorted(folder.name for folder in HABITS.glob("*-is-fine") if folder.name not in _PLAIN)


def _laid_over_base(folder: Path, to: Path) -> Path:
    shutil.copytree(HABITS / "base", to)
    shutil.copytree(folder, to, dirs_exist_ok=True)
    return to


def _tidied(root: Path) -> Path:
    found = api.formatted(root, (), progress=lambda _done, _total: None)
    api.apply(root, *found.edits)
    return root


def _stated(root: Path) -> Counter[tuple[str, str]]:
    found = api.check(root, as_of=AS_OF).findings
    return Counter((item.code, item.location.path) for item in found)


def test_most_habits_are_mended_and_each_of_the_others_has_its_reason() -> None:
    assert set(LEFT) <= set(CASES)
    assert len(CASES) - len(LEFT) >= 110
    assert all(LEFT.values())


@pytest.mark.parametrize("case", [case for case in CASES if case not in LEFT])
def test_a_habit_is_mended_as_by_hand(case: str, tmp_path: Path, contents: Look) -> None:
    typed = _tidied(_laid_over_base(HABITS / case / "typed", tmp_path / "typed"))
    mended = _tidied(_laid_over_base(HABITS / case / "mended", tmp_path / "mended"))
    assert contents(typed) == contents(mended)


@pytest.mark.parametrize("case", LEFT)
def test_what_is_left_to_people_says_nothing_new(case: str, tmp_path: Path) -> None:
    root = _laid_over_base(HABITS / case / "typed", tmp_path / "typed")
    before = _stated(root)
    after = _stated(_tidied(root))
    assert not after - before
    assert case == "colon-empty-value" or after == before


@pytest.mark.parametrize("case", FINE)
def test_what_is_fine_is_not_touched(case: str, tmp_path: Path) -> None:
    root = _laid_over_base(HABITS / case / "typed", tmp_path / "typed")
    assert api.formatted(root, (), progress=lambda _done, _total: None).edits == ()
