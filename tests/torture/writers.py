"""Several processes that write at once, to one file and to files of their own: no write is lost."""

import contextlib
import shutil
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from tally import Tally

from rdclient.api.writing import Change, write
from rdclient.diagnostic import RdclientError
from rdclient.store import edits
from rdclient.store.edits import EditRefusedError
from rdclient.store.yamlfile import LIST_LIMIT, load

PROCESSES = 8
FULL = 25
"""Writes of each process."""
_SHARED = "clients/linhai/tickets/2026-11.yaml"
_OWN = "clients/linhai/interactions/{number}.yaml"
_TRIES = 100
_EVENTS = (0, "events")


def measure(folder: Path, *, size: int = FULL, is_plain: bool = False) -> Tally:
    """Let 8 processes write ``size`` entries each, every other one to a file they share.

    Args:
        folder: an empty one to work in.
        size: entries of each process.
        is_plain: whether they write without lock and look, which this must notice.
    """
    root = folder / "workspace"
    for path in (_SHARED, *(_OWN.format(number=number) for number in range(PROCESSES))):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes("# 记录\n- id: A\n  events: []\n".encode())
    with ProcessPoolExecutor(PROCESSES, get_context("spawn"), initializer=_ready) as pool:
        jobs = [pool.submit(_write, root, n, size, is_plain) for n in range(PROCESSES)]
        refused = [reason for job in jobs for reason in job.result()]
    wanted = Counter(f"{n}-{count}" for n in range(PROCESSES) for count in range(size))
    found, unreadable = _found(root)
    left = [path.name for path in root.rglob("*") if path.is_file() and path.suffix != ".yaml"]
    shutil.rmtree(root, ignore_errors=True)
    lost, extra = wanted - found, found - wanted
    failures = [
        *(f"refused: {reason}" for reason in refused),
        *(f"lost: {name}" for name in lost),
        *(f"twice: {name}" for name in extra),
        *(f"not readable: {path}" for path in unreadable),
        *(f"left over: {name}" for name in left),
    ]
    counts = (
        ((wanted & found).total(), f"/{wanted.total()}"),
        (lost.total(), "lost"),
        (len(unreadable), "unreadable"),
    )
    return Tally("concurrent writes", counts, tuple(failures[:20]))


def _ready() -> None:
    """Start every process before the first of them writes."""
    sys.setswitchinterval(0.001)


def _write(root: Path, number: int, size: int, is_plain: bool) -> list[str]:  # noqa: FBT001 - a job of a pool
    """Write entries; why some were refused."""
    refused = []
    for count in range(size):
        path = _OWN.format(number=number) if count % 2 else _SHARED
        name = f"{number}-{count}"
        try:
            if is_plain:
                _written_plainly(root, path, name)
            else:
                _written(root, path, name)
        except RdclientError as error:
            refused.append(f"{name}: {error.args}")
    return refused


def _written(root: Path, path: str, name: str) -> None:
    """Write an entry as a verb does; again, as a person would, when the file was too busy."""
    for left in reversed(range(_TRIES)):
        try:
            write(root, lambda: _planned(root, path, name))
        except EditRefusedError as error:
            if error.args[0] != "edit-stale" or not left:
                raise
        else:
            return


def _planned(root: Path, path: str, name: str) -> Change:
    edit = edits.append_entry(root, path, _EVENTS, {"at": "2026-11-20 18:00", "note": name})
    return Change(edit=edit, name=name, field="events", old=None, new=name)


def _written_plainly(root: Path, path: str, name: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        (root / path).write_bytes(_planned(root, path, name).edit.after)


def _found(root: Path) -> tuple[Counter[str], list[str]]:
    """The names of the entries in all files, and the files that cannot be read."""
    found: Counter[str] = Counter()
    unreadable = []
    for file in sorted(root.rglob("*.yaml")):
        path = file.relative_to(root).as_posix()
        data = load(root, path, limit=LIST_LIMIT).data
        if isinstance(data, list) and isinstance(data[0], dict) and data[0].get("events"):
            found.update(entry["note"] for entry in data[0]["events"])
        else:
            unreadable.append(path)
    return found, unreadable
