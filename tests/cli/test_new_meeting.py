"""``rdclient new meeting``: minutes within five minutes, out of notes as people type them."""

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdclient import api
from rdclient.store.yamlfile import parse

Run = Callable[..., Any]
HOME = "clients/linhai/projects/portal"
BASE = Path(__file__).resolve().parents[1] / "rules" / "base"
CHECK = ("check", "--select", "RD00,RD010,RD011,RD012,RD013,RD014,RD019")

CHAT = """\
网上对账周例会
时间：2026-11-19 14:00-15:30
参会：秦岳、罗静(迟到)、高主任、叶秋（请假）、王总
议题：1、进度 2、上限调整
决议：单批上限调整为2万笔 @秦岳 11-25
决定先按5,000笔开发。待办：更新测试方案 @罗静 周二前
待办：
1. 完成联调 @方磊 11-25
2、出压测报告 @罗静 @方磊 下周五 18:00
TODO: 给出对照表 @Li Na by Fri
待确认：差错口径 @高总 周三前
风险：外部环境可能再次推迟
风险：RISK-001 没有变化
下次会议：下周四 14:00 三楼会议室，议题：系统测试
大家辛苦了
"""


@pytest.fixture
def notes(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes notes to a file beside the workspace."""

    def write(text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "notes.txt"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def meeting(workspace: Path, name: str = "MTG-002") -> dict[str, Any]:
    """The data of a meeting."""
    text = (workspace / HOME / "meetings" / f"{name}.yaml").read_text(encoding="utf-8")
    loaded = parse("", text)
    assert loaded.findings == ()
    assert isinstance(loaded.data, dict)
    return loaded.data


# ── out of a chat ────────────────────────────────────────────────────────────


def test_notes_become_a_meeting_and_its_minutes(
    rdclient: Run, workspace: Path, notes: Callable[..., Path]
) -> None:
    ran = rdclient("-C", workspace, "new", "meeting", "--from", notes(CHAT))
    assert ran.code == 0, ran.err
    assert ran.out.startswith("# 网上对账周例会纪要\n")
    assert "差错口径（CFM-001）" in ran.out
    data = meeting(workspace)
    assert (data["kind"], data["started_at"]) == ("weekly", "2026-11-19 14:00")
    assert data["ended_at"] == "2026-11-19 15:30"
    assert [(a["person"], a["present"]) for a in data["attendees"]] == [
        ("qin.yue", True), ("luo.jing", True), ("gao.wenbo", True), ("ye.qiu", False),
    ]  # fmt: skip
    assert [a.get("reason") for a in data["attendees"]] == [None, "迟到", None, "请假"]
    assert [(d["id"], d.get("owner"), d.get("due")) for d in data["decisions"]] == [
        ("D-002", "qin.yue", "2026-11-25"), ("D-003", None, None),
    ]  # fmt: skip
    assert [(a["id"], a.get("owner"), a["due"]) for a in data["actions"]] == [
        ("A-002", "luo.jing", "2026-11-24"),
        ("A-003", "fang.lei", "2026-11-25"),
        ("A-004", "luo.jing", "2026-11-27 18:00"),
        ("A-005", None, "2026-11-20"),
    ]
    assert data["actions"][2]["support"] == ["fang.lei"]
    assert {a["created_on"] for a in data["actions"]} == {"2026-11-19"}
    assert "Li Na" in data["actions"][3]["note"]
    assert data["confirmations"] == [
        {"id": "CFM-001", "text": "差错口径", "by": "gao.wenbo", "due": "2026-11-25"}
    ]
    assert data["next"] == {"at": "2026-11-26 14:00", "place": "三楼会议室", "topic": "系统测试"}
    assert data["risks"] == ["RISK-002", "RISK-001"]
    told = {note["topic"]: note["points"] for note in data["notes"]}
    assert told["会议记录（待整理）"] == ["参会：王总", "大家辛苦了"]
    assert told["风险"] == ["RISK-001 没有变化"]
    assert "外部环境可能再次推迟" in (workspace / HOME / "risks.yaml").read_text(encoding="utf-8")
    assert rdclient("-C", workspace, *CHECK).code == 0


def test_what_was_understood_is_told_to_look_through(
    rdclient: Run, workspace: Path, notes: Callable[..., Path]
) -> None:
    path = notes(CHAT)
    en = rdclient("-C", workspace, "new", "meeting", "--from", path, "--dry-run").err
    zh = rdclient("-C", workspace, "new", "meeting", "--from", path, "--dry-run", lang="zh").err
    assert "2 decisions, 4 action items, 1 item to be confirmed, 2 risks" in en
    assert "2 lines were not understood" in en
    assert "决议2项，待办事项4项，待确认事项1项，风险2项，参会3人，缺席1人" in zh
    assert "2行未能识别" in zh
    row = next(line for line in zh.splitlines() if "A-005" in line)
    assert "Li Na（未找到）" in row
    assert "2026-11-20" in row
    assert re.search(r"A-002 .*罗静 +2026-11-24", zh)


def test_check_names_what_the_notes_left_open(
    rdclient: Run, workspace: Path, notes: Callable[..., Path]
) -> None:
    ran = rdclient("-C", workspace, "new", "meeting", "--from", notes(CHAT))
    assert ran.err.count("[RD421]") == 2
    assert "D-003" in ran.err
    text = (workspace / HOME / "meetings/MTG-002.yaml").read_text(encoding="utf-8")
    assert re.search(r"决定先按5,000笔开发\n    # owner: ", text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_notes_may_be_piped_in_any_encoding(root: Path, workspace: Path, encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "rdclient", "-C", workspace, "new", "meeting", "--from", "-"],
        input="决议：采用方案二 @秦岳 11-25\r\n".encode(encoding),
        env={"PYTHONPATH": str(root / "src"), "RDCLIENT_LANG": "zh", "RDCLIENT_NO_CACHE": "1"},
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    assert meeting(workspace)["decisions"][0]["owner"] == "qin.yue"
    assert "采用方案二" in done.stdout.decode()


def test_a_dry_run_writes_nothing_and_makes_no_minutes(
    rdclient: Run, workspace: Path, notes: Callable[..., Path], contents: Callable[..., Any]
) -> None:
    before = contents(workspace)
    words = ("-C", workspace, "new", "meeting", "--from", notes(CHAT))
    dry = rdclient(*words, "--dry-run")
    assert dry.code == 0
    assert contents(workspace) == before
    added = [line[1:] for line in dry.out.splitlines() if re.match(r"\+(?!\+\+ )", line)]
    assert rdclient(*words, "--no-print").out.split() == [
        f"{HOME}/meetings/MTG-002.yaml", f"{HOME}/risks.yaml",
    ]  # fmt: skip
    text = (workspace / HOME / "meetings/MTG-002.yaml").read_text(encoding="utf-8")
    assert added[: len(text.splitlines())] == text.splitlines()


def test_the_same_notes_twice_are_one_meeting(
    rdclient: Run, workspace: Path, notes: Callable[..., Path], contents: Callable[..., Any]
) -> None:
    words = ("-C", workspace, "new", "meeting", "--from", notes(CHAT))
    assert rdclient(*words).code == 0
    before = contents(workspace)
    again = rdclient(*words)
    assert (again.code, again.out) == (2, "")
    assert "MTG-002 (2026-11-19 14:00)" in again.err
    assert "--id MTG-003" in again.err
    assert contents(workspace) == before
    meant = rdclient(*words, "--id", "MTG-003", "--no-print")
    assert meant.code == 0
    assert meeting(workspace, "MTG-003")["decisions"][0]["id"] == "D-004"
    risks = (workspace / HOME / "risks.yaml").read_text(encoding="utf-8")
    assert risks.count("外部环境可能再次推迟") == 1  # on record already
    assert rdclient("-C", workspace, *CHECK).code == 0


# ── who is meant ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("more", "named", "owner"),
    [
        ("", "方磊", "fang.lei"),
        ("", "方总", "fang.lei"),
        ("", "小方", "fang.lei"),
        ("", "高主任", "gao.wenbo"),
        ("", "叶主任", None),  # 叶秋 is no director
        ("", "fang.lei", "fang.lei"),
        ("- {id: fang.yi, name: 方毅}\n", "方总", None),
        ("- {id: fang.yi, name: 方毅}\n", "方毅", "fang.yi"),
        ("- {id: fang.lei2, name: 方磊}\n", "方磊", None),  # two of one name
        ("- {id: fang.yi, name: 方毅, to: 2026-03-31}\n", "方总", "fang.lei"),  # has left
        ("- {id: tom.h, name: Tom Hargreaves}\n", "Tom", "tom.h"),
        ("- {id: tom.h, name: Tom Hargreaves}\n", "Mr. Hargreaves", "tom.h"),
    ],
)
def test_a_person_is_known_by_a_name_only_one_has(
    rdclient: Run,
    workspace: Path,
    notes: Callable[..., Path],
    *,
    more: str,
    named: str,
    owner: str | None,
) -> None:
    people = workspace / "people.yaml"
    people.write_text(people.read_text(encoding="utf-8") + more, encoding="utf-8")
    ran = rdclient(
        "-C", workspace, "new", "meeting", "--from", notes(f"待办：出报告 @{named} 12-25")
    )
    assert ran.code == 0, ran.err
    action = meeting(workspace)["actions"][0]
    assert action.get("owner") == owner
    if owner is None:
        assert named.split(maxsplit=1)[0] in f"{action.get('note')} {action['text']}"
        assert "RD421" in ran.err


def test_somebody_of_another_client_is_not_meant(
    rdclient: Run, workspace: Path, notes: Callable[..., Path]
) -> None:
    other = workspace / "clients/other"
    other.mkdir()
    (other / "client.yaml").write_text("name: 他行\n", encoding="utf-8")
    (other / "contacts.yaml").write_text("- {id: zhu.xi, name: 朱熹}\n", encoding="utf-8")
    ran = rdclient(
        "-C",
        workspace,
        "new",
        "meeting",
        "--from",
        notes("参会：朱熹、秦岳\n待办：出报告 @朱总 12-25"),
    )
    assert ran.code == 0
    data = meeting(workspace)
    assert [a["person"] for a in data["attendees"]] == ["qin.yue"]
    assert "朱总" in data["actions"][0]["note"]
    assert "参会：朱熹" in data["notes"][-1]["points"]


# ── which, where and when ────────────────────────────────────────────────────


def test_without_notes_it_is_as_last_time_with_what_is_open(
    rdclient: Run, workspace: Path, notes: Callable[..., Path]
) -> None:
    rdclient(
        "-C",
        workspace,
        "new",
        "meeting",
        "--from",
        notes(CHAT.replace("周例会", "周例会（第47周）")),
    )
    ran = rdclient(
        "-C", workspace, "new", "meeting", "--at", "2026-11-20 10:00", "--kind", "周例会"
    )
    assert (ran.code, ran.out) == (0, f"{HOME}/meetings/MTG-003.yaml\n"), ran.err
    data = meeting(workspace, "MTG-003")
    assert data["title"] == "网上对账周例会（第47周）"
    assert [a["topic"] for a in data["agenda"]] == ["进度", "上限调整"]
    assert data["chair"] == "qin.yue"
    assert data["follows"] == "MTG-002"
    people = ["gao.wenbo", "ye.qiu", "shen.yutong", "qin.yue", "luo.jing", "fang.lei"]
    assert [a["person"] for a in data["attendees"]] == people
    text = (workspace / HOME / "meetings/MTG-003.yaml").read_text(encoding="utf-8")
    for name in ("A-002", "A-005", "CFM-001"):
        assert re.search(rf"^#   {name} ", text, re.MULTILINE), name
    assert "A-001" not in text  # done long ago
    assert "actions" not in data
    next_week = rdclient("-C", workspace, "new", "meeting", "--at", "2026-11-27", "--dry-run")
    assert "第48周" in next_week.out


@pytest.mark.parametrize(
    ("place", "mode"),
    [
        (None, "hybrid"), ("地点：电话会议", "online"), ("Place: call", "online"),
        ("地点：线上", "online"), ("地点：腾讯会议 123 456 789", "online"),
        ("地点：飞书会议", "online"), ("Place: MS Teams", "online"), ("Place: Zoom", "online"),
        ("地点：三楼会议室＋腾讯会议", "hybrid"), ("地点：三楼会议室", None),
        ("Place: call centre, floor 2", None), ("地点：视频会议室", None),
    ],
)  # fmt: skip
def test_how_people_meet_follows_from_the_place(
    rdclient: Run, workspace: Path, notes: Callable[..., Path], place: str | None, mode: str | None
) -> None:
    first = ("--at", "2026-11-18 10:00", "--kind", "weekly", "--set", "mode=hybrid")
    assert rdclient("-C", workspace, "new", "meeting", *first).code == 0
    text = f"周例会\n时间：2026-11-19 14:00\n{place or ''}\n决议：采用方案二\n"
    ran = rdclient("-C", workspace, "new", "meeting", "--from", notes(text), "--no-print")
    assert ran.code == 0, ran.err
    assert meeting(workspace, "MTG-003").get("mode") == mode
    typed = ("--at", "2026-11-20 10:00", "--kind", "weekly", "--set", "place=x")
    ran = rdclient("-C", workspace, "new", "meeting", *typed, "--set", "mode=onsite")
    assert meeting(workspace, "MTG-004")["mode"] == "onsite"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_was_discussed_is_internal_and_the_summary_says_how_to_show_it(
    rdclient: Run, workspace: Path, notes: Callable[..., Path], lang: str
) -> None:
    text = "周例会\n时间：2026-11-19 14:00\n进度：\n- 开发完成八成\n"
    ran = rdclient("-C", workspace, "new", "meeting", "--from", notes(text), lang=lang)
    line = next(one for one in ran.err.splitlines() if "notes.0.audience" in one)
    assert line.startswith("1条讨论仅内部可见；" if lang == "zh" else "1 point is internal; ")
    command = line[line.index("rdclient ") :].split()[1:]
    assert rdclient("-C", workspace, *command).code == 0
    assert meeting(workspace)["notes"][0]["audience"] == "client"
    shown = rdclient("-C", workspace, "minutes", "MTG-002", "--audience", "client")
    assert "开发完成八成" in shown.out


def test_an_internal_meeting_says_nothing_of_the_client(
    rdclient: Run, workspace: Path, notes: Callable[..., Path]
) -> None:
    text = "内部会议\n时间：2026-11-19 14:00\n进度：\n- 开发完成八成\n"
    words = ("new", "meeting", "--kind", "internal_sync", "--from", notes(text))
    ran = rdclient("-C", workspace, *words)
    assert ran.code == 0, ran.err
    assert "notes.0.audience" not in ran.err


def test_a_meeting_that_lies_ahead_is_planned(rdclient: Run, workspace: Path) -> None:
    ran = rdclient("-C", workspace, "new", "meeting", "--kind", "demo", "--at", "2099-01-05 14:00")
    assert ran.code == 0
    data = meeting(workspace)
    assert (data["kind"], data["planned_at"]) == ("demo", "2099-01-05 14:00")
    assert "started_at" not in data
    assert rdclient("-C", workspace, "check", ran.out.strip()).code == 0


def test_an_internal_meeting_is_among_ourselves(rdclient: Run, workspace: Path) -> None:
    ran = rdclient("-C", workspace, "new", "meeting", "--kind", "internal_sync")
    assert ran.code == 0
    who = {a["person"] for a in meeting(workspace)["attendees"]}
    assert who == {"shen.yutong", "qin.yue", "luo.jing", "fang.lei"}


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("需求评审会", "req_review"), ("11月变更评审会", "ccb"), ("Kick-off meeting", "kickoff"),
        ("二期项目启动会", "kickoff"),
        ("Weekly project meeting, week 47", "weekly"), ("碰头会", "weekly_review"),
    ],
)  # fmt: skip
def test_the_title_tells_the_kind(
    rdclient: Run, workspace: Path, notes: Callable[..., Path], title: str, kind: str
) -> None:
    rdclient("-C", workspace, "new", "meeting", "--from", notes(f"{title}\n\n决议：采用方案二"))
    assert (meeting(workspace)["title"], meeting(workspace)["kind"]) == (title, kind)


def test_what_is_typed_wins_over_the_notes(
    rdclient: Run, workspace: Path, notes: Callable[..., Path]
) -> None:
    ran = rdclient(
        "-C", workspace, "new", "meeting", "--from", notes(CHAT), "--at", "2026-11-18 09:00",
        "--kind", "需求评审", "--title", "评审", "--attendees", "秦岳，高文博",
        "--set", "mode=线上",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    data = meeting(workspace)
    assert (data["title"], data["kind"], data["mode"]) == ("评审", "req_review", "online")
    assert data["started_at"] == "2026-11-18 09:00"
    assert [a["person"] for a in data["attendees"]] == ["qin.yue", "gao.wenbo"]
    assert data["actions"][0]["due"] == "2026-11-24"  # 周二 after the 18th


def test_yesterday_s_meeting_is_of_yesterday(
    rdclient: Run, workspace: Path, notes: Callable[..., Path]
) -> None:
    ran = rdclient(
        "-C",
        workspace,
        "new",
        "meeting",
        "--from",
        notes("时间：昨天下午2点\n待办：出报告 @罗静 明天"),
    )
    assert ran.code == 0, ran.err
    data = meeting(workspace)
    day = data["started_at"].split()[0]
    assert data["started_at"].endswith(" 14:00")
    assert data["actions"][0]["created_on"] == day
    due = datetime.fromisoformat(data["actions"][0]["due"])
    assert (due - datetime.fromisoformat(day)).days == 1


def test_a_meeting_of_the_other_project_has_its_numbers(
    rdclient: Run, workspace: Path, notes: Callable[..., Path]
) -> None:
    rdclient(
        "-C",
        workspace,
        "new",
        "project",
        "--title",
        "二期",
        "--id",
        "two",
        "--set",
        "type=定制开发",
    )
    words = ("-C", workspace, "new", "meeting", "--from", notes(CHAT))
    refused = rdclient(*words)
    assert (refused.code, refused.out) == (2, "")
    assert "portal, two" in refused.err
    ran = rdclient(*words, "--project", "two")
    assert ran.code == 0, ran.err
    text = (workspace / "clients/linhai/projects/two/meetings/MTG-001.yaml").read_text("utf-8")
    assert "id: D-001" in text
    assert "id: A-004" in text
    assert rdclient("-C", workspace, *CHECK).code == 0


# ── what is refused ──────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"", "nothing in"), (b" \n\t\n", "nothing in"), (bytes(range(256)), "no text"),
     (b"a" * 1_100_000, "too large"), (None, "cannot be read")],
)  # fmt: skip
def test_notes_that_are_none_are_refused(
    rdclient: Run, workspace: Path, tmp_path: Path, contents: Callable[..., Any], *,
    content: bytes | None, told: str,
) -> None:  # fmt: skip
    before = contents(workspace)
    path = tmp_path / "notes.txt"
    if content is not None:
        path.write_bytes(content)
    ran = rdclient("-C", workspace, "new", "meeting", "--from", path)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert contents(workspace) == before


def test_there_has_to_be_a_project_and_a_kind(
    rdclient: Run, workspace: Path, tmp_path: Path, notes: Callable[..., Path]
) -> None:
    empty = tmp_path / "empty"
    rdclient("init", empty)
    ran = rdclient("-C", empty, "new", "meeting", "--from", notes(CHAT))
    assert (ran.code, ran.out) == (2, "")
    assert "rdclient new project" in ran.err
    ran = rdclient("-C", workspace, "new", "meeting", "--kind", "吃饭")
    assert ran.code == 2
    assert "weekly_review" in ran.err


def test_minutes_that_cannot_be_made_do_not_undo_the_meeting(
    rdclient: Run, workspace: Path, notes: Callable[..., Path]
) -> None:
    (workspace / HOME / "tasks.yaml").write_text("- [\n", encoding="utf-8")
    ran = rdclient("-C", workspace, "new", "meeting", "--from", notes(CHAT))
    assert (ran.code, ran.out) == (3, "")
    assert "tasks.yaml" in ran.err
    assert meeting(workspace)["title"] == "网上对账周例会"


def test_hidden_characters_of_a_phone_are_left_out(
    rdclient: Run, workspace: Path, notes: Callable[..., Path]
) -> None:
    ran = rdclient(
        "-C",
        workspace,
        "new",
        "meeting",
        "--from",
        notes("决议：采用\u200b方案二\u202e\x07 @秦岳 11-25"),
    )
    assert ran.code == 0, ran.err
    assert meeting(workspace)["decisions"][0]["text"] == "采用方案二"


# ── no word is lost ──────────────────────────────────────────────────────────

RARE = ("龘靐", "qzxvk", "麤鱻")
AROUND = (
    *"@:：；;。，,()（）-#*[]|/&!%{}'\"\\ ",
    "决议：", "待办：", "待确认：", "风险：", "参会：", "议题：", "下次会议：",
    "主持：", "记录：", "列席：", "缺席：", "Action:", "TODO ", "12-25",
    "周三前", "by Fri", "下周五 14:00", "1. ",
    "@秦岳", "@王总", "@罗静", "高主任", "（请假）", "结论：", "## ", "- ",
    "责任人：", "RISK-001 ", "RISK-001",
)  # fmt: skip
LINES = st.lists(
    st.lists(st.sampled_from((*RARE, *AROUND)), max_size=8).map("".join), min_size=1, max_size=5
)


@given(LINES)
@settings(max_examples=40)
def test_every_word_of_the_notes_stands_in_the_records(lines: list[str]) -> None:
    clock = api.Clock(datetime(2026, 11, 20, 10, tzinfo=UTC), _no_words)
    text = "\n".join(lines)
    asked = api.MeetingAsked(api.Wanted("meeting"), notes=text)
    made = api.new_meeting(BASE, asked, clock=clock)
    written = "\n".join(str(parse("", edit.after.decode()).data) for edit in made.edits)
    assert [word for word in RARE if word in text and word not in written] == []


def _no_words(text: str) -> datetime:
    raise AssertionError(text)


# ── that they were sent ──────────────────────────────────────────────────────


def test_sending_is_recorded_with_whom(
    rdclient: Run, workspace: Path, notes: Callable[..., Path]
) -> None:
    rdclient("-C", workspace, "new", "meeting", "--from", notes(CHAT))
    words = ("-C", workspace, "event", "MTG-002")
    dry = rdclient(*words, "sent", "--to", "运营部", "--dry-run")
    assert "+sent_at: " in dry.out
    assert "sent_at" not in meeting(workspace)
    ran = rdclient(
        *words, "已发出", "--to", "运营部", "--to", "科技部、项目组", "--at", "2026-11-19 18:00"
    )
    assert (ran.code, ran.out) == (0, f"{HOME}/meetings/MTG-002.yaml\n"), ran.err
    data = meeting(workspace)
    file = workspace / HOME / "meetings/MTG-002.yaml"
    assert not re.search(r"# *sent_at", file.read_text(encoding="utf-8"))
    assert data["sent_at"] == "2026-11-19 18:00"
    assert data["distribution"] == ["运营部", "科技部", "项目组"]
    again = rdclient(*words, "sent", "--to", "项目组")
    assert (again.code, again.out) == (0, "")
    assert "nothing was written" in again.err
    more = rdclient(*words, "sent", "--to", "总行")
    assert more.code == 0
    assert meeting(workspace)["distribution"][-1] == "总行"
    assert meeting(workspace)["sent_at"] == "2026-11-19 18:00"
    other = rdclient(*words, "sent", "--at", "2026-11-20")
    assert other.code == 2
    assert "2026-11-19 18:00" in other.err
    assert rdclient("-C", workspace, "minutes", "MTG-002").out.count("科技部")


def test_sending_leaves_every_other_byte(rdclient: Run, workspace: Path) -> None:
    file = workspace / HOME / "meetings/MTG-001.yaml"
    original = file.read_text(encoding="utf-8").replace("sent_at: 2026-09-18 18:00\n", "")
    for tail, wanted in (
        ("", "sent_at: 2026-09-19\ndistribution:\n  - 运营部\n"),
        (
            "distribution: [A, B]  # 抄送\n",
            "distribution: [A, B, 运营部]  # 抄送\nsent_at: 2026-09-19\n",
        ),
        ("distribution:\n- A\n", "distribution:\n- A\n- 运营部\nsent_at: 2026-09-19\n"),
        ("distribution: []\n", "distribution: [运营部]\nsent_at: 2026-09-19\n"),
    ):
        file.write_text(f"\ufeff{original}{tail}", encoding="utf-8")
        ran = rdclient(
            "-C", workspace, "event", "MTG-001", "sent", "--to", "运营部", "--at", "2026-09-19"
        )
        assert ran.code == 0, ran.err
        assert file.read_text(encoding="utf-8") == f"\ufeff{original}{wanted}"


@pytest.mark.parametrize(
    "words",
    [("MTG-001", "sent", "--by", "秦岳"), ("MTG-001", "sent", "--note", "x"),
     ("REQ-001", "analysed", "--to", "x"), ("MTG-001", "sent", "--at", "尽快")],
)  # fmt: skip
def test_sending_takes_a_time_and_people_only(
    rdclient: Run, workspace: Path, contents: Callable[..., Any], words: tuple[str, ...]
) -> None:
    before = contents(workspace)
    ran = rdclient("-C", workspace, "event", *words)
    assert (ran.code, ran.out) == (2, "")
    assert contents(workspace) == before


def test_a_place_that_is_the_mode_is_told_once(
    run_rdclient: Callable[..., Any], kestrel: Path
) -> None:
    told = run_rdclient("-C", kestrel, "minutes", "MTG-003", "--as-of", "2026-11-20T18:00+00:00")
    assert "| Place and mode | Online |" in told.out
