"""Lists that only grow: what became of their entries between two states of a record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from rdclient.control.canon import text
from rdclient.model.base import Bilingual, Fact, Moment, Part, Record, in_lang
from rdclient.model.client import Contract
from rdclient.model.plan import Milestone
from rdclient.model.walk import parts, slots
from rdclient.rules.gate_case import GateCase, Pair

_ANYWHERE = frozenset({"events"})
_OF_CLASS: Mapping[type[Part], frozenset[str]] = MappingProxyType(
    {Milestone: frozenset({"plans", "forecasts"}), Contract: frozenset({"amendments"})}
)
"""Lists that only grow, beside the events of every kind."""
_MAY_CHANGE = frozenset({"note", "recorded_on"})
"""What may be said of an entry later on."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list that only grows.

    Attributes:
        way: keys and indexes down to it in the record.
        name: the list: ``("events",)``, ``("actions", "A-1", "events")``.
        fact: the entry.
    """

    way: tuple[str | int, ...]
    name: tuple[str, ...]
    fact: Fact

    @property
    def day(self) -> Moment | date | None:
        """When it is dated."""
        for name in ("at", "on", "signed_on"):
            found: Moment | date | None = getattr(self.fact, name, None)
            if found is not None:
                return found
        return None

    @property
    def says(self) -> str:
        """What it says in one word: a step, a date, a number; a step is a member of an enum."""
        for name in ("type", "due", "date", "no"):
            found = getattr(self.fact, name, None)
            if found is not None:
                return found if isinstance(found, str) else str(found)
        return ""


@dataclass(frozen=True, slots=True)
class Compared:
    """What became of the entries of a record.

    Attributes:
        gone: entries of before that do not stand there as they were.
        added: entries that did not stand there before.
    """

    gone: tuple[Entry, ...]
    added: tuple[Entry, ...]


def entries(
    part: Part, way: tuple[str | int, ...] = (), name: tuple[str, ...] = ()
) -> Iterator[Entry]:
    """The entries of every list of a record that only grows, in their order."""
    for slot in slots(type(part)):
        value = getattr(part, slot.name) if slot.part else None
        if value is None or value == ():
            continue
        grows = slot.name in _ANYWHERE or slot.name in _OF_CLASS.get(type(part), ())
        for step, inner in parts(value):
            if grows and isinstance(inner, Fact):
                yield Entry((*way, slot.key, *step), (*name, slot.key), inner)
            elif not grows:
                label = getattr(inner, "id", None) or "".join(map(str, step))
                yield from entries(inner, (*way, slot.key, *step), (*name, slot.key, label))


def compared(case: GateCase, pair: Pair[Record]) -> Compared:
    """What became of the entries of a record; of one that is gone, all are.

    Entries may stand in another order, be annotated, and name people by id where they named them
    by name.
    """
    before = tuple(entries(pair.before)) if pair.before else ()
    after = list(entries(pair.after)) if pair.after else []
    gone: list[Entry] = []
    for entry in before:
        match = _match(case, pair, entry, after)
        if match is None:
            gone.append(entry)
        else:
            after.remove(match)
    return Compared(tuple(gone), tuple(after))


def _match(case: GateCase, pair: Pair[Record], entry: Entry, after: list[Entry]) -> Entry | None:
    near = [other for other in after if other.name == entry.name]
    if found := next((other for other in near if other.fact == entry.fact), None):
        return found
    wanted = meaning(case, pair, entry.fact, is_old=True)
    return next((o for o in near if meaning(case, pair, o.fact, is_old=False) == wanted), None)


def meaning(case: GateCase, pair: Pair[Record], part: Part, *, is_old: bool) -> dict[str, object]:
    """What a part says, without what may be added later and however it is spelt."""
    record = pair.before if is_old else pair.after
    portfolio = case.base if is_old else case.head
    refs = {slot.name: slot.ref for slot in slots(type(part)) if slot.ref}
    lang = (case.old if is_old else case.new).binding(record or pair.any)

    def plain(name: str, value: object) -> object:
        match value:
            case str() | Bilingual():
                words = text(in_lang(value, lang=lang))
                ref = refs.get(name)
                person = portfolio.person(words, record or pair.any) if ref else None
                return person.id if person and ref and "person" in ref.kinds else words
            case Moment():
                return value.instant, value.timed
            case Part():
                return meaning(case, pair, value, is_old=is_old)
            case tuple() | list():
                return [plain(name, item) for item in value]
            case Mapping():
                return {str(key): plain("", item) for key, item in value.items()}
        return value

    return {
        name: plain(name, value)
        for name in type(part).model_fields
        if name not in _MAY_CHANGE and (value := getattr(part, name)) not in (None, ())
    }


def fields_that_differ(case: GateCase, pair: Pair[Record], old: Part, new: Part) -> tuple[str, ...]:
    """The fields in which two parts do not say the same, as YAML calls them."""
    before, after = (meaning(case, pair, old, is_old=True), meaning(case, pair, new, is_old=False))
    names = dict.fromkeys((*before, *after))
    keys = {name: info.alias or name for name, info in type(old).model_fields.items()}
    return tuple(keys.get(name, name) for name in names if before.get(name) != after.get(name))
