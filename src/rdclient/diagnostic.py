"""Findings as values: code, place and facts; their words live in ``render/messages.py``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

Fact: TypeAlias = str | int | tuple[str, ...]
"""A detail of a finding: plain data, worded later."""


class Severity(StrEnum):
    """How much a finding weighs; the shipped one may be changed by policy."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the heaviest."""
        return _RANKS[self]


_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class Producer(StrEnum):
    """The floor that states a code."""

    STORE = "store"
    RENDER = "render"
    RULES = "rules"


@dataclass(frozen=True, slots=True)
class Code:
    """One row of the code table. ``name`` states the fault."""

    code: str
    name: str
    severity: Severity
    producer: Producer


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
_STORE, _RENDER, _RULES = Producer.STORE, Producer.RENDER, Producer.RULES

_TABLE = (
    Code("RD001", "unreadable-file", _E, _STORE),
    Code("RD002", "unreadable-time", _E, _STORE),
    Code("RD003", "yaml-syntax", _E, _STORE),
    Code("RD004", "duplicate-key", _E, _STORE),
    Code("RD005", "unknown-field", _E, _STORE),
    Code("RD006", "wrong-value", _E, _STORE),
    Code("RD007", "missing-field", _E, _STORE),
    Code("RD008", "forbidden-character", _E, _STORE),
    Code("RD009", "chinese-input", _E, _STORE),
    Code("RD010", "duplicate-id", _E, _STORE),
    Code("RD011", "id-differs-from-file-name", _E, _STORE),
    Code("RD012", "unknown-reference", _E, _RULES),
    Code("RD013", "ambiguous-person", _E, _RULES),
    Code("RD014", "conflict-markers", _E, _STORE),
    Code("RD015", "event-out-of-order", _E, _RULES),
    Code("RD016", "fact-in-the-future", _I, _RULES),
    Code("RD017", "template-broken", _E, _RENDER),
    Code("RD019", "misplaced-file", _E, _STORE),
    Code("RD101", "iron-triangle-incomplete", _E, _RULES),
    Code("RD111", "review-without-both-sides", _E, _RULES),
    Code("RD202", "real-need-missing", _E, _RULES),
    Code("RD204", "assessment-dimension-missing", _E, _RULES),
    Code("RD211", "specification-description-missing", _E, _RULES),
    Code("RD212", "specification-delivery-standard-missing", _E, _RULES),
    Code("RD213", "specification-acceptance-missing", _E, _RULES),
    Code("RD214", "specification-change-rules-missing", _E, _RULES),
    Code("RD240", "starts-before-dependency-ends", _E, _RULES),
    Code("RD241", "dependency-cycle", _E, _RULES),
    Code("RD421", "decision-or-action-without-owner-or-due", _E, _RULES),
    Code("RD430", "value-section-empty", _W, _RULES),
    Code("RD431", "risk-without-response", _E, _RULES),
    Code("RD440", "unfinished-without-reason-or-eta", _E, _RULES),
)

CODES: Mapping[str, Code] = MappingProxyType({row.code: row for row in _TABLE})
"""Every code this version can state, in order. Codes never change meaning and are never reused."""


@dataclass(frozen=True, slots=True)
class Location:
    """Where in the records something is.

    Attributes:
        path: relative to the workspace, with ``/``.
        pointer: keys and indexes down to the value, e.g. ``("events", 2, "at")``.
        line: 1-based; 0 while only the pointer is known.
        column: 1-based, counted in characters.
        length: number of characters to underline on that line, at least 1.
        source: the line's text as it stands in the file, for the caret; empty when unknown.
    """

    path: str
    pointer: tuple[str | int, ...] = ()
    line: int = 0
    column: int = 0
    length: int = 1
    source: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with the records: a value, never an exception."""

    code: str
    location: Location
    facts: tuple[tuple[str, Fact], ...] = ()
    severity: Severity = field(default=Severity.ERROR)

    def fact(self, name: str) -> Fact:
        """The fact of that name.

        Raises:
            KeyError: when the finding carries no such fact.
        """
        return dict(self.facts)[name]


def finding(code: str, location: Location, **facts: Fact) -> Finding:
    """A finding of the shipped severity, with its facts in the order given."""
    return Finding(code, location, tuple(facts.items()), CODES[code].severity)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings by path, line, column and code, each once."""
    unique = dict.fromkeys(findings)
    return tuple(
        sorted(
            unique,
            key=lambda f: (
                f.location.path,
                f.location.line,
                f.location.column,
                f.code,
                tuple(map(str, f.location.pointer)),
                tuple((name, str(value)) for name, value in f.facts),
            ),
        )
    )


def with_severity(
    findings: Iterable[Finding], severities: Mapping[str, Severity]
) -> tuple[Finding, ...]:
    """The findings with the severities that policy sets; others keep theirs."""
    return tuple(replace(f, severity=severities.get(f.code, f.severity)) for f in findings)


class RdclientError(Exception):
    """The environment stands in the way; the message is for the person at the keyboard."""

    exit_code = 3


class UsageError(RdclientError):
    """The command line or the configuration does not fit."""

    exit_code = 2


class IncompleteError(RdclientError):
    """Evidence is missing, so nothing was produced."""
