"""``rdclient baseline``: make one, list them, show one, compare two."""

from typing import TYPE_CHECKING

from rdclient.cli import console, options
from rdclient.cli.control_look import Asked, shown
from rdclient.cli.words import chosen, spoken
from rdclient.lens import Lang

if TYPE_CHECKING:
    from rdclient.api import BaselineMade, BaselineWish


def create(
    folder: str | None, wish: "BaselineWish", *, on: str | None, lang: Lang | None, dry_run: bool
) -> int:
    """Write the baseline, or show what would be written, and say what to do next."""
    from rdclient import api
    from rdclient.render.baseline_table import created
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
    for line in created(
        made.baseline, made.fingerprint, left_out=made.left_out, incomplete=made.incomplete,
        called=made.called,
        is_written=not dry_run, lang=lang or chosen() or spoken(),
    ):  # fmt: skip
        console.tell(line)
    return console.CLEAN


def listing(asked: Asked, project: str | None) -> int:
    """Print the baselines; exit 3 when files could not be read."""
    from rdclient import api

    return shown(api.baselines(asked.root(), project, asked.look()))


def show(asked: Asked, name: str, project: str | None) -> int:
    """Print one baseline; exit 3 when files could not be read."""
    from rdclient import api

    return shown(api.baseline_shown(asked.root(), name, project, asked.look()))


def diff(asked: Asked, first: str, second: str | None, project: str | None) -> int:
    """Print what differs; exit 3 when files could not be read."""
    from rdclient import api

    return shown(api.baseline_difference(asked.root(), first, second, project, asked.look()))
