"""``save`` with real repositories: a bare remote, two clones, and everything that goes wrong."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rdclient.store import git
from rdclient.store.git_merge import Sides, tried
from rdclient.store.merge import merged
from rdclient.store.yamlfile import parse

TICKETS = "clients/linhai/tickets.yaml"
ROW = "    - {at: 2026-11-18 10:00, type: visited, by: shen.yutong}\n"
Run = Callable[..., Any]


def git_in(folder: Path, *words: str, check: bool = True) -> str:
    """Git as people type it."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(
        ["git", *words], cwd=folder, check=check, capture_output=True, encoding="utf-8",
        env={**clean, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"},
    )  # fmt: skip
    return done.stdout


def clone(remote: Path, folder: Path, name: str) -> Path:
    git_in(remote.parent, "clone", "-q", str(remote), str(folder))
    git_in(folder, "symbolic-ref", "HEAD", "refs/heads/main") if not (
        folder / ".gitignore"
    ).exists() else ""
    git_in(folder, "config", "user.name", name)
    git_in(folder, "config", "user.email", "someone@example.com")
    return folder


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's settings of Git but those in the repositories of the test."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    folder = tmp_path / "remote.git"
    git_in(tmp_path, "init", "-q", "--bare", "-b", "main", str(folder))
    return folder


@pytest.fixture
def zhang(tmp_path: Path, remote: Path, workspace: Path, rdclient: Run) -> Path:
    """A clone that holds the workspace, saved and pushed."""
    folder = clone(remote, tmp_path / "张 敏", "张敏")
    shutil.copytree(workspace, folder, dirs_exist_ok=True)
    (folder / ".gitignore").write_text(".rdclient.lock\n.rdclient-cache/\n", "utf-8")
    own = "ticket_priorities: {low: {zh: 低, en: Low}}\ncontrol: {since: 2026-12-01}\n"
    (folder / "policy.yaml").write_text(own, "utf-8")
    assert rdclient("-C", folder, "save", "-m", "首次保存").code == 0
    return folder


@pytest.fixture
def li(tmp_path: Path, remote: Path, zhang: Path) -> Path:
    """A colleague's clone of the same."""
    assert zhang.is_dir()
    return clone(remote, tmp_path / "li", "李静")


def change(folder: Path, old: str, new: str, path: str = TICKETS) -> None:
    file = folder / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8", newline="\n")


def commands(err: str) -> list[str]:
    return [line.split()[2] for line in err.splitlines() if line.startswith("$ git ")]


def state(folder: Path) -> tuple[str, str, str]:
    """Where a clone stands, what is staged or not, and what its files hold."""
    files = git_in(folder, "ls-files", "--others", "--cached", "--exclude-standard")
    held = "".join((folder / name).read_text("utf-8") for name in files.splitlines()
                   if '"' not in name and (folder / name).exists())  # fmt: skip
    return git_in(folder, "rev-parse", "HEAD"), git_in(folder, "status", "--porcelain"), held


# ── the everyday way ─────────────────────────────────────────────────────────


def test_a_change_is_committed_and_pushed_and_each_command_is_told(
    rdclient: Run, zhang: Path, remote: Path
) -> None:
    change(zhang, "priority: normal", "priority: urgent")
    done = rdclient("-C", zhang, "save")
    assert (done.code, done.out) == (0, f"M {TICKETS}\n")
    assert commands(done.err) == ["add", "commit", "fetch", "push"]
    assert "saved 1 file: 工单 TCK-0001" in done.err
    assert "pushed 1 commit to origin/main" in done.err
    assert git_in(remote, "log", "-1", "--format=%an|%s", "main") == "张敏|工单 TCK-0001\n"
    again = rdclient("-C", zhang, "save", lang="zh")
    assert (again.code, again.out) == (0, "")
    assert again.err.splitlines()[-2:] == ["没有需要保存的改动", "与 origin/main 一致"]


def test_two_people_add_events_to_one_ticket_meanwhile_and_none_is_lost(
    rdclient: Run, zhang: Path, li: Path, remote: Path
) -> None:
    change(
        li,
        ROW,
        ROW + "    # 客户来电\n    - {at: 2026-11-19 09:00, type: reopened, by: luo.jing}\n",
    )
    assert rdclient("-C", li, "save").code == 0
    change(zhang, ROW, ROW + "    - {at: 2026-11-19 15:00, type: visited, by: fang.lei}\n")
    change(zhang, "title: 测试环境登录超时", "title: 测试环境登录超时（二次）   # 按客户说法")
    done = rdclient("-C", zhang, "save", lang="zh")
    assert done.code == 0, done.err
    assert commands(done.err) == [
        "add",
        "commit",
        "fetch",
        "merge-tree",
        "commit-tree",
        "merge",
        "push",
    ]
    assert "已并入 origin/main 的1次提交" in done.err
    assert "已向 origin/main 推送2次提交" in done.err
    text = (zhang / TICKETS).read_text("utf-8")
    assert text.endswith(
        ROW + "    # 客户来电\n    - {at: 2026-11-19 09:00, type: reopened, by: luo.jing}\n"
        "    - {at: 2026-11-19 15:00, type: visited, by: fang.lei}\n"
    )
    assert "（二次）   # 按客户说法" in text
    assert git_in(remote, "show", f"main:{TICKETS}") == text
    assert git_in(zhang, "status", "--porcelain") == ""
    assert rdclient("-C", li, "save").code == 0
    assert (li / TICKETS).read_text("utf-8") == text
    subject = git_in(remote, "log", "-1", "--format=%s %p", "main").split()
    assert (subject[0], len(subject[-2:])) == ("合并", 2)


def test_saving_without_changes_takes_over_what_others_did(
    rdclient: Run, zhang: Path, li: Path
) -> None:
    change(li, "priority: normal", "priority: urgent")
    rdclient("-C", li, "save")
    done = rdclient("-C", zhang, "save")
    assert done.code == 0
    assert "there is nothing to save" in done.err
    assert "took over 1 commit of origin/main" in done.err
    assert (zhang / TICKETS).read_text("utf-8") == (li / TICKETS).read_text("utf-8")


def test_a_dry_run_tells_and_does_nothing(rdclient: Run, zhang: Path) -> None:
    change(zhang, "priority: normal", "priority: urgent")
    (zhang / "说明.md").write_text("x\n", "utf-8")
    before = state(zhang)
    done = rdclient("-C", zhang, "save", "--dry-run")
    assert (done.code, commands(done.err)) == (0, [])
    assert done.out == f"M {TICKETS}\nA 说明.md\n"
    assert "would save 2 files: 工单 TCK-0001；其他文件1个" in done.err
    assert "would push 1 commit to origin/main" in done.err
    assert state(zhang) == before


def test_without_a_remote_it_is_saved_here_and_says_so(rdclient: Run, workspace: Path) -> None:
    git_in(workspace, "init", "-q", "-b", "main")
    git_in(workspace, "config", "user.name", "zhang")
    git_in(workspace, "config", "user.email", "z@example.com")
    done = rdclient("-C", workspace, "save")
    assert (done.code, commands(done.err)) == (0, ["add", "commit"])
    assert "no remote" in done.err
    committed = git_in(workspace, "-c", "core.quotePath=false", "ls-files").splitlines()
    assert "rdclient.yaml" in committed
    assert ".rdclient.lock" not in committed


def test_no_push_stays_on_this_computer(rdclient: Run, zhang: Path, remote: Path) -> None:
    change(zhang, "priority: normal", "priority: urgent")
    before = git_in(remote, "rev-parse", "main")
    done = rdclient("-C", zhang, "save", "--no-push")
    assert (done.code, commands(done.err)) == (0, ["add", "commit"])
    assert git_in(remote, "rev-parse", "main") == before
    done = rdclient("-C", zhang, "save")
    assert "pushed 1 commit" in done.err


@pytest.mark.parametrize(
    ("lang", "told"),
    [("zh", "会议纪要 MTG-001；删除风险 "), ("en", "minutes MTG-001; deleted risk ")],
)
def test_the_message_says_what_changed_in_the_language_of_the_workspace(
    rdclient: Run, zhang: Path, lang: str, told: str
) -> None:
    project = zhang / "clients/linhai/projects/portal"
    change(zhang, "lang: zh", f"lang: {lang}", "rdclient.yaml") if lang == "en" else None
    rdclient("-C", zhang, "save", "--no-push")
    meeting = project / "meetings/MTG-001.yaml"
    meeting.write_text(meeting.read_text("utf-8") + "# 更正\n", "utf-8")
    risks = parse("", (project / "risks.yaml").read_text("utf-8")).data
    (project / "risks.yaml").unlink()
    done = rdclient("-C", zhang, "save", "--no-push", "--anyway", lang="en")
    assert done.code == 0, done.err
    subject = git_in(zhang, "log", "-1", "--format=%s").strip()
    expected = risks[0]["id"] if len(risks) == 1 else ""
    assert subject.startswith(told.rstrip() if expected else told[:8])


@pytest.mark.parametrize(
    ("lang", "told"), [("zh", "数据来源1条"), ("en", "1 source of data")], ids=("zh", "en")
)
def test_a_line_added_to_a_source_is_a_change_of_it(
    rdclient: Run, zhang: Path, lang: str, told: str
) -> None:
    change(zhang, "lang: zh", f"lang: {lang}", "rdclient.yaml") if lang == "en" else None
    path = zhang / "clients/linhai/sources.yaml"
    entry = "    - {{on: {0}, through: {0}}}\n".format
    first = f"- source: ticket\n  kind: manual\n  records:\n{entry('2026-11-13')}"
    kept = "- source: incident\n  kind: manual\n  records: []\n"
    path.write_text(first + kept, "utf-8")
    rdclient("-C", zhang, "save", "--no-push", "--anyway")
    path.write_text(f"{first}{entry('2026-11-20')}{kept}", "utf-8")
    assert rdclient("-C", zhang, "save", "--no-push", "--anyway", lang=lang).code == 0
    assert git_in(zhang, "log", "-1", "--format=%s").strip() == told
    path.write_text(kept, "utf-8")
    assert rdclient("-C", zhang, "save", "--no-push", "--anyway", lang=lang).code == 0
    gone = "删除数据来源1条" if lang == "zh" else "deleted 1 source of data"
    assert git_in(zhang, "log", "-1", "--format=%s").strip() == gone


# ── what belongs to somebody else ────────────────────────────────────────────


@pytest.fixture
def nested(tmp_path: Path, remote: Path, workspace: Path) -> Path:
    """A workspace in a folder of a larger repository; the folder's name needs quoting."""
    top = clone(remote, tmp_path / "firm", "张敏")
    (top / "code.py").write_text("one = 1\n", "utf-8")
    (top / "notes.txt").write_text("a\n", "utf-8")
    git_in(top, "add", "--all")
    git_in(top, "commit", "-qm", "code")
    root = top / "records 记录"
    shutil.copytree(workspace, root)
    return root


def test_nothing_outside_the_workspace_is_committed_and_what_is_staged_stays_staged(
    rdclient: Run, nested: Path
) -> None:
    top = nested.parent
    (top / "code.py").write_text("one = 2\n", "utf-8")
    (top / "notes.txt").write_text("b\n", "utf-8")
    (top / "new.txt").write_text("n\n", "utf-8")
    git_in(top, "add", "code.py", "new.txt")
    done = rdclient("-C", nested, "save", "-m", "records")
    assert done.code == 0, done.err
    assert git_in(top, "status", "--porcelain").splitlines() == [
        "M  code.py", "A  new.txt", " M notes.txt",
    ]  # fmt: skip
    names = git_in(top, "-c", "core.quotePath=false", "show", "--name-only", "--format=", "HEAD")
    assert all(name.startswith("records 记录/") for name in names.splitlines())
    assert f"records 记录/{TICKETS}" in names.splitlines()


@pytest.mark.skipif(os.name != "posix", reason="such names exist on POSIX only")
def test_odd_names_are_saved_as_they_are(rdclient: Run, zhang: Path) -> None:
    folder = zhang / "evidence"
    folder.mkdir()
    names = [
        "两\n行.txt",
        '"quoted".txt',
        "back\\slash.txt",
        "-m.txt",
        ":(top)x.txt",
        "*.txt",
        " 空.txt",
    ]
    for name in names:
        (folder / name).write_text("x", "utf-8")
    done = rdclient("-C", zhang, "save", "-m", "evidence")
    assert done.code == 0, done.err
    held = git_in(zhang, "ls-tree", "-r", "-z", "--name-only", "HEAD", "evidence").split("\0")
    assert sorted(held[:-1]) == sorted(f"evidence/{name}" for name in names)
    assert git_in(zhang, "status", "--porcelain") == ""
    assert len(done.out.splitlines()) == len(names)


def test_a_repository_in_the_folder_and_the_lock_are_left_out(rdclient: Run, zhang: Path) -> None:
    (zhang / ".gitignore").unlink()
    inner = zhang / "evidence" / "他人"
    inner.mkdir(parents=True)
    git_in(inner, "init", "-q", "-b", "main")
    (inner / "x.txt").write_text("x", "utf-8")
    (zhang / ".rdclient.lock").write_text("1 elsewhere -\n", "utf-8")
    done = rdclient("-C", zhang, "save", "--no-push", lang="zh")
    assert done.code == 0, done.err
    assert "evidence/他人 不属于工作区" in done.err
    assert git_in(zhang, "show", "--name-only", "--format=", "HEAD") == ".gitignore\n"


def test_ignored_files_and_the_cache_are_not_saved(rdclient: Run, zhang: Path) -> None:
    (zhang / ".gitignore").write_text("*.docx\n.rdclient.lock\n", "utf-8")
    (zhang / "周报.docx").write_bytes(b"x")
    rdclient("-C", zhang, "check")
    assert (zhang / ".rdclient-cache").is_dir()
    done = rdclient("-C", zhang, "save", "-m", "x")
    assert done.out == "M .gitignore\n"


# ── errors in the records ────────────────────────────────────────────────────


def test_a_changed_file_with_an_error_is_shown_and_not_saved(rdclient: Run, zhang: Path) -> None:
    change(zhang, "priority: normal", "priority: [")
    before = git_in(zhang, "rev-parse", "HEAD")
    done = rdclient("-C", zhang, "save", lang="zh")
    assert done.code == 1
    assert f"{TICKETS}:" in done.out
    assert "错误[RD003]" in done.out
    assert "未保存：1个文件有错误" in done.err
    assert (commands(done.err), git_in(zhang, "rev-parse", "HEAD")) == ([], before)
    assert rdclient("-C", zhang, "save", "--anyway").code == 0
    assert git_in(zhang, "rev-parse", "HEAD") != before


def test_an_error_in_a_file_that_did_not_change_keeps_nothing_from_being_saved(
    rdclient: Run, zhang: Path
) -> None:
    change(zhang, "priority: normal", "priority: [")
    rdclient("-C", zhang, "save", "--anyway")
    (zhang / "说明.md").write_text("x\n", "utf-8")
    assert rdclient("-C", zhang, "save").code == 0


# ── both sides changed the same ──────────────────────────────────────────────


def test_a_value_that_both_changed_stops_before_anything_is_touched(
    rdclient: Run, zhang: Path, li: Path, remote: Path
) -> None:
    change(li, "priority: normal", "priority: urgent")
    rdclient("-C", li, "save")
    change(zhang, "priority: normal", "priority: low")
    done = rdclient("-C", zhang, "save", lang="zh")
    assert (done.code, done.out) == (1, "")
    told = done.err
    assert f"{TICKETS} · TCK-0001 priority" in told
    assert "本地：low（张敏, " in told
    assert "远端：urgent（李静, " in told
    assert "以远端为准：rdclient set TCK-0001 priority urgent" in told
    text = (zhang / TICKETS).read_text("utf-8")
    assert "priority: low" in text
    assert "<<<<<<<" not in text
    assert git_in(zhang, "status", "--porcelain") == ""
    assert git_in(zhang, "rev-list", "--count", "origin/main..HEAD") == "1\n"
    assert not (zhang / ".git" / "MERGE_HEAD").exists()
    english = rdclient("-C", zhang, "save")
    assert "here: low (张敏" in english.err
    # … as told
    assert rdclient("-C", zhang, "set", "TCK-0001", "priority", "urgent").code == 0
    done = rdclient("-C", zhang, "save")
    assert done.code == 0, done.err
    assert git_in(remote, "show", f"main:{TICKETS}").count("priority: urgent") == 1


def test_the_command_that_is_told_settles_a_value_in_an_event(
    rdclient: Run, zhang: Path, li: Path, remote: Path
) -> None:
    change(li, "type: resolved, by: luo.jing", "type: resolved, by: fang.lei")
    rdclient("-C", li, "save")
    change(zhang, "type: resolved, by: luo.jing", "type: resolved, by: qin.yue")
    done = rdclient("-C", zhang, "save", lang="zh")
    assert f"{TICKETS} · TCK-0001 events 2026-11-17 16:20 resolved by" in done.err
    told = next(line for line in done.err.splitlines() if "rdclient set" in line)
    words = shlex.split(told.partition("rdclient ")[2])
    assert rdclient("-C", zhang, *words).code == 0
    assert rdclient("-C", zhang, "save").code == 0
    assert "type: resolved, by: fang.lei" in git_in(remote, "show", f"main:{TICKETS}")


def test_a_month_of_tickets_that_both_began_is_united_ticket_by_ticket(
    rdclient: Run, zhang: Path, li: Path
) -> None:
    path = "clients/linhai/tickets/2026-12.yaml"
    event = "{at: 2026-11-20, type: opened}"
    for folder, new in ((li, ("0101 a", "0103 x")), (zhang, ("0102 b", "0103 y"))):
        rows = (
            f"- id: TCK-{one[:4]}\n  title: {one[5:]}\n  priority: normal\n  kind: question\n"
            f"  events: [{event}]\n"
            for one in new
        )
        (folder / path).parent.mkdir()
        (folder / path).write_text("".join(rows), "utf-8")
    assert rdclient("-C", li, "save", "--anyway").code == 0
    done = rdclient("-C", zhang, "save", "--anyway")
    assert f"{path} · TCK-0103: both sides gave this id to a new record" in done.err
    assert rdclient("-C", zhang, "set", "TCK-0103", "title", "x").code == 0
    done = rdclient("-C", zhang, "save", "--anyway")
    assert done.code == 0, done.err
    ids = [one["id"] for one in parse("", (zhang / path).read_text("utf-8")).data]
    assert sorted(ids) == ["TCK-0101", "TCK-0102", "TCK-0103"]


@pytest.mark.parametrize(("keep", "value"), [("mine", "low"), ("theirs", "urgent")])
def test_one_side_can_be_kept_and_the_rest_is_still_united(
    rdclient: Run, zhang: Path, li: Path, keep: str, value: str
) -> None:
    change(li, "priority: normal", "priority: urgent")
    change(li, ROW, ROW + "    - {at: 2026-11-19 09:00, type: reopened}\n")
    rdclient("-C", li, "save")
    change(zhang, "priority: normal", "priority: low")
    assert rdclient("-C", zhang, "save").code == 1
    done = rdclient("-C", zhang, "save", "--keep", keep)
    assert done.code == 0, done.err
    text = git_in(zhang, "show", f"origin/main:{TICKETS}")
    assert f"priority: {value}" in text
    assert "type: reopened" in text


def test_two_new_records_of_one_id_are_two_records_and_renumber_is_named(
    rdclient: Run, zhang: Path, li: Path
) -> None:
    new = "clients/linhai/projects/portal/requirements/REQ-003.yaml"
    for folder, title in ((li, "对账单导出"), (zhang, "余额查询")):
        event = "  - {at: 2026-11-19, type: collected, by: qin.yue}\n"
        text = f"title: {title}\ntype: functional\nevents:\n{event}"
        (folder / new).write_text(text, "utf-8")
    rdclient("-C", li, "save", "--anyway")
    done = rdclient("-C", zhang, "save", "--anyway", "--keep", "mine")
    assert done.code == 1
    assert f"{new} · REQ-003: both sides gave this id to a new record" in done.err
    assert "here: 余额查询 (张敏" in done.err
    assert "there: 对账单导出 (李静" in done.err
    assert "rdclient renumber REQ-003" in done.err
    assert "余额查询" in (zhang / new).read_text("utf-8")


def test_a_text_file_is_merged_by_its_lines_or_asked_about(
    rdclient: Run, zhang: Path, li: Path
) -> None:
    (zhang / "README.md").write_text("a\nb\nc\nd\ne\nf\n", "utf-8")
    rdclient("-C", zhang, "save")
    rdclient("-C", li, "save")
    change(li, "a\n", "A\n", "README.md")
    rdclient("-C", li, "save")
    change(zhang, "f\n", "F\n", "README.md")
    assert rdclient("-C", zhang, "save").code == 0
    assert (zhang / "README.md").read_text("utf-8") == "A\nb\nc\nd\ne\nF\n"
    rdclient("-C", li, "save")
    change(li, "c\n", "l\n", "README.md")
    rdclient("-C", li, "save")
    change(zhang, "c\n", "z\n", "README.md")
    done = rdclient("-C", zhang, "save")
    assert (done.code, "README.md: both sides changed the same lines" in done.err) == (1, True)
    assert rdclient("-C", zhang, "save", "--keep", "theirs").code == 0
    assert (zhang / "README.md").read_text("utf-8") == "A\nb\nl\nd\ne\nF\n"


def test_a_file_that_one_side_deleted_and_the_other_changed_is_asked_about(
    rdclient: Run, zhang: Path, li: Path
) -> None:
    change(li, "priority: normal", "priority: urgent")
    rdclient("-C", li, "save")
    (zhang / TICKETS).unlink()
    done = rdclient("-C", zhang, "save", lang="zh")
    assert done.code == 1
    assert f"{TICKETS}：一边删除了这个文件，另一边改了内容" in done.err
    assert rdclient("-C", zhang, "save", "--keep", "mine").code == 0
    assert not (zhang / TICKETS).exists()


def test_a_renamed_record_takes_along_what_a_colleague_wrote(
    rdclient: Run, zhang: Path, li: Path
) -> None:
    folder = "clients/linhai/projects/portal/meetings"
    git_in(zhang, "mv", f"{folder}/MTG-001.yaml", f"{folder}/MTG-009.yaml")
    rdclient("-C", zhang, "save", "--anyway")
    file = li / folder / "MTG-001.yaml"
    file.write_text("# 李静补充\n" + file.read_text("utf-8"), "utf-8")
    done = rdclient("-C", li, "save", "--anyway")
    assert done.code == 0, done.err
    assert not file.exists()
    assert (li / folder / "MTG-009.yaml").read_text("utf-8").startswith("# 李静补充\n")


def test_unsaved_files_outside_the_workspace_are_never_overwritten(
    rdclient: Run, nested: Path, remote: Path, tmp_path: Path
) -> None:
    assert rdclient("-C", nested, "save", "-m", "records").code == 0
    other = clone(remote, tmp_path / "other", "李静")
    (other / "notes.txt").write_text("theirs\n", "utf-8")
    git_in(other, "commit", "-qam", "notes")
    git_in(other, "push", "-q", "origin", "HEAD")
    (nested.parent / "notes.txt").write_text("mine, not committed\n", "utf-8")
    change(nested, "priority: normal", "priority: urgent")
    done = rdclient("-C", nested, "save", lang="zh")
    assert done.code == 3
    assert "合并会覆盖它们" in done.err
    assert "notes.txt" in done.err
    assert (nested.parent / "notes.txt").read_text("utf-8") == "mine, not committed\n"
    git_in(nested.parent, "checkout", "-q", "--", "notes.txt")
    assert rdclient("-C", nested, "save").code == 0


def test_an_older_git_merges_the_same(zhang: Path, li: Path, rdclient: Run) -> None:
    (zhang / "README.md").write_text("a\nb\nc\nd\ne\nf\n", "utf-8")
    rdclient("-C", zhang, "save")
    rdclient("-C", li, "save")
    change(li, "a\n", "A\n", "README.md")
    change(li, ROW, ROW + "    - {at: 2026-11-19 09:00, type: reopened}\n")
    rdclient("-C", li, "save")
    change(zhang, "f\n", "F\n", "README.md")
    change(zhang, ROW, ROW + "    - {at: 2026-11-20 09:00, type: visited}\n")
    rdclient("-C", zhang, "save", "--no-push")
    git_in(zhang, "fetch", "-q")
    repository = git.opened(zhang)
    base = git_in(zhang, "merge-base", "HEAD", "origin/main").strip()
    sides = Sides(
        base, *(git_in(zhang, "rev-parse", one).strip() for one in ("HEAD", "origin/main"))
    )
    trees = {
        tried(
            repository, sides, lambda _, o, a, b: merged(o, a, b), keep=None, has_trees=has_trees
        ).tree
        for has_trees in (True, False)
    }
    (tree,) = trees
    assert git_in(zhang, "show", f"{tree}:README.md") == "A\nb\nc\nd\ne\nF\n"
    assert git_in(zhang, "show", f"{tree}:{TICKETS}").count("2026-11-") == 9
    change(zhang, "priority: normal", "priority: low")
    change(li, "priority: normal", "priority: urgent")
    rdclient("-C", li, "save")
    rdclient("-C", zhang, "save", "--no-push")
    git_in(zhang, "fetch", "-q")
    sides = Sides(
        base, *(git_in(zhang, "rev-parse", one).strip() for one in ("HEAD", "origin/main"))
    )
    trial = tried(repository, sides, lambda _, o, a, b: merged(o, a, b), keep=None, has_trees=False)
    assert [(file.path, file.clashes[0].kind) for file in trial.clashes] == [(TICKETS, "value")]


# ── the remote ───────────────────────────────────────────────────────────────


def test_somebody_who_is_faster_is_taken_over_and_it_is_pushed_again(
    rdclient: Run, zhang: Path, li: Path, remote: Path
) -> None:
    """A hook of the clone lets the colleague push just before the first push arrives."""
    change(li, ROW, ROW + "    - {at: 2026-11-19 09:00, type: reopened}\n")
    rdclient("-C", li, "save", "--no-push")
    change(zhang, ROW, ROW + "    - {at: 2026-11-20 09:00, type: visited}\n")
    hook = zhang / ".git/hooks/pre-push"
    hook.write_text(
        f'#!/bin/sh\nunset GIT_DIR; cd "{li}" && git push -q origin main; exit 0\n', "utf-8"
    )
    hook.chmod(0o755)
    done = rdclient("-C", zhang, "save")
    assert done.code == 0, done.err
    assert commands(done.err).count("push") == 2
    text = git_in(remote, "show", f"main:{TICKETS}")
    assert "reopened" in text
    assert "2026-11-20 09:00, type: visited" in text


def test_a_commit_that_was_not_pushed_is_pushed_the_next_time(
    rdclient: Run, zhang: Path, remote: Path
) -> None:
    change(zhang, "priority: normal", "priority: urgent")
    away = remote.with_name("away")
    remote.rename(away)
    done = rdclient("-C", zhang, "save", lang="zh")
    assert done.code == 3
    assert "无法连接远端" in done.err
    assert git_in(zhang, "status", "--porcelain") == ""
    away.rename(remote)
    done = rdclient("-C", zhang, "save")
    assert (done.code, "pushed 1 commit" in done.err) == (0, True)


def test_a_process_that_was_killed_before_it_could_push_is_completed_by_the_next(
    rdclient: Run, zhang: Path, remote: Path, root: Path
) -> None:
    change(zhang, "priority: normal", "priority: urgent")
    hook = zhang / ".git/hooks/post-commit"
    hook.write_text("#!/bin/sh\nkill -9 $(ps -o ppid= -p $PPID)\n", "utf-8")
    hook.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-m", "rdclient", "-C", str(zhang), "save"],
        env={**os.environ, "PYTHONPATH": str(root / "src")},
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == -9
    hook.unlink()
    (zhang / ".git/index.lock").unlink(missing_ok=True)
    again = rdclient("-C", zhang, "save")
    assert (again.code, "pushed 1 commit" in again.err) == (0, True), again.err
    assert git_in(remote, "show", f"main:{TICKETS}").count("urgent") == 1


def test_a_remote_that_refuses_is_quoted(rdclient: Run, zhang: Path, remote: Path) -> None:
    hook = remote / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho main is protected >&2\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    change(zhang, "priority: normal", "priority: urgent")
    done = rdclient("-C", zhang, "save")
    assert done.code == 3
    assert "origin/main does not take the push" in done.err
    assert "main is protected" in done.err


def test_several_remotes_and_none_chosen_is_a_question(rdclient: Run, zhang: Path) -> None:
    git_in(zhang, "branch", "--unset-upstream")
    git_in(zhang, "remote", "rename", "origin", "firm")
    git_in(zhang, "remote", "add", "client", "elsewhere")
    git_in(zhang, "branch", "--unset-upstream", check=False)
    change(zhang, "priority: normal", "priority: urgent")
    done = rdclient("-C", zhang, "save")
    assert done.code == 3
    assert "several remotes: client, firm" in done.err
    assert commands(done.err) == []


def test_a_history_that_was_cut_off_says_how_to_complete_it(
    rdclient: Run, zhang: Path, li: Path, remote: Path, tmp_path: Path
) -> None:
    for number in range(3):
        change(li, "title: ", f"title: {number}")
        rdclient("-C", li, "save")
    cut = tmp_path / "cut"
    git_in(tmp_path, "clone", "-q", "--depth", "1", remote.as_uri(), str(cut))
    git_in(cut, "config", "user.name", "x")
    git_in(cut, "config", "user.email", "x@example.com")
    (cut / "a.md").write_text("a", "utf-8")
    change(zhang, ROW, ROW + "    - {at: 2026-11-20 09:00, type: visited}\n")
    rdclient("-C", zhang, "save")
    done = rdclient("-C", cut, "save")
    assert done.code in {0, 3}
    assert done.code == 0 or "--unshallow" in done.err


# ── what stands in the way ───────────────────────────────────────────────────


def refused(rdclient: Run, folder: Path, *words: str) -> str:
    """What stands in the way, in both languages; nothing is committed."""
    before = git_in(folder, "rev-parse", "HEAD", check=False)
    told = {lang: rdclient("-C", folder, "save", *words, lang=lang) for lang in ("zh", "en")}
    assert {one.code for one in told.values()} == {3}
    assert {one.out for one in told.values()} == {""}
    assert git_in(folder, "rev-parse", "HEAD", check=False) == before
    assert told["zh"].err.splitlines()[-1].startswith("错误：")
    return str(told["en"].err).splitlines()[-1]


def test_no_repository(rdclient: Run, workspace: Path) -> None:
    assert "git init" in refused(rdclient, workspace)


def test_nobody_knows_who_saves(rdclient: Run, zhang: Path) -> None:
    git_in(zhang, "config", "--unset", "user.email")
    git_in(zhang, "config", "--unset", "user.name")
    change(zhang, "priority: normal", "priority: urgent")
    assert "git config --global user.name" in refused(rdclient, zhang)
    assert git_in(zhang, "diff", "--cached", "--name-only") == ""


def test_no_branch(rdclient: Run, zhang: Path) -> None:
    git_in(zhang, "checkout", "-q", "--detach")
    change(zhang, "priority: normal", "priority: urgent")
    assert "git switch main" in refused(rdclient, zhang)


@pytest.mark.parametrize(("name", "verb"), [("MERGE_HEAD", "merge"), ("rebase-merge", "rebase")])
def test_something_was_begun_and_not_ended(
    rdclient: Run, zhang: Path, name: str, verb: str
) -> None:
    change(zhang, "priority: normal", "priority: urgent")
    (zhang / ".git" / name).write_text(git_in(zhang, "rev-parse", "HEAD"), "utf-8")
    assert f"git {verb} --abort" in refused(rdclient, zhang)


def test_another_git_is_at_work(rdclient: Run, zhang: Path) -> None:
    change(zhang, "priority: normal", "priority: urgent")
    (zhang / ".git/index.lock").write_text("", "utf-8")
    assert "index.lock" in refused(rdclient, zhang)


def test_a_check_that_the_firm_put_before_each_commit_is_asked(rdclient: Run, zhang: Path) -> None:
    hook = zhang / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\necho 'no ticket number' >&2\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    change(zhang, "priority: normal", "priority: urgent")
    assert "hook of the repository refused the commit, so nothing was saved: no ticket number" in (
        refused(rdclient, zhang)
    )


def test_git_is_not_there(rdclient: Run, zhang: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(zhang, "priority: normal", "priority: urgent")
    monkeypatch.setenv("PATH", str(zhang))
    done = rdclient("-C", zhang, "save")
    assert (done.code, done.err) == (
        3,
        "error: there is no Git; install it and open a new terminal\n",
    )


# ── hostile surroundings ─────────────────────────────────────────────────────


def test_variables_of_git_lead_it_to_no_other_repository(
    rdclient: Run, zhang: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    git_in(tmp_path, "init", "-q", "-b", "main", str(other))
    before = sorted(path.relative_to(other) for path in other.rglob("*"))
    change(zhang, "priority: normal", "priority: urgent")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / "index"))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "user.name")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "mallory")
    done = rdclient("-C", zhang, "save")
    assert done.code == 0, done.err
    assert os.environ["GIT_DIR"] == str(other / ".git")
    assert sorted(path.relative_to(other) for path in other.rglob("*")) == before
    assert git_in(zhang, "log", "-1", "--format=%an") == "张敏\n"


def hostile(folder: Path, told: Path) -> Path:
    """A configuration that names a program wherever one can be named."""
    program = folder.parent / "program.sh"
    program.write_text(f'#!/bin/sh\necho "$0 $*" >> "{told}"\ncat\n', "utf-8")
    program.chmod(0o755)
    for name in ("core.fsmonitor", "core.pager", "diff.external", "diff.x.textconv",
                 "filter.x.clean", "filter.x.smudge", "filter.x.process", "merge.x.driver",
                 "core.editor", "gpg.program", "credential.helper", "core.sshCommand"):  # fmt: skip
        git_in(folder, "config", name, str(program))
    git_in(folder, "config", "log.showSignature", "true")
    (folder / ".git/info/attributes").write_text("* filter=x diff=x merge=x\n", "utf-8")
    hooks = folder / "hooks"
    hooks.mkdir()
    for name in ("post-index-change", "reference-transaction", "pre-commit", "post-checkout"):
        shutil.copy(program, hooks / name)
    git_in(folder, "config", "core.hooksPath", str(hooks))
    return program


@pytest.mark.skipif(os.name != "posix", reason="the program is a shell script")
@pytest.mark.parametrize("words", [("doctor",), ("check",), ("list", "tickets")])
def test_no_program_that_a_repository_names_is_run_by_a_verb_that_asks(
    rdclient: Run, zhang: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    told = tmp_path / "told.txt"
    hostile(zhang, told)
    change(zhang, "priority: normal", "priority: urgent")
    os.utime(zhang / "people.yaml")
    index = (zhang / ".git/index").read_bytes()
    refs = git_in(zhang, "for-each-ref")
    told.unlink(missing_ok=True)
    rdclient("-C", zhang, *words)
    assert not told.exists()
    assert ((zhang / ".git/index").read_bytes(), git_in(zhang, "for-each-ref")) == (index, refs)


# ── the merge driver ─────────────────────────────────────────────────────────


@pytest.fixture
def driven(
    zhang: Path, li: Path, rdclient: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A clone in which Git merges records by what they say, and a colleague with other changes."""
    monkeypatch.setenv("PYTHONPATH", str(root / "src"))
    done = rdclient("-C", zhang, "doctor", "--fix")
    assert done.code == 0, done.out
    assert "*.yaml merge=rdclient" in (zhang / ".gitattributes").read_text("utf-8")
    rdclient("-C", zhang, "save")
    change(li, ROW, ROW + "    - {at: 2026-11-19 09:00, type: reopened}\n")
    return zhang


def test_git_itself_unites_events_once_the_driver_is_set_up(
    driven: Path, li: Path, rdclient: Run
) -> None:
    rdclient("-C", li, "save")
    change(driven, ROW, ROW + "    - {at: 2026-11-20 09:00, type: visited}\n")
    rdclient("-C", driven, "save", "--no-push")
    git_in(driven, "pull", "-q", "--no-rebase", "--no-edit")
    text = (driven / TICKETS).read_text("utf-8")
    assert text.endswith(
        ROW + "    - {at: 2026-11-19 09:00, type: reopened}\n"
        "    - {at: 2026-11-20 09:00, type: visited}\n"
    )


def test_where_people_must_decide_git_leaves_its_own_marks(
    driven: Path, li: Path, rdclient: Run
) -> None:
    change(li, "priority: normal", "priority: urgent")
    rdclient("-C", li, "save")
    change(driven, "priority: normal", "priority: low")
    rdclient("-C", driven, "save", "--no-push")
    git_in(driven, "pull", "-q", "--no-rebase", "--no-edit", check=False)
    text = (driven / TICKETS).read_text("utf-8")
    assert "<<<<<<< ours\n  priority: low\n=======\n  priority: urgent\n>>>>>>> theirs\n" in text
    assert git_in(driven, "status", "--porcelain").startswith("UU ")
    assert "git merge --abort" in refused(rdclient, driven)
    found = rdclient("-C", driven, "check")
    assert "RD014" in found.out
