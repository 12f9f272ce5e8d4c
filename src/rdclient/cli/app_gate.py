"""The gate on the Typer application: the options of ``check --base``, and freeze status."""

from enum import StrEnum
from typing import Annotated

import typer

from rdclient.cli import completion, console, options
from rdclient.cli.words import chosen, say

Base = Annotated[
    str | None,
    typer.Option(
        "--base",
        metavar="REV",
        help=say(
            "Compare with this revision: signed text, plans, freezes, records.",
            "与该版本比对：签字文本、计划、冻结期和过程记录。",
        ),
    ),
]
Head = Annotated[
    str | None,
    typer.Option(
        "--head",
        metavar="REV",
        help=say(
            "With --base: look at this revision, not at the files on disk.",
            "配合 --base：检查该版本，而不是当前文件。",
        ),
    ),
]


class FreezeFormat(StrEnum):
    """How ``freeze status`` prints."""

    TEXT = "text"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add the verbs to the application."""
    group = typer.Typer(
        help=say("Freezes: when an iteration takes no more.", "冻结期：迭代何时不再新增需求。"),
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    group.command(
        "status",
        help=say(
            "Which iterations are open, frozen or started, and what may still be done.",
            "各迭代是否冻结，现在还能改什么。",
        ),
    )(_status)
    app.add_typer(group, name="freeze")


def _status(
    context: typer.Context,
    project: Annotated[
        str | None,
        typer.Argument(
            metavar="[PROJECT]",
            autocompletion=completion.projects,
            help=say("Project (default: all).", "项目（默认：全部）。"),
        ),
    ] = None,
    *,
    form: Annotated[
        FreezeFormat, typer.Option("--format", help=say("Output format.", "输出格式。"))
    ] = FreezeFormat.TEXT,
    as_of: options.AsOf = None,
    at: options.At = None,
    lang: options.Language = None,
    no_cache: options.NoCache = False,
) -> int:
    from rdclient import api

    root = api.find_root(options.folder(context.obj))
    look = api.FreezeLook(
        options.moment(as_of),
        lang or chosen(),
        form.value,
        options.cache_folder(is_wanted=not no_cache),
        at,
    )
    shown = api.freeze_status(root, project, look)
    console.show(shown.content)
    return console.CLEAN if console.is_complete(shown.unread) else console.FAILED
