"""The verbs that look back, on the Typer application: diff, log."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from rdclient.cli import completion, console, options
from rdclient.cli.words import chosen, say
from rdclient.lens import Lang

if TYPE_CHECKING:
    from rdclient import api


class HistoryFormat(StrEnum):
    """The rows of ``DIFF_FORMATS`` and ``LOG_FORMATS``, named here so that ``--help`` is fast."""

    TEXT = "text"
    MD = "md"
    JSON = "json"


_Form = Annotated[HistoryFormat, typer.Option("--format", help=say("Output format.", "输出格式。"))]


def register(app: typer.Typer) -> None:
    """Add the verbs to the application."""
    app.command(
        "diff",
        help=say(
            "What differs between two states: what changed, which request covers it, who signs.",
            "比较两个版本：改了什么、依据哪份变更申请、谁需要签字。",
        ),
    )(_diff)
    app.command(
        "log",
        help=say(
            "The history of a record: steps, requests, sign-offs, meetings, commits.",
            "一条记录的全过程：环节、变更申请、签字确认、会议、提交记录。",
        ),
    )(_log)


def _diff(
    context: typer.Context,
    span: Annotated[
        str,
        typer.Argument(
            metavar="A..B",
            help=say(
                "Two of: a revision, a tag, a baseline (V1, project/V1), WORKTREE (the files as "
                "they are). A alone is A..WORKTREE.",
                "两个版本，各为提交、分支、标签、基线（V1、项目/V1）或 WORKTREE（当前文件）；"
                "只写 A 即 A..WORKTREE。",
            ),
        ),
    ],
    *,
    form: _Form = HistoryFormat.TEXT,
    project: Annotated[
        str | None,
        typer.Option(
            "--project",
            metavar="P",
            autocompletion=completion.projects,
            help=say("Whose baselines are meant.", "基线所属的项目。"),
        ),
    ] = None,
    show_all: Annotated[
        bool, typer.Option("--all", help=say("Leave nothing out.", "全部列出，不省略。"))
    ] = False,
    as_of: options.AsOf = None,
    lang: options.Language = None,
) -> int:
    from rdclient import api

    manner = _manner(form, as_of, lang, is_whole=show_all)
    return _told(
        api.diff(api.find_root(options.folder(context.obj)), span, manner, project=project)
    )


def _log(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help=say(
                "A requirement, a request, a baseline or a meeting.",
                "需求、变更申请、基线或会议的编号。",
            ),
        ),
    ],
    *,
    form: _Form = HistoryFormat.TEXT,
    as_of: options.AsOf = None,
    at: options.At = None,
    lang: options.Language = None,
) -> int:
    from rdclient import api

    root = api.find_root(options.folder(context.obj))
    return _told(api.log(root, name, _manner(form, as_of, lang, is_whole=True, at=at)))


def _manner(
    form: HistoryFormat,
    as_of: str | None,
    lang: Lang | None,
    *,
    is_whole: bool,
    at: str | None = None,
) -> "api.Manner":
    from rdclient import api

    return api.Manner(
        as_of=options.moment(as_of),
        lang=lang or chosen(),
        form=form.value,
        is_whole=is_whole,
        cache=options.cache_folder(is_wanted=True),
        at=at,
    )


def _told(compared: "api.Compared") -> int:
    """Print an answer; exit 3 when files could not be read."""
    for name in compared.shadowed:
        console.tell(
            say(
                f"note: '{name}' is taken as the baseline; a revision has that name too",
                f"提示：“{name}”按基线处理；另有同名的分支、标签或提交",
            )
        )
    console.show(compared.text)
    return console.CLEAN if console.is_complete(compared.unread) else console.FAILED
