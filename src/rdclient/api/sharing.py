"""Taking over what others pushed, and pushing; a merge is tried before anything is touched.

Others' commits are merged, never rebased: a rebase rewrites commits that a colleague or a report
may know by their ids already, and one that stops half-way leaves a repository that needs somebody
who knows Git. Only a merge that came out well moves the branch, by a fast-forward that Git refuses
when it would touch unsaved work.
"""

from dataclasses import dataclass, replace
from functools import partial
from zoneinfo import ZoneInfo

from rdclient.api.merging import is_record, zone_of
from rdclient.lens import Lang
from rdclient.store import git_question as question
from rdclient.store import lock
from rdclient.store.git import GitError, Repository, failure, version
from rdclient.store.git_merge import FileClash, Sides, knows_trees, tried
from rdclient.store.merge import Keep, Merged, merged

_TRIES = 3
"""How often others may push in between before it is given up."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What was exchanged with a remote.

    Attributes:
        clashes: what both sides changed; nothing was merged or pushed then.
        pulled: commits of others that were taken over.
        pushed: commits that were handed on.
    """

    clashes: tuple[FileClash, ...] = ()
    pulled: int = 0
    pushed: int = 0


@dataclass(frozen=True, slots=True)
class _Task:
    """Between what it is exchanged, and how."""

    repository: Repository
    branch: str
    upstream: question.Upstream
    keep: Keep | None
    lang: Lang


def shared(
    repository: Repository,
    branch: str,
    upstream: question.Upstream,
    *,
    keep: Keep | None,
    lang: Lang,
) -> Shared:
    """Take over what others pushed, and push; again when somebody was faster.

    Args:
        repository: opened at the workspace.
        branch: full name of the branch that is checked out.
        upstream: with what it is shared.
        keep: whose value stands where both sides changed one.
        lang: of the message of a merge.

    Raises:
        GitError: when the remote cannot be reached, refuses, or others are always faster.
    """
    task = _Task(repository, branch, upstream, keep, lang)
    done = Shared()
    for _ in range(_TRIES):
        _fetched(repository, upstream)
        theirs = question.revision(repository, upstream.tracking)
        if theirs:
            done = _integrated(task, done, theirs)
            if done.clashes:
                return done
        ours = question.revision(repository, "HEAD")
        ahead = question.count(repository, theirs, ours) if ours else 0
        if not ahead or _is_pushed(repository, branch, upstream):
            return replace(done, pushed=ahead)
    raise GitError("git-raced", upstream.name, _TRIES)


def _fetched(repository: Repository, upstream: question.Upstream) -> None:
    words = ("fetch", "--", upstream.remote)
    answer = repository.act(*words, is_remote=True)
    if answer.status:
        raise failure(words, answer)


_FASTER = (
    "fetch first",
    "non-fast-forward",
    "stale info",
    "cannot lock ref",
    "incorrect old value",
)


def _is_pushed(repository: Repository, branch: str, upstream: question.Upstream) -> bool:
    """Push; False when somebody else was faster.

    Raises:
        GitError: when the remote does not take it for another reason.
    """
    short, there = (name.removeprefix("refs/heads/") for name in (branch, upstream.branch))
    first = () if upstream.is_set else ("--set-upstream",)
    target = short if short == there else f"{short}:{there}"
    words = ("push", *first, "--", upstream.remote, target)
    answer = repository.act(*words, is_remote=True)
    if answer.status == 0:
        return True
    if any(reason in answer.err for reason in _FASTER):
        return False
    error = failure(words, answer)
    if error.args[0] == "git-failed":
        raise GitError("git-refused", upstream.name, answer.said)
    raise error


def _integrated(task: _Task, done: Shared, theirs: str) -> Shared:
    """Take over what others did, or say what both did to the same thing.

    Raises:
        GitError: when the histories have nothing in common, or unsaved files are in the way.
    """
    repository, upstream = task.repository, task.upstream
    ours = question.revision(repository, "HEAD")
    base = question.ancestor(repository, ours, theirs) if ours else None
    if ours and base is None:
        shallow = question.is_shallow(repository)
        raise GitError("git-shallow-merge" if shallow else "git-strangers", upstream.name)
    if base == theirs:
        return done
    pulled = done.pulled + question.count(repository, ours, theirs)
    if not ours or base is None or base == ours:
        _moved(repository, upstream.name)
        return replace(done, pulled=pulled)
    sides = Sides(base, ours, theirs)
    merge = partial(_merged, zone=zone_of(repository.root), keep=task.keep)
    trial = tried(
        repository, sides, merge, keep=task.keep,
        has_trees=knows_trees(version(repository.root)),
    )  # fmt: skip
    if trial.clashes:
        return replace(done, clashes=trial.clashes)
    question.require_identity(repository)
    _moved(repository, _joined(task, sides, trial.tree))
    return replace(done, pulled=pulled)


def _merged(
    path: str,
    base: bytes | None,
    ours: bytes,
    theirs: bytes,
    *,
    zone: ZoneInfo,
    keep: Keep | None,
) -> Merged:
    return merged(base, ours, theirs, zone=zone, keep=keep, is_record=is_record(path))


def _joined(task: _Task, sides: Sides, tree: str) -> str:
    """The commit of a merge that came out well; the branch does not know it yet."""
    from rdclient.render.commit_message import merging

    repository = task.repository
    is_signed = question.config(repository, "commit.gpgSign") in {"true", "yes", "on", "1"}
    words = (
        "commit-tree", *(("-S",) if is_signed else ()), "-p", sides.ours, "-p", sides.theirs,
        "-m", merging(task.upstream.name, lang=task.lang), tree,
    )  # fmt: skip
    answer = repository.act(*words)
    if answer.status:
        raise failure(words, answer)
    return answer.text


def _moved(repository: Repository, target: str) -> None:
    """Move the branch and its files forward; Git refuses when that would touch unsaved work.

    Raises:
        GitError: when it does.
    """
    words = ("merge", "--ff-only", target)
    with lock.held(repository.root):
        answer = repository.act(*words)
    if answer.status:
        raise failure(words, answer)
