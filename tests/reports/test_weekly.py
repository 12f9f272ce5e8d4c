"""The weekly report on small workspaces: what it counts, colours, tells apart and leaves out."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from rdclient import api
from rdclient.diagnostic import UsageError
from rdclient.lens import Audience, Lang

Make = Callable[[Mapping[str, str]], Path]

PROJECT = "clients/acme/projects/core"
BASE = {
    "rdclient.yaml": (
        "name: t\nvendor: {name: Vendor Ltd, short_name: Vendor}\nlang: zh\n"
        "timezone: Asia/Shanghai\ncalendar: cn\n"
    ),
    "people.yaml": "- {id: zhang.min, name: 张敏, unit: 交付部}\n",
    "clients/acme/client.yaml": "name: 艾可公司\ncode: AK\naddress_form: company\n",
    "clients/acme/contacts.yaml": "- {id: wang, name: 王雪, unit: 业务部, rank: 1}\n",
    f"{PROJECT}/project.yaml": (
        "name: 核心系统\ncode: HX\ntype: custom_dev\n"
        "team:\n  - {role: project_manager, person: zhang.min, from: 2026-09-01}\n"
    ),
}
FRIDAY = "2026-11-20T18:00+08:00"


def view(
    root: Path,
    as_of: str = FRIDAY,
    audience: Audience = Audience.CLIENT,
    week: tuple[int, int] | None = None,
) -> dict[str, Any]:
    text = document(root, as_of=as_of, audience=audience, week=week, form="json")
    found: dict[str, Any] = json.loads(text)
    return found


def document(
    root: Path,
    *,
    as_of: str = FRIDAY,
    audience: Audience = Audience.CLIENT,
    week: tuple[int, int] | None = None,
    form: str = "md",
    lang: Lang = Lang.ZH,
) -> str:
    moment = datetime.fromisoformat(as_of)
    request = api.Request(as_of=moment, audience=audience, lang=lang, format=form, week=week)
    return api.report(root, "weekly-report", "core", request).text


def requirement(name: str, *events: str, more: str = "") -> dict[str, str]:
    lines = "".join(f"  - {{{event}}}\n" for event in events)
    text = f"title: 需求{name}\ntype: functional\n{more}events:\n{lines}"
    return {f"{PROJECT}/requirements/REQ-{name}.yaml": text}


def milestone(*lines: str, key: bool = True) -> str:
    return f"- id: M1\n  name: 上线\n  key: {str(key).lower()}\n" + "".join(
        f"  {line}\n" for line in lines
    )


TWO_PLANS = (
    "plans: [{on: 2026-09-01, due: 2026-12-01}, {on: 2026-11-10, due: 2026-12-20, change: CR-1}]"
)
"""The second waits for a change request."""
SOUND = "- {on: 2026-11-19, executed: 100, passed: 100, defects: "
"""Figures without a fault, before their defects."""


# ── the period ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("as_of", "week", "start", "end"),
    [
        # Friday before the cutoff: up to now.
        ("2026-11-20T16:00+08:00", None, "2026-11-13T18:00+08:00", "2026-11-20T16:00+08:00"),
        # Five minutes late, and on Saturday: still this week's report, up to its cutoff.
        ("2026-11-20T18:05+08:00", None, "2026-11-13T18:00+08:00", "2026-11-20T18:00+08:00"),
        ("2026-11-21T09:00+08:00", None, "2026-11-13T18:00+08:00", "2026-11-20T18:00+08:00"),
        # Monday: a new week has begun.
        ("2026-11-23T09:00+08:00", None, "2026-11-20T18:00+08:00", "2026-11-23T09:00+08:00"),
        # A past week is always its own cutoff.
        ("2026-11-23T09:00+08:00", (2026, 46), "2026-11-06T18:00+08:00", "2026-11-13T18:00+08:00"),
        # The year's last ISO week ends on New Year's Day.
        ("2027-02-01T00:00+08:00", (2026, 53), "2026-12-25T18:00+08:00", "2027-01-01T18:00+08:00"),
    ],
)
def test_the_period_runs_from_cutoff_to_cutoff(
    make_workspace: Make, as_of: str, week: tuple[int, int] | None, start: str, end: str
) -> None:
    inside, before, at_end = (
        requirement(
            "1", "at: 2026-09-01, type: collected", f"at: {just_after(start)}, type: tested"
        ),
        requirement("2", "at: 2026-09-01, type: collected", f"at: {start}, type: tested"),
        requirement("3", "at: 2026-09-01, type: collected", f"at: {end}, type: tested"),
    )
    root = make_workspace({**BASE, **inside, **before, **at_end})
    found = view(root, as_of=as_of, week=week)
    assert found["as_of"] == end
    assert [item["id"] for item in found["done"]] == ["REQ-1", "REQ-3"]


def just_after(moment: str) -> str:
    return moment.replace(":00+", ":01+")


def test_a_week_that_has_not_begun_is_refused(make_workspace: Make) -> None:
    with pytest.raises(UsageError, match="week-not-begun"):
        view(make_workspace(BASE), week=(2026, 48))


@pytest.mark.parametrize("text", ["2026-W60", "2025-W53", "W47", "47", "2026-11-20", ""])
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="not-a-week"):
        api.parse_week(text)


def test_the_period_opens_where_the_last_issued_report_of_the_edition_ended(
    make_workspace: Make,
) -> None:
    issued = (
        "issued:\n"
        "  - {at: 2026-11-05 09:00, as_of: 2026-11-05 08:00, edition: client, lang: zh, "
        "data_version: abc1234}\n"
        "  - {at: 2026-11-12 09:00, as_of: 2026-11-12 08:00, edition: internal, lang: zh, "
        "data_version: abc1235}\n"
    )
    done = requirement("1", "at: 2026-09-01, type: collected", "at: 2026-11-06 10:00, type: tested")
    root = make_workspace({**BASE, **done, f"{PROJECT}/reports/weekly-2026-W45.yaml": issued})
    assert [item["id"] for item in view(root)["done"]] == ["REQ-1"]
    assert view(root, audience=Audience.INTERNAL)["done"] == []


# ── done, not done, next ─────────────────────────────────────────────────────


def test_only_the_first_tested_counts_and_developed_is_progress(make_workspace: Make) -> None:
    again = requirement(
        "1",
        "at: 2026-10-01, type: collected",
        "at: 2026-11-10 10:00, type: tested",
        "at: 2026-11-16 10:00, type: reopened",
        "at: 2026-11-18 10:00, type: tested",
    )
    built = requirement(
        "2", "at: 2026-10-01, type: collected", "at: 2026-11-18 10:00, type: developed"
    )
    found = view(make_workspace({**BASE, **again, **built}))
    assert found["done"] == []
    moved = [(p["id"], p["step"]) for p in found["progress"]]
    assert moved == [("REQ-1", "tested"), ("REQ-2", "developed")]


def test_a_late_requirement_without_a_reason_is_named_and_says_so(make_workspace: Make) -> None:
    late = requirement(
        "1",
        "at: 2026-10-01, type: collected",
        "at: 2026-10-08, type: planned, due: 2026-11-18",
        "at: 2026-10-09, type: started",
    )
    root = make_workspace({**BASE, **late})
    assert "原计划11月18日完成，新的完成时间未见记录。原因：未见记录。" in document(root)
    gaps = view(root, audience=Audience.INTERNAL)["internal"]["gaps"]
    assert {"code": "late_without_reason", "facts": {"id": "REQ-1", "title": "需求1"}} in gaps


def test_a_new_plan_after_a_delay_replaces_it(make_workspace: Make) -> None:
    moved = requirement(
        "1",
        "at: 2026-10-01, type: collected",
        "at: 2026-10-08, type: planned, due: 2026-11-13",
        "at: 2026-11-10, type: delayed, reason: 接口未到, eta: 2026-11-20",
        "at: 2026-11-16, type: planned, due: 2026-11-26",
    )
    found = view(make_workspace({**BASE, **moved}))
    assert found["unfinished"] == []
    assert [(n["id"], n["due"]) for n in found["next"]] == [("REQ-1", "2026-11-26")]


def test_deferred_and_withdrawn_requirements_are_not_late(make_workspace: Make) -> None:
    gone = requirement(
        "1",
        "at: 2026-10-01, type: collected",
        "at: 2026-10-08, type: planned, due: 2026-11-13",
        "at: 2026-11-10, type: deferred, reason: 年后再议",
    )
    found = view(make_workspace({**BASE, **gone}))
    assert found["unfinished"] == []
    assert found["completion"] == {"done": 0, "planned": 0}


def test_a_fact_dated_later_does_not_exist_yet(make_workspace: Make) -> None:
    future = requirement(
        "1", "at: 2026-10-01, type: collected", "at: 2026-11-20 18:01, type: tested"
    )
    assert view(make_workspace({**BASE, **future}))["done"] == []


def test_value_is_expected_until_the_requirement_is_released(make_workspace: Make) -> None:
    claimed = requirement(
        "1",
        "at: 2026-10-01, type: collected",
        "at: 2026-11-18 10:00, type: tested",
        more=(
            "value:\n  metric: 办理时间\n  baseline: 4小时\n  target: 15分钟\n"
            "  measured: [{value: 14分钟, on: 2026-11-19, source: 测试环境}]\n"
        ),
    )
    found = view(make_workspace({**BASE, **claimed}))
    assert [value["state"] for value in found["values"]] == ["expected"]
    assert "14分钟" not in document(make_workspace({**BASE, **claimed}))


# ── milestones and lights ────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("lines", "key", "colour"),
    [
        (("plans: [{on: 2026-09-01, due: 2026-12-01}]",), True, "green"),
        (
            (
                "plans: [{on: 2026-09-01, due: 2026-12-01}]",
                "forecasts: [{on: 2026-11-16, date: 2026-12-02}]",
            ),
            True,
            "yellow",
        ),
        (
            (
                "plans: [{on: 2026-09-01, due: 2026-12-01}]",
                "forecasts: [{on: 2026-11-16, date: 2026-12-08}]",
            ),
            True,
            "yellow",
        ),
        (
            (
                "plans: [{on: 2026-09-01, due: 2026-12-01}]",
                "forecasts: [{on: 2026-11-16, date: 2026-12-09}]",
            ),
            True,
            "red",
        ),
        (
            (
                "plans: [{on: 2026-09-01, due: 2026-12-01}]",
                "forecasts: [{on: 2026-11-16, date: 2026-12-04}]",
            ),
            False,
            "green",
        ),
        (
            (
                "plans: [{on: 2026-09-01, due: 2026-12-01}]",
                "forecasts: [{on: 2026-11-16, date: 2026-12-05}]",
            ),
            False,
            "yellow",
        ),
        (("plans: [{on: 2026-09-01, due: 2026-11-19}]",), True, "red"),  # passed, not reached
        (("plans: [{on: 2026-09-01, due: 2026-11-19}]",), False, "green"),  # a day late
        (
            ("plans: [{on: 2026-09-01, due: 2026-11-19}]", "reached_on: 2026-11-19"),
            True,
            "green",
        ),
        # A plan whose change nobody approved is not the plan.
        (
            (
                TWO_PLANS,
                "forecasts: [{on: 2026-11-10, date: 2026-12-20}]",
            ),
            True,
            "red",
        ),
    ],
)
def test_the_schedule_light_follows_the_rule(
    make_workspace: Make, lines: tuple[str, ...], *, key: bool, colour: str
) -> None:
    change = {
        f"{PROJECT}/changes/CR-1.yaml": "title: 改期\nevents: [{at: 2026-11-09, type: submitted}]\n"
    }
    root = make_workspace(
        {**BASE, **change, f"{PROJECT}/milestones.yaml": milestone(*lines, key=key)}
    )
    assert light(view(root), "schedule") == colour


def light(found: dict[str, Any], dimension: str) -> str:
    colours = {item["dimension"]: item["rag"] for item in found["lights"]}
    colour: str = colours[dimension]
    return colour


def test_a_milestone_shows_old_and_new_dates(make_workspace: Make) -> None:
    plans = (
        "plans: [{on: 2026-09-01, due: 2026-11-27}, "
        "{on: 2026-11-17, due: 2026-12-04, change: CR-1, reason: 新增接口}]"
    )
    forecasts = (
        "forecasts: [{on: 2026-11-10, date: 2026-11-27}, "
        "{on: 2026-11-18, date: 2026-12-07, reason: 环境推迟, cause: third_party}]"
    )
    change = (
        "title: 新增接口\nimpact: {schedule_wd: 5}\nevents:\n"
        "  - {at: 2026-11-10, type: submitted}\n  - {at: 2026-11-11, type: assessed}\n"
        "  - {at: 2026-11-17, type: client_confirmed}\n"
    )
    root = make_workspace(
        {
            **BASE,
            "policy.yaml": "control: {since: 2026-12-01}\n",
            f"{PROJECT}/changes/CR-1.yaml": change,
            f"{PROJECT}/milestones.yaml": milestone(plans, forecasts),
        }
    )
    text = document(root)
    assert (
        "| 上线（M1） | 12-04 | 12-07 | — | 延期3个自然日 | 计划由11月27日调整为12月4日（CR-1）；"
        "上期预计11月27日；原因：环境推迟 |" in text
    )


@pytest.mark.parametrize(
    ("quality", "colour"),
    [
        ("", "grey"),
        ("- {on: 2026-11-19, executed: 100, passed: 95}\n", "green"),
        ("- {on: 2026-11-19, executed: 1000, passed: 949}\n", "yellow"),
        ("- {on: 2026-11-19, executed: 100, passed: 84}\n", "red"),
        ("- {on: 2026-11-19, executed: 0, passed: 0}\n", "grey"),
        ("- {on: 2026-10-19, executed: 100, passed: 100}\n", "grey"),  # too old to say anything
        (
            SOUND + "[{severity: major, open: 2}]}\n",
            "yellow",
        ),
        (
            SOUND + "[{severity: major, open: 3}]}\n",
            "red",
        ),
        (
            SOUND + "[{severity: minor, open: 9}]}\n",
            "green",
        ),
    ],
)
def test_the_quality_light_follows_the_rule(
    make_workspace: Make, quality: str, colour: str
) -> None:
    root = make_workspace({**BASE, f"{PROJECT}/quality.yaml": quality})
    assert light(view(root), "quality") == colour


@pytest.mark.parametrize(
    ("score", "disclosed", "internal", "client"),
    [
        ("probability: 2, impact: 3", True, "green", "green"),
        ("probability: 2, impact: 4", True, "yellow", "yellow"),
        ("probability: 3, impact: 5", True, "red", "red"),
        ("probability: 3, impact: 5", False, "red", "grey"),
    ],
)
def test_each_edition_is_coloured_by_the_risks_it_may_see(
    make_workspace: Make, score: str, *, disclosed: bool, internal: str, client: str
) -> None:
    risk = (
        "- id: RISK-1\n  event: 接口推迟\n"
        f"  assessments: [{{at: 2026-11-10, {score}}}]\n"
        "  events: [{at: 2026-11-10, type: identified}]\n"
    ) + ("  disclosed_on: 2026-11-11\n" if disclosed else "")
    root = make_workspace({**BASE, f"{PROJECT}/risks.yaml": risk})
    assert light(view(root, audience=Audience.INTERNAL), "risk") == internal
    assert light(view(root), "risk") == client


def test_a_colour_set_by_hand_holds_until_its_day_and_shows_the_rule(make_workspace: Make) -> None:
    project = BASE[f"{PROJECT}/project.yaml"] + (
        "assessments:\n  - {on: 2026-11-16, dimension: schedule, rag: yellow, reason: 人员请假, "
        "by: zhang.min, until: 2026-11-20, audience: client}\n"
    )
    files = {
        **BASE,
        f"{PROJECT}/project.yaml": project,
        f"{PROJECT}/milestones.yaml": milestone("plans: [{on: 2026-09-01, due: 2026-12-01}]"),
    }
    root = make_workspace(files)
    first = view(root)["lights"][0]
    assert (first["rag"], first["is_override"], first["rule"]) == ("yellow", True, "green")
    assert light(view(root, as_of="2026-11-27T18:00+08:00"), "schedule") == "green"


def test_what_is_not_known_is_grey_and_never_green(make_workspace: Make) -> None:
    found = view(make_workspace(BASE))
    assert {item["rag"] for item in found["lights"]} == {"grey"}
    assert found["overall"] == "grey"


# ── service: three kinds of nothing ──────────────────────────────────────────

TICKETS = "clients/acme/tickets/2026-11.yaml"
SOURCES = "clients/acme/sources.yaml"


@pytest.mark.parametrize(
    ("sources", "sentence"),
    [
        ("", "本周工单数据未采集。"),
        (
            "- {source: ticket, kind: manual, records: [{on: 2026-11-20, through: 2026-11-20}]}\n",
            "本周无本项目的工单。",
        ),
        (
            "- {source: ticket, kind: imported, records: [{on: 2026-11-20, through: 2026-11-19}]}",
            "工单数据截至11月19日，之后的数据尚未导入。",
        ),
    ],
)
def test_three_kinds_of_nothing_are_told_apart(
    make_workspace: Make, sources: str, sentence: str
) -> None:
    assert sentence in document(make_workspace({**BASE, SOURCES: sources}))


def test_tickets_count_once_by_their_first_event_and_client_wide_ones_stand_alone(
    make_workspace: Make,
) -> None:
    tickets = """\
- id: T-1
  title: 甲
  project: core
  priority: urgent
  events:
    - {at: 2026-11-13 18:00, type: opened}
    - {at: 2026-11-16 10:00, type: resolved}
    - {at: 2026-11-17 10:00, type: reopened}
    - {at: 2026-11-18 10:00, type: resolved}
    - {at: 2026-11-18 11:00, type: closed}
- id: T-2
  title: 乙
  project: core
  events:
    - {at: 2026-11-13 18:01, type: opened}
    - {at: 2026-11-16 09:00, type: waiting_client}
- id: T-3
  title: 丙
  events:
    - {at: 2026-11-20 18:00, type: opened}
- id: T-4
  title: 丁
  project: core
  audience: internal
  events:
    - {at: 2026-11-17 18:00, type: opened}
"""
    found = view(make_workspace({**BASE, TICKETS: tickets}))["service"]
    own, wide = found["tickets"], found["client_wide"]
    assert [own[k] for k in ("opened", "resolved", "closed", "open")] == [1, 1, 1, 1]
    assert [(one["id"], one["since"]) for one in own["waiting"]] == [
        ("T-2", "2026-11-16T09:00+08:00")
    ]
    assert [wide[k] for k in ("opened", "open")] == [1, 1]


def test_what_was_entered_late_corrects_the_last_report(make_workspace: Make) -> None:
    tickets = """\
- id: T-1
  title: 日切时点
  project: core
  events: [{at: 2026-11-12 09:00, type: opened, recorded_on: 2026-11-16}]
- id: T-2
  title: 按时登记
  project: core
  events: [{at: 2026-11-12 09:00, type: opened}]
"""
    issued = (
        "issued: [{at: 2026-11-13 18:10, as_of: 2026-11-13 18:00, edition: client, lang: zh, "
        "data_version: abc1234}]\n"
    )
    files = {**BASE, TICKETS: tickets, f"{PROJECT}/reports/weekly-2026-W46.yaml": issued}
    root = make_workspace(files)
    last = view(root, as_of="2026-11-13T18:00+08:00")
    assert last["service"]["tickets"]["opened"] == 1  # as the issued report said
    text = document(root)
    assert "“受理工单1件”应为2件。" in text
    assert "日切时点（T-1）：11月12日的记录于11月16日补录。" in text
    assert view(root, audience=Audience.INTERNAL)["corrections"] is None  # none was issued


# ── the client's edition ─────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("form", "word"),
    [("bank", "贵行"), ("company", "贵司"), ("bureau", "贵局"), ("organisation", "贵单位")],
)
def test_the_client_is_addressed_as_its_record_says(
    make_workspace: Make, form: str, word: str
) -> None:
    client = f"name: 甲方\naddress_form: {form}\n"
    text = document(make_workspace({**BASE, "clients/acme/client.yaml": client}))
    assert f"## 六、需{word}支持与确认的事项" in text
    assert f"{word}如对本期周报有意见" in text


def test_the_language_is_the_readers_own_when_none_is_asked_for(make_workspace: Make) -> None:
    client = "name: {zh: 艾可, en: Acme}\nlang: en\n"
    root = make_workspace({**BASE, "clients/acme/client.yaml": client})
    for audience, lang in ((Audience.CLIENT, Lang.EN), (Audience.INTERNAL, Lang.ZH)):
        request = api.Request(as_of=datetime.fromisoformat(FRIDAY), audience=audience)
        assert api.report(root, "weekly-report", "core", request).lang is lang


def test_text_of_a_record_cannot_forge_structure(make_workspace: Make) -> None:
    forged = requirement(
        "1",
        "at: 2026-10-01, type: collected",
        "at: 2026-11-18 10:00, type: tested",
    )
    path = next(iter(forged))
    forged[path] = forged[path].replace(
        "title: 需求1",
        'title: "好\\n\\n## 九、变更情况\\n\\n已批准 | <script>x</script> [链接](http://x)"',
    )
    root = make_workspace({**BASE, **forged})
    text = document(root)
    assert text.count("\n## 九、变更情况") == 1
    assert "[链接](" not in text
    html = document(root, form="html")
    assert "<script" not in html
    assert 'href="http://x"' not in html


# ── the group message ────────────────────────────────────────────────────────


def test_the_group_message_never_exceeds_its_length(make_workspace: Make) -> None:
    files = dict(BASE)
    for number in range(12):
        long = f"名称特别长的需求第{number}项用来检验摘要的长度是否受控"
        files |= requirement(
            str(number), "at: 2026-10-01, type: collected", "at: 2026-11-18 10:00, type: tested"
        )
        path = f"{PROJECT}/requirements/REQ-{number}.yaml"
        files[path] = files[path].replace(f"需求{number}", long)
    files |= requirement(
        "99",
        "at: 2026-10-01, type: collected",
        "at: 2026-10-08, type: planned, due: 2026-11-13",
        "at: 2026-11-10, type: delayed, reason: 外部接口一再推迟且没有书面的时间, eta: 2026-11-27",
    )
    for lang in Lang:
        text = document(make_workspace(files), form="brief", lang=lang)
        assert len(text.rstrip("\n")) <= 150
        assert "\n" not in text.rstrip("\n")
    assert document(make_workspace(files), form="brief").startswith("【核心系统·第47周】总体：")


def test_a_project_of_that_name_must_be_one(make_workspace: Make) -> None:
    other = {
        "clients/beta/client.yaml": "name: 贝塔\n",
        "clients/beta/projects/core/project.yaml": "name: 另一个\ntype: custom_dev\n",
    }
    root = make_workspace({**BASE, **other})
    with pytest.raises(UsageError, match="ambiguous"):
        view(root)
    request = api.Request(as_of=datetime.now(UTC), audience=Audience.CLIENT)
    assert api.report(root, "weekly-report", "beta/core", request).text
