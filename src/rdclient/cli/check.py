"""``rdclient check``: every finding, with line and fix."""

import difflib
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from rdclient.cli import console, options
from rdclient.cli.words import chosen, say, spoken
from rdclient.diagnostic import CODES, Finding, Severity, UsageError
from rdclient.lens import Lang

if TYPE_CHECKING:
    from rdclient.api import Checked
    from rdclient.api.checking import Progress
    from rdclient.render.findings import Between, Outcome


class CheckFormat(StrEnum):
    """The rows of ``render.findings.FORMATS``, named here so that ``--help`` stays fast."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    GITLAB = "gitlab"
    SARIF = "sarif"
    JUNIT = "junit"


_COUNTING = (CheckFormat.TEXT, CheckFormat.JSON)
"""Formats that can count findings by code."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed after ``check``."""

    folder: str | None
    paths: tuple[str, ...]
    as_of: str | None
    form: CheckFormat
    lang: Lang | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    fail_on: Severity
    exit_zero: bool
    statistics: bool
    no_cache: bool
    base: str | None = None
    head: str | None = None
    at: str | None = None


def check(asked: Asked) -> int:
    """Check the workspace and show the findings; exit code as in ARCHITECTURE.md.

    Codes and paths that were not asked about are neither shown nor counted. Files that could not
    be read count nevertheless: without their records nobody knows what the rest would find.
    """
    from rdclient.render.findings import FORMATS, unread_note

    if asked.statistics and asked.form not in _COUNTING:
        raise UsageError("statistics-format", asked.form.value)
    if asked.head is not None and asked.base is None:
        raise UsageError("head-without-base")
    if asked.at is not None and asked.base is not None:
        raise UsageError("at-with-base")
    outcome = _outcome(asked)
    console.show(FORMATS[asked.form.value](outcome))
    if outcome.unread:
        console.tell(say("note: ", "提示：") + unread_note(outcome))
    fails = any(found.severity.rank <= asked.fail_on.rank for found in outcome.findings)
    is_clean = asked.exit_zero or not (fails or outcome.unread)
    return console.CLEAN if is_clean else console.FINDINGS


def _outcome(asked: Asked) -> "Outcome":
    """What was found, as far as it was asked about."""
    from rdclient import api
    from rdclient.render.findings import Outcome

    codes = wanted_codes(asked.select, asked.ignore)
    here = options.folder(asked.folder)
    root = api.find_root(here)
    with console.progress(say("checking", "检查")) as tell:
        checked, between = _checked(asked, root, tell)
    paths = tuple(
        options.within(root, here, path, must_exist=asked.at is None and asked.base is None)
        for path in asked.paths
    )
    inside = tuple(f for f in checked.findings if _is_inside(f, paths))
    shown = tuple(f for f in inside if f.code in codes)
    aside = (item for item in checked.waived if _is_inside(item.finding, paths))
    told = api.unread(shown)
    return Outcome(
        findings=shown,
        waived=tuple(item for item in aside if item.finding.code in codes),
        records=checked.records,
        files=checked.files,
        unread=tuple(path for path in api.unread(checked.findings) if path not in told),
        lang=asked.lang or chosen() or checked.lang or spoken(),
        codes=codes,
        fail_on=asked.fail_on,
        prefix=_prefix(root, options.folder(None)),
        statistics=asked.statistics,
        between=between,
    )


def _checked(
    asked: Asked, root: Path, tell: "Progress | None"
) -> tuple["Checked", "Between | None"]:
    """What was found; compared with a base, when one was named."""
    from rdclient import api
    from rdclient.render.findings import Between

    as_of, cache = (
        options.moment(asked.as_of),
        options.cache_folder(is_wanted=not asked.no_cache),
    )
    if asked.base is None:
        return api.check(root, as_of=as_of, cache=cache, at=asked.at, progress=tell), None
    gated = api.gate(
        root, base=asked.base, head=asked.head, as_of=as_of, cache=cache, progress=tell
    )
    told = gated.commits
    return gated.checked, Between(told.base, told.head, is_worktree=told.is_worktree)


# ── codes ────────────────────────────────────────────────────────────────────


def wanted_codes(select: tuple[str, ...], ignore: tuple[str, ...]) -> tuple[str, ...]:
    """The codes that ``--select`` names, all without it, less those that ``--ignore`` names.

    Raises:
        UsageError: when a word names no code, or nothing is left.
    """
    selected = _named(select) or frozenset(CODES)
    ignored = _named(ignore)
    left = tuple(code for code in CODES if code in selected and code not in ignored)
    if not left:
        raise UsageError("no-rule-left")
    return left


def _named(typed: tuple[str, ...]) -> frozenset[str]:
    """Codes named by code, by the beginning of codes or by name; commas may stand between."""
    words = re.split(r"[,、\s]+", unicodedata.normalize("NFKC", " ".join(typed)))
    return frozenset(code for word in words if word for code in _codes(word))


def _codes(word: str) -> list[str]:
    names = {row.name: row.code for row in CODES.values()}
    if word.lower() in names:
        return [names[word.lower()]]
    found = [code for code in CODES if code.startswith(word.upper())]
    if not found:
        near = difflib.get_close_matches(word.upper(), CODES, 3, 0.6)
        near += difflib.get_close_matches(word.lower(), names, 3, 0.5)
        raise UsageError("unknown-rule", word, ", ".join(near[:3] or list(CODES)[:3]))
    return found


# ── paths ────────────────────────────────────────────────────────────────────


def _is_inside(finding: Finding, wanted: tuple[str, ...]) -> bool:
    path = finding.location.path
    return not wanted or any(name in (".", path) or path.startswith(f"{name}/") for name in wanted)


def _prefix(root: Path, started: Path) -> str:
    """What leads to the workspace from where a build system counts its paths.

    That is the top of the Git repository; without one the folder the program was started in.
    """
    top = options.repository(root) or started
    way = root.relative_to(top).as_posix() if root.is_relative_to(top) else "."
    return "" if way == "." else f"{way}/"
