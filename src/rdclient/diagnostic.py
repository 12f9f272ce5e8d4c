"""Findings as values: code, place and facts; their words live in ``render/messages.py``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Self, TypeAlias

Fact: TypeAlias = str | int | tuple[str, ...]
"""A detail of a finding: plain data, worded later. ``as_of`` is the moment asked for."""


class Token(str):
    """A member of an enum as a fact that was kept: its token, and the family it belongs to."""

    __slots__ = ("family",)
    family: str

    def __new__(cls, token: str, family: str) -> Self:
        """The token of an enum of that name."""
        made = super().__new__(cls, token)
        made.family = family
        return made


def family_of(fact: object) -> str | None:
    """The name of the enum a fact is a member of; None for other facts."""
    if isinstance(fact, Token):
        return fact.family
    return type(fact).__name__ if isinstance(fact, StrEnum) else None


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
    OBLIGATIONS = "obligations"
    GATE = "gate"


@dataclass(frozen=True, slots=True)
class Code:
    """One row of the code table. ``name`` states the fault."""

    code: str
    name: str
    severity: Severity
    producer: Producer


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
_STORE, _RENDER, _RULES = Producer.STORE, Producer.RENDER, Producer.RULES
_CLOCKS, _GATE = Producer.OBLIGATIONS, Producer.GATE

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
    Code("RD018", "waiver-expired", _W, _RULES),
    Code("RD019", "misplaced-file", _E, _STORE),
    Code("RD101", "iron-triangle-incomplete", _E, _RULES),
    Code("RD102", "key-client-without-account-plan", _W, _RULES),
    Code("RD103", "client-side-role-missing", _W, _RULES),
    Code("RD104", "language-not-covered", _W, _RULES),
    Code("RD105", "vacancy", _W, _CLOCKS),
    Code("RD111", "review-without-both-sides", _E, _RULES),
    Code("RD112", "key-milestone-without-delivery-standard", _E, _RULES),
    Code("RD121", "raci-accountable-not-exactly-one", _E, _RULES),
    Code("RD122", "raci-without-responsible", _E, _RULES),
    Code("RD123", "raci-one-sided", _W, _RULES),
    Code("RD124", "raci-unknown-person", _E, _RULES),
    Code("RD131", "technical-document-without-plain-summary", _W, _RULES),
    Code("RD201", "requirement-step-skipped", _E, _RULES),
    Code("RD202", "real-need-missing", _E, _RULES),
    Code("RD203", "interface-confirmed-without-prototype", _W, _RULES),
    Code("RD204", "assessment-dimension-missing", _E, _RULES),
    Code("RD205", "value-not-quantified-or-confirmed", _W, _RULES),
    Code("RD206", "priority-without-reason", _W, _RULES),
    Code("RD207", "declined-without-alternative", _W, _RULES),
    Code("RD208", "vague-wording", _W, _RULES),
    Code("RD209", "compound-requirement", _I, _RULES),
    Code("RD210", "development-before-signature", _E, _RULES),
    Code("RD211", "specification-description-missing", _E, _RULES),
    Code("RD212", "specification-delivery-standard-missing", _E, _RULES),
    Code("RD213", "specification-acceptance-missing", _E, _RULES),
    Code("RD214", "specification-change-rules-missing", _E, _RULES),
    Code("RD215", "requirement-without-task", _W, _RULES),
    Code("RD216", "task-without-dates-or-owner", _E, _RULES),
    Code("RD217", "requirement-without-verification-method", _E, _RULES),
    Code("RD218", "trace-gap", _W, _RULES),
    Code("RD219", "translation-stale", _W, _RULES),
    Code("RD220", "control-board-incomplete", _E, _RULES),
    Code("RD221", "plan-changed-before-confirmation", _E, _GATE),
    Code("RD222", "change-assessment-late", _E, _CLOCKS),
    Code("RD223", "specification-not-updated", _E, _RULES),
    Code("RD224", "parties-not-notified", _W, _RULES),
    Code("RD225", "large-change-without-board-meeting", _E, _RULES),
    Code("RD226", "large-change-without-amendment", _E, _RULES),
    Code("RD227", "change-step-out-of-order", _E, _RULES),
    Code("RD228", "scheduled-before-sign-off", _E, _RULES),
    Code("RD229", "large-change-without-dual-signature", _E, _RULES),
    Code("RD230", "requirement-added-in-freeze", _E, _GATE),
    Code("RD231", "impact-missing", _E, _RULES),
    Code("RD232", "milestone-moved-without-reason", _E, _GATE),
    Code("RD233", "signed-text-changed", _E, _GATE),
    Code("RD234", "signature-stale", _E, _RULES),
    Code("RD235", "signature-invalid", _E, _RULES),
    Code("RD236", "evidence-below-minimum", _E, _RULES),
    Code("RD237", "record-rewritten", _E, _GATE),
    Code("RD238", "rule-changed-and-used", _E, _GATE),
    Code("RD239", "claim-without-backing", _E, _RULES),
    Code("RD240", "starts-before-dependency-ends", _E, _RULES),
    Code("RD241", "dependency-cycle", _E, _RULES),
    Code("RD242", "iteration-length", _W, _RULES),
    Code("RD243", "iteration-without-goal", _W, _RULES),
    Code("RD244", "iteration-without-demo", _W, _CLOCKS),
    Code("RD245", "small-changes-add-up", _W, _RULES),
    Code("RD246", "emergency-change-unsigned", _E, _CLOCKS),
    Code("RD247", "task-finish-before-start", _E, _RULES),
    Code("RD250", "test-level-missing", _E, _RULES),
    Code("RD251", "gate-without-evidence", _E, _RULES),
    Code("RD301", "health-report-due", _E, _CLOCKS),
    Code("RD310", "survey-due", _E, _CLOCKS),
    Code("RD311", "score-out-of-range", _E, _RULES),
    Code("RD312", "low-score-without-five-whys", _E, _CLOCKS),
    Code("RD313", "retrospective-attendee-missing", _E, _RULES),
    Code("RD314", "five-whys-incomplete", _W, _RULES),
    Code("RD315", "improvement-without-owner-due-criteria", _E, _RULES),
    Code("RD316", "improvement-unverified", _E, _CLOCKS),
    Code("RD317", "complaint-open", _W, _CLOCKS),
    Code("RD401", "touchpoints-end-too-early", _W, _RULES),
    Code("RD402", "weekly-meeting", _W, _CLOCKS),
    Code("RD410", "kickoff-touchpoint", _W, _CLOCKS),
    Code("RD411", "development-touchpoint", _W, _CLOCKS),
    Code("RD412", "test-touchpoint", _W, _CLOCKS),
    Code("RD413", "pre-acceptance-meeting", _E, _CLOCKS),
    Code("RD414", "return-visit", _W, _CLOCKS),
    Code("RD415", "executive-dialogue", _I, _CLOCKS),
    Code("RD416", "technical-documents", _I, _CLOCKS),
    Code("RD417", "technical-brief", _I, _CLOCKS),
    Code("RD420", "minutes-late", _E, _CLOCKS),
    Code("RD421", "decision-or-action-without-owner-or-due", _E, _RULES),
    Code("RD422", "key-node-not-face-to-face", _E, _RULES),
    Code("RD423", "meeting-length", _I, _RULES),
    Code("RD424", "internal-sync-missing", _W, _CLOCKS),
    Code("RD425", "kickoff-incomplete", _W, _RULES),
    Code("RD426", "action-overdue", _W, _CLOCKS),
    Code("RD427", "confirmation-overdue", _W, _CLOCKS),
    Code("RD428", "client-duty-missed", _I, _CLOCKS),
    Code("RD430", "value-section-empty", _W, _RULES),
    Code("RD431", "risk-without-response", _E, _RULES),
    Code("RD432", "risk-review-due", _W, _CLOCKS),
    Code("RD433", "occurred-risk-without-issue", _W, _RULES),
    Code("RD434", "risk-not-disclosed", _W, _RULES),
    Code("RD440", "unfinished-without-reason-or-eta", _E, _RULES),
    Code("RD450", "phase-jump", _E, _RULES),
    Code("RD451", "phase-document-missing", _W, _RULES),
    Code("RD501", "ticket-response", _E, _CLOCKS),
    Code("RD502", "ticket-closure", _E, _CLOCKS),
    Code("RD503", "closed-without-return-visit", _W, _RULES),
    Code("RD511", "incident-level-wrong", _E, _RULES),
    Code("RD512", "incident-response", _E, _CLOCKS),
    Code("RD513", "incident-restore", _E, _CLOCKS),
    Code("RD514", "postmortem-due", _E, _CLOCKS),
    Code("RD520", "emergency-plan-missing", _W, _RULES),
    Code("RD521", "drill-due", _W, _CLOCKS),
    Code("RD530", "inspection-due", _W, _CLOCKS),
    Code("RD531", "failed-item-without-suggestion", _E, _RULES),
    Code("RD532", "release-rhythm", _I, _CLOCKS),
    Code("RD540", "business-review-due", _W, _CLOCKS),
    Code("RD550", "calendar-year-not-covered", _E, _RULES),
    Code("RD551", "calendar-inconsistent", _E, _STORE),
    Code("RD601", "follow-up-due", _W, _CLOCKS),
)

CODES: Mapping[str, Code] = MappingProxyType({row.code: row for row in _TABLE})
"""Every code this version can state, in order. Codes never change meaning and are never reused."""
OF_SIGNED_TEXT = frozenset({"RD233", "RD234", "RD235", "RD238"})
"""Codes that keep what was signed: neither a waiver nor a severity set by policy puts them off."""


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


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that is set aside, and what the waiver that does it says.

    Attributes:
        finding: as it would stand otherwise.
        path: of the file that holds the waiver.
        scope: as written.
        reason: by language.
        approvers: as written.
        until: its last day, as a date is written.
    """

    finding: Finding
    path: str
    scope: str
    reason: Mapping[str, str]
    approvers: tuple[str, ...]
    until: str


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


def unread(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """Files of which something could not be read, as the loader's errors among these tell."""
    return tuple(
        dict.fromkeys(
            finding.location.path
            for finding in findings
            if CODES[finding.code].producer is Producer.STORE and finding.severity is Severity.ERROR
        )
    )


class RdclientError(Exception):
    """The environment stands in the way; the message is for the person at the keyboard."""

    exit_code = 3


class UsageError(RdclientError):
    """The command line or the configuration does not fit."""

    exit_code = 2


class IncompleteError(RdclientError):
    """Evidence is missing, so nothing was produced."""
