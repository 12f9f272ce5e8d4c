"""``rdclient show``: cards of every kind in both languages, and what is not found."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from rdclient.lens import Lang
from rdclient.model.base import Action, Bilingual, Dated, Part
from rdclient.model.meeting import ConfirmationItem
from rdclient.model.portfolio import KINDS, Portfolio
from rdclient.model.requirement import Requirement
from rdclient.model.walk import slots
from rdclient.render.answer import as_json, as_text
from rdclient.render.card_words import FIELD_WORDS
from rdclient.reports.card import card
from rdclient.reports.card_fields import CARDS
from rdclient.reports.entry import entries, entry_of
from rdclient.reports.state import Look
from rdclient.store.workspace import read

Run = Callable[..., Any]
AT = ("--as-of", "2026-11-20T18:00+08:00")


def shown(run: Run, folder: Path, *words: str, lang: str = "zh") -> str:
    ran = run("-C", folder, "show", *words, *AT, "--lang", lang)
    assert (ran.code, ran.err) == (0, ""), ran.err
    return str(ran.out)


# ── a requirement ────────────────────────────────────────────────────────────


def test_a_requirement_tells_its_need_its_value_its_plan_and_its_history(
    rdclient: Run, northbank: Path
) -> None:
    told = shown(rdclient, northbank, "REQ-015")
    assert told.splitlines()[:2] == [
        "日终对账（REQ-015） · 开发中",
        "需求 · 支付结算模块 · 北辰银行",
    ]
    for line in (
        "优先级      高",
        "真实需求    差错当晚发现、次日上午处理完，不再积压到月末",
        (
            "业务价值    日终对账用时（类型：效率提升；现状：约3小时；目标值：30分钟以内；"
            "客户确认：王雪梅 09-17）"
        ),
        "完成时间    11-25",
        "预计完成    11-27",
        "  11-02  开发中        苏禾",
        "  任务      TSK-017   日终对账接口联调                    未开始  苏禾    11-26",
    ):
        assert line in told.splitlines(), line
    path = "clients/northbank/projects/settlement/requirements/REQ-015.yaml"
    assert told.endswith(f"\n文件：{path} · 数据截至2026年11月20日18:00\n")
    assert told.index("已收集") < told.index("已确认") < told.index("推迟 ")


def test_before_the_delay_the_card_knows_of_none(rdclient: Run, northbank: Path) -> None:
    told = rdclient("-C", northbank, "show", "REQ-015", "--as-of", "2026-11-17", "--lang", "zh").out
    assert "完成时间    11-25" in told
    assert "预计完成" not in told
    assert "推迟原因" not in told


def test_an_english_card_is_english_throughout(rdclient: Run, kestrel: Path) -> None:
    for words in ("REQ-003", "CR-003", "MTG-007", "flight-log", "kestrel", "Tom Hargreaves"):
        told = shown(rdclient, kestrel, words, lang="en")
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in told), words


# ── every card ───────────────────────────────────────────────────────────────


def cards(folder: Path, as_of: str) -> list[str]:
    portfolio = read(folder).portfolio
    moment = datetime.fromisoformat(as_of).astimezone(portfolio.zone)
    told = []
    for entry in entries(portfolio):
        view = card(entry, Look(portfolio, moment))
        for lang in Lang:
            told.append(as_text(view, (), lang=lang))
            json.loads(as_json(view, (), lang=lang))
    return told


@pytest.mark.parametrize("as_of", ["2026-11-20T18:00+08:00", "2020-01-01T00:00+08:00"])
def test_every_record_of_the_examples_has_a_card(
    northbank: Path, kestrel: Path, as_of: str
) -> None:
    for folder in (northbank, kestrel):
        for told in cards(folder, as_of):
            assert "None" not in told.replace("None of", "")
            assert not re.search(r"<[a-z]", told)  # nothing printed as Python would


LEAST = {
    "clients/a/client.yaml": "name: A\n",
    "clients/a/contacts.yaml": "- {id: c, name: C}\n",
    "clients/a/contracts.yaml": "- {id: C-1}\n",
    "clients/a/tickets.yaml": "- {id: K-1, title: t, priority: strange}\n",
    "clients/a/incidents.yaml": "- {id: I-1, title: t, level: P4}\n",
    "clients/a/sources.yaml": "- {source: ticket, kind: manual}\n",
    "clients/a/surveys.yaml": "- {id: S-1, quarter: 2026-Q4}\n",
    "clients/a/improvements.yaml": "- {id: IMP-1}\n",
    "clients/a/complaints.yaml": "- {id: CMP-1, title: t}\n",
    "clients/a/plans.yaml": "- {id: P-1, scenario: hardware}\n",
    "clients/a/inspections.yaml": "- {id: X-1, on: 2026-11-01}\n",
    "clients/a/drills.yaml": "- {id: DR-1, on: 2026-11-01, scenario: hardware}\n",
    "clients/a/releases.yaml": "- {on: 2026-11-01, kind: minor, version: '1'}\n",
    "clients/a/followups.yaml": "- {id: FU-1, text: t}\n",
    "clients/a/briefs.yaml": "- {id: B-1}\n",
    "clients/a/reports.yaml": "- {id: health-2026-Q3}\n",
    "clients/a/interactions.yaml": "- {at: 2026-11-01, kind: call, text: t}\n",
    "clients/a/projects/p/project.yaml": "name: P\ntype: custom_dev\n",
    "clients/a/projects/p/requirements.yaml": "- {id: REQ-1, title: t, type: functional}\n",
    "clients/a/projects/p/changes.yaml": "- {id: CR-1, title: t}\n",
    "clients/a/projects/p/baselines.yaml": "- {id: V1, created_on: 2026-11-01}\n",
    "clients/a/projects/p/signoffs/CR-1/000000000000.vendor.v.1.json": (
        '{"declared_at":"2026-11-01","decision":"approve","fingerprint":"sha256-v1:'
        + "0" * 64
        + '","kind":"change","project":"a/p","side":"vendor","signer":"v",'
        '"statement":"rdclient-signoff-v1","subject":"CR-1"}\n'
    ),
    "clients/a/projects/p/meetings.yaml": (
        "- {id: M-1, title: t, kind: weekly, actions: [{id: A-1, text: t}], "
        "confirmations: [{id: F-1, text: t}]}\n"
    ),
    "clients/a/projects/p/milestones.yaml": "- {id: M1, name: t}\n",
    "clients/a/projects/p/iterations.yaml": "- {id: IT, start: 2026-11-01, end: 2026-11-02}\n",
    "clients/a/projects/p/tasks.yaml": "- {id: T-1, title: t, owner: nobody}\n",
    "clients/a/projects/p/risks.yaml": "- {id: R-1, event: t}\n",
    "clients/a/projects/p/issues.yaml": "- {id: Q-1, title: t}\n",
    "clients/a/projects/p/deliverables.yaml": "- {id: D-1, name: t, kind: manual}\n",
    "clients/a/projects/p/raci.yaml": "- {activity: t, parties: {nobody: A, c: R}}\n",
    "clients/a/projects/p/feedback.yaml": "- {at: 2026-11-01, by: nobody, text: t}\n",
    "clients/a/projects/p/quality.yaml": "- {on: 2026-11-01}\n",
    "clients/a/projects/p/reports.yaml": "- {id: weekly-2026-W47}\n",
    "people.yaml": "- {id: v, name: V}\n",
    "waivers.yaml": "- {code: RD212, scope: p}\n",
}


def test_records_with_nothing_but_what_they_must_have_can_be_listed_and_shown(
    make_workspace: Callable[..., Path], rdclient: Run
) -> None:
    folder = make_workspace(LEAST)
    portfolio = read(folder).portfolio
    kinds = {entry.kind for entry in entries(portfolio)}
    assert kinds == {*KINDS, "action", "confirmation"}
    assert all("None" not in told for told in cards(folder, "2026-11-20T18:00+08:00"))
    for kind in kinds:
        ran = rdclient("-C", folder, "list", kind, *AT)
        assert (ran.code, ran.err) == (0, ""), kind
        assert ran.out.splitlines()[-1].startswith(("1 ", "2 ")), kind


def _part(model: type[Part], name: str) -> type[Part] | None:
    return next((slot.part for slot in slots(model) if slot.name == name), None)


def _names(model: type[Part], found: set[str]) -> None:
    """The names of a part's fields, and of the parts in it."""
    for name in model.model_fields:
        if name not in ("audience", "recorded_on", "set") and name not in found:
            found.add(name)
            inner = _part(model, name)
            if inner and inner not in (Action, ConfirmationItem):
                _names(inner, found)


def test_each_field_that_a_card_can_show_has_a_label() -> None:
    found: set[str] = set()
    for kind, sources in CARDS.items():
        for source in sources:
            model: type[Part] = KINDS[kind]
            if not isinstance(source, str):
                continue
            *way, last = source.split(".")
            for step in way:
                inner = _part(model, step)
                assert inner is not None, (kind, source)
                model = inner
            assert last in model.model_fields, (kind, source)
            found.add(last)
            inner = _part(model, last)
            if inner:
                _names(inner, found)
        for slot in slots(KINDS[kind]):
            if slot.dated is Dated.FACT:
                found.add(slot.name)
    _names(Action, found)
    _names(ConfirmationItem, found)
    assert CARDS.keys() == KINDS.keys()
    assert found - {*FIELD_WORDS, "recorded_on"} == set()
    assert all(zh != en for zh, en in FIELD_WORDS.values())


# ── clients, projects, people ────────────────────────────────────────────────


def test_a_projects_card_counts_what_is_open_and_says_what_is_next(
    rdclient: Run, northbank: Path
) -> None:
    told = shown(rdclient, northbank, "settlement").splitlines()
    for line in (
        "  技术负责人    周涛（研发中心）",
        "  需求        未完成22，共25",
        "  故障        没有",
        "  下一个里程碑  联调完成（M3）（完成时间：11-25；预计完成：11-27）",
        "  下次会议      变更控制委员会专题会议（CR-007）（MTG-0121）（计划时间：11-24 10:00）",
    ):
        assert line in told, line
    assert "高远" not in "\n".join(told)
    client = shown(rdclient, northbank, "northbank")
    assert "  工单        未完成1，共38（数据截至11-19 18:00）" in client.splitlines()
    assert "最近一次沟通  电话告知19日例会结论" in client


def test_an_internal_meeting_is_no_contact_with_the_client(rdclient: Run, northbank: Path) -> None:
    ran = rdclient(
        "-C", northbank, "show", "settlement", "--as-of", "2026-11-19 23:00", "--lang", "zh"
    )
    contact = next(line for line in ran.out.splitlines() if "最近一次沟通" in line)
    assert "MTG-0119" in contact  # not MTG-0120, the debrief of our own after it


def test_a_persons_card_holds_their_roles_and_what_is_open_with_them(
    rdclient: Run, northbank: Path
) -> None:
    for typed in ("张敏", "zhang.min", "Zhang.Min"):
        told = shown(rdclient, northbank, typed)
        assert "  项目经理  支付结算模块（settlement）（开始：08-31）" in told.splitlines()
        assert "ACT-032" in told
        assert "ACT-001" not in told  # done
        assert "RISK-001" not in told  # closed
    assert "开始：08-31；结束：10-11" in shown(rdclient, northbank, "高远")


# ── several, or none ─────────────────────────────────────────────────────────


def test_an_id_that_two_projects_use_is_told_in_full(rdclient: Run, northbank: Path) -> None:
    ran = rdclient("-C", northbank, "show", "RISK-001")
    assert (ran.code, ran.out) == (2, "")
    assert "mobile-portal/RISK-001, settlement/RISK-001" in ran.err
    assert "代付样例文件提供滞后" in shown(rdclient, northbank, "settlement/RISK-001")


def test_words_that_fit_several_give_a_list_and_one_hit_gives_its_card(
    rdclient: Run, northbank: Path
) -> None:
    told = shown(rdclient, northbank, "对账", "差错").splitlines()
    assert {line.split()[1] for line in told[2:-2]} == {"ACT-027", "CFM-003", "REQ-016"}
    assert told[-1].startswith("与“对账 差错”相符的记录共4条 · 用 rdclient show 编号 查看")
    assert shown(rdclient, northbank, "需求 差错").startswith("对账差错处理台（REQ-016） · 已排期")
    assert shown(rdclient, northbank, "act-030").startswith(
        "到行内网络实测批量代付办理时间（ACT-030）"
    )


def test_what_is_not_there_is_answered_with_what_is_near(rdclient: Run, northbank: Path) -> None:
    ran = rdclient("-C", northbank, "show", "REQ-0155")
    assert (ran.code, ran.out) == (2, "")
    assert "REQ-015" in ran.err
    ran = rdclient("-C", northbank, "show", "量子通信网关", lang="zh")
    assert (ran.code, ran.out, ran.err) == (2, "", "错误：没有与“量子通信网关”相符的记录。\n")
    ran = rdclient("-C", northbank, "show", " ")
    assert (ran.code, ran.err) == (2, "error: write an id, or words of the title\n")
    ran = rdclient("-C", northbank, "show", "\x1b[31m{0}%s")
    assert ran.code == 2
    assert "\x1b" not in ran.err


def test_a_record_in_a_broken_file_is_not_called_missing(
    rdclient: Run, workspace: Path, project: Path
) -> None:
    (project / "requirements" / "REQ-002.yaml").write_text("title: [", encoding="utf-8")
    ran = rdclient("-C", workspace, "show", "REQ-002")
    assert (ran.code, ran.out) == (3, "")
    assert "requirements/REQ-002.yaml" in ran.err
    ran = rdclient("-C", workspace, "show", "REQ-001")
    assert ran.code == 3
    assert "REQ-001" in ran.out


def test_a_card_in_json_holds_the_view(rdclient: Run, northbank: Path) -> None:
    ran = rdclient("-C", northbank, "show", "REQ-015", *AT, "--format", "json", "--lang", "en")
    document = json.loads(ran.out)
    assert (document["schema_version"], document["type"]) == (1, "card")
    assert document["row"]["state"] == {
        "family": "RequirementStep", "token": "started", "is_open": True, "days": None,
    }  # fmt: skip
    assert [event["what"] for event in document["events"]][:2] == ["collected", "analysed"]
    fields = {field["name"]: field["values"] for field in document["fields"]}
    assert (fields["due"], fields["forecast"]) == (["2026-11-25"], ["2026-11-27"])
    linked = {(row["kind"], row["id"]) for row in document["referred_by"]}
    assert {("task", "TSK-017"), ("change", "CR-003"), ("risk", "RISK-005")} <= linked


def test_texts_of_a_record_cannot_reach_the_terminal_as_commands(workspace: Path) -> None:
    portfolio = read(workspace).portfolio
    wild = "a\x1b[2J\u202eb\x07\nsecond\u2028third"
    old = portfolio.all(Requirement)[0]
    events = tuple(event.model_copy(update={"note": wild, "by": wild}) for event in old.events)
    update = {"title": wild, "real_need": Bilingual(wild, wild), "source": wild, "events": events}
    new = old.model_copy(update=update).placed(old.origin)
    records = tuple(new if record is old else record for record in portfolio.records)
    look = Look(replace(portfolio, records=records), datetime(2026, 12, 1, tzinfo=portfolio.zone))
    for lang in Lang:
        told = as_text(card(entry_of(new), look), (), lang=lang)
        assert told.count("\\u001b[2J\\u202eb\\u0007 second third") > len(events)
        assert not any(sign in told for sign in "\x1b\x07\u202e\u2028")


def test_a_portfolio_without_records_has_no_card(make_workspace: Callable[..., Path]) -> None:
    portfolio = read(make_workspace({})).portfolio
    assert isinstance(portfolio, Portfolio)
    assert [entry.kind for entry in entries(portfolio)] == ["workspace"]
