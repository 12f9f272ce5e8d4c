"""What pydantic complains about becomes findings that name the place and the way out."""

import enum
import importlib
import pkgutil
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

import rdclient.model
from rdclient.diagnostic import Finding
from rdclient.lens import Lang
from rdclient.model.change import Change
from rdclient.model.client import Contact, Contract, Workspace
from rdclient.model.meeting import Meeting
from rdclient.model.plan import Milestone
from rdclient.model.policy import Policy
from rdclient.model.requirement import Requirement
from rdclient.model.satisfaction import Survey
from rdclient.model.service import Ticket
from rdclient.render.messages import message
from rdclient.render.messages_loading import LOADING
from rdclient.store.chinese import CHINESE_WORDS, token_for
from rdclient.store.validate import validate
from rdclient.store.yamlfile import parse

SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
HEAD = "id: REQ-001\ntitle: 代付\ntype: functional\n"


def _findings(model: type[BaseModel], text: str, zone: ZoneInfo = SHANGHAI) -> tuple[Finding, ...]:
    loaded = parse("f.yaml", text)
    assert loaded.findings == ()
    found = validate(model, loaded.data, path="f.yaml", text=text, pointer=(), zone=zone)
    return found if isinstance(found, tuple) else ()


def _one(model: type[BaseModel], text: str, zone: ZoneInfo = SHANGHAI) -> tuple[Finding, dict]:
    (finding,) = _findings(model, text, zone)
    return finding, dict(finding.facts)


def test_sound_data_are_a_record() -> None:
    found = validate(
        Requirement,
        {"id": "REQ-001", "title": "代付", "type": "functional"},
        path="f",
        text="",
        pointer=(),
        zone=SHANGHAI,
    )
    assert isinstance(found, Requirement)


def test_a_time_without_offset_is_read_in_the_zone_given() -> None:
    data = {"id": "T-1", "title": "x", "events": [{"at": "2026-11-20 14:00", "type": "opened"}]}
    ticket = validate(Ticket, data, path="f", text="", pointer=(), zone=SHANGHAI)
    assert isinstance(ticket, Ticket)
    assert ticket.events[0].at.instant.hour == 6


# ── fields ───────────────────────────────────────────────────────────────────


def test_an_unknown_field_names_the_nearest_known_one_at_its_key() -> None:
    finding, facts = _one(Requirement, HEAD + "acceptance:\n  methd: test\n")
    assert finding.code == "RD005"
    assert facts["suggestion"] == "method"
    assert facts["known"] == ("method", "cases", "procedure", "criteria", "signatory")
    assert (finding.location.line, finding.location.column, finding.location.length) == (5, 3, 5)
    assert finding.location.pointer == ("acceptance", "methd")


def test_an_unknown_field_far_from_any_lists_what_belongs_there() -> None:
    finding, facts = _one(Ticket, "id: T-1\ntitle: x\nzzzz: 1\n")
    assert (finding.code, "variant" in facts) == ("RD005", False)
    assert facts["known"][0] == "id"


def test_fields_are_named_as_yaml_has_them() -> None:
    _, facts = _one(Contact, "id: a\nname: x\nform: 2026-01-01\n")
    assert facts["suggestion"] == "from"


def test_a_missing_field_is_placed_at_its_record() -> None:
    finding, facts = _one(Requirement, "type: functional\nid: REQ-001\n")
    assert (finding.code, facts["field"]) == ("RD007", "title")
    assert finding.location.line == 2


def test_a_missing_field_of_a_part_is_placed_at_the_part() -> None:
    finding, facts = _one(Requirement, HEAD + "tests:\n  - on: 2026-11-20\n    passed: 1\n")
    assert (finding.code, facts["field"]) == ("RD007", "executed")
    assert finding.location.line == 5


def test_a_mistyped_key_is_not_stated_as_missing_too() -> None:
    assert [f.code for f in _findings(Requirement, HEAD.replace("title", "titel"))] == ["RD005"]


def test_a_language_that_is_not_known_is_an_unknown_field() -> None:
    finding, facts = _one(Requirement, HEAD + "goal: {zh: 甲, fr: b}\n")
    assert (finding.code, facts["field"], facts["known"]) == ("RD005", "fr", ("zh", "en"))
    assert (finding.location.line, finding.location.column) == (4, 15)


# ── values ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("written", ["1.10", "010", "1_000", "true", "0x1F", "null", "1e3"])
def test_a_text_that_yaml_would_change_is_to_be_quoted_as_written(written: str) -> None:
    finding, facts = _one(Requirement, HEAD.replace("代付", written))
    assert (finding.code, facts["variant"]) == ("RD006", "quote")
    assert facts["value"] == written
    assert facts["suggestion"] == f'"{written}"'


@pytest.mark.parametrize(
    ("model", "text", "variant", "facts"),
    [
        (Requirement, HEAD + "goal: ''\n", "empty", {"expected": "text"}),
        (Requirement, HEAD + "goal: [a]\n", "text", {"expected": "text"}),
        (Requirement, HEAD + "events:\n", "empty-list", {"expected": "list"}),
        (Requirement, HEAD + "events: {}\n", "list", {"expected": "list"}),
        (Requirement, HEAD + "parents: A，B\n", "list-near", {"suggestion": "[A, B]"}),
        (Requirement, HEAD + "delivery: x\n", "mapping", {"expected": "mapping"}),
        (Requirement, HEAD.replace("REQ-001", "req_001"), "form-near", {"suggestion": "REQ-001"}),
        (Requirement, HEAD.replace("REQ-001", "a/../b"), "id", {"example": "REQ-012"}),
        (Requirement, HEAD.replace("REQ-001", "代付"), "id", {"expected": "id"}),
        (Contact, "id: Zhang Min\nname: x\n", "form-near", {"suggestion": "zhang-min"}),
        (Contact, "id: a\nname: x\nrank: '3'\n", "unquote", {"suggestion": "3"}),
        (Contact, "id: a\nname: x\nrank: 1.5\n", "integer", {"value": "1.5"}),
        (Contact, "id: a\nname: x\nrank: 100\n", "maximum", {"limit": "99"}),
        (Contact, "id: a\nname: x\nrank: 0\n", "minimum", {"limit": "1"}),
        (Contract, "id: C\namount: 1.50\n", "quote", {"suggestion": '"1.50"'}),
        (Contract, "id: C\namount: ￥1,200.50元\n", "amount-near", {"suggestion": '"1200.50"'}),
        (Contract, "id: C\namount: 若干\n", "amount", {"value": "若干"}),
        (Contract, "id: C\ncurrency: rmb\n", "form-near", {"suggestion": "RMB"}),
        (Survey, "id: S\nquarter: 2026Q4\n", "form-near", {"suggestion": "2026-Q4"}),
        (Milestone, "id: M\nname: x\nkey: yes\n", "boolean-near", {"suggestion": "true"}),
        (Milestone, "id: M\nname: x\nkey: maybe\n", "boolean", {"expected": "boolean"}),
        (Requirement, HEAD + "priority: urgent\n", "enum", {"known": ("high", "medium", "low")}),
        (Requirement, HEAD + "priority: Hihg\n", "enum-near", {"suggestion": "high"}),
        (Requirement, HEAD + "analysis: {effort: {test: .nan}}\n", "finite", {"value": ".nan"}),
    ],
)
def test_a_wrong_value_says_what_was_wanted(
    model: type[BaseModel], text: str, variant: str, facts: dict
) -> None:
    finding, found = _one(model, text)
    assert (finding.code, found["variant"]) == ("RD006", variant)
    assert {name: found[name] for name in facts} == facts


@pytest.mark.parametrize("text", ["- a\n", "hello\n", "42\n", "true\n"])
def test_a_record_that_is_no_mapping_says_so(text: str) -> None:
    finding, facts = _one(Ticket, text)
    assert (finding.code, facts["variant"], finding.location.line) == ("RD006", "mapping", 1)


# ── dates and times ──────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "suggestion"),
    [
        ("2026年11月20日", "2026-11-20"),
        ("2026年11月20日 14:00", "2026-11-20 14:00"),
        ("2026年11月20日14点30分", "2026-11-20 14:30"),
        ("2026/11/20 下午2点", "2026-11-20 14:00"),
        ("2026.1.5", "2026-01-05"),
        ("2026-1-5", "2026-01-05"),
        ("20261120", "2026-11-20"),
        ("2026-11-20T14:00:00.000Z", "2026-11-20 14:00:00Z"),
        ("2026-11-20 14:00 +0800", "2026-11-20 14:00+08:00"),
    ],
)
def test_a_time_in_another_form_is_rewritten(written: str, suggestion: str) -> None:
    text = f"id: T-1\ntitle: x\nevents:\n  - {{at: {written}, type: opened}}\n"
    finding, facts = _one(Ticket, text)
    assert (finding.code, facts["variant"]) == ("RD002", "suggestion")
    assert facts["suggestion"] == suggestion
    assert (finding.location.line, finding.location.column) == (4, 10)
    assert _findings(Ticket, text.replace(written, suggestion)) == ()


@pytest.mark.parametrize(
    ("written", "variant"),
    [
        ("11月20日", "year"),
        ("11月20日 14:00", "year"),
        ("2026-02-30", "nonexistent"),
        ("2026-13-01", "nonexistent"),
        ("2026-11-20 25:00", "nonexistent"),
        ("[a]", "shape"),
        ("", "empty"),
    ],
)
def test_a_time_that_cannot_be_guessed_says_what_lacks(written: str, variant: str) -> None:
    finding, facts = _one(Ticket, f"id: T\ntitle: x\nevents:\n- at: {written}\n  type: opened\n")
    assert (finding.code, facts["variant"]) == ("RD002", variant)


def test_a_time_that_is_none_is_quoted_as_it_stands() -> None:
    finding, facts = _one(Ticket, "id: T\ntitle: x\nevents: [{at: soon, type: opened}]\n")
    assert (finding.code, facts) == ("RD002", {"value": "soon", "expected": "time"})


def test_a_time_of_day_where_a_date_belongs_is_cut() -> None:
    _, facts = _one(Contract, "id: C\nsigned_on: 2026-11-20 14:00\n")
    assert (facts["variant"], facts["suggestion"]) == ("day", "2026-11-20")


@pytest.mark.parametrize(
    ("written", "variant", "early", "late"),
    [
        ("2026-03-08 02:30", "gap", "2026-03-08 02:30-05:00", "2026-03-08 02:30-04:00"),
        ("2026-11-01T01:30", "overlap", "2026-11-01T01:30-04:00", "2026-11-01T01:30-05:00"),
    ],
)
def test_a_label_the_clock_skips_or_repeats_asks_for_the_offset(
    written: str, variant: str, early: str, late: str
) -> None:
    text = f"id: T\ntitle: x\nevents: [{{at: {written}, type: opened}}]\n"
    finding, facts = _one(Ticket, text, NEW_YORK)
    assert (finding.code, facts["variant"], facts["zone"]) == ("RD002", variant, "America/New_York")
    assert (facts["early"], facts["late"]) == (early, late)
    assert _findings(Ticket, text, SHANGHAI) == ()


# ── chinese input ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("model", "text", "variant", "write"),
    [
        (Requirement, HEAD + "priority: 高\n", "word", "high"),
        (Requirement, HEAD.replace("functional", "功能需求"), "word", "functional"),
        (Requirement, HEAD + "events: [{at: 2026-11-20, type: 收集}]\n", "word", "collected"),
        (Ticket, "id: T\ntitle: x\npriority: 紧急\n", "word", "urgent"),
        (Milestone, "id: M\nname: x\nkey: 是\n", "word", "true"),
        (Milestone, "id: M\nname: x\nkey: 否\n", "word", "false"),
        (Requirement, HEAD.replace("REQ-001", "ＲＥＱ－００１"), "text", "REQ-001"),
        (Requirement, HEAD + "ｇｏａｌ: x\n", "text", "goal"),
        (Contact, "id: a\nname: x\nrank: ２\n", "digit", "2"),
        (Contract, "id: C\nsigned_on: ２０２６-１１-２０\n", "digit", "2026-11-20"),
        (Contract, "id: C\namount: １２.５\n", "digit", '"12.5"'),
        (Requirement, HEAD + "delivery: {security：x}\n", "colon", ":"),
        (Requirement, HEAD + "　goal: x\n", "indent", " "),
    ],
)
def test_a_chinese_habit_names_what_to_write(
    model: type[BaseModel], text: str, variant: str, write: str
) -> None:
    finding, facts = _one(model, text)
    assert (finding.code, facts["variant"], facts["write"]) == ("RD009", variant, write)


def test_a_record_whose_colons_are_all_wide_names_each() -> None:
    findings = _findings(Ticket, "id：T-1\ntitle：代付\n")
    assert [(f.code, f.location.line, f.location.column) for f in findings] == [
        ("RD009", 1, 3),
        ("RD009", 2, 6),
    ]


def test_wide_brackets_around_a_list_are_named_one_by_one() -> None:
    findings = _findings(Requirement, HEAD + "parents: ［REQ-1，REQ-2］\n")
    assert [dict(f.facts)["character"] for f in findings] == ["［", "，", "］"]


def test_an_item_with_a_wide_colon_is_named_at_the_colon() -> None:
    finding, facts = _one(Ticket, "id: T\ntitle: x\nevents:\n  - at：2026-11-20\n")
    assert (finding.code, facts["variant"]) == ("RD009", "colon")
    assert (finding.location.line, finding.location.column) == (4, 7)


NEVER_TYPED = {"Dated", "Found", "SignatureState"}
"""What the program itself says: of fields, and of the files beside a sign-off."""


def _enums() -> list[type[enum.Enum]]:
    modules = [
        importlib.import_module(f"rdclient.model.{module.name}")
        for module in pkgutil.iter_modules(rdclient.model.__path__)
    ]
    found = {o for m in modules for o in vars(m).values() if isinstance(o, type)}
    return sorted(
        (o for o in found if issubclass(o, enum.Enum) and len(o) and o.__name__ not in NEVER_TYPED),
        key=lambda o: (o.__module__, o.__name__),
    )


@pytest.mark.parametrize("enum_class", _enums(), ids=lambda o: o.__name__)
def test_every_token_of_the_model_has_a_chinese_word(enum_class: type[enum.Enum]) -> None:
    words = CHINESE_WORDS[enum_class.__name__]
    assert {member.value for member in enum_class} <= set(words.values())
    for word, token in words.items():
        assert token_for(enum_class.__name__, word) == token


# ── all data ─────────────────────────────────────────────────────────────────


def test_many_faults_of_one_record_are_limited() -> None:
    text = HEAD + "".join(f"k{number}: 1\n" for number in range(500))
    assert len(_findings(Requirement, text)) == 50


_KEYS = st.sampled_from(
    [
        "id",
        "title",
        "type",
        "events",
        "at",
        "by",
        "due",
        "text",
        "name",
        "priority",
        "zh",
        "en",
        "on",
        "passed",
        "kind",
        "set",
        "items",
        "op",
        "rag",
        "weekly",
        "tests",
        "impact",
        "amount",
        "payments",
        "attendees",
        "scores",
        "responses",
        "标题",
        "x",
        "　",
        "a：b",
        "",
    ]
)
_LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(["2026-11-20", "2026-11-20 14:00", "11月20日", "REQ-1", "高", "是", "opened"]),
)
_JSON = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=6),
    max_leaves=25,
)
_MODELS = (Change, Contact, Contract, Meeting, Milestone, Policy, Requirement, Survey, Ticket)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    model=st.sampled_from((*_MODELS, Workspace)),
    data=st.dictionaries(_KEYS, _JSON, max_size=8) | _JSON,
    text=st.sampled_from(["", HEAD, "id: [\n", "events: [{at: 1}]\n"]),
)
def test_no_data_at_all_raise(model: type[BaseModel], data: object, text: str) -> None:
    found = validate(model, data, path="f", text=text, pointer=("x", 0), zone=NEW_YORK)
    if isinstance(found, tuple):
        assert found
        for finding in found:
            facts = dict(finding.facts)
            key = f"{finding.code}.{facts['variant']}" if "variant" in facts else finding.code
            assert key in LOADING
            assert message(finding, lang=Lang.ZH).headline
            assert message(finding, lang=Lang.EN).help
