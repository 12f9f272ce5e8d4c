"""Write the baselines and sign-offs of the examples anew, with evidence that is plainly a sample.

Run it after a change to what the examples have signed::

    python examples/make_evidence.py

The same records give the same files, byte for byte. Signatures are the exception: the examples ship
the public half of a key only. Those that still fit are left alone; when one does not, a new key is
made, its public half is written to people.yaml, everything is signed with it, and it is thrown
away. ``--check`` writes nothing and ends with 1 when something would change.
"""

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import yaml

from rdclient.control.base import Matter
from rdclient.control.baseline import text_of
from rdclient.control.canon import Content, plain
from rdclient.control.fingerprint import fingerprint, fingerprint_of, short
from rdclient.control.patch import applied
from rdclient.model.baseline import Baseline
from rdclient.model.change import Change, ChangeItem
from rdclient.model.requirement import Requirement
from rdclient.store.proof import statement_bytes
from rdclient.store.sshkey import sign, verified
from rdclient.store.workspace import read

HERE = Path(__file__).absolute().parent
LATER = datetime.fromisoformat("2027-01-01T00:00+00:00")


# ── what was signed ──────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that shows an act: its name behind the digest, its kind, what stands on it."""

    name: str
    kind: str
    lines: tuple[str, ...]
    seal: str | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody declared; ``has_key``: with a signature besides."""

    side: str
    by: str
    role: str
    on: str
    evidence: tuple[Evidence, ...] = ()
    has_key: bool = False
    decision: str = "approve"
    conditions: str | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """A baseline or a change request, and what was declared about it, in order.

    Attributes:
        baseline: fields of a baseline, in the order of the file; None for a change request.
        before: what requirements said when the baseline was made, where that has changed since.
        without: requirements that were confirmed later.
    """

    project: str
    subject: str
    acts: tuple[Act, ...]
    baseline: Mapping[str, str] | None = None
    before: tuple[Mapping[str, object], ...] = ()
    without: tuple[str, ...] = ()


def _paper(name: str, lines: tuple[str, ...], seal: str | None = "official") -> Evidence:
    return Evidence(f"{name}.pdf", "scan", lines, seal)


def _mail(name: str, lines: tuple[str, ...]) -> Evidence:
    return Evidence(f"{name}.eml", "email", lines)


SETTLEMENT, PORTAL = "northbank/settlement", "northbank/mobile-portal"
_BEFORE_CR_001 = {
    "requirement": "REQ-010",
    "set": {
        "rules": ["模板必填列为户名、账号、金额", "同一单位只保留一个生效模板"],
        "acceptance": {"cases": ["TC-0201至TC-0212"], "criteria": "12项用例全部通过"},
    },
}
_BEFORE_CR_003 = {
    "requirement": "REQ-015",
    "set": {
        "functions": [
            "系统应在日切后自动比对核心系统、支付系统和清算文件",
            "系统应按差错类别列出不平明细",
        ],
        "inputs_outputs": "输入为核心流水、支付流水、三类清算文件；输出为对账结果和差错清单。",
        "delivery": {
            "compatibility": [{"kind": "清算文件", "versions": "大额、小额、超级网银现行文件格式"}]
        },
        "acceptance": {"cases": ["TC-0159至TC-0182"], "criteria": "24项用例全部通过，差错漏报为0"},
        "interfaces": [],
    },
}
_BEFORE_PORTAL_CR_001 = {"requirement": "REQ-001", "set": {"rules": []}}
_V1 = _paper(
    "specification-V1.0-signed",
    ("支付结算模块需求规格说明书 V1.0 签署页", "甲方：北辰银行　陈立群　（公章）", "乙方：青砚软件　林若岚　（公章）", "2026年9月17日"),
)  # fmt: skip
_V2 = _paper(
    "specification-V1.1-signed",
    ("支付结算模块需求规格说明书 V1.1 签署页", "甲方：北辰银行　陈立群　（公章）", "乙方：青砚软件　林若岚　（公章）", "2026年11月2日"),
)  # fmt: skip
_CR_003 = _paper(
    "CR-003-signed",
    ("变更申请单 CR-003 签署页", "甲方：北辰银行　陈立群　（合同专用章）", "乙方：青砚软件　林若岚　（合同专用章）", "2026年10月30日"),
    "contract",
)  # fmt: skip
_CONDITIONS = "同城清算前置测试环境由科技部协调外部单位于11月10日前提供"
_PORTAL_V1 = _paper(
    "specification-V1.0-signed",
    ("移动门户需求规格说明书 V1.0 签署页", "甲方：北辰银行　刘芳　（公章）", "乙方：青砚软件　林若岚　（公章）", "2025年12月16日"),
)  # fmt: skip
_PORTAL_V2 = _paper(
    "specification-V1.1-signed",
    ("移动门户需求规格说明书 V1.1 签署页", "甲方：北辰银行　刘芳　（公章）", "乙方：青砚软件　林若岚　（公章）", "2026年10月21日"),
)  # fmt: skip
_PORTAL_CR_001 = _paper(
    "CR-001-signed",
    ("紧急变更 CR-001 补办签署页", "甲方：北辰银行　刘芳", "乙方：青砚软件　孙浩", "2026年10月13日"),
    None,
)

NORTHBANK = (
    Signed(
        SETTLEMENT,
        "V1",
        (
            Act("client", "chen.liqun", "signatory", "2026-09-17", (_V1,)),
            Act("vendor", "lin.ruolan", "client_lead", "2026-09-17", (_V1,)),
        ),
        {"title": "支付结算模块需求规格说明书", "version": "V1.0", "created_on": "2026-09-17", "by": "zhang.min"},
        (_BEFORE_CR_001, _BEFORE_CR_003),
    ),
    Signed(
        SETTLEMENT,
        "CR-001",
        (
            Act(
                "client", "wang.xuemei", "client_owner", "2026-10-16",
                (_mail("wang.xuemei-CR-001", ("发件人：王雪梅（北辰银行结算部）", "日期：2026年10月16日", "主题：回复：变更申请CR-001", "", "同意。")),),
            ),
            Act(
                "vendor", "zhang.min", "project_manager", "2026-10-16",
                (_mail("zhang.min-CR-001", ("发件人：张敏（青砚软件交付一部）", "日期：2026年10月16日", "主题：变更申请CR-001", "", "我方同意，并入第3次迭代，不增加费用。")),),
            ),
        ),
    ),
    Signed(
        SETTLEMENT,
        "CR-003",
        (
            Act(
                "client", "chen.liqun", "signatory", "2026-10-30", (_CR_003,),
                decision="approve_with_conditions", conditions=_CONDITIONS,
            ),
            Act("vendor", "lin.ruolan", "client_lead", "2026-10-30", (_CR_003,)),
        ),
    ),
    Signed(
        SETTLEMENT,
        "V2",
        (
            Act("client", "chen.liqun", "signatory", "2026-11-02", (_V2,)),
            Act("vendor", "lin.ruolan", "client_lead", "2026-11-02", (_V2,)),
        ),
        {"title": "支付结算模块需求规格说明书", "version": "V1.1", "created_on": "2026-11-02", "by": "zhang.min"},
    ),
    Signed(
        PORTAL,
        "V1",
        (
            Act("vendor", "lin.ruolan", "client_lead", "2025-12-12", (_PORTAL_V1,)),
            Act("client", "liu.fang", "signatory", "2025-12-16", (_PORTAL_V1,)),
        ),
        {"title": "移动门户需求规格说明书", "version": "V1.0", "created_on": "2025-12-11", "by": "sun.hao"},
        (_BEFORE_PORTAL_CR_001,),
        without=("REQ-007",),
    ),
    Signed(
        PORTAL,
        "CR-001",
        (
            Act("client", "liu.fang", "signatory", "2026-10-12T11:15:00+08:00"),
            Act("vendor", "sun.hao", "project_manager", "2026-10-12T11:20:00+08:00"),
            Act("client", "liu.fang", "signatory", "2026-10-13", (_PORTAL_CR_001,)),
            Act("vendor", "sun.hao", "project_manager", "2026-10-13", (_PORTAL_CR_001,)),
        ),
    ),
    Signed(
        PORTAL,
        "V2",
        (
            Act("client", "liu.fang", "signatory", "2026-10-21", (_PORTAL_V2,)),
            Act("vendor", "lin.ruolan", "client_lead", "2026-10-21", (_PORTAL_V2,)),
        ),
        {"title": "移动门户需求规格说明书", "version": "V1.1", "created_on": "2026-10-21", "by": "sun.hao"},
    ),
)  # fmt: skip

FLIGHT_LOG = "kestrel/flight-log"
_BEFORE_KESTREL_CR_001 = {
    "requirement": "REQ-001",
    "set": {
        "functions": [
            "The system shall import each recording that appears in the folder of the ground station.",
            "The system shall refuse a recording for whose recorder type no frame definition is loaded.",
        ],
        "acceptance": {
            "cases": ["TC-001 to TC-024"],
            "criteria": "All 24 cases pass; no critical or major defect is open.",
        },
    },
}  # fmt: skip
KESTREL = (
    Signed(
        FLIGHT_LOG,
        "V1",
        (
            Act(
                "client", "helen.marsh", "signatory", "2026-09-24T17:05:00+01:00",
                (_mail("helen.marsh-specification-1.0", ("From: Helen Marsh, Kestrel Avionics", "Date: 24 September 2026 17:05", "Subject: Re: Flight-log analyser, specification 1.0", "", "I sign the specification as read this morning. The original follows by post.")),),
            ),
            Act("vendor", "tom.hargreaves", "project_manager", "2026-09-25T09:10:00+01:00", has_key=True),
        ),
        {"title": "Flight-log analyser, requirements specification", "version": "1.0", "created_on": "2026-09-24", "by": "tom.hargreaves"},
        (_BEFORE_KESTREL_CR_001,),
    ),
    Signed(
        FLIGHT_LOG,
        "CR-001",
        (
            Act(
                "client", "helen.marsh", "signatory", "2026-10-22T14:05:00+01:00",
                (_mail("helen.marsh-CR-001", ("From: Helen Marsh, Kestrel Avionics", "Date: 22 October 2026 14:05", "Subject: Re: CR-001, compressed recordings", "", "Agreed.")),),
            ),
            Act("vendor", "tom.hargreaves", "project_manager", "2026-10-22T15:20:00+01:00", has_key=True),
        ),
    ),
)  # fmt: skip

SIGNED: Mapping[str, tuple[Signed, ...]] = {"northbank": NORTHBANK, "kestrel": KESTREL}
KEY_HOLDER: Mapping[str, tuple[str, str]] = {"kestrel": ("tom.hargreaves", "2026-08-24")}
"""Whose key signs, by workspace, and since when it is theirs."""


# ── evidence ─────────────────────────────────────────────────────────────────

_NOTICE = {"scan": "样本：虚构的签署页，不是真实文件　SAMPLE", "email": "[SAMPLE 样本，虚构的邮件]"}


def evidence_bytes(evidence: Evidence) -> bytes:
    """The content of a sample: a page of a PDF, or a mail as text."""
    lines = (_NOTICE[evidence.kind], "", *evidence.lines)
    if evidence.kind == "email":
        return ("\n".join(lines) + "\n").encode()
    return _page(lines)


def _page(lines: tuple[str, ...]) -> bytes:
    """A PDF of one page in a font that every reader brings along."""
    shown = " ".join(f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in lines)
    drawn = f"BT /F1 16 Tf 28 TL 72 740 Td {shown} ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
        f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/FontDescriptor 7 0 R/DW 1000/W[1 95 500]>>",
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
        "/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
    )
    body, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<</Size {size}/Root 1 0 R>>\n"
    return body + f"{end}startxref\n{len(body)}\n%%EOF\n".encode("ascii")


# ── baselines ────────────────────────────────────────────────────────────────


def baseline_file(matter: Matter, signed: Signed) -> dict[str, object]:
    """The data of a baseline: the words of every confirmed requirement as they were then."""
    entries = []
    for requirement in _requirements(matter, signed):
        text = _text_then(matter, requirement, signed)
        print_of = fingerprint_of("requirement", requirement.id, text)
        entry = {"requirement": requirement.id, "fingerprint": print_of, "content": text}
        entries.append(entry)
    return {**(signed.baseline or {}), "entries": entries}


def _requirements(matter: Matter, signed: Signed) -> Iterator[Requirement]:
    for requirement in matter.portfolio.all(Requirement):
        is_here = _project(requirement.origin) == signed.project
        steps = {event.type.value for event in requirement.events}
        if is_here and "confirmed" in steps and requirement.id not in signed.without:
            yield requirement


def _text_then(matter: Matter, requirement: Requirement, signed: Signed) -> Content:
    text = text_of(matter, requirement) or {}
    for old in signed.before:
        if old["requirement"] == requirement.id:
            item = ChangeItem.model_validate({"op": "modify", **old})
            text = applied(text, item, matter.binding(requirement)) or {}
    return text


def _project(origin: object) -> str:
    return f"{origin.client}/{origin.project}"  # type: ignore[attr-defined]


class _Dumper(yaml.SafeDumper):
    """Lists stand below their key with an indent, as everywhere in the examples."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - PyYAML's
        super().increase_indent(flow, indentless=False)


def as_yaml(data: object) -> bytes:
    """Data as the examples lay it out."""
    text = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    return re.sub(r"^((?:- )?created_on): '([0-9-]+)'$", r"\1: \2", text, flags=re.MULTILINE).encode()


# ── statements ───────────────────────────────────────────────────────────────


def statements(
    matter: Matter, signed: Signed
) -> Iterator[tuple[Act, str, bytes, dict[str, bytes]]]:
    """Each act: itself, the path of its statement, the bytes of it, files of evidence by path."""
    client, project = signed.project.split("/")
    folder = f"clients/{client}/projects/{project}/signoffs/{signed.subject}"
    subject = _subject(matter, signed)
    print_of, previous, counted = fingerprint(subject, matter.binding(subject)), None, {}
    for act in signed.acts:
        files, listed = {}, []
        for item in act.evidence:
            content = evidence_bytes(item)
            digest = hashlib.sha256(content).hexdigest()
            path = f"{folder}/evidence/{digest[:12]}-{item.name}"
            files[path] = content
            entry = {"file": path, "sha256": digest, "kind": item.kind}
            listed.append({**entry, "seal": item.seal} if item.seal else entry)
        first = f"{short(print_of)}.{act.side}.{act.by}"
        counted[first] = counted.get(first, 0) + 1
        made = {
            "statement": "rdclient-signoff-v1",
            "workspace": matter.portfolio.workspace.uuid,
            "project": signed.project,
            "kind": "baseline" if signed.baseline else "change",
            "subject": signed.subject,
            "fingerprint": print_of,
            "packet": None,
            "side": act.side,
            "role": act.role,
            "signer": act.by,
            "decision": act.decision,
            "deemed": False,
            "conditions": act.conditions,
            "declared_at": act.on,
            "evidence": listed,
            "previous": previous,
        }
        content = statement_bytes(made)
        previous = hashlib.sha256(content).hexdigest()
        yield act, f"{folder}/{first}.{counted[first]}.json", content, files


def _subject(matter: Matter, signed: Signed) -> Baseline | Change:
    kind = Baseline if signed.baseline else Change
    return next(
        record
        for record in matter.portfolio.all(kind)
        if record.id == signed.subject and _project(record.origin) == signed.project
    )


# ── writing ──────────────────────────────────────────────────────────────────


def _put(root: Path, path: str, content: bytes, changed: list[str], *, is_check: bool) -> None:
    file = root / path
    if file.is_file() and file.read_bytes() == content:
        return
    changed.append(f"{root.name}/{path}")
    if not is_check:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _matter(root: Path) -> Matter:
    return Matter(read(root).portfolio, LATER)


def written(root: Path, signed: tuple[Signed, ...], *, is_check: bool) -> list[str]:
    """The files of a workspace that were (or would be) changed."""
    changed: list[str] = []
    kept: set[str] = set()
    matter = _matter(root)
    for one in signed:
        if one.baseline:
            client, project = one.project.split("/")
            path = f"clients/{client}/projects/{project}/baselines/{one.subject}.yaml"
            kept.add(path)
            content = as_yaml(plain(baseline_file(matter, one), matter.portfolio.workspace.lang))
            _put(root, path, content, changed, is_check=is_check)
    matter, to_sign = _matter(root), {}
    for one in signed:
        for act, path, content, files in statements(matter, one):
            kept |= {path, *files}
            for name, data in {path: content, **files}.items():
                _put(root, name, data, changed, is_check=is_check)
            if act.has_key:
                to_sign[path.removesuffix("json") + "sig"] = (act.by, content)
    kept |= set(to_sign)
    changed += _gone(root, kept, is_check=is_check)
    if not all(_fits(root / path, *what) for path, what in to_sign.items()):
        changed += list(to_sign)
        if not is_check:
            _sign_anew(root, to_sign)
    return changed


def _gone(root: Path, kept: set[str], *, is_check: bool) -> list[str]:
    """Files of baselines and sign-offs that no longer belong there."""
    there = (*root.glob("clients/*/projects/*/signoffs/**/*"), *root.glob("**/baselines/*.yaml"))
    found = [file for file in there if file.is_file()]
    gone = [file for file in found if file.relative_to(root).as_posix() not in kept]
    if not is_check:
        for file in gone:
            file.unlink()
    return [file.relative_to(root.parent).as_posix() for file in gone]


def _fits(file: Path, signer: str, content: bytes) -> bool:
    key = verified(file.read_bytes(), content, signer=signer) if file.is_file() else None
    people = next(p for p in file.parents if (p / "rdclient.yaml").is_file()) / "people.yaml"
    return key is not None and key in people.read_text(encoding="utf-8")


def _sign_anew(root: Path, to_sign: Mapping[str, tuple[str, bytes]]) -> None:
    """Sign with a new key; its private half is gone afterwards."""
    holder, since = KEY_HOLDER[root.name]
    with tempfile.TemporaryDirectory() as folder:
        key = Path(folder, "key")
        tool = shutil.which("ssh-keygen") or "ssh-keygen"
        words = ["-q", "-t", "ed25519", "-N", "", "-C", f"{holder} (sample)", "-f", str(key)]
        subprocess.run([tool, *words], check=True)  # noqa: S603 - a fixed program
        for path, (_, content) in to_sign.items():
            (root / path).write_bytes(sign(key, content))
        public = key.with_suffix(".pub").read_text(encoding="utf-8").strip()
    people = root / "people.yaml"
    text = people.read_text(encoding="utf-8")
    entry = f"- {{key: {public}, valid_from: {since}}}"
    text, count = re.subn(r"- \{key: [^}\n]*\}", entry, text)
    if count != 1:
        message = f"{people}: exactly one person should have a line 'keys:' with one '- {{key: …}}'"
        raise SystemExit(message)
    people.write_text(text, encoding="utf-8")


def main(words: list[str]) -> int:
    """Write, or only look with ``--check``; the exit code."""
    is_check = "--check" in words
    changed = [
        path
        for name, signed in SIGNED.items()
        for path in written(HERE / name, signed, is_check=is_check)
    ]
    print("\n".join(changed) or "nothing to change")
    return int(is_check and bool(changed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
