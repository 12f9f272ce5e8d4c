"""Exit codes 0, 1, 2 and 3, and what stands on which stream."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

WEEK = ("--week", "2026-W47", "--as-of", "2026-11-20T18:00+08:00")


def _break(project: Path) -> Path:
    """Make one requirement unreadable."""
    file = project / "requirements" / "REQ-002.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "gaol: x\n", encoding="utf-8", newline="\n")
    return file


# ── 0 ────────────────────────────────────────────────────────────────────────


def test_a_sound_workspace_is_clean(rdclient: Callable[..., Any], workspace: Path) -> None:
    ran = rdclient("-C", workspace, "check")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("：错误0个，警告0个，提示0个\n")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("form", ["md", "html", "json", "brief"])
def test_a_report_goes_to_standard_output_alone(
    rdclient: Callable[..., Any], workspace: Path, lang: str, form: str
) -> None:
    ran = rdclient("-C", workspace, "weekly-report", *WEEK, "--lang", lang, "--format", form)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("\n")


@pytest.mark.parametrize("name", ["portal", "linhai/portal", "linhai", "网上对账系统"])
def test_a_project_goes_by_slug_by_client_and_by_name(
    rdclient: Callable[..., Any], workspace: Path, name: str
) -> None:
    assert rdclient("-C", workspace, "weekly-report", name, *WEEK).code == 0


@pytest.mark.parametrize("name", ["MTG-001", "portal/MTG-001", "linhai/portal/MTG-001"])
def test_a_meeting_goes_by_id_short_or_long(
    rdclient: Callable[..., Any], workspace: Path, name: str
) -> None:
    ran = rdclient("-C", workspace, "minutes", name)
    assert ran.code == 0
    assert "第一次需求评审会" in ran.out


def test_the_workspace_is_found_from_any_folder_below(
    rdclient: Callable[..., Any], project: Path
) -> None:
    assert rdclient("-C", project / "requirements", "check").code == 0


@pytest.mark.parametrize("code", ["RD212", "rd212", "specification-delivery-standard-missing"])
def test_explain_takes_a_code_or_a_name(rdclient: Callable[..., Any], code: str) -> None:
    ran = rdclient("explain", code)
    assert ran.code == 0
    assert ran.out.startswith("RD212 · specification-delivery-standard-missing · error\n")


# ── 1 ────────────────────────────────────────────────────────────────────────


def test_an_error_is_exit_1_and_stands_on_standard_output(
    rdclient: Callable[..., Any], workspace: Path, project: Path
) -> None:
    _break(project)
    ran = rdclient("-C", workspace, "check", "--lang", "en")
    assert (ran.code, ran.err) == (1, "")
    assert "error[RD005]" in ran.out
    assert ran.out.endswith(": 1 error, 0 warnings, 0 info\n")


def test_fail_on_decides_which_severity_fails(
    rdclient: Callable[..., Any], workspace: Path
) -> None:
    own = "severity: {RD112: warning}\ncontrol: {since: 2026-12-01}\n"
    (workspace / "policy.yaml").write_text(own, encoding="utf-8")
    file = workspace / "clients/linhai/projects/portal/milestones.yaml"
    text = re.sub(r"\n  standard: .*", "", file.read_text(encoding="utf-8"))
    file.write_text(text, encoding="utf-8")
    assert rdclient("-C", workspace, "check").code == 0
    assert rdclient("-C", workspace, "check", "--fail-on", "info").code == 1
    assert rdclient("-C", workspace, "check", "--fail-on", "warning").code == 1
    assert rdclient("-C", workspace, "check", "--fail-on", "error").code == 0


def test_paths_narrow_what_is_shown_and_what_fails(
    rdclient: Callable[..., Any], workspace: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = project / "milestones.yaml"
    text = re.sub(r"\n  standard: .*", "", file.read_text(encoding="utf-8"))
    file.write_text(text, encoding="utf-8")
    monkeypatch.chdir(project)
    for path in (file, "milestones.yaml", ".", "..", workspace):
        assert rdclient("check", path).code == 1, path
    for path in (project / "risks.yaml", "requirements/REQ-001.yaml", "meetings"):
        ran = rdclient("check", path)
        assert (ran.code, ran.out.count("\n")) == (0, 1), path
    assert rdclient("check", "meetings", "milestones.yaml").code == 1


# ── 2 ────────────────────────────────────────────────────────────────────────


def test_without_a_workspace_is_exit_2(rdclient: Callable[..., Any], tmp_path: Path) -> None:
    for words in (["check"], ["weekly-report"], ["minutes", "MTG-001"]):
        ran = rdclient("-C", tmp_path, *words)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(f"error: no workspace (rdclient.yaml) in {tmp_path}")
    ran = rdclient("-C", tmp_path / "nowhere", "check", lang="zh")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("错误：在 ")


WRONG = {
    ("weekly-report", "protal", *WEEK): "no project 'protal'; there are: portal",
    ("weekly-report", "--week", "2026-W54"): "'2026-W54' is not a week",
    ("weekly-report", "--week", "0001-W01"): "'0001-W01' is not a week",
    ("weekly-report", "--week", "2026-W47", "--as-of", "2026-11-01"): "2026-W47 has not begun",
    ("weekly-report", "--from", "2026-11-20", "--to", "2026-11-01"): "the period is empty",
    ("weekly-report", "--from", "yesterdy"): "'yesterdy' is not a date",
    ("minutes", "MTG-999"): "no meeting 'MTG-999'; the latest are: MTG-001",
    ("minutes", "MTG-001", "--format", "brief"): "minutes has no brief; use --format",
    ("explain", "RD2122"): "no code or kind of record 'RD2122'; near it: RD222, RD212, RD122",
    ("explain", "unknown-feild"): "no code or kind of record 'unknown-feild'; near it: RD005",
    ("check", "requirement"): "there is no requirement in the workspace",
    ("check", "/etc/passwd"): "there is no /etc/passwd in the workspace",
    ("check", "--as-of", "gestern"): "'gestern' is not a date or a time",
    ("chekc",): "Did you mean 'check'?",
    ("check", "--fial-on", "error"): "--fail-on",
    ("check", "--fail-on", "eror"): "'error', 'warning', 'info'",
    ("weekly-report", "--format", "pdf"): "'md', 'html', 'json', 'brief'",
    ("minutes",): "Missing argument 'MEETING'",
}


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_a_mistake_in_the_command_line_is_exit_2_and_says_what_was_meant(
    rdclient: Callable[..., Any], workspace: Path, words: tuple[str, ...]
) -> None:
    ran = rdclient("-C", workspace, *words)
    assert (ran.code, ran.out) == (2, "")
    assert WRONG[words] in ran.err


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_every_mistake_is_told_in_chinese_too(
    rdclient: Callable[..., Any], workspace: Path, words: tuple[str, ...]
) -> None:
    ran = rdclient("-C", workspace, *words, lang="zh")
    assert (ran.code, ran.out) == (2, "")
    assert "错误：" in ran.err
    assert "rror" not in ran.err.replace("'error'", "").replace("error。", "")


def test_no_words_at_all_print_the_help_as_a_mistake(rdclient: Callable[..., Any]) -> None:
    ran = rdclient()
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Usage: rdclient ")


# ── 3 ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("words", [("weekly-report", *WEEK), ("minutes", "MTG-001")])
def test_an_incomplete_workspace_gives_no_report(
    rdclient: Callable[..., Any], workspace: Path, project: Path, words: tuple[str, ...]
) -> None:
    file = _break(project).relative_to(workspace).as_posix()
    ran = rdclient("-C", workspace, *words)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("error: not made, since it would be incomplete; files")
    assert file in ran.err
    assert "--allow-incomplete" in ran.err


@pytest.mark.parametrize("words", [("weekly-report", *WEEK), ("minutes", "MTG-001")])
def test_allow_incomplete_prints_it_in_the_document(
    rdclient: Callable[..., Any], workspace: Path, project: Path, words: tuple[str, ...]
) -> None:
    file = _break(project)
    ran = rdclient("-C", workspace, *words, "--allow-incomplete", "--lang", "zh")
    assert ran.code == 0
    assert "本文件不完整" in ran.out
    assert file.name in ran.out
    ran = rdclient("-C", workspace, *words, "--allow-incomplete", "--format", "json")
    assert json.loads(ran.out)["document"]["unread"] == [file.relative_to(workspace).as_posix()]


def test_an_unreadable_root_file_speaks_the_language_of_the_environment(
    rdclient: Callable[..., Any], workspace: Path
) -> None:
    (workspace / "rdclient.yaml").write_text("name: [\n", encoding="utf-8")
    assert "错误[RD003]" in rdclient("-C", workspace, "check", lang="zh").out
    assert "error[RD003]" in rdclient("-C", workspace, "check", lang="en").out


# ── the same from day to day ─────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    ["2026-11-20", "20261120", "2026-11-20T23:59+08:00", "2026-11-20 23:59", "2026年11月20日",
     "2026年11月20日 23:59", "2026-11-20T15:59Z"],
)  # fmt: skip
def test_a_moment_may_be_typed_in_many_ways(
    rdclient: Callable[..., Any], workspace: Path, text: str
) -> None:
    words = ("-C", workspace, "weekly-report", "--from", "2026-11-16", "--format", "json")
    expected = rdclient(*words, "--as-of", "2026-11-20T23:59:00+08:00")
    assert rdclient(*words, "--as-of", text).out == expected.out
    assert json.loads(expected.out)["as_of"].startswith("2026-11-20T18:00")


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00+08:00", "9999-12-31T23:59-12:00", "2026-02-30", "2026年2月30日", "",
             "2026-11-20T25:00", "11月", "W47"],
)  # fmt: skip
def test_a_moment_out_of_the_calendar_is_a_mistake(
    rdclient: Callable[..., Any], workspace: Path, text: str
) -> None:
    for words in (["check"], ["weekly-report"], ["minutes", "MTG-001"]):
        ran = rdclient("-C", workspace, *words, "--as-of", text)
        assert (ran.code, ran.out) == (2, "")
        assert "is not a date or a time" in ran.err


def test_an_incomplete_group_message_says_so(
    workspace: Path, project: Path, rdclient: Callable[..., Any]
) -> None:
    (project / "risks.yaml").write_text("- {id: RISK-001\n", encoding="utf-8")
    words = ("-C", workspace, "weekly-report", "--week", "2026-W47", "--as-of", "2026-11-20T18:00",
             "--format", "brief", "--allow-incomplete")  # fmt: skip
    said = rdclient(*words)
    assert (said.code, said.err) == (0, "")
    assert "1" in said.out
    assert "未读入" in said.out or "not read" in said.out


def test_a_report_whose_project_cannot_be_read_names_the_file(
    workspace: Path, project: Path, rdclient: Callable[..., Any]
) -> None:
    (project / "project.yaml").write_text("name: [\n", encoding="utf-8")
    said = rdclient("-C", workspace, "weekly-report", "--allow-incomplete")
    assert said.code == 3
    assert "projects/portal/project.yaml" in said.err
