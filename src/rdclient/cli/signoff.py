"""``rdclient signoff``: ask for a sign-off, record one, say what there is, verify it."""

from pathlib import Path
from typing import TYPE_CHECKING

from rdclient.cli import console, options
from rdclient.cli.clock_look import look
from rdclient.cli.words import chosen, spoken
from rdclient.diagnostic import RdclientError, UsageError
from rdclient.lens import Lang

if TYPE_CHECKING:
    from collections.abc import Callable

    from rdclient.api import ActWish, PacketWish, ReturnWish, Signing


def place(text: str) -> Path:
    """A file or folder as typed, seen from the current folder."""
    return Path(text)


# ── request ──────────────────────────────────────────────────────────────────


def request(folder: str | None, wish: "PacketWish", output: str | None, *, dry_run: bool) -> int:
    """Write the packet into a folder of its own, or say which files it would hold."""
    from rdclient import api

    root = api.find_root(options.folder(folder))
    clock = api.Clock(options.moment(None), options.moment)
    made = api.packet(root, wish, clock=clock, cache=options.cache_folder(is_wanted=True))
    target = output or made.folder
    if not dry_run:
        _refuse_full(place(target), target)
        for name, content in made.files:
            console.deliver(content, f"{target}/{name}", root=root)
    for name, _ in made.files:
        console.show(f"{target}/{name}\n")
    is_zh = (wish.lang or chosen() or spoken()) is Lang.ZH
    names = ("、" if is_zh else ", ").join(one.id for one in made.people)
    digits = made.subject.fingerprint.partition(":")[2][:12]
    if dry_run:
        told = "（--dry-run，未写入）" if is_zh else " (dry run, nothing was written)"
        console.tell(f"{made.subject.id} · {digits} · {names}{told}")
        return console.CLEAN
    run = "rdclient signoff import"
    console.tell(
        f"{made.subject.id} 的送签文件（内容指纹 {digits}），确认人：{names}。"
        f"请将整个文件夹发给确认人，收到后登记：{run} 文件夹"
        if is_zh
        else f"packet of {made.subject.id} (fingerprint {digits}) for {names}; send the whole "
        f"folder, and record what comes back: {run} DIR"
    )
    return console.CLEAN


def _refuse_full(folder: Path, typed: str) -> None:
    """Refuse a folder with something in it.

    Raises:
        UsageError: when it is not empty.
    """
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


def status(
    folder: str | None,
    name: str | None,
    *,
    form: str,
    as_of: str | None,
    at: str | None,
    lang: Lang | None,
) -> int:
    """Print what subjects need and have; exit 3 when files could not be read."""
    from rdclient import api

    root = api.find_root(options.folder(folder))
    answer = api.signing_status(root, name, look(as_of, lang, form, no_cache=False, at=at))
    console.show(answer.content)
    return console.CLEAN if console.is_complete(answer.unread) else console.FAILED


def verify(
    folder: str | None,
    name: str | None,
    *,
    form: str,
    as_of: str | None,
    at: str | None,
    lang: Lang | None,
    exit_zero: bool,
) -> int:
    """Verify every act; exit 1 when one does not hold, 3 when that cannot be said."""
    from rdclient import api
    from rdclient.render.messages import error_message

    root = api.find_root(options.folder(folder))
    answer = api.signing_verify(root, name, look(as_of, lang, form, no_cache=True, at=at))
    console.show(answer.content)
    if not console.is_complete(answer.unread):
        return console.FAILED
    if answer.is_bad:
        return console.CLEAN if exit_zero else console.FINDINGS
    if answer.lacks:
        console.tell(error_message(RdclientError(answer.lacks), lang=lang or chosen() or spoken()))
        return console.FAILED
    return console.CLEAN
