"""Two commits merged on trial, beside the working tree: a tree, or what people must decide."""

import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rdclient.store.content import decoded
from rdclient.store.git import Answer, GitError, Repository, failure
from rdclient.store.git_question import blobs, stored
from rdclient.store.layout import SUFFIX
from rdclient.store.merge import ABSENT, Clash, Keep, Merged
from rdclient.store.yamlfile import parse

MergeFile = Callable[[str, bytes | None, bytes, bytes], Merged]
"""Merges the versions of a file (path in the workspace, ancestor, ours, theirs)."""

_FILES = frozenset({"100644", "100755"})
_NONE = "000000"
_KNOWS_TREES = (2, 38)
"""The first Git whose ``merge-tree`` writes a tree without touching any file."""


@dataclass(frozen=True, slots=True)
class FileClash:
    """A file that cannot be merged without people.

    Attributes:
        path: relative to the workspace, or to the repository for a file outside of it.
        clashes: what there is to decide; of the kinds of ``Clash``, and also ``file`` (not one
            that could be merged by what it says) and ``file-deleted``.
        ours: who changed it last on our side, and when.
        theirs: the same of theirs.
    """

    path: str
    clashes: tuple[Clash, ...]
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What a merge would give: the id of its tree when there are no clashes."""

    tree: str
    clashes: tuple[FileClash, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file in a tree; ``mode`` is ``000000`` for one that is not there."""

    mode: str
    id: str


_GONE = _Entry(_NONE, "")
_Entries = Mapping[str, _Entry]


@dataclass(frozen=True, slots=True)
class Sides:
    """The commits of a merge."""

    base: str
    ours: str
    theirs: str


def tried(
    repository: Repository,
    sides: Sides,
    merge_file: MergeFile,
    *,
    keep: Keep | None,
    has_trees: bool,
) -> Trial:
    """Merge two commits without touching branch, index or files.

    Record files that both sides changed are merged by what they say, everything else as Git
    merges it.

    Args:
        repository: opened at the workspace.
        sides: the commits.
        merge_file: merges a record file.
        keep: settles what only people can decide for one side.
        has_trees: whether this Git writes merged trees by itself (``knows_trees``); an older one
            merges in an index of its own, which follows no renamed file.
    """
    with tempfile.TemporaryDirectory(prefix="rdclient-") as folder:
        attempt = _Attempt(repository, sides, merge_file, keep, Path(folder) / "index")
        return attempt.trial(has_trees=has_trees)


def knows_trees(version: tuple[int, ...]) -> bool:
    """Whether that Git writes merged trees by itself."""
    return version >= _KNOWS_TREES


class _Attempt:
    """One merge on trial."""

    def __init__(
        self,
        repository: Repository,
        sides: Sides,
        merge_file: MergeFile,
        keep: Keep | None,
        index: Path,
    ) -> None:
        self.repository = repository
        self.sides = sides
        self.merge_file = merge_file
        self.keep = keep
        self.index = index
        self.ours = _changed(repository, sides.base, sides.ours)
        self.theirs = _changed(repository, sides.base, sides.theirs)
        self.base = {path: old for path, (old, _) in (*self.ours.items(), *self.theirs.items())}

    def trial(self, *, has_trees: bool) -> Trial:
        unmerged = self._by_git() if has_trees else self._by_index()
        both = {
            path: (self.ours[path][1], self.theirs[path][1])
            for path in self.ours.keys() & self.theirs.keys()
            if self.ours[path][1] != self.theirs[path][1]
        }
        records = {path for path, sides in both.items() if self._is_record(path, sides)}
        contents = self._contents(records)
        settled: dict[str, _Entry] = {}
        clashes: list[FileClash] = []
        for path in sorted(records):
            entry = self._merged(path, contents)
            settled |= {path: entry} if isinstance(entry, _Entry) else {}
            clashes += () if isinstance(entry, _Entry) else (self._clash(path, entry),)
        for path in sorted(unmerged.keys() - records):
            found = self._chosen(unmerged[path])
            settled |= {path: found} if found else {}
            kind = "file-deleted" if {"2", "3"} - unmerged[path].keys() else "file"
            clashes += () if found else (self._clash(path, (_about(kind),)),)
        if clashes:
            return Trial("", tuple(clashes))
        tree = self._tree(settled)
        unsound = tuple(self._unsound(tree, settled))
        return Trial("" if unsound else tree, unsound)

    def _is_record(self, path: str, sides: tuple[_Entry, _Entry]) -> bool:
        is_yaml = path.startswith(self.repository.prefix) and path.endswith(SUFFIX)
        base = self.base.get(path, _GONE)
        return (
            is_yaml and {sides[0].mode, sides[1].mode} <= _FILES and base.mode in {_NONE, *_FILES}
        )

    # ── what Git makes of it ─────────────────────────────────────────────────

    def _by_git(self) -> dict[str, dict[str, _Entry]]:
        """Put Git's own merge into the index; what it could not merge, by path and stage."""
        words = ("merge-tree", "--write-tree", "--no-messages", "-z")
        sides = (self.sides.ours, self.sides.theirs)
        self.repository.tell(("merge-tree", "--write-tree", *sides))
        answer = self.repository.run(*words, *sides)
        if answer.status not in {0, 1}:
            raise failure(words, answer)
        tree, _, rest = answer.out.partition(b"\0")
        left = _stages(rest)
        if answer.status and not left:  # a clash of folders, which no file stands for
            raise GitError("git-failed", words[0], self.sides.theirs)
        self._ask("read-tree", tree.decode())
        return left

    def _by_index(self) -> dict[str, dict[str, _Entry]]:
        """Merge file by file in the index; what is left, by path and stage."""
        sides = self.sides
        words = ("read-tree", "-i", "-m", "--aggressive", sides.base, sides.ours, sides.theirs)
        self.repository.tell(words)
        self._ask(*words)
        left = _stages(self._ask("ls-files", "--unmerged", "-z").out)
        rows = []
        for path, stages in tuple(left.items()):
            is_record = path.startswith(self.repository.prefix) and path.endswith(SUFFIX)
            if len(stages) < len("123") or is_record:
                continue
            merged = _by_lines(self.repository, self.index.parent, stages)
            if merged is not None:
                rows.append(_row(path, _Entry(stages["2"].mode, stored(self.repository, merged))))
                del left[path]
        self._ask("update-index", "-z", "--index-info", stdin=b"".join(rows))
        return left

    # ── what we make of it ───────────────────────────────────────────────────

    def _contents(self, paths: set[str]) -> dict[str, bytes]:
        wanted = [
            entry.id
            for path in sorted(paths)
            for entry in (self.base[path], self.ours[path][1], self.theirs[path][1])
            if entry.mode != _NONE
        ]
        return blobs(self.repository, wanted) if wanted else {}

    def _merged(self, path: str, contents: Mapping[str, bytes]) -> "_Entry | tuple[Clash, ...]":
        base, ours, theirs = self.base[path], self.ours[path][1], self.theirs[path][1]
        before = None if base.mode == _NONE else contents[base.id]
        inner = path.removeprefix(self.repository.prefix)
        found = self.merge_file(inner, before, contents[ours.id], contents[theirs.id])
        if found.content is None:
            return found.clashes
        mode = theirs.mode if ours.mode == base.mode else ours.mode
        return _Entry(mode, stored(self.repository, found.content))

    def _chosen(self, stages: Mapping[str, _Entry]) -> _Entry | None:
        if self.keep is None:
            return None
        return stages.get("2" if self.keep == "mine" else "3", _GONE)

    def _tree(self, settled: Mapping[str, _Entry]) -> str:
        gone = _Entry("0", "0" * len(self.sides.ours))
        rows = b"".join(
            _row(path, gone if entry is _GONE else entry) for path, entry in settled.items()
        )
        self._ask("update-index", "-z", "--index-info", stdin=rows)
        return self._ask("write-tree").text

    def _unsound(self, tree: str, settled: Collection[str]) -> Iterator[FileClash]:
        """Record files that Git merged by their lines, e.g. renamed ones, and that broke."""
        now = _changed(self.repository, self.sides.ours, tree)
        news = {
            path: entry.id
            for path, (_, entry) in now.items()
            if path.startswith(self.repository.prefix)
            and path.endswith(SUFFIX)
            and entry.mode in _FILES
            and path not in settled
            and self.theirs.get(path, (_GONE, _GONE))[1].id != entry.id
        }
        contents = blobs(self.repository, list(news.values())) if news else {}
        for path, one in sorted(news.items()):
            text = decoded(contents[one])
            if not isinstance(text, str) or parse(path, text).findings:
                yield self._clash(path, (_about("file"),))

    # ── small things ─────────────────────────────────────────────────────────

    def _clash(self, path: str, clashes: tuple[Clash, ...]) -> FileClash:
        sides = self.sides
        return FileClash(
            path.removeprefix(self.repository.prefix),
            clashes,
            _author(self.repository, sides.base, sides.ours, path),
            _author(self.repository, sides.base, sides.theirs, path),
        )

    def _ask(self, *words: str, stdin: bytes | None = None) -> Answer:
        return self.repository.ask(*words, stdin=stdin, index=self.index)


def _by_lines(repository: Repository, folder: Path, stages: Mapping[str, _Entry]) -> bytes | None:
    """A text that both sides changed in different lines; None when it is no such text."""
    contents = blobs(repository, [stages[stage].id for stage in "123"])
    files = [folder / f"side-{stage}" for stage in "123"]
    for file, stage in zip(files, "123", strict=True):
        file.write_bytes(contents[stages[stage].id])
    base, ours, theirs = map(str, files)
    answer = repository.run("merge-file", "-p", "--", ours, base, theirs)
    return answer.out if answer.status == 0 else None


def _about(kind: str) -> Clash:
    return Clash(kind, (), ABSENT, ABSENT)


def _row(path: str, entry: _Entry) -> bytes:
    return f"{entry.mode} {entry.id}\t{path}\0".encode("utf-8", "surrogateescape")


def _changed(repository: Repository, before: str, after: str) -> dict[str, tuple[_Entry, _Entry]]:
    """What differs between two trees: by path, what was there and what is."""
    out = repository.ask(
        "diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-ext-diff", "--no-textconv",
        "--end-of-options", before, after, "--",
    ).out  # fmt: skip
    parts = out.decode("utf-8", "surrogateescape").split("\0")
    found: dict[str, tuple[_Entry, _Entry]] = {}
    for head, path in zip(parts[::2], parts[1::2], strict=False):
        old_mode, new_mode, old, new, _ = head.removeprefix(":").split(" ")
        found[path] = (_Entry(old_mode, old), _Entry(new_mode, new))
    return found


def _stages(out: bytes) -> dict[str, dict[str, _Entry]]:
    """What could not be merged: by path and stage (1 ancestor, 2 ours, 3 theirs)."""
    found: dict[str, dict[str, _Entry]] = {}
    for row in out.decode("utf-8", "surrogateescape").split("\0"):
        head, _, path = row.partition("\t")
        if path:
            mode, name, stage = head.split(" ")
            found.setdefault(path, {})[stage] = _Entry(mode, name)
    return found


def _author(repository: Repository, base: str, side: str, path: str) -> str:
    """Who changed a file last on one side, and when."""
    answer = repository.ask(
        "log", "-1", "--format=%an, %ad", "--date=format:%Y-%m-%d %H:%M", "--end-of-options",
        side, f"^{base}", "--", f":(top,literal){path}",
    )  # fmt: skip
    return answer.text
