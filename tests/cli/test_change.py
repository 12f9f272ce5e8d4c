"""``change``: the size of a request and why, what each lacks, the log."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
AT = ("--as-of", "2026-11-21T18:00+08:00")
_CHANGES = """\
- id: CR-001
  title: 回签率目标调整
  raised_by: gao.wenbo
  raised_on: 2026-11-17
  reason: 业务部门提出
  items: [{op: modify, requirement: REQ-001, set: {goal: 对账单4个工作日内回签率达到90%。}}]
  impact: {schedule_wd: 1, fee_delta: 0, quality: 无影响, if_not_done: 维持现状}
  events:
    - {at: 2026-11-17 09:00, type: submitted, by: qin.yue}
    - {at: 2026-11-17 10:00, type: pm_review, by: qin.yue, result: approve}
    - {at: 2026-11-17 16:00, type: assessed, by: fang.lei}
- id: CR-002
  title: 增加手机端回签
  raised_by: gao.wenbo
  raised_on: 2026-11-18
  reason: 业务拓展
  items: [{op: modify, requirement: REQ-001, set: {goal: 对账单当日回签率达到90%。}}]
  impact:
    schedule_wd: 6
    fee_delta: 86000
    tax: included
    milestones: [{milestone: M1, due: 2026-12-14}]
    quality: 无影响
    if_not_done: 维持现状
  events:
    - {at: 2026-11-18 09:00, type: submitted, by: qin.yue}
    - {at: 2026-11-18 10:00, type: pm_review, by: qin.yue, result: approve}
    - {at: 2026-11-18 16:00, type: assessed, by: fang.lei}
- id: CR-003
  title: 停用旧证书
  raised_by: gao.wenbo
  raised_on: 2026-11-20
  urgency: emergency
  reason: 监管要求
  items: [{op: modify, requirement: REQ-001, set: {background: 旧证书停用。}}]
  events:
    - {at: 2026-11-20 09:00, type: submitted, by: qin.yue}
- id: CR-004
  title: 增加传真回签
  raised_by: ye.qiu
  raised_on: 2026-11-10
  reason: 个别网点提出
  events:
    - {at: 2026-11-10 09:00, type: submitted, by: qin.yue}
    - {at: 2026-11-11 09:00, type: rejected, by: qin.yue, comment: 使用面过窄}
"""


@pytest.fixture
def changing(workspace: Path, project: Path) -> Path:
    """The workspace with a small request, a large one, an urgent one and one that was rejected."""
    (project / "changes.yaml").write_text(_CHANGES, encoding="utf-8")
    return workspace


def test_a_small_request_says_that_nothing_makes_it_large(rdclient: Run, changing: Path) -> None:
    ran = rdclient("-C", changing, "change", "classify", "CR-001", *AT, lang="zh")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "CR-001 回签率目标调整 · 一般变更\n"
        "  不涉及费用、关键里程碑和合同条款，工期变动在容差以内\n"
        "按“一般变更”的要求确认：\n"
        "  甲方：须1人确认，凭证不低于“附书面凭证”；可确认：高文博；尚缺1人\n"
        "  乙方：须1人确认，凭证不低于“数字签名已验证”；可确认：沈雨桐、秦岳；尚缺1人\n"
        "尚缺：甲方确认、乙方确认\n"
        "查看已有确认：rdclient signoff status CR-001\n"
    )


def test_a_large_one_gives_every_reason_with_its_figures(rdclient: Run, changing: Path) -> None:
    out = rdclient("-C", changing, "change", "classify", "CR-002", *AT, lang="zh").out
    assert out.splitlines()[:5] == [
        "CR-002 增加手机端回签 · 重大变更",
        "  · 涉及合同费用：人民币86,000.00元（含税）",
        "  · 调整关键里程碑：M1",
        "  · 工期变动超出容差：6个工作日（容差2个工作日）",
        "按“重大变更”的要求确认：",
    ]
    assert "尚缺：CCB评审、甲方确认、乙方确认、补充协议\n" in out
    words = ("change", "classify", "CR-002", *AT, "--lang", "en")
    english = rdclient("-C", changing, *words).out
    assert "  · Contract price: CNY 86,000.00 (tax included)\n" in english
    assert "  · Schedule beyond the tolerance: 6 working days (tolerance 2)\n" in english


def test_the_same_is_there_for_programs(rdclient: Run, changing: Path) -> None:
    words = ("change", "classify", "portal/CR-002", *AT, "--format", "json")
    told = json.loads(rdclient("-C", changing, *words).out)
    assert (told["schema_version"], told["type"]) == (1, "classification")
    assert told["size"]["size"] == "large"
    codes = [reason["code"] for reason in told["size"]["reasons"]]
    assert codes == ["fee", "key_milestone", "schedule"]
    assert told["needs"] == ["board", "client", "vendor", "amendment"]


def test_a_board_may_name_the_project_of_the_request_it_decides_on(
    rdclient: Run, changing: Path, project: Path
) -> None:
    meetings = project / "meetings"
    meetings.mkdir(exist_ok=True)
    (meetings / "MTG-901.yaml").write_text(
        """
title: 变更评审会
kind: ccb
started_at: 2026-11-19 10:00
decisions: [{id: D-1, text: 同意。, change: portal/CR-002, disposition: approved}]
""",
        encoding="utf-8",
    )
    out = rdclient("-C", changing, "change", "classify", "CR-002", *AT, lang="zh").out
    assert "尚缺：甲方确认、乙方确认、补充协议\n" in out


def test_the_status_lists_every_request_and_names_what_is_urgent(
    rdclient: Run, changing: Path
) -> None:
    out = rdclient("-C", changing, "change", "status", "portal", *AT, lang="zh").out
    rows = {line.split()[0]: line for line in out.splitlines()}
    assert rows["CR-001"].endswith("一般变更  已完成技术评估  甲方确认、乙方确认")
    assert rows["CR-004"].endswith("已否决")
    assert "紧急变更 CR-003 尚未取得双方同意，不能先行实施\n" in out
    assert "共4项变更申请，已批准0项，否决、推迟或撤回1项 · 数据截至2026年11月21日18:00" in out


def test_the_words_of_both_sides_let_an_urgent_one_begin(rdclient: Run, changing: Path) -> None:
    for person in ("高文博", "秦岳"):
        words = ("signoff", "add", "CR-003", "--by", person, "--on", "2026-11-20 10:00")
        assert rdclient("-C", changing, *words).code == 0
    out = rdclient("-C", changing, "change", "status", *AT, lang="zh").out
    assert "紧急变更 CR-003 已经双方同意先行实施，书面手续尚未补齐\n" in out
    assert "已批准1项" in out


def test_the_log_keeps_what_was_rejected_with_its_reason(rdclient: Run, changing: Path) -> None:
    words = ("change", "log", "portal", *AT, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(rdclient("-C", changing, *words, lang="zh").out)))
    assert [row["编号"] for row in rows] == ["CR-001", "CR-002", "CR-003", "CR-004"]
    assert rows[1]["合同费用"] == "人民币86,000.00元（含税）"
    assert rows[1]["里程碑"] == "M1 → 2026-12-14"
    assert (rows[3]["状态"], rows[3]["结论"]) == ("已否决", "使用面过窄")


def test_the_log_as_markdown_is_one_table(rdclient: Run, changing: Path) -> None:
    out = rdclient("-C", changing, "change", "log", *AT, "--format", "md", "--lang", "en").out
    lines = out.splitlines()
    assert lines[0] == "# Change log"
    assert sum(line.startswith("| CR-") for line in lines) == 4
    assert lines[-1].startswith("4 requests · 0 approved · 0 working days")


def test_the_log_goes_to_a_file(rdclient: Run, changing: Path, tmp_path: Path) -> None:
    target = tmp_path / "log.csv"
    ran = rdclient("-C", changing, "change", "log", *AT, "--format", "csv", "-o", target)
    assert (ran.code, ran.out) == (0, "")
    assert target.read_text(encoding="utf-8").count("\n") == 5


def test_what_is_no_request_is_told_so(rdclient: Run, changing: Path) -> None:
    ran = rdclient("-C", changing, "change", "classify", "MTG-001", lang="zh")
    assert ran.code == 2
    assert "“MTG-001”不是变更申请" in ran.err
    near = rdclient("-C", changing, "change", "classify", "CR-01")
    assert near.code == 2
    assert "CR-001" in near.err


def test_without_requests_one_line_says_so(rdclient: Run, workspace: Path) -> None:
    out = rdclient("-C", workspace, "change", "status", *AT, lang="zh").out
    assert out == "没有变更申请 · 数据截至2026年11月21日18:00\n"
