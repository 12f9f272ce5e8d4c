"""From disk to text: only regular files, of bounded size, in UTF-8."""

import os
import re
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from rdclient.diagnostic import Fact, Finding, Location, finding

BOM = "\ufeff"
_READING = os.O_RDONLY
for _name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
    _READING |= getattr(os, _name, 0)
_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_CHINESE = re.compile("[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\u2010-\u2026]")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file is not read: a variant of RD001, its facts, and where in the file."""

    variant: str
    facts: dict[str, Fact] = field(default_factory=dict)
    line: int = 1
    column: int = 1

    def at(self, path: str) -> Finding:
        """The refusal as a finding about that file."""
        place = Location(path, line=self.line, column=self.column)
        return finding("RD001", place, variant=self.variant, **self.facts)


def read_text(root: Path, path: str, *, limit: int) -> str | Refusal:
    """The text of a file below ``root`` without BOM, or why it is not read.

    Args:
        root: of the workspace.
        path: relative to it, with ``/``; may not lead out of it.
        limit: of the size, in bytes.
    """
    content = read_bytes(root, path, limit=limit)
    return content if isinstance(content, Refusal) else decoded(content)


def read_bytes(root: Path, path: str, *, limit: int) -> bytes | Refusal:
    """The bytes of a file, or why it is not read; the arguments are those of ``read_text``."""
    if path.startswith("/") or ".." in path.split("/"):
        return Refusal("outside")
    try:
        return _bytes(os.path.join(root, path), limit)  # noqa: PTH118 - Path is slower
    except FileNotFoundError:
        return Refusal("missing")
    except PermissionError:
        return Refusal("permission")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        return Refusal("system", {"reason": str(reason)})


def _bytes(full: str, limit: int) -> bytes | Refusal:
    """The content; the file is looked at before it is opened, and again once it is open."""
    if refused := _irregular(os.lstat(full), limit):
        return refused
    handle = os.open(full, _READING)
    try:
        status = os.fstat(handle)
        if refused := _irregular(status, limit):
            return refused
        content = b""
        while len(content) <= limit:  # once and once more for the end, unless it grows meanwhile
            more = os.read(handle, max(status.st_size - len(content), 0) + 1)
            content += more
            if not more:
                break
    finally:
        os.close(handle)
    return content if len(content) <= limit else Refusal("size", {"limit": limit})


def _irregular(status: os.stat_result, limit: int) -> Refusal | None:
    if stat.S_ISLNK(status.st_mode):
        return Refusal("symlink")
    if not stat.S_ISREG(status.st_mode):
        return Refusal("special")
    return Refusal("size", {"limit": limit}) if status.st_size > limit else None


def decoded(content: bytes) -> str | Refusal:
    """The text that the bytes are in UTF-8, without BOM, or why they are none."""
    if wide := _wide_encoding(content):
        return Refusal("encoding", {"encoding": wide})
    try:
        return content.decode().removeprefix(BOM)
    except UnicodeDecodeError as error:
        lines = content[: error.start].decode().split("\n")
        line, column = len(lines), len(lines[-1].removeprefix(BOM)) + 1
        if encoding := _chinese_encoding(content):
            return Refusal("encoding", {"encoding": encoding}, line, column)
        return Refusal("not-utf-8", {"byte": f"0x{content[error.start]:02X}"}, line, column)


def _wide_encoding(content: bytes) -> str | None:
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name
    head = content[:64]
    if head.count(0) > len(head) * 5 // 8:
        return "UTF-32"
    even, odd = head[::2].count(0), head[1::2].count(0)
    return "UTF-16" if min(even, odd) == 0 and max(even, odd) > len(head) // 4 else None


def _chinese_encoding(content: bytes) -> str | None:
    for codec, name in (("gbk", "GBK"), ("gb18030", "GB18030")):
        with suppress(UnicodeDecodeError):
            foreign = [mark for mark in content.decode(codec) if not mark.isascii()]
            chinese = sum(1 for mark in foreign if _CHINESE.match(mark))
            return name if chinese * 2 > len(foreign) else None
    return None
