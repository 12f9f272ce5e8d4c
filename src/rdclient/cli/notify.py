"""``rdclient notify``: what is overdue, at risk or due by tomorrow, sent to people once."""

from pathlib import Path
from typing import TYPE_CHECKING

from rdclient.cli import console, options
from rdclient.cli.listing import AnswerFormat
from rdclient.cli.words import chosen, say
from rdclient.lens import Lang

if TYPE_CHECKING:
    from rdclient.api import Notified


def notify(
    folder: str | None,
    *,
    client: str | None,
    project: str | None,
    person: str | None,
    has_escalations: bool,
    is_dry_run: bool,
    state: str | None,
    form: AnswerFormat,
    as_of: str | None,
    lang: Lang | None,
) -> int:
    """Send the notice, or show it; exit 3 when it could not be sent or lacks records."""
    from rdclient import api

    root = api.find_root(options.folder(folder))
    wish = api.NotifyWish(
        client,
        project,
        person,
        has_escalations=has_escalations,
        is_dry_run=is_dry_run,
        address=options.notify_address(),
        state=Path(state) if state else None,
        state_folder=options.state_folder(),
    )
    cache = options.cache_folder(is_wanted=True)
    done = api.notify(root, wish, as_of=options.moment(as_of), lang=lang or chosen(), cache=cache)
    if form is AnswerFormat.JSON:
        console.show(done.document)
    elif is_dry_run and done.count:
        console.show(f"{done.title}\n{done.body}\n")
    console.tell(_told(done, is_dry_run=is_dry_run))
    return console.CLEAN if console.is_complete(done.unread) else console.FAILED


def _told(done: "Notified", *, is_dry_run: bool) -> str:
    """What was done, in one line."""
    before = say(
        f" ({done.before} told before)" if done.before else "",
        f"（另有{done.before}项已发送过）" if done.before else "",
    )
    items = say(f"{done.count} item{'' if done.count == 1 else 's'}", f"{done.count}项")
    if not done.count:
        return say(
            f"nothing new to tell{before}; nothing was sent",
            f"没有新的提醒{before}，未发送",
        )
    if is_dry_run:
        return say(
            f"would send {items}{before}; nothing was sent",
            f"将发送{items}{before}；本次未发送",
        )
    places = say(
        f"{done.addresses} address{'' if done.addresses == 1 else 'es'}",
        f"{done.addresses}个地址",
    )
    return say(f"sent {items}{before} to {places}", f"已向{places}发送{items}{before}")
