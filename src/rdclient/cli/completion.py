"""What a shell offers for a half-typed word (kinds, codes, ids, people), and how it is told to."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from rdclient.cli import console, options
from rdclient.cli.words import say, spoken
from rdclient.diagnostic import CODES, UsageError

if TYPE_CHECKING:
    from rdclient.api import Name

_Offer: TypeAlias = str | tuple[str, str]
Offers: TypeAlias = Callable[[typer.Context, str], list[_Offer]]
_MOST = 200
"""Offers; more are no help to anybody."""
_LONGEST = 40
"""Characters of a title beside an id."""
_MARKS = frozenset(" -_./,+%，。、；（）《》—～")
"""What may stand beside an id besides letters and digits; a shell takes other marks for its own."""
_PEOPLE = frozenset({"person", "contact"})
_PLACES = frozenset({"client", "project"})
_ITEMS = frozenset({"people", "action", "confirmation"})
"""What can be listed but is no kind of record."""
_WITH_ID = frozenset(
    {"contract", "ticket", "incident", "survey", "improvement", "complaint", "plan", "drill",
     "inspection", "followup", "brief", "requirement", "change", "meeting", "milestone",
     "iteration", "task", "risk", "issue", "deliverable", "report", "decision", "action",
     "confirmation", "baseline"}
)  # fmt: skip
KINDS = (
    "workspace", "person", "waiver", "client", "contact", "contract", "ticket", "incident",
    "source", "survey", "improvement", "complaint", "plan", "drill", "inspection", "release",
    "interaction", "followup", "brief",
    "project", "requirement", "change", "baseline", "signoff", "meeting", "milestone",
    "iteration", "task", "risk",
    "issue", "deliverable", "raci", "feedback", "quality", "report", "people", "action",
    "confirmation",
)  # fmt: skip
"""Every kind that ``list`` knows; told here, since asking the model would take too long."""


# ── what is offered ──────────────────────────────────────────────────────────


def _names(kinds: frozenset[str]) -> Offers:
    """The ids of some kinds, each with its title."""

    def offered(context: typer.Context, incomplete: str) -> list[_Offer]:
        from rdclient import api

        try:
            root = api.find_root(options.folder(context.find_root().params.get("folder")))
            cache = options.cache_folder(is_wanted=True)
            found = api.names(root, kinds, cache=cache)
            fitting = (name for name in found if name.id.startswith(incomplete))
            once = {name.id: _told(name) for name in fitting}
        except Exception:  # noqa: BLE001 - whatever it is, the person is only typing
            return []
        return list(islice(once.items(), _MOST))

    return offered


def calendars(context: typer.Context, incomplete: str) -> list[_Offer]:
    """The ids of the calendars there are."""
    from rdclient import api

    del incomplete  # the parser keeps those that begin with it
    try:
        try:
            root = api.find_root(options.folder(context.find_root().params.get("folder")))
        except UsageError:
            root = None
        return list(api.calendar_ids(root))
    except Exception:  # noqa: BLE001 - whatever it is, the person is only typing
        return []


def _told(name: "Name") -> str:
    """A title as it may stand in what a shell evaluates."""
    title = name.title.get(spoken().value) or next(iter(name.title.values()), "")
    plain = "".join(mark if mark.isalnum() or mark in _MARKS else " " for mark in title)
    words = " ".join(plain.split())[:_LONGEST]
    return f"{name.project or name.client} {words}" if name.kind not in _PEOPLE else words


def _of(words: Iterable[_Offer]) -> Offers:
    """A fixed choice."""
    known = list(words)

    def offered(context: typer.Context, incomplete: str) -> list[_Offer]:
        del context, incomplete  # the parser keeps those that begin with it
        return known

    return offered


ids = _names(_WITH_ID)
anything = _names(_WITH_ID | _PEOPLE | _PLACES)
scopes = _names(_WITH_ID | _PLACES)
meetings = _names(frozenset({"meeting"}))
requirements = _names(frozenset({"requirement"}))
changes = _names(frozenset({"change"}))
baselines = _names(frozenset({"baseline"}))
subjects = _names(frozenset({"baseline", "change", "meeting", "project"}))
projects = _names(frozenset({"project"}))
clients = _names(frozenset({"client"}))
people = _names(_PEOPLE)
kinds = _of(KINDS)
codes = _of((row.code, row.name) for row in CODES.values())
topics = _of((*KINDS, *((row.code, row.name) for row in CODES.values())))
schemas = _of(("policy", "calendar", *(kind for kind in KINDS if kind not in _ITEMS)))


# ── how a shell is told ──────────────────────────────────────────────────────


class Shell(StrEnum):
    """The shells that can complete."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"
    PWSH = "pwsh"


VARIABLE = "_RDCLIENT_COMPLETE"
"""Set by a shell that asks what to offer."""


def answer(ask: Callable[[], object]) -> int:
    """Answer a shell that asks; what goes wrong stays unsaid, for nobody would read it."""
    import sys

    from typer._completion_classes import completion_init

    sys.modules.setdefault("rich", None)  # type: ignore[arg-type]  # it would take too long
    completion_init()
    try:
        ask()
    except Exception:  # noqa: BLE001 - the person is only typing
        return console.CLEAN
    return console.CLEAN


def show_script(shell: Shell | None) -> None:
    """Print what a shell has to read at its start."""
    from typer._completion_shared import get_completion_script

    if shell is not None:
        script = get_completion_script(
            prog_name="rdclient", complete_var=VARIABLE, shell=shell.value
        )
        console.show(f"{script}\n")
        raise typer.Exit


def install_script(shell: Shell | None) -> None:
    """Put that where the shell reads it."""
    from typer._completion_shared import install

    if shell is not None:
        _, path = install(shell=shell.value, prog_name="rdclient", complete_var=VARIABLE)
        console.show(f"{path}\n")
        console.tell(
            say(
                f"{shell.value} completes from the next terminal on",
                f"已为 {shell.value} 设置补全，重新打开终端后生效",
            )
        )
        raise typer.Exit


Install = Annotated[
    Shell | None,
    typer.Option(
        "--install-completion",
        metavar="SHELL",
        callback=install_script,
        is_eager=True,
        help=say(
            "Let bash, zsh, fish or powershell complete commands, ids and people.",
            "为 bash、zsh、fish 或 powershell 设置补全：命令、编号和人员。",
        ),
    ),
]
Script = Annotated[
    Shell | None,
    typer.Option(
        "--show-completion",
        metavar="SHELL",
        callback=show_script,
        is_eager=True,
        help=say("Print what that needs.", "显示补全脚本，不写入。"),
    ),
]

# ── options that several verbs complete alike ────────────────────────────────

OnlyProject = Annotated[
    str | None,
    typer.Option(
        "--project",
        metavar="P",
        autocompletion=projects,
        help=say("Only this project.", "只列该项目。"),
    ),
]
OnlyClient = Annotated[
    str | None,
    typer.Option(
        "--client",
        metavar="C",
        autocompletion=clients,
        help=say("Only this client.", "只列该客户。"),
    ),
]
