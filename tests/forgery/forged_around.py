"""Forgeries that go around a rule: dates, languages and names are moved until it looks away."""

from forged_path import RULE
from moves import (
    CLIENT,
    IMPACT,
    MILESTONES,
    POLICY,
    PORTAL,
    PROJECT,
    TASKS,
    append,
    baseline,
    carry,
    change,
    claim,
    edit,
    into_list,
    land,
    req,
    several,
    write,
)
from rows import Forgery
from stage import Move

_OTHER_WORDS = edit(
    req(3), "title: 按机构设置权限", "title: {zh: 按岗位设置权限, en: 按机构设置权限}"
)


def _planned(at: str) -> Move:
    """A requirement is planned into the iteration that is frozen."""
    return several(
        edit(TASKS, "requirements: [REQ-002]", "requirements: [REQ-002, REQ-005]"),
        claim(req(5), at, "planned", iteration="IT-02", due="2026-12-11"),
    )


FORGERIES = (
    Forgery(
        "another language becomes the one that is signed, and the words of the old one change",
        ("RD238", "RD233"),
        (_OTHER_WORDS, edit(PROJECT, "binding_language: zh", "binding_language: en")),
    ),
    Forgery(
        "the same by the language of the client",
        ("RD238", "RD233"),
        (
            _OTHER_WORDS,
            edit(PROJECT, "binding_language: zh\n", ""),
            edit(f"{CLIENT}/client.yaml", "lang: zh", "lang: en"),
        ),
    ),
    Forgery(
        "the same by the language of the workspace",
        ("RD238", "RD233"),
        (
            land(
                edit(PROJECT, "binding_language: zh\n", ""),
                edit(f"{CLIENT}/client.yaml", "lang: zh\n", ""),
            ),
            _OTHER_WORDS,
            edit("rdclient.yaml", "lang: zh", "lang: en"),
        ),
    ),
    Forgery(
        "the iteration is moved to where its freeze has not begun",
        ("RD230",),
        (
            edit(f"{PORTAL}/iterations.yaml", "start: 2026-11-23", "start: 2026-11-25"),
            _planned("2026-11-20"),
        ),
    ),
    Forgery(
        "the freeze is shortened in the request that breaks it",
        ("RD238", "RD230"),
        (append(POLICY, "change: {freeze_days: 0}\n"), _planned("2026-11-20")),
    ),
    Forgery(
        "planned into the freeze, dated before it",
        ("RD230",),
        (_planned("2026-11-10"),),
    ),
    Forgery(
        "a milestone gives way to another one with a later date",
        ("RD237",),
        (
            edit(MILESTONES, "id: M2", "id: M3"),
            edit(MILESTONES, "due: 2026-12-18", "due: 2027-01-18"),
        ),
    ),
    Forgery(
        "a request written today claims to be older than the method",
        ("RD233",),
        (
            write(
                change(4),
                f"title: 启动前的变更\nraised_by: an.ran\nraised_on: 2026-08-20\nreason: 业务。\n"
                f"items: {RULE}\n{IMPACT}events:\n"
                "  - {at: 2026-08-20, type: submitted, by: qin.yue}\n"
                "  - {at: 2026-08-20, type: pm_review, by: qin.yue}\n"
                "  - {at: 2026-08-21, type: assessed, by: fang.lei}\n"
                "  - {at: 2026-08-24, type: client_confirmed, by: an.ran}\n",
            ),
            edit(req(3), "次日生效", "当日生效"),
        ),
    ),
    Forgery(
        "a signed baseline moves into a list file and changes on the way",
        ("RD237", "RD235"),
        (
            edit(baseline(1), "权限调整次日生效", "权限调整当日生效"),
            into_list(f"{PORTAL}/baselines"),
        ),
    ),
    Forgery(
        "development without a signature is dated back",
        ("RD210",),
        (
            carry(req(5), req(6)),
            edit(req(6), "title: 登录日志", "title: 退出日志"),
            claim(req(6), "2026-09-28", "planned", due="2026-11-27"),
            claim(req(6), "2026-09-30", "started"),
            append(
                TASKS,
                "- {id: TASK-05, title: 退出日志, requirements: [REQ-006], owner: luo.jing, "
                "created_on: 2026-09-25, plans: [{on: 2026-09-25, start: 2026-09-28, "
                "finish: 2026-11-27, effort_pd: 3}]}\n",
            ),
        ),
    ),
)
