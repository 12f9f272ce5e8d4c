"""One writer at a time: a lock file tells who holds it, and a lock whose holder is gone gives way.

A lock is one line: process, computer, and when that process started. It is never judged by its
age: clocks differ between computers and are set back.
"""

import contextlib
import os
import secrets
import socket
import stat
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rdclient.store.sheet import EditRefusedError

if sys.platform != "win32":
    import fcntl

LOCK = ".rdclient.lock"
_PATIENCE = 5.0
"""Seconds that one and the same holder is waited for."""
_LONGEST = 60.0
"""Seconds that a row of holders is waited for."""
_UNFINISHED = 1.0
"""Seconds that a lock may stand without its line."""
_PAUSES = (5, 50)
"""Milliseconds between two looks, at least and at most: several who wait do not march in step."""
_DIGITS = 19
_UNKNOWN = "-"
_CLOSED = "? ?"
"""What stands for the line of a lock that cannot be read."""


@dataclass(frozen=True, slots=True)
class Held:
    """A lock that this process holds.

    Attributes:
        path: of the lock file.
        handle: of the open file; as long as it is open, no other file can be taken for it.
    """

    path: Path
    handle: int

    def is_ours(self) -> bool:
        """Whether the lock file is still the one that was made here."""
        if sys.platform == "win32":  # a file in use cannot be removed there
            return True
        try:
            return _is_same(os.fstat(self.handle), os.lstat(self.path))
        except OSError:
            return False


@dataclass(frozen=True, slots=True)
class _Seen:
    """A lock somebody holds, as it was found: its file, its line, when it was made."""

    file: tuple[int, int]
    line: str
    made: float


@contextlib.contextmanager
def held(root: Path) -> Iterator[Held]:
    """Hold the lock of a folder; it is waited for a while, and given back at the end.

    Raises:
        EditRefusedError: when another process holds it, or the system does not let it be made.
    """
    path = root / LOCK
    try:
        lock = _taken(path)
    except OSError as error:
        raise EditRefusedError("edit-failed", LOCK, error.strerror or str(error)) from error
    try:
        yield lock
    finally:
        _release(lock)


def _taken(path: Path) -> Held:
    """The lock, once it is free."""
    begun = since = time.monotonic()
    before: _Seen | None = None
    while True:
        if lock := _made(path):
            return lock
        seen, now = _look(path), time.monotonic()
        if seen != before:
            before, since = seen, now
        if now - since > _PATIENCE or now - begun > _LONGEST:
            raise _locked(path, seen)
        if seen and _is_gone(seen, waited=now - since):
            _take_away(path, seen)
        low, high = _PAUSES
        time.sleep((low + secrets.randbelow(high - low)) / 1000)


def _made(path: Path) -> Held | None:
    """The lock, when it is free: made by nobody else, and still there once it is written."""
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o644)
    except FileExistsError:
        return None
    except PermissionError:
        if sys.platform == "win32" and path.exists():  # being taken away just now
            return None
        raise
    lock = Held(path, handle)
    try:
        is_marked = _is_marked(handle)
        rest = f"{os.getpid()} {socket.gethostname()} {_started(os.getpid())}\n".encode()
        while rest:
            rest = rest[os.write(handle, rest) :]
    except BaseException:
        _release(lock)
        raise
    if is_marked and lock.is_ours():
        return lock
    _release(lock)
    return None


def _release(lock: Held) -> None:
    """Give the lock back; where somebody is looking at it just now, a little later."""
    is_ours = lock.is_ours()
    if sys.platform == "win32":
        os.close(lock.handle)
    for _ in range(20 if is_ours else 0):
        try:
            lock.path.unlink(missing_ok=True)
        except PermissionError:
            time.sleep(_PAUSES[1] / 1000)
        except OSError:  # it stays and gives way to the next writer
            break
        else:
            break
    if sys.platform != "win32":
        os.close(lock.handle)


def _is_same(one: os.stat_result, other: os.stat_result) -> bool:
    return (one.st_dev, one.st_ino) == (other.st_dev, other.st_ino)


# ── a lock that somebody else made ───────────────────────────────────────────


def _look(path: Path) -> _Seen | None:
    """The lock as it is now; None when there is none any more."""
    try:
        status = os.lstat(path)
        line = (
            path.read_bytes().decode(errors="replace") if stat.S_ISREG(status.st_mode) else _CLOSED
        )
    except FileNotFoundError:
        return None
    except PermissionError:  # not for us to read
        line = _CLOSED
    return _Seen((status.st_dev, status.st_ino), line, status.st_mtime)


def _locked(path: Path, seen: _Seen | None) -> EditRefusedError:
    pid, host = ([*seen.line.split(), "?", "?"] if seen else ["?", "?"])[:2]
    made = datetime.fromtimestamp(seen.made, UTC).astimezone() if seen else None
    since = f"{made:%Y-%m-%d %H:%M:%S}" if made else "?"
    return EditRefusedError("edit-locked", str(path), pid, host, since)


def _is_gone(seen: _Seen, *, waited: float) -> bool:
    """Whether the holder of a lock is gone for sure.

    A line that was never finished is one of a process that died, or whose disk was full, while
    it made the lock; a living one that was only slow finds its lock gone and makes another.

    Args:
        seen: the lock.
        waited: seconds that it has been looked at.
    """
    pid, host, started = [*seen.line.split(" "), _UNKNOWN, _UNKNOWN][:3]
    is_whole = seen.line.endswith("\n") and pid.isdecimal() and len(pid) <= _DIGITS
    if not is_whole and seen.line != _CLOSED:
        return waited > _UNFINISHED
    if host.strip() != socket.gethostname():
        return False
    if sys.platform == "win32":  # asking for a process would end it; a file in use does not go
        return True
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except OSError:
        return False
    now, started = _started(int(pid)), started.strip()
    return _UNKNOWN not in {now, started} and now != started


def _started(pid: int) -> str:
    """When a process started: the computer's run and the clock tick in it, where it tells them."""
    try:
        run = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        return f"{run}/{told.rpartition(')')[2].split()[19]}"
    except (OSError, IndexError):
        return _UNKNOWN


def _is_marked(handle: int) -> bool:
    """Whether an open lock is marked as one that lives; False when another process has its mark.

    Where the file system knows no such marks, that is no reason against the lock.
    """
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        pass
    return True


def _take_away(path: Path, seen: _Seen) -> None:
    """Remove a lock whose holder is gone, unless it is another one by now or lives after all.

    Who removes one must have its mark, so that nobody removes the lock made after it. A process
    of another container of this computer cannot be asked for, but holds its mark.
    """
    if sys.platform == "win32":
        with contextlib.suppress(OSError):
            path.unlink()
        return
    with contextlib.suppress(OSError):
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            now = _look(path)
            if now == seen and _is_same(os.fstat(handle), os.lstat(path)):
                path.unlink()
        finally:
            os.close(handle)
