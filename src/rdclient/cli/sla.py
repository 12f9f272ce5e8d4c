"""``rdclient sla``: the promises with a time, how each stands, and why."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdclient.cli import console, options
from rdclient.cli.clock_look import (
    ClockFormat,
    EachPeriod,
    Grouped,
    Owing,
    look,
)
from rdclient.diagnostic import Severity, UsageError
from rdclient.lens import Lang

if TYPE_CHECKING:
    from rdclient.api import ClocksShown

EXPLAIN = frozenset({"explain", "说明"})
"""What, written first, asks why."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed after ``sla``."""

    folder: str | None
    words: tuple[str, ...]
    client: str | None
    project: str | None
    kind: str | None
    person: str | None
    side: Owing | None
    states: tuple[str, ...]
    since: str | None
    by: Grouped | None
    per: EachPeriod | None
    clock: str | None
    form: ClockFormat
    as_of: str | None
    at: str | None
    lang: Lang | None
    fail_on: Severity
    is_all: bool
    exit_zero: bool
    no_cache: bool


def sla(asked: Asked) -> int:
    """Show the promises, or why one stands as it does.

    Exit 3 when files could not be read; 1 when an open promise in scope is breached (an error) or
    at risk (a warning), listed or not, from ``--fail-on`` on. Figures of what was kept (``--by``,
    ``--per``) end 0.
    """
    if asked.words and asked.words[0].strip().lower() in EXPLAIN:
        return _explain(asked)
    if asked.clock is not None:
        raise UsageError("clock-only-explain")
    shown = _shown(asked)
    console.show(str(shown.content))
    if not console.is_complete(shown.unread):
        return console.FAILED
    worst = shown.severity
    is_bad = worst is not None and worst.rank <= asked.fail_on.rank
    return console.FINDINGS if is_bad and not asked.exit_zero else console.CLEAN


def _shown(asked: Asked) -> "ClocksShown":
    from rdclient import api

    if len(asked.words) > 1:
        raise UsageError("too-many-words", asked.words[1])
    order = api.ClockOrder(
        scope=asked.words[0] if asked.words else None,
        client=asked.client,
        project=asked.project,
        kind=asked.kind,
        person=asked.person,
        side=asked.side.value if asked.side else None,
        states=asked.states,
        since=options.day(asked.since),
        is_all=asked.is_all,
        by=asked.by.value if asked.by else None,
        per=asked.per.value if asked.per else None,
    )
    root = api.find_root(options.folder(asked.folder))
    manner = look(asked.as_of, asked.lang, asked.form.value, no_cache=asked.no_cache, at=asked.at)
    return api.sla(root, order, manner)


def _explain(asked: Asked) -> int:
    from rdclient import api

    name = " ".join(asked.words[1:])
    if not name:
        raise UsageError("explain-which")
    if asked.form is ClockFormat.CSV:
        raise UsageError("explain-format", asked.form.value)
    root = api.find_root(options.folder(asked.folder))
    manner = look(asked.as_of, asked.lang, asked.form.value, no_cache=asked.no_cache, at=asked.at)
    shown = api.sla_explain(root, name, asked.clock, manner)
    console.show(str(shown.content))
    return console.CLEAN if console.is_complete(shown.unread) else console.FAILED
