"""A record as its file has it now, and as it would be after an edit: the same checks as loading."""

from dataclasses import dataclass
from pathlib import Path

from rdclient.diagnostic import Location, UsageError, finding
from rdclient.model.base import Record
from rdclient.model.portfolio import Portfolio, id_of
from rdclient.store.content import BOM
from rdclient.store.edits import Edit, EditRefusedError
from rdclient.store.layout import WITHOUT_ID, home
from rdclient.store.position import Pointer
from rdclient.store.validate import validate
from rdclient.store.yamlfile import LIST_LIMIT, RECORD_LIMIT, load, parse


@dataclass(frozen=True, slots=True)
class Held:
    """Plain data at a place of a file, and the text they were read from."""

    data: object
    text: str

    def is_before(self, edit: Edit) -> bool:
        """Whether an edit starts from that very text."""
        return edit.before is not None and edit.before.decode().removeprefix(BOM) == self.text


def held(root: Path, record: Record, pointer: Pointer, name: str) -> Held:
    """What a file holds now at a place in a record.

    Args:
        root: of the workspace.
        record: in whose file it stands.
        pointer: from the record down to the part.
        name: id of the part; that it still stands there is made sure of.

    Raises:
        EditRefusedError: ``edit-stale`` when something else stands there by now.
    """
    origin = record.origin
    loaded = load(root, origin.path, limit=LIST_LIMIT)
    if loaded.findings:
        raise EditRefusedError("edit-unreadable", origin.path)
    data = value_at(loaded.data, (*origin.pointer, *pointer))
    own = data.get("id") if isinstance(data, dict) else None
    is_file = not origin.pointer and not pointer  # then its name is the id
    if not isinstance(data, dict) or (own != name and not is_file):
        raise EditRefusedError("edit-stale", origin.path)
    return Held(data, loaded.text)


def value_at(data: object, pointer: Pointer) -> object:
    """The data at a pointer; None when it leads nowhere."""
    for step in pointer:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def revised(record: Record, edit: Edit, portfolio: Portfolio) -> Record:
    """The record as it will be read after an edit.

    Raises:
        UsageError: ``value-refused`` with the first finding, when it cannot be read then.
    """
    origin = record.origin
    text = edit.after.decode().removeprefix(BOM)
    data = value_at(parse(origin.path, text).data, origin.pointer)
    limit = LIST_LIMIT if origin.pointer else RECORD_LIMIT
    if len(edit.after) > limit:
        at = Location(origin.path, line=1, column=1)
        raise UsageError("value-refused", finding("RD001", at, variant="size", limit=limit))
    place = home(origin.path)
    is_named = not origin.pointer and place is not None and place.kind not in WITHOUT_ID
    if is_named and isinstance(data, dict):
        data = {**data, "id": id_of(record)}
    found = validate(
        type(record),
        data,
        path=origin.path,
        text=text,
        pointer=origin.pointer,
        zone=portfolio.zone,
    )
    if isinstance(found, tuple):
        raise UsageError("value-refused", found[0])
    return found.placed(origin)
