"""Business time as other systems' published tests have it: every vector beside the repository."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from rdclient.worktime import (
    Hours,
    WorkCalendar,
    add_days,
    deadline,
    elapsed,
    is_open,
    latest_start,
    next_open,
    resolve,
)

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "data" / "worktime_vectors.json"
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Vector = Mapping[str, Any]


def vectors() -> list[Any]:
    """Each row with its id; one row that is skipped where the file is not."""
    if not VECTORS.is_file():
        reason = "the vectors are not beside the repository (../shared/data/worktime_vectors.json)"
        return [pytest.param({}, id="vectors", marks=pytest.mark.skip(reason=reason))]
    rows = json.loads(VECTORS.read_text(encoding="utf-8"))["vectors"]
    return [pytest.param(row, id=row["id"]) for row in rows]


def hours(written: list[list[str]]) -> Hours:
    """``[["09:00", "12:00"]]`` in seconds of the day."""
    return tuple((seconds(start), seconds(end)) for start, end in written)


def seconds(label: str) -> int:
    """``09:30`` or ``09:30:15`` in seconds of the day."""
    hour, minute, *second = map(int, label.split(":"))
    return hour * 3600 + minute * 60 + sum(second)


def calendar_of(row: Vector) -> WorkCalendar:
    written = row["calendar"]
    return WorkCalendar(
        row["id"],
        ZoneInfo(row["tz"]),
        {WEEK.index(day) + 1: hours(those) for day, those in written["weekly"].items()},
        frozenset(map(date.fromisoformat, written.get("holidays", ()))),
        {
            date.fromisoformat(day): hours(those)
            for day, those in written.get("extra_workdays", {}).items()
        },
    )


def answer(row: Vector) -> datetime | int | bool:
    calendar, start = calendar_of(row), datetime.fromisoformat(row["start"])
    pauses = [tuple(map(datetime.fromisoformat, pause)) for pause in row.get("pauses", ())]
    ways = {
        "elapsed": lambda: elapsed(calendar, start, datetime.fromisoformat(row["arg"]), pauses),
        "add": lambda: deadline(calendar, start, row["arg"], pauses),
        "sub": lambda: latest_start(calendar, start, row["arg"]),
        "add_days": lambda: add_days(calendar, start, row["arg"]),
        "is_open": lambda: is_open(calendar, start),
        "next_open": lambda: next_open(calendar, start),
        "resolve": lambda: resolve(start, calendar.zone),
    }
    found: datetime | int | bool = ways[row["op"]]()
    return found


@pytest.mark.parametrize("row", vectors())
def test_the_answer_is_that_of_the_vector(row: Vector) -> None:
    expected = row["expected"]
    found = answer(row)
    if isinstance(expected, str):
        assert found == datetime.fromisoformat(expected), row.get("note")
    else:
        assert (type(found), found) == (type(expected), expected), row.get("note")
