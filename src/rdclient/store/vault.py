"""A folder of sealed files: what it gives back is what this user and this program wrote."""

import hashlib
import os
import secrets
import sys
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import TZPATH

from rdclient.store.content import Refusal, read_bytes

FORM = "1"
"""Of what the files hold; changes with every change of their layout."""
_IGNORED = b"*\n"
_KEY_SIZE = 32
_LARGEST = 1 << 30
"""Bytes of a file that is still read; it must be a regular one, and no link."""
_BUILT_ON = ("yaml", "pydantic", "pydantic_core", "tzdata")


class Vault:
    """One folder, made when something is first written; what fails is as if nothing stood there.

    A file is sealed with its name, a key of the user and the build of this program: one that was
    damaged, renamed, written by another version or brought along by somebody else is not there.
    """

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._key = key

    def text(self, name: str) -> str:
        """What a file holds; empty when it is not to be relied on."""
        sealed = read_bytes(self._folder, name, limit=_LARGEST)
        if isinstance(sealed, Refusal):
            return ""
        seal, _, body = sealed.partition(b"\n")
        if not secrets.compare_digest(seal, self._seal(name, body)):
            return ""
        return body.decode("utf-8", "surrogatepass")

    def write(self, name: str, text: str) -> None:
        """Put a file in its place, whole."""
        body = text.encode("utf-8", "surrogatepass")
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            ignore = self._folder / ".gitignore"
            if not ignore.exists():
                _replace(ignore, _IGNORED)
            _replace(self._folder / name, self._seal(name, body) + b"\n" + body)

    def sweep(self, kept: set[str]) -> None:
        """Take away every other file, and what was left half-written."""
        with suppress(OSError):
            for file in self._folder.iterdir():
                if file.name not in kept and file.name != ".gitignore":
                    with suppress(OSError):
                        file.unlink()

    def now(self) -> int:
        """Nanoseconds by the clock that stamps the files of this folder; 0 when that is unknown."""
        probe = self._folder / f".{secrets.token_hex(4)}.tmp"
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            probe.touch(exist_ok=False)
            now = probe.stat().st_mtime_ns
            probe.unlink()
            return now
        return 0

    def _seal(self, name: str, body: bytes) -> bytes:
        sealed = hashlib.blake2b(f"{name}\n{build()}\n".encode(), key=self._key, digest_size=32)
        sealed.update(body)
        return sealed.hexdigest().encode()


def user_key(folder: Path) -> bytes | None:
    """The key kept in a folder of the user, made when there is none; None when it cannot be."""
    file = folder / "key"
    with suppress(OSError):
        if not file.exists():
            folder.mkdir(parents=True, exist_ok=True)
            with suppress(FileExistsError):
                handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
                with open(handle, "wb") as stream:  # noqa: PTH123 - a descriptor
                    stream.write(secrets.token_bytes(_KEY_SIZE))
        key = read_bytes(folder, file.name, limit=_KEY_SIZE)
        if isinstance(key, bytes) and len(key) == _KEY_SIZE:
            return key
        file.unlink()  # cut short; the next run makes another
    return None


def _replace(file: Path, content: bytes) -> None:
    temporary = file.with_name(f".{file.name}.{secrets.token_hex(4)}.tmp")
    try:
        temporary.write_bytes(content)
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)


# ── what an answer depends on besides the records ────────────────────────────


@cache
def build() -> str:
    """What stands for this program as it is installed, and for what it builds on.

    Its own files by name, size and time, so that a changed line makes an old cache unreadable.
    """
    package = Path(__file__).resolve().parent.parent
    told: list[object] = [FORM, sys.version_info[:3], sys.byteorder]
    told += sorted(_files_of(package, str(package)))
    for name in _BUILT_ON:
        found = find_spec(name)
        told.append((name, *(_told(found.origin) if found and found.origin else ())))
    told += [(folder, *_told(folder)) for folder in TZPATH]
    return hashlib.blake2b(repr(told).encode(), digest_size=16).hexdigest()


def _files_of(folder: Path, top: str) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir() and entry.name != "__pycache__":
                found += _files_of(Path(entry.path), top)
            elif entry.is_file() and not entry.name.startswith("."):
                told = entry.stat()
                found.append((entry.path.removeprefix(top), told.st_size, told.st_mtime_ns))
    return found


def _told(path: str) -> tuple[int, int]:
    try:
        told = os.stat(path)  # noqa: PTH116 - as quick as can be
    except OSError:
        return (0, 0)
    return told.st_size, told.st_mtime_ns
