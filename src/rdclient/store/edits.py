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

from rdclient.diagnostic import RdclientError
from rdclient.store.yamlfile import parse

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


class EditRefusedError(RdclientError):
    """The edit would do more, or less, than it should; nothing was written."""


def append_item(root: Path, path: str, field: str, item: dict[str, object]) -> Edit:
    """The edit that puts ``item`` at the end of the list ``field`` of a mapping file.

    A file that does not exist is made. The result is parsed again and must hold the old data
    with just this item more.

    Raises:
        EditRefusedError: when the file cannot be read, or the edit cannot be made safely.
    """
    file = root / path
    before = file.read_bytes() if file.exists() else None
    old = parse(path, before.decode("utf-8-sig")) if before is not None else None
    if old is not None and (old.findings or not isinstance(old.data, dict | None)):
        raise EditRefusedError("edit-unreadable", path)
    text = before.decode("utf-8") if before is not None else ""
    data = dict(old.data) if old is not None and isinstance(old.data, dict) else {}
    items = data.get(field) or []
    if not isinstance(items, list):
        raise EditRefusedError("edit-unreadable", path)
    after = _with_item(text, field, item, has_items=bool(items), has_field=field in data)
    wanted = {**data, field: [*items, item]}
    new = parse(path, after.removeprefix("\ufeff"))
    if new.findings or new.data != wanted:
        raise EditRefusedError("edit-unsafe", path, field)
    return Edit(path, before, after.encode())


def _with_item(
    text: str, field: str, item: dict[str, object], *, has_items: bool, has_field: bool
) -> str:
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += newline
    if not has_field:
        return "".join([*lines, f"{field}:{newline}", _block(item, "  ", newline)])
    top = next(n for n, line in enumerate(lines) if line.startswith((f"{field}:", f'"{field}":')))
    end = _end_of_block(lines, top)
    if not has_items:
        return "".join(
            [*lines[:top], f"{field}:{newline}", _block(item, "  ", newline), *lines[end:]]
        )
    first = next((line for line in lines[top + 1 : end] if line.lstrip().startswith("- ")), "  - ")
    indent = first[: len(first) - len(first.lstrip())]
    return "".join([*lines[:end], _block(item, indent, newline), *lines[end:]])


def _end_of_block(lines: list[str], top: int) -> int:
    """The line after the last one that belongs to the key at ``top``; comments below stay out."""
    end = top + 1
    for number in range(top + 1, len(lines)):
        line = lines[number]
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line[0] not in " \t-":
            break
        end = number + 1
    return end


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
        EditRefusedError: when the file changed since it was read, or another process holds
            the lock.
    """
    with _locked(root):
        file = root / edit.path
        now = file.read_bytes() if file.exists() else None
        if now != edit.before:
            raise EditRefusedError("edit-stale", edit.path)
        file.parent.mkdir(parents=True, exist_ok=True)
        _replace(file, edit.after)


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
            os.fsync(folder)
        finally:
            os.close(folder)


@contextlib.contextmanager
def _locked(root: Path) -> Iterator[None]:
    lock = root / LOCK
    handle = -1
    for attempt in range(_LOCK_TRIES):
        try:
            handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
            break
        except FileExistsError:
            if _is_stale(lock):
                lock.unlink(missing_ok=True)
            elif attempt == _LOCK_TRIES - 1:
                raise EditRefusedError("edit-locked", str(lock), _holder(lock)) from None
            time.sleep(_LOCK_PAUSE)
    if handle < 0:
        raise EditRefusedError("edit-locked", str(lock), _holder(lock))
    os.write(handle, f"{os.getpid()} {socket.gethostname()}\n".encode())
    os.close(handle)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _holder(lock: Path) -> str:
    try:
        return lock.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return "?"


def _is_stale(lock: Path) -> bool:
    """Whether the lock was left by a process of this machine that is gone.

    Windows has no harmless way to ask for a process, so there a lock is never called stale.
    """
    if os.name != "posix":
        return False
    pid, _, host = _holder(lock).partition(" ")
    if host != socket.gethostname() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def create(root: Path, files: dict[str, bytes]) -> tuple[str, ...]:
    """Create files that must not exist yet; for ``init``.

    Raises:
        EditRefusedError: when one exists already; nothing is written then.
    """
    present = [path for path in files if (root / path).exists()]
    if present:
        raise EditRefusedError("file-exists", present[0])
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as handle:
            handle.write(content)
    return tuple(files)
