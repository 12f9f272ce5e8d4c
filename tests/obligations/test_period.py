"""Periods: laid end to end from an anchor, and which evidence fills which."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rdclient.model.clock_policy import Every
from rdclient.obligations.period import Bucket, Evidence, Span, buckets, calendar_start, fill

ZONE = ZoneInfo("Asia/Shanghai")


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def laid(every: Every, anchor: str, until: str) -> list[str]:
    """Name, first and last day of each period."""
    found = buckets(every, day(anchor), day(until))
    return [f"{one.name}: {one.first:%m-%d} {one.last:%m-%d}" for one in found]


# ── periods ──────────────────────────────────────────────────────────────────


def test_weeks_from_a_monday_are_the_weeks_of_the_calendar() -> None:
    assert laid(Every.WEEK, "11-09", "11-16") == [
        "2026-W46: 11-09 11-15",
        "2026-W47: 11-16 11-22",
    ]


def test_weeks_from_another_day_are_named_by_their_ends() -> None:
    assert laid(Every.WEEK, "11-11", "11-18") == [
        "2026-11-11..2026-11-17: 11-11 11-17",
        "2026-11-18..2026-11-24: 11-18 11-24",
    ]


def test_months_from_the_31st_clamp_and_come_back() -> None:
    found = list(buckets(Every.MONTH, day("01-31"), day("04-30")))
    assert [one.first for one in found] == [day("01-31"), day("02-28"), day("03-31"), day("04-30")]
    assert [one.last for one in found] == [day("02-27"), day("03-30"), day("04-29"), day("05-30")]


@pytest.mark.parametrize(
    ("every", "names"),
    [
        (Every.MONTH, ["2026-11", "2026-12"]),
        (Every.QUARTER, ["2026-Q4"]),
        (Every.HALF_YEAR, ["2026-H2"]),
        (Every.YEAR, ["2026"]),
    ],
)
def test_periods_of_the_calendar_have_its_names(every: Every, names: list[str]) -> None:
    start = calendar_start(every, day("11-20"))
    assert [one.name for one in buckets(every, start, day("12-31"))] == names


def test_the_first_days_of_a_year_may_lie_in_a_week_of_the_year_before() -> None:
    start = calendar_start(Every.WEEK, date(2027, 1, 1))
    (week,) = buckets(Every.WEEK, start, date(2027, 1, 3))
    assert (week.name, week.first, week.last) == ("2026-W53", day("12-28"), date(2027, 1, 3))


def test_the_end_of_the_calendar_ends_the_periods() -> None:
    found = list(buckets(Every.YEAR, date(9997, 1, 1), date.max))
    assert [one.name for one in found] == ["9997", "9998", "9999"]


def test_a_period_that_a_span_cuts_off_does_not_lie_in_it() -> None:
    week = Bucket(day("11-16"), day("11-22"), "2026-W47")
    assert Span(day("11-16"), day("11-22")).holds(week)
    assert not Span(day("11-17")).holds(week)
    assert not Span(day("11-16"), day("11-21")).holds(week)
    assert Span(day("11-22"), day("11-22")).meets(week)
    assert not Span(day("11-23")).meets(week)


# ── evidence ─────────────────────────────────────────────────────────────────

WEEKS = tuple(buckets(Every.WEEK, day("11-02"), day("11-22")))
"""2026-W45, W46 and W47."""


def seen(text: str, period: str | None = None) -> Evidence:
    at = datetime.fromisoformat(f"2026-{text}T10:00").replace(tzinfo=ZONE)
    return Evidence(at, text, period)


def filled(times: tuple[int, ...], *evidence: Evidence) -> list[str]:
    """Per week the evidence that counts for it, and ``done`` by which it is complete."""
    found = fill(tuple(zip(WEEKS, times, strict=True)), evidence, ZONE)
    lines = [" ".join(one.done_by for one in row.found) or "-" for row in found]
    done = [f" done {row.done.done_by}" if row.done else "" for row in found]
    return [line + end for line, end in zip(lines, done, strict=True)]


def test_evidence_counts_for_the_week_it_is_dated_in() -> None:
    assert filled((1, 1, 1), seen("11-02"), seen("11-15"), seen("11-16")) == [
        "11-02 done 11-02",
        "11-15 done 11-15",
        "11-16 done 11-16",
    ]


def test_what_is_left_over_is_late_for_the_week_before() -> None:
    assert filled((1, 1, 1), seen("11-10"), seen("11-12"), seen("11-17")) == [
        "11-12 done 11-12",
        "11-10 done 11-10",
        "11-17 done 11-17",
    ]


def test_what_is_left_over_never_counts_for_a_later_week_nor_two_weeks_back() -> None:
    assert filled((1, 1, 1), seen("11-02"), seen("11-03"), seen("11-04")) == [
        "11-02 done 11-02",
        "-",
        "-",
    ]
    assert filled((1, 1, 1), seen("11-16"), seen("11-17"), seen("11-18")) == [
        "-",
        "11-17 done 11-17",
        "11-16 done 11-16",
    ]


def test_the_last_evidence_that_a_week_needs_completes_it() -> None:
    assert filled((2, 2, 2), seen("11-03"), seen("11-05"), seen("11-10"), seen("11-17")) == [
        "11-03 11-05 done 11-05",
        "11-10",
        "11-17",
    ]


def test_one_of_two_left_over_is_found_and_does_not_complete_the_week() -> None:
    assert filled((2, 2, 2), seen("11-17"), seen("11-18"), seen("11-19")) == [
        "-",
        "11-19",
        "11-17 11-18 done 11-18",
    ]


def test_a_week_that_owes_nothing_leaves_all_its_evidence_to_the_one_before() -> None:
    assert filled((1, 0, 1), seen("11-12")) == ["11-12 done 11-12", "-", "-"]


def test_evidence_that_names_its_period_counts_for_that_one_alone() -> None:
    late = seen("11-17", "2026-W45")
    assert filled((1, 1, 1), late, seen("11-18", "2026-W45")) == ["11-17 done 11-17", "-", "-"]
    assert filled((1, 1, 1), seen("11-17", "2026-W01")) == ["-", "-", "-"]


def test_two_contacts_without_id_on_one_day_are_two() -> None:
    at = datetime(2026, 11, 3, 0, 0, tzinfo=ZONE)
    row = fill(((WEEKS[0], 2),), (Evidence(at), Evidence(at)), ZONE)[0]
    assert row.done == Evidence(at)


def test_the_day_of_evidence_is_read_in_the_zone_of_the_workspace() -> None:
    at = datetime(2026, 11, 8, 16, 0, tzinfo=UTC)  # Monday 00:00 in Shanghai
    rows = fill(tuple((week, 1) for week in WEEKS), (Evidence(at, "x"),), ZONE)
    assert [bool(row.found) for row in rows] == [False, True, False]


EVERY = st.sampled_from(Every)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
OFFSETS = st.lists(st.integers(-5, 60), max_size=12)


@given(EVERY, DAYS, st.integers(0, 900))
def test_periods_follow_each_other_without_gaps(every: Every, anchor: date, length: int) -> None:
    until = anchor + timedelta(days=length)
    found = list(buckets(every, anchor, until))
    assert found[0].first == anchor
    assert found[-1].first <= until <= found[-1].last
    nexts = [one.last + timedelta(days=1) for one in found]
    assert nexts[:-1] == [one.first for one in found[1:]]
    assert len({one.name for one in found}) == len(found)


@given(OFFSETS, st.lists(st.integers(0, 3), min_size=8, max_size=8))
def test_each_evidence_counts_once_at_most(offsets: list[int], times: list[int]) -> None:
    rows, evidence = _drawn(offsets, times)
    counted = [one.done_by for row in fill(rows, evidence, ZONE) for one in row.found]
    assert len(counted) == len(set(counted))


@given(OFFSETS, st.lists(st.integers(0, 3), min_size=8, max_size=8), st.integers(0, 55))
def test_later_evidence_takes_nothing_away(
    offsets: list[int], times: list[int], until: int
) -> None:
    rows, evidence = _drawn(offsets, times)
    known = [one for one in evidence if one.at <= _noon(until)]
    before = fill(rows, known, ZONE)
    after = fill(rows, evidence, ZONE)
    for then, now in zip(before, after, strict=True):
        assert now.found[: len(then.found)] == then.found
        assert then.done is None or now.done == then.done


def _drawn(offsets: list[int], times: list[int]) -> tuple[list[tuple[Bucket, int]], list[Evidence]]:
    weeks = list(buckets(Every.WEEK, day("10-05"), day("11-29")))
    evidence = [Evidence(_noon(offset), str(index)) for index, offset in enumerate(offsets)]
    return list(zip(weeks, times, strict=True)), evidence


def _noon(offset: int) -> datetime:
    return datetime(2026, 10, 5, 12, 0, tzinfo=ZONE) + timedelta(days=offset)
