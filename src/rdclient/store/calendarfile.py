"""Calendars: the shipped ones and a workspace's own, each laid over its base."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from rdclient.diagnostic import Fact, Finding, Location, finding
from rdclient.model.base import Words
from rdclient.model.calendar_file import NONE, CalendarFile
from rdclient.model.portfolio import BUSINESS
from rdclient.store.calendar_draft import Draft, DraftReader, whole
from rdclient.store.chinese import is_pending
from rdclient.store.complaint import nearest
from rdclient.store.layout import CALENDAR_FOLDER, SUFFIX
from rdclient.store.position import Positions, shown
from rdclient.store.validate import validate
from rdclient.store.yamlfile import LIST_LIMIT, Loaded, load
from rdclient.worktime import ALL_DAY, DAY, NATURAL, WorkCalendar, natural
from rdclient.worktime.line import Span, union, without

RESERVED = frozenset({NATURAL, BUSINESS})
_DATA = Path(__file__).resolve().parent.parent / "data" / "calendars"
_WEEK = range(1, 8)
_ALWAYS = Draft(weekly=MappingProxyType(dict.fromkeys(_WEEK, ALL_DAY)))


@dataclass(frozen=True, slots=True)
class Calendars:
    """What calendars there are.

    Attributes:
        usable: those without a fault, by id.
        known: ids of all there are, with those that cannot be used.
        sources: of the usable ones, who says what is off in each year.
        findings: what is wrong with the workspace's own.
    """

    usable: Mapping[str, WorkCalendar]
    known: tuple[str, ...]
    sources: Mapping[str, Mapping[int, Words]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


@cache
def shipped_ids() -> tuple[str, ...]:
    """The calendars that come with the tool: ``24x7``, and the files."""
    return (NATURAL, *sorted(path.stem for path in _DATA.glob("*.yaml")))


def ids(root: Path | None) -> tuple[str, ...]:
    """The calendars that can be named, sound or not: the shipped ones, and a workspace's own."""
    files = () if root is None else (root / CALENDAR_FOLDER).glob(f"*{SUFFIX}")
    own_ids = sorted({path.stem for path in files} - RESERVED)
    return tuple(dict.fromkeys((*shipped_ids(), *own_ids)))


@cache
def shipped(zone: ZoneInfo) -> Calendars:
    """The calendars that come with the tool; one without a zone of its own is read in ``zone``."""
    drafts = {name: _shipped_draft(name) for name in shipped_ids()}
    return Calendars(
        {name: _calendar(name, draft, zone) for name, draft in drafts.items()},
        shipped_ids(),
        {name: draft.sources for name, draft in drafts.items()},
    )


@cache
def _shipped_draft(name: str) -> Draft:
    if name == NATURAL:
        return _ALWAYS
    loaded = load(_DATA, f"{name}.yaml", limit=LIST_LIMIT)
    file = CalendarFile.model_validate(loaded.data)
    return DraftReader(file, Positions(loaded.path, loaded.text)).draft()


def no_calendar(name: str, at: Location, known: tuple[str, ...]) -> Finding:
    """RD006 for a calendar that there is not, with the one that was most likely meant."""
    near = nearest(name, known)
    facts: dict[str, Fact] = {"expected": "calendar", "value": shown(name), "known": known}
    if near:
        return finding("RD006", at, variant="calendar-near", **facts, suggestion=near)
    return finding("RD006", at, variant="calendar", **facts)


def own(files: Iterable[Loaded], zone: ZoneInfo) -> Calendars:
    """The shipped calendars with a workspace's own beside or, by the same id, before them.

    Args:
        files: of the folder ``calendars/``, with their texts; the id of each is its name.
        zone: of the workspace, for calendars that do not name one.
    """
    base = shipped(zone)
    by_id = {Path(loaded.path).stem: loaded for loaded in files}
    findings = [_taken(by_id.pop(name), name) for name in sorted(RESERVED & by_id.keys())]
    if not by_id:
        return replace(base, findings=tuple(findings))
    known = tuple(dict.fromkeys((*base.known, *by_id)))
    drafts: dict[str, Draft] = {}
    for name, loaded in by_id.items():
        read = _read(name, loaded, known)
        if isinstance(read, Draft):
            drafts[name] = read
        else:
            findings += read
    usable = {name: found for name, found in base.usable.items() if name not in by_id}
    sources = {**base.sources}
    for name in drafts:
        layers = _layers(name, drafts, frozenset(by_id))
        unsound = _unsound(layers, by_id[name])
        findings += unsound
        if layers.is_whole and not unsound:
            draft = whole(layers.drafts)
            usable[name] = _calendar(name, draft, zone)
            sources[name] = draft.sources
    return Calendars(usable, known, sources, tuple(findings))


def _taken(loaded: Loaded, name: str) -> Finding:
    at = Location(loaded.path, line=1, column=1)
    return finding("RD551", at, variant="reserved-id", value=name)


def _read(name: str, loaded: Loaded, known: tuple[str, ...]) -> Draft | tuple[Finding, ...]:
    """What one file says by itself, or what is wrong with it."""
    if loaded.findings:
        return loaded.findings
    positions = Positions(loaded.path, loaded.text)
    data = {} if loaded.data is None else loaded.data
    typed = data.get("extra_workdays") if isinstance(data, dict) else None
    if isinstance(typed, str) and not typed.isascii() and is_pending(typed):
        at = positions.locate(("extra_workdays",))
        facts = {"character": shown(typed), "write": NONE, "token": NONE}
        return (finding("RD009", at, variant="word", **facts),)
    found = validate(
        CalendarFile, data, path=loaded.path, text=loaded.text, pointer=(), zone=ZoneInfo("UTC")
    )
    if isinstance(found, tuple):
        return found
    reader = DraftReader(found, positions)
    draft = reader.draft()
    wrong = (*reader.findings, *_unknown_base(name, draft, positions, known))
    return wrong or draft


def _unknown_base(
    name: str, draft: Draft, positions: Positions, known: tuple[str, ...]
) -> Iterator[Finding]:
    if draft.base is None or (draft.base in known and draft.base != name):
        return
    if draft.base == name and name in shipped_ids():
        return
    at = positions.locate(("base",))
    if draft.base == name:
        yield finding("RD551", at, variant="base-cycle", base=f"{name} → {name}")
        return
    others = tuple(one for one in known if one != name)
    near = nearest(draft.base, others)
    chosen = {"variant": "unknown-base-near", "suggestion": near} if near else {}
    told = {"variant": "unknown-base", "base": shown(draft.base), **chosen}
    yield finding("RD551", at, **told, known=others)


# ── a calendar and what it is laid over ──────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Layers:
    """A calendar with what it is laid over, as far down as that goes.

    Attributes:
        drafts: from the lowest to the calendar's own.
        is_whole: whether the lowest was reached.
        names: of the workspace's own among them, from the calendar's down.
        is_cycle: whether they lead back to the calendar itself.
    """

    drafts: tuple[Draft, ...]
    is_whole: bool
    names: tuple[str, ...]
    is_cycle: bool = False


def _layers(start: str, drafts: Mapping[str, Draft], ids: frozenset[str]) -> _Layers:
    found: list[Draft] = []
    names = [start]
    while True:
        draft = drafts.get(names[-1])
        if draft is None:  # it cannot be used, and says why itself
            return _Layers((), is_whole=False, names=tuple(names))
        found.insert(0, draft)
        base = draft.base
        if base is None:
            return _Layers(tuple(found), is_whole=True, names=tuple(names))
        if base in ids and base != names[-1]:
            if base in names:
                is_cycle = base == start
                return _Layers((), is_whole=False, names=(*names, base), is_cycle=is_cycle)
            names.append(base)
            continue
        return _Layers((_shipped_draft(base), *found), is_whole=True, names=tuple(names))


def _unsound(layers: _Layers, loaded: Loaded) -> tuple[Finding, ...]:
    """What shows only when a calendar is laid over its base."""
    positions = Positions(loaded.path, loaded.text)
    if layers.is_cycle:
        at = positions.locate(("base",))
        chain = " → ".join(map(shown, layers.names))
        return (finding("RD551", at, variant="base-cycle", base=chain),)
    if not layers.is_whole:
        return ()
    at = positions.locate(())
    return tuple(finding(code, at, **facts) for code, facts in _lacks(whole(layers.drafts)))


def _lacks(draft: Draft) -> Iterator[tuple[str, dict[str, Fact]]]:
    """Code and facts of what a calendar does not say, though nothing can be measured without."""
    cuts = union(_whole_span(span) for span in draft.breaks or ())
    week = [union(map(_whole_span, draft.hours_of(day))) for day in _WEEK]
    if draft.week and draft.hours is None and not draft.week <= draft.weekly.keys():
        yield "RD007", {"field": "hours"}
    elif draft.hours and draft.week is None and not draft.weekly:
        yield "RD007", {"field": "workweek"}
    elif not any(list(without(hours, cuts)) for hours in week):
        yield "RD551", {"variant": "empty-week"}
    elif not (draft.years or draft.is_beyond or all(map(_is_whole_day, week))):
        yield "RD551", {"variant": "no-years"}


def _whole_span(span: Span) -> Span:
    start, end = span
    return (start, end) if end > start else (start, end + DAY)


def _is_whole_day(hours: Iterable[Span]) -> bool:
    """Whether they last as long as a day: one that is never closed has no days off to know."""
    return sum(end - start for start, end in hours) == DAY


def _calendar(name: str, draft: Draft, zone: ZoneInfo) -> WorkCalendar:
    if name == NATURAL:
        return natural(zone)
    weekly = {day: draft.hours_of(day) for day in _WEEK if draft.hours_of(day)}
    usual = draft.hours or next(iter(weekly.values()))
    return WorkCalendar(
        id=name,
        zone=draft.zone or zone,
        weekly=MappingProxyType(weekly),
        days_off=frozenset(day for day, mark in draft.marks.items() if not mark.is_extra),
        extra_workdays=MappingProxyType(
            {day: mark.hours or usual for day, mark in draft.marks.items() if mark.is_extra}
        ),
        breaks=draft.breaks or (),
        covers=frozenset(draft.years),
        is_weekly_beyond=draft.is_beyond,
    )
