"""The card of one record as text for a terminal."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from rdclient.lens import Lang
from rdclient.model.base import in_lang
from rdclient.render import when
from rdclient.render.card_value import Writer
from rdclient.render.card_words import HEADINGS
from rdclient.render.columns import GAP, one_line, padded
from rdclient.render.findings import width
from rdclient.render.kind_names import name_of
from rdclient.render.listing import rows_as_text, state_words, title_words, when_words
from rdclient.render.plain import plain
from rdclient.reports.base import PersonView
from rdclient.reports.card import Card
from rdclient.reports.field import Event, Field

_INDENT = "  "
_WIDEST = 32
"""Columns that labels take at most."""
_LINE = 100
"""Columns of a line in the history."""
_OWN_STEPS = {("brief", "sent_on"): "brief_sent_on"}
"""Kind of record, a date of it, and the label that date has there."""
_SPEAKS_FOR_ITSELF = frozenset({"text", "comment", "result", "person", "value", "to"})
"""Fields of events that are printed without their label."""


def as_text(card: Card, *, lang: Lang) -> str:
    """Head, fields, sections, history and links of a record, and where it stands."""
    writer = Writer(lang, card.as_of.year)
    blocks = [list(_head(card, writer)), list(_fields(writer, card.fields))]
    for section in card.sections:
        table = rows_as_text(section.rows, None, writer.year, lang=lang)
        lines = [*_fields(writer, section.fields, _INDENT), *(f"{_INDENT}{line}" for line in table)]
        blocks.append([_heading(section.name, lang), *lines])
    if card.events:
        blocks.append([_heading("events", lang), *_events(writer, card.events, card.row.kind)])
    for name, rows in (("refers_to", card.refers_to), ("referred_by", card.referred_by)):
        if rows:
            table = rows_as_text(rows, None, writer.year, lang=lang)
            blocks.append([_heading(name, lang), *(f"{_INDENT}{line}" for line in table)])
    blocks.append([_foot(card, writer)])
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _head(card: Card, writer: Writer) -> Iterator[str]:
    """Name, id and state; then what it belongs to."""
    row, lang = card.row, writer.lang
    title = one_line(title_words(row.title, lang=lang)) or name_of(row.kind, lang=lang)
    state = f" · {state_words(row.state, lang=lang)}" if row.state else ""
    late = writer.say("（已过完成时间）", " (past due)") if row.is_overdue else ""
    yield f"{title}{writer.bracketed(row.id)}{state}{late}"
    scope = [one_line(in_lang(name, lang=lang)) for name in card.scope]
    if card.holder is not None:
        held = one_line(title_words(card.holder, lang=lang))
        scope.insert(0, f"{held}{writer.bracketed(row.within or '')}")
    yield " · ".join((name_of(row.kind, lang=lang), *scope))


def _heading(name: str, lang: Lang) -> str:
    return HEADINGS[name][0 if lang is Lang.ZH else 1]


def _foot(card: Card, writer: Writer) -> str:
    at = when.moment(str(plain(card.as_of, lang=writer.lang)), lang=writer.lang)
    path = one_line(card.path)
    return writer.say(f"文件：{path} · 数据截至{at}", f"file: {path} · as of {at}")


# ── blocks ───────────────────────────────────────────────────────────────────


def _fields(writer: Writer, fields: tuple[Field, ...], indent: str = "") -> Iterator[str]:
    """A line for each field; texts of several lines under one another."""
    columns = min(_WIDEST, max((width(writer.label(f.name, f.values)) for f in fields), default=0))
    for field in fields:
        is_short = all(isinstance(v, PersonView | StrEnum | date) for v in field.values)
        lines = (
            [writer.values(field)]
            if is_short
            else [writer.value(value, field.name) for value in field.values]
        )
        for number, text in enumerate(lines):
            label = "" if number else writer.label(field.name, field.values)
            yield f"{indent}{padded(label, columns)}{GAP}{text}".rstrip()


def _events(writer: Writer, events: tuple[Event, ...], kind: str) -> Iterator[str]:
    """A line for each event; what does not fit on it stands under it."""
    rows = [
        (
            when_words(e.at, writer.year, lang=writer.lang),
            _step(writer, e, kind),
            _author(writer, e),
        )
        for e in events
    ]
    first, second = (max(width(row[n]) for row in rows) for n in (0, 1)) if rows else (0, 0)
    for event, (at, step, by) in zip(events, rows, strict=True):
        head = f"{_INDENT}{padded(at, first)}{GAP}{padded(step, second)}{GAP}"
        facts = [_fact(writer, field) for field in event.facts]
        line = head + GAP.join(text for text in (by, writer.say("；", "; ").join(facts)) if text)
        if width(line) <= _LINE or not facts:
            yield line.rstrip()
        else:
            yield (head + by).rstrip()
            yield from (f"{_INDENT}{' ' * first}{GAP}{fact}" for fact in facts)


def _fact(writer: Writer, field: Field) -> str:
    """What else is known of an event; plain words need no label."""
    text = writer.inner(field)
    if field.name in _SPEAKS_FOR_ITSELF:
        return text
    return f"{writer.label(field.name, field.values)}{writer.say('：', ': ')}{text}"


def _step(writer: Writer, event: Event, kind: str) -> str:
    if isinstance(event.what, StrEnum):
        return writer.value(event.what)
    name = _OWN_STEPS.get((kind, event.what), event.what)
    return writer.label("value_confirmed" if name == "confirmed" else name)


def _author(writer: Writer, event: Event) -> str:
    by = writer.named(event.by) if event.by else ""
    if event.recorded_on is None:
        return by
    day = when_words(event.recorded_on, writer.year, lang=writer.lang)
    return by + writer.bracketed(writer.say(f"{day}补录", f"recorded {day}"))
