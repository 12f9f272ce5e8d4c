"""Honest histories of control: baselines, signatures and requests that took their way."""

from forged_path import REVIEWED, board
from forged_signature import CLAIM, ON, OURS, THEIRS
from moves import (
    CONTRACT,
    IMPACT,
    MILESTONES,
    PEOPLE,
    PORTAL,
    SIGNOFFS,
    append,
    at,
    both,
    change,
    claim,
    commit,
    edit,
    keyed,
    land,
    only,
    paper,
    raise_change,
    remove,
    req,
    several,
    sign,
    squash,
    write,
)
from rows import Honest
from stage import Move, Stage

_RULE = "[{op: modify, requirement: REQ-003, set: {rules: [权限调整当日生效]}}]"
TOLD = "notified:\n  - {person: an.ran, on: 2026-11-18}\n  - {person: luo.jing, on: 2026-11-18}\n"
_TELL = edit(change(3), "events:\n", f"{TOLD}events:\n")


def steps(number: int, *steps: str, on: str = "2026-11-19") -> Move:
    """Further steps of a request, all on one day."""
    who = {"client_confirmed": "gao.wenbo", "implemented": "luo.jing", "verified": "luo.jing"}
    return several(*(claim(change(number), on, s, by=who.get(s, "qin.yue")) for s in steps))


_SIGNED = several(both("CR-003", ON), CLAIM)


def _ended_otherwise(stage: Stage) -> None:
    """Give the lines of the key's signature other ends."""
    file = only(stage, f"{SIGNOFFS}/CR-003/*.sig")
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))


TO_NINETY = several(
    raise_change(
        4,
        "[{op: modify, requirement: REQ-001, set: {rules: [对账单自生成之日起90日内可以回签]}}]",
        head=TOLD,
    ),
    both("CR-004", "2026-11-17"),
    edit(req(1), "60日内", "90日内"),
    steps(4, "client_confirmed", "scheduled", on="2026-11-17"),
    steps(4, "implemented", on="2026-11-18"),
)


def sixth(stage: Stage) -> None:
    """A requirement with the whole text of the item that adds it."""
    text = (stage.root / req(4)).read_text(encoding="utf-8")
    write(req(6), text.replace("短信提醒", "邮件提醒").replace("短信", "邮件"))(stage)


ADDED = (
    "[{op: add, requirement: REQ-006, set: {title: 邮件提醒, background: 回签期限前没有提醒。, "
    "functions: [系统应在回签期限前3日向客户发送邮件提醒。]}}]"
)
_EMERGENCY = several(
    raise_change(4, _RULE, head=f"urgency: emergency\n{TOLD}"),
    sign("CR-004", "qin.yue", "vendor", "2026-11-17"),
    sign("CR-004", "gao.wenbo", "client", "2026-11-17"),
    edit(req(3), "次日生效", "当日生效"),
    steps(4, "implemented", on="2026-11-17"),
)

REQUESTS = (
    Honest(
        "an approved request is built, word for word",
        (edit(req(2), "100户", "500户"), steps(2, "implemented", "verified", "closed")),
    ),
    Honest(
        "an approved request is merged before anybody says it is done",
        (edit(req(2), "100户", "500户"),),
    ),
    Honest("a request is signed, confirmed and scheduled", (_SIGNED, _TELL, steps(3, "scheduled"))),
    Honest(
        "a request is signed and built in one go",
        (
            _SIGNED,
            _TELL,
            steps(3, "scheduled", "implemented"),
            edit(req(3), "次日生效", "当日生效"),
        ),
    ),
    Honest(
        "two requests on one rule, one after the other",
        (land(TO_NINETY), claim(change(4), "2026-11-19", "verified", by="luo.jing")),
    ),
    Honest("the second request on one rule", (TO_NINETY,)),
    Honest(
        "a signature came by mail, its lines end as Windows ends them",
        (_SIGNED, _TELL, _ended_otherwise, steps(3, "scheduled")),
    ),
    Honest(
        "an editorial request: a word, no figure",
        (
            raise_change(
                4,
                "[{op: modify, requirement: REQ-005, set: {background: 审计部门每年进行抽查。}}]",
                head="editorial: true\n",
            ),
            edit(req(5), "每年抽查。", "每年进行抽查。"),
        ),
    ),
    Honest(
        "rejected and kept",
        (claim(change(3), "2026-11-19", "rejected", by="gao.wenbo", comment="暂不需要"),),
    ),
    Honest("withdrawn and kept", (claim(change(3), "2026-11-19", "withdrawn", by="qin.yue"),)),
    Honest("deferred and kept", (claim(change(3), "2026-11-19", "deferred", by="gao.wenbo"),)),
    Honest(
        "deferred, taken up again and signed",
        (
            land(claim(change(3), "2026-11-17", "deferred", by="gao.wenbo")),
            both("CR-003", ON),
            claim(change(3), ON, "client_confirmed", by="gao.wenbo", result="approve"),
        ),
    ),
    Honest("an emergency on both sides' word, built first", (_EMERGENCY,)),
    Honest(
        "an emergency, fully signed in time",
        (
            land(_EMERGENCY, on="2026-11-17 18:00"),
            both("CR-004", "2026-11-19"),
            steps(4, "client_confirmed", "scheduled", "verified"),
        ),
    ),
    Honest(
        "a request adds a requirement",
        (
            raise_change(4, ADDED, head=TOLD),
            both("CR-004", ON),
            steps(4, "client_confirmed", "scheduled", on=ON),
            steps(4, "implemented"),
            sixth,
        ),
    ),
    Honest(
        "a request takes a requirement away",
        (
            raise_change(4, "[{op: delete, requirement: REQ-005}]", head=TOLD),
            both("CR-004", ON),
            steps(4, "client_confirmed", "scheduled", on=ON),
            claim(req(5), "2026-11-19", "withdrawn", by="gao.wenbo", reason="变更4"),
            steps(4, "implemented"),
        ),
    ),
    Honest(
        "a request takes a requirement away, and its record",
        (
            raise_change(4, "[{op: delete, requirement: REQ-005}]", head=TOLD),
            both("CR-004", ON),
            steps(4, "client_confirmed", "scheduled", on=ON),
            steps(4, "implemented"),
            remove(req(5)),
        ),
    ),
    Honest(
        "a large change: board, amendment, seal",
        (
            board(4),
            raise_change(
                4,
                _RULE,
                head="impact: {schedule_wd: 8, fee_delta: 9000, tax: included, quality: 无, "
                "if_not_done: 维持现状}\n" + TOLD,
                steps=REVIEWED,
            ),
            both("CR-004", ON),
            steps(4, "client_confirmed", on=ON),
            append(
                CONTRACT,
                "  - {no: HT-2026-01-B2, clauses: [第六条 工期], amount: 9000, "
                "signed_on: 2026-11-18, changes: [portal/CR-004]}\n",
            ),
            steps(4, "scheduled"),
        ),
    ),
    Honest(
        "the milestone moves as the signed request says",
        (
            edit(
                MILESTONES,
                "due: 2026-12-04}\n",
                "due: 2026-12-04}\n"
                "    - {on: 2026-11-19, due: 2026-12-18, reason: CR-002, change: CR-002}\n",
            ),
        ),
    ),
    Honest(
        "confirmed before the parties agreed on signatures",
        (
            write(
                change(4),
                f"title: 启动前的变更\nraised_by: an.ran\nraised_on: 2026-08-20\nreason: 业务。\n"
                f"items: {_RULE}\n{IMPACT}events:\n"
                "  - {at: 2026-08-20, type: submitted, by: qin.yue}\n"
                "  - {at: 2026-08-20, type: pm_review, by: qin.yue}\n"
                "  - {at: 2026-08-21, type: assessed, by: fang.lei}\n"
                "  - {at: 2026-08-24, type: client_confirmed, by: an.ran}\n",
            ),
        ),
    ),
)

SIGNATURES = (
    Honest(
        "the client signs with a key",
        (sign("CR-003", "gao.wenbo", "client", ON, key="gao.wenbo"), OURS, CLAIM),
    ),
    Honest(
        "the client's owner signs a small change", (paper("CR-003", ON, by="an.ran"), OURS, CLAIM)
    ),
    Honest("our account manager signs", (THEIRS, keyed("CR-003", ON, by="shen.yutong"), CLAIM)),
    Honest(
        "the client answers by e-mail",
        (
            sign("CR-003", "an.ran", "client", ON, scan=b"From: an.ran\n", evidence_kind="email"),
            OURS,
            CLAIM,
        ),
    ),
    Honest(
        "a document with an electronic seal",
        (
            sign(
                "CR-003",
                "gao.wenbo",
                "client",
                ON,
                scan=b"%PDF e-seal",
                evidence_kind="e_seal",
                seal="contract",
            ),
            OURS,
            CLAIM,
        ),
    ),
    Honest("signed on Tuesday, filed on Friday", (_SIGNED,)),
    Honest(
        "an older word is filed after a newer one",
        (keyed("CR-003", ON), paper("CR-003", "2026-11-17"), CLAIM),
    ),
    Honest("only one side has signed, and nothing is claimed", (THEIRS,)),
    Honest(
        "approved with conditions that the request holds",
        (
            edit(change(3), "internal:", "conditions: 须先通过安全测试\ninternal:"),
            sign(
                "CR-003",
                "gao.wenbo",
                "client",
                ON,
                scan=b"%PDF if",
                decision="approve_with_conditions",
                more=(("conditions", "须先通过安全测试"),),
            ),
            OURS,
            CLAIM,
        ),
    ),
    Honest(
        "rejected, reworded and signed",
        (
            land(sign("CR-003", "gao.wenbo", "client", "2026-11-17", decision="reject")),
            edit(change(3), "rules: [权限调整当日生效]", "rules: [权限调整即时生效]"),
            both("CR-003", ON),
            CLAIM,
        ),
    ),
    Honest(
        "rejected first, then approved in the same words",
        (
            land(sign("CR-003", "gao.wenbo", "client", "2026-11-17", decision="reject")),
            both("CR-003", ON),
            CLAIM,
        ),
    ),
    Honest(
        "a new key is listed first and used in the next request",
        (
            land(
                lambda stage: edit(
                    PEOPLE,
                    "id: fang.lei,",
                    "id: fang.lei, keys: [{key: "
                    f"{stage.public('fang.lei')}, valid_from: 2026-11-17}}],",
                )(stage)
            ),
            both("CR-003", ON),
            CLAIM,
        ),
    ),
    Honest(
        "the author signs, and so does somebody else of ours",
        (
            at("2026-11-18 09:00", "qin.yue"),
            edit(change(3), "reason: 柜员调岗当日", "reason: 柜员调岗的当日"),
            commit("the request by the project manager"),
            both("CR-003", ON),
            keyed("CR-003", ON, by="shen.yutong"),
            CLAIM,
        ),
    ),
    Honest(
        "signatures came as one squashed commit",
        (land(_SIGNED, how=squash("earlier")), _TELL, steps(3, "scheduled")),
    ),
    Honest("signatures came in a merge", (land(_SIGNED), _TELL, steps(3, "scheduled"))),
    Honest(
        "signed by somebody who has since left the firm",
        (
            land(
                edit("people.yaml", "  to: 2026-10-31\n", "  to: 2026-11-18\n"),
                edit(
                    f"{PORTAL}/project.yaml",
                    "from: 2026-08-31, to: 2026-10-31",
                    "from: 2026-08-31, to: 2026-11-18",
                ),
                on="2026-11-16 12:00",
            ),
            THEIRS,
            keyed("CR-003", ON, by="wei.ning"),
            CLAIM,
        ),
    ),
    Honest(
        "minutes signed by both sides",
        (
            sign("MTG-002", "gao.wenbo", "client", "2026-10-20", kind="meeting"),
            sign("MTG-002", "qin.yue", "vendor", "2026-10-20", kind="meeting"),
        ),
    ),
    Honest(
        "silence taken for consent to minutes, as agreed and with proof of sending",
        (
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

HISTORIES = (*REQUESTS, *SIGNATURES)
