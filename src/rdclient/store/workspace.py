"""Read a workspace: load each of its files behind the guards, build the portfolio."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from rdclient.diagnostic import Finding, Location, finding, in_order
from rdclient.model.base import Origin, Record
from rdclient.model.client import Vendor, Workspace
from rdclient.model.policy import Policy
from rdclient.model.portfolio import KINDS, Portfolio
from rdclient.store import identity, policyfile, tree
from rdclient.store.layout import (
    POLICY_FILE,
    ROOT_FILE,
    SUFFIX,
    WITHOUT_ID,
    Home,
    home,
    is_other,
    meant,
)
from rdclient.store.validate import validate
from rdclient.store.yamlfile import LIST_LIMIT, RECORD_LIMIT, Loaded, Positions, load


@dataclass(frozen=True, slots=True)
class Read:
    """What came out of reading a workspace.

    Attributes:
        portfolio: every record that could be read.
        findings: of the loader, with positions.
        files: number of record files read.
        texts: text of each file read, by path, for positions of later findings.
        unread_ids: ids of records that could not be read.
        unread_kinds: kinds of whose records some could not be read, nobody knows which.
        partial: kinds of which at least one record could not be read.
        templates: the workspace's own templates by name (``zh/weekly-report.md.j2``).
    """

    portfolio: Portfolio
    findings: tuple[Finding, ...]
    files: int
    texts: dict[str, str]
    unread_ids: frozenset[str]
    unread_kinds: frozenset[str]
    partial: frozenset[str]
    templates: Mapping[str, str]


def read(root: Path) -> Read:
    """The records below ``root``; what is wrong with them comes as findings."""
    reader = _Reader(root)
    return reader.read()


_OF_THE_MACHINE = frozenset({"localtime", "posixrules", "Factory"})
"""Names of zones that mean something else on each machine."""


def _zone(name: str) -> ZoneInfo | None:
    """The zone of that name; None when there is none that is the same everywhere."""
    try:
        return None if name in _OF_THE_MACHINE else ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


class _Reader:
    """One pass over a workspace; gathers findings as it goes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.findings: list[Finding] = []
        self.texts: dict[str, str] = {}
        self.records: list[Record] = []
        self.zone = ZoneInfo("UTC")
        self.files = 0
        self.unread_ids: set[str] = set()
        self.unread_kinds: set[str] = set()
        self.partial: set[str] = set()
        self.paths: frozenset[str] = frozenset()

    def read(self) -> Read:
        found = tree.walk(self.root)
        self.findings += found.findings
        self.paths = frozenset(found.files)
        workspace = self._workspace()
        policies = self._policies()
        homes = {path: place for path in found.files if (place := home(path))}
        for path in found.files:
            if path == ROOT_FILE or is_other(path):
                continue
            if path not in homes:
                self._misplaced(path)
            elif name := tree.reserved_name(homes[path]):
                at = Location(path, line=1, column=1)
                self.findings.append(finding("RD001", at, variant="reserved", name=name))
            else:
                self._file(path, homes[path])
        self.findings += tree.without_own_file(self.root, homes)
        self.findings += identity.duplicates(tuple(self.records), self.texts)
        calendar = policyfile.calendar(workspace.calendar)
        portfolio = Portfolio(tuple(self.records), workspace, policies, calendar, self.zone)
        return Read(
            portfolio,
            in_order(self.findings),
            self.files,
            self.texts,
            frozenset(self.unread_ids),
            frozenset(self.unread_kinds),
            frozenset(self.partial),
            found.templates,
        )

    # ── the two files that hold for all others ───────────────────────────────

    def _workspace(self) -> Workspace:
        fallback = Workspace(name="?", vendor=Vendor(name="?"), timezone="UTC")
        loaded = self._load(ROOT_FILE, RECORD_LIMIT)
        if loaded.findings:
            return fallback
        data = {} if loaded.data is None else loaded.data
        found = validate(
            Workspace, data, path=ROOT_FILE, text=loaded.text, pointer=(), zone=self.zone
        )
        if isinstance(found, tuple):
            self.findings += found
            return fallback
        zone = _zone(found.timezone)
        if zone is None:
            self._wrong(loaded, ("timezone",), "timezone", found.timezone)
        self.zone = zone or self.zone
        if not policyfile.has_calendar(found.calendar):
            self._wrong(loaded, ("calendar",), "calendar", found.calendar)
        record = found.placed(Origin(ROOT_FILE))
        self.records.append(record)
        return record

    def _policies(self) -> tuple[Policy, ...]:
        if not (self.root / POLICY_FILE).exists():
            return (policyfile.shipped(),)
        loaded = self._load(POLICY_FILE, RECORD_LIMIT)
        policies, findings = policyfile.layered(loaded, self.zone)
        self.findings += findings
        return policies

    def _wrong(self, loaded: Loaded, pointer: tuple[str, ...], expected: str, value: str) -> None:
        place = Positions(loaded.path, loaded.text).locate(pointer)
        self.findings.append(
            finding("RD006", place, variant=expected, expected=expected, value=value)
        )

    # ── record files ─────────────────────────────────────────────────────────

    def _load(self, path: str, limit: int) -> Loaded:
        loaded = load(self.root, path, limit=limit)
        self.files += 1
        self.texts[path] = loaded.text
        self.findings += loaded.findings
        return loaded

    def _file(self, path: str, place: Home) -> None:
        loaded = self._load(path, RECORD_LIMIT if place.single else LIST_LIMIT)
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
            if len(loaded.text.encode()) > RECORD_LIMIT:
                at = Location(path, line=1, column=1)
                self.findings.append(finding("RD001", at, variant="size", limit=RECORD_LIMIT))
                self._not_read(place)
            else:
                self._record(loaded, place, data, ())
        else:
            at = Positions(path, loaded.text).locate(())
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
        found = validate(
            model, data, path=loaded.path, text=loaded.text, pointer=pointer, zone=self.zone
        )
        if isinstance(found, tuple):
            self.findings += (_unless_taken(item, self.paths) for item in found)
            self._record_not_read(place, data, whole=not pointer)
            return
        self.records.append(found.placed(Origin(loaded.path, pointer, place.client, place.project)))

    def _with_id(self, loaded: Loaded, stem: str, data: dict[str, object]) -> dict[str, object]:
        stated = data.get("id", stem)
        if stated != stem:
            at = Positions(loaded.path, loaded.text).locate(("id",))
            self.findings.append(finding("RD011", at, id=str(stated), stem=stem))
        return {**data, "id": stem}

    def _misplaced(self, path: str) -> None:
        at = Location(path, line=1, column=1)
        file = PurePosixPath(path)
        bare = file.with_suffix("") if file.suffix.lower() == ".txt" else file
        renamed = bare.with_suffix(SUFFIX)
        if file.suffix != SUFFIX and (home(str(renamed)) or is_other(str(renamed))):
            variant = "suffix-taken" if str(renamed) in self.paths else "suffix"
            self.findings.append(finding("RD019", at, variant=variant, name=renamed.name))
            return
        name, known = meant(path)
        variant = "near" if len(known) == 1 else "known"
        self.findings.append(finding("RD019", at, variant=variant, name=name, known=known))


def _unless_taken(item: Finding, paths: frozenset[str]) -> Finding:
    """The finding; when it proposes the name of a file that exists, it says so instead."""
    facts = dict(item.facts)
    if facts.get("variant") != "file-near":
        return item
    beside = PurePosixPath(item.location.path).with_name(str(facts["suggestion"]))
    if str(beside) not in paths:
        return item
    facts["variant"] = "file-taken"
    return Finding(item.code, item.location, tuple(facts.items()), item.severity)


def located(findings: tuple[Finding, ...], texts: dict[str, str]) -> tuple[Finding, ...]:
    """The findings with line, column and source line; those that have them stay."""
    positions: dict[str, Positions] = {}
    out = []
    for item in findings:
        at = item.location
        if at.line == 0 and at.path in texts:
            if at.path not in positions:
                positions[at.path] = Positions(at.path, texts[at.path])
            place = positions[at.path].locate(at.pointer)
            out.append(Finding(item.code, place, item.facts, item.severity))
        else:
            out.append(item)
    return in_order(out)
