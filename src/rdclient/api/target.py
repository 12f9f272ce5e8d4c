"""What a writing verb is aimed at: a record or a part with an id, and the records it refers to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from rdclient.api.somebody import people_near, somebody
from rdclient.diagnostic import IncompleteError, UsageError, unread
from rdclient.lens import Lang
from rdclient.model.base import Part, Record, Ref
from rdclient.model.portfolio import Portfolio
from rdclient.model.signoff import SignOff
from rdclient.model.walk import Way, parts, slots
from rdclient.render.field_titles import field_title
from rdclient.render.kind_names import kind_named
from rdclient.reports.entry import Entry, entries, entry_of, languages, title_of
from rdclient.reports.search import find, fold
from rdclient.rules import spelling
from rdclient.store.layout import STATEMENT_SUFFIX, home
from rdclient.store.workspace import Read


@dataclass(frozen=True, slots=True)
class Target:
    """A record, or a part in one.

    Attributes:
        record: it is, or stands in.
        part: the record or the part itself.
        pointer: keys and indexes from the record down to the part.
        id: of the part.
        way: client, project and id, as far as they are there.
    """

    record: Record
    part: Part
    pointer: Way
    id: str
    way: tuple[str, ...]


def target(loaded: Read, typed: str) -> Target:
    """The one record or part that an id means; project and client may stand before it.

    Raises:
        UsageError: when nothing fits, several do, no id was typed, or it is a sign-off.
        IncompleteError: when a file that may hold it could not be read.
    """
    kind, words = _kind_and_words(typed)
    lost = unread(loaded.findings)
    _refuse_sign_off(loaded.portfolio, kind, typed)
    hits = targets(loaded, typed)
    if len(hits) == 1:
        return hits[0]
    if len({hit.way for hit in hits}) < len(hits):
        paths = ", ".join(dict.fromkeys(hit.record.origin.path for hit in hits))
        raise UsageError("id-given-twice", typed, paths)
    try:
        found = find(loaded.portfolio, words, kind)
    except UsageError as error:
        if not lost or error.args[0] == "which-record":
            raise
        raise IncompleteError("not-found-unread", ", ".join(lost), len(lost)) from error
    told = [_told(entry) for entry in found if entry.id]
    raise UsageError("not-an-id", typed, ", ".join(told[:_SOME]) or "—")


def targets(loaded: Read, typed: str) -> tuple[Target, ...]:
    """Every record or part that an id means.

    Raises:
        IncompleteError: when a file that may hold one could not be read.
    """
    kind, words = _kind_and_words(typed)
    steps = tuple(fold("".join(words)).split("/"))
    hits = tuple(hit for hit in named(loaded.portfolio, kind) if _ends_with(hit.way, steps))
    _refuse_rivals(unread(loaded.findings), steps, hits)
    return hits


def _kind_and_words(typed: str) -> tuple[str | None, tuple[str, ...]]:
    """The kind that was typed first, when one was, and the other words."""
    words = tuple(typed.split())
    kind = kind_named(words[0]) if len(words) > 1 else None
    return kind, words[1:] if kind else words


def _refuse_sign_off(portfolio: Portfolio, kind: str | None, typed: str) -> None:
    """Refuse the file of a sign-off: what somebody signed is never changed, only followed.

    Raises:
        UsageError: when it is one.
    """
    name = typed.rpartition(" ")[2].removesuffix(STATEMENT_SUFFIX)
    for act in portfolio.all(SignOff):
        path = act.origin.path.removesuffix(STATEMENT_SUFFIX)
        is_its_file = bool(name) and f"/{path}".endswith(f"/{name}")
        if is_its_file or (kind == "signoff" and fold(name) == fold(act.subject)):
            raise UsageError("signoff-fixed", act.origin.path, act.subject)


def _told(entry: Entry) -> str:
    return f"{'/'.join(entry.way)} ({title_of(entry.part)})"


def _ends_with(way: tuple[str, ...], steps: tuple[str, ...]) -> bool:
    return tuple(map(fold, way))[-len(steps) :] == steps


def named(portfolio: Portfolio, kind: str | None = None) -> Iterator[Target]:
    """Everything with an id: what can be listed, then the other parts with ids."""
    for entry in entries(portfolio):
        if entry.id and kind in (None, entry.kind):
            yield Target(entry.record, entry.part, entry.pointer, entry.id, entry.way)
    if kind is not None:
        return
    listed = {(id(e.record), e.pointer) for e in entries(portfolio)}
    for record in portfolio.records:
        for pointer, part, name in _within(record, ()):
            if (id(record), pointer) not in listed:
                way = (*entry_of(record).way[:-1], name)
                yield Target(record, part, pointer, name, way)


def _within(part: Part, way: Way) -> Iterator[tuple[Way, Part, str]]:
    for slot in slots(type(part)):
        for step, inner in parts(getattr(part, slot.name)) if slot.part else ():
            here = (*way, slot.key, *step)
            if name := getattr(inner, "id", None):
                yield here, inner, name
            yield from _within(inner, here)


def _refuse_rivals(lost: tuple[str, ...], steps: tuple[str, ...], hits: tuple[Target, ...]) -> None:
    """Refuse to choose while an unreadable file is named as what was typed.

    Raises:
        IncompleteError: when there is such a file.
    """
    own = {hit.record.origin.path for hit in hits}
    rivals = []
    for path in lost:
        place = home(path)
        stem = place.stem if place else PurePosixPath(path).stem
        scope = (place.client, place.project) if place else ()
        way = (*(step for step in scope if step and step != stem), stem)
        if stem and path not in own and _ends_with(tuple(filter(None, way)), steps):
            rivals.append(path)
    if rivals:
        raise IncompleteError("record-unread", ", ".join(rivals))


# ── references ───────────────────────────────────────────────────────────────


def referred(loaded: Read, near: Record, ref: Ref, typed: str, *, on: date | None = None) -> str:
    """The id that a reference should hold, for an id or a name as people type it.

    On a day, people are also known by a part of the name that only one of them has.

    What cannot be found is taken as it is while records of its kind are unread.

    Raises:
        UsageError: when nobody and nothing is called so, or several are.
    """
    portfolio = loaded.portfolio
    is_person = "person" in ref.kinds
    is_unread = bool(set(ref.kinds) & (loaded.unread_kinds | loaded.partial))
    known = [
        name
        for kind in ref.kinds
        for name in (portfolio.people_ids(near) if is_person else portfolio.ids(kind, near))
    ]
    reading = spelling.read(typed, known)
    written = reading.names[0] if reading and reading.variant == "write" else typed
    if is_person:
        people = portfolio.people_named(typed, near) or portfolio.people_named(written, near)
        found = tuple(dict.fromkeys(person.id for person in people))
        if not found and on is not None and not is_unread:
            found = somebody(portfolio, near, typed, on).ids
    else:
        names = (typed, written)
        found = tuple(n for n in names if any(portfolio.find(k, n, near) for k in ref.kinds))[:1]
    if len(found) > 1:
        raise UsageError("which-record", typed, ", ".join(found))
    if found or is_unread:
        return found[0] if found else typed
    nearest = reading.names if reading else ()
    if is_person:
        nearest = tuple(dict.fromkeys((*_with_part(portfolio, near, typed), *nearest)))
    key = "unknown-person" if is_person else "unknown-reference"
    raise UsageError(key, typed, ", ".join(nearest or known[:_SOME]))


def _with_part(portfolio: Portfolio, near: Record, typed: str) -> tuple[str, ...]:
    """Names of the people who have what was typed in theirs."""
    wanted = fold(typed)
    names = (name for one in people_near(portfolio, near) for name in languages(one.name))
    return tuple(name for name in names if wanted in fold(name))[:_SOME]


_SOME = 6
"""Names told where none is near."""


# ── what is told of a change ─────────────────────────────────────────────────


def called(model: type[Part], way: Way) -> str:
    """What people call a field in Chinese; the key where it has no words."""
    here: type[Part] | None = model
    words = []
    for step in way:
        words.append(_title(here, step))
        if isinstance(step, str):
            inner = slots(here) if here else ()
            here = next((slot.part for slot in inner if slot.key == step), None)
    return ".".join(words)


def _title(model: type[Part] | None, step: str | int) -> str:
    if model is None or isinstance(step, int):
        return str(step)
    try:
        return field_title(model.__name__, step, lang=Lang.ZH)
    except LookupError:
        return step
