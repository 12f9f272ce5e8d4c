"""What goes wrong elsewhere with opening hours and pauses: each case once, with literal times."""

import sys
from datetime import UTC, date, datetime
from itertools import permutations
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from rdclient.worktime import (
    ALL_DAY,
    NATURAL,
    DayKind,
    add_days,
    closing,
    deadline,
    elapsed,
    is_open,
    latest_start,
    natural,
    next_open,
    open_spans,
)

sys.path.insert(0, str(Path(__file__).resolve().parent))

from hours import HOUR, NEVER, SHANGHAI, SPLIT, at, calendar, hours

# ── the minute before midnight ─────────────────────────────────────────────────


def test_a_day_until_24_00_has_all_its_minutes() -> None:
    one = calendar("00:00-24:00", on=(1, 2, 3, 4, 5, 6, 7), off=("2026-06-01",))
    assert elapsed(one, at("06-08 00:00"), at("06-15 00:00")) == 7 * 24 * HOUR
    assert is_open(one, at("06-08 23:59:59"))
    assert deadline(one, at("06-08 00:00"), 24 * HOUR) == at("06-09 00:00")


def test_a_day_until_23_59_lacks_a_minute_and_nobody_rounds_it_up() -> None:
    one = calendar("00:00-23:59", on=(1, 2, 3, 4, 5, 6, 7))
    assert elapsed(one, at("06-08 00:00"), at("06-15 00:00")) == 7 * (24 * HOUR - 60)
    assert not is_open(one, at("06-08 23:59"))


# ── pauses ─────────────────────────────────────────────────────────────────────


def test_a_pause_delays_by_its_open_hours_and_not_by_its_wall_clock() -> None:
    friday_to_monday = [(at("06-12 17:00"), at("06-15 10:00"))]
    assert deadline(calendar(), at("06-12 16:00"), 4 * HOUR, friday_to_monday) == at("06-15 13:00")
    assert elapsed(calendar(), at("06-12 16:00"), at("06-15 13:00"), friday_to_monday) == 4 * HOUR


def test_a_pause_outside_opening_hours_changes_nothing() -> None:
    night = [(at("06-10 19:00"), at("06-11 08:00"))]
    assert deadline(calendar(), at("06-10 16:00"), 4 * HOUR, night) == at("06-11 11:00")
    assert elapsed(calendar(), at("06-10 16:00"), at("06-11 11:00"), night) == 4 * HOUR


def test_a_pause_that_goes_on_to_the_end_is_subtracted() -> None:
    waiting = [(at("06-10 11:00"), at("06-10 17:00"))]
    assert elapsed(calendar(), at("06-10 10:00"), at("06-10 17:00"), waiting) == HOUR


def test_a_pause_beyond_the_end_is_subtracted_only_as_far_as_the_end() -> None:
    waiting = [(at("06-10 15:00"), at("06-20 00:00"))]
    assert elapsed(calendar(), at("06-10 10:00"), at("06-10 17:00"), waiting) == 5 * HOUR


def test_a_pause_that_began_before_the_start_is_subtracted_only_from_the_start() -> None:
    waiting = [(at("06-09 00:00"), at("06-10 11:00"))]
    assert elapsed(calendar(), at("06-10 10:00"), at("06-10 17:00"), waiting) == 6 * HOUR
    assert deadline(calendar(), at("06-10 10:00"), HOUR, waiting) == at("06-10 12:00")


def test_pauses_that_overlap_are_subtracted_once_in_whatever_order() -> None:
    waiting = (
        (at("06-10 11:00"), at("06-10 13:00")),
        (at("06-10 12:00"), at("06-10 14:00")),
        (at("06-10 16:00"), at("06-10 16:30")),
        (at("06-10 12:30"), at("06-10 12:45")),
        (at("06-10 17:00"), at("06-10 15:00")),
    )
    one = calendar()
    for those in permutations(waiting):
        assert elapsed(one, at("06-10 10:00"), at("06-10 18:00"), those) == 4 * HOUR + 1800
        assert deadline(one, at("06-10 10:00"), 2 * HOUR, those) == at("06-10 15:00")


def test_a_budget_used_up_when_a_pause_begins_ends_there() -> None:
    waiting = [(at("06-10 11:00"), at("06-10 15:00"))]
    assert deadline(calendar(), at("06-10 10:00"), HOUR, waiting) == at("06-10 11:00")
    assert deadline(calendar(), at("06-10 10:00"), HOUR + 1, waiting) == at("06-10 15:00:01")
    assert deadline(calendar(), at("06-10 11:00"), 0, waiting) == at("06-10 11:00")


def test_round_the_clock_a_pause_delays_by_its_length() -> None:
    everywhere = natural(ZoneInfo(SHANGHAI))
    waiting = [(at("06-12 17:00"), at("06-15 10:00"))]
    assert deadline(everywhere, at("06-12 16:00"), 2 * HOUR, waiting) == at("06-15 11:00")
    assert elapsed(everywhere, at("06-12 16:00"), at("06-15 12:00"), waiting) == 3 * HOUR


# ── opening and closing ────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("06-10 07:00", "06-10 10:00"),
        ("06-10 09:00", "06-10 10:00"),
        ("06-10 18:00", "06-11 10:00"),
        ("06-12 20:00", "06-15 10:00"),
        ("06-13 12:00", "06-15 10:00"),
    ],
)
def test_what_is_created_outside_opening_hours_counts_from_the_next_opening(
    start: str, end: str
) -> None:
    assert deadline(calendar(), at(start), HOUR) == at(end)
    assert elapsed(calendar(), at(start), at(end)) == HOUR


def test_a_budget_used_up_exactly_at_closing_time_ends_at_closing_time() -> None:
    assert deadline(calendar(), at("06-12 16:00"), 2 * HOUR) == at("06-12 18:00")
    assert deadline(calendar(), at("06-12 16:00"), 2 * HOUR + 1) == at("06-15 09:00:01")
    assert deadline(calendar(), at("06-12 18:00"), 0) == at("06-12 18:00")
    assert deadline(calendar(), at("06-13 12:00"), 0) == at("06-13 12:00")
    assert deadline(calendar(), at("06-13 12:00"), -1) == at("06-13 12:00")


def test_the_closing_minute_is_closed_and_the_opening_minute_open() -> None:
    assert not is_open(calendar(), at("06-12 18:00"))
    assert is_open(calendar(), at("06-12 17:59:59"))
    assert is_open(calendar(), at("06-12 09:00"))
    assert not is_open(calendar(), at("06-12 08:59:59"))
    assert next_open(calendar(), at("06-12 18:00")) == at("06-15 09:00")
    assert next_open(calendar(), at("06-12 17:59:59")) == at("06-12 17:59:59")
    assert next_open(calendar(), at("06-12 08:59:59")) == at("06-12 09:00")


def test_a_split_shift_stops_at_noon_and_goes_on_at_half_past_one() -> None:
    split = calendar("09:00-12:00", "13:30-18:00")
    assert elapsed(split, at("06-10 00:00"), at("06-11 00:00")) == 7 * HOUR + 1800
    assert elapsed(split, at("06-10 11:30"), at("06-10 14:00")) == HOUR
    assert deadline(split, at("06-10 11:00"), HOUR) == at("06-10 12:00")
    assert deadline(split, at("06-10 11:00"), HOUR + 60) == at("06-10 13:31")
    assert deadline(split, at("06-10 12:15"), 60) == at("06-10 13:31")
    assert not is_open(split, at("06-10 12:00"))
    assert is_open(split, at("06-10 13:30"))
    assert next_open(split, at("06-10 12:00")) == at("06-10 13:30")
    assert open_spans(split, at("06-10 11:30"), at("06-11 09:30")) == (
        (at("06-10 11:30"), at("06-10 12:00")),
        (at("06-10 13:30"), at("06-10 18:00")),
        (at("06-11 09:00"), at("06-11 09:30")),
    )
    assert open_spans(split, at("06-10 12:00"), at("06-10 13:30")) == ()
    assert open_spans(split, at("06-10 15:00"), at("06-10 14:00")) == ()


def test_the_latest_start_is_the_reopening_and_not_the_closing_before_it() -> None:
    split = calendar("09:00-12:00", "13:30-18:00")
    assert latest_start(split, at("06-10 18:00"), 4 * HOUR + 1800) == at("06-10 13:30")
    assert latest_start(split, at("06-10 18:00"), 4 * HOUR + 1801) == at("06-10 11:59:59")
    assert latest_start(split, at("06-13 12:00"), HOUR) == at("06-12 17:00")
    assert latest_start(split, at("06-13 12:00"), 0) == at("06-13 12:00")
    assert latest_start(split, at("06-13 12:00"), -5) == at("06-13 12:00")


def test_a_break_is_cut_out_of_every_day_also_of_an_extra_one() -> None:
    lunch = calendar(
        breaks=("12:00-13:00",), extra={"2026-06-13": hours("10:00-16:00"), "2026-06-14": ()}
    )
    assert elapsed(lunch, at("06-10 00:00"), at("06-11 00:00")) == 8 * HOUR
    assert elapsed(lunch, at("06-13 00:00"), at("06-15 00:00")) == 5 * HOUR
    assert deadline(lunch, at("06-10 11:30"), HOUR) == at("06-10 13:30")
    assert not is_open(lunch, at("06-10 12:30"))
    assert is_open(lunch, at("06-10 13:00"))


def test_a_break_that_covers_opening_or_closing_moves_it() -> None:
    short = calendar(breaks=("08:00-10:00", "17:00-19:00"))
    assert elapsed(short, at("06-10 00:00"), at("06-11 00:00")) == 7 * HOUR
    assert next_open(short, at("06-10 09:00")) == at("06-10 10:00")
    assert closing(short, date(2026, 6, 10)) == at("06-10 17:00")


def test_a_night_shift_belongs_to_the_date_it_starts_on() -> None:
    night = calendar("22:00-06:00", off=("2026-06-10",))
    assert elapsed(night, at("06-08 00:00"), at("06-09 00:00")) == 2 * HOUR
    assert elapsed(night, at("06-09 00:00"), at("06-10 00:00")) == 8 * HOUR
    assert is_open(night, at("06-10 05:59"))
    assert not is_open(night, at("06-10 06:00"))
    assert not is_open(night, at("06-10 23:00"))
    assert not is_open(night, at("06-11 03:00"))
    assert is_open(night, at("06-13 03:00"))
    assert not is_open(night, at("06-13 22:30"))
    assert deadline(night, at("06-09 22:00"), 9 * HOUR) == at("06-11 23:00")
    assert closing(night, date(2026, 6, 9)) == at("06-10 06:00")


def test_a_shift_that_ends_when_it_starts_lasts_a_day() -> None:
    watch = calendar("08:00-08:00", on=(1,))
    assert elapsed(watch, at("06-08 00:00"), at("06-15 00:00")) == 24 * HOUR
    assert is_open(watch, at("06-09 07:59"))


def test_a_night_shift_runs_over_the_end_of_a_year() -> None:
    night = calendar("22:00-06:00")
    assert elapsed(night, at("2026-12-31 22:00"), at("2027-01-01 06:00")) == 8 * HOUR
    assert is_open(night, at("2027-01-01 05:00"))
    assert deadline(night, at("2026-12-31 23:00"), 2 * HOUR) == at("2027-01-01 01:00")


def test_the_closing_time_of_a_date_is_that_of_its_last_shift() -> None:
    split = calendar("09:00-12:00", "13:30-18:00", extra={"2026-06-13": hours("09:00-12:00")})
    assert closing(split, date(2026, 6, 12)) == at("06-12 18:00")
    assert closing(split, date(2026, 6, 13)) == at("06-13 12:00")
    assert closing(split, date(2026, 6, 14)) == at("06-15 00:00")


def test_a_break_after_midnight_ends_the_night_shift_of_the_date_before() -> None:
    night = calendar("22:00-06:00", breaks=("05:00-07:00",))
    assert closing(night, date(2026, 6, 9)) == at("06-10 05:00")
    early = calendar("00:00-02:00", breaks=("23:00-01:00",))
    assert closing(early, date(2026, 6, 9)) == at("06-09 02:00")
    assert closing(calendar("00:00-01:00", breaks=("23:00-02:00",)), date(2026, 6, 9)) == at(
        "06-10 00:00"
    )


# ── holidays ───────────────────────────────────────────────────────────────────


def test_a_holiday_on_a_weekend_takes_nothing_away() -> None:
    saturday = calendar(off=("2026-06-13",))
    assert elapsed(saturday, at("06-08 00:00"), at("06-15 00:00")) == 45 * HOUR
    assert deadline(saturday, at("06-12 17:00"), 2 * HOUR) == at("06-15 10:00")
    assert saturday.workdays_between(date(2026, 6, 8), date(2026, 6, 15)) == 5


def test_a_make_up_saturday_counts_and_the_monday_it_pays_for_does_not() -> None:
    spring = tuple(f"2026-02-{day}" for day in (16, 17, 18, 19, 20, 23))
    cn = calendar(
        "09:00-12:00", "13:30-18:00", off=spring, extra={"2026-02-14": SPLIT, "2026-02-28": SPLIT}
    )
    assert cn.is_workday(date(2026, 2, 14))
    assert not cn.is_workday(date(2026, 2, 16))
    assert cn.kind_of(date(2026, 2, 14)) is DayKind.EXTRA
    assert cn.kind_of(date(2026, 2, 15)) is DayKind.FREE
    assert cn.kind_of(date(2026, 2, 16)) is DayKind.OFF
    assert cn.kind_of(date(2026, 2, 24)) is DayKind.WORKED
    assert deadline(cn, at("02-13 17:00"), 2 * HOUR) == at("02-14 10:00")
    assert deadline(cn, at("02-14 17:00"), 2 * HOUR) == at("02-24 10:00")
    assert elapsed(cn, at("02-14 00:00"), at("02-24 00:00")) == 7 * HOUR + 1800
    assert cn.workdays_between(date(2026, 2, 14), date(2026, 3, 1)) == 6
    assert cn.add_workdays(date(2026, 2, 13), 2) == date(2026, 2, 24)
    assert cn.add_workdays(date(2026, 2, 24), -2) == date(2026, 2, 13)
    assert cn.add_workdays(date(2026, 2, 16), 0) == date(2026, 2, 16)


def test_a_day_off_wins_over_an_extra_workday_and_that_over_the_week() -> None:
    both = calendar(
        off=("2026-06-13", "2026-06-10"),
        extra={"2026-06-13": SPLIT, "2026-06-12": hours("10:00-11:00"), "2026-06-11": NEVER},
    )
    assert both.kind_of(date(2026, 6, 13)) is DayKind.OFF
    assert elapsed(both, at("06-13 00:00"), at("06-14 00:00")) == 0
    assert elapsed(both, at("06-10 00:00"), at("06-11 00:00")) == 0
    assert elapsed(both, at("06-12 00:00"), at("06-13 00:00")) == HOUR
    assert both.kind_of(date(2026, 6, 11)) is DayKind.FREE
    assert elapsed(both, at("06-11 00:00"), at("06-12 00:00")) == 0


def test_calendars_of_their_own_make_no_24x7_of_a_calendar_with_days_off() -> None:
    whole = calendar("00:00-24:00", on=(1, 2, 3, 4, 5, 6, 7))
    assert whole.is_natural
    assert natural(ZoneInfo(SHANGHAI)).is_natural
    assert natural(ZoneInfo(SHANGHAI)).id == NATURAL == "24x7"
    for less in (
        calendar("00:00-24:00", on=(1, 2, 3, 4, 5, 6)),
        calendar("00:00-23:59", on=(1, 2, 3, 4, 5, 6, 7)),
        calendar("00:00-24:00", on=(1, 2, 3, 4, 5, 6, 7), off=("2026-06-10",)),
        calendar("00:00-24:00", on=(1, 2, 3, 4, 5, 6, 7), breaks=("12:00-13:00",)),
        calendar("00:00-24:00", on=(1, 2, 3, 4, 5, 6, 7), extra={"2026-06-10": SPLIT}),
    ):
        assert not less.is_natural
        assert elapsed(less, at("06-08 00:00"), at("06-15 00:00")) < 7 * 24 * HOUR


def test_round_the_clock_every_moment_is_open() -> None:
    everywhere = natural(ZoneInfo(SHANGHAI))
    assert is_open(everywhere, at("06-13 03:00"))
    assert next_open(everywhere, at("06-13 03:00")) == at("06-13 03:00")
    assert add_days(everywhere, at("06-13 03:00"), -2) == at("06-11 03:00")
    assert open_spans(everywhere, at("06-13 03:00"), at("06-20 03:00")) == (
        (at("06-13 03:00"), at("06-20 03:00")),
    )
    assert open_spans(everywhere, at("06-13 03:00"), at("06-13 03:00")) == ()
    assert elapsed(everywhere, at("06-13 03:00"), at("06-12 03:00")) == 0
    assert ALL_DAY == ((0, 86400),)


# ── working days ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("06-12 16:00", 1, "06-15 16:00"),
        ("06-12 16:00", 5, "06-19 16:00"),
        ("06-13 16:00", 1, "06-15 16:00"),
        ("06-15 16:00", -1, "06-12 16:00"),
        ("06-12 20:00", 1, "06-16 09:00"),
        ("06-12 08:00", 1, "06-15 09:00"),
        ("06-16 20:00", -1, "06-15 18:00"),
        ("06-16 08:00", -1, "06-12 18:00"),
        ("06-16 18:00", -1, "06-15 18:00"),
        ("06-12 16:00", 0, "06-12 16:00"),
        ("06-13 16:00", 0, "06-15 09:00"),
        ("06-12 18:00", 0, "06-15 09:00"),
    ],
)
def test_working_days_keep_the_time_of_day_and_roll_on_when_it_is_closed(
    start: str, count: int, end: str
) -> None:
    assert add_days(calendar(), at(start), count) == at(end)


def test_working_days_are_counted_by_the_date_in_the_zone_of_the_calendar() -> None:
    late_sunday_in_utc = datetime(2026, 6, 14, 17, 30, tzinfo=UTC)
    assert add_days(calendar(), late_sunday_in_utc, 1) == at("06-16 09:00")
    assert calendar().day_of(late_sunday_in_utc) == date(2026, 6, 15)
