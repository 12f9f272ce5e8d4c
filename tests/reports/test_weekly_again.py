"""Weekly report: what comes back, what is not known yet, and what is announced."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from rdclient import api
from rdclient.lens import Audience, Lang

Make = Callable[[Mapping[str, str]], Path]

PROJECT = "clients/acme/projects/core"
BASE = {
    "rdclient.yaml": "name: t\nvendor: {name: V}\nlang: zh\ntimezone: Asia/Shanghai\n",
    "people.yaml": "- {id: zhang.min, name: 张敏}\n- {id: lin, name: 林若岚}\n",
    "clients/acme/client.yaml": "name: 艾可公司\ncode: AK\n",
    "clients/acme/contacts.yaml": "- {id: wang, name: 王雪}\n",
    f"{PROJECT}/project.yaml": (
        "name: 核心系统\ncode: HX\ntype: custom_dev\nteam:\n"
        "  - {role: project_manager, person: zhang.min, from: 2026-09-01, to: 2026-11-20}\n"
        "  - {role: project_manager, person: lin, from: 2026-11-21}\n"
    ),
}
FRIDAY = "2026-11-20T18:00+08:00"


def text(
    root: Path, form: str = "md", as_of: str = FRIDAY, audience: Audience = Audience.CLIENT
) -> str:
    moment = datetime.fromisoformat(as_of)
    request = api.Request(as_of=moment, audience=audience, lang=Lang.ZH, format=form)
    return api.report(root, "weekly-report", "HX", request).text


def view(root: Path, as_of: str = FRIDAY) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text(root, "json", as_of))
    return found


def requirement(*events: str) -> dict[str, str]:
    lines = "".join(f"  - {{{event}}}\n" for event in events)
    return {f"{PROJECT}/requirements/REQ-1.yaml": f"title: 甲\ntype: functional\nevents:\n{lines}"}


def test_a_reopened_requirement_is_open_again(make_workspace: Make) -> None:
    files = requirement(
        "at: 2026-10-01, type: collected",
        "at: 2026-10-05, type: confirmed",
        "at: 2026-10-08, type: planned, due: 2026-11-06",
        "at: 2026-11-09, type: tested",
        "at: 2026-11-16, type: reopened, reason: 口径有变",
        "at: 2026-11-16, type: planned, due: 2026-11-19",
    )
    found = view(make_workspace({**BASE, **files}))
    assert found["completion"] == {"done": 0, "planned": 1}
    assert [(u["id"], u["due"]) for u in found["unfinished"]] == [("REQ-1", "2026-11-19")]
    assert found["done"] == []


@pytest.mark.parametrize(
    ("step", "words"), [("deferred", "暂缓"), ("released", "上线"), ("accepted", "通过验收")]
)
def test_what_moved_otherwise_is_told(make_workspace: Make, step: str, words: str) -> None:
    files = requirement(
        "at: 2026-10-01, type: collected",
        "at: 2026-11-09, type: tested",
        f"at: 2026-11-18, type: {step}",
    )
    assert f"- 甲（REQ-1）：11月18日{words}。" in text(make_workspace({**BASE, **files}))


def test_a_ticket_may_name_its_project_in_full(make_workspace: Make) -> None:
    tickets = (
        "- {id: T-1, title: x, project: acme/core, events: [{at: 2026-11-18, type: opened}]}\n"
        "- {id: T-2, title: y, project: core, events: [{at: 2026-11-18, type: opened}]}\n"
    )
    root = make_workspace({**BASE, "clients/acme/tickets.yaml": tickets})
    checked = api.check(root, as_of=datetime.fromisoformat(FRIDAY))
    assert {finding.code for finding in checked.findings} == {"RD016"}  # a term that begins later
    assert view(root)["service"]["tickets"]["opened"] == 2


def test_a_risk_that_nobody_assessed_is_not_green(make_workspace: Make) -> None:
    risk = "- {id: RISK-1, event: 接口推迟, disclosed_on: 2026-11-01}\n"
    root = make_workspace({**BASE, f"{PROJECT}/risks.yaml": risk})
    lights = {light["dimension"]: light["rag"] for light in view(root)["lights"]}
    assert lights["risk"] == "grey"
    assert "- 风险：“接口推迟”（RISK-1）尚未评估。" in text(root)


def test_a_small_delay_of_a_lesser_milestone_is_green_and_says_why(make_workspace: Make) -> None:
    milestone = (
        "- id: M1\n  name: 投产\n  plans: [{on: 2026-11-01, due: 2026-11-24}]\n"
        "  forecasts: [{on: 2026-11-16, date: 2026-11-27}]\n"
    )
    root = make_workspace({**BASE, f"{PROJECT}/milestones.yaml": milestone})
    assert view(root)["lights"][0]["rag"] == "green"
    assert "晚3个自然日，不是关键里程碑，在允许范围内。" in text(root)


def test_the_manager_of_the_last_day_is_the_one_to_write_to(make_workspace: Make) -> None:
    root = make_workspace(BASE)
    assert view(root)["contact"]["name"] == "张敏"
    assert view(root, "2026-11-24T18:00+08:00")["contact"]["name"] == "林若岚"


def meeting(*lines: str) -> dict[str, str]:
    body = "title: 例会\nkind: weekly\nstarted_at: 2026-11-18 14:00\n" + "\n".join(lines) + "\n"
    return {f"{PROJECT}/meetings/MTG-1.yaml": body}


@pytest.mark.parametrize(
    ("sent", "on_time", "words"),
    [
        ("sent_at: 2026-11-18 16:00", True, "纪要会后1.0小时发出"),
        ("sent_at: 2026-11-18", True, "纪要已发出"),
        ("sent_at: 2026-11-20", False, "纪要已发出"),
        ("", False, "纪要未见发出记录"),
    ],
)
def test_minutes_are_in_time_by_hours_or_by_days(
    make_workspace: Make, sent: str, *, on_time: bool, words: str
) -> None:
    root = make_workspace({**BASE, **meeting("ended_at: 2026-11-18 15:00", sent)})
    (held,) = view(root)["communication"]["held"]
    assert held["is_on_time"] is on_time
    assert words in text(root)


def test_a_next_meeting_named_in_minutes_is_announced_once(make_workspace: Make) -> None:
    next_one = "next: {at: 2026-11-25 14:00, topic: 联调}"
    root = make_workspace({**BASE, **meeting("ended_at: 2026-11-18 15:00", next_one)})
    assert "下周会议：11月25日14:00联调。" in text(root)
    planned = "title: 第二次例会\nkind: weekly\nplanned_at: 2026-11-25 14:00\n"
    second = {f"{PROJECT}/meetings/MTG-2.yaml": planned}
    root = make_workspace({**BASE, **meeting("ended_at: 2026-11-18 15:00", next_one), **second})
    assert "下周会议：11月25日14:00第二次例会。" in text(root)


def test_a_clients_minutes_stay_as_they_went_out(make_workspace: Make) -> None:
    files = meeting("ended_at: 2026-11-18 15:00", "sent_at: 2026-11-18 17:00")
    root = make_workspace({**BASE, **files})
    made = []
    for as_of in ("2026-11-19T09:00+08:00", "2026-12-01T09:00+08:00"):
        moment = datetime.fromisoformat(as_of)
        request = api.Request(as_of=moment, audience=Audience.CLIENT)
        made.append(api.report(root, "minutes", "MTG-1", request).text)
    assert made[0] == made[1]
    assert "数据截至：2026年11月18日17:00" in made[0]


def test_no_day_is_promised_in_a_year_whose_days_off_are_not_known(make_workspace: Make) -> None:
    root = make_workspace(BASE)
    known = text(root, as_of="2026-12-24T17:00+08:00")
    assert "12月29日（星期二）前收到的意见" in known
    unknown = text(root, as_of="2026-12-31T17:00+08:00")
    assert "收到的意见，我方将在下期周报中逐条答复处理安排。" in unknown
    assert "前收到的意见" not in unknown
    ours = text(root, as_of="2026-12-31T17:00+08:00", audience=Audience.INTERNAL)
    assert "工作日历没有2027年的放假安排" in ours
