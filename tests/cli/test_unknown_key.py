"""An unknown key in a requirement: file, line, column, the line, and the key that was meant."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PATH = "clients/linhai/projects/portal/requirements/REQ-001.yaml"


@pytest.fixture
def mistyped(workspace: Path) -> tuple[Path, int]:
    """A workspace where ``goal`` became ``gaol``, and the line where it stands."""
    file = workspace / PATH
    text = file.read_text(encoding="utf-8").replace("\ngoal:", "\ngaol:")
    file.write_text(text, encoding="utf-8", newline="\n")
    number = next(n for n, line in enumerate(text.splitlines(), 1) if line.startswith("gaol:"))
    return workspace, number


def test_in_english_with_line_caret_and_nearest_key(
    rdclient: Callable[..., Any], mistyped: tuple[Path, int]
) -> None:
    workspace, line = mistyped
    ran = rdclient("-C", workspace, "check", "--lang", "en")
    assert (ran.code, ran.err) == (1, "")
    place, empty, source, caret, help_line, *rest = ran.out.splitlines()
    assert place.startswith(f"{PATH}:{line}:1: error[RD005] ")
    assert "gaol" in place
    assert "goal" in place
    assert empty == "  |"
    assert source == f"{line} | gaol: 对账单5个工作日内回签率达到90%。"
    assert caret == "  | ^^^^"
    assert help_line.startswith("   = ")
    assert help_line.endswith(" · rdclient explain RD005")
    assert rest == ["", "20 records in 16 files: 1 error, 0 warnings, 0 info"]


def test_in_chinese_the_same(rdclient: Callable[..., Any], mistyped: tuple[Path, int]) -> None:
    workspace, line = mistyped
    ran = rdclient("-C", workspace, "check")
    assert ran.code == 1
    place, _, source, caret, help_line, *rest = ran.out.splitlines()
    assert place == f"{PATH}:{line}:1: 错误[RD005] 没有名为“gaol”的字段，是否为“goal”"
    assert source.startswith(f"{line} | gaol: ")
    assert caret == "  | ^^^^"
    assert help_line.startswith("   = 请改为 goal")
    assert rest == ["", "共20条记录、16个文件：错误1个，警告0个，提示0个"]


@pytest.mark.parametrize(("lang", "meant"), [("zh", "是否为“goal”"), ("en", "“goal”")])
def test_as_json_with_a_schema_version(
    rdclient: Callable[..., Any], mistyped: tuple[Path, int], lang: str, meant: str
) -> None:
    workspace, line = mistyped
    ran = rdclient("-C", workspace, "check", "--format", "json", "--lang", lang)
    assert ran.code == 1
    document = json.loads(ran.out)
    assert document["schema_version"] == 1
    assert document["summary"] == {
        "records": 20, "files": 16, "error": 1, "warning": 0, "info": 0, "waived": 0,
    }  # fmt: skip
    (finding,) = document["findings"]
    assert (finding["code"], finding["name"]) == ("RD005", "unknown-field")
    assert (finding["path"], finding["line"], finding["column"]) == (PATH, line, 1)
    assert finding["pointer"] == ["gaol"]
    assert finding["severity"] == "error"
    assert meant in finding["message"]
    assert finding["facts"]["suggestion"] == "goal"
    assert finding["help"]


def test_the_caret_stands_under_the_key_behind_chinese_text(
    rdclient: Callable[..., Any], workspace: Path
) -> None:
    file = workspace / "clients/linhai/projects/portal/risks.yaml"
    text = (
        file.read_text(encoding="utf-8") + "- {note: 证书（一期）, id: RISK-009, onwer: qin.yue}\n"
    )
    file.write_text(text, encoding="utf-8", newline="\n")
    out = rdclient("-C", workspace, "check", file, "--lang", "en").out.splitlines()
    shown = [n for n, line in enumerate(out) if line.endswith("onwer: qin.yue}")]
    gutter, _, source = out[shown[0]].partition(" | ")
    wide = len("证书（一期）")
    caret = " " * len(gutter) + " | " + " " * (source.index("onwer") + wide) + "^^^^^"
    assert caret in [out[n + 1] for n in shown]


def test_a_record_that_cannot_be_read_does_not_make_every_mention_of_it_wrong(
    rdclient: Callable[..., Any], mistyped: tuple[Path, int], project: Path
) -> None:
    workspace, _ = mistyped
    assert "REQ-001" in (project / "tasks.yaml").read_text(encoding="utf-8")
    document = json.loads(rdclient("-C", workspace, "check", "--format", "json").out)
    assert [finding["code"] for finding in document["findings"]] == ["RD005"]


def test_the_language_asked_for_comes_before_the_workspaces(
    run_rdclient: Callable[..., Any], mistyped: tuple[Path, int]
) -> None:
    words = ("-C", mistyped[0], "check")
    assert "错误[RD005]" in run_rdclient(*words, env={"LC_ALL": "en_US.UTF-8"}).out
    assert "error[RD005]" in run_rdclient(*words, env={"RDCLIENT_LANG": "en"}).out
    chosen = run_rdclient(*words, "--lang", "zh", env={"RDCLIENT_LANG": "en"})
    assert "错误[RD005]" in chosen.out
