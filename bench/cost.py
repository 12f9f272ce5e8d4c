"""What a whole process costs: seconds by the clock, seconds of CPU, memory."""

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

if sys.platform != "win32":
    import resource

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"
MOMENT = "2026-11-20T18:00+08:00"
"""Made-up records are looked at as of this time, whatever the day."""
CHECKED = " records in "
"""What ``check --lang en`` prints at its end; an exit code alone does not tell that it checked."""
_UNIT = 1024 * 1024 if sys.platform == "darwin" else 1024
_YOUNG = 2.5
"""Seconds."""
_FIRST_SAMPLE, _STEP = 0.005, 0.01
"""Memory is looked at after so many seconds, then each time the run is so much longer."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took; what a system cannot tell is nan.

    Attributes:
        wall: seconds by the clock.
        cpu: seconds of CPU, of the process and of all it started.
        peak: most memory held, in MiB: of the largest process, or of all together where a
            sampled run shows that they held more.
        output: what it printed.
    """

    wall: float
    cpu: float
    peak: float
    output: str = field(repr=False)


class FailedRunError(Exception):
    """A process ended in another way than it should."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: a command that is run several times.

    Attributes:
        label: what is run, as printed.
        command: its words.
        must: what it may cost at most, in the unit of the table; None for what is only shown.
        exits: exit codes that count as done.
        says: what it must print; empty when that does not matter.
        before: is called before each run, with the number of the turn, outside the measured time.
        environment: variables of the run; None for those of this process.
        folder: where it runs; None for the current folder.
    """

    label: str
    command: tuple[str, ...]
    must: float | None = None
    exits: tuple[int, ...] = (0,)
    says: str = ""
    before: Callable[[int], None] = lambda _: None
    environment: Mapping[str, str] | None = None
    folder: Path | None = None


# ── what is run ──────────────────────────────────────────────────────────────


def program() -> tuple[str, ...]:
    """The command ``rdclient`` beside this Python, else the module in ``src/``."""
    found = shutil.which("rdclient", path=str(Path(sys.executable).parent))
    return (found,) if found else (sys.executable, "-m", "rdclient")


def with_source() -> Mapping[str, str]:
    """The variables of this process, with ``src/`` where nothing is installed."""
    return {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1"}


def remove(*folders: Path) -> None:
    """Take folders away that may not be there."""
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def settle() -> None:
    """Wait until no file is so young that a tool must doubt whether it changed once more."""
    time.sleep(_YOUNG)


# ── one run ──────────────────────────────────────────────────────────────────


def run(line: Line, *, is_sampled: bool = False) -> Cost:
    """Run a line to its end.

    Args:
        line: what to run.
        is_sampled: whether to look every now and then at the memory of all its processes
            together; that costs a little time.

    Raises:
        FailedRunError: when it ends with another exit code, or says something else.
    """
    with tempfile.TemporaryFile() as printed:
        start = time.perf_counter()
        process = subprocess.Popen(
            line.command,
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
            env=line.environment,
            cwd=line.folder,
        )
        with _Sampler(process.pid, is_sampled=is_sampled) as sampler:
            cpu, peak = _waited(process)
            wall = time.perf_counter() - start
        printed.seek(0)
        output = printed.read().decode(errors="replace")
    if process.returncode not in line.exits or line.says not in output:
        told = "\n".join(output.splitlines()[-12:])
        raise FailedRunError(f"{line.label} ended with {process.returncode}:\n{told}")
    return Cost(wall, cpu, max(peak, sampler.most), output)


def _waited(process: subprocess.Popen[bytes]) -> tuple[float, float]:
    """Wait for the end; seconds of CPU and MiB of the largest process."""
    if not hasattr(os, "wait4"):  # Windows
        process.wait()
        return float("nan"), float("nan")
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    peak = 0.0 if _is_inherited(used.ru_maxrss) else used.ru_maxrss / _UNIT
    return used.ru_utime + used.ru_stime, peak


def _is_inherited(most: int) -> bool:
    """Whether a peak may be ours: on Linux a process begins with that of the one it came from."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return sys.platform == "linux" and most <= own


class _Sampler:
    """Looks at the memory of a process and its children while it runs (Linux only)."""

    def __init__(self, pid: int, *, is_sampled: bool) -> None:
        self.most = 0.0
        self._pid = pid
        self._ended = threading.Event()
        is_possible = is_sampled and Path("/proc/self/smaps_rollup").exists()
        self._thread = threading.Thread(target=self._look) if is_possible else None

    def __enter__(self) -> Self:
        if self._thread:
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        if self._thread:
            self._thread.join()

    def _look(self) -> None:
        start, pause = time.perf_counter(), _FIRST_SAMPLE
        while not self._ended.wait(pause):
            found = [_held(pid) for pid in _family(self._pid)]
            largest = max(own for _, own in found)
            self.most = max(self.most, largest, sum(shared for shared, _ in found))
            pause = max(_FIRST_SAMPLE, (time.perf_counter() - start) * _STEP)


def _family(pid: int) -> Iterator[int]:
    """A process and all that descend from it and still run."""
    yield pid
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = " ".join((task / "children").read_text() for task in tasks)
    except OSError:  # it ended meanwhile
        return
    for child in children.split():
        yield from _family(int(child))


def _held(pid: int) -> tuple[float, float]:
    """MiB of a process: now, what it shares with others counted in part; at most so far."""
    try:
        now = Path(f"/proc/{pid}/smaps_rollup").read_text()
        most = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0, 0.0
    return _mebibytes(now, "Pss:"), _mebibytes(most, "VmHWM:")


def _mebibytes(listed: str, name: str) -> float:
    rows = (row.split() for row in listed.splitlines() if row.startswith(name))
    return sum(int(row[1]) for row in rows) / 1024


# ── many runs ────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Measured:
    """The runs of a line: medians of the times, the highest of the peaks."""

    costs: tuple[Cost, ...]
    peak: float

    @property
    def wall(self) -> float:
        """Median of the seconds by the clock."""
        return statistics.median(cost.wall for cost in self.costs)

    @property
    def fastest(self) -> float:
        """Least seconds by the clock."""
        return min(cost.wall for cost in self.costs)

    @property
    def cpu(self) -> float:
        """Median of the seconds of CPU."""
        return statistics.median(cost.cpu for cost in self.costs)


def take_turns(
    lines: Sequence[Line], runs: int, *, once_from: float = float("inf")
) -> dict[str, Measured]:
    """Run all lines so many times, by label; they take turns, so that all drift alike.

    A first turn warms the page cache and the compiled files and looks at the memory. Its times
    do not count, except those of a line that took ``once_from`` seconds or more: it is not run
    again.
    """
    first: dict[str, Cost] = {}
    costs: dict[str, list[Cost]] = {line.label: [] for line in lines}
    for turn in range(runs + 1):
        for line in lines:
            if turn and first[line.label].wall >= once_from:
                continue
            line.before(turn)
            cost = run(line, is_sampled=not turn)
            if not turn:
                first[line.label] = cost
            if turn or cost.wall >= once_from:
                costs[line.label].append(cost)
    return {
        label: Measured(tuple(each), max(cost.peak for cost in (first[label], *each)))
        for label, each in costs.items()
    }


# ── words of a table ─────────────────────────────────────────────────────────


def verdict(*, holds: bool) -> str:
    """Whether a target holds, in one word; a red one on a terminal when it does not."""
    if holds:
        return "yes"
    is_plain = not sys.stdout.isatty() or os.environ.get("NO_COLOR")
    return "NO" if is_plain else "\x1b[31mNO\x1b[0m"


def machine() -> str:
    """On what the figures were made, without a name of the machine."""
    model = platform.processor() or platform.machine()
    listed = Path("/proc/cpuinfo")
    for row in listed.read_text().splitlines() if listed.exists() else ():
        if row.startswith("model name"):
            model = row.partition(":")[2].strip()
            break
    python = f"{platform.python_implementation()} {platform.python_version()}"
    day = time.strftime("%Y-%m-%d")
    return f"{model}, {os.cpu_count()} cores, {platform.system()}, {python}, {day}"
