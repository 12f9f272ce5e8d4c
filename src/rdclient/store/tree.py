"""The files of a workspace: found without following links, their names looked at."""

import contextlib
import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from rdclient.diagnostic import Finding, Location, UsageError, finding
from rdclient.store.content import Refusal, decoded
from rdclient.store.files import Disk, Files
from rdclient.store.layout import ROOT_FILE, SUFFIX, Home, home, is_of_signoffs
from rdclient.store.yamlfile import RECORD_LIMIT

CACHE = ".rdclient-cache"
"""Folder of a workspace in which what was parsed and found is kept; ignored by Git."""
TEMPLATES = "templates/"
_TEMPLATE_SUFFIX = ".j2"
SKIPPED = frozenset({".git", ".venv", CACHE, "node_modules", "__pycache__"})
"""Folders that are no part of a workspace wherever they lie."""
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul"}
    | {f"{name}{digit}" for name in ("com", "lpt") for digit in range(1, 10)}
)


Stamp: TypeAlias = tuple[int, int, int, int]
"""Size in bytes, times of change and of status change in nanoseconds, inode of a file."""
NO_STAMP: Stamp = (0, 0, 0, 0)
"""Of a file that the system tells nothing of."""


@dataclass(frozen=True, slots=True)
class Tree:
    """What lies below the root of a workspace.

    Attributes:
        files: YAML files and what belongs to sign-offs, in order, as relative paths with ``/``.
        templates: the workspace's own templates by name (``zh/weekly-report.md.j2``).
        findings: links, folders and templates that are not read, names that differ too little.
        stamps: what the system tells of each YAML file without opening it, by path.
    """

    files: tuple[str, ...]
    templates: Mapping[str, str]
    findings: tuple[Finding, ...]
    stamps: Mapping[str, Stamp]


def find_root(start: Path) -> Path:
    """The nearest folder upwards that holds ``rdclient.yaml``.

    Raises:
        UsageError: when there is none.
    """
    for folder in (start, *start.parents):
        with contextlib.suppress(PermissionError):
            if (folder / ROOT_FILE).is_file():
                return folder
    raise UsageError("no-workspace", str(start))


def is_in_repository(root: Path) -> bool:
    """Whether a Git repository holds a folder; asks the disk only."""
    return any(os.path.lexists(folder / ".git") for folder in (root, *root.parents))


def walk(root: Path) -> Tree:
    """The files below a root; links are stated, never followed."""
    findings: list[Finding] = []
    stamps: dict[str, Stamp] = {}
    paths = sorted(_paths(root, findings, stamps))
    return grown(paths, Disk(root), findings, stamps)


def grown(
    paths: Sequence[str],
    files: Files,
    findings: Iterable[Finding],
    stamps: Mapping[str, Stamp],
) -> Tree:
    """The tree of files that were found, with the text of its templates.

    Args:
        paths: those that ``is_wanted`` names, in order.
        files: where their bytes come from.
        findings: what is wrong with names and links.
        stamps: as in ``Tree``.
    """
    stated = [*findings]
    texts: dict[str, str] = {}
    for path in filter(is_template, paths):
        content = files.content(path, limit=RECORD_LIMIT)
        text = content if isinstance(content, Refusal) else decoded(content)
        if isinstance(text, Refusal):
            stated.append(text.at(path))
        else:
            texts[path.removeprefix(TEMPLATES)] = text
    others = tuple(path for path in paths if not is_template(path))
    return Tree(others, MappingProxyType(texts), tuple(stated), stamps)


def _paths(root: Path, findings: list[Finding], stamps: dict[str, Stamp]) -> Iterator[str]:
    pending = [""]
    while pending:
        folder = pending.pop()
        names: list[str] = []
        for entry in _entries(root, folder, findings):
            path = f"{folder}{entry.name}"
            wanted = is_wanted(path)
            is_folder = _is_folder(entry)
            if entry.is_symlink():
                if wanted or is_folder:
                    findings.append(link(path))
                continue
            if is_folder and entry.name not in SKIPPED:
                pending.append(path + "/")
            if is_folder or wanted:
                names.append(entry.name)
            if wanted and not is_folder:
                stamps[path] = _stamp(entry)
                yield path
        findings += twins(folder, names)


def link(path: str) -> Finding:
    """RD001 for a link, which is stated and not followed."""
    return finding("RD001", Location(path, line=1, column=1), variant="symlink")


def twins(folder: str, names: Iterable[str]) -> Iterator[Finding]:
    """RD010 for names of one folder that some file system takes for one and the same.

    Args:
        folder: with ``/`` at its end; empty for the root.
        names: of folders and wanted files in it, in order.
    """
    known: dict[str, str] = {}
    for name in names:
        twin = known.setdefault(_plain(name), name)
        if twin != name:
            at = Location(f"{folder}{name}", line=1, column=1)
            yield finding("RD010", at, id=name, other=f"{folder}{twin}")


def _entries(root: Path, folder: str, findings: list[Finding]) -> list[os.DirEntry[str]]:
    at = Location(folder.rstrip("/") or ".")
    try:
        with os.scandir(root / folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except PermissionError:
        findings.append(finding("RD001", at, variant="permission"))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        findings.append(finding("RD001", at, variant="system", reason=reason))
    return []


def _stamp(entry: os.DirEntry[str]) -> Stamp:
    try:
        told = entry.stat(follow_symlinks=False)
    except OSError:  # gone meanwhile
        return NO_STAMP
    return told.st_size, told.st_mtime_ns, told.st_ctime_ns, told.st_ino


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def is_template(path: str) -> bool:
    """Whether the workspace's own template stands at a path."""
    return path.startswith(TEMPLATES) and path.endswith(_TEMPLATE_SUFFIX)


def is_wanted(path: str) -> bool:
    """Whether a file may be a record or a template; other spellings of the suffix are seen."""
    if is_template(path):
        return True
    if is_of_signoffs(path):
        return not path.rpartition("/")[2].startswith(".")
    return path.lower().endswith((SUFFIX, ".yml", f"{SUFFIX}.txt", ".yml.txt"))


def _plain(name: str) -> str:
    """A name as file systems may confuse it: composed, without case."""
    return unicodedata.normalize("NFC", name).casefold()


def reserved_name(place: Home) -> str | None:
    """The name on the way to a record that Windows keeps for itself, if there is one."""
    for name in (place.client, place.project, place.stem):
        if name and _plain(name).split(".")[0] in _RESERVED:
            return name
    return None


def without_own_file(files: Files, paths: Iterable[str]) -> Iterator[Finding]:
    """One finding per client and project folder that holds records but not its own file.

    Args:
        files: of the workspace.
        paths: of its record files.
    """
    folders: set[str] = set()
    wanted: dict[str, None] = {}
    for path in paths:
        folder = path.rpartition("/")[0]
        if folder in folders or (place := home(path)) is None:
            continue
        folders.add(folder)
        if place.client:
            wanted[f"clients/{place.client}/client{SUFFIX}"] = None
        if place.project:
            own = f"clients/{place.client}/projects/{place.project}/project{SUFFIX}"
            wanted[own] = None
    for path in wanted:
        if not files.is_there(path):
            yield finding("RD001", Location(path, line=1, column=1), variant="missing")
