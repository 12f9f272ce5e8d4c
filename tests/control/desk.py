"""A desk at which tests sign: statements, scans and signatures written as files, no verb needed."""

import hashlib
import subprocess
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rdclient.control.base import Matter
from rdclient.control.fingerprint import fingerprint, short
from rdclient.model.baseline import Baseline
from rdclient.model.change import Change
from rdclient.model.meeting import Meeting
from rdclient.model.portfolio import Portfolio
from rdclient.store.proof import statement_bytes
from rdclient.store.sshkey import sign
from rdclient.store.workspace import read

KINDS = {"baseline": Baseline, "change": Change, "meeting": Meeting}


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody does; ``scan`` becomes a file of evidence, ``key`` a signature.

    Attributes:
        more: fields of the statement that are to be something else than they should.
    """

    subject: str
    by: str
    side: str
    on: str
    kind: str = "change"
    decision: str = "approve"
    scan: bytes | None = None
    seal: str | None = None
    evidence_kind: str = "scan"
    key: Path | None = None
    deemed: bool = False
    more: tuple[tuple[str, object], ...] = ()


def keypair(folder: Path, name: str) -> tuple[Path, str]:
    """A new key: where its private half lies, and the public one as people.yaml holds it."""
    path = folder / name
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(path)]
    subprocess.run(words, check=True)
    return path, path.with_suffix(".pub").read_text(encoding="utf-8").strip()


def fingerprint_now(root: Path, subject: str, *, kind: str = "change") -> str:
    """The fingerprint of a subject as its file says it now."""
    portfolio = read(root).portfolio
    record = next(r for r in portfolio.all(KINDS[kind]) if r.id == subject)  # type: ignore[attr-defined]
    matter = Matter(portfolio, datetime.fromisoformat("2026-12-31T00:00+08:00"))
    return fingerprint(record, matter.binding(record))


def put(root: Path, act: Act) -> Path:
    """Write an act as it belongs; the path of its statement."""
    portfolio = read(root).portfolio
    record = next(r for r in portfolio.all(KINDS[act.kind]) if r.id == act.subject)  # type: ignore[attr-defined]
    client, project = record.origin.client, record.origin.project
    folder = root / f"clients/{client}/projects/{project}/signoffs/{act.subject}"
    folder.mkdir(parents=True, exist_ok=True)
    statement = _statement(root, portfolio, act, folder, f"{client}/{project}")
    signed = statement_bytes(statement)
    first = f"{short(str(statement['fingerprint']))}.{act.side}.{act.by}"
    number = 1 + len(list(folder.glob(f"{first}.*.json")))
    path = folder / f"{first}.{number}.json"
    path.write_bytes(signed)
    if act.key:
        path.with_suffix(".sig").write_bytes(sign(act.key, signed))
    return path


def _statement(
    root: Path, portfolio: Portfolio, act: Act, folder: Path, project: str
) -> dict[str, object]:
    matter = Matter(portfolio, datetime.fromisoformat("2026-12-31T00:00+08:00"))
    record = next(r for r in portfolio.all(KINDS[act.kind]) if r.id == act.subject)  # type: ignore[attr-defined]
    evidence: list[dict[str, object]] = []
    if act.scan is not None:
        digest = hashlib.sha256(act.scan).hexdigest()
        file = folder / "evidence" / f"{digest[:12]}-scan.pdf"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(act.scan)
        item: dict[str, object] = {
            "file": file.relative_to(root).as_posix(), "sha256": digest, "kind": act.evidence_kind,
        }  # fmt: skip
        evidence.append({**item, "seal": act.seal} if act.seal else item)
    acts = matter.acts(record)  # type: ignore[arg-type]
    made: dict[str, object] = {
        "statement": "rdclient-signoff-v1",
        "workspace": portfolio.workspace.uuid,
        "project": project,
        "kind": act.kind,
        "subject": act.subject,
        "fingerprint": matter.fingerprint(record),
        "packet": None,
        "side": act.side,
        "role": None,
        "signer": act.by,
        "decision": act.decision,
        "deemed": act.deemed,
        "conditions": None,
        "declared_at": act.on,
        "evidence": evidence,
        "previous": acts[-1].proof.digest if acts else None,
    }
    return {**made, **dict(act.more)}
