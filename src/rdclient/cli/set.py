"""``rdclient set``: one field of a record given a value."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from rdclient.cli import console, options
from rdclient.cli.words import chosen, spoken
from rdclient.lens import Lang

if TYPE_CHECKING:
    from pathlib import Path

    from rdclient.api import Change


def set_field(
    folder: str | None, name: str, field: str, value: str, *, lang: Lang | None, dry_run: bool
) -> int:
    """Write the value, or show what would be written."""
    from rdclient import api

    root = api.find_root(options.folder(folder))
    clock = api.Clock(options.moment(None), options.moment)
    cache = options.cache_folder(is_wanted=True)
    return conclude(
        root,
        lambda: api.set_field(root, name, field, value, clock=clock, cache=cache),
        lang=lang,
        dry_run=dry_run,
    )


def conclude(
    root: "Path", plan: "Callable[[], Change]", *, lang: Lang | None, dry_run: bool
) -> int:
    """Write a change, or show it, and say what was done and what to do next."""
    from rdclient import api
    from rdclient.render.difference import unified
    from rdclient.render.findings import printable

    change = plan() if dry_run else api.write(root, plan)
    edit = change.edit
    if dry_run:
        console.show(unified(edit.path, edit.before, edit.after))
    elif not change.is_none:
        console.show(f"{edit.path}\n")
    is_zh = (lang or chosen() or spoken()) is Lang.ZH
    console.tell(printable(_told(change, is_zh=is_zh, is_done=not dry_run)))
    for line in _notes(change, is_zh=is_zh):
        console.tell(printable(line))
    return console.CLEAN


def _told(change: "Change", *, is_zh: bool, is_done: bool) -> str:
    label = change.called if is_zh else None
    what = f"{change.name} {label or change.field}"
    new = _word(change, change.new, is_zh=is_zh)
    new = f"{change.at} {new}" if change.at else new
    if change.is_none:
        zh = f"{what}{'已有' if change.is_addition else '已是'}“{new}”，未作改动"
        return zh if is_zh else f"{what} is {new} already; nothing was written"
    if change.is_addition:
        news = f"+ {new}"
    else:
        nothing = "未填写" if is_zh else "nothing"
        old = nothing if change.old is None else _word(change, change.old, is_zh=is_zh)
        news = f"{old} → {new}"
    told = f"{what}{'：' if is_zh else ': '}{news}"
    if not is_done:
        return f"{told}（--dry-run，未写入）" if is_zh else f"{told} (dry run, nothing was written)"
    return f"{told} · " + (
        f"接下来：rdclient check {change.edit.path}"
        if is_zh
        else f"next: rdclient check {change.edit.path}"
    )


def _word(change: "Change", token: str, *, is_zh: bool) -> str:
    """A value as people say it, in Chinese where it has a word."""
    from rdclient.render.terms import TERMS

    term = TERMS.get((change.family or "", token)) if is_zh else None
    return term.zh if term else token


def _notes(change: "Change", *, is_zh: bool) -> list[str]:
    """What ``check`` will say."""
    from rdclient.render.messages import message

    lang = Lang.ZH if is_zh else Lang.EN
    start = "提示：检查会报" if is_zh else "note: check will report"
    return [
        f"{start} {f.code}{'：' if is_zh else ': '}{message(f, lang=lang).headline}"
        for f in change.notes
    ]
