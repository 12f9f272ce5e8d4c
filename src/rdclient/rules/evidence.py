"""Evidence: what was on record by a day to show that a phase was prepared for, or finished."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from types import MappingProxyType

from rdclient.model.governance import RaciRow
from rdclient.model.meeting import Meeting, MeetingKind
from rdclient.model.plan import Deliverable, DeliverableKind, Milestone, Quality, TestLevel
from rdclient.model.policy import Evidence
from rdclient.model.project import Project
from rdclient.model.requirement import Requirement, RequirementStep
from rdclient.rules.base import Case
from rdclient.rules.past import happened, held_on, known_in, now, requirement_on

KINDS_OF_EVIDENCE = frozenset(
    {"meeting", "raci", "milestone", "requirement", "quality", "deliverable"}
)
"""The kinds of records that evidence is looked for in."""


def is_on_record(case: Case, project: Project, evidence: Evidence, day: date) -> bool:
    """Whether the project had the evidence by the end of a day.

    Args:
        case: facts after its ``as_of`` are not seen.
        project: whose records are looked at.
        evidence: what is looked for.
        day: not later than ``as_of``; what was entered late counts from the day it is dated.
    """
    return _TOLD_BY[evidence](case, project, day)


def was_tested(case: Case, project: Project, day: date, level: TestLevel) -> bool:
    """Whether test cases of a level had been executed by the end of a day."""
    return any(
        figures.level is level and (figures.executed or 0) > 0 and figures.on <= day
        for figures in known_in(case, Quality, project)
    )


def _has_matrix(case: Case, project: Project, _day: date) -> bool:
    """Whether somebody wrote down who answers for what; its rows carry no date."""
    return any(known_in(case, RaciRow, project))


def _is_accepted(case: Case, project: Project, day: date) -> bool:
    on = project.accepted_on
    return (on is not None and on <= day) or _met(case, project, day, MeetingKind.ACCEPTANCE)


def _met(case: Case, project: Project, day: date, kind: MeetingKind) -> bool:
    days = (
        held_on(case, meeting)
        for meeting in known_in(case, Meeting, project)
        if meeting.kind is kind
    )
    return any(held is not None and held <= day for held in days)


def _is_planned(case: Case, project: Project, day: date) -> bool:
    moment = now(case)
    return any(
        plan.on <= day
        for milestone in known_in(case, Milestone, project)
        for _, plan in happened(milestone.plans, "on", moment)
    )


def _reached(case: Case, project: Project, day: date, step: RequirementStep) -> bool:
    """Whether some requirement stood at the step or a later one, and was still wanted."""
    stood = (
        requirement_on(case, requirement, day)
        for requirement in known_in(case, Requirement, project)
    )
    return any(seen.is_active() and seen.has_reached(step) for seen in stood)


def _was_sent(case: Case, project: Project, day: date, kind: DeliverableKind) -> bool:
    return any(
        item.kind is kind and item.sent_on is not None and item.sent_on <= day
        for item in known_in(case, Deliverable, project)
    )


_TOLD_BY: Mapping[Evidence, Callable[[Case, Project, date], bool]] = MappingProxyType(
    {
        Evidence.KICKOFF_MEETING: partial(_met, kind=MeetingKind.KICKOFF),
        Evidence.RACI: _has_matrix,
        Evidence.MILESTONE_PLAN: _is_planned,
        Evidence.REQUIREMENT_CONFIRMED: partial(_reached, step=RequirementStep.CONFIRMED),
        Evidence.REQUIREMENT_DEVELOPED: partial(_reached, step=RequirementStep.DEVELOPED),
        Evidence.REQUIREMENT_TESTED: partial(_reached, step=RequirementStep.TESTED),
        Evidence.SYSTEM_TEST: partial(was_tested, level=TestLevel.SYSTEM),
        Evidence.ACCEPTANCE: _is_accepted,
        Evidence.DEV_LOG: partial(_was_sent, kind=DeliverableKind.DEV_LOG),
        Evidence.TEST_REPORT: partial(_was_sent, kind=DeliverableKind.TEST_REPORT),
        Evidence.MANUAL: partial(_was_sent, kind=DeliverableKind.MANUAL),
    }
)
"""How each kind of evidence is looked for."""
