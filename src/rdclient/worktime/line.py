"""The open intervals of a calendar as one line of UTC seconds with running totals."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from rdclient.worktime.instant import days, instant_of, resolved

Span = tuple[int, int]
"""Seconds ``[start, end)``."""
HORIZON = 40
"""Years from the question within which an answer is looked for."""


class YearNotCoveredError(ValueError):
    """An answer needs a day of a year whose days off the calendar does not know."""

    def __init__(self, calendar: str, year: int) -> None:
        super().__init__(f"{calendar}: {year}")
        self.calendar = calendar
        self.year = year


class NeverOpenError(ValueError):
    """A calendar has so little open time that an answer is more than ``HORIZON`` years away."""


class Line:
    """The open intervals of whole years of a calendar, with running totals.

    It grows year by year as it is asked, which changes no answer: a memory, not a state.

    Attributes:
        first: the first year it holds.
        last: the last one.
        low: the instant its first year begins.
        high: the instant its last year ends.
        settled: from when on no shift of the date before its first year runs into it.
        starts: of the intervals, in order.
        ends: of the intervals.
        before: open seconds of the line before each interval.
        through: open seconds up to the end of each.
    """

    __slots__ = (
        "_admit", "_spans", "_years", "_zone", "before", "ends", "first", "high", "last", "low",
        "settled", "starts", "through",
    )  # fmt: skip

    def __init__(
        self,
        zone: ZoneInfo,
        spans: Callable[[date], tuple[Iterable[Span], Iterable[Span]]],
        admit: Callable[[int], None],
    ) -> None:
        """A line that holds no year yet.

        Args:
            zone: in which years begin and end.
            spans: what a date opens, and what its breaks cut.
            admit: raises ``YearNotCoveredError`` for a year that is not to be guessed.
        """
        self._zone, self._spans, self._admit = zone, spans, admit
        self._years: dict[int, _Year] = {}
        self.first, self.last = 0, -1
        self.low, self.high, self.settled = 0, 0, 0
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.before: list[int] = []
        self.through: list[int] = []

    def total(self, at: int) -> int:
        """Open seconds of the line before an instant."""
        index = bisect_right(self.starts, at) - 1
        if index < 0:
            return 0
        end = self.ends[index]
        return self.before[index] + (at if at < end else end) - self.starts[index]  # noqa: FURB136 - asked so often

    def cover(self, first: int, last: int) -> None:
        """Grow until the line holds the instants ``[first, last)``.

        Raises:
            YearNotCoveredError: when a year between the two is not covered, or the one before
                whose last shift reaches ``first``.
        """
        end = max(last - 1, first)
        if not (self.low <= first and end < self.high):
            years = [instant_of(at).astimezone(self._zone).year for at in (first, end)]
            self._hold(years[0], years[1])
        if first < self.settled:
            self._admit(self.first - 1)

    def grow(self, years: int) -> None:
        """Hold one year more, at the end for 1, at the beginning for -1.

        Raises:
            YearNotCoveredError: when that year is not covered.
        """
        year = self.last + 1 if years > 0 else self.first - 1
        self._hold(year, year)

    def _hold(self, first: int, last: int) -> None:
        for year in range(first, last + 1):
            self._admit(year)
        if self.first <= self.last:
            try:
                for year in range(min(first, self.first), max(last, self.last) + 1):
                    self._admit(year)
            except YearNotCoveredError:  # a gap between what was asked before and now
                pass
            else:
                first, last = min(first, self.first), max(last, self.last)
        self.first, self.last = first, last
        self._build()

    def _build(self) -> None:
        years = [self._year(year) for year in range(self.first, self.last + 1)]
        self.low, self.settled, self.high = years[0].low, years[0].settled, years[-1].high
        for table in (self.starts, self.ends, self.before, self.through):
            table.clear()
        total = 0
        for begins, ends in union(span for year in years for span in year.spans):
            self.starts.append(begins)
            self.ends.append(ends)
            self.before.append(total)
            total += ends - begins
            self.through.append(total)

    def _year(self, number: int) -> "_Year":
        """What a year holds, worked out once."""
        if number not in self._years:
            start, after = date(number, 1, 1), date(number + 1, 1, 1)
            low = resolved(datetime.combine(start, time()), self._zone)
            high = resolved(datetime.combine(after, time()), self._zone)
            one = timedelta(days=1)
            found = [self._spans(day) for day in days(start - one, after + one)]
            opened = union(span for spans, _ in found for span in spans)
            cuts = union(span for _, spans in found for span in spans)
            settled = max((low, *(ends for _, ends in found[0][0])))
            inside = ((max(a, low), min(b, high)) for a, b in without(opened, cuts))
            self._years[number] = _Year(low, high, settled, tuple(union(inside)))
        return self._years[number]


class _Year(NamedTuple):
    low: int
    high: int
    settled: int
    spans: tuple[Span, ...]


def union(spans: Iterable[Span]) -> list[Span]:
    """The spans that are not empty, in order, those that touch joined."""
    joined: list[Span] = []
    for low, high in sorted(spans):
        if high <= low:
            continue
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return joined


def without(spans: list[Span], cuts: list[Span]) -> Iterator[Span]:
    """The spans less the cuts; both in order and apart."""
    index = 0
    for low, high in spans:
        start = low
        while index < len(cuts) and cuts[index][1] <= start:
            index += 1
        place = index
        while place < len(cuts) and cuts[place][0] < high:
            if start < cuts[place][0]:
                yield start, cuts[place][0]
            start = max(start, cuts[place][1])
            place += 1
        if start < high:
            yield start, high
