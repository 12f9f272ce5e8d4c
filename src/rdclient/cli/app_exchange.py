"""The verbs for other programs' files on the Typer application: import and export."""

from typing import Annotated

import typer

from rdclient.cli import options
from rdclient.cli.words import say
from rdclient.diagnostic import UsageError

_KINDS = "tickets|tasks|defects|requirements|contacts|survey"
_Kind = Annotated[
    str, typer.Argument(metavar=_KINDS, help=say("What the rows are.", "表格的每一行是什么。"))
]
_Imported = Annotated[
    str | None,
    typer.Argument(
        metavar=f"{_KINDS}|doorstop|reqif",
        help=say("What the rows are, or whose requirements.", "表格的每一行是什么，或需求的来源。"),
    ),
]
_File = Annotated[
    str | None,
    typer.Argument(
        metavar="FILE",
        help=say("The table; for doorstop the folder.", "表格文件；doorstop 为文件夹。"),
    ),
]
_Client = Annotated[
    str | None,
    typer.Option("--client", metavar="CLIENT", help=say("Of this client.", "所属客户。")),
]
_Project = Annotated[
    str | None,
    typer.Option("--project", metavar="PROJECT", help=say("Of this project.", "所属项目。")),
]
_Mapping = Annotated[
    str | None,
    typer.Option(
        "--mapping",
        metavar="NAME|FILE",
        help=say(
            "What the columns mean (default: told by the head).",
            "各列的含义：自带映射的名称或文件（默认按表头判断）。",
        ),
    ),
]
_Source = Annotated[
    str | None,
    typer.Option(
        "--source",
        metavar="NAME",
        help=say("Name of the system it comes from.", "来源系统的名称。"),
    ),
]
_Through = Annotated[
    str | None,
    typer.Option(
        "--through",
        metavar="TIME",
        help=say(
            "The table is complete up to then (default: its latest time).",
            "数据截至何时（默认：表中最晚的时间）。",
        ),
    ),
]
_Sheet = Annotated[
    str | None,
    typer.Option(
        "--sheet",
        metavar="SHEET",
        help=say("Sheet of a workbook, by name or number.", "工作表的名称或序号。"),
    ),
]
_More = Annotated[
    list[str] | None,
    typer.Option(
        "--with",
        metavar="FIELD=VALUE",
        help=say("A value for every row; may be repeated.", "每一行都取的值，可写多个。"),
    ),
]
_DryRun = Annotated[
    bool,
    typer.Option(
        "--dry-run",
        help=say(
            "Show the changes as a diff and write nothing.", "只显示改动（diff 格式），不写入。"
        ),
    ),
]
_Partial = Annotated[
    bool,
    typer.Option(
        "--partial",
        help=say("Write the sound rows and list the others.", "有错的行列出，其余的行照常写入。"),
    ),
]
_Strict = Annotated[
    bool,
    typer.Option(
        "--strict", help=say("Refuse columns that are not known.", "有不认识的列即不导入。")
    ),
]
_Overwrite = Annotated[
    bool,
    typer.Option(
        "--overwrite",
        help=say("Write cells that may be older than the record.", "表格中可能较早的内容也写入。"),
    ),
]
_AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="TIME",
        help=say("Import as if at this time (default: now).", "按该时刻导入（默认：现在）。"),
    ),
]
_Type = Annotated[
    str | None,
    typer.Option(
        "--type",
        metavar="TYPE",
        help=say(
            "doorstop, reqif: type of new requirements (default: functional).",
            "doorstop、reqif：新需求的类型（默认：功能需求）。",
        ),
    ),
]
_Priority = Annotated[
    str | None,
    typer.Option(
        "--priority",
        metavar="PRIORITY",
        help=say(
            "doorstop, reqif: priority of new requirements.", "doorstop、reqif：新需求的优先级。"
        ),
    ),
]
_Fields = Annotated[
    list[str] | None,
    typer.Option(
        "--field",
        metavar="ATTRIBUTE=FIELD",
        help=say(
            "doorstop, reqif: the field an attribute fills; may be repeated.",
            "doorstop、reqif：属性对应的字段，可写多个。",
        ),
    ),
]
_Only = Annotated[
    list[str] | None,
    typer.Option(
        "--only",
        metavar="ATTRIBUTE=VALUE",
        help=say(
            "doorstop, reqif: only items with this value; may be repeated.",
            "doorstop、reqif：只导入属性为此值的条目，可写多个。",
        ),
    ),
]
_ShowMapping = Annotated[
    str | None,
    typer.Option(
        "--show-mapping",
        metavar="NAME",
        help=say(
            "Print a shipped mapping, to start one of your own.",
            "显示一份自带的映射，可照着改。",
        ),
    ),
]
_Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="csv|xlsx",
        help=say(
            "Format (default: as the file is called, else csv).", "格式（默认按文件名，否则 csv）。"
        ),
    ),
]


def register(app: typer.Typer) -> None:
    """Add the verbs to the application."""
    app.command(
        "import",
        help=say(
            "Bring a csv or xlsx, Doorstop or ReqIF, into the records.",
            "把其他系统的 csv、xlsx、Doorstop 或 ReqIF 导入记录。",
        ),
    )(_import)
    app.command(
        "export",
        help=say(
            "Records as a csv or xlsx that import reads back.",
            "把记录导出为 csv 或 xlsx，可再导入。",
        ),
    )(_export)


def _import(
    context: typer.Context,
    kind: _Imported = None,
    file: _File = None,
    *,
    client: _Client = None,
    project: _Project = None,
    mapping: _Mapping = None,
    source: _Source = None,
    through: _Through = None,
    sheet: _Sheet = None,
    more: _More = None,
    dry_run: _DryRun = False,
    partial: _Partial = False,
    strict: _Strict = False,
    overwrite: _Overwrite = False,
    as_of: _AsOf = None,
    type_: _Type = None,
    priority: _Priority = None,
    fields: _Fields = None,
    only: _Only = None,
    show_mapping: _ShowMapping = None,
    lang: options.Language = None,
) -> int:
    from rdclient.cli.importing import Asked, import_table, print_mapping
    from rdclient.cli.importing_requirements import Further, import_requirements, is_format

    if show_mapping is not None:
        return print_mapping(show_mapping)
    if kind is None:
        raise UsageError("table-needed")
    asked = Asked(
        context.obj, kind, file, client, project, mapping, source, through, sheet,
        tuple(more or ()), as_of, lang, is_dry=dry_run, is_partial=partial, is_strict=strict,
        overwrites=overwrite,
    )  # fmt: skip
    further = Further(type_, priority, tuple(fields or ()), tuple(only or ()))
    if is_format(kind):
        return import_requirements(asked, further)
    further.refuse(kind)
    return import_table(asked)


def _export(
    context: typer.Context,
    kind: _Kind,
    *,
    output: options.Output = "-",
    form: _Format = None,
    client: _Client = None,
    project: _Project = None,
    as_of: options.AsOf = None,
    at: options.At = None,
    lang: options.Language = None,
) -> int:
    from rdclient.cli.exporting import Asked, export_table

    return export_table(Asked(context.obj, kind, output, form, client, project, as_of, at, lang))
