"""Several names in several files replaced: one edit for each file, every other byte as it was."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from rdclient.store.edits import Edit, EditRefusedError
from rdclient.store.position import Node, Pairs, Pointer, Scalar
from rdclient.store.revision import value_at
from rdclient.store.sheet import Sheet, read, refused
from rdclient.store.span import with_field
from rdclient.store.spelling import BLOCKS
from rdclient.store.yamlfile import parse


@dataclass(frozen=True, slots=True)
class Replacement:
    """One text of a file and what is to stand there instead.

    Attributes:
        path: of the file, relative to the workspace.
        pointer: keys and indexes down to the text.
        before: as it stands there.
        after: as it is to read.
        is_key: whether the text is the last key itself, not its value.
    """

    path: str
    pointer: Pointer
    before: str
    after: str
    is_key: bool = False


def unchanged(root: Path, path: str) -> Edit:
    """An edit that leaves a file as it is now, for others to build on.

    Raises:
        EditRefusedError: when it cannot be read.
    """
    try:
        content = (root / path).read_bytes()
    except OSError:
        raise EditRefusedError("edit-stale", path) from None
    return Edit(path, content, content)


def replaced(root: Path, wanted: Iterable[Replacement]) -> Mapping[str, Edit]:
    """The edits by path, in the order in which the files are first named.

    Raises:
        EditRefusedError: when another text stands there by now, or cannot be changed safely.
    """
    files: dict[str, list[Replacement]] = defaultdict(list)
    for one in wanted:
        files[one.path].append(one)
    return {path: _edit(unchanged(root, path), group) for path, group in files.items()}


def _edit(edit: Edit, group: Sequence[Replacement]) -> Edit:
    text = (edit.before or b"").decode()
    mark, sheet, data = read(edit.path, text)
    expected = deepcopy(data)
    for one in group:
        holder = value_at(expected, one.pointer[:-1])
        held = one.pointer[-1] if one.is_key else value_at(expected, one.pointer)
        if held != one.before or not _put(holder, one):
            raise EditRefusedError("edit-stale", edit.path)
    after = mark + _at_once(sheet, group)
    if parse(edit.path, after.removeprefix(mark)).data != expected:
        after = _one_by_one(edit.path, text, group)
    return Edit(edit.path, edit.before, after.encode())


def _put(holder: object, one: Replacement) -> bool:
    """Replace it in plain data; whether that could be done."""
    last = one.pointer[-1]
    if isinstance(holder, dict) and last in holder:
        if one.is_key:
            items = [(one.after if key == last else key, value) for key, value in holder.items()]
            holder.clear()
            holder.update(items)
            return len(holder) == len(items)
        holder[last] = one.after
        return True
    if isinstance(holder, list) and isinstance(last, int) and last < len(holder):
        holder[last] = one.after
        return True
    return False


def _at_once(sheet: Sheet, group: Sequence[Replacement]) -> str:
    """The text with every name in its place, quoted as the old one is."""
    pieces = []
    for one in group:
        node = _key(sheet, one.pointer) if one.is_key else sheet.node(one.pointer)
        if isinstance(node, Scalar) and node.style not in BLOCKS:
            quote = node.style if node.style in ("'", '"') else ""
            pieces.append((sheet.start(node), sheet.ends(node)[0], f"{quote}{one.after}{quote}"))
    text = sheet.text
    for start, end, new in sorted(pieces, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _key(sheet: Sheet, pointer: Pointer) -> Node | None:
    holder = sheet.node(pointer[:-1])
    pairs = holder.pairs if isinstance(holder, Pairs) else []
    keys = (key for key, _ in pairs if isinstance(key, Scalar))
    return next((key for key in keys if key.text == pointer[-1]), None)


def _one_by_one(path: str, text: str, group: Sequence[Replacement]) -> str:
    """The text with the names spelled anew, each on its own: slower, but it finds quotes.

    Raises:
        EditRefusedError: when that cannot be done safely.
    """
    for one in group:
        if one.is_key:
            raise refused(path, one.pointer)
        text = with_field(path, text, one.pointer, one.after)
    return text
