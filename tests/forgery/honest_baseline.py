"""Honest histories of baselines, and of what may be done inside a freeze."""

from forged_signature import ON
from honest_control import ADDED, TO_NINETY, TOLD, sixth, steps
from moves import (
    PORTAL,
    SIGNOFFS,
    add_blank,
    append,
    baseline,
    both,
    change,
    claim,
    commit,
    edit,
    freeze_text,
    land,
    raise_change,
    remove,
    req,
    spell,
    write,
)
from rows import Honest

BASELINES = (
    Honest("a new baseline, not signed yet", (freeze_text(2, "2026-11-17"),)),
    Honest(
        "a new baseline signed by both sides",
        (freeze_text(2, "2026-11-17"), both("V2", ON, kind="baseline")),
    ),
    Honest(
        "text of a request, then a baseline with it",
        (
            land(TO_NINETY, on="2026-11-18 18:00"),
            freeze_text(2, "2026-11-19"),
            both("V2", "2026-11-19", kind="baseline"),
        ),
    ),
    Honest(
        "a first draft of a baseline is given up before anybody signed",
        (freeze_text(2, "2026-11-17"), commit("draft"), remove(baseline(2))),
    ),
    Honest(
        "a statement on the mainline with another line end",
        (add_blank(f"{SIGNOFFS}/CR-002/*.vendor.*.json"),),
    ),
    Honest("a note on a signed baseline", (append(baseline(1), "note: 双方各执一份\n"),)),
    Honest(
        "the whole project with other line ends",
        tuple(spell(path) for path in (req(1), req(2), req(3), req(5), change(1), change(2))),
    ),
    Honest(
        "evidence beside the sign-offs that nobody lists",
        (write(f"{SIGNOFFS}/CR-001/evidence/readme.txt", "原件在档案室\n"),),
    ),
)

FREEZE = (
    Honest(
        "a wording is mended inside the freeze, by an editorial request",
        (
            raise_change(
                4,
                "[{op: modify, requirement: REQ-002, set: {goal: 对账结果在当日可以导出。}}]",
                head="editorial: true\n",
            ),
            edit(req(2), "对账结果当日可以导出。", "对账结果在当日可以导出。"),
        ),
    ),
    Honest(
        "a defect is put right inside the freeze",
        (
            raise_change(4, ADDED, head=TOLD),
            edit(change(4), "category: business", "category: defect"),
            both("CR-004", ON),
            steps(4, "client_confirmed", "scheduled", on=ON),
            sixth,
        ),
    ),
    Honest(
        "both sides set the freeze aside beforehand",
        (
            land(
                write(
                    "clients/linhai/waivers.yaml",
                    "- code: RD230\n  scope: portal/REQ-005\n  reason: 审计提前到12月\n"
                    "  approvers: [gao.wenbo, qin.yue]\n  until: 2026-12-31\n",
                )
            ),
            edit(
                f"{PORTAL}/tasks.yaml",
                "requirements: [REQ-002]",
                "requirements: [REQ-002, REQ-005]",
            ),
            claim(req(5), "2026-11-20", "planned", iteration="IT-02", due="2026-12-11"),
        ),
    ),
    Honest(
        "a requirement is planned before the freeze begins",
        (
            edit(
                f"{PORTAL}/tasks.yaml",
                "requirements: [REQ-002]",
                "requirements: [REQ-002, REQ-005]",
            ),
            claim(req(5), "2026-11-19", "planned", iteration="IT-02", due="2026-12-11"),
        ),
        as_of="2026-11-19T18:00+08:00",
    ),
)

HISTORIES = (*BASELINES, *FREEZE)
