"""``check --base``: what a request does to what was signed, planned and recorded before it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from rdclient.api.checking import Checked, Kept, Progress, looked_through, put_together
from rdclient.api.part_answer import Answer
from rdclient.api.reading import files
from rdclient.diagnostic import Finding, in_order
from rdclient.store import history, sshkey
from rdclient.store.cache import GATE, Shard, content_hash
from rdclient.store.git import Repository
from rdclient.store.layout import POLICY_FILE, SIGNATURE_SUFFIX, home, is_of_signoffs
from rdclient.store.source import ROOT_PART, Source, is_read, part_of

if TYPE_CHECKING:
    from rdclient.api.examining import Compare
    from rdclient.store.history import PathChange


@dataclass(frozen=True, slots=True)
class GateCommits:
    """What was compared.

    Attributes:
        base: id of the commit from which the request branched off.
        head: id of the commit under test, or that the files under test were changed from.
        is_worktree: whether the files on disk were looked at, not those of a commit.
    """

    base: str
    head: str
    is_worktree: bool


@dataclass(frozen=True, slots=True)
class Gated:
    """What the gate found, and what it compared."""

    checked: Checked
    commits: GateCommits


def gate(
    root: Path,
    *,
    base: str,
    head: str | None,
    as_of: datetime,
    cache: Path | None = None,
    progress: Progress | None = None,
) -> Gated:
    """Every finding about the records under test, and about what became of those of the base.

    Args:
        root: of the workspace.
        base: revision that the request is to be merged into; compared is where the two parted.
        head: revision under test; None for the files on disk.
        as_of: aware; or naive, to be read in the workspace's zone.
        cache: as in ``check``; not used for a revision.
        progress: told of every part that is done.

    Raises:
        GitError: when history is cut off, a revision or an object is not there, or the two
            have no commit in common.
        SshKeyError: when there is no ``ssh-keygen`` and signatures are asked for.
    """
    repository = history.repository_of(root)
    history.require_whole(repository)
    told = _compared(repository, base, head)
    source = files(root, cache=cache, at=told.head if head else None)
    request = _Request(repository, source, told)
    _require_tool(request)
    kept = _Gate(request, as_of)
    looked = looked_through(source, as_of, gate=kept, progress=progress)
    answers = [*{**looked.answers, **looked.gated}.values()]
    checked = put_together(source, looked.about, answers, looked.more)
    found = in_order((*checked.findings, *kept.of_policy()))
    parsed = checked.parsed + request.parsed
    return Gated(replace(checked, findings=found, parsed=parsed), told)


def _compared(repository: Repository, base: str, head: str | None) -> GateCommits:
    tip = history.commit(repository, head or "HEAD")
    parted = history.merge_base(repository, history.commit(repository, base), tip)
    return GateCommits(parted, tip, is_worktree=head is None)


class _Request:
    """What Git tells of a request: the files that differ, and what they were."""

    def __init__(self, repository: Repository, source: Source, told: GateCommits) -> None:
        self.repository = repository
        self.source = source
        self.told = told

    @cached_property
    def changes(self) -> "tuple[PathChange, ...]":
        """The files that are not the same, as far as they say anything."""
        head = None if self.told.is_worktree else self.told.head
        paths = self.source.tree.files
        found = history.changed(self.repository, self.told.base, head, found=paths)
        return tuple(one for one in found if home(one.path) or is_read(one.path))

    @cached_property
    def before(self) -> Source:
        """The files of the base; those that differ, and what holds for all, in one process."""
        from rdclient.store.snapshot import snapshot

        changed = {change.path for change in self.changes}
        return snapshot(
            self.repository.root,
            self.told.base,
            repository=self.repository,
            only=lambda path: path in changed,
        )

    @property
    def parsed(self) -> int:
        """How many files of the base were parsed here."""
        return self.before.parsed if "before" in self.__dict__ else 0

    def compare(self, as_of: datetime) -> "Compare":
        """What compares a part with what it was; Git is asked before the work is shared."""
        from rdclient.api.gate_part import Comparer, History

        written = [c.path for c in self.changes if (at := home(c.path)) and at.kind == "change"]
        emails = history.authors(self.repository, self.told.base, self.told.head, written)
        return Comparer(History(self.changes, self.before, self._landed(), emails), as_of)

    def _landed(self) -> Mapping[str, datetime]:
        """When sign-offs landed; asked only where there are any."""
        folders = {
            path.partition("/signoffs/")[0] + "/signoffs"
            for path in self.before.tree.files
            if is_of_signoffs(path)
        }
        if not folders:
            return {}
        folder = folders.pop() if len(folders) == 1 else "clients"
        return history.landings(self.repository, self.told.base, folder)


def _require_tool(request: _Request) -> None:
    """Signatures can be verified, where there are any or the policy of the base asks for them.

    Raises:
        SshKeyError: when there is no ``ssh-keygen``.
    """
    if sshkey.is_there():
        return
    paths = request.source.tree.files
    is_signed = any(is_of_signoffs(path) and path.endswith(SIGNATURE_SUFFIX) for path in paths)
    if is_signed or _asks_for_keys(request.before):
        raise sshkey.SshKeyError("ssh-missing")


def _asks_for_keys(before: Source) -> bool:
    """Whether some decision needs a signature, by the policy of the base."""
    from rdclient.model.client import Side
    from rdclient.model.signoff import EvidenceLevel
    from rdclient.store.workspace import read_ground

    ground, _ = read_ground(before)
    return any(
        decision.of(side).level is EvidenceLevel.E2
        for policy in ground.policies
        for decision in policy.control.sign_off.values()
        for side in Side
    )


# ── what was found last time ─────────────────────────────────────────────────

_TOUCHED = "/touched"
"""Where the cache keeps which parts differ from the base; no client can be called so."""


class _Gate:
    """The parts that a request touches, and what was said of them; is ``checking.Comparing``."""

    def __init__(self, request: _Request, as_of: datetime) -> None:
        self.request = request
        self.as_of = as_of
        self._touched: tuple[str, ...] = ()
        self._asked: tuple[str, ...] = ()
        self._is_known = False
        self._had_policy = True

    def parts(self, known: Kept) -> tuple[str, ...]:
        """The parts that differ; all of them when the root does."""
        row = self._shard.outcome(_TOUCHED, self._stamp(known))
        if row is not None:
            self._is_known = True
            touched, self._had_policy = cast("tuple[list[str], bool]", row)
            self._touched = tuple(touched)
            return self._touched
        found = {part_of(change.path) for change in self.request.changes}
        there = tuple(part for part in known.paths if part) or (ROOT_PART,)
        every = {*there, *found} if ROOT_PART in found else found
        self._touched = tuple(sorted(every - {ROOT_PART})) or tuple(sorted(every))
        self._had_policy = self.request.before.files.is_there(POLICY_FILE)
        return self._touched

    def kept(self, known: Kept) -> dict[str, Answer]:
        """What was said last time of the same two commits and that still holds."""
        found = {}
        for part in self._touched:
            row = self._shard.outcome(part, self._key)
            answer = known.of(part, cast("Mapping[str, object]", row)) if row else None
            if answer:
                found[part] = answer
        self._asked = tuple(part for part in self._touched if part not in found)
        return found

    def compare(self) -> "Compare":
        """What asks anew."""
        return self.request.compare(self.as_of)

    def save(self, known: Kept, gated: Mapping[str, Answer]) -> None:
        """Keep what was said, for the next time."""
        cache, stamp = self.request.source.cache, self._stamp(known)
        if cache is None or not stamp:
            return
        if not self._is_known:
            self._shard.put(_TOUCHED, stamp, [[*self._touched], self._had_policy])
        for part in self._asked:
            if row := known.written(part, gated[part]) if part in gated else None:
                self._shard.put(part, self._key, row)
        cache.keep(GATE, self._shard)

    def of_policy(self) -> tuple[Finding, ...]:
        """That there is no policy to judge by, or no longer."""
        is_there = self.request.source.files.is_there(POLICY_FILE)
        if is_there and self._had_policy:
            return ()
        from rdclient.rules.gate_trust import policy_missing

        return tuple(policy_missing(was_there=self._had_policy, is_there=is_there))

    @cached_property
    def _shard(self) -> Shard:
        cache = self.request.source.cache
        return cache.shard(GATE) if cache else Shard()

    @property
    def _key(self) -> str:
        return f"{self.request.told.base} {self.request.told.head}"

    def _stamp(self, known: Kept) -> str:
        """What stands for the base and for every file of the workspace; empty when unsure."""
        keys = [(part, known.key(part)) for part in known.paths]
        unsure = any(key is None for _, key in keys)
        return "" if unsure else content_hash(repr((self.request.told.base, keys)).encode())
