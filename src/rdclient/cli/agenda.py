"""``rdclient agenda``: what is overdue, and what the next days bring."""

from dataclasses import dataclass

from rdclient.cli import console, options
from rdclient.cli.clock_look import AgendaFormat, Owing, look
from rdclient.cli.words import say
from rdclient.diagnostic import UsageError
from rdclient.lens import Lang

MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed after ``agenda``."""

    folder: str | None
    scope: str | None
    days: int
    mine: bool
    person: str | None
    client: str | None
    side: Owing | None
    escalations: bool
    form: AgendaFormat
    output: str
    as_of: str | None
    at: str | None
    lang: Lang | None
    no_cache: bool


def agenda(asked: Asked) -> int:
    """Show what is coming, or write it to a file; exit 3 when files could not be read."""
    from rdclient import api

    if not 0 <= asked.days <= MOST_DAYS:
        raise UsageError("days-range")
    if asked.mine and asked.person is not None:
        raise UsageError("mine-and-person")
    order = api.AgendaOrder(
        days=asked.days,
        scope=asked.scope,
        client=asked.client,
        person=asked.person,
        side=asked.side.value if asked.side else None,
        is_mine=asked.mine,
        has_escalations=asked.escalations,
    )
    root = api.find_root(options.folder(asked.folder))
    manner = look(asked.as_of, asked.lang, asked.form.value, no_cache=asked.no_cache, at=asked.at)
    shown = api.coming(root, order, manner)
    if asked.output != "-":
        console.deliver(shown.content, asked.output, root=root)
        console.tell(say(f"wrote {asked.output}", f"已写入 {asked.output}"))
    elif isinstance(shown.content, bytes):
        console.show_bytes(shown.content)
    else:
        console.show(shown.content)
    return console.CLEAN if console.is_complete(shown.unread) else console.FAILED
