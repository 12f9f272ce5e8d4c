"""Policy: the shipped file, and a workspace's overrides laid over it."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import cast
from zoneinfo import ZoneInfo

from rdclient.diagnostic import CODES, OF_SIGNED_TEXT, Finding, Producer, Severity, finding
from rdclient.model.policy import Policy
from rdclient.model.portfolio import BUSINESS
from rdclient.model.requirement import MAIN_LINE
from rdclient.store.calendarfile import no_calendar
from rdclient.store.layout import POLICY_FILE
from rdclient.store.validate import validate
from rdclient.store.yamlfile import LIST_LIMIT, Loaded, Positions, load

_DATA = Path(__file__).resolve().parent.parent / "data"


@cache
def _shipped_data() -> Mapping[str, object]:
    loaded = load(_DATA, "policy.yaml", limit=LIST_LIMIT)
    return cast("Mapping[str, object]", loaded.data)


@cache
def shipped() -> Policy:
    """The policy that comes with the tool."""
    return Policy.model_validate(_shipped_data())


_NAMES = frozenset({"code", "fixed-code", "signed-code", "calendar", "calendar-near"})
"""Variants of RD006 for a name that does not exist in a version that is used nevertheless."""


def is_left_out(findings: Iterable[Finding]) -> bool:
    """Whether a version of the workspace's own policy is not in use, as the findings tell."""
    return any(
        item.location.path == POLICY_FILE
        and item.severity is Severity.ERROR
        and CODES[item.code].producer is Producer.STORE
        and dict(item.facts).get("variant") not in _NAMES
        for item in findings
    )


def whole(version: object) -> Mapping[str, object]:
    """The data of a version of the workspace's own policy, laid over the shipped one."""
    return cast("Mapping[str, object]", _over(_shipped_data(), version))


def layered(
    loaded: Loaded, zone: ZoneInfo, calendars: tuple[str, ...] | None = None
) -> tuple[tuple[Policy, ...], tuple[Finding, ...]]:
    """The policies in force over time: each version of the workspace over the shipped one.

    A file that is one mapping holds from the beginning; a list holds versions with
    ``effective_on``, in order. A version that is not sound is left out and stated.

    Args:
        loaded: the workspace's own policy, with its text.
        zone: of its dates.
        calendars: ids of all that there are. A clock that names another one is stated, and not
            measured; the version stays. None leaves that out: it shows only between files.
    """
    if loaded.data is None:
        return (shipped(),), ()
    versions = loaded.data if isinstance(loaded.data, list) else [loaded.data]
    policies: list[Policy] = []
    findings: list[Finding] = []
    for index, version in enumerate(versions):
        pointer = (index,) if isinstance(loaded.data, list) else ()
        merged = _over(_shipped_data(), version)
        found = validate(
            Policy, merged, path=loaded.path, text=loaded.text, pointer=pointer, zone=zone
        )
        if isinstance(found, tuple):
            findings += found
            continue
        positions = Positions(loaded.path, loaded.text)
        unsound = tuple(_unsound(found, policies[-1:], positions, pointer))
        findings += (*unsound, *_unknown_names(found, positions, pointer, calendars))
        if not unsound:
            policies.append(found)
    if not policies or policies[0].effective_on is not None:
        policies.insert(0, shipped())
    return tuple(policies), tuple(findings)


def _unsound(
    policy: Policy, before: list[Policy], positions: Positions, pointer: tuple[int, ...]
) -> Iterator[Finding]:
    """RD006 for what makes a version unusable: it is not later than the one before, or wrong."""
    if before and not _follows(before[0], policy):
        at = positions.locate((*pointer, "effective_on"))
        facts = {"expected": "later-date", "value": str(policy.effective_on)}
        yield finding("RD006", at, variant="later-date", **facts)
        return
    yield from _wrong_patterns(policy, positions, pointer)
    yield from _off_line(policy, positions, pointer)


_NUMBER_FIELDS = MappingProxyType(
    {
        "weekly_number": ("client", "project", "year", "week"),
        "minutes_number": ("client", "project", "year", "id"),
        "change_number": ("client", "project", "year", "id"),
        "baseline_number": ("client", "project", "year", "id"),
        "annex_number": ("client", "project", "year"),
    }
)
"""What the numbers of each document may be made of."""
_FORM = re.compile(r"(?:0?[1-9]d?)?\Z", re.ASCII)


def _wrong_patterns(
    policy: Policy, positions: Positions, pointer: tuple[int, ...]
) -> Iterator[Finding]:
    """RD006 for every pattern of a document number that cannot be filled."""
    for field, known in _NUMBER_FIELDS.items():
        pattern = getattr(policy.documents, field)
        if not _is_number_pattern(pattern, known):
            at = positions.locate((*pointer, "documents", field))
            facts = {"expected": "document-number", "value": pattern}
            yield finding("RD006", at, variant="document-number", **facts, known=known)


def _off_line(policy: Policy, positions: Positions, pointer: tuple[int, ...]) -> Iterator[Finding]:
    """RD006 for a step that counts as done but is none that a requirement advances by."""
    step = policy.weekly.done_event
    if step not in MAIN_LINE:
        at = positions.locate((*pointer, "weekly", "done_event"))
        known = tuple(line.value for line in MAIN_LINE)
        yield finding("RD006", at, variant="enum", expected="token", value=step.value, known=known)


def _unknown_names(
    policy: Policy,
    positions: Positions,
    pointer: tuple[int, ...],
    calendars: tuple[str, ...] | None,
) -> Iterator[Finding]:
    """RD006 for codes and calendars that do not exist; the version can be used nevertheless."""
    yield from _unknown_codes(policy, positions, pointer)
    if calendars is not None:
        yield from _unknown_calendars(policy, positions, pointer, (BUSINESS, *calendars))


def _unknown_codes(
    policy: Policy, positions: Positions, pointer: tuple[int, ...]
) -> Iterator[Finding]:
    """RD006 for every severity set for a code that does not exist, or whose severity is fixed."""
    for code, severity in policy.severity.items():
        if code in OF_SIGNED_TEXT and severity is not Severity.ERROR:
            at = positions.locate((*pointer, "severity", code), on_key=True)
            yield finding("RD006", at, variant="signed-code", expected="code", value=code)
        elif code in CODES and CODES[code].producer is Producer.STORE:
            at = positions.locate((*pointer, "severity", code), on_key=True)
            yield finding("RD006", at, variant="fixed-code", expected="code", value=code)
        elif code not in CODES:
            at = positions.locate((*pointer, "severity", code), on_key=True)
            names = {row.name: row.code for row in CODES.values()}
            near = [names[code]] if code in names else difflib.get_close_matches(code, CODES, 1, 0)
            yield finding(
                "RD006", at, variant="code", expected="code", value=code, known=tuple(near)
            )


def _unknown_calendars(
    policy: Policy, positions: Positions, pointer: tuple[int, ...], known: tuple[str, ...]
) -> Iterator[Finding]:
    """RD006 for every clock that is counted by a calendar that there is not."""
    for row in type(policy.clocks).model_fields:
        for way, name in _calendars_in(getattr(policy.clocks, row)):
            if name not in known:
                at = positions.locate((*pointer, "clocks", row, *way))
                yield no_calendar(name, at, known)


def _calendars_in(row: object) -> Iterator[tuple[tuple[str, ...], str]]:
    """The calendars that a row of the clocks names, each with the way to it."""
    whole: str | None = getattr(row, "calendar", None)
    if whole is not None:
        yield ("calendar",), whole
    single: Mapping[str, str] = getattr(row, "calendars", {})
    for key, name in single.items():
        yield ("calendars", key), name


def _is_number_pattern(pattern: str, known: tuple[str, ...]) -> bool:
    try:
        parts = tuple(Formatter().parse(pattern))
    except ValueError:
        return False
    return all(
        name is None or (name in known and _FORM.match(form or "") and not conversion)
        for _, name, form, conversion in parts
    )


def _follows(before: Policy, after: Policy) -> bool:
    first, second = before.effective_on, after.effective_on
    return second is not None and (first is None or first < second)


def _over(base: object, change: object) -> object:
    """``change`` laid over ``base``, mapping by mapping; an explicit null takes away."""
    if not isinstance(base, Mapping) or not isinstance(change, Mapping):
        return change
    merged = dict(base)
    for key, value in change.items():
        merged[key] = _over(base[key], value) if key in base else value
    return merged
