"""The verbs of ``calendar`` on the Typer application: a year, a span of time, a deadline."""

from enum import StrEnum
from typing import Annotated

import typer

from rdclient.cli import completion, options
from rdclient.cli.words import say


class CalendarFormat(StrEnum):
    """The rows of ``render.calendar_page.CALENDAR_FORMATS``, so that ``--help`` stays fast."""

    TEXT = "text"
    JSON = "json"


_Calendar = Annotated[
    str | None,
    typer.Option(
        "--calendar",
        metavar="ID",
        autocompletion=completion.calendars,
        help=say("This calendar (default: the workspace's).", "指定日历（默认：工作区的日历）。"),
    ),
]
_Client = Annotated[
    str | None,
    typer.Option(
        "--client",
        metavar="C",
        autocompletion=completion.clients,
        help=say("The calendar of this client.", "该客户的日历。"),
    ),
]
_Form = Annotated[
    CalendarFormat, typer.Option("--format", help=say("Output format.", "输出格式。"))
]


def register(app: typer.Typer) -> None:
    """Add the verbs to the application."""
    group = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help=say("Ask a calendar: working days, deadlines.", "查询日历：工作日、截止时间。"),
    )
    group.command(
        "year",
        help=say(
            "Days off, extra workdays and working days of a year.",
            "列出一年的放假、调休上班和工作日数。",
        ),
    )(_year)
    group.command(
        "between",
        help=say(
            "Working days and open hours from a time to another.",
            "计算两个时间之间的工作日数和工作时间。",
        ),
    )(_between)
    group.command(
        "deadline",
        help=say(
            "When something is due, and which days were skipped.",
            "推算截止时间，并列出跳过的日子。",
        ),
    )(_deadline)
    app.add_typer(group, name="calendar")


def _year(
    context: typer.Context,
    year: Annotated[
        str | None,
        typer.Argument(
            metavar="[YEAR]",
            help=say("E.g. 2026 (default: this year).", "年份，如 2026（默认：今年）。"),
        ),
    ] = None,
    *,
    calendar: _Calendar = None,
    client: _Client = None,
    form: _Form = CalendarFormat.TEXT,
    at: options.At = None,
    lang: options.Language = None,
) -> int:
    from rdclient.cli import calendars

    asked = calendars.AskedOf(context.obj, calendar, client, form.value, lang, at)
    return calendars.year(asked, year)


def _between(
    context: typer.Context,
    start: Annotated[
        str,
        typer.Argument(
            metavar="FROM",
            help=say("A day, or a time in the calendar's zone.", "起：日期或时间（按日历时区）。"),
        ),
    ],
    end: Annotated[
        str,
        typer.Argument(
            metavar="TO", help=say("The same; a day is included.", "止：日期（含当日）或时间。")
        ),
    ],
    *,
    calendar: _Calendar = None,
    client: _Client = None,
    form: _Form = CalendarFormat.TEXT,
    at: options.At = None,
    lang: options.Language = None,
) -> int:
    from rdclient.cli import calendars

    asked = calendars.AskedOf(context.obj, calendar, client, form.value, lang, at)
    return calendars.between(asked, start, end)


def _deadline(
    context: typer.Context,
    start: Annotated[
        str,
        typer.Argument(
            metavar="START",
            help=say(
                "A time in the calendar's zone; a day counts from its end.",
                "起算时间（按日历的时区）；只写日期的，从当日结束起算。",
            ),
        ),
    ],
    allowed: Annotated[
        str,
        typer.Argument(
            metavar="DURATION",
            help=say(
                "30m, 10h, 5wd (working days) or 3cd (calendar days).",
                "时限：30m、10h、5wd（工作日）或 3cd（自然日）。",
            ),
        ),
    ],
    *,
    calendar: _Calendar = None,
    client: _Client = None,
    form: _Form = CalendarFormat.TEXT,
    at: options.At = None,
    lang: options.Language = None,
) -> int:
    from rdclient.cli import calendars

    asked = calendars.AskedOf(context.obj, calendar, client, form.value, lang, at)
    return calendars.deadline(asked, start, allowed)
