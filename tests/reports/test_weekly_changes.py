"""Weekly report: a change counts as approved by its sign-offs, and what only claims it is told."""

import json
import runpy
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from rdclient import api
from rdclient.control.base import Matter
from rdclient.control.baseline import text_of
from rdclient.control.fingerprint import fingerprint_of
from rdclient.lens import Audience, Lang
from rdclient.model.requirement import Requirement
from rdclient.store.workspace import read

DESK = SimpleNamespace(
    **runpy.run_path(str(Path(__file__).parents[1].joinpath("control", "desk.py")))
)
Make = Callable[[Mapping[str, str]], Path]
PROJECT = "clients/acme/projects/core"
FRIDAY = "2026-11-20T18:00+08:00"
BEFORE = "2026-11-13T18:00+08:00"
BASE = {
    "rdclient.yaml": (
        "name: t\nvendor: {name: Vendor Ltd, short_name: Vendor}\nlang: zh\n"
        "timezone: Asia/Shanghai\ncalendar: cn\n"
    ),
    "people.yaml": "- {id: zhang.min, name: 张敏, unit: 交付部}\n",
    "policy.yaml": """\
control:
  sign_off:
    specification: {vendor: {level: E1}}
    large_change: {vendor: {level: E1}}
    small_change: {vendor: {level: E1}}
""",
    "clients/acme/client.yaml": "name: 艾可公司\ncode: AK\naddress_form: company\nlang: zh\n",
    "clients/acme/contacts.yaml": (
        "- {id: wang, name: 王雪, unit: 业务部, rank: 1, authority: sign}\n"
        "- {id: xu, name: 许宁, unit: 业务部, rank: 2, authority: consult}\n"
    ),
    f"{PROJECT}/project.yaml": (
        "name: 核心系统\ncode: HX\ntype: custom_dev\n"
        "team:\n  - {role: project_manager, person: zhang.min, from: 2026-09-01}\n"
    ),
}
PAPER = b"sample"


def change(*events: str, more: str = "") -> dict[str, str]:
    """A small request; each event as ``11-17 09:30 submitted``."""
    rows = "".join(f"  - {{at: 2026-{e[:11]}, type: {e[12:]}}}\n" for e in events)
    impact = "impact: {schedule_wd: 1, fee_delta: 0, if_not_done: 不影响}\n"
    return {f"{PROJECT}/changes/CR-1.yaml": f"title: 新增接口\n{impact}{more}events:\n{rows}"}


OLDER = ("11-09 09:00 submitted", "11-09 10:00 pm_review", "11-10 09:00 assessed")


def document(root: Path, audience: Audience, *, as_of: str = FRIDAY, form: str = "md") -> str:
    """The weekly report in Chinese."""
    request = api.Request(
        as_of=datetime.fromisoformat(as_of), audience=audience, lang=Lang.ZH, format=form
    )
    return api.report(root, "weekly-report", "core", request).text


def changes(root: Path, audience: Audience = Audience.CLIENT, as_of: str = FRIDAY) -> Any:  # noqa: ANN401 - JSON
    """What the report holds of changes."""
    return json.loads(document(root, audience, as_of=as_of, form="json"))["changes"]


def scope(root: Path, audience: Audience = Audience.CLIENT, as_of: str = FRIDAY) -> Any:  # noqa: ANN401 - JSON
    """The light of scope, and the codes of its reasons."""
    lights = json.loads(document(root, audience, as_of=as_of, form="json"))["lights"]
    found = next(light for light in lights if light["dimension"] == "scope")
    return found["rag"], [reason["code"] for reason in found["reasons"]]


def put(root: Path, side: str, by: str, on: str, scan: bytes | None = PAPER) -> None:
    """An act on the request; with a scan, or by word alone."""
    DESK.put(root, DESK.Act("CR-1", by, side, on, scan=scan))


# ── approved ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("audience", Audience)
def test_a_change_is_approved_on_the_day_of_the_last_signature_it_needed(
    make_workspace: Make, audience: Audience
) -> None:
    root = make_workspace({**BASE, **change(*OLDER, "11-12 09:00 client_confirmed")})
    put(root, "client", "wang", "2026-11-12 09:00")
    put(root, "vendor", "zhang.min", "2026-11-17 09:00")
    assert changes(root, audience, BEFORE)["approved_count"] == 0
    (found,) = changes(root, audience)["approved"]
    assert (found["on"], found["state"], found["basis"]) == ("2026-11-17", "approved", "signed")
    assert "- 本周批准：新增接口（CR-1），双方11月17日书面确认。" in document(root, audience)


def test_what_policy_takes_on_a_word_is_not_called_written(make_workspace: Make) -> None:
    files = {**BASE, **change(*OLDER)}
    files["policy.yaml"] = (
        "control: {sign_off: {small_change: {client: {level: E0}, vendor: {level: E0}}}}\n"
    )
    root = make_workspace(files)
    put(root, "client", "wang", "2026-11-16", None)
    put(root, "vendor", "zhang.min", "2026-11-16", None)
    text = document(root, Audience.CLIENT)
    assert "- 本周批准：新增接口（CR-1），双方11月16日口头确认（未附凭证）。" in text


def test_what_was_confirmed_before_sign_offs_were_agreed_on_stays_approved(
    make_workspace: Make,
) -> None:
    files = {**BASE, **change(*OLDER, "11-17 09:00 client_confirmed")}
    root = make_workspace({**files, "policy.yaml": "control: {since: 2026-11-18}\n"})
    text = document(root, Audience.CLIENT)
    assert "- 本周批准：新增接口（CR-1），贵司11月17日确认。" in text
    root = make_workspace({**files, "policy.yaml": "control: {since: 2026-11-17}\n"})
    assert changes(root)["approved"] == []


def test_an_editorial_change_is_agreed_by_the_project_manager(make_workspace: Make) -> None:
    files = {
        f"{PROJECT}/changes/CR-1.yaml": (
            "title: 错别字\neditorial: true\n"
            "items: [{op: modify, requirement: REQ-1, set: {goal: 登录更快}}]\n"
            "events:\n  - {at: 2026-11-09 09:00, type: submitted}\n"
            "  - {at: 2026-11-17 09:00, type: pm_review, by: zhang.min, result: approve}\n"
        ),
        f"{PROJECT}/requirements/REQ-1.yaml": "title: 登录\ntype: functional\ngoal: 登陆更快\n",
    }
    text = document(make_workspace({**BASE, **files}), Audience.CLIENT)
    assert "- 本周批准：错别字（CR-1），文字勘误，我方项目经理11月17日同意。" in text


@pytest.mark.parametrize("audience", Audience)
def test_both_editions_agree_although_a_step_is_internal(
    make_workspace: Make, audience: Audience
) -> None:
    files = change(*OLDER[:2], "11-10 09:00 assessed, audience: internal")
    root = make_workspace({**BASE, **files})
    put(root, "client", "wang", "2026-11-17")
    put(root, "vendor", "zhang.min", "2026-11-17")
    (found,) = changes(root, audience)["approved"]
    assert (found["size"], found["basis"]) == ("small", "signed")


# ── claims ───────────────────────────────────────────────────────────────────


def test_a_claim_without_sign_offs_is_undecided_and_the_client_is_not_said_to_have_confirmed(
    make_workspace: Make,
) -> None:
    root = make_workspace({**BASE, **change(*OLDER, "11-17 09:00 client_confirmed")})
    found = changes(root)
    assert [c["id"] for c in found["undecided"]] == ["CR-1"]
    assert (found["approved_count"], found["unsigned"]) == (0, [])
    text = document(root, Audience.CLIENT)
    assert "- 此前提出、待决定：新增接口（CR-1，待双方签字确认）。" in text
    assert "客户已确认" not in text


WORDS = {
    "spoken": "客户已确认（口头，未附凭证），我方尚未签字",
    "faulty": "客户已确认，所附凭证不符合要求，我方尚未签字",
    "signed": "客户已确认，我方尚未签字",
}


@pytest.mark.parametrize("word", WORDS)
def test_the_internal_edition_says_what_a_claim_lacks(make_workspace: Make, word: str) -> None:
    root = make_workspace({**BASE, **change(*OLDER, "11-17 09:00 client_confirmed")})
    if word == "spoken":
        put(root, "client", "wang", "2026-11-17", None)
    elif word == "faulty":
        put(root, "client", "xu", "2026-11-17")  # who may only be asked
    else:
        put(root, "client", "wang", "2026-11-17")
    line = f"- 签字手续未齐：新增接口（CR-1），{WORDS[word]}；签字齐备前不计入已批准的变更。"
    assert line in document(root, Audience.INTERNAL)
    assert changes(root, Audience.INTERNAL)["unsigned"][0]["word"] == word


def test_what_claims_no_confirmation_lacks_nothing_yet(make_workspace: Make) -> None:
    root = make_workspace({**BASE, **change(*OLDER)})
    assert changes(root, Audience.INTERNAL)["unsigned"] == []
    assert "（CR-1，已完成技术评估）" in document(root, Audience.INTERNAL)


# ── emergencies ──────────────────────────────────────────────────────────────

URGENT = "urgency: emergency\n"
ACTED = ("11-18 09:00 submitted", "11-18 09:30 assessed", "11-18 11:00 implemented")


@pytest.mark.parametrize("audience", Audience)
def test_an_emergency_is_listed_until_both_sides_have_signed_it(
    make_workspace: Make, audience: Audience
) -> None:
    root = make_workspace({**BASE, **change(*ACTED, more=URGENT)})
    put(root, "client", "wang", "2026-11-18 10:00", None)
    put(root, "vendor", "zhang.min", "2026-11-18 10:05", None)
    line = "- 紧急变更待补签：新增接口（CR-1），双方同意先行实施，书面手续"
    assert f"{line}请于11月20日18:00前补齐。" in document(root, audience)
    late = document(root, audience, as_of="2026-11-23T10:00+08:00")
    assert f"{line}应于11月20日18:00前补齐，已超时。" in late
    put(root, "client", "wang", "2026-11-19 10:00")
    put(root, "vendor", "zhang.min", "2026-11-19 10:00")
    found = changes(root, audience)
    assert (found["emergencies"], found["approved_count"]) == ([], 1)


def test_a_signed_emergency_tells_both_days(make_workspace: Make) -> None:
    files = change("11-12 09:00 submitted", "11-16 11:00 implemented", more=URGENT)
    root = make_workspace({**BASE, **files})
    for on, scan in (("2026-11-16 10:00", None), ("2026-11-18", PAPER)):
        put(root, "client", "wang", on, scan)
        put(root, "vendor", "zhang.min", on, scan)
    line = "（CR-1），紧急变更，双方11月16日同意先行实施，11月18日补齐书面手续。"
    assert line in document(root, Audience.CLIENT)


# ── scope ────────────────────────────────────────────────────────────────────

REQUIREMENT = """\
title: 登录
type: functional
functions: [系统应支持手机号登录]
events:
  - {at: 2026-10-12, type: confirmed}
  - {at: 2026-10-19, type: started}
"""


def with_baseline(root: Path, *, is_signed: bool) -> None:
    """Both sides sign what REQ-1 says, in October."""
    portfolio = read(root).portfolio
    (requirement,) = portfolio.all(Requirement)
    matter = Matter(portfolio, datetime.fromisoformat(FRIDAY))
    text = text_of(matter, requirement) or {}
    data = {
        "created_on": "2026-10-12",
        "entries": [
            {
                "requirement": "REQ-1",
                "fingerprint": fingerprint_of("requirement", "REQ-1", text),
                "content": text,
            }
        ],
    }
    path = root / PROJECT / "baselines/V1.yaml"
    path.parent.mkdir()
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    for side, by in (("client", "wang"), ("vendor", "zhang.min")) if is_signed else ():
        DESK.put(root, DESK.Act("V1", by, side, "2026-10-13", kind="baseline", scan=PAPER))


def test_scope_is_amber_while_something_unsigned_is_developed(make_workspace: Make) -> None:
    root = make_workspace({**BASE, f"{PROJECT}/requirements/REQ-1.yaml": REQUIREMENT})
    assert scope(root) == ("yellow", ["unsigned_in_development"])
    with_baseline(root, is_signed=False)
    assert scope(root) == ("yellow", ["unsigned_in_development"])


def test_scope_is_green_when_it_is_signed_or_older_than_the_method(make_workspace: Make) -> None:
    files = {**BASE, f"{PROJECT}/requirements/REQ-1.yaml": REQUIREMENT}
    root = make_workspace({**files, "policy.yaml": "control: {since: 2026-10-13}\n"})
    assert scope(root) == ("green", [])
    root = make_workspace(files)
    with_baseline(root, is_signed=True)
    assert scope(root) == ("green", [])


@pytest.mark.parametrize("audience", Audience)
def test_scope_is_red_when_signed_text_changed_without_a_request(
    make_workspace: Make, audience: Audience
) -> None:
    root = make_workspace({**BASE, f"{PROJECT}/requirements/REQ-1.yaml": REQUIREMENT})
    with_baseline(root, is_signed=True)
    changed = REQUIREMENT.replace("手机号", "手机号或邮箱")
    (root / PROJECT / "requirements/REQ-1.yaml").write_text(changed, encoding="utf-8")
    assert scope(root, audience) == ("red", ["signed_text_changed"])
    assert "登录（REQ-1）的内容与双方签字确认的不一致，未见已批准的变更。" in document(
        root, audience
    )


def test_last_weeks_light_takes_the_words_that_were_approved_since(make_workspace: Make) -> None:
    root = make_workspace({**BASE, f"{PROJECT}/requirements/REQ-1.yaml": REQUIREMENT})
    with_baseline(root, is_signed=True)
    item = "items: [{op: modify, requirement: REQ-1, set: {functions: [系统应支持邮箱登录]}}]\n"
    request = change(*OLDER, more=item)[f"{PROJECT}/changes/CR-1.yaml"]
    (root / PROJECT / "changes").mkdir()
    (root / PROJECT / "changes/CR-1.yaml").write_text(request, encoding="utf-8")
    changed = REQUIREMENT.replace("手机号", "邮箱")
    (root / PROJECT / "requirements/REQ-1.yaml").write_text(changed, encoding="utf-8")
    assert scope(root) == ("red", ["signed_text_changed"])
    put(root, "client", "wang", "2026-11-17")
    put(root, "vendor", "zhang.min", "2026-11-17")
    assert scope(root) == ("green", [])
    assert scope(root, as_of=BEFORE) == ("green", [])


def test_scope_is_amber_when_a_request_that_claims_more_than_is_signed_waits_too_long(
    make_workspace: Make,
) -> None:
    files = {
        **BASE,
        f"{PROJECT}/requirements/REQ-1.yaml": "title: 登录\ntype: functional\n",
        **change("11-05 09:00 submitted", "11-06 09:00 client_confirmed"),
    }
    root = make_workspace(files)
    assert scope(root) == ("yellow", ["change_undecided"])
    put(root, "client", "wang", "2026-11-06")
    put(root, "vendor", "zhang.min", "2026-11-06")
    assert scope(root) == ("green", [])
