"""What the acceptance tests share: the documents of the shipped example, by name.

Loaded by path (``runpy``), as folders of tests are no packages.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment

from rdclient.diagnostic import UsageError
from rdclient.lens import Audience, Lang
from rdclient.model.baseline import Baseline
from rdclient.model.change import Change
from rdclient.model.meeting import Meeting
from rdclient.model.portfolio import Portfolio
from rdclient.render.document import produce
from rdclient.reports import REPORTS
from rdclient.reports.base import Brief
from rdclient.reports.period import weekly_period
from rdclient.reports.report_subject import find_subject
from rdclient.reports.subject import find_meeting, find_project

ROOT = Path(__file__).absolute().parents[2]
EXAMPLE = ROOT / "examples" / "northbank"
NOW = datetime.fromisoformat("2026-11-20T18:00+08:00")
CLIENT = "northbank"
PROJECTS = ("settlement", "mobile-portal")
WEEKS = tuple((2026, week) for week in range(40, 48))
FORMS = ("md", "html", "json", "brief")

# ── documents ────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """Which document: report, subject, week, audience, language, format."""

    report: str
    subject: str
    week: tuple[int, int] | None
    audience: Audience
    lang: Lang
    form: str

    def __str__(self) -> str:
        """As a person would ask for it."""
        week = f" {self.week[0]}-W{self.week[1]}" if self.week else ""
        return f"{self.report} {self.subject}{week} {self.audience} {self.lang} {self.form}"


def meetings(portfolio: Portfolio) -> tuple[str, ...]:
    """Every meeting of the client as the command line names it, ``project/ID``."""
    held = (m for m in portfolio.all(Meeting) if m.origin.client == CLIENT)
    return tuple(f"{m.origin.project}/{m.id}" for m in held)


def weekly_view(
    portfolio: Portfolio, project: str, week: tuple[int, int], audience: Audience
) -> object:
    """The weekly report of a project as facts."""
    found = find_project(portfolio, f"{CLIENT}/{project}")
    period = weekly_period(portfolio, found, now=NOW, audience=audience, week=week)
    brief = Brief(portfolio, found, period.end, audience, period=period)
    return REPORTS["weekly-report"].build(brief)


def minutes_view(portfolio: Portfolio, meeting: str, audience: Audience) -> object | None:
    """The minutes of a meeting as facts; None where it has no client edition."""
    found = find_meeting(portfolio, f"{CLIENT}/{meeting}")
    project = portfolio.project_of(found)
    assert project is not None
    try:
        return REPORTS["minutes"].build(Brief(portfolio, project, NOW, audience, subject=found.id))
    except UsageError as error:
        if error.args[0] != "not-for-client":
            raise
        return None


def signed_forms(portfolio: Portfolio) -> tuple[tuple[str, str], ...]:
    """Report and subject of every document that is signed, and of the annex on signing."""
    kinds: tuple[tuple[str, Any], ...] = (("change-form", Change), ("baseline-form", Baseline))
    found = [
        (report, f"{record.origin.project}/{record.id}")
        for report, cls in kinds
        for record in portfolio.all(cls)
        if record.origin.client == CLIENT
    ]
    return (*found, *(("contract-annex", project) for project in PROJECTS))


def form_view(portfolio: Portfolio, report: str, subject: str, audience: Audience) -> object | None:
    """A document that is signed, as facts; None where it has no client edition."""
    kind = REPORTS[report].subject
    project, name = find_subject(portfolio, kind, f"{CLIENT}/{subject}")
    try:
        return REPORTS[report].build(Brief(portfolio, project, NOW, audience, subject=name))
    except UsageError as error:
        if error.args[0] != "not-for-client":
            raise
        return None


def documents(
    portfolio: Portfolio,
    audience: Audience,
    *,
    weeks: tuple[tuple[int, int], ...] = WEEKS[-2:],
    langs: tuple[Lang, ...] = tuple(Lang),
    forms: tuple[str, ...] = FORMS,
    of: tuple[str, ...] | None = None,
    signed: tuple[tuple[str, str], ...] | None = None,
) -> dict[Name, str]:
    """Weekly reports of both projects, minutes (of all meetings, or of those named), forms.

    ``signed`` names the forms; without it all of them are made, or none where ``of`` is given.
    """
    views: list[tuple[str, str, tuple[int, int] | None, object]] = [
        ("weekly-report", project, week, weekly_view(portfolio, project, week, audience))
        for project in PROJECTS
        for week in weeks
    ]
    for meeting in meetings(portfolio) if of is None else of:
        view = minutes_view(portfolio, meeting, audience)
        if view is not None:
            views.append(("minutes", meeting, None, view))
    wanted = signed if signed is not None else signed_forms(portfolio) if of is None else ()
    for report, subject in wanted:
        made = form_view(portfolio, report, subject, audience)
        if made is not None:
            views.append((report, subject, None, made))
    return {
        Name(report, subject, week, audience, lang, form): produce(
            report, view, lang=lang, form=form, templates={}
        ).text
        for report, subject, week, view in views
        for lang in langs
        for form in forms
        if form != "brief" or report == "weekly-report"
    }


@contextmanager
def compiled_once() -> Iterator[None]:
    """Within it each template is compiled once: most of a document's time is compiling."""
    kept: dict[tuple[object, ...], Any] = {}
    original = Environment.compile

    def compile_once(self: Environment, source: Any, name: Any = None, *more: Any) -> Any:  # noqa: ANN401 - Jinja's
        key = (type(self), source, name, more)
        if key not in kept:
            kept[key] = original(self, source, name, *more)
        return kept[key]

    Environment.compile = compile_once  # type: ignore[assignment,method-assign]
    try:
        yield
    finally:
        Environment.compile = original  # type: ignore[method-assign]
