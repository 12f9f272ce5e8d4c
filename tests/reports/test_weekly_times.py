"""Weekly report: times that were agreed, kept or not, on our side and on the client's."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from rdclient import api
from rdclient.lens import Audience, Lang

Make = Callable[[Mapping[str, str]], Path]
Weekly = Callable[..., Any]

PROJECT = "clients/acme/projects/core"
TICKETS = "clients/acme/tickets.yaml"
INCIDENTS = "clients/acme/incidents.yaml"
SOURCES = "clients/acme/sources.yaml"
FRAME = {
    "rdclient.yaml": (
        "name: t\nvendor: {name: V}\nlang: zh\ntimezone: Asia/Shanghai\ncalendar: cn\n"
    ),
    "people.yaml": "- {id: zhang.min, name: 张敏}\n- {id: he, name: 何晓东}\n",
    "clients/acme/client.yaml": "name: 艾可公司\ncode: AK\n",
    "clients/acme/contacts.yaml": "- {id: wang, name: 王雪}\n",
    f"{PROJECT}/project.yaml": (
        "name: 核心系统\ncode: HX\ntype: custom_dev\nteam:\n"
        "  - {role: project_manager, person: zhang.min, from: 2026-09-01}\n"
    ),
}
COLLECTED = (
    "- {source: ticket, kind: manual, records: [{on: 2026-11-20, through: 2026-11-20}]}\n"
    "- {source: incident, kind: manual, records: [{on: 2026-11-20, through: 2026-11-20}]}\n"
)
FRIDAY = "2026-11-20T18:00+08:00"
"""The report covers the time since Friday 13 November, 18:00."""


@pytest.fixture
def weekly(make_workspace: Make) -> Weekly:
    """A function that makes the weekly report of some files: its data, or its text in a form."""

    def made(
        files: Mapping[str, str],
        form: str = "json",
        audience: Audience = Audience.CLIENT,
        lang: Lang = Lang.ZH,
    ) -> Any:  # noqa: ANN401 - JSON
        root = make_workspace({**FRAME, SOURCES: COLLECTED, **files})
        request = api.Request(datetime.fromisoformat(FRIDAY), audience, lang, form)
        text = api.report(root, "weekly-report", "HX", request).text
        return json.loads(text) if form == "json" else text

    return made


def ticket(name: str, *events: str, priority: str = "normal") -> str:
    """A ticket of the project; an event is a moment of November and what happened."""
    lines = "".join(
        f"    - {{at: 2026-11-{event.rpartition(' ')[0]}, type: {event.rpartition(' ')[2]}}}\n"
        for event in events
    )
    return (
        f"- id: {name}\n  title: 事项{name}\n  project: core\n  priority: {priority}\n"
        f"  events:\n{lines}"
    )


def incident(level: str, *events: str) -> dict[str, str]:
    lines = "".join(
        f"    - {{at: 2026-11-{event.rpartition(' ')[0]}, type: {event.rpartition(' ')[2]}}}\n"
        for event in events
    )
    head = f"- id: INC-1\n  title: 支付中断\n  project: core\n  level: {level}\n  events:\n"
    return {INCIDENTS: head + lines}


def service_light(found: Mapping[str, Any]) -> tuple[str, list[str]]:
    (light,) = [item for item in found["lights"] if item["dimension"] == "service"]
    return light["rag"], [reason["code"] for reason in light["reasons"]]


# ── the light of service ─────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("events", "colour"),
    [
        # Closed after exactly 24 hours: in time; a minute later: not.
        (("17 10:00 opened", "18 10:00 closed"), "green"),
        (("17 10:00 opened", "18 10:01 closed"), "yellow"),
        # Still to be done: within its time, and past it since the week before.
        (("20 10:00 opened",), "green"),
        (("10 10:00 opened",), "yellow"),
        # Waiting for the client does not count.
        (("17 10:00 opened", "17 11:00 waiting_client"), "green"),
        # Late in an earlier week and closed in this one: that week told it.
        (("10 10:00 opened", "16 10:00 closed"), "grey"),
        # Time ran out in the very second in which the last report was made, and in the one before.
        (("12 18:00 opened", "16 10:00 closed"), "yellow"),
        (("12 17:59 opened", "16 10:00 closed"), "grey"),
    ],
)
def test_a_ticket_that_was_not_closed_in_time_makes_service_yellow(
    weekly: Weekly, events: tuple[str, ...], colour: str
) -> None:
    assert service_light(weekly({TICKETS: ticket("T-1", *events)}))[0] == colour


@pytest.mark.parametrize(
    ("level", "restored", "colour"),
    [
        ("P1", "18 11:00 restored", "green"),
        ("P1", "18 11:01 restored", "red"),
        ("P1", "18 09:10 acknowledged", "red"),  # not restored yet
        ("P2", "18 17:00 restored", "grey"),  # no time was agreed for P2
    ],
)
def test_an_incident_of_the_highest_level_that_took_too_long_makes_service_red(
    weekly: Weekly, level: str, restored: str, colour: str
) -> None:
    events = ("18 09:00 detected", "18 09:10 acknowledged", restored)
    assert service_light(weekly(incident(level, *dict.fromkeys(events))))[0] == colour


ONE_SOURCE = "- {source: ticket, kind: manual, records: [{on: 2026-11-20, through: 2026-11-20}]}\n"
LAST_WEEKS = COLLECTED.replace("2026-11-20", "2026-11-13")
YESTERDAYS = COLLECTED.replace("through: 2026-11-20", "through: 2026-11-19")


@pytest.mark.parametrize(
    ("sources", "files", "light"),
    [
        ("[]\n", {}, ("grey", ["service_not_collected"])),
        ("[]\n", "sound", ("grey", ["service_not_collected"])),
        (ONE_SOURCE, "sound", ("grey", ["incident_not_collected"])),
        (LAST_WEEKS, "sound", ("grey", ["ticket_until", "incident_until"])),
        (YESTERDAYS, "sound", ("green", ["ticket_until", "incident_until"])),
        (COLLECTED, {}, ("grey", ["no_service_clock"])),
        (COLLECTED, "sound", ("green", [])),
        ("[]\n", "late", ("yellow", ["service_late"])),  # what is known to be late is told
    ],
)
def test_service_is_never_green_where_data_were_not_collected(
    weekly: Weekly, sources: str, files: str | dict[str, str], light: tuple[str, list[str]]
) -> None:
    tickets = {
        "sound": {TICKETS: ticket("T-1", "17 10:00 opened", "17 16:00 closed")},
        "late": {TICKETS: ticket("T-1", "17 10:00 opened", "19 16:00 closed")},
    }
    found = weekly({SOURCES: sources, **(tickets[files] if isinstance(files, str) else files)})
    assert service_light(found) == light


def test_the_clients_light_rests_on_what_the_client_may_see(weekly: Weekly) -> None:
    hidden = ticket("T-1", "10 10:00 opened").replace(
        "  project", "  audience: internal\n  project"
    )
    assert service_light(weekly({TICKETS: hidden}))[0] == "grey"
    assert service_light(weekly({TICKETS: hidden}, audience=Audience.INTERNAL))[0] == "yellow"


def test_the_reason_names_the_ticket_what_was_agreed_and_what_it_took(weekly: Weekly) -> None:
    files = {TICKETS: ticket("T-1", "17 10:00 opened", "18 12:30 closed")}
    assert "- 服务：“事项T-1”（T-1）关闭超时（约定24小时，实际26小时30分）。" in weekly(files, "md")
    assert (
        "- Service: “事项T-1” (T-1): closure took longer than agreed "
        "(26 h 30 min, agreed 24 h)." in weekly(files, "md", lang=Lang.EN)
    )


def test_a_waived_clock_does_not_colour_our_light_but_the_clients_who_reads_no_waivers(
    weekly: Weekly,
) -> None:
    files = {
        TICKETS: ticket("T-1", "17 10:00 opened", "19 12:30 closed"),
        "clients/acme/waivers.yaml": (
            "- {code: RD502, scope: T-1, reason: 客户要求节后关闭, approvers: [zhang.min, wang], "
            "until: 2026-12-31}\n"
        ),
    }
    ours = weekly(files, audience=Audience.INTERNAL)
    assert service_light(ours) == ("grey", ["no_service_clock"])
    assert service_light(weekly(files))[0] == "yellow"


# ── tickets: in time or not, by priority ─────────────────────────────────────

WEEK = (
    ticket("T-1", "16 09:00 opened", "16 10:59 responded", "16 12:00 closed", priority="urgent")
    + ticket("T-2", "16 09:00 opened", "16 11:01 responded", "16 12:00 closed", priority="urgent")
    + ticket("T-3", "17 09:00 opened", "17 15:00 closed")
    + ticket("T-4", "17 09:00 opened", "18 08:00 closed")
    + ticket("T-5", "17 09:00 opened")
    + ticket("T-6", "20 17:00 opened")  # not decided yet
    + ticket("T-7", "20 10:00 opened", "20 11:00 waiting_client", "20 15:00 waiting_client")
)


def test_tickets_in_time_are_counted_by_what_was_promised_and_by_priority(weekly: Weekly) -> None:
    rows = weekly({TICKETS: WEEK})["service"]["tickets"]["times"]
    assert [(row["clock"], row["priority"], row["met"], row["missed"]) for row in rows] == [
        ("RD501", "urgent", 1, 1),
        ("RD502", "normal", 2, 1),
    ]
    assert [row["rate"] for row in rows] == [50.0, 66.7]


def test_an_open_ticket_past_its_time_counts_and_is_named(weekly: Weekly) -> None:
    text = weekly({TICKETS: WEEK}, "md")
    assert (
        "时限情况：紧急工单2件，1件在约定的2小时内响应，1件超时（按时率50%）；"
        "一般工单3件，2件在约定的24小时内关闭，1件超时（按时率66.7%）。" in text
    )
    assert "- 已超时、尚未关闭：事项T-5（T-5），应于11月18日09:00前关闭。" in text


def test_all_in_time_is_said_only_when_it_is_true_and_something_was_measured(
    weekly: Weekly,
) -> None:
    both = ticket("T-1", "17 09:00 opened", "17 15:00 closed") + ticket(
        "T-2", "17 09:00 opened", "17 16:00 closed"
    )
    assert "时限情况：一般工单2件，均在约定的24小时内关闭。" in weekly({TICKETS: both}, "md")
    answered = ticket("T-1", "17 09:00 opened", "17 10:00 responded", "17 11:00 waiting_client")
    for audience in Audience:
        text = weekly({TICKETS: answered}, "md", audience)
        assert "时限情况" not in text
        assert "均在约定" not in text


def test_a_limit_that_changed_meanwhile_is_not_stated_as_one(weekly: Weekly) -> None:
    policy = (
        "- {}\n- effective_on: 2026-11-17\n"
        "  clocks: {ticket_closure: {targets: {urgent: null, normal: 8h}}}\n"
    )
    both = ticket("T-1", "16 09:00 opened", "16 23:00 closed") + ticket(
        "T-2", "17 09:00 opened", "17 16:00 closed"
    )
    text = weekly({TICKETS: both, "policy.yaml": policy}, "md")
    assert "时限情况：一般工单2件，均在约定时限内关闭。" in text


def test_hours_of_a_working_calendar_are_told_as_such(weekly: Weekly) -> None:
    policy = "clocks: {ticket_closure: {calendar: business, targets: {urgent: null, normal: 8h}}}\n"
    files = {TICKETS: ticket("T-1", "17 09:00 opened", "17 11:00 closed"), "policy.yaml": policy}
    assert "一般工单1件，在约定的工作时间8小时内关闭。" in weekly(files, "md")


def test_a_ticket_that_waits_for_the_client_says_since_when(weekly: Weekly) -> None:
    text = weekly({TICKETS: WEEK}, "md")
    assert "其中待贵司反馈的：事项T-7（T-7，11月20日11:00起计时暂停）。" in text
    urgent = ticket("T-1", "20 10:00 opened", "20 11:00 waiting_client", priority="urgent")
    assert "事项T-1（T-1，11月20日11:00起等待）。" in weekly({TICKETS: urgent}, "md")


def test_what_has_no_agreed_time_is_said_so_inside_and_left_out_for_the_client(
    weekly: Weekly,
) -> None:
    files = {
        TICKETS: ticket("T-1", "17 09:00 opened", "17 10:00 responded", "17 15:00 closed"),
        **incident("P3", "18 09:00 detected", "18 09:20 acknowledged", "18 10:00 restored"),
    }
    said = "未约定时限、不计时：一般工单响应1件、三级（P3）故障响应1起、三级（P3）故障恢复业务1起。"
    assert said in weekly(files, "md", Audience.INTERNAL)
    assert "不计时" not in weekly(files, "md")


def test_a_ticket_whose_events_are_out_of_order_is_a_gap_of_the_internal_edition(
    weekly: Weekly,
) -> None:
    files = {TICKETS: ticket("T-1", "17 09:00 opened", "17 10:00 resumed", "17 15:00 closed")}
    line = "- 关闭未计时：事项T-1（T-1），过程记录的先后次序有误。"
    assert line in weekly(files, "md", Audience.INTERNAL)
    assert "未计时" not in weekly(files, "md")


# ── incidents ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("events", "words"),
    [
        (
            ("18 09:10 acknowledged", "18 10:30 restored"),
            "10分钟响应（约定15分钟内），90分钟恢复业务（约定2小时内）。",
        ),
        (
            ("18 09:20 acknowledged", "18 11:30 restored"),
            "20分钟响应，超过约定的15分钟，150分钟恢复业务，超过约定的2小时。",
        ),
        (("18 09:10 acknowledged",), "10分钟响应（约定15分钟内），尚未恢复，超过约定的2小时。"),
        ((), "尚未响应，超过约定的15分钟，尚未恢复，超过约定的2小时。"),
    ],
)
def test_an_incident_of_the_highest_level_is_held_against_what_was_agreed(
    weekly: Weekly, events: tuple[str, ...], words: str
) -> None:
    text = weekly(incident("P1", "18 09:00 detected", *events), "md")
    assert f"一级（P1）故障：支付中断（INC-1），11月18日09:00发现，{words}" in text


# ── what recurs, and what is due ─────────────────────────────────────────────


def meeting(*lines: str) -> dict[str, str]:
    body = "title: 例会\nkind: weekly\nstarted_at: 2026-11-12 14:00\n" + "\n".join(lines) + "\n"
    return {f"{PROJECT}/meetings/MTG-1.yaml": body}


ASKED = meeting(
    "ended_at: 2026-11-12 15:00",
    "sent_at: 2026-11-12 16:00",
    "actions:",
    "  - {id: ACT-1, text: 提供测试数据, owner: wang, due: 2026-11-25}",
    "  - {id: ACT-2, text: 编写联调方案, owner: he, due: 2026-11-24 18:00}",
    "  - {id: ACT-3, text: 修订操作手册, owner: he, due: 2026-11-18}",
    "confirmations:",
    "  - {id: CFM-1, text: 确认对账口径, by: wang, due: 2026-11-24 18:00}",
    "  - {id: CFM-2, text: 确认培训日期, by: wang, due: 2026-11-30}",
    "  - {id: CFM-3, text: 确认试点网点, by: wang, due: 2026-11-19}",
)


@pytest.mark.parametrize(("audience", "client"), [("client", "贵司"), ("internal", "客户")])
def test_what_the_client_is_to_do_before_the_next_report_stands_in_both_editions(
    weekly: Weekly, audience: str, client: str
) -> None:
    text = weekly(ASKED, "md", Audience(audience))
    assert (
        f"下周需{client}支持与确认的事项（详见第六部分）：\n\n"
        "- 请于11月24日18:00前答复：确认对账口径（CFM-1），责任人：王雪。\n"
        "- 请于11月25日前完成：提供测试数据（ACT-1），责任人：王雪。\n\n" in text
    )
    assert "确认试点网点（CFM-3） | 王雪 | 11-19（已逾期） |" in text


def test_what_we_are_to_do_stands_in_the_internal_edition_only(weekly: Weekly) -> None:
    ours = weekly(ASKED, audience=Audience.INTERNAL)["internal"]
    due = [(row["code"], row["id"], row["deadline"]) for row in ours["due_next"]]
    assert ("RD426", "ACT-2", "2026-11-24T18:00+08:00") in due
    assert {name for _, name, _ in due}.isdisjoint({"ACT-1", "CFM-1", "CFM-2"})
    late = [(row["code"], row["id"], row["deadline"]) for row in ours["overdue"]]
    assert late == [("RD426", "ACT-3", "2026-11-18")]
    theirs = weekly(ASKED, "md")
    assert "编写联调方案" not in theirs
    assert "修订操作手册" not in theirs
    assert "- 我方逾期待办：修订操作手册（ACT-3），责任人：何晓东，原定11月18日。" in weekly(
        ASKED, "md", Audience.INTERNAL
    )


IN_DEVELOPMENT = {
    f"{PROJECT}/project.yaml": FRAME[f"{PROJECT}/project.yaml"]
    + "phases:\n  - {phase: development, entered_on: 2026-11-09}\n",
    f"{PROJECT}/meetings/MTG-2.yaml": (
        "title: 口头沟通\nkind: weekly\nformality: informal\nstarted_at: 2026-11-10 10:00\n"
        "attendees:\n  - {person: zhang.min, present: true}\n  - {person: wang, present: true}\n"
    ),
}


def test_a_week_with_too_few_records_is_told_inside_and_never_to_the_client(
    weekly: Weekly,
) -> None:
    text = weekly(IN_DEVELOPMENT, "md", Audience.INTERNAL)
    line = "- 开发期沟通，11月9日—15日：只找到1次记录（约定2次）；如已进行，请补记。"
    assert line in text
    assert "| 11-22 | 开发期沟通 | 约定2次，已有记录0次 | 我方 | 张敏 |" in text
    for lang in Lang:
        told = weekly(IN_DEVELOPMENT, "md", lang=lang)
        assert "开发期沟通" not in told
        assert "Development contact" not in told
        assert "请补记" not in told


def test_how_long_we_have_waited_for_the_client_stands_in_the_internal_edition(
    weekly: Weekly,
) -> None:
    files = {**ASKED, TICKETS: ticket("T-7", "17 10:00 opened", "18 11:00 waiting_client")}
    waited = weekly(files, audience=Audience.INTERNAL)["internal"]["waiting"]
    assert [(row["cause"], row["id"], row["workdays"], row["days"]) for row in waited] == [
        ("confirmation", "CFM-1", 6, 8),
        ("confirmation", "CFM-2", 6, 8),
        ("confirmation", "CFM-3", 6, 8),
        ("ticket", "T-7", 2, 2),
    ]


# ── minutes ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("sent", "counts"),
    [
        ("sent_at: 2026-11-18 15:00", (1, 0)),  # exactly 24 hours
        ("sent_at: 2026-11-18 15:01", (0, 0)),
        ("", (0, 0)),
    ],
)
def test_minutes_of_formal_meetings_are_counted_by_their_clock(
    weekly: Weekly, sent: str, counts: tuple[int, int]
) -> None:
    held = meeting("ended_at: 2026-11-17 15:00", sent)
    held = {path: text.replace("2026-11-12", "2026-11-17") for path, text in held.items()}
    found = weekly(held)["communication"]
    assert (found["minutes_on_time"], found["minutes_awaited"]) == counts


def test_minutes_still_within_their_time_are_awaited(weekly: Weekly) -> None:
    held = meeting("ended_at: 2026-11-20 15:00")
    held = {path: text.replace("2026-11-12", "2026-11-20") for path, text in held.items()}
    found = weekly(held)["communication"]
    assert (found["minutes_on_time"], found["minutes_awaited"]) == (0, 1)
