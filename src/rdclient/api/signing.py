"""``signoff add``: an act as somebody tells it, made a statement, weighed, written, read again."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from rdclient.api.creating import create
from rdclient.api.signing_act import Signing, Table, admitted, table_for
from rdclient.api.signing_evidence import Evidence, evidence_from, file_content
from rdclient.api.target import referred
from rdclient.api.writing import Clock, read_with_speech
from rdclient.control.authority import roles_on, signer_of
from rdclient.diagnostic import RdclientError, UsageError
from rdclient.model.base import Moment, Ref, parse_moment
from rdclient.model.change import Change, ChangeDecision
from rdclient.model.client import Contact, Person, Role, Side
from rdclient.model.meeting import Meeting
from rdclient.model.portfolio import id_of
from rdclient.model.signoff import EvidenceKind, Seal, SignOff
from rdclient.model.walk import made_of
from rdclient.reports.signing import subject_kind, verdicts
from rdclient.store.edits import Edit
from rdclient.store.proof import statement_bytes
from rdclient.store.sshkey import sign
from rdclient.store.typed import Speech, moment_text, token_of, value_of
from rdclient.store.workspace import read

FORM = "rdclient-signoff-v1"
"""Version of the form of statements."""


@dataclass(frozen=True, slots=True)
class ActWish:
    """An act as it was typed.

    Attributes:
        subject: id of a baseline, a change request or a meeting.
        by: the person, by id or name.
        on: when they declared it, as people say it; None for now.
        side: for whom; None for the side of the person.
        evidence: files that show it.
        seal: company's seal that they bear.
        evidence_kind: what they are; None to tell it by their names.
        decision: None for approval.
        conditions: under which it is approved.
        is_deemed: whether silence is taken for consent.
        key: private key to sign with, or the public half of one that an agent holds.
        packet: the document that was read.
    """

    subject: str
    by: str
    on: str | None = None
    side: str | None = None
    evidence: tuple[Path, ...] = ()
    seal: str | None = None
    evidence_kind: str | None = None
    decision: str | None = None
    conditions: str | None = None
    is_deemed: bool = False
    key: Path | None = None
    packet: Path | None = None


def sign_off(root: Path, wish: ActWish, *, clock: Clock, cache: Path | None = None) -> Signing:
    """The act that was asked for; nothing is written yet.

    Raises:
        UsageError: when something that was typed does not fit, or the act could never count.
        IncompleteError: when files of the project could not be read.
        SshKeyError: when it cannot be signed.
    """
    loaded, speech = read_with_speech(root, clock, cache)
    table = table_for(root, loaded, wish.subject, speech.now)
    person = _person(table, wish.by)
    side = _side(person, wish, speech)
    declared = declared_moment(table, wish.on, speech)
    decision = _decision(wish, speech)
    evidence = evidence_from(
        root,
        table.folder,
        wish.evidence,
        kind=member_typed(EvidenceKind, wish.evidence_kind, speech),
        seal=member_typed(Seal, wish.seal, speech),
    )
    _refuse_unfounded(table, wish, evidence)
    statement = statement_for(
        table, person, side=side, declared=declared, decision=decision,
        conditions=wish.conditions, is_deemed=wish.is_deemed, evidence=evidence,
        packet=hashlib.sha256(file_content(wish.packet)).hexdigest() if wish.packet else None,
    )  # fmt: skip
    signature = _signature(wish.key, statement) if wish.key else None
    return admitted(table, statement, signature=signature, evidence=evidence)


def _signature(key: Path, statement: dict[str, object]) -> bytes:
    """A statement signed by a key.

    Raises:
        UsageError: when there is no such file.
        SshKeyError: when it cannot be signed.
    """
    if not key.is_file():
        raise UsageError("signoff-no-file", str(key))
    return sign(key, statement_bytes(statement))


def statement_for(
    table: Table,
    person: Person | Contact,
    *,
    side: Side,
    declared: Moment,
    decision: ChangeDecision = ChangeDecision.APPROVE,
    conditions: str | None = None,
    is_deemed: bool = False,
    evidence: tuple[Evidence, ...] = (),
    packet: str | None = None,
) -> dict[str, object]:
    """What somebody declares of a subject as it is now, after the acts there are."""
    subject = table.subject
    role = role_for(table, person, side, declared)
    return {
        "statement": FORM,
        "workspace": table.loaded.portfolio.workspace.uuid,
        "project": table.project,
        "kind": subject_kind(subject).value,
        "subject": id_of(subject),
        "fingerprint": table.matter.fingerprint(subject),
        "packet": packet,
        "side": side.value,
        "role": role.value if role else None,
        "signer": person.id,
        "decision": decision.value,
        "deemed": is_deemed,
        "conditions": conditions,
        "declared_at": written(declared),
        "evidence": [one.as_statement() for one in evidence],
        "previous": table.previous,
    }


def written(at: Moment) -> str:
    """A moment as a statement holds it: a day, or a time with its offset."""
    return at.local.isoformat(timespec="minutes") if at.timed else at.day.isoformat()


def role_for(table: Table, person: Person | Contact, side: Side, declared: Moment) -> Role | None:
    """The role in which somebody signs: one that the policy names, else any of the side."""
    held = roles_on(table.matter, person, table.subject, declared.day)
    wanted = verdicts(table.matter, table.subject)[0].of(side).wanted
    fitting = (*(role for role in wanted.roles if role in held), *(r for r in Role if r in held))
    return next((role for role in fitting if role.side is side), None)


# ── what was typed ───────────────────────────────────────────────────────────


def _person(table: Table, typed: str) -> Person | Contact:
    """The person of an id or a name.

    Raises:
        UsageError: when nobody, or several, are called so.
    """
    name = referred(table.loaded, table.subject, Ref(("person",)), typed.strip(), on=table.today)
    person = signer_of(table.matter, name, table.subject)
    if person is None:
        raise UsageError("unknown-person", typed, name)
    return person


def _side(person: Person | Contact, wish: ActWish, speech: Speech) -> Side:
    """The side that was named, which is that of the person.

    Raises:
        UsageError: when it is the other one.
    """
    side = member_typed(Side, wish.side, speech) or person.side
    if side is not person.side:
        raise UsageError("signoff-wrong-side", str(person.name), (person.side,), (side,))
    return side


def declared_moment(table: Table, typed: str | None, speech: Speech) -> Moment:
    """When it was declared: a day, or a time.

    Raises:
        UsageError: when it is no time, or lies ahead.
    """
    field = SignOff.model_fields["declared_at"]
    facts = tuple(made_of(field.annotation, tuple(field.metadata)))
    zone = table.loaded.portfolio.zone
    text = moment_text(speech.now) if typed is None else str(value_of(facts, typed, speech))
    try:
        found = parse_moment(text, zone)
    except ValueError:
        raise UsageError("not-a-time", typed) from None
    if found.instant > speech.now:
        raise UsageError("signoff-future", text)
    return found


def _decision(wish: ActWish, speech: Speech) -> ChangeDecision:
    """What was decided; with conditions it is approved under them.

    Raises:
        UsageError: when decision and conditions do not go together.
    """
    conditional = ChangeDecision.APPROVE_WITH_CONDITIONS
    found = member_typed(ChangeDecision, wish.decision, speech)
    if found is None:
        return conditional if wish.conditions else ChangeDecision.APPROVE
    if bool(wish.conditions) != (found is conditional):
        raise UsageError("signoff-conditions", (found,))
    return found


_E = TypeVar("_E", bound=StrEnum)


def member_typed(enum: type[_E], typed: str | None, speech: Speech) -> _E | None:
    """The member that a word of either language means; None when nothing was typed.

    Raises:
        UsageError: when it means none.
    """
    if typed is None:
        return None
    token = token_of(enum, typed, speech)
    if token not in [member.value for member in enum]:
        raise UsageError("unknown-choice", typed, tuple(enum))
    return enum(token)


def _refuse_unfounded(table: Table, wish: ActWish, evidence: tuple[Evidence, ...]) -> None:
    """Refuse what speaks of evidence that nobody gave, and silence where it never counts.

    Raises:
        UsageError: with what to give.
    """
    if wish.seal and not evidence:
        raise UsageError("signoff-seal-on-nothing")
    if wish.is_deemed and not isinstance(table.subject, Meeting):
        raise UsageError("signoff-flaw-deemed_not_allowed", wish.subject, wish.by, "")
    if wish.conditions and not isinstance(table.subject, Change):
        raise UsageError("signoff-conditions-change", wish.subject)


# ── writing ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Batch:
    """Acts that are written together."""

    acts: tuple[Signing, ...]

    @property
    def edits(self) -> tuple[Edit, ...]:
        """All that is to be written."""
        return tuple(edit for one in self.acts for edit in one.edits)


def write_signing(root: Path, plan: Callable[[], tuple[Signing, ...]]) -> tuple[Signing, ...]:
    """Make acts, write them, and read them again; anew when somebody else was faster.

    Raises:
        UsageError: when they cannot be made as asked.
        EditRefusedError: when they cannot be written.
        RdclientError: when what was written is not what was meant.
    """
    made = create(root, lambda: _Batch(plan())).acts
    for one in made:
        _confirm(root, one)
    return made


def _confirm(root: Path, made: Signing) -> None:
    """Read an act that was written as any other reader would.

    Raises:
        RdclientError: when it is not there as it was meant.
    """
    found = [act for act in read(root).portfolio.all(SignOff) if act.origin.path == made.path]
    digest = hashlib.sha256(made.edits[0].after).hexdigest()
    is_same = len(found) == 1 and found[0].proof.digest == digest and not found[0].proof.name
    signed = [edit.path for edit in made.edits if edit.path.endswith(".sig")]
    if not is_same or (signed and found[0].proof.signature.value != "valid"):
        raise RdclientError("signoff-not-confirmed", made.path)
