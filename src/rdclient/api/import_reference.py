"""References in what a table says: ids of records, or the ids they have where they came from."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from rdclient.api.import_field import field_type
from rdclient.api.import_known import Known
from rdclient.exchange.table import Fault
from rdclient.model.base import Ref
from rdclient.model.portfolio import KINDS, id_of
from rdclient.rules import spelling

_NEAR = 3


@dataclass(frozen=True, slots=True)
class Mention:
    """A reference to a record.

    Attributes:
        holder: mapping or list it stands in.
        key: in the holder.
        ref: what it may name.
        text: as it stands there.
    """

    holder: dict[object, object] | list[object]
    key: object
    ref: Ref
    text: str

    def write(self, name: str) -> None:
        """Put an id in its place."""
        self.holder[self.key] = name  # type: ignore[call-overload]  # a key of the holder


def mentions(
    model: type[BaseModel], values: dict[tuple[str, ...], object]
) -> Iterator[tuple[tuple[str, ...], Mention]]:
    """The references among the values of a record, but those to people."""
    for way, value in values.items():
        found = field_type(model, way)
        if found is None:
            continue
        if found.part is not None and isinstance(value, list):
            for item in value:
                inner: dict[tuple[str, ...], object] = {(str(k),): one for k, one in item.items()}
                for key, told in mentions(found.part, inner):
                    at_item = Mention(item, key[0], told.ref, told.text)
                    yield way, at_item if told.holder is inner else told
        elif found.ref is not None and "person" not in found.ref.kinds:
            if isinstance(value, list):
                for index, text in enumerate(value):
                    yield way, Mention(value, index, found.ref, str(text))
            else:
                yield way, Mention(values, way, found.ref, str(value))  # type: ignore[arg-type]


@dataclass(slots=True)
class References:
    """Finds the records that references name.

    Attributes:
        known: records of the kind that is brought in.
        rows: ids that rows of this table got, by the id they have there.
    """

    known: Known
    rows: dict[str, str]

    def settled(self, mention: Mention) -> bool:
        """Whether the record was found; its id then stands in the place of what was typed."""
        name = self._name(mention)
        if name is not None and name != mention.text:
            mention.write(name)
        return name is not None

    def fault(self, mention: Mention, line: int, column: int | None) -> Fault:
        """What to say about a reference that leads nowhere."""
        names = self._names(mention.ref)
        reading = spelling.read(mention.text, names)
        near = reading.names if reading else ()
        near = near or tuple(difflib.get_close_matches(mention.text, names, _NEAR, 0.6))
        key = "cell-reference-near" if near else "cell-reference"
        return Fault(line, column, key, (mention.text, tuple(near[:_NEAR])))

    def _name(self, mention: Mention) -> str | None:
        portfolio, near, text = self.known.loaded.portfolio, self.known.scope.near, mention.text
        for kind in mention.ref.kinds:
            if portfolio.find(kind, text, near) is not None:
                return text
            if kind == self.known.kind.kind and text.casefold() in self.rows:
                return self.rows[text.casefold()]
            if found := self._elsewhere(kind, text):
                return found
        return None

    def _elsewhere(self, kind: str, text: str) -> str | None:
        """A record by the id it has where it came from, or a project by its name."""
        scope = self.known.scope
        for record in self.known.loaded.portfolio.all(KINDS[kind]):
            own = record.origin
            if own.client != scope.client or own.project not in (scope.project, id_of(record)):
                continue
            words = (getattr(record, "external_id", None), getattr(record, "code", None))
            name = getattr(record, "name", None) if kind == "project" else None
            if text in (*(w for w in words if w), *((str(name),) if name else ())):
                return id_of(record)
        return None

    def _names(self, ref: Ref) -> tuple[str, ...]:
        portfolio, near = self.known.loaded.portfolio, self.known.scope.near
        return tuple(name for kind in ref.kinds for name in portfolio.ids(kind, near))
