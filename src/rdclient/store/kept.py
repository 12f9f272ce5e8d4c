"""Findings and what was read of a file as plain JSON, and back: what the cache holds."""

from collections.abc import Mapping
from typing import TypeAlias, cast

from rdclient.diagnostic import Fact, Finding, Location, Severity, Token, Waived, family_of

Json: TypeAlias = object
_Row: TypeAlias = list[object]

AS_OF = "as_of"
"""The fact that is the moment asked for; it is told anew for each question."""


def finding_to_json(finding: Finding) -> _Row:
    """A finding as a row."""
    at = finding.location
    place = [at.path, list(at.pointer), at.line, at.column, at.length, at.source]
    facts = [[name, _fact(value)] for name, value in finding.facts]
    return [finding.code, place, facts, finding.severity.value]


def finding_from_json(row: Json, *, as_of: str = "") -> Finding:
    """The finding of a row.

    Args:
        row: from ``finding_to_json``.
        as_of: the moment asked for, as facts tell it.
    """
    code, place, facts, severity = cast("tuple[str, _Row, list[_Row], str]", row)
    path, pointer, line, column, length, source = place
    at = Location(
        cast("str", path),
        tuple(cast("list[str | int]", pointer)),
        cast("int", line),
        cast("int", column),
        cast("int", length),
        cast("str", source),
    )
    told = tuple(
        (name, as_of if name == AS_OF and as_of else _of_fact(value))
        for name, value in cast("list[tuple[str, Json]]", facts)
    )
    return Finding(code, at, told, Severity(severity))


def waived_to_json(item: Waived) -> _Row:
    """A finding that is set aside as a row."""
    rest = [item.path, item.scope, dict(item.reason), list(item.approvers), item.until]
    return [finding_to_json(item.finding), *rest]


def waived_from_json(row: Json, *, as_of: str) -> Waived:
    """The finding that is set aside, out of a row."""
    found, path, scope, reason, approvers, until = cast("_Row", row)
    return Waived(
        finding=finding_from_json(found, as_of=as_of),
        path=cast("str", path),
        scope=cast("str", scope),
        reason=cast("Mapping[str, str]", reason),
        approvers=tuple(cast("list[str]", approvers)),
        until=cast("str", until),
    )


def _fact(value: Fact) -> Json:
    """Numbers and texts as they are; a list for several; a mapping for a member of an enum."""
    if isinstance(value, tuple):
        return [_fact(item) for item in value]
    family = family_of(value)
    return {family: str(value)} if family else value


def _of_fact(value: Json) -> Fact:
    if isinstance(value, list):
        return tuple(cast("str", _of_fact(item)) for item in value)
    if isinstance(value, dict):
        family, token = next(iter(value.items()))
        return Token(token, family)
    return cast("str | int", value)
