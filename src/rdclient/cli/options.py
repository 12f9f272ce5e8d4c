"""Options that several verbs share; the only reader of clock, zone, environment and folder."""

import os
import re
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated

import typer

from rdclient.cli.words import is_set, say
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
At = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="REV",
        help=say(
            "Read the records of this commit, branch or tag; nothing is checked out.",
            "读取该提交、分支或标签中的记录，不检出文件。",
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
Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATHS]",
        help=say("Show only findings in these files or folders.", "只显示这些文件或文件夹的结果。"),
    ),
]
Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="CODES",
        help=say(
            "Only these codes (RD212), families (RD2) or rule names.",
            "只看这些编码（RD212）、编码段（RD2）或规则名称。",
        ),
    ),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option("--ignore", metavar="CODES", help=say("Leave out these codes.", "不看这些编码。")),
]
FailOn = Annotated[
    Severity,
    typer.Option(
        "--fail-on",
        help=say("Exit 1 from this severity on.", "达到该级别即返回1。"),
    ),
]
ExitZero = Annotated[
    bool,
    typer.Option("--exit-zero", help=say("Exit 0 whatever is found.", "有结果也返回0。")),
]
Statistics = Annotated[
    bool,
    typer.Option("--statistics", help=say("Count the findings by code.", "按编码统计结果的数量。")),
]
DryRun = Annotated[
    bool,
    typer.Option(
        "--dry-run",
        help=say(
            "Show the change as a diff and write nothing.", "只显示改动（diff 格式），不写入。"
        ),
    ),
]
NoCache = Annotated[
    bool,
    typer.Option(
        "--no-cache",
        help=say(
            "Read every file anew; the answer is the same.",
            "不用缓存，全部重新读取（结果相同）。",
        ),
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

_DAY = re.compile(r"\d{4}-?\d{2}-?\d{2}\Z", re.ASCII)
_WRITTEN = re.compile(r"\d{4}[-/.]?\d", re.ASCII)
"""How a date begins that is written as in records, or nearly so."""
_WEEK_ALONE = re.compile(r"[Ww]?(\d{1,2})\Z|第?(\d{1,2})周\Z", re.ASCII)
_LOOSE_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z", re.ASCII)
_END = time(23, 59)
_YEARS = range(1970, 3000)
"""Years that may be asked for; far from where calendars end."""


def moment(text: str | None, *, of_day: time = _END) -> datetime:
    """The moment ``--as-of`` names, to the minute; now when it is not given.

    A day alone means its end, or the time ``of_day``. A time without offset has no zone yet: it
    is read in the workspace's.

    Raises:
        UsageError: when the text is no time.
    """
    now = datetime.now(UTC).astimezone().replace(second=0, microsecond=0)
    if text is None or text.strip().lower() in ("now", "现在"):
        return now
    try:
        found = _read(text.strip(), now, of_day)
    except ValueError:
        raise UsageError("not-a-time", text) from None
    if found.year not in _YEARS:
        raise UsageError("not-a-time", text)
    return found


def _read(text: str, now: datetime, of_day: time) -> datetime:
    """A moment as people type it: the end of a day, or a day and a time.

    Raises:
        ValueError: when the text is neither.
    """
    if not _WRITTEN.match(text):
        return _said(text, now, of_day)
    text = re.sub(r"(?<=\d)[/.](?=\d)", "-", text, count=2)
    if match := _LOOSE_DAY.match(text):
        return datetime.combine(date(*(int(part) for part in match.groups())), of_day)
    if _DAY.match(text):
        return datetime.combine(date.fromisoformat(text), of_day)
    if "W" in text.upper():
        raise ValueError(text)
    try:
        return datetime.fromisoformat(text).replace(microsecond=0)
    except ValueError:
        return _said(text, now, of_day)


def _said(text: str, now: datetime, of_day: time) -> datetime:
    """A moment as people say it: ``周五 14:00``, ``next friday``.

    Raises:
        ValueError: when the text is none.
    """
    from rdclient.exchange.spoken_time import Sense, spoken

    found = spoken(text, now.date(), sense=Sense.THIS_WEEK)
    if found is None:
        raise ValueError(text)
    chosen, clock = found
    return datetime.combine(chosen, clock or of_day)


def day(text: str | None) -> date | None:
    """The day ``--from`` or ``--to`` names.

    Raises:
        UsageError: when the text is no date.
    """
    if text is None:
        return None
    return moment(text).date()


def week(text: str | None) -> tuple[int, int] | None:
    """The ISO year and week ``--week`` names: ``2026-W47``, or ``W47`` of this year.

    Raises:
        UsageError: when the text is no week.
    """
    from rdclient import api

    if text is None:
        return None
    if match := _WEEK_ALONE.match(text.strip()):
        this_year = datetime.now(UTC).astimezone().isocalendar().year
        text = f"{this_year}-W{int(match[1] or match[2]):02d}"
    year, number = api.parse_week(text)
    if year not in _YEARS:
        raise UsageError("not-a-week", text)
    return year, number


def repository(root: Path) -> Path | None:
    """The top of the Git repository that a folder lies in; None when it lies in none."""
    tops = (up for up in (root, *root.parents) if os.path.lexists(up / ".git"))
    return next(tops, None)


def folder(chosen: str | None) -> Path:
    """The folder to work in: ``-C``, else the current one."""
    return Path(chosen or os.curdir).resolve()


def editor() -> str | None:
    """The command of the person's editor: ``$VISUAL``, else ``$EDITOR``."""
    return os.environ.get("VISUAL") or os.environ.get("EDITOR") or None


def cache_folder(*, is_wanted: bool) -> Path | None:
    """Where the user's key of the cache is kept; None when no cache is wanted."""
    if not is_wanted or is_set("RDCLIENT_NO_CACHE"):
        return None
    for name, inner in (("XDG_CACHE_HOME", ""), ("LOCALAPPDATA", ""), ("HOME", ".cache")):
        if (home := os.environ.get(name)) and os.path.isabs(home):  # noqa: PTH117 - a text
            return Path(home, inner, "rdclient")
    return None


def state_folder() -> Path | None:
    """Where the user's programs keep what they did; None when the environment names no place."""
    places = (("XDG_STATE_HOME", ""), ("LOCALAPPDATA", ""), ("HOME", ".local/state"))
    for name, inner in places:
        if (home := os.environ.get(name)) and os.path.isabs(home):  # noqa: PTH117 - a text
            return Path(home, inner, "rdclient")
    return None


def notify_address() -> str | None:
    """Where notices go, as the environment alone says: it is a secret and never printed."""
    return os.environ.get("RDCLIENT_NOTIFY", "").strip() or None


def within(root: Path, here: Path, path: str, *, must_exist: bool = True) -> str:
    """A path as typed in a folder, relative to the workspace.

    Args:
        root: of the workspace.
        here: the folder.
        path: as typed.
        must_exist: whether it must be there now; what a commit holds need not.

    Raises:
        UsageError: when there is no such file or folder in the workspace.
    """
    for base in (here, folder(None), root):
        typed = base / path
        full = typed.parent.resolve() / typed.name if typed.name != ".." else typed.resolve()
        if os.path.lexists(full) and full.is_relative_to(root):
            return full.relative_to(root).as_posix()
    past = Path(os.path.normpath(here / path))
    if not must_exist and past.is_relative_to(root):
        return past.relative_to(root).as_posix()
    raise UsageError("unknown-path", path)
