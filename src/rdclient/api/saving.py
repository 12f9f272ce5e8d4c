"""``save``: check, commit what belongs to this workspace, take over what others did, push."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from rdclient.api.checking import Checked, check
from rdclient.api.merging import workspace_lang
from rdclient.api.save_message import touched
from rdclient.api.sharing import shared
from rdclient.diagnostic import Finding, Severity
from rdclient.lens import Lang
from rdclient.store import git_question as question
from rdclient.store.git import GitError, Repository, Tell, failure, opened
from rdclient.store.git_merge import FileClash
from rdclient.store.git_status import FileChange, Status, status
from rdclient.store.merge import Keep


@dataclass(frozen=True, slots=True)
class SaveWish:
    """What was asked of ``save``.

    Attributes:
        message: of the commit; None to say what changed.
        is_pushed: whether the remote is to be asked at all.
        is_dry_run: to tell what would be done, and do nothing.
        anyway: to commit files with errors too.
        keep: whose value stands where both sides changed one.
    """

    message: str | None = None
    is_pushed: bool = True
    is_dry_run: bool = False
    anyway: bool = False
    keep: Keep | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What ``save`` did, or would do.

    Attributes:
        changes: the files that were not saved before.
        left_out: what lies in the folder and is not taken along: repositories of their own.
        message: of the commit.
        lang: of the workspace.
        checked: what ``check`` said; None when there was nothing to commit.
        errors: those of its errors that stand in changed files.
        is_blocked: whether they kept the files from being committed.
        is_committed: whether a commit was made.
        remote: with what the branch is shared, e.g. ``origin/main``; None when with nothing.
        clashes: what others changed too, in another way; nothing was merged or pushed then.
        pulled: commits of others that were taken over.
        pushed: commits that were handed on, or that wait for it.
        broken: errors in the files that were taken over.
        surrounding: the repository this one is a submodule of, if it is one.
    """

    changes: tuple[FileChange, ...]
    left_out: tuple[str, ...]
    message: str
    lang: Lang
    checked: Checked | None
    errors: tuple[Finding, ...]
    is_blocked: bool = False
    is_committed: bool = False
    remote: str | None = None
    clashes: tuple[FileClash, ...] = ()
    pulled: int = 0
    pushed: int = 0
    broken: int = 0
    surrounding: str = ""


@dataclass(frozen=True, slots=True)
class _Job:
    """What a save works with."""

    repository: Repository
    wish: SaveWish
    as_of: datetime
    cache: Path | None
    branch: str
    lang: Lang


def save(
    root: Path,
    wish: SaveWish,
    *,
    as_of: datetime,
    cache: Path | None = None,
    tell: Tell,
    lang: Lang,
) -> Saved:
    """Save the workspace: check, commit, take over, push; what is told already is not done twice.

    Args:
        root: of the workspace.
        wish: what was asked for.
        as_of: for the check.
        cache: folder with the key of the user's cache, as in ``check``.
        tell: told every command that changes something or talks to the remote.
        lang: of the commit message, when the workspace's own file does not say one.

    Raises:
        GitError: when Git refuses; what was committed stays committed.
        EditRefusedError: when another process is writing to the workspace.
    """
    repository = opened(root, tell)
    question.require_calm(repository)
    job = _Job(repository, wish, as_of, cache, question.branch(repository),
               workspace_lang(root) or lang)  # fmt: skip
    found = status(repository, filters=True)
    saved = _looked_at(job, found)
    if saved.is_blocked:
        return saved
    upstream = question.upstream(repository, job.branch) if wish.is_pushed else None
    saved = replace(saved, remote=upstream.name if upstream else None)
    if wish.is_dry_run:
        return _planned(job, saved, upstream)
    if saved.changes:
        saved = _committed(job, found, saved)
    return _exchanged(job, saved, upstream) if upstream else saved


# ── looking ──────────────────────────────────────────────────────────────────


def _looked_at(job: _Job, found: Status) -> Saved:
    """What there is to save, and whether it is sound."""
    repository, wish = job.repository, job.wish
    checked = None
    if found.changes:
        checked = check(repository.root, as_of=job.as_of, cache=job.cache)
    errors = _errors(checked, found.changes)
    message = wish.message or _composed(job, found.changes)
    return Saved(
        changes=found.changes,
        left_out=found.left_out,
        message=message,
        lang=job.lang,
        checked=checked,
        errors=errors,
        is_blocked=bool(errors) and not wish.anyway,
        surrounding=question.surrounding(repository),
    )


def _errors(checked: Checked | None, changes: tuple[FileChange, ...]) -> tuple[Finding, ...]:
    paths = {change.path for change in changes}
    return tuple(
        found
        for found in (checked.findings if checked else ())
        if found.severity is Severity.ERROR and found.location.path in paths
    )


def _composed(job: _Job, changes: tuple[FileChange, ...]) -> str:
    from rdclient.render.commit_message import composed

    return composed(touched(job.repository, changes), lang=job.lang)


def _planned(job: _Job, saved: Saved, upstream: question.Upstream | None) -> Saved:
    """What would be pushed, as far as is known without asking the remote."""
    repository = job.repository
    ahead = int(bool(saved.changes))
    if upstream and question.revision(repository, "HEAD"):
        ahead += question.count(
            repository, question.revision(repository, upstream.tracking), "HEAD"
        )
    return replace(saved, pushed=ahead)


# ── committing ───────────────────────────────────────────────────────────────


def _committed(job: _Job, found: Status, saved: Saved) -> Saved:
    """Commit the workspace's files, and only these; what is staged elsewhere stays staged."""
    repository = job.repository
    question.require_identity(repository)
    _done(repository, "add", "--all", *found.pathspec)
    words = ("commit", "--only", "--message", saved.message, *found.pathspec)
    answer = repository.act(*words)
    is_same = answer.status == 1 and not status(repository, filters=True).changes
    if answer.status and not is_same:
        raise _refused(repository, failure(words, answer))
    return replace(saved, is_committed=not is_same)


def _done(repository: Repository, *words: str) -> None:
    """Do something.

    Raises:
        GitError: when Git refuses.
    """
    answer = repository.act(*words)
    if answer.status:
        raise failure(words, answer)


_HOOKS = ("pre-commit", "prepare-commit-msg", "commit-msg")


def _refused(repository: Repository, error: GitError) -> GitError:
    """The error of a commit: a hook's own words when it was a hook that refused."""
    if error.args[0] != "git-failed":
        return error
    folder = question.hooks(repository)
    if not any((folder / name).exists() for name in _HOOKS):
        return error
    return GitError("git-hook", error.args[-1])


# ── sharing ──────────────────────────────────────────────────────────────────


def _exchanged(job: _Job, saved: Saved, upstream: question.Upstream) -> Saved:
    """Take over what others did and push; then how sound the workspace is with it."""
    repository = job.repository
    done = shared(repository, job.branch, upstream, keep=job.wish.keep, lang=job.lang)
    errors: tuple[Finding, ...] = ()
    if done.pulled:
        checked = check(repository.root, as_of=job.as_of, cache=job.cache)
        errors = tuple(one for one in checked.findings if one.severity is Severity.ERROR)
    return replace(
        saved, clashes=done.clashes, pulled=done.pulled, pushed=done.pushed, broken=len(errors)
    )
