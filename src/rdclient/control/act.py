"""One act: whether it counts for a class of decision, and what it reaches."""

import hashlib
from collections.abc import Iterator
from datetime import date

from rdclient.control.authority import is_there, is_valid, key_of, may_sign, signer_of
from rdclient.control.base import Matter, Subject
from rdclient.control.canon import text
from rdclient.control.flaw import APPROVING, Flaw, Weighed
from rdclient.model.base import in_lang
from rdclient.model.change import Change, ChangeDecision, ChangeStep
from rdclient.model.client import Client, Contract, Side
from rdclient.model.meeting import Meeting
from rdclient.model.policy import DecisionClass, SidePolicy
from rdclient.model.signoff import (
    EvidenceKind,
    EvidenceLevel,
    Found,
    SignatureState,
    SignOff,
)

_EMPTY = hashlib.sha256().hexdigest()


def weighed(
    matter: Matter, subject: Subject, act: SignOff, decision: DecisionClass, shared: Flaw | None
) -> Weighed:
    """An act, weighed by the policy in force on the day it landed.

    Args:
        matter: the records.
        subject: what it is about.
        act: on that subject.
        decision: class of decision.
        shared: that its key or its signer stands on both sides.
    """
    wanted = wanted_on(matter, landing_day(matter, act), decision, act.side)
    level = _level(matter, act)
    flaws = [
        *_of_place(matter, subject, act),
        *_of_person(matter, act, wanted),
        *_of_time(matter, subject, act),
        *_of_key(matter, act),
        *([shared] if shared else []),
    ]
    if act.decision in APPROVING:  # whoever objects needs no paper
        flaws += _of_evidence(matter, subject, act, wanted, level)
    return Weighed(act, level, tuple(dict.fromkeys(flaws)), _late_days(matter, act))


def wanted_on(matter: Matter, day: date, decision: DecisionClass, side: Side) -> SidePolicy:
    """What a side had to give by the policy of a day; a later one takes nothing back."""
    return matter.portfolio.policy(day).control.sign_off[decision].of(side)


# ── what makes it worthless ──────────────────────────────────────────────────


def _of_place(matter: Matter, subject: Subject, act: SignOff) -> Iterator[Flaw]:
    workspace = matter.portfolio.workspace
    if act.workspace != workspace.uuid:
        yield Flaw.OTHER_WORKSPACE
    if act.project != f"{act.origin.client}/{act.origin.project}":
        yield Flaw.OTHER_PROJECT
    if act.proof.name:
        yield Flaw.WRONG_PLACE
    # What was recorded late may follow an act that is dated after this moment.
    known = matter.recorded.acts(subject)
    if act.previous and act.previous not in {other.proof.digest for other in known}:
        yield Flaw.CHAIN_BROKEN
    if act.fingerprint != matter.fingerprint(subject):
        yield Flaw.STALE


def _of_person(matter: Matter, act: SignOff, wanted: SidePolicy) -> Iterator[Flaw]:
    person = signer_of(matter, act.signer, act)
    on = declared_day(matter, act)
    if person is None:
        yield Flaw.UNKNOWN_PERSON
    elif person.side is not act.side:
        yield Flaw.WRONG_SIDE
    elif not is_there(person, on):
        yield Flaw.NOT_THERE
    elif not may_sign(matter, person, wanted, act, on):
        yield Flaw.NOT_AUTHORISED


def _of_time(matter: Matter, subject: Subject, act: SignOff) -> Iterator[Flaw]:
    declared = act.declared_at
    if declared.instant > matter.as_of:
        yield Flaw.IN_THE_FUTURE
    landed = matter.landed.get(act.origin.path)
    if landed and declared.day > landed.astimezone(matter.portfolio.zone).date():
        yield Flaw.LANDED_BEFORE
    begun = subject.first(ChangeStep.SUBMITTED) if isinstance(subject, Change) else None
    if begun and declared.is_before(begun.at):
        yield Flaw.BEFORE_SUBMISSION


def _of_key(matter: Matter, act: SignOff) -> Iterator[Flaw]:
    proof = act.proof
    if proof.signature is SignatureState.NONE:
        return
    person = signer_of(matter, act.signer, act)
    key = key_of(person, proof.key) if person and proof.key else None
    if proof.signature is SignatureState.INVALID:
        yield Flaw.SIGNATURE_INVALID
    elif key is None:
        yield Flaw.KEY_UNKNOWN
    elif declared_day(matter, act) < key.valid_from or not is_valid(key, landing_day(matter, act)):
        yield Flaw.KEY_NOT_VALID  # no key has signed on a day before it was in use


# ── what shows it ────────────────────────────────────────────────────────────


def _of_evidence(
    matter: Matter, subject: Subject, act: SignOff, wanted: SidePolicy, level: EvidenceLevel
) -> Iterator[Flaw]:
    found = evidence_found(act)
    if Found.DIFFERS in found:
        yield Flaw.EVIDENCE_DIFFERS
    if Found.MISSING in found:
        yield Flaw.EVIDENCE_MISSING
    if act.deemed:
        yield from _of_deemed(matter, subject, act, wanted)
    if wanted.level and not level.reaches(wanted.level):
        yield Flaw.BELOW_LEVEL
    has_seal = any(item.seal for item in act.evidence)
    if wanted.seal and not has_seal:
        yield Flaw.NO_SEAL
    if not _conditions_stand(matter, subject, act):
        yield Flaw.CONDITIONS_NOT_IN_TEXT


def _conditions_stand(matter: Matter, subject: Subject, act: SignOff) -> bool:
    """Whether what it was agreed under is part of the words that both sides sign."""
    asked = act.conditions
    if act.decision is ChangeDecision.APPROVE and not asked:
        return True
    written = subject.conditions if isinstance(subject, Change) else None
    if written is None:
        return False
    told = _squeezed(in_lang(written, lang=matter.binding(subject)))
    return not asked or _squeezed(asked) in told


def _squeezed(words: str) -> str:
    """A text without any blanks: a form and its transcript break lines elsewhere."""
    return "".join(text(words).split())


def _of_deemed(
    matter: Matter, subject: Subject, act: SignOff, wanted: SidePolicy
) -> Iterator[Flaw]:
    """Silence counts for minutes only, where it was agreed, sent, and the time has passed."""
    if not isinstance(subject, Meeting) or not wanted.deemed or act.side is not Side.CLIENT:
        yield Flaw.DEEMED_NOT_ALLOWED
        return
    is_sent = any(item.kind is EvidenceKind.SENDING for item in act.evidence)
    until = subject.feedback_due
    is_over = until is not None and until.is_before(act.declared_at)
    if not (is_sent and subject.sent_at and is_over and _deemed_clause(matter, subject)):
        yield Flaw.DEEMED_WITHOUT_PROOF


def _deemed_clause(matter: Matter, meeting: Meeting) -> bool:
    """Whether the contract of the project, or one of the client, provides for silence."""
    project = matter.project(meeting)
    if project and project.contract:
        contract = matter.portfolio.find("contract", project.contract, meeting)
        return isinstance(contract, Contract) and contract.deemed_clause is not None
    client = matter.portfolio.client(meeting.origin.client)
    contracts = (
        matter.portfolio.of_client(Contract, client.id) if isinstance(client, Client) else ()
    )
    return any(contract.deemed_clause for contract in contracts)


def _level(matter: Matter, act: SignOff) -> EvidenceLevel:
    """What an act reaches: a key of the signer, else evidence that is there, else its word.

    That something was sent to somebody shows what they kept silent about, not what they said.
    """
    if act.proof.signature is SignatureState.VALID and not any(_of_key(matter, act)):
        return EvidenceLevel.E2
    shows = act.deemed or any(item.kind is not EvidenceKind.SENDING for item in act.evidence)
    found = evidence_found(act)
    if found and shows and all(item is Found.HERE for item in found):
        return EvidenceLevel.E1
    return EvidenceLevel.E0


def evidence_found(act: SignOff) -> tuple[Found, ...]:
    """What became of each file of evidence; one without content shows nothing."""
    proofs = act.proof.evidence or (Found.MISSING,) * len(act.evidence)
    pairs = zip(act.evidence, proofs, strict=True)
    return tuple(Found.MISSING if item.sha256 == _EMPTY else found for item, found in pairs)


# ── days ─────────────────────────────────────────────────────────────────────


def declared_day(matter: Matter, act: SignOff) -> date:
    """The local day on which it was declared, as it says."""
    return act.declared_at.instant.astimezone(matter.portfolio.zone).date()


def landing_day(matter: Matter, act: SignOff) -> date:
    """The day by which keys and policy are judged: of landing, never the declared one.

    What has not landed lands now. Without history only the records can be asked, and they know
    no other day than the one declared.
    """
    landed = matter.landed.get(act.origin.path)
    if landed:
        return landed.astimezone(matter.portfolio.zone).date()
    return matter.today if matter.has_history else declared_day(matter, act)


def _late_days(matter: Matter, act: SignOff) -> int | None:
    if not matter.has_history:
        return None
    return max(0, (landing_day(matter, act) - declared_day(matter, act)).days)
