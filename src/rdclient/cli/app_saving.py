"""Saving and looking after it on the Typer application: ``save``, ``doctor``, the merge driver."""

from typing import Annotated, Literal

import typer

from rdclient.cli import options
from rdclient.cli.listing import AnswerFormat
from rdclient.cli.words import say

_Message = Annotated[
    str | None,
    typer.Option(
        "-m",
        "--message",
        metavar="TEXT",
        help=say(
            "What was done (default: the records that changed).",
            "保存说明（默认：改动了哪些记录）。",
        ),
    ),
]
_NoPush = Annotated[
    bool,
    typer.Option(
        "--no-push",
        help=say("Commit only; do not ask the remote.", "只提交到本机，不连接远端。"),
    ),
]
_Keep = Annotated[
    Literal["mine", "theirs"] | None,
    typer.Option(
        "--keep",
        help=say(
            "Whose value counts where both sides changed it.",
            "两边改了同一处时以哪边为准：mine 本地，theirs 远端。",
        ),
    ),
]
_Anyway = Annotated[
    bool,
    typer.Option("--anyway", help=say("Save files with errors too.", "有错误也保存。")),
]
_DryRun = Annotated[
    bool,
    typer.Option(
        "--dry-run",
        help=say("Tell what would be saved and do nothing.", "只列出将保存的内容，不执行。"),
    ),
]


def register(app: typer.Typer) -> None:
    """Add the verbs to the application."""
    app.command(
        "save",
        help=say(
            "Check and commit, take over others' changes, push.",
            "保存到仓库：检查、提交、并入他人的改动、推送。",
        ),
    )(_save)
    app.command(
        "doctor",
        help=say(
            "What this computer lacks, and work that is not saved.",
            "检查本机环境，列出还没有保存的工作。",
        ),
    )(_doctor)
    app.command("merge-driver", hidden=True)(_merge_driver)


def _save(
    context: typer.Context,
    *,
    message: _Message = None,
    no_push: _NoPush = False,
    keep: _Keep = None,
    anyway: _Anyway = False,
    dry_run: _DryRun = False,
    lang: options.Language = None,
) -> int:
    from rdclient import api
    from rdclient.cli.save import save

    wish = api.SaveWish(message, not no_push, dry_run, anyway, keep)
    return save(context.obj, wish, lang=lang)


def _doctor(
    context: typer.Context,
    *,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix",
            help=say(
                "Set up the merge driver of this workspace.",
                "为本工作区设置按记录合并（merge driver）。",
            ),
        ),
    ] = False,
    form: Annotated[
        AnswerFormat, typer.Option("--format", help=say("Output format.", "输出格式。"))
    ] = AnswerFormat.TEXT,
    lang: options.Language = None,
) -> int:
    from rdclient.cli.doctor import doctor

    return doctor(context.obj, fix=fix, form=form, lang=lang)


def _merge_driver(base: str, ours: str, theirs: str, path: str) -> int:
    from rdclient.cli.save import merge_driver

    return merge_driver((base, ours, theirs), path, lang=None)
