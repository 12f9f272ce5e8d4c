"""The report verbs: ``weekly-report``, ``minutes`` and every other row of ``REPORTS``."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rdclient.cli import console, options
from rdclient.cli.words import say
from rdclient.diagnostic import UsageError
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
    at: str | None = None


def report(typed: Typed) -> int:
    """Make a report, deliver it, and record that it was issued when asked to."""
    from rdclient import api

    if typed.to and not typed.issue:
        raise UsageError("sent-to-without-issue")
    if typed.at is not None and typed.issue:
        raise UsageError("issue-at-commit")
    root = api.find_root(options.folder(typed.folder))
    request = api.Request(
        as_of=options.moment(typed.as_of),
        audience=typed.audience,
        lang=typed.lang,
        format=typed.form.value,
        week=options.week(typed.week),
        span=(options.day(typed.first), options.day(typed.last)),
        allow_incomplete=typed.allow_incomplete,
    )
    cache = options.cache_folder(is_wanted=True)
    produced = api.report(root, typed.name, typed.subject, request, cache=cache, at=typed.at)
    is_new = typed.issue and not produced.is_issued
    edit = api.issuance(root, produced, request, typed.to) if is_new else None
    if typed.output != "-":
        console.deliver(produced.text, typed.output, root=root)
        console.tell(_told(produced, typed.output))
    if edit:  # before anything is shown: what fails shows nothing
        api.apply(root, edit)
        console.tell(say(f"recorded as issued in {edit.path}", f"已在 {edit.path} 登记发出"))
    for note in _notes(typed, produced):
        console.tell(note)
    if typed.output == "-":
        console.show(produced.text)
    return console.CLEAN


def _notes(typed: Typed, produced: "Produced") -> Iterator[str]:
    """What the person may have overlooked."""
    if typed.issue and produced.is_issued:
        yield say(
            f"note: this report of {produced.period} is on record as issued; nothing was recorded",
            f"提示：{produced.period} 的这一期已登记发出，未重复登记",
        )
    if produced.unissued:
        yield say(
            f"note: the report of {produced.unissued} was prepared and is not on record as issued; "
            f"for it, add --week {produced.unissued}",
            f"提示：{produced.unissued} 的周报已准备，尚未登记发出；要生成那一期，请加 "
            f"--week {produced.unissued}",
        )


def _told(produced: "Produced", output: str) -> str:
    day, _, clock = produced.as_of.isoformat(timespec="minutes").partition("T")
    when = f"{day} {clock[:5]} {clock[5:]}"
    sections = f"{produced.sections} sections · " if produced.sections else ""
    sections_zh = f"{produced.sections}节 · " if produced.sections else ""
    return say(
        f"wrote {output} · {sections}data version {produced.data_version} · as of {when}",
        f"已写入 {output} · {sections_zh}数据版本 {produced.data_version} · 数据截至 {when}",
    )
