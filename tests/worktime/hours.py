"""Calendars, hours and local times as a test writes them."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from rdclient.worktime import Hours, WorkCalendar

HOUR = 3600
SHANGHAI = "Asia/Shanghai"
BERLIN = "Europe/Berlin"
NEVER: Hours = ()


def hours(*spans: str) -> Hours:
    """``"09:00-12:00"`` in seconds of the day."""
    found = []
    for span in spans:
        start, end = (
            HOUR * int(label[:2]) + 60 * int(label[3:]) for label in span.split("-", maxsplit=1)
        )
        found.append((start, end))
    return tuple(found)


NINE_TO_SIX = hours("09:00-18:00")
SPLIT = hours("09:00-12:00", "13:30-18:00")


def calendar(
    *spans: str,
    zone: str = SHANGHAI,
    on: tuple[int, ...] = (1, 2, 3, 4, 5),
    off: tuple[str, ...] = (),
    extra: Mapping[str, Hours] | None = None,
    breaks: tuple[str, ...] = (),
    covers: tuple[int, ...] = (),
    is_weekly_beyond: bool = False,
) -> WorkCalendar:
    """Monday to Friday, 09:00 to 18:00 in Shanghai, where nothing else is said."""
    return WorkCalendar(
        "made up",
        ZoneInfo(zone),
        dict.fromkeys(on, hours(*spans) if spans else NINE_TO_SIX),
        frozenset(map(date.fromisoformat, off)),
        {date.fromisoformat(day): those for day, those in (extra or {}).items()},
        hours(*breaks),
        frozenset(covers),
        is_weekly_beyond,
    )


def at(text: str, zone: str = SHANGHAI) -> datetime:
    """A local time of 2026, ``03-29 01:30``, or of the year that is written."""
    written = text if text[4] == "-" else f"2026-{text}"
    moment = datetime.fromisoformat(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
