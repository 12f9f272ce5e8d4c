"""Lists: the state of each kind of record as of a moment, who is named, in which order."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from rdclient.diagnostic import UsageError
from rdclient.reports.card import Card, Sought
from rdclient.reports.listing import Listing, Wanted
from rdclient.reports.row import Row
from rdclient.store.workspace import read

Write = Callable[..., Path]
ZONE = ZoneInfo("Asia/Shanghai")
NOW = "2026-11-20 18:00"
HOME = "clients/nb/projects/pay"


def ask(folder: Path, question: Wanted, as_of: str = NOW) -> Listing:
    loaded = read(folder)
    assert [(f.code, f.location.path, f.facts) for f in loaded.findings] == []
    view = question.view(loaded.portfolio, as_of=datetime.fromisoformat(as_of).replace(tzinfo=ZONE))
    assert isinstance(view, Listing)
    return view


def rows(folder: Path, kind: str, as_of: str = NOW) -> dict[str, Row]:
    return {row.id: row for row in ask(folder, Wanted(kind), as_of).rows}


def states(folder: Path, kind: str, as_of: str = NOW) -> dict[str, tuple[str, bool]]:
    found = rows(folder, kind, as_of)
    return {name: (r.state.token, r.state.is_open) for name, r in found.items() if r.state}


# ── states ───────────────────────────────────────────────────────────────────


def requirement(name: str, *steps: str) -> str:
    events = "".join(f"  - {{at: 2026-11-{10 + n}, type: {s}}}\n" for n, s in enumerate(steps))
    return f"title: {name}\ntype: functional\nevents:\n{events}"


def test_a_change_is_approved_by_its_sign_offs_and_a_claim_is_only_a_claim(
    meetings: Write,
) -> None:
    steps = "events:\n  - {at: 2026-11-10, type: submitted}\n"
    confirmed = steps + "  - {at: 2026-11-12, type: client_confirmed}\n"
    folder = meetings(
        {
            "policy.yaml": "control: {since: 2026-11-12}\n",
            f"{HOME}/changes/CR-1.yaml": "title: draft\n",
            f"{HOME}/changes/CR-2.yaml": f"title: claimed\n{confirmed}",
            f"{HOME}/changes/CR-3.yaml": f"title: closed\n{confirmed}"
            "  - {at: 2026-11-13, type: closed}\n",
        }
    )
    assert states(folder, "change") == {
        "CR-1": ("draft", True),
        "CR-2": ("client_confirmed", True),
        "CR-3": ("closed", False),
    }
    policy = "control: {since: 2026-11-13}\n"  # what was confirmed before counts
    (folder / "policy.yaml").write_text(policy, encoding="utf-8")
    assert states(folder, "change")["CR-2"] == ("approved", True)


def test_a_requirement_is_open_until_it_is_released_or_leaves_the_main_line(
    meetings: Write,
) -> None:
    ways = {
        "REQ-1": ("collected", "delayed"),
        "REQ-2": ("accepted",),
        "REQ-3": ("accepted", "released"),
        "REQ-4": ("deferred",),
        "REQ-5": ("declined",),
        "REQ-6": ("withdrawn",),
        "REQ-7": ("released", "reopened"),
    }
    folder = meetings(
        {f"{HOME}/requirements/{n}.yaml": requirement(n, *w) for n, w in ways.items()}
    )
    assert states(folder, "requirement") == {
        "REQ-1": ("collected", True),
        "REQ-2": ("accepted", True),
        "REQ-3": ("released", False),
        "REQ-4": ("deferred", False),
        "REQ-5": ("declined", False),
        "REQ-6": ("withdrawn", False),
        "REQ-7": ("reopened", True),
    }


def test_the_state_of_a_meeting_follows_from_its_dates(meetings: Write) -> None:
    folder = meetings(
        {
            "MTG-1": "{title: a, kind: weekly, planned_at: 2026-11-20 18:00}",
            "MTG-2": "{title: b, kind: weekly, planned_at: 2026-11-20 17:59}",
            "MTG-3": "{title: c, kind: weekly, started_at: 2026-11-19 10:00}",
            "MTG-4": "{title: d, kind: weekly, formality: informal, ended_at: 2026-11-19 10:00}",
            "MTG-5": (
                "{title: e, kind: weekly, started_at: 2026-11-19 10:00, sent_at: 2026-11-19 12:00}"
            ),
            "MTG-6": "{title: f, kind: weekly, planned_at: 2026-11-12, cancelled_on: 2026-11-11}",
            "MTG-7": "{title: g, kind: weekly}",
        }
    )
    assert states(folder, "meeting") == {
        "MTG-1": ("planned", True),
        "MTG-2": ("no_record", True),
        "MTG-3": ("held", True),
        "MTG-4": ("held", False),
        "MTG-5": ("sent", False),
        "MTG-6": ("cancelled", False),
        "MTG-7": ("planned", True),
    }


def test_yesterdays_list_does_not_know_what_happened_today(meetings: Write) -> None:
    folder = meetings(
        {
            "MTG-1": (
                "{title: a, kind: weekly, planned_at: 2026-11-19 10:00, "
                "started_at: 2026-11-19 10:00, sent_at: 2026-11-20 09:00}"
            ),
            f"{HOME}/requirements/REQ-1.yaml": requirement("x", "collected", "analysed"),
        }
    )
    assert states(folder, "meeting", "2026-11-19 09:59") == {"MTG-1": ("planned", True)}
    assert states(folder, "meeting", "2026-11-20 08:59") == {"MTG-1": ("held", True)}
    assert states(folder, "meeting", "2026-11-20 09:00") == {"MTG-1": ("sent", False)}
    assert states(folder, "requirement", "2026-11-09 12:00") == {}
    assert states(folder, "requirement", "2026-11-10 12:00") == {"REQ-1": ("collected", True)}


def test_milestones_count_the_days_between_agreed_and_expected(meetings: Write) -> None:
    text = """
        - {id: M1, name: a, plans: [{on: 2026-10-01, due: 2026-11-10}], reached_on: 2026-11-12}
        - {id: M2, name: b, plans: [{on: 2026-10-01, due: 2026-11-18}]}
        - {id: M3, name: c, plans: [{on: 2026-10-01, due: 2026-12-01}]}
        - id: M4
          name: d
          plans: [{on: 2026-10-01, due: 2026-12-01}]
          forecasts: [{on: 2026-11-01, date: 2026-11-29}]
        - {id: M5, name: e}
    """
    folder = meetings({f"{HOME}/milestones.yaml": text})
    found = {
        n: (r.state.token, r.state.days) for n, r in rows(folder, "milestone").items() if r.state
    }
    assert found == {
        "M1": ("reached", 2),
        "M2": ("slipped", 2),
        "M3": ("on_time", 0),
        "M4": ("early", -2),
        "M5": ("no_plan", None),
    }
    overdue = [row.id for row in rows(folder, "milestone").values() if row.is_overdue]
    assert overdue == ["M2"]


def test_a_risk_is_watched_once_it_is_assessed_and_answered(meetings: Write) -> None:
    seen = "assessments: [{at: 2026-11-01, probability: 4, impact: 3}]"
    answer = "response: {strategy: avoid, due: 2026-11-02}"
    text = f"""
        - {{id: R-1, event: a, {seen}}}
        - {{id: R-2, event: b, {seen}, {answer}}}
        - {{id: R-3, event: c, {seen}, {answer}, events: [{{at: 2026-11-02, type: occurred}}]}}
        - id: R-4
          event: d
          events: [{{at: 2026-11-02, type: occurred}}, {{at: 2026-11-03, type: closed}}]
    """
    folder = meetings({f"{HOME}/risks.yaml": text})
    assert states(folder, "risk") == {
        "R-1": ("open", True),
        "R-2": ("monitoring", True),
        "R-3": ("occurred", True),
        "R-4": ("closed", False),
    }
    assert rows(folder, "risk")["R-1"].grade == (12,)
    assert not rows(folder, "risk")["R-2"].is_overdue  # no record says what became of it


def test_tasks_tickets_and_the_rest_say_where_they_stand(meetings: Write) -> None:
    folder = meetings(
        {
            f"{HOME}/tasks.yaml": """
                - id: T-1
                  title: a
                  plans: [{on: 2026-11-01, start: 2026-11-02, finish: 2026-11-19}]
                - {id: T-2, title: b, started_on: 2026-11-02}
                - {id: T-3, title: c, started_on: 2026-11-02, finished_on: 2026-11-03}
            """,
            f"{HOME}/iterations.yaml": """
                - {id: I-1, start: 2026-11-01, end: 2026-11-19}
                - {id: I-2, start: 2026-11-20, end: 2026-11-20}
                - {id: I-3, start: 2026-11-21, end: 2026-11-30}
            """,
            f"{HOME}/deliverables.yaml": """
                - {id: D-1, name: a, kind: manual, due: 2026-11-19}
                - {id: D-2, name: b, kind: manual, due: 2026-11-20}
                - {id: D-3, name: c, kind: manual, due: 2026-11-19, sent_on: 2026-11-20}
            """,
            "clients/nb/tickets.yaml": """
                - id: K-1
                  title: a
                  events: [{at: 2026-11-01, type: opened}, {at: 2026-11-02, type: visited}]
                - {id: K-2, title: b, events: [{at: 2026-11-01, type: resolved}]}
                - {id: K-3, title: c, events: [{at: 2026-11-01, type: closed}]}
                - {id: K-4, title: d, events: [{at: 2026-11-01, type: cancelled}]}
                - {id: K-5, title: e}
            """,
            "clients/nb/contracts.yaml": """
                - {id: C-1}
                - {id: C-2, signed_on: 2026-01-01, warranty_until: 2026-11-20}
                - {id: C-3, signed_on: 2026-01-01, warranty_until: 2026-11-19}
            """,
            "clients/nb/surveys.yaml": """
                - {id: S-1, quarter: 2026-Q4}
                - {id: S-2, quarter: 2026-Q3, sent: [{to: 王雪梅, on: 2026-09-01}]}
                - {id: S-3, quarter: 2026-Q2, closed_on: 2026-07-01}
            """,
        }
    )
    assert states(folder, "task") == {
        "T-1": ("planned", True), "T-2": ("started", True), "T-3": ("finished", False),
    }  # fmt: skip
    assert rows(folder, "task")["T-1"].is_overdue
    assert states(folder, "iteration") == {
        "I-1": ("ended", False), "I-2": ("running", True), "I-3": ("planned", True),
    }  # fmt: skip
    assert states(folder, "deliverable") == {
        "D-1": ("due", True), "D-2": ("due", True), "D-3": ("sent", False),
    }  # fmt: skip
    assert [r.id for r in rows(folder, "deliverable").values() if r.is_overdue] == ["D-1"]
    assert states(folder, "ticket") == {
        "K-1": ("opened", True), "K-2": ("resolved", True), "K-3": ("closed", False),
        "K-4": ("cancelled", False), "K-5": ("no_record", True),
    }  # fmt: skip
    assert states(folder, "contract") == {
        "C-1": ("unsigned", True), "C-2": ("signed", True), "C-3": ("warranty_over", False),
    }  # fmt: skip
    assert states(folder, "survey") == {
        "S-1": ("prepared", True), "S-2": ("running", True), "S-3": ("closed", False),
    }  # fmt: skip


def test_somebody_who_left_yesterday_has_left(meetings: Write) -> None:
    folder = meetings(
        {
            "people.yaml": (
                "- {id: a, name: 甲, to: 2026-11-19}\n- {id: b, name: 乙, to: 2026-11-20}\n"
            )
        }
    )
    assert states(folder, "person") == {"a": ("left", False), "b": ("active", True)}


# ── action items, wherever they stand ────────────────────────────────────────

ITEMS = {
    "MTG-001": """
        title: 例会
        kind: weekly
        started_at: 2026-11-10 10:00
        actions:
          - {id: ACT-2, text: 到期未办, owner: 张敏, due: 2026-11-20 17:00}
          - {id: ACT-10, text: 改过时间, owner: 周涛, support: [张敏], due: 2026-11-12,
             events: [{at: 2026-11-12, type: moved, due: 2026-11-25}]}
          - {id: ACT-3, text: 已办, owner: 周涛, events: [{at: 2026-11-12, type: done, by: 张敏}]}
        confirmations:
          - {id: CFM-1, text: 口径, by: 王雪梅, due: 2026-11-19}
    """,
    "clients/nb/improvements.yaml": """
        - id: IMP-1
          created_on: 2026-11-01
          actions: [{id: ACT-50, text: 改进, owner: 周涛}]
    """,
    "clients/nb/incidents/INC-1.yaml": """
        title: 停机
        level: P3
        events: [{at: 2026-11-01, type: detected}]
        postmortem:
          on: 2026-11-02
          text: 复盘
          actions: [{id: ACT-60, text: 加告警, owner: 张敏}]
    """,
    "clients/nb/client.yaml": """
        name: 北辰银行
        account_plan: {actions: [{id: ACT-70, text: 拜访, owner: 张敏}]}
    """,
}


def test_action_items_are_found_in_every_record_that_can_hold_them(meetings: Write) -> None:
    found = ask(meetings(ITEMS), Wanted("action")).rows
    assert [(row.id, row.within, row.project) for row in found] == [
        ("ACT-50", "IMP-1", None),
        ("ACT-60", "INC-1", None),
        ("ACT-70", "nb", None),
        ("ACT-2", "MTG-001", "pay"),
        ("ACT-3", "MTG-001", "pay"),
        ("ACT-10", "MTG-001", "pay"),
    ]


def test_an_action_item_is_late_by_its_last_date(meetings: Write) -> None:
    found = rows(meetings(ITEMS), "action")
    told = {name: row.state.token for name, row in found.items() if row.state}
    assert (told["ACT-2"], told["ACT-10"], told["ACT-3"]) == ("overdue", "open", "done")
    assert [row.id for row in found.values() if row.is_overdue] == ["ACT-2"]
    asked = rows(meetings(ITEMS, "again"), "confirmation")["CFM-1"]
    assert asked.state
    assert (asked.state.token, asked.is_overdue) == ("overdue", True)


def test_a_persons_list_holds_every_part_they_have_in_an_item_and_no_other(
    meetings: Write,
) -> None:
    folder = meetings(ITEMS)
    for name in ("张敏", "zhang.min", "ZHANG.MIN", " 张 敏 "):
        found = ask(folder, Wanted("action", person=name)).rows
        assert [row.id for row in found] == ["ACT-60", "ACT-70", "ACT-2", "ACT-3", "ACT-10"], name
    open_ones = ask(folder, Wanted("action", person="张敏", is_open_only=True)).rows
    assert [row.id for row in open_ones] == ["ACT-60", "ACT-70", "ACT-2", "ACT-10"]


def test_a_meeting_names_whoever_stands_anywhere_in_it(meetings: Write) -> None:
    folder = meetings(ITEMS)
    assert [r.id for r in ask(folder, Wanted("meeting", person="王雪梅")).rows] == ["MTG-001"]
    assert ask(folder, Wanted("meeting", person="赵启明")).rows == ()


# ── people ───────────────────────────────────────────────────────────────────

NAMESAKES = {
    "people.yaml": "- {id: zhou.tao, name: 周涛}\n- {id: li.na, name: {zh: 李娜, en: Li Na}}\n",
    "clients/nb/contacts.yaml": "- {id: zhou.two, name: 周涛}\n- {id: li.nan, name: 李楠}\n",
    f"{HOME}/issues.yaml": """
        - {id: I-1, title: a, owner: zhou.tao}
        - {id: I-2, title: b, owner: zhou.two}
        - {id: I-3, title: c, owner: 周涛}
        - {id: I-4, title: d, owner: 外包小王}
        - {id: I-5, title: e, owner: li na}
        - {id: I-6, title: f, owner: li.na}
    """,
}


def named(folder: Path, who: str) -> list[str]:
    return [row.id for row in ask(folder, Wanted("issue", person=who)).rows]


def test_a_name_that_two_people_bear_lists_what_either_is_named_in(meetings: Write) -> None:
    folder = meetings(NAMESAKES)
    assert named(folder, "周涛") == ["I-1", "I-2", "I-3"]
    assert named(folder, "zhou.two") == ["I-2"]


def test_a_name_in_no_list_of_people_is_found_where_it_is_used(meetings: Write) -> None:
    assert named(meetings(NAMESAKES), "外包小王") == ["I-4"]


def test_english_names_and_parts_of_a_name_are_enough_when_they_are_one(meetings: Write) -> None:
    folder = meetings(NAMESAKES)
    assert named(folder, "娜") == ["I-6"]
    with pytest.raises(UsageError) as error:
        named(folder, "李")
    assert error.value.args == ("which-record", "李", "李娜 (li.na), 李楠 (li.nan)")
    with pytest.raises(UsageError) as error:
        named(folder, "zhou.tau")
    assert error.value.args == ("unknown-person", "zhou.tau", "zhou.tao, zhou.two")


def test_the_people_of_a_project_are_those_it_names(meetings: Write) -> None:
    folder = meetings(
        {
            f"{HOME}/project.yaml": """
                name: 支付
                type: custom_dev
                team: [{role: project_manager, person: 张敏, from: 2026-01-01}]
                counterparts: [{role: signatory, person: chen.liqun, from: 2026-01-01}]
            """,
        }
    )
    found = ask(folder, Wanted("people", project="pay")).rows
    assert [row.id for row in found] == ["zhang.min", "chen.liqun"]
    assert [tuple(map(str, row.grade)) for row in found] == [("project_manager",), ("signatory",)]
    assert len(ask(folder, Wanted("people")).rows) == 5
    assert [r.id for r in ask(folder, Wanted("contact")).rows] == [
        "chen.liqun", "wang.xuemei", "zhao.qiming",
    ]  # fmt: skip


# ── scope and order ──────────────────────────────────────────────────────────

TWO = {
    "clients/ab/client.yaml": "name: {zh: 甲银行, en: First Bank}\ncode: AB\n",
    "clients/ab/projects/pay/project.yaml": "name: 另一支付\ntype: custom_dev\n",
    "clients/ab/projects/pay/requirements/REQ-10.yaml": requirement("ten", "collected"),
    "clients/ab/projects/pay/requirements/REQ-2.yaml": requirement("two", "collected"),
    f"{HOME}/requirements/REQ-2.yaml": requirement("other", "collected"),
    "clients/nb/tickets.yaml": """
        - {id: K-1, title: a, project: pay}
        - {id: K-2, title: b, project: nb/pay}
        - {id: K-3, title: c}
    """,
}


def test_rows_stand_by_client_project_and_number(meetings: Write) -> None:
    found = ask(meetings(TWO), Wanted("requirement")).rows
    assert [(row.client, row.id) for row in found] == [
        ("ab", "REQ-2"), ("ab", "REQ-10"), ("nb", "REQ-2"),
    ]  # fmt: skip


def test_a_slug_that_two_clients_use_asks_for_the_client(meetings: Write) -> None:
    folder = meetings(TWO)
    with pytest.raises(UsageError) as error:
        ask(folder, Wanted("requirement", project="pay"))
    assert error.value.args[0] == "ambiguous"
    for wanted in (
        Wanted("requirement", project="ab/pay"),
        Wanted("requirement", project="pay", client="ab"),
        Wanted("requirement", project="另一支付"),
        Wanted("requirement", client="甲银行"),
        Wanted("requirement", client="first bank"),
        Wanted("requirement", client="ab"),
    ):
        assert [row.title for row in ask(folder, wanted).rows] == ["two", "ten"], wanted
    with pytest.raises(UsageError, match="unknown-client"):
        ask(folder, Wanted("requirement", client="zz"))
    with pytest.raises(UsageError, match="unknown-project"):
        ask(folder, Wanted("requirement", project="nb/pay", client="ab"))


def test_a_clients_ticket_belongs_to_the_project_it_names(meetings: Write) -> None:
    folder = meetings(TWO)
    assert [r.id for r in ask(folder, Wanted("ticket", project="nb/pay")).rows] == ["K-1", "K-2"]
    assert len(ask(folder, Wanted("ticket", client="nb")).rows) == 3
    assert ask(folder, Wanted("ticket", client="ab")).rows == ()


# ── nothing, and how far the data reach ──────────────────────────────────────


def test_none_is_told_from_not_collected_and_known_until_a_day(meetings: Write) -> None:
    bare = ask(meetings({}), Wanted("ticket"))
    assert [(gap.state, bare.is_complete) for gap in bare.reaches] == [("not_collected", False)]

    def through(day: str, name: str) -> Listing:
        text = (
            f"- {{source: ticket, kind: manual, records: [{{on: 2026-11-20, through: {day}}}]}}\n"
        )
        return ask(meetings({"clients/nb/sources.yaml": text}, name), Wanted("ticket"))

    until = through("2026-11-19", "until")
    assert [(gap.state, until.is_complete) for gap in until.reaches] == [("until", False)]
    full = through("2026-11-20", "full")
    assert (full.reaches, full.is_complete) == ((), True)
    assert not ask(meetings({}, "risks"), Wanted("risk")).is_complete


# ── finding one ──────────────────────────────────────────────────────────────


def seek(folder: Path, *words: str, kind: str | None = None) -> Card | Listing:
    loaded = read(folder)
    now = datetime.fromisoformat(NOW).replace(tzinfo=ZONE)
    return Sought(words, kind).view(loaded.portfolio, as_of=now)


def found(view: Card | Listing) -> tuple[str, ...]:
    if isinstance(view, Card):
        return (f"{view.row.client}/{view.row.project}/{view.row.id}",)
    return tuple(f"{row.client}/{row.project}/{row.id}" for row in view.rows)


def test_an_id_is_found_whatever_its_case_and_width(meetings: Write) -> None:
    folder = meetings(TWO)
    for typed in (
        "REQ-10",
        "req-10",
        "ＲＥＱ－１０",
        "pay/REQ-10",
        "ab/pay/req-10",
        "ab／pay／req-10",
    ):
        assert found(seek(folder, typed)) == ("ab/pay/REQ-10",), typed
    with pytest.raises(UsageError) as error:
        seek(folder, "REQ-2")
    assert error.value.args == ("which-record", "REQ-2", "ab/pay/REQ-2, nb/pay/REQ-2")
    assert found(seek(folder, "nb/pay/REQ-2")) == ("nb/pay/REQ-2",)


def test_each_name_that_is_offered_means_one_record(meetings: Write) -> None:
    folder = meetings(
        {
            "clients/pay/client.yaml": "name: Pay\n",
            f"{HOME}/risks.yaml": "- {id: X-1, event: a}\n",
            f"{HOME}/issues.yaml": "- {id: X-1, title: b}\n",
        }
    )
    for typed in ("X-1", "pay"):
        with pytest.raises(UsageError) as error:
            seek(folder, typed)
        for offered in str(error.value.args[2]).split(", "):
            kind, name = offered.split(" ")
            assert isinstance(seek(folder, kind, name, kind=kind), Card), offered


def test_words_of_a_title_must_all_be_there_in_either_language(meetings: Write) -> None:
    folder = meetings(
        {
            f"{HOME}/risks.yaml": """
                - {id: R-1, title: {zh: 批量代付 性能, en: Batch payment speed}, event: a}
                - {id: R-2, title: 批量撤销, event: b}
                - {id: R-3, title: "a.*b (c", event: c}
            """
        }
    )
    assert found(seek(folder, "批量")) == ("nb/pay/R-1", "nb/pay/R-2")
    assert found(seek(folder, "性能", "批量")) == ("nb/pay/R-1",)
    assert found(seek(folder, "PAYMENT batch")) == ("nb/pay/R-1",)
    assert found(seek(folder, ".*")) == ("nb/pay/R-3",)
    with pytest.raises(UsageError, match="nothing-found"):
        seek(folder, "批量", "zzzz")
    for nothing in ("", "  ", "\u3000"):
        with pytest.raises(UsageError, match="nothing-sought"):
            seek(folder, nothing)


def test_a_first_word_that_names_a_kind_may_be_a_word_of_the_title_too(meetings: Write) -> None:
    folder = meetings(
        {
            f"{HOME}/risks.yaml": "- {id: R-1, title: Log change of format, event: a}\n",
            f"{HOME}/changes/CR-1.yaml": "title: Log of jobs\n",
        }
    )
    assert found(seek(folder, "change", "log", kind="change")) == ("nb/pay/CR-1",)
    assert found(seek(folder, "change", "format", kind="change")) == ("nb/pay/R-1",)


def test_what_did_not_exist_then_is_not_found(meetings: Write) -> None:
    folder = meetings({f"{HOME}/requirements/REQ-1.yaml": requirement("x", "collected")})
    loaded = read(folder)
    with pytest.raises(UsageError):
        Sought(("REQ-1",)).view(loaded.portfolio, as_of=datetime(2026, 11, 9, 12, tzinfo=ZONE))
