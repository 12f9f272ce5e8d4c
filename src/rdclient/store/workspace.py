"""Read a workspace, whole or by its parts: records and findings from its files."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from rdclient.diagnostic import Finding, Location, finding, in_order
from rdclient.model.base import Origin, Record
from rdclient.model.client import Client, Vendor, Workspace
from rdclient.model.policy import Policy
from rdclient.model.portfolio import KINDS, Portfolio
from rdclient.model.signoff import SignOff
from rdclient.store import calendarfile, identity, policyfile, tree
from rdclient.store.cache import Cache
from rdclient.store.calendar_draft import zone_named
from rdclient.store.calendarfile import Calendars, no_calendar
from rdclient.store.layout import (
    CALENDAR_FOLDER,
    POLICY_FILE,
    ROOT_FILE,
    STATEMENT_SUFFIX,
    SUFFIX,
    WITHOUT_ID,
    Home,
    home,
    is_calendar,
    is_other,
    meant,
)
from rdclient.store.proof import proof_of
from rdclient.store.source import Source, parts_of
from rdclient.store.validate import validate
from rdclient.store.yamlfile import LIST_LIMIT, RECORD_LIMIT, Loaded, Positions
from rdclient.worktime import NATURAL


@dataclass(frozen=True, slots=True)
class Ground:
    """What holds for every part of a workspace."""

    workspace: Workspace
    policies: tuple[Policy, ...]
    zone: ZoneInfo
    calendars: Calendars


@dataclass(frozen=True, slots=True)
class Part:
    """What came out of some files of a workspace.

    Attributes:
        records: in the order of their paths.
        findings: of the loader, with positions.
        files: number of record files read.
        unread_ids: ids of records that could not be read.
        unread_kinds: kinds of whose records some could not be read, nobody knows which.
        partial: kinds of which at least one record could not be read.
    """

    records: tuple[Record, ...]
    findings: tuple[Finding, ...]
    files: int
    unread_ids: frozenset[str] = frozenset()
    unread_kinds: frozenset[str] = frozenset()
    partial: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Read:
    """What came out of reading a workspace, or some parts of it.

    Attributes:
        portfolio: every record that could be read.
        findings: of the loader, with positions.
        files: number of record files read.
        texts: text of each file, by path, for positions of later findings.
        unread_ids: as in ``Part``.
        unread_kinds: as in ``Part``.
        partial: as in ``Part``.
        templates: the workspace's own templates by name (``zh/weekly-report.md.j2``).
    """

    portfolio: Portfolio
    findings: tuple[Finding, ...]
    files: int
    texts: Mapping[str, str]
    unread_ids: frozenset[str]
    unread_kinds: frozenset[str]
    partial: frozenset[str]
    templates: Mapping[str, str]


def read(root: Path, *, cache: Cache | None = None) -> Read:
    """The records below ``root``; what is wrong with them comes as findings."""
    return read_source(Source(root, tree.walk(root), cache))


def read_source(source: Source) -> Read:
    """The records of a source, all of them; what is wrong with them comes as findings."""
    found, cache = source.tree, source.cache
    ground, first = read_ground(source)
    paths = parts_of(found.files)
    parts = [first, *(read_part(source, ground, inside) for inside in paths.values())]
    if cache is not None:
        for part, inside in paths.items():
            source.keep(part, inside)
        cache.save(found.stamps, paths)
    whole = joined(source, ground, parts)
    missing = tree.without_own_file(source.files, found.files)
    return replace(whole, findings=in_order((*found.findings, *whole.findings, *missing)))


def joined(source: Source, ground: Ground, parts: Iterable[Part]) -> Read:
    """Parts as one portfolio, with what shows only between them."""
    parts = tuple(parts)
    records = sorted(
        (record for part in parts for record in part.records),
        key=lambda record: (record is not ground.workspace, record.origin.path),
    )
    duplicates = identity.duplicates(tuple(records), source.texts)
    usable = ground.calendars.usable
    calendar = usable.get(ground.workspace.calendar, usable[NATURAL])
    portfolio = Portfolio(
        tuple(records), ground.workspace, ground.policies, calendar, ground.zone, usable
    )
    return Read(
        portfolio,
        in_order((*(item for part in parts for item in part.findings), *duplicates)),
        sum(part.files for part in parts),
        source.texts,
        frozenset().union(*(part.unread_ids for part in parts)),
        frozenset().union(*(part.unread_kinds for part in parts)),
        frozenset().union(*(part.partial for part in parts)),
        source.tree.templates,
    )


# ── the files that hold for all others ────────────────────────────────────────


def read_ground(source: Source) -> tuple[Ground, Part]:
    """What ``rdclient.yaml``, ``policy.yaml`` and calendars say, and what is wrong with them."""
    utc = ZoneInfo("UTC")
    loaded = _with_text(source, ROOT_FILE)
    findings = [*loaded.findings]
    fallback = Workspace(name="?", vendor=Vendor(name="?"), timezone="UTC")
    found: Workspace | tuple[Finding, ...] = ()
    if not loaded.findings:
        data = {} if loaded.data is None else loaded.data
        found = validate(Workspace, data, path=ROOT_FILE, text=loaded.text, pointer=(), zone=utc)
    zone = utc
    records: tuple[Record, ...] = ()
    if isinstance(found, Workspace):
        zone = zone_named(found.timezone) or utc
        found = found.placed(Origin(ROOT_FILE))
        records = (found,)
    else:
        findings += found
    calendars, count = _calendars(source, zone)
    if isinstance(found, Workspace):
        findings += _wrong_names(found, loaded, calendars.known)
    policies, more, files = _policies(source, zone, calendars.known)
    workspace = found if isinstance(found, Workspace) else fallback
    ground = Ground(workspace, policies, zone, calendars)
    stated = (*findings, *more, *calendars.findings)
    return ground, Part(records, stated, 1 + files + count)


def _with_text(source: Source, path: str) -> Loaded:
    loaded = source.load(path, limit=RECORD_LIMIT)
    return (
        loaded if loaded.text or loaded.data is None else replace(loaded, text=source.texts[path])
    )


def _wrong_names(workspace: Workspace, loaded: Loaded, known: tuple[str, ...]) -> list[Finding]:
    """What ``rdclient.yaml`` names that does not exist."""
    wrong = []
    positions = Positions(loaded.path, loaded.text)
    if zone_named(workspace.timezone) is None:
        at, value = positions.locate(("timezone",)), workspace.timezone
        wrong.append(finding("RD006", at, variant="timezone", expected="timezone", value=value))
    if workspace.calendar not in known:
        wrong.append(no_calendar(workspace.calendar, positions.locate(("calendar",)), known))
    return wrong


def _calendars(source: Source, zone: ZoneInfo) -> tuple[Calendars, int]:
    """The shipped calendars and the workspace's own, and how many files those are."""
    paths = [path for path in source.tree.files if is_calendar(path)]
    calendars = calendarfile.own((_with_text(source, path) for path in paths), zone)
    others = (path for path in source.tree.files if path.rpartition("/")[0] == CALENDAR_FOLDER)
    misspelt = tuple(
        _misspelt(path, source.stamps.keys()) for path in others if not is_calendar(path)
    )
    return replace(calendars, findings=(*calendars.findings, *misspelt)), len(paths)


def _policies(
    source: Source, zone: ZoneInfo, known: tuple[str, ...]
) -> tuple[tuple[Policy, ...], tuple[Finding, ...], int]:
    if not source.files.is_there(POLICY_FILE):
        return (policyfile.shipped(),), (), 0
    loaded = _with_text(source, POLICY_FILE)
    policies, findings = policyfile.layered(loaded, zone, known)
    return policies, (*loaded.findings, *findings), 1


# ── record files ─────────────────────────────────────────────────────────────


def read_part(source: Source, ground: Ground, paths: tuple[str, ...]) -> Part:
    """The records of some files, e.g. of one client."""
    return _Reader(source, ground).read(paths)


class _Reader:
    """One pass over some files; gathers findings as it goes."""

    def __init__(self, source: Source, ground: Ground) -> None:
        self.source = source
        self.zone = ground.zone
        self.calendars = ground.calendars.known
        self.paths = source.tree.stamps.keys()
        self.findings: list[Finding] = []
        self.records: list[Record] = []
        self.files = 0
        self.unread_ids: set[str] = set()
        self.unread_kinds: set[str] = set()
        self.partial: set[str] = set()

    def read(self, paths: tuple[str, ...]) -> Part:
        homes = {path: place for path in paths if (place := home(path))}
        for path in paths:
            if path == ROOT_FILE or is_other(path):
                continue
            if path not in homes:
                self._misplaced(path)
            elif name := tree.reserved_name(homes[path]):
                at = Location(path, line=1, column=1)
                self.findings.append(finding("RD001", at, variant="reserved", name=name))
            else:
                self._file(path, homes[path])
        return Part(
            tuple(self.records),
            tuple(self.findings),
            self.files,
            frozenset(self.unread_ids),
            frozenset(self.unread_kinds),
            frozenset(self.partial),
        )

    def _file(self, path: str, place: Home) -> None:
        limit = RECORD_LIMIT if place.single else LIST_LIMIT
        loaded = self.source.load(path, limit=limit)
        self.files += 1
        self.findings += loaded.findings
        data = loaded.data
        if data is None:
            if loaded.findings:
                self._not_read(place)
            elif place.single or place.stem:  # an empty file lacks every field
                self._record(loaded, place, {}, ())
            return
        if isinstance(data, list) and not place.single:
            for index, item in enumerate(data):
                self._record(loaded, place, item, (index,))
        elif place.stem or place.single:
            if self.source.stamps.get(path, tree.NO_STAMP)[0] > RECORD_LIMIT:
                at = Location(path, line=1, column=1)
                self.findings.append(finding("RD001", at, variant="size", limit=RECORD_LIMIT))
                self._not_read(place)
            else:
                self._record(loaded, place, data, ())
        else:
            at = self._positions(path).locate(())
            self.findings.append(finding("RD006", at, expected="list", value=""))

    def _not_read(self, place: Home) -> None:
        kind = "person" if place.kind == "contact" else place.kind
        self.partial.add(kind)
        if place.stem and place.kind not in ("client", "project"):
            self.unread_ids.add(place.stem)
        else:
            self.unread_kinds.add(kind)

    def _record_not_read(self, place: Home, data: object, *, whole: bool) -> None:
        """Note what a reference can no longer find: the id, else every record of the kind."""
        name = place.stem if whole else data.get("id") if isinstance(data, dict) else None
        if isinstance(name, str) and place.kind not in ("person", "contact"):
            self.unread_ids.add(name)
            self.partial.add(place.kind)
        else:  # people are found by their names too
            self._not_read(Home(place.kind))

    def _record(
        self, loaded: Loaded, place: Home, data: object, pointer: tuple[str | int, ...]
    ) -> None:
        if place.stem and not pointer and isinstance(data, dict) and place.kind not in WITHOUT_ID:
            data = self._with_id(loaded, place.stem, data)
        model = KINDS[place.kind]
        text = self._text(loaded.path)
        found = validate(model, data, path=loaded.path, text=text, pointer=pointer, zone=self.zone)
        if isinstance(found, tuple):
            self.findings += (_unless_taken(item, self.paths) for item in found)
            self._record_not_read(place, data, whole=not pointer)
            return
        if isinstance(found, Client) and found.calendar and found.calendar not in self.calendars:
            at = self._positions(loaded.path).locate((*pointer, "calendar"))
            self.findings.append(no_calendar(found.calendar, at, self.calendars))
        if isinstance(found, SignOff) and isinstance(data, dict):
            found = found.proven(proof_of(self.source, loaded.path, data))
        self.records.append(found.placed(Origin(loaded.path, pointer, place.client, place.project)))

    def _with_id(self, loaded: Loaded, stem: str, data: dict[str, object]) -> dict[str, object]:
        stated = data.get("id", stem)
        if stated != stem:
            at = self._positions(loaded.path).locate(("id",))
            self.findings.append(finding("RD011", at, id=str(stated), stem=stem))
        return {**data, "id": stem}

    def _text(self, path: str) -> Callable[[], str]:
        return partial(self.source.texts.__getitem__, path)

    def _positions(self, path: str) -> Positions:
        return Positions(path, self.source.texts[path])

    def _misplaced(self, path: str) -> None:
        at = Location(path, line=1, column=1)
        renamed = _renamed(path)
        if str(renamed) != path and (home(str(renamed)) or is_other(str(renamed))):
            self.findings.append(_misspelt(path, self.paths))
            return
        name, known = meant(path)
        variant = "near" if len(known) == 1 else "known"
        self.findings.append(finding("RD019", at, variant=variant, name=name, known=known))


def _renamed(path: str) -> PurePosixPath:
    """The path with the suffix that record files have."""
    file = PurePosixPath(path)
    bare = file.with_suffix("") if file.suffix.lower() == ".txt" else file
    return bare.with_suffix(SUFFIX)


def _misspelt(path: str, paths: Collection[str]) -> Finding:
    """RD019 for a file that has another suffix than it should."""
    renamed = _renamed(path)
    variant = "suffix-taken" if str(renamed) in paths else "suffix"
    at = Location(path, line=1, column=1)
    return finding("RD019", at, variant=variant, name=renamed.name)


def _unless_taken(item: Finding, paths: Collection[str]) -> Finding:
    """The finding; when it proposes the name of a file that exists, it says so instead."""
    facts = dict(item.facts)
    if facts.get("variant") != "file-near":
        return item
    beside = PurePosixPath(item.location.path).with_name(str(facts["suggestion"]))
    if str(beside) not in paths:
        return item
    facts["variant"] = "file-taken"
    return Finding(item.code, item.location, tuple(facts.items()), item.severity)


def located(findings: tuple[Finding, ...], texts: Mapping[str, str]) -> tuple[Finding, ...]:
    """The findings with line, column and source line; those that have them stay."""
    positions: dict[str, Positions] = {}
    out = []
    for item in findings:
        at = item.location
        if at.line == 0 and at.path.endswith((SUFFIX, STATEMENT_SUFFIX)):
            if at.path not in positions:
                positions[at.path] = Positions(at.path, texts[at.path])
            place = positions[at.path].locate(at.pointer)
            out.append(Finding(item.code, place, item.facts, item.severity))
        else:
            out.append(item)
    return in_order(out)
