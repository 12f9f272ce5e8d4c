"""What a subject needs of each side and has: the acts on it, what each is worth, who may sign."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from rdclient.control.base import Matter, Subject
from rdclient.control.change import Basis, ChangeState, standing, subject_verdict
from rdclient.control.signoff import (
    INVALID,
    Flaw,
    SideVerdict,
    Verdict,
    Weighed,
    verdict,
)
from rdclient.control.time_verdict import TimeVerdict, time_verdict
from rdclient.model.base import Moment
from rdclient.model.baseline import Baseline
from rdclient.model.change import Change, ChangeDecision, Urgency
from rdclient.model.client import Role, Side
from rdclient.model.meeting import Meeting
from rdclient.model.policy import DecisionClass
from rdclient.model.portfolio import id_of
from rdclient.model.project import Project
from rdclient.model.signoff import (
    EvidenceKind,
    EvidenceLevel,
    Found,
    Seal,
    SignatureState,
    SignOff,
    SubjectKind,
)
from rdclient.reports.base import PersonView, person_view
from rdclient.reports.candidate import Candidate, candidates
from rdclient.reports.entry import Title, natural, title_of
from rdclient.reports.subject import called


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A file of evidence, and whether it is still the one that was recorded."""

    file: str
    sha256: str
    kind: EvidenceKind
    seal: Seal | None
    found: Found


@dataclass(frozen=True, slots=True)
class ActView:
    """One act, and what it is worth.

    Attributes:
        path: of the statement.
        level: what it reaches.
        is_counted: whether it is heard.
        flaws: why not.
        late_days: calendar days until it landed; None without history.
        is_keyed: whether a signature by key lies beside it.
    """

    path: str
    side: Side
    signer: str
    person: PersonView | None
    role: Role | None
    decision: ChangeDecision
    deemed: bool
    conditions: str | None
    declared_at: Moment
    fingerprint: str
    packet: str | None
    level: EvidenceLevel
    is_counted: bool
    flaws: tuple[Flaw, ...]
    time: TimeVerdict
    late_days: int | None
    is_keyed: bool
    evidence: tuple[EvidenceView, ...]

    @property
    def does_hold(self) -> bool:
        """Whether the act itself is in order, whatever it counts for."""
        return not set(self.flaws) & BROKEN


BROKEN = INVALID | {Flaw.EVIDENCE_MISSING, Flaw.EVIDENCE_DIFFERS}
"""Flaws of an act that was not what it says, or whose proof is gone."""


@dataclass(frozen=True, slots=True)
class SideView:
    """What one side has to give, and has given.

    Attributes:
        level: least evidence; None when the side need not sign.
        reached: least level of the approvals that count.
        missing: persons who still have to; 0 when it is met or somebody objects.
        objected: path of the act that rejects or revokes.
        may_sign: who may, today.
    """

    side: Side
    level: EvidenceLevel | None
    people: int
    seal: bool
    is_met: bool
    given: int
    reached: EvidenceLevel | None
    missing: int
    objected: str | None
    may_sign: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class SubjectView:
    """A subject and its signatures.

    Attributes:
        name: what commands call it; the id, with the project before it where that is not enough.
        fingerprint: of what it says now.
        decision: class of decision it is weighed for.
        is_met: whether both sides agreed to exactly this.
        basis: of a change request, why it counts as approved; None when it does not.
        ended: of a change request that was rejected, deferred or withdrawn, as which.
        emergency: what the first word of an emergency change still needs; None elsewhere.
    """

    kind: SubjectKind
    id: str
    name: str
    title: Title
    client: str | None
    project: str | None
    path: str
    fingerprint: str
    decision: DecisionClass
    is_met: bool
    met_at: Moment | None
    basis: Basis | None
    ended: ChangeState | None
    sides: tuple[SideView, SideView]
    acts: tuple[ActView, ...]
    emergency: "tuple[SideView, SideView] | None" = None


@dataclass(frozen=True, slots=True)
class SigningBoard:
    """The subjects asked about, as of a moment."""

    as_of: datetime
    has_history: bool
    subjects: tuple[SubjectView, ...]
    lost: tuple[ActView, ...] = ()


_KINDS: Mapping[type[Subject], SubjectKind] = MappingProxyType(
    {
        Baseline: SubjectKind.BASELINE,
        Change: SubjectKind.CHANGE,
        Meeting: SubjectKind.MEETING,
    }
)


def subject_kind(subject: Subject) -> SubjectKind:
    """The kind a statement names."""
    return _KINDS[type(subject)]


def verdicts(matter: Matter, subject: Subject) -> tuple[Verdict, ...]:
    """The verdicts that matter for a subject; the full sign-off first."""
    full = subject_verdict(matter, subject)
    if isinstance(subject, Change) and subject.urgency is Urgency.EMERGENCY:
        return full, verdict(matter, subject, DecisionClass.EMERGENCY)
    return (full,)


def subject_view(matter: Matter, subject: Subject) -> SubjectView:
    """A subject with everything that is known of its signatures."""
    full, *more = verdicts(matter, subject)
    basis = standing(matter, subject).basis if isinstance(subject, Change) else None
    return SubjectView(
        kind=subject_kind(subject),
        id=id_of(subject),
        name=called(matter.portfolio, subject),
        title=title_of(subject),
        client=subject.origin.client,
        project=subject.origin.project,
        path=subject.origin.path,
        fingerprint=full.fingerprint,
        decision=full.decision,
        is_met=full.is_met,
        met_at=full.met_at,
        basis=basis,
        ended=_ended(matter, subject),
        sides=_sides(matter, subject, full),
        acts=tuple(
            act_view(matter, _best(weighed, *(other.acts[n] for other in more)))
            for n, weighed in enumerate(full.acts)
        ),
        emergency=_sides(matter, subject, more[0]) if more else None,
    )


def _ended(matter: Matter, subject: Subject) -> ChangeState | None:
    if isinstance(subject, Change) and subject.is_ended():
        return standing(matter, subject).state
    return None


def _best(first: Weighed, *others: Weighed) -> Weighed:
    """An act as the class sees it that it counts for, else as the full sign-off does."""
    return next((one for one in (first, *others) if one.counts), first)


def act_view(matter: Matter, weighed: Weighed) -> ActView:
    """An act with its worth."""
    act = weighed.act
    found = act.proof.evidence
    return ActView(
        path=act.origin.path,
        side=act.side,
        signer=act.signer,
        person=person_view(matter.portfolio, act.signer, act),
        role=act.role,
        decision=act.decision,
        deemed=act.deemed,
        conditions=act.conditions,
        declared_at=act.declared_at,
        fingerprint=act.fingerprint,
        packet=act.packet,
        level=weighed.level,
        is_counted=weighed.counts,
        flaws=weighed.flaws,
        time=time_verdict(matter, weighed),
        late_days=weighed.late_days,
        is_keyed=act.proof.signature is not SignatureState.NONE,
        evidence=tuple(
            EvidenceView(item.file, item.sha256, item.kind, item.seal, state)
            for item, state in zip(act.evidence, found, strict=True)
        ),
    )


def baseline_token(told: Verdict) -> str:
    """Where a baseline stands, as lists say: a token of ``BaselineState``."""
    if told.is_met:
        return "in_force"
    if any(side.objection for side in told.sides):
        return "refused"
    if told.client.is_met or told.vendor.is_met:
        return "waiting_vendor" if told.client.is_met else "waiting_client"
    return "draft"


# ── sides ────────────────────────────────────────────────────────────────────


def _sides(matter: Matter, subject: Subject, told: Verdict) -> tuple[SideView, SideView]:
    client, vendor = (_side(matter, subject, side) for side in told.sides)
    return client, vendor


def _side(matter: Matter, subject: Subject, told: SideVerdict) -> SideView:
    wanted, given = told.wanted, len(told.approvals)
    is_open = wanted.level is not None and not told.is_met and told.objection is None
    return SideView(
        side=told.side,
        level=wanted.level,
        people=wanted.people,
        seal=wanted.seal,
        is_met=told.is_met,
        given=given,
        reached=min((one.level for one in told.approvals), default=None),
        missing=max(0, wanted.people - given) if is_open else 0,
        objected=told.objection.act.origin.path if told.objection else None,
        may_sign=candidates(matter, subject, told.side, told.wanted),
    )


# ── which subjects ───────────────────────────────────────────────────────────


def subjects_of(matter: Matter, project: Project | None) -> tuple[Subject, ...]:
    """What is signed, in a project or anywhere: baselines, requests, minutes that have acts."""
    held = matter.portfolio
    kinds: tuple[tuple[Subject, ...], ...] = (
        held.of_project(Baseline, project) if project else held.all(Baseline),
        held.of_project(Change, project) if project else held.all(Change),
        held.of_project(Meeting, project) if project else held.all(Meeting),
    )
    return tuple(
        one
        for records in kinds
        for one in sorted(records, key=_place)
        if not isinstance(one, Meeting) or matter.acts(one)
    )


def _place(record: Subject) -> tuple[object, ...]:
    return (record.origin.client or "", record.origin.project or "", natural(record.id))


def signing_board(matter: Matter, subjects: tuple[Subject, ...]) -> SigningBoard:
    """The view of some subjects."""
    views = tuple(subject_view(matter, subject) for subject in subjects)
    return SigningBoard(matter.as_of, matter.has_history, views)


def is_heard(matter: Matter, act: SignOff) -> bool:
    """Whether an act counts for what it is about, in any class that is asked of it."""
    subject = matter.subject(act)
    path = act.origin.path
    return subject is not None and any(
        weighed.counts
        for told in verdicts(matter, subject)
        for weighed in told.acts
        if weighed.act.origin.path == path
    )


def lost_acts(matter: Matter) -> tuple[ActView, ...]:
    """Acts about something that is not there."""
    return tuple(
        act_view(matter, Weighed(act, EvidenceLevel.E0, (Flaw.NO_SUBJECT,)))
        for act in matter.portfolio.all(SignOff)
        if matter.subject(act) is None
    )
