"""Forgeries of the rules themselves: who may sign, and what is asked, changed where it is used."""

from forged_signature import CLAIM, ON, OURS, THEIRS
from moves import (
    CLIENT,
    CONTACTS,
    MILESTONES,
    PEOPLE,
    POLICY,
    PROJECT,
    append,
    both,
    change,
    claim,
    edit,
    keyed,
    land,
    meeting,
    paper,
    raise_change,
    remove,
    req,
    sign,
    write,
)
from rows import Forgery
from stage import Move, Stage

_ACTIVE = "  - {role: developer, person: luo.jing, from: 2026-08-31}\n"


def _new_key(name: str, before: str) -> Move:
    """A key is added to the list of somebody of ours."""

    def move(stage: Stage) -> None:
        line = f"    - {{key: {stage.public(name)}, valid_from: 2026-09-01}}\n"
        owner = f"    - {{key: {stage.public(before)}, valid_from: 2026-09-01}}\n"
        edit(PEOPLE, owner, owner + line)(stage)

    return move


def _not_revoked(stage: Stage) -> None:
    """The day a key was revoked on is taken away."""
    edit(PEOPLE, ", revoked_on: 2026-11-10", "")(stage)


PEOPLE_CHANGED = (
    Forgery(
        "a key is added in the request that is signed with it",
        ("RD238", "RD235"),
        (
            THEIRS,
            _new_key("qin.yue.new", "qin.yue"),
            sign("CR-003", "qin.yue", "vendor", ON, key="qin.yue.new"),
            CLAIM,
        ),
    ),
    Forgery(
        "a revoked key is good again in the request that uses it",
        ("RD238", "RD235"),
        (
            THEIRS,
            _not_revoked,
            sign("CR-003", "shen.yutong", "vendor", ON, key="shen.yutong.old"),
            CLAIM,
        ),
    ),
    Forgery(
        "somebody who left is back in the request that they sign",
        ("RD238", "RD235"),
        (
            THEIRS,
            edit(PEOPLE, "  to: 2026-10-31\n", ""),
            edit(
                PROJECT,
                "person: wei.ning, from: 2026-08-31, to: 2026-10-31",
                "person: wei.ning, from: 2026-08-31",
            ),
            keyed("CR-003", ON, by="wei.ning"),
            CLAIM,
        ),
    ),
    Forgery(
        "a contact's authority is raised in the request that they sign",
        ("RD238", "RD235"),
        (
            edit(CONTACTS, "authority: consult", "authority: approve"),
            paper("CR-003", ON, by="ye.qiu"),
            OURS,
            CLAIM,
        ),
    ),
    Forgery(
        "a contact is added in the request that they sign",
        ("RD238", "RD235"),
        (
            append(
                CONTACTS, "- {id: bao.jie, name: 鲍杰, rank: 4, role: signatory, authority: sign}\n"
            ),
            paper("CR-003", ON, by="bao.jie"),
            OURS,
            CLAIM,
        ),
    ),
    Forgery(
        "a developer becomes project manager in the request that they sign",
        ("RD238", "RD235"),
        (
            THEIRS,
            edit(
                PROJECT,
                _ACTIVE,
                _ACTIVE + "  - {role: project_manager, person: luo.jing, from: 2026-11-01}\n",
            ),
            keyed("CR-003", ON, by="luo.jing"),
            CLAIM,
        ),
    ),
    Forgery(
        "a user becomes client owner in the request that they sign",
        ("RD238", "RD235"),
        (
            edit(
                PROJECT,
                "  - {role: client_technical, person: ye.qiu, from: 2026-08-31}\n",
                "  - {role: client_technical, person: ye.qiu, from: 2026-08-31}\n"
                "  - {role: signatory, person: ye.qiu, from: 2026-11-01}\n",
            ),
            edit(CONTACTS, ", authority: consult", ""),
            paper("CR-003", ON, by="ye.qiu"),
            OURS,
            CLAIM,
        ),
    ),
    Forgery(
        "the author's e-mail address is taken off the list",
        ("RD238", "RD235"),
        (
            edit(PEOPLE, "git_emails: [luo.jing@qingyan.example]", "git_emails: []"),
            edit(
                PROJECT,
                _ACTIVE,
                _ACTIVE + "  - {role: project_manager, person: luo.jing, from: 2026-11-01}\n",
            ),
            edit(change(3), "即须看到", "就须看到"),
            THEIRS,
            keyed("CR-003", ON, by="luo.jing"),
            CLAIM,
        ),
    ),
)

POLICY_CHANGED = (
    Forgery(
        "the level asked for is lowered in the request that needs it",
        ("RD238", "RD236"),
        (
            edit(
                POLICY,
                "  sign_off:\n",
                "  sign_off:\n    small_change:\n      vendor: {level: E0}\n",
            ),
            THEIRS,
            sign("CR-003", "qin.yue", "vendor", ON),
            CLAIM,
        ),
    ),
    Forgery(
        "the seal is no longer asked for in the request that lacks it",
        ("RD238", "RD225", "RD236"),
        (
            edit(POLICY, "    large_change:\n      client: {seal: true}\n", ""),
            raise_change(
                4,
                "[{op: modify, requirement: REQ-003, set: {rules: [权限调整当日生效]}}]",
                head="impact: {schedule_wd: 0, fee_delta: 0, quality: 无, if_not_done: 维持现状, "
                "contract_clauses: [第三条]}\n",
            ),
            sign("CR-004", "gao.wenbo", "client", ON, scan=b"%PDF no seal"),
            keyed("CR-004", ON),
            claim(change(4), ON, "client_confirmed", by="gao.wenbo"),
        ),
    ),
    Forgery(
        "the method begins later, in the request whose claim it would judge",
        ("RD238", "RD239"),
        (edit(POLICY, "since: 2026-09-01", "since: 2026-12-01"), CLAIM),
    ),
    Forgery(
        "the tolerance is raised in the request that exceeds it",
        ("RD238", "RD225", "RD235"),
        (
            append(POLICY, "change: {schedule_tolerance_wd: 20}\n"),
            raise_change(
                4,
                "[{op: modify, requirement: REQ-003, set: {rules: [权限调整当日生效]}}]",
                head="impact: {schedule_wd: 8, fee_delta: 0, quality: 无, if_not_done: 维持现状}\n",
            ),
            sign("CR-004", "an.ran", "client", ON, scan=b"%PDF an"),
            keyed("CR-004", ON),
            claim(change(4), ON, "client_confirmed", by="an.ran"),
        ),
    ),
    Forgery(
        "the severity of a rule is lowered in the request that breaks it",
        ("RD238", "RD223", "RD233"),
        (
            append(POLICY, "severity: {RD223: info}\n"),
            edit(req(1), "60日", "61日"),
        ),
    ),
    Forgery(
        "what guards signed text was made lighter, one request earlier",
        ("RD006", "RD233"),
        (
            land(append(POLICY, "severity: {RD233: info, RD234: info}\n")),
            edit(req(3), "权限调整次日生效", "权限调整当日生效"),
        ),
    ),
    Forgery("the policy is removed", ("RD238",), (remove(POLICY),)),
    Forgery("there is no policy at the base", ("RD238",), (land(remove(POLICY)),)),
    Forgery(
        "a waiver is added in the request that needs it",
        ("RD238", "RD232"),
        (
            edit(
                MILESTONES,
                "due: 2026-12-04}\n",
                "due: 2026-12-04}\n    - {on: 2026-11-19, due: 2026-12-11}\n",
            ),
            write(
                "clients/linhai/waivers.yaml",
                "- code: RD232\n  scope: portal/M1\n  reason: 双方口头商定\n"
                "  approvers: [gao.wenbo, qin.yue]\n  until: 2026-12-31\n",
            ),
        ),
    ),
    Forgery(
        "a key milestone is made an ordinary one in the request that moves it",
        ("RD238", "RD225"),
        (
            edit(MILESTONES, "  key: true\n", ""),
            raise_change(
                4,
                "[{op: modify, requirement: REQ-003, set: {rules: [权限调整当日生效]}}]",
                head="impact: {schedule_wd: 0, fee_delta: 0, quality: 无, if_not_done: 维持现状, "
                "milestones: [{milestone: M1, due: 2026-12-11}]}\n",
            ),
            both("CR-004", ON),
            claim(change(4), ON, "client_confirmed", by="gao.wenbo"),
        ),
    ),
    Forgery(
        "the board is completed afterwards in the list of the team",
        ("RD238", "RD220"),
        (
            land(
                edit(
                    PROJECT,
                    "role: technical_lead, person: fang.lei, from: 2026-08-31",
                    "role: technical_lead, person: fang.lei, from: 2026-11-01",
                ),
                edit(
                    PROJECT,
                    "  - {role: developer, person: luo.jing",
                    "  - {role: technical_lead, person: luo.jing, from: 2026-08-31, "
                    "to: 2026-10-31}\n  - {role: developer, person: luo.jing",
                ),
                edit(
                    meeting(2),
                    "  - {person: fang.lei, present: true}\n",
                    "  - {person: luo.jing, present: true}\n",
                ),
            ),
            edit(
                meeting(2),
                "  - {person: luo.jing, present: true}\n",
                "  - {person: fang.lei, present: true}\n",
            ),
            edit(
                PROJECT,
                "role: technical_lead, person: fang.lei, from: 2026-11-01",
                "role: technical_lead, person: fang.lei, from: 2026-08-31",
            ),
        ),
    ),
    Forgery(
        "silence begins to count in the request that relies on it",
        ("RD238", "RD236"),
        (
            land(
                edit(
                    f"{CLIENT}/contracts/HT-2026-01.yaml",
                    "deemed_clause: 会议纪要发出后3个工作日内未提异议的，"
                    "视为无异议；不适用于需求规格说明书和重大变更。\n",
                    "",
                )
            ),
            edit(
                f"{CLIENT}/contracts/HT-2026-01.yaml",
                "fee_rule:",
                "deemed_clause: 未提异议的视为无异议。\nfee_rule:",
            ),
            sign(
                "MTG-001",
                "ye.qiu",
                "client",
                "2026-09-24",
                kind="meeting",
                deemed=True,
                scan=b"sent",
                evidence_kind="sending",
            ),
        ),
    ),
)

FORGERIES = (*PEOPLE_CHANGED, *POLICY_CHANGED)
