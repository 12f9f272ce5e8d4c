"""What ``diff`` tells of two states of the records: frozen rows, without words of a language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rdclient.control.base import Matter
from rdclient.control.baseline import specification_verdict
from rdclient.control.canon import Plain
from rdclient.control.change import ChangeState, subject_verdict
from rdclient.control.diff import Edition, Fate, Need, ProjectDiff, TextDiff, compared
from rdclient.control.fingerprint import SHORT, short
from rdclient.control.signoff import Weighed
from rdclient.model.base import Moment, Record, Words
from rdclient.model.change import ChangeDecision
from rdclient.model.client import Side
from rdclient.model.portfolio import id_of, kind_of
from rdclient.model.signoff import EvidenceLevel
from rdclient.reports.base import PersonView, person_view


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """Something that is signed: a baseline or a request."""

    kind: str
    id: str
    title: Words | None


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One value that is another one; None where there was none, or is none."""

    way: tuple[str | int, ...]
    old: Plain
    new: Plain


@dataclass(frozen=True, slots=True)
class CoverRow:
    """A request about a difference; ``is_exact`` when the new text holds just what it asks for."""

    id: str
    title: Words
    state: ChangeState
    is_approved: bool
    is_exact: bool


@dataclass(frozen=True, slots=True)
class TextRow:
    """A requirement that is not what it was.

    Attributes:
        signed: what it was signed with before; None when it was not.
        is_signed_now: whether both sides signed what it says now.
        is_agreed: whether nothing signed changed without both sides having signed the new text.
    """

    id: str
    title: str
    fate: Fate
    values: tuple[ValueRow, ...]
    covers: tuple[CoverRow, ...]
    signed: SubjectRow | None
    is_signed_now: bool
    is_agreed: bool


@dataclass(frozen=True, slots=True)
class DateRow:
    """A milestone whose agreed date is another one."""

    id: str
    name: Words
    is_key: bool
    old: date | None
    new: date | None
    change: str | None


@dataclass(frozen=True, slots=True)
class StateRow:
    """A request that is new, or stands elsewhere."""

    id: str
    title: Words
    old: ChangeState | None
    new: ChangeState


@dataclass(frozen=True, slots=True)
class ActRow:
    """A sign-off; ``level`` is what it reaches, None when it cannot be said of what it is."""

    subject: SubjectRow
    side: Side
    person: PersonView | None
    decision: ChangeDecision
    level: EvidenceLevel | None
    counts: bool
    declared_at: Moment


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A side that has to sign; ``people`` signed it before, in other words."""

    subject: SubjectRow
    side: Side
    people: tuple[PersonView, ...]


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """What differs in one project.

    Attributes:
        needs: who has to sign what, once more or for the first time.
        signed: acts that count on the second state, when that is a baseline.
    """

    client: str
    project: str
    name: Words
    texts: tuple[TextRow, ...]
    dates: tuple[DateRow, ...]
    changes: tuple[StateRow, ...]
    baselines: tuple[SubjectRow, ...]
    acts: tuple[ActRow, ...]
    needs: tuple[NeedRow, ...]
    signed: tuple[ActRow, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two states.

    Attributes:
        old: what the first one is called: a revision, a baseline, ``WORKTREE``.
        new: … and the second one.
        old_fingerprint: first digits, of a baseline or a commit; empty for the working tree.
        new_fingerprint: likewise.
    """

    old: str
    new: str
    old_fingerprint: str
    new_fingerprint: str
    projects: tuple[ProjectRow, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A state with what it is called; ``commit`` is the whole id of one."""

    name: str
    edition: Edition
    commit: str = ""


def comparison(old: Named, new: Named) -> Comparison:
    """What differs between two states of the records."""
    found = compared(old.edition, new.edition)
    return Comparison(
        old=old.name,
        new=new.name,
        old_fingerprint=_digits(old),
        new_fingerprint=_digits(new),
        projects=tuple(_project(new.edition, item) for item in found),
    )


def together(views: tuple[Comparison, ...]) -> Comparison:
    """The views of several projects as one.

    Args:
        views: of states of the same names; at least one.
    """
    first = views[0]
    return Comparison(
        old=first.old,
        new=first.new,
        old_fingerprint=_one({view.old_fingerprint for view in views}),
        new_fingerprint=_one({view.new_fingerprint for view in views}),
        projects=tuple(row for view in views for row in view.projects),
    )


def _one(digits: set[str]) -> str:
    """Digits that all have in common; none when they differ."""
    return digits.pop() if len(digits) == 1 else ""


def _digits(state: Named) -> str:
    if state.edition.baseline is not None:
        return short(state.edition.matter.fingerprint(state.edition.baseline))
    return state.commit[:SHORT]


def _signed(edition: Edition) -> Iterator[ActRow]:
    if edition.baseline is None:
        return
    for side in specification_verdict(edition.matter, edition.baseline).sides:
        for weighed in side.approvals:
            yield _act(edition.matter, weighed)


def _act(matter: Matter, weighed: Weighed) -> ActRow:
    act = weighed.act
    subject = matter.subject(act)
    row = subject_row(subject) if subject else SubjectRow(act.kind.value, act.subject, None)
    person = person_view(matter.portfolio, act.signer, act)
    return ActRow(
        row, act.side, person, act.decision, weighed.level, weighed.counts, act.declared_at
    )


def subject_row(record: Record) -> SubjectRow:
    """A record as something that is signed."""
    return SubjectRow(kind_of(record), id_of(record), getattr(record, "title", None))


def _project(edition: Edition, found: ProjectDiff) -> ProjectRow:
    matter = edition.matter
    return ProjectRow(
        client=found.project.origin.client or "",
        project=found.project.id,
        name=found.project.name,
        texts=tuple(_text(item) for item in found.texts),
        dates=tuple(
            DateRow(
                item.milestone.id, item.milestone.name, item.milestone.key, item.old, item.new,
                item.change,
            )
            for item in found.dates
        ),
        changes=tuple(
            StateRow(item.change.id, item.change.title, item.old, item.new)
            for item in found.changes
        ),
        baselines=tuple(subject_row(item) for item in found.baselines),
        acts=tuple(_new_acts(matter, found)),
        needs=tuple(_need(matter, item) for item in found.needs),
        signed=tuple(_signed(edition)),
    )  # fmt: skip


def _text(item: TextDiff) -> TextRow:
    return TextRow(
        id=item.requirement,
        title=item.title,
        fate=item.fate,
        values=tuple(ValueRow(value.way, value.old, value.new) for value in item.values),
        covers=tuple(
            CoverRow(
                c.change.id, c.change.title, c.standing.state, c.standing.is_approved, c.is_exact
            )
            for c in item.covers
        ),
        signed=subject_row(item.signed) if item.signed else None,
        is_signed_now=item.is_signed_now,
        is_agreed=item.is_agreed,
    )


def _new_acts(matter: Matter, found: ProjectDiff) -> Iterator[ActRow]:
    """The new acts, weighed for what they were made for; none of a subject that is gone."""
    for act in found.acts:
        subject = matter.subject(act)
        told = subject_verdict(matter, subject) if subject else None
        for weighed in told.acts if told else ():
            if weighed.act is act:
                yield _act(matter, weighed)


def _need(matter: Matter, need: Need) -> NeedRow:
    people = (person_view(matter.portfolio, name, need.subject) for name in need.people)
    return NeedRow(
        subject_row(need.subject), need.side, tuple(person for person in people if person)
    )
