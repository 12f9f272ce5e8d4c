"""Signatures on a document: who signed what with which evidence, and whose line is still empty."""

from dataclasses import dataclass

from rdclient.control.fingerprint import short
from rdclient.control.signoff import BELOW, INVALID, Flaw, SideVerdict, Verdict, Weighed
from rdclient.lens import Audience
from rdclient.model.base import Moment
from rdclient.model.change import ChangeDecision
from rdclient.model.client import Side
from rdclient.model.policy import DecisionClass
from rdclient.model.portfolio import Portfolio
from rdclient.model.signoff import EvidenceLevel, Seal
from rdclient.reports.base import PersonView, person_view


@dataclass(frozen=True, slots=True)
class ActView:
    """What somebody declared.

    Attributes:
        level: what it reaches; below what was agreed it is no signature.
        seal: on its evidence.
        fingerprint: the first digits of what was declared on.
        worth: ``counts``; ``below`` the evidence agreed; ``stale`` when the text changed since;
            ``invalid`` (internal editions only).
        flaws: why it does not count; internal editions only.
    """

    side: Side
    person: PersonView
    decision: ChangeDecision
    level: EvidenceLevel
    seal: Seal | None
    is_deemed: bool
    declared_at: Moment
    fingerprint: str
    worth: str
    flaws: tuple[Flaw, ...]


@dataclass(frozen=True, slots=True)
class SideView:
    """What one side has to give.

    Attributes:
        level: least evidence of each signature; None when the side need not sign.
        needs_seal: whether the paper must bear the company's seal.
        missing: signatures still to come.
        is_refused: whether somebody who may sign objected.
    """

    side: Side
    level: EvidenceLevel | None
    people: int
    needs_seal: bool
    missing: int
    is_met: bool
    is_refused: bool


@dataclass(frozen=True, slots=True)
class Signatures:
    """The signature table of a document.

    Attributes:
        fingerprint: the first digits of what the document says now.
        decision: class of decision that is signed.
        acts: by the time declared.
        sides: the client first.
        met_at: when the last signature was given; None while one is missing.
    """

    fingerprint: str
    decision: DecisionClass
    acts: tuple[ActView, ...]
    sides: tuple[SideView, ...]
    is_met: bool
    met_at: Moment | None


def signatures(seen: Portfolio, verdict: Verdict, *, audience: Audience) -> Signatures:
    """The signature table of what a verdict is about.

    Args:
        seen: the records whose names may be printed.
        verdict: of the whole records: what counts does not depend on who reads of it.
        audience: a client reads of acts that count, and of those that somebody has to repeat.
    """
    is_internal = audience is Audience.INTERNAL
    heard = {weighed.act.signer for weighed in verdict.acts if weighed.counts}
    shown = (
        weighed
        for weighed in verdict.acts
        if is_internal or weighed.counts or _to_be_repeated(weighed, heard)
    )
    return Signatures(
        fingerprint=short(verdict.fingerprint),
        decision=verdict.decision,
        acts=tuple(_act(seen, weighed, is_internal=is_internal) for weighed in shown),
        sides=tuple(_side(side) for side in verdict.sides),
        is_met=verdict.is_met,
        met_at=verdict.met_at,
    )


def _to_be_repeated(weighed: Weighed, heard: set[str]) -> bool:
    """Whether an act does not count for what it shows or says, and its signer has no other."""
    return weighed.act.signer not in heard and worth(weighed) in ("below", "stale")


def worth(weighed: Weighed) -> str:
    """What an act is worth: ``counts``, ``below``, ``stale``, ``invalid``."""
    flaws = frozenset(weighed.flaws)
    if not flaws:
        return "counts"
    if flaws & INVALID or Flaw.IN_THE_FUTURE in flaws:
        return "invalid"
    if Flaw.STALE in flaws:
        return "stale"
    return "below" if flaws <= BELOW else "invalid"


def _act(seen: Portfolio, weighed: Weighed, *, is_internal: bool) -> ActView:
    act = weighed.act
    person = person_view(seen, act.signer, act) or PersonView(act.signer, None, None)
    seals = (item.seal for item in act.evidence if item.seal)
    # Paper that is lost, or is not the paper it was, shows no seal.
    has_paper = weighed.level is not EvidenceLevel.E0
    return ActView(
        side=act.side,
        person=person,
        decision=act.decision,
        level=weighed.level,
        seal=next(seals, None) if has_paper else None,
        is_deemed=act.deemed,
        declared_at=act.declared_at,
        fingerprint=short(act.fingerprint),
        worth=worth(weighed),
        flaws=weighed.flaws if is_internal else (),
    )


def _side(verdict: SideVerdict) -> SideView:
    wanted = verdict.wanted
    needed = 0 if wanted.level is None else wanted.people
    return SideView(
        side=verdict.side,
        level=wanted.level,
        people=needed,
        needs_seal=wanted.seal,
        missing=max(0, needed - len(verdict.approvals)),
        is_met=verdict.is_met,
        is_refused=verdict.objection is not None,
    )
