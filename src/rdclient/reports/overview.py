"""A client, a project or a person at a glance: roles today, what is open, what comes next."""

from collections.abc import Iterator

from rdclient.control.agreed_plan import approved_plan
from rdclient.model.base import Moment, Record
from rdclient.model.client import Client, Contact, Interaction, Person, Role
from rdclient.model.meeting import Meeting
from rdclient.model.plan import Milestone
from rdclient.model.project import Project
from rdclient.reports.base import Named, is_past, person_view
from rdclient.reports.entry import Entry, entries
from rdclient.reports.field import Count, Field, Line
from rdclient.reports.listing import reaches
from rdclient.reports.milestone import lateness
from rdclient.reports.minutes_track import began
from rdclient.reports.row import responsible, row_of
from rdclient.reports.search import Somebody
from rdclient.reports.state import Look

COUNTED = (
    "requirement", "change", "task", "action", "confirmation", "risk", "issue", "ticket",
    "incident", "complaint",
)  # fmt: skip
"""Kinds that an overview counts."""
_OF_CLIENT = ("followup",)
"""Kinds that it counts besides where it is of a client: no project has any."""

Told = tuple[tuple[str, tuple[Field, ...]], ...]


def of_scope(scope: Client | Project, look: Look) -> Told:
    """The sections of a client's or a project's card: name and fields."""
    projects = (scope,) if isinstance(scope, Project) else _projects(scope, look)
    ahead = tuple(field for project in projects for field in _ahead(project, scope, look))
    return (
        ("people", tuple(field for p in projects for field in _team(p, scope, look))),
        ("counts", tuple(_counts(scope, look))),
        ("contact", (*ahead, *_last_contact(scope, look))),
    )


def _projects(client: Client, look: Look) -> tuple[Project, ...]:
    return tuple(p for p in look.portfolio.all(Project) if p.origin.client == client.id)


# ── who ──────────────────────────────────────────────────────────────────────


def _team(project: Project, scope: Client | Project, look: Look) -> Iterator[Field]:
    """Who holds which role today, the vendor's roles first; of a client, project by project."""
    held: dict[Role, list[str]] = {}
    for term in (*project.team, *project.counterparts):
        if term.covers(look.today):
            held.setdefault(term.role, []).append(term.person)
    order = list(Role)
    rows = []
    for role in sorted(held, key=order.index):
        people = (person_view(look.portfolio, name, project) for name in dict.fromkeys(held[role]))
        rows.append(Field(role, tuple(person for person in people if person)))
    if isinstance(scope, Client):
        phase = (project.phases[-1].phase,) if project.phases else ()
        facts = (Field("phase", phase),) if phase else ()
        yield Field("project", (Line(Named(project.id, project.name), facts),))
    yield from rows


# ── how much ─────────────────────────────────────────────────────────────────


def _counts(scope: Client | Project, look: Look) -> Iterator[Field]:
    """How many records of each kind are open, overdue and on record."""
    project = scope if isinstance(scope, Project) else None
    kinds = COUNTED if project else (*COUNTED, *_OF_CLIENT)
    rows = [
        row_of(entry, look)
        for entry in entries(look.portfolio)
        if entry.kind in kinds and _is_in(entry, scope)
    ]
    client = look.portfolio.client(scope.origin.client)
    for kind in kinds:
        mine = [row for row in rows if row.kind == kind]
        gaps = reaches(kind, project, client, look)
        worst = next((gap for gap in gaps or () if gap.state == "not_collected"), None)
        worst = worst or min(gaps or (), key=lambda gap: str(gap.through), default=None)
        count = Count(
            open=sum(row.state is None or row.state.is_open for row in mine),
            overdue=sum(row.is_overdue for row in mine),
            total=len(mine),
            known=worst.state if worst else "no_source" if gaps is None else "complete",
            through=worst.through if worst else None,
        )
        yield Field(f"{kind}_count", (count,))


def _is_in(entry: Entry, scope: Client | Project) -> bool:
    if entry.client != scope.origin.client:
        return False
    return isinstance(scope, Client) or entry.project == scope.id


# ── what was and what comes ──────────────────────────────────────────────────


def _ahead(project: Project, scope: Client | Project, look: Look) -> Iterator[Field]:
    """The next milestone that is not reached, and the next meeting."""
    near = () if isinstance(scope, Project) else (Field("project", (project.name,)),)
    waiting = [
        (plan.due, milestone)
        for milestone in look.portfolio.of_project(Milestone, project)
        if milestone.reached_on is None and (plan := approved_plan(look.matter, milestone))
    ]
    if waiting:
        due, milestone = min(waiting, key=lambda pair: (pair[0], pair[1].id))
        late = lateness(milestone, look.matter, look.today)
        facts = [Field("due", (due,))]
        if late and late.expected != due:
            facts.append(Field("forecast", (late.expected,)))
        named = Named(milestone.id, milestone.name)
        yield Field("next_milestone", (Line(named, (*facts, *near)),))
    planned = [
        (meeting.planned_at, meeting.id, meeting)
        for meeting in look.portfolio.of_project(Meeting, project)
        if meeting.planned_at
        and not meeting.cancelled_on
        and not began(meeting)
        and not is_past(meeting.planned_at, look.as_of)
    ]
    if planned:
        at, _, meeting = min(planned, key=lambda found: found[:2])
        line = Line(Named(meeting.id, meeting.title), (Field("planned_at", (at,)), *near))
        yield Field("next_meeting", (line,))


def _last_contact(scope: Client | Project, look: Look) -> Iterator[Field]:
    """The last meeting with the client, or informal contact, whichever was later."""
    found: list[tuple[Moment, str, Line]] = []
    internal = look.policy.audience.internal_meetings
    for meeting in look.portfolio.all(Meeting):
        at = began(meeting)
        is_ours = isinstance(scope, Client) or meeting.origin.project == scope.id
        if at is None or meeting.kind in internal or not is_ours or meeting.cancelled_on:
            continue
        if meeting.origin.client == scope.origin.client:
            line = Line(Named(meeting.id, meeting.title), (Field("started_at", (at,)),))
            found.append((at, meeting.id, line))
    for contact in look.portfolio.of_client(Interaction, scope.origin.client or ""):
        if isinstance(scope, Client) or _concerns(contact, scope, look):
            facts = (Field("kind", (contact.kind,)), Field("at", (contact.at,)))
            found.append((contact.at, "", Line(contact.text, facts)))
    if found:
        yield Field("last_contact", (max(found, key=lambda item: item[:2])[2],))


def _concerns(contact: Interaction, project: Project, look: Look) -> bool:
    """Whether somebody of the client's side of the project took part."""
    ours = {term.person for term in project.counterparts}
    people = {id(look.portfolio.person(name, project)) for name in ours}
    return any(id(look.portfolio.person(n, contact)) in people for n in contact.people)


# ── a person ─────────────────────────────────────────────────────────────────


def roles(person: Somebody, look: Look) -> tuple[Field, ...]:
    """Every role the person has held, project by project."""
    return tuple(_roles(person, look))


def _roles(person: Somebody, look: Look) -> Iterator[Field]:
    for project in look.portfolio.all(Project):
        for term in (*project.team, *project.counterparts):
            if look.portfolio.person(term.person, project) is person:
                facts = [Field("start", (term.start,))]
                facts += [Field("end", (term.end,))] if term.end else []
                named = Named(project.id, project.name)
                yield Field(term.role, (Line(named, tuple(facts)),))


_OWNED = frozenset(
    {"action", "confirmation", "followup", "task", "risk", "issue", "ticket", "incident",
     "complaint", "meeting"}
)  # fmt: skip


def open_with(person: Person | Contact, look: Look) -> list[Entry]:
    """What is open and owned by the person, or was last handled by them."""
    found = []
    for entry in entries(look.portfolio):
        if entry.kind not in _OWNED:
            continue
        if not _is_theirs(entry.record, responsible(entry, look), person, look):
            continue
        state = row_of(entry, look).state
        if state is None or state.is_open:
            found.append(entry)
    return found


def _is_theirs(
    record: Record, names: tuple[str, ...], person: Person | Contact, look: Look
) -> bool:
    return any(look.portfolio.person(name, record) is person for name in names)
