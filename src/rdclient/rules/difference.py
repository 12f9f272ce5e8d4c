"""What differs between two texts, as facts of a finding: the place, the old and the new value."""

from collections.abc import Iterable

from rdclient.control.canon import Plain
from rdclient.control.patch import Difference

_MOST = 3
"""Differences that one message tells."""
_SHOWN = 40
"""Characters of a value that are shown."""
_BEFORE = 8
"""Characters shown before the first one that differs."""
NOTHING = "—"
"""Stands for a value that is not there."""


def lines(differences: Iterable[Difference]) -> tuple[str, ...]:
    """The first differences: ``functions.0: old → new``, each value cut to where they differ.

    ``render`` says the place in the reader's words.
    """
    found = tuple(differences)
    first = tuple(_line(item) for item in found[:_MOST])
    return (*first, "…") if len(found) > _MOST else first


def _line(item: Difference) -> str:
    old, new = values(item)
    return f"{'.'.join(map(str, item.way))}: {old} → {new}"


def values(item: Difference) -> tuple[str, str]:
    """The old and the new value on a line each, cut to where they differ."""
    old, new = _written(item.old), _written(item.new)
    same = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), None)
    start = min(len(old), len(new)) if same is None else same
    is_both = item.old is not None and item.new is not None
    cut = max(0, start - _BEFORE) if is_both and max(len(old), len(new)) > _SHOWN else 0
    return _short(old, cut), _short(new, cut)


def _short(text: str, start: int) -> str:
    head, rest = ("…" if start else ""), text[start:]
    return head + (rest if len(rest) <= _SHOWN else rest[: _SHOWN - 1] + "…")


def _written(value: Plain) -> str:
    """A value on one line."""
    if value is None:
        return NOTHING
    if isinstance(value, dict):
        return "; ".join(_written(item) for item in value.values())
    if isinstance(value, list):
        return "; ".join(_written(item) for item in value)
    return " ".join(str(value).split())
