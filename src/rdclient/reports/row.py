"""One entry as a row of a list: who has to do with it, when it is due, how much it weighs."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from rdclient.control.agreed_plan import approved_plan
from rdclient.control.classify import classify
from rdclient.model.base import Action, Bilingual, Moment, Part, Record
from rdclient.model.baseline import Baseline
from rdclient.model.care import FollowUp, TechnicalBrief
from rdclient.model.change import Change, ChangeSize, ChangeStep
from rdclient.model.client import Contact, Contract, Interaction, Person, Role
from rdclient.model.governance import RaciRow, Waiver
from rdclient.model.meeting import ConfirmationItem, Meeting
from rdclient.model.operation import Drill, EmergencyPlan, Inspection, Release
from rdclient.model.plan import (
    Deliverable,
    Iteration,
    Milestone,
    Quality,
    ReportRecord,
    Task,
)
from rdclient.model.project import Feedback, Project
from rdclient.model.requirement import Requirement
from rdclient.model.risk import Issue, Risk
from rdclient.model.satisfaction import Improvement, Survey
from rdclient.model.service import Complaint, Incident, IncidentStep, Source, Ticket, TicketStep
from rdclient.model.signoff import SignOff
from rdclient.reports.base import PersonView, is_past, person_view
from rdclient.reports.entry import Entry, Title, entry_of, title_of
from rdclient.reports.minutes_track import began
from rdclient.reports.state import Look, State, item_state, state_of
from rdclient.reports.weekly_plan import due_of

Grade: TypeAlias = Bilingual | StrEnum | str | int


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list.

    Attributes:
        kind: of the record or item.
        id: empty for kinds without ids.
        title: what it is called; empty when it has no words.
        client: slug.
        project: slug.
        state: None for kinds without a life of their own.
        grade: priority, score, level, size or roles, whichever the kind has.
        who: its owners, or those who handled it last.
        due: when it is to be done; None for kinds that are not due.
        on: when it happened or began, for the kinds that are not due.
        is_overdue: whether it is open and past its due date.
        within: id (else kind) of the record an item stands in.
        path: of the file.
    """

    kind: str
    id: str
    title: Title
    client: str | None
    project: str | None
    state: State | None
    grade: tuple[Grade, ...]
    who: tuple[PersonView, ...]
    due: Moment | date | None
    on: Moment | date | None
    is_overdue: bool
    within: str | None
    path: str


def row_of(entry: Entry, look: Look) -> Row:
    """The row of an entry."""
    part, record = entry.part, entry.record
    is_item = not isinstance(part, Record)
    state = state_of(part, look) if isinstance(part, Record) else item_state(part, look)
    due = _DUE[type(part)](part, look) if type(part) in _DUE else None
    grade = _GRADE[type(part)](part, look) if type(part) in _GRADE else ()
    on = _ON[type(part)](part) if type(part) in _ON else None
    views = (person_view(look.portfolio, name, record) for name in responsible(entry, look))
    return Row(
        kind=entry.kind,
        id=entry.id,
        title=title_of(part),
        client=entry.client,
        project=entry.project,
        state=state,
        grade=tuple(grade),
        who=tuple(view for view in views if view),
        due=due,
        on=on,
        is_overdue=bool(state and state.is_open) and _is_overdue(part, due, look),
        within=(getattr(record, "id", "") or entry_of(record).kind) if is_item else None,
        path=record.origin.path,
    )


# ── who ──────────────────────────────────────────────────────────────────────


def responsible(entry: Entry, look: Look) -> tuple[str, ...]:
    """References to those who own an entry, or handled it last."""
    find = _WHO.get(type(entry.part))
    names = find(entry.part, look) if find else ()
    return tuple(dict.fromkeys(name for name in names if name))


def _of_requirement(requirement: Requirement, look: Look) -> Iterable[str | None]:
    """The owners of the tasks for it that are not finished."""
    for other in look.portfolio.linked_to(requirement):
        if isinstance(other, Task) and other.finished_on is None:
            yield other.owner


def _of_ticket(ticket: Ticket, look: Look) -> tuple[str | None, ...]:
    assigned = [event.by for event in ticket.events if event.type is TicketStep.ASSIGNED]
    return (assigned[-1],) if assigned else _last_by(ticket, look)


def _last_by(record: Change | Ticket | Incident | Complaint, _: Look) -> tuple[str | None, ...]:
    hands = [event.by for event in record.events if event.by]
    return (hands[-1],) if hands else ()


def _of_project(project: Project, look: Look) -> tuple[str | None, ...]:
    return (project.holder(Role.PROJECT_MANAGER, look.today),)


def _of_raci(row: RaciRow, look: Look) -> tuple[str, ...]:
    people = (name for name, cell in row.parties.items() if cell.is_accountable)
    return tuple(name for name in people if look.portfolio.person(name, row))


_WHO: Mapping[type[Part], Callable[..., Iterable[str | None]]] = MappingProxyType(
    {
        Action: lambda action, _: (action.owner,),
        FollowUp: lambda followup, _: (followup.owner,),
        ConfirmationItem: lambda item, _: (item.by,),
        Requirement: _of_requirement,
        Ticket: _of_ticket,
        Change: _last_by,
        Incident: _last_by,
        Complaint: _last_by,
        Project: _of_project,
        RaciRow: _of_raci,
        Baseline: lambda baseline, _: (baseline.by,),
        SignOff: lambda act, _: (act.signer,),
        Meeting: lambda meeting, _: (meeting.chair,),
        Task: lambda task, _: (task.owner,),
        Risk: lambda risk, _: (risk.owner,),
        Issue: lambda issue, _: (issue.owner,),
        EmergencyPlan: lambda plan, _: (plan.owner,),
        Inspection: lambda inspection, _: (inspection.by,),
        Interaction: lambda interaction, _: (interaction.by,),
        Feedback: lambda feedback, _: (feedback.by,),
        Waiver: lambda waiver, _: waiver.approvers,
        ReportRecord: lambda report, _: (a.by for a in report.approvals[-1:]),
    }
)

# ── when ─────────────────────────────────────────────────────────────────────


def _due_of_milestone(milestone: Milestone, look: Look) -> date | None:
    plan = approved_plan(look.matter, milestone)
    return plan.due if plan else None


_DUE: Mapping[type[Part], Callable[..., Moment | date | None]] = MappingProxyType(
    {
        Action: lambda action, _: action.due_now(),
        FollowUp: lambda followup, _: followup.due_now(),
        ConfirmationItem: lambda item, _: item.due,
        Requirement: lambda requirement, _: due_of(requirement),
        Milestone: _due_of_milestone,
        Iteration: lambda iteration, _: iteration.end,
        Task: lambda task, _: task.plans[-1].finish if task.plans else None,
        Risk: lambda risk, _: risk.response.due if risk.response else None,
        Issue: lambda issue, _: issue.due,
        Deliverable: lambda deliverable, _: deliverable.due,
        Waiver: lambda waiver, _: waiver.until,
    }
)


def _first_at(record: Change | Ticket | Incident | Complaint, step: StrEnum) -> Moment | None:
    found = [event.at for event in record.events if event.type is step]
    return found[0] if found else record.events[0].at if record.events else None


_ON: Mapping[type[Part], Callable[..., Moment | date | None]] = MappingProxyType(
    {
        Change: lambda change: _first_at(change, ChangeStep.SUBMITTED),
        Ticket: lambda ticket: _first_at(ticket, TicketStep.OPENED),
        Incident: lambda incident: _first_at(incident, IncidentStep.DETECTED),
        Complaint: lambda complaint: complaint.events[0].at if complaint.events else None,
        Meeting: lambda meeting: began(meeting) or meeting.planned_at,
        Contract: lambda contract: contract.signed_on,
        Survey: lambda survey: survey.sent[0].on if survey.sent else None,
        Improvement: lambda improvement: improvement.created_on,
        Interaction: lambda interaction: interaction.at,
        Drill: lambda drill: drill.on,
        Inspection: lambda inspection: inspection.on,
        Release: lambda release: release.on,
        TechnicalBrief: lambda brief: brief.sent_on,
        EmergencyPlan: lambda plan: plan.reviewed_on,
        Feedback: lambda feedback: feedback.at,
        Quality: lambda quality: quality.on,
        Baseline: lambda baseline: baseline.created_on,
        SignOff: lambda act: act.declared_at,
        Source: lambda source: source.records[-1].through if source.records else None,
        ReportRecord: lambda report: report.issued[-1].at if report.issued else None,
    }
)


def _is_overdue(part: Part, due: Moment | date | None, look: Look) -> bool:
    """Whether it is past its date. Of a risk's response no record says whether it was done."""
    if due is None or isinstance(part, Risk):
        return False
    if isinstance(part, Requirement) and part.has_reached(look.policy.weekly.done_event):
        return False
    return is_past(due, look.as_of) if isinstance(due, Moment) else due < look.today


# ── how much ─────────────────────────────────────────────────────────────────


def size_of(change: Change, look: Look) -> ChangeSize | None:
    """The size of a change: by the rules, or as it was set by hand."""
    return classify(look.matter, look.matter.own(change)).size


def priority_of(ticket: Ticket, look: Look) -> Grade:
    """The priority of a ticket in policy's words; the token where policy does not know it."""
    words = look.policy.ticket_priorities.get(ticket.priority)
    return Bilingual(words.zh, words.en) if words else ticket.priority


def roles_of(person: Person | Contact, look: Look) -> tuple[Role, ...]:
    """The roles a person holds in projects today, else the one of the contact list."""
    found = [
        term.role
        for project in look.portfolio.all(Project)
        for term in (*project.team, *project.counterparts)
        if term.covers(look.today) and look.portfolio.person(term.person, project) is person
    ]
    own = person.role if isinstance(person, Contact) else None
    return tuple(dict.fromkeys(found)) or ((own,) if own else ())


def _some(*values: Grade | None) -> tuple[Grade, ...]:
    return tuple(value for value in values if value is not None)


_GRADE: Mapping[type[Part], Callable[..., tuple[Grade, ...]]] = MappingProxyType(
    {
        Requirement: lambda requirement, _: _some(requirement.priority),
        Action: lambda action, _: _some(action.priority),
        FollowUp: lambda followup, _: _some(followup.priority),
        Ticket: lambda ticket, look: (priority_of(ticket, look),),
        Change: lambda change, look: _some(size_of(change, look)),
        Incident: lambda incident, _: (incident.level,),
        Risk: lambda risk, _: _some(risk.score()),
        Issue: lambda issue, _: _some(issue.severity),
        Complaint: lambda complaint, _: _some(complaint.severity),
        Meeting: lambda meeting, _: (meeting.kind,),
        Release: lambda release, _: (release.kind,),
        SignOff: lambda act, _: (act.decision,),
        Person: roles_of,
        Contact: roles_of,
    }
)
