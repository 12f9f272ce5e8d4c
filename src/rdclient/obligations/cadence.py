"""Clocks of what is due again and again in a project: conversations, documents, briefs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

from rdclient.model.care import TechnicalBrief
from rdclient.model.client import Client, InteractionKind, Role
from rdclient.model.clock_policy import MeetingClock
from rdclient.model.meeting import Formality
from rdclient.model.plan import Deliverable, DeliverableKind
from rdclient.model.policy import Policy
from rdclient.model.project import Phase, Project
from rdclient.obligations import course
from rdclient.obligations.base import Ask, Clock, Obligation, ends
from rdclient.obligations.conversation import Sort, conversations
from rdclient.obligations.interval import pre_acceptance_meetings, rolling_touchpoints
from rdclient.obligations.period import Evidence, Span
from rdclient.obligations.promise import for_client, for_project, months_served, periodic
from rdclient.worktime import months_later

_ONE_DAY = timedelta(days=1)


# ── conversations in every period ────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Touchpoint:
    """A conversation that a project owes in every period of a stretch of days.

    Attributes:
        code: of its clock.
        owner: the role that sees to it.
        pick: its terms.
        spans: the stretches of days.
        sort: the conversations that count.
        is_anchored: whether the periods begin with the stretch, not with those of the calendar.
    """

    code: str
    owner: Role
    pick: Callable[[Policy], MeetingClock]
    spans: Callable[[Ask, Project], tuple[Span, ...]]
    sort: Sort = field(default_factory=Sort)
    is_anchored: bool = True


def _touchpoints(ask: Ask, row: _Touchpoint) -> Iterator[Obligation]:
    for project in ask.portfolio.all(Project):
        spans = row.spans(ask, project)
        if not spans:
            continue
        found = conversations(ask.portfolio, project, row.pick, row.sort)
        evidence = tuple(one.evidence(ask.portfolio) for one in found)
        for span in spans:
            promise = for_project(ask, row.code, project, row.owner, span=span, pick=row.pick)
            anchor = span.first if row.is_anchored else None
            yield from periodic(ask, replace(promise, anchor=anchor), evidence)


def weekly_meetings(ask: Ask) -> Iterator[Obligation]:
    """A project that is under way meets every week (RD402)."""
    return _touchpoints(ask, _WEEKLY)


def kickoff_touchpoints(ask: Ask) -> Iterator[Obligation]:
    """In the kick-off phase there is a formal meeting with executives every week (RD410)."""
    return _touchpoints(ask, _KICKOFF)


def development_touchpoints(ask: Ask) -> Iterator[Obligation]:
    """During development the two sides talk informally twice a week (RD411)."""
    return _touchpoints(ask, _DEVELOPMENT)


def return_visits(ask: Ask) -> Iterator[Obligation]:
    """After acceptance the client is visited every month (RD414)."""
    return _touchpoints(ask, _RETURN_VISIT)


def executive_dialogues(ask: Ask) -> Iterator[Obligation]:
    """The client lead speaks with the client's executives in every period (RD415)."""
    return _touchpoints(ask, _EXECUTIVE)


def _under_way(_: Ask, project: Project) -> tuple[Span, ...]:
    span = course.under_way(project)
    return (span,) if span else ()


def _in_kickoff(_: Ask, project: Project) -> tuple[Span, ...]:
    return course.spans(project, (Phase.KICKOFF,))


def _in_development(_: Ask, project: Project) -> tuple[Span, ...]:
    return course.spans(project, (Phase.DEVELOPMENT,))


def _served(ask: Ask, project: Project) -> tuple[Span, ...]:
    span = course.served(project, months_served(ask))
    return (span,) if span else ()


def _after_acceptance(ask: Ask, project: Project) -> tuple[Span, ...]:
    if project.accepted_on is None:
        return ()
    last = months_later(project.accepted_on, months_served(ask)) - _ONE_DAY
    return (Span(project.accepted_on, last),)


_WEEKLY = _Touchpoint(
    "RD402",
    Role.PROJECT_MANAGER,
    lambda policy: policy.clocks.weekly_meeting,
    _under_way,
    is_anchored=False,
)
_KICKOFF = _Touchpoint(
    "RD410",
    Role.PROJECT_MANAGER,
    lambda policy: policy.clocks.kickoff_touchpoint,
    _in_kickoff,
    Sort(Formality.FORMAL),
)
_DEVELOPMENT = _Touchpoint(
    "RD411",
    Role.PROJECT_MANAGER,
    lambda policy: policy.clocks.development_touchpoint,
    _in_development,
    Sort(Formality.INFORMAL, frozenset(InteractionKind)),
)
_RETURN_VISIT = _Touchpoint(
    "RD414",
    Role.CLIENT_LEAD,
    lambda policy: policy.clocks.return_visit,
    _after_acceptance,
    Sort(contacts=frozenset({InteractionKind.VISIT})),
)
_EXECUTIVE = _Touchpoint(
    "RD415", Role.CLIENT_LEAD, lambda policy: policy.clocks.executive_dialogue, _served
)


# ── documents and briefs ─────────────────────────────────────────────────────

_TECHNICAL = frozenset({DeliverableKind.DEV_LOG, DeliverableKind.TEST_REPORT})


def technical_documents(ask: Ask) -> Iterator[Obligation]:
    """During development and test the client gets technical documents in every period (RD416)."""
    for project in ask.portfolio.all(Project):
        evidence = tuple(
            Evidence(ends(one.sent_on, ask.portfolio), one.id)
            for one in ask.portfolio.of_project(Deliverable, project)
            if one.sent_on and one.kind in _TECHNICAL
        )
        for span in course.spans(project, (Phase.DEVELOPMENT, Phase.TEST)):
            promise = for_project(
                ask,
                "RD416",
                project,
                Role.TECHNICAL_CONTACT,
                span=span,
                pick=lambda policy: policy.clocks.technical_documents,
            )
            yield from periodic(ask, replace(promise, anchor=span.first), evidence)


def technical_briefs(ask: Ask) -> Iterator[Obligation]:
    """The client gets a technical brief in every period (RD417)."""
    portfolio = ask.portfolio
    for client in portfolio.all(Client):
        projects = course.projects_of(portfolio, client)
        span = course.joined(course.served(one, months_served(ask)) for one in projects)
        if span is None:
            continue
        promise = for_client(
            ask,
            "RD417",
            client,
            Role.TECHNICAL_CONTACT,
            projects=projects,
            span=span,
            pick=lambda policy: policy.clocks.technical_brief,
        )
        evidence = (
            Evidence(ends(one.sent_on, portfolio), one.id)
            for one in portfolio.of_client(TechnicalBrief, client.id)
            if one.sent_on
        )
        yield from periodic(ask, replace(promise, anchor=span.first), evidence)


CLOCKS = (
    Clock("RD402", weekly_meetings, about=("project", "meeting")),
    Clock("RD410", kickoff_touchpoints, about=("project", "meeting")),
    Clock("RD411", development_touchpoints, about=("project", "meeting", "interaction")),
    Clock("RD412", rolling_touchpoints, about=("project", "meeting", "interaction")),
    Clock("RD413", pre_acceptance_meetings, about=("milestone", "meeting")),
    Clock("RD414", return_visits, about=("project", "meeting", "interaction")),
    Clock("RD415", executive_dialogues, about=("project", "meeting")),
    Clock("RD416", technical_documents, about=("project", "deliverable")),
    Clock("RD417", technical_briefs, about=("client", "brief")),
)
