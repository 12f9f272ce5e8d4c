"""Forgeries of what shows a signature: pages, scans, silence; and of acts on the mainline."""

from pathlib import Path

from forged_signature import CLAIM, ON, OURS, SEEN, THEIRS
from moves import (
    SIGNOFFS,
    damage,
    edit,
    freeze_text,
    keyed,
    land,
    lose,
    mend,
    only,
    req,
    several,
    sign,
    swap,
)
from rows import Forgery
from stage import Stage


def _rejection(stage: Stage) -> Path:
    """The statement that rejects."""
    found = sorted((stage.root / SEEN).glob("*.json"))
    return next(path for path in found if b'"reject"' in path.read_bytes())


def _put_away(stage: Stage) -> None:
    """Lay the key's signature on the specification among the evidence, where nobody asks for it."""
    signature = only(stage, f"{SIGNOFFS}/V1/*.sig")
    signature.rename(signature.parent / "evidence" / signature.name)


EVIDENCE = (
    Forgery(
        "E0 presented as E1: a scan is listed and not there",
        ("RD236",),
        (THEIRS, OURS, CLAIM, lose(f"{SEEN}/evidence/*")),
    ),
    Forgery(
        "the scan is not the one whose digest was listed",
        ("RD236",),
        (THEIRS, OURS, CLAIM, damage(f"{SEEN}/evidence/*", b"%PDF another page\n")),
    ),
    Forgery(
        "the client's word alone",
        ("RD236",),
        (sign("CR-003", "gao.wenbo", "client", ON), OURS, CLAIM),
    ),
    Forgery(
        "our word alone where a key is asked for",
        ("RD236",),
        (THEIRS, sign("CR-003", "qin.yue", "vendor", ON), CLAIM),
    ),
    Forgery(
        "approved with conditions that the request does not hold",
        ("RD236",),
        (
            sign(
                "CR-003",
                "gao.wenbo",
                "client",
                ON,
                scan=b"%PDF if",
                decision="approve_with_conditions",
                more=(("conditions", "先测试"),),
            ),
            OURS,
            CLAIM,
        ),
    ),
    Forgery(
        "a specification without the seal",
        ("RD236",),
        (
            freeze_text(2, "2026-11-17"),
            sign("V2", "gao.wenbo", "client", ON, kind="baseline", scan=b"%PDF V2"),
            keyed("V2", ON, kind="baseline"),
        ),
    ),
    Forgery(
        "silence taken for the signature of a specification",
        ("RD236",),
        (
            freeze_text(2, "2026-11-10"),
            sign(
                "V2",
                "gao.wenbo",
                "client",
                ON,
                kind="baseline",
                deemed=True,
                seal="official",
                scan=b"sent",
                evidence_kind="sending",
            ),
            keyed("V2", ON, kind="baseline"),
        ),
    ),
    Forgery(
        "silence taken for the signature of a change",
        ("RD236",),
        (
            sign(
                "CR-003",
                "gao.wenbo",
                "client",
                ON,
                deemed=True,
                scan=b"sent",
                evidence_kind="sending",
            ),
            OURS,
            CLAIM,
        ),
    ),
    Forgery(
        "silence before the time for objections is over",
        ("RD236",),
        (
            sign(
                "MTG-001",
                "ye.qiu",
                "client",
                "2026-09-20",
                kind="meeting",
                deemed=True,
                scan=b"sent",
                evidence_kind="sending",
            ),
        ),
    ),
)

KEPT = (
    Forgery(
        "a statement on the mainline is edited",
        ("RD237", "RD235", "RD229"),
        (mend(f"{SIGNOFFS}/CR-002/*.vendor.*.json", role="client_lead"),),
    ),
    Forgery(
        "a statement on the mainline is deleted",
        ("RD237", "RD229"),
        (
            lose(f"{SIGNOFFS}/CR-002/*.vendor.*.sig"),
            lose(f"{SIGNOFFS}/CR-002/*.vendor.*.json"),
        ),
    ),
    Forgery(
        "a scan on the mainline is replaced",
        ("RD237", "RD236", "RD229"),
        (damage(f"{SIGNOFFS}/CR-002/evidence/*", b"%PDF another page\n"),),
    ),
    Forgery(
        "a scan on the mainline is deleted",
        ("RD237", "RD236", "RD229"),
        (lose(f"{SIGNOFFS}/CR-002/evidence/*"),),
    ),
    Forgery(
        "the signature of our side is put away, and the text it froze is changed",
        ("RD233", "RD236", "RD210"),
        (
            _put_away,
            edit(req(3), "权限调整次日生效", "权限调整当日生效"),
        ),
    ),
    Forgery(
        "signatures on the mainline are swapped",
        ("RD237", "RD228", "RD229", "RD234", "RD235"),
        (swap(f"{SIGNOFFS}/CR-001/*.vendor.*.sig", f"{SIGNOFFS}/CR-002/*.vendor.*.sig"),),
    ),
    Forgery(
        "a rejection is deleted and the approval stands",
        ("RD237",),
        (
            land(
                several(THEIRS, OURS),
                sign("CR-003", "gao.wenbo", "client", "2026-11-19", decision="reject"),
                on="2026-11-19 12:00",
            ),
            lambda stage: _rejection(stage).unlink(),
            CLAIM,
        ),
    ),
)


FORGERIES = (*EVIDENCE, *KEPT)
