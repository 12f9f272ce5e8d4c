"""An act before it is written: weighed among the others, refused where it could never count."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from rdclient.api.control_scene import landings, matter_with_acts, subject_named
from rdclient.api.moment import in_zone
from rdclient.api.signing_evidence import Evidence, edits_of
from rdclient.control.authority import key_of, signer_of
from rdclient.control.base import Matter, Subject
from rdclient.control.baseline import proves_itself
from rdclient.control.fingerprint import short
from rdclient.control.signoff import INVALID, Flaw, Verdict, Weighed
from rdclient.diagnostic import IncompleteError, UsageError, unread
from rdclient.model.base import Moment, Origin
from rdclient.model.baseline import Baseline
from rdclient.model.change import Change, ChangeStep
from rdclient.model.portfolio import id_of
from rdclient.model.signoff import Found, Proof, SignatureState, SignOff
from rdclient.reports.signing import ActView, SubjectView, act_view, subject_view, verdicts
from rdclient.store.edits import Edit
from rdclient.store.layout import STATEMENT_SUFFIX, home, signature_beside, signoff_folder
from rdclient.store.proof import statement_bytes
from rdclient.store.sshkey import verified
from rdclient.store.validate import validate
from rdclient.store.workspace import Read


@dataclass(frozen=True, slots=True)
class Signing:
    """An act that is to be written, and what comes of it.

    Attributes:
        edits: the statement, then its signature and its evidence, as far as they are new.
        act: as it counts.
        subject: with the act.
    """

    edits: tuple[Edit, ...]
    act: ActView
    subject: SubjectView

    @property
    def path(self) -> str:
        """Of the statement."""
        return self.edits[0].path


@dataclass(frozen=True, slots=True)
class Table:
    """What is known where an act is made.

    Attributes:
        loaded: the records.
        matter: replayed to now, with every act.
        subject: what is signed.
    """

    root: Path
    loaded: Read
    matter: Matter
    subject: Subject

    @property
    def today(self) -> date:
        """The local day."""
        return self.matter.today

    @property
    def project(self) -> str:
        """As a statement names it: ``client/project``."""
        return f"{self.subject.origin.client}/{self.subject.origin.project}"

    @property
    def folder(self) -> str:
        """Where the sign-offs on the subject lie."""
        where = self.subject.origin
        return signoff_folder(where.client or "", where.project or "", id_of(self.subject))

    @property
    def previous(self) -> str | None:
        """Digest of the last statement on the subject; None when there is none."""
        acts = self.matter.acts(self.subject)
        return acts[-1].proof.digest if acts else None


def table_for(root: Path, loaded: Read, typed: str, now: datetime) -> Table:
    """What is known about the subject that was named.

    Raises:
        UsageError: when there is no such subject, the workspace has no uuid, or a baseline was
            changed after it was made.
        IncompleteError: when files of its project could not be read.
    """
    matter = matter_with_acts(loaded.portfolio, in_zone(now, loaded.portfolio), landings(root))
    subject = subject_named(matter, typed)
    table = Table(root, loaded, matter, subject)
    lost = [path for path in unread(loaded.findings) if _is_near(path, subject)]
    if lost:
        raise IncompleteError("record-unread", ", ".join(lost))
    if loaded.portfolio.workspace.uuid is None:
        raise UsageError("signoff-no-uuid", _proposed_uuid(loaded))
    if isinstance(subject, Change) and not subject.claims(ChangeStep.SUBMITTED):
        raise UsageError("signoff-draft", subject.id)
    if isinstance(subject, Baseline):
        broken = [e.requirement for e in subject.entries if not proves_itself(e)]
        if broken or not subject.entries:
            raise UsageError("baseline-broken", subject.id, ", ".join(broken) or "—")
    return table


def _is_near(path: str, subject: Subject) -> bool:
    """Whether a file may hold the subject, its acts or the people that sign it."""
    place = home(path)
    if place is None:
        return False
    scope = (place.client, place.project)
    return scope in ((subject.origin.client, subject.origin.project), (None, None)) or (
        scope == (subject.origin.client, None) and place.kind in ("contact", "client")
    )


def _proposed_uuid(loaded: Read) -> str:
    """An identity for a workspace that has none: of its name, its vendor and its first files."""
    workspace = loaded.portfolio.workspace
    seed = f"{workspace.name}|{workspace.vendor.name}|{sorted(loaded.texts)[:9]}"
    digits = hashlib.sha256(seed.encode()).hexdigest()
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:32]}"


# ── the act ──────────────────────────────────────────────────────────────────


def admitted(
    table: Table,
    statement: Mapping[str, object],
    *,
    signature: bytes | None = None,
    evidence: tuple[Evidence, ...] = (),
) -> Signing:
    """A statement as it is to be written, weighed among the acts there are.

    Args:
        table: what is known.
        statement: its fields.
        signature: made over its canonical bytes.
        evidence: the files that it names.

    Raises:
        UsageError: with the reason, when it could never count, or says what was said already.
    """
    signed = statement_bytes(statement)
    key = verified(signature, signed, signer=str(statement["signer"])) if signature else None
    if signature and key is None:
        signer = called(table, str(statement["signer"]))
        raise UsageError("signoff-flaw-signature_invalid", _name(table), signer, "")
    act = _record(table, statement, signed, key, {one.file for one in evidence})
    after = _with(table, act)
    weighed = _weighed(after, table.subject, act)
    _refuse_repeated(table, act, weighed)
    _refuse_worthless(after, table, act, weighed)
    heard = next((one for one in weighed if one.counts), weighed[0])
    first = Edit(act.origin.path, None, signed)
    more = (Edit(signature_beside(act.origin.path), None, signature),) if signature else ()
    return Signing(
        edits=(first, *more, *edits_of(evidence)),
        act=act_view(after, heard),
        subject=subject_view(after, table.subject),
    )


def _record(
    table: Table, statement: Mapping[str, object], signed: bytes, key: str | None, files: set[str]
) -> SignOff:
    path = _path(table, statement)
    text = signed.decode()
    made = validate(
        SignOff, json.loads(text), path=path, text=text, pointer=(),
        zone=table.loaded.portfolio.zone,
    )  # fmt: skip
    if isinstance(made, tuple):
        raise UsageError("value-refused", made[0])
    proof = Proof(
        evidence=tuple(
            Found.HERE if item.file in files else Found.MISSING for item in made.evidence
        ),
        signature=SignatureState.VALID if key else SignatureState.NONE,
        key=key,
        digest=hashlib.sha256(signed).hexdigest(),
    )
    where = table.subject.origin
    return made.proven(proof).placed(Origin(path, (), where.client, where.project))


def _path(table: Table, statement: Mapping[str, object]) -> str:
    """Where the statement is to lie: the next number of its person on these words."""
    digits = short(str(statement["fingerprint"]))
    first = f"{table.folder}/{digits}.{statement['side']}.{statement['signer']}."
    given = {act.origin.path for act in table.matter.acts(table.subject)}
    given |= set(table.loaded.texts)
    number = 1
    while f"{first}{number}{STATEMENT_SUFFIX}" in given:
        number += 1
    return f"{first}{number}{STATEMENT_SUFFIX}"


def _with(table: Table, act: SignOff) -> Matter:
    """The matter as it is once the act is written."""
    matter = table.matter
    whole = replace(matter.portfolio, records=(*matter.portfolio.records, act))
    return Matter(whole, matter.as_of, matter.landed, has_history=matter.has_history)


def _weighed(after: Matter, subject: Subject, act: SignOff) -> tuple[Weighed, ...]:
    """What an act is worth for each class that the subject is weighed for."""
    told: tuple[Verdict, ...] = verdicts(after, subject)
    return tuple(one for each in told for one in each.acts if one.act is act)


# ── what is refused ──────────────────────────────────────────────────────────


def _refuse_repeated(table: Table, act: SignOff, weighed: tuple[Weighed, ...]) -> None:
    """Refuse what its signer said already of the same words, with as much evidence.

    Raises:
        UsageError: with where it stands.
    """
    last: list[Weighed] = []
    for told in verdicts(table.matter, table.subject):
        own = [one for one in told.acts if one.act.signer == act.signer and one.counts]
        last += own[-1:]
    level = max(one.level for one in weighed)
    for one in last:
        if one.act.decision is act.decision and one.level.reaches(level):
            name = called(table, act.signer)
            raise UsageError("signoff-there", _name(table), name, one.act.origin.path)


def _refuse_worthless(
    after: Matter, table: Table, act: SignOff, weighed: tuple[Weighed, ...]
) -> None:
    """Refuse an act that is wrong in itself; records of sign-offs cannot be taken back.

    Raises:
        UsageError: with the first reason.
    """
    wrong = [[flaw for flaw in one.flaws if flaw in _NEVER] for one in weighed]
    if all(wrong):
        flaw = wrong[0][0]
        detail = _detail(after, table, act, flaw)
        name = called(table, act.signer)
        raise UsageError(f"signoff-flaw-{flaw.value}", _name(table), name, detail)


_NEVER = INVALID | {
    Flaw.STALE, Flaw.IN_THE_FUTURE, Flaw.DEEMED_NOT_ALLOWED, Flaw.DEEMED_WITHOUT_PROOF,
    Flaw.CONDITIONS_NOT_IN_TEXT,
}  # fmt: skip
"""Flaws that no further evidence mends."""


_Detail: TypeAlias = str | tuple[str, ...]


def _detail(matter: Matter, table: Table, act: SignOff, flaw: Flaw) -> _Detail:
    """What the reason is told with: who may sign, which day, which key."""
    tell = _DETAILS.get(flaw)
    return tell(matter, table, act) if tell else ""


def _who_may(matter: Matter, table: Table, act: SignOff) -> tuple[str, ...]:
    view = subject_view(matter, table.subject)
    side = next(one for one in view.sides if one.side is act.side)
    return tuple(str(one.person.name) for one in side.may_sign) or ("—",)


def _submitted(matter: Matter, table: Table, act: SignOff) -> str:
    del matter, act
    begun = table.subject.first(ChangeStep.SUBMITTED) if isinstance(table.subject, Change) else None
    return spelled(begun.at) if begun else ""


def _validity(matter: Matter, table: Table, act: SignOff) -> str:
    del table
    person = signer_of(matter, act.signer, act)
    key = key_of(person, act.proof.key) if person and act.proof.key else None
    return f"{key.valid_from} – {key.revoked_on or ''}".strip(" –") if key else ""


def _words(matter: Matter, table: Table, act: SignOff) -> str:
    return f"{short(act.fingerprint)} ≠ {short(matter.fingerprint(table.subject))}"


_DETAILS: Mapping[Flaw, Callable[[Matter, Table, SignOff], _Detail]] = MappingProxyType(
    {
        Flaw.NOT_AUTHORISED: _who_may,
        Flaw.BEFORE_SUBMISSION: _submitted,
        Flaw.KEY_UNKNOWN: lambda _, __, act: act.proof.key or "",
        Flaw.KEY_NOT_VALID: _validity,
        Flaw.STALE: _words,
    }
)


def spelled(at: Moment) -> str:
    """A moment as messages of either language hold it."""
    return at.local.strftime("%Y-%m-%d %H:%M") if at.timed else at.day.isoformat()


def called(table: Table, signer: str) -> str:
    """The name of a person in a message; the id of somebody who is not known."""
    person = signer_of(table.matter, signer, table.subject)
    return str(person.name) if person else signer


def _name(table: Table) -> str:
    return id_of(table.subject)
