"""What people type for a value, and the value it becomes in a record."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic import BaseModel

from rdclient.diagnostic import UsageError
from rdclient.model.base import Action
from rdclient.model.client import Contract, DisasterRecovery
from rdclient.model.plan import Milestone, Task
from rdclient.model.requirement import Effort, Feasibility, Requirement, TestRun
from rdclient.model.risk import Risk, RiskAssessment
from rdclient.model.service import Incident, Ticket
from rdclient.model.walk import made_of
from rdclient.render.spoken import field_labels, token_words
from rdclient.store.field_way import field_at, key_of
from rdclient.store.typed import Speech, moment_text, value_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
FRIDAY = datetime(2026, 11, 20, 10, 5, tzinfo=SHANGHAI)
DAYS = {"周五": "2026-11-20", "周一": "2026-11-16", "今天": "2026-11-20", "明天": "2026-11-21"}
DAYS |= {"today": "2026-11-20", "tomorrow": "2026-11-21", "friday": "2026-11-20"}
DAYS |= {day: day for day in DAYS.values()}


def said(text: str) -> datetime:
    """A day in words, as the command line reads it."""
    if text.casefold() not in DAYS:
        raise UsageError("not-a-time", text)
    return datetime.fromisoformat(f"{DAYS[text.casefold()]} 23:59")


def speech(now: datetime = FRIDAY) -> Speech:
    return Speech(now, said, token_words, field_labels())


def value(model: type[BaseModel], field: str, typed: str, now: datetime = FRIDAY) -> object:
    info = model.model_fields[field]
    return value_of(tuple(made_of(info.annotation, tuple(info.metadata))), typed, speech(now))


# ── tokens ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("model", "field", "typed", "token"),
    [
        (Requirement, "priority", "高", "high"),
        (Requirement, "priority", "high", "high"),
        (Requirement, "priority", "HIGH", "high"),
        (Requirement, "priority", "“高”", "high"),
        (Requirement, "priority", "ｈｉｇｈ", "high"),
        (Requirement, "type", "外部接口需求", "interface"),
        (Ticket, "priority", "紧急", "urgent"),
        (Ticket, "priority", "urgent", "urgent"),
        (Incident, "level", "p1", "P1"),
        (Incident, "level", "一级故障", "P1"),
        (Feasibility, "level", "Medium", "medium"),
        (Risk, "response", "减轻", "减轻"),  # a part: left alone
    ],
)
def test_a_token_in_either_language(
    model: type[BaseModel], field: str, typed: str, token: str
) -> None:
    assert value(model, field, typed) == token


@pytest.mark.parametrize("typed", ["紧急", "hgih", "高一点", "1", "high medium"])
def test_a_word_that_only_comes_near_a_token_is_left_for_the_check(typed: str) -> None:
    assert value(Requirement, "priority", typed) == typed


# ── times ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("2026-11-20", "2026-11-20"),
        ("2026-11-20 14:00", "2026-11-20 14:00"),
        ("2026-11-20T14:00", "2026-11-20 14:00"),
        ("2026-11-20T14:00+08:00", "2026-11-20T14:00+08:00"),
        ("2026/11/2", "2026-11-02"),
        ("2026年11月20日下午3点", "2026-11-20 15:00"),
        ("２０２６－１１－２０", "2026-11-20"),
        ("20261120", "2026-11-20"),
        ("11月20日", "2026-11-20"),
        ("11月20日 9:30", "2026-11-20 09:30"),
        ("11-20", "2026-11-20"),
        ("十一月二十日", "2026-11-20"),
        ("11月底", "2026-11-30"),
        ("今天", "2026-11-20"),
        ("今天 14:00", "2026-11-20 14:00"),
        ("明天下午3点半", "2026-11-21 15:30"),
        ("周五 14:00", "2026-11-20 14:00"),
        ("Friday 14:00", "2026-11-20 14:00"),
        ("tomorrow", "2026-11-21"),
        ("now", "2026-11-20 10:05"),
        ("现在", "2026-11-20 10:05"),
    ],
)
def test_a_time_as_people_type_it(typed: str, written: str) -> None:
    assert value(Action, "due", typed) == written


@pytest.mark.parametrize(
    ("today", "typed", "written"),
    [
        ((2026, 12, 28), "1月5日", "2027-01-05"),
        ((2027, 1, 4), "12月28日", "2026-12-28"),
        ((2026, 6, 1), "3月1日", "2026-03-01"),
        ((2027, 12, 1), "2月29日", "2028-02-29"),
    ],
)
def test_a_day_without_its_year_is_the_nearest_one(
    today: tuple[int, int, int], typed: str, written: str
) -> None:
    assert value(Action, "due", typed, datetime(*today, 9, 0, tzinfo=SHANGHAI)) == written


@pytest.mark.parametrize(
    "typed",
    [
        "下周",
        "尽快",
        "11月",
        "11月20日-25日",
        "2026-13-01x",
        "14:00",
        "25:00",
        "周五 25:00",
        "46000",
    ],
)
def test_what_names_no_one_day_is_left_for_the_check(typed: str) -> None:
    assert value(Action, "due", typed) == typed


def test_a_day_takes_no_time_of_day() -> None:
    assert value(Milestone, "reached_on", "今天") == "2026-11-20"
    assert value(Milestone, "reached_on", "2026-11-20 14:00") == "2026-11-20 14:00"
    assert value(Milestone, "reached_on", "now") == "2026-11-20"


def test_a_moment_that_the_clock_shows_twice_carries_its_offset() -> None:
    paris = ZoneInfo("Europe/Paris")
    assert moment_text(datetime(2026, 10, 25, 2, 30, tzinfo=paris)) == "2026-10-25 02:30+02:00"
    late = datetime(2026, 10, 25, 2, 30, tzinfo=paris, fold=1)
    assert moment_text(late) == "2026-10-25 02:30+01:00"
    assert moment_text(datetime(2026, 10, 25, 3, 30, tzinfo=paris)) == "2026-10-25 03:30"


# ── numbers and truth ────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("model", "field", "typed", "meant"),
    [
        (Contract, "amount", "8.6万元", 86000),
        (Contract, "amount", "86,000", 86000),
        (Contract, "amount", "人民币86000元整", 86000),
        (Contract, "amount", "￥86,000.50", "86000.50"),
        (Contract, "amount", "十二万", 120000),
        (TestRun, "executed", "２６", 26),
        (TestRun, "executed", "1,200", 1200),
        (TestRun, "executed", "二十六", 26),
        (RiskAssessment, "impact", "4", 4),
        (Effort, "design", "2.5", 2.5),
        (Effort, "design", "3", 3),
    ],
)
def test_a_number_as_people_type_it(
    model: type[BaseModel], field: str, typed: str, meant: object
) -> None:
    found = value(model, field, typed)
    assert (found, type(found)) == (meant, type(meant))


@pytest.mark.parametrize(
    ("model", "field", "typed"),
    [
        (Contract, "amount", "约8.6万"),
        (Contract, "amount", "8万左右"),
        (Contract, "amount", "$86000"),
        (Contract, "amount", "86000美元"),
        (Contract, "amount", "两千五"),
        (Contract, "amount", "8.6.1"),
        (Effort, "design", "8小时"),
        (Effort, "design", "2人天"),
        (Effort, "design", "86元"),
        (Incident, "outage_min", "2小时"),
        (TestRun, "executed", "2.5"),
        (TestRun, "executed", "十几"),
        (TestRun, "executed", "nan"),
    ],
)
def test_a_number_that_is_not_certain_is_left_for_the_check(
    model: type[BaseModel], field: str, typed: str
) -> None:
    assert value(model, field, typed) == typed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("是", True), ("否", False), ("true", True), ("No", False), ("√", True), ("也许", "也许")],
)
def test_truth_in_either_language(typed: str, meant: object) -> None:
    assert value(DisasterRecovery, "enabled", typed) == meant
    assert value(Milestone, "key", typed) == meant


def test_a_text_stays_as_it_was_typed() -> None:
    for typed in ("高", "今天", "2026/11/20", "是", "8.6万元", " 前后 ", "１２３", "“引号”"):
        assert value(Requirement, "title", typed) == typed
    assert value(Requirement, "title", "一\r\n二") == "一\n二"


# ── fields ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("model", "typed", "key"),
    [
        (Requirement, "title", "title"),
        (Requirement, "Real-Need", "real_need"),
        (Requirement, "真实需求", "real_need"),
        (Requirement, "优先级", "priority"),
        (Requirement, "Why this priority", "priority_reason"),  # as the card has it
        (Requirement, "客户提法", "stated_need"),
        (Action, "负责人", "owner"),
        (Action, "完成时间", "due"),
        (Task, "实际开始", "started_on"),
        (Milestone, "实际完成", "reached_on"),
    ],
)
def test_a_field_by_its_name_in_either_language(
    model: type[BaseModel], typed: str, key: str
) -> None:
    assert key_of(model, typed, speech()) == key


def test_the_way_leads_through_parts_lists_and_languages() -> None:
    data = {"title": {"zh": "甲", "en": "A"}, "value": {"metric": "x"}, "parents": ["REQ-001"]}
    data["events"] = [{"at": "2026-11-16", "type": "collected"}]
    ways = {
        "title.en": ("title", "en"),
        "value.metric": ("value", "metric"),
        "价值.指标": ("value", "metric"),
        "events.0.note": ("events", 0, "note"),
        "parents.0": ("parents", 0),
        "priority": ("priority",),
    }
    for typed, way in ways.items():
        assert field_at(Requirement, data, typed, speech(), path="x.yaml").way == way


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("titel", "unknown-field-near"),
        ("qqqq", "unknown-field"),
        ("状态", "field-is-state"),
        ("events", "field-is-events"),
        ("parents", "field-is-list"),
        ("parents.1", "field-index"),
        ("parents.-1", "field-index"),
        ("parents.x", "field-index"),
        ("value", "field-is-part"),
        ("value.nothing", "unknown-field"),
        ("delivery.performance", "field-parent-missing"),
        ("title", "text-is-bilingual"),
        ("title.fr", "field-has-none"),
        ("goal.en", "text-is-plain"),
        ("source.name", "field-has-none"),
        ("原因", "unknown-field"),
        ("", "unknown-field"),
        (".", "unknown-field"),
        ("title.", "field-has-none"),
    ],
)
def test_a_field_that_cannot_be_set_says_why(typed: str, reason: str) -> None:
    data = {"title": {"zh": "甲"}, "goal": "一", "value": {"metric": "x"}, "parents": ["REQ-001"]}
    with pytest.raises(UsageError) as refused:
        field_at(Requirement, data, typed, speech(), path="x.yaml")
    assert refused.value.args[0] == reason
