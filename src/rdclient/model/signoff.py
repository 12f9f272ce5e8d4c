"""Sign-offs: one act of one person about one subject in exactly these words."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Annotated, ClassVar, Self

from pydantic import Field

from rdclient.model.base import FactTime, Id, Many, One, Part, PersonRef, Record, Slug
from rdclient.model.baseline import Fingerprint
from rdclient.model.change import ChangeDecision
from rdclient.model.client import Role, Side

NAMESPACE = "rdclient-signoff@v1"
"""What keeps a signature made for something else from counting here."""
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 of the bytes of a file, in hexadecimal digits."""


class SubjectKind(StrEnum):
    """What can be signed."""

    BASELINE = "baseline"
    CHANGE = "change"
    MEETING = "meeting"


class EvidenceLevel(StrEnum):
    """How well an act is evidenced; the heavier one sorts later."""

    E0 = "E0"
    E1 = "E1"
    E2 = "E2"

    def reaches(self, level: "EvidenceLevel") -> bool:
        """Whether it is at least that level."""
        return self.value >= level.value


class EvidenceKind(StrEnum):
    """What shows that somebody said so."""

    SCAN = "scan"
    EMAIL = "email"
    E_SEAL = "e_seal"
    SENDING = "sending"
    OTHER = "other"


class Seal(StrEnum):
    """A company's seal on paper or in an electronic document."""

    OFFICIAL = "official"
    CONTRACT = "contract"


class EvidenceFile(Part):
    """A file that shows it: where it lies in the workspace, and the digest of its bytes."""

    file: Annotated[str, Field(pattern=r"^[^/\\\x00]([^\\\x00]{0,399})$")]
    sha256: Digest
    kind: One[EvidenceKind] = EvidenceKind.SCAN
    seal: One[Seal | None] = None


class Found(StrEnum):
    """What became of a file of evidence."""

    HERE = "here"
    MISSING = "missing"
    DIFFERS = "differs"


class SignatureState(StrEnum):
    """What a signature beside a statement is worth, before anybody asks whose key it is."""

    NONE = "none"
    VALID = "valid"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Proof:
    """What the disk says about a statement; found out by the store, judged by ``control``.

    Attributes:
        evidence: of each file of evidence, in the order of the statement.
        signature: whether one lies beside it, and fits it, its namespace and its key.
        key: type and digits of the public key it was made with, e.g. ``ssh-ed25519 AAAA…``.
        name: path that the statement should stand at; empty when it does.
        digest: SHA-256 of the statement in its canonical form, for the act that follows it.
    """

    evidence: tuple[Found, ...] = ()
    signature: SignatureState = SignatureState.NONE
    key: str | None = None
    name: str = ""
    digest: str = ""


class SignOff(Record):
    """What somebody declared about a subject: the statement that a signature is made over.

    Attributes:
        statement: version of this form.
        workspace: uuid of the workspace.
        project: ``client/project``.
        subject: id of what is signed.
        fingerprint: of what it said then.
        packet: digest of the document the signer read.
        side: for whom.
        role: in which role; what counts is what the records say of the person.
        signer: id of the person.
        deemed: whether silence is taken for consent.
        conditions: under which it is approved.
        declared_at: when the signer says it was.
        previous: digest of the statement before it on this subject; None for the first.
    """

    life: ClassVar[str | None] = "declared_at"

    statement: Annotated[str, Field(pattern=r"^rdclient-signoff-v1$")]
    workspace: str | None = None
    project: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]*/[a-z0-9][a-z0-9.-]*$")]
    kind: One[SubjectKind]
    subject: Id
    fingerprint: Fingerprint
    packet: Digest | None = None
    side: One[Side]
    role: One[Role | None] = None
    signer: Annotated[Slug, PersonRef.__metadata__[0]]
    decision: One[ChangeDecision]
    deemed: bool = False
    conditions: str | None = None
    declared_at: FactTime
    evidence: Many[EvidenceFile] = ()
    previous: Digest | None = None

    @cached_property
    def proof(self) -> Proof:
        """What the disk says about it."""
        return Proof(evidence=(Found.MISSING,) * len(self.evidence))

    def proven(self, proof: Proof) -> Self:
        """The same act, told what the disk says; for the loader."""
        self.__dict__["proof"] = proof
        return self
