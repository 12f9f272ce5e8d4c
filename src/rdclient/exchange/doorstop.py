"""Doorstop: documents of items in YAML files, read as requirements with links.

Format: https://github.com/doorstop-dev/doorstop (documents ``.doorstop.yml``, items ``<UID>.yml``).
"""

import hashlib
import re
from base64 import urlsafe_b64encode
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rdclient.exchange.foreign_item import (
    FieldTable,
    ForeignSet,
    Item,
    Link,
    Place,
    Remark,
    Skipped,
)

CONFIG = ".doorstop.yml"
SKIP = ".doorstop.skip"
SUFFIXES = (".yml", ".yaml")
FIELDS = FieldTable((("header", "title"), ("text", "functions")))
"""What the attributes of an item are here."""
TEXT = "functions"
"""The field whose text tells a title when there is none."""

_KNOWN = frozenset(
    {"active", "derived", "header", "level", "links", "normative", "reviewed", "text"}
)
_TRUE = frozenset({"yes", "true", "enabled", "1"})
_STAMP = 44
"""Characters of a stamp; those of earlier versions are made in another way."""
_MARKED = re.compile(r"([\w.-]+)[-_.](\w+)")
_JOINED = re.compile(r"([\w.-]*\D)(\d+)")
_DIGITS = 9
_LAST = (10**_DIGITS,)


@dataclass(frozen=True, slots=True)
class DoorstopFile:
    """A YAML file as it was read.

    Attributes:
        path: of the file, with ``/``.
        data: of it.
    """

    path: str
    data: object

    @property
    def uid(self) -> str:
        """The id that the name of the file gives an item."""
        return self.path.rpartition("/")[2].rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class DoorstopDocument:
    """A document: its settings and the files in its folder.

    Attributes:
        config: its settings.
        files: that may be items.
    """

    config: DoorstopFile
    files: tuple[DoorstopFile, ...]

    def setting(self, name: str) -> str:
        """A setting as text; empty when it is not there."""
        data = self.config.data
        settings = data.get("settings") if isinstance(data, dict) else None
        value = settings.get(name) if isinstance(settings, dict) else None
        return "" if value is None else str(value).strip()

    @property
    def stamped(self) -> bool:
        """Whether further attributes are part of the stamps."""
        data = self.config.data
        attributes = data.get("attributes") if isinstance(data, dict) else None
        return bool(isinstance(attributes, dict) and attributes.get("reviewed"))


@dataclass(frozen=True, slots=True)
class _Found:
    """An item with what orders it, and what its links say of those they lead to."""

    item: Item
    order: tuple[object, ...]
    stamp: str | None
    reason: str = ""
    said: tuple[tuple[Link, str], ...] = ()


@dataclass(slots=True)
class _Ground:
    found: list[_Found] = field(default_factory=list)
    faults: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)


def requirements(
    documents: Sequence[DoorstopDocument], loose: Sequence[DoorstopFile] = ()
) -> ForeignSet:
    """The items of documents, in the order of their documents and levels.

    Args:
        documents: of one tree.
        loose: files that look like items and lie in no document.
    """
    ground = _Ground()
    for rank, document in enumerate(_from_the_top(documents, ground)):
        for file in document.files:
            _take(ground, document, file, rank)
    ground.found.sort(key=lambda found: found.order)
    stamps = {found.item.key: found.stamp for found in ground.found}
    for found in ground.found:
        ground.notes += _stale(found, stamps)
    for file in loose:
        if is_item(file.data):
            ground.notes.append(Remark(Place(file.path), "item-outside", (), file.uid))
    return ForeignSet(
        tuple(found.item for found in ground.found if not found.reason),
        tuple(Skipped(f.item.key, f.reason, f.item) for f in ground.found if f.reason),
        tuple(ground.faults),
        tuple(ground.notes),
    )


def is_item(data: object) -> bool:
    """Whether data look like those of an item."""
    return isinstance(data, dict) and {"level", "text"} <= data.keys()


def is_uid(name: str) -> bool:
    """Whether a name has the form of an item's id: a prefix and a number or a name."""
    return bool(_MARKED.match(name) or _JOINED.match(name))


def uid_key(uid: str) -> str:
    """An id as ids are compared: neither case, separators nor leading zeros matter.

    >>> uid_key("REQ-0012") == uid_key("req12"), uid_key("SYS-LOGIN")
    (True, 'sys login')
    """
    marked = _MARKED.match(uid)
    if marked and not marked[2].isdecimal():
        return f"{marked[1]} {marked[2]}".casefold()
    if joined := marked or _JOINED.match(uid):
        return f"{joined[1].rstrip('-_.')} {joined[2].lstrip('0') or '0'}".casefold()
    return uid.casefold()


# ── documents ────────────────────────────────────────────────────────────────


def _from_the_top(
    documents: Sequence[DoorstopDocument], ground: _Ground
) -> Iterator[DoorstopDocument]:
    """Documents, each after the one above it; those of one height by their prefix."""
    by_parent: dict[str, list[DoorstopDocument]] = defaultdict(list)
    prefixes: dict[str, DoorstopDocument] = {}
    for document in documents:
        prefix, place = document.setting("prefix"), Place(document.config.path)
        if not prefix:
            ground.faults.append(Remark(place, "document-prefix"))
        other = prefixes.setdefault(prefix.casefold(), document)
        if other is not document and prefix:
            ground.faults.append(Remark(place, "document-twice", (prefix, other.config.path)))
    for document in documents:
        parent = document.setting("parent").casefold()
        if parent and parent not in prefixes:
            told = Place(document.config.path, 0, ("settings", "parent"))
            ground.notes.append(Remark(told, "document-parent", (document.setting("parent"),)))
            parent = ""
        by_parent[parent].append(document)
    yield from _below("", by_parent)


def _below(top: str, by_parent: Mapping[str, list[DoorstopDocument]]) -> Iterator[DoorstopDocument]:
    """Documents below one, the higher ones first; then those that stand below each other."""
    seen: set[int] = set()
    starts = [top, *sorted(by_parent)]
    for start in starts:
        level = [start]
        while level:
            ones = [one for parent in level for one in by_parent.get(parent, ())]
            ones = [one for one in ones if id(one) not in seen]
            ones.sort(key=lambda one: (one.setting("prefix").casefold(), one.config.path))
            seen.update(map(id, ones))
            yield from ones
            level = [prefix for one in ones if (prefix := one.setting("prefix").casefold())]


# ── items ────────────────────────────────────────────────────────────────────


def _take(ground: _Ground, document: DoorstopDocument, file: DoorstopFile, rank: int) -> None:
    data, uid = file.data, file.uid
    place, prefix = Place(file.path), document.setting("prefix")
    is_own = not prefix or uid_key(uid).startswith(f"{prefix.casefold()} ")
    if not is_own and not is_item(data):
        return
    if not isinstance(data, dict):
        ground.faults.append(Remark(place, "item-form", (), uid))
        return
    if not is_own:
        ground.notes.append(Remark(place, "item-prefix", (uid, prefix), uid))
    values = {
        str(key): text
        for key, value in data.items()
        if (key in ("header", "text") or key not in _KNOWN) and (text := _text(value))
    }
    links, wrong = _links(file)
    ground.faults += wrong
    item = Item(
        uid_key(uid), uid, uid, place, values,
        {name: replace(place, pointer=(name,)) for name in values},
        tuple(link for link, _ in links),
    )  # fmt: skip
    reason = ""
    if not _is_true(data.get("active", True)):
        reason = "inactive"
    elif not _is_true(data.get("normative", True)):
        reason = "heading"
    order = (rank, _level(data.get("level")), _natural(uid))
    ground.found.append(_Found(item, order, _stamp(document, file), reason, links))


def _text(value: object) -> str:
    """An attribute as text, as Doorstop reads it: without blanks at the ends of lines."""
    if value is None or value == "" or isinstance(value, list | dict):
        return "" if not isinstance(value, list) else "\n".join(str(v) for v in value if v)
    lines = str(value).replace("\r\n", "\n").strip("\n").split("\n")
    return "\n".join(line.rstrip() for line in lines)


def _links(file: DoorstopFile) -> tuple[tuple[tuple[Link, str], ...], list[Remark]]:
    """Links with the stamp that each says of the item it leads to."""
    data = file.data if isinstance(file.data, dict) else {}
    links = data.get("links") or []
    if not isinstance(links, list):
        wrong = Remark(Place(file.path, 0, ("links",)), "links-form", (), file.uid)
        return (), [wrong]
    found, faults = [], []
    for index, entry in enumerate(links):
        place = Place(file.path, 0, ("links", index))
        if isinstance(entry, dict) and len(entry) == 1:
            [(uid, stamp)] = entry.items()
        elif isinstance(entry, str):
            uid, _, stamp = entry.partition(":")
        else:
            faults.append(Remark(place, "links-form", (), file.uid))
            continue
        said = stamp.strip() if isinstance(stamp, str) else ""
        uid = str(uid).strip()
        found.append((Link(uid_key(uid), uid, place), said))
    return tuple(found), faults


def _is_true(value: object) -> bool:
    return value.casefold().strip() in _TRUE if isinstance(value, str) else bool(value)


def _level(value: object) -> tuple[int, ...]:
    """A level as numbers; a heading stands before what is below it."""
    parts = str(value if value is not None else "1.0").split(".")
    if not all(part.isdecimal() and len(part) <= _DIGITS for part in parts):
        return _LAST
    numbers = [int(part) for part in parts]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def _natural(uid: str) -> tuple[tuple[int, str], ...]:
    parts = re.split(r"(\d+)", uid.casefold())
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)


# ── stamps ───────────────────────────────────────────────────────────────────


def _stamp(document: DoorstopDocument, file: DoorstopFile) -> str | None:
    """The stamp of an item as it is now; None where more than its texts goes into it."""
    data = file.data
    if not isinstance(data, dict) or data.get("references") or document.stamped:
        return None
    ref = data.get("ref")
    text = file.uid + _text(data.get("text")) + (str(ref).strip() if ref else "")
    return urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _stale(found: _Found, stamps: Mapping[str, str | None]) -> Iterator[Remark]:
    """Links whose item changed since somebody looked at both."""
    for link, said in () if found.reason else found.said:
        now = stamps.get(link.key)
        if now is not None and len(said) == _STAMP and said != now:
            yield Remark(link.place, "link-stale", (link.told,), found.item.name)
