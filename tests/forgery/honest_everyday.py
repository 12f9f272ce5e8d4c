"""Honest histories of every day: other spelling, work on what nobody signed, Git in its ways."""

import unicodedata

from moves import (
    CONTACTS,
    CONTRACT,
    MILESTONES,
    PEOPLE,
    POLICY,
    PORTAL,
    PROJECT,
    append,
    branch,
    change,
    claim,
    commit,
    dumped,
    edit,
    go,
    into_list,
    land,
    meeting,
    merge,
    rebase,
    remove,
    rename,
    req,
    revert,
    spell,
    squash,
    write,
)
from rows import Honest
from stage import Stage


def _decomposed(stage: Stage) -> None:
    """The letters of a signed text as another system writes them: base letter, then accent."""
    file = stage.root / req(5)
    text = file.read_text(encoding="utf-8")
    assert unicodedata.normalize("NFD", text) != text
    file.write_text(unicodedata.normalize("NFD", text), encoding="utf-8", newline="\n")


_RISK = (
    "- id: RISK-001\n  owner: luo.jing\n  cause: 证书由第三方提供\n  event: 证书推迟\n"
    "  effect: 联调推迟\n  assessments:\n    - {at: 2026-11-19, probability: 2, impact: 2, "
    "by: luo.jing}\n  events:\n    - {at: 2026-11-19, type: identified}\n"
)
_TICKET = (
    "- id: TCK-0001\n  title: 测试环境登录超时\n  project: portal\n  priority: normal\n"
    "  kind: question\n  raised_by: ye.qiu\n  events:\n    - {at: 2026-11-19 09:10, type: opened}\n"
)
_DRAFT = (
    "title: 批量打印\ntype: functional\nsource: ye.qiu\nstated_need: 希望能批量打印\n"
    "events:\n  - {at: 2026-11-19, type: collected, by: qin.yue}\n"
)

SPELLING = (
    Honest("a file that is no record", (write("README.md", "# 说明\n"),)),
    Honest("the keys of a signed requirement in another order", (dumped(req(1), sort_keys=True),)),
    Honest("every text in quotation marks", (dumped(req(2), quoted=True, sort_keys=False),)),
    Honest("long lines folded", (dumped(req(3), width=20, sort_keys=False),)),
    Honest("lists in flow style", (dumped(req(5), default_flow_style=True, sort_keys=False),)),
    Honest("CRLF in a signed requirement", (spell(req(1)),)),
    Honest("CRLF in a signed baseline", (spell(f"{PORTAL}/baselines/V1.yaml"),)),
    Honest("CRLF in a signed request", (spell(change(2)),)),
    Honest("a remark in a signed request", (edit(change(2), "title:", "# 见会议纪要\ntitle:"),)),
    Honest("accents written as two characters (NFD)", (_decomposed,)),
    Honest(
        "blanks behind a signed text",
        (edit(req(5), "background: 审计部门每年抽查。", 'background: "审计部门每年抽查。  "'),),
    ),
    Honest(
        "a signed text as a block",
        (edit(req(5), "background: 审计部门每年抽查。", "background: |\n  审计部门每年抽查。"),),
    ),
    Honest(
        "a signed amount with two decimals",
        (edit(change(2), "fee_delta: 36000", "fee_delta: '36000.00'"),),
    ),
    Honest(
        "a time with its zone",
        (edit(change(2), "2026-10-14 09:00", "2026-10-14T09:00+08:00"),),
    ),
    Honest("requirements move into a list file", (into_list(f"{PORTAL}/requirements"),)),
    Honest("requests move into a list file", (into_list(f"{PORTAL}/changes"),)),
    Honest(
        "requirements move out of a list file again",
        (land(into_list(f"{PORTAL}/requirements")), revert("main^2")),
    ),
    Honest(
        "a signed text gets its translation",
        (
            edit(
                req(3), "title: 按机构设置权限", "title: {zh: 按机构设置权限, en: Access by branch}"
            ),
        ),
    ),
)

FREE = (
    Honest("the priority of a signed requirement", (edit(req(1), "high\npri", "medium\npri"),)),
    Honest(
        "an estimate outside any freeze",
        (edit(req(3), "effort: {development: 8,", "effort: {development: 12,"),),
    ),
    Honest(
        "an estimate is refined by half a day inside the freeze",
        (edit(req(2), "effort: {development: 10,", "effort: {development: 10.5,"),),
    ),
    Honest(
        "a note and the day of recording on an old event",
        (
            edit(
                req(1),
                "{at: 2026-10-21, type: developed}",
                "{at: 2026-10-21, type: developed, recorded_on: 2026-10-22, note: 补记}",
            ),
        ),
    ),
    Honest("a requirement goes on", (claim(req(1), "2026-11-19", "accepted", by="gao.wenbo"),)),
    Honest(
        "an event recorded late, between two others",
        (
            edit(
                change(3),
                "  - {at: 2026-11-16 16:00,",
                "  - {at: 2026-11-16 14:00, type: pm_review, by: qin.yue, result: approve}\n"
                "  - {at: 2026-11-16 16:00,",
            ),
        ),
    ),
    Honest(
        "a forecast recorded late",
        (
            append(
                MILESTONES,
                "  forecasts:\n    - {on: 2026-11-02, date: 2026-12-21, "
                "reason: 人手不足, cause: resource, recorded_on: 2026-11-20}\n",
            ),
        ),
    ),
    Honest("a requirement that nobody signed is reworded", (edit(req(4), "前3日", "前5日"),)),
    Honest("a requirement that nobody signed is deleted", (remove(req(4)),)),
    Honest("a requirement that nobody signed gets another number", (rename(req(4), req(14)),)),
    Honest("a new draft", (write(req(6), _DRAFT),)),
    Honest(
        "a risk, a ticket",
        (write(f"{PORTAL}/risks.yaml", _RISK), write("clients/linhai/tickets.yaml", _TICKET)),
    ),
    Honest("an unsigned request is reworded", (edit(change(3), "当日生效]", "即时生效]"),)),
    Honest(
        "the minutes of a meeting get a note",
        (edit(meeting(1), "sent_at:", "notes: [{topic: 证书, points: [由科技部提供]}]\nsent_at:"),),
    ),
    Honest(
        "a milestone that is not key moves, with its reason",
        (append(MILESTONES, "    - {on: 2026-11-19, due: 2026-12-25, reason: 手册评审推迟}\n"),),
    ),
    Honest(
        "a requirement is planned into an iteration that is not frozen",
        (
            edit(
                f"{PORTAL}/tasks.yaml",
                "requirements: [REQ-003]",
                "requirements: [REQ-003, REQ-005]",
            ),
            claim(req(5), "2026-11-19", "planned", iteration="IT-03", due="2026-12-31"),
        ),
    ),
    Honest(
        "a payment comes in",
        (append(CONTRACT, "payments: [{due: 2026-11-16, amount: 172000, paid_on: 2026-11-16}]\n"),),
    ),
)

RULES = (
    Honest("a telephone number", (edit(CONTACTS, "rank: 2,", "rank: 2, phone: 010-5555,"),)),
    Honest(
        "a new contact who signs nothing yet",
        (
            append(
                CONTACTS,
                "- {id: bao.jie, name: 鲍杰, rank: 4, role: client_counterpart, "
                "authority: inform}\n",
            ),
        ),
    ),
    Honest(
        "a new colleague who signs nothing yet",
        (
            append(PEOPLE, "- {id: tang.yi, name: 唐毅, title: 开发工程师, from: 2026-11-16}\n"),
            append(PROJECT, ""),
        ),
    ),
    Honest(
        "a key for later",
        (
            lambda stage: edit(
                PEOPLE,
                "id: fang.lei,",
                "id: fang.lei, keys: [{key: "
                f"{stage.public('fang.lei')}, valid_from: 2026-11-20}}],",
            )(stage),
        ),
    ),
    Honest("another number of the policy", (append(POLICY, "weekly: {top_risks: 4}\n"),)),
    Honest(
        "a waiver of a rule that nothing breaks",
        (
            write(
                "waivers.yaml",
                "- code: RD209\n  scope: portal/REQ-004\n  reason: 尚未拆分\n"
                "  approvers: [qin.yue]\n  until: 2026-12-31\n",
            ),
        ),
    ),
)

GIT = (
    Honest(
        "work that came as one squashed commit",
        (
            land(edit(req(4), "前3日", "前5日"), how=squash("earlier")),
            edit(req(4), "前5日", "前7日"),
        ),
    ),
    Honest(
        "rebased on a mainline that went on",
        (
            edit(req(4), "前3日", "前5日"),
            commit(),
            go("main"),
            claim(req(1), "2026-11-19", "accepted", by="gao.wenbo"),
            commit("the mainline goes on"),
            go("request"),
            rebase(),
        ),
    ),
    Honest(
        "the mainline went on, and nobody rebased",
        (
            edit(req(4), "前3日", "前5日"),
            commit(),
            go("main"),
            claim(req(1), "2026-11-19", "accepted", by="gao.wenbo"),
            commit("the mainline goes on"),
            go("request"),
        ),
    ),
    Honest(
        "the mainline is merged into the branch",
        (
            edit(req(4), "前3日", "前5日"),
            commit(),
            go("main"),
            claim(req(1), "2026-11-19", "accepted", by="gao.wenbo"),
            commit("the mainline goes on"),
            go("request"),
            merge("main"),
        ),
    ),
    Honest(
        "a slip in a signed text, undone before anybody looked",
        (edit(req(1), "60日", "61日"), commit("slip"), revert()),
    ),
    Honest(
        "a revert brings signed text back that had slipped into the mainline",
        (land(edit(req(1), "60日", "61日")), edit(req(1), "61日", "60日")),
    ),
    Honest(
        "two branches on two records",
        (
            branch("other"),
            edit(req(4), "title: 短信提醒", "title: 短信和邮件提醒"),
            go("request"),
            claim(req(1), "2026-11-19", "accepted", by="gao.wenbo"),
            merge("other"),
        ),
    ),
    Honest(
        "a cherry-picked commit",
        (
            branch("other"),
            edit(req(4), "前3日", "前5日"),
            go("request"),
            lambda stage: stage.git("cherry-pick", "other"),
        ),
    ),
    Honest(
        "an empty request", (lambda stage: stage.git("commit", "--allow-empty", "-qm", "none"),)
    ),
)

HISTORIES = (*SPELLING, *FREE, *RULES, *GIT)
