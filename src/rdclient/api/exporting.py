"""``export``: records as a table that ``import`` reads back without a difference."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel

from rdclient.api.import_field import FieldType, attribute, field_type, held, keys
from rdclient.api.import_time import moment_words
from rdclient.api.moment import in_zone
from rdclient.api.own_columns import HOLDER, model_at, own_mapping
from rdclient.api.scoping import Scope, scope_for
from rdclient.api.writing import Clock, read_with_speech
from rdclient.diagnostic import IncompleteError, UsageError, unread
from rdclient.exchange import csv_file, entries, xlsx_file
from rdclient.exchange.kinds import EXCHANGE_KINDS, ExchangeKind, exchange_kind
from rdclient.exchange.mapping import Target, folded
from rdclient.lens import Lang
from rdclient.model import replay
from rdclient.model.base import Bilingual, Moment, Record
from rdclient.model.portfolio import KINDS, Portfolio
from rdclient.model.satisfaction import Survey
from rdclient.render.kind_names import name_of
from rdclient.render.terms import TERMS
from rdclient.store.layout import home
from rdclient.store.typed import Speech, token_of

EXPORT_FORMATS = ("csv", "xlsx")
"""Formats of tables that are written."""
_ALWAYS = frozenset({"id", "title", "name", "type", "priority", "owner", "events", "by", "on"})
"""Fields whose columns are there even when every cell is empty."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A table of records.

    Attributes:
        rows: cells; the first row is the head.
        title: of the sheet.
        kind: of the records.
    """

    rows: tuple[tuple[str, ...], ...]
    title: str
    kind: str

    def as_text(self) -> str:
        """The table as csv."""
        return csv_file.written(self.rows)

    def as_workbook(self) -> bytes:
        """The table as xlsx.

        Raises:
            RdclientError: when a cell is too long for a workbook.
        """
        return xlsx_file.written(self.title, self.rows)


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """An export as it was asked for.

    Attributes:
        kind: of the table, as typed.
        client: as typed; None for the only one.
        project: as typed; for tickets and surveys None means all of the client.
        lang: of the head and of words; None for the workspace's.
        as_of: leaves out what happened later; None for everything that is recorded.
    """

    kind: str
    client: str | None = None
    project: str | None = None
    lang: Lang | None = None
    as_of: datetime | None = None


def export_table(
    root: Path,
    order: ExportOrder,
    *,
    clock: Clock,
    cache: Path | None = None,
    at: str | None = None,
) -> Exported:
    """Records of a kind as a table.

    Args:
        root: of the workspace.
        order: what was asked for.
        clock: the time of the export.
        cache: folder with the key of the user's cache, as in ``check``.
        at: revision whose records are written; None for those on disk.

    Raises:
        UsageError: when what was asked for does not fit.
        IncompleteError: when a file that may hold such records could not be read.
    """
    kind = exchange_kind(order.kind)
    if kind is None:
        raise UsageError("unknown-table-kind", order.kind, ", ".join(EXCHANGE_KINDS))
    loaded, speech = read_with_speech(root, clock, cache, at=at)
    scope = scope_for(loaded, kind.kind, project=order.project, client=order.client)
    lost = [path for path in unread(loaded.findings) if _is_in(path, kind, scope)]
    if lost:
        raise IncompleteError("export-unread", ", ".join(lost))
    portfolio = loaded.portfolio
    lang = order.lang or portfolio.workspace.lang
    if order.as_of is not None:
        portfolio = replay.at(portfolio, in_zone(order.as_of, portfolio))
    writer = _Writer(portfolio, speech, lang)
    rows = _table(kind, tuple(_records(portfolio, kind, scope)), writer, lang)
    return Exported(rows, name_of(kind.kind, lang=lang), kind.kind)


def _is_in(path: str, kind: ExchangeKind, scope: Scope) -> bool:
    place = home(path)
    return place is not None and (place.kind, place.client, place.project) == (
        kind.kind,
        scope.client,
        scope.project,
    )


def _records(portfolio: Portfolio, kind: ExchangeKind, scope: Scope) -> Iterator[Record]:
    for record in portfolio.all(KINDS[kind.kind]):
        about = getattr(record, "project", None)
        is_own = (record.origin.client, record.origin.project) == (scope.client, scope.project)
        if is_own and scope.about in (None, about):
            yield record


def _table(
    kind: ExchangeKind, records: tuple[Record, ...], writer: "_Writer", lang: Lang
) -> tuple[tuple[str, ...], ...]:
    side = 0 if lang is Lang.ZH else 1
    targets = own_mapping().plans[kind.name].targets
    rows = [
        tuple(writer.cell(kind, target, record, answer) for target in targets)
        for record in records
        for answer in _answers(record)
    ]
    used = [index for index, target in enumerate(targets) if _is_used(rows, index, target)]
    head = tuple(targets[index].heading.names[side] for index in used)
    return (head, *(tuple(row[index] for index in used) for row in rows))


def _answers(record: Record) -> tuple[BaseModel | None, ...]:
    """What makes a row each: the answers to a survey, else the record itself."""
    return record.responses or (None,) if isinstance(record, Survey) else (record,)


def _is_used(rows: list[tuple[str, ...]], index: int, target: Target) -> bool:
    is_language = target.way[-1] in ("zh", "en", "of")
    is_first = target.way[-1] in _ALWAYS or (not rows and not is_language)
    return is_first or any(row[index] for row in rows)


@dataclass(frozen=True)
class _Writer:
    """Writes values as the texts of cells."""

    portfolio: Portfolio
    speech: Speech
    lang: Lang

    def cell(
        self, kind: ExchangeKind, target: Target, record: Record, answer: BaseModel | None
    ) -> str:
        """The text of one cell."""
        model, way = model_at(kind, target.way)
        is_holder = bool(kind.list) and target.way[0] == HOLDER
        part = record if is_holder or not kind.list else answer
        field = field_type(model, way)
        if part is None or field is None:
            return ""
        value = held(part, way)
        return "" if value is None or value == () else self._text(field, value)

    def _text(self, field: FieldType, value: object) -> str:
        if isinstance(value, tuple):
            if field.part is not None:
                return entries.told(dict(self._flat(item)) for item in value)
            return "\n".join(self._item(field, item) for item in value)
        return "" if isinstance(value, Bilingual | BaseModel) else self._scalar(field, value)

    def _item(self, field: FieldType, item: object) -> str:
        """An item of a list, on one line."""
        if isinstance(item, Bilingual):
            return entries.told([dict(_languages("", item))])
        text = self._scalar(field, item)
        is_parted = not field.is_text and entries.PARTED.search(text) is not None
        return entries.on_one_line(text, is_quoted=is_parted)

    def _flat(self, part: object, before: str = "") -> Iterator[tuple[str, str]]:
        """The fields of an entry that are stated, with points in the names of inner ones."""
        if not isinstance(part, BaseModel):
            return
        for key in keys(type(part)):
            name = attribute(type(part), key) or key
            value = getattr(part, name)
            field = field_type(type(part), (key,))
            if value is None or field is None or name not in part.model_fields_set:
                continue
            if isinstance(value, BaseModel):
                yield from self._flat(value, f"{before}{key}.")
            elif isinstance(value, Bilingual):
                yield from _languages(f"{before}{key}.", value)
            else:
                yield f"{before}{key}", self._text(field, value)

    def _scalar(self, field: FieldType, value: object) -> str:
        text = str(value)
        if isinstance(value, Moment):
            text = moment_words(value)
        elif isinstance(value, StrEnum):
            text = self._words.get((type(value).__name__, value.value)) or self._word(value)
        elif isinstance(value, bool):
            text = text.lower()
        elif isinstance(value, float):
            text = repr(value).removesuffix(".0")
        elif isinstance(value, date | Decimal | int):
            pass
        elif field.is_priority:
            text = self._priorities.get(text, text)
        return text

    @cached_property
    def _words(self) -> dict[tuple[str, str], str]:
        return {}

    def _word(self, token: StrEnum) -> str:
        """The word for a token where it is read as that token again, else the token."""
        family = type(token)
        term = TERMS.get((family.__name__, token.value)) if self.lang is Lang.ZH else None
        word = term.zh if term and " " not in term.zh else token.value
        is_sure = token_of(family, word, self.speech) == token.value
        self._words[family.__name__, token.value] = found = word if is_sure else token.value
        return found

    @cached_property
    def _priorities(self) -> Mapping[str, str]:
        """The words of ticket priorities; none of a word that means two."""
        if self.lang is not Lang.ZH:
            return {}
        policy = self.portfolio.policy(self.speech.now.date())
        words = {token: told.zh for token, told in policy.ticket_priorities.items()}
        meant = [folded(w) for t, told in policy.ticket_priorities.items() for w in (told.zh,)]
        return {
            token: word
            for token, word in words.items()
            if meant.count(folded(word)) == 1 and folded(word) not in map(folded, words)
        }


def _languages(before: str, text: Bilingual) -> Iterator[tuple[str, str]]:
    for lang in ("zh", "en", "of"):
        if word := getattr(text, lang):
            yield f"{before}{lang}", word
