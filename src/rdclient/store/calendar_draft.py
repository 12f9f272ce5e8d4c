"""What one calendar file says, as values; and such files laid over each other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from zoneinfo import ZoneInfo

from rdclient.diagnostic import Fact, Finding, finding
from rdclient.model.base import Words
from rdclient.model.calendar_file import CalendarFile, ExtraDay
from rdclient.store.calendar_text import days_in, days_meant, hours_in, hours_meant
from rdclient.store.chinese import half_width, plain
from rdclient.store.position import Pointer, Positions, shown
from rdclient.worktime import DAY, Hours, days
from rdclient.worktime.line import Span


@dataclass(frozen=True, slots=True)
class Mark:
    """What a file says of one date.

    Attributes:
        is_extra: whether it is worked, or off.
        hours: of an extra workday, when they are its own.
        year: in whose list it stands; None outside of them.
    """

    is_extra: bool
    hours: Hours | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A calendar that is not complete yet; None for what nobody said.

    Attributes:
        base: id of the calendar it is laid over.
        zone: in which its hours are read.
        week: ISO numbers of the days worked with the same hours.
        hours: those hours.
        weekly: hours of single weekdays; empty for one that is not worked.
        breaks: cut out of every day.
        marks: dates off and extra workdays.
        is_plain: whether the extra workdays of the base are taken away.
        is_beyond: whether the week counts for years that are not listed.
        years: those that are listed.
        sources: who says what is off in each, as far as it is said.
    """

    base: str | None = None
    zone: ZoneInfo | None = None
    week: frozenset[int] | None = None
    hours: Hours | None = None
    weekly: Mapping[int, Hours] = field(default_factory=lambda: MappingProxyType({}))
    breaks: Hours | None = None
    marks: Mapping[date, Mark] = field(default_factory=lambda: MappingProxyType({}))
    is_plain: bool = False
    is_beyond: bool = False
    years: frozenset[int] = frozenset()
    sources: Mapping[int, Words] = field(default_factory=lambda: MappingProxyType({}))

    def hours_of(self, weekday: int) -> Hours:
        """The hours of a weekday, by its ISO number; empty when it is not worked."""
        if weekday in self.weekly:
            return self.weekly[weekday]
        return self.hours or () if self.week and weekday in self.week else ()


def whole(drafts: Iterable[Draft]) -> Draft:
    """Drafts laid over each other, the lowest first.

    What a draft does not say comes from below. Its years replace those of the same number, its
    days are added; where it says the opposite of what stands below, it wins.
    """
    found, *others = drafts
    for draft in others:
        found = _over(found, draft)
    return found


def _over(base: Draft, draft: Draft) -> Draft:
    kept = {
        day: mark
        for day, mark in base.marks.items()
        if mark.year not in draft.years and not (draft.is_plain and mark.is_extra)
    }
    sources = {year: told for year, told in base.sources.items() if year not in draft.years}
    return replace(
        draft,
        zone=draft.zone or base.zone,
        week=base.week if draft.week is None else draft.week,
        hours=base.hours if draft.hours is None else draft.hours,
        weekly={**base.weekly, **draft.weekly},
        breaks=base.breaks if draft.breaks is None else draft.breaks,
        marks={**kept, **draft.marks},
        is_beyond=draft.is_beyond or base.is_beyond,
        years=base.years | draft.years,
        sources={**sources, **draft.sources},
    )


# ── from a sound file ────────────────────────────────────────────────────────


class DraftReader:
    """Reads the texts of one file; gathers findings as it goes."""

    def __init__(self, file: CalendarFile, positions: Positions) -> None:
        self.file = file
        self.positions = positions
        self.findings: list[Finding] = []
        self.marks: dict[date, Mark] = {}

    def draft(self) -> Draft:
        """What the file says, as far as it can be read; the rest stands in ``findings``."""
        file = self.file
        weekly = {
            day.number: self._hours(texts, ("weekly", day.value))
            for day, texts in file.weekly.items()
        }
        draft = Draft(
            base=file.base,
            zone=self._zone(file.timezone),
            week=None if file.workweek is None else frozenset(day.number for day in file.workweek),
            hours=None if file.hours is None else self._hours(file.hours, ("hours",)),
            weekly=weekly,
            breaks=None if file.breaks is None else self._hours(file.breaks, ("breaks",)),
            is_plain=file.extra_workdays is None,
            is_beyond=file.beyond is not None,
        )
        self._days_off(file.days_off, (), None)
        self._extra(file.extra_workdays or (), (), None)
        sources: dict[int, Words] = {}
        years: set[int] = set()
        for index, entry in enumerate(file.years):
            at: Pointer = ("years", index)
            if entry.year in years:
                self._state("year-twice", (*at, "year"), year=entry.year)
            years.add(entry.year)
            if entry.source is not None:
                sources[entry.year] = entry.source
            self._days_off(entry.days_off, at, entry.year)
            self._extra(entry.extra_workdays, at, entry.year)
        return replace(draft, marks=self.marks, years=frozenset(years), sources=sources)

    def _zone(self, name: str | None) -> ZoneInfo | None:
        if name is None:
            return None
        found = zone_named(name)
        if found is None:
            self._state("unknown-zone", ("timezone",), value=shown(name))
        return found

    # ── hours ────────────────────────────────────────────────────────────────

    def _hours(self, texts: tuple[str, ...], pointer: Pointer) -> Hours:
        found: list[Span] = []
        written: list[str] = []
        is_daily = len(pointer) == 1
        for index, text in enumerate(texts):
            at = (*pointer, index)
            span = hours_in(text)
            if span is None:
                self._misread("bad-hours", at, text, hours_meant(text))
            elif other := next((one for one in found if _meet(one, span, is_daily=is_daily)), None):
                self._state("overlap", at, first=written[found.index(other)], second=text)
            else:
                found.append(span)
                written.append(text)
        return tuple(sorted(found))

    # ── days ─────────────────────────────────────────────────────────────────

    def _days_off(self, texts: tuple[str, ...], way: Pointer, year: int | None) -> None:
        for index, text in enumerate(texts):
            at = (*way, "days_off", index)
            for day in self._days(text, at, year):
                self._mark(day, Mark(is_extra=False, year=year), at)

    def _extra(self, entries: tuple[ExtraDay, ...], way: Pointer, year: int | None) -> None:
        for index, entry in enumerate(entries):
            at = (*way, "extra_workdays", index)
            own = None if entry.hours is None else self._hours(entry.hours, (*at, "hours"))
            for day in self._days(entry.day, (*at, "day"), year):
                self._mark(day, Mark(is_extra=True, hours=own, year=year), (*at, "day"))

    def _days(self, text: str, at: Pointer, year: int | None) -> list[date]:
        found = days_in(text)
        if found is None:
            self._misread("bad-day", at, text, days_meant(text, year=year))
            return []
        first, last = found
        outside = next((day for day in found if year is not None and day.year != year), None)
        if outside:
            self._state("outside-year", at, day=outside.isoformat(), year=year or 0)
            return []
        return [*days(first, last), last]

    def _mark(self, day: date, mark: Mark, at: Pointer) -> None:
        other = self.marks.setdefault(day, mark)
        if other.is_extra != mark.is_extra:
            self._state("off-and-extra", at, day=day.isoformat())

    # ── findings ─────────────────────────────────────────────────────────────

    def _misread(self, variant: str, at: Pointer, text: str, write: str | None) -> None:
        """A text that is no day or no span of hours, with what was probably meant."""
        if write and write in (plain(text), half_width(text)):
            typed: dict[str, Fact] = {"character": shown(text), "write": write, "token": write}
            place = self.positions.locate(at)
            self.findings.append(finding("RD009", place, variant="text", **typed))
        elif write:
            self._state(f"{variant}-near", at, value=shown(text), suggestion=write)
        else:
            self._state(variant, at, value=shown(text))

    def _state(self, variant: str, at: Pointer, **facts: Fact) -> None:
        place = self.positions.locate(at)
        self.findings.append(finding("RD551", place, variant=variant, **facts))


def _meet(one: Span, other: Span, *, is_daily: bool) -> bool:
    """Whether two spans have a moment in common: of one day, or of that day and the next."""
    first, second = (
        (start, end if end > start else end + DAY) for start, end in sorted((one, other))
    )
    return second[0] < first[1] or (is_daily and second[1] - DAY > first[0])


_OF_THE_MACHINE = frozenset({"localtime", "posixrules", "Factory"})
"""Names of zones that mean something else on each machine."""


def zone_named(name: str) -> ZoneInfo | None:
    """The zone of that name; None when there is none that is the same everywhere."""
    try:
        return None if name in _OF_THE_MACHINE else ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None
