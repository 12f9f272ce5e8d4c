"""``baseline``: what is written down, what is refused, what differs later."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def based(rdclient: Run, workspace: Path) -> Path:
    """The workspace with a baseline V1 of its one confirmed requirement."""
    ran = rdclient("-C", workspace, "baseline", "create", "--title", "需求规格")
    assert ran.code == 0, ran.err
    return workspace


def test_a_baseline_holds_what_was_confirmed_with_its_words_and_fingerprints(
    rdclient: Run, workspace: Path, project: Path
) -> None:
    ran = rdclient("-C", workspace, "baseline", "create", lang="zh")
    assert (ran.code, ran.out) == (0, "clients/linhai/projects/portal/baselines/V1.yaml\n")
    assert ran.err == (
        "V1：1条需求，内容指纹 3416e3a90aa2\n"
        "未列入（尚未评审，或不在 --only 之内）：REQ-002\n"
        "接下来：请双方签字确认 rdclient signoff request V1\n"
    )
    text = (project / "baselines" / "V1.yaml").read_text(encoding="utf-8")
    assert "  - requirement: REQ-001\n    fingerprint: sha256-v1:550c2f51fc65385b" in text
    assert "      goal: 对账单5个工作日内回签率达到90%。\n" in text
    assert "stated_need" not in text  # what only we may read is not signed
    assert rdclient("-C", workspace, "check", "--as-of", "2099-01-01").code == 0


def test_a_baseline_is_the_same_after_it_was_laid_out(
    rdclient: Run, based: Path, project: Path
) -> None:
    before = (project / "baselines" / "V1.yaml").read_bytes()
    assert rdclient("-C", based, "fmt").code == 0
    assert (project / "baselines" / "V1.yaml").read_bytes() == before


def test_a_dry_run_writes_nothing(rdclient: Run, workspace: Path, project: Path) -> None:
    ran = rdclient("-C", workspace, "baseline", "create", "--id", "sow-1", "--dry-run")
    assert ran.code == 0
    assert ran.out.startswith(
        "--- /dev/null\n+++ b/clients/linhai/projects/portal/baselines/SOW-1.yaml"
    )
    assert not (project / "baselines").exists()


def test_the_next_one_follows_the_last_and_an_id_is_given_once(rdclient: Run, based: Path) -> None:
    taken = rdclient("-C", based, "baseline", "create", "--id", "v1")
    assert taken.code == 2
    assert "baselines/V1.yaml" in taken.err
    ran = rdclient("-C", based, "baseline", "create", "portal")
    assert ran.out == "clients/linhai/projects/portal/baselines/V2.yaml\n"


def test_a_specification_with_a_block_missing_is_not_put_before_a_client(
    rdclient: Run, workspace: Path
) -> None:
    words = ("-C", workspace, "baseline", "create", "--only", "req-002")
    ran = rdclient(*words)
    assert (ran.code, ran.out) == (2, "")
    assert "REQ-002 (RD211, RD212, RD213)" in ran.err
    assert "--allow-incomplete" in ran.err
    ran = rdclient(*words, "--allow-incomplete")
    assert ran.code == 0
    assert "not complete: REQ-002 (RD211, RD212, RD213)" in ran.err


def test_a_requirement_that_is_not_there_is_named(rdclient: Run, workspace: Path) -> None:
    ran = rdclient("-C", workspace, "baseline", "create", "--only", "REQ-001,REQ-003")
    assert ran.code == 2
    assert "REQ-003" in ran.err


def test_without_a_reviewed_requirement_there_is_nothing_to_hold(
    rdclient: Run, workspace: Path, project: Path
) -> None:
    (project / "requirements" / "REQ-001.yaml").unlink()
    ran = rdclient("-C", workspace, "baseline", "create", lang="zh")
    assert ran.code == 2
    assert "没有已评审或已确认的需求" in ran.err


def test_new_makes_no_empty_baseline(rdclient: Run, workspace: Path) -> None:
    ran = rdclient("-C", workspace, "new", "baseline")
    assert ran.code == 2
    assert "rdclient baseline create" in ran.err


def test_the_list_says_how_far_each_one_is(rdclient: Run, based: Path) -> None:
    ran = rdclient("-C", based, "baseline", "list", lang="zh")
    head, row, *_ = ran.out.splitlines()
    assert head.split() == ["编号", "名称", "编制日期", "需求数", "内容指纹", "状态"]
    assert row.split()[0::5] == ["V1", "待双方确认"]
    told = json.loads(rdclient("-C", based, "baseline", "list", "--format", "json").out)
    assert told["type"] == "baselines"
    assert [one["state"] for one in told["baselines"]] == ["draft"]


def test_what_changed_since_is_told_and_compared_field_by_field(
    rdclient: Run, based: Path, project: Path
) -> None:
    file = project / "requirements" / "REQ-001.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("回签率达到90%", "回签率达到95%"), encoding="utf-8")
    shown = rdclient("-C", based, "baseline", "show", "v1", lang="zh").out
    assert "REQ-001  余额对账单在线回签  550c2f51fc65  已改动，无对应变更" in shown
    assert "其中1条现已与基线不同，逐项比较：rdclient baseline diff V1" in shown
    diff = rdclient("-C", based, "baseline", "diff", "V1", lang="zh")
    assert diff.code == 0, diff.err
    assert "回签率达到95%" in diff.out


def test_two_baselines_without_a_difference_say_so(rdclient: Run, based: Path) -> None:
    rdclient("-C", based, "baseline", "create")
    diff = rdclient("-C", based, "baseline", "diff", "v1", "v2", "--format", "json")
    assert diff.code == 0, diff.err
    assert json.loads(diff.out)["schema_version"] == 1


def test_a_baseline_that_is_not_there_is_told_with_those_that_are(
    rdclient: Run, based: Path
) -> None:
    ran = rdclient("-C", based, "baseline", "show", "V9", lang="zh")
    assert ran.code == 2
    assert "没有找到需求基线“V9”。现有：portal/V1。" in ran.err


def test_an_edited_baseline_is_seen_and_cannot_be_signed(
    rdclient: Run, based: Path, project: Path
) -> None:
    file = project / "baselines" / "V1.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("回签率达到90%", "回签率达到80%"), encoding="utf-8")
    assert "内容与指纹不符" in rdclient("-C", based, "baseline", "show", "V1", lang="zh").out
    ran = rdclient("-C", based, "signoff", "add", "V1", "--by", "gao.wenbo", lang="zh")
    assert ran.code == 2
    assert "内容与指纹不符（REQ-001）" in ran.err
