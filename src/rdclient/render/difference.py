"""A change of a file as a unified diff, the same on every machine."""

import difflib
from collections.abc import Iterator

_NO_END = "\\ No newline at end of file\n"


def unified(path: str, before: bytes | None, after: bytes) -> str:
    """The change as a diff that ``git apply`` and ``patch -p1`` understand; empty for none.

    Args:
        path: of the file, relative to the workspace.
        before: what it holds; None when there is none yet.
        after: what it is to hold.
    """
    old_name = "/dev/null" if before is None else f"a/{path}"
    old, new = (_lines(content or b"") for content in (before, after))
    rows = difflib.unified_diff(old, new, old_name, f"b/{path}")
    return "".join(_ended(rows))


def counted(before: bytes | None, after: bytes) -> tuple[int, int]:
    """How many lines a change adds, and how many it takes away."""
    old, new = (_lines(content or b"") for content in (before, after))
    if not old:
        return len(new), 0
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    same = sum(block.size for block in blocks)
    return len(new) - same, len(old) - same


def _lines(content: bytes) -> list[str]:
    """The lines with their ends; only a line feed ends one."""
    *whole, rest = content.decode().split("\n")
    return [*(f"{line}\n" for line in whole), *((rest,) if rest else ())]


def _ended(rows: Iterator[str]) -> Iterator[str]:
    """The rows, each on a line of its own."""
    for row in rows:
        yield row if row.endswith("\n") else f"{row}\n{_NO_END}"


def renamed(old: str, new: str, before: bytes, after: bytes) -> str:
    """A file under another name as a diff that ``git apply`` understands.

    Args:
        old: path of the file.
        new: path it is to have.
        before: what it holds.
        after: what it is to hold then.
    """
    head = f"diff --git a/{old} b/{new}\nrename from {old}\nrename to {new}\n"
    rows = difflib.unified_diff(_lines(before), _lines(after), f"a/{old}", f"b/{new}")
    return head + "".join(_ended(rows))
