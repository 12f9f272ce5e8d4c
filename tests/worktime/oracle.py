"""A second, slow reading of open hours that walks minute by minute and shares no code with ours.

Nothing is converted to intervals of seconds: each minute is asked what its wall clock shows, what
the highest reading up to then was, and the lowest one still to come. A shift has begun once a clock
has shown its start (or, in a gap, more); it is over once the clock shows its end for the last time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
A_DAY = 24 * 60
Hours = tuple[tuple[int, int], ...]
"""In minutes of the day; 1440 is 24:00; an end that is not after its start is tomorrow's."""


@dataclass(frozen=True)
class Rota:
    """What a calendar says, as plain data; minutes everywhere."""

    zone: str
    weekly: Mapping[int, Hours]
    days_off: frozenset[date] = frozenset()
    extra: Mapping[date, Hours] = field(default_factory=dict)
    breaks: Hours = ()

    def hours(self, day: date) -> Hours:
        """Days off come before extra workdays, these before the week."""
        if day in self.days_off:
            return ()
        if day in self.extra:
            return self.extra[day]
        return self.weekly.get(day.isoweekday(), ())


class Reading(NamedTuple):
    """What a clock shows in a minute, in minutes since 1 January of the year 1."""

    now: int
    highest: int
    """Up to and with this minute."""
    lowest: int
    """After it."""


class Walk:
    """The minutes from one midnight in UTC to another, each open or closed."""

    def __init__(self, rota: Rota, first: datetime, last: datetime) -> None:
        self.rota, self.first, self.last = rota, first, last
        self.shifts: dict[int, Hours] = {}

    @cached_property
    def minutes(self) -> list[bool]:
        """Whether each minute is open, from the first on."""
        days = range((self.last - self.first).days)
        return [
            self.is_worked(shown) and not self.is_break(shown)
            for day in days
            for shown in readings(self.rota.zone, self.first.date() + timedelta(days=day))
        ]

    def is_worked(self, shown: Reading) -> bool:
        """Whether a shift of yesterday, today or tomorrow runs."""
        today = shown.now // A_DAY
        for day in (today - 1, today, today + 1):
            if day not in self.shifts:
                self.shifts[day] = self.rota.hours(date(1, 1, 1) + timedelta(days=day))
            for start, end in self.shifts[day]:
                if _runs(shown, day, start, end):
                    return True
        return False

    def is_break(self, shown: Reading) -> bool:
        """The same of a break."""
        today = shown.now // A_DAY
        for start, end in self.rota.breaks:
            for day in (today - 1, today, today + 1):
                if _runs(shown, day, start, end):
                    return True
        return False

    def place(self, at: datetime) -> int:
        """The number of the minute."""
        number, rest = divmod(at - self.first, MINUTE)
        assert not rest
        return number

    def instant(self, number: int) -> datetime:
        """The start of a minute."""
        return self.first + number * MINUTE

    def counted(
        self, start: datetime, pauses: tuple[tuple[datetime, datetime], ...] = ()
    ) -> list[bool]:
        """Which minutes count, from the start on: open, and in no pause."""
        paused = [range(self.place(low), self.place(high)) for low, high in pauses]
        return [
            self.minutes[number] and not any(number in pause for pause in paused)
            for number in range(self.place(start), len(self.minutes))
        ]

    def elapsed(
        self,
        start: datetime,
        end: datetime,
        pauses: tuple[tuple[datetime, datetime], ...] = (),
    ) -> int:
        """Seconds; 0 when the end is not later."""
        count = max(0, self.place(end) - self.place(start))
        return 60 * sum(self.counted(start, pauses)[:count])

    def deadline(
        self,
        start: datetime,
        allowed: int,
        pauses: tuple[tuple[datetime, datetime], ...] = (),
    ) -> datetime | None:
        """The end of the minute that uses up the budget; None when the walk is too short."""
        left = allowed
        if left == 0:
            return start
        for number, counts in enumerate(self.counted(start, pauses), 1):
            left -= 60 * counts
            if left == 0:
                return start + number * MINUTE
        return None

    def latest_start(self, end: datetime, allowed: int) -> datetime | None:
        """The start of the last minute from which the budget fits, walking backwards."""
        left, number = allowed, self.place(end)
        while left:
            number -= 1
            if number < 0:
                return None
            left -= 60 * self.minutes[number]
        return self.instant(number)

    def next_open(self, at: datetime) -> datetime | None:
        """The first open minute; None when the walk has none."""
        for number in range(self.place(at), len(self.minutes)):
            if self.minutes[number]:
                return self.instant(number)
        return None


def _runs(shown: Reading, day: int, start: int, end: int) -> bool:
    if end <= start:
        end += A_DAY
    begins, ends = day * A_DAY + start, day * A_DAY + end
    return shown.highest >= begins and (shown.now < ends or shown.lowest <= ends)


@lru_cache(maxsize=400)
def readings(zone: str, day: date) -> list[Reading]:
    """What the clock of a zone shows in every minute of a UTC date.

    A day before and a day after are looked at, for what was shown by then and will be shown.
    """
    place, days = ZoneInfo(zone), 1
    first = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=days)
    shown = []
    for number in range((2 * days + 1) * A_DAY):
        local = (first + number * MINUTE).astimezone(place)
        shown.append((local.toordinal() - 1) * A_DAY + local.hour * 60 + local.minute)
    highest = shown[:]
    for number in range(1, len(shown)):
        highest[number] = max(highest[number], highest[number - 1])
    lowest = shown[1:]
    for number in range(len(lowest) - 2, -1, -1):
        lowest[number] = min(lowest[number], lowest[number + 1])
    inside = range(days * A_DAY, (days + 1) * A_DAY)
    return [Reading(shown[number], highest[number], lowest[number]) for number in inside]
