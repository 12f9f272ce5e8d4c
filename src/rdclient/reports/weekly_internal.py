"""Weekly report, the internal annex: double track, resources, support needed, gaps in the data."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rdclient.lens import Audience
from rdclient.model.base import Moment, Words
from rdclient.model.client import Side
from rdclient.model.meeting import Meeting
from rdclient.model.plan import Milestone, Task
from rdclient.model.project import Project, Rag
from rdclient.model.risk import Issue, Risk
from rdclient.model.service import SourceSubject
from rdclient.reports.base import Named, PersonView, Reason, is_past, person_view
from rdclient.reports.earned import earned_value
from rdclient.reports.rag import (
    Light,
    View,
    client_light,
    last_survey,
    latest_quality,
    lights,
    worst,
)
from rdclient.reports.scene import Scene
from rdclient.reports.weekly_control import actions
from rdclient.reports.weekly_plan import unfinished
from rdclient.reports.weekly_service import known


@dataclass(frozen=True, slots=True)
class Track:
    """Project and client side by side.

    ``pattern``: ``watermelon`` (project green, client not), ``goodwill_debt`` (the reverse) or
    None. ``client_edition`` is the overall colour the client's edition shows when it differs.
    """

    project: Rag
    client: Rag
    client_reasons: tuple[Reason, ...]
    pattern: str | None
    client_edition: Rag | None
    overrides: tuple[Light, ...]


@dataclass(frozen=True, slots=True)
class Resources:
    """Task figures; variances in percent, None when hours were not recorded."""

    tasks: int
    finished: int
    schedule_variance: float | None
    cost_variance: float | None
    late: tuple["LateTask", ...]


@dataclass(frozen=True, slots=True)
class LateTask:
    """A task past its planned finish."""

    id: str
    title: Words
    owner: PersonView | None
    finish: date
    forecast: date | None


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An issue, or an action item of our own that is late."""

    id: str
    text: Words
    owner: PersonView | None
    due: Moment | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long we have waited for a confirmation of the client, in days; reminders sent."""

    id: str
    text: Words
    owner: PersonView | None
    since: date
    days: int
    workdays: int
    asked: int


@dataclass(frozen=True, slots=True)
class Internal:
    """What only the internal edition holds."""

    note: Words | None
    track: Track
    resources: Resources
    issues: tuple[OpenItem, ...]
    overdue: tuple[OpenItem, ...]
    waiting: tuple[Waiting, ...]
    undisclosed: tuple[Named, ...]
    concerns: tuple[Words, ...]
    gaps: tuple[Reason, ...]


def internal(scene: Scene, project_lights: tuple[Light, ...], note: Words | None) -> Internal:
    """The internal annex; ``project_lights`` are those of the internal edition."""
    return Internal(
        note=note,
        track=_track(scene, project_lights),
        resources=_resources(scene),
        issues=tuple(_issues(scene)),
        overdue=tuple(_overdue(scene)),
        waiting=tuple(_waiting(scene)),
        undisclosed=tuple(
            Named(risk.id, risk.title or risk.event)
            for risk in scene.now.of_project(Risk, scene.project)
            if risk.is_open()
            and not risk.disclosed_on
            and (risk.score() or 0) >= scene.policy.risk.response_score
        ),
        concerns=tuple(
            concern
            for meeting in scene.now.of_project(Meeting, scene.project)
            if meeting.started_at and scene.period.holds(meeting.started_at.instant)
            for concern in meeting.concerns
        ),
        gaps=tuple(_gaps(scene)),
    )


def _track(scene: Scene, project_lights: tuple[Light, ...]) -> Track:
    overall = worst(light.rag for light in project_lights)
    client, reasons = client_light(scene.view)
    is_bad = {Rag.YELLOW, Rag.RED}
    pattern = None
    if overall is Rag.GREEN and client in is_bad:
        pattern = "watermelon"
    elif overall in is_bad and client is Rag.GREEN:
        pattern = "goodwill_debt"
    seen = scene.brief.seen(audience=Audience.CLIENT)
    project = seen.find("project", scene.project.id, scene.project)
    view = View(
        seen,
        project if isinstance(project, Project) else scene.project,
        scene.policy,
        scene.brief.as_of,
        Audience.CLIENT,
    )
    theirs = worst(light.rag for light in lights(view))
    return Track(
        project=overall,
        client=client,
        client_reasons=reasons,
        pattern=pattern,
        client_edition=theirs if theirs is not overall else None,
        overrides=tuple(light for light in project_lights if light.is_override),
    )


def _resources(scene: Scene) -> Resources:
    today = scene.brief.as_of.date()
    tasks = scene.now.of_project(Task, scene.project)
    value = earned_value(scene.now, scene.project, today)
    late = [
        LateTask(
            task.id,
            task.title,
            person_view(scene.now, task.owner, task),
            task.plans[-1].finish,
            task.forecasts[-1].finish if task.forecasts else None,
        )
        for task in tasks
        if task.plans and not task.finished_on and task.plans[-1].finish < today
    ]
    return Resources(
        tasks=len(tasks),
        finished=sum(task.finished_on is not None for task in tasks),
        schedule_variance=_percent(value.schedule_variance if value else None),
        cost_variance=_percent(value.cost_variance if value else None),
        late=tuple(late),
    )


def _percent(ratio: float | None) -> float | None:
    return None if ratio is None else round(ratio * 100, 1)


def _issues(scene: Scene) -> Iterator[OpenItem]:
    for issue in scene.now.of_project(Issue, scene.project):
        if issue.is_open():
            owner = person_view(scene.now, issue.owner, issue)
            yield OpenItem(
                issue.id, issue.title, owner, issue.due, is_past(issue.due, scene.brief.as_of)
            )


def _overdue(scene: Scene) -> Iterator[OpenItem]:
    for meeting, action in actions(scene):
        due = action.due_now()
        is_ours = scene.now.side(action.owner, meeting) is not Side.CLIENT
        if is_ours and not action.ended() and is_past(due, scene.brief.as_of):
            owner = person_view(scene.now, action.owner, meeting)
            yield OpenItem(action.id, action.text, owner, due, is_overdue=True)


def _waiting(scene: Scene) -> Iterator[Waiting]:
    today = scene.brief.as_of.date()
    for meeting in scene.now.of_project(Meeting, scene.project):
        for item in meeting.confirmations:
            if item.confirmed_on or scene.now.side(item.by, meeting) is Side.VENDOR:
                continue
            asked = item.asked or ((meeting.started_at.day,) if meeting.started_at else ())
            if not asked:
                continue
            yield Waiting(
                id=item.id,
                text=item.text,
                owner=person_view(scene.now, item.by, meeting),
                since=asked[0],
                days=(today - asked[0]).days,
                workdays=scene.now.calendar.workdays_between(asked[0], today),
                asked=len(item.asked),
            )


def _gaps(scene: Scene) -> Iterator[Reason]:
    """What was not recorded, each as a code: the template words it."""
    if not latest_quality(scene.view):
        yield Reason("quality_not_recorded", {})
    if not any(task.hours for task in scene.now.of_project(Task, scene.project)):
        yield Reason("hours_not_recorded", {})
    for subject in (SourceSubject.TICKET, SourceSubject.INCIDENT):
        state = known(scene, subject)
        if state.state != "complete":
            code = f"{subject.value}_{state.state}"
            yield Reason(code, {"through": state.through} if state.through else {})
    if last_survey(scene.view) is None:
        yield Reason("no_survey", {})
    if not scene.now.of_project(Milestone, scene.project):
        yield Reason("no_milestones", {})
    for view in unfinished(scene):
        if view.reason is None:
            yield Reason("late_without_reason", {"id": view.id, "title": view.title})
    if not scene.now.calendar.knows(scene.period.next_end.date()):
        yield Reason("calendar_not_covered", {"year": scene.period.next_end.year})
    yield Reason("clocks_not_judged", {})
