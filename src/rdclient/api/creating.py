"""``new``: a record of any kind, with what was said, what is known, and hints for the rest."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from rdclient.api.assigning import assign
from rdclient.api.naming import SLUGS, fresh_id, refuse_taken, slug_from
from rdclient.api.opening import ELSEWHERE, OPENINGS, begun
from rdclient.api.scoping import Scope, scope_for
from rdclient.api.writing import Clock, read_with_speech
from rdclient.diagnostic import UsageError
from rdclient.lens import Lang
from rdclient.model.base import Fact
from rdclient.model.portfolio import KINDS, folded
from rdclient.render.outline import example, head, hint
from rdclient.store import blank, edits, tree
from rdclient.store.chinese import half_width
from rdclient.store.edits import Edit, EditRefusedError, Planned
from rdclient.store.layout import WITHOUT_ID, Home, home
from rdclient.store.modeline import modeline_for
from rdclient.store.placing import Place, place_for
from rdclient.store.position import Pointer
from rdclient.store.span_list import with_entry
from rdclient.store.typed import Speech
from rdclient.store.validate import validate
from rdclient.store.workspace import Read
from rdclient.store.yamlfile import parse


@dataclass(frozen=True, slots=True)
class Wanted:
    """A record as it was asked for.

    Attributes:
        kind: a name in ``OPENINGS``.
        project: as typed.
        client: as typed.
        id: as typed; None for the next one.
        title: what it is called.
        at: when it began; None for now.
        sets: further fields, each ``FIELD=VALUE``.
        lang: of the hints; None for the workspace's.
    """

    kind: str
    project: str | None = None
    client: str | None = None
    id: str | None = None
    title: str | None = None
    at: str | None = None
    sets: tuple[str, ...] = ()
    lang: Lang | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A new record, before it is written.

    Attributes:
        edits: what is to be written, the record's own first.
        name: client, project and id, as far as they are there.
        gaps: keys that are left to the person.
    """

    edits: tuple[Edit, ...]
    name: str
    gaps: tuple[str, ...]

    @property
    def path(self) -> str:
        """Of the file the record stands in."""
        return self.edits[0].path


@dataclass(frozen=True, slots=True)
class Lack:
    """A field that a record cannot do without.

    Attributes:
        option: how it is given on the command line, up to the value.
        hint: what it is, for a question.
    """

    option: str
    hint: str


@dataclass(frozen=True, slots=True)
class Desk:
    """What is known while a record is made.

    Attributes:
        root: of the workspace.
        loaded: its records.
        speech: how people say times, tokens and fields.
        scope: where the record belongs.
        files: of the workspace.
        lang: of the hints.
    """

    root: Path
    loaded: Read
    speech: Speech
    scope: Scope
    files: tuple[str, ...]
    lang: Lang

    @property
    def today(self) -> date:
        """The day, in the workspace's zone."""
        return self.speech.now.date()


_M = TypeVar("_M", bound=Planned)
_ID_WORDS = frozenset({"id", "编号"})
"""What people call the field that holds the id."""


def create(root: Path, plan: Callable[[], _M]) -> _M:
    """Make a record and write it; anew, with the next id, when somebody else was faster.

    Raises:
        UsageError: when it cannot be made as asked.
        EditRefusedError: when it cannot be written.
    """
    try:
        made = plan()
        edits.apply(root, *made.edits)
    except EditRefusedError as error:
        if error.args[0] != "edit-stale":
            raise
    else:
        return made
    with edits.writing(root) as write_now:
        made = plan()
        write_now(*made.edits)
    return made


def new_record(root: Path, wanted: Wanted, *, clock: Clock, cache: Path | None = None) -> Made:
    """The record that was asked for; nothing is written yet.

    Raises:
        UsageError: when something that was typed does not fit, or too little was.
        IncompleteError: when its client or project could not be read.
        EditRefusedError: when the file it goes into cannot be changed safely.
    """
    desk = desk_for(root, wanted, clock=clock, cache=cache)
    name, data = _asked(desk, wanted)
    if lacks := tuple(_lacking(desk, wanted, name, data)):
        raise UsageError("new-lacks", wanted.kind, " ".join(map(_wanting, lacks)))
    opening = OPENINGS[wanted.kind]
    data = with_gaps(wanted.kind, data, opening.shown, on=desk.today, lang=desk.lang)
    return finished(desk, wanted.kind, name, data)


def lacking(
    root: Path, wanted: Wanted, *, clock: Clock, cache: Path | None = None
) -> tuple[Lack, ...]:
    """What has to be said before the record can be made.

    Raises:
        UsageError: when something that was typed does not fit.
    """
    desk = desk_for(root, wanted, clock=clock, cache=cache)
    return tuple(_lacking(desk, wanted, *_asked(desk, wanted)))


def desk_for(root: Path, wanted: Wanted, *, clock: Clock, cache: Path | None) -> Desk:
    """Everything that is known before a record is made.

    Raises:
        UsageError: when the kind, the client or the project is none.
    """
    if wanted.kind not in OPENINGS:
        raise UsageError(ELSEWHERE.get(wanted.kind, "new-workspace"), wanted.kind)
    loaded, speech = read_with_speech(root, clock, cache)
    name, project, client = _id_typed(wanted), wanted.project, wanted.client
    scope = scope_for(loaded, wanted.kind, project=project, client=client, name=name)
    lang = wanted.lang or loaded.portfolio.workspace.lang
    return Desk(root, loaded, speech, scope, tree.walk(root).files, lang)


# ── what was said ────────────────────────────────────────────────────────────


def _asked(desk: Desk, wanted: Wanted) -> tuple[str | None, dict[str, object]]:
    """The id and the fields, as far as they were said or go without saying."""
    kind, opening = wanted.kind, OPENINGS[wanted.kind]
    data = begun(kind, desk.speech.now)
    if desk.scope.about and "project" in KINDS[kind].model_fields:
        data["project"] = desk.scope.about
    if wanted.title is not None and not opening.title:
        raise UsageError("new-untitled", kind)
    pairs = [] if wanted.title is None else [f"{opening.title}={wanted.title}"]
    if wanted.at is not None:
        dates = [*opening.today, *(["events.0.at"] if opening.step else [])]
        if not dates:
            raise UsageError("new-undated", kind)
        pairs += [f"{date}={wanted.at}" for date in dates]
    seen = set[Pointer]()
    for pair in (*pairs, *wanted.sets):
        field, mark, value = pair.replace("＝", "=", 1).partition("=")
        if not mark or not half_width(field):
            raise UsageError("with-form", pair)
        if half_width(field).casefold() in _ID_WORDS:
            continue
        way = typed_into(desk, kind, data, half_width(field), value)
        if way in seen:
            raise UsageError("with-twice", field)
        seen.add(way)
    return _named(desk, kind, _id_typed(wanted), data), data


def _id_typed(wanted: Wanted) -> str | None:
    """The id that was typed, as an option or as a field; the last one counts."""
    pairs = (pair.replace("＝", "=", 1).partition("=") for pair in wanted.sets)
    typed = [value for field, _, value in pairs if half_width(field).casefold() in _ID_WORDS]
    return typed[-1].strip() if typed else wanted.id


def typed_into(desk: Desk, kind: str, data: dict[str, object], field: str, typed: str) -> Pointer:
    """Give a field of a new record the value that was typed; the way to it.

    Raises:
        UsageError: when there is no such field, or the value cannot be meant.
    """
    near = desk.scope.near
    return assign(kind, data, field, typed, loaded=desk.loaded, speech=desk.speech, near=near)


def _named(desk: Desk, kind: str, typed: str | None, data: dict[str, object]) -> str | None:
    """The id: as typed, made of an English name, or the next one; None while it is to be said.

    Raises:
        UsageError: when the one that was typed is given already.
    """
    if kind in WITHOUT_ID:
        return None
    if typed is None and kind in SLUGS:
        typed = slug_from(str(data.get("name", "")), kind)
    if typed is None and kind in SLUGS:
        return None
    if typed is None:
        name = fresh_id(desk.loaded, desk.files, kind, desk.scope, on=desk.today)
    else:
        name = half_width(typed)
        if kind != "report":
            name = name.lower() if kind in SLUGS else name.upper()
    refuse_taken(desk.loaded, desk.files, kind, desk.scope, name)
    return name


def _lacking(
    desk: Desk, wanted: Wanted, name: str | None, data: dict[str, object]
) -> Iterator[Lack]:
    """The required fields that nobody gave."""
    kind, model = wanted.kind, KINDS[wanted.kind]
    if name is None and kind not in WITHOUT_ID:
        yield Lack("--id ", hint(model, "id", lang=desk.lang))
    for field, info in model.model_fields.items():
        key = info.alias or field
        if info.is_required() and field != "id" and key not in data:
            is_title = field == OPENINGS[kind].title
            option = "--title " if is_title else f"--set {key}="
            yield Lack(option, hint(model, field, lang=desk.lang))


def _wanting(lack: Lack) -> str:
    """A lack as it is told: the option, and what may stand there where that is a closed set."""
    _, _, choices = lack.hint.partition("：" if "：" in lack.hint else ": ")
    return f"{lack.option}… [{choices}]" if " | " in choices else f"{lack.option}…"


# ── what is written ──────────────────────────────────────────────────────────


def finished(
    desk: Desk,
    kind: str,
    name: str | None,
    data: blank.Fields,
    before: tuple[Edit, ...] = (),
) -> Made:
    """The record with its hints, in its place.

    Args:
        desk: what is known.
        kind: of the record.
        name: its id, for kinds that have one.
        data: its fields, gaps among them.
        before: edits that are written before; they may be of the same file.

    Raises:
        UsageError: when it could not be read back.
        EditRefusedError: when the file it goes into cannot be changed safely.
    """
    at = _place(desk, kind, name, before)
    if reserved := tree.reserved_name(home(at.path) or Home(kind)):
        raise UsageError("new-reserved", reserved)
    fields = in_model_order(kind, data)
    identified = {"id": name, **fields} if name else fields
    if at.is_list:
        edit = _appended(desk, at.path, _plain(identified), before)
        pointer: Pointer = (_last_of(edit, name),)
        edit = blank.guided(edit, pointer, fields)
    else:
        text = blank.record_text(at.path, fields, head(kind, lang=desk.lang))
        first = modeline_for(desk.root, at.path)
        edit, pointer = Edit(at.path, None, f"{first}{text}".encode()), ()
    _refuse_unreadable(desk, kind, identified, edit, pointer)
    scope = (desk.scope.client, desk.scope.project)
    way = "/".join(step for step in (*scope, name or kind) if step)
    gaps = tuple(key for key, value in fields.items() if isinstance(value, blank.Gap))
    return Made((edit,), way, gaps)


def _appended(desk: Desk, path: str, item: dict[str, object], before: tuple[Edit, ...]) -> Edit:
    """The edit that adds an entry to a list file, also after other edits of it."""
    last = next((edit for edit in reversed(before) if edit.path == path), None)
    if last is None:
        return edits.append_entry(desk.root, path, (), item)
    return Edit(path, last.after, with_entry(path, last.after.decode(), (), item).encode())


def _last_of(edit: Edit, name: str | None) -> int:
    """The index of the entry that was added.

    Raises:
        EditRefusedError: ``edit-stale`` when somebody gave its id since the records were read.
    """
    entries = parse(edit.path, edit.after.decode()).data
    if not isinstance(entries, list):
        raise EditRefusedError("edit-by-hand", edit.path, "")
    ids = [folded(str(entry.get("id"))) for entry in entries[:-1] if isinstance(entry, dict)]
    if name is not None and folded(name) in ids:
        raise EditRefusedError("edit-stale", edit.path)
    return len(entries) - 1


def _plain(fields: blank.Fields) -> dict[str, object]:
    data = blank.data_of(fields)
    return data if isinstance(data, dict) else {}


def _place(desk: Desk, kind: str, name: str | None, before: tuple[Edit, ...]) -> Place:
    records = desk.loaded.portfolio.records
    lists = frozenset(record.origin.path for record in records if record.origin.pointer)
    client = name if kind == "client" else desk.scope.client
    project = name if kind == "project" else desk.scope.project
    files = (*desk.files, *(edit.path for edit in before if edit.before is None))
    return place_for(files, lists, Home(kind, client, project, name), on=desk.today)


def in_model_order(kind: str, data: blank.Fields) -> dict[str, object]:
    """The fields in the order of the model."""
    own = [info.alias or name for name, info in KINDS[kind].model_fields.items()]
    keys = sorted(data, key=lambda key: (key in Fact.model_fields, own.index(key)))
    return {key: data[key] for key in keys if key != "id"}


def with_gaps(
    kind: str, data: blank.Fields, shown: tuple[str, ...], *, on: date, lang: Lang
) -> dict[str, object]:
    """The fields of a record and, for those that nobody gave, what goes there."""
    model = KINDS[kind]
    filled = dict(data)
    for name in shown:
        key = model.model_fields[name].alias or name
        told = hint(model, name, lang=lang)
        filled.setdefault(key, blank.Gap(told, example(model, name, on)))
    return filled


def _refuse_unreadable(
    desk: Desk, kind: str, fields: blank.Fields, edit: Edit, pointer: Pointer
) -> None:
    """Refuse a record that could not be read back from its file.

    Raises:
        UsageError: with the first reason.
    """
    found = validate(
        KINDS[kind],
        _plain(fields),
        path=edit.path,
        text=edit.after.decode(),
        pointer=pointer,
        zone=desk.loaded.portfolio.zone,
    )
    if isinstance(found, tuple):
        raise UsageError("value-refused", found[0])
