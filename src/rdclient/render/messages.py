"""Findings and errors in words: headline and help, in both languages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rdclient.diagnostic import CODES, Fact, Finding, RdclientError, Severity, family_of
from rdclient.lens import Lang
from rdclient.render import manual_page
from rdclient.render.fact_words import DIFFERENCE_FACTS, FACT_WORDS, WORDED_FACTS
from rdclient.render.messages_loading import LOADING, Wording
from rdclient.render.messages_verbs import words_of

_TEMPLATE = Wording(
    zh="模板 {template} 无法使用：{problem}",
    en="template {template} cannot be used: {problem}",
    help_zh="修改该行；可用的变量见内置模板，删除该文件即恢复内置模板",
    help_en="mend that line; the shipped template shows the variables; without the file the "
    "shipped one is used",
)
_TEMPLATES: Mapping[str, Wording] = MappingProxyType(
    {
        "RD017": _TEMPLATE,
        "RD017.variable": Wording(
            zh="模板 {template} 用到了报告里没有的变量“{name}”",
            en="template {template} uses “{name}”, which the report does not have",
            help_zh="可用的变量：{known}",
            help_en="it has: {known}",
        ),
        "RD017.variable-near": Wording(
            zh="模板 {template} 用到了报告里没有的变量“{name}”，是否为“{suggestion}”",
            en="template {template} uses “{name}”, which the report does not have; did you mean "
            "“{suggestion}”?",
            help_zh="请改为 {suggestion}",
            help_en="write {suggestion}",
        ),
        "RD017.no-report": Wording(
            zh="没有报告使用模板 {template}",
            en="no report uses a template {template}",
            help_zh="请改用报告的名称，例如 zh/weekly-report.md.j2；不再使用的，请删除",
            help_en="call it as a report is called, e.g. en/weekly-report.md.j2, or delete it",
        ),
    }
)
_WORDINGS: Mapping[str, Wording] = MappingProxyType({**LOADING, **_TEMPLATES})

_TABLED = frozenset(key.partition(".")[0] for key in _WORDINGS)
"""The codes that the tables word; what others say stands on their pages."""

_SEVERITY: Mapping[Severity, tuple[str, str]] = MappingProxyType(
    {
        Severity.ERROR: ("错误", "error"),
        Severity.WARNING: ("警告", "warning"),
        Severity.INFO: ("提示", "info"),
    }
)

_ERRORS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "no-workspace": (
            (
                "在 {0} 及其上级文件夹中没有找到工作区（rdclient.yaml）。请用 -C 指定工作区，"
                "或运行 rdclient init 新建。"
            ),
            (
                "no workspace (rdclient.yaml) in {0} or above it. Name one with -C, or make one "
                "with: rdclient init"
            ),
        ),
        "not-a-week": (
            "“{0}”不是一个周次，请写成 2026-W47。",
            "'{0}' is not a week; write it as 2026-W47",
        ),
        "not-a-time": (
            "“{0}”不是日期或时间，请写成 2026-11-20 或 2026-11-20 18:00。",
            "'{0}' is not a date or a time; write 2026-11-20 or 2026-11-20T18:00+08:00",
        ),
        "week-not-begun": (
            "{0} 尚未开始。请检查 --week 和 --as-of。",
            "{0} has not begun; look at --week and --as-of",
        ),
        "span-is-empty": (
            "报告期为空：{0} 至 {1}。请检查 --from、--to 和 --as-of。",
            "the period is empty: {0} to {1}; look at --from, --to and --as-of",
        ),
        "no-project": ("工作区中没有项目。", "the workspace holds no project"),
        "which-project": (
            "请指明项目，可选：{0}。",
            "name the project, one of: {0}",
        ),
        "unknown-project": (
            "没有找到项目“{0}”。现有：{1}。",
            "no project '{0}'; there are: {1}",
        ),
        "unknown-meeting": (
            "没有找到会议“{0}”。最近的会议：{1}。",
            "no meeting '{0}'; the latest are: {1}",
        ),
        "ambiguous": (
            "“{0}”对应多条记录：{1}。请写成 项目/编号。",
            "'{0}' means several: {1}; write project/ID",
        ),
        "which-record": (
            "“{0}”对应多条记录，请写明其中一条：{1}。",
            "'{0}' means several; write one of: {1}",
        ),
        "unknown-kind": (
            "没有“{0}”这种记录。可用：{1}。",
            "no kind of record '{0}'; use one of: {1}",
        ),
        "unknown-client": (
            "没有找到客户“{0}”。现有：{1}。",
            "no client '{0}'; there are: {1}",
        ),
        "unknown-person": (
            "没有找到人员“{0}”，是否为：{1}。运行 rdclient list people 查看全部人员。",
            "nobody is called '{0}'; did you mean {1}? All of them: rdclient list people",
        ),
        "nothing-sought": (
            "请写明编号，或名称中的词。",
            "write an id, or words of the title",
        ),
        "nothing-found": (
            "没有与“{0}”相符的记录。",
            "nothing matches '{0}'",
        ),
        "nothing-like": (
            "没有与“{0}”相符的记录。相近的：{1}。",
            "nothing matches '{0}'; near it: {1}",
        ),
        "not-found-unread": (
            (
                "没有找到，但有{1}个文件存在错误，其中的记录未能读入：{0}。"
                "请先运行 rdclient check 并修正。"
            ),
            (
                "not found, but some files have errors and their records are left out ({1}): {0}. "
                "Run rdclient check first"
            ),
        ),
        "not-for-client": (
            "{0} 不对客户公开，没有客户版。",
            "{0} is internal: there is no client edition of it",
        ),
        "no-period": ("缺少报告期。", "a period is missing"),
        "incomplete": (
            (
                "{1}个文件存在错误，其中的记录未能读入，报告会不全，因此未生成：{0}。"
                "请先运行 rdclient check 并修正；"
                "确需生成的，加 --allow-incomplete，报告中会列明。"
            ),
            (
                "not made, since it would be incomplete; files with errors, whose records are left "
                "out ({1}): {0}. Run "
                "rdclient check first, or add --allow-incomplete: the report will say so"
            ),
        ),
        "unknown-code": (
            "没有编码或记录种类“{0}”。相近的：{1}。",
            "no code or kind of record '{0}'; near it: {1}",
        ),
        "unknown-rule": (
            "没有编码或规则“{0}”。相近的：{1}。",
            "no code or rule '{0}'; near it: {1}",
        ),
        "no-rule-left": (
            "--ignore 排除了 --select 选出的全部规则，没有可检查的内容。",
            "--ignore leaves nothing of what --select names; there is no rule to check",
        ),
        "head-without-base": (
            "--head 要和 --base 一起用：与哪个版本比对，请用 --base 指明。",
            "--head goes with --base: name with it what to compare with",
        ),
        "statistics-format": (
            "{0} 格式不支持 --statistics，请改用 text 或 json。",
            "--statistics goes with --format text or json, not with {0}",
        ),
        "unknown-path": (
            "工作区中没有 {0}。",
            "there is no {0} in the workspace",
        ),
        "odd-folder": (
            "文件夹 {0} 的名称含有 shell 或 YAML 的特殊字符，无法写入配置片段。请先改名。",
            (
                "the name of the folder {0} holds a character that means something in a shell or "
                "in YAML; rename it first"
            ),
        ),
        "file-exists": (
            "{0} 已存在，未作任何改动。请换一个文件夹。",
            "{0} exists already; nothing was written. Choose another folder",
        ),
        "output-inside": (
            "不能把文档写到记录文件夹中：{0}。请写到工作区根目录下的其他文件夹，或工作区以外。",
            (
                "a document must not be written among the records: {0}; choose the workspace's top "
                "folder, another folder in it, or a place outside"
            ),
        ),
        "output-folder": (
            "{0} 是一个文件夹，请写明文件名。",
            "{0} is a folder; name a file in it",
        ),
        "sent-to-without-issue": (
            "--sent-to 要和 --issue 一起用。",
            "--sent-to goes with --issue",
        ),
        "output-failed": ("无法写入 {0}：{1}", "cannot write {0}: {1}"),
        "edit-unreadable": (
            "{0} 无法读取，未作改动。请先运行 rdclient check。",
            "{0} cannot be read, nothing was written. Run rdclient check first",
        ),
        "edit-by-hand": (
            "{0} 的写法无法安全修改，未作改动。请手工修改 {1}。",
            (
                "{0} is written in a way that cannot be edited safely; nothing was written. Change "
                "{1} by hand"
            ),
        ),
        "edit-stale": (
            "{0} 在读取后被改动，未写入。请重新运行。",
            "{0} changed since it was read; nothing was written. Run it again",
        ),
        "edit-locked": (
            (
                "{2} 上的进程 {1} 正在写入（{3} 开始），未作改动。请稍后重新运行；"
                "如该进程已不在运行，请删除 {0}。"
            ),
            (
                "process {1} on {2} is writing, since {3}; nothing was written. Run it again "
                "later; if that process is gone, delete {0}"
            ),
        ),
        "edit-unlocked": (
            "{0} 在写入过程中被删除，未作改动。请确认没有其他进程在写入，再重新运行。",
            (
                "{0} was deleted while it was needed; nothing was written. Make sure that nothing "
                "else is writing, then run it again"
            ),
        ),
        "edit-partly": (
            (
                "共{2}个文件，已写入{1}个；写到 {0} 时中断（该文件被改动，或系统拒绝写入）。"
                "已写入的文件内容完整。请查明原因后重新运行。"
            ),
            (
                "{1} of {2} files were written, {0} and the rest were not (it changed meanwhile, "
                "or the system refuses it); every file is whole. Look into it and run it again"
            ),
        ),
        "edit-outside": (
            "{0} 是符号链接或指向工作区之外，未作改动。请换成普通文件。",
            (
                "{0} is a link or leads out of the workspace; nothing was written. Put a regular "
                "file in its place"
            ),
        ),
        "edit-failed": (
            "无法写入 {0}（系统提示：{1}），未作改动。请检查权限和磁盘空间。",
            (
                "cannot write {0} (the system says: {1}); nothing was written. Look at permissions "
                "and disk space"
            ),
        ),
        "no-sample": (
            "安装包中没有样例 {0}。请重新安装 rdclient。",
            "this installation holds no sample {0}; install rdclient again",
        ),
        "no-brief": (
            "{0} 没有群消息摘要。请改用 md、html 或 json 格式。",
            "{0} has no brief; use --format md, html or json",
        ),
        "template-broken": (
            "模板 templates/{0}:{1} 无法使用：{2}。请修改该行，或删除该文件以使用内置模板。",
            (
                "template templates/{0}:{1} cannot be used: {2}. Mend that line, or delete the "
                "file to use the shipped one"
            ),
        ),
        "issue-needs-final": (
            "只有完整的报告才能登记发出；请去掉 --allow-incomplete。",
            "only a complete report can be recorded as issued; leave out --allow-incomplete",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Message:
    """A finding in words."""

    severity: str
    headline: str
    help: str


def message(finding: Finding, *, lang: Lang) -> Message:
    """The words for a finding; a fact named ``variant`` selects the wording.

    What rules say stands on their manual pages, as does what is wrong with a calendar;
    everything else in the tables here.
    """
    facts = dict(finding.facts)
    words = {name: _say(name, fact, lang) for name, fact in facts.items()}
    if lang is Lang.ZH and facts.get("family"):
        words["known"] = _tokens(str(facts["family"]), facts["known"])
    headline, mend = _wording(finding.code, words.get("variant", ""), lang)
    return Message(
        severity=severity_word(finding.severity, lang=lang),
        headline=_filled(headline, words),
        help=_filled(mend, words),
    )


def _wording(code: str, variant: str, lang: Lang) -> tuple[str, str]:
    if code not in _TABLED:
        rows = manual_page.wordings(code, lang=lang)
        return rows[variant] if variant in rows else rows[""]
    found = _WORDINGS.get(f"{code}.{variant}") or _WORDINGS[code]
    return (found.zh, found.help_zh) if lang is Lang.ZH else (found.en, found.help_en)


_BLANK = re.compile(r"\{(\w+)\}")


def _filled(text: str, words: Mapping[str, str]) -> str:
    """The text with the facts it names; other braces stay as they are."""
    return _BLANK.sub(lambda match: words.get(match[1], match[0]), text)


def page(code: str, *, lang: Lang) -> str:
    """The manual page of a code, under its code, name and shipped severity.

    Raises:
        KeyError: when there is no such code.
    """
    row = CODES[code]
    head = f"{code} · {row.name} · {severity_word(row.severity, lang=lang)}"
    return f"{head}\n\n{manual_page.source(code, lang=lang)}"


def _tokens(family: str, known: Fact) -> str:
    """Tokens of an enum, each with what it means in Chinese."""
    from rdclient.render.terms import word

    tokens = known if isinstance(known, tuple) else (str(known),)
    return "、".join(f"{token}（{word(family, token, lang=Lang.ZH)}）" for token in tokens)


def severity_word(severity: Severity, *, lang: Lang) -> str:
    """What a severity is called."""
    return _SEVERITY[severity][0 if lang is Lang.ZH else 1]


def _say(name: str, fact: Fact, lang: Lang) -> str:
    if name in DIFFERENCE_FACTS:
        from rdclient.render.difference_words import differences

        return differences(name, fact if isinstance(fact, tuple) else (str(fact),), lang=lang)
    if isinstance(fact, tuple):
        return ("、" if lang is Lang.ZH else ", ").join(_say(name, item, lang) for item in fact)
    if family := family_of(fact):
        from rdclient.render.terms import word

        return word(family, str(fact), lang=lang)
    words = FACT_WORDS.get(str(fact)) if name in WORDED_FACTS else None
    return str(fact) if words is None else words[0 if lang is Lang.ZH else 1]


def error_message(error: RdclientError, *, lang: Lang) -> str:
    """The words for an error; its first argument is the key, the rest are details."""
    key, *details = (_detail(item, lang) for item in error.args) if error.args else ("",)
    words = _ERRORS.get(key) or words_of(key)
    if words is None:
        return " ".join([key, *details])
    return words[0 if lang is Lang.ZH else 1].format(*details)


def _detail(item: object, lang: Lang) -> str:
    """A detail of an error in words; a finding with the help for it, tokens as people type them."""
    if isinstance(item, tuple):
        return _say("", item, lang) if lang is Lang.ZH else ", ".join(item)
    if not isinstance(item, Finding):
        return str(item)
    told = message(item, lang=lang)
    return f"{told.headline}{'；' if lang is Lang.ZH else '; '}{told.help}"


def has_words(code: str) -> bool:
    """Whether a code is worded in both languages, at least by one variant."""
    if code not in _TABLED:
        told = [set(manual_page.wordings(code, lang=lang)) for lang in Lang]
        return bool(told[0]) and told[0] == told[1]
    return any(key.split(".")[0] == code for key in _WORDINGS)
