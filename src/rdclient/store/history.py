"""What Git remembers of a workspace: what changed between commits, when it landed, who wrote it.

Questions only: nothing is checked out, fetched or written. Renames are not guessed; a file that
moved is one that went and one that came. Paths are those of the workspace, which may be a folder
of its repository; what lies outside of it is not seen.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path

from rdclient.store import tree
from rdclient.store.git import GitError, Repository, opened
from rdclient.store.git_question import ancestor, is_shallow, revision
from rdclient.store.layout import STATEMENT_SUFFIX, signature_beside

_REGULAR = frozenset({"100644", "100755"})
_RAW = ("-z", "--raw", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-textconv")
_INNER = ("--relative", "--ignore-submodules=all")
_IS_PLAIN = re.compile(r"(?!.*\.\.)[^\s~^:@]+\Z").match
"""A name alone, without a way from there to another commit."""
_MOST_PATHS = 200
"""Paths that a command is told; of more, Git is asked for all and the rest is left out here."""


@dataclass(frozen=True, slots=True)
class PathChange:
    """A regular file that differs; links and submodules count as not there.

    Attributes:
        path: relative to the workspace, with ``/``.
        before: id of the blob it was; None when there was none.
        after: id of the blob it is, or would be when committed; None when there is none.
    """

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit as Git tells it; names and times are what whoever made it said.

    Attributes:
        id: in full.
        author: their name.
        email: their address, in lower case.
        authored_at: aware.
        committed_at: aware.
        subject: first line of what was said.
        paths: of the workspace, that it touched; for a merge those that it changed itself.
    """

    id: str
    author: str
    email: str
    authored_at: datetime
    committed_at: datetime
    subject: str
    paths: tuple[str, ...]


def repository_of(root: Path) -> Repository:
    """The repository that a workspace lies in.

    Raises:
        GitError: when there is none, or no Git.
    """
    return opened(root)


def commit(repository: Repository, name: str) -> str:
    """The full id of the commit a revision names, e.g. a branch, a tag, an id.

    Raises:
        GitError: ``git-no-base``; with names that are nearly so ``git-near-base``; where history
            was cut off ``git-shallow``.
    """
    found = revision(repository, name) if name and "\0" not in name else None
    if found is None:
        near = _near(repository, name)
        if not near and is_shallow(repository):
            raise GitError("git-shallow")
        raise GitError("git-near-base", name, near) if near else GitError("git-no-base", name)
    return found


def _near(repository: Repository, name: str) -> tuple[str, ...]:
    """Branches and tags that are called nearly so; those of remotes too."""
    if not _IS_PLAIN(name):
        return ()
    told = repository.run("for-each-ref", "--format=%(refname:lstrip=2)").text.split("\n")
    short = {one.rpartition("/")[2]: one for one in told if one}
    found = [one for one in told if one.casefold() == name.casefold()]
    found += [short[name]] if name in short else []
    found += get_close_matches(name, told, 3)
    found += [short[one] for one in get_close_matches(name, short, 2)]
    return tuple(dict.fromkeys(found))[:3]


def merge_base(repository: Repository, base: str, head: str) -> str:
    """The commit from which two went apart.

    Args:
        repository: whole, else the answer may be wrong (``require_whole``).
        base: id of a commit.
        head: id of a commit.

    Raises:
        GitError: ``git-unrelated`` when they have no commit in common.
    """
    found = ancestor(repository, base, head)
    if found is None:
        raise GitError("git-unrelated", base[:12], head[:12])
    return found


def require_whole(repository: Repository) -> None:
    """No history is cut off; objects that a partial clone lacks are stated when they are needed.

    Raises:
        GitError: ``git-shallow``.
    """
    if is_shallow(repository):
        raise GitError("git-shallow")


# ── what changed ─────────────────────────────────────────────────────────────


def changed(
    repository: Repository, base: str, head: str | None, *, found: Iterable[str] | None = None
) -> tuple[PathChange, ...]:
    """The files of the workspace that differ, in the order of their paths.

    Args:
        repository: that the workspace lies in.
        base: id of a commit.
        head: id of a commit; None for the files as they are on disk now, with those that were
            never added to Git, as a plain check reads them.
        found: the files of the workspace on disk, when they are known already.

    Raises:
        GitError: ``git-sparse`` when a file of the workspace was not checked out.
    """
    if head is not None:
        words = ("diff-tree", "-r", *_RAW, *_INNER, "--end-of-options", base, head, "--", ".")
        rows = _rows(repository.ask(*words).out)
        return tuple(sorted(_differing(rows), key=_by_path))
    there = tree.walk(repository.root).files if found is None else found
    return _changed_on_disk(repository, base, frozenset(there))


def _changed_on_disk(
    repository: Repository, base: str, found: frozenset[str]
) -> tuple[PathChange, ...]:
    answer = repository.run(
        "diff-index", *_RAW, *_INNER, "--end-of-options", base, "--", ".", filters=False
    )
    if answer.status:
        raise GitError("git-failed", "diff-index", answer.said)
    listed = repository.ask("ls-files", "-z", "--", ".").out
    tracked = frozenset(listed.decode("utf-8", "surrogateescape").split("\0"))
    rows = {path: (before, after) for path, before, after in _rows(answer.out)}
    _require_files(repository, sorted(filter(tree.is_wanted, tracked - found - rows.keys())))
    unsure = [path for path, (_, after) in rows.items() if after is None or not after.strip("0")]
    looked = (*unsure, *sorted(found - tracked))
    there = [path for path in dict.fromkeys(looked) if _is_file(repository.root, path)]
    ids = dict(zip(there, _would_be(repository, there), strict=True))
    for path in looked:
        rows[path] = (rows.get(path, (None, None))[0], ids.get(path))
    return tuple(sorted(_differing((path, *row) for path, row in rows.items()), key=_by_path))


def _require_files(repository: Repository, paths: Iterable[str]) -> None:
    """Files that Git takes for unchanged and that were not read are links, or not there at all."""
    for path in paths:
        if not os.path.lexists(repository.root / path):
            raise GitError("git-sparse", path)


def _is_file(root: Path, path: str) -> bool:
    full = root / path
    return full.is_file() and not full.is_symlink()


def _would_be(repository: Repository, paths: Sequence[str]) -> tuple[str, ...]:
    """The ids that files would have when they were committed; no filter of the clone runs."""
    if not paths:
        return ()
    plain = [path for path in paths if "\n" not in path]
    told = "".join(f"{repository.prefix}{path}\n" for path in plain).encode(
        "utf-8", "surrogateescape"
    )
    answer = repository.run("hash-object", "--stdin-paths", stdin=told, filters=False)
    if answer.status:
        raise GitError("git-failed", "hash-object", answer.said)
    ids = dict(zip(plain, answer.text.split("\n"), strict=True) if plain else ())
    for path in paths:
        if path not in ids:  # a line break in a name ends it for --stdin-paths
            ids[path] = repository.ask("hash-object", "--no-filters", "--", path).text
    return tuple(ids[path] for path in paths)


def _rows(out: bytes) -> Iterator[tuple[str, str | None, str | None]]:
    """Raw differences: a path with the blobs before and after; None where no regular file is."""
    parts = out.decode("utf-8", "surrogateescape").split("\0")
    for head, path in zip(parts[::2], parts[1::2], strict=False):
        old_mode, new_mode, old, new, _ = head.removeprefix(":").split(" ")
        yield path, old if old_mode in _REGULAR else None, new if new_mode in _REGULAR else None


def _differing(
    rows: Iterable[tuple[str, str | None, str | None]],
) -> Iterator[PathChange]:
    return (PathChange(*row) for row in rows if row[1] != row[2])


def _by_path(change: PathChange) -> str:
    return change.path


# ── who and when ─────────────────────────────────────────────────────────────

_TOLD = "--format=%H%x00%an%x00%ae%x00%at%x00%ct%x00%s%x00"
_FIELDS = 6
_LATEST = 250_000_000_000
"""Seconds: a commit may claim a year that no calendar has."""


def landings(repository: Repository, head: str, folder: str = "") -> Mapping[str, datetime]:
    """When each file came to be as it is on the mainline: by path, the time of that commit.

    The mainline is what ``--first-parent`` follows from ``head``. Times are those of committers,
    and never earlier than that of a commit before on the mainline: a clock that was set back dates
    nothing back. A statement has landed when its signature beside it has, too.

    Args:
        repository: whole (``require_whole``).
        head: id of a commit.
        folder: of the workspace, to look into it only; empty for all.
    """
    told: dict[str, str] = {}
    for one, paths in _followed(repository, head, folder):
        for path, is_there in paths.items():
            told.setdefault(path, one if is_there else "")
    if not any(told.values()):
        return {}
    times = _mainline(repository, head)
    landed = {path: times[one] for path, one in told.items() if one}
    for path, when in landed.items():
        beside = signature_beside(path)
        if path.endswith(STATEMENT_SUFFIX) and beside in landed:
            landed[path] = max(when, landed[beside])
    return landed


def _followed(
    repository: Repository, head: str, folder: str
) -> Iterator[tuple[str, dict[str, bool]]]:
    """Commits of the mainline, newest first: what each touched, and whether it is there then."""
    where = f":(literal){folder.rstrip('/')}" if folder else "."
    words = ("log", "-m", "--first-parent", *_RAW, *_INNER, "--format=%H%x00", "--end-of-options")
    out = repository.ask(*words, head, "--", where).out
    for (one,), paths in _logged(out, 1):
        yield one, paths


def _mainline(repository: Repository, head: str) -> dict[str, datetime]:
    """The time of each commit of the mainline; none is earlier than one before it."""
    words = ("log", "--first-parent", "--reverse", "--format=%H %ct", "--end-of-options")
    latest, times = 0, {}
    for row in repository.ask(*words, head, "--").text.split("\n"):
        one, _, second = row.partition(" ")
        latest = max(latest, _seconds(second))
        times[one] = _time(latest)
    return times


def authors(
    repository: Repository, base: str, head: str, paths: Iterable[str]
) -> Mapping[str, frozenset[str]]:
    """Who touched files in the commits that ``head`` has and ``base`` has not.

    Args:
        repository: whole (``require_whole``).
        base: id of a commit.
        head: id of a commit.
        paths: relative to the workspace.

    Returns:
        By path the addresses of authors, in lower case, as the commits say them; a path that
        nobody touched is there with nobody.
    """
    wanted = tuple(dict.fromkeys(paths))
    found: dict[str, set[str]] = {path: set() for path in wanted}
    for one in _commits(repository, (head, f"^{base}"), wanted):
        for path in one.paths:
            if path in found:
                found[path].add(one.email)
    return {path: frozenset(who) for path, who in found.items()}


def commits(repository: Repository, head: str, paths: Sequence[str]) -> tuple[Commit, ...]:
    """The commits up to ``head`` that touched files, newest first.

    Args:
        repository: whole, or the oldest ones are missing (``require_whole``).
        head: id of a commit.
        paths: relative to the workspace; folders stand for what is in them.
    """
    return _commits(repository, (head,), paths)


def _commits(
    repository: Repository, span: tuple[str, ...], paths: Sequence[str]
) -> tuple[Commit, ...]:
    if not paths:
        return ()
    where = [f":(literal){path}" for path in paths] if len(paths) <= _MOST_PATHS else ["."]
    out = repository.ask(
        "log", "--topo-order", "--full-history", "-c", *_RAW, *_INNER, "--encoding=UTF-8", _TOLD,
        "--end-of-options", *span, "--", *where,
    ).out  # fmt: skip
    return tuple(
        Commit(one, author, email.lower(), _time(_seconds(authored)), _time(_seconds(committed)),
               subject, tuple(touched))
        for (one, author, email, authored, committed, subject), touched in _logged(out, _FIELDS)
    )  # fmt: skip


def _logged(out: bytes, fields: int) -> Iterator[tuple[tuple[str, ...], dict[str, bool]]]:
    """Commits of a log: what was told of each, and the paths it touched (True: still there).

    Everything ends with NUL, which neither a commit nor a path can hold, so that nothing said in
    a commit is taken for another one.
    """
    parts = out.decode("utf-8", "surrogateescape").split("\0")
    place = 0
    while place + fields <= len(parts):
        told = tuple(parts[place : place + fields])
        place += fields
        while place < len(parts) and not parts[place]:  # one for a commit, two for a merge
            place += 1
        paths: dict[str, bool] = {}
        while place < len(parts) and (head := parts[place].removeprefix("\n")).startswith(":"):
            paths[parts[place + 1]] = not head.endswith("D")
            place += 2
        yield told, paths


def _seconds(text: str) -> int:
    """Seconds since 1970 as a commit says them; a date that is none counts as the beginning."""
    return min(int(text), _LATEST) if text.isdecimal() else 0


def _time(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
