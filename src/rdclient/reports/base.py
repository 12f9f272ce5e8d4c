"""What every report is made from: a brief, a period, and the records its readers may see."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TypeVar

from rdclient.control.base import Matter, matter_of
from rdclient.lens import Audience
from rdclient.model import replay
from rdclient.model.base import Fact, Moment, Part, Record, Words
from rdclient.model.client import Contract, Side
from rdclient.model.meeting import Meeting, Note
from rdclient.model.policy import Policy
from rdclient.model.portfolio import Portfolio, kind_of
from rdclient.model.project import Assessment, Project
from rdclient.model.risk import Risk
from rdclient.model.walk import parts, slots

_P = TypeVar("_P", bound=Part)

_STRUCTURE = frozenset(
    {
        "workspace",
        "person",
        "contact",
        "client",
        "project",
        "contract",
        "source",
        "report",
        "signoff",
    }
)
"""Kinds that name and frame things; what a document prints of them is named field by field."""


@dataclass(frozen=True, slots=True)
class Period:
    """What a periodic report covers: the facts in ``(start, end]``.

    Attributes:
        start: exclusive; the ``as_of`` of the report before, when one was issued.
        end: inclusive; the ``as_of`` of this report.
        next_end: cutoff of the next one.
        year: ISO year.
        week: ISO week.
        issued_before: whether a report of the series was issued with ``as_of`` = ``start``.
        before_start: start of the period of that report.
    """

    start: datetime
    end: datetime
    next_end: datetime
    year: int
    week: int
    issued_before: bool
    before_start: datetime

    def holds(self, instant: datetime) -> bool:
        """Whether an instant lies in the period."""
        return self.start < instant <= self.end

    @property
    def first_day(self) -> date:
        """The day printed as its beginning: the first one not covered by the report before.

        A weekend between the two belongs to the days off and is not printed. The day of the end
        when both reports were made on it.
        """
        day = min(self.start.date() + timedelta(days=1), self.end.date())
        monday = date.fromisocalendar(self.year, self.week, 1)
        return monday if monday - timedelta(days=2) <= day <= monday else day

    @property
    def name(self) -> str:
        """The week as in file names, e.g. ``2026-W47``."""
        return f"{self.year}-W{self.week:02d}"


@dataclass(frozen=True)
class Brief:
    """What a report is asked for.

    Attributes:
        portfolio: everything recorded.
        project: whose report it is.
        as_of: aware, in the workspace's zone.
        audience: edition.
        period: of a periodic report.
        subject: id of the record the report is about, where it is about one (a meeting).
        unread: files that could not be read, when the report is made all the same.
    """

    portfolio: Portfolio
    project: Project
    as_of: datetime
    audience: Audience
    period: Period | None = None
    subject: str | None = None
    unread: tuple[str, ...] = ()

    @property
    def policy(self) -> Policy:
        """The policy in force at ``as_of``."""
        return self.portfolio.policy(self.as_of.date())

    @cached_property
    def matter(self) -> Matter:
        """Everything on record at ``as_of``, as change control judges it.

        It is the same for every audience: whether a request is approved, and how large it is, does
        not depend on who reads of it.
        """
        return self.matter_at(self.as_of)

    def matter_at(self, moment: datetime) -> Matter:
        """The same of another moment."""
        return matter_of(replay.at(self.portfolio, moment), moment)

    def seen(self, as_of: datetime | None = None, audience: Audience | None = None) -> Portfolio:
        """The records as of a moment (this brief's), as far as the readers may see them."""
        matter = self.matter if as_of in (None, self.as_of) else self.matter_at(as_of)
        return cut(matter, audience or self.audience, self.policy)


@dataclass(frozen=True, slots=True)
class Report:
    """One row of ``REPORTS``.

    Attributes:
        name: of the command and the templates.
        series: name in file names of report records; empty for a report that has no periods.
        subject: what it is about: ``project``, or the kind of a record of one.
        build: the view for a brief.
    """

    name: str
    series: str
    subject: str
    build: Callable[[Brief], object]


# ── who sees what ────────────────────────────────────────────────────────────


def cut(matter: Matter, audience: Audience, policy: Policy) -> Portfolio:
    """The records of a moment as an audience sees them; whoever judges them judges the whole."""
    seen = visible_to(matter.portfolio, audience, policy)
    return judged_by(matter, seen)


def judged_by(matter: Matter, portfolio: Portfolio) -> Portfolio:
    """Records that are part of others, told by what those are to be judged."""
    portfolio.memo["matter"] = matter
    return portfolio


def visible_to(portfolio: Portfolio, audience: Audience, policy: Policy) -> Portfolio:
    """The portfolio without the records and parts that are not for the audience."""
    if audience is Audience.INTERNAL:
        return portfolio
    records = tuple(
        _released(record) for record in portfolio.records if is_for_client(record, policy)
    )
    return replace(portfolio, records=records)


def is_for_client(record: Record, policy: Policy) -> bool:
    """Whether a client edition may count and list a record."""
    kind = kind_of(record)
    if kind in _STRUCTURE:
        return True
    if record.audience is not None:
        return record.audience is Audience.CLIENT
    if isinstance(record, Meeting):
        return record.kind not in policy.audience.internal_meetings
    if isinstance(record, Risk):
        return record.disclosed_on is not None
    return policy.default_audience(kind) is Audience.CLIENT


def _released(part: _P) -> _P:
    """The part without the internal facts in it, all the way down."""
    changed: dict[str, object] = {}
    for slot in slots(type(part)):
        value = getattr(part, slot.name)
        if slot.part is None or value is None or value == ():
            continue
        if isinstance(value, Part):
            inner = None if _is_internal(value) else _released(value)
            if inner is not value:
                changed[slot.name] = inner
        else:
            kept = tuple(_released(item) for _, item in parts(value) if not _is_internal(item))
            if len(kept) != len(value) or any(a is not b for a, b in zip(kept, value, strict=True)):
                changed[slot.name] = kept
    return part.model_copy(update=changed) if changed else part


def _is_internal(part: Part) -> bool:
    if isinstance(part, Note | Assessment):
        return part.audience is not Audience.CLIENT
    return isinstance(part, Fact) and part.audience is Audience.INTERNAL


# ── small things that all reports share ───────────────────────────────────────


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person as documents print one."""

    name: Words
    unit: Words | None
    side: Side | None


@dataclass(frozen=True, slots=True)
class Named:
    """A record as documents name one: title first, id in brackets."""

    id: str
    title: Words


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is as it is: a code and plain facts; worded by the template."""

    code: str
    facts: Mapping[str, object]


def is_past(due: Moment | None, now: datetime) -> bool:
    """Whether a due date is over: a time once it has passed, a day once it has ended."""
    if due is None:
        return False
    return due.instant < now if due.timed else due.day < now.date()


def about(project: str | None) -> str | None:
    """The slug of the project that a client's record names; None for the client as a whole."""
    return project.rsplit("/", 1)[-1] if project else None


def contract_of(portfolio: Portfolio, project: Project) -> Contract | None:
    """The contract that a project is done under; None when it names none that is there."""
    found = portfolio.find("contract", project.contract or "", project)
    return found if isinstance(found, Contract) else None


def person_view(portfolio: Portfolio, name: str | None, near: Record) -> PersonView | None:
    """The person a reference means; the reference itself when it is not known."""
    if not name:
        return None
    person = portfolio.person(name, near)
    if person is None:
        return PersonView(name, None, None)
    return PersonView(person.name, person.unit, person.side)
