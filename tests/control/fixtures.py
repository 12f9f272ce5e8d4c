"""Makes the signed fixtures of RD234, RD235, RD236 and RD239 in ``tests/rules`` anew.

``python tests/control/fixtures.py [CODE …]`` writes the files that the tables below describe, with
statements, scans and signatures made by ``desk``. The keys are thrown away: only the public halves
and the signatures stay. ``python tests/rules/test_rules.py CODE`` then writes the messages.
"""

import hashlib
import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from desk import Act, keypair, put

from rdclient.control.base import Matter
from rdclient.control.baseline import text_of
from rdclient.control.fingerprint import fingerprint_of
from rdclient.model import replay
from rdclient.model.requirement import Requirement
from rdclient.store.workspace import read

RULES = Path(__file__).resolve().parents[1] / "rules"
PROJECT = "clients/linhai/projects/portal"
AS_OF = datetime.fromisoformat("2026-11-20T18:00+08:00")
SCAN = b"%PDF-1.4 sample: signed and sealed\n"
_POLICY = """\
# 样例：乙方也用签字盖章件确认
control:
  sign_off:
    specification: {vendor: {level: E1}}
    large_change: {vendor: {level: E1}}
    small_change: {vendor: {level: E1}}
"""
GAO = Act("", by="gao.wenbo", side="client", on="2026-10-15", scan=SCAN)
QIN = Act("", by="qin.yue", side="vendor", on="2026-10-15", scan=SCAN)


def request(number: str, title: str, *, more: str = "", claimed: bool = False) -> str:
    """A small request, submitted and assessed, on the wording of REQ-002."""
    claim = "    - {at: 2026-10-16, type: client_confirmed, by: gao.wenbo}\n" if claimed else ""
    return f"""\
- id: {number}
  title: {title}
  raised_by: gao.wenbo
  raised_on: 2026-10-12
  channel: email
  category: business
  reason: 业务部门提出
  items:
    - {{op: modify, requirement: REQ-002, set: {{goal: {title}}}}}
  impact: {{schedule_wd: 0, fee_delta: 0, quality: 无影响, if_not_done: 仍按原约定执行}}
{more}  events:
    - {{at: 2026-10-12, type: submitted, by: gao.wenbo}}
    - {{at: 2026-10-13, type: pm_review, by: qin.yue, result: approve}}
    - {{at: 2026-10-13, type: assessed, by: fang.lei}}
{claim}"""


class Desk:
    """A workspace in a temporary folder, and what was laid over the base in it."""

    def __init__(self, folder: Path) -> None:
        self.root, self.keys = folder / "workspace", folder
        shutil.copytree(RULES / "base", self.root, ignore=shutil.ignore_patterns(".rdclient-cache"))
        self.write("policy.yaml", _POLICY)

    def matter(self, **more: object) -> Matter:
        """The records as control judges them at ``AS_OF``."""
        found = read(self.root)
        return Matter(replay.at(found.portfolio, AS_OF), AS_OF, **more)  # type: ignore[arg-type]

    def write(self, path: str, text: str) -> None:
        """A file of the fixture."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")

    def changes(self, *requests: str) -> None:
        """The change requests, in one list."""
        self.write(f"{PROJECT}/changes.yaml", "".join(requests))

    def sign(self, subject: str, act: Act, **more: object) -> Path:
        """An act on a subject."""
        return put(self.root, replace(act, subject=subject, **more))  # type: ignore[arg-type]

    def both(self, subject: str, **more: object) -> None:
        """Both sides sign."""
        self.sign(subject, GAO, **more)
        self.sign(subject, QIN, **more)

    def key(self, name: str) -> tuple[Path, str]:
        """A new key, and its public half as people.yaml holds it."""
        path, public = keypair(self.keys, name)
        return path, " ".join(public.split()[:2])

    def public(self, key: Path) -> str:
        """The public half of a key."""
        return " ".join(key.with_suffix(".pub").read_text(encoding="utf-8").split()[:2])

    def digest(self, statement: Path) -> str:
        """What the next act names a statement by."""
        return hashlib.sha256(statement.read_bytes()).hexdigest()

    def baseline(self, name: str, *requirements: str, created_on: str) -> None:
        """A baseline of requirements as they are now."""
        portfolio = read(self.root).portfolio
        matter = Matter(portfolio, AS_OF)
        lines = [f"title: 第{name[1:]}版需求基线", f"created_on: {created_on}", "entries:"]
        for record in portfolio.all(Requirement):
            if record.id in requirements:
                text = text_of(matter, record) or {}
                digest = fingerprint_of("requirement", record.id, text)
                lines += [f"  - requirement: {record.id}", f"    fingerprint: {digest}"]
                lines.append(f"    content: {json.dumps(text, ensure_ascii=False, sort_keys=True)}")
        self.write(f"{PROJECT}/baselines/{name}.yaml", "\n".join(lines) + "\n")

    def change_text(self, path: str, old: str, new: str) -> None:
        """Another text in a file."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert text.count(old) == 1, (path, old)
        self.write(path, text.replace(old, new))

    def lay_down(self, code: str, which: str) -> None:
        """Write what is not as in the base into the folder of the fixture."""
        target = RULES / code / which
        kept = target / "expected.txt", target / "messages.txt"
        words = {file.name: file.read_bytes() for file in kept if file.exists()}
        shutil.rmtree(target, ignore_errors=True)
        for file in sorted(self.root.rglob("*")):
            path = file.relative_to(self.root)
            base = RULES / "base" / path
            is_cache = ".rdclient-cache" in path.parts
            if file.is_file() and not is_cache and not _is_same(base, file):
                (target / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, target / path)
        for name, content in words.items():
            (target / name).write_bytes(content)


def _is_same(base: Path, file: Path) -> bool:
    return base.is_file() and base.read_bytes() == file.read_bytes()


# ── RD235 ────────────────────────────────────────────────────────────────────

_PEOPLE = """\
- {{id: shen.yutong, name: 沈雨桐, title: 客户主管, unit: 客户部, languages: [zh, en]}}
- id: qin.yue
  name: 秦岳
  title: 项目经理
  unit: 交付部
  languages: [zh]
  keys:
    - {{key: {good}, valid_from: 2026-10-15}}
    - {{key: {gone}, valid_from: 2026-09-01, revoked_on: 2026-10-15}}
    - {{key: {both}, valid_from: 2026-09-01}}
- {{id: luo.jing, name: 罗静, title: 技术对接人, unit: 研发部, languages: [zh]}}
- {{id: fang.lei, name: 方磊, title: 技术负责人, unit: 研发部, languages: [zh]}}
"""
_CONTACTS = """\
- id: gao.wenbo
  name: 高文博
  title: 主任
  unit: 运营部
  rank: 1
  role: signatory
  authority: sign
  keys:
    - {{key: {both}, valid_from: 2026-09-01}}
- id: ye.qiu
  name: 叶秋
  title: 工程师
  unit: 科技部
  rank: 2
  role: client_technical
  authority: consult
- id: tang.hui
  name: 唐慧
  title: 副主任
  unit: 运营部
  rank: 3
  authority: sign
  to: 2026-10-14
"""


def keys_of(desk: Desk) -> dict[str, Path]:
    """People with keys: a good one, one revoked, one on both sides, and one nobody knows."""
    keys = {name: desk.key(name) for name in ("good", "gone", "both", "other")}
    words = {name: public for name, (_, public) in keys.items()}
    desk.write("people.yaml", _PEOPLE.format(**words))
    desk.write("clients/linhai/contacts.yaml", _CONTACTS.format(**words))
    return {name: path for name, (path, _) in keys.items()}


def invalid(desk: Desk) -> None:
    """Each way in which an act does not count, on a request of its own."""
    key = keys_of(desk)
    titles = (
        "为别的工作区确认", "为别的项目确认", "确认文件改了名", "确认人没有登记",
        "确认人不属于该方", "确认人已离任", "确认人无权确认", "确认早于提交",
        "签名文件被换过", "公钥未登记", "公钥已吊销", "双方共用一把密钥", "一人代表双方",
        "上一份确认被删除",
    )  # fmt: skip
    requests = [request(f"CR-{at}", title) for at, title in enumerate(titles, 101)]
    desk.changes(*requests, request("CR-115", "已被删除的申请"))
    desk.sign("CR-101", GAO, more=(("workspace", "0a1b2c3d-0000-4c53-8f0e-3d6a1b2c4e5f"),))
    desk.sign("CR-102", GAO, more=(("project", "linhai/kiosk"),))
    misplaced = desk.sign("CR-103", GAO)
    misplaced.rename(misplaced.with_name(misplaced.name.replace("gao.wenbo", "ye.qiu")))
    desk.sign("CR-104", GAO, by="wu.ming")
    desk.sign("CR-105", GAO, by="shen.yutong")
    desk.sign("CR-106", GAO, by="tang.hui")
    desk.sign("CR-107", GAO, by="ye.qiu")
    desk.sign("CR-108", GAO, on="2026-10-11")
    swapped = desk.sign("CR-109", QIN, key=key["good"])
    desk.sign("CR-110", QIN, key=key["other"])
    revoked = desk.sign("CR-111", QIN, key=key["gone"])
    shutil.copyfile(revoked.with_suffix(".sig"), swapped.with_suffix(".sig"))
    desk.sign("CR-112", QIN, key=key["both"])
    desk.sign("CR-112", GAO, key=key["both"])
    desk.sign("CR-113", QIN)
    desk.sign("CR-113", QIN, side="client")
    desk.sign("CR-114", GAO, more=(("previous", "ab" * 32),))
    desk.sign("CR-115", GAO)
    desk.changes(*requests)
    desk.baseline("V1", "REQ-001", "REQ-002", created_on="2026-10-12")
    desk.change_text(f"{PROJECT}/baselines/V1.yaml", "不大于2秒", "不大于5秒")
    desk.baseline("V2", "REQ-001", created_on="2026-10-12")
    path = f"{PROJECT}/baselines/V2.yaml"
    text = (desk.root / path).read_text(encoding="utf-8")
    desk.write(path, text + text.partition("entries:\n")[2])


def valid(desk: Desk) -> None:
    """The near misses: the first day of a key, the last day at the firm, what was made good."""
    key = keys_of(desk)
    titles = (
        "启用当日的公钥", "离任当日确认", "提交当日确认", "确认有误后本人重新确认",
        "否决后不再追究", "以附件代替失效签名", "两人先后确认", "日期尚未到",
    )  # fmt: skip
    rejected = "    - {at: 2026-10-20, type: rejected, by: gao.wenbo}\n"
    requests = [request(f"CR-{at}", title) for at, title in enumerate(titles, 201)]
    requests[4] += rejected
    desk.changes(*requests)
    desk.sign("CR-201", QIN, key=key["good"])
    desk.sign("CR-202", GAO, by="tang.hui", on="2026-10-14")
    desk.sign("CR-203", GAO, on="2026-10-12")
    desk.sign("CR-204", GAO, more=(("previous", "ab" * 32),))
    desk.sign("CR-204", GAO, on="2026-10-16")
    desk.sign("CR-205", GAO, by="ye.qiu")
    desk.sign("CR-206", QIN, key=key["gone"])
    desk.sign("CR-206", QIN, on="2026-10-19")
    desk.sign("CR-207", GAO)
    desk.sign("CR-207", GAO, by="tang.hui", on="2026-10-14 17:00")
    desk.sign("CR-208", GAO, by="tang.hui", on="2026-12-01")
    desk.baseline("V1", "REQ-001", "REQ-002", created_on="2026-10-12")
    desk.change_text(
        f"{PROJECT}/baselines/V1.yaml", '"title": "对账结果导出"', '"title": "对账结果导出  "'
    )


# ── RD236 ────────────────────────────────────────────────────────────────────

_SEALED = """\
# 样例：乙方不要求确认；甲方的重大变更须盖章
control:
  sign_off:
    large_change:
      client: {seal: true}
      vendor: {level: null}
    small_change: {vendor: {level: null}}
    specification: {vendor: {level: null}}
"""
_UNDER = "  conditions: 11月底前上线\n"
_MINUTES = """\
title: {title}
kind: weekly
formality: formal
planned_at: 2026-10-12 14:00
started_at: 2026-10-12 14:00
ended_at: 2026-10-12 15:00
chair: qin.yue
recorder: luo.jing
attendees:
  - {{person: ye.qiu, present: true}}
  - {{person: qin.yue, present: true}}
decisions:
  - {{id: D-101, text: 11月底前上线。, owner: qin.yue, due: 2026-11-30}}
sent_at: 2026-10-12 18:00
feedback_due: 2026-10-15
"""


def minutes(title: str) -> str:
    """Minutes of a meeting of 12 October that were sent."""
    return _MINUTES.format(title=title)


def large(text: str) -> str:
    """The same request, with a fee."""
    return text.replace("fee_delta: 0", "fee_delta: 12000, tax: included")


def below(desk: Desk) -> None:
    """Each way in which the evidence is not what was agreed on."""
    desk.write("policy.yaml", _SEALED)
    requests = [
        request("CR-101", "扫描件找不到"),
        request("CR-102", "扫描件被换过"),
        request("CR-103", "只有口头同意"),
        large(request("CR-104", "没有盖章")),
        request("CR-105", "以未提异议代替确认"),
        request("CR-106", "条件没有写进申请"),
        request("CR-107", "条件写得不一样", more=_UNDER),
        request("CR-108", "只有发送凭证"),
    ]
    desk.changes(*requests)
    desk.sign("CR-101", GAO, scan=b"lost\n")
    next((desk.root / PROJECT / "signoffs/CR-101/evidence").iterdir()).unlink()
    desk.sign("CR-102", GAO, scan=b"changed\n")
    changed = next((desk.root / PROJECT / "signoffs/CR-102/evidence").iterdir())
    changed.write_bytes(b"another\n")
    desk.sign("CR-103", GAO, scan=None)
    desk.sign("CR-104", GAO)
    desk.sign("CR-105", GAO, deemed=True, evidence_kind="sending")
    under = {"decision": "approve_with_conditions"}
    desk.sign("CR-106", GAO, **under, more=(("conditions", "11月底前上线"),))
    desk.sign("CR-107", GAO, **under, more=(("conditions", "10月底前上线"),))
    desk.sign("CR-108", GAO, evidence_kind="sending")
    desk.write(f"{PROJECT}/meetings/MTG-101.yaml", minutes("第六周例会"))
    silent = {"kind": "meeting", "deemed": True, "evidence_kind": "sending", "by": "ye.qiu"}
    desk.sign("MTG-101", GAO, **silent, on="2026-10-16")


def enough(desk: Desk) -> None:
    """The near misses: exactly the level, a better act beside it, silence where it counts."""
    desk.write("policy.yaml", _SEALED)
    requests = [
        request("CR-201", "邮件确认"),
        large(request("CR-202", "盖合同专用章")),
        request("CR-203", "先口头后书面"),
        request("CR-204", "条件写进了申请", more=_UNDER),
        request("CR-205", "口头不同意"),
        request("CR-206", "紧急变更先口头同意", more="  urgency: emergency\n"),
    ]
    desk.changes(*requests)
    desk.sign("CR-201", GAO, evidence_kind="email")
    desk.sign("CR-202", GAO, seal="contract")
    desk.sign("CR-203", GAO, scan=None)
    desk.sign("CR-203", GAO, on="2026-10-19")
    under = {"decision": "approve_with_conditions"}
    desk.sign("CR-204", GAO, **under, more=(("conditions", "11 月底前上线"),))
    desk.sign("CR-205", GAO, scan=None, decision="reject")
    desk.sign("CR-206", GAO, scan=None)
    desk.write(f"{PROJECT}/meetings/MTG-101.yaml", minutes("第六周例会"))
    contract = "clients/linhai/contracts/HT-2026-01.yaml"
    desk.change_text(
        contract,
        "change_rule:",
        "deemed_clause: 会议纪要发出后3日内未提异议的，视为确认。\nchange_rule:",
    )
    silent = {"kind": "meeting", "deemed": True, "evidence_kind": "sending", "by": "ye.qiu"}
    desk.sign("MTG-101", GAO, **silent, on="2026-10-16")


# ── RD234 ────────────────────────────────────────────────────────────────────

_REQ = f"{PROJECT}/requirements"
_THIRD = """\
title: 对账提醒
type: functional
source: gao.wenbo
stated_need: 到期前提醒客户
goal: 到期前3天提醒
functions:
  - 系统应在对账到期前3天发送短信提醒。
events:
  - {at: 2026-09-08, type: collected, by: qin.yue}
"""


def _signed(desk: Desk) -> None:
    """Both sides signed the baseline V1: REQ-001 and REQ-003 to REQ-005."""
    for name in ("REQ-003", "REQ-004", "REQ-005"):
        desk.write(f"{_REQ}/{name}.yaml", _THIRD)
    desk.baseline("V1", "REQ-001", "REQ-003", "REQ-004", "REQ-005", created_on="2026-10-12")
    desk.both("V1", kind="baseline")


def _item(number: str, title: str, item: str, *, steps: str = "") -> str:
    text = request(number, title, claimed=True) + steps
    first = next(line for line in text.splitlines() if "op: modify" in line)
    return text.replace(first, f"    - {item}")


_DONE = """\
    - {at: 2026-10-19, type: scheduled}
    - {at: 2026-10-26, type: implemented}
"""


def changed(desk: Desk) -> None:
    """Signed text that was edited, deleted, withdrawn; requests and minutes edited afterwards."""
    _signed(desk)
    adding = "{op: add, requirement: REQ-006, set: {title: 对账催办, functions: [逾期自动催办。]}}"
    desk.changes(
        request("CR-101", "甲方确认后改了标题"),
        request("CR-102", "尚未批准"),
        _item("CR-103", "新增催办", adding, steps=_DONE),
    )
    desk.both("CR-103")
    desk.sign("CR-101", GAO)
    desk.write(f"{PROJECT}/meetings/MTG-101.yaml", minutes("第六周例会"))
    spoken = {"kind": "meeting", "by": "ye.qiu", "scan": None}
    desk.sign("MTG-101", GAO, **spoken, on="2026-10-13")
    desk.change_text(f"{PROJECT}/meetings/MTG-101.yaml", "11月底前上线", "12月底前上线")
    desk.change_text(f"{PROJECT}/changes.yaml", "title: 甲方确认后改了标题", "title: 改过的标题")
    desk.change_text(f"{_REQ}/REQ-001.yaml", "5个工作日内回签率", "10个工作日内回签率")
    (desk.root / f"{_REQ}/REQ-003.yaml").unlink()
    withdrawn = "  - {at: 2026-10-20, type: withdrawn, reason: 不再需要}\n"
    desk.write(f"{_REQ}/REQ-004.yaml", _THIRD + withdrawn)
    several = _THIRD.replace("到期前3天提醒", "到期前５天提醒").replace("短信", "邮件")
    desk.write(f"{_REQ}/REQ-005.yaml", several.replace("title: 对账提醒", "title: 到期提醒"))


def unchanged(desk: Desk) -> None:
    """The near misses: other spelling, free fields, open and done requests, signed once more."""
    _signed(desk)
    goal = "{op: modify, requirement: %s, set: {goal: 到期前5天提醒}}"
    desk.changes(
        request("CR-101", "甲方重新确认过"),
        _item("CR-102", "已批准未实施，文字已写入", goal % "REQ-003"),
        _item("CR-103", "已批准未实施，文字未写入", goal % "REQ-004"),
        _item("CR-104", "删除已批准", "{op: delete, requirement: REQ-005}", steps=_DONE),
        request("CR-105", "甲方不同意后修改"),
    )
    for name in ("CR-102", "CR-103", "CR-104"):
        desk.both(name)
    desk.sign("CR-101", GAO)
    desk.sign("CR-105", GAO, scan=None, decision="reject")
    desk.change_text(f"{PROJECT}/changes.yaml", "title: 甲方重新确认过", "title: 改过的标题")
    desk.change_text(f"{PROJECT}/changes.yaml", "title: 甲方不同意后修改", "title: 按意见修改")
    desk.sign("CR-101", GAO, on="2026-10-19")
    path = f"{_REQ}/REQ-001.yaml"
    desk.change_text(path, "priority: high\n", "priority: medium\n")
    desk.change_text(
        path, "goal: 对账单5个工作日内回签率达到90%。", 'goal: "对账单5个工作日内回签率达到90%。  "'
    )
    desk.write(f"{_REQ}/REQ-003.yaml", _THIRD.replace("goal: 到期前3天", "goal: 到期前5天"))
    (desk.root / f"{_REQ}/REQ-005.yaml").unlink()


# ── RD239 ────────────────────────────────────────────────────────────────────


def unbacked(desk: Desk) -> None:
    """Claims that the client agreed: without an act, with too few, against an objection."""
    two = _POLICY.replace("large_change: {", "large_change: {client: {people: 2}, ")
    desk.write("policy.yaml", two)
    desk.changes(
        request("CR-101", "没有客户的确认", claimed=True),
        large(request("CR-102", "客户两人只有一人确认", claimed=True)),
        request("CR-103", "客户确认后又撤销", claimed=True),
    )
    desk.sign("CR-101", QIN)
    desk.sign("CR-102", GAO)
    desk.sign("CR-103", GAO)
    desk.sign("CR-103", GAO, on="2026-10-20", scan=None, decision="revoke")


def backed(desk: Desk) -> None:
    """Signed, editorial, an emergency on both sides' word, older than the method, or ended."""
    desk.write("policy.yaml", _POLICY.replace("control:\n", "control:\n  since: 2026-10-16\n"))
    early = request("CR-206", "施行之前已确认", claimed=True).replace(
        "2026-10-16, type: client_confirmed", "2026-10-15, type: client_confirmed"
    )
    wording = "{op: modify, requirement: REQ-002, set: {title: 对账结果的导出}}"
    desk.changes(
        request("CR-201", "双方已确认", claimed=True),
        _item("CR-202", "文字勘误", wording).replace("  impact", "  editorial: true\n  impact"),
        request("CR-203", "紧急变更", claimed=True, more="  urgency: emergency\n"),
        request("CR-204", "已否决", claimed=True) + "    - {at: 2026-10-20, type: rejected}\n",
        request("CR-205", "客户已确认，等乙方", claimed=True),
        early,
        request("CR-207", "凭证不足，另有提示", claimed=True),
    )
    desk.both("CR-201")
    desk.both("CR-203", scan=None)
    desk.sign("CR-205", GAO)
    desk.sign("CR-207", GAO, scan=None)


FIXTURES: dict[tuple[str, str], Callable[[Desk], None]] = {
    ("RD234", "bad"): changed,
    ("RD234", "good"): unchanged,
    ("RD235", "bad"): invalid,
    ("RD235", "good"): valid,
    ("RD236", "bad"): below,
    ("RD236", "good"): enough,
    ("RD239", "bad"): unbacked,
    ("RD239", "good"): backed,
}

if __name__ == "__main__":
    for (code, which), make in FIXTURES.items():
        if code in (sys.argv[1:] or {code}):
            with tempfile.TemporaryDirectory() as name:
                desk = Desk(Path(name))
                make(desk)
                desk.lay_down(code, which)
