"""Signatures by SSH keys: the one caller of ``ssh-keygen``.

``-Y verify`` is asked with the key that the signature itself names as the only allowed one, so that
the answer speaks of the bytes alone and can be kept; whose key it is, and whether it counted
then, is judged from the records.
"""

import base64
import binascii
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from rdclient.diagnostic import RdclientError
from rdclient.model.signoff import NAMESPACE

TOOL = "ssh-keygen"
_SECONDS = 30
_BEGIN, _END = b"-----BEGIN SSH SIGNATURE-----", b"-----END SSH SIGNATURE-----"
_MAGIC = b"SSHSIG"
_KIND = re.compile(rb"[A-Za-z0-9@.-]+\Z")
"""The type of a key; with nothing in it that would be more than one word of a line."""


class SshKeyError(RdclientError):
    """``ssh-keygen`` is not there, or does not do what it is asked."""


def is_there() -> bool:
    """Whether ``ssh-keygen`` can be run."""
    return shutil.which(TOOL) is not None


def key_in(signature: bytes) -> str | None:
    """The public key that a signature names, e.g. ``ssh-ed25519 AAAA…``; None when it is none."""
    body = signature.strip()
    if not (body.startswith(_BEGIN) and body.endswith(_END)):
        return None
    try:
        blob = base64.b64decode(b"".join(body[len(_BEGIN) : -len(_END)].split()), validate=True)
        if not blob.startswith(_MAGIC):
            return None
        start = len(_MAGIC) + 4
        key, _ = _taken(blob, start)
        kind, _ = _taken(key, 0)
        if not _KIND.match(kind):
            return None
        return f"{kind.decode('ascii')} {base64.b64encode(key).decode('ascii')}"
    except (binascii.Error, ValueError, IndexError):
        return None


def _taken(blob: bytes, start: int) -> tuple[bytes, int]:
    """A string of the SSH wire format, and where it ends.

    Raises:
        ValueError: when it is cut off.
    """
    size = int.from_bytes(blob[start : start + 4], "big")
    end = start + 4 + size
    if not 0 < size <= len(blob) or end > len(blob):
        raise ValueError(size)
    return blob[start + 4 : end], end


def verified(signature: bytes, signed: bytes, *, signer: str) -> str | None:
    """The public key a signature was made with; None when it does not fit.

    Args:
        signature: the file ``ssh-keygen -Y sign`` wrote.
        signed: the bytes it must have been made over, in ``NAMESPACE``.
        signer: id of the person.

    Raises:
        SshKeyError: when there is no ``ssh-keygen``.
    """
    key = key_in(signature)
    if key is None:
        return None
    lines = signature.replace(b"\r\n", b"\n")  # as mail or a clone on Windows may hand it on
    with tempfile.TemporaryDirectory(prefix="rdclient-") as folder:
        allowed, beside = Path(folder, "allowed"), Path(folder, "signature")
        allowed.write_text(f'{signer} namespaces="{NAMESPACE}" {key}\n', encoding="ascii")
        beside.write_bytes(lines)
        words = ("-Y", "verify", "-f", str(allowed), "-I", signer, "-n", NAMESPACE)
        status, _ = _run((*words, "-s", str(beside)), signed)
    return key if status == 0 else None


def sign(key: Path, signed: bytes) -> bytes:
    """The signature of some bytes by a private key, or by the agent for a public one.

    Raises:
        SshKeyError: when it cannot be made.
    """
    with tempfile.TemporaryDirectory(prefix="rdclient-") as folder:
        statement = Path(folder, "statement")
        statement.write_bytes(signed)
        words = ("-Y", "sign", "-f", str(key), "-n", NAMESPACE, str(statement))
        status, said = _run(words, b"", inherits_terminal=True)
        made = Path(f"{statement}.sig")
        if status or not made.is_file():
            raise SshKeyError("ssh-sign", str(key), said)
        return made.read_bytes()


def _run(
    words: tuple[str, ...], stdin: bytes, *, inherits_terminal: bool = False
) -> tuple[int, str]:
    """Run ``ssh-keygen``: its status and what it said.

    Raises:
        SshKeyError: when it is not there or does not come to an end.
    """
    tool = shutil.which(TOOL)
    if tool is None:
        raise SshKeyError("ssh-missing")
    given = None if inherits_terminal else stdin
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program with fixed words
            [tool, *words], input=given, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise SshKeyError("ssh-timeout", _SECONDS) from None
    return done.returncode, done.stderr.decode("utf-8", "replace").strip()
