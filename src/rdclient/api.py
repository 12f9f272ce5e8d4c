"""The façade that scripts and the command line use: check, explain, report, init."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rdclient.diagnostic import (
    Finding,
    IncompleteError,
    UsageError,
    in_order,
    unread,
    with_severity,
)
from rdclient.lens import Audience, Lang
from rdclient.model.portfolio import KINDS, Portfolio
from rdclient.model.project import Project
from rdclient.rules import RULES
from rdclient.rules.base import Case
from rdclient.rules.waiver import Waived, waived
from rdclient.store import edits
from rdclient.store.edits import Edit
from rdclient.store.workspace import Read, find_root, located, read

if TYPE_CHECKING:  # a check needs no reports
    from rdclient.reports.base import Brief, Report
    from rdclient.reports.card import Sought
    from rdclient.reports.listing import Wanted

__all__ = [
    "Checked",
    "Edit",
    "Produced",
    "Request",
    "Shown",
    "answer",
    "apply",
    "check",
    "find_root",
    "init",
    "issuance",
    "kind_page",
    "kinds",
    "parse_week",
    "report",
    "unread",
]


@dataclass(frozen=True, slots=True)
class Checked:
    """Result of ``check``: findings with positions, in order, and what was looked at.

    ``waived`` are those a waiver sets aside. ``lang`` is the workspace's, None when its own file
    could not be read.
    """

    findings: tuple[Finding, ...]
    waived: tuple[Waived, ...]
    records: int
    files: int
    lang: Lang | None


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a report.

    Attributes:
        as_of: a time without zone is read in the workspace's.
        audience: edition.
        lang: None for the reader's own: the client's in a client edition, else the workspace's.
        format: a row of ``render.document.DOCUMENT_FORMATS``.
        week: ISO year and week of a weekly report; None for the one ``as_of`` lies in.
        span: first and last day, overriding the window; each may be None.
        allow_incomplete: make the report although files could not be read, and say so in it.
    """

    as_of: datetime
    audience: Audience
    lang: Lang | None = None
    format: str = "md"
    week: tuple[int, int] | None = None
    span: tuple[date | None, date | None] = (None, None)
    allow_incomplete: bool = False


@dataclass(frozen=True, slots=True)
class Produced:
    """A rendered report.

    Attributes:
        text: the document.
        sections: number of its second-level headings.
        data_version: hash of the view it was made from.
        as_of: in the workspace's zone.
        lang: as chosen.
        home: folder of the project, relative to the workspace.
        period: week name of a periodic report.
        is_issued: whether this very report is on record as issued already.
        unissued: the week before, when its report was prepared but never issued.
    """

    text: str
    sections: int
    data_version: str
    as_of: datetime
    lang: Lang
    home: str
    period: str | None
    is_issued: bool
    unissued: str | None


# ── check ────────────────────────────────────────────────────────────────────


def check(root: Path, *, as_of: datetime) -> Checked:
    """Every finding about the records below ``root``; facts after ``as_of`` are in the future."""
    loaded = read(root)
    portfolio = loaded.portfolio
    case = Case(portfolio, in_zone(as_of, portfolio))
    stated = [
        finding
        for rule in RULES
        if not rule.needs & loaded.partial
        for finding in rule.check(case)
        if not _follows_from_unread(finding, loaded)
    ]
    severities = portfolio.policy(case.as_of.date()).severity
    of_rules = with_severity(located(tuple(stated), loaded.texts), severities)
    kept, aside = waived(of_rules, case)
    of_templates = with_severity(_templates(loaded), severities)
    findings = in_order((*loaded.findings, *of_templates, *kept))
    workspace = portfolio.workspace
    lang = workspace.lang if workspace in portfolio.records else None
    return Checked(findings, aside, len(portfolio.records), loaded.files, lang)


def in_zone(moment: datetime, portfolio: Portfolio) -> datetime:
    """The moment in the workspace's zone; without a zone it is read there."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=portfolio.zone)
    return moment.astimezone(portfolio.zone)


def _follows_from_unread(finding: Finding, loaded: Read) -> bool:
    """Whether a name means nothing only because the record could not be read."""
    facts = dict(finding.facts)
    if (finding.code, facts.get("variant")) == ("RD018", "scope"):
        kind, is_file = None, facts["name"] in unread(loaded.findings)
    elif finding.code == "RD012":
        kind, is_file = facts["kind"], False
    else:
        return False
    name = str(facts["name"]).rsplit("/", 1)[-1].removesuffix(".yaml")
    return is_file or name in loaded.unread_ids or kind in loaded.unread_kinds


def _templates(loaded: Read) -> tuple[Finding, ...]:
    if not loaded.templates:
        return ()
    from rdclient.render.document import template_findings

    return template_findings(loaded.templates)


# ── reports ──────────────────────────────────────────────────────────────────


def report(root: Path, name: str, subject: str | None, request: Request) -> Produced:
    """One report, rendered.

    Raises:
        UsageError: when the subject, the week or the span does not fit.
        IncompleteError: when files could not be read and ``allow_incomplete`` is not set.
        TemplateBroken: when a template of the workspace cannot be used.
    """
    from rdclient.render import document
    from rdclient.reports import REPORTS

    row = REPORTS[name]
    loaded = read(root)
    lost = unread(loaded.findings)
    if lost and not request.allow_incomplete:
        raise IncompleteError("incomplete", ", ".join(lost), len(lost))
    brief = replace(_brief(loaded.portfolio, row, subject, request), unread=lost)
    project = brief.project
    lang = request.lang or _readers_lang(loaded.portfolio, project, request.audience)
    page = document.produce(
        row.name, row.build(brief), lang=lang, form=request.format, templates=loaded.templates
    )
    return Produced(
        text=page.text,
        sections=page.sections,
        data_version=page.data_version,
        as_of=brief.as_of,
        lang=lang,
        home=project.origin.path.rsplit("/", 1)[0],
        period=brief.period.name if brief.period else None,
        is_issued=_is_issued(brief),
        unissued=_unissued(brief) if request.week is None and request.span == _NO_SPAN else None,
    )


_NO_SPAN = (None, None)


def _is_issued(brief: "Brief") -> bool:
    from rdclient.reports.period import issued_as_of

    known = issued_as_of(brief.portfolio, brief.project, brief.audience)
    return brief.period is not None and brief.as_of in known


def _unissued(brief: "Brief") -> str | None:
    from rdclient.reports.period import unissued_before

    if brief.period is None:
        return None
    return unissued_before(brief.portfolio, brief.project, brief.period, brief.audience)


def _brief(portfolio: Portfolio, row: "Report", subject: str | None, request: Request) -> "Brief":
    from rdclient.reports.base import Brief
    from rdclient.reports.period import weekly_period
    from rdclient.reports.subject import find_subject

    as_of = in_zone(request.as_of, portfolio)
    project, meeting = find_subject(portfolio, row.subject, subject)
    brief = Brief(portfolio, project, as_of, request.audience, subject=meeting)
    if not row.series:
        return brief
    period = weekly_period(
        portfolio,
        project,
        now=as_of,
        audience=request.audience,
        week=request.week,
        span=request.span,
    )
    return replace(brief, as_of=period.end, period=period)


def parse_week(text: str) -> tuple[int, int]:
    """ISO year and week from ``2026-W47``.

    Raises:
        UsageError: when it is not a week of the calendar.
    """
    from rdclient.reports import period

    return period.parse_week(text)


def issuance(root: Path, produced: Produced, request: Request, to: tuple[str, ...]) -> Edit:
    """The edit that records that a periodic report was issued; nothing is written yet.

    Raises:
        UsageError: when the report was made from incomplete records.
        EditRefusedError: when the file cannot be changed safely.
    """
    if request.allow_incomplete or produced.period is None:
        raise UsageError("issue-needs-final")
    zone = produced.as_of.tzinfo
    asked = request.as_of
    asked = asked.astimezone(zone) if asked.tzinfo else asked.replace(tzinfo=zone)
    item: dict[str, object] = {
        "at": _written(max(asked, produced.as_of)),
        "as_of": _written(produced.as_of),
        "edition": request.audience.value,
        "lang": produced.lang.value,
    }
    if named := [who for who in to if who.strip()]:
        item["to"] = named
    item["data_version"] = produced.data_version
    path = f"{produced.home}/reports/weekly-{produced.period}.yaml"
    return edits.append_item(root, path, "issued", item)


def _written(moment: datetime) -> str:
    """A moment as records hold it; with its offset where the clock shows that label twice."""
    is_twice = moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()
    seconds = ":%S" if moment.second else ""
    offset = f"{moment:%z}" if is_twice else ""
    written = f"{moment:%Y-%m-%d %H:%M{seconds}}"
    return f"{written}{offset[:3]}:{offset[3:]}" if offset else written


def apply(root: Path, edit: Edit) -> None:
    """Write an edit.

    Raises:
        EditRefusedError: when the file changed since it was read, or cannot be written.
    """
    edits.apply(root, edit)


def _readers_lang(portfolio: Portfolio, project: Project, audience: Audience) -> Lang:
    client = portfolio.client(project.origin.client)
    if audience is Audience.CLIENT and client and client.lang:
        return client.lang
    return portfolio.workspace.lang


# ── list, show ───────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Shown:
    """What ``list`` or ``show`` prints, and the files that could not be read."""

    text: str
    unread: tuple[str, ...]


def answer(
    root: Path, question: "Wanted | Sought", *, as_of: datetime, lang: Lang | None, form: str
) -> Shown:
    """The answer to ``list`` or ``show``; ``form`` is a row of ``ANSWER_FORMATS``.

    Raises:
        UsageError: when nothing fits, or several things do.
        IncompleteError: when nothing fits and files could not be read.
    """
    from rdclient.render.answer import ANSWER_FORMATS

    loaded = read(root)
    portfolio, lost = loaded.portfolio, unread(loaded.findings)
    try:
        view = question.view(portfolio, as_of=in_zone(as_of, portfolio))
    except UsageError as error:
        if not lost:
            raise
        raise IncompleteError("not-found-unread", ", ".join(lost), len(lost)) from error
    return Shown(ANSWER_FORMATS[form](view, lost, lang=lang or portfolio.workspace.lang), lost)


# ── explain ──────────────────────────────────────────────────────────────────


def kinds() -> tuple[str, ...]:
    """What ``kind_page`` tells of: the kinds of records, and the parts that several hold."""
    from rdclient.render.kind_page import PARTS

    return (*KINDS, *PARTS)


def kind_page(kind: str, *, lang: Lang) -> str:
    """The fields of a kind of record and where such records stand."""
    from rdclient.render import kind_page as shown
    from rdclient.store import layout

    return shown.page(kind, layout.places(kind), lang=lang)


# ── init ─────────────────────────────────────────────────────────────────────


def init(target: Path, *, lang: Lang, sample: bool) -> tuple[str, ...]:
    """Make a workspace that passes ``check`` at once; the files written, relative to it.

    Files about the repository that are there already (``README.md`` …) stay as they are.

    Raises:
        EditRefusedError: when any other file of that name exists; nothing is written then.
    """
    from rdclient.store import skeleton

    files = skeleton.sample(lang) if sample else skeleton.blank(lang)
    kept = {name for name in skeleton.ABOUT_THE_REPOSITORY if (target / name).exists()}
    return edits.create(target, {name: files[name] for name in files if name not in kept})
