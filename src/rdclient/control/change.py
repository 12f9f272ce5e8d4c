"""Where a change request stands: what it claims, what its signatures back, what it still lacks."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rdclient.control.authority import roles_on
from rdclient.control.base import Matter, Subject
from rdclient.control.classify import Classification, classify
from rdclient.control.fingerprint import fingerprint
from rdclient.control.signoff import CLASS_OF_KIND, Verdict, verdict
from rdclient.model.base import Moment
from rdclient.model.change import (
    Change,
    ChangeDecision,
    ChangeEvent,
    ChangeSize,
    ChangeStep,
    Urgency,
)
from rdclient.model.client import Role
from rdclient.model.policy import DecisionClass
from rdclient.model.portfolio import kind_of
from rdclient.model.signoff import SubjectKind


class ChangeState(StrEnum):
    """Where it stands: the steps that are claimed, and those that are derived."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PM_REVIEW = "pm_review"
    ASSESSED = "assessed"
    CCB_REVIEW = "ccb_review"
    CLIENT_CONFIRMED = "client_confirmed"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    IMPLEMENTED = "implemented"
    VERIFIED = "verified"
    CLOSED = "closed"
    REJECTED = "rejected"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"


class Basis(StrEnum):
    """Why a request counts as approved."""

    SIGNED = "signed"
    EDITORIAL = "editorial"  # wording only; the project manager agreed
    EMERGENCY = "emergency"  # on both sides' word, to be signed in time
    BEFORE_METHOD = "before_method"  # confirmed before sign-offs were agreed on (policy)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a change request stands.

    Attributes:
        classification: its size, with reasons.
        decision: class of decision its signatures are weighed for.
        verdict: on the full sign-off.
        basis: why it counts as approved; None when it does not.
        approved_at: since when; a day or a time. An emergency since both sides gave their word,
            although it is signed later.
        state: the step, with ``approved`` where it was reached and nothing later is claimed.
    """

    change: Change
    classification: Classification
    decision: DecisionClass
    verdict: Verdict
    basis: Basis | None
    approved_at: Moment | None
    state: ChangeState

    @property
    def is_approved(self) -> bool:
        """Whether what it asks for may be done."""
        return self.basis is not None

    @property
    def is_signed(self) -> bool:
        """Whether the full sign-off is there."""
        return self.verdict.is_met


_EARLY = frozenset(
    {
        ChangeStep.SUBMITTED, ChangeStep.PM_REVIEW, ChangeStep.ASSESSED, ChangeStep.CCB_REVIEW,
        ChangeStep.CLIENT_CONFIRMED,
    }
)  # fmt: skip
"""Steps that come before the approval."""


def standing(matter: Matter, change: Change) -> Standing:
    """Where a change request stands; nothing that it only claims counts."""
    key = ("standing", id(change))
    found = matter.memo.get(key)
    if not isinstance(found, Standing):
        found = _standing(matter, change)
        matter.memo[key] = found
    return found


def decision_class(classification: Classification) -> DecisionClass:
    """The class of a request: one that is large stays so, even when it is to be made small.

    A size set by hand is part of what is signed, and takes the signatures of a large change. So
    does a request that nobody assessed: until its size is known it may be large.
    """
    is_small = classification.derived is classification.size is ChangeSize.SMALL
    return DecisionClass.SMALL_CHANGE if is_small else DecisionClass.LARGE_CHANGE


def _standing(matter: Matter, change: Change) -> Standing:
    size = classify(matter, change)
    decision = decision_class(size)
    full = verdict(matter, change, decision)
    basis, since = _basis(matter, change, size, full)
    return Standing(change, size, decision, full, basis, since, state(change, basis))


def _basis(
    matter: Matter, change: Change, size: Classification, full: Verdict
) -> tuple[Basis | None, Moment | None]:
    if change.is_ended() or not change.events:
        return None, None
    confirmed = change.first(ChangeStep.CLIENT_CONFIRMED)
    if is_before_method(matter, confirmed) and _stood_before(matter, change):
        return Basis.BEFORE_METHOD, confirmed.at if confirmed else None
    word = None
    if change.urgency is Urgency.EMERGENCY:
        word = verdict(matter, change, DecisionClass.EMERGENCY)
    if full.is_met:
        times = [at for at in (full.met_at, word.met_at if word else None) if at]
        return Basis.SIGNED, min(times, default=None)
    if size.is_editorial and (event := agreed_by_manager(matter, change)):
        return Basis.EDITORIAL, event.at
    return (Basis.EMERGENCY, word.met_at) if word and word.is_met else (None, None)


def is_before_method(matter: Matter, claim: ChangeEvent | None) -> bool:
    """Whether a claim is older than the agreement on sign-offs (policy ``control.since``)."""
    since: date | None = matter.policy.control.since
    return since is not None and claim is not None and claim.at.day < since


def _stood_before(matter: Matter, change: Change) -> bool:
    """Whether the records a request starts from know the claim, for these very words.

    Otherwise a request dated back far enough would need nobody's signature.
    """
    if matter.base is None:
        return True
    same = matter.base.find("change", change.id, change)
    if not isinstance(same, Change):
        return False
    then, now = same.first(ChangeStep.CLIENT_CONFIRMED), change.first(ChangeStep.CLIENT_CONFIRMED)
    is_same_claim = then is not None and now is not None and then.at == now.at
    return is_same_claim and fingerprint(same, matter.binding(same)) == matter.fingerprint(change)


def agreed_by_manager(matter: Matter, change: Change) -> ChangeEvent | None:
    """The review by which the project manager of that day agreed to a request."""
    agreed = (
        event
        for event in change.events
        if event.type is ChangeStep.PM_REVIEW
        and event.result is ChangeDecision.APPROVE
        and _is_by_manager(matter, change, event)
    )
    return next(agreed, None)


def _is_by_manager(matter: Matter, change: Change, event: ChangeEvent) -> bool:
    """Whether a step was taken by somebody who managed the project then, as the team says."""
    person = matter.portfolio.person(event.by, change)
    if person is None:
        return False
    return Role.PROJECT_MANAGER in roles_on(matter, person, change, event.at.day)


def state(change: Change, basis: Basis | None) -> ChangeState:
    """The step it claims last, with ``approved`` where it is and nothing later is claimed."""
    step = change.step_now()
    if step is None:
        return ChangeState.DRAFT
    if basis and step in _EARLY:
        return ChangeState.APPROVED
    return ChangeState(step.value)


_DONE = frozenset({ChangeStep.IMPLEMENTED, ChangeStep.VERIFIED, ChangeStep.CLOSED})


def is_done(change: Change, *, by: date | None = None) -> bool:
    """Whether it claims that its text is in the requirements; ``by`` the end of a day."""
    if change.is_ended():
        return False
    return any(e.type in _DONE and (by is None or e.at.day <= by) for e in change.events)


def subject_verdict(matter: Matter, subject: Subject) -> Verdict:
    """The verdict on anything that is signed, for the class that it needs."""
    if isinstance(subject, Change):
        return standing(matter, subject).verdict
    return verdict(matter, subject, CLASS_OF_KIND[SubjectKind(kind_of(subject))])
