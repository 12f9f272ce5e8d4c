"""The documents of control on the Typer application, and the verification of any document."""

from pathlib import Path
from typing import Annotated

import typer

from rdclient.cli import completion, console, options
from rdclient.cli.control_look import ControlFormat
from rdclient.cli.report import ReportFormat, Typed, report
from rdclient.cli.words import chosen, say, spoken
from rdclient.lens import Audience

_Form = Annotated[ReportFormat, typer.Option("--format", help=say("Output format.", "输出格式。"))]


def register(app: typer.Typer) -> None:
    """Add the verbs to the application."""
    app.command(
        "change-form",
        help=say("The change request form: before and after, impact, signatures.", "变更申请单。"),
    )(_change_form)
    app.command(
        "baseline-form",
        help=say(
            "What both sides confirm of the requirements, each in its full text.",
            "需求基线确认书，列明每条需求的正文。",
        ),
    )(_baseline_form)
    app.command(
        "contract-annex",
        help=say(
            "A contract annex by which the parties agree on signing and changes.",
            "合同附件：文件签署与变更确认办法。",
        ),
    )(_contract_annex)
    group = typer.Typer(
        help=say("Whether a document is what the records say.", "核对文档与记录是否相符。"),
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    group.command(
        "verify",
        help=say(
            "Make a document again from the records and compare it with a file.",
            "由记录重新生成文档，与文件比对。",
        ),
    )(_verify)
    app.add_typer(group, name="anchor")


def _change_form(
    context: typer.Context,
    change: Annotated[
        str,
        typer.Argument(
            metavar="CHANGE",
            autocompletion=completion.changes,
            help=say("Id of the change request.", "变更申请的编号。"),
        ),
    ],
    *,
    audience: options.Edition = Audience.INTERNAL,
    lang: options.Language = None,
    form: _Form = ReportFormat.MD,
    output: options.Output = "-",
    as_of: options.AsOf = None,
    at: options.At = None,
    allow_incomplete: options.AllowIncomplete = False,
) -> int:
    return report(
        Typed(
            context.obj, "change-form", change, as_of, audience, lang, form, output,
            allow_incomplete, at=at,
        )
    )  # fmt: skip


def _baseline_form(
    context: typer.Context,
    baseline: Annotated[
        str,
        typer.Argument(
            metavar="BASELINE",
            autocompletion=completion.baselines,
            help=say("Id of the baseline.", "需求基线的编号。"),
        ),
    ],
    *,
    audience: options.Edition = Audience.INTERNAL,
    lang: options.Language = None,
    form: _Form = ReportFormat.MD,
    output: options.Output = "-",
    as_of: options.AsOf = None,
    at: options.At = None,
    allow_incomplete: options.AllowIncomplete = False,
) -> int:
    return report(
        Typed(
            context.obj, "baseline-form", baseline, as_of, audience, lang, form, output,
            allow_incomplete, at=at,
        )
    )  # fmt: skip


def _contract_annex(
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
    audience: options.Edition = Audience.CLIENT,
    lang: options.Language = None,
    form: _Form = ReportFormat.MD,
    output: options.Output = "-",
    as_of: options.AsOf = None,
    at: options.At = None,
    allow_incomplete: options.AllowIncomplete = False,
) -> int:
    return report(
        Typed(
            context.obj, "contract-annex", project, as_of, audience, lang, form, output,
            allow_incomplete, at=at,
        )
    )  # fmt: skip


def _verify(
    context: typer.Context,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help=say("A document, Markdown or HTML.", "文档，Markdown 或 HTML。")
        ),
    ],
    *,
    at: options.At = None,
    lang: options.Language = None,
    form: Annotated[
        ControlFormat, typer.Option("--format", help=say("Output format.", "输出格式。"))
    ] = ControlFormat.TEXT,
) -> int:
    from rdclient import api
    from rdclient.render.anchor_words import anchor_json, anchor_told

    root = api.find_root(options.folder(context.obj))
    cache = options.cache_folder(is_wanted=True)
    found = api.verify_anchor(root, Path(file), at=at, cache=cache)
    if form is ControlFormat.JSON:
        console.show(anchor_json(found.outcome, found.anchor, found.made))
    else:
        words = lang or chosen() or found.lang or spoken()
        told = anchor_told(
            found.outcome, found.anchor, found.made,
            lang=words, as_of=found.as_of, apart=found.apart,
        )  # fmt: skip
        console.show(told)
    return console.CLEAN if found.is_match else console.FINDINGS
