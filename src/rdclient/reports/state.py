"""The state a record is in as of a moment, derived from its dated facts, kind by kind.

``--open`` means what still wants something done. A requirement is open until it is released,
deferred, declined or withdrawn; a change until it is closed, rejected, deferred or withdrawn; a
ticket, an incident or a complaint until it is closed (a ticket also: cancelled); a formal meeting
until its minutes are sent, an informal one until it was held; a project until its last phase; a
contract until its warranty is over; whatever has no life of its own is always open.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from rdclient.control.agreed_plan import approved_plan
from rdclient.control.base import Matter, matter_of
from rdclient.control.baseline import specification_verdict
from rdclient.control.change import ChangeState, standing
from rdclient.model.base import Action, Record
from rdclient.model.baseline import Baseline
from rdclient.model.care import FollowUp, TechnicalBrief
from rdclient.model.change import Change
from rdclient.model.client import Contact, Contract, Person
from rdclient.model.governance import Waiver
from rdclient.model.meeting import ConfirmationItem, Formality, Meeting
from rdclient.model.operation import Inspection, InspectionResult
from rdclient.model.plan import Deliverable, Iteration, Milestone, ReportRecord, Task
from rdclient.model.policy import Policy
from rdclient.model.portfolio import Portfolio
from rdclient.model.project import Feedback, Phase, Project
from rdclient.model.requirement import Requirement, RequirementStep
from rdclient.model.risk import Issue, Risk
from rdclient.model.satisfaction import Improvement, Survey
from rdclient.model.service import (
    Complaint,
    ComplaintStep,
    Incident,
    IncidentStep,
    Ticket,
    TicketStep,
)
from rdclient.model.signoff import SignOff
from rdclient.reports.base import is_past
from rdclient.reports.milestone import lateness
from rdclient.reports.minutes_track import action_standing, began, confirmation_standing
from rdclient.reports.signing import baseline_token, is_heard


@dataclass(frozen=True, slots=True)
class State:
    """Where a record stands.

    Attributes:
        family: of the words: the class name of an enum, or a family of derived states.
        token: the state.
        is_open: whether something is still to be done.
        days: calendar days of lateness (negative: early), where the state is one of dates.
    """

    family: str
    token: str
    is_open: bool
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """The records as of a moment (aware, in the workspace's zone), and that moment."""

    portfolio: Portfolio
    as_of: datetime

    @property
    def today(self) -> date:
        """The local date of the moment."""
        return self.as_of.date()

    @property
    def policy(self) -> Policy:
        """The policy in force."""
        return self.portfolio.policy(self.today)

    @property
    def matter(self) -> Matter:
        """The records as change control judges them."""
        return matter_of(self.portfolio, self.as_of)


NO_RECORD = State("Missing", "no_record", is_open=True)
"""Nothing on record says where it stands."""


def state_of(record: Record, look: Look) -> State | None:
    """The state of a record; None for kinds that have no life of their own."""
    derive = _STATES.get(type(record))
    return derive(record, look) if derive else None


def item_state(item: Action | ConfirmationItem, look: Look) -> State:
    """The state of an action item or a confirmation."""
    if isinstance(item, Action):
        stands = action_standing(item, look.as_of).state
        return State("ActionState", stands, stands in ("open", "overdue"))
    stands = confirmation_standing(item, look.as_of).state
    return State("ConfirmationState", stands, stands != "done")


# ── kinds whose events say it ────────────────────────────────────────────────


def _at(step: StrEnum | None, *ends: StrEnum) -> State:
    if step is None:
        return NO_RECORD
    return State(type(step).__name__, step.value, step not in ends)


def _requirement(requirement: Requirement, _: Look) -> State:
    step = RequirementStep
    return _at(requirement.step_now(), step.RELEASED, step.DEFERRED, step.DECLINED, step.WITHDRAWN)


def _change(change: Change, look: Look) -> State:
    """Where it stands by its sign-offs: one that only claims an approval is not said to have it."""
    stands = standing(look.matter, look.matter.own(change)).state
    ends = (ChangeState.CLOSED, ChangeState.REJECTED, ChangeState.DEFERRED, ChangeState.WITHDRAWN)
    return _at(stands, *ends)


def _ticket(ticket: Ticket, _: Look) -> State:
    return _at(ticket.step_now(), TicketStep.CLOSED, TicketStep.CANCELLED)


def _incident(incident: Incident, _: Look) -> State:
    last = incident.events[-1].type if incident.events else None
    return _at(last, IncidentStep.CLOSED)


def _complaint(complaint: Complaint, _: Look) -> State:
    return _at(complaint.step_now(), ComplaintStep.CLOSED)


def _issue(issue: Issue, _: Look) -> State:
    if not issue.events:
        return NO_RECORD
    last = issue.events[-1].type
    return State(type(last).__name__, last.value, issue.is_open())


def _risk(risk: Risk, _: Look) -> State:
    token = "monitoring" if risk.assessments and risk.response else "open"
    token = "occurred" if risk.has_occurred() else token
    return State("RiskState", token if risk.is_open() else "closed", risk.is_open())


def _project(project: Project, _: Look) -> State:
    return _at(project.phases[-1].phase if project.phases else None, Phase.CLOSED)


# ── kinds whose dates say it ─────────────────────────────────────────────────


def _meeting(meeting: Meeting, look: Look) -> State:
    if meeting.cancelled_on:
        stands, is_open = "cancelled", False
    elif meeting.sent_at:
        stands, is_open = "sent", False
    elif began(meeting):
        stands, is_open = "held", meeting.formality is Formality.FORMAL
    else:
        is_missed = is_past(meeting.planned_at, look.as_of)
        stands, is_open = "no_record" if is_missed else "planned", True
    return State("MeetingState", stands, is_open)


def _milestone(milestone: Milestone, look: Look) -> State:
    plan = approved_plan(look.matter, milestone)
    if milestone.reached_on:
        days = (milestone.reached_on - plan.due).days if plan else None
        return State("MilestoneState", "reached", is_open=False, days=days)
    late = lateness(milestone, look.matter, look.today)
    if late is None:
        return State("MilestoneState", "no_plan", is_open=True)
    token = "slipped" if late.days > 0 else "early" if late.days < 0 else "on_time"
    return State("MilestoneState", token, is_open=True, days=late.days)


def _iteration(iteration: Iteration, look: Look) -> State:
    if iteration.end < look.today:
        return State("IterationState", "ended", is_open=False)
    token = "running" if iteration.start <= look.today else "planned"
    return State("IterationState", token, is_open=True)


def _task(task: Task, _: Look) -> State:
    if task.finished_on:
        return State("TaskState", "finished", is_open=False)
    return State("TaskState", "started" if task.started_on else "planned", is_open=True)


def _deliverable(deliverable: Deliverable, _: Look) -> State:
    token = "sent" if deliverable.sent_on else "due"
    return State("DeliverableState", token, is_open=deliverable.sent_on is None)


def _survey(survey: Survey, _: Look) -> State:
    token = "running" if survey.sent or survey.responses else "prepared"
    token = "closed" if survey.closed_on else token
    return State("SurveyState", token, is_open=survey.closed_on is None)


def _improvement(improvement: Improvement, look: Look) -> State:
    states = [item_state(action, look) for action in improvement.actions]
    is_open = not states or any(state.is_open for state in states)
    return State("ImprovementState", "running" if is_open else "done", is_open)


def _contract(contract: Contract, look: Look) -> State:
    if contract.signed_on is None:
        return State("ContractState", "unsigned", is_open=True)
    if contract.warranty_until and contract.warranty_until < look.today:
        return State("ContractState", "warranty_over", is_open=False)
    return State("ContractState", "signed", is_open=True)


def _waiver(waiver: Waiver, look: Look) -> State:
    is_over = waiver.until is not None and waiver.until < look.today
    return State("WaiverState", "expired" if is_over else "in_force", not is_over)


def _person(person: Person | Contact, look: Look) -> State:
    has_left = person.end is not None and person.end < look.today
    return State("PersonState", "left" if has_left else "active", not has_left)


def _feedback(feedback: Feedback, _: Look) -> State:
    token = "answered" if feedback.answered_on else "waiting"
    return State("FeedbackState", token, is_open=feedback.answered_on is None)


def _report(report: ReportRecord, _: Look) -> State:
    return State("ReportState", "issued" if report.issued else "prepared", not report.issued)


def _brief(brief: TechnicalBrief, _: Look) -> State:
    return State("BriefState", "sent" if brief.sent_on else "prepared", brief.sent_on is None)


def _inspection(inspection: Inspection, _: Look) -> State:
    """The worst of its items; an inspection is a fact and never open."""
    found = {item.judged() for item in inspection.items}
    order = (InspectionResult.FAILED, InspectionResult.WARNED, InspectionResult.PASSED)
    worst = next((result for result in order if result in found), None)
    if worst is None:
        return State("Missing", "no_record", is_open=False)
    return State("InspectionResult", worst.value, is_open=False)


def _baseline(baseline: Baseline, look: Look) -> State:
    token = baseline_token(specification_verdict(look.matter, look.matter.own(baseline)))
    return State("BaselineState", token, is_open=token not in ("in_force", "refused"))


def _sign_off(act: SignOff, look: Look) -> State:
    token = "counts" if is_heard(look.matter, act) else "not_counted"
    return State("SignOffState", token, is_open=False)


_STATES: Mapping[type[Record], Callable[..., State | None]] = MappingProxyType(
    {
        Person: _person,
        Contact: _person,
        Waiver: _waiver,
        Contract: _contract,
        Ticket: _ticket,
        Incident: _incident,
        Survey: _survey,
        Improvement: _improvement,
        Complaint: _complaint,
        Inspection: _inspection,
        FollowUp: item_state,
        TechnicalBrief: _brief,
        Project: _project,
        Requirement: _requirement,
        Change: _change,
        Baseline: _baseline,
        SignOff: _sign_off,
        Meeting: _meeting,
        Milestone: _milestone,
        Iteration: _iteration,
        Task: _task,
        Risk: _risk,
        Issue: _issue,
        Deliverable: _deliverable,
        Feedback: _feedback,
        ReportRecord: _report,
    }
)
