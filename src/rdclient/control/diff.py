"""What differs between two states of the records: requirements, milestones, requests, sign-offs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from rdclient.control.agreed_plan import approved_plan
from rdclient.control.base import Matter
from rdclient.control.baseline import (
    entry_text,
    fits,
    items_on,
    signed_requirements,
    specification_verdict,
    text_of,
)
from rdclient.control.canon import Content, content
from rdclient.control.change import ChangeState, Standing, is_done, standing
from rdclient.control.patch import Difference, applied, differences
from rdclient.control.signoff import SideVerdict
from rdclient.model.base import Record
from rdclient.model.baseline import Baseline, BaselineEntry
from rdclient.model.change import Change, ChangeItem
from rdclient.model.client import Side
from rdclient.model.plan import Milestone
from rdclient.model.portfolio import id_of
from rdclient.model.project import Project
from rdclient.model.requirement import Requirement
from rdclient.model.signoff import SignOff

_R = TypeVar("_R", bound=Record)


class Fate(StrEnum):
    """What became of something."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Edition:
    """One of the two states.

    Attributes:
        matter: the records; of a baseline, the records it is looked at with.
        baseline: when the state is that of a baseline: only its project, and only requirements.
    """

    matter: Matter
    baseline: Baseline | None = None

    def projects(self) -> tuple[Project, ...]:
        """The projects it speaks of."""
        if self.baseline is None:
            return self.matter.portfolio.all(Project)
        own = self.matter.project(self.baseline)
        return (own,) if own else ()

    def texts(self, project: Project) -> Mapping[str, Content]:
        """The governed content of a project's requirements by id."""
        if self.baseline is not None:
            return {item.requirement: _entry(item) for item in self.baseline.entries}
        found = self.matter.portfolio.of_project(Requirement, project)
        return {record.id: text_of(self.matter, record) or {} for record in found}


def _entry(entry: BaselineEntry) -> Content:
    """What a baseline says of a requirement; what does not prove itself is shown as it stands."""
    told: Content = dict(entry.content)  # type: ignore[arg-type]  # plain data of a YAML file
    return entry_text(entry) or told


@dataclass(frozen=True, slots=True)
class Cover:
    """A request about what differs, and where it stands.

    Attributes:
        is_exact: whether the new text holds what the request asks for, to the character.
    """

    change: Change
    standing: Standing
    is_exact: bool


@dataclass(frozen=True, slots=True)
class TextDiff:
    """A requirement that is not what it was.

    Attributes:
        title: as it is now, else as it was.
        values: value by value; of one that came or went none.
        covers: requests that ask for it, in the order of their ids.
        signed: what it was signed with before: a baseline or a request; None when it was not.
        is_signed_now: whether both sides signed what it says now, or that it goes.
    """

    requirement: str
    title: str
    fate: Fate
    values: tuple[Difference, ...]
    covers: tuple[Cover, ...]
    signed: Record | None
    is_signed_now: bool

    @property
    def is_agreed(self) -> bool:
        """Whether nothing that was signed became something that is not."""
        return self.signed is None or self.is_signed_now


@dataclass(frozen=True, slots=True)
class DateDiff:
    """A milestone whose agreed date is another one; ``change`` is the request it names."""

    milestone: Milestone
    old: date | None
    new: date | None
    change: str | None


@dataclass(frozen=True, slots=True)
class StateDiff:
    """A request that is new or stands elsewhere; ``old`` is None for a new one."""

    change: Change
    old: ChangeState | None
    new: ChangeState


@dataclass(frozen=True, slots=True)
class Need:
    """A side that has to sign something, once more or for the first time.

    Attributes:
        subject: a baseline or a request.
        people: ids of those who signed it before, in other words; empty when nobody did.
    """

    subject: Record
    side: Side
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProjectDiff:
    """What differs in one project, each in the order of ids."""

    project: Project
    texts: tuple[TextDiff, ...]
    dates: tuple[DateDiff, ...]
    changes: tuple[StateDiff, ...]
    baselines: tuple[Baseline, ...]
    acts: tuple[SignOff, ...]
    needs: tuple[Need, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.texts or self.dates or self.changes or self.baselines or self.acts)


def compared(old: Edition, new: Edition) -> tuple[ProjectDiff, ...]:
    """What differs, project by project; projects without a difference are left out."""
    before = {_scope(project): project for project in old.projects()}
    after = {_scope(project): project for project in new.projects()}
    scopes = dict.fromkeys((*before, *after))
    if old.baseline or new.baseline:  # a baseline says nothing of other projects
        scopes = dict.fromkeys(scope for scope in before if scope in after)
    found = []
    for scope in scopes:
        made = _project(old, new, before.get(scope), after.get(scope))
        if not made.is_empty:
            found.append(made)
    return tuple(found)


def _scope(project: Project) -> tuple[str | None, str]:
    return project.origin.client, project.id


def _project(old: Edition, new: Edition, was: Project | None, now: Project | None) -> ProjectDiff:
    project = now or was
    if project is None:
        raise ValueError("project")
    texts = tuple(_texts(old, new, was, now))
    if old.baseline or new.baseline:
        return ProjectDiff(project, texts, (), (), (), (), tuple(_needs(new, texts)))
    return ProjectDiff(
        project=project,
        texts=texts,
        dates=tuple(_dates(old.matter, new.matter, was, now)),
        changes=tuple(_changes(old.matter, new.matter, was, now)),
        baselines=tuple(_baselines(old.matter, new.matter, was, now)),
        acts=tuple(_acts(old.matter, new.matter, was, now)),
        needs=tuple(_needs(new, texts)),
    )


# ── requirements ─────────────────────────────────────────────────────────────


def _texts(
    old: Edition, new: Edition, was: Project | None, now: Project | None
) -> Iterator[TextDiff]:
    before: Mapping[str, Content] = old.texts(was) if was else MappingProxyType({})
    after: Mapping[str, Content] = new.texts(now) if now else MappingProxyType({})
    signed = _signed(old, was)
    for name in sorted({*before, *after}):
        one, other = before.get(name), after.get(name)
        if one == other:
            continue
        fate = Fate.ADDED if one is None else Fate.REMOVED if other is None else Fate.CHANGED
        values = tuple(differences(one, other)) if fate is Fate.CHANGED else ()
        yield TextDiff(
            requirement=name,
            title=str((other or {}).get("title") or (one or {}).get("title") or name),
            fate=fate,
            values=values,
            covers=tuple(_covers(new.matter, now or was, _Pair(name, one, other, values))),
            signed=signed.get(name),
            is_signed_now=_is_signed(new, now or was, name, other),
        )


def _is_signed(new: Edition, project: Project | None, name: str, text: Content | None) -> bool:
    """Whether both sides signed what a requirement says now, or that it goes."""
    if new.baseline is not None and specification_verdict(new.matter, new.baseline).is_met:
        return True
    signed = signed_requirements(new.matter, project).get(name) if project else None
    return signed is not None and fits(new.matter, signed, text) is not None


def _signed(old: Edition, project: Project | None) -> Mapping[str, Record]:
    """What each requirement was signed with."""
    if project is None:
        return {}
    if old.baseline is not None:
        is_met = specification_verdict(old.matter, old.baseline).is_met
        return {e.requirement: old.baseline for e in old.baseline.entries} if is_met else {}
    signed = signed_requirements(old.matter, project)
    return {name: one.source for name, one in signed.items()}


@dataclass(frozen=True, slots=True)
class _Pair:
    """A requirement before and after."""

    name: str
    old: Content | None
    new: Content | None
    values: tuple[Difference, ...]


def _covers(matter: Matter, project: Project | None, pair: _Pair) -> Iterator[Cover]:
    """Requests about what differs; not those that were done with before."""
    if project is None:
        return
    asked = {value.way[0] for value in pair.values if value.way}
    for change in sorted(matter.portfolio.of_project(Change, project), key=id_of):
        items = items_on(change, pair.name)
        if change.is_ended() or not any(_touches(matter, change, one, asked) for one in items):
            continue
        binding = matter.binding(change)
        was_done = all(applied(pair.old, item, binding) == pair.old for item in items)
        is_exact = all(applied(pair.new, item, binding) == pair.new for item in items)
        if is_exact or not (was_done or is_done(change)):
            yield Cover(change, standing(matter, change), is_exact)


def _touches(matter: Matter, change: Change, item: ChangeItem, asked: set[str | int]) -> bool:
    """Whether an item speaks of a field that differs; of any when all of it came or went."""
    named = set(content(item.set, matter.binding(change))) if item.set else set()
    return not asked or bool(named & asked)


# ── dates, requests, signatures ──────────────────────────────────────────────


def _dates(
    old: Matter, new: Matter, was: Project | None, now: Project | None
) -> Iterator[DateDiff]:
    before = {milestone.id: milestone for milestone in _of(old, Milestone, was)}
    for milestone in _of(new, Milestone, now):
        plan = approved_plan(new, milestone)
        earlier = before.get(milestone.id)
        last = approved_plan(old, earlier) if earlier else None
        due, due_before = plan.due if plan else None, last.due if last else None
        if due != due_before:
            yield DateDiff(milestone, due_before, due, plan.change if plan else None)


def _changes(
    old: Matter, new: Matter, was: Project | None, now: Project | None
) -> Iterator[StateDiff]:
    before = {change.id: change for change in _of(old, Change, was)}
    for change in sorted(_of(new, Change, now), key=id_of):
        earlier = before.get(change.id)
        state = standing(new, change).state
        state_before = standing(old, earlier).state if earlier else None
        if state is not state_before:
            yield StateDiff(change, state_before, state)


def _baselines(
    old: Matter, new: Matter, was: Project | None, now: Project | None
) -> Iterator[Baseline]:
    before = {baseline.id for baseline in _of(old, Baseline, was)}
    for baseline in sorted(_of(new, Baseline, now), key=id_of):
        if baseline.id not in before:
            yield baseline


def _acts(old: Matter, new: Matter, was: Project | None, now: Project | None) -> Iterator[SignOff]:
    known = {act.proof.digest for act in _of(old, SignOff, was)}
    for act in _of(new, SignOff, now):
        if act.proof.digest not in known:
            yield act


def _of(matter: Matter, cls: type[_R], project: Project | None) -> tuple[_R, ...]:
    """The records of a project; none where there is no project yet, or any more."""
    return matter.portfolio.of_project(cls, project) if project else ()


# ── who has to sign ──────────────────────────────────────────────────────────


def _needs(new: Edition, texts: tuple[TextDiff, ...]) -> Iterator[Need]:
    """Sides that have to sign before what differs is agreed."""
    matter = new.matter
    if new.baseline is not None:
        told = specification_verdict(matter, new.baseline)
        yield from _missing(matter, new.baseline, told.sides)
        return
    open_covers = {
        cover.change.id: cover for text in texts if not text.is_agreed for cover in text.covers
    }
    for cover in open_covers.values():
        yield from _missing(matter, cover.change, cover.standing.verdict.sides)
    bare = {
        text.signed.id: text.signed
        for text in texts
        if not text.is_agreed and not text.covers and isinstance(text.signed, Baseline | Change)
    }
    for subject in bare.values():
        for side in (Side.CLIENT, Side.VENDOR):
            yield Need(subject, side, _earlier(matter, subject, side))


def _missing(
    matter: Matter, subject: Baseline | Change, sides: tuple[SideVerdict, ...]
) -> Iterator[Need]:
    for side in sides:
        if not side.is_met:
            yield Need(subject, side.side, _earlier(matter, subject, side.side))


def _earlier(matter: Matter, subject: Baseline | Change, side: Side) -> tuple[str, ...]:
    acts = matter.acts(subject)
    return tuple(dict.fromkeys(act.signer for act in acts if act.side is side))
