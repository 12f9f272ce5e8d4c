"""What a row says otherwise than a record: values that differ, steps that are not there yet."""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from rdclient.api.import_cell import Cells
from rdclient.api.import_draft import Draft, Switch
from rdclient.api.import_field import field_type, held
from rdclient.api.import_known import Known
from rdclient.api.import_ledger import Ledger
from rdclient.api.import_revision import Revision, Step, Wish, value_at
from rdclient.api.import_time import moment_words
from rdclient.api.own_columns import HOLDER
from rdclient.exchange.table import Fault
from rdclient.model.base import Moment
from rdclient.model.walk import Way


@dataclass(frozen=True, slots=True)
class Judge:
    """What is asked while differences are looked at.

    Attributes:
        known: the records.
        cells: how names and times are read.
        book: how far earlier data reached.
        now: what an entry without a date of its own is dated with.
    """

    known: Known
    cells: Cells
    book: Ledger
    now: Moment

    # ── what differs ─────────────────────────────────────────────────────────

    def look(
        self, revision: Revision, base: Way, draft: Draft, *, is_holder: bool
    ) -> tuple[Fault, ...]:
        """Note what a row says otherwise than the record.

        Args:
            revision: of the record.
            base: keys and indexes to the part the row is about.
            draft: the row.
            is_holder: whether its word about the record around its own part is meant.

        Returns:
            Notes about entries that stay as they are.
        """
        part = held(revision.record, base) if base else revision.record
        stated = draft.holders() if is_holder else draft.own()
        switched = {switch.way for switch in draft.switches}
        for way, value in stated.items():
            if way in switched or way == ("id",) or (way == ("external_id",) and not value):
                continue
            if not self._is_there(value_at(revision.data, (*base, *way)), value, part, way):
                column = draft.columns.get((HOLDER, *way) if is_holder else way)
                revision.wishes.append(Wish((*base, *way), value, draft, column))
        notes: list[Fault] = []
        if isinstance(part, BaseModel):
            for told in draft.logs(is_holder=is_holder):
                notes += self._steps(revision, base, part, draft, told)
            for switch in () if is_holder else draft.switches:
                self._switch(revision, base, part, draft, switch)
            for made in () if is_holder else draft.made.items():
                self._made(revision, base, part, draft, made)
        return tuple(notes)

    def _is_there(self, old: object, new: object, part: object, way: Way) -> bool:
        """Whether a value stands there already, perhaps in other words."""
        if old == new and type(old) is type(new):
            return True
        if not isinstance(old, str) or not isinstance(new, str):
            words = old.values() if isinstance(old, dict) and isinstance(new, str) else ()
            return str(new).strip() in {str(word).strip() for word in words}
        if " ".join(old.split()) == " ".join(new.split()):
            return old.strip() == new.strip() or old.replace("\r\n", "\n").strip() == new.strip()
        found = field_type(type(part), _names(way)) if isinstance(part, BaseModel) else None
        is_person = found is not None and found.ref is not None and "person" in found.ref.kinds
        return is_person and self.cells.people.one(old) == new

    def _switch(
        self, revision: Revision, base: Way, part: BaseModel, draft: Draft, switch: Switch
    ) -> None:
        """State another value by an event, unless it is the last one stated."""
        events = held(part, ("events",))
        stated = [e for e in events if e.type == switch.type] if isinstance(events, tuple) else []
        now = getattr(stated[-1], "to", None) if stated else held(part, switch.way)
        if now == switch.value:
            return
        at = draft.updated or self.now
        item = {"at": moment_words(at), "type": switch.type, "to": switch.value}
        column = draft.columns.get(switch.way)
        index = _place(events, at)
        revision.steps.append(Step((*base, "events"), index, self._late(item, at), draft, column))

    def _steps(
        self,
        revision: Revision,
        base: Way,
        part: BaseModel,
        draft: Draft,
        told: tuple[str, list[dict[str, object]]],
    ) -> Iterator[Fault]:
        """Entries that are not in the list yet; those that are stay as they are."""
        name, items = told
        there = held(part, (name,))
        entries = there if isinstance(there, tuple) else ()
        raw = value_at(revision.data, (*base, name))
        old = raw if isinstance(raw, list) else []
        column = draft.columns.get((name,))
        left = list(range(len(entries)))
        for item in items:
            moment = self._moment(item)
            alike = [i for i in left if self._is_same(item, moment, entries[i], old[i])]
            found = next((i for i in alike if self._agrees(item, old[i])), None)
            found = alike[0] if found is None and alike else found
            if found is not None:
                left.remove(found)
            if found is None:
                index = _place(entries, moment) if moment else len(entries)
                made = self._late(item, moment) if moment else item
                revision.steps.append(Step((*base, name), index, made, draft, column))
            elif not self._agrees(item, old[found]):
                details = (str(item.get("at") or item.get("on") or ""), str(item.get("type", "")))
                yield Fault(draft.line, column, "entry-kept", details)

    def _made(
        self,
        revision: Revision,
        base: Way,
        part: BaseModel,
        draft: Draft,
        told: tuple[str, list[dict[str, object]]],
    ) -> None:
        """An entry that columns make up, unless the last one in the list says the same."""
        name, items = told
        entries = held(part, (name,))
        raw = value_at(revision.data, (*base, name))
        last = raw[-1] if isinstance(raw, list) and raw else {}
        count = len(entries) if isinstance(entries, tuple) else 0
        for item in items:
            bare = {key: value for key, value in item.items() if key != "on"}
            if all(self._is_equal(last.get(key), value) for key, value in bare.items()):
                continue
            day = f"{(draft.updated or self.now).local:%Y-%m-%d}"
            dated = {"on": day if count else item.get("on", day), **bare}
            column = draft.columns.get((name,))
            revision.steps.append(Step((*base, name), count, dated, draft, column))

    def _moment(self, item: dict[str, object]) -> Moment | None:
        text = item.get("at") or item.get("on")
        return self.cells.moment(text) if isinstance(text, str) else None

    def _is_same(
        self, item: dict[str, object], moment: Moment | None, entry: BaseModel, old: object
    ) -> bool:
        """Whether an entry of the record is the one that is told: for events by type and time."""
        if "type" in item:
            at = getattr(entry, "at", None)
            is_then = isinstance(at, Moment) and moment is not None and at == moment
            return is_then and str(getattr(entry, "type", "")) == item["type"]
        return self._agrees(item, old)

    def _agrees(self, item: dict[str, object], old: object) -> bool:
        """Whether an entry says nothing that the old one does not."""
        data = old if isinstance(old, dict) else {}
        return all(self._is_equal(data.get(key), value) for key, value in item.items())

    def _is_equal(self, old: object, new: object) -> bool:
        if old == new:
            return True
        if isinstance(old, dict) and isinstance(new, dict):
            return self._agrees(new, old)
        if not isinstance(old, str) or not isinstance(new, str):
            return False
        if old.strip() == new.strip() or self.cells.people.one(old) == new:
            return True
        try:
            return self.cells.moment(old) == self.cells.moment(new)
        except ValueError:
            return False

    def _late(self, item: dict[str, object], moment: Moment) -> dict[str, object]:
        """The entry; with the day it was entered where the data were said to be complete."""
        if "recorded_on" in item or not self.book.was_told(moment):
            return item
        return {**item, "recorded_on": f"{self.known.today}"}

    def late(self, item: dict[str, object]) -> dict[str, object]:
        """An entry of a new record, with the day it was entered where it comes late."""
        moment = self._moment(item)
        return self._late(item, moment) if moment else item

    def in_time(self, items: list[dict[str, object]]) -> list[dict[str, object]]:
        """Entries in the order of their time."""
        times = [self._moment(item) for item in items]
        if any(time is None for time in times):
            return items
        order = sorted(range(len(items)), key=lambda i: times[i].instant)  # type: ignore[union-attr]
        return [items[index] for index in order]


def _place(entries: object, moment: Moment) -> int:
    """Where an entry of that time belongs among those that are there."""
    times = [getattr(e, "at", None) for e in entries] if isinstance(entries, tuple) else []
    known = [time for time in times if isinstance(time, Moment)]
    if len(known) < len(times):  # dated by a day: at the end
        return len(times)
    later = (index for index, time in enumerate(known) if time.instant > moment.instant)
    return next(later, len(known))


def _names(way: Way) -> tuple[str, ...]:
    return tuple(str(step) for step in way if not isinstance(step, int))
