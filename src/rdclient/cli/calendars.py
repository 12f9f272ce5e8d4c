"""``rdclient calendar``: a year, working time between two moments, a deadline."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from rdclient.cli import console, options
from rdclient.cli.words import chosen as chosen_lang
from rdclient.cli.words import spoken
from rdclient.diagnostic import UsageError
from rdclient.lens import Lang

if TYPE_CHECKING:
    from rdclient.api import Chosen
    from rdclient.render.calendar_page import View
    from rdclient.worktime import Duration


@dataclass(frozen=True, slots=True)
class AskedOf:
    """Which calendar is asked, and how it answers; as typed."""

    folder: str | None
    calendar: str | None
    client: str | None
    form: str
    lang: Lang | None
    at: str | None = None


def year(asked: AskedOf, text: str | None) -> int:
    """Print the months of a year; this one when none is named."""
    return _answer(asked, lambda chosen: _year_of(chosen, text))


def _year_of(chosen: "Chosen", text: str | None) -> "View":
    from rdclient import api

    if text is None:
        number = options.moment(None).astimezone(chosen.calendar.zone).year
    else:
        match = _YEAR.match(text.strip())
        if match is None:
            raise UsageError("not-a-year", text)
        number = int(match[1])
    return api.calendar_year(chosen, number)


def between(asked: AskedOf, start: str, end: str) -> int:
    """Print what lies between two moments; a day alone counts from its start, or to its end."""
    from rdclient import api

    first, last = options.moment(start, of_day=time.min), options.moment(end, of_day=time.max)
    if last.time() == time.max:
        last = datetime.combine(last.date() + timedelta(days=1), time())
    return _answer(
        asked, lambda chosen: api.calendar_between(chosen, first, last, typed=(start, end))
    )


def deadline(asked: AskedOf, start: str, allowed: str) -> int:
    """Print when what begins at a moment is due; a day alone counts from its last second."""
    from rdclient import api

    first = options.moment(start, of_day=time(23, 59, 59))
    wanted = _duration(allowed)
    return _answer(asked, lambda chosen: api.calendar_deadline(chosen, first, wanted))


def _answer(asked: AskedOf, ask: "Callable[[Chosen], View]") -> int:
    from rdclient import api
    from rdclient.render.calendar_page import CALENDAR_FORMATS
    from rdclient.reports.working_days import CalendarYear

    cache = options.cache_folder(is_wanted=True)
    try:
        root = api.find_root(options.folder(asked.folder))
    except UsageError:
        is_of_workspace = asked.client is not None or asked.at is not None
        if is_of_workspace or asked.calendar not in api.shipped_calendars():
            raise
        root = None
    chosen = api.chosen_calendar(root, asked.calendar, asked.client, cache=cache, at=asked.at)
    view = ask(chosen)
    lang = asked.lang or chosen_lang() or chosen.lang or spoken()
    source = chosen.sources.get(view.year) if isinstance(view, CalendarYear) else None
    console.show(CALENDAR_FORMATS[asked.form](view, source=source, lang=lang))
    return console.CLEAN


# ── what people type ─────────────────────────────────────────────────────────

_YEAR = re.compile(r"((?:19|2\d)\d\d)\s*年?\Z", re.ASCII)
_LENGTH = re.compile(r"(\d{1,5})\s*(?:个)?\s*([a-z]+|[\u4e00-\u9fff]+)\Z")
_UNITS = {
    **dict.fromkeys(("m", "min", "minute", "minutes", "分", "分钟"), "m"),
    **dict.fromkeys(("h", "hour", "hours", "小时", "钟头", "工时"), "h"),
    **dict.fromkeys(("wd", "工作日"), "wd"),
    **dict.fromkeys(("cd", "自然日", "日历日"), "cd"),
}


def _duration(text: str) -> "Duration":
    """The length of time that was typed.

    Raises:
        UsageError: when it is none, above all for days that may be of either kind.
    """
    import unicodedata

    from rdclient.worktime import Duration

    match = _LENGTH.match(unicodedata.normalize("NFKC", text).strip().lower())
    unit = _UNITS.get(match[2]) if match else None
    if match is None or unit is None:
        raise UsageError("not-a-length", text)
    return Duration.parse(f"{match[1]}{unit}")
