"""Portfolio: the only aggregate, immutable; every index is built once, in time O(n)."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar
from zoneinfo import ZoneInfo

from rdclient.model.base import Record
from rdclient.model.baseline import Baseline
from rdclient.model.care import FollowUp, TechnicalBrief
from rdclient.model.change import Change
from rdclient.model.client import Client, Contact, Contract, Interaction, Person, Side, Workspace
from rdclient.model.governance import RaciRow, Waiver
from rdclient.model.link import Link, links_of
from rdclient.model.meeting import Meeting
from rdclient.model.operation import Drill, EmergencyPlan, Inspection, Release
from rdclient.model.plan import Deliverable, Iteration, Milestone, Quality, ReportRecord, Task
from rdclient.model.policy import Policy
from rdclient.model.project import Feedback, Project
from rdclient.model.requirement import Requirement
from rdclient.model.risk import Issue, Risk
from rdclient.model.satisfaction import Improvement, Survey
from rdclient.model.service import Complaint, Incident, Source, Ticket
from rdclient.model.signoff import SignOff
from rdclient.worktime import NATURAL, WorkCalendar, natural

BUSINESS = "business"
"""Stands in policies for the calendar of the client, else of the workspace."""

KINDS: Mapping[str, type[Record]] = MappingProxyType(
    {
        "workspace": Workspace,
        "person": Person,
        "waiver": Waiver,
        "client": Client,
        "contact": Contact,
        "contract": Contract,
        "ticket": Ticket,
        "incident": Incident,
        "source": Source,
        "survey": Survey,
        "improvement": Improvement,
        "complaint": Complaint,
        "plan": EmergencyPlan,
        "drill": Drill,
        "inspection": Inspection,
        "release": Release,
        "interaction": Interaction,
        "followup": FollowUp,
        "brief": TechnicalBrief,
        "project": Project,
        "requirement": Requirement,
        "change": Change,
        "baseline": Baseline,
        "signoff": SignOff,
        "meeting": Meeting,
        "milestone": Milestone,
        "iteration": Iteration,
        "task": Task,
        "risk": Risk,
        "issue": Issue,
        "deliverable": Deliverable,
        "raci": RaciRow,
        "feedback": Feedback,
        "quality": Quality,
        "report": ReportRecord,
    }
)
"""Every kind of record by its name."""

_KIND_OF: Mapping[type[Record], str] = MappingProxyType({cls: name for name, cls in KINDS.items()})

_R = TypeVar("_R", bound=Record)
Scope = tuple[str | None, str | None]


def kind_of(record: Record) -> str:
    """The name of a record's kind."""
    return _KIND_OF[type(record)]


def id_of(record: Record) -> str:
    """The id of a record; empty for kinds that have none."""
    return getattr(record, "id", "")


def folded(name: str) -> str:
    """A name as ids and file names are compared: NFC and without regard to case."""
    return unicodedata.normalize("NFC", name).casefold()


@dataclass(frozen=True)
class Portfolio:
    """All records of a workspace, and what is needed to read them.

    Attributes:
        records: in the order of their paths.
        workspace: the record of ``rdclient.yaml``.
        policies: by ``effective_on``; the first holds from the beginning.
        calendar: the workspace's working days.
        calendars: every calendar that can be used, by id.
    """

    records: tuple[Record, ...]
    workspace: Workspace
    policies: tuple[Policy, ...]
    calendar: WorkCalendar
    zone: ZoneInfo
    calendars: Mapping[str, WorkCalendar] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def memo(self) -> dict[str, object]:
        """What other floors worked out of these very records and need again, by their names."""
        return {}

    # ── by kind and scope ────────────────────────────────────────────────────

    @cached_property
    def _by_type(self) -> Mapping[type[Record], tuple[Record, ...]]:
        groups: dict[type[Record], list[Record]] = defaultdict(list)
        for record in self.records:
            groups[type(record)].append(record)
        return {cls: tuple(items) for cls, items in groups.items()}

    @cached_property
    def _by_scope(self) -> Mapping[tuple[type[Record], Scope], tuple[Record, ...]]:
        groups: dict[tuple[type[Record], Scope], list[Record]] = defaultdict(list)
        for record in self.records:
            groups[type(record), (record.origin.client, record.origin.project)].append(record)
        return {key: tuple(items) for key, items in groups.items()}

    def all(self, cls: type[_R]) -> tuple[_R, ...]:
        """Every record of that class."""
        return self._by_type.get(cls, ())  # type: ignore[return-value]

    def of_client(self, cls: type[_R], client: str) -> tuple[_R, ...]:
        """Records of that class kept under the client itself, not under its projects."""
        return self._by_scope.get((cls, (client, None)), ())  # type: ignore[return-value]

    def of_project(self, cls: type[_R], project: Project) -> tuple[_R, ...]:
        """Records of that class kept under the project."""
        scope = (project.origin.client, project.id)
        return self._by_scope.get((cls, scope), ())  # type: ignore[return-value]

    def beside(self, cls: type[_R], near: Record) -> tuple[_R, ...]:
        """Records of that class kept where another one lies: under the same project or client."""
        scope = (near.origin.client, near.origin.project)
        return self._by_scope.get((cls, scope), ())  # type: ignore[return-value]

    # ── by id ────────────────────────────────────────────────────────────────

    @cached_property
    def _by_id(self) -> Mapping[tuple[str, Scope, str], Record]:
        index: dict[tuple[str, Scope, str], Record] = {}
        for record in self.records:
            if name := id_of(record):
                scope = (record.origin.client, record.origin.project)
                index.setdefault((_KIND_OF[type(record)], scope, name), record)
        return index

    def client(self, slug: str | None) -> Client | None:
        """The client of that slug."""
        found = self._by_id.get(("client", (slug, None), slug or ""))
        return found if isinstance(found, Client) else None

    def project_of(self, record: Record) -> Project | None:
        """The project in whose folder the record lies."""
        scope = (record.origin.client, record.origin.project)
        found = self._by_id.get(("project", scope, record.origin.project or ""))
        return found if isinstance(found, Project) else None

    def find(self, kind: str, name: str, near: Record) -> Record | None:
        """The record a reference names, seen from the record that holds it.

        First in the same project, then under the client; ``project/ID`` names another project
        of the client, ``client/project/ID`` one of another client.
        """
        client, project = near.origin.client, near.origin.project
        *way, name = name.split("/")
        if kind == "project":
            holder = way[0] if way else client
            return self._by_id.get((kind, (holder, name), name))
        if way:
            owner = (way[0], way[1]) if way[1:] else (client, way[0])
            scopes: tuple[Scope, ...] = (owner,)
        else:
            scopes = ((client, project), (client, None))
        hits = (self._by_id.get((kind, scope, name)) for scope in scopes)
        return next((hit for hit in hits if hit is not None), None)

    def ids(self, kind: str, near: Record) -> tuple[str, ...]:
        """Ids of a kind that a reference in ``near`` could mean, for did-you-mean."""
        scope = (near.origin.client, near.origin.project)
        scopes = {scope, (scope[0], None)}
        if kind == "project":
            return tuple(p.id for p in self.all(Project) if p.origin.client == scope[0])
        return tuple(name for (k, s, name) in self._by_id if k == kind and s in scopes)

    # ── people ───────────────────────────────────────────────────────────────

    @cached_property
    def _people(self) -> Mapping[str | None, Mapping[str, tuple[Person | Contact, ...]]]:
        """Per client (None: vendor only) the people by id and by each of their names."""
        vendor: dict[str, list[Person | Contact]] = defaultdict(list)
        for person in self.all(Person):
            _enter(vendor, person)
        scopes: dict[str | None, Mapping[str, tuple[Person | Contact, ...]]] = {
            None: {key: tuple(people) for key, people in vendor.items()}
        }
        clients: dict[str | None, dict[str, list[Person | Contact]]] = {}
        for contact in self.all(Contact):
            slug = contact.origin.client
            if slug not in clients:
                clients[slug] = defaultdict(list, {k: list(v) for k, v in vendor.items()})
            _enter(clients[slug], contact)
        for slug, people in clients.items():
            scopes[slug] = {key: tuple(found) for key, found in people.items()}
        return scopes

    def people_named(self, name: str, near: Record) -> tuple[Person | Contact, ...]:
        """Everybody whom an id or a name may mean in the scope of ``near``; an id wins."""
        people = self._people.get(near.origin.client, self._people[None])
        found = people.get(name, ())
        exact = tuple(person for person in found if person.id == name)
        return exact or found

    def person(self, name: str | None, near: Record) -> Person | Contact | None:
        """The one person an id or a unique name means."""
        found = self.people_named(name, near) if name else ()
        return found[0] if len(found) == 1 else None

    def side(self, name: str | None, near: Record) -> Side | None:
        """The side of a person; None when it is not known."""
        person = self.person(name, near)
        return person.side if person else None

    def people_ids(self, near: Record) -> tuple[str, ...]:
        """Ids and names that mean somebody in the scope of ``near``, for did-you-mean."""
        return tuple(self._people.get(near.origin.client, self._people[None]))

    # ── links ────────────────────────────────────────────────────────────────

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every reference from one record to another, in the order of the records."""
        return tuple(self._links())

    def _links(self) -> Iterator[Link]:
        for record in self.records:
            yield from links_of(record)

    @cached_property
    def _linked(self) -> tuple[Mapping[int, tuple[Record, ...]], Mapping[int, tuple[Record, ...]]]:
        to: dict[int, dict[int, Record]] = defaultdict(dict)
        back: dict[int, dict[int, Record]] = defaultdict(dict)
        for link in self.links:
            for kind in link.kinds:
                target = (
                    self.person(link.name, link.record)
                    if kind == "person"
                    else self.find(kind, link.name, link.record)
                )
                if target is not None:
                    to[id(link.record)][id(target)] = target
                    back[id(target)][id(link.record)] = link.record
        return _frozen(to), _frozen(back)

    def linked_from(self, record: Record) -> tuple[Record, ...]:
        """The records this one refers to."""
        return self._linked[0].get(id(record), ())

    def linked_to(self, record: Record) -> tuple[Record, ...]:
        """The records that refer to this one."""
        return self._linked[1].get(id(record), ())

    # ── policy ───────────────────────────────────────────────────────────────

    def policy(self, on: date) -> Policy:
        """The policy in force on a day."""
        if len(self.policies) == 1:
            return self.policies[0]
        usable = [p for p in self.policies if p.effective_on is None or p.effective_on <= on]
        return usable[-1] if usable else self.policies[0]

    # ── calendars ────────────────────────────────────────────────────────────

    def hours(self, name: str, client: str | None) -> WorkCalendar | None:
        """The calendar that a policy names, for a client; None when it cannot be used.

        ``business`` is the client's calendar, else the workspace's; ``24x7`` is always there.
        """
        asked = (name, client if name == BUSINESS else None)
        if asked not in self._hours:
            self._hours[asked] = self._found_hours(name, client)
        return self._hours[asked]

    @cached_property
    def _hours(self) -> dict[tuple[str, str | None], WorkCalendar | None]:
        return {}

    def _found_hours(self, name: str, client: str | None) -> WorkCalendar | None:
        if name == BUSINESS:
            of_client = self.client(client)
            own = of_client.calendar if of_client else None
            name = own or self.workspace.calendar
        if name == self.calendar.id:
            return self.calendar
        if name == NATURAL and NATURAL not in self.calendars:
            return natural(self.zone)
        return self.calendars.get(name)


def weekly_cutoff(portfolio: Portfolio, year: int, week: int) -> datetime:
    """When the weekly report of an ISO week closes, by the policy in force on its Monday.

    Raises:
        ValueError: when the year has no such week.
    """
    policy = portfolio.policy(date.fromisocalendar(year, week, 1))
    return policy.weekly.cutoff.moment(year, week, portfolio.zone)


def _enter(people: dict[str, list[Person | Contact]], person: Person | Contact) -> None:
    names = person.name
    words = {names} if isinstance(names, str) else {names.zh, names.en}
    for key in {person.id, *(word for word in words if word)}:
        people[key].append(person)


def _frozen(index: Mapping[int, Mapping[int, Record]]) -> Mapping[int, tuple[Record, ...]]:
    return {key: tuple(found.values()) for key, found in index.items()}
