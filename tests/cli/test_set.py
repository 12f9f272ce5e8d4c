"""``rdclient set``: one value changes, every other byte stays; what does not fit is refused."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rdclient import api
from rdclient.cli import options
from rdclient.diagnostic import RdclientError
from rdclient.store.edits import LOCK

Run = Callable[..., Any]
PATH = "clients/linhai/projects/portal/requirements/REQ-001.yaml"
CLOCK = api.Clock(options.moment("2026-11-20 10:00"), options.moment)


@pytest.fixture
def file(workspace: Path) -> Path:
    """The requirement most of these tests change."""
    return workspace / PATH


def applied(folder: Path, diff: str) -> None:
    """Make the change of a diff with Git, in a folder that is no repository."""
    done = subprocess.run(
        ["git", "apply", "--whitespace=nowarn", "-"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "GIT_CEILING_DIRECTORIES": str(folder.parent)},
        input=diff.encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


# ── what is written ──────────────────────────────────────────────────────────


def test_one_value_changes_and_the_path_is_printed(
    rdclient: Run, workspace: Path, file: Path
) -> None:
    before = file.read_bytes()
    ran = rdclient("-C", workspace, "set", "REQ-001", "title", "对账单在线回签")
    assert (ran.code, ran.out) == (0, f"{PATH}\n")
    assert ran.err == (
        "linhai/portal/REQ-001 title: 余额对账单在线回签 → 对账单在线回签 · "
        f"next: rdclient check {PATH}\n"
    )
    after = file.read_bytes()
    assert after == before.replace("余额对账单在线回签".encode(), "对账单在线回签".encode())


def test_the_dry_run_shows_what_the_real_run_does_and_writes_nothing(
    rdclient: Run, workspace: Path, file: Path, contents: Callable[..., Any]
) -> None:
    before, words = contents(workspace), ("set", "req-001", "优先级", "中")
    shown = rdclient("-C", workspace, *words, "--dry-run", lang="zh")
    assert shown.code == 0
    assert contents(workspace) == before
    assert shown.out.splitlines()[:2] == [f"--- a/{PATH}", f"+++ b/{PATH}"]
    assert [row for row in shown.out.splitlines()[3:] if row[0] in "+-"] == [
        "-priority: high",
        "+priority: medium",
    ]
    assert shown.err == "linhai/portal/REQ-001 优先级：高 → 中（--dry-run，未写入）\n"
    assert rdclient("-C", workspace, *words, "--dry-run", lang="zh").out == shown.out
    old = file.read_bytes()
    assert rdclient("-C", workspace, *words).code == 0
    written = file.read_bytes()
    file.write_bytes(old)
    applied(workspace, shown.out)
    assert file.read_bytes() == written


def test_a_value_that_is_there_already_changes_nothing(
    rdclient: Run, workspace: Path, contents: Callable[..., Any]
) -> None:
    words = ("-C", workspace, "set", "REQ-002", "priority", "高")
    assert rdclient(*words).out
    before = contents(workspace)
    again = rdclient(*words)
    assert (again.code, again.out) == (0, "")
    assert again.err == "linhai/portal/REQ-002 priority is high already; nothing was written\n"
    assert rdclient(*words, "--dry-run").out == ""
    assert contents(workspace) == before


NASTY = {
    "windows": ("title: 甲\r\ntype: functional\r\n# 尾\r\n", "乙", "title: 乙\r\ntype"),
    "comment": (
        "title: 甲  # 客户用语\ntype: functional\n",
        "乙: 丙",
        'title: "乙: 丙"  # 客户用语\n',
    ),
    "block": (
        "title: |\n  甲\n  乙\n# 说明\ntype: functional\n",
        "丙\n丁",
        "title: |-\n  丙\n  丁\n# 说明\n",
    ),
    "quotes": ("title: '甲'\ntype: functional\n", "it's #1", "title: 'it''s #1'\n"),
    "emoji": ("title: 🏦 甲\ntype: functional\n", "🚀 乙 # 丙", 'title: "🚀 乙 # 丙"\n'),
    "number": ("title: 甲\ntype: functional\n", "010", 'title: "010"\n'),
    "no end": ("type: functional\ntitle: 甲", "乙", "title: 乙"),
    "mark": ("\ufefftitle: 甲\ntype: functional\n", "乙", "\ufefftitle: 乙\n"),
    "flow": ("{title: 甲, type: functional}\n", "乙, 丙", '{title: "乙, 丙", type'),
    "divider": (
        "title: 甲\ntype: functional\n",
        "甲\n=======\n乙",
        "title: |-\n  甲\n  =======\n  乙\n",
    ),
}


@pytest.mark.parametrize("style", NASTY)
def test_a_value_goes_into_a_file_of_any_style(
    rdclient: Run, workspace: Path, file: Path, style: str
) -> None:
    text, value, wanted = NASTY[style]
    file.write_bytes(text.encode())
    shown = rdclient("-C", workspace, "set", "REQ-001", "title", value, "--dry-run")
    assert rdclient("-C", workspace, "set", "REQ-001", "title", value).code == 0
    after = file.read_bytes()
    assert wanted.encode() in after
    data = json.loads(rdclient("-C", workspace, "show", "REQ-001", "--format", "json").out)
    assert value.split("\n", maxsplit=1)[0] in json.dumps(data, ensure_ascii=False)
    file.write_bytes(text.encode())
    applied(workspace, shown.out)
    assert file.read_bytes() == after


def test_one_ticket_of_a_long_list_changes(rdclient: Run, workspace: Path) -> None:
    folder = workspace / "clients" / "linhai" / "tickets"
    folder.mkdir()
    rows = [f"- id: TCK-1{n:03}\n  title: 工单{n}\n  priority: normal\n" for n in range(60)]
    (folder / "2026-11.yaml").write_text("".join(rows), encoding="utf-8", newline="\n")
    assert rdclient("-C", workspace, "set", "TCK-1057", "priority", "紧急").code == 0
    rows[57] = rows[57].replace("normal", "urgent")
    assert (folder / "2026-11.yaml").read_text(encoding="utf-8") == "".join(rows)


def test_items_of_meetings_and_deeper_fields_are_set(rdclient: Run, workspace: Path) -> None:
    meeting = workspace / "clients/linhai/projects/portal/meetings/MTG-001.yaml"
    for words in (
        ("A-001", "责任人", "罗静"),
        ("D-001", "due", "2026/10/8"),
        ("MTG-001", "attendees.1.present", "否"),
        ("REQ-001", "analysis.effort.design", "2.5"),
        ("REQ-001", "acceptance.cases.1", "TC-0009"),
        ("REQ-001", "events.2.note", "现场评审"),
        ("HT-2026-01", "金额", "86万元"),
        ("qin.yue", "phone", "13800138000"),
        ("portal", "accepted_on", "11月20日"),
        ("linhai", "tier", "重点客户"),
    ):
        ran = rdclient("-C", workspace, "set", *words)
        assert (ran.code, ran.err[:6]) == (0, "linhai") or words[0] == "qin.yue", ran.err
    text = meeting.read_text(encoding="utf-8")
    assert "{id: A-001, text: 提供测试用证书, owner: luo.jing, due: 2026-09-30" in text
    assert "{id: D-001, text: 回签须使用企业网银证书。, owner: qin.yue, due: 2026-10-08}" in text
    assert "{person: ye.qiu, present: false}" in text
    requirement = (workspace / PATH).read_text(encoding="utf-8")
    assert "effort: {development: 12, test: 5, design: 2.5}" in requirement
    assert "cases: [TC-0001, TC-0009]" in requirement
    assert "{at: 2026-09-18, type: reviewed, meeting: MTG-001, note: 现场评审}" in requirement
    people = (workspace / "people.yaml").read_text(encoding="utf-8")
    assert 'languages: [zh], phone: "13800138000"}' in people
    assert rdclient("-C", workspace, "check", "--select", "RD0").code in (0, 1)


def test_a_text_in_two_languages_is_set_one_by_one(
    rdclient: Run, workspace: Path, file: Path
) -> None:
    file.write_text("title: {zh: 甲, en: A}\ntype: functional\n", encoding="utf-8")
    plain = rdclient("-C", workspace, "set", "REQ-001", "title", "乙")
    assert plain.code == 2
    assert "title.zh" in plain.err
    assert rdclient("-C", workspace, "set", "REQ-001", "title.en", "B").code == 0
    assert file.read_text(encoding="utf-8") == "title: {zh: 甲, en: B}\ntype: functional\n"


def test_a_negative_number_stands_after_two_hyphens(rdclient: Run, workspace: Path) -> None:
    folder = workspace / "clients/linhai/projects/portal/changes"
    folder.mkdir()
    (folder / "CR-001.yaml").write_text("title: 甲\nimpact: {schedule_wd: 2}\n", encoding="utf-8")
    words = ("-C", workspace, "set", "CR-001", "impact.schedule_wd")
    assert rdclient(*words, "--", "-3").code == 0
    assert "schedule_wd: -3" in (folder / "CR-001.yaml").read_text(encoding="utf-8")
    assert rdclient(*words, "-3").code == 2


# ── what is refused ──────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("REQ-001", "priority", "紧急"), "high"),
        (("REQ-001", "priority", "hgih"), "did you mean “high”"),
        (("REQ-001", "priorty", "high"), "did you mean priority"),
        (("REQ-001", "status", "done"), "rdclient event"),
        (("REQ-001", "id", "REQ-009"), "rdclient renumber"),
        (("A-001", "id", "A-009"), "rdclient renumber"),
        (("REQ-001", "events", "confirmed"), "rdclient event"),
        (("REQ-001", "acceptance.cases", "TC-1, TC-2"), "acceptance.cases.0"),
        (("REQ-001", "parents", "REQ-002"), "by hand in clients/linhai"),
        (("REQ-002", "value.metric", "x"), "first add value by hand in clients/linhai"),
        (("REQ-001", "title", ""), "there is no value"),
        (("REQ-001", "title", "  "), "there is no value"),
        (("REQ-001", "title", "甲\u202e乙"), "U+202E"),
        (("REQ-001", "title", "甲\x1b[31m"), "U+001B"),
        (("REQ-001", "source", "老王"), "nobody is called '老王'"),
        (("A-001", "due", "尽快"), "nobody can tell"),
        (("A-001", "due", "2026-02-30"), "no such date"),
        (("REQ-001", "analysis.effort.design", "2天"), "write 2"),
        (("HT-2026-01", "amount", "约86万"), "860000"),
        (("HT-2026-01", "signed_on", "今天 14:00"), "only a date belongs here"),
        (("RISK-001", "assessments.0.impact", "7"), "5 or less"),
        (("TASK-01", "requirements.0", "REQ-077"), "REQ-001"),
        (("REQ-0001", "title", "x"), "near it: REQ-001"),
        (("回签", "title", "x"), "linhai/portal/REQ-001"),
        (("", "title", "x"), "write an id"),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_is_written(
    rdclient: Run,
    workspace: Path,
    contents: Callable[..., Any],
    words: tuple[str, ...],
    told: str,
) -> None:
    before = contents(workspace)
    for more in ((), ("--dry-run",)):
        ran = rdclient("-C", workspace, "set", *words, *more)
        assert (ran.code, ran.out) == (2, "")
        assert told in ran.err
        assert "Traceback" not in ran.err
        assert rdclient("-C", workspace, "set", *words, *more, lang="zh").code == 2
    assert contents(workspace) == before


def test_every_chinese_refusal_is_chinese(rdclient: Run, workspace: Path) -> None:
    for words in (
        ("REQ-001", "priorty", "high"),
        ("REQ-001", "priority", "紧急"),
        ("REQ-001", "parents", "REQ-002"),
        ("REQ-002", "value.metric", "x"),
    ):
        told = rdclient("-C", workspace, "set", *words, lang="zh").err
        assert told.startswith("错误：")
        assert re.search("[\u4e00-\u9fff]{4}", told)
        assert not re.search(r"[\u4e00-\u9fff][,:;?]", told)


def test_an_id_of_two_projects_is_ambiguous_and_its_full_names_are_told(
    rdclient: Run, workspace: Path, file: Path
) -> None:
    other = workspace / "clients/linhai/projects/other"
    (other / "requirements").mkdir(parents=True)
    (other / "project.yaml").write_text("name: 乙\ntype: custom_dev\n", encoding="utf-8")
    twin = other / "requirements" / "REQ-001.yaml"
    twin.write_bytes(file.read_bytes())
    before = file.read_bytes()
    ran = rdclient("-C", workspace, "set", "REQ-001", "title", "x")
    assert ran.code == 2
    assert "other/REQ-001, portal/REQ-001" in ran.err
    for name in ("Other/req-001", "linhai/other/REQ-001"):
        assert rdclient("-C", workspace, "set", name, "title", f"甲 {name}").code == 0
        assert f"title: 甲 {name}\n" in twin.read_text(encoding="utf-8")
    twin.write_text("title: [\n", encoding="utf-8")
    ran = rdclient("-C", workspace, "set", "REQ-001", "title", "x")
    assert ran.code == 3  # which of the two is meant can no longer be told
    assert "projects/other/requirements/REQ-001.yaml" in ran.err
    assert file.read_bytes() == before
    assert rdclient("-C", workspace, "set", "portal/REQ-001", "title", "x").code == 0


def test_an_id_given_twice_in_a_project_is_not_chosen_from(
    rdclient: Run, workspace: Path, contents: Callable[..., Any]
) -> None:
    risks = workspace / "clients/linhai/projects/portal/risks.yaml"
    risks.write_text("- {id: RISK-001, event: 甲}\n- {id: RISK-001, event: 乙}\n", encoding="utf-8")
    before = contents(workspace)
    ran = rdclient("-C", workspace, "set", "RISK-001", "event", "丙")
    assert ran.code == 2
    assert "projects/portal/risks.yaml" in ran.err
    assert contents(workspace) == before


# ── files that cannot be read or written ─────────────────────────────────────


def test_a_broken_file_elsewhere_does_not_stop_it(
    rdclient: Run, workspace: Path, file: Path
) -> None:
    broken = workspace / "clients/linhai/projects/portal/issues.yaml"
    broken.write_text("- {id: ISS-1\n", encoding="utf-8")
    ran = rdclient("-C", workspace, "set", "REQ-001", "title", "甲")
    assert (ran.code, ran.out) == (0, f"{PATH}\n")
    lost = rdclient("-C", workspace, "set", "ISS-1", "title", "甲")
    assert lost.code == 3
    assert "projects/portal/issues.yaml" in lost.err
    file.write_text("title: 甲\n<<<<<<< a\n", encoding="utf-8")
    own = rdclient("-C", workspace, "set", "REQ-001", "title", "乙")
    assert own.code == 3
    assert PATH in own.err


def test_one_bad_record_of_a_list_does_not_stop_its_neighbour(
    rdclient: Run, workspace: Path
) -> None:
    risks = workspace / "clients/linhai/projects/portal/risks.yaml"
    text = "- {id: RISK-001, event: 甲}\n- {id: RISK-002, evnt: 乙}\n"
    risks.write_text(text, encoding="utf-8")
    assert rdclient("-C", workspace, "set", "RISK-001", "event", "丙").code == 0
    assert risks.read_text(encoding="utf-8") == text.replace("甲", "丙")


def test_without_a_readable_workspace_file_no_time_is_written(
    rdclient: Run, workspace: Path, contents: Callable[..., Any]
) -> None:
    (workspace / "rdclient.yaml").write_text("name: [\n", encoding="utf-8")
    before = contents(workspace)
    ran = rdclient("-C", workspace, "set", "REQ-001", "title", "甲")
    assert ran.code == 3
    assert "rdclient.yaml" in ran.err
    assert contents(workspace) == before


def test_a_folder_that_may_not_be_written_is_told(
    root: Path, workspace: Path, contents: Callable[..., Any], powerless: tuple[str, ...]
) -> None:
    folder = (workspace / PATH).parent
    before = contents(workspace)
    folder.chmod(0o555)
    try:
        done = subprocess.run(
            [*powerless, sys.executable, "-m", "rdclient", "-C", workspace, "set", "REQ-001",
             "title", "甲"],
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(root / "src"), "LC_ALL": "C.UTF-8"},
            capture_output=True,
            check=False,
            text=True,
        )  # fmt: skip
    finally:
        folder.chmod(0o755)
    assert (done.returncode, done.stdout) == (3, "")
    assert PATH in done.stderr
    assert contents(workspace) == before


def test_a_locked_workspace_is_told_and_a_dry_run_still_answers(
    rdclient: Run, workspace: Path, file: Path
) -> None:
    lock, before = workspace / LOCK, file.read_bytes()
    lock.write_text("1 elsewhere\n", encoding="utf-8")
    assert rdclient("-C", workspace, "set", "REQ-001", "title", "甲", "--dry-run").code == 0
    ran = rdclient("-C", workspace, "set", "REQ-001", "title", "甲")
    assert (ran.code, ran.out) == (3, "")
    assert LOCK in ran.err
    assert file.read_bytes() == before
    assert lock.exists()


# ── two at a time ────────────────────────────────────────────────────────────


def test_what_somebody_else_changes_meanwhile_is_kept(workspace: Path, file: Path) -> None:
    tries = []

    def plan() -> api.Change:
        change = api.set_field(workspace, "REQ-001", "title", "甲", clock=CLOCK)
        if not tries:
            text = file.read_text(encoding="utf-8")
            file.write_text(text.replace("priority: high", "priority: low"), encoding="utf-8")
        tries.append(change)
        return change

    written = api.write(workspace, plan)
    assert len(tries) == 2
    assert written.edit.after == file.read_bytes()
    text = file.read_text(encoding="utf-8")
    assert "priority: low\n" in text
    assert "title: 甲\n" in text


def test_a_record_that_moves_in_its_list_meanwhile_is_still_the_one_changed(
    workspace: Path,
) -> None:
    risks = workspace / "clients/linhai/projects/portal/risks.yaml"
    row = "- {id: RISK-001, event: 甲}\n"
    risks.write_text(row, encoding="utf-8")
    tries = []

    def plan() -> api.Change:
        change = api.set_field(workspace, "RISK-001", "event", "乙", clock=CLOCK)
        if not tries:
            risks.write_text("- {id: RISK-000, event: 甲}\n" + row, encoding="utf-8")
        tries.append(change)
        return change

    api.write(workspace, plan)
    text = risks.read_text(encoding="utf-8")
    assert text == "- {id: RISK-000, event: 甲}\n- {id: RISK-001, event: 乙}\n"


def test_it_gives_up_when_the_file_never_rests(workspace: Path, file: Path) -> None:
    tries = []

    def plan() -> api.Change:
        change = api.set_field(workspace, "REQ-001", "title", "甲", clock=CLOCK)
        tries.append(change)
        with file.open("ab") as stream:
            stream.write(b"# more\n")
        return change

    with pytest.raises(RdclientError) as refused:
        api.write(workspace, plan)
    assert refused.value.args[0] == "edit-stale"
    assert len(tries) == 2, "the second time nobody else of us may write"
    assert "title: 甲" not in file.read_text(encoding="utf-8")


def test_many_writers_of_one_file_all_get_through(root: Path, workspace: Path, file: Path) -> None:
    fields = ("title", "goal", "background", "stated_need")
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(root / "src"), "LC_ALL": "C.UTF-8"}
    running = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "rdclient",
                "-C",
                workspace,
                "set",
                "REQ-001",
                name,
                f"新{name}",
            ],
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for name in fields
    ]
    for one in running:
        _, told = one.communicate()
        assert one.returncode == 0, told.decode()
    text = file.read_text(encoding="utf-8")
    assert [f"{name}: 新{name}\n" in text for name in fields] == [True] * len(fields)
