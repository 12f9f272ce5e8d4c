"""``diff`` and ``log``: two states of the records side by side, and the history of one record."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rdclient.api.moment import in_zone
from rdclient.api.reading import records
from rdclient.control.base import Matter
from rdclient.control.diff import Edition
from rdclient.diagnostic import UsageError, unread
from rdclient.lens import Lang
from rdclient.model import replay
from rdclient.model.base import Record
from rdclient.model.baseline import Baseline
from rdclient.render.chronicle_page import LOG_FORMATS
from rdclient.render.comparison_page import DIFF_FORMATS
from rdclient.reports.chronicle import Committed, chronicle, record_of
from rdclient.reports.comparison import Named, comparison, together
from rdclient.reports.search import find_scope
from rdclient.store import git_question, history, tree
from rdclient.store.cache import opened
from rdclient.store.git import GitError, Repository
from rdclient.store.snapshot import read_at
from rdclient.store.workspace import Read, read

WORKTREE = "WORKTREE"
"""What stands for the files as they are, saved or not."""
_BETWEEN = ".."


@dataclass(frozen=True, slots=True)
class Compared:
    """What ``diff`` or ``log`` prints.

    Attributes:
        unread: files that could not be read, on either side; the answer is incomplete then.
        shadowed: names of revisions that stand for a baseline here.
    """

    text: str
    unread: tuple[str, ...]
    shadowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manner:
    """How an answer is to be made and printed.

    Attributes:
        as_of: a time without zone is read in the workspace's.
        lang: None for the workspace's.
        form: a name in ``DIFF_FORMATS`` or ``LOG_FORMATS``.
        is_whole: whether nothing is left out.
        cache: folder with the key of the user's cache, as in ``check``.
        at: revision of which ``log`` is asked; None for the records on disk and all commits.
    """

    as_of: datetime
    lang: Lang | None
    form: str
    is_whole: bool = False
    cache: Path | None = None
    at: str | None = None


def diff(root: Path, span: str, manner: Manner, *, project: str | None = None) -> Compared:
    """What differs between two states.

    Args:
        root: of the workspace.
        span: ``A..B``, or ``A`` for ``A..WORKTREE``; each a revision, a tag, a baseline or
            ``WORKTREE``.
        manner: of the answer.
        project: whose baselines are meant; None for those of every project that has them.

    Raises:
        UsageError: when the span is none, there is no such project, or none has both baselines.
        GitError: when a revision cannot be read.
    """
    old_name, dots, new_name = span.partition(_BETWEEN)
    if not old_name or (dots and not new_name) or new_name.startswith("."):
        raise UsageError("diff-span", span)
    here = read(root, cache=opened(root, manner.cache))
    own, _ = find_scope(here.portfolio, project, None)
    states = _States(root, here, manner.as_of, own.id if own else None)
    pairs = states.pairs(old_name, new_name or WORKTREE)
    view = together(tuple(comparison(old, new) for old, new in pairs))
    lang = manner.lang or here.portfolio.workspace.lang
    text = DIFF_FORMATS[manner.form](view, lang=lang, is_whole=manner.is_whole)
    return Compared(text, tuple(dict.fromkeys(states.unread)), tuple(states.shadowed))


class _States:
    """States by their names; the records of each are read once."""

    def __init__(self, root: Path, here: Read, as_of: datetime, project: str | None) -> None:
        self.root = root
        self.here = here
        self.as_of = as_of
        self.project = project
        self.unread: list[str] = [*unread(here.findings)]
        self.shadowed: list[str] = []
        self._matters: dict[str, Matter] = {}

    def pairs(self, old: str, new: str) -> tuple[tuple[Named, Named], ...]:
        """The two states; of baselines one pair for each project that has them.

        Raises:
            UsageError: when no project has both baselines.
        """
        found = [self._baselines(name) for name in (old, new)]
        for name, ones in zip((old, new), found, strict=True):
            if ones and self._is_revision(name):
                self.shadowed.append(name)
        if not any(found):
            return ((self._revision(old), self._revision(new)),)
        having = [{_scope(one) for one in ones} for ones in found if ones]
        scopes = sorted(set.intersection(*having))
        if not scopes:
            raise UsageError("diff-two-projects", old, new)
        return tuple(
            (self._in(scope, old, found[0]), self._in(scope, new, found[1])) for scope in scopes
        )

    def _in(self, scope: tuple[str, str], name: str, baselines: list[Baseline]) -> Named:
        """The baseline of that name in a project; the revision, when the name is that of one."""
        own = next((one for one in baselines if _scope(one) == scope), None)
        if own is None:
            return self._revision(name)
        return Named(own.id, Edition(self._matter(WORKTREE, self.here), own))

    def _revision(self, name: str) -> Named:
        """The working tree, or the records of a commit."""
        if name.upper() == WORKTREE:
            return Named(WORKTREE, Edition(self._matter(WORKTREE, self.here)))
        commit = history.commit(history.repository_of(self.root), name)
        if commit not in self._matters:
            loaded = read_at(self.root, commit)
            self.unread += unread(loaded.findings)
            self._matter(commit, loaded)
        return Named(name, Edition(self._matters[commit]), commit)

    def _matter(self, key: str, loaded: Read) -> Matter:
        if key not in self._matters:
            as_of = in_zone(self.as_of, loaded.portfolio)
            self._matters[key] = Matter(replay.at(loaded.portfolio, as_of), as_of)
        return self._matters[key]

    def _baselines(self, name: str) -> list[Baseline]:
        return [
            baseline
            for baseline in self._matter(WORKTREE, self.here).portfolio.all(Baseline)
            if name.casefold() in _called(baseline) and self.project in (None, _scope(baseline)[1])
        ]

    def _is_revision(self, name: str) -> bool:
        if not tree.is_in_repository(self.root):
            return False
        try:
            history.commit(history.repository_of(self.root), name)
        except GitError:
            return False
        return True


def _called(baseline: Baseline) -> tuple[str, ...]:
    """What a baseline is called: ``v1``, ``project/v1``, ``client/project/v1``."""
    client, project = _scope(baseline)
    own = baseline.id
    return tuple(name.casefold() for name in (own, f"{project}/{own}", f"{client}/{project}/{own}"))


def _scope(baseline: Baseline) -> tuple[str, str]:
    return str(baseline.origin.client), str(baseline.origin.project)


# ── log ──────────────────────────────────────────────────────────────────────


def log(root: Path, name: str, manner: Manner) -> Compared:
    """The history of a requirement, a request, a baseline or a meeting.

    Commits are told where the workspace lies in a repository; without one the records tell what
    they know.

    Raises:
        UsageError: when there is no such record, or several.
        GitError: when history was cut off, so that commits are missing.
    """
    loaded = records(root, cache=manner.cache, at=manner.at)
    as_of = in_zone(manner.as_of, loaded.portfolio)
    matter = Matter(replay.at(loaded.portfolio, as_of), as_of)
    record = record_of(matter.portfolio, name)
    head = manner.at or "HEAD"
    commits = _commits(root, head, record, as_of) if tree.is_in_repository(root) else ()
    lang = manner.lang or loaded.portfolio.workspace.lang
    text = LOG_FORMATS[manner.form](chronicle(matter, record, commits), lang=lang)
    return Compared(text, unread(loaded.findings))


def _commits(root: Path, head: str, record: Record, as_of: datetime) -> tuple[Committed, ...]:
    repository: Repository = history.repository_of(root)
    history.require_whole(repository)
    if head == "HEAD" and git_question.revision(repository, head) is None:
        return ()  # nothing was committed yet
    tip = history.commit(repository, head)
    found = history.commits(repository, tip, (record.origin.path,))
    return tuple(
        Committed(one.id, one.author, one.committed_at, one.subject)
        for one in found
        if one.committed_at <= as_of
    )
