"""Periods of a cadence, laid end to end from an anchor, and which evidence fills which."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from rdclient.model.clock_policy import Every
from rdclient.worktime import months_later

_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}
_ONE_DAY = timedelta(days=1)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Span:
    """Days on which something is owed, both ends counted; ``last`` is None while it goes on."""

    first: date
    last: date | None = None

    def holds(self, bucket: "Bucket") -> bool:
        """Whether a period lies in it as a whole."""
        return self.first <= bucket.first and (self.last is None or bucket.last <= self.last)

    def meets(self, bucket: "Bucket") -> bool:
        """Whether a day of a period lies in it."""
        return self.first <= bucket.last and (self.last is None or bucket.first <= self.last)

    def until(self, day: date | None) -> "Span":
        """The same, ending on a day when it went on longer."""
        if day is None or (self.last is not None and self.last <= day):
            return self
        return Span(self.first, day)


# ── the periods ──────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Bucket:
    """One period: its first and its last day, and what it is called.

    ``2026-W47``, ``2026-11``, ``2026-Q4``, ``2026-H2``, ``2026`` for a period of the calendar,
    ``2026-11-18..2026-11-24`` for any other.
    """

    first: date
    last: date
    name: str


def buckets(every: Every, anchor: date, until: date) -> Iterator[Bucket]:
    """The periods from an anchor to the one that holds ``until``, without gaps.

    Each is computed from the anchor, never from the one before: from 31 January the months begin
    on 28 February and on 31 March.
    """
    first, count = anchor, 0
    while first <= until:
        count += 1
        after = _later(every, anchor, count)
        if after <= first:  # the end of the calendar
            return
        last = after - _ONE_DAY
        yield Bucket(first, last, _name(every, first, last))
        first = after


def calendar_start(every: Every, day: date) -> date:
    """The first day of the week, month, quarter, half-year or year of the calendar with a day."""
    if every is Every.WEEK:
        return day - timedelta(days=day.weekday())
    months = _MONTHS[every]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _later(every: Every, anchor: date, count: int) -> date:
    if every is Every.WEEK:
        ordinal = anchor.toordinal() + _WEEK * count
        return date.fromordinal(min(ordinal, date.max.toordinal()))
    return months_later(anchor, _MONTHS[every] * count)


def _name(every: Every, first: date, last: date) -> str:
    if first != calendar_start(every, first):
        return f"{first}..{last}"
    match every:
        case Every.WEEK:
            year, week, _ = first.isocalendar()
            return f"{year}-W{week:02d}"
        case Every.MONTH:
            return f"{first:%Y-%m}"
        case Every.QUARTER:
            return f"{first.year}-Q{(first.month + 2) // 3}"
        case Every.HALF_YEAR:
            return f"{first.year}-H{(first.month + 5) // 6}"
        case Every.YEAR:
            return str(first.year)


# ── what fills them ──────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that shows that it was done.

    Attributes:
        at: aware; when it counts as done.
        done_by: id of the record; empty for kinds that have none.
        period: name of the one period it is meant for, whatever its date.
    """

    at: datetime
    done_by: str = ""
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """A period, how much evidence it takes, and what there is, in order."""

    bucket: Bucket
    needed: int
    found: tuple[Evidence, ...]

    @property
    def done(self) -> Evidence | None:
        """The evidence that makes it complete; None while some is missing."""
        return self.found[self.needed - 1] if 0 < self.needed <= len(self.found) else None


def fill(
    rows: Sequence[tuple[Bucket, int]], evidence: Iterable[Evidence], zone: ZoneInfo
) -> tuple[Filled, ...]:
    """Which evidence counts for which period; each counts for one at most.

    Of the evidence of a period the first that it needs is its own. What is left over is late
    evidence for the period just before it; it never counts for a later one.

    Args:
        rows: periods in order and without gaps, each with how much evidence it needs (0: it owes
            nothing, so that all of its evidence is left over).
        evidence: in any order.
        zone: in which the days of the evidence are read.
    """
    own = _by_bucket(rows, evidence, zone)
    filled = []
    for index, (bucket, needed) in enumerate(rows):
        found = own[index][:needed]
        if len(found) < needed and index + 1 < len(rows):
            left_over = own[index + 1][rows[index + 1][1] :]
            found += [one for one in left_over if one.period is None][: needed - len(found)]
        filled.append(Filled(bucket, needed, tuple(found)))
    return tuple(filled)


def _by_bucket(
    rows: Sequence[tuple[Bucket, int]], evidence: Iterable[Evidence], zone: ZoneInfo
) -> list[list[Evidence]]:
    """Per period, in order, the evidence that names it, or names none and is dated in it."""
    own: list[list[Evidence]] = [[] for _ in rows]
    by_name = {bucket.name: index for index, (bucket, _) in enumerate(rows)}
    starts = [bucket.first for bucket, _ in rows]
    for one in sorted(evidence, key=lambda one: (one.at, one.done_by)):
        if one.period is not None:
            index = by_name.get(one.period, -1)
        else:
            day = one.at.astimezone(zone).date()
            index = bisect_right(starts, day) - 1
            if index >= 0 and day > rows[index][0].last:
                continue
        if index >= 0:
            own[index].append(one)
    return own
