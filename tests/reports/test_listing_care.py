"""Lists and cards of what is done for a client: drills, releases, follow-ups, briefs, reports."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from rdclient.lens import Lang
from rdclient.render.answer import as_text
from rdclient.reports.card import Card, Sought
from rdclient.reports.listing import Listing, Wanted
from rdclient.store.workspace import read

Write = Callable[..., Path]
AS_OF = datetime(2026, 11, 20, 18, tzinfo=ZoneInfo("Asia/Shanghai"))

FILES = {
    "clients/nb/drills/DRL-001.yaml": """
        on: 2026-10-22
        scenario: data_loss
        participants: [张敏, 赵启明]
        rto_min: 47
        findings: [备份口令存放在同一机房]
        actions: [{id: ACT-80, text: 口令异地保管, owner: 周涛, due: 2026-11-06}]
    """,
    "clients/nb/drills/DRL-002.yaml": """
        title: 勒索病毒演练
        on: 2026-11-12
        scenario: cyber_attack
    """,
    "clients/nb/releases.yaml": """
        - {on: 2026-11-16, kind: major, version: "3.0", project: pay}
        - {on: 2026-10-30, kind: minor, version: 2.3.1, project: pay, text: 修复对账差错}
    """,
    "clients/nb/followups.yaml": """
        - {id: FU-2, text: 寄送培训资料, owner: 张敏, support: [周涛], due: 2026-11-06,
           priority: high, created_on: 2026-11-02,
           events: [{at: 2026-11-06, type: moved, due: 2026-11-13}]}
        - {id: FU-10, text: 了解明年预算, owner: 周涛, due: 2026-11-27}
        - {id: FU-3, text: 补充联系人, events: [{at: 2026-11-09, type: done, by: 张敏}]}
        - {id: FU-4, text: 邀请参观, events: [{at: 2026-11-09, type: cancelled}]}
    """,
    "clients/nb/briefs/BRF-001.yaml": """
        issue: 2026年第1期
        title: 数据库升级
        sent_on: 2026-11-10
        topics:
          - {title: 版本停止维护, summary: 现用版本明年6月起不再提供补丁, source: 厂商公告}
          - {title: 密钥轮换, summary: 建议每半年更换一次}
    """,
    "clients/nb/briefs/BRF-002.yaml": "issue: 2026年第2期\n",
    "clients/nb/reports/health-2026-Q3.yaml": "summary: 三季度平稳\n",
}


@pytest.fixture
def folder(meetings: Write) -> Path:
    return meetings(FILES)


def listed(folder: Path, kind: str, *, is_open_only: bool = False) -> Listing:
    loaded = read(folder)
    assert [(f.code, f.location.path, f.facts) for f in loaded.findings] == []
    return Wanted(kind, is_open_only=is_open_only).view(loaded.portfolio, as_of=AS_OF)


def table(folder: Path, kind: str, lang: Lang = Lang.ZH) -> list[list[str]]:
    """The cells of each line of a list, without the last line."""
    lines = as_text(listed(folder, kind), (), lang=lang).splitlines()
    return [line.split() for line in lines[:-2]]


def shown(folder: Path, *words: str, lang: Lang = Lang.ZH) -> list[str]:
    view = Sought(words).view(read(folder).portfolio, as_of=AS_OF)
    assert isinstance(view, Card)
    return as_text(view, (), lang=lang).splitlines()


def test_a_drill_is_called_by_its_title_else_by_its_scenario(folder: Path) -> None:
    assert table(folder, "drill") == [
        ["编号", "演练内容", "演练日期"],
        ["DRL-001", "数据丢失", "10-22"],
        ["DRL-002", "勒索病毒演练", "11-12"],
    ]
    assert as_text(listed(folder, "drill"), (), lang=Lang.EN).splitlines()[-1] == (
        "2 emergency drills · as of 20 November 2026 18:00"
    )


def test_a_drills_card_tells_who_took_part_and_what_is_to_be_done(folder: Path) -> None:
    told = shown(folder, "DRL-001")
    assert told[:2] == ["数据丢失（DRL-001）", "应急演练记录 · 北辰银行"]
    for line in (
        "参演人员  张敏（项目部）、赵启明（科技部）",
        "恢复用时  47分钟",
        "演练发现  备份口令存放在同一机房",
    ):
        assert line in told, line
    (action,) = [line for line in told if "ACT-80" in line]
    assert "已逾期" in action


def test_releases_are_listed_by_version_in_the_order_of_their_days(folder: Path) -> None:
    assert table(folder, "release") == [
        ["版本", "类型", "发布日期"],
        ["2.3.1", "小版本", "10-30"],
        ["3.0", "大版本", "11-16"],
    ]
    told = shown(folder, "2.3.1", lang=Lang.EN)
    assert told[:2] == ["2.3.1", "Release · 支付结算模块 · 北辰银行"]
    assert "Kind  Minor" in told


def test_a_follow_up_stands_as_an_action_item_does(folder: Path) -> None:
    found = {row.id: row for row in listed(folder, "followup").rows}
    states = {
        name: (row.state.token, row.state.is_open) for name, row in found.items() if row.state
    }
    assert states == {
        "FU-2": ("overdue", True),
        "FU-3": ("done", False),
        "FU-4": ("cancelled", False),
        "FU-10": ("open", True),
    }
    assert [row.id for row in found.values() if row.is_overdue] == ["FU-2"]
    told = as_text(listed(folder, "followup"), (), lang=Lang.ZH).splitlines()
    assert told[1].split() == [
        "FU-2", "寄送培训资料", "高", "已逾期", "张敏", "11-13", "!",
    ]  # fmt: skip
    assert told[-1] == "跟进事项共4项，其中1项已过完成时间（标 !） · 数据截至2026年11月20日18:00"
    assert [row.id for row in listed(folder, "followup", is_open_only=True).rows] == [
        "FU-2", "FU-10",
    ]  # fmt: skip


def test_a_follow_ups_card_tells_both_dates_and_its_history(folder: Path) -> None:
    told = shown(folder, "FU-2")
    assert told[:2] == ["寄送培训资料（FU-2） · 已逾期（已过完成时间）", "跟进事项 · 北辰银行"]
    for line in (
        "配合      周涛（研发中心）",
        "完成时间  11-13",
        "原定时间  11-06",
        "  11-02  登记            ",
        "  11-06  已调整完成时间  完成时间：11-13",
    ):
        assert line.rstrip() in told, line


def test_a_follow_up_is_open_with_its_owner_and_counted_for_its_client(folder: Path) -> None:
    assert any("FU-10" in line for line in shown(folder, "周涛"))
    assert not any("FU-3" in line for line in shown(folder, "张敏"))
    client = shown(folder, "nb")
    (line,) = [line for line in client if line.startswith("  跟进事项")]
    assert line.split() == ["跟进事项", "未完成2，共4，已过完成时间1"]
    assert not any(line.startswith("  跟进事项") for line in shown(folder, "pay"))


def test_a_brief_tells_its_topics_and_whether_it_was_sent(folder: Path) -> None:
    assert table(folder, "brief") == [
        ["编号", "名称", "状态", "发送日期"],
        ["BRF-001", "数据库升级", "已发送", "11-10"],
        ["BRF-002", "2026年第2期", "待发送"],
    ]
    told = shown(folder, "BRF-001")
    for line in (
        "期号  2026年第1期",
        "主题  版本停止维护（摘要：现用版本明年6月起不再提供补丁；来源：厂商公告）",
        "  11-10  发送",
    ):
        assert line in told, line


def test_the_record_of_a_clients_report_is_found_by_its_id(folder: Path) -> None:
    told = shown(folder, "health-2026-Q3")
    assert told[:2] == ["三季度平稳（health-2026-Q3） · 未见发出记录", "报告记录 · 北辰银行"]
