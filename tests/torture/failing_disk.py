"""Calls that reach the disk, counted: at one of them the process dies, or the disk is full."""

import builtins
import errno
import io
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

Place: TypeAlias = str | bytes | os.PathLike[str]
Content: TypeAlias = bytes | bytearray | memoryview

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_NEEDS_ROOM = frozenset({"open", "write", "fsync", "mkdir", "link", "symlink", "truncate"})
"""What a full disk refuses; a name more or less in a folder it has room for."""
_BY_PATH = ("chmod", "chown", "link", "mkdir", "remove", "rename", "replace", "rmdir", "symlink",
            "truncate", "unlink", "utime")  # fmt: skip
_BY_HANDLE = ("fchmod", "fsync", "fdatasync", "ftruncate")


class Failure(StrEnum):
    """What happens at the chosen call."""

    NONE = "none"
    DEATH = "death"
    FULL = "full"


@dataclass(slots=True)
class FailingDisk:
    """The calls of this process that reach the disk below a folder.

    A write counts twice: before it, and with half of its bytes written. From the chosen call on
    a full disk stays full.

    Attributes:
        below: of the folder.
        failure: what happens.
        at: the number of the call it happens at, from 1.
        count: of the calls so far.
    """

    below: str
    failure: Failure = Failure.NONE
    at: int = 0
    count: int = 0
    _handles: dict[int, str] = field(default_factory=dict)

    def install(self) -> None:
        """Stand between this process and its disk from now on."""
        for name in _BY_PATH:
            setattr(os, name, self._by_path(name, getattr(os, name)))
        for name in _BY_HANDLE:
            setattr(os, name, self._by_handle(name, getattr(os, name)))
        os.open = self._open(os.open)
        os.close = self._close(os.close)
        os.write = self._write(os.write)
        opened = _opened(self, io.open)
        io.open = builtins.open = opened

    def is_below(self, path: object) -> bool:
        """Whether a path is the folder or lies in it."""
        if not isinstance(path, (str, bytes, os.PathLike)):
            return False
        full = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - any kind of path comes here
        return f"{full}/".startswith(f"{self.below}/")

    def event(self, name: str) -> None:
        """Count a call, and let happen what is to happen at it."""
        self.count += 1
        if self.failure is Failure.DEATH and self.count == self.at:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.failure is Failure.FULL and self.count >= self.at and name in _NEEDS_ROOM:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def halves(self, write: Callable[[bytes], int], data: Content) -> int:
        """Write in two halves, so that it can end between them."""
        content = bytes(data)
        self.event("write")
        done = write(content[: len(content) // 2])
        self.event("half")
        if self.failure is Failure.FULL and self.count >= self.at:
            return done
        return done + write(content[done:])

    def _by_path(self, name: str, call: Callable[..., object]) -> Callable[..., object]:
        def counted(path: Place, *rest: object, **named: object) -> object:
            if self.is_below(path) or (rest and self.is_below(rest[0])):
                self.event(name)
            return call(path, *rest, **named)

        return counted

    def _by_handle(self, name: str, call: Callable[..., object]) -> Callable[..., object]:
        def counted(handle: int, *rest: object) -> object:
            if handle in self._handles:
                self.event(name)
            return call(handle, *rest)

        return counted

    def _open(self, call: Callable[..., int]) -> Callable[..., int]:
        def counted(path: Place, flags: int, *rest: object, **named: object) -> int:
            is_below = self.is_below(path)
            if is_below and flags & _WRITES:
                self.event("open")
            handle = call(path, flags, *rest, **named)
            if is_below:
                self._handles[handle] = os.fsdecode(path)
            return handle

        return counted

    def _close(self, call: Callable[[int], None]) -> Callable[[int], None]:
        def counted(handle: int) -> None:
            self._handles.pop(handle, None)
            call(handle)

        return counted

    def _write(self, call: Callable[[int, Content], int]) -> Callable[[int, Content], int]:
        def counted(handle: int, data: Content) -> int:
            if handle not in self._handles:
                return call(handle, data)
            return self.halves(lambda part: call(handle, part), data)

        return counted


class _Raw(io.FileIO):
    """A file whose writes are counted."""

    disk: FailingDisk

    def write(self, data: Content, /) -> int:
        return self.disk.halves(lambda part: super(_Raw, self).write(part) or 0, data)


def _opened(disk: FailingDisk, call: Callable[..., object]) -> Callable[..., object]:
    """``open``, with the writes to files of the folder counted."""

    def counted(
        file: Place, mode: str = "r", buffering: int = -1, *rest: object, **named: object
    ) -> object:
        if not set(mode) & set("wax+") or not disk.is_below(file) or named.get("opener"):
            return call(file, mode, buffering, *rest, **named)
        disk.event("open")
        raw = _Raw(file, mode.replace("b", "").replace("t", ""))
        raw.disk = disk
        disk._handles[raw.fileno()] = os.fsdecode(file)  # noqa: SLF001 - one subject, two forms
        if buffering == 0:
            return raw
        wrap = io.BufferedRandom if "+" in mode else io.BufferedWriter
        return wrap(raw) if "b" in mode else io.TextIOWrapper(wrap(raw), *rest, **named)

    return counted
