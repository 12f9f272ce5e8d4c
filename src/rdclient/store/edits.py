"""Writing: the one place that changes records; locked, atomic, all other bytes untouched."""

import contextlib
import os
import re
import secrets
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdclient.store.position import Pointer
from rdclient.store.span import EditRefusedError, with_field
from rdclient.store.spelling import Value
from rdclient.store.yamlfile import parse

__all__ = ["LOCK", "Edit", "EditRefusedError", "append_item", "apply", "create", "set_value"]

LOCK = ".rdclient.lock"
_LOCK_TRIES = 50
_LOCK_PAUSE = 0.1
_PLAIN = re.compile(r"[\w][\w.:+ -]*\Z")


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


def append_item(root: Path, path: str, field: str, item: dict[str, object]) -> Edit:
    """The edit that puts ``item`` at the end of the list ``field`` of a mapping file.

    A file that does not exist is made. The result is parsed again and must hold the old data
    with just this item more.

    Raises:
        EditRefusedError: when the file cannot be read, or the edit cannot be made safely.
    """
    before = _content(root, path)
    text = _text(before, path)
    old = parse(path, text)
    if old.findings or not isinstance(old.data, dict | None):
        raise EditRefusedError("edit-unreadable", path)
    data: dict[str, object] = dict(old.data or {})
    items = data.get(field) or []
    if not isinstance(items, list):
        raise EditRefusedError("edit-unreadable", path)
    wanted = {**data, field: [*items, item]}
    is_listed = None if field not in data else bool(items)
    for after in _with_item(text, field, item, is_listed=is_listed):
        new = parse(path, after)
        if not new.findings and new.data == wanted:
            return Edit(path, before, after.encode())
    raise EditRefusedError("edit-unsafe", path, field)


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
    if file.is_symlink() or not file.resolve().is_relative_to(root.resolve()):
        raise EditRefusedError("edit-outside", path)
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise EditRefusedError("edit-failed", path, error.strerror or str(error)) from error


def _text(content: bytes | None, path: str) -> str:
    try:
        return (content or b"").decode()
    except UnicodeDecodeError:
        raise EditRefusedError("edit-unreadable", path) from None


def _with_item(
    text: str, field: str, item: dict[str, object], *, is_listed: bool | None
) -> Iterator[str]:
    """The text with the item in it, in every way it might be meant; the likeliest first.

    Args:
        text: of the file.
        field: that holds the list.
        item: to add.
        is_listed: whether the list has items; None when the field is absent.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += newline
    if is_listed is None:
        yield "".join([*lines, f"{field}:{newline}", _block(item, "  ", newline)])
        return
    key = re.compile(rf"(\ufeff?(?:{field}|\"{field}\"|'{field}')[ \t]*:)")
    top = next((n for n, line in enumerate(lines) if key.match(line)), None)
    if top is None:
        return
    if not is_listed:
        empty = re.compile(key.pattern + r"[ \t]*(?:\[[ \t]*\]|~|null)?((?:[ \t]+#.*)?\s*)\Z")
        if match := empty.match(lines[top]):
            lines[top] = match[1] + match[2]
            yield "".join([*lines[: top + 1], _block(item, "  ", newline), *lines[top + 1 :]])
        return
    close, far = _ends_of_block(lines, top)
    rows = (line for line in lines[top + 1 : close] if line.lstrip().startswith("-"))
    first = next(rows, "  -")
    indent = first[: len(first) - len(first.lstrip())]
    for end in (close, far):
        yield "".join([*lines[:end], _block(item, indent, newline), *lines[end:]])


def _ends_of_block(lines: list[str], top: int) -> tuple[int, int]:
    """The line after the last one of the key at ``top``: without what may be comments, and with.

    A blank line or one that starts with ``#`` may also belong to a text of several lines.
    """
    close = top + 1
    for number in range(top + 1, len(lines)):
        line = lines[number]
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line[0] not in " \t-":
            return close, number
        close = number + 1
    return close, len(lines)


def _block(item: dict[str, object], indent: str, newline: str) -> str:
    rows = [f"{key}: {_scalar(value)}" for key, value in item.items()]
    start = f"{indent}- "
    return "".join(
        (start if n == 0 else " " * len(start)) + row + newline for n, row in enumerate(rows)
    )


def _scalar(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_scalar(entry) for entry in value) + "]"
    text = str(value)
    if _PLAIN.match(text) and parse("", f"value: {text}").data == {"value": text}:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


# ── applying ─────────────────────────────────────────────────────────────────


def apply(root: Path, edit: Edit) -> None:
    """Write one edit: under the lock, into a temporary file beside it, then in its place.

    Raises:
        EditRefusedError: when the file changed since it was read, another process holds the
            lock, or the system does not let it be written.
    """
    with _locked(root):
        if _content(root, edit.path) != edit.before:
            raise EditRefusedError("edit-stale", edit.path)
        file = root / edit.path
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            _replace(file, edit.after)
        except OSError as error:
            reason = error.strerror or str(error)
            raise EditRefusedError("edit-failed", edit.path, reason) from error


def _replace(file: Path, content: bytes) -> None:
    temporary = file.with_name(f".{file.name}.{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("xb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        if file.exists():
            temporary.chmod(file.stat().st_mode & 0o7777)
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)
    if os.name == "posix":
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            with contextlib.suppress(OSError):  # some file systems do not sync folders
                os.fsync(folder)
        finally:
            os.close(folder)


@contextlib.contextmanager
def _locked(root: Path) -> Iterator[None]:
    lock = root / LOCK
    handle = -1
    for _ in range(_LOCK_TRIES):
        try:
            handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
            break
        except FileExistsError:
            if _is_stale(holder := _holder(lock)):
                _break(lock, holder)
            else:
                time.sleep(_LOCK_PAUSE)
        except OSError as error:
            reason = error.strerror or str(error)
            raise EditRefusedError("edit-failed", LOCK, reason) from error
    if handle < 0:
        raise EditRefusedError("edit-locked", str(lock), _holder(lock))
    os.write(handle, f"{os.getpid()} {socket.gethostname()}\n".encode())
    os.close(handle)
    try:
        yield
    finally:
        _release(lock)


def _release(lock: Path) -> None:
    """Give the lock back; on Windows somebody may be reading it just now, so more than once."""
    for _ in range(_LOCK_TRIES):
        with contextlib.suppress(PermissionError):
            lock.unlink(missing_ok=True)
            return
        time.sleep(_LOCK_PAUSE)


def _holder(lock: Path) -> str:
    try:
        return lock.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return "?"


def _break(lock: Path, holder: str) -> None:
    """Take a stale lock away; a living one that took its place meanwhile is put back."""
    aside = lock.with_name(f"{LOCK}.{secrets.token_hex(4)}")
    with contextlib.suppress(FileNotFoundError):
        lock.rename(aside)
        if _holder(aside) != holder:
            with contextlib.suppress(FileExistsError):
                os.link(aside, lock)
        aside.unlink()


def _is_stale(holder: str) -> bool:
    """Whether a lock was left by a process of this machine that is gone.

    Windows has no harmless way to ask for a process, so there a lock is never called stale.
    """
    if os.name != "posix":
        return False
    pid, _, host = holder.partition(" ")
    if host != socket.gethostname() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except OSError:
        return False
    return False


def create(root: Path, files: dict[str, bytes]) -> tuple[str, ...]:
    """Create files that must not exist yet; for ``init``.

    Raises:
        EditRefusedError: when one exists already or cannot be written; nothing is written then.
    """
    present = [path for path in files if os.path.lexists(root / path)]
    if present:
        raise EditRefusedError("file-exists", present[0])
    made: list[Path] = []
    try:
        for path, content in files.items():
            file = root / path
            made += [folder for folder in (file, *file.parents) if not folder.exists()]
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("xb") as handle:
                handle.write(content)
    except BaseException as error:
        _take_back(made)
        if isinstance(error, OSError):
            raise EditRefusedError("edit-failed", path, error.strerror or str(error)) from error
        raise
    return tuple(files)


def _take_back(made: list[Path]) -> None:
    """Remove the files and folders that were made, the deepest first."""
    for place in sorted(made, key=lambda one: len(one.parts), reverse=True):
        with contextlib.suppress(OSError):
            if place.is_dir():
                place.rmdir()
            else:
                place.unlink()
