"""Policy and calendars: the shipped files, and a workspace's overrides laid over them."""

import difflib
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import cast
from zoneinfo import ZoneInfo

from rdclient.diagnostic import CODES, Finding, Producer, finding
from rdclient.model.policy import Policy, Weekday
from rdclient.model.requirement import MAIN_LINE
from rdclient.store.validate import validate
from rdclient.store.yamlfile import LIST_LIMIT, Loaded, Positions, load
from rdclient.worktime import ALL_DAYS, WorkCalendar, days

_DATA = Path(__file__).resolve().parent.parent / "data"


@cache
def _shipped_data() -> Mapping[str, object]:
    loaded = load(_DATA, "policy.yaml", limit=LIST_LIMIT)
    return cast("Mapping[str, object]", loaded.data)


@cache
def shipped() -> Policy:
    """The policy that comes with the tool."""
    return Policy.model_validate(_shipped_data())


def whole(version: object) -> Mapping[str, object]:
    """The data of a version of the workspace's own policy, laid over the shipped one."""
    return cast("Mapping[str, object]", _over(_shipped_data(), version))


def layered(loaded: Loaded, zone: ZoneInfo) -> tuple[tuple[Policy, ...], tuple[Finding, ...]]:
    """The policies in force over time: each version of the workspace over the shipped one.

    A file that is one mapping holds from the beginning; a list holds versions with
    ``effective_on``, in order. A version that is not sound is left out and stated.
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
        elif policies and not _follows(policies[-1], found):
            at = Positions(loaded.path, loaded.text).locate((*pointer, "effective_on"))
            value = str(found.effective_on)
            findings.append(
                finding("RD006", at, variant="later-date", expected="later-date", value=value)
            )
        else:
            positions = Positions(loaded.path, loaded.text)
            unsound = (
                *_wrong_patterns(found, positions, pointer),
                *_off_line(found, positions, pointer),
            )
            findings += (*unsound, *_unknown_codes(found, positions, pointer))
            if not unsound:
                policies.append(found)
    if not policies or policies[0].effective_on is not None:
        policies.insert(0, shipped())
    return tuple(policies), tuple(findings)


_NUMBER_FIELDS = MappingProxyType(
    {
        "weekly_number": ("client", "project", "year", "week"),
        "minutes_number": ("client", "project", "year", "id"),
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


def _unknown_codes(
    policy: Policy, positions: Positions, pointer: tuple[int, ...]
) -> Iterator[Finding]:
    """RD006 for every severity set for a code that does not exist, or that says what is unread."""
    for code in policy.severity:
        if code in CODES and CODES[code].producer is Producer.STORE:
            at = positions.locate((*pointer, "severity", code), on_key=True)
            yield finding("RD006", at, variant="fixed-code", expected="code", value=code)
        elif code not in CODES:
            at = positions.locate((*pointer, "severity", code), on_key=True)
            names = {row.name: row.code for row in CODES.values()}
            near = [names[code]] if code in names else difflib.get_close_matches(code, CODES, 1, 0)
            yield finding(
                "RD006", at, variant="code", expected="code", value=code, known=tuple(near)
            )


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


# ── calendars ────────────────────────────────────────────────────────────────

_NATURAL = WorkCalendar("24x7", ALL_DAYS, frozenset(), frozenset(), frozenset())


def has_calendar(name: str) -> bool:
    """Whether a calendar of that name is shipped."""
    return name == _NATURAL.id or name in _shipped_calendars()


@cache
def calendar(name: str) -> WorkCalendar:
    """The shipped calendar of that name; ``24x7`` for one that is not shipped."""
    if name not in _shipped_calendars():
        return _NATURAL
    loaded = load(_DATA / "calendars", f"{name}.yaml", limit=LIST_LIMIT)
    data = cast("Mapping[str, object]", loaded.data)
    years = cast("list[Mapping[str, object]]", data["years"])
    week = cast("list[str]", data["workweek"])
    return WorkCalendar(
        id=name,
        workweek=frozenset(Weekday(day).number for day in week),
        days_off=frozenset(_dates(years, "days_off")),
        extra_workdays=frozenset(_dates(years, "extra_workdays")),
        covers=frozenset(cast("int", year["year"]) for year in years),
    )


@cache
def _shipped_calendars() -> frozenset[str]:
    return frozenset(path.stem for path in (_DATA / "calendars").glob("*.yaml"))


def _dates(years: list[Mapping[str, object]], field: str) -> Iterator[date]:
    for year in years:
        for span in cast("list[str]", year[field]):
            first, _, last = span.partition("..")
            start, end = date.fromisoformat(first), date.fromisoformat(last or first)
            yield from (*days(start, end), end)
