"""``rdclient baseline``: make one, list them, show one, compare two."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdclient.cli import console, options
from rdclient.cli.clock_look import look
from rdclient.cli.words import chosen, spoken
from rdclient.lens import Lang

if TYPE_CHECKING:
    from rdclient.api import BaselineMade, BaselineWish, ControlShown


def create(
    folder: str | None, wish: "BaselineWish", *, on: str | None, lang: Lang | None, dry_run: bool
) -> int:
    """Write the baseline, or show what would be written, and say what to do next."""
    from rdclient import api
    from rdclient.render.difference import unified

    root = api.find_root(options.folder(folder))
    clock = api.Clock(options.moment(on), options.moment)
    cache = options.cache_folder(is_wanted=True)

    def plan() -> "BaselineMade":
        return api.new_baseline(root, wish, clock=clock, cache=cache)

    made = plan() if dry_run else api.create(root, plan)
    if dry_run:
        edit = made.edits[0]
        console.show(unified(edit.path, edit.before, edit.after))
    else:
        console.show(f"{made.path}\n")
    is_zh = (lang or chosen() or spoken()) is Lang.ZH
    for line in _told(made, is_zh=is_zh, is_done=not dry_run):
        console.tell(line)
    return console.CLEAN


def _told(made: "BaselineMade", *, is_zh: bool, is_done: bool) -> list[str]:
    name, count = made.baseline.id, len(made.baseline.entries)
    digits = made.fingerprint.partition(":")[2][:12]
    lines = [
        f"{name}：{count}条需求，内容指纹 {digits}"
        if is_zh
        else f"{name}: {count} requirement{'' if count == 1 else 's'}, fingerprint {digits}"
    ]
    if made.left_out:
        names = ("、" if is_zh else ", ").join(made.left_out)
        lines.append(f"未列入：{names}" if is_zh else f"not in it: {names}")
    if made.incomplete:
        names = ("、" if is_zh else ", ").join(made.incomplete)
        lines.append(f"规格不完整：{names}" if is_zh else f"not complete: {names}")
    if not is_done:
        lines[0] += "（--dry-run，未写入）" if is_zh else " (dry run, nothing was written)"
        return lines
    run = f"rdclient signoff request {name}"
    lines.append(
        f"接下来：请双方签字确认 {run}" if is_zh else f"next: ask both sides to sign it: {run}"
    )
    return lines


def listing(
    folder: str | None,
    project: str | None,
    *,
    form: str,
    as_of: str | None,
    at: str | None,
    lang: Lang | None,
) -> int:
    """Print the baselines; exit 3 when files could not be read."""
    from rdclient import api

    root = api.find_root(options.folder(folder))
    return shown(api.baselines(root, project, look(as_of, lang, form, no_cache=False, at=at)))


def show(
    folder: str | None,
    name: str,
    project: str | None,
    *,
    form: str,
    as_of: str | None,
    at: str | None,
    lang: Lang | None,
) -> int:
    """Print one baseline; exit 3 when files could not be read."""
    from rdclient import api

    root = api.find_root(options.folder(folder))
    manner = look(as_of, lang, form, no_cache=False, at=at)
    return shown(api.baseline_shown(root, name, project, manner))


@dataclass(frozen=True, slots=True)
class Compared:
    """What was typed after ``baseline diff``."""

    folder: str | None
    first: str
    second: str | None
    project: str | None
    form: str
    as_of: str | None
    at: str | None
    lang: Lang | None


def diff(asked: Compared) -> int:
    """Print what differs; exit 3 when files could not be read."""
    from rdclient import api

    root = api.find_root(options.folder(asked.folder))
    manner = look(asked.as_of, asked.lang, asked.form, no_cache=False, at=asked.at)
    return shown(api.baseline_difference(root, asked.first, asked.second, asked.project, manner))


def shown(answer: "ControlShown") -> int:
    """Print an answer; exit 3 when files could not be read."""
    console.show(answer.content)
    return console.CLEAN if console.is_complete(answer.unread) else console.FAILED
