"""The verbs of change control on the Typer application: ``baseline`` and ``change``."""

from enum import StrEnum
from typing import Annotated

import typer

from rdclient.cli import app_signoff, completion, options
from rdclient.cli.app_history import HistoryFormat
from rdclient.cli.control_look import Asked, ControlFormat
from rdclient.cli.words import say


class LogFormat(StrEnum):
    """The names in ``api.LOG_FORMATS``, told here so that ``--help`` stays fast."""

    TEXT = "text"
    MD = "md"
    JSON = "json"
    CSV = "csv"


_Form = Annotated[ControlFormat, typer.Option("--format", help=say("Output format.", "输出格式。"))]
_Project = Annotated[
    str | None,
    typer.Argument(
        metavar="[PROJECT]",
        autocompletion=completion.projects,
        help=say("A project (default: all of them).", "项目（默认：全部）。"),
    ),
]
_Baseline = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        autocompletion=completion.baselines,
        help=say("Id of a baseline.", "需求基线的编号。"),
    ),
]
_OfProject = Annotated[
    str | None,
    typer.Option(
        "--project",
        metavar="P",
        autocompletion=completion.projects,
        help=say("Whose baseline.", "基线所属的项目。"),
    ),
]


def register(app: typer.Typer) -> None:
    """Add the verbs to the application."""
    _register_baseline(app)
    app_signoff.register(app)
    group = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help=say(
            "Change requests: size, state, what is missing, the log.",
            "变更申请：级别、状态、尚缺手续、台账。",
        ),
    )
    group.command(
        "classify",
        help=say(
            "The size of a request, why, and who signs it.",
            "说明一项变更的级别、判定依据和确认要求。",
        ),
    )(_classify)
    group.command(
        "status",
        help=say("Where each request stands and what it lacks.", "列出各项变更的状态和尚缺手续。"),
    )(_status)
    group.command(
        "log",
        help=say(
            "Every request with decision, price and dates.",
            "变更台账：全部变更的结论、费用和工期。",
        ),
    )(_log)
    app.add_typer(group, name="change")


def _register_baseline(app: typer.Typer) -> None:
    group = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help=say(
            "Baselines: the specification as both sides sign it.",
            "需求基线：双方签字确认的需求规格。",
        ),
    )
    group.command(
        "create",
        help=say(
            "Write down the reviewed requirements as they are now.",
            "按现有内容为已评审的需求创建基线。",
        ),
    )(_create)
    group.command("list", help=say("The baselines and who agreed.", "列出需求基线及确认情况。"))(
        _list
    )
    group.command(
        "show",
        help=say(
            "Its entries, whether each is still so, who signed.",
            "查看一份基线的内容、目前是否一致、由谁确认。",
        ),
    )(_show)
    group.command(
        "diff",
        help=say(
            "What differs from another one, or from the records now.",
            "与另一份基线或现有记录逐项比较。",
        ),
    )(_diff)
    app.add_typer(group, name="baseline")


def _create(
    context: typer.Context,
    project: Annotated[
        str | None,
        typer.Argument(
            metavar="[PROJECT]",
            autocompletion=completion.projects,
            help=say("Project; not needed when there is one.", "项目；只有一个时可省略。"),
        ),
    ] = None,
    *,
    name: Annotated[
        str | None,
        typer.Option(
            "--id", metavar="ID", help=say("Its id (default: the next).", "编号（默认：下一个）。")
        ),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option("--title", metavar="TEXT", help=say("What it is called.", "名称。")),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="WHO",
            autocompletion=completion.people,
            help=say("Who made it.", "编制人。"),
        ),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar="DAY",
            help=say("The day it is made (default: today).", "编制日期（默认：今天）。"),
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            metavar="REQ",
            autocompletion=completion.requirements,
            help=say("Only these requirements; may be repeated.", "只含这些需求，可写多个。"),
        ),
    ] = None,
    allow_incomplete: Annotated[
        bool,
        typer.Option(
            "--allow-incomplete",
            help=say(
                "Also what lacks a block of its specification (RD211-213).",
                "规格不完整的需求（RD211—213）也列入。",
            ),
        ),
    ] = False,
    dry_run: options.DryRun = False,
    lang: options.Language = None,
) -> int:
    from rdclient import api
    from rdclient.cli import baseline

    wish = api.BaselineWish(project, name, title, by, tuple(only or ()), allow_incomplete)
    return baseline.create(context.obj, wish, on=on, lang=lang, dry_run=dry_run)


def _list(
    context: typer.Context,
    project: _Project = None,
    *,
    form: _Form = ControlFormat.TEXT,
    as_of: options.AsOf = None,
    at: options.At = None,
    lang: options.Language = None,
) -> int:
    from rdclient.cli import baseline

    return baseline.listing(Asked(context.obj, form.value, as_of, at, lang), project)


def _show(
    context: typer.Context,
    name: _Baseline,
    *,
    project: _OfProject = None,
    form: _Form = ControlFormat.TEXT,
    as_of: options.AsOf = None,
    at: options.At = None,
    lang: options.Language = None,
) -> int:
    from rdclient.cli import baseline

    return baseline.show(Asked(context.obj, form.value, as_of, at, lang), name, project)


def _diff(
    context: typer.Context,
    first: _Baseline,
    second: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]",
            autocompletion=completion.baselines,
            help=say("Another one (default: the records now).", "另一份（默认：现有记录）。"),
        ),
    ] = None,
    *,
    project: _OfProject = None,
    form: Annotated[
        HistoryFormat, typer.Option("--format", help=say("Output format.", "输出格式。"))
    ] = HistoryFormat.TEXT,
    as_of: options.AsOf = None,
    at: options.At = None,
    lang: options.Language = None,
) -> int:
    from rdclient.cli import baseline

    return baseline.diff(Asked(context.obj, form.value, as_of, at, lang), first, second, project)


def _classify(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            autocompletion=completion.changes,
            help=say("Id of a change request.", "变更申请的编号。"),
        ),
    ],
    *,
    form: _Form = ControlFormat.TEXT,
    as_of: options.AsOf = None,
    at: options.At = None,
    lang: options.Language = None,
) -> int:
    from rdclient.cli import change

    return change.classify(Asked(context.obj, form.value, as_of, at, lang), name)


def _status(
    context: typer.Context,
    project: _Project = None,
    *,
    form: _Form = ControlFormat.TEXT,
    as_of: options.AsOf = None,
    at: options.At = None,
    lang: options.Language = None,
) -> int:
    from rdclient.cli import change

    return change.status(Asked(context.obj, form.value, as_of, at, lang), project)


def _log(
    context: typer.Context,
    project: _Project = None,
    *,
    form: Annotated[
        LogFormat, typer.Option("--format", help=say("Output format.", "输出格式。"))
    ] = LogFormat.TEXT,
    output: options.Output = "-",
    as_of: options.AsOf = None,
    at: options.At = None,
    lang: options.Language = None,
) -> int:
    from rdclient.cli import change

    return change.log(Asked(context.obj, form.value, as_of, at, lang), project, output)
