"""The command line inside this process, and a small sound workspace to try it on."""

import hashlib
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from rdclient.cli import app, console
from rdclient.store.tree import CACHE


@dataclass(frozen=True, slots=True)
class Ran:
    """How a run of the program ended: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


@pytest.fixture
def rdclient(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Ran]:
    """A function that runs a command line; ``lang`` is the language of the environment."""

    def run(*words: str | Path, lang: str = "en") -> Ran:
        monkeypatch.delenv("RDCLIENT_LANG", raising=False)
        monkeypatch.setenv("LC_ALL", f"{lang}.UTF-8")
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            console.run(lambda: app.run([str(word) for word in words]))
        out, err = capsys.readouterr()
        assert isinstance(end.value.code, int)
        return Ran(end.value.code, out, err)

    return run


@pytest.fixture
def workspace(root: Path, tmp_path: Path) -> Path:
    """A copy of the sound workspace that the rules are tested on: one client, one project."""
    folder = tmp_path / "workspace"
    shutil.copytree(root / "tests" / "rules" / "base", folder)
    return folder


@pytest.fixture
def project(workspace: Path) -> Path:
    """The project's folder in it."""
    return workspace / "clients" / "linhai" / "projects" / "portal"


@pytest.fixture
def contents() -> Callable[[Path], dict[str, str]]:
    """A function that tells what a folder holds: path to hash of the bytes; without the cache."""

    def look(folder: Path) -> dict[str, str]:
        return {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and CACHE not in path.parts
        }

    return look


@pytest.fixture
def powerless() -> tuple[str, ...]:
    """What to put before a command so that file permissions hold for it, even as root."""
    if os.name != "posix":
        pytest.skip("needs POSIX permissions")
    if os.getuid() != 0:
        return ()
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("root may read and write everything, and setpriv is not there")
    return (setpriv, "--bounding-set=-all", "--inh-caps=-all")


_OF_CLOCKS = {
    "people.yaml": """\
- {id: shen.yutong, name: 沈雨桐, git_emails: [shen@example.com]}
- {id: qin.yue, name: 秦岳}
- {id: luo.jing, name: 罗静}
- {id: fang.lei, name: 方磊}
""",
    "clients/linhai/client.yaml": "name: 临海银行\ncode: LH\n",
    "clients/linhai/contacts.yaml": "- {id: gao.wenbo, name: 高文博}\n- {id: ye.qiu, name: 叶秋}\n",
    "clients/linhai/tickets.yaml": """\
- id: TCK-0031
  title: 批量代付失败
  project: portal
  priority: urgent
  events:
    - {at: 2026-11-20 08:20, type: opened, by: ye.qiu}
    - {at: 2026-11-20 08:25, type: assigned, by: luo.jing}
- id: TCK-0032
  title: 日终对账少一笔
  project: portal
  events:
    - {at: 2026-11-18 09:00, type: opened, by: ye.qiu}
    - {at: 2026-11-18 10:00, type: responded, by: luo.jing}
- id: TCK-0033
  title: 登录超时
  project: portal
  events:
    - {at: 2026-11-19 15:00, type: opened, by: ye.qiu}
    - {at: 2026-11-19 16:20, type: waiting_client, by: luo.jing}
- id: TCK-0034
  title: 打印错位
  project: portal
  events:
    - {at: 2026-11-18 09:00, type: opened, by: ye.qiu}
    - {at: 2026-11-18 17:00, type: closed, by: luo.jing}
""",
    "clients/linhai/projects/portal/project.yaml": """\
name: 网上对账系统
type: custom_dev
phases: [{phase: presales, entered_on: 2026-09-01}]
team:
  - {role: client_lead, person: shen.yutong, from: 2026-08-31}
  - {role: project_manager, person: qin.yue, from: 2026-08-31}
  - {role: technical_contact, person: luo.jing, from: 2026-08-31}
  - {role: technical_lead, person: fang.lei, from: 2026-08-31}
""",
    "clients/linhai/projects/portal/changes/CR-007.yaml": """\
title: 单批上限调整
events: [{at: 2026-11-18 20:12, type: submitted, by: ye.qiu}]
""",
    "clients/linhai/projects/portal/meetings/MTG-0118.yaml": """\
title: 对账口径讨论
kind: standup
started_at: 2026-11-19 09:30
ended_at: 2026-11-19 10:00
chair: qin.yue
actions:
  - {id: ACT-01, text: 整理对账规则, owner: luo.jing, due: 2026-11-18, created_on: 2026-11-10}
  - id: ACT-02
    text: 答复差错口径
    owner: gao.wenbo
    due: 2026-11-23 18:00
    created_on: 2026-11-19
""",
    "clients/linhai/projects/portal/meetings/MTG-0119.yaml": """\
title: 第47周例会
kind: weekly
planned_at: 2026-11-23 14:00
chair: qin.yue
""",
    "clients/linhai/projects/portal/milestones.yaml": """\
- {id: M1, name: 方案定稿, plans: [{on: 2026-09-01, due: 2026-11-24}]}
""",
}


@pytest.fixture
def clocks(make_workspace: Callable[[Mapping[str, str]], Path]) -> Callable[..., Path]:
    """A function from files to a workspace: they are laid over a client with one project.

    On 20 November 2026 at 10:00 in Shanghai two of its clocks are over, one is at risk, one is
    paused, and an action is overdue.
    """

    def write(files: Mapping[str, str] | None = None) -> Path:
        return make_workspace({**_OF_CLOCKS, **(files or {})})

    return write
