"""Months from a date, dates between two, lengths of time as they are written."""

from datetime import date

import pytest

from rdclient.worktime import Duration, Unit, days, months_later

# ── months ─────────────────────────────────────────────────────────────────────


def test_every_month_from_the_31st_is_every_month_and_comes_back_to_the_31st() -> None:
    found = [months_later(date(2026, 1, 31), number).isoformat() for number in range(13)]
    assert found == [
        "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30",
        "2026-07-31", "2026-08-31", "2026-09-30", "2026-10-31", "2026-11-30", "2026-12-31",
        "2027-01-31",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2027-01-31", 1, "2027-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-11-30", 1, "2026-12-30"),
        ("2026-01-31", -1, "2025-12-31"),
        ("2026-03-31", -1, "2026-02-28"),
        ("9999-06-30", 6, "9999-12-30"),
        ("9999-06-30", 7, "9999-12-31"),
    ],
)
def test_months_later_is_the_same_day_or_the_last_one_of_its_month(
    day: str, months: int, later: str
) -> None:
    assert months_later(date.fromisoformat(day), months) == date.fromisoformat(later)


def test_the_dates_between_two_leave_the_last_one_out() -> None:
    assert [day.day for day in days(date(2026, 6, 29), date(2026, 7, 2))] == [29, 30, 1]
    assert list(days(date(2026, 7, 2), date(2026, 6, 29))) == []


# ── lengths of time ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "amount", "unit", "seconds"),
    [
        ("15m", 15, Unit.MINUTES, 900),
        ("2h", 2, Unit.HOURS, 7200),
        ("5wd", 5, Unit.WORKDAYS, None),
        ("3cd", 3, Unit.CALENDAR_DAYS, None),
        ("0h", 0, Unit.HOURS, 0),
        ("99999m", 99999, Unit.MINUTES, 5_999_940),
    ],
)
def test_a_duration_is_a_number_and_a_unit(
    text: str, amount: int, unit: Unit, seconds: int | None
) -> None:
    found = Duration.parse(text)
    assert (found.amount, found.unit, found.seconds, str(found)) == (amount, unit, seconds, text)


@pytest.mark.parametrize(
    "text",
    [
        "3d",
        "d",
        "h",
        "",
        "2 h",
        " 2h",
        "2h ",
        "2h\n",
        "-2h",
        "2.5h",
        "2H",
        "2hours",
        "１h",
        "100000m",
    ],
)
def test_a_bare_d_and_whatever_else_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Duration.parse(text)
