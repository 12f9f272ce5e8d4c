"""``rdclient status``: a project in one line, all of them, all of a client."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]
Clocks = Callable[..., Path]
AT = ("--as-of", "2026-11-20T10:00+08:00")
ZH = ("--lang", "zh")
SECOND = {
    "clients/linhai/projects/mobile/project.yaml": "name: 移动门户\ntype: custom_dev\n",
    "clients/beichen/client.yaml": "name: 北辰银行\n",
    "clients/beichen/projects/settlement/project.yaml": "name: 支付结算\ntype: custom_dev\n",
}


def cells(run: Run, folder: Path, *words: str) -> list[list[str]]:
    ran = run("-C", folder, "status", *words, *AT)
    assert (ran.code, ran.err) == (0, "")
    return [
        [part.strip() for part in line.split("  ") if part.strip()] for line in ran.out.splitlines()
    ]


def test_one_line_tells_phase_light_what_is_over_and_what_is_next(
    rdclient: Run, clocks: Clocks
) -> None:
    assert cells(rdclient, clocks(), *ZH) == [
        ["客户", "项目", "阶段", "总体", "超时", "即将超时", "我方逾期", "客户逾期", "下一时限"],
        [
            "临海银行",
            "网上对账系统",
            "售前",
            "关注",
            "2",
            "1",
            "1",
            "0",
            "11-20 10:20 TCK-0031 响应",
        ],
        ["共1个项目 · 数据截至2026年11月20日10:00"],
        ["逐项查看：rdclient sla、rdclient agenda"],
    ]


def test_what_the_client_owes_is_counted_on_its_own(rdclient: Run, clocks: Clocks) -> None:
    later = ("--as-of", "2026-11-24T10:00+08:00", "--format", "json")
    ran = rdclient("-C", clocks(), "status", *later)
    (project,) = json.loads(ran.out)["projects"]
    assert (project["overdue_ours"], project["overdue_client"]) == (1, 1)


def test_of_several_projects_one_is_to_be_named_or_all(rdclient: Run, clocks: Clocks) -> None:
    folder = clocks(SECOND)
    ran = rdclient("-C", folder, "status", *AT)
    assert (ran.code, ran.out) == (2, "")
    assert "name the project, one of: mobile, portal, settlement" in ran.err
    assert cells(rdclient, folder, "移动门户")[1][:2] == ["临海银行", "移动门户"]
    found = cells(rdclient, folder, "--all")
    assert [row[1] for row in found[1:4]] == ["支付结算", "移动门户", "网上对账系统"]
    found = cells(rdclient, folder, "linhai", "--all")
    assert [row[1] for row in found[1:3]] == ["移动门户", "网上对账系统"]


def test_a_project_of_which_nothing_is_recorded_is_grey_and_has_no_phase(
    rdclient: Run, clocks: Clocks
) -> None:
    row = cells(rdclient, clocks(SECOND), "settlement")[1]
    assert row == ["北辰银行", "支付结算", "–", "Grey", "0", "0", "0", "0"]


def test_json_and_csv_tell_the_same(rdclient: Run, clocks: Clocks) -> None:
    folder = clocks()
    view = json.loads(rdclient("-C", folder, "status", *AT, "--format", "json").out)
    assert (view["schema_version"], view["type"], view["unread"]) == (1, "status", [])
    (project,) = view["projects"]
    assert (project["phase"], project["overall"]) == ("presales", "yellow")
    assert project["next"]["deadline"] == "2026-11-20T10:20:00+08:00"
    ran = rdclient("-C", folder, "status", *AT, "--format", "csv")
    heads, row = csv.reader(ran.out.splitlines())
    told = dict(zip(heads, row, strict=True))
    assert (told["breached"], told["at risk"], told["item"]) == ("2", "1", "TCK-0031")
    assert told["next deadline"] == "2026-11-20 10:20:00+08:00"


def test_csv_holds_no_cell_that_a_spreadsheet_would_run(rdclient: Run, clocks: Clocks) -> None:
    project = "name: '=1+1'\ntype: custom_dev\n"
    folder = clocks({"clients/linhai/projects/portal/project.yaml": project})
    ran = rdclient("-C", folder, "status", *AT, "--format", "csv")
    assert ran.out.splitlines()[1].startswith('"临海银行","\'=1+1"')


def test_files_that_cannot_be_read_are_named_and_it_exits_3(rdclient: Run, clocks: Clocks) -> None:
    folder = clocks({"clients/linhai/incidents/INC-1.yaml": "title: [\n"})
    ran = rdclient("-C", folder, "status", *AT)
    assert ran.code == 3
    assert "网上对账系统" in ran.out
    assert "clients/linhai/incidents/INC-1.yaml" in ran.err
    ran = rdclient("-C", folder, "status", "nowhere", *AT)
    assert (ran.code, ran.out) == (3, "")


def test_a_policy_that_cannot_be_read_leaves_nothing_to_judge_by(
    rdclient: Run, clocks: Clocks
) -> None:
    folder = clocks({"policy.yaml": "clocks: {ticket_closure: {targets: {normal: 3d}}}\n"})
    said = "error: policy.yaml could not be read, so that nobody knows which times were agreed"
    for words in (
        ("sla",),
        ("sla", "--by", "client"),
        ("sla", "explain", "CR-007", "--format", "json"),
        ("agenda", "--format", "ics"),
        ("status", "--all"),
        ("notify", "--dry-run"),
    ):
        ran = rdclient("-C", folder, *words, *AT)
        assert (ran.code, ran.out) == (3, "")
        assert ran.err.startswith(said)
    ran = rdclient("-C", folder, "sla", *AT, lang="zh")
    assert ran.err == (
        "错误：policy.yaml 未能读入，约定的时限不明，不能计时；请先运行 rdclient check。\n"
    )


def test_a_policy_that_names_an_unknown_code_is_in_use_all_the_same(
    rdclient: Run, clocks: Clocks
) -> None:
    ran = rdclient("-C", clocks({"policy.yaml": "severity: {RD999: info}\n"}), "sla", *AT)
    assert (ran.code, "TCK-0032" in ran.out) == (3, True)


def test_a_console_of_the_chinese_kind_shows_it_all(run_rdclient: Run, northbank: Path) -> None:
    env = {"PYTHONIOENCODING": "gbk", "RDCLIENT_LANG": "zh"}
    at = ("--as-of", "2026-11-20T18:00")
    for words in (("status", "--all"), ("agenda", "--escalations"), ("sla", "--per", "month")):
        ran = run_rdclient("-C", northbank, *words, *at, env=env, encoding="gbk")
        assert (ran.code, ran.err) == (0, "")
        assert "?" not in ran.out
