"""A writing command killed, or out of disk, at every call that reaches the disk; then run again.

One process of its own forks the program at each point, so that a run costs no new start.
"""

import contextlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeAlias

from failing_disk import FailingDisk, Failure
from tally import Tally
from typer.main import get_command

from rdclient.cli import app, console
from rdclient.store import edits
from rdclient.store.edits import Edit, EditRefusedError

ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / "tests" / "rules" / "base"
FULL = 120
"""Points of a command: more than any has but ``init --sample``, whose hundred files go alike."""
_MOST_TOLD = 20
_HEART = "rdclient.yaml"
_PASSING = re.compile(r"\.rdclient-cache(/|\Z)")
"""What may come and go."""
_LEFT_OVER = re.compile(r"(^|/)\.rdclient\.lock|\.tmp\Z")
_OWN_NAME = re.compile(rb"uuid: [0-9a-f-]{36}")
"""Differs between two runs of ``init``."""

_UNTIDY = "\n\n# 末行   \n\n\n"

Files: TypeAlias = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Command:
    """A writing command.

    Attributes:
        verb: as in the list of commands; one that the program does not have is left out.
        words: after ``-C FOLDER``.
        base: the workspace it runs in; None when it makes one.
        is_untidy: whether every record file gets a part that is not in house style.
    """

    verb: str
    words: tuple[str, ...]
    base: Path | None = BASE
    is_untidy: bool = False


_WEEKLY = ("weekly-report", "--issue")
COMMANDS = (
    Command("weekly-report", (*_WEEKLY, "--week", "2026-W47", "--as-of", "2026-11-20T18:00+08:00")),
    Command("weekly-report", (*_WEEKLY, "--week", "2026-W48", "--as-of", "2026-11-27T18:00+08:00")),
    Command("set", ("set", "REQ-001", "priority", "low")),
    Command("set", ("set", "REQ-002", "background", "先对账，\n再入账。\n")),
    Command("event", ("event", "REQ-001", "accepted", "--at", "2026-11-20", "--by", "gao.wenbo")),
    Command("fmt", ("fmt",), is_untidy=True),
    Command("init", ("init", "--lang", "zh"), None),
    Command("init", ("init", "--lang", "en", "--sample"), None),
)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended.

    Attributes:
        code: exit code; -9 when it was killed.
        err: standard error.
        count: of its calls that reached the disk; 0 when it was killed.
    """

    code: int
    err: str
    count: int = 0


def measure(folder: Path, *, size: int = FULL, is_plain: bool = False) -> Tally:
    """Kill every writing command at up to ``size`` points each, fill its disk at as many.

    Args:
        folder: an empty one to work in.
        size: points of each command and failure, spread over all there are.
        is_plain: whether files are written with ``write_bytes`` instead, which this must notice.
    """
    words = [sys.executable, __file__, str(folder), str(size), str(int(is_plain))]
    paths = [str(ROOT / "src"), str(Path(__file__).parent)]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "RDCLIENT_LANG": "en"}
    done = subprocess.run(words, env=env, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    told = json.loads(done.stdout)
    counts = tuple((number, word) for number, word in told["counts"])
    return Tally(told["label"], counts, tuple(told["failures"]))


# ── one program, run in a child ──────────────────────────────────────────────


def _run(words: tuple[str, ...], disk: FailingDisk | None = None) -> Ended:
    """Run the program in a child; ``disk`` is what happens to it."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        code = -1
        try:
            code = _ended(words, writing, disk)
        except BaseException:  # noqa: BLE001 - the child must end here, not in the caller's code
            os.write(writing, traceback.format_exc().encode())
        finally:
            os._exit(code & 0xFF)
    os.close(writing)
    with open(reading, "rb") as stream:  # noqa: PTH123 - a descriptor
        told, _, count = stream.read().decode(errors="replace").rpartition("\x00")
    _, status = os.waitpid(child, 0)
    return Ended(os.waitstatus_to_exitcode(status), told, int(count or 0))


def _ended(words: tuple[str, ...], writing: int, disk: FailingDisk | None) -> int:
    write = os.write
    sys.stdout, sys.stderr = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    if disk:
        disk.install()
    code = -1
    try:
        console.run(lambda: app.run(list(words)))
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else -1
    sys.stderr.flush()
    buffer = sys.stderr.detach()
    assert isinstance(buffer, io.BytesIO)
    write(writing, buffer.getvalue()[:50_000] + f"\x00{disk.count if disk else 0}".encode())
    return code


# ── what a folder holds ──────────────────────────────────────────────────────


def _entries(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(folder.rglob("*"))) if folder.exists() else ()


def _files(folder: Path) -> Files:
    """The bytes of each file but the passing ones and what may be left over."""
    found: dict[str, bytes] = {}
    for path in _entries(folder):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not _PASSING.match(name) and not _LEFT_OVER.search(name):
            found[name] = _OWN_NAME.sub(b"uuid: -", path.read_bytes())
    return found


def _left_over(folder: Path) -> tuple[str, ...]:
    names = (path.relative_to(folder).as_posix() for path in _entries(folder))
    return tuple(name for name in names if _LEFT_OVER.search(name) and not _PASSING.match(name))


def _folders(folder: Path) -> frozenset[str]:
    inside = (path.relative_to(folder).as_posix() for path in _entries(folder) if path.is_dir())
    return frozenset(name for name in inside if not _PASSING.match(name))


# ── one command ──────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Case:
    """A command, where it runs, its files before it and after it, and how ``check`` ends then."""

    command: Command
    place: Path
    before: Files
    after: Files
    count: int
    codes: frozenset[int] = frozenset()

    def fresh(self) -> None:
        """Lay the files anew."""
        shutil.rmtree(self.place, ignore_errors=True)
        if self.command.base:
            shutil.copytree(self.command.base, self.place)
        for path in self.place.rglob("*.yaml") if self.command.is_untidy else ():
            path.write_bytes(path.read_bytes().replace(b": ", b":   ") + _UNTIDY.encode())

    def words(self, *words: str) -> tuple[str, ...]:
        """A command line for the place."""
        if self.command.base or words:
            return ("-C", str(self.place), *(words or self.command.words))
        return (*self.command.words, str(self.place))


def _case(command: Command, folder: Path) -> _Case:
    """The command with its files, from a run that nothing disturbs."""
    place = folder / "workspace"
    case = _Case(command, place, {}, {}, 0)
    case.fresh()
    before = _files(place)
    codes = {_run(case.words("check")).code} if command.base else set()
    ended = _run(case.words(), FailingDisk(str(place)))
    if ended.code:
        raise RuntimeError(f"{command.words}: {ended.err}")
    after = _files(place)
    codes.add(_run(case.words("check")).code)
    return _Case(command, place, before, after, ended.count, frozenset(codes))


def _points(count: int, size: int) -> tuple[int, ...]:
    """Up to ``size`` numbers from 1 to ``count``, evenly spread, both ends among them."""
    if count <= size:
        return tuple(range(1, count + 1))
    step = (count - 1) / max(size - 1, 1)
    return tuple(sorted({1 + round(step * n) for n in range(size)}))


def _damaged(case: _Case) -> Iterator[str]:
    """Files that are neither as before nor as after."""
    now = _files(case.place)
    for path in sorted({*now, *case.before, *case.after}):
        if now.get(path) not in {case.before.get(path), case.after.get(path)}:
            yield f"damaged: {path}"
    if not case.command.base and _HEART in now and now.keys() != case.after.keys():
        yield "damaged: a workspace that lacks files"


def _half_done(case: _Case) -> Iterator[str]:
    """What is wrong when the workspace is read, and when the command is run again."""
    is_there = (case.place / _HEART).exists()
    if is_there and (checked := _run(case.words("check"))).code not in case.codes:
        yield f"half-done: check ends {checked.code}: {checked.err[:200]}"
    again = _run(case.words())
    is_made = not case.command.base and is_there and "exists already" in again.err
    if again.code and not is_made:
        yield f"half-done: again ends {again.code}: {again.err[:200]}"
    if _files(case.place) != case.after:
        yield "half-done: other files after the second run than after one run"


def _kept(case: _Case) -> Iterator[str]:
    """What the next writers leave behind."""
    by_folder = {Path(path).parent: path for path in case.after}
    same = ((path, (case.place / path).read_bytes()) for path in by_folder.values())
    edits.apply(case.place, *(Edit(path, content, content) for path, content in same))
    for name in _left_over(case.place):
        yield f"left over: {name}"


def _dead(case: _Case, at: int) -> Iterator[str]:
    """What is wrong after the command was killed at a point."""
    case.fresh()
    ended = _run(case.words(), FailingDisk(str(case.place), Failure.DEATH, at))
    if ended.code != -9:
        yield f"half-done: not killed, ended {ended.code}"
    damaged = tuple(_damaged(case))
    yield from damaged
    if not damaged:
        yield from _half_done(case)
        yield from _kept(case)


def _full(case: _Case, at: int) -> Iterator[str]:
    """What is wrong after the disk was full from a point on."""
    case.fresh()
    folders = _folders(case.place)
    ended = _run(case.words(), FailingDisk(str(case.place), Failure.FULL, at))
    yield from (f"left over: {name}" for name in _left_over(case.place))
    now = _files(case.place)
    if ended.code == console.CLEAN and now != case.after:
        yield "damaged: ended well, and the files are not as they should be"
    if ended.code != console.CLEAN:
        is_told = ended.code == console.FAILED and ended.err.startswith("error: cannot write ")
        if not is_told or "No space left" not in ended.err:
            yield f"half-done: ended {ended.code}: {ended.err[:200]}"
        if now != case.before or _folders(case.place) != folders:
            yield "damaged: nothing was to be written"
        elif _run(case.words()).code or _files(case.place) != case.after:
            yield "half-done: not completed by a second run"


def _measured(folder: Path, size: int) -> Tally:
    """The outcome over every command that the program has."""
    verbs = getattr(get_command(app.app), "commands", {})
    kinds = {"damaged": 0, "half-done": 0, "left over": 0}
    deaths = fulls = 0
    failures: list[str] = []
    for command in COMMANDS:
        if command.verb not in verbs:
            continue
        case = _case(command, folder)
        points = _points(case.count, size)
        deaths, fulls = deaths + len(points), fulls + len(points)
        for failure, wrong in ((Failure.DEATH, _dead), (Failure.FULL, _full)):
            for at in points:
                found = tuple(wrong(case, at))
                for kind in {one.partition(":")[0] for one in found}:
                    kinds[kind] += 1
                failures += (f"{' '.join(command.words)}, {failure} at {at}: {f}" for f in found)
    counts = ((deaths, ""), (fulls, "with a full disk"))
    told = (*failures[:_MOST_TOLD], *(("…",) if len(failures) > _MOST_TOLD else ()))
    return Tally("crash points", (*counts, *((n, k) for k, n in kinds.items())), told)


# ── a writer that must be noticed ────────────────────────────────────────────


def _write_plainly(root: Path, *changes: Edit) -> None:
    for edit in changes:
        try:
            (root / edit.path).parent.mkdir(parents=True, exist_ok=True)
            (root / edit.path).write_bytes(edit.after)
        except OSError as error:
            raise EditRefusedError("edit-failed", edit.path, str(error.strerror)) from error


def _create_plainly(root: Path, files: Files) -> tuple[str, ...]:
    _write_plainly(root, *(Edit(path, None, content) for path, content in files.items()))
    return tuple(files)


def main() -> None:
    """Measure in this process and print the tally as JSON."""
    folder, size, is_plain = sys.argv[1:]
    if int(is_plain):
        edits.apply, edits.create = _write_plainly, _create_plainly
    for name in ("checking", "reporting", "writing"):
        __import__(f"rdclient.api.{name}")
    place = Path(folder).resolve()
    tally = _measured(place, int(size))
    with contextlib.suppress(OSError):
        shutil.rmtree(place / "workspace")
    sys.stdout.write(json.dumps(asdict(tally), ensure_ascii=False))


if __name__ == "__main__":
    main()
