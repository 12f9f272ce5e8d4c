"""``rdclient doctor``: this computer, the repository, and work that is not saved."""

from pathlib import Path
from typing import TYPE_CHECKING

from rdclient.cli import console, options
from rdclient.cli.listing import AnswerFormat
from rdclient.cli.words import chosen, spoken
from rdclient.diagnostic import UsageError
from rdclient.lens import Lang

if TYPE_CHECKING:
    from rdclient.api import Diagnosis


def doctor(folder: str | None, *, fix: bool, form: AnswerFormat, lang: Lang | None) -> int:
    """Look at everything; exit 1 when something is a problem.

    Raises:
        UsageError: when something is to be mended, and there is no workspace.
    """
    from rich.console import Console

    from rdclient import api
    from rdclient.render.doctor_words import as_json, as_text

    speak = lang or chosen() or spoken()
    here = options.folder(folder)
    root = api.find_root(here) if fix else _root(here)
    if fix and root:
        _mend(root, speak)
    cache, now = options.cache_folder(is_wanted=True), options.moment(None)
    place = api.Place(here, root, Console().encoding, cache, now)
    found = api.diagnosed(place)
    write = as_json if form is AnswerFormat.JSON else as_text
    console.show(write(found.checks, lang=speak))
    if form is AnswerFormat.TEXT:
        console.tell(_summary(found, speak))
    return console.CLEAN if found.is_sound else console.FINDINGS


def _root(here: Path) -> Path | None:
    from rdclient import api

    try:
        return api.find_root(here)
    except UsageError:
        return None


def _mend(root: Path, lang: Lang) -> None:
    """Set up the merge driver and say what was written."""
    from rdclient import api
    from rdclient.render.findings import printable

    added = api.mended(root, lambda command: console.tell(printable(command)))
    for line in added:
        console.tell(
            f".gitattributes 增加一行：{line}"
            if lang is Lang.ZH
            else f".gitattributes: added {line}"
        )
    if added:
        console.tell(
            ".gitattributes 有改动，接下来：rdclient save"
            if lang is Lang.ZH
            else ".gitattributes changed · next: rdclient save"
        )


def _summary(found: "Diagnosis", lang: Lang) -> str:
    problems = sum(check.state == "problem" for check in found.checks)
    notes = sum(check.state == "note" for check in found.checks)
    if lang is Lang.ZH:
        return f"检查{len(found.checks)}项：问题{problems}个，提示{notes}个"
    return (
        f"{len(found.checks)} things looked at · {problems} "
        f"{'problem' if problems == 1 else 'problems'}, {notes} {'note' if notes == 1 else 'notes'}"
    )
