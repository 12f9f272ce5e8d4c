"""Instants and dates: local labels as UTC seconds, the dates between two, months later."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from math import floor
from zoneinfo import ZoneInfo

_YEAR = 12
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def resolve(label: datetime, zone: ZoneInfo, *, is_end: bool = False) -> datetime:
    """The instant, in UTC, that a local time without offset means in a zone.

    Of the two that a clock set back shows twice it is the earlier, for an end the later one; a
    time that a clock set forward leaves out means the moment it is set.
    """
    return instant_of(resolved(label, zone, is_end=is_end))


def resolved(label: datetime, zone: ZoneInfo, *, is_end: bool = False) -> int:
    """The same in seconds since 1970."""
    early = label.replace(tzinfo=zone, fold=0)
    late = label.replace(tzinfo=zone, fold=1)
    first, second = early.utcoffset(), late.utcoffset()
    if first == second or first is None or second is None:
        return seconds_of(early)
    if first > second:
        return seconds_of(late if is_end else early)
    low, high = seconds_of(label.replace(tzinfo=UTC) - second), seconds_of(early)
    while high - low > 1:  # the offset changes between the two
        middle = (low + high) // 2
        if instant_of(middle).astimezone(zone).utcoffset() == first:
            low = middle
        else:
            high = middle
    return high


def seconds_of(at: datetime) -> int:
    """Whole seconds since 1970, UTC; parts of a second do not count."""
    return floor(at.timestamp())


def instant_of(seconds: int) -> datetime:
    """The instant of so many seconds since 1970, in UTC.

    Raises:
        OverflowError: when it lies before the year 1 or after 9999.
    """
    return _EPOCH + timedelta(seconds=seconds)


def last_second(day: date, zone: ZoneInfo) -> datetime:
    """The last whole second of a local date, in UTC: when what is due on that date is due."""
    if day == date.max:  # what people write for "never"; no date follows it
        end = seconds_of(datetime.max.replace(microsecond=0, tzinfo=UTC))
        return instant_of(min(resolved(datetime.combine(day, time(23, 59, 59)), zone), end))
    after = datetime.combine(day + timedelta(days=1), time())
    return resolve(after, zone) - timedelta(seconds=1)


def days(start: date, end: date) -> Iterator[date]:
    """The dates in ``[start, end)``."""
    for offset in range((end - start).days):
        yield start + timedelta(days=offset)


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last day that month has.

    The end of the calendar (31 December 9999) when it does not reach that far.
    """
    year, month = divmod(day.year * _YEAR + day.month - 1 + months, _YEAR)
    if year > date.max.year:
        return date.max
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
