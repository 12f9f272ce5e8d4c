"""Baselines as people ask of them: what each holds, who agreed to it, what became of it since."""

from dataclasses import dataclass
from datetime import date, datetime

from rdclient.control.base import Matter
from rdclient.control.baseline import (
    entry_text,
    fits,
    proves_itself,
    signed_requirements,
    specification_verdict,
    text_of,
)
from rdclient.model.base import Moment, Words
from rdclient.model.baseline import Baseline, BaselineEntry
from rdclient.model.project import Project
from rdclient.model.requirement import Requirement
from rdclient.reports.entry import natural
from rdclient.reports.signing import SubjectView, baseline_token, subject_view


@dataclass(frozen=True, slots=True)
class EntryView:
    """One requirement of a baseline.

    Attributes:
        does_prove: whether its content has its fingerprint.
        now: ``same``, ``covered`` (a later baseline, approved requests), ``changed``, ``gone``.
        by: what covers it.
    """

    requirement: str
    title: str
    fingerprint: str
    does_prove: bool
    now: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BaselineView:
    """A baseline with its entries and signatures."""

    id: str
    title: Words | None
    version: str | None
    project: str | None
    created_on: date
    state: str
    signed_at: Moment | None
    subject: SubjectView
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class BaselineBoard:
    """The baselines of a project, or of all."""

    as_of: datetime
    project: str | None
    baselines: tuple[BaselineView, ...]


# ── baselines ────────────────────────────────────────────────────────────────


def baseline_board(matter: Matter, project: Project | None) -> BaselineBoard:
    """Every baseline, oldest first."""
    records = matter.portfolio
    found = records.of_project(Baseline, project) if project else records.all(Baseline)
    ordered = sorted(found, key=lambda one: (_scope(one), one.created_on, natural(one.id)))
    views = tuple(baseline_view(matter, one) for one in ordered)
    return BaselineBoard(matter.as_of, project.id if project else None, views)


def _scope(record: Baseline) -> tuple[str, str]:
    return record.origin.client or "", record.origin.project or ""


def baseline_view(matter: Matter, baseline: Baseline) -> BaselineView:
    """One baseline, entry by entry."""
    subject = subject_view(matter, baseline)
    return BaselineView(
        id=baseline.id,
        title=baseline.title,
        version=baseline.version,
        project=baseline.origin.project,
        created_on=baseline.created_on,
        state=baseline_token(specification_verdict(matter, baseline)),
        signed_at=subject.met_at,
        subject=subject,
        entries=tuple(_entry(matter, baseline, each) for each in baseline.entries),
    )


def _entry(matter: Matter, baseline: Baseline, entry: BaselineEntry) -> EntryView:
    now, by = _now(matter, baseline, entry)
    return EntryView(
        requirement=entry.requirement,
        title=str(entry.content.get("title") or ""),
        fingerprint=entry.fingerprint,
        does_prove=proves_itself(entry),
        now=now,
        by=by,
    )


def _now(matter: Matter, near: Baseline, entry: BaselineEntry) -> tuple[str, tuple[str, ...]]:
    """What became of a requirement since."""
    record = matter.portfolio.find("requirement", entry.requirement, near)
    found = record if isinstance(record, Requirement) else None
    text = text_of(matter, found)
    if text is not None and text == entry_text(entry):
        return "same", ()
    project = matter.project(near)
    signed = signed_requirements(matter, project).get(entry.requirement) if project else None
    way = fits(matter, signed, text) if signed else None
    if signed is not None and way is not None:
        later = signed.baseline
        first = (later.id,) if later is not None and later is not near else ()
        by = (*first, *(change.id for change in way.by))
        return "covered" if text is not None else "gone", by
    return ("gone", ()) if text is None else ("changed", ())
