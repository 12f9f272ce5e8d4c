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


@pytest.mark.parametrize(
    "text",
    ["周八", "周", "fryday", "周五 25:00", "下周八", "Friday 9", "周五3点", "next", "下周", "尽快"],
)
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


@pytest.mark.parametrize(
    ("text", "weeks", "number", "clock"),
    [
        ("下周五", 1, 4, "23:59"),
        ("下周五 14:00", 1, 4, "14:00"),
        ("下星期一上午9点半", 1, 0, "09:30"),
        ("上周三", -1, 2, "23:59"),
        ("下下周二", 2, 1, "23:59"),
        ("周五下午2点", 0, 4, "14:00"),
        ("周五下午两点一刻", 0, 4, "14:15"),
        ("周四 晚上8:30", 0, 3, "20:30"),
        ("next friday", 1, 4, "23:59"),
        ("Next Friday 2pm", 1, 4, "14:00"),
        ("last mon at 9:30", -1, 0, "09:30"),
        ("this thursday", 0, 3, "23:59"),
        ("Fri 14:00", 0, 4, "14:00"),
        ("周五　１４：００", 0, 4, "14:00"),
    ],
)
def test_a_week_may_be_named_and_a_time_said(
    text: str, weeks: int, number: int, clock: str
) -> None:
    day = of_this_week(number) + timedelta(weeks=weeks)
    assert options.moment(text) == datetime.combine(day, time.fromisoformat(clock))


@pytest.mark.parametrize(
    ("text", "days", "clock"),
    [
        ("后天", 2, "23:59"),
        ("大后天 9:00", 3, "09:00"),
        ("前天", -2, "23:59"),
        ("明天下午3点", 1, "15:00"),
        ("明早9点", 1, "09:00"),
        ("今晚8点", 0, "20:00"),
        ("Tomorrow at 3pm", 1, "15:00"),
        ("day after tomorrow", 2, "23:59"),
        ("昨天 14:00", -1, "14:00"),
    ],
)
def test_days_near_today_have_names(text: str, days: int, clock: str) -> None:
    day = today() + timedelta(days=days)
    assert options.moment(text) == datetime.combine(day, time.fromisoformat(clock))


@pytest.mark.parametrize(
    "text", ["11月20日 14:00", "11月20日14点", "20 November 14:00", "Nov 20, 2pm"]
)
def test_a_date_without_its_year_is_one_of_this_year(text: str) -> None:
    assert options.moment(text) == datetime(today().year, 11, 20, 14)  # noqa: DTZ001 - as typed


@pytest.mark.parametrize(
    "text", ["2026-11-20", "20261120", "2026/11/20", "2026.11.20", "2026年11月20日", "20 Nov 2026"]
)
def test_a_whole_date_is_the_end_of_its_day_however_it_is_written(text: str) -> None:
    assert options.moment(text) == datetime(2026, 11, 20, 23, 59)  # noqa: DTZ001 - as typed
