"""Forgeries of the path: steps that were not taken, plans that moved, records rewritten."""

from forged_signature import CLAIM, ON, TOLD
from moves import (
    CONTRACT,
    IMPACT,
    MILESTONES,
    PORTAL,
    TASKS,
    append,
    both,
    branch,
    change,
    claim,
    edit,
    go,
    keyed,
    land,
    meeting,
    paper,
    raise_change,
    remove,
    rename,
    req,
    sign,
    write,
)
from rows import Forgery
from stage import Stage

RULE = "[{op: modify, requirement: REQ-003, set: {rules: [权限调整当日生效]}}]"
_LARGE = "impact: {schedule_wd: 8, fee_delta: 0, quality: 无, if_not_done: 维持现状}\n"
_FEE = (
    "impact: {schedule_wd: 0, fee_delta: 9000, tax: included, quality: 无, if_not_done: 维持现状}\n"
)


def _confirmed(number: int, on: str = ON) -> tuple[object, ...]:
    return (claim(change(number), on, "client_confirmed", by="gao.wenbo", result="approve"),)


def _scheduled(number: int, on: str = "2026-11-19") -> tuple[object, ...]:
    return (claim(change(number), on, "scheduled", by="qin.yue"),)


def board(number: int) -> object:
    """A meeting of the board, and its step in the request."""
    return write(
        meeting(3),
        "title: 第二次变更控制委员会会议\nkind: ccb\nformality: formal\n"
        "planned_at: 2026-11-17 14:00\nstarted_at: 2026-11-17 14:00\n"
        "ended_at: 2026-11-17 15:00\nplace: 临海银行三楼会议室\nmode: onsite\nchair: qin.yue\n"
        "recorder: luo.jing\nattendees:\n  - {person: gao.wenbo, present: true}\n"
        "  - {person: qin.yue, present: true}\n  - {person: fang.lei, present: true}\n"
        f"decisions:\n  - {{id: D-003, text: 同意CR-{number:03d}。, owner: qin.yue, "
        f"due: 2026-11-20, change: CR-{number:03d}, disposition: approved}}\n"
        "sent_at: 2026-11-17 18:00\n",
    )


REVIEWED = "  - {at: 2026-11-17 15:00, type: ccb_review, by: qin.yue, meeting: MTG-003}\n"


def _ten_small(stage: Stage) -> None:
    """Ten requests for one iteration, each of them small and in order."""
    for number in range(4, 14):
        raise_change(
            number,
            f"[{{op: modify, requirement: REQ-003, set: {{background: 第{number}次补充。}}}}]",
            head="internal: {effort: {development: 0.3}}\ntarget_iteration: IT-02\n",
        )(stage)


CLAIMS = (
    Forgery("the client has confirmed, says the record alone", ("RD239",), (CLAIM,)),
    Forgery(
        "scheduled before anybody signed",
        ("RD228", "RD239"),
        (CLAIM, *_scheduled(3), edit(change(3), "events:\n", f"{TOLD}events:\n")),
    ),
    Forgery(
        "signed only after it was scheduled",
        ("RD228",),
        (
            both("CR-003", "2026-11-20"),
            *_confirmed(3),
            *_scheduled(3),
            edit(change(3), "events:\n", TOLD.replace("11-19", "11-20") + "events:\n"),
        ),
    ),
    Forgery(
        "steps are skipped",
        ("RD227",),
        (
            write(
                change(4),
                f"title: 变更4\nraised_by: an.ran\nraised_on: 2026-11-16\nreason: 业务。\n"
                f"items: {RULE}\n{IMPACT}events:\n"
                "  - {at: 2026-11-16, type: submitted, by: qin.yue}\n"
                "  - {at: 2026-11-17, type: assessed, by: fang.lei, result: approve}\n",
            ),
        ),
    ),
    Forgery(
        "confirmed by the client before it was submitted",
        ("RD227", "RD239"),
        (
            edit(
                change(3),
                "events:\n",
                "events:\n  - {at: 2026-11-13, type: client_confirmed, by: gao.wenbo}\n",
            ),
        ),
    ),
    Forgery(
        "implemented, and the specification says what it said",
        ("RD223",),
        (claim(change(2), "2026-11-19", "implemented", by="luo.jing"),),
    ),
    Forgery(
        "built before the requirement was signed",
        ("RD210",),
        (
            append(
                TASKS,
                "- {id: TASK-05, title: 短信开发, requirements: [REQ-006], owner: luo.jing, "
                "created_on: 2026-11-16, plans: [{on: 2026-11-16, start: 2026-11-18, "
                "finish: 2026-11-27, effort_pd: 3}]}\n",
            ),
            lambda stage: write(
                req(6), (stage.root / req(5)).read_text(encoding="utf-8").replace("登录", "退出")
            )(stage),
            claim(req(6), "2026-11-17", "planned", due="2026-11-27"),
            claim(req(6), "2026-11-18", "started"),
        ),
    ),
    Forgery(
        "nobody was told",
        ("RD224",),
        (both("CR-003", ON), *_confirmed(3), *_scheduled(3)),
        fails=False,
    ),
    Forgery(
        "assessed, and no impact stated",
        ("RD231",),
        (
            raise_change(4, RULE, head="target_iteration: IT-03\n"),
            edit(change(4), IMPACT, ""),
        ),
    ),
    Forgery(
        "an emergency that only we have agreed to",
        ("RD228", "RD233"),
        (
            raise_change(4, RULE, head=f"urgency: emergency\n{TOLD}"),
            sign("CR-004", "qin.yue", "vendor", "2026-11-17"),
            edit(req(3), "次日生效", "当日生效"),
            claim(change(4), "2026-11-17", "implemented", by="luo.jing"),
        ),
    ),
)

LARGE = (
    Forgery(
        "a large change without the board",
        ("RD225",),
        (
            raise_change(4, RULE, head=_LARGE),
            both("CR-004", ON),
            *_confirmed(4),
        ),
    ),
    Forgery(
        "a large change without an amendment",
        ("RD226",),
        (
            board(4),
            raise_change(4, RULE, head=f"{_FEE}{TOLD}", steps=REVIEWED),
            both("CR-004", ON),
            *_confirmed(4),
            *_scheduled(4),
        ),
    ),
    Forgery(
        "a large change with one signature",
        ("RD229",),
        (
            board(4),
            raise_change(4, RULE, head=f"{_LARGE}{TOLD}", steps=REVIEWED),
            paper("CR-004", ON),
            *_confirmed(4),
            *_scheduled(4),
        ),
    ),
    Forgery(
        "the board met without the technical lead",
        ("RD220",),
        (
            board(4),
            edit(meeting(3), "  - {person: fang.lei, present: true}\n", ""),
            raise_change(4, RULE, head=_LARGE, steps=REVIEWED),
            both("CR-004", ON),
            *_confirmed(4),
        ),
    ),
    Forgery(
        "a large change labelled small",
        ("RD235", "RD225", "RD229"),
        (
            raise_change(
                4,
                RULE,
                head=f"{_LARGE}{TOLD}"
                "size_override: {size: small, by: qin.yue, reason: 双方商定}\n",
            ),
            sign("CR-004", "an.ran", "client", ON, scan=b"%PDF an", seal="official"),
            keyed("CR-004", ON),
            *_confirmed(4),
            *_scheduled(4),
        ),
    ),
    Forgery("ten small changes that add up", ("RD245",), (_ten_small,), fails=False),
)

PLANS = (
    Forgery(
        "a milestone is moved without request or reason",
        ("RD232",),
        (
            edit(
                MILESTONES,
                "due: 2026-12-04}\n",
                "due: 2026-12-04}\n    - {on: 2026-11-19, due: 2026-12-11}\n",
            ),
        ),
    ),
    Forgery(
        "the date that was agreed is overwritten",
        ("RD232",),
        (edit(MILESTONES, "due: 2026-12-04", "due: 2026-12-11"),),
    ),
    Forgery(
        "a plan follows a request that nobody approved",
        ("RD221",),
        (
            edit(
                MILESTONES,
                "due: 2026-12-04}\n",
                "due: 2026-12-04}\n"
                "    - {on: 2026-11-19, due: 2026-12-11, reason: 权限调整, change: CR-003}\n",
            ),
        ),
    ),
    Forgery(
        "a requirement is added two days before its iteration",
        ("RD230",),
        (
            edit(TASKS, "requirements: [REQ-002]", "requirements: [REQ-002, REQ-005]"),
            claim(req(5), "2026-11-20", "planned", iteration="IT-02", due="2026-12-11"),
        ),
    ),
    Forgery(
        "a requirement is enlarged inside the freeze",
        ("RD230",),
        (edit(req(2), "effort: {development: 10,", "effort: {development: 13,"),),
    ),
)

REWRITTEN = (
    Forgery(
        "a confirmation is edited",
        ("RD237",),
        (edit(change(1), "client_confirmed, by: gao.wenbo", "client_confirmed, by: an.ran"),),
    ),
    Forgery(
        "the day of an event is moved",
        ("RD237",),
        (edit(req(1), "at: 2026-10-21, type: developed", "at: 2026-10-19, type: developed"),),
    ),
    Forgery(
        "an event is removed",
        ("RD237",),
        (edit(req(1), "  - {at: 2026-10-30, type: tested}\n", ""),),
    ),
    Forgery(
        "an event is removed while another branch adds one",
        ("RD237",),
        (
            land(claim(change(3), "2026-11-17", "ccb_review", by="qin.yue")),
            branch("older", "main~1"),
            edit(req(1), "  - {at: 2026-10-30, type: tested}\n", ""),
            go("request"),
            lambda stage: stage.git("merge", "--quiet", "--no-ff", "-m", "merge older", "older"),
        ),
    ),
    Forgery(
        "an amendment is edited",
        ("RD237",),
        (edit(CONTRACT, "amount: 36000", "amount: 63000"),),
    ),
    Forgery(
        "an amendment is removed",
        ("RD237", "RD226"),
        (
            edit(
                CONTRACT,
                "amendments:\n  - {no: HT-2026-01-B1, clauses: [第六条 工期], "
                "amount: 36000, signed_on: 2026-10-22, changes: [portal/CR-002]}\n",
                "",
            ),
        ),
    ),
    Forgery(
        "a forecast is removed",
        ("RD237",),
        (
            land(
                append(
                    MILESTONES,
                    "  forecasts:\n    - {on: 2026-11-17, date: 2026-12-22, reason: 人手不足}\n",
                )
            ),
            edit(
                MILESTONES,
                "  forecasts:\n    - {on: 2026-11-17, date: 2026-12-22, reason: 人手不足}\n",
                "",
            ),
        ),
    ),
    Forgery("a change request is deleted", ("RD237",), (remove(change(3)),)),
    Forgery(
        "a signed request gets another number",
        ("RD237", "RD228", "RD234", "RD235", "RD239"),
        (rename(change(1), change(9)),),
    ),
    Forgery(
        "two branches give one number to two requests",
        ("RD010",),
        (
            raise_change(4, RULE),
            write(f"{PORTAL}/changes.yaml", "- id: CR-004\n  title: 另一项变更\n"),
        ),
    ),
    Forgery(
        "conflict markers are committed",
        ("RD014",),
        (
            edit(
                req(4),
                "短信提醒\n",
                "短信提醒\n<<<<<<< HEAD\npriority: low\n=======\npriority: high\n>>>>>>> other\n",
            ),
        ),
    ),
)

FORGERIES = (*CLAIMS, *LARGE, *PLANS, *REWRITTEN)
