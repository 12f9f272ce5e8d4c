"""Made-up calendars, pauses and instants in whole minutes, mostly where clocks are changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from oracle import MINUTE, Hours, Rota

from rdclient.worktime import WorkCalendar

TURNS: Mapping[str, tuple[date, ...]] = {
    "Asia/Shanghai": (date(2026, 2, 14), date(2026, 12, 31)),
    "Asia/Kolkata": (date(2024, 2, 28), date(2026, 12, 31)),
    "Europe/Berlin": (date(2026, 3, 29), date(2026, 10, 25), date(2026, 12, 31)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1), date(2027, 12, 31)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4), date(2026, 12, 31)),
    "America/Havana": (date(2026, 3, 8), date(2026, 11, 1)),
    "America/Santiago": (date(2026, 4, 4), date(2026, 9, 6)),
    "America/St_Johns": (date(2010, 3, 14), date(2010, 11, 6)),
    "Pacific/Apia": (date(2011, 12, 30),),
}
"""Zones with dates worth looking at: clocks go forward or back by an hour or by half an hour, at
night, at midnight, across midnight, over a whole day; and ends of a year and of a February."""

SPAN = 5
"""Days around such a date that are looked at."""

ROUND = tuple(range(0, 1441, 30))


@dataclass(frozen=True)
class Scene:
    """A made-up calendar, as plain data and as ours, and where to look at it."""

    rota: Rota
    first: datetime

    @property
    def last(self) -> datetime:
        """When the scene ends."""
        return self.first + timedelta(days=SPAN)

    def calendar(self) -> WorkCalendar:
        """A new one: it remembers nothing."""
        rota = self.rota
        return WorkCalendar(
            "made up",
            ZoneInfo(rota.zone),
            {day: _seconds(those) for day, those in rota.weekly.items()},
            rota.days_off,
            {day: _seconds(those) for day, those in rota.extra.items()},
            _seconds(rota.breaks),
        )

    def moments(self) -> st.SearchStrategy[datetime]:
        """Instants of the scene, in UTC."""
        return st.integers(0, SPAN * 1440).map(lambda number: self.first + number * MINUTE)

    def pauses(self) -> st.SearchStrategy[tuple[tuple[datetime, datetime], ...]]:
        """Up to three intervals that may touch, overlap, be empty or backwards."""
        return st.lists(st.tuples(self.moments(), self.moments()), max_size=3).map(tuple)


def _seconds(hours: Hours) -> Hours:
    return tuple((start * 60, end * 60) for start, end in hours)


STARTS = st.sampled_from(ROUND[:-1]) | st.integers(0, 1439)
ENDS = st.sampled_from(ROUND[1:]) | st.integers(1, 1440)
SHIFT = st.tuples(STARTS, ENDS)
"""Over midnight when it does not end after it starts."""
HOURS = st.one_of(
    st.just(((540, 720), (810, 1080))),
    st.just(((0, 1440),)),
    st.lists(SHIFT, max_size=3).map(tuple),
)


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """Random calendars in a random zone, near a date on which something happens there."""
    zone = draw(st.sampled_from(sorted(TURNS)))
    centre = draw(st.sampled_from(TURNS[zone]))
    near = st.integers(-3, 3).map(lambda days: centre + timedelta(days=days))
    rota = Rota(
        zone,
        draw(st.dictionaries(st.integers(1, 7), HOURS, min_size=3)),
        draw(st.frozensets(near, max_size=2)),
        draw(st.dictionaries(near, HOURS, max_size=2)),
        draw(st.lists(SHIFT, max_size=2).map(tuple)) if draw(st.booleans()) else (),
    )
    midnight = datetime(centre.year, centre.month, centre.day, tzinfo=UTC)
    return Scene(rota, midnight - timedelta(days=SPAN // 2))
