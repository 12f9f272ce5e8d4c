"""Findings in the formats people and machines read; one row each in ``FORMATS``."""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rdclient.diagnostic import CODES, Finding, Severity
from rdclient.lens import Lang
from rdclient.render.messages import message, severity_word

SCHEMA_VERSION = 1
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Summary:
    """What was looked at."""

    records: int
    files: int


def printable(text: str) -> str:
    """The text with control and direction characters made visible, for a terminal."""
    return _HIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def width(text: str) -> int:
    """Columns a text takes on a terminal: Chinese characters take two."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def as_text(findings: tuple[Finding, ...], summary: Summary, *, lang: Lang) -> str:
    """Place, headline, source line with caret and one help line each; then the summary."""
    blocks = [_block(finding, lang) for finding in findings]
    return "\n".join([*blocks, summary_line(findings, summary, lang=lang)]) + "\n"


def _block(finding: Finding, lang: Lang) -> str:
    words, at = message(finding, lang=lang), finding.location
    place = ":".join([printable(at.path), *(str(n) for n in (at.line, at.column) if n)])
    lines = [f"{place}: {words.severity}[{finding.code}] {printable(words.headline)}"]
    if at.line and at.source:
        gutter = len(str(at.line))
        source, marks = _underlined(at.source, at.column, at.length)
        lines += [f"{'':{gutter}} |", f"{at.line} | {source}", f"{'':{gutter}} | {marks}"]
    lines.append(f"   = {printable(words.help)} · rdclient explain {finding.code}\n")
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


def summary_line(findings: tuple[Finding, ...], summary: Summary, *, lang: Lang) -> str:
    """How much was read and how much is wrong, in one line."""
    counts = [(s, sum(f.severity is s for f in findings)) for s in Severity]
    if lang is Lang.ZH:
        told = "，".join(f"{severity_word(s, lang=lang)}{n}个" for s, n in counts)
        return f"共{summary.records}条记录、{summary.files}个文件：{told}"
    told = ", ".join(
        f"{n} {severity_word(s, lang=lang)}{'' if n == 1 or s is Severity.INFO else 's'}"
        for s, n in counts
    )
    return f"{summary.records} records in {summary.files} files: {told}"


def as_json(findings: tuple[Finding, ...], summary: Summary, *, lang: Lang) -> str:
    """A stable document: ``schema_version``, ``findings`` in order, ``summary``."""
    rows = []
    for finding in findings:
        words, at = message(finding, lang=lang), finding.location
        rows.append(
            {
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
        )
    totals = {s.value: sum(f.severity is s for f in findings) for s in Severity}
    document = {
        "schema_version": SCHEMA_VERSION,
        "findings": rows,
        "summary": {"records": summary.records, "files": summary.files, **totals},
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


FORMATS: Mapping[str, Callable[..., str]] = MappingProxyType({"text": as_text, "json": as_json})
"""Output formats of ``check``."""
