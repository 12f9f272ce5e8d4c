"""Which years an answer needs, and that what was asked before changes none."""

import sys
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from rdclient.worktime import (
    NeverOpenError,
    YearNotCoveredError,
    add_days,
    closing,
    deadline,
    elapsed,
    is_open,
    latest_start,
    next_open,
    open_spans,
)

sys.path.insert(0, str(Path(__file__).resolve().parent))

from hours import HOUR, SPLIT, at, calendar

# ── weeks without an opening ───────────────────────────────────────────────────


def test_a_calendar_that_never_opens_is_given_up_and_not_walked_for_ever() -> None:
    shut = calendar(on=())
    start = at("06-10 12:00")
    assert elapsed(shut, start, at("2027-06-10 12:00")) == 0
    assert not is_open(shut, start)
    with pytest.raises(NeverOpenError, match="made up"):
        deadline(shut, start, 1)
    with pytest.raises(NeverOpenError, match="made up"):
        latest_start(shut, start, 1)
    with pytest.raises(NeverOpenError, match="made up"):
        next_open(shut, start)
    for count in (-1, 0, 1):
        with pytest.raises(NeverOpenError, match="made up"):
            add_days(shut, start, count)
    with pytest.raises(NeverOpenError, match="made up"):
        shut.add_workdays(date(2026, 6, 10), 1)
    assert deadline(shut, start, 0) == start


def test_hours_that_breaks_cut_away_are_no_opening_either() -> None:
    cut = calendar(breaks=("09:00-18:00",))
    with pytest.raises(NeverOpenError):
        next_open(cut, at("06-10 12:00"))
    with pytest.raises(NeverOpenError):
        add_days(cut, at("06-10 12:00"), -1)


def test_an_opening_in_thirty_years_is_found_and_one_in_fifty_is_not() -> None:
    rare = calendar(on=(), extra={"2056-06-10": SPLIT})
    assert next_open(rare, at("06-10 12:00")) == at("2056-06-10 09:00")
    assert deadline(rare, at("06-10 12:00"), HOUR) == at("2056-06-10 10:00")
    assert latest_start(rare, at("2080-06-10 12:00"), HOUR) == at("2056-06-10 17:00")
    with pytest.raises(NeverOpenError):
        next_open(rare, at("2006-06-10 12:00"))
    with pytest.raises(NeverOpenError):
        latest_start(rare, at("2106-06-10 12:00"), HOUR)


def test_what_is_too_far_away_is_not_found_because_it_was_asked_for_before() -> None:
    rare = calendar(on=(), extra={"2076-06-10": SPLIT})
    assert is_open(rare, at("2076-06-10 10:00"))
    assert not is_open(rare, at("06-10 10:00"))
    with pytest.raises(NeverOpenError):
        next_open(rare, at("06-10 12:00"))
    with pytest.raises(NeverOpenError):
        deadline(rare, at("06-10 12:00"), HOUR)
    with pytest.raises(NeverOpenError):
        latest_start(rare, at("2126-06-10 12:00"), HOUR)


# ── years that are covered ─────────────────────────────────────────────────────


def test_a_year_that_is_not_covered_is_named() -> None:
    only = calendar(covers=(2026,))
    with pytest.raises(YearNotCoveredError, match="made up: 2027") as error:
        elapsed(only, at("12-31 12:00"), at("2027-01-02 12:00"))
    assert (error.value.calendar, error.value.year) == ("made up", 2027)
    with pytest.raises(YearNotCoveredError, match="2025"):
        elapsed(only, at("2025-12-31 12:00"), at("01-02 12:00"))
    assert only.knows(date(2026, 12, 31))
    assert not only.knows(date(2027, 1, 1))
    assert calendar().knows(date(2027, 1, 1))
    assert not calendar(is_weekly_beyond=True).knows(date(2027, 1, 1))


def test_a_year_that_ends_an_interval_at_its_first_instant_is_not_needed() -> None:
    only = calendar(covers=(2026,))
    assert elapsed(only, at("12-31 12:00"), at("2027-01-01 00:00")) == 6 * HOUR
    assert deadline(only, at("12-31 12:00"), 6 * HOUR) == at("12-31 18:00")
    assert latest_start(only, at("2027-01-01 00:00"), HOUR) == at("12-31 17:00")
    assert next_open(only, at("01-01 00:00")) == at("01-01 09:00")
    assert len(open_spans(only, at("01-01 00:00"), at("2027-01-01 00:00"))) == 261
    midnight = calendar("00:00-24:00", on=(1, 2, 3, 4), covers=(2026,))
    assert deadline(midnight, at("12-31 12:00"), 12 * HOUR) == at("2027-01-01 00:00")


@pytest.mark.parametrize(
    "ask",
    [
        lambda only: elapsed(only, at("12-31 12:00"), at("2027-01-01 00:00:01")),
        lambda only: deadline(only, at("12-31 12:00"), 6 * HOUR + 1),
        lambda only: deadline(only, at("2027-01-01 00:00"), 1),
        lambda only: is_open(only, at("2027-01-01 00:00")),
        lambda only: next_open(only, at("12-31 18:00")),
        lambda only: open_spans(only, at("12-31 12:00"), at("2027-01-01 00:00:01")),
        lambda only: add_days(only, at("12-31 12:00"), 1),
        lambda only: add_days(only, at("12-31 20:00"), 0),
        lambda only: closing(only, date(2027, 1, 1)),
    ],
)
def test_a_question_that_needs_the_next_year_is_not_guessed(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(YearNotCoveredError, match="2027"):
        ask(calendar(covers=(2026,)))


@pytest.mark.parametrize(
    "ask",
    [
        lambda only: latest_start(only, at("01-01 10:00"), HOUR + 1),
        lambda only: add_days(only, at("01-02 12:00"), -2),
        lambda only: add_days(only, at("01-02 08:00"), -1),
        lambda only: add_days(only, at("2025-12-20 12:00"), 15),
        lambda only: is_open(only, at("2025-12-31 23:59:59")),
    ],
)
def test_a_question_that_needs_the_year_before_is_not_guessed(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(YearNotCoveredError, match="2025"):
        ask(calendar(covers=(2026,)))


def test_working_days_from_the_last_day_of_a_year_need_only_the_next_one() -> None:
    only = calendar(covers=(2026,))
    assert add_days(only, at("2025-12-31 12:00"), 1) == at("01-01 12:00")
    assert add_days(calendar(covers=(2025,)), at("01-01 12:00"), -1) == at("2025-12-31 12:00")
    assert add_days(only, at("12-30 12:00"), 1) == at("12-31 12:00")


def test_what_is_paused_needs_no_year() -> None:
    only = calendar(covers=(2026, 2028))
    over_the_year = [(at("12-31 00:00"), at("2028-01-03 09:00"))]
    assert elapsed(only, at("12-30 12:00"), at("2027-06-01 12:00"), over_the_year) == 6 * HOUR
    assert elapsed(only, at("12-30 12:00"), at("2028-01-03 10:00"), over_the_year) == 7 * HOUR
    assert deadline(only, at("12-30 12:00"), 7 * HOUR, over_the_year) == at("2028-01-03 10:00")
    assert deadline(only, at("12-30 12:00"), 20 * HOUR, over_the_year) == at("2028-01-04 14:00")
    before = [(at("2025-12-20 12:00"), at("01-05 09:00"))]
    assert deadline(only, at("2025-12-20 12:00"), HOUR, before) == at("01-05 10:00")


def test_a_pause_after_the_deadline_is_not_asked_for_its_year() -> None:
    only = calendar(covers=(2026,))
    far = [(at("2029-01-01 00:00"), at("2029-02-01 00:00"))]
    assert deadline(only, at("06-10 10:00"), HOUR, far) == at("06-10 11:00")
    with pytest.raises(YearNotCoveredError, match="2027"):
        deadline(only, at("12-31 12:00"), 7 * HOUR, far)


def test_a_hole_in_what_is_covered_is_not_counted_over() -> None:
    holed = calendar(covers=(2026, 2028))
    with pytest.raises(YearNotCoveredError, match="2027"):
        elapsed(holed, at("12-31 12:00"), at("2028-01-03 12:00"))
    with pytest.raises(YearNotCoveredError, match="2027"):
        add_days(holed, at("12-30 12:00"), 300)
    with pytest.raises(YearNotCoveredError, match="2027"):
        add_days(holed, at("2028-01-03 12:00"), -300)
    assert elapsed(holed, at("2028-01-03 12:00"), at("2028-01-04 12:00")) == 9 * HOUR
    assert elapsed(holed, at("06-10 12:00"), at("06-11 12:00")) == 9 * HOUR


def test_a_shift_out_of_a_year_that_is_not_covered_is_not_guessed() -> None:
    night = calendar("22:00-06:00", covers=(2026,), on=(1, 2, 3, 4, 5, 6, 7))
    for ask in (
        lambda: is_open(night, at("01-01 05:59:59")),
        lambda: elapsed(night, at("01-01 03:00"), at("01-02 00:00")),
        lambda: latest_start(night, at("01-01 23:00"), HOUR + 1),
        lambda: add_days(night, at("01-02 10:00"), -1),
    ):
        with pytest.raises(YearNotCoveredError, match="2025"):
            ask()
    assert not is_open(night, at("01-01 06:00"))
    assert elapsed(night, at("01-01 06:00"), at("01-02 00:00")) == 2 * HOUR
    assert latest_start(night, at("01-01 23:00"), HOUR) == at("01-01 22:00")
    assert add_days(night, at("01-03 10:00"), -1) == at("01-02 06:00")
    both = calendar("22:00-06:00", covers=(2025, 2026), on=(1, 2, 3, 4, 5, 6, 7))
    assert elapsed(both, at("01-01 03:00"), at("01-02 00:00")) == 5 * HOUR
    assert latest_start(both, at("01-01 23:00"), 3 * HOUR) == at("01-01 04:00")
    assert add_days(both, at("01-02 10:00"), -1) == at("01-01 06:00")


def test_the_week_is_taken_for_other_years_only_when_a_calendar_says_so() -> None:
    beyond = calendar(covers=(2026,), is_weekly_beyond=True, off=("2026-12-31",))
    assert elapsed(beyond, at("12-31 00:00"), at("2027-01-02 00:00")) == 9 * HOUR
    assert deadline(beyond, at("12-30 17:00"), 2 * HOUR) == at("2027-01-01 10:00")
    assert not beyond.knows(date(2027, 1, 1))
    beyond.admit(2027)
    calendar().admit(2027)
    with pytest.raises(YearNotCoveredError):
        calendar(covers=(2026,)).admit(2027)


def test_round_the_clock_no_year_needs_to_be_covered() -> None:
    everywhere = calendar("00:00-24:00", on=(1, 2, 3, 4, 5, 6, 7), covers=(2026,))
    assert elapsed(everywhere, at("12-31 00:00"), at("2027-01-02 00:00")) == 48 * HOUR
    assert deadline(everywhere, at("2030-01-01 00:00"), HOUR) == at("2030-01-01 01:00")
    assert add_days(everywhere, at("12-31 00:00"), 1) == at("2027-01-01 00:00")
    assert closing(everywhere, date(2027, 1, 1)) == at("2027-01-02 00:00")


def test_questions_in_any_order_have_the_same_answers() -> None:
    asked = (
        lambda one: elapsed(one, at("2025-06-10 00:00"), at("06-10 00:00")),
        lambda one: deadline(one, at("12-31 17:00"), 2 * HOUR),
        lambda one: latest_start(one, at("2024-01-01 10:00"), 2 * HOUR),
        lambda one: open_spans(one, at("2028-01-01 00:00"), at("2028-01-04 00:00")),
        lambda one: next_open(one, at("2030-12-31 18:00")),
    )
    expected = (
        261 * 9 * HOUR,
        at("2027-01-01 10:00"),
        at("2023-12-29 17:00"),
        ((at("2028-01-03 09:00"), at("2028-01-03 18:00")),),
        at("2031-01-01 09:00"),
    )
    for order in tuple(permutations(range(5)))[::9]:
        one = calendar()
        for number in order:
            assert asked[number](one) == expected[number], order


def test_the_first_instant_of_a_year_is_answered_by_that_year_also_later_on() -> None:
    whole = calendar("00:00-24:00")
    assert is_open(whole, at("12-31 23:59:59"))
    assert is_open(whole, at("2027-01-01 00:00"))
    assert deadline(whole, at("2027-01-01 00:00"), HOUR) == at("2027-01-01 01:00")
    only = calendar(covers=(2026,))
    assert not is_open(only, at("12-31 20:00"))
    with pytest.raises(YearNotCoveredError, match="2027"):
        is_open(only, at("2027-01-01 00:00"))


def test_years_apart_from_each_other_are_not_mixed_up() -> None:
    holed = calendar(covers=(2024, 2026, 2027))
    for _ in range(2):
        assert elapsed(holed, at("2024-06-10 00:00"), at("2024-06-11 00:00")) == 9 * HOUR
        assert deadline(holed, at("12-31 17:00"), 2 * HOUR) == at("2027-01-01 10:00")
        with pytest.raises(YearNotCoveredError, match="2025"):
            latest_start(holed, at("01-01 10:00"), 2 * HOUR)
