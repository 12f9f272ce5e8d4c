"""What tests of signed documents share: a small project with a contract, and a desk to sign at.

Loaded by path (``runpy``), as folders of tests are no packages.
"""

import runpy
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

from rdclient.api import Request, report
from rdclient.control.base import Matter
from rdclient.control.canon import as_json, content
from rdclient.lens import Audience, Lang
from rdclient.model.requirement import Requirement
from rdclient.store.workspace import read

DESK = SimpleNamespace(**runpy.run_path(str(Path(__file__).parents[1] / "control" / "desk.py")))
HOME = "clients/nb/projects/pay"
CHANGE = f"{HOME}/changes/CR-1.yaml"
REQUIREMENT = f"{HOME}/requirements/REQ-1.yaml"
MEETING = f"{HOME}/meetings/MTG-1.yaml"
LATER = datetime.fromisoformat("2026-12-31T00:00+08:00")

FRAME: Mapping[str, str] = {
    "rdclient.yaml": """
        name: Test
        vendor: {name: 青砚软件有限公司, short_name: 青砚软件}
        uuid: 6f3b0c52-8d14-4e7a-9b1e-2a7c5d90e418
        lang: zh
        timezone: Asia/Shanghai
        schema_version: 1
    """,
    "policy.yaml": """
        control:
          sign_off:
            specification:
              client: {level: E1, authority: [sign]}
              vendor: {level: E1, roles: [project_manager]}
            large_change:
              client: {level: E1, authority: [sign], seal: true}
              vendor: {level: E1, roles: [project_manager]}
            small_change:
              client: {level: E1, authority: [sign]}
              vendor: {level: E1, roles: [project_manager]}
            emergency:
              client: {level: E0, authority: [sign]}
              vendor: {level: E0, roles: [project_manager]}
    """,
    "clients/nb/contacts.yaml": """
        - {id: chen.liqun, name: 陈立群, unit: 清算中心, rank: 1, authority: sign}
        - {id: wang.xuemei, name: 王雪梅, unit: 结算部, rank: 2, authority: consult}
    """,
    f"{HOME}/project.yaml": """
        name: 支付结算模块
        code: ZFJS
        type: custom_dev
        contract: HT-1
        change_rules: 变更由双方签字后生效
        team:
          - {role: project_manager, person: zhang.min, from: 2026-09-01}
          - {role: technical_lead, person: zhou.tao, from: 2026-09-01}
    """,
    "clients/nb/contracts/HT-1.yaml": """
        title: 开发合同
        currency: CNY
        tax: included
        fee_rule: 按每人天4,777.78元计价
    """,
    f"{HOME}/milestones.yaml": """
        - id: M4
          name: 系统测试完成
          key: true
          plans: [{on: 2026-09-17, due: 2026-12-08}, {on: 2026-10-30, due: 2026-12-11}]
    """,
    REQUIREMENT: """
        title: 批量代付
        type: functional
        functions: [系统应支持单批不超过5000笔的代付]
        delivery:
          performance: [{metric: 整批处理时间, target: 不大于10分钟, condition: 单批5000笔}]
        acceptance: {method: test, signatory: wang.xuemei}
        events: [{at: 2026-09-10, type: collected}]
    """,
    CHANGE: """
        title: 单批上限调整
        raised_by: wang.xuemei
        raised_on: 2026-11-17
        channel: email
        reason: 年终集中代发
        items:
          - op: modify
            requirement: REQ-1
            set: {functions: [系统应支持单批不超过20000笔的代付]}
        impact: {schedule_wd: 1, fee_delta: 0}
        events:
          - {at: 2026-11-18 10:20, type: submitted, by: zhang.min}
          - {at: 2026-11-19 09:05, type: assessed, by: zhou.tao, result: approve}
    """,
}
"""A project with one requirement and one request on it, small and assessed."""


def with_line(path: str, old: str, new: str) -> dict[str, str]:
    """A file of the frame with one piece of text in the place of another."""
    text = FRAME[path]
    assert old in text
    return {path: text.replace(old, new)}


def with_end(text: str, line: str) -> str:
    """A file of the frame with a line of its own at the end."""
    return f"{text.rstrip()}\n        {line}\n"


def document(
    root: Path,
    name: str = "change-form",
    subject: str = "CR-1",
    *,
    audience: Audience = Audience.CLIENT,
    lang: Lang = Lang.ZH,
    as_of: str = "2026-12-20 18:00",
    form: str = "md",
) -> str:
    """A document of the project."""
    request = Request(datetime.fromisoformat(as_of), audience, lang, form)
    return report(root, name, subject, request).text


def section(text: str, number: str) -> str:
    """The text below the heading with a number, up to the next heading."""
    return text.partition(f"## {number}、")[2].partition("\n")[2].partition("\n## ")[0].strip()


def row(text: str, first: str) -> list[str]:
    """The other cells of the row that begins with a cell."""
    line = next(line for line in text.splitlines() if line.startswith(f"| {first} |"))
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def sign(root: Path, *, on: str, kind: str = "change", subject: str = "CR-1") -> None:
    """Both sides sign on sealed paper."""
    for side, by in (("client", "chen.liqun"), ("vendor", "zhang.min")):
        act = DESK.Act(
            subject, by, side, on, kind=kind, scan=f"{side}{on}".encode(), seal="contract"
        )
        DESK.put(root, act)


def write_baseline(root: Path, name: str, on: str) -> None:
    """A baseline of the requirement as it stands."""
    portfolio = read(root).portfolio
    matter, found = Matter(portfolio, LATER), portfolio.all(Requirement)[0]
    entry = {
        "requirement": found.id,
        "fingerprint": matter.fingerprint(found),
        "content": content(found, matter.binding(found)),
    }
    path = root / HOME / "baselines" / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"created_on: {on}\nentries: [{as_json(entry)}]\n", encoding="utf-8")


def edit(root: Path, path: str, old: str, new: str) -> None:
    """Put one piece of text in the place of another."""
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), encoding="utf-8")
