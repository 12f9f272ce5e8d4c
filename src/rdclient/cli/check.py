"""``rdclient check``: every finding, with line and fix."""

import os
from enum import StrEnum
from pathlib import Path

from rdclient.cli import console, options
from rdclient.cli.words import chosen, spoken
from rdclient.diagnostic import Severity, UsageError
from rdclient.lens import Lang


class CheckFormat(StrEnum):
    """The rows of ``render.findings.FORMATS``, named here so that ``--help`` stays fast."""

    TEXT = "text"
    JSON = "json"


def check(
    folder: str | None,
    paths: list[str],
    *,
    as_of: str | None,
    form: CheckFormat,
    lang: Lang | None,
    fail_on: Severity,
) -> int:
    """Check the workspace and show the findings; exit code as in ARCHITECTURE.md."""
    from rdclient import api
    from rdclient.render.findings import FORMATS, Summary

    here = options.folder(folder)
    root = api.find_root(here)
    checked = api.check(root, as_of=options.moment(as_of))
    wanted = tuple(_within(root, here, path) for path in paths)
    findings = tuple(
        finding
        for finding in checked.findings
        if not wanted or any(_covers(path, finding.location.path) for path in wanted)
    )
    summary = Summary(checked.records, checked.files)
    console.show(
        FORMATS[form.value](findings, summary, lang=lang or chosen() or checked.lang or spoken())
    )
    fails = any(finding.severity.rank <= fail_on.rank for finding in findings)
    return console.FINDINGS if fails else console.CLEAN


def _within(root: Path, here: Path, path: str) -> str:
    """A path as typed, relative to the workspace."""
    for base in (here, options.folder(None), root):
        typed = base / path
        full = typed.parent.resolve() / typed.name if typed.name != ".." else typed.resolve()
        if os.path.lexists(full) and full.is_relative_to(root):
            return full.relative_to(root).as_posix()
    raise UsageError("unknown-path", path)


def _covers(wanted: str, path: str) -> bool:
    return wanted in (".", path) or path.startswith(f"{wanted}/")
