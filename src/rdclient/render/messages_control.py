"""Words for what the verbs of change control refuse: baselines, sign-offs, change requests."""

from collections.abc import Mapping
from types import MappingProxyType

_NAMING = {
    "not-signed": (
        "“{0}”不是可以签字确认的记录。可以签字确认的有：需求基线、变更申请、会议。",
        "'{0}' cannot be signed; baselines, change requests and meetings can",
    ),
    "not-a-change": (
        "“{0}”不是变更申请。运行 rdclient change status 查看全部变更申请。",
        "'{0}' is no change request; rdclient change status lists them",
    ),
    "no-baselines": (
        "还没有需求基线。运行 rdclient baseline create 创建。",
        "there is no baseline yet; rdclient baseline create makes one",
    ),
    "unknown-baseline": (
        "没有找到需求基线“{0}”。现有：{1}。",
        "no baseline '{0}'; there are: {1}",
    ),
    "unknown-choice": (
        "“{0}”无法识别。可用：{1}。",
        "'{0}' is not known here; use one of: {1}",
    ),
}

_BASELINE = {
    "baseline-broken": (
        (
            "需求基线 {0} 中有内容与指纹不符（{1}），不能签字确认。基线创建后不得改动："
            "请恢复原文件，或用 rdclient baseline create 另建一份。"
        ),
        (
            "in baseline {0} contents do not have their fingerprints ({1}), so that it cannot be "
            "signed. A baseline is never edited: restore the file, or make another one with "
            "rdclient baseline create"
        ),
    ),
    "baseline-nothing": (
        (
            "项目 {0} 没有已评审或已确认的需求，不能创建基线。"
            "请先登记评审或确认，或用 --only 指定需求。"
        ),
        (
            "project {0} has no requirement that was reviewed or confirmed; record that first, or "
            "name requirements with --only"
        ),
    ),
    "baseline-incomplete": (
        (
            "以下需求的规格不完整，未创建基线：{0}。请先补齐（rdclient check 列出所缺内容）；"
            "确需照现状确认的，加 --allow-incomplete。"
        ),
        (
            "the specification of these requirements is not complete, so no baseline was made: "
            "{0}. Complete them (rdclient check says what is missing), or add --allow-incomplete"
        ),
    ),
    "baseline-which-project": (
        "有多个项目，请写明是哪一个，如 rdclient baseline create 项目。现有：{0}。",
        "there are several projects; name one, as in rdclient baseline create PROJECT: {0}",
    ),
    "baseline-not-there": (
        "项目 {1} 中没有需求“{0}”。",
        "there is no requirement '{0}' in project {1}",
    ),
}

_SIGNING = {
    "signoff-no-uuid": (
        (
            "工作区没有标识，签字确认无法与工作区对应。请在 rdclient.yaml 中加上一行后重试："
            "uuid: {0}"
        ),
        (
            "the workspace has no identity, so that a sign-off could be used for another one. Add "
            "this line to rdclient.yaml and try again: uuid: {0}"
        ),
    ),
    "signoff-draft": (
        "变更申请 {0} 尚未提交，不能确认。请先登记提交：rdclient event {0} submitted。",
        "change request {0} was not submitted yet; record that first: rdclient event {0} submitted",
    ),
    "signoff-no-file": ("没有找到文件“{0}”。", "there is no file '{0}'"),
    "signoff-unreadable-file": (
        "文件“{0}”无法读取（须为64MB以内的普通文件）。",
        "the file '{0}' cannot be read; it has to be an ordinary file of at most 64 MB",
    ),
    "signoff-empty-file": ("文件“{0}”是空的。", "the file '{0}' is empty"),
    "signoff-wrong-side": (
        "{0}属于{1}，不能代表{2}确认。请检查 --by 和 --side。",
        "{0} belongs to the {1} and cannot sign for the {2}; look at --by and --side",
    ),
    "signoff-future": (
        "{0} 还没有到。请写实际确认的日期。",
        "{0} lies ahead; state the day on which it was declared",
    ),
    "signoff-conditions": (
        "“有条件同意”须用 --conditions 写明条件，其他意见不写条件（当前：{0}）。",
        (
            "approve_with_conditions needs --conditions, and no other decision takes them (this "
            "is {0})"
        ),
    ),
    "signoff-conditions-change": (
        "有条件同意只适用于变更申请。{0} 有修改意见的，请登记为“不同意”，修改后重新确认。",
        (
            "only change requests are approved under conditions; for {0} record a rejection, "
            "change the text and have it signed anew"
        ),
    ),
    "signoff-seal-on-nothing": (
        "--seal 用于说明凭证上的盖章，请同时用 --evidence 给出扫描件。",
        "--seal tells of a seal on evidence; give the scan with --evidence",
    ),
    "signoff-there": (
        "{1}已确认过 {0} 的现有内容，见 {2}。",
        "{1} declared this of {0} in these words already: {2}",
    ),
    "signoff-nobody": (
        "甲方目前没有人可以确认 {0}。请在联系人中登记签字确认人，或用 --for 指定人员。",
        "nobody of the client may sign {0} today; record a signatory, or name one with --for",
    ),
    "signoff-not-confirmed": (
        "写入后核对不一致：{0}。请运行 rdclient signoff verify 查看。",
        "what was written is not what was meant: {0}; run rdclient signoff verify",
    ),
    "signoff-folder-there": (
        "文件夹“{0}”已有内容。请用 -o 另选一个。",
        "the folder '{0}' is not empty; choose another one with -o",
    ),
    "verify-no-history": (
        "没有完整的 Git 历史，签名入库的时间不明，公钥当时是否有效无法核实。",
        (
            "without whole Git history nobody knows when a signature landed, so whether its key "
            "was valid then cannot be verified"
        ),
    ),
}

_RETURNED = {
    "import-no-statement": (
        (
            "“{0}”中没有签字声明（signoff request 生成的 statement.*.json）。"
            "只有扫描件的，请用 rdclient signoff add 编号 --by 姓名 --evidence 扫描件 登记。"
        ),
        (
            "there is no statement in '{0}' (a statement.*.json made by signoff request); a scan "
            "alone is recorded by rdclient signoff add ID --by WHO --evidence SCAN"
        ),
    ),
    "import-other-workspace": (
        "“{0}”属于另一个工作区，未登记。",
        "'{0}' was made for another workspace; nothing was written",
    ),
    "import-nothing-signed": (
        (
            "“{0}”没有签名（.sig），也没有扫描件，未登记。纸质签字请加 --evidence 扫描件，"
            "或改用 rdclient signoff add。"
        ),
        (
            "'{0}' came back without a signature (.sig) and without a scan; nothing was written. "
            "For paper add --evidence SCAN, or use rdclient signoff add"
        ),
    ),
    "import-when": (
        "请用 --on 写明“{0}”上签署的日期。",
        "say with --on which day is written on '{0}'",
    ),
    "import-other-words": (
        (
            "{0} 的内容在送签后已改动：所签内容指纹为 {1}，现为 {2}，未登记。"
            "请将现有内容重新送签（rdclient signoff request {0}）。"
        ),
        (
            "{0} has changed since it was sent out: signed was {1}, now it is {2}; nothing was "
            "written. Ask for a signature on what it says now: rdclient signoff request {0}"
        ),
    ),
    "import-respelled": (
        (
            "“{0}”签名前排版已变（空格、换行或次序），所签的不是送出的文件，未登记。"
            "请对方用原件重新签名。"
        ),
        (
            "'{0}' was saved in another layout before it was signed, so that the signature is not "
            "over what was sent; nothing was written. Ask for a signature on the original file"
        ),
    ),
    "import-misfit": (
        "签名与“{0}”不符，或不是用于签字确认的签名，未登记。请{1}用原件重新签名。",
        (
            "the signature does not fit '{0}', or was made for something else; nothing was "
            "written. Ask {1} to sign the original file again"
        ),
    ),
    "import-whose-scan": (
        (
            "无法判断“{0}”是谁的签字页（待签：{1}）。请单独导入本人的声明文件，"
            "并用 --evidence 指定扫描件。"
        ),
        (
            "it is not clear whose signature '{0}' shows (asked were: {1}); import that person's "
            "statement alone, with the scan as --evidence"
        ),
    ),
}

_FLAWS = {
    "signoff-flaw-stale": (
        "{0} 的内容已改动（{2}），{1}的确认不适用于现有内容，未登记。",
        "{0} has changed ({2}); what {1} declared is not about what it says now",
    ),
    "signoff-flaw-other_workspace": (
        "{1}对 {0} 的声明属于另一个工作区，未登记。",
        "what {1} declared of {0} was made for another workspace{2}",
    ),
    "signoff-flaw-other_project": (
        "{1}对 {0} 的声明属于另一个项目，未登记。",
        "what {1} declared of {0} was made for another project{2}",
    ),
    "signoff-flaw-unknown_person": (
        "人员清单和联系人中没有 {1}，不能登记其对 {0} 的确认。请先登记人员。",
        "nobody on record is called {1}, so that {0} cannot be signed by them{2}",
    ),
    "signoff-flaw-wrong_side": (
        "{1}不属于所代表的一方，不能确认 {0}。",
        "{1} belongs to the other side and cannot sign {0} for this one{2}",
    ),
    "signoff-flaw-not_there": (
        "{1}当日不在任，不能确认 {0}。请检查日期，或人员的起止日期。",
        "{1} was not with the firm on that day and could not sign {0}{2}; look at the dates",
    ),
    "signoff-flaw-not_authorised": (
        "{1}无权确认 {0}。目前可确认的人员：{2}。",
        "{1} may not sign {0}; those who may: {2}",
    ),
    "signoff-flaw-before_submission": (
        "{1}的确认早于 {0} 的提交（{2}），未登记。请检查日期。",
        "that is before {0} was submitted ({2}), so {1} cannot have signed it; look at the day",
    ),
    "signoff-flaw-in_the_future": (
        "{1}对 {0} 的确认日期还没有到。",
        "the day on which {1} is said to have signed {0} lies ahead{2}",
    ),
    "signoff-flaw-signature_invalid": (
        "{1}对 {0} 的签名验证不通过，未登记。",
        "the signature of {1} on {0} does not verify; nothing was written{2}",
    ),
    "signoff-flaw-key_unknown": (
        (
            "签名所用的公钥没有登记在{1}名下，{0} 的确认未登记。核实无误的，请先在 people.yaml 或"
            "联系人中登记（keys，连同 valid_from），单独提交并合并，再签字。公钥：{2}"
        ),
        (
            "the key is not one of {1}'s, so {0} was not signed. Once it is proven, record it "
            "(keys, with valid_from, in people.yaml or the contacts), merge that by itself, and "
            "sign then: {2}"
        ),
    ),
    "signoff-flaw-key_not_valid": (
        "{1}的公钥当前无效（有效期 {2}），{0} 的确认未登记。",
        "the key of {1} is not valid now ({2}), so {0} was not signed",
    ),
    "signoff-flaw-key_on_both_sides": (
        "同一公钥不能为 {0} 的双方签名（{1}），未登记。",
        "one key cannot sign {0} for both sides ({1}); nothing was written{2}",
    ),
    "signoff-flaw-person_on_both_sides": (
        "{1}不能同时代表双方确认 {0}，未登记。",
        "{1} cannot sign {0} for both sides; nothing was written{2}",
    ),
    "signoff-flaw-chain_broken": (
        "{1}的声明所接续的上一份 {0} 的确认记录不存在，未登记。请重新送签。",
        "the act that {1}'s statement on {0} follows is not on record; ask for it anew{2}",
    ),
    "signoff-flaw-only_author": (
        "{1}是 {0} 的编写人，不能作为乙方唯一的确认人。",
        "{1} wrote {0} and cannot be the vendor's only signer{2}",
    ),
    "signoff-flaw-landed_before": (
        "{1}对 {0} 的确认入库早于所写日期。",
        "what {1} declared of {0} was recorded before the day it states{2}",
    ),
    "signoff-flaw-no_subject": (
        "{1}确认的 {0} 不存在。",
        "{0}, which {1} signed, does not exist{2}",
    ),
    "signoff-flaw-wrong_place": (
        "{1}对 {0} 的声明不在应在的位置。",
        "the statement of {1} on {0} does not lie where it belongs{2}",
    ),
    "signoff-flaw-deemed_not_allowed": (
        "默认确认（逾期未提异议）只适用于约定的会议纪要，{0} 须由{1}明确确认。",
        "silence is consent for minutes only, and where it was agreed: {0} needs {1}'s word{2}",
    ),
    "signoff-flaw-deemed_without_proof": (
        (
            "{0} 的默认确认缺少依据：须有发送凭证（--evidence-kind sending）、"
            "合同中的默认确认条款，且反馈期限已过。"
        ),
        (
            "deemed acceptance of {0} needs proof of sending (--evidence-kind sending), a clause "
            "of the contract, and a time for feedback that has passed ({1}){2}"
        ),
    ),
    "signoff-flaw-conditions_not_in_text": (
        "{1}所附条件须先写入 {0} 的 conditions，双方再确认同一份内容。",
        "the conditions of {1} have to stand in {0} (conditions) before anybody signs it{2}",
    ),
}

CONTROL_ERRORS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {**_NAMING, **_BASELINE, **_SIGNING, **_RETURNED, **_FLAWS}
)
"""Key → Chinese and English."""
