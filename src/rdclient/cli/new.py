"""``rdclient new``: a record written, opened in the editor, checked; minutes made of notes."""

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rdclient.cli import console, options
from rdclient.cli.words import chosen, say, spoken
from rdclient.diagnostic import CODES, RdclientError, Severity, UsageError
from rdclient.lens import Audience, Lang

if TYPE_CHECKING:
    from rdclient.api import Clock, Made, Understood, Wanted


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed for ``new``."""

    folder: str | None
    kind: str
    project: str | None
    client: str | None
    name: str | None
    title: str | None
    at: str | None
    sets: tuple[str, ...]
    source: str | None
    meeting_kind: str | None
    attendees: tuple[str, ...]
    lang: Lang | None
    is_printed: bool
    is_edited: bool
    is_dry: bool

    @property
    def words(self) -> Lang:
        """The language to speak."""
        return self.lang or chosen() or spoken()


def new(asked: Asked) -> int:
    """Make the record, or show what would be written."""
    from rdclient import api

    kind = _kind(asked)
    root = api.find_root(options.folder(asked.folder))
    clock = api.Clock(options.moment(None), options.moment)
    cache = options.cache_folder(is_wanted=True)
    wanted = api.Wanted(
        kind, asked.project, asked.client, asked.name, asked.title, asked.at, asked.sets, asked.lang
    )
    if kind == "meeting":
        return _meeting(asked, wanted, root, clock, cache)
    if console.is_conversation():
        wanted = _completed(root, wanted, clock, cache)

    def plan() -> "Made":
        return api.new_record(root, wanted, clock=clock, cache=cache)

    made = plan() if asked.is_dry else api.create(root, plan)
    _show(asked, made)
    if not asked.is_dry:
        console.show(f"{made.path}\n")
        _conclude(asked, root, made, cache)
    return console.CLEAN


def _kind(asked: Asked) -> str:
    """The kind that was typed.

    Raises:
        UsageError: when there is none, or an option is not for it.
    """
    from rdclient.render.kind_names import kind_named, name_of, near_kinds

    kind = kind_named(asked.kind)
    if kind is None:
        near = near_kinds(asked.kind)
        known = say(", ".join(near), "、".join(name_of(each, lang=Lang.ZH) for each in near))
        raise UsageError("unknown-kind", asked.kind, known)
    given = {
        "--from": asked.source is not None,
        "--kind": asked.meeting_kind is not None,
        "--attendees": bool(asked.attendees),
        "--no-print": not asked.is_printed,
    }
    if kind != "meeting" and any(given.values()):
        raise UsageError("new-only-meeting", next(name for name, is_in in given.items() if is_in))
    return "person" if kind == "people" else kind


def _completed(root: Path, wanted: "Wanted", clock: "Clock", cache: Path | None) -> "Wanted":
    """What was asked for, with an answer to each question that is open."""
    from rdclient import api

    while lacks := api.lacking(root, wanted, clock=clock, cache=cache):
        answer = console.ask(f"{lacks[0].hint}{'：' if wanted.lang is Lang.ZH else ': '}")
        if not answer:
            break
        match lacks[0].option.split():
            case ["--id"]:
                wanted = replace(wanted, id=answer)
            case ["--title"]:
                wanted = replace(wanted, title=answer)
            case [_, field]:
                wanted = replace(wanted, sets=(*wanted.sets, f"{field}{answer}"))
    return wanted


# ── what is shown ────────────────────────────────────────────────────────────


def _show(asked: Asked, made: "Made") -> None:
    """What would be written."""
    from rdclient.render.difference import unified

    if asked.is_dry:
        for edit in made.edits:
            console.show(unified(edit.path, edit.before, edit.after))
        dry = ("（--dry-run，未写入）", " (dry run, nothing was written)")
        console.tell(made.name + dry[asked.words is Lang.EN])


def _conclude(asked: Asked, root: Path, made: "Made", cache: Path | None) -> None:
    """Open the editor where there is one, check what was written, and say what comes next."""
    from rdclient.render.findings import printable

    command = options.editor() if asked.is_edited and console.is_conversation() else None
    if command and not console.edit(command, root / made.path):
        told = (f"提示：编辑器 {command} 未能启动", f"note: {command} could not be started")
        console.tell(told[asked.words is Lang.EN])
    elif command:
        _check(asked, root, made.path, cache)
        return
    path = printable(made.path)
    if asked.words is Lang.ZH:
        left = f"，待填写{len(made.gaps)}项" if made.gaps else ""
        console.tell(f"已新建 {made.name}{left} · 接下来：rdclient check {path}")
    else:
        left = f", {len(made.gaps)} fields left to fill in" if made.gaps else ""
        console.tell(f"{made.name} was made{left} · next: rdclient check {path}")


def _check(asked: Asked, root: Path, path: str, cache: Path | None) -> None:
    """What there is to say about the file."""
    from rdclient import api
    from rdclient.render.findings import FORMATS, Outcome

    checked = api.check(root, as_of=options.moment(None), cache=cache)
    own = tuple(found for found in checked.findings if found.location.path == path)
    outcome = Outcome(
        findings=own,
        waived=(),
        records=checked.records,
        files=checked.files,
        unread=(),
        lang=asked.words,
        codes=tuple(CODES),
        fail_on=Severity.ERROR,
        prefix="",
        statistics=False,
    )
    console.tell(FORMATS["text"](outcome).rstrip("\n"))


# ── a meeting ────────────────────────────────────────────────────────────────


def _meeting(asked: Asked, wanted: "Wanted", root: Path, clock: "Clock", cache: Path | None) -> int:
    """A meeting, pre-filled; of notes its minutes too."""
    from rdclient import api
    from rdclient.render.findings import printable

    typed = tuple(name for one in asked.attendees for name in re.split("[,，、;；]", one))
    who = tuple(name.strip() for name in typed if name.strip())
    text = _notes(asked.source) if asked.source is not None else None
    meeting = api.MeetingAsked(wanted, asked.meeting_kind, text, who)

    def plan() -> "api.MeetingMade":
        return api.new_meeting(root, meeting, clock=clock, cache=cache)

    made = plan() if asked.is_dry else api.create(root, plan)
    if made.understood:
        console.tell(_told(made.name, made.understood, asked.words))
    _show(asked, made)
    if asked.is_dry:
        return console.CLEAN
    if text is None or not asked.is_printed:
        console.show("".join(f"{edit.path}\n" for edit in made.edits))
        _conclude(asked, root, made, cache)
        return console.CLEAN
    for edit in made.edits:
        wrote = "已写入" if asked.words is Lang.ZH else "wrote"
        console.tell(f"{wrote} {printable(edit.path)}")
    _check(asked, root, made.path, cache)
    return _minutes(asked, root, made.name, cache)


def _minutes(asked: Asked, root: Path, name: str, cache: Path | None) -> int:
    """The minutes on standard output; the record stays when they cannot be made."""
    from rdclient import api
    from rdclient.render.messages import error_message

    request = api.Request(options.moment(None), Audience.INTERNAL, asked.lang)
    try:
        produced = api.report(root, "minutes", name, request, cache=cache)
    except RdclientError as error:
        zh, en = "会议已写入，但纪要未能生成：", "the meeting is written, but not its minutes: "
        told = zh if asked.words is Lang.ZH else en
        console.tell(told + error_message(error, lang=asked.words))
        return console.FAILED
    console.show(produced.text)
    return console.CLEAN


def _told(name: str, understood: "Understood", lang: Lang) -> str:
    from rdclient.render.understood import Row, Summary, told

    rows = tuple(
        Row(
            row.kind,
            row.id,
            row.text,
            row.who.name if row.who else "",
            row.who is not None and row.who.id is not None,
            row.due or "",
        )
        for row in understood.rows
    )
    return told(
        Summary(
            understood.title, understood.kind.value, understood.start, rows,
            understood.came, understood.absent, understood.is_guess, understood.as_last,
            understood.following, len(understood.rest), understood.carried,
            name, understood.inside,
        ),
        lang=lang,
    )  # fmt: skip


_MOST = 1024 * 1024
"""Bytes that notes may have."""


def _notes(source: str) -> str:
    """The text of notes, from a file or from standard input.

    Raises:
        UsageError: when they cannot be read, or there are none.
    """
    from rdclient.exchange.notes import UnreadableNotesError, text_of

    try:
        if source == "-":
            content = console.received(_MOST + 1)
        else:
            with Path(options.folder(None), source).open("rb") as file:
                content = file.read(_MOST + 1)
    except OSError as error:
        raise UsageError("notes-missing", source, error.strerror or str(error)) from error
    if len(content) > _MOST:
        raise UsageError("notes-size", source, _MOST)
    try:
        text = text_of(content)
    except UnreadableNotesError:
        raise UsageError("notes-encoding", source) from None
    if not text.strip():
        raise UsageError("notes-empty", source)
    return text
