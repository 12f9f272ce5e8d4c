"""The verbs of ``signoff`` on the Typer application: ask for one, record one, what there is."""

from pathlib import Path
from typing import Annotated

import typer

from rdclient.cli import completion, options
from rdclient.cli.control_look import Asked, ControlFormat
from rdclient.cli.words import say

_Subject = Annotated[
    str,
    typer.Argument(
        metavar="SUBJECT",
        autocompletion=completion.subjects,
        help=say(
            "Id of a baseline, a change request or a meeting.",
            "需求基线、变更申请或会议的编号。",
        ),
    ),
]
_Scope = Annotated[
    str | None,
    typer.Argument(
        metavar="[SUBJECT|PROJECT]",
        autocompletion=completion.subjects,
        help=say("What is signed, or a project (default: all).", "确认对象或项目（默认：全部）。"),
    ),
]
_Form = Annotated[ControlFormat, typer.Option("--format", help=say("Output format.", "输出格式。"))]
_On = Annotated[
    str | None,
    typer.Option(
        "--on",
        metavar="TIME",
        help=say("When it was declared (default: now).", "确认的日期或时间（默认：现在）。"),
    ),
]
_Evidence = Annotated[
    list[str] | None,
    typer.Option(
        "--evidence",
        metavar="FILE",
        help=say(
            "A scan, a mail …; copied beside the statement. May be repeated.",
            "扫描件、邮件等凭证，将复制到记录旁，可写多个。",
        ),
    ),
]
_Seal = Annotated[
    str | None,
    typer.Option(
        "--seal",
        metavar="SEAL",
        help=say("Seal on the evidence: official or contract.", "凭证上的盖章：公章或合同专用章。"),
    ),
]


def register(app: typer.Typer) -> None:
    """Add the verbs to the application."""
    group = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help=say(
            "Sign-offs: who agreed to exactly which text.",
            "签字确认：由谁确认了哪一份内容。",
        ),
    )
    for name, verb, en, zh in (
        ("request", _request, "Make what a signer gets: document, statement, how-to.",
         "生成送签文件：正文、声明、签字说明。"),
        ("add", _add, "Record what somebody declared, with its evidence.",
         "登记一份确认及其凭证。"),
        ("import", _import, "Record what a signer sent back, once it is verified.",
         "核对并登记签字人发回的文件。"),
        ("status", _status, "What each subject needs of both sides, and has.",
         "列出各项须由双方确认的内容及已有确认。"),
        ("verify", _verify, "Verify every act anew: text, evidence, keys.",
         "重新核验每份确认：内容、凭证、公钥。"),
    ):  # fmt: skip
        group.command(name, help=say(en, zh))(verb)
    app.add_typer(group, name="signoff")


def _request(
    context: typer.Context,
    subject: _Subject,
    *,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="DIR",
            help=say(
                "Folder to make (default: SUBJECT-FINGERPRINT here).",
                "生成到该文件夹（默认：当前位置的 编号-指纹）。",
            ),
        ),
    ] = None,
    person: Annotated[
        str | None,
        typer.Option(
            "--for",
            metavar="WHO",
            autocompletion=completion.people,
            help=say(
                "Only for this person (default: all of the client who may sign).",
                "只为该人员生成（默认：甲方全部可确认人员）。",
            ),
        ),
    ] = None,
    on: _On = None,
    dry_run: options.DryRun = False,
    lang: options.Language = None,
) -> int:
    from rdclient import api
    from rdclient.cli import signoff

    wish = api.PacketWish(subject, person, on, lang)
    return signoff.request(context.obj, wish, output, dry_run=dry_run)


def _add(
    context: typer.Context,
    subject: _Subject,
    *,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="WHO",
            autocompletion=completion.people,
            help=say("Who declared it.", "确认人。"),
        ),
    ],
    side: Annotated[
        str | None,
        typer.Option(
            "--side",
            metavar="SIDE",
            help=say("client or vendor (default: theirs).", "甲方或乙方（默认：确认人所属方）。"),
        ),
    ] = None,
    on: _On = None,
    evidence: _Evidence = None,
    seal: _Seal = None,
    evidence_kind: Annotated[
        str | None,
        typer.Option(
            "--evidence-kind",
            metavar="KIND",
            help=say(
                "scan, email, e_seal, sending or other (default: by name).",
                "扫描件、邮件、电子签章、发送凭证、其他（默认：按文件名）。",
            ),
        ),
    ] = None,
    decision: Annotated[
        str | None,
        typer.Option(
            "--decision",
            metavar="DECISION",
            help=say(
                "approve (default), approve_with_conditions, reject or revoke.",
                "同意（默认）、有条件同意、不同意、撤销。",
            ),
        ),
    ] = None,
    conditions: Annotated[
        str | None,
        typer.Option(
            "--conditions",
            metavar="TEXT",
            help=say("Under which it is approved.", "同意所附的条件。"),
        ),
    ] = None,
    deemed: Annotated[
        bool,
        typer.Option(
            "--deemed",
            help=say("Minutes: nobody objected in time.", "会议纪要：逾期未提异议（默认确认）。"),
        ),
    ] = False,
    key: Annotated[
        str | None,
        typer.Option(
            "--key", metavar="FILE", help=say("SSH key to sign with.", "用于签名的 SSH 密钥。")
        ),
    ] = None,
    packet: Annotated[
        str | None,
        typer.Option(
            "--packet",
            metavar="FILE",
            help=say("The document that was read.", "确认人所阅的文件。"),
        ),
    ] = None,
    dry_run: options.DryRun = False,
    lang: options.Language = None,
) -> int:
    from rdclient import api
    from rdclient.cli import signoff

    wish = api.ActWish(
        subject, by, on, side, tuple(map(Path, evidence or ())), seal, evidence_kind, decision,
        conditions, is_deemed=deemed, key=Path(key) if key else None,
        packet=Path(packet) if packet else None,
    )  # fmt: skip
    return signoff.add(context.obj, wish, lang=lang, dry_run=dry_run)


def _import(
    context: typer.Context,
    place: Annotated[
        str,
        typer.Argument(
            metavar="FILE|DIR",
            help=say(
                "What came back: the statement with its .sig or a scan, or their folder.",
                "发回的声明（连同 .sig 或扫描件），或其所在文件夹。",
            ),
        ),
    ],
    *,
    evidence: _Evidence = None,
    seal: _Seal = None,
    on: Annotated[
        str | None,
        typer.Option(
            "--on", metavar="DAY", help=say("The day written on the paper.", "纸面上的签署日期。")
        ),
    ] = None,
    dry_run: options.DryRun = False,
    lang: options.Language = None,
) -> int:
    from rdclient import api
    from rdclient.cli import signoff

    wish = api.ReturnWish(Path(place), tuple(map(Path, evidence or ())), seal, on)
    return signoff.import_returned(context.obj, wish, lang=lang, dry_run=dry_run)


def _status(
    context: typer.Context,
    name: _Scope = None,
    *,
    form: _Form = ControlFormat.TEXT,
    as_of: options.AsOf = None,
    at: options.At = None,
    lang: options.Language = None,
) -> int:
    from rdclient.cli import signoff

    return signoff.status(Asked(context.obj, form.value, as_of, at, lang), name)


def _verify(
    context: typer.Context,
    name: _Scope = None,
    *,
    form: _Form = ControlFormat.TEXT,
    as_of: options.AsOf = None,
    at: options.At = None,
    lang: options.Language = None,
    exit_zero: options.ExitZero = False,
) -> int:
    from rdclient.cli import signoff

    asked = Asked(context.obj, form.value, as_of, at, lang)
    return signoff.verify(asked, name, exit_zero=exit_zero)
