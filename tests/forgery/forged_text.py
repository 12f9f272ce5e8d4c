"""Forgeries of words: what was signed says something else, or something else was signed."""

from moves import (
    PORTAL,
    SIGNOFFS,
    baseline,
    both,
    branch,
    carry,
    change,
    claim,
    commit,
    edit,
    freeze_text,
    go,
    into_list,
    keyed,
    land,
    lose,
    merge,
    paper,
    raise_change,
    remove,
    rename,
    req,
    spell,
)
from rows import Forgery

_DONE = (
    claim(change(2), "2026-11-19", "implemented", by="luo.jing"),
    claim(change(2), "2026-11-19", "verified", by="luo.jing"),
)
_CONFIRMED = claim(change(3), "2026-11-18", "client_confirmed", by="gao.wenbo", result="approve")
_NINETY = (
    raise_change(
        4, "[{op: modify, requirement: REQ-001, set: {rules: [对账单自生成之日起90日内可以回签]}}]"
    ),
    both("CR-004", "2026-11-17"),
    edit(req(1), "60日内", "90日内"),
    claim(change(4), "2026-11-17", "client_confirmed", by="gao.wenbo", result="approve"),
    claim(change(4), "2026-11-17", "scheduled", by="qin.yue"),
    claim(change(4), "2026-11-18", "implemented", by="luo.jing"),
    edit(
        change(4),
        "events:\n",
        "notified:\n  - {person: an.ran, on: 2026-11-17}\n"
        "  - {person: luo.jing, on: 2026-11-17}\nevents:\n",
    ),
)
"""A second request on the rule that CR-001 changed: sixty days become ninety."""

EDITED = (
    Forgery(
        "a signed requirement is reworded and nobody asked",
        ("RD233",),
        (edit(req(3), "按机构设置查看权限", "按机构和岗位设置查看权限"),),
    ),
    Forgery("one digit of a signed rule", ("RD233", "RD223"), (edit(req(1), "60日", "61日"),)),
    Forgery("full-width digits for plain ones", ("RD233",), (edit(req(2), "100户", "１００户"),)),
    Forgery("letters O for zeros", ("RD233",), (edit(req(2), "100户", "1OO户"),)),
    Forgery(
        "another word hidden in new line ends",
        ("RD233",),
        (edit(req(5), "不影响登录", "禁止登录"), spell(req(5))),
    ),
    Forgery(
        "a weaker performance target",
        ("RD233",),
        (edit(req(1), "不大于2秒", "不大于3秒"),),
    ),
    Forgery("a test case fewer", ("RD233",), (edit(req(2), "[TC-0002]", "[TC-0009]"),)),
    Forgery(
        "somebody else accepts the requirement",
        ("RD233",),
        (edit(req(5), "signatory: gao.wenbo", "signatory: ye.qiu"),),
    ),
    Forgery(
        "a signed exception is dropped",
        ("RD233",),
        (edit(req(5), "exceptions:\n  - 日志写入失败时不影响登录\n", ""),),
    ),
    Forgery(
        "a signed text says something else in the binding language, kept in the other",
        ("RD233",),
        (edit(req(3), "title: 按机构设置权限", "title: {zh: 按岗位设置权限, en: 按机构设置权限}"),),
    ),
    Forgery(
        "moved into a list file, and a figure with it",
        ("RD233", "RD223"),
        (edit(req(1), "60日", "80日"), into_list(f"{PORTAL}/requirements")),
    ),
    Forgery(
        "renamed, the figure with it: the signed number is gone",
        ("RD233",),
        (edit(req(5), "5分钟内", "50分钟内"), rename(req(5), req(15))),
    ),
    Forgery("a signed requirement is deleted", ("RD233",), (remove(req(5)),)),
    Forgery(
        "a signed requirement is withdrawn without a request",
        ("RD233",),
        (claim(req(5), "2026-11-19", "withdrawn", by="qin.yue", reason="不做了"),),
    ),
    Forgery(
        "a merge brings words that neither branch had",
        ("RD233",),
        (
            branch("other"),
            edit(req(4), "title: 短信提醒", "title: 短信和邮件提醒"),
            go("request"),
            edit(req(4), "前3日", "前5日"),
            commit(),
            edit(req(2), "保存90日", "保存30日"),
            commit("merge other"),
        ),
    ),
)

REQUESTED = (
    Forgery(
        "merged text differs from the approved item by one character",
        ("RD233", "RD223"),
        (edit(req(2), "100户", "501户"), *_DONE),
    ),
    Forgery(
        "merged early, and a character off",
        ("RD233",),
        (edit(req(2), "100户", "600户"),),
    ),
    Forgery(
        "an approved item lands in another requirement",
        ("RD233",),
        (edit(req(3), "权限调整次日生效", "对账单自生成之日起60日内可以回签"),),
    ),
    Forgery(
        "an approved item, and a little more",
        ("RD233",),
        (edit(req(2), "100户", "500户"), edit(req(2), "保存90日", "保存60日")),
    ),
    Forgery(
        "text of a request that nobody has signed",
        ("RD233",),
        (edit(req(3), "权限调整次日生效", "权限调整当日生效"),),
    ),
    Forgery(
        "text of a request that only we have signed",
        ("RD233",),
        (edit(req(3), "权限调整次日生效", "权限调整当日生效"), keyed("CR-003", "2026-11-18")),
    ),
    Forgery(
        "text of a request that only the client has signed",
        ("RD233",),
        (edit(req(3), "权限调整次日生效", "权限调整当日生效"), paper("CR-003", "2026-11-18")),
    ),
    Forgery(
        "a request is approved, then its item is edited",
        ("RD234", "RD228"),
        (edit(change(2), "不超过500户", "不超过5000户"),),
    ),
    Forgery(
        "a request is approved, then its item and the requirement are edited",
        ("RD233", "RD228", "RD234"),
        (edit(change(2), "不超过500户", "不超过5000户"), edit(req(2), "100户", "5000户")),
    ),
    Forgery(
        "a price edited on one branch, approved on another, merged clean",
        ("RD234", "RD225"),
        (
            branch("price", "request"),
            edit(change(3), "fee_delta: 0", "fee_delta: 8000"),
            go("request"),
            both("CR-003", "2026-11-18"),
            _CONFIRMED,
            merge("price"),
        ),
    ),
    Forgery(
        "conditions are dropped after the signature",
        ("RD234",),
        (
            edit(change(3), "internal:", "conditions: 须先通过安全测试\ninternal:"),
            both("CR-003", "2026-11-18"),
            _CONFIRMED,
            commit("signed"),
            edit(change(3), "conditions: 须先通过安全测试\n", ""),
        ),
    ),
    Forgery(
        "an old request is applied again after a newer one took its place",
        ("RD233", "RD223"),
        (land(*_NINETY), edit(req(1), "90日内", "60日内")),
    ),
    Forgery(
        "what was signed first comes back although a request has changed it",
        ("RD233", "RD223"),
        (edit(req(1), "60日内", "30日内"),),
    ),
    Forgery(
        "editorial is written on a changed figure",
        ("RD233",),
        (
            raise_change(
                4,
                "[{op: modify, requirement: REQ-002, set: {rules: [导出文件保存9日]}}]",
                head="editorial: true\n",
            ),
            edit(req(2), "保存90日", "保存9日"),
        ),
    ),
    Forgery(
        "editorial is written on a permission that becomes a ban",
        ("RD233",),
        (
            raise_change(
                4,
                "[{op: modify, requirement: REQ-003, "
                "set: {functions: [系统应禁止按机构设置查看权限。]}}]",
                head="editorial: true\n",
            ),
            edit(req(3), "系统应支持按机构", "系统应禁止按机构"),
        ),
    ),
    Forgery(
        "an editorial request that a developer agreed to",
        ("RD233",),
        (
            raise_change(
                4,
                "[{op: modify, requirement: REQ-003, "
                "set: {functions: [系统应支持按机构设置的查看权限。]}}]",
                head="editorial: true\n",
            ),
            edit(
                change(4),
                "type: pm_review, by: qin.yue",
                "type: pm_review, by: luo.jing",
            ),
            edit(req(3), "按机构设置查看", "按机构设置的查看"),
        ),
    ),
    Forgery(
        "editorial is written on a deletion",
        ("RD233", "RD012"),
        (
            raise_change(4, "[{op: delete, requirement: REQ-005}]", head="editorial: true\n"),
            remove(req(5)),
        ),
    ),
)

BASELINES = (
    Forgery(
        "a signed baseline is edited",
        ("RD237", "RD235"),
        (edit(baseline(1), "权限调整次日生效", "权限调整当日生效"),),
    ),
    Forgery(
        "a signed baseline and the requirement are edited alike",
        ("RD233", "RD235", "RD237"),
        (
            edit(baseline(1), "权限调整次日生效", "权限调整当日生效"),
            edit(req(3), "权限调整次日生效", "权限调整当日生效"),
        ),
    ),
    Forgery(
        "the title of a signed baseline",
        ("RD237", "RD210", "RD234"),
        (edit(baseline(1), "第1版", "征求意见稿"),),
    ),
    Forgery(
        "a signed baseline is removed, its signatures with it",
        ("RD237", "RD210"),
        (remove(baseline(1)), remove(f"{SIGNOFFS}/V1")),
    ),
    Forgery(
        "a new baseline that nobody signed holds the changed text",
        ("RD233",),
        (edit(req(3), "次日生效", "当日生效"), freeze_text(2, "2026-11-19")),
    ),
    Forgery(
        "a new baseline that only we signed holds the changed text",
        ("RD233",),
        (
            edit(req(3), "次日生效", "当日生效"),
            freeze_text(2, "2026-11-19"),
            keyed("V2", "2026-11-19", kind="baseline"),
        ),
    ),
    Forgery(
        "signatures of the old baseline are laid beside the new one",
        ("RD235", "RD233"),
        (
            edit(req(3), "次日生效", "当日生效"),
            freeze_text(2, "2026-11-19"),
            carry(f"{SIGNOFFS}/V1", f"{SIGNOFFS}/V2"),
        ),
    ),
    Forgery(
        "the signature of our side on the specification is lost",
        ("RD237", "RD210", "RD236"),
        (lose(f"{SIGNOFFS}/V1/*.vendor.*.sig"),),
    ),
)

FORGERIES = (*EDITED, *REQUESTED, *BASELINES)
