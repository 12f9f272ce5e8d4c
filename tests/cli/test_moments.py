"""Times as people type them on the command line."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from rdclient.cli import options
from rdclient.diagnostic import UsageError


def today() -> date:
    return datetime.now(UTC).astimezone().date()


def of_this_week(number: int) -> date:
    return today() - timedelta(days=today().weekday()) + timedelta(days=number)


@pytest.mark.parametrize(
    ("text", "number", "clock"),
    [
        ("周一", 0, "23:59"),
        ("周五", 4, "23:59"),
        ("本周五 9:05", 4, "09:05"),
        ("星期天", 6, "23:59"),
        ("周日 14:00", 6, "14:00"),
        ("monday", 0, "23:59"),
        ("Friday 14:00", 4, "14:00"),
        ("SUNDAY", 6, "23:59"),
    ],
)
def test_a_day_of_the_week_is_one_of_this_week(text: str, number: int, clock: str) -> None:
    expected = datetime.combine(of_this_week(number), time.fromisoformat(clock))
    assert options.moment(text) == expected


@pytest.mark.parametrize("text", ["周八", "周", "fryday", "周五 25:00", "下周五", "Friday 9"])
def test_what_is_no_day_of_the_week_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="not-a-time"):
        options.moment(text)


@pytest.mark.parametrize("text", ["10", "W10", "w10", "第10周", "10周"])
def test_a_week_alone_is_one_of_this_year(text: str) -> None:
    assert options.week(text) == (today().isocalendar().year, 10)


@pytest.mark.parametrize("text", ["0", "W54", "99", "100", "2026-10", "W"])
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="not-a-week"):
        options.week(text)
