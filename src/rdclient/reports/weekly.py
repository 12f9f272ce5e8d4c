"""The project weekly report (D4): its view, put together from the sections."""

from dataclasses import dataclass
from datetime import date, datetime

from rdclient.diagnostic import UsageError
from rdclient.lens import Audience
from rdclient.model.base import Words
from rdclient.model.client import Role
from rdclient.model.plan import ReportRecord
from rdclient.model.project import Rag
from rdclient.reports import weekly_change as change_part
from rdclient.reports import weekly_control as control_part
from rdclient.reports import weekly_meeting as meeting_part
from rdclient.reports import weekly_plan as plan_part
from rdclient.reports import weekly_service as service_part
from rdclient.reports.base import Brief, PersonView, Report, person_view
from rdclient.reports.document import Control, control
from rdclient.reports.period import WEEKLY
from rdclient.reports.rag import Light, lights, worst
from rdclient.reports.scene import Scene, scene_of
from rdclient.reports.weekly_internal import Internal, internal


@dataclass(frozen=True, slots=True)
class Weekly:
    """Everything a weekly report states. ``internal`` is None in a client edition."""

    document: Control
    year: int
    week: int
    first_day: date
    last_day: date
    as_of: datetime
    overall: Rag
    overall_before: Rag
    trend: str | None
    lights: tuple[Light, ...]
    summary: Words | None
    highlights: tuple[Words, ...]
    values: tuple[plan_part.ValueView, ...]
    done: tuple[plan_part.DoneView, ...]
    progress: tuple[plan_part.ProgressView, ...]
    unfinished: tuple[plan_part.UnfinishedView, ...]
    next: tuple[plan_part.NextView, ...]
    feedback: tuple[plan_part.FeedbackView, ...]
    risks: tuple[control_part.RiskView, ...]
    closed_risks: tuple[control_part.RiskView, ...]
    requests: tuple[control_part.RequestView, ...]
    milestones: tuple[plan_part.MilestoneView, ...]
    completion: plan_part.Completion
    quality: tuple[service_part.QualityView, ...]
    changes: change_part.ChangesView
    service: service_part.ServiceView
    communication: meeting_part.CommunicationView
    corrections: service_part.Corrections | None
    contact: PersonView | None
    reply_by: date | None
    brief_characters: int
    internal: Internal | None


def build(brief: Brief) -> Weekly:
    """The weekly report for a brief with a period.

    Raises:
        UsageError: when the brief has no period.
    """
    if brief.period is None:
        raise UsageError("no-period")
    scene = scene_of(brief, brief.period)
    now, before = lights(scene.view), lights(scene.view_before)
    overall, overall_before = worst(x.rag for x in now), worst(x.rag for x in before)
    record = _record(scene)
    manager = scene.project.holder(Role.PROJECT_MANAGER, brief.as_of.date())
    is_internal = brief.audience is Audience.INTERNAL
    return Weekly(
        document=_control(scene, record),
        year=brief.period.year,
        week=brief.period.week,
        first_day=brief.period.first_day,
        last_day=brief.as_of.date(),
        as_of=brief.as_of,
        overall=overall,
        overall_before=overall_before,
        trend=_trend(overall, overall_before),
        lights=now,
        summary=record.summary if record else None,
        highlights=record.highlights if record else (),
        values=plan_part.values(scene, record.highlights if record else ()),
        done=plan_part.done(scene),
        progress=plan_part.progress(scene),
        unfinished=plan_part.unfinished(scene),
        next=plan_part.next_items(scene),
        feedback=plan_part.feedback(scene),
        risks=control_part.risks(scene),
        closed_risks=control_part.closed_risks(scene),
        requests=control_part.requests(scene),
        milestones=plan_part.milestones(scene),
        completion=plan_part.completion(scene),
        quality=service_part.quality(scene),
        changes=change_part.changes(scene),
        service=service_part.service(scene),
        communication=meeting_part.communication(scene),
        corrections=service_part.corrections(scene),
        contact=person_view(scene.now, manager, scene.project),
        reply_by=_reply_by(scene),
        brief_characters=scene.policy.weekly.brief_characters,
        internal=internal(scene, now, record.internal_note if record else None)
        if is_internal
        else None,
    )


def _reply_by(scene: Scene) -> date | None:
    """The day by which feedback is answered in the next report; None where no calendar tells."""
    calendar, workdays = scene.now.calendar, scene.policy.weekly.reply_workdays
    day = calendar.add_workdays(scene.brief.as_of.date(), workdays)
    return day if calendar.knows(day) else None


def _record(scene: Scene) -> ReportRecord | None:
    """What the project manager wrote for this week."""
    wanted = f"{WEEKLY}-{scene.period.name}"
    records = scene.now.of_project(ReportRecord, scene.project)
    return next((record for record in records if record.id == wanted), None)


def _control(scene: Scene, record: ReportRecord | None) -> Control:
    fields = {"year": scene.period.year, "week": scene.period.week}
    approvals = record.approvals if record else ()
    return control(scene.brief, scene.policy.documents.weekly_number, fields, approvals)


_LEVELS = (Rag.RED, Rag.YELLOW, Rag.GREEN)


def _trend(now: Rag, before: Rag) -> str | None:
    """How the light moved: ``same``, ``up_1``, ``down_2`` …; None when either is grey."""
    if Rag.GREY in (now, before):
        return None
    steps = _LEVELS.index(now) - _LEVELS.index(before)
    if steps == 0:
        return "same"
    return f"{'up' if steps > 0 else 'down'}_{abs(steps)}"


REPORT = Report("weekly-report", WEEKLY, "project", build)
