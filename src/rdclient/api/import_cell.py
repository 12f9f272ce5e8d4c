"""Cells of a table, made values of a record by the type of their field, or what is wrong."""

import difflib
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from rdclient.api.import_field import FieldType, field_type
from rdclient.api.import_people import People
from rdclient.api.import_time import Days
from rdclient.diagnostic import Token
from rdclient.exchange import entries
from rdclient.exchange.mapping import Heading, folded
from rdclient.exchange.table import Wrong
from rdclient.model.base import Moment, Part, parse_moment
from rdclient.model.portfolio import Portfolio
from rdclient.model.walk import Way
from rdclient.store.chinese import half_width, is_pending, near_token
from rdclient.store.position import code_point
from rdclient.store.scalar import FORBIDDEN
from rdclient.store.typed import Speech, token_of, value_of

__all__ = ["Cell", "Cells", "Reader", "Wrong", "put"]

Cell: TypeAlias = object
"""Plain data for a record, None for an empty cell, or ``Wrong``."""
Reader: TypeAlias = Callable[[str], Cell]

_MOST_KEPT = 50_000


class Cells:
    """Reads cells in the scope of one client; what was read once is kept."""

    def __init__(
        self, portfolio: Portfolio, client: str | None, speech: Speech, *, shift: int
    ) -> None:
        self._speech = speech
        self._moments: dict[str, Moment] = {}
        self.people = People(portfolio, client)
        self._days = Days(speech, portfolio.zone, shift)
        policy = portfolio.policy(speech.now.date())
        self._priorities = {
            folded(word): token
            for token, words in policy.ticket_priorities.items()
            for word in (token, words.zh, words.en)
            if word
        }

    def reader(self, field: FieldType, heading: Heading | None) -> Reader:
        """What reads the cells of a column."""
        kept: dict[str, Cell] = {}

        def read(typed: str) -> Cell:
            if typed not in kept:
                if len(kept) > _MOST_KEPT:
                    kept.clear()
                kept[typed] = self._read(field, heading, typed)
            return kept[typed]

        return read

    def moment(self, text: str) -> Moment:
        """The moment of a text that was read already."""
        if text not in self._moments:
            if len(self._moments) > _MOST_KEPT:
                self._moments.clear()
            self._moments[text] = parse_moment(text, self._days.zone)
        return self._moments[text]

    # ── one cell ─────────────────────────────────────────────────────────────

    def _read(self, field: FieldType, heading: Heading | None, typed: str) -> Cell:
        text = typed.replace("\r\n", "\n").replace("\r", "\n").strip()
        if heading and heading.cut and heading.cut in text:
            text = text[: text.index(heading.cut)].strip()
        if hidden := FORBIDDEN.search(text):
            return Wrong("cell-character", (code_point(hidden.group()),))
        if not text:
            return None
        if heading and (token := heading.words.get(folded(text))) is not None:
            text = token
        if not text:
            return None
        if field.part is not None:
            return self._entries(field.part, text) if field.is_list else Wrong("cell-part")
        if field.is_list:
            return self._several(field, heading, text)
        return self._value(field, heading, text)

    def _several(self, field: FieldType, heading: Heading | None, text: str) -> Cell:
        if field.is_text:
            return _texts(text)
        found = [self._value(field, heading, part) for part in entries.parts(text)]
        wrong = next((item for item in found if isinstance(item, Wrong)), None)
        return wrong or [item for item in found if item is not None] or None

    def _entries(self, part: type[Part], text: str) -> Cell:
        try:
            told = entries.read(text)
        except entries.EntryError as error:
            return Wrong("cell-entry", error.args)
        found = []
        for entry in told:
            item: dict[str, object] = {}
            for key, value in entry.items():
                way = tuple(key.split("."))
                field = field_type(part, way)
                if field is None or (field.part is not None and not field.is_list):
                    return Wrong("cell-entry-field", (key,))
                read = self._value(field, None, value) if value.strip() else None
                if isinstance(read, Wrong):
                    return read
                if read is not None:
                    put(item, way, read)
            found.append(item)
        return found or None

    def _value(self, field: FieldType, heading: Heading | None, text: str) -> Cell:
        types = tuple(fact for fact in field.facts if isinstance(fact, type))
        enum = next((t for t in types if issubclass(t, StrEnum)), None)
        found: Cell = text
        if field.ref is not None:
            found = self._reference(field, heading, text)
        elif Moment in types or date in types:
            found = self._time(field, heading, text)
        elif enum is not None:
            found = self._token(enum, field, text)
        elif field.is_priority:
            found = self._priority(text)
        elif any(t in (Decimal, float, int, bool) for t in types):
            found = self._number(field, text)
        elif field.pattern is not None:
            plainly = half_width(text)
            is_fit = re.match(field.pattern, plainly)
            found = plainly if is_fit else Wrong("cell-form", (text,))
        return found

    def _token(self, enum: type[StrEnum], field: FieldType, text: str) -> Cell:
        token = token_of(enum, text, self._speech)
        known = [member.value for member in enum]
        if token in known:
            return token
        if is_pending(text) and type(None) in field.facts:
            return None
        near = near_token(enum.__name__, text)
        close = (near,) if near else tuple(difflib.get_close_matches(text.casefold(), known, 1))
        told = tuple(Token(token, enum.__name__) for token in close or known)
        return Wrong("cell-word-near" if close else "cell-word", (text, told))

    def _priority(self, text: str) -> Cell:
        found = self._priorities.get(folded(text))
        known = tuple(dict.fromkeys(self._priorities.values()))
        return found or Wrong("cell-priority", (text, known))

    def _number(self, field: FieldType, text: str) -> Cell:
        value = value_of(field.facts, text, self._speech)
        is_amount = Decimal in field.facts and isinstance(value, str) and value != text
        is_kept = Decimal in field.facts and re.fullmatch(r"-?\d+(\.\d+)?", half_width(text))
        if isinstance(value, bool | int | float) or is_amount or is_kept:
            return value
        return None if is_pending(text) else Wrong("cell-number", (text,))

    def _time(self, field: FieldType, heading: Heading | None, text: str) -> Cell:
        forms = heading.dates if heading else ()
        return self._days.read(text, forms, with_clock=Moment in field.facts)

    def _reference(self, field: FieldType, heading: Heading | None, text: str) -> Cell:
        if field.ref is None or "person" not in field.ref.kinds:
            return None if is_pending(text) else half_width(text)
        if several := self.people.several(text):
            return several[0] if len(several) == 1 else Wrong("cell-people", (text, several))
        known, is_nobody, near = self.people.read(text)
        if known or is_nobody or (heading and heading.is_lenient):
            return known
        return Wrong("cell-person-near" if near else "cell-person", (text, near))


def _texts(text: str) -> Cell:
    """Texts of a cell, one a line."""
    try:
        return [entries.line(line.strip()) for line in text.split("\n") if line.strip()]
    except entries.EntryError as error:
        return Wrong("cell-entry", error.args)


def put(item: dict[str, object], way: Way, value: object) -> None:
    """Give the data of a record a value at keys, with the mappings on the way."""
    *steps, last = way
    inner = item
    for step in steps:
        below = inner.setdefault(str(step), {})
        if not isinstance(below, dict):
            return
        inner = below
    inner[str(last)] = value
