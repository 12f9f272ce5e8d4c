"""``renumber``: a record gets another id, its file another name, and what names it follows."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from rdclient.api.citing import Mention, citations, dangling, mentions
from rdclient.api.moment import in_zone
from rdclient.api.new_number import free_id, group_of, holders, shares_ids, typed_id
from rdclient.api.signed import refuse_signed, refuse_signed_words
from rdclient.api.target import Target, target, targets
from rdclient.api.writing import Clock
from rdclient.diagnostic import IncompleteError, UsageError, unread
from rdclient.model.portfolio import folded, id_of, kind_of
from rdclient.store.cache import opened
from rdclient.store.edits import Edit, EditRefusedError, writing
from rdclient.store.layout import home
from rdclient.store.moving import Move, place, stand_in
from rdclient.store.position import Positions
from rdclient.store.replacing import Replacement, replaced, unchanged
from rdclient.store.revision import held
from rdclient.store.workspace import Read, read


@dataclass(frozen=True, slots=True)
class Order:
    """What was typed.

    Attributes:
        name: id of the record or part; project and client may stand before it.
        new: the id to be; None for the next free one.
        file: which of two with that id is meant: path of its file.
        line: … and a line in it.
        refs: files and folders whose references go along although another record keeps the id.
    """

    name: str
    new: str | None = None
    file: str | None = None
    line: int | None = None
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Renumbering:
    """What there is to write, and what there is to say about it.

    Attributes:
        name: of the record as it was, with client and project.
        new: its id to be.
        edits: in the order in which they are written.
        move: of its file, when that bears the id.
        changed: places of the references that follow, ``path:line``.
        left: places of those that stay as they are: with the record that keeps the id.
        mentioned: other lines that hold the id.
    """

    name: str
    new: str
    edits: tuple[Edit, ...]
    move: Move | None
    changed: tuple[str, ...]
    left: tuple[str, ...]
    mentioned: tuple[Mention, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that are written."""
        gone = {self.move.old} if self.move else set()
        written = (edit.path for edit in self.edits if edit.before != edit.after)
        made = (self.move.new,) if self.move else ()
        return tuple(dict.fromkeys(path for path in (*made, *written) if path not in gone))


def renumber(root: Path, order: Order, *, clock: Clock, cache: Path | None = None) -> Renumbering:
    """Give a record another id, and write it.

    Raises:
        UsageError: when record or id cannot be meant.
        IncompleteError: when files that may name the record could not be read.
        EditRefusedError: when a file cannot be changed safely.
    """
    plan = renumber_plan(root, order, clock=clock, cache=cache)
    try:
        with writing(root) as write:
            place(root, write, plan.move, plan.edits)
    except EditRefusedError as error:
        if error.args[0] != "edit-stale":
            raise
    else:
        return plan
    with writing(root) as write:  # anew, alone
        plan = renumber_plan(root, order, clock=clock, cache=cache)
        place(root, write, plan.move, plan.edits)
    return plan


def renumber_plan(
    root: Path, order: Order, *, clock: Clock, cache: Path | None = None
) -> Renumbering:
    """What ``renumber`` would write; nothing is written yet. It raises what that raises."""
    loaded = read(root, cache=opened(root, cache))
    lost = unread(tuple(item for item in loaded.findings if item.code not in _OF_IDS))
    if lost:
        raise IncompleteError("references-unread", ", ".join(lost), len(lost))
    if plan := _references_only(root, loaded, order):
        return plan
    aim, has_twin = _chosen(loaded, order)
    kind = kind_of(aim.record)
    if aim.part is aim.record and kind in ("client", "project"):
        raise UsageError("id-is-folder", aim.id, str(PurePosixPath(aim.record.origin.path).parent))
    pattern = _pattern(aim)
    begun = _begun(root, loaded, aim) if pattern else ()
    new = typed_id(aim, order.new, path=pattern) if order.new else (*begun, None)[0]
    new = new or free_id(loaded.portfolio, aim, in_zone(clock.now, loaded.portfolio).date())
    moved = pattern.replace("*", new) if pattern else None
    _refuse_taken(root, loaded, aim, new, moved=None if new in begun else moved)
    found, unsure = citations(loaded.portfolio, aim, new, moved)
    going = tuple(c for c in found if not has_twin or c.after == moved or _is_in(c, order.refs))
    refuse_signed(loaded.portfolio, aim, has_twin=has_twin)
    refuse_signed_words(loaded.portfolio, aim.id, going)
    left = (*(c for c in found if c not in going), *unsure)
    edits, move = _edits(root, aim, new, moved, going)
    shown = _shown(loaded, going, left)
    return Renumbering(
        "/".join(aim.way), new, edits, move, *shown, _mentioned(loaded, aim, edits, move, shown[1])
    )


_OF_IDS = frozenset({"RD010", "RD011"})
"""What ``check`` says of ids; it is no reason not to read a record, but to renumber it."""


# ── which record ─────────────────────────────────────────────────────────────


def _chosen(loaded: Read, order: Order) -> tuple[Target, bool]:
    """The record that is meant, and whether another one has its id in the same scope.

    Raises:
        UsageError: when none fits, or several do.
    """
    hits = targets(loaded, order.name)
    meant = tuple(hit for hit in hits if order.file in (None, hit.record.origin.path))
    if order.line and len(meant) > 1:
        lines = {_line(loaded, hit): hit for hit in meant}
        before = [line for line in lines if line <= order.line]
        meant = (lines[max(before)],) if before else meant
    if not meant and hits:
        raise UsageError("id-not-there", order.name, order.file, _places(loaded, hits))
    if len({hit.way for hit in meant}) == 1 and len(meant) > 1:
        raise UsageError("id-of-two", order.name, _places(loaded, meant))
    aim = meant[0] if len(meant) == 1 else target(loaded, order.name)
    return aim, any(hit is not aim and shares_ids(aim, hit) for hit in hits)


def _line(loaded: Read, aim: Target) -> int:
    """The line on which a record or part begins."""
    origin = aim.record.origin
    return _place(loaded, origin.path, (*origin.pointer, *aim.pointer))[1]


def _place(loaded: Read, path: str, pointer: tuple[str | int, ...]) -> tuple[str, int]:
    return path, Positions(path, loaded.texts[path]).locate(pointer).line


def _places(loaded: Read, hits: tuple[Target, ...]) -> str:
    return ", ".join(f"{hit.record.origin.path}:{_line(loaded, hit)}" for hit in hits)


def _pattern(aim: Target) -> str | None:
    """The path of its file with ``*`` in the place of its id; None when the file has no such."""
    path = PurePosixPath(aim.record.origin.path)
    place = home(str(path))
    is_whole = aim.part is aim.record and not aim.record.origin.pointer
    return str(path.with_name(f"*{path.suffix}")) if is_whole and place and place.stem else None


def _begun(root: Path, loaded: Read, aim: Target) -> tuple[str, ...]:
    """The id a record was being given when a command was killed; empty when there was none.

    The new file stands beside the old one then, holds the same and states the old id.
    """
    found = []
    folder = PurePosixPath(aim.record.origin.path).parent
    for item in loaded.findings:
        path = PurePosixPath(item.location.path)
        if item.code == "RD011" and ("id", aim.id) in item.facts and path.parent == folder:
            records = (r for r in loaded.portfolio.records if r.origin.path == str(path))
            datas = [held(root, r, (), id_of(r)).data for r in (aim.record, *records)]
            if len(datas) > 1 and _but_id(datas[0]) == _but_id(datas[1]):
                found.append(path.stem)
    return tuple(found)


def _but_id(data: object) -> object:
    return {k: v for k, v in data.items() if k != "id"} if isinstance(data, dict) else data


def _refuse_taken(root: Path, loaded: Read, aim: Target, new: str, *, moved: str | None) -> None:
    """Refuse an id, or a file name, that is given already.

    Raises:
        UsageError: when it is.
    """
    if new == aim.id:
        raise UsageError("id-same", new)
    if moved is None and _pattern(aim):
        return
    if taken := holders(loaded.portfolio, aim, new):
        raise UsageError("id-taken", new, _places(loaded, taken))
    if moved:
        names = {folded(entry.name) for entry in (root / moved).parent.iterdir()}
        if folded(PurePosixPath(moved).name) in names:
            raise UsageError("id-taken", new, moved)


# ── what is written ──────────────────────────────────────────────────────────


def _is_in(found: Replacement, wanted: tuple[str, ...]) -> bool:
    return any(name in (".", found.path) or found.path.startswith(f"{name}/") for name in wanted)


def _edits(
    root: Path, aim: Target, new: str, moved: str | None, going: tuple[Replacement, ...]
) -> tuple[tuple[Edit, ...], Move | None]:
    """The edits in the order in which they are written, and the new name of the file."""
    origin = aim.record.origin
    stated = held(root, aim.record, aim.pointer, aim.id).data
    old = stated.get("id") if isinstance(stated, dict) else None
    own = Replacement(origin.path, (*origin.pointer, *aim.pointer, "id"), str(old), new)
    edits = dict(replaced(root, (*((own,) if old not in (None, new) else ()), *going)))
    if moved is None:
        return tuple(edits.values()), None
    last = edits.pop(origin.path, None) or unchanged(root, origin.path)
    move = Move(origin.path, moved, last.after)
    is_begun = (root / moved).exists()
    first = unchanged(root, moved) if is_begun else stand_in(move, aim.id)
    return (first, *edits.values(), last), move


def _references_only(root: Path, loaded: Read, order: Order) -> Renumbering | None:
    """When both ids are given: references that are to name the other record, or still have to.

    Raises:
        UsageError: when the files that were named hold no such reference.
    """
    if order.new is None or order.file is not None:
        return None
    head, slash, last = order.name.rpartition("/")
    others = targets(loaded, f"{head}{slash}{order.new}")
    olds = targets(loaded, order.name)
    pairs = [(old, new) for new in others for old in olds if group_of(old) == group_of(new)]
    if not olds and len(others) == 1:
        aim = others[0]
        found = going = dangling(loaded.portfolio, last, aim)
        if not going:
            return None
        name = "/".join((*aim.way[:-1], last))
    elif order.refs and len({new.record.origin for _, new in pairs}) == 1:
        aim, other = pairs[0]
        if _pattern(aim) and other.id in _begun(root, loaded, aim):
            return None
        found, _ = citations(loaded.portfolio, aim, other.id, None)
        going = tuple(one for one in found if _is_in(one, order.refs))
        name, aim = "/".join(aim.way), other
        if not going:
            raise UsageError("no-references", name, ", ".join(order.refs))
    else:
        return None
    refuse_signed_words(loaded.portfolio, last, going)
    left = tuple(one for one in found if one not in going)
    edits = tuple(replaced(root, going).values())
    return Renumbering(name, aim.id, edits, None, *_shown(loaded, going, left), ())


def _mentioned(
    loaded: Read, aim: Target, edits: tuple[Edit, ...], move: Move | None, left: tuple[str, ...]
) -> tuple[Mention, ...]:
    """The lines that hold the id once all is written, but for references that were left."""
    after = {edit.path: edit.after.decode() for edit in edits}
    if move:
        after[move.new] = after.pop(move.old)
    client = aim.record.origin.client
    paths = {
        record.origin.path
        for record in loaded.portfolio.records
        if client is None or record.origin.client in (None, client)
    } - ({move.old} if move else set())
    texts = {path: after.get(path) or loaded.texts[path] for path in {*paths, *after}}
    return tuple(one for one in mentions(texts, aim) if f"{one.path}:{one.line}" not in left)


def _shown(
    loaded: Read, going: Iterable[Replacement], left: Iterable[Replacement]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The places of references that follow, and of those that stay."""
    rows = (
        sorted({_place(loaded, one.path, one.pointer) for one in group}) for group in (going, left)
    )
    first, second = (tuple(f"{path}:{line}" for path, line in row) for row in rows)
    return first, second
