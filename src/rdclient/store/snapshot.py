"""The files of a commit as a workspace: read through Git objects, nothing is checked out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from posixpath import normpath

from rdclient.diagnostic import Finding, Location, finding
from rdclient.store import history, tree
from rdclient.store.content import Refusal
from rdclient.store.git import GitError, Repository
from rdclient.store.git_question import blobs
from rdclient.store.layout import (
    CALENDAR_FOLDER,
    ROOT_FILE,
    SIGNATURE_SUFFIX,
    home,
    is_of_signoffs,
)
from rdclient.store.source import Source
from rdclient.store.workspace import Read, read_source

_LINK, _SUBMODULE = "120000", "160000"
_AT_ONCE = 16
"""Files of evidence fetched together; they are large and each is looked at once."""
_HOLDING = ("clients", "templates", CALENDAR_FOLDER)
"""Folders in which a submodule would hide something of the workspace."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands at a path of a commit: its mode and the id of its object."""

    mode: str
    id: str


class Blobs:  # satisfies Files
    """The files of a commit below the workspace; many are fetched by one Git process.

    Attributes:
        entries: what the commit holds, by path.
    """

    def __init__(self, repository: Repository, entries: Mapping[str, Entry]) -> None:
        self.entries = entries
        self._repository = repository
        self._held: dict[str, bytes] = {}
        self._seen: dict[str, bytes] = {}

    @cached_property
    def _folders(self) -> frozenset[str]:
        return frozenset(up for path in self.entries for up in _above(path))

    @cached_property
    def _attachments(self) -> tuple[str, ...]:
        return tuple(filter(_is_attachment, self.entries))

    def fetch(self, paths: Iterable[str]) -> None:
        """Fetch the bytes of some files with one process, and hold them."""
        wanted = (self.entries[path].id for path in paths if path in self.entries)
        self._held |= self._blobs(one for one in wanted if one not in self._held)

    def content(self, path: str, *, limit: int) -> bytes | Refusal:
        """The bytes of a regular file, or why it is not read; in the words of the disk."""
        entry = self.entries.get(path)
        if entry is None:
            return Refusal("special" if self.is_there(path) else "missing")
        if entry.mode in (_LINK, _SUBMODULE):
            return Refusal("symlink" if entry.mode == _LINK else "submodule")
        content = self._bytes(path, entry)
        return content if len(content) <= limit else Refusal("size", {"limit": limit})

    def target(self, path: str) -> str:
        """Where a link leads, as it says."""
        return self._bytes(path, self.entries[path]).decode("utf-8", "surrogateescape")

    def size(self, path: str) -> int:
        """How many bytes a file has that was fetched; 0 for others."""
        return len(self._held.get(self.entries[path].id, b""))

    def is_there(self, path: str) -> bool:
        """Whether the commit holds a file, a link or a folder at a path."""
        return path in self.entries or path in self._folders

    def _bytes(self, path: str, entry: Entry) -> bytes:
        if entry.id in self._held:
            return self._held[entry.id]
        if entry.id not in self._seen:
            near = [one for one in self._attachments if one > path] if _is_attachment(path) else []
            some = (self.entries[one] for one in (path, *near[:_AT_ONCE]))
            self._seen = self._blobs(one.id for one in some if one.mode not in (_LINK, _SUBMODULE))
        return self._seen[entry.id]

    def _blobs(self, ids: Iterable[str]) -> dict[str, bytes]:
        wanted = tuple(ids)
        return blobs(self._repository, wanted) if wanted else {}


def read_at(root: Path, revision: str) -> Read:
    """The records of a commit; what is wrong with them comes as findings, as from the disk.

    Args:
        root: of the workspace, which may be a folder of its repository.
        revision: a branch, a tag, an id, ``HEAD~3`` …

    Raises:
        GitError: when there is no such commit, no workspace in it, or an object is missing.
    """
    return read_source(whole_snapshot(root, revision))


def whole_snapshot(root: Path, revision: str) -> Source:
    """The files of a commit in which the workspace is.

    Raises:
        GitError: as ``read_at``.
    """
    source = snapshot(root, revision)
    if not source.files.is_there(ROOT_FILE):
        raise GitError("git-no-workspace", revision)
    return source


def snapshot(
    root: Path,
    revision: str,
    *,
    repository: Repository | None = None,
    only: Callable[[str], bool] | None = None,
) -> Source:
    """The files of a commit below the workspace, as a source without a cache.

    One Git process lists them and one fetches every record, statement, signature and template;
    evidence is fetched when it is looked at. Without a workspace in the commit it is empty.

    Args:
        root: of the workspace.
        revision: a branch, a tag, an id …
        repository: of the workspace, when it was opened before.
        only: which paths to fetch with the others that are wanted; others wait until somebody
            asks for them, and cost a process each.

    Raises:
        GitError: when there is no such commit, or an object is missing.
    """
    repository = repository or history.repository_of(root)
    entries = listed(repository, history.commit(repository, revision))
    files = Blobs(repository, entries)
    paths, names, links = _sorted(entries)
    first = [path for path in paths if not _is_attachment(path) and (only is None or only(path))]
    templates = filter(tree.is_template, paths)
    files.fetch((*first, *templates, *(one for one in links if entries[one].mode == _LINK)))
    findings = [*names, *_stated(files, links)]
    stamps = {path: _stamp(files, path) for path in paths if not tree.is_template(path)}
    return Source(root, tree.grown(paths, files, findings, stamps), None, files)


def listed(repository: Repository, commit: str) -> dict[str, Entry]:
    """Every file, link and submodule of a commit below the workspace, by path.

    Args:
        repository: of the workspace.
        commit: its id.
    """
    folder = repository.prefix.rstrip("/")
    if folder and repository.run("cat-file", "-e", f"{commit}:{folder}").status:
        return {}
    out = repository.ask("ls-tree", "-r", "-z", "--full-tree", f"{commit}:{folder}").out
    found: dict[str, Entry] = {}
    for row in out.decode("utf-8", "surrogateescape").split("\0"):
        head, _, path = row.partition("\t")
        if path:
            mode, _, one = head.split(" ")
            found[path] = Entry(mode, one)
    return found


# ── what the names say ───────────────────────────────────────────────────────


def _sorted(entries: Mapping[str, Entry]) -> tuple[list[str], list[Finding], list[str]]:
    """The wanted files in order, what is wrong with names, and links and submodules."""
    paths: list[str] = []
    others: list[str] = []
    folders: dict[str, dict[str, None]] = {"": {}}
    for path, entry in entries.items():
        folder = _entered(path, folders)
        if folder is None:
            continue
        if entry.mode in (_LINK, _SUBMODULE):
            others.append(path)
        elif tree.is_wanted(path):
            paths.append(path)
            folders[folder][path.removeprefix(folder)] = None
    found = (item for up, names in folders.items() for item in tree.twins(up, sorted(names)))
    return sorted(paths), list(found), others


def _entered(path: str, folders: dict[str, dict[str, None]]) -> str | None:
    """The folder of a path, noted with those above it; None below one that is passed over."""
    folder = path[: path.rfind("/") + 1]
    if folder in folders:
        return folder
    above = ""
    for name in folder.split("/")[:-1]:
        folders[above][name] = None
        above += f"{name}/"
        if name in tree.SKIPPED:
            return None
        folders.setdefault(above, {})
    return above


def _stated(files: Blobs, others: Iterable[str]) -> Iterator[Finding]:
    """Links in the place of records or folders, and submodules that would hold records."""
    for path in others:
        if files.entries[path].mode == _SUBMODULE:
            if path.split("/", 1)[0] in _HOLDING:
                yield finding("RD001", Location(path, line=1, column=1), variant="submodule")
        elif tree.is_wanted(path) or not _leads_to_file(files, path):
            yield tree.link(path)


def _leads_to_file(files: Blobs, path: str) -> bool:
    """Whether a link leads to a file of the same commit, so that no folder hides behind it."""
    target = files.target(path)
    beside = normpath(f"{path.rpartition('/')[0]}/{target}".lstrip("/"))
    return not target.startswith("/") and beside in files.entries


def _stamp(files: Blobs, path: str) -> tree.Stamp:
    return (files.size(path), 0, 0, 0)


def _above(path: str) -> Iterator[str]:
    while path := path.rpartition("/")[0]:
        yield path


def _is_attachment(path: str) -> bool:
    """Whether it is evidence: what lies with sign-offs and is neither statement nor signature."""
    return is_of_signoffs(path) and home(path) is None and not path.endswith(SIGNATURE_SUFFIX)
