"""Files of evidence on their way into the records: their digest, their place, what they are."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rdclient.diagnostic import RdclientError, UsageError
from rdclient.model.signoff import EvidenceKind, Seal
from rdclient.store.content import Refusal, read_bytes
from rdclient.store.edits import Edit
from rdclient.store.source import EVIDENCE_LIMIT

_UNFIT = re.compile(r"[^\w.()（）《》、，+-]+")
"""What a name in the repository need not hold."""
_MOST = 60
"""Characters of the name of a file."""
_MAILS = frozenset({".eml", ".msg"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file of evidence.

    Attributes:
        file: where it lies, or is to lie, in the workspace.
        edit: what brings it there; None when it lies there already.
    """

    file: str
    sha256: str
    kind: EvidenceKind
    seal: Seal | None
    edit: Edit | None

    def as_statement(self) -> dict[str, object]:
        """The entry of a statement."""
        held: dict[str, object] = {
            "file": self.file,
            "sha256": self.sha256,
            "kind": self.kind.value,
        }
        return {**held, "seal": self.seal.value} if self.seal else held


def evidence_from(
    root: Path,
    folder: str,
    files: Sequence[Path],
    *,
    kind: EvidenceKind | None,
    seal: Seal | None,
) -> tuple[Evidence, ...]:
    """Files as evidence of an act, each once.

    Args:
        root: of the workspace.
        folder: of the sign-offs on the subject.
        files: wherever they lie.
        kind: of all of them; None to tell it by their names.
        seal: that they bear.

    Raises:
        UsageError: when a file is not there or is empty.
        RdclientError: when it cannot be read.
    """
    found: dict[str, Evidence] = {}
    for file in files:
        content = file_content(file)
        digest = hashlib.sha256(content).hexdigest()
        place = f"{folder}/evidence/{digest[:12]}-{fitting_name(file.name)}"
        meant = kind or kind_by_name(file.name)
        edit = _edit(root, place, content)
        found.setdefault(digest, Evidence(place, digest, meant, seal, edit))
    return tuple(found.values())


def file_content(file: Path) -> bytes:
    """The bytes of a file that somebody named.

    Raises:
        UsageError: when it is not there, or is empty.
        RdclientError: when it cannot be read.
    """
    content = read_bytes(file.parent, file.name, limit=EVIDENCE_LIMIT)
    if isinstance(content, Refusal):
        if content.variant == "missing":
            raise UsageError("signoff-no-file", str(file))
        raise RdclientError("signoff-unreadable-file", str(file))
    if not content:
        raise UsageError("signoff-empty-file", str(file))
    return content


def _edit(root: Path, place: str, content: bytes) -> Edit | None:
    """What brings a file to its place; None when it lies there already."""
    there = read_bytes(root, place, limit=EVIDENCE_LIMIT)
    if there == content:
        return None
    return Edit(place, None if isinstance(there, Refusal) else there, content)


def fitting_name(name: str) -> str:
    """The name of a file as any system can hold it: no blanks, no marks, not too long.

    >>> fitting_name("签字页 (CR-007).PDF")
    '签字页-(CR-007).pdf'
    """
    stem, dot, suffix = unicodedata.normalize("NFC", name).rpartition(".")
    if not dot:
        stem, suffix = suffix, ""
    stem = _UNFIT.sub("-", stem).strip(".-")[:_MOST] or "evidence"
    suffix = _UNFIT.sub("", suffix).casefold()[:10]
    return f"{stem}.{suffix}" if suffix else stem


def kind_by_name(name: str) -> EvidenceKind:
    """What a file seems to be."""
    return EvidenceKind.EMAIL if Path(name).suffix.casefold() in _MAILS else EvidenceKind.SCAN


def edits_of(evidence: Sequence[Evidence]) -> Iterator[Edit]:
    """What brings files to their places."""
    return (one.edit for one in evidence if one.edit is not None)
