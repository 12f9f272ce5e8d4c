"""A small client with one project, and how a clock stands there at a moment."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from rdclient.model import replay
from rdclient.obligations.base import Ask, Obligation, Standing
from rdclient.obligations.judge import judge
from rdclient.obligations.ledger import CLOCK_OF
from rdclient.store import workspace

ZONE = ZoneInfo("Asia/Shanghai")
BASE = {
    "people.yaml": """\
- {id: shen.yutong, name: 沈雨桐}
- {id: qin.yue, name: 秦岳}
- {id: luo.jing, name: 罗静}
- {id: he.tao, name: 何涛}
- {id: fang.lei, name: 方磊}
""",
    "clients/linhai/client.yaml": "name: 临海银行\n",
    "clients/linhai/contacts.yaml": """\
- {id: gao.wenbo, name: 高文博}
- {id: ye.qiu, name: 叶秋}
""",
    "clients/linhai/projects/portal/project.yaml": """\
name: 网上对账系统
type: custom_dev
team:
  - {role: project_manager, person: qin.yue, from: 2026-08-31}
  - {role: technical_contact, person: luo.jing, from: 2026-08-31, to: 2026-11-15}
  - {role: technical_contact, person: he.tao, from: 2026-11-16}
  - {role: technical_lead, person: fang.lei, from: 2026-08-31}
""",
}
"""Read in Asia/Shanghai, with the shipped calendar ``cn``: 09:00-12:00 and 13:00-18:00."""

Files = Mapping[str, str]
Owed = Callable[[Files, str, str], tuple[Obligation, ...]]
Stands = Callable[[Files, str, str], dict[str, str]]
Periods = Callable[[Files, str, str], list[str]]


@pytest.fixture
def owed(make_workspace: Callable[[Files], Path]) -> Owed:
    """A function from files (laid over the client), a code and a moment to what is owed then."""

    def ask(files: Files, code: str, as_of: str) -> tuple[Obligation, ...]:
        folder = make_workspace({**BASE, **files})
        for path in folder.rglob("*.yaml"):
            if path.name != "rdclient.yaml" and path.relative_to(folder).as_posix() not in {
                *BASE,
                *files,
            }:
                path.unlink()  # of a question before this one
        read = workspace.read(folder)
        assert [(one.code, one.location, dict(one.facts)) for one in read.findings] == []
        moment = datetime.fromisoformat(as_of).replace(tzinfo=ZONE)
        return tuple(CLOCK_OF[code].generate(Ask(replay.at(read.portfolio, moment), moment)))

    return ask


@pytest.fixture
def stands(owed: Owed) -> Stands:
    """The same, and how each of it stands, in words, by its id: see ``spoken``."""

    def ask(files: Files, code: str, as_of: str) -> dict[str, str]:
        moment = datetime.fromisoformat(as_of).replace(tzinfo=ZONE)
        found = owed(files, code, as_of)
        assert len({one.item for one in found}) == len(found)
        return {one.item: spoken(judge(one, as_of=moment)) for one in found}

    return ask


@pytest.fixture
def periods(owed: Owed) -> Periods:
    """The same of a cadence, period by period: its name, the state, evidence found and needed."""

    def ask(files: Files, code: str, as_of: str) -> list[str]:
        moment = datetime.fromisoformat(as_of).replace(tzinfo=ZONE)
        return [_period(one, judge(one, as_of=moment)) for one in owed(files, code, as_of)]

    return ask


def _period(one: Obligation, standing: Standing) -> str:
    found = f"{one.found}/{one.needed}"
    words = [one.period, standing.state.value, found, one.done_by, standing.lack]
    return " ".join(word for word in words if word)


def spoken(standing: Standing) -> str:
    """``state``, ``open`` while it is to be done, ``used/allowed``, the deadline, and the lack."""
    words = [standing.state.value]
    if standing.is_open:
        words.append("open")
    if standing.elapsed is not None and standing.allowed is not None:
        words.append(f"{_clock(standing.elapsed)}/{_clock(standing.allowed)}")
    if standing.deadline is not None:
        words.append(f"by {standing.deadline.astimezone(ZONE):%m-%d %H:%M:%S}")
    if standing.lack is not None:
        words.append(standing.lack.value)
    return " ".join(words)


def _clock(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
