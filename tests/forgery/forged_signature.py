"""Forgeries of signatures: of another person, key, place, time or page than they should be."""

from moves import (
    CONTACTS,
    MOBILE,
    PEOPLE,
    SIGNOFFS,
    at,
    both,
    carry,
    change,
    claim,
    commit,
    damage,
    edit,
    keyed,
    land,
    lay,
    mend,
    only,
    paper,
    sign,
    swap,
    write,
)
from rows import Forgery
from stage import Move, Stage

from rdclient.store import sshkey

ON = "2026-11-18"
CLAIM = claim(change(3), ON, "client_confirmed", by="gao.wenbo", result="approve")
TOLD = "notified:\n  - {person: an.ran, on: 2026-11-19}\n  - {person: luo.jing, on: 2026-11-19}\n"
OURS, THEIRS = keyed("CR-003", ON), paper("CR-003", ON)
SEEN = f"{SIGNOFFS}/CR-003"


def _shared_key(name: str, other: str) -> Move:
    """At the base a second person already lists somebody's key."""

    def move(stage: Stage) -> None:
        path = CONTACTS if other == "an.ran" else PEOPLE
        key = f"keys: [{{key: {stage.public(name)}, valid_from: 2026-09-01}}]"
        if other == "an.ran":
            edit(path, "role: client_owner,", f"role: client_owner, {key},")(stage)
        else:
            edit(path, "id: fang.lei,", f"id: fang.lei, {key},")(stage)

    return move


def _other_namespace(stage: Stage) -> None:
    """Our signature is made anew with the same key, for the purpose of another program."""
    statement = only(stage, f"{SEEN}/*.vendor.*.json")
    kept, sshkey.NAMESPACE = sshkey.NAMESPACE, "git"
    try:
        made = sshkey.sign(stage.key("qin.yue"), statement.read_bytes())
    finally:
        sshkey.NAMESPACE = kept
    statement.with_suffix(".sig").write_bytes(made)


def _elsewhere(stage: Stage) -> None:
    """What was signed of CR-001 here is laid into a project with the same request."""
    carry(f"{SIGNOFFS}/CR-001", f"{MOBILE}/signoffs/CR-001")(stage)
    text = (stage.root / change(1)).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if "target_iteration" not in line]
    later = ("by: luo.jing}", "scheduled, by: qin.yue}", "closed, by: qin.yue}")
    kept = [line for line in lines if not line.endswith(later)]
    write(f"{MOBILE}/changes/CR-001.yaml", "\n".join(kept) + "\n")(stage)


PERSONS = (
    Forgery(
        "one person signs for both sides",
        ("RD235",),
        (sign("CR-003", "qin.yue", "client", ON, scan=b"%PDF qin", seal="official"), OURS, CLAIM),
    ),
    Forgery(
        "one of us signs for the client",
        ("RD235",),
        (
            sign("CR-003", "shen.yutong", "client", ON, key="shen.yutong"),
            OURS,
            CLAIM,
        ),
    ),
    Forgery(
        "one key on two sides",
        ("RD235",),
        (
            land(_shared_key("shen.yutong", "an.ran")),
            sign("CR-003", "an.ran", "client", ON, key="shen.yutong"),
            keyed("CR-003", ON, by="shen.yutong"),
            CLAIM,
        ),
    ),
    Forgery(
        "our key is in the client's list too, the client signs on paper",
        ("RD235",),
        (
            land(_shared_key("shen.yutong", "an.ran")),
            THEIRS,
            keyed("CR-003", ON, by="shen.yutong"),
            CLAIM,
        ),
    ),
    Forgery(
        "two persons with one key where two are required",
        ("RD228",),
        (
            land(
                edit(
                    "policy.yaml",
                    "  sign_off:\n",
                    "  sign_off:\n    small_change:\n"
                    "      vendor: {people: 2, roles: [project_manager, technical_lead]}\n",
                ),
                edit("policy.yaml", "control:\n", "effective_on: 2026-11-01\ncontrol:\n"),
                _shared_key("qin.yue", "fang.lei"),
            ),
            THEIRS,
            OURS,
            sign("CR-003", "fang.lei", "vendor", ON, key="qin.yue"),
            CLAIM,
            edit(change(3), "events:\n", f"{TOLD}events:\n"),
            claim(change(3), "2026-11-19", "scheduled", by="qin.yue"),
        ),
    ),
    Forgery(
        "a person who is not in the records",
        ("RD235", "RD012"),
        (sign("CR-003", "gao.wen", "client", ON, scan=b"%PDF gao"), OURS, CLAIM),
    ),
    Forgery(
        "a contact who is only consulted",
        ("RD235",),
        (paper("CR-003", ON, by="ye.qiu"), OURS, CLAIM),
    ),
    Forgery(
        "a developer for our side",
        ("RD235",),
        (THEIRS, keyed("CR-003", ON, by="luo.jing"), CLAIM),
    ),
    Forgery(
        "somebody who has left the firm",
        ("RD235",),
        (THEIRS, keyed("CR-003", ON, by="wei.ning"), CLAIM),
    ),
    Forgery(
        "the author is the only one of us who signs",
        ("RD235",),
        (
            at("2026-11-18 09:00", "qin.yue"),
            edit(change(3), "reason: 柜员调岗当日", "reason: 柜员调岗的当日"),
            commit("the request by the project manager"),
            both("CR-003", ON),
            CLAIM,
        ),
    ),
    Forgery(
        "the client has rejected it",
        ("RD239",),
        (
            THEIRS,
            OURS,
            sign("CR-003", "gao.wenbo", "client", "2026-11-19", decision="reject"),
            CLAIM,
        ),
    ),
    Forgery(
        "the client has taken its word back",
        ("RD239",),
        (
            THEIRS,
            OURS,
            sign("CR-003", "gao.wenbo", "client", "2026-11-19", decision="revoke"),
            CLAIM,
        ),
    ),
)

KEYS = (
    Forgery(
        "a key that was revoked before the signature landed",
        ("RD235",),
        (THEIRS, sign("CR-003", "shen.yutong", "vendor", ON, key="shen.yutong.old"), CLAIM),
    ),
    Forgery(
        "back-dated: the key was not yet in use on the day declared",
        ("RD235",),
        (
            THEIRS,
            sign("CR-003", "shen.yutong", "vendor", "2026-11-17", key="shen.yutong.next"),
            CLAIM,
        ),
    ),
    Forgery(
        "a key that nobody has listed",
        ("RD235",),
        (THEIRS, sign("CR-003", "qin.yue", "vendor", ON, key="stranger"), CLAIM),
    ),
    Forgery(
        "somebody else's key",
        ("RD235",),
        (THEIRS, sign("CR-003", "qin.yue", "vendor", ON, key="luo.jing"), CLAIM),
    ),
    Forgery(
        "a signature made for something else (namespace)",
        ("RD235",),
        (THEIRS, OURS, CLAIM, _other_namespace),
    ),
    Forgery(
        "a signature that is none",
        ("RD235",),
        (THEIRS, OURS, CLAIM, damage(f"{SEEN}/*.vendor.*.sig", b"signed\n")),
    ),
    Forgery(
        "signatures swapped between two statements",
        ("RD235",),
        (
            keyed("CR-003", ON),
            sign("CR-003", "gao.wenbo", "client", ON, key="gao.wenbo"),
            swap(f"{SEEN}/*.vendor.*.sig", f"{SEEN}/*.client.*.sig"),
            CLAIM,
        ),
    ),
    Forgery(
        "the statement is altered below the signature",
        ("RD235",),
        (THEIRS, OURS, CLAIM, mend(f"{SEEN}/*.vendor.*.json", declared_at="2026-11-17")),
    ),
)

REPLAYED = (
    Forgery(
        "laid beside another request as it is",
        ("RD235", "RD239"),
        (carry(f"{SIGNOFFS}/CR-001", SEEN), CLAIM),
    ),
    Forgery(
        "laid beside another request, subject and words put right",
        ("RD235",),
        (
            OURS,
            THEIRS,
            lay(f"{SIGNOFFS}/CR-001/*.vendor.*.sig", f"{SEEN}/*.vendor.*.sig"),
            CLAIM,
        ),
    ),
    Forgery("copied into a second project", ("RD235",), (_elsewhere,)),
    Forgery(
        "made in another workspace",
        ("RD235",),
        (
            sign(
                "CR-003",
                "qin.yue",
                "vendor",
                ON,
                key="qin.yue",
                more=(("workspace", "5b1f7c2e-9a4d-4c53-8f0e-3d6a1b2c4e5f"),),
            ),
            THEIRS,
            CLAIM,
        ),
    ),
    Forgery(
        "made of an earlier text",
        ("RD234",),
        (
            both("CR-003", ON),
            CLAIM,
            commit("signed"),
            edit(change(3), "rules: [权限调整当日生效]", "rules: [权限调整即时生效]"),
        ),
    ),
    Forgery(
        "a statement that follows one that is not there",
        ("RD235",),
        (
            THEIRS,
            sign("CR-003", "qin.yue", "vendor", ON, key="qin.yue", more=(("previous", "0" * 64),)),
            CLAIM,
        ),
    ),
    Forgery(
        "signed before the request was submitted",
        ("RD235",),
        (paper("CR-003", "2026-11-13"), OURS, CLAIM),
    ),
    Forgery(
        "signed tomorrow",
        ("RD239", "RD016"),
        (paper("CR-003", "2026-11-21"), OURS, CLAIM),
    ),
)

FORGERIES = (*PERSONS, *KEYS, *REPLAYED)
