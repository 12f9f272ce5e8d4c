"""Reports: what the week was worth to the client, and why something was not finished."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rdclient.diagnostic import Finding, finding
from rdclient.model.base import Moment
from rdclient.model.meeting import Meeting, ValueState
from rdclient.model.plan import ReportRecord
from rdclient.model.portfolio import weekly_cutoff
from rdclient.model.project import Project
from rdclient.model.requirement import Requirement, RequirementEvent, RequirementStep
from rdclient.rules.base import Case, Rule, where
from rdclient.rules.past import happened, held_on, known, label, now

_WEEKLY = re.compile(r"weekly-(\d{4})-W(\d{2})\Z", re.ASCII)
_WEEK = timedelta(weeks=1)
_REASONS = ("reason", "cause", "impact", "attempt", "eta")


@dataclass(frozen=True, slots=True)
class Week:
    """The window of a weekly report: later than ``after``, not later than ``until``."""

    after: datetime
    until: datetime

    def holds(self, when: Moment) -> bool:
        """Whether a moment lies in the window."""
        return self.after < when.instant <= self.until


def value_section_empty(case: Case) -> Iterator[Finding]:
    """A week with finished requirements says nothing of their value, or too much (RD430)."""
    for report in known(case, ReportRecord):
        yield from _empty(case, report)
    yield from _measured_early(case)
    yield from _told_early(case)


def _empty(case: Case, report: ReportRecord) -> Iterator[Finding]:
    week = _week(case, report.id)
    project = case.portfolio.project_of(report)
    if week is None or project is None or report.highlights:
        return
    done = tuple(_done(case, project, week))
    if not done or any(r.value and (r.value.metric or r.value.target) for r in done):
        return
    if any(m.value_items for m in _meetings(case, project, week)):
        return
    names = tuple(requirement.id for requirement in done)
    yield finding("RD430", where(report), id=report.id, requirements=names)


def _week(case: Case, name: str) -> Week | None:
    """The window between the policy's cutoffs (DOCUMENTS, weekly report)."""
    match = _WEEKLY.match(name)
    if match is None:
        return None
    year, number = int(match[1]), int(match[2])
    try:
        before = (date.fromisocalendar(year, number, 1) - _WEEK).isocalendar()
        after = weekly_cutoff(case.portfolio, before.year, before.week)
        return Week(after, min(weekly_cutoff(case.portfolio, year, number), now(case)))
    except (ValueError, OverflowError):
        return None


def _done(case: Case, project: Project, week: Week) -> Iterator[Requirement]:
    """The requirements whose first done event lies in the week."""
    step = case.portfolio.policy(week.until.date()).weekly.done_event
    for requirement in case.portfolio.of_project(Requirement, project):
        first = _first(case, requirement, step)
        if first and week.holds(first.at):
            yield requirement


def _first(case: Case, requirement: Requirement, step: RequirementStep) -> RequirementEvent | None:
    past = happened(requirement.events, "at", now(case))
    return next((event for _, event in past if event.type is step), None)


def _meetings(case: Case, project: Project, week: Week) -> Iterator[Meeting]:
    for meeting in case.portfolio.of_project(Meeting, project):
        begun = meeting.started_at or meeting.ended_at
        if begun and week.holds(begun) and held_on(case, meeting):
            yield meeting


def _measured_early(case: Case) -> Iterator[Finding]:
    moment = now(case)
    for requirement in known(case, Requirement):
        if not requirement.value or not requirement.value.measured:
            continue
        for index, measured in happened(requirement.value.measured, "on", moment):
            if not _is_released(case, requirement, measured.on):
                yield finding(
                    "RD430",
                    where(requirement, "value", "measured", index, "on"),
                    variant="measured",
                    id=requirement.id,
                    at=label(measured.on),
                )


def _told_early(case: Case) -> Iterator[Finding]:
    for meeting in known(case, Meeting):
        day = held_on(case, meeting) if meeting.value_items else None
        if day is None:
            continue
        for index, item in enumerate(meeting.value_items):
            if item.state is not ValueState.MEASURED or item.requirement is None:
                continue
            requirement = case.portfolio.find("requirement", item.requirement, meeting)
            if isinstance(requirement, Requirement) and not _is_released(case, requirement, day):
                at = where(meeting, "value_items", index, "state")
                yield finding("RD430", at, variant="told", id=item.requirement, at=label(day))


def _is_released(case: Case, requirement: Requirement, day: date) -> bool:
    released = _first(case, requirement, RequirementStep.RELEASED)
    return released is not None and released.at.day <= day


def unfinished_without_reason(case: Case) -> Iterator[Finding]:
    """A delay was recorded without reason, cause, impact, attempt or new date (RD440)."""
    moment = now(case)
    for requirement in known(case, Requirement):
        for index, event in happened(requirement.events, "at", moment):
            if event.type is not RequirementStep.DELAYED:
                continue
            missing = tuple(name for name in _REASONS if getattr(event, name) is None)
            if missing:
                at = where(requirement, "events", index)
                yield finding("RD440", at, id=requirement.id, missing=missing)


RULES = (
    Rule(
        "RD430",
        value_section_empty,
        about=("report", "requirement", "meeting"),
        needs=frozenset({"requirement", "meeting"}),
    ),
    Rule("RD440", unfinished_without_reason, about=("requirement",)),
)
