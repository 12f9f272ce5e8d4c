"""The report verbs: ``weekly-report``, ``minutes`` and every other row of ``REPORTS``."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rdclient.cli import console, options
from rdclient.cli.words import say
from rdclient.lens import Audience, Lang

if TYPE_CHECKING:
    from rdclient.api import Produced


class ReportFormat(StrEnum):
    """The rows of ``render.document.DOCUMENT_FORMATS``, named here so that help stays fast."""

    MD = "md"
    HTML = "html"
    JSON = "json"
    BRIEF = "brief"


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed for a report."""

    folder: str | None
    name: str
    subject: str | None
    as_of: str | None
    audience: Audience
    lang: Lang | None
    form: ReportFormat
    output: str
    allow_incomplete: bool
    week: str | None = None
    first: str | None = None
    last: str | None = None
    issue: bool = False
    to: tuple[str, ...] = ()


def report(typed: Typed) -> int:
    """Make a report, deliver it, and record that it was issued when asked to."""
    from rdclient import api

    root = api.find_root(options.folder(typed.folder))
    request = api.Request(
        as_of=options.moment(typed.as_of),
        audience=typed.audience,
        lang=typed.lang,
        format=typed.form.value,
        week=api.parse_week(typed.week) if typed.week else None,
        span=(options.day(typed.first), options.day(typed.last)),
        allow_incomplete=typed.allow_incomplete,
    )
    produced = api.report(root, typed.name, typed.subject, request)
    console.deliver(produced.text, typed.output, root=root)
    if typed.output != "-":
        console.tell(_told(produced, typed.output))
    if typed.issue:
        path = api.issue(root, produced, request, typed.to)
        console.tell(say(f"recorded as issued in {path}", f"已在 {path} 登记发出"))
    return console.CLEAN


def _told(produced: "Produced", output: str) -> str:
    when = f"{produced.as_of:%Y-%m-%d %H:%M %z}"
    sections = f"{produced.sections} sections · " if produced.sections else ""
    sections_zh = f"{produced.sections}节 · " if produced.sections else ""
    return say(
        f"wrote {output} · {sections}data version {produced.data_version} · as of {when}",
        f"已写入 {output} · {sections_zh}数据版本 {produced.data_version} · 数据截至 {when}",
    )
