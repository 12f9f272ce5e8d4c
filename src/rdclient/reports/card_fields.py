"""Which fields the card of each kind shows, in which order, and those it works out."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

from rdclient.control.agreed_plan import agreed_plans
from rdclient.control.change import Basis, standing, subject_verdict
from rdclient.model.base import Action, Record
from rdclient.model.baseline import Baseline
from rdclient.model.care import TechnicalBrief
from rdclient.model.change import Change
from rdclient.model.client import Contact, Person
from rdclient.model.meeting import Attendee, ConfirmationItem, Meeting
from rdclient.model.plan import Milestone, Task
from rdclient.model.requirement import Requirement, RequirementStep
from rdclient.model.risk import Risk
from rdclient.model.satisfaction import Indicator, Survey
from rdclient.model.service import Ticket
from rdclient.model.signoff import SignOff
from rdclient.reports.base import Named, person_view
from rdclient.reports.entry import Entry
from rdclient.reports.field import Event, Field, Line, facts_of, field_at, line_of
from rdclient.reports.milestone import lateness
from rdclient.reports.minutes_track import began
from rdclient.reports.row import priority_of, size_of
from rdclient.reports.signing import is_heard
from rdclient.reports.state import Look
from rdclient.reports.weekly_plan import due_of

Source: TypeAlias = "str | Callable[..., Iterator[Field]]"
"""A path to a field of the record, or a function that works fields out."""


def fields(entry: Entry, look: Look) -> tuple[Field, ...]:
    """The fields of an entry's card."""
    part = entry.part
    if not isinstance(part, Record):
        return tuple(_item(part, entry.record, look))
    found: list[Field] = []
    for source in CARDS[entry.kind]:
        if isinstance(source, str):
            field = field_at(part, source, look.portfolio)
            found += [field] if field else []
        else:
            found += source(part, look)
    return tuple(found)


# ── items ────────────────────────────────────────────────────────────────────


_TOLD_OF_ITEMS = frozenset({"id", "text", "events", "created_on", "due", "asked", "confirmed_on"})


def _item(part: Action | ConfirmationItem, near: Record, look: Look) -> Iterator[Field]:
    yield from facts_of(part, near, look.portfolio, without=_TOLD_OF_ITEMS)
    yield from _dates_of_item(part, look)


def _dates_of_item(part: Action | ConfirmationItem, _: Look) -> Iterator[Field]:
    """The date it is due by, and the one agreed first where it was moved."""
    due = part.due_now() if isinstance(part, Action) else part.due
    if due:
        yield Field("due", (due,))
    if part.due and part.due != due:
        yield Field("first_due", (part.due,))


def item_events(entry: Entry, look: Look) -> tuple[Event, ...]:
    """What happened to an action item or a confirmation."""
    part, portfolio = entry.part, look.portfolio
    if isinstance(part, ConfirmationItem):
        asked = [Event(day, "asked", None, (), None) for day in part.asked]
        done = part.confirmed_on
        by = person_view(portfolio, part.by, entry.record)
        return (*asked, *((Event(done, "confirmed_on", by, (), None),) if done else ()))
    if not isinstance(part, Action):
        return ()
    made = part.created_on
    first = (Event(made, "created_on", None, (), None),) if made else ()
    without = frozenset({"at", "type", "by"})
    later = tuple(
        Event(
            at=event.at,
            what=event.type,
            by=person_view(portfolio, event.by, entry.record),
            facts=facts_of(event, entry.record, portfolio, without=without),
            recorded_on=event.recorded_on if event.recorded_on != event.at.day else None,
        )
        for event in part.events
    )
    return (*first, *later)


# ── fields that are worked out ───────────────────────────────────────────────


def _plan_of_requirement(requirement: Requirement, look: Look) -> Iterator[Field]:
    """The last plan, the date expected now, and why it is late."""
    plan, delay = requirement.last(RequirementStep.PLANNED), None
    if plan:
        without = frozenset({"at", "type", "by", "note"})
        yield from facts_of(plan, requirement, look.portfolio, without=without)
    expected = due_of(requirement)
    if expected and (plan is None or expected != plan.due):
        yield Field("forecast", (expected,))
        delay = requirement.last(RequirementStep.DELAYED)
    if delay and delay.reason:
        yield Field("delay_reason", (delay.reason,))


def _last_run(requirement: Requirement, look: Look) -> Iterator[Field]:
    if requirement.tests:
        yield Field("tests", (line_of(requirement.tests[-1], requirement, look.portfolio),))


def _unanswered(requirement: Requirement, look: Look) -> Iterator[Field]:
    waiting = [q for q in requirement.open_questions if q.answered_on is None]
    if waiting:
        lines = (line_of(question, requirement, look.portfolio) for question in waiting)
        yield Field("open_questions", tuple(lines))


def _size(change: Change, look: Look) -> Iterator[Field]:
    size = size_of(change, look)
    if size:
        yield Field("size", (size,))


def _approval(change: Change, look: Look) -> Iterator[Field]:
    """Since when it counts as approved, and why; else which sides have not signed it."""
    stands = standing(look.matter, change)
    if stands.basis and stands.approved_at:
        yield Field("approved", (Line(stands.approved_at, (Field("basis", (stands.basis,)),)),))
    if not stands.is_signed and stands.basis in (None, Basis.EMERGENCY) and not change.is_ended():
        yield Field("unsigned", tuple(s.side for s in stands.verdict.sides if not s.is_met))


def _attendance(meeting: Meeting, look: Look) -> Iterator[Field]:
    """Who was there and who was not; before it is held, who is asked."""
    groups: dict[str, list[Attendee]] = {"attendees": list(meeting.attendees)}
    if began(meeting):
        groups = {
            "present": [each for each in meeting.attendees if each.present],
            "absent": [each for each in meeting.attendees if each.required and not each.present],
        }
    for name, chosen in groups.items():
        views = (person_view(look.portfolio, each.person, meeting) for each in chosen)
        if people := tuple(view for view in views if view):
            yield Field(name, people)


def _dates_of_milestone(milestone: Milestone, look: Look) -> Iterator[Field]:
    """The agreed date, the one expected, and the dates agreed before."""
    agreed = [plan.due for plan in agreed_plans(look.matter, milestone)]
    if agreed:
        yield Field("due", (agreed[-1],))
    late = lateness(milestone, look.matter, look.today)
    if late and late.expected != late.due:
        yield Field("forecast", (late.expected,))
    before = tuple(dict.fromkeys(day for day in agreed if day != agreed[-1]))
    if before:
        yield Field("due_before", before)


def _dates_of_task(task: Task, look: Look) -> Iterator[Field]:
    if task.plans:
        without = frozenset({"on", "note"})
        yield from facts_of(task.plans[-1], task, look.portfolio, without=without)
    if task.forecasts and task.finished_on is None:
        yield Field("forecast", (task.forecasts[-1].finish,))
    if task.hours:
        yield Field("spent", (round(sum(entry.spent for entry in task.hours), 1),))
        left = task.hours[-1].remaining
        if left is not None:
            yield Field("remaining", (left,))


def _score(risk: Risk, _: Look) -> Iterator[Field]:
    if risk.assessments:
        last = risk.assessments[-1]
        facts = (Field("probability", (last.probability,)), Field("impact", (last.impact,)))
        yield Field("score", (Line(last.score, facts),))


def _priority(ticket: Ticket, look: Look) -> Iterator[Field]:
    yield Field("priority", (priority_of(ticket, look),))


def _means(survey: Survey, _: Look) -> Iterator[Field]:
    """How many were asked and answered, and the mean of each indicator."""
    if survey.sent:
        yield Field("asked_people", (len(survey.sent),))
    if survey.responses:
        yield Field("answered_people", (len(survey.responses),))
    for indicator in Indicator:
        mean = survey.mean(indicator)
        if mean is not None:
            yield Field(indicator, (round(mean, 2),))


def _issue_number(brief: TechnicalBrief, _: Look) -> Iterator[Field]:
    """The number of a brief; ``issue`` alone means a problem elsewhere."""
    if brief.issue:
        yield Field("issue_number", (brief.issue,))


def _tenure(person: Person | Contact, _: Look) -> Iterator[Field]:
    if person.start:
        yield Field("joined_on", (person.start,))
    if person.end:
        yield Field("left_on", (person.end,))


def _project(ticket: Record, look: Look) -> Iterator[Field]:
    """The project that a client's record names."""
    name = getattr(ticket, "project", None)
    found = look.portfolio.find("project", name or "", ticket)
    if name and found is None:
        yield Field("project", (name,))


def _change_items(change: Change, look: Look) -> Iterator[Field]:
    """What happens to which requirement."""
    values = []
    for item in change.items:
        found = look.portfolio.find("requirement", item.requirement, change)
        title = found.title if isinstance(found, Requirement) else item.requirement
        values.append(Line(item.op, (Field("requirement", (Named(item.requirement, title),)),)))
    if values:
        yield Field("items", tuple(values))


def _entries(baseline: Baseline, _: Look) -> Iterator[Field]:
    """The requirements it holds, as they were called then."""
    values = (Named(e.requirement, str(e.content.get("title") or "")) for e in baseline.entries)
    yield Field("entries", tuple(values))


def _worth(act: SignOff, look: Look) -> Iterator[Field]:
    """Why it does not count, when it does not."""
    subject = look.matter.subject(act)
    if subject is None or is_heard(look.matter, act):
        return
    told = subject_verdict(look.matter, subject).acts
    flaws = (one.flaws for one in told if one.act.origin.path == act.origin.path)
    yield Field("flaws", next(flaws, ()))


CARDS: Mapping[str, tuple[Source, ...]] = MappingProxyType(
    {
        "workspace": ("vendor", "lang", "timezone", "calendar"),
        "person": ("title", "unit", "phone", "email", "languages", _tenure),
        "contact": (
            "title", "unit", "role", "authority", "influence", "phone", "email", _tenure,
            "external_id",
        ),
        "waiver": ("scope", "reason", "approvers", "until"),
        "client": (
            "short_name", "code", "industry", "tier", "lang", "tags", "first_contact_on",
            "account_plan.goals", "account_plan.review_on", "culture_notes",
        ),
        "project": ("code", "type", "purpose", "contract", "goals", "accepted_on"),
        "contract": (
            "signed_on", "amount", "scope_ref", "change_rule", "deemed_clause", "fee_rule",
            "client_obligations", "payments", "warranty_until",
        ),
        "ticket": (_priority, "kind", _project, "source", "external_id", "raised_by"),
        "incident": (
            "level", "category", "core_business", "outage_min", _project, "scope", "cause",
        ),
        "source": ("source", "kind", _project),
        "survey": ("quarter", _project, _means),
        "improvement": (
            "survey", "indicator", "meeting", "statement", "containment", "whys", "fewer_whys",
            "root_cause", "criteria",
        ),
        "complaint": ("severity", _project),
        "plan": ("scenario", "owner", "steps"),
        "drill": ("on", "scenario", "participants", "rto_min", "findings"),
        "inspection": ("on", "by", "items"),
        "release": ("on", "kind", _project, "text"),
        "interaction": ("at", "kind", "people", "by", "text"),
        "followup": ("owner", "support", "priority", _dates_of_item, "if_overdue"),
        "brief": (_issue_number, _project, "topics"),
        "requirement": (
            "type", "priority", "priority_reason", "source", "stated_need", "real_need", "goal",
            "functions", "value", _plan_of_requirement, _last_run, "acceptance.method",
            "acceptance.criteria", "acceptance.signatory", _unanswered, "external_id",
        ),
        "change": (
            "raised_by", "channel", "urgency", "category", _size, "reason", _change_items,
            "impact.schedule_wd", "impact.milestones", "impact.fee_delta", "impact.quality",
            "impact.if_not_done", "internal.effort", "internal.cost", "options", "meeting",
            "conditions", "target_iteration", _approval,
        ),
        "baseline": ("version", "created_on", "by", _entries),
        "signoff": (
            "kind", "side", "signer", "role", "decision", "deemed", "conditions", "declared_at",
            "evidence", _worth,
        ),
        "meeting": (
            "kind", "formality", "planned_at", "mode", "place", "chair", "recorder", _attendance,
            "observers", "decisions", "disagreements", "concerns", "feedback_due", "next",
            "follows",
        ),
        "milestone": ("kind", "key", "standard", _dates_of_milestone),
        "iteration": ("start", "end", "goal", "modules"),
        "task": ("owner", "milestone", _dates_of_task, "external_id"),
        "risk": (
            "owner", "category", "cause", "event", "effect", _score, "response", "contingency",
            "trigger", "residual", "issue",
        ),
        "issue": ("owner", "severity", "due", "risk", "external_id"),
        "deliverable": ("kind", "due", "plain_summary"),
        "raci": ("side",),
        "feedback": ("at", "by", "text", "answer", "requirement"),
        "quality": ("on", "level", "planned", "executed", "passed", "defects", "kloc"),
        "report": ("summary", "highlights", "internal_note"),
    }
)  # fmt: skip
"""The fields of each kind, in order; links, items and dated facts follow by themselves."""
