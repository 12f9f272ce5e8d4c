"""Weekly report, the internal annex: double track, resources, support needed, gaps in the data."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rdclient.lens import Audience
from rdclient.model.base import Moment, Words
from rdclient.model.meeting import Meeting
from rdclient.model.plan import Milestone, Task
from rdclient.model.project import Project, Rag
from rdclient.model.risk import Issue, Risk
from rdclient.model.service import SourceSubject
from rdclient.obligations.waiting import WaitingFor, waiting_ledger
from rdclient.reports.base import Named, PersonView, Reason, is_past, person_view
from rdclient.reports.client_track import client_light, last_survey
from rdclient.reports.earned import earned_value
from rdclient.reports.known import known
from rdclient.reports.rag import (
    Light,
    View,
    latest_quality,
    lights,
    worst,
)
from rdclient.reports.scene import Scene
from rdclient.reports.weekly_plan import unfinished
from rdclient.reports.weekly_times import (
    CadenceView,
    DueView,
    NotTimed,
    cadences,
    due_next,
    not_timed,
    overdue,
    unmeasured,
)


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
    """An open issue."""

    id: str
    text: Words
    owner: PersonView | None
    due: Moment | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Awaited:
    """How long we have waited for the client, in days; ``asked``: how often we reminded."""

    cause: WaitingFor
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
    overdue: tuple[DueView, ...]
    due_next: tuple[DueView, ...]
    cadences: tuple[CadenceView, ...]
    not_timed: tuple[NotTimed, ...]
    waiting: tuple[Awaited, ...]
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
        overdue=overdue(scene),
        due_next=due_next(scene),
        cadences=cadences(scene),
        not_timed=not_timed(scene),
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
        scene.matter,
        Audience.CLIENT,
        scene.period.start,
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


def _waiting(scene: Scene) -> Iterator[Awaited]:
    """What the client still owes of the project, from the ledger of waiting."""
    for one in waiting_ledger(scene.now, scene.brief.as_of):
        is_ours = one.record.origin.client == scene.project.origin.client
        if is_ours and one.project in (None, scene.project.id) and one.until is None:
            yield Awaited(
                cause=one.cause,
                id=one.item,
                text=one.title,
                owner=person_view(scene.now, one.owner, one.record),
                since=one.since,
                days=one.days,
                workdays=one.workdays,
                asked=one.asked,
            )


def _gaps(scene: Scene) -> Iterator[Reason]:
    """What was not recorded, each as a code: the template words it."""
    if not latest_quality(scene.view):
        yield Reason("quality_not_recorded", {})
    if not any(task.hours for task in scene.now.of_project(Task, scene.project)):
        yield Reason("hours_not_recorded", {})
    for subject in (SourceSubject.TICKET, SourceSubject.INCIDENT):
        state = known(scene.now, scene.project, subject, as_of=scene.brief.as_of)
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
    yield from unmeasured(scene)
