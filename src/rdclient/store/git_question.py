"""What is asked of a repository: its branch, where that is shared, who commits, what it holds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from rdclient.store.git import GitError, Repository


@dataclass(frozen=True, slots=True)
class Upstream:
    """Where a branch is shared.

    Attributes:
        remote: its name.
        branch: the full name of the branch there.
        tracking: the full name under which it is known here.
        is_set: whether Git was told so; else it is the only remote, or ``origin``.
    """

    remote: str
    branch: str
    tracking: str
    is_set: bool

    @property
    def name(self) -> str:
        """What people call it, e.g. ``origin/main``."""
        return self.tracking.removeprefix("refs/remotes/")


_UNDER_WAY = MappingProxyType(
{
    "MERGE_HEAD": "merge", "rebase-merge": "rebase", "rebase-apply": "rebase",
    "CHERRY_PICK_HEAD": "cherry-pick", "REVERT_HEAD": "revert",
}
)  # fmt: skip
"""What a file in Git's folder says that was begun."""


_BLOB = re.compile(rb"[0-9a-f]+ blob (\d+)\Z")


def config(repository: Repository, name: str) -> str | None:
    """A setting; None when it is not set."""
    answer = repository.run("config", "--get", name)
    return answer.text if answer.status == 0 else None


def revision(repository: Repository, name: str) -> str | None:
    """The commit that a name stands for; None when there is none."""
    answer = repository.run(
        "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"
    )
    return answer.text if answer.status == 0 else None


def branch(repository: Repository) -> str:
    """The full name of the branch that is checked out.

    Raises:
        GitError: when it is none.
    """
    answer = repository.run("symbolic-ref", "--quiet", "HEAD")
    if answer.status:
        raise GitError("git-detached")
    return answer.text


def upstream(repository: Repository, branch: str) -> Upstream | None:
    """Where a branch is shared; None when there is no remote.

    Raises:
        GitError: when there are several remotes, and none of them was chosen.
    """
    wanted = "%(upstream:remotename)%00%(upstream:remoteref)%00%(upstream)%00"
    told = repository.ask("for-each-ref", f"--format={wanted}", "--", branch).text.split("\0")
    remote, there, tracking, *_ = (*told, "", "", "")
    short = branch.removeprefix("refs/heads/")
    if not (remote and there):
        remotes = repository.ask("remote").text.split("\n")
        is_sure = len(remotes) == 1 or "origin" in remotes
        if not is_sure:
            raise GitError("git-no-upstream", short, ", ".join(remotes), remotes[0])
        remote = "origin" if "origin" in remotes else remotes[0]
        return _shared(remote, branch, "", is_set=False) if remote else None
    return None if remote == "." else _shared(remote, there, tracking, is_set=True)


def _shared(remote: str, branch: str, tracking: str, *, is_set: bool) -> Upstream:
    if remote.startswith("-"):
        raise GitError("git-failed", "remote", remote)
    short = branch.removeprefix("refs/heads/")
    return Upstream(remote, branch, tracking or f"refs/remotes/{remote}/{short}", is_set)


def count(repository: Repository, before: str | None, after: str) -> int:
    """How many commits one has that the other has not."""
    span = (f"^{before}",) if before else ()
    return int(repository.ask("rev-list", "--count", "--end-of-options", after, *span).text)


def blobs(repository: Repository, ids: Sequence[str]) -> dict[str, bytes]:
    """The contents of some blobs, all in one call.

    Raises:
        GitError: when one of them is not there.
    """
    wanted = tuple(dict.fromkeys(ids))
    rows = "".join(f"{one}\n" for one in wanted).encode()
    out = repository.ask("cat-file", "--batch", "--buffer", stdin=rows).out
    found: dict[str, bytes] = {}
    start = 0
    for one in wanted:
        end = out.index(b"\n", start)
        match = _BLOB.match(out, start, end)
        if match is None:
            raise GitError("git-partial" if is_partial(repository) else "git-lost", one)
        start = end + 1 + int(match[1])
        found[one] = out[end + 1 : start]
        start += 1
    return found


def stored(repository: Repository, content: bytes) -> str:
    """The id of a blob that holds a content."""
    return repository.ask("hash-object", "-w", "--no-filters", "--stdin", stdin=content).text


# ── whether it can be worked with ────────────────────────────────────────────


def require_calm(repository: Repository) -> None:
    """Nothing else is under way.

    Raises:
        GitError: when a merge or the like was begun and not ended.
    """
    for name, what in _UNDER_WAY.items():
        if (repository.folder / name).exists():
            raise GitError("git-busy", what, f"git {what} --abort")


def require_identity(repository: Repository) -> None:
    """It is known who commits; nothing is guessed from the name of the computer.

    Raises:
        GitError: when it is not.
    """
    if identity(repository) is None:
        raise GitError("git-identity")


def identity(repository: Repository) -> str | None:
    """Name and mail address of who commits; None when one of them is not known."""
    answers = [
        repository.run("-c", "user.useConfigOnly=true", "var", name)
        for name in ("GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT")
    ]
    if any(answer.status for answer in answers):
        return None
    return answers[0].text.rpartition(">")[0] + ">"


def is_shallow(repository: Repository) -> bool:
    """Whether its history was cut off."""
    return repository.ask("rev-parse", "--is-shallow-repository").text == "true"


def is_partial(repository: Repository) -> bool:
    """Whether it was told to leave objects with a remote until they are needed."""
    wanted = r"^(remote\..*\.promisor|extensions\.partialclone)$"
    return repository.run("config", "--get-regexp", wanted).status == 0


def surrounding(repository: Repository) -> str:
    """The folder of the repository that this one is a submodule of; empty when it is none."""
    return repository.ask("rev-parse", "--show-superproject-working-tree").text


def ancestor(repository: Repository, ours: str, theirs: str) -> str | None:
    """The last commit that two have in common; None when they have none."""
    answer = repository.run("merge-base", "--end-of-options", ours, theirs)
    return answer.text if answer.status == 0 else None


def hooks(repository: Repository) -> Path:
    """The folder of the hooks that run when something is done here."""
    told = repository.run("config", "--type=path", "--get-all", "core.hooksPath").text.split("\n")
    top = Path(repository.ask("rev-parse", "--show-toplevel").text)
    if len(told) > 1:  # the last one is what keeps hooks from running while something is asked
        return top / told[-2]
    return repository.root / repository.ask("rev-parse", "--git-common-dir").text / "hooks"
