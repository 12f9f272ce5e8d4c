"""Whole records as YAML text in house style: one key a row, short entries in braces."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rdclient.store.scalar import resolved
from rdclient.store.spelling import STEP, in_block, in_line

_NARROW = 80
"""Columns that a mapping or a list between brackets may take."""
_WIDE = 100
"""Columns that an entry in braces may take."""
_WORD = r"[A-Za-z0-9_./@\u4e00-\u9fff-]*"
_SURE = re.compile(rf"[A-Za-z\u4e00-\u9fff]{_WORD}(?: [A-Za-z\u4e00-\u9fff]{_WORD})*\Z")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?)?\Z", re.ASCII)


def list_text(items: Iterable[Mapping[str, object]]) -> str:
    """A list file that holds these records."""
    return "".join(f"- {rows(item, indent=STEP)}\n" for item in items)


def record_text(item: Mapping[str, object]) -> str:
    """A file that holds this one record."""
    return f"{rows(item, indent=0)}\n"


def rows(item: Mapping[str, object], *, indent: int, newline: str = "\n") -> str:
    """The rows of a mapping; the first without its indentation, the last without its end."""
    lines = [_row(key, value, indent, newline) for key, value in item.items()]
    return (newline + " " * indent).join(lines) if lines else "{}"


def flat(value: object) -> str | None:
    """A value on one line between brackets, or a scalar; None when it takes several lines."""
    if isinstance(value, Mapping):
        inner = [(key, flat(entry)) for key, entry in value.items()]
        if any(text is None for _, text in inner):
            return None
        return "{" + ", ".join(f"{_plain(key, is_flow=True)}: {text}" for key, text in inner) + "}"
    if isinstance(value, list | tuple):
        texts = [flat(entry) for entry in value]
        return None if None in texts else "[" + ", ".join(text or "" for text in texts) + "]"
    return None if isinstance(value, str) and "\n" in value else _plain(value, is_flow=True)


def below(value: object, *, indent: int, newline: str = "\n") -> str:
    """What stands after the colon of a key whose rows below it are indented by ``indent``."""
    is_many = isinstance(value, list | tuple)
    has_entries = is_many and any(isinstance(one, dict) for one in value)  # type: ignore[attr-defined]
    is_flat = isinstance(value, Mapping) or (is_many and not has_entries)
    text = flat(value) if is_flat else None
    if text is not None and len(text) + indent <= _NARROW:
        return f" {text}"
    start = newline + " " * indent
    if isinstance(value, Mapping):
        return start + rows(value, indent=indent, newline=newline)
    if isinstance(value, list | tuple):
        return "".join(start + f"- {_entry(v, indent + STEP, newline)}" for v in value)
    if isinstance(value, str) and (
        block := in_block(value, "", indent=indent, parent=indent - STEP, newline=newline)
    ):
        return f" {''.join(block)}"
    return f" {_plain(value, is_flow=False)}"


def _row(key: str, value: object, indent: int, newline: str) -> str:
    name = _plain(key, is_flow=False)
    return f"{name}:{below(value, indent=indent + STEP, newline=newline)}"


def _entry(value: object, indent: int, newline: str) -> str:
    """An item of a list, after its dash."""
    if isinstance(value, Mapping):
        text = flat(value)
        is_short = text is not None and len(text) + indent <= _WIDE
        return text if text and is_short else rows(value, indent=indent, newline=newline)
    return below(value, indent=indent, newline=newline).removeprefix(" ")


def _plain(value: object, *, is_flow: bool) -> str:
    """A scalar on one line."""
    if isinstance(value, str):
        return _spelled(value, is_flow)
    if isinstance(value, float):
        return repr(value)
    return next(in_line(value, "", is_flow=is_flow))  # type: ignore[arg-type]  # a scalar


@lru_cache(maxsize=50_000)
def _spelled(text: str, is_flow: bool) -> str:  # noqa: FBT001 - what is kept goes by both
    if (_SURE.match(text) and isinstance(resolved(text), str)) or _DAY.match(text):
        return text
    return next(in_line(text, "", is_flow=is_flow))
