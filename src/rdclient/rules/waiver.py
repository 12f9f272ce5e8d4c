"""Waivers: which findings are set aside, and waivers that are not in order."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from rdclient.diagnostic import (
    CODES,
    OF_SIGNED_TEXT,
    Finding,
    Location,
    Producer,
    Severity,
    Waived,
    finding,
)
from rdclient.lens import Lang
from rdclient.model.base import Record, in_lang
from rdclient.model.client import Side
from rdclient.model.governance import Waiver
from rdclient.model.portfolio import Portfolio
from rdclient.model.scope import folders, names, normal
from rdclient.rules.base import Case, Rule, where
from rdclient.rules.past import known, label, now

NEVER_WAIVED = frozenset({"RD012", "RD013", "RD018"}) | OF_SIGNED_TEXT
"""Codes of rules without which the others, waivers and signatures cannot be relied on."""
_WAIVABLE = frozenset({Producer.RULES, Producer.OBLIGATIONS, Producer.GATE})
APPROVED_BY_BOTH = frozenset(
    {
        "RD220", "RD223", "RD225", "RD226", "RD228", "RD229", "RD230", "RD232", "RD236",
        "RD237", "RD239", "RD422",
    }
)  # fmt: skip
"""Codes that only both sides together may set aside (COM-08, CHG-05, CHG-06)."""


def waived(
    findings: tuple[Finding, ...], case: Case
) -> tuple[tuple[Finding, ...], tuple[Waived, ...]]:
    """The findings that stand and those set aside by a waiver in force, each in order."""
    in_force = [waiver for waiver in known(case, Waiver) if _is_in_force(case, waiver)]
    if not in_force:
        return findings, ()
    codes = {waiver.code for waiver in in_force}
    records = {(r.origin.path, r.origin.pointer): r for r in case.portfolio.records}
    kept, aside = [], []
    for item in findings:
        scopes = _scopes_at(item.location, records) if item.code in codes else frozenset()
        waiver = next((w for w in in_force if _sets_aside(w, item, scopes)), None)
        if waiver is None:
            kept.append(item)
        else:
            aside.append(_aside(item, waiver))
    return tuple(kept), tuple(aside)


def _aside(item: Finding, waiver: Waiver) -> Waived:
    reason = waiver.reason or ""
    return Waived(
        finding=item,
        path=waiver.origin.path,
        scope=waiver.scope,
        reason={lang.value: in_lang(reason, lang=lang) for lang in Lang},
        approvers=waiver.approvers,
        until=str(waiver.until or ""),
    )


def _sets_aside(waiver: Waiver, item: Finding, scopes: frozenset[str]) -> bool:
    within = f"clients/{waiver.origin.client}/" if waiver.origin.client else ""
    is_meant = waiver.code == item.code and normal(waiver.scope) in scopes
    return is_meant and item.location.path.startswith(within)


def _is_in_force(case: Case, waiver: Waiver) -> bool:
    if waiver.until is None or waiver.until < now(case).date() or any(_faults(case, waiver)):
        return False
    return all(case.portfolio.person(name, waiver) for name in waiver.approvers)


# ── what a scope covers ──────────────────────────────────────────────────────


def _scopes_at(
    at: Location, records: Mapping[tuple[str, tuple[str | int, ...]], Record]
) -> frozenset[str]:
    """Every scope that covers a place: of its file, and of the record it lies in."""
    record = records.get((at.path, at.pointer[:1])) or records.get((at.path, ()))
    return frozenset((*folders(at.path), *(names(record) if record else ())))


def _known_scopes(portfolio: Portfolio) -> frozenset[tuple[str | None, str]]:
    """Every scope that covers something: of each client, and of all together."""
    files = {(record.origin.client, record.origin.path) for record in portfolio.records}
    found = {(client, scope) for client, path in files for scope in folders(path)}
    found |= {(r.origin.client, scope) for r in portfolio.records for scope in names(r)}
    return frozenset(found | {(None, scope) for _, scope in found})


# ── waivers that are not in order ────────────────────────────────────────────


def waiver_not_in_order(case: Case) -> Iterator[Finding]:
    """A waiver has run out, lacks reason, approver or end, or covers nothing (RD018)."""
    waivers = tuple(known(case, Waiver))
    scopes = _known_scopes(case.portfolio) if waivers else frozenset()
    for waiver in waivers:
        for variant, field in _faults(case, waiver):
            yield _fault(waiver, variant, field)
        if (waiver.origin.client, normal(waiver.scope)) not in scopes:
            yield _fault(waiver, "scope", "scope", name=waiver.scope)
        if waiver.until and waiver.until < now(case).date():
            at = where(waiver, "until")
            yield finding("RD018", at, rule=waiver.code, until=label(waiver.until))


def _fault(waiver: Waiver, variant: str, field: str, **facts: str) -> Finding:
    """An error, other than a waiver that has run out."""
    stated = finding("RD018", where(waiver, field), variant=variant, rule=waiver.code, **facts)
    return replace(stated, severity=Severity.ERROR)


def _faults(case: Case, waiver: Waiver) -> Iterator[tuple[str, str]]:
    """Why a waiver does not count, each with the field it shows in."""
    row = CODES.get(waiver.code)
    if row is None:
        yield "unknown-code", "code"
    elif row.producer not in _WAIVABLE or row.code in NEVER_WAIVED:
        yield "not-waivable", "code"
    if waiver.reason is None:
        yield "reason", "reason"
    if not waiver.approvers:
        yield "approvers", "approvers"
    elif waiver.code in APPROVED_BY_BOTH and not _is_approved_by_both(case.portfolio, waiver):
        yield "one-sided", "approvers"
    if waiver.until is None:
        yield "until", "until"


def _is_approved_by_both(portfolio: Portfolio, waiver: Waiver) -> bool:
    sides = {portfolio.side(name, waiver) for name in waiver.approvers}
    return sides >= set(Side)


RULES = (Rule("RD018", waiver_not_in_order, about=("waiver",), absence=True),)
