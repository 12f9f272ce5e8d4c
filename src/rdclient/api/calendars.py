"""``calendar``: what a calendar says of a year, of a span of time, of a deadline."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from rdclient.api.reading import files
from rdclient.diagnostic import IncompleteError, UsageError
from rdclient.lens import Lang
from rdclient.model.base import Words
from rdclient.reports import working_days
from rdclient.reports.search import find_client
from rdclient.reports.working_days import Between, CalendarYear, Deadline
from rdclient.store import calendarfile
from rdclient.store.calendarfile import Calendars
from rdclient.store.layout import CALENDAR_FOLDER, ROOT_FILE, SUFFIX, home
from rdclient.store.workspace import joined, read_ground, read_part
from rdclient.worktime import (
    NATURAL,
    Duration,
    NeverOpenError,
    WorkCalendar,
    YearNotCoveredError,
    resolve,
)

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The calendar that was asked for.

    Attributes:
        calendar: itself.
        sources: who says what is off in each year.
        lang: of the workspace; None outside of one.
        is_own: whether it is a file of the workspace, so that years are added to that.
    """

    calendar: WorkCalendar
    sources: Mapping[int, Words]
    lang: Lang | None
    is_own: bool = False


def chosen_calendar(
    root: Path | None,
    name: str | None,
    client: str | None,
    *,
    cache: Path | None = None,
    at: str | None = None,
) -> Chosen:
    """The calendar of a name, of a client, or of the workspace.

    Args:
        root: of the workspace; None outside of one, where only shipped calendars can be named.
        name: id of a calendar; it comes before the client.
        client: slug, code or name.
        cache: as in ``check``.
        at: revision whose files are read; None for those on disk.

    Raises:
        UsageError: when there is no such calendar, or no such client.
        IncompleteError: when its file, or the one that names it, could not be read.
    """
    if root is None:
        shipped = calendarfile.shipped(ZoneInfo("UTC"))
        return Chosen(*_found(str(name), shipped), None)
    source = files(root, cache=cache, at=at)
    ground, first = read_ground(source)
    if name is None and not first.records:
        raise IncompleteError("calendar-unread", ROOT_FILE)
    wanted = name or ground.workspace.calendar
    if client is not None:
        homes = {path: home(path) for path in source.tree.files}
        wanted_files = (path for path, place in homes.items() if place and place.kind == "client")
        part = read_part(source, ground, tuple(wanted_files))
        own = find_client(joined(source, ground, (first, part)).portfolio, client)
        wanted = name or own.calendar or wanted
    found, path = _found(wanted, ground.calendars), f"{CALENDAR_FOLDER}/{wanted}{SUFFIX}"
    return Chosen(*found, ground.workspace.lang, is_own=path in source.tree.files)


def _found(name: str, calendars: Calendars) -> tuple[WorkCalendar, Mapping[int, Words]]:
    if name in calendars.usable:
        return calendars.usable[name], calendars.sources.get(name, {})
    if name in calendars.known:
        raise IncompleteError("calendar-unsound", name)
    raise UsageError("unknown-calendar", name, ", ".join(calendars.known))


def shipped_calendars() -> tuple[str, ...]:
    """The calendars that come with the tool and need no workspace."""
    return tuple(name for name in calendarfile.shipped_ids() if name != NATURAL)


def calendar_ids(root: Path | None) -> tuple[str, ...]:
    """The calendars that can be named; outside of a workspace those that come with the tool."""
    return calendarfile.ids(root) if root is not None else shipped_calendars()


def calendar_year(chosen: Chosen, year: int) -> CalendarYear:
    """The months of a year.

    Raises:
        IncompleteError: when the days off of that year are not known.
    """
    return _answered(chosen, lambda: working_days.year_of(chosen.calendar, year))


def calendar_between(
    chosen: Chosen, start: datetime, end: datetime, *, typed: tuple[str, str]
) -> Between:
    """What lies between two moments; those without a zone are read in the calendar's.

    Args:
        chosen: the calendar.
        start: included.
        end: not included.
        typed: both as somebody wrote them, to be named in a refusal.

    Raises:
        UsageError: when the end does not come later.
        IncompleteError: when the days off of a year between are not known.
    """
    first, last = _instant(chosen, start), _instant(chosen, end)
    if last <= first:
        is_same = last == first and typed[0] == typed[1]
        raise UsageError("calendar-empty" if is_same else "calendar-backwards", *typed)
    return _answered(chosen, lambda: working_days.between(chosen.calendar, first, last))


def calendar_deadline(chosen: Chosen, start: datetime, allowed: Duration) -> Deadline:
    """When what begins at a moment is due.

    Raises:
        UsageError: when that is further away than calendars reach.
        IncompleteError: when the days off of a year on the way are not known.
    """
    first = _instant(chosen, start)
    try:
        return _answered(chosen, lambda: working_days.due(chosen.calendar, first, allowed))
    except (NeverOpenError, OverflowError) as error:
        raise UsageError("calendar-too-far", str(allowed)) from error


def _instant(chosen: Chosen, at: datetime) -> datetime:
    return at if at.tzinfo else resolve(at, chosen.calendar.zone)


def _answered(chosen: Chosen, ask: Callable[[], V]) -> V:
    try:
        return ask()
    except YearNotCoveredError as error:
        key = "calendar-year-own" if chosen.is_own else "calendar-year"
        raise IncompleteError(key, chosen.calendar.id, error.year) from error
