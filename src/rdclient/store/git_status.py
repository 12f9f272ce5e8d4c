"""What changed in a workspace since its last commit, as Git sees it."""

import re
from dataclasses import dataclass

from rdclient.store.git import GitError, Repository
from rdclient.store.lock import LOCK

_TEMPORARY = re.compile(
    r"(?:.*/)?\..+\.rdclient-[0-9a-f]{8}\.tmp\Z|(?:.*/)?\.[^/]+\.[0-9a-f]{8}\.tmp\Z"
)
_NOTHING = "000000"
_GITLINK = "160000"


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that is not as it was committed.

    Attributes:
        path: relative to the workspace.
        what: ``added``, ``changed`` or ``deleted``.
        before: the id of what was committed; empty when nothing was.
    """

    path: str
    what: str
    before: str


@dataclass(frozen=True, slots=True)
class Status:
    """What there is to save.

    Attributes:
        changes: in the order of their paths.
        left_out: what lies in the folder but is not the workspace's: repositories of their own,
            and what this program itself keeps there for a moment.
    """

    changes: tuple[FileChange, ...]
    left_out: tuple[str, ...]

    @property
    def pathspec(self) -> tuple[str, ...]:
        """What to tell Git so that it takes just these files."""
        return ("--", ".", *(f":(exclude,literal){path}" for path in self.left_out))


def status(repository: Repository, *, filters: bool) -> Status:
    """The changes below a workspace; nothing outside of it.

    Args:
        repository: opened at the workspace.
        filters: whether filters that the configuration names may run (they may for ``save``).

    Raises:
        GitError: when a merge was begun and not ended.
    """
    answer = repository.run(
        "status", "--porcelain=v2", "-z", "--untracked-files=all", "--no-renames",
        "--ignore-submodules=all", "--", ".", filters=filters,
    )  # fmt: skip
    if answer.status:
        raise GitError("git-failed", "status", answer.said)
    links = _links(repository)
    changes: list[FileChange] = []
    left_out = [*links]
    for row in answer.out.decode("utf-8", "surrogateescape").split("\0"):
        if row.startswith("u "):
            raise GitError("git-busy", "merge", "git merge --abort")
        found = _change(row, repository.prefix)
        if found is None:
            continue
        if found.path.endswith("/") or found.path == LOCK or _TEMPORARY.match(found.path):
            left_out.append(found.path.rstrip("/"))
        elif found.path not in links:
            changes.append(found)
    changes.sort(key=lambda change: change.path)
    return Status(tuple(changes), tuple(sorted(left_out)))


def _change(row: str, prefix: str) -> FileChange | None:
    """A row of the porcelain format; None for other rows, and for what came and went."""
    if row.startswith("? "):
        return FileChange(row[2:].removeprefix(prefix), "added", "")
    if not row.startswith("1 "):
        return None
    _, _, _, before, _, now, head, _, path = row.split(" ", 8)
    path = path.removeprefix(prefix)
    if before == _NOTHING:
        return None if now == _NOTHING else FileChange(path, "added", "")
    return FileChange(path, "deleted" if now == _NOTHING else "changed", head)


def _links(repository: Repository) -> frozenset[str]:
    """Submodules below the workspace."""
    rows = repository.ask("ls-files", "--stage", "-z", "--", ".").out.split(b"\0")
    found = (row.partition(b"\t")[2] for row in rows if row.startswith(_GITLINK.encode()))
    return frozenset(path.decode("utf-8", "surrogateescape") for path in found)
