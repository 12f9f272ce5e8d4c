"""``rdclient event``: a dated step added to the events of a record."""

from typing import TYPE_CHECKING

from rdclient.cli import options
from rdclient.cli.set import conclude
from rdclient.lens import Lang

if TYPE_CHECKING:
    from rdclient.api import Told


def add_event(
    folder: str | None, name: str, told: "Told", *, lang: Lang | None, dry_run: bool
) -> int:
    """Write the event, or show what would be written."""
    from rdclient import api

    root = api.find_root(options.folder(folder))
    clock = api.Clock(options.moment(None), options.moment)
    cache = options.cache_folder(is_wanted=True)
    return conclude(
        root,
        lambda: api.add_event(root, name, told, clock=clock, cache=cache),
        lang=lang,
        dry_run=dry_run,
    )
