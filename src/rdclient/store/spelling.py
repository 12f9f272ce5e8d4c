"""How one value is spelled in YAML: plain where that reads back, quoted, or as a block."""

import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from rdclient.store.yamlfile import parse

Value: TypeAlias = str | int | bool | None
"""What a scalar can be given; a date or a time is its text."""

BLOCKS = ("|", ">")
"""The styles of a scalar that stands in lines of its own."""

STEP = 2
"""Columns a new block is indented by."""

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_BROKEN = re.compile("[\r\n]")
_WIDEST = 9
"""Columns an indentation indicator can name."""


def in_line(value: Value, style: str, *, is_flow: bool) -> Iterator[str]:
    """The spellings of a value on one line; the likeliest first.

    Args:
        value: to write.
        style: how the value was quoted that stands there now; empty when plain.
        is_flow: whether it stands between brackets or braces.
    """
    if not isinstance(value, str):
        yield "null" if value is None else str(value).lower()
        return
    if style == "'" and not _BROKEN.search(value):
        yield "'" + value.replace("'", "''") + "'"
    elif style != '"' and _is_plain(value, is_flow=is_flow):
        yield value
    yield f'"{value.translate(_ESCAPES)}"'


def _is_plain(text: str, *, is_flow: bool) -> bool:
    """Whether a text without any quotes reads back as the same text, by any parser.

    A tab does by libyaml only.
    """
    if not text or "\t" in text or _BROKEN.search(text):
        return False
    around = f"{{value: {text}}}" if is_flow else f"value: {text}"
    return parse("", around).data == {"value": text}


def in_block(
    text: str, style: str, *, indent: int, parent: int, newline: str
) -> tuple[str, str] | None:
    """Header and lines of a text as a block scalar; None when it is one line or must be quoted.

    The lines begin with a line break and end without one.

    Args:
        text: to write.
        style: of the scalar that stands there now.
        indent: columns before each line.
        parent: column of the collection that holds the scalar.
        newline: of the file.
    """
    content = text.rstrip("\n")
    if not content or "\n" not in text or "\r" in text:
        return None
    ends = len(text) - len(content)
    is_folded = style == ">" and "\n" not in content
    header = ">" if is_folded else "|"
    if content.lstrip("\n")[0] in " \t":
        if indent - parent > _WIDEST:
            return None
        header += str(indent - parent)
    header += ("-", "", "+")[min(ends, 2)]
    lines = content.split("\n") + [""] * (ends - 1)
    return header, "".join(newline + (" " * indent + line if line else "") for line in lines)


def in_flow(value: object, *, is_quoted: bool) -> str:
    """A value of any shape on one line, as it may stand between brackets or braces.

    Args:
        value: to write; mappings and lists may hold each other.
        is_quoted: whether every text is put in quotes, even where it could do without.
    """
    if isinstance(value, Mapping):
        pairs = ((in_flow(key, is_quoted=is_quoted), entry) for key, entry in value.items())
        inner = (f"{key}: {in_flow(entry, is_quoted=is_quoted)}" for key, entry in pairs)
        return "{" + ", ".join(inner) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(in_flow(entry, is_quoted=is_quoted) for entry in value) + "]"
    return _spelled(value, is_flow=True, is_quoted=is_quoted)


def in_rows(
    item: Mapping[str, object], *, indent: int, newline: str, has_blocks: bool, is_quoted: bool
) -> str:
    """The rows of a block mapping; the first without its indentation, the last without its end.

    Args:
        item: to write; collections in it stand in brackets or braces.
        indent: columns before each row.
        newline: of the file.
        has_blocks: whether texts of several lines stand in lines of their own.
        is_quoted: whether every other text is put in quotes.
    """
    rows: list[str] = []
    for key, value in item.items():
        name = _spelled(key, is_flow=False, is_quoted=is_quoted)
        block = None
        if has_blocks and isinstance(value, str):
            block = in_block(value, "", indent=indent + STEP, parent=indent, newline=newline)
        if block:
            rows.append(f"{name}: {''.join(block)}")
        elif isinstance(value, (Mapping, list, tuple)):
            rows.append(f"{name}: {in_flow(value, is_quoted=is_quoted)}")
        else:
            rows.append(f"{name}: {_spelled(value, is_flow=False, is_quoted=is_quoted)}")
    return (newline + " " * indent).join(rows) if rows else "{}"


def _spelled(value: object, *, is_flow: bool, is_quoted: bool) -> str:
    if isinstance(value, float):
        return repr(value)
    if value is None or isinstance(value, (str, int)):
        options = tuple(in_line(value, "", is_flow=is_flow))
        return options[-1 if is_quoted else 0]
    raise TypeError(type(value).__name__)
