"""Writing: the one place that changes records; locked, atomic, all other bytes untouched."""

import contextlib
import errno
import os
import re
import secrets
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rdclient.store.layout import ROOT_FILE
from rdclient.store.lock import LOCK, Held, held
from rdclient.store.position import Pointer
from rdclient.store.sheet import EditRefusedError
from rdclient.store.span import with_field
from rdclient.store.span_list import with_entry
from rdclient.store.spelling import Value

__all__ = [
    "LOCK",
    "Edit",
    "EditRefusedError",
    "Planned",
    "append_entry",
    "apply",
    "create",
    "set_value",
    "writing",
]

_TEMPORARY = re.compile(r"\..+\.rdclient-[0-9a-f]{8}\.tmp\Z")
_FLAGS = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Edit:
    """A change to one file, as a value: nothing is written before it is applied.

    Attributes:
        path: relative to the workspace, with ``/``.
        before: the file's bytes as they were read; None when it must not exist yet.
        after: the bytes it is to hold.
    """

    path: str
    before: bytes | None
    after: bytes


class Planned(Protocol):
    """Something new, before it is written."""

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What is to be written."""


def append_entry(root: Path, path: str, pointer: Pointer, item: Mapping[str, object]) -> Edit:
    """The edit that puts a mapping at the end of the list at a pointer.

    The list may be empty or not there yet; a file that does not exist is made. The result is
    parsed again and must hold the old data with just this item more.

    Args:
        root: of the workspace.
        path: of the file, relative to it.
        pointer: to the list: ``("events",)``, ``(3, "events")``; empty when the file is one.
        item: to add.

    Raises:
        EditRefusedError: when the file cannot be read, or the edit cannot be made safely.
    """
    before = _content(root, path)
    return Edit(path, before, with_entry(path, _text(before, path), pointer, item).encode())


def set_value(root: Path, path: str, pointer: Pointer, value: Value) -> Edit:
    """The edit that gives one field of a file a value, and adds its key when it is missing.

    Raises:
        EditRefusedError: when the file cannot be read, or the edit cannot be made safely.
    """
    before = _content(root, path)
    if before is None:
        raise EditRefusedError("edit-unreadable", path)
    return Edit(path, before, with_field(path, _text(before, path), pointer, value).encode())


def _content(root: Path, path: str) -> bytes | None:
    """The bytes of a file as it is now; None when there is none."""
    file = root / path
    with _told(path):
        if not file.resolve().is_relative_to(root.resolve()):
            raise EditRefusedError("edit-outside", path)
        try:
            if not stat.S_ISREG(file.lstat().st_mode):
                raise EditRefusedError("edit-outside", path)
            return file.read_bytes()
        except FileNotFoundError:
            return None


def _text(content: bytes | None, path: str) -> str:
    try:
        return (content or b"").decode()
    except UnicodeDecodeError:
        raise EditRefusedError("edit-unreadable", path) from None


@contextlib.contextmanager
def _told(path: str) -> Iterator[None]:
    """What the system refuses, told with its reason."""
    try:
        yield
    except OSError as error:
        raise EditRefusedError("edit-failed", path, error.strerror or str(error)) from error


# ── applying ─────────────────────────────────────────────────────────────────


def apply(root: Path, *edits: Edit) -> None:
    """Write edits; each file is whole at any time.

    Under the lock, every file is looked at again and every new content is on the disk beside
    its file before the first one takes its place. Edits that change nothing write nothing.

    Raises:
        EditRefusedError: when a file changed since it was read, another process holds the
            lock, or the system does not let it be written; nothing was written then, except
            with ``edit-partly``: the system failed between the places of two files.
    """
    if edits:
        with writing(root) as write:
            write(*edits)


@contextlib.contextmanager
def writing(root: Path) -> Iterator[Callable[..., None]]:
    """Hold the lock while edits are computed; what is given writes them, as ``apply`` does.

    Nobody else writes in between, so that what is computed here is never stale for another
    writer's sake.

    Raises:
        EditRefusedError: when another process holds the lock, or it cannot be made.
    """
    with held(root) as lock:

        def write(*edits: Edit) -> None:
            rest = tuple(edit for edit in _joined(edits) if edit.after != edit.before)
            _sweep({(root / edit.path).parent for edit in edits})
            _write(root, rest, lock)

        yield write


def _joined(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """One edit for each file.

    Raises:
        EditRefusedError: when two of them do not follow each other.
    """
    joined: dict[str, Edit] = {}
    for edit in edits:
        first = joined.setdefault(edit.path, edit)
        if first is not edit:
            if first.after != edit.before:
                raise EditRefusedError("edit-stale", edit.path)
            joined[edit.path] = Edit(edit.path, first.before, edit.after)
    return tuple(joined.values())


def _sweep(folders: set[Path]) -> None:
    """Remove what writers that died left beside the files: who holds the lock has none yet."""
    for folder in folders:
        with contextlib.suppress(OSError):
            for name in os.listdir(folder):  # noqa: PTH208 - names are all that is asked for
                if _TEMPORARY.match(name):
                    (folder / name).unlink(missing_ok=True)


def _write(root: Path, edits: Sequence[Edit], lock: Held) -> None:
    """Write edits under a lock, each file whole at any time."""
    for edit in edits:
        _check(root, edit)
    made: list[Path] = []
    staged: list[Path] = []
    placed: list[Edit] = []
    try:
        for edit in edits:
            with _told(edit.path):
                _make_folder((root / edit.path).parent, made)
                staged.append(_beside(root / edit.path))
                _stage(staged[-1], root / edit.path, edit.after)
        for edit in edits:
            _check(root, edit)
        for edit, temporary in zip(edits, staged, strict=True):
            _confirm(lock)
            _check(root, edit)
            with _told(edit.path):
                _place(temporary, root / edit.path, is_new=edit.before is None)
                placed.append(edit)
    except BaseException as error:
        _drop(staged)
        kept = _taken_back(root, placed, made)
        if kept and isinstance(error, EditRefusedError):
            raise EditRefusedError("edit-partly", error.args[1], kept, len(edits)) from error
        raise
    for folder in {(root / edit.path).parent for edit in edits} | {one.parent for one in made}:
        _sync(folder)


def _check(root: Path, edit: Edit) -> None:
    if _content(root, edit.path) != edit.before:
        raise EditRefusedError("edit-stale", edit.path)


def _confirm(lock: Held) -> None:
    if not lock.is_ours():
        raise EditRefusedError("edit-unlocked", LOCK)


def _make_folder(folder: Path, made: list[Path]) -> None:
    """Make a folder and those above it; what was made is added to ``made``, the highest first."""
    missing = [place for place in (folder, *folder.parents) if not os.path.lexists(place)]
    for place in reversed(missing):
        place.mkdir()
        made.append(place)
    if not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))


def _beside(file: Path) -> Path:
    return file.with_name(f".{file.name}.rdclient-{secrets.token_hex(4)}.tmp")


def _stage(temporary: Path, file: Path, content: bytes) -> None:
    """Put a content on the disk, with the mode and the owner of the file it is for."""
    status = file.stat() if file.exists() else None
    if status and not os.access(file, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    handle = os.open(temporary, _FLAGS, 0o600 if status else 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)
    if status:
        _give(temporary, status)
        temporary.chmod(stat.S_IMODE(status.st_mode))


def _give(temporary: Path, status: os.stat_result) -> None:
    """Give a file the owner and the group of another, as far as the system lets us."""
    now = temporary.stat()
    if hasattr(os, "chown") and (now.st_uid, now.st_gid) != (status.st_uid, status.st_gid):
        for owner in (status.st_uid, -1):
            with contextlib.suppress(OSError):
                os.chown(temporary, owner, status.st_gid)
                return


def _place(temporary: Path, file: Path, *, is_new: bool) -> None:
    """Put a file in its place; a new one never over one that came up meanwhile."""
    if is_new:
        try:
            os.link(temporary, file)
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            temporary.replace(file)
        else:
            with contextlib.suppress(OSError):
                temporary.unlink()
    else:
        temporary.replace(file)


def _drop(staged: Sequence[Path]) -> None:
    for temporary in staged:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _taken_back(root: Path, placed: Sequence[Edit], made: Sequence[Path]) -> int:
    """Take new files and empty folders back; how many files stay written.

    Args:
        root: of the workspace.
        placed: the edits whose files are in their places.
        made: folders, the highest first.
    """
    kept = 0
    for edit in placed:
        kept += 1
        with contextlib.suppress(OSError):
            if edit.before is None and (root / edit.path).read_bytes() == edit.after:
                (root / edit.path).unlink()
                kept -= 1
    for folder in reversed(made):
        with contextlib.suppress(OSError):
            folder.rmdir()
    return kept


def _sync(folder: Path) -> None:
    """See a folder's entries onto the disk; some file systems cannot."""
    if os.name == "posix":
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


# ── a new workspace ──────────────────────────────────────────────────────────


def create(root: Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Create the files of a workspace, ``rdclient.yaml`` last; for ``init``.

    What is there already with the same bytes stays: a run that died is completed by the next.

    Raises:
        EditRefusedError: when ``rdclient.yaml`` is there, or another file with other bytes, or
            one cannot be written; nothing is written then.
    """
    ordered = sorted(files, key=lambda path: path == ROOT_FILE)
    edits = tuple(Edit(path, _present(root, path, files[path]), files[path]) for path in ordered)
    made: list[Path] = []
    try:
        with _told(str(root)):
            _make_folder(root, made)
        apply(root, *edits)
    except BaseException:
        _taken_back(root, (), made)
        raise
    return tuple(files)


def _present(root: Path, path: str, content: bytes) -> bytes | None:
    """The content when the file has it already; None when there is no file."""
    if not os.path.lexists(root / path):
        return None
    if path == ROOT_FILE or _content(root, path) != content:
        raise EditRefusedError("file-exists", path)
    return content
