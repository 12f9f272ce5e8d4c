"""The options of ``check``: which codes, what fails, counts, many findings, paths for machines."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rdclient.diagnostic import CODES

Run = Callable[..., Any]
AS_OF = ("--as-of", "2026-11-20T18:00+08:00")
PROJECT = "clients/linhai/projects/portal"


@pytest.fixture
def faulty(workspace: Path) -> Path:
    """Three unknown owners, one action without owner (RD421): each an error."""
    tasks = workspace / PROJECT / "tasks.yaml"
    text = tasks.read_text(encoding="utf-8").replace("owner: luo.jing", "owner: nobody")
    tasks.write_text(text, encoding="utf-8", newline="\n")
    meeting = workspace / PROJECT / "meetings" / "MTG-001.yaml"
    text = meeting.read_text(encoding="utf-8").replace(", owner: ye.qiu", "")
    text = text.replace("owner: qin.yue", "owner: nobody")
    meeting.write_text(text, encoding="utf-8", newline="\n")
    return workspace


def unread(workspace: Path) -> str:
    """Make one requirement unreadable; its path."""
    file = workspace / PROJECT / "requirements" / "REQ-002.yaml"
    file.write_text("title: [\n", encoding="utf-8")
    return file.relative_to(workspace).as_posix()


def codes(run: Run, workspace: Path, *words: str) -> list[str]:
    ran = run("-C", workspace, "check", "--format", "json", *AS_OF, *words)
    return [finding["code"] for finding in json.loads(ran.out)["findings"]]


# ── which codes ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ((), {"RD012": 3, "RD421": 1}),
        (("--select", "RD421"), {"RD421": 1}),
        (("--select", "rd421"), {"RD421": 1}),
        (("--select", "RD42"), {"RD421": 1}),
        (("--select", "RD4,RD0"), {"RD012": 3, "RD421": 1}),
        (("--select", "RD4", "--select", "RD0"), {"RD012": 3, "RD421": 1}),
        (("--select", "RD4， RD0、"), {"RD012": 3, "RD421": 1}),
        (("--select", "ＲＤ４２１"), {"RD421": 1}),
        (("--select", "unknown-reference"), {"RD012": 3}),
        (("--select", "Unknown-Reference"), {"RD012": 3}),
        (("--select", ""), {"RD012": 3, "RD421": 1}),
        (("--select", "RD430"), {}),
        (("--ignore", "RD012"), {"RD421": 1}),
        (("--ignore", "unknown-reference,RD2"), {"RD421": 1}),
        (("--select", "RD0,RD4", "--ignore", "RD01"), {"RD421": 1}),
    ],
)  # fmt: skip
def test_codes_are_chosen_by_code_family_or_name(
    rdclient: Run, faulty: Path, words: tuple[str, ...], left: dict[str, int]
) -> None:
    found = codes(rdclient, faulty, *words)
    assert {code: found.count(code) for code in found} == left
    assert rdclient("-C", faulty, "check", *AS_OF, *words).code == (1 if left else 0)


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("RD4211", "RD421"),
        ("rd4211", "RD421"),
        ("RD999", "RD"),
        ("unknown-referense", "unknown-reference"),
        ("RD42 1", "RD001"),
    ],
)
def test_a_word_that_is_no_code_is_a_mistake(
    rdclient: Run, faulty: Path, word: str, near: str
) -> None:
    for option in ("--select", "--ignore"):
        ran = rdclient("-C", faulty, "check", option, word)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("error: no code or rule '")
        assert "near it: " in ran.err
        assert near in ran.err
        assert rdclient("-C", faulty, "check", option, word, lang="zh").err.startswith(
            "错误：没有编码或规则“"
        )


def test_leaving_no_rule_is_a_mistake(rdclient: Run, faulty: Path) -> None:
    for words in (("--ignore", "RD"), ("--select", "RD421", "--ignore", "RD4")):
        ran = rdclient("-C", faulty, "check", *words)
        assert (ran.code, ran.out) == (2, "")
        assert "leaves nothing" in ran.err


def test_options_and_paths_go_together(rdclient: Run, faulty: Path) -> None:
    meeting = f"{PROJECT}/meetings"
    assert codes(rdclient, faulty, meeting, "--select", "RD421") == ["RD421"]
    assert codes(rdclient, faulty, f"{PROJECT}/risks.yaml", "--select", "RD421") == []


# ── files that could not be read ─────────────────────────────────────────────


@pytest.mark.parametrize("words", [("--select", "RD4"), ("--ignore", "RD003")])
def test_a_file_that_cannot_be_read_is_never_left_out_silently(
    rdclient: Run, workspace: Path, words: tuple[str, ...]
) -> None:
    path = unread(workspace)
    ran = rdclient("-C", workspace, "check", *AS_OF, "--lang", "en", *words)
    assert ran.code == 1
    assert "RD003" not in ran.out
    assert ran.out.endswith(": 0 errors, 0 warnings, 0 info, 1 file not read in full\n")
    assert ran.err.startswith("note: incomplete, ")
    assert path in ran.err
    ran = rdclient("-C", workspace, "check", *AS_OF, "--lang", "zh", *words, lang="zh")
    assert "未能完整读入的文件1个" in ran.out
    assert ran.err.startswith("提示：1个文件有错误，其中的记录未能读入")


@pytest.mark.parametrize("form", ["json", "github", "gitlab", "sarif", "junit"])
def test_each_format_names_the_file_that_could_not_be_read(
    rdclient: Run, workspace: Path, form: str
) -> None:
    path = unread(workspace)
    ran = rdclient("-C", workspace, "check", *AS_OF, "--select", "RD4", "--format", form)
    assert ran.code == 1
    assert path in ran.out


def test_nothing_is_added_when_its_finding_is_shown(rdclient: Run, workspace: Path) -> None:
    unread(workspace)
    for words in ((), ("--select", "RD0")):
        ran = rdclient("-C", workspace, "check", *AS_OF, "--lang", "en", *words)
        assert (ran.code, ran.err) == (1, "")
        assert ran.out.endswith(": 1 error, 0 warnings, 0 info\n")


def test_elsewhere_it_counts_for_the_paths_asked_about_too(rdclient: Run, workspace: Path) -> None:
    path = unread(workspace)
    ran = rdclient("-C", workspace, "check", f"{PROJECT}/risks.yaml", *AS_OF)
    assert ran.code == 1
    assert path in ran.err


def test_policy_cannot_say_that_an_unread_record_is_no_error(
    rdclient: Run, workspace: Path
) -> None:
    file = workspace / "clients/linhai/client.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "teir: A\n", encoding="utf-8")
    (workspace / "policy.yaml").write_text(
        "severity: {RD005: warning, RD006: info}\n", encoding="utf-8"
    )
    ran = rdclient("-C", workspace, "check", *AS_OF, "--lang", "en")
    assert ran.code == 1
    assert "policy.yaml:1:12: error[RD006] the severity of RD005 is fixed" in ran.out
    assert "policy.yaml:1:28: error[RD006] the severity of RD006 is fixed" in ran.out
    assert "client.yaml:9:1: error[RD005]" in ran.out
    assert rdclient("-C", workspace, "check", *AS_OF, "--select", "RD4").code == 1


# ── what fails ───────────────────────────────────────────────────────────────


def test_exit_zero_shows_everything_and_fails_nothing(rdclient: Run, faulty: Path) -> None:
    shown = rdclient("-C", faulty, "check", *AS_OF)
    ran = rdclient("-C", faulty, "check", *AS_OF, "--exit-zero")
    assert (shown.code, ran.code) == (1, 0)
    assert ran.out == shown.out
    unread(faulty)
    assert rdclient("-C", faulty, "check", *AS_OF, "--select", "RD2", "--exit-zero").code == 0


def test_exit_zero_does_not_hide_that_nothing_could_be_checked(
    rdclient: Run, tmp_path: Path
) -> None:
    assert rdclient("-C", tmp_path, "check", "--exit-zero").code == 2


# ── counts and long lists ────────────────────────────────────────────────────


def test_statistics_count_by_code_the_most_frequent_first(rdclient: Run, faulty: Path) -> None:
    ran = rdclient("-C", faulty, "check", *AS_OF, "--statistics", "--lang", "en")
    assert ran.code == 1
    *rows, summary = ran.out.splitlines()
    assert rows == [
        "     3  RD012  unknown-reference",
        "     1  RD421  decision-or-action-without-owner-or-due",
    ]
    assert summary.endswith(": 4 errors, 0 warnings, 0 info")
    ran = rdclient("-C", faulty, "check", *AS_OF, "--statistics", "--format", "json")
    assert json.loads(ran.out)["statistics"] == [
        {"code": "RD012", "name": "unknown-reference", "count": 3},
        {"code": "RD421", "name": "decision-or-action-without-owner-or-due", "count": 1},
    ]


def test_equal_counts_are_in_the_order_of_the_codes(rdclient: Run, faulty: Path) -> None:
    for path, count in (("tasks.yaml", 1), ("meetings/MTG-001.yaml", -1)):
        file = faulty / PROJECT / path
        text = file.read_text(encoding="utf-8").replace("owner: nobody", "owner: luo.jing", count)
        file.write_text(text, encoding="utf-8", newline="\n")
    assert codes(rdclient, faulty) == ["RD421", "RD012"]
    ran = rdclient("-C", faulty, "check", *AS_OF, "--statistics")
    assert [line.split()[1] for line in ran.out.splitlines()[:-1]] == ["RD012", "RD421"]


@pytest.mark.parametrize("form", ["github", "gitlab", "sarif", "junit"])
def test_statistics_have_no_place_in_the_formats_of_build_systems(
    rdclient: Run, faulty: Path, form: str
) -> None:
    ran = rdclient("-C", faulty, "check", "--statistics", "--format", form)
    assert (ran.code, ran.out) == (2, "")
    assert f"not with {form}" in ran.err


@pytest.mark.parametrize(("count", "is_long"), [(100, False), (101, True)])
def test_more_than_a_hundred_findings_take_one_line_each(
    rdclient: Run, workspace: Path, count: int, *, is_long: bool
) -> None:
    risks = "".join(f"- {{id: RISK-{n}, titel: x}}\n" for n in range(count))
    (workspace / PROJECT / "risks.yaml").write_text(risks, encoding="utf-8")
    words = ("check", *AS_OF, "--select", "RD005", "--lang", "en")
    lines = rdclient("-C", workspace, *words).out.splitlines()
    heads = [line for line in lines if re.match(r"clients/.*:\d+:\d+: error\[RD005\] \S", line)]
    assert len(heads) == count
    assert ("one line each" in lines[-2]) is is_long
    assert len(lines) == (count + 3 if is_long else 6 * count + 1)


# ── paths where a build system looks for them ────────────────────────────────


def places(run: Run, workspace: Path) -> set[str]:
    """The beginning of the first path that each format of a build system prints."""
    found = set()
    for form in ("github", "gitlab", "sarif", "junit"):
        out = run("-C", workspace, "check", *AS_OF, "--format", form, "--select", "RD421").out
        found.add(re.findall(r"""([^\s="'>]*)clients/linhai""", out)[0])
    return found


def test_paths_count_from_the_top_of_the_git_repository(
    rdclient: Run, faulty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / "repository" / "records" / "ours"
    deep.parent.mkdir(parents=True)
    faulty.rename(deep)
    monkeypatch.chdir(deep)
    (tmp_path / "repository" / ".git").mkdir()
    assert places(rdclient, deep) == {"records/ours/"}
    (deep / ".git").write_text("gitdir: elsewhere\n", encoding="utf-8")  # a work tree of its own
    assert places(rdclient, deep) == {""}


def test_without_git_they_count_from_where_the_program_was_started(
    rdclient: Run, faulty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert places(rdclient, faulty) == {"workspace/"}
    monkeypatch.chdir(faulty / PROJECT)
    assert places(rdclient, faulty) == {""}
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert places(rdclient, faulty) == {""}


@pytest.mark.parametrize("form", ["text", "json"])
def test_people_and_scripts_get_paths_of_the_workspace(
    rdclient: Run, faulty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    here = rdclient("-C", faulty, "check", *AS_OF, "--format", form).out
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    assert rdclient("-C", faulty, "check", *AS_OF, "--format", form).out == here


def test_every_code_can_be_selected_by_its_name(rdclient: Run, workspace: Path) -> None:
    names = ",".join(row.name for row in CODES.values())
    assert rdclient("-C", workspace, "check", *AS_OF, "--select", names).code == 0
