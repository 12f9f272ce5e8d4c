"""The writing verbs on the Typer application: what they take, and which module each calls."""

from typing import Annotated

import typer

from rdclient.cli import completion, options
from rdclient.cli.words import say

_Id = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        autocompletion=completion.ids,
        help=say(
            "Id of a record or of an item in one; write project/ID where several have it.",
            "记录或其中事项的编号；重名时写成 项目/编号。",
        ),
    ),
]
_At = Annotated[
    str | None,
    typer.Option("--at", metavar="TIME", help=say("When (default: now).", "何时（默认：现在）。")),
]
_By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="WHO",
        autocompletion=completion.people,
        help=say("Who did it.", "经办人。"),
    ),
]
_Note = Annotated[
    str | None,
    typer.Option("--note", metavar="TEXT", help=say("An internal note.", "内部备注。")),
]
_More = Annotated[
    list[str] | None,
    typer.Option(
        "--with",
        metavar="FIELD=VALUE",
        help=say("A further field of the event; may be repeated.", "其他字段，可写多个。"),
    ),
]


def register(app: typer.Typer) -> None:
    """Add the verbs to the application."""
    app.command("set", help=say("Give one field of a record a value.", "修改一条记录的一个字段。"))(
        _set
    )
    app.command(
        "event",
        help=say("Add a dated step to the events of a record.", "给一条记录补一条过程记录。"),
    )(_event)
    app.command(
        "fmt",
        help=say(
            "Lay out record files; mend full-width marks, dates, words.",
            "整理记录文件的格式，并改正全角标点、日期和取值的写法。",
        ),
    )(_fmt)


def _set(
    context: typer.Context,
    name: _Id,
    field: Annotated[
        str,
        typer.Argument(
            metavar="FIELD",
            help=say(
                "A field as in YAML or in Chinese; points lead further in: value.metric.",
                "字段名，中英文均可；下一级用点号，如 value.metric。",
            ),
        ),
    ],
    value: Annotated[
        str,
        typer.Argument(
            metavar="VALUE",
            help=say(
                "As you would say it: high, friday 14:00, 20,000. After -- when it begins with -.",
                "按平常的说法写：高、周五 14:00、8.6万、张敏。以 - 开头的写在 -- 之后。",
            ),
        ),
    ],
    *,
    dry_run: options.DryRun = False,
    lang: options.Language = None,
) -> int:
    from rdclient.cli.set import set_field

    return set_field(context.obj, name, field, value, lang=lang, dry_run=dry_run)


def _event(
    context: typer.Context,
    name: _Id,
    type_: Annotated[
        str,
        typer.Argument(
            metavar="TYPE",
            help=say(
                "What happened: confirmed, done …", "发生了什么：已确认、完成、confirmed 等。"
            ),
        ),
    ],
    *,
    at: _At = None,
    by: _By = None,
    note: _Note = None,
    more: _More = None,
    to: Annotated[
        list[str] | None,
        typer.Option(
            "--to",
            metavar="WHO",
            help=say("Minutes that were sent: to whom.", "纪要已发出：发给谁，可写多个。"),
        ),
    ] = None,
    dry_run: options.DryRun = False,
    lang: options.Language = None,
) -> int:
    from rdclient import api
    from rdclient.cli.event import add_event

    told = api.Told(type_, at, by, note, tuple(more or ()), tuple(to or ()))
    return add_event(context.obj, name, told, lang=lang, dry_run=dry_run)


def _fmt(
    context: typer.Context,
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATHS]",
            help=say("Only these files or folders.", "只整理这些文件或文件夹。"),
        ),
    ] = None,
    *,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help=say(
                "Write nothing; list what would change and exit 1 if there is any.",
                "不写入，只列出需要整理的文件；有则返回1。",
            ),
        ),
    ] = False,
    dry_run: options.DryRun = False,
    lang: options.Language = None,
) -> int:
    from rdclient.cli.fmt import fmt

    return fmt(context.obj, tuple(paths or ()), lang=lang, check=check, dry_run=dry_run)
