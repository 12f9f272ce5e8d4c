"""``schema``: what there is, one on the screen, or all in a folder."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rdclient import api
from rdclient.lens import Lang
from rdclient.store.modeline import SCHEMAS, modeline, modeline_for

Run = Callable[..., Any]
Contents = Callable[[Path], dict[str, str]]


def test_without_a_kind_the_kinds_are_listed(rdclient: Run) -> None:
    ran = rdclient("schema", lang="zh")
    assert (ran.code, ran.err) == (0, "")
    rows = ran.out.splitlines()
    assert any(row.split()[:2] == ["requirement", "需求"] for row in rows)
    assert any(row.endswith("policy.yaml") for row in rows)


@pytest.mark.parametrize("kind", ["requirement", "需求", "Requirements", "req"])
def test_a_kind_is_meant_by_any_of_its_names(rdclient: Run, kind: str) -> None:
    ran = rdclient("schema", kind, "--lang", "zh")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)["title"] == "需求"


def test_both_languages_that_of_the_reader_first(rdclient: Run) -> None:
    assert json.loads(rdclient("schema", "risk", lang="zh").out)["title"] == "风险 / Risk"
    assert json.loads(rdclient("schema", "risk", lang="en").out)["title"] == "Risk / 风险"


def test_a_word_that_is_no_kind_is_one_clear_error(rdclient: Run) -> None:
    for kind in ("requirment", "待办", "action"):
        ran = rdclient("schema", kind)
        assert (ran.code, ran.out) == (2, ""), kind
    assert "requirement" in rdclient("schema", "requirment").err


def test_all_are_written_into_a_folder(rdclient: Run, tmp_path: Path) -> None:
    ran = rdclient("schema", "-o", tmp_path / "made")
    assert ran.code == 0
    files = sorted((tmp_path / "made").iterdir())
    assert sorted(ran.out.split()) == [file.as_posix() for file in files]
    assert f"{len(files)} schemas written" in ran.err
    for file in files:
        assert json.loads(file.read_text(encoding="utf-8"))["$schema"]


def test_one_kind_is_written_with_its_list(rdclient: Run, tmp_path: Path) -> None:
    rdclient("schema", "risk", "-o", tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["risk.json", "risk.list.json"]


def test_written_anew_over_those_of_init_changes_nothing(
    rdclient: Run, tmp_path: Path, contents: Contents
) -> None:
    rdclient("init", tmp_path, "--lang", "zh")
    before = contents(tmp_path)
    ran = rdclient("-C", tmp_path, "schema", "-o", tmp_path / SCHEMAS, lang="zh")
    assert ran.code == 0
    assert contents(tmp_path) == before


def test_never_among_the_records(rdclient: Run, workspace: Path, contents: Contents) -> None:
    before = contents(workspace)
    ran = rdclient("-C", workspace, "schema", "-o", workspace / "clients")
    assert (ran.code, ran.out) == (2, "")
    assert contents(workspace) == before


def test_fmt_and_check_leave_the_first_lines_alone(
    rdclient: Run, workspace: Path, project: Path
) -> None:
    file = project / "requirements" / "REQ-002.yaml"
    path = file.relative_to(workspace).as_posix()
    file.write_text(modeline(path) + file.read_text(encoding="utf-8"), encoding="utf-8")
    tasks = project / "tasks.yaml"
    lines = modeline(tasks.relative_to(workspace).as_posix())
    tasks.write_text(lines + tasks.read_text(encoding="utf-8"), encoding="utf-8")
    assert rdclient("-C", workspace, "check", "--as-of", "2026-11-20T18:00+08:00").code == 0
    assert rdclient("-C", workspace, "fmt").code == 0
    assert file.read_text(encoding="utf-8").startswith(modeline(path))
    assert tasks.read_text(encoding="utf-8").startswith(lines)
    assert rdclient("-C", workspace, "set", "REQ-002", "priority", "low").code == 0
    assert file.read_text(encoding="utf-8").startswith(modeline(path))


def test_a_workspace_without_schemas_gets_no_first_lines(workspace: Path) -> None:
    path = "clients/linhai/projects/portal/risks.yaml"
    assert modeline_for(workspace, path) == ""
    folder = workspace / SCHEMAS
    folder.mkdir(parents=True)
    for name, text in api.schemas(langs=(Lang.ZH,)).items():
        (folder / name).write_text(text, encoding="utf-8")
    assert modeline_for(workspace, path) == modeline(path)


def test_a_sample_comes_with_the_schemas_too(rdclient: Run, tmp_path: Path) -> None:
    rdclient("init", tmp_path, "--lang", "en", "--sample")
    assert (tmp_path / SCHEMAS / "requirement.json").is_file()
    assert rdclient("-C", tmp_path, "check").code == 0
