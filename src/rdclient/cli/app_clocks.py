"""The verbs that ask the clocks, on the Typer application: sla, agenda, status."""

from typing import Annotated

import typer

from rdclient.cli import completion, options
from rdclient.cli.clock_look import AgendaFormat, ClockFormat, EachPeriod, Grouped, Owing
from rdclient.cli.words import say
from rdclient.diagnostic import Severity

_Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[explain] [SCOPE]",
        autocompletion=completion.scopes,
        help=say(
            "An id, a project, a client or a person (default: all); 'explain ID' tells why.",
            "编号、项目、客户或人员（默认：全部）；explain 编号 说明计时过程。",
        ),
    ),
]
_Scope = Annotated[
    str | None,
    typer.Argument(
        metavar="[SCOPE]",
        autocompletion=completion.scopes,
        help=say(
            "An id, a project, a client or a person (default: all).",
            "编号、项目、客户或人员（默认：全部）。",
        ),
    ),
]
_Person = Annotated[
    str | None,
    typer.Option(
        "--person",
        metavar="WHO",
        autocompletion=completion.people,
        help=say("Only what this person owes.", "只列该人员负责的。"),
    ),
]
_Side = Annotated[
    Owing | None,
    typer.Option(
        "--side",
        help=say("Only what we owe, or what the client owes.", "只列我方或客户方负责的。"),
    ),
]
_Kind = Annotated[
    str | None,
    typer.Option(
        "--kind",
        metavar="K",
        help=say(
            "Only these clocks: a code (RD501, RD5), a name, a kind of record.",
            "只列这类时限：编码（RD501、RD5）、名称或记录种类。",
        ),
    ),
]
_States = Annotated[
    list[str] | None,
    typer.Option(
        "--state",
        metavar="STATE",
        help=say(
            "Only in this state, such as breached or at_risk; may be repeated.",
            "只列该状态的，如 超时、即将超时，可写多个。",
        ),
    ),
]
_Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="DAY",
        help=say(
            "From when on to list what ended (default: 30 days ago).",
            "列出该日以来结束的（默认：近30天）。",
        ),
    ),
]
_All = Annotated[
    bool,
    typer.Option(
        "--all",
        help=say(
            "Also what is met, not measured, or ended before.",
            "连同按时完成、不计时和早已结束的一并列出。",
        ),
    ),
]
_By = Annotated[
    Grouped | None,
    typer.Option("--by", help=say("How many were kept, counted by this.", "按该项统计达标情况。")),
]
_Per = Annotated[
    EachPeriod | None,
    typer.Option(
        "--per", help=say("How many were kept, week by week or so.", "按周或按月统计达标情况。")
    ),
]
_Clock = Annotated[
    str | None,
    typer.Option(
        "--clock",
        metavar="CODE",
        help=say("With explain: only this clock.", "配合 explain：只说明这一种时限。"),
    ),
]
_Form = Annotated[ClockFormat, typer.Option("--format", help=say("Output format.", "输出格式。"))]


def register(app: typer.Typer) -> None:
    """Add the verbs to the application."""
    app.command(
        "sla",
        help=say(
            "Promises with a time: over, at risk, running; and why.",
            "时限：已超时、即将超时、计时中的事项，及其计时过程。",
        ),
    )(_sla)
    app.command(
        "agenda",
        help=say("What is overdue, and what the next days bring.", "逾期事项和未来几天的日程。"),
    )(_agenda)
    app.command(
        "status",
        help=say("Where the projects stand, one line each.", "项目现状，一个项目一行。"),
    )(_status)


def _sla(
    context: typer.Context,
    words: _Words = None,
    *,
    client: completion.OnlyClient = None,
    project: completion.OnlyProject = None,
    kind: _Kind = None,
    person: _Person = None,
    side: _Side = None,
    state: _States = None,
    since: _Since = None,
    is_all: _All = False,
    by: _By = None,
    per: _Per = None,
    clock: _Clock = None,
    form: _Form = ClockFormat.TEXT,
    as_of: options.AsOf = None,
    at: options.At = None,
    lang: options.Language = None,
    fail_on: options.FailOn = Severity.ERROR,
    exit_zero: options.ExitZero = False,
    no_cache: options.NoCache = False,
) -> int:
    from rdclient.cli.sla import Asked, sla

    return sla(
        Asked(
            context.obj, tuple(words or ()), client, project, kind, person, side,
            tuple(state or ()), since, by, per, clock, form, as_of, at, lang, fail_on,
            is_all=is_all, exit_zero=exit_zero, no_cache=no_cache,
        )
    )  # fmt: skip


def _agenda(
    context: typer.Context,
    scope: _Scope = None,
    *,
    days: Annotated[
        int,
        typer.Option("--days", metavar="N", help=say("Days after today.", "今天之后的天数。")),
    ] = 7,
    mine: Annotated[
        bool,
        typer.Option(
            "--mine",
            help=say("Only what I owe, by my e-mail address in Git.", "只列本人的（按Git邮箱）。"),
        ),
    ] = False,
    person: _Person = None,
    client: completion.OnlyClient = None,
    side: _Side = None,
    escalations: Annotated[
        bool,
        typer.Option("--escalations", help=say("Say who is to be told.", "列出应告知的人员。")),
    ] = False,
    form: Annotated[
        AgendaFormat,
        typer.Option("--format", help=say("ics is for calendar programs.", "ics 供日历软件导入。")),
    ] = AgendaFormat.TEXT,
    output: options.Output = "-",
    as_of: options.AsOf = None,
    at: options.At = None,
    lang: options.Language = None,
    no_cache: options.NoCache = False,
) -> int:
    from rdclient.cli.agenda import Asked, agenda

    return agenda(
        Asked(
            context.obj, scope, days, mine, person, client, side, escalations, form, output,
            as_of, at, lang, no_cache,
        )
    )  # fmt: skip


def _status(
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
    is_all: Annotated[
        bool,
        typer.Option(
            "--all",
            help=say("All projects, or all of a client.", "全部项目，或一个客户的全部项目。"),
        ),
    ] = False,
    form: _Form = ClockFormat.TEXT,
    as_of: options.AsOf = None,
    at: options.At = None,
    lang: options.Language = None,
    no_cache: options.NoCache = False,
) -> int:
    from rdclient.cli.status import status

    return status(
        context.obj, project, is_all=is_all, form=form, as_of=as_of, at=at, lang=lang,
        no_cache=no_cache,
    )  # fmt: skip
