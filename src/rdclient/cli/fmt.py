"""``rdclient fmt``: record files brought into house style."""

from typing import TYPE_CHECKING

from rdclient.cli import console, options
from rdclient.cli.words import chosen, say, spoken
from rdclient.lens import Lang

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdclient.api import Formatted
    from rdclient.diagnostic import Finding

_MOST = 20
"""Files that are named one by one; ``check`` names them all."""


def fmt(
    folder: str | None, paths: tuple[str, ...], *, lang: Lang | None, check: bool, dry_run: bool
) -> int:
    """Rewrite the files, or tell which would be; exit 1 only with ``--check``.

    With ``--check`` a file that cannot be read counts as one that is not in house style.
    """
    from rdclient import api
    from rdclient.render.difference import unified
    from rdclient.render.findings import printable

    here = options.folder(folder)
    root = api.find_root(here)
    wanted = tuple(options.within(root, here, path) for path in paths)
    with console.progress(say("formatting", "整理格式")) as tell:
        found = api.formatted(root, wanted, progress=tell)
    if dry_run:
        shown = "".join(unified(edit.path, edit.before, edit.after) for edit in found.edits)
    else:
        shown = "".join(f"{edit.path}\n" for edit in found.edits)
    is_written = not (check or dry_run)
    if is_written and found.edits:
        api.apply(root, *found.edits)
    console.show(shown)
    for line in _told(found, lang=lang or chosen() or spoken(), is_written=is_written):
        console.tell(printable(line))
    is_off = found.edits or found.unread
    return console.FINDINGS if check and is_off else console.CLEAN


# ── what is told ─────────────────────────────────────────────────────────────


def _told(found: "Formatted", *, lang: Lang, is_written: bool) -> "Iterator[str]":
    is_zh = lang is Lang.ZH
    kept = "left as it is", "未改动"
    unsure = "left to you", "需人工处理"
    more = "its layout cannot be changed without changing its data", "改动格式会影响内容"
    yield from _named(found.unread, kept[is_zh], lang)
    yield from _named(found.left, unsure[is_zh], lang)
    for path in found.kept:
        yield f"{kept[is_zh]}：{path}：{more[is_zh]}" if is_zh else f"{kept[0]}: {path}: {more[0]}"
    yield _summary(found, is_zh=is_zh, is_written=is_written)


def _named(findings: "tuple[Finding, ...]", head: str, lang: Lang) -> "Iterator[str]":
    """One line for each file, with the first thing that is wrong in it."""
    from rdclient.render.messages import message

    is_zh = lang is Lang.ZH
    for item in findings[:_MOST]:
        at, words = item.location, message(item, lang=lang).headline
        where = f"{at.path}:{at.line}:{at.column}: {item.code} {words}"
        yield f"{head}：{where}" if is_zh else f"{head}: {where}"
    if rest := len(findings) - _MOST if len(findings) > _MOST else 0:
        yield f"{head}：另有{rest}个文件" if is_zh else f"{head}: {rest} more files"


def _summary(found: "Formatted", *, is_zh: bool, is_written: bool) -> str:
    """The counts, and what to do next."""
    count, files = len(found.edits), found.files
    unread = len({item.location.path for item in found.unread})
    if is_zh:
        done = f"已整理{count}个" if is_written else f"{count}个需要整理"
        parts = [f"共{files}个文件", done if count else "格式均无需整理"]
        parts += [f"{unread}个读不出"] * bool(unread)
        parts += [f"{len(found.left)}个还有内容需人工处理"] * bool(found.left)
        end = "。接下来：rdclient check" if found.unread or found.left else ""
        return "，".join(parts) + end
    done = "rewritten" if is_written else "to be rewritten"
    parts = [f"{files} files", f"{count} {done}" if count else "nothing to rewrite"]
    parts += [f"{unread} unreadable"] * bool(unread)
    parts += [f"{len(found.left)} with something left to you"] * bool(found.left)
    end = " · next: rdclient check" if found.unread or found.left else ""
    return " · ".join(parts) + end
