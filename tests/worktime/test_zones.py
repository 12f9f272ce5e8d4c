"""Hours in zones: clocks that go forward and back, zones without, viewers elsewhere."""

import sys
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

from rdclient.worktime import (
    closing,
    deadline,
    elapsed,
    is_open,
    last_second,
    natural,
    next_open,
    resolve,
)

sys.path.insert(0, str(Path(__file__).resolve().parent))

from hours import BERLIN, HOUR, SHANGHAI, at, calendar


def test_a_night_in_which_clocks_go_forward_has_an_hour_less() -> None:
    whole = calendar("00:00-24:00", zone=BERLIN, on=(1, 2, 3, 4, 5, 6))
    sunday = calendar("00:00-24:00", zone=BERLIN, on=(7,))
    assert elapsed(sunday, at("03-29 00:00", BERLIN), at("03-30 00:00", BERLIN)) == 23 * HOUR
    assert elapsed(sunday, at("10-25 00:00", BERLIN), at("10-26 00:00", BERLIN)) == 25 * HOUR
    assert elapsed(whole, at("03-28 00:00", BERLIN), at("03-30 00:00", BERLIN)) == 24 * HOUR
    everywhere = natural(ZoneInfo(BERLIN))
    assert elapsed(everywhere, at("03-29 00:00", BERLIN), at("03-30 00:00", BERLIN)) == 23 * HOUR
    assert deadline(everywhere, at("03-28 12:00", BERLIN), 24 * HOUR) == at("03-29 13:00", BERLIN)


def test_a_time_that_a_clock_leaves_out_means_the_moment_it_is_set_forward() -> None:
    zone = ZoneInfo(BERLIN)
    turned = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert resolve(datetime(2026, 3, 29, 2, 30), zone) == turned  # noqa: DTZ001
    assert resolve(datetime(2026, 3, 29, 2, 30), zone, is_end=True) == turned  # noqa: DTZ001
    assert resolve(datetime(2026, 3, 29, 2, 0), zone) == turned  # noqa: DTZ001
    assert resolve(datetime(2026, 3, 29, 3, 0), zone) == turned  # noqa: DTZ001
    assert resolve(datetime(2026, 3, 29, 1, 59), zone) == turned - timedelta(minutes=1)  # noqa: DTZ001
    early = calendar("02:30-05:00", zone=BERLIN, on=(7,))
    assert elapsed(early, at("03-29 00:00", BERLIN), at("03-30 00:00", BERLIN)) == 2 * HOUR
    assert next_open(early, at("03-29 00:00", BERLIN)) == turned
    late = calendar("00:00-02:30", zone=BERLIN, on=(7,))
    assert elapsed(late, at("03-29 00:00", BERLIN), at("03-30 00:00", BERLIN)) == 2 * HOUR


def test_of_a_time_shown_twice_a_start_is_the_first_and_an_end_the_second() -> None:
    zone = ZoneInfo(BERLIN)
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert resolve(datetime(2026, 10, 25, 2, 30), zone) == first  # noqa: DTZ001
    second = resolve(datetime(2026, 10, 25, 2, 30, fold=1), zone, is_end=True)  # noqa: DTZ001
    assert second == first + timedelta(hours=1)
    from_half_past = calendar("02:30-04:00", zone=BERLIN, on=(7,))
    assert elapsed(from_half_past, first, first + timedelta(days=1)) == 2 * HOUR + 1800
    until_half_past = calendar("01:00-02:30", zone=BERLIN, on=(7,))
    assert elapsed(until_half_past, at("10-25 00:00", BERLIN), first + timedelta(days=1)) == (
        2 * HOUR + 1800
    )
    assert closing(until_half_past, date(2026, 10, 25)) == second


def test_clocks_that_go_forward_at_midnight_or_by_half_an_hour_are_read_right() -> None:
    santiago = ZoneInfo("America/Santiago")
    midnight = resolve(datetime(2026, 9, 6), santiago)  # noqa: DTZ001
    assert midnight == datetime(2026, 9, 6, 4, 0, tzinfo=UTC)
    assert last_second(date(2026, 9, 5), santiago) == datetime(2026, 9, 6, 3, 59, 59, tzinfo=UTC)
    island = calendar("00:00-24:00", zone="Australia/Lord_Howe", on=(7,))
    start = at("10-04 00:00", "Australia/Lord_Howe")
    assert elapsed(island, start, start + timedelta(days=2)) == 23 * HOUR + 1800


def test_a_date_that_a_zone_skipped_has_no_hours() -> None:
    samoa = calendar(zone="Pacific/Apia", on=(1, 2, 3, 4, 5, 6, 7))
    start, end = (at(day, "Pacific/Apia") for day in ("2011-12-29 00:00", "2012-01-01 00:00"))
    assert elapsed(samoa, start, end) == 18 * HOUR


def test_a_zone_without_summer_time_has_the_same_hours_all_year() -> None:
    for day in ("03-29", "06-14", "10-25"):
        sunday = calendar("00:00-24:00", on=(7,))
        midnight = at(f"{day} 00:00")
        assert elapsed(sunday, midnight, midnight + timedelta(days=1)) == 24 * HOUR
    india = calendar(zone="Asia/Kolkata")
    assert next_open(india, at("06-10 00:00", "Asia/Kolkata")) == datetime(
        2026, 6, 10, 3, 30, tzinfo=UTC
    )


def test_hours_are_those_of_the_calendar_and_not_those_of_the_viewer() -> None:
    eight_in_london = datetime(2026, 6, 10, 8, 30, tzinfo=timezone(timedelta(hours=1)))
    assert is_open(calendar(), eight_in_london)
    assert not is_open(calendar(zone="Europe/London"), eight_in_london)
    found = deadline(calendar(), eight_in_london, 3 * HOUR)
    assert found == at("06-11 09:30")
    assert found.tzinfo is UTC


def test_parts_of_a_second_do_not_count() -> None:
    start = at("06-10 10:00:00.900000")
    assert elapsed(calendar(), start, at("06-10 10:00:02.100000")) == 2
    assert deadline(calendar(), start, 5) == at("06-10 10:00:05")


def test_the_last_second_of_a_date_is_the_one_before_the_next_date() -> None:
    assert last_second(date(2026, 6, 10), ZoneInfo(SHANGHAI)) == at("06-10 23:59:59")
    assert last_second(date(2026, 10, 25), ZoneInfo(BERLIN)) == datetime(
        2026, 10, 25, 22, 59, 59, tzinfo=UTC
    )
    havana = last_second(date(2026, 10, 31), ZoneInfo("America/Havana"))
    assert havana == datetime(2026, 11, 1, 3, 59, 59, tzinfo=UTC)
