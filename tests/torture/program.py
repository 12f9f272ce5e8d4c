"""The program as people run it, but inside this process: ten times as many runs a second."""

import contextlib
import io
import os
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from rdclient.cli import app, console

PATIENCE = 60
"""Seconds after which a run is stopped; what counts as slow is much less."""
_LARGEST = 1 << 26
"""Bytes of a file that are looked at; of a larger one only its times."""
INTERNAL = ("internal error", "内部错误")
"""How the error boundary begins when a bug has reached it."""


@dataclass(frozen=True, slots=True)
class Ran:
    """How one run ended.

    Attributes:
        code: exit code; -1 when something got past the error boundary.
        out: standard output.
        err: standard error.
        trace: of what got past the boundary or was reported there as a bug; else empty.
        seconds: of the processor, since the machine may be busy; of the clock when it was stopped.
    """

    code: int
    out: str
    err: str
    trace: str
    seconds: float


Program: TypeAlias = Callable[..., Ran]
"""``program(words, encoding=…) -> Ran``."""


class _StoppedError(BaseException):
    """Raised inside a run that takes too long; no handler for bugs may swallow it."""


def run(words: tuple[str, ...], *, encoding: str = "utf-8") -> Ran:
    """Run the program with these words; ``encoding`` is what its console can show."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding) for _ in range(2))
    code, trace, is_stopped = -1, "", False
    started, clock = time.process_time(), time.monotonic()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            with _patience(), _told_in_full():
                words = tuple(words)
                console.run(lambda: app.run(list(words)))
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else -1
        except _StoppedError:
            code, is_stopped = console.FAILED, True
        except BaseException:  # noqa: BLE001 - that nothing of the kind gets here is the question
            trace = traceback.format_exc()
    seconds = (time.monotonic() - clock) if is_stopped else (time.process_time() - started)
    told, complaint = _text(out, encoding), _text(err, encoding)
    if not trace and any(words in complaint for words in INTERNAL):
        trace = complaint
    return Ran(code, told, complaint, trace, seconds)


def _text(stream: io.TextIOWrapper, encoding: str) -> str:
    stream.flush()
    buffer = stream.detach()
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode(encoding)


@contextlib.contextmanager
def _told_in_full() -> Iterator[None]:
    """Let the error boundary print the whole trace of a bug."""
    before = os.environ.get("RDCLIENT_TRACE")
    os.environ["RDCLIENT_TRACE"] = "1"
    try:
        yield
    finally:
        del os.environ["RDCLIENT_TRACE"]
        if before is not None:
            os.environ["RDCLIENT_TRACE"] = before


@contextlib.contextmanager
def _patience() -> Iterator[None]:
    """Stop what runs for too long, where the system has alarms."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise _StoppedError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def own_user(folder: Path) -> Iterator[None]:
    """Keep the program out of the folder where this user's own things are."""
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(folder)
    try:
        yield
    finally:
        del os.environ["XDG_CACHE_HOME"]
        if before is not None:
            os.environ["XDG_CACHE_HOME"] = before


def contents(root: Path) -> dict[str, tuple[int, int, bytes]]:
    """Every file below a folder: mode, time of change and bytes; the cache is left out."""
    found: dict[str, tuple[int, int, bytes]] = {}
    for folder, names, files in os.walk(os.fsencode(root)):
        names[:] = [name for name in names if name != b".rdclient-cache"]
        for name in (*files, *names):
            path = os.path.join(folder, name)  # noqa: PTH118 - names that are no text
            status = os.lstat(path)
            is_file = name in files and status.st_mode & 0o170000 == 0o100000
            key = os.fsdecode(os.path.relpath(path, os.fsencode(root)))
            when = status.st_mtime_ns if is_file else 0
            is_read = is_file and status.st_size <= _LARGEST
            found[key] = (status.st_mode, when, _bytes(path) if is_read else b"")
    return found


def _bytes(path: bytes) -> bytes:
    try:
        with open(path, "rb") as stream:  # noqa: PTH123 - a name that is no text
            return stream.read()
    except PermissionError:
        return b"?"
