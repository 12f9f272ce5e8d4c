"""Findings as GitHub and GitLab show them beside the changed lines."""

import json
from types import MappingProxyType

from rdclient.diagnostic import CODES, Finding, Severity
from rdclient.render.findings import (
    Outcome,
    headline,
    placed,
    printable,
    summary_line,
    unread_note,
)
from rdclient.render.fingerprint import fingerprints
from rdclient.render.messages import message

# ── GitHub: workflow commands ────────────────────────────────────────────────

_COMMANDS = MappingProxyType(
    {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
)
_IN_DATA = MappingProxyType({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = MappingProxyType({**_IN_DATA, ":": "%3A", ",": "%2C"})


def github(outcome: Outcome) -> str:
    """Workflow commands, the heaviest first: of a step's annotations GitHub shows only ten each.

    A message begins with its place, since the log shows nothing else of a command.
    """
    lines = [
        _command(_COMMANDS[Severity.ERROR], {"file": outcome.prefix + path}, unread_note(outcome))
        for path in outcome.unread[:1]
    ]
    ordered = sorted(outcome.findings, key=lambda finding: finding.severity.rank)
    lines += [_annotation(finding, outcome) for finding in ordered]
    return "\n".join([*lines, summary_line(outcome)]) + "\n"


def _annotation(finding: Finding, outcome: Outcome) -> str:
    at, words = finding.location, message(finding, lang=outcome.lang)
    properties = {"file": placed(at.path, outcome.prefix)}
    if at.line:
        properties |= {
            "line": str(at.line),
            "col": str(at.column),
            "endColumn": str(at.column + at.length),
        }
    properties["title"] = f"{finding.code} {CODES[finding.code].name}"
    told = headline(finding, lang=outcome.lang, prefix=outcome.prefix)
    mend = f"{printable(words.help)} · rdclient explain {finding.code}"
    return _command(_COMMANDS[finding.severity], properties, f"{told}\n{mend}")


def _command(name: str, properties: dict[str, str], text: str) -> str:
    told = ",".join(
        f"{key}={_escaped(printable(value), _IN_PROPERTY)}" for key, value in properties.items()
    )
    return f"::{name} {told}::{_escaped(text, _IN_DATA)}"


def _escaped(text: str, table: MappingProxyType[str, str]) -> str:
    return "".join(table.get(char, char) for char in text)


# ── GitLab: Code Quality ─────────────────────────────────────────────────────

_GRADES = MappingProxyType(
    {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}
)
_UNREAD, _UNREAD_GRADE = "unread-file", "critical"


def gitlab(outcome: Outcome) -> str:
    """A Code Quality report; in ASCII, so that no console's encoding can spoil it."""
    prints = fingerprints(outcome)
    issues = [
        _issue(_UNREAD, unread_note(outcome), f"{_UNREAD}:{outcome.prefix}{path}", _UNREAD_GRADE)
        | _place(outcome.prefix + path, 1)
        for path in outcome.unread
    ]
    for finding in outcome.findings:
        words = message(finding, lang=outcome.lang)
        told = printable(f"{words.headline} · {words.help}")
        grade, at = _GRADES[finding.severity], finding.location
        name = f"{finding.code} {CODES[finding.code].name}"
        issues.append(
            _issue(name, told, prints[finding], grade)
            | _place(placed(at.path, outcome.prefix), max(at.line, 1))
        )
    return json.dumps(issues, indent=2) + "\n"


def _issue(name: str, told: str, fingerprint: str, grade: str) -> dict[str, object]:
    return {
        "description": told,
        "check_name": name,
        "fingerprint": fingerprint,
        "severity": grade,
    }


def _place(path: str, line: int) -> dict[str, object]:
    return {"location": {"path": printable(path), "lines": {"begin": line}}}
