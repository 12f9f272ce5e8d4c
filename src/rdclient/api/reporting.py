"""Reports: rendered, and on record as issued."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rdclient.api.moment import in_zone
from rdclient.api.reading import records
from rdclient.diagnostic import IncompleteError, UsageError, unread
from rdclient.lens import Audience, Lang
from rdclient.model.portfolio import Portfolio
from rdclient.model.project import Project
from rdclient.store import edits
from rdclient.store.edits import Edit
from rdclient.store.workspace import Read

if TYPE_CHECKING:
    from rdclient.reports.base import Brief, Report


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


def report(
    root: Path,
    name: str,
    subject: str | None,
    request: Request,
    *,
    cache: Path | None = None,
    at: str | None = None,
) -> Produced:
    """One report, rendered; ``cache`` is the folder with the key of the cache, as in ``check``.

    With ``at``, a revision, records and own templates are those of that commit.

    Raises:
        UsageError: when the subject, the week or the span does not fit.
        IncompleteError: when files could not be read and ``allow_incomplete`` is not set.
        TemplateBroken: when a template of the workspace cannot be used.
    """
    return made(records(root, cache=cache, at=at), name, subject, request)


def made(loaded: Read, name: str, subject: str | None, request: Request) -> Produced:
    """One report of records that were read.

    Raises:
        UsageError: when the subject, the week or the span does not fit.
        IncompleteError: when files could not be read and ``allow_incomplete`` is not set.
        TemplateBroken: when a template of the workspace cannot be used.
    """
    from rdclient.render import document
    from rdclient.reports import REPORTS

    row = REPORTS[name]
    brief = _whole_brief(loaded, row, subject, request)
    project = brief.project
    lang = request.lang or _readers_lang(loaded.portfolio, project, request.audience)
    page = document.produce(
        row.name,
        row.build(brief),
        lang=lang,
        form=request.format,
        templates=loaded.templates,
        span=request.span if row.series else _NO_SPAN,
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


def _whole_brief(loaded: Read, row: "Report", subject: str | None, request: Request) -> "Brief":
    """The brief, with what could not be read.

    Raises:
        UsageError: when the subject, the week or the span does not fit.
        IncompleteError: when files could not be read and that is not allowed, or the subject may
            stand in one of them.
    """
    lost = unread(loaded.findings)
    if lost and not request.allow_incomplete:
        raise IncompleteError("incomplete", ", ".join(lost), len(lost))
    try:
        return replace(_brief(loaded.portfolio, row, subject, request), unread=lost)
    except UsageError as error:
        if not lost:
            raise
        raise IncompleteError("not-found-unread", ", ".join(lost), len(lost)) from error


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
    from rdclient.reports.report_subject import find_subject

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
    return edits.append_entry(root, path, ("issued",), item)


def _written(moment: datetime) -> str:
    """A moment as records hold it; with its offset where the clock shows that label twice."""
    is_twice = moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()
    seconds = ":%S" if moment.second else ""
    offset = f"{moment:%z}" if is_twice else ""
    written = f"{moment:%Y-%m-%d %H:%M{seconds}}"
    return f"{written}{offset[:3]}:{offset[3:]}" if offset else written


def _readers_lang(portfolio: Portfolio, project: Project, audience: Audience) -> Lang:
    client = portfolio.client(project.origin.client)
    if audience is Audience.CLIENT and client and client.lang:
        return client.lang
    return portfolio.workspace.lang
