"""Work shared with other processes: each does its share and sends back lines of text."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

_MOST = 4
"""Processes at once; beyond that reading the disk is what takes the time."""


def processes() -> int:
    """How many may work at once here; 1 where a process cannot be split in two safely."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return min(_MOST, len(os.sched_getaffinity(0)))


def shares(sizes: Sequence[tuple[str, int]], count: int) -> tuple[tuple[str, ...], ...]:
    """Names dealt out so that each share weighs about the same; the first is the lightest.

    >>> shares((("a", 5), ("b", 3), ("c", 3)), 2)
    (('a',), ('b', 'c'))
    """
    piles: list[tuple[int, list[str]]] = [(0, []) for _ in range(count)]
    for name, size in sorted(sizes, key=lambda item: -item[1]):
        piles.sort(key=lambda pile: pile[0])
        weight, names = piles[0]
        piles[0] = (weight + size, [*names, name])
    piles.sort(key=lambda pile: pile[0])
    return tuple(tuple(names) for _, names in piles)


@dataclass(frozen=True, slots=True)
class Child:
    """Another process at work.

    Attributes:
        pid: of the process.
        lines: what it says, until it is done.
    """

    pid: int
    lines: IO[str]


def started(work: Callable[[], Iterable[str]]) -> tuple[Child, ...]:
    """A copy of this process that does some work; what it says is read from ``Child.lines``.

    None where the system allows no further process.

    It ends without a word when the work fails: whoever asked then does it himself, and meets the
    reason. It holds nothing open and writes nothing that the work does not write.
    """
    reader, writer = os.pipe()
    try:
        pid = os.fork()
    except OSError:
        os.close(reader)
        os.close(writer)
        return ()
    if pid:
        os.close(writer)
        return (Child(pid, os.fdopen(reader, encoding="utf-8", errors="surrogatepass")),)
    code = 1
    try:
        os.close(reader)
        said = "".join(f"{line}\n" for line in work())  # a full pipe would make it wait
        with os.fdopen(writer, "w", encoding="utf-8", errors="surrogatepass") as out:
            out.write(said)
        code = 0
    finally:
        os._exit(code)


def finished(children: Iterable[Child]) -> Iterator[str]:
    """The lines of each child until it is done; an unfinished line of a broken child is dropped."""
    for child in children:
        with child.lines as lines:
            yield from (line for line in lines if line.endswith("\n"))


def gone(children: Sequence[Child]) -> None:
    """Tell those still at work to stop, and wait until each has ended."""
    for child in children:
        with suppress(OSError):
            child.lines.close()
        with suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGKILL)
    for child in children:
        with suppress(ChildProcessError):
            os.waitpid(child.pid, 0)
