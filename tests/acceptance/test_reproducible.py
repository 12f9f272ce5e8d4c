"""The same records give the same bytes, wherever and whenever; a missing fact shows just there."""

import difflib
import hashlib
import json
import os
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from rdclient import api
from rdclient.lens import Audience, Lang
from rdclient.store.workspace import read

SHARED = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("workspace.py"))))
AS_OF = "2026-11-20T18:00+08:00"
PROJECT = "clients/northbank/projects/settlement"


@pytest.fixture
def moved(tmp_path: Path) -> Path:
    """The example somewhere else, under a name with a blank and Chinese."""
    return Path(shutil.copytree(SHARED.EXAMPLE, tmp_path / "工作区 copy"))


def _hashes(workspace: Path) -> dict[str, str]:
    """Every weekly report of two weeks and all minutes, as hashes."""
    portfolio = read(workspace).portfolio
    with SHARED.compiled_once():
        return {
            str(name): hashlib.sha256(text.encode()).hexdigest()
            for audience in Audience
            for name, text in SHARED.documents(portfolio, audience).items()
        }


@cache
def _of_the_example() -> dict[str, str]:
    return _hashes(SHARED.EXAMPLE)


# ── the same bytes ───────────────────────────────────────────────────────────


def test_two_runs_in_two_places_give_the_same_bytes(moved: Path) -> None:
    first = _of_the_example()
    wanted = [name for name in first if name.startswith("weekly-report settlement")]
    assert len(wanted) == 2 * 2 * 2 * 4
    assert sum(name.startswith("minutes") for name in first) > 200
    assert _hashes(SHARED.EXAMPLE) == first
    assert _hashes(moved) == first


_SCRIPT = """
import json, runpy, sys
from pathlib import Path
here = runpy.run_path(sys.argv[1])
print(json.dumps(here["_hashes"](Path(sys.argv[2]))))
"""

SURROUNDINGS = (
    {"TZ": "UTC", "PYTHONHASHSEED": "0", "LANG": "C.UTF-8"},
    {"TZ": "America/New_York", "PYTHONHASHSEED": "12345", "LC_ALL": "C"},
    {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "LANG": "zh_CN.GBK"},
)


def _environment(more: dict[str, str]) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**kept, "PYTHONPATH": str(SHARED.ROOT / "src"), **more}


@pytest.mark.parametrize("surroundings", SURROUNDINGS, ids=lambda env: env["TZ"])
def test_time_zone_hash_seed_locale_and_folder_change_no_byte(
    surroundings: dict[str, str], moved: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, __file__, str(moved)],
        cwd=moved.parent,
        env=_environment(surroundings),
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout) == _of_the_example()


@pytest.mark.parametrize("form", ["md", "html", "json", "brief"])
def test_the_command_line_writes_the_same_bytes_twice(
    run_rdclient: Callable[..., Any], moved: Path, tmp_path: Path, form: str
) -> None:
    written = []
    for number, (workspace, surroundings) in enumerate(
        zip((SHARED.EXAMPLE, moved), SURROUNDINGS, strict=False)
    ):
        out = tmp_path / f"{number}.{form}"
        ran = run_rdclient(
            "-C", workspace, "weekly-report", "settlement", "--week", "2026-W47", "--as-of", AS_OF,
            "--lang", "zh", "--audience", "client", "--format", form, "-o", out,
            cwd=tmp_path, env=surroundings,
        )  # fmt: skip
        assert ran.code == 0, ran.err
        written.append(out.read_bytes())
    assert written[0] == written[1]
    request = api.Request(SHARED.NOW, Audience.CLIENT, Lang.ZH, form, week=(2026, 47))
    produced = api.report(SHARED.EXAMPLE, "weekly-report", "settlement", request)
    assert written[0] == produced.text.encode()


# ── a fact less ──────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Without:
    """A fact taken out of the example, and all that the client's Chinese document then says.

    Attributes:
        file: which file holds it.
        fact: the lines of it.
        report: whose document is looked at.
        subject: of the report.
        gone: lines that are no longer there; the footer is not listed.
        come: lines that are there instead.
    """

    file: str
    fact: str
    report: str
    subject: str
    gone: tuple[str, ...]
    come: tuple[str, ...]


_REQ_018 = (
    "| 大额支付双人复核（REQ-018） | 测试通过 | 11-19 "
    "| 执行用例42项，通过41项；1个一般缺陷，11月24日前修复 |"
)
_REQ_018_LATE = (
    "- **大额支付双人复核（REQ-018）**：原计划11月20日完成，新的完成时间未见记录。原因：未见记录。"
)
_TICKETS = (
    "本周受理工单7件（紧急1件、一般6件），已响应7件，已解决6件，{}，"
    "其中待贵行反馈的：接口偶发连接重置（TCK-0036，11月20日11:00起计时暂停）。"
)
_TIMES = "时限情况：紧急工单1件，在约定的2小时内响应；一般工单5件，{}。"
_DEC_030 = (
    "会议议定，11月23日18:00外部测试环境仍未到位的，同城清算渠道单列后续联调，"
    "其余渠道按期进入系统测试"
)
_RISK_005 = (
    "| 外部清算接口测试环境到位时间不确定（RISK-005），已发生：日终对账联调和系统测试起始时间顺延 "
    "| {} | 减轻：先以挡板数据验证对账规则；再推迟时增派1名工程师，并将同城清算渠道单列后续联调，"
    "其余渠道先行进入系统测试 | 何晓东（交付一部） | 11-24 |"
)
CASES = {
    "the tested event of REQ-018": Without(
        file=f"{PROJECT}/requirements/REQ-018.yaml",
        fact="  - at: 2026-11-19\n    type: tested\n    by: li.jing\n",
        report="weekly-report",
        subject="settlement",
        gone=(
            _REQ_018,
            "已排期的需求20项，完成11项（55%）。",
        ),
        come=(
            "- 大额支付双人复核（REQ-018）：11月16日开发完成。",
            _REQ_018_LATE,
            "已排期的需求20项，完成10项（50%）。",
        ),
    ),
    "the closing of a ticket": Without(
        file="clients/northbank/tickets/2026-11.yaml",
        fact="    - at: 2026-11-19 11:40\n      type: closed\n      by: he.xiaodong\n",
        report="weekly-report",
        subject="settlement",
        gone=(
            "| 关注 | 正常 | 正常 | 正常 | 关注 | 正常 |",
            _TICKETS.format("已关闭6件；目前未关闭1件"),
            _TIMES.format("均在约定的24小时内关闭"),
        ),
        come=(
            "| 关注 | 正常 | 正常 | 正常 | 关注 | 关注 |",
            "- 服务：“复核列表按金额排序不生效”（TCK-0033）关闭超时（约定24小时，已用51小时）。",
            _TICKETS.format("已关闭5件；目前未关闭2件"),
            _TIMES.format("4件在约定的24小时内关闭，1件超时（按时率80%）"),
            "",
            "- 已超时、尚未关闭：复核列表按金额排序不生效（TCK-0033），应于11月19日15:00前关闭。",
        ),
    ),
    "the last assessment of RISK-005": Without(
        file=f"{PROJECT}/risks.yaml",
        fact="    - at: 2026-11-18\n      probability: 4\n      impact: 3\n      by: he.xiaodong\n"
        "      note: 第二次推迟，只有口头说法\n",
        report="weekly-report",
        subject="settlement",
        gone=(
            "| 关注 | 正常 | 正常 | 正常 | 关注 | 正常 |",
            "- 风险：“外部清算接口测试环境到位时间不确定”（RISK-005）评分12。",
            _RISK_005.format("12 | 上升（上期6）"),
        ),
        come=(
            "| 关注 | 正常 | 正常 | 正常 | 正常 | 正常 |",
            _RISK_005.format("6 | 持平"),
        ),
    ),
    "a decision": Without(
        file=f"{PROJECT}/meetings/MTG-0119.yaml",
        fact=f"  - id: DEC-030\n    text: {_DEC_030}\n    owner: he.xiaodong\n"
        "    due: 2026-11-23 18:00\n",
        report="minutes",
        subject="settlement/MTG-0119",
        gone=(f"2. {_DEC_030}（DEC-030）。责任人：何晓东；完成时间：11月23日18:00。",),
        come=(),
    ),
}


def _documents(workspace: Path, case: Without) -> list[str]:
    week = (2026, 47) if case.report == "weekly-report" else None
    request = api.Request(SHARED.NOW, Audience.CLIENT, Lang.ZH, "md", week=week)
    return api.report(workspace, case.report, case.subject, request).text.splitlines()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_fact_less_changes_just_the_lines_that_state_it(moved: Path, case: Without) -> None:
    path = moved / case.file
    text = path.read_text(encoding="utf-8")
    assert text.count(case.fact) == 1, "the example was changed: look at the case"
    before = _documents(moved, case)
    path.write_text(text.replace(case.fact, ""), encoding="utf-8")
    after = _documents(moved, case)
    difference = list(difflib.ndiff(before, after))
    gone = tuple(line[2:] for line in difference if line.startswith("- "))
    come = tuple(line[2:] for line in difference if line.startswith("+ "))
    assert gone[-2].startswith("*数据版本 ")
    assert come[-2].startswith("*数据版本 ")
    assert gone[-2] != come[-2]
    assert gone[-1] == before[-1]  # the anchor names the data version
    assert come[-1] == after[-1]
    assert gone[:-2] == case.gone
    assert come[:-2] == case.come
