"""How long an answer holds: within its span no rule says anything else."""

import json
import random
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rdclient.api.examining import Examiner, span
from rdclient.diagnostic import Finding
from rdclient.store import tree
from rdclient.store.cache import opened
from rdclient.store.source import Source

FIXTURES = Path(__file__).resolve().parent.parent / "rules"
SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
FIRST, LAST = datetime(2026, 6, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)

YEAR = (datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2026-12-31"))


def examined(
    root: Path, as_of: datetime, user: Path
) -> Iterator[tuple[str, set[object], int, int]]:
    """Per part: what is found, apart from the moment it tells, and from when to when."""
    source = Source(root, tree.walk(root), opened(root, user))
    examiner = Examiner(source, as_of)
    for part in examiner.paths:
        if part:
            answer = examiner.answer(part)
            found = {bare(f) for f in (*answer.findings, *answer.absent)}
            yield part, found | {bare(item.finding) for item in answer.waived}, *answer.span


def bare(finding: Finding) -> object:
    """A finding without the moment that was asked for."""
    facts = tuple(fact for fact in finding.facts if fact[0] != "as_of")
    return finding.code, finding.location, facts, finding.severity


def moments_in(first: int, last: int, chance: random.Random) -> list[datetime]:
    """The ends of a span as far as the time looked at goes, and a moment in between."""
    low, high = max(first, int(FIRST.timestamp())), min(last, int(LAST.timestamp()))
    return [datetime.fromtimestamp(at, UTC) for at in {low, chance.randrange(low, high), high - 1}]


@pytest.mark.parametrize("code", sorted(folder.name for folder in FIXTURES.glob("RD[1-5]*")))
def test_no_rule_says_anything_else_within_the_span(code: str, tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    shutil.copytree(FIXTURES / "base", root)
    shutil.copytree(FIXTURES / code / "bad", root, dirs_exist_ok=True)
    chance = random.Random(code)  # noqa: S311 - a repeatable choice
    day = chance.randrange((LAST - FIRST).days)
    for as_of in (datetime(2026, 11, 20, 10, tzinfo=UTC), FIRST + timedelta(days=day, hours=5)):
        for part, found, first, last in examined(root, as_of, tmp_path):
            assert first <= as_of.timestamp() < last
            for moment in moments_in(first, last, chance):
                again = {name: f for name, f, *_ in examined(root, moment, tmp_path)}
                assert again[part] == found, moment


@given(
    at=st.datetimes(*YEAR, timezones=st.just(BERLIN)),
    days=st.lists(st.dates(FIRST.date(), LAST.date()), max_size=4),
    times=st.lists(st.datetimes(*YEAR), max_size=4),
    offset=st.sampled_from(["", "Z", "+08:00", "-05:30"]),
)
def test_a_span_passes_no_date_and_no_time(
    at: datetime, days: list, times: list, offset: str
) -> None:
    labels = [day.isoformat() for day in days]
    stamps = [f"{time:%Y-%m-%d %H:%M}{offset}" for time in times]
    first, last = span(iter([json.dumps([*labels, *stamps])]), at, BERLIN)
    assert first <= int(at.timestamp()) < last
    marks = [datetime.fromisoformat(label).replace(tzinfo=BERLIN) for label in labels]
    for stamp in stamps:
        label = datetime.fromisoformat(stamp)
        marks += [label] if label.tzinfo else [label.replace(tzinfo=BERLIN, fold=f) for f in (0, 1)]
    for mark in marks:
        assert not first < int(mark.timestamp()) < last, mark
        day = mark.astimezone(BERLIN).date()
        if not offset:
            start = datetime(day.year, day.month, day.day, tzinfo=BERLIN)
            assert not first < int(start.timestamp()) < last


def test_without_any_date_an_answer_holds_for_ever() -> None:
    first, last = span(iter(['{"2026-13-40": "9999-99-99 25:61"}']), LAST, SHANGHAI)
    assert first < 0
    assert last > datetime(9999, 1, 1, tzinfo=UTC).timestamp()
