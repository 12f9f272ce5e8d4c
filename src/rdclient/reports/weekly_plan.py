"""Weekly report, the plan's part: value, what was done, what was not, what is next, milestones."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rdclient.control.agreed_plan import agreed_plans, approved_plan
from rdclient.lens import Audience
from rdclient.model.base import Moment, Words
from rdclient.model.meeting import Meeting, ValueItem, ValueState
from rdclient.model.plan import Milestone, MilestonePlan
from rdclient.model.portfolio import id_of
from rdclient.model.project import Feedback
from rdclient.model.requirement import (
    MAIN_LINE,
    Requirement,
    RequirementEvent,
    RequirementStep,
    SlipCause,
    ValueKind,
)
from rdclient.reports.base import Named, PersonView, person_view
from rdclient.reports.milestone import lateness
from rdclient.reports.scene import Scene


@dataclass(frozen=True, slots=True)
class ValueView:
    """What the work means for the client; expected until it was measured."""

    state: ValueState
    kind: ValueKind | None
    requirement: Named | None
    text: Words | None
    metric: Words | None
    baseline: Words | None
    figure: Words | None
    source: Words | None
    on: date | None


@dataclass(frozen=True, slots=True)
class DoneView:
    """A requirement that reached the step that counts as done, within the period."""

    id: str
    title: Words
    step: RequirementStep
    on: date
    planned: int | None
    executed: int | None
    passed: int | None
    pending: int | None
    pending_reason: Words | None


@dataclass(frozen=True, slots=True)
class ProgressView:
    """A requirement that moved in the period, other than by being done for the first time."""

    id: str
    title: Words
    step: RequirementStep
    on: date


@dataclass(frozen=True, slots=True)
class UnfinishedView:
    """A requirement that is late: with its reason, or with none on record."""

    id: str
    title: Words
    due: date | None
    reason: Words | None
    cause: SlipCause | None
    impact: Words | None
    attempt: Words | None
    needs_client: Words | None
    eta: date | None


@dataclass(frozen=True, slots=True)
class NextView:
    """A requirement due before the next report."""

    id: str
    title: Words
    step: RequirementStep
    due: date


@dataclass(frozen=True, slots=True)
class FeedbackView:
    """Something the client said, and what was answered."""

    on: Moment
    by: PersonView | None
    text: Words
    answer: Words | None
    requirement: Named | None


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """A milestone: agreed and expected dates, now and at the last report."""

    id: str
    name: Words
    key: bool
    due: date
    due_before: date | None
    forecast: date | None
    forecast_before: date | None
    reached_on: date | None
    state: str
    days: int
    reason: Words | None
    cause: SlipCause | None
    plan_reason: Words | None
    plan_change: str | None
    history: tuple[date, ...]
    changed: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class Completion:
    """Requirements done of those that are in the plan."""

    done: int
    planned: int


def _in_period(scene: Scene, event: RequirementEvent | None) -> bool:
    return event is not None and scene.period.holds(event.at.instant)


def _requirements(scene: Scene) -> tuple[Requirement, ...]:
    return scene.now.of_project(Requirement, scene.project)


def _done_event(scene: Scene, requirement: Requirement) -> RequirementEvent | None:
    return requirement.first(scene.policy.weekly.done_event)


def is_done(scene: Scene, requirement: Requirement) -> bool:
    """Whether a requirement reached the step that counts as done, or a later one."""
    return requirement.has_reached(scene.policy.weekly.done_event)


# ── §2 done, §3 not done, §4 next ────────────────────────────────────────────


def done(scene: Scene) -> tuple[DoneView, ...]:
    """Requirements whose first done event lies in the period, by date."""
    found = [
        _done_view(requirement, event)
        for requirement in _requirements(scene)
        if (event := _done_event(scene, requirement)) and _in_period(scene, event)
    ]
    return tuple(sorted(found, key=lambda view: (view.on, view.id)))


def _done_view(requirement: Requirement, event: RequirementEvent) -> DoneView:
    run = requirement.tests[-1] if requirement.tests else None
    planned = run.planned if run else None
    pending = max(0, planned - run.executed) if run and planned else None
    return DoneView(
        id=requirement.id,
        title=requirement.title,
        step=event.type,
        on=event.at.day,
        planned=planned,
        executed=run.executed if run else None,
        passed=run.passed if run else None,
        pending=pending or None,
        pending_reason=run.pending_reason if run else None,
    )


def progress(scene: Scene) -> tuple[ProgressView, ...]:
    """Other requirements that moved in the period, each by its last step; the furthest first."""
    told = {view.id for view in done(scene)}
    found = []
    for requirement in _requirements(scene):
        moved = [
            event
            for event in requirement.events
            if event.type is not RequirementStep.DELAYED and scene.period.holds(event.at.instant)
        ]
        if moved and requirement.id not in told:
            last = moved[-1]
            found.append(ProgressView(requirement.id, requirement.title, last.type, last.at.day))
    order = {step: index for index, step in enumerate(reversed(MAIN_LINE))}
    return tuple(sorted(found, key=lambda v: (order.get(v.step, len(order)), v.on, v.id)))


def unfinished(scene: Scene) -> tuple[UnfinishedView, ...]:
    """Requirements not done as planned: delayed ones, and those due by the report's day."""
    found = []
    for requirement in _requirements(scene):
        if is_done(scene, requirement) or not requirement.is_active():
            continue
        delay, planned = requirement.last(RequirementStep.DELAYED), _planned(requirement)
        due = planned.due if planned else None
        is_due = due is not None and due <= scene.brief.as_of.date()
        if delay is None or (planned and planned.at > delay.at):
            delay = None
            if not is_due:
                continue
        found.append(_unfinished_view(requirement, due, delay))
    return tuple(found)


def _planned(requirement: Requirement) -> RequirementEvent | None:
    plans = [e for e in requirement.events if e.type is RequirementStep.PLANNED and e.due]
    return plans[-1] if plans else None


def _unfinished_view(
    requirement: Requirement, due: date | None, delay: RequirementEvent | None
) -> UnfinishedView:
    return UnfinishedView(
        id=requirement.id,
        title=requirement.title,
        due=due,
        reason=delay.reason if delay else None,
        cause=delay.cause if delay else None,
        impact=delay.impact if delay else None,
        attempt=delay.attempt if delay else None,
        needs_client=delay.needs_client if delay else None,
        eta=delay.eta if delay else None,
    )


def due_of(requirement: Requirement) -> date | None:
    """The day a requirement is expected: of its last plan or, when later, its last delay."""
    planned, delay = _planned(requirement), requirement.last(RequirementStep.DELAYED)
    if delay and delay.eta and (planned is None or delay.at >= planned.at):
        return delay.eta
    return planned.due if planned else None


def next_items(scene: Scene) -> tuple[NextView, ...]:
    """Requirements not done yet that are due after this report and before the next."""
    today, end = scene.brief.as_of.date(), scene.period.next_end.date()
    found = []
    for requirement in _requirements(scene):
        due, step = due_of(requirement), requirement.step_now()
        if step is None or not requirement.is_active() or is_done(scene, requirement):
            continue
        if due is not None and today < due <= end:
            found.append(NextView(requirement.id, requirement.title, step, due))
    return tuple(sorted(found, key=lambda view: (view.due, view.id)))


def feedback(scene: Scene) -> tuple[FeedbackView, ...]:
    """What the client said in the period, and older words answered in it."""
    found = []
    for item in scene.now.of_project(Feedback, scene.project):
        answered = item.answered_on and scene.period.start.date() < item.answered_on
        if scene.period.holds(item.at.instant) or answered:
            by = person_view(scene.now, item.by, item)
            about = scene.now.find("requirement", item.requirement or "", item)
            named = Named(about.id, about.title) if isinstance(about, Requirement) else None
            answer = item.answer if item.answered_on else None
            found.append(FeedbackView(item.at, by, item.text, answer, named))
    return tuple(sorted(found, key=lambda view: view.on))


# ── §1 value ─────────────────────────────────────────────────────────────────


def values(scene: Scene, highlights: tuple[Words, ...]) -> tuple[ValueView, ...]:
    """Value of what was done (expected) or measured in the period, and of its meetings.

    Each requirement is told once: in the project manager's highlights when they name its id,
    else in the words of the last meeting, else by its figures.
    """
    told = {item.id for item in _requirements(scene) if _is_named(item.id, highlights)}
    of_meetings: dict[str, ValueView] = {}
    for number, view in enumerate(_of_meetings(scene)):
        key = view.requirement.id if view.requirement else f"#{number}"
        if key not in told:
            of_meetings[key] = view
    told |= of_meetings.keys()
    figures = (view for view in _of_requirements(scene) if _is_new(view, told))
    return (*of_meetings.values(), *figures)


def _is_named(name: str, highlights: tuple[Words, ...]) -> bool:
    texts = (str(text) for text in highlights)
    return any(re.search(rf"(?<![0-9A-Z-]){name}(?![0-9A-Z-])", text) for text in texts)


def _is_new(view: ValueView, told: set[str]) -> bool:
    if view.state is ValueState.MEASURED or view.requirement is None:
        return True
    return view.requirement.id not in told


def _of_requirements(scene: Scene) -> Iterator[ValueView]:
    for requirement in _requirements(scene):
        value, event = requirement.value, _done_event(scene, requirement)
        if value is None:
            continue
        named = Named(requirement.id, requirement.title)
        for item in value.measured:
            if scene.period.start.date() < item.on and requirement.first(RequirementStep.RELEASED):
                yield ValueView(
                    ValueState.MEASURED, value.kind, named, None, value.metric, value.baseline,
                    item.value, item.source, item.on,
                )  # fmt: skip
        if _in_period(scene, event) and value.metric and value.target:
            yield ValueView(
                ValueState.EXPECTED, value.kind, named, None, value.metric, value.baseline,
                value.target, None, None,
            )  # fmt: skip


def _of_meetings(scene: Scene) -> Iterator[ValueView]:
    for meeting in scene.now.of_project(Meeting, scene.project):
        if meeting.started_at and scene.period.holds(meeting.started_at.instant):
            for item in meeting.value_items:
                yield _item_view(scene, meeting, item)


def _item_view(scene: Scene, meeting: Meeting, item: ValueItem) -> ValueView:
    about = scene.now.find("requirement", item.requirement or "", meeting)
    requirement = about if isinstance(about, Requirement) else None
    is_released = requirement is None or requirement.first(RequirementStep.RELEASED)
    state = item.state if is_released else ValueState.EXPECTED
    named = Named(requirement.id, requirement.title) if requirement else None
    return ValueView(state, item.kind, named, item.text, None, None, None, item.source, None)


# ── §7 milestones ────────────────────────────────────────────────────────────


def milestones(scene: Scene) -> tuple[MilestoneView, ...]:
    """Every milestone with an agreed plan, by date."""
    found = []
    for milestone in scene.now.of_project(Milestone, scene.project):
        plan = approved_plan(scene.matter, milestone)
        if plan is not None:
            found.append(_milestone_view(scene, milestone, plan))
    return tuple(sorted(found, key=lambda view: (view.due, view.id)))


def _milestone_view(scene: Scene, milestone: Milestone, plan: MilestonePlan) -> MilestoneView:
    old = next(
        (m for m in scene.before.of_project(Milestone, scene.project) if id_of(m) == milestone.id),
        None,
    )
    due, old_plan = plan.due, approved_plan(scene.matter_before, old) if old else None
    today = scene.brief.as_of.date()
    late = lateness(milestone, scene.matter, today)
    days = late.days if late else ((milestone.reached_on or due) - due).days
    forecast = milestone.forecasts[-1] if milestone.forecasts else None
    expected = late.expected if late else None
    late_before = lateness(old, scene.matter_before, scene.period.start.date()) if old else None
    expected_before = late_before.expected if late_before else None
    due_before = old_plan.due if old_plan and old_plan.due != due else None
    forecast_before = expected_before if expected_before != expected else None
    reached_now = milestone.reached_on and milestone.reached_on > scene.period.start.date()
    return MilestoneView(
        id=milestone.id,
        name=milestone.name,
        key=milestone.key,
        due=due,
        due_before=due_before,
        forecast=expected,
        forecast_before=None if late is None else forecast_before,
        reached_on=milestone.reached_on,
        state="slipped" if days > 0 else "early" if days < 0 else "on_time",
        days=days,
        reason=forecast.reason if forecast and days > 0 else None,
        cause=forecast.cause if forecast and days > 0 else None,
        plan_reason=plan.reason if scene.brief.audience is Audience.INTERNAL else None,
        plan_change=plan.change,
        history=tuple(dict.fromkeys(p.due for p in agreed_plans(scene.matter, milestone))),
        changed=bool(due_before or (late and forecast_before) or reached_now),
        is_new=old is None,
    )


def completion(scene: Scene) -> Completion:
    """How many of the requirements that were ever planned are done."""
    planned = [r for r in _requirements(scene) if r.has_reached(RequirementStep.PLANNED)]
    active = [r for r in planned if r.is_active()]
    return Completion(sum(is_done(scene, r) for r in active), len(active))
