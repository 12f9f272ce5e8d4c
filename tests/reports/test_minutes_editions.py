"""Minutes: what the two editions hold, what must never leak, and both languages of each."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from rdclient.api import Request, report
from rdclient.diagnostic import UsageError
from rdclient.lens import Audience, Lang
from rdclient.model.meeting import Meeting
from rdclient.render.document import produce
from rdclient.render.page import Sources, variables
from rdclient.reports.base import Brief, is_for_client
from rdclient.reports.minutes import build
from rdclient.store.workspace import read

Meetings: TypeAlias = Callable[..., Path]

LEAK = "ZQX7"

_FIRST = """
    title: 第46周例会
    kind: weekly
    started_at: 2026-11-13 14:00
    ended_at: 2026-11-13 16:00
    actions: [{id: A-2, text: 编制比选方案, owner: zhang.min, due: 2026-11-24}]
    confirmations: [{id: C-1, text: 确认差错口径, by: wang.xuemei, due: 2026-11-17}]
"""

_SENT = """
    title: 第47周例会
    kind: weekly
    started_at: 2026-11-20 14:00
    ended_at: 2026-11-20 16:00
    sent_at: 2026-11-20 18:30
    feedback_due: 2026-11-24 18:00
"""


def minutes(
    root: Path,
    meeting: str,
    *,
    audience: Audience = Audience.CLIENT,
    lang: Lang = Lang.ZH,
    as_of: str = "2026-11-23 09:00",
    form: str = "md",
) -> str:
    request = Request(datetime.fromisoformat(as_of), audience, lang, form)
    return report(root, "minutes", meeting, request).text


def row(text: str, start: str) -> list[str]:
    """The cells of the table row that holds an id."""
    line = next(li for li in text.splitlines() if li.startswith("|") and start in li)
    return [cell.strip() for cell in line.strip("|").split("|")]


# ── the two editions ─────────────────────────────────────────────────────────

_OPEN = (
    _SENT
    + """
    actions: [{id: A-11, text: 公开事项, owner: zhang.min, due: 2026-11-25}]
    decisions: [{id: D-1, text: 公开决议, owner: zhang.min, due: 2026-11-25}]
"""
)

_SECRET = (
    _SENT
    + f"""
    note: {LEAK}
    notes: [{{topic: {LEAK}, points: [{LEAK}]}}]
    concerns: [{LEAK}]
    risks: [R-1]
    value_items: [{{text: {LEAK}, audience: internal}}]
    expectations: [{{text: {LEAK}, told_on: 2026-11-20, audience: internal}}]
    disagreements: [{{topic: {LEAK}, audience: internal}}]
    confirmations: [{{id: C-9, text: {LEAK}, by: zhang.min, audience: internal}}]
    actions:
      - {{id: A-10, text: {LEAK}, owner: zhang.min, due: 2026-11-25, audience: internal}}
      - {{id: A-11, text: 公开事项, owner: zhang.min, due: 2026-11-25, note: {LEAK}}}
    decisions:
      - {{id: D-0, text: {LEAK}, owner: zhang.min, due: 2026-11-25, audience: internal}}
      - id: D-1
        text: 公开决议
        owner: zhang.min
        due: 2026-11-25
        note: {LEAK}
        change: CR-1
"""
)

_SYNC = f"""
    title: {LEAK}同步
    kind: internal_sync
    started_at: {{day}}
    ended_at: {{end}}
    follows: {{follows}}
    notes: [{{{{topic: {LEAK}, points: [{LEAK}]}}}}]
    actions: [{{{{id: {{id}}, text: {LEAK}, owner: zhou.tao, due: 2026-11-30}}}}]
"""

_INSIDE = {
    "M-2": _SECRET,
    "M-3": _SYNC.format(day="2026-11-20 16:30", end="2026-11-20 17:00", follows="M-2", id="A-8"),
    "M-0": _SYNC.format(day="2026-11-12 09:00", end="2026-11-12 10:00", follows="M-1", id="A-9"),
    "clients/nb/projects/pay/risks/R-1.yaml": f"""
        event: {LEAK}
        response: {{strategy: mitigate, text: {LEAK}}}
        events: [{{at: 2026-11-10, type: identified}}]
    """,
    "clients/nb/projects/pay/changes/CR-1.yaml": f"""
        title: {LEAK}
        audience: internal
        events: [{{at: 2026-11-10, type: submitted}}]
    """,
}


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("form", ["md", "html", "json"])
def test_the_client_edition_is_the_same_bytes_without_anything_internal(
    meetings: Meetings, lang: Lang, form: str
) -> None:
    bare = meetings({"M-1": _FIRST, "M-2": _OPEN}, "a")
    full = meetings({"M-1": _FIRST, **_INSIDE}, "b")
    text = minutes(full, "M-2", lang=lang, form=form)
    assert LEAK not in text
    assert text == minutes(bare, "M-2", lang=lang, form=form)


def test_the_annex_holds_everything_internal(meetings: Meetings) -> None:
    root = meetings({"M-1": _FIRST, **_INSIDE})
    text = minutes(root, "M-2", audience=Audience.INTERNAL)
    shared, annex = text.split("## 十、")
    assert LEAK not in shared
    follow, inside = annex.split("## 十二、")
    assert follow.startswith(f"客户关注点与态度\n\n- {LEAK}。\n")
    assert f"**{LEAK}同步（M-3，内部同步会，11月20日16:30）**" in follow
    assert row(follow, "A-8")[-2:] == ["内部同步会", "未完成"]
    assert row(follow, "A-9")[-2:] == ["内部同步会（11-12）", "未完成"]
    for place in (
        f"会议：{LEAK}。", f"**{LEAK}**", "（D-0）", "（A-10）", "（C-9）", "（R-1）",
        f"决议（D-1）：{LEAK}。", f"待办事项（A-11）：{LEAK}。", f"双方就{LEAK}未达成一致",
        f"11月20日：{LEAK}。",
    ):  # fmt: skip
        assert place in inside, place


def test_both_editions_state_the_same_facts_outside_the_annex(northbank: Path) -> None:
    views: list[dict[str, Any]] = [
        json.loads(
            minutes(northbank, "MTG-0119", audience=audience, as_of="2026-11-20 18:00", form="json")
        )
        for audience in Audience
    ]
    for view in views:
        view["document"].pop("audience")
        view.pop("data_version")
    inside, outside = views
    assert inside.pop("as_of") == "2026-11-20T18:00+08:00"  # the annex speaks of today
    assert outside.pop("as_of") == "2026-11-19T18:30+08:00"  # the client's copy of when it went out
    assert inside.pop("internal")
    assert outside.pop("internal") is None
    assert inside == outside


def test_an_internal_meeting_does_not_exist_for_the_client(meetings: Meetings) -> None:
    root = meetings({"M-1": _FIRST, **_INSIDE})
    with pytest.raises(UsageError) as raised:
        minutes(root, "M-3")
    assert raised.value.args == ("not-for-client", "M-3")
    assert row(minutes(root, "M-3", audience=Audience.INTERNAL), "A-8")[-2:] == [
        "本次会议",
        "未完成",
    ]


def test_a_risk_disclosed_after_the_minutes_went_out_is_not_in_them(meetings: Meetings) -> None:
    risk = """
        event: 环境推迟
        disclosed_on: {day}
        events: [{{at: 2026-11-10, type: identified}}]
    """
    files = {"M-2": _SENT + "    risks: [R-1]\n"}
    place = "clients/nb/projects/pay/risks/R-1.yaml"
    told = meetings({**files, place: risk.format(day="2026-11-20")}, "a")
    later = meetings({**files, place: risk.format(day="2026-11-22")}, "b")
    assert "环境推迟（R-1）" in minutes(told, "M-2")
    assert "环境推迟" not in minutes(later, "M-2")
    assert "环境推迟（R-1）" in minutes(later, "M-2", audience=Audience.INTERNAL)


# ── both languages, the shipped example ──────────────────────────────────────


def test_both_templates_ask_for_the_same() -> None:
    shipped = Sources()
    chinese = variables("minutes", lang=Lang.ZH, templates=shipped)
    assert chinese == variables("minutes", lang=Lang.EN, templates=shipped)


@pytest.mark.parametrize("audience", list(Audience))
def test_every_meeting_of_the_example_has_minutes_in_both_languages(
    northbank: Path, audience: Audience
) -> None:
    portfolio = read(northbank).portfolio
    as_of = datetime(2026, 11, 20, 18, tzinfo=portfolio.zone)
    policy = portfolio.policy(as_of.date())
    meetings = [
        (meeting, project)
        for meeting in portfolio.all(Meeting)
        if (project := portfolio.project_of(meeting))
        and (audience is Audience.INTERNAL or is_for_client(meeting, policy))
    ]
    assert len(meetings) >= 20
    for meeting, project in meetings:
        view = build(Brief(portfolio, project, as_of, audience, subject=meeting.id))
        for lang in Lang:
            page = produce("minutes", view, lang=lang, form="md", templates={})
            assert page.sections >= 2
            assert "无故" not in page.text


def test_the_same_records_make_the_same_bytes(northbank: Path) -> None:
    first, second = (
        minutes(northbank, "MTG-0119", audience=Audience.INTERNAL, form="html") for _ in range(2)
    )
    assert first == second
