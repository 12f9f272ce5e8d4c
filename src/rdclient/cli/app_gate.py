"""The gate on the Typer application: the options of ``check --base``, and freeze status."""

from typing import Annotated

import typer

from rdclient.cli import completion, options
from rdclient.cli.control_look import Asked, ControlFormat, shown
from rdclient.cli.words import say

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
        ControlFormat, typer.Option("--format", help=say("Output format.", "输出格式。"))
    ] = ControlFormat.TEXT,
    as_of: options.AsOf = None,
    at: options.At = None,
    lang: options.Language = None,
    no_cache: options.NoCache = False,
) -> int:
    from rdclient import api

    asked = Asked(context.obj, form.value, as_of, at, lang)
    look = asked.look(is_cached=not no_cache)
    return shown(api.freeze_status(asked.root(), project, look))
