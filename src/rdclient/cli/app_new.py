"""``new`` on the Typer application: what it takes."""

from typing import Annotated

import typer

from rdclient.cli import options
from rdclient.cli.words import say


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command(
        "new",
        help=say(
            "A new record with the next id; a meeting also from notes.",
            "新建一条记录，编号自动接续；会议可由随手记录生成。",
        ),
    )(_new)


def _new(
    context: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help=say("A kind such as requirement, risk or meeting.", "种类，如 需求、风险、会议。"),
        ),
    ],
    *,
    project: Annotated[
        str | None,
        typer.Option("--project", metavar="P", help=say("In this project.", "所属项目。")),
    ] = None,
    client: Annotated[
        str | None,
        typer.Option("--client", metavar="C", help=say("For this client.", "所属客户。")),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(
            "--id",
            metavar="ID",
            help=say("Its id (default: the next one).", "编号（默认：下一个）。"),
        ),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option("--title", metavar="TEXT", help=say("What it is called.", "名称。")),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            "--at", metavar="TIME", help=say("When (default: now).", "何时（默认：现在）。")
        ),
    ] = None,
    sets: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="FIELD=VALUE",
            help=say("A further field; may be repeated.", "其他字段，可写多个。"),
        ),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help=say(
                "Meeting: notes as you took them ('-' for standard input).",
                "会议：随手记录的文本（- 为标准输入）。",
            ),
        ),
    ] = None,
    meeting_kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="K", help=say("Meeting: which kind.", "会议：会议类型。")),
    ] = None,
    attendees: Annotated[
        list[str] | None,
        typer.Option(
            "--attendees", metavar="WHO", help=say("Meeting: who came.", "会议：参会人员。")
        ),
    ] = None,
    no_print: Annotated[
        bool,
        typer.Option(
            "--no-print", help=say("Meeting: do not print the minutes.", "会议：不输出纪要。")
        ),
    ] = False,
    no_edit: Annotated[
        bool,
        typer.Option("--no-edit", help=say("Open no editor.", "不打开编辑器。")),
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help=say("Show what would be written and write nothing.", "只显示内容，不写入。"),
        ),
    ] = False,
    lang: options.Language = None,
) -> int:
    from rdclient.cli.new import Asked, new

    return new(
        Asked(
            context.obj, kind, project, client, name, title, at, tuple(sets or ()), source,
            meeting_kind, tuple(attendees or ()), lang,
            is_printed=not no_print, is_edited=not no_edit, is_dry=dry_run,
        )
    )  # fmt: skip
