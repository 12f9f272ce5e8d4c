"""What people type is written as it is read where that is certain; prose and doubts stay."""

import random
import re
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from rdclient.store.house_style import laid_out
from rdclient.store.rewording import reworded
from rdclient.store.verdict import verdict
from rdclient.store.yamlfile import parse

ZONE = ZoneInfo("Asia/Shanghai")
PROJECT = "clients/linhai/projects/portal"
REQUIREMENT = f"{PROJECT}/requirements/REQ-003.yaml"
TASK = f"{PROJECT}/tasks/TASK-03.yaml"
CONTRACT = "clients/linhai/contracts/HT-2026-02.yaml"
CLIENT = "clients/linhai/client.yaml"


def typed(path: str, text: str) -> str:
    """What becomes of a text; the second time nothing more does."""
    after = reworded(path, text, ZONE)
    assert reworded(path, after.text, ZONE).text == after.text
    return after.text


# ── certain ──────────────────────────────────────────────────────────────────

CERTAIN = {
    "every colon": (REQUIREMENT, "title：甲\ntype：data\n", "title: 甲\ntype: data\n"),
    "names and words": (REQUIREMENT, "标题：甲\n优先级：高\n", "title: 甲\npriority: high\n"),
    "a word in quotes": (REQUIREMENT, "priority: “中”\n", "priority: medium\n"),
    "a name that is wanted": (
        REQUIREMENT,
        "events:\n  - {时间: 2026/11/16, 类型: 已收集}\n",
        "events:\n  - {at: 2026-11-16, type: collected}\n",
    ),
    "an amount": (CONTRACT, "amount: 人民币８.６万元\n", "amount: 86000\n"),
    "an amount with cents": (CONTRACT, "amount: 1,200.50元\n", 'amount: "1200.50"\n'),
    "an amount without its quotes": (CONTRACT, "amount: 120000.5\n", 'amount: "120000.5"\n'),
    "a date": (CONTRACT, "signed_on: 2026年11月2日\n", "signed_on: 2026-11-02\n"),
    "a date with its weekday": (
        CONTRACT,
        "signed_on: 2026-11-16（周一）\n",
        "signed_on: 2026-11-16\n",
    ),
    "the year of the other dates": (
        CONTRACT,
        "signed_on: 2026/1/5\nwarranty_until: 1月6日\n",
        "signed_on: 2026-01-05\nwarranty_until: 2026-01-06\n",
    ),
    "ids in brackets": (TASK, "requirements: 【REQ-1、REQ-2】\n", "requirements: [REQ-1,REQ-2]\n"),
    "ids without": (TASK, "requirements: REQ-1，REQ-2\n", "requirements: [REQ-1, REQ-2]\n"),
    "tabs of any width": (
        REQUIREMENT,
        "title: 甲\nfunctions:\n\t- 系统应甲\n\t- 系统应乙\n",
        "title: 甲\nfunctions:\n  - 系统应甲\n  - 系统应乙\n",
    ),
    "true and false": (
        f"{PROJECT}/milestones/M2.yaml",
        "key: 是\n",
        "key: true\n",
    ),
    "a title that is a number": (REQUIREMENT, "title: 010\n", 'title: "010"\n'),
    "names in a person's place": (TASK, "owner: “luo.jing”\n", "owner: “luo.jing”\n"),
}  # fmt: skip


@pytest.mark.parametrize(("path", "before", "after"), CERTAIN.values(), ids=CERTAIN)
def test_what_is_certain_is_written(path: str, before: str, after: str) -> None:
    assert typed(path, before) == after


# ── doubtful ─────────────────────────────────────────────────────────────────

DOUBTFUL = {
    "two fields may be meant": (REQUIREMENT, "events:\n  - {at: 2026-11-16, 原因: 甲}\n"),
    "a field that stands there already": (REQUIREMENT, "title: 甲\n标题: 乙\n"),
    "a word that only comes near": (REQUIREMENT, "priority: 紧急\n"),
    "a field spelled wrongly": (REQUIREMENT, "tilte: 甲\n"),
    "no year": (CONTRACT, "signed_on: 11月20日\n"),
    "two years": (
        CONTRACT,
        "signed_on: 11月20日\nwarranty_until: 2025-01-01\nrecorded_on: 2026-01-01\n",
    ),
    "month and day or day and month": (
        CONTRACT,
        "signed_on: 11/12\nwarranty_until: 2026-01-01\n",
    ),
    "a year of two digits": (CONTRACT, "signed_on: 26/11/16\n"),
    "another day of the week": (CONTRACT, "signed_on: 2026-11-16（周二）\n"),
    "some day at the end of a month": (CONTRACT, "signed_on: 2026年11月底\n"),
    "a time where only a day stands": (CONTRACT, "signed_on: 2026年11月12日 10:00\n"),
    "a number out of a spreadsheet": (CONTRACT, "signed_on: 46342\n"),
    "another currency": (CONTRACT, "amount: 12万美元\n"),
    "a sign of another currency": (CONTRACT, "amount: 12万元\ncurrency: USD\n"),
    "about": (CONTRACT, "amount: 约12万\n"),
    "hours for days": (
        TASK,
        "plans:\n  - {on: 2026-11-16, start: 2026-11-23, finish: 2026-11-27, effort_pd: 5小时}\n",
    ),
    "a word with more to it": (f"{PROJECT}/meetings/MTG-002.yaml", "kind: 需求评审会（第二次）\n"),
    "an id with a title": (f"{PROJECT}/tasks/2026-11.yaml", "- id: TASK-03（下载）\n"),
    "prose in a list": (REQUIREMENT, "functions: [import，export]\n"),
    "prose instead of a list": (REQUIREMENT, "functions: 系统应甲，系统应乙\n"),
    "people instead of a list": (f"{PROJECT}/meetings/MTG-002.yaml", "observers: 罗静、方磊\n"),
    "text behind a sign": (REQUIREMENT, "title: 希望 #3网点\n"),
    "a conflict": (REQUIREMENT, "<<<<<<< a\ntitle: 甲\n=======\ntitle：乙\n>>>>>>> b\n"),
    "tabs that may mean two things": (
        REQUIREMENT,
        "title: 甲\nanalysis:\n    level: x\n\t\tnote: y\n\ttype: z\n",
    ),
    "one habit mended, and still no YAML": (REQUIREMENT, "title：甲\ntype: [data\n"),
}


@pytest.mark.parametrize(("path", "text"), DOUBTFUL.values(), ids=DOUBTFUL)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_what_is_doubtful_stays_byte_for_byte(path: str, text: str, newline: str) -> None:
    text = text.replace("\n", newline)
    assert typed(path, text) == text


def test_one_doubt_keeps_nothing_else_from_being_mended() -> None:
    text = "signed_on: 月底\namount: 12万\ntax: 含税\n"
    assert typed(CONTRACT, text) == "signed_on: 月底\namount: 120000\ntax: included\n"


# ── prose ────────────────────────────────────────────────────────────────────

PROSE = """\
title: “对账单”：批量下载，２０２６年【一期】
stated_need: |
  备注：先做１
  类型，是
background: 网点，
  说明略，２月：2026/11/20
goal: '类型：高，中'
functions: [导入，导出, 查询、下载]
# 备注：2026/11/20，是
events:
  - {at: 2026-11-16, type: collected, note: 客户：尽快，下周}   # 类型：甲，乙
"""


@pytest.mark.parametrize(
    ("sound", "wrong"),
    [
        ("title: ", "title："),
        ("goal: ", "目标："),
        ("events:", "过程记录："),
        ("at: 2026-11-16", "at：2026/11/16"),
        ("11-16, type", "11-16，type"),
        ("collected, note", "已收集，note"),
        ("  - {at", "  － {at"),
        ("  - {at", "　- {at"),
    ],
)
def test_prose_comments_and_blocks_stay_in_a_file_that_is_mended(sound: str, wrong: str) -> None:
    assert not parse(REQUIREMENT, PROSE).findings
    text = PROSE.replace(sound, wrong, 1)
    assert text != PROSE
    after = typed(REQUIREMENT, text)
    assert laid_out(REQUIREMENT, after) == PROSE


# ── sound records, mistyped by chance ────────────────────────────────────────

WIDE = str.maketrans(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-",
    "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ－",
)
WORDS = {"high": "高", "medium": "中", "functional": "功能需求", "true": "是", "false": "否"}
NAMES = {
    "title": "标题",
    "type": "类型",
    "priority": "优先级",
    "owner": "负责人",
    "events": "过程记录",
}


def _date(match: re.Match[str], chance: random.Random) -> str:
    year, month, day = match.groups()
    forms = (
        f"{year}/{month}/{day}",
        f"{year}年{int(month)}月{int(day)}日",
        f"{year}.{month}.{day}",
    )
    return chance.choice((*forms, match.group().translate(WIDE)))


_Habit = Callable[[re.Match[str], random.Random], str]
HABITS: tuple[tuple[str, _Habit], ...] = (
    ("(?<=[a-z_]):(?= )", lambda _, chance: chance.choice("：:")),
    ("(?<=[a-z_]): (?=\\S)", lambda _, chance: chance.choice(("：", ":", "：\u3000"))),
    (", (?=[a-z_]+: )", lambda _, chance: chance.choice("，、,")),
    ("(?<=[0-9]), (?=[A-Z]+-)", lambda _, chance: chance.choice("，、")),
    (r"[{}\[\]]", lambda match, _: dict(zip("{}[]", "｛｝［］", strict=True))[match.group()]),
    ("(?m)(?<=^ )( *)- ", lambda match, chance: match[1] + chance.choice(("－ ", "• ", "-"))),
    ("(?m)^  ", lambda _, chance: chance.choice(("\u3000", "\u00a0 ", "\t"))),
    (r"(20\d\d)-(\d\d)-(\d\d)(?= |,|\}|$)", _date),
    (r"(?<=[:\[] )[A-Z]+-\d+|(?<=\[)[A-Z]+-\d+", lambda match, _: match.group().translate(WIDE)),
    (rf"(?<=: )({'|'.join(WORDS)})\b", lambda match, _: WORDS[match.group()]),
    ("(?m)(?<=: )[a-z_]+$", lambda match, _: f"“{match.group()}”"),
    (rf"(?m)^({'|'.join(NAMES)})(?=:)", lambda match, _: NAMES[match.group()]),
)  # fmt: skip


def _sound(root: Path) -> dict[str, str]:
    """What people type; baselines are written by the program and prove themselves."""
    folders = (root / "examples" / "northbank", root / "tests" / "chinese" / "base")
    texts = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for folder in folders
        for path in sorted(folder.rglob("clients/**/*.yaml"))
    }
    return {
        path: text for path, text in texts.items() if len(text) < 6000 and "/baselines/" not in path
    }


SOUND = _sound(Path(__file__).resolve().parents[2])


@given(
    path=st.sampled_from(sorted(SOUND)),
    chosen=st.lists(st.sampled_from(range(len(HABITS))), min_size=1, max_size=3, unique=True),
    share=st.sampled_from([0.1, 0.5, 1]),
    chance=st.randoms(use_true_random=True),
)
@example(path=TASK.replace("/TASK-03", ""), chosen=[0, 2], share=1, chance=random.Random(1))  # noqa: S311 - a fixed case
def test_a_sound_record_mistyped_is_mended_to_the_same_data_or_left(
    path: str, chosen: list[int], share: float, chance: random.Random
) -> None:
    text = SOUND[path]
    for number in chosen:
        pattern, habit = HABITS[number]
        text = re.sub(
            pattern,
            lambda match, habit=habit: (  # type: ignore[misc]
                habit(match, chance) if chance.random() < share else match.group()
            ),
            text,
        )
    assume(text != SOUND[path])
    after = reworded(path, text, ZONE)
    if not after.is_readable:
        assert after.text == text
    elif not after.findings:
        meant = _leaves(parse(path, SOUND[path]).data)
        found = _leaves(parse(path, after.text).data)
        assert [leaf for leaf in found if leaf not in meant and str(leaf) not in text] == []
    before = verdict(path, text, ZONE)
    if before.is_readable:
        assert len(after.findings) <= len(before.findings)


def _leaves(data: object) -> list[object]:
    """Every value in plain data, in order."""
    if isinstance(data, dict):
        return [leaf for value in data.values() for leaf in _leaves(value)]
    if isinstance(data, list):
        return [leaf for value in data for leaf in _leaves(value)]
    return [data]
