"""Read a workspace: find its files, load each behind the guards, build the portfolio."""

import difflib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from rdclient.diagnostic import Finding, Location, UsageError, finding, in_order
from rdclient.model.base import Origin, Record
from rdclient.model.client import Vendor, Workspace
from rdclient.model.meeting import Meeting
from rdclient.model.policy import Policy
from rdclient.model.portfolio import KINDS, Portfolio, folded, id_of, kind_of
from rdclient.store import policyfile
from rdclient.store.layout import (
    POLICY_FILE,
    ROOT_FILE,
    SUFFIX,
    WITHOUT_ID,
    Home,
    folders_near,
    home,
    is_other,
)
from rdclient.store.validate import validate
from rdclient.store.yamlfile import LIST_LIMIT, RECORD_LIMIT, Loaded, Positions, load

_RESERVED = frozenset(
    {"con", "prn", "aux", "nul"}
    | {f"{name}{digit}" for name in ("com", "lpt") for digit in range(1, 10)}
)
_SKIPPED = frozenset({".git", ".venv", ".rdclient-cache", "node_modules", "__pycache__"})


@dataclass(frozen=True, slots=True)
class Read:
    """What came out of reading a workspace.

    Attributes:
        portfolio: every record that could be read.
        findings: of the loader, with positions.
        files: number of record files read.
        texts: text of each file read, by path, for positions of later findings.
        unread_ids: ids of records that could not be read.
        unread_kinds: kinds of whose records some file could not be read at all.
    """

    portfolio: Portfolio
    findings: tuple[Finding, ...]
    files: int
    texts: dict[str, str]
    unread_ids: frozenset[str]
    unread_kinds: frozenset[str]


def find_root(start: Path) -> Path:
    """The nearest folder upwards that holds ``rdclient.yaml``.

    Raises:
        UsageError: when there is none.
    """
    for folder in (start, *start.parents):
        if (folder / ROOT_FILE).is_file():
            return folder
    raise UsageError("no-workspace", str(start))


def read(root: Path) -> Read:
    """The records below ``root``; what is wrong with them comes as findings."""
    reader = _Reader(root)
    return reader.read()


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

    def read(self) -> Read:
        paths = sorted(_yaml_files(self.root, self.findings))
        workspace = self._workspace()
        policies = self._policies()
        for path in paths:
            place = home(path)
            if path == ROOT_FILE or is_other(path):
                continue
            if place is None:
                self._misplaced(path)
            elif self._names_are_sound(path, place):
                self._file(path, place)
        self._duplicates()
        calendar = policyfile.calendar(workspace.calendar)
        portfolio = Portfolio(tuple(self.records), workspace, policies, calendar, self.zone)
        return Read(
            portfolio,
            in_order(self.findings),
            self.files,
            self.texts,
            frozenset(self.unread_ids),
            frozenset(self.unread_kinds),
        )

    # ── the two files that hold for all others ───────────────────────────────

    def _workspace(self) -> Workspace:
        fallback = Workspace(name="?", vendor=Vendor(name="?"), timezone="UTC")
        loaded = self._load(ROOT_FILE, RECORD_LIMIT)
        if loaded.data is None:
            return fallback
        found = validate(
            Workspace, loaded.data, path=ROOT_FILE, text=loaded.text, pointer=(), zone=self.zone
        )
        if isinstance(found, tuple):
            self.findings += found
            return fallback
        try:
            self.zone = ZoneInfo(found.timezone)
        except (KeyError, ValueError, OSError):
            self._wrong(loaded, ("timezone",), "timezone", found.timezone)
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
        self.findings.append(finding("RD006", place, expected=expected, value=value))

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
            self._not_read(place)
            if not loaded.findings and (place.single or place.stem):
                self.findings.append(finding("RD007", Location(path, line=1, column=1), field="id"))
            return
        if isinstance(data, list) and not place.single:
            for index, item in enumerate(data):
                self._record(loaded, place, item, (index,))
        elif place.stem or place.single:
            if len(loaded.text.encode()) > RECORD_LIMIT:
                at = Location(path, line=1, column=1)
                self.findings.append(finding("RD001", at, variant="size", limit=RECORD_LIMIT))
            else:
                self._record(loaded, place, data, ())
        else:
            at = Positions(path, loaded.text).locate(())
            self.findings.append(finding("RD006", at, expected="list", value=""))

    def _not_read(self, place: Home) -> None:
        if place.stem and place.kind not in ("client", "project"):
            self.unread_ids.add(place.stem)
        else:
            self.unread_kinds.add("person" if place.kind == "contact" else place.kind)

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
            self.findings += found
            return
        self.records.append(found.placed(Origin(loaded.path, pointer, place.client, place.project)))

    def _with_id(self, loaded: Loaded, stem: str, data: dict[str, object]) -> dict[str, object]:
        stated = data.get("id", stem)
        if stated != stem:
            at = Positions(loaded.path, loaded.text).locate(("id",))
            self.findings.append(finding("RD011", at, id=str(stated), stem=stem))
        return {**data, "id": stem}

    def _misplaced(self, path: str) -> None:
        *folders, name = path.split("/")
        known = folders_near(path)
        near = {
            option
            for word in (*folders[-2:], name.removesuffix(SUFFIX))
            for option in difflib.get_close_matches(word, known, 1)
        }
        at = Location(path, line=1, column=1)
        self.findings.append(
            finding("RD019", at, folder="/".join(folders) or ".", known=tuple(sorted(near)))
        )

    def _names_are_sound(self, path: str, place: Home) -> bool:
        for name in (place.client, place.project, place.stem):
            if name and folded(name).split(".")[0] in _RESERVED:
                at = Location(path, line=1, column=1)
                self.findings.append(finding("RD001", at, variant="reserved", name=name))
                return False
        return True

    # ── ids ──────────────────────────────────────────────────────────────────

    def _duplicates(self) -> None:
        seen: dict[tuple[str | None, ...], Location] = {}
        for scope, name, at in self._names():
            key = (*scope, folded(name))
            if key in seen:
                first, here = self._located(seen[key]), self._located(at)
                other = f"{first.path}:{first.line}"
                self.findings.append(finding("RD010", here, id=name, other=other))
            else:
                seen[key] = at

    def _names(self) -> Iterator[tuple[tuple[str | None, ...], str, Location]]:
        """Every id with its scope: people share one per client, parts of meetings one per kind."""
        vendor = [r for r in self.records if kind_of(r) == "person"]
        for record in self.records:
            origin, kind = record.origin, kind_of(record)
            if name := id_of(record):
                group = "person" if kind == "contact" else kind
                at = Location(origin.path, (*origin.pointer, "id"))
                yield (group, origin.client, origin.project), name, at
            if isinstance(record, Meeting):
                yield from _part_names(record)
        for contact in (r for r in self.records if kind_of(r) == "contact"):
            for person in vendor:
                if folded(id_of(person)) == folded(id_of(contact)):
                    scope = ("shared", contact.origin.client, None)
                    yield scope, id_of(person), Location(person.origin.path, person.origin.pointer)
                    at = Location(contact.origin.path, (*contact.origin.pointer, "id"))
                    yield scope, id_of(contact), at

    def _located(self, at: Location) -> Location:
        return Positions(at.path, self.texts[at.path]).locate(at.pointer)


def _part_names(meeting: Meeting) -> Iterator[tuple[tuple[str | None, ...], str, Location]]:
    origin = meeting.origin
    for field in ("decisions", "actions", "confirmations"):
        for index, part in enumerate(getattr(meeting, field)):
            at = Location(origin.path, (*origin.pointer, field, index, "id"))
            yield (field, origin.client, origin.project), part.id, at


def _yaml_files(root: Path, findings: list[Finding]) -> Iterator[str]:
    """YAML files below the root, as relative paths; links are findings, never followed."""
    pending = [""]
    while pending:
        folder = pending.pop()
        try:
            entries = sorted(os.scandir(root / folder), key=lambda entry: entry.name)
        except OSError:
            findings.append(finding("RD001", Location(folder or "."), variant="permission"))
            continue
        names: dict[str, str] = {}
        for entry in entries:
            path = f"{folder}{entry.name}"
            is_yaml = entry.name.endswith((SUFFIX, ".yml"))
            if entry.is_symlink():
                if is_yaml or entry.is_dir():
                    findings.append(finding("RD001", Location(path), variant="symlink"))
            elif entry.is_dir(follow_symlinks=False):
                if entry.name not in _SKIPPED:
                    pending.append(path + "/")
            elif is_yaml:
                twin = names.setdefault(folded(entry.name), entry.name)
                if twin != entry.name:
                    at = Location(path, line=1, column=1)
                    other = f"{folder}{twin}"
                    findings.append(finding("RD010", at, id=entry.name, other=other))
                yield path


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
            item = Finding(item.code, place, item.facts, item.severity)
        out.append(item)
    return in_order(out)


def templates_of(root: Path) -> dict[str, str]:
    """The workspace's own templates by name (``zh/weekly-report.md.j2``); text as it stands.

    Raises:
        OSError, UnicodeDecodeError: when a template cannot be read.
    """
    folder = root / "templates"
    if not folder.is_dir():
        return {}
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.j2"))
        if path.is_file() and not path.is_symlink()
    }
