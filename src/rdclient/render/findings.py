"""Findings in the formats people and machines read; one row each in ``FORMATS``."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rdclient.diagnostic import CODES, Finding, Severity, Waived, unread
from rdclient.lens import Lang
from rdclient.render.manual_page import title
from rdclient.render.messages import message, severity_word

SCHEMA_VERSION = 1
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    "\ufeff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Between:
    """Which two commits were compared.

    Attributes:
        base: id of the first one.
        head: id of the second one.
        is_worktree: whether the files on disk were looked at, whatever was changed since it.
    """

    base: str
    head: str
    is_worktree: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found, and how it is to be shown.

    Attributes:
        findings: in order.
        waived: those set aside, each with its waiver.
        records: number of records read.
        files: number of files read.
        unread: files whose records were left out, where no finding shown says so.
        lang: to speak.
        codes: that were asked about.
        fail_on: the lightest severity that fails.
        prefix: leads from where a build system counts its paths to the workspace; empty or
            ending in ``/``. People and scripts get paths of the workspace.
        statistics: whether to count by code.
        between: what was compared; None for a check of the records alone.
    """

    findings: tuple[Finding, ...]
    waived: tuple[Waived, ...]
    records: int
    files: int
    unread: tuple[str, ...]
    lang: Lang
    codes: tuple[str, ...]
    fail_on: Severity
    prefix: str
    statistics: bool
    between: Between | None = None


def printable(text: str) -> str:
    """The text with characters made visible that a terminal would obey or XML forbids."""
    return _HIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def width(text: str) -> int:
    """Columns a text takes on a terminal: Chinese characters take two."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


_MOST_BLOCKS = 100
_ONE_LINE_EACH = MappingProxyType(
    {
        Lang.ZH: "结果超过{most}条，每条只列一行。要看原文和改法，请指定文件或文件夹，"
        "或用 --select",
        Lang.EN: "more than {most} findings, one line each; for source lines and help name a file "
        "or a folder, or use --select",
    }
)


def as_text(outcome: Outcome) -> str:
    """Place, headline, source line with caret and one help line each; then the summary.

    Findings beyond a hundred take one line each.
    """
    lang = outcome.lang
    if outcome.statistics:
        blocks = [
            f"{count:6}  {code}  {title(code, lang=lang)}（{CODES[code].name}）"
            if lang is Lang.ZH
            else f"{count:6}  {code}  {CODES[code].name}"
            for code, count in _counts(outcome)
        ]
    elif len(outcome.findings) > _MOST_BLOCKS:
        blocks = [headline(finding, lang=lang) for finding in outcome.findings]
        blocks += ["", _ONE_LINE_EACH[lang].format(most=_MOST_BLOCKS)]
    else:
        blocks = [_block(finding, lang) for finding in outcome.findings]
    return "\n".join([*blocks, summary_line(outcome)]) + "\n"


def _counts(outcome: Outcome) -> list[tuple[str, int]]:
    """Codes with the number of their findings, the most frequent first."""
    counts = Counter(finding.code for finding in outcome.findings)
    return sorted(counts.items(), key=lambda row: (-row[1], row[0]))


def headline(finding: Finding, *, lang: Lang, prefix: str = "") -> str:
    """One line: place, severity, code and what is wrong."""
    words, at = message(finding, lang=lang), finding.location
    place = ":".join([printable(placed(at.path, prefix)), *(str(n) for n in _position(finding))])
    return f"{place}: {words.severity}[{finding.code}] {printable(words.headline)}"


def _position(finding: Finding) -> tuple[int, ...]:
    return tuple(n for n in (finding.location.line, finding.location.column) if n)


def placed(path: str, prefix: str) -> str:
    """A path of the workspace with what leads there before it."""
    return (prefix.rstrip("/") or path) if path == "." else prefix + path


def _block(finding: Finding, lang: Lang) -> str:
    at, lines = finding.location, [headline(finding, lang=lang)]
    if at.line and at.source:
        gutter = len(str(at.line))
        source, marks = _underlined(at.source, at.column, at.length)
        lines += [f"{'':{gutter}} |", f"{at.line} | {source}", f"{'':{gutter}} | {marks}"]
    mend = printable(message(finding, lang=lang).help)
    lines.append(f"   = {mend} · rdclient explain {finding.code}\n")
    return "\n".join(lines)


_LONGEST = 100


def _underlined(source: str, column: int, length: int) -> tuple[str, str]:
    """The source line and a line of carets under the part meant; long lines are cut."""
    start = max(0, column - 1)
    first = max(0, start - _LONGEST // 2) if len(source) > _LONGEST else 0
    shown = source[first : first + _LONGEST]
    before = printable(shown[: start - first].replace("\t", " "))
    meant = printable(shown[start - first : start - first + length].replace("\t", " "))
    line = printable(shown.replace("\t", " "))
    return line, " " * width(before) + "^" * max(1, width(meant))


def summary_line(outcome: Outcome) -> str:
    """How much was read and how much is wrong, in one line."""
    lang = outcome.lang
    counts = [(s, sum(f.severity is s for f in outcome.findings)) for s in Severity]
    aside, lost = len(outcome.waived), len(outcome.unread)
    if lang is Lang.ZH:
        told = [f"{severity_word(s, lang=lang)}{n}个" for s, n in counts]
        told += [f"豁免{aside}个"] if aside else []
        told += [f"未能完整读入的文件{lost}个"] if lost else []
        read = f"共{outcome.records}条记录、{outcome.files}个文件"
        return f"{read}：{'，'.join(told)}{_compared(outcome)}"
    told = [
        f"{n} {Severity.INFO}" if s is Severity.INFO else _many(n, severity_word(s, lang=lang))
        for s, n in counts
    ]
    told += [f"{aside} waived"] if aside else []
    told += [f"{_many(lost, 'file')} not read in full"] if lost else []
    read = f"{_many(outcome.records, 'record')} in {_many(outcome.files, 'file')}"
    return f"{read}: {', '.join(told)}{_compared(outcome)}"


_DIGITS = 12
"""Of the id of a commit, as people are shown it."""


def _compared(outcome: Outcome) -> str:
    """Which commits were compared."""
    between = outcome.between
    if between is None:
        return ""
    base, head = between.base[:_DIGITS], between.head[:_DIGITS]
    if outcome.lang is Lang.ZH:
        now = f"当前文件（基于提交 {head}）" if between.is_worktree else f"提交 {head}"
        return f"；比对范围：提交 {base} 至{now}"
    now = f"the files on disk (on {head})" if between.is_worktree else head
    return f"; compared {base} with {now}"


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


_MOST_NAMES = 5


def unread_note(outcome: Outcome) -> str:
    """That records are missing in the result, and of which files."""
    lost = outcome.unread
    names = ", ".join(printable(path) for path in lost[:_MOST_NAMES])
    names += " …" if len(lost) > _MOST_NAMES else ""
    if outcome.lang is Lang.ZH:
        return (
            f"{len(lost)}个文件有错误，其中的记录未能读入，检查结果不全：{names}。"
            "请先去掉 --select 和 --ignore，改正这些文件"
        )
    return (
        f"incomplete, since files have errors and their records are left out ({len(lost)}): "
        f"{names}. Mend them first: run check without --select and --ignore"
    )


def as_json(outcome: Outcome) -> str:
    """A stable document: ``schema_version``, ``findings`` in order, ``summary`` and more."""
    findings, lang = outcome.findings, outcome.lang
    totals = {s.value: sum(f.severity is s for f in findings) for s in Severity}
    document = {
        "schema_version": SCHEMA_VERSION,
        "findings": [_row(finding, lang) for finding in findings],
        "waived": [
            {**_row(item.finding, lang), "waiver": _waiver(item, lang)} for item in outcome.waived
        ],
        "unread": [*outcome.unread, *unread(findings)],
        "summary": {
            "records": outcome.records,
            "files": outcome.files,
            **totals,
            "waived": len(outcome.waived),
        },
    }
    if outcome.between:
        document |= {
            "base": outcome.between.base,
            "head": outcome.between.head,
            "worktree": outcome.between.is_worktree,
        }
    if outcome.statistics:
        document["statistics"] = [
            {"code": code, "name": CODES[code].name, "count": count}
            for code, count in _counts(outcome)
        ]
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _row(finding: Finding, lang: Lang) -> dict[str, object]:
    words, at = message(finding, lang=lang), finding.location
    return {
        "code": finding.code,
        "name": CODES[finding.code].name,
        "severity": finding.severity.value,
        "path": at.path,
        "line": at.line or None,
        "column": at.column or None,
        "pointer": list(at.pointer),
        "message": words.headline,
        "help": words.help,
        "facts": {k: list(v) if isinstance(v, tuple) else v for k, v in finding.facts},
    }


def _waiver(item: Waived, lang: Lang) -> dict[str, object]:
    return {
        "path": item.path,
        "scope": item.scope,
        "reason": item.reason[lang.value] or None,
        "approvers": list(item.approvers),
        "until": item.until or None,
    }


def _github(outcome: Outcome) -> str:
    from rdclient.render.annotations import github

    return github(outcome)


def _gitlab(outcome: Outcome) -> str:
    from rdclient.render.annotations import gitlab

    return gitlab(outcome)


def _sarif(outcome: Outcome) -> str:
    from rdclient.render.sarif import sarif

    return sarif(outcome)


def _junit(outcome: Outcome) -> str:
    from rdclient.render.junit import junit

    return junit(outcome)


FORMATS: Mapping[str, Callable[[Outcome], str]] = MappingProxyType(
    {
        "text": as_text,
        "json": as_json,
        "github": _github,
        "gitlab": _gitlab,
        "sarif": _sarif,
        "junit": _junit,
    }
)
"""Output formats of ``check``."""
