"""``fmt``: record files in house style, with what people typed written as it is read."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from rdclient.diagnostic import Finding, in_order
from rdclient.store import tree
from rdclient.store.content import BOM, Refusal, decoded, read_bytes
from rdclient.store.edits import Edit
from rdclient.store.house_style import laid_out
from rdclient.store.layout import POLICY_FILE, home, is_other
from rdclient.store.rewording import reworded
from rdclient.store.source import Source
from rdclient.store.workspace import read_ground
from rdclient.store.yamlfile import LIST_LIMIT, RECORD_LIMIT

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Formatted:
    """What there is to write, and what was left to people.

    Attributes:
        edits: of the files that are not in house style, in the order of their paths.
        files: how many record files were looked at.
        unread: the first finding of each file that could not be read and stays as it is.
        left: the first finding of each other file in which not everything was certain.
        kept: files that were read, but cannot be laid out anew without changing their data.
    """

    edits: tuple[Edit, ...]
    files: int
    unread: tuple[Finding, ...]
    left: tuple[Finding, ...]
    kept: tuple[str, ...]


def formatted(root: Path, paths: tuple[str, ...], *, progress: Progress) -> Formatted:
    """The edits that bring the record files below ``root`` into house style; nothing is written.

    Args:
        root: of the workspace.
        paths: files and folders to look at, relative to it; all when there are none.
        progress: told how many of how many files are done.
    """
    found = tree.walk(root)
    ground, _ = read_ground(Source(root, found, None))
    unread = [item for item in found.findings if _is_lost(item, paths)]
    chosen = [path for path in found.files if _is_record(path) and _is_inside(path, paths)]
    edits: list[Edit] = []
    left: list[Finding] = []
    kept: list[str] = []
    for number, path in enumerate(chosen):
        progress(number, len(chosen))
        content = _content(root, path)
        if isinstance(content, Finding):
            unread.append(content)
            continue
        tidy = _tidied(path, content, ground.zone)
        (left if tidy.is_readable else unread).extend(tidy.findings[:1])
        if tidy.after is None:
            kept += (path,) if tidy.is_readable else ()
        elif tidy.after != content:
            edits.append(Edit(path, content, tidy.after))
    return Formatted(tuple(edits), len(chosen), in_order(unread), in_order(left), tuple(kept))


# ── which files ──────────────────────────────────────────────────────────────


def _is_record(path: str) -> bool:
    """Whether it is a record people write by hand; what was signed keeps every byte."""
    place = home(path)
    return path == POLICY_FILE or (place is not None and place.kind != "signoff")


def _is_inside(path: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or any(name in (".", path) or path.startswith(f"{name}/") for name in wanted)


def _is_lost(item: Finding, wanted: tuple[str, ...]) -> bool:
    """Whether a finding tells of a link, or of a folder that cannot be opened."""
    path = item.location.path
    return item.code == "RD001" and not is_other(path) and _is_inside(path, wanted)


# ── one file ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Tidied:
    """What became of one file: its new bytes, None when it has to stay as it is."""

    after: bytes | None
    is_readable: bool
    findings: tuple[Finding, ...]


def _content(root: Path, path: str) -> bytes | Finding:
    """The bytes of a file that is UTF-8, or why it is not read."""
    place = home(path)
    limit = RECORD_LIMIT if place is None or place.single else LIST_LIMIT
    content = read_bytes(root, path, limit=limit)
    refused = content if isinstance(content, Refusal) else decoded(content)
    if isinstance(refused, Refusal):
        return refused.at(path)
    return content if isinstance(content, bytes) else b""


def _tidied(path: str, content: bytes, zone: ZoneInfo) -> _Tidied:
    """A file reworded, then laid out; what would not stay as it is the next time is not written."""
    said = reworded(path, content.decode().removeprefix(BOM), zone)
    after = laid_out(path, said.text) if said.is_readable else None
    if after is None or (after != said.text and laid_out(path, after) != after):
        return _Tidied(None, said.is_readable, said.findings)
    return _Tidied(after.encode(), is_readable=True, findings=said.findings)
