"""``doctor``: what this computer lacks, how its Git is set up, and work that is not saved."""

import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from rdclient import __version__
from rdclient.store import git
from rdclient.store import git_question as question
from rdclient.store.edits import Edit, apply
from rdclient.store.git import GitError, Repository, Tell
from rdclient.store.git_status import status
from rdclient.store.layout import ROOT_FILE
from rdclient.store.lock import LOCK
from rdclient.store.skeleton import OF_SIGNOFFS
from rdclient.store.source import Source
from rdclient.store.tree import CACHE, walk
from rdclient.store.workspace import read_ground
from rdclient.store.yamlfile import RECORD_LIMIT, load

State = Literal["ok", "note", "problem"]

_ATTRIBUTES = ".gitattributes"
_LINES = (
    "*.yaml text eol=lf",
    "*.yaml merge=rdclient",
    *OF_SIGNOFFS,
)
_EXTRAS = {
    "office": "openpyxl",
    "reqif": "reqif",
    "ics": "icalendar",
    "notify": "apprise",
}
_TRIED = "中文，“～”"
"""Characters that every Chinese document holds."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the program runs.

    Attributes:
        folder: in which it was started.
        root: of the workspace; None outside of one.
        encoding: of the console.
        cache: folder in which the key of the user's cache is kept; None when there is none.
        now: what time it is.
    """

    folder: Path
    root: Path | None
    encoding: str
    cache: Path | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        topic: what it is about.
        state: ``problem`` when something will not work, ``note`` when it could be better.
        variant: what was found.
        facts: to be put into words.
    """

    topic: str
    state: State
    variant: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything that was looked at, always in the same order."""

    checks: tuple[Check, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing is a problem."""
        return all(check.state != "problem" for check in self.checks)


def diagnosed(place: Place) -> Diagnosis:
    """Look at everything; nothing is written, and no program of the repository runs."""
    parts = (_program(), _console(place), _extras(), _fonts(), _workspace(place), _git(place))
    return Diagnosis(tuple(check for part in parts for check in part))


# ── this computer ────────────────────────────────────────────────────────────


def _program() -> Iterator[Check]:
    yield Check("program", "ok", "version", (__version__, platform.python_version()))
    if importlib.util.find_spec("yaml._yaml") is None:
        yield Check("yaml", "note", "slow")
    else:
        yield Check("yaml", "ok", "fast")


def _console(place: Place) -> Iterator[Check]:
    try:
        _TRIED.encode(place.encoding)
    except (UnicodeEncodeError, LookupError):
        yield Check("console", "note", "narrow", (place.encoding,))
    else:
        yield Check("console", "ok", "wide", (place.encoding,))


def _extras() -> Iterator[Check]:
    for name, module in _EXTRAS.items():
        is_there = importlib.util.find_spec(module) is not None
        yield Check(name, "ok" if is_there else "note", "there" if is_there else "missing", (name,))


def _fonts() -> Iterator[Check]:
    """Whether there is a Chinese font; nothing where that cannot be asked."""
    asked = shutil.which("fc-list")
    if asked is None:
        return
    words = [asked, ":lang=zh", "family"]
    try:
        done = subprocess.run(words, capture_output=True, timeout=20, check=False)  # noqa: S603 - fixed words
    except (OSError, subprocess.TimeoutExpired):
        return
    families = sorted({line.strip() for line in done.stdout.decode("utf-8", "replace").split("\n")})
    names = [name for name in families if name]
    if names:
        yield Check("fonts", "ok", "there", (names[0], str(len(names))))
    else:
        yield Check("fonts", "note", "missing")


# ── the workspace ────────────────────────────────────────────────────────────


def _workspace(place: Place) -> Iterator[Check]:
    root = place.root
    if root is None:
        yield Check("workspace", "note", "none")
        return
    data = load(root, ROOT_FILE, limit=RECORD_LIMIT).data
    if not isinstance(data, dict):
        yield Check("workspace", "problem", "unreadable", (ROOT_FILE,))
        return
    yield Check("workspace", "ok", "there", (str(root),))
    yield _zone(str(data.get("timezone", "")))
    yield from _calendar(root, str(data.get("calendar", "")), place.now.year)
    yield _cache(root, place.cache)
    yield from _lock(root)


def _zone(name: str) -> Check:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return Check("timezone", "problem", "unknown", (name or "?",))
    return Check("timezone", "ok", "known", (name,))


def _calendar(root: Path, name: str, year: int) -> Iterator[Check]:
    if not name:
        return
    calendars = read_ground(Source(root, walk(root), None))[0].calendars
    if name not in calendars.usable:
        code = "unsound" if name in calendars.known else "unknown"
        yield Check("calendar", "problem", code, (name,))
        return
    covers = calendars.usable[name].covers
    if not covers or {year, year + 1} <= covers:
        yield Check("calendar", "ok", "covered", (name, str(year), str(year + 1)))
    elif year in covers:
        yield Check("calendar", "note", "next", (name, str(year + 1)))
    else:
        yield Check("calendar", "problem", "this", (name, str(year)))


def _cache(root: Path, user: Path | None) -> Check:
    if user is None:
        return Check("cache", "note", "off")
    folders = (root / CACHE if (root / CACHE).exists() else root, _nearest(user))
    for folder in folders:
        if not os.access(folder, os.W_OK):
            return Check("cache", "note", "read-only", (str(folder),))
    return Check("cache", "ok", "writable", (CACHE,))


def _nearest(folder: Path) -> Path:
    """A folder, or the nearest one above it that is there."""
    return next((one for one in (folder, *folder.parents) if one.exists()), folder)


def _lock(root: Path) -> Iterator[Check]:
    try:
        line = (root / LOCK).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    pid, host = [*line.split(), "?", "?"][:2]
    yield Check("lock", "note", "there", (LOCK, pid, host))


# ── Git ──────────────────────────────────────────────────────────────────────


def _git(place: Place) -> Iterator[Check]:
    where = place.root or place.folder
    try:
        found = git.version(where)
    except GitError:
        yield Check("git", "problem", "missing")
        return
    told = ".".join(map(str, found))
    if found < git.OLDEST:
        yield Check("git", "problem", "old", (told, ".".join(map(str, git.OLDEST))))
        return
    yield Check("git", "ok", "there", (told,))
    if place.root is None:
        return
    try:
        repository = git.opened(place.root)
    except GitError as error:
        yield _without_repository(error)
        return
    yield from _repository(repository)


def _without_repository(error: GitError) -> Check:
    key, *details = map(str, error.args)
    if key == "git-no-repository":
        return Check("repository", "note", "none")
    if key == "git-owner":
        return Check("repository", "problem", "owner", (details[0],))
    return Check("repository", "problem", "unusable", (" ".join(details) or key,))


def _repository(repository: Repository) -> Iterator[Check]:
    try:
        question.require_calm(repository)
        branch = question.branch(repository)
    except GitError as error:
        busy = error.args[0] == "git-busy"
        facts = (str(error.args[1]),) if busy else ()
        yield Check("repository", "problem", "busy" if busy else "detached", facts)
        branch = ""
    else:
        yield Check("repository", "ok", "there", (branch.removeprefix("refs/heads/"),))
    who = question.identity(repository)
    if who is None:
        yield Check("identity", "problem", "unknown")
    else:
        yield Check("identity", "ok", "known", (who,))
    is_set = _has_driver(repository)
    yield Check("merge-driver", "ok" if is_set else "note", "set" if is_set else "unset")
    yield from _unsaved(repository, branch)


def _has_driver(repository: Repository) -> bool:
    """Whether record files are merged by what they say."""
    if question.config(repository, "merge.rdclient.driver") is None:
        return False
    words = ("check-attr", "-z", "merge", "--", "clients/x/tickets.yaml", ROOT_FILE)
    answers = repository.ask(*words).out.split(b"\0")[2::3]
    return answers == [b"rdclient", b"rdclient"]


def _unsaved(repository: Repository, branch: str) -> Iterator[Check]:
    try:
        changed = len(status(repository, filters=False).changes)
        upstream = question.upstream(repository, branch) if branch else None
    except GitError:
        return
    ahead = 0
    if upstream and question.revision(repository, "HEAD"):
        ahead = question.count(repository, question.revision(repository, upstream.tracking), "HEAD")
    facts = (str(changed), str(ahead))
    if changed:
        yield Check("unsaved", "note", "files" if not ahead else "both", facts)
    elif ahead:
        yield Check("unsaved", "note", "commits", facts)
    else:
        yield Check("unsaved", "ok", "none" if upstream else "local", facts)


# ── mending ──────────────────────────────────────────────────────────────────


def mended(root: Path, tell: Tell) -> tuple[str, ...]:
    """Set up the merge driver: in ``.git/config``, and for the files of this workspace.

    Args:
        root: of the workspace.
        tell: told each command.

    Returns:
        The lines that were added to ``.gitattributes``.

    Raises:
        GitError: when there is no repository, or it cannot be configured.
        EditRefusedError: when ``.gitattributes`` cannot be written.
    """
    repository = git.opened(root, tell)
    settings = {
        "merge.rdclient.name": "rdclient: records merged by id",
        "merge.rdclient.driver": _driver(),
    }
    for name, value in settings.items():
        if question.config(repository, name) != value:
            words = ("config", "--local", name, value)
            answer = repository.act(*words)
            if answer.status:
                raise git.failure(words, answer)
    return _with_attributes(root)


def _driver() -> str:
    """What Git runs: this program, or its own merge where the program is not found."""
    found = shutil.which("rdclient")
    program = "rdclient" if found else f'"{Path(sys.executable).as_posix()}"'
    call = program if found else f"{program} -m rdclient"
    return (
        f"if command -v {program} >/dev/null 2>&1; then {call} merge-driver -- %O %A %B %P; "
        "else git merge-file -L ours -L base -L theirs %A %O %B; fi"
    )


def _with_attributes(root: Path) -> tuple[str, ...]:
    file = root / _ATTRIBUTES
    before = file.read_bytes() if file.is_file() else None
    text = (before or b"").decode("utf-8", "surrogateescape")
    known = {" ".join(line.split()) for line in text.splitlines()}
    added = tuple(line for line in _LINES if line not in known)
    gap = "" if not text or text.endswith("\n") else "\n"
    after = "".join((text, gap, *(f"{line}\n" for line in added)))
    if added:
        apply(root, Edit(_ATTRIBUTES, before, after.encode("utf-8", "surrogateescape")))
    return added
