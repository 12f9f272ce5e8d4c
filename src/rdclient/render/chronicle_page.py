"""What ``log`` prints: one line per entry, or data."""

import json
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from rdclient.lens import Lang
from rdclient.model.base import Moment, Words, in_lang
from rdclient.render.columns import one_line, table
from rdclient.render.plain import plain
from rdclient.render.terms import word
from rdclient.reports.chronicle import Chronicle, Entry

SCHEMA_VERSION = 1
_HEADS = (
    ("time", "时间"), ("what", "类别"), ("id", "编号"), ("step", "环节"), ("who", "人员"),
    ("text", "说明"),
)  # fmt: skip


def as_text(view: Chronicle, *, lang: Lang) -> str:
    """The history for a terminal, the earliest entry first."""
    side = 1 if lang is Lang.ZH else 0
    title = _words(view.subject.title, lang)
    name = f"{title}（{view.subject.id}）" if lang is Lang.ZH else f"{title} ({view.subject.id})"
    rows = [
        [words[side] for words in _HEADS],
        *(_cells(entry, lang) for entry in view.entries),
    ]
    count = len(view.entries)
    last = f"共{count}条" if lang is Lang.ZH else f"{count} entries" if count != 1 else "1 entry"
    return "\n".join((name, *table(rows), last)) + "\n"


def as_markdown(view: Chronicle, *, lang: Lang) -> str:
    """The history as a Markdown table."""
    return "\n".join(_markdown(view, lang)) + "\n"


def _markdown(view: Chronicle, lang: Lang) -> Iterator[str]:
    from rdclient.render.page import escape_markdown

    side = 1 if lang is Lang.ZH else 0
    yield f"### {escape_markdown(_words(view.subject.title, lang))} ({view.subject.id})"
    yield ""
    yield "| " + " | ".join(words[side] for words in _HEADS) + " |"
    yield "|" + " --- |" * len(_HEADS)
    for entry in view.entries:
        cells = (escape_markdown(cell).replace("|", "\\|") for cell in _cells(entry, lang))
        yield "| " + " | ".join(cells) + " |"


def as_json(view: Chronicle, *, lang: Lang) -> str:
    """The history as data."""
    held = plain(view, lang=lang)
    whole = {"schema_version": SCHEMA_VERSION, "type": "log"}
    document = whole | (held if isinstance(held, dict) else {})
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


LOG_FORMATS: Mapping[str, Callable[..., str]] = MappingProxyType(
    {"text": as_text, "md": as_markdown, "json": as_json}
)
"""How a history is printed: ``(view, lang) → text``."""


def _cells(entry: Entry, lang: Lang) -> list[str]:
    family, token = entry.step
    step = word(family, token, lang=lang) if family else ""
    if not entry.counts:
        step += "（不计入）" if lang is Lang.ZH else " (does not count)"
    text = _words(entry.text, lang)
    if entry.detail:
        text = f"{text} [{entry.detail}]" if text else f"[{entry.detail}]"
    return [
        _time(entry.at),
        word("EntryKind", entry.kind, lang=lang),
        entry.subject.id if entry.subject else "",
        step,
        _words(entry.who.name, lang) if entry.who else "",
        text,
    ]


def _time(at: Moment) -> str:
    if not at.timed:
        return at.day.isoformat()
    return at.local.replace(tzinfo=None).isoformat(" ", "minutes")


def _words(text: Words | None, lang: Lang) -> str:
    return one_line(in_lang(text or "", lang=lang))
