"""Several entries in one cell, one a line: ``2026-11-17 09:40 responded zhang.min; note=…``."""

import json
import re
from collections.abc import Iterable, Mapping

_BETWEEN = "; "
_LEAD = re.compile(
    r"""(?P<at>[^\s;="]+(?:[ T]+\d{1,2}:\d{2}[^\s;="]*)?)[ ]+(?P<type>[^\s;="]+)
    (?:[ ]+(?P<by>[^;="]*[^\s;="]))?\Z""",
    re.VERBOSE,
)
_PAIR = re.compile(r"[ ]*(?P<key>[a-z_]+(?:\.[a-z_]+)*)[ ]*=[ ]*")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_LED = ("at", "type", "by")
_WIDE = re.compile(r"；(?=[ ]*[a-z_.]+[ ]*=)")
"""A full-width mark before the next field."""
_NEXT = re.compile(rf";|{_WIDE.pattern}")
_KEYED = re.compile(r'"|(?:zh|en|of)=')
PARTED = re.compile(r"[,，、;；]")
"""Marks between names in one cell."""
_PLAIN = re.compile(r'[^;"\n\r]+\Z')


class EntryError(Exception):
    """A line that is no entry; its number and text."""


def told(entries: Iterable[Mapping[str, str]]) -> str:
    """Entries as the text of a cell.

    >>> told([{"at": "2026-11-17", "type": "done", "by": "li.jing", "note": "a; b"}])
    '2026-11-17 done li.jing; note="a; b"'
    """
    return "\n".join(_line(entry) for entry in entries)


def _line(entry: Mapping[str, str]) -> str:
    rest = dict(entry)
    parts = []
    lead = " ".join(entry[key] for key in _LED if key in entry)
    match = _LEAD.match(lead) if "at" in entry and "type" in entry else None
    if match and all(match.group(key) == entry.get(key) for key in _LED):
        parts.append(lead)
        for key in _LED:
            rest.pop(key, None)
    parts += [f"{key}={_value(text)}" for key, text in rest.items()]
    return _BETWEEN.join(parts)


def _value(text: str) -> str:
    is_plain = _PLAIN.match(text) and text == text.strip() and not _WIDE.search(text)
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def on_one_line(text: str, *, is_quoted: bool = False) -> str:
    """A text as one line of a cell that holds several; in quotes where it needs them."""
    is_plain = "\n" not in text and text == text.strip() and not _KEYED.match(text)
    return text if is_plain and not is_quoted else json.dumps(text, ensure_ascii=False)


def parts(text: str) -> tuple[str, ...]:
    """Names in a cell: one a line, or with commas between them."""
    found: list[str] = []
    for row in text.split("\n"):
        told = line(row.strip()) if row.strip().startswith('"') else None
        found += [told] if isinstance(told, str) else PARTED.split(row)
    return tuple(part.strip() for part in found if part.strip())


def line(text: str) -> str | dict[str, str]:
    """What ``on_one_line`` wrote: a text, or an entry by its keys (``zh=…; en=…``).

    Raises:
        EntryError: when it is neither.
    """
    if text.startswith('"'):
        try:
            return str(json.loads(text))
        except ValueError:
            return text
    return read(text)[0] if _KEYED.match(text) else text


def read(text: str) -> tuple[dict[str, str], ...]:
    """The entries of a cell.

    Raises:
        EntryError: for the first line that is none.
    """
    found = []
    for number, row in enumerate(text.split("\n"), 1):
        if row.strip():
            entry = _entry(row.strip())
            if entry is None:
                raise EntryError(number, row.strip())
            found.append(entry)
    return tuple(found)


def _entry(line: str) -> dict[str, str] | None:
    entry: dict[str, str] = {}
    head, rest = _parted(line)
    if lead := _LEAD.match(head.strip()):
        entry = {key: value for key, value in lead.groupdict().items() if value}
    else:
        rest = line
    while rest.strip():
        pair = _PAIR.match(rest)
        if not pair or pair.group("key") in entry:
            return None
        rest = rest[pair.end() :]
        if quoted := _QUOTED.match(rest):
            try:
                entry[pair.group("key")] = json.loads(quoted.group())
            except ValueError:
                return None
            rest = rest[quoted.end() :].lstrip()
            if rest and rest[0] not in ";；":
                return None
            rest = rest[1:]
        else:
            value, rest = _parted(rest)
            entry[pair.group("key")] = value.strip()
    return entry or None


def _parted(text: str) -> tuple[str, str]:
    """What stands before the next mark, and what after it."""
    mark = _NEXT.search(text)
    return (text[: mark.start()], text[mark.end() :]) if mark else (text, "")
