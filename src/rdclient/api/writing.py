"""What changes records: edits are computed first, then applied; and a new workspace."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from rdclient.diagnostic import Finding, IncompleteError, UsageError, unread
from rdclient.lens import Lang
from rdclient.store import edits
from rdclient.store.edits import Edit, EditRefusedError

if TYPE_CHECKING:
    from rdclient.api.target import Target
    from rdclient.model.base import Record
    from rdclient.store.field_way import Field
    from rdclient.store.revision import Held
    from rdclient.store.spelling import Value
    from rdclient.store.typed import Speech
    from rdclient.store.workspace import Read


def apply(root: Path, *changes: Edit) -> None:
    """Write edits, in this order.

    Raises:
        EditRefusedError: when a file changed since it was read, or cannot be written.
    """
    edits.apply(root, *changes)


def init(target: Path, *, lang: Lang, sample: bool) -> tuple[str, ...]:
    """Make a workspace that passes ``check`` at once; the files written, relative to it.

    The schemas that editors read are among them.
    Files about the repository that are there already (``README.md`` …) stay as they are.

    Raises:
        EditRefusedError: when any other file of that name exists; nothing is written then.
    """
    from rdclient.api.describing import both, schema_files
    from rdclient.store import skeleton

    shown = skeleton.sample(lang) if sample else skeleton.blank(lang)
    files = {**shown, **schema_files(langs=both(lang))}
    kept = {name for name in skeleton.ABOUT_THE_REPOSITORY if (target / name).exists()}
    return edits.create(target, {name: files[name] for name in files if name not in kept})


# ── one field, one event ─────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Clock:
    """What time it is, and how people say times.

    Attributes:
        now: without a zone it is read in the workspace's.
        moment: reads a day as people say it (``周五``, ``tomorrow``); raises ``UsageError``.
    """

    now: datetime
    moment: Callable[[str], datetime]


@dataclass(frozen=True, slots=True)
class Change:
    """An edit of one record, and what there is to say about it.

    Attributes:
        edit: what is to be written; the same bytes twice when nothing is to be changed.
        name: of the record or part, as typed in full.
        field: names and indexes down to what changes.
        old: what stood there, on one line; None when nothing did.
        is_addition: whether it becomes one more entry of a list.
        new: what is to stand there.
        notes: what ``check`` will say about it that it did not say before.
        called: what people call the field in Chinese; None when nothing is known.
        family: the enum whose tokens ``old`` and ``new`` are; None when they are none.
        at: when what is added happened, where ``new`` does not say so.
    """

    edit: Edit
    name: str
    field: str
    old: str | None
    new: str
    is_addition: bool = False
    notes: tuple[Finding, ...] = ()
    called: str | None = None
    family: str | None = None
    at: str | None = None

    @property
    def is_none(self) -> bool:
        """Whether the record is so already."""
        return self.edit.before == self.edit.after


def write(root: Path, plan: Callable[[], Change]) -> Change:
    """Compute a change and write it; when the file changed in between, compute it anew, alone.

    Raises:
        UsageError: when the change cannot be meant.
        EditRefusedError: when it cannot be written.
    """
    try:
        change = plan()
        if not change.is_none:
            edits.apply(root, change.edit)
    except EditRefusedError as error:
        if error.args[0] != "edit-stale":
            raise
    else:
        return change
    with edits.writing(root) as write_now:
        change = plan()
        if not change.is_none:
            write_now(change.edit)
    return change


def set_field(
    root: Path, name: str, field: str, value: str, *, clock: Clock, cache: Path | None = None
) -> Change:
    """The change that gives one field of a record a value; nothing is written yet.

    Args:
        root: of the workspace.
        name: id of the record or part; project and client may stand before it.
        field: as people call it; points lead into parts and lists.
        value: as typed.
        clock: for times said in words.
        cache: folder with the key of the user's cache, as in ``check``.

    Raises:
        UsageError: when record, field or value do not fit.
        IncompleteError: when a file that may hold the record could not be read.
        EditRefusedError: when the file cannot be changed safely.
    """
    from rdclient.api.target import called, target
    from rdclient.store.field_way import field_at
    from rdclient.store.revision import held, value_at

    loaded, speech = read_with_speech(root, clock, cache)
    aim = target(loaded, name)
    now = held(root, aim.record, aim.pointer, aim.id)
    path = aim.record.origin.path
    place = field_at(type(aim.part), now.data, field, speech, path=path)
    if place.way[-1] == "id":
        raise UsageError("field-is-id", aim.id, path)
    value_meant = meant(loaded, aim.record, place, value, speech)
    pointer = (*aim.record.origin.pointer, *aim.pointer, *place.way)
    edit = edits.set_value(root, path, pointer, value_meant)
    old, new = _shown(value_at(now.data, place.way)), _shown(value_meant) or ""
    name, key = "/".join(aim.way), ".".join(map(str, place.way))
    label, notes = called(type(aim.part), place.way), _news(loaded, aim, now, edit, speech.now)
    return Change(edit, name, key, old, new, notes=notes, called=label, family=_family(place))


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it was typed.

    Attributes:
        type: what happened.
        at: when; None for now.
        by: who did it.
        note: internal.
        more: further fields, each ``FIELD=VALUE``.
        to: who got the minutes of a meeting.
    """

    type: str
    at: str | None = None
    by: str | None = None
    note: str | None = None
    more: tuple[str, ...] = ()
    to: tuple[str, ...] = ()


def add_event(
    root: Path, name: str, told: Told, *, clock: Clock, cache: Path | None = None
) -> Change:
    """The change that adds an event to a record; nothing is written yet.

    An event that stands there already, word for word, is not added again.

    Raises:
        UsageError: when record, type or a value do not fit.
        IncompleteError: when a file that may hold the record could not be read.
        EditRefusedError: when the file cannot be changed safely.
    """
    from rdclient.api.event import entry_for, events_of
    from rdclient.api.sending import is_sending, sent
    from rdclient.api.target import target
    from rdclient.store.revision import held, value_at

    loaded, speech = read_with_speech(root, clock, cache)
    aim = target(loaded, name)
    now = held(root, aim.record, aim.pointer, aim.id)
    if is_sending(aim, told):
        edit, new = sent(root, aim, now, told, speech=speech)
        return _added(loaded, aim, now, edit, field="sent_at", new=new, speech=speech)
    if told.to:
        raise UsageError("to-not-here")
    item = entry_for(
        aim, told, speech, lambda field, value: meant(loaded, aim.record, field, value, speech)
    )
    path, pointer = aim.record.origin.path, (*aim.record.origin.pointer, *aim.pointer, "events")
    events = value_at(now.data, ("events",))
    if isinstance(events, list) and item in events:
        same = now.text.encode()
        edit = Edit(path, same, same)
    else:
        edit = edits.append_entry(root, path, pointer, item)
    new, (_, enum) = str(item["type"]), events_of(aim)
    change = _added(loaded, aim, now, edit, field="events", new=new, speech=speech)
    return replace(change, family=enum.__name__, at=str(item["at"]))


def _added(
    loaded: "Read",
    aim: "Target",
    now: "Held",
    edit: Edit,
    *,
    field: str,
    new: str,
    speech: "Speech",
) -> Change:
    """A change that adds something to a record."""
    from rdclient.api.target import called

    notes = _news(loaded, aim, now, edit, speech.now)
    name, label = "/".join(aim.way), called(type(aim.part), (field,))
    return Change(edit, name, field, None, new, is_addition=True, notes=notes, called=label)


def _family(field: "Field") -> str | None:
    """The enum that a field takes its tokens from."""
    kinds = (fact for fact in field.facts if isinstance(fact, type) and issubclass(fact, StrEnum))
    return next((kind.__name__ for kind in kinds), None)


# ── what both need ───────────────────────────────────────────────────────────


def read_with_speech(
    root: Path, clock: Clock, cache: Path | None, *, at: str | None = None
) -> "tuple[Read, Speech]":
    """The records, those of a revision when one is named, and how people speak of them.

    Raises:
        IncompleteError: when the workspace's own file could not be read.
    """
    from rdclient.api.moment import in_zone
    from rdclient.api.reading import records
    from rdclient.render.spoken import field_labels, token_words
    from rdclient.store.layout import ROOT_FILE
    from rdclient.store.typed import Speech

    loaded = records(root, cache=cache, at=at)
    if ROOT_FILE in unread(loaded.findings):  # nobody knows the zone times are written in
        raise IncompleteError("record-unread", ROOT_FILE)
    now = in_zone(clock.now, loaded.portfolio)
    return loaded, Speech(now, clock.moment, token_words, field_labels())


def meant(loaded: "Read", near: "Record", field: "Field", typed: str, speech: "Speech") -> "Value":
    """The value that was typed for a field; a reference is looked up from a record.

    Raises:
        UsageError: when it is empty, cannot stand in a file, or refers to nothing.
    """
    from rdclient.api.target import referred
    from rdclient.model.base import Ref
    from rdclient.store.position import code_point
    from rdclient.store.scalar import FORBIDDEN
    from rdclient.store.typed import value_of

    name = ".".join(map(str, field.way))
    if not typed.strip():
        raise UsageError("value-empty", name)
    if hidden := FORBIDDEN.search(typed):
        raise UsageError("value-character", name, code_point(hidden.group()))
    ref = next((fact for fact in field.facts if isinstance(fact, Ref)), None)
    if ref is not None:
        return referred(loaded, near, ref, typed.strip(), on=speech.now.date())
    return value_of(field.facts, typed, speech)


def _shown(value: object) -> str | None:
    """A value on one line; None for none."""
    from rdclient.store.position import shown

    if value is None:
        return None
    return shown(str(value).lower() if isinstance(value, bool) else str(value))


def _news(
    loaded: "Read", aim: "Target", now: "Held", edit: Edit, moment: datetime
) -> tuple[Finding, ...]:
    """What the rules about dates say of the record after an edit and did not say before.

    Raises:
        UsageError: when the record could not be read any more.
        EditRefusedError: when the edit does not start from the text that was looked at.
    """
    from rdclient.store.revision import revised

    if not now.is_before(edit):
        raise EditRefusedError("edit-stale", edit.path)
    after = revised(aim.record, edit, loaded.portfolio)
    before = _said_of(loaded, aim.record, moment)
    return tuple(found for found in _said_of(loaded, after, moment) if found not in before)


def _said_of(loaded: "Read", record: "Record", moment: datetime) -> tuple[Finding, ...]:
    from rdclient.rules import chronology
    from rdclient.rules.base import Case

    case = Case(replace(loaded.portfolio, records=(record,)), moment)
    return tuple(found for rule in chronology.RULES for found in rule.check(case))
