"""What merging the files of a workspace needs to know of it; and the driver that Git calls."""

from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from rdclient.diagnostic import RdclientError, UsageError
from rdclient.lens import Lang
from rdclient.store.content import read_bytes
from rdclient.store.git import Repository
from rdclient.store.layout import ROOT_FILE, SUFFIX, WITHOUT_ID, home
from rdclient.store.merge import Clash, data_of, merged
from rdclient.store.tree import find_root
from rdclient.store.yamlfile import LIST_LIMIT, RECORD_LIMIT, load


def is_record(path: str) -> bool:
    """Whether a file of a workspace is one record that is known by the file's name."""
    place = home(path)
    if place is None or place.single or place.stem is None:
        return False
    return place.kind not in WITHOUT_ID


def record_id(root: Path, path: str) -> str:
    """The id of the record that a file of a workspace holds; empty when it holds none, or a list.

    Args:
        root: of the workspace.
        path: relative to it.
    """
    place = home(path)
    if place is None or place.stem is None or not is_record(path):
        return ""
    content = read_bytes(root, path, limit=LIST_LIMIT)
    is_list = isinstance(content, bytes) and isinstance(data_of(content), list)
    return "" if is_list else place.stem


def zone_of(root: Path) -> ZoneInfo:
    """The zone of a workspace; UTC when it does not say one."""
    data = load(root, ROOT_FILE, limit=RECORD_LIMIT).data
    try:
        return ZoneInfo(str(data["timezone"])) if isinstance(data, dict) else ZoneInfo("UTC")
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def workspace_lang(root: Path) -> Lang | None:
    """The language of a workspace; None when it does not say one."""
    data = load(root, ROOT_FILE, limit=RECORD_LIMIT).data
    told = data.get("lang") if isinstance(data, dict) else None
    return next((lang for lang in Lang if lang.value == told), None)


def merge_driver(here: Path, files: Sequence[str], path: str) -> tuple[Clash, ...]:
    """Merge a file as Git asks a merge driver to; what is left to people.

    The result stands where our version was. When people have to decide, Git's own marks stand
    there, and the file counts as not merged.

    Args:
        here: the folder that the files are relative to.
        files: of the ancestor, of our version and of theirs.
        path: of the file that is merged, relative to ``here``.

    Raises:
        RdclientError: when the files cannot be read or written.
    """
    base, ours, theirs = (here / file for file in files)
    root, inner = _workspace(here / path)
    try:
        contents = [file.read_bytes() for file in (base, ours, theirs)]
        if path.endswith(SUFFIX):
            found = merged(
                contents[0] or None, contents[1], contents[2],
                zone=zone_of(root) if root else ZoneInfo("UTC"), is_record=is_record(inner),
            )  # fmt: skip
            if found.content is not None:
                ours.write_bytes(found.content)
                return ()
            _marked(here, files)
            return found.clashes
    except OSError as error:
        raise RdclientError("merge-files", path, error.strerror or str(error)) from error
    return () if _marked(here, files) else (Clash("file", (), None, None),)


def _workspace(file: Path) -> tuple[Path | None, str]:
    """The workspace that a file lies in, and its path there."""
    try:
        root = find_root(file.parent)
    except UsageError:
        return None, file.name
    return root, file.relative_to(root).as_posix()


def _marked(here: Path, files: Sequence[str]) -> bool:
    """Let Git merge by lines, with its marks where that cannot be; whether none were needed."""
    base, ours, theirs = files
    labels = ("-L", "ours", "-L", "base", "-L", "theirs")
    answer = Repository(here).run("merge-file", *labels, "--", ours, base, theirs)
    return answer.status == 0
