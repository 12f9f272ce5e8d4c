"""All clocks together: each code has its row, none fails, and the past does not change."""

import json
import re
import shutil
from collections import Counter
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from rdclient.diagnostic import CODES, Producer
from rdclient.model import replay
from rdclient.model.portfolio import KINDS, Portfolio
from rdclient.obligations.base import Ask
from rdclient.obligations.ledger import CLOCKS, judged
from rdclient.store import workspace
from rdclient.store.yamlfile import LIST_LIMIT, load

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NAMES = ("northbank", "kestrel")
FIRST = datetime(2025, 9, 1, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
MOMENTS = tuple(FIRST + timedelta(days=23 * step, hours=step) for step in range(30))
"""From before the first project to after the last fact, at every hour of the day."""


@cache
def example(name: str) -> Portfolio:
    return workspace.read(EXAMPLES / name).portfolio


# ── the table ────────────────────────────────────────────────────────────────


def test_each_code_of_the_clocks_has_one_row() -> None:
    rows = Counter(clock.code for clock in CLOCKS)
    codes = {row.code for row in CODES.values() if row.producer is Producer.OBLIGATIONS}
    assert rows == dict.fromkeys(codes, 1)


def test_each_clock_speaks_of_kinds_that_exist() -> None:
    for clock in CLOCKS:
        assert clock.about, clock.code
        assert set(clock.about) <= set(KINDS), clock.code


# ── at any moment ────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", NAMES)
def test_every_clock_answers_at_any_moment_about_what_it_is_named_for(name: str) -> None:
    for moment in MOMENTS:
        ask = Ask(replay.at(example(name), moment), moment)
        for clock in CLOCKS:
            found = tuple(clock.generate(ask))
            assert {one.code for one in found} <= {clock.code}
            keys = Counter((id(one.record), one.pointer, one.period, one.group) for one in found)
            assert set(keys.values()) <= {1}, (clock.code, moment)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_owed_before_the_first_kick_off(name: str) -> None:
    moment = datetime(2025, 6, 1, 9, 0, tzinfo=example(name).zone)
    assert judged(replay.at(example(name), moment), as_of=moment) == ()


# ── the past ─────────────────────────────────────────────────────────────────

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATES_A_PART = ("at", "on", "entered_on", "from", "created_on", "signed_on", "started_at")
_IS_LATER_TAKEN_AWAY = (
    "to", "ended_at", "sent_at", "cancelled_on", "confirmed_on", "closed_on", "reached_on",
    "accepted_on", "answered_on", "sent_on", "finished_on", "started_on", "disclosed_on",
    "paid_on", "reviewed_on",
)  # fmt: skip


def cut(data: object, last: date) -> object:
    """Data without what is dated after a day; None for a part that began later."""
    if isinstance(data, list):
        kept = (cut(item, last) for item in data)
        return [item for item in kept if item is not None]
    if isinstance(data, str):
        return data
    if not isinstance(data, dict):
        return data
    if any(is_later(data.get(key), last) for key in (*_DATES_A_PART, "recorded_on")):
        return None
    kept = {
        key: cut(value, last)
        for key, value in data.items()
        if not (key in _IS_LATER_TAKEN_AWAY and is_later(value, last))
    }
    if isinstance(data.get("asked"), list):
        kept["asked"] = [day for day in data["asked"] if not is_later(day, last)]
    return {key: value for key, value in kept.items() if value is not None}


def is_later(value: object, last: date) -> bool:
    text = str(value)
    return bool(_DAY.match(text)) and date.fromisoformat(text[:10]) > last


def without_later(name: str, last: date, folder: Path) -> Path:
    """The example with everything that is dated after a day deleted from its files."""
    root = folder / f"{name}-{last}"
    shutil.copytree(EXAMPLES / name, root, ignore=shutil.ignore_patterns(".rdclient-cache"))
    for path in sorted(root.glob("clients/**/*.yaml")):
        data = load(root, path.relative_to(root).as_posix(), limit=LIST_LIMIT).data
        left = cut(data, last)
        if left is None:
            path.unlink()
        else:
            path.write_text(json.dumps(left, ensure_ascii=False, default=str), encoding="utf-8")
    return root


def told(portfolio: Portfolio, moment: datetime) -> list[tuple[object, ...]]:
    """Everything that the clocks say at a moment, in an order of its own."""
    return sorted(
        (
            one.obligation.code,
            one.obligation.record.origin.path,
            one.obligation.item,
            one.obligation.period or "",
            one.obligation.group or "",
            one.obligation.owner or "",
            one.obligation.found,
            one.standing.state.value,
            str(one.standing.deadline),
            str(one.standing.elapsed),
        )
        for one in judged(replay.at(portfolio, moment), as_of=moment)
    )


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "last", [date(2026, 2, 20), date(2026, 9, 9), date(2026, 10, 20), date(2026, 11, 17)], ids=str
)
def test_what_happens_later_changes_nothing_said_before(
    name: str, last: date, tmp_path: Path
) -> None:
    whole = example(name)
    moment = datetime(last.year, last.month, last.day, 23, 59, 59, tzinfo=whole.zone)
    then = workspace.read(without_later(name, last, tmp_path)).portfolio
    assert told(then, moment) == told(whole, moment)
