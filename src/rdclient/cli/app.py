"""The Typer application: one function per verb, each of which calls the verb's module."""

from typing import Annotated

import typer

from rdclient import __version__
from rdclient.cli import (
    app_calendar,
    app_clocks,
    app_control,
    app_documents,
    app_exchange,
    app_gate,
    app_history,
    app_new,
    app_saving,
    app_tools,
    app_writing,
    completion,
    console,
    options,
    usage,
)
from rdclient.cli.check import Asked, CheckFormat, check
from rdclient.cli.ci import Server, ci
from rdclient.cli.explain import explain
from rdclient.cli.init import init
from rdclient.cli.listing import AnswerFormat, listing
from rdclient.cli.report import ReportFormat, Typed, report
from rdclient.cli.show import show
from rdclient.cli.words import is_set, say
from rdclient.diagnostic import Severity
from rdclient.lens import Audience

app = typer.Typer(
    name="rdclient",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 80},
    help=say(
        "Keep client projects as dated facts in YAML; check them, compute every clock, "
        "render every document.",
        "用带日期的 YAML 记录管理客户项目：检查、时限和文档都由记录得出。",
    ),
)


def run(words: list[str]) -> int:
    """Run the verb that the words name; its exit code."""
    command = typer.main.get_command(app)
    if is_set(completion.VARIABLE):
        return completion.answer(lambda: command.main(prog_name="rdclient"))
    try:
        code = command.main(args=words, prog_name="rdclient", standalone_mode=False)
    except typer.Exit as stop:
        return stop.exit_code
    except typer.Abort:
        return console.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the parser's own errors have no public class
        return usage.explain(error)
    return code if isinstance(code, int) else console.CLEAN


def _version(asked: bool) -> None:
    if asked:
        console.show(f"rdclient {__version__}\n")
        raise typer.Exit


@app.callback()
def _root(
    context: typer.Context,
    folder: Annotated[
        str | None,
        typer.Option(
            "-C",
            metavar="DIR",
            help=say("Work in this folder.", "在该文件夹中运行。"),
        ),
    ] = None,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_version,
            is_eager=True,
            help=say("Print the version.", "显示版本号。"),
        ),
    ] = False,
    install: completion.Install = None,
    script: completion.Script = None,
) -> None:
    del version, install, script
    context.obj = folder


@app.command(
    "init", help=say("Make a workspace that passes check.", "新建一个能通过检查的工作区。")
)
def _init(
    context: typer.Context,
    target: Annotated[
        str, typer.Argument(metavar="[DIR]", help=say("Folder to fill.", "目标文件夹。"))
    ] = ".",
    lang: options.Language = None,
    sample: Annotated[
        bool,
        typer.Option("--sample", help=say("Fill it with a whole example.", "写入一套完整的样例。")),
    ] = False,
) -> int:
    return init(context.obj, target, lang=lang, sample=sample)


@app.command(
    "check",
    help=say("Every finding, with its line and how to mend it.", "检查全部记录，指出位置和改法。"),
)
def _check(
    context: typer.Context,
    paths: options.Paths = None,
    form: Annotated[
        CheckFormat, typer.Option("--format", help=say("Output format.", "输出格式。"))
    ] = CheckFormat.TEXT,
    as_of: options.AsOf = None,
    lang: options.Language = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    fail_on: options.FailOn = Severity.ERROR,
    exit_zero: options.ExitZero = False,
    statistics: options.Statistics = False,
    no_cache: options.NoCache = False,
    base: app_gate.Base = None,
    head: app_gate.Head = None,
    at: options.At = None,
) -> int:
    return check(
        Asked(
            context.obj, tuple(paths or ()), as_of, form, lang, tuple(select or ()),
            tuple(ignore or ()), fail_on, exit_zero=exit_zero, statistics=statistics,
            no_cache=no_cache, base=base, head=head, at=at,
        )
    )  # fmt: skip


@app.command(
    "explain",
    help=say("What a code or a kind of record means.", "说明一个编码，或一种记录的字段。"),
)
def _explain(
    topic: Annotated[
        str | None,
        typer.Argument(
            metavar="[CODE|KIND]",
            autocompletion=completion.topics,
            help=say(
                "A code, its name, or a kind of record such as requirement.",
                "编码、名称，或记录种类（如 requirement）。",
            ),
        ),
    ] = None,
    lang: options.Language = None,
) -> int:
    return explain(topic, lang=lang)


@app.command("list", help=say("Records of a kind, with their states.", "按种类列出记录及其状态。"))
def _list(
    context: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            autocompletion=completion.kinds,
            help=say(
                "A kind such as requirements, risks, actions or people.",
                "种类，如 需求、风险、待办、人员，或 requirements。",
            ),
        ),
    ],
    project: completion.OnlyProject = None,
    client: completion.OnlyClient = None,
    person: Annotated[
        str | None,
        typer.Option(
            "--person",
            metavar="WHO",
            autocompletion=completion.people,
            help=say("Only what names this person.", "只列与该人员有关的记录。"),
        ),
    ] = None,
    is_open_only: Annotated[
        bool, typer.Option("--open", help=say("Only what is not finished.", "只列未完成的。"))
    ] = False,
    as_of: options.AsOf = None,
    at: options.At = None,
    lang: options.Language = None,
    form: Annotated[
        AnswerFormat, typer.Option("--format", help=say("Output format.", "输出格式。"))
    ] = AnswerFormat.TEXT,
) -> int:
    return listing(
        context.obj, kind, project=project, client=client, person=person,
        is_open_only=is_open_only, as_of=as_of, at=at, lang=lang, form=form,
    )  # fmt: skip


@app.command(
    "show",
    help=say(
        "One record, person, project or client, by id or by words.",
        "查看一条记录、人员、项目或客户：按编号或名称中的词。",
    ),
)
def _show(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="ID|WORDS",
            autocompletion=completion.anything,
            help=say("An id, a name, or words of the title.", "编号、姓名，或名称中的词。"),
        ),
    ],
    as_of: options.AsOf = None,
    at: options.At = None,
    lang: options.Language = None,
    form: Annotated[
        AnswerFormat, typer.Option("--format", help=say("Output format.", "输出格式。"))
    ] = AnswerFormat.TEXT,
) -> int:
    return show(context.obj, words, as_of=as_of, at=at, lang=lang, form=form)


app_new.register(app)
app_writing.register(app)
app_exchange.register(app)
app_saving.register(app)
app_tools.register(app)
app_calendar.register(app)
app_clocks.register(app)
app_control.register(app)
app_documents.register(app)
app_history.register(app)
app_gate.register(app)


@app.command("ci", help=say("What to put into a CI server.", "输出接入CI的配置片段。"))
def _ci(
    context: typer.Context,
    server: Annotated[
        Server,
        typer.Argument(
            metavar="SERVER",
            help=say(
                "script (plain shell, for any server), github, github-action, gitlab, pre-commit.",
                "script（通用 shell 脚本，适用于任何CI）、github、github-action、gitlab、"
                "pre-commit。",
            ),
        ),
    ] = Server.SCRIPT,
) -> int:
    return ci(context.obj, server)


@app.command(
    "weekly-report",
    help=say("The project's weekly report.", "生成项目周报。"),
)
def _weekly_report(
    context: typer.Context,
    project: Annotated[
        str | None,
        typer.Argument(
            metavar="[PROJECT]",
            autocompletion=completion.projects,
            help=say("Project; not needed when there is one.", "项目；只有一个时可省略。"),
        ),
    ] = None,
    week: Annotated[
        str | None,
        typer.Option(
            "--week", metavar="WEEK", help=say("ISO week, e.g. 2026-W47.", "周次，如 2026-W47。")
        ),
    ] = None,
    first: Annotated[
        str | None,
        typer.Option("--from", metavar="DAY", help=say("First day of the period.", "报告期首日。")),
    ] = None,
    last: Annotated[
        str | None,
        typer.Option("--to", metavar="DAY", help=say("Last day of the period.", "报告期末日。")),
    ] = None,
    audience: options.Edition = Audience.INTERNAL,
    lang: options.Language = None,
    form: Annotated[
        ReportFormat,
        typer.Option(
            "--format",
            help=say(
                "md, html, json, or brief: the group message.",
                "md、html、json，或 brief（群消息摘要）。",
            ),
        ),
    ] = ReportFormat.MD,
    output: options.Output = "-",
    as_of: options.AsOf = None,
    at: options.At = None,
    issue: Annotated[
        bool,
        typer.Option(
            "--issue",
            help=say(
                "Record that this report was issued; the next one starts from here.",
                "登记本报告已发出，下一期从此处接续。",
            ),
        ),
    ] = False,
    to: Annotated[
        list[str] | None,
        typer.Option(
            "--sent-to", metavar="WHO", help=say("With --issue: to whom.", "配合 --issue：发给谁。")
        ),
    ] = None,
    allow_incomplete: options.AllowIncomplete = False,
) -> int:
    return report(
        Typed(
            context.obj, "weekly-report", project, as_of, audience, lang, form, output,
            allow_incomplete, week, first, last, issue, tuple(to or ()), at,
        )
    )  # fmt: skip


@app.command("minutes", help=say("Minutes of a meeting.", "生成会议纪要。"))
def _minutes(
    context: typer.Context,
    meeting: Annotated[
        str,
        typer.Argument(
            metavar="MEETING",
            autocompletion=completion.meetings,
            help=say("Id of the meeting.", "会议编号。"),
        ),
    ],
    audience: options.Edition = Audience.INTERNAL,
    lang: options.Language = None,
    form: Annotated[
        ReportFormat, typer.Option("--format", help=say("Output format.", "输出格式。"))
    ] = ReportFormat.MD,
    output: options.Output = "-",
    as_of: options.AsOf = None,
    at: options.At = None,
    allow_incomplete: options.AllowIncomplete = False,
) -> int:
    return report(
        Typed(
            context.obj, "minutes", meeting, as_of, audience, lang, form, output,
            allow_incomplete, at=at,
        )
    )  # fmt: skip
