"""Options that several verbs share; the only reader of clock, zone, environment and folder."""

import os
import re
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from rdclient.cli.words import say
from rdclient.diagnostic import Severity, UsageError
from rdclient.lens import Audience, Lang

AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="TIME",
        help=say(
            "Look at the records as of this time (default: now).",
            "以该时刻为准查看记录（默认：现在）。",
        ),
    ),
]
Language = Annotated[
    Lang | None,
    typer.Option("--lang", help=say("Language of the output.", "输出语言。")),
]
Edition = Annotated[
    Audience,
    typer.Option(
        "--audience",
        help=say("Edition: for us or for the client.", "版本：内部版或客户版。"),
    ),
]
Output = Annotated[
    str,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help=say("Write to this file ('-' for standard output).", "写入该文件（- 为标准输出）。"),
    ),
]
FailOn = Annotated[
    Severity,
    typer.Option(
        "--fail-on",
        help=say("Exit 1 from this severity on.", "达到该级别即返回1。"),
    ),
]
AllowIncomplete = Annotated[
    bool,
    typer.Option(
        "--allow-incomplete",
        help=say(
            "Make it although files could not be read, and say so in it.",
            "有文件无法读取时仍生成，并在文中列明。",
        ),
    ),
]

_ZH_DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?:\s*(\d{1,2}:\d{2}))?\Z", re.ASCII)
_TODAY = {"today": 0, "今天": 0, "tomorrow": 1, "明天": 1, "yesterday": -1, "昨天": -1}


def moment(text: str | None) -> datetime:
    """The moment ``--as-of`` names, to the minute; now when it is not given.

    A day alone means its end. A time without offset has no zone yet: it is read in the
    workspace's.

    Raises:
        UsageError: when the text is no time.
    """
    now = datetime.now(UTC).astimezone().replace(second=0, microsecond=0)
    if text is None:
        return now
    wanted = text.strip()
    if wanted.lower() in ("now", "现在"):
        return now
    if wanted.lower() in _TODAY:
        day_ = now.date() + timedelta(days=_TODAY[wanted.lower()])
        return datetime.fromisoformat(f"{day_}T23:59")
    if match := _ZH_DAY.match(wanted):
        year, month, number, clock = match.groups()
        wanted = f"{year or now.year}-{int(month):02d}-{int(number):02d}T{(clock or '23:59'):0>5}"
    elif len(wanted) == len("2026-11-20"):
        wanted += "T23:59"
    try:
        return datetime.fromisoformat(wanted)
    except ValueError:
        raise UsageError("not-a-time", text) from None


def day(text: str | None) -> date | None:
    """The day ``--from`` or ``--to`` names.

    Raises:
        UsageError: when the text is no date.
    """
    if text is None:
        return None
    return moment(text).date()


def folder(chosen: str | None) -> Path:
    """The folder to work in: ``-C``, else the current one."""
    return Path(chosen or os.curdir).resolve()


def arguments() -> list[str]:
    """The words after the program's name."""
    return sys.argv[1:]
