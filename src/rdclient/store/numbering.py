"""Ids for new records: the number after those given so far, the period's own, or a random one."""

import re
import secrets
from collections.abc import Collection, Sequence
from datetime import date
from types import MappingProxyType

FIRST = MappingProxyType(
    {
        "contract": "HT-{year}-001",
        "ticket": "TCK-001",
        "incident": "INC-001",
        "survey": "{year}-Q{quarter}",
        "improvement": "IMP-001",
        "complaint": "CMP-001",
        "plan": "PLAN-01",
        "drill": "DRL-001",
        "inspection": "INS-{year}-{month:02}",
        "followup": "FU-001",
        "brief": "BRF-001",
        "requirement": "REQ-001",
        "change": "CR-001",
        "meeting": "MTG-001",
        "milestone": "M1",
        "iteration": "IT-01",
        "task": "TSK-001",
        "risk": "RISK-001",
        "issue": "ISS-001",
        "deliverable": "DLV-001",
        "decision": "DEC-001",
        "action": "ACT-001",
        "confirmation": "CFM-001",
        "report": "weekly-{iso_year}-W{week:02}",
    }
)
"""The first id of each kind where none was given yet."""

_TAIL = re.compile(r"(.*?)(\d{1,9})\Z", re.ASCII | re.DOTALL)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)", re.ASCII)
_PERIODS = MappingProxyType(
    {
        "survey": re.compile(r"(?P<head>.*?)20\d\d(?P<gap>-?Q)[1-4]\Z", re.ASCII),
        "inspection": re.compile(r"(?P<head>.*?)20\d\d(?P<gap>-)(?:0\d|1[0-2])\Z", re.ASCII),
    }
)
"""Ids that name the time a record is about."""
_MARKS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and letters that nobody takes for another one."""
_LENGTH = 5


def next_id(
    kind: str, given: Sequence[str], elsewhere: Sequence[str], taken: Collection[str], on: date
) -> str:
    """The id for one more record of a kind.

    It has the prefix and the width of the one given last; without any here, of one given
    elsewhere, counted from 1. An id that names an earlier year begins anew with this year's.

    Args:
        kind: a name in ``FIRST``.
        given: ids of the kind in its scope, the last one given at the end.
        elsewhere: ids of the kind in other scopes.
        taken: ids that may not be given again.
        on: the day it is given.
    """
    used = {name.casefold() for name in (*given, *taken)}
    if kind in _PERIODS or kind == "report":
        return _of_period(kind, (*elsewhere, *given), on)
    known = _last(given)
    begun = known or _zeroed(_last(elsewhere) or _first(kind, on))
    year = _YEAR.search(begun[:-1])
    if year and int(year[1]) < on.year:
        begun = _zeroed(f"{begun[: year.start()]}{on.year}{begun[year.end() :]}")
    name = _after(begun)
    while name.casefold() in used:
        name = _after(name)
    return name


def random_id(kind: str, given: Sequence[str], taken: Collection[str], on: date) -> str:
    """An id that two people do not give at once: ``CR-2026-7K3Q9``."""
    used = {name.casefold() for name in (*given, *taken)}
    known = _last(given) or _first(kind, on)
    head = re.split(r"[-\d]", known, maxsplit=1)[0] or "N"
    while True:
        mark = "".join(secrets.choice(_MARKS) for _ in range(_LENGTH))
        name = f"{head}-{on.year}-{mark}"
        if name.casefold() not in used:
            return name


def _last(given: Sequence[str]) -> str | None:
    return next((name for name in reversed(given) if _TAIL.match(name)), None)


def _zeroed(name: str) -> str:
    """An id with the number 0 in the same width: the one before the first."""
    match = _TAIL.match(name)
    return match[1] + "0" * len(match[2]) if match else name


def _after(name: str) -> str:
    match = _TAIL.match(name)
    if match is None:
        return f"{name}-1"
    return match[1] + str(int(match[2]) + 1).zfill(len(match[2]))


def _first(kind: str, on: date) -> str:
    iso = on.isocalendar()
    return FIRST[kind].format(
        year=on.year,
        month=on.month,
        quarter=(on.month + 2) // 3,
        iso_year=iso.year,
        week=iso.week,
    )


def _of_period(kind: str, given: Sequence[str], on: date) -> str:
    """The id of the month, quarter or week of a day, as ids of the kind are written."""
    pattern = _PERIODS.get(kind)
    for name in reversed(given if pattern else ()):
        if match := pattern.match(name) if pattern else None:
            period = (on.month + 2) // 3 if kind == "survey" else f"{on.month:02}"
            return f"{match['head']}{on.year}{match['gap']}{period}"
    return _first(kind, on)
