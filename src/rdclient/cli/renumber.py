"""``rdclient renumber``: another id for a record, and for everything that names it."""

import re
from typing import TYPE_CHECKING

from rdclient.cli import console, options
from rdclient.cli.words import chosen, spoken
from rdclient.lens import Lang

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdclient.api import Renumbering

_PLACE = re.compile(r"(?P<file>.+?)(?::(?P<line>\d+)(?::\d+)?)?")
"""A file, with the line that ``check`` named."""
_MOST = 20
"""Lines that are named one by one."""


def renumber(
    folder: str | None,
    name: str,
    new: str | None,
    *,
    project: str | None,
    file: str | None,
    refs: tuple[str, ...],
    lang: Lang | None,
    dry_run: bool,
) -> int:
    """Write the new id, or show what would be written."""
    from rdclient import api
    from rdclient.render.findings import printable

    here = options.folder(folder)
    root = api.find_root(here)
    place = _PLACE.fullmatch(file) if file else None
    order = api.Order(
        name if project is None or "/" in name else f"{project}/{name}",
        new,
        options.within(root, here, place["file"]) if place else None,
        int(place["line"]) if place and place["line"] else None,
        tuple(options.within(root, here, path) for path in refs),
    )
    act = api.renumber_plan if dry_run else api.renumber
    clock = api.Clock(options.moment(None), options.moment)
    plan = act(root, order, clock=clock, cache=options.cache_folder(is_wanted=True))
    console.show(_diff(plan) if dry_run else "".join(f"{path}\n" for path in plan.paths))
    is_zh = (lang or chosen() or spoken()) is Lang.ZH
    for line in _told(plan, is_zh=is_zh, is_done=not dry_run):
        console.tell(printable(line))
    return console.CLEAN


def _diff(plan: "Renumbering") -> str:
    from rdclient.render.difference import renamed, unified

    move, rest, end = plan.move, plan.edits, ""
    if move:
        rest, last = plan.edits[1:-1], plan.edits[-1]
        end = renamed(move.old, move.new, last.before or b"", move.content)
    return "".join(unified(edit.path, edit.before, edit.after) for edit in rest) + end


def _told(plan: "Renumbering", *, is_zh: bool, is_done: bool) -> "Iterator[str]":
    count = len(plan.changed)
    if is_zh:
        head = f"{plan.name} → {plan.new}，引用改了{count}处"
        end = " · 接下来：rdclient check" if is_done else "（--dry-run，未写入）"
    else:
        head = f"{plan.name} → {plan.new}, references changed: {count}"
        end = " · next: rdclient check" if is_done else " (dry run, nothing was written)"
    yield head + end
    if plan.left:
        yield (
            f"未改的引用{len(plan.left)}处，仍指向保留原编号的记录；应随之改动的，"
            f"用 rdclient renumber {plan.name} {plan.new} --refs 文件"
            if is_zh
            else f"references left with the record that keeps the id: {len(plan.left)}. To move "
            f"some: rdclient renumber {plan.name} {plan.new} --refs FILE"
        )
        yield from _some(plan.left, is_zh=is_zh)
    if plan.mentioned:
        yield (
            f"文字中另有{len(plan.mentioned)}处写到该编号，未作改动，请酌情手工修改"
            if is_zh
            else f"lines whose words mention the id, left as they are: {len(plan.mentioned)}"
        )
        yield from _some(
            tuple(f"{one.path}:{one.line}: {one.text}" for one in plan.mentioned), is_zh=is_zh
        )


def _some(lines: tuple[str, ...], *, is_zh: bool) -> "Iterator[str]":
    yield from (f"  {line}" for line in lines[:_MOST])
    if rest := len(lines) - _MOST if len(lines) > _MOST else 0:
        yield f"  另有{rest}处" if is_zh else f"  and {rest} more"
