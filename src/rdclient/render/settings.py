"""Settings in words: one on a line for people, or a stable document."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rdclient.lens import Lang
from rdclient.render.columns import GAP, cut, one_line, padded
from rdclient.render.findings import width

SCHEMA_VERSION = 1
_WIDEST = 60
_SHIPPED = ("内置", "shipped")


@dataclass(frozen=True, slots=True)
class Shown:
    """One setting as it is told.

    Attributes:
        key: its whole name, with points.
        value: as it would stand in YAML.
        origin: what says so: ``policy.yaml:3``, ``RDCLIENT_LANG``; None for the value shipped with
            the program, empty where nobody says it.
        since: the day from which that holds.
    """

    key: str
    value: object
    origin: str | None = None
    since: date | None = None


def as_text(rows: Iterable[Shown], *, lang: Lang, has_origin: bool) -> str:
    """A line for each setting; long lists are cut."""
    table = [(row.key, _value(row), _origin(row, lang) if has_origin else "") for row in rows]
    first = max(width(row[0]) for row in table)
    second = max(min(_WIDEST, width(row[1])) for row in table) if has_origin else 0
    lines = (
        GAP.join((padded(key, first), padded(value, second), origin)).rstrip()
        for key, value, origin in table
    )
    return "".join(f"{line}\n" for line in lines)


def as_json(rows: Iterable[Shown]) -> str:
    """A stable document: ``schema_version``, ``settings``: key, value, origin, since."""
    told = [
        {
            "key": row.key,
            "value": row.value,
            "origin": "shipped" if row.origin is None else row.origin or None,
            "since": str(row.since) if row.since else None,
        }
        for row in rows
    ]
    document = {"schema_version": SCHEMA_VERSION, "type": "config", "settings": told}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _value(row: Shown) -> str:
    """A value on one line; paths whole, long texts and lists cut."""
    if row.value is None:
        return "-"
    is_text = isinstance(row.value, str)
    text = one_line(str(row.value) if is_text else json.dumps(row.value, ensure_ascii=False))
    return text if row.origin == "" else cut(text, _WIDEST)


def _origin(row: Shown, lang: Lang) -> str:
    side = 0 if lang is Lang.ZH else 1
    if row.origin is None:
        return _SHIPPED[side]
    since = (f"（{row.since} 起）", f" (from {row.since})")[side] if row.since else ""
    return f"{row.origin}{since}"
