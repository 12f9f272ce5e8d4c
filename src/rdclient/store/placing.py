"""Where a new record goes: into the list or the folder that its kind has, as its neighbours do."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from rdclient.store.layout import SUFFIX, WITHOUT_ID, Home, home, places


@dataclass(frozen=True, slots=True)
class Place:
    """A file, and whether it holds a list to which the record is added."""

    path: str
    is_list: bool


_MONTH = re.compile(r"20\d\d-(?:0\d|1[0-2])\Z", re.ASCII)
_CLIENT, _PROJECT = "<client>", "<project>"
_REPORTS_OF_CLIENT = ("health-", "review-")
"""What reports on a client as a whole begin with; the others are about one project."""


def needs(kind: str, name: str | None = None) -> tuple[bool, bool]:
    """Whether records of a kind lie under a client, and under a project of one.

    Args:
        kind: of the record.
        name: its id as typed, which tells where kinds may lie under either.
    """
    path = places(kind)[-1]
    if kind == "report" and name and name.casefold().startswith(_REPORTS_OF_CLIENT):
        return True, False
    return _CLIENT in path, _PROJECT in path


def place_for(
    files: Iterable[str],
    lists: Collection[str],
    wanted: Home,
    *,
    on: date,
) -> Place:
    """The place of one more record.

    Args:
        files: of the workspace, in order.
        lists: those of them that hold lists of records.
        wanted: its kind and its scope; ``stem`` is its id, None when it has none.
        on: a day of the month it belongs to, where there is a file for each month.
    """
    if len(places(wanted.kind)) == 1 and wanted.kind != "person":
        return Place(_filled(places(wanted.kind)[0], wanted), is_list=False)
    alike = [(path, at) for path in files if (at := home(path)) and at.kind == wanted.kind]
    scope = (wanted.client, wanted.project)
    own = [entry for entry in alike if (entry[1].client, entry[1].project) == scope]
    listed = next((path for path, at in own if at.stem is None), None)
    if listed:
        return Place(listed, is_list=True)
    for known in (own, alike):
        if any(at.stem is None for _, at in known):
            return Place(_list_file(wanted), is_list=True)
        if known:
            return _in_folder(known, lists, wanted, on, has_own=known is own)
    if wanted.stem is None or wanted.kind == "person":
        return Place(_list_file(wanted), is_list=True)
    return Place(_own_file(wanted, wanted.stem), is_list=False)


def _in_folder(
    known: list[tuple[str, Home]], lists: Collection[str], wanted: Home, on: date, *, has_own: bool
) -> Place:
    """A file of its own; a list in the folder where the others stand in such lists."""
    path, last = known[-1]
    if path not in lists and wanted.stem is not None:
        return Place(_own_file(wanted, wanted.stem), is_list=False)
    if _MONTH.match(last.stem or ""):
        return Place(_own_file(wanted, f"{on:%Y-%m}"), is_list=True)
    if has_own and path in lists:
        return Place(path, is_list=True)
    return Place(_list_file(wanted), is_list=True)


def _filled(pattern: str, wanted: Home) -> str:
    return pattern.replace(_CLIENT, wanted.client or "").replace(_PROJECT, wanted.project or "")


def _list_file(wanted: Home) -> str:
    """The path of the list file; at the root for what belongs to no client."""
    patterns = [
        p for p in places(wanted.kind) if not p.endswith((f"<id>{SUFFIX}", f"<name>{SUFFIX}"))
    ]
    return _filled(_fitting(patterns, wanted)[-1], wanted)


def _own_file(wanted: Home, name: str) -> str:
    mark = "<name>" if wanted.kind in WITHOUT_ID else "<id>"
    patterns = [p for p in places(wanted.kind) if p.endswith(f"{mark}{SUFFIX}")]
    return _filled(_fitting(patterns, wanted)[0], wanted).replace(mark, name)


def _fitting(patterns: list[str], wanted: Home) -> list[str]:
    """Those of the record's own level: root, client or project; all where none is."""
    level = (wanted.client is not None, wanted.project is not None)
    return [p for p in patterns if (_CLIENT in p, _PROJECT in p) == level] or patterns


# ── ids in files that nobody can read ────────────────────────────────────────

_ID = re.compile(r"""(?<![\w-])id["']?\s*[:：]\s*["']?([0-9A-Za-z][0-9A-Za-z.-]*)""")


def names_in(path: str, text: str) -> tuple[str, ...]:
    """The ids that seem to stand in a file that could not be read, its own name first."""
    at = home(path)
    own = (at.stem,) if at and at.stem else ()
    return (*own, *_ID.findall(text))
