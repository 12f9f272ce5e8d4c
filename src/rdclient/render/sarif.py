"""Findings as SARIF 2.1.0, the exchange format of analysis tools (OASIS)."""

import json
import re
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import quote

from rdclient import __version__
from rdclient.diagnostic import CODES, Finding, Severity, Waived, in_order
from rdclient.lens import Lang
from rdclient.render import manual_page
from rdclient.render.findings import Outcome, placed, printable, unread_note
from rdclient.render.fingerprint import fingerprints
from rdclient.render.messages import message

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = MappingProxyType(
    {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
)
_LINK = re.compile(r"\[(?=[^\[\]]*\]\()")
_TITLE = re.compile(r"# (.+?) ?[(（]RD\d{3}[)）]\n+([^\n]+)")


def sarif(outcome: Outcome) -> str:
    """One run; what waivers set aside is in it as suppressed. In ASCII, for any console."""
    aside = {item.finding: item for item in outcome.waived}
    findings = in_order((*outcome.findings, *aside))
    codes = sorted({finding.code for finding in findings})
    prints = fingerprints(outcome)
    results = []
    for finding in findings:
        result = _result(finding, outcome, codes.index(finding.code), prints[finding])
        if outcome.waived:  # where one result says whether it is suppressed, all must
            result["suppressions"] = _suppressions(aside.get(finding), outcome.lang)
        results.append(result)
    rules = [described(code, lang=outcome.lang) for code in codes]
    run = {
        "tool": {"driver": {"name": "rdclient", "version": __version__, "rules": rules}},
        "language": outcome.lang.value,
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(outcome)],
        "results": results,
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def described(code: str, *, lang: Lang) -> dict[str, object]:
    """What a code means: its title, first paragraph and whole page in the manual."""
    row, page = CODES[code], manual_page.source(code, lang=lang)
    match = _TITLE.match(page)
    title, summary = match.groups() if match else (row.name, row.name)
    return {
        "id": code,
        "name": row.name,
        "shortDescription": {"text": title},
        "fullDescription": {"text": summary},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": _LEVELS[row.severity]},
    }


def _result(finding: Finding, outcome: Outcome, index: int, fingerprint: str) -> dict[str, object]:
    words, at = message(finding, lang=outcome.lang), finding.location
    region: dict[str, int] = {"startLine": max(at.line, 1)}
    if at.line and at.column:
        region |= {"startColumn": at.column, "endColumn": at.column + at.length}
    place = {"artifactLocation": _artifact(at.path, outcome.prefix), "region": region}
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{_plain(words.headline)}\n{_plain(words.help)}"},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {
            "rdclient/v1": fingerprint,
            "primaryLocationLineHash": fingerprint,  # the one that GitHub compares
        },
    }


def _artifact(path: str, prefix: str) -> Mapping[str, str]:
    """A path as a relative address, in the bytes of UTF-8."""
    where = placed(path, prefix).encode("utf-8", "surrogatepass")
    return {"uri": quote(where, safe="/")}


def _plain(text: str) -> str:
    """Words in which nothing is a link or a control character."""
    return _LINK.sub(r"\\[", printable(text))


def _suppressions(item: Waived | None, lang: Lang) -> list[dict[str, str]]:
    if item is None:
        return []
    reason, who, until = item.reason[lang.value], item.approvers, item.until
    told = (
        f"{reason}（批准人：{'、'.join(who)}；有效期至{until}）"
        if lang is Lang.ZH
        else f"{reason} (approved by {', '.join(who)}; until {until})"
    )
    return [{"kind": "external", "status": "accepted", "justification": printable(told)}]


def _invocation(outcome: Outcome) -> dict[str, object]:
    """Whether everything could be looked at."""
    if not outcome.unread:
        return {"executionSuccessful": True}
    locations = [
        {"physicalLocation": {"artifactLocation": _artifact(path, outcome.prefix)}}
        for path in outcome.unread
    ]
    text = {"text": _plain(unread_note(outcome))}
    note = {"level": "error", "message": text, "locations": locations}
    return {"executionSuccessful": False, "toolExecutionNotifications": [note]}
