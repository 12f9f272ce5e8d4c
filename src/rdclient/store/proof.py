"""What the disk says about a sign-off: its evidence, the signature beside it, where it lies.

What was found out about some bytes holds for those bytes: it is kept beside what was parsed of the
files, so that a second reading hashes no scan and asks ``ssh-keygen`` nothing.
"""

import hashlib
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import cast

from rdclient.control.canon import as_json
from rdclient.control.fingerprint import short
from rdclient.model.signoff import Found, Proof, SignatureState
from rdclient.store.cache import content_hash
from rdclient.store.content import Refusal
from rdclient.store.layout import STATEMENT_SUFFIX, home, is_of_signoffs, signature_beside
from rdclient.store.source import EVIDENCE_LIMIT, Source, part_of
from rdclient.store.sshkey import verified

_SIGNATURE_LIMIT = 64 * 1024
_END = re.compile(r"[1-9][0-9]{0,3}\Z", re.ASCII)


def statement_bytes(statement: Mapping[str, object]) -> bytes:
    """The bytes that are signed, and that the file holds: JSON of one spelling, one line.

    Raises:
        TypeError: when the statement holds a float.
    """
    return as_json(statement).encode() + b"\n"


def proof_of(source: Source, path: str, statement: Mapping[str, object]) -> Proof:
    """What the disk, or the commit that is read, says about a statement.

    Evidence counts where it lies with sign-offs of the same client and no link is on the way to
    it: a change elsewhere would go unnoticed.

    Args:
        source: of the workspace.
        path: of the statement.
        statement: as the file holds it; a model has accepted it.

    Raises:
        SshKeyError: when there is a signature and no ``ssh-keygen``.
    """
    try:
        signed = statement_bytes(statement)
    except TypeError:
        return Proof()
    listed = statement.get("evidence", [])
    files = (
        [item for item in listed if isinstance(item, Mapping)] if isinstance(listed, list) else []
    )
    state, key = _signature(source, path, str(statement["signer"]), signed)
    return Proof(
        evidence=tuple(
            _found(source, path, str(item["file"]), str(item["sha256"])) for item in files
        ),
        signature=state,
        key=key,
        name=_misnamed(path, statement),
        digest=hashlib.sha256(signed).hexdigest(),
    )


def _found(source: Source, path: str, file: str, sha256: str) -> Found:
    is_evidence = is_of_signoffs(file) and home(file) is None and part_of(file) == part_of(path)
    if not is_evidence or file not in source.stamps:
        return Found.MISSING
    digest = _digest(source, file)
    if digest is None:
        return Found.MISSING
    return Found.HERE if digest == sha256 else Found.DIFFERS


def _digest(source: Source, file: str) -> str | None:
    """The SHA-256 of a file of evidence; None when it cannot be read."""
    hashed, shard = source.hash_of(file), source.shard(part_of(file))
    if hashed and isinstance(kept := shard.outcome(file, hashed), str):
        return kept
    content = source.content(file, limit=EVIDENCE_LIMIT)
    if isinstance(content, Refusal):
        return None
    digest = hashlib.sha256(content).hexdigest()
    if source.cache is not None:
        shard.put(file, content_hash(content), digest)
    return digest


def _signature(
    source: Source, path: str, signer: str, signed: bytes
) -> tuple[SignatureState, str | None]:
    beside = signature_beside(path)
    if beside not in source.stamps:
        return SignatureState.NONE, None
    hashed, shard = source.hash_of(beside), source.shard(part_of(path))
    if hashed and (kept := shard.outcome(beside, _of_both(signed, hashed))):
        state, key = cast("tuple[str, str | None]", kept)
        return SignatureState(state), key
    content = source.content(beside, limit=_SIGNATURE_LIMIT)
    if isinstance(content, Refusal):
        return SignatureState.INVALID, None
    key = verified(content, signed, signer=signer)
    state = SignatureState.VALID if key else SignatureState.INVALID
    if source.cache is not None:
        shard.put(beside, _of_both(signed, content_hash(content)), [state.value, key])
    return state, key


def _of_both(signed: bytes, hashed: str) -> str:
    """What stands for a statement and its signature; the signer stands in the statement."""
    return content_hash(hashed.encode() + b"\n" + signed)


def _misnamed(path: str, statement: Mapping[str, object]) -> str:
    """Where the statement belongs; empty when it lies there."""
    place = PurePosixPath(path)
    first = f"{short(str(statement['fingerprint']))}.{statement['side']}.{statement['signer']}."
    number = place.name.removeprefix(first).removesuffix(STATEMENT_SUFFIX)
    right = place.parent.name == statement["subject"] and place.name.startswith(first)
    if right and _END.match(number):
        return ""
    return str(place.parent.with_name(str(statement["subject"])) / f"{first}1{STATEMENT_SUFFIX}")
