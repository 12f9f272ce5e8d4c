"""``rdclient list``: kinds in both languages, filters, sums, kinds of nothing, unreadable files."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from rdclient.lens import Lang
from rdclient.model.portfolio import KINDS
from rdclient.model.risk import Risk
from rdclient.render.answer import as_text
from rdclient.render.findings import width
from rdclient.render.kind_names import LISTED
from rdclient.reports.listing import Wanted
from rdclient.store.workspace import read

Run = Callable[..., Any]
AT = ("--as-of", "2026-11-20T18:00")


def lines(run: Run, folder: Path, *words: str | Path, lang: str = "en") -> list[str]:
    ran = run("-C", folder, "list", *words, *AT, "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    return list(ran.out.splitlines())


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("requirement", "requirement"), ("Requirements", "requirement"), ("需求", "requirement"),
        ("risks", "risk"), ("风险", "risk"), ("tickets", "ticket"), ("工单", "ticket"),
        ("meetings", "meeting"), ("会议", "meeting"), ("actions", "action"), ("待办", "action"),
        ("待办事项", "action"), ("people", "people"), ("person", "people"), ("人员", "people"),
        ("联系人", "contact"), ("变更", "change"), ("里程碑", "milestone"), ("quality", "quality"),
        ("raci", "raci"), ("责任矩阵", "raci"), ("reports", "report"), ("周报", "report"),
        ("confirmations", "confirmation"), ("需 求", "requirement"), ("follow-ups", "followup"),
        ("跟进事项", "followup"), ("演练", "drill"), ("drills", "drill"), ("简报", "brief"),
        ("版本发布", "release"),
    ],
)  # fmt: skip
def test_a_kind_is_known_by_its_plural_and_its_chinese_words(
    rdclient: Run, northbank: Path, typed: str, kind: str
) -> None:
    ran = rdclient("-C", northbank, "list", typed, *AT, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)["kind"] == kind


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_can_be_listed(rdclient: Run, northbank: Path, kestrel: Path, lang: str) -> None:
    for folder in (northbank, kestrel):
        for kind in LISTED:
            told = lines(rdclient, folder, kind, lang=lang)
            assert told[-1].endswith("18:00"), kind
            assert "None" not in "\n".join(told)


def test_a_kind_that_is_none_is_told_the_near_ones(rdclient: Run, northbank: Path) -> None:
    ran = rdclient("-C", northbank, "list", "requirment")
    assert (ran.code, ran.out) == (2, "")
    assert "use one of: requirement" in ran.err
    ran = rdclient("-C", northbank, "list", "某某", lang="zh")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("错误：没有“某某”这种记录。可用：")
    for kind in KINDS:
        assert kind not in ran.err.replace("RACI", "")


def test_open_requirements_leave_out_what_is_live_or_given_up(
    rdclient: Run, northbank: Path
) -> None:
    told = lines(rdclient, northbank, "需求", "--project", "mobile-portal", lang="zh")
    assert [line.split()[0] for line in told[1:-2]] == [f"REQ-{n:03}" for n in range(1, 8)]
    told = lines(rdclient, northbank, "需求", "--open", "--project", "移动门户", lang="zh")
    assert told[1].split() == [
        "REQ-007",
        "登录与限额页面语音朗读",
        "中",
        "开发中",
        "吴桐、方蕾",
        "11-27",
    ]
    assert told[2:] == ["", "移动门户：未完成的需求共1条 · 数据截至2026年11月20日18:00"]


def test_columns_stand_under_one_another_with_chinese_in_them(
    rdclient: Run, northbank: Path
) -> None:
    told = lines(rdclient, northbank, "变更", "--project", "settlement", lang="zh")
    head, *body = told[:-2]
    start = width(head[: head.index("级别")])
    assert len(body) == 7
    for line in body:
        cell = next(n for n in range(len(line)) if width(line[:n]) == start)
        assert line[cell - 2 : cell] == "  "
        assert line[cell:].startswith(("一般变更", "重大变更"))


def test_action_items_tell_where_they_stand_and_what_is_late(rdclient: Run, kestrel: Path) -> None:
    told = lines(rdclient, kestrel, "actions", "--person", "Tom Hargreaves", "--open")
    assert told[0].split() == ["Id", "Action", "State", "Owner", "Due", "Source"]
    assert [line.split()[0] for line in told[1:-2]] == ["ACT-015", "ACT-018"]
    assert told[2].endswith("Overdue  Tom Hargreaves  20 Nov 12:00 !  MTG-008")
    assert told[-1].startswith(
        "2 open action items naming Tom Hargreaves, 1 past due (marked !) · as of "
    )


def test_the_list_of_people_holds_both_sides_with_their_roles_today(
    rdclient: Run, northbank: Path
) -> None:
    told = "\n".join(lines(rdclient, northbank, "人员", "--project", "settlement", lang="zh"))
    assert "zhou.tao     周涛    技术负责人" in told
    assert "gao.yuan     高远" in told
    assert "chen.liqun   陈立群  签字确认人" in told
    assert "fang.lei" not in told
    early = rdclient("-C", northbank, "list", "人员", "--as-of", "2026-10-01", "--lang", "zh").out
    assert "gao.yuan     高远    技术负责人" in early


def test_three_kinds_of_nothing_are_told_apart(
    rdclient: Run, northbank: Path, kestrel: Path, workspace: Path
) -> None:
    def last(folder: Path, lang: str, *words: str) -> str:
        return "\n".join(lines(rdclient, folder, *words, lang=lang)).rpartition(" · ")[0]

    incident = ("故障", "--project", "settlement")
    assert last(northbank, "zh", *incident) == "支付结算模块：没有故障"
    assert last(northbank, "en", *incident) == "no incidents in 支付结算模块"
    assert last(kestrel, "zh", "投诉") == "未见投诉记录"
    assert last(kestrel, "en", "complaints") == "no complaints on record"
    risk = ("风险", "--project", "mobile-portal", "--person", "张敏")
    assert last(northbank, "zh", *risk) == "移动门户：没有与张敏有关的风险（在册1项）"
    assert last(northbank, "en", *risk) == "no risks naming 张敏 in 移动门户 (1 on record)"
    assert last(northbank, "zh", "工单", "--project", "mobile-portal", "--open") == (
        "移动门户：工单数据截至11-19 18:00\n移动门户：没有未完成的工单（在册18件）"
    )
    assert last(workspace, "zh", "故障").endswith("：故障数据未采集\n未见故障记录")


def test_an_empty_list_is_a_good_answer_and_an_unknown_name_is_not(
    rdclient: Run, northbank: Path, kestrel: Path
) -> None:
    empty = rdclient("-C", kestrel, "list", "complaints", "--format", "json")
    assert (empty.code, json.loads(empty.out)["rows"]) == (0, [])
    for words in (("--person", "王小明"), ("--client", "nope"), ("--project", "nope")):
        ran = rdclient("-C", northbank, "list", "risks", *words)
        assert (ran.code, ran.out) == (2, ""), words
        assert words[1] in ran.err


def test_json_holds_what_scripts_need(rdclient: Run, kestrel: Path) -> None:
    words = ("list", "milestones", "--as-of", "2026-11-20T18:00+00:00", "--format", "json")
    document = json.loads(rdclient("-C", kestrel, *words).out)
    assert (document["schema_version"], document["type"], document["unread"]) == (1, "list", [])
    assert document["as_of"] == "2026-11-20T18:00+00:00"
    row = next(row for row in document["rows"] if row["id"] == "M2")
    assert row == {
        "kind": "milestone", "id": "M2", "title": "System test complete", "client": "kestrel",
        "project": "flight-log",
        "state": {"family": "MilestoneState", "token": "slipped", "is_open": True, "days": 5},
        "grade": [], "who": [], "due": "2026-11-27", "on": None, "is_overdue": False,
        "within": None, "path": "clients/kestrel/projects/flight-log/milestones.yaml",
    }  # fmt: skip


# ── what breaks a list ───────────────────────────────────────────────────────


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_shown(
    rdclient: Run, project: Path, workspace: Path
) -> None:
    (project / "requirements" / "REQ-002.yaml").write_text("title: [", encoding="utf-8")
    ran = rdclient("-C", workspace, "list", "requirements")
    path = "clients/linhai/projects/portal/requirements/REQ-002.yaml"
    assert ran.code == 3
    assert "REQ-001" in ran.out
    assert "REQ-002" not in ran.out
    assert ran.err.startswith("incomplete: 1 file(s) could not be read")
    assert path in ran.err
    ran = rdclient("-C", workspace, "list", "requirements", "--format", "json")
    assert (ran.code, json.loads(ran.out)["unread"]) == (3, [path])
    ran = rdclient("-C", workspace, "list", "需求", lang="zh")
    assert ran.err.startswith("结果不全：有1个文件存在错误")


def test_a_person_who_may_stand_in_an_unread_file_is_not_called_unknown(
    rdclient: Run, workspace: Path
) -> None:
    (workspace / "people.yaml").write_text("- {id: ]", encoding="utf-8")
    ran = rdclient("-C", workspace, "list", "tickets", "--person", "不在别处的人")
    assert (ran.code, ran.out) == (3, "")
    assert "people.yaml" in ran.err


def test_a_title_cannot_break_the_table_or_the_terminal(workspace: Path) -> None:
    portfolio = read(workspace).portfolio
    risk = portfolio.all(Risk)[0]
    wild = (("RISK-10", "很长" * 200), ("RISK-9", "a\x1b[31mred\u202eb\nnext line\tend"))
    made = tuple(
        risk.model_copy(update={"id": name, "title": title}).placed(risk.origin)
        for name, title in wild
    )
    portfolio = replace(portfolio, records=(*portfolio.records, *made))
    as_of = datetime(2026, 11, 20, 18, tzinfo=portfolio.zone)
    told = as_text(Wanted("risk").view(portfolio, as_of=as_of), (), lang=Lang.EN)
    body = [line for line in told.splitlines() if line.startswith("RISK-")]
    names = [line.split()[0] for line in body]
    assert names.index("RISK-9") < names.index("RISK-10")
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert "a\\u001b[31mred\\u202eb next line end" in told
    assert max(map(width, body)) < 120


def test_a_console_of_the_chinese_kind_shows_it_all(run_rdclient: Run, northbank: Path) -> None:
    env = {"PYTHONIOENCODING": "gbk", "RDCLIENT_LANG": "zh"}
    for words in (("list", "待办", "--open"), ("list", "里程碑"), ("show", "CR-007")):
        ran = run_rdclient("-C", northbank, *words, *AT, env=env, encoding="gbk")
        assert (ran.code, ran.err) == (0, "")
        assert "?" not in ran.out


def test_the_same_call_gives_the_same_bytes(rdclient: Run, northbank: Path) -> None:
    words = ("-C", northbank, "list", "people", *AT)
    assert rdclient(*words).out == rdclient(*words).out
    west = rdclient("-C", northbank, "list", "people", "--as-of", "2026-11-20T10:00Z")
    assert west.out == rdclient(*words).out
