"""Which record a row is about, and the id of one that is new."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rdclient.api.import_cell import Cells
from rdclient.api.import_draft import Draft
from rdclient.api.import_known import Known, source_key
from rdclient.api.naming import slug_from
from rdclient.exchange.table import Fault
from rdclient.model.base import Record
from rdclient.model.portfolio import id_of
from rdclient.store.chinese import half_width

_ID = re.compile(r"[0-9A-Z]{1,16}(-[0-9A-Z]{1,16}){0,4}\Z")
_SLUG = re.compile(r"[a-z0-9][a-z0-9.-]{0,40}\Z")
_LETTER = re.compile("[A-Z]")


@dataclass(frozen=True, slots=True)
class Lookup:
    """Finds records by what a row says.

    Attributes:
        known: the records.
        cells: finds people by their names.
    """

    known: Known
    cells: Cells

    def record_for(self, draft: Draft) -> Record | Fault | None:
        """The record a row is about: by its own id, else by the id where it came from."""
        own, external = draft.text("id"), draft.text("external_id")
        source = draft.text(self.known.kind.source) or ""
        by_source = None
        if external:
            by_source = self.known.by_source.get((source.casefold(), external.casefold()))
        if own:
            found = self.known.by_id.get(own.casefold())
            if found is None and by_source is not None:
                column = draft.columns.get(("id",))
                return Fault(draft.line, column, "row-other-id", (own, id_of(by_source)))
            return found
        if self.known.kind.kind == "contact" and by_source is None:
            person = self.cells.people.one(draft.text("email") or draft.text("name") or "")
            return self.known.by_id.get((person or "").casefold())
        if by_source is not None or not external:
            return by_source
        return self._by_its_id(draft, external, source)

    def _by_its_id(self, draft: Draft, external: str, source: str) -> Record | Fault | None:
        """The record whose own id is the id elsewhere, unless it came from another system."""
        found = self.known.by_id.get(external.casefold())
        stated = str(getattr(found, self.known.kind.source, None) or "")
        if found is None or stated.casefold() in ("", source.casefold()):
            return found
        other = source_key(found, self.known.kind.source)
        if other is not None and other[1] != external.casefold():
            return None
        column = draft.columns.get(("external_id",))
        return Fault(draft.line, column, "row-other-source", (id_of(found), stated))

    def new_id(self, draft: Draft) -> str | Fault:
        """The id of the record that a row makes; it is given then."""
        is_contact = self.known.kind.kind == "contact"
        form = _SLUG if is_contact else _ID
        own, external = draft.text("id"), draft.text("external_id")
        column = draft.columns.get(("id",))
        if own:
            if not form.match(own):
                return Fault(draft.line, column, "row-id-form", (own,))
            if own.casefold() in self.known.taken:
                return Fault(draft.line, column, "row-id-taken", (own,))
            return self.known.give(own)
        for name in _contact_ids(draft) if is_contact else _ids(external):
            if name.casefold() not in self.known.taken:
                return self.known.give(name)
        return Fault(draft.line, None, "row-contact-id") if is_contact else self.known.next()


def _ids(external: str | None) -> Iterator[str]:
    """An id from elsewhere that can be ours too: one with letters in it."""
    name = half_width(external or "").upper()
    if _ID.match(name) and _LETTER.search(name):
        yield name


def _contact_ids(draft: Draft) -> Iterator[str]:
    """Ids for a contact: the one elsewhere, the address, the name in letters."""
    email, name = draft.text("email") or "", draft.text("name") or ""
    options = (draft.text("external_id") or "", email.partition("@")[0])
    for option in (*options, slug_from(name, "contact") or ""):
        slug = half_width(option).casefold().replace("_", ".").replace(" ", ".")
        if _SLUG.match(slug):
            yield slug
