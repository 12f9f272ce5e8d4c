"""``renumber``: another id for a record, its file and what names it; after merges too."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdclient import api
from rdclient.cli import options
from rdclient.model.portfolio import id_of, kind_of
from rdclient.store.workspace import read

Run = Callable[..., Any]
Contents = Callable[[Path], dict[str, str]]
REQUIREMENTS = "clients/linhai/projects/portal/requirements"
AT = ("--as-of", "2026-11-20T18:00+08:00")


def _text(folder: Path, path: str) -> str:
    return (folder / path).read_text(encoding="utf-8")


def _put(folder: Path, path: str, text: str) -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")


def _is_sound(rdclient: Run, workspace: Path) -> bool:
    return bool(rdclient("-C", workspace, "check", *AT).code == 0)


# ── one record ───────────────────────────────────────────────────────────────


def test_the_file_the_references_and_a_waiver_follow(rdclient: Run, workspace: Path) -> None:
    waiver = (
        "- {code: RD212, scope: portal/REQ-001, reason: x, approvers: [qin.yue], "
        "until: 2027-01-01}\n"
        f"- {{code: RD213, scope: ./{REQUIREMENTS}/REQ-001.yaml, reason: x, approvers: [qin.yue], "
        "until: 2027-01-01}\n"
    )
    _put(workspace, "waivers.yaml", waiver)
    before = _text(workspace, f"{REQUIREMENTS}/REQ-001.yaml")
    tasks = _text(workspace, "clients/linhai/projects/portal/tasks.yaml")
    ran = rdclient("-C", workspace, "renumber", "REQ-001")
    assert ran.code == 0, ran.err
    assert ran.out.split() == [
        f"{REQUIREMENTS}/REQ-003.yaml", "clients/linhai/projects/portal/tasks.yaml", "waivers.yaml",
    ]  # fmt: skip
    assert "linhai/portal/REQ-001 → REQ-003, references changed: 4" in ran.err
    assert not (workspace / f"{REQUIREMENTS}/REQ-001.yaml").exists()
    assert _text(workspace, f"{REQUIREMENTS}/REQ-003.yaml") == before
    after = _text(workspace, "clients/linhai/projects/portal/tasks.yaml")
    assert after == tasks.replace("REQ-001", "REQ-003")
    assert _text(workspace, "waivers.yaml") == waiver.replace(
        "portal/REQ-001", "portal/REQ-003"
    ).replace(f"./{REQUIREMENTS}/REQ-001", f"{REQUIREMENTS}/REQ-003")
    assert _is_sound(rdclient, workspace)


def test_there_and_back_is_the_same_bytes(
    rdclient: Run, workspace: Path, contents: Contents
) -> None:
    before = contents(workspace)
    assert rdclient("-C", workspace, "renumber", "REQ-001", "REQ-950").code == 0
    assert rdclient("-C", workspace, "renumber", "portal/REQ-950", "req-001").code == 0
    assert contents(workspace) == before


def test_a_qualified_reference_keeps_its_form(
    rdclient: Run, workspace: Path, project: Path
) -> None:
    other = workspace / "clients/linhai/projects/ledger"
    shutil.copytree(project, other)
    (other / "project.yaml").write_text(
        _text(project, "project.yaml").replace("id: portal", "id: ledger"), encoding="utf-8"
    )
    text = (
        "title: 关联\ntype: functional\nparents: [portal/REQ-001, linhai/portal/REQ-001, REQ-001]\n"
    )
    (other / "requirements/REQ-009.yaml").write_text(text, encoding="utf-8")
    ran = rdclient("-C", workspace, "renumber", "REQ-001", "--project", "portal")
    assert ran.code == 0, ran.err
    after = (other / "requirements/REQ-009.yaml").read_text(encoding="utf-8")
    assert "parents: [portal/REQ-003, linhai/portal/REQ-003, REQ-001]" in after
    assert "[REQ-001]" in (other / "tasks.yaml").read_text(encoding="utf-8")


def test_an_id_in_the_file_changes_with_its_name(
    rdclient: Run, workspace: Path, project: Path
) -> None:
    file = project / "requirements/REQ-002.yaml"
    text = "# 编号由甲方给定\nid: REQ-002   # 勿改\n" + file.read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    assert rdclient("-C", workspace, "renumber", "REQ-002", "REQ-777").code == 0
    after = (project / "requirements/REQ-777.yaml").read_text(encoding="utf-8")
    assert after == text.replace("id: REQ-002", "id: REQ-777")
    assert not file.exists()
    assert _is_sound(rdclient, workspace)


def test_a_record_of_a_list_and_an_item_of_a_meeting(
    rdclient: Run, workspace: Path, project: Path
) -> None:
    assert rdclient("-C", workspace, "renumber", "TASK-01").code == 0
    tasks = (project / "tasks.yaml").read_text(encoding="utf-8")
    assert "- id: TASK-03" in tasks
    assert "task: TASK-03" in tasks
    assert "TASK-01" not in tasks
    assert rdclient("-C", workspace, "renumber", "A-001").code == 0
    assert "{id: A-002, text: 提供测试用证书" in (project / "meetings/MTG-001.yaml").read_text(
        encoding="utf-8"
    )
    assert rdclient("-C", workspace, "renumber", "M1", "M7").code == 0
    assert rdclient("-C", workspace, "renumber", "MTG-001").code == 0
    assert "meeting: MTG-002" in (project / "requirements/REQ-001.yaml").read_text(encoding="utf-8")
    assert _is_sound(rdclient, workspace)


def test_a_person_follows_by_id_and_a_name_stays_a_name(
    rdclient: Run, workspace: Path, project: Path
) -> None:
    file = project / "tasks.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("owner: luo.jing", "owner: 罗静", 1),
        encoding="utf-8",
    )
    ran = rdclient("-C", workspace, "renumber", "luo.jing")
    assert ran.code == 2
    assert "write the new id" in ran.err
    raci = project / "raci.yaml"
    rows = "- activity: 投产\n  parties: {'luo.jing': A, qin.yue: R, gao.wenbo: C}\n"
    raci.write_text(raci.read_text(encoding="utf-8") + rows, encoding="utf-8")
    assert rdclient("-C", workspace, "renumber", "luo.jing", "luo.jing2").code == 0
    assert "{'luo.jing2': A, qin.yue: R, gao.wenbo: C}" in raci.read_text(encoding="utf-8")
    assert "owner: 罗静" in file.read_text(encoding="utf-8")
    assert "owner: luo.jing2" in file.read_text(encoding="utf-8")
    assert _is_sound(rdclient, workspace)


def test_an_id_of_digits_alone_is_quoted_where_it_is_named(
    rdclient: Run, workspace: Path, project: Path
) -> None:
    assert rdclient("-C", workspace, "renumber", "REQ-001", "2026").code == 0
    text = (project / "tasks.yaml").read_text(encoding="utf-8")
    assert text.count('requirements: ["2026"]') == 2
    assert _is_sound(rdclient, workspace)


def test_a_thousand_references_in_one_file_are_changed_at_once(
    rdclient: Run, workspace: Path, project: Path
) -> None:
    tasks = "".join(
        f"- {{id: T-{number:04}, title: 任务, requirements: [REQ-002, 'REQ-001', \"REQ-001\"], "
        "owner: luo.jing, created_on: 2026-09-25}\n"
        for number in range(500)
    )
    file = project / "tasks.yaml"
    text = file.read_text(encoding="utf-8") + tasks
    file.write_text(text, encoding="utf-8")
    ran = rdclient("-C", workspace, "renumber", "REQ-001")
    assert "references changed: 502" in ran.err  # lines, of which some hold two
    assert file.read_text(encoding="utf-8") == text.replace("REQ-001", "REQ-003")


def test_words_that_mention_the_id_are_told_and_left(
    rdclient: Run, workspace: Path, project: Path
) -> None:
    file = project / "risks.yaml"
    text = "# REQ-001 的风险\n" + file.read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    ran = rdclient("-C", workspace, "renumber", "REQ-001", lang="zh")
    assert f"{file.relative_to(workspace).as_posix()}:1: # REQ-001 的风险" in ran.err
    assert "酌情手工修改" in ran.err
    assert file.read_text(encoding="utf-8") == text


def test_the_next_id_is_none_that_is_referred_to_already(
    rdclient: Run, workspace: Path, project: Path
) -> None:
    text = (
        "title: 增加批量下载\nitems: [{op: add, requirement: REQ-003}]\n"
        "events: [{at: 2026-11-01, type: submitted}]\n"
    )
    _put(workspace, "clients/linhai/projects/portal/changes/CR-001.yaml", text)
    assert rdclient("-C", workspace, "renumber", "REQ-001").code == 0
    assert sorted(file.stem for file in (project / "requirements").iterdir()) == [
        "REQ-002", "REQ-004",
    ]  # fmt: skip


def test_a_dry_run_writes_nothing_and_its_diff_can_be_applied(
    rdclient: Run, workspace: Path, contents: Contents, tmp_path: Path
) -> None:
    before = contents(workspace)
    ran = rdclient("-C", workspace, "renumber", "REQ-001", "--dry-run")
    assert ran.code == 0
    assert contents(workspace) == before
    copy = tmp_path / "copy"
    shutil.copytree(workspace, copy)
    (tmp_path / "a.diff").write_text(ran.out, encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=copy, check=True)
    subprocess.run(["git", "apply", tmp_path / "a.diff"], cwd=copy, check=True)
    rdclient("-C", workspace, "renumber", "REQ-001")
    shutil.rmtree(copy / ".git")
    assert contents(copy) == contents(workspace)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("REQ-001", "REQ-002"), "the id REQ-002 is taken"),
        (("REQ-001", "REQ-001"), "the id is REQ-001 already"),
        (("REQ-001", "../x"), "cannot be an id"),
        (("REQ-001", "REQ 003"), "cannot be an id"),
        (("REQ-001", "CON"), "cannot be an id"),
        (("REQ-404",), "nothing"),
        (("REQ-404", "REQ-405"), "nothing"),
        (("portal",), "name of a folder"),
        (("linhai",), "name of a folder"),
        (("gao.wenbo", "qin.yue"), "is taken"),
        (("REQ-001", "--file", "people.yaml"), "does not stand in people.yaml"),
        (("REQ-001", "--file", "nowhere.yaml"), "there is no nowhere.yaml"),
        (("REQ-001", "REQ-002", "--refs", "people.yaml"), "nothing in people.yaml refers to"),
    ],
)
def test_what_cannot_be_meant_changes_nothing(
    rdclient: Run, workspace: Path, contents: Contents, words: tuple[str, ...], said: str
) -> None:
    before = contents(workspace)
    for lang in ("en", "zh"):
        ran = rdclient("-C", workspace, "renumber", *words, lang=lang)
        assert (ran.code, ran.out) == (2, ""), ran
        assert lang == "zh" or said in ran.err
    assert contents(workspace) == before


def test_a_file_that_differs_only_in_case_is_not_written_over(
    rdclient: Run, workspace: Path, project: Path, contents: Contents
) -> None:
    (project / "requirements/req-003.YAML").write_text("x: 1\n", encoding="utf-8")
    before = contents(workspace)
    assert rdclient("-C", workspace, "renumber", "REQ-001", "REQ-003").code != 0
    assert contents(workspace) == before


def test_while_a_file_cannot_be_read_nothing_is_renumbered(
    rdclient: Run, workspace: Path, project: Path, contents: Contents
) -> None:
    (project / "risks.yaml").write_text("- id: [\n", encoding="utf-8")
    before = contents(workspace)
    ran = rdclient("-C", workspace, "renumber", "REQ-001")
    assert ran.code == 3
    assert "risks.yaml" in ran.err
    assert contents(workspace) == before


# ── two with one id ──────────────────────────────────────────────────────────


def _clash(workspace: Path) -> str:
    """A second risk of the same id in a list, and references to that id."""
    path = "clients/linhai/projects/portal/risks.yaml"
    text = _text(workspace, path)
    _put(workspace, path, text + "- id: RISK-001\n  event: 证书颁发延期\n  owner: qin.yue\n")
    _put(
        workspace,
        "clients/linhai/projects/portal/issues.yaml",
        "- {id: ISS-001, title: 接口变化, risk: RISK-001, "
        "events: [{at: 2026-11-02, type: raised}]}\n",
    )
    return path


def test_of_two_nobody_is_chosen_unasked(
    rdclient: Run, workspace: Path, contents: Contents
) -> None:
    path = _clash(workspace)
    before = contents(workspace)
    ran = rdclient("-C", workspace, "renumber", "RISK-001")
    assert (ran.code, ran.out) == (2, "")
    assert "say which one with --file" in ran.err
    assert f"{path}:1" in ran.err
    assert contents(workspace) == before


def test_the_place_that_check_tells_says_which_and_references_stay(
    rdclient: Run, workspace: Path
) -> None:
    path = _clash(workspace)
    found = rdclient("-C", workspace, "check", *AT).out.splitlines()
    (place,) = (line.partition(": ")[0] for line in found if "[RD010]" in line)
    ran = rdclient("-C", workspace, "renumber", "RISK-001", "--file", place)
    assert ran.code == 0, ran.err
    text = _text(workspace, path)
    assert text.index("id: RISK-001") < text.index("id: RISK-002") < text.index("证书颁发延期")
    issues = "clients/linhai/projects/portal/issues.yaml"
    assert "risk: RISK-001" in _text(workspace, issues)
    assert f"{issues}:1" in ran.err
    assert "--refs" in ran.err
    assert rdclient("-C", workspace, "check", "--select", "RD010", *AT).code == 0
    ran = rdclient("-C", workspace, "renumber", "RISK-001", "RISK-002", "--refs", issues)
    assert ran.code == 0, ran.err
    assert "risk: RISK-002" in _text(workspace, issues)
    assert "id: RISK-001" in _text(workspace, path)


def test_references_may_go_along_at_once(rdclient: Run, workspace: Path) -> None:
    path = _clash(workspace)
    line = len(_text(workspace, path).splitlines()) - 1
    ran = rdclient(
        "-C", workspace, "renumber", "RISK-001", "--file", f"{path}:{line}", "--refs",
        "clients/linhai/projects",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    assert "risk: RISK-002" in _text(workspace, "clients/linhai/projects/portal/issues.yaml")


def test_an_item_of_two_meetings(rdclient: Run, workspace: Path, project: Path) -> None:
    first = project / "meetings/MTG-001.yaml"
    text = first.read_text(encoding="utf-8").replace("D-001", "D-002")
    (project / "meetings/MTG-002.yaml").write_text(text, encoding="utf-8")
    place = f"{(project / 'meetings/MTG-002.yaml').relative_to(workspace).as_posix()}"
    assert rdclient("-C", workspace, "renumber", "A-001", "--file", place).code == 0
    assert "A-002" in (project / "meetings/MTG-002.yaml").read_text(encoding="utf-8")
    assert "A-001" in first.read_text(encoding="utf-8")
    assert rdclient("-C", workspace, "check", "--select", "RD010", *AT).code == 0


# ── killed half-way ──────────────────────────────────────────────────────────


_KILLER = """
import os, sys
left = [int(os.environ["LEFT"])]
def watch(event, facts):
    if event in ("os.rename", "os.link", "os.remove") and "cache" not in str(facts):
        left[0] -= 1
        if left[0] < 0:
            os._exit(9)
sys.addaudithook(watch)
"""


@pytest.mark.parametrize("states_id", [False, True])
def test_killed_at_any_write_the_same_command_completes(
    run_rdclient: Run, workspace: Path, contents: Contents, *, states_id: bool
) -> None:
    old, new = (workspace / REQUIREMENTS / f"REQ-00{number}.yaml" for number in (1, 3))
    if states_id:
        old.write_text("id: REQ-001\n" + old.read_text(encoding="utf-8"), encoding="utf-8")
    kept = workspace.parent / "kept"
    shutil.copytree(workspace, kept)
    assert run_rdclient("-C", workspace, "renumber", "REQ-001").code == 0
    whole = contents(workspace)
    (workspace.parent / "sitecustomize.py").write_text(_KILLER, encoding="utf-8")
    path = f"{workspace.parent}{os.pathsep}{Path(__file__).resolve().parents[2] / 'src'}"
    killed, stood_in = 0, 0
    while True:
        shutil.rmtree(workspace)
        shutil.copytree(kept, workspace)
        env = {"LEFT": str(killed), "PYTHONPATH": path}
        if run_rdclient("-C", workspace, "renumber", "REQ-001", env=env).code != 9:
            break
        killed += 1
        if old.exists() and new.exists():  # ``check`` says so
            stood_in += 1
            assert "RD011" in run_rdclient("-C", workspace, "check", *AT).out
        (workspace / ".rdclient.lock").unlink(missing_ok=True)
        if old.exists():
            again = run_rdclient("-C", workspace, "renumber", "REQ-001")
            assert again.code == 0, again
            assert "REQ-003" in again.err
        assert contents(workspace) == whole
    assert killed >= 4
    assert stood_in >= 2
    assert contents(workspace) == whole


# ── merges ───────────────────────────────────────────────────────────────────


def _git(folder: Path, *words: str, is_checked: bool = True) -> subprocess.CompletedProcess[str]:
    config = ("-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false")
    return subprocess.run(
        ["git", *config, *words], cwd=folder, check=is_checked, capture_output=True, text=True
    )


def _branches(
    workspace: Path, ours: dict[str, str], theirs: dict[str, str], attributes: str = ""
) -> None:
    """Two branches, each with files of its own; the first one is checked out."""
    _put(workspace, ".gitignore", ".rdclient-cache/\n.rdclient.lock\n")
    _put(workspace, ".gitattributes", attributes)
    _git(workspace, "init", "-q", "-b", "main")
    for branch, files in (("main", {}), ("theirs", theirs), ("ours", ours)):
        if branch != "main":
            _git(workspace, "checkout", "-q", "-b", branch, "main")
        for path, text in files.items():
            _put(workspace, path, text)
        _git(workspace, "add", "-A")
        _git(workspace, "commit", "-q", "-m", branch)


_NEW = (
    "title: {0}\ntype: functional\nsource: ye.qiu\nevents: [{{at: 2026-11-16, type: collected}}]\n"
)
_TASK = (
    "- {{id: {0}, title: {1}, requirements: [REQ-003], owner: luo.jing, created_on: 2026-11-17}}\n"
)


def test_two_branches_gave_one_id_to_two_files(rdclient: Run, workspace: Path) -> None:
    risks = "clients/linhai/projects/portal/risks.yaml"
    file = f"{REQUIREMENTS}/REQ-003.yaml"
    link = _text(workspace, risks) + "  requirements: [REQ-003]\n"
    issue = "- {id: ISS-001, title: x, events: [{at: 2026-11-02, type: raised}]}\n"
    change = (
        "title: 改\nitems: [{op: modify, requirement: REQ-003}]\n"
        "events: [{at: 2026-11-17, type: submitted}]\n"
    )
    _branches(
        workspace,
        {file: _NEW.format("我方新增"), risks: link},
        {
            file: _NEW.format("对方新增"),
            "clients/linhai/projects/portal/changes/CR-001.yaml": change,
            "clients/linhai/projects/portal/issues.yaml": issue,
        },
    )
    merged = _git(workspace, "merge", "theirs", is_checked=False)
    assert merged.returncode == 1
    assert rdclient("-C", workspace, "check", "--select", "RD014", *AT).code == 1
    # the two steps of the guide: leave the merge, renumber what is ours, merge again
    _git(workspace, "merge", "--abort")
    assert rdclient("-C", workspace, "renumber", "REQ-003").code == 0
    _git(workspace, "add", "-A")
    _git(workspace, "commit", "-q", "-m", "renumbered")
    _git(workspace, "merge", "-q", "--no-edit", "theirs")
    assert "我方新增" in _text(workspace, f"{REQUIREMENTS}/REQ-004.yaml")
    assert "对方新增" in _text(workspace, file)
    assert "requirements: [REQ-004]" in _text(workspace, risks)
    change = _text(workspace, "clients/linhai/projects/portal/changes/CR-001.yaml")
    assert "requirement: REQ-003" in change
    assert rdclient("-C", workspace, "check", "--select", "RD0", *AT).code == 0


def test_two_branches_gave_one_id_in_a_list(rdclient: Run, workspace: Path) -> None:
    tasks = "clients/linhai/projects/portal/tasks.yaml"
    text = _text(workspace, tasks)
    ours = {tasks: text + _TASK.format("TASK-03", "我方"), f"{REQUIREMENTS}/REQ-003.yaml":
            _NEW.format("x")}  # fmt: skip
    theirs = {tasks: text + _TASK.format("TASK-03", "对方").replace("REQ-003", "REQ-002")}
    _branches(workspace, ours, theirs, "*.yaml merge=union\n")
    _git(workspace, "merge", "-q", "--no-edit", "theirs")
    ran = rdclient("-C", workspace, "check", "--select", "RD010", *AT)
    (place,) = (line.partition(": ")[0] for line in ran.out.splitlines() if "[RD010]" in line)
    assert rdclient("-C", workspace, "renumber", "TASK-03", "--file", place).code == 0
    after = _text(workspace, tasks)
    assert after.index("TASK-03, title: 我方") < after.index("TASK-04, title: 对方")
    assert rdclient("-C", workspace, "check", "--select", "RD0", *AT).code == 0


# ── any record ───────────────────────────────────────────────────────────────


@settings(max_examples=12)
@given(st.data())
def test_any_record_of_the_example_there_and_back(data: st.DataObject) -> None:
    example = Path(__file__).resolve().parents[2] / "examples" / "northbank"
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "w"
        without_signatures = shutil.ignore_patterns("signoffs", "baselines")
        shutil.copytree(example, root, ignore=without_signatures)
        portfolio = read(root).portfolio
        records = [r for r in portfolio.records if id_of(r) and kind_of(r) not in _NOT_COUNTED]
        record = data.draw(st.sampled_from(records))
        way = (record.origin.client, record.origin.project, id_of(record))
        kind = kind_of(record)
        name = f"{kind} " + "/".join(step for step in way if step)
        clock = api.Clock(options.moment("2026-11-20T18:00+08:00"), options.moment)
        before = {path: path.read_bytes() for path in root.rglob("*.yaml")}
        errors = api.check(root, as_of=clock.now).findings
        plan = api.renumber(root, api.Order(name, "ZZZ-999"), clock=clock)
        assert "/".join(filter(None, way)) == plan.name
        after = read(root)
        known = {(kind_of(r), id_of(r)) for r in after.portfolio.records}
        assert (kind, "ZZZ-999") in known
        codes = [item.code for item in api.check(root, as_of=clock.now).findings]
        assert sorted(codes) == sorted(item.code for item in errors)
        again = name.rpartition("/")[0] + "/ZZZ-999" if "/" in name else f"{kind} ZZZ-999"
        api.renumber(root, api.Order(again, id_of(record)), clock=clock)
        assert {path: path.read_bytes() for path in root.rglob("*.yaml")} == before


_NOT_COUNTED = ("client", "project", "person", "contact", "report")
