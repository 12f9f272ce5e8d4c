"""The verbs around the records on the Typer application: editors, ids, waivers, settings."""

from typing import Annotated

import typer

from rdclient.cli import completion, options
from rdclient.cli.config import ConfigFormat
from rdclient.cli.listing import AnswerFormat
from rdclient.cli.schema import SchemaLang
from rdclient.cli.words import say

_Project = Annotated[
    str | None,
    typer.Option(
        "--project",
        metavar="P",
        autocompletion=completion.projects,
        help=say("The project it belongs to.", "所属项目。"),
    ),
]
_Old = Annotated[
    str,
    typer.Argument(
        metavar="OLD",
        autocompletion=completion.ids,
        help=say("The id as it is; or project/ID.", "原编号；重名时写成 项目/编号。"),
    ),
]
_New = Annotated[
    str | None,
    typer.Argument(
        metavar="[NEW]",
        help=say("The id to be (default: the next free one).", "新编号（默认：顺延）。"),
    ),
]
_File = Annotated[
    str | None,
    typer.Option(
        "--file",
        metavar="PATH[:LINE]",
        help=say(
            "Which of two with this id: its place, as check tells it.",
            "两条记录编号相同时指明改哪一条：位置写法与 check 的结果相同。",
        ),
    ),
]
_Refs = Annotated[
    list[str] | None,
    typer.Option(
        "--refs",
        metavar="PATH",
        help=say(
            "References in this file or folder go along; may be repeated.",
            "该文件或文件夹中的引用一并改，可写多个。",
        ),
    ),
]
_Code = Annotated[
    str,
    typer.Argument(
        metavar="CODE",
        autocompletion=completion.codes,
        help=say("Code or name of a rule.", "规则的编码或名称。"),
    ),
]
_Scope = Annotated[
    str,
    typer.Argument(
        metavar="SCOPE",
        autocompletion=completion.scopes,
        help=say(
            "What it holds for: an id, project/ID, a project, a client, a file or a folder.",
            "适用范围：编号、项目/编号、项目、客户，或文件、文件夹。",
        ),
    ),
]
_Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help=say("Why.", "豁免理由。"))]
_Approver = Annotated[
    list[str],
    typer.Option(
        "--approver",
        metavar="WHO",
        autocompletion=completion.people,
        help=say("Who approved it; may be repeated.", "批准人，可写多个。"),
    ),
]
_Until = Annotated[
    str,
    typer.Option(
        "--until", metavar="DAY", help=say("Last day of the waiver.", "有效期至（含当日）。")
    ),
]
_Client = Annotated[
    str | None,
    typer.Option(
        "--client",
        metavar="C",
        autocompletion=completion.clients,
        help=say(
            "Keep it with this client, not with the workspace.",
            "写入该客户的豁免文件（默认写入工作区的）。",
        ),
    ),
]

_Whose = Annotated[
    str | None,
    typer.Option(
        "--person",
        metavar="WHO",
        autocompletion=completion.people,
        help=say("Only what this person owes.", "只发该人员负责的。"),
    ),
]
_Escalations = Annotated[
    bool,
    typer.Option(
        "--escalations",
        help=say(
            "Say who is to be told, and tell each level anew.", "注明应告知谁；每升一级再发一次。"
        ),
    ),
]
_ShowOnly = Annotated[
    bool,
    typer.Option(
        "--dry-run",
        help=say("Show the message; send nothing.", "只显示内容，不发送，也不登记。"),
    ),
]
_State = Annotated[
    str | None,
    typer.Option(
        "--state",
        metavar="FILE",
        help=say(
            "Where to remember what was sent (default: with the user's settings).",
            "已发送的记录存放在该文件（默认：用户目录）。",
        ),
    ),
]
_Form = Annotated[AnswerFormat, typer.Option("--format", help=say("Output format.", "输出格式。"))]


def register(app: typer.Typer) -> None:
    """Add the verbs to the application."""
    app.command(
        "renumber",
        help=say(
            "Give a record another id, and everything that names it.",
            "给一条记录换编号，文件名和引用随之修改。",
        ),
    )(_renumber)
    app.command(
        "waive",
        help=say(
            "Set a rule aside for some records, with a reason and an end.",
            "豁免一条规则：写明范围、理由、批准人和期限。",
        ),
    )(_waive)
    app.command(
        "schema",
        help=say(
            "JSON Schemas of the record files, for editors.",
            "输出记录文件的 JSON Schema，供编辑器使用。",
        ),
    )(_schema)
    app.command(
        "notify",
        help=say(
            "Send what is overdue, at risk or due by tomorrow, once.",
            "把超时、逾期、即将超时和明日前到期的事项发到群里或邮箱，只发一次。",
        ),
    )(_notify)
    config = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help=say("Settings in force.", "查看当前生效的设置。"),
    )
    config.command(
        "show",
        help=say("Every setting in force, and where it comes from.", "列出全部设置及其来源。"),
    )(_config_show)
    app.add_typer(config, name="config")


def _renumber(
    context: typer.Context,
    name: _Old,
    new: _New = None,
    *,
    project: _Project = None,
    file: _File = None,
    refs: _Refs = None,
    dry_run: options.DryRun = False,
    lang: options.Language = None,
) -> int:
    from rdclient.cli.renumber import renumber

    return renumber(
        context.obj, name, new, project=project, file=file, refs=tuple(refs or ()), lang=lang,
        dry_run=dry_run,
    )  # fmt: skip


def _waive(
    context: typer.Context,
    code: _Code,
    scope: _Scope,
    *,
    reason: _Reason,
    approver: _Approver,
    until: _Until,
    client: _Client = None,
    dry_run: options.DryRun = False,
    lang: options.Language = None,
) -> int:
    from rdclient import api
    from rdclient.cli.waive import waive

    wish = api.Wish(code, scope, reason, tuple(approver), until, client)
    return waive(context.obj, wish, lang=lang, dry_run=dry_run)


def _schema(
    context: typer.Context,
    kind: Annotated[
        str | None,
        typer.Argument(
            metavar="[KIND]",
            autocompletion=completion.schemas,
            help=say(
                "A kind of record, or policy (default: list them).",
                "记录种类，或 policy（默认：列出全部种类）。",
            ),
        ),
    ] = None,
    lang: Annotated[
        SchemaLang,
        typer.Option("--lang", help=say("Language of the words in it.", "其中说明文字的语言。")),
    ] = SchemaLang.BOTH,
    output: Annotated[
        str,
        typer.Option(
            "-o",
            "--output",
            metavar="DIR",
            help=say(
                "Write the schemas into this folder, e.g. .rdclient/schema.",
                "写入该文件夹，如 .rdclient/schema。",
            ),
        ),
    ] = "-",
) -> int:
    from rdclient.cli.schema import schema

    return schema(context.obj, kind, lang=lang, output=output)


def _config_show(
    context: typer.Context,
    *,
    origin: Annotated[
        bool,
        typer.Option("--origin", help=say("Say where each comes from.", "注明每项的来源。")),
    ] = False,
    form: Annotated[
        ConfigFormat, typer.Option("--format", help=say("Output format.", "输出格式。"))
    ] = ConfigFormat.TEXT,
    as_of: options.AsOf = None,
    at: options.At = None,
    lang: options.Language = None,
) -> int:
    from rdclient.cli.config import show_config

    return show_config(context.obj, as_of=as_of, at=at, lang=lang, form=form, origin=origin)


def _notify(
    context: typer.Context,
    *,
    client: Annotated[
        str | None,
        typer.Option(
            "--client",
            metavar="C",
            autocompletion=completion.clients,
            help=say("Only this client.", "只发该客户的。"),
        ),
    ] = None,
    project: Annotated[
        str | None,
        typer.Option(
            "--project",
            metavar="P",
            autocompletion=completion.projects,
            help=say("Only this project.", "只发该项目的。"),
        ),
    ] = None,
    person: _Whose = None,
    escalations: _Escalations = False,
    dry_run: _ShowOnly = False,
    state: _State = None,
    form: _Form = AnswerFormat.TEXT,
    as_of: options.AsOf = None,
    lang: options.Language = None,
) -> int:
    from rdclient.cli.notify import notify

    return notify(
        context.obj, client=client, project=project, person=person, has_escalations=escalations,
        is_dry_run=dry_run, state=state, form=form, as_of=as_of, lang=lang,
    )  # fmt: skip
