"""What the verbs of change control say to run next can be run as it is printed."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
FRIDAY = ("--as-of", "2026-11-20T18:00+08:00")
SETTLEMENT = "clients/northbank/projects/settlement"


@pytest.fixture
def copied(northbank: Path, tmp_path: Path) -> Path:
    """The Chinese example; its two projects have baselines and requests with the same ids."""
    folder = tmp_path / "copied"
    shutil.copytree(northbank, folder, ignore=shutil.ignore_patterns(".rdclient-cache"))
    return folder


def told(text: str) -> list[str]:
    """The words after ``rdclient`` of the last command that is printed."""
    return re.findall(r"rdclient ([a-z][^\n。）]*)", text)[-1].split()


@pytest.mark.parametrize(
    ("asked", "next_one"),
    [
        (("baseline", "list"), "baseline show settlement/V2"),
        (("baseline", "show", "settlement/V1"), "baseline diff settlement/V1"),
        (("change", "classify", "settlement/CR-001"), "signoff status settlement/CR-001"),
        (("change", "classify", "CR-007"), "signoff status CR-007"),
        (("signoff", "status"), "signoff status CR-007"),
    ],
)
def test_an_id_that_two_projects_have_is_told_with_its_project(
    rdclient: Run, copied: Path, asked: tuple[str, ...], next_one: str
) -> None:
    ran = rdclient("-C", copied, *asked, *FRIDAY, lang="zh")
    assert ran.code == 0, ran.err
    assert " ".join(told(ran.out)) == next_one
    assert rdclient("-C", copied, *told(ran.out), *FRIDAY).code == 0


def test_a_new_baseline_whose_id_another_project_has_is_told_with_its_project(
    rdclient: Run, copied: Path
) -> None:
    for name in ("settlement", "mobile-portal"):
        ran = rdclient("-C", copied, "baseline", "create", name, lang="zh")
        assert ran.code == 0, ran.err
    assert ran.err.endswith("rdclient signoff request mobile-portal/V3\n")


def test_of_several_projects_one_has_to_be_named_and_how_is_told(
    rdclient: Run, copied: Path
) -> None:
    ran = rdclient("-C", copied, "baseline", "create", lang="zh")
    assert ran.code == 2
    assert "如 rdclient baseline create 项目。现有：mobile-portal, settlement" in ran.err
    assert "--project" not in ran.err


def test_where_a_seal_is_needed_the_command_for_our_side_has_one(
    rdclient: Run, copied: Path
) -> None:
    ran = rdclient("-C", copied, "signoff", "status", "CR-007", *FRIDAY, lang="zh")
    assert ran.out.endswith("--side vendor --by lin.ruolan --evidence FILE --seal official\n")


def test_a_packet_names_the_people_it_is_for(rdclient: Run, copied: Path) -> None:
    ran = rdclient("-C", copied, "signoff", "request", "CR-007", "--dry-run", lang="zh")
    assert ran.err.endswith(" · 陈立群、刘芳（--dry-run，未写入）\n")
    other = ("signoff", "request", "CR-007", "--for", "赵启明", "--dry-run")
    refused = rdclient("-C", copied, *other, lang="zh")
    assert refused.code == 2
    assert "赵启明无权确认 CR-007。目前可确认的人员：陈立群、刘芳、林若岚、张敏。" in refused.err


def test_a_scan_without_a_statement_is_told_how_to_be_recorded(
    rdclient: Run, copied: Path, tmp_path: Path
) -> None:
    scan = tmp_path / "signed" / "page.pdf"
    scan.parent.mkdir()
    scan.write_bytes(b"%PDF-1.4 a sample")
    ran = rdclient("-C", copied, "signoff", "import", scan, lang="zh")
    assert ran.code == 2
    assert "中没有签字声明" in ran.err
    assert "请用 rdclient signoff add 编号 --by 姓名 --evidence 扫描件 登记" in ran.err


def test_a_request_that_nobody_assessed_says_why_it_is_taken_for_major(
    rdclient: Run, copied: Path
) -> None:
    made = rdclient("-C", copied, "new", "change", "--project", "settlement", "--title", "测试")
    assert made.code == 0, made.err
    ran = rdclient("-C", copied, "change", "classify", "CR-008", lang="zh")
    assert ran.out.splitlines()[:2] == [
        "CR-008 测试 · 待评估",
        "  尚未完成技术评估，或未填写影响分析（impact），级别未定，先按重大变更的要求确认",
    ]


def test_a_new_request_shows_where_the_new_text_and_the_whole_impact_go(
    rdclient: Run, copied: Path
) -> None:
    words = ("new", "change", "--project", "settlement", "--title", "测试", "--dry-run")
    ran = rdclient("-C", copied, *words, lang="zh")
    assert "# items: [{op: …, requirement: …, set: {…: …}}]" in ran.out
    assert "# impact: {schedule_wd: …, fee_delta: …, quality: …, if_not_done: …}" in ran.out


def test_the_baseline_of_one_project_is_compared_by_its_whole_name(
    rdclient: Run, copied: Path
) -> None:
    words = ("diff", "settlement/V1..settlement/V2", "--format", "json", *FRIDAY)
    ran = rdclient("-C", copied, *words)
    assert ran.code == 0, ran.err
    assert [one["project"] for one in json.loads(ran.out)["projects"]] == ["settlement"]


def test_a_project_that_is_not_there_is_not_taken_for_a_missing_tag(
    rdclient: Run, copied: Path
) -> None:
    ran = rdclient("-C", copied, "diff", "V1..V2", "--project", "nope", lang="zh")
    assert (ran.code, "没有找到项目“nope”" in ran.err) == (2, True)


def test_a_change_log_in_a_csv_file_opens_in_excel_and_on_screen_is_bare(
    rdclient: Run, copied: Path, tmp_path: Path
) -> None:
    file = tmp_path / "log.csv"
    words = ("change", "log", "settlement", "--format", "csv", *FRIDAY)
    assert rdclient("-C", copied, *words, "-o", file).code == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    assert not rdclient("-C", copied, *words).out.startswith("\ufeff")
