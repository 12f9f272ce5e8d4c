"""``rdclient signoff``: ask for a sign-off, record one, say what there is, verify it."""

from pathlib import Path
from typing import TYPE_CHECKING

from rdclient.cli import console, options
from rdclient.cli.control_look import Asked, shown
from rdclient.cli.words import chosen, spoken
from rdclient.diagnostic import RdclientError, UsageError
from rdclient.lens import Lang

if TYPE_CHECKING:
    from collections.abc import Callable

    from rdclient.api import ActWish, PacketWish, ReturnWish, Signing


# ── request ──────────────────────────────────────────────────────────────────


def request(folder: str | None, wish: "PacketWish", output: str | None, *, dry_run: bool) -> int:
    """Write the packet into a folder of its own, or say which files it would hold."""
    from rdclient import api
    from rdclient.render.signing_words import sent

    root = api.find_root(options.folder(folder))
    clock = api.Clock(options.moment(None), options.moment)
    made = api.packet(root, wish, clock=clock, cache=options.cache_folder(is_wanted=True))
    target = output or made.folder
    if not dry_run:
        _refuse_full(target)
        for name, content in made.files:
            console.deliver(content, f"{target}/{name}", root=root)
    for name, _ in made.files:
        console.show(f"{target}/{name}\n")
    words = wish.lang or chosen() or spoken()
    console.tell(sent(made.subject, made.people, is_written=not dry_run, lang=words))
    return console.CLEAN


def _refuse_full(typed: str) -> None:
    """Refuse a folder with something in it.

    Raises:
        UsageError: when it is not empty.
    """
    folder = Path(typed)
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageError("signoff-folder-there", typed)


# ── add, import ──────────────────────────────────────────────────────────────


def add(folder: str | None, wish: "ActWish", *, lang: Lang | None, dry_run: bool) -> int:
    """Write the act, or show what would be written, and say what it counts for."""
    from rdclient import api

    root = api.find_root(options.folder(folder))
    clock = api.Clock(options.moment(None), options.moment)
    cache = options.cache_folder(is_wanted=True)
    return _conclude(
        root,
        lambda: (api.sign_off(root, wish, clock=clock, cache=cache),),
        lang=lang,
        dry_run=dry_run,
    )


def import_returned(
    folder: str | None, wish: "ReturnWish", *, lang: Lang | None, dry_run: bool
) -> int:
    """Write the acts that came back, once each is verified, or show what would be written."""
    from rdclient import api

    root = api.find_root(options.folder(folder))
    clock = api.Clock(options.moment(None), options.moment)
    cache = options.cache_folder(is_wanted=True)
    return _conclude(
        root,
        lambda: api.import_signing(root, wish, clock=clock, cache=cache),
        lang=lang,
        dry_run=dry_run,
    )


def _conclude(
    root: Path, plan: "Callable[[], tuple[Signing, ...]]", *, lang: Lang | None, dry_run: bool
) -> int:
    from rdclient import api
    from rdclient.render.difference import unified
    from rdclient.render.findings import printable
    from rdclient.render.signing_words import outcome

    made = plan() if dry_run else api.write_signing(root, plan)
    for each in made:
        for edit in each.edits:
            if dry_run and edit.path.endswith(".json"):
                console.show(unified(edit.path, edit.before, edit.after))
            else:
                console.show(f"{edit.path}\n")
    words = lang or chosen() or spoken()
    for each in made:
        for line in outcome(each.act, each.subject, lang=words):
            console.tell(printable(line))
    if dry_run:
        is_zh = words is Lang.ZH
        console.tell("--dry-run，未写入" if is_zh else "dry run, nothing was written")
    return console.CLEAN


# ── status, verify ───────────────────────────────────────────────────────────


def status(asked: Asked, name: str | None) -> int:
    """Print what subjects need and have; exit 3 when files could not be read."""
    from rdclient import api

    return shown(api.signing_status(asked.root(), name, asked.look()))


def verify(asked: Asked, name: str | None, *, exit_zero: bool) -> int:
    """Verify every act; exit 1 when one does not hold, 3 when that cannot be said."""
    from rdclient import api
    from rdclient.render.messages import error_message

    answer = api.signing_verify(asked.root(), name, asked.look(is_cached=False))
    if (code := shown(answer)) != console.CLEAN:
        return code
    if answer.is_bad:
        return console.CLEAN if exit_zero else console.FINDINGS
    if answer.lacks:
        words = asked.lang or chosen() or spoken()
        console.tell(error_message(RdclientError(answer.lacks), lang=words))
        return console.FAILED
    return console.CLEAN
