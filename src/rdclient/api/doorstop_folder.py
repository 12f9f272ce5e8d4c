"""Folders of Doorstop documents, read by the guarded reader."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from rdclient.diagnostic import UsageError
from rdclient.exchange.doorstop import (
    CONFIG,
    SKIP,
    SUFFIXES,
    DoorstopDocument,
    DoorstopFile,
    is_uid,
    requirements,
)
from rdclient.exchange.foreign_item import ForeignError, ForeignSet, Place, Remark
from rdclient.store.content import Refusal, read_text
from rdclient.store.position import Positions
from rdclient.store.yamlfile import RECORD_LIMIT, load, parse

MOST = 50_000
"""Files that are looked at in one folder."""
_FENCE = "---"
_MARKDOWN = ".md"


@dataclass(slots=True)
class _Reading:
    """What was read from a folder so far."""

    root: Path
    tell: Callable[[int, int], None] | None
    documents: list[DoorstopDocument] = field(default_factory=list)
    loose: list[DoorstopFile] = field(default_factory=list)
    faults: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    count: int = 0

    def tick(self) -> None:
        """Count a file.

        Raises:
            ForeignError: when there are too many.
        """
        self.count += 1
        if self.count > MOST:
            raise ForeignError("doorstop-too-many", self.root.name, MOST)
        if self.tell is not None:
            self.tell(self.count, self.count)


def doorstop_folder(root: Path, tell: Callable[[int, int], None] | None = None) -> ForeignSet:
    """The requirements of every document in a folder.

    Args:
        root: the folder.
        tell: told how many files were read, out of as many.

    Raises:
        UsageError: when there is no such folder, or no document in it.
        ForeignError: when it holds too many files.
    """
    if not root.exists():
        raise UsageError("doorstop-missing", str(root))
    if not root.is_dir():
        raise UsageError("doorstop-not-folder", str(root))
    reading = _Reading(root, tell)
    _walk(reading)
    if not reading.documents and not reading.faults and not reading.notes:
        raise UsageError("doorstop-none", str(root), CONFIG)
    found = requirements(reading.documents, reading.loose)
    return replace(
        found,
        faults=(*reading.faults, *found.faults),
        notes=(*reading.notes, *found.notes),
    )


def line_of(root: Path, place: Place) -> int:
    """The line that a pointer leads to; 0 for the file as a whole."""
    if place.line or not place.pointer:
        return place.line
    text = read_text(root, place.path, limit=RECORD_LIMIT)
    if isinstance(text, Refusal) or place.path.endswith(_MARKDOWN):
        return 1
    return Positions(place.path, text).locate(place.pointer, on_key=True).line


# ── folders ──────────────────────────────────────────────────────────────────


def _walk(reading: _Reading) -> None:
    """Read the documents: each has its folder and those below it, up to the next document."""
    homes: dict[str, str | None] = {}
    files: dict[str, list[str]] = {}
    loose: list[str] = []
    for top, names, found in os.walk(reading.root):
        names[:] = sorted(name for name in names if not name.startswith("."))
        folder = Path(top).relative_to(reading.root).as_posix()
        folder = "" if folder == "." else f"{folder}/"
        above = folder.rstrip("/").rpartition("/")[0]
        home = homes.get(f"{above}/" if above else "") if folder else None
        if CONFIG in found:
            home = folder
            files[home] = []
        homes[folder] = home
        for name in sorted(found):
            stem, dot, suffix = name.rpartition(".")
            is_item = f"{dot}{suffix}".lower() in (*SUFFIXES, _MARKDOWN) and is_uid(stem)
            if is_item and not name.startswith("."):
                (loose if home is None else files[home]).append(f"{folder}{name}")
    for folder, paths in files.items():
        _read_document(reading, folder, paths)
    for path in loose if reading.documents else ():
        if not path.endswith(_MARKDOWN):
            reading.tick()
            loaded = load(reading.root, path, limit=RECORD_LIMIT)
            reading.loose += [] if loaded.findings else [DoorstopFile(path, loaded.data)]


def _read_document(reading: _Reading, folder: str, paths: list[str]) -> None:
    """A document with its items; one whose settings cannot be read is a fault."""
    config = f"{folder}{CONFIG}"
    reading.tick()
    if (reading.root / folder / SKIP).exists():
        reading.notes.append(Remark(Place(config), "document-skipped"))
        return
    loaded = load(reading.root, config, limit=RECORD_LIMIT)
    if loaded.findings:
        reading.faults += (
            Remark(Place(config, found.location.line), "file-unreadable", (found,))
            for found in loaded.findings
        )
        return
    document = DoorstopDocument(DoorstopFile(config, loaded.data), ())
    is_markdown = document.setting("itemformat") == "markdown"
    files: list[DoorstopFile] = []
    for path in paths:
        if path.endswith(_MARKDOWN) is is_markdown:
            reading.tick()
            files += _item(reading, path)
    reading.documents.append(replace(document, files=tuple(files)))


def _item(reading: _Reading, path: str) -> Iterator[DoorstopFile]:
    if path.endswith(_MARKDOWN):
        yield from _markdown(reading, path)
        return
    loaded = load(reading.root, path, limit=RECORD_LIMIT)
    if loaded.findings:
        reading.faults += (
            Remark(Place(path, found.location.line), "file-unreadable", (found,), _stem(path))
            for found in loaded.findings
        )
    else:
        yield DoorstopFile(path, loaded.data)


def _stem(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]


def _markdown(reading: _Reading, path: str) -> Iterator[DoorstopFile]:
    """An item as a text with its other attributes between two lines of dashes before it."""
    text = read_text(reading.root, path, limit=RECORD_LIMIT)
    if isinstance(text, Refusal):
        told = Remark(Place(path), "file-unreadable", (text.at(path),), _stem(path))
        reading.faults.append(told)
        return
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].rstrip() != _FENCE or _FENCE not in (line.rstrip() for line in lines[1:]):
        return  # a text among the items
    end = next(i for i, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE)
    loaded = parse(path, "\n" + "\n".join(lines[1:end]) + "\n")
    if loaded.findings or not isinstance(loaded.data, dict):
        reading.faults += (
            Remark(Place(path, found.location.line), "file-unreadable", (found,), _stem(path))
            for found in loaded.findings
        )
        if not loaded.findings:
            reading.faults.append(Remark(Place(path), "item-form", (), _stem(path)))
        return
    rest = "\n".join(lines[end + 1 :]).strip("\n")
    first, _, body = rest.partition("\n")
    if first.startswith("# "):
        yield DoorstopFile(path, {**loaded.data, "header": first[2:].strip(), "text": body})
    else:
        yield DoorstopFile(path, {**loaded.data, "text": rest})
